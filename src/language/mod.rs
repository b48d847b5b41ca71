//! Languages: how they are called, which one an article is in, and what that means for its text.
//!
//! A language is named by its primary tag (BCP 47, ISO 639-1 where there is one): `en`, `pt`, `zh`. Sources write many
//! other things; [`tag`] reads them. [`settle`] decides what language an article is in. Nothing here knows an index.
//!
//! | tag | detected | stems (Snowball) | sentences | function words |
//! |---|---|---|---|---|
//! | en es fr de it pt nl ru | yes | yes | own rules | yes |
//! | sv | yes | yes | by Unicode | yes |
//! | da no fi hu ro tr el ca pl cs | only declared | yes | by Unicode | |
//! | ar | yes | yes | by Unicode | |
//! | zh ja ko | yes | ko: endings of nouns | by Unicode | |
//! | hi vi | yes | | by Unicode | |

mod detect;
mod function_words;
mod list;
mod normal;
mod settle;
mod stem;

pub use detect::{SAMPLE, Shown, detect};
pub use function_words::is_function_word;
pub(crate) use list::List;
pub use normal::{composed, normalise};
pub use settle::settle;
pub use stem::Stems;

/// A language: its tag, then its codes in ISO 639-2 and -3 and its names, in small letters; the first name is shown.
const LANGUAGES: &[(&str, &[&str])] = &[
    ("en", &["english", "eng", "inglés", "anglais", "englisch"]),
    ("es", &["spanish", "spa", "español", "castellano", "castilian"]),
    ("fr", &["french", "fra", "fre", "français", "francais"]),
    ("de", &["german", "deu", "ger", "deutsch"]),
    ("it", &["italian", "ita", "italiano"]),
    ("pt", &["portuguese", "por", "português", "portugues"]),
    ("nl", &["dutch", "nld", "dut", "nederlands", "flemish"]),
    ("ru", &["russian", "rus", "русский"]),
    ("zh", &["chinese", "zho", "chi", "cmn", "mandarin", "中文"]),
    ("ja", &["japanese", "jpn", "日本語"]),
    ("ko", &["korean", "kor", "한국어"]),
    ("ar", &["arabic", "ara", "العربية"]),
    ("hi", &["hindi", "hin"]),
    ("vi", &["vietnamese", "vie"]),
    ("sv", &["swedish", "swe", "svenska"]),
    ("tr", &["turkish", "tur", "türkçe"]),
    ("da", &["danish", "dan", "dansk"]),
    ("no", &["norwegian", "nor", "nob", "nno", "nb", "nn", "norsk"]),
    ("fi", &["finnish", "fin", "suomi"]),
    ("hu", &["hungarian", "hun", "magyar"]),
    ("ro", &["romanian", "ron", "rum", "română"]),
    ("el", &["greek", "ell", "gre", "ελληνικά"]),
    ("ca", &["catalan", "cat", "català"]),
    ("pl", &["polish", "pol", "polski"]),
    ("cs", &["czech", "ces", "cze", "čeština"]),
    ("uk", &["ukrainian", "ukr", "українська"]),
    ("he", &["hebrew", "heb", "iw"]),
    ("fa", &["persian", "fas", "per", "farsi"]),
    ("id", &["indonesian", "ind", "in"]),
    ("th", &["thai", "tha"]),
    ("ga", &["irish", "gle"]),
    ("cy", &["welsh", "cym", "wel"]),
    ("sw", &["swahili", "swa"]),
];

/// The primary tag of a language as somebody writes it: `en-US`, `pt_BR`, `deu`, `German`, `Français`; None if nothing
/// says which language it is (`und`, `mul`, `x-none`, a sentence).
pub fn tag(written: &str) -> Option<String> {
    let written = written.trim();
    let named = known(&written.to_lowercase());
    if let Some(tag) = named {
        return Some(tag.to_string());
    }
    let mut parts = written.split(['-', '_', '.', ',', ';', ' ', '(']);
    let primary = parts.next().unwrap_or_default().to_ascii_lowercase();
    // Who writes a script or a country writes a tag; anything longer is none.
    let rest = written.len() - primary.len();
    if rest > 0 && !matches!(written.as_bytes().get(primary.len()), Some(b'-' | b'_')) {
        return known(&primary).map(str::to_string);
    }
    if let Some(tag) = known(&primary) {
        return Some(tag.to_string());
    }
    let code = matches!(primary.len(), 2 | 3) && primary.bytes().all(|b| b.is_ascii_lowercase());
    let none = matches!(primary.as_str(), "und" | "mul" | "mis" | "zxx" | "qaa" | "xx" | "xxx" | "tbd");
    (code && !none).then_some(primary)
}

/// Whether this is the tag of a language that we have a name for.
fn is_known(tag: &str) -> bool {
    LANGUAGES.iter().any(|(known, _)| *known == tag)
}

fn known(name: &str) -> Option<&'static str> {
    LANGUAGES.iter().find(|(tag, names)| *tag == name || names.contains(&name)).map(|(tag, _)| *tag)
}

/// What a language is called in English: `German`; its tag if we have no name for it.
pub fn name(tag: &str) -> String {
    let known = LANGUAGES.iter().find(|(known, _)| *known == tag).and_then(|(_, names)| names.first());
    let Some(name) = known else { return tag.to_string() };
    let mut letters = name.chars();
    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_as_they_are_written() {
        let table = [
            ("en", "en"),
            ("EN", "en"),
            ("en-US", "en"),
            ("en_GB.UTF-8", "en"),
            ("eng", "en"),
            ("English", "en"),
            ("English (US)", "en"),
            ("pt-BR", "pt"),
            ("zh-Hant-TW", "zh"),
            ("cmn", "zh"),
            ("nb", "no"),
            ("deutsch", "de"),
            (" German ", "de"),
            ("Français", "fr"),
            ("русский", "ru"),
            ("en, fr", "en"),
            ("gd", "gd"),
            ("gd-GB", "gd"),
            ("haw", "haw"),
        ];
        for (written, expected) in table {
            assert_eq!(tag(written).as_deref(), Some(expected), "{written}");
        }
        for none in
            ["", "und", "mul", "x-default", "n/a", "the language of news", "12", "q", "no idea at all!", "Klingonish"]
        {
            assert_eq!(tag(none).filter(|tag| tag != "no"), None, "{none}");
        }
        assert_eq!(name("de"), "German");
        assert_eq!(name("haw"), "haw");
    }

    #[test]
    fn no_name_has_two_languages() {
        let all: Vec<&str> =
            LANGUAGES.iter().flat_map(|(tag, names)| std::iter::once(*tag).chain(names.iter().copied())).collect();
        for (n, name) in all.iter().enumerate() {
            assert!(!all[..n].contains(name), "{name}");
            assert_eq!(*name, name.to_lowercase());
        }
    }
}
