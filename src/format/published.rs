//! Dates as sources write them -> the [`Reading`] of the days they name.
//!
//! Reads ISO 8601, RFC 2822, English dates and Unix times. The calendar day is the one that was written: a time zone
//! never moves it. It never guesses: "02/03/2024" can be either of two days, "25/12/2024" only one. Two-digit years
//! are read only by [`read_short`], for formats of the twentieth century that have no other.

use crate::date::{Period, day_of_number};
use crate::order::Reading;

/// Reads one date; None if it is none.
pub(super) fn read(text: &str) -> Option<Reading> {
    let text = text.trim();
    let plain = numeric(text).or_else(|| iso(text)).or_else(|| worded(text)).map(Reading::One);
    plain.or_else(|| day_first_or_month_first(text, century))
}

/// As [`read`], and `881108`, `88/11/08`, `01/30/88` as days of 1970 to 1999.
pub(super) fn read_short(text: &str) -> Option<Reading> {
    let text = text.trim();
    if text.len() == 6 && text.bytes().all(|b| b.is_ascii_digit()) {
        let day = Period::ymd(two_digit_year(&text[..2])?, text[2..4].parse().ok()?, text[4..].parse().ok()?);
        return day.map(Reading::One);
    }
    read(text).or_else(|| {
        let parts: Vec<&str> = text.split(['/', '-']).map(str::trim).collect();
        if let [year, month, day] = parts.as_slice()
            && let Some(year) = two_digit_year(year)
        {
            return Period::ymd(year, month.parse().ok()?, day.parse().ok()?).map(Reading::One);
        }
        day_first_or_month_first(text, |y| century(y).or_else(|| two_digit_year(y)))
    })
}

/// The day or month that a text written in this format names; `format` as `strptime` has it.
pub fn day_written(format: &str, text: &str) -> Option<Period> {
    let written = jiff::fmt::strtime::parse(format, text).ok()?;
    if let Ok(day) = written.to_date() {
        return Period::ymd(day.year(), day.month(), day.day());
    }
    Period::month(written.year()?, written.month()?)
}

/// The number of an English month, written out or abbreviated to three letters or more.
pub(super) fn month(word: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let found = MONTHS.iter().position(|name| abbreviates(word, name))?;
    i8::try_from(found + 1).ok()
}

fn weekday(word: &str) -> bool {
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
        .iter()
        .any(|name| abbreviates(word, name))
}

/// Only the whole name, its first three letters, or one of the longer abbreviations in print (Sept, Tues, Thurs).
fn abbreviates(word: &str, name: &str) -> bool {
    let begins = name.as_bytes().get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word.as_bytes()));
    begins
        && (word.len() == 3 || word.len() == name.len() || (word.len() >= 4 && "septueswedsthurs".contains(&name[..3])))
}

fn two_digit_year(text: &str) -> Option<i16> {
    let year: i16 =
        (text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok()).flatten()?;
    (year >= 70).then_some(1900 + year)
}

