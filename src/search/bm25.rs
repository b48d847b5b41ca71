//! BM25, the score of a word (or of anything that occurs) in a text: Robertson and Zaragoza, "The Probabilistic
//! Relevance Framework: BM25 and Beyond" (2009).
//!
//! Takes how often it occurs and how long the text is; gives a multiple of one part in [`GRAIN`].

use tantivy::Score;
use tantivy::fieldnorm::FieldNormReader;

/// Term saturation and length normalisation of the first look; the same as in the second ([`super::rank`]).
pub const K1: f32 = 1.0;
/// See [`K1`].
pub const B: f32 = 0.6;
/// Scores are multiples of one part in so many. Sums of a few hundred such numbers are exact in 32 bits, so they do not
/// depend on the order in which a segment comes upon the words of a query.
pub const GRAIN: f32 = 4096.0;

/// The score of one word in one field.
#[derive(Clone, Debug)]
pub struct Bm25 {
    weight: f32,
    /// By the byte that stands for a length.
    saturation: Box<[f32; 256]>,
}

impl Bm25 {
    /// `weight` multiplies the score: rarity times the weight of the field; `average` is in words.
    pub fn new(weight: f32, average: f32) -> Bm25 {
        let saturation = std::array::from_fn(|id| {
            let length = FieldNormReader::id_to_fieldnorm(id as u8) as f32;
            K1 * (1.0 - B + B * length / average.max(1.0))
        });
        Bm25 { weight, saturation: Box::new(saturation) }
    }

    /// The score where it occurs so often in a text of this length (as tantivy keeps lengths, in one byte).
    pub fn score(&self, frequency: u32, length: u8) -> Score {
        let frequency = frequency as f32;
        let score = self.weight * frequency * (K1 + 1.0) / (frequency + self.saturation[usize::from(length)]);
        grained(score)
    }

    /// The same with a share of the rank multiplied.
    pub fn times(&self, factor: f32) -> Bm25 {
        Bm25 { weight: self.weight * factor, saturation: self.saturation.clone() }
    }

    /// More than any score.
    pub fn bound(&self) -> Score {
        grained(self.weight * (K1 + 1.0)) + 1.0 / GRAIN
    }
}

/// The nearest score that can be added up in any order; scores are never negative.
pub fn grained(score: f32) -> f32 {
    // A cast, since rounding would be a call for every word of every article.
    (score * GRAIN + 0.5) as u32 as f32 / GRAIN
}
