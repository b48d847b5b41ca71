//! The fonts of a PDF, as far as they say which characters their codes show and how wide those are.
//!
//! What a font itself says of its characters (`ToUnicode`) goes before its encoding, whose names of glyphs are often its own.
//! A font that says neither shows characters that nobody can read: each is U+FFFD.

use encoding_rs::{BIG5, EUC_KR, GBK, SHIFT_JIS};
use lopdf::{Dictionary, Document, Encoding, Object};

/// A table that says which characters a font shows is not larger than this.
const LARGEST: usize = 4 << 20;

/// One font.
pub(super) struct Font<'a> {
    characters: Characters<'a>,
    /// Whether its codes are two bytes.
    wide: bool,
    widths: Widths,
}

enum Characters<'a> {
    Known(Encoding<'a>),
    /// A character set of East Asia.
    Set(&'static encoding_rs::Encoding),
    Unknown,
}

/// Widths in thousandths of the size.
#[derive(Default)]
struct Widths {
    /// Code and width where a stretch of them begins, in order.
    stretches: Vec<(u32, Vec<f32>)>,
    /// First and last code of one width.
    same: Vec<(u32, u32, f32)>,
    other: f32,
}

/// What text shown in a font says, and how far it goes.
#[derive(Debug, Default)]
pub(super) struct Shown {
    pub(super) text: String,
    /// In thousandths of the size.
    pub(super) width: f32,
    /// How many codes, and how many of them are the one-byte blank.
    pub(super) codes: usize,
    pub(super) blanks: usize,
}

impl<'a> Font<'a> {
    /// Bytes to be read to know what it says itself of its characters.
    pub(super) fn cost(document: &Document, font: &Dictionary) -> usize {
        let table = font.get_deref(b"ToUnicode", document).and_then(Object::as_stream).ok();
        table.map_or(0, |table| table.get_plain_content_with_limit(LARGEST).map_or(LARGEST, |bytes| bytes.len()))
    }

    pub(super) fn of(document: &'a Document, font: &'a Dictionary) -> Font<'a> {
        let wide = font.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Type0");
        let characters = match by_its_own(document, font) {
            Some(known) => Characters::Known(known),
            None if wide => by_set(font),
            None => match font.get_font_encoding_with_limit(document, LARGEST) {
                Ok(known) => Characters::Known(known),
                // Without a Type it is a font all the same; Latin is what it shows most likely.
                Err(_) => Characters::Known(Encoding::SimpleEncoding(b"WinAnsiEncoding")),
            },
        };
        let widths = if wide { Widths::of_wide(document, font) } else { Widths::of_plain(document, font) };
        let wide = wide && !matches!(characters, Characters::Set(_));
        Font { characters, wide, widths }
    }

    pub(super) fn show(&self, bytes: &[u8]) -> Shown {
        let step = if self.wide { 2 } else { 1 };
        let mut shown = Shown::default();
        for code in bytes.chunks(step) {
            let code = code.iter().fold(0u32, |code, byte| (code << 8) | u32::from(*byte));
            shown.width += self.widths.of(code);
            shown.codes += 1;
            shown.blanks += usize::from(!self.wide && code == 32);
        }
        shown.text = match &self.characters {
            Characters::Known(known) => known.bytes_to_string(bytes).unwrap_or_else(|_| unreadable(shown.codes)),
            Characters::Set(set) => set.decode_without_bom_handling(bytes).0.into_owned(),
            Characters::Unknown => unreadable(shown.codes),
        };
        shown
    }
}

fn unreadable(codes: usize) -> String {
    "\u{fffd}".repeat(codes)
}

/// What a font says itself of its characters.
fn by_its_own<'a>(document: &Document, font: &Dictionary) -> Option<Encoding<'a>> {
    let said = font.get(b"ToUnicode").ok().filter(|said| said.as_name().is_err())?;
    // The library asks the encoding first; a font that has none is asked for this.
    let mut bare = Dictionary::new();
    bare.set("Type", Object::Name(b"Font".to_vec()));
    bare.set("ToUnicode", said.clone());
    match bare.get_font_encoding_with_limit(document, LARGEST) {
        Ok(Encoding::UnicodeMapEncoding(map)) => Some(Encoding::UnicodeMapEncoding(map)),
        _ => None,
    }
}

