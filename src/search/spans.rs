//! Where the spans of a query match in one text, and which words take part: positions in, positions out.
//!
//! Takes a [`Matcher`] (a span of the query, made ready for one text) and a [`Stand`]: where each of its lists of words
//! stands in the text of one article. Gives matches as [`crate::query::span`] defines them. It knows no index, no
//! article and no bytes; both the search and the highlights ask here, so they cannot disagree.

use super::loose;

/// Positions in one text of one article, by number of the list; each sorted, without repeats.
pub type Stand = Vec<Vec<u32>>;

/// A match: the position of its first word, and one past that of its last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stretch {
    /// First word.
    pub start: u32,
    /// One past the last word.
    pub end: u32,
    /// Whether every word in it takes part, as in a phrase; of others it is only known that the first and the last do.
    pub whole: bool,
}

impl Stretch {
    /// Words one behind the other.
    pub fn whole(start: u32, end: u32) -> Stretch {
        Stretch { start, end, whole: true }
    }

    /// From one word to another.
    pub fn hull(start: u32, end: u32) -> Stretch {
        Stretch { start, end, whole: end - start <= 2 }
    }

    /// Whether the word at a position is known to take part.
    fn holds(self, position: u32) -> bool {
        match self.whole {
            true => (self.start..self.end).contains(&position),
            false => position == self.start || position + 1 == self.end,
        }
    }

    /// Whether one's first or last word takes part in the other.
    fn shares(self, other: Stretch) -> bool {
        let reaches_into = |a: Stretch, b: Stretch| b.holds(a.start) || b.holds(a.end - 1);
        reaches_into(self, other) || reaches_into(other, self)
    }
}

/// One word of a span: a list, of which only some positions may count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Number of the list.
    pub list: usize,
    /// Number of a list of words printed in a certain way, and whether they are the ones that count, or the ones that
    /// do not.
    pub case: Option<(usize, bool)>,
}

/// How near two spans must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bound {
    /// So many words on.
    Words(u32),
    /// Nothing of this list begins inside; None where nothing ever does.
    Unparted(Option<usize>),
}

/// A span of a query, made ready for one text. `leaf` is the number by which marks name a word, phrase or name.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "leaves, lists and slots are told above")]
pub enum Matcher {
    /// Words one behind the other; `leaf` is what their marks are named.
    Words { leaf: usize, slots: Vec<Slot> },
    /// Words near each other, as Lucene's sloppy phrases.
    Loose { leaf: usize, slots: Vec<Slot>, slop: u32 },
    /// A mention (of a person or a day): positions of a list, each run of them parted where the list `begins` says.
    Mention { leaf: usize, list: usize, begins: usize, person: bool },
    /// One of these.
    Any(Vec<Matcher>),
    /// Pairs.
    Near(Box<Pair>),
    /// The first, where it makes no pair.
    Apart(Box<Pair>),
    /// Up to a position.
    Opening(u32, Box<Matcher>),
    /// Before the second entry of the list.
    Lead(usize, Box<Matcher>),
    /// Nothing ever.
    Nowhere,
}

/// Two matchers and what near means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The one written first.
    pub first: Matcher,
    /// The other.
    pub second: Matcher,
    /// How near.
    pub bound: Bound,
    /// Whether the first must stand before the second.
    pub ordered: bool,
}

/// What takes part in a match.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The words from one position up to another (not included) are one phrase of this leaf.
    Phrase(usize, Stretch),
    /// The word at this position, which is the one of this number (from 0) of this leaf.
    Word(usize, u32, usize),
    /// The person mentioned at this position.
    Person(usize, u32),
    /// The day mentioned at this position.
    Date(usize, u32),
}

impl Slot {
    /// Where the word may stand.
    pub fn positions(&self, stand: &Stand) -> Vec<u32> {
        let all = &stand[self.list];
        match self.case {
            None => all.clone(),
            Some((printed, wanted)) => {
                let printed = &stand[printed];
                all.iter().copied().filter(|p| printed.binary_search(p).is_ok() == wanted).collect()
            }
        }
    }
}

