//! Whether a page of ALTO belongs to the issue that a METS around it describes.
//!
//! Takes the path of the page and the files near it; gives what the METS makes of it: part of its articles, or a page that knows
//! its paper and its day. Of several METS the first that names the page counts.

use memchr::memmem;

use super::issue::{Issue, Page};
use crate::shape::Near;

/// What a page is to an issue.
pub(super) enum Belonging {
    /// Nothing: no METS names it.
    Alone,
    /// Its text is in articles of the METS of this name.
    Part(String),
    /// A page of an issue in which nobody marked articles.
    Page(Box<Issue>, Page),
}

impl Belonging {
    /// Of the file at this path.
    pub(super) fn of(path: &str, near: &Near) -> Belonging {
        let mut parts = path.rsplit('/');
        let (name, folder) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        for sheet in near.sheets() {
            let file = if sheet.starts_with("../") { format!("{folder}/{name}") } else { name.to_string() };
            let Some(bytes) = near.read(sheet) else { continue };
            // Most METS of a folder are those of other issues, and need not be read.
            let escaped = !name.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b));
            if !escaped && memmem::find(&bytes, name.as_bytes()).is_none() {
                continue;
            }
            let Some(Ok(issue)) = Issue::read(&bytes) else { continue };
            match issue.page(&file).cloned() {
                None => {}
                Some(_) if !issue.articles.is_empty() => return Belonging::Part(sheet.clone()),
                Some(page) => return Belonging::Page(Box::new(issue), page),
            }
        }
        Belonging::Alone
    }
}
