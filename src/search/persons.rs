//! Who is called what, and who is who: the names in an archive, by their words and by their persons.
//!
//! Takes sets of words, or names; gives names as written with the articles that hold them, and the terms by which they
//! are found. The dictionaries of the index are read, no article is loaded.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::Searcher;
use tantivy::schema::Field;

use super::beside::{Beside, Indexed};
use super::statistics::frequency;
use super::taken::Taken;
use super::terms::{Terms, look_up};
use super::tongues::Tongues;
use crate::index::document::OF_NAME;
use crate::index::schema::Fields;
use crate::persons::decisions::Decisions;
use crate::persons::link::{Link, Question};
use crate::persons::person::Person;
use crate::persons::register::{Memory, Register};
use crate::query::{Called, Spelling};
use crate::words::Words;

/// Names as written, each with how many articles hold it.
pub type Names = BTreeMap<String, u64>;

/// A person, as far as the archive and the user can tell who is who.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// What he is best called: as `people.toml` says, or else the commonest name that has a given name.
    pub name: String,
    /// The names that articles know him by, the commonest first, then by name.
    pub variants: Vec<Variant>,
    /// The line of `people.toml` that says what he is called.
    pub decided: Option<usize>,
}

/// A name that a person is known by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    /// As written.
    pub name: String,
    /// Articles that hold it.
    pub articles: u64,
    /// Why it is held to be this person's; None for the name that the others lead to.
    pub because: Option<Link>,
}

/// The persons that some names belong to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Partition {
    /// Each once, in the order in which the names were given.
    pub persons: Vec<Identity>,
    /// The number of the person of each name.
    pub of: HashMap<String, usize>,
}

/// What is remembered at most, see [`Memory::size`].
const REMEMBERED: usize = 400_000;
/// Of so many names asked at once, all names of the archive are read.
const MANY: usize = 200;

/// The names of a snapshot.
pub struct Persons {
    pub(super) searcher: Searcher,
    pub(super) fields: Fields,
    /// Of a few articles, the archive that they are from: who is who is known better there.
    whole: Option<Arc<Persons>>,
    decisions: Arc<Decisions>,
    memory: Mutex<(Memory, Beside)>,
    pub(super) asked: Mutex<HashMap<Called, Arc<Taken>>>,
}

impl Identity {
    /// Of the bearer of a name, if the register found one.
    fn of(name: &str, found: Option<Person>) -> Identity {
        let Some(person) = found else {
            return Identity { name: name.to_string(), variants: Vec::new(), decided: None };
        };
        let variants = person.members.into_iter();
        let variants = variants.map(|member| {
            let (name, articles, because) = (member.name, member.articles, member.because);
            Variant { name, articles, because }
        });
        Identity { name: person.name, variants: variants.collect(), decided: person.called }
    }
}

impl Persons {
    /// Nothing is read yet. Of a few articles of an archive, or that were in it once, `whole` are the names of the
    /// archive.
    pub fn new(searcher: Searcher, fields: Fields, whole: Option<Arc<Persons>>) -> Persons {
        Persons {
            searcher,
            fields,
            whole,
            decisions: Arc::default(),
            memory: Mutex::default(),
            asked: Mutex::default(),
        }
    }

    /// The same, with what the user decided.
    pub fn deciding(self, decisions: Decisions) -> Persons {
        Persons { decisions: Arc::new(decisions), ..self }
    }

    /// What the user decided of the names of the whole archive.
    pub(super) fn decisions(&self) -> &Decisions {
        &self.whole.as_deref().unwrap_or(self).decisions
    }

    /// Reads the whole archive.
    pub(super) fn searcher_of_all(&self) -> &Searcher {
        &self.whole.as_deref().unwrap_or(self).searcher
    }

    /// The names that have a word of each of these spellings.
    ///
    /// # Errors
    /// What reading the index says.
    pub fn named(&self, words: &[Spelling]) -> tantivy::Result<Names> {
        let terms = words.iter().map(|word| look_up(&self.searcher, &Tongues::default(), self.fields.people, word));
        let mut names = self.holding(&terms.collect::<tantivy::Result<Vec<_>>>()?)?;
        if let Some(whole) = &self.whole {
            names.extend(whole.named(words)?);
        }
        Ok(names)
    }

    /// Whose name this is. A name that no article holds has no variants.
    ///
    /// # Errors
    /// What reading the index says.
    pub fn identity(&self, name: &str) -> tantivy::Result<Identity> {
        self.ask(|register| register.person(name)).map(|found| Identity::of(name, found))
    }

