//! Who is called what: the names in an archive, by their words.
//!
//! Takes sets of words, or names; gives names as written with the articles that hold them, and the terms by which they are
//! found. The dictionaries of the index are read, no article is loaded.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::Searcher;
use tantivy::schema::Field;

use super::Archive;
use super::statistics::frequency;
use super::terms::{Terms, look_up};
use crate::error::Result;
use crate::index::document::OF_NAME;
use crate::index::schema::Fields;
use crate::query::called::letters;
use crate::query::{Called, Form, Level, Query, Spelling};
use crate::words::Words;

/// Names as written, each with how many articles hold it.
pub type Names = BTreeMap<String, u64>;

/// A name asked for as a person is widened to the other names of whoever is called so, unless it fits more names than this:
/// then it asks for no one person.
pub const WIDENED: usize = 2_000;

/// The names that somebody asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// Those that have the words asked for.
    pub names: Names,
    /// Other names of the persons so called.
    pub others: Names,
    /// Whether other names were not looked for, since there are more than [`WIDENED`] as it is.
    pub unasked: bool,
}

/// A person, as far as the archive can tell who is who.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// What he is best called.
    pub name: String,
    /// The names that articles know him by, the commonest first, then by name.
    pub variants: Vec<Variant>,
}

/// A name that a person is known by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    /// As written.
    pub name: String,
    /// Articles that hold it.
    pub articles: u64,
}

/// The names of a snapshot.
pub struct Persons {
    searcher: Searcher,
    fields: Fields,
    /// Of a few articles, the archive that they are from: who is who is known better there.
    whole: Option<Arc<Persons>>,
    asked: Mutex<HashMap<Called, Arc<Taken>>>,
}

/// Names asked for that are remembered.
const REMEMBERED: usize = 1_000;

impl Persons {
    /// Nothing is read yet. Of a few articles of an archive, or that were in it once, `whole` are the names of the archive.
    pub fn new(searcher: Searcher, fields: Fields, whole: Option<Arc<Persons>>) -> Persons {
        Persons { searcher, fields, whole, asked: Mutex::default() }
    }

    /// The names that have a word of each of these spellings.
    ///
    /// # Errors
    /// What reading the index says.
    pub fn named(&self, words: &[Spelling]) -> tantivy::Result<Names> {
        let terms = words.iter().map(|word| look_up(&self.searcher, self.fields.people, word));
        let mut names = self.holding(&terms.collect::<tantivy::Result<Vec<_>>>()?)?;
        if let Some(whole) = &self.whole {
            names.extend(whole.named(words)?);
        }
        Ok(names)
    }

    /// Whose name this is (as written in some article).
    ///
    /// # Errors
    /// What reading the index says.
    pub fn identity(&self, name: &str) -> tantivy::Result<Identity> {
        let words = |name: &str| -> Vec<String> { Words::new(name).map(|word| word.term).collect() };
        let asked = words(name);
        let spellings: Vec<Spelling> = asked.iter().cloned().map(Spelling::Exact).collect();
        let same = self.named(&spellings)?.into_iter().filter(|(name, _)| words(name) == asked);
        let mut variants: Vec<Variant> = same.map(|(name, articles)| Variant { name, articles }).collect();
        variants.sort_by(|a, b| b.articles.cmp(&a.articles).then_with(|| a.name.cmp(&b.name)));
        let name = variants.first().map_or(name, |variant| &variant.name).to_string();
        Ok(Identity { name, variants })
    }

    /// The names that somebody asks for.
    ///
    /// # Errors
    /// What reading the index says.
    pub fn called(&self, called: &Called) -> tantivy::Result<Arc<Taken>> {
        if let Some(known) = self.asked.lock().unwrap_or_else(PoisonError::into_inner).get(called) {
            return Ok(Arc::clone(known));
        }
        let taken = Arc::new(self.take(called)?);
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        if asked.len() >= REMEMBERED {
            asked.clear();
        }
        asked.insert(called.clone(), Arc::clone(&taken));
        Ok(taken)
    }

