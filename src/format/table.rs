//! Tables: CSV and TSV with a line of names, one article a row.
//!
//! The delimiter is the comma, the semicolon, the tab or the bar, each a format of its own, so that a piece of a file can be
//! cut without its beginning. The names of the columns are those of JSON fields (`Publication Date` is `publication_date`);
//! every piece is given the line of names beside its rows. Excel's `sep=;` and a byte order mark are read over. The number
//! of a record is that of its row as a spreadsheet counts: the names are row 1, a row with line breaks counts once, blank
//! rows count and give nothing. A row with too few or too many fields is read as far as it goes, with a doubt.

use std::borrow::Cow;
use std::ops::Range;

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use super::dating::Circumstances;
use super::fields::{self, Part};
use super::row::{LONGEST, Rows};
use super::{Cut, Fit, Format, Head, Piece, ReadOptions};
use super::{FieldMap, charset, entity, json, object};
use crate::article::{Outcome, Record};

/// A table whose fields are parted by this byte.
pub struct Table(u8);

/// Comma-separated.
pub const COMMA: Table = Table(b',');
/// Semicolons, as Excel writes them where the comma parts decimals.
pub const SEMICOLON: Table = Table(b';');
/// Tabs.
pub const TAB: Table = Table(b'\t');
/// Bars.
pub const BAR: Table = Table(b'|');

