//! What a word means that may be a connector: the table of this and other systems.
//!
//! Takes a run without blanks; gives a [`Meaning`], or None for a plain word. Whether it is one where it stands is decided in
//! [`connector`](super::connector).

use super::function;
use super::pieces::clamped;
use super::span::Reach;

/// What a word says that may be a connector.
pub(super) struct Meaning {
    /// None: no more than AND.
    pub reach: Option<Reach>,
    pub ordered: bool,
    /// Nobody writes it but as a connector.
    pub sure: bool,
    /// Its name in this language.
    pub own: bool,
    pub wrong: Option<String>,
}

/// The meaning of a run that is a connector if it stands between operands.
pub(super) fn meaning(run: &str) -> Option<Meaning> {
    if run.len() > 40 || !run.is_ascii() {
        return None;
    }
    let bare = |reach, ordered| Some(Meaning { reach: Some(reach), ordered, sure: false, own: false, wrong: None });
    match run {
        "NEAR" => return bare(Reach::Words(10), false),
        "ONEAR" => return bare(Reach::Words(10), true),
        "ADJ" => return bare(Reach::Words(1), true),
        "SAME" => return bare(Reach::Paragraph, false),
        _ => {}
    }
    let lower = run.to_ascii_lowercase();
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let around = lower.strip_prefix("around(").and_then(|rest| rest.strip_suffix(')'));
    let (head, tail) = match around.map(|number| ("around", number)).or_else(|| lower.split_once('/')) {
        Some(parts) => parts,
        None => {
            let cut = lower.find(|c: char| c.is_ascii_digit())?;
            let (head, tail) = lower.split_at(cut);
            if !matches!(head, "near" | "adj" | "onear") {
                return None;
            }
            (head, tail)
        }
    };
    let (reach, wrong) = match tail {
        "s" | "sent" | "sentence" => (Some(Reach::Sentence), None),
        "p" | "para" | "paragraph" => (Some(Reach::Paragraph), None),
        "seg" | "doc" if head == "w" => (None, None),
        _ if digits(tail) => {
            let (words, wrong) = clamped(tail, 1);
            (Some(Reach::Words(words)), wrong)
        }
        _ => return None,
    };
    let numbered = matches!(reach, Some(Reach::Words(_)));
    let named = lower.contains('/');
    let (ordered, sure, own) = match head {
        "w" => (false, true, reach.is_some()),
        "pre" => (true, true, true),
        "near" | "within" => (false, named, false),
        "adj" | "onear" => (true, named, false),
        "around" if numbered => (false, true, false),
        "n" if numbered => (false, false, false),
        "p" if numbered => (true, false, false),
        "" => (false, false, false),
        _ => return None,
    };
    Some(Meaning { reach, ordered, sure, own, wrong })
}

/// Whether it is a connector without a number, which in a headline is a word.
pub(super) fn bare(run: &str) -> bool {
    matches!(run, "NEAR" | "ONEAR" | "ADJ" | "SAME")
}

/// Whether a word printed between others in a list could be taken for an operator.
pub(super) fn reserved(word: &str) -> bool {
    matches!(word, "and" | "or" | "not" | "same") || meaning(word).is_some() || function::before(word).is_some()
}
