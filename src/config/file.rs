//! One `morgue.toml` -> what it says. Takes the text, gives a layer, or the first thing in it that cannot be used.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Color, Layer, Place, Values};
use crate::corpus::{Walk, WalkOptions};
use crate::date::{LONGEST, days};
use crate::error::{Error, Result};
use crate::format::FieldMap;
use crate::order::DayMonth;

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
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let mut reader = Reader { text, file, base, values: Values::default(), lines: HashMap::new() };
    let table = DeTable::parse(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        let first = error.message().lines().next().unwrap_or_default().to_string();
        reader.wrong(at, format!("not TOML: {first}"), "write one setting a line: key = value".to_string())
    })?;
    // In the order of the text, so that the first thing that is wrong is the one that is named.
    let mut entries: Vec<_> = table.get_ref().iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    for (key, value) in entries {
        reader.entry(key, value, role)?;
    }
    let place = match role {
        Role::User => Place::UserFile(file.to_path_buf()),
        Role::Index => Place::IndexFile(file.to_path_buf()),
    };
    Ok(Layer { place, values: reader.values, lines: reader.lines })
}

struct Reader<'a> {
    text: &'a str,
    file: &'a Path,
    base: &'a Path,
    values: Values,
    lines: HashMap<&'static str, usize>,
}

type Value<'a> = Spanned<DeValue<'a>>;

