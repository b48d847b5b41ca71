//! Which words of a body take part in a match, and which sentences hold them: postings in, numbers of words out.
//!
//! Takes what must hold of an article ([`Proof`]) and the postings of one segment; gives for each article, in order, what an
//! article can be worth at most, and its [`Spot`]s: sentences that hold something. What takes part is asked of the
//! very matchers that found the article. It must never load an article.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use tantivy::columnar::{Column, StrColumn};
use tantivy::query::{EnableScoring, Query as _, Scorer};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, SegmentReader};

use super::lower::{Fit, Plan, days};
use super::occurrence::Occurrence;
use super::postings::Union;
use super::proof::Proof;
use super::sought::{List, Reading, Sought, TextField};
use super::spans::{Matcher, Part, Stretch, many};
use super::statistics::Snapshot;
use super::terms::Terms;
use super::worth::{self, Shown, Worth};
use crate::date::{Period, day_number};
use crate::index::layer::{DATE, NAME, PERSON, SENTENCE};
use crate::index::schema::Built;
use crate::query::When;

/// Of a sentence of more words only a stretch is judged, as only a window of it is shown.
const LONG: u32 = 150;
/// Words of that stretch.
const WINDOW: u32 = 65;
/// Taken for the length of the last sentence of a body, whose end no posting tells.
const USUAL: u32 = 24;
/// Stands for the leaf of a date, which has none.
const NO_LEAF: usize = usize::MAX;

/// A sentence that holds something.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    /// What it is worth.
    pub worth: f32,
    /// From the first word that takes part to the last; of a long sentence, in its best stretch.
    pub core: Stretch,
}

/// Reads one segment.
pub struct Spotter<'a> {
    node: Node,
    weights: &'a [f32],
    /// Leaves from this number on raise what a sentence is worth, but are no reason to show it.
    asked: usize,
    /// Where sentences begin.
    sentences: Union,
    published: [Column<i64>; 2],
}

/// A text asked, and what all its leaves weigh.
struct Asked {
    sought: Arc<Sought>,
    reading: Reading,
    weight: f32,
}

enum Node {
    Always,
    Text(u32, Vec<Asked>),
    /// Whether it holds, metadata included; and where the body says so.
    Mentioned(Box<dyn Scorer>, Asked),
    Published(Option<Period>),
    /// Its dates of publication contradict each other: the column of what is said of that.
    Suspect(Option<StrColumn>),
    /// In a language: its number in the column (None if no article here is in it), and whether one is asked for at all.
    Language(Option<u64>, bool, Option<StrColumn>),
    /// Published on days of which one lies within.
    PossiblyPublished(Period),
    /// Its words lie between these, by the column that counts them.
    Length(u64, Option<u64>, Column<u64>),
    All(Vec<Node>),
    Any(usize, Vec<Node>),
    Prefer(Box<Node>, Vec<Node>),
    Not(Box<Node>),
}

impl<'a> Spotter<'a> {
    /// Begins to read a segment (by its number in the snapshot).
    ///
    /// # Errors
    /// What reading the index says.
    pub fn new(
        plan: &Plan,
        weights: &'a [f32],
        snapshot: &Snapshot,
        built: &Built,
        segment: usize,
    ) -> tantivy::Result<Spotter<'a>> {
        let reader = snapshot.searcher.segment_reader(segment as u32);
        let opening = Opening { snapshot, built, weights, segment, reader };
        let node = opening.node(&plan.proof)?;
        let layer = built.fields.body_layer;
        let infos = opening.infos(layer, [SENTENCE.to_string()])?;
        let sentences = Union::open(&*reader.inverted_index(layer)?, &infos, IndexRecordOption::WithFreqsAndPositions)?;
        let published = [reader.fast_fields().i64("published_from")?, reader.fast_fields().i64("published_to")?];
        Ok(Spotter { node, weights, asked: plan.asked, sentences, published })
    }

    /// What a passage of an article is worth at most. Articles must be asked for in order.
    pub fn most(&mut self, doc: DocId) -> f32 {
        worth::most(self.node.weight(doc))
    }

    /// The sentences of an article's body that hold something, in the order of the text. Articles must be asked for in
    /// order.
    pub fn spots(&mut self, doc: DocId) -> Vec<Spot> {
        let (shown, sentences) = self.read(doc);
        sentences.into_iter().filter_map(|s| spot(&shown[s.at], self.weights, s.words)).collect()
    }

    /// What the spot of an article is made of that has this core; None if there is none. Articles must be asked for in order.
    pub fn worth(&mut self, doc: DocId, core: Stretch) -> Option<Worth> {
        let (shown, sentences) = self.read(doc);
        let is_it = |s: &Sentence| spot(&shown[s.at.clone()], self.weights, s.words).is_some_and(|s| s.core == core);
        let sentence = sentences.into_iter().find(is_it)?;
        Some(worth::worth(&shown[sentence.at], self.weights, sentence.words))
    }

    /// What takes part, sorted, and the sentences it is in.
    fn read(&mut self, doc: DocId) -> (Vec<Shown>, Vec<Sentence>) {
        let mut shown = Vec::new();
        let published = self.published[0].first(doc).zip(self.published[1].first(doc));
        if !self.node.hold(doc, published, &mut shown) {
            return (Vec::new(), Vec::new());
        }
        shown.sort_unstable();
        shown.dedup();
        let mut starts = Vec::new();
        if !shown.is_empty() && self.sentences.seek(doc) == doc {
            self.sentences.positions(&mut starts);
        }
        let sentences = by_sentence(&shown, &starts, self.weights, self.asked);
        (shown, sentences)
    }
}

