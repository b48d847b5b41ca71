//! Functions: what may stand directly before a parenthesis.
//!
//! Takes a name; gives the [`Function`] it means, or None, so that the name is a word and the parenthesis a group.

use super::pieces::clamped;
use super::span::Case;
use super::{FIELD_NAMES, FieldName};

/// What a function does with the group behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Function {
    /// As a field before a colon: `headline(...)`.
    Field(FieldName),
    /// Words printed with these capitals.
    Case(Case),
    /// Words in these forms.
    Manner(Manner),
    /// At least so many matches.
    AtLeast(u32),
    /// Within the first so many words.
    First(u32),
    /// At least so many of the parts.
    Quorum(u32),
}

/// Which forms of a word are meant where nothing at the word itself says so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Manner {
    /// Inflected; within quotes exact.
    #[default]
    Plain,
    /// Inflected, within quotes too.
    Stem,
    Singular,
    Plural,
}

/// The function of this name in any case, and a complaint about its number.
pub(super) fn named(name: &str) -> Option<(Function, Option<String>)> {
    // None of the names is longer.
    if !name.is_ascii() || name.is_empty() || name.len() > 40 {
        return None;
    }
    let lower = name.to_ascii_lowercase();
    if let Some((_, field)) = FIELD_NAMES.iter().find(|(known, _)| *known == lower) {
        return (!field.is_value()).then_some((Function::Field(*field), None));
    }
    let plain = match lower.as_str() {
        "allcaps" => Some(Function::Case(Case::All)),
        "caps" => Some(Function::Case(Case::Some)),
        "nocaps" => Some(Function::Case(Case::None)),
        "stem" => Some(Function::Manner(Manner::Stem)),
        "singular" => Some(Function::Manner(Manner::Singular)),
        "plural" => Some(Function::Manner(Manner::Plural)),
        _ => None,
    };
    if let Some(plain) = plain {
        return Some((plain, None));
    }
    let digits = |digits: &str| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    let (number, make): (&str, fn(u32) -> Function) = if let Some(number) = lower.strip_prefix("atleast") {
        (number, Function::AtLeast)
    } else if let Some(number) = lower.strip_prefix("first") {
        (number, Function::First)
    } else if let Some(number) = lower.strip_suffix("of") {
        (number, Function::Quorum)
    } else {
        return None;
    };
    if !digits(number) {
        return None;
    }
    let (number, wrong) = clamped(number, 1);
    Some((make(number), wrong))
}

/// `atleast5` without a parenthesis.
pub(super) fn before(word: &str) -> Option<(Function, Option<String>)> {
    named(word).filter(|(function, _)| matches!(function, Function::AtLeast(_)))
}
