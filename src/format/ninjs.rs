//! ninjs 1.x to 3.x: news items as JSON objects, alone, in an array, in an envelope, or one a line.
//!
//! Takes what the readers of JSON take, if its first object has the fields of ninjs; gives one article an item. Objects
//! that are none are read as any JSON. Of several bodies the one that keeps its paragraphs best is taken.

use serde_json::{Map, Value};

use super::json::{self, Json};
use super::jsonl::{self, JsonLines};
use super::markup;
use super::mended::{MENDED, mended};
use super::nitf;
use super::object::{self, without_by};
use super::wire::{self, Filing, add_person, note_dates, settle};
use super::{Cut, FieldMap, Fit, Format, Head, Piece, ReadOptions, charset, entity};
use crate::article::{Article, Outcome, Record};
use crate::item::Status;

/// Items of ninjs; `lines` says whether they come one a line.
pub struct Ninjs {
    lines: bool,
}

/// One item a line.
pub const LINES: Ninjs = Ninjs { lines: true };
/// A document with an item or several.
pub const DOCUMENTS: Ninjs = Ninjs { lines: false };

/// Fields that only ninjs has beside `uri`.
const OWN: [&str; 11] = [
    "versioncreated",
    "pubstatus",
    "representationtype",
    "body_text",
    "body_xhtml",
    "bodies",
    "headlines",
    "description_text",
    "description_xhtml",
    "copyrightholder",
    "copyrightnotice",
];

fn is_item<'a>(mut names: impl Iterator<Item = &'a str> + Clone) -> bool {
    let own = names.clone().any(|n| OWN.iter().any(|o| o.eq_ignore_ascii_case(n)));
    own && names.any(|n| n == "uri")
}

impl Ninjs {
    fn json(&self) -> &dyn Format {
        if self.lines { &JsonLines } else { &Json }
    }
}

impl Format for Ninjs {
    fn name(&self) -> &'static str {
        if self.lines { "ninjs-lines" } else { "ninjs" }
    }

    fn version(&self) -> u32 {
        3
    }

    fn appends(&self) -> bool {
        self.lines
    }

    fn has_items(&self) -> bool {
        true
    }

    fn known_by(&self) -> &'static str {
        if self.lines { "the fields of ninjs, one item a line" } else { "the fields of ninjs" }
    }

    fn recognise(&self, head: &Head<'_>) -> Fit {
        let fit = self.json().recognise(head);
        if fit > Fit::No && is_item(json::first_names(head.bytes).into_iter()) { fit } else { Fit::No }
    }

    fn cut(&self, window: &[u8], first: bool, last: bool) -> Cut {
        self.json().cut(window, first, last)
    }

    fn read(&self, piece: &Piece<'_>, options: &ReadOptions) -> Vec<Record> {
        let read = |bytes: &[u8]| {
            let decoded = charset::decode(bytes);
            filing(&decoded.text, decoded.doubt(), piece.path, options)
        };
        if !self.lines {
            let filings = json::outcomes(piece, read, |reason| Filing::alone(Outcome::Skip(reason)));
            return settle(filings, piece, options);
        }
        let (numbers, filings): (Vec<u64>, Vec<Filing>) = jsonl::lines(piece).map(|(n, line)| (n, read(line))).unzip();
        let records = settle(filings, piece, options).into_iter().zip(numbers);
        records.map(|(record, number)| Record { number, ..record }).collect()
    }
}

fn filing(text: &str, doubt: Option<String>, path: &str, options: &ReadOptions) -> Filing {
    let other = |doubt| Filing::alone(object::outcome(text, doubt, path, options));
    let mut doubts: Vec<String> = doubt.clone().into_iter().collect();
    let value = serde_json::from_str::<Value>(text).ok().or_else(|| {
        let value = serde_json::from_str(&mended(text)?).ok()?;
        doubts.push(MENDED.to_string());
        Some(value)
    });
    let Some(Value::Object(fields_found)) = value else {
        return other(doubt);
    };
    if !is_item(fields_found.keys().map(String::as_str)) {
        return other(doubt);
    }
    let item = Object(&fields_found);
    let status = item.line("pubstatus").map(|word| Status::of(&word)).unwrap_or_default();
    let outcome = if options.fields == FieldMap::default() {
        article(item, doubts)
    } else {
        // Whoever says which fields to read knows better than the standard.
        object::outcome(text, doubt, path, options)
    };
    let version = item.line("version").map(|v| wire::version(&v)).unwrap_or_default();
    Filing { outcome, key: item.line("uri").unwrap_or_default(), version, status, other: None }
}

/// An object; its fields by name, whatever the case: 3.x writes `versionCreated`.
#[derive(Clone, Copy)]
struct Object<'a>(&'a Map<String, Value>);

