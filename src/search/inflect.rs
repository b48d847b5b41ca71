//! A word -> its forms in every language that a snapshot holds.
//!
//! Takes a folded word and the languages; gives the terms that are forms of it by the rules of one of them, and words of that
//! language (see [`super::tongues`]). The word itself is always among them if it is there.

use std::collections::{BTreeMap, BTreeSet};

use tantivy::SegmentReader;
use tantivy::postings::TermInfo;
use tantivy::schema::Field;
use tantivy::termdict::TermDictionary;

use super::english::{inflections, invariable};
use super::statistics::frequency;
use super::terms::{Held, Keep, each, inflects, prefix_stream};
use super::tongues::Tongues;
use crate::language::{self, Stems};

/// A word and its forms in each language, where they are words of that language; segment by segment.
///
/// # Errors
/// What reading the index says.
pub(super) fn inflected(
    readers: &[SegmentReader],
    tongues: &Tongues,
    field: Field,
    word: &str,
) -> tantivy::Result<Vec<Vec<Held>>> {
    // Of each term the segments that hold it, and the languages of which it may be a form.
    let mut forms: BTreeMap<String, (BTreeMap<usize, TermInfo>, BTreeSet<&str>)> = BTreeMap::new();
    for tag in tongues.tags().chain(tongues.has_english().then_some("en")).collect::<BTreeSet<_>>() {
        for (n, reader) in readers.iter().enumerate() {
            let index = reader.inverted_index(field)?;
            let mut keep = |term: &str, info: &TermInfo| {
                let (places, tags) = forms.entry(term.to_string()).or_default();
                places.insert(n, info.clone());
                tags.insert(tag);
                Ok(())
            };
            widen(index.terms(), tag, word, &mut keep)?;
        }
    }
    let mut found: Vec<Vec<Held>> = vec![Vec::new(); readers.len()];
    for (term, (places, tags)) in forms {
        let own = term == word || tongues.own(&tags, field, &term)?;
        for (n, info) in places.into_iter().filter(|_| own) {
            if let (Some(reader), Some(found)) = (readers.get(n), found.get_mut(n)) {
                let index = reader.inverted_index(field)?;
                found.push((term.clone(), frequency(reader, &index, &info)?, info));
            }
        }
    }
    Ok(found)
}

/// A word, if it is there, and what has its stem by the rules of one language.
fn widen(dictionary: &TermDictionary, tag: &str, word: &str, keep: &mut Keep<'_>) -> tantivy::Result<()> {
    if let Some(info) = dictionary.get(word)? {
        keep(word, &info)?;
    }
    if tag == "en" {
        return if invariable(word) { Ok(()) } else { inflections(dictionary, word, keep) };
    }
    let Some(stems) = Stems::of(tag) else { return Ok(()) };
    // Folded words are ASCII in Latin script, and in no other.
    let script = word.is_ascii() != matches!(tag, "ru" | "ko");
    if !script || !inflects(word) || language::is_function_word(tag, word) {
        return Ok(());
    }
    let asked = stems.of_word(word);
    let longest = word.len() + LONGEST_ENDING;
    let fits = |term: &str| term.len() <= longest && inflects(term) && stems.share(&asked, term);
    each(prefix_stream(dictionary, stems.root(word, &asked))?, fits, keep)
}

/// Bytes by which a form may be longer than another; no ending of these languages has more.
const LONGEST_ENDING: usize = 16;
