//! What the `morgue.toml` of an archive's folders say of the files below them.
//!
//! Takes the settings of the folder above and the text of a folder's own file; gives those that hold in it: key by key the
//! deepest file wins, and field names of a deeper file come before those above. Not to be confused with the settings of
//! the program (`config`), which lie in the index and with the user, and speak of runs.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use globset::GlobSet;

use crate::article::digest;
use crate::config::{self, FILE};
use crate::corpus::globs;
use crate::error::{Error, Result};
use crate::format::{FieldMap, ReadOptions};
use crate::order::DayMonth;

/// A value, and the file that says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said<T> {
    /// The value.
    pub value: T,
    /// The `morgue.toml`.
    pub file: Arc<PathBuf>,
}

/// Globs that speak of paths below a folder.
#[derive(Clone, Debug)]
pub struct Globs {
    folder: PathBuf,
    set: GlobSet,
    /// As they are written.
    pub written: Vec<String>,
}

/// Compared as written: what they compile to follows from that.
impl PartialEq for Globs {
    fn eq(&self, other: &Globs) -> bool {
        (&self.folder, &self.written) == (&other.folder, &other.written)
    }
}

impl Eq for Globs {}

impl Globs {
    /// Whether one of them is that of a file or folder.
    pub fn match_path(&self, path: &Path) -> bool {
        path.strip_prefix(&self.folder).is_ok_and(|below| self.set.is_match(below))
    }
}

/// What holds for the files of a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// Source of articles that name none.
    pub source: Option<Said<String>>,
    /// Language of articles that name none, as a tag.
    pub language: Option<Said<String>>,
    /// How dates are written, as `strptime` has it: `%d.%m.%Y`.
    pub date_format: Option<Said<String>>,
    /// Which of two figures is the day; None: as each article shows.
    pub day_month: Option<Said<Option<DayMonth>>>,
    /// Names of fields, those of the deepest file first.
    pub fields: Vec<Said<String>>,
    /// The files to read.
    pub include: Option<Said<Globs>>,
    /// Files and folders to leave out.
    pub exclude: Option<Said<Globs>>,
    digest: u64,
}

impl Settings {
    /// Reads the file of a folder, over what is said above.
    ///
    /// # Errors
    /// [`Error::Config`] for the first thing in it that cannot be used; [`Error::Unreadable`] if it cannot be read.
    pub fn read(folder: &Path, above: &Settings) -> Result<Settings> {
        let path = folder.join(FILE);
        let text = std::fs::read(&path).map_err(|cause| Error::Unreadable { path: path.clone(), cause })?;
        let own = config::read_folder(&String::from_utf8_lossy(&text), &path)?;
        let file = Arc::new(path);
        let compiled = |written: Vec<String>| -> Result<Said<Globs>> {
            let set = globs(&written)?;
            Ok(Said { value: Globs { folder: folder.to_path_buf(), set, written }, file: Arc::clone(&file) })
        };
        let mut all = above.clone();
        fn over<T>(all: &mut Option<Said<T>>, own: Option<T>, file: &Arc<PathBuf>) {
            if let Some(value) = own {
                *all = Some(Said { value, file: Arc::clone(file) });
            }
        }
        over(&mut all.source, own.source, &file);
        over(&mut all.language, own.language, &file);
        over(&mut all.date_format, own.date_format, &file);
        over(&mut all.day_month, own.day_month, &file);
        all.include = own.include.map(compiled).transpose()?.or(all.include);
        all.exclude = own.exclude.map(compiled).transpose()?.or(all.exclude);
        let fields = own.fields.unwrap_or_default().into_iter();
        all.fields.splice(..0, fields.map(|value| Said { value, file: Arc::clone(&file) }));
        all.digest = all.hashed();
        Ok(all)
    }

    /// Tells apart what changes how a file is read, and nothing else; 0 for nothing said.
    pub fn digest(&self) -> u64 {
        self.digest
    }

    fn hashed(&self) -> u64 {
        fn value<T>(said: &Option<Said<T>>) -> Option<&T> {
            said.as_ref().map(|said| &said.value)
        }
        let text = |said: &Option<Said<String>>| value(said).cloned();
        let order = value(&self.day_month).map(|order| format!("{order:?}"));
        let mut texts = vec![text(&self.source), text(&self.language), text(&self.date_format), order];
        texts.extend(self.fields.iter().map(|field| Some(field.value.clone())));
        if texts.iter().all(Option::is_none) {
            return 0;
        }
        let texts: Vec<Option<&str>> = texts.iter().map(Option::as_deref).collect();
        digest(&texts).max(1)
    }

    /// The options that a file here is read with.
    pub fn options(&self, run: &ReadOptions) -> ReadOptions {
        if self.digest == 0 {
            return run.clone();
        }
        let fields: Vec<&str> = self.fields.iter().map(|field| field.value.as_str()).collect();
        // They were read once, so that they can be read again.
        let fields = FieldMap::parse(fields).unwrap_or_default();
        ReadOptions {
            fields: fields.before(&run.fields),
            day_month: self.day_month.as_ref().map_or(run.day_month, |said| said.value),
            date_format: self.date_format.as_ref().map(|said| said.value.clone()),
            near: run.near.clone(),
        }
    }
}
