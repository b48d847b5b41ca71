//! Accounts of scores: what each hit that is shown was ranked by.
//!
//! Takes a plan and the hits of a page with their scores; gives each hit an [`Account`]. Only for the articles shown are
//! places gathered once more, and what is told is reckoned up by the very functions that ranked them. It must never
//! rank, and never tell a number that no score was made of.

use serde::Serialize;
use tantivy::DocAddress;

use super::fresh::Recency;
use super::lower::Plan;
use super::passages::Found;
use super::proof::Leaf;
use super::rank::{QueryWord, Weighed};
use super::reckoning::{Behind, Share, reckon};
use super::second::{self, Unit};
use super::spots::Spotter;
use super::top::Ranked;
use super::worth::{self, Worth};
use super::{Archive, Hit, Page, SECOND_LOOK, Sort};
use crate::date::day_number;
use crate::error::Result;

/// What the score of a hit is made of.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind")]
pub enum Account {
    /// It is one of the best, which are looked at a second time: the score is the sum of all that is added.
    #[serde(rename = "second look")]
    Second {
        /// What each part of the query adds, in the query's order.
        parts: Vec<Part>,
        /// What is added for how new it is, if that counts.
        #[serde(skip_serializing_if = "Option::is_none")]
        fresh: Option<Fresh>,
    },
    /// It stands behind those: the score is `least_score` × `first_look` / `least_first_look`.
    #[serde(rename = "first look")]
    Behind {
        /// The scores it hangs on; the factor of `fresh` is in `first_look`.
        #[serde(flatten)]
        behind: Behind,
        /// How new it is, if that counts.
        #[serde(skip_serializing_if = "Option::is_none")]
        fresh: Option<Fresh>,
    },
    /// Nothing in the query is ranked: the score is 0, and the newest come first.
    #[serde(rename = "unranked")]
    Unranked,
    /// By passage: the score is (what all leaves add + `near`) / `length`, times the factor of `fresh`.
    #[serde(rename = "passage")]
    Passage {
        /// What it shows of the query; empty if that is elsewhere than in the body.
        leaves: Vec<LeafShown>,
        /// What is added for how near they stand to each other.
        near: f32,
        /// What the sum is divided by: more than 1 for a sentence of more than 30 words.
        length: f32,
        /// How new its article is, if that counts.
        #[serde(skip_serializing_if = "Option::is_none")]
        fresh: Option<Fresh>,
    },
}

/// What one part of the query adds.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Part {
    /// It in the query language.
    pub words: String,
    /// What it adds.
    #[serde(flatten)]
    pub share: Share,
}

/// A word, phrase, name or day that a passage shows.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LeafShown {
    /// It in the query language.
    pub words: String,
    /// How rare it is.
    pub weight: f32,
    /// How often it is shown.
    pub times: u32,
    /// What it adds: its weight, and up to a fifth of that for repeats.
    pub adds: f32,
}

/// How new an article is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Fresh {
    /// What that multiplies a score with, from 1 to 2.
    pub factor: f32,
    /// Days between it and the newest article of the archive; None of an undated one.
    pub days: Option<u64>,
    /// What it adds to the sum of the parts; None where there is no such sum.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub adds: Option<f64>,
}

/// What a part of the query weighs, the same for all hits.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Weight {
    /// It in the query language.
    pub words: String,
    /// What it weighs, the boost included.
    pub weight: f32,
    /// What the query boosts it by.
    #[serde(skip_serializing_if = "is_one")]
    pub boost: f32,
    /// The words it is made of. Those of a phrase are added up; of alternatives the commonest counts.
    pub parts: Vec<WordWeight>,
}

fn is_one(boost: &f32) -> bool {
    *boost == 1.0
}

/// What one word weighs: rarity × bursts.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WordWeight {
    /// The word in the query language.
    pub word: String,
    /// What it weighs.
    pub weight: f32,
    /// What that is made of; None for a function word that weighs nothing.
    #[serde(flatten)]
    pub counted: Option<Counted>,
}

