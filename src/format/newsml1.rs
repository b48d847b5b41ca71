//! NewsML 1.x: items of components, as agencies sent them before NewsML-G2.
//!
//! Takes every `<NewsItem>` of a file; gives one article each. Text may be NITF, XHTML, bare paragraphs or plain, and
//! lie anywhere in the tree of components; their roles tell text from captions and from what is no text.

use super::items::{Item, Items};
use super::markup::{self, Setting};
use super::nitf;
use super::object::without_by;
use super::wire::{self, Filing, add_person, note_dates};
use super::xml::{Element, Tree};
use super::{Cut, Fit, Format, Head, Piece, ReadOptions};
use crate::article::{Article, Outcome, Record};
use crate::item::Status;

/// NewsML 1.
pub struct NewsMl1;

const ITEMS: Items = Items(&["NewsItem"]);
const ROOT: Items = Items(&["NewsML", "NewsItem"]);

impl Format for NewsMl1 {
    fn name(&self) -> &'static str {
        "newsml1"
    }

    fn version(&self) -> u32 {
        3
    }

    fn has_items(&self) -> bool {
        true
    }

    fn known_by(&self) -> &'static str {
        "a <NewsML> of version 1"
    }

    fn recognise(&self, head: &Head<'_>) -> Fit {
        if ROOT.is_root(head.bytes) { Fit::Sure } else { Fit::No }
    }

    fn cut(&self, window: &[u8], first: bool, last: bool) -> Cut {
        ITEMS.cut(window, first, last)
    }

    fn read(&self, piece: &Piece<'_>, options: &ReadOptions) -> Vec<Record> {
        wire::records(ITEMS, filing, "no <NewsItem> in the file", piece, options)
    }
}

fn filing(item: &Item<'_>) -> Filing {
    let tree = match Tree::of(item) {
        Ok(tree) => tree,
        Err(reason) => return Filing::alone(Outcome::Skip(reason)),
    };
    let root = tree.root();
    let identifier = root.child("Identification").and_then(|i| i.child("NewsIdentifier"));
    let part = |name| identifier.and_then(|i| i.child(name)).and_then(Element::line);
    let version = part("RevisionId").map(|v| wire::version(&v)).unwrap_or_default();
    let id = part("PublicIdentifier").or_else(|| part("NewsItemId")).unwrap_or_default();
    // The public identifier ends with the revision; its versions share what stands before.
    let key = match (part("ProviderId"), part("DateId"), part("NewsItemId")) {
        (Some(provider), Some(date), Some(item)) => format!("{provider}:{date}:{item}"),
        _ => id.rsplit_once(':').map_or(id.as_str(), |(before, _)| before).to_string(),
    };
    let management = root.child("NewsManagement");
    let formal = |name| management.and_then(|m| m.child(name)).and_then(|e| e.attribute("FormalName"));
    let words = [formal("Status"), formal("Instruction")].into_iter().flatten().map(|w| Status::of(&w));
    let status = words.fold(Status::Usable, |one, other| if other == Status::Usable { one } else { other });
    let outcome = if status != Status::Usable {
        Outcome::Skip(String::new())
    } else if root.child("Update").is_some() && root.child("NewsComponent").is_none() {
        Outcome::Skip("changes to parts of another item, which are not read".to_string())
    } else {
        news(root, id, &tree, item)
    };
    Filing { outcome, key, version, status, other: None }
}

