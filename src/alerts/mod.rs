//! Which of the new articles satisfy which saved searches.
//!
//! Takes the saved searches and articles in batches, gives for each search its [`Sighting`]s. Every article is judged as
//! a search of the archive would judge it: each batch is indexed in memory, and all searches are run on that, on all
//! cores. So a thousand searches cost a night's articles, never the archive. It must never ask for less than all of a
//! query, leave out a hit, or hold more than one batch of texts.

pub mod watchlist;

use std::ops::Range;

use rayon::prelude::*;

use crate::date::Period;
use crate::error::Result;
use crate::index::About;
use crate::index::document::Filed;
use crate::search::passage::Passage;
use crate::search::{Archive, Hit, Page, Sort};
use watchlist::SavedSearch;

/// An article that satisfies a saved search, with the proof, and no more of its text than that.
#[derive(Clone, Debug, PartialEq)]
pub struct Sighting {
    /// The article without its body; of what it mentions, only the names of people.
    pub filed: Filed,
    /// Its BM25 score among the articles of its batch.
    pub score: f32,
    /// What satisfied the query in the headline, bytes.
    pub headline: Vec<Range<usize>>,
    /// The best passages of the body, each with what stands there.
    pub passages: Vec<(Passage, String)>,
}

/// A saved search and what it found.
#[derive(Clone, Debug, PartialEq)]
pub struct Alert {
    /// The search.
    pub search: SavedSearch,
    /// All articles that satisfy it: newest first, undated last, then by identifier and place.
    pub sightings: Vec<Sighting>,
}

/// What all saved searches found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Alerts {
    /// Articles looked through.
    pub searched: u64,
    /// One for each saved search, in the order of the watchlist; of some, nothing is found.
    pub each: Vec<Alert>,
}

impl Alerts {
    /// Those that found something.
    pub fn found(&self) -> impl Iterator<Item = &Alert> {
        self.each.iter().filter(|alert| !alert.sightings.is_empty())
    }
}

/// Runs saved searches over batches of articles. `like` is what made the index they are from; of each article so many
/// passages are kept.
///
/// # Errors
/// The first error of the batches.
pub fn watch(
    searches: &[SavedSearch],
    batches: impl Iterator<Item = Result<Vec<Filed>>>,
    like: &About,
    passages: usize,
) -> Result<Alerts> {
    let page = Page { limit: 0, offset: 0, sort: Sort::Newest, passages, by_passage: false };
    let each = searches.iter().map(|search| Alert { search: search.clone(), sightings: Vec::new() }).collect();
    let mut alerts = Alerts { searched: 0, each };
    for batch in batches {
        let archive = Archive::of(batch?, like)?;
        alerts.searched += archive.articles();
        alerts.each.par_iter_mut().try_for_each(|alert| -> Result<()> {
            let answer = archive.search(&alert.search.query, &page)?;
            alert.sightings.extend(answer.hits.into_iter().map(Sighting::of));
            Ok(())
        })?;
    }
    alerts.each.par_iter_mut().for_each(|alert| alert.sightings.sort_by(|a, b| a.order().cmp(&b.order())));
    Ok(alerts)
}

impl Sighting {
    fn of(hit: Hit) -> Sighting {
        let Hit { mut filed, score, headline, passages } = hit;
        let body = std::mem::take(&mut filed.article.body);
        let text = |passage: &Passage| body.get(passage.at.clone()).unwrap_or_default().to_string();
        let passages = passages.into_iter().map(|passage| (passage.clone(), text(&passage))).collect();
        filed.mentions.dates = Vec::new();
        filed.mentions.people.iter_mut().for_each(|person| person.mentions = Vec::new());
        Sighting { filed, score, headline, passages }
    }

    /// What hits are sorted by; nothing in it depends on how the articles were batched.
    fn order(&self) -> (std::cmp::Reverse<Option<jiff::civil::Date>>, &str, &str, u64) {
        let day = self.filed.article.published.map(|published: Period| published.from);
        (std::cmp::Reverse(day), &self.filed.article.id, &self.filed.path, self.filed.record)
    }
}
