//! Dates, lengths and languages as a query writes them.
//!
//! Takes what stands behind `date:`, `since:`, `length>` and the like; gives a condition, or a sentence saying why not.

use jiff::civil::Date;
use jiff::{Span, ToSpan};

use super::complaint::excerpt;
use super::lex::Order;
use super::{FieldName, Query};
use crate::date::{Period, Precision};
use crate::language;

const FIRST: Date = Date::constant(1, 1, 1);
const LAST: Date = Date::constant(9999, 12, 31);

/// A date or a stretch of time as a query writes it: `2024`, `2024-12..2025`, `..1914`, `1918..`.
///
/// # Errors
/// A sentence saying what is wrong with it.
pub fn period(text: &str) -> Result<Period, String> {
    let end = |text: &str| Period::parse(text).map_err(|e| e.to_string());
    match text.split_once("..") {
        Some((from, "")) if !from.is_empty() => {
            Ok(Period { from: end(from)?.from, to: LAST, precision: Precision::Range })
        }
        Some(("", to)) if !to.is_empty() => Ok(Period { from: FIRST, to: end(to)?.to, precision: Precision::Range }),
        _ => end(text),
    }
}

/// What stands behind a field's colon.
///
/// # Errors
/// A sentence without a full stop.
pub(super) fn valued(field: FieldName, text: &str) -> Result<Query, String> {
    let text = text.trim().trim_end_matches([',', ';']);
    match field {
        FieldName::Published if text.eq_ignore_ascii_case("none") => Ok(Query::Published(None)),
        FieldName::Published if text.eq_ignore_ascii_case("suspect") => Ok(Query::Suspect),
        FieldName::Language if text.eq_ignore_ascii_case("none") => Ok(Query::Language(None)),
        FieldName::Language => match language::tag(text) {
            Some(tag) => Ok(Query::Language(Some(tag))),
            None => Err(format!("\"{}\" names no language", excerpt(text))),
        },
        FieldName::Since => compared(FieldName::Published, Order::AtLeast, text),
        FieldName::Before => compared(FieldName::Published, Order::Less, text),
        FieldName::Until => compared(FieldName::Published, Order::AtMost, text),
        FieldName::Length => match text.split_once("..") {
            Some((from, to)) if !(from.is_empty() && to.is_empty()) => {
                let from = if from.is_empty() { 0 } else { number(from)? };
                let to = if to.is_empty() { None } else { Some(number(to)?) };
                if to.is_some_and(|to| to < from) {
                    return Err(format!("\"{}\" ends before it begins", excerpt(text)));
                }
                Ok(Query::Length(from, to))
            }
            _ => number(text).map(|words| Query::Length(words, Some(words))),
        },
        _ => {
            let (text, possibly) = text.strip_prefix('~').map_or((text, false), |text| (text, true));
            let short = excerpt(text);
            let period = period(text).map_err(|why| {
                let why = if short == text { why } else { format!("\"{short}\" is no date") };
                why.trim_end_matches('.').to_string()
            })?;
            let certain = dated(field, period);
            Ok(if possibly { certain.possibly() } else { certain })
        }
    }
}

/// What a sign of comparison asks: `date<1990` is before 1990 began, `date>1990` after it ended.
///
/// # Errors
/// A sentence without a full stop.
pub(super) fn compared(field: FieldName, order: Order, text: &str) -> Result<Query, String> {
    let text = text.trim_end_matches([',', ';']);
    let empty = || format!("nothing lies beyond \"{}\"", excerpt(text));
    if field == FieldName::Length {
        let words = number(text)?;
        return Ok(match order {
            Order::Less => Query::Length(0, Some(words.checked_sub(1).ok_or_else(empty)?)),
            Order::AtMost => Query::Length(0, Some(words)),
            Order::More => Query::Length(words.checked_add(1).ok_or_else(empty)?, None),
            Order::AtLeast => Query::Length(words, None),
        });
    }
    let short = excerpt(text);
    let named = Period::parse(text)
        .map_err(|e| if short == text { e.to_string() } else { format!("\"{short}\" is no date") })?;
    let next = |day: Date, days: Span| day.checked_add(days).ok().filter(|day| (1..=9999).contains(&day.year()));
    let (from, to) = match order {
        Order::Less => (FIRST, next(named.from, (-1).days()).ok_or_else(empty)?),
        Order::AtMost => (FIRST, named.to),
        Order::More => (next(named.to, 1.days()).ok_or_else(empty)?, LAST),
        Order::AtLeast => (named.from, LAST),
    };
    Ok(dated(field, Period { from, to, precision: Precision::Range }))
}

fn dated(field: FieldName, period: Period) -> Query {
    if field == FieldName::Mentions { Query::Mentions(period) } else { Query::Published(Some(period)) }
}

fn number(text: &str) -> Result<u64, String> {
    let digits = text.replace([',', '_'], "");
    digits.parse().map_err(|_| format!("\"{}\" is no number of words", excerpt(text)))
}
