//! `morgue person`: a page about one person.

use super::args::{Cli, PageFormat, PersonArgs};
use super::config::Said;
use super::timeline::width;
use super::{End, Out, Stop, look, say};
use crate::config::Values;
use crate::count::{counted, grouped};
use crate::error::{Error, Result};
use crate::print::people::Listed;
use crate::print::person::Page;
use crate::print::{clean, person as page};
use crate::query::complaint::excerpt;
use crate::query::parse::person;
use crate::query::{Query, Spelling};
use crate::search::Archive;
use crate::search::beside::Within;
use crate::search::crowd::Bearer;
use crate::words::Words;

/// Persons that are named where a name fits several.
const NAMED: usize = 20;
/// People who are close.
const CLOSE: usize = 10;
/// Passages.
const PASSAGES: usize = 5;

pub(super) fn run(cli: &Cli, args: &PersonArgs, out: &mut Out) -> std::result::Result<End, Stop> {
    let said = Said::new(cli, Values::default())?;
    let place = said.place()?;
    let settings = said.settings(Some(&place), None)?;
    let name = args.name.join(" ");
    if Words::new(&name).next().is_none() {
        return Err(Error::Usage(format!("\"{}\" holds no name", excerpt(name.trim()))).into());
    }
    let archive = Archive::open(&place)?;
    let bearers = archive.bearers(&name)?;
    let number = args.number.unwrap_or(1);
    let Some((bearer, _)) = number.checked_sub(1).and_then(|number| bearers.get(number)) else {
        if bearers.is_empty() {
            say(&nobody(&archive, &name)?);
            return Ok(End::Nothing);
        }
        let many = counted(bearers.len() as u64, "person");
        let why = format!("--number {number}: \"{}\" fits {many}", excerpt(name.trim()));
        return Err(Error::Usage(why).into());
    };
    let crowd = archive.crowd(&Query::Everything)?;
    let places = crowd.places(std::iter::once(bearer));
    let within = Within::from(args.within);
    let company = archive.company(&crowd, &places, within)?;
    let Some(appearance) = places.first().and_then(|place| crowd.people.get(*place)) else {
        return Err(Error::Internal(format!("nobody is called {}", bearer.name)).into());
    };
    let portrait = archive.portrait(bearer, PASSAGES)?;
    let mut close = Listed::company(&crowd, &company);
    close.retain(|listed| listed.tie.is_some_and(|(_, tie)| tie.g2 > 0.0));
    close.truncate(CLOSE);
    let page = Page {
        asked: &name,
        person: appearance,
        portrait: &portrait,
        within,
        close: &close,
        others: bearers
            .iter()
            .enumerate()
            .filter(|(n, _)| n + 1 != number)
            .map(|(n, (b, many))| (n + 1, b, *many))
            .collect(),
        width: width(),
    };
    match args.format {
        PageFormat::Text => out.text(&page::text(&page, look(settings.color.value)))?,
        PageFormat::Json => out.line(&page::json(&page))?,
    }
    out.flush()?;
    if bearers.len() > 1 && args.format == PageFormat::Text {
        say_bearers(&name, &bearers, number);
    }
    Ok(End::Done)
}

/// Says who is called so, with the numbers that `--number` takes.
fn say_bearers(name: &str, bearers: &[(Bearer, u64)], number: usize) {
    let persons = counted(bearers.len() as u64, "person");
    say(&format!("{} fits {persons}; this was number {number} (others with --number N):", clean::line(name.trim())));
    for (n, (bearer, many)) in bearers.iter().enumerate().take(NAMED) {
        say(&format!("{:>3}. {}  {}", n + 1, clean::line(&bearer.name), counted(*many, "article")));
    }
    if bearers.len() > NAMED {
        say(&format!("     and {} more", grouped((bearers.len() - NAMED) as u64)));
    }
}

/// That nobody is called so, and who is called alike.
fn nobody(archive: &Archive, name: &str) -> Result<String> {
    let mut near = Vec::new();
    if let Some(query) = person(name) {
        for suggestion in archive.suggestions(&query, false, &mut Vec::new())? {
            let words: Vec<String> =
                suggestion.query.meant().into_iter().map(|meant| meant.spelling).filter_map(exact).collect();
            let called = archive.bearers(&words.join(" "))?;
            let first =
                called.first().map(|(bearer, many)| format!("{} ({})", clean::line(&bearer.name), grouped(*many)));
            near.extend(first.filter(|first| !near.contains(first)));
        }
    }
    let meant = if near.is_empty() { String::new() } else { format!("; did you mean {}?", near.join(", ")) };
    Ok(format!("nobody in this archive is called {}{meant}", clean::line(name.trim())))
}

fn exact(spelling: Spelling) -> Option<String> {
    match spelling {
        Spelling::Exact(word) | Spelling::Inflected(word) => Some(word),
        _ => None,
    }
}
