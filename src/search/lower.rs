//! [`Query`] -> what tantivy is asked, and the [`Proof`] that later marks what satisfied it. Both are made of the same
//! terms in one walk over the tree, so they cannot disagree.

use std::ops::Bound;

use tantivy::query::{
    AllQuery, BooleanQuery, ConstScoreQuery, EmptyQuery, ExistsQuery, Occur, Query as Lowered, RangeQuery,
};
use tantivy::schema::Field;
use tantivy::{Searcher, Term};

use super::occurrence::{Occurrence, Standing, idf};
use super::proof::{Leaf, Proof, TextField};
use super::statistics::Snapshot;
use super::steady::Steady;
use super::terms::{Terms, look_up};
use crate::date::{Iso, Period, day_number};
use crate::index::schema::{Built, Fields};
use crate::query::{Form, Query, Scope};

/// A lowered query.
pub struct Plan {
    /// For tantivy.
    pub lowered: Box<dyn Lowered>,
    /// For marking.
    pub proof: Proof,
    /// The words and names in it; the proof names them by number.
    pub leaves: Vec<Leaf>,
}

/// Lowers a query for one snapshot.
///
/// # Errors
/// What reading the index says.
pub fn lower(query: &Query, snapshot: &Snapshot, built: &Built) -> tantivy::Result<Plan> {
    let mut lowering = Lowering { snapshot, searcher: &snapshot.searcher, built, leaves: Vec::new() };
    let (lowered, proof) = lowering.node(query)?;
    Ok(Plan { lowered, proof, leaves: lowering.leaves })
}

struct Lowering<'a> {
    snapshot: &'a Snapshot,
    searcher: &'a Searcher,
    built: &'a Built,
    leaves: Vec<Leaf>,
}

type Node = (Box<dyn Lowered>, Proof);

