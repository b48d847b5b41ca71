//! What stands between two operands, and the rule when a word is an operator. What such words mean: [`meaning`](super::meaning).
//!
//! Takes tokens as cut; gives tokens in which every connector is one. A word is a connector only between two operands, so
//! that a pasted headline keeps its words. The rules:
//!
//! | written | is an operator |
//! |---|---|
//! | `w/5` `pre/5` `near/5` `adj/5` `onear/5` `within/5` `AROUND(5)`, `/s` `/p` for `/5` | always; one that joins nothing is left out, and it says so |
//! | `/5` `/s` `/p` `+s` `+p` `n/5` `p/5` `near5` `adj5` `onear5` `NEAR` `ADJ` `ONEAR` `SAME` | between two operands |
//! | `+5` `%` `and` `or` `not`, `pol!` | between two operands in a formal query, that is one with a connector or a function |
//! | `%` `not` `same` | also between two that are phrases, groups, fields, functions or have wildcards |
//! | `and` `or` | also beside one such, and in parentheses that hold six words at most |
//! | `not` | also behind AND and OR, behind `and` and `or` as operators, and where parentheses begin; in a longer text not behind mere phrases and words in parentheses, which prose has too |
//!
//! In a headline in capitals ([`capitals`](super::capitals)) all are words.

use super::capitals::{Headline, headline};
use super::complaint::Complaint;
use super::function;
use super::lex::{Lexeme, Token};
use super::meaning::{Meaning, bare, meaning};
use super::small::{Group, Groups, Side};
use super::span::Reach;

/// How two operands must stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Connector {
    pub reach: Reach,
    pub ordered: bool,
    /// `NOT w/5`: the first without the second.
    pub apart: bool,
}

impl Connector {
    /// Order of binding, the tightest first: words before sentences before paragraphs, and the fewer words the tighter.
    pub(super) fn looseness(&self) -> u32 {
        match self.reach {
            Reach::Words(words) => words,
            Reach::Sentence => u32::MAX - 1,
            Reach::Paragraph => u32::MAX,
        }
    }
}

/// Tokens with their connectors, and what was learned about the query on the way.
pub(super) struct Resolved {
    pub tokens: Vec<Lexeme>,
    /// It uses connectors or functions, so it is no pasted sentence.
    pub formal: bool,
    /// Something was read as an operator that is not one of this language.
    pub translated: bool,
}

/// Finds the connectors among tokens.
pub(super) fn resolve(text: &str, tokens: Vec<Lexeme>, complaints: &mut Vec<Complaint>) -> Resolved {
    let headline = headline(text, &tokens);
    let formal = headline.is_none()
        && (0..tokens.len()).any(|at| match &tokens[at].token {
            Token::Function(_) | Token::Opening(_) => true,
            Token::Word(run) => joins(&tokens, at) && meaning(run).is_some(),
            Token::Plus => plus(text, &tokens, at).is_some_and(|meaning| meaning.sure),
            _ => false,
        });
    let groups = Groups::new(&tokens);
    let mut resolver = Resolver {
        text,
        tokens,
        groups,
        out: Vec::new(),
        complaints,
        formal,
        headline,
        translated: false,
        open: Vec::new(),
        closed: None,
        joined: Side::Word,
        small: false,
    };
    let mut at = 0;
    while at < resolver.tokens.len() {
        at += resolver.step(at);
    }
    let translated = resolver.translated || resolver.small && resolver.out.iter().any(|lexeme| operates(&lexeme.token));
    Resolved { tokens: resolver.out, formal, translated }
}

/// Whether it is an operator, so that a reader may wonder about `and` beside it.
fn operates(token: &Token) -> bool {
    matches!(
        token,
        Token::And
            | Token::Or
            | Token::Not
            | Token::Plus
            | Token::Minus
            | Token::Field(_)
            | Token::Compare(..)
            | Token::Connector(_)
    )
}

/// Whether an operand can end with this token.
fn ends(token: &Token) -> bool {
    matches!(
        token,
        Token::Word(_)
            | Token::Phrase(..)
            | Token::Regex(_)
            | Token::Close
            | Token::Compare(..)
            | Token::Boost(_)
            | Token::Slop(_)
            | Token::Opening(_)
    )
}

/// Whether an operand can begin with this token.
fn begins(token: &Token) -> bool {
    match token {
        Token::Word(run) => !meaning(run).is_some_and(|meaning| meaning.sure),
        Token::Minus | Token::Plus | Token::Not => true,
        other => bracket(other),
    }
}

/// Whether an operand that begins so is more than a plain word.
fn bracket(token: &Token) -> bool {
    matches!(
        token,
        Token::Phrase(..)
            | Token::Regex(_)
            | Token::Open
            | Token::Field(_)
            | Token::Function(_)
            | Token::Before(_)
            | Token::Compare(..)
    )
}

