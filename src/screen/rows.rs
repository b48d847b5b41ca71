//! Text with marks -> rows of a terminal, so many cells wide.
//!
//! Takes text from an archive, makes it safe ([`clean`]), and sets it in rows: broken at blanks, a word that is longer than
//! a row inside. Widths are counted in cells a grapheme, as ratatui counts them; what terminals measure differently from
//! each other (emoji joined or coloured by invisible characters) is reduced to its first character. No row is ever wider
//! than asked, and no mark loses its number.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::print::clean;

/// Characters of one grapheme that reach the terminal: accents on accents end here.
const ACCENTS: usize = 8;
/// Stands at the end of a row that was cut.
const CUT: &str = "…";

/// Safe text, with the byte ranges of what is marked in it, sorted and disjoint.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marked {
    /// The text; its only control character is the line break.
    pub text: String,
    /// What is marked.
    pub marks: Vec<Range<usize>>,
}

/// A run of cells of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// What stands there.
    pub text: String,
    /// Number of the mark that it belongs to, from 0.
    pub mark: Option<usize>,
}

/// One row.
pub type Row = Vec<Piece>;

impl Marked {
    /// Text on one line; `marks` count bytes from `from` bytes before its beginning.
    pub fn line(text: &str, from: usize, marks: &[Range<usize>]) -> Marked {
        Marked::new(text, from, marks, clean::push_line)
    }

    /// Text with its line breaks.
    pub fn block(text: &str, marks: &[Range<usize>]) -> Marked {
        Marked::new(text, 0, marks, clean::push_block)
    }

    /// Text on one line, nothing marked.
    pub fn plain(text: &str) -> Marked {
        Marked::line(text, 0, &[])
    }

    fn new(text: &str, from: usize, marks: &[Range<usize>], push: fn(&mut String, &str)) -> Marked {
        let mut safe = Marked { text: String::with_capacity(text.len()), marks: Vec::new() };
        let mut at = 0;
        for mark in marks {
            let (start, end) = (mark.start.saturating_sub(from), mark.end.saturating_sub(from));
            let (Some(before), Some(inside)) = (text.get(at..start), text.get(start..end)) else { continue };
            push(&mut safe.text, before);
            let begin = safe.text.len();
            push(&mut safe.text, inside);
            safe.marks.push(begin..safe.text.len());
            at = end;
        }
        push(&mut safe.text, text.get(at..).unwrap_or_default());
        safe
    }

    /// Appends text that is not marked.
    pub fn push(&mut self, text: &str) {
        clean::push_line(&mut self.text, text);
    }
}

/// One grapheme as it is shown.
struct Cell {
    text: String,
    width: usize,
    mark: Option<usize>,
}

impl Cell {
    fn blank(&self) -> bool {
        self.text == " "
    }
}

/// The cells of a line of a text, which begins at a byte of it.
fn cells(line: &str, start: usize, marks: &[Range<usize>]) -> Vec<Cell> {
    let mut number = marks.partition_point(|mark| mark.end <= start);
    let mut cells = Vec::with_capacity(line.len());
    for (at, grapheme) in line.grapheme_indices(true) {
        while marks.get(number).is_some_and(|mark| mark.end <= start + at) {
            number += 1;
        }
        let text = shown(grapheme);
        let width = text.width();
        // What has no width of its own would move nothing and overwrite its neighbour.
        if width > 0 {
            let mark = marks.get(number).filter(|mark| mark.start <= start + at).map(|_| number);
            cells.push(Cell { text, width, mark });
        }
    }
    cells
}

/// A grapheme without what terminals disagree about.
fn shown(grapheme: &str) -> String {
    let mut text = String::with_capacity(grapheme.len());
    let mut wide = false;
    for (n, c) in grapheme.chars().take(ACCENTS).enumerate() {
        match c {
            '\u{200D}' if wide => break,
            '\u{FE0E}' | '\u{FE0F}' => {}
            '\u{1F3FB}'..='\u{1F3FF}' if n > 0 => {}
            c => text.push(c),
        }
        wide = wide || text.width() > 1;
    }
    text
}

fn row(cells: &[Cell]) -> Row {
    let mut row: Row = Vec::new();
    for cell in cells {
        match row.last_mut() {
            Some(last) if last.mark == cell.mark => last.text.push_str(&cell.text),
            _ => row.push(Piece { text: cell.text.clone(), mark: cell.mark }),
        }
    }
    row
}

/// Cells that a text takes on one row.
pub fn width(text: &str) -> usize {
    cells(text, 0, &[]).iter().map(|cell| cell.width).sum()
}

/// Sets a text in rows of so many cells; none if that is 0. An empty line is an empty row.
pub fn wrap(text: &Marked, width: usize) -> Vec<Row> {
    let (mut rows, mut start) = (Vec::new(), 0);
    if width == 0 {
        return rows;
    }
    for line in text.text.split('\n') {
        let mut cells = cells(line, start, &text.marks);
        cells.retain(|cell| cell.width <= width);
        start += line.len() + 1;
        let mut rest = cells.as_slice();
        loop {
            let (this, next) = broken(rest, width);
            rows.push(row(this));
            rest = next;
            if rest.is_empty() {
                break;
            }
        }
    }
    rows
}

/// The cells of the first row, and those behind it; blanks where a row ends are left out.
fn broken(cells: &[Cell], width: usize) -> (&[Cell], &[Cell]) {
    let mut used = 0;
    let Some(over) = cells.iter().position(|cell| {
        used += cell.width;
        used > width
    }) else {
        return (cells, &[]);
    };
    let head = &cells[..=over.min(cells.len() - 1)];
    let end = match head.iter().rposition(Cell::blank) {
        Some(blank) if head[..blank].iter().any(|cell| !cell.blank()) => blank,
        _ => over,
    };
    let next = cells[end..].iter().position(|cell| !cell.blank()).map_or(cells.len(), |n| end + n);
    let shown = cells[..end].iter().rposition(|cell| !cell.blank()).map_or(end, |n| n + 1);
    (&cells[..shown], &cells[next..])
}

