//! What is different between two versions of an article, judged from a few dozen bytes of each.
//!
//! Takes an article, gives its [`Traits`]; takes those of two versions, gives what changed. News says in its own words
//! that it was corrected or withdrawn, in the headline or at the beginning or end of the text; those words are looked
//! for there and nowhere else, since an article *about* a correction is none.

use super::What;
use crate::article::{Article, digest};

/// Words of a correction notice, lower case; from the style guides and transmission headers of the agencies.
const CORRECTED: &[&str] = &[
    "correction:",
    "corrections:",
    "(correction)",
    "corrected:",
    "(corrected",
    "(corrects",
    "corrects ",
    "clarification:",
    "clarification -",
    "(clarifies",
    "editor's note: this story has been corrected",
    "this story has been corrected",
    "this article has been corrected",
    "this story was corrected",
    "this article was corrected",
    "an earlier version of this article",
    "an earlier version of this story",
    "a previous version of this article",
    "a previous version of this story",
    "this article was amended",
    "this story has been updated to correct",
];
/// Words of a withdrawal, lower case.
const WITHDRAWN: &[&str] = &[
    "kill:",
    "(kill)",
    "story killed",
    "bulletin kill",
    "withdrawn:",
    "(withdrawn)",
    "withdrawal:",
    "story withdrawn",
    "article withdrawn",
    "retraction:",
    "retracted:",
    "(retracted)",
    "this story has been withdrawn",
    "this article has been withdrawn",
    "this story has been retracted",
    "this article has been retracted",
    "this story has been removed",
    "this article has been removed",
    "has withdrawn this story",
    "has withdrawn its story",
    "editors: please kill",
    "please disregard",
];
/// Bytes at either end of a text in which a notice stands.
const MARGIN: usize = 400;

/// What is remembered of a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Traits {
    headline: u64,
    body: u64,
    metadata: u64,
    corrected: bool,
    withdrawn: bool,
}

impl Traits {
    /// Of an article.
    pub fn of(article: &Article) -> Traits {
        let published = article.published.map(|p| p.to_string());
        Traits {
            headline: digest(&[Some(&article.headline)]),
            body: digest(&[Some(&article.body)]),
            metadata: digest(&[
                published.as_deref(),
                article.source.as_deref(),
                article.byline.as_deref(),
                article.place.as_deref(),
                article.url.as_deref(),
                article.section.as_deref(),
            ]),
            corrected: says(article, CORRECTED),
            withdrawn: says(article, WITHDRAWN),
        }
    }

    /// The headline as 64 bits, to find the same one again.
    pub fn headline(&self) -> u64 {
        self.headline
    }

    /// What is different in the later version.
    pub fn changed_to(&self, later: &Traits) -> Vec<What> {
        let mut what = Vec::new();
        let mut note = |different: bool, kind| {
            if different {
                what.push(kind);
            }
        };
        note(self.headline != later.headline, What::Headline);
        note(self.body != later.body, What::Body);
        note(self.metadata != later.metadata, What::Metadata);
        note(later.corrected && !self.corrected, What::Corrected);
        note(later.withdrawn && !self.withdrawn, What::Withdrawn);
        what
    }
}

fn says(article: &Article, notices: &[&str]) -> bool {
    let body = article.body.trim();
    let first = end_of(body, MARGIN);
    let last = body.len() - end_of_back(body, MARGIN);
    let plain = |text: &str| text.to_lowercase().replace('’', "'");
    let (headline, opening, close) = (plain(&article.headline), plain(&body[..first]), plain(&body[last..]));
    // A notice of one word and a colon must begin the headline or a line; a sentence may stand anywhere near the ends.
    let at_line = |text: &str, notice: &str| text.lines().any(|line| line.trim_start().starts_with(notice));
    notices.iter().any(|notice| {
        if notice.contains(' ') && !notice.ends_with(' ') {
            [&headline, &opening, &close].iter().any(|text| text.contains(notice))
        } else {
            [&headline, &opening, &close].iter().any(|text| at_line(text, notice))
        }
    })
}

/// The last character boundary within so many bytes from the start.
fn end_of(text: &str, most: usize) -> usize {
    (0..=most.min(text.len())).rev().find(|n| text.is_char_boundary(*n)).unwrap_or(0)
}

/// How many bytes at the end, at most so many, begin with a whole character.
fn end_of_back(text: &str, most: usize) -> usize {
    (0..=most.min(text.len())).rev().find(|n| text.is_char_boundary(text.len() - n)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(headline: &str, body: &str) -> Article {
        Article { headline: headline.to_string(), body: body.to_string(), ..Article::default() }
    }

    #[test]
    fn what_changed() {
        let was = article("River floods the town", "The river rose three feet.");
        let table: &[(Article, &[What])] = &[
            (was.clone(), &[]),
            (article("River floods town", "The river rose three feet."), &[What::Headline]),
            (article("River floods the town", "The river rose four feet."), &[What::Body]),
            (Article { byline: Some("By A. Reed".into()), ..was.clone() }, &[What::Metadata]),
            (
                article("CORRECTION: River floods the town", "The river rose three feet."),
                &[What::Headline, What::Corrected],
            ),
            (
                article(
                    "River floods the town",
                    "The river rose four feet.\n\nAn earlier version of this story misstated the level.",
                ),
                &[What::Body, What::Corrected],
            ),
            (article("River floods the town", "(Corrects level.) It rose four feet."), &[What::Body, What::Corrected]),
            (
                article("River floods the town", "EDITORS: PLEASE KILL the story about the river."),
                &[What::Body, What::Withdrawn],
            ),
            (
                article("WITHDRAWN: River floods the town", "This story has been withdrawn."),
                &[What::Headline, What::Body, What::Withdrawn],
            ),
            // About a correction, a killing, a withdrawal: none.
            (
                article("Markets await a correction: analysts", "Troops will withdraw; wolves kill sheep."),
                &[What::Headline, What::Body],
            ),
        ];
        for (now, what) in table {
            assert_eq!(Traits::of(&was).changed_to(&Traits::of(now)), *what, "{now:?}");
        }
        // What was said before is no news.
        let corrected = &table[4].0;
        let again = article("CORRECTION: River floods the town", "The river rose two feet.");
        assert_eq!(Traits::of(corrected).changed_to(&Traits::of(&again)), [What::Body]);
    }
}
