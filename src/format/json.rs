//! JSON documents: an array of objects, a single object, several objects one after another, or an envelope
//! (`{"articles": [...]}`, `{"response": {"docs": [...]}}`) around an array.
//!
//! The elements are found by brackets and strings alone, each is then read on its own: one damaged element is one
//! Skip, and so is an end that is missing. An array is cut between its elements, so it may be of any size; an object is read whole.

use std::ops::Range;

use super::fields::{self, Part};
use super::mended::mended;
use super::{Cut, Fit, Format, Head, Piece, ReadOptions};
use super::{charset, object};
use crate::article::{Outcome, Record};

/// One JSON document.
pub struct Json;

/// Under which names an envelope keeps its articles.
const ARRAYS: [&str; 12] = [
    "articles",
    "docs",
    "documents",
    "items",
    "results",
    "data",
    "hits",
    "entries",
    "stories",
    "records",
    "news",
    "rows",
];

/// Under which names an envelope keeps an envelope.
const WRAPS: [&str; 6] = ["response", "data", "hits", "result", "feed", "payload"];

impl Format for Json {
    fn name(&self) -> &'static str {
        "json"
    }

    fn version(&self) -> u32 {
        3
    }

    fn known_by(&self) -> &'static str {
        "a JSON document of articles"
    }

    fn recognise(&self, head: &Head<'_>) -> Fit {
        let bytes = without_mark(head.bytes).trim_ascii();
        let named = head.extension == "json";
        match bytes.split_first() {
            Some((b'[', rest)) => match rest.trim_ascii_start().first() {
                Some(b'{') => Fit::Sure,
                Some(b']') | None if named => Fit::Likely,
                _ if named => Fit::Possible,
                _ => Fit::No,
            },
            Some((b'{', rest)) => {
                let object = matches!(rest.trim_ascii_start().first(), Some(b'"' | b'}'));
                match (object, named || is_envelope(bytes)) {
                    (true, true) => Fit::Sure,
                    (true, false) => Fit::Likely,
                    (false, _) if named => Fit::Likely,
                    (false, _) => Fit::No,
                }
            }
            Some(_) if named && head.whole && is_scalar(bytes) => Fit::Likely,
            _ => Fit::No,
        }
    }

    fn cut(&self, window: &[u8], first: bool, last: bool) -> Cut {
        if last {
            let Found { ranges, fault } = records(window, first);
            return Cut { bytes: window.len(), records: ranges.len() as u64 + u64::from(fault.is_some()) };
        }
        let start = if first {
            match opening(window) {
                Some(start) => start,
                None => return Cut::default(),
            }
        } else {
            0
        };
        let mut cut = Cut::default();
        let mut elements = Elements::new(window, start, false);
        while let Some(range) = elements.next() {
            // An element ends for certain only where its comma has been seen.
            let after = window.get(range.end..).unwrap_or_default();
            let Some(comma) =
                after.iter().position(|b| !b.is_ascii_whitespace()).filter(|p| after.get(*p) == Some(&b','))
            else {
                break;
            };
            cut = Cut { bytes: range.end + comma + 1, records: cut.records + 1 };
            elements.at = cut.bytes;
        }
        cut
    }

    fn read(&self, piece: &Piece<'_>, options: &ReadOptions) -> Vec<Record> {
        let read = |bytes: &[u8]| {
            let decoded = charset::decode(bytes);
            object::outcome(&decoded.text, decoded.doubt(), piece.path, options)
        };
        let numbered = outcomes(piece, read, Outcome::Skip).into_iter().zip(piece.number..);
        numbered.map(|(outcome, number)| Record::new(number, outcome)).collect()
    }
}

/// What the elements of a piece are read as; a fault of the document comes last.
pub(super) fn outcomes<T>(piece: &Piece<'_>, read: impl Fn(&[u8]) -> T, fail: impl Fn(String) -> T) -> Vec<T> {
    let Found { ranges, fault } = records(piece.bytes, piece.first);
    let elements = ranges.into_iter().map(|range| read(piece.bytes.get(range).unwrap_or_default()));
    elements.chain(fault.map(|reason| fail(reason.to_string()))).collect()
}

/// Bytes without a byte order mark.
pub(super) fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)
}

