//! Whom a name fits that was typed: several persons, or nobody and then who is called alike.
//!
//! Takes a name and an archive; gives persons, and sentences for the one who typed it.

use crate::count::{counted, grouped};
use crate::error::{Error, Result};
use crate::print::clean;
use crate::query::Spelling;
use crate::query::complaint::excerpt;
use crate::query::parse::person;
use crate::search::Archive;
use crate::search::crowd::Bearer;
use crate::words::Words;

/// Persons that are named in a sentence.
const NAMED: usize = 10;
/// Persons that are named a line each.
const LISTED: usize = 20;

/// Persons whom a name fits, by articles.
pub(super) struct Called<'a> {
    /// As typed.
    pub(super) name: &'a str,
    /// The persons, each with the articles of the archive that name him.
    pub(super) bearers: Vec<(Bearer, u64)>,
}

impl<'a> Called<'a> {
    /// Looks them up; `option` is where the name was typed, for the complaint that there is none.
    pub(super) fn new(archive: &Archive, name: &'a str, option: &str) -> Result<Called<'a>> {
        let name = name.trim();
        if Words::new(name).next().is_none() {
            return Err(Error::Usage(format!("{option}\"{}\" holds no name", excerpt(name))));
        }
        Ok(Called { name, bearers: archive.bearers(name)? })
    }

    /// A sentence if it fits nobody, with who is called alike.
    pub(super) fn nobody(&self, archive: &Archive) -> Result<Option<String>> {
        if !self.bearers.is_empty() {
            return Ok(None);
        }
        let mut near = Vec::new();
        if let Some(query) = person(self.name) {
            for suggestion in archive.suggestions(&query, false, &mut Vec::new())? {
                let spellings = suggestion.query.meant().into_iter().map(|meant| meant.spelling);
                let words: Vec<String> = spellings.filter_map(word).collect();
                let called = archive.bearers(&words.join(" "))?;
                near.extend(called.first().map(shown).filter(|first| !near.contains(first)));
            }
        }
        let meant = if near.is_empty() { String::new() } else { format!("; did you mean {}?", near.join(", ")) };
        Ok(Some(format!("nobody in this archive is called {}{meant}", excerpt(self.name))))
    }

    /// A sentence if it fits several persons, all of whom are taken.
    pub(super) fn all(&self) -> Option<String> {
        if self.bearers.len() < 2 {
            return None;
        }
        let named: Vec<String> = self.bearers.iter().take(NAMED).map(shown).collect();
        let more = match self.bearers.len().saturating_sub(NAMED) {
            0 => String::new(),
            more => format!(" and {} more", grouped(more as u64)),
        };
        let persons = counted(self.bearers.len() as u64, "person");
        Some(format!("{} fits {persons}, all of them are taken: {}{more}", excerpt(self.name), named.join(", ")))
    }

    /// Lines that tell whom it fits, if they are several and one of them was taken.
    pub(super) fn one(&self, number: usize) -> Vec<String> {
        if self.bearers.len() < 2 {
            return Vec::new();
        }
        let persons = counted(self.bearers.len() as u64, "person");
        let name = excerpt(self.name);
        let mut lines = vec![format!("{name} fits {persons}; this is number {number}, say --number N for another:")];
        for (n, (bearer, many)) in self.bearers.iter().enumerate().take(LISTED) {
            lines.push(format!("{:>3}. {} ({})", n + 1, clean::line(&bearer.name), counted(*many, "article")));
        }
        if self.bearers.len() > LISTED {
            lines.push(format!("     and {} more", grouped((self.bearers.len() - LISTED) as u64)));
        }
        lines
    }
}

/// `James Baker (254)`.
fn shown((bearer, many): &(Bearer, u64)) -> String {
    format!("{} ({})", clean::line(&bearer.name), grouped(*many))
}

fn word(spelling: Spelling) -> Option<String> {
    match spelling {
        Spelling::Exact(word) | Spelling::Inflected(word) => Some(word),
        _ => None,
    }
}
