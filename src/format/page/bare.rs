//! A page as it was saved -> bare markup, and the card of what its tags say.
//!
//! One pass over the stream of tags. Scripts, styles, drawings and comments vanish, attributes are few and short, and
//! elements are closed in the order in which they were opened, at most [`DEEPEST`] inside each other: what lies deeper
//! stays, without its tags. So whoever builds a tree of the result needs neither stack nor patience, whatever the page
//! was made for: the cost is that of its bytes. It judges nothing to be an advert, and it never fails.

use html5gum::emitters::callback::CallbackEvent;

use super::card::Card;
use crate::format::hypertext;

/// How deep elements may lie inside each other; pages that people read stay below 100.
const DEEPEST: usize = 200;
/// Attributes that a tag keeps; tags that people write have fewer.
const ATTRIBUTES: usize = 24;
/// Bytes of a value that is kept; longer ones are pictures or data for scripts. A whole `description` fits.
const VALUE: usize = 16 << 10;

/// A page without what is not read.
#[derive(Debug, Default)]
pub(super) struct Bare {
    /// Its markup: `<html><head><title>...</title></head><body>...</body></html>`.
    pub(super) markup: String,
    /// How many elements are in it.
    pub(super) elements: usize,
    /// What its tags say of it.
    pub(super) card: Card,
}

/// A start tag: its name and the first of its attributes, in lower case as a tokenizer gives them.
#[derive(Debug, Default)]
pub(super) struct Tag {
    pub(super) name: String,
    attributes: Vec<(String, String)>,
}

impl Tag {
    /// The value of an attribute.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }
}

/// Strips a page.
pub(super) fn strip(html: &str) -> Bare {
    let mut pass = Pass::default();
    hypertext::events(html, |event| match event {
        CallbackEvent::OpenStartTag { name } => pass.begin(name),
        CallbackEvent::AttributeName { name } => pass.attribute(name),
        CallbackEvent::AttributeValue { value } => pass.value(value),
        CallbackEvent::CloseStartTag { .. } => pass.start(),
        CallbackEvent::EndTag { name } => pass.end(&String::from_utf8_lossy(name)),
        CallbackEvent::String { value } => pass.text(&String::from_utf8_lossy(value)),
        CallbackEvent::Comment { value } => pass.bare.card.comment(value),
        _ => {}
    });
    pass.finish()
}

#[derive(Default)]
struct Pass {
    bare: Bare,
    /// The tag that is being read, and whether a value belongs to an attribute that is kept.
    tag: Tag,
    keeps: bool,
    /// Elements that are open in the markup.
    open: Vec<String>,
    /// Where in them the one is that is no text by its name, with all in it.
    silent: Option<usize>,
    /// Element of raw text that is not shown and how often it was opened inside itself.
    hidden: Option<(String, usize)>,
}

impl Pass {
    fn begin(&mut self, name: &[u8]) {
        self.tag.name = String::from_utf8_lossy(name).into_owned();
        self.tag.attributes.clear();
        self.keeps = false;
    }

