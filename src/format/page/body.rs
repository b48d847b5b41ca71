//! The bare markup of a page -> the text of its article.
//!
//! The library finds where the article is and leaves out what is none of it, and is asked for precision: a page holds more that
//! is no article than what is. What is done beyond the library is all in this file, and all of it is general:
//!
//! 1. it is given bare markup ([`super::bare`]), without scripts, styles, attributes that only scripts read, and without what
//!    is called an advert;
//! 2. where precision leaves hardly anything, it is asked again for balance;
//! 3. where the page itself carries the whole text for machines (`articleBody`), and the markup much less, that is the text;
//! 4. a first paragraph that only repeats the headline, or the heading of the page, is left out;
//! 5. a page of which most is the words of links, and that does not call itself an article, is a list of articles;
//! 6. a page of more elements than people read is not searched for its article, but read as it stands, with a doubt.

use trafilatura::{ExtractionFocus, HtmlDateMode, Options};

use super::bare::Bare;
use super::card::{self, Card};
use super::linked::Described;
use crate::format::{guarded, hypertext, markup};

/// Elements up to which a page is searched for its article; pages that people read have a few thousand. The library takes
/// more than its share of time for more.
const ELEMENTS: usize = 30_000;
/// Characters of a text that is hardly one: two sentences.
const SHORT: usize = 250;

/// The text of an article and what is doubtful about it.
#[derive(Debug, Default)]
pub(super) struct Body {
    /// Paragraphs apart by a blank line.
    pub(super) text: String,
    /// What it was taken from.
    pub(super) from: &'static str,
    /// A sentence.
    pub(super) doubt: Option<&'static str>,
}

/// The text of the article.
///
/// # Errors
/// Why there is none, as the reason for a skip.
pub(super) fn text(bare: &Bare, described: Option<&Described<'_>>, headline: &str) -> Result<Body, String> {
    let mut body = Body { from: "what the page is about", ..Body::default() };
    if bare.elements > ELEMENTS {
        body.text = hypertext::text(&bare.markup);
        body.from = "the whole page";
        body.doubt = Some("too large to find the article in it; read as it stands");
    } else {
        body.text = found(bare)?;
        if !is_declared(&bare.card, described) && is_list(bare)? {
            return Err("a page of links".to_string());
        }
    }
    if let Some(whole) = described.and_then(|d| d.text("articleBody")).map(|whole| plain(&whole))
        && whole.len() > SHORT
        && whole.len() / 2 > body.text.len()
    {
        body.text = whole;
        body.from = "JSON-LD articleBody";
    }
    for repeated in [headline, &bare.card.heading] {
        body.text = markup::without_headline(&body.text, repeated);
    }
    if body.text.is_empty() {
        return Err(nothing(bare));
    }
    Ok(body)
}

/// The text that the library finds.
fn found(bare: &Bare) -> Result<String, String> {
    let text = hypertext::text(&extract(bare, ExtractionFocus::FavorPrecision, false)?);
    if text.chars().count() >= SHORT {
        return Ok(text);
    }
    let more = hypertext::text(&extract(bare, ExtractionFocus::Balanced, false)?);
    Ok(if more.len() > text.len() { more } else { text })
}

/// Whether most of what the library finds is words of links.
fn is_list(bare: &Bare) -> Result<bool, String> {
    Ok(hypertext::is_links(&extract(bare, ExtractionFocus::Balanced, true)?))
}

/// Markup of the article; empty if the library finds nothing.
fn extract(bare: &Bare, focus: ExtractionFocus, links: bool) -> Result<String, String> {
    // Dates are read from the card, and looking for them costs a tenth of all.
    let options = Options::default()
        .with_focus(focus)
        .with_fallback(true)
        .with_exclude_comments(true)
        .with_links(links)
        .with_html_date_mode(HtmlDateMode::Disabled);
    let found = guarded("web pages", || trafilatura::extract(&bare.markup, &options).map(|found| found.content_html))?;
    Ok(found.unwrap_or_default())
}

/// Whether a page calls itself an article.
pub(super) fn is_declared(card: &Card, described: Option<&Described<'_>>) -> bool {
    described.is_some_and(Described::is_article)
        || card.meta(card::TYPE).is_some_and(|kind| kind.eq_ignore_ascii_case("article"))
}

/// A text that metadata carry, as paragraphs; some carry markup.
fn plain(text: &str) -> String {
    if hypertext::is_markup(text) { hypertext::text(text) } else { markup::plain(text) }
}

/// Why a page has no text.
fn nothing(bare: &Bare) -> String {
    let refresh = bare.card.meta(card::REFRESH).and_then(|to| to.split_once(';'));
    let target = refresh.map(|(_, to)| to.trim().trim_start_matches(|c: char| c.is_ascii_alphabetic()).trim_start());
    let target = target.and_then(|to| to.strip_prefix('=')).map(|to| to.trim().trim_matches(['\'', '"']));
    match target {
        Some(target) => format!("a redirect to {target}"),
        None if bare.card.frames => "a page of frames: its text is in other pages".to_string(),
        None => "no text".to_string(),
    }
}
