//! What the user decided about names: the text of `people.toml`.
//!
//! Takes the text, gives [`Decisions`]: which names are one person's, which are two people's, and what a person is
//! called. Names are compared by their words, so accents, capitals and points do not matter. It must never touch a
//! file, and never leave a line out that it cannot read: a text with a flaw, or with two lines that cannot both hold,
//! is refused whole.
//!
//! ```toml
//! [[person]]
//! name = "Muammar Gaddafi"
//! aliases = ["Moammar Khadafy", "Col. Qaddafi"]
//! not = ["Saif Gaddafi"]
//!
//! [[same]]
//! names = ["Jim Baker", "James A. Baker III"]
//!
//! [[different]]
//! names = ["Bill Clinton", "Hillary Clinton"]
//! ```

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use crate::words::Words;

/// Why a text cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// Line, from 1.
    pub line: usize,
    /// What is wrong there, without a full stop.
    pub what: String,
}

/// Names that the user holds to be one person's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// As written in the file, in its order, each with its line.
    pub names: Vec<(String, usize)>,
    /// What the person is called, if the file says so, and the line.
    pub called: Option<(String, usize)>,
}

/// All decisions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decisions {
    groups: Vec<Group>,
    /// The group of a name, by its words.
    of: HashMap<String, usize>,
    /// Groups that are two people, the smaller number first, and the line that says so.
    apart: BTreeMap<(usize, usize), usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    person: Vec<Person>,
    #[serde(default)]
    same: Vec<Names>,
    #[serde(default)]
    different: Vec<Names>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Person {
    name: Spanned<String>,
    #[serde(default)]
    aliases: Vec<Spanned<String>>,
    #[serde(default)]
    not: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Names {
    names: Spanned<Vec<Spanned<String>>>,
}

/// The words of a name, as names are compared.
pub fn words(name: &str) -> String {
    let mut words = String::with_capacity(name.len());
    for word in Words::new(name) {
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(&word.term);
    }
    words
}

/// The names as they are read, and the lines that join them.
struct Reading<'a> {
    text: &'a str,
    numbers: HashMap<String, usize>,
    names: Vec<(String, usize)>,
    /// Of each name, one that it is joined with; itself for the first of its group.
    with: Vec<usize>,
    /// Of each name that was joined, the line that did it.
    joined: Vec<usize>,
}

impl Reading<'_> {
    fn line(&self, at: &Range<usize>) -> usize {
        self.text.get(..at.start).unwrap_or(self.text).matches('\n').count() + 1
    }

    fn name(&mut self, name: &Spanned<String>) -> Result<usize, Flaw> {
        let line = self.line(&name.span());
        let key = words(name.get_ref());
        if key.is_empty() {
            return Err(Flaw { line, what: format!("there is no word in the name {:?}", name.get_ref()) });
        }
        if name.get_ref().chars().any(char::is_control) {
            return Err(Flaw { line, what: format!("the name {:?} holds a control character", name.get_ref()) });
        }
        if let Some(number) = self.numbers.get(&key) {
            return Ok(*number);
        }
        let number = self.names.len();
        self.numbers.insert(key, number);
        self.names.push((name.get_ref().trim().to_string(), line));
        self.with.push(number);
        self.joined.push(line);
        Ok(number)
    }

    fn first(&self, mut number: usize) -> usize {
        while let Some(with) = self.with.get(number).filter(|with| **with != number) {
            number = *with;
        }
        number
    }

    fn join(&mut self, a: usize, b: usize, line: usize) {
        let (a, b) = (self.first(a), self.first(b));
        if a != b {
            if let Some(with) = self.with.get_mut(a.max(b)) {
                *with = a.min(b);
            }
            if let Some(joined) = self.joined.get_mut(a.max(b)) {
                *joined = line;
            }
        }
    }

    fn written(&self, number: usize) -> &str {
        self.names.get(number).map_or("", |(name, _)| name)
    }
}

