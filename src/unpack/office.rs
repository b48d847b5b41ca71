//! Which zips are documents of an office program, or books, and no containers.

use std::io::{Read, Seek};

/// What a zip of its own parts is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A text that has a reader.
    Text,
    /// What has none, by its name.
    Unread(&'static str),
}

/// By what such documents have in common: a list of the types of their parts, or what they are at the very beginning. None for
/// a zip of files.
pub(super) fn kind<F: Read + Seek>(archive: &mut zip::ZipArchive<F>) -> Option<Kind> {
    const LONGEST: u64 = 200;
    let has = |archive: &zip::ZipArchive<F>, name: &str| archive.file_names().flatten().any(|there| there == name);
    if has(archive, "[Content_Types].xml") {
        let below = |folder: &str| archive.file_names().flatten().any(|there| there.starts_with(folder));
        return Some(match () {
            () if below("word/") => Kind::Text,
            () if below("xl/") => Kind::Unread("a spreadsheet (XLSX); save its sheets as CSV"),
            () if below("ppt/") => Kind::Unread("slides (PPTX)"),
            () => Kind::Unread("an office document of another kind"),
        });
    }
    let mut said = String::new();
    let part = archive.by_name("mimetype").ok()?;
    let _ = part.take(LONGEST).read_to_string(&mut said);
    Some(match said.trim() {
        "application/vnd.oasis.opendocument.text" | "application/vnd.oasis.opendocument.text-template" => Kind::Text,
        said if said.starts_with("application/vnd.oasis.opendocument.spreadsheet") => {
            Kind::Unread("a spreadsheet (ODS); save its sheets as CSV")
        }
        said if said.starts_with("application/vnd.oasis.opendocument") => {
            Kind::Unread("an OpenDocument file that is no text")
        }
        "application/epub+zip" => Kind::Unread("an e-book (EPUB)"),
        _ => return None,
    })
}
