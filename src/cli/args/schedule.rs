//! The arguments of `morgue schedule`.

use clap::{Args, ValueEnum};

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

pub(super) const SCHEDULE_HELP: &str = "\
Print a crontab line or systemd units that renew the index every night. Nothing is installed.

The command in them is `morgue index --index INDEX --quiet CORPUS...` with the paths of this program, of the index and of \
the corpora it was made of; options that the index was made with and that no morgue.toml says are named too.

Cron: (crontab -l; morgue schedule --cron) | crontab -

systemd: morgue schedule --systemd=service > /etc/systemd/system/morgue.service, the same with timer, then \
`systemctl daemon-reload` and `systemctl enable --now morgue.timer`. The service runs as the owner of the index, without \
network, with the corpora read-only and only the index writable. Code 3 (done, some files or records were skipped) counts \
as success; 75 means that another process was writing the index (try again; the next night does). A night missed because \
the machine was off is made up for.";
