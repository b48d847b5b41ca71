//! `morgue alerts`: watchlist and new articles -> what matched, printed or written into a file.

use std::path::PathBuf;

use super::args::{AlertsArgs, AlertsFormat, Cli};
use super::config::Said;
use super::watchlist::{self, EMPTY, searches};
use super::{End, Out, Stop, aside, look, say};
use crate::alerts::watchlist::SavedSearch;
use crate::alerts::{Alerts, watch};
use crate::config::{Color, Values};
use crate::count::counted;
use crate::error::{Error, Result};
use crate::print::text::Look;
use crate::print::{clean, feed, json};
use crate::search::Archive;

pub(super) fn run(cli: &Cli, args: &AlertsArgs, out: &mut Out) -> std::result::Result<End, Stop> {
    let said = Said::new(cli, Values::default())?;
    tell(&said, said.place()?, args, out)
}

/// Tells what the saved searches of an index found.
pub(super) fn tell(said: &Said, place: PathBuf, args: &AlertsArgs, out: &mut Out) -> std::result::Result<End, Stop> {
    let settings = said.settings(Some(&place), None)?;
    let archive = Archive::open(&place)?;
    let watched = chosen(watchlist::read(&place)?.searches(), &args.name)?;
    watched.iter().for_each(|search| watchlist::say_reading(search, false));
    let newest = archive.generation();
    let since = args.since_generation.unwrap_or(newest.saturating_sub(1));
    let alerts = watch(&watched, archive.articles_since(since), &archive, args.passages)?;

    let text = match args.format {
        // A file is no terminal, whatever standard output is.
        AlertsFormat::Text if args.output.is_some() && settings.color.value == Color::Auto => {
            text(&alerts, Look { colour: false })
        }
        AlertsFormat::Text => text(&alerts, look(settings.color.value)),
        AlertsFormat::Json => alerts.found().map(|alert| json::alert(alert, newest) + "\n").collect(),
        AlertsFormat::Atom => {
            let whole = place.canonicalize().unwrap_or(place);
            feed::atom(&alerts, &whole.to_string_lossy(), &archive.about.built)?
        }
    };
    match &args.output {
        Some(path) => {
            aside::write(path, text.as_bytes()).map_err(|cause| Error::Unwritable { path: path.clone(), cause })?
        }
        None => out.text(&text)?,
    }
    // Data first, talk after it, also where both go to one terminal.
    out.flush()?;
    if watched.is_empty() {
        say(EMPTY);
        return Ok(End::Nothing);
    }
    let found = alerts.found().count();
    say(&format!(
        "{found} of {} matched (searched {}, new since generation {since})",
        searches(watched.len()),
        counted(alerts.searched, "article")
    ));
    Ok(if found > 0 { End::Done } else { End::Nothing })
}

/// The searches of these names, in the order of the watchlist; all if none is named.
fn chosen(all: &[SavedSearch], names: &[String]) -> Result<Vec<SavedSearch>> {
    if let Some(name) = names.iter().find(|name| !all.iter().any(|search| search.name == **name)) {
        return Err(watchlist::unknown(name));
    }
    Ok(all.iter().filter(|search| names.is_empty() || names.contains(&search.name)).cloned().collect())
}

/// For people: each search that found something, then its articles as a search prints them.
fn text(alerts: &Alerts, look: Look) -> String {
    let mut text = String::new();
    for alert in alerts.found() {
        if !text.is_empty() {
            text.push('\n');
        }
        let (name, query) = (clean::line(&alert.search.name), clean::line(&alert.search.text));
        text.push_str(&format!("== {name}: {query} ({})\n", counted(alert.sightings.len() as u64, "article")));
        for (n, sighting) in alert.sightings.iter().enumerate() {
            text.push('\n');
            text.push_str(&look.hit(n + 1, sighting));
        }
    }
    text
}
