//! Whether a sentence speaks of what was or of what is to come.
//!
//! Takes a text and the place of a date in it; gives the tense of the verb nearest before the date in its sentence,
//! else of the one behind it. It is a guess from single words and says so when it has none.

use super::reader::Reader;

/// What the sentence speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tense {
    /// What has been.
    Past,
    /// What is to come.
    Future,
    /// Nothing tells.
    Open,
}

const FUTURE: &[&str] = &[
    "will",
    "ll",
    "shall",
    "scheduled",
    "due",
    "expected",
    "expects",
    "expect",
    "planned",
    "plans",
    "begins",
    "starts",
    "opens",
    "upcoming",
    "deadline",
    "effective",
    "slated",
    "payable",
    "would",
    "could",
    "may",
    "might",
    "can",
    "planning",
    "hopes",
    "intends",
];

/// Words that point forward only when the date stands right behind them.
const FORWARD: &[&str] = &["by", "until", "till", "for", "effective", "beginning", "starting"];

const PAST: &[&str] = &[
    "said", "told", "was", "were", "had", "did", "rose", "fell", "came", "went", "took", "made", "began", "met",
    "held", "won", "lost", "left", "gave", "got", "saw", "became", "broke", "since", "has", "have", "been", "hit",
    "sold", "bought", "led", "ran", "spoke", "struck", "sent", "found", "built", "paid", "put", "shot", "fought",
    "kept", "earlier", "ago", "grew", "drove", "flew", "wrote", "brought", "thought", "knew", "posted", "called",
    "named",
];

/// Verbs that the market report puts in the infinitive for what has happened: "fell 3 points to close Friday at".
const CLOSING: &[&str] = &["close", "end", "finish", "settle", "reach", "stand"];

/// How many words to either side are looked at.
const REACH: usize = 14;

/// The tense around `start..end`.
pub(super) fn tense(r: Reader, start: usize, end: usize) -> Tense {
    let mut i = start;
    let mut later: Option<super::words::Word> = None;
    for _ in 0..REACH {
        let gap = r.gap_back(i);
        let Some(word) = r.word_before(i) else {
            // Over commas, figures and quotation marks, but not over the end of a sentence.
            let Some(over) = over_marks(r, gap) else { break };
            i = over;
            continue;
        };
        if later.is_none() && word.any(&["last", "next"]) {
            return if word.is("last") { Tense::Past } else { Tense::Future };
        }
        if word.any(PAST) || is_past_verb(word.fold()) {
            return Tense::Past;
        }
        if word.any(FUTURE) || (word.any(FORWARD) && later.is_none()) {
            return Tense::Future;
        }
        if word.is("to")
            && let Some(verb) = later
            && !verb.capital
            && !verb.any(CLOSING)
            && !verb.any(&["the", "a", "an", "its", "his", "their", "this", "that", "our", "all", "about", "more"])
            && r.gap(word.end) == verb.start
        {
            return Tense::Future;
        }
        later = Some(word);
        i = word.start;
    }
    let mut i = end;
    for _ in 0..REACH {
        let Some(word) = r.next_word(i) else {
            if !matches!(r.at(r.gap(i)), b',' | b'\'') {
                break;
            }
            i = r.gap(i) + 1;
            continue;
        };
        if word.any(&["will", "ll", "shall"]) {
            return Tense::Future;
        }
        if word.any(PAST) || is_past_verb(word.fold()) {
            return Tense::Past;
        }
        i = word.end;
    }
    Tense::Open
}

fn is_past_verb(fold: &str) -> bool {
    fold.len() > 4
        && fold.ends_with("ed")
        && !matches!(
            fold,
            "scheduled" | "expected" | "planned" | "united" | "hundred" | "limited" | "slated" | "federated"
        )
}

fn over_marks(r: Reader, mut i: usize) -> Option<usize> {
    let from = i;
    while i > 0 && from - i < 24 {
        match r.before(i) {
            b'.' if r.at(i).is_ascii_digit() => i -= 1,
            b'.' | b'!' | b'?' | b'\n' => return None,
            b if b.is_ascii_alphabetic() => return Some(i),
            _ => i -= 1,
        }
    }
    None
}
