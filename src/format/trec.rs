//! TREC collections: `<DOC>` records with a `<DOCNO>`, as the AP, WSJ, FT, LA Times, AQUAINT and Gigaword disks have
//! them, each with its own set of tags.
//!
//! Knows which tags mean what and takes no notice of the others; text outside every known element is no part of the
//! article. Years of two digits are read as 19xx where only one day can be meant. Web pages (trecweb) are read as
//! their plain text.

use super::dateline;
use super::dating::{Circumstances, Claims, Origin};
use super::docno;
use super::entity::one_line;
use super::object::without_by;
use super::opening::Opening;
use super::tag::{attribute, closing, next_tag, plain};
use super::{Cut, Fit, Format, Head, Piece, ReadOptions};
use super::{charset, folio, published};
use crate::article::{Article, Outcome, Record};

/// TREC `<DOC>` files.
pub struct Trec;

const RECORD: Opening = Opening(b"DOC");

impl Format for Trec {
    fn name(&self) -> &'static str {
        "trec"
    }

    fn version(&self) -> u32 {
        3
    }

    fn known_by(&self) -> &'static str {
        "<DOC> records"
    }

    fn recognise(&self, head: &Head<'_>) -> Fit {
        let Some(at) = RECORD.offsets(head.bytes).next() else {
            return Fit::No;
        };
        let (before, record) = head.bytes.split_at(at);
        // Comments may stand before the first record; prose that quotes a tag may not.
        let before = String::from_utf8_lossy(before);
        let prologue = plain(&before).trim_start_matches('\u{feff}').trim().is_empty();
        if !prologue {
            return Fit::No;
        }
        let has = |name: &'static [u8]| memchr::memchr_iter(b'<', record).any(|i| Opening(name).opens(&record[i..]));
        if has(b"DOCNO") || has(b"DOCID") || has(b"TEXT") { Fit::Sure } else { Fit::Likely }
    }

    fn cut(&self, window: &[u8], first: bool, last: bool) -> Cut {
        RECORD.cut(window, first, last)
    }

    fn read(&self, piece: &Piece<'_>, options: &ReadOptions) -> Vec<Record> {
        let mut records: Vec<Record> = Vec::new();
        let at = Circumstances { path: piece.path, single: false, day_month: options.day_month };
        for bytes in RECORD.records(piece.bytes) {
            let number = piece.number.saturating_add(records.len() as u64);
            records.push(Record::new(number, outcome(bytes, at)));
        }
        if records.is_empty() && piece.first {
            let outcome = Outcome::Skip("no <DOC> record in the file".to_string());
            records.push(Record::new(piece.number, outcome));
        }
        records
    }
}

/// What an element gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Number,
    Headline,
    Date,
    Byline,
    Dateline,
    Source,
    Section,
    Language,
    Page,
    Text,
    WebHeader,
}

/// The tags in use, by what they hold.
const TAGS: [(&str, Kind); 37] = [
    ("DOCNO", Kind::Number),
    ("DOCID", Kind::Number),
    ("HEADLINE", Kind::Headline),
    ("HEAD", Kind::Headline),
    ("HL", Kind::Headline),
    ("TITLE", Kind::Headline),
    ("TTL", Kind::Headline),
    ("TI", Kind::Headline),
    ("H3", Kind::Headline),
    ("DATE", Kind::Date),
    ("DATE_TIME", Kind::Date),
    ("DATETIME", Kind::Date),
    ("PUBDATE", Kind::Date),
    ("PUB_DATE", Kind::Date),
    ("DATE1", Kind::Date),
    ("DD", Kind::Date),
    ("BYLINE", Kind::Byline),
    ("AUTHOR", Kind::Byline),
    ("AU", Kind::Byline),
    ("DATELINE", Kind::Dateline),
    ("LOCATION", Kind::Dateline),
    ("SOURCE", Kind::Source),
    ("SO", Kind::Source),
    ("PUB", Kind::Source),
    ("PUBLICATION", Kind::Source),
    ("NEWSPAPER", Kind::Source),
    ("SECTION", Kind::Section),
    ("LANGUAGE", Kind::Language),
    ("PAGE", Kind::Page),
    ("PG", Kind::Page),
    ("TEXT", Kind::Text),
    ("LP", Kind::Text),
    ("LEADPARA", Kind::Text),
    ("LD", Kind::Text),
    ("TE", Kind::Text),
    ("CONTENT", Kind::Text),
    ("DOCHDR", Kind::WebHeader),
];

fn kind(name: &str) -> Option<(usize, Kind)> {
    let at = TAGS.iter().position(|(tag, _)| tag.eq_ignore_ascii_case(name))?;
    TAGS.get(at).map(|(_, kind)| (at, *kind))
}

fn outcome(bytes: &[u8], at: Circumstances<'_>) -> Outcome {
    let decoded = charset::decode(bytes);
    let text: &str = &decoded.text;
    let Some((tag, content)) = text.split_once('>') else {
        return Outcome::Skip("the record breaks off inside its first tag".to_string());
    };
    let mut article = Article { doubts: decoded.doubt().into_iter().collect(), ..Article::default() };
    let content = match closing(content, 0, "DOC") {
        Some((end, _)) => &content[..end],
        None => {
            article.doubts.push("the record has no end; the file may be damaged here".to_string());
            content
        }
    };
    let parts = parts(content);
    let claims = fill(&mut article, tag, content, &parts);
    if article.headline.is_empty() && article.body.is_empty() {
        return Outcome::Skip("no headline and no text".to_string());
    }
    claims.settle(&mut article, at);
    Outcome::Article(Box::new(article))
}

