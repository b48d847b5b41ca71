//! LexisNexis and Nexis Uni.
//!
//! The old interface heads a document with `1 of 500 DOCUMENTS`: newspaper, date and headline stand in the middle of lines of
//! their own, then come labels in capitals (`BYLINE:`, `LENGTH: 543 words`), the text, labels again (`LOAD-DATE:`) and the
//! copyright. Nexis Uni ends a document with `End of Document`, has the headline first, its labels in small letters, and
//! `Body` alone on a line; a cover says `Documents (100)` and lists them. Both are read by the same steps.

use super::labels::{self, Label};
use super::lines::{self, add_paragraph};
use super::{Document, Documents};
use crate::article::Article;
use crate::date::Period;
use crate::format::dating::note;
use crate::format::entity::one_line;
use crate::order::Reading;

/// What ends a document, alone on a line, lower case.
const ENDS: [&str; 8] = [
    "end of document",
    "ende des dokuments",
    "dokumentende",
    "fin du document",
    "fin del documento",
    "fin de documento",
    "einde van document",
    "fine del documento",
];
/// What stands alone above the text.
const BODIES: [&str; 6] = ["Body", "Text", "Texte", "Cuerpo", "Hauptteil", "Corps"];
/// What stands alone above the index terms.
const TERMS: [&str; 6] =
    ["Classification", "Klassifizierung", "Klassifikation", "Clasificación", "Classificatie", "Classificazione"];
/// What stands alone above captions.
const GRAPHICS: [&str; 5] = ["Graphic", "Grafik", "Graphique", "Gráfico", "Grafiek"];

pub(super) fn is_end(line: &str) -> bool {
    let line = line.trim();
    line.len() < 30 && ENDS.contains(&line.to_lowercase().as_str())
}

/// `Documents (100)` on the cover.
fn covered(line: &str) -> Option<u64> {
    let line = line.trim();
    let (word, rest) = line.split_once('(')?;
    let word = word.trim().to_lowercase();
    let named =
        ["documents", "document", "dokumente", "documentos", "documenten", "documenti"].contains(&word.as_str());
    rest.strip_suffix(')').filter(|_| named).and_then(|n| lines::count(n.trim()))
}

/// Whether a text is such an export. ProQuest numbers its documents in the same words.
pub(super) fn is_export(text: &str) -> bool {
    let (mut numbered, mut ended, mut labelled, mut cover, mut foreign) = (false, false, false, false, false);
    for line in text.lines() {
        numbered |= lines::number(line).is_some();
        ended |= is_end(line);
        cover |= covered(line).is_some();
        foreign |=
            line.trim_start().starts_with("ProQuest document") || line.trim_start().starts_with("Publication info:");
        labelled = labelled
            || labels::nexis(line, true).is_some_and(|(label, _)| {
                matches!(label, Label::Length | Label::Loaded | Label::Byline | Label::Section)
            });
    }
    let owned = text.contains("LexisNexis") || text.contains("Client/Matter");
    !foreign && ((labelled && (numbered || ended)) || (cover && owned))
}

pub(super) fn documents(text: &str) -> Documents<'_> {
    let ends = lines::placed(text).any(|(_, line)| is_end(line));
    if ends { ended(text) } else { numbered(text) }
}

/// Documents that are headed by their number.
fn numbered(text: &str) -> Documents<'_> {
    let mut starts: Vec<(usize, usize, (u64, u64))> = Vec::new();
    for (at, line) in lines::placed(text) {
        let Some((n, of)) = lines::number(line) else { continue };
        // What is quoted within a text begins no document: it has another total, and does not begin at one.
        let known = starts.last().is_none_or(|(_, _, (_, total))| *total == of || n == 1);
        if known {
            starts.push((at.start, at.end, (n, of)));
        }
    }
    let ends = starts.iter().skip(1).map(|(at, ..)| *at).chain([text.len()]);
    let found = starts.iter().zip(ends).map(|((_, begins, number), end)| {
        let text = text.get(*begins..end).unwrap_or_default();
        Document { number: Some(*number), text, ended: has_end(text) }
    });
    Documents { found: found.collect(), claimed: None }
}

/// Whether a document of the old interface has the lines that stand below its text.
fn has_end(text: &str) -> bool {
    let mut last = text.lines().rev().filter(|line| !line.trim().is_empty()).take(12);
    last.any(|line| lines::is_copyright(line) || labels::nexis(line, false).is_some_and(|(label, _)| !label.is_above()))
}

