//! `morgue config`, and the settings of every command: flags, environment and files -> what holds.
//!
//! Only here are files of settings looked for and variables of the environment read; what they mean is decided in
//! [`crate::config`].

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::args::{Cli, ConfigArgs, DayMonthArg, ReadArgs, WalkArgs};
use super::{End, Out, Stop, here, place_for, say};
use crate::config::{self, Color, FILE, Layer, Origin, Place, Role, Setting, Settings, Values, settle, variable};
use crate::corpus::{Corpus, WalkOptions};
use crate::enrich::EnrichOptions;
use crate::error::{Error, Result};
use crate::filing::FilingOptions;
use crate::format::{FieldMap, ReadOptions};
use crate::index::{self, About};
use crate::print::{clean, json};
use crate::unpack::Limits;

/// What is said outside of the index: typed, in the environment, in the user's file.
pub(super) struct Said {
    typed: Layer,
    environment: Layer,
    user: Option<Layer>,
}

impl Said {
    /// Hears them. `typed` are the values of the command's own flags.
    pub(super) fn new(cli: &Cli, typed: Values) -> Result<Said> {
        let color = cli.color.map(|choice| match choice {
            clap::ColorChoice::Auto => Color::Auto,
            clap::ColorChoice::Always => Color::Always,
            clap::ColorChoice::Never => Color::Never,
        });
        let typed = Values { index: cli.index.clone(), color, ..typed };
        let user = match user_file() {
            Some(file) => layer(&file, file.parent().unwrap_or(Path::new("/")), Role::User)?,
            None => None,
        };
        let environment = Layer::new(Place::Environment, environment()?);
        Ok(Said { typed: Layer::new(Place::Flags, typed), environment, user })
    }

    /// The index as told; None if nobody says where it is.
    pub(super) fn told(&self) -> Option<PathBuf> {
        let user = self.user.as_ref().and_then(|user| user.values.index.clone());
        self.typed.values.index.clone().or_else(|| self.environment.values.index.clone()).or(user)
    }

    /// The index as told, else as found upward from here.
    pub(super) fn found(&self) -> Result<Option<PathBuf>> {
        if let Some(told) = self.told() {
            return Ok(Some(told));
        }
        let here = here()?;
        // A folder with settings is where an index is to be made, even if there is none in it yet.
        let settings = |folder: &Path| Some(folder.join(index::FOLDER)).filter(|place| place.join(FILE).is_file());
        let prepared = here.ancestors().find_map(settings);
        let made = index::find(None, &here).ok();
        // Both lie above here; the longer path is the nearer one.
        Ok(made.into_iter().chain(prepared).max_by_key(|place| place.components().count()))
    }

    /// The same, where there must be one.
    pub(super) fn place(&self) -> Result<PathBuf> {
        self.found()?.ok_or(Error::NoIndexFound(here()?))
    }

    /// What holds for the index at `place`, with what it says itself as the weakest of all.
    pub(super) fn settings(&self, place: Option<&Path>, recorded: Option<Layer>) -> Result<Settings> {
        let file = place.map(index_file).transpose()?.flatten();
        let layers: Vec<Layer> = [Some(self.typed.clone()), Some(self.environment.clone()), file, self.user.clone()]
            .into_iter()
            .flatten()
            .chain(recorded)
            .collect();
        let mut settings = settle(&layers);
        if let (None, Some(place)) = (&settings.index, place) {
            settings.index = Some(Setting { value: place.to_path_buf(), origin: Origin::Found });
        }
        Ok(settings)
    }
}

/// What an index says that it was made with.
pub(super) fn recorded(place: &Path, about: &About) -> Layer {
    let fields: FieldMap = serde_json::from_value(about.fields.clone()).unwrap_or_default();
    let values = Values {
        corpora: Some(about.corpora.iter().map(|corpus| corpus.root.clone()).collect()),
        include: Some(about.walk.include.clone()),
        exclude: Some(about.walk.exclude.clone()),
        hidden: Some(about.walk.hidden),
        follow: Some(about.walk.follow),
        fields: Some(fields.specs()),
        people: Some(about.enrich.people),
        dates: Some(about.enrich.dates),
        day_month: Some(about.enrich.day_month),
        ..Values::default()
    };
    Layer::new(Place::Index(place.to_path_buf()), values)
}

