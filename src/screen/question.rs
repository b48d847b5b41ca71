//! What stands in the query line, with the conditions beside it -> what is asked of the archive.
//!
//! Pure. Half of a word is typed before the whole, so there are up to three readings, tried one after the other until one
//! of them finds something: as typed, as `morgue search` would read it; with the last word as a beginning; with any of the
//! words. Never an error: a text without a word is no question yet.

use crate::print::clean;
use crate::query::Query;
use crate::query::parse::{Complaint, Join, parse};
use crate::search::narrowed;

/// How words side by side are meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Manner {
    /// How they are joined.
    pub join: Join,
    /// Whether all must be there, even if then nothing is found.
    pub strict: bool,
}

/// One reading of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// What is asked, conditions and all.
    pub query: Query,
    /// How it was read, where that is not obvious; else empty.
    pub remark: String,
}

/// The readings of a text, in the order in which they are tried; None if nothing is asked yet.
pub fn attempts(text: &str, conditions: &[Query], manner: Manner) -> Option<Vec<Attempt>> {
    let with = |query: Query| if conditions.is_empty() { query } else { narrowed(query, conditions.to_vec()) };
    let parsed = parse(text, manner.join);
    let Some(query) = parsed.query else {
        let alone = (!conditions.is_empty() && text.trim().is_empty()).then(|| Query::and(conditions.to_vec()));
        return alone.map(|query| vec![Attempt { query, remark: String::new() }]);
    };
    let plain = !parsed.unobvious && parsed.complaints.is_empty();
    let remark = if plain { String::new() } else { remark(&query, &parsed.complaints) };
    let mut attempts = vec![Attempt { query: with(query.clone()), remark }];
    if let Some(beginning) = beginning(text, &parsed.complaints, manner) {
        let remark = format!("so far: {}", clean::line(&beginning.to_string()));
        attempts.push(Attempt { query: with(beginning), remark });
    }
    if let (false, Some(loose)) = (manner.strict, query.relaxed()) {
        let remark = format!("no article has all of these; any: {}", clean::line(&loose.to_string()));
        attempts.push(Attempt { query: with(loose), remark });
    }
    Some(attempts)
}

fn remark(query: &Query, complaints: &[Complaint]) -> String {
    let read = format!("read as: {}", clean::line(&query.to_string()));
    match complaints.first() {
        Some(complaint) => format!("{read} ({})", clean::line(&complaint.text)),
        None => read,
    }
}

/// The text with its last word as the beginning of one; None if it does not end in a word that could be one.
fn beginning(text: &str, complaints: &[Complaint], manner: Manner) -> Option<Query> {
    if !text.ends_with(char::is_alphanumeric) || text.chars().rev().nth(1).is_none_or(|c| !c.is_alphanumeric()) {
        return None;
    }
    let parsed = parse(&format!("{text}*"), manner.join);
    // In a date the star would be a slip of ours.
    (parsed.complaints.len() == complaints.len()).then_some(parsed.query)?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tried(text: &str, conditions: &[Query], manner: Manner) -> Vec<String> {
        let line = |attempt: Attempt| match attempt.remark.as_str() {
            "" => attempt.query.to_string(),
            remark => format!("{} [{remark}]", attempt.query),
        };
        attempts(text, conditions, manner).into_iter().flatten().map(line).collect()
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
            (
                "drug cart",
                &[
                    "drug AND cart",
                    "drug AND cart* [so far: drug AND cart*]",
                    "drug OR cart [no article has all of these; any: drug OR cart]",
                ],
            ),
        ];
        for (text, wanted) in table {
            let tried = tried(text, &[], Manner::default());
            assert_eq!(tried, *wanted, "{text:?}");
        }
        assert!(tried("date:20", &[], Manner::default()).iter().all(|reading| !reading.contains("so far")));
        let strict = Manner { strict: true, ..Manner::default() };
        assert_eq!(tried("drug cart ", &[], strict), ["drug AND cart"]);
        let any = Manner { join: Join::Any, strict: false };
        assert_eq!(tried("drug cart ", &[], any), ["drug OR cart"]);
        let unclosed = tried("\"drug cart", &[], strict);
        assert!(unclosed[0].contains(" [read as: ") && unclosed[1].contains(" [so far: "), "{unclosed:?}");
    }

    #[test]
    fn conditions_hold_for_every_reading() {
        let pinto = crate::query::parse::person("pinto").unwrap();
        let conditions = [pinto];
        assert_eq!(tried("", &conditions, Manner::default()), ["people:pinto"]);
        assert_eq!(
            tried("fer", &conditions, Manner::default()),
            ["fer AND people:pinto", "fer* AND people:pinto [so far: fer*]"]
        );
    }
}
