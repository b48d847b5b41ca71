//! What the program says beside the articles: what was given up where no article has all words, which clause is why
//! nothing was found, what else may be meant, which words other words or the best articles add, and how a query is read.

use crate::util::Scene;

/// Six articles about a river, its bridge, a ferry and Mikhail Gorbachev.
const PAPER: &str = concat!(
    r#"{"id":"a-1","title":"River rises","text":"The river rose under the bridge.","date":"2020-01-05","source":"The Vale Courier"}"#,
    "\n",
    r#"{"id":"a-2","title":"River falls","text":"The river fell. The bridge stands.","date":"2020-02-05","source":"The Vale Courier"}"#,
    "\n",
    r#"{"id":"a-3","title":"Ferry sold","text":"The ferry crossed the river once more, then it was sold.","date":"2021-03-05","source":"Northern Wire"}"#,
    "\n",
    r#"{"id":"a-4","title":"Zebra escapes","text":"A zebra left the zoo and crossed the bridge.","date":"2022-04-05","source":"Northern Wire"}"#,
    "\n",
    r#"{"id":"a-5","title":"Visitor from Moscow","text":"Mikhail Gorbachev came to the vale. Mr. Gorbachev praised the newspaper.","date":"1989-05-05","source":"Northern Wire"}"#,
    "\n",
    r#"{"id":"a-6","title":"Again the visitor","text":"Mikhail Gorbachev spoke in New York about the vale.","date":"1990-05-05","source":"Northern Wire"}"#,
    "\n",
);

fn scene() -> Scene {
    let scene = Scene::new();
    scene.file("news/paper.jsonl", PAPER);
    let outcome = scene.run("index news");
    assert_eq!(outcome.code(), Some(0), "{outcome}");
    scene
}

/// What is said on standard error, and the identifiers of the hits with what they lack.
fn said(scene: &Scene, arguments: &str) -> String {
    let outcome = scene.run(&format!("search {arguments}"));
    let mut text = String::new();
    for line in outcome.stdout().lines() {
        let line = line.trim();
        if line.contains(" · ") {
            text.push_str(&format!("{}\n", line.split(" · ").nth(2).unwrap()));
        } else if line.starts_with("without: ") {
            text.push_str(&format!("  {line}\n"));
        }
    }
    outcome.stderr().lines().for_each(|line| text.push_str(&format!("! {line}\n")));
    text + &format!("= {}", outcome.code().unwrap())
}

#[track_caller]
fn check(scene: &Scene, table: &[(&str, &str)]) {
    for (arguments, expected) in table {
        let got = said(scene, arguments);
        assert_eq!(got, *expected, "\nsearch {arguments}\n{got}");
    }
}

fn json(scene: &Scene, arguments: &str) -> serde_json::Value {
    let outcome = scene.run(&format!("search --format json {arguments}"));
    serde_json::from_str(outcome.stdout().lines().next().unwrap()).unwrap()
}

