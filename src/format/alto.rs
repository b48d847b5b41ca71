//! ALTO: what an OCR read on a page, every word with its place on the paper.
//!
//! Takes `<alto>` documents of any version, of one page or many; each `<Page>` is an article, since nothing in them says
//! where articles begin. Words, hyphens and blocks are taken as they are marked, in the order of reading where one is given;
//! confidences, alternatives, styles and places on the paper are left out. [`Printed`] is what METS takes its
//! articles out of.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::belonging::Belonging;
use super::dating::dated;
use super::folio;
use super::galley::{Galley, Line};
use super::items::{Item, Items};
use super::xml::{Element, Step, Tree};
use super::{Cut, Fit, Format, Head, Piece, ReadOptions};
use crate::article::{Article, Outcome, Record};

/// ALTO documents.
pub struct Alto;

const ROOT: Items = Items(&["alto"]);
const PAGES: Items = Items(&["Page"]);

/// Why a page is an article.
pub(super) const A_PAGE: &str = "a page is one article: nothing in the file says where its articles begin";

/// Why a page is none.
pub(super) fn no_text(number: &str) -> String {
    if number.is_empty() { "no text".to_string() } else { format!("no text: on page {number}") }
}

impl Format for Alto {
    fn name(&self) -> &'static str {
        "alto"
    }

    fn version(&self) -> u32 {
        1
    }

    fn known_by(&self) -> &'static str {
        "<alto> as its first element"
    }

    fn recognise(&self, head: &Head<'_>) -> Fit {
        if ROOT.is_root(head.bytes) { Fit::Sure } else { Fit::No }
    }

    fn cut(&self, window: &[u8], first: bool, last: bool) -> Cut {
        PAGES.cut(window, first, last)
    }

    fn lead(&self, head: &[u8]) -> usize {
        PAGES.first(head).unwrap_or(0)
    }

    fn read(&self, piece: &Piece<'_>, options: &ReadOptions) -> Vec<Record> {
        let before = match piece.first {
            true => piece.bytes.get(..PAGES.first(piece.bytes).unwrap_or(0)).unwrap_or_default(),
            false => piece.lead,
        };
        let prologue = Prologue::read(before);
        let mut outcomes: Vec<Outcome> = Vec::new();
        let belonging = Belonging::of(piece.path, &options.near);
        for item in PAGES.within(piece) {
            outcomes.push(match &belonging {
                Belonging::Part(mets) => Outcome::Skip(format!("{}: of {mets}", crate::shape::PAGE)),
                _ => outcome(&item, &prologue, piece.path, &belonging),
            });
        }
        if outcomes.is_empty() && piece.first {
            outcomes.push(Outcome::Skip("no <Page> in the file".to_string()));
        }
        dated(piece.records(outcomes), piece, options)
    }
}

/// What stands before the pages of a file and speaks of them.
#[derive(Default)]
struct Prologue {
    /// The image that was read.
    image: Option<String>,
    /// Places in the order of reading, by the names of blocks and lines.
    order: HashMap<String, usize>,
}

impl Prologue {
    fn read(bytes: &[u8]) -> Prologue {
        let Some(item) = ROOT.of(bytes).next() else { return Prologue::default() };
        // It breaks where the pages begin; what stands before is whole.
        let Ok(tree) = Tree::read(&item.text) else { return Prologue::default() };
        let root = tree.root();
        let mut order = HashMap::new();
        let references = root.all("ReadingOrder").flat_map(|o| o.all("ElementRef"));
        for (at, name) in references.filter_map(|r| r.attribute("REF")).enumerate() {
            order.entry(name).or_insert(at);
        }
        Prologue { image: root.find(&["sourceImageInformation", "fileName"]).and_then(Element::line), order }
    }
}

/// The number of a page: as printed, else that of its image; 0 is none.
fn numbered(page: Element<'_>) -> Option<String> {
    let image = || page.attribute("PHYSICAL_IMG_NR").filter(|n| n.bytes().any(|b| b != b'0'));
    let number = page.attribute("PRINTED_IMG_NR").or_else(image);
    number.map(|n| n.trim_start_matches('0').to_string()).filter(|n| !n.is_empty())
}

