//! What is known of the words of a text, beside the words themselves: a layer of notes, each at the position of a word.
//!
//! Takes a headline or a body and the mentions found in it; gives the notes as one text that the analyzer `layer` reads
//! back. So "in one sentence", "with a capital" and "a person of this name" are questions to postings and positions,
//! and no article is loaded to answer them. It must never disagree with [`crate::words`] about where a word stands.
//!
//! | note | stands at |
//! |---|---|
//! | [`SENTENCE`], [`PARAGRAPH`] | the first word of each |
//! | [`CAPITAL`] | every word printed with a capital letter |
//! | [`CAPITALS`] | every word printed in capitals only |
//! | [`PERSON`], [`DATE`] | the first word of each mention |
//! | `@ronald`, `@reagan` | every word of a mention of Ronald Reagan, also where only "Mr. Reagan" is printed |
//! | `1989-11-01/1989-11-30` | every word of a mention of that month |

use std::fmt::Write;

use super::document::days_term;
use crate::mention::{Field, Mentions, Place};
use crate::sentences;
use crate::words::{Word, Words};

/// Stands before the words of a name. (Other notes begin with a full stop, days with a digit.)
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

/// A note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Note<'a> {
    /// What is known.
    pub term: &'a str,
    /// Of which word.
    pub position: usize,
}

/// Reads the first note of a layer; with the rest of it.
pub fn next(layer: &str) -> Option<(Note<'_>, &str)> {
    let (line, rest) = layer.split_once('\n')?;
    let (term, position) = line.rsplit_once(' ')?;
    Some((Note { term, position: position.parse().ok()? }, rest))
}

/// The notes on a text, and how many words it has.
pub fn layer(text: &str, field: Field, mentions: &Mentions) -> (String, u64) {
    let mut notes = Notes { layer: String::with_capacity(text.len() / 8), held: None };
    // A headline is one sentence.
    let starts = if field == Field::Body { sentences::starts(text) } else { Vec::new() };
    let mut starts = starts.into_iter().peekable();
    let names = Named::of(mentions, field);
    let mut mentioned: Vec<Mentioned> = names.mentioned(mentions, field);
    mentioned.sort_by_key(|m| (m.place.start, m.place.end));
    let mut first = 0;
    let mut words = Words::new(text);
    let mut word = Word::default();
    while words.read(&mut word) {
        notes.word(text, &word);
        let (mut sentence, mut paragraph) = (false, false);
        while let Some((_, begins)) = starts.next_if(|(start, _)| *start <= word.start) {
            (sentence, paragraph) = (true, paragraph | begins);
        }
        if sentence {
            notes.note(SENTENCE, word.position);
        }
        if paragraph {
            notes.note(PARAGRAPH, word.position);
        }
        while mentioned.get(first).is_some_and(|m| m.place.end <= word.start) {
            first += 1;
        }
        for mention in mentioned[first..].iter_mut().take_while(|m| m.place.start < word.end) {
            if mention.place.end <= word.start || mention.last == Some(word.position) {
                continue;
            }
            if mention.last.is_none() {
                notes.note(mention.kind, word.position);
            }
            // One that goes on behind the end of a paragraph (a position without a word) stays one.
            let from = mention.last.map_or(word.position, |last| last + 1);
            mention.last = Some(word.position);
            for term in &names.terms[mention.named] {
                (from..=word.position).for_each(|position| notes.note(term, position));
            }
        }
    }
    notes.case();
    let count = notes.held.map_or(0, |held| held.number);
    (notes.layer, count)
}

/// The terms of everybody and every day mentioned.
struct Named {
    terms: Vec<Vec<String>>,
}

/// A mention, and how far it was noted.
struct Mentioned {
    place: Place,
    kind: &'static str,
    /// Which of the terms.
    named: usize,
    /// The last word that was noted to belong to it.
    last: Option<usize>,
}

impl Named {
    fn of(mentions: &Mentions, field: Field) -> Named {
        let name = |person: &crate::mention::Person| {
            let mut terms: Vec<String> = match person.mentions.iter().any(|m| m.field == field) {
                true => Words::new(&person.name).map(|word| format!("{NAME}{}", word.term)).collect(),
                false => Vec::new(),
            };
            terms.sort_unstable();
            terms.dedup();
            terms
        };
        let people = mentions.people.iter().map(name);
        Named { terms: people.chain(mentions.dates.iter().map(|d| vec![days_term(d)])).collect() }
    }

    fn mentioned(&self, mentions: &Mentions, field: Field) -> Vec<Mentioned> {
        let mention = |place: &Place, kind, named| Mentioned { place: *place, kind, named, last: None };
        let people = mentions.people.iter().enumerate();
        let people = people.flat_map(|(n, person)| person.mentions.iter().map(move |p| mention(p, PERSON, n)));
        let days = mentions.dates.iter().enumerate().map(|(n, d)| mention(&d.place, DATE, mentions.people.len() + n));
        people.chain(days).filter(|m| m.place.field == field).collect()
    }
}

/// The layer as it grows.
struct Notes {
    layer: String,
    held: Option<Held>,
}

/// The word at hand: all readings of one position.
struct Held {
    position: usize,
    upper: bool,
    lower: bool,
    /// How many words there were, this one included.
    number: u64,
}

impl Notes {
    fn note(&mut self, term: &str, position: usize) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.layer, "{term} {position}");
    }

    /// Takes in a reading of a word.
    fn word(&mut self, text: &str, word: &Word) {
        let next = self.held.as_ref().is_none_or(|held| held.position != word.position);
        if next {
            self.case();
            let number = self.held.take().map_or(0, |held| held.number) + 1;
            self.held = Some(Held { position: word.position, upper: false, lower: false, number });
        }
        let Some(held) = &mut self.held else { return };
        for c in text.get(word.start..word.end).unwrap_or_default().chars() {
            held.upper |= c.is_uppercase();
            held.lower |= c.is_lowercase();
        }
    }

    /// Notes the capitals of the word that was taken in last.
    fn case(&mut self) {
        let Some(Held { position, upper: true, lower, .. }) = self.held else { return };
        self.note(CAPITAL, position);
        if !lower {
            self.note(CAPITALS, position);
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
        let (written, words) = layer(text, Field::Body, &mentions);
        let mut rest = written.as_str();
        let mut read = Vec::new();
        while let Some((note, more)) = next(rest) {
            read.push(format!("{}@{}", note.term, note.position));
            rest = more;
        }
        assert_eq!(
            read.join(" "),
            ".s@0 .p@0 .c@0 .a@0 .d@3 1989-06-01/1989-06-30@3 .c@3 1989-06-01/1989-06-30@4 .s@5 .c@5 .m@6 @bush@6 \
             @george@6 .c@6 .c@8 .s@11 .p@11 .c@11"
        );
        assert_eq!(words, 12);
    }
}
