//! Pieces of text on a page -> its lines, in the order in which the page shows them.
//!
//! A line ends where the next piece stands on another baseline, or behind where it should stand; words part where there is
//! room between them. The order is that of the page: who made it wrote its columns one after the other, and knows better than
//! their places tell. It never sorts.

use super::page::Span;

/// One line of a page.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Line {
    pub(super) text: String,
    /// Size of its largest letters, in points.
    pub(super) size: f32,
    /// Whether a paragraph begins with it.
    pub(super) apart: bool,
}

/// A line, and where it stands.
struct Placed {
    line: Line,
    turn: u8,
    across: f32,
    end: f32,
}

/// Room between two pieces, in parts of the size: less is none, more is a blank, very much is a column of a table.
const BLANK: f32 = 0.17;
const COLUMN: f32 = 2.5;

pub(super) fn lines(spans: &[Span]) -> Vec<Line> {
    let mut placed: Vec<Placed> = Vec::new();
    for span in spans {
        let text = unligated(&span.text);
        let size = span.size.max(0.1);
        let last = placed.last_mut().filter(|last| {
            let larger = last.line.size.max(size);
            // A note's number stands somewhat higher, and is smaller.
            last.turn == span.turn
                && (last.across - span.across).abs() < 0.45 * larger
                && span.along > last.end - 0.8 * larger
        });
        match last {
            Some(last) => {
                let room = (span.along - last.end) / last.line.size.max(size);
                let blank = text.starts_with(char::is_whitespace) || last.line.text.ends_with(char::is_whitespace);
                if room > COLUMN {
                    last.line.text.truncate(last.line.text.trim_end().len());
                    last.line.text.push('\t');
                } else if room > BLANK && !blank {
                    last.line.text.push(' ');
                }
                last.line.text.push_str(&text);
                last.line.size = last.line.size.max(size);
                last.end = span.along + span.width;
            }
            None => placed.push(Placed {
                line: Line { text, size, apart: false },
                turn: span.turn,
                across: span.across,
                end: span.along + span.width,
            }),
        }
    }
    placed.retain(|placed| !placed.line.text.trim().is_empty());
    part(&mut placed);
    placed.into_iter().map(|placed| Line { text: placed.line.text.trim().to_string(), ..placed.line }).collect()
}

/// Marks where paragraphs begin: below more room than is usual between lines, and where letters change their size.
fn part(placed: &mut [Placed]) {
    const MORE: f32 = 1.3;
    let down = |a: &Placed, b: &Placed| a.across - b.across;
    let usual = placed.windows(2).filter_map(|pair| match pair {
        [a, b] if a.turn == b.turn => Some(down(a, b) / a.line.size.max(b.line.size)),
        _ => None,
    });
    let mut usual: Vec<f32> = usual.filter(|room| (0.5..3.0).contains(room)).collect();
    usual.sort_by(f32::total_cmp);
    // A page of short paragraphs has more room between most of its lines.
    let usual = usual.get(usual.len() / 4).copied().unwrap_or(1.2);
    for at in 1..placed.len() {
        let (Some(before), Some(here)) = (placed.get(at - 1), placed.get(at)) else { continue };
        let size = before.line.size.max(here.line.size);
        let room = down(before, here) / size;
        let other = (before.line.size - here.line.size).abs() > 0.15 * size;
        // Above the line before begins another column; a sentence may go on there.
        let column = room < 0.0 && before.line.text.trim_end().ends_with(['.', '!', '?', '”', '"', ':']);
        let apart = before.turn != here.turn || room > usual * MORE || other || column;
        if let Some(here) = placed.get_mut(at) {
            here.line.apart = apart;
        }
    }
}

/// Letters that are set as one sign are letters.
fn unligated(text: &str) -> String {
    const LETTERS: [&str; 7] = ["ff", "fi", "fl", "ffi", "ffl", "st", "st"];
    if !text.contains(|c: char| ('\u{fb00}'..='\u{fb06}').contains(&c) || c.is_control() || c == '\u{a0}') {
        return text.to_string();
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match (c as usize).checked_sub(0xFB00).and_then(|at| LETTERS.get(at)) {
            Some(letters) => out.push_str(letters),
            None if c == '\t' || c == '\n' || c == '\u{a0}' => out.push(' '),
            None if c.is_control() => {}
            None => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(text: &str, along: f32, across: f32, size: f32) -> Span {
        let width = text.chars().count() as f32 * size / 2.0;
        Span { text: text.into(), turn: 0, along, across, width, size }
    }

    #[test]
    fn pieces_become_lines() {
        let spans = [
            span("Bridge ", 10.0, 700.0, 20.0),
            span("closed", 80.0, 700.0, 20.0),
            span("The coun", 10.0, 660.0, 10.0),
            span("cil", 50.0, 660.0, 10.0),
            span("met", 70.0, 660.0, 10.0),
            span("1", 85.0, 663.0, 6.0),
            span("on the \u{fb01}rst.", 10.0, 648.0, 10.0),
            span("Year", 10.0, 636.0, 10.0),
            span("Level", 100.0, 636.0, 10.0),
            span("It rained.", 10.0, 600.0, 10.0),
            span("Next column.", 300.0, 660.0, 10.0),
        ];
        let shown: Vec<String> =
            lines(&spans).iter().map(|l| format!("{}{}", if l.apart { "¶" } else { "" }, l.text)).collect();
        let expected =
            ["Bridge closed", "¶The council met1", "on the first.", "Year\tLevel", "¶It rained.", "¶Next column."];
        assert_eq!(shown, expected);
    }
}
