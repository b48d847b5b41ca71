//! What may be typed: here what all commands share, in files of their own the arguments of each. Holds words only; nothing here
//! looks at the world.

mod index;
mod keeping;
mod looking;
mod people;
mod quote;
mod schedule;
mod search;
mod timeline;
mod watchlist;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::order::DayMonth;
use crate::unpack::Limits;

pub use index::IndexArgs;
pub use keeping::{BackupArgs, GcArgs, OptimizeArgs, VerifyArgs};
pub use looking::{ConfigArgs, InspectArgs, InspectFormat, QueryArgs, ShowArgs, StatusArgs};
pub use people::{NearArg, PageFormat, PeopleArgs, PeopleFormat, PeopleSortArg, PersonArgs};
pub use quote::VerifyQuoteArgs;
pub use schedule::{ScheduleArgs, UnitArg};
pub use search::{ConditionArgs, Format, SearchArgs, SortArg};
pub use timeline::{ByArg, TimelineArgs, TimelineFormat};
pub use watchlist::{AlertsArgs, AlertsFormat, NewArgs, WatchlistCommand};
use {looking::CONFIG_HELP, schedule::SCHEDULE_HELP};

/// Full-text search over news archives: ranked passages, exact highlights, people and dates.
#[derive(Debug, Parser)]
#[command(name = "morgue", version, max_term_width = 100, after_help = EXIT_CODES)]
pub struct Cli {
    /// Folder of the index [env: MORGUE_INDEX] [default: .morgue found upward from here, else made beside the corpus]
    #[arg(long, global = true, value_name = "DIR")]
    pub index: Option<PathBuf>,
    /// When to use colours; NO_COLOR is honoured [default: auto]
    #[arg(long, global = true, value_name = "WHEN")]
    pub color: Option<clap::ColorChoice>,
    /// Form of what is said on standard error: sentences, or one JSON object a line
    #[arg(long, global = true, value_name = "FORM", value_enum, default_value_t = LogFormat::Text, hide_default_value = true)]
    pub log_format: LogFormat,
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

const EXIT_CODES: &str = "At a terminal, `morgue` alone opens the search screen, as `morgue search -i` does. Exit codes: 0 done or found, 1 nothing found, 2 failed or wrongly used, 3 indexed but some \
files or records were skipped, 75 another process writes the index (try again).";

/// Form of what is said on standard error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// Sentences
    Text,
    /// `{"time", "level", "message"}`
    Json,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read folders of news and build the index
    Index(IndexArgs),
    /// Search: the best articles, each with its best passages
    Search(Box<SearchArgs>),
    /// Draw how many articles satisfy a query, over time
    Timeline(TimelineArgs),
    /// Tell who appears in the articles that satisfy a query, and who beside whom
    People(Box<PeopleArgs>),
    /// Print a page about a person: names, first and last mention, timeline, closest people, passages
    Person(PersonArgs),
    /// Tell how a query is read, and with --explain what its words stand for here
    Query(QueryArgs),
    /// Print one article whole, with its people and dates
    Show(ShowArgs),
    /// Prove that a quotation stands in the archive, or find where it does
    #[command(name = "verify-quote")]
    VerifyQuote(VerifyQuoteArgs),
    /// Print what `index` would read from files, without indexing
    Inspect(InspectArgs),
    /// Tell what the index holds
    Status(StatusArgs),
    /// Print which settings hold, and where each comes from
    #[command(long_about = CONFIG_HELP)]
    Config(ConfigArgs),
    /// Print a crontab line or systemd units that renew the index every night
    #[command(long_about = SCHEDULE_HELP)]
    Schedule(ScheduleArgs),
    /// Keep saved searches: add, list, remove
    #[command(subcommand)]
    Watchlist(WatchlistCommand),
    /// Tell which new articles satisfy which saved searches
    Alerts(AlertsArgs),
    /// Tell which articles are new, changed or gone
    New(NewArgs),
    /// Check an index: every byte against its checksum, the ledger against the index
    Verify(VerifyArgs),
    /// Copy an index, whole, also while another process writes it
    Backup(BackupArgs),
    /// Remove what killed runs have left, and old journals
    Gc(GcArgs),
    /// Merge all segments of an index into one
    Optimize(OptimizeArgs),
    /// Print a completion script for a shell
    Completions {
        /// Which shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page, of one command if named
    Man {
        /// The command
        command: Option<String>,
    },
}

/// How files are read and what is looked for in them.
#[derive(Args, Clone, Debug, Default)]
pub struct ReadArgs {
    /// Name of a JSON field or of a column: PART=FIELD, e.g. headline=ttl or body=payload.text (may be repeated)
    #[arg(long = "field", value_name = "PART=FIELD")]
    pub fields: Vec<String>,
    /// Do not look for people
    #[arg(long, overrides_with = "people")]
    pub no_people: bool,
    /// Do not look for dates
    #[arg(long, overrides_with = "dates")]
    pub no_dates: bool,
    /// Which comes first in dates like 2/12/2024, where the article does not show it
    #[arg(long, value_enum, value_name = "ORDER")]
    pub day_month: Option<DayMonthArg>,
    /// Look for people, whatever morgue.toml says
    #[arg(long, overrides_with = "no_people")]
    pub people: bool,
    /// Look for dates, whatever morgue.toml says
    #[arg(long, overrides_with = "no_dates")]
    pub dates: bool,
    /// Containers and compressions within each other that are unpacked
    #[arg(long, value_name = "N", default_value_t = Limits::default().depth)]
    pub unpack_depth: u32,
    /// Bytes that a byte of a compressed file may unpack to, on average; what unpacks to more is cut off, and listed
    #[arg(long, value_name = "N", default_value_t = Limits::default().ratio)]
    pub unpack_ratio: u64,
    /// Megabytes that one file may unpack to, all that is in it together
    #[arg(long, value_name = "MB", default_value_t = Limits::default().total >> 20)]
    pub unpack_total: u64,
}

impl ReadArgs {
    /// What unpacking may give.
    pub fn limits(&self) -> Limits {
        let total = self.unpack_total.saturating_mul(1 << 20);
        Limits { depth: self.unpack_depth, ratio: self.unpack_ratio, total }
    }
}

/// The order of day and month in figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DayMonthArg {
    /// 2/12/2024 is December 2
    DayFirst,
    /// 2/12/2024 is February 12
    MonthFirst,
    /// As each article shows; what none shows keeps both readings
    Shown,
}

