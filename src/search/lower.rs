//! [`Query`] -> what tantivy is asked, and the [`Proof`] that later marks what satisfied it. Both are made of the same
//! terms and the same matchers in one walk over the tree, so they cannot disagree.

use std::ops::Bound;
use std::sync::Arc;

use tantivy::index::SegmentId;
use tantivy::query::{
    AllQuery, BooleanQuery, ConstScoreQuery, EmptyQuery, ExistsQuery, Occur, Query as Lowered, RangeQuery,
};
use tantivy::schema::Field;
use tantivy::{SegmentReader, Term};

use super::any::{AnyOf, Part};
use super::bm25::Bm25;
use super::occurrence::Occurrence;
use super::proof::{Leaf, Proof};
use super::rank::Parts;
use super::ready::{Ready, Worth, handle};
use super::second::{Named, Unit};
use super::sought::{Sought, TextField};
use super::spans::Matcher;
use super::statistics::Snapshot;
use super::steady::Steady;
use super::stretch::{Share, Stretches};
use super::terms::Terms;
use super::tongues::Tongues;
use crate::date::{Iso, Period, day_number};
use crate::index::schema::Built;
use crate::query::{Called, Form, Query, Scope, Span, Spelling, Text, When};

/// A lowered query.
pub struct Plan {
    /// For tantivy.
    pub lowered: Box<dyn Lowered>,
    /// For marking.
    pub proof: Proof,
    /// The words, phrases and names in it; the proof names them by number.
    pub leaves: Vec<Leaf>,
    /// How many of the leaves, from the first on, were asked for. Those behind them were added: they rank, but they find and
    /// prove nothing.
    pub asked: usize,
    /// What is ranked: the parts that ask for something.
    pub units: Vec<Unit>,
    /// What was not done as asked, in sentences.
    pub notes: Vec<String>,
    /// The same query with its dates asked strictly, where dates are asked that may be; it ranks nothing.
    pub strict: Option<Box<dyn Lowered>>,
}

impl Plan {
    /// What is marked: of a query with words added, what proves the query as it was asked.
    pub fn marked(&self) -> &Proof {
        match &self.proof {
            Proof::Prefer(must, _) if self.asked < self.leaves.len() => must,
            whole => whole,
        }
    }
}

/// Lowers a query for one snapshot; `parts` says how it is ranked, None that it is not. If words were `added`, the query
/// prefers them to what was asked.
///
/// # Errors
/// What reading the index says.
pub fn lower(
    query: &Query,
    added: bool,
    snapshot: &Snapshot,
    built: &Built,
    parts: Option<&Parts>,
) -> tantivy::Result<Plan> {
    let tongues = snapshot.tongues()?;
    let worth = parts.map_or(Worth::None, |parts| Worth::Ranked(parts, !says_something(query, tongues)));
    let mut lowering = Lowering::new(snapshot, built, worth);
    let ((lowered, proof), asked) = match query {
        Query::Prefer(must, should) if added => lowering.prefer(must, should)?,
        other => (lowering.node(other)?, usize::MAX),
    };
    let Lowering { ready, units, .. } = lowering;
    let asked = asked.min(ready.leaves.len());
    let mut strict = None;
    if let Some(query) = parts.and_then(|_| query.certainly()) {
        strict = lower_each(&[query], snapshot, built)?.pop();
    }
    Ok(Plan { lowered, proof, leaves: ready.leaves, asked, units, notes: ready.notes, strict })
}

/// Lowers queries one by one, unranked.
///
/// # Errors
/// What reading the index says.
pub fn lower_each(queries: &[Query], snapshot: &Snapshot, built: &Built) -> tantivy::Result<Vec<Box<dyn Lowered>>> {
    let mut lowering = Lowering::new(snapshot, built, Worth::None);
    queries.iter().map(|query| lowering.node(query).map(|(lowered, _)| lowered)).collect()
}

