//! Years, decades and centuries: when a bare number is one.
//!
//! Takes a reading head at digits; gives a year, a run of years or a decade, or nothing. A number is a year by its
//! company: after "in" or "since", before a noun ("the 1991 agreement"), in brackets. Prices, counts, scores, times of
//! day and numbers of flights are not. Years BC are seen, for what follows must not be counted from other years.

use super::calendar;
use super::reader::{Number, Reader};
use super::saying::{Said, Saying, Year};
use super::words;

/// Words before a number that make it a year.
const BEFORE_YEARS: &[&str] = &[
    "in",
    "since",
    "until",
    "till",
    "during",
    "early",
    "late",
    "mid",
    "year",
    "years",
    "fiscal",
    "summer",
    "spring",
    "autumn",
    "winter",
    "fall",
    "circa",
    "throughout",
    "pre",
    "post",
    "calendar",
    "end",
    "before",
    "after",
    "by",
    "from",
    "between",
    "through",
    "into",
];

/// Words before a number that make it something else.
const BEFORE_OTHERS: &[&str] = &[
    "about",
    "above",
    "agent",
    "almost",
    "approximately",
    "apollo",
    "area",
    "article",
    "at",
    "below",
    "boeing",
    "box",
    "bus",
    "chapter",
    "channel",
    "dlrs",
    "eur",
    "exceeded",
    "exceeding",
    "first",
    "flight",
    "gbp",
    "highway",
    "hit",
    "hundred",
    "index",
    "interstate",
    "killed",
    "killing",
    "least",
    "level",
    "lost",
    "lot",
    "model",
    "more",
    "most",
    "nearly",
    "no",
    "nos",
    "number",
    "only",
    "over",
    "page",
    "pct",
    "plus",
    "reached",
    "reaching",
    "resolution",
    "rm",
    "room",
    "roughly",
    "route",
    "rule",
    "section",
    "some",
    "stg",
    "suite",
    "than",
    "those",
    "unit",
    "up",
    "us",
    "usd",
    "v",
    "versus",
    "vs",
    "windows",
    "with",
    "within",
    "yen",
    "every",
    "another",
    "down",
    "volume",
    "vol",
    "extra",
    "additional",
    "total",
    "rfc",
    "iso",
    "bill",
    "act",
    "regulation",
    "directive",
];

/// Small words that follow a year and never the number of a counted thing.
const FUNCTION: &[&str] = &[
    "a", "after", "an", "and", "as", "at", "because", "before", "but", "by", "did", "for", "from", "had", "has",
    "have", "he", "however", "if", "in", "into", "is", "it", "its", "on", "or", "our", "she", "so", "than", "that",
    "the", "their", "they", "this", "to", "under", "until", "was", "were", "we", "when", "where", "which", "while",
    "who", "will", "with", "would", "his", "her", "about", "all", "over", "through", "against", "are", "be", "between",
];

/// What a number says that is no part of a longer calendar date.
pub(super) fn number(r: Reader, n: Number) -> Option<Saying> {
    if r.suffix(n.end).is_some() {
        return of_a_century(r, n).or_else(|| day_only(r, n));
    }
    if let Some(saying) = era(r, n).or_else(|| decade(r, n)).or_else(|| short_year(r, n)) {
        return Some(saying);
    }
    if n.width() != 4 || !(1000..=2199).contains(&n.value) {
        return None;
    }
    if let Some(saying) = years(r, n) {
        return Some(saying);
    }
    let glued = matches!(r.at(n.end), b'-' | b'/' | b'.' | b',') && r.at(n.end + 1).is_ascii_digit();
    (!glued && is_year(r, n)).then(|| Saying::new(n.start, n.end, Said::Year(Year::Stated(n.value as i16))))
}

