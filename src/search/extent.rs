//! How far a passage reaches: whole sentences, or a window of one that is too long; and how it grows.
//!
//! Takes a body and ranges of bytes in it, gives ranges of bytes that begin and end between words. It knows no marks and no
//! query.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::sentences::{Paragraph, Rules, around, ceil, floor, parted, trim};

/// A passage of fewer bytes is extended by its neighbours.
const SHORT: usize = 100;
/// An extended passage stays under this.
const EXTENDED: usize = 300;
/// A sentence of more bytes is cut, unless it reads like one.
const LONG: usize = 500;
/// Of more bytes than this nothing is a sentence.
const LONGEST: usize = 1200;
/// A word of more bytes is none, and may be cut.
const LONG_WORD: usize = 200;
/// Bytes that are left of it at most.
pub const WINDOW: usize = 400;

/// Bytes of a passage, and whether its sentence goes on to either side.
#[derive(Clone, Debug)]
pub struct Extent {
    /// Bytes, trimmed of white space.
    pub at: Range<usize>,
    /// The sentence began earlier.
    pub cut_before: bool,
    /// The sentence goes on.
    pub cut_after: bool,
}

impl Extent {
    /// A whole sentence.
    pub fn whole(at: Range<usize>) -> Extent {
        Extent { at, cut_before: false, cut_after: false }
    }

    /// Takes in so many sentences before and after. A neighbour too long to be shown whole is cut, and ends it.
    pub fn widen(&mut self, body: &str, rules: &Rules, context: usize) {
        for _ in 0..context {
            let Some(before) = before(body, rules, self.at.start).filter(|_| !self.cut_before) else { break };
            let cut = is_cut(body, &before).then(|| window(body, &before, before.end..before.end));
            self.cut_before = cut.as_ref().is_some_and(|cut| cut.cut_before);
            self.at.start = cut.map_or(before.start, |cut| cut.at.start).min(self.at.start);
        }
        for _ in 0..context {
            let Some(after) = after(body, rules, self.at.end).filter(|_| !self.cut_after) else { break };
            let cut = is_cut(body, &after).then(|| window(body, &after, after.start..after.start));
            self.cut_after = cut.as_ref().is_some_and(|cut| cut.cut_after);
            self.at.end = cut.map_or(after.end, |cut| cut.at.end).max(self.at.end);
        }
    }

    /// Takes in the next sentences, or else the previous, while this is short and stays readable. `halves` tells whether a
    /// place lies inside what is one sentence to the marks.
    pub fn extend(&mut self, paragraph: &Paragraph, halves: impl Fn(usize) -> bool) {
        let fits = |wide: &Range<usize>| wide.len() < EXTENDED && !halves(wide.start) && !halves(wide.end);
        while self.at.len() < SHORT && !self.cut_before && !self.cut_after {
            let next = paragraph.next(&self.at).map(|next| self.at.start..next.end);
            let wider = next.filter(fits).or_else(|| {
                let previous = paragraph.previous(&self.at).map(|previous| previous.start..self.at.end);
                previous.filter(fits)
            });
            match wider {
                Some(wide) => self.at = wide,
                None => break,
            }
        }
    }

    /// Whether the later one overlaps this, or goes on with the very next sentence; in the same paragraph, unless it
    /// may lie `across`.
    pub fn adjoins(&self, later: &Extent, body: &str, across: bool) -> bool {
        let Some(gap) = body.get(self.at.end..later.at.start) else { return true };
        let parted = || !across && parted(body, &(self.at.end..later.at.start));
        !self.cut_after && !later.cut_before && gap.trim().is_empty() && !parted()
    }

    /// Both as one.
    pub fn and(self, later: Extent) -> Extent {
        let cut_before = if later.at.start < self.at.start { later.cut_before } else { self.cut_before };
        let cut_after = if later.at.end < self.at.end { self.cut_after } else { later.cut_after };
        let at = self.at.start.min(later.at.start)..self.at.end.max(later.at.end);
        Extent { at, cut_before, cut_after }
    }
}

/// The sentence before a place, in whatever paragraph.
fn before(body: &str, rules: &Rules, at: usize) -> Option<Range<usize>> {
    let end = body.get(..at)?.trim_end().len();
    let last = floor(body, end.checked_sub(1)?);
    let sentence = around(body, last..end, rules);
    Some(sentence.start.min(last)..end)
}

/// The sentence after a place, in whatever paragraph.
fn after(body: &str, rules: &Rules, at: usize) -> Option<Range<usize>> {
    let rest = body.get(at..)?;
    let start = at + rest.len() - rest.trim_start().len();
    let first = body.get(start..)?.chars().next()?;
    let sentence = around(body, start..start + first.len_utf8(), rules);
    Some(start..sentence.end.max(start + first.len_utf8()))
}

