//! The shelf that the files of a build stand on: every byte under a checksum, every step to disk in one place.
//!
//! Takes names and bytes, gives files that are either whole or said to be damaged. A file is its data, then the CRC-32 of
//! every [`BLOCK`] bytes of it, then a trailer (length of the data, CRC-32 of those sums and the length, a mark). A block
//! is checked when it is first read, so that a search pays for what it touches and never trusts a flipped bit; `verify`
//! reads them all. Small files that change (`meta.json`) are text with a last line that holds their CRC-32, written aside
//! and renamed. The shelf must never hand out bytes that do not match, nor change a file once it is there.
//!
//! A [`Probe`] is asked before each step; the tests of interruption stop the program there.

use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use tantivy::HasLen;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    AntiCallToken, Directory, DirectoryLock, FileHandle, Lock, MmapDirectory, OwnedBytes, TerminatingWrite,
    WatchCallback, WatchHandle, WritePtr,
};

/// Bytes under one checksum: four pages, so that a lookup that needs one page does not read much more.
const BLOCK: usize = 16 << 10;
/// The last bytes of a sealed file.
const MARK: &[u8; 8] = b"morgue\x01\n";
/// Length of data, sum of the sums, mark.
const TRAILER: usize = 8 + 4 + MARK.len();
/// What the last line of a small file begins with; eight hexadecimal digits follow.
const SUM_LINE: &str = "# crc32 ";

/// A step that changes what is on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// A file is made.
    Create,
    /// Bytes are added to one.
    Write,
    /// Its bytes are made lasting.
    Sync,
    /// It takes its name, and another's place.
    Rename,
    /// It goes.
    Delete,
    /// The names in a folder are made lasting.
    SyncFolder,
}

/// Asked before each step; an error keeps the step from being taken.
pub type Probe = Arc<dyn Fn(Step, &Path) -> io::Result<()> + Send + Sync>;

/// A folder of sealed files.
#[derive(Clone)]
pub struct Shelf {
    inner: MmapDirectory,
    root: PathBuf,
    probe: Option<Probe>,
}

impl fmt::Debug for Shelf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Shelf({})", self.root.display())
    }
}

impl Shelf {
    /// A folder that is there.
    ///
    /// # Errors
    /// What opening the folder says.
    pub fn open(root: &Path, probe: Option<Probe>) -> io::Result<Shelf> {
        let inner = MmapDirectory::open(root).map_err(|e| match root.is_dir() {
            true => io::Error::other(e.to_string()),
            false => io::ErrorKind::NotFound.into(),
        })?;
        Ok(Shelf { inner, root: root.to_path_buf(), probe })
    }

    fn at(&self, step: Step, path: &Path) -> io::Result<()> {
        match &self.probe {
            Some(probe) => probe(step, path),
            None => Ok(()),
        }
    }

    /// Writes a whole sealed file under a new name, lasting when this returns (its name, after [`Shelf::settle`]).
    ///
    /// # Errors
    /// What the file system says.
    pub fn keep(&self, name: &str, fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
        let path = self.root.join(name);
        if path.exists() {
            // Left by a run that died before anything named it.
            self.at(Step::Delete, &path)?;
            fs::remove_file(&path)?;
        }
        let mut file = BufWriter::with_capacity(1 << 16, Sealing::create(self, &path)?);
        fill(&mut file)?;
        file.flush()?;
        file.get_mut().seal()
    }

    /// The whole content of a sealed file, all of it checked.
    ///
    /// # Errors
    /// What the file system says; [`io::ErrorKind::InvalidData`] if it is not what was written.
    pub fn whole(&self, name: &str) -> io::Result<OwnedBytes> {
        let handle = self.handle(Path::new(name)).map_err(io_error)?;
        handle.read_bytes(0..handle.len())
    }