impl Format for Table {
    fn name(&self) -> &'static str {
        match self.0 {
            b',' => "csv",
            b';' => "csv-semicolon",
            b'\t' => "tsv",
            _ => "csv-bar",
        }
    }

    fn version(&self) -> u32 {
        2
    }

    fn known_by(&self) -> &'static str {
        match self.0 {
            b',' => "a line of names parted by commas",
            b';' => "a line of names parted by semicolons",
            b'\t' => "a line of names parted by tabs",
            _ => "a line of names parted by bars",
        }
    }

    fn recognise(&self, head: &Head<'_>) -> Fit {
        let named = matches!(head.extension, "csv" | "tsv" | "tab" | "psv");
        // Every file of prose is asked this, so what costs nothing is asked first.
        let Some(line) = Header::line(head.bytes, self.0, head.whole) else { return Fit::No };
        let line = head.bytes.get(line.range).unwrap_or_default();
        let parted = |delimiter: u8| line.contains(&delimiter);
        if !(parted(self.0) || named && self.0 == b',') || is_sentence(line, self.0) {
            return Fit::No;
        }
        let mine = Header::read(head.bytes, self.0, head.whole);
        let Some(mine) = mine.filter(|header| header.is_plausible()) else { return Fit::No };
        // Several of them may part the line; the one that shows the most known names is meant, then the most columns.
        let others = [b',', b';', b'\t', b'|'].into_iter().filter(|d| *d != self.0 && parted(*d));
        let others = others.filter_map(|d| Header::read(head.bytes, d, head.whole));
        if others.map(|other| (other.known(), other.names.len())).any(|o| o > (mine.known(), mine.names.len())) {
            return Fit::No;
        }
        let even = mine.next_is_as_wide(head.bytes, self.0, head.whole);
        match (mine.names.len(), mine.tells(), mine.known()) {
            (1, true, _) if named && self.0 == b',' => Fit::Likely,
            (0 | 1, ..) => Fit::No,
            (_, true, 2..) if named || even => Fit::Sure,
            // Names that nobody knows may be known to whoever maps them.
            _ if named => Fit::Possible,
            _ => Fit::No,
        }
    }

    fn lead(&self, head: &[u8]) -> usize {
        Header::read(head, self.0, true).map_or(0, |header| header.end)
    }

    fn cut(&self, window: &[u8], first: bool, last: bool) -> Cut {
        let start = if first { Header::start(window) } else { 0 };
        let header = if first { Header::read(window, self.0, last).map(|header| header.end) } else { Some(0) };
        let mut rows = Rows::new(window.get(start..).unwrap_or_default(), self.0, last);
        let mut cut = Cut::default();
        let mut records = 0;
        // Whether there are rows at all is told in the first piece.
        let mut any = !first;
        while let Some(row) = rows.next() {
            records += 1;
            let end = start + row.range.end;
            any |= header.is_some_and(|h| end > h) && !is_blank(window, start, &row.range);
            if rows.may_cut() && any {
                cut = Cut { bytes: end, records };
            }
        }
        if last { Cut { bytes: window.len(), records: if first { records.max(1) } else { records } } } else { cut }
    }

    fn appends(&self) -> bool {
        true
    }

    fn is_whole(&self, end: &[u8], first: bool) -> bool {
        let start = if first { Header::read(end, self.0, true).map_or(end.len(), |header| header.end) } else { 0 };
        let rest = end.get(start..).unwrap_or_default();
        let mut any = !first;
        for row in Rows::new(rest, self.0, true) {
            // What is torn may be the half of a row; and that there are no rows would stay said, though some were added.
            if row.torn {
                return false;
            }
            any |= !is_blank(rest, 0, &row.range);
        }
        any && end.ends_with(b"\n")
    }

    fn read(&self, piece: &Piece<'_>, options: &ReadOptions) -> Vec<Record> {
        let skip = |reason: String| vec![Record::new(piece.number, Outcome::Skip(reason))];
        let lead = if piece.first { piece.bytes } else { piece.lead };
        let Some(header) = Header::read(lead, self.0, true) else {
            return if piece.first { skip("no line of names".to_string()) } else { Vec::new() };
        };
        let columns = Columns::new(&header, &options.fields);
        if !columns.tells() {
            // Said once, of the line of names.
            let reason = format!("no column of headlines or of text: the columns are {}", header.shown());
            return if piece.first { skip(reason) } else { Vec::new() };
        }
        let start = if piece.first { header.end } else { 0 };
        let bytes = piece.bytes.get(start..).unwrap_or_default();
        let mut number = piece.number.saturating_add(if piece.first { header.rows } else { 0 });
        let mut splitter = Splitter::new(self.0);
        let at = Circumstances { path: piece.path, single: false, day_month: options.day_month };
        let mut records = Vec::new();
        let mut any = false;
        for row in Rows::new(bytes, self.0, true) {
            any |= !is_blank(bytes, 0, &row.range);
            let text = bytes.get(row.range).unwrap_or_default();
            if let Some(outcome) = columns.outcome(text, row.torn, &mut splitter, options, at) {
                records.push(Record::new(number, outcome));
            }
            number = number.saturating_add(1);
        }
        if piece.first && !any {
            return skip("no rows under the line of names".to_string());
        }
        records
    }
}

/// Bytes of a column's name at most.
const LONGEST_NAME: usize = 64;

/// Whether the names of a line would not be [plausible](Header::is_plausible), as far as shows before it is split.
fn is_sentence(line: &[u8], delimiter: u8) -> bool {
    // Around a name, quotes and spaces, but of these hardly more than of the name itself.
    const AROUND: usize = 2 * LONGEST_NAME;
    let line = line.trim_ascii();
    let names = memchr::memchr_iter(delimiter, line).count() + 1;
    line.ends_with(b".") || line.ends_with(b"!") || line.ends_with(b"?") || line.len() > names * (LONGEST_NAME + AROUND)
}

fn is_blank(bytes: &[u8], start: usize, row: &Range<usize>) -> bool {
    bytes.get(start + row.start..start + row.end).unwrap_or_default().trim_ascii().is_empty()
}

/// The line of names at the beginning of a table.
struct Header {
    names: Vec<String>,
    /// Behind the line.
    end: usize,
    /// Rows up to here, blank ones among them.
    rows: u64,
}

/// Where the line of names stands.
struct Line {
    range: Range<usize>,
    /// Rows up to it, blank ones among them.
    rows: u64,
}

