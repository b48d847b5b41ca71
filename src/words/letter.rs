//! One letter -> how it stands in the index: lower case, without accents, however Unicode writes it.
//!
//! Takes characters; knows nothing of words, and drops no letter or digit.

use std::iter::Peekable;
use std::str::CharIndices;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::compose;

/// Scripts written without blanks between words.
pub(crate) fn unspaced(c: char) -> bool {
    matches!(c,
        '\u{0E01}'..='\u{0E4E}' | '\u{0E80}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}'
        | '\u{2E80}'..='\u{2FDF}' | '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{3096}' | '\u{309D}'..='\u{309F}'
        | '\u{30A1}'..='\u{30FA}' | '\u{30FC}'..='\u{30FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{FF66}'..='\u{FF9D}' | '\u{20000}'..='\u{3FFFF}')
}

/// The next character with the marks behind it that are part of it, and how many bytes they are together: a letter is the
/// same letter, and Korean and Japanese are the same words, whichever way Unicode writes them.
pub(super) fn composed(rest: &mut Peekable<CharIndices<'_>>) -> (char, usize) {
    let Some((start, first)) = rest.next() else { return ('\0', 0) };
    let (mut whole, mut end) = (first, start + first.len_utf8());
    while let Some(&(at, mark)) = rest.peek() {
        let mark_read = match mark {
            '\u{0300}'..='\u{036F}' | '\u{1161}'..='\u{11C2}' | '\u{3099}' | '\u{309A}' => mark,
            // Half-width kana have their sound marks beside them.
            '\u{FF9E}' => '\u{3099}',
            '\u{FF9F}' => '\u{309A}',
            _ => break,
        };
        let Some(both) = compose(wide(whole), mark_read) else { break };
        (whole, end) = (both, at + mark.len_utf8());
        rest.next();
    }
    (whole, end - start)
}

/// A half-width kana as it is written full width.
fn wide(c: char) -> char {
    match c {
        '\u{FF66}'..='\u{FF9D}' => std::iter::once(c).nfkc().next().unwrap_or(c),
        _ => c,
    }
}

/// Appends the folded form of one character: lower case, without accents.
pub fn fold(c: char, out: &mut String) {
    if c.is_ascii() {
        out.push(c.to_ascii_lowercase());
        return;
    }
    for lower in c.to_lowercase() {
        // Latin letters that Unicode does not decompose; the spellings are those of the usual romanisations.
        match lower {
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'ø' => out.push('o'),
            'ł' => out.push('l'),
            'đ' | 'ð' => out.push('d'),
            'þ' => out.push_str("th"),
            'ħ' => out.push('h'),
            'ı' => out.push('i'),
            'ŋ' => out.push('n'),
            'ŧ' => out.push('t'),
            // A letter of its own, which nobody leaves out (ё is mostly written е).
            'й' => out.push('й'),
            // The sigma that ends a word is no other letter.
            'ς' => out.push('σ'),
            // Hangul syllables stay whole: taken apart they would only grow.
            '\u{AC00}'..='\u{D7A3}' => out.push(lower),
            _ => {
                for plain in std::iter::once(lower).nfkd() {
                    if !accent(plain) {
                        out.extend(plain.to_lowercase());
                    }
                }
            }
        }
    }
}

/// Marks that readers leave out when they type: Latin, Greek and Cyrillic accents, Arabic and Hebrew vowel points.
fn accent(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{036F}' | '\u{0591}'..='\u{05C7}' | '\u{064B}'..='\u{065F}' | '\u{0670}' | '\u{1AB0}'..='\u{1AFF}' | '\u{20D0}'..='\u{20FF}')
}

/// The folded form of a whole text of one word, for comparing names and keys.
pub fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    text.chars().for_each(|c| fold(c, &mut out));
    out
}
