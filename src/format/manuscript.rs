//! The text of a word processor's file or of a printed page -> an article; or the many articles of an export that was saved as
//! such a file.
//!
//! Takes what the readers of those files found: text, what the file's properties say, and which line is set as a title.
//! Gives records. Properties are often those of a program or of an older file, so that a title that is a file's name is none,
//! and the day a file was made dates an article only where nothing else does, with a doubt.

use super::dating::{Circumstances, Claims, Origin};
use super::entity::one_line;
use super::fields::Part;
use super::header;
use super::tag::{trim_blank_lines, without_leading_blank_lines};
use super::{Piece, ReadOptions, dateline, export, heading, published};
use crate::article::{Article, Outcome, Record, Sheet};
use crate::date::Precision;
use crate::order::Reading;

/// What was found in a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Manuscript {
    /// Title, author and day of making, as the properties say; empty where they say nothing.
    pub(super) title: String,
    pub(super) author: String,
    pub(super) made: String,
    /// What is set as a title.
    pub(super) heading: String,
    /// What stands above and below every page.
    pub(super) margins: String,
    pub(super) body: String,
    pub(super) sheets: Vec<Sheet>,
    pub(super) doubts: Vec<String>,
}

impl Manuscript {
    /// Sets notes behind the text.
    pub(super) fn add_notes(&mut self, notes: &str) {
        if !notes.is_empty() {
            self.body.push_str(if self.body.is_empty() { "" } else { "\n\n" });
            self.body.push_str(notes);
        }
    }

    /// The records in it: those of an export, or itself.
    pub(super) fn records(self, piece: &Piece<'_>, options: &ReadOptions) -> Vec<Record> {
        if let Some(database) = export::of(&self.body) {
            let mut records = export::records(database, &self.body, None, true, piece, options);
            for record in &mut records {
                if let Outcome::Article(article) = &mut record.outcome {
                    article.doubts.splice(0..0, self.doubts.iter().cloned());
                }
            }
            return records;
        }
        let outcome = if self.body.trim().is_empty() {
            Outcome::Skip("no text in it".to_string())
        } else {
            let at = Circumstances { path: piece.path, single: true, day_month: options.day_month };
            Outcome::Article(Box::new(self.article(at)))
        };
        vec![Record::new(piece.number, outcome)]
    }

    /// It as one article, whatever it holds.
    pub(super) fn article(self, at: Circumstances<'_>) -> Article {
        let Manuscript { title, author, made, heading, margins, body, sheets, doubts } = self;
        let title = one_line(&title);
        let heading = one_line(&heading);
        let given = if is_title(&title) { title } else { heading };
        let (headline, rest) = headline(&given, &body);
        let mut article = Article { headline, doubts, ..Article::default() };
        let (rest, byline) = byline(without_leading_blank_lines(rest));
        let header = header::key_lines(without_leading_blank_lines(rest));
        let (rest, late) = match byline {
            Some(_) => (header.rest, None),
            None => self::byline(without_leading_blank_lines(header.rest)),
        };
        let line = |part: Part| header.line(part);
        article.byline = byline.or(late).or_else(|| line(Part::Byline)).or_else(|| name(&author));
        article.source = line(Part::Source);
        article.url = line(Part::Url);
        article.id = line(Part::Id).unwrap_or_default();
        article.place = line(Part::Place);
        if let Some(headline) = line(Part::Headline) {
            article.headline = headline;
        }
        let text = trim_blank_lines(rest);
        let from = text.as_ptr() as usize - body.as_ptr() as usize;
        article.body = text.to_string();
        article.sheets = moved(sheets, from, text.len());
        let mut claims = Claims::default();
        claims.metadata(&line(Part::Date).unwrap_or_default(), published::read);
        if let Some(found) = dateline::leading(&article.body) {
            claims.say(Origin::Dateline, found.date);
            article.place = article.place.take().or(found.place.map(str::to_string));
        }
        let alone = lines_above(&article.body).find_map(day).or_else(|| margins.lines().find_map(day_within));
        claims.say(Origin::Line, alone);
        claims.last(made_on(&made));
        claims.settle(&mut article, at);
        article
    }
}

/// The headline, and the text behind it where it stands there: what is given, or else a first line that reads like one.
fn headline<'a>(given: &str, body: &'a str) -> (String, &'a str) {
    const LINES: usize = 6;
    let body = without_leading_blank_lines(body);
    if given.is_empty() {
        return match heading::unmarked(body) {
            Some((headline, rest)) => (one_line(headline), rest),
            None => (String::new(), body),
        };
    }
    // It may be broken over lines.
    let mut end = 0;
    for line in body.split_inclusive('\n').take(LINES) {
        end += line.len();
        let so_far = one_line(body.get(..end).unwrap_or_default());
        if so_far.to_lowercase() == given.to_lowercase() {
            return (so_far, body.get(end..).unwrap_or_default());
        }
        if so_far.len() > given.len() {
            break;
        }
    }
    (given.to_string(), body)
}

