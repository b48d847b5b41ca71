//! What stands at the top of a text file before the text: YAML front matter, or lines of `Key: value`.
//!
//! Takes text; gives the parts of an article that known keys name, and the text behind them. Unknown keys are read over
//! inside a header, but never make one: a text that merely begins with a colon is text.

use super::fields::{self, Part};

/// The values of a header and the text behind it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Header<'a> {
    values: Vec<(Part, &'a str, Vec<String>)>,
    /// The text behind the header.
    pub(super) rest: &'a str,
}

impl<'a> Header<'a> {
    /// No header at all.
    pub(super) fn none(rest: &'a str) -> Header<'a> {
        Header { values: Vec::new(), rest }
    }

    /// The values of a part, as printed; empty if it is not named.
    pub(super) fn get(&self, part: Part) -> &[String] {
        self.values.iter().find(|(p, ..)| *p == part).map_or(&[], |(.., values)| values)
    }

    /// The values of a part as one line.
    pub(super) fn line(&self, part: Part) -> Option<String> {
        Some(self.get(part).join(", ")).filter(|t| !t.is_empty())
    }

    /// The key that names a part, as written.
    pub(super) fn key(&self, part: Part) -> Option<&'a str> {
        self.values.iter().find(|(p, ..)| *p == part).map(|(_, key, _)| *key)
    }

    /// Whether there was a header.
    pub(super) fn is_some(&self) -> bool {
        !self.values.is_empty()
    }

    fn add(&mut self, part: Part, key: &'a str, value: &str) {
        let list = value.strip_prefix('[').and_then(|v| v.strip_suffix(']'));
        let mut values: Vec<String> = match list {
            Some(list) => list.split(',').map(unquoted).collect(),
            None if part == Part::People => value.split(';').map(unquoted).collect(),
            None => vec![unquoted(value)],
        };
        values.retain(|v| !v.is_empty());
        match self.values.iter_mut().find(|(p, ..)| *p == part) {
            Some((.., there)) => there.extend(values),
            None => self.values.push((part, key, values)),
        }
    }
}

/// Reads the header at the beginning of a file, if there is one.
pub(super) fn read(text: &str) -> Header<'_> {
    front_matter(text).unwrap_or_else(|| key_lines(text))
}

/// `---`, lines of `key: value`, `---`.
pub(super) fn front_matter(text: &str) -> Option<Header<'_>> {
    const LONGEST: usize = 200;
    let mut lines = text.split_inclusive('\n');
    let opening = lines.next().filter(|l| l.trim_end() == "---")?;
    let mut header = Header::none(text);
    let mut at = opening.len();
    let mut list: Option<(Part, &str)> = None;
    for line in lines.take(LONGEST) {
        at += line.len();
        let trimmed = line.trim();
        if matches!(trimmed, "---" | "...") {
            header.rest = &text[at..];
            return Some(header);
        }
        if let Some(item) = trimmed.strip_prefix("- ") {
            if let Some((part, key)) = list {
                header.add(part, key, item);
            }
            continue;
        }
        let indented = line.starts_with([' ', '\t']);
        if let Some((key, value)) = key_value(trimmed).filter(|_| !indented) {
            list = part(key).map(|part| (part, key));
            if let Some((part, key)) = list {
                header.add(part, key, value);
            }
        }
    }
    None
}

/// Lines of `Key: value` up to the first line of another shape. The first key must be a known one, or else all lines up
/// to a blank one must have that shape and some key be known.
pub(super) fn key_lines(text: &str) -> Header<'_> {
    let whole = is_block(text);
    let mut header = Header::none(text);
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let found = key_value(line.trim()).filter(|(key, value)| {
            // Behind known keys, a short unknown one ("Section: World") still belongs to the header.
            part(key).is_some() || ((whole || header.is_some()) && is_modest(key, value))
        });
        let Some((key, value)) = found else {
            break;
        };
        if let Some(part) = part(key) {
            header.add(part, key, value);
        }
        at += line.len();
    }
    header.rest = &text[at..];
    header
}

/// Whether the first paragraph is nothing but lines of `Key: value`, two or more, one of a known key.
fn is_block(text: &str) -> bool {
    let mut lines = 0;
    let mut known = false;
    for line in text.lines().map(str::trim).take_while(|l| !l.is_empty()) {
        let Some((key, value)) = key_value(line) else {
            return false;
        };
        if part(key).is_some() {
            known = true;
        } else if key.len() < 2 || !is_modest(key, value) || value.ends_with(['.', '?', '!']) {
            // "Q: Why?", "Note: this happened."
            return false;
        }
        lines += 1;
    }
    known && lines > 1
}

/// Whether an unknown key and its value are as short as those of a header.
fn is_modest(key: &str, value: &str) -> bool {
    !value.is_empty() && value.len() < 100 && key.len() < 25
}

/// The part that a key names. Keys for the body name nothing: the text follows the header.
fn part(key: &str) -> Option<Part> {
    let name = key.replace([' ', '-'], "_");
    fields::usual(&name).map(|(part, _)| part).filter(|part| *part != Part::Body)
}

/// `Key: value`, the key perhaps in Markdown's bold.
fn key_value(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(':')?;
    let (key, value) = match key.strip_prefix("**") {
        Some(bold) => match value.strip_prefix("**") {
            Some(value) => (bold, value),
            None => (bold.strip_suffix("**")?, value),
        },
        None => (key, value),
    };
    let word = key.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b' ' | b'-' | b'_'));
    // "http://..." and "12:30" are no keys.
    let spaced = value.is_empty() || value.starts_with([' ', '\t']);
    (word && spaced && key.len() <= 30).then_some((key.trim(), value.trim()))
}

fn unquoted(value: &str) -> String {
    let value = value.trim();
    let inner = ['"', '\''].iter().find_map(|q| value.strip_prefix(*q).and_then(|v| v.strip_suffix(*q)));
    inner.unwrap_or(value).trim().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers() {
        let yaml = "---\ntitle: \"A: b\"\nauthors:\n  - Ann Lee\n  - Bo Ek\npeople: [X Y, 'Z']\ntags: no\n---\nText";
        let header = read(yaml);
        assert_eq!(header.rest, "Text");
        assert_eq!(header.line(Part::Headline).as_deref(), Some("A: b"));
        assert_eq!(header.get(Part::Byline), ["Ann Lee", "Bo Ek"]);
        assert_eq!(header.get(Part::People), ["X Y", "Z"]);

        let lines = "Date: 2024-12-02\r\n**Source:** The Paper\r\nSection: World\r\n\r\nText: more";
        let header = read(lines);
        assert_eq!(header.rest, "\r\nText: more");
        assert_eq!(header.line(Part::Source).as_deref(), Some("The Paper"));

        let late = "Edition: late\nDate: 2024-12-02\nHeadline: Storm\n\nBody";
        let header = read(late);
        assert_eq!((header.rest, header.get(Part::Headline)), ("\nBody", &["Storm".to_string()][..]));

        let prose = [
            "Note: this happened\nand that",
            "Note: this happened\nDate: 2024\nand so on",
            "Note: this\n\nDate: 2024\n",
            "Note: this\nRemember: that\n",
            "Q: Why?\nA: Because\nSource: a neighbour\n\nText",
            "Note: this happened.\nSource: a neighbour\n\nText",
        ];
        for text in prose {
            assert_eq!(read(text), Header::none(text), "{text}");
        }
        for text in ["---\nno end", "Remember: this is text", "http://a.b\n", "Source", "", "Text: x"] {
            assert_eq!(read(text), Header::none(text), "{text}");
        }
    }
}
