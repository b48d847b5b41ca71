//! The query in its own language, with every operator and parenthesis spelled out.
//!
//! What is printed is read back as the same query, without complaints. Words that elsewhere are operators (`and`,
//! `near5`) stand between operators here, or in `stem("and")` where nothing stands between.

use std::fmt::{self, Display, Formatter};

use jiff::civil::Date;

use super::called::{Called, Level};
use super::meaning::reserved;
use super::span::{Case, Form, Near, Reach, Span, Spelling};
use super::{Factor, Query, Scope, Text, When};
use crate::date::{Iso, Period, Precision};

impl Display for Form {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.spelling.fmt(f)
    }
}

impl Display for Spelling {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Spelling::Exact(word) | Spelling::Inflected(word) | Spelling::Singular(word) | Spelling::Plural(word) => {
                f.write_str(word)
            }
            Spelling::Prefix(word) => write!(f, "{word}*"),
            Spelling::Pattern(pattern) => f.write_str(pattern),
            Spelling::Regex(regex) => write!(f, "/{regex}/"),
            Spelling::Fuzzy(word, changes) => write!(f, "{word}~{changes}"),
        }
    }
}

fn spaced(forms: &[Form], by: &str) -> String {
    forms.iter().map(Form::to_string).collect::<Vec<_>>().join(by)
}

/// Words next to each other (or, with a slop, near each other): the shortest way to write them.
struct Words<'a>(&'a [Form], u32);

impl Display for Words<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Words(forms, slop) = *self;
        let case = forms.first().map(|form| form.case).unwrap_or_default();
        let name = match case {
            Case::Any => return self.in_any_case(f),
            Case::Some => "caps",
            Case::All => "allcaps",
            Case::None => "nocaps",
        };
        write!(f, "{name}(")?;
        Words(forms, slop).in_any_case(f)?;
        f.write_str(")")
    }
}

impl Words<'_> {
    fn in_any_case(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Words(forms, slop) = *self;
        let slop = if slop > 0 { format!("~{slop}") } else { String::new() };
        let some = |test: fn(&Spelling) -> bool| forms.iter().any(|form| test(&form.spelling));
        let wrapped = if some(|s| matches!(s, Spelling::Singular(_))) {
            Some("singular")
        } else if some(|s| matches!(s, Spelling::Plural(_))) {
            Some("plural")
        } else {
            None
        };
        let quoted = match forms {
            [form] => matches!(form.spelling, Spelling::Exact(_)),
            _ => true,
        };
        let inner = if quoted { format!("\"{}\"{slop}", spaced(forms, " ")) } else { spaced(forms, " ") };
        if let Some(name) = wrapped {
            return write!(f, "{name}({inner})");
        }
        if forms.len() == 1 || !some(|s| matches!(s, Spelling::Inflected(_))) {
            return f.write_str(&inner);
        }
        let plain = forms.iter().rev().skip(1).all(|form| matches!(form.spelling, Spelling::Inflected(_)))
            && forms.last().is_some_and(|form| matches!(form.spelling, Spelling::Inflected(_) | Spelling::Prefix(_)));
        if !plain || !slop.is_empty() {
            return write!(f, "stem({inner})");
        }
        // A hyphened pair would be read back as one closed word too.
        f.write_str(&spaced(forms, if closed(forms).is_some() { "_" } else { "-" }))
    }
}

/// The one word that a hyphen would make of two: `antiwar` of `anti` and `war`.
fn closed(forms: &[Form]) -> Option<Form> {
    let [Form { spelling: Spelling::Inflected(first), case }, Form { spelling: Spelling::Inflected(second), .. }] =
        forms
    else {
        return None;
    };
    let closed = format!("{first}{second}");
    let alphabetic = closed.chars().all(char::is_alphabetic);
    alphabetic.then(|| Form { case: *case, ..Form::inflected(closed) })
}

/// Whether two spans in a row are a hyphened pair and its closed reading, as `anti-war` gives both.
fn pair<'a>(first: &'a Span, next: Option<&Span>) -> Option<&'a [Form]> {
    let Span::Words(forms) = first else { return None };
    let Some(Span::Words(next)) = next else { return None };
    let [Form { case: Case::Any, .. }, Form { case: Case::Any, .. }] = forms.as_slice() else { return None };
    (next.len() == 1 && closed(forms).is_some_and(|closed| next[0] == closed)).then_some(forms)
}

impl Display for Span {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Span::Words(forms) => Words(forms, 0).fmt(f),
            Span::Loose(forms, slop) => Words(forms, *slop).fmt(f),
            Span::Person(called) => person(f, called),
            Span::Date(period) => write!(f, "mentions:{}", Stretch(period)),
            Span::Any(parts) => {
                for (n, part) in parts.iter().enumerate() {
                    if n > 0 {
                        f.write_str(" OR ")?;
                    }
                    match pair(part, parts.get(n + 1)) {
                        Some(forms) => f.write_str(&spaced(forms, "-"))?,
                        None => operand(f, part)?,
                    }
                }
                Ok(())
            }
            Span::Near(near) => connected(f, near, ""),
            Span::Apart(near) => connected(f, near, "NOT "),
            Span::Opening(words, part) => write!(f, "first{words}({part})"),
        }
    }
}

fn is_compound(span: &Span) -> bool {
    matches!(span, Span::Any(_) | Span::Near(_) | Span::Apart(_))
}

fn operand(f: &mut Formatter<'_>, span: &Span) -> fmt::Result {
    if is_compound(span) { write!(f, "({span})") } else { write!(f, "{span}") }
}

