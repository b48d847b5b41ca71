//! A stretch of civil days, as precise as its source and no more.
//!
//! Takes years, months and days; gives a [`Period`] with its first and last day. It knows no clock, no time zone and
//! no locale, and it never fills in what was not said: "1989" stays the whole of 1989.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// How exactly a period was stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// One day.
    Day,
    /// A week or a weekend.
    Week,
    /// A calendar month.
    Month,
    /// A quarter of a year.
    Quarter,
    /// A season: March-May, June-August, September-November, December-February.
    Season,
    /// Half a year.
    Half,
    /// A calendar year.
    Year,
    /// Ten years, 1980 to 1989.
    Decade,
    /// A hundred years.
    Century,
    /// Anything else with two ends: "May 3-5", "between 1914 and 1918", "mid-May".
    Range,
}

impl Precision {
    /// The word used in output: `day`, `month`, ...
    pub fn as_str(self) -> &'static str {
        match self {
            Precision::Day => "day",
            Precision::Week => "week",
            Precision::Month => "month",
            Precision::Quarter => "quarter",
            Precision::Season => "season",
            Precision::Half => "half",
            Precision::Year => "year",
            Precision::Decade => "decade",
            Precision::Century => "century",
            Precision::Range => "range",
        }
    }
}

/// A first and a last day (both included, years 1 to 9999) and how exactly they were stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    /// First day.
    pub from: Date,
    /// Last day, never before the first.
    pub to: Date,
    /// How exactly it was stated.
    pub precision: Precision,
}

/// Why a text is no date.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadDate {
    /// Not of the shape YYYY, YYYY-MM, YYYY-MM-DD or YYYYs.
    #[error("\"{0}\" is not a date; write 2024, 2024-12, 2024-12-02 or 1980s")]
    Shape(String),
    /// The shape is right, but the calendar has no such day.
    #[error("\"{0}\" is not in the calendar")]
    Calendar(String),
    /// A stretch whose end lies before its beginning.
    #[error("\"{0}\" ends before it begins")]
    Order(String),
}

/// Why a text is no length of time.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadLength {
    /// Not of the shape 7d, 6w, 3m, 1y or 30.
    #[error("\"{0}\" is not a length of time; write 7d, 6w, 3m, 1y or a number of days")]
    Shape(String),
    /// More than [`LONGEST`] days.
    #[error("\"{0}\" is more than a thousand years")]
    Long(String),
}

/// The longest length of time, in days: a thousand years.
pub const LONGEST: u32 = 365_000;

/// The days in a length of time: `7d`, `6w`, `3m` (months of 30 days), `1y` (years of 365 days), or a plain number of
/// days; 0 is one too.
///
/// # Errors
/// [`BadLength::Shape`] for anything else, [`BadLength::Long`] for more than [`LONGEST`].
pub fn days(text: &str) -> Result<u32, BadLength> {
    let shape = || BadLength::Shape(text.to_string());
    let trimmed = text.trim();
    let end = trimmed.find(|c: char| !c.is_ascii_digit()).unwrap_or(trimmed.len());
    let (number, unit) = trimmed.split_at(end);
    let unit = match unit {
        "" | "d" | "D" => 1,
        "w" | "W" => 7,
        "m" | "M" => 30,
        "y" | "Y" => 365,
        _ => return Err(shape()),
    };
    if number.is_empty() {
        return Err(shape());
    }
    let days = number.parse::<u32>().ok().and_then(|number| number.checked_mul(unit));
    days.filter(|days| *days <= LONGEST).ok_or_else(|| BadLength::Long(text.to_string()))
}

/// The last day of a month of the Gregorian calendar.
pub fn month_length(year: i16, month: i8) -> i8 {
    Date::new(year, month, 1).map_or(31, |d| d.days_in_month())
}

impl Period {
    /// One day.
    pub fn day(day: Date) -> Period {
        Period { from: day, to: day, precision: Precision::Day }
    }

    /// One day by its numbers; None where the calendar (years 1 to 9999) has no such day.
    pub fn ymd(year: i16, month: i8, day: i8) -> Option<Period> {
        in_range(year)?;
        Some(Period::day(Date::new(year, month, day).ok()?))
    }

    /// A calendar month; None where there is no such month.
    pub fn month(year: i16, month: i8) -> Option<Period> {
        in_range(year)?;
        let from = Date::new(year, month, 1).ok()?;
        Some(Period { from, to: from.last_of_month(), precision: Precision::Month })
    }

    /// A calendar year, 1 to 9999.
    pub fn year(year: i16) -> Option<Period> {
        in_range(year)?;
        Some(Period {
            from: Date::new(year, 1, 1).ok()?,
            to: Date::new(year, 12, 31).ok()?,
            precision: Precision::Year,
        })
    }

