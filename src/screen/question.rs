//! What stands in the query line, with the conditions beside it -> what is asked of the archive.
//!
//! Pure. Half of a word is typed before the whole, so there are up to two readings, tried one after the other until one
//! of them finds something: as typed, as `morgue search` would read it; with the last word as a beginning. If neither
//! does, the articles nearest to what was typed are asked for, as `morgue search` does. Never an error: a text without a
//! word is no question yet.

use std::sync::Arc;

use crate::print::clean;
use crate::query::parse::{Complaint, Join, parse};
use crate::query::relaxed::signed;
use crate::query::synonyms::Synonyms;
use crate::query::{Query, Relaxed};
use crate::search::narrowed;

/// How words are meant.
#[derive(Clone, Debug, Default)]
pub struct Manner {
    /// How they are joined.
    pub join: Join,
    /// Whether all must be there, even if then nothing is found.
    pub strict: bool,
    /// Words that stand for each other.
    pub synonyms: Option<Arc<Synonyms>>,
}

/// What is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// The readings of the text, in the order in which they are tried; none if nothing is asked yet.
    pub attempts: Vec<Attempt>,
    /// Where no reading finds anything: what may be given up of the first.
    pub relaxed: Option<Relaxed>,
}

/// One reading of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// What is asked, conditions and all.
    pub query: Query,
    /// How it was read, where that is not obvious; else empty.
    pub remark: String,
}

/// What a text asks, under these conditions.
pub fn asked(text: &str, conditions: &[Query], manner: &Manner) -> Asked {
    let widened = |query: Query| match &manner.synonyms {
        Some(synonyms) => query.with_synonyms(synonyms),
        None => query,
    };
    let with = |query: Query| if conditions.is_empty() { query } else { narrowed(query, conditions.to_vec()) };
    let parsed = parse(text, manner.join);
    let Some(typed) = parsed.query else {
        let alone = (!conditions.is_empty() && text.trim().is_empty()).then(|| Query::and(conditions.to_vec()));
        let attempts = alone.map(|query| Attempt { query, remark: String::new() }).into_iter().collect();
        return Asked { attempts, relaxed: None };
    };
    let query = widened(typed.clone());
    let plain = !parsed.unobvious && parsed.complaints.is_empty() && query == typed;
    let remark = if plain { String::new() } else { remark(&query, &parsed.complaints) };
    let kept: Vec<Query> = signed(text).into_iter().map(widened).collect();
    let whole = with(query);
    let relaxed = whole.apart().and_then(|relaxed| relaxed.keeping(&kept)).filter(|_| !manner.strict);
    let mut attempts = vec![Attempt { query: whole, remark }];
    if let Some(beginning) = beginning(text, &parsed.complaints, manner.join).map(widened) {
        let remark = format!("so far: {}", clean::line(&beginning.to_string()));
        attempts.push(Attempt { query: with(beginning), remark });
    }
    Asked { attempts, relaxed }
}

fn remark(query: &Query, complaints: &[Complaint]) -> String {
    let read = format!("read as: {}", clean::line(&query.to_string()));
    match complaints.first() {
        Some(complaint) => format!("{read} ({})", clean::line(&complaint.text)),
        None => read,
    }
}

/// The text with its last word as the beginning of one; None if it does not end in a word that could be one.
fn beginning(text: &str, complaints: &[Complaint], join: Join) -> Option<Query> {
    if !text.ends_with(char::is_alphanumeric) || text.chars().rev().nth(1).is_none_or(|c| !c.is_alphanumeric()) {
        return None;
    }
    let parsed = parse(&format!("{text}*"), join);
    // In a date the star would be a slip of ours.
    (parsed.complaints.len() == complaints.len()).then_some(parsed.query)?
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The readings, and behind a `/` each what may be given up.
    fn tried(text: &str, conditions: &[Query], manner: &Manner) -> Vec<String> {
        let line = |attempt: Attempt| match attempt.remark.as_str() {
            "" => attempt.query.to_string(),
            remark => format!("{} [{remark}]", attempt.query),
        };
        let Asked { attempts, relaxed } = asked(text, conditions, manner);
        let parts = relaxed.into_iter().flat_map(|relaxed| relaxed.parts);
        attempts.into_iter().map(line).chain(parts.map(|part| format!("/{part}"))).collect()
    }

    #[test]
    fn readings_of_a_line() {
        let table: &[(&str, &[&str])] = &[
            ("", &[]),
            ("  ", &[]),
            ("\"", &[]),
            ("(-", &[]),
            ("d", &["d"]),
            ("drug ", &["drug"]),
            ("dr", &["dr", "dr* [so far: dr*]"]),
            ("drug cart", &["drug AND cart", "drug AND cart* [so far: drug AND cart*]", "/drug", "/cart"]),
            ("+drug cart boat ", &["drug AND cart AND boat", "/cart", "/boat"]),
            ("+drug cart ", &["drug AND cart"]),
        ];
        for (text, wanted) in table {
            let tried = tried(text, &[], &Manner::default());
            assert_eq!(tried, *wanted, "{text:?}");
        }
        assert!(tried("date:20", &[], &Manner::default()).iter().all(|reading| !reading.contains("so far")));
        let strict = Manner { strict: true, ..Manner::default() };
        assert_eq!(tried("drug cart ", &[], &strict), ["drug AND cart"]);
        let any = Manner { join: Join::Any, ..Manner::default() };
        assert_eq!(tried("drug cart ", &[], &any), ["drug OR cart"]);
        let unclosed = tried("\"drug cart", &[], &strict);
        assert!(unclosed[0].contains(" [read as: ") && unclosed[1].contains(" [so far: "), "{unclosed:?}");
    }

    #[test]
    fn other_words_hold_for_every_reading() {
        let synonyms = Synonyms::read("boat, ferry\n", std::path::Path::new("words")).unwrap();
        let manner = Manner { synonyms: Some(Arc::new(synonyms)), ..Manner::default() };
        assert_eq!(
            tried("boat str", &[], &manner),
            [
                "(boat OR ferry) AND str [read as: (boat OR ferry) AND str]",
                "(boat OR ferry) AND str* [so far: (boat OR ferry) AND str*]",
                "/boat OR ferry",
                "/str",
            ]
        );
        assert_eq!(tried("tug ", &[], &manner), ["tug"]);
    }

    #[test]
    fn conditions_hold_for_every_reading() {
        let pinto = crate::query::parse::person("pinto").unwrap();
        let conditions = [pinto];
        assert_eq!(tried("", &conditions, &Manner::default()), ["people:pinto"]);
        assert_eq!(
            tried("fer", &conditions, &Manner::default()),
            ["fer AND people:pinto", "fer* AND people:pinto [so far: fer*]"]
        );
    }
}
