//! Runs of ASCII letters and digits that are tied, read at once: `Mexico's`, `U.S.`, `1,200.50`, `anti-war`, `AT&T`.
//!
//! Takes the first run of a chunk that begins and ends in ASCII; gives the very words that the general reading
//! ([`Words::read_chunk`]) gives, or None if the chunk is none of these, and then has changed nothing. It is here for
//! speed only, and must never decide anything of its own.

use std::ops::Range;

use super::run::{ALNUM, DIGIT, JOINER, LOWER, SEPARATOR, UPPER, WIDE, class, run};
use super::{LONGEST, Step, Word, Words, elided};

impl Words<'_> {
    /// Reads the chunk whose first run is `first`, of these classes. Words beyond its first wait in `pending`, without
    /// terms if none are wanted.
    pub(super) fn read_tied<const TERM: bool>(
        &mut self,
        first: Range<usize>,
        classes: u8,
        term: &mut String,
    ) -> Option<Step> {
        let text = self.text;
        let bytes = text.as_bytes();
        let tie = *bytes.get(first.end)?;
        let start = first.start;
        let position = self.position;
        match tie {
            b'.' if first.len() == 1 && classes & DIGIT == 0 => {
                let end = initials(bytes, start)?;
                self.at = end;
                self.position += 1;
                if TERM {
                    lowered(term, text.get(start..end)?.split('.'));
                }
                Some(Step { start, end, position, seen: None })
            }
            b'.' | b',' if classes == DIGIT => {
                let end = self.number(first.end)?;
                self.at = end;
                self.position += 1;
                if TERM {
                    lowered(term, text.get(start..end)?.split(','));
                }
                Some(Step { start, end, position, seen: Some(DIGIT) })
            }
            b'\'' | b'-' | b'&' => {
                let from = first.end + 1;
                let (end, more) = run(bytes, from);
                if end == from || end - start > LONGEST || !self.ends_plainly(end) {
                    return None;
                }
                let (left, right) = (text.get(first.clone())?, text.get(from..end)?);
                self.at = end;
                self.position += 1;
                let mut step = Step { start, end, position, seen: Some(classes | more) };
                match tie {
                    b'\'' if right.eq_ignore_ascii_case("s") => {
                        step.end = first.end;
                        step.seen = Some(classes);
                        if TERM {
                            lowered(term, [left]);
                        }
                    }
                    b'\'' => {
                        if TERM {
                            lowered(term, [left, right]);
                        }
                        if elided(left) && right.len() >= 3 {
                            self.later::<TERM>(&[right], from..end, position);
                        }
                    }
                    b'-' => {
                        step.end = first.end;
                        step.seen = Some(classes);
                        if TERM {
                            lowered(term, [left]);
                        }
                        self.later::<TERM>(&[right], from..end, position + 1);
                        self.position += 1;
                        if (classes | more) & DIGIT == 0 {
                            self.later::<TERM>(&[left, right], start..end, position);
                        }
                    }
                    _ => {
                        if TERM {
                            lowered(term, [left, "&", right]);
                        }
                    }
                }
                Some(step)
            }
            _ => None,
        }
    }

    /// Where a number with groups of three, a fraction or both ends, given the end of its first run; None if something
    /// else is tied to it.
    fn number(&self, first: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let digits = |from: usize| match run(bytes, from) {
            (end, DIGIT) => Some(end),
            _ => None,
        };
        let mut end = first;
        while bytes.get(end) == Some(&b',')
            && let Some(next) = digits(end + 1).filter(|next| next - end == 4)
        {
            end = next;
        }
        if bytes.get(end) == Some(&b'.')
            && let Some(next) = digits(end + 1)
        {
            end = next;
        }
        (end > first && end - self.at <= LONGEST && self.ends_plainly(end)).then_some(end)
    }

    /// Keeps a word to be handed out before those that were kept already.
    fn later<const TERM: bool>(&mut self, parts: &[&str], at: Range<usize>, position: usize) {
        let mut term = String::new();
        if TERM {
            lowered(&mut term, parts.iter().copied());
        }
        self.pending.push(Word { term, start: at.start, end: at.end, position });
    }
}

