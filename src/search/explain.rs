//! What a query stands for in an archive: its tree, clause by clause, with the words each part was widened to and how many
//! articles satisfy it. It ranks nothing and loads no article.

use serde::Serialize;

use super::Archive;
use super::terms::MOST;
use crate::error::Result;
use crate::query::{Form, Near, Query, Scope, Span, Text};

/// Words that are named of those a spelling stands for.
const NAMED: usize = 8;
/// Clauses that are looked at.
const CLAUSES: usize = 64;

/// A clause of the tree, a line of an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Clause {
    /// How deep it lies; the whole query is at 0.
    pub depth: usize,
    /// What it is: `all`, `any`, `at least 2`, `preferred`, `not`, `boost`, `word`, `phrase`, `span`, `name`, `range`,
    /// `everything`.
    pub kind: String,
    /// It in the query language.
    pub reading: String,
    /// Articles that satisfy it by itself.
    pub articles: u64,
    /// Its words, if it holds any itself.
    pub words: Vec<Stands>,
}

/// What a spelling stands for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stands {
    /// The spelling, in the query language.
    pub word: String,
    /// The commonest words of the archive that it stands for.
    pub terms: Vec<Term>,
    /// How many it stands for in all.
    pub all: usize,
}

/// A word of the archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Term {
    /// The word, folded.
    pub term: String,
    /// Articles that have it: in the body or in the headline, whichever are more.
    pub articles: u64,
}

impl Archive {
    /// The words of a query and what they stand for, clause by clause, in the order of the query; nothing is counted yet.
    ///
    /// # Errors
    /// [`Error::Damaged`](crate::error::Error::Damaged).
    pub fn explained(&self, query: &Query) -> Result<Vec<(Query, Clause)>> {
        let mut clauses = Vec::new();
        self.clause(query, 0, &mut clauses)?;
        Ok(clauses)
    }

    fn clause(&self, query: &Query, depth: usize, clauses: &mut Vec<(Query, Clause)>) -> Result<()> {
        if clauses.len() >= CLAUSES {
            return Ok(());
        }
        let fields = &self.built.fields;
        let (kind, words, parts): (String, Vec<Stands>, Vec<&Query>) = match query {
            Query::Everything => ("everything".to_string(), Vec::new(), Vec::new()),
            Query::Text(text) | Query::AtLeast(_, text) => (kind(text).to_string(), self.words(text)?, Vec::new()),
            Query::Person(called) => ("name".to_string(), self.stand(&called.forms, &[fields.people])?, Vec::new()),
            Query::Suspect => ("flag".to_string(), Vec::new(), Vec::new()),
            Query::Language(_) => ("language".to_string(), Vec::new(), Vec::new()),
            Query::Published(_) | Query::Mentions(_) | Query::Possibly(..) | Query::Length(..) => {
                ("range".to_string(), Vec::new(), Vec::new())
            }
            Query::And(parts) => ("all".to_string(), Vec::new(), parts.iter().collect()),
            Query::Or(parts) => ("any".to_string(), Vec::new(), parts.iter().collect()),
            Query::Quorum(least, parts) => (format!("at least {least}"), Vec::new(), parts.iter().collect()),
            Query::Prefer(must, should) => {
                ("preferred".to_string(), Vec::new(), std::iter::once(&**must).chain(should).collect())
            }
            Query::Not(inner) => ("not".to_string(), Vec::new(), vec![inner]),
            Query::Boost(inner, _) => ("boost".to_string(), Vec::new(), vec![inner]),
        };
        let clause = Clause { depth, kind, reading: query.to_string(), articles: 0, words };
        clauses.push((query.clone(), clause));
        for part in parts {
            self.clause(part, depth + 1, clauses)?;
        }
        Ok(())
    }

    fn words(&self, text: &Text) -> Result<Vec<Stands>> {
        let fields = &self.built.fields;
        let fields: &[_] = match text.scope {
            Scope::Article | Scope::Lead => &[fields.body, fields.headline],
            Scope::Headline => &[fields.headline],
            Scope::Body => &[fields.body],
            Scope::Source => &[fields.source],
            Scope::Page => &[fields.pages],
            Scope::Byline => &[fields.byline],
            Scope::Place => &[fields.place],
            Scope::Section => &[fields.section],
        };
        let (mut forms, mut names) = (Vec::new(), Vec::new());
        gather(&text.span, &mut forms, &mut names);
        let mut words = self.stand(&forms, fields)?;
        words.extend(self.stand(&names, &[self.built.fields.people])?);
        Ok(words)
    }

    fn stand(&self, forms: &[Form], fields: &[tantivy::schema::Field]) -> Result<Vec<Stands>> {
        let mut words = Vec::with_capacity(forms.len());
        for form in forms {
            let mut known: std::collections::BTreeMap<String, u64> = std::collections::BTreeMap::new();
            let mut all = 0;
            for field in fields {
                let terms = self.snapshot.look_up(*field, &form.spelling).map_err(self.damaged())?;
                all = all.max(terms.cut.unwrap_or(0));
                for term in terms.words.iter().take(MOST) {
                    let exact = crate::query::Spelling::Exact(term.clone());
                    let articles = self.snapshot.look_up(*field, &exact).map_err(self.damaged())?.frequency;
                    let most = known.entry(term.clone()).or_default();
                    *most = (*most).max(articles);
                }
            }
            let mut terms: Vec<Term> = known.into_iter().map(|(term, articles)| Term { term, articles }).collect();
            let all = all.max(terms.len());
            terms.sort_by_key(|term| std::cmp::Reverse(term.articles));
            terms.truncate(NAMED);
            words.push(Stands { word: form.to_string(), terms, all });
        }
        Ok(words)
    }
}

fn kind(text: &Text) -> &'static str {
    match &text.span {
        Span::Words(forms) if forms.len() == 1 => "word",
        Span::Words(_) | Span::Loose(..) => "phrase",
        Span::Person(_) => "name",
        Span::Date(_) => "range",
        _ => "span",
    }
}

fn gather(span: &Span, forms: &mut Vec<Form>, names: &mut Vec<Form>) {
    match span {
        Span::Words(these) | Span::Loose(these, _) => forms.extend(these.iter().cloned()),
        Span::Person(called) => names.extend(called.forms.iter().cloned()),
        Span::Any(parts) => parts.iter().for_each(|part| gather(part, forms, names)),
        Span::Near(near) | Span::Apart(near) => {
            let Near { first, second, .. } = &**near;
            gather(first, forms, names);
            gather(second, forms, names);
        }
        Span::Opening(_, part) => gather(part, forms, names),
        Span::Date(_) => {}
    }
}
