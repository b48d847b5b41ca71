//! What a run of `index` costs when nothing or little changed: against a bare walk of the same files, in turns, so that a
//! noisy machine is noisy to all of them.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use morgue::corpus::{Corpus, Found, Walk, corpora};
use morgue::filing::{FilingOptions, Manner, Outlook, Progress, Report, file_away, look};
use morgue::index::{self, lock::Hold};
use walkdir::WalkDir;

use crate::Failure;
use crate::article::article;
use crate::child;
use crate::clock::{Took, median, ms, timed};
use crate::dice::Dice;
use crate::lexicon::Lexicon;
use crate::table::Table;
use crate::tree::{FOLDER, Tree, dated};

/// Rounds of which the median counts.
const ROUNDS: usize = 7;
/// Bytes of the file that grows.
const GROWN: u64 = 100_000_000;
/// Lines it grows by.
const LINES: usize = 10;

/// A corpus and its index.
pub struct Place {
    pub corpora: Vec<Corpus>,
    pub at: PathBuf,
}

impl Place {
    /// An index of a folder that is not there yet.
    pub fn new(root: &Path, at: PathBuf) -> Result<Place, Failure> {
        let _ = fs::remove_dir_all(&at);
        Ok(Place { corpora: corpora(&[root.to_path_buf()])?, at })
    }

    /// A run of `index`.
    pub fn run(&self) -> Result<Report, Failure> {
        let (options, manner) = (FilingOptions::default(), Manner::default());
        Ok(file_away(&self.corpora, &self.at, &options, &manner, &Progress::default())?)
    }

    /// A run, how long it took, and how many bytes it read from files.
    fn timed(&self) -> Result<(Report, Took, u64), Failure> {
        let before = bytes_read();
        let (report, took) = timed(|| self.run());
        Ok((report?, took, bytes_read() - before))
    }
}

/// Bytes that this process has read from files so far, mapped files left out; 0 where the system does not tell.
fn bytes_read() -> u64 {
    let text = fs::read_to_string("/proc/self/io").unwrap_or_default();
    text.lines().find_map(|line| line.strip_prefix("rchar: ")?.parse().ok()).unwrap_or(0)
}

/// Walls and processor times of one kind of run.
#[derive(Default)]
struct Rounds(Vec<Took>);

impl Rounds {
    fn wall(&self) -> f64 {
        median(&self.0.iter().map(|t| t.wall).collect::<Vec<_>>())
    }

    fn figure(&self) -> String {
        let cpu = median(&self.0.iter().map(|t| t.cpu).collect::<Vec<_>>());
        format!("{:.0} ms, cpu {:.0} ms", self.wall() * 1e3, cpu * 1e3)
    }
}

/// A walk that looks at every file and does nothing else: one thread, in whatever order. Gives files and bytes.
fn bare_walk(root: &Path) -> Result<(u64, u64), Failure> {
    let (mut files, mut bytes) = (0, 0);
    for entry in WalkDir::new(root) {
        let entry = entry?;
        if entry.file_type().is_file() {
            files += 1;
            bytes += entry.metadata()?.len();
        }
    }
    Ok((files, bytes))
}

fn expect(what: &str, report: &Report, found: u64, wanted: usize) -> Result<(), Failure> {
    if usize::try_from(found) == Ok(wanted) { Ok(()) } else { Err(format!("{what}: {report:?}").into()) }
}

