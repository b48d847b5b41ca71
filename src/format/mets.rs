//! METS with ALTO: issues of newspapers whose articles somebody has marked.
//!
//! Takes the METS of an issue and reads its pages, which lie beside it; gives one article each division that is an article,
//! of the blocks it names in their order, over as many pages as it takes, and one for what no article has of a page. Where
//! it marks no articles it gives none: then its pages are articles themselves, and take from it what it says of
//! the issue (see [`alto`](super::alto)). It holds the text of an issue, never its markup.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::alto::{self, Printed};
use super::dating::{Circumstances, Claims, Origin};
use super::entity::{excerpt, one_line};
use super::folio;
use super::galley::Galley;
use super::issue::{Area, Issue, METS, Page, Piece};
use super::{Cut, Fit, Format, Head, ReadOptions};
use crate::article::{Article, Outcome, Record, Sheet};
use crate::count::counted;

/// METS documents.
pub struct Mets;

impl Format for Mets {
    fn name(&self) -> &'static str {
        "mets"
    }

    fn version(&self) -> u32 {
        1
    }

    fn known_by(&self) -> &'static str {
        "<mets> as its first element"
    }

    fn recognise(&self, head: &Head<'_>) -> Fit {
        if METS.is_root(head.bytes) { Fit::Sure } else { Fit::No }
    }

    fn cut(&self, window: &[u8], _first: bool, last: bool) -> Cut {
        if !last {
            return Cut::default();
        }
        // One for each article and for each page; those of which nothing is left give no record.
        let records = match Issue::read(window) {
            Some(Ok(issue)) if !issue.articles.is_empty() => issue.articles.len() + issue.pages.len(),
            _ => 1,
        };
        Cut { bytes: window.len(), records: records as u64 }
    }

    fn read(&self, piece: &super::Piece<'_>, options: &ReadOptions) -> Vec<Record> {
        let skip = |reason: String| vec![Record::new(piece.number, Outcome::Skip(reason))];
        let issue = match Issue::read(piece.bytes) {
            None => return skip("no <mets> in the file".to_string()),
            Some(Err(reason)) => return skip(reason),
            Some(Ok(issue)) => issue,
        };
        if issue.articles.is_empty() {
            let pages = counted(issue.pages.len() as u64, "page");
            return skip(format!("metadata: of {pages}; it marks no articles"));
        }
        let setting = Setting::new(&issue, piece.path, options);
        if setting.printed.is_empty() {
            return skip(format!("none of its pages is there: {}", setting.missing().unwrap_or_default()));
        }
        let at = Circumstances { path: piece.path, single: true, day_month: options.day_month };
        let mut outcomes: Vec<(usize, Outcome)> = Vec::new();
        for (n, (part, share)) in issue.articles.iter().zip(&setting.shares).enumerate() {
            outcomes.push((n, setting.article(part, share.as_deref(), at)));
        }
        let rest =
            (0..issue.pages.len()).filter_map(|page| Some((issue.articles.len() + page, setting.rest(page, at)?)));
        outcomes.extend(rest);
        let record = |(n, outcome)| Record::new(piece.number.saturating_add(n as u64), outcome);
        outcomes.into_iter().map(record).collect()
    }
}

/// How often a block may be part of an article on average: a METS that has every page in every article would make
/// an archive of nothing.
const SHARES: usize = 16;

/// An issue with the text of its pages.
struct Setting<'a> {
    issue: &'a Issue,
    /// The pages that are there, by number.
    printed: BTreeMap<usize, Printed>,
    /// The blocks of each article, by numbers of page and block; None if too many were asked for before.
    shares: Vec<Option<Vec<Spot>>>,
    /// Blocks that some article has.
    taken: HashSet<Spot>,
}

/// Numbers of a page and of a block on it.
type Spot = (usize, usize);

