//! Character references and control characters in marked-up text.
//!
//! Takes text as it stands between tags and gives the characters it means: `&lt;` becomes `<`, and control characters,
//! which wire services used for their printers, are dropped. A reference it does not know stays as it is. It never
//! touches a tag and never fails.

use std::borrow::Cow;

/// The text with its references resolved and its control characters dropped.
pub(super) fn resolve(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let Some(mut at) = special(bytes, 0) else {
        return Cow::Borrowed(text);
    };
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    while let Some(found) = special(bytes, at) {
        at = found;
        out.push_str(&text[from..at]);
        let rest = &text[at..];
        let taken = if rest.starts_with('&') { reference(rest, &mut out) } else { control(rest, &mut out, 1) };
        at += taken;
        from = at;
    }
    out.push_str(&text[from..]);
    Cow::Owned(out)
}

/// White space of any kind, line breaks too, as single spaces.
pub(super) fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// A short quotation of a source's text for reasons and doubts.
pub(super) fn excerpt(text: &str) -> String {
    const LONGEST: usize = 60;
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(LONGEST * 4).collect();
    let line = one_line(&text);
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}...", &line[..end]),
        None => line,
    }
}

/// The first byte from here on that is no mere text.
fn special(bytes: &[u8], from: usize) -> Option<usize> {
    const TOGETHER: usize = 64;
    let mut at = from;
    for some in bytes.get(from..)?.chunks(TOGETHER) {
        // All of them are asked, without a way out in between, which the processor does many at a time.
        if some.iter().fold(false, |any, b| any | is_special(*b)) {
            return some.iter().position(|b| is_special(*b)).map(|n| at + n);
        }
        at += some.len();
    }
    None
}

fn is_special(byte: u8) -> bool {
    byte == b'&' || is_control(u32::from(byte))
}

fn is_control(code: u32) -> bool {
    (code < 32 && !matches!(code, 9 | 10 | 13)) || code == 127
}

/// Resolves the reference at the head of `rest` and says how many bytes it took.
fn reference(rest: &str, out: &mut String) -> usize {
    const LONGEST: usize = 32;
    let end = rest.bytes().take(LONGEST).position(|b| b == b';').map(|p| p + 1);
    let Some(end) = end else {
        out.push('&');
        return 1;
    };
    let name = &rest[1..end - 1];
    if let Some(digits) = name.strip_prefix('#') {
        let code = match digits.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok(),
            None => digits.parse::<u32>().ok(),
        };
        return match code {
            Some(127) => control("\u{7f}", out, end),
            Some(27) => control_sequence(rest, end),
            Some(code) if is_control(code) => end,
            // The C1 range never means control characters in references; browsers read it as Windows-1252 too.
            Some(code @ 128..=159) => {
                let byte = [code as u8];
                let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&byte);
                out.push_str(&text);
                end
            }
            Some(code) => match char::from_u32(code) {
                Some(c) => {
                    out.push(c);
                    end
                }
                None => verbatim(rest, end, out),
            },
            None => verbatim(rest, end, out),
        };
    }
    match name {
        "lt" => out.push('<'),
        "gt" => out.push('>'),
        "amp" => out.push('&'),
        "quot" => out.push('"'),
        // ISO names of the TREC disks which HTML never took over.
        "hyph" => out.push('-'),
        "blank" => out.push(' '),
        _ => {
            let whole = &rest[..end];
            if name.bytes().all(|b| b.is_ascii_alphanumeric()) {
                out.push_str(&html_escape::decode_html_entities(whole));
            } else {
                out.push('&');
                return 1;
            }
        }
    }
    end
}

fn verbatim(rest: &str, end: usize, out: &mut String) -> usize {
    out.push_str(&rest[..end]);
    end
}

/// A control character of `width` bytes. ESC takes its terminal sequence along, the others vanish.
fn control(rest: &str, out: &mut String, width: usize) -> usize {
    match rest.as_bytes().first() {
        Some(27) => control_sequence(rest, width),
        // DEL stands where a character was lost in transmission: without a space the words beside it would be glued.
        Some(127) => {
            if out.chars().next_back().is_some_and(|c| !c.is_whitespace()) {
                out.push(' ');
            }
            width
        }
        _ => width,
    }
}

/// How long an escape sequence such as `ESC [ B` is, of which the ESC itself takes `width` bytes.
fn control_sequence(rest: &str, width: usize) -> usize {
    let after = rest.as_bytes().get(width..).unwrap_or_default();
    let Some((b'[', after)) = after.split_first() else {
        return width;
    };
    let digits = after.iter().take_while(|b| b.is_ascii_digit() || **b == b';').count();
    match after.get(digits) {
        Some(b) if b.is_ascii_alphabetic() => width + 1 + digits + 1,
        _ => width,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_and_controls() {
        for (given, expected) in [
            ("plain", "plain"),
            ("Tate &amp; Lyle &lt;TLL>", "Tate & Lyle <TLL>"),
            ("&#2;\nText&#3;", "\nText"),
            ("dlr&#127;loan", "dlr loan"),
            ("the&#127; end&#127;&#127;", "the  end "),
            ("A&#27;[B SHARE", "A SHARE"),
            ("caf&eacute; &#233;&#xE9; &#146;s &hyph;", "café éé ’s -"),
            ("AT&T; & R&D &nosuch; &#99999999; &", "AT&T; & R&D &nosuch; &#99999999; &"),
            ("a\u{0}b\u{1b}[31mc\td", "abc\td"),
        ] {
            assert_eq!(resolve(given), expected, "{given}");
        }
    }

    #[test]
    fn excerpts_are_short() {
        assert_eq!(excerpt(" a\n\tb "), "a b");
        assert_eq!(excerpt(&"é".repeat(70)), format!("{}...", "é".repeat(60)));
    }
}