/// Measures runs over many small files.
pub fn tree(below: &Path, files: usize, seed: u64, table: &mut Table) -> Result<(), Failure> {
    let tree = Tree::new(below, "tree", files, seed, false)?;
    let (folder, other) = (tree.folder(0), tree.root.join("0000-renamed"));
    // Left by a bench that was stopped.
    if other.exists() {
        fs::rename(&other, &folder)?;
    }
    // Outside the folder that is renamed, and each in its first edition again.
    let changed = |round: usize| FOLDER + (files - FOLDER) / ROUNDS * round;
    (0..ROUNDS).try_for_each(|round| tree.write(changed(round), 0))?;
    let place = Place::new(&tree.root, below.join("tree.index"))?;
    let (first, took, _) = place.timed()?;
    expect("first run", &first, first.new_files, files)?;
    let command =
        ["--index".as_ref(), place.at.as_os_str(), "index".as_ref(), tree.root.as_os_str(), "--quiet".as_ref()];
    let (mut walk, mut same, mut one, mut moved): (Rounds, Rounds, Rounds, Rounds) = Default::default();
    let (mut process, mut empty) = (Vec::new(), Vec::new());
    let (mut read_same, mut read_one, mut read_moved) = (0, 0, 0);
    let mut stages = Stages::default();
    for round in 0..ROUNDS {
        let (found, took) = timed(|| bare_walk(&tree.root));
        if found?.0 != files as u64 {
            return Err("the tree has other files than it should".into());
        }
        walk.0.push(took);

        let (report, took, read) = place.timed()?;
        expect("nothing changed", &report, report.same_files, files)?;
        same.0.push(took);
        read_same = read;

        process.push(ms(child::run(&command)?));
        empty.push(ms(child::run(&[OsStr::new("--version")])?));
        stages.round(&place)?;

        tree.write(changed(round), round as u64 + 1)?;
        let (report, took, read) = place.timed()?;
        expect("one changed", &report, report.changed_files, 1)?;
        one.0.push(took);
        read_one = read;

        let (from, to) = if round % 2 == 0 { (&folder, &other) } else { (&other, &folder) };
        fs::rename(from, to)?;
        let (report, took, read) = place.timed()?;
        expect("a folder renamed", &report, report.moved_files, FOLDER)?;
        moved.0.push(took);
        read_moved = read;
    }
    if other.exists() {
        fs::rename(&other, &folder)?;
        place.run()?;
    }
    let (_, peak) = child::watched(&command)?;

    let (process, empty) = (median(&process), median(&empty));
    table.part(format!("RUNS over {files} files of one article each, {:.0} MB", first.bytes as f64 / 1e6));
    table.line("first run", format!("{:.1} s, {:.1} MB/s", took.wall, first.bytes as f64 / 1e6 / took.wall));
    table.line("bare walk, one thread", walk.figure());
    table.line("nothing changed", same.figure());
    table.aimed("nothing changed : bare walk", same.wall() / walk.wall(), "", 2.0);
    table.line("nothing changed, as a process", format!("{process:.0} ms (an empty process {empty:.1} ms)"));
    table.aimed("nothing changed, as a process : bare walk", process / 1e3 / walk.wall(), "", 2.0);
    table.line("its peak memory; of which its own", format!("{:.0} MB; {:.0} MB", peak.resident, peak.own));
    stages.lines(table);
    table.line("bytes read", format!("{read_same}"));
    table.line("one file changed", one.figure());
    table.aimed("one file changed, over nothing changed", one.wall() - same.wall(), " s", 1.0);
    table.line("bytes read", format!("{read_one}"));
    table.line(format!("a folder of {FOLDER} files renamed"), moved.figure());
    table.line("a folder renamed, over nothing changed", format!("{:.2} s", moved.wall() - same.wall()));
    table.line("bytes read", format!("{read_moved}"));
    Ok(())
}

/// Where the time goes when nothing changed, stage by stage.
#[derive(Default)]
struct Stages {
    sweep: Rounds,
    open: Rounds,
    ledger: Rounds,
    walk: Rounds,
    look: Rounds,
}

