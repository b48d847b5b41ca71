//! A name as written -> its shape: given names, initials, surname, suffix.
//!
//! Takes one name, gives a [`Shape`], in which two names can be compared. Titles that were left on a name are taken
//! off. What is no name of a person (the last word is Corp) keeps its words and gets no surname, so it agrees with
//! nothing but itself. It must never leave a name out: whatever is written has words, and names of the same words are
//! one name.

use super::decisions::words;
use super::nicknames::letters;
use super::skeleton::{skeleton, sounds};
use crate::enrich::people::fold::Folded;
use crate::enrich::people::lexicon::lexicon;
use crate::enrich::people::marks::Marks;
use crate::words::Words;

/// A given name, or the initial of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// Folded, hyphens left out.
    pub word: String,
    /// Only its first letter is known.
    pub initial: bool,
}

/// The generation that a suffix says: Sr. is the first, Jr. the second.
pub type Generation = u8;

/// What a name is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    /// The words as the index knows them, one blank between: names that share them are one name.
    pub words: String,
    /// Given names and initials, in order.
    pub given: Vec<Given>,
    /// What is quoted between them: Thomas "Tip" O'Neill.
    pub called: Option<String>,
    /// The surname's words, particles left out; two or more where the word before the last may be the surname. Empty
    /// for what is no name of a person.
    pub surname: Vec<String>,
    /// The surname in one word, particles and hyphens and all; of what is no name of a person, all words.
    pub joined: String,
    /// Jr., III.
    pub generation: Option<Generation>,
    /// The surname stands first, or may do so.
    pub eastern: bool,
    /// What the first given name says of the sex; nothing where it says nothing or both.
    pub sex: Marks,
    /// Written without a small letter.
    pub shouted: bool,
    /// First letters that the given names could have, as bits; see [`letters`].
    pub letters: u32,
}

/// A word of a name.
struct Part {
    word: String,
    /// The words it is made of, where it is hyphenated.
    pieces: Vec<String>,
    marks: Marks,
    initial: bool,
}

impl Shape {
    /// The shape of a name.
    pub fn of(name: &str) -> Shape {
        let words = words(name);
        let joined = words.replace(' ', "");
        let (name, called) = quoted(name);
        let mut shape = Shape {
            words,
            given: Vec::new(),
            called,
            surname: Vec::new(),
            joined,
            generation: None,
            eastern: false,
            sex: Marks::NONE,
            shouted: !name.chars().any(char::is_lowercase),
            letters: 0,
        };
        let mut parts = parts(&name, shape.shouted);
        shape.generation = suffix(&mut parts);
        untitled(&mut parts);
        shape.name(parts);
        shape
    }

