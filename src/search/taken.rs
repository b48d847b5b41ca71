//! By which names a person asked for is looked for.
//!
//! Takes what is asked ([`Called`]), gives [`Taken`]: names as written, those that were asked for and the others that the
//! person has in this archive. It reads no article.

use std::collections::BTreeSet;
use std::sync::{Arc, PoisonError};

use super::Archive;
use super::persons::{Names, Persons};
use crate::error::Result;
use crate::persons::decisions;
use crate::query::called::letters;
use crate::query::{Called, Level, Query, Spelling};

/// A name asked for as a person is widened to the other names of whoever is called so, unless it fits more names than this:
/// then it asks for no one person.
pub const WIDENED: usize = 2_000;

/// Names asked for that are remembered.
const REMEMBERED: usize = 1_000;

/// The names that somebody asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// Those that have the words asked for.
    pub names: Names,
    /// Other names of the persons so called.
    pub others: Names,
    /// Both: what the searches ask for.
    pub all: Arc<BTreeSet<String>>,
    /// Whether other names were not looked for, since there are more than [`WIDENED`] as it is.
    pub unasked: bool,
}

impl Persons {
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
        let words = called.spellings();
        let mut taken = Taken { names: self.named(&words)?, ..Taken::default() };
        match &called.level {
            Level::Words => {}
            Level::Letters(spelled) => taken.names.retain(|name, _| letters(name) == *spelled),
            Level::Person if taken.names.len() > WIDENED => taken.unasked = true,
            Level::Person => {
                self.keep_apart(&words, &mut taken.names);
                let partition = self.identities(taken.names.keys().map(String::as_str))?;
                let variants = partition.persons.into_iter().flat_map(|person| person.variants);
                let others = variants.filter(|variant| !taken.names.contains_key(&variant.name));
                taken.others = others.map(|variant| (variant.name, variant.articles)).collect();
            }
        }
        taken.all = Arc::new(taken.names.keys().chain(taken.others.keys()).cloned().collect());
        Ok(taken)
    }

    /// Leaves out the names of whom the user told apart from the bearer of just this name: not every John Smith is John
    /// Smith Jr.
    fn keep_apart(&self, asked: &[Spelling], names: &mut Names) {
        let decisions = self.decisions();
        let exact = |word: &'_ Spelling| match word {
            Spelling::Exact(word) => Some(word.clone()),
            _ => None,
        };
        let words: Option<Vec<String>> = asked.iter().map(exact).collect();
        let group = words.and_then(|words| decisions.group(&words.join(" ")));
        let Some(group) = group.filter(|_| !decisions.is_empty()) else { return };
        names.retain(|name, _| {
            let other = decisions.group(&decisions::words(name));
            other.is_none_or(|other| decisions.apart(group, other).is_none())
        });
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