#[test]
fn where_no_article_has_all_words_it_is_said_which_was_given_up() {
    check(
        &scene(),
        &[
            // What all hits lack is said once; where they differ, each says it.
            (
                "river bridge unicorn",
                "a-2\n\
                 a-1\n\
                 ! no article has all of: river AND bridge AND unicorn; 2 articles have all but \"unicorn\"\n\
                 ! 2 articles found (searched 6 articles from 1 file)\n\
                 = 0",
            ),
            (
                "river bridge zoo",
                "a-4\n  without: river\n\
                 a-2\n  without: zoo\n\
                 a-1\n  without: zoo\n\
                 ! no article has all of: river AND bridge AND zoo; 2 articles have all but \"zoo\", 1 all but \"river\"\n\
                 ! 3 articles found (searched 6 articles from 1 file)\n\
                 = 0",
            ),
            // None has all but one: the most complete first.
            (
                "unicorn river bridge gryphon",
                "a-2\n  without: unicorn, gryphon\n\
                 a-1\n  without: unicorn, gryphon\n\
                 a-3\n  without: unicorn, bridge, gryphon\n\
                 a-4\n  without: unicorn, river, gryphon\n\
                 ! no article has all of: unicorn AND river AND bridge AND gryphon; 4 articles with any, at most 2 of 4\n\
                 ! 4 articles found (searched 6 articles from 1 file)\n\
                 = 0",
            ),
            (
                "unicorn zebra ferry gryphon newspaper",
                "a-4\n  without: unicorn, ferry, gryphon, newspaper\n\
                 a-3\n  without: unicorn, zebra, gryphon, newspaper\n\
                 a-5\n  without: unicorn, zebra, ferry, gryphon\n\
                 ! no article has all of: unicorn AND zebra AND ferry AND gryphon AND newspaper; 3 articles with any, at most 1 of 5\n\
                 ! 3 articles found (searched 6 articles from 1 file)\n\
                 = 0",
            ),
            (
                "unicorn zebra ferry gryphon newspaper -n 1 --offset 1",
                "a-3\n  without: unicorn, zebra, gryphon, newspaper\n\
                 ! no article has all of: unicorn AND zebra AND ferry AND gryphon AND newspaper; 3 articles with any, at most 1 of 5\n\
                 ! 3 articles found, 2 to 2 shown (searched 6 articles from 1 file)\n\
                 = 0",
            ),
            // What is asked of a field, dates, what is asked against and what has a plus stay.
            (
                "river unicorn source:northern",
                "a-3\n\
                 ! no article has all of: river AND unicorn AND source:northern; 1 article has all but \"unicorn\"\n\
                 ! 1 article found (searched 6 articles from 1 file)\n\
                 = 0",
            ),
            (
                "river unicorn NOT bridge",
                "a-3\n\
                 ! no article has all of: river AND unicorn AND NOT bridge; 1 article has all but \"unicorn\"\n\
                 ! 1 article found (searched 6 articles from 1 file)\n\
                 = 0",
            ),
            (
                "river unicorn --since 2021",
                "a-3\n\
                 ! no article has all of: river AND unicorn AND date:2021-01-01..; 1 article has all but \"unicorn\"\n\
                 ! 1 article found (searched 6 articles from 1 file)\n\
                 = 0",
            ),
            (
                "river unicorn +zebra",
                "! nothing found: \"unicorn\" is in no article; without it 0 (searched 6 articles from 1 file)\n\
                 = 1",
            ),
            (
                "'(unicorn OR river) zebra ferry'",
                "a-3\n\
                 ! read as: (unicorn OR river) AND zebra AND ferry\n\
                 ! no article has all of: (unicorn OR river) AND zebra AND ferry; 1 article has all but \"zebra\"\n\
                 ! 1 article found (searched 6 articles from 1 file)\n\
                 = 0",
            ),
            // With --all nothing is given up.
            (
                "river bridge zoo --all",
                "! the one article with the rest does not have \"river\" (3 alone)\n\
                 ! none of the 2 articles with the rest has \"zoo\" (1 alone)\n\
                 ! nothing found (searched 6 articles from 1 file)\n\
                 = 1",
            ),
            (
                "river bridge zoo --any",
                "a-4\n\
                 a-2\n\
                 a-1\n\
                 a-3\n\
                 ! 4 articles found (searched 6 articles from 1 file)\n\
                 = 0",
            ),
            // Only the query's choice is told of, and by date as by rank.
            (
                "unicorn river bridge gryphon --sort oldest",
                "a-1\n  without: unicorn, gryphon\n\
                 a-2\n  without: unicorn, gryphon\n\
                 a-3\n  without: unicorn, bridge, gryphon\n\
                 a-4\n  without: unicorn, river, gryphon\n\
                 ! no article has all of: unicorn AND river AND bridge AND gryphon; 4 articles with any, at most 2 of 4\n\
                 ! 4 articles found (searched 6 articles from 1 file)\n\
                 = 0",
            ),
        ],
    );
}