/// Where initials end that begin with the letter here, their last stop included; None if they are none, or something
/// else is tied to them.
fn initials(bytes: &[u8], start: usize) -> Option<usize> {
    let letter = |at: usize| class(bytes, at) & (LOWER | UPPER) != 0 && class(bytes, at + 1) & ALNUM == 0;
    let mut at = start;
    while at - start < LONGEST && letter(at) {
        // A letter with its stop; without one only the last.
        if bytes.get(at + 1) != Some(&b'.') {
            let next = class(bytes, at + 1);
            let free = next == SEPARATOR || next == JOINER && class(bytes, at + 2) & (ALNUM | WIDE) == 0;
            return (free && at > start).then_some(at + 1);
        }
        at += 2;
        if class(bytes, at) & (ALNUM | WIDE) == 0 {
            return (at - start > 2).then_some(at);
        }
    }
    None
}

/// Writes the parts as one term.
fn lowered<'a>(term: &mut String, parts: impl IntoIterator<Item = &'a str>) {
    term.clear();
    for part in parts {
        term.push_str(part);
    }
    term.make_ascii_lowercase();
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{Glances, Word, Words};

    /// All words, none of them read at once.
    fn slowly(text: &str) -> Vec<Word> {
        let mut words = Words::new(text);
        let mut read = Vec::new();
        loop {
            while let Some(word) = words.pending.pop() {
                read.push(word);
            }
            let bytes = text.as_bytes();
            let from = words.at;
            let skipped = bytes[from..].iter().take_while(|b| !b.is_ascii_alphanumeric() && b.is_ascii()).count();
            let parted = (from..from + skipped).any(|n| bytes[n] == b'\n' && super::super::ends_paragraph(bytes, n));
            words.position += usize::from(parted && words.position > 0);
            words.at += skipped;
            if words.at == text.len() {
                return read;
            }
            words.read_chunk(words.at);
        }
    }

    proptest! {
        #![proptest_config(crate::property::cases(2000))]
        #[test]
        fn what_is_read_at_once_is_what_is_read_with_thought(
            text in "([aBs1é](.[aBs1é’ '.,&\n-]|[ '.,&\n-]){0,4}){0,9}",
        ) {
            let words: Vec<Word> = Words::new(&text).collect();
            prop_assert_eq!(&words, &slowly(&text));
            let seen: Vec<_> = Glances::new(&text).map(|g| (g.start, g.end, g.position, g.upper, g.lower)).collect();
            let printed = |w: &Word| {
                let text = &text[w.start..w.end];
                (w.start, w.end, w.position, text.contains(char::is_uppercase), text.contains(char::is_lowercase))
            };
            prop_assert_eq!(seen, words.iter().map(printed).collect::<Vec<_>>());
        }
    }

    #[test]
    fn chunks_that_are_read_at_once() {
        for text in [
            "Mexico's",
            "MEXICO'S",
            "O'Brien",
            "dell'arte",
            "Nell'anno",
            "quell's",
            "don't",
            "I'll",
            "U.S.",
            "U.S",
            "U.S.-based",
            "U.S.A",
            "a.m.,",
            "J.Smith",
            "U.S.é",
            "1,200",
            "1,200.50",
            "3.5",
            "3.5.1",
            "1,20",
            "1,200,30",
            "3.5m",
            "anti-war",
            "1914-18",
            "F-16",
            "state-of-the",
            "AT&T",
            "AT&T's",
            "x.1",
            "1.x",
            "1'2",
            "s's",
            "a-b's",
            "1,200-1,300",
        ] {
            assert_eq!(Words::new(text).collect::<Vec<_>>(), slowly(text), "{text}");
        }
    }
}
