//! Made-up news of the kinds that the sets have none of: sport reports, score tables, rolls of names, wire headlines.
//!
//! Takes names and cities of the lists, gives [`Story`]s filled into the patterns of `tales.txt`, which were written for this
//! project; what their signs stand for is said there.

use crate::copies::Copies;
use crate::gold::Story;
use crate::world::{Human, capitalised};

/// How many are told.
pub const COUNT: usize = 3000;

/// The patterns of `tales.txt`.
pub struct Patterns {
    rows: Vec<&'static str>,
    heads: Vec<&'static str>,
    sentences: Vec<&'static str>,
    countries: Vec<&'static str>,
    clubs: Vec<&'static str>,
    bodies: Vec<&'static str>,
    offices: Vec<&'static str>,
    roles: Vec<&'static str>,
    months: Vec<&'static str>,
    states: Vec<&'static str>,
    firms: Vec<&'static str>,
}

impl Patterns {
    /// Reads them.
    pub fn read() -> Patterns {
        let section = |name: &str| {
            let lines = include_str!("tales.txt").lines().skip_while(move |line| *line != format!("[{name}]"));
            lines.skip(1).take_while(|line| !line.starts_with('[')).collect()
        };
        Patterns {
            rows: section("rows"),
            heads: section("heads"),
            sentences: section("sentences"),
            countries: section("countries"),
            clubs: section("clubs"),
            bodies: section("bodies"),
            offices: section("offices"),
            roles: section("roles"),
            months: section("months"),
            states: section("states"),
            firms: firms(),
        }
    }
}

/// Firms that the lexicon knows.
fn firms() -> Vec<&'static str> {
    let lines = include_str!("../../enrich/people/vocabulary.txt").lines().skip_while(|line| *line != "[firm]");
    let lines = lines.skip(1).take_while(|line| !line.starts_with('[')).filter(|line| !line.starts_with('#'));
    lines.flat_map(|line| line.split('|')).collect()
}

/// One story.
pub fn tell(copies: &mut Copies, patterns: &Patterns) -> Story {
    copies.settle();
    let mut tale = Tale { copies, patterns, story: Story::default(), cast: Vec::new() };
    let kinds = 1 + tale.copies.dice.below(4);
    for _ in 0..kinds {
        if tale.copies.dice.chance(70) {
            let head = tale.copies.dice.pick(&patterns.heads).copied().unwrap_or_default();
            tale.fill(head);
            tale.story.body.push_str(if tale.copies.dice.chance(50) { "\n" } else { "\n\n" });
        }
        if tale.copies.dice.chance(50) {
            let row = tale.copies.dice.pick(&patterns.rows).copied().unwrap_or_default();
            let mixed = tale.copies.dice.chance(30);
            for _ in 0..2 + tale.copies.dice.below(6) {
                let other = tale.copies.dice.pick(&patterns.rows).copied().filter(|_| mixed);
                tale.fill(other.unwrap_or(row));
                tale.story.body.push('\n');
            }
        } else {
            for _ in 0..2 + tale.copies.dice.below(5) {
                let sentence = tale.copies.dice.pick(&patterns.sentences).copied().unwrap_or_default();
                tale.fill(sentence);
                tale.story.body.push(' ');
            }
        }
        tale.story.body.push_str(if tale.copies.dice.chance(40) { "\n" } else { "\n\n" });
    }
    tale.story
}

struct Tale<'a> {
    copies: &'a mut Copies,
    patterns: &'a Patterns,
    story: Story,
    /// What those named so far are called.
    cast: Vec<String>,
}

