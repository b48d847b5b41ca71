//! What every fuzz target does with the bytes it is given; the plain tests run the same over the seeds.

mod drive;

pub use drive::{decode, query, reader, unpack};
