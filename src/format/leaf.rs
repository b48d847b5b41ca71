//! The markup of one hOCR page -> its lines.
//!
//! Takes HTML that begins with the tag of the page; notes what the tag says and hands lines, paragraphs and blocks to a
//! [`Galley`]. Of readings between which the OCR could not choose the first is taken. It goes by opening tags alone.

use html5gum::emitters::callback::CallbackEvent;

use super::galley::Galley;
use super::hypertext;
use crate::article::Sheet;

/// No page has more languages; what is more is made up, and looking for it must cost nothing.
const MOST_LANGUAGES: usize = 64;

/// A page being read.
#[derive(Default)]
pub(super) struct Leaf {
    /// What is to be set, in order.
    copy: Vec<Copy>,
    line: String,
    /// A blank comes before the next word.
    blank: bool,
    /// Within a reading that is not taken, or a script.
    hidden: bool,
    tag: Tag,
    title: Option<String>,
    /// Languages of the page and of the paragraph.
    of_page: Option<String>,
    of_paragraph: Option<String>,
    /// How many lines there are in each language; few are.
    languages: Vec<(String, usize)>,
}

/// What is handed to the galley.
enum Copy {
    Line(String),
    Paragraph,
    Block(String),
}

/// A tag being read.
#[derive(Default)]
struct Tag {
    name: Vec<u8>,
    attribute: Vec<u8>,
    class: String,
    id: String,
    language: String,
    title: String,
}

/// What a tag opens.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Opens {
    Page,
    Block,
    Paragraph,
    Line,
    Word,
    Cell,
    Other,
}

impl Leaf {
    /// Reads a page.
    pub(super) fn read(html: &str) -> Leaf {
        let mut leaf = Leaf::default();
        hypertext::events(html, |event| match event {
            CallbackEvent::OpenStartTag { name } => leaf.tag = Tag { name: name.to_vec(), ..Tag::default() },
            CallbackEvent::AttributeName { name } => leaf.tag.attribute = name.to_vec(),
            CallbackEvent::AttributeValue { value } => leaf.tag.says(&String::from_utf8_lossy(value)),
            CallbackEvent::CloseStartTag { self_closing } => leaf.open(self_closing),
            CallbackEvent::EndTag { name } => leaf.close(name),
            CallbackEvent::String { value } => leaf.words(&String::from_utf8_lossy(value)),
            _ => {}
        });
        leaf.end_line();
        leaf
    }

    /// The title of its tag, where properties of the page stand.
    pub(super) fn title(&self) -> &str {
        self.title.as_deref().unwrap_or_default()
    }

    /// The language of most of its lines.
    pub(super) fn language(&self) -> Option<&str> {
        let most = self.languages.iter().rev().max_by_key(|(_, lines)| *lines);
        most.map(|(language, _)| language.as_str())
    }

    /// Its text, and where its blocks begin.
    pub(super) fn set(self, number: &str) -> (String, Vec<Sheet>) {
        let mut galley = Galley::default();
        galley.page(number);
        for copy in self.copy {
            match copy {
                Copy::Line(line) => galley.line(line.as_str()),
                Copy::Paragraph => galley.paragraph(),
                Copy::Block(id) => galley.block(&id),
            }
        }
        galley.set(true)
    }

    fn open(&mut self, self_closing: bool) {
        let tag = std::mem::take(&mut self.tag);
        let language = Some(tag.language.clone()).filter(|l| !l.is_empty());
        let opens = tag.opens();
        if matches!(opens, Opens::Block | Opens::Paragraph | Opens::Line) {
            self.end_line();
        }
        self.hidden &= !matches!(opens, Opens::Block | Opens::Paragraph | Opens::Line | Opens::Word);
        match opens {
            Opens::Page => {
                let said = super::hocr::property(&tag.title, "ocrp_lang").map(str::to_string);
                self.of_page = language.or(said);
                self.title.get_or_insert(tag.title);
            }
            Opens::Block => {
                self.of_paragraph = language;
                self.copy.push(Copy::Block(tag.id));
            }
            Opens::Paragraph => {
                self.of_paragraph = language.or(self.of_paragraph.take());
                self.copy.push(Copy::Paragraph);
            }
            Opens::Word | Opens::Cell => self.blank = true,
            Opens::Line | Opens::Other => {}
        }
        self.hidden |= is_hidden(&tag.name) && !self_closing;
    }

    fn close(&mut self, name: &[u8]) {
        match name {
            name if is_hidden(name) => self.hidden = false,
            b"p" | b"div" => {
                self.end_line();
                self.copy.push(Copy::Paragraph);
            }
            _ => {}
        }
    }

    fn end_line(&mut self) {
        self.blank = false;
        if self.line.is_empty() {
            return;
        }
        if let Some(language) = self.of_paragraph.as_ref().or(self.of_page.as_ref()).filter(|l| *l != "unknown") {
            match self.languages.iter_mut().find(|(known, _)| known == language) {
                Some((_, lines)) => *lines += 1,
                None => {
                    let language = language.clone();
                    if self.languages.len() < MOST_LANGUAGES {
                        self.languages.push((language, 1));
                    }
                }
            }
        }
        self.copy.push(Copy::Line(std::mem::take(&mut self.line)));
    }

    fn words(&mut self, text: &str) {
        if self.hidden {
            return;
        }
        for c in text.chars() {
            match c {
                '\0' | '\u{200b}' | '\u{feff}' => {}
                c if c.is_whitespace() || c.is_control() => self.blank = true,
                c => {
                    if self.blank && !self.line.is_empty() {
                        self.line.push(' ');
                    }
                    self.blank = false;
                    self.line.push(c);
                }
            }
        }
    }
}

/// Whether what an element holds is not read.
fn is_hidden(name: &[u8]) -> bool {
    matches!(name, b"del" | b"script" | b"style" | b"title")
}

impl Tag {
    fn says(&mut self, value: &str) {
        let slot = match self.attribute.as_slice() {
            b"class" => &mut self.class,
            b"id" => &mut self.id,
            b"lang" | b"xml:lang" => &mut self.language,
            b"title" => &mut self.title,
            _ => return,
        };
        if slot.is_empty() {
            *slot = value.trim().to_string();
        }
    }

    fn opens(&self) -> Opens {
        for class in self.class.split_whitespace() {
            return match class {
                "ocr_page" => Opens::Page,
                "ocr_carea" | "ocrx_block" | "ocr_block" | "ocr_column" | "ocr_xycut" | "ocr_float" => Opens::Block,
                "ocr_par" => Opens::Paragraph,
                "ocr_line" | "ocrx_line" | "ocr_header" | "ocr_footer" | "ocr_caption" | "ocr_textfloat"
                | "ocr_pageno" => Opens::Line,
                "ocrx_word" | "ocr_word" => Opens::Word,
                _ => continue,
            };
        }
        match self.name.as_slice() {
            b"br" => Opens::Line,
            b"p" | b"div" | b"h1" | b"h2" | b"h3" | b"h4" | b"table" | b"tr" | b"ul" | b"ol" | b"li" => {
                Opens::Paragraph
            }
            b"td" | b"th" => Opens::Cell,
            _ => Opens::Other,
        }
    }
}