impl Matcher {
    /// All matches, sorted, each once.
    pub fn matches(&self, stand: &Stand) -> Vec<Stretch> {
        match self {
            Matcher::Nowhere => Vec::new(),
            Matcher::Words { slots, .. } => adjacent(slots, stand),
            Matcher::Loose { slots, slop, .. } => {
                let lists: Vec<Vec<u32>> = slots.iter().map(|slot| slot.positions(stand)).collect();
                loose::hulls(&lists, *slop)
            }
            Matcher::Mention { list, begins, .. } => runs(&stand[*list], &stand[*begins]),
            Matcher::Any(parts) => {
                let mut all: Vec<Stretch> = parts.iter().flat_map(|part| part.matches(stand)).collect();
                all.sort_unstable();
                all.dedup();
                all
            }
            Matcher::Near(pair) => {
                let (first, second) = (pair.first.matches(stand), pair.second.matches(stand));
                let mut hulls: Vec<Stretch> =
                    pair.pairs(&first, &second, stand).into_iter().map(|(x, y)| hull(first[x], second[y])).collect();
                hulls.sort_unstable();
                hulls.dedup();
                hulls
            }
            Matcher::Apart(pair) => {
                let (first, second) = (pair.first.matches(stand), pair.second.matches(stand));
                let mut free = vec![true; first.len()];
                pair.pairs(&first, &second, stand).into_iter().for_each(|(x, _)| free[x] = false);
                first.into_iter().zip(free).filter_map(|(x, free)| free.then_some(x)).collect()
            }
            Matcher::Opening(words, inner) => {
                let mut all = inner.matches(stand);
                all.retain(|m| m.end <= *words);
                all
            }
            Matcher::Lead(paragraphs, inner) => {
                let second = stand[*paragraphs].iter().find(|p| **p > 0).copied().unwrap_or(u32::MAX);
                let mut all = inner.matches(stand);
                all.retain(|m| m.end <= second);
                all
            }
        }
    }

    /// What takes part in the given matches (sorted; all of them matches of this).
    pub fn parts(&self, matches: &[Stretch], stand: &Stand, out: &mut Vec<Part>) {
        if matches.is_empty() {
            return;
        }
        match self {
            Matcher::Nowhere => {}
            Matcher::Words { leaf, .. } => out.extend(matches.iter().map(|m| Part::Phrase(*leaf, *m))),
            Matcher::Mention { leaf, person: true, .. } => {
                out.extend(matches.iter().map(|m| Part::Person(*leaf, m.start)));
            }
            Matcher::Mention { leaf, .. } => out.extend(matches.iter().map(|m| Part::Date(*leaf, m.start))),
            Matcher::Loose { leaf, slots, slop } => {
                let lists: Vec<Vec<u32>> = slots.iter().map(|slot| slot.positions(stand)).collect();
                let mut words: Vec<_> = matches.iter().flat_map(|hull| loose::inside(&lists, *slop, *hull)).collect();
                // Stretches overlap, and a word may stand in many.
                words.sort_unstable();
                words.dedup();
                out.extend(words.into_iter().map(|(p, n)| Part::Word(*leaf, p, n)));
            }
            Matcher::Any(parts) => {
                for part in parts {
                    let mut mine = part.matches(stand);
                    mine.retain(|m| matches.binary_search(m).is_ok());
                    part.parts(&mine, stand, out);
                }
            }
            Matcher::Near(pair) => {
                let (first, second) = (pair.first.matches(stand), pair.second.matches(stand));
                let (mut left, mut right) = (Vec::new(), Vec::new());
                for (x, y) in pair.pairs(&first, &second, stand) {
                    if matches.binary_search(&hull(first[x], second[y])).is_ok() {
                        left.push(first[x]);
                        right.push(second[y]);
                    }
                }
                for (side, mut found) in [(&pair.first, left), (&pair.second, right)] {
                    found.sort_unstable();
                    found.dedup();
                    side.parts(&found, stand, out);
                }
            }
            Matcher::Apart(pair) => pair.first.parts(matches, stand, out),
            Matcher::Opening(_, inner) | Matcher::Lead(_, inner) => inner.parts(matches, stand, out),
        }
    }
}

impl Matcher {
    /// The lists that a leaf reads, in the order of its words; empty if it is none of this.
    pub fn lists_of(&self, wanted: usize) -> Vec<usize> {
        match self {
            Matcher::Words { leaf, slots } | Matcher::Loose { leaf, slots, .. } if *leaf == wanted => {
                slots.iter().map(|slot| slot.list).collect()
            }
            Matcher::Mention { leaf, list, .. } if *leaf == wanted => vec![*list],
            Matcher::Any(parts) => parts.iter().flat_map(|part| part.lists_of(wanted)).collect(),
            Matcher::Near(pair) | Matcher::Apart(pair) => {
                [&pair.first, &pair.second].into_iter().flat_map(|part| part.lists_of(wanted)).collect()
            }
            Matcher::Opening(_, inner) | Matcher::Lead(_, inner) => inner.lists_of(wanted),
            _ => Vec::new(),
        }
    }
}

/// How many matches there are; those with the same bounds are one.
pub fn many(matches: &[Stretch]) -> u32 {
    matches.chunk_by(|a, b| (a.start, a.end) == (b.start, b.end)).count() as u32
}

fn hull(x: Stretch, y: Stretch) -> Stretch {
    Stretch::hull(x.start.min(y.start), x.end.max(y.end))
}

