//! Dates inside the document numbers of known TREC collections.
//!
//! Takes a document number; gives the day or year it states, None for a collection that is not known: digits mean
//! different things in each.

use crate::date::Period;

/// How the digits behind a collection's letters are to be read.
#[derive(Clone, Copy)]
enum Digits {
    /// `881108`.
    YearMonthDay,
    /// `010189`.
    MonthDayYear,
    /// `911`: the year, then a number of the tape.
    YearAndTape,
    /// `19980601`.
    Long,
}

const COLLECTIONS: [(&str, Digits); 14] = [
    ("AP", Digits::YearMonthDay),
    ("WSJ", Digits::YearMonthDay),
    ("GH", Digits::YearMonthDay),
    ("FR", Digits::YearMonthDay),
    ("LA", Digits::MonthDayYear),
    ("FT", Digits::YearAndTape),
    ("APW", Digits::Long),
    ("NYT", Digits::Long),
    ("XIE", Digits::Long),
    ("AFP_ENG_", Digits::Long),
    ("APW_ENG_", Digits::Long),
    ("CNA_ENG_", Digits::Long),
    ("NYT_ENG_", Digits::Long),
    ("XIN_ENG_", Digits::Long),
];

/// When the article with this number was published.
pub(super) fn date(number: &str) -> Option<Period> {
    let first = number.find(|c: char| c.is_ascii_digit())?;
    let (letters, rest) = number.split_at(first);
    let digits =
        rest.split(['-', '.']).next().filter(|d| d.len() < rest.len() && d.bytes().all(|b| b.is_ascii_digit()))?;
    let (_, kind) = COLLECTIONS.iter().find(|(name, _)| name.eq_ignore_ascii_case(letters))?;
    let pair = |at: usize| digits.get(at..at + 2).and_then(|p| p.parse::<i8>().ok());
    let year = |at: usize| pair(at).filter(|y| *y >= 70).map(|y| 1900 + i16::from(y));
    match (kind, digits.len()) {
        (Digits::YearMonthDay, 6) => Period::ymd(year(0)?, pair(2)?, pair(4)?),
        (Digits::MonthDayYear, 6) => Period::ymd(year(4)?, pair(0)?, pair(2)?),
        (Digits::YearAndTape, 3) => Period::year(year(0)?),
        (Digits::Long, 8) => Period::parse(digits).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        for (number, expected) in [
            ("AP881108-0001", "1988-11-08"),
            ("WSJ870324-0001", "1987-03-24"),
            ("FT911-3", "1991"),
            ("LA010189-0001", "1989-01-01"),
            ("NYT19980601.0001", "1998-06-01"),
            ("AFP_ENG_19940512.0001", "1994-05-12"),
            ("AP-0001", "none"),
            ("AP881308-0001", "none"),
            ("XX881108-0001", "none"),
            ("AP881108", "none"),
            ("", "none"),
        ] {
            assert_eq!(date(number).map_or("none".to_string(), |p| p.to_string()), expected, "{number}");
        }
    }
}
