//! The answer that is shown, and what is said of it: what was given up, why nothing was found, what else may be meant, what
//! was not done as asked.
//!
//! Pure. The sentences are those of `morgue search`; here they are made safe to show and set in rows.

use super::question::Attempt;
use super::rows::{Marked, Row, fit, wrap};
use crate::print::{advice, clean};
use crate::query::{Query, Relaxed};
use crate::search::diagnosis::Clause;
use crate::search::nearest::Nearest;
use crate::search::suggest::Suggestion;
use crate::search::{Answer, Hit};

/// Said where nothing was found.
const NOTHING: &str = "nothing found";

/// The answer that is shown.
#[derive(Clone, Debug)]
pub struct Found {
    /// Articles in all.
    pub total: u64,
    /// The first of them.
    pub hits: Vec<Hit>,
    /// How the query was read, where that is not obvious; else empty.
    pub remark: String,
    /// What was asked, and what these articles satisfy.
    pub query: Query,
    /// These are the nearest articles: what could be given up.
    pub relaxed: Option<Relaxed>,
    /// Lines that are safe to show.
    lines: Vec<String>,
    /// The clauses that hits lack, by number, where they do not all lack the same.
    clauses: Vec<Query>,
}

impl Found {
    /// The answer to a reading of the query, or the nearest articles where there was none, with what could be given up. The
    /// hits are those of the answer in both cases.
    pub fn new(attempt: Attempt, answer: Answer, nearest: Option<(Nearest, Relaxed)>) -> Found {
        let Attempt { mut query, remark } = attempt;
        let mut lines = if answer.total == 0 { vec![NOTHING.to_string()] } else { Vec::new() };
        let (mut clauses, mut given_up) = (Vec::new(), None);
        if let Some((nearest, relaxed)) = nearest {
            lines.push(clean::line(&advice::given_up(&query.to_string(), &nearest)));
            clauses = if advice::differ(&nearest) { nearest.parts } else { clauses };
            (query, given_up) = (nearest.read_as, Some(relaxed));
        }
        lines.extend(answer.notes.iter().map(|note| clean::line(note)));
        Found { total: answer.total, hits: answer.hits, remark, query, relaxed: given_up, lines, clauses }
    }

    /// Says why nothing was found, and what else may be meant; before what was not done as asked, and what is not told.
    pub fn advise(&mut self, diagnosis: &[Clause], suggestions: &[Suggestion], untold: &[String]) {
        let mut notes = self.lines.drain(..);
        let mut lines: Vec<String> = notes.next().into_iter().collect();
        match advice::why_nothing(diagnosis).as_slice() {
            [why] => lines = vec![format!("{NOTHING}: {}", clean::line(why))],
            several => lines.extend(several.iter().map(|why| clean::line(why))),
        }
        lines.extend(advice::did_you_mean(suggestions).map(|meant| clean::line(&meant)));
        lines.extend(notes);
        lines.extend(untold.iter().map(|note| clean::line(note)));
        self.lines = lines;
    }

    /// What is said, in rows of so many cells, so many at most; what there is no room for is cut, and shows it.
    pub fn said(&self, cells: usize, most: usize) -> Vec<Row> {
        let mut rows: Vec<Row> = self.lines.iter().flat_map(|line| wrap(&Marked::plain(line), cells)).collect();
        if rows.len() > most {
            rows.truncate(most);
            if let Some(last) = rows.last_mut() {
                let text: String = last.iter().map(|piece| piece.text.as_str()).collect();
                *last = fit(&Marked::plain(&format!("{text} …")), cells);
            }
        }
        rows
    }

    /// The clauses that a hit lacks, in one line; None if there is nothing to say.
    pub fn lacks(&self, hit: &Hit) -> Option<String> {
        let lacks = hit.lacks.iter().filter_map(|number| self.clauses.get(*number));
        let lacks: Vec<String> = lacks.map(Query::to_string).collect();
        (!lacks.is_empty()).then(|| format!("without: {}", lacks.join(", ")))
    }
}
