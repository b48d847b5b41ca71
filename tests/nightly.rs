//! The nightly run: whatever happens to the files between two runs, the index is what a fresh build gives, and the
//! report says what was done.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use morgue::corpus::{Corpus, corpora};
use morgue::filing::plan::{Care, Task};
use morgue::filing::{FilingOptions, Manner, Outlook, Progress, Report, file_away, look};
use morgue::index;
use morgue::query::parse::{Join, parse};
use morgue::search::{Archive, Page};
use proptest::prelude::*;

use crate::util::{RIVER, Scene, WIRE};

/// Files may come and go as they like.
fn careless() -> Manner {
    Manner { care: Care { allow_empty: true, ..Care::default() }, ..patient() }
}

/// A process that another test starts holds our lock for the moment between its fork and its exec.
fn patient() -> Manner {
    Manner { wait: std::time::Duration::from_secs(20), ..Manner::default() }
}

fn news(scene: &Scene) -> Vec<Corpus> {
    corpora(&[scene.path("news")]).unwrap()
}

fn night(scene: &Scene, manner: &Manner) -> Report {
    file_away(&news(scene), &scene.path("ix"), &FilingOptions::default(), manner, &Progress::default()).unwrap()
}

/// Everything that can be asked of an index, answered: hits with scores, passages and marks, counts, and the ledger
/// without what files look like from outside.
pub fn answers(place: &Path) -> Vec<String> {
    const QUERIES: &[&str] = &[
        "*",
        "river",
        "bridge OR strike OR flood OR town OR the",
        "the bridge NOT river",
        "\"lower town\"",
        "br*",
        "people:quill",
        "date:2021",
        "mentions:2021..2024",
        "headline:strike source:courier",
        "alpha OR beta OR gamma OR delta",
    ];
    let archive = Archive::open(place).unwrap();
    let mut told = Vec::new();
    for query in QUERIES {
        let query = parse(query, Join::All).query.unwrap_or(morgue::query::Query::Everything);
        let answer = archive.search(&query, &Page { limit: 0, ..Page::default() }).unwrap();
        told.push(format!("{query}: {answer:#?}"));
    }
    told.push(format!("{:?} {:?} {:?}", archive.sources().unwrap(), archive.span().unwrap(), archive.about.counts));
    let ledger = index::open_ledger(place, &archive.build, &archive.about).unwrap();
    for line in ledger.lines() {
        let entry = line.unwrap().entry();
        let hash = entry.hash.filter(|_| entry.articles > 0);
        told.push(format!(
            "{} {} {:?} {:?} {:?} {} {:?} {:?} {} {:?} {:?} {:?}",
            entry.path,
            entry.stamp.size,
            hash,
            entry.reader,
            entry.resume,
            entry.articles,
            entry.skipped,
            entry.doubts,
            entry.settings,
            entry.claims,
            entry.parts,
            entry.shapers.iter().map(|s| (&s.name, s.hash, s.asked)).collect::<Vec<_>>(),
        ));
    }
    told
}

/// What a fresh build of the same corpora answers.
fn fresh(scene: &Scene) -> Vec<String> {
    let place = scene.path("fresh");
    let _ = std::fs::remove_dir_all(&place);
    file_away(&news(scene), &place, &FilingOptions::default(), &careless(), &Progress::default()).unwrap();
    answers(&place)
}

#[track_caller]
fn same_as_fresh(scene: &Scene) {
    let (now, fresh) = (answers(&scene.path("ix")), fresh(scene));
    for (now, fresh) in now.iter().zip(&fresh) {
        assert_eq!(now, fresh);
    }
    assert_eq!(now.len(), fresh.len());
}

/// What was done with files and articles, in words; zeros left out.
fn told(report: &Report) -> String {
    let r = report;
    let kinds = [
        ("new files", r.new_files),
        ("changed files", r.changed_files),
        ("revised files", r.revised_files),
        ("grown files", r.grown_files),
        ("moved files", r.moved_files),
        ("touched files", r.touched_files),
        ("gone files", r.gone_files),
        ("appeared", r.appeared),
        ("changed", r.changed),
        ("moved", r.moved),
        ("vanished", r.vanished),
    ];
    kinds.iter().filter(|k| k.1 > 0).map(|(kind, n)| format!("{n} {kind}")).collect::<Vec<_>>().join(", ")
}

/// A line of JSON with an identifier of its own.
fn line(id: &str, title: &str, text: &str) -> String {
    format!("{{\"id\":\"{id}\",\"title\":\"{title}\",\"text\":\"{text}\",\"date\":\"2024-05-01\"}}\n")
}

fn gzip(text: &str) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    writer.write_all(text.as_bytes()).unwrap();
    writer.finish().unwrap()
}

type Change = fn(&Scene);

