//! The passages of an article that show best why it was found: whole sentences, as byte ranges of the body.
//!
//! Takes a body, the marks in it (sorted by start) and the weight of each leaf; gives passages in the order of the text.
//! It must never read text far from the marks, cut inside a word or a character, lose a mark that lies inside a
//! passage, or know how a passage is printed.
//!
//! The marks are walked, not the text: each paragraph that holds some is read once, and its sentences with marks are
//! scored. The best comes first, then whichever shows most of what is not yet shown, then the next best. Short ones
//! are helped out by their neighbours. A sentence too long to be one (a table, a bad scan, a line without end) is cut to a
//! window.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::proof::Mark;
use crate::sentences::{Paragraph, ceil, floor, lead, parted, trim};

/// A passage of fewer bytes is extended by its neighbours.
const SHORT: usize = 100;
/// An extended passage stays under this.
const EXTENDED: usize = 300;
/// A sentence of more bytes is cut, unless it reads like one.
const LONG: usize = 500;
/// Of more bytes than this nothing is a sentence.
const LONGEST: usize = 1200;
/// Bytes that are left of it at most.
const WINDOW: usize = 400;
/// A word of more bytes is none, and may be cut.
const LONG_WORD: usize = 200;
/// Weight of a date that was asked for, which has no leaf.
const DATE: f32 = 1.0;
/// What repeats of a leaf add, as a part of its weight, for each power of e.
const REPEATS: f32 = 0.1;
/// What leaves add that stand side by side, as a part of their weight.
const CLOSE: f32 = 0.2;
/// Bytes apart at which closeness counts half.
const NEAR: f32 = 60.0;

/// A stretch of the body worth showing.
#[derive(Clone, Debug, PartialEq)]
pub struct Passage {
    /// Bytes of the body, trimmed of white space.
    pub at: Range<usize>,
    /// Bytes of the body to highlight: sorted, merged where they overlap or touch, all inside `at`.
    pub marks: Vec<Range<usize>>,
    /// The sentence began earlier.
    pub cut_before: bool,
    /// The sentence goes on.
    pub cut_after: bool,
    /// How much of what was asked for it shows.
    pub score: f32,
}

/// The passages to show: at most so many, disjoint, in the order of the text. With no marks, the lead.
pub fn choose(body: &str, marks: &[Mark], weights: &[f32], most: usize) -> Vec<Passage> {
    if most == 0 {
        return Vec::new();
    }
    let marks = Marked::new(body, marks, weights);
    let (paragraphs, sentences) = marks.sentences();
    if sentences.is_empty() {
        return opening(body).into_iter().collect();
    }
    let candidates: Vec<_> = sentences.into_iter().map(|s| marks.candidate(s)).collect();
    let mut shown = marks.best(&candidates, most);
    shown.sort_unstable();
    let mut extents: Vec<Extent> = Vec::with_capacity(shown.len());
    for candidate in shown.iter().filter_map(|&n| candidates.get(n)) {
        let mut extent = candidate.extent.clone();
        if let Some(paragraph) = paragraphs.get(candidate.paragraph) {
            extent.extend(paragraph, &candidates);
        }
        while let Some(before) = extents.pop_if(|before| before.adjoins(&extent, body)) {
            extent = before.and(extent);
        }
        extents.push(extent);
    }
    extents.into_iter().map(|extent| marks.passage(extent)).collect()
}

/// Every sentence that holds a mark, in the order of the text.
pub fn all(body: &str, marks: &[Mark], weights: &[f32]) -> Vec<Passage> {
    let marks = Marked::new(body, marks, weights);
    let (_, sentences) = marks.sentences();
    sentences.into_iter().map(|s| marks.passage(marks.candidate(s).extent)).collect()
}

/// The lead of a body in which nothing is marked; None if it is blank.
fn opening(body: &str) -> Option<Passage> {
    let at = lead(body);
    let mut extent = Extent { at: at.clone(), cut_before: false, cut_after: false };
    if at.is_empty() {
        return None;
    }
    if is_cut(body, &at) {
        extent = window(body, &at, at.start..at.start);
    } else {
        extent.extend(&Paragraph::holding(body, &at), &[]);
    }
    Some(Passage { at: extent.at, marks: Vec::new(), cut_before: false, cut_after: extent.cut_after, score: 0.0 })
}

/// Bytes of a passage, and whether its sentence goes on to either side.
#[derive(Clone, Debug)]
struct Extent {
    at: Range<usize>,
    cut_before: bool,
    cut_after: bool,
}

