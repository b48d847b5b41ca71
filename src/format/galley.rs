//! Lines of a scanned page -> a body, and where its pages and blocks begin.
//!
//! Takes lines in reading order, told where a page, a block or a paragraph begins. Lines stay lines, paragraphs and blocks
//! are apart by a blank line, and a word that was divided at the end of a line stands whole on it: as its source says
//! where it says so, else by [`division`]. It never changes the order of what it is given and drops no word.

use std::collections::HashSet;

use super::division::{self, Join};
use crate::article::Sheet;

/// A body being set.
#[derive(Debug, Default)]
pub(super) struct Galley {
    lines: Vec<Line>,
    /// What begins with the next line.
    next: Begins,
    page: String,
    block: String,
    /// Its blocks are one text, in order.
    flows: bool,
}

/// One line.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    /// Its words.
    pub(super) text: String,
    /// The whole of its last word, where the source says that only the first part of it stands here.
    pub(super) whole: Option<String>,
    /// Whether its source says that its first word is the second part of one.
    pub(super) rest: bool,
    begins: Begins,
    sheet: Option<Sheet>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Begins {
    #[default]
    Line,
    Paragraph,
    Sheet,
}

impl From<&str> for Line {
    fn from(text: &str) -> Line {
        Line { text: text.to_string(), ..Line::default() }
    }
}

impl Galley {
    /// A body whose blocks follow each other as one text: a paragraph that goes on in the next column or on the next page
    /// stays one.
    pub(super) fn flowing() -> Galley {
        Galley { flows: true, ..Galley::default() }
    }

    /// A page begins; empty if it has no number.
    pub(super) fn page(&mut self, page: &str) {
        self.page = page.to_string();
        self.block("");
    }

    /// A block begins; empty if it has no name.
    pub(super) fn block(&mut self, block: &str) {
        self.block = block.to_string();
        self.next = Begins::Sheet;
    }

    /// A paragraph begins.
    pub(super) fn paragraph(&mut self) {
        self.next = self.next.max(Begins::Paragraph);
    }

    /// The next line; a blank one is none.
    pub(super) fn line(&mut self, line: impl Into<Line>) {
        let mut line = line.into();
        line.text = printed(&line.text);
        if line.text.trim().is_empty() {
            return;
        }
        line.begins = std::mem::take(&mut self.next);
        if line.begins == Begins::Sheet && !(self.page.is_empty() && self.block.is_empty()) {
            line.sheet = Some(Sheet { start: 0, page: self.page.clone(), block: self.block.clone() });
        }
        let sheet = line.begins == Begins::Sheet;
        if self.flows && sheet && self.lines.last().is_some_and(|before| goes_on(&before.text, &line.text)) {
            line.begins = Begins::Line;
        }
        self.lines.push(line);
    }

    /// The body, and where its sheets begin; words that only hyphens divide are joined if `join` says so.
    pub(super) fn set(self, join: bool) -> (String, Vec<Sheet>) {
        let held = if join { self.held() } else { HashSet::new() };
        let mut proof = Proof::default();
        let mut lines = self.lines.into_iter();
        let Some(mut line) = lines.next() else { return (proof.body, proof.sheets) };
        // What begins with a line whose only word stands on the one before begins with the next.
        let (mut begins, mut sheet) = (Begins::Line, None);
        for mut next in lines {
            close(&mut line, &mut next, join, &held);
            next.begins = begins.max(next.begins);
            next.sheet = next.sheet.or(sheet.take());
            begins = Begins::Line;
            if next.text.is_empty() {
                (begins, sheet) = (next.begins, next.sheet);
            } else {
                proof.push(std::mem::replace(&mut line, next));
            }
        }
        // The rest of its last word may stand on a page that is not seen here.
        close(&mut line, &mut Line::default(), join, &held);
        proof.push(line);
        (proof.body, proof.sheets)
    }

    /// Which of the forms that divided words may have stand within lines of the text.
    fn held(&self) -> HashSet<String> {
        let mut asked: HashSet<String> = HashSet::new();
        for pair in self.lines.windows(2) {
            let [line, next] = pair else { continue };
            if let Some((stem, first)) = parts(line, next)
                && division::join(stem, false, first) == Join::Either
            {
                asked.extend(forms(stem, first));
            }
        }
        if asked.is_empty() {
            return asked;
        }
        let words = self.lines.iter().flat_map(|line| line.text.split_whitespace()).map(division::folded);
        words.filter(|word| asked.contains(word)).collect()
    }
}

