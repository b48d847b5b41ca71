//! Article and mentions -> what the index keeps, and back.
//!
//! [`Prepared`] is handed to tantivy as it is (no copy into tantivy's own document type) and gives its bytes back to the
//! [`Gate`] when the writer has taken them in, which is what bounds the memory of a run: tantivy's queue alone would
//! hold ten thousand articles of any length.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tantivy::TantivyDocument;
use tantivy::schema::Field as Handle;
use tantivy::schema::document::{Document, ReferenceValue, ReferenceValueLeaf, Value};

use super::days::days_term;
use super::layer::layer;
use super::past::digest;
use super::schema::Fields;
use crate::article::{Article, Sheet, place, within};
use crate::change::{Gone, Standing};
use crate::date::{Period, Precision, day_number, day_of_number};
use crate::mention::{DateMention, Field, Mentions, Person, Place, Resolved};
use crate::pages;
use crate::persons::shape::Shape;
use crate::sentences::Rules;
use crate::words::Words;

/// An article as it lies in the index: what was read, where from, and what it mentions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filed {
    /// The article; `people` are not kept apart (they are in `mentions`), of `doubts` only the contradiction is kept.
    pub article: Article,
    /// File it came from: corpus name, then the path below it.
    pub path: String,
    /// The file in that file it came from, if that one is a container, with the containers between: `inner.tar/a.md`.
    pub member: Option<String>,
    /// Number of the record in the file at `path`; in a container records are counted through all of its files.
    pub record: u64,
    /// People and dates.
    pub mentions: Mentions,
    /// Run that brought it or changed it last; not given back with a hit.
    pub generation: u64,
}

impl Filed {
    /// The name that no other article has: `path#record`, the path with that of the file in a container.
    pub fn place(&self) -> String {
        place(&self.whole_path(), self.record)
    }

    /// The path with that of the file in a container.
    pub fn whole_path(&self) -> String {
        within(&self.path, self.member.as_deref())
    }

    /// Where it stands.
    pub fn standing(&self) -> Standing {
        Standing { id: self.article.id.clone(), path: self.whole_path(), record: self.record }
    }

    /// What is kept of it when it goes; `since` is the generation that brought it or changed it last.
    pub fn gone(self, since: u64) -> Gone {
        let before = self.standing();
        let article = self.article;
        Gone {
            before,
            since,
            headline: article.headline,
            body: article.body,
            published: article.published.map(|p| p.to_string()),
            source: article.source,
            byline: article.byline,
            place: article.place,
            url: article.url,
        }
    }
}

/// How long a reader waits at the gate while nothing moves.
const PATIENCE: Duration = Duration::from_secs(2);

/// Lets so many bytes of articles wait for the index writer, and no more.
#[derive(Debug)]
pub struct Gate {
    room: usize,
    waiting: Mutex<usize>,
    freed: Condvar,
}

impl Gate {
    /// A gate with room for this many bytes.
    pub fn new(room: usize) -> Arc<Gate> {
        Arc::new(Gate { room, waiting: Mutex::new(0), freed: Condvar::new() })
    }

    /// Waits until there is room (one batch always fits, however long), then takes it. If for a long while nothing is
    /// freed it goes through all the same: a writer that died frees nothing more, and only who hands it something hears
    /// of that. A writer that is merely slow gets one batch too many.
    fn enter(self: &Arc<Gate>, bytes: usize) -> Arc<Pass> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        while *waiting > 0 && *waiting + bytes > self.room {
            let (held, waited) = self.freed.wait_timeout(waiting, PATIENCE).unwrap_or_else(PoisonError::into_inner);
            waiting = held;
            if waited.timed_out() {
                break;
            }
        }
        *waiting += bytes;
        Arc::new(Pass { gate: Arc::clone(self), bytes })
    }
}

/// Room taken in the gate by a batch, given back when its last article is dropped.
#[derive(Debug)]
struct Pass {
    gate: Arc<Gate>,
    bytes: usize,
}

impl Drop for Pass {
    fn drop(&mut self) {
        let mut waiting = self.gate.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let before = *waiting;
        *waiting -= self.bytes;
        // Whoever waits is woken when half the room is free, not for every article; whoever needs more than half of it
        // waits until nothing else is there.
        let half = self.gate.room / 2;
        if *waiting == 0 || (before > half && *waiting <= half) {
            drop(waiting);
            self.gate.freed.notify_all();
        }
    }
}

