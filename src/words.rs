//! Text -> words: what is searched, what is highlighted and what a query word means are all decided here.
//!
//! Takes any text; gives [`Word`]s in order, each with its folded term, its byte range and its position. It knows no
//! language, no index and no terminal, and it drops no letter or digit.
//!
//! A word is a run of letters and digits of any script. It is lower-cased and stripped of accents (`José` → `jose`).
//! What stands between letters is read as a reader means it:
//!
//! | written | terms (position) | why |
//! |---|---|---|
//! | `Mexico's` | mexico | a possessive is the name |
//! | `O'Brien`, `don't` | obrien, dont | one word |
//! | `d'études`, `dell'arte` | detudes (0), etudes (0) | an elided article hides no noun |
//! | `U.S.`, `U.N.` | us, un | initials are an acronym, and their last stop is part of it |
//! | `AT&T`, `R&D` | at&t, r&d | one word, not two scraps |
//! | `al-Qaeda`, `anti-war's` | al (0), alqaeda (0), qaeda (1); anti, antiwar, war | found as two words and as one |
//! | `state-of-the-art` | state, of, the, art | more parts are plain words |
//! | `1,200`, `3.5` | 1200, 3.5 | one number |
//! | `1914-18`, `9/11` | 1914, 18; 9, 11 | two numbers |
//!
//! A paragraph ends at a blank line, or at an indented line after the end of a sentence; a position is left out there.
//! Soft hyphens and zero-width characters inside a word are passed over; however Unicode writes a letter (composed or not,
//! full width or half), it is the same. Scripts written without blanks (Chinese,
//! Japanese, Thai, Lao, Khmer, Burmese) give one word a character, so that a query in them is read as a phrase. A term
//! of more than [`LONGEST`] bytes stands in the index under its first [`LONGEST`] bytes, on both sides alike.

mod glance;
mod letter;
mod run;
mod tied;

use std::ops::Range;

pub use glance::{Glance, Glances, at, count};
use letter::composed;
pub(crate) use letter::unspaced;
pub use letter::{fold, folded};
use run::{ALNUM, CLASS, JOINER, SEPARATOR, UPPER, WIDE, class, run};

/// The longest term in bytes; longer words are found by their beginning.
pub const LONGEST: usize = 255;

/// One word of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Word {
    /// The folded form, as it stands in the index.
    pub term: String,
    /// First byte in the text.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Number of the word in its text, from 0. Two readings of one place share a number; between two paragraphs one is
    /// left out, so that their words do not stand next to each other.
    pub position: usize,
}

/// What one step over a text gives, besides the term.
struct Step {
    start: usize,
    end: usize,
    position: usize,
    /// The classes of its letters and digits where they are known (see [`run`]); None where nobody looked.
    seen: Option<u8>,
}

/// Reads a text word by word; see the module's page for the rules.
#[derive(Clone, Debug)]
pub struct Words<'a> {
    text: &'a str,
    at: usize,
    position: usize,
    /// Words of the last chunk that needed thought, not yet handed out, in reverse order.
    pending: Vec<Word>,
}

