//! Bytes -> text. UTF-8 where it is UTF-8; else what a detector finds, and the reader is told that it was a guess.
//!
//! The detector is that of a browser, which meets neither what old Macs wrote (judged here by what stands beside each
//! character, see [`macintosh`]) nor, for fear of attacks, Japanese in seven bits (told by its escape sequences).
//!
//! Where nearly all that is not ASCII is UTF-8, a few bad bytes do not make the rest another encoding: those bytes alone
//! are guessed. Works on one record at a time, so that a file of mixed encodings still gives all its articles. It never drops a
//! byte and never fails: every byte of a single-byte encoding is some character.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::Encoding;
use memchr::{memchr, memmem};

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
    if seven_bit_japanese(bytes) {
        let encoding = encoding_rs::ISO_2022_JP;
        let (text, wrong) = encoding.decode_without_bom_handling(bytes);
        if !wrong {
            return Decoded { text, guessed: Some(encoding.name()), partly: false };
        }
    }
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
            let mut encoding = detector.guess(None, Utf8Detection::Deny);
            if encoding.is_single_byte() && macintosh(bytes, encoding) {
                encoding = encoding_rs::MACINTOSH;
            }
            let (text, _) = encoding.decode_without_bom_handling(bytes);
            Decoded { text: Cow::Owned(text.into_owned()), guessed: Some(encoding.name()), partly: false }
        }
    }
}

/// Whether the text turns to Japanese and back by the escape sequences of ISO-2022-JP (RFC 1468).
fn seven_bit_japanese(bytes: &[u8]) -> bool {
    let turns = |sequence: &[u8]| memmem::find(bytes, sequence).is_some();
    memchr(0x1B, bytes).is_some() && (turns(b"\x1B$B") || turns(b"\x1B$@")) && bytes.is_ascii()
}

/// Bytes looked at to tell Mac Roman from what the detector found.
const SAMPLE: usize = 64 << 10;

/// Whether the text reads better as Mac Roman than in the encoding that was guessed. The guess stands where nothing
/// speaks against it.
fn macintosh(bytes: &[u8], guess: &'static Encoding) -> bool {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let accents = sample.windows(3).filter(|w| !w[1].is_ascii() && w[0].is_ascii() && w[2].is_ascii()).count();
    let all = sample.iter().filter(|b| !b.is_ascii()).count();
    // Of scripts other than Latin whole words are no ASCII.
    accents * 2 > all && plausible(sample, encoding_rs::MACINTOSH) > plausible(sample, guess)
}

