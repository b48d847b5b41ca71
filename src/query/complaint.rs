//! What could not be read as it stood in a query, and how much of that is said.
//!
//! Takes complaints as they arose; gives so few of them, and so short, that a reader (or a log) can bear them whatever
//! was typed. It never changes how a query is read.

use std::collections::HashMap;
use std::ops::Range;

/// Something that could not be read as it stood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// Bytes of the query text it is about.
    pub at: Range<usize>,
    /// One sentence without a full stop.
    pub text: String,
}

/// Complaints of one kind that are said one by one.
const ALIKE: usize = 3;
/// Complaints that are said in all.
const MOST: usize = 12;
/// Characters of a query that a sentence repeats.
const ECHO: usize = 80;

/// The complaints in the order of the text: of many of one kind the first few, the last of them with the count of the
/// rest.
pub(super) fn merged(mut complaints: Vec<Complaint>) -> Vec<Complaint> {
    complaints.sort_by_key(|c| c.at.start);
    let mut kinds: HashMap<String, (usize, usize)> = HashMap::new();
    let mut said: Vec<Complaint> = Vec::new();
    let mut more = 0;
    for complaint in complaints {
        let (count, last) = kinds.entry(kind(&complaint.text)).or_default();
        *count += 1;
        if *count > ALIKE {
            continue;
        }
        if said.len() == MOST {
            *count -= 1;
            more += 1;
            continue;
        }
        *last = said.len();
        said.push(complaint);
    }
    for (count, last) in kinds.into_values().filter(|(count, _)| *count > ALIKE) {
        if let Some(complaint) = said.get_mut(last) {
            complaint.text.push_str(&format!(" (and {} more like it)", count - ALIKE));
        }
    }
    if let Some(last) = said.last_mut().filter(|_| more > 0) {
        last.text.push_str(&format!("; {more} other complaints are left out"));
    }
    said
}

/// The sentence without what it repeats of the query.
fn kind(text: &str) -> String {
    text.split('"').step_by(2).collect()
}

/// The beginning of a text of the user's, short enough to be repeated in a sentence.
pub fn excerpt(text: &str) -> String {
    match text.char_indices().nth(ECHO) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_string(),
    }
}