impl<'a> Words<'a> {
    /// Begins at the beginning of `text`.
    pub fn new(text: &'a str) -> Words<'a> {
        Words { text, at: 0, position: 0, pending: Vec::new() }
    }

    /// Puts the next word into `word`, reusing its memory; false at the end of the text.
    pub fn read(&mut self, word: &mut Word) -> bool {
        let Some((at, position)) = self.read_term(&mut word.term) else { return false };
        (word.start, word.end, word.position) = (at.start, at.end, position);
        true
    }

    /// Puts the next word's term into `term`, reusing its memory, and gives its bytes and its position; None at the end
    /// of the text.
    pub fn read_term(&mut self, term: &mut String) -> Option<(Range<usize>, usize)> {
        self.step::<true>(term).map(|step| (step.start..step.end, step.position))
    }

    /// The next word; its term is written only if asked for.
    #[inline]
    fn step<const TERM: bool>(&mut self, term: &mut String) -> Option<Step> {
        if let Some(next) = self.pending.pop() {
            return Some(next.step_into(term));
        }
        let bytes = self.text.as_bytes();
        loop {
            let mut parted = false;
            while let Some(b) = bytes.get(self.at)
                && CLASS[usize::from(*b)] & (ALNUM | WIDE) == 0
            {
                parted |= *b == b'\n' && ends_paragraph(bytes, self.at);
                self.at += 1;
            }
            // No phrase reaches from one paragraph into the next.
            self.position += usize::from(parted && self.position > 0);
            if self.at >= bytes.len() {
                return None;
            }
            let start = self.at;
            let (end, seen) = run(bytes, start);
            // The common case: a run of ASCII letters and digits that nothing is tied to.
            if end > start && self.ends_plainly(end) {
                if TERM {
                    term.clear();
                    term.push_str(&self.text[start..end.min(start + LONGEST)]);
                    if seen & UPPER != 0 {
                        term.make_ascii_lowercase();
                    }
                }
                self.at = end;
                let position = self.position;
                self.position += 1;
                return Some(Step { start, end, position, seen: Some(seen) });
            }
            if end > start
                && let Some(step) = self.read_tied::<TERM>(start..end, seen, term)
            {
                return Some(step);
            }
            self.read_chunk(start);
            if let Some(next) = self.pending.pop() {
                return Some(next.step_into(term));
            }
        }
    }

    /// Whether the ASCII run that ends here is a word by itself: next comes a separator, or a joiner that joins nothing.
    #[inline]
    fn ends_plainly(&self, end: usize) -> bool {
        let bytes = self.text.as_bytes();
        match class(bytes, end) {
            SEPARATOR => true,
            JOINER => class(bytes, end + 1) & (ALNUM | WIDE) == 0,
            _ => false,
        }
    }

    /// Reads a chunk (word characters and what ties them) that begins at `start` into `pending`, and moves past it.
    fn read_chunk(&mut self, start: usize) {
        let mut parts: Vec<Part> = Vec::new();
        let mut rest = self.text[start..].char_indices().peekable();
        let mut tie = Tie::None;
        let mut end = start;
        while let Some(&(offset, c)) = rest.peek() {
            let at = start + offset;
            match kind(c) {
                Kind::Word => {
                    let part = match parts.last_mut() {
                        Some(last) if tie == Tie::Same => last,
                        _ => {
                            parts.push(Part { tie, start: at, end: at, text: String::new() });
                            let last = parts.len() - 1;
                            &mut parts[last]
                        }
                    };
                    let (whole, length) = composed(&mut rest);
                    fold(whole, &mut part.text);
                    part.end = at + length;
                    end = part.end;
                    tie = Tie::Same;
                }
                Kind::Single => {
                    if !parts.is_empty() {
                        break;
                    }
                    let mut text = String::new();
                    let (whole, length) = composed(&mut rest);
                    fold(whole, &mut text);
                    end = at + length;
                    parts.push(Part { tie: Tie::None, start: at, end, text });
                    break;
                }
                Kind::Invisible => {
                    rest.next();
                    // Belongs to the word only if the word goes on behind it.
                    if parts.is_empty() {
                        end = at + c.len_utf8();
                    }
                }
                Kind::Tie(found) => {
                    if parts.is_empty() || tie != Tie::Same {
                        break;
                    }
                    rest.next();
                    if !rest.peek().is_some_and(|&(_, next)| kind(next) == Kind::Word) {
                        let initials = |p: &Part| p.tie == Tie::Period && single_letter(p);
                        if found == Tie::Period
                            && let [.., first, last] = parts.as_mut_slice()
                            && single_letter(first)
                            && initials(last)
                        {
                            last.end = at + 1;
                            end = last.end;
                        }
                        break;
                    }
                    tie = found;
                }
                Kind::Gap => {
                    if parts.is_empty() {
                        // A lone non-ASCII mark such as a dash or a curly quote.
                        end = at + c.len_utf8();
                    }
                    break;
                }
            }
        }
        self.at = end.max(start + 1);
        while !self.text.is_char_boundary(self.at) {
            self.at += 1;
        }
        let mut words = Vec::with_capacity(parts.len() + 1);
        tie_together(&parts, &mut self.position, &mut words);
        words.reverse();
        self.pending = words;
    }
}

impl Word {
    /// Hands its term over.
    fn step_into(self, term: &mut String) -> Step {
        *term = self.term;
        Step { start: self.start, end: self.end, position: self.position, seen: None }
    }
}

impl Iterator for Words<'_> {
    type Item = Word;