/// A sentence, or the best stretch of a long one.
struct Sentence {
    /// What takes part, as a range of all that does in the article.
    at: Range<usize>,
    /// How many words it has.
    words: u32,
}

/// Whether this shows something that was asked for. Where nothing was added, what weighs nothing does so too.
fn proves(shown: &[Shown], weights: &[f32], asked: usize) -> bool {
    let added = asked < weights.len();
    let asked_for = |s: &Shown| s.leaf.is_none_or(|leaf| leaf < asked) && worth::weight(weights, s.leaf) > 0.0;
    !added || shown.iter().any(asked_for)
}

/// Parts what takes part (sorted) by sentences, but for those that prove nothing. One that something joins to the next is
/// one with it.
fn by_sentence(shown: &[Shown], starts: &[u32], weights: &[f32], asked: usize) -> Vec<Sentence> {
    let number = |position: u32| starts.partition_point(|start| *start <= position).saturating_sub(1);
    let mut sentences = Vec::new();
    let mut from = 0;
    while let Some(first) = shown.get(from) {
        let begins = number(first.start);
        let (mut to, mut ends) = (from, begins);
        while let Some(next) = shown.get(to).filter(|s| number(s.start) <= ends) {
            ends = ends.max(number(next.end.saturating_sub(1)));
            to += 1;
        }
        let here = &shown[from..to];
        if !proves(here, weights, asked) {
            from = to.max(from + 1);
            continue;
        }
        let start = starts.get(begins).copied().unwrap_or(0);
        let known = here.iter().map(|s| s.end).max().unwrap_or(start).saturating_sub(start);
        let words = starts.get(ends + 1).map_or(known.max(USUAL), |end| end - start);
        sentences.push(match words > LONG {
            true => {
                let best = best_stretch(here, weights, asked);
                Sentence { at: from + best.start..from + best.end, words: WINDOW }
            }
            false => Sentence { at: from..to, words },
        });
        from = to.max(from + 1);
    }
    sentences
}

fn spot(shown: &[Shown], weights: &[f32], words: u32) -> Option<Spot> {
    let core = Stretch::hull(shown.first()?.start, shown.iter().map(|s| s.end).max()?);
    Some(Spot { worth: worth::worth(shown, weights, words).total(), core })
}

/// The best stretch of a long sentence that proves something, the earliest of those.
fn best_stretch(shown: &[Shown], weights: &[f32], asked: usize) -> Range<usize> {
    let mut best: Option<(f32, Range<usize>)> = None;
    for (n, first) in shown.iter().enumerate() {
        let many = shown[n..].iter().take_while(|s| s.end <= first.start + WINDOW).count().max(1);
        if !proves(&shown[n..n + many], weights, asked) {
            continue;
        }
        let worth = worth::worth(&shown[n..n + many], weights, WINDOW).total();
        if best.as_ref().is_none_or(|(most, _)| worth > *most) {
            best = Some((worth, n..n + many));
        }
    }
    best.map_or(0..shown.len(), |(_, here)| here)
}

