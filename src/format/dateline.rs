//! Datelines: `LONDON, April 21 - `, `MEXICO CITY, Dec. 2, 2024 (AP) -- `, `TOKYO (AP)`.
//!
//! Takes the words before an article's first sentence; gives the place, the day if it is written in full, and whatever
//! follows, which belongs to the text. A dateline without a year has no date here: the year would be a guess.

use super::published;
use crate::date::Period;

/// What a dateline says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Dateline<'a> {
    /// Where the article was filed from.
    pub(super) place: Option<&'a str>,
    /// When, if day, month and year are there.
    pub(super) date: Option<Period>,
    /// What follows the dateline.
    pub(super) rest: &'a str,
}

const LONGEST_PLACE: usize = 60;

/// Reads what a source has marked as its dateline. What turns out to be text comes back as `rest`.
pub(super) fn marked(text: &str) -> Dateline<'_> {
    let none = Dateline { place: None, date: None, rest: text };
    if let Some(found) = dated(text).or_else(|| agency(text)) {
        return found;
    }
    let trimmed = text.trim();
    let bare = trimmed.trim_end_matches(is_dash).trim_end();
    if bare.len() < trimmed.len() {
        // Undated: only "BAGUIO, Philippines -" is surely a place, "GRADINGS -" may be a table's first line.
        let town = bare.contains(',') && is_upper(bare.split(',').next().unwrap_or_default());
        return match place(bare).filter(|_| town) {
            Some(place) => Dateline { place: Some(place), date: None, rest: "" },
            None => none,
        };
    }
    if trimmed.contains("--") || trimmed.contains(" - ") {
        return none;
    }
    match place(trimmed) {
        Some(place) => Dateline { place: Some(place), date: None, rest: "" },
        None => none,
    }
}

/// Reads the dateline at the beginning of a text where nothing marks it: a place in capitals, a date or an agency in
/// parentheses, a dash. None if the text does not begin like that.
pub(super) fn leading(text: &str) -> Option<Dateline<'_>> {
    const WITHIN: usize = 120;
    let line = text.trim_start().lines().next()?;
    let end = line.char_indices().nth(WITHIN).map_or(line.len(), |(at, _)| at);
    let head = &line[..end];
    let found = dated(head).or_else(|| agency(head))?;
    let town = found.place.and_then(|p| p.split(',').next()).is_some_and(is_upper);
    let before = head.len() - found.rest.len();
    let dash = head[..before].trim_end().ends_with(is_dash);
    (town && dash && !found.rest.is_empty()).then_some(found)
}

/// `PLACE, Month day`, `PLACE, day Month`, each perhaps with a year, an agency and a dash after it.
fn dated(text: &str) -> Option<Dateline<'_>> {
    let words = words(text);
    let at = words.iter().position(|(_, w)| published::month(w).is_some()).or_else(|| misprinted(text, &words))?;
    let (start, word) = *words.get(at)?;
    let day =
        |i: usize| words.get(i).filter(|(_, w)| w.len() <= 2 && w.bytes().all(|b| b.is_ascii_digit())).map(|w| w.1);
    let (from, mut end, number) = match at.checked_sub(1).and_then(|i| Some((*words.get(i)?, day(i)?))) {
        Some(((before, _), number)) => (before, start + word.len(), Some(number)),
        None => match day(at + 1) {
            Some(number) => (start, words.get(at + 1)?.0 + number.len(), Some(number)),
            None => (start, start + word.len(), None),
        },
    };
    let before = text.get(..from)?;
    // Some offices wrote "omaha, april 7 -": comma and date say enough without the capital.
    let lower = before.trim_end().ends_with(',') && before.trim_start().starts_with(char::is_lowercase);
    let place = if lower { named(before) } else { place(before) }?;
    let after = text.get(end..)?;
    let year = after.trim_start_matches([',', ' ', '.']).get(..4).filter(|y| y.bytes().all(|b| b.is_ascii_digit()));
    let mut date = None;
    if let (Some(year), Some(day), Some(month)) = (year, number, published::month(word)) {
        date = Period::ymd(year.parse().ok()?, month, day.parse().ok()?);
        end = text.len() - after.trim_start_matches([',', ' ', '.']).len() + 4;
    }
    Some(Dateline { place: Some(place), date, rest: behind_dash(text.get(end..)?) })
}

/// A misprinted month ("Narch 2 -"): a word and a number between a comma and a dash.
fn misprinted(text: &str, words: &[(usize, &str)]) -> Option<usize> {
    let at = words.iter().position(|(_, w)| w.len() <= 2 && w.bytes().all(|b| b.is_ascii_digit()))?;
    let (start, number) = words.get(at)?;
    let dash = text.get(start + number.len()..)?.trim_start_matches([' ', ',']).starts_with(is_dash);
    let before = at.checked_sub(1)?;
    let (from, word) = words.get(before)?;
    let comma = text.get(..*from)?.trim_end().ends_with(',');
    (dash && comma && word.bytes().all(|b| b.is_ascii_alphabetic()) && (3..=9).contains(&word.len())).then_some(before)
}

