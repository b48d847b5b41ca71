//! The words that tell where sentences end, a file a language, gathered from how newspapers of the language write.

mod english;

pub(super) mod dutch;
pub(super) mod french;
pub(super) mod german;
pub(super) mod italian;
pub(super) mod portuguese;
pub(super) mod russian;
pub(super) mod spanish;

pub(super) use english::RULES as ENGLISH;
