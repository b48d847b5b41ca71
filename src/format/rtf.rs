//! Rich Text Format: one article a file, or an export of a news database.
//!
//! Reads control words, groups and characters in the code pages of their fonts; what is no text (pictures, tables of styles,
//! field instructions, deleted and hidden words) is read over. The libraries there are do not reach: one loses paragraphs and
//! every code page but one and panics on half a character, the other only cuts a file into tokens, all held at once. Groups
//! are counted on a stack of bounded depth, and every byte is looked at once, so that no file costs more than its size.

use std::collections::HashMap;

use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1252};

use super::entity::one_line;
use super::manuscript::Manuscript;
use super::{Cut, Fit, Format, Head, Piece, ReadOptions, cut_whole};
use crate::article::Record;

/// RTF.
pub struct Rtf;

impl Format for Rtf {
    fn name(&self) -> &'static str {
        "rtf"
    }

    fn version(&self) -> u32 {
        1
    }

    fn recognise(&self, head: &Head<'_>) -> Fit {
        if head.bytes.trim_ascii_start().starts_with(b"{\\rtf") { Fit::Sure } else { Fit::No }
    }

    fn cut(&self, window: &[u8], first: bool, last: bool) -> Cut {
        cut_whole(self, window, first, last)
    }

    fn read(&self, piece: &Piece<'_>, options: &ReadOptions) -> Vec<Record> {
        if !piece.first {
            return Vec::new();
        }
        manuscript(piece.bytes).records(piece, options)
    }
}

/// Where text goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Body,
    /// Above and below pages.
    Margin,
    /// At the foot.
    Note,
    Title,
    Author,
    /// Numbers of the day it was made.
    Made,
    Fonts,
    Styles,
    Nowhere,
}

/// What a group inherits and gives back.
#[derive(Clone, Copy)]
struct State {
    place: Place,
    encoding: &'static Encoding,
    /// How many characters stand for one in Unicode, for those who cannot read it.
    instead: usize,
    /// Deleted, or not to be seen.
    hidden: bool,
    in_table: bool,
    style: i32,
}

/// Groups within each other of which each keeps a state of its own; those deeper share the last.
const DEEPEST: usize = 1000;
/// Fonts and styles that are remembered.
const MANY: usize = 10_000;

/// Control words that begin something which is no text.
const NO_TEXT: &[&str] = &[
    "annotation",
    "atnauthor",
    "atnid",
    "bkmkend",
    "bkmkstart",
    "colorschememapping",
    "colortbl",
    "comment",
    "company",
    "datafield",
    "datastore",
    "doccomm",
    "docvar",
    "falt",
    "fldinst",
    "ftncn",
    "ftnsep",
    "ftnsepc",
    "aftncn",
    "aftnsep",
    "aftnsepc",
    "generator",
    "info",
    "keywords",
    "latentstyles",
    "listoverridetable",
    "listtable",
    "nonshppict",
    "objdata",
    "operator",
    "panose",
    "pict",
    "pn",
    "revtbl",
    "rsidtbl",
    "shprslt",
    "sn",
    "sp",
    "subject",
    "sv",
    "tc",
    "tcn",
    "template",
    "themedata",
    "ud",
    "userprops",
    "xe",
    "xmlnstbl",
    "filetbl",
    "mmathPr",
    "wgrffmtfilter",
    "category",
    "manager",
    "hlinkbase",
];

struct Reader {
    state: State,
    stack: Vec<State>,
    /// Groups deeper than the stack.
    deeper: usize,
    /// Characters still to be read over, behind one in Unicode.
    skip: usize,
    /// Whether `\*` stands before the next word: who does not know it reads over its group.
    optional: bool,
    /// Bytes in the encoding of the state, not yet decoded.
    bytes: Vec<u8>,
    /// Half a character in UTF-16.
    half: Option<u16>,
    page: &'static Encoding,
    fonts: HashMap<i32, &'static Encoding>,
    font: i32,
    titles: Vec<i32>,
    name: String,
    paragraph: String,
    note: String,
    notes: Vec<String>,
    made: [i32; 3],
    /// Whether what was set last is a row of a table.
    row: bool,
    found: Manuscript,
}

fn manuscript(bytes: &[u8]) -> Manuscript {
    let state =
        State { place: Place::Body, encoding: WINDOWS_1252, instead: 1, hidden: false, in_table: false, style: -1 };
    let mut reader = Reader {
        state,
        stack: Vec::new(),
        deeper: 0,
        skip: 0,
        optional: false,
        bytes: Vec::new(),
        half: None,
        page: WINDOWS_1252,
        fonts: HashMap::new(),
        font: 0,
        titles: Vec::new(),
        name: String::new(),
        paragraph: String::new(),
        note: String::new(),
        notes: Vec::new(),
        made: [0; 3],
        row: false,
        found: Manuscript::default(),
    };
    let left = reader.run(bytes);
    reader.end(left)
}

