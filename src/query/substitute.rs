//! The words of a query, and the same query with other words in their place.
//!
//! Pure. Patterns, regular expressions and what stands for many words anyway have no other words; nor has what is asked
//! of a source, a byline or a place.

use std::collections::HashSet;

use super::span::{Case, Form, Near, Span, Spelling};
use super::{Query, Scope, Text};

/// Where a word is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// In headlines and bodies.
    Text,
    /// In the names of people.
    Name,
}

/// A word that a query asks for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Meant {
    /// Where.
    pub kind: Kind,
    /// The word, folded.
    pub word: String,
    /// How it is spelled there.
    pub spelling: Spelling,
    /// Whether it stands by itself, rather than in a phrase or a longer name.
    pub alone: bool,
}

fn word(form: &Form) -> Option<&str> {
    match &form.spelling {
        Spelling::Exact(word) | Spelling::Inflected(word) | Spelling::Singular(word) | Spelling::Plural(word) => {
            Some(word)
        }
        Spelling::Prefix(_) | Spelling::Pattern(_) | Spelling::Regex(_) | Spelling::Fuzzy(..) => None,
    }
}

fn respelled(form: &Form, by: &[String]) -> Vec<Form> {
    let spelling = |word: &String| match &form.spelling {
        Spelling::Inflected(_) if by.len() == 1 => Spelling::Inflected(word.clone()),
        Spelling::Singular(_) if by.len() == 1 => Spelling::Singular(word.clone()),
        Spelling::Plural(_) if by.len() == 1 => Spelling::Plural(word.clone()),
        _ => Spelling::Exact(word.clone()),
    };
    by.iter().map(|word| Form { spelling: spelling(word), case: form.case }).collect()
}

/// One change of words.
struct Change<'a> {
    kind: Kind,
    word: &'a str,
    by: &'a [String],
}

impl Change<'_> {
    fn forms(&self, kind: Kind, forms: Vec<Form>) -> Vec<Form> {
        let here = |form: &Form| kind == self.kind && word(form) == Some(self.word);
        forms.into_iter().flat_map(|form| if here(&form) { respelled(&form, self.by) } else { vec![form] }).collect()
    }

    fn span(&self, span: Span) -> Span {
        let near = |near: Near| Box::new(Near { first: self.span(near.first), second: self.span(near.second), ..near });
        match span {
            Span::Words(forms) => Span::Words(self.forms(Kind::Text, forms)),
            Span::Loose(forms, slop) => Span::Loose(self.forms(Kind::Text, forms), slop),
            Span::Person(called) => Span::Person(called.with(|forms| self.forms(Kind::Name, forms))),
            Span::Any(parts) => Span::any(parts.into_iter().map(|part| self.span(part)).collect()),
            Span::Near(inner) => Span::Near(near(*inner)),
            Span::Apart(inner) => Span::Apart(near(*inner)),
            Span::Opening(words, part) => Span::Opening(words, Box::new(self.span(*part))),
            Span::Date(period) => Span::Date(period),
        }
    }

    fn text(&self, text: Text) -> Text {
        if has_words(text.scope) { Text { scope: text.scope, span: self.span(text.span) } } else { text }
    }

    fn query(&self, query: Query) -> Query {
        let each = |parts: Vec<Query>| parts.into_iter().map(|part| self.query(part)).collect::<Vec<_>>();
        match query {
            Query::Text(text) => Query::Text(self.text(text)),
            Query::AtLeast(count, text) => Query::AtLeast(count, self.text(text)),
            Query::Person(called) => Query::Person(called.with(|forms| self.forms(Kind::Name, forms))),
            Query::And(parts) => Query::and(each(parts)),
            Query::Or(parts) => Query::or(each(parts)),
            Query::Quorum(count, parts) => Query::Quorum(count, each(parts)),
            Query::Prefer(must, parts) => Query::Prefer(Box::new(self.query(*must)), each(parts)),
            Query::Not(part) => Query::not(self.query(*part)),
            Query::Boost(part, factor) => Query::boost(self.query(*part), factor),
            other => other,
        }
    }
}

fn has_words(scope: Scope) -> bool {
    matches!(scope, Scope::Article | Scope::Lead | Scope::Headline | Scope::Body)
}

/// The words met so far, in order and by themselves.
#[derive(Default)]
struct Found {
    words: Vec<Meant>,
    known: HashSet<(Kind, String)>,
}

fn gather_forms(kind: Kind, forms: &[Form], found: &mut Found) {
    for form in forms {
        let Some(word) = word(form) else { continue };
        if found.known.insert((kind, word.to_string())) {
            let alone = forms.len() == 1;
            found.words.push(Meant { kind, word: word.to_string(), spelling: form.spelling.clone(), alone });
        }
    }
}

fn gather_span(span: &Span, found: &mut Found) {
    match span {
        Span::Words(forms) | Span::Loose(forms, _) => gather_forms(Kind::Text, forms, found),
        Span::Person(called) => gather_forms(Kind::Name, &called.forms, found),
        Span::Any(parts) => parts.iter().for_each(|part| gather_span(part, found)),
        Span::Near(near) => [&near.first, &near.second].into_iter().for_each(|part| gather_span(part, found)),
        Span::Apart(near) => gather_span(&near.first, found),
        Span::Opening(_, part) => gather_span(part, found),
        Span::Date(_) => {}
    }
}

fn gather(query: &Query, found: &mut Found) {
    match query {
        Query::Text(text) | Query::AtLeast(_, text) if has_words(text.scope) => gather_span(&text.span, found),
        Query::Person(called) => gather_forms(Kind::Name, &called.forms, found),
        Query::And(parts) | Query::Or(parts) | Query::Quorum(_, parts) => {
            parts.iter().for_each(|part| gather(part, found));
        }
        Query::Prefer(must, parts) => {
            gather(must, found);
            parts.iter().for_each(|part| gather(part, found));
        }
        Query::Boost(part, _) => gather(part, found),
        _ => {}
    }
}

/// A clause that is one plain word in any inflection.
fn plain(query: &Query) -> Option<&str> {
    match query {
        Query::Text(Text { scope: Scope::Article, span: Span::Words(forms) }) => match forms.as_slice() {
            [Form { spelling: Spelling::Inflected(word), case: Case::Any }] => Some(word),
            _ => None,
        },
        _ => None,
    }
}

impl Query {
    /// The words that it asks for, not those that it asks against: each once, in the order of the query.
    pub fn meant(&self) -> Vec<Meant> {
        let mut found = Found::default();
        gather(self, &mut found);
        found.words
    }

    /// The same query with other words, next to each other, in the place of one.
    #[must_use]
    pub fn substituted(&self, meant: &Meant, by: &[String]) -> Query {
        Change { kind: meant.kind, word: &meant.word, by }.query(self.clone())
    }

    /// The queries in which two plain words side by side are one (`news paper`), with that word; the first `most`.
    pub fn joined(&self, most: usize) -> Vec<(String, Query)> {
        let Query::And(parts) = self else { return Vec::new() };
        let mut found = Vec::new();
        for (number, pair) in parts.windows(2).enumerate() {
            let (Some(first), Some(second)) = (plain(&pair[0]), plain(&pair[1])) else { continue };
            if found.len() == most {
                break;
            }
            let word = format!("{first}{second}");
            let mut joined = parts.clone();
            let one = Text { scope: Scope::Article, span: Span::word(Form::inflected(word.as_str())) };
            joined.splice(number..number + 2, [Query::Text(one)]);
            found.push((word, Query::and(joined)));
        }
        found
    }
}
