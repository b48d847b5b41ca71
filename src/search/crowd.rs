//! Who appears in the articles that satisfy a query: persons, each with his articles, first and last day, and names.
//!
//! Takes a query and one snapshot. Names are counted from their column, so that no article is loaded; whose name each is,
//! the archive as a whole says, and an article that knows a person by two names counts once. No date is made more exact
//! than it is. Who is beside whom is [`super::company`]'s.

use std::collections::{BTreeSet, HashMap};

use rayon::prelude::*;
use tantivy::columnar::{Column, StrColumn};
use tantivy::{BitSet, DocId, SegmentReader};

use super::Archive;
use super::persons::{Identity, Variant};
use crate::error::Result;
use crate::query::Query;
use crate::words::Words;

/// First and last day, by their numbers, of when something was published.
pub type Days = (i64, i64);

/// A person in some articles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Appearance {
    /// What he is best called in the archive.
    pub name: String,
    /// Articles that name him.
    pub articles: u64,
    /// The date of the first of them: the one with the earliest first day; None if all are undated.
    pub first: Option<Days>,
    /// The date of the last of them: the one with the latest first day.
    pub last: Option<Days>,
    /// Those without a date.
    pub undated: u64,
    /// The names that they know him by, the commonest first, then by name; of an article with two of them both count.
    pub variants: Vec<Variant>,
}

/// Who appears in the articles that satisfy a query.
pub struct Crowd {
    /// Articles that satisfy it.
    pub total: u64,
    /// Those of them that name somebody.
    pub naming: u64,
    /// Everybody, by articles, most first, then by name.
    pub people: Vec<Appearance>,
    /// The articles, by segment.
    pub(super) found: Vec<BitSet>,
    /// By segment, for each number of a name in it: the place in `people` of whose it is. None if no article has it.
    pub(super) whose: Vec<Vec<Option<u32>>>,
}

/// A person whom a name fits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bearer {
    /// What he is best called.
    pub name: String,
    /// All names that the archive knows him by.
    pub names: BTreeSet<String>,
}

impl Crowd {
    /// The places in [`Crowd::people`] of those who are among some persons.
    pub fn places<'a>(&self, bearers: impl Iterator<Item = &'a Bearer>) -> Vec<usize> {
        let names: BTreeSet<&str> = bearers.flat_map(|bearer| &bearer.names).map(String::as_str).collect();
        let is = |person: &Appearance| person.variants.iter().any(|variant| names.contains(variant.name.as_str()));
        (0..self.people.len()).filter(|place| self.people.get(*place).is_some_and(is)).collect()
    }
}

/// What is counted of a person, or of one name.
#[derive(Clone, Copy, Default)]
struct Count {
    articles: u64,
    first: Option<Days>,
    last: Option<Days>,
    undated: u64,
}

impl Count {
    fn see(&mut self, days: Option<Days>) {
        self.add(&Count { articles: 1, first: days, last: days, undated: u64::from(days.is_none()) });
    }

    fn add(&mut self, other: &Count) {
        self.articles += other.articles;
        self.undated += other.undated;
        self.first = self.first.into_iter().chain(other.first).min();
        self.last = self.last.max(other.last);
    }
}

/// The names that the found articles of a segment have, by their numbers in it.
struct Named {
    reader: SegmentReader,
    found: BitSet,
    column: Option<StrColumn>,
    /// For each number whether an article has it, and what it stands for.
    names: Vec<Option<String>>,
}

impl Named {
    fn gather(reader: &SegmentReader, found: BitSet) -> tantivy::Result<Named> {
        let column = reader.fast_fields().str("person")?;
        let mut names = vec![None; column.as_ref().map_or(0, |column| column.num_terms())];
        if let Some(column) = &column {
            let mut there = vec![false; names.len()];
            for doc in docs(reader, &found) {
                column.term_ords(doc).for_each(|number| there[number as usize] = true);
            }
            for (number, name) in names.iter_mut().enumerate().filter(|(number, _)| there[*number]) {
                let mut text = String::new();
                column.ord_to_str(number as u64, &mut text)?;
                *name = Some(text);
            }
        }
        Ok(Named { reader: reader.clone(), found, column, names })
    }

    /// Counts persons, so many in all; each number of a name stands for one of them. Then how often each name occurs, and
    /// how many articles name somebody.
    fn count(&self, whose: &[Option<u32>], persons: usize) -> tantivy::Result<(Vec<Count>, Vec<u64>, u64)> {
        let (mut counts, mut names) = (vec![Count::default(); persons], vec![0; whose.len()]);
        let mut naming = 0;
        let Some(column) = &self.column else { return Ok((counts, names, naming)) };
        let from: Column<i64> = self.reader.fast_fields().i64("published_from")?;
        let to: Column<i64> = self.reader.fast_fields().i64("published_to")?;
        let mut here: Vec<u32> = Vec::new();
        for doc in docs(&self.reader, &self.found) {
            here.clear();
            for number in column.term_ords(doc) {
                names[number as usize] += 1;
                here.extend(whose[number as usize]);
            }
            here.sort_unstable();
            here.dedup();
            naming += u64::from(!here.is_empty());
            let days = from.first(doc).zip(to.first(doc));
            here.iter().for_each(|person| counts[*person as usize].see(days));
        }
        Ok((counts, names, naming))
    }
}

