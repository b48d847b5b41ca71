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
    /// Which days it means.
    pub period: Period,
}

/// All that was found in one article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mentions {
    /// People, in the order of their first mention; those known only from metadata last.
    pub people: Vec<Person>,
    /// Dates, in the order of the text (headline first).
    pub dates: Vec<DateMention>,
}