    /// The ten years that begin with `first` (1980 for the 1980s).
    pub fn decade(first: i16) -> Option<Period> {
        in_range(first)?;
        in_range(first.checked_add(9)?)?;
        Some(Period {
            from: Date::new(first, 1, 1).ok()?,
            to: Date::new(first + 9, 12, 31).ok()?,
            precision: Precision::Decade,
        })
    }

    /// Two days as they stand; None if the second lies before the first.
    pub fn between(from: Date, to: Date, precision: Precision) -> Option<Period> {
        (from <= to).then_some(Period { from, to, precision })
    }

    /// Reads `2024`, `2024-12`, `2024-12-02` (also `20241202`, `2024/12/02`), `1980s`, and stretches
    /// of two such dates, both included: `1914..1918-11`, `1914-07-28/1918-11-11`.
    ///
    /// # Errors
    /// [`BadDate::Shape`] for anything else, [`BadDate::Calendar`] for days such as 2023-02-29, [`BadDate::Order`] for a
    /// stretch that ends before it begins.
    pub fn parse(text: &str) -> Result<Period, BadDate> {
        let text = text.trim();
        if let Some((from, to)) =
            text.split_once("..").or_else(|| text.split_once('/').filter(|(from, _)| from.len() == 10))
        {
            let (from, to) = (Period::parse(from)?, Period::parse(to)?);
            return Period::between(from.from, to.to, Precision::Range).ok_or_else(|| BadDate::Order(text.to_string()));
        }
        let shape = || BadDate::Shape(text.to_string());
        let calendar = || BadDate::Calendar(text.to_string());
        if let Some(decade) = text.strip_suffix('s') {
            let first: i16 = digits(decade, 4).ok_or_else(shape)?;
            return if first % 10 == 0 { Period::decade(first).ok_or_else(calendar) } else { Err(shape()) };
        }
        if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
            let year = digits(&text[..4], 4).ok_or_else(shape)?;
            let month = digits(&text[4..6], 2).ok_or_else(shape)?;
            let day = digits(&text[6..], 2).ok_or_else(shape)?;
            return Period::ymd(year, month as i8, day as i8).ok_or_else(calendar);
        }
        let mut parts = text.split(['-', '/']);
        let year = parts.next().and_then(|y| digits(y, 4)).ok_or_else(shape)?;
        let Some(month) = parts.next() else {
            return Period::year(year).ok_or_else(calendar);
        };
        let month = digits(month, 2).ok_or_else(shape)? as i8;
        let Some(day) = parts.next() else {
            return Period::month(year, month).ok_or_else(calendar);
        };
        let day = digits(day, 2).ok_or_else(shape)? as i8;
        if parts.next().is_some() {
            return Err(shape());
        }
        Period::ymd(year, month, day).ok_or_else(calendar)
    }

    /// Whether every day of `other` lies in this period.
    pub fn covers(&self, other: &Period) -> bool {
        self.from <= other.from && other.to <= self.to
    }

    /// Whether the two share a day.
    pub fn overlaps(&self, other: &Period) -> bool {
        self.from <= other.to && other.from <= self.to
    }
}

/// `2024-12-02`, `2024-12`, `2024`, `1980s`, else `first/last`.
impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.precision {
            Precision::Day => write!(f, "{}", Iso(self.from)),
            Precision::Month => write!(f, "{:04}-{:02}", self.from.year(), self.from.month()),
            Precision::Year => write!(f, "{:04}", self.from.year()),
            Precision::Decade => write!(f, "{:04}s", self.from.year()),
            _ => write!(f, "{}/{}", Iso(self.from), Iso(self.to)),
        }
    }
}

/// Prints a day as YYYY-MM-DD.
pub struct Iso(pub Date);

impl fmt::Display for Iso {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.0.year(), self.0.month(), self.0.day())
    }
}

/// Day number of the proleptic Gregorian calendar: 1 for 0001-01-01, 719163 for 1970-01-01 (Rata Die).
pub fn day_number(day: Date) -> i64 {
    let unix = day.since(Date::constant(1970, 1, 1)).map_or(0, |s| i64::from(s.get_days()));
    unix + 719_163
}

/// The day with this number, None outside years 1 to 9999.
pub fn day_of_number(number: i64) -> Option<Date> {
    if !(1..=3_652_059).contains(&number) {
        return None;
    }
    let days = i32::try_from(number - 719_163).ok()?;
    Date::constant(1970, 1, 1).checked_add(jiff::Span::new().days(days)).ok()
}

fn in_range(year: i16) -> Option<()> {
    (1..=9999).contains(&year).then_some(())
}

fn digits(text: &str, width: usize) -> Option<i16> {
    (!text.is_empty() && text.len() <= width && text.bytes().all(|b| b.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}
