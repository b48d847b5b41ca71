//! Which of two figures is the day: `12/02/2024` is December 2 in one newspaper and February 12 in another.
//!
//! Takes a pair of figures and a year, or a text around them; gives the one day that they can mean, or both. What a user
//! has set decides, then what the text itself shows: a date that goes only one way, or a language that is written day
//! first. It must never guess: without a setting and without evidence both readings stay.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::date::{Period, Precision};

/// The order of day and month in figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DayMonth {
    /// `2/12/2024` is December 2.
    DayFirst,
    /// `2/12/2024` is February 12.
    MonthFirst,
}

impl DayMonth {
    /// The word used in options and settings.
    pub fn as_str(self) -> &'static str {
        match self {
            DayMonth::DayFirst => "day-first",
            DayMonth::MonthFirst => "month-first",
        }
    }
}

impl FromStr for DayMonth {
    type Err = ();

    fn from_str(text: &str) -> Result<DayMonth, ()> {
        [DayMonth::DayFirst, DayMonth::MonthFirst].into_iter().find(|order| order.as_str() == text).ok_or(())
    }
}

/// What a date in figures can mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// These days and no others.
    One(Period),
    /// One of two days: with the month first, with the day first.
    Either(Period, Period),
}

impl Reading {
    /// The day that two figures and a year name, in the order in which they stand; None if the calendar has neither.
    pub fn new(one: i8, two: i8, year: i16) -> Option<Reading> {
        match (Period::ymd(year, one, two), Period::ymd(year, two, one)) {
            (Some(a), Some(b)) if a == b => Some(Reading::One(a)),
            (Some(a), Some(b)) => Some(Reading::Either(a, b)),
            (one, other) => one.or(other).map(Reading::One),
        }
    }

    /// The days meant, if there is but one reading.
    pub fn certain(self) -> Option<Period> {
        match self {
            Reading::One(period) => Some(period),
            Reading::Either(..) => None,
        }
    }

    /// The days meant in this order.
    pub fn ordered(self, order: DayMonth) -> Period {
        match (self, order) {
            (Reading::One(period), _) | (Reading::Either(period, _), DayMonth::MonthFirst) => period,
            (Reading::Either(_, period), DayMonth::DayFirst) => period,
        }
    }

    /// The order in which it means days that satisfy `fits`, if it does so in one order only.
    pub fn only(self, fits: impl Fn(&Period) -> bool) -> Option<DayMonth> {
        let Reading::Either(month_first, day_first) = self else { return None };
        match (fits(&month_first), fits(&day_first)) {
            (true, false) => Some(DayMonth::MonthFirst),
            (false, true) => Some(DayMonth::DayFirst),
            _ => None,
        }
    }

    /// From the first day that it can mean to the last.
    pub fn whole(self) -> Period {
        match self {
            Reading::One(period) => period,
            Reading::Either(a, b) => {
                Period { from: a.from.min(b.from), to: a.to.max(b.to), precision: Precision::Range }
            }
        }
    }
}

/// The order that the dates in figures of a text show which can be read one way only; None if they show none, or both.
pub fn shown(text: &str) -> Option<DayMonth> {
    let bytes = text.as_bytes();
    let at = |i: usize| bytes.get(i).copied().unwrap_or(0);
    let digits = |from: usize| (from..from + 5).take_while(|i| at(*i).is_ascii_digit()).count();
    let value = |from: usize, width: usize| (from..from + width).fold(0, |v, i| v * 10 + i32::from(at(i) - b'0'));
    let (mut day_first, mut month_first) = (false, false);
    for slash in memchr::memchr2_iter(b'/', b'-', bytes) {
        let width = (1..=3).take_while(|n| slash >= *n && at(slash - n).is_ascii_digit()).count();
        let before = if slash > width { at(slash - width - 1) } else { 0 };
        let (second, third) = (slash + 1, slash + 2 + digits(slash + 1));
        let whole = (1..=2).contains(&width)
            && !(before.is_ascii_alphanumeric() || matches!(before, b'/' | b'-' | b'.' | b'$'))
            && (1..=2).contains(&digits(second))
            && at(third - 1) == at(slash)
            && (digits(third) == 4 || digits(third) == 2 && at(slash) == b'/')
            && !matches!(at(third + digits(third)), b'/' | b'-');
        if whole {
            let (one, two) = (value(slash - width, width), value(second, digits(second)));
            day_first |= (13..=31).contains(&one) && (1..=12).contains(&two);
            month_first |= (13..=31).contains(&two) && (1..=12).contains(&one);
        }
    }
    match (day_first, month_first) {
        (true, false) => Some(DayMonth::DayFirst),
        (false, true) => Some(DayMonth::MonthFirst),
        _ => None,
    }
}

