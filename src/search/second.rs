//! Gathers for the second look what the words of a query are to the best articles: places and forms, out of postings.
//!
//! Takes the units of a lowered query and some articles of a snapshot; gives a [`Candidate`] each. No text is read. How
//! they are scored is [`super::reckoning`]'s alone.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;
use tantivy::postings::TermInfo;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, DocId, SegmentReader};

use super::bm25;
use super::postings::Union;
use super::rank::{Candidate, Form as Occurs, Found, Occurrence};
use super::ready::handle;
use super::sought::{Reading, Sought, TextField};
use super::statistics::Snapshot;
use super::terms::{kin, look_up_all};
use crate::index::schema::Built;
use crate::nations;
use crate::query::{Case, Form, Span, Spelling, Text};

/// What a part of a query is called, and what its weight comes from.
#[derive(Clone, Debug)]
pub struct Named {
    /// It in the query language.
    pub name: String,
    /// Numbers of its leaves in the plan.
    pub leaves: Range<usize>,
    /// What its weight is multiplied with.
    pub boost: f32,
}

/// A part of a query that asks for something of headline or body.
pub struct Unit {
    /// What it is worth.
    pub weight: f32,
    /// What it is called.
    pub named: Named,
    /// What is sought in each text.
    sought: Vec<Arc<Sought>>,
    /// The word, if it is one whose other forms count for less.
    word: Option<Spelling>,
}

/// What counts as an occurrence.
enum Evidence {
    /// Words in some forms: the postings of each form, by segment.
    Forms(Field, Vec<(Occurs, Vec<Vec<TermInfo>>)>),
    /// Every match of a span.
    Spans(Arc<Sought>),
}

impl Unit {
    /// The unit of what is asked of headline or body; None of what is asked of other texts.
    pub fn new(weight: f32, named: Named, text: &Text, sought: &[Arc<Sought>]) -> Option<Unit> {
        let ranked = |s: &&Arc<Sought>| matches!(s.text, TextField::Headline | TextField::Body);
        let sought: Vec<Arc<Sought>> = sought.iter().filter(ranked).map(Arc::clone).collect();
        let word = match &text.span {
            Span::Words(forms) => match forms.as_slice() {
                [Form { spelling: word @ (Spelling::Inflected(_) | Spelling::Fuzzy(..)), case: Case::Any }] => {
                    Some(word.clone())
                }
                _ => None,
            },
            _ => None,
        };
        (!sought.is_empty()).then_some(Unit { weight, named, sought, word })
    }

    /// A unit whose every match counts alike.
    pub fn spans(weight: f32, named: Named, sought: Vec<Arc<Sought>>) -> Unit {
        Unit { weight, named, sought, word: None }
    }

    /// More than it can add to a score of the first look.
    pub fn bound(&self) -> f32 {
        // Headline and body each, with the weight of the headline.
        bm25::grained(self.weight * (bm25::K1 + 1.0)) * 4.0
    }

    /// How it is found in each text. Nations and kin are looked up here, since only the second look asks for them.
    fn finds(&self, snapshot: &Snapshot, built: &Built) -> tantivy::Result<Vec<(TextField, Evidence)>> {
        let Some(word) = &self.word else {
            return Ok(self.sought.iter().map(|sought| (sought.text, Evidence::Spans(Arc::clone(sought)))).collect());
        };
        let mut finds = Vec::with_capacity(self.sought.len());
        let mut kindred: Option<Vec<String>> = None;
        // The body first: it knows more kin.
        for sought in self.sought.iter().rev() {
            let field = handle(sought.text, &built.fields);
            let Some(list) = sought.lists.first() else { continue };
            let (Spelling::Inflected(spelled) | Spelling::Fuzzy(spelled, _)) = word else { continue };
            let exact = snapshot.look_up(field, &Spelling::Exact(spelled.clone()))?.postings;
            let others = list.postings.iter().zip(&exact);
            let others = others.map(|(all, exact)| all.iter().filter(|info| !exact.contains(info)).cloned().collect());
            let others = others.collect();
            let mut forms = vec![(Occurs::Exact, exact), (Occurs::Inflected, others)];
            if let Spelling::Inflected(word) = word
                && !snapshot.tongues()?.is_function_word(word)
            {
                let mut known: Vec<Arc<HashSet<String>>> = vec![Arc::clone(&list.words)];
                for name in nations::others(word) {
                    let terms = snapshot.look_up(field, &Spelling::Inflected(name.to_string()))?;
                    known.push(terms.words);
                    forms.push((Occurs::Nation, terms.postings));
                }
                let words = match &kindred {
                    Some(words) => words,
                    None => &*kindred.insert(kin(&snapshot.searcher, field, word, &known)?),
                };
                forms.push((Occurs::Kin, look_up_all(&snapshot.searcher, field, words)?.postings));
            }
            finds.push((sought.text, Evidence::Forms(field, forms)));
        }
        Ok(finds)
    }
}

