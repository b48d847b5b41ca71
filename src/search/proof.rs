//! Which words of an article satisfied a query: byte ranges, and nothing else.
//!
//! Takes the query as lowered and one article, gives the [`Marks`] in its headline and body. A branch that was not
//! satisfied marks nothing, nor does anything excluded; a phrase is marked only as a whole; a name where it is mentioned.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::occurrence::Standing;
use crate::date::Period;
use crate::index::document::Filed;
use crate::mention::{Field, Place};
use crate::words::{Word, Words};

/// A text of an article that words are looked for in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the fields of an article")]
pub enum TextField {
    Headline,
    Body,
    People,
    Source,
    Byline,
    Place,
}

/// A word, phrase or name of a query, with the terms that stand for its words in each field.
#[derive(Clone, Debug)]
pub struct Leaf {
    /// How rare it is (BM25's inverse document frequency, summed over its words).
    pub weight: f32,
    /// How its words must stand.
    pub standing: Standing,
    /// For each field: for each word, its terms.
    pub fields: Vec<(TextField, Vec<HashSet<String>>)>,
}

/// What must hold of an article.
#[derive(Clone, Debug)]
pub enum Proof {
    /// Nothing.
    Always,
    /// The leaf of this number occurs.
    Leaf(usize),
    /// Published within; None for undated.
    Published(Option<Period>),
    /// Speaks of a day within.
    Mentions(Period),
    /// All hold.
    All(Vec<Proof>),
    /// One holds.
    Any(Vec<Proof>),
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
}

/// Marks what satisfied the query in an article; None if the article does not satisfy it.
pub fn prove(proof: &Proof, leaves: &[Leaf], filed: &Filed) -> Option<Marks> {
    prove_each(&[(proof, leaves)], filed).pop().flatten()
}

/// As [`prove`], for several queries, each with its own leaves; the text is read once.
pub fn prove_each(asked: &[(&Proof, &[Leaf])], filed: &Filed) -> Vec<Option<Marks>> {
    let leaves: Vec<&Leaf> = asked.iter().flat_map(|(_, leaves)| *leaves).collect();
    let found = occurrences(&leaves, filed);
    let mut rest = found.as_slice();
    let prove = |(proof, leaves): &(&Proof, &[Leaf])| {
        let (found, others) = rest.split_at(leaves.len());
        rest = others;
        let mut marks = Marks::default();
        if !hold(proof, found, filed, &mut marks) {
            return None;
        }
        for list in [&mut marks.headline, &mut marks.body] {
            list.sort_by_key(|m| (m.at.start, m.at.end, m.leaf));
            list.dedup();
        }
        Some(marks)
    };
    asked.iter().map(prove).collect()
}

/// For each leaf: whether it occurs, and its places in headline and body.
struct Occurs {
    there: bool,
    places: Vec<Place>,
}

fn hold(proof: &Proof, found: &[Occurs], filed: &Filed, marks: &mut Marks) -> bool {
    match proof {
        Proof::Always => true,
        Proof::Leaf(leaf) => {
            if found[*leaf].there {
                found[*leaf].places.iter().for_each(|place| mark(marks, place, Some(*leaf)));
            }
            found[*leaf].there
        }
        Proof::Published(None) => filed.article.published.is_none(),
        Proof::Published(Some(period)) => filed.article.published.is_some_and(|p| period.covers(&p)),
        Proof::Mentions(period) => {
            let mut any = false;
            for date in filed.mentions.dates.iter().filter(|d| period.covers(&d.period)) {
                mark(marks, &date.place, None);
                any = true;
            }
            any
        }
        Proof::All(parts) => {
            let mut mine = Marks::default();
            let all = parts.iter().all(|part| hold(part, found, filed, &mut mine));
            if all {
                join(marks, mine);
            }
            all
        }
        Proof::Any(parts) => {
            // Every branch that holds leaves its marks, so none may be skipped.
            let mut any = false;
            for part in parts {
                any |= hold(part, found, filed, marks);
            }
            any
        }
        Proof::Prefer(must, should) => {
            let there = hold(must, found, filed, marks);
            if there {
                should.iter().for_each(|part| {
                    hold(part, found, filed, marks);
                });
            }
            there
        }
        Proof::Not(inner) => !hold(inner, found, filed, &mut Marks::default()),
    }
}

fn mark(marks: &mut Marks, place: &Place, leaf: Option<usize>) {
    let mark = Mark { at: place.start..place.end, leaf };
    match place.field {
        Field::Headline => marks.headline.push(mark),
        Field::Body => marks.body.push(mark),
    }
}