/// Whether what properties call the title is one, and not the name of a file or what a program calls a new one.
fn is_title(title: &str) -> bool {
    const PROGRAMS: [&str; 7] =
        ["Microsoft Word - ", "Microsoft PowerPoint", "untitled", "Document", "Dokument", "PowerPoint", "Print "];
    const ENDINGS: [&str; 13] =
        [".doc", ".docx", ".pdf", ".odt", ".rtf", ".txt", ".indd", ".qxd", ".qxp", ".tex", ".dvi", ".html", ".htm"];
    let lower = title.to_lowercase();
    let program = PROGRAMS.iter().any(|p| {
        let p = p.to_lowercase();
        lower.strip_prefix(&p).is_some_and(|rest| p.ends_with(' ') || rest.trim().chars().all(|c| c.is_ascii_digit()))
    });
    let file = ENDINGS.iter().any(|ending| lower.ends_with(ending));
    let word =
        !title.contains(' ') && title.contains(|c: char| c.is_ascii_digit() || matches!(c, '_' | '/' | '\\' | '-'));
    title.chars().any(char::is_alphabetic) && !program && !file && !word && !lower.starts_with("http")
}

/// An author who has a name and not that of an account or a program.
fn name(author: &str) -> Option<String> {
    const PROGRAMS: [&str; 6] = ["microsoft", "python", "office", "user", "administrator", "unknown"];
    let author = one_line(author);
    let lower = author.to_lowercase();
    let named = author.contains(' ') && author.starts_with(char::is_uppercase);
    (named && !PROGRAMS.iter().any(|p| lower.contains(p))).then_some(author)
}

fn byline(text: &str) -> (&str, Option<String>) {
    let line = text.lines().next().unwrap_or_default();
    match heading::byline(line) {
        Some(name) => (text.split_once('\n').map_or("", |(_, rest)| rest), Some(name.to_string())),
        None => (text, None),
    }
}

/// The short lines that stand above the first sentence.
fn lines_above(body: &str) -> impl Iterator<Item = &str> {
    const LINES: usize = 5;
    body.lines().map(str::trim).filter(|line| !line.is_empty()).take(LINES)
}

/// The day that stands alone on a line.
fn day(line: &str) -> Option<crate::date::Period> {
    const LONGEST: usize = 40;
    let line = line.trim_matches(['*', '_', ' ']);
    let read = (line.len() <= LONGEST && line.contains(char::is_alphabetic)).then(|| published::read(line)).flatten();
    read.and_then(Reading::certain).filter(|day| day.precision == Precision::Day)
}

/// The day in a line above or below a page: `The Vale Courier, May 3, 2021`.
fn day_within(line: &str) -> Option<crate::date::Period> {
    const LONGEST: usize = 200;
    if line.len() > LONGEST {
        return None;
    }
    let cuts =
        std::iter::once(0).chain(line.match_indices([',', ' ', '\t', '|', '·', '–']).map(|(at, cut)| at + cut.len()));
    cuts.filter_map(|at| line.get(at..)).find_map(|rest| {
        let bare = rest.split(['\t', '|', '·']).next().unwrap_or_default();
        day(bare.trim())
    })
}

/// `D:20210503120000+02'00'`, `2021-05-03T10:00:00Z`.
fn made_on(made: &str) -> Option<crate::date::Period> {
    let made = made.trim();
    let day = match made.strip_prefix("D:") {
        Some(rest) => rest.get(..8).and_then(published::read),
        None => published::read(made),
    };
    day.and_then(Reading::certain)
}

/// Sheets of a text of which only the stretch from a byte on was kept.
fn moved(sheets: Vec<Sheet>, from: usize, length: usize) -> Vec<Sheet> {
    let mut kept: Vec<Sheet> = Vec::with_capacity(sheets.len());
    for sheet in sheets {
        let start = sheet.start.saturating_sub(from);
        // What began before the text begins with it, the last of them.
        if kept.last().is_some_and(|last| last.start == start) {
            kept.pop();
        }
        if start < length {
            kept.push(Sheet { start, ..sheet });
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_that_are_none() {
        for (title, expected) in [
            ("Bridge closed after flood", true),
            ("Flood", true),
            ("Anti-war rally", true),
            ("Microsoft Word - bridge.doc", false),
            ("bridge.indd", false),
            ("Untitled", false),
            ("Document1", false),
            ("Documents found in the attic", true),
            ("page_03", false),
            ("A-2021-05-03", false),
            ("12", false),
            ("", false),
        ] {
            assert_eq!(is_title(title), expected, "{title}");
        }
    }

    #[test]
    fn authors() {
        for (author, expected) in
            [("Ann Lee", Some("Ann Lee")), ("jdoe", None), ("Microsoft Office User", None), ("python-docx", None)]
        {
            assert_eq!(name(author).as_deref(), expected);
        }
    }

    #[test]
    fn days_in_margins() {
        let found = |line| day_within(line).map(|day| day.to_string());
        assert_eq!(found("The Vale Courier, May 3, 2021\tPage 2").as_deref(), Some("2021-05-03"));
        assert_eq!(found("The Vale Courier 3 May 2021").as_deref(), Some("2021-05-03"));
        assert_eq!(found("Page 3"), None);
    }
}