impl Stages {
    fn round(&mut self, place: &Place) -> Result<(), Failure> {
        let options = FilingOptions::default();
        let hold = Hold::take(&place.at, std::time::Duration::ZERO)?;
        let (done, took) = timed(|| index::sweep(&hold));
        done?;
        self.sweep.0.push(took);
        let (done, took) = timed(|| index::open_whole(&place.at));
        done?;
        self.open.0.push(took);
        let (done, took) = timed(|| -> Result<usize, Failure> {
            let (build, about) = index::about_current(&place.at)?;
            Ok(index::open_ledger(&place.at, &build, &about)?.lines().filter(Result::is_ok).count())
        });
        done?;
        self.ledger.0.push(took);
        let walk = Walk::new(&options.walk, Some(&place.at))?;
        let (_, took) =
            timed(|| place.corpora.iter().flat_map(|c| walk.files(c)).filter(|f| *f != Found::PassedOver).count());
        self.walk.0.push(took);
        let (done, took) = timed(|| look(&place.corpora, &place.at, &options, &Manner::default()));
        match done? {
            Outlook::Tasks(plan) if plan.tasks.is_empty() => {}
            other => return Err(format!("nothing changed, but {other:?}").into()),
        }
        self.look.0.push(took);
        Ok(())
    }

    fn lines(&self, table: &mut Table) {
        let stages = [
            ("of which: sweep", &self.sweep),
            ("of which: open the index", &self.open),
            ("of which: read the ledger", &self.ledger),
            ("of which: walk", &self.walk),
            ("of which: all of looking", &self.look),
        ];
        for (what, rounds) in stages {
            table.line(what, rounds.figure());
        }
    }
}

/// Measures runs over one large file of JSON Lines that grows.
pub fn grown(below: &Path, seed: u64, table: &mut Table) -> Result<(), Failure> {
    let (lexicon, mut dice) = (Lexicon::new(), Dice::new(seed));
    let root = below.join("grown");
    fs::create_dir_all(&root)?;
    let path = root.join("wire.jsonl");
    let mut number = 0;
    let mut append = |file: &mut dyn Write| -> Result<u64, Failure> {
        let line = format!("{}\n", article(&mut dice, &lexicon, number));
        number += 1;
        file.write_all(line.as_bytes())?;
        Ok(line.len() as u64)
    };
    let mut file = std::io::BufWriter::new(File::create(&path)?);
    let mut size = 0;
    while size < GROWN {
        size += append(&mut file)?;
    }
    file.flush()?;
    dated(&path, 0)?;
    let place = Place::new(&root, below.join("grown.index"))?;
    let (first, took, _) = place.timed()?;
    expect("first run", &first, first.new_files, 1)?;
    let (mut plain, mut same, mut grown): (Rounds, Rounds, Rounds) = Default::default();
    let (mut parsed, mut read) = (0, 0);
    for round in 0..ROUNDS {
        let (whole, took) = timed(|| fs::read(&path));
        std::hint::black_box(whole?);
        plain.0.push(took);
        let (report, took, _) = place.timed()?;
        expect("nothing changed", &report, report.same_files, 1)?;
        same.0.push(took);
        let mut file = File::options().append(true).open(&path)?;
        let mut added = 0;
        for _ in 0..LINES {
            added += append(&mut file)?;
        }
        drop(file);
        dated(&path, round as u64 + 1)?;
        let (report, took, through) = place.timed()?;
        expect("grown", &report, report.grown_files, 1)?;
        expect("bytes parsed", &report, report.bytes, usize::try_from(added)?)?;
        grown.0.push(took);
        (parsed, read) = (report.bytes, through);
    }
    table.part(format!("GROWN: one file of JSON Lines, {:.0} MB, that grew by {LINES} lines", size as f64 / 1e6));
    table.line("first run", format!("{:.1} s", took.wall));
    table.line("plain read of the file", plain.figure());
    table.line("nothing changed", same.figure());
    table.line("grown", grown.figure());
    table.line("grown : plain read", format!("{:.2}", grown.wall() / plain.wall()));
    table.line("first run : grown", format!("{:.0}", took.wall / grown.wall()));
    table.line("bytes parsed", format!("{parsed}"));
    table.line("bytes read", format!("{read}"));
    Ok(())
}
