//! How many articles satisfy a query in each day, week, month or year: by when they were published, or by the dates that
//! they speak of.
//!
//! Takes queries and one snapshot, gives counts beside those of the whole archive, so that a hole in what it holds does not
//! look like silence. Columns and postings are read, no article is loaded. No date is made more exact than it is: what does
//! not lie within one of the units is counted apart.

use std::collections::BTreeMap;

use rayon::prelude::*;
use tantivy::query::EnableScoring;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, SegmentReader, TERMINATED};

use super::Archive;
use crate::date::{day_number, day_of_number};
use crate::error::Result;
use crate::query::Query;

/// What a timeline counts by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// Days.
    Day,
    /// Weeks, from Monday to Sunday (ISO 8601).
    Week,
    /// Calendar months.
    Month,
    /// Calendar years.
    Year,
}

/// Which of an article's dates count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dates {
    /// When it was published.
    Published,
    /// The dates it speaks of, each unit once.
    Mentioned,
}

/// Units that a timeline has at most where none is asked for; then the next greater one is taken.
const UNITS: i64 = 62;
/// Days of the calendar, years 1 to 9999.
const LAST_DAY: i64 = 3_652_059;

impl Unit {
    /// All, the shortest first.
    pub const ALL: [Unit; 4] = [Unit::Day, Unit::Week, Unit::Month, Unit::Year];

    /// The number of the unit in which a day (by its number) lies; units are numbered without gaps.
    pub fn number(self, day: i64) -> i64 {
        let date = || day_of_number(day).map_or((1, 1), |date| (i64::from(date.year()), i64::from(date.month())));
        match self {
            Unit::Day => day,
            // The first day of the year 1 is a Monday.
            Unit::Week => (day - 1).div_euclid(7),
            Unit::Month => date().0 * 12 + date().1 - 1,
            Unit::Year => date().0,
        }
    }

    /// The first and the last day of a unit, by their numbers.
    pub fn days(self, number: i64) -> (i64, i64) {
        let first = |year: i64, month: i64| {
            let date = jiff::civil::Date::new(year as i16, month as i8, 1);
            date.map_or(if year < 1 { 1 } else { LAST_DAY + 1 }, day_number)
        };
        match self {
            Unit::Day => (number, number),
            Unit::Week => (number * 7 + 1, (number * 7 + 7).min(LAST_DAY)),
            Unit::Month => {
                let next = number + 1;
                (
                    first(number.div_euclid(12), number.rem_euclid(12) + 1),
                    self.before(first(next.div_euclid(12), next.rem_euclid(12) + 1)),
                )
            }
            Unit::Year => (first(number, 1), self.before(first(number + 1, 1))),
        }
    }

    fn before(self, day: i64) -> i64 {
        (day - 1).min(LAST_DAY)
    }

    /// The unit that holds a stretch of days, if one does.
    fn holding(self, from: i64, to: i64) -> Option<i64> {
        let number = self.number(from);
        (number == self.number(to)).then_some(number)
    }

    /// The shortest that cuts the time that some stretches of days span into few enough parts to look at, and that holds
    /// at least half of what a year holds of them (each with how often it occurs). None if no year holds any.
    fn fitting(stretches: &[((i64, i64), u64)]) -> Option<Unit> {
        let (from, to) = span(stretches.iter().map(|(days, _)| *days), Unit::Year)?;
        let few = |unit: &Unit| unit.number(to) - unit.number(from) < UNITS * if *unit == Unit::Month { 3 } else { 1 };
        let held = |unit: Unit| -> u64 {
            let held = |(days, _): &&((i64, i64), u64)| unit.holding(days.0, days.1).is_some();
            stretches.iter().filter(held).map(|(_, times)| times).sum()
        };
        let most = |unit: &Unit| held(*unit) * 2 >= held(Unit::Year);
        Some(Unit::ALL.into_iter().filter(few).find(most).unwrap_or(Unit::Year))
    }
}

