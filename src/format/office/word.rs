//! DOCX: the document part, its styles, notes, margins and properties.

use std::collections::HashSet;

use super::blocks::Blocks;
use super::parts::{Node, Package, names, part, texts};
use crate::format::manuscript::Manuscript;

/// Reads the parts that hold text.
///
/// # Errors
/// Why it is skipped.
pub(super) fn manuscript(package: &mut Package<'_>) -> Result<Manuscript, String> {
    let main = main(package);
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder).to_string();
    let beside = |name: &str| if folder.is_empty() { name.to_string() } else { format!("{folder}/{name}") };
    let titles = titles(package, &beside("styles.xml"));
    let mut found = Manuscript::default();
    let mut text = Text { titles: Some(&titles), ..Text::default() };
    match part(package, &main, |node| text.node(&node)) {
        None => return Err("a DOCX without its document".to_string()),
        Some(Err(broken)) => found.doubts.push(format!("{broken}; read up to there")),
        Some(Ok(())) => {}
    }
    let (body, heading) = text.blocks.finish();
    (found.body, found.heading) = (body, heading.unwrap_or_default());
    for notes in ["footnotes.xml", "endnotes.xml"] {
        let mut text = Text::default();
        if part(package, &beside(notes), |node| text.node(&node)).is_some() {
            found.add_notes(&text.blocks.finish().0);
        }
    }
    let margin = |name: &String| {
        let own = name.strip_prefix(&folder).unwrap_or(name).trim_start_matches('/');
        (own.starts_with("header") || own.starts_with("footer")) && own.ends_with(".xml")
    };
    for name in names(package).iter().filter(|name| margin(name)) {
        let mut text = Text::default();
        let _ = part(package, name, |node| text.node(&node));
        found.margins.push_str(&text.blocks.finish().0);
        found.margins.push('\n');
    }
    properties(package, &mut found);
    Ok(found)
}

/// The name of the document part, which the package says.
fn main(package: &mut Package<'_>) -> String {
    let mut name = None;
    let _ = part(package, "_rels/.rels", |node| {
        if let Node::Open("Relationship", attributes) = node
            && attributes.get("Type").is_some_and(|kind| kind.ends_with("/officeDocument"))
        {
            name = attributes.get("Target").map(|target| target.trim_start_matches('/').to_string());
        }
    });
    name.unwrap_or_else(|| "word/document.xml".to_string())
}

/// The styles that are titles, by the names that every language of the program keeps.
fn titles(package: &mut Package<'_>, name: &str) -> HashSet<String> {
    let mut titles = HashSet::new();
    let mut style = None;
    let _ = part(package, name, |node| {
        if let Node::Open(element, attributes) = node {
            match element {
                "style" => style = attributes.get("styleId"),
                "name" => {
                    let named = attributes.get("val").unwrap_or_default().to_lowercase();
                    if matches!(named.as_str(), "title" | "heading 1") {
                        titles.extend(style.take());
                    }
                }
                _ => {}
            }
        }
    });
    titles
}

#[derive(Default)]
struct Text<'t> {
    blocks: Blocks,
    titles: Option<&'t HashSet<String>>,
    /// Elements within one that is read over.
    hidden: usize,
    /// Whether what follows are words.
    words: bool,
}

impl Text<'_> {
    fn node(&mut self, node: &Node<'_>) {
        match node {
            Node::Open(..) if self.hidden > 0 => self.hidden += 1,
            Node::Close(_) if self.hidden > 0 => self.hidden -= 1,
            Node::Open(name, attributes) => match *name {
                // Deleted, moved elsewhere, or the same for older programs.
                "del" | "moveFrom" | "Fallback" => self.hidden = 1,
                "p" => self.blocks.open_paragraph(),
                "pStyle" => {
                    let style = attributes.get("val").unwrap_or_default();
                    if self.titles.is_some_and(|titles| titles.contains(&style)) {
                        self.blocks.title();
                    }
                }
                "t" => self.words = true,
                "tab" => self.blocks.words("\t"),
                "br" | "cr" => self.blocks.words("\n"),
                "noBreakHyphen" => self.blocks.words("-"),
                "tr" => self.blocks.open_row(),
                "tc" => self.blocks.open_cell(),
                // Tab stops of a style are no tabs; footnotes that only draw the line above them are none.
                "tabs" => self.hidden = 1,
                "footnote" | "endnote" if attributes.get("type").is_some_and(|kind| kind != "normal") => {
                    self.hidden = 1
                }
                _ => {}
            },
            Node::Close(name) => match *name {
                "p" => self.blocks.close_paragraph(),
                "t" => self.words = false,
                "tr" => self.blocks.close_row(),
                "tbl" => self.blocks.close_table(),
                _ => {}
            },
            Node::Text(text) if self.words && self.hidden == 0 => self.blocks.words(text),
            Node::Text(_) => {}
        }
    }
}

fn properties(package: &mut Package<'_>, found: &mut Manuscript) {
    texts(package, "docProps/core.xml", |at, text| match at {
        "title" => found.title.push_str(text),
        "creator" => found.author.push_str(text),
        "created" => found.made.push_str(text),
        _ => {}
    });
}
