//! What may be typed. Holds words only; nothing here looks at the world.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

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
    /// Name of a JSON field: PART=FIELD, e.g. headline=ttl or body=payload.text (may be repeated)
    #[arg(long = "field", value_name = "PART=FIELD")]
    pub fields: Vec<String>,
    /// Do not look for people
    #[arg(long, overrides_with = "people")]
    pub no_people: bool,
    /// Do not look for dates
    #[arg(long, overrides_with = "dates")]
    pub no_dates: bool,
    /// Look for people, whatever morgue.toml says
    #[arg(long, overrides_with = "no_people")]
    pub people: bool,
    /// Look for dates, whatever morgue.toml says
    #[arg(long, overrides_with = "no_dates")]
    pub dates: bool,
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

/// `morgue index`.
#[derive(Args, Debug)]
pub struct IndexArgs {
    /// Folders (or files) of news [default: `corpora` of morgue.toml, else those that the index was made of]
    #[arg(value_name = "CORPUS")]
    pub corpora: Vec<PathBuf>,
    /// Which files
    #[command(flatten)]
    pub walk: WalkArgs,
    /// How they are read
    #[command(flatten)]
    pub read: ReadArgs,
    /// Replace an index that holds other corpora
    #[arg(long)]
    pub replace: bool,
    /// Read everything anew, aside; searches answer from the old index until the new one is whole
    #[arg(long)]
    pub full: bool,
    /// Compare all files by content, not by size and time of change
    #[arg(long)]
    pub checksum: bool,
    /// Go on though a corpus is missing or empty that was not, or too many files are gone
    #[arg(long)]
    pub allow_empty: bool,
    /// Stop, and change nothing, if more than this share of the known files is gone [default: 30]
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(0..=100))]
    pub max_deletions: Option<u8>,
    /// Only list what would be done, and why
    #[arg(long)]
    pub dry_run: bool,
    /// Wait for another process that writes this index; so many seconds at most, if a number is given
    #[arg(long, value_name = "SECONDS", num_args = 0..=1, require_equals = true, default_missing_value = "31536000")]
    pub wait: Option<u64>,
    /// Then tell which new articles satisfy which saved searches, as `morgue alerts` does
    #[arg(long)]
    pub alerts: bool,
    /// Stay, and renew the index whenever files change
    #[arg(long, conflicts_with_all = ["dry_run", "full"])]
    pub watch: bool,
    /// With --watch: seconds without a change before files are read
    #[arg(long, value_name = "SECONDS", default_value_t = 2.0, requires = "watch", hide_default_value = true)]
    pub quiet_for: f64,
    /// Print no summary; errors are still said
    #[arg(long, short)]
    pub quiet: bool,
    /// Print the summary as one JSON object
    #[arg(long)]
    pub json: bool,
    /// Threads to use, 0 for all cores [env: MORGUE_THREADS] [default: all cores]
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,
}

