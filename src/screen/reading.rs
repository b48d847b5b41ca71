//! One article, opened: its whole text in rows, where it is scrolled to, and its marks to jump between.
//!
//! Takes the article and, once the archive has found them, what is marked in it. It is set in rows when it is opened,
//! marked or resized, not when it is drawn. A text too long to be set at once is shown to a point, and it says so.

use std::ops::Range;

use super::rows::{Marked, Row, wrap};
use super::state::Key;
use crate::index::document::Filed;
use crate::print::clean;
use crate::print::text::words_at;

/// Bytes of a body that are shown.
const LONGEST: usize = 1 << 20;

/// How a row looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// The headline.
    Headline,
    /// What is said about the article.
    Quiet,
    /// Its text.
    Text,
}

/// An article being read.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The article.
    pub filed: Filed,
    /// Its rows; marks are numbered through all of them.
    pub rows: Vec<(Tone, Row)>,
    /// The first row that is seen.
    pub top: usize,
    /// The mark that was jumped to.
    pub current: Option<usize>,
    /// Row in which each mark begins.
    pub marks: Vec<usize>,
    paragraphs: Vec<(Tone, Marked)>,
    /// Cells of a row, rows of the screen.
    size: (usize, usize),
}

impl Reading {
    /// Opens an article, nothing marked yet, on a part of the screen of so many columns and rows.
    pub fn new(filed: Filed, size: (usize, usize)) -> Reading {
        let (rows, marks, paragraphs) = Default::default();
        let mut reading = Reading { filed, rows, top: 0, current: None, marks, paragraphs, size };
        reading.mark(&[], &[]);
        reading
    }

    /// Marks these bytes of headline and body.
    pub fn mark(&mut self, headline: &[Range<usize>], body: &[Range<usize>]) {
        self.paragraphs = paragraphs(&self.filed, headline, body);
        self.set();
    }

    /// Sets it for another size of the screen; the place in the text is kept.
    pub fn resize(&mut self, size: (usize, usize)) {
        if size != self.size {
            let share = self.top as f64 / self.rows.len().max(1) as f64;
            self.size = size;
            self.set();
            self.top = (share * self.rows.len() as f64) as usize;
            match self.current {
                Some(mark) => self.show(mark),
                None => self.scroll(self.top),
            }
        }
    }

    fn set(&mut self) {
        self.rows.clear();
        self.marks.clear();
        for (tone, text) in &self.paragraphs {
            let before = self.marks.len();
            for mut row in wrap(text, self.size.0) {
                for number in row.iter_mut().filter_map(|piece| piece.mark.as_mut()) {
                    *number += before;
                    // A mark that is nothing to see (all of it without width) is jumped over with the next one.
                    while self.marks.len() <= *number {
                        self.marks.push(self.rows.len());
                    }
                }
                self.rows.push((*tone, row));
            }
            while self.marks.len() < before + text.marks.len() {
                self.marks.push(self.rows.len().saturating_sub(1));
            }
        }
        self.current = self.current.filter(|mark| *mark < self.marks.len());
        self.scroll(self.top);
    }

    fn scroll(&mut self, to: usize) {
        self.top = to.min(self.rows.len().saturating_sub(self.size.1));
    }

    fn show(&mut self, mark: usize) {
        let Some(&row) = self.marks.get(mark) else { return };
        self.current = Some(mark);
        if row < self.top || row >= self.top + self.size.1 {
            self.scroll(row.saturating_sub(self.size.1 / 3));
        }
    }

    /// Jumps to the next mark, from the last to the first; the first jump goes to what is on the screen or below it.
    fn next(&mut self) {
        match self.current {
            Some(mark) => self.show(if mark + 1 < self.marks.len() { mark + 1 } else { 0 }),
            None => self.show(self.marks.iter().position(|row| *row >= self.top).unwrap_or(0)),
        }
    }

    fn previous(&mut self) {
        let last = self.marks.len().saturating_sub(1);
        match self.current {
            Some(mark) => self.show(mark.checked_sub(1).unwrap_or(last)),
            None => self.show(self.marks.iter().rposition(|row| *row < self.top).unwrap_or(last)),
        }
    }

