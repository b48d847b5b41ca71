//! Who is mentioned beside whom, in the articles that satisfy a query: in the same article, paragraph or sentence.
//!
//! Takes a [`Crowd`]; gives how often two persons share such a place, how often they would if each went his own way, and
//! how much it means. Columns and the layers' notes are read, no article is loaded. In an article everybody counts, in a
//! paragraph or sentence who is mentioned there; whom only the source's metadata names is in no paragraph. A headline is a
//! sentence and a paragraph of its own.
//!
//! Two measures tell what that means. Dunning's log-likelihood ratio ("Accurate Methods for the Statistics of Surprise and
//! Coincidence", Computational Linguistics 19, 1993) says whether "they have nothing to do with each other" can explain the
//! counts; who is no oftener beside somebody than that is no company. It grows with the counts, so those it knows best are
//! the famous. How close the others are is told by normalised pointwise mutual information (Bouma, "Normalized (Pointwise)
//! Mutual Information in Collocation Extraction", GSCL 2009): who is rarely anywhere else comes before who is everywhere.
//! It puts two who are named once, together, above all others, so it is discounted where counts are small, by the factor of
//! Pantel and Lin ("Discovering Word Senses from Text", KDD 2002). On news wires of 1987 the ratio alone had the president
//! third beside everybody in Washington, the information alone began with strangers named twice.

use std::collections::HashMap;

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{BitSet, DocId, DocSet, SegmentReader, TERMINATED};

use super::Archive;
use super::crowd::{Crowd, docs};
use crate::error::Result;
use crate::index::layer::{NAME, PARAGRAPH, PERSON, SENTENCE};

/// How near.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Within {
    /// In one article.
    Article,
    /// In one paragraph, or in the headline.
    Paragraph,
    /// In one sentence, or in the headline.
    Sentence,
}

/// How two are beside each other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tie {
    /// Places that name both.
    pub together: u64,
    /// So many would, if the one had nothing to do with the other.
    pub expected: f64,
    /// The log-likelihood ratio; below 0 if they are together less often than expected.
    pub g2: f64,
    /// Discounted mutual information, from 0 (as expected) towards 1 (never apart, and often named); below 0 if they are
    /// together less often than expected.
    pub closeness: f64,
}

/// What the log-likelihood ratio exceeds by chance once in twenty times: chi-squared with one degree of freedom.
const CHANCE: f64 = 3.841;

impl Tie {
    /// Whether they are together oftener than chance may have it.
    pub fn is_company(&self) -> bool {
        self.g2 > CHANCE
    }
}

/// Who is beside somebody.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Company {
    /// Places that name somebody.
    pub places: u64,
    /// Those that name him.
    pub his: u64,
    /// Everybody who shares a place with him, by his place in the crowd: places that name the other, and the tie. The
    /// strongest tie first, then the most frequent, then as in the crowd.
    pub others: Vec<(usize, u64, Tie)>,
}

/// Places that name somebody, and which of them name whom.
struct Places {
    many: u64,
    /// For each person asked for, sorted.
    of: Vec<Vec<u32>>,
}

/// The tie of two whom `together` places name both, where one is named in `a` and the other in `b` of `all`.
pub fn tie(together: u64, a: u64, b: u64, all: u64) -> Tie {
    let rows = [a, all.saturating_sub(a)];
    let columns = [b, all.saturating_sub(b)];
    let (only_a, only_b) = (a.saturating_sub(together), b.saturating_sub(together));
    let neither = (all + together).saturating_sub(a + b);
    let expected = |row: usize, column: usize| rows[row] as f64 * columns[column] as f64 / all.max(1) as f64;
    let part = |seen: u64, expected: f64| if seen == 0 { 0.0 } else { seen as f64 * (seen as f64 / expected).ln() };
    let sum = part(together, expected(0, 0))
        + part(only_a, expected(0, 1))
        + part(only_b, expected(1, 0))
        + part(neither, expected(1, 1));
    // What is exactly as expected may come out a little below 0.
    let g2 = (2.0 * sum).max(0.0);
    let expected = expected(0, 0);
    let information = match together {
        0 => -1.0,
        // All places name both: that tells nothing.
        all_of_them if all_of_them >= all => 0.0,
        _ => (together as f64 / expected).ln() / (all as f64 / together as f64).ln(),
    };
    let share = |many: u64| many as f64 / (many + 1) as f64;
    let closeness = information * share(together) * share(a.min(b));
    Tie { together, expected, g2: if together as f64 >= expected { g2 } else { -g2 }, closeness }
}

