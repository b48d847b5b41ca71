//! One field of an article as the model sees it: its words, what the rules made of each, and how the whole article uses
//! them.
//!
//! Takes the words of a field and the mentions and candidates the rules gave, gives a [`Note`] for every word and the
//! stretches ([`runs`]) in which a name may stand; [`Usage`] says of every capitalised word how the article writes it.
//! It judges nothing, and of words in lower case it looks at no more than their letters.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

use super::candidate::{Candidate, Spoilt};
use super::evidence::Verdict;
use super::fold::{Folded, key_of};
use super::marks::Marks;
use super::word::{Gap, Shape, Word};

/// Where a word stands in a name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub enum Tag {
    /// In none.
    #[default]
    Outside,
    /// First of several words.
    First,
    /// Between first and last.
    Inside,
    /// Last of several words.
    Last,
    /// The only word.
    Only,
}

/// How many tags there are.
pub const TAGS: usize = 5;

impl Tag {
    /// All, each at its own number.
    pub const ALL: [Tag; TAGS] = [Tag::Outside, Tag::First, Tag::Inside, Tag::Last, Tag::Only];

    /// Whether a name goes on behind it.
    pub const fn open(self) -> bool {
        matches!(self, Tag::First | Tag::Inside)
    }

    /// Whether a name came up to it.
    pub const fn goes_on(self) -> bool {
        matches!(self, Tag::Inside | Tag::Last)
    }
}

/// What the rules made of a word.
#[derive(Clone, Copy, Debug, Default)]
pub struct Note {
    /// Its place in a name they found.
    pub tag: Tag,
    /// Their points for the candidate it stands in, in steps from 1 to 7; 0 where it stands in none.
    pub step: u8,
    /// Place within the candidate, and what is held against it.
    pub kind: u8,
    /// Whether its line or field is written in capitals throughout.
    pub shouted: bool,
}

/// A field with all that is noted of it.
pub struct Page<'a> {
    /// The text.
    pub text: &'a str,
    /// Its words.
    pub words: &'a [Word],
    /// One note a word.
    pub notes: Vec<Note>,
}

