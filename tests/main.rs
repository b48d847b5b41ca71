//! All tests in one binary. Each module says in its first lines what belongs there; `no_test_file_is_forgotten` checks
//! that every file of this folder is listed here.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on should say so at once"
)]

mod accounts;
mod alerts;
mod asking;
mod bad_input;
mod beside;
mod by_passage;
mod command;
mod config;
mod containers;
mod coverage;
mod crawl;
mod crowd;
mod damage;
mod dates;
mod dating;
mod disk;
mod documents;
mod exports;
mod feeds;
mod formats;
mod fuzzed;
mod interactive;
mod interrupted;
mod issues;
mod keeping;
mod languages;
mod mail;
mod nightly;
mod oracle;
mod output;
mod pages;
mod passages;
mod people;
mod people_listed;
mod persons;
mod persons_asked;
mod proof;
mod queries;
mod quotes;
mod scans;
mod schedule;
mod tables;
mod timeline;
mod totals;
mod util;
mod wire;
mod words;

#[test]
fn no_test_file_is_forgotten() {
    let listed = include_str!("main.rs");
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    for entry in std::fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if let Some(module) = name.strip_suffix(".rs").filter(|m| *m != "main") {
            assert!(listed.contains(&format!("\nmod {module};")), "tests/{name} is not listed in tests/main.rs");
        }
    }
}