impl Archive {
    /// Who is beside some persons of a crowd (one who goes by several names, or all who are called so).
    ///
    /// # Errors
    /// [`Error::Damaged`](crate::error::Error::Damaged).
    pub fn company(&self, crowd: &Crowd, persons: &[usize], within: Within) -> Result<Company> {
        let near = self.in_one_article(crowd, persons)?;
        let asked: Vec<usize> = persons.iter().copied().chain(near).collect();
        let places = self.places(crowd, &asked, within)?;
        let (his, others) = places.of.split_at(persons.len());
        let mut his: Vec<u32> = his.concat();
        his.sort_unstable();
        his.dedup();
        let mut company = Company { places: places.many, his: his.len() as u64, others: Vec::new() };
        for (person, theirs) in asked.iter().skip(persons.len()).zip(others) {
            let together = theirs.iter().filter(|place| his.binary_search(place).is_ok()).count() as u64;
            if together > 0 {
                let many = theirs.len() as u64;
                company.others.push((*person, many, tie(together, company.his, many, places.many)));
            }
        }
        company.others.sort_by(|(n, _, a), (m, _, b)| {
            b.closeness.total_cmp(&a.closeness).then_with(|| b.together.cmp(&a.together)).then_with(|| n.cmp(m))
        });
        Ok(company)
    }

    /// How some persons of a crowd are beside each other: pairs, by their places in `persons`, in order; those that share
    /// nothing are left out.
    ///
    /// # Errors
    /// [`Error::Damaged`](crate::error::Error::Damaged).
    pub fn ties(&self, crowd: &Crowd, persons: &[usize], within: Within) -> Result<Vec<(usize, usize, Tie)>> {
        let places = self.places(crowd, persons, within)?;
        let mut named: HashMap<u32, Vec<usize>> = HashMap::new();
        for (n, of) in places.of.iter().enumerate() {
            of.iter().for_each(|place| named.entry(*place).or_default().push(n));
        }
        let mut ties = Vec::new();
        // One row at a time: all pairs at once would not fit where one article names thousands.
        let mut together = vec![0; persons.len()];
        for (n, of) in places.of.iter().enumerate() {
            together.fill(0);
            for other in of.iter().filter_map(|place| named.get(place)).flatten().filter(|other| **other > n) {
                together[*other] += 1;
            }
            for (other, together) in together.iter().enumerate().filter(|(_, together)| **together > 0) {
                ties.push((n, other, tie(*together, of.len() as u64, places.of[other].len() as u64, places.many)));
            }
        }
        Ok(ties)
    }

    /// Who is in an article with one of some persons, and is none of them.
    fn in_one_article(&self, crowd: &Crowd, persons: &[usize]) -> Result<Vec<usize>> {
        let mut there = vec![false; crowd.people.len()];
        let mut his = there.clone();
        persons.iter().for_each(|person| his[*person] = true);
        self.each_article(crowd, &mut |people| {
            if people.iter().any(|person| his[*person as usize]) {
                people.iter().for_each(|person| there[*person as usize] = true);
            }
        })?;
        Ok((0..there.len()).filter(|person| there[*person] && !his[*person]).collect())
    }

    /// Calls `see` with the persons of each article that names somebody, sorted, each once.
    fn each_article(&self, crowd: &Crowd, see: &mut dyn FnMut(&[u32])) -> Result<()> {
        let mut people = Vec::new();
        let readers = self.snapshot.searcher.segment_readers().iter();
        for ((reader, found), whose) in readers.zip(&crowd.found).zip(&crowd.whose) {
            let column = reader.fast_fields().str("person").map_err(self.damaged())?;
            let Some(column) = column else { continue };
            for doc in docs(reader, found) {
                people.clear();
                people.extend(column.term_ords(doc).filter_map(|number| whose.get(number as usize).copied().flatten()));
                people.sort_unstable();
                people.dedup();
                if !people.is_empty() {
                    see(&people);
                }
            }
        }
        Ok(())
    }

    /// The places that name somebody, and which of them name each of some persons.
    fn places(&self, crowd: &Crowd, persons: &[usize], within: Within) -> Result<Places> {
        let (begins, mut many, mut of) = match within {
            Within::Article => {
                let mut asked = vec![None; crowd.people.len()];
                persons.iter().enumerate().for_each(|(n, person)| asked[*person] = Some(n));
                let (mut many, mut of) = (0, vec![Vec::new(); persons.len()]);
                self.each_article(crowd, &mut |people| {
                    people.iter().filter_map(|person| asked[*person as usize]).for_each(|n| of[n].push(many));
                    many += 1;
                })?;
                return Ok(Places { many: u64::from(many), of });
            }
            Within::Paragraph => (PARAGRAPH, 0, vec![Vec::new(); persons.len()]),
            Within::Sentence => (SENTENCE, 0, vec![Vec::new(); persons.len()]),
        };
        let fields = &self.built.fields;
        for (reader, found) in self.snapshot.searcher.segment_readers().iter().zip(&crowd.found) {
            for (layer, begins) in [(fields.headline_layer, None), (fields.body_layer, Some(begins))] {
                let mut read = || -> tantivy::Result<u32> {
                    let mentions = Mentions::read(reader, found, layer, begins, many)?;
                    for (person, of) in persons.iter().zip(&mut of) {
                        for variant in &crowd.people[*person].variants {
                            mentions.places(reader, layer, &variant.name, of)?;
                        }
                    }
                    Ok(mentions.next)
                };
                many = read().map_err(self.damaged())?;
            }
        }
        for of in &mut of {
            of.sort_unstable();
            of.dedup();
        }
        Ok(Places { many: u64::from(many), of })
    }
}

