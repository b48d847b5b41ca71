//! Text from archives -> text that is safe to show. Control characters could move the cursor, change colours or rename a
//! window; overrides of writing direction could make a name read backwards. Both are made visible instead.

/// Whether a character must not reach a terminal or page as it is.
pub fn dangerous(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{2028}' | '\u{2029}')
}

/// Appends text on one line: white space of any kind is one blank, dangerous characters are U+FFFD.
pub fn push_line(out: &mut String, text: &str) {
    let mut blank = out.is_empty() || out.ends_with([' ', '\n']);
    for c in text.chars() {
        if c.is_whitespace() {
            if !blank {
                out.push(' ');
            }
            blank = true;
        } else {
            out.push(if dangerous(c) { '\u{FFFD}' } else { c });
            blank = false;
        }
    }
}

/// Text on one line.
pub fn line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_line(&mut out, text);
    out.truncate(out.trim_end().len());
    out
}

/// A name or identifier: nothing is changed but dangerous characters, so that it can be typed as it is shown.
pub fn name(text: &str) -> String {
    text.chars().map(|c| if dangerous(c) { '\u{FFFD}' } else { c }).collect()
}

/// Appends text with its line breaks; tabs become blanks, dangerous characters U+FFFD.
pub fn push_block(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '\n' => out.push('\n'),
            '\r' => {}
            '\t' => out.push_str("    "),
            c if dangerous(c) => out.push('\u{FFFD}'),
            c => out.push(c),
        }
    }
}

/// JSON text in which dangerous characters are escaped; they can only stand inside strings.
pub fn json(text: &str) -> std::borrow::Cow<'_, str> {
    if !text.chars().any(dangerous) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if dangerous(c) && c != '\n' {
            out.push_str(&format!("\\u{:04x}", c as u32));
        } else {
            out.push(c);
        }
    }
    out.into()
}
