//! A reading head over one text: words and numbers forwards and backwards from a place.
//!
//! Takes a text as bytes; gives words, numbers, gaps and dashes around a position. It reads ASCII letters and digits
//! only and steps over everything else, so every position it hands out before or after one of them is a character
//! boundary. It never reads past a paragraph.

use super::words::Word;

/// A run of decimal digits.
#[derive(Clone, Copy, Debug)]
pub(super) struct Number {
    /// First byte.
    pub start: usize,
    /// One past the last digit.
    pub end: usize,
    /// What it amounts to; runs of more than six digits count as 0.
    pub value: i32,
}

impl Number {
    /// How many digits it has.
    pub fn width(&self) -> usize {
        self.end - self.start
    }
}

/// One text and how to move in it.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    bytes: &'a [u8],
}

impl<'a> Reader<'a> {
    /// Reads this text.
    pub fn new(text: &'a str) -> Reader<'a> {
        Reader { bytes: text.as_bytes() }
    }

    /// The whole text.
    pub fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// The byte here, 0 at the end.
    pub fn at(&self, i: usize) -> u8 {
        self.bytes.get(i).copied().unwrap_or(0)
    }

    /// The byte before here, 0 at the start.
    pub fn before(&self, i: usize) -> u8 {
        i.checked_sub(1).map_or(0, |j| self.at(j))
    }

    /// All bytes between two places.
    pub fn slice(&self, from: usize, to: usize) -> &'a [u8] {
        self.bytes.get(from..to).unwrap_or_default()
    }

    /// Whether these bytes stand here.
    pub fn has(&self, i: usize, what: &[u8]) -> bool {
        self.bytes.get(i..).is_some_and(|rest| rest.starts_with(what))
    }

    /// Steps over blanks and at most one line break.
    pub fn gap(&self, mut i: usize) -> usize {
        let mut lines = 0;
        loop {
            match self.at(i) {
                b' ' | b'\t' | b'\r' => i += 1,
                b'\n' if lines == 0 => {
                    lines = 1;
                    i += 1;
                }
                0xC2 if self.at(i + 1) == 0xA0 => i += 2,
                _ => return i,
            }
        }
    }

    /// The same towards the start.
    pub fn gap_back(&self, mut i: usize) -> usize {
        let mut lines = 0;
        loop {
            match self.before(i) {
                b' ' | b'\t' | b'\r' => i -= 1,
                b'\n' if lines == 0 => {
                    lines = 1;
                    i -= 1;
                }
                0xA0 if i >= 2 && self.at(i - 2) == 0xC2 => i -= 2,
                _ => return i,
            }
        }
    }

    /// The word that begins here. Letters glued to other letters or digits are no word.
    pub fn word(&self, i: usize) -> Option<Word> {
        let mut end = i;
        while self.at(end).is_ascii_alphabetic() {
            end += 1;
        }
        let glued = letterlike(self.at(end)) && self.at(end) != 0xE2;
        (end > i && !glued).then(|| Word::new(self.bytes, i, end))
    }

    /// The word after a gap, which may be empty.
    pub fn next_word(&self, i: usize) -> Option<Word> {
        self.word(self.gap(i))
    }

    /// The word that ends here.
    pub fn word_ending(&self, i: usize) -> Option<Word> {
        let mut start = i;
        while self.before(start).is_ascii_alphabetic() {
            start -= 1;
        }
        (start < i && !letterlike(self.before(start))).then(|| Word::new(self.bytes, start, i))
    }

    /// The start moved to a "the" before it.
    pub fn with_the(&self, start: usize) -> usize {
        self.word_before(start).filter(|w| w.is("the")).map_or(start, |w| w.start)
    }

    /// The word before a gap, which may be empty.
    pub fn word_before(&self, i: usize) -> Option<Word> {
        self.word_ending(self.gap_back(i))
    }

    /// The word before a gap or one hyphen: "mid-May", "mid May".
    pub fn word_before_hyphen(&self, i: usize) -> Option<Word> {
        let end = self.gap_back(i);
        if self.before(end) == b'-' { self.word_ending(end - 1) } else { self.word_ending(end) }
    }

