//! Names of JSON fields and of a table's columns -> the parts of an article they stand for.
//!
//! [`USUAL`] is the one table of names in use; a [`FieldMap`] holds a user's own, which come first. A name earlier in
//! a row wins over a later one if both hold something. It knows names only: reading the values is `object`'s work.

use serde::{Deserialize, Serialize};

/// A part of an article that a field can give.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Part {
    /// The source's identifier.
    Id,
    /// The headline.
    Headline,
    /// The text.
    Body,
    /// The date of publication.
    Date,
    /// The newspaper or agency.
    Source,
    /// Who wrote it.
    Byline,
    /// Where it was filed from.
    Place,
    /// Its web address.
    Url,
    /// The people it names in its metadata.
    People,
    /// The part of the paper.
    Section,
    /// The language it is in.
    Language,
    /// The page it was printed on.
    Page,
}

impl Part {
    /// All parts, in the order of their numbers (`part as usize`).
    pub(super) const ALL: [Part; 12] = [
        Part::Id,
        Part::Headline,
        Part::Body,
        Part::Date,
        Part::Source,
        Part::Byline,
        Part::Place,
        Part::Url,
        Part::People,
        Part::Section,
        Part::Language,
        Part::Page,
    ];

    /// The name by which a user's mapping calls it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Part::Id => "id",
            Part::Headline => "headline",
            Part::Body => "body",
            Part::Date => "date",
            Part::Source => "source",
            Part::Byline => "byline",
            Part::Place => "place",
            Part::Url => "url",
            Part::People => "people",
            Part::Section => "section",
            Part::Language => "language",
            Part::Page => "page",
        }
    }

    /// The members that hold the value where a field is an object, such as `{"name": "..."}`.
    ///
    /// People have only `name`: an entry with `start`, `end` and `text` is an annotation of the text, no metadata.
    pub(super) fn members(self) -> &'static [&'static str] {
        match self {
            Part::Id => &["$oid", "id", "value", "#text"],
            Part::Headline => &["rendered", "main", "text", "value", "default", "#text"],
            Part::Body => &["rendered", "text", "content", "body", "value", "default", "#text"],
            Part::Date => &["$date", "$numberLong", "date", "value", "iso", "#text"],
            Part::Source => &["name", "title", "value", "#text"],
            Part::Byline => &["name", "original", "fullname", "full_name", "value", "#text"],
            Part::Place => &["name", "value", "#text"],
            Part::Url => &["href", "url", "value", "#text"],
            Part::People => &["name"],
            Part::Section => &["name", "title", "webTitle", "value", "#text"],
            Part::Language => &["code", "tag", "name", "value", "#text"],
            Part::Page => &["number", "value", "#text"],
        }
    }
}

/// The usual names, compared without regard to ASCII case.
pub(super) const USUAL: [(Part, &[&str]); 12] = [
    (
        Part::Id,
        &[
            "id",
            "_id",
            "uuid",
            "guid",
            "doc_id",
            "docid",
            "docno",
            "article_id",
            "articleid",
            "newid",
            "identifier",
            "uri",
        ],
    ),
    (Part::Headline, &["headline", "title", "hl1", "head", "headline_main", "article_title", "heading", "headlines"]),
    (
        Part::Body,
        &[
            "body",
            "body_text",
            "bodytext",
            "articlebody",
            "article_body",
            "full_text",
            "fulltext",
            "text",
            "content",
            "article",
            "article_text",
            "content_text",
            "maintext",
            "main_text",
            "story",
            "paragraphs",
            "plain_text",
            "raw_text",
            "contents",
            "content_html",
            "body_html",
            "body_xhtml",
            "bodies",
        ],
    ),
    (
        Part::Date,
        &[
            "date",
            "published",
            "published_at",
            "publishedat",
            "published_on",
            "published_date",
            "publisheddate",
            "pub_date",
            "pubdate",
            "publication_date",
            "publicationdate",
            "date_published",
            "datepublished",
            "date_publish",
            "publish_date",
            "publishdate",
            "first_published_at",
            "webpublicationdate",
            "issued",
            "versioncreated",
            "created_at",
            "createdat",
            "timestamp",
        ],
    ),
    (
        Part::Source,
        &[
            "source",
            "publication",
            "newspaper",
            "publisher",
            "outlet",
            "site_name",
            "sitename",
            "journal",
            "source_name",
            "publication_name",
        ],
    ),
    (Part::Byline, &["byline", "author", "authors", "creator", "author_name", "by", "writer"]),
    (Part::Place, &["place", "location", "located", "dateline", "city"]),
    (Part::Url, &["url", "link", "web_url", "weburl", "canonical_url", "permalink", "source_url"]),
    (Part::People, &["people", "persons", "person"]),
    (
        Part::Section,
        &[
            "section",
            "section_name",
            "sectionname",
            "sections",
            "articlesection",
            "article_section",
            "desk",
            "news_desk",
            "newsdesk",
            "category",
        ],
    ),
    (Part::Language, &["language", "lang", "inlanguage", "language_code", "lang_code", "locale"]),
    (Part::Page, &["page", "print_page", "printpage", "print_page_number", "page_number", "pagenumber", "page_no"]),
];