/// A file that is read again is taken out of the ledger and comes back; in an archive of some size that lies in a small
/// ledger file beside the large one, and the next night's beside both.
#[test]
fn what_changed_one_night_may_be_gone_grown_or_moved_the_next() {
    let scene = Scene::new();
    let text = |n: usize, edition: usize| line(&format!("{n}"), &format!("Bridge {n}"), &format!("Flood {edition}."));
    for n in 0..200 {
        scene.file(format!("news/{n:03}.jsonl"), text(n, 0));
    }
    night(&scene, &careless());
    for n in [5, 50, 100, 150] {
        scene.file(format!("news/{n:03}.jsonl"), text(n, 10));
    }
    let mut outcomes = vec![told(&night(&scene, &careless()))];
    same_as_fresh(&scene);
    std::fs::remove_file(scene.path("news/005.jsonl")).unwrap();
    std::fs::rename(scene.path("news/050.jsonl"), scene.path("news/050b.jsonl")).unwrap();
    scene.file("news/100.jsonl", text(100, 10) + &text(1000, 0));
    scene.file("news/150.jsonl", text(150, 10));
    for _ in 0..2 {
        outcomes.push(told(&night(&scene, &careless())));
        same_as_fresh(&scene);
    }
    let second = "1 grown files, 1 moved files, 1 touched files, 1 gone files, 1 appeared, 1 moved, 1 vanished";
    assert_eq!(outcomes, ["4 changed files, 4 changed", second, ""]);
}

