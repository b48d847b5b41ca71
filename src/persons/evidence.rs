//! What the articles of two names say about whether they are one person's.
//!
//! Takes two [`Profile`]s, gives [`Evidence`]: who else is named beside both, and when. What is shared by chance counts
//! for nothing: whoever is named in every second article is beside everybody. Whole numbers only, so that no order of
//! adding changes a sum.

use std::collections::BTreeMap;
use std::fmt;

use crate::date::{Iso, day_of_number};

/// What the archive knows of a name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// Articles that were looked at: all, or of a common name a sample that depends on the articles alone.
    pub looked_at: u64,
    /// Who is named in them, by surname: the names as written, each with how many of the articles hold it.
    pub beside: BTreeMap<String, BTreeMap<String, u64>>,
    /// Days of publication, each once, in order.
    pub days: Vec<i64>,
}

/// What two profiles say together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// People named beside both.
    pub shared: u64,
    /// People named beside the one of the two that has fewer.
    pub of: u64,
    /// First and last day of the articles of both.
    pub days: Option<(i64, i64)>,
    /// Days on which the rarer stands in an article, and the other does on that day or a day from it.
    pub near: u64,
    /// Days on which the rarer stands in an article.
    pub near_of: u64,
    /// How much it speaks for one person: by so many powers of two it is more than chance would give.
    pub bits: u32,
    /// Days between the last of one and the first of the other; 0 if they overlap.
    pub gap: i64,
}

/// Bits that one shared person, or nearness in time, gives at most.
const MOST: u32 = 7;

impl Evidence {
    /// Weighs two profiles. `own` are the surnames of the two themselves; `frequency` says how many articles hold a
    /// name; the archive has so many `articles`, over so many `days`.
    ///
    /// # Errors
    /// What `frequency` says.
    pub fn weigh<E>(
        (a, b): (&Profile, &Profile),
        own: &dyn Fn(&str) -> bool,
        frequency: &mut dyn FnMut(&str) -> Result<u64, E>,
        (articles, days): (u64, i64),
    ) -> Result<Evidence, E> {
        let (few, many) = if a.looked_at <= b.looked_at { (a, b) } else { (b, a) };
        let others = |profile: &Profile| profile.beside.keys().filter(|surname| !own(surname)).count() as u64;
        let mut evidence = Evidence { of: others(a).min(others(b)), ..Evidence::default() };
        for (surname, names) in few.beside.iter().filter(|(surname, _)| !own(surname)) {
            let Some(more) = many.beside.get(surname) else { continue };
            evidence.shared += 1;
            let mut held = 0;
            for name in names.keys().chain(more.keys().filter(|name| !names.contains_key(*name))) {
                held += frequency(name)?;
            }
            // So many of them would be beside the commoner name by chance.
            let chance = held.saturating_mul(many.looked_at).max(1);
            evidence.bits += (articles / chance).checked_ilog2().unwrap_or(0).min(MOST);
        }
        evidence.time(few, many, days);
        Ok(evidence)
    }

    fn time(&mut self, few: &Profile, many: &Profile, days: i64) {
        let ends = |profile: &Profile| profile.days.first().copied().zip(profile.days.last().copied());
        let (Some((first_a, last_a)), Some((first_b, last_b))) = (ends(few), ends(many)) else { return };
        self.days = Some((first_a.min(first_b), last_a.max(last_b)));
        self.gap = (first_b - last_a).max(first_a - last_b).max(0);
        let near = |day: &&i64| {
            let at = many.days.partition_point(|other| *other < **day - 1);
            many.days.get(at).is_some_and(|other| *other <= **day + 1)
        };
        self.near = few.days.iter().filter(near).count() as u64;
        self.near_of = few.days.len() as u64;
        let covered = 3 * many.days.len() as i64;
        let bits = (days / covered.max(1)).max(1).ilog2().min(MOST);
        self.bits += (u64::from(bits) * self.near / self.near_of.max(1)) as u32;
    }
}

/// `12 of 15 co-mentioned people shared; 1987-03-02..1987-10-19`
impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {} co-mentioned people shared", self.shared, self.of)?;
        if let Some((from, to)) = self.days
            && let (Some(from), Some(to)) = (day_of_number(from), day_of_number(to))
        {
            write!(f, "; {}..{}", Iso(from), Iso(to))?;
        }
        Ok(())
    }
}