    /// The digits that begin here, not glued to a letter or digit before them.
    pub fn number(&self, i: usize) -> Option<Number> {
        let mut end = i;
        let mut value: i32 = 0;
        while self.at(end).is_ascii_digit() {
            if end - i < 6 {
                value = value * 10 + i32::from(self.at(end) - b'0');
            } else {
                value = 0;
            }
            end += 1;
        }
        (end > i).then_some(Number { start: i, end, value })
    }

    /// The digits that end before a gap, if they are a number by themselves.
    pub fn number_before(&self, i: usize) -> Option<Number> {
        let end = self.gap_back(i);
        let mut start = end;
        while self.before(start).is_ascii_digit() && end - start < 7 {
            start -= 1;
        }
        let glued = letterlike(self.before(start)) || matches!(self.before(start), b'.' | b',' | b'$');
        (start < end && !glued).then(|| self.number(start)).flatten()
    }

    /// One past a hyphen or dash with blanks around it.
    pub fn dash(&self, i: usize) -> Option<usize> {
        let i = self.gap(i);
        let after = match self.at(i) {
            b'-' if self.at(i + 1) == b'-' => i + 2,
            b'-' => i + 1,
            0xE2 if self.at(i + 1) == 0x80 && matches!(self.at(i + 2), 0x90..=0x94) => i + 3,
            0xE2 if self.at(i + 1) == 0x88 && self.at(i + 2) == 0x92 => i + 3,
            _ => return None,
        };
        Some(self.gap(after))
    }

    /// One past an apostrophe, straight or curly.
    pub fn apostrophe(&self, i: usize) -> Option<usize> {
        match self.at(i) {
            b'\'' | b'`' => Some(i + 1),
            0xE2 if self.at(i + 1) == 0x80 && matches!(self.at(i + 2), 0x98 | 0x99) => Some(i + 3),
            _ => None,
        }
    }

    /// Where an apostrophe that ends here begins.
    pub fn apostrophe_back(&self, i: usize) -> Option<usize> {
        match self.before(i) {
            b'\'' | b'`' => Some(i - 1),
            0x98 | 0x99 if i >= 3 && self.has(i - 3, &[0xE2, 0x80]) => Some(i - 3),
            _ => None,
        }
    }

    /// One past st, nd, rd or th, if it follows a number here.
    pub fn suffix(&self, i: usize) -> Option<usize> {
        let word = self.word(i)?;
        word.any(&["st", "nd", "rd", "th"]).then_some(word.end)
    }

    /// Whether a number ending here goes on: "12,000", "3.5", "5%", "10:30", "12th" or "15GMT".
    pub fn goes_on(&self, end: usize) -> bool {
        match self.at(end) {
            b'.' | b',' | b':' => self.at(end + 1).is_ascii_digit(),
            b'%' | b'$' => true,
            b => letterlike(b) && b != 0xE2,
        }
    }

    /// Whether what follows counts or measures: "1987 people", "1500 mln".
    pub fn counts(&self, end: usize) -> bool {
        let end = if self.at(end) == b'-' { end + 1 } else { end };
        self.next_word(end).is_some_and(|w| super::words::counted(&w))
    }

    /// Whether an empty line or the indented start of a paragraph lies between two places.
    pub fn new_paragraph(&self, from: usize, to: usize) -> bool {
        let (mut lines, mut blanks) = (0, 0);
        for b in self.slice(from, to) {
            match b {
                b'\n' => (lines, blanks) = (lines + 1, 0),
                b' ' | b'\t' | b'\r' => blanks += 1,
                _ => (lines, blanks) = (0, 0),
            }
            if lines > 1 || (lines == 1 && blanks > 2) {
                return true;
            }
        }
        false
    }
}

/// Letters, digits and the bytes of other scripts: what glues.
pub(super) fn letterlike(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b == b'_' || b >= 0xC3
}
