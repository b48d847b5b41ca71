//! Tags in text that was never valid markup.
//!
//! Takes text with tags of any spelling; gives attributes, elements and plain text. What does not look like a tag (a
//! bare `<` before a number or a space) is text. It never fails and never reads a byte more than a few times.

use super::entity::resolve;

/// The value of an attribute inside a tag, quoted or not; names without regard to case.
pub(super) fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let mut from = 0;
    while let Some(equals) = memchr::memchr(b'=', tag.as_bytes().get(from..)?).map(|at| from + at) {
        let before = tag[..equals].trim_end();
        from = equals + 1;
        let word = before.rsplit(char::is_whitespace).next().unwrap_or_default();
        if word.eq_ignore_ascii_case(name) && word.len() < before.len() {
            let value = tag[from..].trim_start();
            return match value.chars().next().filter(|c| matches!(c, '"' | '\'')) {
                Some(quote) => value[1..].split(quote).next(),
                None => value.split(|c: char| c.is_whitespace() || c == '>').next(),
            };
        }
    }
    None
}

/// A tag found in text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    /// Where its `<` stands.
    pub(super) start: usize,
    /// Behind its `>`.
    pub(super) end: usize,
    /// Its name without the slash; `!` for comments and declarations.
    pub(super) name: &'a str,
    /// Whether it closes an element.
    pub(super) closes: bool,
}

/// The first tag at or behind `from`.
pub(super) fn next_tag(text: &str, from: usize) -> Option<Tag<'_>> {
    const LONGEST: usize = 512;
    const LONGEST_COMMENT: usize = 4096;
    let bytes = text.as_bytes();
    let mut at = from;
    loop {
        let start = at + memchr::memchr(b'<', bytes.get(at..)?)?;
        at = start + 1;
        let rest = bytes.get(at..)?;
        if let Some(comment) = rest.strip_prefix(b"!--") {
            let within = comment.get(..LONGEST_COMMENT.min(comment.len()))?;
            if let Some(end) = memchr::memmem::find(within, b"-->") {
                return Some(Tag { start, end: at + 3 + end + 3, name: "!", closes: false });
            }
            continue;
        }
        let slash = usize::from(rest.first() == Some(&b'/'));
        let name = rest.get(slash..)?;
        let letters = name.iter().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b':')).count();
        let declaration = matches!(rest.first(), Some(b'!' | b'?'));
        if !declaration && !name.first().is_some_and(u8::is_ascii_alphabetic) {
            continue;
        }
        let within = rest.get(..LONGEST.min(rest.len()))?;
        if let Some(end) = memchr::memchr2(b'>', b'<', within).filter(|end| rest.get(*end) == Some(&b'>')) {
            let name = if declaration { "!" } else { text.get(at + slash..at + slash + letters)? };
            return Some(Tag { start, end: at + end + 1, name, closes: slash == 1 });
        }
    }
}

/// Where the closing tag of an element stands at or behind `from`, and where it ends.
pub(super) fn closing(text: &str, from: usize, name: &str) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let mut at = from;
    loop {
        let start = at + memchr::memmem::find(bytes.get(at..)?, b"</")?;
        at = start + 2;
        let end = at + name.len();
        if !bytes.get(at..end)?.eq_ignore_ascii_case(name.as_bytes()) {
            continue;
        }
        let rest = bytes.get(end..)?;
        let space = rest.iter().position(|b| !b.is_ascii_whitespace())?;
        if rest.get(space) == Some(&b'>') {
            return Some((start, end + space + 1));
        }
    }
}

/// The text between tags: paragraphs apart by a blank line, references resolved, blank lines around it trimmed.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut between = "";
    let mut from = 0;
    let mut unclosed: Vec<String> = Vec::new();
    loop {
        let tag = next_tag(text, from);
        let end = tag.map_or(text.len(), |t| t.start);
        push(&mut out, &resolve(&text[from..end]), &mut between);
        let Some(tag) = tag else {
            break;
        };
        from = tag.end;
        let name = tag.name.to_ascii_lowercase();
        match name.as_str() {
            "p" | "div" | "h1" | "h2" | "h3" | "h4" | "table" | "ul" | "ol" | "blockquote" => between = "\n\n",
            "br" | "li" | "tr" if between.is_empty() => between = "\n",
            // Never shown to a reader; a title is read apart. What is not closed once is not closed later either.
            "script" | "style" | "title" if !tag.closes && !unclosed.contains(&name) => {
                match closing(text, from, &name) {
                    Some((_, end)) => from = end,
                    None => unclosed.push(name),
                }
            }
            _ => {}
        }
    }
    trim_blank_lines(&out).to_string()
}

fn push(out: &mut String, text: &str, between: &mut &str) {
    if between.is_empty() {
        out.push_str(text);
        return;
    }
    if text.trim().is_empty() {
        return;
    }
    out.truncate(out.trim_end().len());
    if !out.is_empty() {
        out.push_str(between);
    }
    out.push_str(without_leading_blank_lines(text));
    *between = "";
}

/// The text without the blank lines before and after it; the first line keeps its indentation.
pub(super) fn trim_blank_lines(text: &str) -> &str {
    without_leading_blank_lines(text.trim_end())
}

/// The text from its first line that is not blank.
pub(super) fn without_leading_blank_lines(text: &str) -> &str {
    let blank = text.len() - text.trim_start().len();
    match text[..blank].rfind('\n') {
        Some(at) => &text[at + 1..],
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text() {
        for (given, expected) in [
            ("\n  two\n  lines\n", "  two\n  lines"),
            ("<P>One\nmore.\n</P>\n<P>\n   Two &amp; three", "One\nmore.\n\n   Two & three"),
            ("<p>One<p>Two<br>Three", "One\n\nTwo\nThree"),
            ("3 < 4 and <5> <<b>bold</b>", "3 < 4 and <5> <bold"),
            ("a<!-- b > c -->d<script>x<y</script>e", "ade"),
            ("a <unclosed", "a <unclosed"),
        ] {
            assert_eq!(plain(given), expected, "{given}");
        }
    }

    #[test]
    fn attributes() {
        let tag = "<DOC id=\"a b\" type=story NEWID='7' OLDID=5";
        for (name, value) in [("ID", Some("a b")), ("type", Some("story")), ("newid", Some("7")), ("x", None)] {
            assert_eq!(attribute(tag, name), value, "{name}");
        }
    }
}
