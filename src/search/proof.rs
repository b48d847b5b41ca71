//! Which words of an article satisfied a query: byte ranges, and nothing else.
//!
//! Takes the query as lowered, the postings of the article and the article itself; gives the [`Marks`] in its headline and
//! body. What matches is asked of the very matchers that found the article; the text is read only to learn at which
//! bytes the words stand. A branch that was not satisfied marks nothing, nor does anything excluded; a phrase is marked
//! only as a whole; a name where it is mentioned.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use tantivy::{DocAddress, DocId, Searcher};

use super::account::WordWeight;
use super::sought::{Reading, Sought, TextField};
use super::spans::{Part, Stretch, many};
use crate::date::Period;
use crate::index::document::Filed;
use crate::index::layer::NAME;
use crate::mention::{DateMention, Field, Person, Place};
use crate::query::When;
use crate::words::{Word, Words, count};

/// A word, phrase or name of a query.
#[derive(Clone, Debug)]
pub struct Leaf {
    /// How rare it is (BM25's inverse document frequency, summed over its words).
    pub weight: f32,
    /// Whether it is made of function words only.
    pub function: bool,
    /// It in the query language.
    pub name: String,
    /// What the weight is made of, word by word; empty where nothing is ranked.
    pub words: Vec<WordWeight>,
}

/// What must hold of an article that was found.
#[derive(Clone, Debug)]
pub enum Proof {
    /// Nothing that could be shown.
    Always,
    /// The texts have together so many matches.
    Text(u32, Vec<Arc<Sought>>),
    /// Somebody has one of these names; the number is that of the leaf.
    Person(usize, Arc<BTreeSet<String>>),
    /// Published within; None for undated.
    Published(Option<Period>),
    /// Its dates of publication contradict each other.
    Suspect,
    /// In this language; None for one that nothing tells.
    Language(Option<String>),
    /// Speaks of a day within.
    Mentions(Period),
    /// Published, or speaking of a day, that may lie within.
    Possibly(When, Period),
    /// Headline and body have so many words together: at least, at most.
    Length(u64, Option<u64>),
    /// All hold.
    All(Vec<Proof>),
    /// So many hold.
    Any(usize, Vec<Proof>),
    /// The first holds; the others may.
    Prefer(Box<Proof>, Vec<Proof>),
    /// Does not hold.
    Not(Box<Proof>),
}

/// A stretch of text that satisfied a leaf.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Bytes of the field.
    pub at: Range<usize>,
    /// Number of the leaf; None for a date.
    pub leaf: Option<usize>,
}

/// All marks of an article, sorted by place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// In the headline.
    pub headline: Vec<Mark>,
    /// In the body.
    pub body: Vec<Mark>,
    /// What the article lacks: of the query's choice, the numbers of the parts that do not hold. The choice is the query
    /// itself if any (or so many) of its parts are enough, else the first clause of its AND if that is one.
    pub lacks: Vec<usize>,
}

/// Reads the postings of one segment for a proof, article by article.
pub struct Prover<'a> {
    proof: &'a Proof,
    /// Of which it is told what an article lacks.
    choice: Option<&'a Proof>,
    /// In the order in which a walk over the proof comes upon them.
    readings: Vec<(TextField, Arc<Sought>, Reading)>,
}

