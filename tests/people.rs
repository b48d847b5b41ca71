//! People in news text: a table of short articles beside the people that must be found, and properties that hold for
//! any text at all.

use morgue::article::Article;
use morgue::enrich::people::find;
use morgue::mention::{Field, Person};
use proptest::prelude::*;

/// The mentions of one article as a reader would note them: `name: mention, mention`, those of the headline with `^`.
fn noted(article: &Article) -> Vec<String> {
    find(article).iter().map(|person| note(article, person)).collect()
}

fn note(article: &Article, person: &Person) -> String {
    let words: Vec<String> = person
        .mentions
        .iter()
        .map(|m| match m.field {
            Field::Headline => format!("^{}", &article.headline[m.start..m.end]),
            Field::Body => article.body[m.start..m.end].to_string(),
        })
        .collect();
    format!("{}: {}", person.name, words.join(", "))
}

fn article(headline: &str, body: &str) -> Article {
    Article { headline: headline.into(), body: body.into(), ..Article::default() }
}

#[test]
fn people_of_short_articles() {
    let table: &[(&str, &str, &[&str])] = &[
        // Full names, then surnames alone, with and without titles; possessives and commas stay outside.
        (
            "",
            "Helen Marsh, the mayor of Leeds, met Prime Minister Tomas Novak on Monday. Ms. Marsh said Novak's visit was short.",
            &["Helen Marsh: Helen Marsh, Marsh", "Tomas Novak: Tomas Novak, Novak"],
        ),
        // A bare surname in the headline belongs to the full name of the body.
        (
            "Okafor Rejects Plan for New Airport",
            "Grace Okafor, the transport minister, has turned down plans for a second airport near Lagos.",
            &["Grace Okafor: ^Okafor, Grace Okafor"],
        ),
        // Two people of one surname: the title decides, else the one mentioned last.
        (
            "",
            "Robert Lindqvist married Anna Lindqvist in 1990. Mr. Lindqvist is a baker. Lindqvist said bread is dear. \
             Mrs. Lindqvist laughed.",
            &["Robert Lindqvist: Robert Lindqvist, Lindqvist, Lindqvist", "Anna Lindqvist: Anna Lindqvist, Lindqvist"],
        ),
        // Particles, accents, apostrophes, hyphens, initials, suffixes, nicknames.
        ("", "Later José María de la Fuente spoke.", &["José María de la Fuente: José María de la Fuente"]),
        (
            "",
            "The treaty was signed by Hans-Jürgen von der Heide.",
            &["Hans-Jürgen von der Heide: Hans-Jürgen von der Heide"],
        ),
        (
            "",
            "It fell to Sean O'Malley and J. B. Carver Jr. to explain.",
            &["Sean O'Malley: Sean O'Malley", "J. B. Carver Jr.: J. B. Carver Jr."],
        ),
        (
            "",
            "The striker Park Joo-Won and the judge Khalid al-Rashidi were there.",
            &["Park Joo-Won: Park Joo-Won", "Khalid al-Rashidi: Khalid al-Rashidi"],
        ),
        ("", "Then William \"Buck\" Turner came in.", &["William \"Buck\" Turner: William \"Buck\" Turner"]),
        // A line break within a name.
        (
            "",
            "The envoy met Maria\n    Fernanda Castellanos twice.",
            &["Maria Fernanda Castellanos: Maria\n    Fernanda Castellanos"],
        ),
        // Middle initials come and go.
        ("", "Peter Hale wrote it. Peter J. Hale, 61, denied it.", &["Peter J. Hale: Peter Hale, Peter J. Hale"]),
        // Offices in front, in any length.
        (
            "",
            "British Trade and Industry Secretary Paul Harker told Treasury Secretary Simon Wells and Sen. Ruth Adler.",
            &["Paul Harker: Paul Harker", "Simon Wells: Simon Wells", "Ruth Adler: Ruth Adler"],
        ),
        ("", "Brandt Motor Co Chairman Donald Everly resigned.", &["Donald Everly: Donald Everly"]),
        // The man, not the thing named after him.
        ("", "The Reagan administration refused.", &["Reagan: Reagan"]),
        ("", "They landed at Reagan National Airport and drove to Ford Motor's plant.", &[]),
        ("", "Morgan Stanley and Dow Jones fell; Ernst & Young advised Eli Lilly.", &[]),
        (
            "",
            "Dudley Croft leads Croft Broadcasting Corp. Croft said its profit fell.",
            &["Dudley Croft: Dudley Croft"],
        ),
        ("", "Henley Group Inc <HENG> said it bought Warner Mills Ltd.", &[]),
        // Places, days, peoples, parties, prizes.
        ("", "In New York on Monday the Labour Party and the Nobel Prize Committee of Stanford University met.", &[]),
        ("", "Drug War at the National Palace. St. Louis and San Diego agreed in March.", &[]),
        ("", "US and NATO officials said the IMF and OPEC had met in Saudi Arabia.", &[]),
        // Without capitals or in nothing else a machine should keep quiet.
        ("", "finance minister marco lara told reporters in quito that oil was dear", &[]),
        ("", "FINANCE MINISTER SAYS OIL PRICE TOO LOW AND BAKER SHOPS TO CLOSE IN MAY", &[]),
        (
            "COFFEE AUCTIONS TO START SOON - PEREIRA",
            "The auctions will begin in May, said Jorge Pereira, president of the institute.",
            &["Jorge Pereira: ^PEREIRA, Jorge Pereira"],
        ),
        (
            "REAGAN SAYS GOVERNOR HARRIET BLOOM SHOULD PAY",
            "Blah blah blah.",
            &["REAGAN: ^REAGAN", "HARRIET BLOOM: ^HARRIET BLOOM"],
        ),
        ("", "", &[]),
    ];
    for (headline, body, expected) in table {
        assert_eq!(noted(&article(headline, body)), *expected, "in {headline:?} {body:?}");
    }
}

