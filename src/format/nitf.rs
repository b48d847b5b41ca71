//! NITF: the news industry's text format, as wires send it and as the annotated corpus of the New York Times has it.
//!
//! Takes `<nitf>` documents, one or many a file; gives one article each. [`fill`] is also what NewsML and ninjs read
//! the NITF inside them with. Abstracts are used only where there is no text: they are written by others.

use super::folio;
use super::items::{Item, Items};
use super::markup::{self, Setting};
use super::object::without_by;
use super::wire::{self, Filing, add_person, note_dates};
use super::xml::{Element, Step, Tree};
use super::{Cut, Fit, Format, Head, Piece, ReadOptions};
use crate::article::{Article, Outcome, Record};
use crate::item::Status;

/// NITF documents.
pub struct Nitf;

const ITEMS: Items = Items(&["nitf"]);

impl Format for Nitf {
    fn name(&self) -> &'static str {
        "nitf"
    }

    fn version(&self) -> u32 {
        3
    }

    fn has_items(&self) -> bool {
        true
    }

    fn known_by(&self) -> &'static str {
        "<nitf> documents"
    }

    fn recognise(&self, head: &Head<'_>) -> Fit {
        if ITEMS.is_root(head.bytes) {
            return Fit::Sure;
        }
        // Documents inside something of somebody's own.
        let markup = super::json::without_mark(head.bytes).trim_ascii_start().first() == Some(&b'<');
        if markup && ITEMS.open_in(head.bytes) { Fit::Likely } else { Fit::No }
    }

    fn cut(&self, window: &[u8], first: bool, last: bool) -> Cut {
        ITEMS.cut(window, first, last)
    }

    fn read(&self, piece: &Piece<'_>, options: &ReadOptions) -> Vec<Record> {
        wire::records(ITEMS, filing, "no <nitf> document in the file", piece, options)
    }
}

