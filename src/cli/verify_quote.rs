//! `morgue verify-quote`: proves citations that a search gave, or finds where a quotation stands.

use std::io::{IsTerminal, Read};
use std::path::PathBuf;

use serde::Deserialize;

use super::args::{Cli, VerifyQuoteArgs};
use super::config::Said;
use super::{End, Out, Stop, say};
use crate::config::Values;
use crate::count::{counted, grouped};
use crate::error::{Error, Result};
use crate::index::document::Filed;
use crate::mention::Field;
use crate::print::quote::{Judged, holding_text, judged_json, judged_text, sought_json};
use crate::query::complaint::excerpt;
use crate::quote::{Citation, Verdict, judge, places};
use crate::search::Archive;
use crate::search::quotation::Holding;

pub(super) fn run(cli: &Cli, args: &VerifyQuoteArgs, out: &mut Out) -> std::result::Result<End, Stop> {
    let place = Said::new(cli, Values::default())?.place()?;
    let citations = match (&args.id, &args.text) {
        (Some(id), _) => vec![typed(args, id)?],
        (None, Some(text)) => return find(args, text, &Archive::open(&place)?, out),
        (None, None) => given()?,
    };
    let archive = Archive::open(&place)?;
    let mut proved = 0;
    for citation in &citations {
        proved += u64::from(told(args, citation, &archive, out)?);
    }
    out.flush()?;
    let all = citations.len() as u64;
    let quotations = if all == 1 { "quotation" } else { "quotations" };
    let searched = counted(archive.articles(), "article");
    say(&format!("{} of {} {quotations} proved (in {searched})", grouped(proved), grouped(all)));
    Ok(if proved == all { End::Done } else { End::Nothing })
}

fn typed(args: &VerifyQuoteArgs, id: &str) -> Result<Citation> {
    let at = args.start.zip(args.end).map(|(start, end)| start..end);
    if at.as_ref().is_some_and(|at| at.is_empty()) {
        return Err(Error::Usage("END must lie behind START".to_string()));
    }
    if args.hash.is_none() && args.text.is_none() {
        return Err(Error::Usage("say what is to be proved: --hash HASH, --text QUOTE, or both".to_string()));
    }
    let field = if args.headline { Field::Headline } else { Field::Body };
    Ok(Citation { id: id.to_string(), place: None, field, at, text: args.text.clone(), hash: args.hash.clone() })
}

/// A hit as a search prints it, as far as it matters here.
#[derive(Deserialize)]
struct Hit {
    id: String,
    path: Option<String>,
    record: Option<u64>,
    text_hash: String,
    #[serde(default)]
    passages: Vec<Passage>,
}

#[derive(Deserialize)]
struct Passage {
    field: Field,
    start: usize,
    end: usize,
    text: String,
}

/// An answer, or a hit by itself.
#[derive(Deserialize)]
#[serde(untagged)]
enum Given {
    Answer { hits: Vec<Hit> },
    Hit(Hit),
}

/// Citations of what stands on standard input.
fn given() -> Result<Vec<Citation>> {
    let mut input = std::io::stdin();
    if input.is_terminal() {
        return Err(Error::Usage(
            "nothing to prove: say ID START END, or --text QUOTE, or pipe in what `morgue search --format json` printed"
                .to_string(),
        ));
    }
    let mut bytes = Vec::new();
    let path = || PathBuf::from("standard input");
    input.read_to_end(&mut bytes).map_err(|cause| Error::Unreadable { path: path(), cause })?;
    let mut citations = Vec::new();
    for (n, value) in serde_json::Deserializer::from_slice(&bytes).into_iter::<serde_json::Value>().enumerate() {
        let given = value.and_then(serde_json::from_value::<Given>);
        let given = given.map_err(|cause| {
            let what =
                if cause.is_data() { "no hit and no answer with text_hash".to_string() } else { cause.to_string() };
            Error::Usage(format!("standard input, object {}: {what}", n + 1))
        })?;
        match given {
            Given::Answer { hits } => hits.into_iter().for_each(|hit| cited(hit, &mut citations)),
            Given::Hit(hit) => cited(hit, &mut citations),
        }
    }
    if citations.is_empty() {
        return Err(Error::Usage("standard input: no hit in it".to_string()));
    }
    Ok(citations)
}

