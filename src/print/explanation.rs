//! How a file was read, for people and as JSON Lines: the reader and why, what shaped it, what each part came from.

use serde::Serialize;

use super::{clean, json};
use crate::format::{Answer, Fit};
use crate::index::document::Filed;
use crate::order::DayMonth;
use crate::shape::Settings;

/// Characters of a value that are shown.
const SHOWN: usize = 60;

/// What is to be told of a file, or of a file in one, before its articles.
#[derive(Clone, Debug, Serialize)]
pub struct Explanation<'a> {
    /// Its name, with those of containers around it.
    pub path: &'a str,
    /// The format and its version, `jsonl/1`.
    pub reader: String,
    /// What each format says of it, in the order in which they are asked; of equal fit the first is taken.
    pub answers: Vec<Answer>,
    /// What the file on disk is unpacked with: `gzip`; None if it is not.
    pub packing: Option<&'a str>,
    /// The encoding, and how it is known.
    pub encoding: String,
    /// Files beside it that matter, and how.
    pub beside: &'a [(String, String)],
    /// What the settings of its folders say: key, value, file.
    pub settings: Vec<Setting>,
}

/// A line of a `morgue.toml` that holds for a file.
#[derive(Clone, Debug, Serialize)]
pub struct Setting {
    key: &'static str,
    value: String,
    file: String,
}

#[derive(Serialize)]
struct PartOut<'a> {
    part: &'static str,
    value: String,
    from: &'a str,
    guessed: bool,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Line<'a> {
    File {
        version: u32,
        #[serde(flatten)]
        explanation: &'a Explanation<'a>,
    },
    Article {
        version: u32,
        path: &'a str,
        record: u64,
        parts: Vec<PartOut<'a>>,
        doubts: &'a [String],
    },
    Skip {
        version: u32,
        path: &'a str,
        record: Option<u64>,
        reason: &'a str,
    },
}

/// The settings that hold for a file.
pub fn settings(settings: &Settings) -> Vec<Setting> {
    let mut lines = Vec::new();
    let mut line = |key, value: String, file: &std::path::Path| {
        lines.push(Setting { key, value, file: file.display().to_string() });
    };
    let texts =
        [("source", &settings.source), ("language", &settings.language), ("date_format", &settings.date_format)];
    for (key, said) in texts.into_iter().filter_map(|(key, said)| Some((key, said.as_ref()?))) {
        line(key, said.value.clone(), &said.file);
    }
    if let Some(said) = &settings.day_month {
        line("day_month", said.value.map_or("shown", DayMonth::as_str).to_string(), &said.file);
    }
    for said in &settings.fields {
        line("fields", said.value.clone(), &said.file);
    }
    for (key, said) in [("include", &settings.include), ("exclude", &settings.exclude)] {
        if let Some(said) = said {
            line(key, said.value.written.join(" "), &said.file);
        }
    }
    lines
}

/// One line of JSON about a file.
pub fn file_object(explanation: &Explanation<'_>) -> String {
    json::object(&Line::File { version: json::VERSION, explanation })
}

/// One line of JSON about an article.
pub fn article_object(filed: &Filed) -> String {
    let path = filed.whole_path();
    let (record, parts, doubts) = (filed.record, parts(filed), filed.article.doubts.as_slice());
    json::object(&Line::Article { version: json::VERSION, path: &path, record, parts, doubts })
}

/// One line of JSON about what gave no article.
pub fn skip_object(path: &str, record: Option<u64>, reason: &str) -> String {
    json::object(&Line::Skip { version: json::VERSION, path, record, reason })
}

/// A file, for people.
pub fn file_text(explanation: &Explanation<'_>) -> String {
    let Explanation { path, reader, answers, packing, encoding, beside, settings } = explanation;
    let mut text = format!("{}\n", clean::line(path));
    let mut line = |name: &str, what: &str| text.push_str(&format!("  {name:<10}{}\n", clean::line(what)));
    if let Some(packing) = packing {
        line("unpacked", packing);
    }
    let taken = answers.iter().rev().max_by_key(|answer| answer.fit);
    line("reader", &taken.map_or(reader.clone(), |answer| format!("{reader}: {}", answer.why)));
    let others = answers.iter().filter(|a| a.fit > Fit::No && Some(a.format) != taken.map(|t| t.format));
    for answer in others {
        line("", &format!("not {}: {}, which is less or comes later", answer.format, answer.why));
    }
    line("encoding", encoding);
    for (name, what) in *beside {
        line("beside", &format!("{name}: {what}"));
    }
    for setting in settings {
        line("setting", &format!("{} = {} ({})", setting.key, setting.value, setting.file));
    }
    text
}

/// An article, for people.
pub fn article_text(filed: &Filed) -> String {
    let mut text = format!("  {}\n", clean::line(&crate::article::place(&filed.whole_path(), filed.record)));
    for part in parts(filed) {
        let guess = if part.guessed { " (a guess)" } else { "" };
        let value = clean::line(&part.value);
        text.push_str(&format!("    {:<10}{value:<40}  {}{guess}\n", part.part, clean::line(part.from)));
    }
    for doubt in &filed.article.doubts {
        text.push_str(&format!("    doubt     {}\n", clean::line(doubt)));
    }
    text
}

/// What gave no article, for people.
pub fn skip_text(name: &str, reason: &str) -> String {
    format!("  {}\n    skipped   {}\n", clean::line(name), clean::line(reason))
}

/// The parts that an article has, each with what it came from.
fn parts(filed: &Filed) -> Vec<PartOut<'_>> {
    let article = &filed.article;
    let some = |text: &Option<String>| text.clone().unwrap_or_default();
    let values = [
        ("id", article.id.clone()),
        ("headline", article.headline.clone()),
        ("body", article.body.clone()),
        ("date", article.published.map(|p| p.to_string()).unwrap_or_default()),
        ("source", some(&article.source)),
        ("byline", some(&article.byline)),
        ("place", some(&article.place)),
        ("url", some(&article.url)),
        ("section", some(&article.section)),
        ("language", some(&article.language)),
        ("people", article.people.join("; ")),
    ];
    let shown = |value: String| match value.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", value.get(..end).unwrap_or_default().trim_end()),
        None => value,
    };
    let part = |(part, value): (&'static str, String)| {
        let origin = article.origins.of(part);
        let from = origin.map_or("the reader does not say", |origin| origin.from.as_ref());
        let from = if part == "id" && origin.is_none() { "path and number of the record" } else { from };
        PartOut {
            part,
            value: shown(value.replace(['\n', '\r'], " ")),
            from,
            guessed: origin.is_some_and(|o| o.guessed),
        }
    };
    values.into_iter().filter(|(_, value)| !value.is_empty()).map(part).collect()
}