/// `morgue search`.
#[derive(Args, Debug)]
#[command(after_help = QUERY_HELP)]
pub struct SearchArgs {
    /// What to look for
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,
    /// Search as you type, on the whole terminal; F1 there shows the keys
    #[arg(
        short = 'i',
        long,
        conflicts_with_all = [
            "limit", "offset", "context", "by_passage", "count", "files_with_matches", "format", "queries", "synonyms", "expand",
            "explain", "fresh",
        ]
    )]
    pub interactive: bool,
    /// Search this corpus; its index is made or renewed first if need be (may be repeated)
    #[arg(long, value_name = "DIR")]
    pub corpus: Vec<PathBuf>,
    /// Hits to print, 0 for all [default: 10; 1000 for --format trec]
    #[arg(short = 'n', long, value_name = "N")]
    pub limit: Option<usize>,
    /// Hits to pass over
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub offset: usize,
    /// Passages of an article at most [default: 3]
    #[arg(long, value_name = "N")]
    pub passages: Option<usize>,
    /// Sentences to print before and after each passage, as grep -C does; passages that then meet are one
    #[arg(short = 'C', long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub context: usize,
    /// Rank passages rather than articles: all of the archive, whatever the rank of their articles
    #[arg(long)]
    pub by_passage: bool,
    /// Only articles that name this person; all words must belong to one name (may be repeated)
    #[arg(long, value_name = "NAME")]
    pub person: Vec<String>,
    /// Published on this day or later (2024, 2024-12, 2024-12-02)
    #[arg(long, value_name = "DATE")]
    pub since: Option<String>,
    /// Published on this day or earlier
    #[arg(long, value_name = "DATE")]
    pub until: Option<String>,
    /// Published on this day, in this month or year
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,
    /// Speaks of this day, or of days within this month or year
    #[arg(long, value_name = "DATE")]
    pub mentions: Option<String>,
    /// Only from this newspaper or agency
    #[arg(long, value_name = "NAME")]
    pub source: Option<String>,
    /// Order of the hits
    #[arg(long, value_enum, default_value_t = SortArg::Relevance)]
    pub sort: SortArg,
    /// Any of the words is enough
    #[arg(long, conflicts_with = "all")]
    pub any: bool,
    /// All words must be there, even if then nothing is found
    #[arg(long)]
    pub all: bool,
    /// Words that stand for each other, from a file as Solr's: `car, automobile` or `UK => Britain` a line
    #[arg(long, value_name = "FILE")]
    pub synonyms: Option<PathBuf>,
    /// Add ten words of the best ten articles, and say which; they only raise the rank
    #[arg(long, conflicts_with_all = ["count", "files_with_matches"])]
    pub expand: bool,
    /// Prefer newer articles [half-life, if none is given: 30d]
    ///
    /// The newest article of the archive counts twice, one that is a half-life older one and a half times, and so on; undated ones
    /// count once. Half-life: 7d, 6w, 3m, 1y or a number of days; 0 for no preference, whatever
    /// morgue.toml says.
    #[arg(
        long, value_name = "HALF_LIFE", num_args = 0..=1, require_equals = true, default_missing_value = "30d",
        conflicts_with_all = ["count", "files_with_matches"]
    )]
    pub fresh: Option<String>,
    /// Tell below each hit what its score is made of
    #[arg(long, conflicts_with_all = ["count", "files_with_matches"])]
    pub explain: bool,
    /// Print only how many articles there are
    #[arg(long, conflicts_with_all = ["files_with_matches", "format"])]
    pub count: bool,
    /// Print only the names of the files that hold them
    #[arg(short = 'l', long, conflicts_with = "format")]
    pub files_with_matches: bool,
    /// Form of the output
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Answer every query of a file: one a line, identifier TAB text; - for standard input
    #[arg(long, value_name = "FILE", conflicts_with = "query")]
    pub queries: Option<PathBuf>,
}

const QUERY_HELP: &str = "Query: words (all of them, in any inflection), \"exact phrases\", AND OR NOT, +word -word, \
parentheses, prefix*, and fields: headline: body: people: date: mentions: source: byline: place:. \
OR binds tighter than AND. Exit codes: 0 found, 1 nothing found, 2 failed.";

/// Order of hits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SortArg {
    /// The best match first
    Relevance,
    /// The newest first
    Newest,
    /// The oldest first
    Oldest,
}

/// Form of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Text,
    /// One JSON object a query (index-schema/output.md)
    Json,
    /// A table
    Csv,
    /// A TREC run; words are joined by OR unless --all is said
    Trec,
}

/// `morgue query`.
#[derive(Args, Debug)]
#[command(after_help = QUERY_HELP)]
pub struct QueryArgs {
    /// The query
    #[arg(required = true, value_name = "QUERY")]
    pub query: Vec<String>,
    /// Print each clause, the words it stands for, how many articles satisfy it, and how long that took
    #[arg(long)]
    pub explain: bool,
    /// Any of the words is enough
    #[arg(long)]
    pub any: bool,
    /// Words that stand for each other, from a file
    #[arg(long, value_name = "FILE")]
    pub synonyms: Option<PathBuf>,
    /// Print it as one JSON object
    #[arg(long)]
    pub json: bool,
}