/// Whether a query asks for more than function words.
fn says_something(query: &Query, tongues: &Tongues) -> bool {
    let says = |part: &Query| says_something(part, tongues);
    match query {
        Query::Text(text) | Query::AtLeast(_, text) => match &text.span {
            Span::Words(forms) => match forms.as_slice() {
                [Form { spelling: Spelling::Exact(word) | Spelling::Inflected(word), .. }] => {
                    !tongues.is_function_word(word)
                }
                _ => true,
            },
            _ => true,
        },
        Query::Person(_) => true,
        Query::And(parts) | Query::Or(parts) | Query::Quorum(_, parts) => parts.iter().any(says),
        Query::Prefer(must, should) => says(must) || should.iter().any(says),
        Query::Boost(inner, _) => says(inner),
        Query::Everything
        | Query::Published(_)
        | Query::Suspect
        | Query::Language(_)
        | Query::Mentions(_)
        | Query::Possibly(..)
        | Query::Length(..)
        | Query::Not(_) => false,
    }
}

struct Lowering<'a> {
    snapshot: &'a Snapshot,
    built: &'a Built,
    segments: Arc<Vec<SegmentId>>,
    ready: Ready<'a>,
    units: Vec<Unit>,
    /// What the ranks below are multiplied with.
    factor: f32,
    /// Whether what is below is asked against.
    negated: bool,
}

type Node = (Box<dyn Lowered>, Proof);
type Clause = (Occur, Box<dyn Lowered>);

impl<'a> Lowering<'a> {
    /// Nothing is lowered yet.
    fn new(snapshot: &'a Snapshot, built: &'a Built, worth: Worth<'a>) -> Lowering<'a> {
        let segments = Arc::new(snapshot.searcher.segment_readers().iter().map(SegmentReader::segment_id).collect());
        let ready = Ready::new(snapshot, built, worth);
        Lowering { snapshot, built, segments, ready, units: Vec::new(), factor: 1.0, negated: false }
    }

    /// Lowers what is asked against.
    fn against(&mut self, query: &Query) -> tantivy::Result<Node> {
        let before = std::mem::replace(&mut self.negated, true);
        let node = self.node(query);
        self.negated = before;
        node
    }

    fn node(&mut self, query: &Query) -> tantivy::Result<Node> {
        Ok(match query {
            Query::Everything => (unscored(Box::new(AllQuery)), Proof::Always),
            Query::Text(text) => self.text(text, 1)?,
            Query::AtLeast(least, text) => self.text(text, *least)?,
            Query::Person(called) => self.person(called)?,
            Query::Published(None) => {
                let dated = Box::new(ExistsQuery::new("published_from".to_string(), false)) as Box<dyn Lowered>;
                (without(dated), Proof::Published(None))
            }
            Query::Suspect => {
                let doubted = ExistsQuery::new("date_doubt".to_string(), false);
                (unscored(Box::new(doubted)), Proof::Suspect)
            }
            Query::Language(tag) => (self.language(tag.as_deref())?, Proof::Language(tag.clone())),
            Query::Published(Some(period)) => (self.published(period, Fit::Within), Proof::Published(Some(*period))),
            Query::Mentions(period) => (self.mentions(period, Fit::Within)?, Proof::Mentions(*period)),
            Query::Possibly(when, period) => {
                let lowered = match when {
                    When::Published => self.published(period, Fit::Overlapping),
                    When::Mentioned => self.mentions(period, Fit::Overlapping)?,
                };
                (lowered, Proof::Possibly(*when, *period))
            }
            Query::Length(least, most) => (self.length(*least, *most), Proof::Length(*least, *most)),
            Query::And(parts) => {
                let mut clauses = Vec::with_capacity(parts.len());
                let mut proofs = Vec::with_capacity(parts.len());
                for part in parts {
                    let (inner, negated) = match part {
                        Query::Not(inner) => (&**inner, true),
                        other => (other, false),
                    };
                    let (lowered, proof) = if negated { self.against(inner)? } else { self.node(inner)? };
                    clauses.push((if negated { Occur::MustNot } else { Occur::Must }, lowered));
                    proofs.push(if negated { Proof::Not(Box::new(proof)) } else { proof });
                }
                if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
                    clauses.push((Occur::Must, unscored(Box::new(AllQuery))));
                }
                (Box::new(BooleanQuery::new(clauses)), Proof::All(proofs))
            }
            Query::Or(parts) => {
                let mut any = Vec::with_capacity(parts.len());
                let mut proofs = Vec::with_capacity(parts.len());
                for part in parts {
                    let units = self.units.len();
                    let (query, proof) = self.node(part)?;
                    let bound = match query.downcast_ref::<AnyOf>() {
                        Some(inner) => inner.bound(),
                        None => self.units[units..].iter().map(Unit::bound).sum(),
                    };
                    any.push(Part { query, bound });
                    proofs.push(proof);
                }
                (Box::new(AnyOf::new(any)), Proof::Any(1, proofs))
            }
            Query::Quorum(least, parts) => {
                let (clauses, proofs) = self.optional(parts)?;
                let least = (*least).max(1) as usize;
                // Tantivy takes a quorum that cannot be met for all of them.
                let lowered: Box<dyn Lowered> = match least > clauses.len() {
                    true => Box::new(EmptyQuery),
                    false => Box::new(BooleanQuery::with_minimum_required_clauses(clauses, least)),
                };
                (lowered, Proof::Any(least, proofs))
            }
            Query::Prefer(must, should) => self.prefer(must, should)?.0,
            Query::Not(inner) => {
                let (lowered, proof) = self.against(inner)?;
                (without(lowered), Proof::Not(Box::new(proof)))
            }
            Query::Boost(inner, factor) => {
                // Scores are multiplied at the words, so that they stay sums of multiples of one grain.
                let before = self.factor;
                self.factor *= factor.0 as f32 / 1000.0;
                let node = self.node(inner);
                self.factor = before;
                node?
            }
        })
    }