/// The articles of a segment that were found.
pub(super) fn docs<'a>(reader: &SegmentReader, found: &'a BitSet) -> impl Iterator<Item = DocId> + use<'a> {
    (0..reader.max_doc()).filter(|doc| found.contains(*doc))
}

impl Archive {
    /// Who appears in the articles that satisfy a query.
    ///
    /// # Errors
    /// [`Error::Damaged`](crate::error::Error::Damaged).
    pub fn crowd(&self, query: &Query) -> Result<Crowd> {
        let found = self.found(query)?;
        let total = found.iter().map(BitSet::len).sum::<usize>() as u64;
        let readers = self.snapshot.searcher.segment_readers();
        let gather = |(reader, found): (&SegmentReader, BitSet)| Named::gather(reader, found);
        let named: Vec<Named> =
            readers.par_iter().zip(found).map(gather).collect::<tantivy::Result<_>>().map_err(self.damaged())?;
        let names: BTreeSet<&str> = named.iter().flat_map(|named| &named.names).flatten().map(String::as_str).collect();
        let names: Vec<&str> = names.into_iter().collect();
        let partition = self.snapshot.persons.identities(names.iter().copied()).map_err(self.damaged())?;
        let persons = partition.persons;
        let of: Vec<u32> =
            names.iter().map(|name| partition.of.get(*name).map_or(0, |person| *person as u32)).collect();
        let number: HashMap<&str, u32> = names.iter().copied().zip(of.iter().copied()).collect();
        let whose: Vec<Vec<Option<u32>>> = named
            .iter()
            .map(|named| {
                named.names.iter().map(|name| name.as_deref().and_then(|name| number.get(name).copied())).collect()
            })
            .collect();
        let counted: Vec<_> = (named.par_iter().zip(&whose))
            .map(|(named, whose)| named.count(whose, persons.len()))
            .collect::<tantivy::Result<_>>()
            .map_err(self.damaged())?;
        let mut all = vec![Count::default(); persons.len()];
        let (mut by_name, mut naming): (HashMap<&str, u64>, u64) = (HashMap::new(), 0);
        for ((counts, times, articles), named) in counted.iter().zip(&named) {
            naming += articles;
            all.iter_mut().zip(counts).for_each(|(sum, count)| sum.add(count));
            for (name, times) in named.names.iter().zip(times) {
                if let Some(name) = name {
                    *by_name.entry(name).or_default() += times;
                }
            }
        }
        let appear = |(person, Count { articles, first, last, undated }): (Identity, Count)| Appearance {
            name: person.name,
            articles,
            first,
            last,
            undated,
            variants: Vec::new(),
        };
        let mut people: Vec<Appearance> = persons.into_iter().zip(all).map(appear).collect();
        for (name, person) in names.iter().zip(&of) {
            let articles = by_name.get(name).copied().unwrap_or(0);
            people[*person as usize].variants.push(Variant { name: (*name).to_string(), articles, because: None });
        }
        people.iter_mut().for_each(|person| person.variants.sort_by(commonest));
        let (people, place) = in_order(people);
        let put = |person: Option<u32>| person.and_then(|person| place.get(person as usize).copied());
        let whose = whose.into_iter().map(|whose| whose.into_iter().map(put).collect()).collect();
        let found = named.into_iter().map(|named| named.found).collect();
        Ok(Crowd { total, naming, people, found, whose })
    }

    /// Who is called so: everybody of whom some name has all the words of this one, by articles, most first, then by name.
    ///
    /// # Errors
    /// [`Error::Damaged`](crate::error::Error::Damaged).
    pub fn bearers(&self, name: &str) -> Result<Vec<(Bearer, u64)>> {
        let words: Vec<_> = Words::new(name).map(|word| crate::query::Spelling::Exact(word.term)).collect();
        let named = self.snapshot.persons.named(&words).map_err(self.damaged())?;
        let partition = self.snapshot.persons.identities(named.keys().map(String::as_str)).map_err(self.damaged())?;
        let mut bearers = Vec::with_capacity(partition.persons.len());
        for person in partition.persons {
            let names = person.variants.into_iter().map(|variant| variant.name).collect();
            let articles = self.naming(&names)?;
            bearers.push((Bearer { name: person.name, names }, articles));
        }
        bearers.sort_by(|(a, many), (b, others)| others.cmp(many).then_with(|| a.cmp(b)));
        Ok(bearers)
    }
}

fn commonest(a: &Variant, b: &Variant) -> std::cmp::Ordering {
    b.articles.cmp(&a.articles).then_with(|| a.name.cmp(&b.name))
}

/// Persons by articles; and for each that was given its place among them.
fn in_order(people: Vec<Appearance>) -> (Vec<Appearance>, Vec<u32>) {
    let mut order: Vec<(u32, Appearance)> = (0..).zip(people).collect();
    order.sort_by(|(n, a), (m, b)| b.articles.cmp(&a.articles).then_with(|| (&a.name, n).cmp(&(&b.name, m))));
    let mut place = vec![0; order.len()];
    order.iter().zip(0..).for_each(|((before, _), now)| place[*before as usize] = now);
    (order.into_iter().map(|(_, person)| person).collect(), place)
}
