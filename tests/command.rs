//! Every subcommand and option as a user meets them: the whole outcome of a run, expected beside it.

use crate::util::{RIVER, Scene, WIRE};

/// Three articles with colours forced off by nobody.
fn news() -> Scene {
    Scene::with_news()
}

#[test]
fn index_says_what_it_did() {
    let scene = Scene::new();
    scene
        .file("news/river.md", RIVER)
        .file("news/wire.jsonl", format!("{WIRE}{{broken\n"))
        .file("news/.hidden.md", RIVER);
    scene.run("index news").is("");
    scene.run("index news --json").is("");
}

#[test]
fn index_options() {
    let scene = Scene::new();
    scene.file("news/river.md", RIVER).file("news/old/wire.jsonl", WIRE).file("news/.git/x.md", RIVER);
    scene.file(
        "odd/a.jsonl",
        "{\"ttl\":\"Odd names\",\"payload\":{\"words\":\"The weir, said Ann Bell on 2 May 1999.\"}}\n",
    );
    scene.run("index news --include '*.md'").is("");
    scene.run("index news --exclude old").is("");
    scene.run("index news --include '[' ").is("");
    scene
        .run("index odd --replace --field headline=ttl --field body=payload.words --no-people --no-dates --threads 1")
        .is("");
    scene.run("search weir --format json").is("");
    scene.run("index odd --field nonsense").is("");
    scene.run("index news odd --replace").is("");
    scene.run("index").is("");
}

#[test]
fn where_the_index_lies() {
    let scene = Scene::new();
    scene.file("deep/news/river.md", RIVER);
    scene.with(["index", "news"]).cwd("deep").run().is("");
    assert_eq!(scene.names("deep"), [".morgue", "news"]);
    // Found upward from below.
    scene.with(["search", "--count", "river"]).cwd("deep/news").run().is("1\n= 0");
    scene.with(["index", "deep/news"]).env("MORGUE_INDEX", scene.path("named")).run().is("");
    scene.with(["search", "--count", "river"]).env("MORGUE_INDEX", scene.path("named")).run().is("1\n= 0");
    scene.with(["search", "--count", "river", "--index", "nowhere"]).env("MORGUE_INDEX", "named").run().is("");
}

#[test]
fn search_text() {
    let scene = news();
    scene.run("search bridge").is("");
    scene.run("search bridge -n 1").is("");
    scene.run("search bridge --offset 1").is("");
    scene.run("search bridge --offset 9").is("");
    scene.run("search bridge -n 0 --passages 0").is("");
    scene.run("search strike bread --by-passage --passages 1").is("");
    scene.run("search zebra").is("");
    scene.run("search river policies").is("");
    scene.run("search river policies --all").is("");
    scene.run("search river policies --any -n 1").is("");
    scene.run("search bridge --color always -n 1").is("");
    scene.with(["search", "bridge", "-n", "1"]).env("NO_COLOR", "1").env("CLICOLOR_FORCE", "1").run().is("");
}

#[test]
fn search_conditions() {
    let scene = news();
    let count = |arguments: &str, wanted: u64| {
        let code = i32::from(wanted == 0);
        scene.run(&format!("search --count {arguments}")).is(&format!("{wanted}\n= {code}"));
    };
    count("'*'", 3);
    count("bridge --since 2022", 1);
    count("bridge --until 2021", 1);
    count("bridge --since 2021-03-04 --until 2022-06-01", 2);
    count("bridge --since 2021-03-05 --until 2022-05", 0);
    count("bridge --on 2021-03", 1);
    count("--on 2021-03-04", 2);
    count("--person quill", 1);
    count("--person 'edna quill'", 1);
    count("--person 'edna bell'", 0);
    count("--person QUILL bridge", 1);
    count("--source courier", 2);
    count("--source 'northern wire' bridge", 1);
    count("--mentions 2021-03", 1);
    count("'date:2021..2022 -river'", 2);
    count("headline:bridge", 1);
    count("policy", 1);
    count("'\"policy\"'", 0);
    scene.run("search --person ... bridge").is("");
    scene.run("search --source '' bridge").is("");
}

#[test]
fn search_order() {
    let scene = news();
    let order = |arguments: &str| {
        let run = scene.run(&format!("search the --format trec {arguments}"));
        let ids: Vec<String> = run.stdout().lines().map(|l| l.split(' ').nth(2).unwrap().to_string()).collect();
        ids
    };
    assert_eq!(order("--sort newest"), ["w-1", "news/river.md#1", "news/river.md#2"]);
    assert_eq!(order("--sort oldest"), ["news/river.md#1", "news/river.md#2", "w-1"]);
    assert_eq!(order("--sort oldest -n 1 --offset 1"), ["news/river.md#2"]);
}

