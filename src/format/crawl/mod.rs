//! Crawls of the web (WARC, ARC): every page that a server answered with is an article.
//!
//! Takes the records of an archive; gives for each answer that is a page its article, named and dated by its own words first,
//! by the address and the day of its capture last. Everything else in a crawl (questions, notes of the crawler, pictures,
//! errors, repeats) is told by its kind. A record that is broken costs itself, and its place is told.

mod answer;
mod record;

use std::collections::HashSet;

use xxhash_rust::xxh3::Xxh3Default;

use self::answer::Header;
use self::record::{Records, Wrong, field};
use super::dating::{Circumstances, fall_back};
use super::entity::excerpt;
use super::{Cut, Fit, Format, Head, Piece, ReadOptions, json, page, text};
use crate::article::{Outcome, Record};
use crate::date::Period;

/// A web archive.
pub struct Crawl;

impl Format for Crawl {
    fn name(&self) -> &'static str {
        "warc"
    }

    fn version(&self) -> u32 {
        1
    }

    fn known_by(&self) -> &'static str {
        "a record of a web archive at its beginning"
    }

    fn recognise(&self, head: &Head<'_>) -> Fit {
        let bytes = json::without_mark(head.bytes);
        let named = matches!(head.extension, "warc" | "arc" | "wet" | "wat");
        match record::opens(bytes) {
            true if bytes.starts_with(b"WARC/") || bytes.starts_with(b"filedesc:") || named => Fit::Sure,
            true => Fit::Likely,
            // Its beginning is lost.
            false if named && memchr::memmem::find(bytes, b"\nWARC/1.").is_some() => Fit::Likely,
            false => Fit::No,
        }
    }

    fn cut(&self, window: &[u8], first: bool, last: bool) -> Cut {
        let records = Records::of(window, last);
        let begins = |at: usize| at == 0 && !first;
        let (count, end) = records.fold((0, 0), |(count, _), r| {
            // What goes on from the window before was counted there.
            (count + u64::from(r.wrong != Wrong::Stray || !begins(r.at)), r.end)
        });
        Cut { bytes: if last { window.len() } else { end }, records: count }
    }

    fn repeats(&self, bytes: &[u8], number: u64, first: bool, seen: &mut HashSet<u128>) -> Vec<u64> {
        numbered(bytes, number, first)
            .filter(|(_, r)| r.wrong == Wrong::Nothing)
            .filter_map(|(number, r)| Some((number, capture_key(&r)?)))
            .filter(|(_, key)| !seen.insert(*key))
            .map(|(number, _)| number)
            .collect()
    }

    fn read(&self, piece: &Piece<'_>, options: &ReadOptions) -> Vec<Record> {
        let at = Circumstances { path: piece.path, single: false, day_month: options.day_month };
        let numbered = numbered(piece.bytes, piece.number, piece.first);
        numbered
            .map(|(number, record)| {
                let place = piece.offset + record.at as u64;
                let outcome = if piece.repeats.binary_search(&number).is_ok() {
                    Outcome::Aside("captured twice, word for word".to_string())
                } else {
                    outcome(&record, place, at, options)
                };
                Record::new(number, outcome)
            })
            .collect()
    }
}

/// The records of a piece with their numbers; what goes on from the piece before has none.
fn numbered(bytes: &[u8], number: u64, first: bool) -> impl Iterator<Item = (u64, record::Record<'_>)> {
    let records = Records::of(bytes, true).filter(move |r| r.wrong != Wrong::Stray || r.at > 0 || first);
    (number..).zip(records)
}

/// What two captures of the same answer share: address and payload. None of what is no answer.
fn capture_key(record: &record::Record<'_>) -> Option<u128> {
    let said = Said::of(record);
    if !said.is_answer() {
        return None;
    }
    let mut hash = Xxh3Default::new();
    hash.update(said.address.as_deref()?.as_bytes());
    match field(record.header, "WARC-Payload-Digest") {
        Some(digest) => hash.update(digest.as_bytes()),
        // The header of an answer names its moment; what it says begins behind it.
        None => {
            let body = memchr::memmem::find(record.block, b"\r\n\r\n").map_or(0, |at| at + 4);
            hash.update(record.block.get(body..).unwrap_or_default());
        }
    }
    Some(hash.digest128())
}

/// What the header of a record says.
#[derive(Debug, Default)]
struct Said {
    /// `response`, `request`, `warcinfo`, ...; of an ARC, what it is taken for.
    kind: String,
    address: Option<String>,
    captured: Option<Period>,
    /// Kind of the block: `application/http; msgtype=response`.
    content: String,
}

impl Said {
    fn of(record: &record::Record<'_>) -> Said {
        let header = record.header;
        if record.arc {
            return Said::of_line(&String::from_utf8_lossy(header));
        }
        let address = field(header, "WARC-Target-URI").map(|uri| uri.trim_matches(['<', '>']).to_string());
        Said {
            kind: field(header, "WARC-Type").unwrap_or_default().to_ascii_lowercase(),
            address: address.filter(|uri| !uri.is_empty()),
            captured: field(header, "WARC-Date").as_deref().and_then(day),
            content: field(header, "Content-Type").unwrap_or_default().to_ascii_lowercase(),
        }
    }

