//! What is new, and what keeps an index: `new`, `verify`, `backup`, `gc`, `optimize`, and the options of a nightly run
//! that waits, watches, tells of saved searches and logs.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::util::{RIVER, Scene, WIRE};

fn corrected() -> String {
    RIVER.replace(
        "three feet overnight",
        "four feet overnight. CORRECTION: An earlier version of this story misstated the level",
    )
}

#[test]
fn what_is_new() {
    let scene = Scene::with_news();
    scene.file("news/river.md", corrected());
    let toll = r#"{"id":"w-2","title":"Toll bridge opens","text":"A toll bridge opened."}"#;
    scene.file("news/wire.jsonl", format!("{WIRE}{toll}\n"));
    assert_eq!(scene.run("index news").code(), Some(0));
    scene.run("new").is(r#"
changed (body, corrected)
1. River floods the lower town
   2021-03-04 · The Vale Courier · news/river.md#1
   People: Edna Quill
   The river rose four feet overnight. CORRECTION: An earlier version of this story misstated the level and the lower town stood under water.

new
2. Toll bridge opens
   undated · w-2 · news/wire.jsonl#2
   A toll bridge opened.
! 1 new, 1 changed, 0 vanished since generation 1 (now 2)
= 0"#);
    scene.run("new toll").is(r#"
new
1. Toll bridge opens
   undated · w-2 · news/wire.jsonl#2
   A toll bridge opened.
! 1 new, 0 changed, 0 vanished since generation 1 (now 2)
= 0"#);
    scene.run("new zebra").is(r#"
! 0 new, 0 changed, 0 vanished since generation 1 (now 2)
= 1"#);
    // Gone, but for what came meanwhile; and one that only has another name.
    std::fs::remove_file(scene.path("news/river.md")).unwrap();
    std::fs::create_dir(scene.path("news/old")).unwrap();
    std::fs::rename(scene.path("news/wire.jsonl"), scene.path("news/old/wire.jsonl")).unwrap();
    scene.file("news/brief.md", "**Brief**\n\nA brief about a bridge, soon to be gone again.\n");
    assert_eq!(scene.run("index news --allow-empty").code(), Some(0));
    std::fs::remove_file(scene.path("news/brief.md")).unwrap();
    assert_eq!(scene.run("index news --allow-empty").code(), Some(0));
    scene.run("new --since-generation 1 bridge --passages 0 --moved").is(r#"
new
1. Toll bridge opens
   undated · w-2 · news/old/wire.jsonl#2

vanished
2. River floods the lower town
   2021-03-04 · The Vale Courier · news/river.md#1
   People: Edna Quill
moved news/old/wire.jsonl#1 (was news/wire.jsonl#1)
moved news/old/wire.jsonl#2 (was news/wire.jsonl#2)
! 1 new, 0 changed, 1 vanished, 2 moved since generation 1 (now 4)
= 0"#);
    scene.run("new --since 2099").is(r#"
! 0 new, 0 changed, 0 vanished since generation 4 (now 4)
= 1"#);
    assert_eq!(scene.run("new --since 2020").code(), Some(0));
    scene.run("new --since-generation 9").is(r#"
! morgue: there is no generation 9 yet; the newest is 4
= 2"#);
    scene.run("gc --keep-generations 1").is("0.0 MB on disk, 0.0 MB before; 3 journals removed\n= 0");
    scene.run("new --since-generation 1 zebra").is(r#"
! 2 journals since generation 1 removed: what changed then is told as new, what went is not told
! 0 new, 0 changed, 0 vanished since generation 1 (now 4)
= 1"#);
    scene.run("status --log-format json --index nowhere").is(r#"
! {"time":"[NOW]","level":"error","message":"morgue: there is no index at nowhere"}
! {"time":"[NOW]","level":"error","message":"hint: make one with `morgue index CORPUS`, or name one with --index DIR or MORGUE_INDEX"}
= 2"#);
}

#[test]
fn an_article_that_went_while_another_took_its_name() {
    let scene = Scene::new();
    scene.file("news/a.md", "# First\n\nOf the first.\n\n# Second\n\nOf the second.\n\n# Third\n\nOf the third.\n");
    assert_eq!(scene.run("index news").code(), Some(0));
    scene.file("news/a.md", "# Second\n\nOf the second.\n\n# Third\n\nOf the third.\n");
    assert_eq!(scene.run("index news").code(), Some(0));
    scene.run("new").is(r#"
vanished
1. First
   undated · news/a.md#1
   Of the first.
! 0 new, 0 changed, 1 vanished since generation 1 (now 2)
= 0"#);
    // A rebuild that finds nothing new is no generation.
    assert_eq!(scene.run("index news --full").code(), Some(0));
    assert_eq!(scene.run("new").code(), Some(0));
}

#[test]
fn names_that_are_no_utf_8_are_found_again() {
    use std::os::unix::ffi::OsStrExt;
    let scene = Scene::new();
    scene.file(std::ffi::OsStr::from_bytes(b"news/x\xff.md"), RIVER).file("news/\\xZZ.md", RIVER);
    assert_eq!(scene.run("index news").code(), Some(0));
    let outcome = scene.run("verify --sources");
    assert!(outcome.stdout().contains("\n2 files of the corpora as read, 0 not;"), "{outcome}");
}

#[test]
fn a_run_tells_what_the_saved_searches_found() {
    let scene = Scene::with_news();
    assert_eq!(scene.run("watchlist add bridges bridge").code(), Some(0));
    scene.run("index news --alerts").is(r#"
nothing new: 3 articles from 2 files, looked through in [TIME] s (generation 1, [DIR]/.morgue)
= 0"#);
    scene.file("news/river.md", corrected());
    scene.run("index news --alerts").is(r#"
1 article from 1 file read in [TIME] s (0.0 MB, [SPEED] MB/s); now 3 articles from 2 files (generation 2, [DIR]/.morgue)
articles: 1 changed
files:    1 changed
== bridges: bridge (1 article)

1. River floods the lower town
   2021-03-04 · The Vale Courier · news/river.md#1
   People: Edna Quill
   CORRECTION: An earlier version of this story misstated the level and the lower town stood under water. Mayor Edna Quill said the bridge was safe.
! 1 of 1 saved search matched (searched 1 article, new since generation 1)
= 0"#);
}

#[test]
fn a_sound_index_and_its_copy() {
    let scene = Scene::with_news();
    let sound = |arguments: &str| {
        let outcome = scene.run(arguments);
        assert_eq!(outcome.code(), Some(0), "{outcome}");
        assert!(outcome.stdout().starts_with("sound: "), "{outcome}");
        outcome.stdout()
    };
    assert!(sound("verify").ends_with(" 3 articles; ledger and index agree\n"));
    assert!(
        sound("verify --sources").ends_with("\n2 files of the corpora as read, 0 not; `morgue index` reads those\n")
    );
    scene.file("news/wire.jsonl", WIRE.replace("reopens", "closes"));
    let outcome = scene.run("verify --sources");
    assert!(outcome.stdout().starts_with("news/wire.jsonl: changed since it was read\nsound: "), "{outcome}");
    let copied = scene.run("backup copies/one");
    assert!(copied.stdout().starts_with("3 articles (0.0 MB) of generation 1 in "), "{copied}");
    sound("verify --index copies/one");
    let (here, there) =
        (scene.run("search bridge --format json"), scene.run("search bridge --format json --index copies/one"));
    assert_eq!(here.stdout(), there.stdout());
    scene.run("backup copies/one").is(r#"
! morgue: copies/one: there is something in this folder; name a new one for the copy
= 2"#);
    // Restored by copying back: the next run goes on from there.
    std::fs::remove_dir_all(scene.path(".morgue")).unwrap();
    std::fs::rename(scene.path("copies/one"), scene.path(".morgue")).unwrap();
    scene.run("index news").is(r#"
1 article from 1 file read in [TIME] s (0.0 MB, [SPEED] MB/s); now 3 articles from 2 files (generation 2, [DIR]/.morgue)
articles: 1 changed
files:    1 changed
= 0"#);
}

#[test]
fn faults_are_all_told() {
    let scene = Scene::with_news();
    let flip = |name: &str| {
        let path = scene.build(".morgue").join(name);
        let mut bytes = std::fs::read(&path).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 0x10;
        std::fs::write(&path, bytes).unwrap();
    };
    let names =
        || std::fs::read_dir(scene.build(".morgue")).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
    let store = names().find(|n| n.ends_with(".store")).unwrap();
    flip(&store);
    flip("ledger-1-0");
    let outcome = scene.run("verify");
    assert_eq!(outcome.code(), Some(1), "{outcome}");
    let told = outcome.stdout();
    assert!(
        told.contains(&format!("{store} is garbled at byte ")) && told.contains("ledger-1-0 is garbled at byte "),
        "{told}"
    );
    assert!(told.contains("\n2 faults in "), "{told}");
    assert_eq!(scene.run("index news --full").code(), Some(0));
    assert_eq!(scene.run("verify").code(), Some(0));
}

#[test]
fn many_segments_become_one() {
    let scene = Scene::with_news();
    for n in 0..5 {
        scene.file(format!("news/{n}.md"), format!("**Headline {n}**\n\nThe bridge number {n} is open to all.\n"));
        assert_eq!(scene.run("index news").code(), Some(0));
    }
    let before = scene.run("search bridge -n 0 --format json").stdout();
    let outcome = scene.run("optimize --json");
    let told: serde_json::Value = serde_json::from_str(&outcome.stdout()).unwrap();
    assert!(told["segments_before"].as_u64().unwrap() > 3 && told["segments_after"] == 1, "{told}");
    assert_eq!(scene.run("search bridge -n 0 --format json").stdout(), before);
    assert_eq!(scene.run("verify").code(), Some(0));
    scene.run("index news").is(r#"
nothing new: 8 articles from 7 files, looked through in [TIME] s (generation 6, [DIR]/.morgue)
= 0"#);
}

#[test]
fn a_run_waits_for_another_if_asked() {
    let scene = Scene::with_news();
    let hold = morgue::index::lock::Hold::take(&scene.path(".morgue"), Duration::from_secs(9)).unwrap();
    assert_eq!(scene.run("index news --wait=0").code(), Some(75));
    assert_eq!(scene.run("gc").code(), Some(75));
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| scene.run("index news --wait=30").code());
        std::thread::sleep(Duration::from_millis(300));
        assert!(!waiting.is_finished());
        drop(hold);
        assert_eq!(waiting.join().unwrap(), Some(0));
    });
}

#[test]
fn a_lock_left_by_a_dead_process_is_taken_over() {
    let scene = Scene::with_news();
    scene.file(".morgue/lock", "process 4294967295 since 1999-01-01T00:00:00Z\n");
    assert_eq!(scene.run("index news").code(), Some(0));
    let text = std::fs::read_to_string(scene.path(".morgue/lock")).unwrap();
    assert!(!text.contains("1999"), "{text}");
}

#[test]
fn a_watching_run_sees_what_comes() {
    let scene = Scene::with_news();
    let mut child = Command::new(env!("CARGO_BIN_EXE_morgue"))
        .args(["index", "news", "--watch", "--quiet-for", "0.1"])
        .current_dir(scene.path("."))
        .env_clear()
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let (send, lines) = std::sync::mpsc::channel();
    let stdout = BufReader::new(child.stdout.take().unwrap());
    std::thread::spawn(move || stdout.lines().map_while(Result::ok).try_for_each(|line| send.send(line)));
    let next = |wanted: &str| {
        let end = Instant::now() + Duration::from_secs(30);
        while let Ok(line) = lines.recv_timeout(end.saturating_duration_since(Instant::now())) {
            if line.contains(wanted) {
                return true;
            }
        }
        false
    };
    let seen = next("nothing new: 3 articles");
    scene.file("news/late.md", "**Late**\n\nLate news of the bridge.\n");
    let more = next("now 4 articles from 3 files");
    scene.file("news/late.md", "**Later**\n\nLate news of the bridge.\n");
    let changed = next("articles: 1 changed");
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!((seen, more, changed), (true, true, true));
}
