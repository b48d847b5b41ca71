//! What reading one record gives: an [`Article`], or the reason why there is none.
//!
//! Known to every stage, knows none of them. An article holds what its source says, word for word; what a machine
//! believes about it (people and dates found in the text) is a [`Mentions`](crate::mention::Mentions), kept apart.

use xxhash_rust::xxh3::Xxh3Default;

use crate::date::Period;
use crate::item::Claim;
use crate::origin::Origins;

/// One article as its source gives it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Article {
    /// The source's own identifier; empty where it has none (the article is then named by path and record number).
    pub id: String,
    /// The headline, one line, without markup; empty where there is none.
    pub headline: String,
    /// The text, markup and character references resolved, line breaks as found.
    pub body: String,
    /// When it was published, as precise as the source says; None where it says nothing readable.
    pub published: Option<Period>,
    /// Newspaper, agency or series that printed it.
    pub source: Option<String>,
    /// Who wrote it, as printed.
    pub byline: Option<String>,
    /// Where it was filed from: the place of a dateline.
    pub place: Option<String>,
    /// Its address on the web.
    pub url: Option<String>,
    /// Part of the paper it stood in, as printed: `Sports`, `Editorials/Op-Ed`.
    pub section: Option<String>,
    /// Language that its source says it is in, as a tag: `en`, `pt-BR`; None where it says nothing.
    pub language: Option<String>,
    /// Where the pages and blocks of a scan begin in the body, in the order of the body; empty of what was no scan.
    pub sheets: Vec<Sheet>,
    /// People named by the source's metadata (not found in the text).
    pub people: Vec<String>,
    /// What was doubtful about reading it, a sentence each: an unreadable date, a guessed encoding.
    pub doubts: Vec<String>,
    /// Which of its dates of publication contradict each other, as a sentence (one of `doubts`); None if none do.
    pub contradiction: Option<String>,
    /// What its parts came from; empty of an article out of an index.
    pub origins: Origins,
}

/// Where a block of a scanned page begins in a body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// First byte in the body.
    pub start: usize,
    /// Page, as its source numbers it: `3`, `B2`; empty if it says nothing.
    pub page: String,
    /// Block on the page, as the file names it: `TB.3`; empty if it has none.
    pub block: String,
}

/// One record of a source, in the order of the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Number of the record in its source, from 1. For formats of one record a line this is the line number. 0 says that the
    /// outcome is a Skip that tells of the source as a whole: what it says it holds, and does not.
    pub number: u64,
    /// Article, or why there is none.
    pub outcome: Outcome,
    /// What it says of an item of a wire; None where its format knows no versions.
    pub claim: Option<Box<Claim>>,
}

impl Record {
    /// A record that stands for itself.
    pub fn new(number: u64, outcome: Outcome) -> Record {
        Record { number, outcome, claim: None }
    }

    /// What is wrong with a source as a whole, though its records were read.
    pub fn of_the_file(reason: String) -> Record {
        Record::new(0, Outcome::Skip(reason))
    }
}

/// What became of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is an article.
    Article(Box<Article>),
    /// It gave no article; the reason completes the sentence "skipped: ...", without a full stop.
    Skip(String),
    /// It was never meant to be an article: a picture in a crawl, a question to a server. The reason, as of a skip. A crawl
    /// holds millions of these; those of a file are counted by reason, and only the first of a reason keeps its number.
    Aside(String),
}

/// The name that no other article has: `path#record`.
pub fn place(path: &str, record: u64) -> String {
    format!("{path}#{record}")
}

/// A file's path, or that of a file in it: `news/dump.zip/wire/a.md`.
pub fn within(path: &str, member: Option<&str>) -> String {
    match member {
        Some(member) => format!("{path}/{member}"),
        None => path.to_string(),
    }
}

/// Texts that may be absent, as 64 bits (XXH3): each by its length and its bytes.
pub fn digest(texts: &[Option<&str>]) -> u64 {
    let mut hash = Xxh3Default::new();
    for text in texts {
        // A length that no text has stands for none, so that nothing and the empty text differ.
        hash.update(&text.map_or(u64::MAX, |t| t.len() as u64).to_le_bytes());
        hash.update(text.unwrap_or_default().as_bytes());
    }
    hash.digest()
}
