//! The generated corpus on disk: JSON Lines, a thousand articles a file, made once for each size and seed.

use std::fs;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::article::article;
use crate::dice::Dice;
use crate::lexicon::Lexicon;

/// Raised whenever the generator writes something else.
const VERSION: u32 = 1;
/// Articles a file.
const FILE: usize = 1000;

/// The folder of a corpus of so many articles, made if it is not there.
pub fn generated(below: &Path, articles: usize, seed: u64) -> std::io::Result<PathBuf> {
    let folder = below.join(format!("corpus-{articles}-{seed}-v{VERSION}"));
    if folder.exists() {
        return Ok(folder);
    }
    let partial = folder.with_extension("partial");
    let _ = fs::remove_dir_all(&partial);
    fs::create_dir_all(&partial)?;
    let lexicon = Lexicon::new();
    for (n, first) in (0..articles).step_by(FILE).enumerate() {
        let mut file = BufWriter::new(fs::File::create(partial.join(format!("news-{n:04}.jsonl")))?);
        let mut dice = Dice::new(seed.wrapping_mul(1_000_003).wrapping_add(n as u64));
        for number in first..(first + FILE).min(articles) {
            serde_json::to_writer(&mut file, &article(&mut dice, &lexicon, number))?;
            file.write_all(b"\n")?;
        }
        file.flush()?;
    }
    fs::rename(&partial, &folder)?;
    Ok(folder)
}
