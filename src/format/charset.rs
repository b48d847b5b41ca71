//! Bytes -> text. UTF-8 where it is UTF-8; else what a detector finds, and the reader is told that it was a guess.
//!
//! Where nearly all that is not ASCII is UTF-8, a few bad bytes do not make the rest another encoding: those bytes alone
//! are guessed. Works on one record at a time, so that a file of mixed encodings still gives all its articles. It never drops a
//! byte and never fails: every byte of a single-byte encoding is some character.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};

/// A decoded record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// The text, without a byte order mark.
    pub text: Cow<'a, str>,
    /// Name of the encoding that was guessed, None if the bytes were UTF-8.
    pub guessed: Option<&'static str>,
    /// Whether only some bytes were guessed, because the rest is UTF-8.
    pub partly: bool,
}

impl Decoded<'_> {
    /// The doubt to note on an article read from this text.
    pub fn doubt(&self) -> Option<String> {
        let what = if self.partly { "UTF-8 but for some bytes; those" } else { "not UTF-8;" };
        self.guessed.map(|name| format!("{what} read as {name}, which is a guess"))
    }
}

/// Decodes one record.
pub fn decode(bytes: &[u8]) -> Decoded<'_> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Decoded { text: Cow::Borrowed(text), guessed: None, partly: false },
        Err(_) if mostly_utf8(bytes) => {
            let guess = encoding_rs::WINDOWS_1252;
            let mut text = String::with_capacity(bytes.len() + 16);
            for chunk in bytes.utf8_chunks() {
                text.push_str(chunk.valid());
                text.push_str(&guess.decode_without_bom_handling(chunk.invalid()).0);
            }
            Decoded { text: Cow::Owned(text), guessed: Some(guess.name()), partly: true }
        }
        Err(_) => {
            let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
            detector.feed(bytes, true);
            let encoding = detector.guess(None, Utf8Detection::Deny);
            let (text, _) = encoding.decode_without_bom_handling(bytes);
            Decoded { text: Cow::Owned(text.into_owned()), guessed: Some(encoding.name()), partly: false }
        }
    }
}

/// Whether most of what is not ASCII is UTF-8. Text of another encoding holds such sequences by chance only, and many
/// more that are none.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    // Of one and one, the character is the better witness: the chance that stray bytes make one is small.
    good >= bad.saturating_mul(4) || (bad == 1 && good > 0)
}
