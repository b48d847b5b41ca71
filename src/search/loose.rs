//! Phrases whose words may stand apart: Lucene's `"a b c"~s`.
//!
//! Takes for each word of the phrase where it stands, and the slop; gives the stretches in which the words stand together.
//! Words n and positions p fit together if the greatest and the least of p - n lie at most `slop` apart, and no two words
//! share a position. Of stretches inside one another only the innermost count.

use super::spans::Stretch;

/// The innermost stretches that hold all words, sorted.
pub fn hulls(lists: &[Vec<u32>], slop: u32) -> Vec<Stretch> {
    if lists.is_empty() || lists.iter().any(Vec::is_empty) {
        return Vec::new();
    }
    let mut starts: Vec<u32> = lists.iter().flatten().copied().collect();
    starts.sort_unstable();
    starts.dedup();
    let mut found: Vec<Stretch> = Vec::new();
    for start in starts {
        let Some(end) = shortest(lists, slop, start) else { continue };
        // Ends only grow with starts, so what holds this one is among the last.
        while found.last().is_some_and(|last| last.end >= end) {
            found.pop();
        }
        found.push(Stretch { start, end });
    }
    found
}

/// The positions inside an innermost stretch that the words of the phrase may have, each with the number of the word.
pub fn inside(lists: &[Vec<u32>], slop: u32, hull: Stretch) -> Vec<(u32, usize)> {
    let mut found = Vec::new();
    for base in bases(lists, slop, hull.start) {
        let windows = windows(lists, slop, base, hull);
        for (word, positions) in windows.iter().enumerate() {
            for &p in positions.iter().filter(|p| !found.contains(&(**p, word))).collect::<Vec<_>>() {
                let mut forced: Vec<Vec<u32>> = windows.iter().map(|w| w.to_vec()).collect();
                forced.iter_mut().enumerate().for_each(|(n, w)| w.retain(|q| (*q == p) == (n == word)));
                if fits(&forced) {
                    found.push((p, word));
                }
            }
        }
    }
    found.sort_unstable();
    found
}

/// The least end of a stretch that begins with the word at `start`.
fn shortest(lists: &[Vec<u32>], slop: u32, start: u32) -> Option<u32> {
    let furthest = start.saturating_add(slop).saturating_add(lists.len() as u32);
    let whole = Stretch { start, end: furthest.saturating_add(1) };
    let mut best: Option<u32> = None;
    for base in bases(lists, slop, start) {
        let windows = windows(lists, slop, base, whole);
        if windows.iter().any(|w| w.is_empty()) {
            continue;
        }
        let mut ends: Vec<u32> = windows.iter().flat_map(|w| w.iter().copied()).collect();
        ends.sort_unstable();
        ends.dedup();
        // Everything fits within the last end, or nothing does; in between it is a question of more or less.
        let mut matching = Matching::new(lists.len());
        for end in ends {
            for (word, window) in windows.iter().enumerate() {
                if window.binary_search(&end).is_ok() {
                    matching.may(end, word);
                }
            }
            matching.place(end);
            if matching.full() {
                best = Some(best.map_or(end + 1, |b| b.min(end + 1)));
                break;
            }
        }
    }
    best
}

/// The least values of p - n worth trying for stretches that begin at `start`, as signed numbers.
fn bases(lists: &[Vec<u32>], slop: u32, start: u32) -> Vec<i64> {
    let slop = i64::from(slop);
    let mut bases = Vec::new();
    for (n, list) in (0_i64..).zip(lists) {
        // The word of the least p - n is one of those near by.
        let from = list.partition_point(|p| *p < start);
        let near = list[from..].iter().map(|p| i64::from(*p) - n);
        bases.extend(near.take_while(|base| *base <= i64::from(start) + slop));
    }
    let least = i64::from(start) - slop - lists.len() as i64;
    bases.retain(|base| *base >= least);
    bases.sort_unstable();
    bases.dedup();
    bases
}

/// For each word, the positions within the hull whose p - n lies in [base, base + slop].
fn windows<'a>(lists: &'a [Vec<u32>], slop: u32, base: i64, hull: Stretch) -> Vec<&'a [u32]> {
    let window = |(n, list): (i64, &'a Vec<u32>)| {
        let low = (base + n).max(i64::from(hull.start));
        let high = (base + n + i64::from(slop)).min(i64::from(hull.end) - 1);
        let from = list.partition_point(|p| i64::from(*p) < low);
        let to = list.partition_point(|p| i64::from(*p) <= high).max(from);
        &list[from..to]
    };
    (0_i64..).zip(lists).map(window).collect()
}

/// Whether every word can have a position of its own.
fn fits(windows: &[Vec<u32>]) -> bool {
    let mut matching = Matching::new(windows.len());
    for (word, window) in windows.iter().enumerate() {
        window.iter().for_each(|p| matching.may(*p, word));
    }
    let mut positions: Vec<u32> = windows.iter().flatten().copied().collect();
    positions.sort_unstable();
    positions.dedup();
    positions.into_iter().for_each(|p| matching.place(p));
    matching.full()
}

/// Words given positions, one each, as positions come along (Kuhn's augmenting paths).
struct Matching {
    /// Position of each word.
    of: Vec<Option<u32>>,
    may: Vec<Vec<u32>>,
}

impl Matching {
    fn new(words: usize) -> Matching {
        Matching { of: vec![None; words], may: vec![Vec::new(); words] }
    }

    fn may(&mut self, position: u32, word: usize) {
        self.may[word].push(position);
    }

    /// Finds a word for the position, if need be by giving others of the positions placed before to other words.
    fn place(&mut self, position: u32) {
        let mut seen = vec![false; self.of.len()];
        self.augment(position, &mut seen);
    }

    fn augment(&mut self, position: u32, seen: &mut [bool]) -> bool {
        for word in 0..self.of.len() {
            if seen[word] || !self.may[word].contains(&position) {
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

    fn full(&self) -> bool {
        self.of.iter().all(Option::is_some)
    }
}

#[cfg(test)]
mod tests {
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
}
