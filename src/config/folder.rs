//! The `morgue.toml` of a folder in an archive -> what it says of the files below it. Takes the text, gives the values, or
//! the first thing in it that cannot be used.

use std::path::Path;

use super::reader::{Reader, Value};
use crate::date::Period;
use crate::error::Result;
use crate::format::day_written;
use crate::order::DayMonth;

/// All keys, as a remedy names them.
const KEYS: &str = "source, language, date_format, day_month, fields, include, exclude";

/// What one file says; None where it is silent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FolderValues {
    /// Source of articles that name none.
    pub source: Option<String>,
    /// Language of articles that name none.
    pub language: Option<String>,
    /// How dates are written: `%d.%m.%Y`.
    pub date_format: Option<String>,
    /// Which of two figures is the day; Some(None): as each article shows.
    pub day_month: Option<Option<DayMonth>>,
    /// Names of fields, `headline=ttl`.
    pub fields: Option<Vec<String>>,
    /// Globs of files to read, from the folder on.
    pub include: Option<Vec<String>>,
    /// Globs of files and folders to leave out, from the folder on.
    pub exclude: Option<Vec<String>>,
}

/// Reads the file of a folder.
///
/// # Errors
/// [`Error::Config`](crate::error::Error::Config) as for the program's own settings.
pub fn read_folder(text: &str, file: &Path) -> Result<FolderValues> {
    let base = file.parent().unwrap_or(Path::new(""));
    let reader = Reader::new(text, file, base);
    let mut values = FolderValues::default();
    reader.entries(|key, value, at| {
        match key {
            "source" => values.source = Some(reader.line("source", value, "\"The Daily Planet\"")?),
            "language" => values.language = Some(language(&reader, value)?),
            "date_format" => values.date_format = Some(date_format(&reader, value)?),
            "day_month" => values.day_month = Some(reader.day_month("day_month", value)?),
            "fields" => values.fields = Some(reader.fields("fields", value)?),
            "include" => values.include = Some(reader.globs("include", value)?),
            "exclude" => values.exclude = Some(reader.globs("exclude", value)?),
            other => {
                let remedy = format!("in a folder of an archive the keys are {KEYS}");
                return Err(reader.wrong(at, format!("there is no key \"{other}\""), remedy));
            }
        }
        Ok(())
    })?;
    Ok(values)
}

/// A tag of letters, figures and hyphens, as BCP 47 has it: `de`, `pt-BR`.
fn language(reader: &Reader<'_>, value: &Value<'_>) -> Result<String> {
    let example = "\"de\" or \"pt-BR\"";
    let tag = reader.line("language", value, example)?;
    let mut parts = tag.split('-');
    let first = parts.next().is_some_and(|p| (2..=3).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphabetic()));
    let rest = parts.all(|p| (1..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric()));
    if first && rest {
        return Ok(tag);
    }
    let at = value.span().start;
    Err(reader.wrong(at, format!("language: \"{tag}\" is no tag of a language"), format!("write language = {example}")))
}

/// A format with which a day can be written and read back.
fn date_format(reader: &Reader<'_>, value: &Value<'_>) -> Result<String> {
    let example = "\"%d.%m.%Y\"";
    let format = reader.line("date_format", value, example)?;
    let day = jiff::civil::date(1994, 11, 23).at(13, 14, 15, 0);
    let written = jiff::fmt::strtime::format(&format, day).ok();
    let again = written.and_then(|written| day_written(&format, &written));
    let wanted = [Period::ymd(1994, 11, 23), Period::month(1994, 11)];
    if again.is_some() && wanted.contains(&again) {
        return Ok(format);
    }
    let what = format!("date_format: \"{format}\" does not write a day with its year");
    Err(reader.wrong(value.span().start, what, format!("write date_format = {example}, as strptime has it")))
}
