//! What is on the screen, and how events change it.
//!
//! Takes an [`Event`], gives [`Effect`]s: jobs for the archive, or the wish to end. Every question has a number, and an
//! answer to an older one is dropped; until the newest is answered, what was there stays. It reads no key and no clock,
//! waits for nobody, and no event is wrong at any time.

use std::ops::Range;

use super::facets::{Entry, Kind, Pane};
use super::found::Found;
use super::layout::{Parts, WIDE, measure, pane_head, parts, said_rows, sheet};
use super::line::QueryLine;
use super::question::{Asked, Manner, asked};
use super::reading::Reading;
use super::rows::Row;
use crate::index::document::Filed;
use crate::query::{Query, Relaxed};
use crate::search::diagnosis::Clause;
use crate::search::facets::Facets;
use crate::search::nearest::Nearest;
use crate::search::suggest::Suggestion;
use crate::search::{Answer, Hit};

/// Hits that are asked for at once; more when the last of them is reached.
pub const HITS: usize = 50;

/// A key, as far as the screen cares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "they are called what stands on them")]
pub enum Key {
    Char(char),
    Ctrl(char),
    Enter,
    Esc,
    Tab,
    BackTab,
    Backspace,
    Delete,
    Left,
    Right,
    Up,
    Down,
    Home,
    End,
    PageUp,
    PageDown,
    F1,
}

/// What happens to the screen.
#[derive(Clone, Debug)]
pub enum Event {
    /// A key was pressed.
    Key(Key),
    /// Text was pasted.
    Paste(String),
    /// The terminal has so many columns and rows now.
    Size(u16, u16),
    /// The answer takes so long that one may ask oneself whether it comes.
    Late,
    /// An answer: to which question, by which of its queries, from which hit on; or the nearest articles, if there are any
    /// where there is no answer.
    #[allow(missing_docs, reason = "told above")]
    Found { number: u64, attempt: usize, from: usize, answer: Answer, nearest: Option<Box<Nearest>> },
    /// Of a question that has no answer: why, and what else may be meant.
    #[allow(missing_docs, reason = "told above")]
    Advised { number: u64, diagnosis: Vec<Clause>, suggestions: Vec<Suggestion>, notes: Vec<String> },
    /// What was counted over the answer to a question.
    #[allow(missing_docs, reason = "told above")]
    Counted { number: u64, facets: Facets },
    /// What is marked in headline and body of the article of this place.
    #[allow(missing_docs, reason = "told above")]
    Marked { place: String, headline: Vec<Range<usize>>, body: Vec<Range<usize>> },
}

/// What the archive is asked for.
#[derive(Clone, Debug)]
pub enum Job {
    /// The first of these queries that finds something, or else the articles nearest: so many hits, from this one on.
    #[allow(missing_docs, reason = "told above")]
    Ask { number: u64, queries: Vec<Query>, relaxed: Option<Relaxed>, from: usize, limit: usize },
    /// What to say of a question that no article answers: what else may be meant, and, if `nothing` is near, why.
    #[allow(missing_docs, reason = "told above")]
    Advise { number: u64, query: Query, nothing: bool },
    /// Counts over the answer to a question.
    #[allow(missing_docs, reason = "told above")]
    Count { number: u64, query: Query },
    /// The marks of a query in an article.
    #[allow(missing_docs, reason = "told above")]
    Mark { query: Query, filed: Box<Filed> },
}

/// What the screen wants of the world.
#[derive(Clone, Debug)]
pub enum Effect {
    /// Work for the archive; a newer job of the same kind makes this one needless.
    Work(Job),
    /// Draw everything anew.
    Redraw,
    /// End.
    Quit,
    /// End, and print the name of this article.
    Print(String),
}

/// The screen.
#[derive(Clone, Debug)]
pub struct State {
    /// The query as typed.
    pub line: QueryLine,
    /// Conditions beside it; all must hold.
    pub conditions: Vec<Query>,
    /// What was found, of the last question that was answered.
    pub found: Option<Found>,
    /// Number of the selected hit, and of the first in the list.
    pub selected: usize,
    /// The first hit that is seen.
    pub top: usize,
    /// The facets, of the last answer over which they were counted.
    pub pane: Option<Pane>,
    /// Which facets are shown.
    pub kind: Kind,
    /// Whether the keys are for the facets.
    pub in_pane: bool,
    /// Number of the selected facet.
    pub entry: usize,
    /// The first facet that is seen.
    pub pane_top: usize,
    /// The article being read.
    pub reading: Option<Reading>,
    /// Whether the keys are explained.
    pub help: bool,
    /// Whether the answer is long in coming.
    pub late: bool,
    /// Articles that are searched.
    pub searched: u64,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    manner: Manner,
    /// Number of the newest question.
    number: u64,
    /// Its readings.
    asked: Asked,
    /// Whether it is still unanswered; more hits were asked for; its facets were asked for.
    waiting: bool,
    more: bool,
    counted: bool,
    /// Enter was pressed before the answer was there.
    hasty: bool,
}

