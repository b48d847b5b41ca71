//! Factiva.
//!
//! Every document ends with its number, `Document VALECO0020100812e68c0003v`, in the words of the interface. With indexing
//! its lines are named by codes of two or three letters (`HD` headline, `WC` words, `PD` day, `SN` newspaper, `LP` and `TD` text);
//! without, they stand in that order without a name, and are told by the two that are plain: `543 words`, and the day below it.
//! What stands behind the last document is a summary of the search.

use super::labels;
use super::lines::{self, add_paragraph};
use super::{Document, Documents};
use crate::article::Article;
use crate::format::dating::note;
use crate::format::entity::one_line;
use crate::format::published;
use crate::order::Reading;

/// The codes, in the order in which a document has them.
const CODES: [&str; 30] = [
    "CLM", "SE", "HD", "BY", "CR", "WC", "PD", "ET", "SN", "SC", "ED", "PG", "VOL", "LA", "CY", "LP", "TD", "RF", "CX",
    "ART", "CT", "CO", "IN", "NS", "RE", "IPC", "IPD", "PUB", "AN", "NAMES",
];

/// The number of a document that a line gives: `Document VALECO0020100812e68c0003v`, behind `AN` where there are codes.
pub(super) fn identifier(line: &str) -> Option<&str> {
    let line = line.trim();
    if line.len() > 80 {
        return None;
    }
    let line =
        line.strip_prefix("AN").filter(|rest| rest.starts_with(char::is_whitespace)).map_or(line, str::trim_start);
    let (word, id) = line.split_once(char::is_whitespace)?;
    let id = id.trim();
    let named = matches!(word, "Document" | "Dokument" | "Documento" | "Документ" | "文件" | "文書" | "記事");
    let digits = id.bytes().filter(u8::is_ascii_digit).count();
    let good = (20..=32).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric()) && digits >= 8;
    (named && good).then_some(id)
}

pub(super) fn is_export(text: &str) -> bool {
    text.lines().any(|line| identifier(line).is_some())
        // A first document that is longer than what was seen of the file, with its codes.
        || (["HD", "SN", "PD"].iter().all(|code| text.lines().any(|line| coded(line).is_some_and(|(c, _)| c == *code))))
}

pub(super) fn documents(text: &str) -> Documents<'_> {
    let mut claimed = None;
    let mut found = Vec::new();
    let mut start = 0;
    for (at, line) in lines::placed(text) {
        if found.is_empty() && claimed.is_none() {
            claimed = total(line);
        }
        if identifier(line).is_some() {
            found.push(Document { number: None, text: text.get(start..at.end).unwrap_or_default(), ended: true });
            start = at.end;
        }
    }
    let rest = text.get(start..).unwrap_or_default();
    let rest = rest.get(..summary(rest)).unwrap_or_default();
    let begun = rest.lines().any(|line| words(line).is_some() || coded(line).is_some_and(|(code, _)| code == "HD"));
    if begun {
        found.push(Document { number: None, text: rest, ended: false });
    }
    Documents { found, claimed }
}

/// `Total documents: 100`.
fn total(line: &str) -> Option<u64> {
    let lower = line.trim().to_lowercase();
    let rest =
        ["total documents", "total number of documents", "documents:"].iter().find_map(|t| lower.strip_prefix(t))?;
    lines::count(rest.trim_matches([':', ' ', '\t']))
}

/// Where the summary of the search begins.
fn summary(text: &str) -> usize {
    const TITLES: [&str; 7] = [
        "Search Summary",
        "Zusammenfassung der Suche",
        "Récapitulatif de la recherche",
        "Résumé de la recherche",
        "Resumen de la búsqueda",
        "Riepilogo ricerca",
        "Overzicht zoekopdracht",
    ];
    lines::placed(text)
        .find(|(_, line)| TITLES.iter().any(|t| line.starts_with(t)))
        .map_or(text.len(), |(at, _)| at.start)
}

