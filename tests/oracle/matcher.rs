//! The matches of a span in one text, found the plain way: every combination is tried.
//!
//! Takes a [`Sheet`] (a text, its words, its mentions, where its sentences begin) and a span; gives all [`Matches`] with
//! the bytes that take part in each. Nothing here may be clever: it is what the engine is measured by.

use std::collections::{BTreeMap, BTreeSet};

use morgue::date::Period;
use morgue::query::{Form, Near, Reach, Span};
use morgue::words::{Word, Words};

use super::spelling::{fits, printed};

/// First word, and one past the last.
pub type Bounds = (usize, usize, bool);
/// First byte, and one past the last.
pub type Bytes = (usize, usize);
/// Each match once, with the bytes of the words and mentions that take part in it.
pub type Matches = BTreeMap<Bounds, BTreeSet<Bytes>>;

/// A text laid out for reading.
pub struct Sheet<'a> {
    text: &'a str,
    /// Nobody knows how it is printed.
    in_any_case: bool,
    /// The words, by position.
    words: BTreeMap<usize, Vec<Word>>,
    /// Positions that begin a sentence.
    sentences: BTreeSet<usize>,
    /// Positions that begin a paragraph.
    paragraphs: BTreeSet<usize>,
    people: Vec<(&'a str, Bytes)>,
    dates: Vec<(Period, Bytes)>,
}

impl<'a> Sheet<'a> {
    /// Lays out a text; `starts` are the first bytes of its sentences, each with whether a paragraph begins there.
    pub fn new(text: &'a str, starts: &[(usize, bool)]) -> Sheet<'a> {
        let mut words: BTreeMap<usize, Vec<Word>> = BTreeMap::new();
        for word in Words::new(text) {
            words.entry(word.position).or_default().push(word);
        }
        let mut sheet = Sheet {
            text,
            in_any_case: false,
            words,
            sentences: BTreeSet::new(),
            paragraphs: BTreeSet::new(),
            people: Vec::new(),
            dates: Vec::new(),
        };
        for (start, paragraph) in starts {
            let first = sheet.words.values().flatten().find(|word| word.start >= *start);
            if let Some(position) = first.map(|word| word.position) {
                sheet.sentences.insert(position);
                if *paragraph {
                    sheet.paragraphs.insert(position);
                }
            }
        }
        sheet
    }

    /// Notes a mention of the person of this full name.
    pub fn person(&mut self, name: &'a str, at: Bytes) {
        self.people.push((name, at));
    }

    /// Notes a mention of this period.
    pub fn date(&mut self, period: Period, at: Bytes) {
        self.dates.push((period, at));
    }

    /// How many positions hold a word.
    pub fn length(&self) -> u64 {
        self.words.len() as u64
    }

    /// The same text, of which nobody knows how it is printed.
    pub fn in_any_case(self) -> Sheet<'a> {
        Sheet { in_any_case: true, ..self }
    }

    /// Whether the match ends before a second paragraph begins.
    pub fn in_first_paragraph(&self, (_, end, _): Bounds) -> bool {
        !self.paragraphs.iter().any(|begin| *begin > 0 && *begin < end)
    }

    /// Whether a name (which is all of this text) has every form in some word.
    pub fn holds_all(&self, forms: &[Form]) -> bool {
        forms.iter().all(|form| self.words.keys().any(|position| self.fitting(form, *position).is_some()))
    }

    /// The bytes of the words at a position that a form stands for; None if there is no such word.
    fn fitting(&self, form: &Form, position: usize) -> Option<BTreeSet<Bytes>> {
        let here = self.words.get(&position)?;
        let start = here.iter().map(|word| word.start).min()?;
        let end = here.iter().map(|word| word.end).max()?;
        if !self.in_any_case && !printed(form.case, &self.text[start..end]) {
            return None;
        }
        let fitting = here.iter().filter(|word| fits(&form.spelling, &word.term));
        let bytes: BTreeSet<Bytes> = fitting.map(|word| (word.start, word.end)).collect();
        (!bytes.is_empty()).then_some(bytes)
    }

    /// The words that a mention touches, from the first to the last.
    fn touched(&self, (start, end): Bytes) -> Option<(usize, usize)> {
        let touched = || self.words.values().flatten().filter(|word| word.start < end && start < word.end);
        let first = touched().map(|word| word.position).min()?;
        let last = touched().map(|word| word.position).max()?;
        Some((first, last + 1))
    }

    /// All matches of a span in this text.
    pub fn matches(&self, span: &Span) -> Matches {
        match span {
            Span::Words(forms) => self.words_in_a_row(forms),
            Span::Loose(forms, slack) => self.loose(forms, *slack as usize),
            Span::Person(called) => {
                let named = |(name, _): &&(&str, Bytes)| Sheet::new(name, &[]).holds_all(&called.forms);
                self.mentions(self.people.iter().filter(named).map(|(_, at)| *at))
            }
            Span::Date(period) => {
                let within = |(found, _): &&(Period, Bytes)| period.from <= found.from && found.to <= period.to;
                self.mentions(self.dates.iter().filter(within).map(|(_, at)| *at))
            }
            Span::Any(parts) => {
                let mut all = Matches::new();
                for part in parts {
                    self.matches(part).into_iter().for_each(|(bounds, bytes)| add(&mut all, bounds, bytes));
                }
                all
            }
            Span::Near(near) => {
                let (first, second) = (self.matches(&near.first), self.matches(&near.second));
                let mut all = Matches::new();
                for (x, y) in self.pairs(&first, &second, near) {
                    let bytes = first[&x].union(&second[&y]).copied().collect();
                    add(&mut all, hull(x, y), bytes);
                }
                all
            }
            Span::Apart(near) => {
                let (mut first, second) = (self.matches(&near.first), self.matches(&near.second));
                for (x, _) in self.pairs(&first, &second, near) {
                    first.remove(&x);
                }
                first
            }
            Span::Opening(words, part) => {
                let mut all = self.matches(part);
                all.retain(|(_, end, _), _| *end <= *words as usize);
                all
            }
        }
    }

