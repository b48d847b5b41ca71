//! How much must speak for two names being one person's, before they are held to be.
//!
//! Takes two shapes, how they differ and who else is called so; gives bits, to be set against [`super::evidence`]'s.
//! Nothing is needed where two people could hardly both be called so (one surname, one given name, a middle initial
//! more); much where many share the surname, or where both spellings are names in their own right: Hansen and Hanson.

use super::agreement::Agreement;
use super::link::Kind;
use super::nicknames::{short_for, spellings};
use super::shape::{Shape, marks};
use super::skeleton::{distance, sounds};
use crate::enrich::people::marks::Marks;

/// Who shares a surname in the archive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Crowd {
    /// Other given names beside it.
    pub others: u64,
}

impl Crowd {
    /// Bits: 0 for nobody, 2 for one other, 6 for seven.
    fn bits(self) -> i64 {
        let many = self.others.min(1 << 20) + 1;
        i64::from((many * many).ilog2())
    }
}

/// Bits that must speak for a name of so many articles being a form of another.
pub fn need(a: (&Shape, u64), b: (&Shape, u64), agreement: &Agreement, crowd: Crowd) -> i64 {
    let surname = b.0.surname.last().map_or(Marks::NONE, |word| marks(word));
    let given = |shape: &Shape| shape.first().is_some_and(|given| marks(&given.word).any(Marks::FAMILIAR));
    let frequent = surname.any(Marks::FREQUENT);
    let common = crowd.bits() + i64::from(frequent) + i64::from(frequent && (given(a.0) || given(b.0)));
    let bits = |kind: &Kind| match kind {
        Kind::Decided | Kind::Words => i64::MIN / 64,
        Kind::Joined | Kind::Order => common - 10,
        Kind::Middle => common - 6,
        Kind::Double => common - 4,
        Kind::Suffix => common - if [a.0, b.0].iter().any(|shape| shape.generation > Some(2)) { 1 } else { 3 },
        Kind::Spelling => common - 3,
        Kind::Nickname => common - 2,
        Kind::Initial => initials(a.0, b.0, common),
        Kind::Transliteration | Kind::Letter => misspelt(a, b, common),
        Kind::Surname => common + 8,
    };
    let mut all: Vec<i64> = agreement.kinds.iter().map(bits).collect();
    all.sort_unstable_by(|a, b| b.cmp(a));
    let Some((most, rest)) = all.split_first() else { return 0 };
    let twice = agreement.misspelt() && (agreement.has(Kind::Nickname) || agreement.has(Kind::Initial));
    most + rest.iter().map(|bits| (*bits + 3).max(0)).sum::<i64>() + if twice { 6 } else { 0 }
}

/// Bits that initials in place of given names need: two that agree tell more than one.
fn initials(a: &Shape, b: &Shape, common: i64) -> i64 {
    let first = |shape: &Shape| shape.given.iter().filter_map(|given| given.word.chars().next()).collect::<Vec<_>>();
    let both = a.given.len() > 1 && b.given.len() > 1 && first(a).get(..2) == first(b).get(..2);
    let loud = if a.shouted || b.shouted { 3 } else { 0 };
    loud + if both { common / 2 } else { common * 3 / 2 }
}

/// Bits that a misspelt word needs. Two that are about as common are hardly one and its misspelling; two that are both
/// names in their own right hardly ever are; a word that is no name, a letter from one that is, nearly always is.
fn misspelt(a: (&Shape, u64), b: (&Shape, u64), common: i64) -> i64 {
    let (rare, often) = if a.1 <= b.1 { (a, b) } else { (b, a) };
    let mut bits = if rare.1 > 2 && rare.1 * 4 > often.1 { 6 } else { 0 };
    if rare.1 * 8 <= often.1 {
        bits -= 4;
    }
    let odd = |x: &str, y: &str| {
        let first = i64::from(x.chars().next() != y.chars().next()) * 4;
        let short = i64::from(x.len().min(y.len()) < 6) * 2;
        // Far apart in letters, a few sounds in common mean little.
        let far = match sounds(x).len() {
            0..4 => 3,
            4 => 1,
            _ => 0,
        };
        let far = far * (distance(x, y) as i64 - 1);
        first + short + far
    };
    let (x, y) = (rare.0.surname.concat(), often.0.surname.concat());
    if x != y {
        let known = |word: &str| marks(word).any(Marks::SURNAME);
        bits += match (known(&x), known(&y)) {
            (true, true) => 9,
            (true, false) if rare.1 < often.1 => 6,
            _ => 2,
        };
        bits += odd(&x, &y) + common - 2;
    }
    if let (Some(one), Some(two)) = (rare.0.first(), often.0.first())
        && one.word != two.word
        && !one.initial
        && !two.initial
        && !spellings(&one.word, &two.word)
        && !short_for(&one.word, &two.word)
    {
        let known = |word: &str| marks(word).any(Marks::GIVEN);
        bits += match (known(&one.word), known(&two.word)) {
            (true, true) => 4 + common,
            (false, true) if distance(&one.word, &two.word) == 1 => common / 2,
            (false, true) => common,
            _ => common - 1,
        };
        bits += odd(&one.word, &two.word);
    }
    bits
}

/// Bits that must speak for a bare surname, of so many articles, being a bearer's, who is named in full in so many,
/// which are so many per cent of those that name a bearer in full.
pub fn need_of_surname(bare: &Shape, articles: u64, (full, share): (u64, u64), agreement: &Agreement) -> i64 {
    let marks = bare.surname.last().map_or(Marks::NONE, |word| marks(word));
    let mut bits = 4 - i64::from(full.max(1).ilog2().min(5));
    if articles > full {
        bits += if articles > 2 * full { 6 } else { 3 };
    }
    if full >= 4 * articles && !marks.any(Marks::FREQUENT) {
        bits -= 2;
    }
    if marks.any(Marks::FAMOUS) {
        bits -= 4;
    } else {
        if marks.any(Marks::COMMON | Marks::PLACE | Marks::ORGANISATION | Marks::FIRM | Marks::NATION) {
            bits += 5;
        }
        if marks.any(Marks::GIVEN) {
            bits += 4;
        }
    }
    if agreement.has(Kind::Double) {
        bits += 4;
    }
    if bare.shouted {
        bits += 2;
    }
    bits + (100 - share.min(100)) as i64 / 5
}
