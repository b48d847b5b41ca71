//! How much speaks for a candidate being a person: the weights of all that is known of its words and its neighbours.
//!
//! Takes one candidate with its field, gives a [`Verdict`] in points. It looks a few words to either side and never
//! beyond; what the rest of the article says (the same name with a title, a firm of that name) is the business of
//! `cast`. The points were set by hand on annotated news; the trained model takes them as one reason among others.

use super::candidate::{Candidate, Spoilt, starts_sentence};
use super::fold::Folded;
use super::lexicon::Lexicon;
use super::marks::Marks;
use super::page::key;
use super::word::{Gap, Shape, Word};

/// Points from which a candidate is a person.
pub const ENOUGH: f32 = 2.2;

/// Points for and against one candidate.
#[derive(Clone, Copy, Debug, Default)]
pub struct Verdict {
    /// Sum of what speaks for and against this mention.
    pub points: f32,
    /// What speaks against every mention of the name: that it is a firm's.
    pub against: f32,
    /// The neighbours alone: verbs, roles, titles.
    pub context: f32,
    /// Whether it is settled that this is a person.
    pub sure: bool,
}

/// A field as the judge sees it.
#[derive(Clone, Copy)]
pub struct Bench<'a> {
    /// The text.
    pub text: &'a str,
    /// Its words.
    pub words: &'a [Word],
    /// What words are known to be.
    pub lexicon: &'a Lexicon,
}

