//! `morgue new`: generations -> the articles that are new, changed or gone since then, and satisfy a query if one is given.

use std::collections::HashSet;
use std::path::Path;

use super::args::{Cli, NewArgs};
use super::config::Said;
use super::{End, Out, Stop, look, say};
use crate::alerts::watchlist::SavedSearch;
use crate::alerts::{Sighting, watch};
use crate::change::since::Since;
use crate::change::{Change, Gone, What};
use crate::config::Values;
use crate::count::counted;
use crate::error::{Error, Result};
use crate::filing::with_mentions;
use crate::index::journal;
use crate::print::{clean, json};
use crate::query::Query;
use crate::query::parse::period;
use crate::search::Archive;

pub(super) fn run(cli: &Cli, args: &NewArgs, out: &mut Out) -> std::result::Result<End, Stop> {
    let said = Said::new(cli, Values::default())?;
    let place = said.place()?;
    let settings = said.settings(Some(&place), None)?;
    let archive = Archive::open(&place)?;
    let since = generation(args, &place, &archive)?;
    let changes = changes(&place, since, archive.generation())?;
    let search = asked(args)?;
    for complaint in &search.complaints {
        say(&format!("query, byte {}: {}", complaint.at.start, clean::line(&complaint.text)));
    }
    let searches = std::slice::from_ref(&search);
    let there = watch(searches, archive.articles_since(since), &archive, args.passages)?;
    let enrich = archive.about.enrich;
    let again = |gone: Gone| {
        let (path, record) = (gone.before.path.clone(), gone.before.record);
        with_mentions(gone.article(), &path, record, enrich)
    };
    let mut gone: Vec<_> = changes.vanished.iter().cloned().map(again).collect();
    // What went and came back under its old name is told as new.
    let back: HashSet<&str> = (there.each.iter().flat_map(|alert| &alert.sightings))
        .filter(|sighting| changes.changed(&sighting.filed.path, sighting.filed.record).is_none())
        .map(|sighting| sighting.filed.article.id.as_str())
        .collect();
    gone.retain(|filed| !back.contains(filed.article.id.as_str()));
    let batches = if gone.is_empty() { Vec::new() } else { vec![Ok(gone)] };
    let gone = watch(searches, batches.into_iter(), &archive, args.passages)?;

    let mut told = Told::default();
    let look = look(settings.color.value);
    let sightings = |alerts: crate::alerts::Alerts| alerts.each.into_iter().flat_map(|alert| alert.sightings);
    let print = |line: json::NewOut<'_>, sighting: &Sighting, n: usize, out: &mut Out| {
        if args.json {
            return out.line(&json::object(&line));
        }
        let head = match (line.kind, line.what.is_empty()) {
            ("changed", false) => format!("changed ({})", line.what.join(", ")),
            (kind, _) => kind.to_string(),
        };
        let mut text = if n > 1 { format!("\n{head}\n") } else { format!("{head}\n") };
        text.push_str(&look.hit(n, sighting));
        if let Some(before) = line.headline_before.filter(|before| *before != sighting.filed.article.headline) {
            text.push_str(&format!("   was: {}\n", clean::line(before)));
        }
        out.text(&text)
    };
    let mut n = 0;
    for sighting in sightings(there) {
        n += 1;
        let filed = &sighting.filed;
        let known = changes.changed(&filed.path, filed.record);
        let what: Vec<&str> = known.map_or(Vec::new(), |k| k.what.iter().map(|w| What::word(*w)).collect());
        *(if known.is_some() { &mut told.changed } else { &mut told.new }) += 1;
        let kind = if known.is_some() { "changed" } else { "new" };
        let before = known.map(|k| k.headline_before.as_str());
        print(json::new(kind, what, before, n, &sighting), &sighting, n, out)?;
    }
    for sighting in sightings(gone) {
        n += 1;
        told.vanished += 1;
        print(json::new("vanished", Vec::new(), None, n, &sighting), &sighting, n, out)?;
    }
    if args.moved {
        for (now, before) in &changes.moved {
            if args.json {
                out.line(&json::object(&json::moved(now, before)))?;
            } else {
                let (now_at, was_at) =
                    (format!("{}#{}", now.path, now.record), format!("{}#{}", before.path, before.record));
                out.line(&format!("moved {} (was {})", clean::name(&now_at), clean::name(&was_at)))?;
            }
        }
    }
    out.flush()?;
    let moved = if changes.moved.is_empty() { String::new() } else { format!(", {} moved", changes.moved.len()) };
    let Told { new, changed, vanished } = told;
    let newest = archive.generation();
    say(&format!("{new} new, {changed} changed, {vanished} vanished{moved} since generation {since} (now {newest})"));
    let any = new + changed + vanished > 0 || (args.moved && !changes.moved.is_empty());
    Ok(if any { End::Done } else { End::Nothing })
}

/// How many of each kind.
#[derive(Default)]
struct Told {
    new: u64,
    changed: u64,
    vanished: u64,
}

/// The query, or every article.
fn asked(args: &NewArgs) -> Result<SavedSearch> {
    if args.query.is_empty() {
        let (name, text) = (String::new(), String::new());
        return Ok(SavedSearch { name, text, query: Query::Everything, complaints: Vec::new() });
    }
    SavedSearch::new("new", &args.query.join(" ")).map_err(Error::Usage)
}

/// The generation that counts as then.
fn generation(args: &NewArgs, place: &Path, archive: &Archive) -> Result<u64> {
    let newest = archive.generation();
    if let Some(generation) = args.since_generation {
        if generation > newest {
            return Err(Error::Usage(format!("there is no generation {generation} yet; the newest is {newest}")));
        }
        return Ok(generation);
    }
    let Some(date) = &args.since else { return Ok(newest.saturating_sub(1)) };
    let from = period(date).map_err(|why| Error::Usage(format!("--since: {why}")))?.from.to_string();
    let mut then = 0;
    for number in journal::numbers(place).into_iter().filter(|n| *n <= newest) {
        let head = journal::head(place, number).map_err(|e| damaged(place, number, &e))?;
        // ISO times compare as texts.
        if head.time.as_str() < from.as_str() {
            then = number;
        }
    }
    Ok(then)
}

/// All that the journals tell of the time after a generation.
fn changes(place: &Path, since: u64, newest: u64) -> Result<Since> {
    let numbers: Vec<u64> = journal::numbers(place).into_iter().filter(|n| (since + 1..=newest).contains(n)).collect();
    let missing = (newest - since).saturating_sub(numbers.len() as u64);
    if missing > 0 {
        let journals = counted(missing, "journal");
        say(&format!(
            "{journals} since generation {since} removed: what changed then is told as new, what went is not told"
        ));
    }
    let mut changes: Vec<Vec<Change>> = Vec::new();
    for number in numbers {
        changes.push(journal::read(place, number).map_err(|e| damaged(place, number, &e))?.1);
    }
    Ok(Since::of(since, changes))
}

fn damaged(place: &Path, number: u64, error: &std::io::Error) -> Error {
    Error::Damaged { place: place.to_path_buf(), what: format!("journal of generation {number}: {error}") }
}
