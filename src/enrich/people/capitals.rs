//! Names in texts written in capitals throughout, where a capital says nothing.
//!
//! Takes the words of such a field and the cast found elsewhere in the article, adds mentions to it. It marks a word only
//! where the article has vouched for the name in ordinary writing or its metadata lists it, and never takes a name from capitals alone unless a
//! title and a given name stand before it or everybody knows it: better a name missed than a headline full of them.

use std::collections::{HashMap, HashSet};

use super::cast::{Cast, Part, Sheet};
use super::marks::Marks;
use super::metadata::Listed;
use super::name::{name_part, on_one_line};
use super::word::{Gap, Shape, Word};
use crate::mention::Place;

/// Whether a text is written in capitals throughout, or nearly so.
pub fn shouted(words: &[Word]) -> bool {
    let capitals = words.iter().filter(|w| w.shape == Shape::Capitals).count();
    let others = words.iter().filter(|w| w.shape == Shape::Lower || w.shape == Shape::Capital).count();
    capitals >= 3 && capitals > 3 * others
}

/// Surnames, each with the numbers of those in the cast who bear it; and which of them the metadata lists.
struct Surnames {
    bearers: HashMap<u64, Vec<usize>>,
    listed: HashSet<u64>,
}

/// How many people of one surname are told apart by the words before it.
const CROWD: usize = 64;

/// Adds what the fields in capitals mention, and the listed names that ordinary fields have in capitals.
pub fn read(shouted: &[Sheet<'_>], plain: &[Sheet<'_>], listed: &[Listed], cast: &mut Cast) {
    if shouted.is_empty() && listed.is_empty() {
        return;
    }
    let listed = listed.iter().filter_map(|name| name.keys.last().copied()).collect();
    let mut surnames = Surnames { bearers: HashMap::new(), listed };
    for (at, part) in cast.parts.iter().enumerate() {
        if let Some(surname) = part.surname() {
            surnames.bearers.entry(surname).or_default().push(at);
        }
    }
    for sheet in shouted {
        read_shouted(sheet, cast, &mut surnames);
    }
    for sheet in plain.iter().filter(|_| !surnames.listed.is_empty()) {
        read_plain(sheet, cast, &surnames);
    }
}

fn read_shouted(sheet: &Sheet<'_>, cast: &mut Cast, surnames: &mut Surnames) {
    let words = sheet.bench.words;
    let mut free = 0;
    for (at, word) in words.iter().enumerate() {
        if at < free || !word.capital() || word.end - word.start < 3 {
            continue;
        }
        let found = vouched(words, at, free, cast, surnames).or_else(|| {
            let first = known(words, at, free)?;
            let name = words.get(first..=at)?;
            let written = sheet.bench.text.get(name.first()?.start..word.end)?;
            let parts = name.iter().map(|w| name_part(sheet.bench.text, w)).collect();
            cast.parts.push(Part::new(parts, on_one_line(written)));
            surnames.bearers.entry(word.key).or_default().push(cast.parts.len() - 1);
            Some((first, cast.parts.len() - 1))
        });
        if let Some((first, whose)) = found {
            mention(sheet, first, at, whose, cast);
            free = at + 1;
        }
    }
}

/// "VOLCKER" in a text that is not written in capitals otherwise.
fn read_plain(sheet: &Sheet<'_>, cast: &mut Cast, surnames: &Surnames) {
    let words = sheet.bench.words;
    let mut free = 0;
    for (at, word) in words.iter().enumerate() {
        let doubtful = Marks::COMMON | Marks::PLACE | Marks::ORGANISATION | Marks::NATION | Marks::ACRONYM;
        let good = word.shape == Shape::Capitals && word.end - word.start >= 3 && !word.marks.any(doubtful);
        if !good || !surnames.listed.contains(&word.key) {
            continue;
        }
        if let Some((first, whose)) = whose(words, at, free, cast, surnames) {
            mention(sheet, first, at, whose, cast);
            free = at + 1;
        }
    }
}

fn mention(sheet: &Sheet<'_>, first: usize, last: usize, whose: usize, cast: &mut Cast) {
    let words = sheet.bench.words;
    if let (Some(first), Some(last), Some(part)) = (words.get(first), words.get(last), cast.parts.get_mut(whose)) {
        part.mention(Place { field: sheet.field, start: first.start, end: last.end });
    }
}

/// The first word of the name whose surname this is, and whose it is: his whose given names stand before it, else the
/// first one's.
fn whose(words: &[Word], at: usize, free: usize, cast: &Cast, surnames: &Surnames) -> Option<(usize, usize)> {
    let bearers = surnames.bearers.get(&words.get(at)?.key)?;
    let reach = |whose: usize| {
        let mut first = at;
        for key in cast.parts.get(whose).into_iter().flat_map(|part| part.keys().rev().skip(1)) {
            let joins = words.get(first).is_some_and(|w| w.before.joins());
            match first.checked_sub(1).and_then(|before| words.get(before)) {
                Some(before) if first > free && before.key == key && joins && before.shape != Shape::Capital => {
                    first -= 1;
                }
                _ => {}
            }
        }
        first
    };
    bearers.iter().take(CROWD).map(|&whose| (reach(whose), whose)).min_by_key(|(first, _)| *first)
}

/// The first word of the name that ends here, and whose it is, if what stands around does not speak against it.
fn vouched(words: &[Word], at: usize, free: usize, cast: &Cast, surnames: &Surnames) -> Option<(usize, usize)> {
    let word = words.get(at)?;
    let (first, whose) = whose(words, at, free, cast, surnames)?;
    let alone = first == at;
    // "NANCY REAGAN" is not Ronald.
    let full = cast.parts.get(whose).is_some_and(Part::full);
    let another = at.checked_sub(1).and_then(|b| words.get(b)).is_some_and(|w| w.marks.sure_given());
    if alone && full && another && word.before.joins() && !word.before.any(Gap::LINE) {
        return None;
    }
    let listed = surnames.listed.contains(&word.key);
    let others = Marks::PLACE | Marks::ORGANISATION | Marks::NATION;
    if !alone || !word.marks.any(if listed { others } else { others | Marks::COMMON }) {
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
