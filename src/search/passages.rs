//! The best passages of a whole archive, whatever the rank of their articles.
//!
//! Takes a lowered query; walks all articles that satisfy it, all segments side by side, and gives the places of the
//! best passages with what they are worth. The order is total: worth, then the day of publication (or the day, then worth), then
//! identifier, path and record, then the place in the article; so it is the same whatever the number of segments and threads. It keeps
//! no more places than are wanted, and loads no article.
//!
//! An article whose leaves, all of them in one sentence, would not come before the worst passage kept is passed over before
//! its positions are read.

use std::collections::BinaryHeap;

use rayon::prelude::*;
use tantivy::query::{EnableScoring, Query as Lowered};
use tantivy::{DocAddress, DocSet, SegmentReader, TERMINATED};

use super::columns::{Columns, settle};
use super::fresh::Recency;
use super::lower::Plan;
use super::spans::Stretch;
use super::spots::{Spot, Spotter};
use super::statistics::Snapshot;
use super::top::Sort;
use crate::index::schema::Built;

/// Where a passage stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Found {
    /// In which article.
    pub address: DocAddress,
    /// What it is worth, times the factor; 0 for an article that satisfies the query elsewhere than in its body.
    pub worth: f32,
    /// How new its article is, from 1 to 2; 1 if newer articles are not preferred.
    pub factor: f32,
    /// Numbers of the words that take part; None if there are none.
    pub core: Option<Stretch>,
}

/// Compares as passages are shown: the first is the least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    /// Worth (the less, the better) and day, in the order asked for.
    rank: (u64, u64),
    /// Numbers of identifier and path among those of the segment, and the record.
    name: (u64, u64, u64),
    at: u32,
}

#[derive(Clone, Copy, Debug)]
struct Kept {
    key: Key,
    found: Found,
}

impl PartialEq for Kept {
    fn eq(&self, other: &Kept) -> bool {
        self.key == other.key
    }
}

impl Eq for Kept {}

impl PartialOrd for Kept {
    fn partial_cmp(&self, other: &Kept) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Kept {
    fn cmp(&self, other: &Kept) -> std::cmp::Ordering {
        self.key.cmp(&other.key)
    }
}

/// Which passages are wanted.
#[derive(Clone, Copy)]
pub struct Wanted<'a> {
    /// How many.
    pub limit: usize,
    /// In which order.
    pub sort: Sort,
    /// How newer articles are preferred, if they are.
    pub fresh: Option<&'a Recency>,
}

/// The best passages of the articles that `lowered` finds, and how many articles these are. Of passages that are worth
/// the same the newest comes first; with another [`Sort`] the day decides, and of passages of one day the best comes first.
///
/// # Errors
/// What reading the index says.
pub fn best(
    plan: &Plan,
    lowered: &dyn Lowered,
    weights: &[f32],
    snapshot: &Snapshot,
    built: &Built,
    wanted: Wanted<'_>,
) -> tantivy::Result<(Vec<Found>, u64)> {
    let Wanted { limit, sort, fresh } = wanted;
    let searcher = &snapshot.searcher;
    let weight = lowered.weight(EnableScoring::disabled_from_searcher(searcher))?;
    let segment = |(number, reader): (usize, &SegmentReader)| -> tantivy::Result<(Vec<Kept>, u64)> {
        let mut spotter = Spotter::new(plan, weights, snapshot, built, number)?;
        let mut best =
            Best { number: number as u32, limit, sort, columns: Columns::open(reader)?, kept: BinaryHeap::new() };
        let mut scorer = weight.scorer(reader, 1.0)?;
        let mut total = 0;
        let mut doc = scorer.doc();
        while doc != TERMINATED {
            if reader.alive_bitset().is_none_or(|alive| alive.is_alive(doc)) {
                total += 1;
                let factor = fresh.map_or(1.0, |fresh| fresh.factor(best.columns.published(doc)));
                if limit > 0 && best.may_want(doc, spotter.most(doc) * factor) {
                    best.see(doc, spotter.spots(doc), factor);
                }
            }
            doc = scorer.advance();
        }
        Ok((best.kept.into_vec(), total))
    };
    let readers = searcher.segment_readers().par_iter().enumerate();
    let parts: Vec<(Vec<Kept>, u64)> = readers.map(segment).collect::<tantivy::Result<_>>()?;
    let total = parts.iter().map(|(_, total)| total).sum();
    let mut all: Vec<Kept> = parts.into_iter().flat_map(|(kept, _)| kept).collect();
    all.sort_by_key(|kept| kept.key.rank);
    // Numbers of names only compare within a segment.
    let named = |kept: &Kept| (kept.found.address.segment_ord, kept.key.name, kept.key.at);
    settle(searcher, &mut all, limit, |kept| kept.key.rank, named)?;
    Ok((all.into_iter().map(|kept| kept.found).collect(), total))
}

/// The best passages of a segment.
struct Best {
    number: u32,
    limit: usize,
    sort: Sort,
    columns: Columns,
    /// The worst on top.
    kept: BinaryHeap<Kept>,
}

impl Best {
    /// Whether a passage of an article might be kept that is worth so much.
    fn may_want(&self, doc: u32, worth: f32) -> bool {
        let full = self.kept.len() >= self.limit;
        self.kept.peek().filter(|_| full).is_none_or(|worst| match self.sort {
            Sort::Relevance => worth >= worst.found.worth,
            Sort::Newest | Sort::Oldest => self.rank(doc, worth) <= worst.key.rank,
        })
    }

    fn rank(&self, doc: u32, worth: f32) -> (u64, u64) {
        // No worth is negative, so its bits order as it does.
        let (worth, day) = (u64::from(u32::MAX - worth.to_bits()), self.columns.day(doc, self.sort));
        match self.sort {
            Sort::Relevance => (worth, day),
            Sort::Newest | Sort::Oldest => (day, worth),
        }
    }

    fn see(&mut self, doc: u32, spots: Vec<Spot>, factor: f32) {
        let first = spots.first().map(|spot| spot.core);
        let proving = spots.into_iter().filter(|spot| spot.worth > 0.0);
        let mut places: Vec<(f32, Option<Stretch>)> =
            proving.map(|spot| (spot.worth * factor, Some(spot.core))).collect();
        if places.is_empty() {
            // The headline or the source alone satisfied the query: the article stands behind all passages that
            // prove something.
            places.push((0.0, first));
        }
        places.retain(|(worth, _)| self.may_want(doc, *worth));
        if places.is_empty() {
            return;
        }
        let name = self.columns.numbers(doc);
        for (worth, core) in places {
            let at = core.map_or(0, |core| core.start);
            let key = Key { rank: self.rank(doc, worth), name, at };
            let found = Found { address: DocAddress::new(self.number, doc), worth, factor, core };
            self.kept.push(Kept { key, found });
            if self.kept.len() > self.limit {
                self.kept.pop();
            }
        }
    }
}
