//! Saved pages of the web (HTML): the article that a page is about.
//!
//! Takes a page; gives its article, with what JSON-LD, OpenGraph and `<meta>` say of it, or the reason why it is none:
//! a list of links, a redirect, a page without text. What is around the text (navigation, adverts, related links, comments)
//! is left out. A page of any size and shape costs the time of its bytes.

mod bare;
mod body;
mod card;
mod linked;

use self::card::Card;
use self::linked::{Described, Linked};
use super::dating::{Circumstances, Claims, Origin};
use super::entity::one_line;
use super::json::without_mark;
use super::object::without_by;
use super::{Cut, Fit, Format, Head, Piece, ReadOptions};
use super::{dateline, hypertext, items, published, wire};
use crate::article::{Article, Outcome, Record};

/// A saved page.
pub struct Page;

impl Format for Page {
    fn name(&self) -> &'static str {
        "html"
    }

    fn version(&self) -> u32 {
        1
    }

    fn recognise(&self, head: &Head<'_>) -> Fit {
        if is_page(head) && memchr::memmem::find(head.bytes, b"ocr_page").is_none() { Fit::Likely } else { Fit::No }
    }

    fn cut(&self, window: &[u8], _first: bool, last: bool) -> Cut {
        // A file is one page.
        if last { Cut { bytes: window.len(), records: 1 } } else { Cut::default() }
    }

    fn read(&self, piece: &Piece<'_>, options: &ReadOptions) -> Vec<Record> {
        let at = Circumstances { path: piece.path, single: true, day_month: options.day_month };
        let outcome = outcome(piece.bytes, Told::default(), at);
        vec![Record { number: piece.number, outcome }]
    }
}

/// What is known of a page from elsewhere: from the answer of the server that sent it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Told<'a> {
    /// Where it was found.
    pub(super) address: Option<&'a str>,
    /// The encoding that the server named.
    pub(super) charset: Option<&'a str>,
}

/// Whether a file is a page by its beginning: a document, or a fragment under a name of pages.
pub(super) fn is_page(head: &Head<'_>) -> bool {
    let mut text = without_mark(head.bytes).trim_ascii_start();
    loop {
        let begins = |with: &str| {
            let after = text.get(with.len()).is_none_or(|b| !b.is_ascii_alphanumeric());
            after && text.get(..with.len()).is_some_and(|t| t.eq_ignore_ascii_case(with.as_bytes()))
        };
        let end = if begins("<!--") {
            memchr::memmem::find(text, b"-->").map(|at| at + 3)
        } else if begins("<?xml") {
            memchr::memchr(b'>', text).map(|at| at + 1)
        } else {
            let document = ["<!doctype html", "<html", "<head", "<body", "<meta", "<title", "<frameset"];
            let fragment = [
                "<div", "<p", "<h1", "<h2", "<table", "<article", "<main", "<section", "<script", "<style", "<link",
                "<center", "<font", "<span", "<a", "<br", "<b", "<i", "<img", "<ul", "<header", "<nav",
            ];
            let named = matches!(
                head.extension,
                "" | "html" | "htm" | "xhtml" | "shtml" | "php" | "asp" | "aspx" | "jsp" | "cfm" | "cgi"
            );
            return document.iter().any(|d| begins(d)) || (named && fragment.iter().any(|f| begins(f)));
        };
        match end.and_then(|end| text.get(end..)) {
            Some(rest) => text = rest.trim_ascii_start(),
            None => return false,
        }
    }
}

