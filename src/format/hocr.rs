//! hOCR: HTML whose classes say what an OCR read where.
//!
//! Takes HTML or XHTML, well-formed or not, of one page or many; each element of class `ocr_page` is an article, since
//! nothing in it says where articles begin. Closing tags decide nothing, so that those that are missing or misplaced cost
//! nothing; what looks like a comment or an instruction within a page is text that was not escaped. It builds no
//! tree, so that nesting of any depth costs no more than its bytes.

use std::borrow::Cow;

use memchr::{memchr, memmem};

use super::alto::{A_PAGE, no_text};
use super::dating::{dated, note};
use super::items::{declared, decode};
use super::leaf::Leaf;
use super::{Cut, Fit, Format, Head, Piece, ReadOptions};
use super::{entity, folio, json, published, tag};
use crate::article::{Article, Outcome, Record};

/// hOCR documents.
pub struct Hocr;

const PAGE: &[u8] = b"ocr_page";

impl Format for Hocr {
    fn name(&self) -> &'static str {
        "hocr"
    }

    fn version(&self) -> u32 {
        1
    }

    fn known_by(&self) -> &'static str {
        "elements of class ocr_page"
    }

    fn recognise(&self, head: &Head<'_>) -> Fit {
        let markup = json::without_mark(head.bytes).trim_ascii_start().first() == Some(&b'<');
        let says = || ["ocr-system", "ocr-capabilities"].iter().any(|name| names(head.bytes, name.as_bytes()));
        if markup && (pages(head.bytes).next().is_some() || says()) { Fit::Sure } else { Fit::No }
    }

    fn cut(&self, window: &[u8], first: bool, last: bool) -> Cut {
        let (mut count, mut end) = (0, 0);
        for start in pages(window) {
            (count, end) = (count + 1, start);
        }
        if last {
            return Cut { bytes: window.len(), records: if first { count.max(1) } else { count } };
        }
        // The first piece of several holds two pages at least: a single page would pass for all of the file.
        if count < if first { 3 } else { 2 } { Cut::default() } else { Cut { bytes: end, records: count - 1 } }
    }

    fn lead(&self, head: &[u8]) -> usize {
        let Some(start) = pages(head).next() else { return 0 };
        memchr(b'>', &head[start..]).map_or(0, |length| start + length + 1)
    }

    fn read(&self, piece: &Piece<'_>, options: &ReadOptions) -> Vec<Record> {
        let starts: Vec<usize> = pages(piece.bytes).collect();
        let before = if piece.first { &piece.bytes[..self.lead(piece.bytes)] } else { piece.lead };
        let prologue = Prologue::read(before);
        let single = piece.first && starts.len() == 1;
        let mut outcomes: Vec<Outcome> = Vec::new();
        for (n, start) in starts.iter().enumerate() {
            let end = starts.get(n + 1).copied().unwrap_or(piece.bytes.len());
            outcomes.push(outcome(&piece.bytes[*start..end], &prologue, piece.path, single));
        }
        if outcomes.is_empty() && piece.first {
            outcomes.push(Outcome::Skip("no element of class ocr_page in the file".to_string()));
        }
        dated(piece.records(outcomes), piece, options)
    }
}

/// Where the pages of a document begin: the tags of class `ocr_page`. One whose class touches the end of the bytes is
/// not seen.
fn pages(bytes: &[u8]) -> impl Iterator<Item = usize> + '_ {
    /// What may stand in a tag before its class.
    const BEFORE: usize = 4096;
    let mut from = 0;
    memmem::find_iter(bytes, PAGE).filter_map(move |at| {
        let within = bytes.get(from.max(at.saturating_sub(BEFORE))..at)?;
        let start = at - within.len() + memchr::memrchr(b'<', within)?;
        let before = bytes.get(start + 1..at)?;
        let ends = bytes.get(at + PAGE.len()).is_some_and(|b| b.is_ascii_whitespace() || b"\"'>/".contains(b));
        // Other classes may stand before it, between the quotes.
        let others = before.iter().rev().take_while(|b| b.is_ascii_alphanumeric() || b"_- ".contains(b)).count();
        let quoted = before.get(..before.len() - others)?;
        let unquoted = quoted.strip_suffix(b"\"").or(quoted.strip_suffix(b"'")).unwrap_or(quoted);
        let name = unquoted.trim_ascii_end().strip_suffix(b"=").map(<[u8]>::trim_ascii_end)?;
        let class = name.get(name.len().checked_sub(5)?..)?.eq_ignore_ascii_case(b"class");
        from = at;
        let open = before.first()?.is_ascii_alphabetic() && memchr(b'>', before).is_none();
        (ends && class && open).then_some(start)
    })
}

