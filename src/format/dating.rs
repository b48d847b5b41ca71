//! When an article was published: what its sources claim -> the days, and doubts.
//!
//! Takes every [`Claim`] that a format has found, the article's web address, and the path of its file; gives the
//! article its date. All formats use this one order of trust, from the first on:
//!
//! | origin | what it is |
//! |---|---|
//! | metadata | a field, an element, a line `Date:` of a header |
//! | number | the number of the article in a collection that builds it from days |
//! | address | `/2024/12/02/slug`, `/2024/dec/02/`, `/20241202-slug` in its web address |
//! | line | a date that stands alone above the text |
//! | dateline | a dateline with day, month and year |
//! | file | a day in the name of the file |
//! | folder | `2024/12/02`, `1987-03` in the folders it lies in |
//! | made | the day its file says it was made |
//!
//! The first claim decides; one of less trust that lies within it makes it more exact (metadata `2024`, address
//! `/2024/12/02/`). Claims further apart than [`contradict`] allows make the article suspect, in a sentence. The name of
//! a file that holds many articles may be that of an export, and folders may be those of a download: they speak only
//! where nothing else does, and contradict nothing. It must never look at a clock or at a file's times.

use std::fmt;

use super::dateline::leading;
use super::entity::excerpt;
use super::published::month;
use super::{Piece, ReadOptions};
use crate::article::{Article, Outcome, Record};
use crate::date::{Period, Precision, day_number};
use crate::order::{self, DayMonth, Reading};

/// Where a claim comes from, in the order of trust.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Origin {
    Metadata,
    Number,
    Address,
    Line,
    Dateline,
    File,
    Folder,
}

/// Completes "... says 2024-12-02".
impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Origin {
    const ALL: [Origin; 7] = [
        Origin::Metadata,
        Origin::Number,
        Origin::Address,
        Origin::Line,
        Origin::Dateline,
        Origin::File,
        Origin::Folder,
    ];

    fn name(self) -> &'static str {
        match self {
            Origin::Metadata => "the metadata",
            Origin::Number => "its number",
            Origin::Address => "its address",
            Origin::Line => "the line above the text",
            Origin::Dateline => "the dateline",
            Origin::File => "the name of the file",
            Origin::Folder => "the folder",
        }
    }

    /// The one that is so called.
    pub(super) fn named(text: &str) -> Option<Origin> {
        Origin::ALL.into_iter().find(|origin| origin.name() == text)
    }

    /// Whether the date is stated, and not told from somewhere else.
    fn is_stated(self) -> bool {
        matches!(self, Origin::Metadata | Origin::Number)
    }
}

/// One source of a date, and what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Claim {
    origin: Origin,
    reading: Reading,
}

/// All that is claimed of one article.
#[derive(Clone, Debug, Default)]
pub(super) struct Claims {
    claims: Vec<Claim>,
    made: Option<Period>,
    doubts: Vec<String>,
}

/// Takes a date that a format has read from its own metadata, as a reader of dates understood it; what has two readings or
/// none is a doubt. Empty text says nothing, and of two dates the first counts.
pub(super) fn note(text: &str, read: Option<Reading>, article: &mut Article) {
    let text = text.trim();
    if text.is_empty() || article.published.is_some() {
        return;
    }
    match read {
        Some(Reading::One(period)) => article.published = Some(period),
        // No standard of these formats has figures whose order could be in doubt.
        Some(Reading::Either(..)) | None => {
            article.doubts.push(format!("date not readable: \"{}\"", excerpt(text)));
        }
    }
}

/// Gives the articles of a piece their dates by the one order of trust, where the format has noted what the metadata say.
pub(super) fn dated(mut records: Vec<Record>, piece: &Piece<'_>, options: &ReadOptions) -> Vec<Record> {
    let single = piece.first && records.len() == 1;
    let at = Circumstances { path: piece.path, single, day_month: options.day_month };
    for record in &mut records {
        if let Outcome::Article(article) = &mut record.outcome {
            let mut claims = Claims::default();
            claims.say(Origin::Metadata, article.published.take());
            claims.say(Origin::Dateline, leading(&article.body).and_then(|found| found.date));
            claims.settle(article, at);
        }
    }
    records
}

