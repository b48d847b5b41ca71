//! Words that were divided at the end of a printed line.
//!
//! Takes the last word of a line and the first of the next; says how they belong together. A mark that means nothing but
//! division (a soft hyphen, `¬`) is taken off. A plain hyphen may also be that of a compound: it stays before a capital
//! (`Anglo-Saxon`), beside a figure (`20-year`), in what has one already (`mother-in-law`), and where the same text has the
//! compound within a line and never the closed word. It never looks into a dictionary.

/// How two parts of a word belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Join {
    /// They are two words.
    Apart,
    /// They are one word, without the hyphen.
    Closed,
    /// They are one word with the hyphen.
    Hyphened,
    /// Closed, unless the text has the two forms the other way round.
    Either,
}

/// The marks that end a line within a word: hyphens, the double hyphen of blackletter.
const HYPHENS: [char; 3] = ['-', '\u{2010}', '\u{2e17}'];
/// The marks that mean nothing but division.
const DIVISIONS: [char; 2] = ['\u{ad}', '¬'];
/// Characters; what is longer is no word that was divided.
const LONGEST: usize = 64;

/// The last word of a line without the mark that may divide it, and whether that mark means nothing else; None if the line
/// does not end within a word.
pub(super) fn stem(line: &str) -> Option<(&str, bool)> {
    let white = line.char_indices().rev().take(LONGEST).find(|(_, c)| c.is_whitespace());
    let start = white.map_or(0, |(at, c)| at + c.len_utf8());
    let word = line.get(start..).filter(|word| word.len() <= LONGEST * 4)?;
    let mark = word.chars().next_back()?;
    let certain = DIVISIONS.contains(&mark);
    let stem = &word[..word.len() - mark.len_utf8()];
    let divided = (certain || HYPHENS.contains(&mark)) && stem.ends_with(char::is_alphanumeric);
    divided.then_some((stem, certain))
}

/// How the stem of a line's end and the first word of the next line belong together.
pub(super) fn join(stem: &str, certain: bool, next: &str) -> Join {
    let (Some(last), Some(first)) = (stem.chars().next_back(), next.chars().next()) else { return Join::Apart };
    if !first.is_alphanumeric() {
        return Join::Apart;
    }
    let figures = last.is_numeric() || first.is_numeric();
    let capitals = |text: &str| {
        let letters = text.chars().filter(|c| c.is_alphabetic());
        letters.clone().count() > 1 && letters.clone().all(|c| !c.is_lowercase())
    };
    if figures || (first.is_uppercase() && !(capitals(stem) && capitals(next))) {
        // After a mark of division a figure is the misread letter of an OCR.
        return if certain && !first.is_uppercase() { Join::Closed } else { Join::Hyphened };
    }
    match certain {
        true => Join::Closed,
        false if inner(stem).contains(HYPHENS) => Join::Hyphened,
        false => Join::Either,
    }
}

/// A word without what is no letter or figure around it.
pub(super) fn inner(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

/// A word as it is compared: the hyphened form of two parts, or any word of the text.
pub(super) fn folded(word: &str) -> String {
    inner(word).to_lowercase().replace(HYPHENS, "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends() {
        for (line, next, expected) in [
            ("from stom-", "ach", Join::Either),
            ("from stom\u{ad}", "ach", Join::Closed),
            ("from stom¬", "ach", Join::Closed),
            ("from stom\u{2010}", "ach", Join::Either),
            ("(co-", "operation),", Join::Either),
            ("the CO-", "OPERATION", Join::Either),
            ("the Anglo-", "Saxon", Join::Hyphened),
            ("the Anglo\u{ad}", "Saxon", Join::Hyphened),
            ("a 20-", "year", Join::Hyphened),
            ("1914-", "18", Join::Hyphened),
            ("mother-in-", "law", Join::Hyphened),
            ("stom\u{ad}", "4ch", Join::Closed),
            ("a dash -", "ach", Join::Apart),
            ("a dash--", "ach", Join::Apart),
            ("stom-", "“ach", Join::Apart),
            ("stom-", "", Join::Apart),
            ("stomach", "ache", Join::Apart),
            ("", "", Join::Apart),
        ] {
            let found = stem(line).map_or(Join::Apart, |(stem, certain)| join(stem, certain, next));
            assert_eq!(found, expected, "{line} | {next}");
        }
    }
}
