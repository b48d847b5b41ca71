//! The names of an archive -> persons, as far as they are asked for.
//!
//! Takes a [`Source`] of names and what the user decided; gives [`Person`]s. Every name has at most one parent, which depends
//! on the archive and the decisions alone; so persons are trees, and it is the same whichever of their names is asked for.
//! The parent is always the name that tells more or, telling as much, the commoner one, so there are no circles. A name that agrees
//! with two names which do not agree with each other has a parent only if the articles say which. What was found is
//! remembered in a [`Memory`]; it must never change an answer.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::agreement::{Agreement, agree};
use super::decisions::{Decisions, words};
use super::evidence::{Evidence, Profile};
use super::link::{Doubt, Kind, Link, Question};
use super::shape::Shape;
use super::skeleton::distance;
use super::weighing::{Crowd, need, need_of_surname};

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
struct Node {
    shape: Shape,
    /// The commonest first, then by name.
    names: Vec<(String, u64)>,
    articles: u64,
    group: Option<usize>,
}

impl Node {
    /// The commonest that is not all capitals.
    fn best(&self) -> &str {
        let written = |name: &&(String, u64)| name.0.chars().any(char::is_lowercase);
        self.names.iter().find(written).or(self.names.first()).map_or("", |(name, _)| name)
    }

    /// Names are parents of those that rank lower. No two nodes rank the same.
    fn rank(&self) -> (usize, u64, &str, &str) {
        let told = if self.shape.bare() { 0 } else { self.shape.told() };
        (told, self.articles, &self.shape.words, self.best())
    }

    fn bare(&self) -> bool {
        self.shape.bare()
    }
}

/// What was found so far.
#[derive(Default)]
pub struct Memory {
    nodes: Vec<Node>,
    /// The node of a name as written.
    of: HashMap<String, usize>,
    keyed: HashMap<String, Arc<Vec<usize>>>,
    alike: HashMap<String, Arc<Vec<usize>>>,
    parents: HashMap<usize, Option<(usize, Link)>>,
    profiles: HashMap<usize, Arc<Profile>>,
    frequencies: HashMap<String, u64>,
    extent: Option<(u64, i64)>,
}

impl Memory {
    /// How much is remembered: grows with memory.
    pub fn size(&self) -> usize {
        self.of.len() + self.frequencies.len() + 16 * self.profiles.len()
    }
}

/// A name of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// As written.
    pub name: String,
    /// Articles that hold it.
    pub articles: u64,
    /// Why it is held to be one; None for the name that the others lead to.
    pub because: Option<Link>,
}

/// A person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// What he is best called.
    pub name: String,
    /// His names, the commonest first, then by name.
    pub members: Vec<Member>,
    /// The line of `people.toml` that says what he is called.
    pub called: Option<usize>,
}

/// Looks names up and links them.
pub struct Register<'a, S: Source> {
    source: &'a S,
    decisions: &'a Decisions,
    memory: &'a mut Memory,
}

/// An edge between two nodes of a person.
struct Edge {
    child: usize,
    parent: usize,
    link: Link,
}

