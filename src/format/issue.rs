//! A METS document: what it says of an issue of a newspaper, its pages and its articles.
//!
//! Takes the markup, gives an [`Issue`]: names of files as the document writes them, made relative to its folder, and for
//! each article the blocks on them that it is made of. It opens no file; a name that leads elsewhere than to a file below
//! that folder, or below the one above, is no page.

use std::collections::HashMap;

use super::entity::{excerpt, one_line};
use super::items::{Item, Items};
use super::published;
use super::xml::{Element, Tree};
use crate::count::counted;
use crate::date::Period;
use crate::order::Reading;

/// METS documents.
pub(super) const METS: Items = Items(&["mets"]);

/// What a METS says of an issue.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Issue {
    /// Name of the newspaper.
    pub(super) title: Option<String>,
    pub(super) published: Option<Period>,
    pub(super) language: Option<String>,
    /// Its pages, in order.
    pub(super) pages: Vec<Page>,
    /// Its articles, in order.
    pub(super) articles: Vec<Piece>,
    /// What was doubtful about reading it.
    pub(super) doubts: Vec<String>,
}

/// A page of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Page {
    /// Name of its file, as seen from the folder of the METS.
    pub(super) file: String,
    /// Its number; empty if the METS says none.
    pub(super) number: String,
}

/// An article of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) headline: Option<String>,
    pub(super) byline: Option<String>,
    pub(super) language: Option<String>,
    /// Blocks of its headline: number of the page, name of the block.
    pub(super) heading: Vec<Area>,
    /// All of its blocks, those of the headline too.
    pub(super) areas: Vec<Area>,
    /// Files it names that are no pages of the issue.
    pub(super) lost: Vec<String>,
}

/// A block on a page, or all of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Area {
    /// Which of [`Issue::pages`].
    pub(super) page: usize,
    /// The name of the block; None for the whole page.
    pub(super) block: Option<String>,
}

impl Issue {
    /// Reads a METS; None if there is none in the bytes.
    ///
    /// # Errors
    /// Why nothing of it can be used.
    pub(super) fn read(bytes: &[u8]) -> Option<Result<Issue, String>> {
        METS.of(bytes).next().map(|item| of(&item))
    }

    /// Which of its pages a file is, by its name as seen from the folder of the METS.
    pub(super) fn page(&self, file: &str) -> Option<&Page> {
        let file = relative(file)?;
        self.pages.iter().find(|page| page.file == file)
    }
}

/// What a `dmdSec` says.
#[derive(Default)]
struct Description {
    title: Option<String>,
    author: Option<String>,
    language: Option<String>,
    published: Option<Period>,
    number: Option<String>,
}

impl Description {
    fn read(section: Element<'_>) -> Description {
        let dates = ["dateIssued", "issued", "date"].into_iter().flat_map(|name| section.all(name));
        Description {
            title: title(section),
            author: author(section),
            language: section.all("languageTerm").find_map(Element::line),
            published: dates.filter_map(Element::line).find_map(|text| day(&text)),
            number: section
                .find(&["extent", "start"])
                .or_else(|| section.find(&["detail", "number"]))
                .and_then(Element::line),
        }
    }
}

/// The one day, month or year that a text is.
fn day(text: &str) -> Option<Period> {
    published::read(text).and_then(Reading::certain)
}

/// What is known while a document is read.
struct Known {
    /// Descriptions by their names.
    described: HashMap<String, Description>,
    /// Numbers of pages, by the names of their files.
    pages: HashMap<String, usize>,
}

fn of(item: &Item<'_>) -> Result<Issue, String> {
    let tree = Tree::of(item)?;
    let mets = tree.root();
    let mut issue = Issue { doubts: item.doubt.iter().cloned().chain(tree.doubts()).collect(), ..Issue::default() };
    let described = mets.children_named("dmdSec").filter_map(|s| Some((s.attribute("ID")?, Description::read(s))));
    let mut known = Known { described: described.collect(), pages: HashMap::new() };
    known.pages(mets, &mut issue);
    known.number(mets, &mut issue);
    known.describe(mets, &mut issue);
    for map in mets.children_named("structMap") {
        if !map.attribute("TYPE").is_some_and(|kind| kind.eq_ignore_ascii_case("physical")) {
            known.articles(map, &mut issue);
        }
    }
    Ok(issue)
}

