//! `morgue show`: one article whole, with its people and dates, marked if a query is given.

use super::args::{Cli, ShowArgs};
use super::config::Said;
use super::{End, Out, Stop, look, say};
use crate::config::Values;
use crate::error::Error;
use crate::print::text::doubts;
use crate::print::{clean, json};
use crate::query::complaint::excerpt;
use crate::query::parse::{Join, parse};
use crate::search::Archive;

pub(super) fn run(cli: &Cli, args: &ShowArgs, out: &mut Out) -> std::result::Result<End, Stop> {
    let said = Said::new(cli, Values::default())?;
    let place = said.place()?;
    let settings = said.settings(Some(&place), None)?;
    let archive = Archive::open(&place)?;
    let filed = archive.article(&args.id)?;
    let mut marks = [Vec::new(), Vec::new()];
    if let Some(text) = &args.highlight {
        let parsed = parse(text, Join::All);
        for complaint in &parsed.complaints {
            say(&format!("query, byte {}: {}", complaint.at.start, clean::line(&complaint.text)));
        }
        let query = parsed
            .query
            .ok_or_else(|| Error::Usage(format!("there is no word in the query \"{}\"", excerpt(text.trim()))))?;
        match archive.marks(&query, &filed)? {
            Some(found) => marks = found,
            None => say(&format!("this article does not satisfy {}; nothing is marked", excerpt(&query.to_string()))),
        }
    }
    if args.json {
        out.line(&json::article(&filed))?;
    } else {
        let [headline, body] = marks;
        out.text(&look(settings.color.value).article(&filed, &headline, &body))?;
        out.text(&doubts(&filed))?;
    }
    Ok(End::Done)
}
