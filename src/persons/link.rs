//! How two names of one person differ, and why they are held to be one person's.
//!
//! Values only: what a printer makes sentences of.

use std::fmt;

use super::evidence::Evidence;

/// How a name differs from its parent. The order is from the least difference to the greatest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The user says so.
    Decided,
    /// The same words, with other accents, capitals or points.
    Words,
    /// Particles or hyphens: de Clercq, Declercq.
    Joined,
    /// The surname stands at the other end: Nakasone Yasuhiro.
    Order,
    /// A middle name or initial more, or a given name left out: J. Patrick Michaels, Patrick Michaels.
    Middle,
    /// Jr., III.
    Suffix,
    /// A second surname more: Arturo Hernandez Grisanti.
    Double,
    /// A given name spelt in another way: Stephen, Steven.
    Spelling,
    /// Short for it: Bob, Robert.
    Nickname,
    /// Only the initial of the given name: J. Smith.
    Initial,
    /// Brought over from another alphabet in another way: Gorbatschow, Gorbachev.
    Transliteration,
    /// One letter is another, too many or too few, or two are swapped.
    Letter,
    /// The surname alone.
    Surname,
}

impl Kind {
    /// In words: `middle name or initial`.
    pub const fn words(self) -> &'static str {
        match self {
            Kind::Decided => "decided in people.toml",
            Kind::Words => "same words",
            Kind::Joined => "particle or hyphen",
            Kind::Order => "surname first",
            Kind::Middle => "middle name or initial",
            Kind::Suffix => "Jr., Sr. or number",
            Kind::Double => "second surname",
            Kind::Spelling => "spelling of the given name",
            Kind::Nickname => "nickname",
            Kind::Initial => "initial",
            Kind::Transliteration => "transliteration",
            Kind::Letter => "one letter",
            Kind::Surname => "surname alone",
        }
    }

    /// One word, for machines: `middle`.
    pub const fn key(self) -> &'static str {
        match self {
            Kind::Decided => "decided",
            Kind::Words => "words",
            Kind::Joined => "joined",
            Kind::Order => "order",
            Kind::Middle => "middle",
            Kind::Suffix => "suffix",
            Kind::Double => "double",
            Kind::Spelling => "spelling",
            Kind::Nickname => "nickname",
            Kind::Initial => "initial",
            Kind::Transliteration => "transliteration",
            Kind::Letter => "letter",
            Kind::Surname => "surname",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words())
    }
}

/// Why a name is held to be a form of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// How they differ; the greatest difference first, at least one.
    pub kinds: Vec<Kind>,
    /// The other name, as written where it is commonest.
    pub parent: String,
    /// What the articles say. Empty for the same words and for decisions, which need none.
    pub evidence: Evidence,
    /// The line of `people.toml` that says so.
    pub line: Option<usize>,
}

impl Link {
    /// The greatest difference.
    pub fn kind(&self) -> Kind {
        self.kinds.first().copied().unwrap_or(Kind::Words)
    }
}

/// `initial; 12 of 15 co-mentioned people shared; 1987-03-02..1987-10-19`
impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, kind) in self.kinds.iter().enumerate() {
            write!(f, "{}{kind}", if n > 0 { ", " } else { "" })?;
        }
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        if self.evidence != Evidence::default() {
            write!(f, "; {}", self.evidence)?;
        }
        Ok(())
    }
}

/// Why a name that looks alike was not held to be the same person's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Doubt {
    /// It agrees with several people's names, and nothing says which.
    Several,
    /// Others are called so too, and too little speaks for it.
    Common,
    /// Both stand in one article, as two people.
    Together,
    /// They are too far apart in time.
    Apart,
    /// The user says that they are two.
    Decided,
}

impl Doubt {
    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Doubt::Several => "it could be several people's name",
            Doubt::Common => "too little speaks for it",
            Doubt::Together => "one article names both",
            Doubt::Apart => "too far apart in time",
            Doubt::Decided => "people.toml says that they are two",
        }
    }

    /// One word, for machines.
    pub const fn key(self) -> &'static str {
        match self {
            Doubt::Several => "several",
            Doubt::Common => "common",
            Doubt::Together => "together",
            Doubt::Apart => "apart",
            Doubt::Decided => "decided",
        }
    }
}

impl fmt::Display for Doubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words())
    }
}

/// A name that looks alike, and was left alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Which of the person's names.
    pub name: String,
    /// The one that looks like it.
    pub other: String,
    /// Articles that hold the other.
    pub articles: u64,
    /// How they differ; the greatest difference first.
    pub kinds: Vec<Kind>,
    /// Why they were left apart.
    pub doubt: Doubt,
    /// What the articles say.
    pub evidence: Evidence,
}
