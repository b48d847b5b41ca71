//! Capitalised stretches of text that could be the name of a person.
//!
//! Takes the words of a field, gives [`Candidate`]s in reading order, each with the title before it and with what the
//! stretch it was cut from says against it. It weighs nothing: that is the business of `evidence`.
//!
//! A run is a row of capitalised words with nothing but white space between, in which particles (de la, bin) may stand,
//! and after which a suffix (Jr.) may. A run is not a name yet: "Ford Motor Co Chairman Donald Petersen" is a firm, an
//! office and a man. So a run is cut at every word that cannot belong to a name (But, Monday, Japanese, IBM), at places,
//! and after titles; a piece that meets the head of an organisation's name (Co, University, Award) or, outside titles
//! set in capitals, a plain word (Drug, Prize), is spoilt as a whole, because it names that thing and not a man.

use super::fold::Folded;
use super::lexicon::Lexicon;
use super::marks::Marks;
use super::word::{Gap, Shape, Word};

/// The kind of title that stands before a name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Title {
    /// Mr, Senator, King: makes a surname alone a person.
    pub honorific: bool,
    /// Secretary, Chairman, Coach.
    pub office: bool,
    /// A man's or a woman's title, where it says so.
    pub sex: Marks,
}

impl Title {
    /// Whether there is a title.
    pub fn any(self) -> bool {
        self.honorific || self.office
    }
}

/// Why a candidate is probably the name of something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spoilt {
    /// The head of a firm's name is in it.
    Company,
    /// The head of another organisation's, place's or thing's name is in it.
    Thing,
}

/// A stretch that could be a name.
#[derive(Clone, Copy, Debug)]
pub struct Candidate {
    /// First word, by its number in the field.
    pub first: usize,
    /// Last word.
    pub last: usize,
    /// How many words of it are names: without particles and suffix.
    pub parts: usize,
    /// Title before it.
    pub title: Title,
    /// Set where the name is that of something else.
    pub spoilt: Option<Spoilt>,
    /// A title follows at once, as after the name of a firm: "Renault Chairman".
    pub before_title: bool,
    /// A plain capitalised word stands before it: "Hurricane Gloria".
    pub after_thing: bool,
}

/// Cuts the candidates out of a field.
pub fn candidates(text: &str, words: &[Word], lexicon: &Lexicon) -> Vec<Candidate> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        if !word.capital() {
            at += 1;
            continue;
        }
        let end = run_end(text, words, at, lexicon);
        Cutter { text, words, lexicon, found: &mut found }.cut(at, end);
        at = end;
    }
    found
}

/// One past the last word of the run that begins at `first`.
fn run_end(text: &str, words: &[Word], first: usize, lexicon: &Lexicon) -> usize {
    let mut end = first + 1;
    let open = |at: usize| words.get(at - 1).is_some_and(|w| !w.possessive);
    let marks = |word: &Word| lexicon.exact(&Folded::of(text.get(word.start..word.end).unwrap_or_default()));
    while let Some(word) = words.get(end) {
        if !open(end) {
            break;
        }
        if word.before == Gap::COMMA && word.marks.any(Marks::SUFFIX) {
            return end + 1;
        }
        if nickname(words, end) {
            end += 2;
            continue;
        }
        if !word.before.joins() || word.before.any(Gap::LINE) && alone_on_line(words, first) {
            break;
        }
        if word.capital() {
            end += 1;
            continue;
        }
        // Particles belong to a run only when a capitalised word follows within three.
        let mut ahead = end;
        while ahead < end + 3 {
            match words.get(ahead) {
                Some(w) if w.before.joins() && w.shape == Shape::Lower && marks(w).any(Marks::PARTICLE) => ahead += 1,
                _ => break,
            }
        }
        let capital = words.get(ahead).is_some_and(|w| w.before.joins() && w.shape == Shape::Capital);
        if ahead == end || !capital || words.get(ahead - 1).is_some_and(|w| w.possessive) {
            break;
        }
        end = ahead + 1;
    }
    end
}

/// Whether a run begins its line, the first line of the text aside: what fills a line by itself is a caption, a signature
/// or an entry of a list, and the next line begins something new.
fn alone_on_line(words: &[Word], first: usize) -> bool {
    first > 0 && words.get(first).is_some_and(|w| w.before.any(Gap::LINE.with(Gap::PARAGRAPH)))
}

/// Whether a nickname in quotation marks begins here, between given name and surname: William "Buckshot" May.
fn nickname(words: &[Word], at: usize) -> bool {
    let (Some(before), Some(name), Some(after)) =
        (at.checked_sub(1).and_then(|b| words.get(b)), words.get(at), words.get(at + 1))
    else {
        return false;
    };
    let given = before.shape == Shape::Initial || before.marks.any(Marks::GIVEN | Marks::SURNAME);
    given
        && name.before == Gap::QUOTE
        && name.shape == Shape::Capital
        && after.before == Gap::QUOTE
        && after.shape == Shape::Capital
}

