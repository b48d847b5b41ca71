//! Copies of a story that teach what the sets say too rarely: names of all the world, and capitals throughout.
//!
//! Takes a [`Story`] and lists of names, gives changed ones with their ranges moved along. The words around a name are
//! never changed.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use crate::dice::Dice;
use crate::gold::Story;
use crate::world::{Culture, Human, capitalised, cultures, strange};

/// Names to take from.
pub struct Copies {
    /// Random numbers.
    pub dice: Dice,
    given: Vec<String>,
    surnames: Vec<String>,
    countries: Vec<Country>,
    cultures: Vec<Culture>,
    home: Option<usize>,
    /// Cities of the world.
    pub cities: Vec<String>,
}

/// Names of one country.
#[derive(Default)]
struct Country {
    given: Vec<String>,
    surnames: Vec<String>,
}

fn text(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

impl Copies {
    /// Reads the lists.
    pub fn read(folder: &Path) -> Result<Copies, String> {
        let mut given = Vec::new();
        for file in ["dist.male.first", "dist.female.first"] {
            let list = text(&folder.join("us-census-1990").join(file))?;
            given.extend(list.lines().take(900).filter_map(|line| line.split(' ').next()).map(capitalised));
        }
        let list = text(&folder.join("us-census-1990/dist.all.last"))?;
        let surnames: Vec<String> = list.lines().filter_map(|line| line.split(' ').next()).map(capitalised).collect();
        let mut countries: BTreeMap<String, Country> = BTreeMap::new();
        let world = folder.join("popular-names-by-country");
        for line in text(&world.join("common-forenames-by-country.csv"))?.lines().skip(1) {
            let cells: Vec<&str> = line.split(',').collect();
            if let (Some(country), Some(name)) = (cells.first(), cells.last().filter(|n| fit(n))) {
                countries.entry((*country).to_string()).or_default().given.push((*name).to_string());
            }
        }
        for line in text(&world.join("common-surnames-by-country.csv"))?.lines().skip(1) {
            let cells: Vec<&str> = line.split(',').collect();
            if let (Some(country), Some(name)) = (cells.first(), cells.get(5).filter(|n| fit(n))) {
                countries.entry((*country).to_string()).or_default().surnames.push((*name).to_string());
            }
        }
        let countries = countries.into_values().filter(|c| c.given.len() > 3 && c.surnames.len() > 3).collect();
        let cities = text(&folder.join("world-cities/world-cities.csv"))?;
        let cities = cities.lines().skip(1).filter_map(|l| l.split(',').next()).filter(|n| fit(n)).map(str::to_string);
        let cities: Vec<String> = cities.collect();
        Ok(Copies { dice: Dice::new(7), given, surnames, countries, cultures: cultures(), home: None, cities })
    }

    /// A given name and a surname of one country; half are of the United States.
    pub fn name(&mut self) -> (String, String) {
        let world = if self.dice.chance(50) { self.dice.pick(&self.countries) } else { None };
        let (given, surnames) = world.map_or((&self.given, &self.surnames), |c| (&c.given, &c.surnames));
        let given = self.dice.pick(given).cloned().unwrap_or_default();
        let mut surname = self.dice.pick(surnames).cloned().unwrap_or_default();
        // A name that no list has, so that what stands around it must be looked at.
        if self.dice.chance(40) {
            surname = strange(&surname, &mut self.dice);
        }
        (given, surname)
    }

    /// Chooses where most people of the next story are from: half of all stories are from nowhere in particular.
    pub fn settle(&mut self) {
        let home = self.dice.below(2 * self.cultures.len());
        self.home = (home < self.cultures.len()).then_some(home);
    }

    /// Somebody.
    pub fn human(&mut self) -> Human {
        let home = self.home.filter(|_| self.dice.chance(75)).and_then(|home| self.cultures.get(home));
        if let Some(culture) = home {
            return culture.human(&mut self.dice);
        }
        if self.dice.chance(40)
            && let Some(culture) = self.cultures.get(self.dice.below(self.cultures.len()))
        {
            return culture.human(&mut self.dice);
        }
        let (given, surname) = self.name();
        let middle = char::from(b'A' + self.dice.below(23) as u8);
        let second = self.name();
        let full = match self.dice.below(100) {
            0..10 => format!("{given} {middle}. {surname}"),
            10..16 => format!("{given} {} {surname}", second.0),
            16..20 => format!("{given} {surname}-{}", second.1),
            20..22 => format!("{middle}. {surname}"),
            22..24 => format!("{given} {surname} Jr."),
            24..26 => format!("{given} van {surname}"),
            26..28 => format!("{given} de {surname}"),
            _ => format!("{given} {surname}"),
        };
        let title = self.dice.pick(TITLES).copied().unwrap_or_default().to_string();
        Human { full, call: surname, given, title }
    }

    /// The story with other people in it, each called as it is done where he is from.
    pub fn abroad(&mut self, story: &Story) -> Story {
        self.settle();
        let mut cast: BTreeMap<String, Human> = BTreeMap::new();
        let last = |name: &str| name.split_whitespace().next_back().unwrap_or_default().to_string();
        for name in &story.names {
            let name = story.body.get(name.clone()).unwrap_or_default();
            cast.entry(last(name)).or_insert_with(|| self.human());
        }
        let change = |name: &str| match cast.get(&last(name)) {
            Some(human) if name.chars().any(char::is_lowercase) => {
                if name.contains(char::is_whitespace) {
                    human.full.clone()
                } else {
                    human.call.clone()
                }
            }
            _ => name.to_string(),
        };
        rewritten(story, change)
    }

    /// The story with other people in it.
    pub fn renamed(&mut self, story: &Story) -> Story {
        let mut new: BTreeMap<String, String> = BTreeMap::new();
        let slices = |story: &Story| -> Vec<String> {
            story.names.iter().map(|name| story.body.get(name.clone()).unwrap_or_default().to_string()).collect()
        };
        let mut names = slices(story);
        names.sort_by_key(|name| (std::cmp::Reverse(name.split_whitespace().count()), name.clone()));
        for name in &names {
            let words: Vec<&str> = name.split_whitespace().collect();
            let (given, surname) = self.name();
            let alone = words.len() == 1;
            for (at, word) in words.iter().enumerate() {
                let letters = word.trim_end_matches(['.', ',']).chars().count();
                if letters < 3 || !word.starts_with(char::is_uppercase) || new.contains_key(*word) {
                    continue;
                }
                let other = if at + 1 == words.len() && !alone { surname.clone() } else { given.clone() };
                let other = if alone && self.dice.chance(80) { surname.clone() } else { other };
                new.insert((*word).to_string(), other);
            }
        }
        let loud =
            |word: &str| word.chars().filter(|c| c.is_uppercase()).count() > 2 && !word.chars().any(char::is_lowercase);
        let change = |name: &str| {
            let words: Vec<String> = name
                .split(' ')
                .map(|word| match new.get(word) {
                    Some(other) if loud(word) => other.to_uppercase(),
                    Some(other) => other.clone(),
                    None => word.to_string(),
                })
                .collect();
            words.join(" ")
        };
        rewritten(story, change)
    }
}

const TITLES: &[&str] = &["Mr", "Mrs", "Ms", "Dr", "Prof", "President", "Sen.", "Gov.", "Sir", "Judge", "Gen.", "Rev."];

/// Letters only, and one word.
fn fit(name: &str) -> bool {
    name.len() > 2
        && name.starts_with(|c: char| c.is_uppercase())
        && name.chars().all(|c| c.is_alphabetic() || c == '-' || c == '\'')
}

/// The story with its names changed.
fn rewritten(story: &Story, change: impl Fn(&str) -> String) -> Story {
    let mut new = Story::default();
    let mut from = 0;
    for name in &story.names {
        let Some(between) = story.body.get(from..name.start) else { continue };
        new.body.push_str(between);
        let start = new.body.len();
        new.body.push_str(&change(story.body.get(name.clone()).unwrap_or_default()));
        new.names.push(start..new.body.len());
        from = name.end;
    }
    new.body.push_str(story.body.get(from..).unwrap_or_default());
    new
}

/// The story in capitals throughout.
pub fn loud(story: &Story) -> Story {
    let mut new = story.clone();
    raise(&mut new.body, 0..usize::MAX);
    new
}

/// The story with its first sentence in capitals, as a line by itself, before it.
pub fn headlined(story: &Story) -> Story {
    let stop = story.body.find(". ").map_or(story.body.len(), |at| at + 1);
    let stop = story.body.find('\n').map_or(stop, |at| at.min(stop));
    let mut head = story.body.get(..stop).unwrap_or_default().to_string();
    raise(&mut head, 0..usize::MAX);
    let head = head.trim_end_matches('.').to_string() + "\n\n";
    let mut names: Vec<Range<usize>> = story.names.iter().filter(|n| n.end < stop).cloned().collect();
    names.extend(story.names.iter().map(|n| n.start + head.len()..n.end + head.len()));
    Story { body: head + &story.body, names }
}

impl Copies {
    /// The story with lines broken as a wire service breaks them, also within names.
    pub fn wrapped(&mut self, story: &Story) -> Story {
        let width = 15 + self.dice.below(60);
        let (mut body, mut column) = (String::with_capacity(story.body.len()), 0);
        let mut words = story.body.split(' ').peekable();
        while let Some(word) = words.next() {
            body.push_str(word);
            column = word.rsplit_once('\n').map_or(column + word.chars().count() + 1, |(_, last)| last.chars().count());
            let Some(next) = words.peek() else { break };
            let full = column + next.chars().count() > width;
            body.push(if full { '\n' } else { ' ' });
            column = if full { 0 } else { column };
        }
        Story { body, names: story.names.clone() }
    }
}

/// Makes letters capitals where that leaves the length as it is.
fn raise(text: &mut String, range: Range<usize>) {
    let raised = text.char_indices().map(|(at, c)| {
        let mut upper = c.to_uppercase();
        match (upper.next(), upper.next()) {
            (Some(one), None) if one.len_utf8() == c.len_utf8() && range.contains(&at) => one,
            _ => c,
        }
    });
    *text = raised.collect();
}
