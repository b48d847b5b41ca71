//! Values -> bytes for people and programs. Only here is known what colour, JSON, CSV or a TREC run is.

pub mod account;
pub mod advice;
pub mod clean;
pub mod coverage;
pub mod curve;
pub mod explanation;
pub mod feed;
pub mod graph;
pub mod json;
pub mod page;
pub mod people;
pub mod person;
pub mod quote;
pub mod table;
pub mod text;
pub mod timeline;
pub mod whom;

use std::ops::Range;

use crate::alerts::Sighting;
use crate::index::document::Filed;
use crate::search::Hit;
use crate::search::account::Account;
use crate::search::passage::Passage;

/// A hit as it is shown: of a search, or of a saved search that kept the passages only.
#[derive(Clone, Debug)]
pub struct Shown<'a> {
    /// The article; its body may be gone.
    pub filed: &'a Filed,
    /// Its score.
    pub score: f32,
    /// What that is made of, if it is to be told.
    pub account: Option<&'a Account>,
    /// Marks in the headline.
    pub headline: &'a [Range<usize>],
    /// The hash of its text, where the body is gone.
    pub text_hash: Option<&'a str>,
    /// Passages, each with what stands there.
    pub passages: Vec<(&'a Passage, &'a str)>,
    /// Clauses of the query that it lacks, printed.
    pub given_up: Vec<String>,
    /// Whether it satisfies the query only if its dates mean what they may mean.
    pub possibly: bool,
}

impl<'a> From<&'a Hit> for Shown<'a> {
    fn from(hit: &'a Hit) -> Shown<'a> {
        let body = &hit.filed.article.body;
        let passages = hit.passages.iter().map(|p| (p, body.get(p.at.clone()).unwrap_or_default())).collect();
        Shown {
            filed: &hit.filed,
            score: hit.score,
            account: hit.account.as_ref(),
            headline: &hit.headline,
            text_hash: None,
            passages,
            given_up: Vec::new(),
            possibly: hit.possibly,
        }
    }
}

impl<'a> From<&'a Sighting> for Shown<'a> {
    fn from(sighting: &'a Sighting) -> Shown<'a> {
        let passages = sighting.passages.iter().map(|(passage, text)| (passage, text.as_str())).collect();
        let text_hash = Some(sighting.text_hash.as_str());
        Shown {
            filed: &sighting.filed,
            score: sighting.score,
            account: None,
            headline: &sighting.headline,
            text_hash,
            passages,
            given_up: Vec::new(),
            possibly: false,
        }
    }
}