#[test]
fn every_kind_of_change() {
    let table: &[(&str, Change, &str)] = &[
        ("nothing", |_| {}, ""),
        ("a new file", |s| _ = s.file("news/new.md", RIVER.replace("river", "brook")), "1 new files, 2 appeared"),
        (
            "a changed file",
            |s| _ = s.file("news/river.md", RIVER.replace("three feet", "four feet")),
            "1 changed files, 1 changed",
        ),
        (
            "changed, same size",
            |s| _ = s.file("news/river.md", RIVER.replace("three", "seven")),
            "1 changed files, 1 changed",
        ),
        ("a file gone", |s| std::fs::remove_file(s.path("news/wire.jsonl")).unwrap(), "1 gone files, 1 vanished"),
        (
            "moved to another folder",
            |s| {
                std::fs::create_dir(s.path("news/old")).unwrap();
                std::fs::rename(s.path("news/river.md"), s.path("news/old/river.md")).unwrap();
            },
            "1 moved files, 2 moved",
        ),
        (
            "renamed, and its format does not read names",
            |s| std::fs::rename(s.path("news/wire.jsonl"), s.path("news/cable.jsonl")).unwrap(),
            "1 moved files, 1 moved",
        ),
        (
            "renamed, and its format reads a date from the name",
            |s| std::fs::rename(s.path("news/sub/plain.txt"), s.path("news/sub/1999-05-06.txt")).unwrap(),
            "1 new files, 1 gone files, 1 appeared, 1 vanished",
        ),
        (
            "moved by copy and removal",
            |s| {
                s.file("news/sub/river.md", RIVER);
                std::fs::remove_file(s.path("news/river.md")).unwrap();
            },
            "1 moved files, 2 moved",
        ),
        (
            "two files that changed names",
            |s| {
                std::fs::rename(s.path("news/wire.jsonl"), s.path("news/x")).unwrap();
                std::fs::rename(s.path("news/many.jsonl"), s.path("news/wire.jsonl")).unwrap();
                std::fs::rename(s.path("news/x"), s.path("news/many.jsonl")).unwrap();
            },
            "2 changed files, 4 moved",
        ),
        (
            "lines appended",
            |s| {
                let text = std::fs::read_to_string(s.path("news/many.jsonl")).unwrap();
                s.file("news/many.jsonl", text + &line("d", "Delta", "The delta.") + "{broken\n");
            },
            "1 grown files, 1 appeared",
        ),
        (
            "lines appended after a change",
            |s| {
                let text = std::fs::read_to_string(s.path("news/many.jsonl")).unwrap().replace("beta.", "BETA.");
                s.file("news/many.jsonl", text + &line("d", "Delta", "The delta."));
            },
            "1 changed files, 1 appeared, 1 changed",
        ),
        (
            "a line inserted before the others",
            |s| {
                let text = std::fs::read_to_string(s.path("news/many.jsonl")).unwrap();
                s.file("news/many.jsonl", line("d", "Delta", "The delta.") + &text);
            },
            "1 changed files, 1 appeared",
        ),
        (
            "a line taken out",
            |s| {
                let text = std::fs::read_to_string(s.path("news/many.jsonl")).unwrap();
                s.file("news/many.jsonl", text.lines().skip(1).map(|l| format!("{l}\n")).collect::<String>());
            },
            "1 changed files, 1 vanished",
        ),
        (
            "a line moved to another file",
            |s| {
                let text = std::fs::read_to_string(s.path("news/many.jsonl")).unwrap();
                let (first, rest) = text.split_once('\n').unwrap();
                s.file("news/many.jsonl", rest).file("news/other.jsonl", format!("{first}\n"));
            },
            "1 new files, 1 changed files, 1 moved",
        ),
        (
            "a compressed file changed",
            |s| _ = s.file("news/packed.jsonl.gz", gzip(&line("z", "Packed", "Now it says gamma."))),
            "1 changed files, 1 changed",
        ),
        (
            "news that became none",
            |s| _ = s.file("news/wire.jsonl", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
            "1 changed files, 1 vanished",
        ),
        (
            "touched",
            |s| {
                let file = std::fs::File::options().write(true).open(s.path("news/river.md")).unwrap();
                file.set_modified(std::time::SystemTime::now() - std::time::Duration::from_secs(60)).unwrap();
            },
            "1 touched files",
        ),
        (
            "changed, with the clock set back",
            |s| {
                s.file("news/river.md", RIVER.replace("three", "eight"));
                let file = std::fs::File::options().write(true).open(s.path("news/river.md")).unwrap();
                file.set_modified(std::time::UNIX_EPOCH + std::time::Duration::from_secs(9)).unwrap();
            },
            "1 changed files, 1 changed",
        ),
        (
            "changed, with size and time as before",
            |s| {
                let path = s.path("news/river.md");
                let before = std::fs::metadata(&path).unwrap().modified().unwrap();
                std::fs::write(&path, RIVER.replace("three", "eight")).unwrap();
                std::fs::File::options().write(true).open(path).unwrap().set_modified(before).unwrap();
            },
            "1 changed files, 1 changed",
        ),
    ];
    for (what, change, wanted) in table {
        let scene = Scene::new();
        let many = line("a", "Alpha", "The alpha.") + &line("b", "Beta", "The beta.") + &line("c", "Gamma", "The end.");
        scene.file("news/river.md", RIVER).file("news/wire.jsonl", WIRE).file("news/many.jsonl", many);
        scene.file("news/sub/plain.txt", "A plain headline\n\nA plain text about the bridge, long enough to be one.\n");
        scene.file("news/packed.jsonl.gz", gzip(&line("z", "Packed", "It says delta.")));
        let first = night(&scene, &patient());
        assert_eq!((first.generation_before, first.generation), (0, 1), "{what}");
        change(&scene);
        // The guard against deletions looks at shares, and this archive is small.
        let second = night(&scene, &careless());
        assert_eq!(told(&second), *wanted, "{what}");
        assert_eq!(
            second.generation,
            1 + u64::from(second.appeared + second.changed + second.moved + second.vanished > 0)
        );
        same_as_fresh(&scene);
        // And once more, with nothing to do.
        let third = night(&scene, &patient());
        assert_eq!((told(&third).as_str(), third.generation), ("", second.generation), "{what}");
        assert_eq!(night(&scene, &Manner { full: true, ..careless() }).vanished, 0, "{what}");
        same_as_fresh(&scene);
    }
}

/// One thing that happens to the files.
#[derive(Clone, Debug)]
enum Event {
    Write(usize, Vec<usize>),
    Append(usize, usize),
    Remove(usize),
    Rename(usize, usize),
    Beside(usize, usize),
    Night { full: bool, threads: usize },
}

const NAMES: &[&str] = &[
    "a.jsonl",
    "b.jsonl",
    "deep/c.jsonl",
    "deep/d.md",
    "e.md",
    "deep/g.txt",
    "deep/h.txt",
    "i.tar",
    "j.wire",
    "deep/k.wire",
    "l.nitf",
    "deep/m.nitf",
];
/// Files that shape others; which of them are news by themselves is told by what lies beside them.
const BESIDE: &[&str] = &[
    "e.json",
    "deep/d.json",
    "deep/g.json",
    "deep/g.yaml",
    "deep/h.txt.json",
    "deep/h.xml",
    "morgue.toml",
    "deep/morgue.toml",
];
const WORDS: &[&str] = &["alpha", "beta", "gamma", "delta", "river bridge", "the lower town", "strike"];

fn event() -> impl Strategy<Value = Event> {
    let file = 0..NAMES.len();
    prop_oneof![
        4 => (file.clone(), prop::collection::vec(0..40_usize, 0..6)).prop_map(|(f, w)| Event::Write(f, w)),
        2 => (file.clone(), 0..40_usize).prop_map(|(f, w)| Event::Append(f, w)),
        1 => file.clone().prop_map(Event::Remove),
        2 => (file.clone(), file).prop_map(|(a, b)| Event::Rename(a, b)),
        4 => (0..BESIDE.len(), 0..40_usize).prop_map(|(f, w)| Event::Beside(f, w)),
        3 => (prop::bool::weighted(0.1), 0..4_usize).prop_map(|(full, threads)| Event::Night { full, threads }),
    ]
}

fn record(name: &str, seed: usize) -> String {
    let words: Vec<&str> = (0..=seed % 5).map(|n| WORDS[(seed * 7 + n * 3) % WORDS.len()]).collect();
    let text = format!("On {} March 2021 Mayor Edna Quill spoke of {}.", 1 + seed % 28, words.join(" and "));
    match name.rsplit('.').next() {
        Some("wire") => item(seed, &text),
        Some("tar") if seed.is_multiple_of(3) => item(seed, &text),
        Some("nitf") => document(seed, &text),
        Some("txt") => format!("Headline {}\n\n{text}\n\n", seed % 11),
        Some("md") => format!("**Headline {}**\n\n{text}\n\n", seed % 11),
        // Half of them without an identifier of their own.
        _ if seed.is_multiple_of(2) => format!("{{\"title\":\"Headline {}\",\"text\":\"{text}\"}}\n", seed % 11),
        _ => line(&format!("id-{}", seed % 20), &format!("Headline {}", seed % 11), &text),
    }
}

/// An item of a wire, of few, so that versions of one meet; some are killed.
fn item(seed: usize, text: &str) -> String {
    let version =
        [String::new(), format!("\"version\":\"{}\",", seed % 4)][usize::from(!seed.is_multiple_of(5))].clone();
    let status = if seed % 11 == 7 { "canceled" } else { "usable" };
    let fields = format!("\"uri\":\"urn:{}\",{version}\"pubstatus\":\"{status}\"", seed % 3);
    format!("{{{fields},\"headline\":\"Item {seed}\",\"body_text\":\"{text}\"}}\n")
}

/// A document of NITF; some correct or kill another.
fn document(seed: usize, text: &str) -> String {
    let story = format!("<du-key key=\"story-{}\" version=\"{}\"/>", seed % 2, seed % 7);
    let other = match seed % 6 {
        0 => format!("<correction id-string=\"doc-{}\"/>", (seed + 1) % 9),
        1 => "<ed-msg msg-type=\"KILL\"/>".to_string(),
        2 | 3 => format!("<date.issue norm=\"2024050{}\"/>{story}", 1 + seed % 2),
        _ => String::new(),
    };
    let head = format!("<head><docdata><doc-id id-string=\"doc-{}\"/>{other}</docdata></head>", seed % 9);
    format!("<nitf>{head}<body><body.content><p>{text}</p></body.content></body></nitf>\n")
}

/// A file as it lies on disk.
fn written(name: &str, text: &str) -> Vec<u8> {
    if !name.ends_with(".tar") || text.is_empty() {
        return text.as_bytes().to_vec();
    }
    let mut builder = tar::Builder::new(Vec::new());
    for (n, line) in text.lines().enumerate() {
        let mut header = tar::Header::new_ustar();
        header.set_size(line.len() as u64);
        header.set_mode(0o644);
        builder.append_data(&mut header, format!("day/{n}.jsonl"), line.as_bytes()).unwrap();
    }
    builder.into_inner().unwrap()
}

/// What a file beside others says; None if it goes.
fn beside(name: &str, seed: usize) -> Option<String> {
    let n = seed % 3;
    Some(match (name.rsplit('.').next(), seed % 7) {
        (_, 0 | 6) => return None,
        (Some("toml"), 1) => format!("source = \"The Post {n}\"\n"),
        (Some("toml"), 2) => format!("# {seed}\nsource = \"The Post 1\"\n"),
        (Some("toml"), 3) => "exclude = [\"*.md\"]\n".to_string(),
        (Some("toml"), 4) => format!("include = [\"*.jsonl\"]\nsource = \"The Post {n}\"\n"),
        (Some("toml"), _) => "fields = [\"headline=text\"]\n".to_string(),
        (Some("json"), 1) => "{broken".to_string(),
        (Some("json"), 2) => format!("{{\"title\":\"River {n}\",\"text\":\"The strike.\"}}"),
        (Some("json"), _) => {
            format!("{{\"title\":\"Strike {n}\",\"source\":\"Courier\",\"date\":\"2021-0{}-01\"}}", n + 1)
        }
        (Some("xml"), 1) => "<dc><title>River".to_string(),
        (Some("xml"), _) => format!("<dc><creator>Edna Quill</creator><title>Delta {n}</title></dc>"),
        _ => format!("title: Gamma {n}\nsource: Courier\n"),
    })
}

proptest! {
    #![proptest_config(crate::util::cases(60))]

    /// Whatever happens in whatever order, the index is what a fresh build gives: articles, order, scores, marks, ledger.
    #[test]
    fn any_nights_end_as_a_fresh_build(events in prop::collection::vec(event(), 1..24)) {
        let scene = Scene::new();
        scene.file("news/always.md", RIVER);
        let mut files: BTreeMap<usize, String> = BTreeMap::new();
        night(&scene, &careless());
        for event in events {
            match event {
                Event::Write(file, seeds) => {
                    let text: String = seeds.iter().map(|s| record(NAMES[file], *s)).collect();
                    scene.file(format!("news/{}", NAMES[file]), written(NAMES[file], &text));
                    files.insert(file, text);
                }
                Event::Beside(file, seed) => match beside(BESIDE[file], seed) {
                    Some(text) => _ = scene.file(format!("news/{}", BESIDE[file]), text),
                    None => _ = std::fs::remove_file(scene.path(format!("news/{}", BESIDE[file]))),
                },
                Event::Append(file, seed) => if let Some(text) = files.get_mut(&file) {
                    text.push_str(&record(NAMES[file], seed));
                    scene.file(format!("news/{}", NAMES[file]), written(NAMES[file], text));
                },
                Event::Remove(file) => if files.remove(&file).is_some() {
                    std::fs::remove_file(scene.path(format!("news/{}", NAMES[file]))).unwrap();
                },
                Event::Rename(from, to) => if from != to && let Some(text) = files.remove(&from) {
                    let to_path = scene.path(format!("news/{}", NAMES[to]));
                    std::fs::create_dir_all(to_path.parent().unwrap()).unwrap();
                    std::fs::rename(scene.path(format!("news/{}", NAMES[from])), to_path).unwrap();
                    files.insert(to, text);
                },
                Event::Night { full, threads } => {
                    let options = FilingOptions { threads, ..FilingOptions::default() };
                    let manner = Manner { full, ..careless() };
                    file_away(&news(&scene), &scene.path("ix"), &options, &manner, &Progress::default()).unwrap();
                }
            }
        }
        night(&scene, &careless());
        let (now, fresh) = (answers(&scene.path("ix")), fresh(&scene));
        for (now, fresh) in now.iter().zip(&fresh) {
            prop_assert_eq!(now, fresh);
        }
        prop_assert_eq!(now.len(), fresh.len());
    }
}

/// The skips of an index, `path#record: reason`.
fn skips(scene: &Scene) -> Vec<String> {
    let (build, about) = index::about_current(&scene.path("ix")).unwrap();
    let ledger = index::open_ledger(&scene.path("ix"), &build, &about).unwrap();
    let entries: Vec<_> = ledger.lines().map(|line| line.unwrap().entry()).collect();
    let of =
        |skip: &index::ledger::Skipped, path: &str| format!("{path}#{}: {}", skip.record.unwrap_or(0), skip.reason);
    entries.iter().flat_map(|entry| entry.skipped.iter().map(|skip| of(skip, &entry.path))).collect()
}

/// Of an item that was sent in several files the newest version is found, and none once it was killed, whichever night
/// brings or takes which; a file that did not change is read again only if that concerns it.
#[test]
fn versions_and_kills_reach_from_file_to_file_and_night_to_night() {
    let sent = |item: &str, version: u64, status: &str| {
        let fields = format!("\"uri\":\"{item}\",\"version\":\"{version}\",\"pubstatus\":\"{status}\"");
        format!("{{{fields},\"headline\":\"{item} {version}\",\"body_text\":\"The river.\"}}\n")
    };
    let write = |name: &'static str, text: String| move |scene: &Scene| _ = scene.file(name, &text);
    let remove = |name: &'static str| move |scene: &Scene| std::fs::remove_file(scene.path(name)).unwrap();
    let rename = |from: &'static str, to: &'static str| {
        move |scene: &Scene| std::fs::rename(scene.path(from), scene.path(to)).unwrap()
    };
    let mut container = tar::Builder::new(Vec::new());
    for (name, text) in [("a.md", RIVER.to_string()), ("b.json", sent("one", 3, "usable")), ("c.md", RIVER.to_string())]
    {
        let mut header = tar::Header::new_ustar();
        header.set_size(text.len() as u64);
        container.append_data(&mut header, name, text.as_bytes()).unwrap();
    }
    let container = container.into_inner().unwrap();
    type Night = (Box<dyn Fn(&Scene)>, &'static str, &'static [&'static str]);
    let nights: Vec<Night> = vec![
        (
            Box::new(write("news/b.json", sent("one", 2, "usable"))),
            "1 new files, 1 revised files, 1 changed",
            &["news/a.jsonl#1: superseded: by version 2, in news/b.json"],
        ),
        (
            Box::new(rename("news/b.json", "news/d.json")),
            "1 new files, 1 revised files, 1 gone files, 1 moved",
            &["news/a.jsonl#1: superseded: by version 2, in news/d.json"],
        ),
        (
            Box::new(write("news/kill.json", sent("one", 2, "canceled"))),
            "1 new files, 2 revised files, 1 vanished",
            &[
                "news/a.jsonl#1: killed by its source: with version 2, in news/kill.json",
                "news/d.json#1: killed by its source: with version 2, in news/kill.json",
                "news/kill.json#1: killed by its source",
            ],
        ),
        (
            Box::new(move |scene| _ = scene.file("news/late.tar", &container)),
            "1 new files, 2 revised files, 5 appeared",
            &[
                "news/a.jsonl#1: superseded: by version 3, in news/late.tar",
                "news/d.json#1: superseded: by version 3, in news/late.tar",
                "news/kill.json#1: killed by its source",
            ],
        ),
        (
            Box::new(write(
                "news/a.jsonl",
                [sent("one", 1, "usable"), sent("two", 1, "usable"), sent("one", 4, "usable")].concat(),
            )),
            "3 revised files, 1 changed",
            &[
                "news/a.jsonl#1: superseded: by version 4",
                "news/d.json#1: superseded: by version 4, in news/a.jsonl",
                "news/kill.json#1: killed by its source",
                "news/late.tar#3: superseded: by version 4, in news/a.jsonl: b.json",
            ],
        ),
        // What says nothing of others is only added.
        (
            Box::new(write("news/z.jsonl", sent("three", 1, "") + &sent("four", 1, ""))),
            "1 grown files, 1 appeared",
            &[
                "news/a.jsonl#1: superseded: by version 4",
                "news/d.json#1: superseded: by version 4, in news/a.jsonl",
                "news/kill.json#1: killed by its source",
                "news/late.tar#3: superseded: by version 4, in news/a.jsonl: b.json",
            ],
        ),
        (
            Box::new(remove("news/kill.json")),
            "1 gone files",
            &[
                "news/a.jsonl#1: superseded: by version 4",
                "news/d.json#1: superseded: by version 4, in news/a.jsonl",
                "news/late.tar#3: superseded: by version 4, in news/a.jsonl: b.json",
            ],
        ),
        (
            Box::new(remove("news/a.jsonl")),
            "2 revised files, 1 gone files, 1 changed, 1 vanished",
            &["news/d.json#1: superseded: by version 3, in news/late.tar"],
        ),
    ];
    let scene = Scene::new();
    scene
        .file("news/a.jsonl", sent("one", 1, "usable") + &sent("two", 1, "usable"))
        .file("news/z.jsonl", sent("three", 1, ""));
    night(&scene, &careless());
    for (n, (change, wanted, reasons)) in nights.iter().enumerate() {
        change(&scene);
        assert_eq!(
            (told(&night(&scene, &careless())).as_str(), skips(&scene)),
            (*wanted, reasons.iter().map(ToString::to_string).collect()),
            "night {n}"
        );
        same_as_fresh(&scene);
    }
}

/// A file that was read again for one of its items had lost what was known of its others.
#[test]
fn a_file_that_is_revised_for_one_item_keeps_the_verdicts_on_its_others() {
    let sent = |item: &str, version: &str| {
        let fields = format!("\"uri\":\"{item}\",\"version\":\"{version}\",\"pubstatus\":\"usable\"");
        format!("{{{fields},\"headline\":\"{item} {version}\",\"body_text\":\"The river.\"}}\n")
    };
    let scene = Scene::new();
    scene.file("news/a.jsonl", sent("one", "2") + &sent("two", "1") + &sent("one", "1"));
    scene.file("news/b.jsonl", sent("two", "0") + &sent("one", "0"));
    night(&scene, &careless());
    scene.file("news/c.jsonl", sent("two", "2"));
    assert_eq!(told(&night(&scene, &careless())), "1 new files, 2 revised files, 1 changed");
    same_as_fresh(&scene);
}

/// Of a container that changed only the files that changed are read; the others keep what is known of them, under the
/// numbers they have now.
#[test]
fn of_a_container_only_what_changed_is_read_again() {
    let tar = |files: &[(&str, String)]| {
        let mut builder = tar::Builder::new(Vec::new());
        for (name, text) in files {
            let mut header = tar::Header::new_ustar();
            header.set_size(text.len() as u64);
            builder.append_data(&mut header, name, text.as_bytes()).unwrap();
        }
        builder.into_inner().unwrap()
    };
    let many = line("a", "Alpha", "The alpha.")
        + "{broken\n"
        + "{\"title\":\"Beta\",\"text\":\"The beta.\",\"date\":\"soon\"}\n";
    let wire = |text: &str| format!("{{\"uri\":\"u\",\"pubstatus\":\"usable\",\"headline\":\"{text}\"}}\n");
    let all = |first: &[(&'static str, String)], last: &str| {
        let mut files = first.to_vec();
        files.extend([
            ("many.jsonl", many.clone()),
            ("picture", "\u{89}PNG\r\n\u{1a}\n\0".to_string()),
            ("wire.json", wire("Wire")),
            ("river.md", RIVER.to_string()),
            ("last.jsonl", line("z", "Last", last)),
        ]);
        tar(&files)
    };
    // The change, what is told of it, how many articles were read.
    let table: Vec<(&str, Vec<u8>, &str, u64)> = vec![
        ("one of them changed", all(&[], "The other end."), "1 changed files, 1 changed", 2),
        (
            "one came before the others",
            all(&[("0.jsonl", line("0", "Zero", "The zero."))], "The end."),
            "1 changed files, 1 appeared",
            2,
        ),
        ("one was there twice", all(&[("many.jsonl", many.clone())], "The end."), "1 changed files, 2 appeared", 5),
        ("some went", tar(&[("river.md", RIVER.to_string())]), "1 changed files, 4 vanished", 0),
        ("cut short", all(&[], "The end.")[..600].to_vec(), "1 changed files, 5 vanished", 1),
    ];
    for (what, after, wanted, read) in table {
        let scene = Scene::new();
        scene.file("news/a.tar", all(&[], "The end.")).file("news/b.md", RIVER);
        night(&scene, &careless());
        scene.file("news/a.tar", after);
        let progress = Progress::default();
        let report =
            file_away(&news(&scene), &scene.path("ix"), &FilingOptions::default(), &careless(), &progress).unwrap();
        let articles = progress.articles.load(std::sync::atomic::Ordering::Relaxed);
        assert_eq!((told(&report).as_str(), articles), (wanted, read), "{what}");
        same_as_fresh(&scene);
    }
}

#[test]
fn a_file_edited_in_the_second_it_was_read_is_compared_by_content() {
    let scene = Scene::new();
    let path = scene.path("news/river.md");
    std::fs::create_dir_all(scene.path("news")).unwrap();
    std::fs::write(&path, RIVER).unwrap();
    night(&scene, &patient());
    // Nothing happened, but nobody can know that from outside.
    assert_eq!(told(&night(&scene, &patient())), "1 touched files");
}

/// A file that was read again in one night, went in the next and came back is not taken for one that never went.
#[test]
fn a_file_that_comes_back_after_it_was_read_twice() {
    let scene = Scene::new();
    for n in 0..9 {
        scene.file(format!("news/{n}.md"), RIVER);
    }
    night(&scene, &careless());
    let text = RIVER.replace("three", "seven");
    scene.file("news/0.md", &text);
    night(&scene, &careless());
    std::fs::remove_file(scene.path("news/0.md")).unwrap();
    night(&scene, &careless());
    same_as_fresh(&scene);
    scene.file("news/0.md", &text);
    assert_eq!(told(&night(&scene, &careless())), "1 new files, 2 appeared");
    same_as_fresh(&scene);
}

#[test]
fn a_new_file_with_the_inode_of_one_that_is_gone_was_taken_for_it() {
    let scene = Scene::new();
    scene.file("news/a.jsonl", line("a", "Old", "zebra aaa")).file("news/k.jsonl", line("k", "Kept", "The kept one."));
    night(&scene, &patient());
    // Whatever number the file system gives: a file of the same size and time, and not the same.
    let time = std::fs::metadata(scene.path("news/a.jsonl")).unwrap().modified().unwrap();
    std::fs::rename(scene.path("news/a.jsonl"), scene.path("news/b.jsonl")).unwrap();
    let mut file = std::fs::File::options().write(true).open(scene.path("news/b.jsonl")).unwrap();
    file.write_all(line("a", "New", "zebra bbb").as_bytes()).unwrap();
    file.set_modified(time).unwrap();
    assert_eq!(told(&night(&scene, &careless())), "1 new files, 1 gone files, 1 changed");
    same_as_fresh(&scene);
}

#[test]
fn options_that_change_content_are_noticed_and_told() {
    let scene = Scene::with_news();
    scene.run("index news --no-people").is(r#"
everything is read anew: what is looked for in the text changed (people, dates)
3 articles from 2 files indexed in [TIME] s (0.0 MB, [SPEED] MB/s) into [DIR]/.morgue
= 0"#);
    scene.run("index news --no-people --field headline=ttl").is(r#"
everything is read anew: the names of JSON fields changed
3 articles from 2 files indexed in [TIME] s (0.0 MB, [SPEED] MB/s) into [DIR]/.morgue
= 0"#);
    // Files left out by an option are gone on purpose, however many they are.
    scene.run("index news --no-people --field headline=ttl --exclude '*.md'").is(r#"
0 articles from 0 files read in [TIME] s (0.0 MB, [SPEED] MB/s); now 1 article from 1 file (generation 2, [DIR]/.morgue)
articles: 2 gone
files:    1 gone
1 hidden or left-out files and folders passed over
= 0"#);
}

#[test]
fn a_corpus_that_is_missing_or_empty_stops_the_run() {
    let scene = Scene::with_news();
    std::fs::rename(scene.path("news"), scene.path("away")).unwrap();
    scene.run("index news").is(r#"
! morgue: news: there is no such corpus folder or file
!   hint: check the path; a corpus is a folder of news files, or one such file
= 2"#);
    std::fs::create_dir(scene.path("news")).unwrap();
    for command in ["index news", "index news --full", "index news --dry-run"] {
        scene.run(command).is(r#"
! morgue: [DIR]/news: no files there, where there were 2; nothing was changed
!   hint: if it is mounted and empty on purpose, say --allow-empty
= 2"#);
    }
    scene.run("search --corpus news --count bridge").is(r#"
2
! [DIR]/news: no files there, where there were 2; nothing was changed; searching the index as it is
= 0"#);
    std::fs::remove_dir(scene.path("news")).unwrap();
    scene.run("index news --allow-empty").is(r#"
0 articles from 0 files read in [TIME] s (0.0 MB, [SPEED] MB/s); now 0 articles from 0 files (generation 2, [DIR]/.morgue)
articles: 3 gone
files:    2 gone
= 0"#);
    std::fs::rename(scene.path("away"), scene.path("news")).unwrap();
    scene.run("index news").is(r#"
3 articles from 2 files read in [TIME] s (0.0 MB, [SPEED] MB/s); now 3 articles from 2 files (generation 3, [DIR]/.morgue)
articles: 3 new
files:    2 new
= 0"#);
}

#[test]
fn too_many_deletions_stop_the_run() {
    let scene = Scene::new();
    for n in 0..10 {
        scene.file(format!("news/{n}.md"), RIVER);
    }
    assert_eq!(scene.run("index news").code(), Some(0));
    for n in 0..4 {
        std::fs::remove_file(scene.path(format!("news/{n}.md"))).unwrap();
    }
    for command in ["index news", "index news --full"] {
        scene.run(command).is(r#"
! morgue: [DIR]/.morgue: 4 of 10 known files are gone, more than 30 %; nothing was changed
!   hint: if they are meant to be gone, say --allow-empty, or allow more with --max-deletions PERCENT
= 2"#);
    }
    scene.run("search --count river").is("10\n= 0");
    assert_eq!(scene.run("index news --max-deletions 40").code(), Some(0));
    scene.run("search --count river").is("6\n= 0");
}

#[test]
fn a_dry_run_lists_and_changes_nothing() {
    let scene = Scene::with_news();
    scene.file("news/new.md", RIVER);
    std::fs::rename(scene.path("news/wire.jsonl"), scene.path("news/cable.jsonl")).unwrap();
    scene.run("index news --dry-run").is(r#"
move news/cable.jsonl (was news/wire.jsonl): same content, other name
read news/new.md: new
! 2 files to do, 1 as they were; nothing was changed
= 0"#);
    scene.run("index news --dry-run --json").is(r#"
{"action":"move","path":"news/cable.jsonl","from":"news/wire.jsonl","why":"same content, other name"}
{"action":"read","path":"news/new.md","from":null,"why":"new"}
! 2 files to do, 1 as they were; nothing was changed
= 0"#);
    scene.run("search --count river").is("1\n= 0");
    scene.run("index news --full --dry-run").is(r#"
rebuild: --full was asked for
= 0"#);
}

#[test]
fn checksum_compares_content_where_nothing_looks_different() {
    let scene = Scene::with_news();
    let plan = |checksum| {
        let manner = Manner { care: Care { checksum, ..Care::default() }, ..Manner::default() };
        let corpora = corpora(&[scene.path("news")]).unwrap();
        match look(&corpora, &scene.path(".morgue"), &FilingOptions::default(), &manner).unwrap() {
            Outlook::Tasks(plan) => {
                (plan.same, plan.tasks.iter().filter(|t| matches!(t, Task::Refresh { .. })).count())
            }
            other => panic!("{other:?}"),
        }
    };
    assert_eq!((plan(false), plan(true)), ((2, 0), (0, 2)));
}

/// Runs the program as a user who may not read everything; None if that cannot be.
fn as_nobody(scene: &Scene, arguments: &[&str]) -> Option<(Option<i32>, String)> {
    use std::os::unix::process::CommandExt;
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_morgue"));
    let output = command.args(arguments).current_dir(scene.path(".")).env_clear().uid(65534).gid(65534).output();
    let output = output.ok()?;
    Some((output.status.code(), String::from_utf8(output.stdout).unwrap()))
}

#[test]
fn what_cannot_be_read_tonight_keeps_its_articles() {
    use std::os::unix::fs::PermissionsExt;
    let scene = Scene::new();
    scene.file("news/river.md", RIVER).file("news/wire.jsonl", WIRE).file("news/closed/deep/river.md", RIVER);
    let mode = |name: &str, mode| {
        std::fs::set_permissions(scene.path(name), std::fs::Permissions::from_mode(mode)).unwrap();
    };
    mode(".", 0o777);
    let first = as_nobody(&scene, &["index", "news"]);
    let Some((Some(0), _)) = first else {
        return crate::util::skipped("what_cannot_be_read_tonight_keeps_its_articles", "no other user can be played");
    };
    mode("news/closed", 0o000);
    mode("news/wire.jsonl", 0o000);
    let (code, told) = as_nobody(&scene, &["index", "news", "--json"]).unwrap();
    let report: Report = serde_json::from_str(&told).unwrap();
    let why: Vec<&str> = report.skipped_by_reason.keys().map(String::as_str).collect();
    assert_eq!((code, report.articles, report.vanished, report.same_files), (Some(3), 5, 0, 3));
    assert_eq!(
        why,
        [
            "news/closed cannot be read: Permission denied (os error 13); 1 file kept as last read",
            "news/wire.jsonl cannot be read: Permission denied (os error 13); 1 file kept as last read",
        ]
    );
    mode("news/closed", 0o755);
    mode("news/wire.jsonl", 0o644);
    let (code, told) = as_nobody(&scene, &["index", "news", "--json"]).unwrap();
    let report: Report = serde_json::from_str(&told).unwrap();
    assert_eq!((code, report.articles, report.generation), (Some(0), 5, 1));
    // Another user reads what this one wrote.
    scene.run("search --count bridge").is("3\n= 0");
}
