//! `morgue.toml`: which of several places is heard, what a file may not say, and that what it says takes effect.

use std::path::{Path, PathBuf};

use morgue::config::{Layer, Origin, Place, Role, Setting, Values, read, settle};

use crate::util::{RIVER, Scene, WIRE};

/// The user's file in a scene.
const USER: &str = ".config/morgue/morgue.toml";

/// Reads a text as `/etc/x/morgue.toml`, its paths from `/etc/x`.
fn read_text(text: &str, role: Role) -> Result<Layer, morgue::error::Error> {
    read(text, Path::new("/etc/x/morgue.toml"), Path::new("/etc/x"), role)
}

#[test]
fn every_key() {
    let text = "\
# Comments are comments.
index = \"news.morgue\"
corpora = [\"news\", \"/srv/wire\"]
include = [\"*.md\"]
exclude = [\"drafts\", \"old/*\"]
hidden = true
follow = false
fields = [\"headline=ttl\", \"body=payload.text\"]
people = false
dates = true
day_month = \"day-first\"
threads = 2
max_deletions = 0x1E
limit = 1_000
passages = 0
fresh = \"6w\"
color = \"never\"
synonyms = \"words.txt\"
";
    let texts = |texts: &[&str]| Some(texts.iter().map(|t| t.to_string()).collect());
    let layer = read_text(text, Role::User).unwrap();
    assert_eq!(
        layer.values,
        Values {
            index: Some("/etc/x/news.morgue".into()),
            corpora: Some(vec!["/etc/x/news".into(), "/srv/wire".into()]),
            include: texts(&["*.md"]),
            exclude: texts(&["drafts", "old/*"]),
            hidden: Some(true),
            follow: Some(false),
            fields: texts(&["headline=ttl", "body=payload.text"]),
            people: Some(false),
            dates: Some(true),
            day_month: Some(Some(morgue::order::DayMonth::DayFirst)),
            threads: Some(2),
            max_deletions: Some(30),
            limit: Some(1000),
            passages: Some(0),
            fresh: Some(42),
            color: Some(morgue::config::Color::Never),
            synonyms: Some("/etc/x/words.txt".into()),
        }
    );
    assert_eq!(layer.place, Place::UserFile("/etc/x/morgue.toml".into()));
    assert_eq!((layer.lines["index"], layer.lines["color"], layer.lines.len()), (2, 17, 17));
    assert_eq!(read_text("", Role::Index).unwrap().values, Values::default());
}

#[test]
fn what_a_file_may_not_say() {
    let keys = "the keys are index, corpora, include, exclude, hidden, follow, fields, people, dates, day_month, threads, \
                max_deletions, limit, passages, fresh, color, synonyms";
    let table = [
        ("\nhiden = true", "line 2: there is no key \"hiden\"", keys),
        ("[corpora]\na = 1", "line 1: corpora: this is of the kind \"table\"", "write corpora = [\"/srv/news\"]"),
        ("[more]\nlimit = 1", "line 1: there is no key \"more\"", keys),
        ("a.b = 1", "line 1: there is no key \"a\"", keys),
        (
            "hidden = \"yes\"",
            "line 1: hidden: this is of the kind \"string\"",
            "write hidden = true or false, without quotes",
        ),
        (
            "people = false\ncorpora = \"news\"",
            "line 2: corpora: this is of the kind \"string\"",
            "write corpora = [\"/srv/news\"]",
        ),
        (
            "corpora = [\n  \"a\",\n  7,\n]",
            "line 3: corpora: this is of the kind \"integer\"",
            "write corpora = [\"/srv/news\"]",
        ),
        ("corpora = []", "line 1: corpora: the list is empty", "write corpora = [\"/srv/news\"]"),
        ("corpora = [\"\"]", "line 1: corpora: the path is empty", "write corpora = [\"/srv/news\"]"),
        ("index = \"\"", "line 1: index: the path is empty", "write index = \"/srv/news.morgue\""),
        ("limit = 2.5", "line 1: limit: this is of the kind \"float\"", "write limit = 20"),
        ("limit = -1", "line 1: limit: the number is not from 0 to 4294967295", "write limit = 20"),
        ("max_deletions = 101", "line 1: max_deletions: the number is not from 0 to 100", "write max_deletions = 30"),
        (
            "threads = 99999999999999999999999",
            "line 1: threads: the number is not from 0 to 65535",
            "write threads = 2",
        ),
        (
            "include = [\"[\"]",
            "line 1: include: \"[\" is no usable glob: unclosed character class; missing ']'",
            "write a glob such as *.jsonl or wire/2024-*",
        ),
        (
            "fields = [\"ttl\"]",
            "line 1: fields: \"ttl\" is no field mapping; write the part of the article, =, and your field: headline=ttl",
            "write fields = [\"headline=ttl\"]",
        ),
        (
            "fresh = \"soon\"",
            "line 1: fresh: \"soon\" is not a length of time; write 7d, 6w, 3m, 1y or a number of days",
            "write fresh = \"30d\"",
        ),
        ("fresh = 365001", "line 1: fresh: the number is not from 0 to 365000", "write fresh = \"30d\""),
        ("fresh = true", "line 1: fresh: this is of the kind \"boolean\"", "write fresh = \"30d\""),
        ("color = \"red\"", "line 1: color: there is no \"red\"", "write color = \"auto\", \"always\" or \"never\""),
    ];
    for (text, what, remedy) in table {
        let error = read_text(text, Role::User).unwrap_err();
        assert_eq!(error.to_string(), format!("/etc/x/morgue.toml: {what}"), "{text}");
        assert_eq!(error.hint().as_deref(), Some(remedy), "{text}");
    }
    // The words of the parser are its own; the place is what counts.
    for (text, line) in [("limit = 1\nlimit = 2", 2), ("limit =", 1), ("\n\nx y", 3), ("a = \"\u{0}\"", 1)] {
        let error = read_text(text, Role::User).unwrap_err().to_string();
        assert!(error.starts_with(&format!("/etc/x/morgue.toml: line {line}: not TOML: ")), "{text}: {error}");
    }
    let error = read_text("index = \"/i\"", Role::Index).unwrap_err();
    assert_eq!(
        error.to_string(),
        "/etc/x/morgue.toml: line 1: index: a file that lies in an index cannot say where the index is"
    );
}

/// Each place says one thing more than the stronger one before it.
#[test]
fn the_strongest_is_heard() {
    let layer = |place: Place, line: usize, values: Values| Layer {
        lines: ["threads", "limit", "passages", "include"].map(|key| (key, line)).into(),
        ..Layer::new(place, values)
    };
    let (own, user) = (PathBuf::from("/i/morgue.toml"), PathBuf::from("/u/morgue.toml"));
    let several = |threads: Option<usize>, limit, passages, hidden, follow| Values {
        threads,
        limit,
        passages,
        hidden,
        follow,
        ..Values::default()
    };
    let list = |glob: &str| Some(vec![glob.to_string()]);
    let layers = [
        layer(Place::Flags, 0, several(Some(1), None, None, None, None)),
        layer(Place::Environment, 0, several(Some(2), None, None, None, None)),
        layer(
            Place::IndexFile(own.clone()),
            7,
            Values { include: list("a"), ..several(Some(3), Some(3), None, None, None) },
        ),
        layer(
            Place::UserFile(user.clone()),
            8,
            Values { include: list("b"), ..several(Some(4), Some(4), Some(4), None, None) },
        ),
        layer(Place::Index("/i".into()), 0, several(None, None, None, Some(true), None)),
    ];
    let settings = settle(&layers);
    assert_eq!(settings.threads, Setting { value: 1, origin: Origin::Flag });
    assert_eq!(settle(&layers[1..]).threads, Setting { value: 2, origin: Origin::Environment("MORGUE_THREADS") });
    assert_eq!(settings.limit, Some(Setting { value: 3, origin: Origin::IndexFile(own.clone(), 7) }));
    assert_eq!(settings.passages, Setting { value: 4, origin: Origin::UserFile(user, 8) });
    assert_eq!(settings.hidden, Setting { value: true, origin: Origin::Recorded("/i".into()) });
    assert_eq!(settings.follow, Setting { value: false, origin: Origin::Default });
    // A list is replaced, not added to.
    assert_eq!(settings.include, Setting { value: vec!["a".to_string()], origin: Origin::IndexFile(own, 7) });
}

#[test]
fn what_holds_is_told() {
    let scene = Scene::new();
    scene.run("config").is(r#"
index          (none found; made beside the corpus)  default
corpora        (to be named)         default
include        (all files)           default
exclude        (none)                default
hidden         false                 default
follow         false                 default
fields         (the usual ones)      default
people         true                  default
dates          true                  default
day_month      shown                 default
threads        0 (all cores)         default
max_deletions  30                    default
limit          (10; 1000 for --format trec)  default
passages       3                     default
fresh          0 (no preference)     default
color          auto                  default
synonyms       (none)                default
file           [DIR]/.config/morgue/morgue.toml (not there)
= 0"#);
    scene.file("news/river.md", RIVER).file("news/wire.jsonl", WIRE);
    assert_eq!(scene.run("index news --exclude '*.jsonl' --no-dates --field headline=ttl").code(), Some(0));
    scene.file(".morgue/morgue.toml", "people = false\n\nlimit = 5\nexclude = [\"*.txt\"]\n");
    scene.file(USER, "limit = 7\npassages = 1\n");
    let run = || scene.with(["config", "--color", "never"]).env("MORGUE_THREADS", "2").cwd("news");
    run().run().is(r#"
index          [DIR]/.morgue  found upward from here
corpora        [DIR]/news  as the index was made
include        (all files)           as the index was made
exclude        *.txt                 [DIR]/.morgue/morgue.toml, line 4
hidden         false                 as the index was made
follow         false                 as the index was made
fields         headline=ttl          as the index was made
people         false                 [DIR]/.morgue/morgue.toml, line 1
dates          false                 as the index was made
day_month      shown                 as the index was made
threads        2                     MORGUE_THREADS
max_deletions  30                    default
limit          5                     [DIR]/.morgue/morgue.toml, line 3
passages       1                     [DIR]/.config/morgue/morgue.toml, line 2
fresh          0 (no preference)     default
color          never                 flag
synonyms       (none)                default
file           [DIR]/.morgue/morgue.toml
file           [DIR]/.config/morgue/morgue.toml
= 0"#);
    scene.with(["config"]).env("MORGUE_THREADS", "many").run().is(r#"
! morgue: MORGUE_THREADS: "many" is not a number from 0 to 65535
= 2"#);
    scene.with(["config"]).env("MORGUE_MAX_DELETIONS", "101").run().is(r#"
! morgue: MORGUE_MAX_DELETIONS: "101" is not a number from 0 to 100
= 2"#);
}

#[test]
fn where_the_users_file_is() {
    let scene = Scene::with_news();
    scene.file(USER, "limit = 7\n").file("xdg/morgue/morgue.toml", "limit = 8\n");
    let limit = |xdg: &str| {
        let run = scene.with(["config"]).env("XDG_CONFIG_HOME", xdg).run();
        let line = run.stdout().lines().find(|l| l.starts_with("limit")).unwrap().to_string();
        line.split_whitespace().nth(1).unwrap().to_string()
    };
    assert_eq!(limit(scene.path("xdg").to_str().unwrap()), "8");
    // Not absolute, or empty: as if it were not set.
    assert_eq!([limit("xdg"), limit("")], ["7", "7"]);
}

#[test]
fn a_mistake_ends_every_command() {
    let scene = Scene::with_news();
    scene.file(USER, "limit = 7\nlimmit = 8\n");
    for command in ["search river", "index news", "inspect news", "status", "show w-1", "config", "schedule --cron"] {
        scene.run(command).is(r#"
! morgue: [DIR]/.config/morgue/morgue.toml: line 2: there is no key "limmit"
!   hint: the keys are index, corpora, include, exclude, hidden, follow, fields, people, dates, day_month, threads, max_deletions, limit, passages, fresh, color, synonyms
= 2"#);
    }
    scene.file(USER, b"limit = 7 # \xE9\n");
    scene.run("search river").is(r#"
! morgue: [DIR]/.config/morgue/morgue.toml: cannot be read: it is not UTF-8
= 2"#);
    scene.file(USER, "").file(".morgue/morgue.toml", "people = 0\n");
    scene.run("search river").is(r#"
! morgue: [DIR]/.morgue/morgue.toml: line 1: people: this is of the kind "integer"
!   hint: write people = true or false, without quotes
= 2"#);
}

#[test]
fn a_search_heeds_the_files() {
    let scene = Scene::with_news();
    let text = |extra: &[&str]| scene.with([&["search", "bridge"], extra].concat()).run().to_string();
    scene.file(".morgue/morgue.toml", "limit = 1\npassages = 0\ncolor = \"always\"\n");
    assert_eq!(
        text(&[]),
        "1. \u{241B}[1mHarbour \u{241B}[0m\u{241B}[1m\u{241B}[31mbridge\u{241B}[0m\u{241B}[1m reopens\u{241B}[0m\n   \
         \u{241B}[2m2022-06-01 · Northern Wire · w-1 · news/wire.jsonl#1\u{241B}[0m\n! 2 articles found, 1 to 1 shown \
         (searched 3 articles from 2 files)\n= 0\n"
    );
    // What is typed wins.
    let typed = text(&["-n", "2", "--passages", "1", "--color", "never"]);
    assert!(typed.contains("\n2. River floods") && typed.contains("Toll policies") && !typed.contains('\u{241B}'));
    // The depth of a TREC run is no matter of taste.
    assert_eq!(scene.run("search bridge --format trec").stdout().lines().count(), 2);
    // The index itself is told by the user's file.
    std::fs::rename(scene.path(".morgue"), scene.path("kept")).unwrap();
    scene.file(USER, "index = \"../../kept\"\n");
    scene.run("search --count bridge").is("2\n= 0");
    scene.with(["search", "--count", "bridge"]).env("MORGUE_INDEX", "nowhere").run().is(r#"
! morgue: there is no index at nowhere
!   hint: make one with `morgue index CORPUS`, or name one with --index DIR or MORGUE_INDEX
= 2"#);
    scene.with(["search", "--count", "bridge", "--index", "kept"]).env("MORGUE_INDEX", "no").run().is("2\n= 0");
}

#[test]
fn an_index_and_an_inspection_heed_the_files() {
    let scene = Scene::new();
    scene.file("news/river.md", RIVER).file("news/wire.jsonl", WIRE).file("news/.more.md", RIVER);
    scene.file("news/odd.jsonl", "{\"ttl\":\"Odd names\",\"text\":\"The weir, said Ann Bell on 2 May 1999.\"}\n");
    scene.file(
        ".morgue/morgue.toml",
        "exclude = [\"wire*\"]\nhidden = true\nfields = [\"headline=ttl\"]\npeople = false\ndates = false\n",
    );
    scene.run("index news").is(r#"
5 articles from 3 files indexed in [TIME] s (0.0 MB, [SPEED] MB/s) into [DIR]/.morgue
1 hidden or left-out files and folders passed over
= 0"#);
    assert_eq!(scene.names(".morgue"), ["CURRENT", "build-1", "journal", "lock", "morgue.toml"]);
    let odd = r#"{"id":"news/odd.jsonl#1","path":"news/odd.jsonl","record":1,"headline":"Odd names","body":"The weir, said Ann Bell on 2 May 1999.","published":null,"source":null,"byline":null,"place":null,"language":"en","url":null,"people":[],"dates":[]}"#;
    scene.run("show news/odd.jsonl#1 --json").is(&format!("{odd}\n= 0"));
    scene.run("inspect news --include odd.jsonl").is(&format!("{odd}\n= 0"));
    assert_eq!(scene.run("inspect news").stdout().lines().count(), 5);
    // What is typed wins, also where it says no.
    scene.run("index news --no-hidden --people --dates --exclude odd.jsonl").is(r#"
everything is read anew: what is looked for in the text changed (people, dates)
3 articles from 2 files indexed in [TIME] s (0.0 MB, [SPEED] MB/s) into [DIR]/.morgue
articles: 1 new, 3 gone
2 hidden or left-out files and folders passed over
= 0"#);
    scene.run("search --count --person quill").is("1\n= 0");
    // Made on the way to a search, an index heeds them too; renewed, it keeps what it was made with.
    std::fs::remove_file(scene.path(".morgue/CURRENT")).unwrap();
    scene.run("search --corpus news --count --person quill").is(r#"
0
! there is no index at [DIR]/.morgue; indexing
! 5 articles from 3 files indexed in [TIME] s (0.0 MB, [SPEED] MB/s) into [DIR]/.morgue
! 1 hidden or left-out files and folders passed over
= 1"#);
}

#[test]
fn an_index_of_corpora_that_nobody_types() {
    let scene = Scene::new();
    scene.file("deep/news/river.md", RIVER).file("deep/wire/wire.jsonl", WIRE);
    let run = |arguments: &[&str], folder: &str| scene.with([&["index"], arguments].concat()).cwd(folder).run();
    run(&[], "deep").is(r#"
! morgue: no corpus: name one, `morgue index CORPUS`, or write `corpora` into morgue.toml; there is no index here that says what it was made of
= 2"#);
    // From the file of an index that is not made yet; its paths begin beside the index.
    scene.file("deep/.morgue/morgue.toml", "corpora = [\"news\", \"wire\"]\n");
    run(&[], "deep/news").is(r#"
3 articles from 2 files indexed in [TIME] s (0.0 MB, [SPEED] MB/s) into [DIR]/deep/.morgue
= 0"#);
    // From the index, with the options it was made with.
    std::fs::remove_file(scene.path("deep/.morgue/morgue.toml")).unwrap();
    assert_eq!(run(&["news", "--replace", "--no-people"], "deep").code(), Some(0));
    run(&[], "deep/wire").is(r#"
nothing new: 2 articles from 1 file, looked through in [TIME] s (generation 2, [DIR]/deep/.morgue)
= 0"#);
    scene.with(["search", "--count", "--person", "quill"]).cwd("deep").run().is("0\n= 1");
    // A flag wins over what the index was made with.
    assert_eq!(run(&["--people"], "deep").code(), Some(0));
    scene.with(["search", "--count", "--person", "quill"]).cwd("deep").run().is("1\n= 0");
    // From the user's file, beside those corpora: the index that lies above here is another one's.
    scene.file("far/press/wire.jsonl", WIRE).file(USER, "corpora = [\"../../far/press\"]\n");
    run(&[], "deep").is(r#"
1 article from 1 file indexed in [TIME] s (0.0 MB, [SPEED] MB/s) into [DIR]/far/.morgue
= 0"#);
    // Told where, it goes there.
    run(&["--index", "here"], "deep").is(r#"
1 article from 1 file indexed in [TIME] s (0.0 MB, [SPEED] MB/s) into here
= 0"#);
}

/// A folder that holds no more than settings is nobody else's; any other file makes it so.
#[test]
fn settings_make_no_index() {
    let scene = Scene::new();
    scene.file("news/river.md", RIVER).file("i/morgue.toml", "").file("i/watchlist.toml", "");
    assert_eq!(scene.run("index news --index i").code(), Some(0));
    scene.file("j/morgue.toml", "").file("j/diary.txt", "");
    scene.run("index news --index j").is(r#"
! morgue: j: this folder is not empty and is no index; morgue will not write into it
!   hint: name an empty or new folder with --index DIR
= 2"#);
    scene.run("search river --index i/../j").is(r#"
! morgue: there is no index at i/../j
!   hint: make one with `morgue index CORPUS`, or name one with --index DIR or MORGUE_INDEX
= 2"#);
}
