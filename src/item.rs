//! What a record says of an item of a wire: which it is, which version of it, and whether its source took it back.
//!
//! A wire sends an item again whenever it changes; of all that was sent, the newest counts, and nothing once it was
//! killed. A reader knows one record, so it only says what the record claims; the [`Roll`](crate::filing::roll::Roll) of an archive holds all claims
//! together and knows what became of each item.

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_128;

/// What a record says of its item, and of another one. Items stand in it by a hash, as a ledger keeps them.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Claim {
    /// What all versions of the item share; 0 if nothing does.
    pub item: u128,
    /// The identifier by which other items speak of it; 0 if it has none.
    pub id: u128,
    /// Its version, numbers from left to right; empty if it says none.
    pub version: Vec<u64>,
    /// What its source says of it.
    pub status: Status,
    /// The identifier of another item, and what is said of that.
    pub other: Option<(u128, Status)>,
}

/// Whether an item may be read. What is said later in this list outweighs what is said earlier.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Status {
    /// It may.
    #[default]
    Usable,
    /// Another item says that it corrects this one.
    Corrected,
    /// Not until its source says so.
    Withheld,
    /// Never.
    Killed,
}

/// The kind of skip of a version whose place another one took.
pub const SUPERSEDED: &str = "superseded";

/// A name of an item, as claims hold it: XXH3 of 128 bits; 0 for none.
pub fn named(name: &str) -> u128 {
    if name.is_empty() { 0 } else { xxh3_128(name.as_bytes()) }
}

impl Claim {
    /// Whether there is anything in it.
    pub fn is_empty(&self) -> bool {
        self.item == 0 && self.id == 0 && self.other.is_none()
    }

    /// Everything it names.
    pub fn names(&self) -> impl Iterator<Item = u128> {
        [self.item, self.id, self.other.map_or(0, |(id, _)| id)].into_iter().filter(|name| *name != 0)
    }
}

impl Status {
    /// Reads a status word, also as a code (`stat:canceled`) or an address that ends with it.
    pub fn of(word: &str) -> Status {
        let word = word.trim().rsplit([':', '/', '#']).next().unwrap_or_default().to_ascii_lowercase();
        match word.as_str() {
            "canceled" | "cancelled" | "cancel" | "killed" | "kill" | "withdrawn" | "retracted" | "deleted"
            | "delete" => Status::Killed,
            "withheld" | "withhold" => Status::Withheld,
            _ => Status::Usable,
        }
    }

    /// Why an item of this status gives no article; None if it does.
    pub fn reason(self) -> Option<&'static str> {
        match self {
            Status::Usable => None,
            Status::Withheld => Some("withheld by its source"),
            Status::Killed => Some("killed by its source"),
            Status::Corrected => Some("superseded: by another item, which corrects it"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses() {
        for (word, expected) in [
            ("stat:canceled", Status::Killed),
            ("http://cv.iptc.org/newscodes/pubstatusg2/withheld", Status::Withheld),
            ("Canceled", Status::Killed),
            ("usable", Status::Usable),
            ("embargoed", Status::Usable),
            ("", Status::Usable),
        ] {
            assert_eq!(Status::of(word), expected, "{word}");
        }
    }
}
