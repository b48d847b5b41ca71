//! What single words, and a few phrases, are known to be: given names, surnames, places, firms, words of speech.
//!
//! Takes the word lists beside this file, gives [`Marks`] for a word as written. The lists are read once, on the first
//! question, so that a process which never enriches pays nothing. Words are folded (lower case, no accents, no
//! apostrophes) for looking up; nothing here is ever shown.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::BitOr;
use std::sync::LazyLock;

use unicode_normalization::char::decompose_canonical;

/// What a word may be; a word is often several things at once ("Brown", "Jordan", "May").
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marks(u32);

impl Marks {
    /// Nothing is known of the word.
    pub const NONE: Marks = Marks(0);
    /// Given name of men.
    pub const MAN: Marks = Marks(1);
    /// Given name of women.
    pub const WOMAN: Marks = Marks(1 << 1);
    /// A given name at all.
    pub const GIVEN: Marks = Marks(0b11);
    /// Surname on record.
    pub const SURNAME: Marks = Marks(1 << 2);
    /// One of the most frequent surnames.
    pub const FREQUENT: Marks = Marks(1 << 3);
    /// Not on record, but shaped like a surname: McNulty, Petrenko.
    pub const SHAPED: Marks = Marks(1 << 4);
    /// City, region or country.
    pub const PLACE: Marks = Marks(1 << 5);
    /// English word also written in lower case.
    pub const COMMON: Marks = Marks(1 << 6);
    /// Title that makes the surname after it a person: Mr, Senator, King.
    pub const HONORIFIC: Marks = Marks(1 << 7);
    /// Office before a name: Secretary, Chairman, Coach.
    pub const OFFICE: Marks = Marks(1 << 8);
    /// Title of a man.
    pub const MALE: Marks = Marks(1 << 9);
    /// Title of a woman.
    pub const FEMALE: Marks = Marks(1 << 10);
    /// What somebody is, in lower case: economist, chairman.
    pub const ROLE: Marks = Marks(1 << 11);
    /// What people do: said, told, resigned.
    pub const VERB: Marks = Marks(1 << 12);
    /// What people do and firms as well: announced, expects.
    pub const FIRM_VERB: Marks = Marks(1 << 13);
    /// Never part of a name: The, But, When.
    pub const FUNCTION: Marks = Marks(1 << 14);
    /// Head of the name of an organisation, place or thing: University, Inc, Award.
    pub const ORGANISATION: Marks = Marks(1 << 15);
    /// Head of the name of a firm.
    pub const COMPANY: Marks = Marks(1 << 16);
    /// Nationality, creed or party.
    pub const NATION: Marks = Marks(1 << 17);
    /// Month, weekday, feast.
    pub const CALENDAR: Marks = Marks(1 << 18);
    /// Small word inside a name: de, van, bin.
    pub const PARTICLE: Marks = Marks(1 << 19);
    /// Small word after a name: Jr., III.
    pub const SUFFIX: Marks = Marks(1 << 20);
    /// Well known letters that are no initials: US, TV.
    pub const ACRONYM: Marks = Marks(1 << 21);
    /// Firm, paper or brand that could be taken for a person.
    pub const FIRM: Marks = Marks(1 << 22);
    /// Surname that needs no introduction.
    pub const FAMOUS: Marks = Marks(1 << 23);
    /// First word of a phrase on record.
    pub const PHRASE: Marks = Marks(1 << 24);
    /// One of the most frequent given names.
    pub const FAMILIAR: Marks = Marks(1 << 25);
    /// Hyphenated, with no part known as a word: the given names of China and Korea (Min-Woo, Chung-tai).
    pub const HYPHENED: Marks = Marks(1 << 26);
    /// What only people have: a wife, a lawyer, a birthday.
    pub const KIN: Marks = Marks(1 << 29);
    /// Surname that stands before the given name.
    pub const EAST: Marks = Marks(1 << 28);
    /// What follows the name of whoever leads it: the Thatcher government.
    pub const RULE: Marks = Marks(1 << 27);

    /// Whether any of these is marked.
    pub const fn any(self, of: Marks) -> bool {
        self.0 & of.0 != 0
    }

