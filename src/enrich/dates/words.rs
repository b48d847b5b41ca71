//! The vocabulary of dates: which word is a month, a weekday, a number, a unit, a counted thing.
//!
//! Takes a [`Word`] of the text, already folded to lower case; gives what it may mean. It knows words only: whether
//! "May" is a month where it stands is for the reader of phrases to judge.

/// Longest word of the vocabulary; longer ones fold to nothing and match nothing.
const LONGEST: usize = 16;

/// A word of the text: ASCII letters only, its place and its lower-case form.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    fold: [u8; LONGEST],
    len: usize,
    /// The first letter is upper case.
    pub capital: bool,
    /// Every letter is upper case.
    pub shouted: bool,
}

impl Word {
    /// Folds the ASCII letters `bytes[start..end]`.
    pub fn new(bytes: &[u8], start: usize, end: usize) -> Word {
        let letters = bytes.get(start..end).unwrap_or_default();
        let mut fold = [0; LONGEST];
        let len = if letters.len() <= LONGEST { letters.len() } else { 0 };
        for (to, from) in fold.iter_mut().zip(letters.iter().take(len)) {
            *to = from.to_ascii_lowercase();
        }
        let capital = letters.first().is_some_and(u8::is_ascii_uppercase);
        let shouted = letters.iter().all(u8::is_ascii_uppercase);
        Word { start, end, fold, len, capital, shouted }
    }

    /// The lower-case form; empty for very long words.
    pub fn fold(&self) -> &str {
        self.fold.get(..self.len).and_then(|f| std::str::from_utf8(f).ok()).unwrap_or_default()
    }

    /// Whether the folded word is this one.
    pub fn is(&self, word: &str) -> bool {
        self.fold.get(..self.len) == Some(word.as_bytes())
    }

    /// Whether the folded word is one of these.
    pub fn any(&self, words: &[&str]) -> bool {
        words.iter().any(|w| self.is(w))
    }

    /// Length in bytes.
    pub fn len(&self) -> usize {
        self.end - self.start
    }
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Number of a month and whether the word is an abbreviation of its name.
pub(super) fn month(word: &Word) -> Option<(i8, bool)> {
    let fold = word.fold();
    if fold == "sept" {
        return Some((9, true));
    }
    if fold.len() < 3 {
        return None;
    }
    let at = MONTHS.iter().position(|m| m.starts_with(fold))?;
    (fold.len() == 3 || MONTHS[at].len() == fold.len()).then_some((at as i8 + 1, MONTHS[at].len() != fold.len()))
}

const WEEKDAYS: [(&str, &[&str]); 7] = [
    ("monday", &["mon"]),
    ("tuesday", &["tue", "tues"]),
    ("wednesday", &["wed", "weds"]),
    ("thursday", &["thu", "thur", "thurs"]),
    ("friday", &["fri"]),
    ("saturday", &["sat"]),
    ("sunday", &["sun"]),
];

/// Number of a weekday (Monday is 1) and whether the word is an abbreviation of its name.
pub(super) fn weekday(word: &Word) -> Option<(i8, bool)> {
    let at = WEEKDAYS.iter().position(|(full, short)| word.is(full) || word.any(short))?;
    Some((at as i8 + 1, !word.is(WEEKDAYS[at].0)))
}

/// Months whose names are other words or given names too: by themselves they need a sign that they are months.
pub(super) fn doubtful_month(month: i8) -> bool {
    matches!(month, 3 | 4 | 5 | 6 | 8)
}

/// One to twelve (and "a" for one), as said before "weeks ago".
pub(super) fn cardinal(word: &Word) -> Option<i32> {
    const NAMES: [&str; 13] =
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    if word.any(&["a", "an"]) {
        return Some(1);
    }
    match word.fold() {
        "fifteen" => Some(15),
        "twenty" => Some(20),
        "thirty" => Some(30),
        "forty" => Some(40),
        "fifty" => Some(50),
        fold => NAMES.iter().skip(1).position(|n| *n == fold).map(|n| n as i32 + 1),
    }
}

/// First to twentieth, thirtieth: ordinal number words.
pub(super) fn ordinal(word: &Word) -> Option<i8> {
    const NAMES: [&str; 20] = [
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
        "thirteenth",
        "fourteenth",
        "fifteenth",
        "sixteenth",
        "seventeenth",
        "eighteenth",
        "nineteenth",
        "twentieth",
    ];
    let fold = word.fold();
    if fold == "thirtieth" {
        return Some(30);
    }
    NAMES.iter().position(|n| *n == fold).map(|n| n as i8 + 1)
}

/// A unit of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// A day.
    Day,
    /// A week, Monday to Sunday.
    Week,
    /// A Saturday and a Sunday.
    Weekend,
    /// A month.
    Month,
    /// A quarter.
    Quarter,
    /// A year.
    Year,
    /// Ten years.
    Decade,
    /// A hundred years.
    Century,
}

