//! The command line: what was typed -> a call into the library -> bytes on stdout, talk on stderr, an exit code.
//!
//! The only place that knows the terminal, the environment and the user. Each subcommand is one file.

mod advice;
mod alerts;
mod args;
mod aside;
mod called;
mod config;
mod index;
mod inspect;
mod interactive;
mod keeping;
mod new;
mod opened;
mod people;
mod person;
mod query;
mod question;
mod schedule;
mod search;
mod show;
mod signal;
mod status;
mod timeline;
mod verify_quote;
mod watch;
mod watchlist;

use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use clap::error::ErrorKind;
use clap::{CommandFactory, Parser};

use crate::config::{Color, Values};
use crate::corpus::Corpus;
use crate::error::{Error, Result};
use crate::print::clean;
use crate::print::text::Look;
use args::{Cli, Command};

/// How a command ended, as exit codes tell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// Done; for a search: found.
    Done = 0,
    /// Nothing found.
    Nothing = 1,
    /// Failed, or wrongly used.
    Failed = 2,
    /// Indexed, but some files or records were skipped.
    WithSkips = 3,
    /// Another process writes the index; try again (EX_TEMPFAIL of sysexits.h).
    Busy = 75,
}

/// Runs the program.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let parsed = Cli::try_parse_from(&arguments).or_else(|error| match error.kind() {
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            interactive::alone(&arguments).ok_or(error)
        }
        _ => Err(error),
    });
    let cli = match parsed {
        Ok(cli) => in_environment(cli),
        Err(error) => {
            // Help and version are answers; everything else is wrong use.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { End::Failed as u8 } else { End::Done as u8 });
        }
    };
    IN_JSON.store(cli.log_format == args::LogFormat::Json, Relaxed);
    let mut out = Out::new();
    let result = guarded(&cli, &mut out).and_then(|end| out.flush().map(|()| end));
    let end = match result {
        Ok(end) => end,
        Err(Stop::Closed) => End::Done,
        Err(Stop::Failed(error)) => {
            let _ = out.flush();
            say_error(&error);
            if matches!(error, Error::Busy { .. }) { End::Busy } else { End::Failed }
        }
    };
    ExitCode::from(end as u8)
}

/// With the index that the environment names, where none was typed.
fn in_environment(mut cli: Cli) -> Cli {
    // As is usual, a variable set to nothing counts as not set.
    cli.index = cli.index.or_else(|| std::env::var_os("MORGUE_INDEX").filter(|v| !v.is_empty()).map(PathBuf::from));
    cli
}

/// An error, and what to do about it.
fn say_error(error: &Error) {
    say_as(Level::Error, &format!("morgue: {}", clean::line(&error.to_string())));
    if let Some(hint) = error.hint() {
        say_as(Level::Error, &format!("  hint: {}", clean::line(&hint)));
    }
}

/// Where the first panic of the process was.
static STUMBLED: OnceLock<Stumble> = OnceLock::new();

struct Stumble {
    file: String,
    line: u32,
}

/// Runs the command. The library that keeps the index checks the ends of its files but trusts their middle, and panics
/// where that is garbled; the user gets a sentence all the same.
fn guarded(cli: &Cli, out: &mut Out) -> std::result::Result<End, Stop> {
    panic::set_hook(Box::new(|info| {
        if let Some(at) = info.location() {
            let _ = STUMBLED.set(Stumble { file: at.file().to_string(), line: at.line() });
        }
    }));
    let result = panic::catch_unwind(AssertUnwindSafe(|| dispatch(cli, out)));
    let _ = panic::take_hook();
    result.unwrap_or_else(|_| Err(stumbled(cli, STUMBLED.get()).into()))
}

fn stumbled(cli: &Cli, stumble: Option<&Stumble>) -> Error {
    let at = stumble.map_or("an unknown place".to_string(), |s| {
        let name = Path::new(&s.file).file_name().unwrap_or_default().to_string_lossy();
        format!("{name}:{}", s.line)
    });
    let reads = matches!(
        cli.command,
        Command::Search(_)
            | Command::Query(_)
            | Command::Timeline(_)
            | Command::People(_)
            | Command::Person(_)
            | Command::Show(_)
            | Command::Status(_)
            | Command::Alerts(_)
            | Command::New(_)
            | Command::Verify(_)
            | Command::VerifyQuote(_)
    );
    // Files of this crate are named from its root, those of libraries from the root of the file system.
    let ours = stumble.is_some_and(|s| Path::new(&s.file).is_relative());
    match config::Said::new(cli, Values::default()).and_then(|said| said.place()) {
        Ok(place) if reads && !ours => Error::Damaged { place, what: format!("reading it ended at {at}") },
        _ => Error::Internal(format!("stopped at {at}; please report this")),
    }
}

