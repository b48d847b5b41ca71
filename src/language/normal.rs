//! The texts of an article in Unicode's composed form (NFC), whichever form its source wrote them in.
//!
//! Takes an article as a format read it; leaves every text of it in NFC, and the places in it where they were. `é` written
//! as a letter and an accent, Korean written letter by letter and `は` with a sound mark beside it are then the same words,
//! and the same names, as anywhere else. The identifier and the address are names, and stay as they are.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::article::Article;

/// Puts the texts of an article into NFC.
pub fn normalise(article: &mut Article) {
    let Article { headline, body, source, byline, place, section, sheets, people, .. } = article;
    let lines = [source, byline, place, section].into_iter().flatten();
    for text in lines.chain(people).chain([headline]) {
        if let Some(normal) = composed(text) {
            *text = normal;
        }
    }
    if is_composed(body) {
        return;
    }
    // Block by block of a scan, so that blocks begin where they began.
    let mut normal = String::with_capacity(body.len());
    let mut at = 0;
    for sheet in sheets {
        let start = crate::sentences::floor(body, sheet.start).max(at);
        normal.extend(body[at..start].nfc());
        at = start;
        sheet.start = normal.len();
    }
    normal.extend(body[at..].nfc());
    *body = normal;
}

/// The text in NFC; None if it is.
pub fn composed(text: &str) -> Option<String> {
    (!is_composed(text)).then(|| text.nfc().collect())
}

fn is_composed(text: &str) -> bool {
    // What stands before U+0300, and the dashes and quotation marks of print, needs no tables: that is most of what is read.
    let plain = |n: usize, b: u8| b < 0xCC || b == 0xE2 && is_print(text.as_bytes(), n);
    text.is_ascii()
        || text.bytes().enumerate().all(|(n, b)| plain(n, b))
        || match is_nfc_quick(text.chars()) {
            IsNormalized::Yes => true,
            IsNormalized::No => false,
            IsNormalized::Maybe => text.nfc().eq(text.chars()),
        }
}

/// Whether the character that begins at this byte (0xE2) is punctuation, U+2002 to U+203F.
fn is_print(bytes: &[u8], at: usize) -> bool {
    matches!(bytes.get(at + 1..at + 3), Some([0x80, 0x82..=0xFF]))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::article::Sheet;

    proptest! {
        #![proptest_config(crate::property::cases(2000))]
        #[test]
        fn what_is_called_composed_is(text in "([aé–“\u{2000}\u{2001}\u{212a}]|[a-zé\u{300}-\u{304}и각\u{1100}\u{1161}か\u{3099}]|\\PC){0,8}") {
            prop_assert_eq!(composed(&text).unwrap_or(text.clone()), text.nfc().collect::<String>());
        }
    }

    #[test]
    fn blocks_begin_where_they_began() {
        let mut article = Article {
            headline: "Cafe\u{301}".to_string(),
            body: "e\u{301}e\u{301}. Второи\u{306}. End".to_string(),
            people: vec!["Jose\u{301} Pen\u{303}a".to_string()],
            sheets: vec![Sheet { start: 0, ..Sheet::default() }, Sheet { start: 8, ..Sheet::default() }],
            ..Article::default()
        };
        normalise(&mut article);
        assert_eq!((article.headline.as_str(), article.people[0].as_str()), ("Café", "José Peña"));
        assert_eq!(article.body, "éé. Второй. End");
        let starts: Vec<&str> = article.sheets.iter().map(|sheet| &article.body[sheet.start..]).collect();
        assert_eq!(starts, ["éé. Второй. End", "Второй. End"]);
    }
}
