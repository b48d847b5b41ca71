//! What a run changed: articles that are not word for word what they were, stand elsewhere, or are gone.
//!
//! Known to the index (which keeps it, generation by generation) and to whoever prints what is new. Articles that are
//! simply new are not listed here: the index itself knows which run brought them.

pub mod notice;
pub mod since;

use serde::{Deserialize, Serialize};

use crate::article::{Article, place};
use crate::date::Period;

/// A run that changed the index.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Generation {
    /// Its number; the first is 1.
    pub number: u64,
    /// When it ended, UTC, ISO 8601.
    pub time: String,
    /// Why everything was read anew, if it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rebuilt: Option<String>,
    /// Articles that were not there before.
    pub appeared: u64,
    /// Articles whose text or metadata changed.
    pub changed: u64,
    /// Articles that stand in another file, word for word.
    pub moved: u64,
    /// Articles that are no longer there.
    pub vanished: u64,
}

/// What is different about a changed article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum What {
    /// The headline.
    Headline,
    /// The text.
    Body,
    /// Date, source, byline, place or address.
    Metadata,
    /// It now says that it was corrected, and did not before.
    Corrected,
    /// It now says that it was withdrawn, and did not before.
    Withdrawn,
}

impl What {
    /// The word for it, as JSON writes it.
    pub fn word(self) -> &'static str {
        match self {
            What::Headline => "headline",
            What::Body => "body",
            What::Metadata => "metadata",
            What::Corrected => "corrected",
            What::Withdrawn => "withdrawn",
        }
    }
}

/// Where an article stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Standing {
    /// Its identifier.
    pub id: String,
    /// File it comes from.
    pub path: String,
    /// Number of the record in it.
    pub record: u64,
}

/// One article that a run changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Change {
    /// It says something else.
    Changed {
        /// Where it stands now.
        #[serde(flatten)]
        now: Standing,
        /// Where it stood.
        before: Standing,
        /// What is different.
        what: Vec<What>,
        /// Its headline before.
        headline_before: String,
        /// Generation that had brought it, or changed it last.
        since: u64,
    },
    /// It stands elsewhere, word for word.
    Moved {
        /// Where it stands now.
        #[serde(flatten)]
        now: Standing,
        /// Where it stood.
        before: Standing,
    },
    /// It is no longer there.
    Vanished(Box<Gone>),
}

/// An article that is no longer there, as it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gone {
    /// Where it stood.
    #[serde(flatten)]
    pub before: Standing,
    /// Generation that had brought it, or changed it last.
    pub since: u64,
    /// Its headline.
    pub headline: String,
    /// Its text.
    pub body: String,
    /// Its publication date, as precise as known.
    pub published: Option<String>,
    /// Newspaper, agency or series.
    pub source: Option<String>,
    /// Who wrote it.
    pub byline: Option<String>,
    /// Where it was filed from.
    pub place: Option<String>,
    /// Its address on the web.
    pub url: Option<String>,
}

impl Change {
    /// Where the article stood.
    pub fn before(&self) -> &Standing {
        match self {
            Change::Changed { before, .. } | Change::Moved { before, .. } => before,
            Change::Vanished(gone) => &gone.before,
        }
    }
}

impl Standing {
    /// `path#record`, which names one article and no other.
    pub fn place(&self) -> String {
        place(&self.path, self.record)
    }
}

impl Gone {
    /// What it said, word for word.
    pub fn article(self) -> Article {
        Article {
            id: self.before.id,
            headline: self.headline,
            body: self.body,
            published: self.published.and_then(|p| Period::parse(&p).ok()),
            source: self.source,
            byline: self.byline,
            place: self.place,
            url: self.url,
            ..Article::default()
        }
    }
}