/// An article ready for the index.
#[derive(Debug)]
pub struct Prepared {
    values: Vec<(Handle, Content)>,
    _pass: Arc<Pass>,
}

/// A value of a prepared article.
#[derive(Debug)]
pub enum Content {
    /// Text or a key.
    Text(String),
    /// A day number.
    Day(i64),
    /// A whole number.
    Number(u64),
    /// Opaque bytes.
    Bytes(Vec<u8>),
}

impl Prepared {
    /// Lays a batch of articles out in fields. Waits at the gate if too much is waiting already.
    pub fn batch(fields: &Fields, batch: Vec<Filed>, gate: &Arc<Gate>) -> Vec<Prepared> {
        let bytes = batch.iter().map(|filed| filed.article.body.len() + filed.article.headline.len() + 512).sum();
        // The whole batch enters at once: one that waited half-way would hold room that nobody could ever free.
        let pass = gate.enter(bytes);
        batch.into_iter().map(|filed| Prepared::new(fields, filed, Arc::clone(&pass))).collect()
    }

    fn new(fields: &Fields, filed: Filed, pass: Arc<Pass>) -> Prepared {
        let Filed { article, path, member, record, mentions, generation } = filed;
        let mut values = Vec::with_capacity(25);
        values.push((fields.generation, Content::Number(generation)));
        values.push((fields.digest, Content::Number(digest(&article))));
        values.push((fields.id, Content::Text(article.id)));
        values.push((fields.path, Content::Text(path)));
        values.push((fields.record, Content::Number(record)));
        if let Some(member) = member {
            values.push((fields.member, Content::Text(member)));
        }
        if let Some(contradiction) = article.contradiction {
            values.push((fields.date_doubt, Content::Text(contradiction)));
        }
        if let Some(published) = article.published {
            values.push((fields.published, Content::Text(published.to_string())));
            values.push((fields.published_from, Content::Day(day_number(published.from))));
            values.push((fields.published_to, Content::Day(day_number(published.to))));
        }
        let rules = Rules::of(article.language.as_deref());
        let optional = [
            (fields.source, article.source),
            (fields.byline, article.byline),
            (fields.place, article.place),
            (fields.section, article.section),
            (fields.language, article.language),
            (fields.url, article.url),
        ];
        for (field, value) in optional {
            if let Some(value) = value {
                values.push((field, Content::Text(value)));
            }
        }
        if !article.sheets.is_empty() {
            let pages = pages::all(&article.sheets).join("\n");
            values.extend((!pages.is_empty()).then_some((fields.pages, Content::Text(pages))));
            values.push((fields.sheets, Content::Bytes(encode_sheets(&article.sheets))));
        }
        let (headline_layer, in_headline) = layer(&article.headline, Field::Headline, &mentions, rules);
        let (body_layer, in_body) = layer(&article.body, Field::Body, &mentions, rules);
        values.push((fields.words, Content::Number(in_headline + in_body)));
        for (field, layer) in [(fields.headline_layer, headline_layer), (fields.body_layer, body_layer)] {
            if !layer.is_empty() {
                values.push((field, Content::Text(layer)));
            }
        }
        if !mentions.people.is_empty() {
            let names: Vec<&str> = mentions.people.iter().map(|p| p.name.as_str()).collect();
            values.push((fields.people, Content::Text(names.join("\n"))));
        }
        for name in distinct(&mentions) {
            for term in word_terms(name) {
                values.push((fields.name_words, Content::Text(term)));
            }
            values.push((fields.person, Content::Text(name.to_string())));
        }
        let mut days: Vec<String> = mentions.dates.iter().map(days_term).collect();
        days.sort_unstable();
        days.dedup();
        values.extend(days.into_iter().map(|days| (fields.dates, Content::Text(days))));
        if !mentions.people.is_empty() || !mentions.dates.is_empty() {
            values.push((fields.mentions, Content::Bytes(encode(&mentions))));
        }
        if !article.headline.is_empty() {
            values.push((fields.headline, Content::Text(article.headline)));
        }
        if !article.body.is_empty() {
            values.push((fields.body, Content::Text(article.body)));
        }
        Prepared { values, _pass: pass }
    }
}

