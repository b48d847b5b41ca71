//! Where the rows of a table end.
//!
//! Takes bytes that begin with a row and gives the range of each row, its line end included. Line ends inside quotes end
//! nothing, as RFC 4180 has it and the csv crates read it: a quote opens only where a field begins, a doubled one is a
//! character. A quote that nobody closes must not swallow the rest of a file: if no row has ended [`LONGEST`] bytes behind
//! the beginning of a row, the row is torn, and ends with its first line. It never looks at what the fields say.

use std::ops::Range;

/// Bytes after which an open quote is taken for one that is never closed. Longer than any article; lines without quotes
/// may be of any length.
pub(super) const LONGEST: usize = 16 << 20;

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// Where it lies.
    pub(super) range: Range<usize>,
    /// Whether it has a quote that nobody closes, and so was ended with its first line.
    pub(super) torn: bool,
}

/// The rows of `bytes`, which begin with a row. Blank lines are rows too.
pub(super) struct Rows<'a> {
    bytes: &'a [u8],
    delimiter: u8,
    /// Whether nothing follows these bytes.
    last: bool,
    at: usize,
    /// Behind a torn row, the bytes that were seen to lie inside its quotes: every line end up to here was quoted. Which row
    /// is torn is known there without looking further, and a cut there would forget it.
    quoted_to: usize,
}

/// Where a row ends.
enum End {
    /// Behind its line end.
    At(usize),
    /// Not within the bytes.
    Beyond,
    /// Nowhere: a quote stays open, up to here as far as was looked.
    Never(usize),
}

impl<'a> Rows<'a> {
    pub(super) fn new(bytes: &'a [u8], delimiter: u8, last: bool) -> Rows<'a> {
        Rows { bytes, delimiter, last, at: 0, quoted_to: 0 }
    }

    /// Whether the table may be cut behind the last row.
    pub(super) fn may_cut(&self) -> bool {
        self.at >= self.quoted_to
    }

    fn end(&self) -> End {
        let limit = self.at.saturating_add(LONGEST);
        let mut at = self.at;
        loop {
            // Here begins a field.
            if self.bytes.get(at) == Some(&b'"') {
                match self.closing(at + 1, limit) {
                    Ok(end) => at = end,
                    Err(end) => return end,
                }
            }
            let rest = self.bytes.get(at..).unwrap_or_default();
            let Some(found) = memchr::memchr3(self.delimiter, b'\n', b'\r', rest) else { return End::Beyond };
            at += found + 1;
            match rest.get(found) {
                Some(b'\n') => return End::At(at),
                Some(b'\r') => match self.bytes.get(at) {
                    Some(b'\n') => return End::At(at + 1),
                    None if !self.last => return End::Beyond,
                    _ => return End::At(at),
                },
                _ => {}
            }
        }
    }

    /// Behind the quote that closes what was opened before `at`.
    fn closing(&self, mut at: usize, limit: usize) -> Result<usize, End> {
        let end = limit.min(self.bytes.len());
        loop {
            let rest = self.bytes.get(at..end).unwrap_or_default();
            let next = match at < self.quoted_to {
                true => memchr::memchr3(b'"', b'\n', b'\r', rest),
                false => memchr::memchr(b'"', rest),
            };
            let Some(found) = next else {
                return Err(if end == limit || self.last { End::Never(end) } else { End::Beyond });
            };
            at += found + 1;
            match (rest.get(found), self.bytes.get(at)) {
                (Some(b'"'), Some(b'"')) => at += 1,
                (Some(b'"'), None) if !self.last => return Err(End::Beyond),
                (Some(b'"'), _) => return Ok(at),
                // The row that was torn before stayed open from here on, and so does this one.
                _ if at <= self.quoted_to => return Err(End::Never(self.quoted_to)),
                _ => {}
            }
        }
    }

    /// Behind the line that begins here.
    fn line(&self) -> usize {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        match memchr::memchr2(b'\n', b'\r', rest) {
            Some(found) => {
                let at = self.at + found + 1;
                let both = rest.get(found..found + 2) == Some(b"\r\n");
                if both { at + 1 } else { at }
            }
            None => self.bytes.len(),
        }
    }
}

impl Iterator for Rows<'_> {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        let start = self.at;
        if start >= self.bytes.len() {
            return None;
        }
        let (end, torn) = match self.end() {
            End::At(end) => (end, false),
            End::Beyond if self.last => (self.bytes.len(), false),
            End::Beyond => return None,
            End::Never(looked) => {
                self.quoted_to = looked.max(self.quoted_to);
                (self.line(), true)
            }
        };
        self.at = end;
        Some(Row { range: start..end, torn })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str, last: bool) -> Vec<(&str, bool)> {
        Rows::new(text.as_bytes(), b',', last).map(|row| (&text[row.range], row.torn)).collect()
    }

    #[test]
    fn rows_end_outside_of_quotes() {
        for (text, expected) in [
            ("a,b\nc,d", &[("a,b\n", false), ("c,d", false)][..]),
            ("a,\"b\nc\"\r\nd\r\n", &[("a,\"b\nc\"\r\n", false), ("d\r\n", false)]),
            ("a\rb\r", &[("a\r", false), ("b\r", false)]),
            ("\"a \"\"b\"\"\n\"\n\n\"\"\n", &[("\"a \"\"b\"\"\n\"\n", false), ("\n", false), ("\"\"\n", false)]),
            ("5\" nails,\"x\ny\" z\n", &[("5\" nails,\"x\ny\" z\n", false)]),
            ("a,\"b\nc,d\ne\n", &[("a,\"b\n", true), ("c,d\n", false), ("e\n", false)]),
            ("a,\"b\r\nc,\"\"\n", &[("a,\"b\r\n", true), ("c,\"\"\n", false)]),
            // Each of these lines leaves a quote open, whether it begins inside of one or not.
            ("a\",\"\na\",\"\na\",\"", &[("a\",\"\n", true), ("a\",\"\n", true), ("a\",\"", true)]),
        ] {
            assert_eq!(rows(text, true), expected, "{text:?}");
        }
    }

    #[test]
    fn a_window_gives_only_rows_that_are_certain() {
        for (text, expected) in [
            ("a,b\nc,d", &[("a,b\n", false)][..]),
            ("a\r", &[]),
            ("a\rb", &[("a\r", false)]),
            ("\"a\"", &[]),
            ("\"a\nb", &[]),
        ] {
            assert_eq!(rows(text, false), expected, "{text:?}");
        }
    }

    #[test]
    fn a_quote_that_is_never_closed_swallowed_the_file() {
        let lines = "a\",\"\n".repeat(LONGEST / 5 + 100);
        let text = format!("x,\"y\n{lines}z,\"w\"\n");
        let mut window = Rows::new(text.as_bytes(), b',', false);
        assert_eq!(window.next(), Some(Row { range: 0..5, torn: true }));
        assert!(!window.may_cut());
        assert_eq!(window.next(), Some(Row { range: 5..10, torn: true }));
        assert_eq!(window.by_ref().take_while(|row| row.torn).count(), lines.len() / 5 - 102);
        // A row whose quotes are all closed may be as long as it likes only up to here.
        assert_eq!(Rows::new(&text.as_bytes()[..LONGEST - 1], b',', false).count(), 0);
    }
}
