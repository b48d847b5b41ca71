//! A text -> where its words stand, without their terms: for counting words, and for saying how each is printed.
//!
//! The words are those of [`Words`] and no others; a word of ASCII is passed over at the cost of finding its end.

use std::ops::Range;

use super::run::{LOWER, UPPER};
use super::{Step, Words};

/// A word looked at without its term: where it stands and how it is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Glance {
    /// First byte in the text.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// As [`super::Word::position`].
    pub position: usize,
    /// It has a letter printed as a capital.
    pub upper: bool,
    /// It has a letter printed small.
    pub lower: bool,
}

/// Goes through the words of a text as [`Words`] does, and makes no terms: for whoever counts words and asks where they
/// stand.
#[derive(Clone, Debug)]
pub struct Glances<'a>(Words<'a>);

impl<'a> Glances<'a> {
    /// Begins at the beginning of `text`.
    pub fn new(text: &'a str) -> Glances<'a> {
        Glances(Words::new(text))
    }
}

impl Iterator for Glances<'_> {
    type Item = Glance;

    fn next(&mut self) -> Option<Glance> {
        let Step { start, end, position, seen } = self.0.step::<false>(&mut String::new())?;
        let (upper, lower) = match seen {
            Some(seen) => (seen & UPPER != 0, seen & LOWER != 0),
            None => {
                let printed = self.0.text.get(start..end).unwrap_or_default();
                (printed.contains(char::is_uppercase), printed.contains(char::is_lowercase))
            }
        };
        Some(Glance { start, end, position, upper, lower })
    }
}

/// How many words a text has; two readings of one place are one.
pub fn count(text: &str) -> u64 {
    let (mut count, mut last) = (0, None);
    for word in Glances::new(text) {
        count += u64::from(last != Some(word.position));
        last = Some(word.position);
    }
    count
}

/// The bytes of the word of this number; None if there is none.
pub fn at(text: &str, position: usize) -> Option<Range<usize>> {
    let word = Glances::new(text).find(|word| word.position >= position)?;
    (word.position == position).then_some(word.start..word.end)
}