    /// These marks without those.
    pub const fn without(self, those: Marks) -> Marks {
        Marks(self.0 & !those.0)
    }

    /// A title of either kind.
    pub const fn title(self) -> bool {
        self.any(Marks(Marks::HONORIFIC.0 | Marks::OFFICE.0))
    }

    /// A given name that is hardly ever anything else.
    pub const fn sure_given(self) -> bool {
        let doubtful = self.any(Marks(Marks::COMMON.0 | Marks::PLACE.0 | Marks::CALENDAR.0));
        self.any(Marks::GIVEN) && (!doubtful || self.any(Marks::FAMILIAR) && !self.any(Marks::CALENDAR))
    }

    /// A name of either kind.
    pub const fn name(self) -> bool {
        self.any(Marks(Marks::GIVEN.0 | Marks::SURNAME.0 | Marks::SHAPED.0))
    }
}

impl BitOr for Marks {
    type Output = Marks;
    fn bitor(self, other: Marks) -> Marks {
        Marks(self.0 | other.0)
    }
}

/// Hash of short byte strings, eight bytes a step. The lists are fixed, so nobody can choose keys that collide.
#[derive(Clone, Copy, Default)]
pub struct ShortHash(u64);

impl ShortHash {
    fn mix(&mut self, value: u64) {
        self.0 = (self.0.rotate_left(5) ^ value).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
}

impl Hasher for ShortHash {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut eight = [0u8; 8];
            for (to, from) in eight.iter_mut().zip(chunk) {
                *to = *from;
            }
            self.mix(u64::from_le_bytes(eight));
        }
        self.mix(bytes.len() as u64);
    }

    // Length prefixes of slices and the end marks of strings say nothing that `write` has not mixed in already.
    fn write_usize(&mut self, _: usize) {}
    fn write_u8(&mut self, _: u8) {}

    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 29)
    }
}

/// A word folded for looking up, kept on the stack. Longer words than any list holds are cut.
#[derive(Clone, Copy)]
pub struct Folded {
    bytes: [u8; Folded::ROOM],
    length: usize,
}

impl Folded {
    const ROOM: usize = 40;

    /// Nothing yet.
    pub fn new() -> Folded {
        Folded { bytes: [0; Folded::ROOM], length: 0 }
    }

    /// Folds one word.
    pub fn of(word: &str) -> Folded {
        let mut folded = Folded::new();
        folded.push(word);
        folded
    }

    /// Adds a word, folded.
    pub fn push(&mut self, word: &str) {
        for c in word.chars() {
            if c.is_ascii() {
                if !matches!(c, '\'' | '.' | '`') {
                    self.put(c.to_ascii_lowercase() as u8);
                }
            } else {
                self.push_foreign(c);
            }
        }
    }

    fn push_foreign(&mut self, c: char) {
        for lower in c.to_lowercase() {
            match lower {
                '\u{2018}' | '\u{2019}' | '\u{2bb}' | '\u{2bf}' => {}
                'ø' => self.put(b'o'),
                'ł' => self.put(b'l'),
                'đ' | 'ð' => self.put(b'd'),
                'ı' => self.put(b'i'),
                'ß' => [b's', b's'].into_iter().for_each(|b| self.put(b)),
                'æ' => [b'a', b'e'].into_iter().for_each(|b| self.put(b)),
                'œ' => [b'o', b'e'].into_iter().for_each(|b| self.put(b)),
                'þ' => [b't', b'h'].into_iter().for_each(|b| self.put(b)),
                lower => decompose_canonical(lower, |part| {
                    if !unicode_normalization::char::is_combining_mark(part) {
                        let mut room = [0; 4];
                        part.encode_utf8(&mut room).bytes().for_each(|b| self.put(b));
                    }
                }),
            }
        }
    }

    fn put(&mut self, byte: u8) {
        if let Some(slot) = self.bytes.get_mut(self.length) {
            *slot = byte;
            self.length += 1;
        }
    }

    /// The folded bytes.
    pub fn bytes(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }

