//! Keeping an index: is it sound, a copy of it, and the room it takes.

pub mod backup;
pub mod tidy;
pub mod verify;
