//! More words for a query, from the articles that answer it best (pseudo-relevance feedback).
//!
//! The third relevance model of Lavrenko and Croft 2001 as Abdul-Jaleel et al. 2004 use it (RM3): the best [`ARTICLES`]
//! articles, each weighed by its score, say how likely each word is; the [`WORDS`] likeliest that are neither function
//! words nor in more than a tenth of all articles are added. The whole of what is added weighs as much as the whole of
//! what was typed. The added words only raise the rank: what is found is what the query finds as it was asked.
//!
//! A highlight is proof of what was asked, so added words are never marked, and no passage is shown for them alone.

use std::collections::{BTreeMap, HashSet};

use frostem::{Algorithm, Stemmer};

use super::lower::lower;
use super::tongues::Tongues;
use super::{Answer, Archive, Page, Sort};
use crate::error::Result;
use crate::query::{Factor, Form, Kind, Query, Scope, Span, Spelling, Text};
use crate::words::Words;

/// Articles that are read.
pub const ARTICLES: usize = 10;
/// Words that are added.
pub const WORDS: usize = 10;
/// Words whose frequency is looked up.
const TRIED: usize = 300;
/// A word in more than one of so many articles says nothing about any of them.
const COMMON: u64 = 10;

/// A query with more words.
#[derive(Clone, Debug, PartialEq)]
pub struct Expansion {
    /// The query to be answered instead: it prefers the words to what was asked.
    pub query: Query,
    /// The words added, and what each weighs; a typed word weighs 1.
    pub words: Vec<(String, f64)>,
}

/// An article as the model reads it.
pub struct Read<'a> {
    /// Its score; not negative.
    pub score: f64,
    /// Headline and body.
    pub texts: [&'a str; 2],
}

/// How likely each word is in articles like these, by the share of each word in them and the score of each article: the
/// likeliest first. Inflections count together and come as the commonest of them; words that begin with one of the
/// `known` stems do not come.
pub fn model(articles: &[Read<'_>], known: &HashSet<String>, tongues: &Tongues) -> Vec<(String, f64)> {
    let stemmer = Stemmer::new(Algorithm::English);
    let all: f64 = articles.iter().map(|article| article.score).sum();
    // By stem: likelihood, and how often each form stands there.
    let mut likely: BTreeMap<String, (f64, BTreeMap<String, u32>)> = BTreeMap::new();
    for article in articles {
        let words: Vec<String> = article.texts.iter().flat_map(|text| Words::new(text)).map(|word| word.term).collect();
        let share = if all > 0.0 { article.score / all } else { 1.0 / articles.len() as f64 } / words.len() as f64;
        for word in words {
            let telling =
                word.chars().count() > 2 && word.chars().all(char::is_alphabetic) && !tongues.is_function_word(&word);
            let stem = stemmer.stem(&word).into_owned();
            if telling && !known.contains(&stem) {
                let (likelihood, forms) = likely.entry(stem).or_default();
                *likelihood += share;
                *forms.entry(word).or_default() += 1;
            }
        }
    }
    let form = |forms: BTreeMap<String, u32>| {
        let most = forms.values().copied().max().unwrap_or(0);
        forms.into_iter().find(|(_, times)| *times == most).map(|(word, _)| word)
    };
    let mut words: Vec<(String, f64)> =
        likely.into_values().filter_map(|(likelihood, forms)| Some((form(forms)?, likelihood))).collect();
    words.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    words
}

/// A query with words added, each with its weight.
pub fn with_words(query: &Query, words: &[(String, f64)]) -> Query {
    let added: Vec<Query> = words
        .iter()
        .map(|(word, weight)| {
            let text = Text { scope: Scope::Article, span: Span::word(Form::inflected(word.as_str())) };
            Query::boost(Query::Text(text), Factor(((weight * 1000.0).round() as u32).clamp(1, Factor::MOST)))
        })
        .collect();
    Query::Prefer(Box::new(query.clone()), added)
}

impl Archive {
    /// A query with the words that its best articles add; None if they add none.
    ///
    /// # Errors
    /// [`Error::Damaged`](crate::error::Error::Damaged).
    pub fn expanded(&self, query: &Query) -> Result<Option<Expansion>> {
        let page = Page { limit: ARTICLES, passages: 0, sort: Sort::Relevance, ..Page::default() };
        let best = self.search(query, &page)?;
        let meant = query.meant();
        let stemmer = Stemmer::new(Algorithm::English);
        let known: HashSet<String> = meant.iter().map(|meant| stemmer.stem(&meant.word).into_owned()).collect();
        let read = best.hits.iter().map(|hit| Read {
            score: f64::from(hit.score.max(0.0)),
            texts: [&hit.filed.article.headline, &hit.filed.article.body],
        });
        let tongues = self.snapshot.tongues().map_err(self.damaged())?;
        let likely = model(&read.collect::<Vec<_>>(), &known, tongues);
        let mut words = Vec::with_capacity(WORDS);
        for (word, likelihood) in likely.into_iter().take(TRIED) {
            if words.len() == WORDS {
                break;
            }
            let spelling = Spelling::Inflected(word.clone());
            let body = self.built.fields.body;
            let articles = self.snapshot.look_up(body, &spelling).map_err(self.damaged())?.frequency;
            // A word of one article alone brings no other up.
            if articles > 1 && articles <= (self.articles() / COMMON).max(2) {
                words.push((word, likelihood));
            }
        }
        if words.is_empty() {
            return Ok(None);
        }
        let typed = meant.iter().filter(|meant| meant.kind == Kind::Text).count().max(1) as f64;
        let all: f64 = words.iter().map(|(_, likelihood)| likelihood).sum();
        words.iter_mut().for_each(|(_, weight)| *weight = (*weight / all * typed * 1000.0).round() / 1000.0);
        Ok(Some(Expansion { query: with_words(query, &words), words }))
    }

    /// Answers a query with words added: finds and marks what satisfies the query as it was asked, ranked by the added
    /// words too.
    ///
    /// # Errors
    /// [`Error::Damaged`](crate::error::Error::Damaged).
    pub fn search_expanded(&self, expansion: &Expansion, page: &Page) -> Result<Answer> {
        let plan = lower(&expansion.query, true, &self.snapshot, self.built, Some(&page.ranking));
        self.answered(&plan.map_err(self.damaged())?, page)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_likeliest_words_come_first() {
        let articles = [
            Read { score: 3.0, texts: ["River floods", "the river and the floods, a flood of rain"] },
            Read { score: 1.0, texts: ["Rain", "rain 1998 of us"] },
        ];
        let words = model(&articles, &HashSet::from(["river".to_string()]), &Tongues::default());
        let words: Vec<(String, String)> =
            words.into_iter().map(|(word, likelihood)| (word, format!("{likelihood:.3}"))).collect();
        // Ten and five words; three of four parts of the score.
        let expected = [("floods", "0.205"), ("rain", "0.168")];
        assert_eq!(words, expected.map(|(word, likelihood)| (word.to_string(), likelihood.to_string())));
    }
}