impl Bench<'_> {
    /// Weighs one candidate.
    pub fn weigh(&self, candidate: &Candidate) -> Verdict {
        let against = self.against(candidate);
        let context = self.context(candidate);
        let name = if candidate.parts > 1 { self.full_name(candidate) } else { self.single_name(candidate) };
        let mut points = name + context;
        points -= match candidate.spoilt {
            Some(Spoilt::Company) => 9.0,
            Some(Spoilt::Thing) => 6.0,
            None => 0.0,
        };
        if candidate.before_title {
            points -= 2.0;
        }
        let sure = self.words.get(candidate.first).is_some_and(|w| w.marks.sure_given());
        if candidate.after_thing && !(sure && candidate.parts > 1) {
            points -= 1.0;
        }
        Verdict { points, against, context, sure: false }
    }

    /// Full names that stand in a row vouch for each other: "Ann Smith, Romelu Lukaku and Dries Mertens".
    pub fn weigh_lists(&self, candidates: &mut [(Candidate, Verdict)]) {
        let mut forward = false;
        for at in 1..candidates.len() {
            forward = self.vouch(candidates, at - 1, at, forward);
        }
        let mut backward = false;
        for at in (1..candidates.len()).rev() {
            backward = self.vouch(candidates, at, at - 1, backward);
        }
    }

    /// Lets one candidate vouch for its neighbour; gives whether the neighbour may vouch in turn.
    fn vouch(&self, candidates: &mut [(Candidate, Verdict)], from: usize, to: usize, carried: bool) -> bool {
        let (Some(&(one, verdict)), Some(&(other, _))) = (candidates.get(from), candidates.get(to)) else {
            return false;
        };
        let (left, right) = if from < to { (one, other) } else { (other, one) };
        let first = |c: &Candidate| self.words.get(c.first).map_or(Marks::NONE, |w| w.marks);
        let clear = Marks::COMMON | Marks::PLACE | Marks::FIRM | Marks::ORGANISATION;
        let single = |c: &Candidate| c.parts == 1 && !first(c).any(clear);
        let alike = |c: &Candidate| c.parts > 1 || single(c) && (one.parts == 1 && other.parts == 1);
        let named = |c: &Candidate| alike(c) && c.spoilt.is_none();
        let strong =
            verdict.points - verdict.against >= if one.parts > 1 { 3.0 } else { 2.6 } || carried && one.parts > 1;
        if !named(&one) || !named(&other) || !strong || !self.coordinated(left.last, right.first) {
            return false;
        }
        if let Some((_, verdict)) = candidates.get_mut(to) {
            verdict.points += 0.9;
        }
        true
    }

    /// Whether nothing but a comma, "and", or both stands between two words.
    fn coordinated(&self, left: usize, right: usize) -> bool {
        let (Some(a), Some(b)) = (self.words.get(left + 1), self.words.get(right)) else { return false };
        let comma = |w: &Word| w.before == Gap::COMMA || w.before == Gap::COMMA.with(Gap::LINE);
        match right.checked_sub(left) {
            Some(1) => comma(b),
            Some(2) => (comma(a) || a.before.joins()) && b.before.joins() && self.folded(a).bytes() == b"and",
            _ => false,
        }
    }

    /// The parts of a name: particles and suffix left out.
    fn parts(&self, candidate: &Candidate) -> impl Iterator<Item = &Word> {
        let words = self.words.get(candidate.first..=candidate.last).unwrap_or_default();
        words.iter().filter(|w| w.shape != Shape::Lower && !w.marks.any(Marks::SUFFIX))
    }

    fn full_name(&self, candidate: &Candidate) -> f32 {
        let mut points = 0.0;
        let count = self.parts(candidate).count();
        let (mut given, mut sure) = (false, false);
        for (number, word) in self.parts(candidate).enumerate() {
            let marks = word.marks;
            let weak = marks.any(Marks::COMMON | Marks::PLACE | Marks::CALENDAR);
            let initial = word.shape == Shape::Initial || word.shape == Shape::Capitals;
            let dotted = word.end - word.start > 1;
            points += if number + 1 == count {
                last_name(marks, sure)
            } else if number == 0 {
                given = marks.any(Marks::GIVEN) || initial;
                sure = marks.sure_given();
                match () {
                    () if initial && dotted => {
                        if word.shape == Shape::Initial {
                            1.5
                        } else {
                            0.8
                        }
                    }
                    () if initial => 0.3,
                    () if sure => 2.5,
                    () if marks.any(Marks::PARTICLE) => -0.4,
                    () if given && !marks.any(Marks::EAST) => 1.5,
                    () if marks.any(Marks::EAST) && self.east(candidate) => 1.5,
                    () if marks.any(Marks::PLACE) => -1.5,
                    () if marks.any(Marks::COMMON) => -1.0,
                    () if marks.name() => 0.5,
                    () => 0.7,
                }
            } else {
                match () {
                    () if initial && dotted => 1.5,
                    () if initial => 1.0,
                    () if marks.any(Marks::GIVEN) && !weak => 0.8,
                    () if weak && !marks.name() => -1.0,
                    () => 0.0,
                }
            };
        }
        let particles = self.words.get(candidate.first..=candidate.last).unwrap_or_default();
        if particles.iter().any(|w| w.shape == Shape::Lower) {
            points += if given { 0.7 } else { -0.7 };
        }
        if particles.last().is_some_and(|w| w.marks.any(Marks::SUFFIX)) {
            points += 1.5;
        }
        if count > 4 {
            points -= (count - 4) as f32;
        }
        points
    }

    /// Whether what follows a surname of the east reads like a given name of the east: unknown, short and no word.
    fn east(&self, candidate: &Candidate) -> bool {
        let words = self.words.get(candidate.first + 1..=candidate.last).unwrap_or_default();
        words.len() <= 2
            && words.iter().all(|w| {
                w.shape == Shape::Capital
                    && w.end - w.start <= 11
                    && !w.marks.any(Marks::COMMON | Marks::PLACE | Marks::ORGANISATION | Marks::FIRM)
            })
    }

    fn single_name(&self, candidate: &Candidate) -> f32 {
        let Some(word) = self.words.get(candidate.first) else { return 0.0 };
        let marks = word.marks;
        if word.shape != Shape::Capital {
            return -5.0;
        }
        let mut points = match () {
            () if marks.any(Marks::FAMOUS) => 2.6,
            () if marks.any(Marks::FAMILIAR) && marks.sure_given() => 1.5,
            () if marks.any(Marks::FREQUENT) => 1.6,
            () if marks.any(Marks::SURNAME) => 1.2,
            () if marks.any(Marks::SHAPED) => 1.0,
            () if marks.any(Marks::GIVEN) => 1.0,
            () if marks.without(Marks::PHRASE) == Marks::NONE => {
                if self.role_before(candidate) || candidate.title.any() { 0.6 } else { 0.5 }
            }
            () => 0.0,
        };
        if marks.any(Marks::PLACE) {
            points -= 3.0;
        }
        if camel(self.text.get(word.start..word.end).unwrap_or_default()) {
            points -= 3.0;
        }
        let famous = marks.any(Marks::FAMOUS) && !starts_sentence(word);
        if marks.any(Marks::COMMON) && !famous {
            points -= if starts_sentence(word) { 2.8 } else { 1.6 };
        }
        if marks.any(Marks::ORGANISATION) || plain(marks) && !candidate.title.honorific {
            points -= 3.0;
        }
        points
    }

    /// What says that the name is a firm's, here and wherever it stands.
    fn against(&self, candidate: &Candidate) -> f32 {
        let mut points = 0.0;
        let (Some(first), next) = (self.words.get(candidate.first), self.words.get(candidate.last + 1)) else {
            return 0.0;
        };
        if first.before.any(Gap::ANGLE) || next.is_some_and(|w| w.before.any(Gap::ANGLE)) {
            points += 4.0;
        }
        // "Ernst & Young" is a firm, "Ann Smith & Bob Jones" are a couple.
        let couple =
            candidate.parts > 1 && first.marks.sure_given() && !next.is_some_and(|w| w.marks.any(Marks::ORGANISATION));
        if !couple && (first.before.any(Gap::AMPERSAND) || next.is_some_and(|w| w.before.any(Gap::AMPERSAND))) {
            points += 4.0;
        }
        if first.before.any(Gap::AT) {
            points += 5.0;
        }
        let words = self.words.get(candidate.first..=candidate.last).unwrap_or_default();
        let firm = match words {
            [word] => self.marks(word).any(Marks::FIRM),
            // A phrase on record begins with a word that is marked so.
            _ if !first.marks.any(Marks::PHRASE) && first.key != 0 && first.shape != Shape::Initial => false,
            _ => {
                let mut folded = Folded::new();
                for (number, word) in words.iter().enumerate() {
                    if number > 0 {
                        folded.push(" ");
                    }
                    folded.push(self.text.get(word.start..word.end).unwrap_or_default());
                }
                self.lexicon.exact(&folded).any(Marks::FIRM)
            }
        };
        if firm && !(candidate.title.honorific && candidate.parts == 1) {
            points += 6.0;
        } else if candidate.parts > 1 && first.marks.any(Marks::FIRM) && !first.marks.any(Marks::GIVEN) {
            points += 3.0;
        }
        points
    }

    /// A word, folded.
    pub fn folded(&self, word: &Word) -> Folded {
        Folded::of(self.text.get(word.start..word.end).unwrap_or_default())
    }

    /// What a word is known to be, also one in lower case.
    pub fn marks(&self, word: &Word) -> Marks {
        match word.shape {
            _ if word.key != 0 => word.marks,
            Shape::Lower => self.lexicon.of_key(key(self.text, word)),
            _ => self.lexicon.exact(&self.folded(word)),
        }
    }
}

