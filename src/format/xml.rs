//! One item of XML as a light tree.
//!
//! Takes text that begins with an element; gives a [`Tree`] of 16 bytes a node that borrows the text, and walks through
//! it. Entities are never expanded, depth is bounded, nothing recurses. Where XML breaks, what stands before is kept and
//! the byte noted.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::errors::IllFormedError;
use quick_xml::events::{BytesStart, Event};

use super::entity::{excerpt, one_line, resolve};
use super::items::Item;

/// Elements may nest this deep; the deepest wire format in use needs thirty.
const DEEPEST: usize = 256;

/// An element, or text: where it lies, and which nodes are in it.
#[derive(Clone, Copy, Debug)]
struct Node {
    start: u32,
    length: u32,
    /// The node behind the last one inside.
    end: u32,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// An element; its tag without the brackets.
    Element { closed: bool },
    /// Text with references.
    Text,
    /// Text without.
    Verbatim,
}

/// Where the XML of an item breaks, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Break {
    byte: usize,
    what: String,
}

/// One item.
#[derive(Debug)]
pub(super) struct Tree<'a> {
    text: &'a str,
    nodes: Vec<Node>,
    broken: Option<Break>,
    unknown: Option<String>,
}

impl<'a> Tree<'a> {
    /// Reads the element that the text begins with; what follows its end is not looked at.
    ///
    /// # Errors
    /// Why nothing of it can be used.
    pub(super) fn read(text: &'a str) -> Result<Tree<'a>, String> {
        let mut tree = Tree { text, nodes: Vec::new(), broken: None, unknown: None };
        if u32::try_from(text.len()).is_err() {
            return Err("an item of more than 4 GB".to_string());
        }
        let mut reader = Reader::from_str(text);
        reader.config_mut().allow_dangling_amp = true;
        let mut open: Vec<usize> = Vec::new();
        loop {
            let start = place(reader.buffer_position());
            let event = reader.read_event();
            let end = place(reader.buffer_position());
            match event {
                Ok(Event::Start(_)) => {
                    if open.len() == DEEPEST {
                        return Err(format!("elements nest deeper than {DEEPEST}"));
                    }
                    open.push(tree.nodes.len());
                    tree.push(Kind::Element { closed: false }, start + 1, end.saturating_sub(1));
                }
                Ok(Event::Empty(_)) => tree.push(Kind::Element { closed: true }, start + 1, end.saturating_sub(2)),
                Ok(Event::End(_)) => {
                    let now = place(tree.nodes.len() as u64);
                    if let Some(node) = open.pop().and_then(|at| tree.nodes.get_mut(at)) {
                        (node.end, node.kind) = (now, Kind::Element { closed: true });
                    }
                }
                Ok(Event::Text(_)) => tree.push(Kind::Text, start, end),
                Ok(Event::GeneralRef(name)) => {
                    if !matches!(&*name, b"lt" | b"gt" | b"amp" | b"quot" | b"apos") && !name.starts_with(b"#") {
                        tree.unknown.get_or_insert_with(|| excerpt(&String::from_utf8_lossy(&name)));
                    }
                    tree.push(Kind::Text, start, end);
                }
                Ok(Event::CData(_)) => tree.push(Kind::Verbatim, start + 9, end.saturating_sub(3)),
                Ok(Event::Eof) => tree.broken = Some(Break { byte: text.len(), what: "it has no end".to_string() }),
                Ok(_) => {}
                Err(error) => {
                    let byte = usize::try_from(reader.error_position()).unwrap_or(text.len());
                    tree.broken = Some(Break { byte: byte.min(text.len()), what: broken_by(&error) });
                }
            }
            if tree.broken.is_some() || (open.is_empty() && !tree.nodes.is_empty()) {
                break;
            }
        }
        let now = place(tree.nodes.len() as u64);
        for at in open {
            if let Some(node) = tree.nodes.get_mut(at) {
                node.end = now;
            }
        }
        Ok(tree)
    }

    /// The tree of an item; else why there is none.
    pub(super) fn of(item: &'a Item<'_>) -> Result<Tree<'a>, String> {
        let mut tree = Tree::read(&item.text)?;
        if let Some(broken) = &mut tree.broken {
            // Told as a place in the file, which for a decoded text is right where a byte is a character.
            let before = item.text.get(..broken.byte).unwrap_or_default();
            let bytes = if matches!(item.text, Cow::Borrowed(_)) { before.len() } else { before.chars().count() };
            broken.byte = item.start + bytes;
        }
        Ok(tree)
    }