    fn attribute(&mut self, name: &[u8]) {
        let name = String::from_utf8_lossy(name);
        let plain =
            name.len() <= 40 && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':'));
        let wanted = plain && !name.starts_with("on") && !matches!(&*name, "src" | "srcset" | "sizes");
        self.keeps = wanted && self.tag.attributes.len() < ATTRIBUTES && self.tag.get(&name).is_none();
        if self.keeps {
            self.tag.attributes.push((name.into_owned(), String::new()));
        }
    }

    fn value(&mut self, value: &[u8]) {
        if let Some((_, kept)) = self.tag.attributes.last_mut().filter(|_| self.keeps && value.len() <= VALUE) {
            *kept = String::from_utf8_lossy(value).into_owned();
        }
    }

    fn start(&mut self) {
        let tag = std::mem::take(&mut self.tag);
        self.started(&tag);
        self.tag = tag;
    }

    fn started(&mut self, tag: &Tag) {
        let name = tag.name.as_str();
        match &mut self.hidden {
            // A drawing that was never closed ends where text begins.
            Some((hidden, _)) if hidden == "svg" && is_block(name) => self.hidden = None,
            Some((hidden, depth)) if hidden == name => {
                *depth += 1;
                return;
            }
            Some(_) => return,
            None => {}
        }
        self.bare.card.start(tag);
        match name {
            "script" | "style" | "noscript" | "template" | "svg" | "iframe" | "noembed" | "noframes" | "title"
            | "textarea" => {
                // The pass over raw text keeps no attributes of these, so they end with their name alone.
                self.hidden = Some((name.to_string(), 1));
            }
            "html" | "head" | "body" | "frameset" | "frame" | "meta" | "link" | "base" | "img" | "input" | "source"
            | "track" | "wbr" | "area" | "col" | "embed" | "param" | "keygen" | "bgsound" => {}
            "br" | "hr" if self.silent.is_some() => {}
            "br" | "hr" => self.bare.markup.push_str(if name == "br" { "<br>" } else { "<hr>" }),
            _ => {
                self.close_implied(name);
                self.push(tag);
            }
        }
    }

    fn push(&mut self, tag: &Tag) {
        let plain = tag.name.len() <= 40 && tag.name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if self.open.len() >= DEEPEST || !plain {
            return;
        }
        if self.silent.is_none() && (is_furniture(&tag.name) || is_advert(tag)) {
            self.silent = Some(self.open.len());
        }
        if self.silent.is_some() {
            self.open.push(tag.name.clone());
            return;
        }
        self.bare.elements += 1;
        let shown = shown(&tag.name, self.open.len());
        self.open.push(tag.name.clone());
        let out = &mut self.bare.markup;
        out.push('<');
        out.push_str(shown);
        for (name, value) in tag.attributes.iter().filter(|(name, value)| is_telling(name, value)) {
            if is_formatting(&tag.name) {
                break;
            }
            out.push(' ');
            out.push_str(name);
            out.push_str("=\"");
            escape(value, out);
            out.push('"');
        }
        out.push('>');
    }

    /// Closes what ends where an element of this name begins.
    fn close_implied(&mut self, name: &str) {
        let (ends, within): (&[&str], &[&str]) = match name {
            "li" => (&["li"], &["ul", "ol", "menu"]),
            "dt" | "dd" => (&["dt", "dd"], &["dl"]),
            "tr" => (&["tr"], &["table"]),
            "td" | "th" => (&["td", "th"], &["tr", "table"]),
            "thead" | "tbody" | "tfoot" => (&["thead", "tbody", "tfoot", "caption", "colgroup"], &["table"]),
            "option" | "optgroup" => (&["option"], &["select"]),
            "a" | "button" => (&[name], &["td", "th", "table"]),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.close_to(&["p"], CELLS);
                if self.open.last().is_some_and(|o| matches!(o.as_str(), "h1" | "h2" | "h3" | "h4" | "h5" | "h6")) {
                    self.pop();
                }
                return;
            }
            _ if is_block(name) => (&["p"], CELLS),
            _ => return,
        };
        self.close_to(ends, within);
    }

    /// Closes up to the innermost open element of these names, if no element of `within` lies between.
    fn close_to(&mut self, names: &[&str], within: &[&str]) -> bool {
        let found = self.open.iter().rposition(|o| names.contains(&o.as_str()) || within.contains(&o.as_str()));
        let Some(at) = found.filter(|at| self.open.get(*at).is_some_and(|o| names.contains(&o.as_str()))) else {
            return false;
        };
        while self.open.len() > at {
            self.pop();
        }
        true
    }

    fn pop(&mut self) {
        let Some(name) = self.open.pop() else { return };
        if self.silent == Some(self.open.len()) {
            self.silent = None;
        } else if self.silent.is_none() {
            self.bare.markup.push_str("</");
            self.bare.markup.push_str(shown(&name, self.open.len()));
            self.bare.markup.push('>');
        }
    }

    fn end(&mut self, name: &str) {
        if let Some((hidden, depth)) = &mut self.hidden {
            if hidden == name {
                *depth -= 1;
                if *depth == 0 {
                    self.hidden = None;
                    self.bare.card.end(name);
                }
            }
            return;
        }
        self.bare.card.end(name);
        if is_formatting(name) {
            // Closed across the border of a paragraph it would take the paragraph with it.
            let inner = self.open.iter().rev().take_while(|o| *o != name).any(|o| is_block(o));
            if inner {
                return;
            }
        }
        let within: &[&str] =
            if matches!(name, "td" | "th" | "tr" | "tbody" | "thead" | "tfoot" | "table") { &[] } else { CELLS };
        self.close_to(&[name], within);
    }

    fn text(&mut self, text: &str) {
        self.bare.card.text(text);
        if self.hidden.is_some() || self.silent.is_some() {
            return;
        }
        let blank = text.bytes().all(|b| b.is_ascii_whitespace());
        if blank && !self.open.iter().any(|o| o == "pre") {
            self.bare.markup.push(if text.contains('\n') { '\n' } else { ' ' });
        } else {
            escape(text, &mut self.bare.markup);
        }
    }

    fn finish(mut self) -> Bare {
        while !self.open.is_empty() {
            self.pop();
        }
        let mut markup = String::with_capacity(self.bare.markup.len() + 200);
        markup.push_str("<!DOCTYPE html><html><head><title>");
        escape(&self.bare.card.title, &mut markup);
        markup.push_str("</title></head><body>");
        markup.push_str(&self.bare.markup);
        markup.push_str("</body></html>");
        self.bare.markup = markup;
        self.bare
    }
}

