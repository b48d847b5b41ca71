//! A span of a query, made ready for one text (headline, body, ...) of one snapshot: which lists of words it reads, and how
//! their positions are matched.
//!
//! Takes postings of one segment; gives for an article where each list stands, and the articles worth asking. It ranks
//! nothing and loads no article.

use std::collections::HashSet;
use std::sync::Arc;

use tantivy::postings::TermInfo;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, SegmentReader, TERMINATED};

use super::postings::Union;
use super::spans::{Matcher, Slot, Stand, Stretch};

/// A text of an article that words are looked for in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the fields of an article")]
pub enum TextField {
    Headline,
    Body,
    Source,
    Page,
    Byline,
    Place,
    Section,
}

/// The terms of one word (or note) in one field.
#[derive(Clone, Debug)]
pub struct List {
    /// The field of the index: the text itself or its layer.
    pub field: Field,
    /// The terms.
    pub words: Arc<HashSet<String>>,
    /// Where their postings lie, by segment.
    pub postings: Vec<Vec<TermInfo>>,
}

/// See the module's page.
#[derive(Clone, Debug)]
pub struct Sought {
    /// The text.
    pub text: TextField,
    /// Lists, by number. Each is read at one place of the matcher only (of a phrase, at all words that are the same).
    pub lists: Vec<List>,
    /// What is matched.
    pub matcher: Matcher,
}

impl Sought {
    /// Begins to read a segment (by its number in the snapshot).
    ///
    /// # Errors
    /// What reading the index says.
    pub fn open(self: &Arc<Sought>, reader: &SegmentReader, segment: usize) -> tantivy::Result<Reading> {
        let mut lists = Vec::with_capacity(self.lists.len());
        for list in &self.lists {
            let infos = list.postings.get(segment).map(Vec::as_slice).unwrap_or_default();
            let index = reader.inverted_index(list.field)?;
            lists.push(Union::open(&index, infos, IndexRecordOption::WithFreqsAndPositions)?);
        }
        let stand = vec![Vec::new(); lists.len()];
        Ok(Reading { sought: Arc::clone(self), lists, stand })
    }

    /// Whether a term is one of a list.
    pub fn holds(&self, list: usize, term: &str) -> bool {
        self.lists.get(list).is_some_and(|list| list.words.contains(term))
    }
}

/// The lists of one segment, read forward.
pub struct Reading {
    sought: Arc<Sought>,
    lists: Vec<Union>,
    stand: Stand,
}

impl Reading {
    /// The first article from `target` on that may have a match; it never lies before one asked for earlier.
    pub fn seek(&mut self, target: DocId) -> DocId {
        seek(&self.sought.matcher, &mut self.lists, target)
    }

    /// Where the lists stand in an article. Articles must be asked for in order.
    pub fn stand(&mut self, doc: DocId) -> &Stand {
        for (list, stand) in self.lists.iter_mut().zip(&mut self.stand) {
            stand.clear();
            if list.seek(doc) == doc {
                list.positions(stand);
            }
        }
        &self.stand
    }

    /// The matches in an article. Articles must be asked for in order.
    pub fn matches(&mut self, doc: DocId) -> Vec<Stretch> {
        self.stand(doc);
        self.sought.matcher.matches(&self.stand)
    }

    /// Articles at most.
    pub fn size(&self) -> u32 {
        size(&self.sought.matcher, &self.lists)
    }
}

/// The words of a matcher that must all be there.
fn required(matcher: &Matcher) -> Option<Vec<usize>> {
    let slots = |slots: &[Slot]| {
        let mut lists: Vec<usize> = slots.iter().map(|slot| slot.list).collect();
        lists.sort_unstable();
        lists.dedup();
        lists
    };
    match matcher {
        Matcher::Words { slots: all, .. } | Matcher::Loose { slots: all, .. } => Some(slots(all)),
        Matcher::Mention { list, .. } => Some(vec![*list]),
        _ => None,
    }
}

fn seek(matcher: &Matcher, lists: &mut [Union], target: DocId) -> DocId {
    if let Some(words) = required(matcher) {
        return together(target, words.len(), |n, target| lists[words[n]].seek(target));
    }
    match matcher {
        Matcher::Any(parts) => parts.iter().map(|part| seek(part, lists, target)).min().unwrap_or(TERMINATED),
        Matcher::Near(pair) => {
            let sides = [&pair.first, &pair.second];
            together(target, 2, |n, target| seek(sides[n], lists, target))
        }
        Matcher::Apart(pair) => seek(&pair.first, lists, target),
        Matcher::Opening(_, inner) | Matcher::Lead(_, inner) => seek(inner, lists, target),
        _ => TERMINATED,
    }
}

/// The first article from `target` on at which all of so many stand.
fn together(target: DocId, many: usize, mut seek: impl FnMut(usize, DocId) -> DocId) -> DocId {
    let mut candidate = target;
    let (mut agreed, mut n) = (0, 0);
    while agreed < many && candidate != TERMINATED {
        let found = seek(n, candidate);
        if found == candidate {
            agreed += 1;
        } else {
            (candidate, agreed) = (found, 1);
        }
        n = (n + 1) % many;
    }
    if many == 0 { TERMINATED } else { candidate }
}

fn size(matcher: &Matcher, lists: &[Union]) -> u32 {
    if let Some(words) = required(matcher) {
        return words.iter().map(|n| lists[*n].size()).min().unwrap_or(0);
    }
    match matcher {
        Matcher::Any(parts) => parts.iter().map(|part| size(part, lists)).fold(0, u32::saturating_add),
        Matcher::Near(pair) => size(&pair.first, lists).min(size(&pair.second, lists)),
        Matcher::Apart(pair) => size(&pair.first, lists),
        Matcher::Opening(_, inner) | Matcher::Lead(_, inner) => size(inner, lists),
        _ => 0,
    }
}
