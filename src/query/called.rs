//! Whom a name asks for.
//!
//! A person is asked for by words of a name. What that finds beyond them is decided where the names of an archive are
//! known; here stands only how much is wanted.

use super::Query;
use super::span::{Form, Span, Spelling};

/// A name, as it is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Called {
    /// Words that must all belong to one name; never none.
    pub forms: Vec<Form>,
    /// How much is meant by it.
    pub level: Level,
}

/// How much a name means.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Level {
    /// The persons of that name, whatever an article calls them.
    Person,
    /// The names that have these words, in any case and with any accents.
    Words,
    /// The one name that is spelled so, to the letter.
    Letters(String),
}

impl Called {
    /// The persons of a name.
    pub fn person(forms: Vec<Form>) -> Called {
        Called { forms, level: Level::Person }
    }

    /// The names that have these words.
    pub fn words(forms: Vec<Form>) -> Called {
        Called { forms, level: Level::Words }
    }

    /// The words as they are looked up: names are not inflected.
    pub fn spellings(&self) -> Vec<Spelling> {
        let exact = |form: &Form| match &form.spelling {
            Spelling::Inflected(word) => Spelling::Exact(word.clone()),
            spelling => spelling.clone(),
        };
        self.forms.iter().map(exact).collect()
    }

    /// The same, asked by other words; one asked for to the letter stays as it is.
    pub fn with(self, change: impl FnOnce(Vec<Form>) -> Vec<Form>) -> Called {
        match self.level {
            Level::Letters(_) => self,
            level => Called { forms: change(self.forms), level },
        }
    }
}

/// A name as it is compared to the letter: blanks are one blank, and quotation marks around a nickname are left out, for a
/// query has them around the whole.
pub fn letters(name: &str) -> String {
    let name = name.replace(['"', '\u{201C}', '\u{201D}', '\u{201E}'], " ");
    name.split_whitespace().collect::<Vec<&str>>().join(" ")
}

impl Query {
    /// Whom it asks for as persons, in its order, each once; not whom it asks against.
    pub fn persons(&self) -> Vec<&Called> {
        let mut persons = Vec::new();
        gather(self, &mut persons);
        persons
    }
}

fn gather<'a>(query: &'a Query, persons: &mut Vec<&'a Called>) {
    match query {
        Query::Person(called) => add(called, persons),
        Query::Text(text) | Query::AtLeast(_, text) => gather_span(&text.span, persons),
        Query::And(parts) | Query::Or(parts) | Query::Quorum(_, parts) => {
            parts.iter().for_each(|part| gather(part, persons));
        }
        Query::Prefer(must, should) => {
            gather(must, persons);
            should.iter().for_each(|part| gather(part, persons));
        }
        Query::Boost(inner, _) => gather(inner, persons),
        Query::Everything
        | Query::Suspect
        | Query::Language(_)
        | Query::Published(_)
        | Query::Mentions(_)
        | Query::Possibly(..)
        | Query::Length(..)
        | Query::Not(_) => {}
    }
}

fn gather_span<'a>(span: &'a Span, persons: &mut Vec<&'a Called>) {
    match span {
        Span::Person(called) => add(called, persons),
        Span::Any(parts) => parts.iter().for_each(|part| gather_span(part, persons)),
        Span::Near(near) => [&near.first, &near.second].into_iter().for_each(|part| gather_span(part, persons)),
        Span::Apart(near) => gather_span(&near.first, persons),
        Span::Opening(_, part) => gather_span(part, persons),
        Span::Words(_) | Span::Loose(..) | Span::Date(_) => {}
    }
}

fn add<'a>(called: &'a Called, persons: &mut Vec<&'a Called>) {
    if called.level == Level::Person && !persons.contains(&called) {
        persons.push(called);
    }
}