    /// Removes a file; one that is not there is no error.
    ///
    /// # Errors
    /// What the file system says.
    pub fn drop_file(&self, name: &str) -> io::Result<()> {
        let path = self.root.join(name);
        self.at(Step::Delete, &path)?;
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// Makes the names in the folder lasting.
    ///
    /// # Errors
    /// What the file system says.
    pub fn settle(&self) -> io::Result<()> {
        self.at(Step::SyncFolder, &self.root)?;
        sync_folder(&self.root)
    }

    /// Writes a small text in the place of whatever has this name, in one step.
    ///
    /// # Errors
    /// What the file system says.
    pub fn replace(&self, name: &str, data: &[u8]) -> io::Result<()> {
        let data = with_newline(data);
        let sum = crc32fast::hash(&data);
        let text = [&*data, format!("{SUM_LINE}{sum:08x}\n").as_bytes()].concat();
        self.put(&format!("{name}.new"), name, &text)
    }

    /// Writes a line without a sum, for the file that says what is current: a name that is garbled names nothing.
    ///
    /// # Errors
    /// What the file system says.
    pub fn point(&self, aside: &str, file: &str, name: &str) -> io::Result<()> {
        self.put(aside, file, format!("{name}\n").as_bytes())
    }

    /// Writes a file aside, makes it lasting, gives it its name.
    fn put(&self, aside: &str, name: &str, data: &[u8]) -> io::Result<()> {
        let (fresh, place) = (self.root.join(aside), self.root.join(name));
        self.at(Step::Create, &fresh)?;
        let mut file = File::create(&fresh)?;
        self.at(Step::Write, &fresh)?;
        file.write_all(data)?;
        self.at(Step::Sync, &fresh)?;
        file.sync_all()?;
        self.at(Step::Rename, &place)?;
        fs::rename(&fresh, &place)?;
        self.settle()
    }

    fn handle(&self, path: &Path) -> Result<Sealed, OpenReadError> {
        let inner = self.inner.get_file_handle(path)?;
        Sealed::open(inner, path).map_err(|e| OpenReadError::wrap_io_error(e, path.to_path_buf()))
    }
}

/// Whether a file of this name is small: text with its sum in the last line, and replaced as a whole.
pub fn is_small(name: &str) -> bool {
    name.ends_with(".json")
}

/// The content of a small file written by [`Shelf::replace`], without its last line.
///
/// # Errors
/// What the file system says; [`io::ErrorKind::InvalidData`] if it is not what was written.
pub fn read_small(file: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = fs::read(file)?;
    let line = SUM_LINE.len() + 9;
    let split = bytes.len().checked_sub(line);
    let sum = split.and_then(|at| {
        let line = std::str::from_utf8(bytes.get(at..)?).ok()?;
        u32::from_str_radix(line.strip_prefix(SUM_LINE)?.strip_suffix('\n')?, 16).ok()
    });
    match (split, sum) {
        (Some(at), Some(sum)) if crc32fast::hash(&bytes[..at]) == sum => {
            bytes.truncate(at);
            Ok(bytes)
        }
        _ => Err(garbled("its checksum does not match")),
    }
}

/// Checks a sealed file from its first byte to its last.
///
/// # Errors
/// As [`Shelf::whole`].
pub fn check(folder: &Path, name: &str) -> io::Result<()> {
    Shelf::open(folder, None)?.whole(name).map(|_| ())
}

fn with_newline(data: &[u8]) -> std::borrow::Cow<'_, [u8]> {
    if data.ends_with(b"\n") { data.into() } else { [data, b"\n"].concat().into() }
}

fn garbled(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what.to_string())
}

fn io_error(error: OpenReadError) -> io::Error {
    match error {
        OpenReadError::FileDoesNotExist(path) => {
            let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
            io::Error::new(io::ErrorKind::NotFound, format!("{name} is missing"))
        }
        OpenReadError::IoError { io_error, filepath } => {
            let name = filepath.file_name().unwrap_or(filepath.as_os_str()).to_string_lossy().into_owned();
            io::Error::new(io_error.kind(), format!("{name}: {io_error}"))
        }
        other => io::Error::other(other.to_string()),
    }
}

/// Makes the names in a folder lasting.
///
/// # Errors
/// What the file system says.
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    // Directories cannot be opened for syncing everywhere; where they can, a rename lasts only after this.
    match File::open(folder) {
        Ok(folder) => folder.sync_all(),
        Err(_) if cfg!(windows) => Ok(()),
        Err(error) => Err(error),
    }
}

/// A file being written; sums up what goes through.
struct Sealing {
    file: File,
    path: PathBuf,
    probe: Option<Probe>,
    sums: Vec<u32>,
    block: crc32fast::Hasher,
    in_block: usize,
    length: u64,
}

impl Sealing {
    fn create(shelf: &Shelf, path: &Path) -> io::Result<Sealing> {
        shelf.at(Step::Create, path)?;
        let file = OpenOptions::new().write(true).create_new(true).open(path)?;
        Ok(Sealing {
            file,
            path: path.to_path_buf(),
            probe: shelf.probe.clone(),
            sums: Vec::new(),
            block: crc32fast::Hasher::new(),
            in_block: 0,
            length: 0,
        })
    }

    fn at(&self, step: Step) -> io::Result<()> {
        self.probe.as_ref().map_or(Ok(()), |probe| probe(step, &self.path))
    }

    fn sum(&mut self, mut bytes: &[u8]) {
        self.length += bytes.len() as u64;
        while !bytes.is_empty() {
            let (now, later) = bytes.split_at(bytes.len().min(BLOCK - self.in_block));
            self.block.update(now);
            self.in_block += now.len();
            if self.in_block == BLOCK {
                self.end_block();
            }
            bytes = later;
        }
    }

    fn end_block(&mut self) {
        self.sums.push(std::mem::take(&mut self.block).finalize());
        self.in_block = 0;
    }

