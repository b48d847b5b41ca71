//! `morgue watchlist`: the file of saved searches, read, changed under a lock, and written aside.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::args::{Cli, WatchlistCommand};
use super::config::Said;
use super::{End, Out, Stop, aside, say};
use crate::alerts::watchlist::{SavedSearch, Watchlist};
use crate::config::Values;
use crate::error::{Error, Result};
use crate::index;
use crate::print::{clean, json};

/// Name of the file, in the folder of the index.
const FILE: &str = "watchlist.toml";
/// Held by the process that changes it.
const LOCK: &str = "watchlist.lock";

pub(super) fn run(cli: &Cli, command: &WatchlistCommand, out: &mut Out) -> std::result::Result<End, Stop> {
    let place = Said::new(cli, Values::default())?.place()?;
    // An index that this program cannot read still has its watchlist; a folder that is no index has none.
    if let Err(error @ (Error::NoIndex(_) | Error::Unreadable { .. })) = index::about_current(&place) {
        return Err(error.into());
    }
    match command {
        WatchlistCommand::Add { name, query, replace } => add(&place, name, &query.join(" "), *replace)?,
        WatchlistCommand::List { json } => list(&place, *json, out)?,
        WatchlistCommand::Remove { name } => remove(&place, name)?,
    }
    Ok(End::Done)
}

/// The watchlist of an index; an empty one if there is no file.
pub(super) fn read(place: &Path) -> Result<Watchlist> {
    let path = place.join(FILE);
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(Watchlist::default()),
        Err(cause) => return Err(Error::Unreadable { path, cause }),
    };
    let text = String::from_utf8(bytes).map_err(|error| {
        let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        Error::Watchlist { path: path.clone(), line, what: "this is not UTF-8".to_string() }
    })?;
    Watchlist::read(&text).map_err(|flaw| Error::Watchlist { path, line: flaw.line, what: flaw.what })
}

/// Says how a saved search was read, where that is not obvious or `always`.
pub(super) fn say_reading(search: &SavedSearch, always: bool) {
    for complaint in &search.complaints {
        let text = clean::line(&complaint.text);
        say(&format!("{}: query, byte {}: {text}", clean::line(&search.name), complaint.at.start));
    }
    if always || !search.complaints.is_empty() {
        say(&format!("{}: read as: {}", clean::line(&search.name), clean::line(&search.query.to_string())));
    }
}

/// Changes the watchlist while nobody else can; gives where it lies.
fn change<T>(place: &Path, work: impl FnOnce(&mut Watchlist) -> Result<T>) -> Result<(PathBuf, T)> {
    let (path, lock) = (place.join(FILE), place.join(LOCK));
    let unwritable = |path: &Path| {
        let path = path.to_path_buf();
        |cause| Error::Unwritable { path, cause }
    };
    let open = File::options().write(true).create(true).truncate(false).open(&lock);
    let held = open.and_then(|file| file.lock().map(|()| file)).map_err(unwritable(&lock))?;
    let mut watchlist = read(place)?;
    let done = work(&mut watchlist)?;
    aside::write(&path, watchlist.to_string().as_bytes()).map_err(unwritable(&path))?;
    sweep(place);
    drop(held);
    Ok((path, done))
}

/// Removes what a killed process was writing; whoever holds the lock is alone.
fn sweep(place: &Path) {
    for entry in fs::read_dir(place).into_iter().flatten().flatten() {
        let name = entry.file_name();
        if name.to_str().and_then(|n| n.strip_prefix(FILE)).is_some_and(|rest| rest.ends_with(".new")) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn add(place: &Path, name: &str, query: &str, replace: bool) -> Result<()> {
    let search = SavedSearch::new(name, query).map_err(Error::Usage)?;
    say_reading(&search, true);
    let (path, count) = change(place, |watchlist| {
        if let Some(before) = watchlist.get(name)
            && !replace
        {
            let text = &before.text;
            return Err(Error::Usage(format!(
                "there is a saved search {name:?} already ({text}); --replace replaces it"
            )));
        }
        watchlist.put(search);
        Ok(watchlist.searches().len())
    })?;
    say(&format!("saved in {} ({})", clean::line(&path.display().to_string()), searches(count)));
    Ok(())
}

fn remove(place: &Path, name: &str) -> Result<()> {
    let (path, count) = change(place, |watchlist| match watchlist.remove(name) {
        Some(_) => Ok(watchlist.searches().len()),
        None => Err(unknown(name)),
    })?;
    say(&format!("removed from {} ({})", clean::line(&path.display().to_string()), searches(count)));
    Ok(())
}

/// Nothing is saved under this name.
pub(super) fn unknown(name: &str) -> Error {
    Error::Usage(format!("there is no saved search {name:?}; `morgue watchlist list` names them"))
}

/// So many saved searches, in words.
pub(super) fn searches(count: usize) -> String {
    if count == 1 { "1 saved search".to_string() } else { format!("{count} saved searches") }
}

fn list(place: &Path, json: bool, out: &mut Out) -> std::result::Result<(), Stop> {
    let watchlist = read(place)?;
    for search in watchlist.searches() {
        if json {
            out.line(&json::saved(search))?;
        } else {
            out.line(&clean::line(&search.name))?;
            out.line(&format!("   {}", clean::line(&search.text)))?;
        }
    }
    if watchlist.searches().is_empty() {
        out.flush()?;
        say(EMPTY);
    }
    Ok(())
}

/// Nothing is saved.
pub(super) const EMPTY: &str = "the watchlist is empty; save a search with `morgue watchlist add NAME QUERY`";
