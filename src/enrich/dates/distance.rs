//! Distances: "the past two weeks", "three weeks ago", "two days later", "the day before", "a year earlier", "two days after tomorrow".
//!
//! Takes a reading head at "ago", "later" or at a unit; gives what is said, or nothing. Where no day is counted from
//! ("two days before the vote") nothing is said, and what is only about so far away ("some 20 years ago") is no date.

use super::reader::Reader;
use super::saying::{Said, Saying, Year};
use super::words::{self, Unit, Word};

/// A distance around a unit or before "ago" and "later".
pub(super) fn read(r: Reader, word: Word) -> Option<Saying> {
    if word.any(&["ago", "later"]) {
        return behind(r, word);
    }
    let (unit, plural) = words::unit(&word)?;
    year_earlier(r, word, unit).or_else(|| forward(r, word, unit, plural)).or_else(|| stretch(r, word, unit, plural))
}

/// "the past two weeks", "within a month", "the next 10 days"; "in five days" is a day.
fn stretch(r: Reader, word: Word, unit: Unit, plural: bool) -> Option<Saying> {
    let known = matches!(unit, Unit::Day | Unit::Week | Unit::Month | Unit::Year);
    // "the last two days of the trial", "the next two weeks' wages", "two years later" count from elsewhere.
    let goes_on =
        r.next_word(word.end).is_some_and(|w| w.any(&["of", "ago", "later", "earlier", "before", "after", "from"]))
            || r.at(word.end) == b'-'
            || r.apostrophe(word.end).is_some();
    let (start, n) = count(r, word).filter(|_| known && !goes_on)?;
    let which = r.word_before(start)?;
    if which.capital && r.word_before(which.start).is_some() {
        return None;
    }
    let said = match which.fold() {
        "within" => Said::Stretch(n, unit),
        "next" | "coming" if plural => Said::Stretch(n, unit),
        "last" | "past" | "previous" if plural => Said::Stretch(-n, unit),
        "in" => Said::Ahead(n, unit),
        _ => return None,
    };
    let start = if which.any(&["in", "within"]) { which.start } else { r.with_the(which.start) };
    Some(Saying::new(start, word.end, said))
}

/// How many units, and where that is said; "the" of "the day before" counts one.
fn count(r: Reader, unit: Word) -> Option<(usize, i32)> {
    let (start, count) = match r.word_before(unit.start) {
        Some(w) => (w.start, words::cardinal(&w)?),
        None => r.number_before(unit.start).map(|n| (n.start, n.value))?,
    };
    // "a few years ago", "some 20 years ago", "more than two weeks ago" are no dates.
    let vague = r.word_before(start).is_some_and(|w| {
        w.any(&["some", "than", "about", "nearly", "almost", "over", "around", "only", "least", "or", "to", "few"])
    });
    (!vague && (1..=1000).contains(&count)).then_some((start, count))
}

/// "three weeks ago"; "two days later" counts from the date last spoken of.
fn behind(r: Reader, word: Word) -> Option<Saying> {
    let unit_word = r.word_before(word.start)?;
    let (unit, _) = words::unit(&unit_word)?;
    let (start, count) = count(r, unit_word)?;
    if word.is("later") {
        return told(r, start, word, unit, count);
    }
    // "It earned 3 million in the quarter, against 2 million a year ago": the quarter a year ago.
    if unit == Unit::Year && count == 1 && compared(r, start) {
        return Some(Saying::new(start, word.end, Said::Again(Year::Told(-1))));
    }
    matches!(unit, Unit::Day | Unit::Week | Unit::Month | Unit::Year)
        .then(|| Saying::new(start, word.end, Said::Shift(-count, unit)))
}

/// Whether a figure stands before "a year ago", as in a comparison.
fn compared(r: Reader, start: usize) -> bool {
    const OF_MONEY: &[&str] = &["million", "billion", "share", "cents", "mln", "bln", "dlrs", "cts", "percent", "pct"];
    r.word_before(start).map_or_else(
        || r.number_before(start).is_some() || matches!(r.before(r.gap_back(start)), b'%'),
        |w| w.any(OF_MONEY) || w.is("from"),
    )
}

fn told(r: Reader, start: usize, last: Word, unit: Unit, count: i32) -> Option<Saying> {
    let planned = r.next_word(last.end).is_some_and(|w| w.is("than"));
    (matches!(unit, Unit::Day | Unit::Month | Unit::Year) && !planned)
        .then(|| Saying::new(start, last.end, Said::Told(count, unit)))
}

