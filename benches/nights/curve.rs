//! A year of nights: what they leave of an index, and whether it still answers as one that was built anew.

use std::path::Path;

use morgue::index::{self, journal, size_on_disk};
use morgue::search::Archive;

use crate::Failure;
use crate::asking::{asked, compared, questions};
use crate::clock::{median, timed};
use crate::dice::Dice;
use crate::runs::Place;
use crate::table::Table;
use crate::tree::Tree;

/// Nights between two lines of the curve.
const LINE: usize = 15;
/// Files of a thousand that a night changes, adds or takes away.
const CHURN: usize = 5;
/// Questions whose time is taken.
const TIMED: usize = 24;
/// Questions whose answers are compared at the end.
const COMPARED: usize = 300;

/// What the nights between two lines came to.
#[derive(Default)]
struct Span {
    seconds: Vec<f64>,
    segments: usize,
    ledgers: usize,
}

/// Plays the nights.
pub fn nights(below: &Path, nights: usize, files: usize, seed: u64, table: &mut Table) -> Result<(), Failure> {
    let tree = Tree::new(below, "nights", files, seed, true)?;
    let place = Place::new(&tree.root, below.join("nights.index"))?;
    let mut dice = Dice::new(seed);
    let mut there: Vec<usize> = (0..files).collect();
    let mut next = files;
    let (first, took) = timed(|| place.run());
    println!("{} articles indexed in {:.1} s", first?.articles, took.wall);
    // Drawn once, so that the curve shows the index and not the questions.
    let questions_timed = questions(&tree, &there, TIMED, &mut dice)?;
    println!("night  articles  index MB  journal MB  segments (most)  ledger (most)  run, median  run, most  query");
    let line = |night: usize, span: &Span| -> Result<(), Failure> {
        let archive = Archive::open(&place.at)?;
        let query = asked(&archive, &questions_timed)?;
        let journals = size_on_disk(&journal::folder(&place.at));
        println!(
            "{night:>5}  {:>8}  {:>8.1}  {:>10.2}  {:>8} {:>6}  {:>6} {:>6}  {:>8.0} ms  {:>6.0} ms  {query:.2} ms",
            archive.articles(),
            (size_on_disk(&place.at) - journals) as f64 / 1e6,
            journals as f64 / 1e6,
            archive.segments(),
            format!("({})", span.segments.max(archive.segments())),
            index::about_current(&place.at)?.1.ledger.len(),
            format!("({})", span.ledgers),
            median(&span.seconds) * 1e3,
            span.seconds.iter().copied().fold(0.0, f64::max) * 1e3,
        );
        Ok(())
    };
    line(0, &Span { ledgers: 1, ..Span::default() })?;
    let (mut whole, mut span) = (Span::default(), Span::default());
    for night in 1..=nights {
        let touched = there.len() * CHURN / 1000;
        let (new, gone) = (touched / 4, touched / 4);
        for _ in 0..gone {
            let number = there.swap_remove(dice.below(there.len()));
            std::fs::remove_file(tree.file(number))?;
        }
        let mut changed = std::collections::BTreeSet::new();
        while changed.len() < touched - new - gone {
            changed.insert(*dice.one(&there));
        }
        for number in &changed {
            tree.write(*number, night as u64)?;
        }
        for number in next..next + new {
            tree.write(number, night as u64)?;
            there.push(number);
        }
        next += new;
        let (report, took) = timed(|| place.run());
        let report = report?;
        let counts = [report.changed_files, report.new_files, report.gone_files, report.files];
        if counts != [changed.len() as u64, new as u64, gone as u64, there.len() as u64] {
            return Err(format!("night {night}: {report:?}").into());
        }
        let segments = Archive::open(&place.at)?.segments();
        let ledgers = index::about_current(&place.at)?.1.ledger.len();
        for span in [&mut span, &mut whole] {
            span.seconds.push(took.wall);
            span.segments = span.segments.max(segments);
            span.ledgers = span.ledgers.max(ledgers);
        }
        if night % LINE == 0 || night == nights {
            line(night, &span)?;
            span = Span::default();
        }
    }
    let fresh = Place::new(&tree.root, below.join("nights.fresh"))?;
    let (report, took) = timed(|| fresh.run());
    report?;
    let (ours, theirs) = (Archive::open(&place.at)?, Archive::open(&fresh.at)?);
    let asked_all = questions(&tree, &there, COMPARED, &mut dice)?;
    let articles = compared(&ours, &theirs, &asked_all)?;
    let (mut with, mut without) = (Vec::new(), Vec::new());
    for _ in 0..TIMED {
        with.push(asked(&ours, &questions_timed)?);
        without.push(asked(&theirs, &questions_timed)?);
    }
    let journals = size_on_disk(&journal::folder(&place.at)) as f64;
    let (size, built) = (size_on_disk(&place.at) as f64, size_on_disk(&fresh.at) as f64);
    table.part(format!("NIGHTS: {nights} of them, {} articles at the end", ours.articles()));
    table.line("run, median and most", {
        let most = whole.seconds.iter().copied().fold(0.0, f64::max);
        format!("{:.0} ms, {:.0} ms", median(&whole.seconds) * 1e3, most * 1e3)
    });
    table.line("fresh build", format!("{:.1} s", took.wall));
    table.line("fresh build : median run", format!("{:.0}", took.wall / median(&whole.seconds)));
    table.line(
        "index : fresh build, on disk",
        format!("{:.2} ({:.1} MB : {:.1} MB)", size / built, size / 1e6, built / 1e6),
    );
    table.line("of which what each generation changed", format!("{:.1} MB", journals / 1e6));
    table.line("segments at the end, most, of a fresh build", {
        format!("{}, {}, {}", ours.segments(), whole.segments, theirs.segments())
    });
    table.line("ledger files, most", whole.ledgers.to_string());
    table.line("query, median : fresh build", {
        let (with, without) = (median(&with), median(&without));
        format!("{:.2} ({with:.2} ms : {without:.2} ms)", with / without)
    });
    table.line(format!("answers to {COMPARED} questions"), format!("all equal ({articles} articles)"));
    Ok(())
}
