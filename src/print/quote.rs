//! What became of quotations, for people and for programs. The grammar of the JSON is written in `index-schema/output.md`.

use std::fmt::Write;
use std::ops::Range;

use serde::Serialize;

use super::json::{self, PagesOut};
use super::{clean, text::origin, text::unnamed};
use crate::article::Article;
use crate::index::document::Filed;
use crate::mention::Field;
use crate::pages::Pages;
use crate::quote::{Citation, Verdict, text_hash, text_of};
use crate::search::quotation::Holding;
use crate::sentences::{Rules, starts};

/// A citation, what was found of it, and where else its words stand.
#[derive(Clone, Debug)]
pub struct Judged<'a> {
    /// As cited.
    pub citation: &'a Citation,
    /// What holds of it.
    pub verdict: Verdict,
    /// The article as it is now.
    pub filed: Option<&'a Filed>,
    /// Where the words stand; asked only if they are not proved.
    pub elsewhere: &'a [Holding],
}

#[derive(Serialize)]
struct JudgedOut<'a> {
    version: u32,
    verdict: &'static str,
    id: &'a str,
    path: Option<String>,
    record: Option<u64>,
    field: Field,
    start: Option<usize>,
    end: Option<usize>,
    text: Option<&'a str>,
    text_hash: Option<String>,
    #[serde(flatten)]
    pages: PagesOut<'a>,
    found: Vec<FoundOut<'a>>,
}

#[derive(Serialize)]
struct SoughtOut<'a> {
    version: u32,
    verdict: &'static str,
    text: &'a str,
    total: u64,
    found: Vec<FoundOut<'a>>,
}

#[derive(Serialize)]
struct FoundOut<'a> {
    id: &'a str,
    path: String,
    record: u64,
    headline: &'a str,
    published: Option<String>,
    field: Field,
    start: usize,
    end: usize,
    text: &'a str,
    sentence: usize,
    paragraph: usize,
    #[serde(flatten)]
    pages: PagesOut<'a>,
    text_hash: String,
}

/// One line for one citation.
pub fn judged_json(judged: &Judged<'_>) -> String {
    let (citation, article) = (judged.citation, judged.filed.map(|filed| &filed.article));
    let held = article.zip(citation.at.clone()).and_then(|(a, at)| text_of(a, citation.field).get(at));
    json::object(&JudgedOut {
        version: json::VERSION,
        verdict: judged.verdict.word(),
        id: &citation.id,
        path: judged.filed.map(|filed| filed.whole_path()),
        record: judged.filed.map(|filed| filed.record),
        field: citation.field,
        start: citation.at.as_ref().map(|at| at.start),
        end: citation.at.as_ref().map(|at| at.end),
        text: held,
        text_hash: article.map(text_hash),
        pages: match (article, &citation.at) {
            (Some(article), Some(at)) if judged.verdict == Verdict::Proved => pages_at(article, citation.field, at),
            _ => PagesOut::default(),
        },
        found: found_out(judged.elsewhere),
    })
}

/// One line for one quotation that was looked for.
pub fn sought_json(quotation: &str, holdings: &[Holding], total: u64) -> String {
    json::object(&SoughtOut {
        version: json::VERSION,
        verdict: if total > 0 { "found" } else { "not found" },
        text: quotation,
        total,
        found: found_out(holdings),
    })
}

fn found_out(holdings: &[Holding]) -> Vec<FoundOut<'_>> {
    let mut found = Vec::new();
    for Holding { filed, places } in holdings {
        let article = &filed.article;
        let hash = text_hash(article);
        for (field, at) in places {
            let (sentence, paragraph) = number(filed, *field, at);
            found.push(FoundOut {
                id: &article.id,
                path: filed.whole_path(),
                record: filed.record,
                headline: &article.headline,
                published: article.published.map(|p| p.to_string()),
                field: *field,
                start: at.start,
                end: at.end,
                text: text_of(article, *field).get(at.clone()).unwrap_or_default(),
                sentence,
                paragraph,
                pages: pages_at(article, *field, at),
                text_hash: hash.clone(),
            });
        }
    }
    found
}

