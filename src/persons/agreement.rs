//! Two shapes of names -> in which ways they differ, if they could be one person's; nothing if they could not.
//!
//! A name agrees with another when each word of either is in the other, or is left out there, or is a form of a word
//! there: an initial, a nickname, another spelling. Other given names, other initials, Jr. beside Sr., a man beside a
//! woman are two people. That two names agree does not make them one person's.

use super::link::Kind;
use super::nicknames::{short_for, spellings};
use super::shape::{Given, Shape, eastern, marks};
use super::skeleton::{distance, skeleton};
use crate::enrich::people::marks::Marks;

/// How two names differ: the greatest difference first, at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreement {
    /// The differences.
    pub kinds: Vec<Kind>,
}

impl Agreement {
    fn of(mut kinds: Vec<Kind>) -> Agreement {
        kinds.sort_unstable_by(|a, b| b.cmp(a));
        kinds.dedup();
        if kinds.is_empty() {
            kinds.push(Kind::Words);
        }
        Agreement { kinds }
    }

    /// Whether this is one of the differences.
    pub fn has(&self, kind: Kind) -> bool {
        self.kinds.contains(&kind)
    }

    /// Whether some word is not the same word, by sound or by letter.
    pub fn misspelt(&self) -> bool {
        self.has(Kind::Letter) || self.has(Kind::Transliteration)
    }
}

/// How two names differ, if they could be one person's.
pub fn agree(a: &Shape, b: &Shape) -> Option<Agreement> {
    if a.surname.is_empty() || b.surname.is_empty() {
        return None;
    }
    let mut kinds = Vec::new();
    match (a.generation, b.generation) {
        (Some(a), Some(b)) if a != b => return None,
        (None, None) => {}
        (a, b) if a == b => {}
        _ => kinds.push(Kind::Suffix),
    }
    if a.sex != Marks::NONE && b.sex != Marks::NONE && a.sex != b.sex {
        return None;
    }
    if a.eastern || b.eastern {
        kinds.extend(in_the_east(a, b)?);
        return Some(Agreement::of(kinds));
    }
    let both = Reading::all(a).flat_map(|a| Reading::all(b).map(move |b| (a.clone(), b)));
    let found = both.filter_map(|(a, b)| {
        let mut kinds = kinds.clone();
        kinds.extend(a.surnames(&b)?);
        kinds.extend(a.given(&b)?);
        // Ronald Reagan is not Donald Regan.
        if kinds.iter().filter(|kind| matches!(kind, Kind::Letter | Kind::Transliteration)).count() > 1
            && kinds.contains(&Kind::Letter)
        {
            return None;
        }
        // A surname alone tells less than the whole, never more.
        let bare = |one: &Reading<'_>| one.names().is_empty();
        let more =
            |one: &Reading<'_>, two: &Reading<'_>| bare(one) && (bare(two) || one.surname.len() > two.surname.len());
        if kinds.contains(&Kind::Double) && (more(&a, &b) || more(&b, &a)) {
            return None;
        }
        Some(Agreement::of(kinds))
    });
    found.min_by(|a, b| a.kinds.cmp(&b.kinds))
}

/// One way to read a name: the word before the last is a given name, or a surname.
#[derive(Clone)]
struct Reading<'a> {
    given: Vec<&'a Given>,
    middle: Option<Given>,
    called: Option<&'a str>,
    surname: &'a [String],
    joined: &'a str,
}

