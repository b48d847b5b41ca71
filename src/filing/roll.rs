//! The roll of an archive's items: of each the newest version, and whether its source took it back.
//!
//! Takes the claims of all records in any order, gives the verdict on one of them; which comes first must never matter. Of
//! an item it keeps what decides, about a hundred bytes, and nothing of items that never say a version.

use std::collections::HashMap;
use std::sync::Arc;

use crate::article::{Outcome, Record};
use crate::item::{Claim, SUPERSEDED, Status};

/// All that was claimed.
#[derive(Clone, Debug, Default)]
pub struct Roll {
    items: HashMap<u128, Last>,
    /// What is said of items by their identifiers.
    named: HashMap<u128, Said>,
}

/// A status, and the file that says it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Said {
    status: Status,
    place: Arc<str>,
}

/// What is known of an item.
#[derive(Clone, Debug)]
struct Last {
    version: Vec<u64>,
    /// Of that version.
    said: Said,
    /// Of all versions.
    always: Option<Said>,
}

/// Why a record gives no article, though there is one in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// What was said of the item; that it is usable, if a newer version of it is.
    status: Status,
    /// The version that says so; empty if it says none.
    version: Vec<u64>,
    /// The file that says so.
    place: Arc<str>,
}

impl Verdict {
    /// The reason, to one who reads it beside the name of the file `from`.
    pub fn reason(&self, from: &str) -> String {
        let version = self.version.iter().map(u64::to_string).collect::<Vec<_>>().join(".");
        let (mut reason, joint) = match (self.status.reason(), version.as_str()) {
            (None, version) => (format!("{SUPERSEDED}: by version {version}"), ", "),
            (Some(reason), "") => (reason.to_string(), if reason.contains(": ") { ", " } else { ": " }),
            (Some(reason), version) => (format!("{reason}: with version {version}"), ", "),
        };
        if *self.place != *from {
            reason.extend([joint, "in ", &self.place]);
        }
        reason
    }
}

impl Said {
    /// The weightier of two; of two alike the one of the first file, so that the order does not matter.
    fn join(&mut self, status: Status, place: &Arc<str>) {
        if status > self.status || (status == self.status && **place < *self.place) {
            *self = Said { status, place: Arc::clone(place) };
        }
    }
}

impl Roll {
    /// Takes a claim of a record in a file; of a container's, in the container.
    pub fn add(&mut self, claim: &Claim, place: &Arc<str>) {
        let said = |status| Said { status, place: Arc::clone(place) };
        if let Some((id, status)) = claim.other {
            self.named.entry(id).or_insert_with(|| said(status)).join(status, place);
        }
        if claim.item == 0 || (claim.version.is_empty() && claim.status == Status::Usable) {
            return;
        }
        let nothing = || Last { version: Vec::new(), said: said(Status::Usable), always: None };
        let last = self.items.entry(claim.item).or_insert_with(nothing);
        if claim.version.is_empty() {
            last.always.get_or_insert_with(|| said(claim.status)).join(claim.status, place);
        } else if claim.version > last.version {
            last.version.clone_from(&claim.version);
            last.said = said(claim.status);
        } else if claim.version == last.version {
            last.said.join(claim.status, place);
        }
    }

