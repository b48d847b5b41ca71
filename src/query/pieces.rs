//! Pieces of a query text told by their letters alone: quotation marks, boosts, openings, regular expressions, addresses,
//! numbers.
//!
//! Takes a text; gives how much of its beginning (or end) is such a piece. It knows no tokens.

use super::complaint::excerpt;

/// The farthest that words may stand from each other, the longest opening, the most occurrences.
pub(super) const FARTHEST: u32 = 9_999;
/// Characters of a regular expression.
const LONGEST_REGEX: usize = 500;

pub(super) fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\u{201C}' | '\u{201D}' | '\u{201E}' | '\u{201F}' | '«' | '»' | '\u{FF02}')
        || matches!(c, '「' | '」' | '『' | '』' | '｢' | '｣')
}

pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() || c.is_control()
}

/// The length of `(5)` at the beginning of a text.
pub(super) fn numbered(text: &str) -> Option<usize> {
    let rest = text.strip_prefix('(')?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    (digits > 0 && rest[digits..].starts_with(')')).then_some(digits + 2)
}

/// `word^2` -> `word`, `2`.
pub(super) fn split_boost(run: &str) -> (&str, Option<&str>) {
    let number = run.bytes().rev().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
    let (body, number) = run.split_at(run.len() - number);
    let well = number.starts_with(|c: char| c.is_ascii_digit()) && number.parse::<f64>().is_ok();
    match body.strip_suffix('^').filter(|body| well && !body.is_empty()) {
        Some(body) => (body, Some(number)),
        None => (run, None),
    }
}

/// The length of `/F50/` at the beginning of a text.
pub(super) fn opening(text: &str) -> Option<usize> {
    let rest = text.strip_prefix("/F").or_else(|| text.strip_prefix("/f"))?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    (digits > 0 && rest[digits..].starts_with('/')).then_some(digits + 3)
}

/// The length of `/regex/` at the beginning of a text. It holds no blank and no other slash, and ends before a blank, a
/// parenthesis or a boost, so that a path or a date is none.
pub(super) fn regex(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('/')?;
    let mut escaped = false;
    for (at, c) in inner.char_indices().take(LONGEST_REGEX) {
        match c {
            _ if is_blank(c) => return None,
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '/' => {
                let behind = inner[at + 1..].chars().next();
                let ends = at > 0 && behind.is_none_or(|c| is_blank(c) || c == ')' || c == '^');
                return ends.then_some(at + 2);
            }
            _ => {}
        }
    }
    None
}

/// A number from digits within the bounds; a sentence if it did not lie there. No digits are the least.
pub(super) fn clamped(digits: &str, least: u32) -> (u32, Option<String>) {
    if digits.is_empty() {
        return (least, None);
    }
    match digits.parse::<u32>() {
        Ok(number) if number < least => (least, Some(format!("{number} is too small; read as {least}"))),
        Ok(number) if number <= FARTHEST => (number, None),
        _ => (FARTHEST, Some(format!("\"{}\" is too big; read as {FARTHEST}", excerpt(digits)))),
    }
}

/// The length of the address of the web at the beginning of a text. Parentheses belong to it, but for one that closes
/// what was opened before it.
pub(super) fn address(text: &str) -> usize {
    let mut open = 0u32;
    for (at, c) in text.char_indices() {
        match c {
            '(' => open += 1,
            ')' if open == 0 => return at,
            ')' => open -= 1,
            '|' | '<' | '>' => return at,
            _ if is_blank(c) || is_quote(c) => return at,
            _ => {}
        }
    }
    text.len()
}