fn filing(item: &Item<'_>) -> Filing {
    let tree = match Tree::of(item) {
        Ok(tree) => tree,
        Err(reason) => return Filing::alone(Outcome::Skip(reason)),
    };
    let nitf = tree.root();
    let mut article =
        Article { doubts: item.doubt.iter().cloned().chain(tree.doubts()).collect(), ..Article::default() };
    fill(nitf, &mut article);
    let docdata = nitf.find(&["docdata"]);
    let said = |name: &str| docdata.and_then(|d| d.attribute(name));
    let message = docdata.and_then(|d| d.find(&["ed-msg"])).and_then(|m| m.attribute("msg-type"));
    let status = [said("management-status"), message].into_iter().flatten().map(|word| Status::of(&word));
    let status = status.fold(Status::Usable, |one, other| if other == Status::Usable { one } else { other });
    let managed = said("management-doc-idref").zip(said("management-idref-status").map(|word| Status::of(&word)));
    let corrected = docdata.and_then(|d| d.find(&["correction"])).and_then(|c| c.attribute("id-string"));
    let corrected = corrected.filter(|id| *id != article.id).map(|id| (id, Status::Corrected));
    let other = managed.filter(|(_, status)| *status != Status::Usable).or(corrected);
    // Documents of a story may have names of their own; its key then tells that they are versions of one. Keys are created
    // anew every day, as the DTD of NITF 3.1 says of du-key, and every desk has its sports briefs.
    let story = docdata.and_then(|d| d.find(&["du-key"]));
    let of_key = |name: &str| story.and_then(|k| k.attribute(name));
    let number = of_key("version").or_else(|| of_key("generation")).map(|v| wire::version(&v)).unwrap_or_default();
    let (source, day) = (article.source.as_deref().unwrap_or_default(), article.published.map(|day| day.to_string()));
    let key = match of_key("key").zip(day).filter(|_| !number.is_empty()) {
        Some((key, day)) => format!("{key} {} {day} {source}", of_key("part").unwrap_or_default()),
        None => article.id.clone(),
    };
    // Where the XML breaks, a headline or a text that was whole is still news.
    let whole = |names: &[&'static str]| nitf.find(names).is_some_and(|e| e.is_whole());
    let usable = tree.broken().filter(|_| !whole(&["hl1"]) && !whole(&["body.content"]));
    let outcome = match usable {
        Some(broken) if status == Status::Usable => Outcome::Skip(broken),
        _ => wire::finish(article, || "no headline and no text".to_string()),
    };
    Filing { outcome, key, version: number, status, other }
}

/// Fills the parts of an article that are still empty from an NITF document.
pub(super) fn fill(nitf: Element<'_>, article: &mut Article) {
    let (head, body) = (nitf.child("head"), nitf.child("body"));
    let top = body.and_then(|b| b.child("body.head"));
    if article.headline.is_empty() {
        let headline = top.and_then(|t| t.find(&["hl1"])).or_else(|| body.and_then(|b| b.find(&["hl1"])));
        let title = || head.and_then(|h| h.child("title")).and_then(Element::line);
        let headline = article.origins.pick("headline").or("<hl1>", || headline.and_then(Element::line));
        article.headline = headline.or("<title>", title).taken().unwrap_or_default();
    }
    if article.byline.is_none() {
        article.byline = article.origins.pick("byline").or("<byline>", || top.and_then(byline)).taken();
    }
    if article.place.is_none() {
        let line = top.and_then(|t| t.child("dateline"));
        let marked = line.and_then(|l| l.child("location")).and_then(name_of);
        let written = || line.and_then(Element::line).and_then(|l| wire::place(&l));
        let event = || head.and_then(|h| h.find(&["evloc"])).and_then(|e| e.attribute("city"));
        let place = article.origins.pick("place").or("<location> of <dateline>", || marked).or("<dateline>", written);
        article.place = place.or("<evloc>", event).taken();
    }
    if let Some(head) = head {
        metadata(head, article);
    }
    let said = |e: Option<Element<'_>>| e.and_then(|e| e.attribute("xml:lang").or_else(|| e.attribute("lang")));
    let content = body.and_then(|b| b.child("body.content"));
    article.language = said(content).or_else(|| said(body)).or_else(|| said(Some(nitf))).or(article.language.take());
    if let Some(date) = top.and_then(|t| t.find(&["story.date"])).and_then(|d| d.attribute("norm")) {
        if article.published.is_none() {
            article.origins.say("date", "<story.date>");
        }
        note_dates([date], article);
    }
    if article.source.is_none() {
        let distributor = || top.and_then(|t| t.child("distributor")).and_then(Element::line);
        let holder = || nitf.find(&["doc.copyright"]).and_then(|c| c.attribute("holder"));
        let source = article.origins.pick("source").or("<distributor>", distributor);
        article.source = source.or("<doc.copyright>", holder).taken();
    }
    article.origins.say("people", "<person>");
    for person in body.and_then(|b| b.child("body.content")).into_iter().flat_map(|c| c.all("person")) {
        add_person(&name_of(person).unwrap_or_default(), &mut article.people);
    }
    if article.body.is_empty() {
        article.body = text(nitf);
        article.origins.say("body", "<body.content>");
        if article.body.is_empty()
            && let Some(summary) = top.and_then(|t| t.child("abstract"))
        {
            article.body = markup::text(summary);
            article.origins.say("body", "<abstract>");
            article.doubts.extend((!article.body.is_empty()).then(|| wire::ABSTRACT.to_string()));
        }
    }
    folio::printed_on(head.and_then(|head| meta(head, "print_page_number")), article);
}

/// What a `meta` of this name says.
fn meta(head: Element<'_>, name: &str) -> Option<String> {
    let found = head.all("meta").find(|m| m.attribute("name").is_some_and(|n| n.eq_ignore_ascii_case(name)));
    found.and_then(|m| m.attribute("content"))
}

fn metadata(head: Element<'_>, article: &mut Article) {
    let value = |names: &[&'static str], attribute: &str| head.find(names).and_then(|e| e.attribute(attribute));
    if article.id.is_empty() {
        let id = article.origins.pick("id").or("<doc-id>", || value(&["doc-id"], "id-string"));
        article.id = id.or("<du-key>", || value(&["du-key"], "key")).taken().unwrap_or_default();
    }
    let printed = head.find(&["pubdata"]);
    let of_print = |attribute: &str| printed.and_then(|p| p.attribute(attribute));
    if article.source.is_none() {
        article.source = article.origins.pick("source").or("<pubdata>", || of_print("name")).taken();
    }
    if article.url.is_none() {
        let address = || of_print("ex-ref").filter(|a| wire::is_address(a));
        article.url = article.origins.pick("url").or("<pubdata>", address).taken();
    }
    let meta = |name: &str| meta(head, name);
    // The Times gives day, month and year apart.
    let apart = || {
        let two = |name| meta(name).map(|n| format!("{n:0>2}"));
        let (year, month) = (meta("publication_year")?, two("publication_month")?);
        Some(match two("publication_day_of_month") {
            Some(day) => format!("{year}-{month}-{day}"),
            None => format!("{year}-{month}"),
        })
    };
    // The section printed on the page; else the Times's own, of its site or its desk; else what the series is called.
    let series = || head.find(&["series"]).and_then(|s| s.attribute("series.name"));
    let section =
        of_print("position.section").or_else(|| meta("online_sections")).or_else(|| meta("print_section_name"));
    let section = section.or_else(|| meta("section")).or_else(|| meta("dsk")).or_else(series);
    if let Some(section) = section.map(|s| super::entity::one_line(&s)).filter(|s| !s.is_empty()) {
        article.section.get_or_insert(section);
    }
    let issue =
        [value(&["date.issue"], "norm"), value(&["date.release"], "norm"), of_print("date.publication"), apart()];
    let from = ["<date.issue>", "<date.release>", "<pubdata>", "<meta> of the publication"];
    if let Some((_, from)) = issue.iter().zip(from).find(|(date, _)| date.is_some() && article.published.is_none()) {
        article.origins.say("date", from);
    }
    note_dates(issue.into_iter().flatten(), article);
    for person in head.all("identified-content").flat_map(|c| c.all("person")) {
        add_person(&name_of(person).unwrap_or_default(), &mut article.people);
    }
}

/// The name an element marks, without the titles and codes inside it.
fn name_of(element: Element<'_>) -> Option<String> {
    let mut name = String::new();
    let mut walk = element.walk();
    while let Some(step) = walk.next() {
        match step {
            Step::Open(e) if matches!(e.name(), "function" | "alt-code") => walk.pass(),
            Step::Text(text) => name.push_str(&text),
            _ => {}
        }
    }
    let name = super::entity::one_line(&name);
    let name = name.trim_end_matches([',', ' ']).to_string();
    // Some mark names with nothing but the name's place in a list.
    let name = if name.is_empty() { element.attribute("value").unwrap_or_default() } else { name };
    (!name.is_empty()).then_some(name)
}

/// The bylines as printed, titles and firms behind a comma; not the Times's second one, which is for its index.
fn byline(top: Element<'_>) -> Option<String> {
    let mut lines: Vec<String> = Vec::new();
    for byline in top.children_named("byline") {
        if byline.attribute("class").as_deref() == Some("normalized_byline") {
            continue;
        }
        let mut line = String::new();
        for step in byline.walk() {
            match step {
                Step::Open(e) if matches!(e.name(), "byttl" | "org" | "location" | "bytag") => {
                    let before = line.trim_end();
                    // "By" alone is no name that a title could follow.
                    let name = before.ends_with(char::is_alphanumeric) && !before.trim().eq_ignore_ascii_case("by");
                    let length = before.len();
                    if name {
                        line.truncate(length);
                        line.push_str(", ");
                    }
                }
                Step::Text(text) => line.push_str(&text),
                _ => {}
            }
        }
        let line = super::entity::one_line(&line);
        if !line.is_empty() {
            lines.push(without_by(&line).to_string());
        }
    }
    (!lines.is_empty()).then(|| lines.join(", "))
}

/// Secondary headlines, the text, what stands beside it, and what ends it.
fn text(nitf: Element<'_>) -> String {
    let Some(body) = nitf.child("body") else {
        return String::new();
    };
    let mut setting = Setting::default();
    let headlines = body.child("body.head").into_iter().flat_map(|h| h.children());
    for line in headlines.filter(|h| matches!(h.name(), "hedline" | "headline")).flat_map(|h| h.children()) {
        let online = line.attribute("class").as_deref() == Some("online_headline");
        if let Some(text) = line.line().filter(|_| line.name() != "hl1" && !online) {
            setting.paragraph(&text);
        }
    }
    let content = body.child("body.content").unwrap_or(body);
    // The Times has its first paragraphs twice: in a block of their own and in the full text.
    let class = |e: Element<'_>, name: &str| e.name() == "block" && e.attribute("class").as_deref() == Some(name);
    let full = content.all("block").any(|b| class(b, "full_text"));
    let twice = |e: Element<'_>| full && (class(e, "lead_paragraph") || class(e, "online_lead_paragraph"));
    setting.inside(content, |e| twice(e) || matches!(e.name(), "body.head" | "body.end"));
    if let Some(end) = body.child("body.end") {
        setting.inside(end, |_| false);
    }
    setting.done()
}

/// The text of an NITF document in a string, and what it says beside it; None if it is none.
pub(super) fn inside(text: &str, article: &mut Article) -> Option<String> {
    let item = ITEMS.of(text.as_bytes()).next()?;
    let tree = Tree::of(&item).ok()?;
    fill(tree.root(), article);
    Some(std::mem::take(&mut article.body))
}
