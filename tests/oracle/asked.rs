//! Queries written down in Rust, shortly: what tests of the tree say instead of `Box::new(Near { .. })`.
//!
//! Words are exact and in any case; a text is asked for in headline and body, unless `within` says where.

use morgue::date::Period;
use morgue::query::{Called, Case, Form, Near, Query, Reach, Scope, Span, Spelling, Text};

/// The words of a text, one form each.
pub fn forms(words: &str) -> Vec<Form> {
    words.split_whitespace().map(Form::exact).collect()
}

/// A word, or several next to each other.
pub fn words(words: &str) -> Span {
    Span::Words(forms(words))
}

/// A word of this spelling.
pub fn spelled(spelling: Spelling, case: Case) -> Span {
    Span::Words(vec![Form { spelling, case }])
}

/// `"a b"~slack`.
pub fn loose(words: &str, slack: u32) -> Span {
    Span::Loose(forms(words), slack)
}

/// A person with these words in the name.
pub fn person(name: &str) -> Span {
    Span::Person(Called::words(forms(name)))
}

/// A date within this one.
pub fn date(period: &str) -> Span {
    Span::Date(Period::parse(period).unwrap())
}

/// One of these.
pub fn any<const N: usize>(parts: [Span; N]) -> Span {
    Span::Any(parts.to_vec())
}

fn two(first: Span, second: Span, reach: Reach, ordered: bool) -> Box<Near> {
    Box::new(Near { first, second, reach, ordered })
}

/// `first w/n second`.
pub fn near(first: Span, most: u32, second: Span) -> Span {
    Span::Near(two(first, second, Reach::Words(most), false))
}

/// `first pre/n second`.
pub fn before(first: Span, most: u32, second: Span) -> Span {
    Span::Near(two(first, second, Reach::Words(most), true))
}

/// `first w/s second`.
pub fn in_sentence(first: Span, second: Span) -> Span {
    Span::Near(two(first, second, Reach::Sentence, false))
}

/// `first w/p second`.
pub fn in_paragraph(first: Span, second: Span) -> Span {
    Span::Near(two(first, second, Reach::Paragraph, false))
}

/// `first NOT w/n second`.
pub fn apart(first: Span, most: u32, second: Span) -> Span {
    Span::Apart(two(first, second, Reach::Words(most), false))
}

/// `first NOT pre/n second`.
pub fn not_before(first: Span, most: u32, second: Span) -> Span {
    Span::Apart(two(first, second, Reach::Words(most), true))
}

/// `first NOT w/s second`.
pub fn not_in_sentence(first: Span, second: Span) -> Span {
    Span::Apart(two(first, second, Reach::Sentence, false))
}

/// Within the first so many words.
pub fn opening(most: u32, part: Span) -> Span {
    Span::Opening(most, Box::new(part))
}

/// Somewhere in this scope.
pub fn within(scope: Scope, span: Span) -> Query {
    Query::Text(Text { scope, span })
}

/// In headline or body.
pub fn text(span: Span) -> Query {
    within(Scope::Article, span)
}

/// So many times in headline and body.
pub fn at_least(least: u32, span: Span) -> Query {
    Query::AtLeast(least, Text { scope: Scope::Article, span })
}

/// Not this.
pub fn not(part: Query) -> Query {
    Query::Not(Box::new(part))
}
