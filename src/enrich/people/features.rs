//! What the model looks at: each word of a run as a list of numbers, each the hash of one thing that is true of it.
//!
//! Takes a run of a [`Page`], the article's [`Usage`] and the lexicon; gives the features of every word. Training and
//! finding share this file, so a change here asks for a new model. It never looks further than two words around the run.

use std::ops::Range;

use super::candidate::starts_sentence;
use super::lexicon::Lexicon;
use super::marks::Marks;
use super::page::{Page, Usage, key};
use super::word::{Gap, Shape, Word};

/// Number of this list of features; a model of another number is not read.
pub const EDITION: u16 = 3;

/// What is known of a word of a run or beside it.
#[derive(Clone, Copy, Default)]
struct Look {
    key: u64,
    /// Marks, without those that say nothing here.
    class: u64,
    shape: u64,
    gap: u64,
    joined: u64,
    note: u64,
    step: u64,
    /// The one thing a word is first of all: what a row of words is made of.
    kind: u64,
}

/// Room for the looks of a run; kept from run to run.
#[derive(Default)]
pub struct Looks(Vec<Look>);

const AROUND: usize = 2;

/// Mixes parts into one number.
fn mix(template: u64, parts: &[u64]) -> u64 {
    let mut hash = template.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    for part in parts {
        hash = (hash.rotate_left(23) ^ part).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
    hash ^ hash >> 29
}

/// The article as the model sees it.
pub struct Eye<'a> {
    /// The field.
    pub page: &'a Page<'a>,
    /// How the article uses its words.
    pub usage: &'a Usage,
    /// What words are known to be.
    pub lexicon: &'a Lexicon,
}