/// `543 words`.
fn words(line: &str) -> Option<u64> {
    const WORDS: [&str; 12] =
        ["words", "word", "wörter", "wort", "mots", "palabras", "parole", "woorden", "palavras", "ord", "слов", "字"];
    let (number, word) = line.trim().rsplit_once(' ')?;
    WORDS.contains(&word.to_lowercase().as_str()).then(|| lines::count(number.trim())).flatten()
}

/// A line that begins with a code, and what it holds: alone on the line, or behind a tab or two blanks. Where a table became
/// text it is one blank; then a code that may follow a text has a list behind it (`IN i814 : Banking`), which a sentence
/// ("IN the morning") has not.
fn coded(line: &str) -> Option<(&'static str, &str)> {
    let line = line.trim();
    let end = line.find(char::is_whitespace).unwrap_or(line.len());
    let (code, rest) = line.split_at(end);
    let at = CODES.iter().position(|c| *c == code)?;
    let plain = rest.is_empty() || rest.starts_with('\t') || rest.starts_with("  ") || rest.starts_with(" \t");
    let behind_text = CODES.iter().position(|c| *c == "TD").is_some_and(|text| at > text);
    let sure = plain || !behind_text || code == "AN" || rest.contains(" : ");
    sure.then(|| (CODES.get(at).copied().unwrap_or_default(), rest.trim()))
}

pub(super) fn article(document: &Document<'_>) -> Article {
    let has = |code: &str| document.text.lines().any(|line| coded(line).is_some_and(|(c, _)| c == code));
    let mut article = match has("HD") && has("SN") {
        true => with_codes(document.text),
        false => without_codes(document.text),
    };
    let id = document.text.lines().rev().find_map(identifier);
    article.id = id.unwrap_or_default().to_string();
    article
}

fn with_codes(text: &str) -> Article {
    let mut fields: Vec<(&str, String)> = Vec::new();
    let mut rank = 0;
    for line in text.lines() {
        let found = coded(line).and_then(|(code, value)| {
            let at = CODES.iter().position(|c| *c == code)?;
            (fields.is_empty() || at > rank).then_some((at, code, value))
        });
        // Above the headline stands what is none of the document.
        let begins = found.is_some_and(|(_, code, _)| !fields.is_empty() || matches!(code, "CLM" | "SE" | "HD"));
        match (found, fields.last_mut()) {
            (Some((at, code, value)), _) if begins => {
                rank = at;
                fields.push((code, format!("{value}\n")));
            }
            (_, Some((_, value))) if identifier(line).is_none() => {
                value.push_str(line.trim_end());
                value.push('\n');
            }
            _ => {}
        }
    }
    let get = |code: &str| {
        let text = fields.iter().find(|(c, _)| *c == code).map(|(_, value)| one_line(value));
        text.filter(|text| !text.is_empty())
    };
    let mut body = String::new();
    for code in ["LP", "TD", "CX", "ART"] {
        if let Some((_, text)) = fields.iter().find(|(c, _)| *c == code) {
            add_paragraph(&mut body, text);
        }
    }
    let mut article = Article {
        headline: get("HD").unwrap_or_default(),
        source: get("SN"),
        byline: get("BY").map(|by| lines::byline(&by)),
        section: get("SE"),
        language: get("LA").and_then(|name| labels::language(&name)),
        ..Article::default()
    };
    let day = get("PD").unwrap_or_default();
    note(&day, labels::day(&day).map(Reading::One).or_else(|| published::read(&day)), &mut article);
    article.doubts.extend(get("WC").and_then(|length| lines::short_of(&length, &body)));
    article.body = body;
    article
}

