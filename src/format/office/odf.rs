//! ODT: the content part and the properties.

use std::collections::HashSet;

use super::blocks::Blocks;
use super::parts::{Node, Package, part, texts};
use crate::format::manuscript::Manuscript;

/// Reads the parts that hold text.
///
/// # Errors
/// Why it is skipped.
pub(super) fn manuscript(package: &mut Package<'_>) -> Result<Manuscript, String> {
    if locked(package) {
        return Err("encrypted: it opens with a password only".to_string());
    }
    let mut found = Manuscript::default();
    let mut text = Text { titles: HashSet::from(["Title".to_string()]), ..Text::default() };
    match part(package, "content.xml", |node| text.node(&node)) {
        None => return Err("an ODT without its content".to_string()),
        Some(Err(broken)) => found.doubts.push(format!("{broken}; read up to there")),
        Some(Ok(())) => {}
    }
    let (body, heading) = text.blocks.finish();
    (found.body, found.heading) = (body, heading.unwrap_or_default());
    found.add_notes(&text.notes.finish().0);
    found.margins = margins(package);
    properties(package, &mut found);
    Ok(found)
}

/// What stands above and below the pages, which is a matter of styles.
fn margins(package: &mut Package<'_>) -> String {
    let mut blocks = Blocks::default();
    let mut within = 0usize;
    let is_margin = |name: &str| name.starts_with("header") || name.starts_with("footer");
    let _ = part(package, "styles.xml", |node| match node {
        Node::Open(name, _) if is_margin(name) => within += 1,
        Node::Close(name) if is_margin(name) => within = within.saturating_sub(1),
        Node::Open("p" | "h", _) if within > 0 => blocks.open_paragraph(),
        Node::Close("p" | "h") if within > 0 => blocks.close_paragraph(),
        Node::Open("tab", _) if within > 0 => blocks.words("\t"),
        Node::Text(text) if within > 0 => blocks.folded(text),
        _ => {}
    });
    blocks.finish().0
}

/// Whether the package says that its parts are encrypted.
fn locked(package: &mut Package<'_>) -> bool {
    let mut locked = false;
    let _ = part(package, "META-INF/manifest.xml", |node| {
        locked |= matches!(node, Node::Open("encryption-data", _));
    });
    locked
}

#[derive(Default)]
struct Text {
    blocks: Blocks,
    notes: Blocks,
    /// Styles that are titles; a style of the document's own has the one it is made of.
    titles: HashSet<String>,
    hidden: usize,
    /// Whether this is within a note, which stands within a paragraph.
    in_note: bool,
}

impl Text {
    fn set(&mut self) -> &mut Blocks {
        if self.in_note { &mut self.notes } else { &mut self.blocks }
    }

    fn node(&mut self, node: &Node<'_>) {
        match node {
            Node::Open(..) if self.hidden > 0 => self.hidden += 1,
            Node::Close(_) if self.hidden > 0 => self.hidden -= 1,
            Node::Open(name, attributes) => match *name {
                "style" => {
                    let made_of = attributes.get("parent-style-name").is_some_and(|parent| parent == "Title");
                    self.titles.extend(attributes.get("name").filter(|_| made_of));
                }
                // Deleted text, comments, and the number of a note.
                "tracked-changes" | "annotation" | "note-citation" | "desc" | "title" => self.hidden = 1,
                "note-body" => self.in_note = true,
                "p" | "h" => {
                    let styled = attributes.get("style-name").is_some_and(|style| self.titles.contains(&style));
                    let first = *name == "h" && attributes.get("outline-level").is_none_or(|level| level == "1");
                    self.set().open_paragraph();
                    if styled || first {
                        self.set().title();
                    }
                }
                "s" => {
                    const MOST: usize = 100;
                    let count = attributes.get("c").and_then(|c| c.parse().ok()).unwrap_or(1usize);
                    self.set().words(&" ".repeat(count.min(MOST)));
                }
                "tab" => self.set().words("\t"),
                "line-break" => self.set().words("\n"),
                "table-row" => self.set().open_row(),
                "table-cell" | "covered-table-cell" => self.set().open_cell(),
                _ => {}
            },
            Node::Close(name) => match *name {
                "p" | "h" => self.set().close_paragraph(),
                "note-body" => self.in_note = false,
                "table-row" => self.set().close_row(),
                "table" => self.set().close_table(),
                _ => {}
            },
            Node::Text(text) if self.hidden == 0 => self.set().folded(text),
            Node::Text(_) => {}
        }
    }
}

fn properties(package: &mut Package<'_>, found: &mut Manuscript) {
    let mut first = String::new();
    texts(package, "meta.xml", |at, text| match at {
        "title" => found.title.push_str(text),
        "creator" => found.author.push_str(text),
        "initial-creator" => first.push_str(text),
        "creation-date" => found.made.push_str(text),
        _ => {}
    });
    if !first.trim().is_empty() {
        found.author = first;
    }
}
