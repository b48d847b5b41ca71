//! What a score is made of: the one place where the parts of a score are worked out, to be ranked by and to be shown.
//!
//! Takes the weights of a query's parts and what [`second`](super::second) gathered of an article; gives for each part of the
//! query what it adds, by the formula of [`rank`](super::rank). Every part is a multiple of 2^-12, so their sum is exact in
//! any order, and it is the score: nobody computes one beside it. It reads no index and no text.

use serde::Serialize;

use super::bm25::grained;
use super::fresh::added;
use super::rank::{Candidate, Form, Found, LEAD_WORDS, Occurrence, Parts};

/// A word that first stands behind so many others has half of what it would have as the first.
const HALF: f64 = 20.0;
/// Parts are multiples of 1 / this, so that no order hangs on the last bits of a sum.
const STEPS: f64 = 4096.0;

/// Occurrences by their form; those of a form that counts nothing are not counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// As the query has it.
    pub exact: u32,
    /// Other inflections.
    pub inflected: u32,
    /// Other names of the same nation.
    pub nation: u32,
    /// Words that only begin alike.
    pub kin: u32,
}

impl Counts {
    fn of(places: &[Occurrence], parts: &Parts) -> Counts {
        let mut counts = Counts::default();
        for place in places.iter().filter(|place| parts.form(place.form) > 0.0) {
            match place.form {
                Form::Exact => counts.exact += 1,
                Form::Inflected => counts.inflected += 1,
                Form::Nation => counts.nation += 1,
                Form::Kin => counts.kin += 1,
            }
        }
        counts
    }

    fn weighed(&self, parts: &Parts) -> f64 {
        let forms = [
            (self.exact, Form::Exact),
            (self.inflected, Form::Inflected),
            (self.nation, Form::Nation),
            (self.kin, Form::Kin),
        ];
        forms.into_iter().map(|(count, form)| f64::from(count) * parts.form(form)).sum()
    }
}

/// What one part of a query adds to the score of an article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Share {
    /// Its weight.
    pub weight: f32,
    /// Where it stands in the headline.
    pub headline: Counts,
    /// Where it stands in the body.
    pub body: Counts,
    /// What it adds by how often it stands there, for the length of the article: the term of BM25.
    pub often: f64,
    /// What it adds by how often it stands in the headline and the lead.
    pub lead: f64,
    /// What it adds by how early it first stands there.
    pub first: f64,
}

impl Share {
    /// The sum of what it adds.
    pub fn sum(&self) -> f64 {
        self.often + self.lead + self.first
    }
}

/// The score of an article by its parts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reckoning {
    /// One entry a part of the query, in the query's order.
    pub shares: Vec<Share>,
    /// What the sum is multiplied with, from 1 to 2: how new the article is.
    pub factor: f32,
}

impl Reckoning {
    /// What the factor adds.
    pub fn fresh(&self) -> f64 {
        added(self.sum(), self.factor)
    }

    /// The score: the sum of all parts, those of [`Self::fresh`] included, in 32 bits.
    pub fn score(&self) -> f32 {
        (self.sum() + self.fresh()) as f32
    }

    fn sum(&self) -> f64 {
        self.shares.iter().map(Share::sum).sum()
    }
}

/// Reckons up one candidate. `weights` has one weight a part of the query, `average` is the mean length of the archive's
/// articles in words, `factor` is 1 where newer articles are not preferred.
pub fn reckon(weights: &[f32], candidate: &Candidate, average: f32, parts: &Parts, factor: f32) -> Reckoning {
    let (k1, b) = (f64::from(parts.saturation), f64::from(parts.length));
    let damping = k1 * (1.0 - b + b * f64::from(candidate.length) / f64::from(average.max(1.0)));
    let pairs = weights.iter().zip(&candidate.words);
    Reckoning { shares: pairs.map(|(weight, found)| share(*weight, found, damping, parts)).collect(), factor }
}