fn outcome(item: &Item<'_>, prologue: &Prologue, path: &str, belonging: &Belonging) -> Outcome {
    let tree = match Tree::of(item) {
        Ok(tree) => tree,
        Err(reason) => return Outcome::Skip(reason),
    };
    let leaf = Leaf { page: tree.root(), order: &prologue.order };
    let issue = if let Belonging::Page(issue, page) = belonging { Some((issue, page)) } else { None };
    let said = issue.map(|(_, page)| page.number.clone()).filter(|number| !number.is_empty());
    let number = said
        .or_else(|| numbered(leaf.page))
        .or_else(|| folio::of(path))
        .or_else(|| folio::of(prologue.image.as_deref()?));
    let number = number.unwrap_or_default();
    let mut galley = Galley::default();
    galley.page(&number);
    let blocks = leaf.blocks();
    for block in &blocks {
        block.set(&mut galley);
    }
    let (body, sheets) = galley.set(true);
    if body.is_empty() {
        return Outcome::Skip(tree.broken().unwrap_or_else(|| no_text(&number)));
    }
    let doubts = item.doubt.iter().cloned().chain(tree.doubts()).chain([A_PAGE.to_string()]);
    let language = language(leaf.page, &blocks).or_else(|| issue.and_then(|(issue, _)| issue.language.clone()));
    let mut article = Article { body, sheets, language, doubts: doubts.collect(), ..Article::default() };
    article.origins.say("body", "<String>");
    if let Some((issue, _)) = issue {
        (article.source, article.published) = (issue.title.clone(), issue.published);
        article.origins.say("source", "METS around it");
        article.origins.say("date", "METS around it");
    }
    Outcome::Article(Box::new(article))
}

/// A page, and the order in which its blocks are read, if its file gives one.
pub(super) struct Leaf<'a> {
    pub(super) page: Element<'a>,
    pub(super) order: &'a HashMap<String, usize>,
}

impl<'a> Leaf<'a> {
    /// Its blocks in the order of reading.
    pub(super) fn blocks(&self) -> Vec<Block<'a>> {
        // The margin above is read first, those beside and below last, whatever their place in the file.
        let rank = |part: &Element<'_>| match part.name() {
            "TopMargin" => 0,
            "LeftMargin" | "RightMargin" | "BottomMargin" => 2,
            _ => 1,
        };
        let mut parts: Vec<Element<'a>> = self.page.children().collect();
        parts.sort_by_key(rank);
        let blocks = parts.into_iter().flat_map(|part| {
            let alone = (part.name() == "TextBlock").then_some(part);
            alone.into_iter().chain(part.all("TextBlock"))
        });
        let blocks: Vec<Block<'a>> = blocks.map(Block::new).collect();
        if self.order.is_empty() { chained(blocks) } else { self.ordered(blocks) }
    }

    /// As the file orders them, those it does not name last.
    fn ordered(&self, mut blocks: Vec<Block<'a>>) -> Vec<Block<'a>> {
        let mut within: HashMap<String, usize> = HashMap::new();
        for composed in self.page.all("ComposedBlock") {
            let Some(at) = composed.attribute("ID").and_then(|id| self.order.get(&id)) else { continue };
            for id in composed.all("TextBlock").filter_map(|b| b.attribute("ID")) {
                // The innermost comes last and is the nearest.
                within.insert(id, *at);
            }
        }
        blocks.sort_by_cached_key(|block| {
            let lines = || block.element.children_named("TextLine").filter_map(|l| l.attribute("ID"));
            let own = self.order.get(&block.id).or_else(|| within.get(&block.id)).copied();
            own.or_else(|| lines().find_map(|id| self.order.get(&id).copied())).unwrap_or(usize::MAX)
        });
        blocks
    }
}

/// Blocks in the order of the file, but that each is followed by the one that it says comes next.
fn chained(blocks: Vec<Block<'_>>) -> Vec<Block<'_>> {
    let next: Vec<Option<String>> = blocks.iter().map(|b| b.element.attribute("IDNEXT")).collect();
    if next.iter().all(Option::is_none) {
        return blocks;
    }
    let at: HashMap<&str, usize> = blocks.iter().enumerate().rev().map(|(at, b)| (b.id.as_str(), at)).collect();
    let followed: HashSet<usize> = next.iter().flatten().filter_map(|id| at.get(id.as_str()).copied()).collect();
    let mut order = Vec::with_capacity(blocks.len());
    let mut placed = vec![false; blocks.len()];
    // First those that follow nobody; then what only follows itself, in a circle.
    let starts = (0..blocks.len()).filter(|b| !followed.contains(b)).chain(0..blocks.len());
    for start in starts {
        let mut here = Some(start);
        while let Some(block) = here.filter(|b| !placed.get(*b).copied().unwrap_or(true)) {
            placed[block] = true;
            order.push(block);
            here = next.get(block).and_then(|id| at.get(id.as_deref()?).copied());
        }
    }
    let mut blocks: Vec<Option<Block<'_>>> = blocks.into_iter().map(Some).collect();
    order.into_iter().filter_map(|at| blocks.get_mut(at)?.take()).collect()
}

/// A block of text on a page.
pub(super) struct Block<'a> {
    /// Its name in the file; empty if it has none.
    pub(super) id: String,
    element: Element<'a>,
}

