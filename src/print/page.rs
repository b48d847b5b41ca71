//! Articles as a web page on which a reader checks what was found in them: people and dates marked in the text, each with
//! what it stands for. Takes articles, gives HTML that asks nothing of a network and runs nothing; whatever an article holds
//! is text on it.

use std::collections::HashSet;
use std::fmt::Write;

use html_escape::encode_double_quoted_attribute as escaped;

use super::clean;
use super::text::unnamed;
use crate::count::counted;
use crate::index::document::Filed;
use crate::mention::{DateMention, Field, Place};

/// What a page begins with.
pub const HEAD: &str = "<!doctype html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n\
    <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
    <title>morgue inspect</title>\n<style>\n\
    body { font: 16px/1.5 serif; max-width: 46em; margin: 2em auto; padding: 0 1em }\n\
    article { border-top: 1px solid #999; margin-top: 2em }\n\
    .text { white-space: pre-wrap }\n\
    .told { color: #555; font-size: smaller }\n\
    .person { background: #cfe8ff }\n\
    .date { background: #ffe3a8 }\n\
    .person.date { background: #d8f0c8 }\n\
    </style>\n</head>\n<body>\n\
    <p class=\"told\"><mark class=\"person\">people</mark> <mark class=\"date\">dates</mark>; point at one to read what it \
    stands for</p>\n";

/// What a page ends with.
pub const FOOT: &str = "</body>\n</html>\n";

/// A mention of one field: where, of which kind, and what it stands for.
struct Marked {
    at: Place,
    class: &'static str,
    means: String,
}

/// One article.
pub fn article(filed: &Filed) -> String {
    let (article, mentions) = (&filed.article, &filed.mentions);
    let people = mentions.people.iter().flat_map(|person| person.mentions.iter().map(move |at| (at, &person.name)));
    let mut marked: Vec<Marked> =
        people.map(|(at, name)| Marked { at: *at, class: "person", means: name.clone() }).collect();
    marked.extend(mentions.dates.iter().map(|date| {
        let means = format!("{} ({})", date.days(), date.resolved.as_str());
        Marked { at: date.place, class: "date", means }
    }));
    let mut out = String::from("<article>\n");
    let headline = text(&article.headline, Field::Headline, &marked);
    let _ = writeln!(out, "<h2>{}</h2>", if headline.is_empty() { shown(&unnamed(article)) } else { headline });
    let published = article.published.map_or("undated".to_string(), |period| period.to_string());
    let told = [Some(published), article.source.clone(), article.byline.clone(), article.place.clone()];
    let mut told: Vec<String> = told.into_iter().flatten().map(|part| shown(&part)).collect();
    told.push(shown(&filed.place()));
    let _ = writeln!(out, "<p class=\"told\">{}</p>", told.join(" · "));
    let _ = writeln!(out, "<p class=\"text\">{}</p>", text(&article.body, Field::Body, &marked));
    out.push_str("<ul class=\"told\">\n");
    for person in &mentions.people {
        let times = match person.mentions.len() {
            0 => "named by the metadata only".to_string(),
            times => counted(times as u64, "mention"),
        };
        let _ = writeln!(out, "<li>{}: {times}</li>", shown(&person.name));
    }
    let days: Vec<String> = mentions.dates.iter().map(DateMention::days).collect();
    let mut seen = HashSet::new();
    let days: Vec<String> = days.into_iter().filter(|day| seen.insert(day.clone())).collect();
    if !days.is_empty() {
        let _ = writeln!(out, "<li>speaks of {}</li>", shown(&days.join(", ")));
    }
    for doubt in &article.doubts {
        let _ = writeln!(out, "<li>doubt: {}</li>", shown(&doubt.to_string()));
    }
    out.push_str("</ul>\n</article>");
    out
}

/// A text with its mentions marked; where they overlap, the words that both hold bear both marks.
fn text(text: &str, field: Field, marked: &[Marked]) -> String {
    let marked: Vec<&Marked> = marked.iter().filter(|mark| mark.at.field == field).collect();
    let mut bounds: Vec<usize> = marked.iter().flat_map(|mark| [mark.at.start, mark.at.end]).collect();
    bounds.extend([0, text.len()]);
    bounds.sort_unstable();
    bounds.dedup();
    let mut out = String::with_capacity(text.len() * 2);
    // Mentions are few, and in order; only those that may cover a piece are looked at.
    let mut order = marked;
    order.sort_by_key(|mark| mark.at.start);
    let (mut begun, mut open): (usize, Vec<&Marked>) = (0, Vec::new());
    for pair in bounds.windows(2) {
        let (start, end) = (pair[0], pair[1]);
        open.retain(|mark| mark.at.end > start);
        while let Some(mark) = order.get(begun).filter(|mark| mark.at.start <= start) {
            open.push(mark);
            begun += 1;
        }
        let piece = block(text.get(start..end).unwrap_or_default());
        if open.is_empty() {
            out.push_str(&piece);
            continue;
        }
        let mut classes: Vec<&str> = open.iter().map(|mark| mark.class).collect();
        classes.sort_unstable_by(|a, b| b.cmp(a));
        classes.dedup();
        let means: Vec<String> = open.iter().map(|mark| shown(&mark.means)).collect();
        let _ = write!(out, "<mark class=\"{}\" title=\"{}\">{piece}</mark>", classes.join(" "), means.join("; "));
    }
    out
}

/// A text on one line.
fn shown(text: &str) -> String {
    escaped(&clean::line(text)).into_owned()
}

/// A text with its lines.
fn block(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    clean::push_block(&mut out, text);
    escaped(&out).into_owned()
}
