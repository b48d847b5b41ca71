//! Paragraphs and tables of an office document, as they are read -> its text.
//!
//! Paragraphs are apart by a blank line; a row of a table is a line, its cells apart by a tab, and what is in a cell is one line.
//! A text box that stands within a paragraph is set before it. Takes what opens and closes, in order; nests without recursion.

/// Text being set.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    text: String,
    /// Paragraphs that are open, each within the one before.
    open: Vec<Paragraph>,
    /// Rows that are open, each within a cell of the one before.
    rows: Vec<Vec<String>>,
    /// Whether the last that was set is a row.
    row: bool,
    /// The first paragraph that is set as a title.
    pub(super) heading: Option<String>,
}

#[derive(Debug, Default)]
struct Paragraph {
    text: String,
    title: bool,
}

impl Blocks {
    pub(super) fn open_paragraph(&mut self) {
        self.open.push(Paragraph::default());
    }

    /// The paragraph is a title.
    pub(super) fn title(&mut self) {
        if let Some(paragraph) = self.open.last_mut() {
            paragraph.title = true;
        }
    }

    /// Words of the paragraph; what stands in none is read over.
    pub(super) fn words(&mut self, text: &str) {
        if let Some(paragraph) = self.open.last_mut() {
            paragraph.text.extend(text.chars().filter(|c| !matches!(c, '\u{ad}' | '\u{feff}')));
        }
    }

    /// Words that white space folds in: what is between them is one blank.
    pub(super) fn folded(&mut self, text: &str) {
        let Some(paragraph) = self.open.last_mut() else { return };
        for c in text.chars() {
            let blank = matches!(c, ' ' | '\t' | '\r' | '\n');
            if matches!(c, '\u{ad}' | '\u{feff}') {
                continue;
            }
            if !blank {
                paragraph.text.push(c);
            } else if !paragraph.text.is_empty() && !paragraph.text.ends_with([' ', '\n', '\t']) {
                paragraph.text.push(' ');
            }
        }
    }

    pub(super) fn close_paragraph(&mut self) {
        let Some(Paragraph { text, title }) = self.open.pop() else { return };
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        if title && self.heading.is_none() {
            self.heading = Some(text.to_string());
        }
        match self.rows.last_mut().and_then(|row| row.last_mut()) {
            Some(cell) => add(cell, text),
            None => self.set(text, false),
        }
    }

    pub(super) fn open_row(&mut self) {
        self.rows.push(Vec::new());
    }

    pub(super) fn open_cell(&mut self) {
        if let Some(row) = self.rows.last_mut() {
            row.push(String::new());
        }
    }

    pub(super) fn close_row(&mut self) {
        let Some(row) = self.rows.pop() else { return };
        let line = row.join("\t");
        let line = line.trim_end();
        match self.rows.last_mut().and_then(|row| row.last_mut()) {
            Some(cell) => add(cell, line),
            None => self.set(line, true),
        }
    }

    /// The table ends: what comes next is no row of it.
    pub(super) fn close_table(&mut self) {
        self.row &= !self.rows.is_empty();
    }

    fn set(&mut self, text: &str, row: bool) {
        if text.trim().is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push_str(if row && self.row { "\n" } else { "\n\n" });
        }
        self.text.push_str(text);
        self.row = row;
    }

    /// All that was set; what a break left open too.
    pub(super) fn finish(mut self) -> (String, Option<String>) {
        while !self.open.is_empty() {
            self.close_paragraph();
        }
        while !self.rows.is_empty() {
            self.close_row();
        }
        (self.text, self.heading)
    }
}

/// Adds to a cell, which is one line.
fn add(cell: &mut String, text: &str) {
    if !cell.is_empty() {
        cell.push(' ');
    }
    cell.extend(text.chars().map(|c| if matches!(c, '\n' | '\t') { ' ' } else { c }));
}