    /// The line of an ARC: address, IP address, moment, kind, length, from newer ones more between.
    fn of_line(line: &str) -> Said {
        let mut fields = line.split(' ');
        let address = fields.next().unwrap_or_default();
        let digits = |f: &&str| f.len() >= 12 && f.len() <= 14 && f.bytes().all(|b| b.is_ascii_digit());
        let captured = fields.clone().find(digits).and_then(day);
        let kind = match address.split(':').next() {
            Some("filedesc") => "filedesc",
            Some("dns") => "dns",
            _ => "response",
        };
        let content = if kind == "response" { "application/http" } else { "" };
        Said { kind: kind.to_string(), address: Some(address.to_string()), captured, content: content.to_string() }
    }

    fn is_answer(&self) -> bool {
        matches!(self.kind.as_str(), "response" | "resource" | "conversion")
    }
}

fn day(text: &str) -> Option<Period> {
    let digits: String = text.chars().take(10).filter(char::is_ascii_digit).take(8).collect();
    Period::parse(&digits).ok()
}

/// The article of a record, or why there is none; `place` is where it begins in the archive, unpacked.
fn outcome(record: &record::Record<'_>, place: u64, at: Circumstances<'_>, options: &ReadOptions) -> Outcome {
    let broken = |what: &str| Outcome::Skip(format!("{what}: at byte {place}"));
    match record.wrong {
        Wrong::Stray => return broken("bytes that belong to no record"),
        Wrong::Header => return broken("a record whose header has no end"),
        Wrong::Nothing | Wrong::Length | Wrong::Huge => {}
    }
    let said = Said::of(record);
    match said.kind.as_str() {
        "" => return broken("a record that does not say what it is"),
        "revisit" => return Outcome::Aside("captured before: revisit".to_string()),
        "continuation" => return broken("the rest of a record that another file begins"),
        _ if said.address.as_deref().is_some_and(|address| address.starts_with("metadata:")) => {
            return Outcome::Aside("no page: notes of the crawler".to_string());
        }
        _ if said.is_answer() => {}
        kind => return Outcome::Aside(format!("no page: a record of kind {}", excerpt(kind))),
    }
    if record.wrong == Wrong::Huge {
        return match header(record.block, &said).kind.as_str() {
            kind if is_page(kind) => broken("a record longer than any page"),
            kind => Outcome::Aside(format!("no page: {}", excerpt(kind))),
        };
    }
    let mut outcome = document(record.block, &said, at, options);
    if record.wrong == Wrong::Length {
        const WRONG: &str = "its record has another length than it says, and was read to where it ends";
        match &mut outcome {
            Outcome::Article(article) => article.doubts.push(WRONG.to_string()),
            Outcome::Skip(reason) => outcome = broken(&format!("{reason}; {WRONG}")),
            Outcome::Aside(_) => {}
        }
    }
    outcome
}

fn header(block: &[u8], said: &Said) -> Header {
    let http = said.content.starts_with("application/http") || block.starts_with(b"HTTP/");
    if http { Header::of(block) } else { Header::kept(&said.content) }
}

/// Whether documents of a kind may be pages: those of no kind may be.
fn is_page(kind: &str) -> bool {
    matches!(kind, "" | "text/html" | "application/xhtml+xml" | "text/plain")
}

/// The article of the document in a block.
fn document(block: &[u8], said: &Said, at: Circumstances<'_>, options: &ReadOptions) -> Outcome {
    let header = header(block, said);
    if let Some(status) = header.status.filter(|status| !(200..300).contains(status)) {
        return Outcome::Aside(format!("no page: the server answered {status}"));
    }
    if !is_page(&header.kind) {
        return Outcome::Aside(format!("no page: {}", excerpt(&header.kind)));
    }
    let (body, doubts) = header.body(block);
    if body.len() > answer::LARGEST {
        return Outcome::Skip("larger than any page".to_string());
    }
    if body.trim_ascii().is_empty() {
        return Outcome::Skip("empty".to_string());
    }
    if text::is_binary(&body) {
        let kind = if header.kind.is_empty() { "of no kind" } else { &header.kind };
        return Outcome::Aside(format!("no page: {kind} by name, but no text"));
    }
    // The day of the capture is nearer than any name of a file.
    let at = if said.captured.is_some() { Circumstances { path: "", ..at } } else { at };
    let told = page::Told { address: said.address.as_deref(), charset: header.charset.as_deref() };
    let looks = page::is_page(&Head { bytes: &body, extension: "", whole: true });
    let mut outcome = match header.kind.as_str() {
        "text/plain" if !looks => text::outcome(&body, told.address, at, options),
        "" if !looks => return Outcome::Aside("no page: nobody says what it is".to_string()),
        _ => page::outcome(&body, told, at),
    };
    if let Outcome::Article(article) = &mut outcome {
        if article.url.is_some() {
            article.origins.say("url", "address of the capture");
        }
        article.doubts.extend(doubts);
        fall_back(article, said.captured, "the day of its capture");
    }
    outcome
}
