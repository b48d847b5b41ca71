//! Plain text and Markdown: briefings, typed-up clippings, anything that is only words.
//!
//! A file holds one article or several, each opened by a marked headline; a header at its top gives what applies to
//! all. Without marks the whole file is one article. The text stays as it is, but for the lines that were read as
//! headline, header or byline, and for a text that a machine read off paper ([`Paged`]), of which pages and divided words
//! are told apart. A file is one issue, so its name may say when it was published.

use std::borrow::Cow;

use super::dating::{Circumstances, Claims, Origin};
use super::fields::Part;
use super::header::{self, Header};
use super::object::without_by;
use super::paged::Paged;
use super::tag::{trim_blank_lines, without_leading_blank_lines};
use super::{Cut, Fit, Format, Head, Piece, ReadOptions};
use super::{charset, cut_whole, dateline, folio, foreign, heading, published};
use crate::article::{Article, Outcome, Record};
use crate::date::Precision;
use crate::order::Reading;
use crate::origin::Origins;

/// Plain text and Markdown.
pub struct Text;

impl Format for Text {
    fn name(&self) -> &'static str {
        "text"
    }

    fn version(&self) -> u32 {
        3
    }

    fn known_by(&self) -> &'static str {
        "headlines or a header in plain text"
    }

    fn recognise(&self, head: &Head<'_>) -> Fit {
        if is_binary(head.bytes) || foreign::kind(head).is_some() {
            return Fit::No;
        }
        if !matches!(head.extension, "" | "txt" | "text" | "md" | "markdown") {
            return Fit::Possible;
        }
        let decoded = charset::decode(head.bytes);
        let text = line_ends(decoded.text);
        let marked = text.lines().any(|line| heading::marked(line).is_some());
        let headed = header::read(without_leading_blank_lines(&text)).is_some();
        if marked || headed { Fit::Likely } else { Fit::Possible }
    }

    fn cut(&self, window: &[u8], first: bool, last: bool) -> Cut {
        // Whether a file has headlines, and so how its articles part, is known only at its end.
        cut_whole(self, window, first, last)
    }

    fn read(&self, piece: &Piece<'_>, options: &ReadOptions) -> Vec<Record> {
        let (text, doubts) = decoded(piece.bytes);
        let at = Circumstances { path: piece.path, single: true, day_month: options.day_month };
        piece.records(outcomes(&text, at, &doubts, options))
    }
}

/// The one article of a text that was found at an address, or why there is none.
pub(super) fn outcome(bytes: &[u8], address: Option<&str>, at: Circumstances<'_>, options: &ReadOptions) -> Outcome {
    let (text, doubts) = decoded(bytes);
    if text.trim().is_empty() {
        return Outcome::Skip("empty".to_string());
    }
    let section = Section { headline: None, label: false, text: &text, behind: 0 };
    let mut article = article(section, &Header::none(&text), true, at, (&text, Paged::of(&text)), options);
    article.id = address.unwrap_or_default().to_string();
    article.url = address.map(str::to_string);
    if article.published.is_none() {
        Claims::default().settle(&mut article, at);
    }
    article.doubts.splice(0..0, doubts);
    Outcome::Article(Box::new(article))
}

/// The text of the bytes, and what is doubtful about that.
fn decoded(bytes: &[u8]) -> (Cow<'_, str>, Vec<String>) {
    let decoded = charset::decode(bytes);
    let mut doubts: Vec<String> = decoded.doubt().into_iter().collect();
    let text: Cow<'_, str> = if decoded.text.contains('\0') {
        doubts.push("it contains NUL characters, which were left out".to_string());
        Cow::Owned(decoded.text.replace('\0', ""))
    } else {
        decoded.text
    };
    (line_ends(text), doubts)
}

/// The text with a line feed for each carriage return that stands alone, as old Macs ended their lines.
fn line_ends(text: Cow<'_, str>) -> Cow<'_, str> {
    let alone = |at: usize| !text[at..].trim_start_matches('\r').starts_with('\n');
    if !memchr::memchr_iter(b'\r', text.as_bytes()).any(alone) {
        return text;
    }
    let ends = text.char_indices().map(|(at, c)| if c == '\r' && alone(at) { '\n' } else { c });
    Cow::Owned(ends.collect())
}

/// Whether bytes are no text: formats that begin like text, or more control characters than any text has. A short
/// text of nothing but ASCII may hold a few more.
pub(super) fn is_binary(bytes: &[u8]) -> bool {
    const MAGIC: [&[u8]; 5] = [b"%PDF-", b"{\\rtf", b"PK\x03\x04", b"\x1f\x8b", b"\x89PNG"];
    let controls = bytes.iter().filter(|b| **b < 32 && !matches!(**b, b'\t' | b'\n' | b'\r' | 12 | 27)).count();
    let ascii = bytes.len() < 512 && bytes.is_ascii();
    MAGIC.iter().any(|m| bytes.starts_with(m)) || controls > if ascii { bytes.len() / 10 } else { 1 + bytes.len() / 50 }
}

fn outcomes(text: &str, at: Circumstances<'_>, doubts: &[String], options: &ReadOptions) -> Vec<Outcome> {
    if text.trim().is_empty() {
        return vec![Outcome::Skip("empty".to_string())];
    }
    let paged = Paged::of(text);
    let header = header::read(without_leading_blank_lines(text));
    let sections = sections(header.rest);
    let single = sections.len() == 1;
    let mut out = Vec::new();
    for section in sections {
        let mut article = article(section, &header, single, at, (text, paged), options);
        if article.headline.is_empty() && article.body.is_empty() {
            continue;
        }
        article.doubts.splice(0..0, doubts.iter().cloned());
        out.push(Outcome::Article(Box::new(article)));
    }
    if out.is_empty() {
        out.push(Outcome::Skip("no headline and no text".to_string()));
    }
    out
}

/// The stretch of a file from one marked headline to the next.
struct Section<'a> {
    /// None before the first mark.
    headline: Option<&'a str>,
    /// Whether the headline only says that an article follows.
    label: bool,
    text: &'a str,
    /// How many bytes of the file stand behind it.
    behind: usize,
}

