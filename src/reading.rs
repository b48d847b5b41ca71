//! A file -> pieces of whole records, ready to be read on any thread.
//!
//! Opens the file, has it unpacked, turns UTF-16 into UTF-8, asks the formats whose file it is, and lets the format
//! cut. Memory stays at a few pieces whatever the size of the file; only a single record longer than a piece makes a
//! longer one. It decides nothing about articles.

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use encoding_rs_io::DecodeReaderBytesBuilder;
use xxhash_rust::xxh3::Xxh3Default;

use crate::article::Record;
use crate::format::{self, Answer, Cut, Format, Head, Piece, ReadOptions};
use crate::index::ledger::Resume;
use crate::unpack::{self, Broken, Limits, Member, Unpacked};

/// Bytes wanted in a piece: large enough to keep a core busy for milliseconds, small enough that several in flight
/// do not matter.
const PIECE: usize = 1 << 20;
/// Bytes a format is shown to recognise its files.
const HEAD: usize = 64 << 10;

/// A file, or a file in a container, being read.
pub struct Reading<'a> {
    input: Box<dyn Read + 'a>,
    format: &'static dyn Format,
    window: Vec<u8>,
    number: u64,
    /// Bytes before the window.
    offset: u64,
    first: bool,
    /// What the format remembers of the records so far.
    seen: HashSet<u128>,
    ended: bool,
    trouble: Option<String>,
    /// Of its name, lower case.
    extension: String,
    /// How two-byte characters were told from others, if it was of them.
    wide: Option<&'static str>,
    /// Neither compressed nor in another encoding: places in the pieces are places in the file.
    plain: bool,
    /// The file ended with a whole record.
    whole: bool,
    /// The beginning of the file, as far as every piece needs it.
    lead: Arc<[u8]>,
    taken: Arc<Mutex<Taken>>,
    /// Of a file in a container: what was read of it.
    content: Option<Arc<Mutex<Xxh3Default>>>,
}

/// What was read of a file, as it lies on disk.
#[derive(Default)]
struct Taken {
    bytes: u64,
    hash: Xxh3Default,
    /// The system said that there is no more.
    to_the_end: bool,
}

/// A file in a container that is hashed while it is read.
struct Hashed<'a> {
    input: Box<dyn Read + 'a>,
    hash: Arc<Mutex<Xxh3Default>>,
}

impl Read for Hashed<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.input.read(buffer)?;
        self.hash.lock().unwrap_or_else(PoisonError::into_inner).update(&buffer[..count]);
        Ok(count)
    }
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
    hash_of(&mut File::open(file)?)
}

/// The files in a container, unpacked and not read: what it calls each, and XXH3 (128 bits) of it. What cannot be unpacked
/// to its end is not among them.
///
/// # Errors
/// What the file system says of its beginning.
pub fn contents(file: &Path, limits: Limits) -> io::Result<Vec<(String, u128)>> {
    let mut contents = Vec::new();
    unpack::unpack(File::open(file)?, file, &name_of(file), limits, &mut |unpacked| {
        if let Unpacked::File(Member { member: Some(member), mut input, .. }) = unpacked
            && let Ok(hash) = hash_of(&mut input)
        {
            contents.push((member, hash));
        }
        ControlFlow::Continue(())
    })?;
    Ok(contents)
}

fn hash_of(file: &mut dyn Read) -> io::Result<u128> {
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
/// What the file system says.
pub fn open_grown(file: &Path, reader: &str, hash: u128, resume: Resume) -> io::Result<Option<Box<Reading<'static>>>> {
    let taken = Arc::new(Mutex::new(Taken::default()));
    let raw = Counted { file: File::open(file)?, taken: Arc::clone(&taken) };
    let member = Member { member: None, name: name_of(file), input: Box::new(raw), packed: false };
    let Ok(mut reading) = Reading::begin(member, &taken) else { return Ok(None) };
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
    (reading.number, reading.offset) = (resume.number, resume.bytes);
    reading.first = false;
    reading.whole = true;
    // What was said of the end of the file was said of a window that began at its beginning.
    reading.ended = reading.trouble.is_some();
    Ok(Some(reading))
}

