//! PDF: what stands in its text layer.
//!
//! One file is one article. The library reads objects, streams and passwords that are none, and repairs what is damaged; fonts,
//! the order of text and its lines are read here ([`font`], [`page`], [`lines`]). The headline is the title that the file says it
//! has, or else what is set in the largest letters of its first page. Where pages begin is kept. A file of pictures alone is
//! skipped, and it is said what helps. What a file may cost is bounded: content by [`RATIO`] and [`CONTENT`], its streams by the library.

mod font;
mod lines;
mod page;

use lopdf::{Document, LoadOptions, Object};

use super::dating::Circumstances;
use super::galley::Galley;
use super::manuscript::Manuscript;
use super::{Cut, Fit, Format, Head, Piece, ReadOptions, export, guarded};
use crate::article::{Outcome, Record};
use lines::Line;
use page::{Fonts, Purse, Spent};

/// PDF.
pub struct Pdf;

/// Bytes of page content that are read of one file, unpacked, for each of its own: a page packs to a tenth, zeros to a
/// thousandth.
const RATIO: usize = 100;
/// So many bytes are always read, and never more than so many. A page of newsprint has some hundred thousand.
const CONTENT: (usize, usize) = (16 << 20, 512 << 20);
/// Pieces of text, of which a page of newsprint has some thousand.
const PIECES: usize = 2_000_000;
/// Bytes that a stream of objects may unpack to.
const STREAM: usize = 32 << 20;
/// Bytes of stack for the library, which reads what lies within each other by calling itself, within bounds of its own.
const STACK: usize = 32 << 20;

const SCAN: &str = "a scan without a text layer: run OCR first (for example ocrmypdf)";
const LOCKED: &str = "encrypted: it opens with a password only";

impl Format for Pdf {
    fn name(&self) -> &'static str {
        "pdf"
    }

    fn version(&self) -> u32 {
        1
    }

    fn recognise(&self, head: &Head<'_>) -> Fit {
        // Readers of PDF allow for some bytes of other things before its mark.
        let begins = head.bytes.get(..head.bytes.len().min(1024)).unwrap_or_default();
        if head.bytes.starts_with(b"%PDF-") {
            return Fit::Sure;
        }
        if memchr::memmem::find(begins, b"%PDF-").is_some() && head.extension == "pdf" { Fit::Likely } else { Fit::No }
    }

    fn cut(&self, window: &[u8], first: bool, last: bool) -> Cut {
        if last { Cut { bytes: window.len(), records: u64::from(first) } } else { Cut::default() }
    }

    fn read(&self, piece: &Piece<'_>, options: &ReadOptions) -> Vec<Record> {
        if !piece.first {
            return Vec::new();
        }
        let at = Circumstances { path: piece.path, single: true, day_month: options.day_month };
        let bytes = piece.bytes;
        let outcome = match on_a_stack(move || guarded("PDF", || manuscript(bytes))) {
            Ok(Ok(found)) => {
                let export = export::of(&found.body).is_some();
                let mut article = found.article(at);
                if export {
                    article.doubts.push(
                        "an export of a news database, read as one article: its documents are told apart in text, DOCX and RTF"
                            .to_string(),
                    );
                }
                Outcome::Article(Box::new(article))
            }
            Ok(Err(reason)) | Err(reason) => Outcome::Skip(reason),
        };
        vec![Record::new(piece.number, outcome)]
    }
}

/// Runs with a stack that what is nested in a file cannot use up.
fn on_a_stack<T: Send>(read: impl FnOnce() -> Result<T, String> + Send) -> Result<T, String> {
    let stumbled = |_| "the reader of PDF stumbled over it".to_string();
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, read);
        thread.map_err(|error| format!("no thread to read it: {error}"))?.join().map_err(stumbled)?
    })
}

