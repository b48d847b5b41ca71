//! Names in texts written in capitals throughout, where a capital says nothing.
//!
//! Takes the words of such a field and the cast found elsewhere in the article, adds mentions to it. It marks a word only
//! where the article has vouched for the name in ordinary writing, and never takes a name from capitals alone unless a
//! title and a given name stand before it or everybody knows it: better a name missed than a headline full of them.

use super::cast::{Cast, Part, Sheet};
use super::marks::Marks;
use super::name::{name_part, on_one_line};
use super::word::{Gap, Shape, Word};
use crate::mention::Place;

/// Whether a text is written in capitals throughout, or nearly so.
pub fn shouted(words: &[Word]) -> bool {
    let capitals = words.iter().filter(|w| w.shape == Shape::Capitals).count();
    let others = words.iter().filter(|w| w.shape == Shape::Lower || w.shape == Shape::Capital).count();
    capitals >= 3 && capitals > 3 * others
}

/// Adds what a field in capitals mentions.
pub fn read(sheet: &Sheet<'_>, cast: &mut Cast) {
    let words = sheet.bench.words;
    let mut free = 0;
    for (at, word) in words.iter().enumerate() {
        if at < free || !word.capital() || word.end - word.start < 3 {
            continue;
        }
        let found = vouched(words, at, free, cast).or_else(|| {
            let first = known(words, at, free)?;
            let name = words.get(first..=at)?;
            let written = sheet.bench.text.get(name.first()?.start..word.end)?;
            let parts = name.iter().map(|w| name_part(sheet.bench.text, w)).collect();
            cast.parts.push(Part::new(parts, on_one_line(written)));
            Some((first, cast.parts.len() - 1))
        });
        if let Some((first, whose)) = found {
            let start = words.get(first).map_or(word.start, |w| w.start);
            if let Some(part) = cast.parts.get_mut(whose) {
                part.mention(Place { field: sheet.field, start, end: word.end });
            }
            free = at + 1;
        }
    }
}

/// The first word of the name that ends here, and whose it is.
fn vouched(words: &[Word], at: usize, free: usize, cast: &Cast) -> Option<(usize, usize)> {
    let word = words.get(at)?;
    let whose = cast.parts.iter().position(|part| part.surname() == Some(word.key))?;
    let mut first = at;
    for key in cast.parts.get(whose)?.keys().rev().skip(1) {
        match first.checked_sub(1).and_then(|before| words.get(before)) {
            Some(before) if first > free && before.key == key && words.get(first)?.before.joins() => first -= 1,
            _ => {}
        }
    }
    let alone = first == at;
    let doubtful = Marks::COMMON | Marks::PLACE | Marks::ORGANISATION | Marks::NATION;
    if !alone || !word.marks.any(doubtful) {
        return Some((first, whose));
    }
    // "BAKER SAYS", "OUTLOOK GOOD - BAKER", "BAKER'S PLAN", but not "RICE EXPORTS UP".
    let titled = at.checked_sub(1).and_then(|b| words.get(b)).is_some_and(|w| w.marks.title() && word.before.joins());
    let source = word.before.any(Gap::DASH.with(Gap::COMMA)) && at + 1 == words.len();
    let says = words.get(at + 1).is_some_and(|w| w.before.joins() && w.marks.any(Marks::VERB));
    (titled || source || says || word.possessive).then_some((first, whose))
}

/// The first word of a name that ends here and needs no voucher: "PRESIDENT RONALD REAGAN", "REAGAN SAYS".
fn known(words: &[Word], at: usize, free: usize) -> Option<usize> {
    let word = words.get(at)?;
    let back = |by: usize| at.checked_sub(by).filter(|&before| before >= free).and_then(|before| words.get(before));
    let doubtful = Marks::COMMON | Marks::PLACE | Marks::ORGANISATION | Marks::NATION | Marks::FUNCTION | Marks::FIRM;
    if word.marks.any(doubtful.without(Marks::COMMON)) || word.marks.title() || word.shape == Shape::Initial {
        return None;
    }
    let joined = word.before.joins();
    if let (Some(given), Some(title)) = (back(1), back(2))
        && joined
        && given.before.joins()
        && given.marks.sure_given()
        && title.marks.title()
        && word.marks.name()
    {
        return Some(at - 1);
    }
    let titled = joined && back(1).is_some_and(|w| w.marks.title());
    let source = word.before.any(Gap::DASH) && at + 1 == words.len();
    let says = words.get(at + 1).is_some_and(|w| w.before.joins() && w.marks.any(Marks::VERB | Marks::FIRM_VERB));
    (word.marks.any(Marks::FAMOUS) && !word.marks.any(doubtful) && (titled || source || says || word.possessive))
        .then_some(at)
}