/// The article of a page, or why there is none.
pub(super) fn outcome(bytes: &[u8], told: Told<'_>, at: Circumstances<'_>) -> Outcome {
    let declared = told.charset.map(str::to_string).or_else(|| declared(bytes));
    let (html, doubt) = items::decode(without_mark(bytes), declared.as_deref());
    let bare = bare::strip(&html);
    let linked = Linked::read(&bare.card.linked);
    let address = address(&bare.card, told);
    let described = linked.article(address.as_deref());
    let card = &bare.card;
    let mut article = Article { doubts: doubt.into_iter().collect(), ..Article::default() };
    article.source = source(card, described.as_ref());
    article.headline = headline(card, described.as_ref(), article.source.as_deref());
    article.body = match body::text(&bare, described.as_ref(), &article.headline) {
        Ok(body) => {
            article.doubts.extend(body.doubt.map(str::to_string));
            body.text
        }
        Err(reason) => match told_about(card, described.as_ref()) {
            Some(told) => {
                article.doubts.push(wire::ABSTRACT.to_string());
                told
            }
            None => return Outcome::Skip(reason),
        },
    };
    let mut claims = Claims::default();
    dates(card, described.as_ref(), linked.left_date(), &mut claims);
    if let Some(described) = &described {
        fill(described, &mut article);
    }
    article.byline = byline(card, described.as_ref());
    let section = described.as_ref().and_then(|d| d.text("articleSection"));
    let section = section.or_else(|| card.meta(card::SECTION).map(str::to_string)).map(|s| hypertext::line(&s));
    article.section = section.filter(|section| !section.is_empty());
    article.language = language(card, described.as_ref());
    if let Some(found) = dateline::leading(&article.body) {
        claims.say(Origin::Dateline, found.date);
        article.place = article.place.take().or_else(|| found.place.map(str::to_string));
    }
    if article.id.is_empty() {
        article.id = address.clone().unwrap_or_default();
    }
    article.url = address;
    claims.settle(&mut article, at);
    Outcome::Article(Box::new(article))
}

/// The encoding that a `<meta>` or an XML declaration at the beginning of a page names.
fn declared(bytes: &[u8]) -> Option<String> {
    const WITHIN: usize = 16 << 10;
    let head = bytes.get(..bytes.len().min(WITHIN)).unwrap_or_default();
    let lower = head.to_ascii_lowercase();
    for at in memchr::memmem::find_iter(&lower, b"<meta") {
        let tag = lower.get(at..).and_then(|t| t.get(..memchr::memchr(b'>', t)?)).unwrap_or_default();
        let Some(value) = memchr::memmem::find(tag, b"charset").and_then(|at| tag.get(at + 7..)) else { continue };
        let Some(value) = value.trim_ascii_start().strip_prefix(b"=") else { continue };
        let value = value.trim_ascii_start();
        let value = value.strip_prefix(b"\"").or_else(|| value.strip_prefix(b"'")).unwrap_or(value);
        let width = value
            .iter()
            .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':' | b'.' | b'+'))
            .count();
        if width > 0 {
            return value.get(..width).map(|label| String::from_utf8_lossy(label).into_owned());
        }
    }
    if lower.trim_ascii_start().starts_with(b"<?xml") { items::declared(head) } else { None }
}

/// The page's own address: as it says, if it says a whole one; else where it was found.
fn address(card: &Card, told: Told<'_>) -> Option<String> {
    let said = [card.canonical.as_deref(), card.meta(card::URL), card.saved_from.as_deref()];
    let whole = said.into_iter().flatten().map(str::trim).find(|url| wire::is_address(url));
    told.address.or(whole).map(str::to_string)
}

fn source(card: &Card, described: Option<&Described<'_>>) -> Option<String> {
    let named = card.meta(card::SOURCE).map(str::to_string);
    let publisher = || described.and_then(|d| d.names("publisher", None).into_iter().next());
    let part = || described.and_then(|d| d.names("isPartOf", None).into_iter().next());
    let said = named.filter(|name| !wire::is_address(name)).or_else(publisher).or_else(part);
    said.map(|name| hypertext::line(&name)).filter(|name| !name.is_empty())
}

/// The headline; what pages put behind it, the name of the paper, is left out.
fn headline(card: &Card, described: Option<&Described<'_>>, source: Option<&str>) -> String {
    let described = described.and_then(|d| d.text("headline").or_else(|| d.text("name")));
    let line = |text: &str| without_source(&hypertext::line(text), source).to_string();
    let heading = one_line(&card.heading);
    let title = one_line(&card.title);
    // A heading that says what the title says is the headline in it.
    let same = title.contains(&heading) || heading.starts_with(&title);
    let titled = if !heading.is_empty() && same { &heading } else { &title };
    let said = [described.as_deref(), card.meta(card::TITLE), Some(titled.as_str()), Some(heading.as_str())];
    said.into_iter().flatten().map(line).find(|line| !line.is_empty()).unwrap_or_default()
}

