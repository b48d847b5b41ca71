//! What is nearly JSON -> JSON, where it is plain what was meant.
//!
//! Takes the text of one value that a strict reader refused. Halves of surrogate pairs become U+FFFD, control characters
//! in strings are escaped, numbers beyond any machine become strings of their digits. Everything else stays as it is; the
//! strict reader decides whether that is enough. It is never asked about text that is JSON already.

/// The doubt to note on an article read from mended text.
pub(super) const MENDED: &str = "not quite JSON; characters and numbers that JSON forbids were mended";

/// The text mended; None if there is nothing to mend.
pub(super) fn mended(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(text.len() + 16);
    // Up to here the text was taken over.
    let mut done = 0;
    let mut at = 0;
    let mut quoted = false;
    while let Some(&byte) = bytes.get(at) {
        let (width, instead) = match byte {
            b'"' => {
                quoted = !quoted;
                (1, None)
            }
            b'\\' if quoted => escape(&bytes[at..]),
            0..0x20 if quoted => (1, Some(format!("\\u{byte:04x}"))),
            b'-' | b'0'..=b'9' if !quoted => number(&text[at..]),
            _ => (1, None),
        };
        if let Some(instead) = instead {
            out.push_str(&text[done..at]);
            out.push_str(&instead);
            done = at + width;
        }
        at += width;
    }
    out.push_str(text.get(done..).unwrap_or_default());
    (done > 0).then_some(out)
}

/// Bytes of the escape at the head, and what to write instead: of a surrogate without its other half, U+FFFD.
fn escape(bytes: &[u8]) -> (usize, Option<String>) {
    let unit = |at: usize| {
        let digits = bytes.get(at..at + 6)?.strip_prefix(b"\\u")?;
        u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
    };
    match (unit(0), unit(6)) {
        (Some(0xD800..0xDC00), Some(0xDC00..0xE000)) => (12, None),
        (Some(0xD800..0xE000), _) => (6, Some("\\ufffd".to_string())),
        (Some(_), _) => (6, None),
        (None, _) => (2, None),
    }
}

/// Bytes of the number at the head, and what to write instead of one that no machine can hold.
fn number(text: &str) -> (usize, Option<String>) {
    let width = text.bytes().take_while(|b| matches!(b, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E')).count();
    let digits = &text[..width];
    let endless = digits.parse::<f64>().is_ok_and(f64::is_infinite);
    (width, endless.then(|| format!("\"{digits}\"")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_json_forbids_is_mended() {
        for (given, expected) in [
            (r#"{"a":"x\ud83dy"}"#, Some(r#"{"a":"x\ufffdy"}"#)),
            (r#"{"a":"\ud83d\ude00 \ude00\ud83d"}"#, Some(r#"{"a":"\ud83d\ude00 \ufffd\ufffd"}"#)),
            ("{\"a\":\"x\u{0}\ty\\\"\"}\n", Some("{\"a\":\"x\\u0000\\u0009y\\\"\"}\n")),
            (r#"{"a":1e999,"b":[-1E999]}"#, Some(r#"{"a":"1e999","b":["-1E999"]}"#)),
            (r#"{"a":"1e999 \\ud83d", "b": 1e3}"#, None),
            ("{\"é\": \"\\", None),
            ("", None),
        ] {
            assert_eq!(mended(given).as_deref(), expected, "{given}");
        }
    }
}
