//! A run or a quoted text as words to look for.
//!
//! Takes text; gives [`Form`]s, one for each position, as [`crate::words`] reads them. Wildcards are kept through that
//! reading as two letters that no newspaper prints.

use super::Span;
use super::function::Manner;
use super::span::{Case, Form, Spelling};
use crate::words::{Words, folded};

/// Stands for `*` while words are read: a letter of a click language.
const ANY: char = '\u{01C2}';
/// Stands for `?`.
const ONE: char = '\u{01C3}';

/// How forms are to be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Reading {
    pub manner: Manner,
    pub case: Case,
    /// `pol!` is `pol*`.
    pub formal: bool,
    /// A text with ended sentences: a star behind a word leads to a footnote.
    pub sentences: bool,
}

impl Reading {
    fn form(&self, word: String, quoted: bool) -> Form {
        let spelling = match (self.manner, quoted) {
            (Manner::Plain, true) => Spelling::Exact(word),
            (Manner::Plain, false) | (Manner::Stem, _) => Spelling::Inflected(word),
            (Manner::Singular, _) => Spelling::Singular(word),
            (Manner::Plural, _) => Spelling::Plural(word),
        };
        Form { spelling, case: self.case }
    }
}

/// Forms, and what could not be read.
#[derive(Default)]
pub(super) struct Leaf {
    pub forms: Vec<Form>,
    pub wrong: Option<&'static str>,
    /// The one word that a hyphened pair may also be: `antiwar`.
    pub closed: Option<Form>,
}

impl Leaf {
    /// As a span; None without words.
    pub(super) fn span(self) -> Option<Span> {
        if self.forms.is_empty() {
            return None;
        }
        let words = Span::Words(self.forms);
        Some(match self.closed {
            Some(closed) => Span::any(vec![words, Span::word(closed)]),
            None => words,
        })
    }
}

/// Whether a run is an address of the web, in which no letter is a wildcard or another sign.
pub(super) fn is_address(run: &str) -> bool {
    memchr::memmem::find(run.as_bytes(), b"://").is_some()
        || run.get(..4).is_some_and(|head| head.eq_ignore_ascii_case("www."))
}

/// A run without blanks.
pub(super) fn run(text: &str, reading: &Reading, quoted: bool) -> Leaf {
    let bare = if is_address(text) { Some(text.replace(['*', '?', '~', '!', '^'], " ")) } else { None };
    let text = bare.as_deref().unwrap_or(text);
    let (text, fuzzy) = match text.rsplit_once('~') {
        Some((body, "")) if body.ends_with(char::is_alphanumeric) => (body, Some(None)),
        // As Lucene once measured likeness.
        Some((body, likeness)) if likeness.starts_with("0.") && likeness.parse::<f32>().is_ok() => (body, Some(None)),
        Some((body, digits)) if body.ends_with(char::is_alphanumeric) && digits.parse::<u64>().is_ok() => {
            (body, Some(Some(digits.parse::<u64>().unwrap_or(u64::MAX))))
        }
        _ => (text, None),
    };
    let mut marked = marked(text, reading);
    // A star at the end is no part of what it ends, so that `3.5*` stays one number.
    let kept = marked.trim_end_matches(|c: char| !c.is_alphanumeric());
    let starred = kept.strip_suffix(ANY).filter(|body| !body.contains([ANY, ONE])).map(str::len);
    if let Some(length) = starred {
        marked.truncate(length);
    }
    let mut leaf = Leaf::default();
    let words: Vec<_> = Words::new(&marked).collect();
    if let [first, closed, second] = words.as_slice()
        && closed.position == first.position
        && second.position == first.position + 1
        && !closed.term.contains([ANY, ONE])
        && fuzzy.is_none()
        && starred.is_none()
        && !quoted
    {
        leaf.closed = Some(reading.form(closed.term.clone(), false));
    }
    let mut next = 0;
    for word in words {
        if word.position < next {
            continue;
        }
        next = word.position + 1;
        if word.term.contains([ANY, ONE]) {
            match wild(&word.term, reading, quoted) {
                Some(spelling) => leaf.forms.push(Form { spelling, case: reading.case }),
                None => leaf.wrong = Some("a * by itself stands for no word; it is left out"),
            }
            continue;
        }
        leaf.forms.push(match fuzzy {
            None => reading.form(word.term, quoted),
            Some(changes) => {
                let letters = word.term.chars().count();
                let changes = match changes {
                    None if letters < 3 => {
                        leaf.wrong = Some("a word this short has no like ones; read exactly");
                        0
                    }
                    None => 1 + u8::from(letters > 5),
                    Some(0) => 0,
                    Some(1) => 1,
                    Some(2) => 2,
                    Some(_) => {
                        leaf.wrong = Some("at most two letters may change; read as ~2");
                        2
                    }
                };
                let spelling =
                    if changes == 0 { Spelling::Exact(word.term) } else { Spelling::Fuzzy(word.term, changes) };
                Form { spelling, case: reading.case }
            }
        });
    }
    if starred.is_some() {
        begin(&mut leaf);
    }
    leaf
}

