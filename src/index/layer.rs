//! What is known of the words of a text, beside the words themselves: a layer of notes, each at the position of a word.
//!
//! Takes a headline or a body and the mentions found in it; gives the notes as one text that the analyzer `layer` reads
//! back through [`Layer`]. So "in one sentence", "with a capital" and "a person of this name" are questions to postings
//! and positions, and no article is loaded to answer them. It must never disagree with [`crate::words`] about where a
//! word stands.
//!
//! | note | stands at |
//! |---|---|
//! | [`SENTENCE`], [`PARAGRAPH`] | the first word of each |
//! | [`CAPITAL`] | every word printed with a capital letter |
//! | [`CAPITALS`] | every word printed in capitals only |
//! | [`PERSON`], [`DATE`] | the first word of each mention |
//! | `@Ronald Reagan` | every word of a mention of Ronald Reagan, also where only "Mr. Reagan" is printed |
//! | `1989-11-01/1989-11-30` | every word of a mention of that month |

use std::iter::Peekable;
use std::vec::IntoIter;

use super::days::days_term;
use crate::mention::{DateMention, Field, Mentions, Person, Place};
use crate::sentences::{self, Rules};
use crate::words::{Glance, Glances};

/// Stands before a name. (Other notes begin with a full stop, days with a digit.)
pub const NAME: char = '@';
/// A sentence begins.
pub const SENTENCE: &str = ".s";
/// A paragraph begins.
pub const PARAGRAPH: &str = ".p";
/// The word has a capital letter.
pub const CAPITAL: &str = ".c";
/// The word has capitals, and no letter that could be one and is none.
pub const CAPITALS: &str = ".a";
/// A mention of a person begins.
pub const PERSON: &str = ".m";
/// A mention of a day, month, ... begins.
pub const DATE: &str = ".d";

/// Notes that have a number, which stands for them in a layer.
const FIXED: [&str; 6] = [SENTENCE, PARAGRAPH, CAPITAL, CAPITALS, PERSON, DATE];
/// Stands for any other note; its length in bytes and the term itself follow.
const SPELT: u8 = FIXED.len() as u8;

/// Reads a layer note by note.
///
/// A layer is a text, since that is what an analyzer is given; its numbers are ASCII characters. A note is the number of
/// its term (or [`SPELT`], a length, a term), then how far its position is from that of the note before, with the sign in
/// the lowest bit. A number has six bits a byte, the lowest first; the seventh bit says that it goes on.
#[derive(Clone, Debug)]
pub struct Layer<'a> {
    rest: &'a str,
    position: usize,
}

