//! Where sentences begin and end in news text: byte ranges of a text, and nothing else.
//!
//! Takes a text and a place in it, gives the whole sentences that hold the place, trimmed of white space, and their
//! neighbours in the paragraph. It must never read more than [`REACH`] bytes to either side of the place (an article
//! may be one line of 200 MB), never fail, and never cut a character.
//!
//! A paragraph ends at a blank line; at a newline followed by two blanks or a tab, as wire services set them; or at a
//! newline beside a line longer than [`LONG_LINE`], since text with such lines has one paragraph a line. Any other
//! newline is a line wrapped, and counts as a blank.
//!
//! Inside a paragraph the sentence rules of Unicode (UAX 29) say where a sentence may end. The [`Rules`] of the language
//! then take back the ends that are none: after titles and initials, before a lower-case letter, after an ellipsis, inside
//! a short quotation. They ask only about the neighbourhood of a stop, since nothing but a stop ends a sentence and the
//! Unicode tables are too slow for whole articles.

mod bound;
mod languages;
mod quotation;
mod rules;

use std::ops::Range;

use memchr::{memchr, memchr3, memrchr};
use unicode_segmentation::UnicodeSegmentation;

use quotation::{opening, quotations};
pub use rules::Rules;

/// Bytes read to either side of a place.
const REACH: usize = 4096;
/// A line of more bytes was not wrapped by a typesetter.
const LONG_LINE: usize = 120;
/// A quotation is kept whole while its sentence has no more bytes than this.
const WHOLE_QUOTE: usize = 300;
/// Bytes looked at together in the search for a stop.
const WINDOW: usize = 128;
/// Bytes read after a stop to see what follows it.
const AHEAD: usize = 96;
/// Where the reading stopped short of the paragraph's end, a sentence held by fewer bytes than this is not to be relied on.
const MARGIN: usize = 1024;

/// The sentences of a paragraph, or of as much of it as may be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// Bytes of the text.
    at: Range<usize>,
    /// The paragraph goes on before, or after, what was read.
    open: (bool, bool),
    /// Trimmed, none empty, in order.
    sentences: Vec<Range<usize>>,
}

impl Paragraph {
    /// The paragraph (or paragraphs) that hold the range.
    pub fn holding(text: &str, at: &Range<usize>, rules: &Rules) -> Self {
        let at = inside(text, at);
        let (start, open_before) = start(text, at.start);
        let (end, open_after) = end(text, at.end);
        let sentences = split(text, &(start..end), rules);
        Paragraph { at: start..end, open: (open_before, open_after), sentences }
    }

    /// Whether it was read far enough around the range to find its sentences here.
    pub fn covers(&self, at: &Range<usize>) -> bool {
        let start = self.at.start + if self.open.0 { MARGIN } else { 0 };
        let end = self.at.end.saturating_sub(if self.open.1 { MARGIN } else { 0 });
        start <= at.start && at.end <= end
    }

    /// The sentence (or sentences, from the first to the last) that hold the range; of a range in the white space
    /// between two, the next, or else the previous. None if there is no sentence.
    pub fn around(&self, at: &Range<usize>) -> Option<Range<usize>> {
        let after = self.sentences.partition_point(|s| s.start < at.end.max(at.start + 1));
        let first = self.sentences.partition_point(|s| s.end <= at.start).min(self.sentences.len().checked_sub(1)?);
        let last = after.saturating_sub(1).max(first);
        Some(self.sentences.get(first)?.start..self.sentences.get(last)?.end)
    }

    /// The sentence after; None after the last, or if it was not read to its end.
    pub fn next(&self, sentence: &Range<usize>) -> Option<Range<usize>> {
        let n = self.sentences.partition_point(|s| s.start < sentence.end);
        let cut = self.open.1 && n + 1 == self.sentences.len();
        self.sentences.get(n).filter(|_| !cut).cloned()
    }

    /// The sentence before; None before the first, or if it was not read from its start.
    pub fn previous(&self, sentence: &Range<usize>) -> Option<Range<usize>> {
        let n = self.sentences.partition_point(|s| s.end <= sentence.start).checked_sub(1)?;
        let cut = self.open.0 && n == 0;
        self.sentences.get(n).filter(|_| !cut).cloned()
    }
}

