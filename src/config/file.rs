//! One `morgue.toml` -> what it says. Takes the text, gives a layer, or the first thing in it that cannot be used.

use std::collections::HashMap;
use std::path::Path;

use super::reader::{Reader, Value};
use super::{Color, Layer, Place, Values};
use crate::error::Result;

/// Whose file it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The user's own.
    User,
    /// That of one index.
    Index,
}

/// All keys, as a remedy names them.
const KEYS: &str = "index, corpora, include, exclude, hidden, follow, fields, people, dates, day_month, threads, \
max_deletions, limit, passages, fresh, color, synonyms";

/// Reads a file. `base` is the folder that relative paths in it begin from.
///
/// # Errors
/// [`Error::Config`] for text that is no TOML, an unknown key, a value of the wrong kind, a glob or a field mapping that
/// cannot be used.
pub fn read(text: &str, file: &Path, base: &Path, role: Role) -> Result<Layer> {
    let reader = Reader::new(text, file, base);
    let (mut values, mut lines) = (Values::default(), HashMap::new());
    reader.entries(|key, value, at| {
        lines.insert(entry(&reader, &mut values, (key, at), value, role)?, reader.line_of(at));
        Ok(())
    })?;
    let place = match role {
        Role::User => Place::UserFile(file.to_path_buf()),
        Role::Index => Place::IndexFile(file.to_path_buf()),
    };
    Ok(Layer { place, values, lines })
}

/// Keeps the value of a key; gives the key as it is known.
fn entry(
    reader: &Reader<'_>,
    values: &mut Values,
    (key, at): (&str, usize),
    value: &Value<'_>,
    role: Role,
) -> Result<&'static str> {
    Ok(match key {
        "index" => {
            if role == Role::Index {
                let what = "index: a file that lies in an index cannot say where the index is".to_string();
                let remedy = "leave the line out, or write it into the morgue.toml of your own settings";
                return Err(reader.wrong(at, what, remedy.to_string()));
            }
            values.index = Some(reader.path("index", value, "\"/srv/news.morgue\"")?);
            "index"
        }
        "corpora" => {
            values.corpora = Some(reader.paths("corpora", value)?);
            "corpora"
        }
        "include" => {
            values.include = Some(reader.globs("include", value)?);
            "include"
        }
        "exclude" => {
            values.exclude = Some(reader.globs("exclude", value)?);
            "exclude"
        }
        "hidden" => {
            values.hidden = Some(reader.switch("hidden", value)?);
            "hidden"
        }
        "follow" => {
            values.follow = Some(reader.switch("follow", value)?);
            "follow"
        }
        "fields" => {
            values.fields = Some(reader.fields("fields", value)?);
            "fields"
        }
        "people" => {
            values.people = Some(reader.switch("people", value)?);
            "people"
        }
        "dates" => {
            values.dates = Some(reader.switch("dates", value)?);
            "dates"
        }
        "day_month" => {
            values.day_month = Some(reader.day_month("day_month", value)?);
            "day_month"
        }
        "threads" => {
            values.threads = Some(reader.number("threads", value, "2", u16::MAX.into())? as usize);
            "threads"
        }
        "max_deletions" => {
            values.max_deletions = Some(reader.number("max_deletions", value, "30", 100)? as u8);
            "max_deletions"
        }
        "limit" => {
            values.limit = Some(reader.number("limit", value, "20", u32::MAX.into())? as usize);
            "limit"
        }
        "passages" => {
            values.passages = Some(reader.number("passages", value, "3", u32::MAX.into())? as usize);
            "passages"
        }
        "fresh" => {
            values.fresh = Some(reader.days("fresh", value)?);
            "fresh"
        }
        "color" => {
            values.color = Some(color(reader, "color", value)?);
            "color"
        }
        "synonyms" => {
            values.synonyms = Some(reader.path("synonyms", value, "\"synonyms.txt\"")?);
            "synonyms"
        }
        other => {
            return Err(reader.wrong(at, format!("there is no key \"{other}\""), format!("the keys are {KEYS}")));
        }
    })
}

fn color(reader: &Reader<'_>, key: &str, value: &Value<'_>) -> Result<Color> {
    let example = "\"auto\", \"always\" or \"never\"";
    match reader.text(key, value, example)? {
        "auto" => Ok(Color::Auto),
        "always" => Ok(Color::Always),
        "never" => Ok(Color::Never),
        other => {
            let at = value.span().start;
            Err(reader.wrong(at, format!("{key}: there is no \"{other}\""), format!("write {key} = {example}")))
        }
    }
}
