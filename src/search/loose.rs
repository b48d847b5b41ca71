//! Phrases whose words may stand apart: Lucene's `"a b c"~s`.
//!
//! Takes for each word of the phrase where it stands, and the slop; gives the stretches in which the words stand together.
//! Words n and positions p fit together if the greatest and the least of p - n lie at most `slop` apart, and no two words
//! share a position. Of stretches inside one another only the innermost count.
//!
//! How: the positions are gone through from the first to the last, and for each that may begin a stretch the nearest end
//! is sought. The least p - n, the base, of a stretch that begins at s is at most s, and at least s less the words of the
//! phrase: with the base given, every word has a window of its own. Mostly no two words can stand at the same place, then
//! each word takes the first position of its window; else the words are given positions one by one, of each window the
//! first few, for all others are in nobody's way. So the work grows with the positions, not with the slop.

use super::spans::Stretch;

/// The innermost stretches that hold all words, sorted.
pub fn hulls(lists: &[Vec<u32>], slop: u32) -> Vec<Stretch> {
    let mut found: Vec<Stretch> = Vec::new();
    let (starts, shared) = positions(lists);
    let mut ahead: Vec<&[u32]> = lists.iter().map(Vec::as_slice).collect();
    for start in starts {
        for list in &mut ahead {
            *list = from(list, start);
        }
        // What one word lacks from here on, it lacks for all later starts.
        if ahead.iter().any(|list| list.is_empty()) {
            break;
        }
        let end = if shared { nearest_of_shared(&ahead, slop, start) } else { nearest(&ahead, slop, start) };
        let Some(end) = end else { continue };
        // Ends only grow with starts, so what holds this one is among the last.
        while found.last().is_some_and(|last| last.end >= end) {
            found.pop();
        }
        found.push(Stretch::hull(start, end));
    }
    found
}

/// The positions inside an innermost stretch that the words of the phrase may have, each with the number of the word.
pub fn inside(lists: &[Vec<u32>], slop: u32, hull: Stretch) -> Vec<(u32, usize)> {
    let within = |list: &'_ Vec<u32>| {
        let to = list.partition_point(|p| *p < hull.end);
        list.partition_point(|p| *p < hull.start).min(to)..to
    };
    let lists: Vec<&[u32]> = lists.iter().map(|list| &list[within(list)]).collect();
    let (_, shared) = positions(&lists);
    let mut found = Vec::new();
    let mut before: Vec<&[u32]> = Vec::new();
    for base in bases(lists.len(), hull.start) {
        let windows = windows(&lists, slop, base, hull.start);
        if windows == before {
            continue;
        }
        let open = windows.iter().all(|window| !window.is_empty());
        for (word, window) in windows.iter().enumerate().filter(|_| open) {
            let fitting = window.iter().filter(|p| !shared || fits(&windows, word, **p));
            found.extend(fitting.map(|p| (*p, word)));
        }
        before = windows;
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// All positions, sorted, each once; and whether two lists share one.
fn positions<L: AsRef<[u32]>>(lists: &[L]) -> (Vec<u32>, bool) {
    let mut all: Vec<u32> = lists.iter().flat_map(|list| list.as_ref().iter().copied()).collect();
    let many = all.len();
    all.sort();
    all.dedup();
    let shared = all.len() < many;
    (all, shared)
}

/// What of a sorted list is not less than a position that lies near its beginning.
fn from(list: &[u32], least: u32) -> &[u32] {
    let passed = list.iter().take_while(|p| **p < least).count();
    &list[passed..]
}

/// What p - n can be at least for words of a stretch that begins at `start`.
fn bases(words: usize, start: u32) -> impl Iterator<Item = i64> {
    let start = i64::from(start);
    (0..words as i64).rev().map(move |less| start - less)
}

/// For each word, its positions from `start` on whose p - n lies in [base, base + slop]; the lists begin at `start`.
fn windows<'a>(lists: &[&'a [u32]], slop: u32, base: i64, start: u32) -> Vec<&'a [u32]> {
    let window = |(n, list): (i64, &&'a [u32])| {
        let list: &'a [u32] = list;
        let list = from(list, (base + n).max(i64::from(start)) as u32);
        let to = list.partition_point(|p| i64::from(*p) <= base + n + i64::from(slop));
        &list[..to]
    };
    (0_i64..).zip(lists).map(window).collect()
}