#[test]
fn names_of_the_metadata_join_those_of_the_text() {
    let table: &[(&[&str], &[&str])] = &[
        (&["ilse brandauer"], &["Ilse Brandauer: Ilse Brandauer"]),
        (&["BRANDAUER"], &["Ilse Brandauer: Ilse Brandauer"]),
        (&["Brandauer, Ilse"], &["Ilse Brandauer: Ilse Brandauer"]),
        (&["ilse-brandauer", "  Otto \n Kern "], &["Ilse Brandauer: Ilse Brandauer", "Otto Kern: "]),
        (&["kern", "kern", ""], &["Ilse Brandauer: Ilse Brandauer", "kern: "]),
    ];
    for (people, expected) in table {
        let mut found = article("", "The singer Ilse Brandauer left.");
        found.people = people.iter().map(|p| (*p).to_string()).collect();
        assert_eq!(noted(&found), *expected, "with {people:?}");
    }
}

/// Bits of text that names are made of and spoilt by.
fn fragments() -> impl Strategy<Value = String> {
    const BITS: &[&str] = &[
        "Mr. ",
        "Maria ",
        "O'Brien",
        "O\u{2019}Brien's ",
        "de la ",
        "al-",
        "van ",
        "J. ",
        "J.K.",
        "Jr.",
        ", Jr. ",
        "III ",
        "& ",
        "\n",
        "\n   ",
        "\n\n",
        "said ",
        "the ",
        "Inc ",
        "<IBM>",
        "É",
        "\u{301}",
        "ß",
        "İ",
        "ﬁ",
        "\"",
        "\u{201c}Bob\u{201d} ",
        "'s ",
        "\u{2019}s",
        "-",
        "REAGAN ",
        "Reagan",
        "President ",
        "New York ",
        "St. ",
        "St",
        "日本 ",
        "Smith ",
        "52, ",
        "\u{a0}",
        "\u{200b}",
        ". ",
        "@",
        "May ",
        "I ",
        "McDonald",
    ];
    proptest::collection::vec(proptest::sample::select(BITS), 0..40).prop_map(|parts| parts.concat())
}

fn check(article: &Article) {
    let people = find(article);
    let mut places = Vec::new();
    let mut unnamed = false;
    for person in &people {
        assert!(!person.name.is_empty() && !person.name.contains(['\n', '\r']), "{person:?}");
        assert!(person.mentions.is_sorted(), "{person:?}");
        assert!(!unnamed || person.mentions.is_empty(), "people of the metadata come last");
        unnamed |= person.mentions.is_empty();
        for place in &person.mentions {
            let text = if place.field == Field::Headline { &article.headline } else { &article.body };
            let mention = text.get(place.start..place.end).expect("a range on character boundaries");
            assert!(!mention.trim().is_empty() && mention.trim() == mention, "{mention:?}");
            places.push(*place);
        }
    }
    places.sort();
    assert!(places.windows(2).all(|w| w[0].field != w[1].field || w[0].end <= w[1].start), "{places:?}");
    assert!(people.iter().filter_map(|p| p.mentions.first()).is_sorted());
    assert_eq!(people, find(article));
}

proptest! {
    #![proptest_config(crate::util::cases(256))]

    #[test]
    fn any_text_is_survived(headline in any::<String>(), body in any::<String>(), listed in any::<Vec<String>>()) {
        check(&Article { headline, body, people: listed, ..Article::default() });
    }

    #[test]
    fn ranges_are_sound(headline in fragments(), body in fragments(), listed in fragments()) {
        check(&Article { headline, body, people: vec![listed], ..Article::default() });
    }
}