/// The beginning of a text on one row of so many cells; `…` says that it was cut.
pub fn fit(text: &Marked, width: usize) -> Row {
    let line = text.text.split('\n').next().unwrap_or_default();
    let mut cells = cells(line, 0, &text.marks);
    if cells.iter().map(|cell| cell.width).sum::<usize>() > width {
        let mut used = CUT.width();
        let end = cells.iter().position(|cell| {
            used += cell.width;
            used > width
        });
        cells.truncate(end.unwrap_or(0));
        if width > 0 {
            cells.push(Cell { text: CUT.to_string(), width: 1, mark: None });
        }
    }
    row(&cells)
}

/// As much of a line being typed as fits into so many cells, the cursor in sight; and the cell of the cursor, from 0.
pub fn window(before: &str, behind: &str, room: usize) -> (String, usize) {
    let (before, behind) = (cells(before, 0, &[]), cells(behind, 0, &[]));
    let mut at = 0;
    let seen = before.iter().rev().take_while(|cell| {
        at += cell.width;
        at < room
    });
    let first = before.len() - seen.count();
    let seen = before.get(first..).unwrap_or_default();
    let at: usize = seen.iter().map(|cell| cell.width).sum();
    let mut used = at;
    let rest = behind.iter().take_while(|cell| {
        used += cell.width;
        used <= room
    });
    (seen.iter().chain(rest).map(|cell| cell.text.as_str()).collect(), at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(rows: &[Row]) -> Vec<String> {
        rows.iter().map(|row| row.iter().map(|piece| piece.text.as_str()).collect()).collect()
    }

    #[test]
    fn rows_are_broken_at_blanks() {
        let table: &[(&str, usize, &[&str])] = &[
            ("", 5, &[""]),
            ("one two", 7, &["one two"]),
            ("one two", 6, &["one", "two"]),
            ("one two", 3, &["one", "two"]),
            ("one  two", 4, &["one", "two"]),
            ("onetwo", 4, &["onet", "wo"]),
            ("  one two", 6, &["  one", "two"]),
            ("one\n\ntwo", 6, &["one", "", "two"]),
            ("漢字漢字", 5, &["漢字", "漢字"]),
            ("漢a", 1, &["a"]),
            ("e\u{301}e\u{301}e", 2, &["e\u{301}e\u{301}", "e"]),
            ("one", 0, &[]),
        ];
        for (text, width, wanted) in table {
            assert_eq!(plain(&wrap(&Marked::block(text, &[]), *width)), *wanted, "{text:?} in {width}");
        }
    }

    #[test]
    fn a_row_that_is_cut_says_so() {
        let table = [("headline", 8, "headline"), ("headline", 5, "head…"), ("headline", 1, "…"), ("headline", 0, "")];
        for (text, width, wanted) in table {
            assert_eq!(plain(&[fit(&Marked::plain(text), width)]), [wanted]);
        }
        assert_eq!(plain(&[fit(&Marked::plain("漢字漢字"), 6)]), ["漢字…"]);
        assert_eq!(plain(&[fit(&Marked::plain("漢字"), 2)]), ["…"]);
    }

    #[test]
    fn the_cursor_stays_in_sight() {
        let table = [
            ("drug", "", 10, "drug", 4),
            ("drug", " cartels", 8, "drug car", 4),
            ("drug cartels", "", 8, "cartels", 7),
            ("drug car", "tels", 4, "cart", 3),
            ("漢字", "", 4, "字", 2),
            ("drug", "s", 1, "s", 0),
            ("drug", "s", 0, "", 0),
        ];
        for (before, behind, room, seen, at) in table {
            assert_eq!(window(before, behind, room), (seen.to_string(), at), "{before}|{behind} in {room}");
        }
    }

    #[test]
    fn what_could_break_the_screen_is_made_harmless() {
        let table = [
            ("a\tb\u{1b}[31mc", "a b\u{FFFD}[31mc"),
            ("a\u{202E}cba", "a\u{FFFD}cba"),
            ("a\u{200B}b\u{AD}c", "abc"),
            ("\u{301}a", "\u{301}a"),
            ("👩\u{200D}🔧 👍🏽 ❤\u{FE0F}", "👩 👍 ❤"),
            ("क्\u{200D}ष", "क्\u{200D}ष"),
        ];
        for (text, wanted) in table {
            let row = fit(&Marked::plain(text), 40);
            let shown = plain(&[row])[0].trim_start_matches('\u{301}').to_string();
            assert_eq!(shown, wanted.trim_start_matches('\u{301}'), "{text:?}");
        }
        let tower = format!("a{}b", "\u{301}".repeat(500));
        assert_eq!(plain(&[fit(&Marked::plain(&tower), 9)])[0].chars().count(), ACCENTS + 1);
    }

    #[test]
    fn marks_keep_their_numbers_across_rows() {
        let text = Marked::line("the drug cartels of the drug coast", 0, &[4..16, 24..28]);
        let piece = |text: &str, mark| Piece { text: text.to_string(), mark };
        assert_eq!(
            wrap(&text, 10),
            [
                vec![piece("the ", None), piece("drug", Some(0))],
                vec![piece("cartels", Some(0)), piece(" of", None)],
                vec![piece("the ", None), piece("drug", Some(1))],
                vec![piece("coast", None)],
            ]
        );
    }
}
