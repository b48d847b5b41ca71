//! A preference for newer articles, where one is asked for.
//!
//! Takes the half-life and the newest publication day of a snapshot; gives the factor of an article by its day:
//!
//! ```text
//! 1 + 1.0 × 2^(-age / half-life)
//! ```
//!
//! Age is counted in days from the newest day of the archive, never from a clock, so that the same index answers the same
//! on any day. The newest article counts twice, one a half-life older one and a half times, and so on; an undated one
//! counts once, as the oldest do. With a weight of 1.0 an article that matches more than twice as well as the newest still
//! stands before it: news comes first among what matches about equally, and nothing that hardly matches comes first for being new.

use super::bm25::GRAIN;
use super::statistics::Snapshot;

/// Half-life in days, unless something else is said.
pub const HALF_LIFE: u32 = 30;
/// What the newest article counts more.
const WEIGHT: f32 = 1.0;
/// No article counts more than so many times.
const MOST: f32 = 1.0 + WEIGHT;

/// The preference in one snapshot.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Recency {
    newest: i64,
    half_life: f64,
}

impl Recency {
    /// That of a half-life in days; None if it is 0 or no article is dated: then all count alike.
    ///
    /// # Errors
    /// What reading the index says.
    pub fn new(snapshot: &Snapshot, half_life: Option<u32>) -> tantivy::Result<Option<Recency>> {
        let Some(half_life) = half_life.filter(|days| *days > 0) else { return Ok(None) };
        let newest = snapshot.newest_day()?;
        Ok(newest.map(|newest| Recency { newest, half_life: f64::from(half_life) }))
    }

    /// How many days older than the newest article one of this day is.
    pub fn age(&self, day: i64) -> u64 {
        self.newest.saturating_sub(day).max(0).unsigned_abs()
    }

    /// What the score of an article of this day is multiplied with, from 1 to 2; None is an undated one.
    pub fn factor(&self, day: Option<i64>) -> f32 {
        day.map_or(1.0, |day| 1.0 + WEIGHT * (-(self.age(day) as f64) / self.half_life).exp2() as f32)
    }

    /// At least what any article of this score scores with its factor.
    pub fn at_most(score: f32) -> f32 {
        applied(score, MOST)
    }

    /// A score that is needed, so that with some factor it is `score`; less may be given, more never.
    pub fn needed(score: f32) -> f32 {
        // What is added is rounded, which may give half a step.
        ((score - 1.0 / GRAIN) / MOST).max(0.0)
    }
}

/// What a factor adds to a score that is a multiple of one part in [`GRAIN`]; this is one too.
pub fn added(score: f64, factor: f32) -> f64 {
    let grain = f64::from(GRAIN);
    (score * (f64::from(factor) - 1.0) * grain).round() / grain
}

/// A score with its factor.
pub fn applied(score: f32, factor: f32) -> f32 {
    let score = f64::from(score);
    (score + added(score, factor)) as f32
}

impl Snapshot {
    /// The newest day of publication (the first day, of an article dated by a stretch), by its number; None if no article
    /// is dated.
    ///
    /// # Errors
    /// What reading the index says.
    pub fn newest_day(&self) -> tantivy::Result<Option<i64>> {
        if let Some(known) = self.newest.get() {
            return Ok(*known);
        }
        let mut newest = None;
        for reader in self.searcher.segment_readers() {
            let published = reader.fast_fields().i64("published_from")?;
            newest = newest.max(reader.doc_ids_alive().filter_map(|doc| published.first(doc)).max());
        }
        Ok(*self.newest.get_or_init(|| newest))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::bm25::grained;

    #[test]
    fn what_an_age_counts() {
        let recency = Recency { newest: 1000, half_life: 30.0 };
        let table = [
            (Some(1000), 2.0),
            (Some(970), 1.5),
            (Some(940), 1.25),
            (Some(1), 1.0),
            (None, 1.0),
            // Nothing is newer than the newest.
            (Some(2000), 2.0),
        ];
        for (day, factor) in table {
            assert!((recency.factor(day) - factor).abs() < 1e-6, "{day:?}: {}", recency.factor(day));
        }
    }

    #[test]
    fn nothing_wanted_is_below_what_is_needed() {
        for steps in [0, 1, 2, 3, 1000, 1001, 40_961, 40_000_001] {
            let score = steps as f32 / GRAIN;
            for factor in [1.0, 1.0 + 1e-7, 1.3, 1.5, 1.999_999, MOST] {
                let found = applied(score, factor);
                assert!(found <= Recency::at_most(score), "{score} {factor}");
                assert!(Recency::needed(found) <= score, "{score} {factor}");
                assert_eq!(found, if found < 4096.0 { grained(found) } else { found });
            }
        }
    }
}
