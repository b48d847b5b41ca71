//! [`State`] -> one frame of the terminal. It changes nothing, and draws what fits: of a terminal of one cell, one cell.
//!
//! Colour is never the only sign: marks are bold, and underlined where there is no colour; what is selected is reversed and
//! has a sign before it.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::{Line, Span};

use super::facets::Kind;
use super::keys::KEYS;
use super::layout::{Parts, measure, pane_head, sheet};
use super::reading::{Reading, Tone};
use super::rows::{Marked, Row, fit, width, window, wrap};
use super::state::State;
use crate::count::{counted, grouped};
use crate::print::text::{Look, on_page, origin, people, unnamed};
use crate::search::Hit;

/// Stands before what is typed.
const PROMPT: &str = "> ";
/// Cells of a date, and of a source, in the list.
const DATE: usize = 10;
const SOURCE: usize = 20;
/// Cells of a condition that are shown.
const CONDITION: usize = 34;
/// Cells that the query keeps before the count is left out.
const TYPED: usize = 12;

/// Draws the screen.
pub fn draw(frame: &mut Frame<'_>, state: &State, look: Look) {
    let area = frame.area();
    let size = (area.width, area.height);
    let mut desk = Desk { buffer: frame.buffer_mut(), look };
    if state.help {
        return desk.help(area);
    }
    if let Some(reading) = &state.reading {
        return desk.article(reading, size);
    }
    let parts = state.parts();
    let cursor = desk.query(&parts, state);
    desk.remark(&parts, state);
    for (n, row) in state.said().iter().enumerate() {
        let quiet = desk.quiet();
        desk.put(parts.said, n, 2, spans(row, quiet, quiet));
    }
    desk.list(&parts, state);
    if let Some(hit) = state.hit() {
        desk.preview(&parts, state, hit);
    }
    desk.pane(&parts, state);
    desk.foot(&parts, state);
    if !state.in_pane && parts.query.contains(cursor) {
        frame.set_cursor_position(cursor);
    }
}

/// Where everything is laid out.
struct Desk<'a> {
    buffer: &'a mut Buffer,
    look: Look,
}

