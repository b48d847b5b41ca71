//! NewsML-G2: news items, alone or in a message, with their text as NITF, as XHTML or plain.
//!
//! Takes every item of a file; gives one article for a news item. Packages only list items and concepts are no news:
//! these are skips that say so. Prefixes of namespaces mean nothing here, names do.

use std::collections::HashMap;

use super::items::{Item, Items};
use super::markup;
use super::nitf;
use super::object::without_by;
use super::wire::{self, Filing, add_person, note_dates};
use super::xml::{Element, Tree};
use super::{Cut, Fit, Format, Head, Piece, ReadOptions};
use crate::article::{Article, Outcome, Record};
use crate::item::Status;
use crate::origin::Origins;

/// NewsML-G2.
pub struct NewsMlG2;

const ITEMS: Items =
    Items(&["newsItem", "packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem", "promptItem"]);
const MESSAGE: Items = Items(&["newsMessage"]);

impl Format for NewsMlG2 {
    fn name(&self) -> &'static str {
        "newsml-g2"
    }

    fn version(&self) -> u32 {
        3
    }

    fn has_items(&self) -> bool {
        true
    }

    fn known_by(&self) -> &'static str {
        "NewsML-G2 items"
    }

    fn recognise(&self, head: &Head<'_>) -> Fit {
        if MESSAGE.is_root(head.bytes) || ITEMS.is_root(head.bytes) { Fit::Sure } else { Fit::No }
    }

    fn cut(&self, window: &[u8], first: bool, last: bool) -> Cut {
        ITEMS.cut(window, first, last)
    }

    fn read(&self, piece: &Piece<'_>, options: &ReadOptions) -> Vec<Record> {
        wire::records(ITEMS, filing, "no item in the message", piece, options)
    }
}

fn filing(item: &Item<'_>) -> Filing {
    let tree = match Tree::of(item) {
        Ok(tree) => tree,
        Err(reason) => return Filing::alone(Outcome::Skip(reason)),
    };
    let root = tree.root();
    let id = root.attribute("guid").unwrap_or_default();
    let version = root.attribute("version").map(|v| wire::version(&v)).unwrap_or_default();
    let status = root.child("itemMeta").and_then(|m| m.child("pubStatus"));
    let word = status.and_then(|s| coded(s).or_else(|| s.line()));
    let status = word.map(|w| Status::of(&w)).unwrap_or_default();
    let outcome = match root.name() {
        _ if status != Status::Usable => Outcome::Skip(String::new()),
        "newsItem" => news(root, &tree, item),
        "packageItem" => {
            let items = root.all("itemRef").count();
            Outcome::Skip(format!("a package without text of its own: it names {items} items"))
        }
        name => Outcome::Skip(format!("no news: a {name}")),
    };
    Filing { outcome, key: id, version, status, other: None }
}

/// The code of an element: `cpnat:person`, or the address of one.
fn coded(element: Element<'_>) -> Option<String> {
    element.attribute("qcode").or_else(|| element.attribute("uri")).or_else(|| element.attribute("literal"))
}

