//! Where the items of an XML file lie, and what their encoding is.
//!
//! Takes bytes; gives each item decoded as its document declares, and cuts. An item reaches from its opening tag to the next
//! one, so that a broken one costs itself alone; what stands in comments, CDATA and the DTD opens nothing. It never looks
//! into an item: that is [`xml`](super::xml)'s work.

use std::borrow::Cow;

use memchr::{memchr, memmem};

use super::charset;
use super::entity::excerpt;
use super::{Cut, Piece, json};

/// Bytes in which the name of an item's tag must end for the declaration before it to be looked for.
const TAG: usize = 256;

/// The local names of the elements that are items.
#[derive(Clone, Copy)]
pub(super) struct Items(pub(super) &'static [&'static str]);

/// One item of a file, decoded.
pub(super) struct Item<'a> {
    /// From its opening tag on, perhaps with what follows its end.
    pub(super) text: Cow<'a, str>,
    /// What was doubtful about decoding it.
    pub(super) doubt: Option<String>,
    /// Where it begins in the file.
    pub(super) start: usize,
}

impl Items {
    /// Whether the first element of a document is one of these.
    pub(super) fn is_root(self, head: &[u8]) -> bool {
        root(head).is_some_and(|name| self.0.iter().any(|n| n.as_bytes() == name))
    }

    /// Whether an item opens within the bytes.
    pub(super) fn open_in(self, bytes: &[u8]) -> bool {
        self.offsets(bytes).next().is_some()
    }

    /// Where the first item opens.
    pub(super) fn first(self, bytes: &[u8]) -> Option<usize> {
        self.offsets(bytes).next()
    }

    /// Where items open. A tag whose name touches the end of the bytes is not seen.
    fn offsets(self, bytes: &[u8]) -> impl Iterator<Item = usize> + '_ {
        let mut at = 0;
        std::iter::from_fn(move || {
            loop {
                let start = next_tag(bytes, at)?;
                at = start + 1;
                let (name, after) = name_of(bytes.get(at..)?);
                let ends = after.first().is_some_and(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/'));
                if ends && self.0.iter().any(|n| n.as_bytes() == name) {
                    return Some(start);
                }
            }
        })
    }

    /// Cuts before the last item of the window. What is not UTF-8 is not cut: only the first piece knows the encoding.
    pub(super) fn cut(self, window: &[u8], first: bool, last: bool) -> Cut {
        if last {
            let count = self.offsets(window).count() as u64;
            return Cut { bytes: window.len(), records: if first { count.max(1) } else { count } };
        }
        let other = |label: &str| encoding_rs::Encoding::for_label(label.as_bytes()) != Some(encoding_rs::UTF_8);
        if first && declared(window).is_some_and(|label| other(&label)) {
            return Cut::default();
        }
        let (mut count, mut before, mut end) = (0u64, 0, 0);
        for at in self.offsets(window) {
            (count, before, end) = (count + 1, end, at);
        }
        if count < 2 {
            return Cut::default();
        }
        Cut { bytes: self.end_of(window, before, end), records: count - 1 }
    }

    /// Where an item ends behind which another opens: the declaration of a document goes with it.
    fn end_of(self, bytes: &[u8], start: usize, next: usize) -> usize {
        let declaration = bytes.get(start..next).and_then(|item| memmem::rfind(item, b"<?xml "));
        // What only looks like one hides the item behind it, or is no tag where it stands.
        let end = bytes.len().min(next + TAG);
        let seen = |at: &usize| bytes.get(*at..end).is_some_and(|from| self.first(from) == Some(next - at));
        declaration.map(|at| start + at).filter(seen).unwrap_or(next)
    }

    /// The items of a piece, each by its place in the file.
    pub(super) fn within<'a>(self, piece: &Piece<'a>) -> impl Iterator<Item = Item<'a>> {
        let before = usize::try_from(piece.offset).unwrap_or(usize::MAX);
        self.of(piece.bytes).map(move |item| Item { start: item.start.saturating_add(before), ..item })
    }

    /// The items of a file.
    pub(super) fn of(self, bytes: &[u8]) -> impl Iterator<Item = Item<'_>> {
        let mut starts = self.offsets(bytes).peekable();
        let (mut before, mut label) = (0, None);
        std::iter::from_fn(move || {
            let start = starts.next()?;
            let end = starts.peek().map_or(bytes.len(), |next| self.end_of(bytes, start, *next));
            label = bytes.get(before..start).and_then(declared).or(label.take());
            before = start;
            let (text, doubt) = decode(bytes.get(start..end)?, label.as_deref());
            Some(Item { text, doubt, start })
        })
    }
}

/// The local name of a document's first element.
fn root(head: &[u8]) -> Option<&[u8]> {
    let text = json::without_mark(head).trim_ascii_start();
    let start = next_tag(text, 0).filter(|_| text.first() == Some(&b'<'))?;
    Some(name_of(text.get(start + 1..)?).0)
}

/// The local name at the head of a tag, and what follows it.
fn name_of(tag: &[u8]) -> (&[u8], &[u8]) {
    let is_name = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b':' | 128..);
    let length = tag.iter().take_while(|b| is_name(b)).count();
    let (name, after) = tag.split_at(length);
    (memchr(b':', name).and_then(|colon| name.get(colon + 1..)).unwrap_or(name), after)
}

