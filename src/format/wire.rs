//! What the formats of the wires share: claims about items, dates, places and names.
//!
//! Takes what readers found; gives records. What its own source took back gives no article; which of several versions is
//! the newest is not known here, so each record carries its claim. It never reads markup.

use std::collections::HashSet;

use super::dating::{dated, note};
use super::items::{Item, Items};
use super::{Piece, ReadOptions, dateline, published};
use crate::article::{Article, Outcome, Record};
use crate::item::{Claim, Status, named};

/// What a reader found in a record.
#[derive(Debug)]
pub(super) struct Filing {
    /// What was read.
    pub(super) outcome: Outcome,
    /// What its versions share; empty if nothing does.
    pub(super) key: String,
    /// Its version, numbers from left to right; empty if it says none.
    pub(super) version: Vec<u64>,
    /// What its source says of it.
    pub(super) status: Status,
    /// The identifier of another item, and what is said of that.
    pub(super) other: Option<(String, Status)>,
}

impl Filing {
    /// A record that stands alone.
    pub(super) fn alone(outcome: Outcome) -> Filing {
        Filing { outcome, key: String::new(), version: Vec::new(), status: Status::Usable, other: None }
    }

    fn record(self, number: u64) -> Record {
        let Filing { outcome, key, version, status, other } = self;
        let id = match &outcome {
            Outcome::Article(article) => named(&article.id),
            Outcome::Skip(_) | Outcome::Aside(_) => 0,
        };
        let other = other.map(|(id, status)| (named(&id), status)).filter(|(id, _)| *id != 0);
        let mut claim = Claim { item: named(&key), id, version, status, other };
        if status == Status::Usable && matches!(outcome, Outcome::Skip(_)) {
            // What cannot be read takes no other's place, but a kill needs no text.
            claim.item = 0;
        }
        let outcome = status.reason().map_or(outcome, |reason| Outcome::Skip(reason.to_string()));
        let claim = Some(Box::new(claim)).filter(|claim| !claim.is_empty());
        Record { claim, ..Record::new(number, outcome) }
    }
}

/// The numbers of a version: `3`, `1.10`.
pub(super) fn version(text: &str) -> Vec<u64> {
    let numbers: Option<Vec<u64>> = text.trim().split('.').map(|n| n.parse().ok()).collect();
    numbers.unwrap_or_default()
}

/// The records of a piece of XML, each item filed; `none` says what is missing where a file has none.
pub(super) fn records(
    items: Items,
    filing: impl Fn(&Item<'_>) -> Filing,
    none: &str,
    piece: &Piece<'_>,
    options: &ReadOptions,
) -> Vec<Record> {
    let mut filings: Vec<Filing> = items.within(piece).map(|item| filing(&item)).collect();
    if filings.is_empty() && piece.first {
        filings.push(Filing::alone(Outcome::Skip(none.to_string())));
    }
    settle(filings, piece, options)
}

/// The records of a piece, in order, each with what it claims; none that its own source took back is an article. Every
/// article gets its date by the one order of trust.
pub(super) fn settle(filings: Vec<Filing>, piece: &Piece<'_>, options: &ReadOptions) -> Vec<Record> {
    let records = filings.into_iter().zip(piece.number..).map(|(filing, number)| filing.record(number)).collect();
    dated(records, piece, options)
}

/// Puts the first date that can be read on the article; doubts the others before it.
pub(super) fn note_dates(texts: impl IntoIterator<Item = String>, article: &mut Article) {
    for text in texts {
        if article.published.is_some() {
            return;
        }
        // A zone behind a bare day, as NITF writes it.
        let day = text.get(..8).filter(|d| d.bytes().all(|b| b.is_ascii_digit()) && text.contains(['+', '-', 'Z']));
        let text = if text.contains('T') { &text } else { day.unwrap_or(&text) };
        note(text, published::read(text), article);
    }
}

/// The place that a marked dateline names; all of its beginning where it is written as no English dateline is.
pub(super) fn place(text: &str) -> Option<String> {
    const LONGEST: usize = 60;
    if let Some(found) = dateline::marked(text).place {
        return Some(found.to_string());
    }
    let head = text.split(['(', '（', ',', '،']).next().unwrap_or_default();
    let head = head.trim().trim_end_matches(['-', '–', '—']).trim_end();
    let named = head.starts_with(char::is_alphabetic) && !head.chars().any(|c| c.is_ascii_digit());
    (named && head.len() <= LONGEST && !head.is_ascii()).then(|| head.to_string())
}

/// Adds a name; [`finish`] leaves out those that are there twice.
pub(super) fn add_person(name: &str, people: &mut Vec<String>) {
    let name = name.trim();
    if !name.is_empty() {
        people.push(name.to_string());
    }
}

/// What every article of a wire ends with: a place and a date of the dateline in the text, if nothing else says them.
pub(super) fn finish(mut article: Article, nothing: impl FnOnce() -> String) -> Outcome {
    if article.headline.is_empty() && article.body.is_empty() {
        return Outcome::Skip(nothing());
    }
    let mut seen = HashSet::new();
    article.people.retain(|name| seen.insert(name.clone()));
    if let Some(found) = dateline::leading(&article.body) {
        let place = found.place.map(str::to_string);
        if article.place.is_none() && place.is_some() {
            article.origins.guess("place", "dateline");
        }
        article.place = article.place.take().or(place);
    }
    if article.url.is_none() && is_address(&article.id) {
        article.origins.say("url", "the identifier, which is an address");
        article.url = Some(article.id.clone());
    }
    Outcome::Article(Box::new(article))
}

/// Whether a text is an address of the web.
pub(super) fn is_address(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}

/// The doubt about an article whose text is only told about.
pub(super) const ABSTRACT: &str = "no text of its own; what describes it stands for it";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_and_dates() {
        for (text, expected) in [
            ("PORT ALMA, Dec 2", Some("PORT ALMA")),
            ("Bukarest (dpa) - ", Some("Bukarest")),
            ("نيقوسيا, 25-11-2023 (أ ف ب) -", Some("نيقوسيا")),
            ("20010907", None),
            ("and then it rained", None),
        ] {
            assert_eq!(place(text).as_deref(), expected, "{text}");
        }
        for (text, expected) in [
            ("20080219+0100", "2008-02-19"),
            ("20131125T000012+0000", "2013-11-25"),
            ("2018-10-21T16:25:32-05:00", "2018-10-21"),
            ("20000717T160000", "2000-07-17"),
            ("20241215", "2024-12-15"),
        ] {
            let mut article = Article::default();
            note_dates([text.to_string()], &mut article);
            assert_eq!(article.published.map(|p| p.to_string()).as_deref(), Some(expected), "{text}");
        }
    }
}
