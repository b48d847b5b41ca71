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
    /// Adds up the changes of the generations after this one, given oldest first, each as a whole: what one run did
    /// happened at once, so two files may have changed places.
    pub fn of(generation: u64, journals: impl IntoIterator<Item = Vec<Change>>) -> Since {
        let mut since = Since::default();
        let mut moved: BTreeMap<String, (Standing, Standing)> = BTreeMap::new();
        for journal in journals {
            // First everything leaves the place where it stood before, then it is put where it stands now.
            let mut arriving: Vec<(Change, Option<Changed>, Option<Standing>)> = Vec::with_capacity(journal.len());
            for change in journal {
                let before = change.before().place();
                let known = since.changed.remove(&before);
                let first = moved.remove(&before).map(|(_, first)| first);
                arriving.push((change, known, first));
            }
            for (change, known, first) in arriving {
                match change {
                    Change::Changed { now, before, what, headline_before, since: then } => {
                        // An article of no earlier generation is new, whatever happened to it afterwards.
                        let changed = match known {
                            Some(mut known) => {
                                known.what.extend(what);
                                known.what.sort_unstable();
                                known.what.dedup();
                                Some(known)
                            }
                            None if then <= generation => Some(Changed { what, headline_before }),
                            None => None,
                        };
                        if let Some(changed) = changed {
                            since.changed.insert(now.place(), changed);
                        }
                        moved.insert(now.place(), (now, first.unwrap_or(before)));
                    }
                    Change::Moved { now, before } => {
                        if let Some(known) = known {
                            since.changed.insert(now.place(), known);
                        }
                        moved.insert(now.place(), (now, first.unwrap_or(before)));
                    }
                    // One that was changed meanwhile was there then, whatever its last generation says.
                    Change::Vanished(gone) if known.is_some() || gone.since <= generation => since.vanished.push(*gone),
                    Change::Vanished(_) => {}
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
        let headline_before = format!("{path} {since}");
        Change::Changed { now: at(path, 1), before: at(path, 1), what: what.to_vec(), headline_before, since }
    }

    fn moved(now: &str, before: &str) -> Change {
        Change::Moved { now: at(now, 1), before: at(before, 1) }
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

    fn vanished(since: &Since) -> Vec<&str> {
        since.vanished.iter().map(|g| g.before.path.as_str()).collect()
    }

    #[test]
    fn what_came_and_went_in_between_is_no_news() {
        use What::{Body, Corrected, Headline};
        let since = Since::of(
            4,
            [
                vec![
                    changed("old", &[Body], 2),
                    changed("new", &[Body], 5),
                    changed("late", &[Body], 3),
                    gone("lost", 1),
                ],
                vec![gone("brief", 5), gone("late", 5), moved("b", "a"), changed("old", &[Headline, Corrected], 5)],
                vec![moved("c", "b"), moved("older", "old")],
            ],
        );
        let both = Changed { what: vec![Headline, Body, Corrected], headline_before: "old 2".to_string() };
        let told = (since.changed("older", 1), since.changed("old", 1), since.changed("new", 1));
        assert_eq!(told, (Some(&both), None, None));
        assert_eq!(vanished(&since), ["lost", "late"]);
        assert_eq!(since.moved, [(at("c", 1), at("a", 1)), (at("older", 1), at("old", 1))]);
    }

    #[test]
    fn files_that_changed_places_were_taken_one_after_the_other() {
        let swap = || vec![moved("x", "y"), moved("y", "x")];
        let since = Since::of(1, [vec![changed("y", &[What::Body], 1)], swap()]);
        assert_eq!(since.moved, [(at("x", 1), at("y", 1)), (at("y", 1), at("x", 1))]);
        assert!(since.changed("x", 1).is_some() && since.changed("y", 1).is_none());
        assert_eq!(Since::of(1, [swap(), swap()]), Since::default());
        // A rotation: the oldest goes, all others move up.
        let since = Since::of(1, [vec![moved("n3", "n2"), moved("n2", "n1"), gone("n3", 1)]]);
        assert_eq!(since.moved, [(at("n2", 1), at("n1", 1)), (at("n3", 1), at("n2", 1))]);
        assert_eq!(vanished(&since), ["n3"]);
    }
}
