//! Holidays that fall on the same day every year: "Christmas Eve 1989", "New Year's Day".
//!
//! Takes the words of a text, gives the saying; which year is meant where none is stated, [`super::settle`] decides.

use super::calendar;
use super::reader::Reader;
use super::saying::{Said, Saying, Year};
use super::words::Word;

/// Holidays that fall on the same day every year: first word, second word (may be none), month and day.
const HOLIDAYS: &[(&str, &[&str], i8, i8)] = &[
    ("christmas", &["eve"], 12, 24),
    ("christmas", &["day"], 12, 25),
    ("christmas", &[], 12, 25),
    ("boxing", &["day"], 12, 26),
    ("new", &["year", "eve"], 12, 31),
    ("new", &["year", "day"], 1, 1),
    ("new", &["years", "eve"], 12, 31),
    ("new", &["years", "day"], 1, 1),
    ("valentine", &["day"], 2, 14),
    ("valentines", &["day"], 2, 14),
    ("halloween", &[], 10, 31),
    ("independence", &["day"], 7, 4),
    ("bastille", &["day"], 7, 14),
    ("veterans", &["day"], 11, 11),
    ("armistice", &["day"], 11, 11),
    ("may", &["day"], 5, 1),
];

/// A holiday of fixed date, with its year if one is stated.
pub(super) fn read(r: Reader, word: Word) -> Option<Saying> {
    if !word.capital {
        return None;
    }
    HOLIDAYS.iter().find_map(|(first, rest, month, day)| {
        if !word.is(first) {
            return None;
        }
        let mut end = word.end;
        for name in *rest {
            // "New Year's Eve", "Valentine's Day".
            if let Some(after) = r.apostrophe(end).filter(|i| r.at(*i) == b's') {
                end = after + 1;
            }
            end = r.next_word(end).filter(|w| w.is(name) && w.capital)?.end;
        }
        let (year, end) = calendar::year_after(r, end).unwrap_or((Year::Unsaid, end));
        let saying = calendar::turned(r, Saying::new(word.start, end, Said::Day(year, *month, *day, None)));
        // Without a day, a year or a "last" before it "Christmas" is a season.
        (!rest.is_empty() || *month != 12 || year != Year::Unsaid || saying.said.turned()).then_some(saying)
    })
}