/// How common a word is, and what that makes of it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Counted {
    /// How rare it is.
    pub rarity: f64,
    /// How much it comes in bursts.
    pub bursts: f64,
    /// Articles that hold it in any form.
    pub articles: u64,
    /// How often all of them hold it.
    pub occurrences: u64,
}

impl WordWeight {
    /// Of a word as it was weighed.
    pub fn new(word: String, asked: &QueryWord, weighed: &Weighed) -> WordWeight {
        let counted = Counted {
            rarity: weighed.rarity,
            bursts: weighed.bursts,
            articles: asked.articles,
            occurrences: asked.occurrences,
        };
        WordWeight { word, weight: weighed.weight(), counted: (weighed.function > 0.0).then_some(counted) }
    }
}

impl Account {
    /// The score: what all that is told comes to.
    pub fn score(&self) -> f32 {
        match self {
            Account::Second { parts, fresh } => {
                let added = fresh.and_then(|fresh| fresh.adds).unwrap_or(0.0);
                (parts.iter().map(|part| part.share.sum()).sum::<f64>() + added) as f32
            }
            Account::Behind { behind, .. } => behind.score(),
            Account::Unranked => 0.0,
            Account::Passage { leaves, near, length, fresh } => {
                let single: f32 = leaves.iter().map(|leaf| leaf.adds).sum();
                (single + near) / length * fresh.map_or(1.0, |fresh| fresh.factor)
            }
        }
    }
}

impl Archive {
    /// Gives hits, the page of `ranked`, their accounts if they are asked for; gives what the query's parts weigh.
    pub(super) fn account(&self, plan: &Plan, ranked: &[Ranked], page: &Page, hits: &mut [Hit]) -> Result<Vec<Weight>> {
        if !page.explain || page.sort != Sort::Relevance {
            return Ok(Vec::new());
        }
        let recency = self.recency(page)?;
        let (best, shown) = (ranked.get(..SECOND_LOOK), ranked.get(page.offset..).unwrap_or_default());
        let near = SECOND_LOOK.saturating_sub(page.offset).min(shown.len());
        let addresses: Vec<DocAddress> = shown.iter().take(near).map(|ranked| ranked.address).collect();
        let units: Vec<f32> = plan.units.iter().map(|unit| unit.weight).collect();
        let candidates = second::candidates(&plan.units, &self.snapshot, self.built, &addresses);
        let candidates = candidates.map_err(self.damaged())?;
        let average = self.snapshot.average_words().map_err(self.damaged())?;
        for (n, (hit, ranked)) in hits.iter_mut().zip(shown).enumerate() {
            let fresh = |adds| recency.map(|recency| fresh(&recency, hit, ranked.factor, adds));
            let account = match candidates.get(n) {
                _ if plan.units.is_empty() => Account::Unranked,
                Some(candidate) => {
                    let reckoning = reckon(&units, candidate, average, &page.ranking, ranked.factor);
                    let fresh = fresh(Some(reckoning.fresh()));
                    let part = |(unit, share): (&Unit, Share)| Part { words: unit.named.name.clone(), share };
                    Account::Second { parts: plan.units.iter().zip(reckoning.shares).map(part).collect(), fresh }
                }
                None => {
                    let last = best.and_then(<[Ranked]>::last).map_or(0.0, |last| last.score);
                    let least = best.into_iter().flatten().map(|ranked| ranked.first).reduce(f32::min);
                    let behind =
                        Behind { first_look: ranked.first, least_first_look: least.unwrap_or(0.0), least_score: last };
                    Account::Behind { behind, fresh: fresh(None) }
                }
            };
            hit.account = Some(account);
        }
        let weigh = |unit: &Unit| Weight {
            words: unit.named.name.clone(),
            weight: unit.weight,
            boost: unit.named.boost,
            parts: leaves(plan, unit).flat_map(|(_, leaf)| leaf.words.clone()).collect(),
        };
        Ok(plan.units.iter().map(weigh).chain(function_words(plan)).collect())
    }