    /// Whose names these are. That of many names at once is found much faster than one by one.
    ///
    /// # Errors
    /// What reading the index says.
    pub fn identities<'a>(&self, names: impl IntoIterator<Item = &'a str>) -> tantivy::Result<Partition> {
        let names: Vec<&str> = names.into_iter().collect();
        let many = names.len() > MANY;
        self.partition(&names, many)
    }

    /// The same; whether all names of the archive are read first is said, not guessed.
    ///
    /// # Errors
    /// What reading the index says.
    pub fn partition<N: AsRef<str>>(&self, names: &[N], all: bool) -> tantivy::Result<Partition> {
        let mut partition = Partition::default();
        let whole = self.whole.as_deref().unwrap_or(self);
        let everybody = if all { Some(whole.everybody()?) } else { None };
        let persons = self.ask(|register| {
            if let Some(everybody) = &everybody {
                register.take_in(everybody);
            }
            let mut persons = Vec::new();
            for name in names.iter().map(AsRef::as_ref) {
                if partition.of.contains_key(name) {
                    continue;
                }
                let person = Identity::of(name, register.person(name)?);
                partition.of.insert(name.to_string(), persons.len());
                partition.of.extend(person.variants.iter().map(|variant| (variant.name.clone(), persons.len())));
                persons.push(person);
            }
            Ok(persons)
        })?;
        Ok(Partition { persons, ..partition })
    }

    /// Names that look like one of this person's and were left apart, the commonest first, each with the reason.
    ///
    /// # Errors
    /// What reading the index says.
    pub fn open_questions(&self, name: &str) -> tantivy::Result<Vec<Question>> {
        self.ask(|register| register.questions(name))
    }

    /// Asks the register of the whole archive.
    fn ask<T>(
        &self,
        question: impl FnOnce(&mut Register<'_, Indexed<'_>>) -> tantivy::Result<T>,
    ) -> tantivy::Result<T> {
        let whole = self.whole.as_deref().unwrap_or(self);
        let mut memory = whole.memory.lock().unwrap_or_else(PoisonError::into_inner);
        if memory.0.size() > REMEMBERED {
            *memory = Default::default();
        }
        let (memory, beside) = &mut *memory;
        let source = Indexed { persons: whole, beside: RefCell::new(beside) };
        question(&mut Register::new(&source, &whole.decisions, memory))
    }

    /// All names, with the articles that hold them.
    ///
    /// # Errors
    /// What reading the index says.
    pub fn everybody(&self) -> tantivy::Result<Names> {
        let mut names = Names::new();
        for reader in self.searcher.segment_readers() {
            let index = reader.inverted_index(self.fields.person)?;
            let mut terms = index.terms().stream()?;
            while terms.advance() {
                let articles = frequency(reader, &index, terms.value())?;
                if let Ok(name) = std::str::from_utf8(terms.key())
                    && articles > 0
                {
                    *names.entry(name.to_string()).or_default() += articles;
                }
            }
        }
        Ok(names)
    }

    /// The names that have a word of each of these sets.
    fn holding(&self, words: &[Terms]) -> tantivy::Result<Names> {
        let mut found = Names::new();
        let Some(rarest) = words.iter().min_by_key(|terms| terms.frequency) else { return Ok(found) };
        let others: Vec<&HashSet<String>> =
            words.iter().filter(|terms| !std::ptr::eq(*terms, rarest)).map(|terms| &*terms.words).collect();
        for word in rarest.words.iter() {
            self.behind(&format!("{word}{OF_NAME}"), |name, articles| {
                let has: HashSet<String> =
                    if others.is_empty() { HashSet::new() } else { Words::new(name).map(|word| word.term).collect() };
                if others.iter().all(|words| has.iter().any(|word| words.contains(word))) {
                    *found.entry(name.to_string()).or_default() += articles;
                }
            })?;
        }
        Ok(found)
    }

    /// What stands behind `begin` in the terms of `name_words` that begin so, each with the articles that hold it, segment by
    /// segment.
    pub(super) fn behind(&self, begin: &str, mut each: impl FnMut(&str, u64)) -> tantivy::Result<()> {
        let mut end = begin.as_bytes().to_vec();
        if let Some(last) = end.last_mut() {
            *last += 1;
        }
        for reader in self.searcher.segment_readers() {
            let index = reader.inverted_index(self.fields.name_words)?;
            let mut terms = index.terms().range().ge(begin.as_bytes()).lt(&end).into_stream()?;
            while terms.advance() {
                let articles = frequency(reader, &index, terms.value())?;
                if let Some(rest) = terms.key().get(begin.len()..).and_then(|rest| std::str::from_utf8(rest).ok())
                    && articles > 0
                {
                    each(rest, articles);
                }
            }
        }
        Ok(())
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
