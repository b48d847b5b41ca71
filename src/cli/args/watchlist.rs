//! The arguments of `morgue watchlist`, `alerts` and `new`: what is told of new articles.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::QUERY_HELP;

/// `morgue watchlist`.
#[derive(Debug, Subcommand)]
pub enum WatchlistCommand {
    /// Save a search under a name
    #[command(after_help = QUERY_HELP)]
    Add {
        /// Its name
        name: String,
        /// What to look for; all words must be there
        #[arg(required = true)]
        query: Vec<String>,
        /// Replace the search of this name
        #[arg(long)]
        replace: bool,
    },
    /// Print the saved searches
    List {
        /// One JSON object a search (index-schema/output.md)
        #[arg(long)]
        json: bool,
    },
    /// Remove a saved search
    Remove {
        /// Its name
        name: String,
    },
}

/// `morgue alerts`.
#[derive(Args, Debug)]
#[command(after_help = ALERTS_HELP)]
pub struct AlertsArgs {
    /// Articles that came or changed after this generation of the index, 0 for all [default: only the newest generation]
    #[arg(long, value_name = "N")]
    pub since_generation: Option<u64>,
    /// Only this saved search (may be repeated)
    #[arg(long, value_name = "NAME")]
    pub name: Vec<String>,
    /// Passages of an article at most
    #[arg(long, value_name = "N", default_value_t = 3)]
    pub passages: usize,
    /// Form of the output
    #[arg(long, value_enum, default_value_t = AlertsFormat::Text)]
    pub format: AlertsFormat,
    /// Write into this file, whole or not at all, instead of printing
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

const ALERTS_HELP: &str = "Exit codes: 0 a saved search matched, 1 none matched, 2 failed.";

/// Form of alerts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum AlertsFormat {
    /// For people
    Text,
    /// One JSON object a saved search that matched (index-schema/output.md)
    Json,
    /// An Atom feed
    Atom,
}

/// `morgue new`.
#[derive(Args, Debug)]
#[command(after_help = NEW_HELP)]
pub struct NewArgs {
    /// Only articles that satisfy this
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,
    /// Since this generation of the index (0 for everything) [default: the one before the newest]
    #[arg(long, value_name = "N", conflicts_with_all = ["since", "since_last"])]
    pub since_generation: Option<u64>,
    /// What the last run that changed something brought (the default)
    #[arg(long, conflicts_with = "since")]
    pub since_last: bool,
    /// Since the beginning of this day, month or year (UTC), by the time of the runs
    #[arg(long, value_name = "DATE")]
    pub since: Option<String>,
    /// Also articles that only stand in another file
    #[arg(long)]
    pub moved: bool,
    /// Passages of an article at most
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub passages: usize,
    /// One JSON object an article (index-schema/output.md)
    #[arg(long)]
    pub json: bool,
}

const NEW_HELP: &str = "Every run of `morgue index` that changes an article makes a generation, numbered from 1. \
Exit codes: 0 something is new, 1 nothing is, 2 failed.";
