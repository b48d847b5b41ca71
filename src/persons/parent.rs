//! A name -> its parent: the one name, if any, that it is held to be a form of.
//!
//! The parent tells more or, telling as much, is commoner, so there are no circles. It depends on the archive and the
//! decisions alone. A name that agrees with two names which do not agree with each other has one only if the articles
//! say which.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use super::agreement::{Agreement, agree};
use super::evidence::{Evidence, Profile};
use super::link::{Doubt, Kind, Link};
use super::register::{Memory, Node, Register, Source};
use super::weighing::{Crowd, need, need_of_surname};

/// Days after which a name is somebody else's.
const LIFE: i64 = 60 * 366;
/// Bits beside the usual ones that decide between several people.
const DECISIVE: u32 = 5;
/// Bits more that are needed where nobody is beside both.
const STRANGERS: i64 = 2;

impl<S: Source> Register<'_, S> {
    pub(super) fn agreement(&self, a: usize, b: usize) -> Option<Agreement> {
        let (a, b) = (&self.node(a).shape, &self.node(b).shape);
        if a.words == b.words {
            return Some(Agreement { kinds: vec![Kind::Words] });
        }
        (a.bare() || b.bare() || a.letters & b.letters != 0).then(|| agree(a, b)).flatten()
    }

    pub(super) fn decided_apart(&self, a: usize, b: usize) -> Option<usize> {
        let (a, b) = (self.node(a).group?, self.node(b).group?);
        self.decisions.apart(a, b)
    }

    pub(super) fn profile(&mut self, node: usize) -> Result<Arc<Profile>, S::Error> {
        if let Some(known) = self.memory.profiles.get(&node) {
            return Ok(Arc::clone(known));
        }
        let names: Vec<&str> = self.memory.nodes[node].names.iter().map(|(name, _)| name.as_str()).collect();
        let profile = Arc::new(self.source.profile(&names)?);
        self.memory.profiles.insert(node, Arc::clone(&profile));
        Ok(profile)
    }

    pub(super) fn evidence(&mut self, a: usize, b: usize) -> Result<Evidence, S::Error> {
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
    pub(super) fn together(&mut self, a: usize, b: usize) -> Result<bool, S::Error> {
        let profile = self.profile(a)?;
        let names = &self.node(b).names;
        let mut beside = profile.beside.values();
        Ok(beside.any(|beside| names.iter().any(|(name, _)| beside.contains_key(name))))
    }

    /// Those who share a surname with two nodes and are neither: how many other given names there are.
    fn crowd(&mut self, one: usize, two: usize) -> Result<Crowd, S::Error> {
        let keys: BTreeSet<String> =
            [one, two].iter().flat_map(|node| self.node(*node).shape.surname.clone()).collect();
        let mut bearers = Vec::with_capacity(keys.len());
        for key in keys {
            bearers.push(self.keyed(&key)?);
        }
        let mut others = HashSet::new();
        for other in bearers.iter().flat_map(|bearers| bearers.iter()) {
            if let Some(given) = self.node(*other).shape.first()
                && !given.initial
                && !others.contains(given.word.as_str())
                && self.agreement(one, *other).is_none()
                && self.agreement(two, *other).is_none()
            {
                others.insert(given.word.as_str());
            }
        }
        Ok(Crowd { others: others.len() as u64 })
    }

    /// Whether a name is a form of another that ranks higher.
    pub(super) fn consider(
        &mut self,
        child: usize,
        parent: usize,
        agreement: &Agreement,
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
        let crowd = self.crowd(child, parent)?;
        let needed = if self.node(child).bare() {
            match self.dominance(child, parent)? {
                Some((articles, share)) => {
                    let node = self.node(child);
                    need_of_surname(&node.shape, node.articles, (articles, share), agreement)
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
        // A surname and its bearer are seen among people, and never among the same.
        let strangers = self.node(child).bare() && evidence.shared == 0 && evidence.of >= 4;
        if i64::from(evidence.bits) < needed + if strangers { STRANGERS } else { 0 } {
            return Ok(Err(Doubt::Common));
        }
        link(evidence, self)
    }

    /// Of a surname: how many articles hold the fuller forms of one bearer's name, and how many per cent that is of all
    /// that name a bearer in full. None where others are too many.
    pub(super) fn dominance(&mut self, bare: usize, bearer: usize) -> Result<Option<(u64, u64)>, S::Error> {
        let (mut his, mut all) = (0, 0);
        for other in self.around(bare)? {
            if self.node(other).bare() || self.agreement(bare, other).is_none_or(|agreement| agreement.misspelt()) {
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
    pub(super) fn parent(&mut self, node: usize) -> Result<Option<(usize, Link)>, S::Error> {
        if let Some(known) = self.memory.parents.get(&node) {
            return Ok(known.clone());
        }
        let found = self.choose(node)?;
        self.memory.parents.insert(node, found.clone());
        Ok(found)
    }

    pub(super) fn choose(&mut self, node: usize) -> Result<Option<(usize, Link)>, S::Error> {
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

    pub(super) fn choose_among(
        &mut self,
        node: usize,
        candidates: &[(usize, Agreement)],
        bare: bool,
    ) -> Result<Option<(usize, Link)>, S::Error> {
        if bare {
            // Of those with a given name, the commonest; else the surname itself, written in another way.
            let same = candidates.iter().find(|(_, agreement)| agreement.kinds == [Kind::Words]);
            for (other, agreement) in candidates.first().into_iter().chain(same) {
                if let Ok(link) = self.consider(node, *other, agreement)? {
                    return Ok(Some((*other, link)));
                }
            }
            return Ok(None);
        }
        let rivals = |this: &Self, one: usize| {
            candidates.iter().any(|(other, _)| *other != one && this.agreement(one, *other).is_none())
        };
        let open = candidates.iter().any(|(one, _)| rivals(self, *one));
        if !open {
            for (other, agreement) in candidates {
                if let Ok(link) = self.consider(node, *other, agreement)? {
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
                && let Ok(link) = self.consider(node, *other, agreement)?
            {
                return Ok(Some((*other, link)));
            }
        }
        Ok(None)
    }
}
