//! Counts over the articles found -> the entries of the pane beside them, each with the condition that it stands for.
//!
//! Pure. What the query language cannot ask for (articles that name no source, dates that span months) is shown and
//! counted, but cannot be chosen.

use crate::date::Period;
use crate::print::clean;
use crate::query::Query;
use crate::query::parse::{person, source};
use crate::search::coverage::Slot;
use crate::search::facets::Facets;

/// What is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// People.
    #[default]
    People,
    /// Newspapers and agencies.
    Sources,
    /// Months of publication.
    Months,
}

impl Kind {
    /// All, in the order of the pane.
    pub const ALL: [Kind; 3] = [Kind::People, Kind::Sources, Kind::Months];

    /// What the pane calls it.
    pub fn name(self) -> &'static str {
        match self {
            Kind::People => "people",
            Kind::Sources => "sources",
            Kind::Months => "months",
        }
    }

    /// The next; None behind the last.
    pub fn next(self) -> Option<Kind> {
        Kind::ALL.get(self as usize + 1).copied()
    }

    /// The one before; None before the first.
    pub fn previous(self) -> Option<Kind> {
        Kind::ALL.get((self as usize).checked_sub(1)?).copied()
    }
}

/// One line of the pane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What it is called; safe to show.
    pub label: String,
    /// Articles.
    pub count: u64,
    /// What choosing it adds to the query; None if it cannot be asked for.
    pub condition: Option<Query>,
}

/// The pane.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pane {
    /// Entries by kind, in the order of [`Kind::ALL`].
    entries: [Vec<Entry>; 3],
    /// Articles over which people were counted.
    pub people_from: u64,
    /// Articles in all.
    pub total: u64,
}

impl Pane {
    /// Makes the entries of what was counted.
    pub fn new(facets: &Facets) -> Pane {
        let people =
            |(name, count): &(String, u64)| Entry { label: clean::line(name), count: *count, condition: person(name) };
        let sources = |(name, count): &(Option<String>, u64)| Entry {
            label: name.as_deref().map_or("(none named)".to_string(), clean::line),
            count: *count,
            condition: name.as_deref().and_then(source),
        };
        let months = |(slot, count): &(Slot, u64)| Entry {
            label: label(*slot),
            count: *count,
            condition: match slot {
                Slot::Month((year, month)) => Period::month(*year, *month).map(|period| Query::Published(Some(period))),
                Slot::Undated => Some(Query::Published(None)),
                Slot::Year(_) | Slot::Wider => None,
            },
        };
        Pane {
            entries: [
                facets.people.iter().map(people).collect(),
                facets.sources.iter().map(sources).collect(),
                facets.months.iter().map(months).collect(),
            ],
            people_from: facets.people_from,
            total: facets.total,
        }
    }

    /// The entries of a kind.
    pub fn entries(&self, kind: Kind) -> &[Entry] {
        self.entries.get(kind as usize).map_or(&[], Vec::as_slice)
    }

    /// What the counts of a kind rest on, if not on all articles.
    pub fn basis(&self, kind: Kind) -> Option<String> {
        (kind == Kind::People && self.people_from < self.total).then(|| format!("of the best {}", self.people_from))
    }
}

fn label(slot: Slot) -> String {
    match slot {
        Slot::Month((year, month)) => format!("{year:04}-{month:02}"),
        Slot::Year(year) => format!("{year:04}, no one month"),
        Slot::Wider => "over several years".to_string(),
        Slot::Undated => "undated".to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_and_what_they_ask_for() {
        let facets = Facets {
            total: 300,
            people: vec![("Inés\u{1b} Valdivieso".to_string(), 7)],
            people_from: 200,
            sources: vec![(Some("The Vale Courier".to_string()), 9), (None, 2), (Some("***".to_string()), 1)],
            months: vec![(Slot::Month((2024, 12)), 3), (Slot::Year(2024), 2), (Slot::Wider, 1), (Slot::Undated, 1)],
        };
        let pane = Pane::new(&facets);
        let shown: Vec<String> = Kind::ALL
            .iter()
            .flat_map(|kind| pane.entries(*kind))
            .map(|e| format!("{} {} {}", e.label, e.count, e.condition.as_ref().map_or("-".into(), Query::to_string)))
            .collect();
        assert_eq!(
            shown,
            [
                "Inés\u{FFFD} Valdivieso 7 people:\"ines valdivieso\"",
                "The Vale Courier 9 source:\"the vale courier\"",
                "(none named) 2 -",
                "*** 1 -",
                "2024-12 3 date:2024-12",
                "2024, no one month 2 -",
                "over several years 1 -",
                "undated 1 date:none",
            ]
        );
        assert_eq!(pane.basis(Kind::People), Some("of the best 200".to_string()));
        assert_eq!(pane.basis(Kind::Sources), None);
    }
}