impl State {
    /// A screen of so many columns and rows with this query typed already, and what it wants first.
    pub fn new(
        text: &str,
        conditions: Vec<Query>,
        manner: Manner,
        searched: u64,
        size: (u16, u16),
    ) -> (State, Vec<Effect>) {
        let mut state = State {
            line: QueryLine::new(text),
            conditions,
            found: None,
            selected: 0,
            top: 0,
            pane: None,
            kind: Kind::default(),
            in_pane: false,
            entry: 0,
            pane_top: 0,
            reading: None,
            help: false,
            late: false,
            searched,
            size,
            manner,
            number: 0,
            asked: Asked::default(),
            waiting: false,
            more: false,
            counted: false,
            hasty: false,
        };
        let effects = state.ask();
        (state, effects)
    }

    /// Whether the newest question is unanswered.
    pub fn waiting(&self) -> bool {
        self.waiting
    }

    /// The selected hit.
    pub fn hit(&self) -> Option<&Hit> {
        self.found.as_ref()?.hits.get(self.selected)
    }

    /// The facets of the kind that is shown.
    pub fn entries(&self) -> &[Entry] {
        self.pane.as_ref().map_or(&[], |pane| pane.entries(self.kind))
    }

    /// Whether the facets are on the screen.
    pub fn shows_pane(&self) -> bool {
        self.in_pane || self.size.0 >= WIDE
    }

    /// Where everything stands.
    pub fn parts(&self) -> Parts {
        parts(self.size, self.shows_pane(), self.said().len() as u16)
    }

    /// What is said of the answer, in rows; what there is no room for is cut, and shows it.
    pub fn said(&self) -> Vec<Row> {
        let Some(found) = &self.found else { return Vec::new() };
        let list = parts(self.size, self.shows_pane(), 0).list;
        let cells = usize::from(list.width.saturating_sub(2));
        found.said(cells, usize::from(said_rows(self.size.1, found.hits.is_empty())))
    }

    /// Lets something happen.
    pub fn on(&mut self, event: Event) -> Vec<Effect> {
        let mut effects = match event {
            Event::Key(key) => self.key(key),
            Event::Paste(text) => self.pasted(&text),
            Event::Size(width, height) => self.resized((width, height)),
            Event::Late => {
                self.late = self.waiting;
                Vec::new()
            }
            Event::Found { number, attempt, from, answer, nearest } if number == self.number => {
                self.answered(attempt, from, answer, nearest.map(|nearest| *nearest))
            }
            Event::Advised { number, diagnosis, suggestions, notes } if number == self.number => {
                if let Some(found) = &mut self.found {
                    found.advise(&diagnosis, &suggestions, &notes);
                }
                Vec::new()
            }
            Event::Counted { number, facets } if number == self.number => {
                self.pane = Some(Pane::new(&facets));
                Vec::new()
            }
            Event::Marked { place, headline, body } => {
                if let Some(reading) = self.reading.as_mut().filter(|reading| reading.filed.place() == place) {
                    reading.mark(&headline, &body);
                }
                Vec::new()
            }
            Event::Found { .. } | Event::Advised { .. } | Event::Counted { .. } => Vec::new(),
        };
        self.settle();
        effects.extend(self.counting());
        effects
    }

    /// Keeps what is selected on the screen.
    fn settle(&mut self) {
        let parts = self.parts();
        self.selected = self.selected.min(self.found.as_ref().map_or(0, |f| f.hits.len().saturating_sub(1)));
        self.entry = self.entry.min(self.entries().len().saturating_sub(1));
        self.top = scrolled(self.top, self.selected, parts.list.height);
        self.pane_top = scrolled(self.pane_top, self.entry, parts.pane.height - pane_head(parts.pane.height));
    }

    /// Asks for the counts of an answer, once, and only if they are seen.
    fn counting(&mut self) -> Option<Effect> {
        let found = self.found.as_ref().filter(|found| found.total > 0)?;
        if self.waiting || self.counted || !self.shows_pane() {
            return None;
        }
        self.counted = true;
        Some(Effect::Work(Job::Count { number: self.number, query: found.query.clone() }))
    }

    fn resized(&mut self, size: (u16, u16)) -> Vec<Effect> {
        self.size = size;
        if let Some(reading) = &mut self.reading {
            reading.resize(body(size));
        }
        Vec::new()
    }

