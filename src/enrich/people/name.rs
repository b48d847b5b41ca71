//! The name of a candidate as it is compared with others: whose is it, and which writing is the fullest?
//!
//! Takes candidates and their words, gives [`NamePart`]s and what follows from two of them. Particles, suffixes, case and
//! accents are left aside in comparing and kept in showing.

use super::candidate::{Candidate, Title};
use super::evidence::Bench;
use super::marks::Marks;
use super::word::{Shape, Word};

/// One word of a name, as it is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NamePart {
    /// Stands for the folded word.
    pub key: u64,
    /// First letter, as written.
    pub letter: char,
    /// Whether it is no more than an initial.
    pub initial: bool,
    /// What the word is known to be.
    pub marks: Marks,
}

/// A name without its line breaks.
pub fn on_one_line(name: &str) -> String {
    let mut line = String::with_capacity(name.len());
    for word in name.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// The words of a name that are compared: particles and suffix left out, unless nothing else is left.
pub fn name_parts(bench: &Bench<'_>, candidate: &Candidate) -> Vec<NamePart> {
    let words = bench.words.get(candidate.first..=candidate.last).unwrap_or_default();
    let part = |word: &Word| name_part(bench.text, word);
    let small = |w: &&Word| {
        w.shape == Shape::Lower
            || w.marks.any(Marks::SUFFIX)
            || w.marks.any(Marks::PARTICLE) && !w.marks.any(Marks::GIVEN)
    };
    let parts: Vec<NamePart> = words.iter().filter(|w| !small(w)).map(part).collect();
    if parts.is_empty() { words.iter().map(part).collect() } else { parts }
}

/// One word as part of a name.
pub fn name_part(text: &str, word: &Word) -> NamePart {
    NamePart {
        key: word.key,
        letter: text.get(word.start..).and_then(|t| t.chars().next()).unwrap_or_default(),
        initial: word.shape == Shape::Initial,
        marks: word.marks,
    }
}

/// Stands for a whole name where mentions of it are counted.
pub fn name_key(name: &[NamePart]) -> u64 {
    name.iter()
        .fold(name.len() as u64, |hash, part| (hash.rotate_left(7) ^ part.key).wrapping_mul(0x517c_c1b7_2722_0a95))
}

/// Whether two names with the same surname are one person's: equal given names or an initial that agrees, and no
/// middle initials that differ.
pub fn same_person(a: &[NamePart], b: &[NamePart]) -> bool {
    let (Some(last_a), Some(last_b), Some(first_a), Some(first_b)) = (a.last(), b.last(), a.first(), b.first()) else {
        return false;
    };
    if last_a.key != last_b.key || a.len() < 2 || b.len() < 2 {
        return a == b;
    }
    if !agree(first_a, first_b) {
        return false;
    }
    match (a.len(), b.len()) {
        (3, 3) => a.get(1).zip(b.get(1)).is_some_and(|(x, y)| agree(x, y)),
        _ => true,
    }
}

fn agree(a: &NamePart, b: &NamePart) -> bool {
    a.key == b.key || (a.initial || b.initial) && a.letter == b.letter
}

/// Whether the short name is a stretch of the long one that ends with it or leaves the given name out.
pub fn contained(short: &[NamePart], long: &[NamePart]) -> bool {
    !short.is_empty()
        && short.len() < long.len()
        && long.windows(short.len()).any(|w| w.iter().zip(short).all(|(a, b)| a.key == b.key))
}

/// More words, then more letters; capitals throughout never beat proper writing.
pub fn fuller(parts: &[NamePart], name: &str, old_parts: &[NamePart], old: &str) -> bool {
    let shouted = |s: &str| !s.chars().any(char::is_lowercase);
    (!shouted(name), parts.len(), name.chars().count()) > (!shouted(old), old_parts.len(), old.chars().count())
}

/// What title or given name say of the sex; nothing where they say nothing or both.
pub fn sex_of(parts: &[NamePart], title: Title) -> Marks {
    if title.sex != Marks::NONE {
        return title.sex;
    }
    let Some(first) = parts.first().filter(|_| parts.len() > 1) else { return Marks::NONE };
    match (first.marks.any(Marks::MAN), first.marks.any(Marks::WOMAN)) {
        (true, false) => Marks::MAN,
        (false, true) => Marks::WOMAN,
        _ => Marks::NONE,
    }
}
