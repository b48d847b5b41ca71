//! Where `and`, `or` and `not` in small letters can hardly be prose.
//!
//! Takes tokens as cut; tells of each group how many words it holds and whether somebody wrote it as a query, and of each
//! operand how surely it is no prose. A pasted headline must find its own article: `and` and `or` read as operators never
//! lose it, `not` does, so that more is asked of it.

use super::leaf::is_address;
use super::lex::{Lexeme, Token};

/// Words of a group, or of a query, in which small operators are believed sooner.
const SHORT: usize = 6;

/// How surely an operand is no prose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Side {
    /// A plain word.
    Word,
    /// A phrase, or words in parentheses: prose has them too.
    Marked,
    /// A field, a function, a wildcard, a group with operators in it.
    Formal,
}

/// What is known of a pair of parentheses, or of the whole text.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Group {
    words: usize,
    formal: bool,
    /// An `or` in small letters stands in it.
    or: bool,
}

impl Group {
    /// Few words, so that `or` among them joins alternatives.
    pub(super) fn is_short(self) -> bool {
        self.words <= SHORT
    }

    fn side(self) -> Side {
        if self.formal || self.or && self.is_short() { Side::Formal } else { Side::Marked }
    }
}

/// All groups of a text.
pub(super) struct Groups {
    /// By the number of a token that opens or closes one.
    at: Vec<Option<Group>>,
    /// The text itself.
    pub whole: Group,
}

impl Groups {
    /// Looks at all tokens once.
    pub(super) fn new(tokens: &[Lexeme]) -> Groups {
        let mut at: Vec<Option<Group>> = vec![None; tokens.len()];
        let mut open: Vec<(usize, Group)> = Vec::new();
        let mut whole = Group::default();
        let mut field = false;
        for (n, Lexeme { token, .. }) in tokens.iter().enumerate() {
            let group = open.last_mut().map_or(&mut whole, |(_, group)| group);
            match token {
                Token::Open | Token::Function(_) => {
                    let formal = field || matches!(token, Token::Function(_));
                    open.push((n, Group { formal, ..Group::default() }));
                }
                Token::Close => {
                    if let Some((first, group)) = open.pop() {
                        close(&mut at, first, group, open.last_mut().map_or(&mut whole, |(_, outer)| outer));
                        at[n] = Some(group);
                    }
                }
                Token::Word(run) => match run.as_str() {
                    "or" => group.or = true,
                    "and" | "not" => {}
                    _ => {
                        group.words += 1;
                        group.formal |= is_wild(run);
                    }
                },
                Token::Phrase(inner, _) => group.words += inner.split_whitespace().count(),
                _ => group.formal = true,
            }
            field = matches!(token, Token::Field(_));
        }
        while let Some((first, group)) = open.pop() {
            close(&mut at, first, group, open.last_mut().map_or(&mut whole, |(_, outer)| outer));
        }
        Groups { at, whole }
    }

    /// The group that this token opens or closes.
    pub(super) fn at(&self, at: usize) -> Option<Group> {
        self.at.get(at).copied().flatten()
    }

    /// What begins with this token; `after` is whether the one before it is a NOT in small letters.
    pub(super) fn right(&self, tokens: &[Lexeme], at: usize, after: bool) -> Side {
        match tokens.get(at).map(|lexeme| &lexeme.token) {
            Some(Token::Word(run)) if run == "not" && !after => match self.right(tokens, at + 1, true) {
                Side::Formal => Side::Formal,
                _ => Side::Word,
            },
            Some(Token::Word(run)) if !is_wild(run) => Side::Word,
            Some(Token::Phrase(..)) => Side::Marked,
            Some(Token::Open) => self.at(at).map_or(Side::Marked, Group::side),
            Some(_) => Side::Formal,
            None => Side::Word,
        }
    }

    /// What ends with the last of these tokens, `closed` being the group that closed last.
    pub(super) fn left(&self, out: &[Lexeme], closed: Option<Group>) -> Side {
        let field = matches!(out, [.., Lexeme { token: Token::Field(_), .. }, _]);
        match out.last().map(|lexeme| &lexeme.token) {
            Some(_) if field => Side::Formal,
            Some(Token::Word(run)) if !is_wild(run) => Side::Word,
            Some(Token::Phrase(..)) => Side::Marked,
            Some(Token::Close) => closed.map_or(Side::Marked, Group::side),
            Some(_) => Side::Formal,
            None => Side::Word,
        }
    }
}

/// Notes a group, and adds it to the one around it.
fn close(at: &mut [Option<Group>], first: usize, group: Group, outer: &mut Group) {
    at[first] = Some(group);
    outer.words += group.words;
    outer.formal |= group.side() == Side::Formal;
}

/// Whether a run has a wildcard or may have letters changed: `oil*`, `wom?n`, `flod~`.
fn is_wild(run: &str) -> bool {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let sides = |at: usize| (letter(run[..at].chars().next_back()), letter(run[at + 1..].chars().next()));
    if is_address(run) {
        return false;
    }
    run.char_indices().any(|(at, c)| match c {
        '*' => sides(at).0 || sides(at).1,
        '?' => sides(at).0 && sides(at).1,
        '~' => sides(at).0 && run[at + 1..].bytes().all(|b| b.is_ascii_digit()),
        _ => false,
    })
}