    /// What must be there and what only ranks; with the number of leaves once the first is lowered.
    fn prefer(&mut self, must: &Query, should: &[Query]) -> tantivy::Result<(Node, usize)> {
        let (lowered, proof) = self.node(must)?;
        let leaves = self.ready.leaves.len();
        let (optional, proofs) = self.optional(should)?;
        let mut clauses = vec![(Occur::Must, lowered)];
        clauses.extend(optional);
        Ok(((Box::new(BooleanQuery::new(clauses)), Proof::Prefer(Box::new(proof), proofs)), leaves))
    }

    fn optional(&mut self, parts: &[Query]) -> tantivy::Result<(Vec<Clause>, Vec<Proof>)> {
        let mut clauses = Vec::with_capacity(parts.len());
        let mut proofs = Vec::with_capacity(parts.len());
        for part in parts {
            let (lowered, proof) = self.node(part)?;
            clauses.push((Occur::Should, lowered));
            proofs.push(proof);
        }
        Ok((clauses, proofs))
    }

    /// Enough matches in the texts of a scope.
    fn text(&mut self, text: &Text, least: u32) -> tantivy::Result<Node> {
        let texts: &[TextField] = match text.scope {
            Scope::Article | Scope::Lead => &[TextField::Headline, TextField::Body],
            Scope::Headline => &[TextField::Headline],
            Scope::Body => &[TextField::Body],
            Scope::Source => &[TextField::Source],
            Scope::Page => &[TextField::Page],
            Scope::Byline => &[TextField::Byline],
            Scope::Place => &[TextField::Place],
            Scope::Section => &[TextField::Section],
        };
        let lead = text.scope == Scope::Lead;
        let first = self.ready.leaves.len();
        let (sought, rarity) = self.ready.span(&text.span, texts, lead)?;
        let sought: Vec<Arc<Sought>> = sought.into_iter().map(Arc::new).collect();
        if !self.negated && rarity > 0.0 {
            let named = Named { name: text.to_string(), leaves: first..self.ready.leaves.len(), boost: self.factor };
            self.units.extend(Unit::new(rarity * self.factor, named, text, &sought));
        }
        let score = |this: &Self, text: TextField| -> tantivy::Result<Option<Bm25>> {
            let field = handle(text, &this.built.fields);
            let weight = rarity * this.factor * this.built.weight(field);
            Ok(match weight > 0.0 && !this.negated {
                true => Some(Bm25::new(weight, this.snapshot.average_length(field)?)),
                false => None,
            })
        };
        let mut any: Vec<Part> = Vec::with_capacity(sought.len());
        let mut shares = Vec::with_capacity(sought.len());
        for sought in &sought {
            let field = handle(sought.text, &self.built.fields);
            let score = score(self, sought.text)?;
            match (single_word(sought), least) {
                (Some(terms), 0 | 1) => {
                    if terms.postings.iter().any(|infos| !infos.is_empty()) {
                        let bound = score.as_ref().map_or(0.0, Bm25::bound);
                        let word = Occurrence::new(
                            field,
                            terms,
                            Arc::clone(&self.segments),
                            score.map(|score| (field, score)),
                        );
                        any.push(Part { query: Box::new(word), bound });
                    }
                }
                _ => shares.push(Share { sought: Arc::clone(sought), field, score }),
            }
        }
        if !shares.is_empty() {
            let bound = shares.iter().map(|share| share.score.as_ref().map_or(0.0, Bm25::bound)).sum();
            let query = Box::new(Stretches::new(shares, Arc::clone(&self.segments), least));
            any.push(Part { query, bound });
        }
        let lowered: Box<dyn Lowered> = match any.len() {
            0 => Box::new(EmptyQuery),
            _ => Box::new(AnyOf::new(any)),
        };
        Ok((lowered, Proof::Text(least.max(1), sought)))
    }

