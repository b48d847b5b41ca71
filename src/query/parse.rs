//! Text -> [`Query`]. Never fails: what cannot be read as it stands is read as plain words, and a complaint says so.
//!
//! The text is cut into tokens ([`lex`](super::lex)), connectors are found among them ([`connector`](super::connector)),
//! and the rest is [`grammar`](super::grammar). `index-schema/query.md` shows every family with examples.

pub use super::complaint::Complaint;
use super::complaint::merged;
use super::connector::resolve;
use super::grammar;
use super::leaf::{self, Reading};
use super::lex::lex;
use super::target::{Kind, Target};
pub use super::value::period;
use super::{Form, Query, Scope, Span, Text};

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
pub fn plain(text: &str) -> Option<Query> {
    let reading = Reading::default();
    let spans = text.split_whitespace().filter_map(|chunk| {
        let words = chunk.replace(['*', '?', '~', '!'], " ");
        leaf::run(&words, &reading, false).span()
    });
    let parts: Vec<Query> = spans.map(|span| Query::from(Text { scope: Scope::Article, span })).collect();
    (!parts.is_empty()).then(|| Query::or(parts))
}

/// A name given outside the query language (`--person`): its words must belong to one person.
pub fn person(text: &str) -> Option<Query> {
    let forms = exact(text);
    (!forms.is_empty()).then_some(Query::Person(forms))
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