/// "a day earlier", "two days before", "the year before", "a week from today", "2 days after tomorrow".
fn forward(r: Reader, word: Word, unit: Unit, plural: bool) -> Option<Saying> {
    let next = r.next_word(word.end).filter(|w| !w.capital)?;
    let the = r.word_before(word.start).filter(|w| w.is("the") && !plural);
    let counted = || the.map(|w| (w.start, 1)).or_else(|| count(r, word));
    let sign = match next.fold() {
        "earlier" | "before" => -1,
        "after" | "from" => 1,
        _ => return None,
    };
    if next.any(&["before", "after", "from"])
        && let Some(day) = r.next_word(next.end)
        && let Some(days) = near(&day)
    {
        let (start, n) = counted()?;
        // "the day before yesterday" is read at its last word.
        if the.is_some() || next.is("from") && !day.any(&["now", "today", "tomorrow"]) {
            return None;
        }
        let said = match unit {
            Unit::Day => Said::Shift(sign * n + days, unit),
            Unit::Week => Said::Shift(sign * n * 7 + days, Unit::Day),
            Unit::Month | Unit::Year if days == 0 => Said::Shift(sign * n, unit),
            _ => return None,
        };
        return Some(Saying::new(start, day.end, said));
    }
    let (start, n) = counted()?;
    match next.fold() {
        "earlier" if the.is_none() && unit == Unit::Year && n == 1 => {}
        "earlier" => return told(r, start, next, unit, -n),
        // "the year before" ends its clause; "the year before the war" counts from elsewhere.
        "before" if r.next_word(next.end).is_none() && r.number(r.gap(next.end)).is_none() => {
            return told(r, start, next, unit, -n);
        }
        _ => return None,
    }
    let planned = r.next_word(next.end).is_some_and(|w| w.is("than"));
    (!planned).then(|| Saying::new(start, next.end, Said::Again(Year::Told(-1))))
}

/// "year-earlier", "year-ago quarter".
fn year_earlier(r: Reader, word: Word, unit: Unit) -> Option<Saying> {
    if unit != Unit::Year || r.at(word.end) != b'-' {
        return None;
    }
    let which = r.word(word.end + 1).filter(|w| w.any(&["earlier", "ago"]))?;
    let noun = r.next_word(which.end).filter(|w| w.any(&["period", "quarter", "month", "half", "week"]));
    let start = r.word_before(word.start).filter(|w| noun.is_some() && w.is("the")).map_or(word.start, |w| w.start);
    Some(Saying::new(start, noun.map_or(which.end, |w| w.end), Said::Again(Year::Told(-1))))
}

/// Days from that of publication.
fn near(word: &Word) -> Option<i32> {
    Some(match word.fold() {
        "today" | "now" => 0,
        "yesterday" => -1,
        "tomorrow" => 1,
        _ => return None,
    })
}

/// "the same quarter last year", "the corresponding period of 1988", "the like month a year earlier": takes what stands
/// before the year into the phrase.
pub(super) fn same_part(r: Reader, saying: Saying) -> Saying {
    let year = match saying.said {
        Said::Shift(n, Unit::Year) => Year::Shifted(n as i16),
        Said::Year(year @ Year::Stated(_)) | Said::Again(year) => year,
        Said::Told(-1, Unit::Year) => Year::Told(-1),
        _ => return saying,
    };
    let link = r.word_before(saying.start).filter(|w| w.any(&["of", "in"]));
    let part = r.word_before(link.map_or(saying.start, |w| w.start));
    let Some(part) = part.filter(|w| w.any(&["period", "quarter", "month", "half"])) else { return saying };
    let which =
        r.word_before(part.start).filter(|w| w.any(&["same", "corresponding", "comparable", "like", "similar"]));
    let Some(which) = which else { return saying };
    let start = r.with_the(which.start);
    Saying { start, said: Said::Again(year), ..saying }
}

/// "the week of May 3": takes the words before the day into the phrase.
pub(super) fn week_of(r: Reader, saying: Saying) -> Saying {
    let Said::Day(year, month, day, None) = saying.said else { return saying };
    let week = r.word_before(saying.start).filter(|w| w.is("of")).and_then(|w| r.word_before(w.start));
    match week.filter(|w| w.is("week") && saying.until.is_none()) {
        Some(week) => {
            let start = r.with_the(week.start);
            Saying { start, said: Said::WeekOf(year, month, day), ..saying }
        }
        None => saying,
    }
}
