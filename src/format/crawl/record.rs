//! The bytes of a web archive -> its records.
//!
//! Takes a stretch of a WARC or ARC file; gives the records in it with their headers and blocks. A record reaches as far
//! as it says, if another begins there or the stretch ends; where it lies, it reaches to the next line that begins a
//! record, so that a wrong length costs no neighbour. It looks into no block.

use memchr::{memchr, memmem};

/// Bytes of a block that is still read; more is a film, no page, and is passed over without being kept.
pub(super) const LONGEST: usize = 32 << 20;

/// A record as it lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Record<'a> {
    /// Where it begins, in the stretch.
    pub(super) at: usize,
    /// Where it ends, with the line ends behind it.
    pub(super) end: usize,
    /// Its header: lines of `Name: value` below the line `WARC/1.0`; of an ARC, its one line.
    pub(super) header: &'a [u8],
    /// Whether it is of an ARC.
    pub(super) arc: bool,
    /// What it holds.
    pub(super) block: &'a [u8],
    /// What is wrong with it.
    pub(super) wrong: Wrong,
}

/// What is wrong with a record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Wrong {
    #[default]
    Nothing,
    /// It has another length than it says, or says none, or the archive ends in it.
    Length,
    /// Its header has no end.
    Header,
    /// It is longer than what is read; the block is only its beginning.
    Huge,
    /// No record: bytes that belong to none.
    Stray,
}

/// The records of a stretch, one after the other. Where `last` is not said, one that may go on behind the stretch is not
/// given.
#[derive(Clone, Copy)]
pub(super) struct Records<'a> {
    bytes: &'a [u8],
    at: usize,
    last: bool,
}

impl<'a> Records<'a> {
    pub(super) fn of(bytes: &'a [u8], last: bool) -> Records<'a> {
        Records { bytes, at: 0, last }
    }

    /// What cannot be read as a record, up to the next one.
    fn pass(&mut self, wrong: Wrong) -> Option<Record<'a>> {
        let at = self.at;
        let rest = self.bytes.get(at..)?;
        let next = next_opening(self.bytes, at + 1);
        // Where a record may begin in the last bytes, only more of them can tell.
        let end = match next {
            Some(next) => next,
            None if self.last => self.bytes.len(),
            None if rest.len() > LONGEST => self.bytes.len() - LINE,
            None => return None,
        };
        self.at = end;
        Some(Record { at, end, header: b"", arc: false, block: self.bytes.get(at..end)?, wrong })
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        let at = self.at;
        let rest = self.bytes.get(at..).filter(|rest| !rest.is_empty())?;
        if !opens(rest) {
            return self.pass(Wrong::Stray);
        }
        let Some(header) = header(rest) else {
            // The header itself goes on behind the stretch, or has no end.
            return if self.last || rest.len() > HEADER { self.pass(Wrong::Header) } else { None };
        };
        let start = at + header.bytes;
        let said = header.length.and_then(|length| start.checked_add(length));
        let whole = said.and_then(|end| Some((end, self.bytes.get(end..)?)));
        let (block_end, end, wrong) = match whole.map(|(end, behind)| (end, behind, line_ends(behind))) {
            Some((block, behind, ends)) if opens(behind.get(ends..)?) => (block, block + ends, Wrong::Nothing),
            // Nothing but line ends behind it: the stretch ends with it.
            Some((block, behind, ends)) if self.last && ends == behind.len() => (block, block + ends, Wrong::Nothing),
            // Too few bytes to see whether another record begins there.
            Some((_, behind, ends)) if !self.last && behind.len() - ends < LINE => return None,
            Some(_) => self.resume(start)?,
            None if self.last || header.length.is_none() || rest.len() > LONGEST => self.resume(start)?,
            None => return None,
        };
        self.at = end;
        let block = self.bytes.get(start..block_end)?;
        Some(Record { at, end, header: header.fields, arc: header.arc, block, wrong })
    }
}

impl Records<'_> {
    /// Where a record ends whose length is not to be believed: at the next one, or where the bytes end.
    fn resume(&self, start: usize) -> Option<(usize, usize, Wrong)> {
        let end = match next_opening(self.bytes, start) {
            Some(next) => next,
            None if self.last => self.bytes.len(),
            // The last line may begin a record.
            None if self.bytes.len() - start > LONGEST => self.bytes.len() - LINE,
            None => return None,
        };
        let block = self.bytes.get(start..end)?;
        let ends = block.len() - block.trim_ascii_end().len();
        let wrong = if block.len() >= LONGEST - LINE { Wrong::Huge } else { Wrong::Length };
        Some((end - ends.min(4), end, wrong))
    }
}

