//! `morgue index`: corpora -> index, with a bar on a terminal and a summary at the end.

use std::fmt;
use std::io::IsTerminal;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

use super::args::{AlertsArgs, AlertsFormat, Cli, IndexArgs};
use super::config::{self, Said};
use super::{End, Out, Stop, place_for, say, watch};
use crate::config::{Settings, Values};
use crate::corpus::{Corpus, corpora, corpora_even_missing};
use crate::count::counted;
use crate::error::{Error, Result};
use crate::filing::plan::{Care, Task};
use crate::filing::{FilingOptions, Manner, Outlook, Progress, Report, file_away, look};
use crate::index;
use crate::print::{clean, json};

pub(super) fn run(cli: &Cli, args: &IndexArgs, out: &mut Out) -> std::result::Result<End, Stop> {
    let typed = config::typed(&args.walk, &args.read);
    let said = Said::new(cli, Values { threads: args.threads, max_deletions: args.max_deletions, ..typed })?;
    let (corpora, place, settings) = if args.corpora.is_empty() {
        config::unnamed(&said, args.allow_empty)?
    } else {
        // One that is missing is told from one that is missed.
        let corpora = if args.allow_empty { corpora_even_missing(&args.corpora) } else { corpora(&args.corpora) }?;
        let place = place_for(said.told().as_deref(), &corpora)?;
        let settings = said.settings(Some(&place), None)?;
        (corpora, place, settings)
    };
    if !args.replace {
        same_corpora(&place, &corpora)?;
    }
    let options = FilingOptions { limits: args.read.limits(), ..config::filing_options(&settings)? };
    let manner = manner(args, &settings);
    if args.dry_run {
        return outlook(&look(&corpora, &place, &options, &manner)?, args, out);
    }
    if args.watch {
        return watch::run(&corpora, &place, args.quiet_for, &mut |first| {
            let report = with_bar(&corpora, &place, &options, &manner)?;
            if first || report.generation > report.generation_before {
                told(&said, args, &report, &place, out)?;
                out.flush()?;
            }
            Ok(())
        });
    }
    let report = with_bar(&corpora, &place, &options, &manner)?;
    told(&said, args, &report, &place, out)
}

/// Prints the account of a run, and what the saved searches found in it.
fn told(said: &Said, args: &IndexArgs, report: &Report, place: &Path, out: &mut Out) -> std::result::Result<End, Stop> {
    // Whoever asks for quiet still wants to know that an export is not whole.
    report.warnings.iter().for_each(|warning| say(&format!("warning: {}", clean::line(warning))));
    if args.json {
        out.line(&json::object(report))?;
    } else if !args.quiet {
        out.text(&summary(report, place))?;
    }
    if args.alerts && report.generation > report.generation_before {
        let format = if args.json { AlertsFormat::Json } else { AlertsFormat::Text };
        let since_generation = Some(report.generation_before);
        let alerts = AlertsArgs { since_generation, name: Vec::new(), passages: 3, format, output: None };
        super::alerts::tell(said, place.to_path_buf(), &alerts, out)?;
    }
    Ok(if report.lost() > 0 { End::WithSkips } else { End::Done })
}

/// How the run goes about it.
fn manner(args: &IndexArgs, settings: &Settings) -> Manner {
    Manner {
        full: args.full,
        care: Care {
            checksum: args.checksum,
            allow_empty: args.allow_empty,
            max_deletions: f64::from(settings.max_deletions.value),
        },
        wait: Duration::from_secs(args.wait.unwrap_or(0)),
        probe: None,
    }
}

/// Says what a run would do.
fn outlook(outlook: &Outlook, args: &IndexArgs, out: &mut Out) -> std::result::Result<End, Stop> {
    let lines: Vec<Planned> = match outlook {
        Outlook::Anew(why) => {
            let why = why.clone().unwrap_or_else(|| "there is no index".to_string());
            vec![Planned { action: "rebuild", path: None, from: None, why }]
        }
        Outlook::Tasks(plan) => plan.tasks.iter().map(Planned::of).collect(),
    };
    for line in &lines {
        if args.json {
            out.line(&json::object(line))?;
        } else {
            out.line(&line.to_string())?;
        }
    }
    if let Outlook::Tasks(plan) = outlook
        && !args.quiet
    {
        say(&format!("{} files to do, {} as they were; nothing was changed", plan.tasks.len(), plan.same));
    }
    Ok(End::Done)
}

