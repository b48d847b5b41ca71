//! The arguments of `morgue index`.

use std::path::PathBuf;

use clap::Args;

use super::{ReadArgs, WalkArgs};

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