/// Whether operands stand on both sides.
pub(super) fn joins(tokens: &[Lexeme], at: usize) -> bool {
    at > 0 && ends(&tokens[at - 1].token) && tokens.get(at + 1).is_some_and(|next| begins(&next.token))
}

/// What `+s`, `+p` or `+5` means between two operands; only the letters are sure.
pub(super) fn plus(text: &str, tokens: &[Lexeme], at: usize) -> Option<Meaning> {
    let Token::Word(word) = &tokens.get(at + 1)?.token else { return None };
    let blank = |c: char| c.is_whitespace();
    let apart =
        text.get(..tokens[at].at.start)?.ends_with(blank) && text.get(tokens[at + 1].at.end..)?.starts_with(blank);
    let between = at > 0 && ends(&tokens[at - 1].token) && tokens.get(at + 2).is_some_and(|next| begins(&next.token));
    if !apart || !between {
        return None;
    }
    let meaning = meaning(&format!("pre/{word}"))?;
    let sure = matches!(word.to_ascii_lowercase().as_str(), "s" | "p");
    (sure || matches!(meaning.reach, Some(Reach::Words(_)))).then_some(Meaning { sure, own: false, ..meaning })
}

struct Resolver<'a> {
    text: &'a str,
    tokens: Vec<Lexeme>,
    groups: Groups,
    out: Vec<Lexeme>,
    complaints: &'a mut Vec<Complaint>,
    formal: bool,
    headline: Option<Headline>,
    translated: bool,
    /// The groups at hand, each with whether it stands where an operand of a query begins.
    open: Vec<(Option<Group>, bool)>,
    /// The group that closed last.
    closed: Option<Group>,
    /// What stands before the last `and` or `or` in small letters.
    joined: Side,
    /// Whether one of `and`, `or`, `not` stayed a word.
    small: bool,
}