/// `TOKYO (AP) -`.
fn agency(text: &str) -> Option<Dateline<'_>> {
    const LONGEST: usize = 20;
    let (before, after) = text.split_once('(')?;
    let (name, rest) = after.split_once(')')?;
    let place = place(before).filter(|_| name.len() <= LONGEST)?;
    Some(Dateline { place: Some(place), date: None, rest: behind_dash(rest) })
}

/// What follows the dash that ends a dateline; between the two there is at most the name of an agency.
fn behind_dash(tail: &str) -> &str {
    const AGENCY: usize = 24;
    match tail.char_indices().find(|(_, c)| is_dash(*c)) {
        Some((at, _)) if at <= AGENCY => {
            let rest = tail[at..].trim_start_matches(is_dash);
            if rest.trim().is_empty() { "" } else { rest.trim_start() }
        }
        _ if tail.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '.')).is_empty() => "",
        _ => tail.trim_start_matches([' ', ',', '.']),
    }
}

fn place(text: &str) -> Option<&str> {
    named(text).filter(|place| place.starts_with(char::is_uppercase))
}

fn named(text: &str) -> Option<&str> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || is_dash(c) || matches!(c, ',' | '*' | ':'));
    let agency = matches!(text, "AP" | "AFP" | "UPI" | "DPA" | "Reuter" | "Reuters" | "REUTERS");
    let named = text.starts_with(char::is_alphabetic);
    (named && !agency && text.len() <= LONGEST_PLACE && !text.contains('\n')).then_some(text)
}

fn is_upper(text: &str) -> bool {
    text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase)
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '–' | '—')
}

fn words(text: &str) -> Vec<(usize, &str)> {
    const MANY: usize = 24;
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(|w| (w.as_ptr() as usize - text.as_ptr() as usize, w))
        .take(MANY)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marked_datelines() {
        for (given, place, rest) in [
            ("    LONDON, April 21 - ", Some("LONDON"), ""),
            ("    SANTA BARBARA, Calif., March 12 -\n    ", Some("SANTA BARBARA, Calif."), ""),
            ("    RICHMOND, Va. Feb 26 -\n    ", Some("RICHMOND, Va."), ""),
            ("    AMSTERDAM, 2 March - ", Some("AMSTERDAM"), ""),
            ("    CHEVY CHASE, Md., - March 4 - ", Some("CHEVY CHASE, Md."), ""),
            ("    NEW YORK, Narch 2 - ", Some("NEW YORK"), ""),
            ("    BELGRADE, March 2O - ", Some("BELGRADE"), ""),
            ("    ****SANTO DOMINGO, March 4 - ", Some("SANTO DOMINGO"), ""),
            ("    ROME, March 13, Reuter - ", Some("ROME"), ""),
            ("    omaha, april 7 - ", Some("omaha"), ""),
            ("    SYDNEY, April - ", Some("SYDNEY"), ""),
            ("    OSLO, Feb 26 - A new anti- ", Some("OSLO"), "A new anti- "),
            ("    NEW YORK, June 19 -- ", Some("NEW YORK"), ""),
            ("    BAGUIO, Philippines - ", Some("BAGUIO, Philippines"), ""),
            (" MAR8  --     --", None, " MAR8  --     --"),
            ("    GRADINGS - ", None, "    GRADINGS - "),
            ("TOKYO (AP) ", Some("TOKYO"), ""),
            ("AP", None, "AP"),
            ("WASHINGTON", Some("WASHINGTON"), ""),
            ("Stratford-upon-Avon", Some("Stratford-upon-Avon"), ""),
            ("", None, ""),
        ] {
            let found = marked(given);
            assert_eq!((found.place, found.rest), (place, rest), "{given}");
        }
    }

    #[test]
    fn leading_datelines() {
        for (given, date) in [
            ("LIMA, Dec. 2, 2024 (AP) — The lake rose.", Period::ymd(2024, 12, 2)),
            ("LIMA, Dec. 2 (AP) — The lake rose.", None),
            ("LIMA (AP) -- The lake rose.", None),
        ] {
            let expected = Dateline { place: Some("LIMA"), date, rest: "The lake rose." };
            assert_eq!(leading(given), Some(expected), "{given}");
        }
        for text in ["In Lima, on May 3 - the lake rose.", "MAY 3, 2024 brought rain", "LIMA (AP)", ""] {
            assert_eq!(leading(text), None, "{text}");
        }
    }
}
