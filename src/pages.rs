//! Where on paper a stretch of a text stands.
//!
//! Takes the sheets of an article and bytes of its body; gives the pages and the block they lie on, which print themselves:
//! `page 3`, `pages 3–4`. What has no number is not named, and nothing is counted that the source did not count.

use std::fmt;
use std::ops::Range;

use crate::article::Sheet;

/// Where a stretch of a body begins and ends on paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pages<'a> {
    first: &'a Sheet,
    last: &'a Sheet,
}

impl<'a> Pages<'a> {
    /// Of a stretch of the body; None where nothing is known of its beginning.
    pub fn of(sheets: &'a [Sheet], at: &Range<usize>) -> Option<Pages<'a>> {
        let begins = sheets.partition_point(|sheet| sheet.start <= at.start).checked_sub(1)?;
        let ends = sheets.partition_point(|sheet| sheet.start < at.end).checked_sub(1)?.max(begins);
        Some(Pages { first: sheets.get(begins)?, last: sheets.get(ends)? })
    }

    /// The page it begins on; None if that has no number.
    pub fn page(self) -> Option<&'a str> {
        Some(self.first.page.as_str()).filter(|page| !page.is_empty())
    }

    /// The page it ends on, if that is another.
    pub fn last_page(self) -> Option<&'a str> {
        Some(self.last.page.as_str()).filter(|page| !page.is_empty() && *page != self.first.page)
    }

    /// The block it begins in; None if that has no name.
    pub fn block(self) -> Option<&'a str> {
        Some(self.first.block.as_str()).filter(|block| !block.is_empty())
    }

    /// `3`, `3–4`; None if there is no number.
    pub fn numbers(self) -> Option<String> {
        match (self.page(), self.last_page()) {
            (Some(first), Some(last)) => Some(format!("{first}–{last}")),
            (first, last) => first.or(last).map(str::to_string),
        }
    }
}

/// `page 3`, `pages 3–4`; nothing if there is no number.
impl fmt::Display for Pages<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.numbers() {
            Some(numbers) if self.page().is_some() && self.last_page().is_some() => write!(f, "pages {numbers}"),
            Some(numbers) => write!(f, "page {numbers}"),
            None => Ok(()),
        }
    }
}

/// The pages of an article, each once, in the order of its text.
pub fn all(sheets: &[Sheet]) -> Vec<&str> {
    let mut pages: Vec<&str> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for sheet in sheets.iter().filter(|sheet| !sheet.page.is_empty()) {
        if seen.insert(sheet.page.as_str()) {
            pages.push(&sheet.page);
        }
    }
    pages
}

/// The page that all of an article stands on; None if there are several, or none that is known.
pub fn only(sheets: &[Sheet]) -> Option<&str> {
    let first = sheets.first().filter(|sheet| sheet.start == 0 && !sheet.page.is_empty())?;
    sheets.iter().all(|sheet| sheet.page == first.page).then_some(&first.page)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheets() -> Vec<Sheet> {
        let sheet = |start, page: &str, block: &str| Sheet { start, page: page.into(), block: block.into() };
        vec![sheet(0, "3", "a"), sheet(10, "3", "b"), sheet(20, "4", ""), sheet(30, "", "d")]
    }

    #[test]
    fn stretches() {
        let sheets = sheets();
        let shown = |at: Range<usize>| {
            let pages = Pages::of(&sheets, &at).unwrap();
            format!("{pages}, {}", pages.block().unwrap_or("-"))
        };
        for (at, expected) in [
            (0..5, "page 3, a"),
            (5..15, "page 3, a"),
            (10..20, "page 3, b"),
            (15..21, "pages 3–4, b"),
            (20..25, "page 4, -"),
            (25..40, "page 4, -"),
            (30..40, ", d"),
            (30..30, ", d"),
        ] {
            assert_eq!(shown(at.clone()), expected, "{at:?}");
        }
        assert_eq!(Pages::of(&[], &(0..5)), None);
        assert_eq!(Pages::of(&sheets[1..], &(0..5)), None);
    }

    #[test]
    fn of_whole_articles() {
        let sheets = sheets();
        assert_eq!(all(&sheets), ["3", "4"]);
        assert_eq!(only(&sheets), None);
        assert_eq!(only(&sheets[..2]), Some("3"));
        assert_eq!(only(&sheets[1..2]), None);
        assert_eq!(only(&[]), None);
    }
}