impl Resolver<'_> {
    fn after(&self, at: usize) -> bool {
        self.tokens.get(at + 1).is_some_and(|next| begins(&next.token))
    }

    fn before(&self) -> bool {
        self.out.last().is_some_and(|last| ends(&last.token))
    }

    fn left(&self) -> Side {
        self.groups.left(&self.out, self.closed)
    }

    fn right(&self, at: usize) -> Side {
        self.groups.right(&self.tokens, at + 1, false)
    }

    /// Whether the operands on both sides are more than plain words.
    fn bracketed(&self, at: usize) -> bool {
        self.before() && self.after(at) && self.left().min(self.right(at)) > Side::Word
    }

    /// Whether `and` or `or` joins what stands on its sides.
    fn joining(&self, at: usize) -> bool {
        let short = matches!(self.open.last(), Some((Some(group), _)) if group.is_short());
        self.before() && self.after(at) && (self.formal || short || self.left().max(self.right(at)) > Side::Word)
    }

    /// Whether `not` excludes what stands behind it.
    fn excluding(&self, at: usize) -> bool {
        // `not NOT w/5 x` is how the word is printed.
        if !self.after(at) || matches!(self.tokens.get(at + 1), Some(Lexeme { token: Token::Not, .. })) {
            return false;
        }
        let Some(last) = self.out.last() else { return false };
        let inside = self.open.last().copied();
        let short = self.groups.whole.is_short();
        let leading = matches!(inside, Some((Some(group), leading)) if group.is_short() && (leading || short));
        match last.token {
            Token::And | Token::Or => {
                let small = self.text.get(last.at.clone()).is_some_and(|word| matches!(word, "and" | "or"));
                let right = self.right(at);
                !small
                    || self.formal
                    || short
                    || leading
                    || self.joined.max(right) == Side::Formal
                    || self.joined.min(right) > Side::Word
            }
            Token::Open => self.formal || leading,
            Token::Function(_) => self.formal,
            _ => self.before() && (self.formal || self.bracketed(at)),
        }
    }

    fn push(&mut self, token: Token, from: usize, to: usize) {
        let at = self.tokens[from].at.start..self.tokens[to].at.end;
        self.out.push(Lexeme { token, at });
    }

    fn complain(&mut self, at: usize, text: String) {
        self.complaints.push(Complaint { at: self.tokens[at].at.clone(), text });
    }

    /// A connector made of some tokens.
    fn connect(&mut self, meaning: Meaning, apart: bool, from: usize, to: usize) {
        if let Some(wrong) = meaning.wrong {
            self.complain(to, wrong);
        }
        self.translated |= !meaning.own;
        match meaning.reach {
            Some(reach) => self.push(Token::Connector(Connector { reach, ordered: meaning.ordered, apart }), from, to),
            None => self.push(if apart { Token::Not } else { Token::And }, from, to),
        }
    }

    /// Reads on at a token; gives how many were read.
    fn step(&mut self, at: usize) -> usize {
        let token = self.tokens[at].token.clone();
        match &token {
            _ if self.headline.is_some() => {
                self.shouted(token, at);
                return 1;
            }
            Token::Open | Token::Function(_) => {
                let leading = match self.out.last().map(|last| &last.token) {
                    Some(Token::Open | Token::Function(_)) => self.open.last().is_none_or(|(_, leading)| *leading),
                    Some(last) => !ends(last),
                    None => true,
                };
                self.open.push((self.groups.at(at), leading));
            }
            Token::Close => {
                self.open.pop();
                self.closed = self.groups.at(at);
            }
            // `date=1987`, `date aft 1987`.
            Token::Field(_) | Token::Compare(..) => {
                let typed = self.text.get(self.tokens[at].at.clone()).unwrap_or_default();
                let own =
                    if matches!(token, Token::Field(_)) { typed.ends_with(':') } else { typed.contains(['<', '>']) };
                self.translated |= !own;
            }
            Token::Word(run) => {
                let field = matches!(self.out.last(), Some(Lexeme { token: Token::Field(_), .. }));
                if !field && let Some(read) = self.operator(at, run) {
                    return read;
                }
            }
            Token::Not => {
                if let Some(read) = self.apart(at) {
                    return read;
                }
                // "Bush NOT w/ us" is a headline.
                if matches!(self.tokens.get(at + 1), Some(Lexeme { token: Token::Word(run), .. }) if run == "w/") {
                    self.translated = true;
                    self.push(Token::Word("NOT".to_string()), at, at);
                    return 1;
                }
            }
            Token::Plus if self.before() => {
                if let Some(meaning) = plus(self.text, &self.tokens, at).filter(|m| m.sure || self.formal) {
                    self.connect(meaning, false, at, at + 1);
                    return 2;
                }
            }
            _ => {}
        }
        self.push(token, at, at);
        1
    }

    /// What a token is in a headline in capitals: a word, but for quotation marks and parentheses.
    fn shouted(&mut self, token: Token, at: usize) {
        let and = self.headline.is_some_and(|headline| headline.and);
        match token {
            Token::Plus | Token::Minus => self.translated = true,
            Token::And if !and => self.push(token, at, at),
            Token::And | Token::Not => {
                self.translated = true;
                let word = self.text.get(self.tokens[at].at.clone()).unwrap_or_default().to_string();
                self.push(Token::Word(word), at, at);
            }
            other => {
                self.translated |= matches!(&other, Token::Word(run) if bare(run) && joins(&self.tokens, at));
                self.push(other, at, at);
            }
        }
    }

    /// `NOT w/5`.
    fn apart(&mut self, at: usize) -> Option<usize> {
        let Token::Word(run) = &self.tokens.get(at + 1)?.token else { return None };
        let meaning = meaning(run)?;
        if !self.before() || !self.after(at + 1) {
            return None;
        }
        self.connect(meaning, true, at, at + 1);
        Some(2)
    }

    /// A word that may be an operator: how many tokens were read as one.
    fn operator(&mut self, at: usize, run: &str) -> Option<usize> {
        let between = self.before() && self.after(at);
        if let Some(meaning) = meaning(run) {
            // "Open 24 /7 now" is no proximity.
            let number = run.starts_with('/')
                && matches!(self.out.last(), Some(Lexeme { token: Token::Word(word), .. }) if word.bytes().all(|b| b.is_ascii_digit()));
            if between && !number {
                self.connect(meaning, false, at, at);
                return Some(1);
            }
            if meaning.sure {
                self.complain(at, format!("this {run} joins nothing; it is left out"));
                return Some(1);
            }
            return None;
        }
        if let Some((function, wrong)) = function::before(run)
            && matches!(
                self.tokens.get(at + 1).map(|next| &next.token),
                Some(Token::Word(_) | Token::Phrase(..) | Token::Regex(_))
            )
            && self.after(at)
        {
            if let Some(wrong) = wrong {
                self.complain(at, wrong);
            }
            self.push(Token::Before(function), at, at);
            return Some(1);
        }
        let token = match run {
            "not" if self.apart(at).is_some() => return Some(2),
            "not" if self.excluding(at) => Token::Not,
            "%" if self.formal && between || self.bracketed(at) => Token::Not,
            "and" | "or" if self.joining(at) => {
                self.joined = self.left();
                if run == "and" { Token::And } else { Token::Or }
            }
            "same" if self.bracketed(at) => {
                Token::Connector(Connector { reach: Reach::Paragraph, ordered: false, apart: false })
            }
            "and" | "or" | "not" => {
                self.small = true;
                return None;
            }
            _ => return None,
        };
        self.translated = true;
        self.push(token, at, at);
        Some(1)
    }
}
