//! A page of a PDF -> the pieces of text that it shows, in the order in which it shows them.
//!
//! Runs the operators that set and move text, and those forms that a page draws; all others do nothing. What they may cost
//! is counted: bytes of content, forms within forms. It never looks at a picture.

use std::collections::HashMap;
use std::rc::Rc;

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId};

use super::font::Font;

/// A piece of text where it stands: along its own direction and across it, in points.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Span {
    pub(super) text: String,
    /// In quarters of a turn.
    pub(super) turn: u8,
    pub(super) along: f32,
    pub(super) across: f32,
    pub(super) width: f32,
    pub(super) size: f32,
}

/// What is left to be spent on a file.
pub(super) struct Purse {
    /// Bytes of content, of pages and forms, and of what fonts say of their characters.
    pub(super) bytes: usize,
    /// Pieces of text.
    pub(super) spans: usize,
}

/// There is more than may be read.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Spent;

/// Forms within forms.
const DEEPEST: usize = 8;
/// States that are kept to come back to; a page needs a few.
const STATES: usize = 256;

/// The fonts of a file, each read once.
#[derive(Default)]
pub(super) struct Fonts<'a> {
    known: HashMap<usize, Rc<Font<'a>>>,
}

impl<'a> Fonts<'a> {
    fn get(&mut self, document: &'a Document, font: &'a Dictionary, purse: &mut Purse) -> Result<Rc<Font<'a>>, Spent> {
        let place = std::ptr::from_ref(font) as usize;
        if let Some(known) = self.known.get(&place) {
            return Ok(Rc::clone(known));
        }
        // Fonts without number may share one large table.
        purse.bytes = purse.bytes.checked_sub(Font::cost(document, font)).ok_or(Spent)?;
        let font = Rc::new(Font::of(document, font));
        self.known.insert(place, Rc::clone(&font));
        Ok(font)
    }
}

/// A transformation: `x' = ax + cy + e`, `y' = bx + dy + f`.
#[derive(Clone, Copy)]
struct Matrix([f32; 6]);

impl Matrix {
    const NONE: Matrix = Matrix([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// First this, then `other`.
    fn then(self, other: Matrix) -> Matrix {
        let ([a, b, c, d, e, f], [oa, ob, oc, od, oe, of]) = (self.0, other.0);
        Matrix([
            a * oa + b * oc,
            a * ob + b * od,
            c * oa + d * oc,
            c * ob + d * od,
            e * oa + f * oc + oe,
            e * ob + f * od + of,
        ])
    }
}

/// What `q` keeps and `Q` brings back.
#[derive(Clone)]
struct State<'a> {
    page: Matrix,
    font: Option<Rc<Font<'a>>>,
    size: f32,
    characters: f32,
    words: f32,
    stretch: f32,
    leading: f32,
    rise: f32,
}

struct Run<'a, 'r> {
    document: &'a Document,
    fonts: &'r mut Fonts<'a>,
    purse: &'r mut Purse,
    spans: Vec<Span>,
    depth: usize,
}

/// The text of a page.
///
/// # Errors
/// There is more than what is left to be read.
pub(super) fn spans<'a>(
    document: &'a Document,
    page: ObjectId,
    fonts: &mut Fonts<'a>,
    purse: &mut Purse,
) -> Result<Vec<Span>, Spent> {
    let content = document.get_page_content_with_limit(page, purse.bytes.max(1)).map_err(|_| Spent)?;
    let (direct, ids) = document.get_page_resources(page).unwrap_or_default();
    let named = ids.iter().filter_map(|id| document.get_dictionary(*id).ok());
    let resources: Vec<&Dictionary> = direct.into_iter().chain(named).collect();
    let mut run = Run { document, fonts, purse, spans: Vec::new(), depth: 0 };
    run.content(&content, &resources, Matrix::NONE)?;
    Ok(run.spans)
}