/// A user's own field names: which field gives which part of an article, before the usual names are looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldMap {
    entries: Vec<Entry>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Entry {
    part: Part,
    path: String,
}

/// Why a mapping of fields cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadMapping {
    /// There is no `=`.
    #[error("\"{0}\" is no field mapping; write the part of the article, =, and your field: headline=ttl")]
    NoEquals(String),
    /// An article has no such part.
    #[error(
        "\"{0}\" is no part of an article; it has id, headline, body, date, source, byline, place, url, people, section, language and page"
    )]
    NoSuchPart(String),
    /// The path has an empty name.
    #[error("\"{0}\" names no field after the =; write headline=ttl or, for nested objects, body=payload.text")]
    NoField(String),
}

impl FieldMap {
    /// Reads mappings such as `headline=ttl` or, into nested objects, `body=payload.text`. Of several for one part the
    /// first that holds something wins.
    ///
    /// # Errors
    /// [`BadMapping`] for the first mapping that cannot be used.
    pub fn parse<'a>(specs: impl IntoIterator<Item = &'a str>) -> Result<FieldMap, BadMapping> {
        let mut entries = Vec::new();
        for spec in specs {
            let (name, path) = spec.split_once('=').ok_or_else(|| BadMapping::NoEquals(spec.to_string()))?;
            let (name, path) = (name.trim(), path.trim());
            let part = part_named(name).ok_or_else(|| BadMapping::NoSuchPart(name.to_string()))?;
            if path.split('.').any(str::is_empty) {
                return Err(BadMapping::NoField(spec.to_string()));
            }
            entries.push(Entry { part, path: path.to_string() });
        }
        Ok(FieldMap { entries })
    }

    /// These mappings, and behind them those of another.
    pub(crate) fn before(&self, other: &FieldMap) -> FieldMap {
        FieldMap { entries: self.entries.iter().chain(&other.entries).cloned().collect() }
    }

    /// The mappings as they are written, `headline=ttl`.
    pub fn specs(&self) -> Vec<String> {
        self.entries.iter().map(|entry| format!("{}={}", entry.part.name(), entry.path)).collect()
    }

    /// What a field of this name gives, and its rank: the lower wins. A user's names rank before all usual ones.
    pub(super) fn lookup(&self, name: &str) -> Option<(Part, usize)> {
        let own = self.entries.iter().position(|e| e.path.eq_ignore_ascii_case(name));
        if let Some((rank, entry)) = own.and_then(|rank| Some((rank, self.entries.get(rank)?))) {
            return Some((entry.part, rank));
        }
        usual(name).map(|(part, rank)| (part, self.entries.len() + rank))
    }

    /// The mappings that lead into nested objects: their part, rank and path.
    pub(super) fn nested(&self) -> impl Iterator<Item = (Part, usize, &str)> {
        self.entries.iter().enumerate().filter(|(_, e)| e.path.contains('.')).map(|(r, e)| (e.part, r, e.path.as_str()))
    }
}

/// The part that a usual name gives, and the name's place in its row.
pub(super) fn usual(name: &str) -> Option<(Part, usize)> {
    USUAL.iter().find_map(|(part, names)| {
        let rank = names.iter().position(|n| n.len() == name.len() && n.eq_ignore_ascii_case(name))?;
        Some((*part, rank))
    })
}

/// The part a user means: its own name or any usual one that is not the name of another part.
fn part_named(name: &str) -> Option<Part> {
    let own = Part::ALL.into_iter().find(|p| p.name().eq_ignore_ascii_case(name));
    own.or_else(|| usual(name).map(|(part, _)| part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_has_its_row_and_no_name_has_two() {
        let mut seen = Vec::new();
        for (part, (row, names)) in Part::ALL.into_iter().zip(USUAL) {
            assert_eq!(part, row);
            for name in names {
                assert!(!seen.contains(name), "{name}");
                assert_eq!(*name, name.to_ascii_lowercase());
                seen.push(name);
            }
        }
    }

    #[test]
    fn mappings() {
        let map = FieldMap::parse(["headline=ttl", "body = payload.text"]).unwrap_or_default();
        assert_eq!(map.lookup("TTL"), Some((Part::Headline, 0)));
        assert_eq!(map.lookup("headline"), Some((Part::Headline, 2)));
        assert_eq!(map.nested().collect::<Vec<_>>(), [(Part::Body, 1, "payload.text")]);
        assert_eq!(FieldMap::parse(["ttl"]), Err(BadMapping::NoEquals("ttl".into())));
        assert_eq!(FieldMap::parse(["colour=x"]), Err(BadMapping::NoSuchPart("colour".into())));
        for bad in ["body=", "body=a..b", "body=.a"] {
            assert_eq!(FieldMap::parse([bad]), Err(BadMapping::NoField(bad.into())));
        }
    }
}
