//! A spelling of a query word -> the terms of the index that it stands for.
//!
//! The one place where inflections, prefixes, patterns and misspellings are widened. The same set of terms finds the articles and marks the words
//! in them, so a highlight can be nothing that did not match.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use frostem::{Algorithm, Stemmer};
use rayon::prelude::*;
use tantivy::postings::TermInfo;
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::Field;
use tantivy::termdict::{TermDictionary, TermStreamer};
use tantivy::{Searcher, SegmentReader, Term};
use tantivy_fst::{Automaton, Regex};

use super::english::{inflections, invariable};
use super::inflect::inflected;
use super::number::{plural, singular};
use super::rank::KIN_LETTERS;
use super::statistics::frequency;
use super::tongues::Tongues;
use crate::language;
use crate::query::Spelling;

/// A spelling that stands for more words than this is read as the commonest of them, and that is said: the words of the
/// largest archives are mostly scanning errors.
pub const MOST: usize = 50_000;
/// Kindred words of a word, at most.
const KIN: usize = 8;

/// The terms of one spelling in one field, over all segments of a snapshot.
#[derive(Clone, Debug, Default)]
pub struct Terms {
    /// The words.
    pub words: Arc<HashSet<String>>,
    /// Where their postings lie, by segment.
    pub postings: Vec<Vec<TermInfo>>,
    /// Articles that hold one of them, at most: the sum over the terms.
    pub frequency: u64,
    /// How many words it stands for, if they are more than [`MOST`].
    pub cut: Option<usize>,
}

/// Looks a spelling up in a field; words are widened by the rules of these languages. A regular expression that is none
/// stands for nothing.
///
/// # Errors
/// What reading the term dictionary says.
pub fn look_up(searcher: &Searcher, tongues: &Tongues, field: Field, spelling: &Spelling) -> tantivy::Result<Terms> {
    let readers = searcher.segment_readers();
    if let Spelling::Inflected(word) = spelling
        && !tongues.are_english()
    {
        return Ok(together(inflected(readers, tongues, field, word)?));
    }
    if let Spelling::Exact(word) = spelling {
        return exact(readers, field, word);
    }
    let here = |reader| in_segment(reader, field, spelling);
    // Only what reads much of a dictionary is worth other threads.
    let few = matches!(spelling, Spelling::Inflected(_) | Spelling::Singular(_) | Spelling::Plural(_));
    let found = match few {
        true => readers.iter().map(here).collect::<tantivy::Result<Vec<_>>>()?,
        false => readers.par_iter().map(here).collect::<tantivy::Result<Vec<_>>>()?,
    };
    Ok(together(found))
}

/// One word as it stands.
fn exact(readers: &[SegmentReader], field: Field, word: &str) -> tantivy::Result<Terms> {
    let mut terms = Terms { postings: vec![Vec::new(); readers.len()], ..Terms::default() };
    for (reader, postings) in readers.iter().zip(&mut terms.postings) {
        let index = reader.inverted_index(field)?;
        if let Some(info) = index.terms().get(word)? {
            terms.frequency += frequency(reader, &index, &info)?;
            postings.push(info);
        }
    }
    if terms.postings.iter().any(|postings| !postings.is_empty()) {
        terms.words = Arc::new(HashSet::from([word.to_string()]));
    }
    Ok(terms)
}

/// A term of a segment: it, the articles that hold it, and where their postings lie.
pub(super) type Held = (String, u64, TermInfo);

/// The terms of a segment that a spelling stands for, each once.
fn in_segment(reader: &SegmentReader, field: Field, spelling: &Spelling) -> tantivy::Result<Vec<Held>> {
    let index = reader.inverted_index(field)?;
    let dictionary = index.terms();
    let mut found = Vec::new();
    let mut keep = |term: &str, info: &TermInfo| -> tantivy::Result<()> {
        found.push((term.to_string(), frequency(reader, &index, info)?, info.clone()));
        Ok(())
    };
    let these = |words: &[String], keep: &mut Keep<'_>| -> tantivy::Result<()> {
        for word in words {
            if let Some(info) = dictionary.get(word)? {
                keep(word, &info)?;
            }
        }
        Ok(())
    };
    match spelling {
        Spelling::Exact(word) => these(std::slice::from_ref(word), &mut keep)?,
        Spelling::Singular(word) => these(&singular(word), &mut keep)?,
        Spelling::Plural(word) => these(&plural(word), &mut keep)?,
        Spelling::Inflected(word) if invariable(word) => these(std::slice::from_ref(word), &mut keep)?,
        Spelling::Inflected(word) => inflections(dictionary, word, &mut keep)?,
        Spelling::Prefix(prefix) => each(prefix_stream(dictionary, prefix)?, |_| true, &mut keep)?,
        Spelling::Pattern(pattern) => {
            if let Ok(regex) = Regex::new(&pattern_as_regex(pattern)) {
                search(dictionary, regex, &mut keep)?;
            }
        }
        Spelling::Regex(pattern) => {
            if let Ok(regex) = Regex::new(pattern) {
                search(dictionary, regex, &mut keep)?;
            }
        }
        Spelling::Fuzzy(word, distance) => {
            let query = FuzzyTermQuery::new(Term::from_field_text(field, word), *distance, true);
            each(dictionary.search(query.automaton()?).into_stream()?, |_| true, &mut keep)?;
        }
    }
    Ok(found)
}

