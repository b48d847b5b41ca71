//! The roll call: what the records of a run claim of the items of wires, and which known files that concerns.
//!
//! A newer version of an item, or a kill, may come in any file and concern any other. So the files of a run whose formats
//! know versions are read twice: first for what they claim, and when all of that is known, for their articles. Takes the
//! claims from any thread; gives the [`Roll`] by which records are settled, and names the files that did not change but
//! whose articles do. Of the archive it holds only what is said of the items that the run is about.

use std::collections::HashSet;
use std::io;

use super::roll::Roll;
use crate::article::Record;
use crate::index::ledger::{Entry, Ledger, Line};
use crate::item::Claim;

/// What was claimed so far.
#[derive(Debug, Default)]
pub(super) struct Call {
    roll: Roll,
    /// All items named; None where there is no archive that may know them.
    names: Option<HashSet<u128>>,
}

impl Call {
    /// A call in an archive that holds files already; `gone` is what was claimed in those that are read anew or gone.
    pub(super) fn among<'a>(gone: impl IntoIterator<Item = &'a Claim>) -> Call {
        Call { roll: Roll::default(), names: Some(gone.into_iter().flat_map(Claim::names).collect()) }
    }

    /// Takes what the records of a file claim.
    pub(super) fn take(&mut self, records: &[Record], place: &str) {
        self.roll.add_all(records, place);
        if let Some(names) = &mut self.names {
            names.extend(records.iter().filter_map(|record| record.claim.as_deref()).flat_map(Claim::names));
        }
    }

    /// Whether it concerns no item that the archive may know.
    pub(super) fn is_idle(&self) -> bool {
        self.names.as_ref().is_none_or(HashSet::is_empty)
    }

    /// The roll, where no archive holds more.
    pub(super) fn alone(self) -> Roll {
        self.roll
    }

    /// The roll, with what the files say that stay as they are; and of these, those for whose records the verdict is not
    /// what it was. `gone` are the paths that do not stay.
    ///
    /// # Errors
    /// What reading the ledger says.
    pub(super) fn against(self, ledger: &Ledger, gone: &HashSet<String>) -> io::Result<(Roll, Vec<Entry>)> {
        let Call { mut roll, names } = self;
        let mut names = names.unwrap_or_default();
        let mut before = Roll::default();
        let mut concerned = Vec::new();
        each(ledger, &names, &mut |line, claims| {
            let place = line.path.into();
            let stays = !gone.contains(line.path);
            for claim in claims {
                before.add(claim, &place);
                if stays {
                    roll.add(claim, &place);
                }
            }
            if stays {
                concerned.push(line.entry());
            }
        })?;
        concerned.retain(|entry| entry.claims.iter().any(|claim| before.verdict(claim) != roll.verdict(claim)));
        if !concerned.is_empty() {
            // They are read whole, so of all their items everything must be known. That changes no other verdict.
            names.extend(concerned.iter().flat_map(|entry| &entry.claims).flat_map(Claim::names));
            each(ledger, &names, &mut |line, claims| {
                if !gone.contains(line.path) {
                    let place = line.path.into();
                    claims.iter().for_each(|claim| roll.add(claim, &place));
                }
            })?;
        }
        Ok((roll, concerned))
    }
}

/// The entries that claim anything of these items, with those claims.
fn each(ledger: &Ledger, names: &HashSet<u128>, visit: &mut dyn FnMut(&Line<'_>, &[Claim])) -> io::Result<()> {
    for line in ledger.lines() {
        let line = line?;
        let mut claims = line.claims();
        claims.retain(|claim| claim.names().any(|name| names.contains(&name)));
        if !claims.is_empty() {
            visit(&line, &claims);
        }
    }
    Ok(())
}