#[test]
fn where_nothing_is_found_it_is_said_why() {
    check(
        &scene(),
        &[
            (
                "unicorn",
                "! nothing found: \"unicorn\" is in no article (searched 6 articles from 1 file)\n\
                 = 1",
            ),
            (
                "'+river +unicorn' --all",
                "! nothing found: \"unicorn\" is in no article; without it 3 (searched 6 articles from 1 file)\n\
                 = 1",
            ),
            (
                "zebra --since 2023",
                "! nothing found: no article was published since 2023-01-01; without it 1 (searched 6 articles from 1 file)\n\
                 = 1",
            ),
            (
                "zebra --since 2020-01-06 --until 2021-12-31",
                "! none of the 2 articles with the rest has \"zebra\" (1 alone)\n\
                 ! the one article with the rest was not published from 2020-01-06 to 2021-12-31\n\
                 ! nothing found (searched 6 articles from 1 file)\n\
                 = 1",
            ),
            (
                "zebra date:none",
                "! nothing found: no article is undated; without it 1 (searched 6 articles from 1 file)\n\
                 = 1",
            ),
            (
                "zebra NOT bridge",
                "! none of the 3 articles with the rest has \"zebra\" (1 alone)\n\
                 ! the one article with the rest has \"bridge\"\n\
                 ! nothing found (searched 6 articles from 1 file)\n\
                 = 1",
            ),
            (
                "headline:zebra headline:river",
                "! none of the 2 articles with the rest has headline:zebra (1 alone)\n\
                 ! the one article with the rest does not have headline:river (2 alone)\n\
                 ! nothing found (searched 6 articles from 1 file)\n\
                 = 1",
            ),
            (
                "headline:ferry people:gorbachev date:2020 --all",
                "! nothing found: no article has all but one of these either: headline:ferry 1, people:gorbachev 2, date:2020 2 (searched 6 articles from 1 file)\n\
                 = 1",
            ),
        ],
    );
}

#[test]
fn other_spellings_come_from_the_archive() {
    check(
        &scene(),
        &[
            (
                "zebar",
                "! did you mean: zebra (1 article)\n\
                 ! nothing found: \"zebar\" is in no article (searched 6 articles from 1 file)\n\
                 = 1",
            ),
            (
                "Gorbachov",
                "! did you mean: gorbachev (2 articles)\n\
                 ! nothing found: \"gorbachov\" is in no article (searched 6 articles from 1 file)\n\
                 = 1",
            ),
            (
                "gorbachov vale",
                "a-5\n\
                 a-6\n\
                 ! no article has all of: gorbachov AND vale; 2 articles have all but \"gorbachov\"\n\
                 ! did you mean: gorbachev AND vale (2 articles)\n\
                 ! 2 articles found (searched 6 articles from 1 file)\n\
                 = 0",
            ),
            (
                "gorbachov veil",
                "! \"gorbachov\" is in no article; without it 0\n\
                 ! \"veil\" is in no article; without it 0\n\
                 ! nothing found (searched 6 articles from 1 file)\n\
                 = 1",
            ),
            (
                "people:Gorbachov",
                "! did you mean: people:\"mikhail gorbachev\" (2 articles)\n\
                 ! nothing found: no article satisfies people:gorbachov (searched 6 articles from 1 file)\n\
                 = 1",
            ),
            (
                "people:gorbachov headline:visiter",
                "! did you mean: people:\"mikhail gorbachev\" AND headline:visitor (2 articles)\n\
                 ! no article satisfies people:gorbachov; without it 0\n\
                 ! headline:visiter is in no article; without it 0\n\
                 ! nothing found (searched 6 articles from 1 file)\n\
                 = 1",
            ),
            (
                "newyork",
                "! did you mean: \"new york\" (1 article)\n\
                 ! nothing found: \"newyork\" is in no article (searched 6 articles from 1 file)\n\
                 = 1",
            ),
            (
                "news paper",
                "! did you mean: newspaper (1 article)\n\
                 ! \"news\" is in no article; without it 0\n\
                 ! \"paper\" is in no article; without it 0\n\
                 ! nothing found (searched 6 articles from 1 file)\n\
                 = 1",
            ),
            // Of a query that finds something only words that no article has.
            (
                "zebra OR brigde",
                "a-4\n\
                 ! did you mean: zebra OR bridge (3 articles)\n\
                 ! 1 article found (searched 6 articles from 1 file)\n\
                 = 0",
            ),
            (
                "zebra OR bridge",
                "a-4\n\
                 a-2\n\
                 a-1\n\
                 ! 3 articles found (searched 6 articles from 1 file)\n\
                 = 0",
            ),
            // Nothing like it, or too short to be like anything.
            (
                "unicorn",
                "! nothing found: \"unicorn\" is in no article (searched 6 articles from 1 file)\n\
                 = 1",
            ),
            (
                "zo",
                "! nothing found: \"zo\" is in no article (searched 6 articles from 1 file)\n\
                 = 1",
            ),
            (
                "17",
                "! nothing found: \"17\" is in no article (searched 6 articles from 1 file)\n\
                 = 1",
            ),
            // Nothing that would find nothing.
            (
                "zebar ferry --all",
                "! nothing found: \"zebar\" is in no article; without it 1 (searched 6 articles from 1 file)\n\
                 = 1",
            ),
        ],
    );
}

