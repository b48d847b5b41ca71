//! The second flow: query -> hits -> passages.
//!
//! A search reads one snapshot. Counting and ranking touch postings and columns only; text is loaded for the hits that
//! are shown, and for no other.

pub mod account;
pub mod any;
pub mod beside;
pub mod bm25;
mod certain;
pub mod columns;
pub mod company;
pub mod coverage;
pub mod crowd;
pub mod decided;
pub mod diagnosis;
pub mod endings;
mod english;
pub mod expand;
pub mod explain;
mod extent;
pub mod facets;
pub mod fresh;
pub mod having;
mod holdings;
mod inflect;
pub mod irregular;
pub mod loose;
pub mod lower;
pub mod many;
mod memory;
pub mod nearest;
pub mod number;
pub mod occurrence;
pub mod passage;
pub mod passages;
pub mod persons;
pub mod portrait;
pub mod postings;
pub mod proof;
pub mod quotation;
pub mod rank;
pub mod ready;
pub mod reckoning;
pub mod second;
pub mod sought;
pub mod spans;
pub mod spots;
pub mod statistics;
mod steady;
pub mod stretch;
pub mod suggest;
pub mod taken;
mod tally;
pub mod terms;
pub mod timeline;
pub mod tongues;
pub mod top;
pub mod worth;

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::query::{EnableScoring, Query as Lowered};
use tantivy::{DocAddress, SegmentReader, TantivyDocument};

use crate::error::{Error, Result};
use crate::index::document::{Filed, filed};
use crate::index::schema::{self, Built};
use crate::index::{self, About};
use crate::query::Query;
use crate::sentences::Rules;
use crate::words;
use account::{Account, Weight};
use any::AnyOf;
use fresh::Recency;
use lower::{Plan, lower, lower_each};
use passage::Passage;
use persons::Persons;
use proof::{Mark, Marks, Prover};
use rank::Parts;
use reckoning::{Behind, reckon};
use statistics::Snapshot;
pub use top::Sort;
use top::{Ranked, Top};

/// Articles that the second look puts in order; of a thousand, the order of the first ten is the same to the fourth
/// digit of nDCG.
const SECOND_LOOK: usize = 200;
/// Articles of a batch at most.
pub const BATCH: usize = 5_000;
/// Once a batch holds so many bytes of text, it is full.
pub const BATCH_BYTES: usize = 64 << 20;

/// An archive open for searching: one snapshot.
pub struct Archive {
    place: PathBuf,
    /// The build it reads.
    pub build: PathBuf,
    /// What made it.
    pub about: About,
    snapshot: Snapshot,
    built: &'static Built,
}

/// Which part of the answer is wanted, and how.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Page {
    /// Hits wanted; 0 for all.
    pub limit: usize,
    /// Hits passed over before them.
    pub offset: usize,
    /// Order.
    pub sort: Sort,
    /// Passages of an article at most.
    pub passages: usize,
    /// Sentences shown before and after each passage.
    pub context: usize,
    /// Rank passages rather than articles: all of the archive, whatever the rank of their articles.
    pub by_passage: bool,
    /// What goes into the ranking.
    pub ranking: Parts,
    /// Half-life, in days, of the preference for newer articles where they are ranked; None or 0 for no preference.
    pub fresh: Option<u32>,
    /// Whether hits come with an account of their scores.
    pub explain: bool,
}

impl Default for Page {
    fn default() -> Page {
        let (ranking, sort) = (Parts::default(), Sort::Relevance);
        let (limit, offset, passages, context) = (10, 0, 3, 0);
        Page { limit, offset, sort, passages, context, by_passage: false, ranking, fresh: None, explain: false }
    }
}

impl Page {
    /// The half-life, where there is a ranking.
    fn half_life(&self) -> Option<u32> {
        self.fresh.filter(|_| self.sort == Sort::Relevance)
    }
}

/// An article that satisfies the query, with the proof.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The article.
    pub filed: Filed,
    /// Its score; by passage, what the passage is worth.
    pub score: f32,
    /// What the score is made of, if [`Page::explain`] says so and it was ranked.
    pub account: Option<Account>,
    /// What satisfied the query in the headline, bytes, merged where overlapping.
    pub headline: Vec<Range<usize>>,
    /// The best passages of the body, in the order of the text.
    pub passages: Vec<Passage>,
    /// What it lacks of what was asked, as [`Marks::lacks`].
    pub lacks: Vec<usize>,
    /// Whether it satisfies the query only if its dates mean what they may mean.
    pub possibly: bool,
}

