//! Export files of news databases, as their users save them -> one article for each document.
//!
//! A file holds up to some hundred documents, as text, as a web page, or as a word processor's file (which then comes here as
//! its text). Three databases are known, a file each: [`nexis`], [`factiva`], [`proquest`]. Each says where the documents part and
//! what the lines of one mean; what they share is here: bytes to text, numbers, and the count against what the file itself
//! claims. A file of more than [`LARGE`] bytes is read in pieces, and counted within each piece only. A document that is cut
//! short is an article with a doubt, never a silent gap.

mod claim;
mod factiva;
mod labels;
mod lines;
mod nexis;
mod proquest;

use std::borrow::Cow;

use claim::Claim;
use memchr::memmem;

use super::charset;
use super::dating::dated;
use super::{Cut, Fit, Format, Head, Piece, ReadOptions, dateline, hypertext};
use crate::article::{Article, Outcome, Record};

/// An export up to this size is one piece, so that what it claims to hold can be checked.
const LARGE: usize = 64 << 20;

/// Which database wrote a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Database {
    Nexis,
    Factiva,
    Proquest,
}

/// LexisNexis and Nexis Uni.
pub const NEXIS: Export = Export(Database::Nexis);
/// Factiva, of Dow Jones.
pub const FACTIVA: Export = Export(Database::Factiva);
/// ProQuest.
pub const PROQUEST: Export = Export(Database::Proquest);

/// The exports of one database.
pub struct Export(Database);

/// The documents of a file, and what it says of how many they are.
#[derive(Debug, Default)]
struct Documents<'a> {
    found: Vec<Document<'a>>,
    /// How many there are, where the file says so once and for all: its cover, its table of contents.
    claimed: Option<u64>,
}

/// One document of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Document<'a> {
    /// Its number and how many there are, where it says so.
    number: Option<(u64, u64)>,
    /// Its lines.
    text: &'a str,
    /// Whether the mark that ends a document stands behind it.
    ended: bool,
}

impl Format for Export {
    fn name(&self) -> &'static str {
        match self.0 {
            Database::Nexis => "nexis",
            Database::Factiva => "factiva",
            Database::Proquest => "proquest",
        }
    }

    fn version(&self) -> u32 {
        1
    }

    fn recognise(&self, head: &Head<'_>) -> Fit {
        // What is packed or printed comes here as text, by those who unpack it.
        let packed = [&b"{\\rtf"[..], b"%PDF-", b"PK\x03\x04"].iter().any(|mark| head.bytes.starts_with(mark));
        if packed
            || !self.0.marks().iter().any(|mark| memmem::find(head.bytes, mark).is_some())
            || head.bytes.contains(&0)
        {
            return Fit::No;
        }
        match of(&text(head.bytes).0) {
            Some(database) if database == self.0 => Fit::Sure,
            _ => Fit::No,
        }
    }

    fn cut(&self, window: &[u8], first: bool, last: bool) -> Cut {
        if !last && window.len() < LARGE {
            return Cut::default();
        }
        let bytes = if last { window.len() } else { self.0.last_document(window) };
        let (text, _) = text(window.get(..bytes).unwrap_or_default());
        let records = self.0.documents(&text).found.len().max(usize::from(first)) as u64;
        Cut { bytes, records }
    }

    fn read(&self, piece: &Piece<'_>, options: &ReadOptions) -> Vec<Record> {
        let (text, doubt) = text(piece.bytes);
        // A piece of a larger file may begin and end anywhere in its count.
        let whole = piece.first && piece.bytes.len() <= LARGE / 2;
        records(self.0, &text, doubt.as_deref(), whole, piece, options)
    }
}

/// The text of an export, and what was doubtful about decoding it.
fn text(bytes: &[u8]) -> (Cow<'_, str>, Option<String>) {
    let decoded = charset::decode(bytes);
    let doubt = decoded.doubt();
    let head = decoded.text.trim_start();
    let page = head.starts_with('<') && hypertext::is_markup(head.get(..1024).unwrap_or(head));
    if page { (Cow::Owned(hypertext::text(&decoded.text)), doubt) } else { (lines::plain(decoded.text), doubt) }
}