/// A unit as it is read in one segment.
enum Open {
    Forms(Vec<(Occurs, Union)>),
    Spans(Reading),
}

/// The candidates of some articles, in the order given.
///
/// # Errors
/// What reading the index says.
pub fn candidates(
    units: &[Unit],
    snapshot: &Snapshot,
    built: &Built,
    articles: &[DocAddress],
) -> tantivy::Result<Vec<Candidate>> {
    let finds = units.par_iter().map(|unit| unit.finds(snapshot, built)).collect::<tantivy::Result<Vec<_>>>()?;
    let mut order: Vec<usize> = (0..articles.len()).collect();
    order.sort_unstable_by_key(|n| articles[*n]);
    let segments: Vec<&[usize]> = order.chunk_by(|a, b| articles[*a].segment_ord == articles[*b].segment_ord).collect();
    let segments = segments.par_iter().map(|segment| in_segment(&finds, snapshot, articles, segment));
    let mut found = vec![Candidate::default(); articles.len()];
    for (n, candidate) in segments.collect::<tantivy::Result<Vec<_>>>()?.into_iter().flatten() {
        found[n] = candidate;
    }
    Ok(found)
}

/// The candidates of some articles of one segment, in its order: their numbers, and what was found.
fn in_segment(
    finds: &[Vec<(TextField, Evidence)>],
    snapshot: &Snapshot,
    articles: &[DocAddress],
    numbers: &[usize],
) -> tantivy::Result<Vec<(usize, Candidate)>> {
    let Some(first) = numbers.first() else { return Ok(Vec::new()) };
    let segment = articles[*first].segment_ord;
    let reader = snapshot.searcher.segment_reader(segment);
    let lengths = reader.fast_fields().u64("words")?;
    let length = |doc: DocId| lengths.first(doc).unwrap_or(0).min(u64::from(u32::MAX)) as u32;
    let empty =
        |n: &usize| (*n, Candidate { length: length(articles[*n].doc_id), words: vec![Found::default(); finds.len()] });
    let mut found: Vec<(usize, Candidate)> = numbers.iter().map(empty).collect();
    for (number, finds) in finds.iter().enumerate() {
        for (text, evidence) in finds {
            let mut open = evidence.open(reader, segment as usize)?;
            for (n, candidate) in &mut found {
                let places = open.places(articles[*n].doc_id);
                let word = &mut candidate.words[number];
                match text {
                    TextField::Headline => word.headline = places,
                    _ => word.body = places,
                }
            }
        }
    }
    Ok(found)
}

impl Evidence {
    fn open(&self, reader: &SegmentReader, segment: usize) -> tantivy::Result<Open> {
        Ok(match self {
            Evidence::Spans(sought) => Open::Spans(sought.open(reader, segment)?),
            Evidence::Forms(field, forms) => {
                let index = reader.inverted_index(*field)?;
                let mut lists = Vec::with_capacity(forms.len());
                for (form, postings) in forms {
                    let infos = postings.get(segment).map(Vec::as_slice).unwrap_or_default();
                    if !infos.is_empty() {
                        lists.push((*form, Union::open(&index, infos, IndexRecordOption::WithFreqsAndPositions)?));
                    }
                }
                Open::Forms(lists)
            }
        })
    }
}

impl Open {
    /// The occurrences in an article; articles are asked for in order.
    fn places(&mut self, doc: DocId) -> Vec<Occurrence> {
        match self {
            Open::Spans(reading) => {
                let place = |at: u32| Occurrence { position: at, form: Occurs::Exact };
                reading.matches(doc).into_iter().map(|stretch| place(stretch.start)).collect()
            }
            Open::Forms(lists) => {
                let mut places = Vec::new();
                let mut positions = Vec::new();
                for (form, list) in lists {
                    if list.seek(doc) == doc {
                        list.positions(&mut positions);
                        places.extend(positions.iter().map(|p| Occurrence { position: *p, form: *form }));
                    }
                }
                places.sort_by_key(|place| place.position);
                places
            }
        }
    }
}
