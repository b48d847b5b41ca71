//! Files of text that hold no news this program can read yet: web pages, other XML, tables, program code.
//!
//! Takes the beginning of a file and says what it is; gives one Skip that says so. It claims a file only on good
//! evidence, since prose under an odd name is still news: markup by how it begins, tables by name and a first line of
//! cells, code by name alone, for no language looks like no prose.

use super::{Cut, Fit, Format, Head, Piece, ReadOptions};
use super::{charset, json};
use crate::article::{Outcome, Record};

/// Text that is no news, or not yet.
pub struct Foreign;

/// Extensions of program code, of settings, and of what programs write for programs.
const CODE: &str = " py pyi js mjs cjs jsx ts tsx css scss less c h cc cpp cxx hpp cs java go rs rb php pl sh bash zsh \
                    bat ps1 sql lua swift kt scala yml yaml toml ini ipynb ";

impl Format for Foreign {
    fn name(&self) -> &'static str {
        "foreign"
    }

    fn version(&self) -> u32 {
        1
    }

    fn recognise(&self, head: &Head<'_>) -> Fit {
        match kind(head) {
            Some("HTML") => Fit::Sure,
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
        vec![Record { number: piece.number, outcome: Outcome::Skip(reason) }]
    }
}

/// What a file is, if it is none of ours.
pub(super) fn kind(head: &Head<'_>) -> Option<&'static str> {
    let text = json::without_mark(head.bytes).trim_ascii_start();
    let begins = |with: &str| {
        let after = text.get(with.len()).is_none_or(|b| !b.is_ascii_alphanumeric());
        after && text.get(..with.len()).is_some_and(|t| t.eq_ignore_ascii_case(with.as_bytes()))
    };
    if begins("<!doctype html") || begins("<html") {
        return Some("HTML");
    }
    if begins("<?xml") {
        return Some("XML");
    }
    let markup = text.first() == Some(&b'<') && !begins("<doc") && !begins("<reuters");
    match head.extension {
        "html" | "htm" | "xhtml" if markup => Some("HTML"),
        "xml" | "rss" | "atom" | "nitf" | "svg" if markup => Some("XML"),
        "csv" if is_table(text, b",;\t") => Some("CSV"),
        "tsv" | "tab" if is_table(text, b"\t") => Some("TSV"),
        extension if !extension.is_empty() && CODE.contains(&format!(" {extension} ")) => Some("program code"),
        _ => None,
    }
}

/// Whether the first line reads like the names of columns, and the second has cells too.
fn is_table(text: &[u8], separators: &[u8]) -> bool {
    const LONGEST: usize = 64;
    let mut lines = text.split(|b| matches!(b, b'\n' | b'\r')).filter(|l| !l.trim_ascii().is_empty());
    let Some(names) = lines.next() else {
        return false;
    };
    let names = charset::decode(names).text;
    let row = lines.next();
    separators.iter().any(|separator| {
        let mark = char::from(*separator);
        let name = |cell: &str| cell.trim().len() <= LONGEST && !cell.trim().ends_with(['.', '!', '?']);
        names.contains(mark)
            && names.split(mark).all(name)
            && row.is_none_or(|row| row.contains(separator) || row.contains(&b'"'))
    })
}
