//! A full-text search engine over news archives.
pub mod article;
pub mod cli;
pub mod corpus;
pub mod date;
pub mod enrich;
pub mod error;
pub mod filing;
pub mod format;
pub mod index;
pub mod mention;
pub mod print;
pub mod query;
pub mod reading;
pub mod search;
pub mod words;