/// A line of a dry run.
#[derive(Serialize)]
struct Planned {
    action: &'static str,
    path: Option<String>,
    from: Option<String>,
    why: String,
}

impl Planned {
    fn of(task: &Task) -> Planned {
        let (action, from, why) = match task {
            Task::Read { why, .. } => ("read", None, (*why).to_string()),
            Task::Append { .. } => ("append", None, "only grew".to_string()),
            Task::Move { was, .. } => ("move", Some(was.path.clone()), "same content, other name".to_string()),
            Task::Refresh { .. } => ("keep", None, "same content, looks different".to_string()),
            Task::Trouble { problem, .. } => ("skip", None, problem.reason.clone()),
            Task::Remove { .. } => ("remove", None, "no longer there".to_string()),
        };
        Planned { action, path: Some(task.path().to_string()), from, why }
    }
}

impl fmt::Display for Planned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.action)?;
        if let Some(path) = &self.path {
            write!(f, " {}", clean::name(path))?;
        }
        if let Some(from) = &self.from {
            write!(f, " (was {})", clean::name(from))?;
        }
        write!(f, ": {}", clean::line(&self.why))
    }
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
pub(super) fn with_bar(corpora: &[Corpus], place: &Path, options: &FilingOptions, manner: &Manner) -> Result<Report> {
    let progress = Progress::default();
    if !std::io::stderr().is_terminal() {
        return pooled(options, || file_away(corpora, place, options, manner, &progress));
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
        pooled(options, || file_away(corpora, place, options, manner, &progress))
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

/// The account of a run, for people.
pub(super) fn summary(report: &Report, place: &Path) -> String {
    let place = clean::name(&place.display().to_string());
    let Report { seconds, generation, .. } = report;
    let all = format!("{} from {}", counted(report.articles, "article"), counted(report.files, "file"));
    let speed = format!("{seconds:.1} s ({:.1} MB, {:.1} MB/s)", report.bytes as f64 / 1e6, report.mb_per_second);
    let mut text = String::new();
    if let Some(why) = &report.rebuilt {
        text.push_str(&format!("everything is read anew: {}\n", clean::line(why)));
    }
    if report.generation_before == 0 || report.rebuilt.is_some() {
        text.push_str(&format!("{all} indexed in {speed} into {place}\n"));
    } else if report.generation == report.generation_before {
        text.push_str(&format!(
            "nothing new: {all}, looked through in {seconds:.1} s (generation \
             {generation}, {place})\n"
        ));
    } else {
        text.push_str(&format!(
            "{} from {} read in {speed}; now {all} (generation {generation}, {place})\n",
            counted(report.appeared + report.changed, "article"),
            counted(report.new_files + report.changed_files + report.revised_files + report.grown_files, "file"),
        ));
    }
    if report.generation_before > 0 {
        let list = |kinds: &[(u64, &str)]| {
            let some: Vec<String> = kinds.iter().filter(|k| k.0 > 0).map(|(n, kind)| format!("{n} {kind}")).collect();
            some.join(", ")
        };
        let articles = list(&[
            (report.appeared, "new"),
            (report.changed, "changed"),
            (report.moved, "moved"),
            (report.vanished, "gone"),
        ]);
        let files = list(&[
            (report.new_files, "new"),
            (report.changed_files, "changed"),
            (report.revised_files, "revised"),
            (report.grown_files, "grown"),
            (report.moved_files, "moved"),
            (report.touched_files, "touched"),
            (report.gone_files, "gone"),
        ]);
        if !articles.is_empty() {
            text.push_str(&format!("articles: {articles}\n"));
        }
        if !files.is_empty() && report.rebuilt.is_none() {
            text.push_str(&format!("files:    {files}\n"));
        }
    }
    if report.skipped > 0 {
        text.push_str(&format!("{} skipped (`morgue status --skipped` names them):\n", report.skipped));
        for (reason, count) in &report.skipped_by_reason {
            text.push_str(&format!("  {count:>6}  {}\n", clean::line(reason)));
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
