//! An entry of a feed -> an article, whichever kind of feed it stands in.
//!
//! Takes the values of the elements that are known, each with a rank among those that say the same, and what kind of text it
//! is; keeps the best of each. It reads no markup of feeds itself.

use super::dating::note;
use super::entity::{one_line, resolve};
use super::{hypertext, published, tag};
use crate::article::{Article, Outcome};
use crate::origin::Origins;

/// What an element of an entry says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Title,
    Body,
    Id,
    /// The identifier of RDF, which is an address.
    About,
    Link,
    Date,
    Author,
    Source,
    Language,
    /// The names of its parts that a publisher's own vocabulary gives: `prism:section`.
    Section,
}

impl Field {
    const COUNT: usize = 10;

    /// The field that an element of this name has in an entry.
    pub(super) fn named(name: &str) -> Option<Field> {
        let (prefix, local) = name.rsplit_once(':').unwrap_or(("", name));
        Some(match (prefix, local) {
            ("excerpt", "encoded") | ("media", _) => return None,
            (_, "encoded") | ("", "content" | "description" | "summary" | "body") => Field::Body,
            ("xhtml", "body") | ("itunes", "summary") => Field::Body,
            ("", "title") => Field::Title,
            ("", "guid" | "id") => Field::Id,
            ("", "link") => Field::Link,
            ("", "pubDate" | "published" | "issued" | "updated" | "modified" | "created" | "date") => Field::Date,
            ("dc" | "dcterms", "date" | "issued" | "created" | "modified") => Field::Date,
            ("", "language") | ("dc", "language") => Field::Language,
            ("prism", "section") | ("", "section") => Field::Section,
            ("", "author") | (_, "creator") | ("itunes", "author") => Field::Author,
            _ => return None,
        })
    }

    /// Names of its elements, by rank.
    fn row(self) -> &'static [&'static str] {
        match self {
            Field::Body => &["encoded", "content", "body", "description", "summary"],
            Field::Date => &["pubDate", "published", "issued", "date", "created", "updated", "modified"],
            Field::Author => &["author", "creator", "name"],
            Field::Title => &["title"],
            Field::Id => &["guid or id"],
            Field::Link => &["link"],
            Field::Source => &["source"],
            _ => &[],
        }
    }

    /// The rank of an element of this name among those of the same field; the lowest that says something wins.
    pub(super) fn rank(self, name: &str) -> usize {
        if !matches!(self, Field::Body | Field::Date | Field::Author) {
            return 0;
        }
        let row = self.row();
        let (prefix, local) = name.rsplit_once(':').unwrap_or(("", name));
        let rank = row.iter().position(|n| *n == local).unwrap_or(row.len());
        rank + if prefix == "itunes" { row.len() } else { 0 }
    }
}

/// What kind of text an element holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Kind {
    /// Nobody says: HTML if it looks like it.
    #[default]
    Unsaid,
    Plain,
    Html,
    /// Markup that stood in the document as elements.
    Nested,
    /// No text: a picture, data.
    Other,
}

impl Kind {
    /// By the attributes `type` and `mode` of Atom. Outside of Atom they mean nothing.
    pub(super) fn of(kind: Option<&str>, mode: Option<&str>, atom: bool) -> Kind {
        match kind.filter(|_| atom).map(str::to_ascii_lowercase).as_deref() {
            None => Kind::Unsaid,
            Some("text" | "text/plain") if mode.is_none() => Kind::Plain,
            Some("html" | "text/html" | "xhtml" | "application/xhtml+xml") => Kind::Html,
            Some(kind) if kind.starts_with("text") => Kind::Unsaid,
            Some(_) => Kind::Other,
        }
    }
}

/// An entry of a feed, or what the feed says of all.
#[derive(Debug, Default)]
pub(super) struct Entry {
    values: [Option<(usize, String, Kind)>; Field::COUNT],
    authors: Vec<String>,
    /// Whether it is of a JSON Feed.
    json: bool,
    /// Whether its identifier is an address too.
    pub(super) permanent: bool,
    /// Whether its content is not in the feed but at another address.
    pub(super) elsewhere: bool,
    /// What was doubtful about reading it.
    pub(super) doubts: Vec<String>,
}

impl Entry {
    /// One of a JSON Feed, empty.
    pub(super) fn of_json() -> Entry {
        Entry { json: true, ..Entry::default() }
    }

    /// Keeps a value if it says something and there is no better one.
    pub(super) fn keep(&mut self, field: Field, rank: usize, text: String, kind: Kind) {
        const MOST_AUTHORS: usize = 100;
        if text.trim().is_empty() || kind == Kind::Other {
            return;
        }
        if field == Field::Author && rank < 3 {
            let author = author(&hypertext::line(&text));
            if !self.authors.contains(&author) && self.authors.len() < MOST_AUTHORS {
                self.authors.push(author);
            }
            return;
        }
        if let Some(slot) = self.values.get_mut(field as usize)
            && slot.as_ref().is_none_or(|(best, ..)| rank < *best)
        {
            *slot = Some((rank, text, kind));
        }
    }

    fn get(&self, field: Field) -> Option<(&str, Kind)> {
        let (_, text, kind) = self.values.get(field as usize)?.as_ref()?;
        Some((text, *kind))
    }

