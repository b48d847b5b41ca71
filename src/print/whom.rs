//! By which names a person asked for is found, in a sentence and for programs.
//!
//! Takes what was asked and the [`Taken`] names; gives text. The commonest names are told in a sentence, all of them to
//! programs; no name goes to a terminal as it stands.

use serde::Serialize;

use super::clean;
use crate::count::grouped;
use crate::query::{Called, Query};
use crate::search::persons::Names;
use crate::search::taken::{Taken, WIDENED};

/// Names told in a sentence, of those asked for and of the others each.
const TOLD: usize = 6;

/// Whom a query asks for, and by which names he is found.
#[derive(Serialize)]
pub struct WhomOut {
    asked: String,
    names: Vec<NameOut>,
    widened: bool,
}

#[derive(Serialize)]
struct NameOut {
    name: String,
    articles: u64,
    other: bool,
}

/// The names, for programs: those asked for, then the others, each the commonest first.
pub fn out(called: &Called, taken: &Taken) -> WhomOut {
    let name = |(name, articles): (&String, u64), other| NameOut { name: name.clone(), articles, other };
    let names = sorted(&taken.names).into_iter().map(|of| name(of, false));
    let names = names.chain(sorted(&taken.others).into_iter().map(|of| name(of, true))).collect();
    WhomOut { asked: Query::Person(called.clone()).to_string(), names, widened: !taken.unasked }
}

/// The names in a sentence; None where there is none to tell, or only one.
pub fn sentence(called: &Called, taken: &Taken) -> Option<String> {
    if taken.names.len() + taken.others.len() < 2 {
        return None;
    }
    let mut told = format!("{} is found as {}", Query::Person(called.clone()), listed(&taken.names));
    if !taken.others.is_empty() {
        told.push_str("; also as ");
        told.push_str(&listed(&taken.others));
    }
    if taken.unasked {
        let names = grouped(WIDENED as u64);
        told.push_str(&format!("; as these are more than {names} names, their other names are not looked for"));
    }
    Some(clean::line(&told))
}

fn listed(names: &Names) -> String {
    let told = sorted(names).into_iter().take(TOLD).map(|(name, articles)| format!("{name} ({})", grouped(articles)));
    let told: Vec<String> = told.collect();
    match names.len().saturating_sub(TOLD) {
        0 => told.join(", "),
        more => format!("{} and {} more", told.join(", "), grouped(more as u64)),
    }
}

fn sorted(names: &Names) -> Vec<(&String, u64)> {
    let mut sorted: Vec<(&String, u64)> = names.iter().map(|(name, articles)| (name, *articles)).collect();
    sorted.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    sorted
}