/// "AD 70", "70 AD"; years BC are told apart.
fn era(r: Reader, n: Number) -> Option<Saying> {
    if n.value < 1 || n.width() > 4 || r.goes_on(n.end) {
        return None;
    }
    let letters = |i: usize| -> Option<(bool, usize)> {
        let shapes: [(&[u8], bool); 6] =
            [(b"B.C.", false), (b"BCE", false), (b"BC", false), (b"A.D.", true), (b"AD", true), (b"CE", true)];
        shapes
            .iter()
            .find(|(shape, _)| r.has(i, shape) && !super::reader::letterlike(r.at(i + shape.len())))
            .map(|(shape, after)| (*after, i + shape.len()))
    };
    let back = r.gap_back(n.start);
    for (shape, len) in [(&b"AD"[..], 2), (b"A.D.", 4)] {
        let Some(start) = back.checked_sub(len) else { continue };
        if r.has(start, shape) && !super::reader::letterlike(r.before(start)) {
            return Some(Saying::new(start, n.end, Said::Year(Year::Stated(n.value as i16))));
        }
    }
    // "490-480 BC" and "from 264 to 146 BC" count as a whole.
    let (last, tail) = calendar::joined(r, n.end, true)
        .and_then(|i| r.number(i))
        .filter(|m| m.width() <= 4 && letters(r.gap(m.end)).is_some_and(|l| !l.0))
        .map_or((n, n.end), |m| (m, m.end));
    let (after, end) = letters(r.gap(tail))?;
    let said = if after { Said::Year(Year::Stated(last.value as i16)) } else { Said::Beyond };
    Some(Saying::new(n.start, end, said))
}

/// "1980s", "the 1980's", "the '80s", "the 80s".
fn decade(r: Reader, n: Number) -> Option<Saying> {
    let mut s = n.end;
    if let Some(after) = r.apostrophe(s) {
        s = after;
    }
    if r.at(s) != b's' || super::reader::letterlike(r.at(s + 1)) {
        return None;
    }
    let end = s + 1;
    if n.width() == 4 && n.value % 10 == 0 && (1000..=2190).contains(&n.value) {
        // "1987's" is a year in the genitive, "1980's" a decade.
        let hundred = n.value % 100 == 0 && n.value < 2000;
        let said = if hundred { Said::Century(n.value as i16) } else { Said::Decade(n.value as i16) };
        return Some(Saying::new(n.start, end, said));
    }
    if n.width() != 2 || n.value % 10 != 0 || n.value < 20 || s != n.end {
        return None;
    }
    let quote = r.apostrophe_back(n.start);
    let start = quote.unwrap_or(n.start);
    let word = r.word_before_hyphen(start)?;
    let sure = word.any(&["the", "early", "late", "mid"]);
    let weather = r.slice(start.saturating_sub(80), start).windows(5).any(|w| w == b"emper" || w == b"egree");
    let listed =
        word.any(&["and", "to", "or"]) && r.slice(start.saturating_sub(9), start).windows(2).any(|w| w == b"0s");
    let good = (sure || listed || quote.is_some_and(|_| !word.any(&["his", "her", "their"]))) && !weather;
    good.then(|| Saying::new(start, end, Said::Decade(1900 + n.value as i16)))
}

/// "'82" after a word that makes it a year.
fn short_year(r: Reader, n: Number) -> Option<Saying> {
    let start = r.apostrophe_back(n.start)?;
    let word = r.word_before(start)?;
    let good = word.any(&["in", "since", "of", "by", "until", "summer", "spring", "fall", "winter", "and", "from"]);
    let closed = r.apostrophe(n.end).is_some_and(|_| r.at(n.end + 1) != b's');
    (n.width() == 2 && good && !closed && !r.goes_on(n.end) && !r.counts(n.end))
        .then(|| Saying::new(start, n.end, Said::Year(Year::Stated(calendar::century_of(n.value)))))
}

/// "1914-18", "1914-1918", "1987/88", "1914 to 1918", "between 1914 and 1918".
fn years(r: Reader, n: Number) -> Option<Saying> {
    let before = r.before(n.start);
    if matches!(before, b'-' | b'/' | b'$' | b'#' | b'+' | b'.' | b',') && r.before(n.start - 1) != b' ' {
        return None;
    }
    let slash = r.at(n.end) == b'/';
    let between = r.word_before(n.start).is_some_and(|w| w.any(&["between", "from"]));
    let after = if slash { n.end + 1 } else { calendar::joined(r, n.end, between)? };
    let m = r.number(after)?;
    if r.goes_on(m.end) || r.counts(m.end) || matches!(r.at(m.end), b'-' | b'/') && r.at(m.end + 1).is_ascii_digit() {
        return None;
    }
    let tight = after == n.end + 1 || r.at(n.end) == 0xE2;
    let last = match m.width() {
        4 => m.value,
        2 if tight && m.value > n.value % 100 => n.value / 100 * 100 + m.value,
        2 if tight && m.value == 0 && n.value % 100 == 99 => n.value + 1,
        _ => return None,
    };
    // "1000-1500 men", "1200-1400 GMT": years of one run lie near each other and are no round numbers of the past.
    let good = last > n.value && last - n.value <= 200 && last <= 2199 && n.value >= 1300;
    let word = r.word_before(n.start);
    let other = word.is_some_and(|w| w.any(BEFORE_OTHERS));
    (good && !other).then(|| Saying::new(n.start, m.end, Said::Years(n.value as i16, last as i16)))
}