    /// Adds sums and trailer, and makes the file lasting.
    fn seal(&mut self) -> io::Result<()> {
        if self.in_block > 0 {
            self.end_block();
        }
        let mut tail: Vec<u8> = self.sums.iter().flat_map(|sum| sum.to_le_bytes()).collect();
        tail.extend(self.length.to_le_bytes());
        tail.extend(crc32fast::hash(&tail).to_le_bytes());
        tail.extend(MARK);
        self.at(Step::Write)?;
        self.file.write_all(&tail)?;
        self.at(Step::Sync)?;
        self.file.sync_data()
    }
}

impl Write for Sealing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.at(Step::Write)?;
        self.file.write_all(bytes)?;
        self.sum(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl TerminatingWrite for Sealing {
    fn terminate_ref(&mut self, _: AntiCallToken) -> io::Result<()> {
        self.seal()
    }
}

/// A file being read.
struct Sealed {
    inner: Arc<dyn FileHandle>,
    name: String,
    length: usize,
    sums: Vec<u32>,
    /// Blocks that were found to match; two threads may both check one.
    checked: Vec<AtomicBool>,
}

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sealed({}, {} bytes)", self.name, self.length)
    }
}

impl Sealed {
    fn open(inner: Arc<dyn FileHandle>, path: &Path) -> io::Result<Sealed> {
        let cut = || garbled("is cut short or garbled");
        let all = inner.len();
        let head = all.checked_sub(TRAILER).ok_or_else(cut)?;
        let trailer = inner.read_bytes(head..all)?;
        let (length, rest) = trailer.split_first_chunk::<8>().ok_or_else(cut)?;
        let (sum, mark) = rest.split_first_chunk::<4>().ok_or_else(cut)?;
        let length = usize::try_from(u64::from_le_bytes(*length)).map_err(|_| cut())?;
        let blocks = length.div_ceil(BLOCK);
        if mark != MARK || blocks.checked_mul(4).and_then(|sums| sums.checked_add(length)) != Some(head) {
            return Err(cut());
        }
        let table = inner.read_bytes(length..head + 8)?;
        if crc32fast::hash(&table) != u32::from_le_bytes(*sum) {
            return Err(cut());
        }
        let sums = table.chunks_exact(4).take(blocks).map(|s| u32::from_le_bytes([s[0], s[1], s[2], s[3]])).collect();
        let checked = (0..blocks).map(|_| AtomicBool::new(false)).collect();
        Ok(Sealed { inner, name: path.display().to_string(), length, sums, checked })
    }

    fn check(&self, block: usize) -> io::Result<()> {
        let from = block * BLOCK;
        let bytes = self.inner.read_bytes(from..(from + BLOCK).min(self.length))?;
        if self.sums.get(block) != Some(&crc32fast::hash(&bytes)) {
            return Err(garbled(&format!("{} is garbled at byte {from} or soon after", self.name)));
        }
        if let Some(checked) = self.checked.get(block) {
            checked.store(true, Relaxed);
        }
        Ok(())
    }
}

impl HasLen for Sealed {
    fn len(&self) -> usize {
        self.length
    }
}

impl FileHandle for Sealed {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        if range.end > self.length || range.start > range.end {
            return Err(garbled(&format!("{} is read beyond its end", self.name)));
        }
        if !range.is_empty() {
            for block in range.start / BLOCK..=(range.end - 1) / BLOCK {
                if !self.checked.get(block).is_some_and(|c| c.load(Relaxed)) {
                    self.check(block)?;
                }
            }
        }
        self.inner.read_bytes(range)
    }
}

impl Directory for Shelf {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        Ok(Arc::new(self.handle(path)?))
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.at(Step::Delete, path)
            .map_err(|e| DeleteError::IoError { io_error: Arc::new(e), filepath: path.to_path_buf() })?;
        self.inner.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.inner.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let sealing = Sealing::create(self, &self.root.join(path)).map_err(|e| match e.kind() {
            io::ErrorKind::AlreadyExists => OpenWriteError::FileAlreadyExists(path.to_path_buf()),
            _ => OpenWriteError::wrap_io_error(e, path.to_path_buf()),
        })?;
        Ok(BufWriter::new(Box::new(sealing)))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        read_small(&self.root.join(path)).map_err(|e| match e.kind() {
            io::ErrorKind::NotFound => OpenReadError::FileDoesNotExist(path.to_path_buf()),
            _ => OpenReadError::wrap_io_error(e, path.to_path_buf()),
        })
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        self.replace(&path.to_string_lossy(), data)
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.settle()
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        match self.inner.acquire_lock(lock) {
            // Where nothing can be written nobody writes: a reader of a read-only disk needs no lock.
            Err(LockError::IoError(error))
                if lock.is_blocking
                    && matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem) =>
            {
                Ok(DirectoryLock::from(Box::new(())))
            }
            other => other,
        }
    }

    fn watch(&self, _: WatchCallback) -> tantivy::Result<WatchHandle> {
        // Whoever reads opens the snapshot he wants; nothing is reloaded behind his back.
        Ok(WatchHandle::empty())
    }
}
