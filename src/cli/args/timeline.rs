//! The arguments of `morgue timeline`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::QUERY_HELP;

/// `morgue timeline`.
#[derive(Args, Debug)]
#[command(after_help = QUERY_HELP)]
pub struct TimelineArgs {
    /// What to look for; each argument is a query of its own and is drawn beside the others. None means all articles
    #[arg(value_name = "QUERY")]
    pub queries: Vec<String>,
    /// Count by day, week, month or year [default: what fits the time they span]
    #[arg(long, value_name = "UNIT", value_enum)]
    pub by: Option<ByArg>,
    /// Count the dates that articles speak of, not when they were published
    #[arg(long)]
    pub mentioned: bool,
    /// Draw the share of what the archive holds in that time, so that holes in it do not look like silence
    #[arg(long)]
    pub share: bool,
    /// Any of a query's words is enough
    #[arg(long)]
    pub any: bool,
    /// Form of the output
    #[arg(long, value_enum, default_value_t = TimelineFormat::Text)]
    pub format: TimelineFormat,
    /// Also draw it into this file
    #[arg(long, value_name = "FILE")]
    pub svg: Option<PathBuf>,
}

/// What is counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ByArg {
    /// Days
    Day,
    /// Weeks, from Monday
    Week,
    /// Months
    Month,
    /// Years
    Year,
}

/// Form of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TimelineFormat {
    /// Bars
    Text,
    /// One JSON object (index-schema/output.md)
    Json,
    /// A table: query, from, to, articles, held, share
    Csv,
}