    /// A number that stands for the folded word wherever two words are compared.
    pub fn key(&self) -> u64 {
        let mut hash = ShortHash::default();
        hash.write(self.bytes());
        hash.finish()
    }
}

impl Default for Folded {
    fn default() -> Folded {
        Folded::new()
    }
}

/// The word lists, read.
pub struct Lexicon {
    words: HashMap<&'static [u8], Marks, BuildHasherDefault<ShortHash>>,
}

/// The lists, read on the first call.
pub fn lexicon() -> &'static Lexicon {
    static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::read);
    &LEXICON
}

/// How many surnames, from the top of the list, count as frequent.
const FREQUENT: usize = 2500;

impl Lexicon {
    fn read() -> Lexicon {
        let mut lexicon = Lexicon { words: HashMap::with_capacity_and_hasher(56_000, BuildHasherDefault::default()) };
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
        for line in lines(include_str!("places.txt")) {
            lexicon.mark(line, Marks::PLACE);
        }
        for line in lines(include_str!("more-places.txt")) {
            line.split(' ').for_each(|name| lexicon.mark(name, Marks::PLACE));
        }
        lexicon.read_vocabulary(include_str!("vocabulary.txt"));
        lexicon
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
            let marks = self.words.entry(word.as_bytes()).or_default();
            *marks = *marks | mark;
            // Baby names such as "In", "Said" and "So" would make names of sentence beginnings.
            if marks.any(Marks::FUNCTION) && !marks.any(Marks::CALENDAR) {
                *marks = marks.without(Marks::GIVEN | Marks::SURNAME | Marks::FREQUENT | Marks::FAMILIAR);
            }
        }
    }

    /// What is known of a folded phrase; no guesses.
    pub fn exact(&self, folded: &Folded) -> Marks {
        self.words.get(folded.bytes()).copied().unwrap_or_default()
    }

    /// What is known of a folded word, or can be told from its parts and endings.
    pub fn word(&self, folded: &Folded) -> Marks {
        let marks = self.exact(folded);
        if marks.without(Marks::PHRASE) != Marks::NONE { marks } else { marks | self.guess(folded.bytes()) }
    }

    fn find(&self, word: &[u8]) -> Marks {
        self.words.get(word).copied().unwrap_or_default()
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
        for ending in INFLECTIONS {
            if let Some(stem) = word.strip_suffix(ending)
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
        let ends = ENDINGS.iter().any(|e| word.ends_with(e) && word.len() > e.len() + 2);
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
            if endings.iter().any(|e| word.ends_with(e) && word.len() > e.len() + 2) {
                return mark;
            }
        }
        Marks::NONE
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
            return Marks(first.0 & Marks::GIVEN.0) | Marks(last.0 & Marks::SURNAME.0);
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

fn sex_mark(sex: &str) -> Marks {
    match sex {
        "m" => Marks::MAN,
        "f" => Marks::WOMAN,
        "M" => Marks::MAN | Marks::FAMILIAR,
        "F" => Marks::WOMAN | Marks::FAMILIAR,
        "B" => Marks::GIVEN | Marks::FAMILIAR,
        _ => Marks::GIVEN,
    }
}

fn section_mark(section: &str) -> Marks {
    match section {
        "honorific" => Marks::HONORIFIC,
        "man" => Marks::MALE,
        "woman" => Marks::FEMALE,
        "office" => Marks::OFFICE,
        "role" => Marks::ROLE,
        "verb" => Marks::VERB,
        "other-verb" => Marks::FIRM_VERB,
        "function" => Marks::FUNCTION,
        "organisation" => Marks::ORGANISATION,
        "company" => Marks::COMPANY | Marks::ORGANISATION,
        "nation" => Marks::NATION,
        "calendar" => Marks::CALENDAR,
        "particle" => Marks::PARTICLE,
        "suffix" => Marks::SUFFIX,
        "acronym" => Marks::ACRONYM,
        "firm" => Marks::FIRM,
        "famous" => Marks::FAMOUS,
        "rule" => Marks::RULE,
        "kin" => Marks::KIN,
        "east" => Marks::EAST | Marks::SURNAME,
        _ => Marks::NONE,
    }
}