impl<'a> Block<'a> {
    fn new(element: Element<'a>) -> Block<'a> {
        Block { id: element.attribute("ID").unwrap_or_default(), element }
    }

    /// Its language, as it is marked.
    fn language(&self) -> Option<String> {
        ["LANG", "language", "lang"].iter().find_map(|name| self.element.attribute(name))
    }

    /// Hands its lines to the galley.
    pub(super) fn set(&self, galley: &mut Galley) {
        galley.block(&self.id);
        for line in self.element.children_named("TextLine") {
            galley.line(printed(line));
        }
    }
}

/// A line: its words apart by blanks where it marks blanks, and between all words where it marks none.
fn printed(line: Element<'_>) -> Line {
    let spaced = line.child("SP").is_some();
    let mut out = Line::default();
    for part in line.children() {
        match part.name() {
            "String" => {
                let Some(content) = part.attribute("CONTENT") else { continue };
                if !spaced && !out.text.is_empty() {
                    out.text.push(' ');
                }
                let kind = part.attribute("SUBS_TYPE").unwrap_or_default();
                out.rest |= kind == "HypPart2" && out.text.is_empty();
                out.whole = part.attribute("SUBS_CONTENT").filter(|_| kind == "HypPart1");
                out.text.push_str(&content);
            }
            "SP" => out.text.push(' '),
            "HYP" => out.text.push_str(&part.attribute("CONTENT").unwrap_or_else(|| "-".to_string())),
            _ => {}
        }
    }
    out.text = out.text.trim().to_string();
    out
}

/// The language that most blocks are in, else that of the page.
fn language(page: Element<'_>, blocks: &[Block<'_>]) -> Option<String> {
    most(blocks.iter().filter_map(Block::language)).or_else(|| page.attribute("LANG"))
}

/// The language that comes most often.
pub(super) fn most(languages: impl Iterator<Item = String>) -> Option<String> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    languages.for_each(|language| *counts.entry(language).or_default() += 1);
    let most = counts.into_iter().max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0)));
    most.map(|(language, _)| language)
}

/// The text of a file of ALTO, as METS refers to it.
#[derive(Debug, Default)]
pub(super) struct Printed {
    /// Number of its (first) page.
    pub(super) number: Option<String>,
    /// Its blocks, in the order of the file.
    pub(super) blocks: Vec<Lines>,
    /// What has a name in it: the blocks it is, or holds, or lies in.
    names: HashMap<String, Range<usize>>,
}

/// The text of a block.
#[derive(Debug)]
pub(super) struct Lines {
    id: String,
    pub(super) language: Option<String>,
    lines: Vec<Line>,
}

impl Printed {
    /// Reads a file; None if it is no ALTO, or nothing of it can be used.
    pub(super) fn read(bytes: &[u8]) -> Option<Printed> {
        ROOT.is_root(bytes).then_some(())?;
        let mut printed = Printed::default();
        for item in PAGES.of(bytes) {
            let tree = Tree::of(&item).ok()?;
            let page = tree.root();
            printed.number = printed.number.take().or_else(|| numbered(page));
            printed.page(page);
        }
        Some(printed)
    }

    fn page(&mut self, page: Element<'_>) {
        /// Names that nobody refers to, and of which there are thousands on a page.
        const WORDS: [&str; 7] = ["String", "SP", "HYP", "ALTERNATIVE", "Shape", "Polygon", "Glyph"];
        let mut walk = page.walk();
        let mut open: Vec<(Option<String>, usize)> = Vec::new();
        while let Some(step) = walk.next() {
            match step {
                Step::Open(part) if WORDS.contains(&part.name()) => walk.pass(),
                Step::Open(part) => {
                    open.push((part.attribute("ID"), self.blocks.len()));
                    if part.name() == "TextBlock" {
                        let block = Block::new(part);
                        let lines = part.children_named("TextLine").map(printed).collect();
                        self.blocks.push(Lines { language: block.language(), id: block.id, lines });
                    }
                }
                Step::Close(part) => {
                    let Some((name, start)) = open.pop() else { continue };
                    // A line is the block it lies in.
                    let start = if part.name() == "TextLine" { start.saturating_sub(1) } else { start };
                    if let Some(name) = name {
                        self.names.entry(name).or_insert(start..self.blocks.len());
                    }
                }
                Step::Text(_) => {}
            }
        }
    }

    /// The blocks that a name stands for; None if nothing in the file has it.
    pub(super) fn named(&self, name: &str) -> Option<Range<usize>> {
        self.names.get(name).cloned()
    }
}

impl Lines {
    /// Hands the lines to the galley.
    pub(super) fn set(&self, galley: &mut Galley) {
        galley.block(&self.id);
        self.lines.iter().for_each(|line| galley.line(line.clone()));
    }
}
