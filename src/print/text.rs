//! Hits and articles for people: one block an article, readable with and without colour.

use std::fmt::Write;
use std::ops::Range;

use anstyle::{AnsiColor, Style};

use super::account::account;
use super::{Shown, clean};
use crate::article::Article;
use crate::index::document::Filed;
use crate::pages::{self, Pages};
use crate::search::passage::Passage;

/// How things look.
#[derive(Clone, Copy, Debug, Default)]
pub struct Look {
    /// Whether colours may be used.
    pub colour: bool,
}

const HEADLINE: Style = Style::new().bold();
const MARK: Style = Style::new().bold().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Red)));
const QUIET: Style = Style::new().dimmed();

/// Names shown with a hit before "and N more".
const NAMES: usize = 6;

impl Look {
    fn styled(self, out: &mut String, style: Style, write: impl FnOnce(&mut String)) {
        if self.colour {
            let _ = write!(out, "{style}");
            write(out);
            let _ = write!(out, "{style:#}");
        } else {
            write(out);
        }
    }

    /// Appends text that matters most.
    pub fn strong(self, out: &mut String, text: &str) {
        self.styled(out, HEADLINE, |out| out.push_str(text));
    }

    /// Appends text that matters less.
    pub fn quiet(self, out: &mut String, text: &str) {
        self.styled(out, QUIET, |out| out.push_str(text));
    }

    /// Text on one line with its marks.
    fn marked(self, out: &mut String, text: &str, from: usize, marks: &[Range<usize>], base: Style) {
        let mut at = 0;
        for mark in marks {
            let (start, end) = (mark.start.saturating_sub(from), mark.end.saturating_sub(from));
            let (Some(before), Some(inside)) = (text.get(at..start), text.get(start..end)) else { continue };
            self.styled(out, base, |out| clean::push_line(out, before));
            self.styled(out, MARK, |out| clean::push_line(out, inside));
            at = end;
        }
        if let Some(rest) = text.get(at..) {
            self.styled(out, base, |out| clean::push_line(out, rest));
        }
    }

    /// A hit: rank and headline, date, source and place, people, passages, and the account of its score.
    pub fn hit<'a>(self, rank: usize, hit: impl Into<Shown<'a>>) -> String {
        let hit = hit.into();
        let article = &hit.filed.article;
        let mut out = String::new();
        let _ = write!(out, "{rank}. ");
        if article.headline.trim().is_empty() {
            self.styled(&mut out, HEADLINE, |out| out.push_str(&unnamed(article)));
        } else {
            self.marked(&mut out, &article.headline, 0, hit.headline, HEADLINE);
        }
        out.push_str("\n   ");
        self.styled(&mut out, QUIET, |out| out.push_str(&origin(hit.filed)));
        out.push('\n');
        if !hit.filed.mentions.people.is_empty() {
            out.push_str("   ");
            self.styled(&mut out, QUIET, |out| out.push_str(&people(hit.filed)));
            out.push('\n');
        }
        if hit.possibly {
            out.push_str("   ");
            self.styled(&mut out, QUIET, |out| out.push_str("possibly: a date of it may lie elsewhere"));
            out.push('\n');
        }
        if !hit.given_up.is_empty() {
            out.push_str("   ");
            let without = format!("without: {}", hit.given_up.join(", "));
            self.styled(&mut out, QUIET, |out| clean::push_line(out, &without));
            out.push('\n');
        }
        for (passage, text) in &hit.passages {
            out.push_str("   ");
            self.passage(&mut out, text, passage);
            if let Some(pages) = on_page(article, &passage.at) {
                self.styled(&mut out, QUIET, |out| clean::push_line(out, &format!(" ({pages})")));
            }
            out.push('\n');
        }
        if let Some(told) = hit.account {
            self.styled(&mut out, QUIET, |out| out.push_str(account(told).trim_end()));
            out.push('\n');
        }
        out
    }

    fn passage(self, out: &mut String, text: &str, passage: &Passage) {
        if passage.cut_before {
            out.push_str("... ");
        }
        self.marked(out, text, passage.at.start, &passage.marks, Style::new());
        if passage.cut_after {
            out.push_str(" ...");
        }
    }

    /// A body with its marks, and with the pages where they begin, if there are several.
    fn body(self, out: &mut String, article: &Article, marks: &[Range<usize>]) {
        let several = pages::only(&article.sheets).is_none();
        let mut begins: Vec<(usize, &str)> = Vec::new();
        for sheet in article.sheets.iter().filter(|sheet| several && !sheet.page.is_empty()) {
            if begins.last().is_none_or(|(_, page)| *page != sheet.page) {
                begins.push((sheet.start, &sheet.page));
            }
        }
        let mut begins = begins.into_iter().peekable();
        let mut run = |out: &mut String, mut from: usize, to: usize, style: Style| {
            let piece = |out: &mut String, from: usize, to: usize| {
                let text = article.body.get(from..to).unwrap_or_default();
                self.styled(out, style, |out| clean::push_block(out, text));
            };
            while let Some((start, page)) = begins.next_if(|(start, _)| *start < to) {
                piece(out, from, start);
                from = from.max(start);
                self.styled(out, QUIET, |out| out.push_str(&format!("[page {}]", clean::line(page))));
                out.push('\n');
            }
            piece(out, from, to);
        };
        let mut at = 0;
        for mark in marks.iter().filter(|mark| article.body.get((*mark).clone()).is_some()) {
            run(out, at, mark.start, Style::new());
            run(out, mark.start, mark.end, MARK);
            at = mark.end;
        }
        run(out, at, article.body.len(), Style::new());
    }

    /// A whole article.
    pub fn article(self, filed: &Filed, headline: &[Range<usize>], body: &[Range<usize>]) -> String {
        let article = &filed.article;
        let mut out = String::new();
        if !article.headline.trim().is_empty() {
            self.marked(&mut out, &article.headline, 0, headline, HEADLINE);
            out.push('\n');
        }
        out.push_str(&origin(filed));
        out.push('\n');
        for (name, value) in
            [("By", &article.byline), ("Place", &article.place), ("Section", &article.section), ("URL", &article.url)]
        {
            if let Some(value) = value {
                let _ = writeln!(out, "{name}: {}", clean::line(value));
            }
        }
        out.push('\n');
        self.body(&mut out, article, body);
        if !out.ends_with('\n') {
            out.push('\n');
        }
        if !filed.mentions.people.is_empty() {
            out.push_str("\nPeople:\n");
            for person in &filed.mentions.people {
                let times = match person.mentions.len() {
                    0 => "named by the source only".to_string(),
                    1 => "once".to_string(),
                    n => format!("{n} times"),
                };
                let _ = writeln!(out, "  {} ({times})", clean::line(&person.name));
            }
        }
        if !filed.mentions.dates.is_empty() {
            out.push_str("\nDates:\n");
            for date in &filed.mentions.dates {
                let text = words_at(filed, &date.place);
                let _ = writeln!(out, "  {} = {}", clean::line(text), date.days());
            }
        }
        out
    }
}

