//! What shapes an article beside its own file: metadata in files beside it, and the `morgue.toml` of folders. What it says,
//! what wins over what, and that a night reads again exactly what something shaped.

use std::path::Path;

use morgue::corpus::corpora;
use morgue::filing::plan::{Care, Task};
use morgue::filing::{FilingOptions, Manner, Outlook, Progress, file_away, look};
use morgue::search::{Archive, Page};

use crate::nightly::answers;
use crate::util::{RIVER, Scene};

const STORM: &str = "The storm came at noon\n\nROTTERDAM, 2 Dec 2021 - Roofs flew and trees fell in the old harbour.\n";

fn manner() -> Manner {
    let care = Care { allow_empty: true, ..Care::default() };
    Manner { care, wait: std::time::Duration::from_secs(20), ..Manner::default() }
}

/// Indexes the news of a scene and compares with a fresh build.
fn night(scene: &Scene) -> String {
    let run = |place: &Path| {
        let corpora = corpora(&[scene.path("news")]).unwrap();
        file_away(&corpora, place, &FilingOptions::default(), &manner(), &Progress::default())
    };
    let report = match run(&scene.path("ix")) {
        Ok(report) => report,
        Err(error) => return error.to_string(),
    };
    let _ = std::fs::remove_dir_all(scene.path("fresh"));
    run(&scene.path("fresh")).unwrap();
    assert_eq!(answers(&scene.path("ix")), answers(&scene.path("fresh")));
    assert_eq!(report.skipped_in_all + report.articles, records(&scene.path("ix")));
    let kinds = [
        ("new files", report.new_files),
        ("changed files", report.changed_files),
        ("touched files", report.touched_files),
        ("moved files", report.moved_files),
        ("gone files", report.gone_files),
    ];
    kinds.iter().filter(|k| k.1 > 0).map(|(kind, n)| format!("{n} {kind}")).collect::<Vec<_>>().join(", ")
}

fn records(place: &Path) -> u64 {
    Archive::open(place).unwrap().about.counts.records
}

/// What a run would read, and why.
fn outlook(scene: &Scene) -> Vec<String> {
    let corpora = corpora(&[scene.path("news")]).unwrap();
    let plan = match look(&corpora, &scene.path("ix"), &FilingOptions::default(), &manner()) {
        Ok(Outlook::Tasks(plan)) => plan,
        other => panic!("{other:?}"),
    };
    let told = |task: &Task| match task {
        Task::Read { why, .. } => format!("{}: {why}", task.path()),
        Task::Refresh { .. } => format!("{}: touched", task.path()),
        Task::Remove { .. } => format!("{}: gone", task.path()),
        other => format!("{other:?}"),
    };
    plan.tasks.iter().map(told).collect()
}

/// Every article as `headline | source | byline | date | place | url | language | people`, and its doubts.
fn articles(scene: &Scene) -> Vec<String> {
    let archive = Archive::open(&scene.path("ix")).unwrap();
    let everything = morgue::query::Query::Everything;
    let answer = archive.search(&everything, &Page { limit: 0, ..Page::default() }).unwrap();
    let mut shown: Vec<String> = answer
        .hits
        .iter()
        .map(|hit| {
            let a = &hit.filed.article;
            let or = |text: &Option<String>| text.clone().unwrap_or("-".to_string());
            let date = a.published.map_or("-".to_string(), |p| p.to_string());
            let people: Vec<&str> = hit.filed.mentions.people.iter().map(|p| p.name.as_str()).collect();
            let people = people.join("; ");
            format!("{} | {} | {} | {date} | {} | {people}", a.headline, or(&a.source), or(&a.byline), or(&a.place))
        })
        .collect();
    shown.sort();
    shown
}

fn skipped(scene: &Scene) -> String {
    scene.with(["status", "--skipped", "--index", "ix"]).run().stdout()
}

fn doubts(scene: &Scene) -> Vec<String> {
    let archive = Archive::open(&scene.path("ix")).unwrap();
    let ledger = morgue::index::open_ledger(&scene.path("ix"), &archive.build, &archive.about).unwrap();
    let lines = ledger.lines().map(|line| line.unwrap().entry());
    lines.flat_map(|entry| entry.doubts.into_iter().map(move |d| format!("{}: {}", entry.path, d.reason))).collect()
}

