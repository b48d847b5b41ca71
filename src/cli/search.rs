//! `morgue search`: parse -> search -> print. Says on standard error how it read a query where that is not obvious.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use super::advice::{Advice, Effort, ask};
use super::args::{Cli, Format, SearchArgs, SortArg};
use super::opened::{half_life, open};
use super::query::synonyms;
use super::question::{Question, conditions, questions};
use super::{End, Out, Stop, here, interactive, look, say};
use crate::config::Settings;
use crate::corpus::Corpus;
use crate::count::{counted, grouped};
use crate::error::{Error, Result};
use crate::print::text::Look;
use crate::print::{Shown, account, advice, clean, json, table, whom};
use crate::query::Query;
use crate::search::expand::Expansion;
use crate::search::rank::Parts;
use crate::search::{Answer, Archive, Hit, Page, Sort};

/// Hits of a query in a TREC run, unless said otherwise: the depth at which such runs are scored.
const TREC_DEPTH: usize = 1000;
/// Characters of a query as it was read that are said.
const READING: usize = 400;

pub(super) fn run(cli: &Cli, args: &SearchArgs, out: &mut Out) -> std::result::Result<End, Stop> {
    if args.interactive {
        return interactive::run(cli, args, out);
    }
    refuse(args)?;
    let conditions = conditions(&args.conditions)?;
    let mut questions = questions(args, &conditions)?;
    let (archive, settings) = open(cli, args)?;
    if let Some(synonyms) = synonyms(settings.synonyms.as_ref().map(|file| &*file.value))? {
        questions.iter_mut().for_each(|question| question.widen(&synonyms));
    }
    let page = Page {
        limit: limit(args, &settings),
        offset: args.offset,
        sort: match args.sort {
            SortArg::Relevance => Sort::Relevance,
            SortArg::Newest => Sort::Newest,
            SortArg::Oldest => Sort::Oldest,
        },
        passages: settings.passages.value,
        context: args.context,
        by_passage: args.by_passage,
        ranking: Parts::default(),
        fresh: Some(settings.fresh.value),
        explain: args.explain,
    };
    let look = look(settings.color.value);
    let mut printer = Printer { look, args, page, archive: &archive, csv: args.format == Format::Csv, out };
    let mut found = false;
    for question in &questions {
        found |= printer.answer(question)?;
    }
    Ok(if found { End::Done } else { End::Nothing })
}

/// Refuses what is asked of a ranking where there is none, or where it could not be printed.
fn refuse(args: &SearchArgs) -> Result<()> {
    let unranked = match args.sort {
        SortArg::Newest => "--sort newest",
        SortArg::Oldest => "--sort oldest",
        SortArg::Relevance => "",
    };
    let wrong = |why: String| Err(Error::Usage(why));
    match args.format {
        Format::Csv if args.explain => wrong("--explain has no place in --format csv; use text or json".to_string()),
        Format::Trec if args.explain => wrong("--explain has no place in --format trec; use text or json".to_string()),
        // Of a passage it also tells what it shows, whatever the order.
        _ if args.explain && !unranked.is_empty() && !args.by_passage => {
            wrong(format!("--explain tells what articles are ranked by; with {unranked} they are not ranked"))
        }
        _ if half_life(args)?.is_some_and(|days| days > 0) && !unranked.is_empty() => {
            wrong(format!("--fresh ranks newer articles higher; with {unranked} they are not ranked"))
        }
        _ => Ok(()),
    }
}

/// Hits to print. The depth of a TREC run is no matter of taste: only what is typed changes it.
fn limit(args: &SearchArgs, settings: &Settings) -> usize {
    match args.format {
        Format::Trec => args.limit.unwrap_or(TREC_DEPTH),
        _ => settings.limit.as_ref().map_or(10, |limit| limit.value),
    }
}

/// Answers questions one after the other in the form asked for.
struct Printer<'a> {
    look: Look,
    args: &'a SearchArgs,
    page: Page,
    archive: &'a Archive,
    /// Whether the line of column names is still to come.
    csv: bool,
    out: &'a mut Out,
}