impl Known {
    /// The files that may be pages: those whose name ends as XML does.
    fn pages(&mut self, mets: Element<'_>, issue: &mut Issue) {
        let mut numbers: HashMap<String, usize> = HashMap::new();
        let mut outside: Vec<String> = Vec::new();
        for file in mets.children_named("fileSec").flat_map(|section| section.all("file")) {
            let Some(id) = file.attribute("ID") else { continue };
            let Some(href) = file.all("FLocat").find_map(Element::reference) else { continue };
            if !href.rsplit_once('.').is_some_and(|(_, end)| end.trim().eq_ignore_ascii_case("xml")) {
                continue;
            }
            let Some(name) = relative(&href) else {
                outside.push(href);
                continue;
            };
            let next = issue.pages.len();
            let page = *numbers.entry(name.clone()).or_insert(next);
            if page == next {
                issue.pages.push(Page { file: name, number: String::new() });
            }
            self.pages.insert(id, page);
        }
        if let Some(first) = outside.first() {
            let files = counted(outside.len() as u64, "file");
            issue.doubts.push(format!("names outside of its folder, not read: {files}, \"{}\"", excerpt(first)));
        }
    }

    /// What the divisions that stand for pages say of their numbers.
    fn number(&self, mets: Element<'_>, issue: &mut Issue) {
        for div in mets.children_named("structMap").flat_map(|map| map.all("div")) {
            if !kind(div).ends_with("page") {
                continue;
            }
            let files = div.children_named("fptr").flat_map(pointers);
            let of_files: Vec<usize> = files.filter_map(|(id, _)| self.pages.get(&id).copied()).collect();
            if of_files.is_empty() {
                continue;
            }
            let described = || self.descriptions(div).find_map(|d| d.number.clone());
            let number = div.attribute("ORDERLABEL").or_else(described).or_else(|| div.attribute("ORDER"));
            for page in of_files {
                if let Some(page) = issue.pages.get_mut(page).filter(|page| page.number.is_empty()) {
                    page.number = number.clone().unwrap_or_default();
                }
            }
        }
    }

    /// The newspaper, the day, the language.
    fn describe(&self, mets: Element<'_>, issue: &mut Issue) {
        let label = mets.attribute("LABEL");
        let divs = || mets.children_named("structMap").flat_map(|map| map.all("div"));
        let of = |ending: &str| {
            divs().filter(|div| kind(*div).ends_with(ending)).find_map(|div| div.attribute("DMDID")).unwrap_or_default()
        };
        // Where no division is the whole, the first description is of that, unless it is an article's.
        let first =
            mets.children_named("dmdSec").next().and_then(|section| section.attribute("ID")).unwrap_or_default();
        let of_article = || {
            let mut articles = divs().filter(|div| is_article(&kind(*div)));
            articles.any(|div| div.attribute("DMDID").is_some_and(|names| names.split(' ').any(|name| name == first)))
        };
        let mut names = [of("issue"), of("newspaper"), of("volume")].join(" ");
        if names.trim().is_empty() && !of_article() {
            names = first;
        }
        for name in names.split(' ') {
            let Some(said) = self.described.get(name) else { continue };
            issue.title = issue.title.take().or_else(|| said.title.clone());
            issue.language = issue.language.take().or_else(|| said.language.clone());
            issue.published = issue.published.or(said.published);
        }
        if let Some(label) = label {
            // "The Harbour Gazette, 1912-02-14"
            let (name, date) = label.rsplit_once(", ").unwrap_or((&label, ""));
            issue.published = issue.published.or_else(|| day(date));
            if issue.title.is_none() && !name.is_empty() {
                issue.title = Some(if day(date).is_some() { name.to_string() } else { label.clone() });
            }
        }
    }

    /// The descriptions that a division names.
    fn descriptions(&self, div: Element<'_>) -> impl Iterator<Item = &Description> {
        let names = div.attribute("DMDID").unwrap_or_default();
        let found: Vec<&Description> = names.split(' ').filter_map(|name| self.described.get(name)).collect();
        found.into_iter()
    }

    /// The articles of a map of the structure: the outermost divisions that are one.
    fn articles(&self, map: Element<'_>, issue: &mut Issue) {
        let mut end = 0;
        for div in map.all("div") {
            // What lies within an article is part of it.
            if div.nodes().start >= end && is_article(&kind(div)) {
                end = div.nodes().end;
                issue.articles.push(self.piece(div));
            }
        }
    }

    fn piece(&self, div: Element<'_>) -> Piece {
        let mut piece = Piece::default();
        let label = div.attribute("LABEL");
        piece.headline = label.or_else(|| self.descriptions(div).find_map(|d| d.title.clone()));
        piece.byline = self.descriptions(div).find_map(|d| d.author.clone());
        piece.language = self.descriptions(div).find_map(|d| d.language.clone());
        let heading = div.all("div").find(|part| is_heading(&kind(*part)));
        if let Some(heading) = heading {
            piece.heading = heading.all("fptr").flat_map(pointers).filter_map(|pointer| self.area(pointer)).collect();
        }
        for (id, block) in div.all("fptr").flat_map(pointers) {
            match self.area((id.clone(), block)) {
                Some(area) => piece.areas.push(area),
                None if piece.lost.contains(&id) || piece.lost.len() >= 8 => {}
                None => piece.lost.push(id),
            }
        }
        piece
    }