/// Every passage of a hit; of one without passages, the article as a whole.
fn cited(hit: Hit, citations: &mut Vec<Citation>) {
    let place = hit.path.zip(hit.record).map(|(path, record)| crate::article::place(&path, record));
    let whole = Citation { id: hit.id, place, field: Field::Body, at: None, text: None, hash: Some(hit.text_hash) };
    if hit.passages.is_empty() {
        citations.push(whole);
        return;
    }
    citations.extend(hit.passages.into_iter().map(|passage| Citation {
        field: passage.field,
        at: Some(passage.start..passage.end),
        text: Some(passage.text),
        ..whole.clone()
    }));
}

/// Judges a citation and prints it; whether it is proved.
fn told(
    args: &VerifyQuoteArgs,
    citation: &Citation,
    archive: &Archive,
    out: &mut Out,
) -> std::result::Result<bool, Stop> {
    let called = archive.articles_called(&citation.id)?;
    // Articles may share an identifier: the one that stood there, else one of which the citation is true.
    let there = called.iter().find(|filed| citation.place.as_ref() == Some(&filed.place()));
    let proved = |filed: &&Filed| judge(citation, &filed.article) == Verdict::Proved;
    let filed = there.filter(proved).or(called.iter().find(proved)).or(there).or(called.first());
    let verdict = filed.map_or(Verdict::Gone, |filed| judge(citation, &filed.article));
    let mut elsewhere = Vec::new();
    if let Some(text) = citation.text.as_ref().filter(|_| verdict != Verdict::Proved) {
        let here = filed.map_or(Vec::new(), |filed| places(&filed.article, text));
        elsewhere = match filed.filter(|_| !here.is_empty()) {
            Some(filed) => vec![Holding { filed: filed.clone(), places: here }],
            None => archive.quoted(text, limit(args))?.map_or(Vec::new(), |(found, _)| found),
        };
    }
    let judged = Judged { citation, verdict, filed, elsewhere: &elsewhere };
    match args.json {
        true => out.line(&judged_json(&judged))?,
        false => out.text(&judged_text(&judged))?,
    }
    Ok(verdict == Verdict::Proved)
}

fn find(args: &VerifyQuoteArgs, text: &str, archive: &Archive, out: &mut Out) -> std::result::Result<End, Stop> {
    let (found, total) = match &args.within {
        Some(id) => {
            let filed = archive.article(id)?;
            let places = places(&filed.article, text);
            let found: Vec<Holding> = (!places.is_empty()).then_some(Holding { filed, places }).into_iter().collect();
            let total = found.len() as u64;
            (found, total)
        }
        None => archive
            .quoted(text, limit(args))?
            .ok_or_else(|| Error::Usage(format!("there is no word in the quotation \"{}\"", excerpt(text.trim()))))?,
    };
    if args.json {
        out.line(&sought_json(text, &found, total))?;
    } else {
        for (n, holding) in found.iter().enumerate() {
            out.text(if n > 0 { "\n" } else { "" })?;
            out.text(&holding_text(n + 1, holding))?;
        }
    }
    out.flush()?;
    let searched = counted(archive.articles(), "article");
    let named =
        if (found.len() as u64) < total { format!(", the oldest {} named", found.len()) } else { String::new() };
    say(&match (&args.within, total) {
        (Some(_), 0) => "not found in this article".to_string(),
        (None, 0) => format!("found in no article (searched {searched})"),
        (Some(_), _) => "found in this article".to_string(),
        (None, _) => format!("found in {}{named} (searched {searched})", counted(total, "article")),
    });
    Ok(if total > 0 { End::Done } else { End::Nothing })
}

fn limit(args: &VerifyQuoteArgs) -> usize {
    if args.limit == 0 { usize::MAX } else { args.limit }
}
