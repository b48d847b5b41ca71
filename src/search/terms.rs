//! A form of a query word -> the terms of the index that it stands for.
//!
//! The one place where inflection and prefixes are widened. The same set of terms finds the articles and marks the words
//! in them, so a highlight can be nothing that did not match.

use std::collections::HashSet;

use frostem::{Algorithm, Stemmer};
use tantivy::Searcher;
use tantivy::postings::TermInfo;
use tantivy::schema::Field;

use super::statistics::frequency;
use crate::query::Form;

/// The terms of one form in one field, over all segments of a snapshot.
#[derive(Clone, Debug, Default)]
pub struct Terms {
    /// The words.
    pub words: HashSet<String>,
    /// Where their postings lie, by segment.
    pub postings: Vec<Vec<TermInfo>>,
    /// Articles that hold one of them, at most: the sum over the terms.
    pub frequency: u64,
}

/// Looks a form up in a field.
///
/// # Errors
/// What reading the term dictionary says.
pub fn look_up(searcher: &Searcher, field: Field, form: &Form) -> tantivy::Result<Terms> {
    let mut terms = Terms::default();
    let stemmer = Stemmer::new(Algorithm::English);
    let inflected = match form {
        Form::Inflected(word) if !invariable(word) => Some((word, stemmer.stem(word).into_owned())),
        _ => None,
    };
    for reader in searcher.segment_readers() {
        let index = reader.inverted_index(field)?;
        let dictionary = index.terms();
        let count = |info: &TermInfo| frequency(reader, &index, info);
        let mut found = Vec::new();
        match (form, &inflected) {
            (Form::Prefix(prefix), _) => {
                let mut stream = prefix_stream(dictionary, prefix)?;
                while stream.advance() {
                    let Ok(term) = std::str::from_utf8(stream.key()) else { continue };
                    keep(&mut terms, &mut found, term, stream.value(), &count)?;
                }
            }
            (_, Some((word, stem))) => {
                let root = root(word, stem);
                let mut stream = prefix_stream(dictionary, root)?;
                while stream.advance() {
                    let Ok(term) = std::str::from_utf8(stream.key()) else { continue };
                    if term == *word || inflects(term) && stemmer.stem(term) == *stem {
                        keep(&mut terms, &mut found, term, stream.value(), &count)?;
                    }
                }
                for irregular in IRREGULAR.iter().filter(|(s, _)| s == stem).map(|(_, word)| *word) {
                    if !irregular.starts_with(root)
                        && let Some(info) = dictionary.get(irregular)?
                    {
                        keep(&mut terms, &mut found, irregular, &info, &count)?;
                    }
                }
            }
            (Form::Exact(word) | Form::Inflected(word), None) => {
                if let Some(info) = dictionary.get(word)? {
                    keep(&mut terms, &mut found, word, &info, &count)?;
                }
            }
        }
        terms.postings.push(found);
    }
    Ok(terms)
}

fn keep(
    terms: &mut Terms,
    found: &mut Vec<TermInfo>,
    term: &str,
    info: &TermInfo,
    count: &dyn Fn(&TermInfo) -> tantivy::Result<u64>,
) -> tantivy::Result<()> {
    terms.frequency += count(info)?;
    found.push(info.clone());
    if !terms.words.contains(term) {
        terms.words.insert(term.to_string());
    }
    Ok(())
}

fn prefix_stream<'a>(
    dictionary: &'a tantivy::termdict::TermDictionary,
    prefix: &str,
) -> std::io::Result<tantivy::termdict::TermStreamer<'a>> {
    let range = dictionary.range().ge(prefix);
    let mut end = prefix.as_bytes().to_vec();
    // The first key behind all that begin so: the last byte raised by one (UTF-8 has no byte 0xFF).
    match end.last_mut() {
        Some(last) => {
            *last += 1;
            range.lt(end).into_stream()
        }
        None => range.into_stream(),
    }
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
