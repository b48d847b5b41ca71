//! JSON Feed: `{"version": "https://jsonfeed.org/version/1.1", "items": [...]}`, one article an item.
//!
//! Items are read as entries of other feeds are: the HTML of an item, or its text, or its summary; its own identifier; the
//! authors of the item or of the feed; the feed's title as the source. A feed that is no JSON is a Skip: what is left of it
//! is not trusted.

use serde_json::Value;

use super::dating::dated;
use super::entry::{Entry, Field, Kind};
use super::{Cut, Fit, Format, Head, Piece, ReadOptions};
use super::{charset, cut_whole, guarded, json};
use crate::article::{Outcome, Record};

/// JSON Feed.
pub struct JsonFeed;

impl Format for JsonFeed {
    fn name(&self) -> &'static str {
        "jsonfeed"
    }

    fn version(&self) -> u32 {
        1
    }

    fn known_by(&self) -> &'static str {
        "the version of a JSON Feed"
    }

    fn recognise(&self, head: &Head<'_>) -> Fit {
        const LONGEST: usize = 4096;
        let bytes = json::without_mark(head.bytes).trim_ascii_start();
        if bytes.first() != Some(&b'{') {
            return Fit::No;
        }
        let start = String::from_utf8_lossy(bytes.get(..bytes.len().min(LONGEST)).unwrap_or_default());
        // Slashes may be escaped.
        let plain = start.replace("\\/", "/");
        let before = plain.split_once("://jsonfeed.org/version/").map(|(before, _)| before);
        let version = before.is_some_and(|before| {
            let key = before.trim_end_matches(|c: char| c.is_ascii_alphabetic());
            key.trim_end_matches(|c: char| c.is_ascii_whitespace() || matches!(c, '"' | ':')).ends_with("\"version")
        });
        if version { Fit::Sure } else { Fit::No }
    }

    fn cut(&self, window: &[u8], first: bool, last: bool) -> Cut {
        cut_whole(self, window, first, last)
    }

    fn read(&self, piece: &Piece<'_>, options: &ReadOptions) -> Vec<Record> {
        let decoded = charset::decode(piece.bytes);
        let read = || outcomes(&decoded.text, decoded.doubt());
        let outcomes = guarded("feeds", read).unwrap_or_else(|reason| vec![Outcome::Skip(reason)]);
        dated(piece.records(outcomes), piece, options)
    }
}

fn outcomes(text: &str, doubt: Option<String>) -> Vec<Outcome> {
    let feed = match serde_json::from_str::<Value>(text) {
        Ok(feed) => feed,
        Err(error) => return vec![Outcome::Skip(format!("not JSON: {error}"))],
    };
    let mut whole = Entry::default();
    keep(&mut whole, Field::Title, 0, feed.get("title"), Kind::Plain);
    keep(&mut whole, Field::Language, 0, feed.get("language"), Kind::Plain);
    authors(&mut whole, &feed);
    let items = feed.get("items").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let read = |item: &Value| {
        let mut entry = Entry::of_json();
        entry.doubts.extend(doubt.clone());
        keep(&mut entry, Field::Id, 0, item.get("id"), Kind::Plain);
        keep(&mut entry, Field::Link, 0, item.get("url"), Kind::Plain);
        keep(&mut entry, Field::Link, 1, item.get("external_url"), Kind::Plain);
        keep(&mut entry, Field::Title, 0, item.get("title"), Kind::Plain);
        keep(&mut entry, Field::Body, 0, item.get("content_html"), Kind::Html);
        keep(&mut entry, Field::Body, 2, item.get("content_text"), Kind::Plain);
        keep(&mut entry, Field::Body, 3, item.get("summary"), Kind::Plain);
        keep(&mut entry, Field::Date, 0, item.get("date_published"), Kind::Plain);
        keep(&mut entry, Field::Date, 1, item.get("date_modified"), Kind::Plain);
        keep(&mut entry, Field::Language, 0, item.get("language"), Kind::Plain);
        authors(&mut entry, item);
        entry.outcome(&whole)
    };
    let outcomes: Vec<Outcome> = items.iter().map(read).collect();
    if outcomes.is_empty() { vec![Outcome::Skip("no entries: the feed is empty".to_string())] } else { outcomes }
}

fn authors(entry: &mut Entry, from: &Value) {
    let many = from.get("authors").and_then(Value::as_array).into_iter().flatten();
    for author in many.chain(from.get("author")) {
        keep(entry, Field::Author, 0, author.get("name"), Kind::Plain);
    }
}

fn keep(entry: &mut Entry, field: Field, rank: usize, value: Option<&Value>, kind: Kind) {
    let text = match value {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => return,
    };
    entry.keep(field, rank, text, kind);
}