impl Desk<'_> {
    fn mark(&self) -> Style {
        let style = Style::new().add_modifier(Modifier::BOLD);
        if self.look.colour { style.fg(Color::Red) } else { style.add_modifier(Modifier::UNDERLINED) }
    }

    fn quiet(&self) -> Style {
        if self.look.colour { Style::new().add_modifier(Modifier::DIM) } else { Style::new() }
    }

    fn bold() -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    fn reversed() -> Style {
        Style::new().add_modifier(Modifier::REVERSED)
    }

    /// Puts spans into a row of a part, from a column of it on; what does not fit is left out.
    fn put(&mut self, part: Rect, row: usize, column: usize, spans: Vec<Span<'_>>) {
        let part = part.intersection(self.buffer.area);
        let (Ok(row), Ok(column)) = (u16::try_from(row), u16::try_from(column)) else { return };
        if row < part.height && column < part.width {
            self.buffer.set_line(part.x + column, part.y + row, &Line::from(spans), part.width - column);
        }
    }

    fn say(&mut self, part: Rect, row: usize, column: usize, text: &str, style: Style) {
        let text = fit(&Marked::plain(text), usize::from(part.width).saturating_sub(column));
        self.put(part, row, column, spans(&text, style, style));
    }

    /// The query and the count; where the cursor stands.
    fn query(&mut self, parts: &Parts, state: &State) -> Position {
        let all = usize::from(parts.query.width);
        let searched = counted(state.searched, "article");
        let count = match (&state.found, state.late) {
            (_, true) => "searching…".to_string(),
            (Some(found), _) => format!("{} of {searched}", grouped(found.total)),
            (None, _) => searched,
        };
        let mut room = all.saturating_sub(PROMPT.len());
        if room >= width(&count) + TYPED {
            self.say(parts.query, 0, all - width(&count), &count, self.quiet());
            room -= width(&count) + 1;
        }
        let (text, at) = window(state.line.before(), state.line.behind(), room);
        self.put(parts.query, 0, 0, vec![Span::raw(PROMPT), Span::styled(text, Desk::bold())]);
        Position { x: (PROMPT.len() + at) as u16, y: parts.query.y }
    }

    /// The conditions, and how the query was read.
    fn remark(&mut self, parts: &Parts, state: &State) {
        let mut column = 0;
        for condition in &state.conditions {
            let row = fit(&Marked::plain(&condition.to_string()), CONDITION);
            let mut chip = vec![Span::styled("[", Desk::reversed())];
            chip.extend(spans(&row, Desk::reversed(), Desk::reversed()));
            chip.push(Span::styled("]", Desk::reversed()));
            let cells: usize = chip.iter().map(|span| width(&span.content)).sum();
            self.put(parts.remark, 0, column, chip);
            column += cells + 1;
        }
        if let Some(found) = &state.found {
            self.say(parts.remark, 0, column, &found.remark, self.quiet());
        }
    }

    fn list(&mut self, parts: &Parts, state: &State) {
        let list = parts.list;
        let Some(found) = &state.found else {
            if !state.waiting() {
                self.say(list, 0, 2, "Type what to look for; every key searches. * finds everything.", self.quiet());
                self.say(list, 1, 2, "F1 shows the keys, Esc quits.", self.quiet());
            }
            return;
        };
        let rows = usize::from(list.height);
        for (row, (n, hit)) in found.hits.iter().enumerate().skip(state.top).take(rows).enumerate() {
            self.hit(list, row, hit, n == state.selected);
        }
    }

    /// A hit on one row: headline, date, source; as many of them as there is room for.
    fn hit(&mut self, list: Rect, row: usize, hit: &Hit, selected: bool) {
        let base = if selected { Desk::reversed() } else { Style::new() };
        let all = usize::from(list.width);
        let article = &hit.filed.article;
        self.put(list, row, 0, vec![Span::styled(format!("{:all$}", if selected { ">" } else { "" }), base)]);
        let (mut end, mut behind) = (all, Vec::new());
        for (cells, least, text) in [
            (SOURCE, 72, article.source.clone().unwrap_or_default()),
            (DATE, 36, article.published.map_or("undated".to_string(), |period| period.to_string())),
        ] {
            if all >= least {
                end -= cells;
                behind.push((end, fit(&Marked::plain(&text), cells)));
                end -= 2;
            }
        }
        let headline = match article.headline.trim() {
            "" => Marked::plain(&unnamed(article)),
            _ => Marked::line(&article.headline, 0, &hit.headline),
        };
        let headline = fit(&headline, end.saturating_sub(2));
        self.put(list, row, 2, spans(&headline, base, base.patch(self.mark())));
        for (column, text) in behind {
            self.put(list, row, column, spans(&text, base.patch(self.quiet()), base));
        }
    }

    /// Where the selected hit is from, and its passages.
    fn preview(&mut self, parts: &Parts, state: &State, hit: &Hit) {
        let rule = "─".repeat(usize::from(parts.rule.width));
        self.put(parts.rule, 0, 0, vec![Span::styled(rule, self.quiet())]);
        let title = Marked::plain(&format!("{}. {}", state.selected + 1, origin(&hit.filed)));
        let title = fit(&title, usize::from(parts.rule.width).saturating_sub(6));
        let mut title = spans(&title, Style::new(), Style::new());
        title.insert(0, Span::raw(" "));
        title.push(Span::raw(" "));
        self.put(parts.rule, 0, 2, title);
        let cells = measure(parts.preview);
        let mut rows: Vec<(Style, Row)> = Vec::new();
        let headline = Marked::line(&hit.filed.article.headline, 0, &hit.headline);
        rows.extend(wrap(&headline, cells).into_iter().map(|row| (Desk::bold(), row)));
        if !hit.filed.mentions.people.is_empty() {
            rows.push((self.quiet(), fit(&Marked::plain(&people(&hit.filed)), cells)));
        }
        if let Some(lacks) = state.found.as_ref().and_then(|found| found.lacks(hit)) {
            rows.push((self.quiet(), fit(&Marked::plain(&lacks), cells)));
        }
        for passage in &hit.passages {
            let body = hit.filed.article.body.get(passage.at.clone()).unwrap_or_default();
            let mut text = Marked::default();
            if passage.cut_before {
                text.push("... ");
            }
            let ahead = text.text.len();
            let inside = Marked::line(body, passage.at.start, &passage.marks);
            text.text.push_str(&inside.text);
            text.marks = inside.marks.iter().map(|mark| mark.start + ahead..mark.end + ahead).collect();
            if passage.cut_after {
                text.push(" ...");
            }
            if let Some(pages) = on_page(&hit.filed.article, &passage.at) {
                text.push(&format!(" ({pages})"));
            }
            rows.push((Style::new(), Row::new()));
            rows.extend(wrap(&text, cells).into_iter().map(|row| (Style::new(), row)));
        }
        let margin = usize::from(parts.preview.width > 20);
        for (n, (base, row)) in rows.iter().take(usize::from(parts.preview.height)).enumerate() {
            self.put(parts.preview, n, margin, spans(row, *base, base.patch(self.mark())));
        }
    }

    fn pane(&mut self, parts: &Parts, state: &State) {
        let mut pane = parts.pane.intersection(self.buffer.area);
        if pane.width == 0 {
            return;
        }
        if pane.x > 0 {
            for row in 0..usize::from(pane.height) {
                self.put(pane, row, 0, vec![Span::styled("│", self.quiet())]);
            }
            let edge = 2.min(pane.width);
            pane = Rect { x: pane.x + edge, width: pane.width - edge, ..pane };
        }
        let mut column = if pane_head(pane.height) > 0 { 0 } else { usize::from(pane.width) };
        for kind in Kind::ALL {
            let style = if kind == state.kind { Desk::bold().add_modifier(Modifier::UNDERLINED) } else { self.quiet() };
            self.put(pane, 0, column, vec![Span::styled(kind.name(), style)]);
            column += kind.name().len() + 2;
        }
        let Some(counts) = &state.pane else { return };
        let basis = counts.basis(state.kind).unwrap_or_else(|| format!("of all {}", grouped(counts.total)));
        let head = usize::from(pane_head(pane.height));
        if head > 1 {
            self.say(pane, 1, 0, &basis, self.quiet());
        }
        let rows = usize::from(pane.height).saturating_sub(head);
        let all = usize::from(pane.width);
        for (row, (n, entry)) in state.entries().iter().enumerate().skip(state.pane_top).take(rows).enumerate() {
            let row = row + head;
            let chosen = entry.condition.as_ref().is_some_and(|condition| state.conditions.contains(condition));
            let base = match (state.in_pane && n == state.entry, &entry.condition) {
                (true, _) => Desk::reversed(),
                (false, None) => self.quiet(),
                (false, Some(_)) => Style::new(),
            };
            let count = grouped(entry.count);
            let room = all.saturating_sub(count.len() + 3);
            let sign = if chosen { "x" } else { "" };
            self.put(pane, row, 0, vec![Span::styled(format!("{sign:all$}"), base)]);
            self.put(pane, row, 2, spans(&fit(&Marked::plain(&entry.label), room), base, base));
            self.put(pane, row, all.saturating_sub(count.len()), vec![Span::styled(count, base)]);
        }
    }

    fn foot(&mut self, parts: &Parts, state: &State) {
        let keys = match state.in_pane {
            true => "Enter narrow, widen · Tab next · Esc back · F1 keys",
            false => "Enter read · Tab people, sources, months · F1 keys · Esc quit",
        };
        self.say(parts.foot, 0, 0, keys, self.quiet());
    }

    fn article(&mut self, reading: &Reading, size: (u16, u16)) {
        let sheet = sheet(size);
        let head = format!("{:all$}", "", all = usize::from(sheet.head.width));
        self.put(sheet.head, 0, 0, vec![Span::styled(head, Desk::reversed())]);
        self.say(sheet.head, 0, 1, &origin(&reading.filed), Desk::reversed());
        let margin = usize::from(sheet.body.width > 20);
        let rows = reading.rows.iter().skip(reading.top).take(usize::from(sheet.body.height));
        for (n, (tone, row)) in rows.enumerate() {
            let base = match tone {
                Tone::Headline => Desk::bold(),
                Tone::Quiet => self.quiet(),
                Tone::Text => Style::new(),
            };
            let marked = |mark: usize| {
                let style = base.patch(self.mark());
                if reading.current == Some(mark) { style.patch(Desk::reversed()) } else { style }
            };
            let spans = row.iter().map(|piece| Span::styled(piece.text.as_str(), piece.mark.map_or(base, marked)));
            let spans = spans.collect();
            self.put(sheet.body, n, margin, spans);
        }
        let seen = reading.top + usize::from(sheet.body.height);
        let share = (seen * 100).checked_div(reading.rows.len()).unwrap_or(100).min(100);
        let marks = match (reading.current, reading.marks.len()) {
            (_, 0) => "nothing highlighted".to_string(),
            (Some(mark), all) => format!("highlight {} of {} · n N next, previous", mark + 1, grouped(all as u64)),
            (None, all) => format!("{} · n N next, previous", counted(all as u64, "highlight")),
        };
        self.say(sheet.foot, 0, 0, &format!("{share} % · {marks} · Esc back · F1 keys"), self.quiet());
    }

    fn help(&mut self, area: Rect) {
        self.say(area, 0, 1, "Keys", Desk::bold());
        for (n, (key, what)) in KEYS.iter().enumerate() {
            self.say(area, n + 2, 1, key, Desk::bold());
            self.say(area, n + 2, 23, what, Style::new());
        }
        self.say(area, KEYS.len() + 3, 1, "Any key goes back.", self.quiet());
    }
}

fn spans(row: &Row, base: Style, mark: Style) -> Vec<Span<'_>> {
    row.iter().map(|piece| Span::styled(piece.text.as_str(), if piece.mark.is_some() { mark } else { base })).collect()
}