/// Articles that satisfy a query, by unit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Curve {
    /// Articles in each unit of the timeline, in its order. Of dates that articles speak of, one may count in several.
    pub articles: Vec<u64>,
    /// Articles that satisfy it, dated or not.
    pub total: u64,
    /// Articles that count in no unit, though they have a date: it does not lie within one.
    pub wider: u64,
    /// Articles without a date.
    pub undated: u64,
}

impl Curve {
    /// The first unit that has articles, by its place.
    pub fn first(&self) -> Option<usize> {
        self.articles.iter().position(|articles| *articles > 0)
    }

    /// The unit that has most articles, by its place; of several the first.
    pub fn peak(&self) -> Option<usize> {
        let most = *self.articles.iter().max().filter(|most| **most > 0)?;
        self.articles.iter().position(|articles| *articles == most)
    }
}

/// Several queries over the same time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeline {
    /// What is counted by.
    pub unit: Unit,
    /// The number of the first unit; the others follow without gaps.
    pub start: i64,
    /// What the archive holds in each unit, whatever the query.
    pub held: Vec<u64>,
    /// The queries, in their order.
    pub curves: Vec<Curve>,
}

/// What a query finds, before it is cut into units: articles by first and last day; and undated ones.
#[derive(Default)]
struct Gathered {
    days: BTreeMap<(i64, i64), u64>,
    undated: u64,
}

/// What a query finds in one segment, one bit an article.
struct Bits(Vec<u64>);

impl Bits {
    fn holds(&self, doc: u32) -> bool {
        self.0.get(doc as usize / 64).is_some_and(|bits| bits >> (doc % 64) & 1 == 1)
    }

    fn set(&mut self, doc: u32) {
        if let Some(bits) = self.0.get_mut(doc as usize / 64) {
            *bits |= 1 << (doc % 64);
        }
    }

    fn count(&self) -> u64 {
        self.0.iter().map(|bits| u64::from(bits.count_ones())).sum()
    }
}

impl Archive {
    /// Counts what some queries find by a unit; by the one that fits the time they span if none is asked for. None if
    /// nothing that they find has a date that lies within a unit.
    ///
    /// # Errors
    /// [`Error::Damaged`](crate::error::Error::Damaged).
    pub fn timeline(&self, queries: &[Query], dates: Dates, unit: Option<Unit>) -> Result<Option<Timeline>> {
        let mut found = Vec::with_capacity(queries.len());
        for query in queries {
            found.push(self.found(query)?);
        }
        let all = self.found(&Query::Everything)?;
        match dates {
            Dates::Published => {
                let mut gathered = Vec::with_capacity(found.len());
                for bits in &found {
                    gathered.push(self.published(bits)?);
                }
                let days = gathered.iter().flat_map(|gathered| &gathered.days);
                let days: Vec<((i64, i64), u64)> = days.map(|(days, articles)| (*days, *articles)).collect();
                let Some((unit, start, end)) = units(&days, unit) else { return Ok(None) };
                let curves = gathered.iter().map(|gathered| curve(gathered, unit, start, end)).collect();
                let held = curve(&self.published(&all)?, unit, start, end).articles;
                Ok(Some(Timeline { unit, start, held, curves }))
            }
            Dates::Mentioned => {
                let mut days: BTreeMap<(i64, i64), u64> = BTreeMap::new();
                for bits in &found {
                    self.mentioned(bits, &mut |from, to, _, _| *days.entry((from, to)).or_default() += 1)?;
                }
                let days: Vec<((i64, i64), u64)> = days.into_iter().collect();
                let Some((unit, start, end)) = units(&days, unit) else { return Ok(None) };
                let mut curves = Vec::with_capacity(found.len());
                for bits in &found {
                    curves.push(self.speaking(bits, unit, start, end)?);
                }
                let held = self.speaking(&all, unit, start, end)?.articles;
                Ok(Some(Timeline { unit, start, held, curves }))
            }
        }
    }

