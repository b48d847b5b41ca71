//! `morgue inspect`: files -> what `index` would read from them, in the order of the input, without an index.

use std::fs::File;
use std::io::Read;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::args::{Cli, InspectArgs, InspectFormat};
use super::config::{self, Said};
use super::{End, Out, Stop, say};
use crate::article::{Record, place, within};
use crate::config::FILE;
use crate::corpus::{Corpus, Found, Source, Walk, WalkOptions, readable};
use crate::enrich::EnrichOptions;
use crate::error::Error;
use crate::filing::roll::Roll;
use crate::filing::{From, filed};
use crate::format::ReadOptions;
use crate::index;
use crate::index::document::Filed;
use crate::print::explanation::{self, Explanation};
use crate::print::text::{Look, doubts};
use crate::print::{clean, json, page};
use crate::reading::{self, OwnedPiece, Part, Reading};
use crate::shape::{Place, Shaped, folder_of};
use crate::unpack::{Limits, Packing};

pub(super) fn run(cli: &Cli, args: &InspectArgs, out: &mut Out) -> std::result::Result<End, Stop> {
    let said = Said::new(cli, config::typed(&args.walk, &args.read))?;
    let found = said.found()?;
    let options = config::filing_options(&said.settings(found.as_deref(), None)?)?;
    // An index knows where its corpora begin, and with them what holds for their files.
    let corpora = found.and_then(|place| index::about_current(&place).ok()).map(|(_, about)| about.corpora);
    let corpora = corpora.unwrap_or_default();
    let limits = args.read.limits();
    let format = match args.format {
        Some(format) => format,
        None if args.explain && !args.json => InspectFormat::Text,
        None if args.json || !out.terminal => InspectFormat::Json,
        None => InspectFormat::Text,
    };
    if format == InspectFormat::Html {
        out.text(page::HEAD)?;
    }
    let look = |visit: &mut dyn FnMut(Found) -> std::result::Result<(), Stop>| {
        each(&args.paths, &corpora, &options.walk, visit)
    };
    let mut roll = Roll::default();
    look(&mut |found| {
        if let Found::Source(source) = found {
            call(&source, limits, &options.read, &mut roll);
        }
        Ok(())
    })?;
    let (run, enrich, explain) = (options.read.clone(), options.enrich, args.explain);
    let mut inspector = Inspector { limits, run, enrich, format, explain, roll, once: false, articles: 0, out };
    look(&mut |found| match found {
        Found::Source(source) => inspector.file(&source),
        Found::Problem(problem) => inspector.skipped(&problem.path, None, &problem.reason),
        Found::PassedOver => Ok(()),
        Found::Fault(fault) => Err(Error::from(fault).into()),
    })?;
    let end = if inspector.articles > 0 { End::Done } else { End::Nothing };
    if format == InspectFormat::Html {
        out.text(page::FOOT)?;
    }
    Ok(end)
}

/// Everything that these paths name, in their order.
fn each(
    paths: &[PathBuf],
    corpora: &[Corpus],
    options: &WalkOptions,
    visit: &mut dyn FnMut(Found) -> std::result::Result<(), Stop>,
) -> std::result::Result<(), Stop> {
    // Files of one folder are looked at by one walk, which knows what lies in it.
    let mut last: Option<((Option<PathBuf>, PathBuf), Walk)> = None;
    for path in paths {
        if !path.exists() {
            return Err(Error::NoCorpus(path.clone()).into());
        }
        // A pipe has no place among folders.
        let whole = path.canonicalize().unwrap_or_else(|_| path.clone());
        let at = (top(&whole, corpora), folder_of(&whole).to_path_buf());
        let (_, walk) = match last.take().filter(|(known, _)| *known == at) {
            Some(known) => last.insert(known),
            None => {
                let walk = Walk::new(options, None)?;
                let walk = match &at.0 {
                    Some(top) => walk.beneath(top, &at.1)?,
                    None => walk,
                };
                last.insert((at, walk))
            }
        };
        if !path.is_dir() {
            visit(Found::Source(walk.one(path, readable(path.as_os_str())).map_err(unreadable(path))?))?;
            continue;
        }
        // Named as they were asked for, so that a reader can open what he sees.
        let label = readable(path.as_os_str()).trim_end_matches('/').to_string();
        let corpus = Corpus { label, root: whole };
        walk.files(&corpus).try_for_each(&mut *visit)?;
    }
    Ok(())
}

/// What the records of a file claim of the items of wires. A pipe can only be read once, so its versions are settled among
/// the records that are read together.
fn call(source: &Source, limits: Limits, run: &ReadOptions, roll: &mut Roll) {
    let shaped = Shaped::of(source, run);
    if shaped.reason().is_some() || !source.file.is_file() {
        return;
    }
    // What cannot be read is told when it is printed.
    let _ = reading::each(&source.file, limits, &mut |part| {
        if let Part::Reading { member, reading } = part
            && reading.format().has_items()
        {
            let path = within(&source.path, member);
            while let Some(piece) = reading.next_piece() {
                roll.add_all(&shaped.read(&piece, &path), &source.path);
            }
        }
        ControlFlow::Continue(())
    });
}

fn unreadable(path: &Path) -> impl Fn(std::io::Error) -> Error + '_ {
    |cause| Error::Unreadable { path: path.to_path_buf(), cause }
}

/// The folder above this file or folder from which on settings hold for it: its corpus, else the uppermost one that has
/// any, but none above a folder that an index lies in.
fn top(whole: &Path, corpora: &[Corpus]) -> Option<PathBuf> {
    let folder = folder_of(whole);
    if let Some(corpus) = corpora.iter().find(|corpus| whole.starts_with(&corpus.root)) {
        return folder.starts_with(&corpus.root).then(|| corpus.root.clone());
    }
    let mut top = folder;
    for above in folder.ancestors() {
        if above.join(FILE).is_file() {
            top = above;
        }
        if above.join(index::FOLDER).is_dir() {
            break;
        }
    }
    Some(top.to_path_buf())
}

