//! What can go wrong for the user, each with one sentence: where, what, and (as a hint) what to do.
//!
//! The library returns these; only the command line prints them and turns them into exit codes. No text of tantivy's
//! own errors reaches a reader unless nothing better is known.

use std::io;
use std::path::{Path, PathBuf};

use tantivy::TantivyError;
use tantivy::directory::error::{OpenReadError, OpenWriteError};

/// Result with [`Error`].
pub type Result<T> = std::result::Result<T, Error>;

/// Why a command could not do its work.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The corpus is not there.
    #[error("{}: there is no such corpus folder or file", .0.display())]
    NoCorpus(PathBuf),
    /// The corpus is there, but cannot be read.
    #[error("{}: cannot be read: {cause}", path.display())]
    Unreadable {
        /// What cannot be read.
        path: PathBuf,
        /// Why.
        cause: io::Error,
    },
    /// The corpus holds no file to read.
    #[error("{corpus}: no files to index{note}")]
    EmptyCorpus {
        /// Corpora, as given.
        corpus: String,
        /// What was passed over, if anything.
        note: String,
    },
    /// A corpus that had files has none.
    #[error("{}: no files there, where there were {files}; nothing was changed", corpus.display())]
    CorpusEmptied {
        /// Its root.
        corpus: PathBuf,
        /// Files known of it.
        files: u64,
    },
    /// More files are gone than may be.
    #[error("{}: {gone} of {known} known files are gone, more than {allowed} %; nothing was changed", place.display())]
    TooManyGone {
        /// The index.
        place: PathBuf,
        /// Files that are gone.
        gone: u64,
        /// Files that were known.
        known: u64,
        /// Percent that may be gone.
        allowed: f64,
    },
    /// Files were read, none gave an article.
    #[error("{corpus}: none of its {files} files gave an article ({reasons}); nothing was changed")]
    NoArticles {
        /// Corpora, as given.
        corpus: String,
        /// Files read.
        files: u64,
        /// Why not, counted.
        reasons: String,
    },
    /// No index at this place.
    #[error("there is no index at {}", .0.display())]
    NoIndex(PathBuf),
    /// No index was named and none was found.
    #[error("there is no index here: no .morgue in {} or above it", .0.display())]
    NoIndexFound(PathBuf),
    /// Another process writes this index.
    #[error("{}: busy, {holder} is writing this index", place.display())]
    Busy {
        /// The index.
        place: PathBuf,
        /// Who holds the lock.
        holder: String,
    },
    /// The index was made by another version.
    #[error("{}: made with index schema {found} by morgue {program}, this program reads schema {wanted}", place.display())]
    OtherVersion {
        /// The index.
        place: PathBuf,
        /// Its schema version.
        found: String,
        /// The version of this program's schema.
        wanted: u32,
        /// The program that made it.
        program: String,
    },
    /// The index is there, but its files are not whole.
    #[error("{}: the index is damaged ({what})", place.display())]
    Damaged {
        /// The index.
        place: PathBuf,
        /// What was found.
        what: String,
    },
    /// The index holds another corpus than the one named.
    #[error("{}: this index holds {holds}, not {asked}", place.display())]
    OtherCorpus {
        /// The index.
        place: PathBuf,
        /// What it holds.
        holds: String,
        /// What was asked for.
        asked: String,
    },
    /// The folder is somebody else's.
    #[error("{}: this folder is not empty and is no index; morgue will not write into it", .0.display())]
    NotAnIndex(PathBuf),
    /// Writing failed.
    #[error("{}: cannot write the index: {cause}", place.display())]
    Write {
        /// Where.
        place: PathBuf,
        /// Why.
        cause: io::Error,
    },
    /// The watchlist has a flaw.
    #[error("{}: line {line}: {what}", path.display())]
    Watchlist {
        /// Its file.
        path: PathBuf,
        /// Line, from 1.
        line: usize,
        /// What is wrong there.
        what: String,
    },
    /// What was decided about names has a flaw.
    #[error("{}: line {line}: {what}", path.display())]
    People {
        /// Its file.
        path: PathBuf,
        /// Line, from 1.
        line: usize,
        /// What is wrong there.
        what: String,
    },
    /// A file beside the index cannot be written.
    #[error("{}: cannot be written: {cause}", path.display())]
    Unwritable {
        /// Which.
        path: PathBuf,
        /// Why.
        cause: io::Error,
    },
    /// The answer cannot be written out.
    #[error("standard output cannot be written: {0}")]
    Output(io::Error),
    /// The terminal cannot be read or drawn on.
    #[error("the terminal cannot be used: {0}")]
    Terminal(io::Error),
    /// Nothing in the archive is called this.
    #[error("no article is called \"{0}\"")]
    NoArticle(String),
    /// Several articles are called this.
    #[error("{count} articles are called \"{id}\": {places}", count = places.len(), places = places.join(", "))]
    Ambiguous {
        /// As asked.
        id: String,
        /// Their unmistakable names.
        places: Vec<String>,
    },
    /// A file of settings says something that cannot be used.
    #[error("{}: line {line}: {what}", file.display())]
    Config {
        /// The file.
        file: PathBuf,
        /// Line in it, from 1.
        line: usize,
        /// What is wrong, the key named.
        what: String,
        /// What to do.
        remedy: String,
    },
    /// A path that a form of writing cannot express.
    #[error("{path:?}: cannot be written into {form}: {why}")]
    Unspeakable {
        /// The path.
        path: PathBuf,
        /// The form.
        form: &'static str,
        /// Why not.
        why: &'static str,
    },
    /// Something the user typed cannot be used.
    #[error("{0}")]
    Usage(String),
    /// A broken promise inside the program.
    #[error("internal error: {0}")]
    Internal(String),
}