fn news(root: Element<'_>, tree: &Tree<'_>, item: &Item<'_>) -> Outcome {
    let mut article =
        Article { doubts: item.doubt.iter().cloned().chain(tree.doubts()).collect(), ..Article::default() };
    let (item_meta, meta) = (root.child("itemMeta"), root.child("contentMeta"));
    let line = |within: Option<Element<'_>>, name| within.and_then(|m| m.child(name)).and_then(Element::line);
    article.id = article.origins.pick("id").or("attribute guid", || root.attribute("guid")).taken().unwrap_or_default();
    let headline = article.origins.pick("headline").or("<headline>", || line(meta, "headline"));
    article.headline = headline.taken().unwrap_or_default();
    let by = article.origins.pick("byline").or("<by>", || line(meta, "by")).taken();
    article.byline = by.map(|b| without_by(&b).to_string());
    let dates = [line(item_meta, "versionCreated"), line(meta, "contentCreated"), line(item_meta, "firstCreated")];
    note_dates(dates.into_iter().flatten(), &mut article);
    let located = || meta.and_then(|m| m.child("located")).and_then(named);
    article.origins.say("date", "<versionCreated>, <contentCreated> or <firstCreated>");
    article.origins.say("people", "<subject> of persons");
    article.origins.say("body", "<contentSet>");
    let place = article.origins.pick("place").or("<dateline>", || line(meta, "dateline").and_then(|d| wire::place(&d)));
    article.place = place.or("<located>", located).taken();
    article.source = source(root, &mut article.origins);
    // What the text is in, not what the metadata are written in.
    let language = meta.into_iter().flat_map(|m| m.children_named("language")).find_map(|l| l.attribute("tag"));
    article.language = language.or_else(|| root.attribute("xml:lang"));
    article.section = section(root, meta);
    people(root, &mut article.people);

    let set = root.child("contentSet");
    let headline = article.headline.clone();
    for content in set.into_iter().flat_map(|s| s.children_named("inlineXML")) {
        inline(content, &mut article);
    }
    if article.body.is_empty() {
        article.body = set.and_then(inline_data).unwrap_or_default();
    }
    article.body = markup::without_headline(&article.body, &article.headline);
    // A name for the desk is a headline only if there is no other.
    if article.headline.is_empty() {
        let title = article.origins.pick("headline").or("<title>", || line(item_meta, "title"));
        article.headline = title.taken().unwrap_or_default();
    }
    if article.byline.is_none() {
        article.byline = article.origins.pick("byline").or("<creator>", || authors(meta)).taken();
    }
    let description = meta.and_then(|m| m.child("description"));
    if let Some(description) = description.filter(|_| article.body.is_empty()) {
        article.body = markup::text(description);
        article.origins.say("body", "<description>");
        article.doubts.extend((!article.body.is_empty()).then(|| wire::ABSTRACT.to_string()));
    }
    let whole = !headline.is_empty() && meta.and_then(|m| m.child("headline")).is_some_and(Element::is_whole);
    if let Some(broken) = tree.broken().filter(|_| !whole && !set.is_some_and(Element::is_whole)) {
        return Outcome::Skip(broken);
    }
    let class = || item_meta.and_then(|m| m.child("itemClass")).and_then(coded);
    wire::finish(article, || match class() {
        Some(class) => format!("no headline and no text: {class}"),
        None => "no headline and no text".to_string(),
    })
}

/// The name of what an element stands for; one that is meant to be read.
fn named(element: Element<'_>) -> Option<String> {
    let short = |e: &Element<'_>| e.attribute("role").is_some_and(|r| r.ends_with("short") || r.ends_with("mnemonic"));
    let names: Vec<Element<'_>> = element.children_named("name").collect();
    names.iter().find(|n| !short(n)).or(names.first()).and_then(|n| n.line())
}

fn source(root: Element<'_>, origins: &mut Origins) -> Option<String> {
    let provider = root.child("itemMeta").and_then(|m| m.child("provider"));
    let meta = root.child("contentMeta");
    let credit = || meta.and_then(|m| m.child("creditline")).and_then(Element::line);
    let holder = || root.child("rightsInfo").and_then(|r| r.child("copyrightHolder")).and_then(named);
    let informant = || meta.and_then(|m| m.child("infoSource")).and_then(named);
    let code = || provider.and_then(|p| p.attribute("qcode"));
    let code = || code().map(|c| c.rsplit(':').next().unwrap_or_default().to_string());
    let other = || provider.and_then(|p| p.attribute("literal").or_else(|| p.attribute("uri")));
    let picked = origins.pick("source").or("<provider>", || provider.and_then(named)).or("<creditline>", credit);
    let picked = picked.or("<copyrightHolder>", holder).or("<infoSource>", informant);
    picked.or("code of <provider>", code).or("<provider>", other).taken()
}

/// The part of the paper that the provider files it under: its own name for it, a section, department, desk or (dpa) category. Genres say
/// what a text is like and subjects what it is about; neither is a part of the paper.
fn section(root: Element<'_>, meta: Option<Element<'_>>) -> Option<String> {
    let is_section = |code: Option<String>| {
        let code = code.unwrap_or_default().to_ascii_lowercase();
        ["section", "department", "desk", "ressort", "category"].iter().any(|word| code.ends_with(word))
    };
    let groups = |name: &'static str| {
        [meta, root.child("itemMeta")].into_iter().flatten().flat_map(move |m| m.children_named(name))
    };
    let typed = groups("subject").chain(groups("memberOf")).find(|s| is_section(s.attribute("type")));
    let scheme =
        |e: &Element<'_>| is_section(e.attribute("qcode").and_then(|q| Some(q.split_once(':')?.0.to_string())));
    let schemed = || groups("subject").chain(groups("service")).find(scheme);
    let last = |e: Element<'_>| e.attribute("qcode").map(|q| q.rsplit(':').next().unwrap_or_default().to_string());
    typed.or_else(schemed).and_then(|s| named(s).or_else(|| s.attribute("literal")).or_else(|| last(s)))
}

