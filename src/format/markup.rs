//! The text of marked-up news: NITF's blocks and XHTML's.
//!
//! Takes an element; gives its paragraphs, apart by a blank line, each on one line but for `br` and `pre`. Items of lists
//! are paragraphs, rows of tables are lines with a tab between cells. What is printed beside the text (captions,
//! footnotes) comes last; what is never printed (scripts, credits of pictures, navigation) does not come.

use super::entity::{one_line, resolve};
use super::tag;
use super::xml::{Element, Step, Tree};

/// What an element does to the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Inline,
    Block,
    Line,
    Row,
    Cell,
    Verbatim,
    Aside,
    Out,
}

fn role(element: Element<'_>) -> Role {
    match element.name() {
        "p" | "div" | "block" | "section" | "article" | "main" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "hl1"
        | "hl2" | "hl3" | "hl4" | "hl5" | "bq" | "blockquote" | "ul" | "ol" | "dl" | "li" | "dt" | "dd" | "table"
        | "nitf-table" | "caption" | "address" | "hr" | "note" | "tagline" | "biblio" | "body" | "credit" => {
            Role::Block
        }
        "br" => Role::Line,
        "tr" => Role::Row,
        "td" | "th" => Role::Cell,
        "pre" => Role::Verbatim,
        "media-caption" | "figcaption" | "fn" => Role::Aside,
        "script"
        | "style"
        | "head"
        | "header"
        | "footer"
        | "nav"
        | "template"
        | "media-reference"
        | "media-metadata"
        | "media-object"
        | "media-producer"
        | "nitf-table-metadata" => Role::Out,
        _ => Role::Inline,
    }
}

/// What stands between the words set last and the next ones; the greater wins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    #[default]
    None,
    Space,
    Cell,
    Line,
    Row,
    Paragraph,
}

/// Text being set.
#[derive(Default)]
pub(super) struct Setting<'a> {
    out: String,
    gap: Gap,
    /// Depth of `pre` and of cells.
    verbatim: usize,
    cells: usize,
    asides: Vec<Element<'a>>,
}

impl<'a> Setting<'a> {
    /// Sets a paragraph of plain text.
    pub(super) fn paragraph(&mut self, text: &str) {
        self.widen(Gap::Paragraph);
        self.words(text);
        self.widen(Gap::Paragraph);
    }

    /// Sets what is inside an element, but for what `leave` names.
    pub(super) fn inside(&mut self, element: Element<'a>, leave: impl Fn(Element<'_>) -> bool) {
        self.widen(Gap::Paragraph);
        (self.verbatim, self.cells) = (usize::from(role(element) == Role::Verbatim), 0);
        let mut walk = element.walk();
        while let Some(step) = walk.next() {
            match step {
                Step::Text(text) if self.verbatim > 0 => self.lines(&text),
                Step::Text(text) => self.words(&text),
                Step::Open(e) => match role(e) {
                    _ if leave(e) => walk.pass(),
                    Role::Out => walk.pass(),
                    Role::Aside => {
                        self.asides.push(e);
                        walk.pass();
                    }
                    role => self.enter(role),
                },
                Step::Close(e) => self.leave(role(e)),
            }
        }
        self.widen(Gap::Paragraph);
    }

    /// The text; captions and footnotes last.
    pub(super) fn done(mut self) -> String {
        for aside in std::mem::take(&mut self.asides) {
            // What is beside the aside comes in it, so that nothing recurses.
            self.paragraph(&aside.verbatim());
        }
        self.out
    }

    fn enter(&mut self, role: Role) {
        match role {
            // A paragraph inside a cell does not end the row.
            Role::Block | Role::Verbatim if self.cells > 0 => self.widen(Gap::Space),
            Role::Block | Role::Verbatim => self.widen(Gap::Paragraph),
            Role::Line => self.widen(if self.cells > 0 { Gap::Space } else { Gap::Line }),
            Role::Row => self.widen(Gap::Row),
            Role::Cell => self.widen(Gap::Cell),
            _ => {}
        }
        self.verbatim += usize::from(role == Role::Verbatim);
        self.cells += usize::from(role == Role::Cell);
    }

    fn leave(&mut self, role: Role) {
        self.verbatim -= usize::from(role == Role::Verbatim && self.verbatim > 0);
        self.cells -= usize::from(role == Role::Cell && self.cells > 0);
        match role {
            Role::Block | Role::Verbatim if self.cells > 0 => self.widen(Gap::Space),
            Role::Block | Role::Verbatim => self.widen(Gap::Paragraph),
            _ => {}
        }
    }

    fn widen(&mut self, gap: Gap) {
        self.gap = self.gap.max(gap);
    }

    fn bridge(&mut self) {
        if !self.out.is_empty() {
            self.out.push_str(match self.gap {
                Gap::None => "",
                Gap::Space => " ",
                Gap::Cell => "\t",
                Gap::Line => "\n",
                // Two blanks begin a paragraph where a line break alone is only a line that was wrapped.
                Gap::Row => "\n  ",
                Gap::Paragraph => "\n\n",
            });
        }
        self.gap = Gap::None;
    }

    fn words(&mut self, text: &str) {
        for word in text.split_inclusive(char::is_whitespace) {
            let bare = word.trim_end();
            if !bare.is_empty() {
                self.bridge();
                self.out.push_str(bare);
            }
            if bare.len() < word.len() {
                self.widen(Gap::Space);
            }
        }
    }

    fn lines(&mut self, text: &str) {
        if text.trim().is_empty() {
            return self.widen(if text.contains('\n') { Gap::Line } else { Gap::Space });
        }
        self.bridge();
        let text = if self.out.is_empty() || self.out.ends_with('\n') { text.trim_start_matches('\n') } else { text };
        let bare = text.trim_end();
        self.out.push_str(bare);
        if bare.len() < text.len() {
            self.widen(if text[bare.len()..].contains('\n') { Gap::Line } else { Gap::Space });
        }
    }
}