impl<'a> Layer<'a> {
    /// Begins at the first note.
    pub fn new(layer: &'a str) -> Layer<'a> {
        Layer { rest: layer, position: 0 }
    }

    fn number(&mut self) -> Option<usize> {
        let (mut number, mut shift) = (0_usize, 0);
        loop {
            let byte = *self.rest.as_bytes().first()?;
            self.rest = self.rest.get(1..)?;
            number |= usize::from(byte & 0x3F).checked_shl(shift)?;
            if byte & 0x40 == 0 {
                return Some(number);
            }
            shift += 6;
        }
    }
}

impl<'a> Iterator for Layer<'a> {
    /// What is known, and the position of the word it is known of.
    type Item = (&'a str, usize);

    #[inline]
    fn next(&mut self) -> Option<(&'a str, usize)> {
        let kind = *self.rest.as_bytes().first()?;
        self.rest = self.rest.get(1..)?;
        let term = match FIXED.get(usize::from(kind)) {
            Some(term) => term,
            None => {
                let length = self.number()?;
                let (term, rest) = self.rest.split_at_checked(length)?;
                self.rest = rest;
                term
            }
        };
        let step = self.number()?;
        let far = step >> 1;
        self.position = if step & 1 == 0 { self.position.checked_add(far)? } else { self.position.checked_sub(far)? };
        Some((term, self.position))
    }
}

/// The notes on a text, and how many words it has; the rules say where its sentences end.
pub fn layer(text: &str, field: Field, mentions: &Mentions, rules: &Rules) -> (String, u64) {
    let mut notes = Notes { layer: String::with_capacity(text.len() / 16), last: 0 };
    let mut held: Option<Held> = None;
    // A headline is one sentence.
    let starts = if field == Field::Body { sentences::starts(text, rules) } else { Vec::new() };
    let mut starts = starts.into_iter().peekable();
    let mut named = Named::of(mentions, field);
    for word in Glances::new(text) {
        match &mut held {
            Some(held) if held.position == word.position => held.take_in(&word),
            _ => held = Some(Held::next(held, &word, &mut notes)),
        }
        if starts.peek().is_some_and(|(start, _)| *start <= word.start) {
            notes.starts(&mut starts, &word);
        }
        if named.may_hold(&word) {
            named.note(&word, &mut notes);
        }
    }
    let words = held.map_or(0, |held| {
        held.case(&mut notes);
        held.number
    });
    (notes.layer, words)
}

/// The mentions in a text, and the terms of everybody and every day that is mentioned.
struct Named {
    /// Of each person, then of each day.
    terms: Vec<String>,
    /// In the order of their places.
    mentioned: Vec<Mentioned>,
    /// Those before it end before the word at hand.
    first: usize,
}

/// A mention, and how far it was noted.
struct Mentioned {
    place: Place,
    kind: u8,
    /// Which of the terms.
    named: usize,
    /// The last word that was noted to belong to it.
    last: Option<usize>,
}

impl Named {
    fn of(mentions: &Mentions, field: Field) -> Named {
        // Only those of this text are ever noted; the others keep their number.
        let name = |person: &Person| match person.mentions.iter().any(|m| m.field == field) {
            true => format!("{NAME}{}", person.name),
            false => String::new(),
        };
        let day = |d: &DateMention| if d.place.field == field { days_term(d) } else { String::new() };
        let terms = mentions.people.iter().map(name).chain(mentions.dates.iter().map(day)).collect();
        let mention = |place: &Place, kind, named| Mentioned { place: *place, kind, named, last: None };
        let people = mentions.people.iter().enumerate();
        let people = people.flat_map(|(n, person)| person.mentions.iter().map(move |p| mention(p, A_PERSON, n)));
        let days = mentions.dates.iter().enumerate().map(|(n, d)| mention(&d.place, A_DATE, mentions.people.len() + n));
        let mut mentioned: Vec<Mentioned> = people.chain(days).filter(|m| m.place.field == field).collect();
        mentioned.sort_by_key(|m| (m.place.start, m.place.end));
        Named { terms, mentioned, first: 0 }
    }

    /// Whether a mention that is not behind us begins before the end of the word.
    fn may_hold(&self, word: &Glance) -> bool {
        self.mentioned.get(self.first).is_some_and(|m| m.place.start < word.end)
    }

    /// Notes the mentions that hold a word.
    fn note(&mut self, word: &Glance, notes: &mut Notes) {
        while self.mentioned.get(self.first).is_some_and(|m| m.place.end <= word.start) {
            self.first += 1;
        }
        let near = self.mentioned.get_mut(self.first..).unwrap_or_default();
        for mention in near.iter_mut().take_while(|m| m.place.start < word.end) {
            if mention.place.end <= word.start || mention.last == Some(word.position) {
                continue;
            }
            if mention.last.is_none() {
                notes.fixed(mention.kind, word.position);
            }
            // One that goes on behind the end of a paragraph (a position without a word) stays one.
            let from = mention.last.map_or(word.position, |last| last + 1);
            mention.last = Some(word.position);
            if let Some(term) = self.terms.get(mention.named) {
                (from..=word.position).for_each(|position| notes.spelt(term, position));
            }
        }
    }
}

// The numbers of [`FIXED`].
const A_SENTENCE: u8 = 0;
const A_PARAGRAPH: u8 = 1;
const A_CAPITAL: u8 = 2;
const ALL_CAPITALS: u8 = 3;
const A_PERSON: u8 = 4;
const A_DATE: u8 = 5;

/// The layer as it grows.
struct Notes {
    layer: String,
    /// Position of the last note.
    last: usize,
}

impl Notes {
    fn fixed(&mut self, kind: u8, position: usize) {
        self.layer.push(char::from(kind));
        self.stands(position);
    }

