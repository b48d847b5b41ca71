//! Hits as tables: CSV for spreadsheets, TREC runs for scorers.

use std::io;

use super::clean;
use crate::pages::Pages;
use crate::search::Hit;

/// The columns of CSV output.
pub const COLUMNS: [&str; 15] = [
    "query",
    "rank",
    "score",
    "id",
    "headline",
    "published",
    "source",
    "byline",
    "place",
    "section",
    "language",
    "path",
    "people",
    "passages",
    "pages",
];

/// One row for one hit.
///
/// # Errors
/// What writing says.
pub fn csv_row<W: io::Write>(out: &mut csv::Writer<W>, query: &str, rank: usize, hit: &Hit) -> csv::Result<()> {
    let article = &hit.filed.article;
    let optional = |text: &Option<String>| text.as_deref().map(clean::line).unwrap_or_default();
    let passages: Vec<String> =
        hit.passages.iter().map(|p| clean::line(article.body.get(p.at.clone()).unwrap_or_default())).collect();
    let pages: Vec<String> = (hit.passages.iter())
        .map(|p| Pages::of(&article.sheets, &p.at).and_then(Pages::numbers).unwrap_or_default())
        .collect();
    let known = pages.iter().any(|pages| !pages.is_empty());
    let pages = if known { clean::line(&pages.join(" | ")) } else { String::new() };
    let people: Vec<String> = hit.filed.mentions.people.iter().map(|p| clean::line(&p.name)).collect();
    out.write_record([
        clean::line(query),
        rank.to_string(),
        format!("{:.4}", hit.score),
        clean::name(&article.id),
        clean::line(&article.headline),
        article.published.map(|p| p.to_string()).unwrap_or_default(),
        optional(&article.source),
        optional(&article.byline),
        optional(&article.place),
        optional(&article.section),
        optional(&article.language),
        clean::name(&hit.filed.place()),
        people.join("; "),
        passages.join(" | "),
        pages,
    ])
}

/// One line of a TREC run: query, Q0, article, rank, score, name of the run. Blanks in identifiers become %20 and the
/// like, since the format knows no quotes.
pub fn trec_line(query: &str, id: &str, rank: usize, score: f32) -> String {
    format!("{} Q0 {} {rank} {score:.6} morgue\n", solid(query), solid(id))
}

fn solid(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_whitespace() || clean::dangerous(c) {
            let mut bytes = [0; 4];
            c.encode_utf8(&mut bytes).bytes().for_each(|b| out.push_str(&format!("%{b:02X}")));
        } else {
            out.push(c);
        }
    }
    if out.is_empty() { "-".to_string() } else { out }
}
