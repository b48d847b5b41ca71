//! Bytes -> text. UTF-8 where it is UTF-8; else what a detector finds, and the reader is told that it was a guess.
//!
//! Works on one record at a time, so that a file of mixed encodings still gives all its articles. It never drops a
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
}

impl Decoded<'_> {
    /// The doubt to note on an article read from this text.
    pub fn doubt(&self) -> Option<String> {
        self.guessed.map(|name| format!("not UTF-8; read as {name}, which is a guess"))
    }
}

/// Decodes one record.
pub fn decode(bytes: &[u8]) -> Decoded<'_> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Decoded { text: Cow::Borrowed(text), guessed: None },
        Err(_) => {
            let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
            detector.feed(bytes, true);
            let encoding = detector.guess(None, Utf8Detection::Deny);
            let (text, _) = encoding.decode_without_bom_handling(bytes);
            Decoded { text: Cow::Owned(text.into_owned()), guessed: Some(encoding.name()) }
        }
    }
}
