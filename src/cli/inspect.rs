//! `morgue inspect`: files -> what `index` would read from them, in the order of the input, without an index.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::args::{Cli, InspectArgs, InspectFormat};
use super::config::{self, Said};
use super::{End, Out, Stop, say};
use crate::article::{place, within};
use crate::corpus::{Corpus, Found, Walk, readable};
use crate::enrich::EnrichOptions;
use crate::error::Error;
use crate::filing::{From, filed};
use crate::format::ReadOptions;
use crate::index::document::Filed;
use crate::print::text::{Look, doubts};
use crate::print::{clean, json, page};
use crate::reading::{self, OwnedPiece, Part, Reading};
use crate::unpack::Limits;

pub(super) fn run(cli: &Cli, args: &InspectArgs, out: &mut Out) -> std::result::Result<End, Stop> {
    let said = Said::new(cli, config::typed(&args.walk, &args.read))?;
    let options = config::filing_options(&said.settings(said.found()?.as_deref(), None)?)?;
    let limits = args.read.limits();
    let walk = Walk::new(&options.walk, None)?;
    let format = match args.format {
        Some(format) => format,
        None if args.json || !out.terminal => InspectFormat::Json,
        None => InspectFormat::Text,
    };
    if format == InspectFormat::Html {
        out.text(page::HEAD)?;
    }
    let mut inspector = Inspector { limits, options: options.read, enrich: options.enrich, format, articles: 0, out };
    for path in &args.paths {
        if !path.exists() {
            return Err(Error::NoCorpus(path.clone()).into());
        }
        if !path.is_dir() {
            inspector.file(path, &readable(path.as_os_str()))?;
            continue;
        }
        // Named as they were asked for, so that a reader can open what he sees.
        let label = readable(path.as_os_str()).trim_end_matches('/').to_string();
        let corpus = Corpus { label, root: path.clone() };
        for found in walk.files(&corpus) {
            match found {
                Found::Source(source) => inspector.file(&source.file, &source.path)?,
                Found::Problem(problem) => inspector.skipped(&problem.path, None, &problem.reason),
                Found::PassedOver => {}
            }
        }
    }
    let end = if inspector.articles > 0 { End::Done } else { End::Nothing };
    if format == InspectFormat::Html {
        out.text(page::FOOT)?;
    }
    Ok(end)
}

/// For people.
fn plain(filed: &Filed) -> String {
    format!("{}{}", Look::default().article(filed, &[], &[]), doubts(filed))
}

struct Inspector<'a> {
    limits: Limits,
    options: ReadOptions,
    enrich: EnrichOptions,
    format: InspectFormat,
    articles: u64,
    out: &'a mut Out,
}

impl Inspector<'_> {
    fn file(&mut self, file: &Path, path: &str) -> std::result::Result<(), Stop> {
        let (mut before, mut stop) = (0, None);
        let read = reading::each(file, self.limits, &mut |part| {
            let done = match part {
                Part::Skip { member, reason } => {
                    self.skipped(&within(path, member.as_deref()), None, &reason);
                    Ok(())
                }
                Part::Reading { member, reading } => {
                    let done = self.records(reading, From { path, member, before });
                    before += reading.records();
                    done
                }
            };
            match done {
                Ok(()) => ControlFlow::Continue(()),
                Err(cause) => {
                    stop = Some(cause);
                    ControlFlow::Break(())
                }
            }
        });
        if let Err(cause) = read {
            return Err(Error::Unreadable { path: PathBuf::from(path), cause }.into());
        }
        stop.map_or(Ok(()), Err)
    }

    fn records(&mut self, reading: &mut Reading<'_>, from: From<'_>) -> std::result::Result<(), Stop> {
        let path = within(from.path, from.member);
        loop {
            // A few pieces at a time on all cores, printed in their order: bounded memory, whole speed.
            let pieces: Vec<OwnedPiece> =
                std::iter::from_fn(|| reading.next_piece()).take(2 * rayon::current_num_threads()).collect();
            if pieces.is_empty() {
                break;
            }
            let (options, enrich, format) = (&self.options, self.enrich, self.format);
            let printed: Vec<Vec<Result<String, (u64, String)>>> = pieces
                .par_iter()
                .map(|piece| {
                    let print = |record: crate::article::Record| {
                        let number = from.before + record.number;
                        let filed = filed(record, from, enrich).map_err(|reason| (number, reason))?;
                        Ok(match format {
                            InspectFormat::Json => json::article(&filed),
                            InspectFormat::Html => page::article(&filed),
                            InspectFormat::Text => plain(&filed),
                        })
                    };
                    piece.records(&path, options).into_iter().map(print).collect()
                })
                .collect();
            for article in printed.into_iter().flatten() {
                match article {
                    Ok(text) => {
                        self.articles += 1;
                        self.out.line(&text)?;
                    }
                    Err((number, reason)) => self.skipped(&path, Some(number).filter(|n| *n > from.before), &reason),
                }
            }
        }
        if let Some(trouble) = reading.trouble() {
            self.skipped(&path, None, trouble);
        }
        Ok(())
    }

    fn skipped(&self, path: &str, record: Option<u64>, reason: &str) {
        let name = record.map_or(path.to_string(), |n| place(path, n));
        say(&format!("{}: skipped: {}", clean::line(&name), clean::line(reason)));
    }
}
