//! The line in which a query is typed: its text and where the cursor stands.
//!
//! Takes characters and commands of editing, gives the text. The cursor stands between graphemes, never inside one, and
//! nothing gets in that must not reach a terminal. It does not know what a query is.

use unicode_segmentation::UnicodeSegmentation;

use crate::print::clean;

/// Bytes of a query that can be typed; what is beyond is not taken.
const LONGEST: usize = 4096;

/// A line being typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QueryLine {
    text: String,
    at: usize,
}

impl QueryLine {
    /// A line with this in it, the cursor behind it.
    pub fn new(text: &str) -> QueryLine {
        let mut line = QueryLine::default();
        line.insert(text);
        line
    }

    /// What stands in it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What stands before the cursor.
    pub fn before(&self) -> &str {
        self.text.get(..self.at).unwrap_or_default()
    }

    /// What stands behind the cursor.
    pub fn behind(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Types characters at the cursor: line breaks and tabs are blanks, dangerous characters are left out.
    pub fn insert(&mut self, text: &str) {
        for c in text.chars() {
            let c = if c.is_whitespace() { ' ' } else { c };
            if clean::dangerous(c) || self.text.len() + c.len_utf8() > LONGEST {
                continue;
            }
            self.text.insert(self.at, c);
            self.at += c.len_utf8();
        }
        // A combining mark may have joined what stands behind the cursor.
        self.at = self.text.grapheme_indices(true).map(|(n, _)| n).find(|n| *n >= self.at).unwrap_or(self.text.len());
    }

    fn previous(&self) -> usize {
        self.before().grapheme_indices(true).next_back().map_or(0, |(n, _)| n)
    }

    fn next(&self) -> usize {
        self.at + self.behind().graphemes(true).next().map_or(0, str::len)
    }

    fn cut(&mut self, from: usize, to: usize) {
        self.text.replace_range(from..to, "");
        self.at = from;
    }

    /// Takes out what stands before the cursor; whether there was anything.
    pub fn backspace(&mut self) -> bool {
        let there = self.at > 0;
        self.cut(self.previous(), self.at);
        there
    }

    /// Takes out what stands behind the cursor.
    pub fn delete(&mut self) {
        self.cut(self.at, self.next());
    }

    /// Takes out the word before the cursor.
    pub fn delete_word(&mut self) {
        let word = self.before().trim_end();
        self.cut(word.rfind(' ').map_or(0, |blank| blank + 1), self.at);
    }

    /// Takes out all before the cursor.
    pub fn delete_before(&mut self) {
        self.cut(0, self.at);
    }

    /// Takes out all behind the cursor.
    pub fn delete_behind(&mut self) {
        self.text.truncate(self.at);
    }

    /// Moves the cursor one to the left.
    pub fn left(&mut self) {
        self.at = self.previous();
    }

    /// Moves the cursor one to the right.
    pub fn right(&mut self) {
        self.at = self.next();
    }

    /// Moves the cursor to the beginning.
    pub fn home(&mut self) {
        self.at = 0;
    }

    /// Moves the cursor to the end.
    pub fn end(&mut self) {
        self.at = self.text.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn editing() {
        type Act = fn(&mut QueryLine);
        let table: &[(&str, &[Act], &str)] = &[
            ("drug cartels", &[], "drug cartels|"),
            ("drug\ncar\u{1b}tels\u{202E}", &[], "drug cartels|"),
            ("drug cartels", &[|l| l.delete_word()], "drug |"),
            ("drug cartels  ", &[|l| l.delete_word(), |l| l.delete_word(), |l| l.delete_word()], "|"),
            ("drug", &[|l| l.left(), |l| l.insert("x")], "drux|g"),
            ("drug", &[|l| l.home(), |l| l.left(), |l| l.delete()], "|rug"),
            ("drug", &[|l| l.right(), |l| l.delete(), |l| l.left(), |l| l.delete()], "dru|"),
            ("drug", &[|l| l.left(), |l| l.left(), |l| l.delete_behind()], "dr|"),
            ("drug", &[|l| l.left(), |l| l.delete_before()], "|g"),
            ("jose\u{301}", &[|l| assert!(l.backspace())], "jos|"),
            ("josx", &[|l| l.left(), |l| l.insert("e"), |l| l.right(), |l| l.insert("\u{301}")], "josex\u{301}|"),
            ("", &[|l| assert!(!l.backspace()), |l| l.right(), |l| l.end()], "|"),
        ];
        for (text, acts, wanted) in table {
            let mut line = QueryLine::new(text);
            acts.iter().for_each(|act| act(&mut line));
            assert_eq!(format!("{}|{}", line.before(), line.behind()), *wanted, "{text:?}");
        }
        assert_eq!(QueryLine::new(&"a".repeat(9000)).text().len(), LONGEST);
    }
}
