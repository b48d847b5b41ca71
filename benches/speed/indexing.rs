//! How fast the index is built, and how large it is: `morgue` with all on and with people and dates off, against bare
//! tantivy over the same texts, in turns, so that a noisy machine is noisy to all of them.

use std::ffi::OsStr;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use morgue::article::{Article, Outcome};
use morgue::corpus::{Corpus, Found, Walk, corpora};
use morgue::enrich::{EnrichOptions, enrich};
use morgue::filing::{FilingOptions, Manner, Progress, file_away};
use morgue::index::size_on_disk;
use morgue::reading::{self, Part};
use morgue::words::{Word, Words};

use crate::bare::{Bare, Text};
use crate::child;
use crate::clock::{Took, median, timed};
use crate::table::Table;

/// Rounds of which the median counts.
const ROUNDS: usize = 3;

/// A corpus with its indexes.
pub struct Bench {
    corpora: Vec<Corpus>,
    root: PathBuf,
    /// Where bare tantivy's index lies.
    pub bare: PathBuf,
    /// Where the index of `morgue` lies, with all on.
    pub whole: PathBuf,
    plain: PathBuf,
}

type Failure = Box<dyn std::error::Error>;

impl Bench {
    /// Indexes of `root` below a folder, named after it.
    pub fn new(root: &Path, below: &Path) -> Result<Bench, Failure> {
        let corpora = corpora(&[root.to_path_buf()])?;
        let name = corpora.first().map_or_else(String::new, |c| c.label.replace('/', "-"));
        let at = |kind: &str| below.join(format!("{name}.{kind}"));
        Ok(Bench { root: root.to_path_buf(), bare: at("bare"), whole: at("whole"), plain: at("plain"), corpora })
    }

    /// Makes the indexes that searching needs, if they are not there.
    pub fn ready(&self) -> Result<(), Failure> {
        self.indexed()?;
        if !self.bare.join("meta.json").exists() {
            self.tantivy(&texts(self.articles()?))?;
        }
        Ok(())
    }

    /// Makes the index of `morgue`, if it is not there.
    pub fn indexed(&self) -> Result<(), Failure> {
        if !self.whole.join("CURRENT").exists() {
            self.file(&self.whole, true)?;
        }
        Ok(())
    }

    /// Everything in the corpus, as `morgue` reads it.
    pub fn articles(&self) -> Result<Vec<Article>, Failure> {
        let options = FilingOptions::default();
        let walk = Walk::new(&options.walk, None)?;
        let mut articles = Vec::new();
        for found in self.corpora.iter().flat_map(|c| walk.files(c)) {
            let Found::Source(source) = found else { continue };
            reading::each(&source.file, options.limits, &mut |part| {
                let Part::Reading { reading, .. } = part else { return ControlFlow::Continue(()) };
                while let Some(piece) = reading.next_piece() {
                    for record in piece.records("", &options.read) {
                        if let Outcome::Article(article) = record.outcome {
                            articles.push(*article);
                        }
                    }
                }
                ControlFlow::Continue(())
            })?;
        }
        Ok(articles)
    }

    fn tantivy(&self, texts: &[Text]) -> Result<(), Failure> {
        let _ = fs::remove_dir_all(&self.bare);
        fs::create_dir_all(&self.bare)?;
        Ok(Bare::index(texts, &self.bare, threads())?)
    }

    fn file(&self, at: &Path, on: bool) -> Result<(), Failure> {
        let _ = fs::remove_dir_all(at);
        let enrich = EnrichOptions { people: on, dates: on, day_month: None };
        let options = FilingOptions { enrich, ..FilingOptions::default() };
        file_away(&self.corpora, at, &options, &Manner::default(), &Progress::default())?;
        Ok(())
    }

