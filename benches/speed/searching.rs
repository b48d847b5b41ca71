//! How fast a question is answered: by a fresh process, and by an archive that stays open; what of that passages and
//! highlights take; and what bare tantivy takes to rank and count the same words.

use std::ffi::OsStr;
use std::time::Instant;

use morgue::search::{Archive, Page};

use crate::asking::{Kind, Question, questions};
use crate::bare::Bare;
use crate::child;
use crate::clock::{median, ms, percentile};
use crate::dice::Dice;
use crate::indexing::{Bench, texts};
use crate::table::Table;

/// Questions of each kind.
const QUESTIONS: usize = 50;
/// Times each is asked while warm; the median counts.
const TIMES: usize = 5;
/// Questions of each kind asked of a fresh process.
const COLD: usize = 20;

type Failure = Box<dyn std::error::Error>;

/// Measures searching.
pub fn search(bench: &Bench, seed: u64, table: &mut Table) -> Result<(), Failure> {
    bench.ready()?;
    let texts = texts(bench.articles()?);
    let bare = Bare::open(&bench.bare)?;
    let mut dice = Dice::new(seed);
    let asked: Vec<(Kind, Vec<Question>)> =
        Kind::ALL.iter().map(|kind| (*kind, questions(*kind, QUESTIONS, &texts, &bare, &mut dice))).collect();
    drop(texts);
    let archive = Archive::open(&bench.whole)?;
    table.part(format!(
        "SEARCH, cold: a process each, {} articles, {} segments",
        archive.articles(),
        archive.segments()
    ));
    cold(bench, &asked, table)?;
    warm(&archive, &bare, &asked, table)
}

fn cold(bench: &Bench, asked: &[(Kind, Vec<Question>)], table: &mut Table) -> Result<(), Failure> {
    let mut empty = Vec::new();
    let mut all = Vec::new();
    let mut kinds = Vec::new();
    for (kind, questions) in asked {
        let mut times = Vec::new();
        for question in questions.iter().take(COLD) {
            empty.push(ms(child::run(&[OsStr::new("--version")])?));
            let mut command =
                vec![OsStr::new("--index"), bench.whole.as_os_str(), OsStr::new("search"), OsStr::new(&question.text)];
            if *kind == Kind::Sentence {
                command.push(OsStr::new("--any"));
            }
            times.push(ms(child::run(&command)?));
        }
        kinds.push((kind, median(&times)));
        all.extend(times);
    }
    let empty = median(&empty);
    table.line("empty process", format!("{empty:.2} ms"));
    table.aimed("over it, all kinds, median", median(&all) - empty, " ms", 15.0);
    for (kind, time) in kinds {
        table.line(format!("over it, {}", kind.name()), format!("{:.2} ms", time - empty));
    }
    Ok(())
}

/// Milliseconds of one question, the ways it was asked.
#[derive(Clone, Copy, Debug, Default)]
struct Times {
    whole: f64,
    unshown: f64,
    ranked: f64,
    counted: f64,
    bare: Option<f64>,
    plain: Option<f64>,
}

fn warm(archive: &Archive, bare: &Bare, asked: &[(Kind, Vec<Question>)], table: &mut Table) -> Result<(), Failure> {
    let mut all = Vec::new();
    table.part("SEARCH, warm: the archive stays open; ten hits, three passages each");
    for (kind, questions) in asked {
        let mut times = Vec::new();
        for question in questions {
            times.push(ask(archive, bare, question)?);
        }
        lines(kind.name(), &times, table);
        let plain: Vec<f64> = times.iter().filter_map(|t| t.plain).collect();
        if !plain.is_empty() {
            let ratio = median(&times.iter().map(|t| t.whole).collect::<Vec<_>>()) / median(&plain);
            table.aimed(format!("{}: plain AND of the same words, p50", kind.name()), ratio, "", 3.0);
        }
        all.extend(times);
    }
    lines("all", &all, table);
    let sum = |value: fn(&Times) -> f64| all.iter().map(value).sum::<f64>();
    let share = 100.0 * (1.0 - sum(|t| t.ranked) / sum(|t| t.whole));
    table.aimed("passages and highlights, of all the time", share, " %", 50.0);
    let shares: Vec<f64> = all.iter().map(|t| 100.0 * (1.0 - t.ranked / t.whole)).collect();
    table.aimed("passages and highlights, of the median query", median(&shares), " %", 50.0);
    let shown: Vec<f64> = all.iter().map(|t| t.whole - t.ranked).collect();
    table.line("passages and highlights, median query", format!("{:.3} ms", median(&shown)));
    let shown: Vec<f64> = all.iter().map(|t| t.whole - t.unshown).collect();
    table.line("of which choosing passages", format!("{:.3} ms", median(&shown)));
    Ok(())
}

fn lines(name: &str, times: &[Times], table: &mut Table) {
    let of = |value: &dyn Fn(&Times) -> f64| times.iter().map(value).collect::<Vec<_>>();
    let whole = of(&|t| t.whole);
    let middle = |value: &dyn Fn(&Times) -> f64| median(&of(value));
    table.line(
        format!("{name} ({}): p50, p99", times.len()),
        format!("{:.2}, {:.2} ms", median(&whole), percentile(&whole, 99.0)),
    );
    table.line(
        format!("{name}: ranked only, counted only",),
        format!("{:.2}, {:.2} ms", middle(&|t| t.ranked), middle(&|t| t.counted)),
    );
    let (mut ours, mut theirs) = (0.0, 0.0);
    for time in times {
        if let Some(bare) = time.bare {
            ours += time.ranked;
            theirs += bare;
        }
    }
    if theirs > 0.0 {
        table.line(format!("{name}: ranked only : bare tantivy"), format!("{:.2}", ours / theirs));
    }
}

fn ask(archive: &Archive, bare: &Bare, question: &Question) -> Result<Times, Failure> {
    let page = Page::default();
    let unshown = Page { passages: 0, ..page };
    let mut rounds = Vec::with_capacity(TIMES);
    // The first round only warms.
    for _ in 0..=TIMES {
        let whole = clocked(|| archive.search(&question.query, &page))?;
        let unshown = clocked(|| archive.search(&question.query, &unshown))?;
        let ranked = clocked(|| archive.identifiers(&question.query, &page))?;
        let counted = clocked(|| archive.count(&question.query))?;
        let bare = match &question.bare {
            Some((words, joined)) => Some(clocked(|| bare.search(words, *joined))?),
            None => None,
        };
        let plain = match &question.plain {
            Some(query) => Some(clocked(|| archive.search(query, &page))?),
            None => None,
        };
        rounds.push(Times { whole, unshown, ranked, counted, bare, plain });
    }
    let middle = |value: &dyn Fn(&Times) -> f64| median(&rounds[1..].iter().map(value).collect::<Vec<_>>());
    Ok(Times {
        whole: middle(&|t| t.whole),
        unshown: middle(&|t| t.unshown),
        ranked: middle(&|t| t.ranked),
        counted: middle(&|t| t.counted),
        bare: question.bare.as_ref().map(|_| middle(&|t| t.bare.unwrap_or(0.0))),
        plain: question.plain.as_ref().map(|_| middle(&|t| t.plain.unwrap_or(0.0))),
    })
}

fn clocked<T, E>(work: impl FnOnce() -> Result<T, E>) -> Result<f64, E> {
    let began = Instant::now();
    std::hint::black_box(work()?);
    Ok(ms(began.elapsed()))
}
