//! The text of a query cut into tokens.
//!
//! Takes the text; gives [`Lexeme`]s in order, each with the bytes it was made of. It decides what can be decided by the
//! letters alone; whether `near5` or `and` is an operator depends on its neighbours and is decided in
//! [`connector`](super::connector). It never drops a letter or a digit.

use std::ops::Range;

use super::complaint::{Complaint, excerpt};
use super::connector::Connector;
use super::function::{self, Function};
use super::leaf::is_address;
use super::pieces::{address, clamped, is_blank, is_quote, numbered, opening, regex, split_boost};
use super::{FIELD_NAMES, Factor, FieldName, segment};
use crate::words::unspaced;

/// A piece of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A run without blanks.
    Word(String),
    /// Text between quotes, and whether a star stands behind it.
    Phrase(String, bool),
    /// What stands between two slashes.
    Regex(String),
    Open,
    Close,
    And,
    Or,
    Not,
    Plus,
    Minus,
    /// A name and its colon.
    Field(FieldName),
    /// A name and its opening parenthesis.
    Function(Function),
    /// A function whose operand follows without parentheses: `atleast5 word`.
    Before(Function),
    /// `length>500`: what is compared, how, and with what.
    Compare(FieldName, Order, String),
    /// `^2` behind something.
    Boost(Factor),
    /// `~3` behind a phrase.
    Slop(u32),
    /// `/F50/` behind something.
    Opening(u32),
    /// Between two operands.
    Connector(Connector),
}

/// How a value is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    Less,
    AtMost,
    More,
    AtLeast,
}

/// A token and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Lexeme {
    pub token: Token,
    /// Bytes of the text.
    pub at: Range<usize>,
}

/// Cuts a text into tokens.
pub(super) fn lex(text: &str, complaints: &mut Vec<Complaint>) -> Vec<Lexeme> {
    let mut lexer = Lexer { text, at: 0, ends: 0, tokens: Vec::new(), complaints };
    while lexer.step() {}
    lexer.tokens
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
    /// Where the last run ends that was looked for. Within it many tokens may begin (`a:b:c:`), and each would look again.
    ends: usize,
    tokens: Vec<Lexeme>,
    complaints: &'a mut Vec<Complaint>,
}

