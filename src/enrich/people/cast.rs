//! The people of one article: which mentions are one and the same person.
//!
//! Takes the weighed candidates of headline and body, gives [`Part`]s, a newsroom's cast list: each person once with all
//! places. It adds up what the whole article says about a name, because one mention with a title vouches for the bare
//! ones, and one "Inc" after a name speaks against them all.
//!
//! First the full names (two parts or more) that have points enough become parts; names that agree (James Baker, James
//! A. Baker; López Obrador within Andrés Manuel López Obrador) become one. Then surnames alone that have points enough
//! and belong to no full name. Last, the article is read once more in order: a bare name goes to the part with that
//! surname, by the sex of its title if that decides, else to the one mentioned last before it, else to the first.

use std::collections::{HashMap, HashSet};
use std::hash::BuildHasherDefault;

use super::candidate::{Candidate, Spoilt, Title, starts_sentence};
use super::directory::Directory;
use super::evidence::{Bench, ENOUGH, Verdict};
use super::marks::Marks;
use super::metadata::{Listed, Roll};
use super::name::{NamePart, contained, fuller, name_key, name_parts, on_one_line, same_person, sex_of};
use super::page::Itself;
use super::word::{Gap, Shape};
use crate::mention::{Field, Person, Place};

/// A field with its candidates, weighed.
pub struct Sheet<'a> {
    /// Which field.
    pub field: Field,
    /// Its text and words.
    pub bench: Bench<'a>,
    /// Its candidates in reading order.
    pub candidates: Vec<(Candidate, Verdict)>,
}

/// One person of the article.
pub struct Part {
    parts: Vec<NamePart>,
    /// The fullest form of the name so far.
    pub name: String,
    sex: Marks,
    mentions: Vec<Place>,
    /// Surnames he is filed under.
    filed: Vec<u64>,
    /// Known from the metadata alone, so far.
    listed: bool,
}

impl Part {
    /// Somebody new.
    pub fn new(parts: Vec<NamePart>, name: String) -> Part {
        Part {
            sex: sex_of(&parts, Title::default()),
            parts,
            name,
            mentions: Vec::new(),
            filed: Vec::new(),
            listed: false,
        }
    }

    /// Key of the surname.
    pub fn surname(&self) -> Option<u64> {
        self.parts.last().map(|p| p.key)
    }

    /// Keys of all words of the name.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = u64> + '_ {
        self.parts.iter().map(|p| p.key)
    }

    /// Whether the name has two parts or more.
    pub fn full(&self) -> bool {
        self.parts.len() > 1
    }

    /// Adds a mention.
    pub fn mention(&mut self, place: Place) {
        self.mentions.push(place);
    }
}

/// The people of an article.
#[derive(Default)]
pub struct Cast {
    /// In no particular order until they are made persons.
    pub parts: Vec<Part>,
    directory: Directory,
    firms: HashSet<u64, BuildHasherDefault<Itself>>,
}

/// What all mentions of one name say together.
#[derive(Clone, Copy, Default)]
struct Tally {
    best: f32,
    against: f32,
    count: u32,
    vouched: u32,
}

impl Tally {
    fn total(self) -> f32 {
        let repeated = if self.count > 1 { 0.4 } else { 0.0 };
        self.best - self.against + repeated + 0.4 * (self.vouched.saturating_sub(1).min(3)) as f32
    }
}