impl Extent {
    /// Takes in the next sentences, or else the previous, while this is short and stays readable.
    fn extend(&mut self, paragraph: &Paragraph, candidates: &[Candidate]) {
        // A mark across sentences made them one; half of that would show half of a mark.
        let halves = |at: usize| {
            let n = candidates.partition_point(|c| c.sentence.end <= at);
            candidates.get(n).is_some_and(|c| c.sentence.start < at)
        };
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

    /// Whether the later one overlaps this, or goes on in the same paragraph with the very next sentence.
    fn adjoins(&self, later: &Extent, body: &str) -> bool {
        let Some(gap) = body.get(self.at.end..later.at.start) else { return true };
        !self.cut_after && !later.cut_before && gap.trim().is_empty() && !parted(body, &(self.at.end..later.at.start))
    }

    fn and(self, later: Extent) -> Extent {
        let cut_before = if later.at.start < self.at.start { later.cut_before } else { self.cut_before };
        let cut_after = if later.at.end < self.at.end { self.cut_after } else { later.cut_after };
        let at = self.at.start.min(later.at.start)..self.at.end.max(later.at.end);
        Extent { at, cut_before, cut_after }
    }
}

/// A sentence that holds marks, with the paragraph it was found in.
struct Sentence {
    at: Range<usize>,
    paragraph: usize,
}

/// A sentence, cut if need be, with what it shows.
struct Candidate {
    sentence: Range<usize>,
    extent: Extent,
    paragraph: usize,
    leaves: Vec<Leaf>,
    score: f32,
}

/// A leaf shown by a passage.
#[derive(Clone, Copy)]
struct Leaf {
    number: Option<usize>,
    weight: f32,
    count: u32,
}

/// A body with its marks.
struct Marked<'a> {
    body: &'a str,
    /// Sorted by start, without white space at the ends, none empty.
    marks: Vec<Mark>,
    weights: &'a [f32],
}

impl<'a> Marked<'a> {
    fn new(body: &'a str, marks: &[Mark], weights: &'a [f32]) -> Self {
        let sound = marks.iter().filter(|m| body.get(m.at.clone()).is_some());
        let mut marks: Vec<_> = sound.map(|m| Mark { at: trim(body, &m.at), leaf: m.leaf }).collect();
        marks.retain(|m| !m.at.is_empty());
        marks.sort_by_key(|m| m.at.start);
        Marked { body, marks, weights }
    }

    fn weight(&self, leaf: Option<usize>) -> f32 {
        leaf.map_or(DATE, |n| self.weights.get(n).copied().unwrap_or(0.0))
    }

    /// The sentences that hold marks, and the paragraphs they stand in. One that a mark joins to the next is one with it.
    fn sentences(&self) -> (Vec<Paragraph>, Vec<Sentence>) {
        let mut paragraphs: Vec<Paragraph> = Vec::new();
        let mut found: Vec<Sentence> = Vec::new();
        for mark in &self.marks {
            if found.last().is_some_and(|s| mark.at.end <= s.at.end) {
                continue;
            }
            if !paragraphs.last().is_some_and(|p| p.covers(&mark.at)) {
                paragraphs.push(Paragraph::holding(self.body, &mark.at));
            }
            let Some(mut at) = paragraphs.last().and_then(|p| p.around(&mark.at)) else { continue };
            // A mark across sentences joins them; so do the readings of a line too long to be read at once.
            while let Some(before) = found.pop_if(|s| at.start < s.at.end) {
                at = before.at.start.min(at.start)..before.at.end.max(at.end);
            }
            found.push(Sentence { at, paragraph: paragraphs.len() - 1 });
        }
        (paragraphs, found)
    }

    fn candidate(&self, sentence: Sentence) -> Candidate {
        let at = sentence.at;
        let extent = if is_cut(self.body, &at) {
            window(self.body, &at, self.heaviest(&at))
        } else {
            Extent { at: at.clone(), cut_before: false, cut_after: false }
        };
        let (leaves, score) = self.tally(&extent.at);
        Candidate { sentence: at, extent, paragraph: sentence.paragraph, leaves, score }
    }

    /// The marks that begin in the range. Those that began before it are never wholly inside.
    fn starting(&self, at: &Range<usize>) -> &[Mark] {
        let first = self.marks.partition_point(|m| m.at.start < at.start);
        let after = self.marks.partition_point(|m| m.at.start < at.end).max(first);
        &self.marks[first..after]
    }

    /// The stretch of the range, short enough for a window, whose marks weigh most; the earliest of those.
    fn heaviest(&self, at: &Range<usize>) -> Range<usize> {
        let marks = self.starting(at);
        let mut best: Option<(f32, Range<usize>)> = None;
        let mut leaves: Vec<Leaf> = Vec::new();
        let mut after = 0;
        for (n, first) in marks.iter().enumerate() {
            while let Some(mark) = marks.get(after).filter(|m| after <= n || m.at.end <= first.at.start + WINDOW) {
                self.count(&mut leaves, mark.leaf);
                after += 1;
            }
            let weight = leaves.iter().filter(|l| l.count > 0).map(|l| l.weight * (1.0 + REPEATS * ln(l.count))).sum();
            if best.as_ref().is_none_or(|(most, _)| weight > *most) {
                let end = marks[n..after].iter().map(|m| m.at.end).max().unwrap_or(first.at.end);
                best = Some((weight, first.at.start..end));
            }
            if let Some(leaf) = leaves.iter_mut().find(|l| l.number == first.leaf) {
                leaf.count -= 1;
            }
        }
        best.map_or(at.start..at.start, |(_, core)| core)
    }