fn news(root: Element<'_>, id: String, tree: &Tree<'_>, item: &Item<'_>) -> Outcome {
    let doubts = item.doubt.iter().cloned().chain(tree.doubts()).collect();
    let mut article = Article { id, doubts, ..Article::default() };
    let component = root.child("NewsComponent");
    let lines = |name| component.into_iter().flat_map(move |c| c.all(name));
    let line = |name| lines(name).find_map(Element::line);
    article.origins.say("id", "<NewsIdentifier>");
    article.origins.say("body", "<DataContent>");
    article.origins.say("date", "<ThisRevisionCreated>, <FirstCreated>, <DateLineDate> or <DateId>");
    article.origins.say("people", "<Property> Person or <Topic> of a person");
    let headline = article.origins.pick("headline").or("<HeadLine>", || line("HeadLine"));
    article.headline = headline.taken().unwrap_or_default();
    let by = article.origins.pick("byline").or("<ByLine>", || line("ByLine")).taken();
    article.byline = by.map(|b| without_by(&b).to_string());
    let property = |name: &'static str| {
        let found = lines("Property").filter(move |p| p.attribute("FormalName").as_deref() == Some(name));
        found.filter_map(|p| p.attribute("Value"))
    };
    let place = article.origins.pick("place").or("<DateLine>", || line("DateLine").and_then(|d| wire::place(&d)));
    article.place = place.or("<Property> City", || property("City").next()).taken();
    let party = |name| lines(name).flat_map(|p| p.all("Party")).find_map(|p| p.attribute("FormalName"));
    let provider = || root.find(&["NewsIdentifier", "ProviderId"]).and_then(Element::line);
    let source = article.origins.pick("source").or("<Provider>", || party("Provider"));
    let source = source.or("<CreditLine>", || line("CreditLine")).or("<ProviderId>", provider);
    article.source = source.or("<Source>", || party("Source")).taken();
    let management = root.child("NewsManagement");
    let managed = |name| management.and_then(|m| m.child(name)).and_then(Element::line);
    let day = || root.find(&["NewsIdentifier", "DateId"]).and_then(Element::line);
    let dates = [managed("ThisRevisionCreated"), managed("FirstCreated"), line("DateLineDate"), day()];
    note_dates(dates.into_iter().flatten(), &mut article);
    // The metadata of the text first, else what the item says of itself.
    article.language = lines("Language").find_map(|l| l.attribute("FormalName")).or_else(|| root.attribute("xml:lang"));
    article.section = ["Section", "Department", "Desk"].into_iter().find_map(|name| property(name).next());
    for name in property("Person") {
        add_person(&name, &mut article.people);
    }
    for topic in root.all("Topic").filter(is_person) {
        let name = topic.child("Description").or_else(|| topic.child("FormalName")).and_then(Element::line);
        add_person(&name.unwrap_or_default(), &mut article.people);
    }
    let texts = texts(component);
    let named = lines("NewsItemRef").count();
    if texts.is_empty() && named > 0 {
        return Outcome::Skip(format!("a package without text of its own: it names {named} items"));
    }
    text(&texts, line("SubHeadLine"), &mut article);
    let whole = lines("HeadLine").any(|h| h.is_whole() && h.line().is_some());
    let text = texts.iter().any(|t| t.data.is_whole());
    if let Some(broken) = tree.broken().filter(|_| !whole && !text) {
        return Outcome::Skip(broken);
    }
    wire::finish(article, || "no headline and no text".to_string())
}

fn is_person(topic: &Element<'_>) -> bool {
    let kind = topic.child("TopicType").and_then(|t| t.attribute("FormalName"));
    kind.is_some_and(|k| k.eq_ignore_ascii_case("person"))
}

/// Content of an item that is text.
struct Text<'a> {
    /// Role of the nearest component that has one, lower case.
    role: String,
    data: Element<'a>,
}

