//! Damage to an index, byte by byte: whatever kind of file it befalls, a search gives the right answer or says in one
//! sentence which file is damaged; never another answer. `index` mends what it meets, `index --full` everything.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use morgue::index::journal;

use crate::interrupted::{agree, copy, line};
use crate::nightly::answers;
use crate::util::{Outcome, RIVER, Scene, WIRE};

const COMMANDS: &[&str] = &[
    "search '\"lower town\" OR \"harbour bridge\"' --format json",
    "search 'br* OR people:quill OR date:2021' -n 0 --format json",
    "search 'headline:strike OR report -flood' --sort newest --format csv",
    "show w-1",
    "status --skipped",
];

/// An index of several nights, with every kind of file.
fn several_nights() -> Scene {
    let scene = Scene::quick();
    scene.file("news/river.md", RIVER).file("news/wire.jsonl", WIRE).file("news/empty.txt", "");
    // By one thread: a small segment that loses a few articles would be written anew, without a file of the removed.
    for n in 0..12 {
        let lines: String =
            (0..4).map(|m| line(&format!("{n}-{m}"), &format!("A report of the river, {m}."))).collect();
        scene.file(format!("news/{n}.jsonl"), lines);
    }
    assert!(matches!(scene.run("index news --threads=1").code(), Some(0 | 3)));
    scene.file("news/0.jsonl", line("0-0", "A report of the bridge.")).file("news/new.md", RIVER);
    assert!(matches!(scene.run("index news --threads=1 --max-deletions=100").code(), Some(0 | 3)));
    std::fs::rename(scene.path(".morgue"), scene.path("whole")).unwrap();
    scene
}

/// One file of each kind, below the index.
fn kinds(place: &Path) -> BTreeMap<String, PathBuf> {
    let files = walkdir(place);
    let kinds = files.into_iter().filter_map(|path| {
        let name = path.file_name()?.to_str()?.to_string();
        let kind = match name.as_str() {
            _ if name.contains("lock") => return None,
            _ if name.starts_with("ledger-") => "ledger".to_string(),
            _ if name.starts_with("generation-") => "journal".to_string(),
            "CURRENT" | "meta.json" | ".managed.json" => name,
            _ => name.rsplit('.').next()?.to_string(),
        };
        // The largest, so that what is found does not lie in a file of a few bytes.
        Some((kind, std::fs::metadata(&path).unwrap().len(), path))
    });
    let mut found: Vec<_> = kinds.collect();
    found.sort();
    found.into_iter().map(|(kind, _, path)| (kind, path.strip_prefix(place).unwrap().to_path_buf())).collect()
}

fn walkdir(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { walkdir(&path) } else { vec![path] }).collect()
}

/// Right, or one sentence that names a file.
fn right_or_told(outcome: &Outcome, right: &str, file: &str, when: &str) {
    if outcome.to_string() == right {
        return;
    }
    let stderr = outcome.stderr();
    let (said, hint) = stderr.split_once('\n').unwrap_or_default();
    let place = "/.morgue: the index is damaged (";
    assert!(
        outcome.code() == Some(2) && outcome.stdout().is_empty(),
        "{when}: a wrong answer\n{outcome}\nnot\n{right}"
    );
    assert!(said.contains(place) && said.contains(file) && !said.contains("panicked"), "{when}: {outcome}");
    assert_eq!(
        hint.trim_end(),
        "morgue:   hint: build it anew with `morgue index CORPUS --full`; the corpus itself is untouched"
            .trim_start_matches("morgue: "),
        "{when}"
    );
}