/// What was found in the segments, in their order; at most [`MOST`] words, the commonest.
fn together(found: Vec<Vec<Held>>) -> Terms {
    let mut articles: HashMap<&str, u64> = HashMap::new();
    for (term, frequency, _) in found.iter().flatten() {
        *articles.entry(term).or_default() += frequency;
    }
    let all = articles.len();
    let cut = (all > MOST).then(|| {
        let mut order: Vec<(&str, u64)> = articles.iter().map(|(term, articles)| (*term, *articles)).collect();
        order.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        order.truncate(MOST);
        articles = order.into_iter().collect();
        all
    });
    let kept = |held: &&Held| cut.is_none() || articles.contains_key(held.0.as_str());
    let postings = found.iter().map(|held| held.iter().filter(kept).map(|held| held.2.clone()).collect()).collect();
    let words = Arc::new(articles.keys().map(|term| (*term).to_string()).collect());
    Terms { words, postings, frequency: articles.values().sum(), cut }
}

/// `wom?n` as a regular expression.
fn pattern_as_regex(pattern: &str) -> String {
    let mut regex = String::with_capacity(pattern.len() + 8);
    for c in pattern.chars() {
        match c {
            '*' => regex.push_str(".*"),
            '?' => regex.push('.'),
            c if c.is_alphanumeric() => regex.push(c),
            c => {
                regex.push('\\');
                regex.push(c);
            }
        }
    }
    regex
}

pub(super) type Keep<'a> = dyn FnMut(&str, &TermInfo) -> tantivy::Result<()> + 'a;

pub(super) fn each<A: Automaton>(
    mut stream: TermStreamer<'_, A>,
    fits: impl Fn(&str) -> bool,
    keep: &mut Keep<'_>,
) -> tantivy::Result<()>
where
    A::State: Clone,
{
    while stream.advance() {
        let Ok(term) = std::str::from_utf8(stream.key()) else { continue };
        if fits(term) {
            keep(term, stream.value())?;
        }
    }
    Ok(())
}

fn search<A: Automaton>(dictionary: &TermDictionary, automaton: A, keep: &mut Keep<'_>) -> tantivy::Result<()>
where
    A::State: Clone,
{
    each(dictionary.search(automaton).into_stream()?, |_| true, keep)
}

pub(super) fn prefix_stream<'a>(dictionary: &'a TermDictionary, prefix: &str) -> std::io::Result<TermStreamer<'a>> {
    let range = dictionary.range().ge(prefix);
    match behind(prefix) {
        Some(end) => range.lt(end).into_stream(),
        None => range.into_stream(),
    }
}

/// The first key behind all that begin so: the last byte raised by one (UTF-8 has no byte 0xFF); None if all do.
pub(super) fn behind(prefix: &str) -> Option<Vec<u8>> {
    let mut end = prefix.as_bytes().to_vec();
    *end.last_mut()? += 1;
    Some(end)
}

/// Whether the word says nothing by itself in English. (`us` is what `U.S.` is folded to.)
pub fn is_function_word(word: &str) -> bool {
    word != "us" && language::is_function_word("en", word)
}

/// The commonest words that begin as the stem of a word does but are none of those known already; none of short stems.
///
/// # Errors
/// What reading the term dictionary says.
pub fn kin(
    searcher: &Searcher,
    field: Field,
    word: &str,
    known: &[Arc<HashSet<String>>],
) -> tantivy::Result<Vec<String>> {
    let stem = Stemmer::new(Algorithm::English).stem(word).into_owned();
    let Some((end, _)) = stem.char_indices().nth(KIN_LETTERS - 1) else { return Ok(Vec::new()) };
    let beginning = match stem[end..].chars().next() {
        Some(last) => &stem[..end + last.len_utf8()],
        None => return Ok(Vec::new()),
    };
    let begins_alike = |reader: &SegmentReader| -> tantivy::Result<Vec<Held>> {
        let index = reader.inverted_index(field)?;
        let mut found = Vec::new();
        let mut keep = |term: &str, info: &TermInfo| {
            if !known.iter().any(|words| words.contains(term)) {
                found.push((term.to_string(), frequency(reader, &index, info)?, info.clone()));
            }
            Ok(())
        };
        each(prefix_stream(index.terms(), beginning)?, |_| true, &mut keep)?;
        Ok(found)
    };
    let mut found: HashMap<String, u64> = HashMap::new();
    let segments = searcher.segment_readers().par_iter().map(begins_alike).collect::<tantivy::Result<Vec<_>>>()?;
    for (term, frequency, _) in segments.into_iter().flatten() {
        *found.entry(term).or_default() += frequency;
    }
    let mut found: Vec<(String, u64)> = found.into_iter().filter(|(_, frequency)| *frequency > 0).collect();
    found.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    // The stem decides (`population` is cut to `popul` and no kin of `popular`), and is asked of as few as need be.
    let stemmer = Stemmer::new(Algorithm::English);
    let kindred = found.into_iter().map(|(word, _)| word).filter(|word| stemmer.stem(word).starts_with(beginning));
    Ok(kindred.take(KIN).collect())
}

/// Looks up words as they stand, as if they were one.
///
/// # Errors
/// What reading the term dictionary says.
pub fn look_up_all(searcher: &Searcher, field: Field, words: &[String]) -> tantivy::Result<Terms> {
    let mut all = Terms { postings: vec![Vec::new(); searcher.segment_readers().len()], ..Terms::default() };
    for word in words {
        let terms = look_up(searcher, &Tongues::default(), field, &Spelling::Exact(word.clone()))?;
        all.postings.iter_mut().zip(terms.postings).for_each(|(all, more)| all.extend(more));
    }
    Ok(all)
}

/// Numbers and mixed terms have no inflections.
pub(super) fn inflects(term: &str) -> bool {
    term.bytes().all(|b| b.is_ascii_alphabetic()) || term.chars().all(char::is_alphabetic)
}
