//! Reading a file of settings: values of their kinds, and where something is wrong the line and a remedy. Knows no keys.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::corpus::{Walk, WalkOptions};
use crate::date::{LONGEST, days};
use crate::error::{Error, Result};
use crate::format::FieldMap;
use crate::order::DayMonth;

/// The value of a key, with its place.
pub(super) type Value<'a> = Spanned<DeValue<'a>>;

/// One file. `base` is the folder that relative paths in it begin from.
pub(super) struct Reader<'a> {
    text: &'a str,
    file: &'a Path,
    base: &'a Path,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str, file: &'a Path, base: &'a Path) -> Reader<'a> {
        Reader { text: text.strip_prefix('\u{FEFF}').unwrap_or(text), file, base }
    }

    /// Visits each key with its value and place, in the order of the text, so that the first thing that is wrong is the
    /// one that is named.
    pub(super) fn entries(&self, mut visit: impl FnMut(&str, &Value<'_>, usize) -> Result<()>) -> Result<()> {
        let table = DeTable::parse(self.text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            let first = error.message().lines().next().unwrap_or_default().to_string();
            self.wrong(at, format!("not TOML: {first}"), "write one setting a line: key = value".to_string())
        })?;
        let mut entries: Vec<(&Spanned<Cow<'_, str>>, &Value<'_>)> = table.get_ref().iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        entries.into_iter().try_for_each(|(key, value)| visit(key.get_ref(), value, key.span().start))
    }

    /// A text of one line that says something.
    pub(super) fn line(&self, key: &str, value: &Value<'_>, example: &str) -> Result<String> {
        let text = self.text(key, value, example)?.trim();
        if text.is_empty() || text.contains(char::is_control) {
            let (at, what) = (value.span().start, format!("{key}: this must be a line of text"));
            return Err(self.wrong(at, what, format!("write {key} = {example}")));
        }
        Ok(text.to_string())
    }

    pub(super) fn line_of(&self, at: usize) -> usize {
        1 + self.text.as_bytes().iter().take(at).filter(|b| **b == b'\n').count()
    }

    pub(super) fn wrong(&self, at: usize, what: String, remedy: String) -> Error {
        Error::Config { file: self.file.to_path_buf(), line: self.line_of(at), what, remedy }
    }

    /// A value of the wrong kind.
    pub(super) fn unlike(&self, key: &str, value: &Value<'_>, example: &str) -> Error {
        let (found, at) = (value.get_ref().type_str(), value.span().start);
        self.wrong(at, format!("{key}: this is of the kind \"{found}\""), format!("write {key} = {example}"))
    }

    pub(super) fn text<'v>(&self, key: &str, value: &'v Value<'_>, example: &str) -> Result<&'v str> {
        value.get_ref().as_str().ok_or_else(|| self.unlike(key, value, example))
    }

    pub(super) fn texts<'v>(&self, key: &str, value: &'v Value<'_>, example: &str) -> Result<Vec<(&'v str, usize)>> {
        let array = value.get_ref().as_array().ok_or_else(|| self.unlike(key, value, example))?;
        array.iter().map(|item| Ok((self.text(key, item, example)?, item.span().start))).collect()
    }

    pub(super) fn path(&self, key: &str, value: &Value<'_>, example: &str) -> Result<PathBuf> {
        let text = self.text(key, value, example)?;
        self.below(key, text, value.span().start, example)
    }

    pub(super) fn below(&self, key: &str, text: &str, at: usize, example: &str) -> Result<PathBuf> {
        if text.is_empty() {
            return Err(self.wrong(at, format!("{key}: the path is empty"), format!("write {key} = {example}")));
        }
        Ok(self.base.join(text))
    }

    pub(super) fn paths(&self, key: &str, value: &Value<'_>) -> Result<Vec<PathBuf>> {
        let example = "[\"/srv/news\"]";
        let paths = self.texts(key, value, example)?;
        if paths.is_empty() {
            let at = value.span().start;
            return Err(self.wrong(at, format!("{key}: the list is empty"), format!("write {key} = {example}")));
        }
        paths.into_iter().map(|(text, at)| self.below(key, text, at, example)).collect()
    }

    pub(super) fn globs(&self, key: &str, value: &Value<'_>) -> Result<Vec<String>> {
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

    pub(super) fn fields(&self, key: &str, value: &Value<'_>) -> Result<Vec<String>> {
        let mut fields = Vec::new();
        for (field, at) in self.texts(key, value, "[\"headline=ttl\"]")? {
            FieldMap::parse([field]).map_err(|error| {
                self.wrong(at, format!("{key}: {error}"), format!("write {key} = [\"headline=ttl\"]"))
            })?;
            fields.push(field.to_string());
        }
        Ok(fields)
    }

    pub(super) fn switch(&self, key: &str, value: &Value<'_>) -> Result<bool> {
        value.get_ref().as_bool().ok_or_else(|| self.unlike(key, value, "true or false, without quotes"))
    }

    pub(super) fn number(&self, key: &str, value: &Value<'_>, example: &str, most: u64) -> Result<u64> {
        let integer = value.get_ref().as_integer().ok_or_else(|| self.unlike(key, value, example))?;
        let number = i128::from_str_radix(integer.as_str(), integer.radix()).ok().and_then(|n| u64::try_from(n).ok());
        number.filter(|n| *n <= most).ok_or_else(|| {
            let at = value.span().start;
            self.wrong(at, format!("{key}: the number is not from 0 to {most}"), format!("write {key} = {example}"))
        })
    }

    /// A length of time, or a number of days.
    pub(super) fn days(&self, key: &str, value: &Value<'_>) -> Result<u32> {
        let example = "\"30d\"";
        match value.get_ref().as_str() {
            Some(text) => days(text).map_err(|why| {
                self.wrong(value.span().start, format!("{key}: {why}"), format!("write {key} = {example}"))
            }),
            None => Ok(self.number(key, value, example, LONGEST.into())? as u32),
        }
    }

    pub(super) fn day_month(&self, key: &str, value: &Value<'_>) -> Result<Option<DayMonth>> {
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
}
