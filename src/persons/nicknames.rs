//! Given names that are the same name: short ones, and those spelt in several ways.
//!
//! Takes two given names, folded; says whether one may stand for the other. The lists beside this file are read once, on
//! the first question. "Ted" may be Edward or Theodore: that the two agree with Ted does not make them agree.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// The lists, read.
struct Lists {
    /// Of a short name the given names it stands for, and of a given name the short ones.
    kin: HashMap<&'static str, HashSet<&'static str>>,
    /// The number of the line that a spelling stands in.
    spelling: HashMap<&'static str, usize>,
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
    let spelling = lines(include_str!("spellings.txt")).enumerate();
    let spelling = spelling.flat_map(|(number, line)| line.split(' ').map(move |word| (word, number)));
    Lists { kin, spelling: spelling.collect() }
});

fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter(|line| !line.starts_with('#'))
}

/// Whether one is short for the other.
pub fn short_for(a: &str, b: &str) -> bool {
    LISTS.kin.get(a).is_some_and(|kin| kin.contains(b))
}

/// Whether they are spellings of one given name.
pub fn spellings(a: &str, b: &str) -> bool {
    LISTS.spelling.get(a).is_some_and(|line| LISTS.spelling.get(b) == Some(line))
}

/// The letters that names standing for this one begin with, its own among them: bit 0 for `a`; bit 31 for what is no
/// letter of these.
pub fn letters(given: &str) -> u32 {
    let kin = LISTS.kin.get(given).into_iter().flatten().map(|kin| bit(kin));
    kin.fold(bit(given), |all, one| all | one)
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