impl Reader {
    /// Reads all bytes; says whether groups were left open.
    fn run(&mut self, bytes: &[u8]) -> bool {
        let mut at = 0;
        let mut open = 0u64;
        while let Some(byte) = bytes.get(at) {
            at += 1;
            match byte {
                b'{' => {
                    open += 1;
                    self.open();
                }
                b'}' => {
                    open = open.saturating_sub(1);
                    self.close();
                    // What stands behind the document's own group is none of it.
                    if open == 0 {
                        break;
                    }
                }
                b'\\' => at += self.control(bytes.get(at..).unwrap_or_default()),
                b'\r' | b'\n' | 0 => {}
                _ => self.byte(*byte),
            }
        }
        open > 0
    }

    fn open(&mut self) {
        self.flush();
        (self.skip, self.optional) = (0, false);
        if self.stack.len() < DEEPEST { self.stack.push(self.state) } else { self.deeper += 1 }
    }

    fn close(&mut self) {
        self.flush();
        (self.skip, self.optional) = (0, false);
        if self.deeper > 0 {
            self.deeper -= 1;
            return;
        }
        let Some(before) = self.stack.pop() else { return };
        if self.state.place == Place::Note && before.place != Place::Note {
            let note = one_line(&std::mem::take(&mut self.note));
            if !note.is_empty() {
                self.notes.push(note);
            }
        }
        self.state = before;
    }

    fn byte(&mut self, byte: u8) {
        if self.skip > 0 {
            self.skip -= 1;
        } else {
            self.optional = false;
            self.bytes.push(byte);
        }
    }

