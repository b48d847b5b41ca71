//! Page numbers as metadata and the names of files and folders say them.
//!
//! Takes a field of metadata, a path or the name of an image; gives the number without leading zeros: `Pg. A1`, `0003.xml`,
//! `..._1921_02_10-8.html`, `seq-8/ocr.txt`. What belongs to a date is no page.

use super::dating;
use crate::article::{Article, Sheet};

/// Longer numbers are those of documents.
const DIGITS: usize = 4;

/// The page that a file is said to be: by a word (`seq-8`, `page_8`, `p8`) in its name or in the folder right above.
pub(super) fn said(path: &str) -> Option<String> {
    let mut parts = path.rsplit('/');
    let name = stem(parts.next()?);
    by_word(name).or_else(|| by_word(parts.next()?))
}

/// The page of a file of which it is known that it is one: also by the number that its name ends with.
pub(super) fn of(path: &str) -> Option<String> {
    said(path).or_else(|| at_end(stem(path.rsplit('/').next()?)))
}

/// Notes on which page all of an article was printed, where its source says so (`3`, `A1`, `Pg. A1`, `London Page 12`) and
/// nothing finer is known.
pub(super) fn printed_on(said: Option<String>, article: &mut Article) {
    if article.sheets.is_empty() && !article.body.is_empty() {
        article.sheets.extend(said.as_deref().and_then(printed).map(|page| Sheet { page, ..Sheet::default() }));
    }
}

/// The page that a text names; None if it is no page.
fn printed(text: &str) -> Option<String> {
    /// Characters; what is longer is no number of a page.
    const LONGEST: usize = 8;
    let mut words = text.split([' ', '\t', ',', ';', ':']).filter(|word| !word.is_empty());
    let is_word = |word: &str| ["page", "pg", "p"].iter().any(|w| word.trim_end_matches('.').eq_ignore_ascii_case(w));
    let number = match words.clone().any(is_word) {
        true => words.skip_while(|word| !is_word(word)).nth(1)?,
        false => words.next().filter(|first| first.len() == text.trim().len())?,
    };
    let number = number.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    let roman = number.chars().all(|c| matches!(c, 'i' | 'v' | 'x' | 'l' | 'I' | 'V' | 'X' | 'L'));
    let good = number.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') && number.len() <= LONGEST;
    let counted = number.bytes().any(|b| b.is_ascii_digit()) || roman;
    let number = number.trim_start_matches('0');
    (good && counted && !number.is_empty()).then(|| number.to_string())
}

fn stem(name: &str) -> &str {
    // The end of a name may be two: `0003.alto.xml`.
    let name = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    [".alto", ".hocr", ".ocr"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name)
}

fn by_word(name: &str) -> Option<String> {
    let (before, number) = ends_with_number(name)?;
    let word = before.trim_end_matches(['-', '_', '.', ' ']);
    let letters = word.chars().rev().take_while(|c| c.is_ascii_alphabetic()).count();
    let word = word.get(word.len() - letters..)?.to_ascii_lowercase();
    matches!(word.as_str(), "p" | "pg" | "page" | "seq" | "pag" | "seite" | "blatt").then_some(number)
}

fn at_end(name: &str) -> Option<String> {
    let (before, number) = ends_with_number(name)?;
    let apart = before.is_empty() || before.ends_with(|c: char| !c.is_alphanumeric());
    // The day of a date is no page: what the name is a date by must still stand without its end.
    let dated = |name: &str| dating::in_path(name).0.is_some();
    let day = dated(name) && !dated(before.trim_end_matches(|c: char| !c.is_alphanumeric()));
    (apart && !day).then_some(number)
}

/// What stands before the digits that a name ends with, and their number.
fn ends_with_number(name: &str) -> Option<(&str, String)> {
    let digits = name.bytes().rev().take_while(u8::is_ascii_digit).count();
    let (before, number) = name.split_at_checked(name.len() - digits)?;
    let number = number.trim_start_matches('0');
    (1..=DIGITS).contains(&number.len()).then(|| (before, number.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_that_are_named() {
        for (text, expected) in [
            ("3", "3"),
            ("A1", "A1"),
            ("03", "3"),
            ("iv", "iv"),
            ("Pg. A1", "A1"),
            ("London Page 12", "12"),
            ("Metro; Part 2; Page 1; Column 1", "1"),
            ("THE PAPER (J), PAGE A16", "A16"),
            ("p. 7", "7"),
            ("12-13", "12-13"),
            ("front page", "-"),
            ("https://paper.example/7", "-"),
            ("Home", "-"),
            ("0", "-"),
            ("1234567890", "-"),
            ("", "-"),
        ] {
            assert_eq!(printed(text).as_deref().unwrap_or("-"), expected, "{text}");
        }
    }

    #[test]
    fn pages_in_names() {
        for (path, expected, as_said) in [
            ("sn83030214/print/1999061501/0003.xml", "3", "-"),
            ("sn90050306_1921_02_10-8.html", "8", "-"),
            ("es-scbg_18950101_0006.xml", "6", "-"),
            ("1921-02-10/ed-1/seq-8/ocr.xml", "8", "8"),
            ("1921-02-10/page_08.txt", "8", "8"),
            ("0003.alto.xml", "3", "-"),
            ("sun-p12.hocr", "12", "12"),
            ("1921-02-10.xml", "-", "-"),
            ("sun_19210210.xml", "-", "-"),
            ("sun_1921_02_10.xml", "-", "-"),
            ("alto.xml", "-", "-"),
            ("bsb00091144.html", "-", "-"),
            ("0000.xml", "-", "-"),
            ("", "-", "-"),
        ] {
            assert_eq!(of(path).as_deref().unwrap_or("-"), expected, "{path}");
            assert_eq!(said(path).as_deref().unwrap_or("-"), as_said, "{path}");
        }
    }
}
