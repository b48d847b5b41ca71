//! Text -> [`Query`]. Never fails: what cannot be read as it stands is read as plain words, and a complaint says so.
//!
//! | typed | read as |
//! |---|---|
//! | `drug cartels` | both words, each in any of its inflections |
//! | `"drug cartels"` | exactly these forms, next to each other |
//! | `a OR b c` | (a OR b) AND c: OR binds tighter than AND, as in Nexis, Recoll and Google |
//! | `a AND b`, `a NOT b`, `+a -b` | operators in capitals; + and - at the beginning of a word |
//! | `headline:x`, `people:"Jane Doe"`, `date:2024-12`, `mentions:1989` | in one field; no blank behind the colon |
//! | `pol*`, `"prim* minister"` | every word that begins so |
//! | `a \| b` | a OR b, and it says so |
//! | `al-Qaeda`, `O'Brien`, `U.S.` | as [`crate::words`] reads them; a hyphen makes a phrase or one closed word |

use std::ops::Range;

use jiff::civil::Date;

pub use super::complaint::Complaint;
use super::complaint::{excerpt, merged};
use super::{FIELD_NAMES, FieldName, Form, Name, Query, Scope, Text};
use crate::date::{Period, Precision};
use crate::words::Words;

/// How plain words side by side are joined.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Join {
    /// All must be there.
    #[default]
    All,
    /// One is enough.
    Any,
}

/// A query text as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parsed {
    /// The question; None if the text holds no word.
    pub query: Option<Query>,
    /// What could not be read as it stood.
    pub complaints: Vec<Complaint>,
    /// Whether operators were mixed so that a reader may wonder how they bind.
    pub mixed: bool,
}

/// Reads a query.
pub fn parse(text: &str, join: Join) -> Parsed {
    let mut complaints = Vec::new();
    let tokens = lex(text, &mut complaints);
    let mut parser = Parser { text, tokens, at: 0, join, complaints, ands: false, ors: false, depth: 0 };
    let mut parts = Vec::new();
    while parser.at < parser.tokens.len() {
        if let Some(query) = parser.all(Target::Text(Scope::Article)) {
            parts.push(query);
        }
        if let Some((Token::Close, at)) = parser.tokens.get(parser.at).cloned() {
            parser.complain(at, "this parenthesis closes nothing; it is left out");
            parser.at += 1;
        }
    }
    let query = match (parts.is_empty(), join) {
        (true, _) => None,
        (false, Join::All) => Some(Query::and(parts)),
        (false, Join::Any) => Some(Query::or(parts)),
    };
    Parsed { query, complaints: merged(parser.complaints), mixed: parser.ands && parser.ors }
}

/// Reads a text as nothing but words, any of which is enough: for batches of natural-language queries.
pub fn plain(text: &str) -> Option<Query> {
    let mut parts: Vec<Query> = Vec::new();
    for chunk in text.split_whitespace() {
        parts.extend(word(chunk, Target::Text(Scope::Article)));
    }
    (!parts.is_empty()).then(|| Query::or(parts))
}

/// A name given outside the query language (`--person`): its words must belong to one person.
pub fn person(text: &str) -> Option<Query> {
    let forms = forms_of(text, Form::Exact);
    (!forms.is_empty()).then_some(Query::Person(Name { forms }))
}

/// A source given outside the query language (`--source`).
pub fn source(text: &str) -> Option<Query> {
    let forms = forms_of(text, Form::Exact);
    (!forms.is_empty()).then_some(Query::Text(Text { scope: Scope::Source, forms }))
}

