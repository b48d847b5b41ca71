//! Office documents that are texts: DOCX of Word, ODT of OpenDocument.
//!
//! Both are zips of XML files. One file is one article, or an export of a news database that was saved so. The headline is the
//! title of the properties, or else the first paragraph set as a title. Tables are rows of tabs, notes stand last, what tracked
//! changes deleted is left out. The crates for DOCX build the whole document as objects for writing it, and read no ODT; what
//! is wanted here is a walk over a few elements, for which the zip and XML libraries are enough.

mod blocks;
mod odf;
mod parts;
mod word;

use std::io::Cursor;

use memchr::memmem;

use super::manuscript::Manuscript;
use super::{Cut, Fit, Format, Head, Piece, ReadOptions, cut_whole, guarded};
use crate::article::{Outcome, Record};

/// DOCX.
pub const DOCX: Office = Office::Word;
/// ODT.
pub const ODT: Office = Office::OpenDocument;

/// A kind of office document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Office {
    /// Of Word.
    Word,
    /// Of OpenDocument.
    OpenDocument,
}

/// What an OpenDocument text says first.
const ODF: &[u8] = b"mimetypeapplication/vnd.oasis.opendocument.text";

impl Format for Office {
    fn name(&self) -> &'static str {
        match self {
            Office::Word => "docx",
            Office::OpenDocument => "odt",
        }
    }

    fn version(&self) -> u32 {
        1
    }

    fn recognise(&self, head: &Head<'_>) -> Fit {
        if !head.bytes.starts_with(b"PK\x03\x04") {
            return Fit::No;
        }
        // Of zips only office documents come here; all others were unpacked.
        let open = memmem::find(head.bytes.get(..200).unwrap_or(head.bytes), ODF).is_some();
        if open == (*self == Office::OpenDocument) { Fit::Sure } else { Fit::No }
    }

    fn cut(&self, window: &[u8], first: bool, last: bool) -> Cut {
        cut_whole(self, window, first, last)
    }

    fn read(&self, piece: &Piece<'_>, options: &ReadOptions) -> Vec<Record> {
        if !piece.first {
            return Vec::new();
        }
        match guarded(self.name(), || self.manuscript(piece.bytes)) {
            Ok(Ok(found)) => found.records(piece, options),
            Ok(Err(reason)) | Err(reason) => vec![Record::new(piece.number, Outcome::Skip(reason))],
        }
    }
}

impl Office {
    fn manuscript(self, bytes: &[u8]) -> Result<Manuscript, String> {
        let opened = zip::ZipArchive::new(Cursor::new(bytes));
        let mut package = opened.map_err(|error| format!("the zip is damaged: {error}"))?;
        match self {
            Office::Word => word::manuscript(&mut package),
            Office::OpenDocument => odf::manuscript(&mut package),
        }
    }
}
