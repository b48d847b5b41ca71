//! Gathers for the second look what the words of a query are to the best articles: places and forms, out of postings.
//!
//! Takes the units of a lowered query and some articles of a snapshot; gives a [`Candidate`] each. No text is read. How
//! they are scored is [`super::rank`]'s alone.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use tantivy::postings::TermInfo;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, DocId, SegmentReader};

use super::bm25;
use super::postings::Union;
use super::rank::{Candidate, Form, Found, Occurrence};
use super::ready::{Ready, handle};
use super::sought::{Reading, Sought, TextField};
use super::statistics::Snapshot;
use super::terms::{Terms, is_function_word, kin, look_up_all};
use crate::index::schema::Built;
use crate::nations;
use crate::query::{Case, Span, Spelling, Text};

/// A part of a query that asks for something, and how it is found in headline and body.
pub struct Unit {
    /// What it is worth.
    pub weight: f32,
    finds: Vec<(TextField, Evidence)>,
}

/// What counts as an occurrence.
enum Evidence {
    /// Words in some forms: the postings of each form, by segment.
    Forms(Field, Vec<(Form, Vec<Vec<TermInfo>>)>),
    /// Every match of a span.
    Spans(Arc<Sought>),
}

impl Unit {
    /// The unit of what is asked of headline or body; None of what is asked of other texts.
    ///
    /// # Errors
    /// What reading the index says.
    pub fn new(
        weight: f32,
        text: &Text,
        sought: &[Arc<Sought>],
        snapshot: &Snapshot,
        built: &Built,
        ready: &mut Ready<'_>,
    ) -> tantivy::Result<Option<Unit>> {
        let ranked = |s: &&Arc<Sought>| matches!(s.text, TextField::Headline | TextField::Body);
        let sought: Vec<Arc<Sought>> = sought.iter().filter(ranked).map(Arc::clone).collect();
        if sought.is_empty() {
            return Ok(None);
        }
        let spelling = match &text.span {
            Span::Words(forms) => match forms.as_slice() {
                [form] if form.case == Case::Any => Some(&form.spelling),
                _ => None,
            },
            _ => None,
        };
        let Some(spelling @ (Spelling::Inflected(_) | Spelling::Fuzzy(..))) = spelling else {
            return Ok(Some(Unit::spans(weight, sought)));
        };
        let mut finds = Vec::with_capacity(sought.len());
        let mut kindred: Option<Vec<String>> = None;
        // The body first: it knows more kin.
        for sought in sought.iter().rev() {
            let field = handle(sought.text, &built.fields);
            let terms = ready.look_up(field, spelling)?;
            let (exact, others) = parted(&terms);
            let mut forms = vec![(Form::Exact, exact), (Form::Inflected, others)];
            if let Spelling::Inflected(word) = spelling
                && !is_function_word(word)
            {
                let mut known: Vec<Arc<HashSet<String>>> = vec![Arc::clone(&terms.words)];
                for name in nations::others(word) {
                    let terms = ready.look_up(field, &Spelling::Inflected(name.to_string()))?;
                    known.push(terms.words);
                    forms.push((Form::Nation, terms.postings));
                }
                let words = match &kindred {
                    Some(words) => words,
                    None => &*kindred.insert(kin(&snapshot.searcher, field, word, &known)?),
                };
                forms.push((Form::Kin, look_up_all(&snapshot.searcher, field, words)?.postings));
            }
            finds.push((sought.text, Evidence::Forms(field, forms)));
        }
        Ok(Some(Unit { weight, finds }))
    }

    /// A unit whose every match counts alike.
    pub fn spans(weight: f32, sought: Vec<Arc<Sought>>) -> Unit {
        Unit { weight, finds: sought.into_iter().map(|sought| (sought.text, Evidence::Spans(sought))).collect() }
    }

    /// More than it can add to a score of the first look.
    pub fn bound(&self) -> f32 {
        // Headline and body each, with the weight of the headline.
        bm25::grained(self.weight * (bm25::K1 + 1.0)) * 4.0
    }
}

/// The postings of the very word, and those of its other forms.
fn parted(terms: &Terms) -> (Vec<Vec<TermInfo>>, Vec<Vec<TermInfo>>) {
    let (mut exact, mut others) = (Vec::new(), Vec::new());
    for (infos, at) in terms.postings.iter().zip(&terms.exact) {
        let is = |n: usize| Some(n) == *at;
        exact.push(infos.iter().enumerate().filter(|(n, _)| is(*n)).map(|(_, info)| info.clone()).collect());
        others.push(infos.iter().enumerate().filter(|(n, _)| !is(*n)).map(|(_, info)| info.clone()).collect());
    }
    (exact, others)
}

/// A unit as it is read in one segment.
enum Open {
    Forms(Vec<(Form, Union)>),
    Spans(Reading),
}

/// The candidates of some articles, in the order given.
///
/// # Errors
/// What reading the index says.
pub fn candidates(units: &[Unit], snapshot: &Snapshot, articles: &[DocAddress]) -> tantivy::Result<Vec<Candidate>> {
    let mut by_segment: HashMap<u32, Vec<(DocId, usize)>> = HashMap::new();
    for (n, address) in articles.iter().enumerate() {
        by_segment.entry(address.segment_ord).or_default().push((address.doc_id, n));
    }
    let mut found = vec![Candidate::default(); articles.len()];
    for (segment, mut docs) in by_segment {
        docs.sort_unstable();
        let reader = snapshot.searcher.segment_reader(segment);
        let lengths = reader.fast_fields().u64("words")?;
        for (doc, n) in &docs {
            found[*n].length = lengths.first(*doc).unwrap_or(0).min(u64::from(u32::MAX)) as u32;
            found[*n].words = vec![Found::default(); units.len()];
        }
        for (number, unit) in units.iter().enumerate() {
            for (text, evidence) in &unit.finds {
                let mut open = evidence.open(reader, segment as usize)?;
                for (doc, n) in &docs {
                    let places = open.places(*doc);
                    let word = &mut found[*n].words[number];
                    match text {
                        TextField::Headline => word.headline = places,
                        _ => word.body = places,
                    }
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
                let place = |at: u32| Occurrence { position: at, form: Form::Exact };
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