/// A date or a stretch of time as a query writes it: `2024`, `2024-12..2025`, `..1914`, `1918..`.
///
/// # Errors
/// A sentence saying what is wrong with it.
pub fn period(text: &str) -> Result<Period, String> {
    let end = |text: &str| Period::parse(text).map_err(|e| e.to_string());
    match text.split_once("..") {
        Some((from, "")) if !from.is_empty() => {
            Ok(Period { from: end(from)?.from, to: Date::constant(9999, 12, 31), precision: Precision::Range })
        }
        Some(("", to)) if !to.is_empty() => {
            Ok(Period { from: Date::constant(1, 1, 1), to: end(to)?.to, precision: Precision::Range })
        }
        _ => end(text),
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    /// A run without blanks.
    Word(String),
    /// Text between quotes.
    Phrase(String, bool),
    Open,
    Close,
    And,
    Or,
    Not,
    Plus,
    Minus,
    Field(FieldName),
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\u{201C}' | '\u{201D}' | '\u{201E}' | '\u{201F}' | '«' | '»' | '\u{FF02}')
}

fn lex(text: &str, complaints: &mut Vec<Complaint>) -> Vec<(Token, Range<usize>)> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let width = c.len_utf8();
        let start = at;
        if c.is_whitespace() || c.is_control() {
            at += width;
        } else if c == '(' || c == ')' {
            at += 1;
            tokens.push((if c == '(' { Token::Open } else { Token::Close }, start..at));
        } else if c == '|' {
            let double = text[at..].starts_with("||");
            at += if double { 2 } else { 1 };
            tokens.push((Token::Or, start..at));
            if !double {
                complaints.push(Complaint { at: start..at, text: "| is read as OR".to_string() });
            }
        } else if is_quote(c) {
            at += width;
            match text[at..].char_indices().find(|(_, c)| is_quote(*c)) {
                Some((length, close)) => {
                    let inner = text[at..at + length].to_string();
                    at += length + close.len_utf8();
                    let starred = text[at..].starts_with('*');
                    at += usize::from(starred);
                    tokens.push((Token::Phrase(inner, starred), start..at));
                }
                None => complaints.push(Complaint {
                    at: start..at,
                    text: "this quotation mark is never closed; what follows is read as plain words".to_string(),
                }),
            }
        } else if (c == '+' || c == '-') && text[at + 1..].chars().next().is_some_and(|n| !n.is_whitespace() && n != c)
        {
            at += 1;
            tokens.push((if c == '+' { Token::Plus } else { Token::Minus }, start..at));
        } else {
            let end = text[at..]
                .char_indices()
                .find(|(_, c)| c.is_whitespace() || c.is_control() || is_quote(*c) || matches!(c, '(' | ')' | '|'))
                .map_or(text.len(), |(i, _)| at + i);
            let run = &text[at..end];
            at = end;
            match run {
                "AND" | "&&" => tokens.push((Token::And, start..end)),
                "OR" => tokens.push((Token::Or, start..end)),
                "NOT" => tokens.push((Token::Not, start..end)),
                _ => {
                    let next = text[start + c.len_utf8()..].chars().next();
                    if c == '!' && next.is_some_and(|n| n.is_alphanumeric() || n == '(' || is_quote(n)) {
                        complaints.push(Complaint {
                            at: start..start + 1,
                            text: "this ! is read over; to leave out what holds a word write -word".to_string(),
                        });
                    }
                    at = lex_run(text, run, start, &mut tokens, complaints);
                }
            }
        }
    }
    tokens
}

/// A run without blanks: maybe a field's name and a colon before it. Gives where to go on.
fn lex_run(
    text: &str,
    run: &str,
    start: usize,
    tokens: &mut Vec<(Token, Range<usize>)>,
    complaints: &mut Vec<Complaint>,
) -> usize {
    let end = start + run.len();
    if let Some((name, rest)) = run.split_once(':')
        && !name.is_empty()
        && name.bytes().all(|b| b.is_ascii_alphabetic())
    {
        let behind = text[end..].chars().next();
        let something = !rest.is_empty() || behind.is_some_and(|c| is_quote(c) || c == '(');
        let known = FIELD_NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        match known {
            Some((_, field)) if something => {
                let colon = start + name.len() + 1;
                tokens.push((Token::Field(*field), start..colon));
                return colon;
            }
            Some((known, _)) => complaints.push(Complaint {
                at: start..end,
                text: format!(
                    "\"{name}:\" with a blank behind it is read as a plain word; for the field write {known}:word"
                ),
            }),
            None if something && !rest.starts_with("//") => {
                let colon = start + name.len() + 1;
                complaints.push(Complaint {
                    at: start..colon,
                    text: format!("there is no field \"{}\"; read as plain words", excerpt(name)),
                });
                tokens.push((Token::Word(name.to_string()), start..colon - 1));
                return colon;
            }
            None => {}
        }
    }
    tokens.push((Token::Word(run.to_string()), start..end));
    end
}

