//! The languages that the articles of a snapshot are in: by whose rules a query word is widened.
//!
//! Takes a snapshot; gives each language with its articles. Where there are several, it says of a word whether it is one of
//! a language: whether at least [`SHARE`] of the articles that hold it are in that language. So `news` is not widened to
//! `new` for the sake of a few Dutch articles. It counts articles that are there and no others, so that the answer depends
//! on the articles alone. A few articles of an archive are read as the whole of it is. It knows no rules of any language.

use std::collections::BTreeMap;

use tantivy::columnar::StrColumn;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Searcher, SegmentReader, TERMINATED};

use super::terms::is_function_word;
use crate::language;

/// One in so many of the articles whose language is known; a word that two languages have is one of both.
const SHARE: u64 = 4;

/// The languages of a snapshot.
#[derive(Clone, Default)]
pub struct Tongues {
    /// The snapshot.
    searcher: Option<Searcher>,
    /// Tags and articles, the commonest first.
    held: Vec<(String, u64)>,
}

impl Tongues {
    /// Counts the articles of a snapshot.
    ///
    /// # Errors
    /// What reading the index says.
    pub fn of(searcher: &Searcher) -> tantivy::Result<Tongues> {
        let mut held: BTreeMap<String, u64> = BTreeMap::new();
        for reader in searcher.segment_readers() {
            let column = column(reader)?;
            let mut numbers: BTreeMap<Option<u64>, u64> = BTreeMap::new();
            for doc in reader.doc_ids_alive() {
                *numbers.entry(number(column.as_ref(), doc)).or_default() += 1;
            }
            for (number, articles) in numbers {
                let (Some(column), Some(number)) = (&column, number) else { continue };
                let mut tag = String::new();
                column.ord_to_str(number, &mut tag)?;
                *held.entry(tag).or_default() += articles;
            }
        }
        let mut held: Vec<(String, u64)> = held.into_iter().collect();
        held.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Ok(Tongues { searcher: Some(searcher.clone()), held })
    }

    /// Tags, the language of most articles first.
    pub fn tags(&self) -> impl Iterator<Item = &str> {
        self.held.iter().map(|(tag, _)| tag.as_str())
    }

    /// Whether English is among them; articles of no known language are read as English where nothing else is known.
    pub fn has_english(&self) -> bool {
        self.held.is_empty() || self.tags().any(|tag| tag == "en")
    }

    /// Whether English rules are the only ones there are to follow.
    pub fn are_english(&self) -> bool {
        self.held.iter().all(|(tag, _)| tag == "en")
    }

    /// Whether a word says nothing by itself: it is a function word of the language of most articles, or an English one where
    /// English is among them. (German `die` is an English word too, so a few German articles make it none.)
    pub fn is_function_word(&self, word: &str) -> bool {
        let main = self.tags().next().filter(|tag| *tag != "en");
        self.has_english() && is_function_word(word) || main.is_some_and(|tag| language::is_function_word(tag, word))
    }

    /// Whether there is more than one.
    pub fn are_several(&self) -> bool {
        self.held.len() > 1
    }

    /// Whether a word of a field is one of a language.
    ///
    /// # Errors
    /// What reading the index says.
    pub fn own(&self, tag: &str, field: Field, word: &str) -> tantivy::Result<bool> {
        let Some(searcher) = self.searcher.as_ref().filter(|_| self.are_several()) else { return Ok(true) };
        let (mut ours, mut known) = (0_u64, 0_u64);
        for reader in searcher.segment_readers() {
            let index = reader.inverted_index(field)?;
            let (Some(column), Some(info)) = (column(reader)?, index.terms().get(word)?) else { continue };
            let own = column.dictionary().term_ord(tag)?;
            let mut postings = index.read_postings_from_terminfo(&info, IndexRecordOption::Basic)?;
            let mut doc = postings.doc();
            while doc != TERMINATED {
                if let Some(here) = number(Some(&column), doc).filter(|_| !reader.is_deleted(doc)) {
                    known += 1;
                    ours += u64::from(Some(here) == own);
                }
                doc = postings.advance();
            }
        }
        Ok(ours * SHARE >= known)
    }
}

fn column(reader: &SegmentReader) -> tantivy::Result<Option<StrColumn>> {
    reader.fast_fields().str("language")
}

fn number(column: Option<&StrColumn>, doc: DocId) -> Option<u64> {
    column.and_then(|column| column.term_ords(doc).next())
}
