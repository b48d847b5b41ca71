//! A quotation and its proof: whether an article holds, at the place that was cited, the words that were cited.
//!
//! Takes a [`Citation`] and an article, gives a [`Verdict`]; finds a quotation in a text. Words are compared verbatim, but
//! that any white space is one blank, and quotation marks and apostrophes may be straight or curly. A quotation that is looked for
//! begins and ends at the bounds of words, as [`crate::words`] tells words: `Iran` does not stand in `Iranian`,
//! but it does in `Iran's`, and `Qaeda` in `al-Qaeda`. It knows no archive, and must never call
//! proved what is not.
//!
//! The hash of an article's text is SHA-256 of its headline, one newline (byte 0x0A) and its body, all in UTF-8 as `show --json` gives
//! them; written `sha256:` and 64 hexadecimal digits.

use std::ops::Range;

use sha2::{Digest, Sha256};

use crate::article::Article;
use crate::mention::Field;
use crate::words::{Word, Words};

/// Stands before the digits of a hash.
const SHA256: &str = "sha256:";

/// What is cited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// Identifier of the article, or `path#record`.
    pub id: String,
    /// `path#record`, where it is known beside the identifier.
    pub place: Option<String>,
    /// The text of the article that is quoted.
    pub field: Field,
    /// The bytes quoted; None if the article as a whole is cited.
    pub at: Option<Range<usize>>,
    /// The words quoted.
    pub text: Option<String>,
    /// The hash of the article's text.
    pub hash: Option<String>,
}

/// Whether a citation is true.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The article is there, with that very text, and the words stand where they should.
    Proved,
    /// The article has another text now.
    Changed,
    /// The article may be the same, but other words stand there, or none.
    Misquoted,
    /// There is no such article.
    Gone,
}

impl Verdict {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Proved => "proved",
            Verdict::Changed => "changed",
            Verdict::Misquoted => "misquoted",
            Verdict::Gone => "gone",
        }
    }
}

/// The hash of an article's text; see the module's page.
pub fn text_hash(article: &Article) -> String {
    let mut hash = Sha256::new();
    hash.update(&article.headline);
    hash.update(b"\n");
    hash.update(&article.body);
    let digits = hash.finalize();
    digits.iter().fold(SHA256.to_string(), |text, byte| text + &format!("{byte:02x}"))
}

/// A text of an article.
pub fn text_of(article: &Article, field: Field) -> &str {
    match field {
        Field::Headline => &article.headline,
        Field::Body => &article.body,
    }
}

/// Judges a citation of this article.
pub fn judge(citation: &Citation, article: &Article) -> Verdict {
    if citation.hash.as_ref().is_some_and(|hash| !same_hash(hash, &text_hash(article))) {
        return Verdict::Changed;
    }
    let held = citation.at.clone().map(|at| text_of(article, citation.field).get(at));
    let stands = match (held, &citation.text) {
        (None, None) => true,
        (None, Some(text)) => !places(article, text).is_empty(),
        (Some(held), None) => held.is_some_and(|held| !held.is_empty()),
        (Some(held), Some(text)) => held.is_some_and(|held| fold(held).0 == fold(text).0),
    };
    if stands { Verdict::Proved } else { Verdict::Misquoted }
}

/// Digits may be large, and the name of the hash may be left out.
fn same_hash(given: &str, wanted: &str) -> bool {
    let given = given.trim().to_ascii_lowercase();
    given == wanted || wanted.strip_prefix(SHA256) == Some(&given)
}

/// Where a quotation stands in an article, headline first.
pub fn places(article: &Article, quote: &str) -> Vec<(Field, Range<usize>)> {
    let in_field = |field: Field| find(text_of(article, field), quote).into_iter().map(move |at| (field, at));
    in_field(Field::Headline).chain(in_field(Field::Body)).collect()
}

/// Where a quotation stands in a text, bytes, in order; nowhere if it is blank.
pub fn find(text: &str, quote: &str) -> Vec<Range<usize>> {
    let (quote, _) = fold(quote);
    if quote.is_empty() {
        return Vec::new();
    }
    let (folded, bytes) = fold(text);
    let ends = Ends::new(&quote);
    let mut words: Option<Vec<Word>> = None;
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(n) = folded.get(from..).and_then(|rest| rest.find(&quote)).map(|n| from + n) {
        // Bytes of the folded text are whole characters of it, so both ends are found.
        let byte = |n: usize| bytes.get(n).cloned().unwrap_or(text.len()..text.len());
        let words = words.get_or_insert_with(|| Words::new(text).collect());
        if ends.stand(words, |at| byte(n + at).start) {
            found.push(byte(n).start..byte(n + quote.len() - 1).end);
            from = n + quote.len();
        } else {
            // What overlaps a place that is none may be one.
            from = n + folded[n..].chars().next().map_or(1, char::len_utf8);
        }
    }
    found
}

/// The first and the last word of a quotation: the byte of the quotation at which it begins, and the terms it may be.
struct Ends(Vec<(usize, Vec<String>)>);

impl Ends {
    fn new(quote: &str) -> Ends {
        let words: Vec<Word> = Words::new(quote).collect();
        let first = words.iter().map(|word| word.start).min();
        let last = words.iter().map(|word| word.start).max();
        let terms = |at: usize| (at, with_byte(&words, at).map(|word| word.term.clone()).collect());
        Ends(first.into_iter().chain(last).map(terms).collect())
    }

    /// Whether words of a text are those at both ends; `at` tells where a byte of the quotation stands in it.
    fn stand(&self, words: &[Word], at: impl Fn(usize) -> usize) -> bool {
        self.0.iter().all(|(byte, terms)| with_byte(words, at(*byte)).any(|word| terms.contains(&word.term)))
    }
}

/// The words that hold a byte; there are several where one place has several readings.
fn with_byte(words: &[Word], byte: usize) -> impl Iterator<Item = &Word> {
    // Readings of one place stand side by side, and no other words overlap.
    let behind = words.partition_point(|word| word.start <= byte);
    let near = words.get(behind.saturating_sub(8)..behind).unwrap_or_default();
    near.iter().filter(move |word| byte < word.end)
}

/// A text as it is compared, and for each byte of that the bytes of the character it is from.
fn fold(text: &str) -> (String, Vec<Range<usize>>) {
    let mut folded = String::with_capacity(text.len());
    let mut bytes: Vec<Range<usize>> = Vec::with_capacity(text.len());
    let trimmed = text.trim_start();
    for (n, c) in trimmed.trim_end().char_indices() {
        let start = text.len() - trimmed.len() + n;
        let c = match c {
            '\u{2018}' | '\u{2019}' | '\u{201A}' | '\u{201B}' | '\u{02BC}' => '\'',
            '\u{201C}' | '\u{201D}' | '\u{201E}' | '\u{201F}' => '"',
            c if c.is_whitespace() => ' ',
            c => c,
        };
        if c == ' ' && folded.ends_with(' ') {
            continue;
        }
        folded.push(c);
        let end = start + text[start..].chars().next().map_or(1, char::len_utf8);
        bytes.resize(folded.len(), start..end);
    }
    (folded, bytes)
}