/// Documents that are followed by their end.
fn ended(text: &str) -> Documents<'_> {
    let mut claimed = None;
    let mut start = 0;
    let mut listed = 0;
    let mut found = Vec::new();
    for (at, line) in lines::placed(text) {
        if found.is_empty() {
            if let Some(count) = covered(line) {
                claimed.get_or_insert(count);
            }
            if line.contains("About LexisNexis") || line.contains("Privacy Policy") {
                start = at.end;
                listed = start;
            }
        }
        if is_end(line) {
            let whole = text.get(start..at.start).unwrap_or_default();
            found.push(Document {
                number: None,
                text: if listed == 0 { behind_cover(whole, claimed) } else { whole },
                ended: true,
            });
            listed = 1;
            start = at.end;
        }
    }
    let rest = text.get(start..).unwrap_or_default();
    if rest.lines().any(|line| labels::nexis(line, true).is_some() || BODIES.contains(&line.trim())) {
        found.push(Document { number: None, text: rest, ended: false });
    }
    Documents { found, claimed }
}

/// The first document behind a cover that nothing closes: it begins where the first headline of the list stands again.
fn behind_cover(text: &str, claimed: Option<u64>) -> &str {
    if claimed.is_none() {
        return text;
    }
    let first = text.lines().find_map(|line| line.trim().strip_prefix("1.")).map(str::trim);
    let Some(first) = first.filter(|first| !first.is_empty()) else { return text };
    let again = lines::placed(text).filter(|(_, line)| *line == first).last();
    again.and_then(|(at, _)| text.get(at.start..)).unwrap_or(text)
}

/// The parts of a document.
#[derive(Default)]
struct Parts<'a> {
    /// Lines above the first label, blank ones too.
    head: Vec<&'a str>,
    fields: Vec<(Label, String)>,
    body: String,
    captions: String,
}

impl Parts<'_> {
    fn get(&self, label: Label) -> Option<String> {
        let text = self.fields.iter().find(|(l, value)| *l == label && !value.is_empty());
        text.map(|(_, value)| one_line(value))
    }
}

pub(super) fn article(document: &Document<'_>) -> Article {
    let modern = document.number.is_none();
    let parts = parts(document.text, modern);
    let (source, date, headline) = head(&parts.head, modern);
    let mut body = String::new();
    for text in parts.fields.iter().filter(|(label, _)| *label == Label::Highlight).map(|(_, value)| value) {
        add_paragraph(&mut body, text);
    }
    add_paragraph(&mut body, &parts.body);
    add_paragraph(&mut body, &parts.captions);
    let place = parts.get(Label::Place).map(|line| {
        let found = crate::format::dateline::marked(&line);
        found.place.filter(|_| found.rest.is_empty()).map_or(line.clone(), str::to_string)
    });
    let mut article = Article {
        id: parts.get(Label::Id).unwrap_or_default(),
        headline: headline.or_else(|| parts.get(Label::Headline)).unwrap_or_default(),
        source,
        byline: parts.get(Label::Byline).map(|line| lines::byline(&line)).filter(|line| !line.is_empty()),
        section: parts.get(Label::Section),
        place,
        url: parts.get(Label::Url),
        language: parts.get(Label::Language).and_then(|name| labels::language(&name)),
        people: parts.get(Label::People).map(|names| labels::people(&names)).unwrap_or_default(),
        published: date,
        ..Article::default()
    };
    if article.published.is_none()
        && let Some(loaded) = parts.get(Label::Loaded)
    {
        note(&loaded, labels::day(&loaded).map(Reading::One), &mut article);
        if article.published.is_some() {
            article.doubts.push("dated by the day the database took it in".to_string());
        }
    }
    article.doubts.extend(parts.get(Label::Length).and_then(|length| lines::short_of(&length, &body)));
    article.body = body;
    article
}

