//! Where in a text a date could begin: the fast first pass.
//!
//! Takes a text; gives the places of digits and of words that may belong to a date. Most news text holds no date, so
//! nearly all time is spent here: one table says of every byte whether it is a digit, part of a word or neither, and a
//! second one, a set of bits over the first three letters, lets through only words that begin like one of the
//! vocabulary. Whether a word really is one is looked at by the caller.

/// Beginnings of all words at which the reading of a phrase starts.
const BEGINNINGS: &[&[u8; 3]] = &[
    b"jan", b"feb", b"mar", b"apr", b"may", b"jun", b"jul", b"aug", b"sep", b"oct", b"nov", b"dec", b"mon", b"tue",
    b"wed", b"thu", b"fri", b"sat", b"sun", b"tod", b"tom", b"ton", b"yes", b"yea", b"wee", b"qua", b"qtr", b"hal",
    b"day", b"cen", b"spr", b"sum", b"aut", b"fal", b"win", b"ago", b"chr", b"new", b"val", b"ind", b"box", b"bas",
    b"vet", b"arm", b"mor", b"aft", b"eve", b"nig", b"lat",
];

/// Letters that stand for a word when a digit follows: "Q3", "H1".
const BEFORE_DIGIT: &[u8] = b"qh";

const OTHER: u8 = 0;
const LETTER: u8 = 1;
const DIGIT: u8 = 2;
/// Bytes that go on with a word but do not begin one here: letters of other scripts, underscores.
const GLUE: u8 = 3;

const CLASSES: [u8; 256] = {
    let mut classes = [OTHER; 256];
    let mut b = 0;
    while b < 256 {
        let byte = b as u8;
        classes[b] = if byte.is_ascii_alphabetic() {
            LETTER
        } else if byte.is_ascii_digit() {
            DIGIT
        } else if byte == b'_' || (byte >= 0x80 && byte != 0xC2 && byte != 0xE2) {
            GLUE
        } else {
            OTHER
        };
        b += 1;
    }
    classes
};

/// Bit c of entry a * 32 + b is set if a word may begin with the letters a, b, c (1 to 26; 0 is any other byte).
const TRIPLES: [u32; 1024] = {
    let mut set = [0u32; 1024];
    let mut i = 0;
    while i < BEGINNINGS.len() {
        let [a, b, c] = *BEGINNINGS[i];
        set[((a & 31) as usize) * 32 + (b & 31) as usize] |= 1 << (c & 31);
        i += 1;
    }
    let mut i = 0;
    while i < BEFORE_DIGIT.len() {
        set[((BEFORE_DIGIT[i] & 31) as usize) * 32] |= u32::MAX;
        i += 1;
    }
    set
};

/// What stands at a place worth a look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sight {
    /// A digit.
    Digit,
    /// A word that begins like one of the vocabulary.
    Word,
}

/// The next place at or after `i` worth a look. `i` must not lie inside a word.
pub(super) fn glance(bytes: &[u8], mut i: usize) -> Option<(usize, Sight)> {
    loop {
        match CLASSES[usize::from(*bytes.get(i)?)] {
            OTHER => {
                // The other two bytes of a dash or curly quote, and the second of a no-break space, are no letters.
                i += match bytes[i] {
                    0xE2 => 3,
                    0xC2 => 2,
                    _ => 1,
                }
            }
            DIGIT => return Some((i, Sight::Digit)),
            LETTER => {
                if likely(bytes, i) {
                    return Some((i, Sight::Word));
                }
                i = skip_word(bytes, i);
            }
            _ => i = skip_word(bytes, i),
        }
    }
}

/// The end of the word, number or mixture of both that `i` lies in.
pub(super) fn skip_word(bytes: &[u8], mut i: usize) -> usize {
    while bytes.get(i).is_some_and(|b| CLASSES[usize::from(*b)] != OTHER) {
        i += 1;
    }
    i
}

fn likely(bytes: &[u8], i: usize) -> bool {
    let code = |j: usize| match bytes.get(j) {
        Some(b) if b.is_ascii_alphabetic() => usize::from(b & 31),
        _ => 0,
    };
    TRIPLES[code(i) * 32 + code(i + 1)] >> code(i + 2) & 1 == 1
}
