//! The index that is searched: opened, and made or renewed first where a corpus was named.
//!
//! Takes what was typed, gives an archive and the settings that hold for it. It never prints an answer.

use std::path::Path;

use super::args::{Cli, SearchArgs};
use super::config::{Said, filing_options};
use super::{index as indexing, place_for, say};
use crate::config::{Settings, Values};
use crate::corpus::{Corpus, corpora};
use crate::date::days;
use crate::error::{Error, Result};
use crate::filing::plan::{Care, Task};
use crate::filing::{FilingOptions, Manner, Outlook, look as look_ahead};
use crate::format::ReadOptions;
use crate::index;
use crate::print::clean;
use crate::search::Archive;

/// Opens the index, making or renewing it first if a corpus was named; with the settings that hold for it.
pub(super) fn open(cli: &Cli, args: &SearchArgs) -> Result<(Archive, Settings)> {
    let said = Said::new(
        cli,
        Values {
            limit: args.limit,
            passages: args.passages,
            fresh: half_life(args)?,
            synonyms: args.synonyms.clone(),
            ..Values::default()
        },
    )?;
    if args.corpus.is_empty() {
        let place = said.place()?;
        let settings = said.settings(Some(&place), None)?;
        return Ok((Archive::open(&place)?, settings));
    }
    let corpora = corpora(&args.corpus)?;
    let place = place_for(said.told().as_deref(), &corpora)?;
    let settings = said.settings(Some(&place), None)?;
    indexing::same_corpora(&place, &corpora)?;
    // Files may go one by one; a whole corpus that is suddenly empty is more likely not mounted.
    let manner = Manner { care: Care { max_deletions: 100.0, ..Care::default() }, ..Manner::default() };
    match renewal(&corpora, &place, &settings, &manner) {
        Ok(None) => {}
        Ok(Some((why, options))) => {
            say(&format!("{why}; indexing"));
            let report = indexing::with_bar(&corpora, &place, &options, &manner)?;
            indexing::say_summary(&report, &place);
        }
        Err(error @ Error::CorpusEmptied { .. }) => {
            say(&format!("{}; searching the index as it is", clean::line(&error.to_string())));
        }
        Err(error) => return Err(error),
    }
    Ok((Archive::open(&place)?, settings))
}

/// Why the index of these corpora must be renewed, and how; None if it need not.
fn renewal(
    corpora: &[Corpus],
    place: &Path,
    settings: &Settings,
    manner: &Manner,
) -> Result<Option<(String, FilingOptions)>> {
    let fresh = filing_options(settings)?;
    // What the index was made with is kept: a search asks for fresh news, not for other options.
    let options = match index::about_current(place) {
        Ok((_, about)) => FilingOptions {
            walk: about.walk.clone(),
            read: ReadOptions {
                fields: serde_json::from_value(about.fields.clone()).unwrap_or_default(),
                day_month: about.enrich.day_month,
                ..ReadOptions::default()
            },
            enrich: about.enrich,
            ..fresh
        },
        Err(_) => fresh,
    };
    Ok(match look_ahead(corpora, place, &options, manner)? {
        Outlook::Anew(None) => Some((Error::NoIndex(place.to_path_buf()).to_string(), options)),
        Outlook::Anew(Some(why)) => Some((why, options)),
        Outlook::Tasks(plan) => {
            let different = plan.tasks.iter().find(|task| !matches!(task, Task::Refresh { .. }));
            different.map(|task| {
                let path = clean::line(task.path());
                (format!("{path} is new, changed or gone since the index was made"), options)
            })
        }
    })
}

/// The half-life that is typed, in days.
pub(super) fn half_life(args: &SearchArgs) -> Result<Option<u32>> {
    let read = |text: &str| days(text).map_err(|why| Error::Usage(format!("--fresh: {why}")));
    args.fresh.as_deref().map(read).transpose()
}
