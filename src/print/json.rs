//! Hits and articles for programs: JSON, one object a line. The grammar and its version are written in
//! `index-schema/output.md`; a test refuses fields that are not described there.

use std::borrow::Cow;
use std::ops::Range;

use serde::Serialize;

use super::text::words_at;
use super::whom::WhomOut;
use super::{Shown, clean};
use crate::alerts::Alert;
use crate::alerts::watchlist::SavedSearch;
use crate::article::Article;
use crate::change::Standing;
use crate::date::Iso;
use crate::index::document::Filed;
use crate::mention::{Field, Place};
use crate::pages::Pages;
use crate::query::parse::Complaint;
use crate::quote::text_hash;
use crate::search::account::{Account, Weight};
use crate::search::diagnosis::Clause;
use crate::search::suggest::Suggestion;
use crate::search::{Answer, Hit};

/// Version of the output grammar; raised when a field changes its meaning or goes.
pub const VERSION: u32 = 1;

/// The answer to one query.
#[derive(Serialize)]
pub struct AnswerOut<'a> {
    version: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    query_id: Option<&'a str>,
    query: &'a str,
    read_as: String,
    complaints: Vec<ComplaintOut<'a>>,
    relaxed: bool,
    total: u64,
    searched: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    expanded: Option<Vec<AddedOut<'a>>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    persons: Vec<WhomOut>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    notes: &'a [String],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    weights: &'a [Weight],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    diagnosis: Vec<ClauseOut>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<SuggestionOut>,
    hits: Vec<HitOut<'a>>,
}

#[derive(Serialize)]
struct AddedOut<'a> {
    word: &'a str,
    weight: f64,
}

#[derive(Serialize)]
struct ClauseOut {
    clause: String,
    alone: u64,
    without: u64,
}

#[derive(Serialize)]
struct SuggestionOut {
    query: String,
    articles: u64,
}

/// What could not be read as it stood.
#[derive(Serialize)]
pub struct ComplaintOut<'a> {
    start: usize,
    end: usize,
    text: &'a str,
}

/// A hit.
#[derive(Serialize)]
pub struct HitOut<'a> {
    rank: usize,
    score: f32,
    #[serde(skip_serializing_if = "Option::is_none")]
    explanation: Option<&'a Account>,
    id: &'a str,
    path: Cow<'a, str>,
    record: u64,
    headline: &'a str,
    headline_marks: Vec<[usize; 2]>,
    published: Option<String>,
    source: Option<&'a str>,
    byline: Option<&'a str>,
    place: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    section: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    url: Option<&'a str>,
    people: Vec<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    given_up: Vec<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    possibly: bool,
    text_hash: Cow<'a, str>,
    passages: Vec<PassageOut<'a>>,
}

#[derive(Serialize)]
struct PassageOut<'a> {
    field: Field,
    start: usize,
    end: usize,
    sentence: usize,
    sentences: usize,
    paragraph: usize,
    #[serde(flatten)]
    pages: PagesOut<'a>,
    text: &'a str,
    marks: Vec<[usize; 2]>,
    score: f32,
}

/// Where on paper something stands; what is not known is left out.
#[derive(Default, Serialize)]
pub struct PagesOut<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_page: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    block: Option<&'a str>,
}

impl<'a> PagesOut<'a> {
    /// Of a stretch of a body.
    pub fn of(article: &'a Article, at: &Range<usize>) -> PagesOut<'a> {
        let out =
            |pages: Pages<'a>| PagesOut { page: pages.page(), last_page: pages.last_page(), block: pages.block() };
        Pages::of(&article.sheets, at).map(out).unwrap_or_default()
    }
}

/// How a query was read, to go with its answer.
pub struct Read<'a> {
    /// Its identifier in a batch.
    pub query_id: Option<&'a str>,
    /// As typed.
    pub query: &'a str,
    /// As read, in the query language.
    pub read_as: String,
    /// What could not be read as it stood.
    pub complaints: &'a [Complaint],
    /// Whether no article had all words, so that some are enough.
    pub relaxed: bool,
    /// Articles in the index.
    pub searched: u64,
    /// The clauses that a hit may lack, printed, by their numbers.
    pub given_up: Vec<String>,
    /// Words that were added, with their weights; None if none were asked for.
    pub expanded: Option<&'a [(String, f64)]>,
    /// Why nothing was found.
    pub diagnosis: &'a [Clause],
    /// What else may be meant.
    pub suggestions: &'a [Suggestion],
    /// Whom it asks for, and by which names he is found.
    pub whom: Vec<WhomOut>,
}

