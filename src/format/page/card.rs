//! The tags of a page -> what they say of it: titles, `<meta>`, OpenGraph, canonical address, JSON-LD as it stands.
//!
//! Takes tags and texts in the order of the page and keeps the first of each name that is asked for later. It decides
//! nothing; what is said twice in different words is settled by who reads the card.

use super::bare::Tag;

/// Names of `<meta>` (`name`, `property`, `itemprop`, `http-equiv`), lower case, that are kept; those that say the same stand in
/// the order of trust.
pub(super) const TITLE: &[&str] = &[
    "og:title",
    "dc.title",
    "dcterms.title",
    "citation_title",
    "parsely-title",
    "sailthru.title",
    "headline",
    "twitter:title",
];
pub(super) const DATE: &[&str] = &[
    "article:published_time",
    "og:published_time",
    "og:article:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.issued",
    "citation_publication_date",
    "citation_date",
    "publication_date",
    "publication-date",
    "publishdate",
    "publish-date",
    "publish_date",
    "published",
    "pubdate",
    "article.published",
    "cxenseparse:recs:publishtime",
    "originalpublicationdate",
    "dc.date.created",
    "dcterms.created",
    "datecreated",
    "dc.date",
    "dcterms.date",
    "date",
];
pub(super) const SOURCE: &[&str] =
    &["og:site_name", "citation_journal_title", "dc.publisher", "dcterms.publisher", "publisher", "application-name"];
pub(super) const AUTHOR: &[&str] = &[
    "author",
    "article:author",
    "byl",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "citation_author",
    "article:author_name",
];
pub(super) const SECTION: &[&str] = &["article:section", "articlesection", "parsely-section", "section"];
pub(super) const URL: &[&str] = &["og:url", "parsely-link", "twitter:url"];
pub(super) const LANGUAGE: &[&str] = &["og:locale", "content-language", "language", "dc.language", "inlanguage"];
pub(super) const ABSTRACT: &[&str] = &["og:description", "description", "twitter:description", "dc.description"];
pub(super) const TYPE: &[&str] = &["og:type"];
pub(super) const REFRESH: &[&str] = &["refresh"];
const ALL: [&[&str]; 10] = [TITLE, DATE, SOURCE, AUTHOR, SECTION, URL, LANGUAGE, ABSTRACT, TYPE, REFRESH];

/// Bytes of a title or heading up to which more is added to it.
const LONGEST: usize = 4096;

/// What the tags of a page say.
#[derive(Debug, Default)]
pub(super) struct Card {
    /// Text of `<title>`.
    pub(super) title: String,
    /// Text of the first `<h1>` that has any.
    pub(super) heading: String,
    /// `<link rel="canonical">`.
    pub(super) canonical: Option<String>,
    /// `lang` of the page.
    pub(super) language: Option<String>,
    /// Texts of scripts of the type JSON-LD.
    pub(super) linked: Vec<String>,
    /// `datetime` of the first `<time>` behind the first heading.
    pub(super) time: Option<String>,
    /// Where a browser says that it saved the page from.
    pub(super) saved_from: Option<String>,
    /// Whether it is made of frames.
    pub(super) frames: bool,
    metas: Vec<(String, String)>,
    /// What the text that comes next belongs to.
    takes: Option<Takes>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Takes {
    Title,
    Heading,
    Linked,
}

impl Card {
    /// The first of these names that says something.
    pub(super) fn meta(&self, names: &'static [&'static str]) -> Option<&str> {
        self.metas(names).next()
    }

    /// What each of these names says, in the order of the names; a name may stand several times.
    pub(super) fn metas(&self, names: &'static [&'static str]) -> impl Iterator<Item = &str> {
        names.iter().flat_map(|name| self.metas.iter().filter(move |(n, _)| n == name).map(|(_, value)| value.as_str()))
    }

    pub(super) fn start(&mut self, tag: &Tag) {
        match tag.name.as_str() {
            "html" => self.keep_language(tag),
            "title" if self.title.is_empty() => self.takes = Some(Takes::Title),
            "h1" if self.heading.is_empty() => self.takes = Some(Takes::Heading),
            "script"
                if tag
                    .get("type")
                    .is_some_and(|t| t.trim().to_ascii_lowercase().starts_with("application/ld+json")) =>
            {
                self.linked.push(String::new());
                self.takes = Some(Takes::Linked);
            }
            "link" if self.canonical.is_none() => {
                let canonical = tag.get("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical"));
                self.canonical =
                    tag.get("href").filter(|href| canonical && !href.trim().is_empty()).map(str::to_string);
            }
            "frameset" => self.frames = true,
            "time" if self.time.is_none() && !self.heading.is_empty() => {
                self.time = tag.get("datetime").map(str::to_string);
            }
            _ => {}
        }
        self.keep_meta(tag);
    }

    fn keep_language(&mut self, tag: &Tag) {
        let said = tag.get("lang").or_else(|| tag.get("xml:lang"));
        self.language = self.language.take().or_else(|| said.map(str::to_string));
    }

    fn keep_meta(&mut self, tag: &Tag) {
        const MOST: usize = 50;
        let value =
            if tag.name == "meta" { tag.get("content") } else { tag.get("content").or_else(|| tag.get("datetime")) };
        let Some(value) = value.map(str::trim).filter(|v| !v.is_empty()) else { return };
        for by in ["property", "name", "itemprop", "http-equiv"] {
            if tag.name != "meta" && by != "itemprop" {
                continue;
            }
            let Some(said) = tag.get(by) else { continue };
            // Several properties may share a tag.
            for name in said.split_ascii_whitespace().take(4).map(str::to_ascii_lowercase) {
                let known = ALL.iter().any(|names| names.contains(&name.as_str()));
                if known && self.metas.iter().filter(|(n, _)| *n == name).count() < MOST {
                    self.metas.push((name, value.to_string()));
                }
            }
        }
    }

    /// `saved from url=(0027)https://vale.example/ferries`, `Page saved with SingleFile url: https://vale.example/ferries`
    pub(super) fn comment(&mut self, comment: &[u8]) {
        if self.saved_from.is_some() || comment.len() > LONGEST {
            return;
        }
        let comment = String::from_utf8_lossy(comment);
        let browser = comment.split_once("saved from url=(").and_then(|(_, rest)| rest.split_once(')'));
        let single = comment.split_once("SingleFile").and_then(|(_, rest)| rest.split_once("url:"));
        let address = browser.or(single).and_then(|(_, rest)| rest.split_whitespace().next());
        self.saved_from = address.filter(|address| address.starts_with("http")).map(str::to_string);
    }

    pub(super) fn text(&mut self, text: &str) {
        match self.takes {
            Some(Takes::Title) if self.title.len() < LONGEST => self.title.push_str(text),
            Some(Takes::Heading) if self.heading.len() < LONGEST => {
                // One that is blank so far stays empty.
                let text = if self.heading.is_empty() { text.trim_start() } else { text };
                self.heading.push_str(text);
            }
            Some(Takes::Linked) => self.linked.last_mut().into_iter().for_each(|script| script.push_str(text)),
            _ => {}
        }
    }

    pub(super) fn end(&mut self, name: &str) {
        let ends = match self.takes {
            Some(Takes::Title) => name == "title",
            Some(Takes::Heading) => name == "h1",
            Some(Takes::Linked) => name == "script",
            None => false,
        };
        if ends {
            self.takes = None;
        }
    }
}
