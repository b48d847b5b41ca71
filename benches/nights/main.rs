//! The bench of the nightly run: what it costs to look at an archive in which little or nothing changed, and what a year
//! of nights leaves of an index.
//!
//! ```text
//! cargo bench --bench nights -- [--files N] [--seed N]
//! cargo bench --bench nights -- --nights N [--articles N] [--seed N]
//! ```
//! The first makes a tree of N small files (100,000 unless told), one article each, indexes it, and measures runs of
//! `index` over it against a bare walk that looks at every file. The second plays N nights of 0.5 % churn over `--articles`
//! files (20,000 unless told), prints a curve, and at the end holds every answer against those of a fresh build; an answer
//! that differs ends the bench with an error. Files and indexes lie in `target/tmp/nights`.
//!
//! Figures that depend on the machine are compared as ratios within one run.

#[path = "../shared/article.rs"]
mod article;
mod asking;
#[path = "../shared/child.rs"]
mod child;
#[path = "../shared/clock.rs"]
mod clock;
mod curve;
#[path = "../shared/dice.rs"]
mod dice;
#[path = "../shared/lexicon.rs"]
mod lexicon;
mod runs;
#[path = "../shared/story.rs"]
mod story;
#[path = "../shared/table.rs"]
mod table;
mod tree;

use std::path::Path;

use table::Table;

type Failure = Box<dyn std::error::Error>;

/// What was asked for.
struct Options {
    files: usize,
    nights: Option<usize>,
    articles: usize,
    seed: u64,
}

impl Options {
    fn read(mut arguments: impl Iterator<Item = String>) -> Result<Options, Failure> {
        let mut options = Options { files: 100_000, nights: None, articles: 20_000, seed: 1 };
        while let Some(name) = arguments.next() {
            let mut value = || arguments.next().ok_or_else(|| format!("{name} needs a value"));
            match name.as_str() {
                // Cargo says so of itself.
                "--bench" => {}
                "--files" => options.files = value()?.parse()?,
                "--nights" => options.nights = Some(value()?.parse()?),
                "--articles" => options.articles = value()?.parse()?,
                "--seed" => options.seed = value()?.parse()?,
                _ => return Err(format!("unknown argument {name}").into()),
            }
        }
        let least = 2 * tree::FOLDER;
        if options.files < least || options.articles < least {
            return Err(format!("--files and --articles must be at least {least}").into());
        }
        Ok(options)
    }
}

fn main() -> Result<(), Failure> {
    let options = Options::read(std::env::args().skip(1))?;
    let below = Path::new(env!("CARGO_TARGET_TMPDIR")).join("nights");
    std::fs::create_dir_all(&below)?;
    let mut table = Table::default();
    match options.nights {
        Some(nights) => curve::nights(&below, nights, options.articles, options.seed, &mut table)?,
        None => {
            runs::tree(&below, options.files, options.seed, &mut table)?;
            runs::grown(&below, options.seed, &mut table)?;
        }
    }
    table.print();
    Ok(())
}
