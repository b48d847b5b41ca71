//! The arguments of `morgue search`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::QUERY_HELP;

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
            "limit", "offset", "context", "by_passage", "count", "files_with_matches", "format", "queries", "expand",
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
    /// What must hold beside the query
    #[command(flatten)]
    pub conditions: ConditionArgs,
    /// Order of the hits
    #[arg(long, value_enum, default_value_t = SortArg::Relevance)]
    pub sort: SortArg,
    /// Any of the words is enough; fields, dates and people must hold all the same
    #[arg(long, conflicts_with = "all")]
    pub any: bool,
    /// All words must be there, even if then nothing is found
    #[arg(long)]
    pub all: bool,
    /// Words that stand for each other, from a file as Solr's: `car, automobile` or `UK => Britain` a line
    #[arg(long, value_name = "FILE")]
    pub synonyms: Option<PathBuf>,
    /// Add ten words of the best ten articles, and say which; they only raise the rank, and are never highlighted
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

/// What must hold of an article beside the query.
#[derive(Args, Clone, Debug, Default)]
pub struct ConditionArgs {
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
    /// Dates that only may lie in what was asked are enough: `2024` for 2024-06, "the 1980s" for --mentions 1987
    #[arg(long)]
    pub possibly: bool,
    /// Only from this newspaper or agency
    #[arg(long, value_name = "NAME")]
    pub source: Option<String>,
    /// Only articles in this language: a tag (de) or a name (German)
    #[arg(long, value_name = "LANGUAGE")]
    pub lang: Option<String>,
}

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