impl Printer<'_> {
    /// Prints the answer; whether there is one.
    fn answer(&mut self, question: &Question) -> std::result::Result<bool, Stop> {
        if self.args.count {
            let (total, notes) = self.archive.counted(&question.query)?;
            self.say_reading(question)?;
            notes.iter().for_each(|note| say(note));
            match &question.id {
                Some(id) => self.out.line(&format!("{}\t{total}", clean::line(id)))?,
                None => self.out.line(&total.to_string())?,
            }
            return Ok(total > 0);
        }
        if self.args.files_with_matches {
            self.say_reading(question)?;
            return self.files(question);
        }
        if self.args.format == Format::Trec && !self.args.by_passage {
            let expansion = self.expansion(&question.query)?;
            let query = expansion.as_ref().map_or(&question.query, |expansion| &expansion.query);
            let found = self.archive.identifiers(query, &self.page)?;
            let id = question.id.as_deref().unwrap_or("1");
            for (n, (article, score)) in found.iter().enumerate() {
                self.out.text(&table::trec_line(id, article, self.rank(n), *score))?;
            }
            return Ok(!found.is_empty());
        }
        let effort = Effort { strict: self.args.all, expand: self.args.expand };
        let (answer, advice) = match self.args.format {
            Format::Trec => (self.best_passages(&question.query)?, Advice::default()),
            _ => ask(self.archive, &question.query, &question.kept, &self.page, &effort)?,
        };
        match self.args.format {
            Format::Text => self.text(question, &answer, &advice)?,
            Format::Json => {
                let given_up = advice.nearest.iter().flat_map(|nearest| &nearest.parts).map(Query::to_string);
                let whom = self.archive.whom(&question.query)?;
                let read = json::Read {
                    query_id: question.id.as_deref(),
                    query: &question.text,
                    read_as: advice.read_as.as_ref().unwrap_or(&question.query).to_string(),
                    complaints: &question.complaints,
                    relaxed: advice.nearest.is_some(),
                    searched: self.archive.articles(),
                    given_up: given_up.collect(),
                    expanded: advice.expanded.as_deref(),
                    diagnosis: &advice.diagnosis,
                    suggestions: &advice.suggestions,
                    whom: whom.iter().map(|(called, taken)| whom::out(called, taken)).collect(),
                };
                self.out.line(&json::answer(read, &answer, self.rank(0)))?;
            }
            Format::Csv => {
                self.say_advice(question, &answer, &advice);
                self.rows(question, &answer)?;
            }
            Format::Trec => {
                let id = question.id.as_deref().unwrap_or("1");
                // A run names an article once, so of its passages the best counts.
                let mut named = HashSet::new();
                let once: Vec<&Hit> = answer.hits.iter().filter(|h| named.insert(h.filed.place())).collect();
                let mut ids: HashMap<&str, u32> = HashMap::new();
                once.iter().for_each(|h| *ids.entry(&h.filed.article.id).or_default() += 1);
                for (n, hit) in once.iter().enumerate() {
                    let name = &hit.filed.article.id;
                    let place = hit.filed.place();
                    let name = if ids.get(name.as_str()).is_some_and(|n| *n > 1) { &place } else { name };
                    self.out.text(&table::trec_line(id, name, self.rank(n), hit.score))?;
                }
            }
        }
        Ok(answer.total > 0)
    }

    /// The query of a run with more words, which are said; None if none are wanted or none are added.
    fn expansion(&self, query: &Query) -> Result<Option<Expansion>> {
        let expansion = if self.args.expand { self.archive.expanded(query)? } else { None };
        if let Some(expansion) = &expansion {
            say(&advice::added(&expansion.words));
        }
        Ok(expansion)
    }

    /// The answer for a run: with any of the words, if no article has all.
    fn best_passages(&self, query: &Query) -> Result<Answer> {
        if let Some(expansion) = self.expansion(query)? {
            return self.archive.search_expanded(&expansion, &self.page);
        }
        let answer = self.archive.search(query, &self.page)?;
        match query.relaxed() {
            Some(loose) if answer.total == 0 && !self.args.all => self.archive.search(&loose, &self.page),
            _ => Ok(answer),
        }
    }

    /// The rank of the hit of this number, from 0, on the page.
    fn rank(&self, n: usize) -> usize {
        self.page.offset.saturating_add(n).saturating_add(1)
    }

    fn text(&mut self, question: &Question, answer: &Answer, advice: &Advice) -> std::result::Result<(), Stop> {
        if let Some(id) = &question.id {
            self.out.line(&format!("== {}: {}", clean::line(id), clean::line(&question.text)))?;
        }
        let weights = account::weights(&answer.weights);
        if !weights.is_empty() && !answer.hits.is_empty() {
            self.out.text(&format!("{weights}\n"))?;
        }
        let nearest = advice.nearest.as_ref().filter(|nearest| advice::differ(nearest));
        for (n, hit) in answer.hits.iter().enumerate() {
            if n > 0 {
                self.out.text("\n")?;
            }
            let lacks = nearest.into_iter().flat_map(|nearest| advice::lacks(nearest, &hit.lacks));
            let given_up = lacks.map(Query::to_string).collect();
            self.out.text(&self.look.hit(self.rank(n), Shown { given_up, ..hit.into() }))?;
        }
        // Hits first, talk after them, also where both go to one terminal.
        self.out.flush()?;
        self.say_reading(question)?;
        self.say_advice(question, answer, advice);
        let searched = self.searched();
        let (found, shown) = (counted(answer.total, "article"), answer.hits.len());
        let (first, last) = (self.rank(0), self.page.offset.saturating_add(shown));
        say(&match (answer.total, shown) {
            (0, _) => match advice::why_nothing(&advice.diagnosis).as_slice() {
                [why] => format!("nothing found: {why} ({searched})"),
                several => {
                    several.iter().for_each(|why| say(why));
                    format!("nothing found ({searched})")
                }
            },
            (_, 0) => format!("{found} found, none shown from {first} on ({searched})"),
            (_, _) if self.page.by_passage => {
                format!("{found} found; passages {first} to {last} ({searched})")
            }
            (total, _) if shown as u64 == total => format!("{found} found ({searched})"),
            _ => format!("{found} found, {first} to {last} shown ({searched})"),
        });
        Ok(())
    }

    /// What an answer rests on: an archive that lost files must not look like one without news of something.
    fn searched(&self) -> String {
        let counts = &self.archive.about.counts;
        let skipped = if counts.skipped > 0 { format!(", {} skipped", grouped(counts.skipped)) } else { String::new() };
        let (articles, files) = (counted(self.archive.articles(), "article"), counted(counts.files, "file"));
        format!("searched {articles} from {files}{skipped}")
    }

    fn rows(&mut self, question: &Question, answer: &Answer) -> std::result::Result<(), Stop> {
        let mut rows = csv::Writer::from_writer(Vec::new());
        let failed = |e: csv::Error| Error::Internal(e.to_string());
        if std::mem::take(&mut self.csv) {
            rows.write_record(table::COLUMNS).map_err(failed)?;
        }
        let name = question.id.as_deref().unwrap_or(&question.text);
        for (n, hit) in answer.hits.iter().enumerate() {
            table::csv_row(&mut rows, name, self.rank(n), hit).map_err(failed)?;
        }
        let bytes = rows.into_inner().map_err(|e| Error::Internal(e.to_string()))?;
        self.out.bytes(&bytes)
    }

    fn files(&mut self, question: &Question) -> std::result::Result<bool, Stop> {
        let (files, notes) = self.archive.files(&question.query)?;
        notes.iter().for_each(|note| say(note));
        let here = here()?;
        for file in &files {
            self.out.line(&clean::name(&reachable(file, &self.archive.about.corpora, &here)))?;
        }
        Ok(!files.is_empty())
    }

    fn say_reading(&self, question: &Question) -> Result<()> {
        for complaint in &question.complaints {
            say(&format!("query, byte {}: {}", complaint.at.start, clean::line(&complaint.text)));
        }
        if question.mixed || !question.complaints.is_empty() {
            say(&format!("read as: {}", reading(&question.query)));
        }
        let whom = self.archive.whom(&question.query)?;
        whom.iter().filter_map(|(called, taken)| whom::sentence(called, taken)).for_each(|said| say(&said));
        Ok(())
    }

    fn say_advice(&self, question: &Question, answer: &Answer, advice: &Advice) {
        answer.notes.iter().for_each(|note| say(note));
        if let Some(words) = &advice.expanded {
            say(&advice::added(words));
        }
        if let Some(nearest) = &advice.nearest {
            say(&advice::given_up(&reading(&question.query), nearest));
        }
        if let Some(meant) = advice::did_you_mean(&advice.suggestions) {
            say(&meant);
        }
    }
}

/// A query in its own language, as much of it as a line can bear.
fn reading(query: &Query) -> String {
    let text = clean::line(&query.to_string());
    match text.char_indices().nth(READING) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// A file's name in the index -> a path that can be opened from here.
fn reachable(path: &str, corpora: &[Corpus], here: &Path) -> String {
    for corpus in corpora {
        let below = match path.strip_prefix(&corpus.label) {
            Some("") => "",
            Some(rest) if rest.starts_with('/') => &rest[1..],
            _ => continue,
        };
        let file = if below.is_empty() { corpus.root.clone() } else { corpus.root.join(below) };
        return file.strip_prefix(here).unwrap_or(&file).display().to_string();
    }
    path.to_string()
}