fn century(text: &str) -> Option<i16> {
    (text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

/// Digits alone: a year, a day, a Unix time in seconds or milliseconds, or a day and time of 14 digits.
fn numeric(text: &str) -> Option<Period> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(fraction) {
        return None;
    }
    let unix = |seconds: i64| day_of_number(seconds.div_euclid(86_400) + 719_163).map(Period::day);
    match (whole.len(), fraction.len()) {
        (4 | 8, 0) => Period::parse(whole).ok(),
        (10, _) => unix(whole.parse().ok()?),
        (13, _) => unix(whole.parse::<i64>().ok()? / 1000),
        (14, 0) => {
            let pair = |at: usize| whole.get(at..at + 2).and_then(|p| p.parse::<u8>().ok());
            let clock = pair(8)? < 24 && pair(10)? < 60 && pair(12)? < 61;
            clock.then(|| Period::parse(&whole[..8]).ok()).flatten()
        }
        _ => None,
    }
}

/// `2024-12`, `2024-12-02`, `2024-12-02T15:04:05+01:00`, `20241202T150405Z`, also with `/` or `.` between the numbers.
fn iso(text: &str) -> Option<Period> {
    let year = text.get(..4).and_then(century)?;
    let rest = &text[4..];
    if let Some((day, clock)) = text.split_once('T')
        && day.len() == 8
    {
        return clock.starts_with(|c: char| c.is_ascii_digit()).then(|| numeric(day)).flatten();
    }
    if rest == "s" {
        return Period::parse(text).ok();
    }
    let separator = rest.chars().next().filter(|c| matches!(c, '-' | '/' | '.'))?;
    let (month, rest) = number(&rest[1..])?;
    if rest.is_empty() {
        return Period::month(year, month);
    }
    let (day, rest) = number(rest.strip_prefix(separator)?)?;
    (rest.is_empty() || is_clock(rest)).then(|| Period::ymd(year, month, day)).flatten()
}

/// What may follow a day: `T15:04`, ` 15:04:05 UTC`, `Z`, `+01:00`.
fn is_clock(rest: &str) -> bool {
    let Some(clock) = rest.strip_prefix(['T', 't', ' ', ',', '_']) else {
        return is_zone(rest);
    };
    // A second date behind the first would have a four-digit year or a dash where the minutes are.
    let digits = clock.trim_start().bytes().take_while(u8::is_ascii_digit).count();
    let after = clock.trim_start().get(digits..).unwrap_or_default();
    let hour = number(clock.trim_start()).is_some_and(|(hour, _)| hour < 25);
    (hour && (after.is_empty() || after.starts_with(':') || is_zone(after)))
        || (matches!(digits, 4 | 6) && is_zone(after))
}

/// `Z`, `+01:00`, `-0500`, or nothing.
fn is_zone(text: &str) -> bool {
    let text = text.trim_start();
    let Some(offset) = text.strip_prefix(['+', '-']) else {
        return text.is_empty() || text.eq_ignore_ascii_case("z");
    };
    // The widest zone in use is fourteen hours from Greenwich.
    let hours = offset.get(..2).and_then(|h| h.parse::<u8>().ok()).is_some_and(|h| h <= 14);
    hours && offset.len() <= 5 && offset.bytes().all(|b| b.is_ascii_digit() || b == b':')
}

/// One or two digits and what follows them.
fn number(text: &str) -> Option<(i8, &str)> {
    let width = text.bytes().take_while(u8::is_ascii_digit).count();
    let value = (1..=2).contains(&width).then(|| text[..width].parse().ok()).flatten()?;
    Some((value, &text[width..]))
}

/// `25/12/2024` or `12/25/2024`: one day if just one of the two orders is in the calendar, or both are the same.
fn day_first_or_month_first(text: &str, year: impl Fn(&str) -> Option<i16>) -> Option<Reading> {
    let (date, clock) = text.split_once([' ', ',', 'T']).unwrap_or((text, ""));
    if !clock.trim().is_empty() && !is_clock(&format!(" {}", clock.trim())) {
        return None;
    }
    let separator = date.chars().find(|c| !c.is_ascii_digit()).filter(|c| matches!(c, '/' | '-' | '.'))?;
    let (one, rest) = number(date)?;
    let (two, rest) = number(rest.strip_prefix(separator)?)?;
    let year = year(rest.strip_prefix(separator)?)?;
    Reading::new(one, two, year)
}

/// English: `Mon, 02 Dec 2024 15:04:05 GMT`, `December 2, 2024`, `2 Dec. 2024`, `26-FEB-1987 15:01`, `March 1987`.
fn worded(text: &str) -> Option<Period> {
    let mut words =
        text.split([' ', ',', '-', '/', '.', '\t', '\n', '\r', '\u{a0}']).filter(|w| !w.is_empty()).peekable();
    while words.next_if(|w| weekday(w) || w.eq_ignore_ascii_case("on")).is_some() {}
    let first = words.next()?;
    if let Some(month) = month(first) {
        let second = words.next()?;
        if let Some(year) = century(second) {
            return words.next().is_none().then(|| Period::month(year, month)).flatten();
        }
        let day = ordinal(second)?;
        if let Some(year) = words.peek().and_then(|w| century(w)) {
            words.next();
            return goes_on(&mut words).then(|| Period::ymd(year, month, day)).flatten();
        }
        // The C library's order: Mon Dec  2 15:04:05 +0000 2024.
        words.next_if(|w| w.contains(':'))?;
        let year = words.by_ref().take(3).find_map(century_not_zone)?;
        return words.next().is_none().then(|| Period::ymd(year, month, day)).flatten();
    }
    let day = ordinal(first)?;
    words.next_if(|w| w.eq_ignore_ascii_case("of"));
    let month = month(words.next()?)?;
    let year = century(words.next()?)?;
    goes_on(&mut words).then(|| Period::ymd(year, month, day)).flatten()
}

/// In `+0000 2024` the zone keeps its sign, so four bare digits are the year; `-0500` lost its sign and begins with 0.
fn century_not_zone(word: &str) -> Option<i16> {
    century(word).filter(|_| !word.starts_with('0'))
}

/// Whether what follows a whole date is nothing or a time of day; anything else might change its meaning.
fn goes_on<'a>(words: &mut impl Iterator<Item = &'a str>) -> bool {
    words.next().is_none_or(|word| {
        let digit = word.starts_with(|c: char| c.is_ascii_digit());
        weekday(word)
            || word.eq_ignore_ascii_case("at")
            || (digit && (word.contains(':') || half_day(word)))
            || matches!(word, "|" | "–" | "—") && words.next().is_some_and(|w| w.contains(':'))
    })
}