/// A known element: what it is, its content, and where it ends.
struct Part<'a> {
    kind: Kind,
    /// Its tag.
    name: &'static str,
    content: &'a str,
    end: usize,
}

/// The known elements in their order. One that is not closed reaches to the next known one.
fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut unclosed = [false; TAGS.len()];
    let mut web = false;
    let mut at = 0;
    while let Some(tag) = next_tag(text, at) {
        at = tag.end;
        let Some((index, kind)) = kind(tag.name).filter(|_| !tag.closes) else {
            continue;
        };
        // Behind a web header stands HTML, of whose tags only the title means the same: <head> is no headline.
        if web && !tag.name.eq_ignore_ascii_case("TITLE") {
            continue;
        }
        web |= kind == Kind::WebHeader;
        let name = TAGS[index].0;
        // Once a closing tag is missing it is missing for all that follow: no need to search to the end again.
        let end = if unclosed[index] { None } else { closing(text, tag.end, name) };
        let (content_end, end) = end.unwrap_or_else(|| {
            unclosed[index] = true;
            let end = next_known(text, tag.end);
            (end, end)
        });
        parts.push(Part { kind, name, content: &text[tag.end..content_end], end });
        at = end;
    }
    parts
}

fn next_known(text: &str, from: usize) -> usize {
    let mut at = from;
    while let Some(tag) = next_tag(text, at) {
        if !tag.closes && kind(tag.name).is_some() {
            return tag.start;
        }
        at = tag.end;
    }
    text.len()
}

/// Fills in the article; gives what is said of its date.
fn fill(article: &mut Article, tag: &str, content: &str, parts: &[Part<'_>]) -> Claims {
    let all = |kind: Kind| parts.iter().filter(move |p| p.kind == kind);
    let line = |part: &Part<'_>| Some(one_line(&plain(part.content))).filter(|t| !t.is_empty());
    let web = all(Kind::WebHeader).next();

    article.id = all(Kind::Number)
        .find_map(line)
        .or_else(|| ["id", "docid", "docno"].iter().find_map(|n| attribute(tag, n)).map(one_line))
        .unwrap_or_default();
    let mut headlines: Vec<String> = Vec::new();
    for headline in all(Kind::Headline).filter_map(line) {
        if !headlines.contains(&headline) {
            headlines.push(headline);
        }
    }
    article.headline = headlines.join(" / ");
    article.byline = joined(all(Kind::Byline).filter_map(line)).map(|b| without_by(&b).to_string());
    article.section = all(Kind::Section).find_map(line);
    article.language = all(Kind::Language).find_map(line);
    article.source = all(Kind::Source).find_map(line).map(|s| without_page(&s).to_string());
    article.url =
        web.and_then(|w| w.content.split_whitespace().next()).filter(|u| u.starts_with("http")).map(Into::into);

    let mut claims = Claims::default();
    for text in all(Kind::Date).filter_map(line) {
        claims.metadata(&text, published::read_short);
    }
    for text in all(Kind::Dateline).filter_map(line) {
        let found = dateline::marked(&text);
        article.place = article.place.take().or_else(|| found.place.map(Into::into));
        claims.say(Origin::Dateline, found.date);
    }
    claims.say(Origin::Number, docno::date(&article.id));

    let texts: Vec<(&str, String)> =
        all(Kind::Text).map(|p| (p.name, plain(p.content))).filter(|(_, text)| !text.is_empty()).collect();
    article.body = texts.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join("\n\n");
    if let Some(web) = web.filter(|_| texts.is_empty()) {
        article.body = plain(content.get(web.end..).unwrap_or_default());
    } else if parts.is_empty() {
        // Nothing but text between <doc title="..."> and </doc>.
        article.headline = attribute(tag, "title").map(|t| one_line(&plain(t))).unwrap_or_default();
        article.url = attribute(tag, "url").map(Into::into);
        article.body = plain(content);
    }
    let kinds = [
        ("id", Kind::Number, "attribute of <DOC>"),
        ("headline", Kind::Headline, "attribute of <DOC>"),
        ("date", Kind::Date, ""),
        ("source", Kind::Source, ""),
        ("byline", Kind::Byline, ""),
        ("place", Kind::Dateline, ""),
        ("url", Kind::WebHeader, "attribute of <DOC>"),
    ];
    for (part, kind, otherwise) in kinds {
        match all(kind).find(|p| line(p).is_some()) {
            Some(told) => article.origins.say(part, format!("<{}>", told.name)),
            None if otherwise.is_empty() => {}
            None => article.origins.say(part, otherwise),
        }
    }
    match texts.first() {
        Some((name, _)) => article.origins.say("body", format!("<{name}>")),
        None => article.origins.say("body", if web.is_some() { "text behind <DOCHDR>" } else { "<DOC>" }),
    }
    let source = all(Kind::Source).find_map(line).filter(|source| without_page(source).len() < source.len());
    folio::printed_on(all(Kind::Page).find_map(line).or(source), article);
    claims
}

fn joined(texts: impl Iterator<Item = String>) -> Option<String> {
    Some(texts.collect::<Vec<_>>().join(", ")).filter(|t| !t.is_empty())
}

/// `WALL STREET JOURNAL (J), PAGE A16` names the newspaper before the page.
fn without_page(source: &str) -> &str {
    let page = source.char_indices().find(|(at, _)| {
        source[*at..]
            .strip_prefix(',')
            .is_some_and(|rest| rest.trim_start().get(..4).is_some_and(|word| word.eq_ignore_ascii_case("page")))
    });
    page.map_or(source, |(at, _)| source[..at].trim_end())
}
