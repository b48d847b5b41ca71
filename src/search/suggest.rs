//! Other spellings of a query, from the vocabulary of the archive itself ("did you mean").
//!
//! Takes a query; gives queries with other words in the place of such as no article has, or that are so rare beside a
//! near spelling that they must be slips. Nothing is suggested that finds nothing: every query given was counted. The
//! work is bounded by the constants below.
//!
//! A word of three to five letters may differ by one change, a longer one by two (Lucene's measure for likeness; shorter
//! ones have too many neighbours): a letter more, less, other, or two swapped. Candidates are ordered as in a noisy
//! channel (Kernighan, Church and Gale 1990): how common the word is against how odd the slip would be.

use std::collections::HashMap;

use super::Archive;
use crate::count::grouped;
use crate::error::Result;
use crate::query::{Form, Kind, Meant, Query, Scope, Span, Spelling, Text};
use crate::words::Words;

/// Words of a query that are looked at.
const WORDS: usize = 8;
/// No other spellings are looked for if a query has more words than this: each would be tried in the whole query.
const MANY: usize = 32;
/// Times that a dictionary is gone through with an automaton.
const SCANS: usize = 8;
/// Candidates of a word whose frequency is looked up.
const NEAR: usize = 2_000;
/// Candidates of a word that are tried in the query.
const TRIED: usize = 5;
/// Suggestions for a word.
const GIVEN: usize = 3;
/// A word is rare if a near spelling is so many times as common.
const RARE: u64 = 50;

/// A query that finds something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The whole query.
    pub query: Query,
    /// Articles that satisfy it.
    pub articles: u64,
}

/// What may stand in the place of a word: words, and how good that is.
type Candidate = (Vec<String>, f64);

impl Archive {
    /// Other spellings of a query that find something, the best of each word first. `found` says whether the query
    /// itself finds anything: then only words that no article has are looked at. If not all words are looked at, `notes` is
    /// told so.
    ///
    /// # Errors
    /// [`Error::Damaged`](crate::error::Error::Damaged).
    pub fn suggestions(&self, query: &Query, found: bool, notes: &mut Vec<String>) -> Result<Vec<Suggestion>> {
        let words = query.meant();
        if words.len() > MANY {
            if found {
                return Ok(Vec::new());
            }
            let many = grouped(words.len() as u64);
            notes.push(format!("no other spellings were looked for: {many} words are more than {MANY}"));
            return Ok(Vec::new());
        }
        if words.len() > WORDS && !found {
            let many = words.len();
            notes.push(format!("other spellings were looked for of the first {WORDS} of {many} words only"));
        }
        let mut scans = 0;
        let mut doubtful: Vec<(Meant, u64, Vec<Candidate>)> = Vec::new();
        for meant in words.into_iter().take(WORDS) {
            let articles = self.holding(meant.kind, &meant.spelling)?;
            let fields = if meant.kind == Kind::Text { 2 } else { 1 };
            if articles > 0 && found || scans + fields > SCANS {
                continue;
            }
            let mut candidates = self.near_spellings(&meant, articles, &mut scans)?;
            if articles == 0 {
                candidates.extend(self.split(&meant)?);
            }
            candidates.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            candidates.truncate(TRIED);
            if !candidates.is_empty() {
                doubtful.push((meant, articles, candidates));
            }
        }
        let mut given: Vec<Suggestion> = Vec::new();
        for (number, (meant, _, candidates)) in doubtful.iter().enumerate() {
            // The other words that no article has stand as their best candidate, or nothing would be found.
            let mut base = query.clone();
            for (other, (meant, articles, candidates)) in doubtful.iter().enumerate() {
                if other != number && *articles == 0 {
                    base = base.substituted(meant, &candidates[0].0);
                }
            }
            let mut found = 0;
            for (words, _) in candidates {
                let suggestion = base.substituted(meant, words);
                if found < GIVEN && self.suggest(suggestion, &mut given)? {
                    found += 1;
                }
            }
        }
        if !found {
            for (word, joined) in query.joined(WORDS) {
                if self.holding(Kind::Text, &Spelling::Inflected(word))? > 0 {
                    self.suggest(joined, &mut given)?;
                }
            }
        }
        Ok(given)
    }

