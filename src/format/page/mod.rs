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
use crate::origin::Origins;

/// A saved page.
pub struct Page;

impl Format for Page {
    fn name(&self) -> &'static str {
        "html"
    }

    fn version(&self) -> u32 {
        1
    }

    fn known_by(&self) -> &'static str {
        "what a page of the web begins with"
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
        vec![Record::new(piece.number, outcome)]
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

/// Whether a text begins with an element or the like, in whatever case, and not with one whose name is longer.
pub(super) fn begins(text: &[u8], with: &str) -> bool {
    let after = text.get(with.len()).is_none_or(|b| !b.is_ascii_alphanumeric());
    after && text.get(..with.len()).is_some_and(|t| t.eq_ignore_ascii_case(with.as_bytes()))
}

/// Whether a file is a page by its beginning: a document, or a fragment under a name of pages.
pub(super) fn is_page(head: &Head<'_>) -> bool {
    let mut text = without_mark(head.bytes).trim_ascii_start();
    loop {
        let begins = |with: &str| begins(text, with);
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
    article.source = source(card, described.as_ref(), &mut article.origins);
    let source = article.source.as_deref();
    article.headline = headline(card, described.as_ref(), source, &mut article.origins).unwrap_or_default();
    article.body = match body::text(&bare, described.as_ref(), &article.headline) {
        Ok(body) => {
            article.origins.say("body", body.from);
            article.doubts.extend(body.doubt.map(str::to_string));
            body.text
        }
        Err(reason) => match told_about(card, described.as_ref()) {
            Some(told) => {
                article.origins.say("body", "its description");
                article.doubts.push(wire::ABSTRACT.to_string());
                told
            }
            None => return Outcome::Skip(reason),
        },
    };
    fill(card, described.as_ref(), address, &mut article);
    let mut claims = Claims::default();
    dates(card, described.as_ref(), linked.left_date(), &mut claims, &mut article.origins);
    if let Some(found) = dateline::leading(&article.body) {
        claims.say(Origin::Dateline, found.date);
        if article.place.is_none() && found.place.is_some() {
            article.origins.guess("place", "dateline");
        }
        article.place = article.place.take().or_else(|| found.place.map(str::to_string));
    }
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

/// A text of metadata as one line; None if it says nothing.
fn line(text: &str) -> Option<String> {
    Some(hypertext::line(text)).filter(|line| !line.is_empty())
}

fn source(card: &Card, described: Option<&Described<'_>>, origins: &mut Origins) -> Option<String> {
    let first = |field: &str| described?.names(field, None).iter().find_map(|name| line(name));
    let named = || card.metas(card::SOURCE).find(|name| !wire::is_address(name)).and_then(line);
    let picked = origins.pick("source").or("<meta> of the site's name", named);
    picked.or("JSON-LD publisher", || first("publisher")).or("JSON-LD isPartOf", || first("isPartOf")).taken()
}

/// The headline; what pages put behind it, the name of the paper, is left out.
fn headline(
    card: &Card,
    described: Option<&Described<'_>>,
    source: Option<&str>,
    origins: &mut Origins,
) -> Option<String> {
    let clean = |text: &str| line(without_source(&hypertext::line(text), source));
    let field = |name: &str| described?.text(name).as_deref().and_then(clean);
    let (heading, title) = (one_line(&card.heading), one_line(&card.title));
    // A heading that says what the title says is the headline in it.
    let same = title.contains(&heading) || heading.starts_with(&title);
    let picked = origins.pick("headline").or("JSON-LD headline", || field("headline"));
    let picked =
        picked.or("JSON-LD name", || field("name")).or("<meta> title", || card.meta(card::TITLE).and_then(clean));
    let picked = picked.or("<h1>", || clean(&heading).filter(|_| same)).or("<title>", || clean(&title));
    picked.or("<h1>", || clean(&heading)).taken()
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

/// Names as one byline: each once, without the word By, and no addresses.
fn joined(names: Vec<String>) -> Option<String> {
    let mut seen: Vec<String> = Vec::new();
    for name in names {
        let name = without_by(&hypertext::line(&name)).to_string();
        if !name.is_empty() && !wire::is_address(&name) && !seen.contains(&name) {
            seen.push(name);
        }
    }
    Some(seen.join(", ")).filter(|line| !line.is_empty())
}

fn byline(card: &Card, described: Option<&Described<'_>>, origins: &mut Origins) -> Option<String> {
    let meta = || {
        let of = |name: &'static &'static str| card.metas(std::slice::from_ref(name)).map(str::to_string).collect();
        card::AUTHOR.iter().find_map(|name| joined(of(name)))
    };
    let picked = origins.pick("byline").or("JSON-LD author", || joined(described?.names("author", None)));
    picked.or("<meta> author", meta).taken()
}

/// What metadata say of the day of publication, in the order of trust; the day of a change counts only where nothing else
/// is said.
fn dates(
    card: &Card,
    described: Option<&Described<'_>>,
    left: Option<&str>,
    claims: &mut Claims,
    origins: &mut Origins,
) {
    let field = |name: &'static str| described.and_then(|d| d.text(name)).map(|text| (name, text));
    let said = field("datePublished").into_iter().chain(field("dateCreated"));
    let said = said.chain(card.metas(card::DATE).map(|text| ("<meta> date", text.to_string())));
    let said = said.chain(left.map(|text| ("datePublished", text.to_string()))).chain(field("uploadDate"));
    let said = said.chain(card.time.clone().map(|text| ("<time>", text))).chain(field("dateModified"));
    let said: Vec<(&str, String)> = said.collect();
    // One that can be read makes up for those that cannot.
    let found = said.iter().find(|(_, text)| published::read(text).is_some()).or(said.first());
    if let Some((from, text)) = found {
        let json = !from.starts_with('<');
        origins.say("date", if json { format!("JSON-LD {from}") } else { (*from).to_string() });
        claims.metadata(text, published::read);
    }
}

/// What else metadata say.
fn fill(card: &Card, described: Option<&Described<'_>>, address: Option<String>, article: &mut Article) {
    let field = |name: &str| described?.text(name).as_deref().and_then(line);
    article.byline = byline(card, described, &mut article.origins);
    let section = article.origins.pick("section").or("JSON-LD articleSection", || field("articleSection"));
    article.section = section.or("<meta> section", || card.meta(card::SECTION).and_then(line)).taken();
    let language = article.origins.pick("language").or("lang of the page", || tag(card.language.as_deref()?));
    let language = language.or("<meta> language", || tag(card.meta(card::LANGUAGE)?));
    article.language = language.or("JSON-LD inLanguage", || tag(&described?.text("inLanguage")?)).taken();
    let place = |name: &str| described?.names(name, None).into_iter().next();
    let picked = article.origins.pick("place").or("JSON-LD dateline", || wire::place(&field("dateline")?));
    let picked = picked.or("JSON-LD contentLocation", || place("contentLocation"));
    article.place = picked.or("JSON-LD locationCreated", || place("locationCreated")).taken();
    let people = described.into_iter().flat_map(|described| {
        ["about", "mentions"].into_iter().flat_map(|field| described.names(field, Some("Person")))
    });
    for name in people.filter_map(|name| line(&name)) {
        article.origins.say("people", "JSON-LD about, mentions");
        if !article.people.contains(&name) {
            article.people.push(name);
        }
    }
    let id = article.origins.pick("id").or("JSON-LD identifier", || field("identifier"));
    article.id = id.or("address of the page", || address.clone()).taken().unwrap_or_default();
    article.url = article.origins.pick("url").or("address of the page", || address).taken();
    if described.is_some_and(Described::is_paid) {
        article.doubts.push("its source says that not all may read it; the text may be cut short".to_string());
    }
}

/// The language as a tag: `en_US` is `en-US`.
fn tag(said: &str) -> Option<String> {
    let tag = said.trim().replace('_', "-");
    let letters = tag.split('-').next().unwrap_or_default();
    let good = (2..=3).contains(&letters.len()) && tag.len() <= 35;
    (good && tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')).then_some(tag)
}

/// What a page that is declared to be an article, but has no text, says of itself.
fn told_about(card: &Card, described: Option<&Described<'_>>) -> Option<String> {
    let told = described.and_then(|d| d.text("description")).or_else(|| card.meta(card::ABSTRACT).map(str::to_string));
    told.filter(|_| body::is_declared(card, described))
        .map(|told| hypertext::text(&told))
        .filter(|told| !told.is_empty())
}
