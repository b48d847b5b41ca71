//! Who is who across an archive: pairs of names beside how they differ, archives beside the persons in them, what
//! `people.toml` may say, and properties that hold for any archive.

use std::sync::LazyLock;

use morgue::article::Article;
use morgue::date::Period;
use morgue::filing::{FilingOptions, Manner, Progress, file_away};
use morgue::index::About;
use morgue::index::document::Filed;
use morgue::mention::{Mentions, Person};
use morgue::persons::agreement::agree;
use morgue::persons::decisions::Decisions;
use morgue::persons::shape::Shape;
use morgue::search::Archive;
use morgue::search::persons::Identity;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::util::{Scene, cases};

#[test]
fn names_agree_or_do_not() {
    let table = [
        // The same words, particles and hyphens.
        ("José Sarney", "Jose Sarney", "words"),
        ("Willy de Clercq", "Willy Declercq", "joined"),
        ("Abdulla al-Attiya", "Abdulla Attiya", "joined"),
        ("Jean-Claude Duvalier", "Jean Claude Duvalier", "joined"),
        ("Chun Doo Hwan", "Chun Doo-hwan", "joined"),
        // Initials and middle names.
        ("J. Marsh", "John Marsh", "initial"),
        ("J. Marsh", "Robert Marsh", "-"),
        ("Boyd L. Jefferies", "Boyd Jefferies", "middle"),
        ("J. Patrick Michaels", "Patrick Michaels", "middle"),
        ("Erik Martin Vik", "Erik Vik", "middle"),
        ("Charles D. Cheleden", "Charles G. Cheleden", "-"),
        ("M.A. Munim", "Mohammad Abdul Munim", "initial middle"),
        ("D.E. Gillespie", "David F. Gillespie", "-"),
        // Nicknames and spellings.
        ("Bob Dole", "Robert Dole", "nickname"),
        ("Larry Tisch", "Laurence Tisch", "nickname"),
        ("Thomas \"Tip\" O'Neill", "Tip O'Neill", "nickname"),
        ("Bill Clinton", "Hillary Clinton", "-"),
        ("Bill Gerard", "Robert Gerard", "-"),
        ("Stephen Slifer", "Steven Slifer", "spelling"),
        ("Daniel Marsh", "Danielle Marsh", "-"),
        // From other alphabets.
        ("Mikhail Gorbachev", "Michail Gorbatschow", "transliteration spelling"),
        ("Muammar Gaddafi", "Moammar Khadafy", "transliteration spelling"),
        ("Deng Xiaoping", "Teng Hsiao-ping", "transliteration"),
        ("Mao Zedong", "Mao Tse-tung", "transliteration"),
        ("Rha Woong-bae", "Woong-Bae Rha", "order"),
        // One letter.
        ("Alan Greenspan", "Alan Greespan", "letter"),
        ("Ivan Boesky", "Ivan Boeksy", "letter"),
        ("Jaime Ongpin", "Jamie Ongpin", "letter"),
        ("Donald Regan", "Ronald Reagan", "-"),
        // Generations.
        ("Stewart Bainum Jr.", "Stewart Bainum Sr.", "-"),
        ("Stewart Bainum Jr.", "Stewart Bainum", "suffix"),
        ("T. Boone Pickens III", "T. Boone Pickens, Jr.", "-"),
        // Second surnames, surnames alone.
        ("Arturo Hernandez Grisanti", "Arturo Hernandez", "double"),
        ("Sumita", "Satoshi Sumita", "surname"),
        ("Emery-Purolator", "John C. Emery", "-"),
        ("Deng", "Deng Xiaoping", "surname"),
        // What a paper ties on, and what is no person.
        ("Carl C. Icahn-led", "Carl Icahn", "middle"),
        ("Olin Corp", "Olin", "-"),
    ];
    let mut wrong = String::new();
    for (a, b, wanted) in table {
        for (a, b) in [(a, b), (b, a)] {
            let found = agree(&Shape::of(a), &Shape::of(b));
            let found = found.map_or("-".to_string(), |found| {
                found.kinds.iter().map(|kind| kind.key()).collect::<Vec<_>>().join(" ")
            });
            if found != wanted {
                wrong.push_str(&format!("\n{a} / {b}: {found}, not {wanted}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

static ABOUT: LazyLock<About> = LazyLock::new(|| {
    let scene = Scene::quick();
    scene.file("news/one.jsonl", "{\"id\":\"one\",\"text\":\"One.\"}\n");
    let corpora = morgue::corpus::corpora(&[scene.path("news")]).unwrap();
    let place = scene.path("ix");
    file_away(&corpora, &place, &FilingOptions::default(), &Manner::default(), &Progress::default()).unwrap();
    Archive::open(&place).unwrap().about
});

/// An archive of articles that name these people on these days of 1987: `03-02 James Baker, Paul Volcker`, a line each.
fn archive(articles: &str) -> Archive {
    let lines = articles.lines().map(str::trim).filter(|line| !line.is_empty());
    let filed = lines.enumerate().map(|(number, line)| {
        let (day, names) = line.split_once(' ').unwrap();
        filed(number, &format!("1987-{day}"), &names.split(", ").collect::<Vec<_>>())
    });
    Archive::of(filed.collect(), &ABOUT).unwrap()
}

fn filed(number: usize, day: &str, names: &[&str]) -> Filed {
    let article = Article {
        id: format!("a{number}"),
        body: format!("Article {number}."),
        published: Some(Period::parse(day).unwrap()),
        ..Article::default()
    };
    let people = names.iter().map(|name| Person { name: (*name).to_string(), mentions: Vec::new() }).collect();
    let mentions = Mentions { people, dates: Vec::new() };
    Filed { article, path: "news/a.jsonl".to_string(), member: None, record: number as u64, mentions, generation: 1 }
}

/// `James Baker: James Baker 3, Jim Baker 1 (nickname of James Baker)`
fn told(identity: &Identity) -> String {
    let variants = identity.variants.iter().map(|variant| {
        let because = variant.because.as_ref().map(|link| {
            let kinds: Vec<&str> = link.kinds.iter().map(|kind| kind.key()).collect();
            format!(" ({} of {})", kinds.join(" "), link.parent)
        });
        format!("{} {}{}", variant.name, variant.articles, because.unwrap_or_default())
    });
    format!("{}: {}", identity.name, variants.collect::<Vec<_>>().join(", "))
}

#[track_caller]
fn is(archive: &Archive, name: &str, wanted: &str) {
    assert_eq!(told(&archive.persons().identity(name).unwrap()), wanted);
}

/// `name ~ other: reason`
fn open(archive: &Archive, name: &str) -> Vec<String> {
    let questions = archive.persons().open_questions(name).unwrap();
    questions.iter().map(|question| format!("{} ~ {}: {}", question.name, question.other, question.doubt)).collect()
}

#[test]
fn a_rare_name_with_a_middle_initial_more_is_one_person() {
    let archive = archive(
        "03-02 Boyd Jefferies
         03-09 Boyd Jefferies
         04-01 BOYD JEFFERIES
         06-20 Boyd L. Jefferies",
    );
    let whole = "Boyd Jefferies: Boyd Jefferies 2 (middle of Boyd L. Jefferies), BOYD JEFFERIES 1 (words of Boyd \
                 Jefferies), Boyd L. Jefferies 1";
    for name in ["Boyd Jefferies", "Boyd L. Jefferies", "BOYD JEFFERIES"] {
        is(&archive, name, whole);
    }
}

#[test]
fn a_name_that_could_be_two_peoples_is_left_open() {
    let archive = archive(
        "03-02 John Marsh
         03-09 James Marsh
         04-01 J. Marsh
         06-20 Marsh",
    );
    is(&archive, "J. Marsh", "J. Marsh: J. Marsh 1");
    is(&archive, "Marsh", "Marsh: Marsh 1");
    assert_eq!(
        open(&archive, "J. Marsh"),
        [
            "J. Marsh ~ James Marsh: too little speaks for it",
            "J. Marsh ~ John Marsh: too little speaks for it",
            "J. Marsh ~ Marsh: too little speaks for it"
        ]
    );
}

#[test]
fn who_is_named_beside_a_name_decides_between_two() {
    let mut articles = String::new();
    for day in 1..=28 {
        articles += &format!("05-{day:02} Somebody{day} Else{day}\n");
    }
    let archive = archive(
        &(articles
            + "01-02 John Marsh, Ana Quiroga, Tomas Zwingli, Lin Obuchi
               02-09 James Marsh, Peter Ostrander
               08-01 J. Marsh, Ana Quiroga, Tomas Zwingli, Lin Obuchi"),
    );
    is(&archive, "J. Marsh", "John Marsh: J. Marsh 1 (initial of John Marsh), John Marsh 1");
    is(&archive, "James Marsh", "James Marsh: James Marsh 1");
}

#[test]
fn two_clintons_are_two() {
    let archive = archive(
        "03-02 Bill Clinton, Hillary Clinton
         03-03 Bill Clinton
         03-04 Hillary Clinton
         03-05 Clinton",
    );
    is(&archive, "Bill Clinton", "Bill Clinton: Bill Clinton 2");
    is(&archive, "Hillary Clinton", "Hillary Clinton: Hillary Clinton 2");
    is(&archive, "Clinton", "Clinton: Clinton 1");
}

#[test]
fn father_and_son_are_two() {
    let archive = archive(
        "03-02 Stewart Bainum Jr., Ann Lee
         03-03 Stewart Bainum Sr., Ann Lee
         03-04 Stewart Bainum, Ann Lee",
    );
    for name in ["Stewart Bainum Jr.", "Stewart Bainum Sr.", "Stewart Bainum"] {
        is(&archive, name, &format!("{name}: {name} 1"));
    }
}

#[test]
fn two_people_of_one_article_are_two() {
    let archive = archive(
        "03-02 Horst Zwingli, Horst A. Zwingli
         03-03 Horst Zwingli",
    );
    is(&archive, "Horst Zwingli", "Horst Zwingli: Horst Zwingli 2");
    assert_eq!(open(&archive, "Horst Zwingli"), ["Horst Zwingli ~ Horst A. Zwingli: one article names both"]);
}

#[test]
fn nobody_is_in_the_news_after_a_lifetime() {
    let articles = vec![filed(1, "1899-03-02", &["Horst Zwingli"]), filed(2, "1987-03-02", &["Horst A. Zwingli"])];
    let archive = Archive::of(articles, &ABOUT).unwrap();
    is(&archive, "Horst Zwingli", "Horst Zwingli: Horst Zwingli 1");
    assert_eq!(open(&archive, "Horst Zwingli"), ["Horst Zwingli ~ Horst A. Zwingli: too far apart in time"]);
}

#[test]
fn two_common_names_a_letter_apart_are_two_people() {
    let mut articles = String::new();
    for day in 1..=9 {
        articles += &format!("03-0{day} Peter Hansen, Ole Berg\n04-0{day} Peter Hanson, Kim Lund\n");
    }
    let archive = archive(&(articles + "05-01 Alan Greenspan\n05-02 Alan Greespan\n05-03 Alan Greenspan"));
    is(&archive, "Peter Hansen", "Peter Hansen: Peter Hansen 9");
    is(&archive, "Peter Hanson", "Peter Hanson: Peter Hanson 9");
    is(&archive, "Alan Greespan", "Alan Greenspan: Alan Greenspan 2, Alan Greespan 1 (letter of Alan Greenspan)");
}

#[test]
fn one_name_from_another_alphabet_is_one_person() {
    let archive = archive(
        "03-02 Mikhail Gorbachev
         03-03 Mikhail Gorbachev
         03-04 Michail Gorbatschow
         03-05 Mikhail Gorbachov",
    );
    is(
        &archive,
        "Michail Gorbatschow",
        "Mikhail Gorbachev: Mikhail Gorbachev 2, Michail Gorbatschow 1 (transliteration spelling of Mikhail Gorbachev), \
         Mikhail Gorbachov 1 (transliteration of Mikhail Gorbachev)",
    );
}

#[test]
fn a_surname_alone_is_its_only_bearers() {
    let archive = archive(
        "03-02 Satoshi Sumita
         03-03 Satoshi Sumita
         03-04 Satoshi Sumita
         03-05 Satoshi Sumita
         06-04 Sumita
         03-02 William Brown
         03-03 Brown
         03-04 Brown
         03-05 Brown",
    );
    is(&archive, "Sumita", "Satoshi Sumita: Satoshi Sumita 4, Sumita 1 (surname of Satoshi Sumita)");
    is(&archive, "Brown", "Brown: Brown 3");
}

#[test]
fn a_name_that_no_article_holds_has_no_variants() {
    let archive = archive("03-02 John Marsh");
    is(&archive, "Nobody Atall", "Nobody Atall: ");
    is(&archive, "JOHN MARSH", "John Marsh: John Marsh 1");
    assert_eq!(open(&archive, "Nobody Atall"), [""; 0]);
}

#[test]
fn articles_of_an_archive_know_who_is_who_in_all_of_it() {
    let archive = archive("03-02 Robert Dole\n03-03 Bob Dole");
    let part = archive.part(vec![filed(1, "1987-03-03", &["Bob Dole"])]).unwrap();
    is(&part, "Bob Dole", "Robert Dole: Bob Dole 1 (nickname of Robert Dole), Robert Dole 1");
}

#[test]
fn decisions_are_read_or_refused_with_the_line() {
    let table = [
        ("", "ok"),
        ("[[person]]\nname = \"A B\"\naliases = [\"C D\"]\nnot = [\"E F\"]\n", "ok"),
        ("[[same]]\nnames = [\"A B\", \"C D\"]\n[[different]]\nnames = [\"A B\", \"E F\"]\n", "ok"),
        ("[[person]]\nnmae = \"A B\"\n", "2: unknown field `nmae`, expected one of `name`, `aliases`, `not`"),
        ("[[persons]]\nname = \"A B\"\n", "1: unknown field `persons`, expected one of `person`, `same`, `different`"),
        ("[[same]]\nnames = [\"A B\"]\n", "2: names must be two or more"),
        ("[[person]]\nname = \" . \"\n", "2: there is no word in the name \" . \""),
        (
            "[[same]]\nnames = [\"A B\", \"Cé Dé\"]\n\n[[different]]\nnames = [\"A B\", \"Ce De\"]\n",
            "5: says that \"A B\" and \"Cé Dé\" are two people, line 2 that they are one",
        ),
        (
            "[[person]]\nname = \"A B\"\naliases = [\"X Y\"]\n[[person]]\nname = \"C D\"\naliases = [\"X Y\"]\n",
            "6: \"X Y\" is a name of the person of line 2 too; one of the two must go",
        ),
        (
            "[[person]]\nname = \"A B\"\n[[person]]\nname = \"C D\"\n[[same]]\nnames = [\"A B\", \"C D\"]\n",
            "4: \"C D\" is a person here, and joined with the person \"A B\" of line 2",
        ),
    ];
    for (text, wanted) in table {
        let found = Decisions::read(text).map_or_else(|flaw| format!("{}: {}", flaw.line, flaw.what), |_| "ok".into());
        assert_eq!(found, wanted, "{text}");
    }
}

/// An index of articles, one a name, on disk.
fn scene(names: &[&str]) -> Scene {
    let scene = Scene::quick();
    let article = |(n, name): (usize, &&str)| {
        let day = n % 28 + 1;
        format!(
            "{{\"id\":\"{n}\",\"text\":\"The talks went on.\",\"date\":\"1987-03-{day:02}\",\"people\":[\"{name}\"]}}\n"
        )
    };
    scene.file("news/wire.jsonl", names.iter().enumerate().map(article).collect::<String>());
    let outcome = scene.run("index news");
    assert_eq!(outcome.code(), Some(0), "{outcome}");
    scene
}

fn opened(scene: &Scene) -> Archive {
    Archive::open(&scene.path(".morgue")).unwrap()
}

#[test]
fn decisions_win_survive_and_are_reversible() {
    let scene = scene(&["Robert Dole", "Bob Dole", "Muammar Gaddafi", "Brother Leader"]);
    let before = "Robert Dole: Bob Dole 1 (nickname of Robert Dole), Robert Dole 1";
    is(&opened(&scene), "Bob Dole", before);
    let decisions = "[[different]]\nnames = [\"bob dole\", \"ROBERT DOLE\"]\n\n[[person]]\nname = \"Colonel Gaddafi\"\naliases = \
                     [\"Muammar Gaddafi\", \"Brother Leader\"]\n";
    scene.file(".morgue/people.toml", decisions);
    let check = |scene: &Scene| {
        let archive = opened(scene);
        is(&archive, "Bob Dole", "Bob Dole: Bob Dole 1");
        is(&archive, "Robert Dole", "Robert Dole: Robert Dole 1");
        assert_eq!(open(&archive, "Bob Dole"), ["Bob Dole ~ Robert Dole: people.toml says that they are two"]);
        let gaddafi = "Colonel Gaddafi: Brother Leader 1 (decided of Muammar Gaddafi), Muammar Gaddafi 1";
        for name in ["Brother Leader", "Muammar Gaddafi", "Colonel Gaddafi"] {
            is(&archive, name, gaddafi);
        }
    };
    check(&scene);
    let full = scene.run("index news --full");
    assert_eq!(full.code(), Some(0), "{full}");
    check(&scene);
    std::fs::remove_file(scene.path(".morgue/people.toml")).unwrap();
    is(&opened(&scene), "Bob Dole", before);
    is(&opened(&scene), "Brother Leader", "Brother Leader: Brother Leader 1");
}

#[test]
fn a_broken_file_of_decisions_ends_every_search_in_one_sentence() {
    let scene = scene(&["Bob Dole"]);
    scene.file(".morgue/people.toml", "[[same]]\nnames = [\"Bob Dole\"]\n");
    scene.run("search talks").is(r#"
! morgue: [DIR]/.morgue/people.toml: line 2: names must be two or more
!   hint: mend that line by hand; a person is written as [[person]], name = "...", aliases = ["..."], not = ["..."], a line each; or as [[same]] or [[different]], names = ["...", "..."]
= 2
"#);
}

#[test]
fn between_two_that_were_told_apart_the_weakest_link_is_cut() {
    let scene = scene(&["Robert Dole", "Robert Dole", "Bob Dole", "R. Dole"]);
    let whole = "Robert Dole: Robert Dole 2, Bob Dole 1 (nickname of Robert Dole), R. Dole 1 (initial of Robert Dole)";
    is(&opened(&scene), "R. Dole", whole);
    scene.file(".morgue/people.toml", "[[person]]\nname = \"Bob Dole\"\nnot = [\"R. Dole\"]\n");
    let archive = opened(&scene);
    is(&archive, "R. Dole", "R. Dole: R. Dole 1");
    for name in ["Robert Dole", "Bob Dole"] {
        is(&archive, name, "Bob Dole: Robert Dole 2, Bob Dole 1 (nickname of Robert Dole)");
    }
}

/// Names that agree in all sorts of ways.
fn name() -> impl Strategy<Value = String> {
    let given = select(vec!["John", "J.", "Jon", "James", "Jim", "Mary", "Robert", "Bob", "R. James", "", "JAMES"]);
    let middle = select(vec!["", "", " A.", " B.", " Paz"]);
    let surname =
        select(vec!["Marsh", "Marsch", "March", "Okafor", "Okofor", "de Clercq", "Declercq", "Li", "Paz Estenssoro"]);
    let suffix = select(vec!["", "", "", " Jr.", " Sr."]);
    (given, middle, surname, suffix).prop_map(|(given, middle, surname, suffix)| {
        let middle = if given.is_empty() { "" } else { middle };
        format!("{given}{middle} {surname}{suffix}").trim().to_string()
    })
}

fn articles() -> impl Strategy<Value = Vec<Filed>> {
    let day = (1..=9_u8, 1..=28_u8).prop_map(|(month, day)| format!("1987-0{month}-{day:02}"));
    vec((day, vec(name(), 1..4)), 1..24).prop_map(|articles| {
        let filed = articles.iter().enumerate().map(|(number, (day, names))| {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            filed(number, day, &names)
        });
        filed.collect()
    })
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn persons_are_the_same_whoever_is_asked_for_first(articles in articles()) {
        let turned: Vec<Filed> = articles.iter().rev().cloned().collect();
        let [one, two, three] = [articles.clone(), turned, articles].map(|all| Archive::of(all, &ABOUT).unwrap());
        let names: Vec<String> = one.persons().everybody().unwrap().into_keys().collect();
        let forth: Vec<Identity> = names.iter().map(|name| one.persons().identity(name).unwrap()).collect();
        let back: Vec<Identity> = names.iter().rev().map(|name| two.persons().identity(name).unwrap()).collect();
        let all = three.persons().partition(&names, true).unwrap();
        for (n, name) in names.iter().enumerate() {
            prop_assert_eq!(told(&forth[n]), told(&back[names.len() - 1 - n]));
            prop_assert_eq!(told(&forth[n]), told(&all.persons[all.of[name]]));
            prop_assert!(forth[n].variants.iter().any(|variant| variant.name == *name));
            for variant in &forth[n].variants {
                prop_assert_eq!(told(&one.persons().identity(&variant.name).unwrap()), told(&forth[n]));
            }
        }
    }
}

#[test]
fn segments_do_not_matter() {
    let lines = |from: usize, to: usize| -> String {
        let names =
            ["Robert Dole", "Bob Dole", "R. Dole", "Dole", "Mikhail Gorbachev", "Mikhael Gorbachov", "Bob R. Dole"];
        (from..to)
            .map(|n| {
                let (a, b, day) = (names[n % 7], names[(n * 3 + 1) % 7], n % 28 + 1);
                format!("{{\"id\":\"{n}\",\"text\":\"News {n}.\",\"date\":\"1987-03-{day:02}\",\"people\":[\"{a}\",\"{b}\"]}}\n")
            })
            .collect()
    };
    let (whole, parts) = (Scene::quick(), Scene::quick());
    whole.file("news/a.jsonl", lines(0, 10)).file("news/b.jsonl", lines(10, 20)).file("news/c.jsonl", lines(20, 30));
    assert_eq!(whole.run("index news").code(), Some(0));
    for (file, from) in [("news/c.jsonl", 20), ("news/a.jsonl", 0), ("news/b.jsonl", 10)] {
        parts.file(file, lines(from, from + 10));
        assert_eq!(parts.run("index news").code(), Some(0));
    }
    let (whole, parts) = (opened(&whole), opened(&parts));
    assert_ne!(whole.segments(), parts.segments());
    let names = whole.persons().everybody().unwrap();
    assert_eq!(names, parts.persons().everybody().unwrap());
    for name in names.keys() {
        is(&parts, name, &told(&whole.persons().identity(name).unwrap()));
        assert_eq!(open(&parts, name), open(&whole, name));
    }
}