fn damaged_everywhere(how: &str, positions: impl Fn(usize) -> Vec<usize>, damage: impl Fn(&mut Vec<u8>, usize)) {
    let scene = several_nights();
    let place = scene.path(".morgue");
    let reset = || {
        let _ = std::fs::remove_dir_all(&place);
        copy(&scene.path("whole"), &place);
    };
    reset();
    let right: Vec<String> = COMMANDS.iter().map(|c| scene.run(c).to_string()).collect();
    let generation = journal::numbers(&place).last().copied().unwrap();
    let told = format!("{:?}", journal::read(&place, generation).unwrap());
    let kinds = kinds(&place);
    let named: Vec<&str> = kinds.keys().map(String::as_str).collect();
    let all = [
        ".managed.json",
        "CURRENT",
        "del",
        "fast",
        "fieldnorm",
        "idx",
        "journal",
        "ledger",
        "meta.json",
        "pos",
        "store",
        "term",
    ];
    assert_eq!(named, all);
    // What the archive becomes; the changed files make the next run open what is damaged.
    let changed = line("1-0", "A report of the flood.");
    let mut fresh = Vec::new();
    let (mut answered, mut refused, mut mended) = (0, 0, 0);
    for (kind, path) in &kinds {
        let whole = std::fs::read(scene.path("whole").join(path)).unwrap();
        let name = path.file_name().unwrap().to_str().unwrap();
        for at in positions(whole.len()) {
            let when = format!("{how} {kind} at byte {at} of {}", whole.len());
            println!("{when}");
            reset();
            let mut bytes = whole.clone();
            damage(&mut bytes, at);
            std::fs::write(place.join(path), bytes).unwrap();
            let said = match kind.as_str() {
                "CURRENT" => "",
                _ => name,
            };
            for (command, right) in COMMANDS.iter().zip(&right) {
                let outcome = scene.run(command);
                right_or_told(&outcome, right, said, &format!("{when}: {command}"));
                *(if outcome.code() == Some(2) { &mut refused } else { &mut answered }) += 1;
            }
            if kind == "journal" && name.ends_with(&generation.to_string()) {
                let read = journal::read(&place, generation).map(|read| format!("{read:?}"));
                assert!(read.as_ref().map_or(true, |read| *read == told), "{when}: {read:?}");
            }
            scene.file("news/1.jsonl", &changed);
            if fresh.is_empty() {
                assert!(matches!(scene.run("index news --index fresh").code(), Some(0 | 3)));
                fresh = answers(&scene.path("fresh"));
            }
            // It need not meet the damage, and then the searches that do say what to do.
            let outcome = scene.run("index news");
            assert!(matches!(outcome.code(), Some(0 | 3)), "{when}\n{outcome}");
            if outcome.stdout().starts_with("everything is read anew: ") {
                assert_eq!(answers(&place), fresh, "{when}: index");
                agree(&place);
                mended += 1;
            } else {
                for command in COMMANDS {
                    let right = scene.run(&format!("{command} --index fresh")).to_string();
                    right_or_told(&scene.run(command), &right, said, &format!("{when}, after index: {command}"));
                }
                assert!(matches!(scene.run("index news --full").code(), Some(0 | 3)), "{when}: index --full");
                assert_eq!(answers(&place), fresh, "{when}: index --full");
            }
            let lines: String =
                (0..4).map(|m| line(&format!("1-{m}"), &format!("A report of the river, {m}."))).collect();
            scene.file("news/1.jsonl", lines);
        }
    }
    println!("{how}: {answered} answers, {refused} refusals, {mended} mended by a plain run");
    assert!(refused > 0 && mended > 0);
}

#[test]
fn one_byte_flipped() {
    let positions = |length: usize| {
        let mut at =
            vec![0, length / 2, length.saturating_sub(22), length.saturating_sub(14), length.saturating_sub(3)];
        at.push(length - 1);
        at.dedup();
        at
    };
    damaged_everywhere("flipped", positions, |bytes, at| bytes[at] ^= 0x55);
}

#[test]
fn cut_short() {
    // Files that tests/bad_input.rs does not cut.
    damaged_everywhere("cut", |length| vec![0, length - 1], |bytes, at| bytes.truncate(at));
}

#[test]
fn deleted() {
    let scene = several_nights();
    let place = scene.path(".morgue");
    for kind in ["pos", "del", ".managed.json"] {
        let _ = std::fs::remove_dir_all(&place);
        copy(&scene.path("whole"), &place);
        let right: Vec<String> = COMMANDS.iter().map(|c| scene.run(c).to_string()).collect();
        let path = &kinds(&place)[kind];
        std::fs::remove_file(place.join(path)).unwrap();
        for (command, right) in COMMANDS.iter().zip(&right) {
            let name = path.file_name().unwrap().to_str().unwrap();
            right_or_told(&scene.run(command), right, name, &format!("deleted {kind}: {command}"));
        }
        assert!(matches!(scene.run("index news").code(), Some(0 | 3)), "deleted {kind}");
        assert!(matches!(scene.run("index news --full").code(), Some(0 | 3)), "deleted {kind}");
        for (command, right) in COMMANDS.iter().zip(&right) {
            assert_eq!(&scene.run(command).to_string(), right, "deleted {kind}, built anew: {command}");
        }
    }
}
