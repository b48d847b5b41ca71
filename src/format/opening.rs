//! Where the records of a tagged file open.
//!
//! A record reaches from its opening tag (`<REUTERS ...>`, `<DOC>`) to the next one or to the end of the file. Closing
//! tags decide nothing, so a record that was never closed costs itself and not its neighbour. Takes bytes, gives
//! offsets and cuts; it never looks into a record.

use super::Cut;

/// The name of the tag that opens a record, upper case.
#[derive(Clone, Copy)]
pub(super) struct Opening(pub(super) &'static [u8]);

impl Opening {
    /// Offsets of the opening tags in `bytes`. A tag whose name touches the end of the bytes is not seen.
    pub(super) fn offsets<'a>(self, bytes: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
        memchr::memchr_iter(b'<', bytes).filter(move |at| self.opens(&bytes[*at..]))
    }

    /// Whether `bytes` begin with the opening tag.
    pub(super) fn opens(self, bytes: &[u8]) -> bool {
        let name = bytes.get(1..=self.0.len()).unwrap_or_default();
        let after = bytes.get(self.0.len() + 1);
        bytes.first() == Some(&b'<')
            && name.eq_ignore_ascii_case(self.0)
            && after.is_some_and(|b| b.is_ascii_whitespace() || *b == b'>')
    }

    /// Cuts before the last record of the window, which may go on behind it.
    pub(super) fn cut(self, window: &[u8], first: bool, last: bool) -> Cut {
        let (count, end) = self.offsets(window).fold((0u64, 0), |(count, _), at| (count + 1, at));
        if last {
            // A file without any record still is one record: the Skip that says so.
            return Cut { bytes: window.len(), records: if first { count.max(1) } else { count } };
        }
        if count < 2 { Cut::default() } else { Cut { bytes: end, records: count - 1 } }
    }

    /// The records of a piece, each from its opening tag to the next.
    pub(super) fn records<'a>(self, bytes: &'a [u8]) -> impl Iterator<Item = &'a [u8]> + 'a {
        let mut starts = self.offsets(bytes).peekable();
        std::iter::from_fn(move || {
            let start = starts.next()?;
            let end = starts.peek().copied().unwrap_or(bytes.len());
            bytes.get(start..end)
        })
    }
}