/// Where an article lies, and how dates in figures are set to be read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Circumstances<'a> {
    /// Name of the file with its folders; may be empty.
    pub(super) path: &'a str,
    /// Whether the file is one article, or one issue: then its name speaks of it.
    pub(super) single: bool,
    /// The order that was set.
    pub(super) day_month: Option<DayMonth>,
}

impl Claims {
    /// What metadata says, as a reader of dates understood it; None is a doubt. Empty text says nothing.
    pub(super) fn metadata(&mut self, text: &str, read: impl Fn(&str) -> Option<Reading>) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        match read(text) {
            // Of two fields the first counts.
            Some(_) if self.claims.iter().any(|c| c.origin == Origin::Metadata) => {}
            Some(reading) => self.claims.push(Claim { origin: Origin::Metadata, reading }),
            None => self.doubts.push(format!("date not readable: \"{}\"", excerpt(text))),
        }
    }

    /// What another source says.
    pub(super) fn say(&mut self, origin: Origin, days: Option<Period>) {
        self.claims.extend(days.map(|period| Claim { origin, reading: Reading::One(period) }));
    }

    /// The day its file says it was made, by whatever program last touched it: dates an article only where nothing else does.
    pub(super) fn last(&mut self, made: Option<Period>) {
        self.made = made;
    }

    /// Gives the article its date, its doubts, and what contradicts.
    pub(super) fn settle(mut self, article: &mut Article, at: Circumstances<'_>) {
        self.say(Origin::Address, article.url.as_deref().and_then(in_address));
        let (file, folder) = in_path(at.path);
        if at.single {
            self.say(Origin::File, file);
        }
        self.claims.sort_by_key(|claim| claim.origin);
        article.doubts.append(&mut self.doubts);
        let Some(first) = self.claims.first().copied() else {
            article.published = file.or(folder);
            if article.published.is_none() && self.made.is_some() {
                return fall_back(article, self.made, "the day its file was made");
            }
            let what = if file.is_some() { Origin::File } else { Origin::Folder };
            note_origin(article, what);
            if let Some(period) = article.published.filter(|_| !at.single) {
                article.doubts.push(format!("dated by {what} alone: {period}"));
            }
            return;
        };
        let others = self.claims.get(1..).unwrap_or_default();
        let mut period = match first.reading {
            Reading::One(period) => period,
            reading @ Reading::Either(a, b) => match self.order(reading, article, at.day_month) {
                Some(order) => reading.ordered(order),
                None => {
                    article.doubts.push(format!("day or month may come first: {} says {a} or {b}", first.origin));
                    reading.whole()
                }
            },
        };
        let certain = period.precision != Precision::Range || first.reading.certain().is_some();
        for claim in others {
            let Some(other) = claim.reading.certain() else { continue };
            if certain && article.contradiction.is_none() && contradict((first.origin, &period), (claim.origin, &other))
            {
                let sentence = format!(
                    "dates of publication contradict each other: {} says {period}, {} says {other}",
                    first.origin, claim.origin
                );
                article.doubts.push(sentence.clone());
                article.contradiction = Some(sentence);
            }
            if certain && period.covers(&other) {
                period = other;
            }
        }
        article.published = Some(period);
        note_origin(article, first.origin);
    }

    /// What was doubtful so far.
    pub(super) fn take_doubts(&mut self) -> Vec<String> {
        std::mem::take(&mut self.doubts)
    }

    /// Whether nothing is said.
    pub(super) fn is_empty(&self) -> bool {
        self.claims.is_empty()
    }

    /// In which order the figures of the metadata stand: as it was set, as the article's other dates of publication,
    /// the dates in its text or its language show.
    fn order(&self, reading: Reading, article: &Article, set: Option<DayMonth>) -> Option<DayMonth> {
        let others = || self.claims.iter().filter(|c| c.origin != Origin::Metadata).filter_map(|c| c.reading.certain());
        let agree =
            |days: &Period| others().any(|other| !contradict((Origin::Metadata, days), (Origin::Dateline, &other)));
        set.or_else(|| reading.only(agree))
            .or_else(|| order::shown(&article.body))
            .or_else(|| order::day_first_language(&article.body).then_some(DayMonth::DayFirst))
    }
}