    /// Takes the claims of records of one file.
    pub fn add_all<'a>(&mut self, records: impl IntoIterator<Item = &'a Record>, place: &str) {
        let mut claims = records.into_iter().filter_map(|record| record.claim.as_deref()).peekable();
        if claims.peek().is_some() {
            let place = Arc::from(place);
            claims.for_each(|claim| self.add(claim, &place));
        }
    }

    /// Why the record of this claim gives no article; None if it may.
    pub fn verdict(&self, claim: &Claim) -> Option<Verdict> {
        let of = |said: &Said, version: &[u64]| {
            Some(Verdict { status: said.status, version: version.to_vec(), place: Arc::clone(&said.place) })
        };
        if claim.status != Status::Usable {
            // Its own word is enough.
            return None;
        }
        if let Some(said) = self.named.get(&claim.id) {
            return of(said, &[]);
        }
        let last = self.items.get(&claim.item)?;
        if let Some(always) = &last.always {
            return of(always, &[]);
        }
        let older = claim.version < last.version;
        if older || last.said.status != Status::Usable { of(&last.said, &last.version) } else { None }
    }

    /// Of records of one file: makes those into skips whose place another one takes.
    pub fn settle(&self, records: &mut [Record], place: &str) {
        if self.items.is_empty() && self.named.is_empty() {
            return;
        }
        for record in records.iter_mut().filter(|record| matches!(record.outcome, Outcome::Article(_))) {
            if let Some(verdict) = record.claim.as_deref().and_then(|claim| self.verdict(claim)) {
                record.outcome = Outcome::Skip(verdict.reason(place));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::item::named;

    /// `item version status`, with `> other status` behind it where something is said of another; an item's identifier is
    /// its name.
    fn claim(text: &str) -> Claim {
        let (own, other) = text.split_once(" > ").unwrap_or((text, ""));
        let status = |word: Option<&str>| word.map_or(Status::Usable, Status::of);
        let mut own = own.split(' ');
        let item = own.next().unwrap_or_default();
        let version = own.next().unwrap_or_default().split('.').filter_map(|n| n.parse().ok()).collect();
        let other = other
            .split_once(' ')
            .map(|(id, word)| (named(id), if word == "corrected" { Status::Corrected } else { Status::of(word) }));
        Claim { item: named(item), id: named(item), version, status: status(own.next()), other }
    }

    /// Claims by `file: claim`, and what becomes of each.
    fn verdicts(claims: &[&str]) -> Vec<String> {
        let parts = |text: &&str| {
            let (place, text) = text.split_once(": ").unwrap_or_default();
            (Arc::<str>::from(place), claim(text))
        };
        let claims: Vec<(Arc<str>, Claim)> = claims.iter().map(parts).collect();
        let mut roll = Roll::default();
        claims.iter().for_each(|(place, claim)| roll.add(claim, place));
        let shown =
            |(place, claim): &(Arc<str>, Claim)| roll.verdict(claim).map_or("-".to_string(), |v| v.reason(place));
        claims.iter().map(shown).collect()
    }

    #[test]
    fn versions_kills_and_corrections() {
        let table: &[(&[&str], &[&str])] = &[
            (&["x: a 1", "x: b 1", "x: a 2"], &["superseded: by version 2", "-", "-"]),
            (&["x: a 1", "y: a 2"], &["superseded: by version 2, in y", "-"]),
            (&["x: a 1.10", "x: a 1.9"], &["-", "superseded: by version 1.10"]),
            (&["x: a", "y: a", "y: a 1"], &["superseded: by version 1, in y", "superseded: by version 1", "-"]),
            (&["x: a", "y: a"], &["-", "-"]),
            // Sent twice is there twice.
            (&["x: a 2", "z: a 2", "y: a 1"], &["-", "-", "superseded: by version 2, in x"]),
            (&["x: a 1", "y: a 2 killed"], &["killed by its source: with version 2, in y", "-"]),
            (&["x: a 1", "x: a 2 killed", "y: a 3"], &["superseded: by version 3, in y", "-", "-"]),
            (&["y: a 1", "x: a 1 killed"], &["killed by its source: with version 1, in x", "-"]),
            (&["x:  withheld", "x: a  withheld", "y: a 2"], &["-", "-", "withheld by its source: in x"]),
            (&["x: a  withheld", "y: a  killed", "y: a 2"], &["-", "-", "killed by its source"]),
            (&["x: a 2", "y: b > a corrected"], &["superseded: by another item, which corrects it, in y", "-"]),
            (&["x: a 2", "y: b > a killed"], &["killed by its source: in y", "-"]),
            (&["x: ", "y: "], &["-", "-"]),
        ];
        for (claims, expected) in table {
            assert_eq!(verdicts(claims), *expected, "{claims:?}");
        }
    }

    proptest! {
        #[test]
        fn the_order_of_claims_does_not_matter(
            claims in prop::collection::vec(
                (0..3usize, 0..3u64, 0..4usize, prop::option::of((0..3usize, 0..4usize)), 0..3usize), 0..8),
            turn in 0..8usize,
        ) {
            const STATUS: [Status; 4] = [Status::Usable, Status::Corrected, Status::Withheld, Status::Killed];
            let name = |n: usize| named(&format!("{n}"));
            let claims: Vec<(Claim, Arc<str>)> = claims
                .into_iter()
                .map(|(item, version, status, other, place)| {
                    let version = if version == 0 { Vec::new() } else { vec![version] };
                    let other = other.map(|(id, status)| (name(id), STATUS[status]));
                    let claim = Claim { item: name(item), id: name(item), version, status: STATUS[status], other };
                    (claim, Arc::from(format!("{place}")))
                })
                .collect();
            let roll = |claims: &[(Claim, Arc<str>)]| {
                let mut roll = Roll::default();
                claims.iter().for_each(|(claim, place)| roll.add(claim, place));
                roll
            };
            let mut turned = claims.clone();
            let middle = turn.min(turned.len());
            turned.rotate_left(middle);
            let mut back = claims.clone();
            back.reverse();
            for (claim, _) in &claims {
                let verdict = roll(&claims).verdict(claim);
                prop_assert_eq!(&verdict, &roll(&turned).verdict(claim));
                prop_assert_eq!(&verdict, &roll(&back).verdict(claim));
            }
        }
    }
}