impl Eye<'_> {
    fn look(&self, at: Option<usize>) -> Look {
        let Some((at, word)) = at.and_then(|at| Some((at, self.page.words.get(at)?))) else {
            return Look { key: 10, gap: u64::from(u16::MAX), ..Look::default() };
        };
        let note = self.page.notes.get(at).copied().unwrap_or_default();
        let key = key(self.page.text, word);
        let marks = if word.shape == Shape::Lower { self.lexicon.of_key(key) } else { word.marks };
        Look {
            kind: kind(marks, word.shape),
            key,
            class: u64::from(marks.without(Marks::PHRASE).bits()),
            shape: shape(self.page.slice(word), word, note.shouted),
            gap: self.gap(at, word),
            joined: u64::from(self.page.joins(at)),
            note: note.tag as u64 | u64::from(note.kind) << 4,
            step: u64::from(note.step),
        }
    }

    /// What stands before a word. A line broken within a row of capitalised words that follows one in lower case is an
    /// accident of setting, and left out.
    fn gap(&self, at: usize, word: &Word) -> u64 {
        let within = || {
            let before = self.page.words.get(..at).unwrap_or_default();
            let row = before.iter().rev().take_while(|w| w.capital() && w.before == Gap::default()).count();
            let begin = before.len().checked_sub(row + 1).and_then(|at| before.get(at));
            row > 0 && begin.is_some_and(|w| !w.capital())
        };
        let gap = if word.before == Gap::LINE && within() { Gap::default() } else { word.before };
        u64::from(gap.bits()) | u64::from(word.possessive) << 15
    }

    /// Looks at a run and its neighbours.
    pub fn survey(&self, run: &Range<usize>, looks: &mut Looks) {
        looks.0.clear();
        for at in 0..run.len() + 2 * AROUND {
            looks.0.push(self.look((run.start + at).checked_sub(AROUND)));
        }
    }

    /// Appends the features of word `at` of a run that was surveyed.
    pub fn features(&self, run: &Range<usize>, at: usize, looks: &Looks, out: &mut Vec<u64>) {
        let Some(word) = self.page.words.get(at) else { return };
        let place = at - run.start;
        let look = |by: usize| looks.0.get(place + by).copied().unwrap_or_default();
        let (b2, b1, w, a1, a2) = (look(0), look(1), look(2), look(3), look(4));
        let note = self.page.notes.get(at).copied().unwrap_or_default();
        let used = self.usage.word(w.key);
        let few = |count: u16| u64::from(count.min(3));
        let loud = u64::from(note.shouted);
        let begins = u64::from(starts_sentence(word)) | loud << 1;
        let rule = w.note | w.step << 12;
        let tag = |l: &Look| l.note & 15;
        let doubt = w.class
            & u64::from((Marks::COMMON | Marks::PLACE | Marks::ORGANISATION | Marks::GIVEN | Marks::SURNAME).bits());
        let doc =
            few(used.lower) | few(used.last) << 2 | few(used.first) << 4 | few(used.only) << 6 | few(used.firm) << 8;
        let (first, last) = self.stretch(run, at);
        let from_start = (at - first).min(3) as u64;
        let to_end = (last - at).min(3) as u64;
        let of = |at: usize| looks.0.get((at + AROUND).saturating_sub(run.start)).copied().unwrap_or_default();
        let front = looks.0.get(first + AROUND - 1 - run.start).copied().unwrap_or_default();
        let (head, back) = (of(last).class, of(last + 1));
        let joins = w.joined | a1.joined << 1 | a2.joined << 2 | b1.joined << 3;
        let row = (first..=last).fold(0, |row, at| row << 5 | of(at).kind);
        let ending = (run.end - at).min(3) as u64;
        let starting = place.min(3) as u64;
        let slice = self.page.slice(word);
        let suffix = |count: usize| ending_of(slice, count);
        out.extend_from_slice(&[
            mix(1, &[loud]),
            mix(2, &[w.key]),
            mix(3, &[b1.key, w.gap]),
            mix(4, &[a1.key, a1.gap]),
            mix(5, &[b1.key, w.key]),
            mix(6, &[w.key, a1.key]),
            mix(7, &[w.shape]),
            mix(8, &[w.shape, begins, w.class]),
            mix(9, &[suffix(2)]),
            mix(10, &[suffix(4)]),
            mix(11, &[w.class, loud]),
            mix(12, &[b1.class, w.class, w.joined]),
            mix(13, &[w.class, a1.class, a1.joined]),
            mix(14, &[b1.class, w.class, a1.class, w.joined | a1.joined << 1]),
            mix(15, &[b1.class, w.joined]),
            mix(16, &[a1.class, a1.joined]),
            mix(17, &[w.gap, a1.gap]),
            mix(18, &[w.gap, w.class]),
            mix(19, &[a1.gap, w.class]),
            mix(20, &[w.gap, a1.gap, doubt, begins]),
            mix(21, &[starting, ending]),
            mix(22, &[from_start, to_end, w.class]),
            mix(23, &[tag(&w), loud]),
            mix(24, &[rule]),
            mix(25, &[tag(&b1), tag(&w), tag(&a1), w.joined | a1.joined << 1]),
            mix(26, &[tag(&w), w.class]),
            mix(27, &[tag(&w), b1.key]),
            mix(28, &[tag(&w), a1.key]),
            mix(29, &[doc, doubt]),
            mix(30, &[few(used.lower), few(used.capital), begins]),
            mix(31, &[doc, w.joined | a1.joined << 1, tag(&w)]),
            mix(32, &[w.class, a1.key]),
            mix(33, &[w.class, b1.key]),
            mix(34, &[b1.shape, w.shape, a1.shape, w.joined | a1.joined << 1]),
            mix(35, &[b2.key, b1.key]),
            mix(36, &[a1.key, a2.key]),
            mix(37, &[head, to_end]),
            mix(38, &[from_start, to_end, w.shape]),
            mix(39, &[tag(&w), w.step, doubt, few(used.last), few(used.lower)]),
            mix(40, &[w.key, tag(&w)]),
            mix(41, &[b2.kind, b1.kind, w.kind, a1.kind, a2.kind, joins]),
            mix(42, &[b1.kind, w.kind, a1.kind, a2.kind, joins & 7]),
            mix(43, &[b2.kind, b1.kind, w.kind, a1.kind, joins & 11]),
            mix(44, &[b1.kind, w.gap, w.kind, a1.gap, a1.kind]),
            mix(45, &[a1.class, a1.gap]),
            mix(46, &[b1.class, w.gap]),
            mix(47, &[(at - first) as u64, (last - at) as u64, w.kind]),
            mix(48, &[front.key, from_start]),
            mix(49, &[back.key, to_end]),
            mix(50, &[front.kind, of(first).gap, from_start, to_end]),
            mix(51, &[back.class, back.gap, to_end, w.kind]),
            mix(52, &[beginning_of(slice, 3)]),
            mix(53, &[suffix(3)]),
            mix(54, &[row, (at - first) as u64]),
            mix(55, &[row, (at - first) as u64, front.kind, back.kind]),
        ]);
    }

    /// First and last word of the part of a run around a word that nothing but white space cuts.
    fn stretch(&self, run: &Range<usize>, at: usize) -> (usize, usize) {
        let joins = |at: usize| self.page.joins(at) && self.page.words.get(at).is_some_and(|w| w.before != Gap::COMMA);
        let (mut first, mut last) = (at, at);
        while first > run.start && at - first < 6 && joins(first) {
            first -= 1;
        }
        while last + 1 < run.end && last - at < 6 && joins(last + 1) {
            last += 1;
        }
        (first, last)
    }
}