    /// A person by the names that the articles know him by, also where only the metadata names him.
    fn person(&mut self, called: &Called) -> tantivy::Result<Node> {
        let fields = &self.built.fields;
        let (names, told) = self.ready.names(called)?;
        let name = Span::Person(called.clone());
        let leaf = self.ready.leaf(name.to_string(), &told)?;
        let (rarity, number) = (leaf.weight, self.ready.leaves.len());
        let named = Named { name: leaf.name.clone(), leaves: number..number + 1, boost: self.factor };
        self.ready.leaves.push(leaf);
        let terms = self.snapshot.persons.terms(names.iter().map(String::as_str), fields.person, "")?;
        let proof = Proof::Person(number, names);
        if terms.words.is_empty() {
            return Ok((Box::new(EmptyQuery), proof));
        }
        let weight = rarity * self.factor * self.built.weight(fields.people);
        if self.negated || weight <= 0.0 {
            return Ok((Box::new(Occurrence::new(fields.person, terms, Arc::clone(&self.segments), None)), proof));
        }
        let texts = [TextField::Headline, TextField::Body];
        let (sought, _) = self.ready.span(&name, &texts, false)?;
        let sought = sought.into_iter().map(Arc::new).collect();
        self.units.push(Unit::spans(rarity * self.factor, named, sought));
        let score = Bm25::new(weight, self.snapshot.average_length(fields.people)?);
        let bound = score.bound();
        let score = Some((fields.people, score));
        let query = Box::new(Occurrence::new(fields.person, terms, Arc::clone(&self.segments), score));
        Ok((Box::new(AnyOf::new(vec![Part { query, bound }])), proof))
    }

    /// Articles whose publication date fits the period.
    fn published(&self, period: &Period, fit: Fit) -> Box<dyn Lowered> {
        let fields = &self.built.fields;
        let (begin, end) = match fit {
            Fit::Within => (fields.published_from, fields.published_to),
            Fit::Overlapping => (fields.published_to, fields.published_from),
        };
        let from = Term::from_field_i64(begin, day_number(period.from));
        let to = Term::from_field_i64(end, day_number(period.to));
        unscored(Box::new(Steady(Box::new(BooleanQuery::new(vec![
            (Occur::Must, Box::new(RangeQuery::new(Bound::Included(from), Bound::Unbounded)) as Box<dyn Lowered>),
            (Occur::Must, Box::new(RangeQuery::new(Bound::Unbounded, Bound::Included(to)))),
        ])))))
    }