/// Whether four figures are a year, by what stands around them.
fn is_year(r: Reader, n: Number) -> bool {
    if r.goes_on(n.end) || r.counts(n.end) {
        return false;
    }
    let before = r.before(n.start);
    let glue = matches!(before, b'$' | b'#' | b'.' | b',' | b':' | b'+' | b'&' | b'*' | b'=' | b'@' | b'/')
        || (before >= 0x80 && !matches!(before, 0x90..=0x9D | 0xA0));
    if glue {
        return false;
    }
    // A title in quotation marks: "1984".
    if matches!(before, b'"' | b'\'' | 0x9C | 0x98) && matches!(r.at(n.end), b'"' | b'\'' | 0xE2) {
        return false;
    }
    let hyphen = before == b'-';
    let word = r.word_before_hyphen(n.start);
    if hyphen && !word.is_some_and(|w| w.any(&["mid", "end", "pre", "post", "early", "late", "since"])) {
        return false;
    }
    let after = r.next_word(n.end);
    let small = after.is_some_and(|w| w.any(FUNCTION) || (!w.capital && w.len() > 4 && w.fold().ends_with("ed")));
    let stopped = after.is_none() && r.number(r.gap(n.end)).is_none();
    // A plural behind it ("1400 villages") counts; a year makes its noun singular as often ("1987 budget").
    let plural = after.is_some_and(|w| !small && !w.capital && w.fold().ends_with('s') && !w.fold().ends_with("ss"));
    let recent = (1900..=2060).contains(&n.value);
    let likely = (1700..=2060).contains(&n.value);
    let round = n.value % 100 == 0;
    match word {
        Some(w)
            if w.any(&["in", "since", "until", "till", "during", "early", "late", "mid", "circa", "year", "years"]) =>
        {
            recent && !(round && plural) || small || stopped || (likely && !plural && !round)
        }
        Some(w) if w.any(BEFORE_YEARS) => (recent && !(round && plural)) || (likely && (small || stopped)),
        Some(w) if w.any(BEFORE_OTHERS) || words::cardinal(&w).is_some_and(|c| c > 1) => false,
        Some(w) if w.any(&["a", "an", "to"]) => recent && !plural && !round,
        Some(w) if w.any(&["of"]) => (recent && !plural) || (likely && !round && (small || stopped)),
        Some(w) if w.any(&["the", "its", "his", "their", "this"]) => {
            let quoted = matches!(r.at(r.gap(n.end)), b'"' | b'\'' | 0xE2);
            (recent && !round || likely && !plural && !round) && (after.is_some() || quoted || n.value == 2000)
        }
        Some(w) if words::season(&w).is_some() => likely,
        Some(w) if w.capital => recent && !plural && !round,
        Some(_) => recent && !plural && !round && (small || stopped || after.is_some()),
        None if before == b'(' => (1400..=2060).contains(&n.value) && (stopped || small),
        None => recent && !round && !hyphen && (small || stopped || after.is_some() && !plural),
    }
}

/// "the 19th century", "21st-century".
fn of_a_century(r: Reader, n: Number) -> Option<Saying> {
    let i = r.suffix(n.end)?;
    let word = r.word(if r.at(i) == b'-' { i + 1 } else { r.gap(i) })?;
    (word.is("century") && (1..=21).contains(&n.value) && !r.has(r.gap(word.end), b"BC"))
        .then(|| Saying::new(n.start, word.end, Said::Century((n.value as i16 - 1) * 100)))
}

/// "on the 20th": a day of the month last spoken of.
fn day_only(r: Reader, n: Number) -> Option<Saying> {
    let end = r.suffix(n.end)?;
    let the = r.word_before(n.start).filter(|w| w.is("the"))?;
    r.word_before(the.start).filter(|w| w.is("on"))?;
    let of = r.next_word(end).filter(|w| w.is("of")).and_then(|w| r.next_word(w.end));
    let tail = of.filter(|w| w.any(&["that", "the"])).and_then(|w| r.next_word(w.end)).filter(|w| w.is("month"));
    let stopped = matches!(r.at(r.gap(end)), b',' | b'.' | b';' | b':' | b'-') && r.at(end) != b'-';
    if !(1..=31).contains(&n.value) || !(stopped || tail.is_some()) {
        return None;
    }
    Some(Saying::new(the.start, tail.map_or(end, |w| w.end), Said::DayOnly(n.value as i8)))
}