#[test]
fn other_words_come_from_a_file() {
    let scene = scene();
    scene.file("words.txt", "# ours\nboat, ferry\nUSSR => Gorbachev, mikhail gorbachev\n").file("bad.txt", "boat\n");
    check(
        &scene,
        &[
            (
                "boat --synonyms words.txt",
                "a-3\n\
                 ! read as: boat OR ferry\n\
                 ! 1 article found (searched 6 articles from 1 file)\n\
                 = 0",
            ),
            (
                "'\"boat\"' --synonyms words.txt",
                "! nothing found: \"boat\" is in no article (searched 6 articles from 1 file)\n\
                 = 1",
            ),
            (
                "ussr --synonyms words.txt",
                "a-5\n\
                 a-6\n\
                 ! read as: ussr OR gorbachev OR \"mikhail gorbachev\"\n\
                 ! 2 articles found (searched 6 articles from 1 file)\n\
                 = 0",
            ),
            (
                "zebra --synonyms words.txt",
                "a-4\n\
                 ! 1 article found (searched 6 articles from 1 file)\n\
                 = 0",
            ),
            (
                "boat --synonyms bad.txt",
                "! morgue: bad.txt, line 1: a word by itself stands for no other; write car, automobile or car => automobile\n\
                 = 2",
            ),
            (
                "boat --synonyms none.txt",
                "! morgue: none.txt: cannot be read: No such file or directory (os error 2)\n\
                 = 2",
            ),
        ],
    );
    scene.file(".morgue/morgue.toml", "synonyms = \"words.txt\"\n");
    check(
        &scene,
        &[(
            "boat",
            "a-3\n\
                 ! read as: boat OR ferry\n\
                 ! 1 article found (searched 6 articles from 1 file)\n\
                 = 0",
        )],
    );
}

#[test]
fn a_line_of_words_names_each_once() {
    let scene = scene();
    scene.file("words", "ferry, boat, Ferries, zebra, boat\nship => ferry, boat, motor boat\nship => zebra, boat\n");
    for (query, read) in [
        ("ferry", "ferry OR boat OR zebra"),
        ("boats", "boats OR ferry OR ferries OR zebra"),
        ("ship", "ship OR ferry OR boat OR \"motor boat\" OR zebra"),
        ("zebra", "zebra OR ferry OR boat OR ferries"),
    ] {
        let said = scene.run(&format!("search {query} --synonyms words")).stderr();
        assert!(said.starts_with(&format!("read as: {read}\n")), "{query}: {said}");
    }
}