    /// Notes the element or field that a part was taken from.
    fn say(&self, part: &'static str, field: Field, origins: &mut Origins) {
        let Some((rank, ..)) = self.values.get(field as usize).and_then(Option::as_ref) else { return };
        let json: &[&str] = match field {
            Field::Body => &["content_html", "", "content_text", "summary"],
            Field::Date => &["date_published", "date_modified"],
            Field::Link => &["url", "external_url"],
            Field::Title => &["title"],
            Field::Id => &["id"],
            _ => &[],
        };
        match (self.json, json.get(*rank), field.row().get(*rank)) {
            (true, Some(name), _) => origins.say(part, format!("JSON field \"{name}\"")),
            (false, _, Some(name)) => origins.say(part, format!("<{name}>")),
            _ => {}
        }
    }

    fn line(&self, field: Field) -> Option<String> {
        let (text, kind) = self.get(field)?;
        let line = if kind == Kind::Plain { one_line(text) } else { hypertext::line(text) };
        Some(line).filter(|line| !line.is_empty())
    }

    /// The article, or why there is none. What the entry does not say, the feed may.
    pub(super) fn outcome(self, feed: &Entry) -> Outcome {
        let mut article = Article { doubts: self.doubts.clone(), ..Article::default() };
        article.headline = self.line(Field::Title).unwrap_or_default();
        article.body = self.get(Field::Body).map(|(text, kind)| body(text, kind)).unwrap_or_default();
        let id = self.get(Field::Id).map(|(id, _)| id.trim());
        let about = self.get(Field::About).map(|(about, _)| about.trim());
        let link = self.get(Field::Link).map(|(link, _)| link.trim());
        let permanent = id.filter(|id| self.permanent && id.starts_with("http"));
        article.url = link.or(permanent).or(about).map(str::to_string);
        article.id = id.or(about).or(link).unwrap_or_default().to_string();
        let origins = &mut article.origins;
        for (part, field) in
            [("headline", Field::Title), ("body", Field::Body), ("url", Field::Link), ("date", Field::Date)]
        {
            self.say(part, field, origins);
        }
        if link.is_none() && article.url.is_some() {
            origins.say("url", if permanent.is_some() { "<guid>, which is an address" } else { "rdf:about" });
        }
        match id.or(about) {
            Some(_) if id.is_some() => self.say("id", Field::Id, origins),
            Some(_) => origins.say("id", "rdf:about"),
            None => self.say("id", Field::Link, origins),
        }
        let whose = if self.authors.is_empty() { "author of the feed" } else { "author of the entry" };
        origins.say("byline", whose);
        let source = origins.pick("source").or("<source> of the entry", || self.line(Field::Source));
        article.source = source.or("title of the feed", || feed.line(Field::Title)).taken();
        article.section = self.line(Field::Section);
        article.language = self.line(Field::Language).or_else(|| feed.line(Field::Language));
        let authors = if self.authors.is_empty() { &feed.authors } else { &self.authors };
        let authors = Some(authors.join(", ")).filter(|a| !a.is_empty());
        article.byline = authors.or_else(|| self.line(Field::Author));
        if let Some((date, _)) = self.get(Field::Date) {
            note_date(date, &mut article);
        }
        if self.elsewhere {
            article.doubts.push("its text is not in the feed, only its summary if it has one".to_string());
        }
        if article.headline.is_empty() && article.body.is_empty() {
            return Outcome::Skip("no title and no text".to_string());
        }
        Outcome::Article(Box::new(article))
    }
}

fn body(text: &str, kind: Kind) -> String {
    let html = match kind {
        Kind::Html | Kind::Nested => true,
        Kind::Unsaid => hypertext::is_markup(text),
        Kind::Plain | Kind::Other => false,
    };
    if html {
        return hypertext::text(text);
    }
    let text = if kind == Kind::Unsaid { resolve(text) } else { text.into() };
    tag::trim_blank_lines(&text.replace("\r\n", "\n")).to_string()
}

/// `jane@vale.example (Jane Holm)` is Jane Holm; so writes RSS, and so do archives of mail, with ` at ` for the sign.
pub(super) fn author(text: &str) -> String {
    let named = text.split_once(" (").and_then(|(address, name)| Some((address, name.strip_suffix(')')?)));
    match named.filter(|(address, name)| (address.contains('@') || address.contains(" at ")) && !name.trim().is_empty())
    {
        Some((_, name)) => name.trim().to_string(),
        None => text.to_string(),
    }
}

/// The date as any source writes it; also with a year of two digits behind the month, as RFC 822 had it.
pub(super) fn note_date(text: &str, article: &mut Article) {
    let mut month = false;
    let widened = text.split_whitespace().map(|word| {
        let short = month && word.len() == 2 && word.bytes().all(|b| b.is_ascii_digit());
        month = word.len() >= 3 && word.bytes().all(|b| b.is_ascii_alphabetic());
        match short {
            true if word < "50" => format!("20{word}"),
            true => format!("19{word}"),
            false => word.to_string(),
        }
    });
    let widened = widened.collect::<Vec<_>>().join(" ");
    note(text, published::read(text).or_else(|| published::read(&widened)), article);
}