    /// Measures building.
    pub fn index(&self, table: &mut Table) -> Result<(), Failure> {
        let (articles, reading) = timed(|| self.articles());
        let articles = articles?;
        let files = size_on_disk(&self.root) as f64;
        table.part(format!("INDEX {}: {} articles, {:.1} MB of files", self.name(), articles.len(), files / 1e6));
        self.stages(&articles, reading, table);
        let texts = texts(articles);
        let mut rounds: [Vec<Took>; 3] = Default::default();
        for _ in 0..ROUNDS {
            let (done, took) = timed(|| self.tantivy(&texts));
            done?;
            rounds[0].push(took);
            for (n, on) in [(1, false), (2, true)] {
                let at = if on { &self.whole } else { &self.plain };
                let (done, took) = timed(|| self.file(at, on));
                done?;
                rounds[n].push(took);
            }
        }
        let middle = |rounds: &[Took]| Took {
            wall: median(&rounds.iter().map(|t| t.wall).collect::<Vec<_>>()),
            cpu: median(&rounds.iter().map(|t| t.cpu).collect::<Vec<_>>()),
        };
        let [bare, plain, whole] = rounds.each_ref().map(|rounds| middle(rounds));
        for (what, took) in [("bare tantivy", bare), ("morgue, people and dates off", plain), ("morgue, all on", whole)]
        {
            let figure = format!("{:.2} s, cpu {:.2} s, {:.1} MB/s", took.wall, took.cpu, files / 1e6 / took.wall);
            table.line(what, figure);
        }
        table.aimed("wall, off : bare", plain.wall / bare.wall, "", 1.4);
        table.line("cpu,  off : bare", format!("{:.2}", plain.cpu / bare.cpu));
        table.aimed("wall, all on : bare", whole.wall / bare.wall, "", 2.0);
        table.line("cpu,  all on : bare", format!("{:.2}", whole.cpu / bare.cpu));

        let _ = fs::remove_dir_all(&self.plain);
        let command = [OsStr::new("--index"), self.plain.as_os_str(), OsStr::new("index"), self.root.as_os_str()];
        let (time, peak) = child::watched(&command)?;
        table.line("morgue index as a command", format!("{:.2} s", time.as_secs_f64()));
        table.aimed("its peak memory", peak.resident, " MB", 500.0);
        table.line("of which its own (sampled)", format!("{:.0} MB", peak.own));
        let _ = fs::remove_dir_all(&self.plain);
        Ok(())
    }

    /// Where the time goes, stage by stage, each on one thread.
    fn stages(&self, articles: &[Article], reading: Took, table: &mut Table) {
        let mut stage =
            |what: &str, took: Took| table.line(format!("one thread: {what}"), format!("{:.2} s", took.wall));
        stage("walk and read", reading);
        let ((), took) = timed(|| {
            let mut word = Word::default();
            for article in articles {
                let mut words = Words::new(&article.body);
                while words.read(&mut word) {}
            }
        });
        stage("words of the bodies", took);
        for (what, people) in [("find people", true), ("find dates", false)] {
            let options = EnrichOptions { people, dates: !people, day_month: None };
            let (_, took) =
                timed(|| articles.iter().map(|a| enrich(a, options)).filter(|m| m.people.is_empty()).count());
            stage(what, took);
        }
    }

    /// Measures what lies on disk.
    pub fn size(&self, table: &mut Table) -> Result<(), Failure> {
        let texts = texts(self.articles()?);
        let text = texts.iter().map(|t| t.headline.len() + t.body.len()).sum::<usize>() as f64;
        let (whole, bare) = (size_on_disk(&self.whole) as f64, size_on_disk(&self.bare) as f64);
        table.part(format!("SIZE {}: {:.1} MB of headlines and bodies", self.name(), text / 1e6));
        table.aimed(format!("index ({:.1} MB) : text", whole / 1e6), whole / text, "", 1.2);
        table.line(format!("bare tantivy ({:.1} MB) : text", bare / 1e6), format!("{:.2}", bare / text));
        for (kind, share) in by_kind(&self.whole) {
            let beside = by_kind(&self.bare).get(&kind).copied().unwrap_or(0.0);
            table.line(format!(".{kind} : text (bare)"), format!("{:.3} ({:.3})", share / text, beside / text));
        }
        Ok(())
    }

    fn name(&self) -> String {
        self.corpora.iter().map(|c| c.label.as_str()).collect::<Vec<_>>().join(", ")
    }
}

/// Headlines and bodies.
pub fn texts(articles: Vec<Article>) -> Vec<Text> {
    articles.into_iter().map(|a| Text { headline: a.headline, body: a.body }).collect()
}

fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Bytes on disk by the extension of the files.
fn by_kind(place: &Path) -> std::collections::BTreeMap<String, f64> {
    let mut kinds = std::collections::BTreeMap::new();
    let mut folders = vec![place.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if let (Some(kind), Ok(data)) = (path.extension(), entry.metadata()) {
                *kinds.entry(kind.to_string_lossy().into_owned()).or_insert(0.0) += data.len() as f64;
            }
        }
    }
    kinds
}
