//! `morgue schedule`: the index and its corpora -> a line of a crontab, or units of systemd. Nothing is installed.

use std::path::{Path, PathBuf};

use super::args::{Cli, ScheduleArgs, UnitArg};
use super::config::{Said, recorded};
use super::{End, Out, Stop};
use crate::config::{Origin, Setting, Settings, Values};
use crate::error::{Error, Result};
use crate::index;
use crate::schedule::{Job, cron, service, timer};

pub(super) fn run(cli: &Cli, args: &ScheduleArgs, out: &mut Out) -> std::result::Result<End, Stop> {
    let said = Said::new(cli, Values::default())?;
    let place = said.place()?;
    let (_, about) = index::about_current(&place)?;
    let options = options(&said.settings(Some(&place), Some(recorded(&place, &about)))?);
    let whole =
        |path: &Path| path.canonicalize().map_err(|cause| Error::Unreadable { path: path.to_path_buf(), cause });
    let place = whole(&place)?;
    let program = std::env::current_exe()
        .map_err(|e| Error::Internal(format!("the system does not say where this program lies: {e}")))?;
    let corpora: Vec<PathBuf> = about.corpora.into_iter().map(|corpus| corpus.root).collect();
    let job = Job { program, owner: owner(&place)?, index: place, options, corpora, at: args.at };
    match args.systemd {
        None => out.line(&cron(&job)?)?,
        Some(UnitArg::Service) => out.text(&service(&job)?)?,
        Some(UnitArg::Timer) => out.text(&timer(&job)?)?,
        // Each under its name, as `systemctl cat` shows units.
        Some(UnitArg::Both) => {
            out.text(&format!("# morgue.service\n{}\n# morgue.timer\n{}", service(&job)?, timer(&job)?))?;
        }
    }
    Ok(End::Done)
}

/// What the index was made with and nobody else says: without it, the night's run would make another index of the same
/// corpora.
fn options(settings: &Settings) -> Vec<String> {
    fn of_index<T>(setting: &Setting<T>) -> Option<&T> {
        matches!(setting.origin, Origin::Recorded(_)).then_some(&setting.value)
    }
    let mut options = Vec::new();
    let lists = [("include", &settings.include), ("exclude", &settings.exclude), ("field", &settings.fields)];
    for (flag, list) in lists {
        options.extend(of_index(list).into_iter().flatten().map(|value| format!("--{flag}={value}")));
    }
    let switches = [
        ("--hidden", &settings.hidden, true),
        ("--follow", &settings.follow, true),
        ("--no-people", &settings.people, false),
        ("--no-dates", &settings.dates, false),
    ];
    let said = switches.into_iter().filter(|(_, setting, telling)| of_index(setting) == Some(telling));
    options.extend(said.map(|(flag, ..)| flag.to_string()));
    let order = of_index(&settings.day_month).and_then(|order| *order);
    options.extend(order.map(|order| format!("--day-month={}", order.as_str())));
    options
}

/// Numbers of the user and group that own the index.
#[cfg(unix)]
fn owner(place: &Path) -> Result<Option<(u32, u32)>> {
    use std::os::unix::fs::MetadataExt;
    let data = place.metadata().map_err(|cause| Error::Unreadable { path: place.to_path_buf(), cause })?;
    Ok(Some((data.uid(), data.gid())))
}

#[cfg(not(unix))]
fn owner(_: &Path) -> Result<Option<(u32, u32)>> {
    Ok(None)
}
