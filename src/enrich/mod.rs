//! Article -> what it mentions. Pure: no files, no clock, no randomness; the same article gives the same mentions.

pub mod dates;
pub mod people;

use serde::{Deserialize, Serialize};

use crate::article::Article;
use crate::mention::Mentions;
use crate::order::DayMonth;

/// Which kinds of mention are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrichOptions {
    /// Look for people.
    pub people: bool,
    /// Look for dates.
    pub dates: bool,
    /// Which of two figures is the day in `02/12/2024`; None where each article has to show it.
    #[serde(default)]
    pub day_month: Option<DayMonth>,
}

impl Default for EnrichOptions {
    fn default() -> Self {
        EnrichOptions { people: true, dates: true, day_month: None }
    }
}

/// Finds the people and dates of one article.
pub fn enrich(article: &Article, options: EnrichOptions) -> Mentions {
    Mentions {
        people: if options.people { people::find(article) } else { Vec::new() },
        dates: if options.dates { dates::find(article, options.day_month) } else { Vec::new() },
    }
}