fn shape(text: &str, word: &Word, shouted: bool) -> u64 {
    let kind = match word.shape {
        Shape::Lower => 0,
        Shape::Capital => 1,
        Shape::Capitals => 2,
        Shape::Initial => 3,
        Shape::Number => 4,
    };
    let (mut hyphen, mut quote, mut inner, mut dot, mut small) = (0, 0, 0, 0, false);
    for byte in text.bytes() {
        match byte {
            b'-' => hyphen = 1,
            b'\'' | 0xe2 => quote = 1,
            b'.' => dot = 1,
            b'A'..=b'Z' => inner |= u64::from(small),
            b'a'..=b'z' => small = true,
            _ => {}
        }
    }
    let length = match text.len() {
        0..=1 => 0,
        2 => 1,
        3 => 2,
        4..=5 => 3,
        6..=9 => 4,
        _ => 5,
    };
    kind | hyphen << 3 | quote << 4 | inner << 5 | dot << 6 | length << 7 | u64::from(shouted) << 10
}

/// What a word is first of all.
fn kind(marks: Marks, shape: Shape) -> u64 {
    let nothing = Marks::FUNCTION | Marks::CALENDAR | Marks::NATION | Marks::ACRONYM;
    let (common, place) = (marks.any(Marks::COMMON), marks.any(Marks::PLACE));
    match () {
        () if shape == Shape::Lower => 1 + u64::from(marks.any(Marks::PARTICLE)),
        () if shape == Shape::Number => 3,
        () if shape == Shape::Initial && marks == Marks::NONE => 4,
        () if marks.title() => 5 + u64::from(marks.name()),
        () if marks.any(Marks::ORGANISATION | Marks::FIRM) => 7,
        () if marks.any(nothing) => 8,
        () if marks.any(Marks::SUFFIX) => 9,
        () if place => 10 + u64::from(marks.name()),
        () if common => 12 + u64::from(marks.name()) + u64::from(marks.any(Marks::SURNAME)),
        () if marks.any(Marks::EAST) => 15,
        () if marks.any(Marks::GIVEN) => 16 + u64::from(marks.any(Marks::SURNAME)),
        () if marks.any(Marks::SURNAME) => 18,
        () if marks.any(Marks::SHAPED) => 19,
        () if marks.any(Marks::HYPHENED) => 20,
        () if marks.any(Marks::SYLLABLE) => 21,
        () => 22 + u64::from(shape == Shape::Capitals),
    }
}

fn beginning_of(text: &str, count: usize) -> u64 {
    text.bytes().take(count).fold(0, |sum, b| sum << 8 | u64::from(b | 0x20))
}

fn ending_of(text: &str, count: usize) -> u64 {
    let bytes = text.as_bytes();
    let from = bytes.len().saturating_sub(count);
    bytes.iter().skip(from).fold(0, |sum, b| sum << 8 | u64::from(b | 0x20))
}
