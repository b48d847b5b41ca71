//! Weights as the file that the program builds in.
//!
//! Takes features and their weights, gives the bytes described in `enrich::people::model`. Weights are whole steps of
//! an eighth of a byte's reach at most; features whose weights all come to nothing are left out, and of the others the
//! weightiest are kept.

use morgue::enrich::people::features::EDITION;
use morgue::enrich::people::model::{SHELF, place};

use crate::perceptron::Weights;

/// Shelves of the table, as a power of two.
const SHELVES: u32 = 16;
/// Features kept: where more than fit belong on one shelf, the lightest are left out.
const KEPT: usize = (1 << SHELVES) * SHELF * 5 / 8;
/// Of a hundred thousand weights so many are larger than a byte can say.
const CUT: usize = 20;

/// The file.
pub fn bytes(features: &[u64], weights: &Weights) -> Vec<u8> {
    // A word's tags are compared with one another only, so what all have in common is left out: the weight of the first.
    let above = |[none, rest @ ..]: &[f64; 5]| rest.map(|weight| weight - none);
    let mut sizes: Vec<f64> = weights.features.iter().map(|w| largest(&above(w))).collect();
    sizes.sort_by(f64::total_cmp);
    let limit = sizes.len().saturating_sub(1 + sizes.len() * CUT / 100_000);
    let scale = 127.0 / sizes.get(limit).copied().unwrap_or(1.0).max(1e-9);
    let round = |weight: f64| (weight * scale).round().clamp(-127.0, 127.0) as i8;
    let mut rows: Vec<(f64, u64, [i8; 4])> = Vec::new();
    for (feature, weights) in features.iter().zip(&weights.features) {
        let row = above(weights).map(round);
        if row != [0; 4] {
            // How far it can part the tags says what it is worth.
            let most = weights.iter().copied().fold(f64::MIN, f64::max);
            let least = weights.iter().copied().fold(f64::MAX, f64::min);
            rows.push((most - least, *feature, row));
        }
    }
    let all = rows.len();
    rows.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    rows.truncate(KEPT);
    let mut table = vec![[[0u8; 8]; SHELF]; 1 << SHELVES];
    let mut kept = 0;
    for (_, feature, row) in rows {
        let (at, check) = place(feature);
        let at = at & (table.len() - 1);
        let shelf = table.get_mut(at).map(<[_; SHELF]>::as_mut_slice).unwrap_or_default();
        let [a, b, c, d] = check.to_le_bytes();
        let taken = shelf.iter().any(|place| place.starts_with(&[a, b, c, d]));
        if let Some(free) = shelf.iter_mut().find(|place| **place == [0; 8]).filter(|_| !taken) {
            let [e, f, g, h] = row.map(|weight| weight.cast_unsigned().wrapping_add(128));
            *free = [a, b, c, d, e, f, g, h];
            kept += 1;
        }
    }
    eprintln!("{} features, {all} of weight, {kept} kept, scale {scale:.2}", features.len());
    let mut bytes = b"MGPM".to_vec();
    bytes.extend(EDITION.to_le_bytes());
    bytes.extend((SHELVES as u16).to_le_bytes());
    for weight in weights.transitions.as_flattened().as_flattened() {
        bytes.extend(((weight * scale).round().clamp(-30000.0, 30000.0) as i16).to_le_bytes());
    }
    bytes.extend(table.as_flattened().as_flattened());
    bytes
}

/// The largest of the weights, whatever its sign.
fn largest(weights: &[f64]) -> f64 {
    weights.iter().fold(0.0, |most, weight| most.max(weight.abs()))
}
