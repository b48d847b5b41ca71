//! Compressed files and containers -> the files in them, one after the other, as streams.
//!
//! Takes a stream and what it is called; hands every file in it to a visitor, those in containers within containers too. It
//! reads no news, writes nothing under a name that an archive says, and holds no member whole in memory. What is too much
//! for the [`Limits`] ends with a sentence and not with a full disk.

mod guard;
mod members;
mod office;
mod packing;

use std::fs::File;
use std::io::{self, BufReader, Cursor, Read, Seek};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

pub use guard::{Broken, Limits};
use guard::{Counting, Guard};
pub use packing::{Packing, bare};

/// Who reads containers, and the version: raised whenever the same bytes would give other articles than before.
pub const READER: &str = "unpack/3";

/// Bytes of a stream that are looked at to tell what it is: two blocks of a tar.
const HEAD: usize = 1024;

/// A file that is there to be read, or one that is not, and why.
pub enum Unpacked<'a> {
    /// A stream that is no container.
    File(Member<'a>),
    /// Something in a container that cannot be read.
    Skip {
        /// Which member, with those around it; None of the outermost file.
        member: Option<String>,
        /// Why; completes the sentence "skipped: ...".
        reason: String,
    },
}

/// A stream out of a file.
pub struct Member<'a> {
    /// What containers call it, with those around it, `inner.tar/wire/a.txt`; None of the outermost file.
    pub member: Option<String>,
    /// Its own name, without folders and without the endings of compression.
    pub name: String,
    /// Its bytes.
    pub input: Box<dyn Read + 'a>,
    /// Whether it lies compressed, or in a container.
    pub packed: bool,
}

/// What visits them; it may end the walk.
pub type Visit<'v> = dyn FnMut(Unpacked<'_>) -> ControlFlow<()> + 'v;

/// What a walk through containers knows where it is.
struct Walk<'v> {
    limits: Limits,
    /// Bytes unpacked so far, of all.
    total: Arc<AtomicU64>,
    visit: &'v mut Visit<'v>,
}

/// A stream with what is known of it.
struct Stream<'a> {
    input: Box<dyn Read + 'a>,
    member: Option<String>,
    name: String,
    /// Containers and compressions around it.
    depth: u32,
    packed: bool,
}

/// Visits the files in a file: itself, if it is no container. `counted` reads the file from its beginning; `file` is
/// opened once more for a container that must be read from its end.
///
/// # Errors
/// What the file system says before anything is visited.
pub fn unpack<'v>(
    counted: impl Read,
    file: &Path,
    name: &str,
    limits: Limits,
    visit: &'v mut Visit<'v>,
) -> io::Result<()> {
    let mut walk = Walk { limits, total: Arc::default(), visit };
    let stream = Stream { input: Box::new(counted), member: None, name: name.to_string(), depth: 0, packed: false };
    let _ = walk.stream(stream, Some(file))?;
    Ok(())
}