impl Decisions {
    /// Reads the text of a `people.toml`.
    ///
    /// # Errors
    /// The first [`Flaw`]: no TOML, a key that is none, a list of one name, two lines that cannot both hold.
    pub fn read(text: &str) -> Result<Decisions, Flaw> {
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        let written: Written = toml::from_str(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            let line = text.get(..at).unwrap_or(text).matches('\n').count() + 1;
            Flaw { line, what: error.message().split_whitespace().collect::<Vec<_>>().join(" ") }
        })?;
        let mut reading =
            Reading { text, numbers: HashMap::new(), names: Vec::new(), with: Vec::new(), joined: Vec::new() };
        let mut persons: Vec<(usize, usize, String)> = Vec::new();
        let mut apart: Vec<(usize, usize, usize)> = Vec::new();
        let mut entries: BTreeMap<usize, usize> = BTreeMap::new();
        for person in &written.person {
            let number = reading.name(&person.name)?;
            let line = reading.line(&person.name.span());
            let entry = persons.len();
            persons.push((number, line, person.name.get_ref().trim().to_string()));
            for name in std::iter::once(&person.name).chain(&person.aliases) {
                let (at, here) = (reading.name(name)?, reading.line(&name.span()));
                if let Some(other) = entries.insert(at, entry).filter(|other| *other != entry) {
                    let before = persons.get(other).map_or(0, |(_, line, _)| *line);
                    let name = name.get_ref();
                    let what = format!("{name:?} is a name of the person of line {before} too; one of the two must go");
                    return Err(Flaw { line: here, what });
                }
                reading.join(number, at, here);
            }
            for other in &person.not {
                let at = reading.name(other)?;
                apart.push((number, at, reading.line(&other.span())));
            }
        }
        for (list, same) in
            written.same.iter().map(|list| (list, true)).chain(written.different.iter().map(|list| (list, false)))
        {
            let line = reading.line(&list.names.span());
            let names = list.names.get_ref().iter().map(|name| reading.name(name)).collect::<Result<Vec<_>, _>>()?;
            if names.len() < 2 {
                return Err(Flaw { line, what: "names must be two or more".to_string() });
            }
            for (n, a) in names.iter().enumerate() {
                for b in names.iter().skip(n + 1) {
                    if same {
                        reading.join(*a, *b, line);
                    } else {
                        apart.push((*a, *b, line));
                    }
                }
            }
        }
        Decisions::settle(&reading, persons, apart)
    }

    fn settle(
        reading: &Reading<'_>,
        persons: Vec<(usize, usize, String)>,
        apart: Vec<(usize, usize, usize)>,
    ) -> Result<Decisions, Flaw> {
        let mut decisions = Decisions::default();
        let mut numbers: BTreeMap<usize, usize> = BTreeMap::new();
        for (number, name) in reading.names.iter().enumerate() {
            let group = *numbers.entry(reading.first(number)).or_insert_with(|| {
                decisions.groups.push(Group::default());
                decisions.groups.len() - 1
            });
            if let Some(group) = decisions.groups.get_mut(group) {
                group.names.push(name.clone());
            }
            decisions.of.insert(words(&name.0), group);
        }
        let of = |number: usize| numbers.get(&reading.first(number)).copied().unwrap_or_default();
        for (a, b, line) in apart {
            if of(a) == of(b) {
                let joined = reading.joined.iter().enumerate();
                let joined =
                    joined.filter(|(n, _)| of(*n) == of(a) && reading.with.get(*n) != Some(n)).map(|(_, line)| *line);
                let what = format!(
                    "says that {:?} and {:?} are two people, line {} that they are one",
                    reading.written(a),
                    reading.written(b),
                    joined.max().unwrap_or(line)
                );
                return Err(Flaw { line, what });
            }
            decisions.apart.entry((of(a).min(of(b)), of(a).max(of(b)))).or_insert(line);
        }
        // Whoever has an entry of his own is nobody else.
        for (number, line, name) in persons {
            let Some(group) = decisions.groups.get_mut(of(number)) else { continue };
            if let Some((other, before)) = group.called.replace((name.clone(), line)) {
                let what = format!("{name:?} is a person here, and joined with the person {other:?} of line {before}");
                return Err(Flaw { line, what });
            }
        }
        Ok(decisions)
    }

    /// Whether nothing is decided.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// The number of the group that a name of these words is in.
    pub fn group(&self, words: &str) -> Option<usize> {
        self.of.get(words).copied()
    }

    /// The group of a number.
    pub fn names(&self, group: usize) -> Option<&Group> {
        self.groups.get(group)
    }

    /// The line that says that two groups are two people: people with entries of their own are.
    pub fn apart(&self, a: usize, b: usize) -> Option<usize> {
        let own = |group: usize| self.groups.get(group).and_then(|group| group.called.as_ref()).map(|(_, line)| *line);
        let entries = || own(a).zip(own(b)).filter(|_| a != b).map(|(a, b)| a.max(b));
        self.apart.get(&(a.min(b), a.max(b))).copied().or_else(entries)
    }
}
