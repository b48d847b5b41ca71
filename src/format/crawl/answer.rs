//! What a server answered, as a crawler kept it -> the document in it.
//!
//! Takes an HTTP response; undoes the chunks and the compression that its header names, and gives the document with its
//! kind and encoding. Headers of crawls lie (a body that is not chunked, or was unpacked before it was kept), so what cannot be
//! undone is taken as it stands, with a doubt. What it unpacks is bounded.

use std::borrow::Cow;
use std::io::Read;

/// Bytes of a document that is still read; a page of news has a hundredth of it.
pub(super) const LARGEST: usize = 32 << 20;
const FIELDS: usize = 256;

/// A document that a server sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Answer<'a> {
    /// Status: 200, 404; None where no header says it.
    pub(super) status: Option<u16>,
    /// Kind of the document, lower case: `text/html`; empty if nobody says.
    pub(super) kind: String,
    /// Encoding that the header names.
    pub(super) charset: Option<String>,
    /// The document.
    pub(super) body: Cow<'a, [u8]>,
    /// What was doubtful about unpacking it.
    pub(super) doubts: Vec<String>,
}

/// Reads a response; one without a header is a document alone.
pub(super) fn read(block: &[u8]) -> Answer<'_> {
    let mut fields = [httparse::EMPTY_HEADER; FIELDS];
    let mut response = httparse::Response::new(&mut fields);
    let mut config = httparse::ParserConfig::default();
    config
        .allow_spaces_after_header_name_in_responses(true)
        .allow_obsolete_multiline_headers_in_responses(true)
        .allow_multiple_spaces_in_response_status_delimiters(true)
        .ignore_invalid_headers_in_responses(true);
    let Ok(httparse::Status::Complete(start)) = config.parse_response(&mut response, block) else {
        return Answer { body: Cow::Borrowed(block), ..Answer::default() };
    };
    let field = |name: &str| {
        let found = response.headers.iter().find(|field| field.name.eq_ignore_ascii_case(name))?;
        Some(String::from_utf8_lossy(found.value).trim().to_string())
    };
    let (kind, charset) = kind(&field("Content-Type").unwrap_or_default());
    let mut answer = Answer { status: response.code, kind, charset, ..Answer::default() };
    let mut body = Cow::Borrowed(block.get(start..).unwrap_or_default());
    if field("Transfer-Encoding").is_some_and(|coding| coding.to_ascii_lowercase().contains("chunked")) {
        body = match unchunk(&body) {
            Some((whole, true)) => Cow::Owned(whole),
            Some((part, false)) => {
                answer.doubts.push("the chunks that it was sent in are damaged; read as far as they go".to_string());
                Cow::Owned(part)
            }
            // Kept without its chunks, whatever the header says.
            None => body,
        };
    }
    let codings = field("Content-Encoding").unwrap_or_default().to_ascii_lowercase();
    // The last was put on last.
    for coding in codings.split(',').rev().map(str::trim).filter(|c| !c.is_empty() && *c != "identity").take(3) {
        match unpack(coding, &body) {
            Unpacked::Whole(whole) => body = Cow::Owned(whole),
            Unpacked::Part(part) => {
                answer.doubts.push(format!("its {coding} compression is damaged; read as far as it goes"));
                body = Cow::Owned(part);
            }
            Unpacked::Nothing => break,
        }
    }
    answer.body = body;
    answer
}

/// `text/html; charset="utf-8"`
pub(super) fn kind(field: &str) -> (String, Option<String>) {
    let (kind, rest) = field.split_once(';').unwrap_or((field, ""));
    let charset = rest.split(';').find_map(|part| {
        let (name, value) = part.split_once('=')?;
        let value = value.trim().trim_matches(['"', '\'']);
        (name.trim().eq_ignore_ascii_case("charset") && !value.is_empty()).then(|| value.to_string())
    });
    (kind.trim().to_ascii_lowercase(), charset)
}

/// The body without its chunks, and whether all of them were there; None if it has none.
fn unchunk(body: &[u8]) -> Option<(Vec<u8>, bool)> {
    let mut whole = Vec::with_capacity(body.len());
    let mut at = 0;
    loop {
        let rest = body.get(at..).unwrap_or_default();
        let (start, size) = match httparse::parse_chunk_size(rest) {
            Ok(httparse::Status::Complete((start, size))) => (start, usize::try_from(size).unwrap_or(usize::MAX)),
            _ if at == 0 => return None,
            _ => {
                // Some crawlers keep no last chunk; anything else that stands here was no chunk.
                whole.extend_from_slice(rest.trim_ascii());
                return Some((whole, rest.trim_ascii().is_empty()));
            }
        };
        if size == 0 {
            return Some((whole, true));
        }
        let Some(chunk) = start.checked_add(size).and_then(|end| rest.get(start..end)) else {
            whole.extend_from_slice(rest.get(start..).unwrap_or_default());
            return Some((whole, false));
        };
        whole.extend_from_slice(chunk);
        at += start + size;
        let behind = body.get(at..).unwrap_or_default();
        at += behind.iter().take(2).take_while(|b| matches!(b, b'\r' | b'\n')).count();
    }
}

enum Unpacked {
    Whole(Vec<u8>),
    Part(Vec<u8>),
    /// Not compressed so, or not at all.
    Nothing,
}

fn unpack(coding: &str, body: &[u8]) -> Unpacked {
    match coding {
        "gzip" | "x-gzip" => drain(flate2::read::MultiGzDecoder::new(body)),
        "deflate" => match drain(flate2::read::ZlibDecoder::new(body)) {
            // As many servers understand it: without the frame.
            Unpacked::Nothing => drain(flate2::read::DeflateDecoder::new(body)),
            unpacked => unpacked,
        },
        "br" => drain(brotli_decompressor::Decompressor::new(body, 16 << 10)),
        "zstd" => match ruzstd::decoding::StreamingDecoder::new(body) {
            Ok(decoder) => drain(decoder),
            Err(_) => Unpacked::Nothing,
        },
        _ => Unpacked::Nothing,
    }
}

fn drain(decoder: impl Read) -> Unpacked {
    let mut whole = Vec::new();
    match decoder.take(LARGEST as u64 + 1).read_to_end(&mut whole) {
        Ok(_) => Unpacked::Whole(whole),
        Err(_) if whole.is_empty() => Unpacked::Nothing,
        Err(_) => Unpacked::Part(whole),
    }
}
