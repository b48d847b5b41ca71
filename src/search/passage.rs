//! The passages of an article that show best why it was found: whole sentences, as byte ranges of the body.
//!
//! Takes a body, the marks in it (sorted by start) and the weight of each leaf; gives passages in the order of the text.
//! It must never read text far from the marks, cut inside a word or a character, lose a mark that lies inside a
//! passage, or know how a passage is printed.
//!
//! The marks are walked, not the text: each paragraph that holds some is read once, and its sentences with marks are
//! judged by what they are [worth](super::worth). The fewest sentences that show all that can be shown come first, of those the
//! best; if three (or as many as may be shown) are not enough, the best, then whichever shows most of what is not yet
//! shown. What room is left goes to the next best. Short ones are helped out by their neighbours. A sentence too long to be
//! one (a table, a bad scan, a line without end) is cut to a window. With context, so many sentences before and
//! after are shown too, across paragraphs, and passages that then meet are one.

use std::ops::Range;

use super::extent::{Extent, WINDOW, is_cut, window};
use super::proof::Mark;
use super::worth::{self, Leaf, Shown};
use crate::sentences::{Paragraph, Rules, around, floor, lead, starts, trim};
use crate::words::{Word, Words};

/// So many sentences at most are looked for that show all together.
const FEWEST: usize = 3;
/// Different selections of leaves that are tried for that.
const SELECTIONS: usize = 40;
/// Bytes read behind the last passage to number sentences.
const BEHIND: usize = 4096;

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
    /// What it is worth; of several sentences, all together.
    pub score: f32,
    /// Number of its first sentence in the body, from 1.
    pub sentence: usize,
    /// Sentences it holds or cuts.
    pub sentences: usize,
    /// Number of the paragraph it begins in, from 1.
    pub paragraph: usize,
}

/// The passages to show: at most so many, disjoint, in the order of the text, each with so many sentences of context to
/// either side. With no marks, the lead.
pub fn choose(body: &str, rules: &Rules, marks: &[Mark], weights: &[f32], most: usize, context: usize) -> Vec<Passage> {
    if most == 0 {
        return Vec::new();
    }
    let marks = Marked::new(body, rules, marks, weights);
    let (paragraphs, sentences) = marks.sentences();
    let candidates: Vec<_> = sentences.into_iter().map(|s| marks.candidate(s)).collect();
    let mut shown = marks.best(&candidates, most);
    shown.sort_unstable();
    // A mark across sentences made them one; half of that would show half of a mark.
    let halves = |at: usize| {
        let n = candidates.partition_point(|c| c.sentence.end <= at);
        candidates.get(n).is_some_and(|c| c.sentence.start < at)
    };
    let mut extents: Vec<Extent> = Vec::with_capacity(shown.len());
    for candidate in shown.iter().filter_map(|&n| candidates.get(n)) {
        let mut extent = candidate.extent.clone();
        if let Some(paragraph) = paragraphs.get(candidate.paragraph) {
            extent.extend(paragraph, halves);
        }
        extents.push(extent);
    }
    if candidates.is_empty() {
        extents.extend(opening(body, rules));
    }
    marks.passages(extents, context)
}

/// Every sentence that holds a mark, in the order of the text.
pub fn all(body: &str, rules: &Rules, marks: &[Mark], weights: &[f32]) -> Vec<Passage> {
    let marks = Marked::new(body, rules, marks, weights);
    let (_, sentences) = marks.sentences();
    let extents: Vec<Extent> = sentences.into_iter().map(|s| marks.candidate(s).extent).collect();
    marks.numbered(extents)
}

/// The sentence that holds a place, with its context; None if the body is blank.
pub fn at(
    body: &str,
    rules: &Rules,
    marks: &[Mark],
    weights: &[f32],
    place: &Range<usize>,
    context: usize,
) -> Option<Passage> {
    let marks = Marked::new(body, rules, marks, weights);
    let (_, sentences) = marks.sentences();
    let holds = |s: &Sentence| s.at.start < place.end.max(place.start + 1) && place.start < s.at.end;
    let extent = match sentences.into_iter().find(holds) {
        Some(sentence) => marks.candidate(sentence).extent,
        // The index and the text disagree about where sentences end, as they may in a line too long to be read at once.
        None => {
            let sentence = around(body, place.clone(), rules);
            if is_cut(body, &sentence) { window(body, &sentence, place.clone()) } else { Extent::whole(sentence) }
        }
    };
    if extent.at.is_empty() {
        return None;
    }
    marks.passages(vec![extent], context).pop()
}

