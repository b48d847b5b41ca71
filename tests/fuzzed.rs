//! What the fuzz targets demand, over their seeds and the fixtures of the formats; and that no reader is without a target.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use morgue::format::FORMATS;

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