impl<'a> Setting<'a> {
    fn new(issue: &'a Issue, path: &str, options: &ReadOptions) -> Setting<'a> {
        let mut printed = BTreeMap::new();
        // Above the first folder is no corpus.
        let top = path.matches('/').count() < 2;
        for (n, page) in issue.pages.iter().enumerate().filter(|(_, page)| !top || !page.file.starts_with("../")) {
            let read = options.near.read(&page.file).and_then(|bytes| Printed::read(&bytes));
            if let Some(read) = read {
                printed.insert(n, read);
            }
        }
        let blocks: usize = printed.values().map(|printed| printed.blocks.len()).sum();
        let mut setting = Setting { issue, printed, shares: Vec::new(), taken: HashSet::new() };
        let mut left = blocks.saturating_mul(SHARES);
        for part in &issue.articles {
            let share = setting.share(&part.areas, &mut left);
            setting.taken.extend(share.iter().flatten());
            setting.shares.push(share);
        }
        setting
    }

    /// The blocks of areas, each once; None if that is more than is left.
    fn share(&self, areas: &[Area], left: &mut usize) -> Option<Vec<Spot>> {
        let (mut spots, mut seen) = (Vec::new(), HashSet::new());
        for area in areas {
            let blocks = self.blocks(area);
            *left = left.checked_sub(blocks.len())?;
            spots.extend(blocks.map(|block| (area.page, block)).filter(|spot| seen.insert(*spot)));
        }
        Some(spots)
    }

    /// The first page that is not there.
    fn missing(&self) -> Option<&str> {
        let missing = self.issue.pages.iter().enumerate().find(|(n, _)| !self.printed.contains_key(n));
        missing.map(|(_, page)| page.file.as_str())
    }

    /// Numbers of the blocks that an area is.
    fn blocks(&self, area: &Area) -> std::ops::Range<usize> {
        let Some(printed) = self.printed.get(&area.page) else { return 0..0 };
        match &area.block {
            None => 0..printed.blocks.len(),
            Some(name) => printed.named(name).unwrap_or_default(),
        }
    }

    fn number(&self, page: usize) -> String {
        let Page { file, number } = self.issue.pages.get(page).cloned().unwrap_or_default();
        let printed = || self.printed.get(&page).and_then(|printed| printed.number.clone());
        Some(number).filter(|n| !n.is_empty()).or_else(printed).or_else(|| folio::of(&file)).unwrap_or_default()
    }

    /// Blocks, set as a body.
    fn set(&self, blocks: impl Iterator<Item = Spot>) -> (String, Vec<Sheet>) {
        let mut galley = Galley::flowing();
        let mut last = None;
        for (page, block) in blocks {
            let Some(block) = self.printed.get(&page).and_then(|printed| printed.blocks.get(block)) else { continue };
            if last != Some(page) {
                galley.page(&self.number(page));
                last = Some(page);
            }
            block.set(&mut galley);
        }
        galley.set(true)
    }

    fn article(&self, part: &Piece, share: Option<&[Spot]>, at: Circumstances<'_>) -> Outcome {
        let Some(all) = share else {
            return Outcome::Skip(format!("its METS has every block of its pages in {SHARES} articles and more"));
        };
        // The blocks of the headline are some of all.
        let heading = self.share(&part.heading, &mut all.len().saturating_mul(2)).unwrap_or_default();
        let printed = one_line(&self.set(heading.iter().copied()).0);
        let headline = part.headline.clone().unwrap_or_else(|| printed.clone());
        // What is printed as the headline does not stand in the text again, but where it says something else.
        let repeats = same(&headline, &printed);
        let heading: HashSet<Spot> = heading.into_iter().collect();
        let (body, sheets) = self.set(all.iter().copied().filter(|block| !repeats || !heading.contains(block)));
        let doubts = self.doubts(part);
        if headline.is_empty() && body.is_empty() {
            return Outcome::Skip(doubts.into_iter().next().unwrap_or_else(|| "no headline and no text".to_string()));
        }
        let mut article = Article { headline, body, sheets, doubts, ..Article::default() };
        article.byline.clone_from(&part.byline);
        article.language = part.language.clone().or_else(|| self.language(all));
        self.finish(article, at)
    }

    /// What no article has of a page.
    fn rest(&self, page: usize, at: Circumstances<'_>) -> Option<Outcome> {
        let all = self.printed.get(&page)?.blocks.len();
        let left: Vec<Spot> = (0..all).map(|block| (page, block)).filter(|spot| !self.taken.contains(spot)).collect();
        let (body, sheets) = self.set(left.iter().copied());
        if body.is_empty() {
            return None;
        }
        let doubts = vec!["what stands on a page outside of its articles".to_string()];
        let language = self.language(&left);
        Some(self.finish(Article { body, sheets, language, doubts, ..Article::default() }, at))
    }

    fn finish(&self, mut article: Article, at: Circumstances<'_>) -> Outcome {
        article.source.clone_from(&self.issue.title);
        article.origins.say("body", "blocks of its pages");
        article.origins.say("source", "title of the issue");
        article.language = article.language.or_else(|| self.issue.language.clone());
        article.doubts.extend(self.issue.doubts.iter().cloned());
        let mut claims = Claims::default();
        claims.say(Origin::Metadata, self.issue.published);
        claims.settle(&mut article, at);
        Outcome::Article(Box::new(article))
    }

    fn language(&self, blocks: &[Spot]) -> Option<String> {
        let blocks = blocks.iter().filter_map(|(page, block)| self.printed.get(page)?.blocks.get(*block));
        alto::most(blocks.filter_map(|block| block.language.clone()))
    }

    /// What is missing of an article.
    fn doubts(&self, part: &Piece) -> Vec<String> {
        let mut doubts: Vec<String> = Vec::new();
        let gone = part.areas.iter().filter(|area| !self.printed.contains_key(&area.page)).map(|area| area.page);
        for page in gone.collect::<BTreeSet<_>>() {
            let file = self.issue.pages.get(page).map(|page| page.file.as_str()).unwrap_or_default();
            doubts.push(format!("a page of it is not there: {}", excerpt(file)));
        }
        if !part.lost.is_empty() {
            doubts.push(format!("it names files that are no pages: {}", excerpt(&part.lost.join(", "))));
        }
        let unknown = part.areas.iter().filter(|area| {
            let printed = self.printed.get(&area.page);
            printed.is_some_and(|printed| area.block.as_ref().is_some_and(|name| printed.named(name).is_none()))
        });
        if let many @ 1.. = unknown.count() {
            doubts.push(format!("{} of it not on its pages", counted(many as u64, "block")));
        }
        doubts
    }
}

/// Whether two headlines are the same but for case, white space and punctuation.
fn same(one: &str, other: &str) -> bool {
    let letters =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    letters(one) == letters(other)
}
