//! Articles by source and month: what an archive holds, and where it has holes.
//!
//! Takes the columns of one snapshot (source, first and last day of publication), gives counts. No article is loaded, and
//! no date is made more exact than it is: what is known by the year only is counted apart, never spread over months.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;

use super::Archive;
use crate::date::day_of_number;
use crate::error::Result;

/// A calendar month: year (1 to 9999), month (1 to 12).
pub type Month = (i16, i8);

/// How exactly an article's date places it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Slot {
    /// Within one month.
    Month(Month),
    /// Within one year, but in no one month of it.
    Year(i16),
    /// Over several years.
    Wider,
    /// Not dated.
    Undated,
}

/// Articles of one source by date.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceCoverage {
    /// Its name; None for articles that name no source.
    pub source: Option<String>,
    /// Articles, dated or not.
    pub articles: u64,
    /// Articles known to be of one month; months without any are left out.
    pub months: BTreeMap<Month, u64>,
    /// Articles known to be of one year, but of no one month in it.
    pub years: BTreeMap<i16, u64>,
    /// Articles whose date spans several years.
    pub wider: u64,
    /// Articles without a date.
    pub undated: u64,
}

/// Months in a row without an article, inside a source's span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hole {
    /// First month without an article.
    pub first: Month,
    /// Last month without an article.
    pub last: Month,
}

impl Hole {
    /// How many months, at least 1.
    pub fn months(&self) -> u64 {
        number(self.last).saturating_sub(number(self.first)).unsigned_abs() + 1
    }
}

/// Months since the first of year 0.
fn number((year, month): Month) -> i64 {
    i64::from(year) * 12 + i64::from(month) - 1
}

fn month_of_number(number: i64) -> Month {
    // Years are 1 to 9999, as the calendar of the index has no others.
    (i16::try_from(number.div_euclid(12)).unwrap_or(i16::MAX), number.rem_euclid(12) as i8 + 1)
}

impl SourceCoverage {
    /// First and last month that have articles; a source's span is from the one to the other, both included.
    pub fn span(&self) -> Option<(Month, Month)> {
        Some((*self.months.keys().next()?, *self.months.keys().next_back()?))
    }

    /// The holes in the span, oldest first.
    pub fn holes(&self) -> Vec<Hole> {
        let months: Vec<i64> = self.months.keys().map(|month| number(*month)).collect();
        months
            .windows(2)
            .filter(|pair| pair[1] - pair[0] > 1)
            .map(|pair| Hole { first: month_of_number(pair[0] + 1), last: month_of_number(pair[1] - 1) })
            .collect()
    }

    fn add(&mut self, slot: Slot, count: u64) {
        self.articles += count;
        match slot {
            Slot::Month(month) => *self.months.entry(month).or_default() += count,
            Slot::Year(year) => *self.years.entry(year).or_default() += count,
            Slot::Wider => self.wider += count,
            Slot::Undated => self.undated += count,
        }
    }
}

/// Where the first and the last day of publication place an article.
pub(super) fn slot(days: Option<(Date, Date)>) -> Slot {
    match days {
        None => Slot::Undated,
        Some((from, to)) if (from.year(), from.month()) == (to.year(), to.month()) => {
            Slot::Month((from.year(), from.month()))
        }
        Some((from, to)) if from.year() == to.year() => Slot::Year(from.year()),
        Some(_) => Slot::Wider,
    }
}

impl Archive {
    /// Articles by source and month; the source with most articles first, then by name.
    ///
    /// # Errors
    /// [`Error::Damaged`](crate::error::Error::Damaged).
    pub fn coverage(&self) -> Result<Vec<SourceCoverage>> {
        let mut sources: HashMap<String, SourceCoverage> = HashMap::new();
        for reader in self.snapshot.searcher.segment_readers() {
            let columns = reader.fast_fields();
            let names = columns.str("source").map_err(self.damaged())?;
            let from = columns.i64("published_from").map_err(self.damaged())?;
            let to = columns.i64("published_to").map_err(self.damaged())?;
            // Names are numbers within a segment, so that text is looked up once a source, not once an article.
            let mut counts: HashMap<(Option<u64>, Slot), u64> = HashMap::new();
            for doc in reader.doc_ids_alive() {
                let name = names.as_ref().and_then(|column| column.term_ords(doc).next());
                let days = from.first(doc).and_then(day_of_number).zip(to.first(doc).and_then(day_of_number));
                *counts.entry((name, slot(days))).or_default() += 1;
            }
            for ((number, slot), count) in counts {
                let mut name = String::new();
                if let (Some(column), Some(number)) = (&names, number) {
                    column.ord_to_str(number, &mut name).map_err(|e| self.damaged()(e.into()))?;
                }
                sources.entry(name).or_default().add(slot, count);
            }
        }
        let mut sources: Vec<SourceCoverage> = sources
            .into_iter()
            .map(|(name, counts)| SourceCoverage { source: (!name.is_empty()).then_some(name), ..counts })
            .collect();
        sources.sort_by(|a, b| b.articles.cmp(&a.articles).then_with(|| a.source.cmp(&b.source)));
        Ok(sources)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(months: &[Month]) -> SourceCoverage {
        SourceCoverage { months: months.iter().map(|m| (*m, 1)).collect(), ..SourceCoverage::default() }
    }

    #[test]
    fn holes_lie_inside_the_span() {
        /// Months with articles; first and last month of each hole, and its length.
        type Case = (&'static [Month], &'static [(Month, Month, u64)]);
        let table: &[Case] = &[
            (&[], &[]),
            (&[(1989, 11)], &[]),
            (&[(1989, 11), (1989, 12), (1990, 1)], &[]),
            (&[(1989, 11), (1990, 1)], &[((1989, 12), (1989, 12), 1)]),
            (&[(1, 1), (1, 3), (9999, 12)], &[((1, 2), (1, 2), 1), ((1, 4), (9999, 11), 119_984)]),
        ];
        for (months, wanted) in table {
            let holes: Vec<_> = of(months).holes().iter().map(|h| (h.first, h.last, h.months())).collect();
            assert_eq!(&holes, wanted, "{months:?}");
        }
    }

    #[test]
    fn a_date_is_no_more_exact_than_it_is() {
        let day = |y, m, d| Date::new(y, m, d).unwrap();
        let table = [
            (None, Slot::Undated),
            (Some((day(2024, 2, 29), day(2024, 2, 29))), Slot::Month((2024, 2))),
            (Some((day(2024, 2, 1), day(2024, 2, 29))), Slot::Month((2024, 2))),
            (Some((day(2024, 1, 29), day(2024, 2, 4))), Slot::Year(2024)),
            (Some((day(2024, 1, 1), day(2024, 12, 31))), Slot::Year(2024)),
            (Some((day(2024, 12, 31), day(2025, 1, 1))), Slot::Wider),
            (Some((day(1980, 1, 1), day(1989, 12, 31))), Slot::Wider),
        ];
        for (days, wanted) in table {
            assert_eq!(slot(days), wanted, "{days:?}");
        }
    }
}