    fn next(&mut self) -> Option<Word> {
        let mut word = Word::default();
        self.read(&mut word).then_some(word)
    }
}

/// Whether the newline at this byte ends a paragraph: a blank line follows, or, as wire services set them, an indented one
/// after the end of a sentence. (Where every line is indented, only blank lines tell.)
fn ends_paragraph(bytes: &[u8], newline: usize) -> bool {
    let after = bytes.get(newline + 1..).unwrap_or_default();
    let indent = after.iter().take_while(|b| matches!(b, b' ' | b'\t' | b'\r')).count();
    match after.get(indent) {
        None => false,
        Some(b'\n') => true,
        Some(_) if indent < 2 && after.first() != Some(&b'\t') => false,
        Some(_) => {
            let before = bytes.get(..newline).unwrap_or_default().trim_ascii_end();
            let curly = before.ends_with("”".as_bytes()) || before.ends_with("’".as_bytes());
            curly || matches!(before.last(), Some(b'.' | b'?' | b'!' | b':' | b'"' | b'\'' | b')'))
        }
    }
}

/// A run of letters and digits inside a chunk.
struct Part {
    /// What ties it to the part before.
    tie: Tie,
    start: usize,
    end: usize,
    text: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Tie {
    None,
    Same,
    Apostrophe,
    Period,
    Comma,
    Ampersand,
    Hyphen,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Part of a word.
    Word,
    /// A word by itself: scripts without blanks.
    Single,
    /// Soft hyphen, zero-width characters.
    Invisible,
    Tie(Tie),
    Gap,
}

fn kind(c: char) -> Kind {
    match c {
        '\'' | '\u{2019}' | '\u{2018}' | '\u{02BC}' | '\u{FF07}' => Kind::Tie(Tie::Apostrophe),
        '.' => Kind::Tie(Tie::Period),
        ',' => Kind::Tie(Tie::Comma),
        '&' => Kind::Tie(Tie::Ampersand),
        '-' | '\u{2010}' | '\u{2011}' => Kind::Tie(Tie::Hyphen),
        '\u{00AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}' => Kind::Invisible,
        c if c.is_ascii_alphanumeric() => Kind::Word,
        c if c.is_ascii() => Kind::Gap,
        c if unspaced(c) => Kind::Single,
        c if c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c) => Kind::Word,
        _ => Kind::Gap,
    }
}

/// Turns the parts of a chunk into words.
fn tie_together(parts: &[Part], position: &mut usize, words: &mut Vec<Word>) {
    let mut compounds: Vec<&[Part]> = Vec::new();
    let mut begin = 0;
    for i in 1..=parts.len() {
        if i == parts.len() || parts[i].tie == Tie::Hyphen {
            compounds.push(&parts[begin..i]);
            begin = i;
        }
    }
    let one_word = |c: &[Part]| c.len() == 1 && c[0].text.chars().all(char::is_alphabetic) && !c[0].text.is_empty();
    let two_words = match compounds.as_slice() {
        [first, second] => one_word(first) && one_word(without_possessive(second)),
        _ => false,
    };
    for (n, compound) in compounds.iter().enumerate() {
        let first = *position;
        within_hyphens(compound, position, words);
        if two_words && n == 0 {
            let (left, right) = (&compounds[0][0], &compounds[1][0]);
            push(words, format!("{}{}", left.text, right.text), left.start, right.end, first);
        }
    }
}

