//! ProQuest.
//!
//! A document is a title, then lines that are named (`Author: `, `Full text: `, `Publication date: `); what names the
//! newspaper stands below the text, and `Database: ` comes last. In text documents are parted by lines of underscores, in some
//! exports they are headed by `Document 1 of 100`; on pages nothing parts them but that last line. The last part says whom to ask.

use super::labels::{self, Label};
use super::lines::{self, add_paragraph};
use super::{Document, Documents};
use crate::article::Article;
use crate::format::dating::note;
use crate::format::entity::one_line;
use crate::format::published;
use crate::order::Reading;

/// What only documents of ProQuest have at the beginning of a line.
const MARKS: [&str; 5] =
    ["ProQuest document ID:", "ProQuest document link", "Publication info:", "Full text:", "Document URL:"];

fn marked(text: &str) -> usize {
    MARKS.iter().filter(|mark| text.lines().any(|line| line.trim_start().starts_with(*mark))).count()
}

pub(super) fn is_export(text: &str) -> bool {
    marked(text) >= 2
}

/// What stands between two rules, and the number above it.
struct Part {
    from: usize,
    to: usize,
    number: Option<(u64, u64)>,
}

pub(super) fn documents(text: &str) -> Documents<'_> {
    let mut found: Vec<Part> = Vec::new();
    let (mut start, mut number, mut closed) = (0, None, false);
    for (at, line) in lines::placed(text) {
        let counted = lines::number(line);
        let rule = lines::is_rule(line);
        // A name of its own follows the last line of a document where nothing else parts them.
        let follows = closed && !line.is_empty() && labels::proquest(line).is_none() && !is_tail(line);
        if counted.is_some() || rule || follows {
            found.push(Part { from: start, to: at.start, number });
            start = if follows && counted.is_none() && !rule { at.start } else { at.end };
            number = counted;
            closed = false;
        }
        if !line.is_empty() {
            closed = labels::is_last_of_proquest(line);
        }
    }
    found.push(Part { from: start, to: text.len(), number });
    let claimed = listed(found.first().and_then(|part| text.get(part.from..part.to)).unwrap_or_default());
    Documents { found: joined(text, &found), claimed }
}

/// The parts that are documents. One without a named line is what a rule within a text parted from it, or is none.
fn joined<'a>(text: &'a str, parts: &[Part]) -> Vec<Document<'a>> {
    let mut documents: Vec<Document<'a>> = Vec::new();
    let mut start = 0;
    for Part { from, to, number } in parts {
        let part = text.get(*from..*to).unwrap_or_default();
        if begins(part) && !part.trim_start().starts_with("Report Information") {
            start = *from;
            documents.push(Document { number: *number, text: part, ended: is_ended(part) });
        } else if let Some(last) =
            documents.last_mut().filter(|_| !part.trim().is_empty() && !is_tail(part.trim_start()))
        {
            last.text = text.get(start..*to).unwrap_or_default();
            last.ended = is_ended(last.text);
        }
    }
    documents
}

/// Whether a part has the lines that stand above a text.
fn begins(part: &str) -> bool {
    const ABOVE: [&str; 4] = ["Publication info:", "Full text:", "Abstract:", "ProQuest document link"];
    ABOVE.iter().any(|mark| part.lines().any(|line| line.trim_start().starts_with(mark)))
}

/// What stands behind the last document.
fn is_tail(part: &str) -> bool {
    ["Contact us at", "Bibliography", "Citation style", "Database copyright", "Terms and Conditions", "_____"]
        .iter()
        .any(|t| part.starts_with(t))
}

/// Whether the lines that stand below a text are there.
fn is_ended(part: &str) -> bool {
    let mut below = part.lines().rev().filter(|line| !line.trim().is_empty()).take(12).filter_map(labels::proquest);
    below.any(|(label, _)| matches!(label, Label::Id | Label::Url | Label::Source))
}

/// How many documents a table of contents lists: `1. `, `2. `, each on a line.
fn listed(cover: &str) -> Option<u64> {
    let mut lines = cover.lines().map(str::trim);
    lines.find(|line| line.to_lowercase().starts_with("table of contents"))?;
    let mut count = 0;
    for line in lines {
        let numbered = line.split_once('.').and_then(|(n, _)| n.parse::<u64>().ok());
        if numbered == Some(count + 1) {
            count += 1;
        }
    }
    (count > 0).then_some(count)
}

