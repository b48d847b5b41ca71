//! A quotation -> the articles that hold it verbatim: its words choose the candidates, their text decides.
//!
//! Candidates are read one at a time, the oldest first, and no more are kept than are to be named.

use std::ops::Range;

use super::{Archive, Sort};
use crate::error::Result;
use crate::index::document::Filed;
use crate::mention::Field;
use crate::query::{Form, Query, Scope, Span, Text};
use crate::quote;
use crate::words::{Word, Words};

/// An article that holds a quotation.
#[derive(Clone, Debug, PartialEq)]
pub struct Holding {
    /// The article.
    pub filed: Filed,
    /// Where, headline first.
    pub places: Vec<(Field, Range<usize>)>,
}

impl Archive {
    /// The articles that hold a quotation verbatim, as [`quote`] compares: the oldest first, undated last, at most `limit`
    /// of them; and how many there are in all. None if there is no word in it.
    ///
    /// # Errors
    /// [`Error::Damaged`](crate::error::Error::Damaged).
    pub fn quoted(&self, quotation: &str, limit: usize) -> Result<Option<(Vec<Holding>, u64)>> {
        let Some(query) = words(quotation) else { return Ok(None) };
        let plan = self.lower(&query, None)?;
        let (ranked, _) = self.rank(&*plan.lowered, self.everything(), Sort::Oldest, false)?;
        let (mut found, mut total) = (Vec::new(), 0);
        for ranked in ranked {
            let filed = self.load(ranked.address)?;
            let places = quote::places(&filed.article, quotation);
            if !places.is_empty() {
                total += 1;
                if found.len() < limit {
                    found.push(Holding { filed, places });
                }
            }
        }
        Ok(Some((found, total)))
    }
}

/// What an article that holds the quotation must hold: a word for each of its places. (`state-of` has two readings of its
/// first word, of which `state-of-the-art` has one.)
fn words(quotation: &str) -> Option<Query> {
    let words: Vec<Word> = Words::new(quotation).collect();
    let term = |word: &Word| Query::Text(Text { scope: Scope::Article, span: Span::word(Form::exact(&*word.term)) });
    let place = |words: &[Word]| Query::or(words.iter().map(term).collect());
    let places: Vec<Query> = words.chunk_by(|a, b| a.position == b.position).map(place).collect();
    (!places.is_empty()).then(|| Query::and(places))
}
