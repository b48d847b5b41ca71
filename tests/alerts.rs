//! Saved searches: the watchlist as a user and an editor's hand change it, alerts in every form, and that an alert is
//! what a search of the whole archive would have found.

use std::collections::BTreeMap;
use std::str::FromStr;
use std::sync::LazyLock;

use atom_syndication::{Feed, TextType};
use morgue::alerts::watch;
use morgue::alerts::watchlist::{SavedSearch, Watchlist};
use morgue::index::document::Filed;
use morgue::query::parse::{Join, parse};
use morgue::search::{Archive, Page, Sort};
use proptest::prelude::*;

use crate::util::{Scene, cases};

fn watched(searches: &[&str]) -> Scene {
    let scene = Scene::with_news();
    for search in searches {
        let outcome = scene.run(&format!("watchlist add {search}"));
        assert_eq!(outcome.code(), Some(0), "{outcome}");
    }
    scene
}

fn file(scene: &Scene) -> String {
    std::fs::read_to_string(scene.path(".morgue/watchlist.toml")).unwrap()
}

#[test]
fn add_list_remove() {
    let scene = Scene::with_news();
    scene.run("watchlist list").is(r#"
! the watchlist is empty; save a search with `morgue watchlist add NAME QUERY`
= 0"#);
    scene.run("watchlist add bridges bridge harbour").is(r#"
! bridges: read as: bridge AND harbour
! saved in [DIR]/.morgue/watchlist.toml (1 saved search)
= 0"#);
    scene.run("watchlist add 'the mayor' 'people:quill -(strike'").is(r#"
! the mayor: query, byte 14: this parenthesis is never closed; it is closed at the end
! the mayor: read as: people:quill AND NOT strike
! saved in [DIR]/.morgue/watchlist.toml (2 saved searches)
= 0"#);
    scene.run("watchlist add bridges toll").is(r#"
! bridges: read as: toll
! morgue: there is a saved search "bridges" already (bridge harbour); --replace replaces it
= 2"#);
    scene.run("watchlist list").is(r#"
bridges
   bridge harbour
the mayor
   people:quill -(strike
= 0"#);
    scene.run("watchlist add bridges toll --replace").is(r#"
! bridges: read as: toll
! saved in [DIR]/.morgue/watchlist.toml (2 saved searches)
= 0"#);
    assert_eq!(
        file(&scene),
        r#"# Saved searches of this index. `morgue alerts` tells which articles satisfy them.
# Edit by hand, or with `morgue watchlist add` and `morgue watchlist remove`.

[[search]]
name = "bridges"
query = "toll"

[[search]]
name = "the mayor"
query = "people:quill -(strike"
"#
    );
    scene.run("watchlist remove bridge").is(r#"
! morgue: there is no saved search "bridge"; `morgue watchlist list` names them
= 2"#);
    scene.run("watchlist remove bridges").is(r#"
! removed from [DIR]/.morgue/watchlist.toml (1 saved search)
= 0"#);
    scene.run("watchlist list").is("the mayor\n   people:quill -(strike\n= 0");
    scene.run("watchlist remove 'the mayor'").is(r#"
! removed from [DIR]/.morgue/watchlist.toml (0 saved searches)
= 0"#);
    // Nothing is left of the writing but the file and its lock.
    assert_eq!(scene.names(".morgue"), ["CURRENT", "build-1", "journal", "lock", "watchlist.lock", "watchlist.toml"]);
}

#[test]
fn names_and_queries_that_cannot_be_saved() {
    let scene = Scene::with_news();
    let rows: &[(&[&str], &str)] = &[
        (&["", "river"], "! morgue: a saved search needs a name"),
        (&["  ", "river"], "! morgue: a saved search needs a name"),
        (&["a\nb", "river"], "! morgue: the name \"a\\nb\" holds a control character"),
        (&["a\u{1b}[31m", "river"], "! morgue: the name \"a\\u{1b}[31m\" holds a control character"),
        (&[" a", "river"], "! morgue: the name \" a\" begins or ends with a blank"),
        (&["a", ""], "! morgue: there is no word in the query \"\" of \"a\""),
        (&["a", "...", "()"], "! morgue: there is no word in the query \"... ()\" of \"a\""),
    ];
    for (arguments, said) in rows {
        let all = ["watchlist", "add"].iter().chain(*arguments);
        scene.with(all).run().is(&format!("{said}\n= 2"));
    }
    assert!(!scene.path(".morgue/watchlist.toml").exists());
    scene.run("watchlist add a --index nowhere river").is(r#"
! morgue: there is no index at nowhere
!   hint: make one with `morgue index CORPUS`, or name one with --index DIR or MORGUE_INDEX
= 2"#);
    assert!(!scene.path("nowhere").exists());
}

#[test]
fn odd_names_and_queries_come_back_as_they_were() {
    let scene = Scene::with_news();
    let searches = [
        ("[[search]]", "\"river floods\" OR 'toll'"),
        ("a = \"b\" # c", "back\\slash river"),
        ("Überschwemmung · 船", "d'été OR river"),
        ("'", "'''river'''"),
        ("\"\"\"", "\"\"\" river \"\"\""),
        ("two\u{202E}ways", "line\none\tand \u{1b}two"),
        ("--", "river # no comment"),
    ];
    for (name, query) in searches {
        let outcome = scene.with(["watchlist", "add", "--", name, query]).run();
        assert_eq!(outcome.code(), Some(0), "{outcome}");
    }
    let told = scene.run("watchlist list --json").stdout();
    let told: Vec<serde_json::Value> = told.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let told: Vec<(&str, &str)> =
        told.iter().map(|t| (t["name"].as_str().unwrap(), t["query"].as_str().unwrap())).collect();
    assert_eq!(told, searches);
    // Nothing of them reaches a terminal that could move its cursor.
    let shown = scene.run("watchlist list");
    assert!(!shown.stdout().contains(['\u{1b}', '\u{202E}', '\t']), "{shown}");
    for (name, _) in searches {
        assert_eq!(scene.with(["watchlist", "remove", "--", name]).run().code(), Some(0));
    }
    assert_eq!(scene.run("watchlist list").stdout(), "");
}

#[test]
fn a_hand_keeps_its_comments() {
    let scene = Scene::with_news();
    let inline = "search = [{name = \"a\", query = \"river\"}, {name = \"b\", query = \"toll\"}]\n";
    scene.file(".morgue/watchlist.toml", inline);
    assert_eq!(scene.run("watchlist add c bridge").code(), Some(0));
    scene.run("watchlist list").is("a\n   river\nb\n   toll\nc\n   bridge\n= 0");

    scene.file(
        ".morgue/watchlist.toml",
        "\u{FEFF}# For the city desk.\r\n\r\n[[search]]\r\nname = 'one'   # ours\r\nquery = 'river' # wet\r\n\r\n\
         # Ask Ann.\r\n[[search]]\r\nquery = '''toll'''\r\nname = \"two\"\r\n# The end.\r\n",
    );
    assert_eq!(scene.run("watchlist add one bridge --replace").code(), Some(0));
    assert_eq!(scene.run("watchlist add three 'bread -strike'").code(), Some(0));
    assert_eq!(
        file(&scene).replace("\r\n", "\n"),
        "# For the city desk.\n\n[[search]]\nname = 'one'   # ours\nquery = \"bridge\" # wet\n\n# Ask Ann.\n[[search]]\n\
         query = '''toll'''\nname = \"two\"\n# The end.\n\n[[search]]\nname = \"three\"\nquery = \"bread -strike\"\n"
    );
    assert_eq!(scene.run("watchlist remove one").code(), Some(0));
    assert_eq!(scene.run("watchlist remove two").code(), Some(0));
    assert_eq!(
        file(&scene).replace("\r\n", "\n"),
        "# For the city desk.\n\n# Ask Ann.\n# The end.\n\n[[search]]\nname = \"three\"\nquery = \"bread -strike\"\n"
    );
}

#[test]
fn a_hand_slips() {
    let rows = [
        ("[[search]]\nname = \"a\"\nquery = river\n", 3, "string values must be quoted, expected literal string"),
        ("\n[[search]]\nname = \"a\"\n", 2, "missing field `query`"),
        ("[[search]]\nname = \"a\"\nquery = 7\n", 3, "invalid type: integer `7`, expected a string"),
        (
            "[[search]]\nname = \"a\"\nquery = \"b\"\nmail = \"x\"\n",
            4,
            "unknown field `mail`, expected `name` or `query`",
        ),
        ("[[searches]]\n", 1, "unknown field `searches`, expected `search`"),
        ("[search]\nname = \"a\"\nquery = \"b\"\n", 1, "invalid type: map, expected a sequence"),
        ("[[search]]\nname = \"a\"\nquery = '...'\n", 3, "there is no word in the query \"...\" of \"a\""),
        ("[[search]]\nname = \" \"\nquery = 'b'\n", 2, "a saved search needs a name"),
        ("[[search]]\nname = \"a\\tb\"\nquery = 'b'\n", 2, "the name \"a\\tb\" holds a control character"),
        (
            "[[search]]\nname = \"a\"\nquery = 'b'\n[[search]]\nname = \"a\"\nquery = 'c'\n",
            5,
            "line 2 has a search of the name \"a\" too",
        ),
    ];
    let scene = Scene::with_news();
    for (text, line, what) in rows {
        scene.file(".morgue/watchlist.toml", text);
        let expected = format!(
            "! morgue: {}: line {line}: {what}\n!   hint: mend that line by hand; a search is written as [[search]], \
             name = \"...\", query = '...', a line each\n= 2",
            "[DIR]/.morgue/watchlist.toml"
        );
        scene.run("watchlist list").is(&expected);
        scene.run("alerts").is(&expected);
        scene.run("watchlist add b river").is(&format!("! b: read as: river\n{expected}"));
        assert_eq!(file(&scene), text, "a file that cannot be read is not written");
    }
    scene.file(".morgue/watchlist.toml", b"# ok\n[[search]]\nname = \"\xE9t\xE9\"\nquery = 'b'\n");
    let outcome = scene.run("alerts");
    assert!(outcome.stderr().contains("watchlist.toml: line 3: this is not UTF-8"), "{outcome}");
    assert_eq!(outcome.code(), Some(2));
}

#[test]
fn many_add_at_once_and_none_is_lost() {
    let scene = Scene::with_news();
    std::thread::scope(|scope| {
        for n in 0..16 {
            let scene = &scene;
            scope.spawn(move || {
                let outcome = scene.run(&format!("watchlist add s{n:02} river"));
                assert_eq!(outcome.code(), Some(0), "{outcome}");
            });
        }
    });
    let listed = scene.run("watchlist list").stdout();
    let mut names: Vec<&str> = listed.lines().filter(|line| !line.starts_with(' ')).collect();
    names.sort_unstable();
    assert_eq!(names, (0..16).map(|n| format!("s{n:02}")).collect::<Vec<_>>());
}

#[test]
fn the_watchlist_outlives_the_index() {
    let scene = watched(&["bridges bridge"]);
    // A killed run has left what it was writing.
    scene.file(".morgue/watchlist.toml.x1.new", "[[sea");
    let before = file(&scene);
    assert_eq!(scene.run("index news").code(), Some(0));
    assert_eq!(file(&scene), before);
    // The index is gone but for that: it is still ours to build anew.
    std::fs::remove_file(scene.path(".morgue/CURRENT")).unwrap();
    let outcome = scene.run("index news");
    assert_eq!(outcome.code(), Some(0), "{outcome}");
    assert_eq!(file(&scene), before);
    scene.run("watchlist add toll toll");
    assert_eq!(scene.names(".morgue").iter().filter(|name| name.ends_with(".new")).count(), 0);
}

#[test]
fn alerts_as_text() {
    let scene = watched(&["bridges bridge", "none zebra", "'the mayor' people:quill", "both 'river policies'"]);
    scene.run("alerts").is(r#"
== bridges: bridge (2 articles)

1. Harbour bridge reopens
   2022-06-01 · Northern Wire · w-1 · news/wire.jsonl#1
   The bridge over the harbour reopened. Toll policies were debated.

2. River floods the lower town
   2021-03-04 · The Vale Courier · news/river.md#1
   People: Edna Quill
   The river rose three feet overnight and the lower town stood under water. Mayor Edna Quill said the bridge was safe.

== the mayor: people:quill (1 article)

1. River floods the lower town
   2021-03-04 · The Vale Courier · news/river.md#1
   People: Edna Quill
   The river rose three feet overnight and the lower town stood under water. Mayor Edna Quill said the bridge was safe.
! 2 of 4 saved searches matched (searched 3 articles, new since generation 0)
= 0"#);
    scene.run("alerts --name 'the mayor' --passages 0 --color always").is(r#"
== the mayor: people:quill (1 article)

1. ␛[1mRiver floods the lower town␛[0m
   ␛[2m2021-03-04 · The Vale Courier · news/river.md#1␛[0m
   ␛[2mPeople: Edna Quill␛[0m
! 1 of 1 saved search matched (searched 3 articles, new since generation 0)
= 0"#);
}

#[test]
fn exit_codes() {
    let scene = Scene::with_news();
    scene.run("alerts").is(r#"
! the watchlist is empty; save a search with `morgue watchlist add NAME QUERY`
= 1"#);
    scene.run("watchlist add none zebra");
    scene.run("alerts").is(r#"
! 0 of 1 saved search matched (searched 3 articles, new since generation 0)
= 1"#);
    scene.run("watchlist add some river");
    assert_eq!(scene.run("alerts").code(), Some(0));
    scene.run("alerts --name none --format json").is(r#"
! 0 of 1 saved search matched (searched 3 articles, new since generation 0)
= 1"#);
    scene.run("alerts --since-generation 1").is(r#"
! 0 of 2 saved searches matched (searched 0 articles, new since generation 1)
= 1"#);
    scene.run("alerts --name other").is(r#"
! morgue: there is no saved search "other"; `morgue watchlist list` names them
= 2"#);
    scene.run("alerts --index nowhere").is(r#"
! morgue: there is no index at nowhere
!   hint: make one with `morgue index CORPUS`, or name one with --index DIR or MORGUE_INDEX
= 2"#);
    scene.run("alerts --output nowhere/feed.xml").is(r#"
! morgue: nowhere/feed.xml: cannot be written: No such file or directory (os error 2)
!   hint: check that its folder is there and may be written to
= 2"#);
}

#[test]
fn alerts_into_a_file() {
    let scene = watched(&["bridges bridge"]);
    scene.file("out/old.json", "old");
    scene.run("alerts --format json --output out/old.json --color always").is(r#"
! 1 of 1 saved search matched (searched 3 articles, new since generation 0)
= 0"#);
    let written = std::fs::read_to_string(scene.path("out/old.json")).unwrap();
    assert_eq!(written, scene.run("alerts --format json").stdout());
    // None matched: the file says so by being empty, not by being yesterday's.
    assert_eq!(scene.run("alerts --format json --output out/old.json --since-generation 1").code(), Some(1));
    assert_eq!(std::fs::read_to_string(scene.path("out/old.json")).unwrap(), "");
    assert_eq!(scene.names("out"), ["old.json"]);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let mode = |name: &str| std::fs::metadata(scene.path(name)).unwrap().permissions().mode() & 0o777;
        std::fs::set_permissions(scene.path("out/old.json"), PermissionsExt::from_mode(0o640)).unwrap();
        symlink("old.json", scene.path("out/link.json")).unwrap();
        scene.run("alerts --format json --output out/link.json");
        assert!(scene.path("out/link.json").is_symlink());
        assert_eq!(std::fs::read_to_string(scene.path("out/old.json")).unwrap(), written);
        assert_eq!(mode("out/old.json"), 0o640);
        // A new file may be read by whoever may read new files.
        scene.file("out/plain", "");
        scene.run("alerts --format atom --output out/new.xml");
        assert_eq!(mode("out/new.xml"), mode("out/plain"));
        let piped = scene.run("alerts --format json --output /dev/stdout");
        assert_eq!(piped.stdout(), written);
    }
}

#[test]
fn an_atom_feed_is_read_back() {
    let scene = watched(&["'bridges & <tolls>' bridge", "walks 'headline:strike OR toll'", "none zebra"]);
    let feed = Feed::from_str(&scene.run("alerts --format atom").stdout()).unwrap();
    assert_eq!((feed.title.as_str(), feed.entries.len()), ("morgue alerts", 4));
    assert_eq!(feed.authors[0].name, "morgue");
    assert!(feed.updated.timestamp() > 1_700_000_000);
    let told: Vec<(&str, &str, Option<&str>, Option<String>)> = feed
        .entries
        .iter()
        .map(|e| {
            let published = e.published.map(|p| p.to_rfc3339());
            (e.categories[0].term.as_str(), e.title.as_str(), e.links.first().map(|l| l.href.as_str()), published)
        })
        .collect();
    let day = |day: &str| Some(format!("{day}T00:00:00+00:00"));
    assert_eq!(
        told,
        [
            ("bridges & <tolls>", "Harbour bridge reopens", None, day("2022-06-01")),
            ("bridges & <tolls>", "River floods the lower town", None, day("2021-03-04")),
            ("walks", "Harbour bridge reopens", None, day("2022-06-01")),
            ("walks", "Bakers strike for a second day", None, day("2021-03-04")),
        ]
    );
    let summary = feed.entries[2].summary.as_ref().unwrap();
    assert_eq!(summary.r#type, TextType::Html);
    assert_eq!(summary.value, "<p>The bridge over the harbour reopened. <b>Toll</b> policies were debated.</p>");
    assert!(feed.entries.iter().all(|e| e.updated == feed.updated));

    // Identifiers: one an entry, the same when the index is made again, others for another index.
    let ids = |feed: &Feed| feed.entries.iter().map(|e| e.id.clone()).collect::<Vec<_>>();
    let mut all = ids(&feed);
    all.push(feed.id.clone());
    assert!(all.iter().all(|id| id.starts_with("urn:uuid:")));
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 5);
    assert_eq!(scene.run("index news").code(), Some(0));
    let again = Feed::from_str(&scene.run("alerts --format atom --index news/../.morgue").stdout()).unwrap();
    assert_eq!((ids(&again), &again.id), (ids(&feed), &feed.id));

    let other = watched(&["walks 'headline:strike OR toll'"]);
    let other = Feed::from_str(&other.run("alerts --format atom").stdout()).unwrap();
    assert!(ids(&other).iter().all(|id| !all.contains(id)));

    let empty = Feed::from_str(&scene.run("alerts --format atom --name none").stdout()).unwrap();
    assert_eq!((empty.entries.len(), empty.id), (0, feed.id));
}

#[test]
fn nothing_of_an_article_is_obeyed_by_a_feed_reader() {
    let scene = Scene::new();
    let rows = [
        ("h-1", "<script>alert(1)</script> ]]> &amp; \u{1b}[31m", "https://example.org/a?b=1&c=\"2\""),
        ("h-2", "", "javascript:alert(1)"),
        ("h-3", "Bidi \u{202E}txt\u{FFFE}", "http://example.org/a b"),
    ];
    let lines: Vec<String> = rows
        .iter()
        .map(|(id, title, url)| {
            let text =
                format!("A <b>bold</b> weir & a\u{0}b\u{FFFF} <img src=x>, said Ann <i>Bell</i>; the {id} weir.");
            serde_json::json!({"id": id, "title": title, "text": text, "url": url, "byline": "<a>"}).to_string()
        })
        .collect();
    scene.file("news/odd.jsonl", lines.join("\n") + "\n");
    let outcome = scene.run("index news");
    assert_eq!(outcome.code(), Some(0), "{outcome}");
    scene.run("watchlist add weir weir");
    let text = scene.run("alerts --format atom").stdout();
    assert!(!text.contains(|c: char| c.is_control() && c != '\n' || "\u{202E}\u{FFFE}\u{FFFF}".contains(c)));
    let feed = Feed::from_str(&text).unwrap();
    let told: Vec<(&str, Option<&str>)> =
        feed.entries.iter().map(|e| (e.title.as_str(), e.links.first().map(|l| l.href.as_str()))).collect();
    assert_eq!(
        told,
        [
            ("<script>alert(1)</script> ]]> &amp; \u{FFFD}[31m", Some("https://example.org/a?b=1&c=\"2\"")),
            ("(no headline)", None),
            ("Bidi \u{FFFD}txt\u{FFFD}", None),
        ]
    );
    for entry in &feed.entries {
        let html = &entry.summary.as_ref().unwrap().value;
        let plain = html.replace("<p>", "").replace("</p>", "").replace("<b>weir</b>", "weir");
        assert!(!plain.contains('<'), "{html}");
        assert!(plain.contains("A &lt;b&gt;bold&lt;/b&gt; weir &amp; a"), "{html}");
        assert_eq!(entry.authors[0].name, "<a>");
    }
}

/// An archive, and its articles.
struct Held {
    _scene: Scene,
    archive: Archive,
    articles: Vec<Filed>,
}

/// Sixty articles of few words, so that most queries made of these words find some.
static HELD: LazyLock<Held> = LazyLock::new(|| {
    let words = [
        "river",
        "rivers",
        "flooded",
        "flooding",
        "bridge",
        "policy",
        "policies",
        "strike",
        "struck",
        "anti-war",
        "antiwar",
        "U.S.",
        "us",
        "al-Qaeda",
        "the",
        "of",
        "d'été",
        "naïve",
        "船",
        "3.5",
        "bread,",
        "toll.",
        "said Edna Quill.",
        "Mayor Edna Quill said",
        "Sean O'Brien told reporters",
        "on 2 May 1999",
        "in 1989",
        "last Tuesday",
    ];
    let dates = [Some("2024-12-02"), Some("2024-12"), Some("1999"), Some("1914-08-04"), None];
    let mut state: u64 = 1666;
    let mut below = move |n: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % n
    };
    let mut lines = String::new();
    for n in 0..60 {
        let mut text = |length: usize| (0..length).map(|_| words[below(words.len())]).collect::<Vec<_>>().join(" ");
        let (title, text) = (text(n % 4), text(4 + n % 17));
        let mut article = serde_json::json!({"id": format!("a{}", n % 50), "title": title, "text": text});
        for (name, value) in [
            ("date", dates[below(dates.len())]),
            ("source", [Some("The Vale Courier"), Some("Northern Wire"), None][below(3)]),
            ("byline", [Some("Ann Bell"), None][below(2)]),
            ("place", [Some("Vale"), None, None][below(3)]),
        ] {
            if let Some(value) = value {
                article[name] = value.into();
            }
        }
        lines.push_str(&format!("{article}\n"));
    }
    let scene = Scene::new();
    scene.file("news/held.jsonl", lines);
    let outcome = scene.run("index news");
    assert_eq!(outcome.code(), Some(0), "{outcome}");
    let archive = Archive::open(&scene.path(".morgue")).unwrap();
    let articles: Vec<Filed> = archive.articles_since(0).flat_map(|batch| batch.unwrap()).collect();
    assert_eq!(articles.len(), 60);
    Held { _scene: scene, archive, articles }
});

/// What the archive answers and what an alert tells, over batches of a size: each article with the proof.
fn both(text: &str, size: usize) -> Option<[Vec<String>; 2]> {
    let held = &*HELD;
    let search = SavedSearch::new("x", text).ok()?;
    assert_eq!(Some(&search.query), parse(text, Join::All).query.as_ref());
    let page = Page { limit: 0, sort: Sort::Newest, ..Page::default() };
    let answer = held.archive.search(&search.query, &page).unwrap();
    // Judged one by one, with no index between, it is the same articles.
    let mut proven: Vec<String> = held
        .articles
        .iter()
        .filter(|a| held.archive.marks(&search.query, a).unwrap().is_some())
        .map(Filed::place)
        .collect();
    let mut found: Vec<String> = answer.hits.iter().map(|hit| hit.filed.place()).collect();
    proven.sort();
    found.sort();
    assert_eq!(proven, found, "{text}");
    let batches = held.articles.chunks(size).map(|batch| Ok(batch.to_vec()));
    let alerts = watch(&[search], batches, &held.archive, page.passages).unwrap();
    assert_eq!(alerts.searched, 60);
    let sightings = &alerts.each[0].sightings;
    assert_eq!(sightings.len() as u64, answer.total);
    let days: Vec<_> = sightings.iter().map(|s| s.filed.article.published.map(|p| p.from)).collect();
    assert!(days.is_sorted_by(|a, b| a >= b), "newest first, undated last: {days:?}");

    // Which words are rare, and so which passages are best, depends on the batch; in one batch all is the same.
    let whole = size >= 60;
    let mut told = [Vec::new(), Vec::new()];
    for hit in &answer.hits {
        let passages: Vec<_> =
            hit.passages.iter().map(|p| (p.clone(), &hit.filed.article.body[p.at.clone()])).collect();
        let proof = if whole { format!("{} {passages:?}", hit.score) } else { String::new() };
        told[0].push(format!("{} {:?} {proof}", hit.filed.place(), hit.headline));
    }
    for s in sightings {
        let passages: Vec<_> = s.passages.iter().map(|(p, text)| (p.clone(), text.as_str())).collect();
        let proof = if whole { format!("{} {passages:?}", s.score) } else { String::new() };
        told[1].push(format!("{} {:?} {proof}", s.filed.place(), s.headline));
    }
    told.iter_mut().for_each(|list| list.sort());
    Some(told)
}

#[test]
fn each_form_of_query_finds_what_a_search_finds() {
    let queries = [
        "*",
        "river",
        "floods",
        "policy",
        "\"river bridge\" OR \"the river\"",
        "\"flooded\"",
        "anti-war",
        "us",
        "brid*",
        "headline:river",
        "body:(strike OR toll)",
        "people:quill",
        "people:\"edna quill\"",
        "obrien",
        "date:2024-12",
        "date:1999",
        "date:..1914",
        "date:none",
        "mentions:1999-05",
        "mentions:1989",
        "source:courier byline:bell",
        "place:vale -river",
        "NOT river",
        "NOT (river OR flooded OR bridge)",
        "river -people:quill date:2024",
        "(river bread) OR (toll -date:none)",
        "船",
        "ete naive",
        "+river strike",
        "-headline:the of",
    ];
    let mut found = BTreeMap::new();
    for query in queries {
        for size in [60, 7, 1] {
            let [searched, alerted] = both(query, size).unwrap();
            assert_eq!(searched, alerted, "{query}, batches of {size}");
            found.insert(query, searched.len());
        }
    }
    let idle: Vec<_> = found.iter().filter(|(_, n)| **n == 0 || **n == 60).map(|(query, _)| *query).collect();
    assert_eq!(idle, ["*"], "a query that finds nothing, or everything, tests little");
}

#[test]
fn order_of_the_watchlist() {
    let searches: Vec<SavedSearch> =
        ["zebra", "toll", "river", "*"].iter().map(|text| SavedSearch::new(text, text).unwrap()).collect();
    let batches = || HELD.articles.chunks(11).map(|batch| Ok(batch.to_vec()));
    let alerts = watch(&searches, batches(), &HELD.archive, 1).unwrap();
    let names: Vec<&str> = alerts.each.iter().map(|alert| alert.search.name.as_str()).collect();
    assert_eq!(names, ["zebra", "toll", "river", "*"]);
    assert_eq!((alerts.each[0].sightings.len(), alerts.each[3].sightings.len()), (0, 60));
    // A hit keeps its passages, not its text.
    assert!(alerts.each.iter().flat_map(|a| &a.sightings).all(|s| s.filed.article.body.is_empty()));
    // The first error ends it.
    let broken = batches().chain([Err(morgue::error::Error::Internal("gone".to_string()))]);
    assert_eq!(watch(&searches, broken, &HELD.archive, 1).unwrap_err().to_string(), "internal error: gone");
}

/// Queries made of the words of the articles and of all that the language has.
fn queries() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "river ",
        "flood ",
        "bridge ",
        "policies ",
        "strike ",
        "anti-war ",
        "us ",
        "the ",
        "of ",
        "toll ",
        "bread ",
        "quill ",
        "naive ",
        "strik* ",
        "ri* ",
        "\"",
        "(",
        ")",
        "AND ",
        "OR ",
        "OR ",
        "NOT ",
        "+",
        "-",
        "headline:",
        "body:",
        "people:",
        "date:2024 ",
        "date:none ",
        "date:1914..1999 ",
        "mentions:1989 ",
        "source:wire ",
        "byline:bell ",
        "place:vale ",
    ]);
    prop::collection::vec(piece, 1..10).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(cases(120))]

    #[test]
    fn an_alert_is_what_a_search_would_find(query in queries(), size in prop::sample::select(vec![60usize, 13, 4])) {
        if let Some([searched, alerted]) = both(&query, size) {
            prop_assert_eq!(searched, alerted, "{}", query);
        }
    }

    #[test]
    fn a_watchlist_is_read_as_it_was_written(
        steps in prop::collection::vec((0u8..3, "[a-c]|[ -~é\"'#=\\[\\]]{1,6}", "[ -~\n\té船\"'#]{0,12}"), 1..12)
    ) {
        let mut watchlist = Watchlist::default();
        let mut expected: Vec<SavedSearch> = Vec::new();
        for (step, name, query) in steps {
            if step == 0 {
                let there = expected.iter().any(|s| s.name == name);
                prop_assert_eq!(watchlist.remove(&name).is_some(), there);
                expected.retain(|s| s.name != name);
            } else if let Ok(search) = SavedSearch::new(&name, &query) {
                watchlist.put(search.clone());
                match expected.iter_mut().find(|s| s.name == name) {
                    Some(old) => *old = search,
                    None => expected.push(search),
                }
            }
            // Through the text each time, as the program does.
            let text = watchlist.to_string();
            watchlist = Watchlist::read(&text).map_err(|flaw| TestCaseError::fail(format!("{flaw:?} in\n{text}")))?;
            prop_assert_eq!(watchlist.searches(), &expected[..]);
            prop_assert!(text.contains("# Saved searches"));
        }
    }
}
