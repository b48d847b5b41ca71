//! Words that stand for each other, from a file of the editors' own.
//!
//! Takes the text of a file as Solr's `synonyms.txt` is written; gives [`Synonyms`], which widen a query where it would
//! inflect a word anyway. What stands in quotation marks stays as it is. The words of the query stay too.
//!
//! | line | means |
//! |---|---|
//! | `car, automobile, motor car` | each finds all three |
//! | `UK => Britain, United Kingdom` | the left ones find also the right ones, not the other way round |
//! | `# ...` | nothing |

use std::collections::HashMap;
use std::path::Path;

use frostem::{Algorithm, Stemmer};

use super::leaf::{self, Reading};
use super::span::{Case, Form, Near, Span, Spelling};
use super::{Query, Scope, Text, distinct};
use crate::error::{Error, Result};

/// A word or several, folded, as they stand next to each other.
type Phrase = Vec<String>;

/// Words and what else finds what they find.
#[derive(Clone, Debug, Default)]
pub struct Synonyms {
    /// Phrases that stand for each other, or that others stand for, each with its stems.
    groups: Vec<Vec<(Phrase, Phrase)>>,
    /// By the stems of a phrase: numbers of the groups that it finds.
    others: HashMap<Phrase, Vec<usize>>,
    /// Words of the longest phrase.
    longest: usize,
}

impl Synonyms {
    /// Reads the text of a file; `path` is for what is said of it.
    ///
    /// # Errors
    /// [`Error::Usage`] with path and line, if a line says nothing or no words.
    pub fn read(text: &str, path: &Path) -> Result<Synonyms> {
        let mut synonyms = Synonyms::default();
        for (number, line) in text.lines().enumerate() {
            let line = line.trim_start_matches('\u{FEFF}').trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            synonyms
                .line(line)
                .map_err(|why| Error::Usage(format!("{}, line {}: {why}", path.display(), number + 1)))?;
        }
        Ok(synonyms)
    }

    fn line(&mut self, line: &str) -> std::result::Result<(), String> {
        let phrases = |side: &str| -> std::result::Result<Vec<Phrase>, String> {
            side.split(',')
                .map(|part| words(part).ok_or_else(|| format!("\"{}\" holds no word", part.trim())))
                .collect()
        };
        if let Some((from, to)) = line.split_once("=>") {
            if to.contains("=>") {
                return Err("there are two => in it; write each on a line of its own".to_string());
            }
            let (from, to) = (phrases(from)?, phrases(to)?);
            let from: Vec<Phrase> = from.iter().map(|phrase| stems(phrase)).collect();
            self.add(from, to);
            return Ok(());
        }
        let all = phrases(line)?;
        if all.len() < 2 {
            return Err("a word by itself stands for no other; write car, automobile or car => automobile".to_string());
        }
        self.add(all.iter().map(|phrase| stems(phrase)).collect(), all);
        Ok(())
    }

    /// Phrases, by their stems, that find others.
    fn add(&mut self, finding: Vec<Phrase>, others: Vec<Phrase>) {
        let group = self.groups.len();
        self.groups.push(
            (others.into_iter())
                .map(|phrase| {
                    let stems = stems(&phrase);
                    (phrase, stems)
                })
                .collect(),
        );
        for phrase in finding {
            self.longest = self.longest.max(phrase.len());
            let known = self.others.entry(phrase).or_default();
            if known.last() != Some(&group) {
                known.push(group);
            }
        }
    }

    /// The other words for some words side by side.
    fn of(&self, forms: &[&Form]) -> Vec<Span> {
        let mut words = Vec::with_capacity(forms.len());
        for form in forms {
            let Form { spelling: Spelling::Inflected(word), case: Case::Any } = form else { return Vec::new() };
            words.push(word.clone());
        }
        let stems = stems(&words);
        let groups = self.others.get(&stems).map(Vec::as_slice).unwrap_or_default();
        let all = groups.iter().filter_map(|group| self.groups.get(*group)).flatten();
        // What has the same stems is found anyway.
        let others: Vec<&Phrase> = all.filter(|(_, other)| *other != stems).map(|(phrase, _)| phrase).collect();
        distinct(others).into_iter().map(|other| span(other)).collect()
    }

    fn widened(&self, span: Span) -> Span {
        let near =
            |near: Near| Box::new(Near { first: self.widened(near.first), second: self.widened(near.second), ..near });
        match span {
            Span::Words(forms) => {
                let others = self.of(&forms.iter().collect::<Vec<_>>());
                let mut parts = vec![Span::Words(forms)];
                parts.extend(others);
                Span::any(parts)
            }
            Span::Any(parts) => Span::any(parts.into_iter().map(|part| self.widened(part)).collect()),
            Span::Near(inner) => Span::Near(near(*inner)),
            Span::Apart(inner) => Span::Apart(near(*inner)),
            Span::Opening(words, part) => Span::Opening(words, Box::new(self.widened(*part))),
            other => other,
        }
    }

