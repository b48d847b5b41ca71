//! `morgue people`: who appears in the articles that satisfy a query, and who is beside whom.

use std::fs;
use std::path::Path;

use super::args::{Cli, NearArg, PeopleArgs, PeopleFormat, PeopleSortArg};
use super::called::Called;
use super::config::Said;
use super::query::synonyms;
use super::question::{Question, counted as question};
use super::{End, Out, Stop, look, say};
use crate::config::Values;
use crate::count::{counted, grouped};
use crate::error::{Error, Result};
use crate::print::graph::{self, Form, Graph};
use crate::print::people::{Listed, Roll};
use crate::print::{clean, people};
use crate::query::Query;
use crate::query::complaint::excerpt;
use crate::search::Archive;
use crate::search::company::{Company, Within};
use crate::search::crowd::Crowd;

impl From<NearArg> for Within {
    fn from(near: NearArg) -> Within {
        match near {
            NearArg::Article => Within::Article,
            NearArg::Paragraph => Within::Paragraph,
            NearArg::Sentence => Within::Sentence,
        }
    }
}

pub(super) fn run(cli: &Cli, args: &PeopleArgs, out: &mut Out) -> std::result::Result<End, Stop> {
    refuse(args)?;
    let form = args.graph.as_deref().map(form).transpose()?;
    let said = Said::new(cli, Values { synonyms: args.synonyms.clone(), ..Values::default() })?;
    let place = said.place()?;
    let settings = said.settings(Some(&place), None)?;
    let mut asked = question(&args.query, args.any, &args.conditions)?;
    if let Some(synonyms) = synonyms(settings.synonyms.as_ref().map(|file| &*file.value))? {
        asked.widen(&synonyms);
    }
    let archive = Archive::open(&place)?;
    let crowd = archive.crowd(&asked.query)?;
    let within = args.within.map_or(Within::Article, Within::from);
    let beside = args.with.as_deref().map(|name| Beside::new(&archive, &crowd, name, within)).transpose()?;
    let mut listed = match &beside {
        Some(Beside { company, .. }) => Listed::company(&crowd, company),
        None => Listed::crowd(&crowd),
    };
    listed.retain(|listed| listed.times() >= args.min);
    let chance = listed.len();
    listed.retain(|listed| listed.tie.is_none_or(|(_, tie)| tie.is_company()));
    let chance = chance - listed.len();
    sort(&mut listed, args.sort, beside.is_some());
    let all = listed.len();
    if args.limit > 0 {
        listed.truncate(args.limit);
    }
    let roll = Roll {
        query: &asked.text,
        read_as: asked.query.to_string(),
        complaints: &asked.complaints,
        searched: archive.articles(),
        crowd: &crowd,
        persons: all,
        within,
        beside: beside.as_ref().map(|beside| (beside.called.name, beside.names(), &beside.company)),
        listed: &listed,
    };
    match args.format {
        PeopleFormat::Text => out.text(&people::text(&roll, look(settings.color.value)))?,
        PeopleFormat::Json => out.line(&people::json(&roll))?,
        PeopleFormat::Csv => out.text(&people::csv(&listed)?)?,
    }
    out.flush()?;
    if let Some((file, form)) = args.graph.as_deref().zip(form) {
        let his = beside.as_ref().map_or(&[][..], |beside| &beside.places);
        write(file, form, &draw(&archive, &crowd, his, &roll)?)?;
    }
    say_reading(&asked);
    if let Some(Beside { called, .. }) = &beside {
        called.nobody(&archive)?.into_iter().chain(called.all()).for_each(|sentence| say(&sentence));
    }
    if args.format == PeopleFormat::Text {
        let beside = beside.as_ref().filter(|beside| !beside.called.bearers.is_empty());
        say(&summary(&archive, &crowd, beside, (listed.len(), all, chance)));
    }
    Ok(if all > 0 { End::Done } else { End::Nothing })
}

/// Refuses options that have nothing to act on.
fn refuse(args: &PeopleArgs) -> Result<()> {
    let wrong = |why: &str| Err(Error::Usage(why.to_string()));
    if args.within.is_some() && args.with.is_none() && args.graph.is_none() {
        return wrong("--within says how near --with and --graph look, and neither is said");
    }
    if args.sort == Some(PeopleSortArg::Closeness) && args.with.is_none() {
        return wrong("--sort closeness needs --with: it tells how close persons are to one");
    }
    Ok(())
}

