//! Chance that repeats itself: SplitMix64 from a seed, and the few shapes of chance that text is made of.

/// A source of chance; the same seed gives the same throws.
pub struct Dice(u64);

/// One step of SplitMix64; also a good hash of a number.
pub fn mixed(number: u64) -> u64 {
    let mut z = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// A number as a part of one, 0 included, 1 not.
pub fn fraction(number: u64) -> f64 {
    (number >> 11) as f64 / (1u64 << 53) as f64
}

impl Dice {
    /// Begins at a seed.
    pub fn new(seed: u64) -> Dice {
        Dice(mixed(seed))
    }

    /// Any number.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        mixed(self.0)
    }

    /// From 0 up to 1.
    pub fn part(&mut self) -> f64 {
        fraction(self.next())
    }

    /// True in so many of a hundred throws.
    pub fn percent(&mut self, percent: f64) -> bool {
        self.part() * 100.0 < percent
    }

    /// A number below `end`, 0 if that is 0.
    pub fn below(&mut self, end: usize) -> usize {
        (self.part() * end as f64) as usize
    }

    /// From `first` to `last`.
    pub fn between(&mut self, first: usize, last: usize) -> usize {
        first + self.below(last + 1 - first)
    }

    /// One of a list.
    pub fn one<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }

    /// Normally distributed, mean 0, deviation 1.
    pub fn normal(&mut self) -> f64 {
        let (u, v) = (1.0 - self.part(), self.part());
        (-2.0 * u.ln()).sqrt() * (std::f64::consts::TAU * v).cos()
    }

    /// Log-normally distributed with this mean.
    pub fn log_normal(&mut self, mean: f64, deviation: f64) -> f64 {
        (mean.ln() - deviation * deviation / 2.0 + deviation * self.normal()).exp()
    }
}

/// How steeply words get rarer with their rank; in newswire the 2,000 commonest content words are two thirds of all.
const STEEP: f64 = 1.2;

/// A rank from 0 up to `ranks`, by Zipf's law with Mandelbrot's shift: rank r comes in proportion to
/// 1 / (r + flat)^[`STEEP`]. `part` is the chance, from 0 up to 1.
pub fn zipf(part: f64, ranks: usize, flat: f64) -> usize {
    let area = |rank: f64| (rank + flat).powf(1.0 - STEEP);
    let (first, last) = (area(0.0), area(ranks as f64));
    let rank = (first + part * (last - first)).powf(1.0 / (1.0 - STEEP)) - flat;
    (rank as usize).min(ranks - 1)
}