/// Whether the bytes are one whole object and nothing else, or can be mended to be one.
pub(super) fn is_object(bytes: &[u8]) -> bool {
    let parses = |text: &str| text.parse::<serde_json::Value>().is_ok_and(|v| v.is_object());
    let text = String::from_utf8_lossy(bytes);
    bytes.first() == Some(&b'{') && (parses(&text) || mended(&text).is_some_and(|m| parses(&m)))
}

/// Whether the bytes are one JSON value that can hold no article: a number, a string, a word.
pub(super) fn is_scalar(bytes: &[u8]) -> bool {
    serde_json::from_slice::<serde_json::Value>(bytes).is_ok_and(|v| !v.is_object() && !v.is_array())
}

/// The names of the fields of the first record, as far as the bytes go.
pub(super) fn first_names(bytes: &[u8]) -> Vec<&str> {
    let at = match opening(bytes) {
        Some(at) => at,
        None => {
            let start = skip(bytes, bytes.len() - without_mark(bytes).len());
            articles(bytes, start..bytes.len(), 0).unwrap_or(start)
        }
    };
    let mut names = Vec::new();
    let mut at = skip(bytes, at);
    while matches!(bytes.get(at), Some(b'{' | b',')) {
        let Some(name) = value(bytes, skip(bytes, at + 1)) else {
            break;
        };
        let text = bytes.get(name.clone()).and_then(|n| n.strip_prefix(b"\"")?.strip_suffix(b"\""));
        let colon = skip(bytes, name.end);
        let (Some(text), Some(b':')) = (text.and_then(|t| std::str::from_utf8(t).ok()), bytes.get(colon)) else {
            break;
        };
        names.push(text);
        let Some(end) = value(bytes, skip(bytes, colon + 1)).map(|v| v.end) else {
            break;
        };
        at = skip(bytes, end);
    }
    names
}

/// Whether the bytes begin an object that is no article itself but holds an array of them.
pub(super) fn is_envelope(bytes: &[u8]) -> bool {
    articles(bytes, 0..bytes.len(), 0).is_some()
}

/// Behind the `[` of a top-level array; None if the window does not begin with one.
fn opening(window: &[u8]) -> Option<usize> {
    let mark = window.len() - without_mark(window).len();
    let at = mark + window.get(mark..)?.iter().position(|b| !b.is_ascii_whitespace())?;
    (window.get(at) == Some(&b'[')).then_some(at + 1)
}

/// Why an array is not whole.
const OPEN: &str = "the array has no end; the file may be cut short here";

/// The records of a piece.
struct Found {
    /// Where they lie.
    ranges: Vec<Range<usize>>,
    /// What is wrong with the document beside its records.
    fault: Option<&'static str>,
}

fn records(bytes: &[u8], first: bool) -> Found {
    if let Some(start) = if first { opening(bytes) } else { Some(0) } {
        let mut elements = Elements::new(bytes, start, false);
        let ranges: Vec<_> = elements.by_ref().collect();
        // A piece that is cut off ends with a comma. What was torn inside an element is told of that element.
        let open = elements.is_open() && bytes.last() != Some(&b',');
        let fault = match (open, first && ranges.is_empty()) {
            (true, _) => Some(OPEN),
            (false, true) => Some("no records: the array is empty"),
            (false, false) => None,
        };
        return Found { ranges, fault };
    }
    let mark = bytes.len() - without_mark(bytes).len();
    let mut found = Found { ranges: Vec::new(), fault: None };
    for range in Elements::new(bytes, mark, false) {
        match articles(bytes, range.clone(), 0) {
            Some(start) => {
                let mut elements = Elements::new(bytes.get(..range.end).unwrap_or(bytes), start, true);
                found.ranges.extend(elements.by_ref());
                found.fault = found.fault.or(elements.is_open().then_some(OPEN));
            }
            None => found.ranges.push(range),
        }
    }
    found
}

