//! Given names that are the same name: short ones, and those spelt in several ways.
//!
//! Takes two given names, folded; says whether one may stand for the other. The lists beside this file are read once,
//! on the first question. "Ted" may be Edward or Theodore: that the two agree with Ted does not make them agree.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// The lists, read.
struct Lists {
    /// Of a short name the given names it stands for, and of a given name the short ones.
    kin: HashMap<&'static str, HashSet<&'static str>>,
    /// The number of the line that a spelling stands in.
    spelling: HashMap<&'static str, usize>,
    /// The lines.
    lines: Vec<Vec<&'static str>>,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    let mut kin: HashMap<&str, HashSet<&str>> = HashMap::new();
    for line in lines(include_str!("nicknames.txt")) {
        let mut words = line.split(' ');
        let Some(full) = words.next() else { continue };
        for short in words {
            kin.entry(full).or_default().insert(short);
            kin.entry(short).or_default().insert(full);
        }
    }
    let lines: Vec<Vec<&str>> = lines(include_str!("spellings.txt")).map(|line| line.split(' ').collect()).collect();
    let spelling = lines.iter().enumerate().flat_map(|(number, line)| line.iter().map(move |word| (*word, number)));
    Lists { kin, spelling: spelling.collect(), lines }
});

fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter(|line| !line.starts_with('#'))
}

/// Whether one is short for the other, however that is spelt: Larry, Laurence.
pub fn short_for(a: &str, b: &str) -> bool {
    let kin = |a: &str, b: &str| {
        let kin = LISTS.kin.get(a);
        kin.is_some_and(|kin| kin.contains(b) || kin.iter().any(|one| spellings(one, b)))
    };
    kin(a, b) || kin(b, a)
}

/// Whether they are spellings of one given name.
pub fn spellings(a: &str, b: &str) -> bool {
    LISTS.spelling.get(a).is_some_and(|line| LISTS.spelling.get(b) == Some(line))
}

/// The letters that names standing for this one begin with, its own among them: bit 0 for `a`; bit 31 for what is no
/// letter of these.
pub fn letters(given: &str) -> u32 {
    let kin = |given: &str| LISTS.kin.get(given).into_iter().flatten().copied().collect::<Vec<_>>();
    let spelt = |given: &str| {
        let line = LISTS.spelling.get(given);
        line.and_then(|line| LISTS.lines.get(*line)).into_iter().flatten().copied().collect::<Vec<_>>()
    };
    let mut letters = bit(given);
    for one in kin(given).into_iter().chain(spelt(given)) {
        letters |= spelt(one).into_iter().chain(kin(one)).map(bit).fold(bit(one), |all, one| all | one);
    }
    letters
}

/// The bit of the first letter of a word, and of those that stand for it in other spellings.
fn bit(word: &str) -> u32 {
    let one = |letter: u8| 1 << (letter - b'a');
    match word.bytes().next() {
        Some(letter @ (b'c' | b'k' | b'g' | b'q' | b'x')) => one(letter) | one(b'c') | one(b'k') | one(b'g'),
        Some(letter @ (b'y' | b'j' | b'i')) => one(letter) | one(b'y') | one(b'j') | one(b'i'),
        Some(letter @ (b'v' | b'w' | b'f' | b'p')) => one(letter) | one(b'v') | one(b'f'),
        Some(letter @ (b's' | b'z')) => one(letter) | one(b's'),
        Some(letter @ b'a'..=b'z') => one(letter),
        _ => 1 << 31,
    }
}
