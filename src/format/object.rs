//! One JSON object, or one row of a table -> one article.
//!
//! Reads the object once, keeps the values of fields that `fields` knows and skips the rest unread, borrowing from the
//! text until the article is built. Strings come out exactly as JSON decodes them, so that byte offsets which other
//! tools noted about them stay true. What is nearly JSON is mended and doubted. A bad object is a Skip with
//! its reason, never an error that stops a file.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::dating::{Circumstances, Claims, Origin};
use super::fields::Part;
use super::folio;
use super::mended::{MENDED, mended};
use super::{ReadOptions, dateline, entity};
use crate::article::{Article, Outcome};

/// The article an object holds, or why it holds none. `doubt` is what is already doubtful about its text.
pub(super) fn outcome(text: &str, doubt: Option<String>, path: &str, options: &ReadOptions) -> Outcome {
    let doubts: Vec<String> = doubt.into_iter().collect();
    read(text, &doubts, path, options).unwrap_or_else(|reason| {
        let Some(mended) = mended(text) else {
            return Outcome::Skip(reason);
        };
        let doubts = [&doubts[..], &[MENDED.to_string()]].concat();
        read(&mended, &doubts, path, options).unwrap_or(Outcome::Skip(reason))
    })
}

/// The article that the fields of a row give, each with the part it stands for, the rank and the name of its column;
/// `doubts` come first.
pub(super) fn article<'a>(
    values: impl Iterator<Item = (Part, usize, Cow<'a, str>, &'a str)>,
    doubts: Vec<String>,
    options: &ReadOptions,
) -> (Article, Claims) {
    let mut found = Found { options, kind: "column", values: Default::default() };
    for (part, rank, text, name) in values {
        if found.wants(part, rank) {
            found.keep(part, rank, Some(Value::One(text)), name.into());
        }
    }
    found.article(doubts)
}

/// The parts of an article that an object names, whether they make one or not.
pub(super) struct Described {
    /// The parts.
    pub(super) article: Article,
    /// What is said of its date.
    pub(super) claims: Claims,
    /// Whether there is any of them.
    pub(super) any: bool,
}

/// What an object says.
///
/// # Errors
/// Why it is none, with the place.
pub(super) fn described(text: &str, options: &ReadOptions) -> Result<Described, String> {
    found(text, "field", options).map(Found::described).map_err(|error| format!("not JSON: {error}"))
}

/// What is found in an object; `kind` is what its fields are called.
fn found<'a, 'f>(text: &'a str, kind: &'static str, options: &'f ReadOptions) -> serde_json::Result<Found<'a, 'f>> {
    let mut found = Found { options, kind, values: Default::default() };
    let mut json = serde_json::Deserializer::from_str(text);
    json.deserialize_any(&mut found).and_then(|()| json.end())?;
    if options.fields.nested().next().is_some() {
        found.look_inside(text);
    }
    Ok(found)
}

/// What elements of one text say, each with the part it stands for, the rank and its name; several of one part and rank
/// are listed.
pub(super) fn listed(values: Vec<(Part, usize, Cow<'_, str>, String)>, options: &ReadOptions) -> Described {
    let mut found = Found { options, kind: "element", values: Default::default() };
    for (part, rank, text, name) in values {
        if found.wants(part, rank) {
            found.keep(part, rank, Some(Value::One(text)), name.into());
        } else if let Some(Some((best, value, _))) = found.values.get_mut(part as usize)
            && *best == rank
        {
            value.push(text);
        }
    }
    found.described()
}

/// The outcome of what is JSON; else why it is none.
fn read(text: &str, doubts: &[String], path: &str, options: &ReadOptions) -> Result<Outcome, String> {
    let found = found(text, "JSON field", options).map_err(|error| {
        let what = if error.is_data() { "not a JSON object" } else { "not JSON" };
        format!("{what}: {}", reason(&error))
    })?;
    let (mut article, claims) = found.article(doubts.to_vec());
    if article.headline.is_empty() && article.body.is_empty() {
        return Ok(Outcome::Skip(nothing_to_read(text)));
    }
    // A file of objects is more often an export than an issue.
    claims.settle(&mut article, Circumstances { path, single: false, day_month: options.day_month });
    Ok(Outcome::Article(Box::new(article)))
}

/// serde's reason without the line number, which for one line is always 1.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.replace(" at line 1 column ", " at column ")
}