impl Cast {
    /// Casts an article whose metadata lists these names.
    pub fn of(sheets: &[Sheet<'_>], listed: &[Listed]) -> Cast {
        let mut cast = Cast::default();
        cast.note_firms(sheets);
        let tallies = cast.tally(sheets);
        let enough = |name: &[NamePart]| tallies.get(&name_key(name)).is_some_and(|t| t.total() >= ENOUGH);
        let vouched: HashSet<u64> =
            listed.iter().flat_map(|l| [l.keys.last().copied().unwrap_or_default(), name_key(&l.parts)]).collect();
        // The body knows full names best; a headline is shorter than the truth.
        for sheet in sheets.iter().rev() {
            for (candidate, verdict) in &sheet.candidates {
                let name = name_parts(&sheet.bench, candidate);
                // Capitals throughout: the metadata's writing is the better one.
                let loud = || verdict.sure && !slice(&sheet.bench, candidate).contains(char::is_lowercase);
                let waits = || vouched.contains(&name_key(&name)) && loud();
                if name.len() > 1 && candidate.spoilt.is_none() && enough(&name) && !waits() {
                    cast.add(sheet, candidate, name);
                }
            }
        }
        cast.note_given();
        for sheet in sheets.iter().rev() {
            for (candidate, verdict) in &sheet.candidates {
                let name = name_parts(&sheet.bench, candidate);
                let known = name.last().is_some_and(|last| cast.directory.has(last.key))
                    || verdict.sure
                        && (cast.sole(&name).is_some() || name.last().is_some_and(|last| vouched.contains(&last.key)));
                if name.len() == 1 && candidate.spoilt.is_none() && !known && enough(&name) {
                    cast.add(sheet, candidate, name);
                }
            }
        }
        cast.enlist(listed);
        cast.read(sheets, &enough);
        cast
    }

    /// Remembers what precedes "Inc" and its like: for the rest of the article that is a firm.
    fn note_firms(&mut self, sheets: &[Sheet<'_>]) {
        for sheet in sheets {
            for (candidate, verdict) in &sheet.candidates {
                let company = candidate.spoilt == Some(Spoilt::Company) && candidate.last > candidate.first;
                if !company && verdict.against < 4.0 {
                    continue;
                }
                if let Some(word) = sheet.bench.words.get(candidate.first)
                    && !(word.marks.any(Marks::FUNCTION | Marks::FAMOUS))
                {
                    self.firms.insert(word.key);
                }
            }
        }
    }

    fn tally(&self, sheets: &[Sheet<'_>]) -> HashMap<u64, Tally, BuildHasherDefault<Itself>> {
        let mut tallies: HashMap<u64, Tally, BuildHasherDefault<Itself>> = HashMap::default();
        for sheet in sheets {
            for (candidate, verdict) in &sheet.candidates {
                let name = name_parts(&sheet.bench, candidate);
                let tally = tallies.entry(name_key(&name)).or_insert(Tally { best: f32::MIN, ..Tally::default() });
                let firm =
                    name.len() == 1 && name.iter().any(|p| self.firms.contains(&p.key)) && !candidate.title.honorific;
                tally.best = tally.best.max(verdict.points - if firm { 3.0 } else { 0.0 });
                tally.against = tally.against.max(verdict.against);
                tally.count += 1;
                tally.vouched += u32::from(verdict.context > 0.9);
            }
        }
        tallies
    }

    fn add(&mut self, sheet: &Sheet<'_>, candidate: &Candidate, parts: Vec<NamePart>) {
        let written = on_one_line(slice(&sheet.bench, candidate));
        let sex = sex_of(&parts, candidate.title);
        let Some(last) = parts.last().copied() else { return };
        let fits = |&at: &usize| self.parts.get(at).is_some_and(|part| same_person(&part.parts, &parts));
        let same = self.directory.bearers(last.key).iter().copied().find(fits);
        let exact = || self.directory.named(&parts).filter(|_| self.directory.crowded(last.key));
        let holds = |&at: &usize| self.parts.get(at).is_some_and(|part| contained(&parts, &part.parts));
        let within = || self.directory.around(&parts).iter().copied().filter(holds).min();
        match same.or_else(exact).or_else(within) {
            Some(at) => {
                let Some(part) = self.parts.get_mut(at) else { return };
                if part.sex == Marks::NONE {
                    part.sex = sex;
                }
                if fuller(&parts, &written, &part.parts, &part.name) {
                    (part.parts, part.name) = (parts, written);
                    self.index(at);
                }
            }
            None => {
                self.parts.push(Part { sex, ..Part::new(parts, written) });
                self.index(self.parts.len() - 1);
            }
        }
    }

    /// Files a part under its surname and, where it has three words or more, under those in the middle that are
    /// surnames (Arturo Hernandez Grisanti is Hernandez to his readers).
    fn index(&mut self, at: usize) {
        let Some(part) = self.parts.get_mut(at) else { return };
        let count = part.parts.len();
        for (number, word) in part.parts.iter().enumerate() {
            let middle =
                number > 0 && !word.initial && word.marks.any(Marks::SURNAME) && !word.marks.any(Marks::COMMON);
            if (number + 1 == count || middle) && !part.filed.contains(&word.key) {
                part.filed.push(word.key);
                self.directory.file(word.key, at);
            }
        }
        self.directory.name(&part.parts, at);
    }

    /// Adds those the metadata lists and the text does not name in full: their bare surnames need no other voucher.
    fn enlist(&mut self, listed: &[Listed]) {
        let mut roll = Roll::default();
        if !listed.is_empty() {
            self.parts.iter().for_each(|part| roll.enter_name(&part.name));
        }
        for name in listed {
            if !roll.knows(&name.keys) {
                roll.enter(&name.keys);
                self.parts.push(Part { listed: true, ..Part::new(name.parts.clone(), name.name.clone()) });
                self.index(self.parts.len() - 1);
            }
        }
    }

    /// Notes whose given names are known.
    fn note_given(&mut self) {
        self.directory.forget_given();
        for (at, part) in self.parts.iter().enumerate().filter(|(_, part)| part.full()) {
            part.parts.first().into_iter().for_each(|given| self.directory.given(given.key, at));
        }
    }

    /// Whose a given name that stands alone is.
    fn sole(&self, name: &[NamePart]) -> Option<usize> {
        let [part] = name else { return None };
        let given = part.marks.any(Marks::GIVEN) && !part.marks.any(Marks::PLACE | Marks::COMMON);
        self.directory.sole(part.key).filter(|_| given)
    }

    fn read(&mut self, sheets: &[Sheet<'_>], enough: &dyn Fn(&[NamePart]) -> bool) {
        let parts = &self.parts;
        self.directory.open(|at| parts.get(at).map_or(Marks::NONE, |part| part.sex));
        self.note_given();
        for sheet in sheets {
            for (candidate, verdict) in &sheet.candidates {
                if candidate.spoilt.is_some() {
                    continue;
                }
                let name = name_parts(&sheet.bench, candidate);
                let whose = if name.len() > 1 {
                    let vouched = || self.vouched(&name).filter(|_| verdict.against < 4.0);
                    self.full(&name, enough(&name)).or_else(vouched)
                } else {
                    self.bare(sheet, candidate, verdict, &name)
                };
                if let Some(at) = whose
                    && let Some(part) = self.parts.get_mut(at)
                {
                    let start = with_particles(sheet, candidate, part);
                    let end = sheet.bench.words.get(candidate.last).map_or(start, |w| w.end);
                    part.mention(Place { field: sheet.field, start, end });
                    // The text's own writing of a listed name is kept, of several the first that is the longest.
                    let more = name.len().cmp(&part.parts.len());
                    let written = slice(&sheet.bench, candidate);
                    let loud = verdict.sure && !written.contains(char::is_lowercase);
                    if part.listed && !loud && (more.is_gt() || more.is_eq() && part.mentions.len() == 1) {
                        part.name = on_one_line(written);
                        part.parts = name;
                    }
                    self.directory.hear(&part.filed, at, part.sex);
                }
            }
        }
    }

    fn full(&self, name: &[NamePart], enough: bool) -> Option<usize> {
        let last = name.last()?;
        let named = self.directory.named(name);
        if let Some(at) = named.filter(|at| self.parts.get(*at).is_some_and(|part| part.parts == name)) {
            return Some(at);
        }
        let fits = |at: &usize| {
            self.parts
                .get(*at)
                .is_some_and(|part| enough && same_person(&part.parts, name) || contained(name, &part.parts))
        };
        let beyond = || named.filter(|_| enough && self.directory.crowded(last.key));
        self.directory.bearers(last.key).iter().copied().find(fits).or_else(beyond)
    }

    /// Whose a full name with too few points is: of somebody the metadata lists by the surname alone ("volcker"). With a
    /// plain word before it, it is not one name ("Staff Howard Baker").
    fn vouched(&self, name: &[NamePart]) -> Option<usize> {
        let (last, given) = name.split_last()?;
        if given.iter().any(|part| part.marks.any(Marks::COMMON | Marks::ORGANISATION | Marks::PLACE)) {
            return None;
        }
        let ends = |at: &usize| self.parts.get(*at).is_some_and(|part| part.listed && !part.full());
        self.directory.bearers(last.key).iter().copied().find(ends)
    }

    fn bare(&self, sheet: &Sheet<'_>, candidate: &Candidate, verdict: &Verdict, name: &[NamePart]) -> Option<usize> {
        let part = name.last()?;
        let word = sheet.bench.words.get(candidate.last)?;
        if verdict.sure {
            let bearer = self.directory.bearer(part.key, candidate.title.sex);
            return bearer.or_else(|| self.sole(name));
        }
        let titled = candidate.title.any();
        if !titled && (self.firms.contains(&part.key) || verdict.against >= 4.0) {
            return None;
        }
        if word.marks.any(Marks::PLACE) && !titled && self.located(sheet, candidate) {
            return None;
        }
        let next = sheet.bench.words.get(candidate.last + 1).and_then(|w| sheet.bench.text.get(w.start..w.end));
        let acts = verdict.context >= 0.2 || next.is_some_and(|w| w.ends_with("ed"));
        if word.marks.any(Marks::COMMON) && !titled && starts_sentence(word) && !acts {
            return None;
        }
        if word.shape != Shape::Capital || part.initial {
            return None;
        }
        if self.directory.has(part.key) {
            return self.directory.bearer(part.key, candidate.title.sex);
        }
        self.sole(name)
    }

    /// Whether the word before puts the name on the map: "in Washington".
    fn located(&self, sheet: &Sheet<'_>, candidate: &Candidate) -> bool {
        let before = candidate.first.checked_sub(1).and_then(|at| sheet.bench.words.get(at));
        before.and_then(|w| sheet.bench.text.get(w.start..w.end)).is_some_and(|w| {
            ["in", "at", "from", "to", "near", "of", "In", "At", "From", "Near", "for", "across", "outside"]
                .contains(&w)
        })
    }

    /// The parts as persons, in the order of their first mention. Those never mentioned are left out.
    pub fn into_persons(self) -> Vec<Person> {
        let mut persons: Vec<Person> = self.parts.into_iter().filter(|p| !p.mentions.is_empty()).map(person).collect();
        persons.sort_by(|a, b| a.mentions.first().cmp(&b.mentions.first()));
        persons
    }
}

fn person(part: Part) -> Person {
    let mut mentions = part.mentions;
    mentions.sort();
    Person { name: part.name, mentions }
}

fn slice<'a>(bench: &Bench<'a>, candidate: &Candidate) -> &'a str {
    let start = bench.words.get(candidate.first).map_or(0, |w| w.start);
    let end = bench.words.get(candidate.last).map_or(start, |w| w.end);
    bench.text.get(start..end).unwrap_or_default()
}

/// First byte of a bare surname with the particles the full name has: "de Gaulle".
fn with_particles(sheet: &Sheet<'_>, candidate: &Candidate, part: &Part) -> usize {
    let words = sheet.bench.words;
    let mut first = candidate.first;
    while let (Some(word), Some(before)) = (words.get(first), first.checked_sub(1).and_then(|at| words.get(at))) {
        let text = sheet.bench.text.get(before.start..before.end).unwrap_or_default();
        let joined =
            word.before.joins() && !word.before.any(Gap::LINE) && before.shape == Shape::Lower && !before.possessive;
        let particle = ["de", "la", "del", "della", "di", "da", "dos", "van", "von", "der", "den", "bin", "al", "el"]
            .contains(&text);
        if !joined || !particle || !part.name.split(' ').any(|w| w == text) {
            break;
        }
        first -= 1;
    }
    words.get(first).map_or(0, |w| w.start)
}
