//! English inflections: what the stemmer makes of a word, and what it does not, among the words of a dictionary.
//!
//! Takes a folded word and a segment's dictionary; hands on the terms that are forms of the word. It goes by Snowball's
//! rules with a sieve of endings before them, and by a list of families where rules end.

use frostem::{Algorithm, Stemmer};
use tantivy::termdict::TermDictionary;

use super::endings::Endings;
use super::irregular::families;
use super::terms::{Keep, behind, each, inflects};
use crate::language;

/// What rules make of a word, and what they do not.
pub(super) fn inflections(dictionary: &TermDictionary, word: &str, keep: &mut Keep<'_>) -> tantivy::Result<()> {
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

/// Words whose stem, by Snowball's English rules, does not begin as they do.
const IRREGULAR: &[(&str, &str)] =
    &[("die", "dying"), ("lie", "lying"), ("tie", "tying"), ("vie", "vying"), ("sky", "skies"), ("ski", "skis")];

/// Whether the word stands for nothing but itself. Function words have no inflections that anybody means by them, and the
/// words that begin like them are so many that looking through those would take longer than all the rest of a search.
pub(super) fn invariable(word: &str) -> bool {
    !inflects(word) || language::is_function_word("en", word)
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
    use std::collections::{HashMap, HashSet};

    use super::*;

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