impl Node {
    /// What the leaves weigh that a body may show.
    fn weight(&mut self, doc: DocId) -> f32 {
        match self {
            Node::Text(_, asked) => {
                let body = asked.iter_mut().filter(|asked| asked.sought.text == TextField::Body);
                body.map(|asked| asked.most(doc)).sum()
            }
            Node::Mentioned(_, asked) => asked.most(doc),
            Node::All(parts) | Node::Any(_, parts) => parts.iter_mut().map(|part| part.weight(doc)).sum(),
            Node::Prefer(must, should) => {
                must.weight(doc) + should.iter_mut().map(|part| part.weight(doc)).sum::<f32>()
            }
            Node::Always
            | Node::Suspect(_)
            | Node::Language(..)
            | Node::Published(_)
            | Node::PossiblyPublished(_)
            | Node::Length(..)
            | Node::Not(_) => 0.0,
        }
    }

    /// Whether this holds, as [`super::proof`] says it; gathers what takes part in the body.
    fn hold(&mut self, doc: DocId, published: Option<(i64, i64)>, out: &mut Vec<Shown>) -> bool {
        let before = out.len();
        let held = match self {
            Node::Always => true,
            Node::Text(least, asked) => {
                let found = asked.iter_mut().map(|asked| asked.parts(doc, out)).fold(0, u32::saturating_add);
                found >= *least
            }
            Node::Mentioned(holds, asked) => {
                asked.parts(doc, out);
                holds.doc() == doc || (holds.doc() < doc && holds.seek(doc) == doc)
            }
            Node::Length(least, most, words) => {
                let words = words.first(doc).unwrap_or(0);
                words >= *least && most.is_none_or(|most| words <= most)
            }
            Node::Published(None) => published.is_none(),
            Node::Suspect(doubts) => doubts.as_ref().is_some_and(|doubts| doubts.term_ords(doc).next().is_some()),
            Node::Language(number, asked, column) => {
                let here = column.as_ref().and_then(|column| column.term_ords(doc).next());
                if *asked { here.is_some() && here == *number } else { here.is_none() }
            }
            Node::Published(Some(period)) => {
                published.is_some_and(|(from, to)| day_number(period.from) <= from && to <= day_number(period.to))
            }
            Node::PossiblyPublished(period) => {
                published.is_some_and(|(from, to)| day_number(period.from) <= to && from <= day_number(period.to))
            }
            // Every part is asked, as each has its own place in the postings.
            Node::All(parts) => {
                parts.iter_mut().filter_map(|part| (!part.hold(doc, published, out)).then_some(())).count() == 0
            }
            Node::Any(least, parts) => {
                parts.iter_mut().map(|part| usize::from(part.hold(doc, published, out))).sum::<usize>() >= *least
            }
            Node::Prefer(must, should) => {
                let there = must.hold(doc, published, out);
                for part in should {
                    part.hold(doc, published, out);
                }
                there
            }
            Node::Not(inner) => {
                let held = inner.hold(doc, published, out);
                out.truncate(before);
                !held
            }
        };
        if !held {
            out.truncate(before);
        }
        held
    }
}

impl Asked {
    fn most(&mut self, doc: DocId) -> f32 {
        if self.reading.seek(doc) == doc { self.weight } else { 0.0 }
    }

    /// How many matches there are; gathers what takes part, of a body only.
    fn parts(&mut self, doc: DocId, out: &mut Vec<Shown>) -> u32 {
        let stand = self.reading.stand(doc);
        let matches = self.sought.matcher.matches(stand);
        if self.sought.text == TextField::Body {
            let mut parts = Vec::new();
            self.sought.matcher.parts(&matches, stand, &mut parts);
            out.extend(parts.into_iter().map(|part| match part {
                Part::Phrase(leaf, at) => Shown { leaf: Some(leaf), start: at.start, end: at.end },
                Part::Word(leaf, p, _) | Part::Person(leaf, p) => Shown { leaf: Some(leaf), start: p, end: p + 1 },
                Part::Date(leaf, p) => Shown { leaf: (leaf != NO_LEAF).then_some(leaf), start: p, end: p + 1 },
            }));
        }
        many(&matches)
    }
}

/// A segment about to be read.
struct Opening<'a> {
    snapshot: &'a Snapshot,
    built: &'a Built,
    weights: &'a [f32],
    segment: usize,
    reader: &'a SegmentReader,
}

