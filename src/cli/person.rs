//! `morgue person`: a page about one person.

use super::args::{Cli, PageFormat, PersonArgs};
use super::called::Called;
use super::config::Said;
use super::timeline::width;
use super::{End, Out, Stop, look, say};
use crate::config::Values;
use crate::count::counted;
use crate::error::Error;
use crate::print::people::Listed;
use crate::print::person as page;
use crate::print::person::Page;
use crate::query::Query;
use crate::query::complaint::excerpt;
use crate::search::Archive;
use crate::search::company::Within;

/// People who are close.
const CLOSE: usize = 10;
/// Passages.
const PASSAGES: usize = 5;

pub(super) fn run(cli: &Cli, args: &PersonArgs, out: &mut Out) -> std::result::Result<End, Stop> {
    let said = Said::new(cli, Values::default())?;
    let place = said.place()?;
    let settings = said.settings(Some(&place), None)?;
    let name = args.name.join(" ");
    let archive = Archive::open(&place)?;
    let called = Called::new(&archive, &name, "")?;
    if let Some(nobody) = called.nobody(&archive)? {
        say(&nobody);
        return Ok(End::Nothing);
    }
    let number = args.number.unwrap_or(1);
    let Some((bearer, _)) = number.checked_sub(1).and_then(|number| called.bearers.get(number)) else {
        let persons = counted(called.bearers.len() as u64, "person");
        return Err(Error::Usage(format!("--number {number}: \"{}\" fits {persons}", excerpt(called.name))).into());
    };
    let crowd = archive.crowd(&Query::Everything)?;
    let places = crowd.places(std::iter::once(bearer));
    let within = Within::from(args.within);
    let company = archive.company(&crowd, &places, within)?;
    let Some(appearance) = places.first().and_then(|place| crowd.people.get(*place)) else {
        return Err(Error::Internal(format!("nobody is called {}", bearer.name)).into());
    };
    let identity = archive.identity(&bearer.name)?;
    let open = archive.open_questions(&bearer.name)?;
    let portrait = archive.portrait(bearer, PASSAGES)?;
    let mut close = Listed::company(&crowd, &company);
    close.retain(|listed| listed.tie.is_some_and(|(_, tie)| tie.is_company()));
    close.truncate(CLOSE);
    let page = Page {
        asked: called.name,
        person: appearance,
        identity: &identity,
        open: &open,
        portrait: &portrait,
        within,
        close: &close,
        others: (called.bearers.iter().enumerate())
            .filter(|(n, _)| n + 1 != number)
            .map(|(n, (bearer, many))| (n + 1, bearer, *many))
            .collect(),
        width: width(),
    };
    match args.format {
        PageFormat::Text => out.text(&page::text(&page, look(settings.color.value)))?,
        PageFormat::Json => out.line(&page::json(&page))?,
    }
    out.flush()?;
    if args.format == PageFormat::Text {
        called.one(number).iter().for_each(|line| say(line));
    }
    Ok(End::Done)
}
