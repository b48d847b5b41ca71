//! How the rules and the model meet, in one place.
//!
//! Takes what the rules found in an article, gives the [`Sheet`]s from which its cast is made. The model sees what the
//! rules decided as one of its reasons, and its word counts: what it names is a person, what it does not is none, save
//! for the names of the source's metadata, of which it knows nothing. It is asked in English only; in other languages, and
//! where nothing has a capital, the rules stay alone. It never decides who is who: that is the business of `cast`.

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
use super::page::{Page, Usage};
use super::word::{Shape, Word};
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
    let mut found: Vec<Vec<Range<usize>>> = pages
        .iter()
        .map(|page| named(model, &Eye { page, usage: &usage, lexicon }, &mut room))
        .collect();
    // A name the rules had not seen says something of its words elsewhere in the article.
    let learned: HashSet<u64> =
        pages.iter().zip(&found).flat_map(|(page, names)| usage.learn(page, names)).collect();
    for (page, names) in pages.iter().zip(&mut found).filter(|_| !learned.is_empty()) {
        again(model, &Eye { page, usage: &usage, lexicon }, &learned, names, &mut room);
    }
    let sheet = |((&field, page), mut names): ((&Field, &'a Page<'a>), Vec<Range<usize>>)| {
        keep_listed(&mut names, page, listed);
        let rules = plain.iter().find(|sheet| sheet.field == field).map_or(&[][..], |sheet| &sheet.candidates);
        let candidates = names.into_iter().map(|name| (candidate(page, name, rules), SURE)).collect();
        Sheet { field, bench: Bench { text: page.text, words: page.words, lexicon }, candidates }
    };
    fields.iter().zip(pages).zip(found).map(sheet).collect()
}

/// Looks again at the runs that hold a word of which something was learned.
fn again(model: &Model, eye: &Eye<'_>, learned: &HashSet<u64>, found: &mut Vec<Range<usize>>, room: &mut Room) {
    let mut from = 0;
    while let Some(run) = eye.page.run(from) {
        from = run.end;
        let words = eye.page.words.get(run.clone()).unwrap_or_default();
        if !words.iter().any(|w| learned.contains(&w.key)) {
            continue;
        }
        model.tag(eye, &run, room);
        let first = found.partition_point(|name| name.start < run.start);
        let end = found.partition_point(|name| name.start < run.end);
        let new = names(&room.tags).into_iter().map(|name| name.start + run.start..name.end + run.start);
        found.splice(first..end, new);
    }
}

/// What the model names has points enough, and nothing speaks against it.
const SURE: Verdict = Verdict { points: 9.0, against: 0.0, context: 1.0, sure: true };

/// The names of a page by the model, as words.
pub fn named(model: &Model, eye: &Eye<'_>, room: &mut Room) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(run) = eye.page.run(from) {
        model.tag(eye, &run, room);
        found.extend(names(&room.tags).into_iter().map(|name| name.start + run.start..name.end + run.start));
        from = run.end;
    }
    found
}

/// Adds the names the rules found because the metadata lists them.
fn keep_listed(found: &mut Vec<Range<usize>>, page: &Page<'_>, listed: &[Listed]) {
    if listed.is_empty() {
        return;
    }
    let surname = |at: usize| page.words.get(at).is_some_and(|w| listed.iter().any(|l| l.keys.last() == Some(&w.key)));
    let kept: Vec<Range<usize>> = page
        .names()
        .filter(|name| surname(name.end - 1) && !found.iter().any(|f| f.start < name.end && name.start < f.end))
        .collect();
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
        matches!(
            page.slice(w),
            "the" | "of" | "and" | "to" | "that" | "with" | "said" | "was" | "for" | "by" | "from" | "his" | "has" | "is" | "are"
                | "it" | "you" | "this"
        )
    };
    let all = small().count();
    all >= TELLING && small().filter(english).count() * 12 < all
}
