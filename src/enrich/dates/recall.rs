//! Days counted from what the text last spoke of: "that day", "the following year", "a year earlier", "the end of the
//! year".
//!
//! Takes a saying with what was told before it; gives the days, or nothing if what it counts from is too far back. It
//! never counts from the day of publication in a narrative.

use jiff::ToSpan;
use jiff::civil::Date;

use super::saying::Year;
use super::settle::{Settler, valid};
use super::words::Unit;
use crate::date::{Period, Precision};

/// How far behind (in bytes) "a year earlier" looks for its quarter; reports of earnings go over several paragraphs.
const REPORT: usize = 1500;

impl Settler<'_> {
    /// "that day", "the following year": so far from the date last spoken of.
    pub(super) fn recall(&self, n: i32, unit: Unit) -> Option<Period> {
        if !self.same_stretch() {
            return None;
        }
        let told = self.told;
        let period = match unit {
            Unit::Day => Some(Period::day(told.day?.checked_add(n.days()).ok()?)),
            Unit::Month => {
                let at = Date::new(told.year?, told.month?, 1).ok()?.checked_add(n.months()).ok()?;
                Period::month(at.year(), at.month())
            }
            Unit::Year => Period::year(told.year?.checked_add(i16::try_from(n).ok()?)?),
            _ => None,
        };
        period.filter(valid)
    }

    /// "the end of the year": that of publication, unless the text has just told of another.
    pub(super) fn present(&self, unit: Unit) -> Option<Period> {
        if self.anchor.narrative || self.elsewhere() {
            return self.recall(0, unit);
        }
        if unit == Unit::Day { self.recall(0, unit).or_else(|| self.shift(0, unit)) } else { self.shift(0, unit) }
    }

    /// Whether the text has just told of another year than that of publication.
    pub(super) fn elsewhere(&self) -> bool {
        let told = self.told;
        told.year.is_some_and(|y| Some(y) != self.anchor.year) && !told.deictic && self.same_stretch()
    }

    /// "a year earlier": the month or quarter last spoken of in another year, or that year.
    pub(super) fn again(&self, year: Year) -> Option<Period> {
        let near = self.saying.start.saturating_sub(self.told.end) < REPORT;
        let told = self.told.period.filter(|_| if self.anchor.narrative { self.same_stretch() } else { near });
        let from = told.map(|p| p.to.year());
        let year = match year {
            Year::Stated(y) => y,
            Year::Shifted(n) => self.anchor.year?.checked_add(n)?,
            Year::Told(n) => from.or(self.anchor.year.filter(|_| !self.anchor.narrative))?.checked_add(n)?,
            Year::Last | Year::Next | Year::Unsaid => return None,
        };
        let part = |p: &Period| {
            matches!(p.precision, Precision::Month | Precision::Quarter | Precision::Half | Precision::Season)
        };
        let Some(told) = told.filter(part) else { return Period::year(year) };
        let back = told.to.year() - told.from.year();
        let from = Date::new(year.checked_sub(back)?, told.from.month(), 1).ok()?;
        let to = Date::new(year, told.to.month(), 1).ok()?.last_of_month();
        Period::between(from, to, told.precision).filter(valid)
    }
}