impl Header {
    /// Where the rows begin: behind a byte order mark and the line that tells Excel the delimiter.
    fn start(bytes: &[u8]) -> usize {
        let mark = bytes.len() - json::without_mark(bytes).len();
        let rest = bytes.get(mark..).unwrap_or_default();
        match rest {
            [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', _, b'\r', b'\n', ..] => mark + 7,
            [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', _, b'\r' | b'\n', ..] => mark + 6,
            _ => mark,
        }
    }

    /// The first line that is not blank; None if it is not whole, or another delimiter is declared.
    fn line(bytes: &[u8], delimiter: u8, last: bool) -> Option<Line> {
        let start = Header::start(bytes);
        let declared = bytes.get(..start)?.iter().position(|b| *b == b'=').and_then(|at| bytes.get(at + 1));
        if declared.is_some_and(|d| *d != delimiter) {
            return None;
        }
        let rest = bytes.get(start..)?;
        let blank = |range: &Range<usize>| rest.get(range.clone()).is_none_or(|line| line.trim_ascii().is_empty());
        let (rows, row) = (1..).zip(Rows::new(rest, delimiter, last)).find(|(_, row)| !blank(&row.range))?;
        (!row.torn).then(|| Line { range: start + row.range.start..start + row.range.end, rows })
    }

    /// The names in the first line that is not blank.
    fn read(bytes: &[u8], delimiter: u8, last: bool) -> Option<Header> {
        let Line { range, rows } = Header::line(bytes, delimiter, last)?;
        let decoded = charset::decode(bytes.get(range.clone())?);
        let (fields, _) = Splitter::new(delimiter).fields(&decoded.text, usize::MAX);
        let names = fields.iter().map(|name| name.trim().to_string()).collect();
        Some(Header { names, end: range.end, rows })
    }

    /// How many names are in use for parts of an article.
    fn known(&self) -> usize {
        self.names.iter().filter(|name| fields::usual(&plain(name)).is_some()).count()
    }

    /// Whether a column has headlines or text.
    fn tells(&self) -> bool {
        self.names.iter().any(|n| matches!(fields::usual(&plain(n)), Some((Part::Headline | Part::Body, _))))
    }

    /// Whether the line could be one of names: short ones, no sentences, no markup, not a table of Markdown.
    fn is_plausible(&self) -> bool {
        let name = |n: &String| {
            n.len() <= LONGEST_NAME && !n.ends_with(['.', '!', '?', ':']) && !n.starts_with(['<', '{', '[', '#'])
        };
        let framed = self.names.len() > 2
            && self.names.first().is_some_and(String::is_empty)
            && self.names.last().is_some_and(String::is_empty);
        !framed && self.names.iter().all(name) && self.names.iter().any(|n| !n.is_empty())
    }

    /// Whether the row behind the names has as many fields; also if there is none.
    fn next_is_as_wide(&self, bytes: &[u8], delimiter: u8, last: bool) -> bool {
        let rest = bytes.get(self.end..).unwrap_or_default();
        let mut rows = Rows::new(rest, delimiter, last).map(|row| (rest.get(row.range).unwrap_or_default(), row.torn));
        match rows.find(|(row, _)| !row.trim_ascii().is_empty()) {
            Some((row, _)) => {
                let text = charset::decode(row).text.into_owned();
                Splitter::new(delimiter).fields(&text, usize::MAX).0.len() == self.names.len()
            }
            // A first row that is longer than the beginning of the file shows at least its delimiter.
            None => rest.trim_ascii().is_empty() || rest.contains(&delimiter),
        }
    }

    fn shown(&self) -> String {
        const SHOWN: usize = 12;
        let mut shown: Vec<String> = self.names.iter().take(SHOWN).map(|n| entity::excerpt(n)).collect();
        if self.names.len() > SHOWN {
            shown.push("...".to_string());
        }
        shown.join(", ")
    }
}

/// A column's name as the names of fields are written.
fn plain(name: &str) -> Cow<'_, str> {
    if name.contains([' ', '-']) { Cow::Owned(name.replace([' ', '-'], "_")) } else { Cow::Borrowed(name) }
}

/// What each column gives, and its rank among those that give the same.
struct Columns<'h>(Vec<Option<(Part, usize, &'h str)>>);

