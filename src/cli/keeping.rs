//! `morgue verify`, `backup`, `gc` and `optimize`: an index -> what is wrong with it, a copy, the room it takes.

use std::time::Duration;

use serde::Serialize;

use super::args::{BackupArgs, Cli, GcArgs, OptimizeArgs, VerifyArgs};
use super::config::Said;
use super::{End, Out, Stop};
use crate::config::Values;
use crate::count::{counted, grouped};
use crate::error::Result;
use crate::keeping::tidy::{self, Tidied};
use crate::print::{clean, json};

fn place(cli: &Cli) -> Result<std::path::PathBuf> {
    Said::new(cli, Values::default())?.place()
}

fn print<T: Serialize>(as_json: bool, value: &T, text: &str, out: &mut Out) -> std::result::Result<(), Stop> {
    if as_json { out.line(&json::object(value)) } else { out.text(text) }
}

fn mb(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}

pub(super) fn verify(cli: &Cli, args: &VerifyArgs, out: &mut Out) -> std::result::Result<End, Stop> {
    let found = crate::keeping::verify::verify(&place(cli)?, args.sources)?;
    let mut text = String::new();
    for fault in &found.faults {
        text.push_str(&format!("{}\n", clean::line(fault)));
    }
    for changed in &found.sources_changed {
        text.push_str(&format!("{}\n", clean::line(changed)));
    }
    let looked = format!("{} ({})", counted(found.files, "file"), mb(found.bytes));
    if found.faults.is_empty() {
        let articles = counted(found.articles, "article");
        text.push_str(&format!("sound: {looked}, {articles}; ledger and index agree\n"));
    } else {
        let faults = counted(found.faults.len() as u64, "fault");
        text.push_str(&format!("{faults} in {looked}; `morgue index --full` builds the index anew\n"));
    }
    if let Some(same) = found.sources_same {
        let changed = found.sources_changed.len() as u64;
        text.push_str(&format!(
            "{} of the corpora as read, {} not; `morgue index` reads those\n",
            counted(same, "file"),
            grouped(changed)
        ));
    }
    print(args.json, &found, &text, out)?;
    Ok(if found.faults.is_empty() { End::Done } else { End::Nothing })
}

pub(super) fn backup(cli: &Cli, args: &BackupArgs, out: &mut Out) -> std::result::Result<End, Stop> {
    let copied = crate::keeping::backup::backup(&place(cli)?, &args.to)?;
    let text = format!(
        "{} ({}) of generation {} in {} copied to {}\n",
        counted(copied.articles, "article"),
        mb(copied.bytes),
        copied.generation,
        counted(copied.files, "file"),
        clean::name(&args.to.display().to_string())
    );
    print(args.json, &copied, &text, out)?;
    Ok(End::Done)
}

pub(super) fn gc(cli: &Cli, args: &GcArgs, out: &mut Out) -> std::result::Result<End, Stop> {
    let wait = Duration::from_secs(args.wait.unwrap_or(0));
    let tidied = tidy::collect(&place(cli)?, args.keep_generations, wait)?;
    report(args.json, &tidied, out)
}

pub(super) fn optimize(cli: &Cli, args: &OptimizeArgs, out: &mut Out) -> std::result::Result<End, Stop> {
    let tidied = tidy::merge(&place(cli)?, Duration::from_secs(args.wait.unwrap_or(0)))?;
    report(args.json, &tidied, out)
}

fn report(as_json: bool, tidied: &Tidied, out: &mut Out) -> std::result::Result<End, Stop> {
    let mut text = format!("{} on disk, {} before", mb(tidied.bytes_after), mb(tidied.bytes_before));
    if tidied.segments_after != tidied.segments_before {
        let after = counted(tidied.segments_after as u64, "segment");
        text.push_str(&format!("; {after}, {} before", tidied.segments_before));
    }
    if tidied.journals > 0 {
        text.push_str(&format!("; {} removed", counted(tidied.journals, "journal")));
    }
    print(as_json, tidied, &(text + "\n"), out)?;
    Ok(End::Done)
}
