//! Dates said by their distance: "today", "last Tuesday", "three weeks ago", "the third quarter", "Christmas Day".
//!
//! Takes a reading head at such a word; gives what is said, or nothing. Counts from the day of publication or from the
//! date last spoken of are only noted here, not carried out.

use super::calendar;
use super::distance;
use super::figures;
use super::holiday;
use super::reader::Reader;
use super::saying::{Part, Said, Saying, Turn, Year};
use super::words::{self, Unit, Word};
use crate::date::Period;
use crate::order::Reading;

/// A phrase around a word that is no month and no figure.
pub(super) fn phrase(r: Reader, word: Word) -> Option<Saying> {
    weekday(r, word)
        .or_else(|| near_day(r, word))
        .or_else(|| season(r, word))
        .or_else(|| quarter_or_half(r, word))
        .or_else(|| units(r, word))
        .or_else(|| distance::read(r, word))
        .or_else(|| holiday::read(r, word))
}

/// "last", "this", "next" and their like, as a number of units.
fn shift(word: &Word) -> Option<i32> {
    Some(match word.fold() {
        "last" | "past" => -1,
        "this" | "current" => 0,
        "next" | "coming" => 1,
        _ => return None,
    })
}

/// What precedes a weekday that is part of a name or means no single day.
const NO_WEEKDAY: &[&str] = &[
    "black", "bloody", "good", "ash", "super", "easter", "palm", "ruby", "man", "every", "each", "any", "a", "whit",
    "shrove", "holy", "maundy", "cyber", "per", "mail", "most", "red", "fat", "some", "another", "billy",
];

/// What follows a weekday that is part of a name.
const WEEKDAY_NAMES: &[&str] =
    &["times", "telegraph", "mail", "mirror", "express", "post", "herald", "independent", "tribune", "world", "people"];

fn weekday(r: Reader, word: Word) -> Option<Saying> {
    let (day, short) = words::weekday(&word)?;
    let mut end = word.end;
    if short && r.at(end) == b'.' {
        end += 1;
    }
    if let Some(saying) = weekday_date(r, word, day, end) {
        return Some(saying);
    }
    let before = r.word_before(word.start);
    let turn = before.and_then(|w| match shift(&w)? {
        -1 => Some(Turn::Last),
        0 => Some(Turn::This),
        _ => Some(Turn::Next),
    });
    if short || r.apostrophe(r.gap_back(word.start)).is_some() {
        return None;
    }
    let marked = before.is_some_and(|w| w.any(&["on", "last", "next", "this", "by", "until", "since"]));
    if !(word.capital || marked) || before.is_some_and(|w| w.any(NO_WEEKDAY)) {
        return None;
    }
    let mut after = r.next_word(end);
    if after.is_some_and(|w| w.capital && w.any(WEEKDAY_NAMES) && !w.shouted) {
        return None;
    }
    if before.is_some_and(|w| w.is("on")) && before.and_then(|w| r.word_before(w.start)).is_some_and(|w| w.is("mail")) {
        return None;
    }
    // "Friday next week", "Tuesday of last week", "Monday, next week".
    let comma = r.gap(end);
    if r.at(comma) == b',' {
        after = r.next_word(comma + 1);
    }
    if after.is_some_and(|w| w.is("of")) {
        after = after.and_then(|w| r.next_word(w.end));
    }
    if let Some(which) = after
        && let Some(weeks) = shift(&which)
        && let Some(unit) = r.next_word(which.end)
        && unit.is("week")
    {
        return Some(Saying::new(word.start, unit.end, Said::Weekday(day, Turn::Week(weeks))));
    }
    let start = match (turn, before) {
        (Some(_), Some(w)) => w.start,
        _ => word.start,
    };
    Some(Saying::new(start, end, Said::Weekday(day, turn.unwrap_or(Turn::Bare))))
}

/// "Monday, April 21", "Tue 11/3/2015", "Sunday the 3rd of May".
fn weekday_date(r: Reader, word: Word, weekday: i8, end: usize) -> Option<Saying> {
    let mut i = r.gap(end);
    if r.at(i) == b',' {
        i = r.gap(i + 1);
    }
    if let Some(the) = r.word(i).filter(|w| w.is("the")) {
        i = r.gap(the.end);
    }
    let date = match r.number(i) {
        Some(n) => figures::read(r, n).or_else(|| calendar::day_first(r, n)),
        None => r.word(i).and_then(|w| calendar::month_first(r, w)),
    }?;
    match date.said {
        Said::Day(year, month, day, _) => {
            Some(Saying::new(word.start, date.end, Said::Day(year, month, day, Some(weekday))))
        }
        // The weekday says which of the figures is the day.
        Said::Either(year, one, two) => {
            let falls = |day: &Period| day.from.weekday().to_monday_one_offset() == weekday;
            let reading = Reading::new(one, two, year)?;
            let said = reading.only(falls).map_or(date.said, |order| {
                let day = reading.ordered(order).from;
                Said::Day(Year::Stated(year), day.month(), day.day(), Some(weekday))
            });
            Some(Saying::new(word.start, date.end, said))
        }
        _ => None,
    }
}