    fn spelt(&mut self, term: &str, position: usize) {
        self.layer.push(char::from(SPELT));
        self.number(term.len());
        self.layer.push_str(term);
        self.stands(position);
    }

    fn stands(&mut self, position: usize) {
        let back = usize::from(position < self.last);
        self.number((position.abs_diff(self.last) << 1) | back);
        self.last = position;
    }

    fn number(&mut self, mut number: usize) {
        while number >= 0x40 {
            self.layer.push(char::from(0x40 | (number & 0x3F) as u8));
            number >>= 6;
        }
        self.layer.push(char::from(number as u8));
    }

    /// Notes the sentences that begin at or before this word and after the one before.
    fn starts(&mut self, starts: &mut Peekable<IntoIter<(usize, bool)>>, word: &Glance) {
        let mut paragraph = false;
        while let Some((_, begins)) = starts.next_if(|(start, _)| *start <= word.start) {
            paragraph |= begins;
        }
        self.fixed(A_SENTENCE, word.position);
        if paragraph {
            self.fixed(A_PARAGRAPH, word.position);
        }
    }
}

/// The word at hand: all readings of one position.
struct Held {
    position: usize,
    upper: bool,
    lower: bool,
    /// How many words there were, this one included.
    number: u64,
}

impl Held {
    /// The word after this one, of which all is known now.
    fn next(before: Option<Held>, word: &Glance, notes: &mut Notes) -> Held {
        let number = before.map_or(0, |held| {
            held.case(notes);
            held.number
        });
        Held { position: word.position, upper: word.upper, lower: word.lower, number: number + 1 }
    }

    fn take_in(&mut self, word: &Glance) {
        self.upper |= word.upper;
        self.lower |= word.lower;
    }

    /// Notes its capitals.
    fn case(&self, notes: &mut Notes) {
        if self.upper {
            notes.fixed(A_CAPITAL, self.position);
            if !self.lower {
                notes.fixed(ALL_CAPITALS, self.position);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date::Period;
    use crate::mention::{DateMention, Person};

    #[test]
    fn notes_stand_at_the_words() {
        let text = "NATO met in June 1989. Mr. Bush and O'Brien spoke.\n\nThe end.";
        let at = |part: &str| {
            let start = text.find(part).unwrap_or_default();
            Place { field: Field::Body, start, end: start + part.len() }
        };
        let mentions = Mentions {
            people: vec![Person { name: "George Bush".to_string(), mentions: vec![at("Bush")] }],
            dates: vec![DateMention::new(at("June 1989"), Period::month(1989, 6).unwrap())],
        };
        let (written, words) = layer(text, Field::Body, &mentions, Rules::of(None));
        let read: Vec<String> = Layer::new(&written).map(|(term, position)| format!("{term}@{position}")).collect();
        assert_eq!(
            read.join(" "),
            ".s@0 .p@0 .c@0 .a@0 .d@3 1989-06-01/1989-06-30@3 .c@3 1989-06-01/1989-06-30@4 .s@5 .c@5 .m@6 @George Bush@6 \
             .c@6 .c@8 .s@11 .p@11 .c@11"
        );
        assert_eq!(words, 12);
    }

    #[test]
    fn notes_far_apart_and_back() {
        let mut notes = Notes { layer: String::new(), last: 0 };
        notes.fixed(A_SENTENCE, 5);
        notes.spelt("@josé", 70_000_000_000);
        notes.spelt(&"x".repeat(300), 69_999_999_990);
        notes.fixed(ALL_CAPITALS, 0);
        let read: Vec<(&str, usize)> = Layer::new(&notes.layer).collect();
        let long = "x".repeat(300);
        assert_eq!(read, [(".s", 5), ("@josé", 70_000_000_000), (long.as_str(), 69_999_999_990), (".a", 0)]);
        assert_eq!(Layer::new(&notes.layer[..5]).count(), 1, "one that is cut off is no note");
    }

    #[test]
    fn numbers_of_notes() {
        let numbers = [A_SENTENCE, A_PARAGRAPH, A_CAPITAL, ALL_CAPITALS, A_PERSON, A_DATE];
        assert_eq!(numbers.map(|n| FIXED[usize::from(n)]), FIXED);
        assert_eq!(numbers, [0, 1, 2, 3, 4, 5]);
    }
}