/// For people.
fn plain(filed: &Filed) -> String {
    format!("{}{}", Look::default().article(filed, &[], &[]), doubts(filed))
}

struct Inspector<'a> {
    limits: Limits,
    run: ReadOptions,
    enrich: EnrichOptions,
    format: InspectFormat,
    explain: bool,
    roll: Roll,
    /// The file at hand is a pipe, whose claims are not known yet.
    once: bool,
    articles: u64,
    out: &'a mut Out,
}

impl Inspector<'_> {
    fn file(&mut self, source: &Source) -> std::result::Result<(), Stop> {
        let (path, shaped) = (source.path.as_str(), Shaped::of(source, &self.run));
        if let Some(reason) = shaped.reason() {
            return self.skipped(path, None, reason);
        }
        self.once = !source.file.is_file();
        let packing = if self.explain { packing(&source.file) } else { None };
        let (mut before, mut stop) = (0, None);
        let read = reading::each(&source.file, self.limits, &mut |part| {
            let done = match part {
                Part::Skip { member, reason } => self.skipped(&within(path, member.as_deref()), None, &reason),
                Part::Reading { member, reading } => {
                    let from = From { path, member, before };
                    let done = self.explained(source, reading, &within(path, member), packing, &shaped);
                    let done = done.and_then(|()| self.records(reading, from, &shaped));
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

    /// Says how a file is read, if that was asked.
    fn explained(
        &mut self,
        source: &Source,
        reading: &Reading<'_>,
        path: &str,
        packing: Option<&'static str>,
        shaped: &Shaped,
    ) -> std::result::Result<(), Stop> {
        if !self.explain {
            return Ok(());
        }
        let (answers, encoding) = reading.answers();
        let explanation = Explanation {
            path,
            reader: reading.reader(),
            answers,
            packing,
            encoding,
            beside: &shaped.beside(),
            settings: explanation::settings(&source.shape.settings),
        };
        match self.format {
            InspectFormat::Json => self.out.line(&explanation::file_object(&explanation))?,
            _ => self.out.text(&explanation::file_text(&explanation))?,
        }
        Ok(())
    }

    fn records(&mut self, reading: &mut Reading<'_>, from: From<'_>, shaped: &Shaped) -> std::result::Result<(), Stop> {
        let path = within(from.path, from.member);
        let mut first = true;
        loop {
            // A few pieces at a time on all cores, printed in their order: bounded memory, whole speed.
            let pieces: Vec<OwnedPiece> =
                std::iter::from_fn(|| reading.next_piece()).take(2 * rayon::current_num_threads()).collect();
            if pieces.is_empty() {
                break;
            }
            let whole = first && pieces.len() == 1 && from.member.is_none();
            let place_of = |at: usize| match (first && at == 0, whole) {
                (true, true) => Place::Whole,
                (true, false) => Place::First,
                (false, _) => Place::Later,
            };
            let (enrich, format, explain) = (shaped.enrich(self.enrich), self.format, self.explain);
            let mut read: Vec<Vec<Record>> = pieces.par_iter().map(|piece| shaped.read(piece, &path)).collect();
            if self.once {
                read.iter().for_each(|records| self.roll.add_all(records, from.path));
            }
            let roll = &self.roll;
            let printed: Vec<Vec<Result<String, (u64, String)>>> = read
                .par_iter_mut()
                .enumerate()
                .map(|(at, records)| {
                    let print = |record: Record| {
                        let number = from.before + record.number;
                        let filed = filed(record, from, enrich).map_err(|unfiled| (number, unfiled.reason))?;
                        Ok(match format {
                            InspectFormat::Json if explain => explanation::article_object(&filed),
                            InspectFormat::Json => json::article(&filed),
                            InspectFormat::Html => page::article(&filed),
                            InspectFormat::Text if explain => explanation::article_text(&filed),
                            InspectFormat::Text => plain(&filed),
                        })
                    };
                    roll.settle(records, from.path);
                    shaped.shape(records, place_of(at));
                    records.drain(..).map(print).collect()
                })
                .collect();
            first = false;
            for article in printed.into_iter().flatten() {
                match article {
                    Ok(text) => {
                        self.articles += 1;
                        self.out.line(text.trim_end_matches('\n'))?;
                    }
                    Err((number, reason)) => {
                        self.skipped(&path, Some(number).filter(|n| *n > from.before), &reason)?;
                    }
                }
            }
        }
        match reading.trouble().map(str::to_string) {
            Some(trouble) => self.skipped(&path, None, &trouble),
            None => Ok(()),
        }
    }

    fn skipped(&mut self, path: &str, record: Option<u64>, reason: &str) -> std::result::Result<(), Stop> {
        let name = record.map_or(path.to_string(), |n| place(path, n));
        match (self.explain, self.format) {
            (true, InspectFormat::Json) => self.out.line(&explanation::skip_object(path, record, reason))?,
            (true, _) => self.out.text(&explanation::skip_text(&name, reason))?,
            _ => say(&format!("{}: skipped: {}", clean::line(&name), clean::line(reason))),
        }
        Ok(())
    }
}

/// What a file on disk is unpacked with.
fn packing(file: &Path) -> Option<&'static str> {
    let mut head = Vec::new();
    File::open(file).ok()?.take(1024).read_to_end(&mut head).ok()?;
    Packing::of(&head).map(Packing::name)
}