/// Where the mentions of persons begin in a field, and the place each lies in.
struct Mentions {
    docs: Vec<DocId>,
    /// Where those of each article begin in `begin`; one more at the end.
    from: Vec<usize>,
    /// Position of the first word, number of the place.
    begin: Vec<(u32, u32)>,
    /// The number of the next place.
    next: u32,
}

impl Mentions {
    /// Reads those of the found articles; places are parted by a note, or each text is one; they are numbered from `next` on.
    fn read(
        reader: &SegmentReader,
        found: &BitSet,
        layer: Field,
        parted: Option<&str>,
        next: u32,
    ) -> tantivy::Result<Mentions> {
        let mut mentions = Mentions { docs: Vec::new(), from: vec![0], begin: Vec::new(), next };
        let Some(mut persons) = postings(reader, layer, PERSON)? else { return Ok(mentions) };
        let mut parts = parted.map(|note| postings(reader, layer, note)).transpose()?.flatten();
        let (mut positions, mut starts) = (Vec::new(), Vec::new());
        let mut doc = persons.doc();
        while doc != TERMINATED {
            if found.contains(doc) {
                persons.positions(&mut positions);
                starts.clear();
                if let Some(parts) = &mut parts
                    && seek(parts, doc)
                {
                    parts.positions(&mut starts);
                }
                let mut last = None;
                for position in &positions {
                    let part = starts.partition_point(|start| start <= position);
                    if last.replace(part) != Some(part) {
                        mentions.next += 1;
                    }
                    mentions.begin.push((*position, mentions.next - 1));
                }
                mentions.docs.push(doc);
                mentions.from.push(mentions.begin.len());
            }
            doc = persons.advance();
        }
        Ok(mentions)
    }

    /// The places in which a name is mentioned.
    fn places(&self, reader: &SegmentReader, layer: Field, name: &str, out: &mut Vec<u32>) -> tantivy::Result<()> {
        let Some(mut list) = postings(reader, layer, &format!("{NAME}{name}"))? else { return Ok(()) };
        let mut positions = Vec::new();
        let mut doc = list.doc();
        while doc != TERMINATED {
            if let Ok(n) = self.docs.binary_search(&doc)
                && let Some(begin) = self.begin.get(self.from[n]..self.from[n + 1])
            {
                list.positions(&mut positions);
                // Every word of a mention is noted; the first says where it is.
                let place = |position: &u32| begin.binary_search_by_key(position, |(first, _)| *first).ok();
                out.extend(positions.iter().filter_map(place).map(|at| begin[at].1));
            }
            doc = list.advance();
        }
        Ok(())
    }
}

fn postings(reader: &SegmentReader, field: Field, note: &str) -> tantivy::Result<Option<SegmentPostings>> {
    let index = reader.inverted_index(field)?;
    let Some(info) = index.terms().get(note)? else { return Ok(None) };
    Ok(Some(index.read_postings_from_terminfo(&info, IndexRecordOption::WithFreqsAndPositions)?))
}

/// Moves on to an article; whether it is there.
fn seek(list: &mut SegmentPostings, doc: DocId) -> bool {
    if list.doc() < doc {
        list.seek(doc);
    }
    list.doc() == doc
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_measure_of_a_tie() {
        // Dunning's own table of bigrams: "the swiss" and the like, together, only one, only the other, neither.
        let table = [
            ((110, 2442, 111, 29114), 270.72),
            ((29, 13, 123, 31612), 263.90),
            ((31, 23, 139, 31584), 256.84),
            ((10, 0, 3, 31764), 167.23),
        ];
        for ((both, a, b, neither), g2) in table {
            let tie = tie(both, both + a, both + b, both + a + b + neither);
            assert!((tie.g2 - g2).abs() < 0.01, "{} is not {g2}", tie.g2);
        }
        let as_expected = tie(1, 2, 5, 10);
        assert_eq!((as_expected.expected, as_expected.g2, as_expected.closeness), (1.0, 0.0, 0.0));
        let apart = tie(1, 5, 5, 10);
        assert!(apart.g2 < 0.0 && apart.closeness < 0.0 && !apart.is_company());
        assert_eq!(tie(4, 4, 4, 4), Tie { together: 4, expected: 4.0, g2: 0.0, closeness: 0.0 });
        // Often together and seldom apart, before the famous, before two who are named once.
        let [close, famous, once] = [tie(30, 60, 40, 8000), tie(30, 60, 600, 8000), tie(1, 60, 1, 8000)];
        assert!(close.closeness > famous.closeness && famous.closeness > once.closeness);
        // Never apart: nothing but the discount is left.
        assert!((tie(9, 9, 9, 8000).closeness - 0.81).abs() < 1e-12);
    }
}