/// The flags that say which files are read, and how.
pub(super) fn typed(walk: &WalkArgs, read: &ReadArgs) -> Values {
    let list = |list: &[String]| Some(list.to_vec()).filter(|list| !list.is_empty());
    let switch = |on: bool, off: bool| if on || off { Some(on) } else { None };
    Values {
        include: list(&walk.include),
        exclude: list(&walk.exclude),
        hidden: switch(walk.hidden, walk.no_hidden),
        follow: switch(walk.follow, walk.no_follow),
        fields: list(&read.fields),
        people: switch(read.people, read.no_people),
        dates: switch(read.dates, read.no_dates),
        day_month: read.day_month.map(DayMonthArg::order),
        ..Values::default()
    }
}

/// The stages' own options.
pub(super) fn filing_options(settings: &Settings) -> Result<FilingOptions> {
    let fields = settings.fields.value.iter().map(String::as_str);
    let day_month = settings.day_month.value;
    Ok(FilingOptions {
        walk: WalkOptions {
            include: settings.include.value.clone(),
            exclude: settings.exclude.value.clone(),
            hidden: settings.hidden.value,
            follow: settings.follow.value,
        },
        read: ReadOptions {
            fields: FieldMap::parse(fields).map_err(|e| Error::Usage(e.to_string()))?,
            day_month,
            ..ReadOptions::default()
        },
        enrich: EnrichOptions { people: settings.people.value, dates: settings.dates.value, day_month },
        threads: settings.threads.value,
        limits: Limits::default(),
    })
}

/// The corpora of `morgue index` where none is typed, the index they go into, and the settings.
pub(super) fn unnamed(said: &Said, even_missing: bool) -> Result<(Vec<Corpus>, PathBuf, Settings)> {
    let find = if even_missing { crate::corpus::corpora_even_missing } else { crate::corpus::corpora };
    let found = said.found()?;
    let mut settings = said.settings(found.as_deref(), None)?;
    let mut whence = found.clone();
    if settings.corpora.is_none()
        && let Some(place) = &found
    {
        match index::about_current(place) {
            Ok((_, about)) => settings = said.settings(Some(place), Some(recorded(place, &about)))?,
            Err(Error::NoIndex(_)) => {}
            Err(error) => return Err(error),
        }
    }
    let Some(corpora) = &settings.corpora else {
        return Err(Error::Usage(format!(
            "no corpus: name one, `morgue index CORPUS`, or write `corpora` into {FILE}; there is no index here that \
             says what it was made of"
        )));
    };
    let said_by_user = matches!(corpora.origin, Origin::UserFile(..));
    let corpora = find(&corpora.value)?;
    if said.told().is_none() && said_by_user {
        // An index that happens to lie above here is not for these corpora unless it holds them already.
        whence = None;
    }
    let place = match whence {
        Some(place) => place,
        None => place_for(said.told().as_deref(), &corpora)?,
    };
    if found.as_deref() == Some(&*place) {
        return Ok((corpora, place, settings));
    }
    settings = said.settings(Some(&place), None)?;
    let corpora = match &settings.corpora {
        Some(corpora) => find(&corpora.value)?,
        None => corpora,
    };
    Ok((corpora, place, settings))
}

/// Where the user's file is, whether there is one or not; None if there is no home.
fn user_file() -> Option<PathBuf> {
    let folder = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|folder| folder.is_absolute());
    let settings = folder("XDG_CONFIG_HOME").or_else(|| Some(folder("HOME")?.join(".config")))?;
    Some(settings.join("morgue").join(FILE))
}

/// The file of an index; its paths begin from the folder that the index lies in.
fn index_file(place: &Path) -> Result<Option<Layer>> {
    let whole = std::path::absolute(place).map_err(|cause| Error::Unreadable { path: place.to_path_buf(), cause })?;
    layer(&place.join(FILE), whole.parent().unwrap_or(&whole), Role::Index)
}

