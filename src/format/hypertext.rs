//! HTML, whole or in fragments -> text.
//!
//! Takes what feeds and mails carry: block elements become paragraphs, white space becomes single blanks except in `<pre>`,
//! scripts, styles and pictures vanish, links leave their words. Works on the stream of tags alone and builds no tree, so
//! that nesting of any depth and tags of any size cost no more than their bytes. It never fails.

use std::convert::Infallible;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

use super::entity::one_line;

/// The text of a piece of HTML, paragraphs apart by a blank line.
pub(super) fn text(html: &str) -> String {
    read(html).text
}

/// Whether most of the text of a piece of HTML is words of links.
pub(super) fn is_links(html: &str) -> bool {
    let page = read(html);
    page.linked * 2 > page.text.len()
}

/// Shows the tags and texts of HTML, one after the other.
pub(super) fn events(html: &str, mut see: impl FnMut(CallbackEvent<'_>)) {
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| -> Option<()> {
        see(event);
        None
    });
    emitter.naively_switch_states(true);
    for token in Tokenizer::new_with_emitter(html, emitter) {
        let Ok(()): Result<(), Infallible> = token;
    }
}

fn read(html: &str) -> Page {
    let mut page = Page::default();
    events(html, |event| match event {
        CallbackEvent::OpenStartTag { name } => page.open(name),
        CallbackEvent::EndTag { name } => page.close(name),
        CallbackEvent::String { value } => page.words(&String::from_utf8_lossy(value)),
        _ => {}
    });
    page.text.truncate(page.text.trim_end().len());
    page
}

/// The text of a headline that may be HTML, as one line.
pub(super) fn line(html: &str) -> String {
    one_line(&if is_markup(html) || html.contains('&') { text(html) } else { html.to_string() })
}

/// Whether there are tags in the text: `<p>`, `</p>`, `<br/>`, but not `a < b`.
pub(super) fn is_markup(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'<', bytes).any(|at| {
        let name = bytes.get(at + 1..).unwrap_or_default();
        let name = name.strip_prefix(b"/").unwrap_or(name);
        let letters = name.iter().take_while(|b| b.is_ascii_alphanumeric()).count();
        let after = name.get(letters).is_some_and(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/'));
        (name.first().is_some_and(u8::is_ascii_alphabetic) && after) || name.starts_with(b"!--")
    })
}

/// What stands between the last word and the next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Between {
    #[default]
    Nothing,
    Blank,
    Line,
    Paragraph,
}

#[derive(Default)]
struct Page {
    text: String,
    between: Between,
    /// The element that is not shown and how often it was opened inside itself.
    hidden: Option<(Vec<u8>, usize)>,
    /// How many `<pre>` are open.
    verbatim: usize,
    /// Whether a link is open, and how many bytes were in links so far.
    link: bool,
    linked: usize,
}

impl Page {
    fn open(&mut self, name: &[u8]) {
        match &mut self.hidden {
            Some((hidden, depth)) if hidden == name => *depth += 1,
            Some(_) => return,
            None => {}
        }
        match name {
            b"script" | b"style" | b"title" | b"textarea" | b"iframe" | b"noframes" | b"noembed" | b"template"
            | b"svg"
                if self.hidden.is_none() =>
            {
                self.hidden = Some((name.to_vec(), 1));
            }
            b"br" => {
                let two = self.between >= Between::Line;
                self.at_least(if two { Between::Paragraph } else { Between::Line });
            }
            b"td" | b"th" | b"img" => self.at_least(Between::Blank),
            b"pre" => self.verbatim += 1,
            b"a" => self.link = true,
            _ => {}
        }
        if is_block(name) {
            self.at_least(Between::Paragraph);
        }
    }

    fn close(&mut self, name: &[u8]) {
        if let Some((hidden, depth)) = &mut self.hidden {
            if hidden == name {
                *depth -= 1;
                if *depth == 0 {
                    self.hidden = None;
                }
            }
            return;
        }
        match name {
            b"pre" => self.verbatim = self.verbatim.saturating_sub(1),
            b"a" => self.link = false,
            _ => {}
        }
        if is_block(name) {
            self.at_least(Between::Paragraph);
        }
    }

