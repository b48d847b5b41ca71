//! Lists of words in small letters, and whether a word is on one: asked of every word of a text, so it must be fast.

/// Words in small letters; most words that are none of them are told by their first letter and their length.
#[derive(Debug)]
pub(crate) struct List {
    words: &'static [&'static str],
    /// For each first letter of ASCII the lengths in bytes that there are, as bits.
    lengths: [u32; 26],
    /// The same of all words that begin with another letter.
    others: u32,
}

/// A word of so many bytes or more shares the last bit with all longer ones.
const LONG: u32 = 31;

const fn bit(length: usize) -> u32 {
    1 << if length < LONG as usize { length as u32 } else { LONG }
}

impl List {
    pub(crate) const fn of(words: &'static [&'static str]) -> List {
        let (mut lengths, mut others) = ([0; 26], 0);
        let mut n = 0;
        while n < words.len() {
            let word = words[n].as_bytes();
            if word[0].is_ascii_lowercase() {
                lengths[(word[0] - b'a') as usize] |= bit(word.len());
            } else {
                others |= bit(word.len());
            }
            n += 1;
        }
        List { words, lengths, others }
    }

    /// Whether the word is one of them, in whatever case.
    pub(crate) fn has(&self, word: &str) -> bool {
        let Some(first) = word.bytes().next() else { return false };
        let letter = first.to_ascii_lowercase().wrapping_sub(b'a');
        let lengths = self.lengths.get(usize::from(letter)).copied().unwrap_or(self.others);
        if lengths & bit(word.len()) == 0 {
            return false;
        }
        if word.is_ascii() {
            return self.words.iter().any(|w| w.eq_ignore_ascii_case(word));
        }
        // In the letters listed, capitals are as long as small ones.
        let word = word.to_lowercase();
        self.words.contains(&word.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::List;

    #[test]
    fn words_in_whatever_case() {
        static LIST: List = List::of(&["mr", "núm", "éd", "г", "тыс", "bundeskanzleramtsgebäudeverwaltung"]);
        for word in ["mr", "MR", "Núm", "NÚM", "Éd", "Г", "Тыс", "Bundeskanzleramtsgebäudeverwaltung"] {
            assert!(LIST.has(word), "{word}");
        }
        for word in ["", "m", "mrs", "num", "e", "т", "тысяч", "1"] {
            assert!(!LIST.has(word), "{word}");
        }
    }
}