/// An English word that is no name on record.
fn plain(marks: Marks) -> bool {
    marks.any(Marks::COMMON) && !marks.name() && !marks.any(Marks::FAMOUS)
}

/// Capitals inside a word, as brands have them (ServiceMaster), but not as names do (McDonald, DeLuca, O'Neill).
fn camel(text: &str) -> bool {
    let mut small = 0;
    let mut last = ' ';
    for (at, c) in text.chars().enumerate() {
        if at > 0 && c.is_uppercase() && last.is_lowercase() && small > 3 {
            return true;
        }
        small += usize::from(c.is_lowercase());
        last = c;
    }
    false
}

fn last_name(marks: Marks, sure: bool) -> f32 {
    match () {
        () if marks.any(Marks::ORGANISATION) => -0.8,
        () if marks.any(Marks::HYPHENED) => 1.8,
        () if marks.any(Marks::FAMOUS) => 2.0,
        () if marks.any(Marks::PLACE) && !marks.any(Marks::SURNAME) => -2.0,
        () if marks.any(Marks::COMMON) && marks.any(Marks::SURNAME) => 0.8,
        () if marks.any(Marks::COMMON) && !marks.any(Marks::GIVEN) => {
            if sure {
                -0.2
            } else {
                -2.0
            }
        }
        () if marks.any(Marks::FREQUENT) => 1.5,
        () if marks.any(Marks::SURNAME | Marks::SHAPED) => 1.2,
        () if marks.any(Marks::GIVEN) => 0.7,
        () => 0.9,
    }
}
