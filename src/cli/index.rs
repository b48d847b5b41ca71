//! `morgue index`: corpora -> index, with a bar on a terminal and a summary at the end.

use std::io::IsTerminal;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use super::args::{Cli, IndexArgs, ReadArgs, WalkArgs};
use super::{End, Out, Stop, place_for, say};
use crate::corpus::{Corpus, WalkOptions, corpora};
use crate::enrich::EnrichOptions;
use crate::error::{Error, Result};
use crate::filing::{FilingOptions, Progress, Report, file_away};
use crate::format::{FieldMap, ReadOptions};
use crate::index;
use crate::print::{clean, json};

pub(super) fn run(cli: &Cli, args: &IndexArgs, out: &mut Out) -> std::result::Result<End, Stop> {
    let corpora = corpora(&args.corpora)?;
    let place = place_for(cli.index.as_deref(), &corpora)?;
    if !args.replace {
        same_corpora(&place, &corpora)?;
    }
    let options = FilingOptions {
        walk: walk_options(&args.walk),
        read: read_options(&args.read)?,
        enrich: EnrichOptions { people: !args.read.no_people, dates: !args.read.no_dates },
        threads: args.threads,
    };
    let report = with_bar(&corpora, &place, &options)?;
    if args.json {
        out.line(&json::object(&report))?;
    } else {
        out.text(&summary(&report, &place))?;
    }
    Ok(if report.skipped > 0 { End::WithSkips } else { End::Done })
}

pub(super) fn walk_options(args: &WalkArgs) -> WalkOptions {
    WalkOptions {
        include: args.include.clone(),
        exclude: args.exclude.clone(),
        hidden: args.hidden,
        follow: args.follow,
    }
}

pub(super) fn read_options(args: &ReadArgs) -> Result<ReadOptions> {
    let fields = FieldMap::parse(args.fields.iter().map(String::as_str)).map_err(|e| Error::Usage(e.to_string()))?;
    Ok(ReadOptions { fields })
}

/// An index of other corpora is not overwritten by a slip of the hand.
pub(super) fn same_corpora(place: &Path, corpora: &[Corpus]) -> Result<()> {
    let Ok((_, about)) = index::about_current(place) else { return Ok(()) };
    if about.corpora == corpora {
        return Ok(());
    }
    let names =
        |corpora: &[Corpus]| corpora.iter().map(|c| c.root.display().to_string()).collect::<Vec<_>>().join(" and ");
    Err(Error::OtherCorpus { place: place.to_path_buf(), holds: names(&about.corpora), asked: names(corpora) })
}

/// Indexes, showing a bar if standard error is a terminal.
pub(super) fn with_bar(corpora: &[Corpus], place: &Path, options: &FilingOptions) -> Result<Report> {
    let progress = Progress::default();
    if !std::io::stderr().is_terminal() {
        return pooled(options, || file_away(corpora, place, options, &progress));
    }
    let ended = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let bar = ProgressBar::no_length();
            let spinning = "{spinner} {bytes} read, {bytes_per_sec}, {msg}";
            let counting = "{bar:30} {percent:>3}%  {bytes}/{total_bytes}, {bytes_per_sec}, {eta} left, {msg}";
            if let Ok(style) = ProgressStyle::with_template(spinning) {
                bar.set_style(style);
            }
            let mut sized = false;
            while !ended.load(Relaxed) {
                let total = progress.total.load(Relaxed);
                if total > 0 && !sized {
                    sized = true;
                    bar.set_length(total);
                    if let Ok(style) = ProgressStyle::with_template(counting) {
                        bar.set_style(style);
                    }
                }
                bar.set_position(progress.bytes.load(Relaxed));
                bar.set_message(format!("{} articles", progress.articles.load(Relaxed)));
                std::thread::sleep(Duration::from_millis(100));
            }
            bar.finish_and_clear();
        });
        // Also if the work panics, or the bar would be waited for without end.
        let _ending = Ending(&ended);
        pooled(options, || file_away(corpora, place, options, &progress))
    })
}

/// Says at its own end that the work has ended.
struct Ending<'a>(&'a AtomicBool);

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        self.0.store(true, Relaxed);
    }
}

/// Runs with as many reading threads as asked for.
fn pooled<T: Send>(options: &FilingOptions, work: impl FnOnce() -> Result<T> + Send) -> Result<T> {
    if options.threads == 0 {
        return work();
    }
    let pool = rayon::ThreadPoolBuilder::new().num_threads(options.threads).build();
    pool.map_err(|e| Error::Internal(e.to_string()))?.install(work)
}

fn counted(number: u64, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// The account of a run, for people.
pub(super) fn summary(report: &Report, place: &Path) -> String {
    let mut text = format!(
        "{} from {} indexed in {:.1} s ({:.1} MB, {:.1} MB/s) into {}\n",
        counted(report.articles, "article"),
        counted(report.files, "file"),
        report.seconds,
        report.bytes as f64 / 1e6,
        report.mb_per_second,
        clean::name(&place.display().to_string())
    );
    if report.skipped > 0 {
        text.push_str(&format!("{} skipped (`morgue status --skipped` names them):\n", report.skipped));
        for (reason, count) in &report.skipped_by_reason {
            text.push_str(&format!("  {count:>6}  {reason}\n"));
        }
    }
    if !report.doubts.is_empty() {
        text.push_str("indexed, but with a doubt:\n");
        for (doubt, count) in &report.doubts {
            text.push_str(&format!("  {count:>6}  {doubt}\n"));
        }
    }
    if report.passed_over > 0 {
        text.push_str(&format!("{} hidden or left-out files and folders passed over\n", report.passed_over));
    }
    text
}

/// The account of a run that happened on the way to something else.
pub(super) fn say_summary(report: &Report, place: &Path) {
    summary(report, place).lines().for_each(say);
}