/// A run being cut.
struct Cutter<'a> {
    text: &'a str,
    words: &'a [Word],
    lexicon: &'a Lexicon,
    found: &'a mut Vec<Candidate>,
}

/// The piece that is growing.
#[derive(Clone, Copy, Default)]
struct Piece {
    first: usize,
    parts: usize,
    title: Title,
    spoilt: Option<Spoilt>,
    after_thing: bool,
    given: bool,
    sure: bool,
}

impl Cutter<'_> {
    fn cut(&mut self, first: usize, end: usize) {
        let mut piece = Piece { first, ..Piece::default() };
        let mut at = first;
        while at < end {
            let Some(&word) = self.words.get(at) else { break };
            if at > piece.first && word.before == Gap::QUOTE {
                piece.parts += 1;
                at += 1;
                continue;
            }
            let places = self.phrase(at, end, Marks::PLACE);
            if places > 0 {
                self.close(piece, at, false);
                at += places;
                piece = Piece { first: at, ..Piece::default() };
                continue;
            }
            if self.is_title(&word, &piece, at, end) {
                let title = Title {
                    honorific: word.marks.any(Marks::HONORIFIC) || piece.parts == 0 && piece.title.honorific,
                    office: word.marks.any(Marks::OFFICE) || piece.parts == 0 && piece.title.office,
                    sex: if word.marks.any(Marks::MALE) {
                        Marks::MAN
                    } else if word.marks.any(Marks::FEMALE) {
                        Marks::WOMAN
                    } else {
                        piece.title.sex
                    },
                };
                self.close(piece, at, true);
                at += 1;
                piece = Piece { first: at, title, ..Piece::default() };
                continue;
            }
            if piece.parts == 0 && self.is_demonym(&word, at, end) {
                at += 1;
                piece.first = at;
                continue;
            }
            if self.is_barrier(&word, &piece, at, end) {
                if word.marks.any(Marks::ORGANISATION) && piece.parts > 0 {
                    piece.spoilt = Some(Spoilt::Company);
                }
                self.close(piece, at, false);
                at += 1;
                piece = Piece { first: at, ..Piece::default() };
                continue;
            }
            let plain = word.marks.any(Marks::COMMON) && !word.marks.name() && !word.marks.any(Marks::FAMOUS);
            let leads = piece.parts == 0 && piece.spoilt.is_none();
            if word.marks.any(Marks::COMPANY) && !(word.marks.any(Marks::FREQUENT) && leads) {
                piece.spoilt = Some(Spoilt::Company);
            } else if word.marks.any(Marks::ORGANISATION)
                && !(word.marks.name() && (leads || piece.sure && piece.parts == 1))
            {
                piece.spoilt = piece.spoilt.or(Some(Spoilt::Thing));
            } else if plain && (word.titled || leads || word.before.any(Gap::LINE)) {
                // A plain word by itself may still be the surname of somebody named in full: "Jobs".
                let alone = leads && at + 1 == end && word.shape == Shape::Capital;
                let parts = if alone { 1 } else { piece.parts };
                self.close(Piece { parts, ..piece }, if alone { end } else { at }, false);
                let thing = !starts_sentence(&word) && !word.titled && !piece.title.any();
                piece = Piece { first: at + 1, title: piece.title, after_thing: thing, ..Piece::default() };
                at += 1;
                continue;
            } else if plain && !(piece.sure && piece.parts == 1 && at + 1 == end) {
                piece.spoilt = piece.spoilt.or(Some(Spoilt::Thing));
            }
            if matches!(self.slice(&word), "St" | "St." | "Saint" | "Mt" | "Fort") && piece.parts == 0 {
                piece.spoilt = Some(Spoilt::Thing);
            }
            let small = word.marks.any(Marks::SUFFIX) || word.shape == Shape::Lower;
            if !small {
                piece.parts += 1;
                piece.given |= word.marks.any(Marks::GIVEN);
                piece.sure |= word.marks.sure_given() && piece.parts == 1;
            }
            at += 1;
        }
        self.close(piece, end, false);
    }

    /// Number of words of the phrase that begins here, or 0.
    fn phrase(&self, at: usize, end: usize, mark: Marks) -> usize {
        if !self.words.get(at).is_some_and(|w| w.marks.any(Marks::PHRASE)) {
            return 0;
        }
        let mut folded = Folded::new();
        let mut longest = 0;
        for length in 1..=4 {
            let Some(word) = self.words.get(at + length - 1).filter(|_| at + length <= end) else { break };
            if length > 1 {
                folded.push(" ");
            }
            folded.push(self.text.get(word.start..word.end).unwrap_or_default());
            if length > 1 && self.lexicon.exact(&folded).any(mark) {
                longest = length;
            }
        }
        longest
    }

    /// Titles that are surnames as well (King, Bishop, Major) are the surname after a given name.
    fn is_title(&self, word: &Word, piece: &Piece, at: usize, end: usize) -> bool {
        if !word.marks.title() {
            return false;
        }
        let next_given = self.words.get(at + 1).filter(|_| at + 1 < end).is_some_and(|w| w.marks.any(Marks::GIVEN));
        !(word.marks.name() && piece.given && piece.spoilt.is_none() && !next_given)
    }

    /// An unknown word that looks like an inhabitant or adherent before a sure given name: "Queenslander Mitchell ...".
    fn is_demonym(&self, word: &Word, at: usize, end: usize) -> bool {
        let unknown = word.marks == Marks::NONE && word.shape == Shape::Capital;
        // "the Exchequer Nigel Lawson": no man is called "the Exchequer".
        let article = at.checked_sub(1).and_then(|b| self.words.get(b)).is_some_and(|w| self.slice(w) == "the");
        let text = self.slice(word);
        unknown
            && (article || text.len() > 6 && ["an", "er", "ist", "ite"].iter().any(|e| text.ends_with(e)))
            && at + 2 < end
            && self.words.get(at + 1).is_some_and(|w| w.marks.sure_given())
    }

    fn is_barrier(&self, word: &Word, piece: &Piece, at: usize, end: usize) -> bool {
        let marks = word.marks;
        let next = self.words.get(at + 1).filter(|_| at + 1 < end);
        if marks.any(Marks::SUFFIX) {
            return piece.parts == 0;
        }
        if marks.any(Marks::CALENDAR) {
            // "April Ryan" and "Theresa May" are women, "In April Ryan" is a month.
            let first = marks.any(Marks::GIVEN) && next.is_some_and(|w| w.marks.any(Marks::SURNAME | Marks::SHAPED));
            let last = piece.given && marks.any(Marks::GIVEN) && !self.slice(word).ends_with("day");
            let dated = self.words.get(at + 1).is_some_and(|w| w.shape == Shape::Number && w.before.joins());
            return dated || !(last || first && !self.after_preposition(at));
        }
        if marks.any(Marks::FUNCTION | Marks::ACRONYM) {
            return true;
        }
        if marks.any(Marks::NATION) {
            return !(piece.sure && marks.any(Marks::SURNAME));
        }
        if word.shape == Shape::Capitals {
            // Initials without periods: "JK Rowling". Other capitals are firms and offices.
            let initials = word.end - word.start == 2 && next.is_some_and(|w| w.marks.name());
            return !(initials
                && piece.parts == 0
                && next.is_some_and(|w| {
                    w.shape == Shape::Capital && !w.marks.any(Marks::ORGANISATION | Marks::PLACE | Marks::COMMON)
                }));
        }
        if marks.any(Marks::PLACE) && !marks.any(Marks::GIVEN) {
            let surname = marks.any(Marks::SURNAME) && piece.parts > 0;
            // "Governor of Washington Chris Gregoire": a place before a given name only locates it.
            let locates = piece.parts == 0 && at + 2 < end && next.is_some_and(|w| w.marks.sure_given());
            return locates || !(surname || marks.any(Marks::FREQUENT));
        }
        false
    }

    fn slice(&self, word: &Word) -> &str {
        self.text.get(word.start..word.end).unwrap_or_default()
    }

    fn after_preposition(&self, at: usize) -> bool {
        at.checked_sub(1)
            .and_then(|before| self.words.get(before))
            .and_then(|w| self.text.get(w.start..w.end))
            .is_some_and(|w| {
                ["in", "In", "of", "since", "Since", "last", "Last", "until", "by", "next", "On", "on"].contains(&w)
            })
    }

    /// Ends a piece before word `end` and keeps it if anything is left of it.
    fn close(&mut self, piece: Piece, end: usize, before_title: bool) {
        let Piece { mut first, mut parts, title, spoilt, after_thing, .. } = piece;
        let mut last = end;
        while first < last && self.words.get(first).is_some_and(|w| w.shape == Shape::Lower) {
            first += 1;
        }
        while last > first && self.words.get(last - 1).is_some_and(|w| w.shape == Shape::Lower) {
            last -= 1;
        }
        // A single letter at the end is no part of a name: "Vitamin C".
        while last > first
            && self.words.get(last - 1).is_some_and(|w| w.shape == Shape::Initial && !w.marks.any(Marks::SUFFIX))
        {
            last -= 1;
            parts = parts.saturating_sub(1);
        }
        if parts == 0 || first >= last {
            return;
        }
        self.found.push(Candidate { first, last: last - 1, parts, title, spoilt, before_title, after_thing });
    }
}

/// Whether a word begins a sentence, a paragraph, a quotation or a list entry.
pub fn starts_sentence(word: &Word) -> bool {
    word.before.any(Gap::STOP.with(Gap::PARAGRAPH).with(Gap::COLON).with(Gap::QUOTE).with(Gap::OTHER).with(Gap::DASH))
}