/// What the words at hand are looked for in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Target {
    Text(Scope),
    People,
    Published,
    Mentions,
}

/// Groups deeper than this are read flat; no human writes them, and the stack is finite.
const DEEPEST: usize = 64;

struct Parser<'a> {
    text: &'a str,
    tokens: Vec<(Token, Range<usize>)>,
    at: usize,
    join: Join,
    complaints: Vec<Complaint>,
    ands: bool,
    ors: bool,
    depth: usize,
}

#[derive(PartialEq, Eq)]
enum Sign {
    None,
    Plus,
    Not,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at).map(|(token, _)| token)
    }

    fn complain(&mut self, at: Range<usize>, text: &str) {
        self.complaints.push(Complaint { at, text: text.to_string() });
    }

    /// Parts side by side or joined by AND, up to a closing parenthesis or the end.
    fn all(&mut self, target: Target) -> Option<Query> {
        // In the order written; with each, whether it has a sign.
        let mut parts: Vec<(Query, bool)> = Vec::new();
        let mut explicit = false;
        loop {
            match self.peek() {
                None | Some(Token::Close) => break,
                Some(Token::And) => {
                    let at = self.tokens[self.at].1.clone();
                    self.at += 1;
                    if parts.is_empty() || matches!(self.peek(), None | Some(Token::Close | Token::And | Token::Or)) {
                        self.complain(at, "this AND joins nothing; it is left out");
                    } else {
                        explicit = true;
                        self.ands = true;
                    }
                }
                Some(_) => {
                    let before = self.at;
                    match self.any(target) {
                        Some((query, sign)) => parts.push((query, sign != Sign::None)),
                        None if self.at == before => self.at += 1,
                        None => {}
                    }
                }
            }
        }
        if parts.len() > 1 {
            self.ands = true;
        }
        let signed = parts.iter().filter(|(_, signed)| *signed).count();
        if self.join == Join::Any && (!explicit && parts.len() > signed + 1 || signed > 0) {
            let (must, plain): (Vec<_>, Vec<_>) = parts.into_iter().partition(|(_, signed)| *signed);
            let unsigned = |parts: Vec<(Query, bool)>| parts.into_iter().map(|(query, _)| query).collect::<Vec<_>>();
            let (mut must, plain) = (unsigned(must), unsigned(plain));
            let positive = must.iter().any(Query::is_positive);
            return match (must.is_empty(), plain.is_empty()) {
                (true, _) => Some(Query::or(plain)),
                (false, true) => Some(Query::and(must)),
                (false, false) if positive => Some(Query::Prefer(Box::new(Query::and(must)), plain)),
                (false, false) => {
                    must.push(Query::or(plain));
                    Some(Query::and(must))
                }
            };
        }
        (!parts.is_empty()).then(|| Query::and(parts.into_iter().map(|(query, _)| query).collect()))
    }

    /// Items joined by OR.
    fn any(&mut self, target: Target) -> Option<(Query, Sign)> {
        let mut items = Vec::new();
        let mut sign = Sign::None;
        loop {
            if let Some(Token::Or) = self.peek() {
                let at = self.tokens[self.at].1.clone();
                self.at += 1;
                if items.is_empty() || matches!(self.peek(), None | Some(Token::Close | Token::And | Token::Or)) {
                    self.complain(at, "this OR joins nothing; it is left out");
                    continue;
                }
                self.ors = true;
            } else if !items.is_empty() || matches!(self.peek(), None | Some(Token::Close | Token::And)) {
                break;
            }
            match self.item(target) {
                Some((query, found)) => {
                    sign = found;
                    items.push(query);
                }
                None => break,
            }
        }
        match items.len() {
            0 => None,
            1 => items.pop().map(|query| (query, sign)),
            _ => Some((Query::or(items), Sign::None)),
        }
    }

    /// Signs, then one word, phrase, group or scoped one of these.
    fn item(&mut self, target: Target) -> Option<(Query, Sign)> {
        let mut sign = Sign::None;
        while let Some(token) = self.peek() {
            match token {
                Token::Not | Token::Minus => sign = if sign == Sign::Not { Sign::None } else { Sign::Not },
                Token::Plus => sign = Sign::Plus,
                _ => break,
            }
            let (token, at) = self.tokens[self.at].clone();
            self.at += 1;
            if matches!(self.peek(), None | Some(Token::Close | Token::And | Token::Or)) {
                if token == Token::Not {
                    self.complain(at, "this NOT excludes nothing; it is left out");
                }
                return None;
            }
        }
        let query = self.primary(target)?;
        Some(if sign == Sign::Not { (Query::Not(Box::new(query)), sign) } else { (query, sign) })
    }

    fn primary(&mut self, mut target: Target) -> Option<Query> {
        // Of several fields one behind the other the last counts.
        while let Some(Token::Field(field)) = self.peek() {
            target = match field {
                FieldName::Text(scope) => Target::Text(*scope),
                FieldName::People => Target::People,
                FieldName::Published => Target::Published,
                FieldName::Mentions => Target::Mentions,
            };
            self.at += 1;
        }
        let (token, at) = self.tokens.get(self.at)?.clone();
        match token {
            Token::Word(run) => {
                self.at += 1;
                self.word(&run, at, target)
            }
            Token::Phrase(inner, starred) => {
                self.at += 1;
                self.phrase(&inner, starred, at, target)
            }
            Token::Field(_) => None,
            Token::Open => {
                self.at += 1;
                if self.depth >= DEEPEST {
                    self.complain(at, "parentheses this deep are left out");
                    return None;
                }
                self.depth += 1;
                let query = self.all(target);
                self.depth -= 1;
                if let Some(Token::Close) = self.peek() {
                    self.at += 1;
                } else {
                    self.complain(at, "this parenthesis is never closed; it is closed at the end");
                }
                query
            }
            Token::Close | Token::And | Token::Or => None,
            Token::Not | Token::Plus | Token::Minus => {
                if self.depth >= DEEPEST {
                    self.complain(at, "signs behind so many fields are left out");
                    self.at += 1;
                    return None;
                }
                self.depth += 1;
                let query = self.item(target).map(|(query, _)| query);
                self.depth -= 1;
                query
            }
        }
    }

    fn word(&mut self, run: &str, at: Range<usize>, target: Target) -> Option<Query> {
        if matches!(target, Target::Published | Target::Mentions) {
            return self.date(run, at, target);
        }
        if run == "*" && target == Target::Text(Scope::Article) {
            return Some(Query::Everything);
        }
        let body = run.strip_suffix('*').unwrap_or(run);
        if body.contains('*') || body.contains('?') && !body.ends_with('?') {
            let inner = body.trim_end_matches(['?', '!', '.', ',']);
            if inner.contains('*') || inner.contains('?') {
                self.complain(at, "only a * at the end of a word stands for more letters; read without it");
            }
        }
        word(run, target)
    }

    fn phrase(&mut self, inner: &str, starred: bool, at: Range<usize>, target: Target) -> Option<Query> {
        if matches!(target, Target::Published | Target::Mentions) {
            return self.date(inner.trim(), at, target);
        }
        let mut forms = Vec::new();
        for chunk in inner.split(|c: char| c.is_whitespace() || c.is_control()) {
            let mut exact = forms_of(chunk, Form::Exact);
            if ends_starred(chunk) {
                make_prefix(&mut exact);
            } else if chunk.contains('*') {
                self.complain(at.clone(), "only a * at the end of a word stands for more letters; read without it");
            }
            forms.extend(exact);
        }
        if starred {
            make_prefix(&mut forms);
        }
        if forms.is_empty() {
            return None;
        }
        Some(match target {
            Target::People => Query::Person(Name { forms }),
            Target::Text(scope) => Query::Text(Text { scope, forms }),
            Target::Published | Target::Mentions => return None,
        })
    }

    fn date(&mut self, run: &str, at: Range<usize>, target: Target) -> Option<Query> {
        if run.eq_ignore_ascii_case("none") && target == Target::Published {
            return Some(Query::Published(None));
        }
        match (period(run), target) {
            (Ok(period), Target::Mentions) => Some(Query::Mentions(period)),
            (Ok(period), _) => Some(Query::Published(Some(period))),
            (Err(why), _) => {
                let shown = excerpt(self.text.get(at.clone()).unwrap_or(run));
                let short = excerpt(run);
                let why = if short == run { why } else { format!("\"{short}\" is no date") };
                self.complain(at.clone(), &format!("{}; {shown} is read as plain words", why.trim_end_matches('.')));
                word(run, Target::Text(Scope::Article))
            }
        }
    }
}

