//! Dates in figures only: 2024-12-02, 2024/12/02, 12/02/2024, 2.12.2024, 7/8/07, 9/2012, 2024-12.
//!
//! Takes a reading head at digits; gives the day or month they spell, or nothing. Between slashes either may be the day,
//! unless only one way is in the calendar; between full stops the day comes first. It never takes a fraction, a
//! score, a telephone number or part of a longer number for a date.

use super::calendar;
use super::reader::{Number, Reader};
use super::saying::{Said, Saying, Year};
use super::words;
use crate::order::Reading;

/// Dates in figures only: 2024-12-02, 2024/12/02, 12/02/2024, 2.12.2024, 7/8/07, 9/2012, 2024-12.
pub(super) fn read(r: Reader, a: Number) -> Option<Saying> {
    let sep = r.at(a.end);
    if !matches!(sep, b'-' | b'/' | b'.') {
        return None;
    }
    // "2012/Aug/10" has its month as a word.
    if a.width() == 4
        && let Some(word) = r.word(a.end + 1)
        && let Some((month, _)) = words::month(&word)
    {
        let day = r.number(word.end + 1).filter(|d| r.at(word.end) == sep && d.width() <= 2 && !r.goes_on(d.end))?;
        let good = (1..=calendar::longest(month)).contains(&day.value) && (1000..=2199).contains(&a.value);
        let said = Said::Day(Year::Stated(a.value as i16), month, day.value as i8, None);
        return good.then(|| Saying::new(a.start, day.end, said));
    }
    let b = r.number(a.end + 1)?;
    let third = (r.at(b.end) == sep).then(|| r.number(b.end + 1)).flatten();
    let Some(c) = third else {
        if r.goes_on(b.end) || matches!(r.at(b.end), b'-' | b'/') {
            return None;
        }
        if sep == b'/' && a.width() <= 2 && (1..=12).contains(&a.value) && b.width() == 4 {
            let year = (1800..=2199).contains(&b.value).then_some(Year::Stated(b.value as i16))?;
            return Some(Saying::new(a.start, b.end, Said::Month(year, a.value as i8)));
        }
        // 2009-10 is a season or a financial year; only a month that cannot be its last year is one.
        let month = a.width() == 4 && b.width() == 2 && sep == b'-' && (1..=12).contains(&b.value);
        if month && (1800..=2199).contains(&a.value) && b.value <= a.value % 100 {
            return Some(Saying::new(a.start, b.end, Said::Month(Year::Stated(a.value as i16), b.value as i8)));
        }
        return None;
    };
    // "2024-12-02T10:00" goes on with a time, which is no objection; anything else glued behind is.
    let time = matches!(r.at(c.end), b'T' | b't') && r.at(c.end + 1).is_ascii_digit();
    if (r.goes_on(c.end) && !time) || (matches!(r.at(c.end), b'-' | b'/') && r.at(c.end + 1).is_ascii_digit()) {
        return None;
    }
    let (year, month, day) = match (a.width(), b.width(), c.width()) {
        (4, 1..=2, 1..=2) => (a.value, b.value, c.value),
        (1..=2, 1..=2, 4) if sep == b'.' => (c.value, b.value, a.value),
        (1..=2, 1..=2, 4) => return either(a, b, c, c.value),
        // "11-02-89 0725EST", as agencies stamp their reports.
        (2, 2, 2) if sep == b'-' && stamped(r, a.start, c.end) => {
            (i32::from(calendar::century_of(c.value)), a.value, b.value)
        }
        (1..=2, 1..=2, 2) if sep == b'/' => return either(a, b, c, i32::from(calendar::century_of(c.value))),
        _ => return None,
    };
    // "2024/13/01" can be read one way only.
    let (month, day) = if a.width() == 4 && month > 12 { (day, month) } else { (month, day) };
    let good =
        (1000..=2199).contains(&year) && (1..=12).contains(&month) && day >= 1 && day <= calendar::longest(month as i8);
    good.then(|| Saying::new(a.start, c.end, Said::Day(Year::Stated(year as i16), month as i8, day as i8, None)))
}

/// A day of which day and month may stand either way; one way only where the calendar knows no other.
fn either(a: Number, b: Number, c: Number, year: i32) -> Option<Saying> {
    let year = i16::try_from(year).ok().filter(|year| (1000..=2199).contains(year))?;
    let (one, two) = (i8::try_from(a.value).ok()?, i8::try_from(b.value).ok()?);
    let said = match Reading::new(one, two, year)? {
        Reading::One(day) => Said::Day(Year::Stated(year), day.from.month(), day.from.day(), None),
        Reading::Either(..) => Said::Either(year, one, two),
    };
    Some(Saying::new(a.start, c.end, said))
}

/// Whether figures with hyphens are a stamp: alone on their line or before a time of day.
fn stamped(r: Reader, start: usize, end: usize) -> bool {
    let edge = |b: u8| matches!(b, 0 | b'\n' | b'\r');
    let time = r.number(r.gap(end)).filter(|t| t.width() == 4 && t.start > end && t.value % 100 < 60 && t.value < 2400);
    let zone = time.is_some_and(|t| {
        let zone = r.slice(t.end, t.end + 3);
        zone.len() == 3 && zone.iter().all(u8::is_ascii_uppercase)
    });
    zone || edge(r.before(r.gap_back(start))) && edge(r.at(end))
}

/// "20241202": eight figures that are a day of the last or this century.
pub(super) fn compact(r: Reader, n: Number) -> Option<Saying> {
    let figures = r.slice(n.start, n.end);
    let clear = !matches!(r.before(n.start), b'$' | b'#' | b'/' | b'-' | b'+' | b'=' | b'_')
        && !matches!(r.at(n.end), b'-' | b'/' | b'_')
        && !r.goes_on(n.end)
        && !r.counts(n.end);
    if figures.len() != 8 || !clear {
        return None;
    }
    let value = |from: usize, to: usize| {
        r.slice(n.start + from, n.start + to).iter().fold(0, |v, b| v * 10 + i32::from(b - b'0'))
    };
    let (year, month, day) = (value(0, 4), value(4, 6), value(6, 8));
    let good = (1900..=2099).contains(&year)
        && (1..=12).contains(&month)
        && (1..=calendar::longest(month as i8)).contains(&day);
    good.then(|| Saying::new(n.start, n.end, Said::Day(Year::Stated(year as i16), month as i8, day as i8, None)))
}
