//! Plain text that a machine read off paper.
//!
//! Takes a text; says whether it is parted into pages by form feeds, as `pdftotext` and OCR programs write them, and whether
//! its lines are those of narrow columns, whose words are divided. Such a text is laid out as other scans are; any other
//! is left as it stands, so that lines which merely end with a hyphen keep it.

use super::galley::Galley;
use super::{division, folio};
use crate::article::Sheet;

/// What of a text shows that it was read off paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Paged {
    /// Its pages are parted.
    pages: bool,
    /// Words are divided at the ends of its lines.
    divided: bool,
}

/// Where pages part.
const FORM_FEED: char = '\x0c';

impl Paged {
    /// Looks at a text.
    pub(super) fn of(text: &str) -> Paged {
        Paged { pages: text.contains(FORM_FEED), divided: is_divided(text) }
    }

    /// Whether it is a scan at all.
    pub(super) fn is_scan(self) -> bool {
        self.pages || self.divided
    }

    /// The body of a part of the text and where its pages begin; `before` is what stands before that part.
    pub(super) fn set(self, before: &str, body: &str, path: &str) -> (String, Vec<Sheet>) {
        let passed = before.matches(FORM_FEED).count();
        let alone = passed == 0 && !body.trim_end().contains(FORM_FEED);
        let said = folio::said(path);
        let mut galley = Galley::flowing();
        for (n, page) in body.split(FORM_FEED).enumerate() {
            let number = if self.pages { (passed + n + 1).to_string() } else { String::new() };
            // What says its page is that page, if it is one.
            galley.page(said.as_deref().filter(|_| alone).unwrap_or(&number));
            for line in page.lines() {
                if line.trim().is_empty() { galley.paragraph() } else { galley.line(line) }
            }
        }
        galley.set(self.divided)
    }
}

/// Whether words are divided at so many line ends as in a newspaper's columns, of which every tenth line or more ends so.
/// Prose that is wrapped at its hyphens has a few such line ends in a hundred.
fn is_divided(text: &str) -> bool {
    const FEWEST: usize = 4;
    const ONE_IN: usize = 15;
    /// Characters; a longer line is a paragraph.
    const WIDEST: usize = 100;
    let (mut lines, mut divided, mut certainly) = (0, 0, 0);
    let mut before: Option<(&str, bool)> = None;
    for line in text.lines() {
        let first = line.split_whitespace().next().unwrap_or_default();
        if let Some((stem, certain)) = before
            && first.starts_with(char::is_lowercase)
            && stem.ends_with(char::is_alphabetic)
        {
            divided += 1;
            certainly += usize::from(certain);
        }
        lines += usize::from(!first.is_empty());
        before = Some(line.trim_end())
            .filter(|l| l.len() <= WIDEST * 4 && l.chars().count() <= WIDEST)
            .and_then(division::stem);
    }
    certainly > 1 || (divided >= FEWEST && divided * ONE_IN >= lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn which_texts_are_scans() {
        let columns = "the stom-\nach of the\nmayor was up-\nset by the oy-\nsters of the ban-\nquet, he said\n";
        let wrapped =
            format!("a long-\nterm plan\n{}", "and a line of prose that has no hyphen at its end\n".repeat(20));
        for (text, pages, divided) in [
            ("One.\n\x0cTwo.", true, false),
            ("One.\n\x0c", true, false),
            (columns, false, true),
            (&wrapped.repeat(6), false, false),
            ("the stom¬\nach of the\nmayor was up\u{ad}\nset", false, true),
            ("a list -\nof this-\nthat\n", false, false),
            ("", false, false),
        ] {
            assert_eq!(Paged::of(text), Paged { pages, divided }, "{text:?}");
        }
        let (body, sheets) = Paged::of("\x0c").set("a\x0c", "the stom-\nach\n\x0c\n\x0cthe end\n\x0c", "a.txt");
        assert_eq!(body, "the stom-\nach\nthe end");
        assert_eq!(sheets.iter().map(|s| (s.start, s.page.as_str())).collect::<Vec<_>>(), [(0, "2"), (14, "4")]);
    }
}