/// The unit a word names, and whether it is a plural.
pub(super) fn unit(word: &Word) -> Option<(Unit, bool)> {
    Some(match word.fold() {
        "day" => (Unit::Day, false),
        "days" => (Unit::Day, true),
        "week" => (Unit::Week, false),
        "weeks" => (Unit::Week, true),
        "weekend" => (Unit::Weekend, false),
        "month" => (Unit::Month, false),
        "months" => (Unit::Month, true),
        "quarter" | "qtr" => (Unit::Quarter, false),
        "year" => (Unit::Year, false),
        "years" => (Unit::Year, true),
        "decade" => (Unit::Decade, false),
        "century" => (Unit::Century, false),
        _ => return None,
    })
}

/// First month of a season, by the northern calendar.
pub(super) fn season(word: &Word) -> Option<i8> {
    Some(match word.fold() {
        "spring" => 3,
        "summer" => 6,
        "autumn" | "fall" => 9,
        "winter" => 12,
        _ => return None,
    })
}

/// Things that are counted or measured: a number before them is no year and no day.
const COUNTED: &[&str] = &[
    "acres",
    "aircraft",
    "am",
    "bales",
    "barrels",
    "bales",
    "billion",
    "bln",
    "boats",
    "bpd",
    "bushels",
    "c",
    "cars",
    "cases",
    "casualties",
    "centimeters",
    "cents",
    "children",
    "civilians",
    "cm",
    "contracts",
    "copies",
    "crore",
    "crowns",
    "cts",
    "cu",
    "days",
    "dead",
    "deaths",
    "degrees",
    "delegates",
    "demonstrators",
    "dlr",
    "dlrs",
    "dollar",
    "dollars",
    "employees",
    "ers",
    "est",
    "euros",
    "families",
    "feet",
    "fighters",
    "firms",
    "ft",
    "gallons",
    "gmt",
    "grams",
    "hectares",
    "homes",
    "horses",
    "horsepower",
    "hours",
    "houses",
    "hp",
    "hr",
    "hrs",
    "inches",
    "injured",
    "issues",
    "jobs",
    "kg",
    "kilograms",
    "kilometers",
    "kilometres",
    "killed",
    "km",
    "knots",
    "kph",
    "lakh",
    "lawyers",
    "lbs",
    "lire",
    "local",
    "lots",
    "marks",
    "mb",
    "men",
    "meter",
    "meters",
    "metres",
    "mhz",
    "mile",
    "miles",
    "million",
    "minutes",
    "mln",
    "mm",
    "months",
    "mph",
    "mt",
    "officers",
    "ounces",
    "ozs",
    "p",
    "parts",
    "passengers",
    "pct",
    "pence",
    "people",
    "percent",
    "percentage",
    "persons",
    "pesos",
    "planes",
    "pm",
    "points",
    "police",
    "pounds",
    "prisoners",
    "protesters",
    "pts",
    "rebels",
    "refugees",
    "residents",
    "rounds",
    "rpm",
    "rupees",
    "seats",
    "seconds",
    "sets",
    "shares",
    "ships",
    "soldiers",
    "sq",
    "square",
    "stg",
    "students",
    "tanks",
    "tickets",
    "times",
    "tonnes",
    "tons",
    "tonne",
    "ton",
    "trillion",
    "trln",
    "troops",
    "units",
    "utc",
    "vehicles",
    "villages",
    "visitors",
    "votes",
    "voters",
    "watts",
    "weeks",
    "women",
    "words",
    "workers",
    "wounded",
    "yards",
    "yen",
    "years",
    "year",
];

/// Whether a number before this word counts or measures something.
pub(super) fn counted(word: &Word) -> bool {
    COUNTED.contains(&word.fold())
}