    /// A control word or symbol; gives how many bytes it took behind its backslash.
    fn control(&mut self, rest: &[u8]) -> usize {
        const LONGEST: usize = 32;
        let Some(first) = rest.first() else { return 0 };
        if !first.is_ascii_alphabetic() {
            match first {
                b'\'' => {
                    let hex = rest.get(1..3).and_then(|hex| std::str::from_utf8(hex).ok());
                    let Some(byte) = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) else { return 1 };
                    self.byte(byte);
                    return 3;
                }
                b'*' => self.optional = true,
                b'\r' | b'\n' => self.paragraph_ends(),
                b'~' => self.character(' '),
                b'_' => self.character('-'),
                b'{' | b'}' | b'\\' => self.byte(*first),
                _ => {}
            }
            return 1;
        }
        let letters = rest.iter().take(LONGEST).take_while(|b| b.is_ascii_alphabetic()).count();
        let minus = usize::from(rest.get(letters) == Some(&b'-'));
        let digits = rest.iter().skip(letters + minus).take(10).take_while(|b| b.is_ascii_digit()).count();
        let (mut taken, mut number) = (letters, None);
        if digits > 0 {
            taken = letters + minus + digits;
            let written = rest.get(letters..taken).and_then(|n| std::str::from_utf8(n).ok());
            number = written.and_then(|n| n.parse::<i64>().ok());
        }
        taken += usize::from(rest.get(taken) == Some(&b' '));
        let word = rest.get(..letters).and_then(|word| std::str::from_utf8(word).ok()).unwrap_or_default();
        if word == "bin" {
            let length = number.and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
            return taken.saturating_add(length).min(rest.len());
        }
        if self.skip > 0 && word != "u" {
            self.skip -= 1;
        } else {
            self.word(word, number.and_then(|n| i32::try_from(n).ok()));
        }
        taken
    }

    fn word(&mut self, word: &str, number: Option<i32>) {
        let optional = std::mem::take(&mut self.optional);
        let on = number != Some(0);
        let n = number.unwrap_or(0);
        match word {
            "u" => return self.unicode(n),
            "par" | "sect" | "page" | "column" => return self.paragraph_ends(),
            "line" | "lbr" => return self.character('\n'),
            "tab" => return self.character('\t'),
            "cell" | "nestcell" => return self.character('\t'),
            "row" | "nestrow" => return self.row_ends(),
            "emdash" => return self.character('—'),
            "endash" => return self.character('–'),
            "bullet" => return self.character('•'),
            "lquote" => return self.character('‘'),
            "rquote" => return self.character('’'),
            "ldblquote" => return self.character('“'),
            "rdblquote" => return self.character('”'),
            "emspace" | "enspace" | "qmspace" => return self.character(' '),
            _ => self.flush(),
        }
        let state = &mut self.state;
        match word {
            "uc" => state.instead = usize::try_from(n).unwrap_or(1).min(16),
            "deleted" | "v" => state.hidden = on,
            "plain" => state.hidden = false,
            "pard" => (state.in_table, state.style) = (false, -1),
            "intbl" => state.in_table = on,
            "s" => state.style = n,
            "ansicpg" => {
                self.page = code_page(n).unwrap_or(self.page);
                state.encoding = self.page;
            }
            "mac" => (self.page, state.encoding) = (MACINTOSH, MACINTOSH),
            "f" if state.place == Place::Fonts => self.font = n,
            "f" => state.encoding = self.fonts.get(&n).copied().unwrap_or(self.page),
            "fcharset" if state.place == Place::Fonts => {
                if let Some(encoding) = charset(n).filter(|_| self.fonts.len() < MANY) {
                    self.fonts.insert(self.font, encoding);
                }
            }
            "yr" | "mo" | "dy" if state.place == Place::Made => {
                let at = ["yr", "mo", "dy"].iter().position(|w| *w == word).unwrap_or(0);
                if let Some(part) = self.made.get_mut(at) {
                    *part = n;
                }
            }
            _ => {
                if let Some(place) = place(word, optional, state.place) {
                    state.place = place;
                }
            }
        }
    }

    /// A character by its number in UTF-16, which is signed.
    fn unicode(&mut self, number: i32) {
        self.flush();
        self.skip = self.state.instead;
        let unit = (number & 0xFFFF) as u16;
        let units = self.half.take().into_iter().chain([unit]);
        if (0xD800..0xDC00).contains(&unit) {
            self.half = Some(unit);
            return;
        }
        let text: String = char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')).collect();
        self.add(&text);
    }

    fn character(&mut self, c: char) {
        self.flush();
        self.add(c.encode_utf8(&mut [0; 4]));
    }

    fn flush(&mut self) {
        if self.bytes.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.bytes);
        let (text, _) = self.state.encoding.decode_without_bom_handling(&bytes);
        self.add(&text);
    }

    fn add(&mut self, text: &str) {
        let state = self.state;
        if state.hidden {
            return;
        }
        match state.place {
            Place::Body => self.paragraph.push_str(text),
            Place::Margin => self.found.margins.push_str(text),
            Place::Note => self.note.push_str(text),
            Place::Title => self.found.title.push_str(text),
            Place::Author => self.found.author.push_str(text),
            Place::Styles => {
                self.name.push_str(text);
                if text.contains(';') {
                    let name = std::mem::take(&mut self.name).to_lowercase();
                    let name = name.trim().trim_end_matches(';');
                    if matches!(name, "title" | "heading 1") && self.titles.len() < MANY {
                        self.titles.push(state.style);
                    }
                }
            }
            Place::Fonts | Place::Made | Place::Nowhere => {}
        }
    }

    fn paragraph_ends(&mut self) {
        self.flush();
        match self.state.place {
            Place::Body if self.state.in_table => self.paragraph.push(' '),
            Place::Body => self.set("\n\n"),
            Place::Margin => self.found.margins.push('\n'),
            Place::Note => self.note.push(' '),
            _ => {}
        }
    }

    fn row_ends(&mut self) {
        self.flush();
        if self.state.place == Place::Body {
            // Rows of a table stand close together.
            self.set(if self.row { "\n" } else { "\n\n" });
            self.row = true;
        }
    }

    /// Sets the paragraph that ends here.
    fn set(&mut self, apart: &str) {
        let paragraph = std::mem::take(&mut self.paragraph);
        let text = paragraph.trim_matches(['\n', ' ', '\t']);
        if text.is_empty() {
            return;
        }
        let is_title = self.titles.contains(&self.state.style);
        if is_title && self.found.heading.is_empty() {
            self.found.heading = text.to_string();
        }
        let body = &mut self.found.body;
        if !body.is_empty() {
            body.push_str(apart);
        }
        body.push_str(text);
        self.row = false;
    }

    fn end(mut self, left_open: bool) -> Manuscript {
        self.flush();
        self.set("\n\n");
        if left_open {
            self.found.doubts.push("the RTF ends within a group: it may be cut off".to_string());
        }
        for note in std::mem::take(&mut self.notes) {
            self.paragraph = note;
            self.state.style = -1;
            self.set("\n\n");
        }
        let [year, month, day] = self.made;
        if year > 0 {
            self.found.made = format!("{year:04}-{month:02}-{day:02}");
        }
        self.found
    }
}

