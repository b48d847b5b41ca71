//! A span of a query -> what is [`Sought`] in each text it is asked of: words looked up, lists numbered, rarity weighed.
//!
//! The one place where a span meets the dictionary of an index. Where a text has no layer (a source, a byline), it has one
//! sentence, and capitals, people and days are not known in it.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use tantivy::schema::Field;

use super::account::WordWeight;
use super::lower::{Fit, days};
use super::proof::Leaf;
use super::rank::{self, Parts, QueryWord};
use super::sought::{List, Sought, TextField};
use super::spans::{Bound, Matcher, Pair, Slot};
use super::statistics::{Count, Snapshot};
use super::terms::{MOST, Terms};
use super::tongues::Tongues;
use crate::count::grouped;
use crate::index::layer::{CAPITAL, CAPITALS, DATE, NAME, PARAGRAPH, PERSON, SENTENCE};
use crate::index::schema::{Built, Fields};
use crate::nations;
use crate::query::{Called, Case, Form, Near, Reach, Span, Spelling};

/// Makes spans ready for one snapshot, and gathers what they need beside.
pub struct Ready<'a> {
    snapshot: &'a Snapshot,
    built: &'a Built,
    worth: Worth<'a>,
    /// Words, phrases and names met so far.
    pub leaves: Vec<Leaf>,
    /// What was not done as asked, in sentences.
    pub notes: Vec<String>,
}

/// The field of a text.
pub fn handle(text: TextField, fields: &Fields) -> Field {
    match text {
        TextField::Headline => fields.headline,
        TextField::Body => fields.body,
        TextField::Source => fields.source,
        TextField::Page => fields.pages,
        TextField::Byline => fields.byline,
        TextField::Place => fields.place,
        TextField::Section => fields.section,
    }
}

fn layer(text: TextField, fields: &Fields) -> Option<Field> {
    match text {
        TextField::Headline => Some(fields.headline_layer),
        TextField::Body => Some(fields.body_layer),
        TextField::Source | TextField::Page | TextField::Byline | TextField::Place | TextField::Section => None,
    }
}

/// How words are weighed.
#[derive(Clone, Copy)]
pub enum Worth<'a> {
    /// Not at all: nothing is ranked.
    None,
    /// By these parts of the ranking; the second says that the query has nothing but function words.
    Ranked(&'a Parts, bool),
}

/// A word of a leaf: its spelling, and its terms in each text.
type Told = (Option<Spelling>, Vec<(Field, Terms)>);

/// One text of a span being made ready.
struct Making {
    text: TextField,
    lists: Vec<List>,
    /// The number of the next leaf.
    leaf: usize,
}

impl Making {
    fn list(&mut self, field: Field, terms: Terms) -> usize {
        self.lists.push(List { field, words: terms.words, postings: terms.postings });
        self.lists.len() - 1
    }
}