    /// Adds a query if it is new and finds something; whether it does.
    fn suggest(&self, query: Query, given: &mut Vec<Suggestion>) -> Result<bool> {
        if given.iter().any(|known| known.query == query) {
            return Ok(false);
        }
        let articles = self.count(&query)?;
        if articles > 0 {
            given.push(Suggestion { query, articles });
        }
        Ok(articles > 0)
    }

    /// The greater of the counts of articles that hold a word in a headline and in a body, or that name somebody so.
    fn holding(&self, kind: Kind, spelling: &Spelling) -> Result<u64> {
        let mut most = 0;
        for field in self.vocabularies(kind) {
            let terms = self.snapshot.look_up(field, spelling).map_err(self.damaged())?;
            most = most.max(terms.frequency);
        }
        Ok(most)
    }

    fn vocabularies(&self, kind: Kind) -> Vec<tantivy::schema::Field> {
        let fields = &self.built.fields;
        match kind {
            Kind::Text => vec![fields.body, fields.headline],
            Kind::Name => vec![fields.people],
        }
    }

    /// Words of the vocabulary that are spelled like this one; of a word that some articles have, only such as are very
    /// much commoner.
    fn near_spellings(&self, meant: &Meant, articles: u64, scans: &mut usize) -> Result<Vec<Candidate>> {
        let changes = match meant.word.chars().count() {
            0..3 => return Ok(Vec::new()),
            3..6 => 1,
            _ if articles > 0 => 1,
            _ => 2,
        };
        let mut known: HashMap<String, u64> = HashMap::new();
        for field in self.vocabularies(meant.kind) {
            *scans += 1;
            let near = Spelling::Fuzzy(meant.word.clone(), changes);
            let terms = self.snapshot.look_up(field, &near).map_err(self.damaged())?;
            let mut words: Vec<&String> = terms.words.iter().collect();
            words.sort();
            for word in words.into_iter().take(NEAR) {
                let exact = Spelling::Exact(word.clone());
                let count = self.snapshot.look_up(field, &exact).map_err(self.damaged())?.frequency;
                let most = known.entry(word.clone()).or_default();
                *most = (*most).max(count);
            }
        }
        let numeral = |word: &str| word.contains(|c: char| c.is_numeric());
        let mut candidates = Vec::new();
        for (word, count) in known {
            let rare = articles > 0 && count < articles.saturating_mul(RARE);
            if count == 0 || rare || word == meant.word || numeral(&word) != numeral(&meant.word) {
                continue;
            }
            let likely = likelihood(&meant.word, &word, count);
            candidates.push((vec![word], likely));
        }
        if meant.kind == Kind::Name && meant.alone {
            candidates.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            candidates.truncate(TRIED);
            for (words, _) in &mut candidates {
                if let Some(whole) = words.first().map(|word| self.bearer(word)).transpose()?.flatten() {
                    *words = whole;
                }
            }
        }
        Ok(candidates)
    }