    fn at_least(&mut self, between: Between) {
        self.between = self.between.max(between);
    }

    fn words(&mut self, text: &str) {
        if self.hidden.is_some() {
            return;
        }
        for c in text.chars() {
            match c {
                '\n' if self.verbatim > 0 => {
                    let two = self.between >= Between::Line;
                    self.at_least(if two { Between::Paragraph } else { Between::Line });
                }
                ' ' | '\t' if self.verbatim > 0 && self.between == Between::Nothing => self.text.push(c),
                ' ' | '\t' | '\n' | '\r' | '\x0C' | '\u{a0}' => self.at_least(Between::Blank),
                // Where a word may be broken, and what newsletters fill their previews with.
                '\0' | '\u{ad}' | '\u{34f}' | '\u{200b}' | '\u{feff}' => {}
                c => {
                    if !self.text.is_empty() {
                        self.text.push_str(match self.between {
                            Between::Nothing => "",
                            Between::Blank => " ",
                            Between::Line => "\n",
                            Between::Paragraph => "\n\n",
                        });
                    }
                    self.between = Between::Nothing;
                    self.text.push(c);
                    self.linked += if self.link { c.len_utf8() } else { 0 };
                }
            }
        }
    }
}

/// Whether an element stands apart from what is before and behind it.
fn is_block(name: &[u8]) -> bool {
    matches!(
        name,
        b"p" | b"div"
            | b"h1"
            | b"h2"
            | b"h3"
            | b"h4"
            | b"h5"
            | b"h6"
            | b"ul"
            | b"ol"
            | b"li"
            | b"dl"
            | b"dt"
            | b"dd"
            | b"table"
            | b"caption"
            | b"tr"
            | b"blockquote"
            | b"pre"
            | b"section"
            | b"article"
            | b"header"
            | b"footer"
            | b"nav"
            | b"aside"
            | b"main"
            | b"figure"
            | b"figcaption"
            | b"form"
            | b"fieldset"
            | b"address"
            | b"hr"
            | b"details"
            | b"summary"
            | b"center"
            | b"body"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts() {
        for (given, expected) in [
            ("<p>One\n  more.</p><p>Two &amp; <b>thr</b>ee", "One more.\n\nTwo & three"),
            ("One<br>Two<br/><br />Three", "One\nTwo\n\nThree"),
            ("<div><div>a</div>\n<div>b</div></div>c", "a\n\nb\n\nc"),
            ("<ul><li>a<li>b</ul>", "a\n\nb"),
            ("<table><tr><td>a</td><td>b</td></tr><tr><td>c", "a b\n\nc"),
            ("<pre>a\n  b\n\nc</pre>d", "a\nb\n\nc\n\nd"),
            ("a<script>if (x<y) { '</p>' }</script>b<style>p{}</style>c<!-- d -->e", "abce"),
            ("<head><title>T</title></head><body>x", "x"),
            ("a<svg><g><svg></svg>x</g></svg>b", "ab"),
            ("a <unclosed", "a"),
            ("3 < 4 &lt; 5 &nosuch; &#146;", "3 < 4 < 5 &nosuch; ’"),
            ("soft\u{ad}ly&nbsp;said&#8203;", "softly said"),
            ("", ""),
        ] {
            assert_eq!(text(given), expected, "{given}");
        }
        assert_eq!(line("AT&amp;T <b>rises</b>\nagain"), "AT&T rises again");
        assert_eq!(line("a < b"), "a < b");
        assert_eq!(read("one <a>two</a> <p><a>three <b>é</b></a>").linked, 10);
    }

    #[test]
    fn what_is_hostile_costs_its_bytes() {
        let deep = "<div><svg>".repeat(200_000);
        assert_eq!(text(&deep), "");
        let attributes: String = (0..300_000).map(|n| format!(" a{n}=x")).collect();
        assert_eq!(text(&format!("<p{attributes}>One")), "One");
        assert_eq!(text(&format!("<img src=\"{}\">One", "x".repeat(5 << 20))), "One");
        assert_eq!(text(&"&lt;".repeat(300_000)).len(), 300_000);
    }
}