/// The text of an element.
pub(super) fn text(element: Element<'_>) -> String {
    let mut setting = Setting::default();
    setting.inside(element, |_| false);
    setting.done()
}

/// The text of a page or a part of one: of its `body`, if it has one.
pub(super) fn page(element: Element<'_>) -> String {
    text(if element.name() == "body" { element } else { element.child("body").unwrap_or(element) })
}

/// The text of XHTML in a string; of HTML too, as far as its tags can be told.
pub(super) fn html(markup: &str) -> String {
    // Several elements side by side, or bare text, need one around them.
    let around = format!("<div>{}</div>", without_prologue(markup));
    match Tree::read(&around) {
        Ok(tree) if tree.broken().is_none() => {
            let root = tree.root();
            let inner = root.children().next().filter(|c| matches!(c.name(), "html" | "body")).unwrap_or(root);
            page(inner)
        }
        _ => {
            let plain = tag::plain(markup);
            let paragraphs = plain.split("\n\n").map(one_line).filter(|p| !p.is_empty());
            paragraphs.collect::<Vec<_>>().join("\n\n")
        }
    }
}

/// Markup behind its XML declaration and document type.
fn without_prologue(markup: &str) -> &str {
    let mut rest = markup.trim_start_matches('\u{feff}').trim_start();
    while let Some(end) = rest.strip_prefix("<?").or(rest.strip_prefix("<!DOCTYPE")).and_then(|r| r.find('>')) {
        let length = if rest.starts_with("<?") { 2 } else { 9 };
        rest = rest.get(length + end + 1..).unwrap_or_default().trim_start();
    }
    rest
}

/// Plain text as paragraphs: line breaks as they are, blank lines around it trimmed.
pub(super) fn plain(text: &str) -> String {
    tag::trim_blank_lines(&text.replace("\r\n", "\n")).to_string()
}

/// Whether a text is markup.
pub(super) fn is_markup(text: &str) -> bool {
    let text = text.trim_start();
    text.starts_with('<')
        && text.get(1..).is_some_and(|t| t.starts_with(|c: char| c.is_ascii_alphabetic() || c == '?' || c == '!'))
}

/// A paragraph that only repeats the headline, taken off the head of a body.
pub(super) fn without_headline(body: &str, headline: &str) -> String {
    let (first, rest) = body.split_once("\n\n").unwrap_or((body, ""));
    if one_line(first) == one_line(headline) && !rest.is_empty() { rest.to_string() } else { body.to_string() }
}

/// Text of a string that may be markup, in one line.
pub(super) fn line(text: &str) -> String {
    if text.contains('<') { one_line(&html(text)) } else { one_line(&resolve(text)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts() {
        for (markup, expected) in [
            ("<p>One\n  line.</p>\n<p>Two <b>bold</b>,\n<i>and</i> more.</p>", "One line.\n\nTwo bold, and more."),
            ("bare <br/>text &amp; more", "bare\ntext & more"),
            ("<ul><li>a</li> <li><p>b</p></li></ul>", "a\n\nb"),
            (
                "<p>Before</p><table><tr><th>x</th><th>y</th></tr><tr><td><p>1</p><p>2</p></td><td/><td>3</td></tr></table>After",
                "Before\n\nx\ty\n  1 2\t3\n\nAfter",
            ),
            ("<p>a</p><pre>\n x  y\n  z\n</pre><p>b</p>", "a\n\n x  y\n  z\n\nb"),
            ("<figure><img/><figcaption>Cap</figcaption></figure><p>Text</p>", "Text\n\nCap"),
            ("<!DOCTYPE html><html><head><title>T</title></head><body><p>B</p></body></html>", "B"),
            ("<p>Unclosed<p>tags &amp;\nsoup<br>", "Unclosed\n\ntags & soup"),
            ("<p>caf&eacute;&nbsp;x</p>", "café x"),
            ("", ""),
        ] {
            assert_eq!(html(markup), expected, "{markup}");
        }
    }

    #[test]
    fn a_headline_that_is_repeated() {
        assert_eq!(without_headline("Rain \n\nIt rained.", "Rain"), "It rained.");
        assert_eq!(without_headline("Rain", "Rain"), "Rain");
    }
}