/// By the name of a predefined table of an East Asian font.
fn by_set<'a>(font: &Dictionary) -> Characters<'a> {
    let Ok(name) = font.get(b"Encoding").and_then(Object::as_name) else { return Characters::Unknown };
    let name = String::from_utf8_lossy(name);
    let has = |part: &str| name.contains(part);
    if name.starts_with("Uni") && (has("UCS2") || has("UTF16")) {
        return Characters::Known(Encoding::SimpleEncoding(b"UniGB-UTF16-H"));
    }
    match () {
        () if has("RKSJ") => Characters::Set(SHIFT_JIS),
        () if has("B5") => Characters::Set(BIG5),
        () if name.starts_with("KSC") => Characters::Set(EUC_KR),
        () if name.starts_with("GB") => Characters::Set(GBK),
        () => Characters::Unknown,
    }
}

fn number(object: &Object) -> Option<f32> {
    object.as_float().ok().or_else(|| object.as_i64().ok().map(|n| n as f32)).filter(|n| n.is_finite())
}

impl Widths {
    fn of_plain(document: &Document, font: &Dictionary) -> Widths {
        let first =
            font.get(b"FirstChar").and_then(Object::as_i64).ok().and_then(|n| u32::try_from(n).ok()).unwrap_or(0);
        let list = font.get_deref(b"Widths", document).and_then(Object::as_array);
        let list: Vec<f32> =
            list.map(|l| l.iter().take(256).map(|w| number(w).unwrap_or(0.0)).collect()).unwrap_or_default();
        Widths { stretches: vec![(first, list)], same: Vec::new(), other: 500.0 }
    }

    fn of_wide(document: &Document, font: &Dictionary) -> Widths {
        const MOST: usize = 100_000;
        let mut widths = Widths { other: 1000.0, ..Widths::default() };
        let below =
            font.get_deref(b"DescendantFonts", document).and_then(Object::as_array).ok().and_then(|l| l.first());
        let below = below.and_then(|one| match one {
            Object::Reference(id) => document.get_dictionary(*id).ok(),
            other => other.as_dict().ok(),
        });
        let Some(below) = below else { return widths };
        widths.other = below.get(b"DW").ok().and_then(number).unwrap_or(1000.0);
        let list = below.get_deref(b"W", document).and_then(Object::as_array);
        let mut list = list.map(|l| l.as_slice()).unwrap_or_default().iter().take(MOST);
        let mut left = MOST;
        while let Some(first) = list.next() {
            let Some(first) = first.as_i64().ok().and_then(|n| u32::try_from(n).ok()) else { continue };
            match list.next() {
                Some(Object::Array(some)) => {
                    let some: Vec<f32> = some.iter().take(left).map(|w| number(w).unwrap_or(0.0)).collect();
                    left -= some.len();
                    widths.stretches.push((first, some));
                }
                Some(last) => {
                    let last = last.as_i64().ok().and_then(|n| u32::try_from(n).ok());
                    let width = list.next().and_then(number);
                    widths.same.extend(last.zip(width).map(|(last, width)| (first, last, width)));
                }
                None => {}
            }
        }
        widths.stretches.sort_by_key(|(first, _)| *first);
        widths.same.sort_by_key(|(first, ..)| *first);
        widths
    }

    fn of(&self, code: u32) -> f32 {
        let at = self.stretches.partition_point(|(first, _)| *first <= code);
        let listed = at
            .checked_sub(1)
            .and_then(|at| self.stretches.get(at))
            .and_then(|(first, some)| some.get((code - first) as usize));
        if let Some(width) = listed {
            return *width;
        }
        let at = self.same.partition_point(|(first, ..)| *first <= code);
        let same = at.checked_sub(1).and_then(|at| self.same.get(at)).filter(|(_, last, _)| code <= *last);
        same.map_or(self.other, |(_, _, width)| *width)
    }
}
