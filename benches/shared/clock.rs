//! What something took: wall-clock time, and processor time of the whole process where the system tells it.

use std::time::{Duration, Instant};

/// What something took.
#[derive(Clone, Copy, Debug, Default)]
pub struct Took {
    /// Seconds on the wall.
    pub wall: f64,
    /// Seconds of processor time, over all threads; 0 where the system does not tell.
    pub cpu: f64,
}

/// Times something.
pub fn timed<T>(work: impl FnOnce() -> T) -> (T, Took) {
    let cpu = cpu();
    let began = Instant::now();
    let done = work();
    let wall = began.elapsed().as_secs_f64();
    (done, Took { wall, cpu: self::cpu() - cpu })
}

/// Processor seconds of this process so far. Linux counts them in hundredths.
fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit_once(')').map_or("", |(_, rest)| rest).split_whitespace();
    fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}

/// Milliseconds.
pub fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// The value that so many percent are below or at; 0 of nothing.
pub fn percentile(values: &[f64], percent: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let place = (percent / 100.0 * sorted.len().saturating_sub(1) as f64).round() as usize;
    sorted.get(place).copied().unwrap_or(0.0)
}

/// The one in the middle.
pub fn median(values: &[f64]) -> f64 {
    percentile(values, 50.0)
}
