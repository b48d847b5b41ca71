//! Metadata of an article that lies in a file of its own: `a.json`, `a.yaml`, `a.xml` beside `a.txt`.
//!
//! Takes a file that by its name may be such; says whether it is: one object, one mapping or one element with parts of an
//! article that [`fields`](super::fields) knows, and no text of its own. A file with a text is an article, and not read
//! here. Names are those of JSON fields and of Dublin Core, whichever of the three it is written in; a subject of Dublin
//! Core is no person. What it says fills what the article lacks and wins over what was guessed from the text.

use std::borrow::Cow;

use super::dating::{Circumstances, Claims, Origin};
use super::fields::{self, Part};
use super::object::{self, Described};
use super::xml::{Element, Tree};
use super::{
    FieldMap, Format, Head, Piece, ReadOptions, charset, foreign::Foreign, items, json, recognise, text::Text,
};
use crate::article::{Article, Outcome};

/// Names beyond those of articles: of Dublin Core, of Zotero, of Tika, of downloaders.
const NAMES: [&str; 18] = [
    "headline=dc:title",
    "headline=dcterms:title",
    "byline=dc:creator",
    "byline=dcterms:creator",
    "byline=creators",
    "byline=uploader",
    "date=dc:date",
    "date=dcterms:issued",
    "date=dcterms:date",
    "date=dcterms:created",
    "date=upload_date",
    "source=dc:source",
    "source=publicationTitle",
    "source=dc:publisher",
    "source=dcterms:publisher",
    "id=dc:identifier",
    "url=webpage_url",
    "url=original_url",
];

/// What a file beside another holds.
#[derive(Clone, Debug, Default)]
pub enum Sidecar {
    /// No metadata of it.
    #[default]
    Not,
    /// It would be metadata if it could be read; why not, with the place in it.
    Damaged(String),
    /// Metadata.
    Said(Box<Metadata>),
}

/// What is said of an article.
#[derive(Clone, Debug)]
pub struct Metadata {
    name: String,
    parts: Article,
    claims: Claims,
}

impl Sidecar {
    /// Reads a file by what its name says it is.
    pub fn read(name: &str, bytes: &[u8], options: &ReadOptions) -> Sidecar {
        let own = FieldMap::parse(NAMES).unwrap_or_default();
        let options = ReadOptions { fields: options.fields.before(&own), ..options.clone() };
        let extension = name.rsplit_once('.').map(|(_, e)| e.to_ascii_lowercase()).unwrap_or_default();
        if bytes.trim_ascii().is_empty() {
            return Sidecar::Damaged("empty".to_string());
        }
        let found = match extension.as_str() {
            "json" => of_json(bytes, name, &options),
            "yaml" | "yml" => of_yaml(bytes, &options),
            "xml" => of_xml(bytes, &options),
            _ => return Sidecar::Not,
        };
        match found {
            Ok(Some((mut parts, mut claims))) => {
                parts.doubts.append(&mut claims.take_doubts());
                Sidecar::Said(Box::new(Metadata { name: name.to_string(), parts, claims }))
            }
            Ok(None) => Sidecar::Not,
            Err(reason) => Sidecar::Damaged(reason),
        }
    }
}

type Found = Result<Option<(Article, Claims)>, String>;

/// What is metadata of what was read: parts, but no text.
fn metadata(described: Described) -> Option<(Article, Claims)> {
    let Described { article, claims, any } = described;
    (any && article.body.trim().is_empty()).then_some((article, claims))
}

fn of_json(bytes: &[u8], name: &str, options: &ReadOptions) -> Found {
    let decoded = charset::decode(json::without_mark(bytes));
    let text = decoded.text.trim();
    match object::described(text, options) {
        Ok(described) => Ok(metadata(described)),
        Err(_) if text.starts_with('[') => Ok(None),
        Err(reason) => {
            // Several objects, or an article that breaks off: whatever gives news by itself.
            let head = Head { bytes, extension: "json", whole: true };
            let piece = Piece { path: name, bytes, number: 1, first: true, lead: b"" };
            let records = recognise(&head).filter(|format| format.name() != Text.name());
            let records = records.map(|format| format.read(&piece, options)).unwrap_or_default();
            let news = |outcome: &Outcome| matches!(outcome, Outcome::Article(article) if !article.body.is_empty());
            if records.len() > 1 || records.iter().any(|r| news(&r.outcome)) { Ok(None) } else { Err(reason) }
        }
    }
}

fn of_yaml(bytes: &[u8], options: &ReadOptions) -> Found {
    let decoded = charset::decode(bytes);
    // The library stops at too many aliases, nodes and levels.
    let value = super::guarded("YAML", || serde_saphyr::from_str::<serde_json::Value>(&decoded.text))?;
    let value = value.map_err(|error| {
        let said = error.to_string();
        format!("not YAML: {}", said.lines().find(|line| !line.trim().is_empty()).unwrap_or_default().trim())
    })?;
    if !value.is_object() {
        return Ok(None);
    }
    object::described(&value.to_string(), options).map(metadata)
}

