//! A trained judge of names: a linear model over [`features`](super::features), read with Viterbi.
//!
//! Takes the pages of an article, gives the words that name people. Its weights (`people.model`, made by
//! `train-people`) are built into the program. It must never do work where there is no capital letter, nor give
//! anything else twice for the same article.
//!
//! The file, little-endian: the letters `MGPM`, edition of the features (u16), places of the table as a power of two
//! (u16), then 2 * 5 * 5 transitions (i16; first those between words that nothing parts) and the table. A place of the
//! table is 8 bytes: three of the feature's hash (0 where free) and one weight for each tag. A feature lies at the
//! first free place from its hash on.

use std::ops::Range;
use std::sync::LazyLock;

use super::features::{EDITION, Eye, Looks};
use super::page::{TAGS, Tag};

/// Bytes before the table.
const HEAD: usize = 8 + 2 * TAGS * TAGS * 2;

/// Sums of weights by tag.
pub type Scores = [i32; TAGS];

/// No path leads here.
const NEVER: i32 = i32::MIN / 2;

/// A model, read.
pub struct Model {
    transitions: [[Scores; TAGS]; 2],
    mask: usize,
    table: &'static [u8],
}

/// The model built into the program.
pub fn built_in() -> Option<&'static Model> {
    static MODEL: LazyLock<Option<Model>> = LazyLock::new(|| Model::read(include_bytes!("people.model")));
    MODEL.as_ref()
}

/// Room that is used again from run to run.
#[derive(Default)]
pub struct Room {
    looks: Looks,
    features: Vec<u64>,
    scores: Vec<Scores>,
    joined: Vec<bool>,
    /// The tags of the run decoded last.
    pub tags: Vec<Tag>,
    back: Vec<[u8; TAGS]>,
}

/// What is added to the score of no name, in steps of the weights: less finds more names and more that are none. Chosen
/// for the best F1 on news.
const RESERVE: i32 = -100;

impl Model {
    /// Reads a model; none where the bytes are no model or one of other features.
    pub fn read(bytes: &'static [u8]) -> Option<Model> {
        let number = |at: usize| Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?));
        let places = 1usize.checked_shl(u32::from(number(6)?))?;
        let table = bytes.get(HEAD..)?;
        if bytes.get(..4)? != b"MGPM" || number(4)? != EDITION || table.len() != places.checked_mul(8)? {
            return None;
        }
        let mut transitions = [[[0; TAGS]; TAGS]; 2];
        for (at, weight) in transitions.as_flattened_mut().as_flattened_mut().iter_mut().enumerate() {
            *weight = i32::from(number(8 + 2 * at)?.cast_signed());
        }
        Some(Model { transitions, mask: places - 1, table })
    }

    /// Adds the weights of a feature.
    fn add(&self, feature: u64, scores: &mut Scores) {
        let (mut at, check) = place(feature);
        loop {
            at &= self.mask;
            let Some(row) = self.table.get(at * 8..at * 8 + 8).and_then(|row| <[u8; 8]>::try_from(row).ok()) else {
                return;
            };
            let [a, b, c, weights @ ..] = row;
            let there = u32::from_le_bytes([a, b, c, 0]);
            if there == check {
                for (score, weight) in scores.iter_mut().zip(weights) {
                    *score += i32::from(weight.cast_signed());
                }
                return;
            }
            if there == 0 {
                return;
            }
            at += 1;
        }
    }

    /// Tags the words of a run, into `room.tags`.
    pub fn tag(&self, eye: &Eye<'_>, run: &Range<usize>, room: &mut Room) {
        eye.survey(run, &mut room.looks);
        room.scores.clear();
        room.joined.clear();
        for at in run.clone() {
            room.features.clear();
            eye.features(run, at, &room.looks, &mut room.features);
            let mut scores = [RESERVE, 0, 0, 0, 0];
            room.features.iter().for_each(|feature| self.add(*feature, &mut scores));
            room.scores.push(scores);
            room.joined.push(at > run.start && eye.page.joins(at));
        }
        viterbi(&self.transitions, &room.scores, &room.joined, &mut room.back, &mut room.tags);
    }
}

/// Where a feature belongs in the table, and what is kept of it there.
pub fn place(feature: u64) -> (usize, u32) {
    ((feature >> 32) as usize, ((feature & 0x00ff_ffff) as u32).max(1))
}

/// The best row of tags: names are whole, and no name goes on where nothing joins. `scores` and `joined` are as long as
/// the run; `tags` is what comes out.
pub fn viterbi(
    transitions: &[[Scores; TAGS]; 2],
    scores: &[Scores],
    joined: &[bool],
    back: &mut Vec<[u8; TAGS]>,
    tags: &mut Vec<Tag>,
) {
    back.clear();
    tags.clear();
    let mut best = [NEVER; TAGS];
    for (at, (own, &joined)) in scores.iter().zip(joined).enumerate() {
        let mut next = [NEVER; TAGS];
        let mut from = [0u8; TAGS];
        for tag in Tag::ALL {
            let (mut most, mut whence) = (NEVER, 0);
            if at == 0 {
                if !tag.goes_on() {
                    most = 0;
                }
            } else {
                for before in Tag::ALL {
                    let fits = before.open() == tag.goes_on() && (joined || !before.open());
                    let weight =
                        transitions.get(usize::from(!joined)).and_then(|t| t.get(before as usize)?.get(tag as usize));
                    let so_far = best.get(before as usize).copied().unwrap_or_default();
                    if let Some(&weight) = weight.filter(|_| fits)
                        && so_far + weight > most
                    {
                        (most, whence) = (so_far + weight, before as u8);
                    }
                }
            }
            if let (Some(slot), Some(step), Some(&own)) =
                (next.get_mut(tag as usize), from.get_mut(tag as usize), own.get(tag as usize))
            {
                *slot = most + own;
                *step = whence;
            }
        }
        best = next;
        back.push(from);
    }
    let closed = Tag::ALL.into_iter().filter(|tag| !tag.open());
    let mut tag = closed.fold(Tag::Outside, |a, b| {
        let value = |t: Tag| best.get(t as usize).copied().unwrap_or_default();
        if value(b) > value(a) { b } else { a }
    });
    for from in back.iter().rev() {
        tags.push(tag);
        let whence = from.get(tag as usize).copied().unwrap_or_default();
        tag = Tag::ALL.get(usize::from(whence)).copied().unwrap_or_default();
    }
    tags.reverse();
}

/// The names in a row of tags: words counted from the beginning of the run.
pub fn names(tags: &[Tag]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut first = 0;
    for (at, tag) in tags.iter().enumerate() {
        if !tag.goes_on() {
            first = at;
        }
        if matches!(tag, Tag::Last | Tag::Only) {
            found.push(first..at + 1);
        }
    }
    found
}