/// The whole sentence (or sentences) that hold the range, trimmed of white space at both ends; empty if the paragraph is.
pub fn around(text: &str, at: Range<usize>, rules: &Rules) -> Range<usize> {
    let at = trim(text, &inside(text, &at));
    Paragraph::holding(text, &at, rules).around(&at).unwrap_or(at.start..at.start)
}

/// The sentence after this one in the same paragraph.
pub fn next(text: &str, sentence: &Range<usize>, rules: &Rules) -> Option<Range<usize>> {
    Paragraph::holding(text, sentence, rules).next(sentence)
}

/// The sentence before this one in the same paragraph.
pub fn previous(text: &str, sentence: &Range<usize>, rules: &Rules) -> Option<Range<usize>> {
    Paragraph::holding(text, sentence, rules).previous(sentence)
}

/// The first sentence of the text; empty if the text is blank.
pub fn lead(text: &str, rules: &Rules) -> Range<usize> {
    let start = text.len() - text.trim_start().len();
    around(text, start..start, rules)
}

/// Where the sentences of a whole text begin: first bytes, in order, each with whether a paragraph begins there too. One
/// pass over the text, however long it is.
pub fn starts(text: &str, rules: &Rules) -> Vec<(usize, bool)> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut from = 0;
    for newline in memchr::memchr_iter(b'\n', bytes).chain([bytes.len()]) {
        if newline < bytes.len() && !parts(bytes, newline) {
            continue;
        }
        let sentences = split(text, &(from..newline), rules);
        found.extend(sentences.iter().enumerate().map(|(n, sentence)| (sentence.start, n == 0)));
        from = newline + 1;
    }
    found
}

/// Whether a paragraph ends within the range.
pub fn parted(text: &str, gap: &Range<usize>) -> bool {
    let bytes = text.as_bytes();
    let gap = inside(text, gap);
    memchr::memchr_iter(b'\n', &bytes[gap.clone()]).any(|n| parts(bytes, gap.start + n))
}

/// The range without the white space at its ends.
pub fn trim(text: &str, at: &Range<usize>) -> Range<usize> {
    let Some(held) = text.get(at.clone()) else { return at.clone() };
    let start = at.end - held.trim_start().len();
    start..start + held.trim().len()
}

/// The last character boundary not after the place.
pub(crate) fn floor(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (at.saturating_sub(3)..=at).rev().find(|&n| text.is_char_boundary(n)).unwrap_or(0)
}

/// The first character boundary not before the place.
pub(crate) fn ceil(text: &str, at: usize) -> usize {
    (at..text.len()).find(|&n| text.is_char_boundary(n)).unwrap_or(text.len())
}

/// The range made one that can be cut out of the text.
fn inside(text: &str, at: &Range<usize>) -> Range<usize> {
    let start = floor(text, at.start);
    start..ceil(text, at.end).max(start)
}

/// Where the paragraph that holds the place begins, and whether it was not found.
fn start(text: &str, from: usize) -> (usize, bool) {
    let bytes = text.as_bytes();
    let least = from.saturating_sub(REACH);
    let mut to = from;
    while let Some(n) = memrchr(b'\n', &bytes[least..to]) {
        if parts(bytes, least + n) {
            return (least + n + 1, false);
        }
        to = least + n;
    }
    if least == 0 {
        return (0, false);
    }
    let least = ceil(text, least).min(from);
    (text[least..from].find(char::is_whitespace).map_or(least, |n| least + n), true)
}

/// Where the paragraph that holds the place ends, and whether it was not found.
fn end(text: &str, from: usize) -> (usize, bool) {
    let bytes = text.as_bytes();
    let most = (from + REACH).min(bytes.len());
    let mut at = from;
    while let Some(n) = memchr(b'\n', &bytes[at..most]) {
        if parts(bytes, at + n) {
            return (at + n, false);
        }
        at += n + 1;
    }
    if most == bytes.len() {
        return (most, false);
    }
    let most = floor(text, most).max(from);
    (text[from..most].rfind(char::is_whitespace).map_or(most, |n| from + n), true)
}