/// Words one behind the other.
fn adjacent(slots: &[Slot], stand: &Stand) -> Vec<Stretch> {
    let Some((first, rest)) = slots.split_first() else { return Vec::new() };
    let mut starts = first.positions(stand);
    for (n, slot) in (1_u32..).zip(rest) {
        if starts.is_empty() {
            break;
        }
        let next = slot.positions(stand);
        let mut at = 0;
        starts.retain(|start| {
            at += next[at..].iter().take_while(|p| **p < start + n).count();
            next.get(at) == Some(&(start + n))
        });
    }
    let length = slots.len() as u32;
    starts.into_iter().map(|start| Stretch::whole(start, start + length)).collect()
}

/// Runs of positions, each ending before another begins.
fn runs(positions: &[u32], begins: &[u32]) -> Vec<Stretch> {
    let mut runs: Vec<Stretch> = Vec::new();
    for &p in positions {
        match runs.last_mut() {
            Some(run) if run.end == p && begins.binary_search(&p).is_err() => run.end = p + 1,
            _ => runs.push(Stretch::whole(p, p + 1)),
        }
    }
    runs
}

impl Pair {
    /// The pairs, as numbers of matches of the first and of the second (both sorted).
    fn pairs(&self, first: &[Stretch], second: &[Stretch], stand: &Stand) -> Vec<(usize, usize)> {
        let mut pairs = self.forward(first, second, stand);
        if !self.ordered {
            pairs.extend(self.forward(second, first, stand).into_iter().map(|(y, x)| (x, y)));
            self.entwined(first, second, stand, &mut pairs);
        }
        pairs
    }

    /// Pairs of which one begins inside the other, but shares no word with it.
    fn entwined(&self, first: &[Stretch], second: &[Stretch], stand: &Stand, pairs: &mut Vec<(usize, usize)>) {
        let mut see = |x: usize, y: usize| {
            if !first[x].shares(second[y]) && self.holds(hull(first[x], second[y]), stand) {
                pairs.push((x, y));
            }
        };
        for (x, outer) in first.iter().enumerate() {
            let from = second.partition_point(|y| y.start < outer.start);
            let inside = second[from..].iter().take_while(|y| y.start < outer.end).count();
            (from..from + inside).for_each(|y| see(x, y));
        }
        for (y, outer) in second.iter().enumerate() {
            let from = first.partition_point(|x| x.start <= outer.start);
            let inside = first[from..].iter().take_while(|x| x.start < outer.end).count();
            (from..from + inside).for_each(|x| see(x, y));
        }
    }

    /// Whether two that stand in each other are within reach.
    fn holds(&self, hull: Stretch, stand: &Stand) -> bool {
        match &self.bound {
            Bound::Words(_) | Bound::Unparted(None) => true,
            Bound::Unparted(Some(list)) => unparted(hull, &stand[*list]),
        }
    }

    /// Pairs in which a match of `left` stands before one of `right`.
    fn forward(&self, left: &[Stretch], right: &[Stretch], stand: &Stand) -> Vec<(usize, usize)> {
        let mut pairs = Vec::new();
        // For each on the left, the nearest behind it; several may begin at one word.
        for (x, before) in left.iter().enumerate() {
            let from = right.partition_point(|y| y.start < before.end);
            let Some(nearest) = right.get(from) else { continue };
            let alike = right[from..].iter().take_while(|y| y.start == nearest.start).count();
            pairs.extend((from..from + alike).filter(|y| self.reaches(*before, right[*y], stand)).map(|y| (x, y)));
        }
        // For each on the right, the nearest before it.
        let mut by_end: Vec<usize> = (0..left.len()).collect();
        by_end.sort_by_key(|x| left[*x].end);
        for (y, behind) in right.iter().enumerate() {
            let to = by_end.partition_point(|x| left[*x].end <= behind.start);
            let Some(nearest) = to.checked_sub(1).map(|n| left[by_end[n]].end) else { continue };
            let alike = by_end[..to].iter().rev().take_while(|x| left[**x].end == nearest);
            pairs.extend(alike.filter(|x| self.reaches(left[**x], *behind, stand)).map(|x| (*x, y)));
        }
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    }

    fn reaches(&self, before: Stretch, behind: Stretch, stand: &Stand) -> bool {
        match &self.bound {
            Bound::Words(words) => behind.start - before.end < *words,
            Bound::Unparted(None) => true,
            Bound::Unparted(Some(list)) => unparted(hull(before, behind), &stand[*list]),
        }
    }
}

/// Whether nothing begins behind the first word of a stretch.
fn unparted(stretch: Stretch, begins: &[u32]) -> bool {
    let next = begins.partition_point(|p| *p <= stretch.start);
    begins.get(next).is_none_or(|p| *p >= stretch.end)
}
