//! A headline in capitals told from a query.
//!
//! Takes the text and its tokens as cut; says whether NOT, NEAR, a hyphen and their like are words of a headline there. It
//! must never take for a headline what holds an operator that no headline has: those are read as typed.

use super::connector::{joins, plus};
use super::function;
use super::lex::{Lexeme, Token};
use super::meaning::{bare, meaning};

/// Words that a headline has at least.
const LEAST: usize = 5;

/// A headline in capitals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Headline {
    /// AND is a word too: there is neither a quotation mark nor a parenthesis.
    pub and: bool,
}

/// The headline that a text is: five words or more, no small letter, and of operators none but AND, NOT, NEAR, ONEAR, ADJ,
/// SAME, signs, quotation marks and parentheses.
pub(super) fn headline(text: &str, tokens: &[Lexeme]) -> Option<Headline> {
    let capital = |token: &Token| match token {
        Token::Word(word) | Token::Phrase(word, _) => word.contains(char::is_uppercase),
        _ => false,
    };
    if text.contains(char::is_lowercase)
        || text.contains(['*', '~', '|'])
        || text.contains("&&")
        || text.split_whitespace().filter(|chunk| chunk.contains(char::is_alphanumeric)).count() < LEAST
        || !tokens.iter().any(|lexeme| capital(&lexeme.token))
    {
        return None;
    }
    let known = |at: usize| match &tokens[at].token {
        Token::Word(run) => bare(run) || !operator(tokens, at, run),
        Token::And => !matches!(tokens.get(at + 1), Some(Lexeme { token: Token::Not, .. })),
        Token::Plus => !plus(text, tokens, at).is_some_and(|meaning| meaning.sure),
        Token::Not | Token::Minus | Token::Open | Token::Close | Token::Phrase(_, false) => true,
        _ => false,
    };
    let mark = |lexeme: &Lexeme| matches!(lexeme.token, Token::Open | Token::Close | Token::Phrase(..));
    (0..tokens.len()).all(known).then(|| Headline { and: !tokens.iter().any(mark) })
}

/// Whether a word is an operator that no headline has: `W/5`, `NEAR5`, `ATLEAST5`.
fn operator(tokens: &[Lexeme], at: usize, run: &str) -> bool {
    function::before(run).is_some() || meaning(run).is_some_and(|meaning| meaning.sure || joins(tokens, at))
}