    fn push(&mut self, kind: Kind, start: u32, end: u32) {
        let now = place(self.nodes.len() as u64);
        if kind == Kind::Text
            && let Some(last) = self.nodes.last_mut()
            && last.kind == Kind::Text
            && last.start + last.length == start
        {
            last.length = end.saturating_sub(last.start);
            return;
        }
        self.nodes.push(Node { start, length: end.saturating_sub(start), end: now + 1, kind });
    }

    /// The outermost element.
    pub(super) fn root(&self) -> Element<'_> {
        Element { tree: self, at: 0 }
    }

    /// Where and how it breaks: `broken XML: at byte 12, ...`.
    pub(super) fn broken(&self) -> Option<String> {
        self.broken.as_ref().map(|b| format!("broken XML: at byte {}, {}", b.byte, b.what))
    }

    /// What is doubtful about an article made of it.
    pub(super) fn doubts(&self) -> impl Iterator<Item = String> + '_ {
        let unknown = |name: &String| match html_escape::decode_html_entities(&format!("&{name};")).starts_with('&') {
            true => format!("entity not known, left as it stands: &{name};"),
            false => format!("entity not declared, read as in HTML: &{name};"),
        };
        self.unknown.iter().map(unknown).chain(self.broken().map(|b| format!("{b}; read up to there")))
    }
}

/// What an error says, in a few words.
fn broken_by(error: &quick_xml::Error) -> String {
    match error {
        quick_xml::Error::Syntax(_) => "a tag, comment or the like has no end".to_string(),
        quick_xml::Error::IllFormed(IllFormedError::MismatchedEndTag { expected, found }) => {
            format!("</{}> stands where </{}> should", excerpt(found), excerpt(expected))
        }
        other => excerpt(&other.to_string()),
    }
}

fn place(position: u64) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX)
}

/// An element of a tree.
#[derive(Clone, Copy)]
pub(super) struct Element<'a> {
    tree: &'a Tree<'a>,
    at: usize,
}