fn dispatch(cli: &Cli, out: &mut Out) -> std::result::Result<End, Stop> {
    match &cli.command {
        Command::Index(args) => index::run(cli, args, out),
        Command::Search(args) => search::run(cli, args, out),
        Command::Timeline(args) => timeline::run(cli, args, out),
        Command::People(args) => people::run(cli, args, out),
        Command::Person(args) => person::run(cli, args, out),
        Command::Query(args) => query::run(cli, args, out),
        Command::Show(args) => show::run(cli, args, out),
        Command::Inspect(args) => inspect::run(cli, args, out),
        Command::Status(args) => status::run(cli, args, out),
        Command::VerifyQuote(args) => verify_quote::run(cli, args, out),
        Command::Watchlist(command) => watchlist::run(cli, command, out),
        Command::Alerts(args) => alerts::run(cli, args, out),
        Command::Config(args) => config::run(cli, args, out),
        Command::Schedule(args) => schedule::run(cli, args, out),
        Command::New(args) => new::run(cli, args, out),
        Command::Verify(args) => keeping::verify(cli, args, out),
        Command::Backup(args) => keeping::backup(cli, args, out),
        Command::Gc(args) => keeping::gc(cli, args, out),
        Command::Optimize(args) => keeping::optimize(cli, args, out),
        Command::Completions { shell } => {
            let mut text = Vec::new();
            clap_complete::generate(*shell, &mut Cli::command(), "morgue", &mut text);
            out.bytes(&text)?;
            Ok(End::Done)
        }
        Command::Man { command } => {
            let mut page = Cli::command();
            page.build();
            if let Some(name) = command {
                let found = page.find_subcommand(name).cloned();
                page = found.ok_or_else(|| Error::Usage(format!("there is no command \"{name}\"")))?;
            }
            let mut text = Vec::new();
            clap_mangen::Man::new(page).render(&mut text).map_err(|e| Error::Internal(e.to_string()))?;
            out.bytes(&text)?;
            Ok(End::Done)
        }
    }
}

/// Why a command stops before its end.
enum Stop {
    /// Nobody reads our output any more; that is no failure.
    Closed,
    /// Something went wrong.
    Failed(Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Stop {
        Stop::Failed(error)
    }
}

/// Standard output, buffered.
struct Out {
    stdout: io::BufWriter<io::Stdout>,
    terminal: bool,
}

impl Out {
    fn new() -> Out {
        Out { stdout: io::BufWriter::with_capacity(1 << 16, io::stdout()), terminal: io::stdout().is_terminal() }
    }

    fn bytes(&mut self, bytes: &[u8]) -> std::result::Result<(), Stop> {
        self.stdout.write_all(bytes).map_err(stopped)
    }

    fn text(&mut self, text: &str) -> std::result::Result<(), Stop> {
        self.bytes(text.as_bytes())
    }

    fn line(&mut self, text: &str) -> std::result::Result<(), Stop> {
        self.text(text)?;
        self.text("\n")
    }

    fn flush(&mut self) -> std::result::Result<(), Stop> {
        self.stdout.flush().map_err(stopped)
    }
}

fn stopped(error: io::Error) -> Stop {
    match error.kind() {
        io::ErrorKind::BrokenPipe => Stop::Closed,
        _ => Stop::Failed(Error::Output(error)),
    }
}

/// Whether what is said is said in JSON; set once, before anything is said.
static IN_JSON: AtomicBool = AtomicBool::new(false);

/// How grave something is that is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Level {
    Info,
    Error,
}

/// A line for the person at the terminal. That nobody may hear it is no reason to stop.
fn say(text: &str) {
    say_as(Level::Info, text);
}

fn say_as(level: Level, text: &str) {
    if IN_JSON.load(Relaxed) {
        #[derive(serde::Serialize)]
        struct Line<'a> {
            time: String,
            level: &'static str,
            message: &'a str,
        }
        let level = if level == Level::Error { "error" } else { "info" };
        let line = Line { time: crate::index::now(), level, message: text.trim() };
        let _ = writeln!(io::stderr(), "{}", crate::print::json::object(&line));
        return;
    }
    let mut shown = String::with_capacity(text.len() + 1);
    clean::push_block(&mut shown, text);
    let _ = writeln!(io::stderr(), "{shown}");
}

fn look(choice: Color) -> Look {
    let colour = match choice {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never,
    };
    Look { colour }
}

fn here() -> Result<PathBuf> {
    std::env::current_dir().map_err(|cause| Error::Unreadable { path: PathBuf::from("."), cause })
}

/// The index of these corpora: as told, else one found upward that holds them, else beside the first of them.
fn place_for(told: Option<&Path>, corpora: &[Corpus]) -> Result<PathBuf> {
    if let Some(told) = told {
        return Ok(told.to_path_buf());
    }
    if let Ok(found) = crate::index::find(None, &here()?)
        && crate::index::about_current(&found).is_ok_and(|(_, about)| about.corpora == corpora)
    {
        return Ok(found);
    }
    Ok(crate::index::beside(corpora))
}
