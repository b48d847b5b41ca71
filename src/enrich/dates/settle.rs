//! From what is said to which days are meant.
//!
//! Takes the [`Saying`]s of an article in the order of the text and the period of its publication; gives the days. Two
//! things can complete a date that does not say all: the day of publication, and the date last spoken of. News is read
//! from the day of publication; a text that mostly states dates of other years (history, biography) is read on from
//! the date last spoken of. What cannot be completed gives nothing; there is no clock.

use jiff::ToSpan;
use jiff::civil::Date;

use super::reader::Reader;
use super::saying::{Part, Said, Saying, Turn, Year};
use super::tense::{self, Tense, tense};
use super::words::Unit;
use crate::date::{Period, Precision};
use crate::mention::Resolved;
use crate::order::{DayMonth, Reading};

/// From this many dates of other years on a text may be a narrative.
const NARRATIVE: usize = 4;

/// Days by which a sure verb puts off what lies on the wrong side of publication: more than there are in a year.
const SURE: i64 = 400;

/// How far behind (in bytes) "that day" looks for its day.
const RECALL: usize = 600;

/// What the text last spoke of.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Told {
    pub year: Option<i16>,
    pub month: Option<i8>,
    pub day: Option<Date>,
    /// The days meant.
    pub period: Option<Period>,
    /// End of that phrase.
    pub end: usize,
    /// The year was stated with a day or a month, not by itself.
    dated: bool,
    /// It was counted from the day of publication.
    pub deictic: bool,
}

/// What relative dates are counted from.
pub(super) struct Anchor {
    /// Any day of the period of publication.
    near: Option<Date>,
    /// The day of publication.
    day: Option<Date>,
    /// First day of the month of publication.
    month: Option<Date>,
    /// Last day of the period of publication.
    last: Option<Date>,
    pub year: Option<i16>,
    /// The text tells of other years than that of publication.
    pub narrative: bool,
}

impl Anchor {
    /// The anchor of an article with these dates.
    pub fn new(published: Option<Period>, sayings: &[Saying]) -> Anchor {
        let same = |p: &Period| p.from.year() == p.to.year();
        let year = published.filter(same).map(|p| p.from.year());
        let month = published.filter(|p| same(p) && p.from.month() == p.to.month()).map(|p| p.from.first_of_month());
        let day = published.filter(|p| p.from == p.to).map(|p| p.from);
        let near = day.or(month.and_then(|m| m.checked_add(14.days()).ok()));
        Anchor { near, day, month, last: published.map(|p| p.to), year, narrative: is_narrative(year, sayings) }
    }
}

/// Whether most dates lie in other years and few count from the day of publication.
fn is_narrative(published: Option<i16>, sayings: &[Saying]) -> bool {
    let Some(published) = published else { return true };
    let (mut far, mut near) = (0, 0);
    for saying in sayings {
        match saying.said {
            Said::Either(y, ..)
            | Said::Day(Year::Stated(y), ..)
            | Said::Days(Year::Stated(y), ..)
            | Said::Month(Year::Stated(y), _) => {
                if (y - published).abs() > 1 {
                    far += 1
                } else {
                    near += 1
                }
            }
            Said::Year(Year::Stated(y)) if published - y > 1 => far += 1,
            Said::Years(_, y) if published - y > 1 => far += 1,
            Said::Weekday(_, Turn::Bare) | Said::Shift(..) => near += 1,
            said if said.turned() => near += 1,
            Said::Beyond => far += 1,
            _ => {}
        }
    }
    far >= NARRATIVE && far > near
}

/// What a saying means: its days, other days that it may mean as well, and what made them days.
#[derive(Clone, Copy, Debug)]
pub(super) struct Settled {
    pub start: usize,
    pub end: usize,
    pub period: Period,
    pub or: Option<Period>,
    pub resolved: Resolved,
}

