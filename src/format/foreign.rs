//! Files that hold no news this program can read yet: other XML, databases, program code.
//!
//! Takes the beginning of a file and says what it is; gives one Skip that says so. It claims a file only on good
//! evidence, since prose under an odd name is still news: markup and databases by how they begin, code by name alone, for no
//! language looks like no prose.

use super::{Cut, Fit, Format, Head, Piece, ReadOptions};
use super::{json, page};
use crate::article::{Outcome, Record};

/// What is no news, or not yet.
pub struct Foreign;

/// Extensions of program code, of settings, and of what programs write for programs.
const CODE: &str = " py pyi js mjs cjs jsx ts tsx css scss less c h cc cpp cxx hpp cs java go rs rb php pl sh bash zsh \
                    bat ps1 sql lua swift kt scala yml yaml toml ini ipynb ";

impl Format for Foreign {
    fn name(&self) -> &'static str {
        "foreign"
    }

    fn version(&self) -> u32 {
        3
    }

    fn known_by(&self) -> &'static str {
        "what is no news, or is not read yet"
    }

    fn recognise(&self, head: &Head<'_>) -> Fit {
        match kind(head) {
            Some(SQLITE | ACCESS | OLD_OFFICE) => Fit::Sure,
            Some(_) => Fit::Possible,
            None => Fit::No,
        }
    }

    fn cut(&self, window: &[u8], first: bool, _last: bool) -> Cut {
        Cut { bytes: window.len(), records: u64::from(first) }
    }

    fn read(&self, piece: &Piece<'_>, _options: &ReadOptions) -> Vec<Record> {
        if !piece.first {
            return Vec::new();
        }
        let extension = piece.path.rsplit_once('.').map(|(_, e)| e.to_ascii_lowercase()).unwrap_or_default();
        let head = Head { bytes: piece.bytes, extension: &extension, whole: false };
        let reason = match kind(&head) {
            Some(kind) => format!("not read yet: {kind}"),
            None => "not read yet".to_string(),
        };
        vec![Record::new(piece.number, Outcome::Skip(reason))]
    }
}

/// What to do with a database, which is a program's own and no way of handing news on.
const SQLITE: &str = "SQLite; export its articles: sqlite3 -header -csv FILE \"SELECT * FROM articles\" > articles.csv";

/// The same of another database.
const ACCESS: &str = "an Access database; export its articles to CSV";
/// What Word, Excel and PowerPoint wrote until 2007, and what encrypted files of today lie in.
const OLD_OFFICE: &str = "an old office document (.doc, .xls, .ppt) or an encrypted one; save it as DOCX";

/// What a file is, if it is none of ours.
pub(super) fn kind(head: &Head<'_>) -> Option<&'static str> {
    if head.bytes.starts_with(b"SQLite format 3\0") {
        return Some(SQLITE);
    }
    if head.bytes.starts_with(b"\0\x01\0\0Standard Jet DB") || head.bytes.starts_with(b"\0\x01\0\0Standard ACE DB") {
        return Some(ACCESS);
    }
    if head.bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return Some(OLD_OFFICE);
    }
    let text = json::without_mark(head.bytes).trim_ascii_start();
    if page::is_page(head) {
        return Some("HTML");
    }
    let begins = |with: &str| page::begins(text, with);
    if begins("<?xml") {
        return Some("XML");
    }
    let markup = text.first() == Some(&b'<') && !begins("<doc") && !begins("<reuters");
    match head.extension {
        "xml" | "rss" | "atom" | "nitf" | "svg" if markup => Some("XML"),
        extension if !extension.is_empty() && CODE.contains(&format!(" {extension} ")) => Some("program code"),
        _ => None,
    }
}