/// The answer to a query.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// Articles that satisfy the query, all of them counted.
    pub total: u64,
    /// Those asked for.
    pub hits: Vec<Hit>,
    /// What was not done as asked, in sentences.
    pub notes: Vec<String>,
    /// What the parts of the query weigh, if [`Page::explain`] says so.
    pub weights: Vec<Weight>,
}

impl Archive {
    /// Opens the index at a place.
    ///
    /// # Errors
    /// As [`index::open`]; [`Error::People`] for a `people.toml` that cannot be used.
    pub fn open(place: &Path) -> Result<Archive> {
        let opened = index::open(place)?;
        let built = schema::built().map_err(|e| Error::Internal(e.to_string()))?;
        let searcher = opened.reader.searcher();
        let decisions = decided::read(place)?;
        let persons = Arc::new(Persons::new(searcher.clone(), built.fields, None).deciding(decisions));
        let snapshot = Snapshot::new(searcher, persons);
        Ok(Archive { place: opened.place, build: opened.build, about: opened.about, snapshot, built })
    }

    /// The index it belongs to.
    pub fn place(&self) -> &Path {
        &self.place
    }

    /// Who is who in it.
    pub fn persons(&self) -> &Persons {
        &self.snapshot.persons
    }

    /// The newest generation in it: the number of the run that changed it last.
    pub fn generation(&self) -> u64 {
        self.about.generation
    }

