//! Where a person of the article is found by his name.
//!
//! Takes the names of the cast as they become known and, while the article is read, who is mentioned; gives numbers of
//! persons. Every question is answered in a time that does not grow with the cast: an article may be a roll of eighty
//! thousand. It never judges whether two names are one person's; it says who is worth comparing.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use super::marks::Marks;
use super::name::{NamePart, name_key};
use super::page::Itself;

/// How many people of one surname a name is compared with. Those beyond are told apart by their exact names only.
const CROWD: usize = 256;

/// The people of one surname, each kind first and last: all, men, women.
#[derive(Clone, Copy, Default)]
struct Bearers {
    first: [Option<usize>; 3],
    latest: [Option<usize>; 3],
}

/// The people of an article by their names.
#[derive(Default)]
pub struct Directory {
    by_surname: HashMap<u64, Vec<usize>, BuildHasherDefault<Itself>>,
    by_name: HashMap<u64, usize, BuildHasherDefault<Itself>>,
    /// Those of three names or more by two that stand side by side.
    by_pair: HashMap<(u64, u64), Vec<usize>>,
    bearers: HashMap<u64, Bearers, BuildHasherDefault<Itself>>,
    /// By given name; none where it is that of several.
    by_given: HashMap<u64, Option<usize>, BuildHasherDefault<Itself>>,
}

impl Directory {
    /// Files a person under a surname.
    pub fn file(&mut self, surname: u64, at: usize) {
        self.by_surname.entry(surname).or_default().push(at);
    }

    /// Notes the whole name of a person; he may have several.
    pub fn name(&mut self, name: &[NamePart], at: usize) {
        self.by_name.entry(name_key(name)).or_insert(at);
        if name.len() > 2 {
            for pair in name.windows(2) {
                if let [a, b] = pair {
                    self.by_pair.entry((a.key, b.key)).or_default().push(at);
                }
            }
        }
    }

    /// Whether anybody has this surname.
    pub fn has(&self, surname: u64) -> bool {
        self.by_surname.contains_key(&surname)
    }

    /// Those of a surname, in the order in which they were filed, up to a crowd.
    pub fn bearers(&self, surname: u64) -> &[usize] {
        let filed = self.by_surname.get(&surname).map_or(&[][..], Vec::as_slice);
        filed.get(..CROWD).unwrap_or(filed)
    }

    /// Whether there are more of a surname than are compared.
    pub fn crowded(&self, surname: u64) -> bool {
        self.by_surname.get(&surname).is_some_and(|filed| filed.len() > CROWD)
    }

    /// The one who has or had exactly this name.
    pub fn named(&self, name: &[NamePart]) -> Option<usize> {
        self.by_name.get(&name_key(name)).copied()
    }

    /// Those whose longer name may hold this one.
    pub fn around(&self, name: &[NamePart]) -> &[usize] {
        let [a, b, ..] = name else { return &[] };
        let filed = self.by_pair.get(&(a.key, b.key)).map_or(&[][..], Vec::as_slice);
        filed.get(..CROWD).unwrap_or(filed)
    }

    /// Makes ready for reading: who is the first of each surname and sex. `sex` gives that of a person.
    pub fn open(&mut self, sex: impl Fn(usize) -> Marks) {
        self.bearers.clear();
        for (surname, filed) in &self.by_surname {
            let bearers = self.bearers.entry(*surname).or_default();
            for &at in filed {
                for kind in kinds(sex(at)) {
                    if let Some(first) = bearers.first.get_mut(kind) {
                        first.get_or_insert(at);
                    }
                }
            }
        }
    }

    /// Forgets whose given names were known.
    pub fn forget_given(&mut self) {
        self.by_given.clear();
    }

    /// Notes the given name of a person with a full one.
    pub fn given(&mut self, given: u64, at: usize) {
        self.by_given.entry(given).and_modify(|whose| *whose = None).or_insert(Some(at));
    }

    /// Notes that a person filed under these surnames is mentioned.
    pub fn hear(&mut self, surnames: &[u64], at: usize, sex: Marks) {
        for surname in surnames {
            let Some(bearers) = self.bearers.get_mut(surname) else { continue };
            for kind in kinds(sex) {
                if let Some(latest) = bearers.latest.get_mut(kind) {
                    *latest = Some(at);
                }
            }
        }
    }

    /// Whose a bare surname is: of those of that sex (of all, if none is or none is said) the one mentioned last, else
    /// the first.
    pub fn bearer(&self, surname: u64, sex: Marks) -> Option<usize> {
        let bearers = self.bearers.get(&surname)?;
        let of =
            |kind: usize| bearers.latest.get(kind).copied().flatten().or(bearers.first.get(kind).copied().flatten());
        kinds(sex).last().and_then(of).or_else(|| of(0))
    }

    /// The one person of this given name, if there is exactly one.
    pub fn sole(&self, given: u64) -> Option<usize> {
        self.by_given.get(&given).copied().flatten()
    }
}

/// The kinds of bearers somebody of this sex belongs to; the narrowest last.
fn kinds(sex: Marks) -> impl Iterator<Item = usize> {
    let own = match sex {
        Marks::MAN => Some(1),
        Marks::WOMAN => Some(2),
        _ => None,
    };
    std::iter::once(0).chain(own)
}
