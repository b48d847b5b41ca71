//! How properties are tried on parts that the tests of the whole cannot reach.

use proptest::test_runner::{Config, RngSeed};

/// So many inputs: the same on every machine and every day, or a change could be refused for what it did not do.
pub fn cases(cases: u32) -> Config {
    Config { cases, rng_seed: RngSeed::Fixed(1666), failure_persistence: None, ..Config::default() }
}