    /// The articles that satisfy a query, by segment.
    fn found(&self, query: &Query) -> Result<Vec<Bits>> {
        let plan = self.lower(query, None)?;
        let searcher = &self.snapshot.searcher;
        let segments = || -> tantivy::Result<Vec<Bits>> {
            let weight = plan.lowered.weight(EnableScoring::disabled_from_searcher(searcher))?;
            let segment = |reader: &SegmentReader| -> tantivy::Result<Bits> {
                let mut bits = Bits(vec![0; (reader.max_doc() as usize).div_ceil(64)]);
                let mut scorer = weight.scorer(reader, 1.0)?;
                let mut doc = scorer.doc();
                while doc != TERMINATED {
                    if reader.alive_bitset().is_none_or(|alive| alive.is_alive(doc)) {
                        bits.set(doc);
                    }
                    doc = scorer.advance();
                }
                Ok(bits)
            };
            searcher.segment_readers().par_iter().map(segment).collect()
        };
        segments().map_err(self.damaged())
    }

    /// When articles were published.
    fn published(&self, found: &[Bits]) -> Result<Gathered> {
        let mut gathered = Gathered::default();
        for (reader, bits) in self.snapshot.searcher.segment_readers().iter().zip(found) {
            let from = reader.fast_fields().i64("published_from").map_err(self.damaged())?;
            let to = reader.fast_fields().i64("published_to").map_err(self.damaged())?;
            for doc in (0..reader.max_doc()).filter(|doc| bits.holds(*doc)) {
                match from.first(doc).zip(to.first(doc)) {
                    Some(days) => *gathered.days.entry(days).or_default() += 1,
                    None => gathered.undated += 1,
                }
            }
        }
        Ok(gathered)
    }

    /// Calls `see` with the dates that articles speak of, in order of their first day within a segment: first and last
    /// day, the segment's number, and each article.
    fn mentioned(&self, found: &[Bits], see: &mut dyn FnMut(i64, i64, usize, u32)) -> Result<()> {
        let field = self.built.fields.dates;
        let mut read = || -> tantivy::Result<()> {
            for (segment, (reader, bits)) in self.snapshot.searcher.segment_readers().iter().zip(found).enumerate() {
                let index = reader.inverted_index(field)?;
                let mut terms = index.terms().stream()?;
                while terms.advance() {
                    let Some((from, to)) = std::str::from_utf8(terms.key()).ok().and_then(days) else { continue };
                    let mut list = index.read_postings_from_terminfo(terms.value(), IndexRecordOption::Basic)?;
                    let mut doc = list.doc();
                    while doc != TERMINATED {
                        if bits.holds(doc) {
                            see(from, to, segment, doc);
                        }
                        doc = list.advance();
                    }
                }
            }
            Ok(())
        };
        read().map_err(self.damaged())
    }

    /// Articles by the units that they speak of, each article once a unit.
    fn speaking(&self, found: &[Bits], unit: Unit, start: i64, end: i64) -> Result<Curve> {
        let mut curve = Curve { articles: vec![0; (end - start + 1).max(0) as usize], ..Curve::default() };
        let readers = self.snapshot.searcher.segment_readers();
        let empty = || readers.iter().map(|r| Bits(vec![0; (r.max_doc() as usize).div_ceil(64)])).collect::<Vec<_>>();
        // Dates come in the order of their first day, so the last unit of an article is the only one to compare with.
        let mut last: Vec<Vec<i64>> = readers.iter().map(|r| vec![i64::MIN; r.max_doc() as usize]).collect();
        let (mut placed, mut dated) = (empty(), empty());
        self.mentioned(found, &mut |from, to, segment, doc| {
            dated[segment].set(doc);
            let Some(number) = unit.holding(from, to).filter(|number| (start..=end).contains(number)) else { return };
            placed[segment].set(doc);
            let before = &mut last[segment][doc as usize];
            if *before != number {
                *before = number;
                curve.articles[(number - start) as usize] += 1;
            }
        })?;
        let count = |bits: &[Bits]| bits.iter().map(Bits::count).sum::<u64>();
        curve.total = count(found);
        curve.wider = count(&dated) - count(&placed);
        curve.undated = curve.total - count(&dated);
        Ok(curve)
    }
}

