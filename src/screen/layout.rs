//! The size of a terminal -> where the parts of the screen stand. Arithmetic only; of a terminal too small for a part
//! that part is empty.

use ratatui::layout::Rect;

/// From so many columns on, the pane of facets is always shown.
pub const WIDE: u16 = 110;
/// Columns of the pane.
const PANE: u16 = 32;
/// Below so many columns the pane takes all of them.
const NARROW: u16 = 48;
/// Text is not set in longer rows: they are hard to read.
const MEASURE: usize = 96;

/// Parts of the screen of hits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// The query and the count, one row.
    pub query: Rect,
    /// Conditions, and how the query was read, one row.
    pub remark: Rect,
    /// What is said of the answer.
    pub said: Rect,
    /// The hits, one a row.
    pub list: Rect,
    /// What the selected hit is called, one row.
    pub rule: Rect,
    /// Passages of the selected hit.
    pub preview: Rect,
    /// The facets.
    pub pane: Rect,
    /// What keys do, one row.
    pub foot: Rect,
}

/// Parts of the screen of an article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Its headline, one row.
    pub head: Rect,
    /// Its text.
    pub body: Rect,
    /// What keys do, one row.
    pub foot: Rect,
}

/// Divides the screen; `pane` says whether facets are wanted where there is no room to spare, `said` how many rows are for
/// what is said of the answer.
pub fn parts((width, height): (u16, u16), pane: bool, said: u16) -> Parts {
    let row = |y: u16, there: bool| Rect { x: 0, y, width, height: u16::from(there) };
    let foot = row(height.saturating_sub(1), height >= 4);
    let query = row(0, height >= 1);
    let remark = row(1, height >= 3);
    let top = query.height + remark.height;
    let middle = Rect { x: 0, y: top, width, height: height.saturating_sub(top + foot.height) };
    let columns = match (pane || width >= WIDE, width < NARROW) {
        (false, _) => 0,
        (true, true) => width,
        (true, false) => PANE,
    };
    let pane = Rect { x: width - columns, width: columns, ..middle };
    let left = Rect { width: width - columns, ..middle };
    let said = Rect { height: said.min(left.height), ..left };
    let left = Rect { y: left.y + said.height, height: left.height - said.height, ..left };
    let listed = if left.height < 7 { left.height } else { left.height * 2 / 5 };
    let list = Rect { height: listed, ..left };
    let rule = Rect { y: left.y + listed, height: u16::from(left.height > listed), ..left };
    let preview = Rect { y: rule.y + rule.height, height: left.height - listed - rule.height, ..left };
    Parts { query, remark, said, list, rule, preview, pane, foot }
}

/// Rows for what is said of an answer, at most, on a screen of this height; `alone` if there are no hits.
pub fn said_rows(height: u16, alone: bool) -> u16 {
    let middle = parts((1, height), false, 0);
    let middle = middle.list.height + middle.rule.height + middle.preview.height;
    // One hit and what is said of it are the least.
    if alone { middle } else { (middle / 3).max(1).min(middle / 2) }
}

/// Divides the screen for an article.
pub fn sheet((width, height): (u16, u16)) -> Sheet {
    let row = |y: u16, there: bool| Rect { x: 0, y, width, height: u16::from(there) };
    let head = row(0, height >= 3);
    let foot = row(height.saturating_sub(1), height >= 2);
    let body = Rect { x: 0, y: head.height, width, height: height - head.height - foot.height };
    Sheet { head, body, foot }
}

/// Rows of a pane of this height that stand above its entries.
pub fn pane_head(height: u16) -> u16 {
    match height {
        0 | 1 => 0,
        2..6 => 1,
        _ => 2,
    }
}

/// Cells of a row of text in a part, which has a column to spare on each side.
pub fn measure(part: Rect) -> usize {
    usize::from(part.width.saturating_sub(if part.width > 20 { 2 } else { 0 })).min(MEASURE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_lie_inside_and_apart() {
        for width in [0, 1, 20, 47, 48, 80, 109, 110, 500] {
            for height in 0..60 {
                for (pane, said) in [(false, 0), (true, 0), (false, 1), (true, 3), (true, 99)] {
                    let p = parts((width, height), pane, said);
                    let all = [p.query, p.remark, p.said, p.list, p.rule, p.preview, p.pane, p.foot];
                    let cells: u32 = all.iter().map(|part| part.area()).sum();
                    assert_eq!(cells, u32::from(width) * u32::from(height), "{width}x{height}");
                    let s = sheet((width, height));
                    assert_eq!(s.head.height + s.body.height + s.foot.height, height);
                    let mut there = all.iter().chain([&s.body]).filter(|part| !part.is_empty());
                    assert!(there.all(|part| part.right() <= width && part.bottom() <= height));
                }
            }
        }
    }
}