impl Lowering<'_> {
    fn node(&mut self, query: &Query) -> tantivy::Result<Node> {
        Ok(match query {
            Query::Everything => (unscored(Box::new(AllQuery)), Proof::Always),
            Query::Text(text) => {
                let fields: &[TextField] = match text.scope {
                    Scope::Article => &[TextField::Headline, TextField::Body],
                    Scope::Headline => &[TextField::Headline],
                    Scope::Body => &[TextField::Body],
                    Scope::Source => &[TextField::Source],
                    Scope::Byline => &[TextField::Byline],
                    Scope::Place => &[TextField::Place],
                };
                self.words(&text.forms, fields, Standing::Adjacent)?
            }
            Query::Person(name) => self.words(&name.forms, &[TextField::People], Standing::SameName)?,
            Query::Published(None) => {
                let dated = Box::new(ExistsQuery::new("published_from".to_string(), false)) as Box<dyn Lowered>;
                (without(dated), Proof::Published(None))
            }
            Query::Published(Some(period)) => (self.published(period), Proof::Published(Some(*period))),
            Query::Mentions(period) => (self.mentions(period)?, Proof::Mentions(*period)),
            Query::And(parts) => {
                let mut clauses = Vec::with_capacity(parts.len());
                let mut proofs = Vec::with_capacity(parts.len());
                for part in parts {
                    let (inner, negated) = match part {
                        Query::Not(inner) => (&**inner, true),
                        other => (other, false),
                    };
                    let (lowered, proof) = self.node(inner)?;
                    clauses.push((if negated { Occur::MustNot } else { Occur::Must }, lowered));
                    proofs.push(if negated { Proof::Not(Box::new(proof)) } else { proof });
                }
                if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
                    clauses.push((Occur::Must, unscored(Box::new(AllQuery))));
                }
                (Box::new(BooleanQuery::new(clauses)), Proof::All(proofs))
            }
            Query::Or(parts) => {
                let mut clauses = Vec::with_capacity(parts.len());
                let mut proofs = Vec::with_capacity(parts.len());
                for part in parts {
                    let (lowered, proof) = self.node(part)?;
                    clauses.push((Occur::Should, lowered));
                    proofs.push(proof);
                }
                (Box::new(BooleanQuery::new(clauses)), Proof::Any(proofs))
            }
            Query::Prefer(must, should) => {
                let (lowered, proof) = self.node(must)?;
                let mut clauses = vec![(Occur::Must, lowered)];
                let mut proofs = Vec::with_capacity(should.len());
                for part in should {
                    let (lowered, proof) = self.node(part)?;
                    clauses.push((Occur::Should, lowered));
                    proofs.push(proof);
                }
                (Box::new(BooleanQuery::new(clauses)), Proof::Prefer(Box::new(proof), proofs))
            }
            Query::Not(inner) => {
                let (lowered, proof) = self.node(inner)?;
                (without(lowered), Proof::Not(Box::new(proof)))
            }
        })
    }

    /// Words next to each other (or in one name) in any of some fields.
    fn words(&mut self, forms: &[Form], fields: &[TextField], standing: Standing) -> tantivy::Result<Node> {
        let handles: Vec<Field> = fields.iter().map(|f| handle(*f, &self.built.fields)).collect();
        let mut found: Vec<Vec<Terms>> = Vec::with_capacity(handles.len());
        for field in &handles {
            let mut places = Vec::with_capacity(forms.len());
            for form in forms {
                places.push(look_up(self.searcher, *field, form)?);
            }
            found.push(places);
        }
        // A word that is rare in headlines only because headlines are short is not rare: the commonest field counts.
        let articles = self.searcher.num_docs();
        let rarity: f32 = (0..forms.len())
            .map(|n| idf(articles, found.iter().map(|places| places[n].frequency).max().unwrap_or(0)))
            .sum();
        let mut leaf = Leaf { weight: rarity, standing, fields: Vec::with_capacity(fields.len()) };
        let mut clauses: Vec<(Occur, Box<dyn Lowered>)> = Vec::with_capacity(fields.len());
        for ((field, handle), places) in fields.iter().zip(&handles).zip(found) {
            leaf.fields.push((*field, places.iter().map(|terms| terms.words.clone()).collect()));
            if places.iter().all(|terms| !terms.words.is_empty()) {
                let weight = rarity * self.built.weight(*handle);
                let occurrence = Occurrence::new(self.snapshot, *handle, places, standing, weight)?;
                clauses.push((Occur::Should, Box::new(occurrence)));
            }
        }
        self.leaves.push(leaf);
        let proof = Proof::Leaf(self.leaves.len() - 1);
        Ok((
            match clauses.len() {
                0 => Box::new(EmptyQuery),
                1 => clauses.remove(0).1,
                _ => Box::new(BooleanQuery::new(clauses)),
            },
            proof,
        ))
    }

    /// Articles whose publication date lies within the period, all of it.
    fn published(&self, period: &Period) -> Box<dyn Lowered> {
        let fields = &self.built.fields;
        let from = Term::from_field_i64(fields.published_from, day_number(period.from));
        let to = Term::from_field_i64(fields.published_to, day_number(period.to));
        unscored(Box::new(Steady(Box::new(BooleanQuery::new(vec![
            (Occur::Must, Box::new(RangeQuery::new(Bound::Included(from), Bound::Unbounded)) as Box<dyn Lowered>),
            (Occur::Must, Box::new(RangeQuery::new(Bound::Unbounded, Bound::Included(to)))),
        ])))))
    }

    /// Articles that speak of a day, month or year within the period.
    fn mentions(&self, period: &Period) -> tantivy::Result<Box<dyn Lowered>> {
        let field = self.built.fields.dates;
        let (first, last) = (Iso(period.from).to_string(), Iso(period.to).to_string());
        let mut terms = Terms::default();
        for reader in self.searcher.segment_readers() {
            let index = reader.inverted_index(field)?;
            // Terms are FROM/TO: those that begin in the period, of which those that end in it too.
            let mut stream =
                index.terms().range().ge(first.as_bytes()).lt(format!("{last}0").as_bytes()).into_stream()?;
            let mut found = Vec::new();
            while stream.advance() {
                if stream.key().get(11..).is_some_and(|to| to <= last.as_bytes()) {
                    found.push(stream.value().clone());
                }
            }
            terms.postings.push(found);
        }
        Ok(Box::new(Occurrence::new(self.snapshot, field, vec![terms], Standing::Adjacent, 0.0)?))
    }
}

fn handle(field: TextField, fields: &Fields) -> Field {
    match field {
        TextField::Headline => fields.headline,
        TextField::Body => fields.body,
        TextField::People => fields.people,
        TextField::Source => fields.source,
        TextField::Byline => fields.byline,
        TextField::Place => fields.place,
    }
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
