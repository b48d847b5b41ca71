//! What may be typed. Holds words only; nothing here looks at the world.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Full-text search over news archives: ranked passages, exact highlights, people and dates.
#[derive(Debug, Parser)]
#[command(name = "morgue", version, max_term_width = 100, after_help = EXIT_CODES)]
pub struct Cli {
    /// Folder of the index [default: $MORGUE_INDEX, else .morgue found upward from here, else made beside the corpus]
    #[arg(long, global = true, value_name = "DIR")]
    pub index: Option<PathBuf>,
    /// When to use colours; NO_COLOR is honoured
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: clap::ColorChoice,
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

const EXIT_CODES: &str = "Exit codes: 0 done or found, 1 nothing found, 2 failed or wrongly used, 3 indexed but some \
files or records were skipped, 75 another process writes the index (try again).";

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read folders of news and build the index
    Index(IndexArgs),
    /// Search: the best articles, each with its best passages
    Search(Box<SearchArgs>),
    /// Print one article whole, with its people and dates
    Show(ShowArgs),
    /// Print what `index` would read from files, without indexing
    Inspect(InspectArgs),
    /// Tell what the index holds
    Status(StatusArgs),
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
    #[arg(long)]
    pub no_people: bool,
    /// Do not look for dates
    #[arg(long)]
    pub no_dates: bool,
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
    #[arg(long)]
    pub hidden: bool,
    /// Follow symbolic links
    #[arg(long)]
    pub follow: bool,
}

/// `morgue index`.
#[derive(Args, Debug)]
pub struct IndexArgs {
    /// Folders (or files) of news
    #[arg(required = true, value_name = "CORPUS")]
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
    /// Print the summary as one JSON object
    #[arg(long)]
    pub json: bool,
    /// Threads to use [default: all cores]
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub threads: usize,
}

/// `morgue search`.
#[derive(Args, Debug)]
#[command(after_help = QUERY_HELP)]
pub struct SearchArgs {
    /// What to look for
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,
    /// Search this corpus; its index is made or renewed first if need be (may be repeated)
    #[arg(long, value_name = "DIR")]
    pub corpus: Vec<PathBuf>,
    /// Hits to print, 0 for all [default: 10; 1000 for --format trec]
    #[arg(short = 'n', long, value_name = "N")]
    pub limit: Option<usize>,
    /// Hits to pass over
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub offset: usize,
    /// Passages of an article at most
    #[arg(long, value_name = "N", default_value_t = 3)]
    pub passages: usize,
    /// Rank passages rather than articles
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
    /// Print it as JSON
    #[arg(long)]
    pub json: bool,
}
