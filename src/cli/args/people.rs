//! The arguments of `morgue people` and `morgue person`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{ConditionArgs, QUERY_HELP};

/// `morgue people`.
#[derive(Args, Debug)]
#[command(after_help = QUERY_HELP)]
pub struct PeopleArgs {
    /// Who appears in the articles that satisfy this; none means all articles
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,
    /// Who is mentioned beside this person more often than by chance
    #[arg(long, value_name = "NAME")]
    pub with: Option<String>,
    /// How near beside: of --with and of the edges of --graph [default: article]
    #[arg(long, value_enum, value_name = "REACH")]
    pub within: Option<NearArg>,
    /// Persons to list, 0 for all
    #[arg(short = 'n', long, value_name = "N", default_value_t = 20)]
    pub limit: usize,
    /// Only persons in at least so many articles; with --with, so many times beside NAME
    #[arg(long, value_name = "N", default_value_t = 1, hide_default_value = true)]
    pub min: u64,
    /// Order of the persons [default: articles; with --with: closeness]
    #[arg(long, value_enum)]
    pub sort: Option<PeopleSortArg>,
    /// What must hold beside the query
    #[command(flatten)]
    pub conditions: ConditionArgs,
    /// Any of the words is enough; fields, dates and people must hold all the same
    #[arg(long)]
    pub any: bool,
    /// Words that stand for each other, from a file
    #[arg(long, value_name = "FILE")]
    pub synonyms: Option<PathBuf>,
    /// Form of the output
    #[arg(long, value_enum, default_value_t = PeopleFormat::Text)]
    pub format: PeopleFormat,
    /// Also write who is beside whom into this file: .graphml or .xml for GraphML, .dot or .gv for Graphviz
    #[arg(long, value_name = "FILE")]
    pub graph: Option<PathBuf>,
}

/// `morgue person`.
#[derive(Args, Debug)]
pub struct PersonArgs {
    /// The name, or words of it
    #[arg(required = true, value_name = "NAME")]
    pub name: Vec<String>,
    /// Of several persons who are called so, the one of this number
    #[arg(long, value_name = "N")]
    pub number: Option<usize>,
    /// Whom to call close: those in the same article, paragraph or sentence
    #[arg(long, value_enum, value_name = "REACH", default_value_t = NearArg::Article)]
    pub within: NearArg,
    /// Form of the output
    #[arg(long, value_enum, default_value_t = PageFormat::Text)]
    pub format: PageFormat,
}

/// How near beside each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum NearArg {
    /// In the same article
    Article,
    /// In the same paragraph, or in the headline
    Paragraph,
    /// In the same sentence, or in the headline
    Sentence,
}

/// Order of persons.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PeopleSortArg {
    /// By articles, or times beside NAME; most first
    Articles,
    /// How close to NAME they are, the closest first
    Closeness,
    /// By name
    Name,
    /// By the day of the first article, the oldest first
    First,
    /// By the day of the last article, the newest first
    Last,
}

/// Form of a list of persons.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PeopleFormat {
    /// For people
    Text,
    /// One JSON object (index-schema/output.md)
    Json,
    /// A table
    Csv,
}

/// Form of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PageFormat {
    /// For people
    Text,
    /// One JSON object (index-schema/output.md)
    Json,
}
