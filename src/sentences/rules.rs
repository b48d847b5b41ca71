//! Whether a sentence that Unicode lets end does end, in the language at hand.
//!
//! Takes what stands before and after such an end; says yes or no. The words that matter are lists, one small file a
//! language ([`super::languages`]); a language without a list has the rules that need none. Texts of unknown language are
//! read as English, which most archives are.

use super::languages::{ENGLISH, dutch, french, german, italian, portuguese, russian, spanish};
use super::quotation::closes;
use crate::language::List;

/// The rules of a language.
#[derive(Debug)]
pub struct Rules {
    /// Stand before a name, so they end no sentence, written with a capital: `Mr.`; but "5 ft." may end one.
    pub(super) titles: List,
    /// End no sentence, in whatever case: `vs.`, `z. B.`
    pub(super) never: List,
    /// End no sentence when a number follows: `No. 5`.
    pub(super) numbered: List,
    /// End a sentence only when the next word looks like the first of one: `Inc.`, `usw.`
    pub(super) perhaps: List,
    /// Words that begin sentences and hardly ever names.
    pub(super) openers: List,
    /// A number of one or two digits with a full stop is an ordinal: `3. Oktober`.
    pub(super) ordinals: bool,
    /// What is said between corner brackets goes on behind them: 「...。」と述べた.
    pub(super) quoting: bool,
}

/// Rules without words.
pub(super) const PLAIN: Rules = Rules {
    titles: List::of(&[]),
    never: List::of(&[]),
    numbered: List::of(&[]),
    perhaps: List::of(&[]),
    openers: List::of(&[]),
    ordinals: false,
    quoting: false,
};
static UNLISTED: Rules = PLAIN;
static WITH_ORDINALS: Rules = Rules { ordinals: true, ..PLAIN };
static JAPANESE: Rules = Rules { quoting: true, ..PLAIN };

impl Rules {
    /// The rules of a language, by its tag; of none those of English.
    pub fn of(language: Option<&str>) -> &'static Rules {
        match language {
            None | Some("en") => &ENGLISH,
            Some("es" | "ca" | "gl") => &spanish::RULES,
            Some("fr") => &french::RULES,
            Some("de") => &german::RULES,
            Some("it") => &italian::RULES,
            Some("pt") => &portuguese::RULES,
            Some("nl") => &dutch::RULES,
            Some("ru") => &russian::RULES,
            Some("ja") => &JAPANESE,
            Some("da" | "no" | "fi" | "hu" | "cs" | "sk" | "sl" | "hr" | "pl" | "tr" | "et") => &WITH_ORDINALS,
            Some(_) => &UNLISTED,
        }
    }

    /// Whether a sentence that Unicode lets end here does end, seeing what stands before and after.
    pub(super) fn end(&self, before: &str, after: &str) -> bool {
        let sentence = before.trim_end_matches(|c: char| c.is_whitespace() || closes(c));
        let Some(stop) = sentence.chars().next_back().filter(|c| matches!(c, '.' | '?' | '!')) else {
            return !(self.quoting && goes_on(before, after));
        };
        let next = after.trim_start_matches(|c: char| !c.is_alphanumeric());
        let Some(first) = next.chars().next() else { return false };
        if first.is_lowercase() || !sentence.contains(char::is_alphanumeric) {
            return false;
        }
        if stop != '.' {
            return true;
        }
        // Some archives set a blank before every stop, so the word is looked for behind it.
        let said = sentence.trim_end_matches(|c: char| c == '.' || c.is_whitespace());
        match sentence[said.len()..].matches('.').count() {
            1 => {}
            dots => return dots > 3,
        }
        let word = said.rsplit(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—')).next().unwrap_or_default();
        let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
        // l'art. 5
        let word = word.rsplit(['\'', '’']).next().filter(|last| last.chars().nth(1).is_some()).unwrap_or(word);
        let enumerated = said.trim_start().len() <= 3 && said.trim().bytes().all(|b| b.is_ascii_digit());
        if enumerated || self.never.has(word) || (self.titles.has(word) && word.starts_with(char::is_uppercase)) {
            return false;
        }
        if self.numbered.has(word) {
            return !first.is_ascii_digit();
        }
        let quoting = || after.trim_start().starts_with(['"', '“', '„', '«', '»']);
        if self.ordinals && matches!(word.len(), 1 | 2) && word.bytes().all(|b| b.is_ascii_digit()) {
            return self.opens(next);
        }
        let initials = word.split('.').all(|part| part.chars().count() == 1 && part.chars().all(char::is_alphabetic));
        let several = word.contains('.');
        if initials && (several || word.starts_with(char::is_uppercase)) {
            return self.opens(next) || (several && quoting());
        }
        !self.perhaps.has(word) || self.opens(next) || quoting()
    }

    /// Whether the text begins as a sentence does.
    fn opens(&self, text: &str) -> bool {
        let word = text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let initial = word.chars().count() == 1 && text[word.len()..].trim_start().starts_with('.');
        !initial && self.openers.has(word)
    }
}

/// Whether Japanese goes on behind a closing bracket: with a particle, or with what was done by saying so.
fn goes_on(before: &str, after: &str) -> bool {
    before.ends_with(['」', '』', '）']) && after.starts_with(|c: char| matches!(c, 'ぁ'..='ゖ' | '、' | '，'))
}
