//! What is asked of the archive when a query finds nothing, or when more words are wanted: the order of these questions.

use crate::error::Result;
use crate::query::Query;
use crate::search::diagnosis::Clause;
use crate::search::nearest::Nearest;
use crate::search::suggest::Suggestion;
use crate::search::{Answer, Archive, Page};

/// How hard is looked.
pub(super) struct Effort {
    /// All words must be there, even if then nothing is found.
    pub(super) strict: bool,
    /// With words of the best articles.
    pub(super) expand: bool,
}

/// What goes with an answer.
#[derive(Default)]
pub(super) struct Advice {
    /// Where no article had everything: the nearest. Its answer is the answer.
    pub(super) nearest: Option<Nearest>,
    /// Where nothing was found: why.
    pub(super) diagnosis: Vec<Clause>,
    /// What else may be meant.
    pub(super) suggestions: Vec<Suggestion>,
    /// Words that were added; None if none were wanted.
    pub(super) expanded: Option<Vec<(String, f64)>>,
    /// The query that was answered.
    pub(super) read_as: Option<Query>,
}

/// Answers a query as well as can be. Where there are hits, nothing more is asked than them; the clauses that are `kept`
/// are never given up.
pub(super) fn ask(
    archive: &Archive,
    query: &Query,
    kept: &[Query],
    page: &Page,
    effort: &Effort,
) -> Result<(Answer, Advice)> {
    let mut advice = Advice::default();
    if effort.expand
        && let Some(expansion) = archive.expanded(query)?
    {
        let answer = archive.search_expanded(&expansion, page)?;
        advice.read_as = Some(expansion.query);
        advice.expanded = Some(expansion.words);
        return Ok((answer, advice));
    }
    advice.expanded = effort.expand.then(Vec::new);
    let mut answer = archive.search(query, page)?;
    if answer.total > 0 {
        if has_choice(query) {
            advice.suggestions = archive.suggestions(query, true, &mut answer.notes)?;
        }
        return Ok((answer, advice));
    }
    if !effort.strict
        && let Some(relaxed) = query.apart().and_then(|relaxed| relaxed.keeping(kept))
        && let Some(mut nearest) = archive.nearest(relaxed, page)?
    {
        nearest.note(answer.notes);
        answer = nearest.answer.clone();
        advice.read_as = Some(nearest.read_as.clone());
        advice.nearest = Some(nearest);
    } else {
        advice.diagnosis = archive.diagnosis(query, &mut answer.notes)?;
    }
    advice.suggestions = archive.suggestions(query, false, &mut answer.notes)?;
    Ok((answer, advice))
}

/// Whether there may be hits though no article has some word.
fn has_choice(query: &Query) -> bool {
    match query {
        Query::Or(_) | Query::Quorum(..) | Query::Prefer(..) => true,
        Query::And(parts) => parts.iter().any(has_choice),
        Query::Boost(part, _) => has_choice(part),
        _ => false,
    }
}
