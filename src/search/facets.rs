//! What the articles that satisfy a query have in common: their sources, their months, the people they name.
//!
//! Sources and months are counted over all of them, from columns, in the same pass that ranks. People have no column, so
//! they are counted over the best articles only, whose records of mentions are loaded; how many those were is told. No
//! date is made more exact than it is.

use std::cmp::Reverse;
use std::collections::HashMap;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, Score, SegmentReader};

use super::Archive;
use super::coverage::{Slot, slot};
use super::rank::Parts;
use super::top::{self, Sort, Top};
use crate::date::day_of_number;
use crate::error::Result;
use crate::query::Query;
use crate::words::{Word, Words};

/// Counts over the articles that satisfy a query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    /// Articles that satisfy it.
    pub total: u64,
    /// People by the articles that name them, most first, then by name: the spelling that is most frequent.
    pub people: Vec<(String, u64)>,
    /// People were counted over so many articles, the best of all.
    pub people_from: u64,
    /// Sources by their articles, most first, then by name; None for articles that name no source.
    pub sources: Vec<(Option<String>, u64)>,
    /// Months by their articles, the newest first; behind the months of a year what is known by that year only, at the
    /// end what spans several years, then what is undated.
    pub months: Vec<(Slot, u64)>,
}

impl Archive {
    /// Counts sources and months over all articles that satisfy a query, and people over the best so many of them.
    ///
    /// # Errors
    /// [`Error::Damaged`](crate::error::Error::Damaged).
    pub fn facets(&self, query: &Query, best: usize) -> Result<Facets> {
        let plan = self.lower(query, Some(&Parts::default()))?;
        let best = best.min(self.everything());
        let collectors = (Top { limit: best, sort: Sort::Relevance, fresh: None }, Columns);
        let searcher = &self.snapshot.searcher;
        let (parts, counts) = searcher.search(&*plan.lowered, &collectors).map_err(self.damaged())?;
        let (ranked, total) = top::merge(searcher, parts, best).map_err(self.damaged())?;
        let mut people = Crowd::default();
        for ranked in &ranked {
            let mentions = self.load(ranked.address)?.mentions;
            people.add(mentions.people.iter().map(|person| person.name.as_str()));
        }
        let named = |(name, count): (String, u64)| ((!name.is_empty()).then_some(name), count);
        let mut sources: Vec<_> = counts.sources.into_iter().map(named).collect();
        sources.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let mut months: Vec<_> = counts.months.into_iter().collect();
        months.sort_by_key(|(slot, _)| newest_first(*slot));
        Ok(Facets { total, people: people.counted(), people_from: ranked.len() as u64, sources, months })
    }
}

fn newest_first(slot: Slot) -> (u8, Reverse<i16>, Reverse<i8>) {
    match slot {
        Slot::Month((year, month)) => (0, Reverse(year), Reverse(month)),
        Slot::Year(year) => (0, Reverse(year), Reverse(0)),
        Slot::Wider => (1, Reverse(0), Reverse(0)),
        Slot::Undated => (2, Reverse(0), Reverse(0)),
    }
}

/// People of several articles: words of the name, folded -> spellings, each with its articles.
#[derive(Default)]
struct Crowd(HashMap<String, HashMap<String, u64>>);

impl Crowd {
    /// Adds the people of one article; who is named twice counts once.
    fn add<'a>(&mut self, names: impl Iterator<Item = &'a str>) {
        let mut seen = Vec::new();
        for name in names {
            let key = key(name);
            if !seen.contains(&key) {
                *self.0.entry(key.clone()).or_default().entry(name.to_string()).or_default() += 1;
                seen.push(key);
            }
        }
    }

    fn counted(self) -> Vec<(String, u64)> {
        let most = |spellings: HashMap<String, u64>| {
            let articles = spellings.values().sum();
            let name = spellings.into_iter().max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0)));
            (name.map_or(String::new(), |(name, _)| name), articles)
        };
        let mut people: Vec<(String, u64)> = self.0.into_values().map(most).collect();
        people.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        people
    }
}

/// The words of a name as a search compares them.
fn key(name: &str) -> String {
    let (mut words, mut word, mut key) = (Words::new(name), Word::default(), String::new());
    while words.read(&mut word) {
        key.push_str(&word.term);
        key.push(' ');
    }
    key
}

/// Counts the columns of whatever satisfies the query.
struct Columns;

/// Articles by source (empty: none named) and by month.
#[derive(Default)]
struct Counts {
    sources: HashMap<String, u64>,
    months: HashMap<Slot, u64>,
}

impl Collector for Columns {
    type Fruit = Counts;
    type Child = SegmentColumns;

    fn for_segment(&self, _: u32, reader: &SegmentReader) -> tantivy::Result<SegmentColumns> {
        let columns = reader.fast_fields();
        Ok(SegmentColumns {
            names: columns.str("source")?,
            from: columns.i64("published_from")?,
            to: columns.i64("published_to")?,
            sources: HashMap::new(),
            months: HashMap::new(),
        })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, parts: Vec<tantivy::Result<Counts>>) -> tantivy::Result<Counts> {
        let mut all = Counts::default();
        for part in parts {
            let part = part?;
            part.sources.into_iter().for_each(|(name, count)| *all.sources.entry(name).or_default() += count);
            part.months.into_iter().for_each(|(slot, count)| *all.months.entry(slot).or_default() += count);
        }
        Ok(all)
    }
}

/// Counts one segment: sources by their number in it, so that a name is looked up once a source, not once an article.
struct SegmentColumns {
    names: Option<StrColumn>,
    from: Column<i64>,
    to: Column<i64>,
    sources: HashMap<Option<u64>, u64>,
    months: HashMap<Slot, u64>,
}

impl SegmentCollector for SegmentColumns {
    type Fruit = tantivy::Result<Counts>;

    fn collect(&mut self, doc: DocId, _: Score) {
        let number = self.names.as_ref().and_then(|column| column.term_ords(doc).next());
        *self.sources.entry(number).or_default() += 1;
        let days = self.from.first(doc).and_then(day_of_number).zip(self.to.first(doc).and_then(day_of_number));
        *self.months.entry(slot(days)).or_default() += 1;
    }

    fn harvest(self) -> tantivy::Result<Counts> {
        let mut sources = HashMap::new();
        for (number, count) in self.sources {
            let mut name = String::new();
            if let (Some(column), Some(number)) = (&self.names, number) {
                column.ord_to_str(number, &mut name)?;
            }
            *sources.entry(name).or_default() += count;
        }
        Ok(Counts { sources, months: self.months })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_counted_by_the_words_of_their_names() {
        let mut crowd = Crowd::default();
        crowd.add(["Inés Valdivieso", "Rosaura Pinto", "INES VALDIVIESO"].into_iter());
        crowd.add(["Ines Valdivieso"].into_iter());
        crowd.add(["Inés Valdivieso"].into_iter());
        crowd.add(["Ann Bell", "Rosaura Pinto"].into_iter());
        let wanted = [("Inés Valdivieso", 3), ("Rosaura Pinto", 2), ("Ann Bell", 1)];
        assert_eq!(crowd.counted(), wanted.map(|(name, count)| (name.to_string(), count)));
    }
}
