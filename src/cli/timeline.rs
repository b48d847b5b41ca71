//! `morgue timeline`: how many articles satisfy some queries in each day, week, month or year.

use std::fs;
use std::io::{IsTerminal, stdout};

use serde::Serialize;

use super::args::{ByArg, Cli, TimelineArgs, TimelineFormat};
use super::config::Said;
use super::{End, Out, Stop, say};
use crate::config::Values;
use crate::date::{Iso, day_of_number};
use crate::error::{Error, Result};
use crate::print::timeline::{Drawing, unit};
use crate::print::{clean, curve, json};
use crate::query::Query;
use crate::query::complaint::excerpt;
use crate::query::parse::{Join, parse};
use crate::search::Archive;
use crate::search::timeline::{Dates, Timeline, Unit};

/// Cells of a line where the output is no terminal.
const WIDTH: usize = 80;

#[derive(Serialize)]
struct TimelineOut<'a> {
    version: u32,
    by: Option<&'static str>,
    dates: &'static str,
    searched: u64,
    queries: Vec<CurveOut<'a>>,
    units: Vec<UnitOut>,
}

#[derive(Serialize)]
struct CurveOut<'a> {
    query: &'a str,
    read_as: String,
    total: u64,
    wider: u64,
    undated: u64,
    first: Option<String>,
    peak: Option<String>,
}

#[derive(Serialize)]
struct UnitOut {
    from: String,
    to: String,
    held: u64,
    articles: Vec<u64>,
}

pub(super) fn run(cli: &Cli, args: &TimelineArgs, out: &mut Out) -> std::result::Result<End, Stop> {
    let place = Said::new(cli, Values::default())?.place()?;
    let (texts, queries) = read(args)?;
    let archive = Archive::open(&place)?;
    let dates = if args.mentioned { Dates::Mentioned } else { Dates::Published };
    let wanted = args.by.map(|by| match by {
        ByArg::Day => Unit::Day,
        ByArg::Week => Unit::Week,
        ByArg::Month => Unit::Month,
        ByArg::Year => Unit::Year,
    });
    let timeline = archive.timeline(&queries, dates, wanted)?;
    let drawing = timeline.as_ref().map(|timeline| Drawing {
        timeline,
        queries: &texts,
        dates,
        share: args.share,
        width: width(),
    });
    match args.format {
        TimelineFormat::Text => match &drawing {
            Some(drawing) => out.text(&drawing.text())?,
            None => say("nothing that satisfies the query has a date to draw"),
        },
        TimelineFormat::Csv => out.text(&table(&texts, drawing.as_ref())?)?,
        TimelineFormat::Json => {
            let read = texts.iter().zip(&queries);
            out.line(&json::object(&object(archive.articles(), read, drawing.as_ref(), dates)))?;
        }
    }
    out.flush()?;
    if let (Some(file), Some(drawing)) = (&args.svg, &drawing) {
        fs::write(file, curve::svg(drawing)).map_err(|cause| Error::Unwritable { path: file.clone(), cause })?;
    }
    Ok(if drawing.is_some() { End::Done } else { End::Nothing })
}

/// The queries: as typed, and as read.
fn read(args: &TimelineArgs) -> Result<(Vec<String>, Vec<Query>)> {
    if args.queries.is_empty() {
        return Ok((vec!["all articles".to_string()], vec![Query::Everything]));
    }
    let mut queries = Vec::with_capacity(args.queries.len());
    for text in &args.queries {
        let parsed = parse(text, if args.any { Join::Any } else { Join::All });
        let query = parsed.query;
        let query =
            query.ok_or_else(|| Error::Usage(format!("there is no word in the query \"{}\"", excerpt(text.trim()))))?;
        if parsed.unobvious {
            say(&format!("read as: {}", clean::line(&query.to_string())));
        }
        parsed.complaints.iter().for_each(|complaint| say(&clean::line(&complaint.text)));
        queries.push(query);
    }
    Ok((args.queries.clone(), queries))
}

/// Cells of a line.
pub(super) fn width() -> usize {
    if !stdout().is_terminal() {
        return WIDTH;
    }
    ratatui::crossterm::terminal::size().map_or(WIDTH, |(columns, _)| usize::from(columns))
}

fn day(number: i64) -> String {
    day_of_number(number).map_or_else(String::new, |day| Iso(day).to_string())
}

fn object<'a>(
    searched: u64,
    read: impl Iterator<Item = (&'a String, &'a Query)>,
    drawing: Option<&Drawing<'_>>,
    dates: Dates,
) -> TimelineOut<'a> {
    let mut queries = Vec::new();
    for (n, (text, query)) in read.enumerate() {
        let curve = drawing.and_then(|drawing| drawing.timeline.curves.get(n)).cloned().unwrap_or_default();
        let first_day =
            |at: usize| drawing.map(|drawing| day(drawing.timeline.unit.days(drawing.timeline.start + at as i64).0));
        queries.push(CurveOut {
            query: text,
            read_as: query.to_string(),
            total: curve.total,
            wider: curve.wider,
            undated: curve.undated,
            first: curve.first().and_then(first_day),
            peak: drawing.and_then(|drawing| drawing.peak(&curve)).and_then(first_day),
        });
    }
    TimelineOut {
        version: json::VERSION,
        by: drawing.map(|drawing| unit(drawing.timeline.unit)),
        dates: if dates == Dates::Published { "published" } else { "mentioned" },
        searched,
        queries,
        units: drawing.map_or_else(Vec::new, |drawing| units(drawing.timeline)),
    }
}

fn units(timeline: &Timeline) -> Vec<UnitOut> {
    let one = |(at, held): (usize, &u64)| {
        let (from, to) = timeline.unit.days(timeline.start + at as i64);
        let articles = timeline.curves.iter().map(|curve| curve.articles.get(at).copied().unwrap_or(0)).collect();
        UnitOut { from: day(from), to: day(to), held: *held, articles }
    };
    timeline.held.iter().enumerate().map(one).collect()
}

/// One row a query and unit.
fn table(texts: &[String], drawing: Option<&Drawing<'_>>) -> Result<String> {
    let failed = |error: csv::Error| Error::Internal(error.to_string());
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["query", "from", "to", "articles", "held", "share"]).map_err(failed)?;
    if let Some(drawing) = drawing {
        for (text, curve) in texts.iter().zip(&drawing.timeline.curves) {
            for (at, unit) in units(drawing.timeline).into_iter().enumerate() {
                let share =
                    drawing.percent(curve, at).map_or(String::new(), |percent| format!("{:.6}", percent / 100.0));
                let articles = curve.articles.get(at).copied().unwrap_or(0).to_string();
                let row = [clean::line(text).to_string(), unit.from, unit.to, articles, unit.held.to_string(), share];
                writer.write_record(row).map_err(failed)?;
            }
        }
    }
    let bytes = writer.into_inner().map_err(|error| Error::Internal(error.to_string()))?;
    String::from_utf8(bytes).map_err(|error| Error::Internal(error.to_string()))
}