/// Behind the `[` of the array of articles inside the object at `range`. None if the object has a body of its own, for
/// then it is an article.
fn articles(bytes: &[u8], range: Range<usize>, depth: usize) -> Option<usize> {
    const DEEPEST: usize = 2;
    if bytes.get(range.start) != Some(&b'{') {
        return None;
    }
    let mut found = None;
    let mut at = range.start + 1;
    while let Some(name) = value(bytes, skip(bytes, at)).filter(|n| n.end <= range.end) {
        let colon = skip(bytes, name.end);
        let text = bytes.get(name.clone())?.strip_prefix(b"\"").and_then(|n| n.strip_suffix(b"\""));
        let (Some(text), Some(b':')) = (text.and_then(|t| std::str::from_utf8(t).ok()), bytes.get(colon)) else {
            break;
        };
        let start = skip(bytes, colon + 1);
        let is = |names: &[&str]| names.iter().any(|n| n.eq_ignore_ascii_case(text));
        match bytes.get(start) {
            Some(b'[') if is(&ARRAYS) && matches!(bytes.get(skip(bytes, start + 1)), Some(b'{')) => {
                found = found.or(Some(start + 1));
            }
            Some(b'{') if is(&WRAPS) && depth < DEEPEST => {
                found = found.or_else(|| articles(bytes, start..range.end, depth + 1));
            }
            Some(b'"') if matches!(fields::usual(text), Some((Part::Body, _))) => return None,
            _ => {}
        }
        let Some(end) = value(bytes, start).map(|v| v.end) else {
            break;
        };
        at = skip(bytes, end);
        if bytes.get(at) != Some(&b',') {
            break;
        }
        at += 1;
    }
    found
}

fn skip(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().position(|b| !b.is_ascii_whitespace()).unwrap_or(rest.len())
}

/// The elements of an array from behind its `[`, or values one after another. What is no value comes out as an element
/// too, up to the next comma, so that it is accounted for.
struct Elements<'a> {
    bytes: &'a [u8],
    at: usize,
    /// Whether the array lies inside an object, so that what follows its `]` is no element.
    inner: bool,
    /// Whether a `]` was seen.
    closed: bool,
    /// Whether the last element does not end within the bytes.
    torn: bool,
}

impl<'a> Elements<'a> {
    fn new(bytes: &'a [u8], at: usize, inner: bool) -> Elements<'a> {
        Elements { bytes, at, inner, closed: false, torn: false }
    }

    /// Whether the bytes ended where another element, or the end of the array, should have come.
    fn is_open(&self) -> bool {
        !self.closed && !self.torn
    }
}

impl Iterator for Elements<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        loop {
            self.at = skip(self.bytes, self.at);
            match self.bytes.get(self.at)? {
                b',' => self.at += 1,
                b']' if self.inner => {
                    self.closed = true;
                    self.at = self.bytes.len();
                    return None;
                }
                b']' => {
                    self.closed = true;
                    self.at += 1;
                }
                _ => break,
            }
        }
        let found = value(self.bytes, self.at);
        self.torn = found.is_none();
        let range = found.unwrap_or(self.at..self.bytes.len());
        self.at = range.end;
        Some(range)
    }
}

/// The value that begins at `at`; None if it does not end within the bytes. Never empty.
fn value(bytes: &[u8], at: usize) -> Option<Range<usize>> {
    let mut depth = 0usize;
    let mut i = at;
    loop {
        let byte = *bytes.get(i)?;
        i += 1;
        match byte {
            b'"' => i = string_end(bytes, i)?,
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            _ => {
                // A number, a word or garbage: up to whatever could end it.
                let rest = bytes.get(i..)?;
                i += rest.iter().position(|b| b.is_ascii_whitespace() || matches!(b, b',' | b']' | b'}' | b'{'))?;
            }
        }
        if depth == 0 {
            return Some(at..i);
        }
        if byte != b'"' {
            // Run over everything that means nothing inside an object.
            let rest = bytes.get(i..)?;
            i += rest.iter().position(|b| matches!(b, b'"' | b'{' | b'}' | b'[' | b']'))?;
        }
    }
}

/// Behind the closing quote of the string whose opening quote lies before `at`.
fn string_end(bytes: &[u8], at: usize) -> Option<usize> {
    let mut i = at;
    loop {
        i += memchr::memchr2(b'"', b'\\', bytes.get(i..)?)?;
        if bytes.get(i) == Some(&b'"') {
            return Some(i + 1);
        }
        i += 2;
    }
}
