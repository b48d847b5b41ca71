//! A field's text as a row of words, each with its shape and with what stands between it and the word before.
//!
//! Takes text, gives [`Word`]s in reading order; allocates nothing per word. Only capitalised words are looked up in the
//! lexicon, because only they can begin a name; the marks of others are asked for when a name stands beside them.
//!
//! A word is a run of letters and digits. An apostrophe or hyphen between letters belongs to it (O'Brien, Jean-Paul), a
//! possessive 's does not (but is remembered), a period does after initials (J. K., J.K.) and after the abbreviations
//! that stand in names (Mr. Gen. St. Jr.).

use super::fold::Folded;
use super::lexicon::Lexicon;
use super::marks::Marks;

/// How a word is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Begins with a small letter.
    Lower,
    /// Begins with a capital and has a small letter.
    Capital,
    /// Two or more letters, capitals all.
    Capitals,
    /// One capital, or several with periods: J. or J.K.
    Initial,
    /// Begins with a digit or mixes digits and letters.
    Number,
}

/// What stands before a word, several at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Gap(u16);

impl Gap {
    /// One line break.
    pub const LINE: Gap = Gap(1);
    /// Two line breaks or more, or the beginning of the text.
    pub const PARAGRAPH: Gap = Gap(1 << 1);
    /// Comma.
    pub const COMMA: Gap = Gap(1 << 2);
    /// Full stop, question or exclamation mark.
    pub const STOP: Gap = Gap(1 << 3);
    /// Colon or semicolon.
    pub const COLON: Gap = Gap(1 << 4);
    /// Quotation mark.
    pub const QUOTE: Gap = Gap(1 << 5);
    /// Opening bracket.
    pub const OPEN: Gap = Gap(1 << 6);
    /// Closing bracket.
    pub const CLOSE: Gap = Gap(1 << 7);
    /// Dash, or a hyphen that joins nothing.
    pub const DASH: Gap = Gap(1 << 8);
    /// Angle bracket: the stock ticker of a wire service.
    pub const ANGLE: Gap = Gap(1 << 9);
    /// Ampersand, as in the names of firms.
    pub const AMPERSAND: Gap = Gap(1 << 10);
    /// Anything else that is no white space.
    pub const OTHER: Gap = Gap(1 << 11);
    /// Sign of an account on the web.
    pub const AT: Gap = Gap(1 << 12);

    /// As a number.
    pub const fn bits(self) -> u16 {
        self.0
    }

    /// Whether any of these stands there.
    pub const fn any(self, of: Gap) -> bool {
        self.0 & of.0 != 0
    }

    /// Whether a name may go on across it: white space with one line break at most.
    pub const fn joins(self) -> bool {
        self.0 & !Gap::LINE.0 == 0
    }

    /// Both.
    pub const fn with(self, other: Gap) -> Gap {
        Gap(self.0 | other.0)
    }

    fn of(c: char) -> Gap {
        match c {
            ',' => Gap::COMMA,
            '.' | '!' | '?' | '\u{2026}' => Gap::STOP,
            ':' | ';' => Gap::COLON,
            '"' | '\'' | '`' | '\u{2018}' | '\u{2019}' | '\u{201c}' | '\u{201d}' | '\u{ab}' | '\u{bb}' => Gap::QUOTE,
            '(' | '[' | '{' => Gap::OPEN,
            ')' | ']' | '}' => Gap::CLOSE,
            '-' | '\u{2013}' | '\u{2014}' => Gap::DASH,
            '<' | '>' => Gap::ANGLE,
            '&' => Gap::AMPERSAND,
            '@' => Gap::AT,
            _ => Gap::OTHER,
        }
    }
}

/// One word.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    /// First byte.
    pub start: usize,
    /// One past the last byte, without a possessive.
    pub end: usize,
    /// How it is written.
    pub shape: Shape,
    /// What stands before it.
    pub before: Gap,
    /// Whether a possessive 's follows.
    pub possessive: bool,
    /// Whether its line is set like a title, with capitals throughout.
    pub titled: bool,
    /// Whether it is known to be made of ASCII letters alone, small ones but for the first.
    pub plain: bool,
    /// What it is known to be; nothing for words in lower case.
    pub marks: Marks,
    /// Stands for the folded word when two are compared; 0 for words in lower case.
    pub key: u64,
}