/// Where the text of a group goes that begins with a word; None if that changes nothing.
fn place(word: &str, optional: bool, at: Place) -> Option<Place> {
    // What is within something that is no text is none, but for the properties.
    match (word, at) {
        ("title", _) => Some(Place::Title),
        ("author", _) => Some(Place::Author),
        ("creatim", _) => Some(Place::Made),
        (_, Place::Nowhere) => None,
        ("fonttbl", _) => Some(Place::Fonts),
        ("stylesheet", _) => Some(Place::Styles),
        ("footnote", _) => Some(Place::Note),
        ("header" | "headerl" | "headerr" | "headerf" | "footer" | "footerl" | "footerr" | "footerf", _) => {
            Some(Place::Margin)
        }
        ("shpinst" | "shptxt", _) => None,
        (word, Place::Styles) if optional && matches!(word, "cs" | "ts" | "ds") => None,
        (word, _) if optional || NO_TEXT.contains(&word) => Some(Place::Nowhere),
        _ => None,
    }
}

/// The encoding of a Windows code page.
fn code_page(number: i32) -> Option<&'static Encoding> {
    let label = match number {
        932 => "shift_jis".to_string(),
        936 => "gbk".to_string(),
        949 => "euc-kr".to_string(),
        950 => "big5".to_string(),
        874 | 1250..=1258 => format!("windows-{number}"),
        866 => "ibm866".to_string(),
        10_000 => "macintosh".to_string(),
        65_001 => "utf-8".to_string(),
        _ => return None,
    };
    Encoding::for_label(label.as_bytes())
}

/// The encoding of a font by its character set.
fn charset(number: i32) -> Option<&'static Encoding> {
    code_page(match number {
        77 => 10_000,
        128 => 932,
        129 | 130 => 949,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts() {
        for (given, expected) in [
            ("caf\\'e9 \\u8220?x\\u8221?\\par\nline\\line two\\tab x\\emdash\\~y", "café “x”\n\nline\ntwo\tx— y"),
            ("{\\fonttbl{\\f0 Arial;}{\\f1\\fcharset204 Cyr;}}{\\f1 \\'cf\\'ee}\\'e9", "Поé"),
            ("{\\f9\\'83\\'65}{\\fonttbl{\\f2\\fcharset128 J;}}{\\f2\\'83\\'65\\'83X}", "ƒeテス"),
            ("a{\\*\\new hidden}b{\\pict ffd8}c\\bin5 {{{{{d", "abcd"),
            ("\\uc2\\u233\\'c3\\'a9\\uc0\\u233 x\\u-10179\\u-8704 ", "ééx😀"),
            ("\\u-10179?alone", "alone"),
            ("a\\v b\\v0 c{\\deleted d}e", "ace"),
            (
                "x\\par\\trowd\\intbl One\\par more\\cell Two\\cell\\row\\intbl Three\\cell Four\\cell\\row\\pard y\\par",
                "x\n\nOne more\tTwo\nThree\tFour\n\ny",
            ),
            ("a{\\footnote note}b\\par c", "ab\n\nc\n\nnote"),
            ("{\\field{\\*\\fldinst HYPERLINK x}{\\fldrslt link}}", "link"),
            ("{\\shp{\\*\\shpinst{\\sp{\\sn w}{\\sv 1}}{\\shptxt box}}{\\shprslt box}}", "box"),
            ("\\{a\\}\\\\", "{a}\\"),
            ("a}b", "a"),
        ] {
            let found = manuscript(format!("{{\\rtf1\\ansi {given}}}").as_bytes());
            assert_eq!(found.body, expected, "{given}");
        }
    }

    #[test]
    fn properties_and_titles() {
        let found = manuscript(
            b"{\\rtf1{\\stylesheet{\\s0 Normal;}{\\s15\\b Title;}}{\\info{\\title A \\'e9}{\\author Ann Lee}{\\creatim\\yr2021\\mo5\\dy3\\hr1}}\
              {\\header Vale Courier}\\pard\\s15 Bridge closed\\par\\pard It rained.",
        );
        assert_eq!(
            (found.title.as_str(), found.author.as_str(), found.made.as_str()),
            ("A é", "Ann Lee", "2021-05-03")
        );
        assert_eq!((found.heading.as_str(), found.margins.as_str()), ("Bridge closed", "Vale Courier"));
        assert_eq!(found.body, "Bridge closed\n\nIt rained.");
        assert_eq!(found.doubts, ["the RTF ends within a group: it may be cut off"]);
    }

    #[test]
    fn what_is_hostile_costs_its_bytes() {
        let deep = format!("{{\\rtf1 {}x{}}}", "{".repeat(3_000_000), "}".repeat(3_000_000));
        assert_eq!(manuscript(deep.as_bytes()).body, "x");
        for given in [
            "{\\rtf1\\bin9999999999 a",
            "{\\rtf1\\bin-1 a",
            "{\\rtf1\\u99999999999 a",
            "{\\rtf1\\'",
            "{\\rtf1\\",
            "{\\rtf1\\'zz",
        ] {
            manuscript(given.as_bytes());
        }
    }
}