/// Takes a document apart at its labels.
fn parts(text: &str, modern: bool) -> Parts<'_> {
    #[derive(PartialEq)]
    enum At {
        Head,
        Body,
        Captions,
        Below,
    }
    let mut parts = Parts::default();
    let announced = modern && text.lines().any(|line| BODIES.contains(&line.trim()));
    let last = text.lines().count();
    let mut at = At::Head;
    let mut apart = true;
    for (n, line) in text.lines().enumerate() {
        let word = line.trim();
        if word.is_empty() {
            apart = true;
            match at {
                At::Head if parts.fields.is_empty() => parts.head.push(""),
                At::Body => parts.body.push('\n'),
                At::Captions => parts.captions.push('\n'),
                _ => {}
            }
            continue;
        }
        let label =
            labels::nexis(line, modern && at != At::Body && at != At::Captions).filter(|_| apart || at != At::Body);
        // In Nexis Uni what follows the text is named by a heading of its own, or begins with when it was loaded.
        let label = label.or_else(|| labels::nexis(line, modern).filter(|(label, _)| *label == Label::Loaded));
        match at {
            At::Head if modern && BODIES.contains(&word) => at = At::Body,
            At::Head => match label {
                Some((Label::Body, value)) => {
                    at = At::Body;
                    parts.body.push_str(value);
                    parts.body.push('\n');
                }
                Some((label, value)) => {
                    parts.fields.push((label, value.to_string()));
                    if !label.is_above() {
                        at = At::Below;
                    }
                }
                None if parts.fields.is_empty() => parts.head.push(line),
                None if !apart => go_on(&mut parts, line, false),
                None if announced => {
                    if parts.fields.last().is_some_and(|(label, _)| *label == Label::Highlight) {
                        go_on(&mut parts, line, true);
                    }
                }
                None => {
                    at = At::Body;
                    add_line(&mut parts.body, line);
                }
            },
            At::Body | At::Captions => match label {
                Some((Label::Graphic, value)) => {
                    at = At::Captions;
                    add_line(&mut parts.captions, value);
                }
                Some((label, value)) if !label.is_above() => {
                    parts.fields.push((label, value.to_string()));
                    at = At::Below;
                }
                _ if modern && TERMS.contains(&word) => at = At::Below,
                _ if modern && GRAPHICS.contains(&word) && apart => at = At::Captions,
                _ if lines::is_copyright(word) && last - n < 12 => at = At::Below,
                _ if at == At::Captions => add_line(&mut parts.captions, line),
                _ => add_line(&mut parts.body, line),
            },
            At::Below => match label {
                Some((Label::Graphic, value)) => {
                    at = At::Captions;
                    add_line(&mut parts.captions, value);
                }
                Some((label, value)) => parts.fields.push((label, value.to_string())),
                None if !apart && !lines::is_copyright(word) => go_on(&mut parts, line, false),
                None => {}
            },
        }
        apart = false;
    }
    parts
}

/// Adds a line to the field it belongs to.
fn go_on(parts: &mut Parts<'_>, line: &str, apart: bool) {
    if let Some((_, value)) = parts.fields.last_mut() {
        value.push_str(if apart { "\n\n" } else { "\n" });
        value.push_str(line.trim());
    }
}

fn add_line(text: &mut String, line: &str) {
    text.push_str(line.trim_end());
    text.push('\n');
}

/// Newspaper, date and headline, out of the lines above the first label.
fn head(lines: &[&str], modern: bool) -> (Option<String>, Option<Period>, Option<String>) {
    let kept: Vec<(usize, &str)> =
        lines.iter().enumerate().filter(|(_, l)| !lines::is_copyright(l)).map(|(n, l)| (n, l.trim())).collect();
    let dated = kept.iter().enumerate().skip(1).find_map(|(i, (_, line))| Some((i, labels::dated_line(line)?)));
    let join = |some: &[(usize, &str)]| {
        let words: Vec<&str> = some.iter().map(|(_, line)| *line).filter(|l| !l.is_empty()).collect();
        Some(one_line(&words.join(" "))).filter(|line| !line.is_empty())
    };
    let filled = |some: &[(usize, &str)]| some.iter().rposition(|(_, line)| !line.is_empty());
    let Some((i, day)) = dated else {
        // Without a date the newspaper is the first line of the old interface, and the last of the new.
        let filled: Vec<(usize, &str)> = kept.into_iter().filter(|(_, line)| !line.is_empty()).collect();
        let name = if modern { filled.len().saturating_sub(1).max(1) } else { 1 };
        let (above, below) = filled.split_at(name.min(filled.len()));
        return if modern { (join(below), None, join(above)) } else { (join(above), None, join(below)) };
    };
    let (above, below) = kept.split_at(i);
    let source = filled(above).unwrap_or(0);
    // The newspaper's name may be broken over lines; in the old interface nothing else stands above the date.
    let (before, name) = if modern { above.split_at(source.min(above.len())) } else { above.split_at(0) };
    // Editions stand right below the date.
    let below = below.iter().position(|(_, line)| line.is_empty()).map_or(&[][..], |end| &below[end..]);
    let headline = if modern { join(before) } else { join(below) };
    (join(name), Some(day), headline)
}