impl Word {
    /// Whether it begins with a capital.
    pub fn capital(&self) -> bool {
        matches!(self.shape, Shape::Capital | Shape::Capitals | Shape::Initial)
    }
}

/// Cuts a text into words.
pub fn scan(text: &str, lexicon: &Lexicon) -> Vec<Word> {
    let bytes = text.as_bytes();
    let mut words: Vec<Word> = Vec::with_capacity(text.len() / 6 + 1);
    let (mut at, mut before, mut breaks) = (0, Gap::PARAGRAPH, 0);
    while let Some(&byte) = bytes.get(at) {
        if byte.is_ascii_alphanumeric() {
        } else if byte == b'\n' {
            breaks += 1;
            before = before.with(if breaks > 1 { Gap::PARAGRAPH } else { Gap::LINE });
            at += 1;
            continue;
        } else if byte == b' ' || byte == b'\t' || byte == b'\r' {
            at += 1;
            continue;
        } else {
            let c = char_at(text, at);
            if !c.is_alphanumeric() {
                if !c.is_whitespace() {
                    before = before.with(Gap::of(c));
                }
                at += c.len_utf8();
                continue;
            }
        }
        let mut word = plain(bytes, at, before).unwrap_or_else(|| read(text, at, before));
        if word.capital() {
            let folded = Folded::of(text.get(word.start..word.end).unwrap_or_default());
            word.key = folded.key();
            word.marks = lexicon.word(&folded, word.key);
            if word.shape == Shape::Initial && text.as_bytes().get(word.end - 1) == Some(&b'.') {
                // "A." and "I." are initials, not the words they look like; "U.S." is what it is.
                let known = word.end - word.start > 2 && word.marks.any(Marks::ACRONYM);
                word.marks = if known { Marks::ACRONYM } else { Marks::NONE };
            }
        }
        at = word.end;
        if word.possessive {
            at += char_at(text, at).len_utf8() + 1;
        }
        words.push(word);
        (before, breaks) = (Gap::default(), 0);
    }
    mark_titles(&mut words);
    words
}

/// Reads a word of small letters, or of a capital and small letters, with nothing behind it that may belong to it. Most
/// words are; what `read` says of them is the same.
fn plain(bytes: &[u8], start: usize, before: Gap) -> Option<Word> {
    let rest = bytes.get(start..)?;
    let (first, behind) = rest.split_first()?;
    let small = behind.iter().position(|b| !b.is_ascii_lowercase()).unwrap_or(behind.len());
    let next = behind.get(small).copied().unwrap_or(b' ');
    let shape = match first {
        b'a'..=b'z' => Shape::Lower,
        b'A'..=b'Z' if small > 0 => Shape::Capital,
        _ => return None,
    };
    let open = next.is_ascii_alphanumeric() || !next.is_ascii() || matches!(next, b'\'' | b'-');
    if open || next == b'.' && shape == Shape::Capital && small < 6 {
        return None;
    }
    let end = start + 1 + small;
    Some(Word { start, end, shape, before, possessive: false, titled: false, plain: true, marks: Marks::NONE, key: 0 })
}

/// The character at a boundary; NUL past the end.
fn char_at(text: &str, at: usize) -> char {
    match text.as_bytes().get(at) {
        Some(byte) if byte.is_ascii() => char::from(*byte),
        _ => text.get(at..).and_then(|rest| rest.chars().next()).unwrap_or('\0'),
    }
}

