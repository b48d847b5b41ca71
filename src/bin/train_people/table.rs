//! Weights as the file that the program builds in.
//!
//! Takes features and their weights, gives the bytes described in `enrich::people::model`. Weights are whole steps of
//! an eighth of a byte's reach at most; features whose weights all come to nothing are left out, and of the others the
//! weightiest are kept.

use morgue::enrich::people::features::EDITION;
use morgue::enrich::people::model::place;

use crate::perceptron::Weights;

/// Places of the table, as a power of two.
const PLACES: u32 = 18;
/// Features kept; two of three places stay free, so that a look-up ends soon.
const KEPT: usize = (1 << PLACES) / 2;
/// Of a hundred thousand weights so many are larger than a byte can say.
const CUT: usize = 20;

/// The file.
pub fn bytes(features: &[u64], weights: &Weights) -> Vec<u8> {
    let mut sizes: Vec<f64> = weights.features.iter().map(|w| largest(w)).collect();
    sizes.sort_by(f64::total_cmp);
    let limit = sizes.len().saturating_sub(1 + sizes.len() * CUT / 100_000);
    let scale = 127.0 / sizes.get(limit).copied().unwrap_or(1.0).max(1e-9);
    let round = |weight: f64| (weight * scale).round().clamp(-127.0, 127.0) as i8;
    let mut rows: Vec<(f64, u64, [u8; 5])> = Vec::new();
    for (feature, weights) in features.iter().zip(&weights.features) {
        // The same number for all tags says nothing.
        let middle =
            (weights.iter().copied().fold(f64::MIN, f64::max) + weights.iter().copied().fold(f64::MAX, f64::min)) / 2.0;
        let row = weights.map(|weight| round(weight - middle).cast_unsigned());
        if row != [0; 5] {
            rows.push((largest(&weights.map(|w| w - middle)), *feature, row));
        }
    }
    let all = rows.len();
    rows.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    rows.truncate(KEPT);
    eprintln!("{} features, {all} of weight, {} kept, scale {scale:.2}", features.len(), rows.len());
    let mut bytes = b"MGPM".to_vec();
    bytes.extend(EDITION.to_le_bytes());
    bytes.extend((PLACES as u16).to_le_bytes());
    for weight in weights.transitions.as_flattened().as_flattened() {
        bytes.extend(((weight * scale).round().clamp(-30000.0, 30000.0) as i16).to_le_bytes());
    }
    let mut table = vec![[0u8; 8]; 1 << PLACES];
    for (_, feature, row) in rows {
        let (mut at, check) = place(feature);
        let [a, b, c, _] = check.to_le_bytes();
        loop {
            at &= table.len() - 1;
            let Some(slot) = table.get_mut(at) else { break };
            if slot.starts_with(&[a, b, c]) {
                break;
            }
            if slot.starts_with(&[0, 0, 0]) {
                let [d, e, f, g, h] = row;
                *slot = [a, b, c, d, e, f, g, h];
                break;
            }
            at += 1;
        }
    }
    bytes.extend(table.as_flattened());
    bytes
}

fn largest(weights: &[f64]) -> f64 {
    weights.iter().fold(0.0, |most, weight| most.max(weight.abs()))
}
