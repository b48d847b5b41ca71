//! Words folded for comparing: lower case, no accents, no apostrophes, no periods.
//!
//! Takes a word as written, gives its folded bytes and a number that stands for them. A folded word lives on the stack, so
//! that folding every capitalised word of an archive allocates nothing. It is never shown to anybody.

use std::hash::Hasher;

use unicode_normalization::char::decompose_canonical;

/// Hash of short byte strings, eight bytes a step. The lists are fixed, so nobody can choose keys that collide.
#[derive(Clone, Copy, Default)]
pub struct ShortHash(u64);

impl ShortHash {
    fn mix(&mut self, value: u64) {
        self.0 = (self.0.rotate_left(5) ^ value).wrapping_mul(0x517c_c1b7_2722_0a95);
        // Without this a last letter could be undone by the length behind it: "given13" was "given138".
        self.0 ^= self.0 >> 32;
    }
}

impl Hasher for ShortHash {
    fn write(&mut self, bytes: &[u8]) {
        let (whole, rest) = bytes.as_chunks::<8>();
        for eight in whole {
            self.mix(u64::from_le_bytes(*eight));
        }
        if !rest.is_empty() {
            self.mix(rest.iter().rev().fold(0, |sum, &byte| sum << 8 | u64::from(byte)));
        }
        self.mix(bytes.len() as u64);
    }

    // Length prefixes of slices and the end marks of strings say nothing that `write` has not mixed in already.
    fn write_usize(&mut self, _: usize) {}
    fn write_u8(&mut self, _: u8) {}

    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 29)
    }
}

/// A word folded for looking up, kept on the stack. Longer words than any list holds are cut.
#[derive(Clone, Copy)]
pub struct Folded {
    bytes: [u8; Folded::ROOM],
    length: usize,
}

impl Folded {
    /// Bytes kept of a word.
    pub const ROOM: usize = 40;

    /// Nothing yet.
    pub fn new() -> Folded {
        Folded { bytes: [0; Folded::ROOM], length: 0 }
    }

    /// Folds one word.
    pub fn of(word: &str) -> Folded {
        let mut folded = Folded::new();
        folded.push(word);
        folded
    }

    /// Adds a word, folded.
    pub fn push(&mut self, word: &str) {
        let room = self.bytes.get_mut(self.length..self.length + word.len());
        if let Some(room) = room.filter(|_| word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')) {
            room.iter_mut().zip(word.bytes()).for_each(|(to, from)| *to = from.to_ascii_lowercase());
            self.length += word.len();
            return;
        }
        for c in word.chars() {
            if c.is_ascii() {
                if !matches!(c, '\'' | '.' | '`') {
                    self.put(c.to_ascii_lowercase() as u8);
                }
            } else {
                self.push_foreign(c);
            }
        }
    }

    fn push_foreign(&mut self, c: char) {
        for lower in c.to_lowercase() {
            match lower {
                '\u{2018}' | '\u{2019}' | '\u{2bb}' | '\u{2bf}' => {}
                'ø' => self.put(b'o'),
                'ł' => self.put(b'l'),
                'đ' | 'ð' => self.put(b'd'),
                'ı' => self.put(b'i'),
                'ß' => [b's', b's'].into_iter().for_each(|b| self.put(b)),
                'æ' => [b'a', b'e'].into_iter().for_each(|b| self.put(b)),
                'œ' => [b'o', b'e'].into_iter().for_each(|b| self.put(b)),
                'þ' => [b't', b'h'].into_iter().for_each(|b| self.put(b)),
                lower => decompose_canonical(lower, |part| {
                    if !unicode_normalization::char::is_combining_mark(part) {
                        let mut room = [0; 4];
                        part.encode_utf8(&mut room).bytes().for_each(|b| self.put(b));
                    }
                }),
            }
        }
    }

    fn put(&mut self, byte: u8) {
        if let Some(slot) = self.bytes.get_mut(self.length) {
            *slot = byte;
            self.length += 1;
        }
    }

    /// The folded bytes.
    pub fn bytes(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }

    /// A number that stands for the folded word wherever two words are compared.
    pub fn key(&self) -> u64 {
        key_of(self.bytes())
    }
}

/// The key of a word that is folded already.
pub fn key_of(folded: &[u8]) -> u64 {
    let mut hash = ShortHash::default();
    hash.write(folded);
    hash.finish()
}

impl Default for Folded {
    fn default() -> Folded {
        Folded::new()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::Folded;

    #[test]
    fn words_of_seven_and_eight_letters_had_the_same_key() {
        let words = (0..20_000).flat_map(|i| [format!("given{i}"), format!("smith{i}"), format!("longername{i}")]);
        let keys: HashSet<u64> = words.map(|word| Folded::of(&word).key()).collect();
        assert_eq!(keys.len(), 60_000);
    }
}
