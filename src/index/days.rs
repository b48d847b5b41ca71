//! Dates that an article mentions -> terms.
//!
//! Takes a date as it was understood, gives the one way in which the index writes it down.

use crate::date::{Iso, Period};
use crate::mention::DateMention;

/// The term of a date in the field `dates`, `FROM/TO`, of an ambiguous one `FROM/TO/FROM/TO`, the earlier reading first:
/// lexical order is the order of first days.
pub fn days_term(date: &DateMention) -> String {
    let term = |period: &Period| format!("{}/{}", Iso(period.from), Iso(period.to));
    match date.or {
        None => term(&date.period),
        Some(or) => {
            let (mut first, mut second) = (term(&date.period), term(&or));
            if second < first {
                std::mem::swap(&mut first, &mut second);
            }
            format!("{first}/{second}")
        }
    }
}
