//! The best articles of a snapshot and how many there are in all, in one pass.
//!
//! The order is total: rank or date first, then the other, then identifier, path and record. So the same index and query give the
//! same list, whatever the number of segments and threads.

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::{DocAddress, DocId, Score, Searcher, SegmentReader};

use super::columns::{Columns, settle};
use super::fresh::{Recency, applied};

/// What comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// The best match; equal ones newest first.
    #[default]
    Relevance,
    /// The newest; undated last.
    Newest,
    /// The oldest; undated last.
    Oldest,
}

/// One article of the list.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ranked {
    /// Where it is.
    pub address: DocAddress,
    /// Its score; after a second look the one of that.
    pub score: Score,
    /// Its score in the first look: BM25 times the factor.
    pub first: Score,
    /// What its scores are multiplied with for its age; 1 if newer articles are not preferred.
    pub factor: f32,
    key: (u64, u64),
    /// Numbers of identifier and path among those of the segment, and the record: what no two articles share.
    name: (u64, u64, u64),
}

impl Ranked {
    /// Number of its record in its file.
    pub fn record(&self) -> u64 {
        self.name.2
    }

    /// Gives it another score, by which it is put in order.
    pub fn rescore(&mut self, score: Score) {
        self.score = score;
        self.key.0 = by_score(score);
    }
}

/// Collects the best `limit` articles of each segment, and counts all.
pub struct Top {
    /// How many are wanted.
    pub limit: usize,
    /// In which order.
    pub sort: Sort,
    /// How newer articles are preferred, if they are.
    pub fresh: Option<Recency>,
}

/// What a segment gives: its best, sorted, and its count.
pub type Part = (Vec<Ranked>, u64);

impl Collector for Top {
    type Fruit = Vec<Part>;
    type Child = SegmentTop;

    fn for_segment(&self, segment: u32, reader: &SegmentReader) -> tantivy::Result<SegmentTop> {
        Ok(SegmentTop {
            segment,
            limit: self.limit,
            sort: self.sort,
            fresh: self.fresh,
            columns: Columns::open(reader)?,
            best: Vec::new(),
            worst: None,
            count: 0,
        })
    }

    fn requires_scoring(&self) -> bool {
        self.limit > 0
    }

    fn merge_fruits(&self, parts: Vec<Part>) -> tantivy::Result<Vec<Part>> {
        Ok(parts)
    }
}

/// Collects one segment.
pub struct SegmentTop {
    segment: u32,
    limit: usize,
    sort: Sort,
    fresh: Option<Recency>,
    columns: Columns,
    best: Vec<Ranked>,
    /// Once `limit` articles are there: the key of the last of them. Whatever is behind it is not kept.
    worst: Option<(u64, u64)>,
    count: u64,
}

/// Scores are never negative, so their bits order as they do; the best comes first.
fn by_score(score: Score) -> u64 {
    u64::from(u32::MAX - score.max(0.0).to_bits())
}

fn by_order(a: &Ranked, b: &Ranked) -> std::cmp::Ordering {
    (a.key, a.name).cmp(&(b.key, b.name))
}

impl SegmentTop {
    /// Takes in an article; gives the score (before any factor) below which none is wanted any more.
    pub fn see(&mut self, doc: DocId, score: Score) -> Score {
        self.collect(doc, score);
        let worst = self.worst.map_or(0.0, |(worst, _)| f32::from_bits(u32::MAX - worst as u32));
        if self.fresh.is_some() { Recency::needed(worst) } else { worst }
    }

    fn cut(&mut self) {
        if self.best.len() > self.limit {
            self.best.select_nth_unstable_by(self.limit - 1, by_order);
            self.best.truncate(self.limit);
        }
        if self.best.len() == self.limit {
            self.worst = self.best.iter().map(|r| r.key).max();
        }
    }
}

impl SegmentCollector for SegmentTop {
    type Fruit = Part;

    fn collect(&mut self, doc: DocId, score: Score) {
        self.count += 1;
        if self.limit == 0 {
            return;
        }
        let behind = |this: &Self, score| this.worst.is_some_and(|(worst, _)| by_score(score) > worst);
        let most = if self.fresh.is_some() { Recency::at_most(score) } else { score };
        if self.sort == Sort::Relevance && behind(self, most) {
            return;
        }
        let factor = self.fresh.map_or(1.0, |fresh| fresh.factor(self.columns.published(doc)));
        let score = if self.fresh.is_some() { applied(score, factor) } else { score };
        let by_score = by_score(score);
        let day = self.columns.day(doc, self.sort);
        let key = match self.sort {
            Sort::Relevance => (by_score, day),
            Sort::Newest | Sort::Oldest => (day, by_score),
        };
        if self.worst.is_some_and(|worst| key > worst) {
            return;
        }
        let name = self.columns.numbers(doc);
        let address = DocAddress::new(self.segment, doc);
        self.best.push(Ranked { address, score, first: score, factor, key, name });
        // Twice the room, so that a cut is paid for by as many articles as it throws away.
        if self.best.len() >= self.limit.saturating_mul(2).max(64) {
            self.cut();
        }
    }

    fn harvest(mut self) -> Part {
        self.cut();
        self.best.sort_unstable_by(by_order);
        (self.best, self.count)
    }
}

/// Brings the parts of all segments into one list of at most `limit`, and adds up the counts.
///
/// # Errors
/// What reading the column of identifiers says.
pub fn merge(searcher: &Searcher, parts: Vec<Part>, limit: usize) -> tantivy::Result<(Vec<Ranked>, u64)> {
    let total = parts.iter().map(|(_, count)| count).sum();
    let mut all: Vec<Ranked> = parts.into_iter().flat_map(|(best, _)| best).collect();
    all.sort_by_key(|r| r.key);
    // Numbers of identifiers only compare within a segment.
    settle(searcher, &mut all, limit, |r| r.key, |r| (r.address.segment_ord, r.name, 0))?;
    Ok((all, total))
}