/// What a file holds.
///
/// # Errors
/// Why it is skipped.
fn manuscript(bytes: &[u8]) -> Result<Manuscript, String> {
    let options = LoadOptions { max_decompressed_size: Some(STREAM), ..LoadOptions::default() };
    let document = match Document::load_mem_with_options(bytes, options) {
        // Where the dictionary of encryption stands in the trailer itself the library does not see it.
        Ok(document) if document.trailer.has(b"Encrypt") && !document.was_encrypted() => return Err(LOCKED.to_string()),
        Ok(document) if document.is_encrypted() => return Err(LOCKED.to_string()),
        Ok(document) => document,
        Err(lopdf::Error::InvalidPassword | lopdf::Error::Decryption(_)) => return Err(LOCKED.to_string()),
        Err(error) => return Err(format!("a damaged PDF: {error}")),
    };
    let mut fonts = Fonts::default();
    let content = bytes.len().saturating_mul(RATIO).clamp(CONTENT.0, CONTENT.1);
    let mut purse = Purse { bytes: content, spans: PIECES };
    let mut found = Manuscript::default();
    let mut galley = Galley::flowing();
    let (mut heading, mut pages, mut blank, mut unread, mut read) = (Vec::new(), 0u64, 0u64, 0usize, 0usize);
    for page in document.page_iter() {
        pages += 1;
        let lines = match page::spans(&document, page, &mut fonts, &mut purse) {
            Ok(spans) => lines::lines(&spans),
            Err(Spent) => {
                found.doubts.push(format!(
                    "its pages hold more than {} MB of content, or {PIECES} pieces of text: nothing from page {pages} on is read",
                    content >> 20
                ));
                break;
            }
        };
        let count = |of: fn(char) -> bool| lines.iter().flat_map(|l| l.text.chars()).filter(|c| of(*c)).count();
        unread += count(is_unreadable);
        read += count(|c| !c.is_whitespace());
        blank += u64::from(lines.is_empty());
        if heading.is_empty() {
            heading = largest(&lines);
        }
        if found.margins.is_empty() {
            let margins = [lines.first(), lines.last()].into_iter().flatten();
            found.margins = margins.map(|line| format!("{}\n", line.text)).collect();
        }
        galley.page(&pages.to_string());
        for line in &lines {
            if line.apart {
                galley.paragraph();
            }
            galley.line(line.text.as_str());
        }
    }
    if pages == 0 {
        return Err("a damaged PDF: no page was found".to_string());
    }
    if read == 0 {
        return Err(if found.doubts.is_empty() { SCAN.to_string() } else { found.doubts.remove(0) });
    }
    // Fonts that name no characters give a text of signs that stand for nothing.
    if unread * 2 > read {
        return Err(
            "its fonts do not say which characters they show: run OCR first (for example ocrmypdf --force-ocr)"
                .to_string(),
        );
    }
    if unread > 0 {
        found
            .doubts
            .push(format!("{unread} of {read} characters could not be read: their fonts do not say what they show"));
    }
    if blank > 0 {
        found.doubts.push(format!("{blank} of {pages} pages have no text layer"));
    }
    if document.xref_recovery.is_some() {
        found.doubts.push("a damaged PDF: its table of contents was made anew".to_string());
    }
    (found.body, found.sheets) = galley.set(true);
    found.heading = heading.join(" ");
    let info = document.trailer.get_deref(b"Info", &document).and_then(Object::as_dict);
    let said = |key: &[u8]| {
        let text = info.as_ref().ok().and_then(|info| info.get_deref(key, &document).ok());
        text.and_then(|text| lopdf::decode_text_string(text).ok()).unwrap_or_default()
    };
    (found.title, found.author, found.made) = (said(b"Title"), said(b"Author"), said(b"CreationDate"));
    Ok(found)
}

/// Signs that stand for no character: what a font does not say, and what only it knows.
fn is_unreadable(c: char) -> bool {
    c == '\u{fffd}' || ('\u{e000}'..='\u{f8ff}').contains(&c)
}

/// The lines in the largest letters of a page, if they stand out and are a headline's.
fn largest(lines: &[Line]) -> Vec<String> {
    const OUT: f32 = 1.15;
    const LONGEST: usize = 250;
    let mut sizes: Vec<f32> = lines.iter().flat_map(|l| std::iter::repeat_n(l.size, l.text.len().min(200))).collect();
    sizes.sort_by(f32::total_cmp);
    let usual = sizes.get(sizes.len() / 2).copied().unwrap_or_default();
    let has_letters = |line: &&Line| line.text.chars().filter(|c| c.is_alphabetic()).count() > 3;
    let size = lines.iter().filter(has_letters).map(|l| l.size).max_by(f32::total_cmp).unwrap_or_default();
    if size < usual * OUT {
        return Vec::new();
    }
    let same = |line: &&Line| line.size > size * 0.97;
    let first = lines.iter().position(|line| same(&line)).unwrap_or(0);
    let set: Vec<String> =
        lines.iter().skip(first).take_while(|line| same(line)).map(|line| line.text.clone()).collect();
    if set.iter().map(String::len).sum::<usize>() > LONGEST { Vec::new() } else { set }
}
