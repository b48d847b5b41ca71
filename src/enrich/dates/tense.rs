//! Whether a sentence speaks of what was or of what is to come.
//!
//! Takes a text and the place of a date in it; gives the tense of the verb nearest before the date in its sentence,
//! else of the one behind it. It is a guess from single words and says so when it has none.

use super::reader::Reader;
use super::words::Word;

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

/// Past forms that are nothing but a past: no participle ("shares sold in June"), no report of what may lie ahead ("said
/// sales in June").
const SURELY_PAST: &[&str] = &[
    "was",
    "were",
    "did",
    "rose",
    "fell",
    "came",
    "went",
    "took",
    "began",
    "met",
    "won",
    "lost",
    "gave",
    "saw",
    "became",
    "broke",
    "ran",
    "spoke",
    "struck",
    "grew",
    "drove",
    "flew",
    "wrote",
    "knew",
    "died",
    "retired",
    "resigned",
    "arrived",
    "returned",
    "happened",
    "occurred",
    "emerged",
    "collapsed",
    "fled",
];

/// Verbs of report and of plans: with any subject and in any voice, what they speak of may lie ahead.
const REPORTS: &[&str] = &[
    "said",
    "told",
    "announced",
    "reported",
    "added",
    "called",
    "proposed",
    "agreed",
    "invited",
    "offered",
    "promised",
    "pledged",
    "ordered",
    "asked",
    "urged",
    "warned",
    "predicted",
    "projected",
    "estimated",
    "filed",
    "declared",
    "recommended",
    "approved",
    "authorized",
    "authorised",
    "delayed",
    "postponed",
    "extended",
    "adjourned",
    "rescheduled",
    "fixed",
    "wanted",
    "hoped",
    "intended",
    "deferred",
    "booked",
    "indicated",
    "believed",
    "suggested",
    "decided",
    "noted",
    "stated",
    "based",
    "required",
    "needed",
    "allowed",
    "anticipated",
    "targeted",
    "set",
    "dated",
    "called",
    "thought",
    "moved",
    "earlier",
];

/// Subjects after which a past form is a finite verb.
const SUBJECTS: &[&str] = &["he", "she", "it", "they", "we", "i", "who"];

/// Words right before a date that tie it to the verb.
const TIES: &[&str] = &["in", "on", "since", "during", "at"];

/// How many words may stand between a sure verb and its date.
const CLOSE: usize = 8;

/// Goods and papers that are named by a month.
const NAMED_BY_MONTH: &[&str] = &[
    "delivery",
    "deliveries",
    "futures",
    "contract",
    "contracts",
    "shipment",
    "shipments",
    "options",
    "positions",
    "position",
    "crude",
    "loading",
    "maturity",
];

/// Auxiliaries of what is to come or may be.
const MODALS: &[&str] = &["will", "ll", "shall", "would", "could", "may", "might", "can", "should", "must", "to"];

const WILL: &[&str] = &["will", "ll", "shall"];

/// How many words to either side are looked at.
const REACH: usize = 14;

/// What the verb around a date says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    /// Past, future or neither.
    pub tense: Tense,
    /// Whether the verb leaves no choice: a plain past ("died"), a plain future ("will").
    pub sure: bool,
}

const OPEN: Reading = Reading { tense: Tense::Open, sure: false };

fn past(sure: bool) -> Reading {
    Reading { tense: Tense::Past, sure }
}

fn future(sure: bool) -> Reading {
    Reading { tense: Tense::Future, sure }
}

/// Whether the month at `..end` names goods: "the May contract", "in May futures".
pub(super) fn names_goods(r: Reader, end: usize) -> bool {
    r.next_word(end).is_some_and(|w| w.any(NAMED_BY_MONTH))
}

/// The tense around `start..end`.
pub(super) fn tense(r: Reader, start: usize, end: usize) -> Reading {
    before(r, start).or_else(|| behind(r, start, end)).unwrap_or(OPEN)
}

