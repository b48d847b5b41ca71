//! One mail as it was sent -> the text a reader reads.
//!
//! Walks the parts of a mail by their boundaries: of alternatives the plain one if it says anything, else the HTML; of parts
//! that stand in a row all that are text, in their order. Attachments, attached mails among them, are counted and not read.
//! Headers are read by a library; the parts are not, since a mail inside a mail inside a mail makes it copy and recurse. Nothing
//! here recurses deeper than [`DEEPEST`].

use std::borrow::Cow;

use encoding_rs::Encoding;
use mail_parser::decoders::base64::base64_decode;
use mail_parser::{ContentType, Message, MessageParser, MimeHeaders};

use super::{charset, hypertext, tag};

/// Parts within parts; what lies deeper is not read.
const DEEPEST: usize = 16;

/// What a mail, or a part of one, says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    /// Its text, line ends as line feeds.
    pub(super) text: String,
    /// Files and mails attached to it; pictures inside of HTML and signatures are none.
    pub(super) attached: usize,
    /// What was doubtful about reading it.
    pub(super) doubts: Vec<String>,
}

/// The header and the body of a mail or a part. One that begins with a blank line has no header.
pub(super) fn split(entity: &[u8]) -> (&[u8], &[u8]) {
    let mut at = 0;
    while at < entity.len() {
        let rest = entity.get(at..).unwrap_or_default();
        let end = memchr::memchr(b'\n', rest).map_or(rest.len(), |end| end + 1);
        if rest.get(..end).is_some_and(|line| matches!(line, b"\n" | b"\r\n")) {
            return (entity.get(..at).unwrap_or_default(), rest.get(end..).unwrap_or_default());
        }
        at += end;
    }
    (entity, b"")
}

/// A header whose last line has an end; the library loses it otherwise.
pub(super) fn closed(header: &[u8]) -> Cow<'_, [u8]> {
    if header.ends_with(b"\n") { Cow::Borrowed(header) } else { Cow::Owned([header, b"\n"].concat()) }
}

/// The fields of a header that is [`closed`].
pub(super) fn fields(bytes: &[u8]) -> Option<Message<'_>> {
    MessageParser::default().parse_headers(bytes)
}

/// What a mail says.
pub(super) fn said(entity: &[u8]) -> Said {
    let mut said = Said::default();
    let found = read(entity, "", 0, &mut said);
    said.text = found.map(|found| found.text).unwrap_or_default();
    if said.attached > 0 {
        let s = if said.attached == 1 { "" } else { "s" };
        said.doubts.push(format!("{} attachment{s} not read", said.attached));
    }
    said.doubts.dedup();
    said
}

/// The first part of a mail that is HTML, as it was before it was sent, and the encoding that it names: the page that a browser
/// saved as a mail.
pub(super) fn page(entity: &[u8]) -> Option<(Cow<'_, [u8]>, Option<String>)> {
    page_within(entity, 0)
}

fn page_within(entity: &[u8], depth: usize) -> Option<(Cow<'_, [u8]>, Option<String>)> {
    let (header, body) = split(entity);
    let header = closed(header);
    let message = fields(&header)?;
    let content = message.content_type()?;
    let boundary = content.attribute("boundary").filter(|boundary| !boundary.is_empty());
    if let Some(boundary) = boundary.filter(|_| content.ctype().eq_ignore_ascii_case("multipart") && depth < DEEPEST) {
        return parts(body, boundary.as_bytes()).into_iter().find_map(|part| page_within(part, depth + 1));
    }
    let html = content.ctype().eq_ignore_ascii_case("text")
        && content.subtype().is_some_and(|sub| sub.eq_ignore_ascii_case("html"));
    let encoding = message.content_transfer_encoding().unwrap_or_default();
    html.then(|| (undone(body, encoding), content.attribute("charset").map(str::to_string)))
}

struct Text {
    text: String,
    plain: bool,
}

/// The text of an entity; None if it is no text. `within` is the kind of multipart it stands in.
fn read(entity: &[u8], within: &str, depth: usize, said: &mut Said) -> Option<Text> {
    let (header, body) = split(entity);
    let header = closed(header);
    let message = fields(&header);
    let content = message.as_ref().and_then(|m| m.content_type());
    let kind = content.map_or("text", ContentType::ctype).to_ascii_lowercase();
    let sub = content.map_or(Some("plain"), ContentType::subtype).unwrap_or_default().to_ascii_lowercase();
    let attached = message.as_ref().and_then(|m| m.content_disposition()).is_some_and(ContentType::is_attachment);
    if kind == "multipart"
        && let Some(boundary) = content.and_then(|c| c.attribute("boundary")).filter(|b| !b.is_empty())
    {
        if depth == DEEPEST {
            said.attached += 1;
            return None;
        }
        let parts = parts(body, boundary.as_bytes());
        if !parts.is_empty() {
            return several(&parts, &sub, depth, said);
        }
        said.doubts.push("its parts were not found; read as one".to_string());
    }
    let html = matches!(sub.as_str(), "html" | "enriched" | "richtext" | "x-amp-html");
    let readable = matches!(kind.as_str(), "text" | "multipart") && (html || sub == "plain" || kind == "multipart");
    if !readable || attached || (within == "digest" && content.is_none()) {
        // A picture that HTML shows is no attachment, nor is what only proves who wrote.
        let part_of_it = matches!(kind.as_str(), "image") && !attached || sub.ends_with("signature");
        said.attached += usize::from(!part_of_it);
        return None;
    }
    let encoding = message.as_ref().and_then(|m| m.content_transfer_encoding()).unwrap_or_default();
    let bytes = undone(body, encoding);
    let text = decoded(&bytes, content.and_then(|c| c.attribute("charset")), said);
    let text = if html { hypertext::text(&text) } else { tidy(&text) };
    Some(Text { text, plain: !html })
}

