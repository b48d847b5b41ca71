//! A file about to be read, and all that shapes it, opened: the options it is read with, what is done to its records, and
//! what the ledger keeps of that.

use std::ffi::OsStr;
use std::sync::Arc;

use super::folder::{SIDECARS, is};
use super::{LONGEST, METADATA, Near, Part, Settings, Shaper, folder_of};
use crate::article::{Article, Outcome, Record};
use crate::corpus::Source;
use crate::enrich::EnrichOptions;
use crate::format::{Metadata, ReadOptions, Sidecar};
use crate::reading::OwnedPiece;

/// Where in its file a piece lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// It is the whole file.
    Whole,
    /// It begins it.
    First,
    /// It lies behind another.
    Later,
}

/// What shapes one file while it is read.
pub struct Shaped {
    /// The options it is read with.
    pub options: ReadOptions,
    settings: Arc<Settings>,
    /// Metadata beside it, by name.
    beside: Vec<(String, Sidecar)>,
    mates: Vec<Shaper>,
    reason: Option<String>,
}

impl Shaped {
    /// Opens what matters to a file; `run` are the options of the run.
    pub fn of(source: &Source, run: &ReadOptions) -> Shaped {
        let settings = Arc::clone(&source.shape.settings);
        let mates = &source.shape.mates;
        let sheets = mates.iter().filter(|mate| mate.part == Part::Sheets).map(|mate| mate.name.clone()).collect();
        let mut options = settings.options(run);
        options.near = Near::new(folder_of(&source.file), sheets);
        let mut shaped = Shaped { options, settings, beside: Vec::new(), mates: Vec::new(), reason: None };
        let mut owner = None;
        for mate in mates {
            let (kept, sidecar) = mate.opened(&shaped.options);
            let is_news = matches!(sidecar, Sidecar::Not);
            if matches!(mate.part, Part::Owns | Part::Either) && is_news {
                owner = owner.or(Some(mate.name.clone()));
            }
            if matches!(mate.part, Part::Says | Part::Either) && !is_news {
                shaped.beside.push((mate.name.clone(), sidecar));
            }
            shaped.mates.push(kept);
        }
        if !mates.is_empty() {
            match (shaped.own(source), owner) {
                (Sidecar::Not, _) => {}
                // With nothing to describe it is what it is by itself.
                (_, None) => shaped.beside.clear(),
                (own, Some(owner)) => {
                    shaped.beside.clear();
                    shaped.reason = Some(match own {
                        Sidecar::Damaged(reason) => format!("damaged metadata: of {owner}: {reason}"),
                        _ => format!("{METADATA}: of {owner}"),
                    });
                }
            }
        }
        shaped
    }

    /// What the file itself is to those beside it.
    fn own(&self, source: &Source) -> Sidecar {
        let name = source.file.file_name().and_then(OsStr::to_str).unwrap_or_default();
        if !is(OsStr::new(name), &SIDECARS) || source.stamp.size > LONGEST {
            return Sidecar::Not;
        }
        std::fs::read(&source.file).map(|bytes| Sidecar::read(name, &bytes, &self.options)).unwrap_or_default()
    }

    /// What is looked for in the text of its articles; `run` is what the run looks for.
    pub fn enrich(&self, run: EnrichOptions) -> EnrichOptions {
        EnrichOptions { day_month: self.settings.day_month.as_ref().map_or(run.day_month, |said| said.value), ..run }
    }

    /// Why the file gives no article of its own: it is metadata of another.
    pub fn reason(&self) -> Option<&str> {
        self.reason.as_deref()
    }

    /// The files beside it that matter, and how.
    pub fn beside(&self) -> Vec<(String, String)> {
        let said = |name: &str| self.beside.iter().find(|(beside, _)| beside == name).map(|(_, sidecar)| sidecar);
        let what = |shaper: &Shaper| match said(&shaper.name) {
            Some(Sidecar::Damaged(reason)) => format!("metadata that cannot be used: {reason}"),
            Some(_) => "metadata of it".to_string(),
            None if self.options.near.sheets().contains(&shaper.name) => {
                "a METS, which may name it as a page".to_string()
            }
            None => "no metadata of it".to_string(),
        };
        self.mates.iter().map(|shaper| (shaper.name.clone(), what(shaper))).collect()
    }

    /// Whether it matters how many articles the file gives.
    pub fn describes_one(&self) -> bool {
        !self.beside.is_empty()
    }

    /// The records of a piece as the file itself gives them. `path` as for [`OwnedPiece::records`].
    pub fn read(&self, piece: &OwnedPiece, path: &str) -> Vec<Record> {
        piece.records(path, &self.options)
    }

    /// Gives records, of which none is an article any more whose place another takes, what is said beside them.
    pub fn shape(&self, records: &mut [Record], place: Place) {
        let mut articles: Vec<&mut Box<Article>> = records
            .iter_mut()
            .filter_map(|record| match &mut record.outcome {
                Outcome::Article(article) => Some(article),
                Outcome::Skip(_) | Outcome::Aside(_) => None,
            })
            .collect();
        if let [article] = articles.as_mut_slice()
            && place == Place::Whole
        {
            for (name, sidecar) in &self.beside {
                match sidecar {
                    Sidecar::Said(metadata) => Metadata::apply(metadata, article, &self.options),
                    Sidecar::Damaged(reason) => article.doubts.push(format!("metadata not used: {name}: {reason}")),
                    Sidecar::Not => {}
                }
            }
        } else if let Some(first) = articles.first_mut().filter(|_| place != Place::Later) {
            let several = |name: &String| format!("metadata not used: {name} speaks of one article, here are several");
            first.doubts.extend(self.beside.iter().map(|(name, _)| several(name)));
        }
        let said = |said: &super::Said<String>, key: &str| format!("{key} of {}", said.file.display());
        for article in articles {
            if let Some(source) = self.settings.source.as_ref().filter(|_| article.source.is_none()) {
                article.source = Some(source.value.clone());
                article.origins.say("source", said(source, "source"));
            }
            if let Some(language) = self.settings.language.as_ref().filter(|_| article.language.is_none()) {
                article.language = Some(language.value.clone());
                article.origins.say("language", said(language, "language"));
            }
        }
    }

    /// What the ledger keeps: that of the settings, and everything else that shaped the file. Meaningful when it is read.
    pub fn kept(&self) -> (u64, Vec<Shaper>) {
        let mut shapers = self.mates.clone();
        shapers.extend(self.options.near.asked());
        (self.settings.digest(), shapers)
    }
}
