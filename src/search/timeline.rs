//! How many articles satisfy a query in each day, week, month or year: by when they were published, or by the dates that
//! they speak of.
//!
//! Takes queries and one snapshot, gives counts beside those of the whole archive, so that a hole in what it holds does not
//! look like silence. Columns and postings are read, no article is loaded. No date is made more exact than it is: what does
//! not lie within one of the units is counted apart.

use std::collections::BTreeMap;

use rayon::prelude::*;
use tantivy::query::{EnableScoring, Query as Lowered};
use tantivy::schema::IndexRecordOption;
use tantivy::{BitSet, DocId, SegmentReader};

use super::Archive;
use super::tally::each;
use crate::date::{day_number, day_of_number};
use crate::error::Result;
use crate::index::document::days_of_term;
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
        // Behind the last year there is only the end of the calendar.
        let first = |year: i64, month: i64| {
            let date = jiff::civil::Date::new(year as i16, month as i8, 1);
            date.map_or(LAST_DAY + 1, day_number)
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

/// What a query finds, a set of articles for each segment.
pub(super) type Found = Vec<BitSet>;

impl Archive {
    /// Counts what some queries find by a unit; by the one that fits the time they span if none is asked for. None if
    /// nothing that they find has a date that lies within a unit.
    ///
    /// # Errors
    /// [`Error::Damaged`](crate::error::Error::Damaged).
    pub fn timeline(&self, queries: &[Query], dates: Dates, unit: Option<Unit>) -> Result<Option<Timeline>> {
        let mut found = Vec::with_capacity(queries.len() + 1);
        for query in queries {
            found.push(self.found(query)?);
        }
        self.drawn(found, dates, unit)
    }

    /// The same of sets of articles.
    pub(super) fn drawn(&self, mut found: Vec<Found>, dates: Dates, unit: Option<Unit>) -> Result<Option<Timeline>> {
        let many = found.len();
        found.push(self.found(&Query::Everything)?);
        let (unit, start, mut curves) = match dates {
            Dates::Published => {
                let mut gathered = Vec::with_capacity(found.len());
                for found in &found {
                    gathered.push(self.published(found)?);
                }
                let days = gathered.iter().take(many).flat_map(|gathered| &gathered.days);
                let days: Vec<((i64, i64), u64)> = days.map(|(days, articles)| (*days, *articles)).collect();
                let Some((unit, start, end)) = units(&days, unit) else { return Ok(None) };
                (unit, start, gathered.iter().map(|gathered| curve(gathered, unit, start, end)).collect::<Vec<_>>())
            }
            Dates::Mentioned => {
                let asked = found.get(..many).unwrap_or_default();
                let mut days: BTreeMap<(i64, i64), u64> = BTreeMap::new();
                self.mentioned(&mut |from, to, segment, doc| {
                    let many = asked.iter().filter(|found| found[segment].contains(doc)).count() as u64;
                    if many > 0 {
                        *days.entry((from, to)).or_default() += many;
                    }
                })?;
                let days: Vec<((i64, i64), u64)> = days.into_iter().collect();
                let Some((unit, start, end)) = units(&days, unit) else { return Ok(None) };
                let mut speaking: Vec<Speaking<'_>> =
                    found.iter().map(|found| Speaking::new(found, unit, start, end)).collect();
                self.mentioned(&mut |from, to, segment, doc| {
                    speaking.iter_mut().for_each(|speaking| speaking.see(from, to, segment, doc));
                })?;
                (unit, start, speaking.into_iter().map(Speaking::curve).collect())
            }
        };
        let held = curves.pop().unwrap_or_default().articles;
        Ok(Some(Timeline { unit, start, held, curves }))
    }

    /// The articles that satisfy a query, by segment.
    pub(super) fn found(&self, query: &Query) -> Result<Found> {
        let plan = self.lower(query, None)?;
        self.satisfying(&*plan.lowered)
    }

    /// The same of a query that was lowered.
    pub(super) fn satisfying(&self, lowered: &dyn Lowered) -> Result<Found> {
        let searcher = &self.snapshot.searcher;
        let segments = || -> tantivy::Result<Found> {
            let weight = lowered.weight(EnableScoring::disabled_from_searcher(searcher))?;
            let segment = |reader: &SegmentReader| -> tantivy::Result<BitSet> {
                let mut found = BitSet::with_max_value(reader.max_doc());
                let alive = |doc| reader.alive_bitset().is_none_or(|alive| alive.is_alive(doc));
                each(&mut weight.scorer(reader, 1.0)?, |doc| {
                    if alive(doc) {
                        found.insert(doc);
                    }
                });
                Ok(found)
            };
            searcher.segment_readers().par_iter().map(segment).collect()
        };
        segments().map_err(self.damaged())
    }

    /// When articles were published.
    fn published(&self, found: &[BitSet]) -> Result<Gathered> {
        let mut gathered = Gathered::default();
        for (reader, found) in self.snapshot.searcher.segment_readers().iter().zip(found) {
            let from = reader.fast_fields().i64("published_from").map_err(self.damaged())?;
            let to = reader.fast_fields().i64("published_to").map_err(self.damaged())?;
            for doc in (0..reader.max_doc()).filter(|doc| found.contains(*doc)) {
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
    fn mentioned(&self, see: &mut dyn FnMut(i64, i64, usize, DocId)) -> Result<()> {
        let field = self.built.fields.dates;
        let mut read = || -> tantivy::Result<()> {
            for (segment, reader) in self.snapshot.searcher.segment_readers().iter().enumerate() {
                let index = reader.inverted_index(field)?;
                let mut terms = index.terms().stream()?;
                while terms.advance() {
                    let Some((period, or)) = days_of_term(terms.key()) else { continue };
                    // What may be either of two days is placed where both are.
                    let (from, to) =
                        (day_number(period.from), day_number(or.map_or(period.to, |or| or.to.max(period.to))));
                    let mut list = index.read_postings_from_terminfo(terms.value(), IndexRecordOption::Basic)?;
                    each(&mut list, |doc| see(from, to, segment, doc));
                }
            }
            Ok(())
        };
        read().map_err(self.damaged())
    }
}

/// Articles that a query finds, as they are counted by the units that they speak of, each once a unit.
struct Speaking<'a> {
    found: &'a [BitSet],
    unit: Unit,
    start: i64,
    articles: Vec<u64>,
    /// The unit that each article counted in last, by segment. Dates come in the order of their first day, so it is the only
    /// one to compare with.
    last: Vec<Vec<i64>>,
    placed: Found,
    dated: Found,
}

impl<'a> Speaking<'a> {
    fn new(found: &'a [BitSet], unit: Unit, start: i64, end: i64) -> Speaking<'a> {
        let empty = || -> Found { found.iter().map(|found| BitSet::with_max_value(found.max_value())).collect() };
        let last = found.iter().map(|found| vec![i64::MIN; found.max_value() as usize]).collect();
        let articles = vec![0; (end - start + 1).max(0) as usize];
        Speaking { found, unit, start, articles, last, placed: empty(), dated: empty() }
    }

    fn see(&mut self, from: i64, to: i64, segment: usize, doc: DocId) {
        if !self.found[segment].contains(doc) {
            return;
        }
        self.dated[segment].insert(doc);
        let Some(number) = self.unit.holding(from, to) else { return };
        let Some(articles) = usize::try_from(number - self.start).ok().and_then(|at| self.articles.get_mut(at)) else {
            return;
        };
        self.placed[segment].insert(doc);
        let before = &mut self.last[segment][doc as usize];
        if *before != number {
            *before = number;
            *articles += 1;
        }
    }

    fn curve(self) -> Curve {
        let count = |found: &[BitSet]| found.iter().map(BitSet::len).sum::<usize>() as u64;
        let (total, dated, placed) = (count(self.found), count(&self.dated), count(&self.placed));
        Curve { articles: self.articles, total, wider: dated - placed, undated: total - dated }
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
