//! Stories as lessons: the runs of a text with their features and the tags they should get.
//!
//! Takes [`Story`]s, gives [`Example`]s over numbered features. Runs in which a name of the story cannot be told by whole
//! words teach nothing and are left out.

use std::ops::Range;

use morgue::article::Article;
use morgue::enrich::people::features::{Eye, Looks};
use morgue::enrich::people::page::{Tag, tags};
use morgue::enrich::people::show;
use morgue::mention::Field;

use crate::gold::Story;

/// Features met less often than this are left out.
const OFTEN: usize = 3;

/// A run.
pub struct Example {
    /// What an error weighs.
    pub weight: i32,
    /// The right tags.
    pub gold: Vec<Tag>,
    /// Which words may go on a name begun before them.
    pub joined: Vec<bool>,
    /// One past each word's last feature.
    pub ends: Vec<u32>,
    /// Numbers of all words' features.
    pub features: Vec<u32>,
}

/// Runs as they are collected.
#[derive(Default)]
pub struct Lessons {
    examples: Vec<Example>,
    raw: Vec<u64>,
    names: usize,
    lost: usize,
}

impl Lessons {
    /// Takes the runs of a story.
    pub fn take(&mut self, story: &Story, weight: i32) {
        let article = Article { body: story.body.clone(), ..Article::default() };
        show(&article, |field, eye| {
            if field == Field::Body {
                self.read(story, eye, weight);
            }
        });
    }

    fn read(&mut self, story: &Story, eye: &Eye<'_>, weight: i32) {
        let words = eye.page.words;
        let mut gold = vec![Tag::Outside; words.len()];
        let mut misfit = vec![false; words.len()];
        self.names += story.names.len();
        for name in &story.names {
            let first = words.partition_point(|w| w.end <= name.start);
            let end = words.partition_point(|w| w.start < name.end);
            let fits = |at: usize, place: usize, of_end: bool| {
                words.get(at).is_some_and(|w| {
                    if of_end {
                        w.end <= place + 1 && w.end + 3 >= place
                    } else {
                        w.start >= place && w.start <= place + 1
                    }
                })
            };
            if first < end && fits(first, name.start, false) && fits(end - 1, name.end, true) {
                tags(first, end).for_each(|(at, tag)| gold.iter_mut().skip(at).take(1).for_each(|slot| *slot = tag));
            } else {
                misfit.iter_mut().take(end.max(first)).skip(first).for_each(|slot| *slot = true);
            }
        }
        let (mut from, mut looks, mut reached) = (0, Looks::default(), 0);
        while let Some(run) = eye.page.run(from) {
            from = run.end;
            let right = gold.get(run.clone()).unwrap_or_default().to_vec();
            let joined: Vec<bool> = run.clone().map(|at| at > run.start && eye.page.joins(at)).collect();
            let whole = whole(&right, &joined);
            reached += right.iter().filter(|t| matches!(t, Tag::Last | Tag::Only)).count();
            if !whole || misfit.get(run.clone()).is_some_and(|m| m.contains(&true)) {
                continue;
            }
            self.example(
                eye,
                &run,
                &mut looks,
                Example { weight, gold: right, joined, ends: vec![], features: vec![] },
            );
        }
        self.lost += story.names.len().saturating_sub(reached);
    }

    fn example(&mut self, eye: &Eye<'_>, run: &Range<usize>, looks: &mut Looks, mut example: Example) {
        eye.survey(run, looks);
        let begin = self.raw.len();
        for at in run.clone() {
            eye.features(run, at, looks, &mut self.raw);
            example.ends.push((self.raw.len() - begin) as u32);
        }
        self.examples.push(example);
    }

    /// A line on what was taken.
    pub fn account(&self) -> String {
        format!("{} runs, {} names, {} of them out of reach", self.examples.len(), self.names, self.lost)
    }

    /// The features that are met often enough, sorted, and the examples with their numbers.
    pub fn count(self) -> (Vec<u64>, Vec<Example>) {
        let Lessons { mut examples, raw, .. } = self;
        let mut sorted = raw.clone();
        sorted.sort_unstable();
        let often = sorted.chunk_by(|a, b| a == b).filter(|same| same.len() >= OFTEN);
        let known: Vec<u64> = often.filter_map(|same| same.first().copied()).collect();
        let mut begin = 0;
        for example in &mut examples {
            let mut word = begin;
            for end in &mut example.ends {
                let stop = begin + *end as usize;
                let own = raw.get(word..stop).unwrap_or_default();
                example.features.extend(own.iter().filter_map(|f| known.binary_search(f).ok()).map(|n| n as u32));
                *end = example.features.len() as u32;
                word = stop;
            }
            begin = word;
        }
        (known, examples)
    }
}

/// Whether the tags make whole names that go on only where words join.
fn whole(tags: &[Tag], joined: &[bool]) -> bool {
    let mut open = false;
    for (tag, joined) in tags.iter().zip(joined) {
        if open != tag.goes_on() || open && !joined {
            return false;
        }
        open = tag.open();
    }
    !open
}
