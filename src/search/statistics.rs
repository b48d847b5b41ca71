//! What BM25 needs to know of a snapshot, counted over the articles that are there and no others.
//!
//! Takes a snapshot, gives average lengths and true frequencies. Tantivy counts articles that were taken out until their
//! segment is merged, and estimates lengths when it merges; so the same articles would rank differently after a night's
//! run than in a fresh build. These must depend on the articles alone: lengths are summed as the index keeps them (one
//! byte each), and where a segment holds articles that were taken out, those are subtracted from the frequency.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::TermInfo;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, InvertedIndexReader, Searcher, SegmentReader, TERMINATED};

use super::persons::Persons;
use super::tally::Tally;
use super::terms::{Terms, look_up};
use super::tongues::Tongues;
use crate::query::Spelling;

/// A snapshot with what was counted in it so far.
pub struct Snapshot {
    /// Reads it.
    pub searcher: Searcher,
    lengths: Mutex<HashMap<Field, f32>>,
    mean: OnceLock<f32>,
    tongues: OnceLock<Tongues>,
    /// The newest day of publication, once somebody has asked.
    pub(super) newest: OnceLock<Option<i64>>,
    words: Mutex<HashMap<(Vec<Field>, Spelling), Count>>,
    looked_up: Mutex<LookedUp>,
    /// Who is called what.
    pub persons: Arc<Persons>,
}

/// How common a word is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Articles that hold it in any of its forms.
    pub articles: u64,
    /// How often all of them hold it together.
    pub occurrences: u64,
}

/// Words of which a snapshot remembers how common they are.
const REMEMBERED: usize = 20_000;

/// Terms of spellings in a field, and how many they are together.
#[derive(Default)]
struct LookedUp {
    terms: HashMap<(Field, Spelling), Terms>,
    many: usize,
}

/// Terms and spellings that a snapshot remembers together.
const TERMS: usize = 200_000;

impl Snapshot {
    /// Nothing is counted before somebody asks.
    pub fn new(searcher: Searcher, persons: Arc<Persons>) -> Snapshot {
        Snapshot {
            persons,
            searcher,
            lengths: Mutex::default(),
            mean: OnceLock::new(),
            tongues: OnceLock::new(),
            newest: OnceLock::new(),
            words: Mutex::default(),
            looked_up: Mutex::default(),
        }
    }

    /// The languages of the articles.
    ///
    /// # Errors
    /// What reading the index says.
    pub fn tongues(&self) -> tantivy::Result<&Tongues> {
        if let Some(known) = self.tongues.get() {
            return Ok(known);
        }
        let tongues = Tongues::of(self.persons.searcher_of_all())?;
        Ok(self.tongues.get_or_init(|| tongues))
    }

    /// Looks a spelling up in a field; what was looked up is remembered, for one question is often answered in several
    /// searches.
    ///
    /// # Errors
    /// What reading the term dictionary says.
    pub fn look_up(&self, field: Field, spelling: &Spelling) -> tantivy::Result<Terms> {
        let key = (field, spelling.clone());
        if let Some(known) = self.looked_up.lock().unwrap_or_else(PoisonError::into_inner).terms.get(&key) {
            return Ok(known.clone());
        }
        let terms = look_up(&self.searcher, self.tongues()?, field, spelling)?;
        let mut known = self.looked_up.lock().unwrap_or_else(PoisonError::into_inner);
        let many = terms.words.len() + 1;
        if known.many + many > TERMS {
            *known = LookedUp::default();
        }
        known.many += many;
        known.terms.insert(key, terms.clone());
        Ok(terms)
    }

    /// How common the terms of a spelling are in some fields together; each article counts once. What is remembered is
    /// remembered by the fields named, so that other terms beside the spelling's own must come with fields of their own.
    ///
    /// # Errors
    /// What reading the index says.
    pub fn count(&self, spelling: &Spelling, terms: &[(Field, Terms)]) -> tantivy::Result<Count> {
        let key = (terms.iter().map(|(field, _)| *field).collect(), spelling.clone());
        if let Some(known) = self.words.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Ok(*known);
        }
        let mut count = Count::default();
        for (segment, reader) in self.searcher.segment_readers().iter().enumerate() {
            count_in(segment, reader, terms, &mut count)?;
        }
        let mut words = self.words.lock().unwrap_or_else(PoisonError::into_inner);
        if words.len() >= REMEMBERED {
            words.clear();
        }
        words.insert(key, count);
        Ok(count)
    }

    /// Words that an article has in headline and body together, on average.
    ///
    /// # Errors
    /// What reading the index says.
    pub fn average_words(&self) -> tantivy::Result<f32> {
        if let Some(known) = self.mean.get() {
            return Ok(*known);
        }
        let (mut words, mut articles) = (0_u64, 0_u64);
        for reader in self.searcher.segment_readers() {
            let column = reader.fast_fields().u64("words")?;
            for doc in reader.doc_ids_alive() {
                words += column.first(doc).unwrap_or(0);
                articles += 1;
            }
        }
        Ok(*self.mean.get_or_init(|| words as f32 / articles.max(1) as f32))
    }

    /// Words that an article has in a field, on average.
    ///
    /// # Errors
    /// What reading the index says.
    pub fn average_length(&self, field: Field) -> tantivy::Result<f32> {
        let mut lengths = self.lengths.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lengths.get(&field) {
            return Ok(*known);
        }
        let (mut words, mut articles) = (0_u64, 0_u64);
        for reader in self.searcher.segment_readers() {
            let norms = reader.get_fieldnorms_reader(field)?;
            let mut by_norm = [0_u64; 256];
            for doc in reader.doc_ids_alive() {
                by_norm[usize::from(norms.fieldnorm_id(doc))] += 1;
            }
            for (id, count) in (0..=u8::MAX).zip(by_norm) {
                words += u64::from(FieldNormReader::id_to_fieldnorm(id)) * count;
                articles += count;
            }
        }
        let average = words as f32 / articles.max(1) as f32;
        lengths.insert(field, average);
        Ok(average)
    }
}

fn count_in(segment: usize, reader: &SegmentReader, terms: &[(Field, Terms)], sum: &mut Count) -> tantivy::Result<()> {
    let mut lists = Vec::new();
    for (field, terms) in terms {
        let index = reader.inverted_index(*field)?;
        let infos = terms.postings.get(segment).into_iter().flatten();
        lists.extend(infos.map(|info| (Arc::clone(&index), info.clone())));
    }
    let mut tally = Tally::new(reader);
    sum.occurrences += tally.take_counting(&lists, reader)?;
    sum.articles += tally.articles();
    Ok(())
}

/// How many articles of a segment hold a term, those that were taken out not counted.
///
/// # Errors
/// What reading the index says.
pub fn frequency(reader: &SegmentReader, index: &InvertedIndexReader, info: &TermInfo) -> tantivy::Result<u64> {
    let all = u64::from(info.doc_freq);
    let Some(alive) = reader.alive_bitset() else { return Ok(all) };
    let mut postings = index.read_postings_from_terminfo(info, IndexRecordOption::Basic)?;
    let removed = u64::from(reader.num_deleted_docs());
    let mut gone = 0;
    if removed * 16 < all {
        // Few were taken out of a segment with many: look for those.
        for doc in (0..reader.max_doc()).filter(|doc| alive.is_deleted(*doc)) {
            gone += u64::from(postings.doc() <= doc && postings.seek(doc) == doc);
        }
    } else {
        let mut doc = postings.doc();
        while doc != TERMINATED {
            gone += u64::from(alive.is_deleted(doc));
            doc = postings.advance();
        }
    }
    Ok(all - gone.min(all))
}