fn join(marks: &mut Marks, mut more: Marks) {
    marks.headline.append(&mut more.headline);
    marks.body.append(&mut more.body);
}

fn occurrences(leaves: &[&Leaf], filed: &Filed) -> Vec<Occurs> {
    let mut found: Vec<Occurs> = leaves.iter().map(|_| Occurs { there: false, places: Vec::new() }).collect();
    let article = &filed.article;
    let texts = [
        (TextField::Headline, Some(article.headline.as_str())),
        (TextField::Body, Some(article.body.as_str())),
        (TextField::Source, article.source.as_deref()),
        (TextField::Byline, article.byline.as_deref()),
        (TextField::Place, article.place.as_deref()),
    ];
    for (field, text) in texts {
        let wanted = Wanted::new(leaves, field);
        if let Some(text) = text
            && !wanted.terms.is_empty()
        {
            wanted.find(text, leaves, &mut |leaf, start, end| {
                found[leaf].there = true;
                match field {
                    TextField::Headline => found[leaf].places.push(Place { field: Field::Headline, start, end }),
                    TextField::Body => found[leaf].places.push(Place { field: Field::Body, start, end }),
                    _ => {}
                }
            });
        }
    }
    for (leaf, occurs) in leaves.iter().zip(&mut found) {
        for (_, words) in leaf.fields.iter().filter(|(field, _)| *field == TextField::People) {
            for person in &filed.mentions.people {
                let names: HashSet<String> = Words::new(&person.name).map(|w| w.term).collect();
                if words.iter().all(|terms| names.iter().any(|name| terms.contains(name))) {
                    occurs.there = true;
                    occurs.places.extend(&person.mentions);
                }
            }
        }
    }
    found
}

/// The terms looked for in one field: term -> (leaf, which of its words).
struct Wanted<'a> {
    field: TextField,
    terms: HashMap<&'a str, Vec<(usize, usize)>>,
    /// By first byte: the lengths of the terms that begin with it. Spares most words the look-up.
    lengths: Box<[u64; 256]>,
}

impl<'a> Wanted<'a> {
    fn new(leaves: &[&'a Leaf], field: TextField) -> Wanted<'a> {
        let mut wanted = Wanted { field, terms: HashMap::new(), lengths: Box::new([0; 256]) };
        for (number, leaf) in leaves.iter().enumerate() {
            for (_, words) in leaf.fields.iter().filter(|(f, _)| *f == field) {
                for (n, terms) in words.iter().enumerate() {
                    for term in terms {
                        wanted.terms.entry(term).or_default().push((number, n));
                        if let Some(first) = term.bytes().next() {
                            wanted.lengths[first as usize] |= 1 << term.len().min(63);
                        }
                    }
                }
            }
        }
        wanted
    }

    fn find(&self, text: &str, leaves: &[&Leaf], found: &mut dyn FnMut(usize, usize, usize)) {
        /// Position, start, end.
        type Stand = (usize, usize, usize);
        // For phrases: where each of their words stands, in order.
        let mut phrases: HashMap<usize, Vec<Vec<Stand>>> = HashMap::new();
        let mut words = Words::new(text);
        let mut word = Word::default();
        while words.read(&mut word) {
            let Some(first) = word.term.bytes().next() else { continue };
            if self.lengths[first as usize] & (1 << word.term.len().min(63)) == 0 {
                continue;
            }
            for (leaf, n) in self.terms.get(word.term.as_str()).into_iter().flatten() {
                let length = self.length(leaves[*leaf]);
                if length == 1 {
                    found(*leaf, word.start, word.end);
                } else {
                    let places = phrases.entry(*leaf).or_insert_with(|| vec![Vec::new(); length]);
                    places[*n].push((word.position, word.start, word.end));
                }
            }
        }
        let mut leaves: Vec<usize> = phrases.keys().copied().collect();
        leaves.sort_unstable();
        for leaf in leaves {
            let places = &phrases[&leaf];
            'starts: for (position, start, end) in &places[0] {
                let mut end = *end;
                for (n, next) in places.iter().enumerate().skip(1) {
                    match next.binary_search_by_key(&(position + n), |p| p.0) {
                        Ok(at) => end = end.max(next[at].2),
                        Err(_) => continue 'starts,
                    }
                }
                found(leaf, *start, end);
            }
        }
    }

    fn length(&self, leaf: &Leaf) -> usize {
        leaf.fields.iter().find(|(f, _)| *f == self.field).map_or(0, |(_, words)| words.len())
    }
}
