//! The names of an archive, as far as they were asked for: which there are, and which could agree.
//!
//! Takes a [`Source`] of names, gives nodes: names of the same words, with their shape. What was found is remembered in
//! a [`Memory`]; it must never change an answer, so a node's number is never compared but for being the same.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::decisions::{Decisions, words};
use super::evidence::Profile;
use super::link::Link;
use super::shape::Shape;
use super::skeleton::distance;

/// Names, each with how many articles hold it.
pub type Names = BTreeMap<String, u64>;

/// Where names come from.
pub trait Source {
    /// What can go wrong.
    type Error;

    /// The names that have this word among their keys ([`Shape::keys`]).
    ///
    /// # Errors
    /// What reading says.
    fn keyed(&self, key: &str) -> Result<Names, Self::Error>;

    /// The keys that are one letter away from this word.
    ///
    /// # Errors
    /// What reading says.
    fn near(&self, key: &str) -> Result<BTreeSet<String>, Self::Error>;

    /// The keys that have this skeleton ([`Shape::skeletons`]).
    ///
    /// # Errors
    /// What reading says.
    fn sounding(&self, skeleton: &str) -> Result<BTreeSet<String>, Self::Error>;

    /// What the articles that hold one of these names say.
    ///
    /// # Errors
    /// What reading says.
    fn profile(&self, names: &[&str]) -> Result<Profile, Self::Error>;

    /// How many articles hold a name.
    ///
    /// # Errors
    /// What reading says.
    fn frequency(&self, name: &str) -> Result<u64, Self::Error>;

    /// How many articles there are, and how many days lie between the first and the last.
    ///
    /// # Errors
    /// What reading says.
    fn extent(&self) -> Result<(u64, i64), Self::Error>;
}

/// Names of the same words.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) shape: Shape,
    /// The commonest first, then by name.
    pub(super) names: Vec<(String, u64)>,
    pub(super) articles: u64,
    pub(super) group: Option<usize>,
}

impl Node {
    /// The commonest that is not all capitals.
    pub(super) fn best(&self) -> &str {
        let written = |name: &&(String, u64)| name.0.chars().any(char::is_lowercase);
        self.names.iter().find(written).or(self.names.first()).map_or("", |(name, _)| name)
    }

    /// Names are parents of those that rank lower. No two nodes rank the same.
    pub(super) fn rank(&self) -> impl Ord + '_ {
        let words = &self.shape.words;
        let told = if self.shape.bare() { 0 } else { self.shape.told() };
        // Of two that tell as much and are as common, the one with fewer words and more letters is the proper one.
        (told, self.articles, Reverse(words.matches(' ').count()), words.len(), words, self.best())
    }

    pub(super) fn bare(&self) -> bool {
        self.shape.bare()
    }
}

/// What was found so far.
#[derive(Default)]
pub struct Memory {
    pub(super) nodes: Vec<Node>,
    /// The node of a name as written.
    of: HashMap<String, usize>,
    keyed: HashMap<String, Arc<Vec<usize>>>,
    alike: HashMap<String, Arc<Vec<usize>>>,
    pub(super) parents: HashMap<usize, Option<(usize, Link)>>,
    pub(super) profiles: HashMap<usize, Arc<Profile>>,
    pub(super) frequencies: HashMap<String, u64>,
    pub(super) extent: Option<(u64, i64)>,
}

impl Memory {
    /// How much is remembered: grows with memory.
    pub fn size(&self) -> usize {
        self.of.len() + self.frequencies.len() + 16 * self.profiles.len()
    }
}

/// Looks names up and links them.
pub struct Register<'a, S: Source> {
    pub(super) source: &'a S,
    pub(super) decisions: &'a Decisions,
    pub(super) memory: &'a mut Memory,
}

