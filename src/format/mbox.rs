//! Mailboxes: mails one after another, each behind a line `From sender date`.
//!
//! Such a line is one with a time and a year in it, or one behind a blank line and before a header; other lines that
//! begin so are text, as are those quoted as `>From`, of which one mark is taken off. Lengths that a mail claims for itself
//! decide nothing. The number of a record is that of the mail. A mailbox is only ever added to.

use std::borrow::Cow;

use super::dating::dated;
use super::mail;
use super::{Cut, Fit, Format, Head, Piece, ReadOptions};
use crate::article::Record;

/// Many mails a file.
pub struct Mbox;

impl Format for Mbox {
    fn name(&self) -> &'static str {
        "mbox"
    }

    fn version(&self) -> u32 {
        1
    }

    fn known_by(&self) -> &'static str {
        "mails behind lines of \"From \""
    }

    fn recognise(&self, head: &Head<'_>) -> Fit {
        let Some(rest) = head.bytes.strip_prefix(b"From ") else { return Fit::No };
        let end = memchr::memchr(b'\n', rest).map_or(rest.len(), |end| end + 1);
        let (line, behind) = rest.split_at(end);
        match (is_dated(line), mail::begins_header(behind)) {
            (true, true) => Fit::Sure,
            (true, false) | (false, true) if head.extension == "mbox" => Fit::Likely,
            _ => Fit::No,
        }
    }

    fn cut(&self, window: &[u8], _first: bool, last: bool) -> Cut {
        if last {
            return Cut { bytes: window.len(), records: messages(window).count() as u64 };
        }
        let (count, end) = starts(window).fold((0, 0), |(count, _), at| (count + 1, at));
        match (count, window.starts_with(b"From ")) {
            (0, _) | (1, true) => Cut::default(),
            _ => Cut { bytes: end, records: messages(window.get(..end).unwrap_or_default()).count() as u64 },
        }
    }

    fn appends(&self) -> bool {
        true
    }

    fn begins(&self, added: &[u8]) -> bool {
        added.trim_ascii_start().starts_with(b"From ")
    }

    fn read(&self, piece: &Piece<'_>, options: &ReadOptions) -> Vec<Record> {
        let numbered = messages(piece.bytes).enumerate();
        let record = |(at, bytes): (usize, &[u8])| {
            Record::new(piece.number.saturating_add(at as u64), mail::outcome(&unquoted(bytes)))
        };
        dated(numbered.map(record).collect(), piece, options)
    }
}

/// Where the lines stand that begin a mail. One whose end, or what must follow it, is not within the bytes is not seen.
fn starts(bytes: &[u8]) -> impl Iterator<Item = usize> + '_ {
    let first = bytes.starts_with(b"From ").then_some(0);
    first.into_iter().chain(memchr::memmem::find_iter(bytes, b"\nFrom ").map(|at| at + 1).filter(|at| {
        let rest = bytes.get(*at..).unwrap_or_default();
        let Some(end) = memchr::memchr(b'\n', rest) else { return false };
        let (line, behind) = rest.split_at(end + 1);
        if is_dated(line) {
            return true;
        }
        let before = bytes.get(..at - 1).unwrap_or_default();
        let blank = before.ends_with(b"\n") || before.ends_with(b"\n\r");
        let next = memchr::memchr(b'\n', behind).and_then(|end| behind.get(..end));
        blank && next.is_some_and(mail::begins_header)
    }))
}

/// Whether a line has a time of day and a year: `From ann@vale.example Mon Dec  2 12:00:00 2024`.
fn is_dated(line: &[u8]) -> bool {
    const LONGEST: usize = 512;
    let digits = |word: &[u8]| word.iter().all(u8::is_ascii_digit);
    let mut words = line.get(..LONGEST.min(line.len())).unwrap_or_default().split(u8::is_ascii_whitespace);
    let (mut clock, mut year) = (false, false);
    words.by_ref().for_each(|word| {
        clock |= word.len() >= 4 && word.contains(&b':') && word.iter().all(|b| b.is_ascii_digit() || *b == b':');
        year |= word.len() == 4 && digits(word) && (word.starts_with(b"19") || word.starts_with(b"20"));
    });
    clock && year
}

/// The mails, without the lines before them.
fn messages(bytes: &[u8]) -> impl Iterator<Item = &[u8]> + '_ {
    let mut starts = starts(bytes).peekable();
    // What stands before the first such line is a mail too, unless it is blank.
    let end = starts.peek().copied().unwrap_or(bytes.len());
    let stray = bytes.get(..end).filter(|stray| !stray.trim_ascii().is_empty());
    stray.into_iter().chain(std::iter::from_fn(move || {
        let start = starts.next()?;
        let message = bytes.get(start..starts.peek().copied().unwrap_or(bytes.len()))?;
        let line = memchr::memchr(b'\n', message).map_or(message.len(), |end| end + 1);
        message.get(line..)
    }))
}

/// The mail with one mark taken off each line that begins `>From `, `>>From ` and so on.
fn unquoted(mail: &[u8]) -> Cow<'_, [u8]> {
    if memchr::memmem::find(mail, b">From ").is_none() {
        return Cow::Borrowed(mail);
    }
    let mut out = Vec::with_capacity(mail.len());
    for line in mail.split_inclusive(|b| *b == b'\n') {
        let marks = line.iter().take_while(|b| **b == b'>').count();
        let quoted = marks > 0 && line.get(marks..).is_some_and(|rest| rest.starts_with(b"From "));
        out.extend_from_slice(line.get(usize::from(quoted)..).unwrap_or_default());
    }
    Cow::Owned(out)
}
