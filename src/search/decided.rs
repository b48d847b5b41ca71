//! `people.toml` in the folder of an index -> what the user decided about names.

use std::fs;
use std::io;
use std::path::Path;

use crate::error::{Error, Result};
use crate::persons::decisions::{Decisions, Flaw};

/// The name of the file.
pub const FILE: &str = "people.toml";

/// Reads the decisions that lie beside an index; there are none if there is no file.
///
/// # Errors
/// [`Error::People`] with the line of the first flaw; [`Error::Unreadable`].
pub fn read(place: &Path) -> Result<Decisions> {
    let path = place.join(FILE);
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(Decisions::default()),
        Err(cause) => return Err(Error::Unreadable { path, cause }),
    };
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let before = error.as_bytes().get(..error.utf8_error().valid_up_to()).unwrap_or_default();
            let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
            return Err(Error::People { path, line, what: "this is not UTF-8".to_string() });
        }
    };
    Decisions::read(&text).map_err(|Flaw { line, what }| Error::People { path, line, what })
}