fn connected(f: &mut Formatter<'_>, near: &Near, not: &str) -> fmt::Result {
    operand(f, &near.first)?;
    let name = if near.ordered { "pre" } else { "w" };
    match near.reach {
        Reach::Words(words) => write!(f, " {not}{name}/{words} ")?,
        Reach::Sentence => write!(f, " {not}{name}/s ")?,
        Reach::Paragraph => write!(f, " {not}{name}/p ")?,
    }
    operand(f, &near.second)
}

/// The forms of a name are exact anyway: one needs no quotes.
fn person(f: &mut Formatter<'_>, called: &Called) -> fmt::Result {
    let field = match &called.level {
        Level::Person => "people",
        Level::Words => "named",
        Level::Letters(name) => return write!(f, "spelled:\"{name}\""),
    };
    match called.forms.as_slice() {
        [form] => write!(f, "{field}:{form}"),
        forms => write!(f, "{field}:\"{}\"", spaced(forms, " ")),
    }
}

impl Display for Text {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.scope {
            Scope::Article => self.span.fmt(f),
            _ => {
                write!(f, "{}:", self.scope.name())?;
                operand(f, &self.span)
            }
        }
    }
}

/// Whether it needs parentheses beside others.
fn is_loose(query: &Query) -> bool {
    match query {
        Query::And(_) | Query::Or(_) | Query::Prefer(..) => true,
        Query::Text(text) => text.scope == Scope::Article && is_compound(&text.span),
        _ => false,
    }
}

fn part(f: &mut Formatter<'_>, query: &Query) -> fmt::Result {
    if is_loose(query) { write!(f, "({query})") } else { write!(f, "{query}") }
}

fn joined(f: &mut Formatter<'_>, parts: &[Query], by: &str) -> fmt::Result {
    for (n, query) in parts.iter().enumerate() {
        if n > 0 {
            f.write_str(by)?;
        }
        let next = match (query, parts.get(n + 1)) {
            (Query::Text(text), Some(Query::Text(next))) if by == " OR " && text.scope == next.scope => {
                pair(&text.span, Some(&next.span)).map(|forms| (text.scope, forms))
            }
            _ => None,
        };
        match (next, query) {
            (Some((scope, forms)), _) => {
                let colon = if scope == Scope::Article { "" } else { ":" };
                write!(f, "{}{colon}{}", scope.name(), spaced(forms, "-"))?;
            }
            (None, Query::Text(Text { scope: Scope::Article, span: Span::Words(forms) }))
                if by == " "
                    && matches!(forms.as_slice(), [Form { spelling: Spelling::Inflected(word), case: Case::Any }] if reserved(word)) =>
            {
                write!(f, "stem(\"{}\")", spaced(forms, " "))?;
            }
            _ => part(f, query)?,
        }
    }
    Ok(())
}

impl Display for Query {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Query::Everything => f.write_str("*"),
            Query::Text(text) => write!(f, "{text}"),
            Query::AtLeast(count, Text { scope: Scope::Article, span }) => write!(f, "atleast{count}({span})"),
            Query::AtLeast(count, text) => write!(f, "atleast{count}({text})"),
            Query::Person(called) => person(f, called),
            Query::Published(None) => f.write_str("date:none"),
            Query::Suspect => f.write_str("date:suspect"),
            Query::Language(tag) => write!(f, "lang:{}", tag.as_deref().unwrap_or("none")),
            Query::Published(Some(period)) => write!(f, "date:{}", Stretch(period)),
            Query::Possibly(When::Published, period) => write!(f, "date:~{}", Stretch(period)),
            Query::Possibly(When::Mentioned, period) => write!(f, "mentions:~{}", Stretch(period)),
            Query::Mentions(period) => write!(f, "mentions:{}", Stretch(period)),
            Query::Length(from, Some(to)) if from == to => write!(f, "length:{from}"),
            Query::Length(0, Some(to)) => write!(f, "length:..{to}"),
            Query::Length(from, Some(to)) => write!(f, "length:{from}..{to}"),
            Query::Length(from, None) => write!(f, "length:{from}.."),
            Query::And(parts) => joined(f, parts, " AND "),
            Query::Or(parts) => joined(f, parts, " OR "),
            Query::Quorum(count, parts) => {
                write!(f, "{count}of(")?;
                joined(f, parts, " ")?;
                f.write_str(")")
            }
            Query::Prefer(must, should) => {
                write!(f, "+({must}) ")?;
                joined(f, should, " ")
            }
            Query::Not(inner) => {
                f.write_str("NOT ")?;
                part(f, inner)
            }
            Query::Boost(inner, factor) => {
                match **inner {
                    Query::Not(_) => write!(f, "({inner})")?,
                    _ => part(f, inner)?,
                }
                write!(f, "^{factor}")
            }
        }
    }
}

/// `2`, `0.5`, `1.25`.
impl Display for Factor {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.0 / 1000, self.0 % 1000);
        write!(f, "{whole}")?;
        if rest > 0 {
            write!(f, ".{}", format!("{rest:03}").trim_end_matches('0'))?;
        }
        Ok(())
    }
}

/// A period as a query writes it: open ends are left open.
struct Stretch<'a>(&'a Period);

impl Display for Stretch<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Period { from, to, precision } = self.0;
        if *precision != Precision::Range {
            return write!(f, "{}", self.0);
        }
        // One end stays, if both are open.
        if *from > Date::constant(1, 1, 1) || *to == Date::constant(9999, 12, 31) {
            write!(f, "{}", Iso(*from))?;
        }
        f.write_str("..")?;
        if *to < Date::constant(9999, 12, 31) {
            write!(f, "{}", Iso(*to))?;
        }
        Ok(())
    }
}
