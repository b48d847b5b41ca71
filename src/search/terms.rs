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

use super::endings::Endings;
use super::irregular::families;
use super::number::{plural, singular};
use super::rank::KIN_LETTERS;
use super::statistics::frequency;
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

/// Looks a spelling up in a field. A regular expression that is none stands for nothing.
///
/// # Errors
/// What reading the term dictionary says.
pub fn look_up(searcher: &Searcher, field: Field, spelling: &Spelling) -> tantivy::Result<Terms> {
    let readers = searcher.segment_readers();
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
type Held = (String, u64, TermInfo);

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

type Keep<'a> = dyn FnMut(&str, &TermInfo) -> tantivy::Result<()> + 'a;

fn each<A: Automaton>(
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

/// What rules make of a word, and what they do not.
fn inflections(dictionary: &TermDictionary, word: &str, keep: &mut Keep<'_>) -> tantivy::Result<()> {
    let stemmer = Stemmer::new(Algorithm::English);
    let mut stems = vec![stemmer.stem(word).into_owned()];
    with_stem(dictionary, word, &stems[0], keep)?;
    for family in families(word, &stems[0].clone()) {
        let base = stemmer.stem(family.base).into_owned();
        if !stems.contains(&base) {
            with_stem(dictionary, family.base, &base, keep)?;
            stems.push(base);
        }
        for other in &family.others {
            if *other != word
                && !stems.iter().any(|stem| *stem == stemmer.stem(other))
                && let Some(info) = dictionary.get(other)?
            {
                keep(other, &info)?;
            }
        }
    }
    Ok(())
}

/// A word, and whatever has its stem.
fn with_stem(dictionary: &TermDictionary, word: &str, stem: &str, keep: &mut Keep<'_>) -> tantivy::Result<()> {
    let stemmer = Stemmer::new(Algorithm::English);
    let root = root(word, stem);
    let fits = |term: &str| term == word || inflects(term) && stemmer.stem(term) == stem;
    let sieve = Endings { root: root.as_bytes() };
    // A word that does not end as English words do is still itself.
    if !sieve.pass(word)
        && let Some(info) = dictionary.get(word)?
    {
        keep(word, &info)?;
    }
    // Both a range and a sieve: so nothing is looked at on the way to the root.
    let within = dictionary.search(sieve).ge(root);
    let stream = match behind(root) {
        Some(end) => within.lt(end).into_stream()?,
        None => within.into_stream()?,
    };
    each(stream, fits, keep)?;
    for irregular in IRREGULAR.iter().filter(|(s, _)| *s == stem).map(|(_, word)| *word) {
        if !irregular.starts_with(root)
            && let Some(info) = dictionary.get(irregular)?
        {
            keep(irregular, &info)?;
        }
    }
    Ok(())
}

fn prefix_stream<'a>(dictionary: &'a TermDictionary, prefix: &str) -> std::io::Result<TermStreamer<'a>> {
    let range = dictionary.range().ge(prefix);
    match behind(prefix) {
        Some(end) => range.lt(end).into_stream(),
        None => range.into_stream(),
    }
}

/// The first key behind all that begin so: the last byte raised by one (UTF-8 has no byte 0xFF); None if all do.
fn behind(prefix: &str) -> Option<Vec<u8>> {
    let mut end = prefix.as_bytes().to_vec();
    *end.last_mut()? += 1;
    Some(end)
}

/// Words whose stem, by Snowball's English rules, does not begin as they do.
const IRREGULAR: &[(&str, &str)] =
    &[("die", "dying"), ("lie", "lying"), ("tie", "tying"), ("vie", "vying"), ("sky", "skies"), ("ski", "skis")];

/// Function words, sorted. They have no inflections that anybody means by them, and the words that begin like them are
/// so many that looking through those would take longer than all the rest of a search.
const INVARIABLE: &[&str] = &[
    "a", "about", "after", "again", "against", "all", "also", "am", "among", "an", "and", "any", "are", "as", "at",
    "be", "because", "been", "before", "being", "between", "both", "but", "by", "can", "could", "did", "do", "does",
    "down", "during", "each", "even", "every", "few", "for", "from", "had", "has", "have", "he", "her", "here", "him",
    "his", "how", "i", "if", "in", "into", "is", "it", "its", "just", "many", "may", "me", "might", "more", "most",
    "much", "must", "my", "no", "nor", "not", "now", "of", "off", "on", "once", "one", "only", "or", "other", "our",
    "out", "over", "she", "should", "so", "some", "such", "than", "that", "the", "their", "them", "then", "there",
    "these", "they", "this", "those", "through", "to", "too", "under", "until", "up", "us", "very", "was", "we",
    "were", "what", "when", "where", "which", "while", "who", "why", "will", "with", "would", "you", "your",
];