/// A step of a walk through an element.
pub(super) enum Step<'a> {
    /// An element opens.
    Open(Element<'a>),
    /// It closes.
    Close(Element<'a>),
    /// Text, references resolved.
    Text(Cow<'a, str>),
}

impl<'a> Element<'a> {
    fn node(self) -> Option<&'a Node> {
        self.tree.nodes.get(self.at)
    }

    fn raw(self) -> &'a str {
        self.node().map_or("", |n| self.tree.text.get(n.start as usize..(n.start + n.length) as usize).unwrap_or(""))
    }

    fn end(self) -> usize {
        self.node().map_or(self.at + 1, |n| n.end as usize)
    }

    fn is_element(self) -> bool {
        self.node().is_some_and(|n| matches!(n.kind, Kind::Element { .. }))
    }

    /// Its name without a prefix.
    pub(super) fn name(self) -> &'a str {
        self.qualified().rsplit(':').next().unwrap_or_default()
    }

    /// Its name with its prefix, as written.
    pub(super) fn qualified(self) -> &'a str {
        self.raw().split(|c: char| c.is_ascii_whitespace() || c == '/').next().unwrap_or_default()
    }

    /// Whether it was closed.
    pub(super) fn is_whole(self) -> bool {
        self.node().is_some_and(|n| n.kind == Kind::Element { closed: true })
    }

    /// The value of an attribute on one line, references resolved; None if it is absent or empty.
    pub(super) fn attribute(self, name: &str) -> Option<String> {
        self.attribute_whose(|key| key == name.as_bytes())
    }

    /// The address it refers to: `xlink:href`, by whatever prefix.
    pub(super) fn reference(self) -> Option<String> {
        self.attribute_whose(|key| key == b"href" || key.ends_with(b":href"))
    }

    fn attribute_whose(self, wanted: impl Fn(&[u8]) -> bool) -> Option<String> {
        let raw = self.raw();
        let length = raw.find(|c: char| c.is_ascii_whitespace()).unwrap_or(raw.len());
        let tag = BytesStart::from_content(raw, length);
        let found = tag.attributes().with_checks(false).flatten().find(|a| wanted(a.key.as_ref()))?;
        let value = one_line(&resolve(&String::from_utf8_lossy(&found.value)));
        (!value.is_empty()).then_some(value)
    }

    /// Numbers of the nodes that are it and what is inside.
    pub(super) fn nodes(self) -> std::ops::Range<usize> {
        self.at..self.end()
    }

    /// The elements right inside.
    pub(super) fn children(self) -> impl Iterator<Item = Element<'a>> {
        let (mut at, end) = (self.at + 1, self.end());
        let nodes = std::iter::from_fn(move || {
            let child = Element { tree: self.tree, at };
            at = child.end();
            (child.at < end).then_some(child)
        });
        nodes.filter(|n| n.is_element())
    }

    /// The elements of a name right inside.
    pub(super) fn children_named(self, name: &'static str) -> impl Iterator<Item = Element<'a>> {
        self.children().filter(move |c| c.name() == name)
    }

    /// The first element of a name right inside.
    pub(super) fn child(self, name: &'static str) -> Option<Element<'a>> {
        self.children_named(name).next()
    }

    /// All elements of a name inside, in the order of the document.
    pub(super) fn all(self, name: &'static str) -> impl Iterator<Item = Element<'a>> {
        let inside = (self.at + 1..self.end()).map(move |at| Element { tree: self.tree, at });
        inside.filter(move |e| e.is_element() && e.name() == name)
    }

    /// The first element inside, going down by these names, each anywhere below the one before.
    pub(super) fn find(self, names: &[&'static str]) -> Option<Element<'a>> {
        names.iter().try_fold(self, |element, name| element.all(name).next())
    }

    /// All its text on one line; None if there is none.
    pub(super) fn line(self) -> Option<String> {
        Some(one_line(&self.verbatim())).filter(|t| !t.is_empty())
    }

    /// All its text as it stands, references resolved.
    pub(super) fn verbatim(self) -> String {
        let texts = self.walk().filter_map(|step| if let Step::Text(text) = step { Some(text) } else { None });
        texts.collect()
    }

    /// What is inside, step by step.
    pub(super) fn walk(self) -> Walk<'a> {
        Walk { tree: self.tree, at: self.at + 1, end: self.end(), open: Vec::new() }
    }
}

/// A walk through an element.
pub(super) struct Walk<'a> {
    tree: &'a Tree<'a>,
    at: usize,
    end: usize,
    open: Vec<Element<'a>>,
}

impl Walk<'_> {
    /// Goes on behind the element that opened last, without its inside.
    pub(super) fn pass(&mut self) {
        if let Some(element) = self.open.pop() {
            self.at = element.end();
        }
    }
}

impl<'a> Iterator for Walk<'a> {
    type Item = Step<'a>;

    fn next(&mut self) -> Option<Step<'a>> {
        if let Some(last) = self.open.last().filter(|e| e.end() <= self.at).copied() {
            self.open.pop();
            return Some(Step::Close(last));
        }
        let here = Element { tree: self.tree, at: self.at };
        if self.at >= self.end {
            return None;
        }
        self.at += 1;
        match here.node()?.kind {
            Kind::Element { .. } => {
                self.open.push(here);
                Some(Step::Open(here))
            }
            Kind::Text => Some(Step::Text(resolve(here.raw()))),
            Kind::Verbatim => Some(Step::Text(Cow::Borrowed(here.raw()))),
        }
    }
}