impl<'a, S: Source> Register<'a, S> {
    /// A register of these names.
    pub fn new(source: &'a S, decisions: &'a Decisions, memory: &'a mut Memory) -> Register<'a, S> {
        Register { source, decisions, memory }
    }

    /// Whose name this is; None if no article holds it, nor a name of the same words, nor one that the user holds to be
    /// the same person's.
    ///
    /// # Errors
    /// What the source says.
    pub fn person(&mut self, name: &str) -> Result<Option<Person>, S::Error> {
        let Some(start) = self.begin(name)? else { return Ok(None) };
        let (nodes, edges) = self.component(start)?;
        let (nodes, edges) = self.split(start, nodes, edges);
        Ok(Some(self.describe(&nodes, &edges)))
    }

    /// Names that look like one of this person's and were left apart, the commonest first.
    ///
    /// # Errors
    /// What the source says.
    pub fn questions(&mut self, name: &str) -> Result<Vec<Question>, S::Error> {
        let Some(start) = self.begin(name)? else { return Ok(Vec::new()) };
        let (nodes, edges) = self.component(start)?;
        let (nodes, _) = self.split(start, nodes, edges);
        let mut questions = Vec::new();
        for own in &nodes {
            for other in self.around(*own)? {
                if nodes.contains(&other) {
                    continue;
                }
                let (child, parent) = if self.ranks(*own, other) { (*own, other) } else { (other, *own) };
                let Some(agreement) = self.agreement(child, parent) else { continue };
                let doubt = match self.decided_apart(child, parent) {
                    Some(_) => (Doubt::Decided, Evidence::default()),
                    None => match self.consider(child, parent, &agreement, 0)? {
                        Ok(_) => (Doubt::Several, self.evidence(child, parent)?),
                        Err(doubt) => (doubt, self.evidence(child, parent)?),
                    },
                };
                let (own, other) = (self.node(*own), self.node(other));
                questions.push(Question {
                    name: own.best().to_string(),
                    other: other.best().to_string(),
                    articles: other.articles,
                    kinds: agreement.kinds,
                    doubt: doubt.0,
                    evidence: doubt.1,
                });
            }
        }
        questions.sort_by(|a, b| {
            b.articles.cmp(&a.articles).then_with(|| (&a.other, &a.kinds, &a.name).cmp(&(&b.other, &b.kinds, &b.name)))
        });
        // One look-alike is one question, put by the name that is most like it.
        let mut seen = BTreeSet::new();
        questions.retain(|question| seen.insert(question.other.clone()));
        Ok(questions)
    }

    fn node(&self, node: usize) -> &Node {
        &self.memory.nodes[node]
    }

    /// Whether the second ranks higher than the first.
    fn ranks(&self, low: usize, high: usize) -> bool {
        self.node(low).rank() < self.node(high).rank()
    }

    /// The node that a name leads to.
    fn begin(&mut self, name: &str) -> Result<Option<usize>, S::Error> {
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
    fn find(&mut self, name: &str) -> Result<Option<usize>, S::Error> {
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
    fn keyed(&mut self, key: &str) -> Result<Arc<Vec<usize>>, S::Error> {
        if let Some(known) = self.memory.keyed.get(key) {
            return Ok(Arc::clone(known));
        }
        let names = self.source.keyed(key)?;
        Ok(self.enter(key, names))
    }

    /// Enters the names that have a key.
    fn enter(&mut self, key: &str, names: Names) -> Arc<Vec<usize>> {
        let mut same: BTreeMap<(String, String), Vec<(String, u64, Shape)>> = BTreeMap::new();
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
    fn enter_alike(&mut self, asked: &str, sounds: bool, keys: &BTreeSet<String>) -> Arc<Vec<usize>> {
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
    fn alike(&mut self, node: usize) -> Result<Vec<usize>, S::Error> {
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
    fn around(&mut self, node: usize) -> Result<Vec<usize>, S::Error> {
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

    fn agreement(&self, a: usize, b: usize) -> Option<Agreement> {
        let (a, b) = (&self.node(a).shape, &self.node(b).shape);
        if a.words == b.words {
            return Some(Agreement { kinds: vec![Kind::Words] });
        }
        (a.bare() || b.bare() || a.letters & b.letters != 0).then(|| agree(a, b)).flatten()
    }

    fn decided_apart(&self, a: usize, b: usize) -> Option<usize> {
        let (a, b) = (self.node(a).group?, self.node(b).group?);
        self.decisions.apart(a, b)
    }

    fn profile(&mut self, node: usize) -> Result<Arc<Profile>, S::Error> {
        if let Some(known) = self.memory.profiles.get(&node) {
            return Ok(Arc::clone(known));
        }
        let names: Vec<&str> = self.memory.nodes[node].names.iter().map(|(name, _)| name.as_str()).collect();
        let profile = Arc::new(self.source.profile(&names)?);
        self.memory.profiles.insert(node, Arc::clone(&profile));
        Ok(profile)
    }

    fn evidence(&mut self, a: usize, b: usize) -> Result<Evidence, S::Error> {
        let (one, two) = (self.profile(a)?, self.profile(b)?);
        let extent = match self.memory.extent {
            Some(extent) => extent,
            None => *self.memory.extent.insert(self.source.extent()?),
        };
        let source = self.source;
        let Memory { nodes, frequencies, .. } = &mut *self.memory;
        let keys: BTreeSet<&str> = [a, b].iter().flat_map(|node| nodes[*node].shape.keys()).collect();
        let mut frequency = |name: &str| -> Result<u64, S::Error> {
            if let Some(known) = frequencies.get(name) {
                return Ok(*known);
            }
            let found = source.frequency(name)?;
            frequencies.insert(name.to_string(), found);
            Ok(found)
        };
        Evidence::weigh((&one, &two), &|surname| keys.contains(surname), &mut frequency, extent)
    }

    /// Whether one article names both, as two people.
    fn together(&mut self, a: usize, b: usize) -> Result<bool, S::Error> {
        let profile = self.profile(a)?;
        let names = &self.node(b).names;
        let mut beside = profile.beside.values();
        Ok(beside.any(|beside| names.iter().any(|(name, _)| beside.contains_key(name))))
    }

    /// Those who share a surname with a node: how many other given names there are.
    fn crowd(&mut self, node: usize) -> Result<Crowd, S::Error> {
        let keys = self.node(node).shape.surname.clone();
        let mut others = BTreeSet::new();
        for key in keys {
            for other in self.keyed(&key)?.iter() {
                if self.agreement(node, *other).is_none()
                    && let Some(given) = self.node(*other).shape.first()
                    && !given.initial
                {
                    others.insert(given.word.clone());
                }
            }
        }
        Ok(Crowd { others: others.len() as u64 })
    }

    /// Whether a name is a form of another that ranks higher; `more` bits are needed beside what is usual.
    fn consider(
        &mut self,
        child: usize,
        parent: usize,
        agreement: &Agreement,
        more: i64,
    ) -> Result<Result<Link, Doubt>, S::Error> {
        let link = |evidence, this: &Self| {
            Ok(Ok(Link {
                kinds: agreement.kinds.clone(),
                parent: this.node(parent).best().to_string(),
                evidence,
                line: None,
            }))
        };
        if agreement.kinds == [Kind::Words] {
            return link(Evidence::default(), self);
        }
        let crowd = self.crowd(child)?.and(self.crowd(parent)?);
        let needed = if self.node(child).bare() {
            match self.dominance(child, parent)? {
                Some((articles, share)) => {
                    let node = self.node(child);
                    need_of_surname(&node.shape, node.articles, articles, share)
                }
                None => return Ok(Err(Doubt::Several)),
            }
        } else {
            let (a, b) = (self.node(child), self.node(parent));
            need((&a.shape, a.articles), (&b.shape, b.articles), agreement, crowd)
        };
        const STRICT: [Kind; 4] = [Kind::Middle, Kind::Initial, Kind::Suffix, Kind::Double];
        if agreement.kinds.iter().any(|kind| STRICT.contains(kind)) && self.together(child, parent)? {
            return Ok(Err(Doubt::Together));
        }
        let evidence = self.evidence(child, parent)?;
        if evidence.gap > LIFE {
            return Ok(Err(Doubt::Apart));
        }
        if i64::from(evidence.bits) < needed + more {
            return Ok(Err(Doubt::Common));
        }
        link(evidence, self)
    }

    /// Of a surname: how many articles hold the fuller forms of one bearer's name, and how many per cent that is of all
    /// that name a bearer in full. None where others are too many.
    fn dominance(&mut self, bare: usize, bearer: usize) -> Result<Option<(u64, u64)>, S::Error> {
        let (mut his, mut all) = (0, 0);
        for other in self.around(bare)? {
            if self.node(other).bare() || !self.agreement(bare, other).is_some_and(|agreement| !agreement.misspelt()) {
                continue;
            }
            let articles = self.node(other).articles;
            all += articles;
            if other == bearer || self.agreement(other, bearer).is_some() {
                his += articles;
            }
        }
        let share = 100 * his / all.max(1);
        Ok((share >= 80).then_some((his, share)))
    }

    /// The name that a name is a form of, and why.
    fn parent(&mut self, node: usize) -> Result<Option<(usize, Link)>, S::Error> {
        if let Some(known) = self.memory.parents.get(&node) {
            return Ok(known.clone());
        }
        let found = self.choose(node)?;
        self.memory.parents.insert(node, found.clone());
        Ok(found)
    }

    fn choose(&mut self, node: usize) -> Result<Option<(usize, Link)>, S::Error> {
        let mut candidates = Vec::new();
        for other in self.around(node)? {
            if self.ranks(node, other)
                && self.decided_apart(node, other).is_none()
                && let Some(agreement) = self.agreement(node, other)
            {
                candidates.push((other, agreement));
            }
        }
        // A surname alone is rather somebody's with a given name than somebody's with an initial. Otherwise the least
        // difference first, then the commonest.
        let bare = self.node(node).bare();
        candidates.sort_by(|a, b| {
            let (x, y) = (self.node(a.0), self.node(b.0));
            let told = |node: &Node| bare && node.shape.told() < 100;
            let names = |node: &Node| (node.articles, node.shape.words.clone(), node.best().to_string());
            (told(x), &a.1.kinds).cmp(&(told(y), &b.1.kinds)).then_with(|| names(y).cmp(&names(x)))
        });
        let (misspelt, plain): (Vec<_>, Vec<_>) =
            candidates.into_iter().partition(|(_, agreement)| agreement.misspelt());
        for tier in if bare { vec![plain] } else { vec![plain, misspelt] } {
            if let Some(found) = self.choose_among(node, &tier, bare)? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    fn choose_among(
        &mut self,
        node: usize,
        candidates: &[(usize, Agreement)],
        bare: bool,
    ) -> Result<Option<(usize, Link)>, S::Error> {
        if bare {
            // Of those with a given name, the commonest.
            let Some((other, agreement)) = candidates.first() else { return Ok(None) };
            return Ok(self.consider(node, *other, agreement, 0)?.ok().map(|link| (*other, link)));
        }
        let rivals = |this: &Self, one: usize| {
            candidates.iter().any(|(other, _)| *other != one && this.agreement(one, *other).is_none())
        };
        let open = candidates.iter().any(|(one, _)| rivals(self, *one));
        if !open {
            for (other, agreement) in candidates {
                if let Ok(link) = self.consider(node, *other, agreement, 0)? {
                    return Ok(Some((*other, link)));
                }
            }
            return Ok(None);
        }
        // It could be several people's: only what sets one of them off decides.
        let mut bits = Vec::with_capacity(candidates.len());
        for (other, _) in candidates {
            bits.push(self.evidence(node, *other)?.bits);
        }
        for (n, (other, agreement)) in candidates.iter().enumerate() {
            let own = bits.get(n).copied().unwrap_or_default();
            let against =
                candidates.iter().zip(&bits).filter(|((rival, _), _)| self.agreement(*other, *rival).is_none());
            let against = against.map(|(_, bits)| *bits).max().unwrap_or_default();
            if own >= 2 * against + DECISIVE
                && let Ok(link) = self.consider(node, *other, agreement, i64::from(DECISIVE))?
            {
                return Ok(Some((*other, link)));
            }
        }
        Ok(None)
    }

    /// All nodes that lead to a node or from it, over parents and decisions.
    fn component(&mut self, start: usize) -> Result<(BTreeSet<usize>, Vec<Edge>), S::Error> {
        let mut nodes = BTreeSet::from([start]);
        let mut edges = Vec::new();
        let mut waiting = vec![start];
        while let Some(node) = waiting.pop() {
            if let Some((parent, link)) = self.parent(node)? {
                edges.push(Edge { child: node, parent, link });
                if nodes.insert(parent) {
                    waiting.push(parent);
                }
            }
            for other in self.around(node)? {
                if self.ranks(other, node)
                    && self.parent(other)?.is_some_and(|(parent, _)| parent == node)
                    && nodes.insert(other)
                {
                    waiting.push(other);
                }
            }
            for other in self.decided(node)? {
                if nodes.insert(other) {
                    waiting.push(other);
                }
            }
        }
        let mut heads: BTreeMap<usize, usize> = BTreeMap::new();
        let mut order: Vec<usize> = nodes.iter().copied().collect();
        order.sort_by(|a, b| self.node(*b).rank().cmp(&self.node(*a).rank()));
        for node in order {
            let Some(group) = self.node(node).group else { continue };
            let head = *heads.entry(group).or_insert(node);
            if head != node {
                let line = self.decisions.names(group).and_then(|group| {
                    let own = group.names.iter().filter(|(name, _)| words(name) == self.node(node).shape.words);
                    own.map(|(_, line)| *line).next()
                });
                let parent = self.node(head).best().to_string();
                let link = Link { kinds: vec![Kind::Decided], parent, evidence: Evidence::default(), line };
                edges.push(Edge { child: node, parent: head, link });
            }
        }
        Ok((nodes, edges))
    }

    /// The nodes that the user holds to be the same person.
    fn decided(&mut self, node: usize) -> Result<Vec<usize>, S::Error> {
        let Some(group) = self.node(node).group else { return Ok(Vec::new()) };
        let names = self.decisions.names(group).map(|group| group.names.clone()).unwrap_or_default();
        let mut found = Vec::new();
        for (name, _) in names {
            let wanted = words(&name);
            let keys: Vec<String> = Shape::of(&name).keys().map(str::to_string).collect();
            for key in keys {
                let keyed = self.keyed(&key)?;
                found.extend(keyed.iter().filter(|other| self.node(**other).shape.words == wanted).copied());
            }
        }
        Ok(found)
    }

    /// Keeps of a component what hangs together with a node when no two that the user told apart do. The surest edges hold.
    fn split(&self, start: usize, nodes: BTreeSet<usize>, mut edges: Vec<Edge>) -> (BTreeSet<usize>, Vec<Edge>) {
        let groups: BTreeSet<usize> = nodes.iter().filter_map(|node| self.node(*node).group).collect();
        let apart = |a: usize, b: usize| self.decisions.apart(a, b).is_some();
        if !groups.iter().any(|a| groups.iter().any(|b| a != b && apart(*a, *b))) {
            return (nodes, edges);
        }
        edges.sort_by(|a, b| {
            let sure = |edge: &Edge| (edge.link.kinds.clone(), u32::MAX - edge.link.evidence.bits);
            let names = |edge: &Edge| (self.node(edge.child).rank(), self.node(edge.parent).rank());
            sure(a).cmp(&sure(b)).then_with(|| names(b).cmp(&names(a)))
        });
        let mut sets: BTreeMap<usize, BTreeSet<usize>> =
            nodes.iter().map(|node| (*node, BTreeSet::from([*node]))).collect();
        let mut of: BTreeMap<usize, usize> = nodes.iter().map(|node| (*node, *node)).collect();
        edges.retain(|edge| {
            let (Some(a), Some(b)) = (of.get(&edge.child).copied(), of.get(&edge.parent).copied()) else {
                return false;
            };
            let (Some(left), Some(right)) = (sets.get(&a), sets.get(&b)) else { return false };
            let told = |node: &usize| self.node(*node).group;
            let clash = left.iter().filter_map(told).any(|x| right.iter().filter_map(told).any(|y| apart(x, y)));
            if a != b && !clash {
                let moved = sets.remove(&b).unwrap_or_default();
                moved.iter().for_each(|node| _ = of.insert(*node, a));
                sets.entry(a).or_default().extend(moved);
            }
            a == b || !clash
        });
        let kept = of.get(&start).and_then(|set| sets.get(set)).cloned().unwrap_or_default();
        edges.retain(|edge| kept.contains(&edge.child) && kept.contains(&edge.parent));
        (kept, edges)
    }

    fn describe(&self, nodes: &BTreeSet<usize>, edges: &[Edge]) -> Person {
        let mut because: BTreeMap<usize, &Link> = BTreeMap::new();
        // A decision says more than what led there otherwise.
        for edge in edges {
            let better = because.get(&edge.child).is_none_or(|link| edge.link.kind() < link.kind());
            if better {
                because.insert(edge.child, &edge.link);
            }
        }
        let mut members = Vec::new();
        for number in nodes {
            let node = self.node(*number);
            for (name, articles) in &node.names {
                let own = name == node.best();
                let words = || Link {
                    kinds: vec![Kind::Words],
                    parent: node.best().to_string(),
                    evidence: Evidence::default(),
                    line: None,
                };
                let because = if own { because.get(number).map(|link| (*link).clone()) } else { Some(words()) };
                members.push(Member { name: name.clone(), articles: *articles, because });
            }
        }
        members.sort_by(|a, b| b.articles.cmp(&a.articles).then_with(|| a.name.cmp(&b.name)));
        let groups = nodes.iter().filter_map(|node| self.node(*node).group).collect::<BTreeSet<_>>();
        let called = groups.iter().find_map(|group| self.decisions.names(*group)?.called.clone());
        let best = nodes.iter().max_by_key(|node| {
            let node = self.node(**node);
            (!node.bare(), !node.shape.shouted, node.articles, node.rank())
        });
        let (name, called) = match called {
            Some((name, line)) => (name, Some(line)),
            None => (best.map(|node| self.node(*node).best().to_string()).unwrap_or_default(), None),
        };
        Person { name, members, called }
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

/// Days after which a name is somebody else's.
const LIFE: i64 = 60 * 366;
/// Bits beside the usual ones that decide between several people.
const DECISIVE: u32 = 5;