/// `morgue show`.
#[derive(Args, Debug)]
pub struct ShowArgs {
    /// Identifier of the article, or path#record
    pub id: String,
    /// Mark what satisfies this query
    #[arg(long, value_name = "QUERY")]
    pub highlight: Option<String>,
    /// Print it as one JSON object
    #[arg(long)]
    pub json: bool,
}

/// `morgue inspect`.
#[derive(Args, Debug)]
pub struct InspectArgs {
    /// Files or folders
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Which files of folders
    #[command(flatten)]
    pub walk: WalkArgs,
    /// How they are read
    #[command(flatten)]
    pub read: ReadArgs,
    /// JSON Lines, one article a line (the default where output is no terminal)
    #[arg(long)]
    pub json: bool,
}

/// `morgue status`.
#[derive(Args, Debug)]
pub struct StatusArgs {
    /// List what was skipped, and why
    #[arg(long)]
    pub skipped: bool,
    /// Count articles by source and month, and mark the holes
    ///
    /// One line a source and year. A month without articles between the first and the last month of a source is marked
    /// with a dot in the middle of the line. Articles dated by the year only are counted apart, undated ones are listed
    /// below.
    #[arg(long, conflicts_with = "skipped")]
    pub coverage: bool,
    /// Print it as JSON
    #[arg(long)]
    pub json: bool,
}

/// `morgue config`.
#[derive(Args, Debug)]
pub struct ConfigArgs {
    /// Print it as one JSON object
    #[arg(long)]
    pub json: bool,
}

const CONFIG_HELP: &str = "\
Print which settings hold here, and where each comes from.

Two files are read: morgue.toml in the folder of the index, and $XDG_CONFIG_HOME/morgue/morgue.toml, or \
~/.config/morgue/morgue.toml, of the user. What is typed wins over the environment (MORGUE_INDEX, MORGUE_THREADS, \
MORGUE_MAX_DELETIONS), that over the file of the index, that over the file of the user, that over what is built in. \
A list that is said again is replaced as a whole.

Keys: index (path), corpora (list of paths), include, exclude (lists of globs), hidden, follow (true or false), fields \
(list of \"PART=FIELD\"), people, dates (true or false), threads, max_deletions (per cent), limit, passages (numbers), fresh (\"30d\" or a number of days), \
color (\"auto\", \"always\", \"never\"), synonyms (path). Relative paths begin from the folder of the file; in the file of an index from \
the folder that the index lies in. A key that is not known or a value of the wrong kind ends every command with code 2.";

/// `morgue schedule`.
#[derive(Args, Debug)]
#[command(group(clap::ArgGroup::new("form").required(true).args(["cron", "systemd"])))]
pub struct ScheduleArgs {
    /// A line for `crontab -e`
    #[arg(long)]
    pub cron: bool,
    /// Units of systemd: both, each under its name, or only one for its file
    #[arg(long, value_name = "UNIT", value_enum, num_args = 0..=1, require_equals = true, default_missing_value = "both")]
    pub systemd: Option<UnitArg>,
    /// When to run, every night
    #[arg(long, value_name = "HH:MM", default_value = "02:30")]
    pub at: crate::schedule::At,
}

/// Which unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum UnitArg {
    /// Service and timer
    Both,
    /// The service
    Service,
    /// The timer
    Timer,
}

const SCHEDULE_HELP: &str = "\
Print a crontab line or systemd units that renew the index every night. Nothing is installed.

The command in them is `morgue index --index INDEX --quiet CORPUS...` with the paths of this program, of the index and of \
the corpora it was made of; options that the index was made with and that no morgue.toml says are named too.

