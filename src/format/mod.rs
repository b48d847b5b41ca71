//! Bytes -> articles. Each format is one file; [`FORMATS`] is the one list of them.
//!
//! A format says whether a file looks like its own, where a window of bytes holds whole records, and what articles
//! those bytes hold. It opens no file and knows no index. Cutting is cheap and sequential, reading is the work and
//! runs on many pieces at once, so that a file of any size streams through bounded memory.
//!
//! A format says what each part of an article came from where it takes it: `article.origins.say("headline", "<hl1>")`, or
//! `pick("source").or(where, what).or(...)` where the first of several places counts; what is told from the text alone is
//! `guess`ed, and gives way to metadata beside the file. What [`object`], [`dating`] and the entries of feeds fill they note
//! themselves.

mod alto;
mod belonging;
pub mod charset;
mod crawl;
mod dateline;
mod dating;
mod division;
mod docno;
mod entity;
mod entry;
mod export;
mod feed;
mod fields;
mod folio;
mod foreign;
mod galley;
mod header;
mod heading;
mod hocr;
mod hypertext;
mod issue;
mod items;
mod json;
mod jsonfeed;
mod jsonl;
mod leaf;
mod mail;
mod manuscript;
mod markup;
mod mbox;
mod mended;
mod mets;
mod mime;
mod newsml1;
mod newsml_g2;
mod ninjs;
mod nitf;
mod object;
mod office;
mod opening;
mod page;
mod paged;
mod pdf;
mod published;
mod row;
mod rtf;
mod sgml;
mod sidecar;
mod table;
mod tag;
mod text;
mod trec;
mod wire;
mod xml;

pub use fields::{BadMapping, FieldMap};
pub use published::day_written;
pub use sidecar::{Metadata, Sidecar};

use std::collections::HashSet;
use std::panic::{self, AssertUnwindSafe};

use serde::Serialize;

use crate::article::{Outcome, Record};
use crate::date::Period;
use crate::order::{DayMonth, Reading};
use crate::shape::Near;

/// All formats, in the order in which they are asked; on equal fit the first wins.
pub const FORMATS: &[&dyn Format] = &[
    &sgml::Sgml,
    &trec::Trec,
    &crawl::Crawl,
    &page::Page,
    &newsml_g2::NewsMlG2,
    &newsml1::NewsMl1,
    &nitf::Nitf,
    &mets::Mets,
    &alto::Alto,
    &hocr::Hocr,
    &ninjs::LINES,
    &ninjs::DOCUMENTS,
    &jsonfeed::JsonFeed,
    &jsonl::JsonLines,
    &json::Json,
    &table::COMMA,
    &table::SEMICOLON,
    &table::TAB,
    &table::BAR,
    &mbox::Mbox,
    &mail::Mail,
    &export::NEXIS,
    &export::FACTIVA,
    &export::PROQUEST,
    &pdf::Pdf,
    &office::DOCX,
    &office::ODT,
    &rtf::Rtf,
    &feed::Feed,
    &foreign::Foreign,
    &text::Text,
];

/// One way of writing news down.
pub trait Format: Sync {
    /// Short name, used in reports: `jsonl`.
    fn name(&self) -> &'static str;

    /// Raised whenever the same bytes would give other articles than before.
    fn version(&self) -> u32;

