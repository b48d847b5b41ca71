//! A job and an archive -> the event that answers it. It knows no thread: whoever calls it decides where it runs.

use super::state::{Event, Job};
use crate::error::Result;
use crate::search::{Archive, Page};

/// Articles over which people are counted.
pub const PEOPLE_FROM: usize = 200;

/// Does a job; `page` says how hits are ordered and how many passages they show.
///
/// # Errors
/// [`Error::Damaged`](crate::error::Error::Damaged).
pub fn work(archive: &Archive, page: &Page, job: &Job) -> Result<Event> {
    Ok(match job {
        Job::Ask { number, queries, from, limit } => {
            let page = Page { offset: *from, limit: *limit, ..*page };
            let mut attempt = 0;
            let mut answer = Default::default();
            for (n, query) in queries.iter().enumerate() {
                answer = archive.search(query, &page)?;
                attempt = n;
                if answer.total > 0 {
                    break;
                }
            }
            Event::Found { number: *number, attempt, from: *from, answer }
        }
        Job::Count { number, query } => Event::Counted { number: *number, facets: archive.facets(query, PEOPLE_FROM)? },
        Job::Mark { query, filed } => {
            let [headline, body] = archive.marks(query, filed)?.unwrap_or_default();
            Event::Marked { place: filed.place(), headline, body }
        }
    })
}