/// Whose export a text is, if it is one.
pub(super) fn of(text: &str) -> Option<Database> {
    [Database::Nexis, Database::Factiva, Database::Proquest].into_iter().find(|database| match database {
        Database::Nexis => nexis::is_export(text),
        Database::Factiva => factiva::is_export(text),
        Database::Proquest => proquest::is_export(text),
    })
}

/// The documents of an export as records, the count last: what the file claims and does not hold is said of the file as a
/// whole. `whole` says that the text is all of the file.
pub(super) fn records(
    database: Database,
    text: &str,
    doubt: Option<&str>,
    whole: bool,
    piece: &Piece<'_>,
    options: &ReadOptions,
) -> Vec<Record> {
    let Documents { found, claimed } = database.documents(text);
    let cut_off = found.iter().any(|document| document.ended) || database != Database::Nexis;
    let outcomes = found.iter().map(|document| match database.article(document) {
        Some(mut article) => {
            article.doubts.splice(0..0, doubt.map(str::to_string));
            if !document.ended && cut_off {
                article
                    .doubts
                    .push("it has not the lines that end a document in this export: it may be cut off".to_string());
            }
            if article.place.is_none() {
                article.place = dateline::leading(&article.body).and_then(|found| found.place).map(str::to_string);
            }
            Outcome::Article(Box::new(article))
        }
        None => Outcome::Skip("a document without headline and text".to_string()),
    });
    let mut records: Vec<Record> =
        (piece.number..).zip(outcomes).map(|(number, outcome)| Record::new(number, outcome)).collect();
    if records.is_empty() && piece.first {
        records.push(Record::new(piece.number, Outcome::Skip("an export without a document".to_string())));
    }
    let mut records = dated(records, piece, options);
    let claim = Claim { claimed: claimed.filter(|_| whole), numbers: found.iter().map(|d| d.number).collect(), whole };
    records.extend(claim.shortfalls().into_iter().map(Record::of_the_file));
    records
}

impl Database {
    /// What none of its exports is without, as bytes that are quickly looked for.
    fn marks(self) -> &'static [&'static [u8]] {
        match self {
            Database::Nexis => &[
                b"DOCUMENT",
                b"DOKUMENT",
                b"Document",
                b"Dokument",
                b" du document",
                b"van document",
                b"del documento",
                b"de documento",
            ],
            Database::Factiva => &[b"Document ", b"Dokument ", b"Documento ", b"Factiva", b"factiva", b"\nHD", b"HD "],
            Database::Proquest => &[b"ProQuest", b"proquest"],
        }
    }

    fn documents(self, text: &str) -> Documents<'_> {
        match self {
            Database::Nexis => nexis::documents(text),
            Database::Factiva => factiva::documents(text),
            Database::Proquest => proquest::documents(text),
        }
    }

    /// None if it holds nothing to read.
    fn article(self, document: &Document<'_>) -> Option<Article> {
        let article = match self {
            Database::Nexis => nexis::article(document),
            Database::Factiva => factiva::article(document),
            Database::Proquest => proquest::article(document),
        };
        Some(article).filter(|a| !a.headline.is_empty() || !a.body.is_empty())
    }

    /// Where the last document of a window begins, so that what is before are whole documents. 0 where none can be told.
    fn last_document(self, window: &[u8]) -> usize {
        let mut end = window.len();
        let half = window.len() / 2;
        while let Some(at) = memchr::memrchr(b'\n', window.get(half..end).unwrap_or_default()).map(|at| half + at) {
            let line = String::from_utf8_lossy(window.get(at + 1..end).unwrap_or_default());
            let parts = match self {
                Database::Nexis => lines::number(&line).map(|_| at + 1).or(nexis::is_end(&line).then_some(end)),
                Database::Factiva => factiva::identifier(&line).map(|_| end),
                Database::Proquest => lines::is_rule(&line).then_some(at + 1),
            };
            match parts {
                Some(parts) => return parts,
                None => end = at,
            }
        }
        0
    }
}
