//! Settings: what flags, environment, two files and the index say -> what holds, and where each value comes from.
//!
//! Pure: takes texts and layers, gives [`Settings`]. Which files there are and what the environment holds is found out
//! by `cli/config.rs`. A key that is not known or a value of the wrong kind is an error with file, line and remedy;
//! nothing that a user wrote is passed over.

mod file;
mod folder;
mod reader;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::order::DayMonth;

pub use file::{Role, read};
pub use folder::{FolderValues, read_folder};

/// Name of the file, in the user's folder of settings and in the folder of an index.
pub const FILE: &str = "morgue.toml";

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// What one place says; None where it is silent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Values {
    /// Folder of the index.
    pub index: Option<PathBuf>,
    /// Folders or files of news.
    pub corpora: Option<Vec<PathBuf>>,
    /// Globs of files to read.
    pub include: Option<Vec<String>>,
    /// Globs of files and folders to leave out.
    pub exclude: Option<Vec<String>>,
    /// Also hidden files.
    pub hidden: Option<bool>,
    /// Follow symbolic links.
    pub follow: Option<bool>,
    /// Names of JSON fields, `headline=ttl`.
    pub fields: Option<Vec<String>>,
    /// Look for people.
    pub people: Option<bool>,
    /// Look for dates.
    pub dates: Option<bool>,
    /// Which of two figures is the day; Some(None): as each article shows.
    pub day_month: Option<Option<DayMonth>>,
    /// Threads; 0 for all cores.
    pub threads: Option<usize>,
    /// Per cent of the articles that one run may remove, 0 to 100.
    pub max_deletions: Option<u8>,
    /// Hits to print; 0 for all.
    pub limit: Option<usize>,
    /// Passages of an article at most.
    pub passages: Option<usize>,
    /// Half-life of the preference for newer articles, in days; 0 for none.
    pub fresh: Option<u32>,
    /// When to use colours.
    pub color: Option<Color>,
    /// File of words that stand for each other.
    pub synonyms: Option<PathBuf>,
}

/// Where a value comes from, the strongest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Typed.
    Flag,
    /// A variable of the environment; its name.
    Environment(&'static str),
    /// `morgue.toml` in the folder of the index, and the line.
    IndexFile(PathBuf, usize),
    /// The user's own `morgue.toml`, and the line.
    UserFile(PathBuf, usize),
    /// What the index was made with, as it says itself.
    Recorded(PathBuf),
    /// An index found from the working folder upward, or made beside its corpus.
    Found,
    /// Nobody said anything.
    Default,
}

/// A place that says something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// What was typed.
    Flags,
    /// The environment.
    Environment,
    /// The file of the index.
    IndexFile(PathBuf),
    /// The user's file.
    UserFile(PathBuf),
    /// The index itself; its folder.
    Index(PathBuf),
}

/// What one place says, and in which lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layer {
    /// The place.
    pub place: Place,
    /// What it says.
    pub values: Values,
    /// Line of each key, from 1; empty for places that have no lines.
    pub lines: HashMap<&'static str, usize>,
}

impl Layer {
    /// What a place without lines says.
    pub fn new(place: Place, values: Values) -> Layer {
        Layer { place, values, lines: HashMap::new() }
    }

    fn origin(&self, key: &'static str) -> Origin {
        let line = self.lines.get(key).copied().unwrap_or(0);
        match &self.place {
            Place::Flags => Origin::Flag,
            Place::Environment => Origin::Environment(variable(key).unwrap_or("")),
            Place::IndexFile(file) => Origin::IndexFile(file.clone(), line),
            Place::UserFile(file) => Origin::UserFile(file.clone(), line),
            Place::Index(folder) => Origin::Recorded(folder.clone()),
        }
    }
}

/// The variable of the environment that says the same as a key.
pub fn variable(key: &str) -> Option<&'static str> {
    match key {
        "index" => Some("MORGUE_INDEX"),
        "threads" => Some("MORGUE_THREADS"),
        "max_deletions" => Some("MORGUE_MAX_DELETIONS"),
        _ => None,
    }
}

/// A value that holds, and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting<T> {
    /// The value.
    pub value: T,
    /// Where it comes from.
    pub origin: Origin,
}

/// What holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Folder of the index; None: found upward, else beside the corpora.
    pub index: Option<Setting<PathBuf>>,
    /// Folders or files of news; None: to be named.
    pub corpora: Option<Setting<Vec<PathBuf>>>,
    /// Globs of files to read; all if empty.
    pub include: Setting<Vec<String>>,
    /// Globs of files and folders to leave out.
    pub exclude: Setting<Vec<String>>,
    /// Also hidden files.
    pub hidden: Setting<bool>,
    /// Follow symbolic links.
    pub follow: Setting<bool>,
    /// Names of JSON fields.
    pub fields: Setting<Vec<String>>,
    /// Look for people.
    pub people: Setting<bool>,
    /// Look for dates.
    pub dates: Setting<bool>,
    /// Which of two figures is the day; None: as each article shows.
    pub day_month: Setting<Option<DayMonth>>,
    /// Threads; 0 for all cores.
    pub threads: Setting<usize>,
    /// Per cent of the articles that one run may remove.
    pub max_deletions: Setting<u8>,
    /// Hits to print; None: 10, and 1000 in a TREC run.
    pub limit: Option<Setting<usize>>,
    /// Passages of an article at most.
    pub passages: Setting<usize>,
    /// Half-life of the preference for newer articles, in days; 0 for none.
    pub fresh: Setting<u32>,
    /// When to use colours.
    pub color: Setting<Color>,
    /// File of words that stand for each other; None: no words do.
    pub synonyms: Option<Setting<PathBuf>>,
}

