//! The sentence rules of Unicode (UAX 29, SB6 to SB11) about one stop whose neighbours are ASCII, without its tables.
//!
//! Takes the text up to and with a stop and what follows it; says where Unicode lets the next sentence begin. It is here
//! for speed only: it must never say anything but what the tables say, and says nothing where it is not sure.

/// Where behind the stop that ends `before` the next sentence would begin, in bytes of `ahead` up to its first letter or
/// digit; None inside if there is no end of a sentence. None outside if this is a question for the tables.
pub(super) fn plain(before: &str, ahead: &str) -> Option<Option<usize>> {
    let (mut stop, before) = before.as_bytes().split_last()?;
    let ahead = ahead.as_bytes();
    // What the tables would be shown of what stands before.
    let mut shown = before.iter().rev().take(8).take_while(|b| !blank(**b));
    if !stops(*stop) || shown.any(|b| !b.is_ascii()) {
        return None;
    }
    let first = ahead.iter().position(|b| b.is_ascii_alphanumeric() || !b.is_ascii());
    let next = first.and_then(|n| ahead.get(n));
    if next.is_some_and(|b| !b.is_ascii()) {
        return None;
    }
    let between = ahead.get(..first.unwrap_or(ahead.len())).unwrap_or_default();
    let another = |from: usize| between.iter().skip(from).position(|b| stops(*b)).map(|n| from + n);
    let mut letter_before = before.last().is_some_and(u8::is_ascii_alphabetic);
    let mut at = 0;
    loop {
        // SB9, SB10: closing marks, then blanks, still belong to the sentence.
        let begin = at;
        at += between.iter().skip(at).take_while(|b| closes(**b)).count();
        at += between.iter().skip(at).take_while(|b| blank(**b)).count();
        match between.get(at) {
            // SB8a: another stop goes on, and so do these, behind which only another stop can end a sentence.
            Some(b) if stops(*b) => {}
            Some(b',' | b'-' | b':' | b';') => match another(at) {
                Some(found) => at = found,
                None => return Some(None),
            },
            Some(_) => {
                // SB8: so does a small letter, unless another stop stands between.
                let goes_on = *stop == b'.' && next.is_some_and(u8::is_ascii_lowercase) && another(at).is_none();
                return Some((!goes_on).then_some(at));
            }
            None => {
                let Some(next) = next else { return Some(None) };
                // SB6, SB7: 3.5, U.S
                let close = at == begin && (next.is_ascii_digit() || letter_before && next.is_ascii_uppercase());
                let goes_on = *stop == b'.' && (next.is_ascii_lowercase() || close);
                return Some((!goes_on).then_some(at));
            }
        }
        stop = between.get(at)?;
        letter_before = false;
        at += 1;
    }
}

fn stops(b: u8) -> bool {
    matches!(b, b'.' | b'?' | b'!')
}

fn closes(b: u8) -> bool {
    matches!(b, b'"' | b'\'' | b'(' | b')' | b'[' | b']' | b'{' | b'}')
}

/// A blank, or the end of a line, which counts as one.
fn blank(b: u8) -> bool {
    matches!(b, b'\t'..=b'\r' | b' ')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    use super::plain;

    proptest! {
        #![proptest_config(crate::property::cases(2000))]
        #[test]
        fn says_what_the_tables_say(
            before in "[aB1\"' .,(]{0,4}",
            stop in "[.?!]",
            ahead in "([\"'(\\]}] {0,2}|[.?!,:; \n\t\u{b}%$*/_&-]){0,7}[aB1]?",
        ) {
            let shown = before.rsplit(char::is_whitespace).next().unwrap_or_default();
            let near = format!("{shown}{stop}{ahead}").replace('\n', " ");
            let behind = shown.len() + 1;
            let mut bounds = near.split_sentence_bound_indices().map(|(n, _)| n);
            let expected = bounds.find(|n| *n >= behind).map(|n| n - behind);
            prop_assert_eq!(plain(&format!("{before}{stop}"), &ahead), Some(expected), "{:?}", near);
        }

        #[test]
        fn leaves_the_rest_to_the_tables(before in ".{0,9}[.?!。é]", ahead in "\\PC{0,9}") {
            let near = |b: &char| !b.is_ascii();
            let end = ahead.find(|c: char| c.is_alphanumeric()).unwrap_or(ahead.len());
            if !before.ends_with(['.', '?', '!']) || ahead[..end].contains(|c| near(&c)) {
                prop_assert_eq!(plain(&before, &ahead), None);
            }
        }
    }
}