fn nothing_to_read(text: &str) -> String {
    const SHOWN: usize = 12;
    let names = serde_json::from_str::<Names>(text).map(|n| n.0).unwrap_or_default();
    let mut shown: Vec<String> = names.iter().take(SHOWN).map(|n| entity::excerpt(n)).collect();
    if names.len() > SHOWN {
        shown.push("...".to_string());
    }
    let shown = if shown.is_empty() { "none".to_string() } else { shown.join(", ") };
    format!("no headline and no body; fields found: {shown}")
}

/// A value, flattened to the strings that matter.
enum Value<'a> {
    One(Cow<'a, str>),
    Many(Vec<Cow<'a, str>>),
}

impl<'a> Value<'a> {
    fn is_empty(&self) -> bool {
        match self {
            Value::One(text) => text.trim().is_empty(),
            Value::Many(texts) => texts.iter().all(|t| t.trim().is_empty()),
        }
    }

    fn push(&mut self, text: Cow<'a, str>) {
        match self {
            Value::One(first) => *self = Value::Many(vec![std::mem::take(first), text]),
            Value::Many(texts) => texts.push(text),
        }
    }

    /// Verbatim; several strings are joined.
    fn joined(self, between: &str) -> String {
        match self {
            Value::One(text) => text.into_owned(),
            Value::Many(texts) => texts.join(between),
        }
    }

    /// Trimmed; several strings are listed.
    fn line(self) -> String {
        match self {
            Value::One(text) => text.trim().to_string(),
            Value::Many(_) => self.each().join(", "),
        }
    }

    fn first(self) -> String {
        match self {
            Value::One(text) => text.into_owned(),
            Value::Many(texts) => texts.into_iter().find(|t| !t.trim().is_empty()).unwrap_or_default().into_owned(),
        }
    }

    fn each(self) -> Vec<String> {
        let trimmed = |t: &str| Some(t.trim().to_string()).filter(|t| !t.is_empty());
        match self {
            Value::One(text) => text.split(';').filter_map(trimmed).collect(),
            Value::Many(texts) => texts.iter().filter_map(|t| trimmed(t)).collect(),
        }
    }
}

/// The best value so far for each part, by the rank of its field's name, with that name.
struct Found<'a, 'f> {
    options: &'f ReadOptions,
    /// What the fields are called when it is said what came from where.
    kind: &'static str,
    values: [Option<(usize, Value<'a>, Cow<'a, str>)>; Part::ALL.len()],
}

impl<'a> Found<'a, '_> {
    fn wants(&self, part: Part, rank: usize) -> bool {
        self.values.get(part as usize).and_then(Option::as_ref).is_none_or(|(best, ..)| rank < *best)
    }

    fn keep(&mut self, part: Part, rank: usize, value: Option<Value<'a>>, name: Cow<'a, str>) {
        if let (Some(slot), Some(value)) = (self.values.get_mut(part as usize), value.filter(|v| !v.is_empty())) {
            *slot = Some((rank, value, name));
        }
    }

    /// Follows a user's paths into nested objects. Slower, for it builds the whole tree; done only if there are paths.
    fn look_inside(&mut self, text: &str) {
        let Ok(tree) = serde_json::from_str::<serde_json::Value>(text) else {
            return;
        };
        let options = self.options;
        for (part, rank, path) in options.fields.nested() {
            let end = path.split('.').try_fold(&tree, |node, name| match node {
                serde_json::Value::Array(items) => items.get(name.parse::<usize>().ok()?),
                _ => node.get(name),
            });
            if let Some(end) = end.filter(|_| self.wants(part, rank))
                && let Ok(value) = (Reader { members: part.members() }).deserialize(end)
            {
                let owned = value.map(|v| match v {
                    Value::One(text) => Value::One(Cow::Owned(text.into_owned())),
                    Value::Many(texts) => Value::Many(texts.into_iter().map(|t| Cow::Owned(t.into_owned())).collect()),
                });
                self.keep(part, rank, owned, Cow::Owned(path.to_string()));
            }
        }
    }

    fn described(self) -> Described {
        let any = self.values.iter().any(Option::is_some);
        let (article, claims) = self.article(Vec::new());
        Described { article, claims, any }
    }

    /// The article, and what is said of its date.
    fn article(mut self, doubts: Vec<String>) -> (Article, Claims) {
        let mut claims = Claims::default();
        let options = self.options;
        let mut article = Article { doubts, ..Article::default() };
        for (part, (.., name)) in Part::ALL.into_iter().zip(&self.values).filter_map(|(p, v)| Some((p, v.as_ref()?))) {
            article.origins.say(part.name(), format!("{} \"{name}\"", self.kind));
        }
        let mut take =
            |part: Part| self.values.get_mut(part as usize).and_then(Option::take).map(|(_, value, _)| value);
        let line = |value: Value<'_>| Some(value.line());
        article.id = take(Part::Id).map(|v| v.first().trim().to_string()).unwrap_or_default();
        article.headline = take(Part::Headline).map(|v| v.joined(" / ")).unwrap_or_default();
        article.body = take(Part::Body).map(|v| v.joined("\n\n")).unwrap_or_default();
        if let Some(date) = take(Part::Date) {
            claims.metadata(&date.first(), |text| options.day(text));
        }
        article.source = take(Part::Source).and_then(line);
        article.byline = take(Part::Byline).and_then(line).map(|b| without_by(&b).to_string());
        if let Some(place) = take(Part::Place).and_then(line) {
            let marked = dateline::marked(&place);
            claims.say(Origin::Dateline, marked.date);
            article.place = Some(marked.place.map(str::to_string).unwrap_or(place));
        }
        claims.say(Origin::Dateline, dateline::leading(&article.body).and_then(|found| found.date));
        article.url = take(Part::Url).map(|v| v.first().trim().to_string());
        article.people = take(Part::People).map(Value::each).unwrap_or_default();
        article.section = take(Part::Section).map(|v| v.joined("; ")).filter(|section| !section.trim().is_empty());
        article.language = take(Part::Language).map(|v| v.first().trim().to_string());
        folio::printed_on(take(Part::Page).and_then(line), &mut article);
        (article, claims)
    }
}