/// Whether a language, by its tag, writes the day before the month wherever it is spoken.
pub fn writes_day_first(tag: &str) -> bool {
    matches!(
        tag,
        "es" | "fr"
            | "de"
            | "it"
            | "pt"
            | "nl"
            | "ru"
            | "da"
            | "no"
            | "fi"
            | "pl"
            | "cs"
            | "tr"
            | "ro"
            | "el"
            | "uk"
            | "ca"
    )
}

/// Whether a text is clearly Spanish, French, German, Portuguese, Italian or Dutch, which all write the day first.
pub fn day_first_language(text: &str) -> bool {
    /// Words in lower case looked at.
    const SAMPLE: usize = 400;
    /// Words from which a language can be told; fewer are a name or a table.
    const TELLING: usize = 10;
    const ENGLISH: &[&str] = &[
        "the", "of", "and", "to", "that", "with", "said", "was", "for", "by", "from", "his", "has", "is", "are", "it",
        "you", "this", "at", "as", "be", "which", "not", "will", "its",
    ];
    const OTHERS: &[&str] = &[
        "el", "la", "los", "las", "de", "del", "que", "y", "en", "un", "una", "por", "con", "para", "se", "su", "al",
        "le", "les", "des", "du", "et", "est", "une", "dans", "pour", "qui", "sur", "au", "aux", "der", "die", "das",
        "und", "den", "dem", "von", "zu", "mit", "ein", "eine", "nicht", "auf", "ist", "im", "sich", "o", "os", "da",
        "do", "dos", "em", "um", "uma", "com", "il", "lo", "gli", "di", "che", "e", "della", "nel", "per", "non",
        "sono", "het", "van", "een", "op", "voor", "met", "zijn", "niet", "aan", "te", "dat",
    ];
    let (mut all, mut english, mut others) = (0, 0, 0);
    let words = text.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty() && !w.contains(char::is_uppercase));
    for word in words.take(SAMPLE) {
        all += 1;
        english += usize::from(ENGLISH.contains(&word));
        others += usize::from(OTHERS.contains(&word));
    }
    all >= TELLING && others * 5 > all && english * 4 < others
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_figures_show() {
        for (text, expected) in [
            ("on 25/12/2024", Some(DayMonth::DayFirst)),
            ("on 12/25/2024 and 1/2/2024", Some(DayMonth::MonthFirst)),
            ("25/12/2024, 12/25/2024", None),
            ("1/2/2024", None),
            ("25/12/24", Some(DayMonth::DayFirst)),
            ("25-12-2024", Some(DayMonth::DayFirst)),
            ("2024/12/25, 2024-12-25", None),
            ("25/12, a/25/12/2024, 125/12/2024, 25/12/20245, 25/12/2024/1", None),
            ("32/12/2024, 25/13/2024, 0/25/2024", None),
            ("", None),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn languages() {
        for (text, expected) in [
            ("La alcaldesa dijo que el puerto de la isla se cierra por la tormenta que viene del norte.", true),
            ("Der Hafen ist seit dem 2/3/2024 zu, und die Fischer warten mit den Booten auf das Ende.", true),
            ("The mayor said that the harbour of the island is closed for the storm, and it will be at sea.", false),
            ("Harbour closed", false),
            ("La Paz, Los Angeles, Las Vegas and El Paso are what the tour of the band said it will be at.", false),
        ] {
            assert_eq!(day_first_language(text), expected, "{text}");
        }
    }

    #[test]
    fn readings() {
        let day = Period::ymd;
        let either = Reading::new(12, 2, 2024).unwrap();
        assert_eq!(either.ordered(DayMonth::MonthFirst), day(2024, 12, 2).unwrap());
        assert_eq!(either.ordered(DayMonth::DayFirst), day(2024, 2, 12).unwrap());
        assert_eq!(either.whole().to_string(), "2024-02-12/2024-12-02");
        assert_eq!(either.only(|p| p.from.month() == 2), Some(DayMonth::DayFirst));
        assert_eq!((either.only(|_| true), either.certain()), (None, None));
        assert_eq!(Reading::new(25, 12, 2024), day(2024, 12, 25).map(Reading::One));
        assert_eq!(Reading::new(5, 5, 2024), day(2024, 5, 5).map(Reading::One));
        assert_eq!(Reading::new(25, 13, 2024), None);
    }
}
