//! Dates of Spanish, French, German, Portuguese, Italian and Dutch: "3 de mayo de 2024", "1er mai 2024", "3. Mai", "mei
//! 2024".
//!
//! Takes a reading head at the day in figures, or at the year behind a month; gives what is said there, or nothing. No
//! language is told beforehand: the name of the month decides, and a day or a year must stand beside it. A month by
//! itself is never taken.

use super::calendar;
use super::reader::{Number, Reader};
use super::saying::{Said, Saying, Year};
use super::tongues::{self, Trust};

/// A month's name where it stands.
struct Named {
    start: usize,
    end: usize,
    month: i8,
    trust: Trust,
    capital: bool,
}

/// A phrase that begins with a day in figures.
pub(super) fn day_first(r: Reader, n: Number) -> Option<Saying> {
    let first = i8::try_from(n.value).ok().filter(|d| n.width() <= 2 && (1..=31).contains(d))?;
    let (after, stop) = marked(r, n.end);
    let (mut last, mut i, mut full_stop) = (first, after, stop);
    if let Some(second) = joined(r, after).and_then(|at| r.number(at)).filter(|s| s.width() <= 2 && s.value > n.value) {
        last = i8::try_from(second.value).ok()?;
        (i, full_stop) = marked(r, second.end);
    }
    let gap = r.gap(i);
    if gap == i {
        return None;
    }
    let link = link(r, gap);
    let name = ahead(r, link.unwrap_or(gap))?;
    if i32::from(last) > calendar::longest(name.month) {
        return None;
    }
    let year = year_behind(r, &name);
    let led = || r.word_before(n.start).is_some_and(|w| w.any(tongues::BEFORE_DAYS));
    let good = match name.trust {
        Trust::English => full_stop && name.capital && (year.is_some() || led()),
        Trust::Short => year.is_some() && link.is_none(),
        // German writes capitals and a full stop behind the day; others neither, but for headings.
        Trust::Plain | Trust::Name if name.capital => full_stop || link.is_some() || year.is_some(),
        Trust::Plain | Trust::Name => !full_stop || year.is_some(),
    };
    if !good {
        return None;
    }
    let (year, end) = year.unwrap_or((Year::Unsaid, name.end));
    let said = match first == last {
        true => Said::Day(year, name.month, first, None),
        false => Said::Days(year, name.month, first, last),
    };
    Some(Saying::new(n.start, end, said))
}

/// "mayo de 2024", "mai 2024", the year being `n`.
pub(super) fn month_before(r: Reader, n: Number) -> Option<Saying> {
    let year = calendar::year_figures(r, n.start).filter(|y| !r.counts(y.end))?;
    let gap = r.gap_back(n.start);
    if gap == n.start {
        return None;
    }
    let link = r.word_ending(gap).filter(|w| w.any(tongues::LINKS));
    let mut end = link.map_or(gap, |w| r.gap_back(w.start));
    if r.before(end) == b'.' {
        end -= 1;
    }
    let name = behind(r, end)?;
    let good = match name.trust {
        Trust::English => false,
        Trust::Name => !name.capital || link.is_some(),
        Trust::Plain | Trust::Short => true,
    };
    good.then(|| Saying::new(name.start, year.end, Said::Month(Year::Stated(year.value as i16), name.month)))
}

/// One past what marks a number as a day, and whether that is a full stop: "1er", "1º", "3.".
fn marked(r: Reader, end: usize) -> (usize, bool) {
    match r.at(end) {
        b'.' => (end + 1, true),
        b'e' if r.has(end, b"er") => (end + 2, false),
        // The masculine ordinal sign and the degree sign that stands in for it.
        0xC2 if matches!(r.at(end + 1), 0xBA | 0xB0) => (end + 2, false),
        _ => (end, false),
    }
}

/// One past a dash or a word such as "al", "au", "bis".
fn joined(r: Reader, i: usize) -> Option<usize> {
    r.dash(i).or_else(|| {
        let word = r.next_word(i).filter(|w| !w.capital && w.any(tongues::JOINS))?;
        Some(r.gap(word.end))
    })
}

/// Where the text goes on behind "de" and its like.
fn link(r: Reader, i: usize) -> Option<usize> {
    r.word(i).filter(|w| !w.capital && w.any(tongues::LINKS)).map(|w| r.gap(w.end))
}

/// The year behind a month and, of an abbreviation, its full stop.
fn year_behind(r: Reader, name: &Named) -> Option<(Year, usize)> {
    let end = if name.trust == Trust::Short && r.at(name.end) == b'.' { name.end + 1 } else { name.end };
    let gap = r.gap(end);
    let n = calendar::year_figures(r, link(r, gap).unwrap_or(gap)).filter(|n| !r.counts(n.end))?;
    Some((Year::Stated(n.value as i16), n.end))
}

/// Letters of these languages: ASCII, and all that is no dash, quote or no-break space.
fn letter(b: u8) -> bool {
    b.is_ascii_alphabetic() || b >= 0x80 && b != 0xC2 && b != 0xE2
}

/// The month whose name begins here.
fn ahead(r: Reader, start: usize) -> Option<Named> {
    let end = (start..).take(16).find(|i| !letter(r.at(*i)))?;
    let glued = r.at(end).is_ascii_digit() || r.at(end) == b'_';
    named(r, start, end).filter(|_| !glued)
}

/// The month whose name ends here.
fn behind(r: Reader, end: usize) -> Option<Named> {
    let mut start = end;
    while letter(r.before(start)) && end - start < 16 {
        start -= 1;
    }
    let glued = r.before(start).is_ascii_digit() || r.before(start) == b'_';
    named(r, start, end).filter(|_| !glued)
}

fn named(r: Reader, start: usize, end: usize) -> Option<Named> {
    let text = std::str::from_utf8(r.slice(start, end)).ok()?;
    let (month, trust) = tongues::month(text)?;
    let capital = text.chars().next().is_some_and(char::is_uppercase);
    Some(Named { start, end, month, trust, capital })
}