impl Reader<'_> {
    fn line(&self, at: usize) -> usize {
        1 + self.text.as_bytes().iter().take(at).filter(|b| **b == b'\n').count()
    }

    fn wrong(&self, at: usize, what: String, remedy: String) -> Error {
        Error::Config { file: self.file.to_path_buf(), line: self.line(at), what, remedy }
    }

    /// A value of the wrong kind.
    fn unlike(&self, key: &str, value: &Value<'_>, example: &str) -> Error {
        let (found, at) = (value.get_ref().type_str(), value.span().start);
        self.wrong(at, format!("{key}: this is of the kind \"{found}\""), format!("write {key} = {example}"))
    }

    fn entry(&mut self, key: &Spanned<std::borrow::Cow<'_, str>>, value: &Value<'_>, role: Role) -> Result<()> {
        let at = key.span().start;
        let known = match key.get_ref().as_ref() {
            "index" => {
                if role == Role::Index {
                    let what = "index: a file that lies in an index cannot say where the index is".to_string();
                    let remedy = "leave the line out, or write it into the morgue.toml of your own settings";
                    return Err(self.wrong(at, what, remedy.to_string()));
                }
                self.values.index = Some(self.path("index", value, "\"/srv/news.morgue\"")?);
                "index"
            }
            "corpora" => {
                self.values.corpora = Some(self.paths("corpora", value)?);
                "corpora"
            }
            "include" => {
                self.values.include = Some(self.globs("include", value)?);
                "include"
            }
            "exclude" => {
                self.values.exclude = Some(self.globs("exclude", value)?);
                "exclude"
            }
            "hidden" => {
                self.values.hidden = Some(self.switch("hidden", value)?);
                "hidden"
            }
            "follow" => {
                self.values.follow = Some(self.switch("follow", value)?);
                "follow"
            }
            "fields" => {
                self.values.fields = Some(self.fields("fields", value)?);
                "fields"
            }
            "people" => {
                self.values.people = Some(self.switch("people", value)?);
                "people"
            }
            "dates" => {
                self.values.dates = Some(self.switch("dates", value)?);
                "dates"
            }
            "day_month" => {
                self.values.day_month = Some(self.day_month("day_month", value)?);
                "day_month"
            }
            "threads" => {
                self.values.threads = Some(self.number("threads", value, "2", u16::MAX.into())? as usize);
                "threads"
            }
            "max_deletions" => {
                self.values.max_deletions = Some(self.number("max_deletions", value, "30", 100)? as u8);
                "max_deletions"
            }
            "limit" => {
                self.values.limit = Some(self.number("limit", value, "20", u32::MAX.into())? as usize);
                "limit"
            }
            "passages" => {
                self.values.passages = Some(self.number("passages", value, "3", u32::MAX.into())? as usize);
                "passages"
            }
            "fresh" => {
                self.values.fresh = Some(self.days("fresh", value)?);
                "fresh"
            }
            "color" => {
                self.values.color = Some(self.color("color", value)?);
                "color"
            }
            "synonyms" => {
                self.values.synonyms = Some(self.path("synonyms", value, "\"synonyms.txt\"")?);
                "synonyms"
            }
            other => {
                return Err(self.wrong(at, format!("there is no key \"{other}\""), format!("the keys are {KEYS}")));
            }
        };
        self.lines.insert(known, self.line(at));
        Ok(())
    }

    fn text<'v>(&self, key: &str, value: &'v Value<'_>, example: &str) -> Result<&'v str> {
        value.get_ref().as_str().ok_or_else(|| self.unlike(key, value, example))
    }

    fn texts<'v>(&self, key: &str, value: &'v Value<'_>, example: &str) -> Result<Vec<(&'v str, usize)>> {
        let array = value.get_ref().as_array().ok_or_else(|| self.unlike(key, value, example))?;
        array.iter().map(|item| Ok((self.text(key, item, example)?, item.span().start))).collect()
    }

    fn path(&self, key: &str, value: &Value<'_>, example: &str) -> Result<PathBuf> {
        let text = self.text(key, value, example)?;
        self.below(key, text, value.span().start, example)
    }

    fn below(&self, key: &str, text: &str, at: usize, example: &str) -> Result<PathBuf> {
        if text.is_empty() {
            return Err(self.wrong(at, format!("{key}: the path is empty"), format!("write {key} = {example}")));
        }
        Ok(self.base.join(text))
    }

    fn paths(&self, key: &str, value: &Value<'_>) -> Result<Vec<PathBuf>> {
        let example = "[\"/srv/news\"]";
        let paths = self.texts(key, value, example)?;
        if paths.is_empty() {
            let at = value.span().start;
            return Err(self.wrong(at, format!("{key}: the list is empty"), format!("write {key} = {example}")));
        }
        paths.into_iter().map(|(text, at)| self.below(key, text, at, example)).collect()
    }

    fn globs(&self, key: &str, value: &Value<'_>) -> Result<Vec<String>> {
        let mut globs = Vec::new();
        for (glob, at) in self.texts(key, value, "[\"*.jsonl\"]")? {
            let options = WalkOptions { include: vec![glob.to_string()], ..WalkOptions::default() };
            Walk::new(&options, None).map_err(|error| {
                self.wrong(at, format!("{key}: {error}"), "write a glob such as *.jsonl or wire/2024-*".to_string())
            })?;
            globs.push(glob.to_string());
        }
        Ok(globs)
    }

    fn fields(&self, key: &str, value: &Value<'_>) -> Result<Vec<String>> {
        let mut fields = Vec::new();
        for (field, at) in self.texts(key, value, "[\"headline=ttl\"]")? {
            FieldMap::parse([field]).map_err(|error| {
                self.wrong(at, format!("{key}: {error}"), format!("write {key} = [\"headline=ttl\"]"))
            })?;
            fields.push(field.to_string());
        }
        Ok(fields)
    }

    fn switch(&self, key: &str, value: &Value<'_>) -> Result<bool> {
        value.get_ref().as_bool().ok_or_else(|| self.unlike(key, value, "true or false, without quotes"))
    }

    fn number(&self, key: &str, value: &Value<'_>, example: &str, most: u64) -> Result<u64> {
        let integer = value.get_ref().as_integer().ok_or_else(|| self.unlike(key, value, example))?;
        let number = i128::from_str_radix(integer.as_str(), integer.radix()).ok().and_then(|n| u64::try_from(n).ok());
        number.filter(|n| *n <= most).ok_or_else(|| {
            let at = value.span().start;
            self.wrong(at, format!("{key}: the number is not from 0 to {most}"), format!("write {key} = {example}"))
        })
    }

    /// A length of time, or a number of days.
    fn days(&self, key: &str, value: &Value<'_>) -> Result<u32> {
        let example = "\"30d\"";
        match value.get_ref().as_str() {
            Some(text) => days(text).map_err(|why| {
                self.wrong(value.span().start, format!("{key}: {why}"), format!("write {key} = {example}"))
            }),
            None => Ok(self.number(key, value, example, LONGEST.into())? as u32),
        }
    }

    fn day_month(&self, key: &str, value: &Value<'_>) -> Result<Option<DayMonth>> {
        let example = "\"day-first\", \"month-first\" or \"shown\"";
        let text = self.text(key, value, example)?;
        if text == "shown" {
            return Ok(None);
        }
        text.parse().map(Some).map_err(|()| {
            let at = value.span().start;
            self.wrong(at, format!("{key}: there is no \"{text}\""), format!("write {key} = {example}"))
        })
    }

    fn color(&self, key: &str, value: &Value<'_>) -> Result<Color> {
        let example = "\"auto\", \"always\" or \"never\"";
        match self.text(key, value, example)? {
            "auto" => Ok(Color::Auto),
            "always" => Ok(Color::Always),
            "never" => Ok(Color::Never),
            other => {
                let at = value.span().start;
                Err(self.wrong(at, format!("{key}: there is no \"{other}\""), format!("write {key} = {example}")))
            }
        }
    }
}
