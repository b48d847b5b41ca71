//! What the formats of the wires share: versions of items, words of their status, dates, places and names.
//!
//! Takes what readers found; gives records. Of several versions of an item in one piece the newest stays, and what its
//! source took back gives no article. It never reads markup.

use std::collections::{HashMap, HashSet};

use super::dating::{dated, note};
use super::items::{Item, Items};
use super::{Piece, ReadOptions, dateline, published};
use crate::article::{Article, Outcome, Record};

/// A record before its neighbours are known.
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

/// Whether an item may be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Status {
    /// It may.
    #[default]
    Usable,
    /// Not until its source says so.
    Withheld,
    /// Never.
    Killed,
    /// Another item says that it corrects this one.
    Corrected,
}

impl Status {
    /// Reads a status word, also as a code (`stat:canceled`) or an address that ends with it.
    pub(super) fn of(word: &str) -> Status {
        let word = word.trim().rsplit([':', '/', '#']).next().unwrap_or_default().to_ascii_lowercase();
        match word.as_str() {
            "canceled" | "cancelled" | "cancel" | "killed" | "kill" | "withdrawn" | "retracted" | "deleted"
            | "delete" => Status::Killed,
            "withheld" | "withhold" => Status::Withheld,
            _ => Status::Usable,
        }
    }

    fn reason(self) -> Option<&'static str> {
        match self {
            Status::Usable => None,
            Status::Withheld => Some("withheld by its source"),
            Status::Killed => Some("killed by its source"),
            Status::Corrected => Some("superseded: by another item, which corrects it"),
        }
    }
}

impl Filing {
    /// A record that stands alone.
    pub(super) fn alone(outcome: Outcome) -> Filing {
        Filing { outcome, key: String::new(), version: Vec::new(), status: Status::Usable, other: None }
    }
}

/// The numbers of a version: `3`, `1.10`.
pub(super) fn version(text: &str) -> Vec<u64> {
    let numbers: Option<Vec<u64>> = text.trim().split('.').map(|n| n.parse().ok()).collect();
    numbers.unwrap_or_default()
}

/// What is known of all versions of an item.
#[derive(Default)]
struct Last {
    version: Vec<u64>,
    status: Status,
    /// Said of all versions.
    always: Status,
}

impl Last {
    fn status(&self) -> Status {
        if self.always == Status::Usable { self.status } else { self.always }
    }
}

/// The records of a piece of XML, each item filed; `none` says what is missing where a file has none.
pub(super) fn records(
    items: Items,
    filing: impl Fn(&Item<'_>) -> Filing,
    none: &str,
    piece: &Piece<'_>,
    options: &ReadOptions,
) -> Vec<Record> {
    let mut filings: Vec<Filing> = items.of(piece.bytes).map(|item| filing(&item)).collect();
    if filings.is_empty() && piece.first {
        filings.push(Filing::alone(Outcome::Skip(none.to_string())));
    }
    settle(filings, piece, options)
}

/// The records of a piece, in order: of versions of one item the newest, and none that its source took back. Every article
/// gets its date by the one order of trust.
pub(super) fn settle(filings: Vec<Filing>, piece: &Piece<'_>, options: &ReadOptions) -> Vec<Record> {
    dated(newest(filings, piece.number), piece, options)
}

fn newest(filings: Vec<Filing>, first: u64) -> Vec<Record> {
    let mut last: HashMap<String, Last> = HashMap::new();
    for filing in filings.iter().filter(|f| !f.key.is_empty()) {
        // What cannot be read takes no other's place, but a kill needs no text.
        if filing.status == Status::Usable && matches!(filing.outcome, Outcome::Skip(_)) {
            continue;
        }
        let known = last.entry(filing.key.clone()).or_default();
        if filing.status != Status::Usable && filing.version.is_empty() {
            known.always = filing.status;
        } else if filing.version > known.version || (filing.version == known.version && filing.status != Status::Usable)
        {
            known.version.clone_from(&filing.version);
            known.status = filing.status;
        }
    }
    // Others name an item by its identifier, whatever its versions share.
    let others: HashMap<String, Status> = filings.iter().filter_map(|f| f.other.clone()).collect();
    let mut records = Vec::with_capacity(filings.len());
    for (filing, number) in filings.into_iter().zip(first..) {
        let known = last.get(&filing.key).filter(|_| !filing.key.is_empty());
        let named = match &filing.outcome {
            Outcome::Article(article) => others.get(&article.id).copied().unwrap_or_default(),
            Outcome::Skip(_) => Status::Usable,
        };
        let own = filing.status.reason().or_else(|| named.reason()).map(str::to_string);
        let outcome = match (own, known) {
            (Some(reason), _) => Outcome::Skip(reason),
            (None, Some(known)) if matches!(filing.outcome, Outcome::Article(_)) => {
                let shown = || known.version.iter().map(u64::to_string).collect::<Vec<_>>().join(".");
                match known.status().reason() {
                    Some(reason) if known.always != Status::Usable || known.version.is_empty() => {
                        Outcome::Skip(reason.to_string())
                    }
                    Some(reason) => Outcome::Skip(format!("{reason}: with version {}", shown())),
                    None if filing.version < known.version => {
                        Outcome::Skip(format!("superseded: by version {}", shown()))
                    }
                    None => filing.outcome,
                }
            }
            _ => filing.outcome,
        };
        records.push(Record { number, outcome });
    }
    records
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
    fn statuses() {
        for (word, expected) in [
            ("stat:canceled", Status::Killed),
            ("http://cv.iptc.org/newscodes/pubstatusg2/withheld", Status::Withheld),
            ("Canceled", Status::Killed),
            ("usable", Status::Usable),
            ("embargoed", Status::Usable),
            ("", Status::Usable),
        ] {
            assert_eq!(Status::of(word), expected, "{word}");
        }
    }

    /// Each filing as `key version status`, each record as its number or the reason of its skip.
    fn settled(filings: &[(&str, &str, Status)]) -> Vec<String> {
        let filing = |(key, number, status): &(&str, &str, Status)| Filing {
            key: (*key).to_string(),
            version: version(number),
            status: *status,
            ..Filing::alone(Outcome::Article(Box::default()))
        };
        let shown = |record: Record| match record.outcome {
            Outcome::Skip(reason) => reason,
            Outcome::Article(_) => record.number.to_string(),
        };
        newest(filings.iter().map(filing).collect(), 7).into_iter().map(shown).collect()
    }

    #[test]
    fn versions() {
        use Status::{Killed, Usable, Withheld};
        for (filings, expected) in [
            (
                &[("a", "1", Usable), ("b", "1", Usable), ("a", "2", Usable)][..],
                &["superseded: by version 2", "8", "9"][..],
            ),
            (&[("a", "1.10", Usable), ("a", "1.9", Usable)], &["7", "superseded: by version 1.10"]),
            (&[("a", "", Usable), ("a", "", Usable), ("", "1", Usable), ("", "2", Usable)], &["7", "8", "9", "10"]),
            (
                &[("a", "1", Usable), ("a", "2", Killed)],
                &["killed by its source: with version 2", "killed by its source"],
            ),
            (
                &[("a", "1", Usable), ("a", "2", Killed), ("a", "3", Usable)],
                &["superseded: by version 3", "killed by its source", "9"],
            ),
            (
                &[("a", "1", Usable), ("a", "1", Killed)],
                &["killed by its source: with version 1", "killed by its source"],
            ),
            (&[("a", "", Withheld), ("a", "2", Usable)], &["withheld by its source", "withheld by its source"]),
        ] {
            assert_eq!(settled(filings), expected, "{filings:?}");
        }
    }

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
