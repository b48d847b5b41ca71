//! JSON lines: one object a line, one article an object.
//!
//! The number of a record is the number of its line, so that blank lines count and give nothing. A line that is not
//! JSON is a Skip with its reason; the next one is read as if nothing had happened.

use super::{Cut, Fit, Format, Head, Piece, ReadOptions};
use super::{charset, json, object};
use crate::article::Record;

/// One JSON object a line.
pub struct JsonLines;

impl Format for JsonLines {
    fn name(&self) -> &'static str {
        "jsonl"
    }

    fn version(&self) -> u32 {
        3
    }

    fn known_by(&self) -> &'static str {
        "JSON objects, one a line"
    }

    fn recognise(&self, head: &Head<'_>) -> Fit {
        let named = matches!(head.extension, "jsonl" | "ndjson" | "jl" | "jsonlines");
        let bytes = json::without_mark(head.bytes);
        let start = bytes.iter().position(|b| !b.is_ascii_whitespace()).unwrap_or(bytes.len());
        let rest = bytes.get(start..).unwrap_or_default();
        let end = memchr::memchr(b'\n', rest);
        let line = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default().trim_ascii();
        if line.is_empty() {
            return Fit::No;
        }
        if line.first() != Some(&b'{') {
            // A damaged first line must not cost the file.
            let objects = rest.split(|b| *b == b'\n').filter(|l| l.starts_with(b"{\"")).count();
            // Nor are lines of other JSON prose.
            let other = line.first() == Some(&b'[') || json::is_scalar(line);
            return if named && (objects > 0 || other) { Fit::Likely } else { Fit::No };
        }
        if end.is_none() && !head.whole {
            // One line longer than the head: only the name can tell lines from one big object.
            let long = line.get(1..).is_some_and(|l| l.trim_ascii_start().starts_with(b"\""));
            return match (named, long && head.extension != "json" && !json::is_envelope(line)) {
                (true, _) => Fit::Sure,
                (false, true) => Fit::Likely,
                (false, false) => Fit::No,
            };
        }
        if !json::is_object(line) {
            return if named { Fit::Likely } else { Fit::No };
        }
        let alone = rest.get(end.unwrap_or(rest.len())..).unwrap_or_default().trim_ascii().is_empty() && head.whole;
        if alone && json::is_envelope(line) { Fit::Possible } else { Fit::Sure }
    }

    fn cut(&self, window: &[u8], _first: bool, last: bool) -> Cut {
        let end = if last { window.len() } else { memchr::memrchr(b'\n', window).map_or(0, |at| at + 1) };
        let bytes = window.get(..end).unwrap_or_default();
        let mut records = memchr::memchr_iter(b'\n', bytes).count() as u64;
        if bytes.last().is_some_and(|b| *b != b'\n') {
            records += 1;
        }
        Cut { bytes: end, records }
    }

    fn appends(&self) -> bool {
        true
    }

    fn read(&self, piece: &Piece<'_>, options: &ReadOptions) -> Vec<Record> {
        let mut records = Vec::new();
        for (number, line) in lines(piece) {
            let decoded = charset::decode(line);
            let outcome = object::outcome(&decoded.text, decoded.doubt(), piece.path, options);
            records.push(Record::new(number, outcome));
        }
        records
    }
}

/// The lines of a piece that hold something, with their numbers.
pub(super) fn lines<'a>(piece: &Piece<'a>) -> impl Iterator<Item = (u64, &'a [u8])> {
    let (bytes, mut number, mut from) = (piece.bytes, piece.number, 0);
    let all = std::iter::from_fn(move || {
        let rest = bytes.get(from..).filter(|rest| !rest.is_empty())?;
        let end = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        let line = (number, json::without_mark(rest.get(..end).unwrap_or_default()).trim_ascii());
        from += end + 1;
        number = number.saturating_add(1);
        Some(line)
    });
    all.filter(|(_, line)| !line.is_empty())
}
