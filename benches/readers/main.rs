//! The readers bench: how fast each format is read, on one thread and on all, with the aims beside the figures.
//!
//! ```text
//! cargo bench --bench readers -- [--megabytes N] [--only FORMAT] [--pages DIR] [--seed N]
//! ```
//! The same invented articles are written down in every format that there is (some 16 MB of each unless told), held in
//! memory, cut and read as `morgue index` would; what is measured is cutting and reading, without people and dates, without the
//! index. `--pages` is a folder of saved pages (`.html`, also `.html.gz`) that are measured besides.
//!
//! To add a format, add a line to [`forms::FORMS`]. Nothing is asserted but that every article is read again.

#[path = "../shared/clock.rs"]
#[allow(dead_code, reason = "nothing here is timed more than once")]
mod clock;
mod desk;
#[path = "../shared/dice.rs"]
mod dice;
mod forms;
#[path = "../shared/lexicon.rs"]
mod lexicon;
mod markup;
#[path = "../shared/story.rs"]
mod story;
#[path = "../shared/table.rs"]
#[allow(dead_code, reason = "the aims here are the least that should be, not the most")]
mod table;
mod web;

use std::collections::HashSet;
use std::io::Read;
use std::path::{Path, PathBuf};

use morgue::article::Outcome;
use morgue::format::{Format, Head, Piece, ReadOptions, recognise};
use rayon::prelude::*;

use clock::timed;
use dice::Dice;
use forms::{FORMS, Form};
use lexicon::Lexicon;
use table::Table;

type Failure = Box<dyn std::error::Error>;

/// Million bytes a second a core that no format of text may stay below.
const AIM: f64 = 20.0;
/// Pages a second a core.
const PAGES: f64 = 100.0;

/// What was asked for.
struct Options {
    megabytes: usize,
    only: Option<String>,
    pages: Option<PathBuf>,
    seed: u64,
}

impl Options {
    fn read(mut arguments: impl Iterator<Item = String>) -> Result<Options, Failure> {
        let mut options = Options { megabytes: 16, only: None, pages: None, seed: 1 };
        while let Some(name) = arguments.next() {
            let mut value = || arguments.next().ok_or_else(|| format!("{name} needs a value"));
            match name.as_str() {
                // Cargo says so of itself.
                "--bench" => {}
                "--megabytes" => options.megabytes = value()?.parse()?,
                "--only" => options.only = Some(value()?),
                "--pages" => options.pages = Some(PathBuf::from(value()?)),
                "--seed" => options.seed = value()?.parse()?,
                _ => return Err(format!("unknown argument {name}").into()),
            }
        }
        Ok(options)
    }
}

fn main() -> Result<(), Failure> {
    let options = Options::read(std::env::args().skip(1))?;
    let lexicon = Lexicon::new();
    let mut table = Table::default();
    table.part(format!("Reading, MB/s of the file: one thread, all {} threads", rayon::current_num_threads()));
    for form in FORMS.iter().filter(|form| options.only.as_deref().is_none_or(|only| only == form.name)) {
        let mut dice = Dice::new(options.seed);
        let (mut files, mut bytes, mut articles) = (Vec::new(), 0, 0);
        while bytes < options.megabytes * 1_000_000 {
            let stories: Vec<_> = (0..form.a_file).map(|_| story::story(&mut dice, &lexicon, 2019, true)).collect();
            let file = (form.write)(&stories, articles);
            bytes += file.len();
            articles += stories.len();
            files.push(file);
        }
        measure(form, &files, Some(articles), &mut table)?;
    }
    if let Some(folder) = &options.pages {
        let files = saved(folder)?;
        let form = Form { name: "html", extension: "html", a_file: 1, write: |_, _| Vec::new() };
        table.part(format!("Saved pages of {}", folder.display()));
        measure(&form, &files, None, &mut table)?;
    }
    table.print();
    Ok(())
}

