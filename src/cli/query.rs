//! `morgue query`: how a query is read, what its words stand for here, and how many articles satisfy each clause.

use std::fs;
use std::path::Path;
use std::time::Instant;

use serde::Serialize;

use super::args::{Cli, QueryArgs};
use super::config::Said;
use super::{End, Out, Stop, say};
use crate::config::Values;
use crate::count::{counted, grouped};
use crate::error::{Error, Result};
use crate::language;
use crate::print::whom::{self, WhomOut};
use crate::print::{clean, json};
use crate::query::complaint::excerpt;
use crate::query::parse::{Join, parse};
use crate::query::synonyms::Synonyms;
use crate::search::Archive;
use crate::search::explain::{Clause, Stands};

#[derive(Serialize)]
struct QueryOut<'a> {
    version: u32,
    query: &'a str,
    read_as: String,
    complaints: Vec<json::ComplaintOut<'a>>,
    total: u64,
    searched: u64,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    persons: Vec<WhomOut>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    notes: &'a [String],
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    languages: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    clauses: Option<&'a [Clause]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    milliseconds: Option<Milliseconds>,
}

/// How long it took.
#[derive(Clone, Copy, Serialize)]
struct Milliseconds {
    parse: f64,
    look_up: f64,
    r#match: f64,
}

pub(super) fn run(cli: &Cli, args: &QueryArgs, out: &mut Out) -> std::result::Result<End, Stop> {
    let said = Said::new(cli, Values { synonyms: args.synonyms.clone(), ..Values::default() })?;
    let place = said.place()?;
    let settings = said.settings(Some(&place), None)?;
    let synonyms = synonyms(settings.synonyms.as_ref().map(|file| &*file.value))?;
    let text = args.query.join(" ");
    let begun = Instant::now();
    let parsed = parse(&text, if args.any { Join::Any } else { Join::All });
    let Some(query) = parsed.query else {
        return Err(Error::Usage(format!("there is no word in the query \"{}\"", excerpt(text.trim()))).into());
    };
    let query = match &synonyms {
        Some(synonyms) => query.with_synonyms(synonyms),
        None => query,
    };
    let parse = begun.elapsed();
    let archive = Archive::open(&place)?;
    let begun = Instant::now();
    let explained = if args.explain { Some(archive.explained(&query)?) } else { None };
    let look_up = begun.elapsed();
    let begun = Instant::now();
    let (total, notes) = archive.counted(&query)?;
    let matching = begun.elapsed();
    let clauses = match explained {
        Some(explained) => {
            let mut clauses = Vec::with_capacity(explained.len());
            for (part, mut clause) in explained {
                clause.articles = archive.count(&part)?;
                clauses.push(clause);
            }
            Some(clauses)
        }
        None => None,
    };
    let ms = |time: std::time::Duration| (time.as_secs_f64() * 100_000.0).round() / 100.0;
    let tongues = if args.explain { archive.tongues()? } else { Vec::new() };
    let took = Milliseconds { parse: ms(parse), look_up: ms(look_up), r#match: ms(matching) };
    let end = if total > 0 { End::Done } else { End::Nothing };
    let whom = archive.whom(&query)?;
    if args.json {
        out.line(&json::object(&QueryOut {
            version: json::VERSION,
            query: &text,
            read_as: query.to_string(),
            complaints: json::complaints_out(&parsed.complaints),
            total,
            searched: archive.articles(),
            persons: whom.iter().map(|(called, taken)| whom::out(called, taken)).collect(),
            notes: &notes,
            languages: &tongues,
            milliseconds: clauses.is_some().then_some(took),
            clauses: clauses.as_deref(),
        }))?;
        return Ok(end);
    }
    out.line(&format!("read as: {}", clean::line(&query.to_string())))?;
    for complaint in &parsed.complaints {
        out.line(&format!("byte {}: {}", complaint.at.start, clean::line(&complaint.text)))?;
    }
    for said in whom.iter().filter_map(|(called, taken)| whom::sentence(called, taken)) {
        out.line(&said)?;
    }
    if tongues.iter().any(|tag| tag != "en") {
        let names: Vec<String> = tongues.iter().map(|tag| clean::line(&language::name(tag))).collect();
        out.line(&format!("words are widened by the rules of {}", names.join(", ")))?;
    }
    for clause in clauses.iter().flatten() {
        out.line(&line(clause))?;
        for stands in &clause.words {
            out.line(&format!("{}{}", "  ".repeat(clause.depth + 2), words(stands)))?;
        }
    }
    out.line(&format!("{} of {}", grouped(total), counted(archive.articles(), "article")))?;
    if clauses.is_some() {
        let Milliseconds { parse, look_up, r#match } = took;
        out.line(&format!("parse {parse} ms, look up {look_up} ms, match {match} ms"))?;
    }
    out.flush()?;
    notes.iter().for_each(|note| say(note));
    Ok(end)
}

/// `  any: ferry OR bridge  (12 articles)`.
fn line(clause: &Clause) -> String {
    let indent = "  ".repeat(clause.depth);
    let articles = counted(clause.articles, "article");
    format!("{indent}{}: {}  ({articles})", clause.kind, clean::line(&clause.reading))
}

/// `cart* = cartel 12, cart 3 and 5 more`.
fn words(stands: &Stands) -> String {
    let each: Vec<String> =
        stands.terms.iter().map(|term| format!("{} {}", clean::line(&term.term), grouped(term.articles))).collect();
    let more = match stands.all - stands.terms.len().min(stands.all) {
        0 => String::new(),
        more => format!(" and {} more", grouped(more as u64)),
    };
    let each = if each.is_empty() { "no word".to_string() } else { each.join(", ") };
    format!("{} = {each}{more}", clean::line(&stands.word))
}

/// Reads the file of synonyms, if one is named.
///
/// # Errors
/// [`Error::Unreadable`], or [`Error::Usage`] with the line that cannot be read.
pub(super) fn synonyms(file: Option<&Path>) -> Result<Option<Synonyms>> {
    let Some(file) = file else { return Ok(None) };
    let bytes = fs::read(file).map_err(|cause| Error::Unreadable { path: file.to_path_buf(), cause })?;
    let text = crate::format::charset::decode(&bytes);
    Synonyms::read(&text.text, file).map(Some)
}