/// Whether the head of a document has a `meta` of this name.
fn names(head: &[u8], name: &[u8]) -> bool {
    memmem::find_iter(head, name).any(|at| {
        let before = head.get(..at).unwrap_or_default();
        let before = before.strip_suffix(b"\"").or(before.strip_suffix(b"'")).unwrap_or(before);
        before.ends_with(b"name=")
    })
}

/// What stands before the first page, with its tag.
#[derive(Default)]
struct Prologue {
    label: Option<String>,
    /// Dublin Core's date and title.
    date: Option<String>,
    title: Option<String>,
    language: Option<String>,
    /// Whether the pages are counted from 0.
    from_zero: bool,
}

impl Prologue {
    fn read(bytes: &[u8]) -> Prologue {
        let text = String::from_utf8_lossy(bytes);
        let mut prologue = Prologue { label: declared(bytes), ..Prologue::default() };
        let mut from = 0;
        while let Some(found) = tag::next_tag(&text, from) {
            from = found.end;
            let tag = &text[found.start..found.end];
            let said = |name: &str| {
                let value = tag::attribute(tag, name).map(|v| entity::one_line(&entity::resolve(v)));
                value.filter(|v| !v.is_empty())
            };
            match found.name.to_ascii_lowercase().as_str() {
                "html" | "body" => prologue.language = said("lang").or(said("xml:lang")).or(prologue.language),
                "meta" => prologue.meta(&said),
                _ => prologue.from_zero = property(&said("title").unwrap_or_default(), "ppageno") == Some("0"),
            }
        }
        prologue
    }

    fn meta(&mut self, said: &impl Fn(&str) -> Option<String>) {
        let content = said("content").unwrap_or_default();
        // In `content="text/html; charset=utf-8"` the second is no attribute.
        let label = content.split_once("charset=").map(|(_, label)| label.to_string());
        let label = label.or_else(|| if content.is_empty() { said("charset") } else { None });
        let label = label.as_deref().and_then(|label| label.split([';', ' ']).next()).map(str::to_string);
        self.label = self.label.take().or(label);
        let name = said("name").unwrap_or_default().to_ascii_lowercase();
        let slot = match name.replace(':', ".").as_str() {
            "dc.date" | "dcterms.date" | "dcterms.issued" => &mut self.date,
            "dc.title" | "dcterms.title" => &mut self.title,
            "dc.language" | "dcterms.language" => &mut self.language,
            _ => return,
        };
        if !content.is_empty() {
            slot.get_or_insert(content);
        }
    }
}

/// The value of a property in a `title`: `bbox 0 0 10 10; ppageno 3`.
pub(super) fn property<'a>(title: &'a str, name: &str) -> Option<&'a str> {
    let mut parts = title.split(';').map(str::trim).filter_map(|part| part.split_once(char::is_whitespace));
    let (_, value) = parts.find(|(found, _)| found.eq_ignore_ascii_case(name))?;
    let value = value.trim().trim_matches(['"', '\'']);
    (!value.is_empty()).then_some(value)
}