/// Reads a file of settings; None if it is not there.
fn layer(file: &Path, base: &Path, role: Role) -> Result<Option<Layer>> {
    let unreadable = |cause| Error::Unreadable { path: file.to_path_buf(), cause };
    match fs::read(file) {
        Ok(bytes) => {
            let text = String::from_utf8(bytes)
                .map_err(|_| unreadable(std::io::Error::new(ErrorKind::InvalidData, "it is not UTF-8")))?;
            config::read(&text, file, base, role).map(Some)
        }
        Err(cause) if matches!(cause.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
        Err(cause) => Err(unreadable(cause)),
    }
}

fn environment() -> Result<Values> {
    Ok(Values {
        index: variable("index").and_then(std::env::var_os).filter(|v| !v.is_empty()).map(PathBuf::from),
        threads: number("threads", u16::MAX.into())?.map(|n| n as usize),
        max_deletions: number("max_deletions", 100)?.map(|n| n as u8),
        ..Values::default()
    })
}

/// A number in the environment; a variable that is empty says nothing.
fn number(key: &'static str, most: u64) -> Result<Option<u64>> {
    let Some(name) = variable(key) else { return Ok(None) };
    let Some(value) = std::env::var_os(name).filter(|value| !value.is_empty()) else { return Ok(None) };
    let text = value.to_string_lossy();
    match text.trim().parse() {
        Ok(number) if number <= most => Ok(Some(number)),
        _ => Err(Error::Usage(format!("{name}: \"{text}\" is not a number from 0 to {most}"))),
    }
}

#[derive(Serialize)]
struct ConfigOut {
    version: u32,
    files: Vec<FileOut>,
    settings: Vec<SettingOut>,
}

#[derive(Serialize)]
struct FileOut {
    path: String,
    role: &'static str,
    there: bool,
}

#[derive(Serialize)]
struct SettingOut {
    key: &'static str,
    value: serde_json::Value,
    from: &'static str,
    at: Option<String>,
    line: Option<usize>,
}

pub(super) fn run(cli: &Cli, args: &ConfigArgs, out: &mut Out) -> std::result::Result<End, Stop> {
    let said = Said::new(cli, Values::default())?;
    let place = said.found()?;
    let mut settings = said.settings(place.as_deref(), None)?;
    if settings.corpora.is_none()
        && let Some(place) = &place
    {
        match index::about_current(place) {
            Ok((_, about)) => settings = said.settings(Some(place), Some(recorded(place, &about)))?,
            Err(Error::NoIndex(_)) => {}
            Err(error) => {
                say(&format!("what the index was made with is not known: {}", clean::line(&error.to_string())))
            }
        }
    }
    let file = |path: PathBuf, role| FileOut { there: path.is_file(), path: path.display().to_string(), role };
    let files: Vec<FileOut> = place
        .map(|place| file(place.join(FILE), "index"))
        .into_iter()
        .chain(user_file().map(|path| file(path, "user")))
        .collect();
    let rows = settings.rows();
    if args.json {
        let settings = rows.into_iter().map(|row| {
            let (from, at, line) = origin(&row.origin);
            SettingOut { key: row.key, value: row.value, from, at, line }
        });
        out.line(&json::object(&ConfigOut { version: json::VERSION, files, settings: settings.collect() }))?;
        return Ok(End::Done);
    }
    for row in rows {
        let value = value(&row.value, row.note);
        out.line(&format!("{:<13}  {value:<20}  {}", row.key, shown(&row.origin)))?;
    }
    for file in files {
        let there = if file.there { "" } else { " (not there)" };
        out.line(&format!("{:<13}  {}{there}", "file", clean::name(&file.path)))?;
    }
    Ok(End::Done)
}

fn value(value: &serde_json::Value, note: &str) -> String {
    use serde_json::Value as Json;
    let text = |value: &Json| value.as_str().map_or_else(|| value.to_string(), clean::name);
    match value {
        Json::Null => format!("({note})"),
        Json::Array(values) if values.is_empty() => format!("({note})"),
        Json::Array(values) => values.iter().map(text).collect::<Vec<_>>().join(", "),
        Json::Number(n) if n.as_u64() == Some(0) && !note.is_empty() => format!("0 ({note})"),
        other => text(other),
    }
}

/// An origin for programs: what kind, which variable, file or folder, which line.
fn origin(origin: &Origin) -> (&'static str, Option<String>, Option<usize>) {
    let name = |path: &Path| Some(path.display().to_string());
    match origin {
        Origin::Flag => ("flag", None, None),
        Origin::Environment(variable) => ("environment", Some((*variable).to_string()), None),
        Origin::IndexFile(file, line) => ("index file", name(file), Some(*line)),
        Origin::UserFile(file, line) => ("user file", name(file), Some(*line)),
        Origin::Recorded(folder) => ("index", name(folder), None),
        Origin::Found => ("found", None, None),
        Origin::Default => ("default", None, None),
    }
}

fn shown(from: &Origin) -> String {
    match origin(from) {
        (_, Some(file), Some(line)) => format!("{}, line {line}", clean::name(&file)),
        ("index", _, _) => "as the index was made".to_string(),
        ("found", _, _) => "found upward from here".to_string(),
        (_, Some(variable), None) => variable,
        (kind, _, _) => kind.to_string(),
    }
}
