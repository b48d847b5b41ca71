//! What an archive holds, asked by name: single articles by identifier or place, the marks of a query in one of them,
//! whose a name is, and the totals that its status tells. It ranks nothing.

use std::ops::Range;

use tantivy::query::TermQuery;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, Term};

use super::persons::Identity;
use super::proof::prove;
use super::top::Sort;
use super::{Archive, merged};
use crate::error::{Error, Result};
use crate::index::document::Filed;
use crate::persons::link::Question;
use crate::query::Query;

impl Archive {
    /// The one article of this identifier, or of this `path#record`.
    ///
    /// # Errors
    /// [`Error::NoArticle`], [`Error::Ambiguous`], [`Error::Damaged`].
    pub fn article(&self, id: &str) -> Result<Filed> {
        let mut found = self.articles_called(id)?;
        match found.len() {
            0 => Err(Error::NoArticle(id.to_string())),
            1 => Ok(found.remove(0)),
            _ => {
                let mut places: Vec<String> = found.iter().map(Filed::place).collect();
                places.sort();
                Err(Error::Ambiguous { id: id.to_string(), places })
            }
        }
    }

    /// All articles of this identifier, or else the one of this `path#record`.
    ///
    /// # Errors
    /// [`Error::Damaged`].
    pub fn articles_called(&self, id: &str) -> Result<Vec<Filed>> {
        let fields = &self.built.fields;
        let mut found = self.with_term(Term::from_field_text(fields.id, id))?;
        if found.is_empty()
            && let Some((path, record)) = id.rsplit_once('#')
            && let Ok(record) = record.parse::<u64>()
        {
            // The file itself, or a container that the path leads into.
            let within = path.match_indices('/').rev().map(|(at, _)| path.get(..at).unwrap_or_default());
            for path_of_file in std::iter::once(path).chain(within) {
                found = self.with_term(Term::from_field_text(fields.path, path_of_file))?;
                found.retain(|filed| filed.record == record && (path_of_file == path || filed.whole_path() == path));
                if !found.is_empty() {
                    break;
                }
            }
        }
        Ok(found)
    }

    /// Where an article of this snapshot lies; None if it holds none of this place.
    fn address(&self, filed: &Filed) -> Result<Option<DocAddress>> {
        let query =
            TermQuery::new(Term::from_field_text(self.built.fields.path, &filed.path), IndexRecordOption::Basic);
        let (ranked, _) = self.rank(&query, self.everything(), Sort::Newest, false)?;
        Ok(ranked.iter().find(|ranked| ranked.record() == filed.record).map(|ranked| ranked.address))
    }

    fn with_term(&self, term: Term) -> Result<Vec<Filed>> {
        let query = TermQuery::new(term, IndexRecordOption::Basic);
        let (ranked, _) = self.rank(&query, self.everything(), Sort::Newest, false)?;
        ranked.iter().map(|r| self.load(r.address)).collect()
    }

    /// Marks a query in one article: headline and body; None if the article does not satisfy it.
    ///
    /// # Errors
    /// [`Error::Damaged`].
    pub fn marks(&self, query: &Query, filed: &Filed) -> Result<Option<[Vec<Range<usize>>; 2]>> {
        let plan = self.lower(query, None)?;
        let Some(address) = self.address(filed)? else { return Ok(None) };
        let marks = prove(&plan.proof, &self.snapshot.searcher, address, filed).map_err(self.damaged())?;
        Ok(marks.map(|marks| [merged(&marks.headline), merged(&marks.body)]))
    }

    /// Whose name this is (as written in some article), as far as the archive can tell who is who.
    ///
    /// # Errors
    /// [`Error::Damaged`].
    pub fn identity(&self, name: &str) -> Result<Identity> {
        self.snapshot.persons.identity(name).map_err(self.damaged())
    }

    /// Names that look like this person's and were left alone, the commonest first.
    ///
    /// # Errors
    /// [`Error::Damaged`].
    pub fn open_questions(&self, name: &str) -> Result<Vec<Question>> {
        self.snapshot.persons.open_questions(name).map_err(self.damaged())
    }

    /// Articles by source, most first; articles without a source under the empty name.
    ///
    /// # Errors
    /// [`Error::Damaged`].
    pub fn sources(&self) -> Result<Vec<(String, u64)>> {
        self.by_column("source")
    }

    /// Languages by their tags, and how many articles are in each; the empty one is what nothing tells. Most first.
    ///
    /// # Errors
    /// [`Error::Damaged`].
    pub fn languages(&self) -> Result<Vec<(String, u64)>> {
        self.by_column("language")
    }

    /// The languages by whose rules query words are widened, that of most articles first.
    ///
    /// # Errors
    /// [`Error::Damaged`].
    pub fn tongues(&self) -> Result<Vec<String>> {
        let tongues = self.snapshot.tongues().map_err(self.damaged())?;
        Ok(if tongues.are_english() { vec!["en".to_string()] } else { tongues.tags().map(str::to_string).collect() })
    }

    fn by_column(&self, field: &str) -> Result<Vec<(String, u64)>> {
        let mut counts = std::collections::HashMap::new();
        for reader in self.snapshot.searcher.segment_readers() {
            let column = reader.fast_fields().str(field).map_err(self.damaged())?;
            let mut by_number: std::collections::HashMap<Option<u64>, u64> = std::collections::HashMap::new();
            for doc in reader.doc_ids_alive() {
                let number = column.as_ref().and_then(|c| c.term_ords(doc).next());
                *by_number.entry(number).or_default() += 1;
            }
            for (number, count) in by_number {
                let mut name = String::new();
                if let (Some(column), Some(number)) = (&column, number) {
                    column.ord_to_str(number, &mut name).map_err(|e| self.damaged()(e.into()))?;
                }
                *counts.entry(name).or_default() += count;
            }
        }
        let mut counted: Vec<(String, u64)> = counts.into_iter().collect();
        counted.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Ok(counted)
    }

    /// First and last publication day, and how many articles have none.
    ///
    /// # Errors
    /// [`Error::Damaged`].
    pub fn span(&self) -> Result<(Option<(i64, i64)>, u64)> {
        let mut span: Option<(i64, i64)> = None;
        let mut undated = 0;
        for reader in self.snapshot.searcher.segment_readers() {
            let from = reader.fast_fields().i64("published_from").map_err(self.damaged())?;
            let to = reader.fast_fields().i64("published_to").map_err(self.damaged())?;
            for doc in reader.doc_ids_alive() {
                match from.first(doc).zip(to.first(doc)) {
                    Some((from, to)) => {
                        span = Some(span.map_or((from, to), |(a, b)| (a.min(from), b.max(to))));
                    }
                    None => undated += 1,
                }
            }
        }
        Ok((span, undated))
    }
}
