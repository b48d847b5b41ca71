//! Alerts as an Atom feed (RFC 4287): one entry for a saved search and an article.
//!
//! Takes alerts, which index they are of and when it was made; gives the text of the feed, which is the same for the
//! same index and watchlist, so that a reader meets each entry once. Nothing of an article gets into it that a browser
//! would obey: text is escaped, and only web addresses become links.

use std::ops::Range;

use atom_syndication::{Category, Entry, Feed, FixedDateTime, Generator, Link, Person, Text, WriteConfig};
use uuid::Uuid;

use super::text::unnamed;
use super::{Shown, clean};
use crate::alerts::{Alerts, Sighting};
use crate::date::{Iso, Precision};
use crate::error::{Error, Result};

/// The feed. `index` names the index and must stay the same from night to night: the identifiers are made of it.
/// `made` is when the index was made, ISO 8601.
///
/// # Errors
/// [`Error::Internal`].
pub fn atom(alerts: &Alerts, index: &str, made: &str) -> Result<String> {
    let failed = |e: String| Error::Internal(format!("feed: {e}"));
    let updated: FixedDateTime = made.parse().map_err(|e| failed(format!("{made}: {e}")))?;
    let mut entries = Vec::new();
    for alert in alerts.found() {
        let name = &alert.search.name;
        entries.extend(alert.sightings.iter().map(|sighting| entry(sighting, name, index, updated)));
    }
    let feed = Feed {
        title: Text::plain("morgue alerts"),
        subtitle: Some(Text::plain(legal(&clean::line(index)))),
        id: urn(&["feed", index]),
        updated,
        authors: vec![Person { name: "morgue".to_string(), ..Person::default() }],
        generator: Some(Generator {
            value: "morgue".to_string(),
            version: Some(env!("CARGO_PKG_VERSION").to_string()),
            uri: None,
        }),
        entries,
        ..Feed::default()
    };
    let layout = WriteConfig { write_document_declaration: true, indent_size: Some(1) };
    let mut bytes = feed.write_with_config(Vec::new(), layout).map_err(|e| failed(e.to_string()))?;
    bytes.push(b'\n');
    String::from_utf8(bytes).map_err(|e| failed(e.to_string()))
}

fn entry(sighting: &Sighting, name: &str, index: &str, updated: FixedDateTime) -> Entry {
    let shown = Shown::from(sighting);
    let article = &shown.filed.article;
    let title = clean::line(&article.headline);
    let author = article.byline.as_deref().or(article.source.as_deref()).map(clean::line);
    let day = article.published.filter(|p| p.precision == Precision::Day).map(|p| format!("{}T00:00:00Z", Iso(p.from)));
    Entry {
        title: Text::plain(if title.is_empty() { legal(&unnamed(article)) } else { legal(&title) }),
        id: urn(&["entry", index, name, &shown.filed.place()]),
        updated,
        published: day.and_then(|day| day.parse().ok()),
        authors: author.into_iter().map(|name| Person { name: legal(&name), ..Person::default() }).collect(),
        categories: vec![Category { term: legal(&clean::name(name)), ..Category::default() }],
        links: article.url.as_deref().and_then(link).into_iter().collect(),
        summary: Some(Text::html(summary(&shown))),
        ..Entry::default()
    }
}

/// An identifier made of texts: the same for the same texts, another for others.
fn urn(texts: &[&str]) -> String {
    let mut name = String::new();
    for text in texts {
        // The length keeps ("a", "bc") and ("ab", "c") apart.
        name.push_str(&format!("{}:{text}", text.len()));
    }
    Uuid::new_v5(&Uuid::NAMESPACE_URL, format!("morgue:{name}").as_bytes()).urn().to_string()
}

/// A link, where the text is an address of the web.
fn link(url: &str) -> Option<Link> {
    let url = url.trim();
    let scheme = url.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
    let web = scheme.is_some_and(|s| s == "http" || s == "https");
    let plain = !url.chars().any(|c| c.is_whitespace() || clean::dangerous(c));
    (web && plain).then(|| Link { href: legal(url), rel: "alternate".to_string(), ..Link::default() })
}

/// The passages as HTML, a paragraph each, marks in bold.
fn summary(shown: &Shown<'_>) -> String {
    let mut html = String::new();
    for (passage, text) in &shown.passages {
        html.push_str(if passage.cut_before { "<p>… " } else { "<p>" });
        marked(&mut html, text, passage.at.start, &passage.marks);
        html.push_str(if passage.cut_after { " …</p>" } else { "</p>" });
    }
    html
}

/// Text of a passage that begins at byte `from`, escaped, with its marks.
fn marked(html: &mut String, text: &str, from: usize, marks: &[Range<usize>]) {
    let mut at = 0;
    let part = |html: &mut String, text: &str| {
        // White space at the borders of marks: one blank, none at the beginning.
        let mut line = String::from(if html.ends_with([' ', '>']) && !html.ends_with("</b>") { " " } else { "x" });
        let known = line.len();
        clean::push_line(&mut line, text);
        html.push_str(&html_escape::encode_text(&legal(&line[known..])));
    };
    for mark in marks {
        let (start, end) = (mark.start.saturating_sub(from), mark.end.saturating_sub(from));
        let (Some(before), Some(inside)) = (text.get(at..start), text.get(start..end)) else { continue };
        part(html, before);
        html.push_str("<b>");
        part(html, inside);
        html.push_str("</b>");
        at = end;
    }
    part(html, text.get(at..).unwrap_or_default());
}

/// Without the characters that XML forbids and that are not control characters.
fn legal(text: &str) -> String {
    text.replace(['\u{FFFE}', '\u{FFFF}'], "\u{FFFD}")
}
