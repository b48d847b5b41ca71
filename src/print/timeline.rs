//! A timeline for people: a bar for each day, week, month or year, scaled to a width. Takes counts, gives text; it counts
//! nothing itself.

use std::fmt::Write;

use unicode_width::UnicodeWidthStr;

use super::clean;
use crate::count::{counted, grouped};
use crate::date::{Iso, day_of_number};
use crate::search::timeline::{Curve, Dates, Timeline, Unit};

/// Empty units in a row from which on they are one line.
const RUN: usize = 3;
/// Cells of a bar at least, however narrow the page.
const LEAST: usize = 10;
/// The eighths of a cell.
const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/// What is drawn.
pub struct Drawing<'a> {
    /// The counts.
    pub timeline: &'a Timeline,
    /// The queries as typed, one a curve.
    pub queries: &'a [String],
    /// Which dates were counted.
    pub dates: Dates,
    /// Draw the share of what the archive holds, not the number.
    pub share: bool,
    /// Cells of a line.
    pub width: usize,
}

/// As the unit is called.
pub fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Day => "day",
        Unit::Week => "week",
        Unit::Month => "month",
        Unit::Year => "year",
    }
}

/// A unit of the timeline as it is written: a day, the Monday of a week, a month, a year.
pub fn label(unit: Unit, number: i64) -> String {
    let Some(day) = day_of_number(unit.days(number).0) else { return number.to_string() };
    match unit {
        Unit::Day | Unit::Week => Iso(day).to_string(),
        Unit::Month => format!("{:04}-{:02}", day.year(), day.month()),
        Unit::Year => format!("{:04}", day.year()),
    }
}

/// What the units are units of.
pub fn of(dates: Dates) -> &'static str {
    match dates {
        Dates::Published => "of publication",
        Dates::Mentioned => "that they speak of",
    }
}

/// The letter by which a curve is called: a, b, ...
fn letter(number: usize) -> char {
    char::from(b'a' + (number % 26) as u8)
}

/// What stands before what is said of a curve, if there are several.
fn key(number: usize, several: bool) -> String {
    if several { format!("{}  ", letter(number)) } else { String::new() }
}

