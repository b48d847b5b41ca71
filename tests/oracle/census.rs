//! How often what is invented is there: an oracle that is asked only for what is nowhere, or everywhere, proves nothing.

use std::collections::BTreeMap;

use morgue::index::document::Filed;
use morgue::query::{Query, Reach, Scope, Span, Text};
use proptest::collection::vec;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use super::invention::{draft, query};
use super::reader::Reader;
use super::{id, starts};
use crate::util::cases;

/// A query and all there is in it, each under the name of its operator; a span as if asked for in the whole article.
fn parts(query: &Query, all: &mut Vec<(&'static str, Query)>) {
    let (name, inner): (_, &[Query]) = match query {
        Query::Everything => ("everything", &[]),
        Query::Text(text) => {
            spans(&text.span, all);
            (scope(text), &[])
        }
        Query::AtLeast(_, text) => {
            spans(&text.span, all);
            ("at least", &[])
        }
        Query::Person(_) => ("people", &[]),
        Query::Published(_) => ("published", &[]),
        Query::Language(_) => ("language", &[]),
        Query::Suspect => ("suspect", &[]),
        Query::Mentions(_) => ("mentions", &[]),
        Query::Possibly(..) => ("possibly", &[]),
        Query::Length(..) => ("length", &[]),
        Query::And(parts) => ("and", parts),
        Query::Or(parts) => ("or", parts),
        Query::Quorum(_, parts) => ("quorum", parts),
        Query::Prefer(must, should) => {
            parts(must, all);
            ("prefer", should)
        }
        Query::Not(part) => ("not", std::slice::from_ref(part)),
        Query::Boost(part, _) => ("boost", std::slice::from_ref(part)),
    };
    inner.iter().for_each(|part| parts(part, all));
    all.push((name, query.clone()));
}

fn scope(text: &Text) -> &'static str {
    match text.scope {
        Scope::Article => "in the article",
        Scope::Lead => "in the lead",
        Scope::Headline => "in the headline",
        Scope::Body => "in the body",
        Scope::Source | Scope::Page | Scope::Byline | Scope::Place | Scope::Section => "in another line",
    }
}

fn spans(span: &Span, all: &mut Vec<(&'static str, Query)>) {
    let name = match span {
        Span::Words(forms) if forms.len() == 1 => "a word",
        Span::Words(_) => "a phrase",
        Span::Loose(..) => "a loose phrase",
        Span::Person(_) => "a person",
        Span::Date(_) => "a date",
        Span::Any(parts) => {
            parts.iter().for_each(|part| spans(part, all));
            "any"
        }
        Span::Near(near) | Span::Apart(near) => {
            spans(&near.first, all);
            spans(&near.second, all);
            match (span, near.reach, near.ordered) {
                (Span::Near(_), Reach::Words(_), false) => "w/n",
                (Span::Near(_), Reach::Words(_), true) => "pre/n",
                (Span::Near(_), Reach::Sentence, _) => "w/s",
                (Span::Near(_), Reach::Paragraph, _) => "w/p",
                (_, Reach::Words(_), _) => "not w/n",
                _ => "not w/s",
            }
        }
        Span::Opening(_, part) => {
            spans(part, all);
            "opening"
        }
    };
    all.push((name, Query::Text(Text { scope: Scope::Article, span: span.clone() })));
}

/// Of a question: asked so many times, of so many archives with a hit, of so many articles, of which so many were hits.
#[derive(Default)]
struct Count {
    asked: usize,
    with_hits: usize,
    articles: usize,
    hits: usize,
}

#[test]
fn every_operator_is_often_satisfied_and_often_not() {
    let mut runner = TestRunner::new(cases(1));
    let mut counts: BTreeMap<&str, Count> = BTreeMap::new();
    for _ in 0..10 {
        let (drafts, queries) = (vec(draft(), 20), vec(query(), 60)).new_tree(&mut runner).unwrap().current();
        let articles: Vec<Filed> = drafts.iter().enumerate().map(|(n, draft)| draft.filed(&id(n))).collect();
        let readers: Vec<Reader> = articles.iter().map(|filed| Reader::new(filed, &starts)).collect();
        for query in queries {
            let mut all = Vec::new();
            parts(&query, &mut all);
            all.push(("(a query)", query));
            for (name, part) in all {
                let count = counts.entry(name).or_default();
                let marks: Vec<_> = readers.iter().filter_map(|reader| reader.judge(&part)).collect();
                count.asked += 1;
                count.with_hits += usize::from(!marks.is_empty());
                count.articles += readers.len();
                count.hits += marks.len();
            }
        }
    }
    let mut rare = String::new();
    for (name, Count { asked, with_hits, articles, hits }) in &counts {
        let found = with_hits * 100 / asked;
        let share = hits * 100 / articles;
        if *asked < 20 || found < 15 || share > 90 && *name != "everything" {
            rare.push_str(&format!("\n{name}: {asked} asked, {found} % with hits, {share} % of articles"));
        }
    }
    assert_eq!((counts.len(), rare.as_str()), (31, ""));
    let all = &counts["(a query)"];
    assert!((40..=70).contains(&(all.with_hits * 100 / all.asked)));
}
