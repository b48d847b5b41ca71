//! `morgue status`: what the index holds, what made it, and what it could not read.

use serde::Serialize;

use super::args::{Cli, StatusArgs};
use super::config::Said;
use super::{End, Out, Stop};
use crate::article::place;
use crate::config::Values;
use crate::date::{Iso, day_of_number};
use crate::error::Error;
use crate::index;
use crate::language;
use crate::print::{clean, coverage, json};
use crate::search::Archive;

#[derive(Serialize)]
struct Status<'a> {
    version: u32,
    index: String,
    corpora: Vec<String>,
    articles: u64,
    files: u64,
    skipped: u64,
    records: u64,
    sources: Vec<Source>,
    languages: Vec<InLanguage>,
    undated: u64,
    first_day: Option<String>,
    last_day: Option<String>,
    bytes_read: u64,
    bytes_on_disk: u64,
    segments: usize,
    built: &'a str,
    updated: &'a str,
    generation: u64,
    program: &'a str,
    schema: u32,
    readers: &'a [String],
}

#[derive(Serialize)]
struct Source {
    source: Option<String>,
    articles: u64,
}

#[derive(Serialize)]
struct InLanguage {
    language: Option<String>,
    articles: u64,
}

#[derive(Serialize)]
struct SkippedOut<'a> {
    path: &'a str,
    record: Option<u64>,
    reason: &'a str,
    /// How many more records of the file gave no article for the same reason, where they are only counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    more: Option<u64>,
}

/// Sources named in the text form.
const SOURCES: usize = 20;

pub(super) fn run(cli: &Cli, args: &StatusArgs, out: &mut Out) -> std::result::Result<End, Stop> {
    let at = Said::new(cli, Values::default())?.place()?;
    let archive = Archive::open(&at)?;
    if args.skipped {
        return skipped(&archive, args.json, out);
    }
    if args.coverage {
        let sources = archive.coverage()?;
        out.text(&if args.json { coverage::object(&sources) + "\n" } else { coverage::table(&sources) })?;
        return Ok(End::Done);
    }
    let about = &archive.about;
    let (span, undated) = archive.span()?;
    let day = |n: i64| day_of_number(n).map(|d| Iso(d).to_string());
    let sources: Vec<Source> = archive
        .sources()?
        .into_iter()
        .map(|(name, articles)| Source { source: (!name.is_empty()).then_some(name), articles })
        .collect();
    let languages: Vec<InLanguage> = archive
        .languages()?
        .into_iter()
        .map(|(tag, articles)| InLanguage { language: (!tag.is_empty()).then_some(tag), articles })
        .collect();
    let status = Status {
        version: json::VERSION,
        index: at.display().to_string(),
        corpora: about.corpora.iter().map(|c| c.root.display().to_string()).collect(),
        articles: archive.articles(),
        files: about.counts.files,
        skipped: about.counts.skipped,
        records: about.counts.records,
        undated,
        first_day: span.and_then(|(first, _)| day(first)),
        last_day: span.and_then(|(_, last)| day(last)),
        bytes_read: about.counts.bytes,
        bytes_on_disk: index::size_on_disk(&archive.build),
        segments: archive.segments(),
        built: &about.built,
        updated: &about.updated,
        generation: about.generation,
        program: &about.program,
        schema: about.schema,
        readers: &about.readers,
        sources,
        languages,
    };
    if args.json {
        out.line(&json::object(&status))?;
        return Ok(End::Done);
    }
    let mb = |bytes: u64| format!("{:.1} MB", bytes as f64 / 1e6);
    out.line(&format!("index      {}", clean::line(&status.index)))?;
    for corpus in &status.corpora {
        out.line(&format!("corpus     {}", clean::line(corpus)))?;
    }
    out.line(&format!("articles   {} from {} files", status.articles, status.files))?;
    out.line(&format!(
        "skipped    {}{}",
        status.skipped,
        if status.skipped > 0 { " (--skipped names them)" } else { "" }
    ))?;
    match (&status.first_day, &status.last_day) {
        (Some(first), Some(last)) => out.line(&format!("published  {first} to {last}, {undated} undated"))?,
        _ => out.line(&format!("published  all {undated} undated"))?,
    }
    out.line(&format!("size       {} on disk, made from {}", mb(status.bytes_on_disk), mb(status.bytes_read)))?;
    out.line(&format!("updated    {}, generation {}", status.updated, status.generation))?;
    out.line(&format!("built      {} by morgue {}, schema {}", status.built, status.program, status.schema))?;
    let told: Vec<String> = (status.languages.iter())
        .map(|l| {
            let name = l.language.as_deref().map_or("none known".to_string(), |tag| clean::line(&language::name(tag)));
            format!("{name} {}", l.articles)
        })
        .collect();
    out.line(&format!("languages  {}", told.join(", ")))?;
    out.line(&format!("sources    {}", status.sources.len()))?;
    for source in status.sources.iter().take(SOURCES) {
        let name = source.source.as_deref().map_or("(none named)".to_string(), clean::line);
        out.line(&format!("  {:>8}  {name}", source.articles))?;
    }
    if status.sources.len() > SOURCES {
        out.line(&format!("  and {} more (--json names all)", status.sources.len() - SOURCES))?;
    }
    Ok(End::Done)
}

fn skipped(archive: &Archive, as_json: bool, out: &mut Out) -> std::result::Result<End, Stop> {
    let about = &archive.about;
    let ledger = index::open_ledger(archive.place(), &archive.build, about)?;
    let mut entries = Vec::new();
    for line in ledger.lines() {
        let damaged = |e| Error::Damaged { place: archive.place().to_path_buf(), what: format!("ledger: {e}") };
        let line = line.map_err(damaged)?;
        if line.skips() > 0 {
            let entry = line.entry();
            entries.push((entry.path, entry.skipped));
        }
    }
    for (path, skipped) in &entries {
        for skipped in skipped {
            if as_json {
                let more = Some(skipped.more).filter(|more| *more > 0);
                let line = SkippedOut { path, record: skipped.record, reason: &skipped.reason, more };
                out.line(&json::object(&line))?;
            } else {
                let name = skipped.record.map_or(path.clone(), |n| place(path, n));
                let more = if skipped.more > 0 { format!(" (and {} more)", skipped.more) } else { String::new() };
                out.line(&format!("{}: {}{more}", clean::line(&name), clean::line(&skipped.reason)))?;
            }
        }
    }
    Ok(End::Done)
}