/// The persons of `--with`, and who is beside them.
struct Beside<'a> {
    called: Called<'a>,
    /// Where they are in the crowd.
    places: Vec<usize>,
    company: Company,
}

impl<'a> Beside<'a> {
    fn new(archive: &Archive, crowd: &Crowd, name: &'a str, within: Within) -> Result<Beside<'a>> {
        let called = Called::new(archive, name, "--with ")?;
        let places = crowd.places(called.bearers.iter().map(|(bearer, _)| bearer));
        let company = archive.company(crowd, &places, within)?;
        Ok(Beside { called, places, company })
    }

    /// What the persons are best called.
    fn names(&self) -> Vec<&str> {
        self.called.bearers.iter().map(|(bearer, _)| bearer.name.as_str()).collect()
    }
}

fn sort(listed: &mut [Listed<'_>], by: Option<PeopleSortArg>, beside: bool) {
    // What is equal keeps the order it has: the measure with --with, else articles and names.
    match by {
        Some(PeopleSortArg::Articles) if beside => listed.sort_by_key(|listed| std::cmp::Reverse(listed.times())),
        Some(PeopleSortArg::Name) => listed.sort_by(|a, b| a.person.name.cmp(&b.person.name)),
        // Undated last, either way.
        Some(PeopleSortArg::First) => listed.sort_by_key(|listed| (listed.person.first.is_none(), listed.person.first)),
        Some(PeopleSortArg::Last) => listed.sort_by_key(|listed| std::cmp::Reverse(listed.person.last)),
        Some(PeopleSortArg::Articles | PeopleSortArg::Closeness) | None => {}
    }
}

fn say_reading(question: &Question) {
    for complaint in &question.complaints {
        say(&format!("query, byte {}: {}", complaint.at.start, clean::line(&complaint.text)));
    }
    if question.mixed || !question.complaints.is_empty() {
        say(&format!("read as: {}", clean::line(&question.query.to_string())));
    }
}

/// The last line: how many persons in how many articles, and what is shown.
fn summary(archive: &Archive, crowd: &Crowd, beside: Option<&Beside<'_>>, counts: (usize, usize, usize)) -> String {
    let (shown, all, chance) = counts;
    let many = if all == 0 { "nobody".to_string() } else { counted(all as u64, "person") };
    let what = match beside {
        Some(beside) => {
            let chance = match chance {
                0 => String::new(),
                chance => format!(", {} more no oftener than chance may have it", grouped(chance as u64)),
            };
            format!("{many} beside {}{chance}", excerpt(beside.called.name))
        }
        None => many,
    };
    let part = if shown < all { format!(", 1 to {} shown", grouped(shown as u64)) } else { String::new() };
    let (total, naming) = (counted(crowd.total, "article"), grouped(crowd.naming));
    let searched = counted(archive.articles(), "article");
    format!("{what}{part} ({total} found, {naming} name somebody; searched {searched})")
}

/// The form that a file's name asks for.
fn form(file: &Path) -> Result<Form> {
    let extension = file.extension().map(|extension| extension.to_ascii_lowercase());
    match extension.as_ref().and_then(|extension| extension.to_str()) {
        Some("graphml" | "xml") => Ok(Form::GraphMl),
        Some("dot" | "gv") => Ok(Form::Dot),
        _ => {
            let name = clean::name(&file.display().to_string());
            Err(Error::Usage(format!(
                "--graph {name}: end it in .graphml or .xml for GraphML, .dot or .gv for Graphviz"
            )))
        }
    }
}

/// The persons that are listed, and whom they are listed beside, with the ties of all of them.
fn draw<'a>(archive: &Archive, crowd: &'a Crowd, his: &[usize], roll: &Roll<'a>) -> Result<Graph<'a>> {
    let mut nodes = his.to_vec();
    nodes.extend(roll.listed.iter().map(|listed| listed.place));
    let edges = archive.ties(crowd, &nodes, roll.within)?;
    let persons = nodes.iter().filter_map(|place| crowd.people.get(*place)).collect();
    let query = if roll.query.trim().is_empty() && roll.read_as == Query::Everything.to_string() {
        "all articles".to_string()
    } else {
        roll.read_as.clone()
    };
    Ok(Graph { query, within: roll.within, persons, edges })
}

fn write(file: &Path, form: Form, graph: &Graph<'_>) -> Result<()> {
    fs::write(file, graph::text(graph, form)).map_err(|cause| Error::Unwritable { path: file.to_path_buf(), cause })
}