impl Error {
    /// What to do about it, if there is something.
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            Error::NoCorpus(_) => "check the path; a corpus is a folder of news files, or one such file".to_string(),
            Error::NoIndex(_) | Error::NoIndexFound(_) => {
                "make one with `morgue index CORPUS`, or name one with --index DIR or MORGUE_INDEX".to_string()
            }
            Error::CorpusEmptied { .. } => "if it is mounted and empty on purpose, say --allow-empty".to_string(),
            Error::TooManyGone { .. } => {
                "if they are meant to be gone, say --allow-empty, or allow more with --max-deletions PERCENT"
                    .to_string()
            }
            Error::Busy { .. } => "try again when it has ended, or wait for it with --wait".to_string(),
            Error::OtherVersion { .. } => {
                "build it anew with `morgue index CORPUS`; the corpus itself is untouched".to_string()
            }
            Error::Damaged { .. } => {
                "build it anew with `morgue index CORPUS --full`; the corpus itself is untouched".to_string()
            }
            Error::OtherCorpus { .. } => {
                "name another place with --index DIR, name all corpora of the index together, or say --replace"
                    .to_string()
            }
            Error::NotAnIndex(_) => "name an empty or new folder with --index DIR".to_string(),
            Error::Write { cause, .. } if cause.kind() == io::ErrorKind::StorageFull => {
                "free some space, or name another place with --index DIR; an index that was there before is still whole"
                    .to_string()
            }
            Error::Write { .. } => "name a place that can be written with --index DIR".to_string(),
            Error::Watchlist { .. } => {
                "mend that line by hand; a search is written as [[search]], name = \"...\", query = '...', a line each"
                    .to_string()
            }
            Error::People { .. } => "mend that line by hand; a person is written as [[person]], name = \"...\", \
                aliases = [\"...\"], not = [\"...\"], a line each; or as [[same]] or [[different]], names = [\"...\", \"...\"]"
                .to_string(),
            Error::Unwritable { .. } => "check that its folder is there and may be written to".to_string(),
            Error::Ambiguous { .. } => "use one of the longer names".to_string(),
            Error::NoArticle(_) => "ids are shown by `morgue search`; path#record works too".to_string(),
            Error::EmptyCorpus { .. } => "hidden files are passed over unless --hidden is said".to_string(),
            Error::Config { remedy, .. } => remedy.clone(),
            Error::Unspeakable { .. } => "rename it".to_string(),
            _ => return None,
        })
    }

    /// Translates an error met while writing.
    pub(crate) fn writing(place: &Path, error: TantivyError) -> Error {
        match io_cause(error) {
            Ok(cause) => Error::Write { place: place.to_path_buf(), cause },
            Err(error) => Error::Write { place: place.to_path_buf(), cause: io::Error::other(error.to_string()) },
        }
    }

    /// Translates an error met while reading an index.
    pub(crate) fn reading(place: &Path, error: TantivyError) -> Error {
        let what = match error {
            TantivyError::OpenReadError(error) => unopened(&error),
            TantivyError::DataCorruption(corruption) => format!("{corruption:?}"),
            TantivyError::IoError(cause) => format!("its data is garbled: {cause}"),
            other => other.to_string(),
        };
        Error::Damaged { place: place.to_path_buf(), what: one_line(what.trim_end_matches('.')) }
    }
}

/// A file of the index that cannot be opened, in few words.
fn unopened(error: &OpenReadError) -> String {
    let name = |path: &Path| path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    match error {
        OpenReadError::FileDoesNotExist(path) => format!("{} is missing", name(path)),
        OpenReadError::IoError { io_error, filepath } => match io_error.kind() {
            io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => {
                format!("{} is cut short or garbled", name(filepath))
            }
            _ => format!("{}: {io_error}", name(filepath)),
        },
        OpenReadError::IncompatibleIndex(_) => "its files are those of another version of tantivy".to_string(),
    }
}

fn io_cause(error: TantivyError) -> std::result::Result<io::Error, TantivyError> {
    match error {
        // Wrapped on its way to us it has no kind, but still the system's number in its text.
        TantivyError::IoError(io) => {
            let number = os_number(&io.to_string()).filter(|_| io.kind() == io::ErrorKind::Other);
            Ok(number.map_or_else(|| io::Error::new(io.kind(), io.to_string()), io::Error::from_raw_os_error))
        }
        TantivyError::OpenWriteError(OpenWriteError::IoError { io_error, .. }) => {
            Ok(io::Error::new(io_error.kind(), io_error.to_string()))
        }
        // A writer thread that fails hands on no more than a text; the system's number stands in it.
        other => os_number(&other.to_string()).map(io::Error::from_raw_os_error).ok_or(other),
    }
}

/// The number in `... (os error 28)`.
fn os_number(text: &str) -> Option<i32> {
    let (_, behind) = text.rsplit_once("(os error ")?;
    behind.split_once(')')?.0.parse().ok()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
