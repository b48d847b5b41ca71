//! How much must speak for two names being one person's, before they are held to be.
//!
//! Takes two shapes, how they differ and who else is called so; gives bits, to be set against [`super::evidence`]'s. Nothing is
//! needed where two people could hardly both be called so (one surname, one given name, a middle initial more); much where
//! many share the surname, or where both spellings are names in their own right: Hansen and Hanson.

use super::agreement::Agreement;
use super::link::Kind;
use super::shape::{Shape, marks};
use crate::enrich::people::marks::Marks;

/// Who shares a surname in the archive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Crowd {
    /// Other given names beside it.
    pub others: u64,
}

impl Crowd {
    /// The greater of two.
    pub fn and(self, other: Crowd) -> Crowd {
        Crowd { others: self.others.max(other.others) }
    }

    /// Bits: 0 for nobody, 2 for one other, 6 for seven.
    fn bits(self) -> i64 {
        let many = self.others.min(1 << 20) + 1;
        i64::from((many * many).ilog2())
    }
}

/// Bits that must speak for a name of so many articles being a form of another.
pub fn need(a: (&Shape, u64), b: (&Shape, u64), agreement: &Agreement, crowd: Crowd) -> i64 {
    let surname = b.0.surname.last().map_or(Marks::NONE, |word| marks(word));
    let common = crowd.bits() + if surname.any(Marks::FREQUENT) { 2 } else { 0 };
    let misspelt = misspelt(a, b);
    let bits = |kind: &Kind| match kind {
        Kind::Decided | Kind::Words => i64::MIN / 64,
        Kind::Joined | Kind::Order => common - 10,
        Kind::Middle => common - 6,
        Kind::Double => common - 4,
        Kind::Suffix => common - 3,
        Kind::Spelling => common - 3,
        Kind::Nickname => common - 1,
        Kind::Initial => common * 3 / 2,
        Kind::Transliteration => misspelt + common - 2,
        Kind::Letter => misspelt + common,
        Kind::Surname => common + 8,
    };
    let mut all: Vec<i64> = agreement.kinds.iter().map(bits).collect();
    all.sort_unstable_by(|a, b| b.cmp(a));
    let Some((most, rest)) = all.split_first() else { return 0 };
    most + rest.iter().map(|bits| 2 + (*bits).max(0)).sum::<i64>()
}

/// Bits that a letter's difference needs beside the rest.
fn misspelt(a: (&Shape, u64), b: (&Shape, u64)) -> i64 {
    let (rare, common) = if a.1 <= b.1 { (a, b) } else { (b, a) };
    let (x, y) = (rare.0.surname.concat(), common.0.surname.concat());
    let mut bits = 0;
    // Two that are about as common are hardly one and its misspelling.
    if rare.1 > 2 && rare.1 * 4 > common.1 {
        bits += 6;
    }
    let odd = |x: &str, y: &str| {
        i64::from(x.chars().next() != y.chars().next()) * 4 + i64::from(x.len().min(y.len()) < 6) * 2
    };
    if x != y {
        let known = |word: &str| marks(word).any(Marks::SURNAME | Marks::SHAPED);
        bits += if known(&x) && known(&y) {
            9
        } else if known(&x) {
            6
        } else {
            2
        };
        bits += odd(&x, &y);
    }
    if let (Some(one), Some(two)) = (rare.0.first(), common.0.first())
        && one.word != two.word
        && !one.initial
        && !two.initial
    {
        let known = |word: &str| marks(word).any(Marks::GIVEN);
        bits += if known(&one.word) && known(&two.word) { 8 } else { 1 };
        bits += odd(&one.word, &two.word);
    }
    bits
}

/// Bits that must speak for a bare surname, of so many articles, being a bearer's, who is named in full in so many, which
/// are so many per cent of those that name a bearer in full.
pub fn need_of_surname(bare: &Shape, articles: u64, full: u64, share: u64) -> i64 {
    let marks = bare.surname.last().map_or(Marks::NONE, |word| marks(word));
    let mut bits = 5 - i64::from(full.max(1).ilog2().min(5));
    if articles > 2 * full {
        bits += 6;
    }
    if marks.any(Marks::COMMON | Marks::PLACE | Marks::ORGANISATION | Marks::FIRM | Marks::NATION) {
        bits += 5;
    }
    if marks.any(Marks::GIVEN) {
        bits += 4;
    }
    if marks.any(Marks::FAMOUS) {
        bits -= 5;
    }
    if bare.shouted {
        bits += 3;
    }
    bits + (100 - share.min(100)) as i64 / 5
}
