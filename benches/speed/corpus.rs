//! The generated corpus on disk: JSON Lines, a thousand articles a file, made once for each size and seed.

use std::fs;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use serde_json::json;

use crate::dice::Dice;
use crate::lexicon::Lexicon;
use crate::story::story;

/// Raised whenever the generator writes something else.
const VERSION: u32 = 1;
/// Articles a file.
const FILE: usize = 1000;

const SOURCES: &[(&str, bool)] = &[
    ("The Daily Lantern", false),
    ("Harbour Post", true),
    ("Northern Wire", false),
    ("The Evening Ledger", false),
    ("Capital Courier", true),
    ("Coastal Times", false),
];

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
            let (source, curly) = *dice.one(SOURCES);
            let (year, month, day) = (dice.between(1995, 2024), dice.between(1, 12), dice.between(1, 28));
            let story = story(&mut dice, &lexicon, year, curly);
            let person = lexicon.person(&mut dice);
            let article = json!({
                "id": format!("gen-{number:07}"),
                "source": source,
                "published": format!("{year}-{month:02}-{day:02}"),
                "headline": story.headline,
                "byline": format!("By {} {}", person.given, person.surname),
                "body": story.body,
            });
            serde_json::to_writer(&mut file, &article)?;
            file.write_all(b"\n")?;
        }
        file.flush()?;
    }
    fs::rename(&partial, &folder)?;
    Ok(folder)
}