fn pages_at<'a>(article: &'a Article, field: Field, at: &Range<usize>) -> PagesOut<'a> {
    if field == Field::Body { PagesOut::of(article, at) } else { PagesOut::default() }
}

/// Numbers of the sentence and of the paragraph that a place lies in, from 1. A headline is one sentence.
fn number(filed: &Filed, field: Field, at: &Range<usize>) -> (usize, usize) {
    if field == Field::Headline {
        return (1, 1);
    }
    let starts = starts(&filed.article.body, Rules::of(filed.article.language.as_deref()));
    let before = starts.partition_point(|(start, _)| *start <= at.start);
    let paragraphs = starts.iter().take(before).filter(|(_, begins)| *begins).count();
    (before.max(1), paragraphs.max(1))
}

/// A citation for people: the verdict, then where its words stand.
pub fn judged_text(judged: &Judged<'_>) -> String {
    let citation = judged.citation;
    let mut out = format!("{}: {}", judged.verdict.word(), clean::name(&citation.id));
    if let Some(at) = &citation.at {
        let _ = write!(out, ", {} {}-{}", name(citation.field), at.start, at.end);
        if let Some(filed) = judged.filed.filter(|_| citation.field == Field::Body && judged.verdict == Verdict::Proved)
        {
            push_pages(&mut out, &filed.article, at);
        }
        let held = judged.filed.and_then(|filed| text_of(&filed.article, citation.field).get(at.clone()));
        if let Some(words) = held.filter(|_| judged.verdict == Verdict::Proved).or(citation.text.as_deref()) {
            let _ = write!(out, ": {}", clean::line(words));
        }
    }
    let why = match judged.verdict {
        Verdict::Proved => "",
        Verdict::Changed => "the article has another text now",
        Verdict::Misquoted if judged.elsewhere.is_empty() => "these words do not stand in it",
        Verdict::Misquoted => "these words do not stand there",
        Verdict::Gone => "there is no such article now",
    };
    if !why.is_empty() {
        let _ = write!(out, "\n   {why}");
        let words = citation.text.is_some() && judged.verdict != Verdict::Misquoted && judged.elsewhere.is_empty();
        out.push_str(if words { "; the words are found nowhere\n" } else { "\n" });
        for holding in judged.elsewhere {
            let _ = writeln!(out, "   found: {}", origin(&holding.filed));
            push_places(&mut out, holding, "      ");
        }
    } else {
        out.push('\n');
    }
    out
}

/// An article that holds a quotation, for people.
pub fn holding_text(rank: usize, holding: &Holding) -> String {
    let headline = clean::line(&holding.filed.article.headline);
    let headline = if headline.is_empty() { unnamed(&holding.filed.article) } else { headline };
    let mut out = format!("{rank}. {headline}\n   {}\n", origin(&holding.filed));
    push_places(&mut out, holding, "   ");
    out
}

fn push_places(out: &mut String, holding: &Holding, indent: &str) {
    for (field, at) in &holding.places {
        let (sentence, paragraph) = number(&holding.filed, *field, at);
        let _ = write!(out, "{indent}{} {}-{}", name(*field), at.start, at.end);
        if *field == Field::Body {
            let _ = write!(out, ", sentence {sentence}, paragraph {paragraph}");
            push_pages(out, &holding.filed.article, at);
        }
        let words = text_of(&holding.filed.article, *field).get(at.clone()).unwrap_or_default();
        let _ = writeln!(out, ": {}", clean::line(words));
    }
}

/// `, page 3`, if it is known.
fn push_pages(out: &mut String, article: &Article, at: &Range<usize>) {
    let pages = Pages::of(&article.sheets, at).filter(|pages| pages.numbers().is_some());
    out.push_str(&pages.map(|pages| clean::line(&format!(", {pages}"))).unwrap_or_default());
}

fn name(field: Field) -> &'static str {
    match field {
        Field::Headline => "headline",
        Field::Body => "body",
    }
}
