//! What articles of equal rank are ordered by: day of publication, then identifier, path and record.
//!
//! Takes one segment; gives keys to compare. Identifiers and paths are compared by their numbers within a segment, and by
//! their texts across segments: [`settle`] does that.

use tantivy::columnar::{Column, StrColumn};
use tantivy::{Searcher, SegmentReader};

use super::top::Sort;

/// The columns of one segment.
pub struct Columns {
    published: Column<i64>,
    ids: Option<StrColumn>,
    paths: Option<StrColumn>,
    records: Column<u64>,
}

impl Columns {
    /// Opens those of a segment.
    ///
    /// # Errors
    /// What reading the index says.
    pub fn open(reader: &SegmentReader) -> tantivy::Result<Columns> {
        let columns = reader.fast_fields();
        Ok(Columns {
            published: columns.i64("published_from")?,
            ids: columns.str("id")?,
            paths: columns.str("path")?,
            records: columns.u64("record")?,
        })
    }

    /// The day of publication by its number; None of an undated article.
    pub fn published(&self, doc: u32) -> Option<i64> {
        self.published.first(doc)
    }

    /// The day of publication, such that what comes first is less: the newest, unless the oldest was asked for. Undated last.
    pub fn day(&self, doc: u32, sort: Sort) -> u64 {
        let day = self.published(doc).map(|day| day as u64);
        match sort {
            Sort::Oldest => day.unwrap_or(u64::MAX),
            Sort::Relevance | Sort::Newest => day.map_or(u64::MAX, |day| u64::MAX / 2 - day),
        }
    }

    /// Numbers of identifier and path among those of the segment, and the record: what no two articles share.
    pub fn numbers(&self, doc: u32) -> (u64, u64, u64) {
        let number = |column: &Option<StrColumn>| column.as_ref().and_then(|c| c.term_ords(doc).next());
        let record = self.records.first(doc).unwrap_or(u64::MAX);
        (number(&self.ids).unwrap_or(u64::MAX), number(&self.paths).unwrap_or(u64::MAX), record)
    }

    /// What the numbers stand for, to be compared across segments.
    ///
    /// # Errors
    /// What reading the index says.
    pub fn name(&self, (id, path, record): (u64, u64, u64)) -> tantivy::Result<(String, String, u64)> {
        let text = |column: &Option<StrColumn>, number| -> tantivy::Result<String> {
            let mut text = String::new();
            if let Some(column) = column {
                column.ord_to_str(number, &mut text)?;
            }
            Ok(text)
        };
        Ok((text(&self.ids, id)?, text(&self.paths, path)?, record))
    }
}

/// What stands for an article among equals: the number of its segment, the [`Columns::numbers`] of the segment, and a place
/// in the article.
pub type Named = (u32, (u64, u64, u64), u32);

/// Puts what has the same key in the order of its names, as far as the first `limit` need it, and keeps no more than them.
/// `all` is sorted by the key.
///
/// # Errors
/// What reading the index says.
pub fn settle<T: Copy, K: PartialEq>(
    searcher: &Searcher,
    all: &mut Vec<T>,
    limit: usize,
    key: impl Fn(&T) -> K,
    named: impl Fn(&T) -> Named,
) -> tantivy::Result<()> {
    let mut settled = 0;
    for equals in all.chunk_by_mut(|a, b| key(a) == key(b)) {
        if settled >= limit {
            break;
        }
        settled += equals.len();
        if equals.len() == 1 {
            continue;
        }
        let mut texts = Vec::with_capacity(equals.len());
        for one in equals.iter() {
            let (segment, numbers, at) = named(one);
            let columns = Columns::open(searcher.segment_reader(segment))?;
            texts.push(((columns.name(numbers)?, at), *one));
        }
        texts.sort_by(|a, b| a.0.cmp(&b.0));
        equals.iter_mut().zip(texts).for_each(|(slot, (_, one))| *slot = one);
    }
    all.truncate(limit);
    Ok(())
}
