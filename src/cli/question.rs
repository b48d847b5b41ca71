//! What `morgue search` is asked: the query that was typed or those of a file, read, under the conditions that options set.
//!
//! Takes arguments, gives [`Question`]s. An odd line of a file is named and left out; it must not cost the answers to all
//! others.

use std::fs;
use std::io::Read;
use std::path::Path;

use super::args::{ConditionArgs, Format, SearchArgs};
use super::say;
use crate::date::{Period, Precision};
use crate::error::{Error, Result};
use crate::format::charset;
use crate::language;
use crate::query::Query;
use crate::query::complaint::excerpt;
use crate::query::parse::{Complaint, Join, parse, period, person, plain, source};
use crate::query::relaxed::signed;
use crate::query::synonyms::Synonyms;
use crate::search::narrowed;

/// Odd lines of a file of queries that are named one by one.
const ODD_LINES: usize = 20;

/// A query as typed and as read.
pub(super) struct Question {
    /// What a file of queries calls it.
    pub(super) id: Option<String>,
    /// As typed.
    pub(super) text: String,
    /// As read, conditions and all.
    pub(super) query: Query,
    /// What could not be read as it stood.
    pub(super) complaints: Vec<Complaint>,
    /// Whether a reader may wonder how it was read.
    pub(super) mixed: bool,
    /// Clauses that stay whatever is given up.
    pub(super) kept: Vec<Query>,
}

impl Question {
    /// Adds the words that stand for its words.
    pub(super) fn widen(&mut self, synonyms: &Synonyms) {
        let widened = self.query.clone().with_synonyms(synonyms);
        self.mixed |= widened != self.query;
        self.query = widened;
        self.kept = self.kept.drain(..).map(|part| part.with_synonyms(synonyms)).collect();
    }
}

/// What options ask beside the query; all must hold.
pub(super) fn conditions(args: &ConditionArgs) -> Result<Vec<Query>> {
    let mut conditions = Vec::new();
    for name in &args.person {
        conditions
            .push(person(name).ok_or_else(|| Error::Usage(format!("--person \"{}\" holds no name", excerpt(name))))?);
    }
    if let Some(name) = &args.source {
        conditions
            .push(source(name).ok_or_else(|| Error::Usage(format!("--source \"{}\" holds no name", excerpt(name))))?);
    }
    if let Some(written) = &args.lang {
        let tag = language::tag(written);
        let unknown = || Error::Usage(format!("--lang \"{}\" names no language; write de or German", excerpt(written)));
        conditions.push(Query::Language(Some(tag.ok_or_else(unknown)?)));
    }
    let read = |option: &str, text: &str| -> Result<Period> {
        let short = excerpt(text);
        let fault = |why| if short == text { why } else { format!("\"{short}\" is not a date") };
        period(text).map_err(|why| Error::Usage(format!("{option}: {}", fault(why))))
    };
    let since = args.since.as_deref().map(|t| read("--since", t)).transpose()?;
    let until = args.until.as_deref().map(|t| read("--until", t)).transpose()?;
    if since.is_some() || until.is_some() {
        let from = since.map_or(jiff::civil::Date::constant(1, 1, 1), |p| p.from);
        let to = until.map_or(jiff::civil::Date::constant(9999, 12, 31), |p| p.to);
        let stretch = Period::between(from, to, Precision::Range);
        let stretch = stretch.ok_or_else(|| Error::Usage("--until lies before --since".to_string()))?;
        conditions.push(Query::Published(Some(stretch)));
    }
    if let Some(text) = &args.on {
        conditions.push(Query::Published(Some(read("--on", text)?)));
    }
    if let Some(text) = &args.mentions {
        conditions.push(Query::Mentions(read("--mentions", text)?));
    }
    Ok(match args.possibly {
        true => conditions.into_iter().map(Query::possibly).collect(),
        false => conditions,
    })
}

