//! What articles of equal rank are ordered by: day of publication, then identifier, path and record.
//!
//! Takes one segment; gives keys to compare. Identifiers and paths are compared by their numbers within a segment, and by
//! their texts across segments.

use tantivy::SegmentReader;
use tantivy::columnar::{Column, StrColumn};

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
