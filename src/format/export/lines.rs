//! Lines and paragraphs of an export.

use std::borrow::Cow;
use std::ops::Range;

use crate::format::object::without_by;

/// Text with one kind of line end, without form feeds and other control characters, each no-break space a blank.
pub(super) fn plain(text: Cow<'_, str>) -> Cow<'_, str> {
    let odd = |c: char| (c.is_control() && !matches!(c, '\n' | '\t')) || matches!(c, '\u{a0}' | '\u{feff}');
    if !text.contains(odd) {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '\r' => {
                // A form feed behind it begins a page, no line.
                characters.next_if_eq(&'\n');
                out.push('\n');
            }
            '\u{a0}' => out.push(' '),
            c if odd(c) => {}
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// The lines of a text, trimmed, each with its bytes, the end of the line among them.
pub(super) fn placed(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        (start..at, line.trim())
    })
}

/// A line of nothing but underscores, twenty or more.
pub(super) fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.len() >= 20 && line.bytes().all(|b| b == b'_')
}

/// A number as the interfaces print it: `1234`, `1,234`, `1.234`.
pub(super) fn count(word: &str) -> Option<u64> {
    let digits: String = word.chars().filter(|c| !matches!(c, ',' | '.' | '\u{a0}' | '\u{202f}')).collect();
    let good = (1..=9).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    good.then(|| digits.parse().ok()).flatten()
}

/// `1 of 500 DOCUMENTS`, `Document 1 of 100`, `Dokument 1 von 500`, alone on a line.
pub(super) fn number(line: &str) -> Option<(u64, u64)> {
    const LONGEST: usize = 60;
    let line = line.trim();
    if line.is_empty() || line.len() > LONGEST {
        return None;
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    let (document, n, of, m) = match *words.as_slice() {
        [n, of, m, document] if count(n).is_some() => (document, n, of, m),
        [document, n, of, m] => (document, n, of, m),
        _ => return None,
    };
    let named = document.chars().next().is_some_and(char::is_uppercase);
    let document = ["document", "dokument"].iter().any(|d| document.to_lowercase().starts_with(d));
    let of = matches!(of.to_lowercase().as_str(), "of" | "von" | "de" | "van" | "di" | "sur" | "/");
    let (n, m) = (count(n)?, count(m)?);
    (named && document && of && n > 0 && n <= m).then_some((n, m))
}

/// Adds a paragraph, apart from what is there by a blank line.
pub(super) fn add_paragraph(text: &mut String, paragraph: &str) {
    let paragraph = paragraph.trim_matches('\n');
    if paragraph.trim().is_empty() {
        return;
    }
    if !text.is_empty() {
        text.push_str("\n\n");
    }
    text.push_str(paragraph.trim_end());
}

/// Whether a line says whose the text is.
pub(super) fn is_copyright(line: &str) -> bool {
    const RESERVED: [&str; 8] = [
        "all rights reserved",
        "alle rechte vorbehalten",
        "tous droits",
        "todos los derechos",
        "todos os direitos",
        "alle rechten voorbehouden",
        "tutti i diritti",
        "© ",
    ];
    let line = line.trim().to_lowercase();
    let year = |rest: &str| {
        let rest = rest.trim_start_matches([' ', '(', 'c', ')', '©', ',']);
        rest.get(..4).is_some_and(|y| y.bytes().all(|b| b.is_ascii_digit()))
    };
    RESERVED.iter().any(|r| line.starts_with(r))
        || line.strip_prefix("copyright").is_some_and(year)
        || line.strip_prefix("(c)").is_some_and(year)
        || line.strip_prefix('©').is_some_and(year)
}

/// A byline without the word that introduces it, in the languages of the interfaces.
pub(super) fn byline(line: &str) -> String {
    const BYS: [&str; 7] = ["By ", "BY ", "Von ", "Par ", "Por ", "Di ", "Door "];
    let line = line.trim();
    // "Von ROBERT MISIK.", but "Jr."
    let long = line.rsplit([' ', '.']).nth(1).is_some_and(|word| word.len() > 3);
    let line = line.strip_suffix('.').filter(|_| long).unwrap_or(line);
    without_by(BYS.iter().find_map(|by| line.strip_prefix(by)).unwrap_or(line)).to_string()
}

/// Whether a line introduces who wrote what follows.
pub(super) fn is_byline(line: &str) -> bool {
    let bare = byline(line);
    !line.trim().starts_with(&bare) && bare.starts_with(char::is_uppercase)
}

/// A doubt, where a document says how many words it has and far fewer are there: `LENGTH: 543 words`.
pub(super) fn short_of(length: &str, body: &str) -> Option<String> {
    const FEW: u64 = 50;
    let claimed = length.split_whitespace().next().and_then(count)?;
    // Scripts that write no blanks are counted by characters, which cannot be checked here.
    let spaced = !body.contains(|c| ('\u{2e80}'..'\u{fb00}').contains(&c));
    let found = body.split_whitespace().count() as u64;
    let short = claimed >= FEW && spaced && found * 10 < claimed * 7;
    short.then(|| format!("its text has {found} words, and says it has {claimed}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_documents() {
        for (line, expected) in [
            ("                 1 of 500 DOCUMENTS", Some((1, 500))),
            ("Document 17 of 1,000", Some((17, 1000))),
            ("Dokument 1 von 500", Some((1, 500))),
            ("3 de 12 DOCUMENTOS", Some((3, 12))),
            ("Document 2 de 9", Some((2, 9))),
            ("4 van 5 DOCUMENTEN", Some((4, 5))),
            ("one of 3 DOCUMENTS", None),
            ("7 of 5 DOCUMENTS", None),
            ("0 of 5 DOCUMENTS", None),
            ("1 of 5 documents", None),
            ("1 of 5 DOCUMENTS were", None),
            ("Document 1 of the 5", None),
            ("", None),
        ] {
            assert_eq!(number(line), expected, "{line}");
        }
    }
}
