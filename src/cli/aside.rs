//! Writes a file aside and renames it: whoever reads it finds the old text or the new one, whole.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

/// Gives a file these bytes. They are on the disk when this returns. A link is followed; what is no file (a pipe, a
/// terminal) is written to as it stands.
///
/// # Errors
/// What the system says; the file is then as it was.
pub(super) fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let before = fs::metadata(path).ok();
    if before.as_ref().is_some_and(|m| !m.is_file()) {
        return fs::OpenOptions::new().write(true).open(path)?.write_all(bytes);
    }
    let path = if before.is_some() { path.canonicalize()? } else { path.to_path_buf() };
    let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // Asked first for the sake of a plain answer: the name of the file aside would be no help.
    fs::metadata(folder)?;
    let mut prefix = name.to_os_string();
    prefix.push(".");
    let mut aside = tempfile::Builder::new();
    aside.prefix(&prefix).suffix(".new");
    // As readable as any new file of the user's, not as private as temporary files are.
    #[cfg(unix)]
    aside.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut aside = aside.tempfile_in(folder)?;
    aside.write_all(bytes)?;
    if let Some(before) = before {
        aside.as_file().set_permissions(before.permissions())?;
    }
    aside.as_file().sync_all()?;
    aside.persist(&path)?;
    // The rename lasts only after this; not every system can do it.
    if let Ok(folder) = fs::File::open(folder) {
        let _ = folder.sync_all();
    }
    Ok(())
}
