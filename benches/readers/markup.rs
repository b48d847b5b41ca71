//! Text as it stands in markup.

use crate::story::Story;

/// The body as paragraphs of markup.
pub fn paragraphs(story: &Story) -> String {
    story.body.split("\n\n").map(|paragraph| format!("<p>{}</p>\n", escaped(paragraph))).collect()
}

/// Text as it stands in markup.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