    /// The whole name, as words, that is the commonest with this word in it.
    fn bearer(&self, word: &str) -> Result<Option<Vec<String>>> {
        let mut counts: HashMap<Vec<String>, u64> = HashMap::new();
        let word = Spelling::Exact(word.to_string());
        for (name, articles) in self.snapshot.persons.named(&[word]).map_err(self.damaged())? {
            *counts.entry(Words::new(&name).map(|word| word.term).collect()).or_default() += articles;
        }
        let most = counts.into_iter().max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0)));
        Ok(most.map(|(name, _)| name))
    }

    /// `newyork` as `new york`, if the two stand next to each other somewhere: the commonest such pair.
    fn split(&self, meant: &Meant) -> Result<Option<Candidate>> {
        if meant.kind != Kind::Text || meant.word.len() > 64 {
            return Ok(None);
        }
        let mut best: Option<(u64, Vec<String>)> = None;
        for (at, _) in meant.word.char_indices().skip(2) {
            let (first, second) = meant.word.split_at(at);
            if second.chars().count() < 2 {
                break;
            }
            let words = vec![first.to_string(), second.to_string()];
            let known = |word: &String| self.holding(Kind::Text, &Spelling::Exact(word.clone()));
            if known(&words[0])? == 0 || known(&words[1])? == 0 {
                continue;
            }
            let phrase = Span::Words(words.iter().map(|word| Form::exact(word.as_str())).collect());
            let count = self.count(&Query::Text(Text { scope: Scope::Article, span: phrase }))?;
            if count > best.as_ref().map_or(0, |(most, _)| *most) {
                best = Some((count, words));
            }
        }
        Ok(best.map(|(count, words)| (words, (count as f64).ln_1p() - SLIP)))
    }
}

/// What one slip costs, against the logarithm of how common the word is: a word twenty times as common makes up for one.
const SLIP: f64 = 3.0;

/// How likely it is that one word was meant where another stands.
fn likelihood(typed: &str, meant: &str, articles: u64) -> f64 {
    let first = f64::from(u8::from(typed.chars().next() != meant.chars().next())) * 0.5;
    (articles as f64).ln_1p() - SLIP * (slips(typed, meant) + first)
}

/// Letters that scanners and hands take for each other.
const ALIKE: &[&str] = &["il", "o0", "ce", "uv", "nu", "hb", "sf", "ae", "ao", "ei", "iy", "sz", "ck"];

/// How many slips lead from one word to the other; letters that are alike, two swapped and one doubled are less than one.
fn slips(from: &str, to: &str) -> f64 {
    let (a, b): (Vec<char>, Vec<char>) = (from.chars().collect(), to.chars().collect());
    let alike = |x: char, y: char| ALIKE.iter().any(|pair| pair.contains(x) && pair.contains(y));
    let change = |x: char, y: char| {
        if x == y {
            0.0
        } else if alike(x, y) {
            0.7
        } else {
            1.0
        }
    };
    let single = |word: &[char], at: usize| if at > 0 && word[at] == word[at - 1] { 0.6 } else { 1.0 };
    let mut rows: Vec<Vec<f64>> = vec![vec![0.0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            let mut best = if i + j == 0 { 0.0 } else { f64::INFINITY };
            if i > 0 {
                best = best.min(rows[i - 1][j] + single(&a, i - 1));
            }
            if j > 0 {
                best = best.min(rows[i][j - 1] + single(&b, j - 1));
            }
            if i > 0 && j > 0 {
                best = best.min(rows[i - 1][j - 1] + change(a[i - 1], b[j - 1]));
            }
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 0.8);
            }
            rows[i][j] = best;
        }
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_counted() {
        let table = [
            ("river", "river", 0.0),
            ("rivre", "river", 0.8),
            ("rver", "river", 1.0),
            ("rivver", "river", 0.6),
            ("gorbachov", "gorbachev", 1.0),
            ("c0llege", "college", 0.7),
            ("bridge", "fridges", 2.0),
        ];
        for (from, to, expected) in table {
            assert!((slips(from, to) - expected).abs() < 1e-9, "{from} -> {to}: {}", slips(from, to));
        }
    }

    #[test]
    fn a_common_word_makes_up_for_a_slip() {
        // Of two neighbours the commoner; but a far commoner word two slips away is not preferred to a common one near.
        assert!(likelihood("rivre", "river", 40) > likelihood("rivre", "rivet", 40));
        assert!(likelihood("rivee", "river", 40) > likelihood("rivee", "rivet", 3));
        assert!(likelihood("gorbachov", "gorbachev", 10) > likelihood("gorbachov", "gorbachyev", 100));
    }
}