    /// Articles in a language; None: in none that is known.
    fn language(&self, tag: Option<&str>) -> tantivy::Result<Box<dyn Lowered>> {
        let field = self.built.fields.language;
        let Some(tag) = tag else {
            return Ok(without(Box::new(ExistsQuery::new("language".to_string(), false))));
        };
        let terms = self.snapshot.look_up(field, &Spelling::Exact(tag.to_string()))?;
        Ok(Box::new(Occurrence::new(field, terms, Arc::clone(&self.segments), None)))
    }

    /// Articles of so many words.
    fn length(&self, least: u64, most: Option<u64>) -> Box<dyn Lowered> {
        let term = |words| Bound::Included(Term::from_field_u64(self.built.fields.words, words));
        let range = RangeQuery::new(term(least), most.map_or(Bound::Unbounded, term));
        unscored(Box::new(Steady(Box::new(range))))
    }

    /// Articles that speak of a day, month or year that fits the period.
    fn mentions(&self, period: &Period, fit: Fit) -> tantivy::Result<Box<dyn Lowered>> {
        let field = self.built.fields.dates;
        let terms = days(self.snapshot, field, period, fit)?;
        Ok(Box::new(Occurrence::new(field, terms, Arc::clone(&self.segments), None)))
    }
}

/// How days must lie to those asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// All of them among those asked for: certainly what is meant.
    Within,
    /// At least one of them: what may be meant.
    Overlapping,
}

/// The terms FROM/TO or FROM/TO/FROM/TO of a field that fit a period.
///
/// # Errors
/// What reading the index says.
pub fn days(snapshot: &Snapshot, field: Field, period: &Period, fit: Fit) -> tantivy::Result<Terms> {
    let (first, last) = (Iso(period.from).to_string(), Iso(period.to).to_string());
    let mut terms = Terms::default();
    for reader in snapshot.searcher.segment_readers() {
        let index = reader.inverted_index(field)?;
        // Those that begin in the period or, of those that overlap it, before its end; no other note begins with a digit.
        let begins = match fit {
            Fit::Within => first.as_bytes(),
            Fit::Overlapping => b"0",
        };
        let mut stream = index.terms().range().ge(begins).lt(format!("{last}0").as_bytes()).into_stream()?;
        let mut found = Vec::new();
        while stream.advance() {
            let (to, or) = stream.key().get(11..).unwrap_or_default().split_at_checked(10).unwrap_or_default();
            // Of two readings the earlier begins the term: both must lie within, or one overlap.
            let second = or.get(1..11).zip(or.get(12..));
            let fits = match fit {
                Fit::Within => to <= last.as_bytes() && second.is_none_or(|(_, to)| to <= last.as_bytes()),
                Fit::Overlapping => {
                    let overlaps = |(from, to): (&[u8], &[u8])| from <= last.as_bytes() && to >= first.as_bytes();
                    to >= first.as_bytes() || second.is_some_and(overlaps)
                }
            };
            if fits && !to.is_empty() {
                terms.frequency += u64::from(stream.value().doc_freq);
                found.push(stream.value().clone());
            }
        }
        terms.postings.push(found);
    }
    Ok(terms)
}

/// The terms of a word that needs no positions.
fn single_word(sought: &Sought) -> Option<Terms> {
    let Matcher::Words { slots, .. } = &sought.matcher else { return None };
    let [slot] = slots.as_slice() else { return None };
    let list = sought.lists.get(slot.list).filter(|_| slot.case.is_none())?;
    Some(Terms { words: Arc::clone(&list.words), postings: list.postings.clone(), ..Terms::default() })
}

fn unscored(query: Box<dyn Lowered>) -> Box<dyn Lowered> {
    Box::new(ConstScoreQuery::new(query, 0.0))
}

fn without(query: Box<dyn Lowered>) -> Box<dyn Lowered> {
    unscored(Box::new(BooleanQuery::new(vec![
        (Occur::Must, Box::new(AllQuery) as Box<dyn Lowered>),
        (Occur::MustNot, query),
    ])))
}
