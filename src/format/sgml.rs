//! Reuters-21578: newswire of 1987 in an SGML that is nobody's XML.
//!
//! Takes `<REUTERS ...>` records as they were distributed, bare `>` and references to control characters included, and
//! gives one article each. The dateline and the sign-off line ("Reuter") are taken out of the text because they are
//! no part of it; tables that were mistaken for a dateline by whoever marked up the collection are put back.

use memchr::memmem;

use super::dateline;
use super::dating::{Circumstances, Claims};
use super::entity::{excerpt, one_line, resolve};
use super::object::without_by;
use super::opening::Opening;
use super::tag::{attribute, trim_blank_lines};
use super::{Cut, Fit, Format, Head, Piece, ReadOptions};
use super::{charset, published};
use crate::article::{Article, Outcome, Record};

/// The Reuters-21578 collection.
pub struct Sgml;

/// What the parts of an article stand in.
const ORIGINS: [(&str, &str); 8] = [
    ("id", "attribute NEWID"),
    ("source", "what the collection is of"),
    ("date", "<DATE>"),
    ("people", "<PEOPLE>"),
    ("place", "<DATELINE>"),
    ("headline", "<TITLE>"),
    ("byline", "<AUTHOR>"),
    ("body", "<TEXT>"),
];

const RECORD: Opening = Opening(b"REUTERS");

impl Format for Sgml {
    fn name(&self) -> &'static str {
        "sgml"
    }

    fn version(&self) -> u32 {
        2
    }

    fn known_by(&self) -> &'static str {
        "<REUTERS> records"
    }

    fn recognise(&self, head: &Head<'_>) -> Fit {
        let text = head.bytes.trim_ascii_start();
        if RECORD.opens(text) || text.get(..15).is_some_and(|t| t.eq_ignore_ascii_case(b"<!DOCTYPE lewis")) {
            return Fit::Sure;
        }
        // Behind comments or another prologue, but only where a markup file begins: prose may quote the tag.
        let at = RECORD.offsets(head.bytes).next();
        let line = at.is_some_and(|at| at > 0 && head.bytes.get(at - 1) == Some(&b'\n'));
        if line && text.first() == Some(&b'<') { Fit::Likely } else { Fit::No }
    }

    fn cut(&self, window: &[u8], first: bool, last: bool) -> Cut {
        RECORD.cut(window, first, last)
    }

    fn read(&self, piece: &Piece<'_>, options: &ReadOptions) -> Vec<Record> {
        let mut records: Vec<Record> = Vec::new();
        let at = Circumstances { path: piece.path, single: false, day_month: options.day_month };
        for bytes in RECORD.records(piece.bytes) {
            let number = piece.number.saturating_add(records.len() as u64);
            records.push(Record::new(number, outcome(bytes, at)));
        }
        if records.is_empty() && piece.first {
            let outcome = Outcome::Skip("no <REUTERS> record in the file".to_string());
            records.push(Record::new(piece.number, outcome));
        }
        records
    }
}

fn outcome(bytes: &[u8], at: Circumstances<'_>) -> Outcome {
    let decoded = charset::decode(bytes);
    let text: &str = &decoded.text;
    let Some((tag, content)) = text.split_once('>') else {
        return Outcome::Skip("the record breaks off inside its first tag".to_string());
    };
    let mut article = Article { doubts: decoded.doubt().into_iter().collect(), ..Article::default() };
    let content = match find(content, "</REUTERS>") {
        Some(end) => &content[..end],
        None => {
            article.doubts.push("the record has no end; the file may be damaged here".to_string());
            content
        }
    };
    let (meta, story) = match find(content, "<TEXT") {
        Some(at) => content.split_at(at),
        None => (content, ""),
    };
    article.id = attribute(tag, "NEWID").unwrap_or_default().to_string();
    article.source = Some("Reuters".to_string());
    for (part, from) in ORIGINS {
        article.origins.say(part, from);
    }
    let mut claims = Claims::default();
    date(element(meta, "DATE").unwrap_or_default(), &mut article, &mut claims);
    article.people = listed(element(meta, "PEOPLE").unwrap_or_default());
    read_story(story, &mut article);
    // As printed first, then what the agency filed it under: "SAO PAULO; brazil, usa".
    let places = listed(element(meta, "PLACES").unwrap_or_default()).join(", ");
    if !places.is_empty() {
        article.origins.say("place", if article.place.is_some() { "<DATELINE> and <PLACES>" } else { "<PLACES>" });
        article.place = Some(article.place.map_or(places.clone(), |printed| format!("{printed}; {places}")));
    }
    if article.headline.is_empty() && article.body.is_empty() {
        return Outcome::Skip("no title and no text".to_string());
    }
    claims.settle(&mut article, at);
    Outcome::Article(Box::new(article))
}

fn find(text: &str, what: &str) -> Option<usize> {
    memmem::find(text.as_bytes(), what.as_bytes())
}