impl Lexer<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn push(&mut self, token: Token, length: usize) {
        self.tokens.push(Lexeme { token, at: self.at..self.at + length });
        self.at += length;
    }

    fn complain(&mut self, at: Range<usize>, text: impl Into<String>) {
        self.complaints.push(Complaint { at, text: text.into() });
    }

    /// Reads one token or blank; false at the end.
    fn step(&mut self) -> bool {
        let start = self.at;
        let mut chars = self.rest().chars();
        let Some(c) = chars.next() else { return false };
        let next = chars.next();
        if is_blank(c) {
            self.at += c.len_utf8();
        } else if self.suffix() {
        } else if is_bracket(c) {
            self.push(if matches!(c, '(' | '（') { Token::Open } else { Token::Close }, c.len_utf8());
        } else if c == '|' {
            let double = next == Some('|');
            self.push(Token::Or, if double { 2 } else { 1 });
            if !double {
                self.complain(start..self.at, "| is read as OR");
            }
        } else if is_quote(c) {
            self.phrase(c);
        } else if (c == '+' || c == '-') && next.is_some_and(|n| !n.is_whitespace() && n != c) {
            if self.apart() {
                self.push(if c == '+' { Token::Plus } else { Token::Minus }, 1);
            } else {
                // A mere hyphen: "Star Wars"-style.
                self.at += 1;
            }
        } else if let Some(length) = regex(self.rest()) {
            let pattern = self.rest()[1..length - 1].to_string();
            self.push(Token::Regex(pattern), length);
        } else {
            self.run(c, next);
        }
        true
    }

    /// Whether a sign here stands before an operand: not directly behind another one.
    fn apart(&self) -> bool {
        self.text[..self.at].chars().next_back().is_none_or(is_blank)
            || self.tokens.last().is_some_and(|last| {
                last.at.end == self.at
                    && matches!(
                        last.token,
                        Token::Open | Token::Or | Token::Plus | Token::Minus | Token::Field(_) | Token::Function(_)
                    )
            })
    }

    fn phrase(&mut self, open: char) {
        let (start, width) = (self.at, open.len_utf8());
        let inner = &self.text[start + width..];
        match inner.char_indices().find(|(_, c)| is_quote(*c)) {
            Some((length, close)) => {
                let starred = inner[length + close.len_utf8()..].starts_with('*');
                let token = Token::Phrase(inner[..length].to_string(), starred);
                self.push(token, width + length + close.len_utf8() + usize::from(starred));
            }
            None => {
                self.at += width;
                self.complain(
                    start..self.at,
                    "this quotation mark is never closed; what follows is read as plain words",
                );
            }
        }
    }

    /// `^2`, `~3` or `/F50/` directly behind a group, a phrase or a regular expression.
    fn suffix(&mut self) -> bool {
        let Some(last) = self.tokens.last().filter(|last| last.at.end == self.at) else { return false };
        let phrase = matches!(last.token, Token::Phrase(..));
        if !phrase && !matches!(last.token, Token::Close | Token::Regex(_) | Token::Slop(_) | Token::Opening(_)) {
            return false;
        }
        let (start, rest) = (self.at, self.rest());
        if let Some(length) = opening(rest) {
            let number = rest[2..length - 1].to_string();
            let words = self.number(&number, start..start + length, 1);
            self.push(Token::Opening(words), length);
            return true;
        }
        let Some(mark) = rest.chars().next().filter(|c| matches!(c, '^' | '~')) else { return false };
        let digits = rest[1..].bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
        let number = rest[1..=digits].trim_end_matches('.').to_string();
        let length = 1 + number.len();
        if rest[length..].chars().next().is_some_and(char::is_alphanumeric) {
            return false;
        }
        if mark == '~' && phrase && !number.contains('.') {
            let slop = self.number(&number, start..start + length, 0);
            self.push(Token::Slop(slop), length);
        } else if mark == '^' && !number.is_empty() {
            self.boost(&number, start..start + length);
            self.at += length;
        } else {
            self.at += 1;
        }
        true
    }

    /// A number of words, at least `least`; one too big is made smaller, and it says so.
    fn number(&mut self, digits: &str, at: Range<usize>, least: u32) -> u32 {
        let (number, wrong) = clamped(digits, least);
        if let Some(wrong) = wrong {
            self.complain(at, wrong);
        }
        number
    }

    fn boost(&mut self, number: &str, at: Range<usize>) {
        let value: f64 = number.parse().unwrap_or(1.0);
        if value > f64::from(Factor::MOST) / 1000.0 {
            self.complain(at.clone(), format!("a boost is at most {}; read so", Factor::MOST / 1000));
        }
        let factor = Factor((value * 1000.0).round().clamp(0.0, f64::from(Factor::MOST)) as u32);
        self.tokens.push(Lexeme { token: Token::Boost(factor), at });
    }

    /// A run without blanks, up to a quotation mark or parenthesis.
    fn run(&mut self, c: char, next: Option<char>) {
        let start = self.at;
        if start >= self.ends {
            self.ends = self.rest().find(parts).map_or(self.text.len(), |length| start + length);
        }
        let end = self.ends;
        if c == '!' && next.is_some_and(|n| n.is_alphanumeric() || n == '(' || is_quote(n)) {
            self.complain(start..start + 1, "this ! is read over; to leave out what holds a word write -word");
        }
        let run = &self.text[start..end];
        // Of `headline:https://...` the field comes first.
        if is_address(run) && !run.split_once("://").is_some_and(|(scheme, _)| scheme.contains(':')) {
            let length = address(self.rest());
            if length == 0 {
                // `<https://...>`: what an address is put between.
                self.at += run.len() - run.trim_start_matches(['<', '>']).len();
                return;
            }
            let run = self.text[start..start + length].to_string();
            return self.push(Token::Word(run), length);
        }
        let token = match run {
            "AND" | "&&" => Some(Token::And),
            "OR" => Some(Token::Or),
            "NOT" => Some(Token::Not),
            _ => None,
        };
        if let Some(token) = token {
            return self.push(token, run.len());
        }
        if run.eq_ignore_ascii_case("around")
            && let Some(length) = numbered(&self.text[end..])
        {
            let run = self.text[start..end + length].to_string();
            return self.push(Token::Word(run), end + length - start);
        }
        if self.text[end..].starts_with('(')
            && let Some((function, wrong)) = function::named(run)
            // "Date(s)" is a plural.
            && !(matches!(function, Function::Field(_)) && self.text[end..].starts_with("(s)"))
        {
            if let Some(wrong) = wrong {
                self.complain(start..end, wrong);
            }
            return self.push(Token::Function(function), run.len() + 1);
        }
        if self.compare(run) || self.field(run, end) || self.nexis(run) {
            return;
        }
        self.word(run);
    }

    /// `length>500`, `date<=1990`.
    fn compare(&mut self, run: &str) -> bool {
        let Some(mark) = memchr::memchr2(b'<', b'>', run.as_bytes()) else { return false };
        let name = run[..mark].strip_suffix(':').unwrap_or(&run[..mark]);
        let field = FIELD_NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, field)| *field);
        let Some(field) = field.filter(|f| matches!(f, FieldName::Length | FieldName::Published | FieldName::Mentions))
        else {
            return false;
        };
        let equal = run[mark + 1..].starts_with('=');
        let order = match (&run[mark..=mark], equal) {
            ("<", false) => Order::Less,
            ("<", true) => Order::AtMost,
            (_, false) => Order::More,
            (_, true) => Order::AtLeast,
        };
        let value = run[mark + 1 + usize::from(equal)..].to_string();
        let (value, factor) = split_boost(&value);
        if value.is_empty() {
            return false;
        }
        let (token, at) = (Token::Compare(field, order, value.to_string()), self.at..self.at + run.len());
        self.tokens.push(Lexeme { token, at: at.clone() });
        if let Some(factor) = factor {
            self.boost(factor, at.clone());
        }
        self.at = at.end;
        true
    }

    /// Nexis' `date=1987`, `date aft 1987-06`, `date bef 1987-06`.
    fn nexis(&mut self, run: &str) -> bool {
        if let Some((name, value)) = run.split_once('=')
            && value.starts_with(|c: char| c.is_ascii_digit())
            && let Some((_, field)) = FIELD_NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))
            && matches!(field, FieldName::Length | FieldName::Published | FieldName::Mentions)
        {
            self.push(Token::Field(*field), name.len() + 1);
            return true;
        }
        if !run.eq_ignore_ascii_case("date") {
            return false;
        }
        let behind = self.rest()[run.len()..].trim_start();
        let order = match behind.get(..4).map(str::to_ascii_lowercase).as_deref() {
            Some("aft ") => Order::More,
            Some("bef ") => Order::Less,
            _ => return false,
        };
        let value = behind[4..].trim_start();
        let start = self.text.len() - value.len();
        let length = value.find(|c: char| is_blank(c) || is_quote(c) || matches!(c, '(' | ')' | '|'));
        let value = value[..length.unwrap_or(value.len())].to_string();
        if !value.starts_with(|c: char| c.is_ascii_digit()) {
            return false;
        }
        let length = start + value.len() - self.at;
        self.push(Token::Compare(FieldName::Published, order, value), length);
        true
    }

    /// Maybe a field's name and a colon.
    fn field(&mut self, run: &str, end: usize) -> bool {
        let start = self.at;
        let Some((name, rest)) = run.split_once([':', '：']) else { return false };
        let colon = run.len() - name.len() - rest.len();
        if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphabetic()) {
            return false;
        }
        let behind = self.text[end..].chars().next();
        let something = !rest.is_empty() || behind.is_some_and(|c| is_quote(c) || matches!(c, '(' | '（'));
        match FIELD_NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)) {
            Some((_, field)) if something => self.push(Token::Field(*field), name.len() + colon),
            // "After: the flood" is a headline.
            Some((_, field)) if field.is_value() => return false,
            Some((known, _)) => {
                self.complain(
                    start..end,
                    format!(
                        "\"{name}:\" with a blank behind it is read as a plain word; for the field write {known}:word"
                    ),
                );
                return false;
            }
            None if something && !rest.starts_with("//") => {
                self.complain(
                    start..start + name.len() + colon,
                    format!("there is no field \"{}\"; read as plain words", excerpt(name)),
                );
                self.push(Token::Word(name.to_string()), name.len());
                self.at += colon;
            }
            None => return false,
        }
        true
    }

    /// A word; of a script without blanks, the words in it as a group.
    fn words(&mut self, body: &str) {
        let at = self.at..self.at + body.len();
        // Names and values are what they are.
        let texts = match self.tokens.last() {
            Some(Lexeme { token: Token::Field(field), at: before }) => before.end < at.start || field.is_text(),
            _ => true,
        };
        let Some(words) = segment::words(body).filter(|_| texts) else {
            return self.tokens.push(Lexeme { token: Token::Word(body.to_string()), at });
        };
        let group = words.len() > 1;
        self.tokens.extend(group.then_some(Lexeme { token: Token::Open, at: at.start..at.start }));
        for word in words {
            let text = body.get(word.clone()).unwrap_or_default().to_string();
            let several = text.contains(unspaced) && text.chars().nth(1).is_some();
            let token = if several { Token::Phrase(text, false) } else { Token::Word(text) };
            self.tokens.push(Lexeme { token, at: at.start + word.start..at.start + word.end });
        }
        self.tokens.extend(group.then_some(Lexeme { token: Token::Close, at: at.end..at.end }));
    }

    /// A word, and what hangs on it: a boost, an opening.
    fn word(&mut self, run: &str) {
        let (start, end) = (self.at, self.at + run.len());
        let mut body = run;
        let mut factors = Vec::new();
        while let (shorter, Some(factor)) = split_boost(body) {
            if !shorter.chars().any(|c| c.is_alphanumeric() || c == '*') {
                break;
            }
            factors.push(factor);
            body = shorter;
        }
        let mut words = None;
        if let Some(cut) = body.strip_suffix('/').and_then(|inner| inner.rfind('/'))
            && cut > 0
            && opening(&body[cut..]) == Some(body.len() - cut)
        {
            words = Some(self.number(&body[cut + 2..body.len() - 1], start + cut..start + body.len(), 1));
            body = &body[..cut];
        }
        self.words(body);
        if let Some(words) = words {
            self.tokens.push(Lexeme { token: Token::Opening(words), at: start..end });
        }
        for factor in factors {
            self.boost(factor, start..end);
        }
        self.at = end;
    }
}

/// Whether the character opens or closes a group, in whatever width.
fn is_bracket(c: char) -> bool {
    matches!(c, '(' | ')' | '（' | '）')
}

/// Whether the character ends a run. Asked of every character again and again, so that ASCII comes first.
fn parts(c: char) -> bool {
    match c.is_ascii() {
        true => matches!(c, '"' | '(' | ')' | '|' | ' ') || c.is_ascii_control(),
        false => is_blank(c) || is_quote(c) || is_bracket(c),
    }
}