    /// The articles that came or changed after a generation (0 for all), whole, in batches of at most [`BATCH`] articles
    /// and some [`BATCH_BYTES`] bytes of text. An error ends them.
    pub fn articles_since(&self, generation: u64) -> impl Iterator<Item = Result<Vec<Filed>>> + '_ {
        let readers = self.snapshot.searcher.segment_readers().iter().enumerate();
        // A segment whose column cannot be read gives all its articles; loading them then says what is wrong.
        let mut addresses = readers.flat_map(move |(segment, reader)| {
            let column = reader.fast_fields().u64("generation").ok();
            let new =
                move |doc: &u32| column.as_ref().is_none_or(|c| c.first(*doc).is_none_or(|found| found > generation));
            reader.doc_ids_alive().filter(new).map(move |doc| DocAddress::new(segment as u32, doc))
        });
        let mut failed = false;
        std::iter::from_fn(move || {
            let (mut batch, mut bytes) = (Vec::new(), 0);
            while !failed && batch.len() < BATCH && bytes < BATCH_BYTES {
                let Some(address) = addresses.next() else { break };
                match self.load(address) {
                    Ok(filed) => {
                        bytes += filed.article.headline.len() + filed.article.body.len();
                        batch.push(filed);
                    }
                    Err(error) => {
                        failed = true;
                        return Some(Err(error));
                    }
                }
            }
            (!batch.is_empty()).then_some(Ok(batch))
        })
    }

    /// Articles in it.
    pub fn articles(&self) -> u64 {
        self.snapshot.searcher.num_docs()
    }

    /// Segments it is made of.
    pub fn segments(&self) -> usize {
        self.snapshot.searcher.segment_readers().len()
    }

    fn damaged(&self) -> impl Fn(tantivy::TantivyError) -> Error {
        |error| Error::reading(&self.place, error)
    }

    /// How many articles satisfy a query.
    ///
    /// # Errors
    /// [`Error::Damaged`].
    pub fn count(&self, query: &Query) -> Result<u64> {
        self.counted(query).map(|(total, _)| total)
    }

    /// The same, and what was not done as asked, in sentences.
    ///
    /// # Errors
    /// [`Error::Damaged`].
    pub fn counted(&self, query: &Query) -> Result<(u64, Vec<String>)> {
        let plan = self.lower(query, None)?;
        self.rank(&*plan.lowered, 0, Sort::Newest, true).map(|(_, total)| (total, plan.notes))
    }

    /// Answers a query.
    ///
    /// # Errors
    /// [`Error::Damaged`].
    pub fn search(&self, query: &Query, page: &Page) -> Result<Answer> {
        self.answered(&self.lower(query, Some(&page.ranking))?, page)
    }

    fn answered(&self, plan: &Plan, page: &Page) -> Result<Answer> {
        if page.by_passage {
            return self.search_passages(plan, page);
        }
        let wanted = if page.limit == 0 { self.everything() } else { page.offset.saturating_add(page.limit) };
        let certain = self.certain(plan)?;
        let (ranked, total) = self.best_of(plan, certain.as_ref(), wanted.min(self.everything()), page, true)?;
        let shown = ranked.get(page.offset..).unwrap_or_default();
        let mut hits = self.hits(plan, shown, page)?;
        for (hit, ranked) in hits.iter_mut().zip(shown) {
            hit.possibly = self.possibly(certain.as_ref(), ranked.address);
        }
        let weights = self.account(plan, &ranked, page, &mut hits)?;
        Ok(Answer { total, hits, notes: plan.notes.clone(), weights })
    }

    /// Identifiers and scores only, for runs: nothing is loaded but the identifier. Articles that share one come under
    /// their places (`path#record`), for a run may name an article only once.
    ///
    /// # Errors
    /// [`Error::Damaged`].
    pub fn identifiers(&self, query: &Query, page: &Page) -> Result<Vec<(String, f32)>> {
        let plan = self.lower(query, Some(&page.ranking))?;
        let wanted = if page.limit == 0 { self.everything() } else { page.offset.saturating_add(page.limit) };
        let wanted = wanted.min(self.everything());
        let certain = self.certain(&plan)?;
        let (mut ranked, _) = self.best_of(&plan, certain.as_ref(), wanted, page, false)?;
        if page.sort == Sort::Relevance {
            lowest_last(&mut ranked, |ranked| self.possibly(certain.as_ref(), ranked.address));
        }
        let mut found = Vec::with_capacity(ranked.len());
        let mut numbers: std::collections::HashMap<String, Vec<usize>> = Default::default();
        for ranked in ranked.iter().skip(page.offset) {
            let reader = self.snapshot.searcher.segment_reader(ranked.address.segment_ord);
            let ids = reader.fast_fields().str("id").map_err(self.damaged())?;
            let mut id = String::new();
            if let Some(ids) = ids
                && let Some(ord) = ids.term_ords(ranked.address.doc_id).next()
            {
                ids.ord_to_str(ord, &mut id).map_err(|e| self.damaged()(e.into()))?;
            }
            numbers.entry(id.clone()).or_default().push(found.len());
            found.push((id, ranked.score));
        }
        for number in numbers.into_values().filter(|same| same.len() > 1).flatten() {
            found[number].0 = self.load(ranked[page.offset + number].address)?.place();
        }
        Ok(found)
    }

    /// The names (corpus name and path) of the files whose articles satisfy a query, sorted, each once; and what was not
    /// done as asked, in sentences.
    ///
    /// # Errors
    /// [`Error::Damaged`].
    pub fn files(&self, query: &Query) -> Result<(Vec<String>, Vec<String>)> {
        let plan = self.lower(query, None)?;
        let (ranked, _) = self.rank(&*plan.lowered, self.everything(), Sort::Newest, false)?;
        let mut files = std::collections::BTreeSet::new();
        for ranked in ranked {
            files.insert(self.load(ranked.address)?.path);
        }
        Ok((files.into_iter().collect(), plan.notes))
    }

    /// The preference for newer articles on a page, if there is one.
    fn recency(&self, page: &Page) -> Result<Option<Recency>> {
        Recency::new(&self.snapshot, page.half_life()).map_err(self.damaged())
    }

    fn everything(&self) -> usize {
        self.snapshot.searcher.segment_readers().iter().map(|r| r.max_doc() as usize).sum()
    }

    fn lower(&self, query: &Query, ranking: Option<&Parts>) -> Result<Plan> {
        lower(query, false, &self.snapshot, self.built, ranking).map_err(self.damaged())
    }

    /// Queries one by one, unranked.
    fn lower_each(&self, queries: &[Query]) -> Result<Vec<Box<dyn Lowered>>> {
        lower_each(queries, &self.snapshot, self.built).map_err(self.damaged())
    }

    /// The best articles that `lowered`, the plan's or a part of it, finds in the first look, put in order by the second; and how many there are in all, if `counted`.
    fn best(
        &self,
        plan: &Plan,
        lowered: &dyn Lowered,
        wanted: usize,
        page: &Page,
        counted: bool,
    ) -> Result<(Vec<Ranked>, u64)> {
        let second = page.sort == Sort::Relevance && wanted > 0 && !plan.units.is_empty();
        let depth = if second { wanted.max(SECOND_LOOK) } else { wanted };
        let fresh = self.recency(page)?;
        let (mut ranked, total) = self.rank_by(lowered, &Top { limit: depth, sort: page.sort, fresh }, counted)?;
        if second {
            self.look_again(plan, &mut ranked, &page.ranking).map_err(self.damaged())?;
        }
        ranked.truncate(wanted);
        Ok((ranked, total))
    }

    /// Puts the best of the first look in order by the second. Those behind them keep their order and come after, with
    /// scores that say so.
    fn look_again(&self, plan: &Plan, ranked: &mut Vec<Ranked>, parts: &Parts) -> tantivy::Result<()> {
        let rest = ranked.split_off(ranked.len().min(SECOND_LOOK));
        let addresses: Vec<DocAddress> = ranked.iter().map(|ranked| ranked.address).collect();
        let candidates = second::candidates(&plan.units, &self.snapshot, self.built, &addresses)?;
        let weights: Vec<f32> = plan.units.iter().map(|unit| unit.weight).collect();
        let average = self.snapshot.average_words()?;
        let worst = ranked.last().map_or(0.0, |ranked| ranked.first);
        for (ranked, candidate) in ranked.iter_mut().zip(&candidates) {
            ranked.rescore(reckon(&weights, candidate, average, parts, ranked.factor).score());
        }
        let seen = std::mem::take(ranked);
        let many = seen.len();
        *ranked = top::merge(&self.snapshot.searcher, vec![(seen, 0)], many)?.0;
        let least = ranked.last().map_or(0.0, |ranked| ranked.score);
        for mut behind in rest {
            let (first_look, least_first_look, least_score) = (behind.first, worst, least);
            behind.rescore(Behind { first_look, least_first_look, least_score }.score());
            ranked.push(behind);
        }
        Ok(())
    }

    /// The first `limit` articles in an order, and how many there are in all; 0 if that is not `counted` and would cost
    /// something. Segments are read side by side.
    fn rank(&self, query: &dyn Lowered, limit: usize, sort: Sort, counted: bool) -> Result<(Vec<Ranked>, u64)> {
        self.rank_by(query, &Top { limit, sort, fresh: None }, counted)
    }

    /// The same with all that a collector knows.
    fn rank_by(&self, query: &dyn Lowered, top: &Top, counted: bool) -> Result<(Vec<Ranked>, u64)> {
        let (searcher, limit, sort) = (&self.snapshot.searcher, top.limit, top.sort);
        let scoring = match limit {
            0 => EnableScoring::disabled_from_searcher(searcher),
            _ => EnableScoring::enabled_from_searcher(searcher),
        };
        let readers = searcher.segment_readers().par_iter().enumerate();
        let any = query.downcast_ref::<AnyOf>();
        let found = || -> tantivy::Result<Vec<top::Part>> {
            let Some(any) = any.filter(|_| limit == 0 || sort == Sort::Relevance) else {
                let weight = query.weight(scoring)?;
                return readers.map(|(n, reader)| top.collect_segment(&*weight, n as u32, reader)).collect();
            };
            if limit == 0 {
                return readers.map(|(_, reader)| Ok((Vec::new(), any.count(searcher, reader)?))).collect();
            }
            let best = any.weights(scoring)?;
            let segment = |(n, reader): (usize, &SegmentReader)| -> tantivy::Result<top::Part> {
                let mut segment = top.for_segment(n as u32, reader)?;
                best.best(reader, &mut |doc, score| segment.see(doc, score))?;
                let (ranked, _) = segment.harvest();
                let count = if counted || ranked.len() < limit { any.count(searcher, reader)? } else { 0 };
                if (ranked.len() as u64) < count.min(limit as u64) {
                    // Some that are found score nothing.
                    return top.collect_segment(
                        &*query.weight(EnableScoring::enabled_from_searcher(searcher))?,
                        n as u32,
                        reader,
                    );
                }
                Ok((ranked, count))
            };
            readers.map(segment).collect()
        };
        let parts = found().map_err(self.damaged())?;
        top::merge(searcher, parts, limit).map_err(self.damaged())
    }

    fn load(&self, address: DocAddress) -> Result<Filed> {
        let document: TantivyDocument = self.snapshot.searcher.doc(address).map_err(self.damaged())?;
        Ok(filed(&self.built.fields, &document))
    }

    /// Articles with their proof, in the order given; postings are read forward once.
    fn hits(&self, plan: &Plan, ranked: &[Ranked], page: &Page) -> Result<Vec<Hit>> {
        let weights = worth::weights(plan);
        let addresses: Vec<DocAddress> = ranked.iter().map(|ranked| ranked.address).collect();
        self.proved(plan, &addresses, |n, filed, marks| {
            let (headline, passages) = many::shown(&marks, &weights, &filed, page.passages, page.context);
            let score = ranked[n].score;
            Hit { headline, passages, score, account: None, filed, lacks: marks.lacks, possibly: false }
        })
    }

    /// What `make` makes of articles and what satisfied the query in each, in the order given. Segments are read side by
    /// side, the postings of each forward once.
    fn proved<T: Send>(
        &self,
        plan: &Plan,
        articles: &[DocAddress],
        make: impl Fn(usize, Filed, Marks) -> T + Sync,
    ) -> Result<Vec<T>> {
        let mut order: Vec<usize> = (0..articles.len()).collect();
        order.sort_unstable_by_key(|n| articles[*n]);
        let segment = |numbers: &[usize]| -> Result<Vec<(usize, T)>> {
            let Some(first) = numbers.first() else { return Ok(Vec::new()) };
            let number = articles[*first].segment_ord;
            let mut prover = Prover::new(plan.marked(), &self.snapshot.searcher, number).map_err(self.damaged())?;
            let one = |n: &usize| {
                let filed = self.load(articles[*n])?;
                let marks = prover.prove(articles[*n].doc_id, &filed);
                Ok((*n, make(*n, filed, marks.unwrap_or_default())))
            };
            numbers.iter().map(one).collect()
        };
        let segments: Vec<&[usize]> =
            order.chunk_by(|a, b| articles[*a].segment_ord == articles[*b].segment_ord).collect();
        let made = segments.into_par_iter().map(segment).collect::<Result<Vec<_>>>()?;
        let mut made: Vec<(usize, T)> = made.into_iter().flatten().collect();
        made.sort_unstable_by_key(|(n, _)| *n);
        Ok(made.into_iter().map(|(_, made)| made).collect())
    }

    fn search_passages(&self, plan: &Plan, page: &Page) -> Result<Answer> {
        let wanted = if page.limit == 0 { usize::MAX } else { page.offset.saturating_add(page.limit) };
        let weights = worth::weights(plan);
        let certain = self.certain(plan)?;
        let (found, total) = self.best_passages(plan, certain.as_ref(), &weights, wanted, page)?;
        let shown = found.get(page.offset..).unwrap_or_default();
        let articles: Vec<DocAddress> = shown.iter().map(|found| found.address).collect();
        let mut hits = self.proved(plan, &articles, |n, filed, marks| {
            let (body, found) = (&filed.article.body, &shown[n]);
            let rules = Rules::of(filed.article.language.as_deref());
            let passage = match found.core.and_then(|core| words::at(body, core.start as usize)) {
                Some(place) => passage::at(body, rules, &marks.body, &weights, &place, page.context),
                None => passage::choose(body, rules, &[], &weights, 1, page.context).pop(),
            };
            let passages = passage.into_iter().map(|passage| Passage { score: found.worth, ..passage }).collect();
            let headline = merged(&marks.headline);
            Hit { headline, passages, score: found.worth, account: None, filed, lacks: marks.lacks, possibly: false }
        })?;
        for (hit, found) in hits.iter_mut().zip(shown) {
            hit.possibly = self.possibly(certain.as_ref(), found.address);
        }
        let weights = self.account_for_passages(plan, &weights, shown, page, &mut hits)?;
        Ok(Answer { total, hits, notes: plan.notes.clone(), weights })
    }
}

/// In a run the score is all that is told of the order: gives what only possibly satisfies the query scores below those
/// that certainly do.
fn lowest_last(ranked: &mut [Ranked], possibly: impl Fn(&Ranked) -> bool) {
    let least = ranked.iter().filter(|ranked| !possibly(ranked)).map(|ranked| ranked.score).reduce(f32::min);
    let Some(least) = least else { return };
    for ranked in ranked.iter_mut().filter(|ranked| possibly(ranked)) {
        ranked.score = least * (ranked.score / (1.0 + ranked.score));
    }
}

/// Ranges of marks, merged where they overlap.
pub fn merged(marks: &[Mark]) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::with_capacity(marks.len());
    for mark in marks {
        match ranges.last_mut() {
            Some(last) if mark.at.start < last.end => last.end = last.end.max(mark.at.end),
            _ => ranges.push(mark.at.clone()),
        }
    }
    ranges
}

/// Narrows a query by further conditions, all of which must hold.
pub fn narrowed(query: Query, conditions: Vec<Query>) -> Query {
    let mut parts = vec![query];
    parts.extend(conditions);
    Query::and(parts)
}
