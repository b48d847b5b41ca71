//! People named by an article's metadata.
//!
//! Takes the names a source lists ("claudia sheinbaum", "dauster", "Sheinbaum, Claudia", "james-baker"), gives them as
//! [`Listed`] names to be joined to those of the text, and a [`Roll`] that tells which are there already. Its work grows
//! with the number of names, not with its square. It must never judge whether a listed name is a person's.

use std::collections::HashSet;

use super::fold::Folded;
use super::lexicon::Lexicon;
use super::marks::Marks;
use super::name::{NamePart, on_one_line};
use crate::mention::Person;

/// Names of more words than this join only names of exactly the same words.
const WORDS: usize = 8;

/// A name of the metadata.
pub struct Listed {
    /// As it is shown: as listed, a slug in ordinary writing ("James Baker").
    pub name: String,
    /// Its words in reading order, as they are compared within a text.
    pub parts: Vec<NamePart>,
    /// Its folded words in reading order, without a suffix.
    pub keys: Vec<u64>,
}

/// Reads the names a source lists. Those without a word are left out.
pub fn listed(names: &[String], lexicon: &Lexicon) -> Vec<Listed> {
    let read = |name: &String| {
        let line = on_one_line(name);
        let name = if line.chars().any(char::is_uppercase) { line } else { unslugged(&line, lexicon) };
        let words = words(&name);
        let keys: Vec<u64> = words.iter().map(|w| Folded::of(w).key()).collect();
        let small = |marks: Marks| marks.any(Marks::PARTICLE) && !marks.any(Marks::GIVEN);
        let parts: Vec<NamePart> = words.iter().map(|word| part(word, lexicon)).collect();
        let told: Vec<NamePart> = parts.iter().filter(|p| !small(p.marks)).copied().collect();
        let parts = if told.is_empty() { parts } else { told };
        (!keys.is_empty()).then_some(Listed { name, parts, keys })
    };
    names.iter().filter_map(read).collect()
}

/// Joins the listed names to the persons of the text: those it does not name come last.
pub fn merge(persons: &mut Vec<Person>, listed: Vec<Listed>) {
    let mut roll = Roll::default();
    if !listed.is_empty() {
        persons.iter().for_each(|person| roll.enter_name(&person.name));
    }
    for name in listed {
        if !roll.knows(&name.keys) {
            roll.enter(&name.keys);
            persons.push(Person { name: name.name, mentions: Vec::new() });
        }
    }
}

/// "james-baker" as "James Baker", "jean-paul sartre" as "Jean-Paul Sartre", "o'leary" as "O'Leary".
fn unslugged(slug: &str, lexicon: &Lexicon) -> String {
    let spaced = slug.contains(' ');
    let mut name = String::with_capacity(slug.len());
    for (number, word) in slug.split([' ', '_']).filter(|w| !w.is_empty()).enumerate() {
        if number > 0 {
            name.push(' ');
        }
        for (at, piece) in word.split('-').filter(|p| !p.is_empty()).enumerate() {
            if at > 0 {
                name.push(if spaced { '-' } else { ' ' });
            }
            let marks = lexicon.word(&Folded::of(piece), Folded::of(piece).key());
            let numeral = matches!(piece, "ii" | "iii" | "iv");
            if numeral {
                name.push_str(&piece.to_uppercase());
            } else if !name.is_empty() && marks.any(Marks::PARTICLE) && !marks.any(Marks::GIVEN) {
                name.push_str(piece);
            } else {
                capitalise(piece, &mut name);
            }
        }
    }
    name
}

fn capitalise(word: &str, name: &mut String) {
    let irish = |at: usize| word.starts_with("mc") && at == 2 && word.len() > 4;
    let mut apart = true;
    for (at, c) in word.char_indices() {
        if apart || irish(at) {
            name.extend(c.to_uppercase());
        } else {
            name.push(c);
        }
        // "o'leary" and "d'estaing"; the apostrophe of "baker's" is none of these.
        apart = at == 1 && matches!(c, '\'' | '\u{2019}');
    }
}

fn part(word: &str, lexicon: &Lexicon) -> NamePart {
    let folded = Folded::of(word);
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    NamePart {
        key: folded.key(),
        letter: word.chars().next().unwrap_or_default(),
        initial: letters == 1,
        marks: lexicon.word(&folded, folded.key()),
    }
}

/// The words of a name in reading order, without a suffix: "Sheinbaum, Claudia" as "Claudia Sheinbaum".
fn words(name: &str) -> Vec<&str> {
    let apart = |c: char| c.is_whitespace() || matches!(c, '-' | ',' | '_');
    let suffix = |w: &str| ["jr", "sr", "ii", "iii", "iv"].iter().any(|s| Folded::of(w).bytes() == s.as_bytes());
    let (last, first) = name.split_once(',').unwrap_or((name, ""));
    let words = first.split(apart).chain(last.split(apart));
    words.filter(|w| !Folded::of(w).bytes().is_empty() && !suffix(w)).collect()
}

/// Names by their words, so that one is found among many at once.
#[derive(Default)]
pub struct Roll {
    /// Whole names.
    whole: HashSet<u64>,
    /// What is left of a name when words before the surname are left out.
    within: HashSet<u64>,
}

impl Roll {
    /// Enters a name of the text.
    pub fn enter_name(&mut self, name: &str) {
        let keys: Vec<u64> = words(name).iter().map(|w| Folded::of(w).key()).collect();
        self.enter(&keys);
    }

    /// Enters a name by its folded words.
    pub fn enter(&mut self, keys: &[u64]) {
        let mut shorter = shorter(keys);
        self.whole.extend(shorter.next());
        self.within.extend(shorter);
    }

    /// Whether a name is on the roll, or all words of it are within one there, or the other way round, with the same
    /// surname at the end.
    pub fn knows(&self, keys: &[u64]) -> bool {
        let mut shorter = shorter(keys);
        shorter.next().is_some_and(|whole| self.whole.contains(&whole) || self.within.contains(&whole))
            || shorter.any(|part| self.whole.contains(&part))
    }
}

/// Stands for the name, then for what is left of it when words before the surname are left out, in any order of words.
fn shorter(keys: &[u64]) -> impl Iterator<Item = u64> {
    let (last, others) = keys.split_last().map_or((None, &[][..]), |(last, others)| (Some(*last), others));
    let mut others = others.to_vec();
    others.retain(|key| Some(*key) != last);
    others.sort_unstable();
    others.dedup();
    let all = (1u32 << others.len().min(WORDS - 1)) - 1;
    let long = others.len() >= WORDS;
    let left = if long || last.is_none() { 0 } else { all };
    let stands = move |left_out: u32| {
        let kept = others.iter().enumerate().filter(|(at, _)| long || left_out & (1 << at) == 0);
        kept.fold(last.unwrap_or_default(), |hash, (_, key)| mix(hash, *key))
    };
    (0..=left).filter(move |_| last.is_some()).map(stands)
}

fn mix(hash: u64, key: u64) -> u64 {
    (hash.rotate_left(7) ^ key).wrapping_mul(0x517c_c1b7_2722_0a95)
}
