//! What changed since a generation, all journals after it taken together.
//!
//! Takes the journals, oldest first; gives for every article that is there now and was there then what is different, and
//! the articles that were there then and are gone. Whatever came and went in between is no news. It reads no index: of an
//! article that the journals do not name, the index itself knows which generation brought it.

use std::collections::{BTreeMap, HashMap};

use super::{Change, Gone, Standing, What};
use crate::article::place;

/// The changes since a generation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Since {
    /// By the `path#record` where the article stands now: what is different, and its headline then.
    changed: HashMap<String, Changed>,
    /// Where an article stands now, and where it stood then.
    pub moved: Vec<(Standing, Standing)>,
    /// What is gone.
    pub vanished: Vec<Gone>,
}

/// What is different about an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// All that is different.
    pub what: Vec<What>,
    /// Its headline then.
    pub headline_before: String,
}

impl Since {
    /// Adds up the changes of all generations after this one, given oldest first.
    pub fn of(generation: u64, changes: impl IntoIterator<Item = Change>) -> Since {
        let mut since = Since::default();
        let mut moved: BTreeMap<String, (Standing, Standing)> = BTreeMap::new();
        for change in changes {
            match change {
                Change::Changed { now, what, headline_before, since: then } => {
                    // An article of no earlier generation is new, whatever happened to it afterwards.
                    let known = since.changed.get_mut(&now.place());
                    match known {
                        Some(known) => {
                            known.what.extend(what);
                            known.what.sort_unstable();
                            known.what.dedup();
                        }
                        None if then <= generation => {
                            since.changed.insert(now.place(), Changed { what, headline_before });
                        }
                        None => {}
                    }
                }
                Change::Moved { now, before } => {
                    if let Some(known) = since.changed.remove(&before.place()) {
                        since.changed.insert(now.place(), known);
                    }
                    let first = moved.remove(&before.place()).map_or(before, |(_, first)| first);
                    moved.insert(now.place(), (now, first));
                }
                Change::Vanished(gone) => {
                    // One that was changed meanwhile was there then, whatever its last generation says.
                    let known = since.changed.remove(&gone.before.place()).is_some();
                    moved.remove(&gone.before.place());
                    if known || gone.since <= generation {
                        since.vanished.push(*gone);
                    }
                }
            }
        }
        since.moved = moved.into_values().filter(|(now, first)| now.path != first.path).collect();
        since
    }

    /// What is different about the article that stands here now; None if it is new, or as it was.
    pub fn changed(&self, path: &str, record: u64) -> Option<&Changed> {
        self.changed.get(&place(path, record))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(path: &str, record: u64) -> Standing {
        Standing { id: format!("{path}{record}"), path: path.to_string(), record }
    }

    fn changed(path: &str, what: &[What], since: u64) -> Change {
        Change::Changed { now: at(path, 1), what: what.to_vec(), headline_before: format!("{path} {since}"), since }
    }

    fn gone(path: &str, since: u64) -> Change {
        let text = String::new;
        Change::Vanished(Box::new(Gone {
            before: at(path, 1),
            since,
            headline: text(),
            body: text(),
            published: None,
            source: None,
            byline: None,
            place: None,
            url: None,
        }))
    }

    #[test]
    fn what_came_and_went_in_between_is_no_news() {
        use What::{Body, Corrected, Headline};
        let since = Since::of(
            4,
            [
                changed("old", &[Body], 2),
                changed("new", &[Body], 5),
                gone("brief", 5),
                gone("lost", 1),
                changed("late", &[Body], 3),
                gone("late", 5),
                Change::Moved { now: at("b", 1), before: at("a", 1) },
                changed("old", &[Headline, Corrected], 5),
                Change::Moved { now: at("c", 1), before: at("b", 1) },
                Change::Moved { now: at("older", 1), before: at("old", 1) },
                Change::Moved { now: at("x", 1), before: at("y", 1) },
                Change::Moved { now: at("y", 1), before: at("x", 1) },
            ],
        );
        let both = Changed { what: vec![Headline, Body, Corrected], headline_before: "old 2".to_string() };
        assert_eq!(
            (since.changed("older", 1), since.changed("old", 1), since.changed("new", 1)),
            (Some(&both), None, None)
        );
        let vanished: Vec<&str> = since.vanished.iter().map(|g| g.before.path.as_str()).collect();
        assert_eq!(vanished, ["lost", "late"]);
        assert_eq!(since.moved, [(at("c", 1), at("a", 1)), (at("older", 1), at("old", 1))]);
    }
}
