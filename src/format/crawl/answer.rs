//! What a server answered, as a crawler kept it -> the document in it.
//!
//! Takes an HTTP response; undoes the chunks and the compression that its header names, and gives the document with its
//! kind and encoding. Headers of crawls lie (a body that is not chunked, or was unpacked before it was kept), so what cannot be
//! undone is taken as it stands, with a doubt. What it unpacks is bounded.

use std::borrow::Cow;
use std::io::Read;

/// Bytes of a document that is still read; a page of news has a hundredth of it.
pub(super) const LARGEST: usize = 32 << 20;
/// Lines of a header that are read.
const FIELDS: usize = 256;
/// Compressions on top of each other that are undone.
const CODINGS: usize = 3;

/// What the header of an answer says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Header {
    /// Status: 200, 404; None where no header says it.
    pub(super) status: Option<u16>,
    /// Kind of the document, lower case: `text/html`; empty if nobody says.
    pub(super) kind: String,
    /// Encoding of its text.
    pub(super) charset: Option<String>,
    chunked: bool,
    /// Compressions, the last put on first.
    codings: Vec<String>,
    /// Where the body begins.
    start: usize,
}

impl Header {
    /// Reads the header of a block; where there is none, all of the block is the document.
    pub(super) fn of(block: &[u8]) -> Header {
        let mut fields = [httparse::EMPTY_HEADER; FIELDS];
        let mut response = httparse::Response::new(&mut fields);
        let mut config = httparse::ParserConfig::default();
        config
            .allow_spaces_after_header_name_in_responses(true)
            .allow_obsolete_multiline_headers_in_responses(true)
            .allow_multiple_spaces_in_response_status_delimiters(true)
            .ignore_invalid_headers_in_responses(true);
        let Ok(httparse::Status::Complete(start)) = config.parse_response(&mut response, block) else {
            return Header::default();
        };
        let field = |name: &str| {
            let found = response.headers.iter().find(|field| field.name.eq_ignore_ascii_case(name));
            found.map(|field| String::from_utf8_lossy(field.value).trim().to_string()).unwrap_or_default()
        };
        let (kind, charset) = kind(&field("Content-Type"));
        let codings = field("Content-Encoding").to_ascii_lowercase();
        let codings = codings.split(',').rev().map(str::trim).filter(|c| !c.is_empty() && *c != "identity");
        Header {
            status: response.code,
            kind,
            charset,
            chunked: field("Transfer-Encoding").to_ascii_lowercase().contains("chunked"),
            codings: codings.take(CODINGS).map(str::to_string).collect(),
            start,
        }
    }

    /// Header of a document that was kept without one.
    pub(super) fn kept(content: &str) -> Header {
        let (kind, charset) = kind(content);
        Header { kind, charset, ..Header::default() }
    }

    /// The document in the block, and what was doubtful about unpacking it.
    pub(super) fn body<'a>(&self, block: &'a [u8]) -> (Cow<'a, [u8]>, Vec<String>) {
        let mut doubts = Vec::new();
        let mut body = Cow::Borrowed(block.get(self.start..).unwrap_or_default());
        if self.chunked {
            body = match unchunk(&body) {
                Some((whole, true)) => Cow::Owned(whole),
                Some((part, false)) => {
                    doubts.push("the chunks that it was sent in are damaged; read as far as they go".to_string());
                    Cow::Owned(part)
                }
                // Kept without its chunks, whatever the header says.
                None => body,
            };
        }
        for coding in &self.codings {
            match unpack(coding, &body) {
                Unpacked::Whole(whole) => body = Cow::Owned(whole),
                Unpacked::Part(part) => {
                    doubts.push(format!("its {coding} compression is damaged; read as far as it goes"));
                    body = Cow::Owned(part);
                }
                Unpacked::Nothing => break,
            }
        }
        (body, doubts)
    }
}

/// `text/html; charset="utf-8"`
fn kind(field: &str) -> (String, Option<String>) {
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