#[test]
fn metadata_beside_an_article_fills_what_it_lacks_and_wins_over_guesses() {
    let json =
        r#"{"title":"Storm hits Rotterdam","author":["Ann Lee","Bo Ek"],"date":"2021-12-03","source":"The Post"}"#;
    let zotero = r#"{"title":"Storm hits Rotterdam","creators":[{"name":"Ann Lee"}],"publicationTitle":"The Post"}"#;
    let xml = "<?xml version=\"1.0\"?>\n<!-- <x> -->\n<metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\
        <dc:title>Storm hits Rotterdam</dc:title><dc:creator>Ann Lee</dc:creator><dc:creator>Bo Ek</dc:creator>\
        <dc:date>2021-12-03</dc:date><dc:publisher>The Post</dc:publisher><dc:subject>Weather</dc:subject></metadata>";
    let yaml = "title: Storm hits Rotterdam\nauthors:\n  - Ann Lee\n  - Bo Ek\ndate: 2021-12-03\nsource: &p The Post\nplace: *p\n";
    let full = "Storm hits Rotterdam | The Post | Ann Lee, Bo Ek | 2021-12-03 | ROTTERDAM | ";
    let table: &[(&str, &str, &str, &str)] = &[
        ("a.json", json, full, "metadata: of a.txt"),
        ("a.txt.json", json, full, "metadata: of a.txt"),
        ("a.info.json", json, full, "metadata: of a.txt"),
        (
            "a.meta.json",
            zotero,
            "Storm hits Rotterdam | The Post | Ann Lee | 2021-12-02 | ROTTERDAM | ",
            "metadata: of a.txt",
        ),
        ("a.xml", xml, full, "metadata: of a.txt"),
        (
            "a.yaml",
            yaml,
            "Storm hits Rotterdam | The Post | Ann Lee, Bo Ek | 2021-12-03 | The Post | ",
            "metadata: of a.txt",
        ),
        (
            "a.yml",
            "people: [X Y]\n",
            "The storm came at noon | - | - | 2021-12-02 | ROTTERDAM | X Y",
            "metadata: of a.txt",
        ),
        // Not metadata: a text of its own, or nothing that is known.
        (
            "a.json",
            r#"{"title":"T","body":"Own text."}"#,
            "The storm came at noon | - | - | 2021-12-02 | ROTTERDAM | ",
            "",
        ),
        (
            "a.json",
            r#"[{"title":"T"},{"title":"U"}]"#,
            "The storm came at noon | - | - | 2021-12-02 | ROTTERDAM | ",
            "",
        ),
        ("b.json", json, "The storm came at noon | - | - | 2021-12-02 | ROTTERDAM | ", ""),
    ];
    for (name, text, expected, reason) in table {
        let scene = Scene::new();
        scene.file("news/a.txt", STORM).file(format!("news/{name}"), text);
        night(&scene);
        assert!(articles(&scene).iter().any(|a| a == expected), "{name} {text}: {:#?}", articles(&scene));
        let told = skipped(&scene);
        assert!(told.contains(reason) && (told.is_empty() == reason.is_empty()), "{name} {text}: {told}");
        assert_eq!(outlook(&scene), [""; 0], "{name}");
    }
}

#[test]
fn what_an_article_says_itself_is_not_replaced() {
    let scene = Scene::new();
    let headed = "Headline: Own\nDate: 2020-01-01\nSource: Own Paper\n\nThe text.\n";
    scene.file("news/a.txt", headed);
    scene.file(
        "news/a.json",
        r#"{"title":"T","date":"2021-12-03","source":"The Post","author":"Ann Lee","url":"http://a.b/c"}"#,
    );
    night(&scene);
    assert_eq!(articles(&scene), ["Own | Own Paper | Ann Lee | 2020-01-01 | - | "]);
}