fn near_day(r: Reader, word: Word) -> Option<Saying> {
    let days = match word.fold() {
        "today" | "tonight" => 0,
        "yesterday" => -1,
        "tomorrow" => 1,
        _ => return None,
    };
    // "USA Today" is a newspaper, "Today" in quotation marks a broadcast.
    if matches!(r.before(word.start), b'"' | 0x9C) && matches!(r.at(word.end), b'"' | 0xE2) {
        return None;
    }
    let before = r.word_before(word.start);
    if word.is("today") && word.capital && !word.shouted && before.is_some_and(|w| w.is("usa") || w.is("russia")) {
        return None;
    }
    let Some(w) = before else { return Some(Saying::new(word.start, word.end, Said::Shift(days, Unit::Day))) };
    // "the day before yesterday"; "two days before yesterday" counts on, which is not followed here.
    if w.any(&["before", "after"])
        && let Some(unit) = r.word_before(w.start).filter(|u| words::unit(u).is_some())
    {
        let the = r.word_before(unit.start).filter(|t| t.is("the") && unit.is("day"))?;
        let outward = if w.is("before") { days < 0 } else { days > 0 };
        return outward.then(|| Saying::new(the.start, word.end, Said::Shift(days * 2, Unit::Day)));
    }
    let start = if w.any(&["earlier", "later"]) && days == 0 { w.start } else { word.start };
    Some(Saying::new(start, word.end, Said::Shift(days, Unit::Day)))
}

fn season(r: Reader, word: Word) -> Option<Saying> {
    let part = Part::Season(words::season(&word)?);
    let before = r.word_before(word.start);
    if let Some((year, end)) = calendar::year_after(r, word.end) {
        return Some(Saying::new(r.with_the(word.start), end, Said::Part(year, part)));
    }
    let w = before?;
    if let Some(years) = shift(&w).filter(|_| !w.is("past")) {
        let end = word.end;
        return Some(Saying::new(w.start, end, Said::Part(Year::Shifted(100 + years as i16), part)));
    }
    // "in the spring", "by the summer"; "the fall of Kabul", "a spring in his step" and "the Winter Palace" are not.
    let the = w.is("the")
        && r.word_before(w.start).is_some_and(|p| {
            p.any(&["in", "during", "by", "until", "over", "throughout", "since", "before", "through", "spent"])
        });
    let of = r.next_word(word.end).is_some_and(|n| n.is("of") || n.capital);
    let early = w.any(&["early", "late", "mid"]);
    // "in Spring", "by Summer" as some write it; "in spring" is that of any year.
    let written = word.capital
        && !word.shouted
        && !word.is("fall")
        && (the || w.any(&["in", "by", "during", "until"]))
        && r.next_word(word.end).is_none_or(|n| !n.any(&["and", "or"]));
    if written && !of && !the {
        return Some(Saying::new(word.start, word.end, Said::Part(Year::Unsaid, part)));
    }
    ((the || early) && !of && (!word.capital || written))
        .then(|| Saying::new(w.start, word.end, Said::Part(Year::Unsaid, part)))
}

fn quarter_or_half(r: Reader, word: Word) -> Option<Saying> {
    if word.len() == 1 || word.fold().len() < 3 {
        return None;
    }
    let half = word.any(&["half"]);
    if !half && !word.any(&["quarter", "qtr"]) {
        return None;
    }
    let before = r.word_before_hyphen(word.start);
    let figure = before.is_none().then(|| ordinal_figure(r, word.start)).flatten();
    let (start, which) = match (before, figure) {
        (_, Some(found)) => found,
        (Some(w), _) => match (words::ordinal(&w), w.fold()) {
            (Some(n), _) => (w.start, n),
            (_, "final") if !half => (w.start, 4),
            _ => return None,
        },
        _ => return None,
    };
    if r.word_before(start).is_some_and(|w| w.is("fiscal")) || !(1..=if half { 2 } else { 4 }).contains(&which) {
        return None;
    }
    let part = if half { Part::Half(which) } else { Part::Quarter(which) };
    let after = r.next_word(word.end);
    let year = calendar::year_after(r, word.end);
    if let Some((year, end)) = year {
        return Some(Saying::new(r.with_the(start), end, Said::Part(year, part)));
    }
    // "of the year" means the present one; "of the game", "of its fiscal year" are other counts.
    if let Some(of) = after.filter(|w| w.is("of")) {
        let the = r.next_word(of.end).filter(|w| w.is("the"))?;
        let unit = r.next_word(the.end).filter(|w| w.is("year"))?;
        return Some(Saying::new(r.with_the(start), unit.end, Said::Part(Year::Unsaid, part)));
    }
    // "2nd qtr Feb 28", "the second quarter ended July 31": a company's own count of quarters.
    if after.is_some_and(|w| w.any(&["ended", "ending"]) || words::month(&w).is_some()) {
        return None;
    }
    const BUSINESS: &[&str] =
        &["results", "earnings", "profit", "profits", "sales", "loss", "losses", "net", "revenue", "revenues"];
    let business = after.is_some_and(|w| w.any(BUSINESS));
    (!half || business).then(|| Saying::new(r.with_the(start), word.end, Said::Part(Year::Unsaid, part)))
}

