//! What a passage is worth as an answer: one number for what it shows of a query.
//!
//! Takes the words that take part, by their numbers in the text, the weight of each leaf of the query, and the length of the passage
//! in words. It knows no index, no text and no bytes, so passages that are read and passages that are only known by the
//! positions of their words are judged alike.
//!
//! ```text
//! worth = (Σ w + 0.2 Σ w (1 - 1/n) + 0.2 Σ w × Σ (10 / (10 + g)) / leaves) / (1 + 0.1 ln(words / 30))
//! ```
//!
//! The sums go over the leaves shown: w is how rare a leaf is (the sum over its words; function words count nothing), n how often it
//! is shown, g the words between two leaves that follow one another (as many gaps as join all leaves, the least ones). Only
//! sentences of more than 30 words are divided.

use super::lower::Plan;
use super::spans::Matcher;

/// Weight of a date that was asked for, which has no leaf.
const DATE: f32 = 1.0;
/// What repeats of a leaf add at most, as a part of its weight.
const REPEATS: f32 = 0.2;
/// What leaves add that stand side by side, as a part of their weight.
const CLOSE: f32 = 0.2;
/// Words apart at which closeness counts half.
const NEAR: f32 = 10.0;
/// A sentence of so many words is no long one.
const ORDINARY: u32 = 30;
/// What a sentence loses for each power of e that it is longer.
const LONGER: f32 = 0.1;

/// What takes part, by the numbers of its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shown {
    /// First word.
    pub start: u32,
    /// One past the last word.
    pub end: u32,
    /// Number of the leaf; None for a date.
    pub leaf: Option<usize>,
}

/// A leaf shown by a passage.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Leaf {
    /// Its number; None for a date.
    pub number: Option<usize>,
    /// How rare it is.
    pub weight: f32,
    /// How often it is shown.
    pub count: u32,
}

impl Leaf {
    /// What it is worth by itself.
    pub fn worth(&self) -> f32 {
        match self.count {
            0 => 0.0,
            count => self.weight * (1.0 + REPEATS * (1.0 - 1.0 / count as f32)),
        }
    }
}

/// The weight of a leaf, or of a date.
pub fn weight(weights: &[f32], leaf: Option<usize>) -> f32 {
    leaf.map_or(DATE, |n| weights.get(n).copied().unwrap_or(0.0))
}

/// Counts one more of a leaf.
pub fn count(leaves: &mut Vec<Leaf>, weights: &[f32], number: Option<usize>) {
    match leaves.iter_mut().find(|l| l.number == number) {
        Some(leaf) => leaf.count += 1,
        None => leaves.push(Leaf { number, weight: weight(weights, number), count: 1 }),
    }
}

/// What a passage is worth, by its parts.
#[derive(Clone, Debug, PartialEq)]
pub struct Worth {
    /// The leaves it shows, each worth something by itself.
    pub leaves: Vec<Leaf>,
    /// What they are worth more for standing near each other.
    pub near: f32,
    /// What the sum is divided by: 1, or more for a long sentence.
    pub length: f32,
}

impl Worth {
    /// The whole of it.
    pub fn total(&self) -> f32 {
        let single: f32 = self.leaves.iter().map(Leaf::worth).sum();
        (single + self.near) / self.length
    }
}

/// What a passage of so many words is worth; `shown` is sorted.
pub fn worth(shown: &[Shown], weights: &[f32], words: u32) -> Worth {
    let mut leaves = Vec::new();
    shown.iter().for_each(|s| count(&mut leaves, weights, s.leaf));
    let weight: f32 = leaves.iter().map(|l| l.weight).sum();
    // Whatever counts nothing brings nothing nearer.
    let counting = leaves.iter().filter(|l| l.weight > 0.0).count();
    let counted = || shown.iter().filter(|s| self::weight(weights, s.leaf) > 0.0);
    let mut gaps: Vec<u32> = Vec::new();
    if counting > 1 {
        let pairs = counted().zip(counted().skip(1)).filter(|(a, b)| a.leaf != b.leaf);
        gaps.extend(pairs.map(|(a, b)| b.start.saturating_sub(a.end)));
        gaps.sort_unstable();
        gaps.truncate(counting - 1);
    }
    let closeness: f32 = gaps.iter().map(|&gap| NEAR / (NEAR + gap as f32)).sum();
    let near = CLOSE * weight * closeness / counting.max(1) as f32;
    let longer = (words.max(ORDINARY) as f32 / ORDINARY as f32).ln();
    Worth { leaves, near, length: 1.0 + LONGER * longer }
}

/// What a passage is worth at most that shows leaves of this weight together.
pub fn most(weight: f32) -> f32 {
    weight * (1.0 + REPEATS + CLOSE)
}

/// The weights of a query's leaves, those of function words 0, unless there are no others.
pub fn weights(plan: &Plan) -> Vec<f32> {
    let others = plan.leaves.iter().take(plan.asked).any(|leaf| !leaf.function);
    plan.leaves.iter().map(|leaf| if leaf.function && others { 0.0 } else { leaf.weight }).collect()
}

/// The numbers of a matcher's leaves, each once.
pub fn numbers(matcher: &Matcher, out: &mut Vec<usize>) {
    match matcher {
        Matcher::Words { leaf, .. } | Matcher::Loose { leaf, .. } | Matcher::Mention { leaf, .. } => {
            if !out.contains(leaf) {
                out.push(*leaf);
            }
        }
        Matcher::Any(parts) => parts.iter().for_each(|part| numbers(part, out)),
        Matcher::Near(pair) | Matcher::Apart(pair) => {
            numbers(&pair.first, out);
            numbers(&pair.second, out);
        }
        Matcher::Opening(_, inner) | Matcher::Lead(_, inner) => numbers(inner, out),
        Matcher::Nowhere => {}
    }
}
