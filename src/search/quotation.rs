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
use crate::words::Words;

/// A quotation of so many words may begin or end inside a word.
const SEVERAL: usize = 5;

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

/// What an article that holds the quotation must hold: all its words, but of several the outermost.
fn words(quotation: &str) -> Option<Query> {
    let words: Vec<(usize, String)> = Words::new(quotation).map(|word| (word.position, word.term)).collect();
    let (first, last) = (words.first()?.0, words.last()?.0);
    let inner = |position: usize| last - first + 1 < SEVERAL || (position > first && position < last);
    let term = |word: String| Query::Text(Text { scope: Scope::Article, span: Span::word(Form::exact(word)) });
    let parts = words.into_iter().filter(|(position, _)| inner(*position)).map(|(_, word)| term(word)).collect();
    Some(Query::and(parts))
}