/// The names of an article, each once.
fn distinct(mentions: &Mentions) -> Vec<&str> {
    let mut names: Vec<&str> = mentions.people.iter().map(|p| p.name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Stands between a word and the name it is from, in the field `name_words`.
pub const OF_NAME: char = '\0';

/// Stands before a key of a name (its surname, mostly) and the name, in the field `name_words`.
pub const KEY_OF_NAME: char = '=';
/// Stands before a key of some name.
pub const KEY: char = '-';
/// Stands before a skeleton and a key that has it.
pub const SKELETON: char = '~';

/// The terms of a name in the field `name_words`.
fn word_terms(name: &str) -> Vec<String> {
    let mut terms: Vec<String> = Words::new(name).map(|word| format!("{}{OF_NAME}{name}", word.term)).collect();
    let shape = Shape::of(name);
    for key in shape.keys() {
        terms.push(format!("{KEY_OF_NAME}{key}{OF_NAME}{name}"));
        terms.push(format!("{KEY}{key}"));
        terms.extend(shape.skeletons().into_iter().map(|skeleton| format!("{SKELETON}{skeleton}{OF_NAME}{key}")));
    }
    terms.sort_unstable();
    terms.dedup();
    terms
}

/// The days of such a term, and those of its second reading; None if it is none.
pub fn days_of_term(term: &[u8]) -> Option<(Period, Option<Period>)> {
    const LENGTH: usize = 21;
    let read = |part: Option<&[u8]>| Period::parse(std::str::from_utf8(part?).ok()?).ok();
    let first = read(term.get(..LENGTH))?;
    Some((first, read(term.get(LENGTH + 1..))))
}

impl Document for Prepared {
    type Value<'a> = &'a Content;
    type FieldsValuesIter<'a> = FieldValues<'a>;

    fn iter_fields_and_values(&self) -> FieldValues<'_> {
        FieldValues(self.values.iter())
    }
}

/// Iterates the fields of a prepared article.
pub struct FieldValues<'a>(std::slice::Iter<'a, (Handle, Content)>);

impl<'a> Iterator for FieldValues<'a> {
    type Item = (Handle, &'a Content);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|(field, content)| (*field, content))
    }
}

impl<'a> Value<'a> for &'a Content {
    type ArrayIter = std::iter::Empty<Self>;
    type ObjectIter = std::iter::Empty<(&'a str, Self)>;

    fn as_value(&self) -> ReferenceValue<'a, Self> {
        ReferenceValue::Leaf(match *self {
            Content::Text(text) => ReferenceValueLeaf::Str(text),
            Content::Day(day) => ReferenceValueLeaf::I64(*day),
            Content::Number(number) => ReferenceValueLeaf::U64(*number),
            Content::Bytes(bytes) => ReferenceValueLeaf::Bytes(bytes),
        })
    }
}

/// A stored document -> the article it was made of.
pub fn filed(fields: &Fields, document: &TantivyDocument) -> Filed {
    let text = |field| document.get_first(field).and_then(|v| v.as_str()).map(str::to_string);
    let contradiction = text(fields.date_doubt);
    let mentions = document.get_first(fields.mentions).and_then(|v| v.as_bytes()).map(decode).unwrap_or_default();
    let sheets = document.get_first(fields.sheets).and_then(|v| v.as_bytes()).map(decode_sheets).unwrap_or_default();
    Filed {
        article: Article {
            id: text(fields.id).unwrap_or_default(),
            headline: text(fields.headline).unwrap_or_default(),
            body: text(fields.body).unwrap_or_default(),
            published: text(fields.published).and_then(|t| Period::parse(&t).ok()),
            source: text(fields.source),
            byline: text(fields.byline),
            place: text(fields.place),
            section: text(fields.section),
            language: text(fields.language),
            url: text(fields.url),
            sheets,
            people: Vec::new(),
            doubts: contradiction.iter().cloned().collect(),
            contradiction,
            ..Article::default()
        },
        path: text(fields.path).unwrap_or_default(),
        member: text(fields.member),
        record: document.get_first(fields.record).and_then(|v| v.as_u64()).unwrap_or_default(),
        mentions,
        generation: 0,
    }
}

