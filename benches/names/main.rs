//! The bench of names: are the names that the archive takes for one person's one person's, and does it know them all?
//!
//! ```text
//! cargo bench --bench names -- [--data DIR] [--gold FILE] [--errors]
//! ```
//! DIR is Reuters-21578, unless told `../shared/data/archives/reuters21578`; FILE is `benches/names/gold.tsv`, whose
//! head says how it was made. The index lies in `target/tmp/names`.
//!
//! Every two names of the gold that are scored make a pair. A pair is merged if the identity of one of the names has the
//! other among its variants. Precision is the share of the merged pairs that are one person's, recall the share of one
//! person's pairs that are merged. Beside what the archive says stand two simple rules: names that fold to the same
//! words, and names with the same last word (without Jr. and its like). `--errors` prints the pairs that the archive
//! has wrong.

mod gold;

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::time::Instant;

use morgue::corpus::corpora;
use morgue::filing::{FilingOptions, Manner, Progress, file_away};
use morgue::search::Archive;
use morgue::words::Words;

use gold::{Gold, Who};

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut data = home.join("../shared/data/archives/reuters21578");
    let mut file = home.join("benches/names/gold.tsv");
    let mut errors = false;
    let mut arguments = std::env::args().skip(1);
    while let Some(name) = arguments.next() {
        let mut value = || arguments.next().ok_or_else(|| format!("{name} needs a value"));
        match name.as_str() {
            // Cargo says so of itself.
            "--bench" => {}
            "--data" => data = PathBuf::from(value()?),
            "--gold" => file = PathBuf::from(value()?),
            "--errors" => errors = true,
            _ => return Err(format!("unknown argument {name}").into()),
        }
    }
    let gold = gold::read(&std::fs::read_to_string(&file)?).map_err(|e| format!("{}: {e}", file.display()))?;
    if !data.is_dir() {
        println!("not measured, {} is not there", data.display());
        return Ok(());
    }
    let archive = archive(&data, &Path::new(env!("CARGO_TARGET_TMPDIR")).join("names"))?;
    let told = Told::ask(&archive, &gold)?;
    told.print(&gold);

    // A name that the archive does not hold cannot be merged, and says nothing about merging.
    let held: Vec<usize> = (0..gold.len()).filter(|n| told.variants[*n].contains(&gold[*n].name)).collect();
    let folded: Vec<Vec<String>> = gold.iter().map(|gold| words(&gold.name)).collect();
    let merged = |a: usize, b: usize| told.has(a, b, &gold) || told.has(b, a, &gold);
    println!(
        "\n{:<40} {:>6} {:>6} {:>9} {:>7} {:>6}",
        "one person are", "merged", "right", "precision", "recall", "F1"
    );
    Score::of(&gold, &held, merged).print("the variants of an identity");
    Score::of(&gold, &held, |a, b| folded[a] == folded[b]).print("names that fold to the same words");
    Score::of(&gold, &held, |a, b| surname(&folded[a]) == surname(&folded[b])).print("names with the same surname");
    if errors {
        print_errors(&gold, &held, merged);
    }
    Ok(())
}

/// Indexes a corpus anew.
fn archive(corpus: &Path, place: &Path) -> Result<Archive, Failure> {
    let _ = std::fs::remove_dir_all(place);
    let options = FilingOptions::default();
    file_away(&corpora(&[corpus.to_path_buf()])?, place, &options, &Manner::default(), &Progress::default())?;
    Ok(Archive::open(place)?)
}

fn words(name: &str) -> Vec<String> {
    Words::new(name).map(|word| word.term).collect()
}

/// The last word that is not Jr. or its like.
fn surname(words: &[String]) -> Option<&String> {
    words.iter().rev().find(|word| !["jr", "sr", "ii", "iii", "iv"].contains(&word.as_str()))
}

/// What the archive told of each name.
struct Told {
    variants: Vec<HashSet<String>>,
    seconds: Vec<f64>,
}

impl Told {
    fn ask(archive: &Archive, gold: &[Gold]) -> Result<Told, Failure> {
        let mut told = Told { variants: Vec::new(), seconds: Vec::new() };
        for gold in gold {
            let began = Instant::now();
            let identity = archive.identity(&gold.name)?;
            told.seconds.push(began.elapsed().as_secs_f64());
            told.variants.push(identity.variants.into_iter().map(|variant| variant.name).collect());
        }
        Ok(told)
    }