impl Drawing<'_> {
    /// The share of what the archive holds in a unit, per cent; None where it holds nothing.
    pub fn percent(&self, curve: &Curve, at: usize) -> Option<f64> {
        let (articles, held) = (curve.articles.get(at)?, self.timeline.held.get(at)?);
        (*held > 0).then(|| 100.0 * *articles as f64 / *held as f64)
    }

    /// What is drawn of a curve in a unit.
    pub fn value(&self, curve: &Curve, at: usize) -> f64 {
        match self.share {
            true => self.percent(curve, at).unwrap_or(0.0),
            false => curve.articles.get(at).map_or(0.0, |articles| *articles as f64),
        }
    }

    /// The place of what is most, and of several the first; None if there is nothing.
    pub fn peak(&self, curve: &Curve) -> Option<usize> {
        let there = (0..curve.articles.len()).filter(|at| curve.articles[*at] > 0);
        there.reduce(|best, at| if self.value(curve, at) > self.value(curve, best) { at } else { best })
    }

    fn shown(&self, curve: &Curve, at: usize) -> String {
        match self.share {
            false => grouped(curve.articles.get(at).copied().unwrap_or(0)),
            true => self.percent(curve, at).map_or(String::new(), |percent| format!("{percent:.1} %")),
        }
    }

    /// The whole text.
    pub fn text(&self) -> String {
        let mut out = String::new();
        let several = self.queries.len() > 1;
        for (n, (query, curve)) in self.queries.iter().zip(&self.timeline.curves).enumerate() {
            let key = key(n, several);
            let _ = writeln!(out, "{key}{}: {}", clean::line(query), counted(curve.total, "article"));
        }
        let of = of(self.dates);
        let what = if self.share { "per cent of the articles held, " } else { "articles " };
        let _ = writeln!(out, "{what}by {} {of}\n", unit(self.timeline.unit));
        out.push_str(&self.bars());
        out
    }

    /// The bars, and below them first, peak, and what could not be drawn.
    pub fn bars(&self) -> String {
        let mut out = String::new();
        let several = self.queries.len() > 1;
        self.rows(&mut out, several);
        self.feet(&mut out, several);
        out
    }

    fn rows(&self, out: &mut String, several: bool) {
        let Timeline { held, curves, start, unit, .. } = self.timeline;
        let cells = curves.iter().flat_map(|curve| (0..held.len()).map(move |at| self.shown(curve, at).width()));
        let digits = cells.max().unwrap_or(1);
        let labels = label(*unit, *start).len();
        let ahead = labels + digits + if several { 4 } else { 2 };
        // Behind the bar stand at most two marks.
        let room = self.width.saturating_sub(ahead + " first peak".len()).max(LEAST);
        let most = curves.iter().flat_map(|curve| (0..held.len()).map(move |at| self.value(curve, at)));
        let most = most.fold(0.0, f64::max);
        let mut at = 0;
        while at < held.len() {
            let run = self.run(at);
            if run >= RUN {
                let _ = writeln!(out, "{}", self.silence(at, run, labels));
                at += run;
                continue;
            }
            for (n, curve) in curves.iter().enumerate() {
                let name = if n == 0 { label(*unit, start + at as i64) } else { String::new() };
                let key = if several { format!(" {}", letter(n)) } else { String::new() };
                let mut line = format!(
                    "{name:labels$}{key} {:>digits$} {}",
                    self.shown(curve, at),
                    bar(self.value(curve, at), most, room)
                );
                if held.get(at) == Some(&0) {
                    line.push_str("· nothing held");
                }
                for (is, mark) in [(curve.first() == Some(at), " first"), (self.peak(curve) == Some(at), " peak")] {
                    if is {
                        line.push_str(mark);
                    }
                }
                let _ = writeln!(out, "{}", line.trim_end());
            }
            at += 1;
        }
    }

    /// Units in a row, from one on, that are empty of all queries.
    fn run(&self, from: usize) -> usize {
        let Timeline { held, curves, .. } = self.timeline;
        let empty = |at: &usize| curves.iter().all(|curve| curve.articles.get(*at) == Some(&0));
        (from..held.len()).take_while(empty).count()
    }

    /// The line that stands for some empty units.
    fn silence(&self, from: usize, run: usize, labels: usize) -> String {
        let Timeline { held, start, unit, .. } = self.timeline;
        let units = held.get(from..from + run).unwrap_or_default();
        let (sum, holes) = (units.iter().sum::<u64>(), units.iter().filter(|held| **held == 0).count());
        let why = match (sum, holes) {
            (0, _) => "nothing held".to_string(),
            (_, 0) => format!("none of {}", counted(sum, "article")),
            _ => format!("none of {}, nothing held in {}", counted(sum, "article"), grouped(holes as u64)),
        };
        let first = label(*unit, start + from as i64);
        let last = label(*unit, start + (from + run) as i64 - 1);
        format!("{first:labels$} · to {last}, {}: {why}", counted(run as u64, self::unit(*unit)))
    }

    /// First, peak, and what could not be drawn.
    fn feet(&self, out: &mut String, several: bool) {
        out.push('\n');
        let Timeline { curves, start, unit, .. } = self.timeline;
        for (n, curve) in curves.iter().enumerate() {
            let key = key(n, several);
            let at = |place: usize| label(*unit, start + place as i64);
            let mut parts = Vec::new();
            match (curve.first(), self.peak(curve)) {
                (Some(first), Some(peak)) => {
                    parts.push(format!("first {}", at(first)));
                    parts.push(format!("peak {} ({})", at(peak), self.shown(curve, peak)));
                }
                _ => parts.push("nothing to draw".to_string()),
            }
            if curve.wider > 0 {
                parts.push(format!("{} not dated to one {}", grouped(curve.wider), self::unit(*unit)));
            }
            if curve.undated > 0 {
                parts.push(format!("{} undated", grouped(curve.undated)));
            }
            let _ = writeln!(out, "{key}{}", parts.join("; "));
        }
    }
}

/// A bar of so many cells at most; what is not nothing has at least an eighth of one.
fn bar(value: f64, most: f64, cells: usize) -> String {
    if value <= 0.0 || most <= 0.0 {
        return String::new();
    }
    let eighths = ((value / most * cells as f64 * 8.0).round() as usize).clamp(1, cells * 8);
    format!("{}{}", "█".repeat(eighths / 8), EIGHTHS[eighths % 8])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars() {
        let table = [(0.0, ""), (0.001, "▏"), (1.0, "█"), (1.5, "█▌"), (9.99, "██████████"), (10.0, "██████████")];
        for (value, drawn) in table {
            assert_eq!(bar(value, 10.0, 10), drawn, "{value}");
        }
    }
}