/// The texts of all components, in their order. Of components that say the same, the first.
fn texts(component: Option<Element<'_>>) -> Vec<Text<'_>> {
    let mut texts = Vec::new();
    let mut choices: Vec<bool> = Vec::new();
    let mut left: Vec<(Element<'_>, String, Option<usize>)> =
        component.map(|c| (c, String::new(), None)).into_iter().collect();
    while let Some((component, above, choice)) = left.pop() {
        if choice.and_then(|at| choices.get(at)) == Some(&true) {
            continue;
        }
        let role = component.child("Role").and_then(|r| r.attribute("FormalName"));
        let role = role.map_or(above, |r| r.to_ascii_lowercase());
        let equivalent = component.attribute("EquivalentsList").as_deref() == Some("yes");
        let ranked = equivalent || component.child("BasisForChoice").is_some();
        let data = component.children_named("ContentItem").filter_map(text_of);
        let before = texts.len();
        texts.extend(data.take(if ranked { 1 } else { usize::MAX }).map(|data| Text { role: role.clone(), data }));
        if let Some(taken) = choice.filter(|_| texts.len() > before).and_then(|at| choices.get_mut(at)) {
            *taken = true;
        }
        let inner = if equivalent {
            choices.push(false);
            Some(choices.len() - 1)
        } else {
            choice
        };
        let children: Vec<Element<'_>> = component.children_named("NewsComponent").collect();
        left.extend(children.into_iter().rev().map(|c| (c, role.clone(), inner)));
    }
    texts
}

/// The data of an item, if it is text.
fn text_of(item: Element<'_>) -> Option<Element<'_>> {
    let formal = |name| item.child(name).and_then(|e: Element<'_>| e.attribute("FormalName"));
    let says =
        |name, words: &[&str]| formal(name).is_none_or(|f| words.iter().any(|w| f.to_ascii_lowercase().contains(w)));
    let text = says("MediaType", &["text"]) && says("MimeType", &["text/", "xml", "html", "nitf"]);
    let style = formal("MimeType").is_some_and(|f| f.contains("css") || f.contains("javascript"));
    let data = item.child("DataContent").or_else(|| item.find(&["Encoding", "DataContent"]))?;
    (text && !style && item.child("Encoding").is_none()).then_some(data)
}

/// Headlines, text and captions by their roles.
fn text(texts: &[Text<'_>], subheadline: Option<String>, article: &mut Article) {
    let mut setting = Vec::new();
    let (mut asides, mut summaries) = (Vec::new(), Vec::new());
    let mut subheadline = subheadline;
    for text in texts {
        match text.role.as_str() {
            "stylesheet" | "thumbnail" | "preview" | "metadata" => {}
            "headline" => {
                if article.headline.is_empty() {
                    article.headline = text.data.line().unwrap_or_default();
                    article.origins.say("headline", "text in the role of a headline");
                }
            }
            "subheadline" => {
                let line = read(text.data, article);
                subheadline = subheadline.or(Some(super::entity::one_line(&line)));
            }
            "caption" | "contact" | "note" => asides.push(read(text.data, article)),
            "abstract" | "summary" | "teaser" | "lead" => summaries.push(read(text.data, article)),
            _ => setting.push(read(text.data, article)),
        }
    }
    let said = |texts: &[String]| texts.iter().any(|t| !t.is_empty());
    if !said(&setting) && !said(&asides) && said(&summaries) {
        article.doubts.push(wire::ABSTRACT.to_string());
        setting = summaries;
    }
    let body: Vec<String> = subheadline.into_iter().chain(setting).chain(asides).filter(|t| !t.is_empty()).collect();
    article.body = markup::without_headline(&body.join("\n\n"), &article.headline);
}

/// The text of data; what NITF in it says beside goes to the article.
fn read(data: Element<'_>, article: &mut Article) -> String {
    if let Some(document) = data.child("nitf") {
        nitf::fill(document, article);
        return std::mem::take(&mut article.body);
    }
    if let Some(page) = data.child("html") {
        return markup::page(page);
    }
    if data.children().any(|c| matches!(c.name(), "p" | "body" | "body.content" | "block" | "div" | "pre" | "table")) {
        let mut setting = Setting::default();
        setting.inside(data.child("body").unwrap_or(data), |_| false);
        return setting.done();
    }
    if data.children().next().is_some() {
        return String::new();
    }
    let text = data.verbatim();
    if !markup::is_markup(&text) {
        return markup::plain(&text);
    }
    match nitf::inside(&text, article) {
        Some(body) => body,
        // Data of somebody's own has none of the tags of text.
        None if ["<p", "<P", "<html", "<div", "<body"].iter().any(|tag| text.contains(tag)) => markup::html(&text),
        None => String::new(),
    }
}