impl<'a> Reading<'a> {
    fn all(shape: &'a Shape) -> impl Iterator<Item = Reading<'a>> {
        std::iter::once(Reading::of(shape)).chain(Reading::with_middle(shape))
    }

    fn of(shape: &'a Shape) -> Reading<'a> {
        let given = shape.given.iter().collect();
        Reading { given, middle: None, called: shape.called.as_deref(), surname: &shape.surname, joined: &shape.joined }
    }

    /// With the first surname of two as a given name.
    fn with_middle(shape: &'a Shape) -> Option<Reading<'a>> {
        let [middle, last] = &shape.surname[..] else { return None };
        let middle = Given { word: middle.clone(), initial: false };
        Some(Reading { middle: Some(middle), surname: shape.surname.get(1..)?, joined: last, ..Reading::of(shape) })
    }

    fn names(&self) -> Vec<&Given> {
        self.given.iter().copied().chain(&self.middle).collect()
    }

    fn surnames(&self, other: &Reading<'_>) -> Option<Vec<Kind>> {
        if self.surname == other.surname && self.joined == other.joined {
            return Some(Vec::new());
        }
        if self.joined == other.joined
            || self.surname == other.surname
            || self.surname.concat() == other.surname.concat()
        {
            return Some(vec![Kind::Joined]);
        }
        let double = |one: &Reading<'_>, two: &Reading<'_>| {
            let [word] = one.surname else { return false };
            two.surname.len() > 1 && two.surname.contains(word)
        };
        if double(self, other) || double(other, self) {
            return Some(vec![Kind::Double]);
        }
        let (a, b) = (self.surname.concat(), other.surname.concat());
        let sound = skeleton(&a);
        if !sound.is_empty() && sound == skeleton(&b) {
            return Some(vec![Kind::Transliteration]);
        }
        (a.len().min(b.len()) > 3 && distance(&a, &b) == 1).then(|| vec![Kind::Letter])
    }

    fn given(&self, other: &Reading<'_>) -> Option<Vec<Kind>> {
        let (a, b) = (self.names(), other.names());
        let (Some((first_a, more_a)), Some((first_b, more_b))) = (a.split_first(), b.split_first()) else {
            return Some(if a.is_empty() && b.is_empty() { Vec::new() } else { vec![Kind::Surname] });
        };
        let all = |names: &[&Given]| names.iter().map(|given| given.word.as_str()).collect::<String>();
        if a.len() != b.len() && a.iter().chain(&b).all(|given| !given.initial) && all(&a) == all(&b) {
            return Some(vec![Kind::Joined]);
        }
        if let Some(first) = alike(first_a, first_b)
            && let Some(middle) = middles(more_a, more_b)
        {
            let called = (self.called != other.called).then_some(Kind::Middle);
            return Some(first.into_iter().chain(middle).chain(called).collect());
        }
        // J. Patrick Michaels is Patrick Michaels.
        let by_middle = |long: &[&Given], short: &[&Given]| {
            let ([_, goes_by, more @ ..], [known]) = (long, short) else { return false };
            more.is_empty() && !known.initial && goes_by.word == known.word
        };
        if by_middle(&a, &b) || by_middle(&b, &a) {
            return Some(vec![Kind::Middle]);
        }
        let called = |one: &Reading<'_>, known: &Given| one.called == Some(known.word.as_str());
        (called(self, first_b) || called(other, first_a)).then(|| vec![Kind::Nickname])
    }
}

/// Whether two given names could be one, and how they differ.
fn alike(a: &Given, b: &Given) -> Option<Option<Kind>> {
    if a.initial || b.initial {
        let (x, y) = (a.word.chars().next()?, b.word.chars().next()?);
        return (x == y).then_some(Some(Kind::Initial));
    }
    if a.word == b.word {
        return Some(None);
    }
    if spellings(&a.word, &b.word) {
        return Some(Some(Kind::Spelling));
    }
    if short_for(&a.word, &b.word) {
        return Some(Some(Kind::Nickname));
    }
    let known = |given: &Given| marks(&given.word).any(Marks::GIVEN);
    let apart = distance(&a.word, &b.word);
    let short = a.word.len().min(b.word.len()) < 4;
    let sound = skeleton(&a.word);
    if !sound.is_empty() && sound == skeleton(&b.word) && (apart > 1 || !short) && !(known(a) && known(b)) {
        return Some(Some(Kind::Transliteration));
    }
    // Jan and Jon are two names; so are Eric and Erin.
    (apart == 1 && !short).then_some(Some(Kind::Letter))
}

/// Whether the names behind the first could be of one person: none is another, some may be left out.
fn middles(a: &[&Given], b: &[&Given]) -> Option<Option<Kind>> {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let mut differ = short.len() < long.len();
    for (one, two) in short.iter().zip(long) {
        match alike(one, two)? {
            None => {}
            Some(Kind::Initial) => differ |= one.initial != two.initial,
            Some(Kind::Letter | Kind::Transliteration) => return None,
            Some(_) => differ = true,
        }
    }
    Some(differ.then_some(Kind::Middle))
}

/// The same for names of which one has the surname first, or may have.
fn in_the_east(a: &Shape, b: &Shape) -> Option<Vec<Kind>> {
    let given = |shape: &Shape| shape.given.iter().map(|given| given.word.as_str()).collect::<String>();
    let (given_a, given_b) = (given(a), given(b));
    let surname = |shape: &Shape| shape.surname.concat();
    let (surname_a, surname_b) = (surname(a), surname(b));
    if given_a.is_empty() || given_b.is_empty() {
        return (surname_a == surname_b).then(|| vec![Kind::Surname]);
    }
    let turned = a.eastern != b.eastern;
    let kind = if turned { Kind::Order } else { Kind::Joined };
    if surname_a == surname_b && given_a == given_b {
        return Some(vec![kind]);
    }
    let sound = |a: &str, b: &str| !a.is_empty() && eastern(a) == eastern(b);
    if a.eastern
        && b.eastern
        && sound(&surname_a, &surname_b)
        && sound(&given_a, &given_b)
        && eastern(&given_a).len() > 1
    {
        return Some(vec![Kind::Transliteration]);
    }
    (surname_a == surname_b && given_a.len().min(given_b.len()) > 4 && distance(&given_a, &given_b) == 1)
        .then(|| vec![Kind::Letter])
}
