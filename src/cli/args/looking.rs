//! The arguments of `morgue query`, `show`, `inspect`, `status` and `config`: what looks closer and changes nothing.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{QUERY_HELP, ReadArgs, WalkArgs};

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
    /// Any of the words is enough; fields, dates and people must hold all the same
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
    /// Say how each file is read instead of what it says
    ///
    /// Which reader was taken and what each of them says of the file, what it was unpacked from and in which encoding it is
    /// read, the metadata beside it and the morgue.toml of its folders, and for each part of each article what it came
    /// from. A morgue.toml counts from the corpus of the index on, if the file lies in one; else from the uppermost folder
    /// that has one.
    #[arg(long, conflicts_with = "format")]
    pub explain: bool,
    /// JSON Lines, one article a line (the default where output is no terminal)
    #[arg(long, conflicts_with = "format")]
    pub json: bool,
    /// Form of the output [default: text at a terminal, else json; with --explain always text]
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub format: Option<InspectFormat>,
}

/// Form of what `morgue inspect` prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum InspectFormat {
    /// For people
    Text,
    /// One JSON object an article (index-schema/output.md)
    Json,
    /// A web page with people and dates marked
    Html,
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

pub(super) const CONFIG_HELP: &str = "\
Print which settings hold here, and where each comes from.

Two files are read: morgue.toml in the folder of the index, and $XDG_CONFIG_HOME/morgue/morgue.toml, or \
~/.config/morgue/morgue.toml, of the user. What is typed wins over the environment (MORGUE_INDEX, MORGUE_THREADS, \
MORGUE_MAX_DELETIONS), that over the file of the index, that over the file of the user, that over what is built in. \
A list that is said again is replaced as a whole.

Keys: index (path), corpora (list of paths), include, exclude (lists of globs), hidden, follow (true or false), fields \
(list of \"PART=FIELD\"), people, dates (true or false), day_month (\"day-first\", \"month-first\", \
\"shown\"), threads, max_deletions (per cent), limit, passages (numbers), \
fresh (\"30d\" or a number of days), color (\"auto\", \"always\", \"never\"), synonyms (path). Relative paths begin from the folder of the file; in the file of an index from \
the folder that the index lies in. A key that is not known or a value of the wrong kind ends every command with code 2.";