/// How a sheet lies in the store: bytes since the one before, its page if that is another, its block.
type Leaf<'a> = (u64, Option<&'a str>, &'a str);

fn encode_sheets(sheets: &[Sheet]) -> Vec<u8> {
    let (mut start, mut page) = (0, "");
    let leaves = sheets.iter().map(|sheet| -> Leaf<'_> {
        let leaf = (sheet.start.saturating_sub(start) as u64, Some(sheet.page.as_str()), sheet.block.as_str());
        let leaf = if sheet.page == page { (leaf.0, None, leaf.2) } else { leaf };
        (start, page) = (sheet.start, &sheet.page);
        leaf
    });
    postcard::to_allocvec(&leaves.collect::<Vec<_>>()).unwrap_or_default()
}

fn decode_sheets(bytes: &[u8]) -> Vec<Sheet> {
    let leaves: Vec<Leaf<'_>> = postcard::from_bytes(bytes).unwrap_or_default();
    let (mut start, mut page) = (0, "");
    let sheets = leaves.into_iter().map(|(length, other, block)| {
        start += usize::try_from(length).unwrap_or(0);
        page = other.unwrap_or(page);
        Sheet { start, page: page.to_string(), block: block.to_string() }
    });
    sheets.collect()
}

/// Field, first byte, length.
type Spot = (Field, u64, u64);

/// How mentions lie in the store: small numbers, so that postcard's variable-length integers stay short.
#[derive(Serialize, Deserialize)]
struct Kept<'a> {
    #[serde(borrow)]
    people: Vec<(&'a str, Vec<Spot>)>,
    dates: Vec<(Field, u64, u64, i64, i64, Precision, Resolved)>,
    /// Of ambiguous dates, by their number: first day and length of the other reading.
    or: Vec<(u64, i64, i64)>,
}

fn encode(mentions: &Mentions) -> Vec<u8> {
    let spot = |p: &Place| (p.field, p.start as u64, (p.end - p.start) as u64);
    let kept = Kept {
        people: mentions.people.iter().map(|p| (p.name.as_str(), p.mentions.iter().map(spot).collect())).collect(),
        dates: mentions
            .dates
            .iter()
            .map(|d| {
                let (field, start, length) = spot(&d.place);
                let from = day_number(d.period.from);
                (field, start, length, from, day_number(d.period.to) - from, d.period.precision, d.resolved)
            })
            .collect(),
        or: (mentions.dates.iter().enumerate())
            .filter_map(|(n, d)| {
                let or = d.or?;
                let from = day_number(or.from);
                Some((n as u64, from, day_number(or.to) - from))
            })
            .collect(),
    };
    // Writing to a vector cannot fail; an empty record would only lose what `inspect` can show again.
    postcard::to_allocvec(&kept).unwrap_or_default()
}

fn decode(bytes: &[u8]) -> Mentions {
    let Ok(kept) = postcard::from_bytes::<Kept<'_>>(bytes) else { return Mentions::default() };
    let spot = |field, start: u64, length: u64| Place {
        field,
        start: start as usize,
        end: start.saturating_add(length) as usize,
    };
    let period =
        |from, days, precision| Some(Period { from: day_of_number(from)?, to: day_of_number(from + days)?, precision });
    let mut others = kept.or.into_iter().peekable();
    Mentions {
        people: kept
            .people
            .into_iter()
            .map(|(name, places)| Person {
                name: name.to_string(),
                mentions: places.into_iter().map(|(f, s, l)| spot(f, s, l)).collect(),
            })
            .collect(),
        dates: kept
            .dates
            .into_iter()
            .enumerate()
            .filter_map(|(n, (field, start, length, from, days, precision, resolved))| {
                let or = others.next_if(|other| other.0 == n as u64);
                let or = or.and_then(|(_, from, days)| period(from, days, precision));
                let period = period(from, days, precision)?;
                Some(DateMention { place: spot(field, start, length), period, or, resolved })
            })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_writer_that_died_keeps_nobody_at_the_gate() {
        let gate = Gate::new(100);
        let stuck = gate.enter(90);
        let next = gate.enter(90);
        drop((stuck, next));
        assert_eq!(*gate.waiting.lock().unwrap_or_else(PoisonError::into_inner), 0);
    }
}