    /// What its files are known by, completing "it has ..." and "nothing shows ...".
    fn known_by(&self) -> &'static str {
        "what such files begin with"
    }

    /// Does a file with this beginning look like mine?
    fn recognise(&self, head: &Head<'_>) -> Fit;

    /// How much of `window` is whole records. `first` says that the window begins where the file begins, `last` that
    /// it ends where the file ends: then the cut takes everything. A cut of 0 bytes asks for a longer window.
    fn cut(&self, window: &[u8], first: bool, last: bool) -> Cut;

    /// How many bytes at the beginning of a file every piece is given beside its own: the line that names a table's
    /// columns. `head` is the beginning of the file, as it was recognised.
    fn lead(&self, _head: &[u8]) -> usize {
        0
    }

    /// Whether records that are appended to a file change nothing about those before: then a file that grew is read from
    /// where it ended, if it was whole and what was added begins a record.
    fn appends(&self) -> bool {
        false
    }

    /// Whether a file whose last piece is `end` ends with a whole record. `first` as in [`cut`](Format::cut).
    fn is_whole(&self, end: &[u8], _first: bool) -> bool {
        end.ends_with(b"\n")
    }

    /// Whether `added`, the beginning of what was added to a file, begins a record.
    fn begins(&self, _added: &[u8]) -> bool {
        true
    }

    /// Which records of a piece, by number and in order, say again what one before them in the file said. Asked of every
    /// piece in the order of the file, before any is read; `seen` is what was seen so far, and should stay small.
    fn repeats(&self, _bytes: &[u8], _number: u64, _first: bool, _seen: &mut HashSet<u128>) -> Vec<u64> {
        Vec::new()
    }

    /// Whether its records are versions of items: then what becomes of one is known only when the whole archive was seen, and
    /// a file is read twice.
    fn has_items(&self) -> bool {
        false
    }

    /// The records of a piece, in order, every one accounted for. `piece.bytes` is what `cut` cut off.
    fn read(&self, piece: &Piece<'_>, options: &ReadOptions) -> Vec<Record>;
}

/// The beginning of a file (decompressed; UTF-16 already turned into UTF-8).
#[derive(Clone, Copy, Debug)]
pub struct Head<'a> {
    /// Up to the first 64 KiB.
    pub bytes: &'a [u8],
    /// The extension in lower case, without the dot and without `.gz`; empty if none.
    pub extension: &'a str,
    /// Whether `bytes` is the whole file.
    pub whole: bool,
}

/// How well a file fits a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Fit {
    /// Not mine.
    No,
    /// Could be mine if nobody knows better.
    Possible,
    /// Looks like mine.
    Likely,
    /// Cannot be anything else.
    Sure,
}

/// Whole records at the beginning of a window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cut {
    /// How many bytes.
    pub bytes: usize,
    /// How far the record numbers advance over these bytes (for formats of one record a line: the lines).
    pub records: u64,
}

/// Whole records, cut off a file.
#[derive(Clone, Copy, Debug, Default)]
pub struct Piece<'a> {
    /// The file's name with its folders, for dates that stand in them; may be empty.
    pub path: &'a str,
    /// The bytes.
    pub bytes: &'a [u8],
    /// Number of the first record in it, from 1.
    pub number: u64,
    /// Bytes of the file, unpacked, that lie before it.
    pub offset: u64,
    /// Whether the piece begins where the file begins.
    pub first: bool,
    /// What the format asked for by [`Format::lead`]; a piece that is first begins with it.
    pub lead: &'a [u8],
    /// Numbers of the records that [`Format::repeats`] found to be repeats.
    pub repeats: &'a [u64],
}

impl Piece<'_> {
    /// Outcomes as the records of this piece, numbered in their order.
    fn records(&self, outcomes: Vec<Outcome>) -> Vec<Record> {
        let record = |(n, outcome)| Record::new(self.number.saturating_add(n), outcome);
        (0..).zip(outcomes).map(record).collect()
    }
}

/// What a user may say about how files are to be read. Changes the content of an index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadOptions {
    /// Names of JSON fields beyond the usual ones.
    pub fields: FieldMap,
    /// Which of two figures is the day, where metadata says `02/12/2024`.
    pub day_month: Option<DayMonth>,
    /// How fields, columns and header lines write dates, as `strptime` has it; what is written otherwise is read as usual.
    pub date_format: Option<String>,
    /// The files around the one that is read, for formats whose files name others as their parts.
    pub near: Near,
}