/// The text of the parts of a multipart.
fn several(parts: &[&[u8]], kind: &str, depth: usize, said: &mut Said) -> Option<Text> {
    let mut texts: Vec<Text> = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        let mut inner = Said::default();
        let text = read(part, kind, depth + 1, &mut inner);
        // What stands beside the first part of these belongs to it: its pictures, its signature.
        let beside = at > 0 && matches!(kind, "related" | "signed");
        if !beside && kind != "alternative" {
            said.attached += inner.attached;
        }
        if !beside && text.is_some() {
            said.doubts.extend(inner.doubts);
        }
        texts.extend(text.filter(|t| !beside && !t.text.is_empty()));
    }
    if kind == "alternative" {
        let plain = texts.iter().position(|t| t.plain).unwrap_or(0);
        return texts.into_iter().nth(plain);
    }
    let plain = texts.iter().all(|t| t.plain);
    let text = texts.into_iter().map(|t| t.text).collect::<Vec<_>>().join("\n\n");
    Some(Text { text, plain })
}

/// What stands between the lines of a boundary. The last part may be unclosed.
fn parts<'a>(body: &'a [u8], boundary: &[u8]) -> Vec<&'a [u8]> {
    let mut parts = Vec::new();
    let mut start: Option<usize> = None;
    let mut at = 0;
    while at < body.len() {
        let rest = body.get(at..).unwrap_or_default();
        let end = memchr::memchr(b'\n', rest).map_or(rest.len(), |end| end + 1);
        let line = rest.get(..end).unwrap_or_default();
        let after = line.strip_prefix(b"--").and_then(|l| l.strip_prefix(boundary)).map(<[u8]>::trim_ascii);
        if let Some(after @ (b"" | b"--")) = after {
            if let Some(start) = start {
                parts.push(body.get(start..at).unwrap_or_default());
            }
            if after == b"--" {
                return parts;
            }
            start = Some(at + end);
        }
        at += end;
    }
    parts.extend(start.and_then(|start| body.get(start..)));
    parts
}

/// The bytes before they were made fit for transport. What is damaged is kept as it is.
fn undone<'a>(body: &'a [u8], encoding: &str) -> Cow<'a, [u8]> {
    match encoding.trim().to_ascii_lowercase().as_str() {
        "base64" => {
            let digit = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=');
            let digits: Vec<u8> = body.iter().copied().filter(digit).collect();
            base64_decode(&digits).map_or(Cow::Borrowed(body), Cow::Owned)
        }
        "quoted-printable" => Cow::Owned(quoted(body)),
        _ => Cow::Borrowed(body),
    }
}

/// Quoted-printable; an escape that is none stays as it is.
fn quoted(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len());
    let mut at = 0;
    while let Some(&byte) = body.get(at) {
        at += 1;
        if byte != b'=' {
            out.push(byte);
            continue;
        }
        let rest = body.get(at..).unwrap_or_default();
        let blanks = rest.iter().take_while(|b| matches!(b, b' ' | b'\t' | b'\r')).count();
        if rest.get(blanks) == Some(&b'\n') || rest.len() == blanks {
            at += blanks + usize::from(rest.len() > blanks);
            continue;
        }
        let hex = rest.get(..2).and_then(|h| std::str::from_utf8(h).ok());
        match hex.filter(|h| h.bytes().all(|b| b.is_ascii_hexdigit())).and_then(|h| u8::from_str_radix(h, 16).ok()) {
            Some(value) => {
                out.push(value);
                at += 2;
            }
            None => out.push(byte),
        }
    }
    out
}

/// The text in the character set that the part declares. ASCII declares nothing; what is UTF-8 beyond doubt is UTF-8.
fn decoded<'a>(bytes: &'a [u8], declared: Option<&str>, said: &mut Said) -> Cow<'a, str> {
    let label = declared.unwrap_or_default().trim();
    let encoding = Encoding::for_label(label.as_bytes()).filter(|_| !label.eq_ignore_ascii_case("us-ascii"));
    if let Some(encoding) = encoding.filter(|e| *e != encoding_rs::UTF_8) {
        return encoding.decode_without_bom_handling(bytes).0;
    }
    if let Some(decoder) = mail_parser::decoders::charsets::map::charset_decoder(label.as_bytes())
        && encoding.is_none()
        && !label.is_empty()
        && !label.eq_ignore_ascii_case("us-ascii")
    {
        return Cow::Owned(decoder(bytes));
    }
    let decoded = charset::decode(bytes);
    said.doubts.extend(decoded.doubt());
    decoded.text
}

/// Plain text with line feeds only and without the blank lines around it.
fn tidy(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\0', "");
    tag::trim_blank_lines(&text).to_string()
}