/// "last year's third quarter", "the 1988 first half", "1988's final quarter": takes the part behind a year into the
/// phrase.
pub(super) fn with_part(r: Reader, saying: Saying) -> Saying {
    let year = match saying.said {
        Said::Year(year @ Year::Stated(_)) => year,
        Said::Shift(n, Unit::Year) => Year::Shifted(n as i16),
        _ => return saying,
    };
    let after = r.apostrophe(saying.end).filter(|i| r.at(*i) == b's' && !r.at(i + 1).is_ascii_alphanumeric());
    let Some(which) = r.next_word(after.map_or(saying.end, |i| i + 1)) else { return saying };
    let at = if r.at(which.end) == b'-' { which.end + 1 } else { r.gap(which.end) };
    let Some(noun) = r.word(at) else { return saying };
    let number = if which.is("final") { Some(4) } else { words::ordinal(&which) };
    let part = match (number, noun.fold()) {
        (Some(n @ 1..=4), "quarter") => Part::Quarter(n),
        (Some(n @ 1..=2), "half") => Part::Half(n),
        _ => return saying,
    };
    if which.capital && !which.shouted {
        return saying;
    }
    Saying { end: noun.end, said: Said::Part(year, part), ..saying }
}

/// "1st", "4th" before a quarter.
fn ordinal_figure(r: Reader, i: usize) -> Option<(usize, i8)> {
    let mut end = r.gap_back(i);
    if r.before(end) == b'-' {
        end -= 1;
    }
    let start = end.checked_sub(3)?;
    let n = r.number(start)?;
    let good = n.width() == 1 && r.suffix(n.end) == Some(end) && !super::reader::letterlike(r.before(start));
    (good && r.before(start) != b'.').then_some((start, n.value as i8))
}

/// "Q3 2012", "H1", "4Q".
pub(super) fn letter_quarter(r: Reader, start: usize) -> Option<Saying> {
    let letter = r.at(start).to_ascii_uppercase();
    let n = r.number(start + 1)?;
    let part = match (letter, n.value) {
        (b'Q', 1..=4) => Part::Quarter(n.value as i8),
        (b'H', 1..=2) => Part::Half(n.value as i8),
        _ => return None,
    };
    if n.width() != 1 || r.goes_on(n.end) || !r.at(start).is_ascii_uppercase() {
        return None;
    }
    let year = calendar::year_after(r, n.end);
    if letter == b'H' && year.is_none() {
        return None;
    }
    let (year, end) = year.unwrap_or((Year::Unsaid, n.end));
    Some(Saying::new(start, end, Said::Part(year, part)))
}

