//! What must stand at the words of one text: words, phrases, mentions, and how near they are to each other.
//!
//! A [`Span`] is asked of one text at a time (a headline, a body) and gives *matches*: stretches of words, each from the
//! number of its first word to one past the number of its last. Words are numbered as [`crate::words`] counts them; the
//! end of a paragraph counts as one word. Two matches with the same bounds are one.
//!
//! | span | its matches |
//! |---|---|
//! | [`Words`](Span::Words) | its forms one behind the other: word n at position p + n |
//! | [`Loose`](Span::Loose) | as Lucene's `"a b"~s`: one position for each form, no two the same, such that the greatest and the least of (position of form n) - n lie at most s apart; the match is the hull, if it holds no other such hull |
//! | [`Person`](Span::Person) | every mention of a person who is called so: whose name, as the article knows it in full, holds all the forms (not inflected, in any case), or, as [`called`](super::called) asks, is spelled so, or is one of his other names |
//! | [`Date`](Span::Date) | every mention of a day, month, ... that lies within the period |
//! | [`Any`](Span::Any) | the matches of all parts |
//! | [`Near`](Span::Near) | pairs, see below; the match is the hull |
//! | [`Apart`](Span::Apart) | the matches of the first part that make no pair (of any kind) with a match of the second |
//! | [`Opening`](Span::Opening) | the matches of its part that lie wholly within the first n words of the text |
//!
//! A match x of the first part and a match y of the second are within reach of each other if
//!
//! - they share no word: neither's first or last word belongs to the other. To a phrase, a single word and a mention belong
//!   all their words; to a pair and a loose phrase of more than two words the first and the last;
//! - they stand as ordered: x ends before y begins, where order is asked;
//! - for [`Reach::Words`], the later one's first word comes at most n words behind the earlier one's last (neighbours are 1
//!   apart); for [`Reach::Sentence`] and [`Reach::Paragraph`], no sentence (or paragraph) begins behind the first word of
//!   the hull up to its last. Where one begins inside the other they are as near as can be: `acme w/s jones w/s bribe` are
//!   three words in one sentence, in whichever order.
//!
//! They make a *pair* if besides one begins inside the other, or one of them is the other's nearest on that side: no y
//! begins nearer behind x (or ends nearer before x), or no x does so to y. So in `cat cat dog` both cats are near the dog,
//! and the work is never that of all pairs.
//!
//! What is highlighted is every word (or mention) that takes part in some match.

use super::called::Called;
use crate::date::Period;

/// How one word is matched: by its spelling, and by its capitals.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Form {
    /// The letters.
    pub spelling: Spelling,
    /// The capitals.
    pub case: Case,
}

/// Which terms a word stands for. All texts in here are folded as [`crate::words`] folds them, but a regex's.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Spelling {
    /// Only this form.
    Exact(String),
    /// This word and its inflections, regular (the same stem) and irregular (`woman`, `women`; `say`, `said`).
    Inflected(String),
    /// Only its singular form.
    Singular(String),
    /// Only its plural forms.
    Plural(String),
    /// Every word that begins so.
    Prefix(String),
    /// `*` stands for any letters, also none, `?` for one.
    Pattern(String),
    /// Every word that the regular expression matches as a whole.
    Regex(String),
    /// Every word that becomes this one by so many changes (a letter more, less, other, or two swapped).
    Fuzzy(String, u8),
}

/// Which capitals a word must be printed with, in headline or body. (How sources, bylines and places are printed is not
/// known; any way fits.)
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Case {
    /// Any or none.
    #[default]
    Any,
    /// At least one: `caps(May)`.
    Some,
    /// Capitals only, at least one: `allcaps(AIDS)`. Letters that have no capitals (`日`) are none, and do no harm.
    All,
    /// No capital: `nocaps(may)`.
    None,
}

impl Span {
    /// The words, phrases, names and days in it, from left to right.
    pub fn leaves(&self) -> Vec<&Span> {
        match self {
            Span::Words(_) | Span::Loose(..) | Span::Person(_) | Span::Date(_) => vec![self],
            Span::Any(parts) => parts.iter().flat_map(Span::leaves).collect(),
            Span::Near(near) | Span::Apart(near) => [near.first.leaves(), near.second.leaves()].concat(),
            Span::Opening(_, part) => part.leaves(),
        }
    }
}

impl Form {
    /// Only this form, in any case.
    pub fn exact(word: impl Into<String>) -> Form {
        Form { spelling: Spelling::Exact(word.into()), case: Case::Any }
    }

    /// This word and its inflections, in any case.
    pub fn inflected(word: impl Into<String>) -> Form {
        Form { spelling: Spelling::Inflected(word.into()), case: Case::Any }
    }

    /// Every word that begins so, in any case.
    pub fn prefix(word: impl Into<String>) -> Form {
        Form { spelling: Spelling::Prefix(word.into()), case: Case::Any }
    }
}

/// A condition on the words of one text; the module's page says what matches.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Span {
    /// One word, or several next to each other. Never empty.
    Words(Vec<Form>),
    /// Several words near each other, in order if that is cheaper: `"a b"~3`. At least two.
    Loose(Vec<Form>, u32),
    /// A mention of a person.
    Person(Called),
    /// A mention of a day within this time.
    Date(Period),
    /// One of these. Never empty.
    Any(Vec<Span>),
    /// Two of these near each other.
    Near(Box<Near>),
    /// The first, where the second is not near.
    Apart(Box<Near>),
    /// Within the first so many words of the text. (Asked of a headline, of the headline's.)
    Opening(u32, Box<Span>),
}

/// Two spans and what near means.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Near {
    /// The one written first.
    pub first: Span,
    /// The other.
    pub second: Span,
    /// How near.
    pub reach: Reach,
    /// Whether the first must stand before the second.
    pub ordered: bool,
}

/// How near two spans must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reach {
    /// At most so many words on; 1 means neighbours. At least 1.
    Words(u32),
    /// In one sentence.
    Sentence,
    /// In one paragraph.
    Paragraph,
}

impl Span {
    /// One of these, without needless layers: no group in a group, nothing twice, no group of one.
    pub fn any(parts: Vec<Span>) -> Span {
        let mut flat: Vec<Span> = Vec::with_capacity(parts.len());
        for part in parts {
            match part {
                Span::Any(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        let mut flat = super::distinct(flat);
        if flat.len() == 1 { flat.remove(0) } else { Span::Any(flat) }
    }

    /// Within the first so many words; of two such bounds the nearer.
    pub fn opening(words: u32, part: Span) -> Span {
        match part {
            Span::Opening(fewer, part) => Span::Opening(words.min(fewer), part),
            other => Span::Opening(words, Box::new(other)),
        }
    }

    /// One word.
    pub fn word(form: Form) -> Span {
        Span::Words(vec![form])
    }
}
