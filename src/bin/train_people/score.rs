//! How well a model finds the names of annotated articles.
//!
//! Takes stories and a model (none: the rules alone), gives a line with precision, recall and F1 of exact spans, titles in
//! front cut off on both sides.

use std::collections::BTreeSet;
use std::ops::Range;

use morgue::article::Article;
use morgue::enrich::people::find_with;
use morgue::enrich::people::model::Model;

use crate::gold::Story;

/// The line for one set.
pub fn line(stories: &[&Story], model: Option<&Model>) -> String {
    let (mut right, mut found, mut there) = (0, 0, 0);
    for story in stories {
        let article = Article { body: story.body.clone(), ..Article::default() };
        let gold: BTreeSet<(usize, usize)> = story.names.iter().map(|name| bare(story, name.clone())).collect();
        let people = find_with(&article, model);
        let names: BTreeSet<(usize, usize)> =
            people.iter().flat_map(|p| &p.mentions).map(|m| bare(story, m.start..m.end)).collect();
        right += names.intersection(&gold).count();
        found += names.len();
        there += gold.len();
    }
    let share = |of: usize| right as f64 / of.max(1) as f64;
    let f1 = 2.0 * right as f64 / (found + there).max(1) as f64;
    format!("P {:.3}  R {:.3}  F1 {f1:.3}", share(found), share(there))
}

/// A name without what stands around it: possessive, punctuation.
fn bare(story: &Story, name: Range<usize>) -> (usize, usize) {
    let text = story.body.get(name.clone()).unwrap_or_default();
    let text = text.strip_suffix("'s").or(text.strip_suffix("\u{2019}s")).unwrap_or(text);
    let text = text.trim_end_matches(['.', ',', ' ', '\'']);
    (name.start, name.start + text.len())
}