impl<'a> Prover<'a> {
    /// Begins to read a segment (by its number in the snapshot).
    ///
    /// # Errors
    /// What reading the index says.
    pub fn new(proof: &'a Proof, searcher: &Searcher, segment: u32) -> tantivy::Result<Prover<'a>> {
        let mut sought = Vec::new();
        gather(proof, &mut sought);
        let reader = searcher.segment_reader(segment);
        let mut readings = Vec::with_capacity(sought.len());
        for sought in sought {
            readings.push((sought.text, Arc::clone(sought), sought.open(reader, segment as usize)?));
        }
        Ok(Prover { proof, choice: choice(proof), readings })
    }

    /// Marks what satisfied the query in an article of the segment; None if the article does not satisfy it. Articles must
    /// be asked for in order.
    pub fn prove(&mut self, doc: DocId, filed: &Filed) -> Option<Marks> {
        let mut found = Found::default();
        let (mut next, proof) = (0, self.proof);
        if !self.hold(proof, doc, filed, &mut next, &mut found) {
            return None;
        }
        let mut marks = Marks { headline: found.headline, body: found.body, lacks: found.lacks };
        self.locate(&found.parts, TextField::Headline, filed, &mut marks.headline);
        self.locate(&found.parts, TextField::Body, filed, &mut marks.body);
        for list in [&mut marks.headline, &mut marks.body] {
            list.sort_by_key(|m| (m.at.start, m.at.end, m.leaf));
            list.dedup();
        }
        Some(marks)
    }

    fn hold(&mut self, proof: &Proof, doc: DocId, filed: &Filed, next: &mut usize, found: &mut Found) -> bool {
        match proof {
            Proof::Always => true,
            Proof::Text(least, sought) => {
                let first = *next;
                *next += sought.len();
                let mut count = 0_u32;
                let mut parts = Vec::new();
                for (n, (text, sought, reading)) in self.readings[first..*next].iter_mut().enumerate() {
                    let stand = reading.stand(doc);
                    let matches = sought.matcher.matches(stand);
                    count = count.saturating_add(many(&matches));
                    if matches!(text, TextField::Headline | TextField::Body) {
                        let mut these = Vec::new();
                        sought.matcher.parts(&matches, stand, &mut these);
                        parts.extend(these.into_iter().map(|part| (first + n, part)));
                    }
                }
                if count < *least {
                    return false;
                }
                found.parts.extend(parts);
                true
            }
            Proof::Person(leaf, names) => {
                let mut any = false;
                for person in filed.mentions.people.iter().filter(|person| names.contains(&person.name)) {
                    any = true;
                    person.mentions.iter().for_each(|place| found.mark(place, Some(*leaf)));
                }
                any
            }
            Proof::Published(None) => filed.article.published.is_none(),
            Proof::Language(tag) => filed.article.language == *tag,
            Proof::Suspect => filed.article.contradiction.is_some(),
            Proof::Published(Some(period)) => filed.article.published.is_some_and(|p| period.covers(&p)),
            Proof::Possibly(When::Published, period) => {
                filed.article.published.is_some_and(|published| period.overlaps(&published))
            }
            Proof::Mentions(period) | Proof::Possibly(When::Mentioned, period) => {
                let certainly = matches!(proof, Proof::Mentions(_));
                let asked = |d: &&DateMention| if certainly { d.within(period) } else { d.may_mean(period) };
                let mut any = false;
                for date in filed.mentions.dates.iter().filter(asked) {
                    found.mark(&date.place, None);
                    any = true;
                }
                any
            }
            Proof::Length(least, most) => {
                let words = count(&filed.article.headline) + count(&filed.article.body);
                words >= *least && most.is_none_or(|most| words <= most)
            }
            Proof::All(parts) => {
                let before = found.lengths();
                // Every part is asked, for each has its own readings.
                let mut all = true;
                for part in parts {
                    all &= self.hold(part, doc, filed, next, found);
                }
                if !all {
                    found.truncate(before);
                }
                all
            }
            Proof::Any(least, parts) => {
                let before = found.lengths();
                let chosen = self.choice.is_some_and(|choice| std::ptr::eq(choice, proof));
                let mut held = 0;
                for (n, part) in parts.iter().enumerate() {
                    match self.hold(part, doc, filed, next, found) {
                        true => held += 1,
                        false if chosen => found.lacks.push(n),
                        false => {}
                    }
                }
                if held < *least {
                    found.truncate(before);
                }
                held >= *least
            }
            Proof::Prefer(must, should) => {
                let there = self.hold(must, doc, filed, next, found);
                let mut unused = Found::default();
                for part in should {
                    self.hold(part, doc, filed, next, if there { &mut *found } else { &mut unused });
                }
                there
            }
            Proof::Not(inner) => !self.hold(inner, doc, filed, next, &mut Found::default()),
        }
    }

    /// Turns positions of a text into bytes.
    fn locate(&self, parts: &[(usize, Part)], text: TextField, filed: &Filed, marks: &mut Vec<Mark>) {
        let (held, field) = match text {
            TextField::Headline => (&filed.article.headline, Field::Headline),
            _ => (&filed.article.body, Field::Body),
        };
        let mine = parts.iter().filter(|(reading, _)| self.readings[*reading].0 == text);
        let mut mine: Vec<(Stretch, &Part, &Sought)> = mine
            .map(|(reading, part)| {
                let at = match part {
                    Part::Phrase(_, at) => *at,
                    Part::Word(_, p, _) | Part::Person(_, p) | Part::Date(_, p) => Stretch::whole(*p, p + 1),
                };
                (at, part, &*self.readings[*reading].1)
            })
            .collect();
        mine.sort_by_key(|(at, ..)| *at);
        // Words that may belong to the parts, by position: bytes and term.
        let last = mine.iter().map(|(at, ..)| at.end).max().unwrap_or(0);
        let mut needed: Vec<u32> = mine.iter().flat_map(|(at, ..)| at.start..at.end).collect();
        needed.sort_unstable();
        needed.dedup();
        let mut words: Vec<Word> = Vec::with_capacity(needed.len());
        let mut reader = Words::new(held);
        let mut word = Word::default();
        let mut at = 0;
        while at < needed.len() && reader.read(&mut word) && (word.position as u32) < last {
            while needed.get(at).is_some_and(|p| (*p as usize) < word.position) {
                at += 1;
            }
            if needed.get(at).is_some_and(|p| *p as usize == word.position) {
                words.push(word.clone());
            }
        }
        for (stretch, part, sought) in mine {
            let from = words.partition_point(|w| w.position < stretch.start as usize);
            let to = words.partition_point(|w| w.position < stretch.end as usize);
            let here = &words[from..to];
            match part {
                Part::Phrase(leaf, _) => {
                    let lists = sought.matcher.lists_of(*leaf);
                    let nth = |word: &Word| lists.get(word.position - stretch.start as usize);
                    let fits = |word: &&Word| nth(word).is_some_and(|list| sought.holds(*list, &word.term));
                    let at = here.iter().filter(fits).fold(None, |at: Option<Range<usize>>, word| match at {
                        Some(at) => Some(at.start.min(word.start)..at.end.max(word.end)),
                        None => Some(word.start..word.end),
                    });
                    marks.extend(at.map(|at| Mark { at, leaf: Some(*leaf) }));
                }
                Part::Word(leaf, _, n) => {
                    let list = sought.matcher.lists_of(*leaf).get(*n).copied();
                    let fits = |word: &&Word| list.is_some_and(|list| sought.holds(list, &word.term));
                    marks.extend(here.iter().filter(fits).map(|w| Mark { at: w.start..w.end, leaf: Some(*leaf) }));
                }
                Part::Person(leaf, _) => {
                    let lists = sought.matcher.lists_of(*leaf);
                    let meant = |person: &&Person| {
                        let name = format!("{NAME}{}", person.name);
                        lists.iter().all(|list| sought.holds(*list, &name))
                    };
                    let people = filed.mentions.people.iter().filter(meant).flat_map(|p| &p.mentions);
                    marks.extend(mention(people, field, here).map(|at| Mark { at, leaf: Some(*leaf) }));
                }
                Part::Date(leaf, _) => {
                    let days = filed.mentions.dates.iter().map(|d| &d.place);
                    marks.extend(mention(days, field, here).map(|at| Mark { at, leaf: Some(*leaf) }));
                }
            }
        }
    }
}

/// The first of some mentions in a text that holds any of these words.
fn mention<'a>(places: impl Iterator<Item = &'a Place>, field: Field, words: &[Word]) -> Option<Range<usize>> {
    let holds = |p: &&Place| p.field == field && words.iter().any(|w| w.start < p.end && p.start < w.end);
    places.filter(holds).min().map(|p| p.start..p.end)
}