impl Tale<'_> {
    fn fill(&mut self, pattern: &str) {
        let begins = self.story.body.len();
        let loud = pattern
            .split(' ')
            .filter(|w| !w.starts_with('%') && w.len() > 2)
            .all(|w| !w.chars().any(char::is_lowercase))
            && pattern.contains(char::is_uppercase)
            && pattern.split(' ').any(|w| w.len() > 3 && !w.contains('%'));
        let mut signs = pattern.chars();
        while let Some(c) = signs.next() {
            if c != '%' {
                self.story.body.push(c);
                continue;
            }
            let (text, person) = self.sign(signs.next().unwrap_or(' '));
            let text = if loud { text.to_uppercase() } else { text };
            let start = self.story.body.len();
            self.story.body.push_str(&text);
            if person {
                self.story.names.push(start..self.story.body.len());
            }
        }
        debug_assert!(self.story.body.len() >= begins);
    }

    fn sign(&mut self, sign: char) -> (String, bool) {
        let number = self.copies.dice.below(90);
        match sign {
            'F' => (self.human().full, true),
            'P' => {
                let human = self.human();
                if self.copies.dice.chance(60) {
                    self.story.body.push_str(&human.title);
                    self.story.body.push(' ');
                }
                (human.full, true)
            }
            'S' => {
                let known = if self.copies.dice.chance(50) { self.copies.dice.pick(&self.cast).cloned() } else { None };
                (known.unwrap_or_else(|| self.human().call), true)
            }
            'I' | 'D' => {
                let human = self.human();
                let surname = human.call.rsplit(' ').next().unwrap_or_default().to_string();
                let mut initials = String::new();
                for _ in 0..if sign == 'D' { 2 + self.copies.dice.below(2) } else { 1 } {
                    initials.push(char::from(b'A' + self.copies.dice.below(23) as u8));
                    if self.copies.dice.chance(80) {
                        initials.push('.');
                    }
                    if sign == 'D' && self.copies.dice.chance(40) {
                        initials.push(' ');
                    }
                }
                (format!("{} {surname}", initials.trim_end()), true)
            }
            'G' => (self.copies.human().given, true),
            'g' => (self.copies.human().given, false),
            's' => (self.copies.human().call, false),
            'C' => (self.city(), false),
            'N' => (self.one(|patterns| &patterns.countries), false),
            'T' => {
                let city = if self.copies.dice.chance(15) { self.copies.human().call } else { self.city() };
                (self.one(|patterns| &patterns.clubs).replace('%', &city), false)
            }
            'B' => (self.firm(), false),
            'b' => (self.one(|patterns| &patterns.states), false),
            'O' => {
                let known = self.one(|patterns| &patterns.bodies);
                let letters: String =
                    (0..2 + number % 4).map(|_| char::from(b'A' + self.copies.dice.below(26) as u8)).collect();
                (if self.copies.dice.chance(60) { known } else { letters }, false)
            }
            'J' => (self.one(|patterns| &patterns.offices), false),
            'r' => (self.one(|patterns| &patterns.roles), false),
            'a' => (self.one(|patterns| &patterns.months), false),
            't' => (format!("{}:{:02}.{}", 1 + number / 20, number % 60, number % 10), false),
            _ => ((1 + number).to_string(), false),
        }
    }

    fn one(&mut self, of: impl Fn(&Patterns) -> &Vec<&'static str>) -> String {
        self.copies.dice.pick(of(self.patterns)).copied().unwrap_or_default().to_string()
    }

    /// A firm: one on record, or called after people and places.
    fn firm(&mut self) -> String {
        let name = |tale: &mut Self| tale.copies.human().call;
        let (a, b) = (name(self), name(self));
        match self.copies.dice.below(12) {
            0..4 => {
                let words = self.one(|patterns| &patterns.firms);
                let words: Vec<String> = words.split(' ').map(capitalised).collect();
                words.join(" ")
            }
            4 => format!("{a} {b}"),
            5 => format!("{a}-{b}"),
            6 => format!("{a}, {b}"),
            7 => format!("{a} and {b}"),
            8 => format!("{a} {b} & Co"),
            9 => format!("{a} Corp"),
            10 => {
                format!("{} {}", self.city(), self.copies.dice.pick(&["Motors", "Bank", "Steel", "Oil"]).unwrap_or(&""))
            }
            _ => a,
        }
    }

    /// Somebody new, who is remembered.
    fn human(&mut self) -> Human {
        let human = self.copies.human();
        self.cast.push(human.call.clone());
        human
    }

    fn city(&mut self) -> String {
        self.copies.dice.pick(&self.copies.cities).cloned().unwrap_or_default()
    }
}