    fn name(&mut self, mut parts: Vec<Part>) {
        let Some(last) = parts.pop() else { return };
        if last.marks.any(Marks::COMPANY)
            && !(parts.len() == 1 && last.marks.any(Marks::SURNAME) && !last.marks.any(Marks::COMMON))
            || last.initial
        {
            return;
        }
        let first = parts.first().map_or(Marks::NONE, |part| part.marks);
        let hyphened = last.pieces.len() > 1 && last.pieces.iter().all(|piece| piece.len() < 7);
        let known = |part: &Part| part.marks.any(Marks::GIVEN | Marks::FREQUENT) && !part.marks.any(Marks::EAST);
        let rest = || parts.iter().skip(1).chain([&last]);
        self.eastern = match parts.len() {
            1 if hyphened => {
                first.any(Marks::EAST)
                    || !first.any(Marks::GIVEN) && !parts.iter().any(|p| p.initial || p.word.len() > 6)
            }
            1 => first.any(Marks::EAST) && !first.any(Marks::FAMILIAR) && !last.marks.any(Marks::SURNAME | Marks::EAST),
            2 => {
                let strange =
                    |part: &Part| !part.marks.any(Marks::GIVEN | Marks::SURNAME | Marks::COMMON | Marks::PARTICLE);
                let short = |part: &Part| part.word.len() < 6 && !part.initial;
                (first.any(Marks::EAST)
                    || parts.first().is_some_and(|part| short(part) && strange(part)) && rest().all(strange))
                    && rest().all(|part| short(part) && !known(part))
            }
            _ => false,
        };
        if self.eastern {
            let surname = parts.remove(0);
            self.joined = surname.word.clone();
            self.surname = vec![surname.word];
            let given: String = parts.into_iter().chain([last]).map(|part| part.word).collect();
            self.given = vec![Given { word: given, initial: false }];
            self.letters = u32::MAX;
            return;
        }
        // Particles belong to the surname: Willy de Clercq.
        let mut particles = Vec::new();
        // The first word is one only before a surname that nothing else stands before: Al Gore, but de Clercq.
        let first = |parts: &[Part]| parts.len() == 1 && parts.iter().any(|part| part.marks.any(Marks::GIVEN));
        while !parts.is_empty() && !first(&parts) {
            let Some(part) = parts.pop_if(|part| part.marks.any(Marks::PARTICLE) && !part.initial) else {
                break;
            };
            particles.push(part.word);
        }
        particles.reverse();
        self.joined = particles.concat() + &last.word;
        let mut pieces = last.pieces;
        // Al-Sabah.
        if pieces.len() > 1 && pieces.first().is_some_and(|piece| particle(piece)) {
            pieces.remove(0);
        }
        self.surname = pieces;
        // Arturo Hernandez Grisanti is Hernandez to his readers.
        if particles.is_empty()
            && parts.len() > 1
            && let Some(middle) = parts.pop_if(|part| {
                part.marks.any(Marks::SURNAME | Marks::SHAPED)
                    && !part.marks.any(Marks::GIVEN | Marks::COMMON)
                    && !part.initial
            })
        {
            self.joined = format!("{}{}", middle.word, self.joined);
            self.surname.insert(0, middle.word);
        }
        self.given = parts
            .into_iter()
            .filter(|part| !part.marks.any(Marks::PARTICLE) || part.initial || part.marks.any(Marks::GIVEN))
            .map(|part| Given { word: part.word, initial: part.initial })
            .collect();
        let sex = self.given.first().filter(|given| !given.initial).map_or(Marks::NONE, |given| marks(&given.word));
        if sex.any(Marks::MAN) != sex.any(Marks::WOMAN) {
            self.sex = sex.only(Marks::GIVEN);
        }
        let names = self.given.iter().map(|given| given.word.as_str()).chain(self.called.as_deref());
        self.letters = names.fold(0, |all, given| all | letters(given));
    }

    /// Whether there is no given name, but a surname.
    pub fn bare(&self) -> bool {
        self.given.is_empty() && !self.surname.is_empty()
    }

    /// The words that it is filed under: of any two names that agree, one has such a word that is the same as one of
    /// the other's, or sounds like it, or is a letter away from it.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        let joined = (self.surname.first() != Some(&self.joined)).then_some(&self.joined);
        self.surname.iter().chain(joined).map(String::as_str).filter(|word| !word.is_empty())
    }

    /// The skeletons of its keys, those of names with the surname first marked as such.
    pub fn skeletons(&self) -> Vec<String> {
        let mut skeletons: Vec<String> = self.keys().map(skeleton).filter(|skeleton| !skeleton.is_empty()).collect();
        if self.eastern {
            skeletons.extend(self.surname.first().map(|word| format!("^{}", eastern(word))));
        }
        skeletons.sort_unstable();
        skeletons.dedup();
        skeletons
    }

    /// How much it tells: given names most, initials less, the rest least.
    pub fn told(&self) -> usize {
        let initials = self.given.iter().filter(|given| given.initial).count();
        100 * (self.given.len() - initials)
            + 10 * initials
            + 2 * self.surname.len()
            + usize::from(self.generation.is_some())
    }

    /// The first given name.
    pub fn first(&self) -> Option<&Given> {
        self.given.first()
    }
}

/// What an eastern word sounds like, in Pinyin or as missionaries wrote it: Deng, Teng; Xiaoping, Hsiao-ping.
pub fn eastern(word: &str) -> String {
    let word = word.replace("hs", "sh").replace('x', "sh").replace(['j', 'q'], "ch").replace("zh", "ch");
    sounds(&word).replace('D', "T").replace('B', "P").replace('G', "K")
}