    fn area(&self, (id, block): (String, Option<String>)) -> Option<Area> {
        self.pages.get(&id).map(|page| Area { page: *page, block })
    }
}

/// What a pointer points at: files, and blocks in them. Sequences (`seq`) and parallels (`par`) hold areas two deep at most.
fn pointers(pointer: Element<'_>) -> impl Iterator<Item = (String, Option<String>)> {
    let own = pointer.attribute("FILEID").map(|id| (id, None));
    let inside = |group: Element<'_>| !matches!(group.name(), "area");
    let groups = pointer
        .children()
        .filter(move |g| inside(*g))
        .flat_map(|group| group.children().flat_map(|part| std::iter::once(part).chain(part.children())));
    let areas = pointer.children().chain(groups).filter(|part| part.name() == "area");
    own.into_iter().chain(areas.filter_map(|area| Some((area.attribute("FILEID")?, area.attribute("BEGIN")))))
}

/// What a division is, in lower case, without the prefix of a profile: `np:issue`.
fn kind(div: Element<'_>) -> String {
    let kind = div.attribute("TYPE").unwrap_or_default().to_ascii_lowercase();
    kind.rsplit(':').next().unwrap_or_default().replace(['-', ' '], "_")
}

/// Whether a division of this kind is something that a reader would call an article.
fn is_article(kind: &str) -> bool {
    const OTHERS: [&str; 17] = [
        "advertisement",
        "advert",
        "ad",
        "announcement",
        "birth_notice",
        "classified",
        "death_notice",
        "editorial",
        "feature",
        "interview",
        "letter",
        "marriage_notice",
        "notice",
        "obituary",
        "poem",
        "review",
        "weather",
    ];
    kind.ends_with("article") || OTHERS.contains(&kind)
}

fn is_heading(kind: &str) -> bool {
    matches!(kind, "heading" | "headline" | "head" | "title" | "article_heading" | "article_title")
}

/// The title in a description, with its first words that are not sorted by.
fn title(description: Element<'_>) -> Option<String> {
    let info = description.find(&["titleInfo"]);
    let part = |name| info.and_then(|info| info.child(name)).and_then(Element::line);
    match (part("nonSort"), part("title")) {
        (Some(article), Some(title)) => Some(one_line(&format!("{article} {title}"))),
        (_, title) => title.or_else(|| description.all("title").find_map(Element::line)),
    }
}

fn author(description: Element<'_>) -> Option<String> {
    let names = description.all("name").map(|name| {
        let parts: Vec<String> = name.all("namePart").filter_map(Element::line).collect();
        parts.join(" ")
    });
    let names: Vec<String> = names.filter(|name| !name.is_empty()).collect();
    (!names.is_empty()).then(|| names.join(", "))
}

/// The name of a file relative to the folder of the document; None if it leads out of that of the one above.
fn relative(href: &str) -> Option<String> {
    let name = href.trim().replace('\\', "/");
    let name = name.strip_prefix("file://").unwrap_or(&name);
    if name.contains("://") {
        return None;
    }
    let name = percent_decoded(name);
    // `file:///./0001.xml` is as little absolute as `file://./0001.xml`.
    let name = name.strip_prefix("/./").unwrap_or(&name);
    if name.starts_with('/') || name.contains('\0') {
        return None;
    }
    let mut parts: Vec<&str> = Vec::new();
    for part in name.split('/').filter(|part| !part.is_empty() && *part != ".") {
        match parts.last() {
            Some(last) if part == ".." && *last != ".." => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    let outside = parts.iter().filter(|part| **part == "..").count() > 1;
    (!outside && parts.last().is_some_and(|last| *last != "..")).then(|| parts.join("/"))
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        let digits = after.get(..2).filter(|_| *byte == b'%').and_then(|hex| std::str::from_utf8(hex).ok());
        match digits.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(decoded) => {
                bytes.push(decoded);
                rest = &after[2..];
            }
            None => {
                bytes.push(*byte);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files() {
        for (href, expected) in [
            ("0001.xml", "0001.xml"),
            ("./ocr/0001.xml", "ocr/0001.xml"),
            ("file://./ALTO/0001.xml", "ALTO/0001.xml"),
            ("file:///./0001.xml", "0001.xml"),
            ("ocr\\page%201.xml", "ocr/page 1.xml"),
            ("../alto/0001.xml", "../alto/0001.xml"),
            ("ocr/../0001.xml", "0001.xml"),
            ("file://../../etc/passwd", "-"),
            ("a/../../../passwd", "-"),
            ("/etc/passwd", "-"),
            ("file:///etc/passwd", "-"),
            ("%2e%2e/%2e%2e/passwd", "-"),
            ("http://paper.example/0001.xml", "-"),
            ("..", "-"),
            ("", "-"),
        ] {
            assert_eq!(relative(href).as_deref().unwrap_or("-"), expected, "{href}");
        }
    }
}