/// Per cent of the articles that one run may remove, unless something else is said.
pub const MAX_DELETIONS: u8 = 30;
/// Passages of an article, unless something else is said.
pub const PASSAGES: usize = 3;

/// What holds when the layers, the strongest first, have all been heard. A list of a stronger layer replaces that of a
/// weaker one as a whole.
pub fn settle(layers: &[Layer]) -> Settings {
    fn heard<T: Clone>(
        layers: &[Layer],
        key: &'static str,
        pick: impl Fn(&Values) -> &Option<T>,
    ) -> Option<Setting<T>> {
        let found = layers.iter().find_map(|layer| Some((layer, pick(&layer.values).clone()?)));
        found.map(|(layer, value)| Setting { value, origin: layer.origin(key) })
    }
    fn or<T>(heard: Option<Setting<T>>, default: T) -> Setting<T> {
        heard.unwrap_or(Setting { value: default, origin: Origin::Default })
    }
    Settings {
        index: heard(layers, "index", |v| &v.index),
        corpora: heard(layers, "corpora", |v| &v.corpora),
        include: or(heard(layers, "include", |v| &v.include), Vec::new()),
        exclude: or(heard(layers, "exclude", |v| &v.exclude), Vec::new()),
        hidden: or(heard(layers, "hidden", |v| &v.hidden), false),
        follow: or(heard(layers, "follow", |v| &v.follow), false),
        fields: or(heard(layers, "fields", |v| &v.fields), Vec::new()),
        people: or(heard(layers, "people", |v| &v.people), true),
        dates: or(heard(layers, "dates", |v| &v.dates), true),
        day_month: or(heard(layers, "day_month", |v| &v.day_month), None),
        threads: or(heard(layers, "threads", |v| &v.threads), 0),
        max_deletions: or(heard(layers, "max_deletions", |v| &v.max_deletions), MAX_DELETIONS),
        limit: heard(layers, "limit", |v| &v.limit),
        passages: or(heard(layers, "passages", |v| &v.passages), PASSAGES),
        fresh: or(heard(layers, "fresh", |v| &v.fresh), 0),
        color: or(heard(layers, "color", |v| &v.color), Color::Auto),
        synonyms: heard(layers, "synonyms", |v| &v.synonyms),
    }
}

/// One line of the account of what holds.
pub struct Row {
    /// The key.
    pub key: &'static str,
    /// The value as JSON; null where nothing is said and no one value stands for that.
    pub value: serde_json::Value,
    /// What holds where the value says too little: null, an empty list, 0.
    pub note: &'static str,
    /// Where it comes from.
    pub origin: Origin,
}

impl Settings {
    /// All of it, in the order of the manual.
    pub fn rows(&self) -> Vec<Row> {
        fn row<T>(key: &'static str, note: &'static str, setting: &Setting<T>, json: impl Fn(&T) -> Json) -> Row {
            Row { key, value: json(&setting.value), note, origin: setting.origin.clone() }
        }
        fn silent(key: &'static str, note: &'static str) -> Row {
            Row { key, value: Json::Null, note, origin: Origin::Default }
        }
        use serde_json::Value as Json;
        let path = |path: &Path| Json::from(path.display().to_string());
        let texts = |texts: &Vec<String>| Json::from(texts.clone());
        let switch = |on: &bool| Json::from(*on);
        let number = |n: &usize| Json::from(*n);
        vec![
            self.index.as_ref().map_or(silent("index", "none found; made beside the corpus"), |index| {
                row("index", "", index, |p| path(p))
            }),
            self.corpora.as_ref().map_or(silent("corpora", "to be named"), |corpora| {
                row("corpora", "", corpora, |paths| paths.iter().map(|p| path(p)).collect())
            }),
            row("include", "all files", &self.include, texts),
            row("exclude", "none", &self.exclude, texts),
            row("hidden", "", &self.hidden, switch),
            row("follow", "", &self.follow, switch),
            row("fields", "the usual ones", &self.fields, texts),
            row("people", "", &self.people, switch),
            row("dates", "", &self.dates, switch),
            row("day_month", "", &self.day_month, |order| Json::from(order.map_or("shown", DayMonth::as_str))),
            row("threads", "all cores", &self.threads, number),
            row("max_deletions", "", &self.max_deletions, |n| Json::from(*n)),
            self.limit
                .as_ref()
                .map_or(silent("limit", "10; 1000 for --format trec"), |limit| row("limit", "all", limit, number)),
            row("passages", "", &self.passages, number),
            row("fresh", "no preference", &self.fresh, |days| Json::from(*days)),
            row("color", "", &self.color, |color| serde_json::to_value(color).unwrap_or_default()),
            self.synonyms.as_ref().map_or(silent("synonyms", "none"), |file| row("synonyms", "", file, |p| path(p))),
        ]
    }
}