fn without_codes(text: &str) -> Article {
    /// Lines between the day and the text: clock, newspaper, its code, edition, page, language, copyright.
    const LOOKED: usize = 9;
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let Some(at) = lines.iter().position(|line| words(line).is_some()) else { return unmarked(&lines) };
    let (above, below) = lines.split_at(at);
    let mut article = Article::default();
    title(above, &mut article);
    let length = below.first().copied().unwrap_or_default();
    let filled: Vec<usize> =
        below.iter().enumerate().skip(1).filter(|(_, line)| !line.is_empty()).map(|(n, _)| n).collect();
    let line = |i: usize| filled.get(i).and_then(|n| below.get(*n)).copied().unwrap_or_default();
    let mut next = 0;
    if let Some(day) = labels::dated_line(line(next)) {
        article.published = Some(day);
        next += 1;
    }
    if is_clock(line(next)) {
        next += 1;
    }
    let named = !line(next).is_empty() && identifier(line(next)).is_none();
    article.source = named.then(|| line(next).to_string());
    next += usize::from(named);
    let language = (next..next + LOOKED).find(|i| labels::language(line(*i)).is_some() && line(*i).len() < 40);
    if let Some(i) = language {
        article.language = labels::language(line(i));
        next = i + 1;
    } else if is_code(line(next)) {
        next += 1;
    }
    if owned(line(next)) {
        next += 1;
    }
    let from = filled.get(next).copied().unwrap_or(below.len());
    let mut body = String::new();
    for line in below.get(from..).unwrap_or_default().iter().filter(|line| identifier(line).is_none()) {
        body.push_str(line);
        body.push('\n');
    }
    article.body = body.trim_matches('\n').to_string();
    article.doubts.extend(lines::short_of(length, &article.body));
    article
}

/// A document of which neither the words were counted nor lines are named: its first line, and the rest.
fn unmarked(lines: &[&str]) -> Article {
    let kept: Vec<&str> = lines.iter().copied().filter(|line| identifier(line).is_none()).collect();
    let first = kept.iter().position(|line| !line.is_empty()).unwrap_or(0);
    Article {
        headline: kept.get(first).copied().unwrap_or_default().to_string(),
        body: kept.get(first + 1..).unwrap_or_default().join("\n").trim_matches('\n').to_string(),
        doubts: vec!["its lines are not those of a document of Factiva; the first was read as headline".to_string()],
        ..Article::default()
    }
}

/// Section, headline and byline, of the last lines above the count of words: the longest is the headline.
fn title(above: &[&str], article: &mut Article) {
    const MOST: usize = 3;
    let furniture = |line: &str| {
        ["Factiva", "Dow Jones", "Page ", "Return to ", "Table of "].iter().any(|f| line.starts_with(f))
            || lines::is_copyright(line)
            || total(line).is_some()
    };
    let mut lines: Vec<&str> = above.iter().copied().filter(|line| !line.is_empty() && !furniture(line)).collect();
    lines.drain(..lines.len().saturating_sub(MOST));
    if let Some(by) = lines.pop_if(|line| lines::is_byline(line)) {
        article.byline = Some(lines::byline(by));
    }
    let Some(headline) = (0..lines.len()).max_by_key(|i| lines.get(*i).map_or(0, |line| line.chars().count())) else {
        return;
    };
    article.headline = lines.get(headline).copied().unwrap_or_default().to_string();
    article.section = headline.checked_sub(1).and_then(|i| lines.get(i)).map(|line| (*line).to_string());
    if article.byline.is_none() {
        article.byline = lines.get(headline + 1).map(|line| lines::byline(line));
    }
}

/// `14:23`, `2:05 PM`.
fn is_clock(line: &str) -> bool {
    line.len() <= 12 && line.contains(':') && line.starts_with(|c: char| c.is_ascii_digit())
}

/// The short name of a newspaper: `VALECO`.
fn is_code(line: &str) -> bool {
    (2..=8).contains(&line.len()) && line.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

/// Whose the text is.
fn owned(line: &str) -> bool {
    lines::is_copyright(line) || line.starts_with("Quelle: ")
}