/// What the lists know of a folded word.
pub fn marks(word: &str) -> Marks {
    let folded = Folded::of(word);
    lexicon().word(&folded, folded.key())
}

fn particle(word: &str) -> bool {
    lexicon().exact(&Folded::of(word)).any(Marks::PARTICLE)
}

/// A name without what is quoted in it, and that: `Thomas "Tip" O'Neill`.
fn quoted(name: &str) -> (String, Option<String>) {
    const QUOTES: [(char, char); 3] = [('"', '"'), ('\u{201c}', '\u{201d}'), ('(', ')')];
    for (open, close) in QUOTES {
        if let Some((before, rest)) = name.split_once(open)
            && let Some((inside, behind)) = rest.split_once(close)
            && !before.trim().is_empty()
            && !behind.trim().is_empty()
        {
            let called: String = Words::new(inside).map(|word| word.term).collect();
            return (format!("{} {}", before.trim(), behind.trim()), Some(called).filter(|called| !called.is_empty()));
        }
    }
    (name.to_string(), None)
}

/// What a paper ties to a name with a hyphen.
const TIED: [&str; 8] = ["based", "led", "backed", "owned", "controlled", "born", "designed", "run"];

fn parts(name: &str, shouted: bool) -> Vec<Part> {
    let mut parts = Vec::new();
    for token in name.split(|c: char| c.is_whitespace() || c == ',') {
        // J.B.Fuqua, T.Boone
        let mut pieces: Vec<&str> = token.split_inclusive('.').collect();
        if pieces.iter().take(pieces.len().saturating_sub(1)).any(|piece| piece.chars().count() > 2) {
            pieces = vec![token];
        }
        for piece in pieces {
            // Geneva-based Alcan, an Icahn-led group.
            let piece = match piece.rsplit_once('-') {
                Some((_, what)) if parts.is_empty() && TIED.contains(&what) => continue,
                Some((name, what)) if TIED.contains(&what) => name,
                _ => piece,
            };
            let letters: Vec<char> = piece.chars().filter(|c| c.is_alphanumeric()).collect();
            // RJ Reynolds: two capitals and no vowel.
            if let [a, b] = letters[..]
                && !shouted
                && letters.iter().all(|c| c.is_uppercase() && !"AEIOUY".contains(*c))
            {
                parts.extend([a, b].map(|c| part(&c.to_string())));
            } else if !letters.is_empty() {
                parts.push(part(piece));
            }
        }
    }
    parts
}

fn part(written: &str) -> Part {
    let folded = |text: &str| -> String {
        String::from_utf8_lossy(Folded::of(text).bytes()).chars().filter(|c| c.is_alphanumeric()).collect()
    };
    let written = written.trim_matches(|c: char| !c.is_alphanumeric());
    let word = folded(written);
    let pieces: Vec<String> =
        written.split(['-', '\u{2010}', '\u{2011}']).map(folded).filter(|piece| !piece.is_empty()).collect();
    let folded = Folded::of(written);
    Part { marks: lexicon().word(&folded, folded.key()), initial: word.chars().count() == 1, pieces, word }
}

/// Takes a suffix off.
fn suffix(parts: &mut Vec<Part>) -> Option<Generation> {
    let last = parts.last().filter(|_| parts.len() > 1)?;
    let generation = match last.word.as_str() {
        "sr" | "senior" => 1,
        "jr" | "junior" | "jun" | "ii" => 2,
        "iii" => 3,
        "iv" => 4,
        _ => return None,
    };
    parts.pop();
    Some(generation)
}

/// Takes titles off the front.
fn untitled(parts: &mut Vec<Part>) {
    let titles = parts
        .iter()
        .take_while(|part| part.marks.any(Marks::HONORIFIC) && !part.marks.any(Marks::GIVEN | Marks::SURNAME))
        .count();
    parts.drain(..titles.min(parts.len().saturating_sub(1)));
}