/// Whether the word says nothing by itself. (`us` is what `U.S.` is folded to.)
pub fn is_function_word(word: &str) -> bool {
    word != "us" && INVARIABLE.binary_search(&word).is_ok()
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
        let terms = look_up(searcher, field, &Spelling::Exact(word.clone()))?;
        all.postings.iter_mut().zip(terms.postings).for_each(|(all, more)| all.extend(more));
    }
    Ok(all)
}

/// Whether the word stands for nothing but itself.
fn invariable(word: &str) -> bool {
    !inflects(word) || INVARIABLE.binary_search(&word).is_ok()
}

/// Numbers and mixed terms have no inflections.
fn inflects(term: &str) -> bool {
    term.bytes().all(|b| b.is_ascii_alphabetic()) || term.chars().all(char::is_alphabetic)
}

/// What every inflection of the word begins with. Snowball's English stemmer replaces endings only. It leaves the stem's
/// own letters but for the last, and that only where it ends in e (hoping → hope), i (policy → polici) or l
/// (visibility → visibl); the [`IRREGULAR`] words aside. A test checks this on a list of words.
fn root<'a>(word: &'a str, stem: &str) -> &'a str {
    if !inflects(word) {
        return word;
    }
    let common = word.char_indices().zip(stem.chars()).take_while(|((_, a), b)| a == b).count();
    let changing = usize::from(stem.ends_with(['e', 'i', 'l']));
    let keep = common.min(stem.chars().count().saturating_sub(changing)).max(1);
    word.char_indices().nth(keep).map_or(word, |(i, _)| &word[..i])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn function_words_are_sorted() {
        assert!(INVARIABLE.is_sorted());
    }

    /// What English makes of a word, and some that it does not.
    fn inflected(word: &str) -> Vec<String> {
        let mut all = vec![word.to_string()];
        let last = word.chars().next_back().unwrap_or('x');
        let shorter = &word[..word.len() - last.len_utf8()];
        let mut stems = vec![word.to_string(), shorter.to_string(), format!("{shorter}i"), format!("{shorter}y")];
        // Short words double their last letter.
        if word.len() < 6 {
            stems.push(format!("{word}{last}"));
        }
        for stem in stems {
            for ending in
                ["s", "es", "ed", "ing", "ly", "er", "est", "e", "y", "ness", "ful", "ation", "ational", "ity", "able"]
            {
                all.push(format!("{stem}{ending}"));
            }
        }
        all
    }

    #[test]
    fn the_sieve_lets_through_whatever_has_the_same_stem() {
        let stemmer = Stemmer::new(Algorithm::English);
        let mut families: HashMap<String, HashSet<String>> = HashMap::new();
        let common = include_str!("../enrich/people/common-words.txt").lines().filter(|l| !l.starts_with('#'));
        // A third of them, for speed.
        for word in common.step_by(3).filter(|word| word.len() > 3).flat_map(inflected) {
            families.entry(stemmer.stem(&word).into_owned()).or_default().insert(word);
        }
        let mut kept_out = Vec::new();
        for (stem, family) in &families {
            for word in family {
                let sieve = Endings { root: root(word, stem).as_bytes() };
                let stays = |other: &&String| !sieve.pass(other) && !IRREGULAR.iter().any(|(_, word)| word == *other);
                kept_out.extend(family.iter().filter(stays).map(|other| format!("{other} by {word} ({stem})")));
            }
        }
        kept_out.sort();
        kept_out.truncate(20);
        assert_eq!(kept_out, Vec::<String>::new());
    }

    #[test]
    fn inflections_share_the_root() {
        let families: &[&[&str]] = &[
            &["policy", "policies"],
            &["cartel", "cartels"],
            &["hope", "hoping", "hoped", "hopes"],
            &["hop", "hopping", "hopped", "hops"],
            &["report", "reports", "reported", "reporting"],
            &["happy", "happier", "happily"],
            &["visible", "visibility"],
            &["relate", "relating", "relation", "relational"],
            &["try", "tries", "tried", "trying"],
            &["die", "dies", "died"],
            &["use", "used", "uses", "using"],
            &["general", "generals", "generally"],
            &["sensation", "sensations", "sensational"],
            &["final", "finally", "finality", "finalize"],
        ];
        let stemmer = Stemmer::new(Algorithm::English);
        for family in families {
            for word in *family {
                let stem = stemmer.stem(word).into_owned();
                for other in *family {
                    if stemmer.stem(other) == stem {
                        assert!(other.starts_with(root(word, &stem)), "{other} is not found by {word}");
                    }
                }
            }
        }
    }
}