impl Walk<'_> {
    /// Visits what is in a stream. An error is one of reading its first bytes.
    fn stream(&mut self, stream: Stream<'_>, file: Option<&Path>) -> io::Result<ControlFlow<()>> {
        let Stream { mut input, member, name, depth, packed } = stream;
        let mut head = Vec::with_capacity(HEAD);
        (&mut input).take(HEAD as u64).read_to_end(&mut head)?;
        let packing = Packing::of(&head);
        let input: Box<dyn Read + '_> = Box::new(Cursor::new(head).chain(input));
        let Some(packing) = packing else {
            return Ok((self.visit)(Unpacked::File(Member { member, name, input, packed })));
        };
        if depth >= self.limits.depth {
            let reason = format!("packed more than {} deep (--unpack-depth)", self.limits.depth);
            return Ok((self.visit)(Unpacked::Skip { member, reason }));
        }
        let name = packing.bare(&name);
        match packing {
            Packing::Tar => Ok(self.tar(input, member, depth)),
            Packing::Zip => Ok(match file {
                Some(file) => match File::open(file) {
                    Ok(file) => {
                        self.zip(BufReader::new(file), Zipped { member, name, packed, input: Some(input) }, depth)
                    }
                    Err(error) => (self.visit)(Unpacked::Skip { member, reason: format!("cannot be read: {error}") }),
                },
                None => self.zip_within(input, Zipped { member, name, packed, input: None }, depth),
            }),
            compression => {
                // Only what is in a container has a member's name; a compressed file is still that file.
                let called = member.clone();
                self.decompressed(compression, Stream { input, member, name, depth, packed }).or_else(|error| {
                    Ok((self.visit)(Unpacked::Skip { member: called, reason: sentence(compression, &error) }))
                })
            }
        }
    }

    /// Visits what is in a compressed stream. An error is one of its first bytes.
    fn decompressed(&mut self, compression: Packing, stream: Stream<'_>) -> io::Result<ControlFlow<()>> {
        let packed = Arc::new(AtomicU64::new(0));
        let counted = Counting { inner: stream.input, count: Arc::clone(&packed) };
        let decoder = compression.decoder(BufReader::with_capacity(1 << 16, counted))?;
        let input = Box::new(self.guard(decoder, compression, packed));
        self.stream(Stream { input, depth: stream.depth + 1, packed: true, ..stream }, None)
    }

    fn guard<R: Read>(&self, inner: R, packing: Packing, packed: Arc<AtomicU64>) -> Guard<R> {
        Guard::new(inner, packing.name(), packed, Arc::clone(&self.total), self.limits)
    }

    fn member(&mut self, input: Box<dyn Read + '_>, within: Option<&str>, path: &str, depth: u32) -> ControlFlow<()> {
        let member = joined(within, path);
        let name = path.rsplit('/').next().unwrap_or_default().to_string();
        let stream = Stream { input, member: Some(member.clone()), name, depth: depth + 1, packed: true };
        self.stream(stream, None).unwrap_or_else(|error| {
            (self.visit)(Unpacked::Skip { member: Some(member), reason: format!("cannot be read: {error}") })
        })
    }

    fn tar(&mut self, input: Box<dyn Read + '_>, within: Option<String>, depth: u32) -> ControlFlow<()> {
        let within = within.as_deref();
        let mut archive = tar::Archive::new(input);
        let broken = |error: io::Error| Unpacked::Skip {
            member: within.map(str::to_string),
            reason: format!("the tar is damaged, what follows is not read: {error}"),
        };
        let entries = match archive.entries() {
            Ok(entries) => entries,
            Err(error) => return (self.visit)(broken(error)),
        };
        let mut empty = true;
        for entry in entries {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => return (self.visit)(broken(error)),
            };
            let path = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
            let kind = entry.header().entry_type();
            // The oldest tars tell a folder by its name alone.
            if kind.is_dir() || path.ends_with('/') {
                continue;
            }
            empty = false;
            if !(kind.is_file() || kind.is_contiguous() || kind.is_gnu_sparse()) {
                let reason = "a link or device in a container".to_string();
                (self.visit)(Unpacked::Skip { member: Some(joined(within, &path)), reason })?;
                continue;
            }
            if hidden(&path) {
                (self.visit)(Unpacked::Skip { member: Some(joined(within, &path)), reason: HIDDEN.to_string() })?;
                continue;
            }
            self.member(Box::new(entry), within, &path, depth)?;
        }
        self.finish(empty, within)
    }

    /// A container without a file in it would leave no trace.
    fn finish(&mut self, empty: bool, within: Option<&str>) -> ControlFlow<()> {
        let member = within.map(str::to_string);
        match empty {
            true => (self.visit)(Unpacked::Skip { member, reason: "a container without a file in it".to_string() }),
            false => ControlFlow::Continue(()),
        }
    }

    fn zip(&mut self, file: impl Read + Seek, zipped: Zipped<'_>, depth: u32) -> ControlFlow<()> {
        let within = zipped.member.as_deref();
        let mut archive = match zip::ZipArchive::new(file) {
            Ok(archive) => archive,
            Err(error) => {
                let reason = format!("the zip is damaged: {error}");
                return (self.visit)(Unpacked::Skip { member: within.map(str::to_string), reason });
            }
        };
        if let Some(kind) = office::kind(&mut archive) {
            return self.office(kind, archive, zipped);
        }
        let mut empty = true;
        for n in 0..archive.len() {
            let path = match archive.by_index_raw(n) {
                Ok(entry) if entry.is_dir() => continue,
                Ok(entry) => String::from_utf8_lossy(entry.name_raw()).into_owned(),
                Err(error) => {
                    let reason = format!("member {} of the zip is damaged: {error}", n + 1);
                    (self.visit)(Unpacked::Skip { member: within.map(str::to_string), reason })?;
                    empty = false;
                    continue;
                }
            };
            empty = false;
            if hidden(&path) {
                (self.visit)(Unpacked::Skip { member: Some(joined(within, &path)), reason: HIDDEN.to_string() })?;
                continue;
            }
            match archive.by_index(n) {
                Ok(entry) => {
                    let packed = Arc::new(AtomicU64::new(entry.compressed_size()));
                    let entry = self.guard(entry, Packing::Zip, packed);
                    self.member(Box::new(entry), within, &path, depth)?;
                }
                Err(error) => {
                    let reason = format!("cannot be unpacked: {error}");
                    (self.visit)(Unpacked::Skip { member: Some(joined(within, &path)), reason })?;
                }
            }
        }
        self.finish(empty, within)
    }

    /// A zip that does not lie in the file system by itself is copied to a file without a name first, for its table of contents
    /// stands at its end.
    fn zip_within(&mut self, mut input: Box<dyn Read + '_>, zipped: Zipped<'_>, depth: u32) -> ControlFlow<()> {
        let copied = tempfile::tempfile().and_then(|mut copy| {
            io::copy(&mut input, &mut copy)?;
            copy.rewind()?;
            Ok(copy)
        });
        match copied {
            Ok(copy) => self.zip(BufReader::new(copy), zipped, depth),
            Err(error) => {
                let reason = format!("cannot be read: {error}");
                (self.visit)(Unpacked::Skip { member: zipped.member, reason })
            }
        }
    }

    /// A document that is a zip of its own parts is one file, which its reader takes apart; here its text is unpacked once to
    /// see that it stays within the bounds.
    fn office<F: Read + Seek>(
        &mut self,
        kind: office::Kind,
        mut archive: zip::ZipArchive<F>,
        zipped: Zipped<'_>,
    ) -> ControlFlow<()> {
        let Zipped { member, name, packed, input } = zipped;
        let skip = |member, reason: String| Unpacked::Skip { member, reason };
        if let office::Kind::Unread(what) = kind {
            return (self.visit)(skip(member, format!("not read yet: {what}")));
        }
        for n in 0..archive.len() {
            let Ok(part) = archive.by_index(n) else { continue };
            // Pictures are not read.
            let name = String::from_utf8_lossy(part.name_raw());
            if !(name.ends_with(".xml") || name.ends_with(".rels")) {
                continue;
            }
            let within = Arc::new(AtomicU64::new(part.compressed_size()));
            let mut part = self.guard(part, Packing::Zip, within);
            if let Err(error) = io::copy(&mut part, &mut io::sink()) {
                return (self.visit)(skip(member, sentence(Packing::Zip, &error)));
            }
        }
        let mut file = archive.into_inner();
        if let Err(error) = file.rewind() {
            return (self.visit)(skip(member, format!("cannot be read: {error}")));
        }
        (self.visit)(Unpacked::File(match input {
            Some(input) => Member { member, name, input, packed },
            None => Member { member, name, input: Box::new(file), packed },
        }))
    }
}

/// What a zip is called, and whether it lies in something itself.
struct Zipped<'a> {
    member: Option<String>,
    name: String,
    packed: bool,
    /// Itself, from its beginning, where that is counted.
    input: Option<Box<dyn Read + 'a>>,
}

/// What is wrong with packed data, said once.
fn sentence(packing: Packing, error: &io::Error) -> String {
    match error.get_ref().and_then(|inner| inner.downcast_ref::<Broken>()) {
        Some(broken) => broken.to_string(),
        None => format!("{} data is damaged: {error}", packing.name()),
    }
}

/// Why a member is not read.
const HIDDEN: &str = "hidden, in a container";

/// As in a folder, what begins with a full stop is not read; nor what a Mac adds to every file.
fn hidden(path: &str) -> bool {
    path.split('/').any(|part| part.starts_with('.') && part != "." && part != ".." || part == "__MACOSX")
}

fn joined(within: Option<&str>, path: &str) -> String {
    match within {
        Some(within) => format!("{within}/{path}"),
        None => path.to_string(),
    }
}