/// Dates an article that nothing else dates, by a day of last resort.
pub(super) fn fall_back(article: &mut Article, day: Option<Period>, what: &'static str) {
    let (None, Some(day)) = (article.published, day) else { return };
    article.published = Some(day);
    article.origins.guess("date", what);
    article.doubts.push(format!("dated by {what} alone: {day}"));
}

/// Notes what dated an article; what a format has said of its metadata stands.
fn note_origin(article: &mut Article, origin: Origin) {
    if article.published.is_none() || (origin == Origin::Metadata && article.origins.of("date").is_some()) {
        return;
    }
    match origin.is_stated() {
        true => article.origins.say("date", origin.name()),
        false => article.origins.guess("date", origin.name()),
    }
}

/// Whether two dates of publication cannot both be true. A day apart is normal: newspapers date by their own day, systems
/// by that of Greenwich. A dateline may be three days old: a story is filed the night before, or on Friday for Monday's
/// paper.
fn contradict((one, a): (Origin, &Period), (other, b): (Origin, &Period)) -> bool {
    const APART: i64 = 1;
    const FILED: i64 = 3;
    let later = |x: &Period, y: &Period| day_number(x.from) - day_number(y.to);
    // Days by which a lies behind b, and b behind a; negative where they share days.
    let (behind, before) = (later(a, b), later(b, a));
    let allowed = |filed: Origin| if filed == Origin::Dateline { FILED } else { APART };
    behind > allowed(other) || before > allowed(one)
}

/// The day or month in a web address.
fn in_address(url: &str) -> Option<Period> {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let path = path.split_once("://").map_or(path, |(_, rest)| rest);
    let (_, path) = path.split_once('/')?;
    let parts: Vec<&str> = path.split('/').collect();
    in_parts(&parts).or_else(|| parts.iter().rev().find_map(|part| in_name(part)))
}

/// What the name of a file says, and what its folders say.
pub(super) fn in_path(path: &str) -> (Option<Period>, Option<Period>) {
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = name.split_once('.').map_or(name, |(stem, _)| stem);
    let mut parts: Vec<&str> = folders.split('/').collect();
    parts.push(stem);
    let named = in_name(name);
    // The name belongs to the day where it is one: `2024/12/02.txt`.
    let day = in_parts(&parts);
    let folder = day.or_else(|| folders.split('/').rev().find_map(|part| in_name(part).or_else(|| month_of(part))));
    (named, folder)
}

/// `2024/12/02`, `2024/dec/2`, `2024/12` among the parts of a path. A month needs something behind it.
fn in_parts(parts: &[&str]) -> Option<Period> {
    let number = |text: &str| -> Option<i8> {
        let good = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        good.then(|| text.parse().ok()).flatten()
    };
    let year = |text: &str| -> Option<i16> {
        let good = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
        good.then(|| text.parse().ok()).flatten().filter(|year| (1500..2200).contains(year))
    };
    parts.windows(2).enumerate().find_map(|(at, pair)| {
        let [first, second] = pair else { return None };
        let year = year(first)?;
        let month = number(second).or_else(|| month(second))?;
        let third = parts.get(at + 2)?;
        // "02.html" is the day, "02-rain.html" too.
        let width = third.bytes().take_while(u8::is_ascii_digit).count();
        let ends = third.as_bytes().get(width).is_none_or(|b| matches!(b, b'.' | b'-' | b'_'));
        let day = if ends { third.get(..width).and_then(number) } else { None };
        day.and_then(|day| Period::ymd(year, month, day)).or_else(|| Period::month(year, month))
    })
}

