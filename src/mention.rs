//! What a machine claims an article mentions: people and dates, each with the places that prove it.
//!
//! A mention keeps byte ranges of the article's own text; names as written, folded only for matching elsewhere.

use serde::{Deserialize, Serialize};

use crate::date::Period;

/// A text of an article in which mentions are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Field {
    /// The headline.
    Headline,
    /// The body.
    Body,
}

/// A byte range of one field, on character boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// Which text.
    pub field: Field,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// One person of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The fullest form of the name, as written, on one line.
    pub name: String,
    /// Where the person is named, in the order of headline, then body; empty if only the metadata names him.
    pub mentions: Vec<Place>,
}

/// One date found in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateMention {
    /// Where it stands.
    pub place: Place,
    /// Which days it means; of an ambiguous one, with the month first.
    pub period: Period,
    /// Which days an ambiguous one means with the day first.
    pub or: Option<Period>,
    /// What made the words days.
    pub resolved: Resolved,
}

impl DateMention {
    /// A date that is written there, with one reading.
    pub fn new(place: Place, period: Period) -> DateMention {
        DateMention { place, period, or: None, resolved: Resolved::Written }
    }

    /// Its days for people: `2024-12-02`, `2024-12-02 or 2024-02-12`.
    pub fn days(&self) -> String {
        match self.or {
            Some(or) => format!("{} or {or}", self.period),
            None => self.period.to_string(),
        }
    }

    /// Whether all days it can mean lie within these.
    pub fn within(&self, asked: &Period) -> bool {
        asked.covers(&self.period) && self.or.is_none_or(|or| asked.covers(&or))
    }

    /// Whether it may mean one of these days.
    pub fn may_mean(&self, asked: &Period) -> bool {
        asked.overlaps(&self.period) || self.or.is_some_and(|or| asked.overlaps(&or))
    }
}

/// How the words of a date became days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Resolved {
    /// All of it is written there.
    Written,
    /// Counted from, or completed by, the date of publication.
    Published,
    /// Counted from, or completed by, a date told before.
    Told,
    /// Figures, in the order that was set.
    Set,
    /// Figures, in the order of other dates of the article that go one way only.
    Shown,
    /// Figures of a text in a language that writes the day first.
    Language,
    /// Figures, in the order in which they are the day of publication.
    Issue,
    /// Figures of which either may be the day.
    Ambiguous,
}

impl Resolved {
    /// The word used in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Resolved::Written => "written",
            Resolved::Published => "published",
            Resolved::Told => "told",
            Resolved::Set => "order-set",
            Resolved::Shown => "order-shown",
            Resolved::Language => "order-language",
            Resolved::Issue => "order-published",
            Resolved::Ambiguous => "ambiguous",
        }
    }
}

/// All that was found in one article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mentions {
    /// People, in the order of their first mention; those known only from metadata last.
    pub people: Vec<Person>,
    /// Dates, in the order of the text (headline first).
    pub dates: Vec<DateMention>,
}