#[test]
fn search_forms() {
    let scene = news();
    scene.run("search bridge -l").is("");
    scene.run("search zebra -l").is("");
    scene.run("search zebra --count").is("");
    scene.run("search zebra --format json").is("");
    scene.run("search bridge --format csv").is("");
    scene.run("search zebra --format csv").is("");
    scene.run("search bridge --format trec").is("");
    scene.run("search bridge --format trec --by-passage").is("");
    scene.run("search bridge --format xml").is("");
    scene.run("search bridge --count -l").is("");
}

#[test]
fn search_many() {
    let scene = news();
    scene.file("q.tsv", "7\triver\n8\tzebra\n9\t\"harbour bridge\"\n");
    scene.run("search --queries q.tsv").is("");
    scene.run("search --queries q.tsv --format csv").is("");
    scene.with(["search", "--queries", "-", "--count"]).input("x\tbridge\n").run().is("x\t2\n= 0");
    scene.run("search --queries q.tsv river").is("");
}

#[test]
fn search_makes_and_renews_the_index() {
    let scene = Scene::new();
    scene.file("news/river.md", RIVER);
    scene.run("search --corpus news --count river").is("");
    scene.run("search --corpus news --count river").is("1\n= 0");
    scene.file("news/more.md", RIVER);
    scene.run("search --corpus news --count river").is("");
    std::fs::remove_file(scene.path("news/more.md")).unwrap();
    scene.run("search --corpus news --count river").is("");
    // Options of the index are kept when it is renewed.
    assert_eq!(scene.run("index news --no-people").code(), Some(0));
    scene.run("search --corpus news --count --person quill").is("0\n= 1");
}

#[test]
fn show_an_article() {
    let scene = news();
    scene.run("show w-1").is("");
    scene.run("show news/wire.jsonl#1 --highlight 'bridge OR zebra' --color always").is("");
    scene.run("show w-1 --highlight zebra").is("");
    scene.run("show w-1 --highlight ...").is("");
    scene.run("show news/river.md#1 --json").is("");
    scene.file("news/again.jsonl", WIRE);
    assert_eq!(scene.run("index news").code(), Some(0));
    scene.run("show w-1").is("");
}

#[test]
fn inspect_files() {
    let scene = Scene::new();
    scene.file("news/river.md", RIVER).file("news/wire.jsonl", format!("{WIRE}{{broken\n"));
    scene.run("inspect news").is("");
    scene.run("inspect news/wire.jsonl news/river.md --no-people --no-dates").is("");
    assert_eq!(scene.names("."), ["news"]);
}

#[test]
fn status_of_an_index() {
    let scene = news();
    let outcome = scene.run("status");
    let schema = outcome.stdout().lines().find(|l| l.starts_with("built")).unwrap().to_string();
    assert!(schema.contains(" by morgue ") && schema.contains(", schema "), "{schema}");
    let rest: String =
        outcome.to_string().lines().filter(|l| !l.starts_with("built")).map(|l| format!("{l}\n")).collect();
    assert_eq!(
        rest,
        "index      [DIR]/.morgue\ncorpus     [DIR]/news\narticles   3 from 2 files\nskipped    0\n\
         published  2021-03-04 to 2022-06-01, 0 undated\nsize       [SIZE] MB on disk, made from 0.0 MB\n\
         sources    2\n         2  The Vale Courier\n         1  Northern Wire\n= 0\n"
    );
    scene.run("status --skipped").is("= 0");
    scene.file("news/bad.jsonl", "{\"title\":\"x\",\"text\":\"y\"}\n{broken\n[]\n");
    assert_eq!(scene.run("index news").code(), Some(3));
    scene.run("status --skipped").is("");
    scene.run("status --skipped --json").is("");
}

#[test]
fn completions_and_manual() {
    let scene = Scene::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let outcome = scene.run(&format!("completions {shell}"));
        assert_eq!((outcome.code(), outcome.stderr().as_str()), (Some(0), ""));
        assert!(outcome.stdout().contains("inspect"), "{shell}");
    }
    for page in ["man", "man search"] {
        let outcome = scene.run(page);
        assert_eq!((outcome.code(), outcome.stderr().as_str()), (Some(0), ""));
        assert!(outcome.stdout().contains(".SH SYNOPSIS"), "{outcome}");
    }
    scene.run("man nonsense").is("");
    scene.run("completions tcsh").is("");
}

#[test]
fn help_and_wrong_use() {
    let scene = Scene::new();
    let version = scene.run("--version");
    assert_eq!((version.code(), version.stderr().as_str()), (Some(0), ""));
    assert!(version.stdout().starts_with("morgue "));
    for help in ["--help", "help search", "search --help", "index -h"] {
        let outcome = scene.run(help);
        assert_eq!((outcome.code(), outcome.stderr().as_str()), (Some(0), ""), "{outcome}");
    }
    assert_eq!(scene.run("").code(), Some(2));
    scene.run("serch x").is("");
    scene.run("search --limit many x").is("");
    scene.run("search --any --all x").is("");
}