    /// Whether the one's identity has the other's name.
    fn has(&self, one: usize, other: usize, gold: &[Gold]) -> bool {
        self.variants[one].contains(&gold[other].name)
    }

    fn print(&self, gold: &[Gold]) {
        let count = |test: &dyn Fn(usize) -> bool| (0..gold.len()).filter(|n| test(*n)).count();
        let persons: HashSet<&String> =
            gold.iter().filter_map(|gold| if let Who::One(person) = &gold.who { Some(person) } else { None }).collect();
        println!(
            "{} names: {} of {} persons, {} of several persons each, {} not scored",
            gold.len(),
            count(&|n| matches!(gold[n].who, Who::One(_))),
            persons.len(),
            count(&|n| matches!(gold[n].who, Who::Several(_))),
            count(&|n| matches!(gold[n].who, Who::Unscored)),
        );
        let absent: Vec<&str> = (0..gold.len())
            .filter(|n| !self.variants[*n].contains(&gold[*n].name))
            .map(|n| gold[n].name.as_str())
            .collect();
        if !absent.is_empty() {
            println!("not in the archive, and left out: {}", absent.join(", "));
        }
        let pairs = || (0..gold.len()).flat_map(|a| (0..a).map(move |b| (a, b)));
        let there = |n: usize| self.variants[n].contains(&gold[n].name);
        let both = pairs().filter(|(a, b)| there(*a) && there(*b));
        let one_way = both.filter(|(a, b)| self.has(*a, *b, gold) != self.has(*b, *a, gold)).count();
        println!("pairs where one identity has the other name and not the reverse: {one_way}");
        let scored = |n: usize| !matches!(gold[n].who, Who::Unscored);
        let beside = pairs()
            .filter(|(a, b)| scored(*a) != scored(*b) && (self.has(*a, *b, gold) || self.has(*b, *a, gold)))
            .count();
        println!("pairs merged of a person and of a name that is not scored: {beside}");
        let mut sorted = self.seconds.clone();
        sorted.sort_by(f64::total_cmp);
        println!(
            "{} identities in {:.1} ms: the first {:.1} ms, median {:.3} ms, slowest {:.1} ms",
            sorted.len(),
            sorted.iter().sum::<f64>() * 1e3,
            self.seconds.first().unwrap_or(&0.0) * 1e3,
            sorted.get(sorted.len() / 2).unwrap_or(&0.0) * 1e3,
            sorted.last().unwrap_or(&0.0) * 1e3,
        );
    }
}

/// Counts of pairs.
#[derive(Default)]
struct Score {
    merged: u32,
    right: u32,
    same: u32,
}

impl Score {
    fn of(gold: &[Gold], held: &[usize], merged: impl Fn(usize, usize) -> bool) -> Score {
        let mut score = Score::default();
        for (a, b, same) in pairs(gold, held) {
            let merged = merged(a, b);
            score.merged += u32::from(merged);
            score.right += u32::from(merged && same);
            score.same += u32::from(same);
        }
        score
    }

    fn print(&self, rule: &str) {
        let share = |of: u32| if of == 0 { 0.0 } else { f64::from(self.right) / f64::from(of) };
        let (precision, recall) = (share(self.merged), share(self.same));
        let f1 = if self.right == 0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) };
        let right = format!("{}/{}", self.right, self.same);
        println!("{rule:<40} {:>6} {right:>6} {precision:>9.3} {recall:>7.3} {f1:>6.3}", self.merged);
    }
}

/// The pairs that are scored, and whether they are one person's.
fn pairs<'a>(gold: &'a [Gold], held: &'a [usize]) -> impl Iterator<Item = (usize, usize, bool)> + 'a {
    held.iter().enumerate().flat_map(move |(n, a)| {
        held[..n].iter().filter_map(move |b| gold[*a].who.same(&gold[*b].who).map(|same| (*a, *b, same)))
    })
}

fn print_errors(gold: &[Gold], held: &[usize], merged: impl Fn(usize, usize) -> bool) {
    for (title, wrong) in [("merged, but not one person", true), ("one person, but not merged", false)] {
        println!("\n{title}:");
        for (a, b, same) in pairs(gold, held) {
            if merged(a, b) == wrong && same != wrong {
                println!("  {} = {}", whose(&gold[b]), whose(&gold[a]));
            }
        }
    }
}

fn whose(gold: &Gold) -> String {
    match &gold.who {
        Who::One(person) => format!("{} ({person})", gold.name),
        _ => format!("{} (several)", gold.name),
    }
}