impl ReadOptions {
    /// The day that a field says.
    fn day(&self, text: &str) -> Option<Reading> {
        let written = self.date_format.as_ref().and_then(|format| day_written(format, text.trim()));
        written.map(Reading::One).or_else(|| published::read(text))
    }
}

/// What a file's name and folders say of the day of its articles: a file that is renamed so that this changes is read
/// again.
pub fn days_in_path(path: &str) -> (Option<Period>, Option<Period>) {
    dating::in_path(path)
}

/// The cut of a format whose articles are known only when all of the file is seen: everything at once, and as many records
/// as reading it gives.
fn cut_whole(format: &dyn Format, window: &[u8], first: bool, last: bool) -> Cut {
    if !last {
        return Cut::default();
    }
    let piece = Piece { bytes: window, number: 1, first, ..Piece::default() };
    Cut { bytes: window.len(), records: format.read(&piece, &ReadOptions::default()).len() as u64 }
}

/// The format that fits a file best, or None.
pub fn recognise(head: &Head<'_>) -> Option<&'static dyn Format> {
    let mut best: Option<(&'static dyn Format, Fit)> = None;
    for format in FORMATS {
        let fit = format.recognise(head);
        if fit > best.map_or(Fit::No, |(_, fit)| fit) {
            best = Some((*format, fit));
        }
        if fit == Fit::Sure {
            break;
        }
    }
    best.map(|(format, _)| format)
}

/// What a format says of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// Its name.
    pub format: &'static str,
    /// How well the file fits.
    pub fit: Fit,
    /// Why, a sentence.
    pub why: String,
}

/// What all formats say of a file, in the order in which they are asked.
pub fn answers(head: &Head<'_>) -> Vec<Answer> {
    let answer = |format: &&dyn Format| {
        let (fit, by) = (format.recognise(head), format.known_by());
        let why = match fit {
            Fit::No => format!("nothing shows {by}"),
            Fit::Possible => format!("it may be, though nothing shows {by}"),
            Fit::Likely => format!("it seems to have {by}"),
            Fit::Sure => format!("it has {by}"),
        };
        Answer { format: format.name(), fit, why }
    };
    FORMATS.iter().map(answer).collect()
}

/// The encoding that a file is read in, and how that is known.
pub fn encoding(head: &Head<'_>) -> String {
    if head.bytes.starts_with(b"\xEF\xBB\xBF") {
        return "UTF-8, by its byte order mark".to_string();
    }
    if let Some(label) = items::declared(head.bytes).filter(|_| head.bytes.trim_ascii_start().starts_with(b"<?xml")) {
        return format!("{}, as its XML declares", entity::excerpt(&label));
    }
    // The beginning may end inside a character.
    let valid = std::str::from_utf8(head.bytes).map_or_else(|e| e.error_len().is_none() && !head.whole, |_| true);
    if head.bytes.is_ascii() {
        return "ASCII as far as seen, every byte of it".to_string();
    }
    if valid {
        return "UTF-8, as all its bytes are".to_string();
    }
    match charset::decode(head.bytes).guessed {
        Some(name) => format!("{name}, a guess by its bytes, for they are not UTF-8"),
        None => "UTF-8".to_string(),
    }
}

/// What `read` gives. Where a library under a reader panics on what it was given, the record is lost and not the run:
/// then the reason for its skip.
fn guarded<T>(what: &str, read: impl FnOnce() -> T) -> Result<T, String> {
    panic::catch_unwind(AssertUnwindSafe(read)).map_err(|panic| {
        let said = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
        let said = said.map(|said| format!(": {}", entity::excerpt(said))).unwrap_or_default();
        format!("the reader of {what} stumbled over it{said}")
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_reader_that_panics_costs_its_record() {
        assert_eq!(super::guarded("mail", || 7), Ok(7));
        let stumbled = super::guarded("mail", || panic!("index {} out of range", 3));
        assert_eq!(stumbled, Err::<(), _>("the reader of mail stumbled over it: index 3 out of range".to_string()));
    }
}