impl<'a> Run<'a, '_> {
    fn content(&mut self, content: &[u8], resources: &[&'a Dictionary], page: Matrix) -> Result<(), Spent> {
        self.purse.bytes = self.purse.bytes.checked_sub(content.len()).ok_or(Spent)?;
        let mut state =
            State { page, font: None, size: 0.0, characters: 0.0, words: 0.0, stretch: 1.0, leading: 0.0, rise: 0.0 };
        let mut kept: Vec<State<'a>> = Vec::new();
        let (mut line, mut at) = (Matrix::NONE, Matrix::NONE);
        // What is broken ends the page's text; what was shown before counts.
        for operation in Content::decode_iter(content).map_while(Result::ok) {
            let Operation { operator, operands } = &operation;
            let n = |i: usize| operands.get(i).and_then(number).unwrap_or(0.0);
            let moved = |by: (f32, f32), line: Matrix| Matrix([1.0, 0.0, 0.0, 1.0, by.0, by.1]).then(line);
            match operator.as_str() {
                "q" if kept.len() < STATES => kept.push(state.clone()),
                "Q" => state = kept.pop().unwrap_or(state),
                "cm" => state.page = Matrix([n(0), n(1), n(2), n(3), n(4), n(5)]).then(state.page),
                "BT" => (line, at) = (Matrix::NONE, Matrix::NONE),
                "Tc" => state.characters = n(0),
                "Tw" => state.words = n(0),
                "Tz" => state.stretch = n(0) / 100.0,
                "TL" => state.leading = n(0),
                "Ts" => state.rise = n(0),
                "Tf" => {
                    let name = operands.first().and_then(|name| name.as_name().ok()).unwrap_or_default();
                    let font = self.find(resources, b"Font", name).and_then(|font| font.as_dict().ok());
                    state.font = match font {
                        Some(font) => Some(self.fonts.get(self.document, font, self.purse)?),
                        None => None,
                    };
                    state.size = n(1);
                }
                "Td" | "TD" => {
                    if operator == "TD" {
                        state.leading = -n(1);
                    }
                    line = moved((n(0), n(1)), line);
                    at = line;
                }
                "Tm" => {
                    line = Matrix([n(0), n(1), n(2), n(3), n(4), n(5)]);
                    at = line;
                }
                "T*" | "'" | "\"" => {
                    if operator == "\"" {
                        (state.words, state.characters) = (n(0), n(1));
                    }
                    line = moved((0.0, -state.leading), line);
                    at = line;
                    if let Some(Object::String(bytes, _)) = operands.last().filter(|_| operator != "T*") {
                        self.show(bytes, &state, &mut at)?;
                    }
                }
                "Tj" => {
                    if let Some(Object::String(bytes, _)) = operands.first() {
                        self.show(bytes, &state, &mut at)?;
                    }
                }
                "TJ" => {
                    let parts = operands.first().and_then(|parts| parts.as_array().ok()).map(Vec::as_slice);
                    for part in parts.unwrap_or_default() {
                        match part {
                            Object::String(bytes, _) => self.show(bytes, &state, &mut at)?,
                            other => {
                                let back = number(other).unwrap_or(0.0) / 1000.0 * state.size * state.stretch;
                                at = moved((-back, 0.0), at);
                            }
                        }
                    }
                }
                "Do" => {
                    let name = operands.first().and_then(|name| name.as_name().ok()).unwrap_or_default();
                    self.form(resources, name, state.page)?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Draws a form, if it is one.
    fn form(&mut self, resources: &[&'a Dictionary], name: &[u8], page: Matrix) -> Result<(), Spent> {
        let Some(Object::Stream(form)) = self.find(resources, b"XObject", name) else { return Ok(()) };
        let is_form = form.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Form");
        if !is_form || self.depth >= DEEPEST {
            return Ok(());
        }
        let Ok(content) = form.get_plain_content_with_limit(self.purse.bytes.max(1)) else { return Ok(()) };
        let own = form.dict.get_deref(b"Resources", self.document).and_then(Object::as_dict).ok();
        let resources: Vec<&Dictionary> = own.map_or_else(|| resources.to_vec(), |own| vec![own]);
        let matrix = form.dict.get_deref(b"Matrix", self.document).and_then(Object::as_array).ok();
        let matrix: Vec<f32> = matrix.map(|m| m.iter().filter_map(number).collect()).unwrap_or_default();
        let matrix = <[f32; 6]>::try_from(matrix).map_or(Matrix::NONE, Matrix);
        self.depth += 1;
        let drawn = self.content(&content, &resources, matrix.then(page));
        self.depth -= 1;
        drawn
    }

    fn find(&self, resources: &[&'a Dictionary], kind: &[u8], name: &[u8]) -> Option<&'a Object> {
        resources.iter().find_map(|resources| {
            let of_kind = resources.get_deref(kind, self.document).and_then(Object::as_dict).ok()?;
            of_kind.get_deref(name, self.document).ok()
        })
    }

    fn show(&mut self, bytes: &[u8], state: &State<'a>, at: &mut Matrix) -> Result<(), Spent> {
        let Some(font) = &state.font else { return Ok(()) };
        self.purse.spans = self.purse.spans.checked_sub(1).ok_or(Spent)?;
        let shown = font.show(bytes);
        let apart = shown.codes as f32 * state.characters + shown.blanks as f32 * state.words;
        let advance = (shown.width / 1000.0 * state.size + apart) * state.stretch;
        let Matrix([a, b, c, d, e, f]) = Matrix([1.0, 0.0, 0.0, 1.0, 0.0, state.rise]).then(*at).then(state.page);
        *at = Matrix([1.0, 0.0, 0.0, 1.0, advance, 0.0]).then(*at);
        if !shown.text.is_empty() && [a, b, c, d, e, f].iter().all(|n| n.is_finite()) {
            let (turn, along, across) = match (a.abs() >= b.abs(), a < 0.0, b < 0.0) {
                (true, false, _) => (0, e, f),
                (true, true, _) => (2, -e, -f),
                (false, _, false) => (1, f, -e),
                (false, _, true) => (3, -f, e),
            };
            let size = (state.size * c.hypot(d)).abs();
            let width = advance * a.hypot(b);
            self.spans.push(Span { text: shown.text, turn, along, across, width, size });
        }
        Ok(())
    }
}

fn number(object: &Object) -> Option<f32> {
    object.as_float().ok().filter(|n| n.is_finite())
}
