//! What single words, and a few phrases, are known to be: given names, surnames, places, firms, words of speech.
//!
//! Takes the word lists beside this file, gives [`Marks`] for a word as written. The lists are read once, on the first
//! question, so that a process which never enriches pays nothing. Words are folded (lower case, no accents, no
//! apostrophes) for looking up; nothing here is ever shown.

use std::sync::LazyLock;

use super::fold::{Folded, key_of};
use super::marks::{Marks, section_mark, sex_mark};

/// The word lists, read.
pub struct Lexicon {
    /// By the key of the folded word: its lower half, and what the word is. A word lies at the first free place from the
    /// upper half on.
    words: Vec<(u32, Marks)>,
    /// Tells of most words that are not there that they are not, without a look at the table.
    sieve: Vec<u64>,
}

/// Places of the table: more than twice as many as there are words.
const PLACES: usize = 1 << 17;

/// The lists, read on the first call.
pub fn lexicon() -> &'static Lexicon {
    static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::read);
    &LEXICON
}

/// How many surnames, from the top of the list, count as frequent.
const FREQUENT: usize = 2500;

impl Lexicon {
    fn read() -> Lexicon {
        let mut lexicon = Lexicon { words: vec![(0, Marks::NONE); PLACES], sieve: vec![0; 1 << 13] };
        for line in lines(include_str!("common-words.txt")) {
            lexicon.mark(line, Marks::COMMON);
        }
        for (rank, line) in lines(include_str!("surnames.txt")).enumerate() {
            let frequent = if rank < FREQUENT { Marks::FREQUENT } else { Marks::NONE };
            lexicon.mark(line, Marks::SURNAME | frequent);
        }
        for line in lines(include_str!("given-names.txt")) {
            if let Some((name, sex)) = line.split_once(' ') {
                lexicon.mark(name, sex_mark(sex));
            }
        }
        for line in lines(include_str!("more-names.txt")) {
            let mut words = line.split(' ');
            let mark = sex_mark(words.next().unwrap_or_default());
            words.for_each(|name| lexicon.mark(name, mark));
        }
        lexicon.read_world(include_str!("world-names.txt"));
        for line in lines(include_str!("places.txt")) {
            lexicon.mark(line, Marks::PLACE);
        }
        for line in lines(include_str!("more-places.txt")) {
            line.split(' ').for_each(|name| lexicon.mark(name, Marks::PLACE));
        }
        lexicon.read_vocabulary(include_str!("vocabulary.txt"));
        lexicon
    }

    /// Names of parts of the world; see the head of the list.
    fn read_world(&mut self, text: &'static str) {
        for line in lines(text) {
            let Some((kind, names)) = line.split_once(' ') else { continue };
            let mark = match kind {
                "m" => Marks::MAN,
                "f" => Marks::WOMAN,
                "s" => Marks::SURNAME,
                "y" => Marks::SYLLABLE,
                _ => continue,
            };
            for name in names.split(' ') {
                self.mark_key(Folded::of(name).key(), mark);
            }
        }
    }

    fn read_vocabulary(&mut self, text: &'static str) {
        let mut mark = Marks::NONE;
        for line in lines(text) {
            if let Some(section) = line.strip_prefix('[') {
                mark = section_mark(section.trim_end_matches(']'));
            } else if mark == Marks::FIRM {
                line.split('|').for_each(|name| self.mark(name, mark));
            } else {
                line.split(' ').for_each(|word| self.mark(word, mark));
            }
        }
    }

    fn mark(&mut self, word: &'static str, mark: Marks) {
        if let Some((first, _)) = word.split_once(' ') {
            self.mark(first, Marks::PHRASE);
        }
        if !word.is_empty() {
            self.mark_key(key_of(word.as_bytes()), mark);
        }
    }

    fn mark_key(&mut self, key: u64, mark: Marks) {
        let place = self.place(key);
        let Some((check, marks)) = self.words.get_mut(place) else { return };
        *check = key as u32;
        if let Some(bits) = self.sieve.get_mut((key as u32 >> 19) as usize) {
            *bits |= 1 << (key >> 13 & 63);
        }
        *marks = *marks | mark;
        // Baby names such as "In", "Said" and "So" would make names of sentence beginnings.
        if marks.any(Marks::FUNCTION) && !marks.any(Marks::CALENDAR) {
            *marks = marks.without(Marks::GIVEN | Marks::SURNAME | Marks::FREQUENT | Marks::FAMILIAR);
        }
    }

    /// Where a key lies or would lie.
    fn place(&self, key: u64) -> usize {
        let mut at = (key >> 32) as usize % PLACES;
        while self.words.get(at).is_some_and(|&(check, marks)| marks != Marks::NONE && check != key as u32) {
            at = (at + 1) % PLACES;
        }
        at
    }

    /// What is known of the word with this key.
    pub fn of_key(&self, key: u64) -> Marks {
        let maybe = self.sieve.get((key as u32 >> 19) as usize).is_some_and(|bits| bits >> (key >> 13 & 63) & 1 == 1);
        if !maybe {
            return Marks::NONE;
        }
        self.words.get(self.place(key)).map_or(Marks::NONE, |&(_, marks)| marks)
    }

    /// What is known of a folded phrase; no guesses.
    pub fn exact(&self, folded: &Folded) -> Marks {
        self.of_key(folded.key())
    }

    /// What is known of a folded word, whose key is given as well, or can be told from its parts and endings.
    pub fn word(&self, folded: &Folded, key: u64) -> Marks {
        let marks = self.of_key(key);
        if marks.without(Marks::PHRASE) != Marks::NONE { marks } else { marks | self.guess(folded.bytes()) }
    }