impl<'a, S: Source> Register<'a, S> {
    /// A register of these names.
    pub fn new(source: &'a S, decisions: &'a Decisions, memory: &'a mut Memory) -> Register<'a, S> {
        Register { source, decisions, memory }
    }

    pub(super) fn node(&self, node: usize) -> &Node {
        &self.memory.nodes[node]
    }

    /// Whether the second ranks higher than the first.
    pub(super) fn ranks(&self, low: usize, high: usize) -> bool {
        self.node(low).rank().cmp(&self.node(high).rank()).is_lt()
    }

    /// The node that a name leads to.
    pub(super) fn begin(&mut self, name: &str) -> Result<Option<usize>, S::Error> {
        if let Some(found) = self.find(name)? {
            return Ok(Some(found));
        }
        let group = self.decisions.group(&words(name)).and_then(|group| self.decisions.names(group));
        for (other, _) in group.into_iter().flat_map(|group| &group.names) {
            if let Some(found) = self.find(other)? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// The node of a name, or of one of the same words.
    pub(super) fn find(&mut self, name: &str) -> Result<Option<usize>, S::Error> {
        if let Some(node) = self.memory.of.get(name) {
            return Ok(Some(*node));
        }
        let shape = Shape::of(name);
        let Some(key) = shape.keys().next() else { return Ok(None) };
        let same = self.keyed(key)?;
        if let Some(node) = self.memory.of.get(name) {
            return Ok(Some(*node));
        }
        let same = same.iter().copied().filter(|node| self.node(*node).shape.words == shape.words);
        Ok(same.max_by(|a, b| self.node(*a).rank().cmp(&self.node(*b).rank())))
    }

    /// Takes all names of the archive in at once, so that none need be looked up.
    pub fn take_in(&mut self, all: &Names) {
        let mut keyed: BTreeMap<String, Names> = BTreeMap::new();
        let mut sounding: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut pieces: BTreeSet<String> = BTreeSet::new();
        for (name, articles) in all {
            let shape = Shape::of(name);
            for key in shape.keys() {
                keyed.entry(key.to_string()).or_default().insert(name.clone(), *articles);
                for skeleton in shape.skeletons() {
                    sounding.entry(skeleton).or_default().insert(key.to_string());
                }
            }
            pieces.extend(shape.surname.iter().cloned());
        }
        let keys: Vec<String> = keyed.keys().cloned().collect();
        for (key, names) in keyed {
            self.enter(&key, names);
        }
        let mut less: HashMap<String, Vec<&str>> = HashMap::new();
        for key in &keys {
            without_a_letter(key, &mut |short| less.entry(short).or_default().push(key));
        }
        for piece in &pieces {
            let mut near = BTreeSet::new();
            without_a_letter(piece, &mut |short| near.extend(less.get(&short).into_iter().flatten().copied()));
            let near = near.into_iter().filter(|other| distance(piece, other) == 1).map(str::to_string).collect();
            self.enter_alike(piece, false, &near);
        }
        for (skeleton, keys) in &sounding {
            self.enter_alike(skeleton, true, keys);
        }
    }

    /// The nodes of the names that have a key.
    pub(super) fn keyed(&mut self, key: &str) -> Result<Arc<Vec<usize>>, S::Error> {
        if let Some(known) = self.memory.keyed.get(key) {
            return Ok(Arc::clone(known));
        }
        let names = self.source.keyed(key)?;
        Ok(self.enter(key, names))
    }

    /// Enters the names that have a key.
    pub(super) fn enter(&mut self, key: &str, names: Names) -> Arc<Vec<usize>> {
        let mut same: BTreeMap<_, Vec<(String, u64, Shape)>> = BTreeMap::new();
        for (name, articles) in names {
            let shape = Shape::of(&name);
            let keys: Vec<&str> = shape.keys().collect();
            same.entry((shape.words.clone(), keys.join(" "))).or_default().push((name, articles, shape));
        }
        let mut nodes = Vec::with_capacity(same.len());
        for mut names in same.into_values() {
            names.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            let Some((first, ..)) = names.first() else { continue };
            if let Some(known) = self.memory.of.get(first) {
                nodes.push(*known);
                continue;
            }
            let number = self.memory.nodes.len();
            let written = names.iter().position(|(_, _, shape)| !shape.shouted).unwrap_or(0);
            let mut shape = names.swap_remove(written);
            let mut all = vec![(shape.0.clone(), shape.1)];
            all.extend(names.into_iter().map(|(name, articles, other)| {
                shape.2.shouted &= other.shouted;
                (name, articles)
            }));
            all.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            self.memory.of.extend(all.iter().map(|(name, _)| (name.clone(), number)));
            let articles = all.iter().map(|(_, articles)| articles).sum();
            let group = self.decisions.group(&shape.2.words);
            self.memory.nodes.push(Node { shape: shape.2, names: all, articles, group });
            nodes.push(number);
        }
        let nodes = Arc::new(nodes);
        self.memory.keyed.insert(key.to_string(), Arc::clone(&nodes));
        nodes
    }

    /// Enters the nodes that have one of these keys, which are near a word or have a skeleton.
    pub(super) fn enter_alike(&mut self, asked: &str, sounds: bool, keys: &BTreeSet<String>) -> Arc<Vec<usize>> {
        let mut nodes = Vec::new();
        for key in keys {
            let keyed = self.memory.keyed.get(key).map(Arc::clone).unwrap_or_default();
            let has = |node: &&usize| {
                let shape = &self.node(**node).shape;
                if sounds { shape.skeletons().iter().any(|own| own == asked) } else { shape.surname.contains(key) }
            };
            nodes.extend(keyed.iter().filter(has).copied());
        }
        let nodes = Arc::new(nodes);
        let asked = if sounds { format!("~{asked}") } else { asked.to_string() };
        self.memory.alike.insert(asked, Arc::clone(&nodes));
        nodes
    }

    /// The nodes that have a key which is one letter from this one, or sounds alike.
    pub(super) fn alike(&mut self, node: usize) -> Result<Vec<usize>, S::Error> {
        let shape = &self.node(node).shape;
        if shape.surname.is_empty() {
            return Ok(Vec::new());
        }
        let (keys, skeletons) = (shape.surname.clone(), shape.skeletons());
        let mut found = Vec::new();
        for (word, sounds) in
            keys.iter().map(|key| (key, false)).chain(skeletons.iter().map(|skeleton| (skeleton, true)))
        {
            let asked = if sounds { format!("~{word}") } else { word.clone() };
            if let Some(known) = self.memory.alike.get(&asked) {
                found.extend(known.iter().copied());
                continue;
            }
            let keys = if sounds { self.source.sounding(word)? } else { self.source.near(word)? };
            for key in &keys {
                self.keyed(key)?;
            }
            found.extend(self.enter_alike(word, sounds, &keys).iter().copied());
        }
        Ok(found)
    }

    /// The nodes that could agree with this one.
    pub(super) fn around(&mut self, node: usize) -> Result<Vec<usize>, S::Error> {
        let keys: Vec<String> = self.node(node).shape.keys().map(str::to_string).collect();
        let mut found = self.alike(node)?;
        for key in keys {
            found.extend(self.keyed(&key)?.iter().copied());
        }
        found.sort_unstable();
        found.dedup();
        found.retain(|other| *other != node);
        Ok(found)
    }
}

/// A word with each of its letters left out in turn, and as it is.
fn without_a_letter(word: &str, each: &mut dyn FnMut(String)) {
    if word.chars().count() < 4 {
        return;
    }
    each(word.to_string());
    for (at, letter) in word.char_indices() {
        let mut short = word.get(..at).unwrap_or_default().to_string();
        short.push_str(word.get(at + letter.len_utf8()..).unwrap_or_default());
        each(short);
    }
}