/// The least end of a stretch that begins at `start` or later; all lists begin there, and share no position.
fn nearest(lists: &[&[u32]], slop: u32, start: u32) -> Option<u32> {
    let (first, slop) = (i64::from(start), i64::from(slop));
    let mut base = first + 1 - lists.len() as i64;
    'bases: while base <= first {
        let mut last = start;
        for (n, list) in (0_i64..).zip(lists) {
            // With a greater base every word stands here or later, so the least base that can be had is the best.
            let position = *from(list, (base + n).max(first) as u32).first()?;
            let least = i64::from(position) - n - slop;
            if least > base {
                base = least;
                continue 'bases;
            }
            last = last.max(position);
        }
        return Some(last + 1);
    }
    None
}

/// The same of lists that may share positions.
fn nearest_of_shared(lists: &[&[u32]], slop: u32, start: u32) -> Option<u32> {
    let mut best: Option<u32> = None;
    let mut before: Vec<&[u32]> = Vec::new();
    for base in bases(lists.len(), start) {
        let mut windows = windows(lists, slop, base, start);
        windows.iter_mut().for_each(|window| *window = enough(window, lists.len()));
        if windows == before {
            continue;
        }
        let firsts = windows.iter().map(|window| window.first().copied());
        let least = firsts.reduce(|a, b| a.zip(b).map(|(a, b)| a.max(b))).flatten();
        if let Some(least) = least {
            if best.is_some_and(|best| best <= least + 1) {
                break;
            }
            let last = Matching::new(&windows).fill();
            best = best.into_iter().chain(last.map(|last| last + 1)).min();
        }
        before = windows;
    }
    best
}

/// So many positions as there are words: of those the others leave one free.
fn enough(window: &[u32], words: usize) -> &[u32] {
    &window[..window.len().min(words)]
}

/// Whether every word can have a position of its own if this one has that.
fn fits(windows: &[&[u32]], word: usize, position: u32) -> bool {
    let others = windows.iter().enumerate().filter(|(n, _)| *n != word);
    let others = others.map(|(_, window)| window.iter().copied().filter(|p| *p != position).take(windows.len()));
    let others: Vec<Vec<u32>> = others.map(Iterator::collect).collect();
    Matching::new(&others).fill().is_some()
}

/// Words given positions, one each, as positions come along (Kuhn's augmenting paths).
struct Matching<'a, L> {
    /// The positions that each word may have, sorted.
    may: &'a [L],
    /// Position of each word.
    of: Vec<Option<u32>>,
}

