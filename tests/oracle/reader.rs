//! Somebody who reads an article from end to end and says whether it is what was asked for, and why.
//!
//! Takes a [`Filed`] and queries; gives the [`Marks`] of each that it satisfies. It knows no index.

use std::collections::BTreeSet;
use std::ops::Range;

use morgue::index::document::Filed;
use morgue::mention::Field;
use morgue::query::{Query, Scope, Text, When};
use morgue::sentences::Rules;

use super::matcher::{Bytes, Matches, Sheet};

/// Bytes of headline and body, sorted, merged where they overlap.
pub type Marks = [Vec<Range<usize>>; 2];

/// First bytes of the sentences of a text, in order, each with whether a paragraph begins there.
pub type Starts = dyn Fn(&str, &Rules) -> Vec<(usize, bool)>;

/// An article laid out for reading.
pub struct Reader<'a> {
    filed: &'a Filed,
    headline: Sheet<'a>,
    body: Sheet<'a>,
    source: Sheet<'a>,
    byline: Sheet<'a>,
    place: Sheet<'a>,
    section: Sheet<'a>,
}

/// What was marked so far, in headline and body.
type Found = [Vec<Bytes>; 2];

impl<'a> Reader<'a> {
    /// Lays out an article. Only a body has sentences and paragraphs; every other text is one line.
    pub fn new(filed: &'a Filed, starts: &Starts) -> Reader<'a> {
        let article = &filed.article;
        let line = |text: &'a Option<String>| Sheet::new(text.as_deref().unwrap_or_default(), &[]).in_any_case();
        let mut headline = Sheet::new(&article.headline, &[]);
        let mut body = Sheet::new(&article.body, &starts(&article.body, Rules::of(article.language.as_deref())));
        for person in &filed.mentions.people {
            for place in &person.mentions {
                let sheet = if place.field == Field::Headline { &mut headline } else { &mut body };
                sheet.person(&person.name, (place.start, place.end));
            }
        }
        for date in &filed.mentions.dates {
            let sheet = if date.place.field == Field::Headline { &mut headline } else { &mut body };
            sheet.date(date.period, (date.place.start, date.place.end));
        }
        Reader {
            filed,
            headline,
            body,
            source: line(&article.source),
            byline: line(&article.byline),
            place: line(&article.place),
            section: line(&article.section),
        }
    }

    /// What satisfied the query; None if the article does not satisfy it.
    pub fn judge(&self, query: &Query) -> Option<Marks> {
        self.holds(query).map(|found| found.map(merged))
    }

    fn holds(&self, query: &Query) -> Option<Found> {
        let nothing = || Found::default();
        match query {
            Query::Everything => Some(nothing()),
            Query::Text(text) => self.at_least(1, text),
            Query::AtLeast(least, text) => self.at_least(*least as usize, text),
            Query::Person(called) => {
                let mut found = None;
                for person in &self.filed.mentions.people {
                    if Sheet::new(&person.name, &[]).holds_all(&called.forms) {
                        let found = found.get_or_insert_with(nothing);
                        person.mentions.iter().for_each(|at| found[side(at.field)].push((at.start, at.end)));
                    }
                }
                found
            }
            Query::Language(tag) => (self.filed.article.language == *tag).then(nothing),
            Query::Suspect => self.filed.article.contradiction.is_some().then(nothing),
            Query::Published(None) => self.filed.article.published.is_none().then(nothing),
            Query::Published(Some(period)) => {
                let within = self.filed.article.published.is_some_and(|p| period.from <= p.from && p.to <= period.to);
                within.then(nothing)
            }
            Query::Possibly(When::Published, period) => {
                let shared = self.filed.article.published.is_some_and(|p| period.from <= p.to && p.from <= period.to);
                shared.then(nothing)
            }
            Query::Possibly(When::Mentioned, period) => {
                let mut found = None;
                for date in &self.filed.mentions.dates {
                    if date.may_mean(period) {
                        let at = date.place;
                        found.get_or_insert_with(nothing)[side(at.field)].push((at.start, at.end));
                    }
                }
                found
            }
            Query::Mentions(period) => {
                let mut found = None;
                for date in &self.filed.mentions.dates {
                    if date.within(period) {
                        let at = date.place;
                        found.get_or_insert_with(nothing)[side(at.field)].push((at.start, at.end));
                    }
                }
                found
            }
            Query::Length(least, most) => {
                let length = self.headline.length() + self.body.length();
                (*least <= length && most.is_none_or(|most| length <= most)).then(nothing)
            }
            Query::And(parts) => self.so_many(parts.len(), parts),
            Query::Or(parts) => self.so_many(1, parts),
            Query::Quorum(least, parts) => self.so_many(*least as usize, parts),
            Query::Prefer(must, should) => {
                let mut found = self.holds(must)?;
                should.iter().filter_map(|part| self.holds(part)).for_each(|more| join(&mut found, more));
                Some(found)
            }
            Query::Not(part) => self.holds(part).is_none().then(nothing),
            Query::Boost(part, _) => self.holds(part),
        }
    }

    fn so_many(&self, least: usize, parts: &[Query]) -> Option<Found> {
        let held: Vec<Found> = parts.iter().filter_map(|part| self.holds(part)).collect();
        (held.len() >= least).then(|| {
            let mut all = Found::default();
            held.into_iter().for_each(|found| join(&mut all, found));
            all
        })
    }

    fn at_least(&self, least: usize, text: &Text) -> Option<Found> {
        let (span, none) = (&text.span, Matches::new);
        let in_lead = |mut all: Matches| {
            all.retain(|bounds, _| self.body.in_first_paragraph(*bounds));
            all
        };
        let [headline, body, other] = match text.scope {
            Scope::Article => [self.headline.matches(span), self.body.matches(span), none()],
            Scope::Lead => [self.headline.matches(span), in_lead(self.body.matches(span)), none()],
            Scope::Headline => [self.headline.matches(span), none(), none()],
            Scope::Body => [none(), self.body.matches(span), none()],
            Scope::Source => [none(), none(), self.source.matches(span)],
            Scope::Page => [none(), none(), none()],
            Scope::Byline => [none(), none(), self.byline.matches(span)],
            Scope::Place => [none(), none(), self.place.matches(span)],
            Scope::Section => [none(), none(), self.section.matches(span)],
        };
        let many = |all: &Matches| all.keys().map(|bounds| (bounds.0, bounds.1)).collect::<BTreeSet<_>>().len();
        let enough = many(&headline) + many(&body) + many(&other) >= least;
        enough.then(|| [headline, body].map(|all| all.into_values().flatten().collect()))
    }
}

fn side(field: Field) -> usize {
    usize::from(field == Field::Body)
}

fn join(found: &mut Found, more: Found) {
    for (all, more) in found.iter_mut().zip(more) {
        all.extend(more);
    }
}

fn merged(mut bytes: Vec<Bytes>) -> Vec<Range<usize>> {
    bytes.sort_unstable();
    let mut merged: Vec<Range<usize>> = Vec::new();
    for (start, end) in bytes {
        match merged.last_mut() {
            Some(last) if start < last.end => last.end = last.end.max(end),
            _ => merged.push(start..end),
        }
    }
    merged
}