/// Reads the word that begins at `start`.
fn read(text: &str, start: usize, before: Gap) -> Word {
    let first = char_at(text, start);
    let (mut end, mut possessive) = (start, false);
    let (mut uppers, mut lowers, mut digits, mut last, mut letters) = (0, 0, 0, '\0', 0);
    // A particle in front of a hyphen or apostrophe (al-Amr, d'Estaing) leaves the capital to the second part.
    let mut joint_capital = false;
    let mut periods = false;
    loop {
        let c = char_at(text, end);
        let after = end + c.len_utf8();
        if c.is_alphanumeric() || (!c.is_ascii() && unicode_normalization::char::is_combining_mark(c)) {
            if c.is_lowercase() {
                lowers += 1;
            } else if c.is_uppercase() {
                uppers += 1;
                joint_capital |= matches!(last, '-' | '\'' | '\u{2019}') && letters <= 3;
            } else if c.is_numeric() {
                digits += 1;
            }
            letters += 1;
        } else if matches!(c, '\'' | '\u{2019}') {
            let next = char_at(text, after);
            if !next.is_alphabetic() {
                break;
            }
            if matches!(next, 's' | 'S') && !char_at(text, after + 1).is_alphanumeric() {
                possessive = true;
                break;
            }
        } else if c == '-' {
            let next = char_at(text, after);
            // The number on a player's back is no part of his name: "15-Matthew Burke".
            if !next.is_alphanumeric() || digits == letters && next.is_uppercase() {
                break;
            }
        } else if c == '.' {
            let single = uppers > 0 && lowers == 0 && digits == 0 && last.is_uppercase() && (letters == 1 || periods);
            if !single {
                break;
            }
            periods = true;
            let next = char_at(text, after);
            let dotted = next.is_uppercase() && char_at(text, after + next.len_utf8()) == '.';
            if !dotted {
                end = after;
                break;
            }
        } else {
            break;
        }
        last = c;
        end = after;
    }
    if char_at(text, end) == '.' && text.get(start..end).is_some_and(abbreviation) {
        end += 1;
    }
    if !possessive && matches!(char_at(text, end), '\'' | '\u{2019}') {
        let after = end + char_at(text, end).len_utf8();
        possessive = matches!(char_at(text, after), 's' | 'S') && !char_at(text, after + 1).is_alphanumeric();
    }
    let shape = if digits > 0 {
        Shape::Number
    } else if first.is_uppercase() || joint_capital {
        match (lowers, uppers) {
            (0, _) if periods => Shape::Initial,
            (0, 1) => Shape::Initial,
            (0, _) => Shape::Capitals,
            // Plurals of letters: MPs, FRNs.
            (1, 2..) if last == 's' => Shape::Capitals,
            _ => Shape::Capital,
        }
    } else {
        Shape::Lower
    };
    // Some bytes are letters of no kind of use here (combining marks alone); the word is never empty.
    let end = end.max(start + first.len_utf8());
    Word { start, end, shape, before, possessive, titled: false, plain: false, marks: Marks::NONE, key: 0 }
}

/// Abbreviations whose period does not end a sentence.
fn abbreviation(word: &str) -> bool {
    const KNOWN: [&str; 28] = [
        "Mr", "Mrs", "Ms", "Dr", "Sen", "Rep", "Gov", "Gen", "Col", "Lt", "Capt", "Sgt", "Maj", "Adm", "Rev", "Hon",
        "Prof", "St", "Jr", "Sr", "Messrs", "Brig", "Cmdr", "Supt", "Insp", "Det", "Pres", "Fr",
    ];
    word.len() <= 6 && word.as_bytes().first().is_some_and(u8::is_ascii_uppercase) && KNOWN.contains(&word)
}

/// Marks the words of lines set like titles: four words or more, and no long word in lower case. Lines of running text
/// look like that rarely, and then the mark only makes the cutting of names more careful.
fn mark_titles(words: &mut [Word]) {
    let mut first = 0;
    while first < words.len() {
        let rest = words.get(first + 1..).unwrap_or_default();
        let length = 1 + rest
            .iter()
            .position(|w| w.before.any(Gap::LINE.with(Gap::PARAGRAPH)) && !(w.before == Gap::LINE))
            .unwrap_or(rest.len());
        if let Some(line) = words.get_mut(first..first + length) {
            let long = line.iter().any(|w| w.shape == Shape::Lower && w.end - w.start >= 5);
            let capitals = line.iter().filter(|w| w.capital()).count();
            if !long && capitals >= 3 && line.len() >= 4 && capitals * 2 > line.len() {
                line.iter_mut().for_each(|w| w.titled = true);
            }
        }
        first += length;
    }
}