#[test]
fn a_headline_that_was_the_first_line_goes_back_into_the_text() {
    let scene = Scene::new();
    scene.file("news/a.txt", STORM).file("news/a.json", r#"{"title":"Storm hits Rotterdam"}"#);
    night(&scene);
    assert_eq!(scene.with(["search", "--index", "ix", "--count", "\"came at noon\""]).run().stdout(), "1\n");
    scene.file("news/a.json", r#"{"title":"The Storm Came at Noon"}"#);
    night(&scene);
    let shown = scene.with(["show", "--index", "ix", "news/a.txt#1"]).run().stdout();
    assert_eq!(shown.to_lowercase().matches("the storm came at noon").count(), 1, "{shown}");
}

#[test]
fn damaged_metadata_costs_itself_and_is_named() {
    let bomb = format!("a: &a [{}]\n", "x,".repeat(9))
        + &(b'b'..b'z')
            .map(|c| {
                let (c, before) = (c as char, (c - 1) as char);
                format!("{c}: &{c} [{}]\n", format!("*{before},").repeat(9))
            })
            .collect::<String>()
        + "title: Bomb\n";
    for (name, text, place) in [
        ("a.json", "{\"title\": \"T\", \"date\": }", "not JSON: expected value at line 1 column 24"),
        ("a.json", "", "empty"),
        ("a.xml", "<metadata><title>T</metadata>", "broken XML"),
        ("a.yaml", "title: \"T\ndate: 2020", "not YAML"),
        ("a.yaml", bomb.as_str(), "not YAML"),
    ] {
        let scene = Scene::new();
        scene.file("news/a.txt", STORM).file(format!("news/{name}"), text);
        night(&scene);
        assert_eq!(articles(&scene), ["The storm came at noon | - | - | 2021-12-02 | ROTTERDAM | "], "{name}");
        let (told, doubts) = (skipped(&scene), doubts(&scene));
        assert!(told.starts_with(&format!("news/{name}: damaged metadata: of a.txt: {place}")), "{told}");
        assert!(doubts[0].starts_with(&format!("news/a.txt: metadata not used: {name}: {place}")), "{doubts:?}");
    }
    // Of a file that gives several articles nobody knows which is meant.
    let scene = Scene::new();
    scene.file("news/a.md", RIVER).file("news/a.json", r#"{"title":"T"}"#);
    night(&scene);
    assert_eq!(doubts(&scene), ["news/a.md: metadata not used: a.json speaks of one article, here are several"]);
}

/// Each step: what happens, what a run would then do, and the articles after it.
#[test]
fn a_night_reads_again_what_metadata_shapes_and_nothing_else() {
    type Change = fn(&Scene);
    let touch = |scene: &Scene| {
        let file = std::fs::File::options().write(true).open(scene.path("news/a.json")).unwrap();
        file.set_modified(std::time::SystemTime::now() - std::time::Duration::from_secs(60)).unwrap();
    };
    let steps: &[(&str, Change, &[&str], &str)] = &[
        (
            "it appears",
            |s| _ = s.file("news/a.json", r#"{"title":"One"}"#),
            &["news/a.json: new", "news/a.txt: a file it takes after changed"],
            "One",
        ),
        ("touched", touch, &["news/a.json: touched", "news/a.txt: touched"], "One"),
        (
            "it changes",
            |s| _ = s.file("news/a.json", r#"{"title":"Two"}"#),
            &["news/a.json: content changed", "news/a.txt: a file it takes after changed"],
            "Two",
        ),
        (
            "it becomes an article",
            |s| _ = s.file("news/a.json", r#"{"title":"Three","body":"Text."}"#),
            &["news/a.json: size changed", "news/a.txt: a file it takes after changed"],
            "The storm came at noon",
        ),
        (
            "the article changes that it has become",
            |s| _ = s.file("news/a.json", r#"{"title":"Three","body":"Other text."}"#),
            &["news/a.json: size changed", "news/a.txt: touched"],
            "The storm came at noon",
        ),
        (
            "another beside it",
            |s| _ = s.file("news/a.yaml", "title: Four\n"),
            &[
                "news/a.json: a file it takes after changed",
                "news/a.txt: a file it takes after changed",
                "news/a.yaml: new",
            ],
            "Four",
        ),
        (
            "both go",
            |s| {
                std::fs::remove_file(s.path("news/a.json")).unwrap();
                std::fs::remove_file(s.path("news/a.yaml")).unwrap();
            },
            &["news/a.json: gone", "news/a.txt: a file it takes after changed", "news/a.yaml: gone"],
            "The storm came at noon",
        ),
    ];
    let scene = Scene::new();
    scene.file("news/a.txt", STORM).file("news/b.txt", RIVER).file("news/c.json", r#"{"title":"Alone"}"#);
    night(&scene);
    for (what, change, wanted, headline) in steps {
        change(&scene);
        assert_eq!(outlook(&scene), *wanted, "{what}");
        night(&scene);
        assert!(articles(&scene).iter().any(|a| a.starts_with(headline)), "{what}: {:#?}", articles(&scene));
        assert_eq!(outlook(&scene), [""; 0], "{what}");
    }
}

#[test]
fn an_article_that_comes_or_goes_makes_metadata_of_what_was_an_article() {
    let scene = Scene::new();
    scene.file("news/a.json", r#"{"title":"One"}"#).file("news/b.txt", RIVER);
    night(&scene);
    assert_eq!(skipped(&scene), "");
    scene.file("news/a.txt", STORM);
    assert_eq!(outlook(&scene), ["news/a.json: a file it takes after changed", "news/a.txt: new"]);
    night(&scene);
    assert_eq!(skipped(&scene), "news/a.json: metadata: of a.txt\n");
    std::fs::remove_file(scene.path("news/a.txt")).unwrap();
    assert_eq!(outlook(&scene), ["news/a.json: a file it takes after changed", "news/a.txt: gone"]);
    night(&scene);
    assert_eq!(skipped(&scene), "");
}

#[test]
fn settings_of_folders_hold_for_what_lies_below() {
    let scene = Scene::new();
    scene.file("news/morgue.toml", "source = \"The Post\"\nday_month = \"day-first\"\nfields = [\"headline=ttl\"]\n");
    scene.file("news/old/morgue.toml", "source = \"The Old Post\"\ndate_format = \"%d,%m,%Y\"\n");
    scene.file("news/a.jsonl", "{\"ttl\":\"A\",\"text\":\"x\",\"date\":\"03/05/2019\"}\n");
    scene.file("news/b.jsonl", "{\"title\":\"B\",\"text\":\"x\",\"source\":\"Own\"}\n");
    scene.file("news/old/c.jsonl", "{\"ttl\":\"C\",\"text\":\"x\",\"date\":\"03,05,1919\"}\n");
    scene.file("news/old/d.txt", "Date: 03,05,1919\nHeadline: D\n\nText\n");
    scene.file("news/old/e.csv", "ttl,text,date\nE,x,\"03,05,1919\"\n");
    night(&scene);
    let expected = [
        "A | The Post | - | 2019-05-03 | - | ",
        "B | Own | - | - | - | ",
        "C | The Old Post | - | 1919-05-03 | - | ",
        "D | The Old Post | - | 1919-05-03 | - | ",
        "E | The Old Post | - | 1919-05-03 | - | ",
    ];
    assert_eq!(articles(&scene), expected);
    // A comment changes nothing, nor does what a deeper folder says otherwise.
    scene.file(
        "news/morgue.toml",
        "# ours\nsource = \"The Post\"\nday_month = \"day-first\"\nfields = [\"headline=ttl\"]\n",
    );
    assert_eq!(outlook(&scene), [""; 0]);
    scene.file("news/morgue.toml", "source = \"The Times\"\nday_month = \"day-first\"\nfields = [\"headline=ttl\"]\n");
    let why = "what morgue.toml says of it changed";
    assert_eq!(outlook(&scene), [format!("news/a.jsonl: {why}"), format!("news/b.jsonl: {why}")]);
    night(&scene);
    assert!(articles(&scene)[0].starts_with("A | The Times"));
    std::fs::remove_file(scene.path("news/old/morgue.toml")).unwrap();
    let below = ["c.jsonl", "d.txt", "e.csv"].map(|name| format!("news/old/{name}: {why}"));
    assert_eq!(outlook(&scene), below);
    night(&scene);
    assert_eq!(articles(&scene)[2], "C | The Times | - | - | - | ");
}

#[test]
fn globs_of_a_folder_add_and_take_away() {
    let scene = Scene::new();
    for name in ["a.txt", "b.md", "drafts/c.txt", "deep/d.txt", "deep/e.md"] {
        scene.file(format!("news/{name}"), RIVER);
    }
    night(&scene);
    scene.file("news/morgue.toml", "exclude = [\"drafts\", \"deep/e.md\"]\n");
    assert_eq!(outlook(&scene), ["news/deep/e.md: gone", "news/drafts/c.txt: gone"]);
    night(&scene);
    scene.file("news/deep/morgue.toml", "include = [\"*.md\"]\nexclude = []\n");
    assert_eq!(outlook(&scene), ["news/deep/d.txt: gone", "news/deep/e.md: new"]);
    night(&scene);
    std::fs::remove_file(scene.path("news/morgue.toml")).unwrap();
    assert_eq!(outlook(&scene), ["news/drafts/c.txt: new"]);
    night(&scene);
    // Left out on purpose, however many: no reason to stop, as it is where files vanish.
    scene.file("news/morgue.toml", "include = [\"a.txt\"]\n");
    std::fs::remove_file(scene.path("news/deep/morgue.toml")).unwrap();
    assert_eq!(scene.run("index news --index ix").code(), Some(0));
    assert_eq!(articles(&scene).len(), 2);
}

#[test]
fn settings_that_cannot_be_used_stop_the_run_and_nothing_is_lost() {
    let scene = Scene::new();
    scene.file("news/a.txt", STORM).file("news/old/b.txt", RIVER);
    night(&scene);
    for (text, what, remedy) in [
        (
            "\nsauce = \"x\"\n",
            "line 2: there is no key \"sauce\"",
            "in a folder of an archive the keys are source, language, date_format, day_month, fields, include, exclude",
        ),
        ("source = 1", "line 1: source: this is of the kind \"integer\"", "write source = \"The Daily Planet\""),
        ("source =", "line 1: not TOML: ", ""),
        ("source = \" \"", "line 1: source: this must be a line of text", "write source = \"The Daily Planet\""),
        ("language = \"deutsch!\"", "line 1: language: \"deutsch!\" is no tag of a language", ""),
        ("date_format = \"%d.%m.\"", "line 1: date_format: \"%d.%m.\" does not write a day with its year", ""),
        ("date_format = \"%Q\"", "line 1: date_format: \"%Q\" does not write a day with its year", ""),
        ("day_month = \"american\"", "line 1: day_month: there is no \"american\"", ""),
        ("fields = [\"ttl\"]", "line 1: fields: \"ttl\" is no field mapping", ""),
        ("exclude = [\"[\"]", "line 1: exclude: \"[\" is no usable glob", ""),
    ] {
        scene.file("news/old/morgue.toml", text);
        for full in ["", " --full"] {
            let outcome = scene.run(&format!("index news --index ix{full}"));
            assert_eq!(outcome.code(), Some(2), "{text}: {outcome}");
            let told = outcome.stderr();
            assert!(
                told.contains("news/old/morgue.toml: ") && told.contains(what) && told.contains(remedy),
                "{text}: {told}"
            );
        }
        assert_eq!(articles(&scene).len(), 3, "{text}");
    }
    std::fs::remove_file(scene.path("news/old/morgue.toml")).unwrap();
    assert_eq!(night(&scene), "");
}

#[test]
fn a_file_tells_how_it_was_read() {
    let scene = Scene::new();
    scene.file("news/morgue.toml", "source = \"The Post\"\nexclude = [\"drafts\"]\n");
    scene.file("news/old/morgue.toml", "fields = [\"byline=who\"]\n");
    scene.file("news/old/a.txt", STORM).file("news/old/a.json", r#"{"title":"Storm hits Rotterdam","who":"Ann Lee"}"#);
    scene.run("inspect --explain news/old/a.txt").is(r#"
news/old/a.txt
  reader    text/3: it may be, though nothing shows headlines or a header in plain text
  encoding  ASCII as far as seen, every byte of it
  beside    a.json: metadata of it
  setting   source = The Post ([DIR]/news/morgue.toml)
  setting   fields = byline=who ([DIR]/news/old/morgue.toml)
  setting   exclude = drafts ([DIR]/news/morgue.toml)
  news/old/a.txt#1
    id        news/old/a.txt#1                          path and number of the record
    headline  Storm hits Rotterdam                      a.json, field "title"
    body      The storm came at noon ROTTERDAM, 2 Dec 2021 - Roofs flew a…  text
    date      2021-12-02                                the dateline (a guess)
    source    The Post                                  source of [DIR]/news/morgue.toml
    byline    Ann Lee                                   a.json, field "who"
    place     ROTTERDAM                                 dateline (a guess)
    language  en                                        the text (a guess)
= 0"#);
    scene.run("inspect --explain news/old/a.json --json").is(r#"
{"kind":"skip","version":1,"path":"news/old/a.json","record":null,"reason":"metadata: of a.txt"}
= 1"#);
}

/// What each part came from, a format a row.
#[test]
fn every_format_says_what_each_part_came_from() {
    let table: &[(&str, &str, &[&str])] = &[
        (
            "a.jsonl",
            r#"{"_id":"1","title":"T","content":"Body.","pub_date":"2021-12-02","publication":"P","authors":["A"]}"#,
            &[
                "id: JSON field \"_id\"",
                "headline: JSON field \"title\"",
                "body: JSON field \"content\"",
                "date: JSON field \"pub_date\"",
                "source: JSON field \"publication\"",
                "byline: JSON field \"authors\"",
            ],
        ),
        (
            "2021-12-02.jsonl",
            r#"{"title":"T","text":"Body."}"#,
            &[
                "id: path and number of the record",
                "headline: JSON field \"title\"",
                "body: JSON field \"text\"",
                "date: the name of the file, guessed",
            ],
        ),
        (
            "a.csv",
            "Title,Text,Publication Date\nT,Body.,2021-12-02\n",
            &[
                "id: path and number of the record",
                "headline: column \"Title\"",
                "body: column \"Text\"",
                "date: column \"Publication Date\"",
            ],
        ),
        (
            "a.md",
            "---\ndate: 2021-12-02\nauthor: A\n---\n# T\n\nBody.\n",
            &[
                "id: path and number of the record",
                "headline: marked line",
                "body: text",
                "date: header line \"date\"",
                "byline: header line \"author\"",
            ],
        ),
        (
            "a.eml",
            "From: A <a@b.c>\nTo: d@e.f\nSubject: T\nDate: Thu, 2 Dec 2021 10:00:00 +0000\nMessage-ID: <1@b.c>\n\nBody.\n",
            &[
                "id: header Message-ID",
                "headline: header Subject",
                "body: text of the message",
                "date: header Date",
                "byline: header From",
            ],
        ),
        (
            "a.xml",
            "<rss version=\"2.0\"><channel><title>P</title><item><title>T</title><guid>1</guid><description>Body.</description>\
             <pubDate>Thu, 2 Dec 2021 10:00:00 GMT</pubDate></item></channel></rss>",
            &[
                "id: <guid or id>",
                "headline: <title>",
                "body: <description>",
                "date: <pubDate>",
                "source: title of the feed",
            ],
        ),
        (
            "b.xml",
            "<nitf><head><docdata><doc-id id-string=\"1\"/><date.issue norm=\"20211202\"/></docdata><pubdata name=\"P\"/></head>\
             <body><body.head><hedline><hl1>T</hl1></hedline></body.head><body.content><p>Body.</p></body.content></body></nitf>",
            &["id: <doc-id>", "headline: <hl1>", "body: <body.content>", "date: <date.issue>", "source: <pubdata>"],
        ),
        (
            "a.sgm",
            "<REUTERS NEWID=\"1\"><DATE>2-DEC-2021 10:00:00.00</DATE><TEXT><TITLE>T</TITLE><BODY>Body.</BODY></TEXT></REUTERS>",
            &[
                "id: attribute NEWID",
                "headline: <TITLE>",
                "body: <TEXT>",
                "date: <DATE>",
                "source: what the collection is of",
            ],
        ),
        (
            "a.trec",
            "<DOC><DOCNO>1</DOCNO><HEAD>T</HEAD><DATE>December 2, 2021</DATE><TEXT>Body.</TEXT></DOC>",
            &["id: <DOCNO>", "headline: <HEAD>", "body: <TEXT>", "date: <DATE>"],
        ),
        (
            "n.json",
            r#"{"uri":"1","versioncreated":"2021-12-02T10:00:00Z","headline":"T","body_text":"Body.","by":"A"}"#,
            &[
                "id: JSON field \"uri\"",
                "headline: JSON field \"headline\"",
                "body: JSON field of the body",
                "date: JSON field \"versioncreated\"",
                "byline: JSON field \"by\"",
            ],
        ),
    ];
    for (name, text, expected) in table {
        let scene = Scene::new();
        scene.file(name, text);
        let told = scene.with(["inspect", "--explain", "--json", name]).run().stdout();
        let line = told.lines().find(|line| line.contains("\"kind\":\"article\"")).unwrap_or_else(|| panic!("{told}"));
        let value: serde_json::Value = serde_json::from_str(line).unwrap();
        let parts: Vec<String> = value["parts"]
            .as_array()
            .unwrap()
            .iter()
            .map(|part| {
                let guess = if part["guessed"] == true { ", guessed" } else { "" };
                format!("{}: {}{guess}", part["part"].as_str().unwrap(), part["from"].as_str().unwrap())
            })
            .collect();
        assert_eq!(parts, *expected, "{name}");
    }
}
