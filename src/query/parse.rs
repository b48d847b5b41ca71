//! Text -> [`Query`]. Never fails: what cannot be read as it stands is read as plain words, and a complaint says so.
//!
//! The text is cut into tokens ([`lex`](super::lex)), connectors are found among them ([`connector`](super::connector)),
//! and the rest is [`grammar`](super::grammar). `index-schema/query.md` shows every family with examples.

use std::collections::HashMap;

use frostem::{Algorithm, Stemmer};

use super::called::Called;
pub use super::complaint::Complaint;
use super::complaint::merged;
use super::connector::resolve;
use super::grammar;
use super::leaf::{self, Reading};
use super::lex::lex;
use super::target::{Kind, Target};
pub use super::value::period;
use super::{Factor, Form, Query, Scope, Span, Text, segment};
use crate::nations;
use crate::words::Words;

/// How plain words side by side are joined.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Join {
    /// All must be there.
    #[default]
    All,
    /// One is enough.
    Any,
}

/// A query text as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parsed {
    /// The question; None if the text holds no word.
    pub query: Option<Query>,
    /// What could not be read as it stood.
    pub complaints: Vec<Complaint>,
    /// Whether a reader may wonder how it was read: operators mixed, or taken over from another system.
    pub unobvious: bool,
}

/// Reads a query.
pub fn parse(text: &str, join: Join) -> Parsed {
    let mut complaints = Vec::new();
    let tokens = lex(text, &mut complaints);
    let resolved = resolve(text, tokens, &mut complaints);
    let reading =
        Reading { formal: resolved.formal, sentences: !resolved.formal && sentences(text), ..Reading::default() };
    let target = Target { kind: Kind::Text, scope: Scope::Article, reading };
    let read = grammar::read(text, resolved.tokens, join, target);
    complaints.extend(read.complaints);
    Parsed { query: read.query, complaints: merged(complaints), unobvious: resolved.translated || read.mixed }
}

/// Reads a text as nothing but words, any of which is enough: for batches of natural-language queries.
///
/// A word said n times (in any inflection, or by another name of a nation) counts as much as √n words: who repeats a word does not ask for it as often (Okapi's k3, Robertson
/// et al., TREC-3, 1994).
pub fn plain(text: &str) -> Option<Query> {
    let mut said: Vec<(Vec<Form>, u32)> = Vec::new();
    let mut numbers: HashMap<String, usize> = HashMap::new();
    let stemmer = Stemmer::new(Algorithm::English);
    let (mut wide, mut spaced) = (Vec::new(), Vec::new());
    for chunk in text.split(char::is_whitespace) {
        match segment::words(chunk) {
            Some(words) => wide.extend(words.into_iter().filter_map(|word| chunk.get(word))),
            None => spaced.push(chunk),
        }
    }
    for word in Words::new(&spaced.join(" ")) {
        let name = nations::others(&word.term).into_iter().chain([word.term.as_str()]).min().unwrap_or_default();
        let number = *numbers.entry(stemmer.stem(name).into_owned()).or_insert(said.len());
        match said.get_mut(number) {
            Some((_, times)) => *times += 1,
            None => said.push((vec![Form::inflected(word.term)], 1)),
        }
    }
    for printed in wide {
        let number = *numbers.entry(printed.to_string()).or_insert(said.len());
        match said.get_mut(number) {
            Some((_, times)) => *times += 1,
            None => said.push((leaf::phrase(printed, false, &Reading::default()).forms, 1)),
        }
    }
    said.retain(|(forms, _)| !forms.is_empty());
    let parts = said.into_iter().map(|(forms, times)| {
        let text = Text { scope: Scope::Article, span: Span::Words(forms) };
        Query::boost(Query::Text(text), Factor((f64::from(times).sqrt() * 1000.0).round() as u32))
    });
    let parts: Vec<Query> = parts.collect();
    (!parts.is_empty()).then(|| Query::or(parts))
}

/// A name given outside the query language (`--person`): its words must belong to one person.
pub fn person(text: &str) -> Option<Query> {
    let forms = exact(text);
    (!forms.is_empty()).then_some(Query::Person(Called::person(forms)))
}

/// A source given outside the query language (`--source`).
pub fn source(text: &str) -> Option<Query> {
    let forms = exact(text);
    (!forms.is_empty()).then_some(Query::Text(Text { scope: Scope::Source, span: Span::Words(forms) }))
}

fn exact(text: &str) -> Vec<Form> {
    leaf::phrase(&text.replace(['*', '?', '~', '!'], " "), false, &Reading::default()).forms
}

/// Whether the text is prose: a sentence ends, another begins.
fn sentences(text: &str) -> bool {
    let mut ended = false;
    for chunk in text.split_whitespace() {
        if ended && chunk.starts_with(char::is_uppercase) {
            return true;
        }
        let marks = chunk.trim_end_matches(['.', '?', '!', '…']);
        ended = marks.len() < chunk.len() && marks.chars().rev().take(2).filter(|c| c.is_lowercase()).count() == 2;
    }
    false
}