/// What was found while the proof is walked.
#[derive(Default)]
struct Found {
    headline: Vec<Mark>,
    body: Vec<Mark>,
    /// Parts of spans, each with the number of its reading.
    parts: Vec<(usize, Part)>,
    /// Parts of the query's choice that do not hold.
    lacks: Vec<usize>,
}

impl Found {
    fn lengths(&self) -> [usize; 3] {
        [self.headline.len(), self.body.len(), self.parts.len()]
    }

    fn truncate(&mut self, [headline, body, parts]: [usize; 3]) {
        self.headline.truncate(headline);
        self.body.truncate(body);
        self.parts.truncate(parts);
    }

    fn mark(&mut self, place: &Place, leaf: Option<usize>) {
        let mark = Mark { at: place.start..place.end, leaf };
        match place.field {
            Field::Headline => self.headline.push(mark),
            Field::Body => self.body.push(mark),
        }
    }
}

/// The part of which some may be missing.
fn choice(proof: &Proof) -> Option<&Proof> {
    let is_choice = |proof: &&Proof| matches!(proof, Proof::Any(..));
    match proof {
        Proof::All(parts) => parts.first().filter(is_choice),
        other => Some(other).filter(is_choice),
    }
}

fn gather<'a>(proof: &'a Proof, sought: &mut Vec<&'a Arc<Sought>>) {
    match proof {
        Proof::Text(_, these) => sought.extend(these),
        Proof::All(parts) | Proof::Any(_, parts) => parts.iter().for_each(|part| gather(part, sought)),
        Proof::Prefer(must, should) => {
            gather(must, sought);
            should.iter().for_each(|part| gather(part, sought));
        }
        Proof::Not(inner) => gather(inner, sought),
        Proof::Always
        | Proof::Person(..)
        | Proof::Published(_)
        | Proof::Suspect
        | Proof::Language(_)
        | Proof::Mentions(_)
        | Proof::Possibly(..)
        | Proof::Length(..) => {}
    }
}

/// Marks what satisfied a query in one article of a snapshot; None if the article does not satisfy it.
///
/// # Errors
/// What reading the index says.
pub fn prove(proof: &Proof, searcher: &Searcher, address: DocAddress, filed: &Filed) -> tantivy::Result<Option<Marks>> {
    Ok(Prover::new(proof, searcher, address.segment_ord)?.prove(address.doc_id, filed))
}