/// Turns the sayings of one text into periods; those that cannot be settled are left out. `order` is that of day and
/// month in figures, and how it is known; None if it is not.
pub(super) fn settle(
    r: Reader,
    anchor: &Anchor,
    sayings: &[Saying],
    order: Option<(DayMonth, Resolved)>,
) -> Vec<Settled> {
    let mut told = Told::default();
    let mut found = Vec::new();
    for saying in sayings {
        let place = Settler { r, anchor, told, saying, order: order.map_or(DayMonth::MonthFirst, |(order, _)| order) };
        if saying.said == Said::Beyond {
            told = Told { end: saying.end, ..Told::default() };
            continue;
        }
        let mut period = place.period();
        let mut or = None;
        let mut resolved = place.resolved();
        if saying.figures() {
            let other = Settler { order: DayMonth::DayFirst, ..place }.period();
            (period, or, resolved) = match (order, period, other) {
                (Some((_, how)), Some(period), _) => (Some(period), None, how),
                (None, Some(period), Some(other)) if period != other => {
                    (Some(period), Some(other), Resolved::Ambiguous)
                }
                // Of a range one way may run backwards.
                (_, period, other) => (period.or(other), None, Resolved::Written),
            };
        }
        let Some(period) = period else { continue };
        // What counts from the day of publication does not set the year of a narrative.
        let deictic = saying.said.turned()
            || matches!(saying.said, Said::Stretch(..) | Said::Ahead(..))
            || matches!(saying.said, Said::Shift(..) | Said::Weekday(..) | Said::Weekend | Said::Present(_));
        // "a year earlier" is said of one figure after the other and always of the same period; nothing is told of a
        // stretch like "the past two years".
        if !(deictic && anchor.narrative || matches!(saying.said, Said::Again(_) | Said::Stretch(..))) {
            told = place.tell(&or.map_or(period, |or| Reading::Either(period, or).whole()), deictic);
        }
        found.push(Settled { start: saying.start, end: saying.end, period, or, resolved });
    }
    found
}

/// One saying, with what it can be completed from.
pub(super) struct Settler<'a> {
    pub r: Reader<'a>,
    pub anchor: &'a Anchor,
    pub told: Told,
    pub saying: &'a Saying,
    /// In which order figures are read.
    pub order: DayMonth,
}