/// A body as far as it is set.
#[derive(Default)]
struct Proof {
    body: String,
    sheets: Vec<Sheet>,
}

impl Proof {
    fn push(&mut self, line: Line) {
        if !self.body.is_empty() {
            self.body.push_str(if line.begins == Begins::Line { "\n" } else { "\n\n" });
        }
        let known =
            |sheet: &Sheet| self.sheets.last().is_some_and(|l| (&l.page, &l.block) == (&sheet.page, &sheet.block));
        if let Some(sheet) = line.sheet.filter(|sheet| !known(sheet)) {
            self.sheets.push(Sheet { start: self.body.len(), ..sheet });
        }
        // What was not joined keeps a mark that can be seen.
        let text = line.text.trim_end();
        let divided = text.strip_suffix('\u{ad}');
        self.body.push_str(divided.unwrap_or(text));
        self.body.push_str(if divided.is_some() { "-" } else { "" });
    }
}

/// Whether a text that breaks off with one line goes on with another.
fn goes_on(before: &str, line: &str) -> bool {
    let open = before.ends_with(|c: char| c.is_alphanumeric() || c == ',') || division::stem(before).is_some();
    open && line.starts_with(char::is_lowercase)
}

/// The hyphened and the closed form of two parts.
fn forms(stem: &str, first: &str) -> [String; 2] {
    [division::folded(&format!("{stem}-{first}")), division::folded(&format!("{stem}{first}"))]
}

/// The stem at the end of a line and the first word of the next, if nothing begins between them.
fn parts<'a>(line: &'a Line, next: &'a Line) -> Option<(&'a str, &'a str)> {
    let within = next.begins == Begins::Line && line.whole.is_none() && !next.rest;
    let (stem, _) = division::stem(&line.text).filter(|_| within)?;
    Some((stem, next.text.split_whitespace().next()?))
}

/// Puts a word that two lines share on the first of them.
fn close(line: &mut Line, next: &mut Line, join: bool, held: &HashSet<String>) {
    if let Some(whole) = line.whole.take() {
        let first = next.text.split_whitespace().next().filter(|_| next.rest).unwrap_or_default();
        let text = line.text.trim_end();
        let kept = text.len() - text.split_whitespace().next_back().map_or(0, str::len);
        // The word as a source gives it may lack what is printed around it.
        let opening = &line.text[kept..];
        let before = &opening[..opening.len() - opening.trim_start_matches(|c: char| !c.is_alphanumeric()).len()];
        let behind = &first[first.trim_end_matches(|c: char| !c.is_alphanumeric()).len()..];
        let before = if whole.starts_with(before) { "" } else { before };
        let behind = if whole.ends_with(behind) { "" } else { behind };
        let whole = format!("{before}{whole}{behind}");
        line.text.truncate(kept);
        line.text.push_str(&whole);
        if next.rest {
            without_first(next);
        }
        return;
    }
    let Some((stem, certain)) = division::stem(&line.text).filter(|_| next.begins == Begins::Line) else { return };
    let Some(first) = next.text.split_whitespace().next().filter(|_| join || next.rest) else { return };
    let how = match division::join(stem, certain, first) {
        Join::Either => {
            let [hyphened, closed] = forms(stem, first);
            let compound = held.contains(&hyphened) && !held.contains(&closed);
            if compound { Join::Hyphened } else { Join::Closed }
        }
        other => other,
    };
    if how == Join::Apart {
        return;
    }
    let mark = line.text.chars().next_back().map_or(0, char::len_utf8);
    let first = first.to_string();
    line.text.truncate(line.text.len() - mark);
    if how == Join::Hyphened {
        line.text.push('-');
    }
    line.text.push_str(&first);
    without_first(next);
}

fn without_first(line: &mut Line) {
    let text = line.text.trim_start();
    line.text = text.split_once(char::is_whitespace).map_or(String::new(), |(_, rest)| rest.trim_start().to_string());
}