impl<'a> Page<'a> {
    /// A field with what the rules found in it: byte ranges of names, in reading order, and the weighed candidates.
    pub fn new(
        text: &'a str,
        words: &'a [Word],
        names: &[Range<usize>],
        candidates: &[(Candidate, Verdict)],
    ) -> Page<'a> {
        let mut page = Page { text, words, notes: vec![Note::default(); words.len()] };
        page.note_capitals();
        for (candidate, verdict) in candidates {
            page.note_candidate(candidate, verdict);
        }
        for name in names {
            let first = words.partition_point(|w| w.start < name.start);
            let end = words.partition_point(|w| w.start < name.end);
            for (at, tag) in tags(first, end) {
                if let Some(note) = page.notes.get_mut(at) {
                    note.tag = tag;
                }
            }
        }
        page
    }

    fn note_capitals(&mut self) {
        let mut first = 0;
        while first < self.words.len() {
            let rest = self.words.get(first + 1..).unwrap_or_default();
            let line = Gap::LINE.with(Gap::PARAGRAPH);
            let length = 1 + rest.iter().position(|w| w.before.any(line)).unwrap_or(rest.len());
            let line = self.words.get(first..first + length).unwrap_or_default();
            let count = |shape: Shape| line.iter().filter(|w| w.shape == shape).count();
            let capitals = count(Shape::Capitals);
            if capitals >= 2 && count(Shape::Lower) + count(Shape::Capital) == 0 {
                self.notes.iter_mut().skip(first).take(length).for_each(|note| note.shouted = true);
            }
            first += length;
        }
        if super::capitals::shouted(self.words) {
            self.notes.iter_mut().for_each(|note| note.shouted = true);
        }
    }

    fn note_candidate(&mut self, candidate: &Candidate, verdict: &Verdict) {
        let points = verdict.points - verdict.against;
        let step = [-2.0, 0.0, 1.0, 1.6, 2.2, 3.4].iter().filter(|&&limit| points >= limit).count() as u8 + 1;
        let blame = match candidate.spoilt {
            Some(Spoilt::Company) => 1,
            Some(Spoilt::Thing) => 2,
            None if candidate.before_title => 3,
            None if candidate.after_thing => 4,
            None => 0,
        };
        let title = u8::from(candidate.title.honorific) | u8::from(candidate.title.office) << 1;
        for (at, tag) in tags(candidate.first, candidate.last + 1) {
            if let Some(note) = self.notes.get_mut(at) {
                note.step = step;
                note.kind = tag as u8 | blame << 3 | title << 6;
            }
        }
    }

    /// The names the rules found, as words.
    pub fn names(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        let goes_on = |at: usize| self.notes.get(at).is_some_and(|note| note.tag.goes_on());
        self.notes.iter().enumerate().filter(|(_, note)| matches!(note.tag, Tag::First | Tag::Only)).map(
            move |(at, _)| {
                let more = (at + 1..self.notes.len()).take_while(|&next| goes_on(next)).count();
                at..at + 1 + more
            },
        )
    }

    /// Whether a name may go on from the word before to this one.
    pub fn joins(&self, at: usize) -> bool {
        let Some(word) = self.words.get(at) else { return false };
        let Some(before) = at.checked_sub(1).and_then(|b| self.words.get(b)) else { return false };
        if before.possessive {
            return false;
        }
        word.before.joins()
            || word.before == Gap::QUOTE
            || word.before == Gap::COMMA && word.marks.any(Marks::SUFFIX)
            || word.before == Gap::DASH && before.end + 1 == word.start
    }

    /// The word as written.
    pub fn slice(&self, word: &Word) -> &'a str {
        self.text.get(word.start..word.end).unwrap_or_default()
    }

    /// The next stretch from word `from` on in which names may stand: capitalised words and the particles between them.
    pub fn run(&self, from: usize) -> Option<Range<usize>> {
        let mut from = from;
        loop {
            let run = self.any_run(from)?;
            from = run.end;
            if !run.clone().all(|at| self.dull(at)) {
                return Some(run);
            }
        }
    }

    /// Whether a word alone is no name: The, Monday, NATO.
    fn dull(&self, at: usize) -> bool {
        let (Some(word), Some(note)) = (self.words.get(at), self.notes.get(at)) else { return true };
        let never = Marks::FUNCTION | Marks::CALENDAR | Marks::NATION | Marks::ACRONYM | Marks::COMPANY;
        let capitals = word.shape == Shape::Capitals && !note.shouted || word.shape == Shape::Initial;
        // What is an English word, a place or the head of a firm's name and no name on record: Analysts, Paris, Bank.
        let other = Marks::COMMON | Marks::PLACE | Marks::ORGANISATION;
        let known = word.marks.any(other) && !word.marks.any(Marks::FAMOUS) && !word.marks.title();
        note.tag == Tag::Outside && !word.marks.name() && (word.marks.any(never) || capitals || known)
    }

    fn any_run(&self, from: usize) -> Option<Range<usize>> {
        let ahead = self.words.get(from..)?;
        let first = from + ahead.iter().position(Word::capital)?;
        let mut end = first + 1;
        while let Some(word) = self.words.get(end).filter(|_| end - first < LONGEST) {
            if word.before.any(Gap::PARAGRAPH) {
                break;
            }
            if word.capital() {
                end += 1;
                continue;
            }
            let particle = |w: &Word| w.shape == Shape::Lower && w.before.joins() && PARTICLES.contains(&self.slice(w));
            let rest = self.words.get(end..).unwrap_or_default();
            let ahead = rest.iter().take(3).take_while(|w| particle(w)).count();
            let capital = self.words.get(end + ahead).is_some_and(|w| w.before.joins() && w.capital());
            if ahead == 0 || !capital {
                break;
            }
            end += ahead + 1;
        }
        Some(first..end)
    }
}

/// Words in a run at most.
const LONGEST: usize = 80;

const PARTICLES: [&str; 32] = [
    "de", "la", "le", "del", "della", "di", "da", "das", "dos", "do", "du", "des", "van", "von", "der", "den", "ter",
    "ten", "te", "zu", "bin", "ibn", "ben", "bint", "abu", "al", "el", "ul", "y", "e", "af", "av",
];

/// The tags of a name of the words `first..end`.
pub fn tags(first: usize, end: usize) -> impl Iterator<Item = (usize, Tag)> {
    (first..end).map(move |at| {
        let tag = match (at == first, at + 1 == end) {
            (true, true) => Tag::Only,
            (true, false) => Tag::First,
            (false, true) => Tag::Last,
            (false, false) => Tag::Inside,
        };
        (at, tag)
    })
}

/// The folded word as a number; that of a word in lower case is computed on the spot.
pub fn key(text: &str, word: &Word) -> u64 {
    if word.key != 0 {
        return word.key;
    }
    let slice = text.get(word.start..word.end).unwrap_or_default();
    if word.shape == Shape::Number {
        return if slice.bytes().all(|b| b.is_ascii_digit()) { 1 + slice.len().min(6) as u64 } else { 9 };
    }
    let small = word.plain || slice.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    if small && slice.len() <= Folded::ROOM {
        return key_of(slice.as_bytes());
    }
    Folded::of(slice).key()
}

