//! The months of Spanish, French, German, Portuguese, Italian and Dutch, and the small words of their dates.
//!
//! Takes a word as written; gives the month it names and how far it can be trusted. Names that are spelt as in English
//! ("april", "august") stand here only where German puts a full stop before them.

/// What a name asks of its surroundings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trust {
    /// Nothing else is called so: a day or a year beside it is enough.
    Plain,
    /// With a capital it may be a name ("Mars 2020", "Mayo 2024"): then a day must stand before it.
    Name,
    /// As in English: a date only after a day with a full stop.
    English,
    /// An abbreviation: only with its year.
    Short,
}

use Trust::{English, Name, Plain, Short};

/// Lower-case names, by month; with and without their accents.
const MONTHS: [&[(&str, Trust)]; 12] = [
    &[
        ("enero", Plain),
        ("janvier", Plain),
        ("januar", Plain),
        ("jänner", Plain),
        ("janeiro", Plain),
        ("gennaio", Plain),
        ("januari", Plain),
        ("janv", Short),
    ],
    &[
        ("febrero", Plain),
        ("février", Plain),
        ("fevrier", Plain),
        ("februar", Plain),
        ("fevereiro", Plain),
        ("febbraio", Plain),
        ("februari", Plain),
        ("févr", Short),
    ],
    &[
        ("marzo", Name),
        ("mars", Name),
        ("märz", Plain),
        ("maerz", Plain),
        ("março", Plain),
        ("marco", Name),
        ("maart", Plain),
        ("mrt", Short),
    ],
    &[("abril", Plain), ("avril", Plain), ("aprile", Plain), ("april", English), ("avr", Short)],
    &[("mayo", Name), ("mai", Plain), ("maio", Plain), ("maggio", Name), ("mei", Name)],
    &[("junio", Plain), ("juin", Plain), ("juni", Plain), ("junho", Plain), ("giugno", Plain)],
    &[("julio", Name), ("juillet", Plain), ("juli", Plain), ("julho", Plain), ("luglio", Plain), ("juil", Short)],
    &[("agosto", Plain), ("août", Plain), ("aout", Plain), ("augustus", Name), ("august", English)],
    &[
        ("septiembre", Plain),
        ("setiembre", Plain),
        ("septembre", Plain),
        ("setembro", Plain),
        ("settembre", Plain),
        ("september", English),
    ],
    &[
        ("octubre", Plain),
        ("octobre", Plain),
        ("oktober", Plain),
        ("outubro", Plain),
        ("ottobre", Plain),
        ("okt", Short),
    ],
    &[("noviembre", Plain), ("novembre", Plain), ("novembro", Plain), ("november", English)],
    &[
        ("diciembre", Plain),
        ("décembre", Plain),
        ("decembre", Plain),
        ("dezember", Plain),
        ("dezembro", Plain),
        ("dicembre", Plain),
        ("déc", Short),
        ("dez", Short),
    ],
];

/// Words between day, month and year: "3 de mayo de 2024".
pub(super) const LINKS: &[&str] = &["de", "del", "di"];

/// Words between the first and the last day: "del 3 al 5 de mayo".
pub(super) const JOINS: &[&str] = &["al", "a", "au", "bis", "tot", "y", "e", "et", "und", "en"];

/// German words after which a figure with a full stop is a day: "am 3. April".
pub(super) const BEFORE_DAYS: &[&str] = &["am", "vom", "bis", "zum", "der", "den", "dem", "seit", "ab", "und"];

/// The month that a word names, whatever its case.
pub(super) fn month(word: &str) -> Option<(i8, Trust)> {
    // All names begin with one of these, which turns most English words away at once.
    let likely = word.bytes().next().is_some_and(|b| b"adefgjmnos".contains(&b.to_ascii_lowercase()));
    if !likely || !(3..=11).contains(&word.len()) {
        return None;
    }
    // An accented capital is as long as its small letter.
    let same = |name: &str| name.len() == word.len() && name.chars().eq(word.chars().flat_map(char::to_lowercase));
    let found = |(n, names): (usize, &&[(&str, Trust)])| {
        names.iter().find(|(name, _)| same(name)).map(|(_, trust)| (n as i8 + 1, *trust))
    };
    MONTHS.iter().enumerate().find_map(found)
}