impl Settler<'_> {
    fn period(&self) -> Option<Period> {
        let Some(until) = self.saying.until else { return self.one(self.saying.said) };
        // "March 5 to May 7, 1918", "August to October last year": the year stands at the end and counts for both.
        let backwards = |make: &dyn Fn(i16) -> Option<Period>| {
            let last = self.one(until)?;
            let year = last.from.year();
            let first = make(year).filter(|p| p.from <= last.from).or_else(|| make(year - 1))?;
            Period::between(first.from, last.to, Precision::Range)
        };
        match (self.saying.said, until) {
            (Said::Day(Year::Unsaid, m, d, _), Said::Day(year, ..)) if year != Year::Unsaid => {
                return backwards(&|y| Period::ymd(y, m, d));
            }
            (Said::Month(Year::Unsaid, m), Said::Month(year, _)) if year != Year::Unsaid => {
                return backwards(&|y| Period::month(y, m));
            }
            _ => {}
        }
        let first = self.one(self.saying.said)?;
        let last = match (self.saying.said, until) {
            (_, Said::Day(Year::Unsaid, m, d, _)) => {
                let y = first.from.year();
                Period::ymd(y, m, d).filter(|p| p.from >= first.from).or_else(|| Period::ymd(y + 1, m, d))?
            }
            (_, Said::Month(Year::Unsaid, m)) => {
                let y = first.from.year();
                Period::month(y, m).filter(|p| p.from >= first.from).or_else(|| Period::month(y + 1, m))?
            }
            (Said::Weekday(..), Said::Weekday(n, _)) => {
                let ahead = (i32::from(n) - i32::from(first.from.weekday().to_monday_one_offset()) + 7) % 7;
                Period::day(first.from.checked_add(ahead.days()).ok()?)
            }
            _ => self.one(until)?,
        };
        Period::between(first.from, last.to, Precision::Range)
    }

    /// What completes the saying.
    fn resolved(&self) -> Resolved {
        let how = |said: Said| match said {
            Said::Again(year) | Said::Part(year, _) | Said::Year(year) => self.completed(year),
            Said::Day(year, ..) | Said::Days(year, ..) | Said::Month(year, _) | Said::WeekOf(year, ..) => {
                self.completed(year)
            }
            Said::DayOnly(_) | Said::Told(..) => Resolved::Told,
            Said::Weekday(..) | Said::Shift(..) | Said::Stretch(..) | Said::Ahead(..) | Said::Weekend => {
                Resolved::Published
            }
            Said::Present(_) if self.anchor.narrative || self.elsewhere() => Resolved::Told,
            Said::Present(_) => Resolved::Published,
            Said::Either(..) | Said::Years(..) | Said::Decade(_) | Said::Century(_) | Said::Beyond => Resolved::Written,
        };
        // "March 5 to May 7, 1918": the year of one end counts for both.
        match self.saying.until.map(how) {
            Some(Resolved::Written) => Resolved::Written,
            _ => how(self.saying.said),
        }
    }

    fn completed(&self, year: Year) -> Resolved {
        match year {
            Year::Stated(_) => Resolved::Written,
            Year::Told(_) => Resolved::Told,
            Year::Shifted(_) | Year::Last | Year::Next => Resolved::Published,
            Year::Unsaid if self.reads_on() => Resolved::Told,
            Year::Unsaid => Resolved::Published,
        }
    }

    fn one(&self, said: Said) -> Option<Period> {
        match said {
            Said::Either(year, one, two) => Reading::new(one, two, year).map(|reading| reading.ordered(self.order)),
            Said::Day(year, month, day, weekday) => self.in_year(year, |y| {
                Period::ymd(y, month, day).filter(|p| {
                    weekday.is_none_or(|w| year != Year::Unsaid || p.from.weekday().to_monday_one_offset() == w)
                })
            }),
            Said::Days(year, month, first, last) => self.in_year(year, |y| {
                let to = Date::new(y, month, last).ok()?;
                Period::between(Period::ymd(y, month, first)?.from, to, Precision::Range)
            }),
            Said::Month(year, month) => self.in_year(year, |y| Period::month(y, month)),
            Said::DayOnly(day) => {
                let month = self.told.month.filter(|_| self.same_stretch())?;
                Period::ymd(self.told.year?, month, day)
            }
            Said::Year(year) => match year {
                Year::Stated(y) => Period::year(y),
                Year::Shifted(n) => Period::year(self.anchor.year?.checked_add(n)?),
                Year::Told(n) => Period::year(self.told.year?.checked_add(n)?),
                Year::Last | Year::Next | Year::Unsaid => None,
            },
            Said::Years(first, last) => {
                Period::between(Period::year(first)?.from, Period::year(last)?.to, Precision::Range)
            }
            Said::Decade(first) => Period::decade(first),
            Said::Century(first) => {
                let from = Date::new(first.max(1), 1, 1).ok()?;
                Period::between(from, Date::new(first + 99, 12, 31).ok()?, Precision::Century)
            }
            Said::Part(Year::Shifted(n), Part::Season(month)) if n > 50 => self.this_season(month, n - 100),
            Said::Part(year, part) => self.in_year(year, |y| part_of(y, part)),
            Said::Weekday(day, turn) => self.weekday(day, turn),
            Said::Shift(n, unit) => self.shift(n, unit),
            Said::Weekend => self.shift(if self.future() { 0 } else { -1 }, Unit::Weekend).and_then(|p| {
                // On a Saturday or a Sunday the weekend is the present one.
                let today = self.anchor.day?;
                if today.weekday().to_monday_one_offset() >= 6 { self.shift(0, Unit::Weekend) } else { Some(p) }
            }),
            Said::Stretch(n, unit) => self.stretch(n, unit),
            Said::Ahead(n, unit) => self.shift(n, unit).filter(|_| !self.anchor.narrative && self.future()),
            Said::Told(n, unit) => self.recall(n, unit),
            Said::Present(unit) => self.present(unit),
            Said::Again(year) => self.again(year),
            Said::WeekOf(year, month, day) => {
                let day = self.in_year(year, |y| Period::ymd(y, month, day))?.from;
                let from = day.checked_sub(i32::from(day.weekday().to_monday_zero_offset()).days()).ok()?;
                Period::between(from, from.checked_add(6.days()).ok()?, Precision::Week).filter(valid)
            }
            Said::Beyond => None,
        }
    }

    /// Completes what is the same in every year.
    fn in_year(&self, year: Year, make: impl Fn(i16) -> Option<Period>) -> Option<Period> {
        match year {
            Year::Stated(y) => make(y),
            Year::Shifted(n) => make(self.anchor.year?.checked_add(n)?),
            Year::Told(n) => make(self.told.year?.checked_add(n)?),
            Year::Last => self.turned(-1, make),
            Year::Next => self.turned(1, make),
            Year::Unsaid if self.reads_on() => self.after_told(make),
            Year::Unsaid => self.nearest(make),
        }
    }

    /// The nearest one wholly before or after publication: "last August" is never in the month of publication, "last
    /// March 3" never on its day.
    fn turned(&self, way: i16, make: impl Fn(i16) -> Option<Period>) -> Option<Period> {
        let (day, month) = (self.anchor.near?, self.anchor.month?);
        let outside = |p: &Period| {
            let (from, to) = match (p.precision, self.anchor.day) {
                (Precision::Month, _) | (_, None) => (month, month.last_of_month()),
                (_, Some(day)) => (day, day),
            };
            if way < 0 { p.to < from } else { p.from > to }
        };
        // The leap day comes round in eight years at most.
        (0..=8).filter_map(|n| make(day.year().checked_add(n * way)?)).find(outside)
    }

    /// Whether a date without a year counts from the one last spoken of.
    fn reads_on(&self) -> bool {
        if self.anchor.narrative || self.anchor.near.is_none() && self.anchor.year.is_none() {
            return true;
        }
        let far = self.told.year.zip(self.anchor.year).is_some_and(|(t, y)| y - t > 1);
        far && self.told.dated && self.same_stretch()
    }

    pub(super) fn same_stretch(&self) -> bool {
        let (from, to) = (self.told.end, self.saying.start);
        to.saturating_sub(from) < RECALL && !self.r.new_paragraph(from, to)
    }

    fn after_told(&self, make: impl Fn(i16) -> Option<Period>) -> Option<Period> {
        let year = self.told.year?;
        let period = make(year)?;
        // A story that was in late autumn goes on in the new year; other steps back are looks back.
        let turned = self.told.month.is_some_and(|m| m >= 11 && period.from.month() <= 2);
        if turned { make(year + 1).or(Some(period)) } else { Some(period) }
    }

    /// The one nearest to publication, leaning to the past or the future as the sentence does.
    fn nearest(&self, make: impl Fn(i16) -> Option<Period>) -> Option<Period> {
        let Some(near) = self.anchor.near else { return make(self.anchor.year?) };
        let said = self.saying.said;
        let reading = tense(self.r, self.saying.start, self.saying.end);
        // "Said in the third quarter it will": of a quarter the verb before says little.
        let quarter = matches!(said, Said::Part(_, Part::Quarter(_)));
        let sure = reading.sure
            && match said {
                Said::Month(..) => !tense::names_goods(self.r, self.saying.end),
                _ => !matches!(said, Said::Part(..)),
            };
        // Days by which the other side is held to be farther off than it is.
        let lean = match reading.tense {
            Tense::Past if quarter => (0, if reading.sure { SURE } else { 60 }),
            Tense::Past => (0, if sure { SURE } else { 120 }),
            Tense::Future => (if sure { SURE } else { 150 }, 0),
            Tense::Open => (0, 0),
        };
        // What has been may be dated a day or two ahead of publication, for clocks differ.
        let soon = self.anchor.last.and_then(|last| last.checked_add(2.days()).ok()).unwrap_or(near);
        let distance = |p: &Period| {
            if p.to < near {
                days_between(p.to, near) + lean.0
            } else if p.from > near {
                days_between(near, p.from) + if p.from <= soon { lean.1.min(120) } else { lean.1 }
            } else {
                0
            }
        };
        let year = near.year();
        // A weekday may single out a year farther off; hence five to either side.
        (-5..=5).filter_map(|n| make(year.checked_add(n)?)).min_by_key(distance)
    }

    pub(super) fn future(&self) -> bool {
        tense(self.r, self.saying.start, self.saying.end).tense == Tense::Future
    }

    fn weekday(&self, day: i8, turn: Turn) -> Option<Period> {
        let today = self.anchor.day?;
        if self.anchor.narrative && turn == Turn::Bare {
            return None;
        }
        let offset = i32::from(day) - i32::from(today.weekday().to_monday_one_offset());
        let back = -(-offset).rem_euclid(7);
        let ahead = offset.rem_euclid(7);
        let days = match turn {
            Turn::Bare if self.future() => ahead,
            Turn::Bare => back,
            Turn::Last if back == 0 => -7,
            Turn::Last => back,
            Turn::This => ahead,
            // "next Friday" on a Tuesday is that of next week for some, this week's for others; news means the latter
            // only when the week is nearly over.
            Turn::Next if ahead == 0 => 7,
            Turn::Next => ahead,
            Turn::Week(weeks) => offset + 7 * weeks,
        };
        Some(Period::day(today.checked_add(days.days()).ok()?)).filter(valid)
    }

    fn this_season(&self, month: i8, n: i16) -> Option<Period> {
        let near = self.anchor.near?;
        let year = near.year();
        let all = (-2..=2).filter_map(|k| part_of(year.checked_add(k)?, Part::Season(month)));
        match n {
            -1 => all.filter(|p| p.to < near).max(),
            0 => all.filter(|p| p.to >= near).min(),
            _ => all.filter(|p| p.from > near).min(),
        }
    }

    pub(super) fn shift(&self, n: i32, unit: Unit) -> Option<Period> {
        let anchor = self.anchor;
        let monday = || {
            let today = anchor.day?;
            let back = i32::from(today.weekday().to_monday_zero_offset());
            today.checked_add((7 * n - back).days()).ok()
        };
        let period = match unit {
            Unit::Day => Some(Period::day(anchor.day?.checked_add(n.days()).ok()?)),
            Unit::Week => {
                // "Parliament votes this week", said on a Sunday, looks at the week that is about to begin.
                let sunday = n == 0 && anchor.day?.weekday().to_monday_one_offset() == 7 && self.future();
                let from = monday()?.checked_add(if sunday { 7 } else { 0 }.days()).ok()?;
                Period::between(from, from.checked_add(6.days()).ok()?, Precision::Week)
            }
            Unit::Weekend => {
                let from = monday()?.checked_add(5.days()).ok()?;
                Period::between(from, from.checked_add(1.days()).ok()?, Precision::Week)
            }
            Unit::Month => {
                let month = anchor.month?.checked_add(n.months()).ok()?;
                Period::month(month.year(), month.month())
            }
            Unit::Quarter => {
                let at = anchor.month?.checked_add((3 * n).months()).ok()?;
                part_of(at.year(), Part::Quarter((at.month() - 1) / 3 + 1))
            }
            Unit::Year => Period::year(anchor.year?.checked_add(i16::try_from(n).ok()?)?),
            Unit::Decade | Unit::Century => None,
        };
        period.filter(valid)
    }

    /// "The past two weeks" end with the day of publication, "within two weeks" begin with it. Of what has been
    /// "within two weeks" counts from elsewhere, and so does either in a narrative.
    fn stretch(&self, n: i32, unit: Unit) -> Option<Period> {
        let past = || tense(self.r, self.saying.start, self.saying.end).tense == Tense::Past;
        let today = self.anchor.day.filter(|_| !self.anchor.narrative && (n < 0 || !past()))?;
        let span = match unit {
            Unit::Day => n.days(),
            Unit::Week => n.weeks(),
            Unit::Month => n.months(),
            Unit::Year => n.years(),
            _ => return None,
        };
        let other = today.checked_add(span).ok()?;
        Period::between(today.min(other), today.max(other), Precision::Range).filter(valid)
    }

    /// What the text has spoken of after this phrase.
    fn tell(&self, period: &Period, deictic: bool) -> Told {
        let end = self.saying.end;
        let same_month = period.from.year() == period.to.year() && period.from.month() == period.to.month();
        let stated = matches!(
            self.saying.said,
            Said::Either(..)
                | Said::Day(Year::Stated(_), ..)
                | Said::Days(Year::Stated(_), ..)
                | Said::Month(Year::Stated(_), _)
        );
        let carried = self.told.dated && self.told.year == Some(period.to.year());
        match period.precision {
            Precision::Decade | Precision::Century => Told { end, ..self.told },
            _ => Told {
                year: Some(period.to.year()),
                month: same_month.then(|| period.from.month()),
                day: (period.from == period.to).then_some(period.from),
                period: Some(*period),
                deictic,
                end,
                dated: !deictic && (stated || carried),
            },
        }
    }
}

pub(super) fn valid(p: &Period) -> bool {
    p.from.year() >= 1
}

fn days_between(a: Date, b: Date) -> i64 {
    crate::date::day_number(b) - crate::date::day_number(a)
}

/// A quarter, half or season of a year; winter is that which begins in the December of the year before.
fn part_of(year: i16, part: Part) -> Option<Period> {
    let (first, months, precision) = match part {
        Part::Quarter(n) => ((year, n * 3 - 2), 3, Precision::Quarter),
        Part::Half(n) => ((year, n * 6 - 5), 6, Precision::Half),
        Part::Season(12) => ((year.checked_sub(1)?, 12), 3, Precision::Season),
        Part::Season(month) => ((year, month), 3, Precision::Season),
    };
    let from = Date::new(first.0, first.1, 1).ok()?;
    let last = from.checked_add((months - 1).months()).ok()?.last_of_month();
    Period::between(from, last, precision).filter(valid)
}