pub(super) fn article(document: &Document<'_>) -> Article {
    let (title, fields) = fields(document.text);
    let get = |label: Label| {
        let text = fields.iter().find(|(l, value)| *l == label && !value.trim().is_empty());
        text.map(|(_, value)| one_line(value))
    };
    let whole = |label: Label| {
        let mut text = String::new();
        for (_, value) in fields.iter().filter(|(l, _)| *l == label) {
            add_paragraph(&mut text, value.trim_end());
        }
        let none = ["none available", "not available", "full text not available"];
        let bare = text.trim().trim_end_matches('.').to_lowercase();
        if none.contains(&bare.as_str()) { String::new() } else { text }
    };
    let mut article = Article {
        id: get(Label::Id).unwrap_or_default(),
        headline: title.or_else(|| get(Label::Headline)).unwrap_or_default(),
        body: whole(Label::Body),
        // "The Vale Courier; Vale, N.Y."
        source: get(Label::Source).map(|name| name.split(';').next().unwrap_or_default().trim().to_string()),
        byline: get(Label::Byline).filter(|name| !name.eq_ignore_ascii_case("anonymous")),
        section: get(Label::Section),
        place: get(Label::Place),
        url: get(Label::Url).map(|url| address(&url).to_string()),
        language: get(Label::Language).and_then(|name| labels::language(&name)),
        people: get(Label::People).map(|names| labels::people(&names)).unwrap_or_default(),
        ..Article::default()
    };
    if article.body.is_empty() {
        article.body = whole(Label::Abstract);
        if !article.body.is_empty() {
            article.doubts.push("only an abstract stands for its text".to_string());
        }
    }
    let day = get(Label::Date).unwrap_or_default();
    note(&day, labels::day(&day).map(Reading::One).or_else(|| published::read(&day)), &mut article);
    if article.published.is_none()
        && let Some(line) = document.text.lines().find_map(|line| line.trim().strip_prefix("Publication info:"))
    {
        article.published = imprint(line);
    }
    article
}

/// The day in `The Vale Courier; Vale, N.Y. [Vale, N.Y]02 Jan 2015: A.1.`
fn imprint(line: &str) -> Option<crate::date::Period> {
    let behind = line.rsplit(']').next().unwrap_or(line);
    labels::day(behind.split(':').next().unwrap_or_default().trim().trim_end_matches('.'))
}

/// The address of a document without that of the library that its reader came through.
fn address(url: &str) -> &str {
    let inner = url.split_once("?url=").or_else(|| url.split_once("&url=")).map(|(_, inner)| inner);
    inner.filter(|inner| inner.starts_with("http://") || inner.starts_with("https://")).unwrap_or(url)
}

/// The title of a document, and what its named lines hold.
fn fields(text: &str) -> (Option<String>, Vec<(Label, String)>) {
    let lines: Vec<&str> = text.lines().collect();
    let below = below(&lines);
    let mut title: Vec<&str> = Vec::new();
    let mut fields: Vec<(Label, String)> = Vec::new();
    for (n, line) in lines.iter().enumerate() {
        let in_text = fields.last().is_some_and(|(label, _)| *label == Label::Body) && n < below;
        match labels::proquest(line).filter(|_| !in_text) {
            Some((label, value)) => fields.push((label, format!("{value}\n"))),
            None => match fields.last_mut() {
                // A heading of the old exports, "Full Text", alone above what it names.
                _ if line.trim().starts_with("ProQuest document link") => {}
                Some((_, value)) => {
                    value.push_str(line.trim_end());
                    value.push('\n');
                }
                None => title.push(line.trim()),
            },
        }
    }
    let title: Vec<&str> = title.into_iter().filter(|line| !line.is_empty()).collect();
    (Some(one_line(&title.join(" "))).filter(|line| !line.is_empty()), fields)
}

/// The line where the names below the text begin: from there on every paragraph has one. A text may hold lines that look like
/// them ("Subject: none").
fn below(lines: &[&str]) -> usize {
    let mut below = lines.len();
    let mut end = lines.len();
    while let Some(last) = lines.get(..end).and_then(|lines| lines.iter().rposition(|line| !line.trim().is_empty())) {
        let first =
            lines.get(..last).and_then(|l| l.iter().rposition(|line| line.trim().is_empty())).map_or(0, |n| n + 1);
        // In some exports the names stand line below line.
        let named = (first..=last).find(|n| lines.get(*n).is_some_and(|line| labels::proquest(line).is_some()));
        let Some(named) = named else { break };
        let label = lines.get(named).and_then(|line| labels::proquest(line));
        if label.is_some_and(|(label, _)| matches!(label, Label::Body | Label::Abstract)) {
            break;
        }
        below = named;
        if named > first {
            break;
        }
        end = first;
    }
    below
}