#[test]
fn the_best_articles_add_words() {
    let scene = scene();
    check(
        &scene,
        &[
            (
                "ferry --expand",
                "a-3\n\
                 ! added by --expand: crossed 1\n\
                 ! 1 article found (searched 6 articles from 1 file)\n\
                 = 0",
            ),
            (
                "--any ferry unicorn --expand",
                "a-3\n\
                 ! added by --expand: crossed 2\n\
                 ! 1 article found (searched 6 articles from 1 file)\n\
                 = 0",
            ),
            (
                "unicorn --expand",
                "! --expand added no word\n\
                 ! nothing found: \"unicorn\" is in no article (searched 6 articles from 1 file)\n\
                 = 1",
            ),
        ],
    );
    // What was typed must still be there.
    let (plain, wide) = (json(&scene, "gorbachev"), json(&scene, "gorbachev --expand"));
    assert_eq!(plain["total"], wide["total"]);
    assert_eq!(wide["expanded"].to_string(), r#"[{"weight":0.5,"word":"mikhail"},{"weight":0.5,"word":"vale"}]"#);
}

#[test]
fn added_words_found_articles_where_any_word_was_enough() {
    let scene = scene();
    for query in
        ["ferry OR unicorn", "--any ferry unicorn", "--any ferry unicorn --since 2000", "--by-passage ferry OR unicorn"]
    {
        let found = |query: &str| {
            let answer = json(&scene, query);
            let ids: Vec<String> = answer["hits"].as_array().unwrap().iter().map(|hit| hit["id"].to_string()).collect();
            (answer["total"].to_string(), ids)
        };
        let wide = format!("{query} --expand");
        assert!(json(&scene, &wide)["expanded"].as_array().is_some_and(|words| !words.is_empty()), "{query}");
        assert_eq!(found(&wide), found(query), "{query}");
    }
}

#[test]
fn added_words_are_never_highlighted() {
    let scene = scene();
    let highlighted = |arguments: &str| -> Vec<String> {
        let outcome = scene.run(&format!("--color always search {arguments}"));
        let marked = |text: &str| -> Vec<String> {
            let pieces = text.split("\x1b[31m").skip(1);
            pieces.map(|piece| piece.split('\x1b').next().unwrap_or_default().to_lowercase()).collect()
        };
        let hits = outcome.stdout();
        hits.split("\n\n").map(|hit| marked(hit).join(" ")).collect()
    };
    let table: &[(&str, &[&str])] = &[
        // What was typed must be there: what was added marks nothing, though it is there too.
        ("ferry --expand", &["ferry ferry"]),
        ("--any ferry unicorn --expand", &["ferry ferry"]),
        ("--by-passage --any ferry unicorn --expand", &["ferry ferry"]),
    ];
    let mut wrong = String::new();
    for (arguments, expected) in table {
        let got = highlighted(arguments);
        if got != *expected {
            wrong.push_str(&format!("({arguments:?}, &{got:?}),\n"));
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn a_run_of_passages_with_added_words_names_what_it_does_without() {
    let scene = scene();
    let run = |more: &str| scene.run(&format!("search --format trec --by-passage --any ferry unicorn {more}"));
    let names = |outcome: &crate::util::Outcome| -> Vec<String> {
        outcome.stdout().lines().filter_map(|line| line.split(' ').nth(2)).map(String::from).collect()
    };
    let (plain, wide) = (run(""), run("--expand"));
    assert_eq!((names(&plain), plain.stderr()), (vec!["a-3".to_string()], String::new()));
    assert_eq!(names(&wide), ["a-3"]);
    assert_eq!(wide.stderr(), "added by --expand: crossed 2\n");
}

#[test]
fn a_word_with_a_plus_was_given_up_if_it_had_synonyms() {
    let scene = scene();
    scene.file("words", "ferry, boat\n");
    // Without the plus the articles with the other word only would be the nearest.
    let plain = said(&scene, "ferry bridge unicorn --synonyms words");
    assert!(plain.contains("no article has all of: (ferry OR boat) AND bridge AND unicorn"), "{plain}");
    let signed = json(&scene, "+ferry bridge zebra unicorn --synonyms words");
    let lacks = signed["hits"].as_array().unwrap().iter().map(|hit| hit["given_up"].to_string()).collect::<String>();
    assert!(!lacks.contains("ferry"), "{lacks}");
}

#[test]
fn a_typed_run_was_joined_by_and() {
    let scene = scene();
    let run = |arguments: &str| {
        let outcome = scene.run(&format!("search --format trec {arguments}"));
        let text = outcome.stdout();
        let mut names: Vec<&str> = text.lines().filter_map(|line| line.split(' ').nth(2)).collect();
        names.sort();
        format!("{} = {}", names.join(" "), outcome.code().unwrap())
    };
    scene.file("topics.tsv", "1\tzebra ferry\n");
    let rows = [
        ("zebra ferry", "a-3 a-4 = 0"),
        ("--queries topics.tsv", "a-3 a-4 = 0"),
        ("zebra ferry --all", " = 1"),
        // What is typed keeps its operators and fields.
        ("zebra AND ferry", " = 1"),
        ("zebra ferry date:2021", "a-3 = 0"),
    ];
    for (arguments, wanted) in rows {
        assert_eq!(run(arguments), wanted, "{arguments}");
    }
}

#[test]
fn fields_did_not_narrow_where_any_word_is_enough() {
    check(
        &scene(),
        &[(
            "--any date:2020 bridge zebra",
            "a-2\n\
             a-1\n\
             ! 2 articles found (searched 6 articles from 1 file)\n\
             = 0",
        )],
    );
}

#[test]
fn words_were_given_up_though_every_one_had_a_plus() {
    let scene = scene();
    for (query, given_up) in [
        ("+river +zebra", false),
        ("+river +zebra -ferry", false),
        ("+zebra +river +gorbachev --since 1980", false),
        ("+(river zebra)", false),
        ("+(river zebra) +gorbachev", false),
        ("river zebra", true),
        ("+gorbachev vale river", true),
        ("river AND zebra", true),
        ("c++ AND river", true),
    ] {
        let answer = json(&scene, &format!("'{query}'").replace(" --since 1980'", "' --since 1980"));
        assert_eq!(
            (answer["relaxed"].as_bool(), answer["total"] != 0),
            (Some(given_up), given_up),
            "{query}: {answer}"
        );
    }
}

#[test]
fn of_many_words_it_is_said_what_was_not_looked_at() {
    let scene = scene();
    let unknown = |many: usize| -> String { (0..many).map(|n| format!("qx{n}q ")).collect() };
    // Which words the nearest lack is known whatever their number.
    let nearest = json(&scene, &format!("{} river ferry zebar", unknown(40)));
    let lacks = |hit: &serde_json::Value| hit["given_up"].as_array().unwrap().len();
    let found: Vec<(String, usize)> =
        nearest["hits"].as_array().unwrap().iter().map(|hit| (hit["id"].to_string(), lacks(hit))).collect();
    assert_eq!(found[0], ("\"a-3\"".to_string(), 41));
    assert_eq!(found.iter().skip(1).map(|(_, lacks)| *lacks).collect::<Vec<_>>(), [42, 42]);
    let notes = |arguments: &str| json(&scene, arguments)["notes"].to_string();
    let none = r#"["no other spellings were looked for: 43 words are more than 32"]"#;
    assert_eq!(nearest["notes"].to_string(), none);
    assert!(nearest.get("suggestions").is_none());
    assert_eq!(
        notes(&format!("{} river zebar", unknown(8))),
        r#"["other spellings were looked for of the first 8 of 10 words only"]"#
    );
    assert_eq!(notes(&format!("{} river", unknown(7))), "null");
    assert_eq!(
        notes(&format!("--all {}", unknown(40))),
        concat!(
            r#"["why nothing was found is told for the first 12 of 40 clauses only","#,
            r#""no other spellings were looked for: 40 words are more than 32"]"#
        )
    );
    assert_eq!(json(&scene, &format!("--all {} river", unknown(40)))["diagnosis"].as_array().unwrap().len(), 12);
    // What finds something is not talked about.
    assert_eq!(notes(&format!("--any {} river", unknown(40))), "null");
}

#[test]
fn each_clause_is_counted_where_one_is_given_up() {
    let scene = scene();
    for (query, given_up, diagnosis) in [
        ("river zebra", r#"[["zebra"],["zebra"],["zebra"],["river"]]"#, "[[3,1],[1,3]]"),
        ("'river bridge zoo -rises'", r#"[["zoo"],["river"]]"#, "[[3,1],[3,0],[1,1],[5,0]]"),
        ("bridge zebra visitor --since 2020", r#"[["visitor"]]"#, "[[3,0],[1,0],[2,1],[4,0]]"),
    ] {
        let answer = json(&scene, query);
        let mut lacks: Vec<String> =
            answer["hits"].as_array().unwrap().iter().map(|hit| hit["given_up"].to_string()).collect();
        let mut wanted: Vec<String> =
            serde_json::from_str::<Vec<serde_json::Value>>(given_up).unwrap().iter().map(|v| v.to_string()).collect();
        lacks.sort();
        wanted.sort();
        assert_eq!(lacks, wanted, "{query}");
        let told = json(&scene, &format!("{query} --all"));
        let each = |clause: &serde_json::Value| format!("[{},{}]", clause["alone"], clause["without"]);
        let got: Vec<String> = told["diagnosis"].as_array().unwrap().iter().map(each).collect();
        assert_eq!(format!("[{}]", got.join(",")), diagnosis, "{query}");
    }
}

#[test]
fn inflections_that_share_no_stem_were_not_found() {
    let scene = Scene::new();
    scene.file("news/a.md", "# One\n\nThe women said their wives bought children's shoes.");
    scene.file("news/b.md", "# Two\n\nA woman says her wife will buy the child a shoe.");
    scene.file("news/c.md", "# Three\n\nShe found a rose in the ground; they founded a bank.");
    scene.file("news/d.md", "# Four\n\nFind where prices rise.");
    assert_eq!(scene.run("index news --quiet").code(), Some(0));
    for (query, articles) in [
        ("woman", 2),
        ("women", 2),
        ("say", 2),
        ("said", 2),
        ("saying", 2),
        ("wife", 2),
        ("bought", 2),
        ("child", 2),
        ("'stem(\"woman say\")'", 2),
        ("'\"woman say\"'", 0),
        ("man", 0),
        ("find", 2),
        ("found", 1),
        ("founding", 1),
        ("rise", 2),
        ("rose", 1),
        ("grind", 0),
    ] {
        let outcome = scene.run(&format!("search --count {query}"));
        assert_eq!(outcome.stdout().trim(), articles.to_string(), "{query}");
    }
    let answer = json(&scene, "woman say");
    let texts = answer["hits"].as_array().unwrap().iter().map(|hit| {
        let passage = &hit["passages"][0];
        let text = passage["text"].as_str().unwrap();
        let mark = |at: &serde_json::Value| {
            text[at[0].as_u64().unwrap() as usize..at[1].as_u64().unwrap() as usize].to_string()
        };
        passage["marks"].as_array().unwrap().iter().map(mark).collect::<Vec<_>>().join(" ")
    });
    let mut texts: Vec<String> = texts.collect();
    texts.sort();
    assert_eq!(texts, ["woman says", "women said"]);
}

#[test]
fn programs_are_told_the_same() {
    let scene = scene();
    let answer = json(&scene, "river bridge zoo");
    let lacks: Vec<String> = answer["hits"].as_array().unwrap().iter().map(|hit| hit["given_up"].to_string()).collect();
    assert_eq!(lacks, [r#"["river"]"#, r#"["zoo"]"#, r#"["zoo"]"#]);
    assert_eq!((&answer["relaxed"], &answer["read_as"]), (&true.into(), &"2of(river bridge zoo)".into()));
    let answer = json(&scene, "zebar --since 2023");
    assert_eq!(
        answer["diagnosis"].to_string(),
        r#"[{"alone":0,"clause":"zebar","without":0},{"alone":0,"clause":"date:2023-01-01..","without":0}]"#
    );
    assert_eq!(json(&scene, "zebar")["suggestions"].to_string(), r#"[{"articles":1,"query":"zebra"}]"#);
    let found = json(&scene, "zebra");
    for field in ["diagnosis", "suggestions", "expanded", "notes"] {
        assert!(found.get(field).is_none(), "{field}");
    }
}

#[test]
fn how_a_query_is_read() {
    let scene = scene();
    scene.run("query river bridge").is("read as: river AND bridge\n2 of 6 articles\n= 0");
    scene.run("query unicorn").is("read as: unicorn\n0 of 6 articles\n= 1");
    scene.run("query '\"'").is("! morgue: there is no word in the query \"\"\"\n= 2");
    let outcome = scene.run("query --explain 'ri* (\"river rose\" OR ferry) -zebra people:gorbachev since:1980'");
    let text = outcome.stdout();
    let (account, times) = text.trim_end().rsplit_once('\n').unwrap();
    let expected = r#"
read as: ri* AND ("river rose" OR ferry) AND NOT zebra AND people:gorbachev AND date:1980-01-01..
all: ri* AND ("river rose" OR ferry) AND NOT zebra AND people:gorbachev AND date:1980-01-01..  (0 articles)
  word: ri*  (3 articles)
      ri* = river 3, rises 1
  any: "river rose" OR ferry  (2 articles)
    phrase: "river rose"  (1 article)
        river = river 3
        rose = rose 1
    word: ferry  (1 article)
        ferry = ferry 1
  not: NOT zebra  (5 articles)
    word: zebra  (1 article)
        zebra = zebra 1
  name: people:gorbachev  (2 articles)
      gorbachev = gorbachev 2
  range: date:1980-01-01..  (6 articles)
0 of 6 articles"#;
    assert_eq!(account, expected.trim_start());
    assert!(times.starts_with("parse ") && times.ends_with(" ms"), "{times}");
}

#[test]
fn dates_that_only_may_be_meant_are_found_when_asked_for() {
    let scene = Scene::new();
    let paper = [
        r#"{"id":"d-1","title":"One","text":"The mill burned on June 3, 1987.","date":"2024-06-03"}"#,
        r#"{"id":"d-2","title":"Two","text":"The mill burned in 1987.","date":"2024-06"}"#,
        r#"{"id":"d-3","title":"Three","text":"The mill burned in the 1980s.","date":"2024"}"#,
        r#"{"id":"d-4","title":"Four","text":"The mill burned in May 1987.","date":"2023-12-31"}"#,
        r#"{"id":"d-5","title":"Five","text":"The mill burned."}"#,
    ];
    scene.file("news/paper.jsonl", paper.join("\n"));
    let outcome = scene.run("index news");
    assert_eq!(outcome.code(), Some(0), "{outcome}");
    let found = |arguments: &str| {
        let outcome = scene.run(&format!("search --format json {arguments}"));
        let answer: serde_json::Value = serde_json::from_str(&outcome.stdout()).unwrap();
        let hits = answer["hits"].as_array().unwrap().iter();
        let mut ids: Vec<&str> = hits.map(|hit| hit["id"].as_str().unwrap()).collect();
        ids.sort();
        ids.join(" ")
    };
    for (arguments, certain, possible) in [
        ("mill --on 2024-06", "d-1 d-2", "d-1 d-2 d-3"),
        ("mill --on 2024-06-03", "d-1", "d-1 d-2 d-3"),
        ("mill --since 2024-06-02", "d-1", "d-1 d-2 d-3"),
        ("mill --until 2024-06-04", "d-1 d-4", "d-1 d-2 d-3 d-4"),
        ("mill date:2024-07", "", "d-3"),
        ("mill --mentions 1987-06", "d-1", "d-1 d-2 d-3"),
        ("mill mentions:1987", "d-1 d-2 d-4", "d-1 d-2 d-3 d-4"),
        ("mill date:none", "d-5", "d-5"),
        // What is asked against stays as strict as it was.
        ("mill NOT date:2024-06", "d-3 d-4 d-5", "d-3 d-4 d-5"),
    ] {
        assert_eq!((found(arguments).as_str(), arguments), (certain, arguments));
        assert_eq!((found(&format!("{arguments} --possibly")).as_str(), arguments), (possible, arguments));
    }
}
