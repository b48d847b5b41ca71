//! What is said about an answer that is not simply the answer: what was given up, why nothing was found, what else might
//! be meant, which words were added. Takes values, gives sentences; nothing here asks the archive.

use jiff::civil::Date;

use crate::count::{counted, grouped};
use crate::date::{Iso, Period, Precision};
use crate::language;
use crate::query::{Form, Query, Scope, Span, Spelling, Text};
use crate::search::diagnosis::Clause;
use crate::search::nearest::Nearest;
use crate::search::suggest::Suggestion;

/// Given-up clauses that are named.
const NAMED: usize = 4;
/// Suggestions that are named.
const SUGGESTED: usize = 6;
/// Characters of a clause in a sentence.
const CLAUSE: usize = 120;

/// A clause as a sentence names it: a word between quotes, anything else in the query language.
pub fn named(query: &Query) -> String {
    let text = match query {
        Query::Text(Text { scope: Scope::Article, span: Span::Words(forms) })
            if matches!(forms.as_slice(), [Form { spelling: Spelling::Inflected(_), .. }]) =>
        {
            format!("\"{query}\"")
        }
        other => other.to_string(),
    };
    match text.char_indices().nth(CLAUSE) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// `no article has all of: zebra AND river; 12 articles have all but "zebra", 3 all but "river"`.
pub fn given_up(asked: &str, nearest: &Nearest) -> String {
    let parts = &nearest.parts;
    if nearest.given_up.is_empty() {
        let (most, of) = (nearest.most, parts.len());
        let total = counted(nearest.answer.total, "article");
        if most + 1 == of {
            return format!("no article has all of: {asked}; {total} with all but one");
        }
        return format!("no article has all of: {asked}; {total} with any, at most {most} of {of}");
    }
    let mut said = Vec::new();
    for (place, (number, articles)) in nearest.given_up.iter().take(NAMED).enumerate() {
        let Some(part) = parts.get(*number) else { continue };
        let part = named(part);
        said.push(match place {
            0 => format!(
                "{} {} all but {part}",
                counted(*articles, "article"),
                if *articles == 1 { "has" } else { "have" }
            ),
            _ => format!("{} all but {part}", grouped(*articles)),
        });
    }
    let rest: u64 = nearest.given_up.iter().skip(NAMED).map(|(_, articles)| articles).sum();
    if rest > 0 {
        said.push(format!("{} all but one of the others", grouped(rest)));
    }
    format!("no article has all of: {asked}; {}", said.join(", "))
}

/// What each hit lacks must be said of each, unless it was said of all.
pub fn differ(nearest: &Nearest) -> bool {
    nearest.given_up.len() != 1
}

/// The clauses that a hit lacks.
pub fn lacks<'a>(nearest: &'a Nearest, numbers: &'a [usize]) -> impl Iterator<Item = &'a Query> {
    numbers.iter().filter_map(|number| nearest.parts.get(*number))
}

/// Why nothing was found, in sentences without a full stop, the most telling first; none if there is nothing to tell.
pub fn why_nothing(clauses: &[Clause]) -> Vec<String> {
    let none: Vec<&Clause> = clauses.iter().filter(|clause| clause.alone == 0).collect();
    let only = clauses.len() == 1;
    let one = |clause: &&Clause| {
        let alone = match &clause.clause {
            Query::Text(_) => format!("{} is in no article", named(&clause.clause)),
            Query::Published(Some(period)) => format!("no article was published {}", when(period)),
            Query::Published(None) => "no article is undated".to_string(),
            Query::Language(Some(tag)) => format!("no article is in {}", language::name(tag)),
            Query::Language(None) => "of every article the language is known".to_string(),
            Query::Suspect => "no article has dates of publication that contradict each other".to_string(),
            other => format!("no article satisfies {}", named(other)),
        };
        if only { alone } else { format!("{alone}; without it {}", grouped(clause.without)) }
    };
    let mut said: Vec<String> = none.iter().map(one).collect();
    if none.is_empty() {
        for clause in clauses.iter().filter(|clause| clause.without > 0) {
            let one = clause.without == 1;
            let others = match clause.without {
                1 => "the one article with the rest".to_string(),
                more => format!("the {} articles with the rest", grouped(more)),
            };
            said.push(match &clause.clause {
                Query::Published(Some(period)) if one => format!("{others} was not published {}", when(period)),
                Query::Published(Some(period)) => format!("none of {others} was published {}", when(period)),
                Query::Published(None) if one => format!("{others} is not undated"),
                Query::Published(None) => format!("none of {others} is undated"),
                Query::Not(inner) if one => format!("{others} has {}", named(inner)),
                Query::Not(inner) => format!("all of {others} have {}", named(inner)),
                other if one => format!("{others} does not have {} ({} alone)", named(other), grouped(clause.alone)),
                other => format!("none of {others} has {} ({} alone)", named(other), grouped(clause.alone)),
            });
        }
    }
    if said.is_empty() && clauses.len() > 1 {
        let each: Vec<String> =
            clauses.iter().map(|clause| format!("{} {}", named(&clause.clause), grouped(clause.alone))).collect();
        said.push(format!("no article has all but one of these either: {}", each.join(", ")));
    }
    said
}

/// `since 2024-01-01`, `in 2024-12`.
fn when(period: &Period) -> String {
    let open = (period.from > Date::constant(1, 1, 1), period.to < Date::constant(9999, 12, 31));
    let (from, to) = (Iso(period.from), Iso(period.to));
    match open {
        _ if period.precision == Precision::Day => format!("on {period}"),
        _ if period.precision != Precision::Range => format!("in {period}"),
        (true, false) => format!("since {from}"),
        (false, true) => format!("until {to}"),
        _ => format!("from {from} to {to}"),
    }
}

/// `did you mean: gorbachev (112 articles), ...`.
pub fn did_you_mean(suggestions: &[Suggestion]) -> Option<String> {
    let each = suggestions.iter().take(SUGGESTED);
    let each: Vec<String> = each.map(|s| format!("{} ({})", s.query, counted(s.articles, "article"))).collect();
    (!each.is_empty()).then(|| format!("did you mean: {}", each.join(", ")))
}

/// `added by --expand: tugboat 0.213, ...`.
pub fn added(words: &[(String, f64)]) -> String {
    if words.is_empty() {
        return "--expand added no word".to_string();
    }
    let each: Vec<String> = words.iter().map(|(word, weight)| format!("{word} {weight}")).collect();
    format!("added by --expand: {}", each.join(", "))
}