    /// The same by passage: `shown` are the places of the hits, `weights` those of the leaves.
    pub(super) fn account_for_passages(
        &self,
        plan: &Plan,
        weights: &[f32],
        shown: &[Found],
        page: &Page,
        hits: &mut [Hit],
    ) -> Result<Vec<Weight>> {
        if !page.explain {
            return Ok(Vec::new());
        }
        let recency = self.recency(page)?;
        let mut order: Vec<usize> = (0..shown.len().min(hits.len())).collect();
        order.sort_by_key(|n| shown[*n].address);
        let mut reading: Option<(DocAddress, Spotter<'_>)> = None;
        for n in order {
            let (found, hit) = (&shown[n], &mut hits[n]);
            // One segment is read forward; for a second passage of an article it is begun anew.
            let goes_on =
                |at: &DocAddress| at.segment_ord == found.address.segment_ord && at.doc_id < found.address.doc_id;
            let mut spotter = match reading.take() {
                Some((at, spotter)) if goes_on(&at) => spotter,
                _ => {
                    let segment = found.address.segment_ord as usize;
                    Spotter::new(plan, weights, &self.snapshot, self.built, segment).map_err(self.damaged())?
                }
            };
            let worth = found.core.and_then(|core| spotter.worth(found.address.doc_id, core));
            reading = Some((found.address, spotter));
            let Worth { leaves, near, length } = worth.unwrap_or(Worth { leaves: Vec::new(), near: 0.0, length: 1.0 });
            let fresh = recency.map(|recency| fresh(&recency, hit, found.factor, None));
            let leaves = leaves.iter().map(|leaf| leaf_shown(plan, leaf)).collect();
            hit.account = Some(Account::Passage { leaves, near, length, fresh });
        }
        let mut told: Vec<Weight> = Vec::new();
        for (number, leaf) in plan.units.iter().flat_map(|unit| leaves(plan, unit)) {
            let weight = worth::weight(weights, Some(number));
            let weight = Weight { words: leaf.name.clone(), weight, boost: 1.0, parts: leaf.words.clone() };
            if !told.contains(&weight) {
                told.push(weight);
            }
        }
        told.extend(function_words(plan));
        Ok(told)
    }
}

fn fresh(recency: &Recency, hit: &Hit, factor: f32, adds: Option<f64>) -> Fresh {
    let days = hit.filed.article.published.map(|period| recency.age(day_number(period.from)));
    Fresh { factor, days, adds }
}

fn leaf_shown(plan: &Plan, leaf: &worth::Leaf) -> LeafShown {
    let name = leaf.number.and_then(|number| plan.leaves.get(number)).map(|leaf| leaf.name.clone());
    LeafShown {
        words: name.unwrap_or_else(|| "mentions:".to_string()),
        weight: leaf.weight,
        times: leaf.count,
        adds: leaf.worth(),
    }
}

/// The leaves of a part of the query, with their numbers.
fn leaves<'a>(plan: &'a Plan, unit: &Unit) -> impl Iterator<Item = (usize, &'a Leaf)> + use<'a> {
    let range = unit.named.leaves.clone();
    range.clone().zip(plan.leaves.get(range).unwrap_or_default())
}

/// The leaves of nothing but function words that weigh nothing, so that they are no part of the ranking; each once.
fn function_words(plan: &Plan) -> Vec<Weight> {
    let mut told: Vec<Weight> = Vec::new();
    for (number, leaf) in plan.leaves.iter().enumerate() {
        let ranked = plan.units.iter().any(|unit| unit.named.leaves.contains(&number));
        let nothing = !leaf.words.is_empty() && leaf.words.iter().all(|word| word.counted.is_none());
        if !ranked && nothing && !told.iter().any(|known| known.words == leaf.name) {
            told.push(Weight { words: leaf.name.clone(), weight: 0.0, boost: 1.0, parts: leaf.words.clone() });
        }
    }
    told
}
