//! A file -> pieces of whole records, ready to be read on any thread.
//!
//! Opens the file, reads through gzip, turns UTF-16 into UTF-8, asks the formats whose file it is, and lets the format
//! cut. Memory stays at a few pieces whatever the size of the file; only a single record longer than a piece makes a
//! longer one. It decides nothing about articles.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use encoding_rs_io::DecodeReaderBytesBuilder;
use flate2::read::MultiGzDecoder;
use xxhash_rust::xxh3::Xxh3Default;

use crate::article::Record;
use crate::format::{self, Cut, Format, Head, Piece, ReadOptions};
use crate::index::ledger::Resume;

/// Bytes wanted in a piece: large enough to keep a core busy for milliseconds, small enough that several in flight
/// do not matter.
const PIECE: usize = 1 << 20;
/// Bytes a format is shown to recognise its files.
const HEAD: usize = 64 << 10;

/// A file being read.
pub struct Reading {
    input: Box<dyn Read + Send>,
    format: &'static dyn Format,
    window: Vec<u8>,
    number: u64,
    first: bool,
    ended: bool,
    trouble: Option<String>,
    /// Neither compressed nor in another encoding: places in the pieces are places in the file.
    plain: bool,
    /// The file ended with a whole record.
    whole: bool,
    /// The beginning of the file, as far as every piece needs it.
    lead: Arc<[u8]>,
    taken: Arc<Mutex<Taken>>,
}

/// What was read of a file, as it lies on disk.
#[derive(Default)]
struct Taken {
    bytes: u64,
    hash: Xxh3Default,
    /// The system said that there is no more.
    to_the_end: bool,
}

/// A file that counts and hashes what is read of it, so that progress is true for compressed files too.
struct Counted {
    file: File,
    taken: Arc<Mutex<Taken>>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(buffer)?;
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.bytes += count as u64;
        taken.hash.update(&buffer[..count]);
        taken.to_the_end |= count == 0 && !buffer.is_empty();
        Ok(count)
    }
}

fn whole_hash(taken: &Mutex<Taken>) -> Option<u128> {
    let taken = taken.lock().unwrap_or_else(PoisonError::into_inner);
    taken.to_the_end.then(|| taken.hash.digest128())
}

/// XXH3 (128 bits) of a whole file.
///
/// # Errors
/// What the file system says.
pub fn hash(file: &Path) -> io::Result<u128> {
    let mut file = File::open(file)?;
    let mut hash = Xxh3Default::new();
    let mut buffer = vec![0; 256 << 10];
    loop {
        let count = match file.read(&mut buffer) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            other => other?,
        };
        if count == 0 {
            return Ok(hash.digest128());
        }
        hash.update(&buffer[..count]);
    }
}

/// Opens a file that may have grown since it was read: if its first bytes are still those of then, and the same reader
/// takes it, reading goes on behind them. None if it must be read from its beginning.
///
/// # Errors
/// As [`open`].
pub fn open_grown(file: &Path, reader: &str, hash: u128, resume: Resume) -> io::Result<Option<Box<Reading>>> {
    let Opened::Reading(mut reading) = open(file)? else { return Ok(None) };
    if !reading.plain || !reading.format.appends() || reading.reader() != reader {
        return Ok(None);
    }
    let mut known = Xxh3Default::new();
    let mut left = resume.bytes;
    let mut buffer = std::mem::take(&mut reading.window);
    loop {
        let now = usize::try_from(left).unwrap_or(usize::MAX).min(buffer.len());
        known.update(&buffer[..now]);
        left -= now as u64;
        if left == 0 {
            reading.window = buffer.split_off(now);
            break;
        }
        buffer.clear();
        if (&mut reading.input).take(left.min(PIECE as u64)).read_to_end(&mut buffer)? == 0 {
            return Ok(None);
        }
    }
    if known.digest128() != hash {
        return Ok(None);
    }
    reading.trouble = fill(&mut reading.input, &mut reading.window, HEAD);
    if !reading.format.begins(&reading.window) {
        return Ok(None);
    }
    reading.number = resume.number;
    reading.first = false;
    reading.whole = true;
    // What was said of the end of the file was said of a window that began at its beginning.
    reading.ended = reading.trouble.is_some();
    Ok(Some(reading))
}