impl<'h> Columns<'h> {
    fn new(header: &'h Header, map: &FieldMap) -> Columns<'h> {
        let found = |name: &'h String| {
            let (part, rank) = map.lookup(name).or_else(|| map.lookup(&plain(name)))?;
            Some((part, rank, name.as_str()))
        };
        Columns(header.names.iter().map(found).collect())
    }

    fn tells(&self) -> bool {
        self.0.iter().flatten().any(|(part, ..)| matches!(part, Part::Headline | Part::Body))
    }

    /// None if the row is blank.
    fn outcome(
        &self,
        row: &[u8],
        torn: bool,
        splitter: &mut Splitter,
        options: &ReadOptions,
        at: Circumstances<'_>,
    ) -> Option<Outcome> {
        let decoded = charset::decode(row.trim_ascii_end());
        let (mut fields, more) = splitter.fields(&decoded.text, self.0.len());
        if fields.iter().all(|f| f.trim().is_empty()) && !more {
            return None;
        }
        let mut doubts: Vec<String> = decoded.doubt().into_iter().collect();
        if torn {
            doubts.push(format!(
                "a quote is not closed within {} MiB; the row was ended with its first line",
                LONGEST >> 20
            ));
        }
        if more {
            doubts.push(format!("more fields than the {} columns; those behind them were not read", self.0.len()));
        } else if fields.len() < self.0.len() {
            doubts.push(format!("{} fields for {} columns", fields.len(), self.0.len()));
        }
        let parts = self.0.iter().zip(fields.drain(..));
        let parts = parts.filter_map(|(column, text)| column.map(|(part, rank, name)| (part, rank, text.into(), name)));
        let (mut article, claims) = object::article(parts, doubts, options);
        claims.settle(&mut article, at);
        if article.headline.is_empty() && article.body.is_empty() {
            return Some(Outcome::Skip("no headline and no body".to_string()));
        }
        Some(Outcome::Article(Box::new(article)))
    }
}

/// Takes the quotes off the fields of a row.
struct Splitter {
    reader: Reader,
    ends: Vec<usize>,
}

impl Splitter {
    fn new(delimiter: u8) -> Splitter {
        // Making one costs more than a short file does, but a copy of one that is made reads nothing (csv-core 0.1.13).
        let reader = ReaderBuilder::new().delimiter(delimiter).build();
        Splitter { reader, ends: vec![0; 64] }
    }

    /// The first fields of a row, at most `columns`, and whether others behind them hold something.
    fn fields(&mut self, row: &str, columns: usize) -> (Vec<String>, bool) {
        self.reader.reset();
        let mut output = vec![0; row.len()];
        let (mut input, mut written, mut start) = (row.as_bytes(), 0, 0);
        let mut fields = Vec::new();
        let mut more = false;
        loop {
            let room = output.get_mut(written..).unwrap_or_default();
            let (result, read, wrote, ended) = self.reader.read_record(input, room, &mut self.ends);
            input = input.get(read..).unwrap_or_default();
            written += wrote;
            for end in self.ends.iter().take(ended) {
                let text = output.get(start..*end).unwrap_or_default();
                start = *end;
                if fields.len() < columns {
                    fields.push(String::from_utf8_lossy(text).into_owned());
                } else {
                    more |= !text.trim_ascii().is_empty();
                }
            }
            match result {
                ReadRecordResult::Record | ReadRecordResult::End => return (fields, more),
                // The row is at its end; the reader wants to be told so by nothing.
                ReadRecordResult::InputEmpty | ReadRecordResult::OutputEndsFull => {}
                ReadRecordResult::OutputFull => output.resize(output.len() + 64, 0),
            }
        }
    }
}