impl DayMonthArg {
    /// What is set; None where each article has to show it.
    pub fn order(self) -> Option<DayMonth> {
        match self {
            DayMonthArg::DayFirst => Some(DayMonth::DayFirst),
            DayMonthArg::MonthFirst => Some(DayMonth::MonthFirst),
            DayMonthArg::Shown => None,
        }
    }
}

/// Which files are read.
#[derive(Args, Clone, Debug, Default)]
pub struct WalkArgs {
    /// Only files that match this glob (may be repeated)
    #[arg(long, value_name = "GLOB")]
    pub include: Vec<String>,
    /// No files or folders that match this glob (may be repeated)
    #[arg(long, value_name = "GLOB")]
    pub exclude: Vec<String>,
    /// Also hidden files and folders
    #[arg(long, overrides_with = "no_hidden")]
    pub hidden: bool,
    /// Follow symbolic links
    #[arg(long, overrides_with = "no_follow")]
    pub follow: bool,
    /// No hidden files and folders, whatever morgue.toml says
    #[arg(long, overrides_with = "hidden")]
    pub no_hidden: bool,
    /// Follow no symbolic links, whatever morgue.toml says
    #[arg(long, overrides_with = "follow")]
    pub no_follow: bool,
}

const QUERY_HELP: &str = "Query: words (all of them, in any inflection), \"exact phrases\", AND OR NOT, +word -word, \
parentheses, prefix*, and fields: headline: body: people: date: mentions: source: page: byline: place:. \
OR binds tighter than AND. Exit codes: 0 found, 1 nothing found, 2 failed.";