    fn take(&self, called: &Called) -> tantivy::Result<Taken> {
        // Names are not inflected.
        let exact = |form: &Form| match &form.spelling {
            Spelling::Inflected(word) => Spelling::Exact(word.clone()),
            spelling => spelling.clone(),
        };
        let words: Vec<Spelling> = called.forms.iter().map(exact).collect();
        let mut taken = Taken { names: self.named(&words)?, others: Names::new(), unasked: false };
        match &called.level {
            Level::Words => {}
            Level::Letters(spelled) => taken.names.retain(|name, _| letters(name) == *spelled),
            Level::Person if taken.names.len() > WIDENED => taken.unasked = true,
            Level::Person => {
                let mut others = Names::new();
                for name in taken.names.keys() {
                    let variants = self.identity(name)?.variants.into_iter();
                    let new = variants.filter(|variant| !taken.names.contains_key(&variant.name));
                    others.extend(new.map(|variant| (variant.name, variant.articles)));
                }
                taken.others = others;
            }
        }
        Ok(taken)
    }

    /// The names that have a word of each of these sets.
    fn holding(&self, words: &[Terms]) -> tantivy::Result<Names> {
        let mut found = Names::new();
        let Some(rarest) = words.iter().min_by_key(|terms| terms.frequency) else { return Ok(found) };
        let others: Vec<&HashSet<String>> =
            words.iter().filter(|terms| !std::ptr::eq(*terms, rarest)).map(|terms| &*terms.words).collect();
        for reader in self.searcher.segment_readers() {
            let index = reader.inverted_index(self.fields.name_words)?;
            for word in rarest.words.iter() {
                let (from, to) = (format!("{word}{OF_NAME}"), format!("{word}\u{1}"));
                let mut terms = index.terms().range().ge(from.as_bytes()).lt(to.as_bytes()).into_stream()?;
                while terms.advance() {
                    let Some(name) = terms.key().get(from.len()..).and_then(|name| std::str::from_utf8(name).ok())
                    else {
                        continue;
                    };
                    if !others.is_empty() {
                        let has: HashSet<String> = Words::new(name).map(|word| word.term).collect();
                        if !others.iter().all(|words| has.iter().any(|word| words.contains(word))) {
                            continue;
                        }
                    }
                    let articles = frequency(reader, &index, terms.value())?;
                    if articles > 0 {
                        match found.get_mut(name) {
                            Some(all) => *all += articles,
                            None => _ = found.insert(name.to_string(), articles),
                        }
                    }
                }
            }
        }
        Ok(found)
    }

    /// Where names are found in a field that holds each of them as one term, behind `mark`.
    ///
    /// # Errors
    /// What reading the index says.
    pub fn terms<'a>(
        &self,
        names: impl Iterator<Item = &'a str> + Clone,
        field: Field,
        mark: &str,
    ) -> tantivy::Result<Terms> {
        let mut terms = Terms::default();
        let mut words = HashSet::new();
        for reader in self.searcher.segment_readers() {
            let index = reader.inverted_index(field)?;
            let mut here = Vec::new();
            for name in names.clone() {
                let term = format!("{mark}{name}");
                if let Some(info) = index.terms().get(&term)? {
                    terms.frequency += frequency(reader, &index, &info)?;
                    here.push(info);
                    words.insert(term);
                }
            }
            terms.postings.push(here);
        }
        terms.words = Arc::new(words);
        Ok(terms)
    }
}

impl Archive {
    /// Whom a query asks for as persons, and by which names they are found.
    ///
    /// # Errors
    /// [`Error::Damaged`](crate::error::Error::Damaged).
    pub fn whom(&self, query: &Query) -> Result<Vec<(Called, Arc<Taken>)>> {
        let mut whom = Vec::new();
        for called in query.persons() {
            whom.push((called.clone(), self.snapshot.persons.called(called).map_err(self.damaged())?));
        }
        Ok(whom)
    }
}