    /// A phrase: it is marked as a whole.
    fn words_in_a_row(&self, forms: &[Form]) -> Matches {
        let mut all = Matches::new();
        'starts: for start in self.words.keys() {
            let mut bytes = BTreeSet::new();
            for (n, form) in forms.iter().enumerate() {
                let Some(fitting) = self.fitting(form, start + n) else { continue 'starts };
                bytes.extend(fitting);
            }
            let whole = bytes.iter().map(|b: &Bytes| b.0).min().zip(bytes.iter().map(|b| b.1).max());
            add(&mut all, (*start, start + forms.len(), true), whole.into_iter().collect());
        }
        all
    }

    fn loose(&self, forms: &[Form], slack: usize) -> Matches {
        let mut all = Matches::new();
        self.place(forms, slack, &mut Vec::new(), &mut all);
        // Only the innermost count.
        let bounds: Vec<Bounds> = all.keys().copied().collect();
        let inside = |outer: &Bounds| bounds.iter().any(|b| b != outer && b.0 >= outer.0 && b.1 <= outer.1);
        all.retain(|b, _| !inside(b));
        all
    }

    /// Puts the next form at every position it can have beside those of the forms before it.
    fn place(&self, forms: &[Form], slack: usize, taken: &mut Vec<usize>, all: &mut Matches) {
        let Some(form) = forms.get(taken.len()) else {
            let bytes =
                forms.iter().zip(&*taken).filter_map(|(form, position)| self.fitting(form, *position)).flatten();
            let first = taken.iter().min().copied().unwrap_or_default();
            let last = taken.iter().max().copied().unwrap_or_default();
            return add(all, hull((first, first, false), (last, last + 1, false)), bytes.collect());
        };
        for position in self.words.keys() {
            if taken.contains(position) || self.fitting(form, *position).is_none() {
                continue;
            }
            taken.push(*position);
            let off = || taken.iter().enumerate().map(|(n, position)| *position as i64 - n as i64);
            let spread = off().max().unwrap_or_default() - off().min().unwrap_or_default();
            if spread <= slack as i64 {
                self.place(forms, slack, taken, all);
            }
            taken.pop();
        }
    }

    fn mentions(&self, places: impl Iterator<Item = Bytes>) -> Matches {
        let mut all = Matches::new();
        for at in places {
            if let Some(bounds) = self.touched(at) {
                add(&mut all, (bounds.0, bounds.1, true), BTreeSet::from([at]));
            }
        }
        all
    }

    /// The pairs of a match of the first part and one of the second.
    fn pairs(&self, first: &Matches, second: &Matches, near: &Near) -> Vec<(Bounds, Bounds)> {
        let mut pairs = Vec::new();
        for x in first.keys() {
            for y in second.keys() {
                let paired = if x.1 <= y.0 {
                    self.within(*x, *y, near.reach) && neighbours(*x, *y, first, second)
                } else if y.1 <= x.0 && !near.ordered {
                    self.within(*y, *x, near.reach) && neighbours(*y, *x, second, first)
                } else {
                    let overlap = x.0 < y.1 && y.0 < x.1;
                    overlap && !near.ordered && !share(*x, *y) && !share(*y, *x) && self.holds(hull(*x, *y), near.reach)
                };
                if paired {
                    pairs.push((*x, *y));
                }
            }
        }
        pairs
    }

    /// Whether the later one is within reach of the earlier.
    fn within(&self, earlier: Bounds, later: Bounds, reach: Reach) -> bool {
        match reach {
            Reach::Words(most) => later.0 - (earlier.1 - 1) <= most as usize,
            _ => self.holds(hull(earlier, later), reach),
        }
    }

    /// Whether a stretch holds no end of a sentence or paragraph.
    fn holds(&self, (start, end, _): Bounds, reach: Reach) -> bool {
        let unbroken = |begins: &BTreeSet<usize>| !begins.iter().any(|begin| *begin > start && *begin < end);
        match reach {
            Reach::Words(_) => true,
            Reach::Sentence => unbroken(&self.sentences),
            Reach::Paragraph => unbroken(&self.paragraphs),
        }
    }
}

/// Whether the first or the last word of one is known to be one of the other's.
fn share(one: Bounds, other: Bounds) -> bool {
    let known: Vec<usize> = if other.2 { (other.0..other.1).collect() } else { vec![other.0, other.1 - 1] };
    known.contains(&one.0) || known.contains(&(one.1 - 1))
}

/// Whether one of the two is the other's nearest on that side, among the matches of its own part.
fn neighbours(earlier: Bounds, later: Bounds, of_earlier: &Matches, of_later: &Matches) -> bool {
    let begins_nearer = |other: &Bounds| other.0 >= earlier.1 && other.0 < later.0;
    let ends_nearer = |other: &Bounds| other.1 <= later.0 && other.1 > earlier.1;
    !of_later.keys().any(begins_nearer) || !of_earlier.keys().any(ends_nearer)
}

fn hull(x: Bounds, y: Bounds) -> Bounds {
    let (start, end) = (x.0.min(y.0), x.1.max(y.1));
    (start, end, end - start <= 2)
}

fn add(all: &mut Matches, bounds: Bounds, bytes: BTreeSet<Bytes>) {
    all.entry(bounds).or_default().extend(bytes);
}
