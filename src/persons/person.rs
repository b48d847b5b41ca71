//! A name -> the person: all names that lead to one another, over parents and over what the user decided.
//!
//! Whichever of a person's names is asked for, it is the same person. Two names that the user told apart are never in
//! one: the least sure link between them is cut.

use std::collections::{BTreeMap, BTreeSet};

use super::decisions::words;
use super::evidence::Evidence;
use super::link::{Doubt, Kind, Link, Question};
use super::register::{Register, Source};
use super::shape::Shape;

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

/// An edge between two nodes of a person.
struct Edge {
    child: usize,
    parent: usize,
    link: Link,
}

impl<S: Source> Register<'_, S> {
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
                // A surname alone that is spelt in another way is no likeness.
                if agreement.misspelt() && self.node(child).bare() {
                    continue;
                }
                let doubt = match self.decided_apart(child, parent) {
                    Some(_) => (Doubt::Decided, Evidence::default()),
                    None => match self.consider(child, parent, &agreement)? {
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

    /// Keeps of a component what hangs together with a node when no two that the user told apart do. The surest edges
    /// hold.
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