/// The pages of a folder, unpacked.
fn saved(folder: &Path) -> Result<Vec<Vec<u8>>, Failure> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let bytes = std::fs::read(entry?.path())?;
        let mut page = Vec::new();
        if bytes.starts_with(&[0x1F, 0x8B]) {
            flate2::read::MultiGzDecoder::new(bytes.as_slice()).read_to_end(&mut page)?;
        } else {
            page = bytes;
        }
        files.push(page);
    }
    Ok(files)
}

/// A piece of a file, as it would be sent to a thread.
struct Part<'a> {
    format: &'static dyn Format,
    bytes: &'a [u8],
    number: u64,
    offset: u64,
    first: bool,
    lead: &'a [u8],
    repeats: Vec<u64>,
}

fn measure(form: &Form, files: &[Vec<u8>], expected: Option<usize>, table: &mut Table) -> Result<(), Failure> {
    let bytes: usize = files.iter().map(Vec::len).sum();
    let (parts, cutting) = timed(|| files.iter().map(|file| cut(form, file)).collect::<Result<Vec<_>, _>>());
    let parts: Vec<Part<'_>> = parts?.into_iter().flatten().collect();
    let articles = |part: &Part<'_>| {
        let Part { format, bytes, number, offset, first, lead, repeats } = part;
        let piece = Piece { path: "", bytes, number: *number, offset: *offset, first: *first, lead, repeats };
        let records = format.read(&piece, &ReadOptions::default());
        records.iter().filter(|record| matches!(record.outcome, Outcome::Article(_))).count()
    };
    let (one, alone) = timed(|| parts.iter().map(articles).sum::<usize>());
    let (_, together) = timed(|| parts.par_iter().map(articles).sum::<usize>());
    let speed = |seconds: f64| bytes as f64 / 1e6 / (seconds + cutting.wall);
    let (single, all) = (speed(alone.wall), speed(together.wall));
    let verdict = if single >= AIM { "met" } else { "MISSED" };
    // What is packed, or drawn, is no format of text.
    let aim = if matches!(form.name, "html" | "warc" | "docx" | "odt" | "pdf") {
        String::new()
    } else {
        format!("   >= {AIM} {verdict}")
    };
    table.line(form.name, format!("{single:7.1} {all:7.1}{aim}"));
    if let Some(expected) = expected.filter(|expected| *expected != one) {
        return Err(format!("{}: {one} of {expected} articles were read again", form.name).into());
    }
    if form.name == "html" {
        let pages = |seconds: f64| files.len() as f64 / seconds;
        let (single, all) = (pages(alone.wall), pages(together.wall));
        let verdict = if single >= PAGES { "met" } else { "MISSED" };
        let kilobytes = bytes / files.len().max(1) / 1000;
        table.line(
            format!("pages a second, of {kilobytes} KB"),
            format!("{single:7.0} {all:7.0}   >= {PAGES} {verdict}"),
        );
    }
    Ok(())
}

/// Cuts a file as it would be cut when it is read from a disk.
fn cut<'a>(form: &Form, file: &'a [u8]) -> Result<Vec<Part<'a>>, Failure> {
    const PIECE: usize = 1 << 20;
    let head =
        Head { bytes: &file[..file.len().min(64 << 10)], extension: form.extension, whole: file.len() < 64 << 10 };
    let format = recognise(&head).ok_or("not recognised")?;
    if format.name() != form.name {
        return Err(format!("{} was taken for {}", form.name, format.name()).into());
    }
    let lead = &file[..format.lead(head.bytes)];
    let (mut parts, mut seen) = (Vec::new(), HashSet::new());
    let (mut at, mut wanted, mut number) = (0, PIECE, 1);
    while at < file.len() {
        let end = (at + wanted).min(file.len());
        let cut = format.cut(&file[at..end], at == 0, end == file.len());
        if cut.bytes == 0 {
            wanted *= 2;
            continue;
        }
        let bytes = &file[at..at + cut.bytes];
        let repeats = format.repeats(bytes, number, at == 0, &mut seen);
        parts.push(Part { format, bytes, number, offset: at as u64, first: at == 0, lead, repeats });
        (at, wanted, number) = (at + cut.bytes, PIECE, number + cut.records);
    }
    Ok(parts)
}