fn sections(text: &str) -> Vec<Section<'_>> {
    let mut sections = Vec::new();
    let mut headline = None;
    let mut label = false;
    let mut start = 0;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        if let Some(found) = heading::marked(line) {
            sections.push(Section { headline, label, text: &text[start..at], behind: text.len() - at });
            headline = Some(found.headline);
            label = found.label;
            start = end;
        }
        at = end;
    }
    sections.push(Section { headline, label, text: &text[start..], behind: 0 });
    // What stands before the first headline, and labels that stand alone, count only if they hold something; but a file
    // of nothing else keeps its labels.
    let holds = |s: &Section<'_>| (s.headline.is_some() && !s.label) || !s.text.trim().is_empty();
    let any = sections.iter().any(holds);
    sections.retain(|s| holds(s) || (!any && s.label));
    if sections.is_empty() {
        sections.push(Section { headline: None, label: false, text, behind: 0 });
    }
    sections
}

fn article(
    section: Section<'_>,
    header: &Header<'_>,
    single: bool,
    at: Circumstances<'_>,
    (whole, paged): (&str, Paged),
    options: &ReadOptions,
) -> Article {
    let mut text = without_leading_blank_lines(section.text);
    let mut headline = section.headline.filter(|_| !section.label).unwrap_or_default();
    let title = header.line(Part::Headline).filter(|_| single && headline.is_empty());
    // A header right under a headline speaks for that article alone.
    let own = if section.headline.is_none() { Header::none(text) } else { header::key_lines(text) };
    text = without_leading_blank_lines(own.rest);
    let mut origins = Origins::default();
    for part in Part::ALL {
        if let Some(key) = own.key(part).or_else(|| header.key(part)) {
            origins.say(part.name(), format!("header line \"{key}\""));
        }
    }
    if !headline.is_empty() {
        origins.say("headline", "marked line");
    }
    if headline.is_empty()
        && title.is_none()
        && let Some((found, rest)) = heading::unmarked(text)
    {
        headline = found;
        origins.guess("headline", "first line of the text");
        text = without_leading_blank_lines(rest);
    }
    if headline.is_empty() && title.is_none() {
        origins.guess("headline", "label before the text");
        // A label is a better name than none.
        headline = section.headline.unwrap_or_default();
    }
    let line = |part: Part| own.line(part).or_else(|| header.line(part));
    origins.say("body", "text");
    let mut article =
        Article { headline: title.unwrap_or_else(|| headline.to_string()), origins, ..Article::default() };
    article.byline = line(Part::Byline).map(|b| without_by(&b).to_string());
    if !article.headline.is_empty()
        && let Some(name) = text.lines().next().and_then(heading::byline)
    {
        if article.byline.is_none() {
            article.origins.say("byline", "line \"By\" under the headline");
        }
        article.byline.get_or_insert_with(|| name.to_string());
        text = text.split_once('\n').map_or("", |(_, rest)| rest);
    }
    let text = without_leading_blank_lines(text);
    if paged.is_scan() {
        let before = whole.get(..whole.len() - section.behind - text.len()).unwrap_or_default();
        (article.body, article.sheets) = paged.set(before, text, at.path);
    } else {
        article.body = trim_blank_lines(text).to_string();
    }
    folio::printed_on(line(Part::Page), &mut article);
    article.source = line(Part::Source);
    article.url = line(Part::Url);
    article.section = line(Part::Section);
    article.language = line(Part::Language);
    article.id = line(Part::Id).filter(|_| single || own.is_some()).unwrap_or_default();
    article.place = line(Part::Place).map(|p| match dateline::marked(&p).place {
        Some(place) => place.to_string(),
        None => p,
    });
    article.people = [&own, header].iter().flat_map(|h| h.get(Part::People)).cloned().collect();
    let mut claims = Claims::default();
    claims.metadata(&line(Part::Date).unwrap_or_default(), |text| options.day(text));
    from_first_line(&mut article, &mut claims);
    claims.settle(&mut article, at);
    article
}

/// What the text's own first line says: a dateline, or a date standing alone.
fn from_first_line(article: &mut Article, claims: &mut Claims) {
    const LONGEST: usize = 40;
    let line = article.body.lines().next().unwrap_or_default().trim();
    let alone = line.trim_matches(['*', '_']);
    if let Some(found) = dateline::leading(&article.body) {
        let place = found.place.map(str::to_string);
        claims.say(Origin::Dateline, found.date);
        if article.place.is_none() && place.is_some() {
            article.origins.guess("place", "dateline");
        }
        article.place = article.place.take().or(place);
    } else if alone.len() <= LONGEST && alone.contains(char::is_alphabetic) {
        let day = published::read(alone).and_then(Reading::certain).filter(|p| p.precision == Precision::Day);
        claims.say(Origin::Line, day);
    }
}