impl<'a> Ready<'a> {
    /// Nothing is looked up yet.
    pub fn new(snapshot: &'a Snapshot, built: &'a Built, worth: Worth<'a>) -> Ready<'a> {
        Ready { snapshot, built, worth, leaves: Vec::new(), notes: Vec::new() }
    }

    /// What a span seeks in some texts, and how rare that is; `lead` asks of a body its first paragraph only.
    ///
    /// # Errors
    /// What reading the index says.
    pub fn span(&mut self, span: &Span, texts: &[TextField], lead: bool) -> tantivy::Result<(Vec<Sought>, f32)> {
        let first = self.leaves.len();
        let mut told: Vec<Vec<Told>> = Vec::new();
        let mut all = Vec::with_capacity(texts.len());
        for text in texts {
            let mut making = Making { text: *text, lists: Vec::new(), leaf: first };
            let mut matcher = self.matcher(span, &mut making, first, &mut told)?;
            if lead && *text == TextField::Body {
                let paragraphs = self.note(PARAGRAPH, &mut making)?;
                matcher = paragraphs.map_or(Matcher::Nowhere, |list| Matcher::Lead(list, Box::new(matcher)));
            }
            all.push(Sought { text: *text, lists: making.lists, matcher });
        }
        for (words, span) in told.into_iter().zip(span.leaves()) {
            let leaf = self.leaf(span.to_string(), &words)?;
            self.leaves.push(leaf);
        }
        let rarity = all.first().map_or(0.0, |sought| self.rarity(&sought.matcher));
        Ok((all, rarity))
    }

    /// A leaf of some words, with what they are worth together.
    ///
    /// # Errors
    /// What reading the index says.
    pub fn leaf(&mut self, name: String, words: &[Told]) -> tantivy::Result<Leaf> {
        let tongues = self.snapshot.tongues()?;
        let function = |spelling: &Option<Spelling>| is_function(spelling.as_ref(), tongues);
        let function_only = !words.is_empty() && words.iter().all(|(spelling, _)| function(spelling));
        let Worth::Ranked(parts, all_function) = self.worth else {
            return Ok(Leaf { weight: 0.0, function: function_only, name, words: Vec::new() });
        };
        let all_function = all_function || words.len() > 1 && words.iter().all(|(spelling, _)| function(spelling));
        let mut asked = Vec::with_capacity(words.len());
        for (spelling, terms) in words {
            let function = function(spelling) && !all_function;
            // What weighs nothing need not be counted.
            let count = match (spelling, function && parts.function == 0.0) {
                (Some(spelling), false) => {
                    let with_nation = self.with_nation(spelling, terms, parts)?;
                    self.snapshot.count(spelling, with_nation.as_deref().unwrap_or(terms))?
                }
                _ => Count { articles: terms.iter().map(|(_, t)| t.frequency).max().unwrap_or(0), occurrences: 0 },
            };
            let (articles, occurrences) = (count.articles, count.occurrences);
            asked.push(QueryWord { times: 1, articles, occurrences, function });
        }
        let articles = self.snapshot.searcher.num_docs();
        // A function word stands among others of the query, also where it is weighed alone.
        let among = asked.iter().all(|word| word.function);
        if among {
            asked.iter_mut().for_each(|word| word.function = false);
        }
        let mut weighed = rank::weights(&asked, articles, parts);
        let weight: f32 = weighed.iter().map(rank::Weighed::weight).sum();
        if among {
            weighed.iter_mut().for_each(|weighed| weighed.function *= f64::from(parts.function));
        }
        let spelled = words.iter().map(|(spelling, _)| spelling.as_ref().map_or(name.clone(), Spelling::to_string));
        let words =
            spelled.zip(&asked).zip(&weighed).map(|((word, asked), weighed)| WordWeight::new(word, asked, weighed));
        let words = words.collect();
        let weight = if among { weight * parts.function } else { weight };
        Ok(Leaf { weight, function: function_only, name, words })
    }

    /// The terms together with those of the other names of a nation, which make a word less rare than it looks; None of
    /// words that name none.
    fn with_nation(
        &mut self,
        spelling: &Spelling,
        terms: &[(Field, Terms)],
        parts: &Parts,
    ) -> tantivy::Result<Option<Vec<(Field, Terms)>>> {
        let Spelling::Inflected(word) = spelling else { return Ok(None) };
        let names = nations::others(word);
        if names.is_empty() || parts.nation <= 0.0 {
            return Ok(None);
        }
        let mut all = terms.to_vec();
        for (field, _) in terms {
            for name in &names {
                all.push((*field, self.look_up(*field, &Spelling::Inflected((*name).to_string()))?));
            }
        }
        Ok(Some(all))
    }

    /// Looks a spelling up, and says so if it stands for too many words.
    ///
    /// # Errors
    /// What reading the index says.
    pub fn look_up(&mut self, field: Field, spelling: &Spelling) -> tantivy::Result<Terms> {
        let terms = self.snapshot.look_up(field, spelling)?;
        if let Some(all) = terms.cut {
            let spelled = Span::word(Form { spelling: spelling.clone(), case: Case::Any });
            let note = format!(
                "{spelled} stands for {} words; only the {} commonest are looked for",
                grouped(all as u64),
                grouped(MOST as u64)
            );
            if !self.notes.contains(&note) {
                self.notes.push(note);
            }
        }
        Ok(terms)
    }

    /// The names that somebody is asked for by, and the words as they are weighed.
    ///
    /// # Errors
    /// What reading the index says.
    pub fn names(&mut self, called: &Called) -> tantivy::Result<(Arc<BTreeSet<String>>, Vec<Told>)> {
        let field = self.built.fields.people;
        let mut told = Vec::with_capacity(called.forms.len());
        for (form, spelling) in called.forms.iter().zip(called.spellings()) {
            let terms = self.look_up(field, &spelling)?;
            told.push((Some(form.spelling.clone()), vec![(field, terms)]));
        }
        Ok((Arc::clone(&self.snapshot.persons.called(called)?.all), told))
    }

    fn note(&mut self, note: &str, making: &mut Making) -> tantivy::Result<Option<usize>> {
        let Some(field) = layer(making.text, &self.built.fields) else { return Ok(None) };
        let terms = self.look_up(field, &Spelling::Exact(note.to_string()))?;
        Ok(Some(making.list(field, terms)))
    }

    /// `told` gathers for each leaf from the number `first` on the terms of its words in each text.
    fn matcher(
        &mut self,
        span: &Span,
        making: &mut Making,
        first: usize,
        told: &mut Vec<Vec<Told>>,
    ) -> tantivy::Result<Matcher> {
        let mut leaf = |making: &mut Making, words: Vec<Told>| {
            let number = making.leaf;
            making.leaf += 1;
            if told.len() == number - first {
                told.push(words.iter().map(|(spelling, _)| (spelling.clone(), Vec::new())).collect());
            }
            if let Some(told) = told.get_mut(number - first) {
                for ((_, all), (_, terms)) in told.iter_mut().zip(words) {
                    all.extend(terms);
                }
            }
            number
        };
        Ok(match span {
            Span::Words(forms) => {
                let (slots, words) = self.slots(forms, making)?;
                Matcher::Words { leaf: leaf(making, words), slots }
            }
            Span::Loose(forms, slop) => {
                let (slots, words) = self.slots(forms, making)?;
                Matcher::Loose { leaf: leaf(making, words), slots, slop: *slop }
            }
            Span::Person(called) => {
                let Some(field) = layer(making.text, &self.built.fields) else {
                    leaf(making, Vec::new());
                    return Ok(Matcher::Nowhere);
                };
                let (names, mut words) = self.names(called)?;
                if making.text != TextField::Headline {
                    // The words of names are weighed by the names, whatever the text: once is enough.
                    words.iter_mut().for_each(|(_, terms)| terms.clear());
                }
                let terms = self.snapshot.persons.terms(names.iter().map(String::as_str), field, &NAME.to_string())?;
                let list = making.list(field, terms);
                let leaf = leaf(making, words);
                let begins = self.note(PERSON, making)?;
                begins.map_or(Matcher::Nowhere, |begins| Matcher::Mention { leaf, list, begins, person: true })
            }
            Span::Date(period) => {
                let Some(field) = layer(making.text, &self.built.fields) else {
                    leaf(making, Vec::new());
                    return Ok(Matcher::Nowhere);
                };
                let terms = days(self.snapshot, field, period, Fit::Within)?;
                let leaf = leaf(making, vec![(None, vec![(field, terms.clone())])]);
                let list = making.list(field, terms);
                let begins = self.note(DATE, making)?;
                begins.map_or(Matcher::Nowhere, |begins| Matcher::Mention { leaf, list, begins, person: false })
            }
            Span::Any(parts) => {
                let mut matchers = Vec::with_capacity(parts.len());
                for part in parts {
                    matchers.push(self.matcher(part, making, first, told)?);
                }
                Matcher::Any(matchers)
            }
            Span::Near(near) => Matcher::Near(Box::new(self.pair(near, making, first, told)?)),
            Span::Apart(near) => Matcher::Apart(Box::new(self.pair(near, making, first, told)?)),
            Span::Opening(words, inner) => {
                Matcher::Opening(*words, Box::new(self.matcher(inner, making, first, told)?))
            }
        })
    }

    fn pair(
        &mut self,
        near: &Near,
        making: &mut Making,
        first: usize,
        told: &mut Vec<Vec<Told>>,
    ) -> tantivy::Result<Pair> {
        let left = self.matcher(&near.first, making, first, told)?;
        let right = self.matcher(&near.second, making, first, told)?;
        // A headline is one sentence.
        let in_body = making.text == TextField::Body;
        let bound = match near.reach {
            Reach::Words(words) => Bound::Words(words.max(1)),
            Reach::Sentence if in_body => Bound::Unparted(self.note(SENTENCE, making)?),
            Reach::Paragraph if in_body => Bound::Unparted(self.note(PARAGRAPH, making)?),
            Reach::Sentence | Reach::Paragraph => Bound::Unparted(None),
        };
        Ok(Pair { first: left, second: right, bound, ordered: near.ordered })
    }

    fn slots(&mut self, forms: &[Form], making: &mut Making) -> tantivy::Result<(Vec<Slot>, Vec<Told>)> {
        let field = handle(making.text, &self.built.fields);
        let (mut slots, mut words) = (Vec::new(), Vec::new());
        // A word that is said again is read once: all words of a phrase move on together.
        let mut lists: HashMap<&Spelling, usize> = HashMap::new();
        let mut notes: HashMap<&str, Option<usize>> = HashMap::new();
        for form in forms {
            let terms = self.look_up(field, &form.spelling)?;
            words.push((Some(form.spelling.clone()), vec![(field, terms.clone())]));
            let list = *lists.entry(&form.spelling).or_insert_with(|| making.list(field, terms));
            let (note, wanted) = match form.case {
                Case::Any => (None, true),
                Case::Some => (Some(CAPITAL), true),
                Case::All => (Some(CAPITALS), true),
                Case::None => (Some(CAPITAL), false),
            };
            let printed = match note.map(|note| (note, notes.get(note).copied())) {
                Some((_, Some(known))) => known,
                Some((note, None)) => {
                    let list = self.note(note, making)?;
                    notes.insert(note, list);
                    list
                }
                None => None,
            };
            slots.push(Slot { list, case: printed.map(|printed| (printed, wanted)) });
        }
        Ok((slots, words))
    }

    /// How rare the matches are: the sum over what must be there, the commonest of what may be.
    fn rarity(&self, matcher: &Matcher) -> f32 {
        match matcher {
            Matcher::Words { leaf, .. } | Matcher::Loose { leaf, .. } | Matcher::Mention { leaf, .. } => {
                self.leaves.get(*leaf).map_or(0.0, |leaf| leaf.weight)
            }
            Matcher::Any(parts) => parts.iter().map(|part| self.rarity(part)).reduce(f32::min).unwrap_or(0.0),
            Matcher::Near(pair) => self.rarity(&pair.first) + self.rarity(&pair.second),
            Matcher::Apart(pair) => self.rarity(&pair.first),
            Matcher::Opening(_, inner) | Matcher::Lead(_, inner) => self.rarity(inner),
            Matcher::Nowhere => 0.0,
        }
    }
}

/// Whether a function word is asked for.
fn is_function(spelling: Option<&Spelling>, tongues: &Tongues) -> bool {
    match spelling {
        Some(Spelling::Exact(word) | Spelling::Inflected(word)) => tongues.is_function_word(word),
        _ => false,
    }
}