Cron: (crontab -l; morgue schedule --cron) | crontab -

systemd: morgue schedule --systemd=service > /etc/systemd/system/morgue.service, the same with timer, then \
`systemctl daemon-reload` and `systemctl enable --now morgue.timer`. The service runs as the owner of the index, without \
network, with the corpora read-only and only the index writable. Code 3 (done, some files or records were skipped) counts \
as success; 75 means that another process was writing the index (try again; the next night does). A night missed because \
the machine was off is made up for.";

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

/// `morgue verify`.
#[derive(Args, Debug)]
#[command(after_help = "Exit codes: 0 sound, 1 something is wrong, 2 failed.")]
pub struct VerifyArgs {
    /// Also read the files of the corpora again and compare them with what was read
    #[arg(long)]
    pub sources: bool,
    /// Print it as one JSON object
    #[arg(long)]
    pub json: bool,
}

/// `morgue verify-quote`.
#[derive(Args, Debug)]
#[command(after_help = VERIFY_QUOTE_HELP)]
pub struct VerifyQuoteArgs {
    /// Identifier of the article, or path#record
    #[arg(value_name = "ID", requires_all = ["start", "end"])]
    pub id: Option<String>,
    /// First byte of the quotation in the body
    #[arg(value_name = "START")]
    pub start: Option<usize>,
    /// One past its last byte
    #[arg(value_name = "END")]
    pub end: Option<usize>,
    /// `text_hash` of the article, as `search --format json` gave it
    #[arg(long, value_name = "HASH", requires = "id")]
    pub hash: Option<String>,
    /// The quotation; without ID it is looked for in all articles, verbatim
    #[arg(long, value_name = "QUOTE")]
    pub text: Option<String>,
    /// START and END are bytes of the headline, not of the body
    #[arg(long, requires = "id")]
    pub headline: bool,
    /// Look for the quotation in this article only
    #[arg(long = "in", value_name = "ID", requires = "text", conflicts_with = "id")]
    pub within: Option<String>,
    /// Articles to name that hold the quotation, 0 for all
    #[arg(short = 'n', long, value_name = "N", default_value_t = 10)]
    pub limit: usize,
    /// One JSON object a quotation (index-schema/output.md)
    #[arg(long)]
    pub json: bool,
}

const VERIFY_QUOTE_HELP: &str = "\
Without ID and --text, standard input is read: hits or whole answers, one a line, as `search --format json` gives them. \
Text is compared verbatim but for white space and the form of quotation marks. \
Exit codes: 0 all proved or found, 1 not, 2 failed or wrongly used.";

/// `morgue backup`.
#[derive(Args, Debug)]
pub struct BackupArgs {
    /// Folder of the copy; there must be nothing there yet
    #[arg(value_name = "DEST")]
    pub to: PathBuf,
    /// Print what was copied as one JSON object
    #[arg(long)]
    pub json: bool,
}

/// `morgue gc`.
#[derive(Args, Debug)]
pub struct GcArgs {
    /// Remove the journals of all but the newest N generations; `morgue new` cannot look further back then
    #[arg(long, value_name = "N")]
    pub keep_generations: Option<u64>,
    /// Wait for another process that writes this index; so many seconds at most, if a number is given
    #[arg(long, value_name = "SECONDS", num_args = 0..=1, require_equals = true, default_missing_value = "31536000")]
    pub wait: Option<u64>,
    /// Print what was done as one JSON object
    #[arg(long)]
    pub json: bool,
}

/// `morgue optimize`.
#[derive(Args, Debug)]
pub struct OptimizeArgs {
    /// Wait for another process that writes this index; so many seconds at most, if a number is given
    #[arg(long, value_name = "SECONDS", num_args = 0..=1, require_equals = true, default_missing_value = "31536000")]
    pub wait: Option<u64>,
    /// Print what was done as one JSON object
    #[arg(long)]
    pub json: bool,
}