/// The lead of a body in which nothing is marked; None if it is blank.
fn opening(body: &str, rules: &Rules) -> Option<Extent> {
    let at = lead(body, rules);
    if at.is_empty() {
        return None;
    }
    if is_cut(body, &at) {
        return Some(Extent { cut_before: false, ..window(body, &at, at.start..at.start) });
    }
    let mut extent = Extent::whole(at.clone());
    extent.extend(&Paragraph::holding(body, &at, rules), |_| false);
    Some(extent)
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

/// A body with its marks.
struct Marked<'a> {
    body: &'a str,
    rules: &'a Rules,
    /// Sorted by start, without white space at the ends, none empty.
    marks: Vec<Mark>,
    weights: &'a [f32],
}

impl<'a> Marked<'a> {
    fn new(body: &'a str, rules: &'a Rules, marks: &[Mark], weights: &'a [f32]) -> Self {
        let sound = marks.iter().filter(|m| body.get(m.at.clone()).is_some());
        let mut marks: Vec<_> = sound.map(|m| Mark { at: trim(body, &m.at), leaf: m.leaf }).collect();
        marks.retain(|m| !m.at.is_empty());
        marks.sort_by_key(|m| m.at.start);
        Marked { body, rules, marks, weights }
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
                paragraphs.push(Paragraph::holding(self.body, &mark.at, self.rules));
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
        let extent =
            if is_cut(self.body, &at) { window(self.body, &at, self.heaviest(&at)) } else { Extent::whole(at.clone()) };
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
                worth::count(&mut leaves, self.weights, mark.leaf);
                after += 1;
            }
            let weight = leaves.iter().map(Leaf::worth).sum();
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

    /// The leaves shown whole in the range, and what it is worth.
    fn tally(&self, at: &Range<usize>) -> (Vec<Leaf>, f32) {
        // Words by bytes, readings of one place together, with their numbers.
        let mut words: Vec<(Range<usize>, u32)> = Vec::new();
        let mut reader = Words::new(self.body.get(at.clone()).unwrap_or_default());
        let mut word = Word::default();
        while reader.read(&mut word) {
            let here = at.start + word.start..at.start + word.end;
            match words.last_mut().filter(|(_, number)| *number == word.position as u32) {
                Some((known, _)) => known.end = known.end.max(here.end),
                None => words.push((here, word.position as u32)),
            }
        }
        let many = words.last().map_or(0, |(_, number)| number + 1);
        let shown = |mark: &Mark| {
            let first = words.partition_point(|(word, _)| word.end <= mark.at.start);
            let start = words.get(first).map_or(many, |(_, number)| *number);
            let after = words.partition_point(|(word, _)| word.start < mark.at.end);
            let end = after.checked_sub(1).and_then(|last| words.get(last)).map_or(start, |(_, number)| number + 1);
            Shown { start, end: end.max(start), leaf: mark.leaf }
        };
        let whole = self.starting(at).iter().filter(|m| m.at.end <= at.end);
        let worth = worth::worth(&whole.map(shown).collect::<Vec<_>>(), self.weights, many);
        let total = worth.total();
        (worth.leaves, total)
    }