/// A run without blanks as a query: a word, a compound, a prefix, a name.
fn word(run: &str, target: Target) -> Option<Query> {
    // A star behind a letter is a prefix; one by itself is punctuation.
    let starred =
        run.ends_with('*') && run.trim_end_matches('*').chars().next_back().is_some_and(char::is_alphanumeric);
    let scope = match target {
        Target::Text(scope) => scope,
        _ => {
            let mut forms = forms_of(run, Form::Exact);
            if starred {
                make_prefix(&mut forms);
            }
            return (!forms.is_empty()).then_some(Query::Person(Name { forms }));
        }
    };
    let mut forms = forms_of(run, Form::Inflected);
    if starred {
        make_prefix(&mut forms);
    }
    if forms.is_empty() {
        return None;
    }
    let closed = (!starred).then(|| closed_compound(run)).flatten();
    let phrase = Query::Text(Text { scope, forms });
    Some(match closed {
        Some(closed) => Query::or(vec![phrase, Query::Text(Text { scope, forms: vec![Form::Inflected(closed)] })]),
        None => phrase,
    })
}

/// Whether a word of a phrase ends in a star that stands for more letters.
fn ends_starred(chunk: &str) -> bool {
    let word = chunk.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '*');
    word.strip_suffix('*').is_some_and(|w| w.ends_with(char::is_alphanumeric) && !w.contains('*'))
}

/// The words of a text, one for each position.
fn forms_of(text: &str, form: impl Fn(String) -> Form) -> Vec<Form> {
    let mut forms = Vec::new();
    let mut next = 0;
    for word in Words::new(text) {
        if word.position >= next {
            next = word.position + 1;
            forms.push(form(word.term));
        }
    }
    forms
}

fn make_prefix(forms: &mut [Form]) {
    if let Some(last) = forms.last_mut()
        && let Form::Exact(word) | Form::Inflected(word) = last
    {
        *last = Form::Prefix(std::mem::take(word));
    }
}

/// `antiwar` for `anti-war`: the reading of a hyphened pair as one word.
fn closed_compound(run: &str) -> Option<String> {
    let words: Vec<_> = Words::new(run).collect();
    match words.as_slice() {
        [first, closed, second] if closed.position == first.position && second.position == first.position + 1 => {
            Some(closed.term.clone())
        }
        _ => None,
    }
}