/// The queries that were typed, or that a file holds.
pub(super) fn questions(args: &SearchArgs, conditions: &[Query]) -> Result<Vec<Question>> {
    let Some(file) = &args.queries else {
        let text = args.query.join(" ");
        return Ok(vec![question(args, None, text, conditions)?]);
    };
    let mut bytes = Vec::new();
    let read = if file == Path::new("-") {
        std::io::stdin().read_to_end(&mut bytes).map(|_| ())
    } else {
        fs::read(file).map(|b| bytes = b)
    };
    read.map_err(|cause| Error::Unreadable { path: file.clone(), cause })?;
    let mut questions = Vec::new();
    let mut odd = 0;
    let mut complain = |n: usize, what: &str| {
        odd += 1;
        if odd <= ODD_LINES {
            say(&format!("{}: line {}: {what}", file.display(), n + 1));
        }
    };
    // An odd line must not cost the answers to all others.
    for (n, line) in bytes.split(|b| *b == b'\n').enumerate() {
        let line = charset::decode(line);
        if let Some(doubt) = line.doubt() {
            complain(n, &doubt);
        }
        let line = line.text.trim_end_matches('\r');
        if line.trim().is_empty() {
            continue;
        }
        let Some((id, text)) = line.split_once('\t') else {
            complain(n, "left out: no TAB between identifier and query");
            continue;
        };
        match question(args, Some(id.trim().to_string()), text.to_string(), conditions) {
            Ok(question) => questions.push(question),
            Err(error) => complain(n, &format!("left out: {error}")),
        }
    }
    if odd > ODD_LINES {
        say(&format!("{}: {} more odd lines", file.display(), odd - ODD_LINES));
    }
    if questions.is_empty() {
        return Err(Error::Usage(format!("{}: no queries in it", file.display())));
    }
    Ok(questions)
}

fn question(args: &SearchArgs, id: Option<String>, text: String, conditions: &[Query]) -> Result<Question> {
    // A run of a list to be judged: any word is enough. Topics of a file are prose; what is typed keeps its operators.
    let run = args.format == Format::Trec && !args.all;
    let (query, complaints, mixed) = if run && id.is_some() {
        (plain(&text), Vec::new(), false)
    } else {
        let parsed = parse(&text, if args.any || run { Join::Any } else { Join::All });
        (parsed.query, parsed.complaints, parsed.unobvious)
    };
    let query = match query {
        Some(query) => narrowed(query, conditions.to_vec()),
        None if !conditions.is_empty() && text.trim().is_empty() => Query::and(conditions.to_vec()),
        None if text.trim().is_empty() => {
            return Err(Error::Usage("the query is empty; say what to look for".to_string()));
        }
        None => return Err(Error::Usage(format!("there is no word in the query \"{}\"", excerpt(text.trim())))),
    };
    let widened = |query: Query| if args.conditions.possibly { query.possibly() } else { query };
    let (query, kept) = (widened(query), signed(&text).into_iter().map(widened).collect());
    Ok(Question { id, text, query, complaints, mixed, kept })
}

/// A question to be counted by: what was typed under some conditions; all articles if nothing was.
pub(super) fn counted(words: &[String], any: bool, args: &ConditionArgs) -> Result<Question> {
    let text = words.join(" ");
    let conditions = conditions(args)?;
    let parsed = parse(&text, if any { Join::Any } else { Join::All });
    let query = match parsed.query {
        Some(query) => narrowed(query, conditions),
        None if !text.trim().is_empty() => {
            return Err(Error::Usage(format!("there is no word in the query \"{}\"", excerpt(text.trim()))));
        }
        None if conditions.is_empty() => Query::Everything,
        None => Query::and(conditions),
    };
    let query = if args.possibly { query.possibly() } else { query };
    Ok(Question { id: None, text, query, complaints: parsed.complaints, mixed: parsed.unobvious, kept: Vec::new() })
}