fn outcome(bytes: &[u8], prologue: &Prologue, path: &str, single: bool) -> Outcome {
    let (text, doubt) = decode(bytes, prologue.label.as_deref());
    let leaf = Leaf::read(&mended(&text));
    let title = leaf.title();
    let counted = property(title, "ppageno").and_then(|n| n.parse::<u32>().ok());
    let counted = counted.map(|n| if prologue.from_zero { n.saturating_add(1) } else { n }.to_string());
    let image = || ["x_source", "image"].iter().find_map(|name| folio::of(property(title, name)?));
    let of_file = || if single { folio::of(path) } else { None };
    // Of a page that is alone in its file a 0 says nothing.
    let number = property(title, "lpageno").map(str::to_string);
    let number = match number {
        Some(number) => number,
        None if single && prologue.from_zero => of_file().or_else(image).or(counted).unwrap_or_default(),
        None => counted.or_else(of_file).or_else(image).unwrap_or_default(),
    };
    let language = leaf.language().map(str::to_string).or_else(|| prologue.language.clone());
    let (body, sheets) = leaf.set(&number);
    if body.is_empty() {
        return Outcome::Skip(no_text(&number));
    }
    let doubts = doubt.into_iter().chain([A_PAGE.to_string()]).collect();
    let source = prologue.title.clone();
    let mut article = Article { body, sheets, language, source, doubts, ..Article::default() };
    article.origins.say("body", "elements of class ocr_page");
    if let Some(date) = &prologue.date {
        note(date, published::read(date), &mut article);
    }
    Outcome::Article(Box::new(article))
}

/// A page with its text escaped where it looks like markup but is none: comments that hide words or have no end,
/// instructions, tags that have no end.
fn mended(page: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut from = 0;
    for at in memchr::memchr_iter(b'<', page.as_bytes()) {
        if !is_tag(&page[at + 1..]) {
            out.push_str(&page[from..at]);
            out.push_str("&lt;");
            from = at + 1;
        }
    }
    if from == 0 {
        return Cow::Borrowed(page);
    }
    out.push_str(&page[from..]);
    Cow::Owned(out)
}

/// Whether what follows a `<` is a tag, or a comment that hides no words.
fn is_tag(rest: &str) -> bool {
    const LONGEST_COMMENT: usize = 4096;
    let bytes = rest.as_bytes();
    if let Some(comment) = bytes.strip_prefix(b"!--") {
        let within = comment.get(..LONGEST_COMMENT).unwrap_or(comment);
        return memmem::find(within, b"-->").is_some_and(|end| memmem::find(&within[..end], b"class=").is_none());
    }
    let name = bytes.strip_prefix(b"/").unwrap_or(bytes);
    let ends = || memchr::memchr2(b'<', b'>', bytes).is_some_and(|end| bytes.get(end) == Some(&b'>'));
    name.first().is_some_and(u8::is_ascii_alphabetic) && ends()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_begin_with_their_tags() {
        for (text, expected) in [
            ("<div class='ocr_page' id='a'>x<div class=\"ocr_page\">", vec![0, 30]),
            ("<div id=a class=ocr_page><div title='x' class = \"a ocr_page b\">", vec![0, 25]),
            ("<meta name='ocr-capabilities' content='ocr_page ocr_line'>", vec![]),
            ("<p>class='ocr_page' <b class='ocr_pages'>", vec![]),
            ("<div class='ocr_page", vec![]),
            ("class='ocr_page'>", vec![]),
        ] {
            assert_eq!(pages(text.as_bytes()).collect::<Vec<_>>(), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_markup_is_text() {
        for (text, expected) in [
            ("<span>a</span>", "<span>a</span>"),
            ("<b>!'<!--,,,></b>", "<b>!'&lt;!--,,,></b>"),
            ("a<!-- note -->b", "a<!-- note -->b"),
            ("a<!-- <i class='ocrx_word'>b</i> -->", "a&lt;!-- <i class='ocrx_word'>b</i> -->"),
            ("<?«»«?>i<5t»<?».</i>", "&lt;?«»«?>i&lt;5t»&lt;?».</i>"),
            ("a<b<i>c</i><", "a&lt;b<i>c</i>&lt;"),
        ] {
            assert_eq!(mended(text), expected, "{text}");
        }
    }
}