/// A text between quotes, and whether a star stands behind it.
pub(super) fn phrase(inner: &str, starred: bool, reading: &Reading) -> Leaf {
    let mut leaf = Leaf::default();
    for chunk in inner.split(|c: char| c.is_whitespace() || c.is_control()) {
        let part = run(chunk, reading, true);
        leaf.forms.extend(part.forms);
        leaf.wrong = leaf.wrong.or(part.wrong);
        if chunk.contains('*') && chunk.bytes().all(|b| b == b'*') {
            leaf.wrong = Some("a * by itself stands for no word; it is left out");
        }
    }
    if starred {
        begin(&mut leaf);
    }
    leaf
}

/// The last word is only how the words looked for begin.
fn begin(leaf: &mut Leaf) {
    if let Some(last) = leaf.forms.last_mut()
        && let Spelling::Exact(word) | Spelling::Inflected(word) | Spelling::Singular(word) | Spelling::Plural(word) =
            &mut last.spelling
    {
        last.spelling = Spelling::Prefix(std::mem::take(word));
    }
}

/// `pol*` is a beginning, `wom?n` and `*gate` are patterns; None if nothing but wildcards is left.
fn wild(term: &str, reading: &Reading, quoted: bool) -> Option<Spelling> {
    let mut pattern = String::with_capacity(term.len());
    for c in term.chars() {
        match c {
            ANY if pattern.ends_with('*') => {}
            ANY => pattern.push('*'),
            ONE => pattern.push('?'),
            _ => pattern.push(c),
        }
    }
    // Where a script without blanks ends the word, a question mark may have come to stand at its edge.
    let inner = pattern.trim_end_matches('?');
    let front = inner.trim_start_matches('?');
    let pattern = if front.starts_with('*') { inner } else { front };
    if !pattern.contains(|c| !matches!(c, '*' | '?')) {
        return None;
    }
    if !pattern.contains(['*', '?']) {
        return Some(reading.form(pattern.to_string(), quoted).spelling);
    }
    Some(match pattern.strip_suffix('*').filter(|stem| !stem.contains(['*', '?'])) {
        Some(stem) => Spelling::Prefix(stem.to_string()),
        None => Spelling::Pattern(pattern.to_string()),
    })
}

/// The run with its wildcards as letters. A `?` that ends a word is a question mark, a `*` with no letter beside it
/// punctuation.
fn marked(text: &str, reading: &Reading) -> String {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    if text.contains([ANY, ONE]) || !text.contains(['*', '?', '!']) {
        return text.to_string();
    }
    let mut out = String::with_capacity(text.len() + 4);
    let mut rest = text;
    while let Some(at) = rest.find(['*', '?', '!']) {
        let (before, behind) = rest.split_at(at);
        out.push_str(before);
        if let Some(after) = behind.strip_prefix('!') {
            let last = after.trim_end_matches(['.', ',', ';', ':']).is_empty();
            out.push(if reading.formal && last && letter(out.chars().next_back()) { ANY } else { '!' });
            rest = after;
            continue;
        }
        let run = behind.len() - behind.trim_start_matches(['*', '?']).len();
        let (left, right) = (letter(out.chars().next_back()), letter(behind[run..].chars().next()));
        let mut wildcards = &behind[..run];
        if !right {
            wildcards = wildcards.trim_end_matches('?');
        }
        let footnote = reading.sentences && left && !right;
        if !footnote && (wildcards.contains('*') && (left || right) || left && right) {
            out.extend(wildcards.chars().map(|c| if c == '*' { ANY } else { ONE }));
        } else {
            out.push(' ');
        }
        rest = &behind[run..];
    }
    out.push_str(rest);
    out
}

/// A regular expression as it is asked of folded words: its letters folded, but for what a backslash or a `(?` names.
///
/// # Errors
/// It is none, or one that needs too much memory.
pub(super) fn regex(pattern: &str) -> Result<String, String> {
    let mut fold = String::with_capacity(pattern.len());
    let mut chars = pattern.chars().peekable();
    while let Some(c) = chars.next() {
        let name = match c {
            '\\' => chars.peek().is_some_and(|c| c.is_alphanumeric()),
            '(' => chars.peek() == Some(&'?'),
            _ => false,
        };
        if !name {
            if c == '\\' {
                fold.push(c);
                fold.extend(chars.next());
            } else {
                fold.push_str(&folded(&c.to_string()));
            }
            continue;
        }
        fold.push(c);
        fold.extend(chars.next());
        let ends = if c == '(' { [':', '>', ')'] } else { ['}'; 3] };
        if c == '(' || chars.peek() == Some(&'{') {
            for c in chars.by_ref() {
                fold.push(c);
                if ends.contains(&c) {
                    break;
                }
            }
        }
    }
    // What the index runs, so that it cannot be surprised: its own rules and its own bound on memory.
    if tantivy_fst::Regex::new(&fold).is_ok() {
        return Ok(fold);
    }
    match tantivy_fst::Regex::new(pattern) {
        Ok(_) => Ok(pattern.to_string()),
        Err(e) => {
            // The message draws the place first; its last line says what is wrong.
            let said = e.to_string();
            let said = said.lines().last().unwrap_or_default().trim_start_matches("error: ");
            let own = [
                ("Empty match", "^, $ and \\b are not needed: it always matches the whole word"),
                ("Word boundary", "^, $ and \\b are not needed: it always matches the whole word"),
                ("Lazy", "*? and +? are not needed: it always matches the whole word"),
                ("Byte literals", "it is asked of letters, not of bytes"),
            ];
            let own = own.iter().find(|(theirs, _)| said.starts_with(theirs));
            Err(own.map_or(said, |(_, own)| own).to_string())
        }
    }
}