fn of_xml(bytes: &[u8], options: &ReadOptions) -> Found {
    let head = Head { bytes, extension: "xml", whole: true };
    // What a reader of news takes for its own is news.
    if recognise(&head).is_some_and(|format| format.name() != Foreign.name() && format.name() != Text.name()) {
        return Ok(None);
    }
    let (text, _) = items::decode(bytes, items::declared(bytes).as_deref());
    let Some(start) = root(&text) else { return Err("not XML: no element in it".to_string()) };
    let tree = Tree::read(text.get(start..).unwrap_or_default())?;
    if let Some(broken) = tree.broken() {
        return Err(broken);
    }
    let own = FieldMap::parse(NAMES).unwrap_or_default();
    let mut values: Vec<(Part, usize, Cow<'_, str>, String)> = Vec::new();
    let mut open = vec![tree.root()];
    while let Some(element) = open.pop() {
        let children: Vec<Element<'_>> = element.children().collect();
        if !children.is_empty() {
            open.extend(children.into_iter().rev());
        } else if let Some(value) = element.line() {
            let name = element.qualified();
            let known = options.fields.lookup(name).or_else(|| options.fields.lookup(element.name()));
            // A subject of Dublin Core, which "subject" of others may be too, is mostly none.
            if let Some((part, rank)) = known.or_else(|| in_dublin(name, &own)) {
                values.push((part, rank, Cow::Owned(value), name.to_string()));
            }
        }
    }
    Ok(metadata(object::listed(values, options)))
}

/// Dublin Core under another prefix than its usual one, or none.
fn in_dublin(name: &str, own: &FieldMap) -> Option<(Part, usize)> {
    let local = name.rsplit(':').next().unwrap_or_default();
    let known = ["dc:", "dcterms:"].iter().find_map(|prefix| own.lookup(&format!("{prefix}{local}")));
    known.filter(|_| fields::usual(local).is_none())
}

/// Where the first element of a document begins.
fn root(text: &str) -> Option<usize> {
    let mut from = 0;
    loop {
        let at = from + memchr::memchr(b'<', text.as_bytes().get(from..)?)?;
        let rest = text.get(at + 1..)?;
        if rest.starts_with(|c: char| c.is_alphabetic() || c == '_') {
            return Some(at);
        }
        from = match rest.strip_prefix("!--") {
            Some(comment) => at + 4 + comment.find("-->")?,
            None => at + 1,
        };
    }
}

impl Metadata {
    /// Fills the parts that an article lacks, and those that were only guessed.
    pub fn apply(&self, article: &mut Article, options: &ReadOptions) {
        let (said, from) = (&self.parts, |part: &str| self.from(part));
        let name = self.name.as_str();
        if article.id.is_empty() && !said.id.is_empty() {
            article.id.clone_from(&said.id);
            article.origins.say("id", from("id"));
        }
        if !said.headline.is_empty() && (article.headline.is_empty() || article.origins.guessed("headline")) {
            let guessed = std::mem::replace(&mut article.headline, said.headline.clone());
            article.origins.say("headline", from("headline"));
            if !guessed.is_empty() && !guessed.eq_ignore_ascii_case(&article.headline) {
                // It was the first line of the text, and is again.
                let before = guessed.len() + 2;
                article.body = format!("{guessed}\n\n{}", article.body);
                article.sheets.iter_mut().skip(1).for_each(|sheet| sheet.start += before);
            }
        }
        let fill = |part: &'static str, own: &mut Option<String>, said: &Option<String>, guessed: bool| {
            let fills = said.is_some() && (own.is_none() || guessed);
            if fills {
                own.clone_from(said);
            }
            fills.then_some(part)
        };
        let origins = &article.origins;
        let guessed = |part: &str| origins.guessed(part);
        let filled = [
            fill("source", &mut article.source, &said.source, guessed("source")),
            fill("byline", &mut article.byline, &said.byline, guessed("byline")),
            fill("place", &mut article.place, &said.place, guessed("place")),
            fill("url", &mut article.url, &said.url, guessed("url")),
            fill("section", &mut article.section, &said.section, guessed("section")),
            fill("language", &mut article.language, &said.language, guessed("language")),
        ];
        filled.into_iter().flatten().for_each(|part| article.origins.say(part, from(part)));
        if article.people.is_empty() && !said.people.is_empty() {
            article.people.clone_from(&said.people);
            article.origins.say("people", from("people"));
        }
        self.date(article, options);
        article.doubts.extend(said.doubts.iter().map(|doubt| format!("{doubt}, in {name}")));
    }

    /// Its date, weighed against those the article has of less trust.
    fn date(&self, article: &mut Article, options: &ReadOptions) {
        if self.claims.is_empty() || (article.published.is_some() && !article.origins.guessed("date")) {
            return;
        }
        let mut claims = self.claims.clone();
        let before = article.origins.of("date").and_then(|origin| Origin::named(&origin.from));
        if let Some(before) = before.filter(|before| *before < Origin::File) {
            claims.say(before, article.published);
        }
        article.doubts.retain(|doubt| !doubt.starts_with("dated by "));
        claims.settle(article, Circumstances { path: "", single: false, day_month: options.day_month });
        article.origins.say("date", self.from("date"));
    }

    fn from(&self, part: &str) -> String {
        let origin = self.parts.origins.of(part).map(|origin| origin.from.as_ref());
        format!("{}, {}", self.name, origin.unwrap_or("beside the article"))
    }
}