impl<'a, L: AsRef<[u32]>> Matching<'a, L> {
    fn new(may: &'a [L]) -> Matching<'a, L> {
        Matching { may, of: vec![None; may.len()] }
    }

    /// Gives every word a position, the last of them as early as can be; tells the last, or None if it cannot be done.
    fn fill(mut self) -> Option<u32> {
        let (positions, _) = positions(self.may);
        let mut left = self.may.len();
        let mut last = 0;
        for position in positions {
            if left == 0 {
                break;
            }
            // What finds no word now will find none later.
            let mut seen = vec![false; self.of.len()];
            if self.augment(position, &mut seen) {
                (left, last) = (left - 1, position);
            }
        }
        (left == 0).then_some(last)
    }

    /// Finds a word for the position, if need be by giving others of the positions placed before to other words.
    fn augment(&mut self, position: u32, seen: &mut [bool]) -> bool {
        for word in 0..self.of.len() {
            if seen[word] || self.may[word].as_ref().binary_search(&position).is_err() {
                continue;
            }
            seen[word] = true;
            let free = match self.of[word] {
                None => true,
                Some(other) => self.augment(other, seen),
            };
            if free {
                self.of[word] = Some(position);
                return true;
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    fn found(lists: &[&[u32]], slop: u32) -> Vec<(u32, u32)> {
        let lists: Vec<Vec<u32>> = lists.iter().map(|l| l.to_vec()).collect();
        hulls(&lists, slop).into_iter().map(|s| (s.start, s.end)).collect()
    }

    #[test]
    fn as_lucene_counts() {
        assert_eq!(found(&[&[0], &[1]], 0), [(0, 2)]);
        assert_eq!(found(&[&[0], &[2]], 0), []);
        assert_eq!(found(&[&[0], &[2]], 1), [(0, 3)]);
        // The other way round costs two.
        assert_eq!(found(&[&[1], &[0]], 1), []);
        assert_eq!(found(&[&[1], &[0]], 2), [(0, 2)]);
        // Only the innermost.
        assert_eq!(found(&[&[0, 1], &[2]], 3), [(1, 3)]);
        // One word cannot be two.
        assert_eq!(found(&[&[0], &[0]], 5), []);
        assert_eq!(found(&[&[0, 3], &[0, 3]], 5), [(0, 4)]);
        // The first `a` must leave the only other place to the second.
        assert_eq!(found(&[&[0, 1], &[0]], 3), [(0, 2)]);
    }

    /// Stretches, and the positions of words in each.
    type Tried = BTreeMap<(u32, u32), BTreeSet<(u32, usize)>>;

    /// Every way to give the words positions, tried: the innermost stretches.
    fn tried(lists: &[Vec<u32>], slop: u32) -> Tried {
        fn place(lists: &[Vec<u32>], slop: i64, taken: &mut Vec<u32>, all: &mut Tried) {
            let off = || taken.iter().enumerate().map(|(n, p)| i64::from(*p) - n as i64);
            if off().max().unwrap_or(0) - off().min().unwrap_or(0) > slop {
                return;
            }
            let Some(list) = lists.get(taken.len()) else {
                let bounds = taken.iter().min().zip(taken.iter().max());
                let bounds = bounds.map(|(first, last)| (*first, last + 1)).unwrap();
                return all.entry(bounds).or_default().extend(taken.iter().enumerate().map(|(n, p)| (*p, n)));
            };
            for position in list {
                if !taken.contains(position) {
                    taken.push(*position);
                    place(lists, slop, taken, all);
                    taken.pop();
                }
            }
        }
        let mut all = Tried::new();
        place(lists, i64::from(slop), &mut Vec::new(), &mut all);
        let bounds: Vec<(u32, u32)> = all.keys().copied().collect();
        let holds = |outer: &(u32, u32)| bounds.iter().any(|b| b != outer && b.0 >= outer.0 && b.1 <= outer.1);
        all.into_iter().filter(|(bounds, _)| !holds(bounds)).collect()
    }

    #[test]
    fn as_when_everything_is_tried() {
        let mut seed = 0x9e37_79b9_u32;
        let mut below = |many: u32| {
            seed ^= seed << 13;
            seed ^= seed >> 17;
            seed ^= seed << 5;
            seed % many
        };
        let (mut matched, mut with_shared) = (0, 0);
        for _ in 0..3000 {
            let (words, text, slop) = (1 + below(4), 1 + below(24), below(14));
            let mut lists: Vec<Vec<u32>> = vec![Vec::new(); words as usize];
            for position in 0..text {
                // Some positions hold no word, some hold two.
                for _ in 0..below(3) {
                    lists[below(words) as usize].push(position);
                }
            }
            lists.iter_mut().for_each(Vec::dedup);
            if words > 1 && below(3) == 0 {
                lists[0] = lists[words as usize - 1].clone();
            }
            let wanted = tried(&lists, slop);
            let found = hulls(&lists, slop);
            let bounds: Vec<(u32, u32)> = found.iter().map(|s| (s.start, s.end)).collect();
            let told = format!("{lists:?}~{slop}");
            assert_eq!(bounds, wanted.keys().copied().collect::<Vec<_>>(), "{told}");
            for (hull, taken) in found.iter().zip(wanted.values()) {
                assert_eq!(inside(&lists, slop, *hull), taken.iter().copied().collect::<Vec<_>>(), "{told} {hull:?}");
            }
            matched += u32::from(!wanted.is_empty());
            with_shared += u32::from(!wanted.is_empty() && positions(&lists).1);
        }
        assert!(matched > 1000 && with_shared > 500, "{matched} matched, {with_shared} with shared positions");
    }
}