/// One line for one query.
pub fn answer(read: Read<'_>, answer: &Answer, first_rank: usize) -> String {
    let out = AnswerOut {
        version: VERSION,
        query_id: read.query_id,
        query: read.query,
        read_as: read.read_as,
        complaints: complaints_out(read.complaints),
        relaxed: read.relaxed,
        total: answer.total,
        searched: read.searched,
        expanded: read
            .expanded
            .map(|words| words.iter().map(|(word, weight)| AddedOut { word, weight: *weight }).collect()),
        persons: read.whom,
        notes: &answer.notes,
        weights: &answer.weights,
        diagnosis: (read.diagnosis.iter())
            .map(|c| ClauseOut { clause: c.clause.to_string(), alone: c.alone, without: c.without })
            .collect(),
        suggestions: (read.suggestions.iter())
            .map(|s| SuggestionOut { query: s.query.to_string(), articles: s.articles })
            .collect(),
        hits: (answer.hits.iter().enumerate())
            .map(|(n, hit)| {
                let lacks = hit.lacks.iter().filter_map(|number| read.given_up.get(*number).cloned()).collect();
                hit_out(first_rank + n, Shown { given_up: lacks, ..hit.into() })
            })
            .collect(),
    };
    object(&out)
}

/// Hits for programs, ranked from 1.
pub fn hits_out(hits: &[Hit]) -> Vec<HitOut<'_>> {
    hits.iter().enumerate().map(|(n, hit)| hit_out(n + 1, hit.into())).collect()
}

/// Complaints for programs.
pub fn complaints_out(complaints: &[Complaint]) -> Vec<ComplaintOut<'_>> {
    complaints.iter().map(|c| ComplaintOut { start: c.at.start, end: c.at.end, text: &c.text }).collect()
}

#[derive(Serialize)]
struct SavedOut<'a> {
    version: u32,
    name: &'a str,
    query: &'a str,
    read_as: String,
    complaints: Vec<ComplaintOut<'a>>,
}

/// One line for one saved search.
pub fn saved(search: &SavedSearch) -> String {
    object(&SavedOut {
        version: VERSION,
        name: &search.name,
        query: &search.text,
        read_as: search.query.to_string(),
        complaints: complaints_out(&search.complaints),
    })
}

#[derive(Serialize)]
struct AlertOut<'a> {
    version: u32,
    name: &'a str,
    query: &'a str,
    read_as: String,
    generation: u64,
    total: u64,
    hits: Vec<HitOut<'a>>,
}

/// One line for what a saved search found up to a generation.
pub fn alert(alert: &Alert, generation: u64) -> String {
    object(&AlertOut {
        version: VERSION,
        name: &alert.search.name,
        query: &alert.search.text,
        read_as: alert.search.query.to_string(),
        generation,
        total: alert.sightings.len() as u64,
        hits: alert.sightings.iter().enumerate().map(|(n, hit)| hit_out(n + 1, hit.into())).collect(),
    })
}

/// An article that is new, changed or gone.
#[derive(Serialize)]
pub struct NewOut<'a> {
    version: u32,
    /// `new`, `changed` or `vanished`.
    pub kind: &'static str,
    /// What is different about a changed one.
    pub what: Vec<&'a str>,
    /// The headline of a changed one before.
    pub headline_before: Option<&'a str>,
    #[serde(flatten)]
    hit: HitOut<'a>,
}

/// What `morgue new` tells of an article.
pub fn new<'a>(
    kind: &'static str,
    what: Vec<&'a str>,
    headline_before: Option<&'a str>,
    rank: usize,
    hit: impl Into<Shown<'a>>,
) -> NewOut<'a> {
    NewOut { version: VERSION, kind, what, headline_before, hit: hit_out(rank, hit.into()) }
}

/// An article that stands elsewhere.
#[derive(Serialize)]
pub struct MovedOut<'a> {
    version: u32,
    kind: &'static str,
    id: &'a str,
    path: &'a str,
    record: u64,
    id_before: &'a str,
    path_before: &'a str,
    record_before: u64,
}

/// What `morgue new --moved` tells of an article.
pub fn moved<'a>(now: &'a Standing, before: &'a Standing) -> MovedOut<'a> {
    MovedOut {
        version: VERSION,
        kind: "moved",
        id: &now.id,
        path: &now.path,
        record: now.record,
        id_before: &before.id,
        path_before: &before.path,
        record_before: before.record,
    }
}

