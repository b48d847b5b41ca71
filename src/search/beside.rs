//! The index as a source of names: who has a surname, which surnames are like it, and who else is named in the
//! articles.
//!
//! Dictionaries, postings and columns are read, no article is loaded. Of a common name a sample of its articles is
//! looked at, chosen by what the articles say, so that it is the same whatever segments they lie in.

use std::cell::RefCell;
use std::collections::{BTreeSet, BinaryHeap, HashMap};
use std::sync::Arc;

use tantivy::Term;
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::IndexRecordOption;

use super::persons::{Names, Persons};
use super::statistics::frequency;
use super::tally::each;
use crate::index::document::{KEY, KEY_OF_NAME, OF_NAME, SKELETON};
use crate::persons::evidence::Profile;
use crate::persons::register::Source;
use crate::persons::shape::Shape;
use crate::persons::skeleton::distance;

/// Articles of a name that are looked at, at most.
const SAMPLE: usize = 256;
/// Names remembered at most.
const REMEMBERED: usize = 100_000;

/// Names by their numbers in the columns of segments, each with its surname.
#[derive(Default)]
pub struct Beside {
    names: HashMap<(usize, u64), Arc<(String, String)>>,
}

/// The names of an index, and what is remembered of its columns.
pub struct Indexed<'a> {
    /// The names.
    pub persons: &'a Persons,
    /// What is remembered.
    pub beside: RefCell<&'a mut Beside>,
}

impl Indexed<'_> {
    /// The articles looked at of some names: segment and number in it.
    fn sample(&self, names: &[&str]) -> tantivy::Result<Vec<(usize, u32)>> {
        let mut least: BinaryHeap<(u64, usize, u32)> = BinaryHeap::new();
        for (segment, reader) in self.persons.searcher.segment_readers().iter().enumerate() {
            let index = reader.inverted_index(self.persons.fields.person)?;
            let digests = reader.fast_fields().u64("digest")?;
            let mut docs = BTreeSet::new();
            for name in names {
                let Some(info) = index.terms().get(name)? else { continue };
                let mut postings = index.read_postings_from_terminfo(&info, IndexRecordOption::Basic)?;
                each(&mut postings, |doc| {
                    if !reader.alive_bitset().is_some_and(|alive| alive.is_deleted(doc)) {
                        docs.insert(doc);
                    }
                });
            }
            for doc in docs {
                least.push((digests.first(doc).unwrap_or(u64::MAX), segment, doc));
                if least.len() > SAMPLE {
                    least.pop();
                }
            }
        }
        Ok(least.into_iter().map(|(_, segment, doc)| (segment, doc)).collect())
    }
}

impl Source for Indexed<'_> {
    type Error = tantivy::TantivyError;

    fn keyed(&self, key: &str) -> tantivy::Result<Names> {
        let mut names = Names::new();
        self.persons.behind(&format!("{KEY_OF_NAME}{key}{OF_NAME}"), |name, articles| {
            *names.entry(name.to_string()).or_default() += articles;
        })?;
        Ok(names)
    }

    fn near(&self, key: &str) -> tantivy::Result<BTreeSet<String>> {
        let mut near = BTreeSet::new();
        if key.chars().count() < 3 {
            return Ok(near);
        }
        let field = self.persons.fields.name_words;
        let query = FuzzyTermQuery::new(Term::from_field_text(field, &format!("{KEY}{key}")), 1, true);
        for reader in self.persons.searcher.segment_readers() {
            let index = reader.inverted_index(field)?;
            let mut terms = index.terms().search(query.automaton()?).into_stream()?;
            while terms.advance() {
                let word = std::str::from_utf8(terms.key()).ok().and_then(|term| term.strip_prefix(KEY));
                if let Some(word) = word.filter(|word| distance(key, word) == 1)
                    && frequency(reader, &index, terms.value())? > 0
                {
                    near.insert(word.to_string());
                }
            }
        }
        Ok(near)
    }

    fn sounding(&self, skeleton: &str) -> tantivy::Result<BTreeSet<String>> {
        let mut keys = BTreeSet::new();
        self.persons.behind(&format!("{SKELETON}{skeleton}{OF_NAME}"), |key, _| _ = keys.insert(key.to_string()))?;
        Ok(keys)
    }

    fn profile(&self, names: &[&str]) -> tantivy::Result<Profile> {
        let mut articles = self.sample(names)?;
        articles.sort_unstable();
        let mut profile = Profile { looked_at: articles.len() as u64, ..Profile::default() };
        let mut remembered = self.beside.borrow_mut();
        if remembered.names.len() > REMEMBERED {
            remembered.names.clear();
        }
        for here in articles.chunk_by(|a, b| a.0 == b.0) {
            let Some((segment, _)) = here.first().copied() else { continue };
            let Some(reader) = self.persons.searcher.segment_readers().get(segment) else { continue };
            let days = reader.fast_fields().i64("published_from").ok();
            let Some(persons) = reader.fast_fields().str("person")? else { continue };
            for (_, doc) in here {
                profile.days.extend(days.as_ref().and_then(|days| days.first(*doc)));
                for number in persons.term_ords(*doc) {
                    let known = match remembered.names.get(&(segment, number)) {
                        Some(known) => Arc::clone(known),
                        None => {
                            let mut name = String::new();
                            persons.ord_to_str(number, &mut name)?;
                            let shape = Shape::of(&name);
                            let surname = shape.surname.last().unwrap_or(&shape.joined).clone();
                            let known = Arc::new((name, surname));
                            remembered.names.insert((segment, number), Arc::clone(&known));
                            known
                        }
                    };
                    let beside = profile.beside.entry(known.1.clone()).or_default();
                    *beside.entry(known.0.clone()).or_default() += 1;
                }
            }
        }
        profile.days.sort_unstable();
        profile.days.dedup();
        Ok(profile)
    }

    fn frequency(&self, name: &str) -> tantivy::Result<u64> {
        let mut articles = 0;
        for reader in self.persons.searcher.segment_readers() {
            let index = reader.inverted_index(self.persons.fields.person)?;
            if let Some(info) = index.terms().get(name)? {
                articles += frequency(reader, &index, &info)?;
            }
        }
        Ok(articles)
    }

    fn extent(&self) -> tantivy::Result<(u64, i64)> {
        let (mut first, mut last) = (i64::MAX, i64::MIN);
        for reader in self.persons.searcher.segment_readers() {
            let Ok(days) = reader.fast_fields().i64("published_from") else { continue };
            for day in reader.doc_ids_alive().filter_map(|doc| days.first(doc)) {
                (first, last) = (first.min(day), last.max(day));
            }
        }
        Ok((self.persons.searcher.num_docs(), last.saturating_sub(first).max(0)))
    }
}