    /// Plain words of a list that stand side by side and together have other words: where they begin, how many they
    /// are, their scope and those others.
    fn run(&self, parts: &[Query], at: usize) -> Option<(usize, Scope, Vec<Span>)> {
        (2..=self.longest.min(parts.len() - at)).rev().find_map(|length| {
            let run: Option<Vec<(Scope, &Form)>> = parts[at..at + length].iter().map(single).collect();
            let run = run?;
            let scope = run[0].0;
            if run.iter().any(|(other, _)| *other != scope) {
                return None;
            }
            let others = self.of(&run.iter().map(|(_, form)| *form).collect::<Vec<_>>());
            (!others.is_empty()).then_some((length, scope, others))
        })
    }

    /// Words side by side: `motor car` is both words, or another word for them.
    fn all(&self, parts: Vec<Query>) -> Query {
        let mut wide = Vec::with_capacity(parts.len());
        let mut at = 0;
        while at < parts.len() {
            match self.run(&parts, at) {
                Some((length, scope, others)) => {
                    let run = parts[at..at + length].iter().cloned().map(|part| part.with_synonyms(self)).collect();
                    let mut either = vec![Query::and(run)];
                    either.extend(others.into_iter().map(|span| Query::Text(Text { scope, span })));
                    wide.push(Query::or(either));
                    at += length;
                }
                None => {
                    wide.push(parts[at].clone().with_synonyms(self));
                    at += 1;
                }
            }
        }
        Query::and(wide)
    }

    /// Any of some words: another word for several of them side by side is one more.
    fn any(&self, parts: Vec<Query>) -> Query {
        let mut wide: Vec<Query> = Vec::with_capacity(parts.len());
        for at in 0..parts.len() {
            if let Some((_, scope, others)) = self.run(&parts, at) {
                wide.extend(others.into_iter().map(|span| Query::Text(Text { scope, span })));
            }
            wide.push(parts[at].clone().with_synonyms(self));
        }
        Query::or(wide)
    }
}

impl Query {
    /// The same question with the other words for its inflected words, also for several side by side.
    #[must_use]
    pub fn with_synonyms(self, synonyms: &Synonyms) -> Query {
        let each = |parts: Vec<Query>| parts.into_iter().map(|part| part.with_synonyms(synonyms)).collect::<Vec<_>>();
        match self {
            Query::Text(text) => Query::from(Text { scope: text.scope, span: synonyms.widened(text.span) }),
            Query::AtLeast(count, text) => {
                Query::AtLeast(count, Text { scope: text.scope, span: synonyms.widened(text.span) })
            }
            Query::And(parts) => synonyms.all(parts),
            Query::Or(parts) => synonyms.any(parts),
            Query::Quorum(count, parts) => Query::Quorum(count, each(parts)),
            Query::Prefer(must, parts) => Query::Prefer(Box::new(must.with_synonyms(synonyms)), each(parts)),
            Query::Not(part) => Query::not(part.with_synonyms(synonyms)),
            Query::Boost(part, factor) => Query::boost(part.with_synonyms(synonyms), factor),
            other => other,
        }
    }
}

/// A query that is one plain word.
fn single(query: &Query) -> Option<(Scope, &Form)> {
    match query {
        Query::Text(Text { scope, span: Span::Words(forms) }) => match forms.as_slice() {
            [form] => Some((*scope, form)),
            _ => None,
        },
        _ => None,
    }
}

fn words(text: &str) -> Option<Phrase> {
    let forms = leaf::phrase(&text.replace(['*', '?', '~', '!'], " "), false, &Reading::default()).forms;
    let words: Phrase = (forms.into_iter())
        .filter_map(|form| match form.spelling {
            Spelling::Exact(word) => Some(word),
            _ => None,
        })
        .collect();
    (!words.is_empty()).then_some(words)
}

/// A single word is looked for in all its inflections, several as they stand.
fn span(words: &[String]) -> Span {
    match words {
        [word] => Span::word(Form::inflected(word.as_str())),
        _ => Span::Words(words.iter().map(|word| Form::exact(word.as_str())).collect()),
    }
}

fn stems(words: &[String]) -> Phrase {
    let stemmer = Stemmer::new(Algorithm::English);
    words.iter().map(|word| stemmer.stem(word).into_owned()).collect()
}