/// The unit of a timeline, and the numbers of its first and last.
fn units(days: &[((i64, i64), u64)], unit: Option<Unit>) -> Option<(Unit, i64, i64)> {
    let unit = match unit {
        Some(unit) => unit,
        None => Unit::fitting(days)?,
    };
    let (from, to) = span(days.iter().map(|(days, _)| *days), unit)?;
    Some((unit, unit.number(from), unit.number(to)))
}

/// The first and the last day of what lies within one unit.
fn span(days: impl Iterator<Item = (i64, i64)>, unit: Unit) -> Option<(i64, i64)> {
    let held = days.filter(|(from, to)| unit.holding(*from, *to).is_some());
    held.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
}

fn curve(gathered: &Gathered, unit: Unit, start: i64, end: i64) -> Curve {
    let mut curve = Curve { articles: vec![0; (end - start + 1).max(0) as usize], ..Curve::default() };
    for ((from, to), articles) in &gathered.days {
        curve.total += articles;
        match unit.holding(*from, *to) {
            Some(number) if (start..=end).contains(&number) => curve.articles[(number - start) as usize] += articles,
            Some(_) => {}
            None => curve.wider += articles,
        }
    }
    curve.undated = gathered.undated;
    curve.total += gathered.undated;
    curve
}

/// The days of a term FROM/TO, by their numbers.
fn days(term: &str) -> Option<(i64, i64)> {
    let (from, to) = term.split_once('/')?;
    let day = |text: &str| text.parse::<jiff::civil::Date>().ok().map(day_number);
    Some((day(from)?, day(to)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(day: &str) -> i64 {
        day_number(day.parse().unwrap())
    }

    #[test]
    fn units_hold_their_days_and_follow_without_gaps() {
        let table = [
            (Unit::Day, "2024-02-29", "2024-02-29", "2024-02-29"),
            (Unit::Week, "2024-12-31", "2024-12-30", "2025-01-05"),
            (Unit::Week, "1970-01-01", "1969-12-29", "1970-01-04"),
            (Unit::Month, "2024-02-29", "2024-02-01", "2024-02-29"),
            (Unit::Month, "1987-12-31", "1987-12-01", "1987-12-31"),
            (Unit::Year, "1900-06-01", "1900-01-01", "1900-12-31"),
            (Unit::Year, "9999-06-01", "9999-01-01", "9999-12-31"),
            (Unit::Month, "9999-12-31", "9999-12-01", "9999-12-31"),
            (Unit::Week, "0001-01-01", "0001-01-01", "0001-01-07"),
        ];
        for (unit, day, first, last) in table {
            let found = unit.days(unit.number(number(day)));
            assert_eq!(found, (number(first), number(last)), "{unit:?} of {day}");
            assert_eq!(unit.number(found.1), unit.number(found.0));
            if found.1 < LAST_DAY {
                assert_eq!(unit.number(found.1 + 1), unit.number(found.1) + 1, "{unit:?} behind {day}");
            }
        }
    }

    #[test]
    fn the_unit_that_fits() {
        let table: [(&[&str], Option<Unit>); 6] = [
            (&["1987-02-26 1987-02-26", "1987-03-30 1987-03-30"], Some(Unit::Day)),
            (&["1987-02-26 1987-02-26", "1987-10-20 1987-10-20"], Some(Unit::Week)),
            (&["1986-02-26 1986-02-26", "1990-10-20 1990-10-20"], Some(Unit::Month)),
            (&["1914-01-01 1914-01-01", "1990-10-20 1990-10-20"], Some(Unit::Year)),
            (&["1987-03-01 1987-03-31", "1987-04-01 1987-04-30", "1987-04-02 1987-04-02"], Some(Unit::Month)),
            (&["1980-01-01 1989-12-31"], None),
        ];
        for (days, unit) in table {
            let days = days.iter().filter_map(|days| days.split_once(' '));
            let days: Vec<_> = days.map(|(from, to)| ((number(from), number(to)), 1)).collect();
            assert_eq!(Unit::fitting(&days), unit, "{days:?}");
        }
    }
}