/// What opening a file gives.
pub enum Opened {
    /// It can be read.
    Reading(Box<Reading>),
    /// It holds no news that any format knows.
    Skip {
        /// Why.
        reason: String,
        /// XXH3 (128 bits) of the whole file, if it was so short that it was read to its end.
        hash: Option<u128>,
    },
}

/// Whole records of a file, owned, to be sent to another thread.
pub struct OwnedPiece {
    /// Who reads it.
    pub format: &'static dyn Format,
    bytes: Vec<u8>,
    number: u64,
    first: bool,
    lead: Arc<[u8]>,
}

impl OwnedPiece {
    /// The records in it; `path` is the file's name with its folders, as reports name it.
    pub fn records(&self, path: &str, options: &ReadOptions) -> Vec<Record> {
        // What a compressed file is called without that.
        let path = path.strip_suffix(".gz").unwrap_or(path);
        let OwnedPiece { bytes, number, first, lead, .. } = self;
        let piece = Piece { path, bytes, number: *number, first: *first, lead };
        self.format.read(&piece, options)
    }
}

/// Opens a file and recognises its format.
///
/// # Errors
/// What the file system says; a damaged gzip file is no error here, it gives what it holds and then ends with trouble.
pub fn open(file: &Path) -> io::Result<Opened> {
    let taken = Arc::new(Mutex::new(Taken::default()));
    let mut raw = Counted { file: File::open(file)?, taken: Arc::clone(&taken) };
    let mut start = Vec::new();
    (&mut raw).take(HEAD as u64).read_to_end(&mut start)?;
    let zipped = start.starts_with(&[0x1F, 0x8B]);
    let mut name = file.file_name().map(crate::corpus::readable).unwrap_or_default();
    let mut input: Box<dyn Read + Send> = if zipped {
        if name.to_ascii_lowercase().ends_with(".gz") {
            name.truncate(name.len() - 3);
        }
        Box::new(MultiGzDecoder::new(io::BufReader::with_capacity(1 << 16, io::Cursor::new(start).chain(raw))))
    } else {
        Box::new(io::Cursor::new(start).chain(raw))
    };
    let mut window = Vec::new();
    let mut trouble = fill(&mut input, &mut window, HEAD);
    let mut ended = trouble.is_some() || window.len() < HEAD;
    let mut plain = !zipped;
    if let Some(wide) = utf16(&window) {
        // The whole stream is decoded from here on: no format need know of two-byte characters.
        input =
            Box::new(DecodeReaderBytesBuilder::new().encoding(Some(wide)).build(io::Cursor::new(window).chain(input)));
        window = Vec::new();
        plain = false;
        if trouble.is_none() {
            trouble = fill(&mut input, &mut window, HEAD);
            ended = trouble.is_some() || window.len() < HEAD;
        } else {
            let _ = fill(&mut input, &mut window, HEAD);
        }
    }
    let skip = |reason: String| Ok(Opened::Skip { reason, hash: whole_hash(&taken) });
    if window.is_empty() {
        return skip(trouble.unwrap_or_else(|| "empty file".to_string()));
    }
    let extension = name.rsplit_once('.').map(|(_, e)| e.to_ascii_lowercase()).unwrap_or_default();
    let head = Head { bytes: &window[..window.len().min(HEAD)], extension: &extension, whole: ended };
    let Some(format) = format::recognise(&head) else {
        return skip(match infer::get(&window) {
            Some(kind) => format!("not a news format: {}", kind.mime_type()),
            None => "not a news format: binary data".to_string(),
        });
    };
    let lead = window.get(..format.lead(head.bytes)).unwrap_or_default().into();
    Ok(Opened::Reading(Box::new(Reading {
        input,
        format,
        window,
        number: 1,
        first: true,
        ended,
        trouble,
        plain,
        whole: false,
        lead,
        taken,
    })))
}

