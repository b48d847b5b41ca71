//! The watchlist: saved searches, each with a name, kept as TOML that people may edit.
//!
//! Takes the text of `watchlist.toml`, gives [`Watchlist`], and back. What an editor's hand wrote (comments, order,
//! blank lines) stays as it was. It must never touch a file, and never leave a line out that it cannot read: a text with
//! a flaw is refused whole, with the line.
//!
//! ```toml
//! [[search]]
//! name = "harbour"
//! query = 'port AND "dock strike"'
//! ```

use std::collections::HashMap;
use std::fmt;
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;
use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, Value};

use crate::query::Query;
use crate::query::parse::{Complaint, Join, parse};

/// What a new file begins with.
const PREAMBLE: &str = "\
# Saved searches of this index. `morgue alerts` tells which articles satisfy them.
# Edit by hand, or with `morgue watchlist add` and `morgue watchlist remove`.
";
/// The name of the list of tables.
const SEARCH: &str = "search";

/// One saved search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedSearch {
    /// Its name; no two of a watchlist are the same.
    pub name: String,
    /// The query as typed.
    pub text: String,
    /// The query as read; all words must be there.
    pub query: Query,
    /// What could not be read as it stood.
    pub complaints: Vec<Complaint>,
}

impl SavedSearch {
    /// A search under a name.
    ///
    /// # Errors
    /// A sentence without a full stop: the name cannot be used, or there is no word in the query.
    pub fn new(name: &str, text: &str) -> Result<SavedSearch, String> {
        if name.trim().is_empty() {
            return Err("a saved search needs a name".to_string());
        }
        if name.chars().any(char::is_control) {
            return Err(format!("the name {name:?} holds a control character"));
        }
        if name.trim() != name {
            return Err(format!("the name {name:?} begins or ends with a blank"));
        }
        let parsed = parse(text, Join::All);
        let query =
            parsed.query.ok_or_else(|| format!("there is no word in the query {:?} of {name:?}", text.trim()))?;
        Ok(SavedSearch { name: name.to_string(), text: text.to_string(), query, complaints: parsed.complaints })
    }
}

/// Why a text is no watchlist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// Line, from 1.
    pub line: usize,
    /// What is wrong there, without a full stop.
    pub what: String,
}

/// All saved searches, in the order of the file.
#[derive(Clone, Debug)]
pub struct Watchlist {
    searches: Vec<SavedSearch>,
    /// The same searches as written, comments and all.
    tables: ArrayOfTables,
    /// What is written behind the last of them.
    trailing: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    search: Vec<Spanned<Entry>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: Spanned<String>,
    query: Spanned<String>,
}

impl Default for Watchlist {
    fn default() -> Watchlist {
        Watchlist { searches: Vec::new(), tables: ArrayOfTables::new(), trailing: PREAMBLE.to_string() }
    }
}

impl Watchlist {
    /// Reads the text of a watchlist.
    ///
    /// # Errors
    /// The first [`Flaw`].
    pub fn read(text: &str) -> Result<Watchlist, Flaw> {
        let text = text.trim_start_matches('\u{FEFF}');
        let flaw = |at: Option<Range<usize>>, what: String| {
            let before = at.map_or("", |at| text.get(..at.start).unwrap_or(text));
            Flaw { line: before.matches('\n').count() + 1, what: one_line(&what) }
        };
        let written: Written = toml::from_str(text).map_err(|e| flaw(e.span(), e.message().to_string()))?;
        let mut searches = Vec::with_capacity(written.search.len());
        let mut lines: HashMap<String, usize> = HashMap::new();
        for entry in written.search {
            let Entry { name, query } = entry.into_inner();
            let at = name.span();
            let search = SavedSearch::new(name.get_ref(), query.get_ref()).map_err(|what| {
                let named = SavedSearch::new(name.get_ref(), "word").is_ok();
                flaw(Some(if named { query.span() } else { at.clone() }), what)
            })?;
            let here = flaw(Some(at.clone()), String::new()).line;
            if let Some(first) = lines.insert(search.name.clone(), here) {
                return Err(flaw(Some(at), format!("line {first} has a search of the name {:?} too", search.name)));
            }
            searches.push(search);
        }
        let mut document = text.parse::<DocumentMut>().map_err(|e| flaw(e.span(), e.message().to_string()))?;
        // Inline tables in an array say the same; an empty array says nothing.
        let tables = document.remove(SEARCH).and_then(|item| item.into_array_of_tables().ok()).unwrap_or_default();
        Ok(Watchlist { searches, tables, trailing: document.trailing().as_str().unwrap_or_default().to_string() })
    }

    /// The saved searches, in the order of the file.
    pub fn searches(&self) -> &[SavedSearch] {
        &self.searches
    }

    /// The search of this name.
    pub fn get(&self, name: &str) -> Option<&SavedSearch> {
        self.searches.iter().find(|s| s.name == name)
    }

    /// Adds a search at the end, or puts it where the one of its name was.
    pub fn put(&mut self, search: SavedSearch) {
        let at = self.searches.iter().position(|s| s.name == search.name);
        let query = Value::from(search.text.as_str());
        if let Some(at) = at
            && let Some(old) = self.tables.get_mut(at).and_then(|t| t.get_mut("query")).and_then(Item::as_value_mut)
        {
            // A comment on that line stays.
            let decor = old.decor().clone();
            *old = query;
            *old.decor_mut() = decor;
            self.searches[at] = search;
            return;
        }
        let mut table = Table::new();
        table.insert("name", Item::Value(Value::from(search.name.as_str())));
        table.insert("query", Item::Value(query));
        // A comment behind the last search stays where it is: before the new one.
        let before = std::mem::take(&mut self.trailing);
        let gap = if before.is_empty() || before.ends_with('\n') { "\n" } else { "\n\n" };
        table.decor_mut().set_prefix(before + gap);
        self.tables.push(table);
        self.searches.push(search);
    }

    /// Takes the search of this name out; None if there is none.
    pub fn remove(&mut self, name: &str) -> Option<SavedSearch> {
        let at = self.searches.iter().position(|s| s.name == name)?;
        let above = prefix(self.tables.get(at));
        self.tables.remove(at);
        // What stands above the first search is about the whole file as likely as about that search.
        if at == 0 && !above.trim().is_empty() {
            let own = prefix(self.tables.get(0));
            match self.tables.get_mut(0) {
                Some(next) => next.decor_mut().set_prefix(format!("{}\n{own}", above.trim_end())),
                None => self.trailing.insert_str(0, &format!("{}\n", above.trim_end())),
            }
        }
        Some(self.searches.remove(at))
    }
}

/// What is written above a table.
fn prefix(table: Option<&Table>) -> String {
    let prefix = table.and_then(|t| t.decor().prefix()).and_then(|p| p.as_str());
    prefix.unwrap_or_default().to_string()
}

/// The text of the file.
impl fmt::Display for Watchlist {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut document = DocumentMut::new();
        if !self.tables.is_empty() {
            document.insert(SEARCH, Item::ArrayOfTables(self.tables.clone()));
        }
        document.set_trailing(self.trailing.as_str());
        document.fmt(f)
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