/// A line without soft hyphens that divide nothing, and without blanks at its end.
fn printed(line: &str) -> String {
    let line = line.trim_end();
    match line.strip_suffix('\u{ad}') {
        _ if !line.contains('\u{ad}') => line.to_string(),
        Some(before) => format!("{}\u{ad}", before.replace('\u{ad}', "")),
        None => line.replace('\u{ad}', ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines of a page; `|` begins a block, an empty line a paragraph.
    fn set(text: &str) -> (String, Vec<Sheet>) {
        let mut galley = Galley::default();
        galley.page("3");
        for line in text.lines() {
            match line.strip_prefix('|') {
                Some(block) => galley.block(block),
                None if line.is_empty() => galley.paragraph(),
                None => galley.line(line),
            }
        }
        galley.set(true)
    }

    #[test]
    fn divided_words_stand_whole_on_the_first_line() {
        for (text, expected) in [
            ("from stom-\nach trouble", "from stomach\ntrouble"),
            ("co-\noper-\nation, he said", "cooperation,\nhe said"),
            ("the stom\u{ad}\nach is stom\u{ad}ach", "the stomach\nis stomach"),
            ("an anti-\nwar rally", "an antiwar\nrally"),
            ("an anti-\nwar rally, anti-war", "an anti-war\nrally, anti-war"),
            ("an anti-\nwar rally, anti-war, Antiwar", "an antiwar\nrally, anti-war, Antiwar"),
            ("one stom-\n\nach", "one stom-\n\nach"),
            ("one stom-\n|b\nach", "one stom-\n\nach"),
            ("stom-\nach", "stomach"),
            ("end of it -", "end of it -"),
            ("stom\u{ad}", "stom-"),
            ("la“\u{ad}\nher", "la“-\nher"),
            ("", ""),
        ] {
            assert_eq!(set(text).0, expected, "{text:?}");
        }
    }

    #[test]
    fn what_the_source_says_of_a_word_is_taken() {
        let mut galley = Galley::default();
        galley.page("1");
        galley.block("a");
        galley.line(Line { text: "in the Har-".into(), whole: Some("Harbor".into()), ..Line::default() });
        galley.page("2");
        galley.block("b");
        galley.line(Line { text: "bor".into(), rest: true, ..Line::default() });
        galley.line("of Port Alma");
        let sheet = |start, page: &str, block: &str| Sheet { start, page: page.into(), block: block.into() };
        let expected = "in the Harbor\n\nof Port Alma".to_string();
        assert_eq!(galley.set(true), (expected, vec![sheet(0, "1", "a"), sheet(15, "2", "b")]));
    }

    #[test]
    fn a_word_whose_rest_is_not_there_stands_whole_all_the_same() {
        let mut galley = Galley::default();
        galley.line(Line { text: "in\u{a0}the\u{3000}(Har-".into(), whole: Some("Harbor".into()), ..Line::default() });
        assert_eq!(galley.set(true).0, "in\u{a0}the\u{3000}(Harbor");
    }

    #[test]
    fn long_chains_of_divided_words_end() {
        let mut galley = Galley::default();
        (0..100_000).for_each(|_| galley.line("ab-"));
        assert!(galley.set(true).0.lines().count() > 1000);
    }

    #[test]
    fn a_text_flows_over_columns_and_pages() {
        let set = |mut galley: Galley| {
            for (page, line) in [("1", "The tugs lay"), ("2", "still in co-"), ("3", "operation."), ("4", "nobody")] {
                galley.page(page);
                galley.line(line);
            }
            galley.set(true).0
        };
        assert_eq!(set(Galley::flowing()), "The tugs lay\nstill in cooperation.\n\nnobody");
        assert_eq!(set(Galley::default()), "The tugs lay\n\nstill in co-\n\noperation.\n\nnobody");
    }

    #[test]
    fn sheets_begin_with_their_first_line() {
        let (body, sheets) = set("|a\n|b\nOne.\n\nTwo.\n|\nThree.");
        assert_eq!(body, "One.\n\nTwo.\n\nThree.");
        let sheet = |start, block: &str| Sheet { start, page: "3".into(), block: block.into() };
        assert_eq!(sheets, [sheet(0, "b"), sheet(12, "")]);
    }
}
