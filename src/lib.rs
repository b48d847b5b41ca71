//! A full-text search engine over news archives: ranked passages, exact highlights, people and dates.
//!
//! Two flows, and data runs one way in each:
//!
//! ```text
//! corpus: Source -> reading, format: Record -> enrich: Mentions -> index          (filing::file_away)
//! text -> query::parse: Query -> search: Hits with passages -> print              (search::Archive)
//! ```
//! A watchlist turns the second round: many queries, and only the articles that are new ([`alerts`]).
//!
//! [`article`], [`date`], [`mention`] and [`words`] are known to all stages and know none of them. tantivy is known to
//! [`index`] and [`search`] only; files, the clock and the terminal to [`corpus`], [`reading`], [`index`] and [`cli`].
//! The second flow as one types, on a whole terminal, is [`screen`].
//! Who is who across an archive is told by [`persons`], which knows names, dates and what the user decided, and no index.
//! Beside the flows stand [`config`] (what holds, and who said so) and [`schedule`] (the nightly run, written down).
//!
//! ```
//! use morgue::corpus::corpora;
//! use morgue::filing::{FilingOptions, Manner, Progress, file_away};
//! use morgue::query::parse::{Join, parse};
//! use morgue::search::{Archive, Page};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = tempfile::tempdir()?;
//! # let folder = folder.path();
//! // The first flow: a folder of news becomes an index.
//! let news = folder.join("news");
//! std::fs::create_dir(&news)?;
//! std::fs::write(
//!     news.join("2024-12-02.md"),
//!     "**Ferry Strike Ends**\nThe strike ended on Sunday, said Rosaura Pinto. She had led it for a month.\n",
//! )?;
//! let index = folder.join("index");
//! let report = file_away(&corpora(&[news])?, &index, &FilingOptions::default(), &Manner::default(), &Progress::default())?;
//! assert_eq!((report.articles, report.skipped), (1, 0));
//!
//! // The second flow: a question becomes ranked passages, with the proof marked.
//! let archive = Archive::open(&index)?;
//! let query = parse("strikes people:pinto", Join::All).query.ok_or("no words")?;
//! let answer = archive.search(&query, &Page::default())?;
//! let hit = &answer.hits[0];
//! let (article, passage) = (&hit.filed.article, &hit.passages[0]);
//! let marked: Vec<&str> = passage.marks.iter().map(|range| &article.body[range.clone()]).collect();
//! assert_eq!(article.headline, "Ferry Strike Ends");
//! assert_eq!(marked, ["strike", "Rosaura Pinto"]);
//! # Ok(())
//! # }
//! ```

pub mod alerts;
pub mod article;
pub mod change;
pub mod cli;
pub mod config;
pub mod corpus;
pub mod count;
pub mod date;
pub mod enrich;
pub mod error;
pub mod filing;
pub mod format;
pub mod index;
pub mod item;
pub mod keeping;
pub mod language;
pub mod mention;
pub mod nations;
pub mod order;
pub mod origin;
pub mod pages;
pub mod persons;
pub mod print;
#[cfg(test)]
mod property;
pub mod query;
pub mod quote;
pub mod reading;
pub mod schedule;
pub mod screen;
pub mod search;
pub mod sentences;
pub mod shape;
pub mod unpack;
pub mod words;