/// What there is to read in a file.
pub enum Part<'p, 'a> {
    /// It itself, or a file in it.
    Reading {
        /// What containers call it; None of the file itself.
        member: Option<&'p str>,
        /// It, from its beginning.
        reading: &'p mut Reading<'a>,
    },
    /// It holds no news that any format knows, or cannot be read.
    Skip {
        /// What containers call it; None of the file itself.
        member: Option<String>,
        /// Why.
        reason: String,
    },
}

/// What is known of a file when all of it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Whole {
    /// XXH3 (128 bits) of the file; None if it was not read to its end.
    pub hash: Option<u128>,
    /// The format and its version, `jsonl/1`, or that it was unpacked; None if nobody reads it.
    pub reader: Option<String>,
    /// Where reading can go on if the file grows; None if it must then be read from its beginning.
    pub resume: Option<Resume>,
}

/// Whole records of a file, owned, to be sent to another thread.
pub struct OwnedPiece {
    /// Who reads it.
    pub format: &'static dyn Format,
    bytes: Vec<u8>,
    number: u64,
    offset: u64,
    first: bool,
    lead: Arc<[u8]>,
    repeats: Vec<u64>,
}

impl OwnedPiece {
    /// The records in it; `path` is the file's name with its folders, as reports name it.
    pub fn records(&self, path: &str, options: &ReadOptions) -> Vec<Record> {
        // What a compressed file is called without that.
        let path = &unpack::bare(path);
        let OwnedPiece { bytes, number, offset, first, lead, repeats, .. } = self;
        let piece = Piece { path, bytes, number: *number, offset: *offset, first: *first, lead, repeats };
        self.format.read(&piece, options)
    }
}

/// Reads a file: it itself, or what is in it, part by part.
///
/// # Errors
/// What the file system says of its beginning; a damaged file is no error here, it gives what it holds and then ends with
/// trouble.
pub fn each(file: &Path, limits: Limits, visit: &mut dyn FnMut(Part<'_, '_>) -> ControlFlow<()>) -> io::Result<Whole> {
    let taken = Arc::new(Mutex::new(Taken::default()));
    let counted = Counted { file: File::open(file)?, taken: Arc::clone(&taken) };
    let mut whole = Whole::default();
    let mut stopped = false;
    let mut contained = false;
    unpack::unpack(counted, file, &name_of(file), limits, &mut |unpacked| {
        let flow = match unpacked {
            Unpacked::Skip { member, reason } => {
                contained |= member.is_some();
                visit(Part::Skip { member, reason })
            }
            Unpacked::File(member) => {
                let called = member.member.clone();
                contained |= called.is_some();
                match Reading::begin(member, &taken) {
                    Err(reason) => visit(Part::Skip { member: called, reason }),
                    Ok(mut reading) => {
                        let flow = visit(Part::Reading { member: called.as_deref(), reading: &mut reading });
                        whole.reader = Some(reading.reader());
                        whole.resume = reading.resume();
                        flow
                    }
                }
            }
        };
        stopped |= flow.is_break();
        flow
    })?;
    whole.hash = whole_hash(&taken);
    if contained {
        (whole.reader, whole.resume) = (Some(unpack::READER.to_string()), None);
        if whole.hash.is_none() && !stopped {
            // Its end was not looked at, or read before its beginning.
            whole.hash = Some(hash(file)?);
        }
    }
    Ok(whole)
}

fn name_of(file: &Path) -> String {
    file.file_name().map(crate::corpus::readable).unwrap_or_default()
}

