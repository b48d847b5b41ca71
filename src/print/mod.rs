//! Values -> bytes for people and programs. Only here is known what colour, JSON, CSV or a TREC run is.

pub mod clean;
pub mod count;
pub mod coverage;
pub mod json;
pub mod table;
pub mod text;
