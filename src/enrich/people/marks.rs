//! What a word may be, as a set.
//!
//! Takes nothing; gives the vocabulary in which `lexicon` answers and `candidate`, `evidence` and `cast` ask. A mark says
//! what a word can be somewhere, never what it is here.

use std::ops::BitOr;

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
    /// Syllable of the given names of China, Korea and Vietnam, or two of them in one word.
    pub const SYLLABLE: Marks = Marks(1 << 30);

    /// As a number.
    pub const fn bits(self) -> u32 {
        self.0
    }

    /// Whether any of these is marked.
    pub const fn any(self, of: Marks) -> bool {
        self.0 & of.0 != 0
    }

    /// Those of these marks and no others.
    pub const fn only(self, of: Marks) -> Marks {
        Marks(self.0 & of.0)
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

/// What the letter behind a given name says.
pub fn sex_mark(sex: &str) -> Marks {
    match sex {
        "m" => Marks::MAN,
        "f" => Marks::WOMAN,
        "M" => Marks::MAN | Marks::FAMILIAR,
        "F" => Marks::WOMAN | Marks::FAMILIAR,
        "B" => Marks::GIVEN | Marks::FAMILIAR,
        _ => Marks::GIVEN,
    }
}

/// What the words of a section of the vocabulary are.
pub fn section_mark(section: &str) -> Marks {
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
