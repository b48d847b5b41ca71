//! Which of the new articles satisfy which saved searches.
//!
//! Takes the saved searches and articles in batches, gives for each search its [`Sighting`]s. Every article is judged as
//! a search of the archive would judge it: each batch is indexed in memory, and all searches are run on that, on all
//! cores. So a thousand searches cost a night's articles, never the archive. It must never ask for less than all of a
//! query, leave out a hit, or hold more than one batch of texts.

pub mod watchlist;

use std::ops::Range;

use rayon::prelude::*;

use crate::article::Article;
use crate::date::Period;
use crate::error::Result;
use crate::index::document::Filed;
use crate::mention::{Mentions, Person};
use crate::query::Query;
use crate::quote::text_hash;
use crate::search::Archive;
use crate::search::many::Seen;
use crate::search::passage::Passage;
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
    /// The hash of its text, body included.
    pub text_hash: String,
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

/// Runs saved searches over batches of articles of an archive, or that were in it once; of each article so many passages
/// are kept.
///
/// # Errors
/// The first error of the batches.
pub fn watch(
    searches: &[SavedSearch],
    batches: impl Iterator<Item = Result<Vec<Filed>>>,
    archive: &Archive,
    passages: usize,
) -> Result<Alerts> {
    let each = searches.iter().map(|search| Alert { search: search.clone(), sightings: Vec::new() }).collect();
    let mut alerts = Alerts { searched: 0, each };
    let queries: Vec<&Query> = searches.iter().map(|search| &search.query).collect();
    for batch in batches {
        let few = archive.part(batch?)?;
        alerts.searched += few.articles();
        let found = few.search_each(&queries, passages, Sighting::of)?;
        alerts.each.iter_mut().zip(found).for_each(|(alert, found)| alert.sightings.extend(found));
    }
    alerts.each.par_iter_mut().for_each(|alert| alert.sightings.sort_by(|a, b| a.order().cmp(&b.order())));
    Ok(alerts)
}

impl Sighting {
    fn of(seen: Seen<'_>) -> Sighting {
        let Filed { article, path, member, record, mentions, generation } = seen.filed;
        let text = |passage: &Passage| article.body.get(passage.at.clone()).unwrap_or_default().to_string();
        let passages = seen.passages.into_iter().map(|passage| (passage.clone(), text(&passage))).collect();
        let named = |person: &Person| Person { name: person.name.clone(), mentions: Vec::new() };
        let filed = Filed {
            // Named one by one, so that the body is not copied first.
            article: Article {
                id: article.id.clone(),
                headline: article.headline.clone(),
                body: String::new(),
                published: article.published,
                source: article.source.clone(),
                byline: article.byline.clone(),
                place: article.place.clone(),
                section: article.section.clone(),
                language: article.language.clone(),
                sheets: article.sheets.clone(),
                url: article.url.clone(),
                people: Vec::new(),
                doubts: Vec::new(),
                contradiction: None,
                ..Article::default()
            },
            path: path.clone(),
            member: member.clone(),
            record: *record,
            mentions: Mentions { people: mentions.people.iter().map(named).collect(), dates: Vec::new() },
            generation: *generation,
        };
        let text_hash = text_hash(&seen.filed.article);
        Sighting { filed, score: seen.score, headline: seen.headline, text_hash, passages }
    }

    /// What hits are sorted by; nothing in it depends on how the articles were batched.
    fn order(&self) -> (std::cmp::Reverse<Option<jiff::civil::Date>>, &str, &str, u64) {
        let day = self.filed.article.published.map(|published: Period| published.from);
        (std::cmp::Reverse(day), &self.filed.article.id, &self.filed.path, self.filed.record)
    }
}