/// What the verb nearest before a date says. It is sure of a date tied to it within a few words and no mark.
fn before(r: Reader, start: usize) -> Option<Reading> {
    let mut i = start;
    let mut later: Option<Word> = None;
    let mut near = r.word_before(start).is_some_and(|w| w.any(TIES) || w.any(SURELY_PAST));
    for words in 0..REACH {
        let gap = r.gap_back(i);
        let Some(word) = r.word_before(i) else {
            // Over commas, figures and quotation marks, but not over the end of a sentence.
            i = over_marks(r, gap)?;
            near = false;
            continue;
        };
        near &= words <= CLOSE;
        if later.is_none() && word.any(&["last", "next"]) {
            return Some(if word.is("last") { past(false) } else { future(false) });
        }
        if word.is("since") {
            return Some(past(later.is_none()));
        }
        if is_past(&word) {
            let reading = verb(r, word);
            // "was no reason for publishing the figures on June 11": "was" by itself says nothing of what is far off.
            near &= words <= 3 || !word.any(&["was", "were", "did"]);
            return Some(Reading { sure: reading.sure && near, ..reading });
        }
        if word.any(FUTURE) || (word.any(FORWARD) && later.is_none()) {
            return Some(future(near && word.any(WILL)));
        }
        if word.is("to")
            && let Some(verb) = later
            && !verb.capital
            && !verb.any(CLOSING)
            && !verb.any(&["the", "a", "an", "its", "his", "their", "this", "that", "our", "all", "about", "more"])
            && r.gap(word.end) == verb.start
        {
            return Some(future(false));
        }
        // Another clause has another verb.
        near &= !word.any(&["that", "which", "when", "if", "whether", "while", "for"]);
        later = Some(word);
        i = word.start;
    }
    None
}

/// What a past form says with the words before it: "will be held" is to come, "was held" and "he held" have been; "is
/// held" and "shares held" may be either.
fn verb(r: Reader, word: Word) -> Reading {
    let (mut i, mut perfect, mut bare, mut was) = (word.start, word.any(&["has", "have", "had"]), false, false);
    let mut subject = false;
    for steps in 0..4 {
        let Some(w) = r.word_before(i) else { break };
        match w.fold() {
            "have" | "has" | "had" => perfect = true,
            "be" => bare = true,
            "was" | "were" | "been" => was = true,
            "not" | "also" | "t" => {}
            "will" | "ll" | "shall" if bare || perfect => return future(true),
            _ if w.any(MODALS) && bare && !perfect => return future(false),
            _ if adverb(&w) => {}
            _ => {
                subject = steps == 0 && (w.any(SUBJECTS) || w.capital && !w.shouted);
                // "If it had hit in July" never was.
                perfect &= !(w.any(SUBJECTS) && r.word_before(w.start).is_some_and(|w| w.is("if")));
                break;
            }
        }
        i = w.start;
    }
    if bare && !perfect {
        return future(false);
    }
    let finite = word.any(SURELY_PAST) || was || perfect && !word.any(&["has", "have", "had"]) || subject;
    past(finite && !word.any(REPORTS))
}

fn adverb(word: &Word) -> bool {
    word.len() > 4 && word.fold().ends_with("ly")
}

/// What the verb nearest behind a date says. It is sure only of a date that begins its clause ("In May he was hired").
fn behind(r: Reader, start: usize, end: usize) -> Option<Reading> {
    let leads = r
        .word_before(start)
        .is_some_and(|w| w.capital && !w.shouted && w.any(TIES) && r.word_before(w.start).is_none());
    let mut i = end;
    for _ in 0..REACH {
        let Some(word) = r.next_word(i) else {
            if !matches!(r.at(r.gap(i)), b',' | b'\'') {
                break;
            }
            i = r.gap(i) + 1;
            continue;
        };
        if word.any(WILL) {
            return Some(future(leads));
        }
        if is_past(&word) {
            let reading = verb(r, word);
            return Some(Reading { sure: reading.sure && leads, ..reading });
        }
        i = word.end;
    }
    None
}

fn is_past(word: &Word) -> bool {
    let fold = word.fold();
    let verb = fold.len() > 4
        && fold.ends_with("ed")
        && !matches!(
            fold,
            "scheduled" | "expected" | "planned" | "united" | "hundred" | "limited" | "slated" | "federated"
        );
    verb || word.any(PAST) || word.any(SURELY_PAST)
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