/// Names of creators; the names they log in with are none.
fn authors(meta: Option<Element<'_>>) -> Option<String> {
    let is_name = |name: &String| !name.chars().all(|c| c.is_lowercase() || !c.is_alphabetic());
    let creators = meta.into_iter().flat_map(|m| m.children_named("creator"));
    let names: Vec<String> = creators.filter_map(named).filter(is_name).collect();
    (!names.is_empty()).then(|| names.join(", "))
}

/// Subjects that are persons. Some have their name or their type only in the assertion about them.
fn people(root: Element<'_>, people: &mut Vec<String>) {
    let is_person = |code: Option<String>| code.is_some_and(|c| c.to_ascii_lowercase().ends_with("person"));
    let asserts: HashMap<String, Element<'_>> =
        root.children_named("assert").filter_map(|a| Some((coded(a)?, a))).collect();
    for subject in root.child("contentMeta").into_iter().flat_map(|m| m.children_named("subject")) {
        let code = coded(subject);
        let about = || code.as_ref().and_then(|code| asserts.get(code)).copied();
        let asserted =
            |a: Element<'_>| a.child("personDetails").is_some() || is_person(a.child("type").and_then(coded));
        let person = is_person(subject.attribute("type"))
            || is_person(subject.attribute("typeuri"))
            || (subject.attribute("type").is_none() && about().is_some_and(asserted));
        if person {
            let name = named(subject).or_else(|| about().and_then(named)).or_else(|| subject.attribute("literal"));
            add_person(&name.unwrap_or_default(), people);
        }
    }
}

/// Text in XML: NITF, a page, or parts of one. What has other names is somebody's data.
fn inline(content: Element<'_>, article: &mut Article) {
    if let Some(document) = content.child("nitf") {
        return nitf::fill(document, article);
    }
    if !article.body.is_empty() {
        return;
    }
    if let Some(page) = content.child("html") {
        article.body = markup::page(page);
        if article.headline.is_empty() {
            let title = page.find(&["head", "title"]).or_else(|| page.find(&["h1"]));
            article.headline = title.and_then(Element::line).unwrap_or_default();
        }
    } else if content
        .children()
        .any(|c| matches!(c.name(), "body" | "div" | "section" | "article" | "p" | "body.content"))
    {
        article.body = markup::page(content);
    }
}

/// Text in a string, whichever of several is the story itself.
fn inline_data(set: Element<'_>) -> Option<String> {
    let role = |e: &Element<'_>| {
        let role = e.attribute("rendition").or_else(|| e.attribute("role")).unwrap_or_default();
        role.rsplit([':', '/']).next().unwrap_or_default().to_ascii_lowercase()
    };
    let aside = |e: &Element<'_>| {
        matches!(
            role(e).as_str(),
            "headline" | "title" | "teaser" | "summary" | "abstract" | "caption" | "public" | "nonpublic"
        )
    };
    let readable = |e: &Element<'_>| {
        let kind = e.attribute("contenttype").unwrap_or_default();
        e.attribute("encoding").is_none() && (kind.is_empty() || kind.starts_with("text/") || kind.contains("html"))
    };
    let all: Vec<Element<'_>> = set.children_named("inlineData").filter(|e| readable(e) && !aside(e)).collect();
    let story = all.iter().find(|e| matches!(role(e).as_str(), "text" | "body" | "main" | "story")).or(all.first())?;
    let text = story.verbatim();
    let marked = story.attribute("contenttype").is_some_and(|c| c.contains("html")) || markup::is_markup(&text);
    Some(if marked { markup::html(&text) } else { markup::plain(&text) }).filter(|t| !t.is_empty())
}
