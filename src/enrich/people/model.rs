//! A trained judge of names: a linear model over [`features`](super::features), read with Viterbi.
//!
//! Takes the pages of an article, gives the words that name people. Its weights (`people.model`, made by
//! `train-people`) are built into the program. It must never do work where there is no capital letter, nor give
//! anything else twice for the same article.
//!
//! The file, little-endian: the letters `MGPM`, edition of the features (u16), shelves of the table as a power of two
//! (u16), then 2 * 5 * 5 transitions (i16; first those between words that nothing parts) and the table. A shelf is four
//! places, a place 8 bytes: four of the feature's hash (0 where free) and one weight for each tag but the first, above that of
//! the first and raised by 128. A feature lies on the shelf of its hash or nowhere, so that looking it up takes one line
//! of the cache and no branch.

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

/// Places on a shelf.
pub const SHELF: usize = 4;

/// A model, read.
pub struct Model {
    transitions: [[Scores; TAGS]; 2],
    mask: usize,
    shelves: &'static [[u8; 8 * SHELF]],
    sieve: Sieve,
}

/// Tells of most features that are not in the table that they are not. Most that are asked for are not, and the table is
/// larger than the cache beside the processor.
struct Sieve(Vec<u64>);

impl Sieve {
    fn of(shelves: &[[u8; 8 * SHELF]]) -> Sieve {
        let mut sieve = Sieve(vec![0; 1 << 14]);
        for place in shelves.iter().flat_map(|shelf| shelf.as_chunks::<8>().0) {
            let check = u64::from_le_bytes(*place) as u32;
            if let Some(bits) = sieve.0.get_mut((check >> 18) as usize) {
                *bits |= 1 << (check >> 12 & 63);
            }
        }
        sieve
    }

    /// 1 where the feature may be there, else 0.
    fn bit(&self, check: u32) -> u64 {
        self.0.get((check >> 18) as usize).map_or(0, |bits| bits >> (check >> 12 & 63) & 1)
    }
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
const RESERVE: i32 = -50;

impl Model {
    /// Reads a model; none where the bytes are no model or one of other features.
    pub fn read(bytes: &'static [u8]) -> Option<Model> {
        let number = |at: usize| Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?));
        let count = 1usize.checked_shl(u32::from(number(6)?))?;
        let (shelves, rest) = bytes.get(HEAD..)?.as_chunks();
        if bytes.get(..4)? != b"MGPM" || number(4)? != EDITION || shelves.len() != count || !rest.is_empty() {
            return None;
        }
        let mut transitions = [[[0; TAGS]; TAGS]; 2];
        for (at, weight) in transitions.as_flattened_mut().as_flattened_mut().iter_mut().enumerate() {
            *weight = i32::from(number(8 + 2 * at)?.cast_signed());
        }
        Some(Model { transitions, mask: count - 1, shelves, sieve: Sieve::of(shelves) })
    }

    /// The sums of the features' weights. There may be 256 of them: the sums are kept in the four quarters of a number.
    fn sum(&self, features: &[u64]) -> Scores {
        let (mut sums, mut met) = (0u64, 0);
        for &feature in features {
            let (at, check) = place(feature);
            // What is not there is looked up on the first shelf, which is at hand, so that nothing has to be guessed.
            let there = self.sieve.bit(check).wrapping_neg() as usize;
            let Some(shelf) = self.shelves.get(at & self.mask & there) else { continue };
            let mut row = 0;
            for place in shelf.as_chunks::<8>().0 {
                let place = u64::from_le_bytes(*place);
                let same = u32::from(place as u32 == check);
                row |= (place >> 32) as u32 & same.wrapping_neg();
                met += same;
            }
            let pairs = (u64::from(row) | u64::from(row) << 16) & 0x0000_ffff_0000_ffff;
            sums += (pairs | pairs << 8) & 0x00ff_00ff_00ff_00ff;
        }
        let quarter = |number: u32| i32::from((sums >> (16 * number)) as u16) - 128 * met.cast_signed();
        [RESERVE, quarter(0), quarter(1), quarter(2), quarter(3)]
    }

    /// Tags the words of a run, into `room.tags`.
    pub fn tag(&self, eye: &Eye<'_>, run: &Range<usize>, room: &mut Room) {
        eye.survey(run, &mut room.looks);
        room.scores.clear();
        room.joined.clear();
        for at in run.clone() {
            room.features.clear();
            eye.features(run, at, &room.looks, &mut room.features);
            room.scores.push(self.sum(&room.features));
            room.joined.push(at > run.start && eye.page.joins(at));
        }
        viterbi(&self.transitions, &room.scores, &room.joined, &mut room.back, &mut room.tags);
    }
}

/// Whose shelf a feature belongs on, and what is kept of it there.
pub fn place(feature: u64) -> (usize, u32) {
    ((feature >> 32) as usize, (feature as u32).max(1))
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
