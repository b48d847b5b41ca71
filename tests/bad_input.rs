//! Hostile and broken input, one test for each kind: one clear sentence, the right exit code, nothing lost, no panic,
//! and the run goes on where it can.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::util::{RIVER, Scene, WIRE, skipped};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89";

fn gzip(text: &str) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    writer.write_all(text.as_bytes()).unwrap();
    writer.finish().unwrap()
}

/// The files of an index with this extension.
fn segment_files(build: &Path, extension: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(build).unwrap().map(|e| e.unwrap().path());
    let files: Vec<PathBuf> = entries.filter(|p| p.extension() == Some(OsStr::new(extension))).collect();
    assert!(!files.is_empty(), "no .{extension} in {}", build.display());
    files
}

/// The files of an index whose names begin so.
fn segment_files_named(build: &Path, beginning: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(build).unwrap().map(|e| e.unwrap());
    entries.filter(|e| e.file_name().to_string_lossy().starts_with(beginning)).map(|e| e.path()).collect()
}

// ---- the corpus

#[test]
fn no_such_corpus() {
    let scene = Scene::new();
    scene.run("index nowhere").is(r#"
! morgue: nowhere: there is no such corpus folder or file
!   hint: check the path; a corpus is a folder of news files, or one such file
= 2"#);
    scene.run("search --corpus nowhere bridge").is(r#"
! morgue: nowhere: there is no such corpus folder or file
!   hint: check the path; a corpus is a folder of news files, or one such file
= 2"#);
    scene.run("inspect nowhere").is(r#"
! morgue: nowhere: there is no such corpus folder or file
!   hint: check the path; a corpus is a folder of news files, or one such file
= 2"#);
    assert!(scene.names(".").is_empty());
}

#[test]
fn empty_corpus() {
    let scene = Scene::new();
    std::fs::create_dir_all(scene.path("news/.hidden")).unwrap();
    scene.run("index news").is(r#"
! morgue: [DIR]/news: no files to index (1 passed over: hidden or left out)
!   hint: hidden files are passed over unless --hidden is said
= 2"#);
    assert_eq!(scene.names("."), ["news"]);
}

#[test]
fn corpus_without_an_article() {
    let scene = Scene::with_news();
    scene.file("junk/a.png", PNG).file("junk/empty.txt", "");
    scene.run("index junk --replace").is(r#"
! morgue: [DIR]/junk: none of its 2 files gave an article (1 empty file, 1 not a news format); nothing was changed
= 2"#);
    scene.run("search --count bridge").is(r#"
2
= 0"#);
    assert_eq!(scene.names(".morgue"), ["CURRENT", "build-1", "journal", "lock"]);
}

#[test]
fn unreadable_corpus() {
    let scene = Scene::new();
    scene.file("news/a.md", RIVER);
    let shut = |path: &str, mode| {
        std::fs::set_permissions(scene.path(path), std::fs::Permissions::from_mode(mode)).unwrap();
    };
    shut("news", 0);
    if std::fs::read_dir(scene.path("news")).is_ok() {
        shut("news", 0o755);
        return skipped("unreadable_corpus", "running as root, who may read everything");
    }
    let outcome = scene.run("index news");
    shut("news", 0o755);
    outcome.is("! morgue: news: cannot be read: Permission denied (os error 13)\n= 2");
}

#[test]
fn a_file_that_vanishes_between_walk_and_read() {
    use morgue::corpus::{Corpus, Found, Walk, WalkOptions};
    let scene = Scene::new();
    scene.file("news/a.md", RIVER);
    let walk = Walk::new(&WalkOptions::default(), None).unwrap();
    let corpus = Corpus { label: "news".to_string(), root: scene.path("news") };
    let found: Vec<Found> = walk.files(&corpus).collect();
    let [Found::Source(source)] = found.as_slice() else { panic!("{found:?}") };
    std::fs::remove_file(&source.file).unwrap();
    let read = morgue::reading::each(&source.file, Default::default(), &mut |_| std::ops::ControlFlow::Continue(()));
    let Err(error) = read else { panic!("read a file that is gone") };
    assert_eq!(error.kind(), std::io::ErrorKind::NotFound);
}

#[test]
fn a_link_to_nothing() {
    let scene = Scene::new();
    scene.file("news/a.md", RIVER);
    symlink("gone.md", scene.path("news/b.md")).unwrap();
    scene.run("index news --follow").is(r#"
2 articles from 2 files indexed in [TIME] s (0.0 MB, [SPEED] MB/s) into [DIR]/.morgue
1 skipped (`morgue status --skipped` names them):
       1  symbolic link
= 3"#);
    scene.run("status --skipped").is(r#"
news/b.md: symbolic link: leads to nothing
= 0"#);
    scene.run("index news").is(r#"
nothing new: 2 articles from 2 files, looked through in [TIME] s (generation 1, [DIR]/.morgue)
1 skipped (`morgue status --skipped` names them):
       1  symbolic link
= 3"#);
    scene.run("status --skipped").is(r#"
news/b.md: symbolic link: not followed without --follow
= 0"#);
}

#[test]
fn a_loop_of_links() {
    let scene = Scene::new();
    scene.file("news/deep/a.md", RIVER);
    symlink("..", scene.path("news/deep/up")).unwrap();
    scene.run("index news --follow").is(r#"
2 articles from 2 files indexed in [TIME] s (0.0 MB, [SPEED] MB/s) into [DIR]/.morgue
1 skipped (`morgue status --skipped` names them):
       1  loop of links
= 3"#);
    scene.run("status --skipped").is(r#"
news/deep/up: loop of links: leads back to [DIR]/news
= 0"#);
}

#[test]
fn binary_files() {
    let scene = Scene::new();
    let mut seed = 7_u32;
    let noise: Vec<u8> = std::iter::repeat_with(|| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 24) as u8
    })
    .take(50_000)
    .collect();
    scene.file("news/a.md", RIVER).file("news/b.png", PNG).file("news/c.txt", PNG).file("news/d.txt", noise);
    scene.run("index news").is(r#"
2 articles from 4 files indexed in [TIME] s (0.1 MB, [SPEED] MB/s) into [DIR]/.morgue
3 skipped (`morgue status --skipped` names them):
       3  not a news format
= 3"#);
    scene.run("status --skipped").is(r#"
news/b.png: not a news format: image/png
news/c.txt: not a news format: image/png
news/d.txt: not a news format: binary data
= 0"#);
}

#[test]
fn one_line_of_20_megabytes() {
    one_long_line(20_000_000);
}

#[test]
#[ignore = "reads 200 MB"]
fn one_line_of_200_megabytes() {
    one_long_line(200_000_000);
}

fn one_long_line(bytes: usize) {
    let scene = Scene::new();
    let sentence = "The quiet harbour waited for the evening boat. ";
    let mut text = sentence.repeat(bytes / sentence.len());
    text.push_str("A narwhal was seen.\n");
    scene.file("news/long.txt", text);
    let outcome = scene.run("index news --no-people --no-dates");
    assert_eq!(outcome.code(), Some(0), "{outcome}");
    let outcome = scene.run("search narwhal --format csv");
    assert_eq!(outcome.code(), Some(0), "{outcome}");
    assert!(outcome.stdout().contains("A narwhal was seen."), "{outcome}");
    assert!(outcome.stdout().len() < 10_000, "a passage is not the whole article: {} bytes", outcome.stdout().len());
}

#[test]
fn nul_bytes_in_a_text() {
    let scene = Scene::new();
    scene.file(
        "news/a.txt",
        format!("Flood\0 in the vale\n\nThe river\0 rose over the \0\0 weir. {}\n", "It rained on. ".repeat(20)),
    );
    scene.run("index news").is(r#"
1 article from 1 file indexed in [TIME] s (0.0 MB, [SPEED] MB/s) into [DIR]/.morgue
indexed, but with a doubt:
       1  it contains NUL characters, which were left out
= 0"#);
    scene.run("search --count river").is("1\n= 0");
    scene.run("show news/a.txt#1").is(r#"
Flood in the vale
undated · news/a.txt#1

The river rose over the  weir. It rained on. It rained on. It rained on. It rained on. It rained on. It rained on. It rained on. It rained on. It rained on. It rained on. It rained on. It rained on. It rained on. It rained on. It rained on. It rained on. It rained on. It rained on. It rained on. It rained on.
= 0"#);
    scene.run("inspect news").is(r#"
{"id":"news/a.txt#1","path":"news/a.txt","record":1,"headline":"Flood in the vale","body":"The river rose over the  weir. It rained on. It rained on. It rained on. It rained on. It rained on. It rained on. It rained on. It rained on. It rained on. It rained on. It rained on. It rained on. It rained on. It rained on. It rained on. It rained on. It rained on. It rained on. It rained on. It rained on.","published":null,"source":null,"byline":null,"place":null,"language":"en","url":null,"people":[],"dates":[],"doubts":["it contains NUL characters, which were left out"]}
= 0"#);
}

#[test]
fn utf_16_with_and_without_a_mark() {
    let scene = Scene::new();
    let text = "Flood in the vale\n\nThe café by the weir closed.\n";
    let wide = |big: bool, mark: bool| -> Vec<u8> {
        let units = mark.then_some(0xFEFF).into_iter().chain(text.encode_utf16());
        units.flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
    };
    for (name, big, mark) in [("a", false, true), ("b", true, true), ("c", false, false), ("d", true, false)] {
        scene.file(format!("news/{name}.txt"), wide(big, mark));
    }
    scene.run("inspect news").is(r#"
{"id":"news/a.txt#1","path":"news/a.txt","record":1,"headline":"Flood in the vale","body":"The café by the weir closed.","published":null,"source":null,"byline":null,"place":null,"language":"en","url":null,"people":[],"dates":[]}
{"id":"news/b.txt#1","path":"news/b.txt","record":1,"headline":"Flood in the vale","body":"The café by the weir closed.","published":null,"source":null,"byline":null,"place":null,"language":"en","url":null,"people":[],"dates":[]}
{"id":"news/c.txt#1","path":"news/c.txt","record":1,"headline":"Flood in the vale","body":"The café by the weir closed.","published":null,"source":null,"byline":null,"place":null,"language":"en","url":null,"people":[],"dates":[]}
{"id":"news/d.txt#1","path":"news/d.txt","record":1,"headline":"Flood in the vale","body":"The café by the weir closed.","published":null,"source":null,"byline":null,"place":null,"language":"en","url":null,"people":[],"dates":[]}
= 0"#);
}

#[test]
fn a_gzip_file_cut_short() {
    let scene = Scene::new();
    let whole = gzip(&WIRE.repeat(2000));
    scene.file("news/a.jsonl.gz", &whole[..whole.len() - 20]).file("news/b.txt.gz", &whole[..12]);
    let outcome = scene.run("index news");
    assert_eq!(outcome.code(), Some(3), "{outcome}");
    scene.run("status --skipped").is(r#"
news/a.jsonl.gz: gzip data ends too early
news/a.jsonl.gz#1994: not JSON: EOF while parsing a string at column 85
news/b.txt.gz: gzip data ends too early
= 0"#);
}

#[test]
fn a_gzip_file_of_several_members() {
    let scene = Scene::new();
    let [mut first, second] =
        [1, 2].map(|n| gzip(&format!("{{\"title\":\"Part {n}\",\"text\":\"Said in part {n}.\"}}\n")));
    first.extend(second);
    scene.file("news/a.jsonl.gz", first);
    scene.run("index news").is(r#"
2 articles from 1 file indexed in [TIME] s (0.0 MB, [SPEED] MB/s) into [DIR]/.morgue
= 0"#);
    scene.run("search said").is(r#"
1. Part 1
   undated · news/a.jsonl.gz#1
   Said in part 1.

2. Part 2
   undated · news/a.jsonl.gz#2
   Said in part 2.
! 2 articles found (searched 2 articles from 1 file)
= 0"#);
}

#[test]
fn strange_file_names() {
    let scene = Scene::new();
    let article = |n: u32| format!("Notice number {n}\n\nThe weir keeper wrote notice {n} today.\n");
    scene.file("news/two  blanks.txt", article(1)).file("news/line\nbreak.txt", article(2));
    scene.file(Path::new("news").join(OsStr::from_bytes(b"caf\xE9.txt")), article(3));
    scene.file("news/\x1b]0;owned\x07.txt", article(4)).file("news/\u{202E}txt.evil", article(5));
    scene.run("index news").is(r#"
5 articles from 5 files indexed in [TIME] s (0.0 MB, [SPEED] MB/s) into [DIR]/.morgue
= 0"#);
    scene.run("search keeper --sort oldest").is(r#"
1. Notice number 4
   undated · news/�]0;owned�.txt#1
   The weir keeper wrote notice 4 today.

2. Notice number 3
   undated · news/caf\xE9.txt#1
   The weir keeper wrote notice 3 today.

3. Notice number 2
   undated · news/line break.txt#1
   The weir keeper wrote notice 2 today.

4. Notice number 1
   undated · news/two blanks.txt#1
   The weir keeper wrote notice 1 today.

5. Notice number 5
   undated · news/�txt.evil#1
   The weir keeper wrote notice 5 today.
! 5 articles found (searched 5 articles from 5 files)
= 0"#);
    scene.run("search keeper -l").is(r#"
news/�]0;owned�.txt
news/caf\xE9.txt
news/line�break.txt
news/two  blanks.txt
news/�txt.evil
= 0"#);
    for n in 1..=5 {
        let json = scene.run(&format!("search 'notice AND {n}' --format json"));
        let answer: serde_json::Value = serde_json::from_str(&json.stdout()).unwrap();
        let hits = answer["hits"].as_array().unwrap();
        assert_eq!(hits.len(), 1, "{json}");
        let shown = scene.with(["show", hits[0]["id"].as_str().unwrap()]).run();
        assert!(shown.stdout().contains(&format!("notice {n} today")), "{shown}");
    }
    scene.run(r"show news/caf\xE9.txt#1").is(r#"
Notice number 3
undated · news/caf\xE9.txt#1

The weir keeper wrote notice 3 today.
= 0"#);
    scene.run("show 'news/two  blanks.txt#1'").is(r#"
Notice number 1
undated · news/two blanks.txt#1

The weir keeper wrote notice 1 today.
= 0"#);
}

#[test]
fn escapes_and_overrides_reach_no_output_raw() {
    let scene = Scene::new();
    let evil = "\x1b[2J\x1b]0;owned\x07\u{9b}31m\u{202E}live\u{2066}\u{200F}\u{061C}";
    let record = serde_json::json!({
        "id": format!("id{evil}"), "title": format!("Flood {evil} report"), "text": format!("The weir {evil} broke."),
        "source": format!("Paper {evil}"), "byline": format!("Ann {evil} Bell"), "place": format!("Vale {evil}"),
        "url": format!("https://x/{evil}"), "people": [format!("Ann {evil} Bell")], "date": "2020-01-01",
    });
    scene.file(format!("news/{}.jsonl", evil.replace('/', "")), record.to_string());
    scene.file(format!("news/{}.txt", evil.replace('/', "")), "");
    let query = format!("weir {evil}");
    let clean = |arguments: &[&str]| {
        let outcome = scene.with(arguments).run();
        for bytes in [outcome.stdout(), outcome.stderr()] {
            let bad = bytes.chars().find(|c| c.is_control() && *c != '\n' || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}' | '\u{061C}'));
            assert_eq!(bad, None, "{arguments:?}\n{outcome}");
        }
        assert!(!outcome.stdout().is_empty(), "{arguments:?}\n{outcome}");
    };
    clean(&["index", "news"]);
    for format in ["text", "json", "csv", "trec"] {
        clean(&["search", "weir", "--format", format]);
        clean(&["search", &query, "--any", "--format", format]);
    }
    clean(&["search", "weir", "-l"]);
    clean(&["search", "people:bell", "--by-passage"]);
    clean(&["show", &format!("id{evil}"), "--highlight", "weir"]);
    clean(&["show", &format!("id{evil}"), "--json"]);
    clean(&["inspect", "news"]);
    clean(&["inspect", "news", "--json"]);
    clean(&["status"]);
    clean(&["status", "--json"]);
    clean(&["status", "--skipped"]);
    clean(&["status", "--skipped", "--json"]);
}

// ---- the index

#[test]
fn no_index() {
    let scene = Scene::new();
    scene.run("search bridge").is(r#"
! morgue: there is no index here: no .morgue in [DIR] or above it
!   hint: make one with `morgue index CORPUS`, or name one with --index DIR or MORGUE_INDEX
= 2"#);
    scene.run("status --index nowhere").is(r#"
! morgue: there is no index at nowhere
!   hint: make one with `morgue index CORPUS`, or name one with --index DIR or MORGUE_INDEX
= 2"#);
    scene.run("show x --index nowhere").is(r#"
! morgue: there is no index at nowhere
!   hint: make one with `morgue index CORPUS`, or name one with --index DIR or MORGUE_INDEX
= 2"#);
}

#[test]
fn an_index_that_another_process_writes() {
    let scene = Scene::with_news();
    let mut lock = std::fs::File::options().write(true).open(scene.path(".morgue/lock")).unwrap();
    lock.try_lock().unwrap();
    lock.set_len(0).unwrap();
    writeln!(lock, "process 4711 since 2020-01-02T03:04:05Z").unwrap();
    scene.run("index news").is(r#"
! morgue: [DIR]/.morgue: busy, process [PID] since [NOW] is writing this index
!   hint: try again when it has ended, or wait for it with --wait
= 75"#);
    // Who only reads need not wait.
    scene.run("search --count bridge").is(r#"
2
= 0"#);
}

#[test]
fn meta_json_garbled() {
    let scene = Scene::with_news();
    std::fs::write(scene.build(".morgue").join("meta.json"), "{{{").unwrap();
    scene.run("search bridge").is(r#"
! morgue: [DIR]/.morgue: the index is damaged (meta.json is garbled)
!   hint: build it anew with `morgue index CORPUS --full`; the corpus itself is untouched
= 2"#);
    scene.run("status").is(r#"
! morgue: [DIR]/.morgue: the index is damaged (meta.json is garbled)
!   hint: build it anew with `morgue index CORPUS --full`; the corpus itself is untouched
= 2"#);
    rebuilt(&scene);
}

#[test]
fn meta_json_missing() {
    let scene = Scene::with_news();
    std::fs::remove_file(scene.build(".morgue").join("meta.json")).unwrap();
    scene.run("search bridge").is(r#"
! morgue: [DIR]/.morgue: the index is damaged (meta.json is missing)
!   hint: build it anew with `morgue index CORPUS --full`; the corpus itself is untouched
= 2"#);
    rebuilt(&scene);
}

#[test]
fn current_garbled() {
    let scene = Scene::with_news();
    for text in [&b"../../etc"[..], b"\xFF\xFE", b""] {
        std::fs::write(scene.path(".morgue/CURRENT"), text).unwrap();
        let outcome = scene.run("search bridge");
        assert_eq!(outcome.code(), Some(2), "{outcome}");
        assert!(outcome.stderr().contains("the index is damaged (CURRENT"), "{outcome}");
    }
    scene.run("status").is(r#"
! morgue: [DIR]/.morgue: the index is damaged (CURRENT names no build)
!   hint: build it anew with `morgue index CORPUS --full`; the corpus itself is untouched
= 2"#);
    rebuilt(&scene);
}

#[test]
fn current_names_a_build_that_is_gone() {
    let scene = Scene::with_news();
    std::fs::remove_dir_all(scene.build(".morgue")).unwrap();
    scene.run("search bridge").is(r#"
! morgue: [DIR]/.morgue: the index is damaged (meta.json is missing)
!   hint: build it anew with `morgue index CORPUS --full`; the corpus itself is untouched
= 2"#);
    rebuilt(&scene);
}

/// The hint given with a damaged index is right.
fn rebuilt(scene: &Scene) {
    let outcome = scene.run("index news");
    assert_eq!(outcome.code(), Some(0), "{outcome}");
    scene.run("search --count bridge").is("2\n= 0");
    assert_eq!(scene.names(".morgue").len(), 4, "{:?}", scene.names(".morgue"));
}

/// Damages a copy of the index file by file and lets every reading command say so.
fn damaged(how: &str, damage: impl Fn(&Path)) {
    for extension in ["store", "idx", "pos", "term", "fast", "fieldnorm"] {
        let scene = Scene::with_news();
        segment_files(&scene.build(".morgue"), extension).iter().for_each(|file| damage(file));
        for command in [
            "search '\"harbour bridge\" OR river'",
            "search 'people:quill date:2021' --format json",
            "search 'bri* -bread' --sort newest --count",
            "search bridge --format trec",
            "search bridge -l",
            "search bridge --by-passage",
            "show w-1",
            "show w-1 --highlight bridge",
            "status",
        ] {
            let outcome = scene.run(command);
            let stderr = outcome.stderr();
            let plain = !stderr.contains("panicked") && !stderr.contains("IoError") && !stderr.contains("src/");
            assert!(plain, "{how} .{extension}: {command}\n{outcome}");
            // Not every command reads every file; one that does not may answer.
            match outcome.code() {
                Some(0 | 1) => {}
                Some(2) => {
                    let said = "morgue: [DIR]/.morgue: the index is damaged ("
                        .replace("[DIR]", &scene.path("").to_string_lossy());
                    assert!(
                        stderr.replace("//", "/").contains(&said.replace("//", "/")),
                        "{how} .{extension}: {command}\n{outcome}"
                    );
                    assert_eq!(stderr.lines().count(), 2, "{how} .{extension}: {command}\n{outcome}");
                }
                _ => panic!("{how} .{extension}: {command}\n{outcome}"),
            }
        }
        rebuilt(&scene);
    }
}

#[test]
fn segment_file_deleted() {
    damaged("deleted", |file| std::fs::remove_file(file).unwrap());
    let scene = Scene::with_news();
    segment_files(&scene.build(".morgue"), "store").iter().for_each(|f| std::fs::remove_file(f).unwrap());
    let stderr = scene.run("search bridge").stderr();
    assert!(stderr.contains(".store is missing)"), "{stderr}");
}

#[test]
fn segment_file_truncated() {
    damaged("truncated", |file| {
        let file = std::fs::File::options().write(true).open(file).unwrap();
        file.set_len(file.metadata().unwrap().len() / 2).unwrap();
    });
    let scene = Scene::with_news();
    segment_files(&scene.build(".morgue"), "store").iter().for_each(|f| std::fs::write(f, "").unwrap());
    let stderr = scene.run("search bridge").stderr();
    assert!(stderr.contains(".store is cut short or garbled)"), "{stderr}");
}

/// The library that keeps the index panics over these.
#[test]
fn segment_file_garbled_in_its_middle() {
    damaged("garbled", |file| {
        let mut bytes = std::fs::read(file).unwrap();
        let end = bytes.len().saturating_sub(130);
        bytes[..end].iter_mut().enumerate().filter(|(n, _)| n % 3 != 0).for_each(|(n, b)| *b ^= (n * 31 + 7) as u8);
        std::fs::write(file, bytes).unwrap();
    });
}

#[test]
fn an_index_of_another_schema() {
    let scene = Scene::with_news();
    let meta = scene.build(".morgue").join("meta.json");
    let mut json: serde_json::Value =
        serde_json::from_slice(&morgue::index::shelf::read_small(&meta).unwrap()).unwrap();
    let mut about: serde_json::Value = serde_json::from_str(json["payload"].as_str().unwrap()).unwrap();
    about["schema"] = 9999.into();
    about["program"] = "9.9.9".into();
    about["counts"] = serde_json::Value::Null;
    json["payload"] = about.to_string().into();
    let shelf = morgue::index::shelf::Shelf::open(&scene.build(".morgue"), None).unwrap();
    shelf.replace("meta.json", json.to_string().as_bytes()).unwrap();
    let outcome = scene.run("search bridge");
    assert_eq!(outcome.code(), Some(2), "{outcome}");
    let said = ".morgue: made with index schema 9999 by morgue 9.9.9, this program reads schema ";
    assert!(outcome.stderr().contains(said), "{outcome}");
    assert!(outcome.stderr().contains("hint: build it anew with `morgue index CORPUS`"), "{outcome}");
    rebuilt(&scene);
}

#[test]
fn ledger_damaged() {
    let scene = Scene::with_news();
    let ledger = |scene: &Scene| segment_files_named(&scene.build(".morgue"), "ledger-");
    let [file] = ledger(&scene).try_into().unwrap();
    let mut bytes = std::fs::read(&file).unwrap();
    bytes[40] ^= 1;
    std::fs::write(&file, bytes).unwrap();
    scene.run("status --skipped").is(r#"
! morgue: [DIR]/.morgue: the index is damaged (ledger: ledger-1-0 is garbled at byte 0 or soon after)
!   hint: build it anew with `morgue index CORPUS --full`; the corpus itself is untouched
= 2"#);
    let outcome = scene.run("search --corpus news --count bridge");
    assert_eq!((outcome.code(), outcome.stdout().as_str()), (Some(0), "2\n"), "{outcome}");
    let [file] = ledger(&scene).try_into().unwrap();
    std::fs::remove_file(file).unwrap();
    scene.run("status --skipped").is(r#"
! morgue: [DIR]/.morgue: the index is damaged (ledger: ledger-1-0 is missing)
!   hint: build it anew with `morgue index CORPUS --full`; the corpus itself is untouched
= 2"#);
    let outcome = scene.run("index news");
    assert!(outcome.stdout().starts_with("everything is read anew: "), "{outcome}");
}

/// A file system of one megabyte, unmounted at the end.
struct Small(PathBuf);

impl Small {
    fn mount(at: PathBuf) -> Option<Small> {
        std::fs::create_dir_all(&at).unwrap();
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=1m", "tmpfs"]).arg(&at).output();
        mounted.is_ok_and(|o| o.status.success()).then_some(Small(at))
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).output();
    }
}

#[test]
fn disk_full_while_writing() {
    let scene = Scene::new();
    let Some(small) = Small::mount(scene.path("small")) else {
        return skipped("disk_full_while_writing", "no file system can be mounted");
    };
    scene.file("news/river.md", RIVER).file("news/wire.jsonl", WIRE);
    let mut seed = 1_u32;
    let mut word = || {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        format!("{:x}", seed >> 8)
    };
    let text: String = (0..20_000)
        .map(|n| format!("{{\"id\":\"{n}\",\"text\":\"{}\"}}\n", [(); 12].map(|()| word()).join(" ")))
        .collect();
    scene.file("much/a.jsonl", text);
    // One segment, so that the same room is left whichever thread was quicker.
    let outcome = scene.run("index news --index small/ix --threads 1");
    assert_eq!(outcome.code(), Some(0), "{outcome}");
    for threads in ["1", "2"] {
        scene.run(&format!("index much --replace --index small/ix --threads {threads}")).is(r#"
! morgue: small/ix: cannot write the index: No space left on device (os error 28)
!   hint: free some space, or name another place with --index DIR; an index that was there before is still whole
= 2"#);
        assert_eq!(scene.names("small/ix"), ["CURRENT", "build-1", "journal", "lock"]);
        scene.run("search --index small/ix --count bridge").is(r#"
2
= 0"#);
    }
    // Full to the last byte, before there is an index at all.
    let _ = std::fs::write(scene.path("small/fill"), vec![1; 2 << 20]);
    scene.run("index news --index small/new").is(r#"
! morgue: small/new: cannot write the index: No space left on device (os error 28)
!   hint: free some space, or name another place with --index DIR; an index that was there before is still whole
= 2"#);
    std::fs::remove_file(scene.path("small/fill")).unwrap();
    let outcome = scene.run("index news --index small/new");
    assert_eq!(outcome.code(), Some(0), "{outcome}");
    assert_eq!(scene.names("small/new"), ["CURRENT", "build-1", "journal", "lock"]);
    drop(small);
}

#[test]
fn a_folder_that_is_no_index() {
    let scene = Scene::with_news();
    let mine = |folder: &str| {
        let before = scene.names(folder);
        let outcome = scene.run(&format!("index news --index {folder} --replace"));
        outcome.is(&format!(
            "! morgue: {folder}: this folder is not empty and is no index; morgue will not write into it\n\
             !   hint: name an empty or new folder with --index DIR\n= 2"
        ));
        assert_eq!(scene.names(folder), before);
    };
    scene.file("mine/letter.txt", "Dear Ann");
    mine("mine");
    // Names that an index uses too.
    scene.file("other/lock", "").file("other/build-1/output.o", "x").file("other/Makefile", "all:");
    mine("other");
    scene.file("level/CURRENT", "MANIFEST-000001\n").file("level/LOCK", "").file("level/000003.log", "x");
    mine("level");
    scene.file("only/build-1/output.o", "x");
    mine("only");
    scene.file("file", "x");
    scene.run("index news --index file").is(r#"
! morgue: file: cannot write the index: Not a directory (os error 20)
!   hint: name a place that can be written with --index DIR
= 2"#);
    scene.run("search bridge --index file").is(r#"
! morgue: there is no index at file
!   hint: make one with `morgue index CORPUS`, or name one with --index DIR or MORGUE_INDEX
= 2"#);
}

#[test]
fn an_index_of_another_corpus() {
    let scene = Scene::with_news();
    scene.file("more/a.md", RIVER);
    scene.run("index more --index .morgue").is(r#"
! morgue: .morgue: this index holds [DIR]/news, not [DIR]/more
!   hint: name another place with --index DIR, name all corpora of the index together, or say --replace
= 2"#);
    scene.run("search --corpus more --index .morgue river").is(r#"
! morgue: .morgue: this index holds [DIR]/news, not [DIR]/more
!   hint: name another place with --index DIR, name all corpora of the index together, or say --replace
= 2"#);
    scene.run("search --count bridge").is(r#"
2
= 0"#);
    let outcome = scene.run("index more --index .morgue --replace");
    assert_eq!(outcome.code(), Some(0), "{outcome}");
    scene.run("search --count bridge").is(r#"
1
= 0"#);
}

#[test]
fn the_index_inside_the_corpus_is_not_indexed() {
    let scene = Scene::new();
    scene.file("news/a.md", RIVER);
    scene.run("index news --index news/ix").is(r#"
2 articles from 1 file indexed in [TIME] s (0.0 MB, [SPEED] MB/s) into news/ix
1 hidden or left-out files and folders passed over
= 0"#);
    for again in ["nothing new: ", "everything is read anew: --full was asked for"] {
        let outcome = scene.run(if again.starts_with('n') {
            "index news --index news/ix"
        } else {
            "index news --index news/ix --full"
        });
        assert!(outcome.stdout().starts_with(again), "{outcome}");
        assert!(outcome.stdout().contains("2 articles from 1 file"), "{outcome}");
    }
    std::fs::remove_dir_all(scene.path("news/ix")).unwrap();
    // Nor is one that another corpus left there under the usual name.
    assert_eq!(scene.run("index news/a.md").code(), Some(0));
    assert!(scene.path("news/.morgue").exists());
    scene.run("index news --hidden --index news/.deep/er/ix").is(r#"
2 articles from 1 file indexed in [TIME] s (0.0 MB, [SPEED] MB/s) into news/.deep/er/ix
2 hidden or left-out files and folders passed over
= 0"#);
    scene.run("search --corpus news --index news/.deep/er/ix --count river").is(r#"
1
= 0"#);
}

#[test]
fn an_index_of_another_corpus_was_read_as_news() {
    let scene = Scene::with_news();
    std::fs::rename(scene.path(".morgue"), scene.path("news/archive.index")).unwrap();
    scene.file("news/CURRENT", "build-1 is what this news item is called, and it is an item all the same.\n");
    scene.run("index news").is(r#"
4 articles from 3 files indexed in [TIME] s (0.0 MB, [SPEED] MB/s) into [DIR]/.morgue
1 hidden or left-out files and folders passed over
= 0"#);
}

#[test]
fn the_old_index_answers_until_the_new_one_is_whole() {
    use morgue::search::{Archive, Page};
    let scene = Scene::with_news();
    let query = morgue::query::parse::parse("bridge", Default::default()).query.unwrap();
    let open = Archive::open(&scene.path(".morgue")).unwrap();
    let before = open.search(&query, &Page::default()).unwrap();
    let hold = morgue::index::lock::Hold::take(&scene.path(".morgue"), std::time::Duration::ZERO).unwrap();
    let building = morgue::index::Building::begin(&hold, None).unwrap();
    scene.run("search --count bridge").is("2\n= 0");
    building.abandon();
    drop(hold);
    scene.file("news/late.md", RIVER);
    assert_eq!(scene.run("index news").code(), Some(0));
    // A search that was open when the index was exchanged still reads the old one, whole.
    assert_eq!(open.search(&query, &Page::default()).unwrap(), before);
    scene.run("search --count bridge").is("3\n= 0");
}

#[test]
fn what_a_killed_run_left_is_cleared() {
    let scene = Scene::with_news();
    scene.file(".morgue/build-7/half.store", "x").file(".morgue/CURRENT.new", "build-7");
    scene.run("search --count bridge").is("2\n= 0");
    assert_eq!(scene.run("index news").code(), Some(0));
    assert_eq!(scene.names(".morgue"), ["CURRENT", "build-1", "journal", "lock"]);
}

// ---- the query

#[test]
fn query_empty() {
    let scene = Scene::with_news();
    scene.run("search").is(r#"
! morgue: the query is empty; say what to look for
= 2"#);
    scene.run("search '  '").is(r#"
! morgue: the query is empty; say what to look for
= 2"#);
    scene.run("search '' --since 2022").is(r#"
1. Harbour bridge reopens
   2022-06-01 · Northern Wire · w-1 · news/wire.jsonl#1
   The bridge over the harbour reopened. Toll policies were debated.
! 1 article found (searched 3 articles from 2 files)
= 0"#);
}

#[test]
fn query_of_stop_words_only() {
    let scene = Scene::with_news();
    scene.run("search --count the").is("3\n= 0");
    scene.run("search 'the of and'").is(r#"
1. River floods the lower town
   2021-03-04 · The Vale Courier · news/river.md#1
   People: Edna Quill
   The river rose three feet overnight and the lower town stood under water. Mayor Edna Quill said the bridge was safe.
! no article has all of: the AND of AND and; 1 article has all but "of"
! 1 article found (searched 3 articles from 2 files)
= 0"#);
    scene.run("search '\"the lower\"'").is(r#"
1. River floods the lower town
   2021-03-04 · The Vale Courier · news/river.md#1
   People: Edna Quill
   The river rose three feet overnight and the lower town stood under water. Mayor Edna Quill said the bridge was safe.
! 1 article found (searched 3 articles from 2 files)
= 0"#);
}

#[test]
fn query_of_punctuation_only() {
    let scene = Scene::with_news();
    scene.run("search '... !'").is(r#"
! morgue: there is no word in the query "... !"
= 2"#);
    scene.run("search '\"'").is(r#"
! morgue: there is no word in the query """
= 2"#);
    scene.run("search '()'").is(r#"
! morgue: there is no word in the query "()"
= 2"#);
}

#[test]
fn quotes_unbalanced() {
    Scene::with_news().run("search '\"bridge safe'").is(r#"
1. River floods the lower town
   2021-03-04 · The Vale Courier · news/river.md#1
   People: Edna Quill
   The river rose three feet overnight and the lower town stood under water. Mayor Edna Quill said the bridge was safe.
! query, byte 0: this quotation mark is never closed; what follows is read as plain words
! read as: bridge AND safe
! 1 article found (searched 3 articles from 2 files)
= 0"#);
}

#[test]
fn parentheses_unbalanced() {
    let scene = Scene::with_news();
    scene.run("search '(river OR'").is(r#"
1. River floods the lower town
   2021-03-04 · The Vale Courier · news/river.md#1
   People: Edna Quill
   The river rose three feet overnight and the lower town stood under water. Mayor Edna Quill said the bridge was safe.
! query, byte 0: this parenthesis is never closed; it is closed at the end
! query, byte 7: this OR joins nothing; it is left out
! read as: river
! 1 article found (searched 3 articles from 2 files)
= 0"#);
    scene.run("search 'river)'").is(r#"
1. River floods the lower town
   2021-03-04 · The Vale Courier · news/river.md#1
   People: Edna Quill
   The river rose three feet overnight and the lower town stood under water. Mayor Edna Quill said the bridge was safe.
! query, byte 5: this parenthesis closes nothing; it is left out
! read as: river
! 1 article found (searched 3 articles from 2 files)
= 0"#);
}

#[test]
fn names_with_apostrophes_and_ampersands() {
    let scene = Scene::new();
    scene.file(
        "news/a.txt",
        "AT&T raises its forecast\n\nAT&T: profit rose, said Pat O\u{2019}Brien. O'Brien's board agreed.\n",
    );
    assert_eq!(scene.run("index news").code(), Some(0));
    let query = |q| scene.with(["search", q, "--format", "text", "--color", "always"]).run();
    query("O'Brien").is(r#"
1. ␛[1mAT&T raises its forecast␛[0m
   ␛[2mundated · news/a.txt#1␛[0m
   ␛[2mPeople: Pat O’Brien␛[0m
   AT&T: profit rose, said Pat ␛[1m␛[31mO’Brien␛[0m. ␛[1m␛[31mO'Brien␛[0m's board agreed.
! 1 article found (searched 1 article from 1 file)
= 0"#);
    query("AT&T: profit").is(r#"
1. ␛[1m␛[0m␛[1m␛[31mAT&T␛[0m␛[1m raises its forecast␛[0m
   ␛[2mundated · news/a.txt#1␛[0m
   ␛[2mPeople: Pat O’Brien␛[0m
   ␛[1m␛[31mAT&T␛[0m: ␛[1m␛[31mprofit␛[0m rose, said Pat O’Brien. O'Brien's board agreed.
! 1 article found (searched 1 article from 1 file)
= 0"#);
}

#[test]
fn unknown_field() {
    let scene = Scene::with_news();
    scene.run("search 'foo:bar'").is(r#"
! query, byte 0: there is no field "foo"; read as plain words
! read as: foo AND bar
! "foo" is in no article; without it 0
! "bar" is in no article; without it 0
! nothing found (searched 3 articles from 2 files)
= 1"#);
    scene.run("search 'foo:bridge'").is(r#"
1. Harbour bridge reopens
   2022-06-01 · Northern Wire · w-1 · news/wire.jsonl#1
   The bridge over the harbour reopened. Toll policies were debated.

2. River floods the lower town
   2021-03-04 · The Vale Courier · news/river.md#1
   People: Edna Quill
   The river rose three feet overnight and the lower town stood under water. Mayor Edna Quill said the bridge was safe.
! query, byte 0: there is no field "foo"; read as plain words
! read as: foo AND bridge
! no article has all of: foo AND bridge; 2 articles have all but "foo"
! 2 articles found (searched 3 articles from 2 files)
= 0"#);
}

#[test]
fn impossible_date() {
    let scene = Scene::with_news();
    scene.run("search bridge --since 2023-02-30").is(r#"
! morgue: --since: "2023-02-30" is not in the calendar
= 2"#);
    scene.run("search bridge --until 2023-13").is(r#"
! morgue: --until: "2023-13" is not in the calendar
= 2"#);
    scene.run("search bridge --on someday").is(r#"
! morgue: --on: "someday" is not a date; write 2024, 2024-12, 2024-12-02 or 1980s
= 2"#);
    scene.run("search bridge --since 2024 --until 2023").is(r#"
! morgue: --until lies before --since
= 2"#);
    scene.run("search 'bridge date:2023-02-30'").is(r#"
1. Harbour bridge reopens
   2022-06-01 · Northern Wire · w-1 · news/wire.jsonl#1
   The bridge over the harbour reopened. Toll policies were debated.

2. River floods the lower town
   2021-03-04 · The Vale Courier · news/river.md#1
   People: Edna Quill
   The river rose three feet overnight and the lower town stood under water. Mayor Edna Quill said the bridge was safe.
! query, byte 12: "2023-02-30" is not in the calendar; 2023-02-30 is read as plain words
! read as: bridge AND 2023-02-30
! no article has all of: bridge AND 2023-02-30; 2 articles have all but 2023-02-30
! 2 articles found (searched 3 articles from 2 files)
= 0"#);
}

#[test]
fn batches_with_faults() {
    let scene = Scene::with_news();
    scene.file("q.tsv", "\u{FEFF}a\tbridge\r\n\r\n\nb\triver\r\nc\t\r\nd\t...\r\n");
    scene.run("search --queries q.tsv --format trec").is(r#"
a Q0 w-1 1 0.941162 morgue
a Q0 news/river.md#1 2 0.575684 morgue
b Q0 news/river.md#1 1 2.340576 morgue
! q.tsv: line 5: left out: the query is empty; say what to look for
! q.tsv: line 6: left out: there is no word in the query "..."
= 0"#);
    scene.run("search --queries q.tsv --count").is(r#"
a	2
b	1
! q.tsv: line 5: left out: the query is empty; say what to look for
! q.tsv: line 6: left out: there is no word in the query "..."
= 0"#);
    scene.file("empty.tsv", "\n");
    scene.run("search --queries empty.tsv").is(r#"
! morgue: empty.tsv: no queries in it
= 2"#);
    scene.run("search --queries nowhere.tsv").is(r#"
! morgue: nowhere.tsv: cannot be read: No such file or directory (os error 2)
= 2"#);
    scene.run("search --queries news").is(r#"
! morgue: news: cannot be read: Is a directory (os error 21)
= 2"#);
}

#[test]
fn one_odd_line_of_a_batch_cost_all_others() {
    let scene = Scene::with_news();
    scene.file("odd.tsv", b"a\tbridge\nriver\nb\tcaf\xE9 river\n");
    scene.run("search --queries odd.tsv --count --any").is(r#"
a	2
b	1
! odd.tsv: line 2: left out: no TAB between identifier and query
! odd.tsv: line 3: not UTF-8; read as windows-1252, which is a guess
= 0"#);
    scene.file("none.tsv", "river\n".repeat(30));
    let outcome = scene.run("search --queries none.tsv");
    assert_eq!((outcome.code(), outcome.stderr().lines().count()), (Some(2), 22), "{outcome}");
    assert!(
        outcome.stderr().ends_with("none.tsv: 10 more odd lines\nmorgue: none.tsv: no queries in it\n"),
        "{outcome}"
    );
}

#[test]
fn a_query_of_any_length_gave_complaints_of_any_length() {
    let scene = Scene::with_news();
    let long = "(".repeat(30_000);
    let outcome = scene.with(["search", &format!("{long}river"), "--count"]).run();
    assert!(outcome.code() == Some(0) && outcome.stderr().len() < 1000, "{outcome}");
    let outcome = scene.with(["search", &long]).run();
    assert!(outcome.code() == Some(2) && outcome.stderr().len() < 200, "{outcome}");
    let outcome = scene.with(["search", &format!("{} {}", "x".repeat(50_000), "foo:river"), "--count"]).run();
    assert!(outcome.code() == Some(1) && outcome.stderr().len() < 600, "{outcome}");
    let outcome = scene.with(["search", "river", "--since", &"9".repeat(5000)]).run();
    assert!(outcome.code() == Some(2) && outcome.stderr().len() < 200, "{outcome}");
}

#[test]
fn what_is_no_news_was_indexed_as_text() {
    let scene = Scene::new();
    let files = [
        ("page.html", "<!doctype html>\n<title>Storm</title><script>storm()</script>"),
        ("page.txt", "\n<HTML><BODY></BODY>"),
        ("feed.dat", "<?xml version=\"1.0\"?>\n<storms><storm>It stormed.</storm></storms>"),
        ("prices.csv", "date,open,close\n2024,3,4\n"),
        ("crawl.txt", "WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 9\r\n\r\nIt rained\r\n"),
        ("news.db", "SQLite format 3\0\u{10}\0\u{1}\u{1}\0"),
        ("code.py", "print('storm')\n"),
        ("style.css", "body { color: red }\n"),
        ("null.json", "null"),
        ("number.json", "42\n"),
    ];
    for (name, text) in files {
        scene.file(format!("news/{name}"), text);
    }
    scene.file("news/deep.jsonl", "[".repeat(3_000_000));
    // Prose under odd names is news all the same.
    for name in ["a.csv", "b.json", "c.xml", "d.log", "e", "f.1987", "g.html", "h.jsonl"] {
        scene.file(format!("news/{name}"), "It stormed, said the mayor.\nThen it stopped.\n");
    }
    scene.run("index news --no-people").is(r#"
8 articles from 19 files indexed in [TIME] s (3.0 MB, [SPEED] MB/s) into [DIR]/.morgue
11 skipped (`morgue status --skipped` names them):
       1  no column of headlines or of text
       1  no page
       2  no text
       3  not a JSON object
       4  not read yet
= 3"#);
    scene.run("status --skipped").is(r#"
news/code.py#1: not read yet: program code
news/crawl.txt#1: no page: a record of kind warcinfo
news/deep.jsonl#1: not a JSON object: invalid type: sequence, expected an object at column 1
news/feed.dat#1: not read yet: XML
news/news.db#1: not read yet: SQLite; export its articles: sqlite3 -header -csv FILE "SELECT * FROM articles" > articles.csv
news/null.json#1: not a JSON object: invalid type: null, expected an object at column 4
news/number.json#1: not a JSON object: invalid type: integer `42`, expected an object at column 2
news/page.html#1: no text
news/page.txt#1: no text
news/prices.csv#1: no column of headlines or of text: the columns are date, open, close
news/style.css#1: not read yet: program code
= 0"#);
}

#[test]
fn names_that_nothing_has() {
    let scene = Scene::with_news();
    scene.run("show nothing").is(r#"
! morgue: no article is called "nothing"
!   hint: ids are shown by `morgue search`; path#record works too
= 2"#);
    scene.run("show news/river.md#99").is(r#"
! morgue: no article is called "news/river.md#99"
!   hint: ids are shown by `morgue search`; path#record works too
= 2"#);
    scene.run("show news/river.md#x").is(r#"
! morgue: no article is called "news/river.md#x"
!   hint: ids are shown by `morgue search`; path#record works too
= 2"#);
    scene.run("show ''").is(r#"
! morgue: no article is called ""
!   hint: ids are shown by `morgue search`; path#record works too
= 2"#);
}

// ---- the output

#[test]
fn stdout_closed_early() {
    let scene = Scene::new();
    let records: String = (0..3000)
        .map(|n| format!("{{\"id\":\"{n}\",\"title\":\"Weir {n}\",\"text\":\"The weir stood, number {n}.\"}}\n"))
        .collect();
    scene.file("news/a.jsonl", records);
    assert_eq!(scene.run("index news").code(), Some(0));
    for arguments in
        ["search weir -n 0", "search weir -n 0 --format csv", "inspect news", "search weir -n 0 --format trec"]
    {
        let mut run = scene.with(arguments.split(' '));
        let mut child = run.command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        let mut reader = BufReader::with_capacity(16, child.stdout.take().unwrap());
        reader.read_line(&mut line).unwrap();
        assert!(!line.is_empty(), "{arguments}");
        drop(reader);
        let mut said = String::new();
        child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        assert_eq!((child.wait().unwrap().code(), said.as_str()), (Some(0), ""), "{arguments}");
    }
}

#[test]
fn stdout_full() {
    let Ok(full) = std::fs::File::options().write(true).open("/dev/full") else {
        return skipped("stdout_full", "there is no /dev/full");
    };
    let scene = Scene::with_news();
    let mut run = scene.with(["search", "bridge"]);
    let output = run.command.stdin(Stdio::null()).stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(
        said.lines().last(),
        Some("morgue: standard output cannot be written: No space left on device (os error 28)")
    );
}