/// Where a tag opens at or behind `at`, past comments, CDATA, instructions and the DTD; what of these has no end hides all
/// that follows.
fn next_tag(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let start = at + memchr(b'<', bytes.get(at..)?)?;
        let rest = bytes.get(start..)?;
        let passed = |end: &[u8]| memmem::find(rest, end).map(|found| found + end.len());
        at = start
            + if rest.starts_with(b"<!--") {
                passed(b"-->")?
            } else if rest.starts_with(b"<![CDATA[") {
                passed(b"]]>")?
            } else if rest.starts_with(b"<?") {
                passed(b"?>")?
            } else if rest.starts_with(b"<!") {
                // A DTD with declarations of its own ends behind its brackets.
                let end = memchr(b'>', rest)?;
                let bracket = memchr(b'[', rest.get(..end)?);
                if bracket.is_some() { passed(b"]>").or_else(|| passed(b"] >"))? } else { end + 1 }
            } else {
                return Some(start);
            };
    }
}

/// The encoding that the last XML declaration in the bytes names.
pub(super) fn declared(bytes: &[u8]) -> Option<String> {
    let at = memmem::rfind(bytes, b"<?xml ")?;
    let declaration = bytes.get(at..)?;
    let declaration = declaration.get(..memmem::find(declaration, b"?>")?)?;
    let value = declaration.get(memmem::find(declaration, b"encoding")? + 8..)?.trim_ascii_start();
    let value = value.strip_prefix(b"=")?.trim_ascii_start();
    let (quote, value) = value.split_first()?;
    let label = value.get(..memchr(*quote, value)?)?;
    Some(String::from_utf8_lossy(label).trim().to_string())
}

/// Decodes an item as its document declares, if it is so; with what is doubtful about that.
pub(super) fn decode<'a>(bytes: &'a [u8], label: Option<&str>) -> (Cow<'a, str>, Option<String>) {
    let as_found = || {
        let decoded = charset::decode(bytes);
        let doubt = decoded.doubt();
        (decoded.text, doubt)
    };
    let Some(label) = label else {
        return as_found();
    };
    let Some(encoding) = encoding_rs::Encoding::for_label(label.as_bytes()) else {
        let (text, doubt) = as_found();
        let plain = text.is_ascii();
        return (text, doubt.or((!plain).then(|| format!("encoding not known: \"{}\"", excerpt(label)))));
    };
    // UTF-16 was turned into UTF-8 before anybody looked.
    let unicode = encoding.output_encoding() == encoding_rs::UTF_8;
    match std::str::from_utf8(bytes) {
        _ if unicode => as_found(),
        Ok(text) if !text.is_ascii() => {
            (Cow::Borrowed(text), Some(format!("declared as {}, which it is not; read as UTF-8", excerpt(label))))
        }
        Ok(text) if encoding.is_ascii_compatible() => (Cow::Borrowed(text), None),
        _ => {
            let (text, wrong) = encoding.decode_without_bom_handling(bytes);
            let doubt = wrong.then(|| format!("declared as {}, but some bytes are none", excerpt(label)));
            (Cow::Owned(text.into_owned()), doubt)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ITEMS: Items = Items(&["item"]);

    #[test]
    fn large_files_are_cut_between_their_items() {
        for (window, first, expected) in [
            ("<set><item>1</item><item>2</item><item>3", true, ("<set><item>1</item><item>2</item>", 2)),
            ("<item>2</item>\n<x:item a='1'>3</x:item>", false, ("<item>2</item>\n", 1)),
            ("<item>2</item><!-- <item>3 -->", false, ("", 0)),
            ("<item>2</item><![CDATA[<item>3", false, ("", 0)),
            ("<item>2</item><items>3", false, ("", 0)),
            (
                "<item>1</item><?xml version='1.0' encoding='UTF-8'?><!DOCTYPE item [<!ENTITY a '>'>]><item>2</item>",
                true,
                ("<item>1</item>", 1),
            ),
            ("<?xml version='1.0' encoding='latin1'?><item>1</item><item>2</item>", true, ("", 0)),
        ] {
            let cut = ITEMS.cut(window.as_bytes(), first, false);
            assert_eq!((&window[..cut.bytes], cut.records), expected, "{window}");
        }
        let whole = ITEMS.cut(b"<item>1</item><item>2", false, true);
        assert_eq!(whole, Cut { bytes: 21, records: 2 });
    }

    #[test]
    fn pieces_of_a_large_file_give_what_the_whole_gives() {
        // Of a broken item the declaration in it was read with the one behind it, or not, as the pieces fell.
        // And one in a DTD that another item broke hid the next item.
        let item = "<item n='1'>é<item2/></item> <item n='2' <?xml version='1.0'?> <item>3<!DOCTYPE x <?xml version='1.0'><item>4";
        let text = "<?xml version='1.0'?><set>".to_string() + &item.repeat(20) + "</set>";
        let read = |bytes| ITEMS.of(bytes).map(|i| i.text.into_owned()).collect::<Vec<_>>();
        let whole = read(text.as_bytes());
        let (mut at, mut size, mut items) = (0, 50, Vec::new());
        while at < text.len() {
            let window = &text.as_bytes()[at..(at + size).min(text.len())];
            let cut = ITEMS.cut(window, at == 0, at + window.len() == text.len());
            if cut.bytes == 0 {
                size += 50;
                continue;
            }
            items.extend(read(&window[..cut.bytes]));
            at += cut.bytes;
        }
        assert_eq!(items, whole);
        assert_eq!(whole.len(), 80);
    }
}