fn half_day(word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    word.ends_with("am") || word.ends_with("pm") || word.ends_with('h') || word.bytes().all(|b| b.is_ascii_digit())
}

fn ordinal(word: &str) -> Option<i8> {
    let (day, rest) = number(word)?;
    matches!(rest, "" | "st" | "nd" | "rd" | "th").then_some(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(reading: Option<Reading>) -> String {
        match reading {
            None => "none".into(),
            Some(Reading::One(period)) => period.to_string(),
            Some(Reading::Either(a, b)) => format!("{a} or {b}"),
        }
    }

    #[test]
    fn dates() {
        for (given, expected) in [
            ("2024", "2024"),
            ("2024-12", "2024-12"),
            ("2024-12-02", "2024-12-02"),
            ("20241202", "2024-12-02"),
            ("2024/12/02", "2024-12-02"),
            ("2024.12.2", "2024-12-02"),
            ("2024-12-02T23:30:00-08:00", "2024-12-02"),
            ("2024-12-02 23:30:00.123 UTC", "2024-12-02"),
            ("2024-12-02Z", "2024-12-02"),
            ("20241202T150405Z", "2024-12-02"),
            ("20241202150405", "2024-12-02"),
            ("1980s", "1980s"),
            ("Mon, 02 Dec 2024 15:04:05 GMT", "2024-12-02"),
            ("Mon Dec 02 15:04:05 +0000 2024", "2024-12-02"),
            ("Mon Dec  2 15:04:05 2024", "2024-12-02"),
            ("December 2, 2024", "2024-12-02"),
            ("Monday, December 2nd, 2024 at 3:15 p.m. ET", "2024-12-02"),
            ("2 December 2024", "2024-12-02"),
            ("Dec. 2, 2024", "2024-12-02"),
            ("Sept. 9, 1997", "1997-09-09"),
            ("26-FEB-1987 15:01:01.79", "1987-02-26"),
            ("3-MAR-1987  09:15:05.40", "1987-03-03"),
            ("January 1, 1989, Sunday, Home Edition", "1989-01-01"),
            ("March 1987", "1987-03"),
            ("1733126400", "2024-12-02"),
            ("1733126400000", "2024-12-02"),
            ("1733126400.25", "2024-12-02"),
            ("25/12/2024", "2024-12-25"),
            ("12/25/2024 10:00", "2024-12-25"),
            ("05.05.2024", "2024-05-05"),
            ("02/03/2024", "2024-02-03 or 2024-03-02"),
            ("2023-02-29", "none"),
            ("0000", "none"),
            ("31-MAR-87", "none"),
            ("881108", "none"),
            ("December 2-5, 2024", "none"),
            ("December 2, 2024 - December 5, 2024", "none"),
            ("yesterday", "none"),
            ("5", "none"),
            ("", "none"),
            ("12", "none"),
            ("2024-12-02 (updated)", "none"),
            ("2024-12-02-2024-12-05", "none"),
            ("2024-12-02 2024-12-05", "none"),
            ("2024-12-02 05-2025", "none"),
            ("2024-12-02+01:00", "2024-12-02"),
            ("2024-12-02T150405-0500", "2024-12-02"),
            ("2024-12-02/2024-12-05", "none"),
            ("Décembre 2024", "none"),
        ] {
            assert_eq!(shown(read(given)), expected, "{given}");
        }
    }

    #[test]
    fn short_years() {
        for (given, expected) in [
            ("881108", "1988-11-08"),
            ("88/11/08", "1988-11-08"),
            ("03/24/87", "1987-03-24"),
            ("08/11/88", "1988-08-11 or 1988-11-08"),
            ("01/30/03", "none"),
            ("010189", "none"),
            ("1998-06-01 00:10:34", "1998-06-01"),
        ] {
            assert_eq!(shown(read_short(given)), expected, "{given}");
        }
    }
}
