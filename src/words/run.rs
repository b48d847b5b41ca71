//! Bytes -> runs of ASCII letters and digits, and the classes of what is in them.
//!
//! Takes bytes and a place in them; knows nothing of words, and must never call a byte of another script a letter.

// What a byte is. Classes of letters and digits are bits, so that those of a word can be gathered.
pub(super) const SEPARATOR: u8 = 0;
pub(super) const DIGIT: u8 = 1;
pub(super) const LOWER: u8 = 2;
pub(super) const UPPER: u8 = 4;
pub(super) const ALNUM: u8 = DIGIT | LOWER | UPPER;
pub(super) const JOINER: u8 = 8;
pub(super) const WIDE: u8 = 16;

/// The class of every byte.
pub(super) const CLASS: [u8; 256] = {
    let mut table = [SEPARATOR; 256];
    let mut i = 0;
    while i < 256 {
        table[i] = match i as u8 {
            b'0'..=b'9' => DIGIT,
            b'a'..=b'z' => LOWER,
            b'A'..=b'Z' => UPPER,
            b'\'' | b'.' | b',' | b'&' | b'-' => JOINER,
            0x80.. => WIDE,
            _ => SEPARATOR,
        };
        i += 1;
    }
    table
};

/// The class of the byte at this place; of a place behind the end, that of what separates words.
pub(super) fn class(bytes: &[u8], at: usize) -> u8 {
    bytes.get(at).map_or(SEPARATOR, |b| CLASS[usize::from(*b)])
}

/// Where the run of ASCII letters and digits ends that begins here, and the classes of what is in it.
#[inline]
pub(super) fn run(bytes: &[u8], start: usize) -> (usize, u8) {
    let (mut end, mut seen) = (start, 0);
    // Eight bytes at a time: most words are shorter, and where they end no branch can foretell.
    while let Some(eight) = bytes.get(end..).and_then(|rest| rest.first_chunk()) {
        let (length, classes) = run_of_eight(u64::from_le_bytes(*eight));
        seen |= classes;
        end += length;
        if length < 8 {
            return (end, seen);
        }
    }
    while let Some(b) = bytes.get(end) {
        let class = CLASS[usize::from(*b)];
        if class & ALNUM == 0 {
            break;
        }
        seen |= class;
        end += 1;
    }
    (end, seen)
}

/// How many of eight bytes, from the lowest, are ASCII letters and digits before the first that is none, and the classes
/// of these.
#[inline]
fn run_of_eight(bytes: u64) -> (usize, u8) {
    const EACH: u64 = 0x0101_0101_0101_0101;
    const TOP: u64 = 0x80 * EACH;
    // The highest bit of every byte says whether it is at least, or above, what was asked; none of the sums carries over.
    let low = bytes & !TOP;
    let small = low | (0x20 * EACH);
    let letter = (small + (0x80 - b'a' as u64) * EACH) & !(small + (0x7F - b'z' as u64) * EACH) & !bytes & TOP;
    let digit = (low + (0x80 - b'0' as u64) * EACH) & !(low + (0x7F - b'9' as u64) * EACH) & !bytes & TOP;
    let other = (letter | digit) ^ TOP;
    // The bits of the bytes before the first other one.
    let before = (other & other.wrapping_neg()).wrapping_sub(1);
    let capital = letter & !(bytes << 2);
    let is = |of: u64, class: u8| if of & before == 0 { 0 } else { class };
    let classes = is(digit, DIGIT) | is(letter & !capital, LOWER) | is(capital, UPPER);
    (other.trailing_zeros() as usize / 8, classes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{CLASS, run, run_of_eight};

    proptest! {
        #![proptest_config(crate::property::cases(2000))]
        #[test]
        fn runs_end_where_the_table_says(bytes in prop::collection::vec(any::<u8>(), 0..20), letters in "[a-zA-Z0-9]{0,12}") {
            let bytes = [letters.as_bytes(), &bytes].concat();
            let length = bytes.iter().take_while(|b| b.is_ascii_alphanumeric()).count();
            let classes = bytes[..length].iter().fold(0, |seen, b| seen | CLASS[usize::from(*b)]);
            prop_assert_eq!(run(&bytes, 0), (length, classes));
        }
    }

    #[test]
    fn every_byte_has_its_class() {
        for byte in 0..=255_u8 {
            for place in 0..8 {
                let mut eight = *b"aaaaaaaa";
                eight[place] = byte;
                let length = if byte.is_ascii_alphanumeric() { 8 } else { place };
                let classes = eight[..length].iter().fold(0, |seen, b| seen | CLASS[usize::from(*b)]);
                assert_eq!(run_of_eight(u64::from_le_bytes(eight)), (length, classes), "{byte} at {place}");
            }
        }
    }
}