/// How well the characters that are not ASCII fit between their neighbours: letters stand among letters, capitals at
/// the beginning of words or among capitals, apostrophes between letters, quotation marks and dashes at their ends;
/// what nobody prints (control characters) stands nowhere. Only bytes that are alone among ASCII are judged.
fn plausible(bytes: &[u8], encoding: &'static Encoding) -> i64 {
    let fits = |stands_right: bool| if stands_right { 2 } else { -2 };
    let mut sum = 0;
    // Of one byte a character, so that they go side by side.
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    for (window, c) in bytes.windows(3).zip(text.chars().skip(1)) {
        let [before, byte, after] = *window else { continue };
        if byte.is_ascii() || !before.is_ascii() || !after.is_ascii() {
            continue;
        }
        let inside = before.is_ascii_alphabetic() && after.is_ascii_alphabetic();
        let opens = before.is_ascii_whitespace() || matches!(before, b'(' | b'[' | b'-');
        let closes = after.is_ascii_whitespace() || after.is_ascii_punctuation();
        sum += match c {
            '\u{80}'..='\u{9f}' | '\u{f8ff}' | '\u{fffd}' => -4,
            // These two are letters by name only.
            'ª' | 'º' => i64::from(before.is_ascii_digit()) - i64::from(inside),
            'ˆ' | 'ˇ' | '˘' | '˙' | '˚' | '¸' | '˝' | '˛' | '˜' | '¯' | '¨' | '´' => -2,
            c if c.is_lowercase() && (before.is_ascii_alphabetic() || after.is_ascii_lowercase()) => 1,
            c if c.is_lowercase() => -1,
            c if c.is_uppercase() && before.is_ascii_lowercase() => -3,
            c if c.is_uppercase() => i64::from(after.is_ascii_alphabetic()),
            '’' | '‘' if inside => 2,
            '“' | '‘' | '«' | '„' | '‚' => fits(opens && !after.is_ascii_whitespace()),
            '”' | '’' | '»' => fits(closes && !before.is_ascii_whitespace()),
            '…' | '–' | '—' if inside => -1,
            '…' | '–' | '—' | '\u{a0}' => 1,
            _ if inside => -3,
            '€' | '£' | '§' | '©' | '®' | '°' | '·' | '•' | '½' | '¼' | '¿' | '¡' => 1,
            _ => -1,
        };
    }
    sum
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Encodings by what they were written for, and the beginning of a report in each.
    const REPORTS: [(&[&str], &str); 18] = [
        (
            &["windows-1252"],
            "“It’s over,” said José Peña, whose café in Orléans – the last one – closed. ‘Naïve,’ says Zoë.",
        ),
        (
            &["macintosh"],
            "“It’s over,” said José Peña, whose café in Orléans – the last one – closed. ‘Naïve,’ says Zoë.",
        ),
        (
            &["macintosh"],
            "Le maire de Besançon a déclaré qu’il n’était pas prêt à céder. Où va l’argent ? L’été sera très sec.",
        ),
        (
            &["windows-1252"],
            "Le maire de Besançon a déclaré qu’il n’était pas prêt à céder. Où va l’argent ? L’été sera très sec.",
        ),
        (
            &["macintosh"],
            "Die Bürger von Köln müssen für größere Häuser höhere Gebühren zahlen, erklärte Oberbürgermeister Müller.",
        ),
        (
            &["windows-1252"],
            "Die Bürger von Köln müssen für größere Häuser höhere Gebühren zahlen, erklärte Oberbürgermeister Müller.",
        ),
        (
            &["windows-1250", "iso-8859-2"],
            "Rząd przyjął ustawę o środkach na drogi. Premier zapowiedział, że będą też pieniądze na szkoły w każdej gminie.",
        ),
        (
            &["windows-1251", "koi8-r", "ibm866", "iso-8859-5"],
            "Правительство приняло закон о дорогах. Премьер обещал, что деньги получат и школы в каждом районе страны.",
        ),
        (
            &["windows-1253", "iso-8859-7"],
            "Η κυβέρνηση ψήφισε τον νόμο για τους δρόμους. Ο πρωθυπουργός υποσχέθηκε χρήματα και για τα σχολεία.",
        ),
        (
            &["windows-1254"],
            "Hükümet yollar için yeni yasayı kabul etti. Başbakan, köylerdeki okullara da para ayrılacağını açıkladı.",
        ),
        (&["windows-1255"], "הממשלה אישרה את החוק לסלילת כבישים. ראש הממשלה הבטיח כסף גם לבתי הספר בכל רחבי הארץ."),
        (
            &["windows-1256"],
            "وافقت الحكومة على قانون الطرق الجديد. ووعد رئيس الوزراء بتخصيص أموال للمدارس في جميع أنحاء البلاد.",
        ),
        (
            &["windows-1257"],
            "Valdība pieņēma likumu par ceļiem. Premjerministrs solīja, ka naudu saņems arī skolas katrā pagastā.",
        ),
        (
            &["shift_jis", "euc-jp", "iso-2022-jp"],
            "政府は道路に関する新しい法律を承認した。首相は全国の学校にも予算を配分すると約束した。",
        ),
        (
            &["euc-kr"],
            "정부는 도로에 관한 새로운 법을 통과시켰다. 총리는 전국의 학교에도 예산을 배정하겠다고 약속했다.",
        ),
        (&["gb18030", "gbk"], "政府通过了关于公路的新法律。总理承诺也将为全国各地的学校拨款，以改善农村教育条件。"),
        (&["big5"], "政府通過了關於公路的新法律。總理承諾也將為全國各地的學校撥款，以改善農村教育條件。"),
        (&["utf-8"], "Le maire de Besançon a déclaré qu’il n’était pas prêt à céder. 政府通过了关于公路的新法律。"),
    ];

    #[test]
    fn text_in_any_encoding_is_read() {
        let mut misread = Vec::new();
        for (labels, report) in REPORTS {
            for label in labels {
                let encoding = Encoding::for_label(label.as_bytes()).unwrap_or(encoding_rs::UTF_8);
                let (bytes, _, unknown) = encoding.encode(report);
                assert!(!unknown, "{label} cannot say this: {report}");
                let decoded = decode(&bytes);
                if decoded.text != report || decoded.guessed.is_some() == (*label == "utf-8") {
                    misread.push(format!("{label} as {:?}: {}", decoded.guessed, decoded.text));
                }
            }
        }
        assert_eq!(misread, Vec::<String>::new());
    }
}