/// A byline without the word By at its head.
pub(super) fn without_by(text: &str) -> &str {
    let text = text.trim();
    match text.split_once(|c: char| c.is_whitespace() || c == ':') {
        Some((by, name)) if by.eq_ignore_ascii_case("by") && !name.trim().is_empty() => name.trim_start(),
        _ => text,
    }
}

/// Reads the fields of an object into what was found.
impl<'de> Visitor<'de> for &mut Found<'de, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(Name(name)) = map.next_key()? {
            match self.options.fields.lookup(&name) {
                Some((part, rank)) if self.wants(part, rank) => {
                    let value = map.next_value_seed(Reader { members: part.members() })?;
                    self.keep(part, rank, value, name);
                }
                // Exports of search engines wrap each document.
                None if name == "_source" => map.next_value_seed(Inner(self))?,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

/// A nested object whose fields count as the outer one's.
struct Inner<'x, 'a, 'f>(&'x mut Found<'a, 'f>);

impl<'de> DeserializeSeed<'de> for Inner<'_, 'de, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self.0)
    }
}

/// Reads one value: a string, a number, an object with one of `members`, or an array of such.
struct Reader {
    members: &'static [&'static str],
}

impl<'de> DeserializeSeed<'de> for Reader {
    type Value = Option<Value<'de>>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reader {
    type Value = Option<Value<'de>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Some(Value::One(Cow::Borrowed(text))))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Some(Value::One(Cow::Owned(text.to_string()))))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Some(Value::One(Cow::Owned(number.to_string()))))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Some(Value::One(Cow::Owned(number.to_string()))))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Self::Value, E> {
        Ok(Some(Value::One(Cow::Owned(number.to_string()))))
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut texts = Vec::new();
        while let Some(item) = seq.next_element_seed(Reader { members: self.members })? {
            match item {
                Some(Value::One(text)) => texts.push(text),
                Some(Value::Many(more)) => texts.extend(more),
                None => {}
            }
        }
        Ok(Some(Value::Many(texts)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut best: Option<(usize, Value<'de>)> = None;
        while let Some(Name(name)) = map.next_key()? {
            let rank = self.members.iter().position(|m| m.eq_ignore_ascii_case(&name));
            match rank.filter(|rank| best.as_ref().is_none_or(|(b, _)| rank < b)) {
                Some(rank) => {
                    if let Some(value) = map.next_value_seed(Reader { members: self.members })? {
                        best = Some((rank, value));
                    }
                }
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(best.map(|(_, value)| value))
    }
}

/// A field's name, borrowed unless it holds escapes.
#[derive(Deserialize)]
struct Name<'a>(#[serde(borrow)] Cow<'a, str>);

/// The names of an object's fields in their order.
struct Names(Vec<String>);

impl<'de> Deserialize<'de> for Names {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Names, D::Error> {
        struct Collect;
        impl<'de> Visitor<'de> for Collect {
            type Value = Names;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Names, A::Error> {
                let mut names = Vec::new();
                while let Some(Name(name)) = map.next_key()? {
                    map.next_value::<IgnoredAny>()?;
                    names.push(name.into_owned());
                }
                Ok(Names(names))
            }
        }
        deserializer.deserialize_map(Collect)
    }
}
