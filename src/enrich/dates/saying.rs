//! What a text says of a date, before it is known which day that is.
//!
//! A [`Saying`] is the reading of a phrase: "May 3" is the third of May of a year not said, "last year" is the year
//! before publication. Nothing here is resolved; [`settle`](super::settle) does that.

use super::words::Unit;

/// How the year was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Year {
    /// In figures.
    Stated(i16),
    /// So many years from that of publication: "last year" is -1.
    Shifted(i16),
    /// So many years from the one the text last spoke of: "that year" is 0.
    Told(i16),
    /// By "last": the latest such month or day before publication.
    Last,
    /// By "next": the first one after publication.
    Next,
    /// Not at all.
    Unsaid,
}

/// Which weekday of that name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// "Monday", "on Monday": tense decides.
    Bare,
    /// "last Monday".
    Last,
    /// "this Monday".
    This,
    /// "next Monday".
    Next,
    /// The Monday of the week so many weeks from the present one: "Monday of next week".
    Week(i32),
}

/// A stretch of months within a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Quarter 1 to 4.
    Quarter(i8),
    /// Half 1 or 2.
    Half(i8),
    /// Season, by its first month: 3, 6, 9 or 12.
    Season(i8),
}

/// One date as said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// A day of a month, perhaps with its weekday (Monday is 1).
    Day(Year, i8, i8, Option<i8>),
    /// A day in figures, of which either may be that of the month: 3/4/2024, in the order in which they stand.
    Either(i16, i8, i8),
    /// Some days of one month, first and last: "May 3-5".
    Days(Year, i8, i8, i8),
    /// A month.
    Month(Year, i8),
    /// A day of the month last spoken of: "on the 20th".
    DayOnly(i8),
    /// A year.
    Year(Year),
    /// Years first to last: "1914-18".
    Years(i16, i16),
    /// The ten years from this one.
    Decade(i16),
    /// The hundred years from this one.
    Century(i16),
    /// Quarter, half or season.
    Part(Year, Part),
    /// A weekday.
    Weekday(i8, Turn),
    /// The unit so many units from that of publication.
    Shift(i32, Unit),
    /// The days from that of publication to so many units behind it (ahead of it where negative).
    Stretch(i32, Unit),
    /// So many units after publication, where the sentence speaks of what is to come: "in five days".
    Ahead(i32, Unit),
    /// The weekend, which of them being left to tense.
    Weekend,
    /// The unit so many units from that last spoken of.
    Told(i32, Unit),
    /// The unit that is running: "the end of the year", "later in the week".
    Present(Unit),
    /// What the text last spoke of, moved to another year: "a year earlier", "the same quarter last year".
    Again(Year),
    /// The week in which a day lies: "the week of May 3".
    WeekOf(Year, i8, i8),
    /// A date that cannot be held (years BC): nothing is found, and what follows does not count from earlier years.
    Beyond,
}

/// A phrase and what it says.
#[derive(Clone, Copy, Debug)]
pub(super) struct Saying {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// What is said.
    pub said: Said,
    /// Of a range, the last date.
    pub until: Option<Said>,
}

impl Said {
    /// This month or day with its year, if none was said.
    pub fn in_year(self, year: Year) -> Said {
        match self {
            Said::Day(Year::Unsaid, month, day, weekday) => Said::Day(year, month, day, weekday),
            Said::Days(Year::Unsaid, month, first, last) => Said::Days(year, month, first, last),
            Said::Month(Year::Unsaid, month) => Said::Month(year, month),
            other => other,
        }
    }

    /// Whether a month or day is told by "last" or "next".
    pub fn turned(&self) -> bool {
        matches!(self, Said::Day(year, ..) | Said::Days(year, ..) | Said::Month(year, _)
            if matches!(year, Year::Last | Year::Next))
    }
}

impl Saying {
    /// Whether the order of figures makes a difference.
    pub fn figures(&self) -> bool {
        matches!(self.said, Said::Either(..)) || matches!(self.until, Some(Said::Either(..)))
    }

    /// A phrase that is no range.
    pub fn new(start: usize, end: usize, said: Said) -> Saying {
        Saying { start, end, said, until: None }
    }
}
