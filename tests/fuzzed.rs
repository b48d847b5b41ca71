//! What the fuzz targets demand, over their seeds and the fixtures of the formats; and that no reader is without a target.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::Path;

use morgue::format::FORMATS;
use proptest::prelude::*;
use proptest::sample::Index;

#[path = "../fuzz/src/drive.rs"]
mod drive;

/// The files of a folder and of those in it.
fn files(folder: &Path) -> Vec<Vec<u8>> {
    let entries = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    entries.filter(|entry| entry.file_type().is_file()).map(|entry| fs::read(entry.path()).unwrap()).collect()
}

#[test]
fn every_reader_has_a_fuzz_target_with_seeds() {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    let manifest = fs::read_to_string(fuzz.join("Cargo.toml")).unwrap();
    let readers: BTreeSet<&str> =
        FORMATS.iter().map(|format| format.name()).filter(|name| *name != "foreign").collect();
    for reader in readers {
        let target = reader.replace('-', "_");
        let source = fs::read_to_string(fuzz.join(format!("fuzz_targets/{target}.rs")));
        assert!(source.is_ok_and(|source| source.contains(&format!("reader(\"{reader}\""))), "{reader} has no target");
        assert!(manifest.contains(&format!("name = \"{target}\"")), "{target} is not in the manifest");
        assert!(
            fs::read_dir(fuzz.join("seeds").join(&target)).is_ok_and(|seeds| seeds.count() > 0),
            "{reader} has no seed"
        );
    }
}

#[test]
fn what_the_fuzz_targets_demand_holds_for_their_seeds() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut seeds = files(&root.join("fuzz/seeds"));
    seeds.extend(files(&root.join("tests/formats")));
    assert!(seeds.len() > 30, "{} seeds", seeds.len());
    for seed in &seeds {
        for format in FORMATS {
            drive::reader(format.name(), seed);
        }
        drive::decode(seed);
        drive::query(seed);
        drive::unpack(seed);
    }
}

/// What may happen to a file: bytes go, come twice, become others, or come from another place.
#[derive(Clone, Debug)]
enum Damage {
    Cut(Index),
    Drop(Index, usize),
    Twice(Index, usize),
    Turn(Index, u8),
    Put(Index, &'static str),
}

/// What stands at the seams of the formats.
const SEAMS: &[&str] = &[
    "<",
    ">",
    "</",
    "/>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "&amp;",
    "&#x0;",
    "{",
    "}",
    "[",
    "]",
    "\"",
    "\\",
    ",",
    ":",
    "\r\n",
    "\n\n",
    "\0",
    "\u{feff}",
    "\u{e9}",
    "\\par ",
    "{\\*",
    "\\'e9",
    "\\bin99 ",
    "\\u-9 ?",
    "Content-Length: 99999999999\r\n",
    "WARC/1.0\r\n",
    "From ",
    "--b\n",
    "stream\n",
    "endobj",
    "/Length 9999999",
    "Document 2 of 1",
    "Load-Date: ",
    "<div TYPE=\"ARTICLE\">",
    "<fptr FILEID=\"x\"/>",
];

fn damage() -> impl Strategy<Value = Damage> {
    let at = any::<Index>;
    prop_oneof![
        1 => at().prop_map(Damage::Cut),
        3 => (at(), 1..200usize).prop_map(|(at, length)| Damage::Drop(at, length)),
        3 => (at(), 1..400usize).prop_map(|(at, length)| Damage::Twice(at, length)),
        3 => (at(), any::<u8>()).prop_map(|(at, byte)| Damage::Turn(at, byte)),
        5 => (at(), prop::sample::select(SEAMS)).prop_map(|(at, seam)| Damage::Put(at, seam)),
    ]
}

fn damaged(bytes: &[u8], damage: &[Damage]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for damage in damage {
        let place = |at: &Index| at.index(bytes.len() + 1);
        let span = |at: &Index, length: usize| place(at)..(place(at) + length).min(bytes.len());
        match damage {
            Damage::Cut(at) => bytes.truncate(place(at)),
            Damage::Drop(at, length) => drop(bytes.drain(span(at, *length))),
            Damage::Twice(at, length) => {
                let again = bytes[span(at, *length)].to_vec();
                let at = place(at);
                bytes.splice(at..at, again);
            }
            Damage::Turn(at, byte) => {
                let at = place(at);
                bytes.get_mut(at).into_iter().for_each(|b| *b = *byte);
            }
            Damage::Put(at, seam) => {
                let at = place(at);
                bytes.splice(at..at, seam.bytes());
            }
        }
    }
    bytes
}

/// A document in a zip, with the text of its parts damaged and the zip whole.
fn damaged_within(bytes: &[u8], damage: &[Damage]) -> Vec<u8> {
    let Ok(mut from) = zip::ZipArchive::new(Cursor::new(bytes)) else { return damaged(bytes, damage) };
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for n in 0..from.len() {
        let mut part = from.by_index(n).unwrap();
        let (name, mut text) = (part.name().unwrap().to_string(), Vec::new());
        part.read_to_end(&mut text).unwrap();
        to.start_file(&name, zip::write::SimpleFileOptions::default()).unwrap();
        let shown = name.ends_with("document.xml") || name.ends_with("content.xml");
        to.write_all(&if shown { damaged(&text, damage) } else { text }).unwrap();
    }
    to.finish().unwrap().into_inner()
}

proptest! {
    #![proptest_config(crate::util::cases(60))]

    /// Whatever happens to a file, its reader accounts for every record of it, and reads it alike in any pieces.
    #[test]
    fn every_reader_takes_damaged_files(which in any::<Index>(), damage in prop::collection::vec(damage(), 1..6)) {
        let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds");
        for format in FORMATS.iter().filter(|format| format.name() != "foreign") {
            let own = files(&seeds.join(format.name().replace('-', "_")));
            let seed: &Vec<u8> = which.get(&own);
            drive::reader(format.name(), &damaged(seed, &damage));
            drive::reader(format.name(), &damaged_within(seed, &damage));
        }
        let packed = files(&seeds.join("unpack"));
        let seed: &Vec<u8> = which.get(&packed);
        drive::unpack(&damaged(seed, &damage));
    }
}
