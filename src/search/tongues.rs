//! The languages that the articles of a snapshot are in: by whose rules a query word is widened.
//!
//! Takes a snapshot; gives each language with its articles. Where there are several, it says of a word whether it is one of
//! a language: whether at least [`SHARE`] of the articles that hold it are in that language. So `news` is not widened to
//! `new` for the sake of a few Dutch articles. It counts articles that are there and no others, so that the answer depends
//! on the articles alone. A few articles of an archive are read as the whole of it is. It knows no rules of any language.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use tantivy::columnar::StrColumn;
use tantivy::postings::TermInfo;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Searcher, SegmentReader, TERMINATED};

use super::statistics::frequency;
use super::terms::{each, is_function_word};
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
    /// Counts the articles of a snapshot: by the dictionary, since every query asks.
    ///
    /// # Errors
    /// What reading the index says.
    pub fn of(searcher: &Searcher) -> tantivy::Result<Tongues> {
        let field = searcher.schema().get_field("language")?;
        let mut held: BTreeMap<String, u64> = BTreeMap::new();
        for reader in searcher.segment_readers() {
            let index = reader.inverted_index(field)?;
            let mut count = |tag: &str, info: &TermInfo| {
                let articles = frequency(reader, &index, info)?;
                // A language all of whose articles were taken out is not there.
                if articles > 0 {
                    *held.entry(tag.to_string()).or_default() += articles;
                }
                Ok(())
            };
            each(index.terms().stream()?, |_| true, &mut count)?;
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

    /// Whether a word of a field is one of any of these languages.
    ///
    /// # Errors
    /// What reading the index says.
    pub fn own(&self, tags: &BTreeSet<&str>, field: Field, word: &str) -> tantivy::Result<bool> {
        let Some(searcher) = self.searcher.as_ref().filter(|_| self.are_several()) else { return Ok(true) };
        let (mut ours, mut known) = (vec![0_u64; tags.len()], 0_u64);
        for reader in searcher.segment_readers() {
            let index = reader.inverted_index(field)?;
            let (Some(column), Some(info)) = (column(reader)?, index.terms().get(word)?) else { continue };
            let own = tags.iter().map(|tag| column.dictionary().term_ord(tag)).collect::<io::Result<Vec<_>>>()?;
            let mut postings = index.read_postings_from_terminfo(&info, IndexRecordOption::Basic)?;
            let mut doc = postings.doc();
            while doc != TERMINATED {
                if let Some(here) = number(Some(&column), doc).filter(|_| !reader.is_deleted(doc)) {
                    known += 1;
                    ours.iter_mut().zip(&own).for_each(|(ours, own)| *ours += u64::from(*own == Some(here)));
                }
                doc = postings.advance();
            }
        }
        Ok(ours.iter().any(|ours| ours * SHARE >= known))
    }
}

fn column(reader: &SegmentReader) -> tantivy::Result<Option<StrColumn>> {
    reader.fast_fields().str("language")
}

fn number(column: Option<&StrColumn>, doc: DocId) -> Option<u64> {
    column.and_then(|column| column.term_ords(doc).next())
}
