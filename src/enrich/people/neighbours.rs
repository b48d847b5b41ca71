//! What stands around a name and speaks for a person: titles, roles, verbs of speech, ages, appositions, pronouns.
//!
//! Takes a candidate and the words to either side within its sentence, gives points; knows nothing of the name's own words.

use super::candidate::Candidate;
use super::evidence::Bench;
use super::marks::Marks;
use super::word::{Gap, Shape, Word};

impl Bench<'_> {
    /// What the neighbours say, in points.
    pub fn context(&self, candidate: &Candidate) -> f32 {
        let mut points = 0.0;
        if candidate.title.honorific {
            points += 3.0;
        } else if candidate.title.office {
            points += 2.0;
        }
        let Some(first) = self.words.get(candidate.first) else { return points };
        let next = self.words.get(candidate.last + 1);
        if next.is_some_and(|w| w.before.joins() && w.shape == Shape::Lower && self.marks(w).any(Marks::RULE)) {
            points += 3.0;
        }
        let before = candidate.first.checked_sub(1).and_then(|at| self.words.get(at));
        if let Some(before) = before.filter(|_| first.before.joins()) {
            let marks = self.marks(before);
            if before.shape == Shape::Lower && marks.any(Marks::ROLE) {
                points += 2.0;
            } else if marks.any(Marks::VERB) && before.shape == Shape::Lower {
                points += if before.before.any(Gap::QUOTE.with(Gap::COMMA)) { 1.8 } else { 1.0 };
            }
            points += match self.folded(before).bytes() {
                _ if before.possessive => 0.3,
                b"the" => -2.0,
                b"in" | b"at" | b"near" => -1.2,
                b"by" | b"with" => 0.3,
                b"und" | b"et" | b"og" => -3.0,
                b"a" | b"an" => -1.0,
                _ => 0.0,
            };
        } else if let Some(before) = before.filter(|_| first.before == Gap::COMMA)
            && before.shape == Shape::Lower
            && self.marks(before).any(Marks::ROLE)
        {
            points += 1.2;
        }
        points + self.context_after(candidate) + self.pronoun(candidate)
    }

    /// A personal pronoun in the rest of the sentence.
    fn pronoun(&self, candidate: &Candidate) -> f32 {
        let rest = self.words.get(candidate.last + 1..).unwrap_or_default();
        let mut sentence = rest.iter().take(10).take_while(|w| !w.before.any(Gap::STOP.with(Gap::PARAGRAPH)));
        let personal = |w: &Word| {
            let first = self.text.as_bytes().get(w.start).copied().unwrap_or_default();
            w.end - w.start <= 7
                && (matches!(first, b'h' | b's') || !first.is_ascii())
                && matches!(self.folded(w).bytes(), b"he" | b"she" | b"his" | b"her" | b"him" | b"himself" | b"herself")
        };
        if sentence.any(|w| w.shape == Shape::Lower && personal(w)) { 0.5 } else { 0.0 }
    }

    /// Whether a noun that says what somebody is stands before the name: "spokesman Dauster".
    pub fn role_before(&self, candidate: &Candidate) -> bool {
        let Some(first) = self.words.get(candidate.first).filter(|w| w.before.joins()) else { return false };
        let before = candidate.first.checked_sub(1).and_then(|at| self.words.get(at));
        before.is_some_and(|w| !first.possessive && w.shape == Shape::Lower && self.marks(w).any(Marks::ROLE))
    }

    fn context_after(&self, candidate: &Candidate) -> f32 {
        let Some(last) = self.words.get(candidate.last) else { return 0.0 };
        let Some(next) = self.words.get(candidate.last + 1) else { return 0.0 };
        let after = |ahead: usize| self.words.get(candidate.last + ahead);
        if last.possessive {
            return match self.marks(next) {
                _ if next.shape != Shape::Lower => 0.2,
                marks if marks.any(Marks::KIN) => 1.2,
                marks if marks.any(Marks::ROLE) => -0.3,
                _ => 0.2,
            };
        }
        if next.before.joins() {
            let marks = self.marks(next);
            return match self.folded(next).bytes() {
                _ if next.shape == Shape::Number => -0.7,
                b"who" | b"whose" => 1.5,
                _ if next.shape == Shape::Lower && marks.any(Marks::VERB) => 1.5,
                _ if next.shape == Shape::Lower && marks.any(Marks::FIRM_VERB) => 0.5,
                b"of" => after(2).map_or(0.0, |w| {
                    if self.marks(w).any(Marks::PLACE | Marks::ACRONYM) || w.shape == Shape::Capitals {
                        0.2
                    } else {
                        -0.4
                    }
                }),
                b"and" => after(2).map_or(0.0, |w| if self.marks(w).any(Marks::COMPANY) { -5.0 } else { 0.0 }),
                _ => 0.0,
            };
        }
        if next.before.any(Gap::COMMA) && !next.before.any(Gap::STOP) {
            if next.shape == Shape::Number
                && self.is_age(next)
                && after(2).is_some_and(|w| w.before.any(Gap::COMMA.with(Gap::STOP)))
            {
                return 2.0;
            }
            if matches!(self.folded(next).bytes(), b"who" | b"whose") {
                return 1.5;
            }
            if self.marks(next).any(Marks::VERB) && next.shape == Shape::Lower {
                return 0.7;
            }
            // An apposition: ", president of", ", a former chief economist", ", the bank's chairman".
            for ahead in 1..=5 {
                let Some(word) = after(ahead).filter(|w| ahead == 1 || w.before.joins()) else { break };
                if word.shape != Shape::Capitals && self.marks(word).any(Marks::ROLE) {
                    return 1.5;
                }
            }
        }
        if next.before.any(Gap::OPEN) && (next.shape == Shape::Number || self.folded(next).bytes() == b"born") {
            return 0.8;
        }
        0.0
    }

    fn is_age(&self, word: &Word) -> bool {
        let text = self.text.get(word.start..word.end).unwrap_or_default();
        text.len() <= 2 && text.bytes().all(|b| b.is_ascii_digit())
    }
}
