//! The parts of an office document: a zip of XML files, read as a stream of elements and text.
//!
//! The unpacker has seen to it that no part unpacks to more than the bounds allow; here each is read up to [`LARGEST`]. Of
//! broken XML what stands before the break is read.

use std::io::{BufRead, BufReader, Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::format::entity::{excerpt, resolve};

/// A zip in memory.
pub(super) type Package<'a> = zip::ZipArchive<Cursor<&'a [u8]>>;

/// Bytes that are read of one part: a thousand pages have some ten million.
const LARGEST: u64 = 1 << 30;

/// What stands in a part.
pub(super) enum Node<'n> {
    /// An element opens; its name is without a prefix.
    Open(&'n str, &'n Attributes<'n>),
    Close(&'n str),
    Text(&'n str),
}

/// The attributes of an element.
pub(super) struct Attributes<'n>(&'n BytesStart<'n>);

impl Attributes<'_> {
    /// The value of an attribute, by its name without a prefix.
    pub(super) fn get(&self, name: &str) -> Option<String> {
        let found = self
            .0
            .attributes()
            .with_checks(false)
            .flatten()
            .find(|a| a.key.local_name().as_ref() == name.as_bytes())?;
        Some(resolve(&String::from_utf8_lossy(&found.value)).into_owned())
    }
}

/// Reads a part; what is wrong with it, if anything is. None if there is no such part.
pub(super) fn part(package: &mut Package<'_>, name: &str, visit: impl FnMut(Node<'_>)) -> Option<Result<(), String>> {
    let part = package.by_name(name).ok()?;
    Some(nodes(BufReader::new(part.take(LARGEST)), visit))
}

/// The texts of a part, each with the name of the element that it stands in.
pub(super) fn texts(package: &mut Package<'_>, name: &str, mut take: impl FnMut(&str, &str)) {
    let mut at = String::new();
    let _ = part(package, name, |node| match node {
        Node::Open(name, _) => at = name.to_string(),
        Node::Close(_) => at.clear(),
        Node::Text(text) => take(&at, text),
    });
}

/// The names of the parts.
pub(super) fn names(package: &Package<'_>) -> Vec<String> {
    package.file_names().flatten().map(|name| name.to_string()).collect()
}

fn nodes(input: impl BufRead, mut visit: impl FnMut(Node<'_>)) -> Result<(), String> {
    let mut reader = Reader::from_reader(input);
    reader.config_mut().allow_dangling_amp = true;
    let mut buffer = Vec::new();
    let mut open = 0u64;
    let mut any = false;
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(element)) => {
                (open, any) = (open + 1, true);
                visit(Node::Open(&local(element.local_name().as_ref()), &Attributes(&element)));
            }
            Ok(Event::Empty(element)) => {
                any = true;
                let name = local(element.local_name().as_ref());
                visit(Node::Open(&name, &Attributes(&element)));
                visit(Node::Close(&name));
            }
            Ok(Event::End(element)) => {
                open = open.saturating_sub(1);
                visit(Node::Close(&local(element.local_name().as_ref())));
            }
            Ok(Event::Text(text)) => visit(Node::Text(&String::from_utf8_lossy(&text))),
            Ok(Event::CData(text)) => visit(Node::Text(&String::from_utf8_lossy(&text))),
            Ok(Event::GeneralRef(name)) => {
                visit(Node::Text(&resolve(&format!("&{};", String::from_utf8_lossy(&name)))));
            }
            Ok(Event::Eof) if open == 0 && any => return Ok(()),
            Ok(Event::Eof) => return Err("its XML has no end".to_string()),
            Ok(_) => {}
            Err(error) => return Err(format!("broken XML: {}", excerpt(&error.to_string()))),
        }
    }
}

fn local(name: &[u8]) -> String {
    String::from_utf8_lossy(name).into_owned()
}