impl Opening<'_> {
    fn node(&self, proof: &Proof) -> tantivy::Result<Node> {
        let all = |parts: &[Proof]| parts.iter().map(|part| self.node(part)).collect::<tantivy::Result<Vec<Node>>>();
        Ok(match proof {
            Proof::Always => Node::Always,
            Proof::Text(least, texts) => {
                let asked = |sought: &Arc<Sought>| self.asked(Arc::clone(sought), self.segment);
                Node::Text(*least, texts.iter().map(asked).collect::<tantivy::Result<_>>()?)
            }
            Proof::Person(leaf, names) => self.person(*leaf, names)?,
            Proof::Published(period) => Node::Published(*period),
            Proof::Suspect => Node::Suspect(self.reader.fast_fields().str("date_doubt")?),
            Proof::Language(tag) => self.language(tag.as_deref())?,
            Proof::Length(least, most) => Node::Length(*least, *most, self.reader.fast_fields().u64("words")?),
            Proof::Mentions(period) => self.mentions(period, Fit::Within)?,
            Proof::Possibly(When::Mentioned, period) => self.mentions(period, Fit::Overlapping)?,
            Proof::Possibly(When::Published, period) => Node::PossiblyPublished(*period),
            Proof::All(parts) => Node::All(all(parts)?),
            Proof::Any(least, parts) => Node::Any(*least, all(parts)?),
            Proof::Prefer(must, should) => Node::Prefer(Box::new(self.node(must)?), all(should)?),
            Proof::Not(inner) => Node::Not(Box::new(self.node(inner)?)),
        })
    }

    fn asked(&self, sought: Arc<Sought>, segment: usize) -> tantivy::Result<Asked> {
        let mut leaves = Vec::new();
        worth::numbers(&sought.matcher, &mut leaves);
        let leaf = |leaf: usize| (leaf != NO_LEAF).then_some(leaf);
        let weight = leaves.into_iter().map(|n| worth::weight(self.weights, leaf(n))).sum();
        Ok(Asked { reading: sought.open(self.reader, segment)?, sought, weight })
    }

    /// The postings of some terms in this segment.
    fn infos(
        &self,
        field: Field,
        terms: impl IntoIterator<Item = String>,
    ) -> tantivy::Result<Vec<tantivy::postings::TermInfo>> {
        let index = self.reader.inverted_index(field)?;
        let mut infos = Vec::new();
        for term in terms {
            infos.extend(index.terms().get(&term)?);
        }
        Ok(infos)
    }

    /// Mentions in the body.
    fn mention(&self, noted: Vec<tantivy::postings::TermInfo>, leaf: usize, begins: &str) -> tantivy::Result<Asked> {
        let layer = self.built.fields.body_layer;
        let begins = self.infos(layer, [begins.to_string()])?;
        // Of this segment only, so it has number 0.
        let list = |infos| List { field: layer, words: Arc::default(), postings: vec![infos] };
        let lists = vec![list(noted), list(begins)];
        let matcher = Matcher::Mention { leaf, list: 0, begins: 1, person: leaf != NO_LEAF };
        self.asked(Arc::new(Sought { text: TextField::Body, lists, matcher }), 0)
    }

    /// Whether a field has one of these terms.
    fn holds(&self, field: Field, infos: Vec<tantivy::postings::TermInfo>) -> tantivy::Result<Box<dyn Scorer>> {
        let terms = Terms { postings: vec![infos], ..Terms::default() };
        let segments = Arc::new(vec![self.reader.segment_id()]);
        let occurrence = Occurrence::new(field, terms, segments, None);
        let weight = occurrence.weight(EnableScoring::disabled_from_searcher(&self.snapshot.searcher))?;
        weight.scorer(self.reader, 1.0)
    }

    fn person(&self, leaf: usize, names: &BTreeSet<String>) -> tantivy::Result<Node> {
        let fields = &self.built.fields;
        let named = self.infos(fields.person, names.iter().cloned())?;
        let mentioned = self.infos(fields.body_layer, names.iter().map(|name| format!("{NAME}{name}")))?;
        Ok(Node::Mentioned(self.holds(fields.person, named)?, self.mention(mentioned, leaf, PERSON)?))
    }

    fn language(&self, tag: Option<&str>) -> tantivy::Result<Node> {
        let column = self.reader.fast_fields().str("language")?;
        let number = match (&column, tag) {
            (Some(column), Some(tag)) => column.dictionary().term_ord(tag)?,
            _ => None,
        };
        Ok(Node::Language(number, tag.is_some(), column))
    }

    fn mentions(&self, period: &Period, fit: Fit) -> tantivy::Result<Node> {
        let fields = &self.built.fields;
        let here = |field| -> tantivy::Result<Vec<tantivy::postings::TermInfo>> {
            Ok(days(self.snapshot, field, period, fit)?.postings.into_iter().nth(self.segment).unwrap_or_default())
        };
        let holds = self.holds(fields.dates, here(fields.dates)?)?;
        Ok(Node::Mentioned(holds, self.mention(here(fields.body_layer)?, NO_LEAF, DATE)?))
    }
}