    /// Moves about in it; whether the key was for that.
    pub fn key(&mut self, key: Key) -> bool {
        let page = self.size.1.saturating_sub(1).max(1);
        match key {
            Key::Down | Key::Char('j') | Key::Ctrl('n') => self.scroll(self.top + 1),
            Key::Up | Key::Char('k') | Key::Ctrl('p') => self.scroll(self.top.saturating_sub(1)),
            Key::PageDown | Key::Char(' ' | 'f') => self.scroll(self.top + page),
            Key::PageUp | Key::Char('b') => self.scroll(self.top.saturating_sub(page)),
            Key::Home | Key::Char('g') => self.scroll(0),
            Key::End | Key::Char('G') => self.scroll(usize::MAX),
            Key::Char('n') => self.next(),
            Key::Char('N') => self.previous(),
            _ => return false,
        }
        true
    }
}

/// The parts of an article, as `morgue show` prints them; where it is from stands above them.
fn paragraphs(filed: &Filed, headline: &[Range<usize>], body: &[Range<usize>]) -> Vec<(Tone, Marked)> {
    let article = &filed.article;
    let mut parts = Vec::new();
    if !article.headline.trim().is_empty() {
        parts.push((Tone::Headline, Marked::line(&article.headline, 0, headline)));
    }
    let mut quiet = |text: String| parts.push((Tone::Quiet, Marked { text, marks: Vec::new() }));
    for (name, value) in
        [("By", &article.byline), ("Place", &article.place), ("Section", &article.section), ("URL", &article.url)]
    {
        if let Some(value) = value {
            quiet(format!("{name}: {}", clean::line(value)));
        }
    }
    quiet(String::new());
    let text = article.body.trim_end();
    let end = (0..=text.len().min(LONGEST)).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let shown: Vec<_> = body.iter().filter(|mark| mark.end <= end).cloned().collect();
    parts.push((Tone::Text, Marked::block(&text[..end], &shown)));
    let mut quiet = |text: String| parts.push((Tone::Quiet, Marked { text, marks: Vec::new() }));
    if end < text.len() {
        quiet(format!("(the text goes on; `morgue show {}` prints all of it)", clean::name(&filed.place())));
    }
    if !filed.mentions.people.is_empty() {
        let names: Vec<String> = filed.mentions.people.iter().map(|person| clean::line(&person.name)).collect();
        quiet(String::new());
        quiet(format!("People: {}", names.join(", ")));
    }
    if !filed.mentions.dates.is_empty() {
        let date = |date: &crate::mention::DateMention| {
            format!("{} = {}", clean::line(words_at(filed, &date.place)), date.days())
        };
        quiet(String::new());
        quiet(format!("Dates: {}", filed.mentions.dates.iter().map(date).collect::<Vec<_>>().join(", ")));
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;
    use crate::mention::Mentions;

    fn filed(headline: &str, body: String) -> Filed {
        let article = Article { headline: headline.to_string(), body, ..Article::default() };
        Filed {
            article,
            path: "news/a.md".to_string(),
            member: None,
            record: 1,
            mentions: Mentions::default(),
            generation: 0,
        }
    }

    fn text(reading: &Reading, row: usize) -> String {
        reading.rows[row].1.iter().map(|piece| piece.text.as_str()).collect()
    }

    #[test]
    fn jumps_go_round() {
        let body: String = (0..40).map(|n| format!("line {n:02}\n")).collect();
        let mut reading = Reading::new(filed("A weir", body), (20, 10));
        reading.mark(std::slice::from_ref(&(2..6)), &[0..4, 160..164, 240..244]);
        assert_eq!(reading.marks, [0, 2, 22, 32]);
        let mut jump = |keys: &str| -> Vec<(Option<usize>, usize)> {
            let press = |c| {
                assert!(reading.key(Key::Char(c)));
                (reading.current, reading.top)
            };
            keys.chars().map(press).collect()
        };
        assert_eq!(jump("nnnnn"), [(Some(0), 0), (Some(1), 0), (Some(2), 19), (Some(3), 29), (Some(0), 0)]);
        assert_eq!(jump("NG"), [(Some(3), 29), (Some(3), 32)]);
        assert_eq!(jump("g N".replace(' ', "").as_str()), [(Some(3), 0), (Some(2), 19)]);
        reading.resize((20, 5));
        assert!(reading.top <= 22 && 22 < reading.top + 5);
        assert!(!reading.key(Key::Enter));
    }

    #[test]
    fn a_text_beyond_measure_is_shown_to_a_point() {
        let reading = Reading::new(filed("", "long words \u{e9}\n".repeat(100_000)), (80, 10));
        let last = reading.rows.len() - 1;
        assert_eq!(text(&reading, last), "(the text goes on; `morgue show news/a.md#1` prints all of it)");
        assert!(last < 80_000);
        assert_eq!(text(&Reading::new(filed("", String::new()), (80, 10)), 0), "");
    }
}