/// `1987-03` or `1987_03` as a whole name.
fn month_of(name: &str) -> Option<Period> {
    let (year, month) = name.split_once(['-', '_', '.'])?;
    let good = year.len() == 4 && month.len() == 2;
    let number = |text: &str| text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse::<i16>().ok()).flatten();
    let year = number(year).filter(|year| good && (1500..2200).contains(year))?;
    Period::month(year, i8::try_from(number(month)?).ok()?)
}

/// The one whole date in a name: `2024-12-02-rain.md`, `briefing_20241202.txt`.
fn in_name(name: &str) -> Option<Period> {
    let bytes = name.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut found = None;
    for at in 0..bytes.len() {
        let fresh = at.checked_sub(1).is_none_or(|before| !bytes[before].is_ascii_alphanumeric());
        if !fresh || !(at..at + 4).all(digit) {
            continue;
        }
        let separator = bytes.get(at + 4).copied().filter(|b| matches!(b, b'-' | b'_' | b'.'));
        let (month, day) = if separator.is_some() { (at + 5, at + 8) } else { (at + 4, at + 6) };
        let whole = [month, month + 1, day, day + 1].into_iter().all(digit) && !digit(day + 2);
        let parted = separator.is_none() || bytes.get(at + 7).copied() == separator;
        // A run of digits inside a longer word is a number or a hash, not a date.
        let ended = separator.is_some() || !bytes.get(day + 2).is_some_and(u8::is_ascii_alphabetic);
        if !(whole && parted && ended) {
            continue;
        }
        let number = |from: usize, to: usize| name.get(from..to).and_then(|n| n.parse::<i16>().ok());
        let year = number(at, at + 4).filter(|y| (1500..2200).contains(y));
        let (Some(year), Some(month), Some(day)) = (year, number(month, month + 2), number(day, day + 2)) else {
            continue;
        };
        let date = Period::ymd(year, month as i8, day as i8);
        if date.is_some() && found.is_some() && found != date {
            return None;
        }
        found = found.or(date);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_names() {
        for (name, expected) in [
            ("2024-12-02-rain.md", "2024-12-02"),
            ("briefing_20241202.txt", "2024-12-02"),
            ("2024_12_02.txt", "2024-12-02"),
            ("000_80c497f40841e184.txt", "none"),
            ("a20241202b.txt", "none"),
            ("120241202.txt", "none"),
            ("2024-12-02_to_2024-12-05.txt", "none"),
            ("2024-12.txt", "none"),
            ("20241302.txt", "none"),
            ("été-2024-12-02.txt", "2024-12-02"),
        ] {
            assert_eq!(in_name(name).map_or("none".into(), |p| p.to_string()), expected, "{name}");
        }
    }

    #[test]
    fn in_addresses_and_folders() {
        let shown = |p: Option<Period>| p.map_or("none".to_string(), |p| p.to_string());
        for (url, expected) in [
            ("https://example.org/2024/12/02/rain", "2024-12-02"),
            ("https://example.org/world/2024/dec/2/rain.html?from=2020-01-01", "2024-12-02"),
            ("http://example.org/news/20241202-rain", "2024-12-02"),
            ("http://example.org/news/rain-2024-12-02.html", "2024-12-02"),
            ("example.org/2024/12/02.html", "2024-12-02"),
            ("https://example.org/2024/12/rain", "2024-12"),
            ("https://example.org/2024/12", "none"),
            ("https://example.org/2024/rain", "none"),
            ("https://example.org/story/2024120212", "none"),
            ("https://example.org/2024/13/02/rain", "none"),
            ("https://20241202.example.org/rain", "none"),
            ("https://example.org", "none"),
            ("", "none"),
        ] {
            assert_eq!(shown(in_address(url)), expected, "{url}");
        }
        for (path, file, folder) in [
            ("news/2024/12/02/rain.txt", "none", "2024-12-02"),
            ("news/2024/12/02.txt", "none", "2024-12-02"),
            ("news/1987-03/rain.txt", "none", "1987-03"),
            ("news/1987/03/rain.txt", "none", "1987-03"),
            ("news/2024-12-02/rain.txt", "none", "2024-12-02"),
            ("news/2024-12-02/2024-12-03.txt", "2024-12-03", "2024-12-02"),
            ("news/1987/rain.txt", "none", "none"),
            ("rain.txt", "none", "none"),
            ("", "none", "none"),
        ] {
            let (in_file, in_folder) = in_path(path);
            assert_eq!((shown(in_file).as_str(), shown(in_folder).as_str()), (file, folder), "{path}");
        }
    }

    #[test]
    fn claims_are_weighed() {
        use crate::format::published::read;
        // Metadata, dateline, address, path, one article a file -> date and doubts.
        let none: &[&str] = &[];
        type Row<'a> = (&'a str, &'a str, &'a str, &'a str, bool, &'a str, &'a [&'a str]);
        let table: &[Row] = &[
            ("2024-12-02", "2024-12-01", "", "", true, "2024-12-02", none),
            ("2024-12-02", "2024-11-29", "", "", true, "2024-12-02", none),
            (
                "2024-12-02",
                "2024-11-28",
                "",
                "",
                true,
                "2024-12-02",
                &[
                    "dates of publication contradict each other: the metadata says 2024-12-02, the dateline says 2024-11-28",
                ],
            ),
            ("2024-12-02", "2024-12-03", "", "", true, "2024-12-02", none),
            (
                "2024-12-02",
                "",
                "http://a.b/2019/05/03/x",
                "",
                false,
                "2024-12-02",
                &[
                    "dates of publication contradict each other: the metadata says 2024-12-02, its address says 2019-05-03",
                ],
            ),
            ("2024-12-02T23:30:00-05:00", "", "http://a.b/2024/12/03/x", "", false, "2024-12-02", none),
            ("2024", "", "http://a.b/2024/12/03/x", "", false, "2024-12-03", none),
            ("", "", "http://a.b/2024/12/03/x", "n/2019-05-03.jsonl", false, "2024-12-03", none),
            (
                "",
                "",
                "http://a.b/2024/12/03/x",
                "n/2019-05-03.txt",
                true,
                "2024-12-03",
                &[
                    "dates of publication contradict each other: its address says 2024-12-03, the name of the file says 2019-05-03",
                ],
            ),
            ("", "", "", "n/2019-05-03.txt", true, "2019-05-03", none),
            (
                "",
                "",
                "",
                "n/2019-05-03.jsonl",
                false,
                "2019-05-03",
                &["dated by the name of the file alone: 2019-05-03"],
            ),
            ("", "", "", "n/1987-03/a.jsonl", false, "1987-03", &["dated by the folder alone: 1987-03"]),
            ("2019-05-03", "", "", "n/1987-03/a.txt", true, "2019-05-03", none),
            ("soon", "", "", "", true, "none", &["date not readable: \"soon\""]),
            (
                "03/05/2019",
                "",
                "",
                "",
                true,
                "2019-03-05/2019-05-03",
                &["day or month may come first: the metadata says 2019-03-05 or 2019-05-03"],
            ),
            ("03/05/2019", "2019-05-02", "", "", true, "2019-05-03", none),
            ("03/05/2019", "", "http://a.b/2019/03/05/", "", true, "2019-03-05", none),
        ];
        for (metadata, dateline, url, path, single, expected, doubts) in table {
            let url = Some(url.to_string()).filter(|u| !u.is_empty());
            let mut article = Article { url, ..Article::default() };
            let mut claims = Claims::default();
            claims.metadata(metadata, read);
            claims.say(Origin::Dateline, Period::parse(dateline).ok());
            claims.settle(&mut article, Circumstances { path, single: *single, day_month: None });
            let found = article.published.map_or("none".to_string(), |p| p.to_string());
            assert_eq!(
                (found.as_str(), &article.doubts[..]),
                (*expected, &doubts.iter().map(|d| d.to_string()).collect::<Vec<_>>()[..]),
                "{metadata} {dateline} {path}"
            );
            assert_eq!(article.contradiction.is_some(), doubts.iter().any(|d| d.starts_with("dates of")));
        }
    }
}