    fn find(&self, word: &[u8]) -> Marks {
        self.of_key(key_of(word))
    }

    fn guess(&self, word: &[u8]) -> Marks {
        if let Some(cut) = word.iter().position(|&b| b == b'-') {
            return self.guess_parts(word, cut);
        }
        const PREFIXES: [&[u8]; 3] = [b"mc", b"mac", b"fitz"];
        const ENDINGS: &[&[u8]] = &[
            b"ov", b"ova", b"ev", b"eva", b"sky", b"ski", b"skaya", b"enko", b"yan", b"vich", b"wicz", b"escu",
            b"oglu", b"stein", b"berg", b"sson", b"shvili", b"poulos", b"akis", b"inen", b"wala", b"awi", b"ani",
            b"uddin", b"ullah", b"zadeh", b"ovic", b"evic", b"wski", b"czyk", b"ides", b"idis", b"gaard", b"feld",
            b"bach", b"mann", b"meyer", b"meier", b"hofer", b"quist", b"qvist", b"strom", b"berger", b"witz", b"guez",
            b"elli", b"etti", b"ucci", b"moto", b"mura", b"shita", b"kowski", b"dze",
        ];
        const INFLECTIONS: [&[u8]; 7] = [b"s", b"es", b"ed", b"d", b"ing", b"ly", b"ness"];
        let last = word.last();
        let ended = |ending: &&[u8]| ending.last() == last && word.len() > ending.len() + 2 && word.ends_with(ending);
        for ending in INFLECTIONS {
            if ending.last() == last
                && let Some(stem) = word.strip_suffix(ending)
                && stem.len() > 2
            {
                let found = self.find(stem);
                if found.any(Marks::COMMON) {
                    return Marks::COMMON;
                }
                if found.any(Marks::NATION) {
                    return Marks::NATION;
                }
                if matches!(ending, b"ing") && self.find_with_e(stem).any(Marks::COMMON) {
                    return Marks::COMMON;
                }
            }
        }
        let starts = PREFIXES.iter().any(|p| word.starts_with(p) && word.len() > p.len() + 3);
        let ends = ENDINGS.iter().any(ended);
        if starts || ends {
            return Marks::SHAPED;
        }
        const ABSTRACT: [&[u8]; 12] =
            [b"logy", b"ism", b"isms", b"ics", b"ist", b"ists", b"ity", b"tion", b"tions", b"ship", b"ware", b"graphy"];
        const LANDS: [&[u8]; 5] = [b"istan", b"ville", b"borough", b"shire", b"grad"];
        const PEOPLES: [&[u8]; 2] = [b"nese", b"ians"];
        for (endings, mark) in
            [(&ABSTRACT[..], Marks::COMMON), (&LANDS[..], Marks::PLACE), (&PEOPLES[..], Marks::NATION)]
        {
            if endings.iter().any(ended) {
                return mark;
            }
        }
        if self.syllables(word) { Marks::SYLLABLE } else { Marks::NONE }
    }

    /// Whether a word is two syllables of the names of the east in one: "jianhua".
    fn syllables(&self, word: &[u8]) -> bool {
        let half = |part: Option<&[u8]>| part.is_some_and(|part| self.find(part).any(Marks::SYLLABLE));
        let ends = word.last().is_some_and(|last| b"aeioungkmlpth".contains(last));
        ends && word.len() <= 10 && (2..=6).any(|cut| half(word.get(cut..)) && half(word.get(..cut)))
    }

    fn find_with_e(&self, stem: &[u8]) -> Marks {
        let mut room = [b'e'; Folded::ROOM + 1];
        for (to, from) in room.iter_mut().zip(stem) {
            *to = *from;
        }
        room.get(..=stem.len()).map_or(Marks::NONE, |word| self.find(word))
    }

    /// "jean-paul" is what "jean" is, "al-amr" is shaped like a surname, "anglo-american" is a nationality.
    fn guess_parts(&self, word: &[u8], cut: usize) -> Marks {
        let first = self.find(word.get(..cut).unwrap_or_default());
        let last = self.find(word.rsplit(|&b| b == b'-').next().unwrap_or_default());
        if first.any(Marks::PARTICLE) {
            return Marks::SHAPED;
        }
        let spoilt = Marks::NATION | Marks::ORGANISATION | Marks::CALENDAR | Marks::FUNCTION | Marks::OFFICE;
        if (first | last).any(spoilt) {
            return last.without(Marks::GIVEN | Marks::SURNAME | Marks::FREQUENT) | Marks::COMMON;
        }
        if first.any(Marks::GIVEN) && !first.any(Marks::COMMON) && !last.any(Marks::COMMON) {
            return first.only(Marks::GIVEN) | last.only(Marks::SURNAME);
        }
        if first.any(Marks::SURNAME) && last.any(Marks::SURNAME) && !(first | last).any(Marks::COMMON) {
            return if word.len() < 12 { Marks::SURNAME | Marks::HYPHENED } else { Marks::SURNAME };
        }
        if first.any(Marks::PLACE) && last.any(Marks::PLACE) {
            return Marks::PLACE;
        }
        // Kwok-hung and Man-tung are made of short syllables that may be English words by chance.
        let long = cut > 4 && first.any(Marks::COMMON) || word.len() - cut > 5 && last.any(Marks::COMMON);
        if long || word.len() > 13 { Marks::COMMON } else { Marks::HYPHENED }
    }
}

fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter(|line| !line.starts_with('#'))
}
