//! Bytes that nobody wrote for this program, through each of its readers: what must hold whatever they are.
//!
//! Each function takes any bytes and panics where the program breaks a promise: a reader that panics, drops a record, counts
//! one twice, makes something of nothing, or reads a file otherwise because it came in other pieces.

use std::io::Write;
use std::ops::ControlFlow;

use morgue::article::{Outcome, Record};
use morgue::format::{FORMATS, Fit, Format, Head, Piece, ReadOptions, charset, recognise};
use morgue::query::parse::{Join, parse};
use morgue::reading::{self, Part};
use morgue::unpack::Limits;

/// One format over one file.
pub fn reader(name: &str, bytes: &[u8]) {
    for format in FORMATS.iter().filter(|format| format.name() == name) {
        let head = Head { bytes: &bytes[..bytes.len().min(64 << 10)], extension: "", whole: bytes.len() < 64 << 10 };
        assert!(format.recognise(&head) <= Fit::Sure);
        let cut = format.cut(bytes, true, true);
        assert_eq!(cut.bytes, bytes.len(), "the last cut takes everything");
        let whole = read(*format, bytes, bytes, 1, true);
        // What is said of the file as a whole has the number 0.
        let numbers: Vec<u64> = whole.iter().map(|record| record.number).filter(|number| *number > 0).collect();
        assert!(numbers.iter().all(|number| *number <= cut.records), "a record without a number of its own");
        assert!(numbers.windows(2).all(|pair| pair[0] < pair[1]), "two records of one number");
        // References shrink, so text does not grow but by what stands between its parts; these are compressed.
        let text: usize = whole.iter().map(length).sum();
        let packed = ["docx", "odt", "pdf", "warc"].contains(&name);
        assert!(packed || text <= 8 * bytes.len() + 4096, "{text} bytes of text out of {} bytes", bytes.len());
        // Text of another format is cut anyhow.
        if recognise(&head).is_none_or(|home| home.name() != name) {
            continue;
        }
        for window in [7, 61, 1021] {
            let pieces = in_windows(*format, bytes, window);
            assert!(pieces == whole, "another reading in windows of {window}: {pieces:?} instead of {whole:?}");
        }
    }
}

fn length(record: &Record) -> usize {
    match &record.outcome {
        Outcome::Article(article) => article.headline.len() + article.body.len(),
        Outcome::Skip(_) | Outcome::Aside(_) => 0,
    }
}

fn read(format: &dyn Format, file: &[u8], bytes: &[u8], number: u64, first: bool) -> Vec<Record> {
    let lead = &file[..format.lead(file)];
    let offset = (bytes.as_ptr() as usize - file.as_ptr() as usize) as u64;
    format.read(&Piece { bytes, number, offset, first, lead, ..Piece::default() }, &ReadOptions::default())
}

/// As a file is read: a window that grows until the format can cut it.
fn in_windows(format: &dyn Format, bytes: &[u8], wanted: usize) -> Vec<Record> {
    let (mut records, mut at, mut number) = (Vec::new(), 0, 1);
    while at < bytes.len() {
        let mut size = wanted;
        let cut = loop {
            let window = &bytes[at..(at + size).min(bytes.len())];
            let cut = format.cut(window, at == 0, at + window.len() == bytes.len());
            assert!(cut.bytes <= window.len(), "more cut off than there was");
            if cut.bytes > 0 {
                break cut;
            }
            size *= 2;
        };
        records.extend(read(format, bytes, &bytes[at..at + cut.bytes], number, at == 0));
        at += cut.bytes;
        number += cut.records;
    }
    if bytes.is_empty() { read(format, bytes, bytes, 1, true) } else { records }
}

/// Text of unknown encoding: all of it is some text, and what was guessed is said.
pub fn decode(bytes: &[u8]) {
    let decoded = charset::decode(bytes);
    assert_eq!(decoded.guessed.is_some(), decoded.doubt().is_some());
    match std::str::from_utf8(bytes) {
        Err(_) => assert!(decoded.guessed.is_some(), "a guess that nobody is told of"),
        Ok(text) => assert!(decoded.guessed.is_some() || text.ends_with(&*decoded.text)),
    }
}

/// A question: it is read somehow, and what it was read as is read as the same.
pub fn query(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    for join in [Join::All, Join::Any] {
        let Some(query) = parse(text, join).query else { continue };
        let shown = query.to_string();
        let again = parse(&shown, join).query.map(|query| query.to_string());
        assert_eq!(again.as_deref(), Some(shown.as_str()), "{text:?} is shown as another question");
    }
}

/// A file of whatever kind, containers too, read to its end within small limits.
pub fn unpack(bytes: &[u8]) {
    let limits = Limits { depth: 4, ratio: 200, total: 1 << 20 };
    let Ok(mut file) = tempfile::NamedTempFile::new() else { return };
    if file.write_all(bytes).is_err() {
        return;
    }
    let mut parts = 0;
    let read = reading::each(file.path(), limits, &mut |part| {
        parts += 1;
        if let Part::Reading { reading, .. } = part {
            while let Some(piece) = reading.next_piece() {
                piece.records("", &ReadOptions::default());
            }
        }
        ControlFlow::Continue(())
    });
    assert!(parts > 0 || read.is_err(), "a file that left no trace");
}
