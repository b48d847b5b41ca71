//! How the rules and the model meet, in one place.
//!
//! Takes what the rules found in an article, gives the [`Sheet`]s from which its cast is made. The model sees what the
//! rules decided as one of its reasons, and its word counts: what it names is a person, what it does not is none. Two
//! things the rules know better: what is the name of a firm or a thing, and the names of the source's metadata. It is
//! asked in English only; in other languages the rules stay alone. It never decides who is who: that is for `cast`.

use std::collections::HashSet;
use std::ops::Range;

use super::candidate::{Candidate, Title};
use super::cast::Sheet;
use super::evidence::{Bench, Verdict};
use super::features::Eye;
use super::lexicon::Lexicon;
use super::marks::Marks;
use super::metadata::Listed;
use super::model::{Model, Room, names};
use super::page::{Page, Tag, Usage};
use super::word::{Gap, Shape, Word};
use crate::mention::Field;

/// The fields with what names people in them.
pub fn choose<'a>(
    model: &Model,
    fields: &[Field],
    pages: &'a [Page<'a>],
    plain: &[Sheet<'_>],
    listed: &[Listed],
    lexicon: &'a Lexicon,
) -> Vec<Sheet<'a>> {
    let mut usage = Usage::of(pages);
    let mut room = Room::default();
    let mut found: Vec<Vec<Range<usize>>> =
        pages.iter().map(|page| named(model, &Eye { page, usage: &usage, lexicon }, &mut room)).collect();
    // A name the rules had not seen says something of its words elsewhere in the article.
    let learned: HashSet<u64> = pages.iter().zip(&found).flat_map(|(page, names)| usage.learn(page, names)).collect();
    for (page, names) in pages.iter().zip(&mut found).filter(|_| !learned.is_empty()) {
        *names = again(model, &Eye { page, usage: &usage, lexicon }, &learned, names, &mut room);
    }
    let listed: HashSet<u64> = listed.iter().filter_map(|name| name.keys.last().copied()).collect();
    let sheet = |((&field, page), mut names): ((&Field, &'a Page<'a>), Vec<Range<usize>>)| {
        let rules = plain.iter().find(|sheet| sheet.field == field).map_or(&[][..], |sheet| &sheet.candidates);
        names.retain(|name| !firm(page, name, rules, &usage));
        keep_listed(&mut names, page, &listed);
        let candidates = names.into_iter().map(|name| (candidate(page, name, rules), SURE)).collect();
        Sheet { field, bench: Bench { text: page.text, words: page.words, lexicon }, candidates }
    };
    fields.iter().zip(pages).zip(found).map(sheet).collect()
}

/// The names once more, after a second look at the runs that hold a word of which something was learned.
fn again(
    model: &Model,
    eye: &Eye<'_>,
    learned: &HashSet<u64>,
    found: &[Range<usize>],
    room: &mut Room,
) -> Vec<Range<usize>> {
    let mut all = Vec::with_capacity(found.len());
    let (mut from, mut old) = (0, found.iter().peekable());
    while let Some(run) = eye.page.run(from) {
        from = run.end;
        let before = std::iter::from_fn(|| old.next_if(|name| name.start < run.end));
        let words = eye.page.words.get(run.clone()).unwrap_or_default();
        if words.iter().any(|w| learned.contains(&w.key)) {
            before.for_each(drop);
            all.extend(of_run(model, eye, &run, room));
        } else {
            all.extend(before.cloned());
        }
    }
    all
}

/// What the model names has points enough, and nothing speaks against it.
const SURE: Verdict = Verdict { points: 9.0, against: 0.0, context: 1.0, sure: true };

/// The names of a page by the model, as words.
pub fn named(model: &Model, eye: &Eye<'_>, room: &mut Room) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(run) = eye.page.run(from) {
        found.extend(of_run(model, eye, &run, room));
        from = run.end;
    }
    found
}

/// The names in a run.
fn of_run(model: &Model, eye: &Eye<'_>, run: &Range<usize>, room: &mut Room) -> Vec<Range<usize>> {
    model.tag(eye, run, room);
    names(&room.tags).into_iter().map(|name| name.start + run.start..name.end + run.start).collect()
}