fn hit_out(rank: usize, hit: Shown<'_>) -> HitOut<'_> {
    let article = &hit.filed.article;
    HitOut {
        rank,
        score: hit.score,
        explanation: hit.account,
        id: &article.id,
        path: hit.filed.whole_path().into(),
        record: hit.filed.record,
        headline: &article.headline,
        headline_marks: hit.headline.iter().map(|r| [r.start, r.end]).collect(),
        published: article.published.map(|p| p.to_string()),
        source: article.source.as_deref(),
        byline: article.byline.as_deref(),
        place: article.place.as_deref(),
        section: article.section.as_deref(),
        language: article.language.as_deref(),
        url: article.url.as_deref(),
        people: hit.filed.mentions.people.iter().map(|p| p.name.as_str()).collect(),
        given_up: hit.given_up,
        possibly: hit.possibly,
        text_hash: hit.text_hash.map_or_else(|| text_hash(article).into(), Cow::Borrowed),
        passages: hit
            .passages
            .iter()
            .map(|(p, text)| PassageOut {
                field: Field::Body,
                start: p.at.start,
                end: p.at.end,
                sentence: p.sentence,
                sentences: p.sentences,
                paragraph: p.paragraph,
                pages: PagesOut::of(article, &p.at),
                text,
                marks: p.marks.iter().map(|r| [r.start, r.end]).collect(),
                score: p.score,
            })
            .collect(),
    }
}

#[derive(Serialize)]
struct ArticleOut<'a> {
    id: &'a str,
    path: Cow<'a, str>,
    record: u64,
    headline: &'a str,
    body: &'a str,
    published: Option<String>,
    source: Option<&'a str>,
    byline: Option<&'a str>,
    place: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    section: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    url: Option<&'a str>,
    people: Vec<PersonOut<'a>>,
    dates: Vec<DateOut<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sheets: Vec<SheetOut<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    doubts: &'a Vec<String>,
}

/// Where a page or a block begins in the body.
#[derive(Serialize)]
struct SheetOut<'a> {
    start: usize,
    page: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    block: &'a str,
}

#[derive(Serialize)]
struct PersonOut<'a> {
    name: &'a str,
    mentions: Vec<MentionOut<'a>>,
}

#[derive(Serialize)]
struct MentionOut<'a> {
    field: Field,
    start: usize,
    end: usize,
    text: &'a str,
}

#[derive(Serialize)]
struct DateOut<'a> {
    #[serde(flatten)]
    mention: MentionOut<'a>,
    from: String,
    to: String,
    precision: &'static str,
    resolved: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    or: Option<OrOut>,
}

/// The other reading of an ambiguous date.
#[derive(Serialize)]
struct OrOut {
    from: String,
    to: String,
}

/// One line for one whole article, text verbatim.
pub fn article(filed: &Filed) -> String {
    let article = &filed.article;
    let mention = |place: &Place| MentionOut {
        field: place.field,
        start: place.start,
        end: place.end,
        text: words_at(filed, place),
    };
    object(&ArticleOut {
        id: &article.id,
        path: filed.whole_path().into(),
        record: filed.record,
        headline: &article.headline,
        body: &article.body,
        published: article.published.map(|p| p.to_string()),
        source: article.source.as_deref(),
        byline: article.byline.as_deref(),
        place: article.place.as_deref(),
        section: article.section.as_deref(),
        language: article.language.as_deref(),
        url: article.url.as_deref(),
        people: filed
            .mentions
            .people
            .iter()
            .map(|p| PersonOut { name: &p.name, mentions: p.mentions.iter().map(mention).collect() })
            .collect(),
        dates: filed
            .mentions
            .dates
            .iter()
            .map(|d| DateOut {
                mention: mention(&d.place),
                from: Iso(d.period.from).to_string(),
                to: Iso(d.period.to).to_string(),
                precision: d.period.precision.as_str(),
                resolved: d.resolved.as_str(),
                or: d.or.map(|or| OrOut { from: Iso(or.from).to_string(), to: Iso(or.to).to_string() }),
            })
            .collect(),
        sheets: (article.sheets.iter())
            .map(|sheet| SheetOut { start: sheet.start, page: &sheet.page, block: &sheet.block })
            .collect(),
        doubts: &article.doubts,
    })
}

/// Any value as one line of JSON that no terminal stumbles over.
pub fn object(value: &impl Serialize) -> String {
    // Only maps with keys that are no strings could fail, and there are none.
    clean::json(&serde_json::to_string(value).unwrap_or_default()).into_owned()
}
