//! The articles that a run is about to take out: told from those it brings, so that it can say what is new.
//!
//! Takes the snapshot before the run and the files that are read again, moved or gone; gives for an article that comes
//! in the one it was before, if there was one. Same text and same identifier first, then same text, and at the end of
//! the run same identifier, then same place and headline. It must never hold texts: a few dozen bytes an article, and
//! the text of the old ones stays in the store of the snapshot until somebody wants to read it.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use tantivy::collector::DocSetCollector;
use tantivy::columnar::{Column, StrColumn};
use tantivy::query::TermSetQuery;
use tantivy::{DocAddress, DocId, Searcher, SegmentReader, Term};
use xxhash_rust::xxh3::xxh3_64;

use super::schema::Fields;
use crate::article::{self, Article};

/// Paths looked up at a time.
const AT_ONCE: usize = 10_000;

/// What the source says of an article, as 64 bits: texts by length and content, in the order of the schema.
pub fn digest(article: &Article) -> u64 {
    let published = article.published.map(|p| p.to_string());
    article::digest(&[
        Some(&article.headline),
        Some(&article.body),
        published.as_deref(),
        article.source.as_deref(),
        article.byline.as_deref(),
        article.place.as_deref(),
        article.url.as_deref(),
        article.section.as_deref(),
        article.language.as_deref(),
    ])
}

/// An article of the snapshot.
#[derive(Debug)]
pub struct Old {
    /// Where its text lies.
    pub address: DocAddress,
    digest: u64,
    id: u64,
    /// Run that brought it or changed it last.
    pub generation: u64,
    taken: AtomicBool,
}

/// The articles that are taken out.
#[derive(Debug, Default)]
pub struct Past {
    olds: Vec<Old>,
    by_digest: HashMap<u64, Vec<usize>>,
    by_id: HashMap<u64, Vec<usize>>,
    columns: Vec<Columns>,
}

/// What an article that comes in was before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Before {
    /// Word for word the same.
    Same {
        /// Run that brought it or changed it last.
        generation: u64,
        /// Where the old one lies.
        address: DocAddress,
    },
    /// Not word for word, but one of the same identifier goes out.
    Other,
    /// Nothing like it goes out.
    Nothing,
}

/// An identifier as 64 bits.
fn id_digest(id: &str) -> u64 {
    xxh3_64(id.as_bytes())
}

#[derive(Debug)]
struct Columns {
    ids: Option<StrColumn>,
    paths: Option<StrColumn>,
    digests: Column<u64>,
    generations: Column<u64>,
}

impl Columns {
    fn of(reader: &SegmentReader) -> tantivy::Result<Columns> {
        let fast = reader.fast_fields();
        Ok(Columns {
            ids: fast.str("id")?,
            paths: fast.str("path")?,
            digests: fast.u64("digest")?,
            generations: fast.u64("generation")?,
        })
    }

    fn old(&self, address: DocAddress, id: &mut String) -> tantivy::Result<Old> {
        text(self.ids.as_ref(), address.doc_id, id)?;
        Ok(Old {
            address,
            digest: self.digests.first(address.doc_id).unwrap_or_default(),
            id: id_digest(id),
            generation: self.generations.first(address.doc_id).unwrap_or_default(),
            taken: AtomicBool::new(false),
        })
    }
}

fn text(column: Option<&StrColumn>, doc: DocId, into: &mut String) -> tantivy::Result<()> {
    into.clear();
    if let Some(column) = column
        && let Some(number) = column.term_ords(doc).next()
    {
        column.ord_to_str(number, into)?;
    }
    Ok(())
}

impl Past {
    /// The articles of these files.
    ///
    /// # Errors
    /// What reading the index says.
    pub fn of_files(searcher: &Searcher, fields: &Fields, paths: &[&str]) -> tantivy::Result<Past> {
        let columns = searcher.segment_readers().iter().map(Columns::of).collect::<tantivy::Result<_>>()?;
        let mut past = Past { columns, ..Past::default() };
        past.add_files(searcher, fields, paths)?;
        Ok(past)
    }

    /// Adds the articles of more files, of the same snapshot.
    ///
    /// # Errors
    /// What reading the index says.
    pub fn add_files(&mut self, searcher: &Searcher, fields: &Fields, paths: &[&str]) -> tantivy::Result<()> {
        let mut id = String::new();
        for some in paths.chunks(AT_ONCE) {
            let terms = some.iter().map(|path| Term::from_field_text(fields.path, path));
            let mut found: Vec<DocAddress> =
                searcher.search(&TermSetQuery::new(terms), &DocSetCollector)?.into_iter().collect();
            found.sort_unstable();
            for address in found {
                let old = self.columns[address.segment_ord as usize].old(address, &mut id)?;
                self.push(old);
            }
        }
        Ok(())
    }

    /// All articles of the snapshot.
    ///
    /// # Errors
    /// What reading the index says.
    pub fn of_all(searcher: &Searcher) -> tantivy::Result<Past> {
        let mut past = Past::default();
        let mut id = String::new();
        for (segment, reader) in searcher.segment_readers().iter().enumerate() {
            let columns = Columns::of(reader)?;
            for doc in reader.doc_ids_alive() {
                past.push(columns.old(DocAddress::new(segment as u32, doc), &mut id)?);
            }
            past.columns.push(columns);
        }
        Ok(past)
    }

    fn push(&mut self, old: Old) {
        let n = self.olds.len();
        self.by_digest.entry(old.digest).or_default().push(n);
        self.by_id.entry(old.id).or_default().push(n);
        self.olds.push(old);
    }

    /// Whether nothing goes out.
    pub fn is_empty(&self) -> bool {
        self.olds.is_empty()
    }

    /// What an article was before; takes the old one, so that two that come in are never both the same one. May be asked
    /// from many threads.
    pub fn before(&self, digest: u64, id: &str) -> Before {
        if self.olds.is_empty() {
            return Before::Nothing;
        }
        let id = id_digest(id);
        let alike = self.by_digest.get(&digest).map(Vec::as_slice).unwrap_or_default();
        let named = alike.iter().filter(|n| self.olds[**n].id == id);
        let others = alike.iter().filter(|n| self.olds[**n].id != id);
        for n in named.chain(others) {
            let old = &self.olds[*n];
            if !old.taken.swap(true, Relaxed) {
                return Before::Same { generation: old.generation, address: old.address };
            }
        }
        if self.by_id.contains_key(&id) { Before::Other } else { Before::Nothing }
    }

    /// File that an old article came from.
    ///
    /// # Errors
    /// What reading the index says.
    pub fn path(&self, address: DocAddress) -> tantivy::Result<String> {
        let mut path = String::new();
        if let Some(columns) = self.columns.get(address.segment_ord as usize) {
            text(columns.paths.as_ref(), address.doc_id, &mut path)?;
        }
        Ok(path)
    }

    /// An old article of this identifier that nothing has taken; takes it.
    pub fn by_id(&self, id: &str) -> Option<&Old> {
        let named = self.by_id.get(&id_digest(id)).map(Vec::as_slice).unwrap_or_default();
        named.iter().map(|n| &self.olds[*n]).find(|old| !old.taken.swap(true, Relaxed))
    }

    /// What nothing has taken.
    pub fn left(&self) -> impl Iterator<Item = &Old> {
        self.olds.iter().filter(|old| !old.taken.load(Relaxed))
    }
}

impl Old {
    /// Takes it, by whatever means it was found again.
    pub fn take(&self) {
        self.taken.store(true, Relaxed);
    }
}