fn without_source<'a>(title: &'a str, source: Option<&str>) -> &'a str {
    let Some(source) = source.filter(|s| !s.is_empty()) else { return title };
    for mark in [" | ", " - ", " – ", " — ", " :: ", " · "] {
        if let Some((before, after)) = title.rsplit_once(mark)
            && after.trim().to_lowercase() == source.to_lowercase()
            && !before.trim().is_empty()
        {
            return before.trim_end();
        }
    }
    title
}

fn byline(card: &Card, described: Option<&Described<'_>>) -> Option<String> {
    let mut names = described.map(|d| d.names("author", None)).unwrap_or_default();
    if names.is_empty() {
        names = card::AUTHOR
            .iter()
            .map(|name| card.metas(std::slice::from_ref(name)).map(str::to_string).collect())
            .find(|n: &Vec<String>| !n.is_empty())
            .unwrap_or_default();
    }
    let mut seen: Vec<String> = Vec::new();
    for name in names {
        let name = without_by(&hypertext::line(&name)).to_string();
        if !name.is_empty() && !wire::is_address(&name) && !seen.contains(&name) {
            seen.push(name);
        }
    }
    Some(seen.join(", ")).filter(|line| !line.is_empty())
}

/// What metadata say of the day of publication, in the order of trust; the day of a change counts only where nothing else
/// is said.
fn dates(card: &Card, described: Option<&Described<'_>>, left: Option<&str>, claims: &mut Claims) {
    let field = |name: &str| described.and_then(|d| d.text(name));
    let said = field("datePublished").into_iter().chain(field("dateCreated"));
    let said = said.chain(card.metas(card::DATE).map(str::to_string)).chain(left.map(str::to_string));
    let said = said.chain(field("uploadDate")).chain(card.time.clone()).chain(field("dateModified"));
    let said: Vec<String> = said.collect();
    // One that can be read makes up for those that cannot.
    if let Some(text) = said.iter().find(|text| published::read(text).is_some()).or(said.first()) {
        claims.metadata(text, published::read);
    }
}

fn fill(described: &Described<'_>, article: &mut Article) {
    let places = ["contentLocation", "locationCreated"].iter().flat_map(|name| described.names(name, None)).next();
    article.place = described.text("dateline").and_then(|line| wire::place(&line)).or(places);
    let people = ["about", "mentions"].iter().flat_map(|name| described.names(name, Some("Person")));
    for name in people.map(|name| hypertext::line(&name)) {
        if !article.people.contains(&name) {
            wire::add_person(&name, &mut article.people);
        }
    }
    article.id = described.text("identifier").map(|id| one_line(&id)).unwrap_or_default();
    if described.is_paid() {
        article.doubts.push("its source says that not all may read it; the text may be cut short".to_string());
    }
}

/// The language as a tag: `en_US` is `en-US`.
fn language(card: &Card, described: Option<&Described<'_>>) -> Option<String> {
    let said = [
        card.language.clone(),
        card.meta(card::LANGUAGE).map(str::to_string),
        described.and_then(|d| d.text("inLanguage")),
    ];
    let tags = said.into_iter().flatten().map(|tag| tag.trim().replace('_', "-"));
    let good = |tag: &String| {
        let letters = tag.split('-').next().unwrap_or_default();
        (2..=3).contains(&letters.len())
            && tag.len() <= 35
            && tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    tags.into_iter().find(good)
}

/// What a page that is declared to be an article, but has no text, says of itself.
fn told_about(card: &Card, described: Option<&Described<'_>>) -> Option<String> {
    let declared = described.is_some_and(Described::is_article)
        || card.meta(card::TYPE).is_some_and(|kind| kind.eq_ignore_ascii_case("article"));
    let told = described.and_then(|d| d.text("description")).or_else(|| card.meta(card::ABSTRACT).map(str::to_string));
    told.filter(|_| declared).map(|told| hypertext::text(&told)).filter(|told| !told.is_empty())
}
