//! Which words may be inflections of a word, by their letters alone: a sieve for the dictionary of terms.
//!
//! Takes the letters that all inflections of a word begin with; lets through what goes on with English endings and little
//! else, so that a search for `car` does not read past everything from `carbon` to `carving`. It may let through too much
//! (the stemmer decides), never too little; a test compares it with reading everything.

use tantivy_fst::Automaton;

/// What Snowball's English stemmer takes off, cut into pieces that any ending can be put together of: step by step
/// (http://snowballstem.org/algorithms/english/stemmer.html), `ational` = `at` + `ion` + `al`.
const PIECES: &[&str] = &[
    "s", "es", "ed", "e", "ing", "ly", "y", "i", "er", "or", "al", "ic", "iv", "at", "ion", "abl", "ibl", "abil",
    "ibil", "ity", "iti", "ment", "ent", "ant", "anc", "enc", "ous", "ism", "ist", "iz", "ful", "ness", "less", "li",
    "og", "d", "l",
];

/// Stands behind a first letter of an ending that belongs to no piece: a doubled consonant (`hopping`), or a letter that
/// the stemmer changes.
const WILD: u128 = 1 << 127;

/// One bit a letter of the pieces: where pieces begin, where they end, and where each letter stands.
struct Table {
    begins: u128,
    ends: u128,
    letters: [u128; 256],
}

static TABLE: Table = {
    let mut table = Table { begins: 0, ends: WILD, letters: [0; 256] };
    let (mut n, mut bit) = (0, 0);
    while n < PIECES.len() {
        let piece = PIECES[n].as_bytes();
        table.begins |= 1 << bit;
        let mut at = 0;
        while at < piece.len() {
            table.letters[piece[at] as usize] |= 1 << bit;
            bit += 1;
            at += 1;
        }
        table.ends |= 1 << (bit - 1);
        n += 1;
    }
    table
};

/// The letters that Snowball's English stemmer changes at the end of a stem, and what it changes them to.
const CHANGING: &[u8] = b"eily";

/// Lets through words that begin with the root and go on with endings.
pub struct Endings<'a> {
    /// What all inflections begin with.
    pub root: &'a [u8],
}

impl Endings<'_> {
    /// Whether a word is let through.
    pub fn pass(&self, word: &str) -> bool {
        self.is_match(&word.bytes().fold(self.start(), |read, byte| self.accept(&read, byte)))
    }
}

/// How far a word was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Read {
    /// So many letters of the root.
    Root(usize),
    /// The places in the pieces at which its last letter may stand.
    Ending(u128),
}

impl Automaton for Endings<'_> {
    type State = Read;

    fn start(&self) -> Read {
        Read::Root(0)
    }

    fn is_match(&self, state: &Read) -> bool {
        match state {
            Read::Root(read) => *read == self.root.len(),
            Read::Ending(places) => places & TABLE.ends != 0,
        }
    }

    fn can_match(&self, state: &Read) -> bool {
        !matches!(state, Read::Ending(0))
    }

    fn accept(&self, state: &Read, byte: u8) -> Read {
        let letters = TABLE.letters[usize::from(byte)];
        match state {
            Read::Root(read) if *read < self.root.len() => match self.root[*read] == byte {
                true => Read::Root(read + 1),
                false => Read::Ending(0),
            },
            Read::Root(_) => {
                let apart = self.root.last() == Some(&byte) || CHANGING.contains(&byte);
                Read::Ending(if apart { WILD } else { 0 } | TABLE.begins & letters)
            }
            Read::Ending(places) => {
                // A letter goes on with a piece, or begins another behind a whole one. (Where one piece ends the next one
                // stands in the bits, so moving on from an end is the same as beginning there, and begins are masked.)
                let on = ((places & !TABLE.ends) << 1) & !TABLE.begins;
                let anew = if places & TABLE.ends != 0 { TABLE.begins } else { 0 };
                Read::Ending((on | anew) & letters)
            }
        }
    }
}