/// How long the number of a version may be, with its line end.
const VERSION: usize = 8;
/// How far a header may reach; those of crawlers take a few hundred bytes.
const HEADER: usize = 64 << 10;

/// How long the line that begins a record may be.
const LINE: usize = 8 << 10;

/// Whether a record begins here: `WARC/1.0` and a line end, or the line of an ARC.
pub(super) fn opens(bytes: &[u8]) -> bool {
    is_warc(bytes) || is_arc(bytes)
}

fn is_warc(bytes: &[u8]) -> bool {
    let version = bytes.strip_prefix(b"WARC/").unwrap_or_default();
    let version = version.get(..version.len().min(VERSION)).unwrap_or_default();
    let digits = version.iter().take_while(|b| b.is_ascii_digit() || **b == b'.').count();
    digits >= 3 && version.get(digits).is_some_and(|b| matches!(b, b'\r' | b'\n'))
}

/// `http://vale.example/ 192.0.2.1 20140216050221 text/html 1591`
fn is_arc(bytes: &[u8]) -> bool {
    const SCHEMES: [&[u8]; 5] = [b"http://", b"https://", b"filedesc://", b"dns:", b"ftp://"];
    SCHEMES.iter().any(|scheme| bytes.starts_with(scheme)) && arc_line(bytes).is_some()
}

/// The line of an ARC record, and the length that it says, if that is one.
fn arc_line(bytes: &[u8]) -> Option<(&[u8], Option<usize>)> {
    let line = bytes.get(..bytes.len().min(LINE))?;
    let line = line.get(..memchr(b'\n', line)?)?;
    let mut fields = line.trim_ascii_end().rsplit(|b| *b == b' ');
    let length = std::str::from_utf8(fields.next()?).ok().and_then(|length| length.parse().ok());
    let fields: Vec<&[u8]> = fields.collect();
    let day = fields.iter().any(|f| f.len() >= 12 && f.len() <= 14 && f.iter().all(u8::is_ascii_digit));
    (fields.len() >= 4 && day).then_some((line, length))
}

/// The first record that begins at the beginning of a line, from `from` on.
fn next_opening(bytes: &[u8], from: usize) -> Option<usize> {
    let rest = bytes.get(from..)?;
    let warc = memmem::find_iter(rest, b"WARC/")
        .map(|at| from + at)
        .find(|at| begins_line(bytes, *at) && is_warc(&bytes[*at..]));
    let before = warc.unwrap_or(bytes.len());
    let arc =
        memmem::find_iter(bytes.get(from..before)?, b"\nhttp").map(|at| from + at + 1).find(|at| is_arc(&bytes[*at..]));
    arc.or(warc)
}

fn begins_line(bytes: &[u8], at: usize) -> bool {
    at.checked_sub(1).is_none_or(|before| matches!(bytes.get(before), Some(b'\n' | b'\r')))
}

fn line_ends(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|b| matches!(b, b'\r' | b'\n')).count()
}

struct Header<'a> {
    fields: &'a [u8],
    arc: bool,
    /// Up to the block.
    bytes: usize,
    length: Option<usize>,
}

fn header(bytes: &[u8]) -> Option<Header<'_>> {
    if let Some((line, length)) = arc_line(bytes).filter(|_| is_arc(bytes)) {
        return Some(Header { fields: line.trim_ascii_end(), arc: true, bytes: line.len() + 1, length });
    }
    let first = memchr(b'\n', bytes.get(..bytes.len().min(HEADER))?)? + 1;
    let mut at = first;
    loop {
        let rest = bytes.get(at..bytes.len().min(HEADER))?;
        let line = rest.get(..memchr(b'\n', rest)?)?;
        at += line.len() + 1;
        if line.trim_ascii().is_empty() {
            break;
        }
    }
    let fields = bytes.get(first..at)?.trim_ascii_end();
    let length = field(fields, "Content-Length").and_then(|value| value.parse().ok());
    Some(Header { fields, arc: false, bytes: at, length })
}

/// The value of a field of a header, by its name in any case.
pub(super) fn field(header: &[u8], name: &str) -> Option<String> {
    let mut lines = header.split(|b| *b == b'\n');
    lines.find_map(|line| {
        let colon = memchr(b':', line)?;
        let (before, value) = line.split_at(colon);
        let same = before.trim_ascii().eq_ignore_ascii_case(name.as_bytes());
        same.then(|| String::from_utf8_lossy(value.get(1..).unwrap_or_default().trim_ascii()).into_owned())
    })
}