impl<'a> Reading<'a> {
    /// Recognises the format of a stream.
    ///
    /// # Errors
    /// Why it is not read.
    fn begin(member: Member<'a>, taken: &Arc<Mutex<Taken>>) -> Result<Box<Reading<'a>>, String> {
        let Member { name, mut input, packed, member } = member;
        let content = member.map(|_| Arc::default());
        if let Some(hash) = &content {
            input = Box::new(Hashed { input, hash: Arc::clone(hash) });
        }
        let mut window = Vec::new();
        let mut trouble = fill(&mut input, &mut window, HEAD);
        let mut ended = trouble.is_some() || window.len() < HEAD;
        let mut plain = !packed;
        let mut told = None;
        if let Some(wide) = utf16(&window) {
            told = Some(match (wide == encoding_rs::UTF_16LE, matches!(window.first(), Some(0xFE | 0xFF))) {
                (true, true) => "UTF-16LE, by its byte order mark",
                (true, false) => "UTF-16LE, for every second byte is zero",
                (false, true) => "UTF-16BE, by its byte order mark",
                (false, false) => "UTF-16BE, for every second byte is zero",
            });
            // The whole stream is decoded from here on: no format need know of two-byte characters.
            let bytes = io::Cursor::new(window).chain(input);
            input = Box::new(DecodeReaderBytesBuilder::new().encoding(Some(wide)).build(bytes));
            window = Vec::new();
            plain = false;
            if trouble.is_none() {
                trouble = fill(&mut input, &mut window, HEAD);
                ended = trouble.is_some() || window.len() < HEAD;
            } else {
                let _ = fill(&mut input, &mut window, HEAD);
            }
        }
        if window.is_empty() {
            return Err(trouble.unwrap_or_else(|| "empty file".to_string()));
        }
        let extension = name.rsplit_once('.').map(|(_, e)| e.to_ascii_lowercase()).unwrap_or_default();
        let head = Head { bytes: &window[..window.len().min(HEAD)], extension: &extension, whole: ended };
        let Some(format) = format::recognise(&head) else {
            return Err(match infer::get(&window) {
                Some(kind) => format!("not a news format: {}", kind.mime_type()),
                None => "not a news format: binary data".to_string(),
            });
        };
        let taken = Arc::clone(taken);
        let lead = window.get(..format.lead(head.bytes)).unwrap_or_default().into();
        Ok(Box::new(Reading {
            input,
            format,
            window,
            number: 1,
            offset: 0,
            first: true,
            seen: HashSet::new(),
            ended,
            trouble,
            extension,
            wide: told,
            plain,
            whole: false,
            lead,
            taken,
            content,
        }))
    }
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
        Err(error) => Some(match error.get_ref().and_then(|inner| inner.downcast_ref::<Broken>()) {
            Some(broken) => broken.to_string(),
            None => format!("cannot be read to its end: {error}"),
        }),
    }
}

impl Reading<'_> {
    /// The format that reads this file.
    pub fn format(&self) -> &'static dyn Format {
        self.format
    }

    /// What every format says of the beginning of this file, in the order they are asked, and how its characters are
    /// known. Meaningful before the first piece.
    pub fn answers(&self) -> (Vec<Answer>, String) {
        let whole = self.ended;
        let head = Head { bytes: &self.window[..self.window.len().min(HEAD)], extension: &self.extension, whole };
        let encoding = self.wide.map_or_else(|| format::encoding(&head), str::to_string);
        (format::answers(&head), encoding)
    }

    /// The format and its version, `jsonl/1`.
    pub fn reader(&self) -> String {
        format!("{}/{}", self.format.name(), self.format.version())
    }

    /// Records so far. Meaningful after the last piece.
    pub fn records(&self) -> u64 {
        self.number - 1
    }

    /// Bytes of the file read so far, as they lie on disk.
    pub fn taken(&self) -> u64 {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner).bytes
    }

    /// XXH3 (128 bits) of the file on disk; None if it was not read to its end. Meaningful after the last piece.
    pub fn hash(&self) -> Option<u128> {
        whole_hash(&self.taken)
    }

    /// XXH3 (128 bits) of a file in a container, unpacked; None if it was not read to its end. Meaningful after the last
    /// piece.
    pub fn content(&self) -> Option<u128> {
        let content = self.content.as_ref().filter(|_| self.ended && self.trouble.is_none())?;
        Some(content.lock().unwrap_or_else(PoisonError::into_inner).digest128())
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
            let bytes = std::mem::replace(&mut self.window, rest);
            let piece = OwnedPiece {
                format: self.format,
                repeats: self.format.repeats(&bytes, self.number, self.first, &mut self.seen),
                bytes,
                number: self.number,
                offset: self.offset,
                first: self.first,
                lead: Arc::clone(&self.lead),
            };
            self.offset += piece.bytes.len() as u64;
            self.whole = self.ended && self.format.is_whole(&piece.bytes, self.first);
            let Cut { records, .. } = cut;
            self.number += records;
            self.first = false;
            return Some(piece);
        }
    }
}