impl<'a> Object<'a> {
    fn get(self, name: &str) -> Option<&'a Value> {
        self.0.get(name).or_else(|| self.0.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| value))
    }

    /// A string that says something, or a number.
    fn text(self, name: &str) -> Option<String> {
        match self.get(name)? {
            Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    fn line(self, name: &str) -> Option<String> {
        self.text(name).map(|t| entity::one_line(&t))
    }

    /// The objects in an array.
    fn objects(self, name: &str) -> impl Iterator<Item = Object<'a>> {
        let items = self.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        items.iter().filter_map(|item| item.as_object().map(Object))
    }

    /// The value of the object in an array that has this role, else of the first.
    fn value(self, name: &str, role: &str) -> Option<String> {
        let with_role = self.objects(name).find(|o| o.text("role").as_deref() == Some(role));
        with_role.and_then(|o| o.text("value")).or_else(|| self.objects(name).find_map(|o| o.text("value")))
    }
}

fn article(item: Object<'_>, doubts: Vec<String>) -> Outcome {
    let mut article = Article { doubts, ..Article::default() };
    let origins = &mut article.origins;
    origins.say("people", "JSON field \"person\"");
    origins.say("body", "JSON field of the body");
    article.id = origins.pick("id").or("JSON field \"uri\"", || item.line("uri")).taken().unwrap_or_default();
    let headline = origins.pick("headline").or("JSON field \"headline\"", || item.text("headline"));
    let headline = headline.or("JSON field \"headlines\"", || item.value("headlines", "main"));
    let headline = headline.or("JSON field \"title\"", || item.text("title")).taken();
    article.headline = headline.map(|h| markup::line(&h)).unwrap_or_default();
    let byline = origins.pick("byline").or("JSON field \"byline\"", || item.line("byline"));
    article.byline = byline.or("JSON field \"by\"", || item.line("by")).taken().map(|b| without_by(&b).to_string());
    article.place = origins.pick("place").or("JSON field \"located\"", || item.line("located")).taken();
    article.language = item.line("language");
    let sections = item.objects("sections").chain(item.objects("section")).filter_map(|o| o.line("name"));
    let sections = sections.collect::<Vec<_>>().join("; ");
    article.section =
        Some(sections).filter(|s| !s.is_empty()).or_else(|| item.line("section")).or_else(|| item.line("desk"));
    let informant = || item.objects("infosources").chain(item.objects("infosource")).find_map(|o| o.line("name"));
    let holder = || item.line("copyrightholder");
    let source = origins.pick("source").or("JSON field \"source\"", || item.line("source"));
    let source =
        source.or("JSON field \"provider\"", || item.line("provider")).or("JSON field \"copyrightholder\"", holder);
    article.source = source.or("JSON field \"infosources\"", informant).taken();
    let dates = ["versioncreated", "contentcreated", "firstcreated"];
    if let Some(name) = dates.into_iter().find(|name| item.line(name).is_some()) {
        origins.say("date", format!("JSON field \"{name}\""));
    }
    let dates = dates.into_iter().filter_map(|name| item.line(name));
    note_dates(dates, &mut article);
    for person in ["person", "people", "persons"].into_iter().flat_map(|name| item.objects(name)) {
        add_person(&person.line("name").unwrap_or_default(), &mut article.people);
    }
    article.body = body(item, &mut article);
    article.body = markup::without_headline(&article.body, &article.headline);
    if article.body.is_empty() {
        let names = ["description_text", "description_xhtml", "summary"];
        let said = names.into_iter().find_map(|name| item.text(name)).or_else(|| item.value("descriptions", "text"));
        if let Some(said) = said {
            article.origins.say("body", "JSON field of the description");
            article.body = if said.contains('<') { markup::html(&said) } else { markup::plain(&said) };
            article.doubts.push(wire::ABSTRACT.to_string());
        }
    }
    let kind = item.line("type");
    wire::finish(article, || match kind {
        Some(kind) => format!("no headline and no text: {}", entity::excerpt(&kind)),
        None => "no headline and no text".to_string(),
    })
}

/// The text: of XHTML if there is such, else of NITF, else plain.
fn body(item: Object<'_>, article: &mut Article) -> String {
    let html = |text: String| Some(markup::html(&text)).filter(|t| !t.is_empty());
    let plain = |text: String| Some(markup::plain(&text)).filter(|t| !t.is_empty());
    let kind = |o: &Object<'_>| o.text("contenttype").unwrap_or_default().to_ascii_lowercase();
    let value =
        |wanted: fn(&str) -> bool| item.objects("bodies").filter(|o| wanted(&kind(o))).find_map(|o| o.text("value"));
    if let Some(text) = item.text("body_xhtml").or_else(|| item.text("body_html")).and_then(html) {
        return text;
    }
    if let Some(text) = value(|kind| kind.contains("html")).and_then(html) {
        return text;
    }
    let document = item.text("body_nitf").or_else(|| value(|kind| kind.contains("nitf")));
    if let Some(text) = document.and_then(|d| nitf::inside(&d, article)).filter(|t| !t.is_empty()) {
        return text;
    }
    let written = item.text("body_text").or_else(|| value(|kind| kind.starts_with("text/plain")));
    if let Some(text) = written.and_then(plain) {
        return text;
    }
    // A kind nobody says: markup if it looks so.
    let unsaid = value(str::is_empty);
    unsaid.and_then(|text| if markup::is_markup(&text) { html(text) } else { plain(text) }).unwrap_or_default()
}
