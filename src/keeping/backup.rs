//! A copy of an index, whole and consistent, also while another process writes it.
//!
//! Takes the place of an index and a folder that is not there yet; gives the copy. All files of one commit are opened
//! before the first is copied, so that a run that replaces them meanwhile takes nothing away. The copy is made under
//! another name and renamed when it is whole, and every byte is checked on the way.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use serde::Serialize;
use tantivy::Directory;
use tantivy::directory::META_LOCK;

use crate::error::{Error, Result};
use crate::index::shelf::{self, Shelf};
use crate::index::{self, About, journal};

/// What was copied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Copied {
    /// Files.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Articles in the copy.
    pub articles: u64,
    /// Its generation.
    pub generation: u64,
}

/// How often a copy is begun anew because a run replaced files before they were opened.
const TRIES: usize = 20;

/// Copies an index. Restoring is copying back, or searching the copy where it lies.
///
/// # Errors
/// [`Error::NoIndex`] and its like for the original, [`Error::Usage`] if there is something at the destination,
/// [`Error::Write`].
pub fn backup(place: &Path, to: &Path) -> Result<Copied> {
    let failed = |cause| Error::Write { place: to.to_path_buf(), cause };
    if to.exists() {
        let empty = fs::read_dir(to).map_err(failed)?.next().is_none();
        if !empty {
            let to = to.display();
            return Err(Error::Usage(format!("{to}: there is something in this folder; name a new one for the copy")));
        }
        fs::remove_dir(to).map_err(failed)?;
    }
    let name = to.file_name().ok_or_else(|| Error::Usage(format!("{}: no name for a copy", to.display())))?;
    let mut aside = name.to_os_string();
    aside.push(".partial");
    let aside = to.with_file_name(aside);
    let _ = fs::remove_dir_all(&aside);
    let mut tries = 0;
    let (about, build, held) = loop {
        tries += 1;
        match hold(place) {
            Ok(held) => break held,
            Err(error @ Error::Damaged { .. }) if tries >= TRIES => return Err(error),
            Err(Error::Damaged { .. }) => std::thread::sleep(std::time::Duration::from_millis(50)),
            Err(error) => return Err(error),
        }
    };
    let copied = copy(place, &aside, &about, &build, held);
    match copied.and_then(|copied| {
        fs::rename(&aside, to).map_err(failed)?;
        shelf::sync_folder(to.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new(".")))
            .map_err(failed)?;
        Ok(copied)
    }) {
        Ok(copied) => Ok(copied),
        Err(error) => {
            let _ = fs::remove_dir_all(&aside);
            Err(error)
        }
    }
}

/// The files of one commit, open.
type Held = Vec<(String, File)>;

/// Opens all files of the current commit while nobody can remove them.
fn hold(place: &Path) -> Result<(About, String, Held)> {
    let (build, before) = index::about_current(place)?;
    let damaged = |what: String| Error::Damaged { place: place.to_path_buf(), what };
    let shelf = Shelf::open(&build, None).map_err(|e| damaged(e.to_string()))?;
    let _nobody_removes = shelf.acquire_lock(&META_LOCK).map_err(|e| damaged(e.to_string()))?;
    let mut held = Vec::new();
    for name in index::files(place, &build, &before)? {
        let file = File::open(build.join(&name)).map_err(|e| damaged(format!("{name}: {e}")))?;
        held.push((name, file));
    }
    let (now, about) = index::about_current(place)?;
    if now != build || about.run != before.run {
        return Err(damaged("it was replaced while its files were opened".to_string()));
    }
    let name = build.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Ok((about, name, held))
}

fn copy(place: &Path, aside: &Path, about: &About, build: &str, held: Held) -> Result<Copied> {
    let failed = |cause: io::Error| Error::Write { place: aside.to_path_buf(), cause };
    let folder = aside.join(build);
    fs::create_dir_all(&folder).map_err(failed)?;
    let mut copied = Copied { files: 0, bytes: 0, articles: about.counts.articles, generation: about.generation };
    for (name, mut file) in held {
        let mut out = File::create(folder.join(&name)).map_err(failed)?;
        copied.bytes += io::copy(&mut file, &mut out).map_err(failed)?;
        copied.files += 1;
        out.sync_all().map_err(failed)?;
        let sound = if shelf::is_small(&name) {
            shelf::read_small(&folder.join(&name)).map(|_| ())
        } else {
            shelf::check(&folder, &name)
        };
        sound.map_err(|e| Error::Damaged { place: place.to_path_buf(), what: format!("{name}: {e}") })?;
    }
    let mut beside = |from: &Path, to: &Path| -> io::Result<()> {
        copied.bytes += fs::copy(from, to)?;
        copied.files += 1;
        File::open(to)?.sync_all()
    };
    fs::create_dir_all(journal::folder(aside)).map_err(failed)?;
    for number in journal::numbers(place).into_iter().filter(|n| *n <= about.generation) {
        let name = format!("generation-{number}");
        beside(&journal::folder(place).join(&name), &journal::folder(aside).join(&name)).map_err(failed)?;
    }
    for name in index::OWNERS {
        if place.join(name).exists() {
            beside(&place.join(name), &aside.join(name)).map_err(failed)?;
        }
    }
    shelf::sync_folder(&folder).map_err(failed)?;
    index::point_at(aside, build).map_err(failed)?;
    Ok(copied)
}
