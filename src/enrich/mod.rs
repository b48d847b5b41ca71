//! Article -> what it mentions. Pure: no files, no clock, no randomness; the same article gives the same mentions.

pub mod dates;
pub mod people;

use serde::{Deserialize, Serialize};

use crate::article::Article;
use crate::mention::Mentions;

/// Which kinds of mention are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrichOptions {
    /// Look for people.
    pub people: bool,
    /// Look for dates.
    pub dates: bool,
}

impl Default for EnrichOptions {
    fn default() -> Self {
        EnrichOptions { people: true, dates: true }
    }
}

/// Finds the people and dates of one article.
pub fn enrich(article: &Article, options: EnrichOptions) -> Mentions {
    Mentions {
        people: if options.people { people::find(article) } else { Vec::new() },
        dates: if options.dates { dates::find(article) } else { Vec::new() },
    }
}
