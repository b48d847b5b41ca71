//! The averaged structured perceptron.
//!
//! Takes examples, gives the weights of their features, averaged over all steps. In every round a third of the features
//! is hidden, others each time, so that no name is learned by heart and rules that fail are not missed. Whole numbers
//! throughout, so that the outcome is the same on every machine.

use morgue::enrich::people::model::{Scores, viterbi};
use morgue::enrich::people::page::{TAGS, Tag};

use crate::dice::Dice;
use crate::lesson::Example;

const ROUNDS: usize = 10;
/// Trainings that are summed.
const VOICES: u64 = 8;
/// Of a hundred features so many are hidden.
const HIDDEN: usize = 30;
/// What a wrong tag is given ahead while training, so that right ones win with something to spare.
const MARGIN: i32 = 30;
/// And more where a name would be missed.
const MISSED: i32 = 10;

/// What was learned.
pub struct Weights {
    /// By feature, by tag.
    pub features: Vec<[f64; TAGS]>,
    /// By how words are parted, by tags.
    pub transitions: [[[f64; TAGS]; TAGS]; 2],
}

/// Weights, with what it takes to give their mean over all steps.
struct Averaged {
    now: Vec<Scores>,
    late: Vec<[i64; TAGS]>,
}

impl Averaged {
    fn new(count: usize) -> Averaged {
        Averaged { now: vec![[0; TAGS]; count], late: vec![[0; TAGS]; count] }
    }

    fn change(&mut self, at: usize, tag: Tag, by: i32, step: i64) {
        if let (Some(now), Some(late)) = (self.now.get_mut(at), self.late.get_mut(at))
            && let (Some(now), Some(late)) = (now.get_mut(tag as usize), late.get_mut(tag as usize))
        {
            *now += by;
            *late += i64::from(by) * step;
        }
    }

    fn mean(&self, at: usize, steps: i64) -> [f64; TAGS] {
        let (Some(now), Some(late)) = (self.now.get(at), self.late.get(at)) else { return [0.0; TAGS] };
        std::array::from_fn(|tag| match (now.get(tag), late.get(tag)) {
            (Some(&now), Some(&late)) => f64::from(now) - late as f64 / steps as f64,
            _ => 0.0,
        })
    }
}

/// The features of a run that are not hidden.
#[derive(Default)]
struct Seen {
    features: Vec<u32>,
    ends: Vec<u32>,
}

impl Seen {
    fn look(&mut self, example: &Example, dice: &mut Dice) {
        self.features.clear();
        self.ends.clear();
        let mut begin = 0;
        for &end in &example.ends {
            let own = example.features.get(begin..end as usize).unwrap_or_default();
            self.features.extend(own.iter().filter(|_| !dice.chance(HIDDEN)));
            self.ends.push(self.features.len() as u32);
            begin = end as usize;
        }
    }

    fn words(&self) -> impl Iterator<Item = &[u32]> {
        let begins = std::iter::once(0).chain(self.ends.iter().copied());
        begins.zip(&self.ends).map(|(begin, &end)| self.features.get(begin as usize..end as usize).unwrap_or_default())
    }
}

/// Trains on the examples, which have features numbered below `features`: several times from other chances, and the
/// sum of all is better than each.
pub fn train(features: usize, examples: &[Example]) -> Weights {
    let mut sum = Weights { features: vec![[0.0; TAGS]; features], transitions: Default::default() };
    for seed in 1..=VOICES {
        let one = train_once(features, examples, seed);
        let parts = sum.transitions.as_flattened_mut().iter_mut().zip(one.transitions.as_flattened());
        for (to, from) in sum.features.iter_mut().zip(&one.features).chain(parts) {
            to.iter_mut().zip(from).for_each(|(to, from)| *to += from);
        }
    }
    sum
}

fn train_once(features: usize, examples: &[Example], seed: u64) -> Weights {
    let mut dice = Dice::new(seed);
    let (mut weights, mut paths) = (Averaged::new(features), Averaged::new(2 * TAGS));
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let (mut seen, mut back, mut found, mut scores) = (Seen::default(), Vec::new(), Vec::new(), Vec::new());
    let mut step = 1i64;
    for round in 1..=ROUNDS {
        dice.shuffle(&mut order);
        let mut wrong = 0;
        for example in order.iter().filter_map(|&at| examples.get(at)) {
            seen.look(example, &mut dice);
            scores.clear();
            scores.extend(seen.words().zip(&example.gold).map(|(own, &gold)| score(&weights, own, gold)));
            let mut transitions = [[[0; TAGS]; TAGS]; 2];
            for (to, from) in transitions.as_flattened_mut().iter_mut().zip(&paths.now) {
                *to = *from;
            }
            viterbi(&transitions, &scores, &example.joined, &mut back, &mut found);
            step += 1;
            if found == example.gold {
                continue;
            }
            wrong += 1;
            let words = seen.words().zip(example.gold.iter().zip(&found));
            for (own, (&gold, &tag)) in words.filter(|(_, (gold, tag))| gold != tag) {
                for &feature in own {
                    weights.change(feature as usize, gold, example.weight, step);
                    weights.change(feature as usize, tag, -example.weight, step);
                }
            }
            let pairs = example.gold.windows(2).zip(found.windows(2)).zip(example.joined.iter().skip(1));
            for ((gold, tags), &joined) in pairs {
                if let ([a, b], [c, d]) = (gold, tags) {
                    let parted = usize::from(!joined) * TAGS;
                    paths.change(parted + *a as usize, *b, example.weight, step);
                    paths.change(parted + *c as usize, *d, -example.weight, step);
                }
            }
        }
        if round == ROUNDS {
            eprintln!("voice {seed}: {wrong} of {} runs wrong in the last round", examples.len());
        }
    }
    let mut transitions = [[[0.0; TAGS]; TAGS]; 2];
    for (at, to) in transitions.as_flattened_mut().iter_mut().enumerate() {
        *to = paths.mean(at, step);
    }
    Weights { features: (0..features).map(|at| weights.mean(at, step)).collect(), transitions }
}

/// The scores of a word's tags, the wrong ones with their advance.
fn score(weights: &Averaged, features: &[u32], gold: Tag) -> Scores {
    let mut scores = Tag::ALL.map(|tag| match (tag, gold) {
        _ if tag == gold => 0,
        (Tag::Outside, _) => MARGIN + MISSED,
        _ => MARGIN,
    });
    for &feature in features {
        for (score, weight) in scores.iter_mut().zip(weights.now.get(feature as usize).into_iter().flatten()) {
            *score += weight;
        }
    }
    scores
}