/// Whether a sentence is too long to be shown whole. A long one that reads like a sentence is: it ends with a stop and is
/// nearly all words, with few figures and no wide gaps.
pub fn is_cut(body: &str, at: &Range<usize>) -> bool {
    if at.len() <= LONG {
        return false;
    }
    let Some(text) = body.get(at.clone()).filter(|t| t.len() <= LONGEST) else { return true };
    let ended = text
        .trim_end_matches(['"', '\'', '”', '’', '»', ')', ']', '“', '«', '」', '』', '）'])
        .ends_with(['.', '?', '!', '…', '。', '！', '？']);
    let count = |is: fn(char) -> bool| text.chars().filter(|c| is(*c)).count();
    let (all, words) = (text.chars().count(), count(|c| c.is_alphabetic() || c == ' ' || c == '\n'));
    let gaps = text.matches("   ").count();
    !(ended && words * 100 >= all * 85 && gaps < 3)
}

/// A sentence cut to a window around its core, at white space or else between words.
pub fn window(body: &str, sentence: &Range<usize>, core: Range<usize>) -> Extent {
    let core = words(body, sentence, core);
    let spare = WINDOW.saturating_sub(core.len());
    let (before, after) = (core.start - sentence.start, sentence.end - core.end);
    // What one side has no use for, the other may have.
    let left = (spare / 2).max(spare.saturating_sub(after)).min(before);
    let right = (spare - left).min(after);
    let start = if left == before { sentence.start } else { word_start(body, core.start - left..core.start) };
    let end = if right == after { sentence.end } else { word_end(body, core.end..core.end + right) };
    let mut at = trim(body, &(start..end));
    if at.is_empty() {
        // Nothing but one word without end.
        at = sentence.start..floor(body, sentence.start + WINDOW).min(sentence.end);
    }
    Extent { cut_before: at.start > sentence.start, cut_after: at.end < sentence.end, at }
}

/// The core with the words whole that it begins and ends in; of a mark too long to be shown whole, the beginning.
fn words(body: &str, sentence: &Range<usize>, core: Range<usize>) -> Range<usize> {
    let least = core.start.saturating_sub(LONG_WORD).max(sentence.start);
    let most = core.end.saturating_add(LONG_WORD).min(sentence.end);
    let start = bounds(body, &(least..core.start)).filter(|&n| n <= core.start).last().unwrap_or(core.start);
    // A sentence of another script may begin inside what is one word to Unicode ("a.ب").
    let start = start.max(sentence.start);
    if core.len() > WINDOW {
        let end = floor(body, core.start + WINDOW);
        let cut = word_end(body, core.start..end);
        return start..if cut > core.start { cut } else { end };
    }
    let end = bounds(body, &(core.end..most)).find(|&n| n >= core.end).unwrap_or(core.end);
    start..end.min(sentence.end)
}

/// The first place in the range where a text can be cut before a word; else its end.
fn word_start(body: &str, within: Range<usize>) -> usize {
    let start = ceil(body, within.start).min(within.end);
    if body[..start].ends_with(char::is_whitespace) {
        return start;
    }
    if let Some(n) = body[start..within.end].find(char::is_whitespace) {
        return start + n;
    }
    bounds(body, &(start..within.end)).find(|n| (start..=within.end).contains(n)).unwrap_or(within.end)
}

/// The last place in the range where a text can be cut after a word; else its start.
fn word_end(body: &str, within: Range<usize>) -> usize {
    let end = floor(body, within.end).max(within.start);
    if body[end..].starts_with(char::is_whitespace) {
        return end;
    }
    if let Some(n) = body[within.start..end].rfind(char::is_whitespace) {
        return within.start + n;
    }
    bounds(body, &(within.start..end)).filter(|n| (within.start..=end).contains(n)).last().unwrap_or(within.start)
}

/// Bounds of words in and near the range, by Unicode (UAX 29), for scripts that set no blanks. The ends of the body are
/// bounds too, or the word that begins or ends it could be cut.
fn bounds(body: &str, at: &Range<usize>) -> impl Iterator<Item = usize> {
    // Whether a word ends at either end of the range can be told from what stands beyond it only; from a blank on, for
    // sure.
    let least = floor(body, at.start.saturating_sub(LONG_WORD));
    let start = body[least..floor(body, at.start)].find(char::is_whitespace).map_or(least, |n| least + n);
    let end = ceil(body, at.end.saturating_add(LONG_WORD));
    let words = body[start..end].split_word_bound_indices().map(move |(n, _)| start + n);
    words.skip(usize::from(start > 0)).chain((end == body.len()).then_some(end))
}