    /// Numbers of the candidates to show.
    fn best(&self, candidates: &[Candidate], most: usize) -> Vec<usize> {
        let mut left: Vec<usize> = (0..candidates.len()).collect();
        left.sort_by(|&a, &b| candidates[b].score.total_cmp(&candidates[a].score).then(a.cmp(&b)));
        let mut shown = fewest(candidates, &left, most).unwrap_or_default();
        left.retain(|n| !shown.contains(n));
        let in_shown = shown.iter().flat_map(|&n| &candidates[n].leaves);
        let mut covered: Vec<Option<usize>> = in_shown.map(|l| l.number).collect();
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
                // Nothing more to cover, so what is left comes by score; function words alone are no reason.
                let more = left.iter().filter(|&&n| candidates[n].score > 0.0);
                shown.extend(more.take(most - shown.len()).copied().collect::<Vec<_>>());
                break;
            }
            let n = left.remove(gain.1);
            covered.extend(candidates[n].leaves.iter().map(|l| l.number));
            shown.push(n);
        }
        shown
    }

    /// Passages of extents in the order of their sentences, with context, those that meet made one.
    fn passages(&self, extents: Vec<Extent>, context: usize) -> Vec<Passage> {
        let mut joined: Vec<Extent> = Vec::with_capacity(extents.len());
        for mut extent in extents {
            extent.widen(self.body, self.rules, context);
            while let Some(before) = joined.pop_if(|before| before.adjoins(&extent, self.body, context > 0)) {
                extent = before.and(extent);
            }
            joined.push(extent);
        }
        self.numbered(joined)
    }

    /// Passages with the numbers of their sentences, which are counted up to the last of them and no further.
    fn numbered(&self, extents: Vec<Extent>) -> Vec<Passage> {
        let last = extents.iter().map(|extent| extent.at.end).max().unwrap_or(0);
        let starts = starts(&self.body[..floor(self.body, last.saturating_add(BEHIND))], self.rules);
        let passage = |extent: Extent| {
            let first = starts.partition_point(|(start, _)| *start <= extent.at.start).max(1);
            let after = starts.partition_point(|(start, _)| *start < extent.at.end).max(first);
            let paragraphs = starts.iter().take(first).filter(|(_, begins)| *begins).count();
            let (sentence, sentences, paragraph) = (first, after - first + 1, paragraphs.max(1));
            Passage { sentence, sentences, paragraph, ..self.passage(extent) }
        };
        extents.into_iter().map(passage).collect()
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
        Passage { at, marks, cut_before, cut_after, score, sentence: 1, sentences: 1, paragraph: 1 }
    }
}

/// The fewest candidates that show together all that candidates show, of those the best; None if
/// more are needed than may be shown or tried. `by_score` has their numbers, the best first.
fn fewest(candidates: &[Candidate], by_score: &[usize], most: usize) -> Option<Vec<usize>> {
    let mut leaves: Vec<Option<usize>> = Vec::new();
    let mut selections: Vec<(u64, usize)> = Vec::new();
    let mut all = 0;
    for &n in by_score {
        let mut selection = 0_u64;
        for leaf in candidates[n].leaves.iter().filter(|leaf| leaf.weight > 0.0) {
            let bit = leaves.iter().position(|number| *number == leaf.number).unwrap_or_else(|| {
                leaves.push(leaf.number);
                leaves.len() - 1
            });
            selection |= 1_u64.checked_shl(bit as u32)?;
        }
        all |= selection;
        if selections.len() < SELECTIONS && !selections.iter().any(|(known, _)| *known == selection) {
            selections.push((selection, n));
        }
    }
    let score = |picked: &[usize]| picked.iter().map(|&n| candidates[n].score).sum::<f32>();
    for many in 1..=most.min(FEWEST) {
        let mut best: Option<Vec<usize>> = None;
        pick(&selections, many, 0, &mut Vec::new(), &mut |shown, picked| {
            if shown == all && best.as_ref().is_none_or(|best| score(picked) > score(best)) {
                best = Some(picked.to_vec());
            }
        });
        if best.is_some() {
            return best;
        }
    }
    None
}

/// Shows every choice of so many selections, with what they show together.
fn pick(
    selections: &[(u64, usize)],
    many: usize,
    shown: u64,
    picked: &mut Vec<usize>,
    see: &mut impl FnMut(u64, &[usize]),
) {
    if many == 0 {
        return see(shown, picked);
    }
    for (n, (selection, candidate)) in selections.iter().enumerate() {
        picked.push(*candidate);
        pick(&selections[n + 1..], many - 1, shown | selection, picked, see);
        picked.pop();
    }
}