/// What stands between the tags of an element, up to the end of `text` if it is not closed.
fn element<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let mut from = 0;
    loop {
        let at = from + memchr::memchr(b'<', text.as_bytes().get(from..)?)?;
        from = at + 1;
        if let Some(inner) = text[from..].strip_prefix(name).and_then(|rest| rest.strip_prefix('>')) {
            return Some(inner_of(inner, name).0);
        }
    }
}

/// Content of the element whose opening tag has just ended, and what follows its closing tag.
fn inner_of<'a>(text: &'a str, name: &str) -> (&'a str, &'a str) {
    let mut from = 0;
    while let Some(at) = find(&text[from..], "</").map(|at| from + at) {
        let rest = text[at + 2..].strip_prefix(name);
        if let Some(rest) = rest.and_then(|r| r.strip_prefix('>')) {
            return (&text[..at], rest);
        }
        from = at + 2;
    }
    (text, "")
}

/// `26-FEB-1987 15:01:01.79`, perhaps with the printer's noise or a note of the editors behind it.
fn date(text: &str, article: &mut Article, claims: &mut Claims) {
    let text = resolve(text);
    let (day, rest) = text.trim().split_once(char::is_whitespace).unwrap_or((text.trim(), ""));
    claims.metadata(day, published::read);
    let (rest, note) = rest.split_once('#').unwrap_or((rest, ""));
    if !note.trim().is_empty() {
        article.doubts.push(format!("note on the date: \"{}\"", excerpt(note)));
    }
    let clock = rest.trim_start().bytes().take_while(|b| b.is_ascii_digit()).count();
    if !rest.trim().is_empty() && !(1..=2).contains(&clock) {
        article.doubts.push(format!("time of day not readable: \"{}\"", excerpt(rest)));
    }
}

/// The items of a list, `<D>brazil</D><D>usa</D>`.
fn listed(mut text: &str) -> Vec<String> {
    let mut items = Vec::new();
    while let Some(at) = find(text, "<D>") {
        let (name, rest) = inner_of(&text[at + 3..], "D");
        let name = one_line(&resolve(name));
        if !name.is_empty() {
            items.push(name);
        }
        text = rest;
    }
    items
}

/// The `<TEXT ...>` element: title, author, dateline and body, or, in BRIEF and UNPROC records, bare text.
fn read_story(text: &str, article: &mut Article) {
    let Some((_, text)) = text.split_once('>') else {
        return;
    };
    let mut rest = inner_of(text, "TEXT").0;
    let mut body = String::new();
    let mut has_body = false;
    while let Some(at) = memchr::memchr(b'<', rest.as_bytes()) {
        body.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let name = ["TITLE", "AUTHOR", "DATELINE", "BODY"]
            .into_iter()
            .find(|name| rest.strip_prefix(*name).is_some_and(|r| r.starts_with('>')));
        let Some(name) = name else {
            body.push('<');
            continue;
        };
        let (inner, after) = inner_of(&rest[name.len() + 1..], name);
        rest = after;
        match name {
            "TITLE" => {
                article.headline = one_line(&resolve(inner));
                // Briefs carry the wire's alert stars before their title.
                let stray = resolve(&body).trim().trim_matches('*').trim().is_empty();
                if stray {
                    body.clear();
                }
            }
            "AUTHOR" => {
                let author = one_line(&resolve(inner));
                article.byline = Some(without_by(&author).to_string()).filter(|a| !a.is_empty());
            }
            "DATELINE" => {
                let inner = resolve(inner);
                let found = dateline::marked(&inner);
                article.place = found.place.map(one_line);
                trim_blank(&mut body);
                body.push_str(found.rest);
            }
            _ => {
                has_body = true;
                trim_blank(&mut body);
                body.push_str(inner);
            }
        }
    }
    body.push_str(rest);
    // The collection's editors filled the empty text of briefs.
    if !has_body && !article.headline.is_empty() {
        body = resolve(&body).trim().trim_start_matches("Blah blah blah.").to_string();
    }
    article.body = without_sign_off(&resolve(&body)).to_string();
}

/// The line breaks between two elements are layout, not text.
fn trim_blank(body: &mut String) {
    if body.trim().is_empty() {
        body.clear();
    }
}

/// The text without blank lines around it and without the agency's sign-off, which comes misspelt at times.
fn without_sign_off(text: &str) -> &str {
    const LONGEST: usize = 14;
    let mut text = text.trim_end();
    loop {
        let (before, line) = text.rsplit_once('\n').unwrap_or(("", text));
        let word = line.trim().trim_end_matches("^M").trim_end_matches(|c: char| matches!(c, '.' | '0'..='9'));
        let word = word.split(' ').next().unwrap_or_default().to_ascii_lowercase();
        let signs = matches!(word.as_str(), "reuter" | "reuters" | "reute" | "ruter" | "reuiter" | "reueter");
        // A few items were signed twice.
        if !signs || line.trim().len() > LONGEST {
            return trim_blank_lines(text);
        }
        text = before.trim_end();
    }
}
