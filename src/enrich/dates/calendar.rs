//! Dates of the calendar with the month as a word: "December 2, 2024", "2 Dec", "May 3-5", "March 1987".
//!
//! Takes a reading head at a month's name or at the figure before it; gives what is said there, or nothing. It judges whether
//! "May" or "March" is a month where it stands; it does not look at the article's date.

use super::reader::{Number, Reader};
use super::saying::{Said, Saying, Year};
use super::words::{self, Word};

/// Words after which a name such as "March" or "June" is a month.
const MARKERS: &[&str] = &[
    "in",
    "since",
    "by",
    "until",
    "till",
    "of",
    "last",
    "next",
    "early",
    "late",
    "mid",
    "during",
    "from",
    "before",
    "after",
    "between",
    "through",
    "throughout",
    "end",
    "previous",
    "following",
    "around",
    "for",
    "on",
    "beginning",
    "ending",
    "ended",
    "starting",
    "effective",
    "this",
    "to",
    "and",
    "or",
    "vs",
    "versus",
    "with",
];

/// What a month stands before when it says of which month something is.
const MONTHLY: &[&str] = &[
    "sales",
    "data",
    "figures",
    "report",
    "production",
    "output",
    "imports",
    "exports",
    "trade",
    "delivery",
    "contract",
    "contracts",
    "futures",
    "inflation",
    "earnings",
    "election",
    "elections",
    "meeting",
    "meetings",
    "results",
    "rise",
    "fall",
    "increase",
    "decline",
    "prices",
    "shipment",
    "shipments",
    "deficit",
    "surplus",
    "deadline",
    "vote",
    "session",
    "unemployment",
    "crude",
    "budget",
    "issue",
    "agreement",
    "revolution",
    "quarter",
];

/// Titles that make a month's name a person's.
const TITLES: &[&str] = &["mr", "mrs", "ms", "miss", "dr", "sir", "lord", "lady", "minister", "president"];