    fn pasted(&mut self, text: &str) -> Vec<Effect> {
        if self.reading.is_some() || self.help {
            return Vec::new();
        }
        self.line.insert(text);
        self.typed()
    }

    /// The query was edited: the keys are for it and for the hits again.
    pub(super) fn typed(&mut self) -> Vec<Effect> {
        self.in_pane = false;
        self.ask()
    }

    /// Asks what stands in the line now, unless that is what was asked last.
    pub(super) fn ask(&mut self) -> Vec<Effect> {
        let asked = asked(self.line.text(), &self.conditions, &self.manner);
        self.hasty = false;
        if asked == self.asked && (self.found.is_some() || self.waiting) {
            return Vec::new();
        }
        self.number += 1;
        (self.more, self.counted, self.late) = (false, false, false);
        self.waiting = !asked.attempts.is_empty();
        self.asked = asked;
        if !self.waiting {
            (self.found, self.pane) = (None, None);
            return Vec::new();
        }
        let queries = self.asked.attempts.iter().map(|attempt| attempt.query.clone()).collect();
        let relaxed = self.asked.relaxed.clone();
        vec![Effect::Work(Job::Ask { number: self.number, queries, relaxed, from: 0, limit: HITS })]
    }

    fn answered(&mut self, attempt: usize, from: usize, answer: Answer, nearest: Option<Nearest>) -> Vec<Effect> {
        if from > 0 {
            self.more = false;
            if let Some(found) = self.found.as_mut().filter(|found| found.hits.len() == from) {
                found.hits.extend(answer.hits);
            }
            return Vec::new();
        }
        let attempts = &self.asked.attempts;
        let (Some(first), Some(attempt)) = (attempts.first(), attempts.get(attempt)) else { return Vec::new() };
        let nothing = answer.total == 0;
        // Nothing was found by any reading: how the last was read says nothing.
        let attempt = if nothing { first.clone() } else { attempt.clone() };
        let mut effects = Vec::new();
        if nothing || nearest.is_some() {
            let query = attempt.query.clone();
            effects.push(Effect::Work(Job::Advise { number: self.number, query, nothing }));
        }
        if nothing {
            self.pane = None;
        }
        let nearest = nearest.zip(self.asked.relaxed.clone());
        self.found = Some(Found::new(attempt, answer, nearest));
        (self.waiting, self.late, self.selected, self.top) = (false, false, 0, 0);
        if std::mem::take(&mut self.hasty) {
            effects.extend(self.open());
        }
        effects
    }

    /// Selects a hit; at the last one that is there it asks for more.
    pub(super) fn select(&mut self, to: usize) -> Vec<Effect> {
        let Some(found) = &self.found else { return Vec::new() };
        let last = found.hits.len().saturating_sub(1);
        self.selected = to.min(last);
        if to < last || self.more || self.waiting || found.hits.len() as u64 >= found.total {
            return Vec::new();
        }
        self.more = true;
        let relaxed = found.relaxed.clone();
        let queries = if relaxed.is_some() { Vec::new() } else { vec![found.query.clone()] };
        vec![Effect::Work(Job::Ask { number: self.number, queries, relaxed, from: found.hits.len(), limit: HITS })]
    }

    /// Opens the selected hit, or the first one of the answer that is on its way.
    pub(super) fn open(&mut self) -> Vec<Effect> {
        if self.waiting {
            self.hasty = true;
            return Vec::new();
        }
        let (Some(hit), Some(found)) = (self.hit(), &self.found) else { return Vec::new() };
        let (filed, query) = (hit.filed.clone(), found.query.clone());
        self.reading = Some(Reading::new(filed.clone(), body(self.size)));
        vec![Effect::Work(Job::Mark { query, filed: Box::new(filed) })]
    }

    /// Adds the selected facet to the conditions, or takes it out of them.
    pub(super) fn choose(&mut self) -> Vec<Effect> {
        let Some(condition) = self.entries().get(self.entry).and_then(|entry| entry.condition.clone()) else {
            return Vec::new();
        };
        match self.conditions.iter().position(|other| *other == condition) {
            Some(at) => drop(self.conditions.remove(at)),
            None => self.conditions.push(condition),
        }
        self.ask()
    }
}

/// Cells and rows of the text of an article.
fn body(size: (u16, u16)) -> (usize, usize) {
    let body = sheet(size).body;
    (measure(body), usize::from(body.height))
}

/// The first row that is seen, so that the selected one is.
fn scrolled(top: usize, selected: usize, height: u16) -> usize {
    let height = usize::from(height).max(1);
    if selected < top { selected } else { top.max((selected + 1).saturating_sub(height)) }
}
