//! The arguments of `morgue verify`, `backup`, `gc` and `optimize`: what keeps an index sound.

use std::path::PathBuf;

use clap::Args;

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
