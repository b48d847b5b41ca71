//! What each key does, on each of the screens: the article, the facets, the query with its hits.
//!
//! Letters are for the query wherever there is one; only an article, where nothing is typed, has commands of one letter.

use super::facets::Kind;
use super::layout::pane_head;
use super::state::{Effect, Key, State};

/// The keys and what they do, for people.
pub const KEYS: &[(&str, &str)] = &[
    ("any letter", "search for what stands in the line"),
    ("Up Down PgUp PgDn", "select a hit; Ctrl-P and Ctrl-N too"),
    ("Enter", "read the article"),
    ("Tab", "people, sources, months; then back to the hits"),
    ("Enter, in them", "narrow by the selected one, or widen again"),
    ("Backspace", "at the beginning of the line: take out the last condition"),
    ("Ctrl-W Ctrl-U Ctrl-K", "delete a word, to the beginning, to the end"),
    ("Ctrl-O", "quit and print the name of the article (path#record)"),
    ("Esc", "back; from the hits: quit"),
    ("Ctrl-C Ctrl-D", "quit"),
    ("F1", "these keys; ? too, where nothing is typed"),
    ("", ""),
    ("n N", "in an article: next and previous highlight"),
    ("Space b j k g G", "in an article: page on, back; line on, back; top; end"),
    ("p", "in an article: as Ctrl-O"),
    ("q", "in an article: as Esc"),
];

impl State {
    pub(super) fn key(&mut self, key: Key) -> Vec<Effect> {
        match key {
            Key::Ctrl('c' | 'd') => return vec![Effect::Quit],
            Key::Ctrl('l') => return vec![Effect::Redraw],
            _ if self.help => {
                self.help = false;
                return Vec::new();
            }
            Key::F1 => {
                self.help = true;
                return Vec::new();
            }
            Key::Ctrl('o') => return self.print(),
            _ => {}
        }
        if self.reading.is_some() {
            self.read(key)
        } else if self.in_pane {
            self.narrow(key)
        } else {
            self.search(key)
        }
    }

    /// The name of the article that is read or selected.
    fn print(&self) -> Vec<Effect> {
        let read = self.reading.as_ref().map(|reading| &reading.filed);
        let filed = read.or_else(|| self.hit().map(|hit| &hit.filed));
        filed.map(|filed| Effect::Print(filed.place())).into_iter().collect()
    }

    fn read(&mut self, key: Key) -> Vec<Effect> {
        let Some(reading) = &mut self.reading else { return Vec::new() };
        if reading.key(key) {
            return Vec::new();
        }
        match key {
            Key::Esc | Key::Char('q') | Key::Backspace | Key::Left => self.reading = None,
            Key::Char('p') => return self.print(),
            Key::Char('?') => self.help = true,
            _ => {}
        }
        Vec::new()
    }

    fn narrow(&mut self, key: Key) -> Vec<Effect> {
        let height = self.parts().pane.height;
        let page = usize::from(height - pane_head(height)).max(1);
        match key {
            Key::Down | Key::Ctrl('n') => self.entry += 1,
            Key::Up | Key::Ctrl('p') => self.entry = self.entry.saturating_sub(1),
            Key::PageDown => self.entry += page,
            Key::PageUp => self.entry = self.entry.saturating_sub(page),
            Key::Home => self.entry = 0,
            Key::End => self.entry = self.entries().len(),
            Key::Tab | Key::Right => self.turn(self.kind.next()),
            Key::BackTab | Key::Left => self.turn(self.kind.previous()),
            Key::Esc => self.in_pane = false,
            Key::Enter => return self.choose(),
            Key::Char('?') => self.help = true,
            // Everything else is for the query.
            key => {
                self.in_pane = false;
                return self.search(key);
            }
        }
        Vec::new()
    }

    /// Shows another kind of facets; none is the way back to the hits.
    fn turn(&mut self, kind: Option<Kind>) {
        (self.entry, self.pane_top, self.in_pane) = (0, 0, kind.is_some());
        self.kind = kind.unwrap_or(self.kind);
    }

    fn search(&mut self, key: Key) -> Vec<Effect> {
        let page = usize::from(self.parts().list.height).max(1);
        match key {
            Key::Char('?') if self.line.text().is_empty() => self.help = true,
            Key::Char(c) => {
                self.line.insert(c.encode_utf8(&mut [0; 4]));
                return self.typed();
            }
            Key::Backspace | Key::Ctrl('h') => {
                if !self.line.backspace() {
                    self.conditions.pop();
                }
                return self.typed();
            }
            Key::Delete => self.line.delete(),
            Key::Ctrl('w') => self.line.delete_word(),
            Key::Ctrl('u') => self.line.delete_before(),
            Key::Ctrl('k') => self.line.delete_behind(),
            Key::Left | Key::Ctrl('b') => self.line.left(),
            Key::Right | Key::Ctrl('f') => self.line.right(),
            Key::Home | Key::Ctrl('a') => self.line.home(),
            Key::End | Key::Ctrl('e') => self.line.end(),
            Key::Down | Key::Ctrl('n') => return self.select(self.selected + 1),
            Key::Up | Key::Ctrl('p') => return self.select(self.selected.saturating_sub(1)),
            Key::PageDown => return self.select(self.selected + page),
            Key::PageUp => return self.select(self.selected.saturating_sub(page)),
            Key::Enter => return self.open(),
            Key::Tab => {
                self.turn(Some(Kind::People));
                return Vec::new();
            }
            Key::BackTab => {
                self.turn(Some(Kind::Months));
                return Vec::new();
            }
            Key::Esc => return vec![Effect::Quit],
            _ => return Vec::new(),
        }
        self.typed()
    }
}
