//! Coverage for people and programs: a table of one line a source and year with the holes marked, or JSON as
//! `index-schema/output.md` describes it. Takes counts, gives text; it counts nothing itself.

use std::fmt::Write;

use serde::Serialize;

use super::clean;
use super::json;
use crate::count::{counted, grouped};
use crate::search::coverage::{Hole, Month, SourceCoverage};

/// A month of a source's span that has no article.
const HOLE: &str = "·";
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The table: year, twelve months, what is known by the year only, source. Months outside a source's span are blank;
/// whole years without an article are one line together.
pub fn table(sources: &[SourceCoverage]) -> String {
    let counts = sources.iter().flat_map(|s| s.months.values().chain(s.years.values()));
    let width = counts.map(|n| grouped(*n).len()).max().unwrap_or(0).max(3);
    let by_year = sources.iter().any(|s| !s.years.is_empty());
    let mut out = String::new();
    if sources.iter().any(|s| !s.months.is_empty() || !s.years.is_empty()) {
        let mut head = "year".to_string();
        MONTHS.iter().for_each(|month| push(&mut head, month, width));
        if by_year {
            push(&mut head, "year only", 9);
        }
        let _ = writeln!(out, "{head}  source");
    }
    for source in sources {
        lines(&mut out, source, width, by_year);
    }
    apart(&mut out, "undated", sources, |s| s.undated);
    apart(&mut out, "dated over several years", sources, |s| s.wider);
    out.push_str(&last_line(sources));
    out
}

fn push(line: &mut String, cell: &str, width: usize) {
    let _ = write!(line, " {cell:>width$}");
}

fn lines(out: &mut String, source: &SourceCoverage, width: usize, by_year: bool) {
    let span = source.span();
    let mut years: Vec<i16> = source.months.keys().map(|(year, _)| *year).chain(source.years.keys().copied()).collect();
    years.sort_unstable();
    years.dedup();
    let inside = |year: i16| span.is_some_and(|(first, last)| first.0 < year && year < last.0);
    let mut next = None;
    for year in years {
        match next {
            Some(empty) if empty + 1 == year && inside(empty) => row(out, source, empty, width, by_year),
            // A hole of many years is one line: the eye must find it, not scroll past it.
            Some(empty) if empty < year && inside(empty) => {
                let years = counted((year - empty).unsigned_abs().into(), "year");
                let _ = writeln!(out, "{empty:04}-{:04} {HOLE} no articles in {years}  {}", year - 1, shown(source));
            }
            _ => {}
        }
        row(out, source, year, width, by_year);
        next = Some(year + 1);
    }
}

/// One year of a source.
fn row(out: &mut String, source: &SourceCoverage, year: i16, width: usize, by_year: bool) {
    let span = source.span();
    let mut line = format!("{year:04}");
    for month in 1..=12 {
        let cell = match source.months.get(&(year, month)) {
            Some(count) => grouped(*count),
            None if span.is_some_and(|(first, last)| first < (year, month) && (year, month) < last) => HOLE.into(),
            None => String::new(),
        };
        push(&mut line, &cell, width);
    }
    if by_year {
        push(&mut line, &source.years.get(&year).map_or(String::new(), |n| grouped(*n)), 9);
    }
    let _ = writeln!(out, "{line}  {}", shown(source));
}

fn shown(source: &SourceCoverage) -> String {
    source.source.as_deref().map_or("(none named)".to_string(), clean::line)
}

fn apart(out: &mut String, title: &str, sources: &[SourceCoverage], count: impl Fn(&SourceCoverage) -> u64) {
    if sources.iter().all(|s| count(s) == 0) {
        return;
    }
    let _ = writeln!(out, "{title}:");
    for source in sources.iter().filter(|s| count(s) > 0) {
        let _ = writeln!(out, "  {:>8}  {}", grouped(count(source)), shown(source));
    }
}

/// `3 holes, 7 months without articles; the longest 2019-03 to 2019-08, The Vale Courier`.
fn last_line(sources: &[SourceCoverage]) -> String {
    let holes: Vec<(&SourceCoverage, Hole)> =
        sources.iter().flat_map(|s| s.holes().into_iter().map(move |hole| (s, hole))).collect();
    let months = holes.iter().map(|(_, hole)| hole.months()).sum();
    // Of equally long ones the first: later ones do not displace it.
    let longest = holes.iter().reduce(|best, hole| if hole.1.months() > best.1.months() { hole } else { best });
    match longest {
        None => "no holes\n".to_string(),
        Some((source, hole)) => format!(
            "{}, {} without articles; the longest {} to {}, {}\n",
            counted(holes.len() as u64, "hole"),
            counted(months, "month"),
            iso(hole.first),
            iso(hole.last),
            shown(source)
        ),
    }
}

fn iso((year, month): Month) -> String {
    format!("{year:04}-{month:02}")
}

#[derive(Serialize)]
struct CoverageOut<'a> {
    version: u32,
    sources: Vec<SourceOut<'a>>,
}

#[derive(Serialize)]
struct SourceOut<'a> {
    source: Option<&'a str>,
    articles: u64,
    months: Vec<MonthOut>,
    years: Vec<YearOut>,
    wider: u64,
    undated: u64,
    holes: Vec<HoleOut>,
}

#[derive(Serialize)]
struct MonthOut {
    month: String,
    articles: u64,
}

#[derive(Serialize)]
struct YearOut {
    year: String,
    articles: u64,
}

#[derive(Serialize)]
struct HoleOut {
    first: String,
    last: String,
    months: u64,
}

/// The same as one JSON object.
pub fn object(sources: &[SourceCoverage]) -> String {
    json::object(&CoverageOut { version: json::VERSION, sources: sources.iter().map(source_out).collect() })
}

fn source_out(coverage: &SourceCoverage) -> SourceOut<'_> {
    let month = |(month, n): (&Month, &u64)| MonthOut { month: iso(*month), articles: *n };
    let year = |(year, n): (&i16, &u64)| YearOut { year: format!("{year:04}"), articles: *n };
    let hole = |hole: Hole| HoleOut { first: iso(hole.first), last: iso(hole.last), months: hole.months() };
    SourceOut {
        source: coverage.source.as_deref(),
        articles: coverage.articles,
        months: coverage.months.iter().map(month).collect(),
        years: coverage.years.iter().map(year).collect(),
        wider: coverage.wider,
        undated: coverage.undated,
        holes: coverage.holes().into_iter().map(hole).collect(),
    }
}