    fn count(&self, leaves: &mut Vec<Leaf>, number: Option<usize>) {
        match leaves.iter_mut().find(|l| l.number == number) {
            Some(leaf) => leaf.count += 1,
            None => leaves.push(Leaf { number, weight: self.weight(number), count: 1 }),
        }
    }

    /// The leaves shown whole in the range, and its score.
    fn tally(&self, at: &Range<usize>) -> (Vec<Leaf>, f32) {
        let mut leaves = Vec::new();
        let whole = || self.starting(at).iter().filter(|m| m.at.end <= at.end);
        whole().for_each(|mark| self.count(&mut leaves, mark.leaf));
        let weight: f32 = leaves.iter().map(|l| l.weight).sum();
        let repeats: f32 = leaves.iter().map(|l| REPEATS * l.weight * ln(l.count)).sum();
        // Between marks of different leaves that follow one another; as many gaps as join all leaves, the least ones.
        let mut gaps: Vec<usize> = Vec::new();
        if leaves.len() > 1 {
            let pairs = whole().zip(whole().skip(1)).filter(|(a, b)| a.leaf != b.leaf);
            gaps.extend(pairs.map(|(a, b)| b.at.start.saturating_sub(a.at.end)));
            gaps.sort_unstable();
            gaps.truncate(leaves.len() - 1);
        }
        let near: f32 = gaps.iter().map(|&gap| NEAR / (NEAR + gap as f32)).sum();
        let close = CLOSE * weight * near / leaves.len().max(1) as f32;
        (leaves, weight + repeats + close)
    }

    /// Numbers of the candidates to show.
    fn best(&self, candidates: &[Candidate], most: usize) -> Vec<usize> {
        let mut left: Vec<usize> = (0..candidates.len()).collect();
        left.sort_by(|&a, &b| candidates[b].score.total_cmp(&candidates[a].score).then(a.cmp(&b)));
        let mut shown: Vec<usize> = Vec::new();
        let mut covered: Vec<Option<usize>> = Vec::new();
        while shown.len() < most && !left.is_empty() {
            let mut gain = (0.0, 0);
            for (place, &n) in left.iter().enumerate() {
                let leaves = candidates[n].leaves.iter().filter(|l| !covered.contains(&l.number));
                let more: f32 = if shown.is_empty() { break } else { leaves.map(|l| l.weight).sum() };
                if more > gain.0 {
                    gain = (more, place);
                }
            }
            if gain.0 <= 0.0 && !shown.is_empty() {
                // Nothing more to cover, so what is left comes by score.
                shown.extend(left.iter().take(most - shown.len()));
                break;
            }
            let n = left.remove(gain.1);
            covered.extend(candidates[n].leaves.iter().map(|l| l.number));
            shown.push(n);
        }
        shown
    }

    fn passage(&self, extent: Extent) -> Passage {
        let Extent { at, cut_before, cut_after } = extent;
        let mut marks: Vec<Range<usize>> = Vec::new();
        for mark in self.starting(&at) {
            // A mark longer than any window is highlighted as far as it is shown; another cut off would mislead.
            let end = if mark.at.len() > WINDOW { mark.at.end.min(at.end) } else { mark.at.end };
            match marks.last_mut() {
                _ if end > at.end => {}
                Some(last) if mark.at.start <= last.end => last.end = last.end.max(end),
                _ => marks.push(mark.at.start..end),
            }
        }
        let (_, score) = self.tally(&at);
        Passage { at, marks, cut_before, cut_after, score }
    }
}

/// Whether a sentence is too long to be shown whole. A long one that reads like a sentence is: it ends with a stop and is
/// nearly all words, with few figures and no wide gaps.
fn is_cut(body: &str, at: &Range<usize>) -> bool {
    if at.len() <= LONG {
        return false;
    }
    let Some(text) = body.get(at.clone()).filter(|t| t.len() <= LONGEST) else { return true };
    let ended = text.trim_end_matches(['"', '\'', '”', '’', '»', ')', ']']).ends_with(['.', '?', '!', '…', '。']);
    let count = |is: fn(char) -> bool| text.chars().filter(|c| is(*c)).count();
    let (all, words) = (text.chars().count(), count(|c| c.is_alphabetic() || c == ' ' || c == '\n'));
    let gaps = text.matches("   ").count();
    !(ended && words * 100 >= all * 85 && gaps < 3)
}

fn ln(count: u32) -> f32 {
    (count.max(1) as f32).ln()
}

/// A sentence cut to a window around its core, at white space or else between words.
fn window(body: &str, sentence: &Range<usize>, core: Range<usize>) -> Extent {
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
