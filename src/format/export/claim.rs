//! What an export says it holds, against what was found in it.
//!
//! Documents that are numbered (`17 of 100`) tell which of them are missing; a cover or a table of contents tells only how many
//! there should be. Files that were appended to one another begin anew where a number does not rise, and each is counted
//! for itself.

/// What a file claims.
#[derive(Debug, Default)]
pub(super) struct Claim {
    /// How many documents, said once for the file.
    pub(super) claimed: Option<u64>,
    /// Number and total that each document found gives itself.
    pub(super) numbers: Vec<Option<(u64, u64)>>,
    /// Whether these are all documents of the file.
    pub(super) whole: bool,
}

/// How many missing numbers, or stretches of them, a sentence names.
const NAMED: usize = 20;

impl Claim {
    /// What is missing, a sentence for each stretch of documents that were counted together; nothing if all are there.
    pub(super) fn shortfalls(&self) -> Vec<String> {
        let mut sentences = Vec::new();
        let mut run: Vec<u64> = Vec::new();
        let (mut total, mut runs) = (None, 0u64);
        for (number, of) in self.numbers.iter().flatten() {
            if total.is_some_and(|total| total != *of) || run.last().is_some_and(|last| last >= number) {
                sentences.extend(total.and_then(|total| self.missing(&run, total, runs == 0)));
                run.clear();
                runs += 1;
            }
            total = Some(*of);
            run.push(*number);
        }
        sentences.extend(total.and_then(|total| self.missing(&run, total, runs == 0)));
        let found = self.numbers.len() as u64;
        if let Some(claimed) = self.claimed.filter(|claimed| total.is_none() && *claimed != found) {
            sentences.push(said(claimed, found));
        }
        sentences
    }

    fn missing(&self, run: &[u64], total: u64, first: bool) -> Option<String> {
        let (from, to) = match self.whole {
            true => (1, total),
            // Where a piece of a larger file begins and ends says nothing.
            false => (*run.first()?, *run.last()?),
        };
        let mut stretches: Vec<(u64, u64)> = Vec::new();
        let mut next = from;
        for number in run.iter().copied().chain([to.saturating_add(1)]) {
            if number > next {
                stretches.push((next, number - 1));
            }
            next = number.saturating_add(1);
        }
        let lost: u64 = stretches.iter().map(|(a, b)| b - a + 1).sum();
        // A selection out of a result keeps the numbers that its documents have there: then all of them are high.
        let (is, documents) = if lost == 1 { ("is", "document") } else { ("are", "documents") };
        let stretch = |(a, b): &(u64, u64)| if a == b { a.to_string() } else { format!("{a} to {b}") };
        let mut names: Vec<String> = stretches.iter().take(NAMED).map(stretch).collect();
        if stretches.len() > NAMED {
            names.push(format!("{} more stretches", stretches.len() - NAMED));
        }
        let last = names.pop()?;
        let names = if names.is_empty() { last } else { format!("{} and {last}", names.join(", ")) };
        let which = if first || !self.whole { "" } else { " (another count in it)" };
        let said = said(total, run.len() as u64);
        Some(format!("{said}{which}: {documents} {names} {is} missing"))
    }
}

fn said(claimed: u64, found: u64) -> String {
    let were = if found == 1 { "was" } else { "were" };
    let documents = if claimed == 1 { "document" } else { "documents" };
    format!("the file says {claimed} {documents}, {found} {were} found")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_named() {
        let claim = |numbers: &[(u64, u64)], claimed, whole| {
            Claim { claimed, numbers: numbers.iter().copied().map(Some).collect(), whole }.shortfalls().join(" | ")
        };
        for (numbers, expected) in [
            (&[(1, 3), (2, 3), (3, 3)][..], ""),
            (&[(1, 3), (3, 3)], "the file says 3 documents, 2 were found: document 2 is missing"),
            (
                &[(1, 9), (2, 9), (5, 9)],
                "the file says 9 documents, 3 were found: documents 3 to 4 and 6 to 9 are missing",
            ),
            (&[(2, 2)], "the file says 2 documents, 1 was found: document 1 is missing"),
            // Two exports one behind the other.
            (&[(1, 2), (2, 2), (1, 2), (2, 2)], ""),
            (
                &[(1, 2), (2, 2), (2, 3)],
                "the file says 3 documents, 1 was found (another count in it): documents 1 and 3 are missing",
            ),
            (&[], ""),
        ] {
            assert_eq!(claim(numbers, None, true), expected, "{numbers:?}");
        }
        assert_eq!(
            claim(&[(4, 9), (6, 9)], None, false),
            "the file says 9 documents, 2 were found: document 5 is missing"
        );
        let covered = |claimed, found| Claim { claimed, numbers: vec![None; found], whole: true }.shortfalls().join("");
        assert_eq!(covered(Some(100), 98), "the file says 100 documents, 98 were found");
        assert_eq!(covered(Some(2), 3), "the file says 2 documents, 3 were found");
        assert_eq!(covered(Some(2), 2) + &covered(None, 2), "");
    }

    #[test]
    fn a_claim_of_millions_costs_nothing() {
        let numbers = (0..50).map(|n| Some((n * 3 + 1, 999_999_999))).collect();
        let said = Claim { claimed: None, numbers, whole: true }.shortfalls();
        assert!(said[0].len() < 400 && said[0].contains("more stretches"), "{said:?}");
    }
}