fn share(weight: f32, found: &Found, damping: f64, parts: &Parts) -> Share {
    let [headline, body] = [&found.headline, &found.body].map(|places| Counts::of(places, parts));
    let in_headline = headline.weighed(parts);
    let frequency = in_headline * (1.0 + f64::from(parts.headline)) + body.weighed(parts);
    // Forms that are switched off were not found.
    if frequency <= 0.0 {
        return Share { weight, ..Share::default() };
    }
    let ahead = found.body.partition_point(|o| o.position < LEAD_WORDS);
    let lead = in_headline + Counts::of(found.body.get(..ahead).unwrap_or_default(), parts).weighed(parts);
    let first = [&found.headline, &found.body]
        .into_iter()
        .zip([0.0, 1.0])
        .filter_map(|(places, distance)| {
            let first = places.iter().find(|o| parts.form(o.form) > 0.0)?;
            Some(HALF / (HALF + distance * f64::from(first.position)))
        })
        .fold(0.0, f64::max);
    let k1 = f64::from(parts.saturation);
    let part = |value: f64| (f64::from(weight) * value * STEPS).round() / STEPS;
    Share {
        weight,
        headline,
        body,
        often: part((k1 + 1.0) * frequency / (frequency + damping)),
        lead: part(f64::from(parts.lead) * 2.0 * lead / (lead + 1.0)),
        first: part(f64::from(parts.first) * first),
    }
}

/// How an article stands that the second look did not reach.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Behind {
    /// Its score in the first look.
    pub first_look: f32,
    /// The least that an article scored there that was looked at again.
    pub least_first_look: f32,
    /// The least that one of those scored in the second look.
    pub least_score: f32,
}

impl Behind {
    /// Its score: of the least score of the second look such a share as of the least of the first; never more than it.
    pub fn score(&self) -> f32 {
        let share = if self.least_first_look > 0.0 { self.first_look / self.least_first_look } else { 0.0 };
        grained(self.least_score * share.min(1.0)).min(self.least_score)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn places() -> impl Strategy<Value = Vec<Occurrence>> {
        let form = prop::sample::select(vec![Form::Exact, Form::Inflected, Form::Nation, Form::Kin]);
        let places = prop::collection::vec((0_u32..2000, form), 0..12);
        places.prop_map(|mut places| {
            places.sort_by_key(|(position, _)| *position);
            places.into_iter().map(|(position, form)| Occurrence { position, form }).collect()
        })
    }

    proptest! {
        #[test]
        fn a_score_is_the_sum_of_its_parts_in_any_order(
            words in prop::collection::vec((0.0_f32..50.0, places(), places()), 0..9),
            length in 0_u32..5000,
            factor in 1.0_f32..2.0,
        ) {
            let weights: Vec<f32> = words.iter().map(|(weight, ..)| *weight).collect();
            let found = words.into_iter().map(|(_, headline, body)| Found { headline, body }).collect();
            let candidate = Candidate { length, words: found };
            let reckoning = reckon(&weights, &candidate, 300.0, &Parts::default(), factor);
            let mut parts: Vec<f64> = reckoning.shares.iter().flat_map(|s| [s.often, s.lead, s.first]).collect();
            parts.push(reckoning.fresh());
            let forward: f64 = parts.iter().sum();
            let backward: f64 = parts.iter().rev().sum();
            prop_assert_eq!(forward.to_bits(), backward.to_bits());
            prop_assert_eq!(forward as f32, reckoning.score());
            for part in parts {
                prop_assert!(part >= 0.0 && (part * STEPS).fract() == 0.0, "{}", part);
            }
        }
    }

    #[test]
    fn those_behind_stay_behind_in_their_order() {
        let table = [
            // First look, the least there, the least of the second look; the score.
            (3.0, 4.0, 2.0, 1.5),
            (4.0, 4.0, 2.0, 2.0),
            (0.0, 0.0, 2.0, 0.0),
            (3.0, 4.0, 0.0, 0.0),
            // An article may score as much as the least of those before it, but not more.
            (5.0, 4.0, 2.0, 2.0),
        ];
        for (first_look, least_first_look, least_score, score) in table {
            let behind = Behind { first_look, least_first_look, least_score };
            assert_eq!(behind.score(), score, "{behind:?}");
        }
    }
}