/// Last day of a month in a leap year.
pub(super) fn longest(month: i8) -> i32 {
    match month {
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// A phrase that begins with the name of a month, or with "last" or "next" before it.
pub(super) fn month_first(r: Reader, word: Word) -> Option<Saying> {
    named_month(r, word).map(|saying| turned(r, saying))
}

/// Takes the "last" of "last August" and the "next" of "next May 3" into a month or day without a year.
pub(super) fn turned(r: Reader, saying: Saying) -> Saying {
    let Some(word) = r.word_before(saying.start) else { return saying };
    let before = r.word_before(word.start);
    let year = match word.fold() {
        // "the last January" is that of a war or of a reign.
        "last" if !before.is_some_and(|w| w.is("the")) => Year::Last,
        "next" if !before.is_some_and(|w| w.is("the")) => Year::Next,
        "past" if before.is_some_and(|w| w.is("this")) => Year::Last,
        "coming" if before.is_some_and(|w| w.is("this")) => Year::Next,
        _ => return saying,
    };
    let said = saying.said.in_year(year);
    let start = before.filter(|w| w.is("this")).map_or(word.start, |w| w.start);
    if said == saying.said { saying } else { Saying { start, said, ..saying } }
}

fn named_month(r: Reader, word: Word) -> Option<Saying> {
    let (month, short) = words::month(&word)?;
    let start = word.start;
    let mut i = word.end;
    if short && r.at(i) == b'.' {
        i += 1;
    }
    if let Some(saying) = ordinal_before(r, word, month, i) {
        return Some(saying);
    }
    if r.at(i) == b'-' && r.at(i + 1).is_ascii_digit() {
        let year = year_figures(r, i + 1)?;
        return Some(Saying::new(start, year.end, Said::Month(Year::Stated(year.value as i16), month)));
    }
    let sure = word.capital || word.shouted;
    // "March, 6th" as some write it.
    let gap = r.gap(i);
    let comma = if r.at(gap) == b',' { r.gap(gap + 1) } else { gap };
    let at = if r.number(comma).is_some_and(|n| r.suffix(n.end).is_some()) { comma } else { gap };
    if let Some((day, end)) = day(r, at, month)
        && (sure || !words::doubtful_month(month) || year_after(r, end).is_some())
    {
        return Some(days(r, start, month, day, end));
    }
    if let Some((year, end)) = year_after(r, i)
        && (sure || !words::doubtful_month(month))
        && (!matches!(year, Year::Shifted(_)) || sure)
    {
        return Some(Saying::new(start, end, Said::Month(year, month)));
    }
    bare_month(r, word, month, short).then(|| Saying::new(start, i, Said::Month(Year::Unsaid, month)))
}

/// The rest of "May 3": more days, then the year.
fn days(r: Reader, start: usize, month: i8, first: i32, end: usize) -> Saying {
    if let Some((last, after)) = more_days(r, end, month, first, r.word_before(start).is_some_and(|w| w.is("between")))
    {
        let (year, end) = year_after(r, after).unwrap_or((Year::Unsaid, after));
        return Saying::new(start, end, Said::Days(year, month, first as i8, last as i8));
    }
    if month == 9
        && first == 11
        && r.next_word(end).is_some_and(|w| w.any(&["attacks", "terrorist", "terror", "hijackers"]))
    {
        return Saying::new(start, end, Said::Day(Year::Stated(2001), 9, 11, None));
    }
    let (year, end) = year_after(r, end).unwrap_or((Year::Unsaid, end));
    Saying::new(start, end, Said::Day(year, month, first as i8, None))
}

/// "3-5", "3 to 5", "3 and 4": the last day and the end.
fn more_days(r: Reader, i: usize, month: i8, first: i32, between: bool) -> Option<(i32, usize)> {
    let after = joined(r, i, true)?;
    let (last, end) = day(r, after, month)?;
    let another_month = r.next_word(end).is_some_and(|w| words::month(&w).is_some_and(|m| m.0 != month));
    // "May 4 and 5" is a stretch, "May 4 and 15" is two days.
    let apart = r.next_word(i).is_some_and(|w| w.is("and")) && last != first + 1 && !between;
    (last > first && !another_month && !apart).then_some((last, end))
}

/// One past a dash, "to", "through" or (if allowed) "and".
pub(super) fn joined(r: Reader, i: usize, and: bool) -> Option<usize> {
    if let Some(after) = r.dash(i) {
        return Some(after);
    }
    let word = r.next_word(i)?;
    let good = word.any(&["to", "through", "thru", "till", "until"]) || (and && word.is("and"));
    good.then(|| r.gap(word.end))
}

/// A day of this month in figures, with or without st, nd, rd, th; also "the 3rd".
fn day(r: Reader, i: usize, month: i8) -> Option<(i32, usize)> {
    let i = match r.word(i) {
        Some(w) if w.is("the") => r.gap(w.end),
        _ => i,
    };
    let Some(n) = r.number(i) else {
        // Agencies spell out small figures ("Pay April three"); only at the end of a line or clause is that a day.
        let word = r.word(i)?;
        let clause = matches!(r.at(word.end), b',' | b'.' | b';' | b'\r' | b'\n' | 0);
        if let Some(value) = words::cardinal(&word).filter(|v| clause && (1..10).contains(v) && word.len() > 2) {
            return Some((value, word.end));
        }
        // "May first, 2010" is a day; "in May first reports came" and "May the Second Army" are none.
        let (value, end) = ordinal_word(r, word)?;
        let stopped = r.next_word(end).is_none_or(|w| w.any(&["and", "to"]));
        return (stopped && i32::from(value) <= longest(month)).then_some((i32::from(value), end));
    };
    if n.width() > 2 || n.value < 1 || n.value > longest(month) {
        return None;
    }
    if let Some(end) = r.suffix(n.end) {
        return Some((n.value, end));
    }
    (!r.goes_on(n.end) && !r.counts(n.end)).then_some((n.value, n.end))
}

/// "eighth", "twenty-fourth" from its first word on.
fn ordinal_word(r: Reader, word: Word) -> Option<(i8, usize)> {
    let tens = match word.fold() {
        "twenty" => 20,
        "thirty" => 30,
        _ => return words::ordinal(&word).map(|v| (v, word.end)),
    };
    let unit = r.word(if r.at(word.end) == b'-' { word.end + 1 } else { r.gap(word.end) })?;
    words::ordinal(&unit).filter(|v| *v < 10).map(|v| (tens + v, unit.end))
}

/// "Fourth of July", "the twenty-fourth of May" around the month `word`, which ends at `end`.
fn ordinal_before(r: Reader, word: Word, month: i8, end: usize) -> Option<Saying> {
    let of = r.word_before(word.start).filter(|w| w.is("of"))?;
    let unit = r.word_before(of.start)?;
    let mut value = words::ordinal(&unit)?;
    let mut start = unit.start;
    if value < 10
        && let Some(tens) = r.word_before_hyphen(start).filter(|w| w.any(&["twenty", "thirty"]))
    {
        value += if tens.is("twenty") { 20 } else { 30 };
        start = tens.start;
    }
    if i32::from(value) > longest(month) {
        return None;
    }
    let (year, end) = year_after(r, end).unwrap_or((Year::Unsaid, end));
    Some(Saying::new(start, end, Said::Day(year, month, value, None)))
}

/// Four figures that can be a year, by their own looks only.
pub(super) fn year_figures(r: Reader, i: usize) -> Option<Number> {
    let n = r.number(i)?;
    (n.width() == 4 && (1000..=2199).contains(&n.value) && !r.goes_on(n.end)).then_some(n)
}

/// The year after a month, a day or a quarter: ", 1987", "of 1987", "'87", "last year", "of that year".
pub(super) fn year_after(r: Reader, i: usize) -> Option<(Year, usize)> {
    let comma = r.gap(i);
    let at = if r.at(comma) == b',' { r.gap(comma + 1) } else { comma };
    if let Some(n) = year_figures(r, at) {
        return (!r.counts(n.end)).then_some((Year::Stated(n.value as i16), n.end));
    }
    // "10 August 88 AD"; "Aug 9, 96" only where nothing follows that could be counted.
    if let Some(n) = r.number(at).filter(|n| n.width() <= 3 && !r.goes_on(n.end)) {
        let era = r.next_word(n.end).filter(|w| w.shouted && w.any(&["ad", "ce"]));
        if let Some(era) = era {
            return Some((Year::Stated(n.value as i16), era.end)).filter(|_| n.value > 0);
        }
        let clause = r.gap(n.end) == n.end && r.next_word(n.end).is_none();
        if n.width() == 2 && n.value > 31 && clause && !matches!(r.at(n.end), b'-' | b'/' | b'\'' | 0xE2) {
            return Some((Year::Stated(century_of(n.value)), n.end));
        }
    }
    if let Some(after) = r.apostrophe(at)
        && let Some(n) = r.number(after)
        && n.width() == 2
        && !r.goes_on(n.end)
    {
        return Some((Year::Stated(century_of(n.value)), n.end));
    }
    let mut word = r.word(comma)?;
    let of = word.any(&["of", "in"]);
    if of {
        if let Some(n) = r.number(r.gap(word.end)) {
            return year_figures(r, n.start)
                .filter(|n| word.is("of") && !r.counts(n.end))
                .map(|n| (Year::Stated(n.value as i16), n.end));
        }
        word = r.next_word(word.end)?;
    }
    if word.is("the") {
        word = r.next_word(word.end)?;
    }
    let next = r.next_word(word.end)?;
    // "in May. Last year ..." begins a sentence even where the full stop is lost.
    if word.capital && !word.shouted {
        return None;
    }
    let year = match word.fold() {
        "last" => Year::Shifted(-1),
        "this" => Year::Shifted(0),
        "next" => Year::Shifted(1),
        "that" | "same" => Year::Told(0),
        "following" => Year::Told(1),
        "previous" => Year::Told(-1),
        _ => return None,
    };
    (next.is("year")).then_some((year, next.end))
}

/// The year two figures stand for.
pub(super) fn century_of(two: i32) -> i16 {
    (if two < 50 { 2000 + two } else { 1900 + two }) as i16
}

/// Whether a month's name that stands alone is a month.
fn bare_month(r: Reader, word: Word, month: i8, short: bool) -> bool {
    let before = r.word_before_hyphen(word.start);
    let after = r.next_word(word.end);
    if before.is_some_and(|w| w.any(TITLES)) || !(word.capital || word.shouted) {
        return false;
    }
    let this = before
        .is_some_and(|w| w.any(&["past", "coming"]) && r.word_before(w.start).is_some_and(|this| this.is("this")));
    let marked = this || before.is_some_and(|w| w.any(MARKERS));
    if short {
        let alone =
            after.is_none_or(|w| !w.capital) && before.is_some_and(|w| w.any(&["in", "since", "until", "last"]));
        return (r.at(word.end) == b'.' || alone) && marked && month != 3;
    }
    if !words::doubtful_month(month) {
        // "July Fourth" was a day already; a capitalised word before ("Eric January") or after makes it a name.
        return true;
    }
    if after.is_some_and(|w| w.any(MONTHLY)) {
        return !word.shouted || month != 5;
    }
    // "August-September 1950": the other month speaks for this one.
    if r.dash(word.end).and_then(|i| r.word(i)).is_some_and(|w| w.capital && words::month(&w).is_some()) {
        return true;
    }
    if !marked {
        return false;
    }
    let weak = before.is_some_and(|w| w.any(&["this", "and", "or", "to", "on", "with", "for"]));
    if weak && word.shouted && month == 5 {
        return false;
    }
    // "by June Smith", "after May said": a name if another capitalised word follows on the same line.
    const STRONG: &[&str] =
        &["in", "since", "until", "last", "next", "early", "late", "mid", "during", "end", "previous", "throughout"];
    let strong = this || before.is_some_and(|w| w.any(STRONG));
    let capital = |w: Word| w.capital && !w.shouted && r.at(word.end) == b' ' && words::month(&w).is_none();
    let named = !strong && after.is_some_and(capital);
    let spoken = after.is_some_and(|w| w.any(&["said", "says", "told", "has", "is"]));
    let person = spoken && before.is_some_and(|w| !w.any(&["in", "since", "until"]));
    !(named || person || weak && before.is_some_and(|w| w.any(&["on", "with"])))
}

/// A phrase that begins with a day in figures: "2 December", "2nd of May, 1987", "3-5 May", "2-DEC-1987".
pub(super) fn day_first(r: Reader, n: Number) -> Option<Saying> {
    if n.width() > 2 || !(1..=31).contains(&n.value) {
        return None;
    }
    let start = n.start;
    let suffix = r.suffix(n.end);
    let i = suffix.unwrap_or(n.end);
    if matches!(r.at(i), b'-' | b'/')
        && let Some(word) = r.word(i + 1)
        && let Some((month, _)) = words::month(&word)
        && n.value <= longest(month)
    {
        let sep = r.at(word.end);
        if matches!(sep, b'-' | b'/' | b' ')
            && let Some(y) = r.number(word.end + 1)
            && (y.width() == 4 || (y.width() == 2 && sep != b' '))
        {
            let year = if y.width() == 2 { century_of(y.value) } else { y.value as i16 };
            return Some(Saying::new(start, y.end, Said::Day(Year::Stated(year), month, n.value as i8, None)));
        }
        return None;
    }
    // "3-5 May", "3 and 4 May": the second day first, for the month stands behind it.
    if let Some(after) = joined(r, i, true)
        && let Some(last) = r.number(after)
        && last.width() <= 2
        && last.value > n.value
    {
        let end = r.suffix(last.end).unwrap_or(last.end);
        if let Some((word, month)) = month_behind(r, end, suffix.is_some())
            && last.value <= longest(month)
        {
            let end = abbreviation_end(r, word);
            let (year, end) = year_after(r, end).unwrap_or((Year::Unsaid, end));
            return Some(Saying::new(start, end, Said::Days(year, month, n.value as i8, last.value as i8)));
        }
    }
    let (word, month) = month_behind(r, i, suffix.is_some())?;
    if n.value > longest(month) {
        return None;
    }
    let end = abbreviation_end(r, word);
    // "On 12 May 3 people ..." does not happen; "at 12 May 3" is a table.
    let (year, end) = year_after(r, end).unwrap_or((Year::Unsaid, end));
    if year == Year::Unsaid
        && let Some(two) = r.number(r.gap(end)).filter(|y| y.width() == 2 && y.value > 31 && !r.goes_on(y.end))
        && !r.counts(two.end)
        && r.next_word(two.end).is_none_or(|w| !w.shouted)
    {
        return Some(Saying::new(
            start,
            two.end,
            Said::Day(Year::Stated(century_of(two.value)), month, n.value as i8, None),
        ));
    }
    Some(Saying::new(start, end, Said::Day(year, month, n.value as i8, None)))
}

/// The month after a day in figures, perhaps after "of".
fn month_behind(r: Reader, i: usize, suffix: bool) -> Option<(Word, i8)> {
    let mut word = r.next_word(i)?;
    if word.is("of") {
        word = r.next_word(word.end)?;
    } else if word.start == i && suffix {
        return None;
    }
    let (month, _) = words::month(&word)?;
    // "12 may die", "the 3 march": lower case needs a year behind it or a name that is nothing else.
    let lower = !word.capital && words::doubtful_month(month) && year_after(r, word.end).is_none();
    (!lower).then_some((word, month))
}

fn abbreviation_end(r: Reader, word: Word) -> usize {
    let short = words::month(&word).is_some_and(|m| m.1);
    // The full stop belongs to the abbreviation if the sentence goes on behind it.
    let goes_on = matches!(r.at(r.gap(word.end + 1)), b'0'..=b'9' | b'a'..=b'z' | b',');
    if short && r.at(word.end) == b'.' && goes_on { word.end + 1 } else { word.end }
}

/// "2018 March 18" and "2024 August", the year being `n`.
pub(super) fn year_month(r: Reader, n: Number) -> Option<Saying> {
    let word = r.next_word(n.end).filter(|w| w.capital)?;
    let (month, _) = words::month(&word)?;
    let year = Year::Stated(n.value as i16);
    if let Some((first, end)) = day(r, r.gap(word.end), month)
        && year_after(r, end).is_none()
    {
        return Some(Saying::new(n.start, end, Said::Day(year, month, first as i8, None)));
    }
    let alone = r.next_word(word.end).is_none() && r.number(r.gap(word.end)).is_none();
    let start = r.word_before(n.start).is_none();
    (alone && start).then(|| Saying::new(n.start, word.end, Said::Month(year, month)))
}
