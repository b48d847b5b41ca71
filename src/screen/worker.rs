//! A job and an archive -> the event that answers it. It knows no thread: whoever calls it decides where it runs.

use super::state::{Event, Job};
use crate::error::Result;
use crate::query::{Query, Relaxed};
use crate::search::nearest::Nearest;
use crate::search::{Answer, Archive, Page};

/// Articles over which people are counted.
pub const PEOPLE_FROM: usize = 200;

/// Does a job; `page` says how hits are ordered and how many passages they show.
///
/// # Errors
/// [`Error::Damaged`](crate::error::Error::Damaged).
pub fn work(archive: &Archive, page: &Page, job: &Job) -> Result<Event> {
    Ok(match job {
        Job::Ask { number, queries, relaxed, from, limit } => {
            let page = Page { offset: *from, limit: *limit, ..*page };
            let (attempt, answer, nearest) = ask(archive, &page, queries, relaxed.as_ref())?;
            Event::Found { number: *number, attempt, from: *from, answer, nearest: nearest.map(Box::new) }
        }
        Job::Advise { number, query, nothing } => {
            let mut notes = Vec::new();
            let diagnosis = if *nothing { archive.diagnosis(query, &mut notes)? } else { Vec::new() };
            let suggestions = archive.suggestions(query, false, &mut notes)?;
            Event::Advised { number: *number, diagnosis, suggestions, notes }
        }
        Job::Count { number, query } => Event::Counted { number: *number, facets: archive.facets(query, PEOPLE_FROM)? },
        Job::Mark { query, filed } => {
            let [headline, body] = archive.marks(query, filed)?.unwrap_or_default();
            Event::Marked { place: filed.place(), headline, body }
        }
    })
}

/// The answer to the first of some queries that finds something, with its number; or else the nearest articles, and how
/// near they are. Notes are those of the first query where none finds anything.
fn ask(
    archive: &Archive,
    page: &Page,
    queries: &[Query],
    relaxed: Option<&Relaxed>,
) -> Result<(usize, Answer, Option<Nearest>)> {
    let mut nothing = Answer::default();
    for (number, query) in queries.iter().enumerate() {
        let answer = archive.search(query, page)?;
        if answer.total > 0 {
            return Ok((number, answer, None));
        }
        if number == 0 {
            nothing = answer;
        }
    }
    let nearest = relaxed.map(|relaxed| archive.nearest(relaxed.clone(), page)).transpose()?.flatten();
    let Some(mut nearest) = nearest else { return Ok((0, nothing, None)) };
    nearest.note(nothing.notes);
    Ok((0, nearest.answer.clone(), Some(nearest)))
}