/// Words of a stretch without hyphens.
fn within_hyphens(parts: &[Part], position: &mut usize, words: &mut Vec<Word>) {
    let mut at = 0;
    while at < parts.len() {
        let mut end = at + 1;
        let tie = parts.get(end).map(|p| p.tie);
        let group = |tie: Tie, from: usize, fits: &dyn Fn(&Part) -> bool| {
            let mut end = from + 1;
            while end < parts.len() && parts[end].tie == tie && fits(&parts[end]) {
                end += 1;
            }
            end
        };
        let first = &parts[at];
        let number = first.text.bytes().all(|b| b.is_ascii_digit());
        match tie {
            Some(Tie::Apostrophe) => {
                end = group(Tie::Apostrophe, at, &|_| true);
                apostrophes(&parts[at..end], position, words);
                at = end;
                continue;
            }
            Some(Tie::Period) if single_letter(first) => {
                end = group(Tie::Period, at, &single_letter);
            }
            Some(Tie::Ampersand) => {
                end = group(Tie::Ampersand, at, &|_| true);
                let text = parts[at..end].iter().map(|p| p.text.as_str()).collect::<Vec<_>>().join("&");
                push(words, text, first.start, parts[end - 1].end, *position);
                *position += 1;
                at = end;
                continue;
            }
            Some(Tie::Comma | Tie::Period) if number => {
                // 1,234,567.89: groups of three behind commas, then at most one fraction.
                end = group(Tie::Comma, at, &|p| p.text.len() == 3 && p.text.bytes().all(|b| b.is_ascii_digit()));
                let mut text: String = parts[at..end].iter().map(|p| p.text.as_str()).collect();
                if let Some(fraction) = parts.get(end)
                    && fraction.tie == Tie::Period
                    && first.tie != Tie::Period
                    && fraction.text.bytes().all(|b| b.is_ascii_digit())
                    && parts.get(end + 1).is_none_or(|p| p.tie != Tie::Period)
                {
                    text.push('.');
                    text.push_str(&fraction.text);
                    end += 1;
                }
                push(words, text, first.start, parts[end - 1].end, *position);
                *position += 1;
                at = end;
                continue;
            }
            _ => {}
        }
        let text: String = parts[at..end].iter().map(|p| p.text.as_str()).collect();
        push(words, text, first.start, parts[end - 1].end, *position);
        *position += 1;
        at = end;
    }
}

fn single_letter(part: &Part) -> bool {
    let mut letters = part.text.chars();
    letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none()
}

/// `Mexico` of `Mexico's`.
fn without_possessive(parts: &[Part]) -> &[Part] {
    match parts {
        [head @ .., last] if last.tie == Tie::Apostrophe && last.text == "s" && !head.is_empty() => head,
        _ => parts,
    }
}

/// `Mexico's`, `O'Brien`, `d'études`.
fn apostrophes(parts: &[Part], position: &mut usize, words: &mut Vec<Word>) {
    let parts = without_possessive(parts);
    let Some((first, last)) = parts.first().zip(parts.last()) else { return };
    let text: String = parts.iter().map(|p| p.text.as_str()).collect();
    push(words, text, first.start, last.end, *position);
    // d', l', dell', qu': the noun behind an elided article is a word of its own. Three letters at least, so that
    // I'll, they've and o'er stay what they are.
    if parts.len() == 2 && elided(&first.text) && last.text.chars().count() >= 3 {
        push(words, last.text.clone(), last.start, last.end, *position);
    }
    *position += 1;
}

/// Whether what stands before an apostrophe may be an article or a preposition that lost its vowel: any of one or two
/// letters, and the longer ones of Italian and French. (`aujourd'hui` is one word.)
fn elided(before: &str) -> bool {
    const LONGER: [&str; 14] = [
        "all", "dall", "dell", "nell", "sull", "coll", "quell", "quest", "tutt", "sant", "jusqu", "lorsqu", "puisqu",
        "quelqu",
    ];
    before.chars().count() <= 2 || LONGER.iter().any(|longer| longer.eq_ignore_ascii_case(before))
}

fn push(words: &mut Vec<Word>, mut term: String, start: usize, end: usize, position: usize) {
    if term.len() > LONGEST {
        let mut cut = LONGEST;
        while !term.is_char_boundary(cut) {
            cut -= 1;
        }
        term.truncate(cut);
    }
    if !term.is_empty() {
        words.push(Word { term, start, end, position });
    }
}