/// What stands in the place of a headline that there is not.
pub fn unnamed(article: &Article) -> String {
    match pages::only(&article.sheets) {
        Some(page) => format!("(page {})", clean::line(page)),
        None => "(no headline)".to_string(),
    }
}

/// `page 3`, where the article stands on several pages: that of one page stands with its origin.
pub fn on_page(article: &Article, at: &Range<usize>) -> Option<String> {
    let pages = Pages::of(&article.sheets, at).filter(|_| pages::only(&article.sheets).is_none())?;
    pages.numbers().map(|_| pages.to_string())
}

/// What was doubtful about reading an article, a line each.
pub fn doubts(filed: &Filed) -> String {
    filed.article.doubts.iter().map(|doubt| format!("(doubt: {})\n", clean::line(doubt))).collect()
}

/// The words of a mention.
pub fn words_at<'a>(filed: &'a Filed, place: &crate::mention::Place) -> &'a str {
    let text = match place.field {
        crate::mention::Field::Headline => &filed.article.headline,
        crate::mention::Field::Body => &filed.article.body,
    };
    text.get(place.start..place.end).unwrap_or_default()
}

/// `2024-12-02 · The Harbour Briefing · page 3 · 17001 · corpus/file.sgm#3`: the page if all of it stands on one, the
/// identifier only where it says something new.
pub fn origin(filed: &Filed) -> String {
    let article = &filed.article;
    let published = article.published.map_or("undated".to_string(), |p| p.to_string());
    let mut parts = vec![published];
    parts.extend(article.source.as_deref().map(clean::line));
    parts.extend(pages::only(&article.sheets).map(|page| format!("page {}", clean::line(page))));
    let place = filed.place();
    if article.id != place {
        parts.push(clean::line(&article.id));
    }
    parts.push(clean::line(&place));
    parts.join(" · ")
}

/// `People: Edna Quill, Ann Bell and 3 more`: the first names of an article.
pub fn people(filed: &Filed) -> String {
    let people = &filed.mentions.people;
    let names: Vec<String> = people.iter().take(NAMES).map(|p| clean::line(&p.name)).collect();
    let mut text = format!("People: {}", names.join(", "));
    if people.len() > NAMES {
        let _ = write!(text, " and {} more", people.len() - NAMES);
    }
    text
}