/// UTF-16 by its byte order mark, or by every second byte of its beginning being zero.
fn utf16(head: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    if head.starts_with(&[0xFF, 0xFE]) {
        return Some(encoding_rs::UTF_16LE);
    }
    if head.starts_with(&[0xFE, 0xFF]) {
        return Some(encoding_rs::UTF_16BE);
    }
    let sample = &head[..head.len().min(512) & !1];
    if sample.len() < 16 {
        return None;
    }
    let zeros = |odd: usize| sample.iter().skip(odd).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let most = sample.len() / 2 * 9 / 10;
    match (even, odd) {
        (0, odd) if odd >= most => Some(encoding_rs::UTF_16LE),
        (even, 0) if even >= most => Some(encoding_rs::UTF_16BE),
        _ => None,
    }
}

/// Reads until `window` holds `wanted` bytes or the input ends; gives what went wrong, if anything did.
fn fill(input: &mut dyn Read, window: &mut Vec<u8>, wanted: usize) -> Option<String> {
    let missing = wanted.saturating_sub(window.len());
    match input.take(missing as u64).read_to_end(window) {
        Ok(_) => None,
        Err(error) => Some(match error.kind() {
            io::ErrorKind::UnexpectedEof => "gzip data ends too early".to_string(),
            io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => format!("gzip data is damaged: {error}"),
            _ => format!("cannot be read to its end: {error}"),
        }),
    }
}

impl Reading {
    /// The format that reads this file.
    pub fn format(&self) -> &'static dyn Format {
        self.format
    }

    /// The format and its version, `jsonl/1`.
    pub fn reader(&self) -> String {
        format!("{}/{}", self.format.name(), self.format.version())
    }

    /// Bytes of the file read so far, as they lie on disk.
    pub fn taken(&self) -> u64 {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner).bytes
    }

    /// XXH3 (128 bits) of the whole file; None if it was not read to its end. Meaningful after the last piece.
    pub fn hash(&self) -> Option<u128> {
        whole_hash(&self.taken)
    }

    /// Where reading can go on if the file grows; None if it must then be read from its beginning. Meaningful after the
    /// last piece.
    pub fn resume(&self) -> Option<Resume> {
        let resumes = self.plain && self.format.appends() && self.whole && self.trouble.is_none();
        resumes.then(|| Resume { bytes: self.taken(), number: self.number })
    }

    /// What cut the file short, if something did; meaningful after the last piece.
    pub fn trouble(&self) -> Option<&str> {
        self.trouble.as_deref()
    }

    /// The next piece, None at the end.
    pub fn next_piece(&mut self) -> Option<OwnedPiece> {
        let mut wanted = PIECE;
        loop {
            if !self.ended && self.window.len() < wanted {
                self.trouble = fill(&mut self.input, &mut self.window, wanted);
                self.ended = self.trouble.is_some() || self.window.len() < wanted;
            }
            if self.window.is_empty() {
                return None;
            }
            let cut = self.format.cut(&self.window, self.first, self.ended);
            let bytes = if self.ended { self.window.len() } else { cut.bytes.min(self.window.len()) };
            if bytes == 0 {
                // No whole record yet. Doubling keeps the total work of looking for its end linear.
                wanted = self.window.len().max(PIECE) * 2;
                continue;
            }
            let rest = self.window.split_off(bytes);
            let piece = OwnedPiece {
                format: self.format,
                bytes: std::mem::replace(&mut self.window, rest),
                number: self.number,
                first: self.first,
                lead: Arc::clone(&self.lead),
            };
            self.whole = self.ended && self.format.is_whole(&piece.bytes, self.first);
            let Cut { records, .. } = cut;
            self.number += records;
            self.first = false;
            return Some(piece);
        }
    }
}
