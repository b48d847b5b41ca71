//! A span of a query -> what is [`Sought`] in each text it is asked of: words looked up, lists numbered, rarity weighed.
//!
//! The one place where a span meets the dictionary of an index. Where a text has no layer (a source, a byline), it has one
//! sentence, and capitals, people and days are not known in it.

use std::collections::HashMap;

use tantivy::schema::Field;

use super::bm25::idf;
use super::lower::days;
use super::proof::Leaf;
use super::sought::{List, Sought, TextField};
use super::spans::{Bound, Matcher, Pair, Slot};
use super::statistics::Snapshot;
use super::terms::{MOST, Terms, look_up};
use crate::index::layer::{CAPITAL, CAPITALS, DATE, NAME, PARAGRAPH, PERSON, SENTENCE};
use crate::index::schema::{Built, Fields};
use crate::print::count::grouped;
use crate::query::{Case, Form, Near, Reach, Span, Spelling};

/// Makes spans ready for one snapshot, and gathers what they need beside.
pub struct Ready<'a> {
    snapshot: &'a Snapshot,
    built: &'a Built,
    looked_up: HashMap<(Field, Spelling), Terms>,
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
        TextField::Byline => fields.byline,
        TextField::Place => fields.place,
    }
}

fn layer(text: TextField, fields: &Fields) -> Option<Field> {
    match text {
        TextField::Headline => Some(fields.headline_layer),
        TextField::Body => Some(fields.body_layer),
        TextField::Source | TextField::Byline | TextField::Place => None,
    }
}

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
    pub fn new(snapshot: &'a Snapshot, built: &'a Built) -> Ready<'a> {
        Ready { snapshot, built, looked_up: HashMap::new(), leaves: Vec::new(), notes: Vec::new() }
    }

    /// What a span seeks in some texts, and how rare that is; `lead` asks of a body its first paragraph only.
    ///
    /// # Errors
    /// What reading the index says.
    pub fn span(&mut self, span: &Span, texts: &[TextField], lead: bool) -> tantivy::Result<(Vec<Sought>, f32)> {
        let first = self.leaves.len();
        // A word that is rare in headlines only because headlines are short is not rare: the commonest text counts.
        let mut common: Vec<Vec<u64>> = Vec::new();
        let mut all = Vec::with_capacity(texts.len());
        for text in texts {
            let mut making = Making { text: *text, lists: Vec::new(), leaf: first };
            let mut matcher = self.matcher(span, &mut making, first, &mut common)?;
            if lead && *text == TextField::Body {
                let paragraphs = self.note(PARAGRAPH, &mut making)?;
                matcher = paragraphs.map_or(Matcher::Nowhere, |list| Matcher::Lead(list, Box::new(matcher)));
            }
            all.push(Sought { text: *text, lists: making.lists, matcher });
        }
        let articles = self.snapshot.searcher.num_docs();
        let weight = |words: Vec<u64>| Leaf { weight: words.into_iter().map(|n| idf(articles, n)).sum() };
        self.leaves.extend(common.into_iter().map(weight));
        let rarity = all.first().map_or(0.0, |sought| self.rarity(&sought.matcher));
        Ok((all, rarity))
    }

    /// Looks a spelling up, once for each field, and says so if it stands for too many words.
    ///
    /// # Errors
    /// What reading the index says.
    pub fn look_up(&mut self, field: Field, spelling: &Spelling) -> tantivy::Result<Terms> {
        let key = (field, spelling.clone());
        if let Some(known) = self.looked_up.get(&key) {
            return Ok(known.clone());
        }
        let terms = look_up(&self.snapshot.searcher, field, spelling)?;
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
        self.looked_up.insert(key, terms.clone());
        Ok(terms)
    }

    fn note(&mut self, note: &str, making: &mut Making) -> tantivy::Result<Option<usize>> {
        let Some(field) = layer(making.text, &self.built.fields) else { return Ok(None) };
        let terms = self.look_up(field, &Spelling::Exact(note.to_string()))?;
        Ok(Some(making.list(field, terms)))
    }

    /// `common` holds for each leaf from the number `first` on how many articles hold each of its words.
    fn matcher(
        &mut self,
        span: &Span,
        making: &mut Making,
        first: usize,
        common: &mut Vec<Vec<u64>>,
    ) -> tantivy::Result<Matcher> {
        let mut leaf = |making: &mut Making, frequencies: Vec<u64>| {
            let number = making.leaf;
            making.leaf += 1;
            match common.get_mut(number - first) {
                Some(known) => known.iter_mut().zip(frequencies).for_each(|(known, f)| *known = (*known).max(f)),
                None => common.push(frequencies),
            }
            number
        };
        Ok(match span {
            Span::Words(forms) => {
                let (slots, frequencies) = self.slots(forms, making)?;
                Matcher::Words { leaf: leaf(making, frequencies), slots }
            }
            Span::Loose(forms, slop) => {
                let (slots, frequencies) = self.slots(forms, making)?;
                Matcher::Loose { leaf: leaf(making, frequencies), slots, slop: *slop }
            }
            Span::Person(forms) => {
                let Some(field) = layer(making.text, &self.built.fields) else {
                    leaf(making, vec![0; forms.len()]);
                    return Ok(Matcher::Nowhere);
                };
                let (mut lists, mut frequencies) = (Vec::new(), Vec::new());
                for form in forms {
                    let terms = self.look_up(field, &named(&form.spelling))?;
                    frequencies.push(terms.frequency);
                    lists.push(making.list(field, terms));
                }
                let leaf = leaf(making, frequencies);
                let begins = self.note(PERSON, making)?;
                begins.map_or(Matcher::Nowhere, |begins| Matcher::Mention { leaf, lists, begins, person: true })
            }
            Span::Date(period) => {
                let Some(field) = layer(making.text, &self.built.fields) else {
                    leaf(making, vec![0]);
                    return Ok(Matcher::Nowhere);
                };
                let terms = days(self.snapshot, field, period)?;
                let leaf = leaf(making, vec![terms.frequency]);
                let lists = vec![making.list(field, terms)];
                let begins = self.note(DATE, making)?;
                begins.map_or(Matcher::Nowhere, |begins| Matcher::Mention { leaf, lists, begins, person: false })
            }
            Span::Any(parts) => {
                let mut matchers = Vec::with_capacity(parts.len());
                for part in parts {
                    matchers.push(self.matcher(part, making, first, common)?);
                }
                Matcher::Any(matchers)
            }
            Span::Near(near) => Matcher::Near(Box::new(self.pair(near, making, first, common)?)),
            Span::Apart(near) => Matcher::Apart(Box::new(self.pair(near, making, first, common)?)),
            Span::Opening(words, inner) => {
                Matcher::Opening(*words, Box::new(self.matcher(inner, making, first, common)?))
            }
        })
    }

    fn pair(
        &mut self,
        near: &Near,
        making: &mut Making,
        first: usize,
        common: &mut Vec<Vec<u64>>,
    ) -> tantivy::Result<Pair> {
        let left = self.matcher(&near.first, making, first, common)?;
        let right = self.matcher(&near.second, making, first, common)?;
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

    fn slots(&mut self, forms: &[Form], making: &mut Making) -> tantivy::Result<(Vec<Slot>, Vec<u64>)> {
        let field = handle(making.text, &self.built.fields);
        let (mut slots, mut frequencies) = (Vec::new(), Vec::new());
        for form in forms {
            let terms = self.look_up(field, &form.spelling)?;
            frequencies.push(terms.frequency);
            let list = making.list(field, terms);
            let (note, wanted) = match form.case {
                Case::Any => (None, true),
                Case::Some => (Some(CAPITAL), true),
                Case::All => (Some(CAPITALS), true),
                Case::None => (Some(CAPITAL), false),
            };
            let printed = match note {
                Some(note) => self.note(note, making)?,
                None => None,
            };
            slots.push(Slot { list, case: printed.map(|printed| (printed, wanted)) });
        }
        Ok((slots, frequencies))
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

/// A spelling as the names of a layer are written.
fn named(spelling: &Spelling) -> Spelling {
    match spelling {
        Spelling::Exact(word) | Spelling::Inflected(word) | Spelling::Singular(word) | Spelling::Plural(word) => {
            Spelling::Exact(format!("{NAME}{word}"))
        }
        Spelling::Prefix(word) => Spelling::Prefix(format!("{NAME}{word}")),
        Spelling::Pattern(pattern) => Spelling::Pattern(format!("{NAME}{pattern}")),
        Spelling::Regex(pattern) => Spelling::Regex(format!("{NAME}({pattern})")),
        Spelling::Fuzzy(word, distance) => Spelling::Fuzzy(format!("{NAME}{word}"), *distance),
    }
}