/// Whether the rules know a name for a firm's: it is on the list of firms, a ticker follows it, an ampersand stands beside it, or a bare
/// surname is part of a firm's name elsewhere in the article.
fn firm(page: &Page<'_>, name: &Range<usize>, rules: &[(Candidate, Verdict)], usage: &Usage) -> bool {
    let place = rules.partition_point(|(c, _)| c.last < name.start);
    let within = rules.get(place).filter(|(c, _)| c.first <= name.start && name.end <= c.last + 1);
    if within.is_some_and(|(c, verdict)| c.parts > 1 && verdict.against >= LISTED_FIRM) {
        return true;
    }
    // "Reagan National Airport": the candidate goes on to the head of another thing's name.
    let head = |c: &Candidate| page.words.get(c.last).is_some_and(|w| w.marks.any(Marks::ORGANISATION));
    if within.is_some_and(|(c, _)| c.spoilt.is_some() && name.end <= c.last && head(c)) {
        return true;
    }
    // "CARSON <CRN> CITES IMPACT": what its ticker follows is a firm; an address in capitals is not seen.
    if page.words.get(name.end).is_some_and(|w| w.before == Gap::ANGLE && w.shape == Shape::Capitals) {
        return true;
    }
    if name.len() > 1 {
        return false;
    }
    let beside = |at: usize| page.words.get(at).is_some_and(|w| w.before.any(Gap::AMPERSAND));
    let used = page.words.get(name.start).map(|w| usage.word(w.key)).unwrap_or_default();
    let bare = page.notes.get(name.start).is_some_and(|note| note.tag == Tag::Outside && note.kind >> 6 == 0);
    beside(name.start) || beside(name.end) || bare && used.firm > 0
}

/// Points against a name that is on the list of firms.
const LISTED_FIRM: f32 = 6.0;

/// Adds the names the rules found because the metadata lists their surname.
fn keep_listed(found: &mut Vec<Range<usize>>, page: &Page<'_>, listed: &HashSet<u64>) {
    if listed.is_empty() {
        return;
    }
    let vouched = |at: usize| page.words.get(at).is_some_and(|w| listed.contains(&w.key));
    let free = |name: &Range<usize>| {
        let at = found.partition_point(|f| f.end <= name.start);
        found.get(at).is_none_or(|f| f.start >= name.end)
    };
    let kept: Vec<Range<usize>> = page.names().filter(|name| vouched(name.end - 1) && free(name)).collect();
    found.extend(kept);
    found.sort_by_key(|name| name.start);
}

/// A name as a candidate, with the title before it.
fn candidate(page: &Page<'_>, name: Range<usize>, rules: &[(Candidate, Verdict)]) -> Candidate {
    let words = page.words.get(name.clone()).unwrap_or_default();
    let parts = words.iter().filter(|w| w.shape != Shape::Lower && !w.marks.any(Marks::SUFFIX)).count().max(1);
    let place = rules.partition_point(|(c, _)| c.first < name.start);
    let known = rules.get(place).filter(|(c, _)| c.first == name.start).map(|(c, _)| c.title);
    let before = name.start.checked_sub(1).and_then(|at| page.words.get(at)).filter(|_| page.joins(name.start));
    let title = known.filter(|t| t.any()).or(before.map(title)).unwrap_or_default();
    Candidate {
        first: name.start,
        last: name.end - 1,
        parts,
        title,
        spoilt: None,
        before_title: false,
        after_thing: false,
    }
}

fn title(word: &Word) -> Title {
    let sex = match () {
        () if word.marks.any(Marks::MALE) => Marks::MAN,
        () if word.marks.any(Marks::FEMALE) => Marks::WOMAN,
        () => Marks::NONE,
    };
    Title { honorific: word.marks.any(Marks::HONORIFIC), office: word.marks.any(Marks::OFFICE), sex }
}

/// Words looked at to tell the language.
const SAMPLE: usize = 400;
/// Words in lower case from which it can be told.
const TELLING: usize = 25;

/// Whether a text is clearly in another language than English.
pub fn foreign(page: &Page<'_>) -> bool {
    let small = || page.words.iter().take(SAMPLE).filter(|w| w.shape == Shape::Lower);
    let english = |w: &&Word| {
        let slice = page.slice(w);
        (2..=4).contains(&slice.len())
            && matches!(
                slice,
                "the"
                    | "of"
                    | "and"
                    | "to"
                    | "that"
                    | "with"
                    | "said"
                    | "was"
                    | "for"
                    | "by"
                    | "from"
                    | "his"
                    | "has"
                    | "is"
                    | "are"
                    | "it"
                    | "you"
                    | "this"
            )
    };
    let all = small().count();
    // What makes one word in twelve of the largest sample is enough for any.
    all >= TELLING && small().filter(english).take(SAMPLE / 12 + 1).count() * 12 < all
}
