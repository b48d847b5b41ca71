//! The speed bench: what the issue asks of speed, size and memory, measured, with the aims beside the figures.
//!
//! ```text
//! cargo bench --bench speed -- [--articles N] [--corpus DIR] [--only index|search|size|alerts] [--seed N]
//! ```
//! Measures on a corpus that it generates (20,000 articles unless told; `--articles 100000`, some 316 MB, gives the
//! full figures), then index and size on the folder of `--corpus` or, where it is there, on
//! `../shared/data/archives/reuters21578`. Corpora and indexes lie in `target/tmp/speed` and are used again. Texts are
//! held in memory while bare tantivy is measured, so that no parsing falls into its time.
//!
//! Figures that depend on the machine carry no aim but as ratios within one run. Nothing is asserted.

mod alerting;
#[path = "../shared/article.rs"]
mod article;
mod asking;
mod bare;
#[path = "../shared/child.rs"]
mod child;
#[path = "../shared/clock.rs"]
mod clock;
mod corpus;
#[path = "../shared/dice.rs"]
mod dice;
mod indexing;
#[path = "../shared/lexicon.rs"]
mod lexicon;
mod searching;
#[path = "../shared/story.rs"]
mod story;
#[path = "../shared/table.rs"]
mod table;

use std::path::{Path, PathBuf};

use indexing::Bench;
use table::Table;

type Failure = Box<dyn std::error::Error>;

/// What was asked for.
struct Options {
    articles: usize,
    corpus: Option<PathBuf>,
    only: Option<String>,
    seed: u64,
}

impl Options {
    fn read(mut arguments: impl Iterator<Item = String>) -> Result<Options, Failure> {
        let mut options = Options { articles: 20_000, corpus: None, only: None, seed: 1 };
        while let Some(name) = arguments.next() {
            let mut value = || arguments.next().ok_or_else(|| format!("{name} needs a value"));
            match name.as_str() {
                // Cargo says so of itself.
                "--bench" => {}
                "--articles" => options.articles = value()?.parse()?,
                "--corpus" => options.corpus = Some(PathBuf::from(value()?)),
                "--only" => options.only = Some(value()?),
                "--seed" => options.seed = value()?.parse()?,
                _ => return Err(format!("unknown argument {name}").into()),
            }
        }
        if options.articles == 0 {
            return Err("--articles must be at least 1".into());
        }
        match options.only.as_deref() {
            None | Some("index" | "search" | "size" | "alerts") => Ok(options),
            Some(other) => Err(format!("--only {other}: index, search, size or alerts").into()),
        }
    }

    fn wants(&self, part: &str) -> bool {
        self.only.as_deref().is_none_or(|only| only == part)
    }
}

fn main() -> Result<(), Failure> {
    let options = Options::read(std::env::args().skip(1))?;
    let below = Path::new(env!("CARGO_TARGET_TMPDIR")).join("speed");
    let root = corpus::generated(&below, options.articles, options.seed)?;
    let bench = Bench::new(&root, &below)?;
    let usual = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/archives/reuters21578");
    let real = options.corpus.clone().or(usual.exists().then_some(usual));
    let real = real.map(|root| Bench::new(&root, &below)).transpose()?;
    let mut table = Table::default();
    if options.wants("index") {
        bench.index(&mut table)?;
    }
    if options.wants("size") {
        bench.ready()?;
        bench.size(&mut table)?;
    }
    if options.wants("search") {
        searching::search(&bench, options.seed, &mut table)?;
    }
    if options.wants("alerts") {
        alerting::alerts(&bench, &below, options.seed, &mut table)?;
    }
    if let Some(real) = real {
        if options.wants("index") {
            real.index(&mut table)?;
        }
        if options.wants("size") {
            real.ready()?;
            real.size(&mut table)?;
        }
    }
    table.print();
    Ok(())
}