/// How an article uses a word that it writes with a capital somewhere.
#[derive(Clone, Copy, Debug, Default)]
pub struct Used {
    /// How often with a capital.
    pub capital: u16,
    /// How often in lower case.
    pub lower: u16,
    /// How often as the last word of a full name the rules found.
    pub last: u16,
    /// How often as the first.
    pub first: u16,
    /// How often as a name by itself.
    pub only: u16,
    /// How often directly before or behind the head of an organisation's name.
    pub firm: u16,
}

/// A hash that is the key itself.
#[derive(Clone, Copy, Default)]
pub struct Itself(u64);

impl Hasher for Itself {
    fn write(&mut self, _: &[u8]) {}
    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
    fn finish(&self) -> u64 {
        self.0
    }
}

/// Tells of most words in lower case, by their ends and their length, that no word taken is the same but for capitals.
struct Sieve([u64; 64]);

impl Sieve {
    /// Where the bit of a word is that is made of letters alone.
    fn bit(word: &[u8]) -> (usize, u32) {
        let ([first, second, ..], Some(last)) = (word, word.last()) else { return (0, 0) };
        let letters = usize::from(first & 31) * 7 + usize::from(second & 31) * 3 + word.len() * 5;
        (letters & 63, u32::from(last & 31) + 32 * (word.len() as u32 & 1))
    }

    fn take(&mut self, word: &Word, text: &str) {
        let (row, bit) = if word.plain { Sieve::bit(text.as_bytes()) } else { Sieve::bit(Folded::of(text).bytes()) };
        if let Some(bits) = self.0.get_mut(row) {
            *bits |= 1 << bit;
        }
    }

    /// Accents and apostrophes may make words the same that look different: of those it says nothing.
    fn holds(&self, word: &Word, text: &str) -> bool {
        let (row, bit) = Sieve::bit(text.as_bytes());
        !word.plain || self.0.get(row).is_some_and(|bits| bits >> bit & 1 == 1)
    }
}

/// How the article uses its words.
#[derive(Default)]
pub struct Usage {
    words: HashMap<u64, Used, BuildHasherDefault<Itself>>,
}

impl Usage {
    /// Counts over all fields of an article.
    pub fn of(pages: &[Page<'_>]) -> Usage {
        let mut usage = Usage::default();
        let mut sieve = Sieve([0; 64]);
        for page in pages {
            for (at, word) in page.words.iter().enumerate() {
                let Some(note) = page.notes.get(at).filter(|_| word.key != 0) else { continue };
                sieve.take(word, page.slice(word));
                let used = usage.words.entry(word.key).or_default();
                used.capital = used.capital.saturating_add(1);
                let to = match note.tag {
                    Tag::First => &mut used.first,
                    Tag::Last => &mut used.last,
                    Tag::Only => &mut used.only,
                    _ if note.kind >> 3 & 7 == 1 => &mut used.firm,
                    _ => continue,
                };
                *to = to.saturating_add(1);
            }
        }
        for page in pages {
            for word in page.words.iter().filter(|w| w.shape == Shape::Lower && w.end - w.start > 2) {
                if sieve.holds(word, page.slice(word))
                    && let Some(used) = usage.words.get_mut(&key(page.text, word))
                {
                    used.lower = used.lower.saturating_add(1);
                }
            }
        }
        usage
    }

    /// How the article uses a word.
    pub fn word(&self, key: u64) -> Used {
        self.words.get(&key).copied().unwrap_or_default()
    }

    /// Counts full names that were found since; gives the words of which that says something new.
    pub fn learn(&mut self, page: &Page<'_>, names: &[Range<usize>]) -> Vec<u64> {
        let mut learned = Vec::new();
        for name in names.iter().filter(|name| name.len() > 1) {
            let known = page.notes.get(name.start).is_some_and(|note| note.tag == Tag::First);
            let suffix = page.words.get(name.end - 1).is_some_and(|w| w.marks.any(Marks::SUFFIX));
            let last = name.end - 1 - usize::from(suffix && name.len() > 2);
            let (Some(first), Some(last)) = (page.words.get(name.start), page.words.get(last)) else { continue };
            if known || last.key == 0 {
                continue;
            }
            if let Some(used) = self.words.get_mut(&last.key) {
                used.last = used.last.saturating_add(1);
                if used.capital > 1 {
                    learned.push(last.key);
                }
            }
            if let Some(used) = self.words.get_mut(&first.key) {
                used.first = used.first.saturating_add(1);
            }
        }
        learned
    }
}
