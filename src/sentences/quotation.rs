//! Quotations: where they open and close in a paragraph, in the marks of all languages that are read.
//!
//! English “...” and "...", German „...“ and »...«, French and Spanish « ... » and «...», Russian «...». The corner brackets
//! of Chinese and Japanese are no quotations here: what they close is told by what follows (see [`super::rules`]).

use std::ops::Range;

/// Whether the character opens what another will close.
pub(super) fn opening(c: char) -> bool {
    matches!(c, '“' | '‘' | '„' | '«' | '(' | '[' | '（' | '「' | '『' | '《' | '〈' | '【')
}

/// Whether the character closes what another opened.
pub(super) fn closes(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | '”' | '’' | '»' | '«' | '“' | '‘' | ')' | ']' | '}' | '）' | '」' | '』' | '》' | '〉' | '】'
    )
}

/// The quotations opened and closed in a paragraph. One left open (the next paragraph goes on with it) is none.
pub(super) fn quotations(text: &str, block: &Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut open: Option<(usize, char)> = None;
    let held = &text[block.clone()];
    // The first byte of every mark used: '"', the guillemets, the curly quotes.
    for n in memchr::memchr3_iter(b'"', 0xC2, 0xE2, held.as_bytes()) {
        let Some(mark) = held[n..].chars().next().filter(|c| matches!(c, '"' | '“' | '”' | '„' | '«' | '»'))
        else {
            continue;
        };
        let blank_before =
            held[..n].chars().next_back().is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '—' | '-'));
        let blank_after = held[n + mark.len_utf8()..].chars().next().is_none_or(char::is_whitespace);
        let opens = match mark {
            '"' if blank_before == blank_after => open.is_none(),
            '"' => blank_before,
            '“' => open.is_none_or(|(_, by)| by != '„'),
            // »German« turns them around.
            '»' => open.is_none() && blank_before && !blank_after,
            '«' => open.is_none_or(|(_, by)| by != '»'),
            _ => mark == '„',
        };
        match (opens, open) {
            (true, _) => open = Some((block.start + n, mark)),
            (false, Some((start, _))) => {
                found.push(start..block.start + n + mark.len_utf8());
                open = None;
            }
            (false, None) => {}
        }
    }
    found
}