/// Whether the newline at this byte ends a paragraph.
fn parts(bytes: &[u8], newline: usize) -> bool {
    let (before, after) = (&bytes[..newline], &bytes[newline + 1..]);
    let indented = matches!(after, [] | [b'\t' | b'\n', ..] | [b' ' | b'\r', b' ' | b'\t' | b'\n', ..]);
    if indented {
        return true;
    }
    let line = &before[before.len().saturating_sub(LONG_LINE + 1)..];
    let line = match memrchr(b'\n', line) {
        Some(n) => &line[n + 1..],
        None => line,
    };
    let next = &after[..after.len().min(LONG_LINE + 1)];
    line.len() > LONG_LINE
        || line.iter().all(u8::is_ascii_whitespace)
        || (next.len() > LONG_LINE && memchr(b'\n', next).is_none())
}

/// The sentences of a paragraph.
fn split(text: &str, block: &Range<usize>, rules: &Rules) -> Vec<Range<usize>> {
    let quotes = quotations(text, block);
    let mut found = Vec::new();
    let mut near = String::new();
    let mut start = block.start;
    let mut from = block.start;
    while let Some(stop) = stop(text, from..block.end) {
        let Some(bound) = bound(text, block, &stop, &mut near) else {
            from = stop.end;
            continue;
        };
        let quote = quotes.get(quotes.partition_point(|q| q.end <= bound)).filter(|q| q.start < bound);
        // Where blanks are set around quotation marks, Unicode takes the one that closes for the next one's opening.
        let closing = quote.filter(|q| text[bound..q.end].chars().nth(1).is_none());
        let bound = closing.map_or(bound, |q| q.end);
        from = bound;
        let quoted = quote.is_some_and(|q| start <= q.start && bound < q.end && q.end - start <= WHOLE_QUOTE);
        if !quoted && rules.end(&text[start..bound], &text[bound..floor(text, bound + AHEAD).min(block.end).max(bound)])
        {
            found.push(trim(text, &(start..bound)));
            start = bound;
        }
    }
    found.push(trim(text, &(start..block.end)));
    found.retain(|s| !s.is_empty());
    found
}

/// The next character that may end a sentence: a full stop, or any punctuation of another script.
fn stop(text: &str, within: Range<usize>) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let mut at = within.start;
    while at < within.end {
        let window = &bytes[at..within.end.min(at + WINDOW)];
        if window.is_ascii() {
            if let Some(n) = memchr3(b'.', b'?', b'!', window) {
                return Some(at + n..at + n + 1);
            }
            at += window.len();
            continue;
        }
        let behind = at + window.len();
        while at < behind {
            match bytes[at] {
                b'.' | b'?' | b'!' => return Some(at..at + 1),
                0..0x80 => at += 1,
                // Accented Latin, Greek and Cyrillic hold no stops but the Greek ones, which Unicode writes as ASCII.
                0xC3..=0xD3 => at += 2,
                _ => {
                    let c = text[at..].chars().next()?;
                    let harmless = c.is_alphanumeric()
                        || matches!(c, '\u{2010}'..='\u{2022}' | '…' | '«' | '»' | '\u{a0}')
                        || opening(c);
                    if !harmless {
                        return Some(at..at + c.len_utf8());
                    }
                    at += c.len_utf8();
                }
            }
        }
    }
    None
}

/// Where the next sentence would begin if this stop ends one by the rules of Unicode.
fn bound(text: &str, block: &Range<usize>, stop: &Range<usize>, near: &mut String) -> Option<usize> {
    let ahead = &text[stop.end..floor(text, stop.end + AHEAD).min(block.end)];
    let bound = match bound::plain(&text[block.start..stop.end], ahead) {
        Some(found) => found.map(|n| stop.end + n)?,
        None => {
            // The rules look at the letter before a stop and at the first letter after it.
            let before = text[block.start..stop.start].char_indices().rev().take(8);
            let before = before.take_while(|(_, c)| !c.is_whitespace()).last();
            let before = before.map_or(stop.start, |(n, _)| block.start + n);
            let letter = ahead.char_indices().find(|(_, c)| c.is_alphanumeric());
            let after = stop.end + letter.map_or(ahead.len(), |(n, c)| n + c.len_utf8());
            near.clear();
            near.extend(text[before..after].chars().map(|c| if matches!(c, '\n' | '\r') { ' ' } else { c }));
            near.split_sentence_bound_indices().map(|(n, _)| before + n).find(|&n| n >= stop.end)?
        }
    };
    // To Unicode an opening bracket or quotation mark set close to the stop belongs to it.
    Some(stop.end + text[stop.end..bound].trim_end_matches(opening).len())
}