/// What an end tag does not reach beyond.
const CELLS: &[&str] = &["td", "th", "caption", "table"];

/// The name under which an element so deep is handed on. Some sites put a form around the whole page, and what is in forms
/// is taken for no text.
fn shown(name: &str, depth: usize) -> &str {
    if name == "form" && depth == 0 { "div" } else { name }
}

/// Elements that hold no text of an article, whatever they are called.
fn is_furniture(name: &str) -> bool {
    matches!(
        name,
        "nav" | "select" | "button" | "datalist" | "dialog" | "object" | "audio" | "video" | "canvas" | "map" | "menu"
    )
}

/// Whether an element is called an advert by a whole word of its class or its `id`.
fn is_advert(tag: &Tag) -> bool {
    const NAMES: &str = " ad ads advert adverts advertisement advertisements advertising ad-slot ad_slot adslot ad-container \
                         ad_container ad-wrapper ad_wrapper ad-unit adunit ad-banner banner-ad ad-placeholder ad-box adbox \
                         adsbygoogle google-ads dfp-ad gpt-ad taboola outbrain ";
    let called = |name: &str| {
        let mut words = tag.get(name).unwrap_or_default().split_ascii_whitespace();
        words.any(|word| word.len() < 20 && NAMES.contains(&format!(" {} ", word.to_ascii_lowercase())))
    };
    matches!(tag.name.as_str(), "div" | "section" | "aside" | "ins" | "p" | "li" | "span" | "figure")
        && (called("class") || called("id"))
}

/// Whether an attribute may tell what an element is for.
fn is_telling(name: &str, value: &str) -> bool {
    match name {
        "class" | "id" | "role" | "itemprop" | "itemtype" | "rel" | "hidden" | "aria-hidden" | "href" | "name"
        | "type" | "property" | "datetime" | "lang" => value.len() <= 500,
        "style" => value.contains("none") || value.contains("hidden"),
        name => matches!(name, "data-component" | "data-testid" | "data-lp-replacement-content"),
    }
}

fn is_formatting(name: &str) -> bool {
    matches!(
        name,
        "b" | "i" | "u" | "em" | "strong" | "font" | "big" | "small" | "code" | "tt" | "s" | "strike" | "nobr"
    )
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "ul"
            | "ol"
            | "li"
            | "dl"
            | "dt"
            | "dd"
            | "table"
            | "blockquote"
            | "pre"
            | "section"
            | "article"
            | "header"
            | "footer"
            | "nav"
            | "aside"
            | "main"
            | "figure"
            | "figcaption"
            | "form"
            | "fieldset"
            | "address"
            | "hr"
            | "details"
            | "summary"
            | "center"
            | "hgroup"
            | "menu"
            | "dir"
            | "search"
            | "dialog"
    )
}

/// Appends text as it stands in markup.
fn escape(text: &str, out: &mut String) {
    let mut from = 0;
    for at in memchr::memchr3_iter(b'<', b'&', b'"', text.as_bytes()) {
        out.push_str(text.get(from..at).unwrap_or_default());
        out.push_str(match text.as_bytes().get(at) {
            Some(b'<') => "&lt;",
            Some(b'&') => "&amp;",
            _ => "&quot;",
        });
        from = at + 1;
    }
    out.push_str(text.get(from..).unwrap_or_default());
}