/// "last year", "this week", "the weekend", "the same day", "this morning", "last night".
fn units(r: Reader, word: Word) -> Option<Saying> {
    let before = r.word_before(word.start)?;
    if word.any(&["morning", "afternoon", "evening", "night"]) {
        let days = match before.fold() {
            "this" if !word.is("night") => 0,
            "last" if word.is("night") => -1,
            _ => return None,
        };
        return Some(Saying::new(before.start, word.end, Said::Shift(days, Unit::Day)));
    }
    let (unit, plural) = words::unit(&word)?;
    if plural || matches!(r.at(word.end), b'-') {
        return None;
    }
    if let Some(n) = shift(&before).filter(|_| !before.any(&["past", "coming"])) {
        // "the last day of the trial", "this day", "the next day": days are counted from the text, not from us.
        if !matches!(unit, Unit::Day | Unit::Decade | Unit::Century) {
            let prior = r.word_before(before.start);
            // "the next week" and "over the last year" are stretches of time; "the current quarter" is not.
            let stretch = prior.is_some_and(|w| w.any(&["the", "over"])) && n != 0;
            if stretch && before.is("next") && matches!(unit, Unit::Month | Unit::Year | Unit::Week) {
                return told(r, before, word, 1, unit);
            }
            if stretch && unit != Unit::Quarter && unit != Unit::Weekend {
                return None;
            }
            let start = prior.filter(|w| w.any(&["earlier", "later"])).map_or(before.start, |w| w.start);
            return Some(Saying::new(start, word.end, Said::Shift(n, unit)));
        }
    }
    match before.fold() {
        "the" if unit != Unit::Weekend => of_the_present(r, before, word, unit),
        "the" => {
            let prior = r.word_before(before.start);
            let over = prior.is_some_and(|w| w.any(&["over", "during", "at", "on"]));
            over.then(|| Saying::new(before.start, word.end, Said::Weekend))
        }
        "same" => {
            let start = r.word_before(before.start).filter(|w| w.any(&["the", "that", "this"]))?;
            // "the same month a year ago" and "the same day last week" count twice, which is not followed here.
            let again = r.next_word(word.end).is_some_and(|w| w.any(&["a", "last", "one", "two", "in", "of"]));
            (!again).then(|| told(r, start, word, 0, unit)).flatten()
        }
        "that" => told(r, before, word, 0, unit),
        "following" => the(r, before).and_then(|w| told(r, w, word, 1, unit)),
        "next" => the(r, before).and_then(|w| told(r, w, word, 1, unit)),
        "previous" | "preceding" => the(r, before).and_then(|w| told(r, w, word, -1, unit)),
        _ => None,
    }
}

/// "the end of the year", "later in the week": the present one, or the one the text tells of.
fn of_the_present(r: Reader, the: Word, word: Word, unit: Unit) -> Option<Saying> {
    if unit == Unit::Day && of_trading(r, the, word) {
        return Some(Saying::new(the.start, word.end, Said::Present(unit)));
    }
    const EDGES: &[&str] =
        &["end", "beginning", "start", "middle", "close", "rest", "remainder", "half", "part", "outset", "course"];
    let link = r.word_before(the.start).filter(|w| w.any(&["of", "in"]))?;
    let edge = r.word_before(link.start)?;
    // "part of the week" may be any part of any week.
    let sided = !edge.any(&["half", "part"])
        || r.word_before(edge.start)
            .is_some_and(|w| w.any(&["first", "second", "early", "earlier", "late", "later", "latter", "last"]));
    let good = match link.fold() {
        "of" => edge.any(EDGES) && sided,
        _ => edge.any(&["early", "earlier", "late", "later"]),
    };
    // "the end of the year 1987", "the start of the year in which".
    let more = r.number(r.gap(word.end)).is_some()
        || r.next_word(word.end).is_some_and(|w| w.any(&["of", "in", "when", "that", "long", "ended", "ending"]));
    let known = matches!(unit, Unit::Day | Unit::Week | Unit::Month | Unit::Quarter | Unit::Year);
    // Days have other edges ("the end of the day") that are sayings.
    let day = unit == Unit::Day && link.is("of");
    let start = if link.is("in") { edge.start } else { r.with_the(edge.start) };
    (good && known && !day && !more).then(|| Saying::new(start, word.end, Said::Present(unit)))
}

/// Whether "the day" is the one that a report of markets tells of: "ended the day at 8,017", "For the day, the Nikkei".
fn of_trading(r: Reader, the: Word, word: Word) -> bool {
    const VERBS: &[&str] = &[
        "end",
        "ends",
        "ended",
        "ending",
        "finish",
        "finishes",
        "finished",
        "finishing",
        "close",
        "closes",
        "closed",
        "closing",
    ];
    const BEHIND: &[&str] = &["at", "down", "up", "with", "by", "lower", "higher", "off", "near", "on", "unchanged"];
    let Some(before) = r.word_before(the.start) else { return false };
    let goes_on = || r.next_word(word.end).is_some_and(|next| next.any(BEHIND));
    before.any(VERBS) && goes_on() || before.is("for") && before.capital && r.at(word.end) == b','
}

fn the(r: Reader, word: Word) -> Option<Word> {
    r.word_before(word.start).filter(|w| w.is("the"))
}

fn told(r: Reader, from: Word, word: Word, n: i32, unit: Unit) -> Option<Saying> {
    // "the same year as", "that day when", "the day's" are fine; "the next year or two" is not.
    let vague = r.next_word(word.end).is_some_and(|w| w.is("or"));
    (matches!(unit, Unit::Day | Unit::Month | Unit::Year) && !vague)
        .then(|| Saying::new(from.start, word.end, Said::Told(n, unit)))
}
