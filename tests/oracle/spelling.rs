//! Which printed words a form of a query stands for: the rules of `morgue::query::span`, one word at a time.
//!
//! Takes a form and a word; gives yes or no. It knows no dictionary, so nothing is widened or narrowed beforehand.

use std::cell::RefCell;
use std::collections::HashMap;

use frostem::{Algorithm, Stemmer};
use morgue::query::{Case, Spelling};

/// Words that have no inflections anybody means, as the engine lists them.
const FUNCTION_WORDS: &str = "a about after again against all also am among an and any are as at be because been before \
    being between both but by can could did do does down during each even every few for from had has have he her here \
    him his how i if in into is it its just many may me might more most much must my no nor not now of off on once one \
    only or other our out over she should so some such than that the their them then there these they this those \
    through to too under until up us very was we were what when where which while who why will with would you your";

thread_local! {
    /// What was decided already: the same few words are asked about again and again.
    static DECIDED: RefCell<HashMap<Spelling, HashMap<String, bool>>> = RefCell::default();
}

/// Whether the term is one that the spelling stands for.
pub fn fits(spelling: &Spelling, term: &str) -> bool {
    DECIDED.with_borrow_mut(|decided| {
        if !decided.contains_key(spelling) {
            decided.insert(spelling.clone(), HashMap::new());
        }
        let terms = decided.get_mut(spelling).unwrap();
        *terms.entry(term.to_string()).or_insert_with(|| decide(spelling, term))
    })
}

fn decide(spelling: &Spelling, term: &str) -> bool {
    let letters: Vec<char> = term.chars().collect();
    match spelling {
        Spelling::Exact(word) => term == word,
        Spelling::Inflected(word) => {
            term == word || inflects(word) && alphabetic(term) && stem(term) == stem(word) || irregular(word, term)
        }
        Spelling::Prefix(word) => term.starts_with(word.as_str()),
        Spelling::Pattern(pattern) => pattern_fits(&pattern.chars().collect::<Vec<_>>(), &letters),
        Spelling::Regex(pattern) => regex::Regex::new(&format!("^(?:{pattern})$")).unwrap().is_match(term),
        Spelling::Fuzzy(word, most) => changes(&word.chars().collect::<Vec<_>>(), &letters) <= usize::from(*most),
        Spelling::Singular(_) | Spelling::Plural(_) => unimplemented!("not defined yet, and not generated"),
    }
}

/// The irregular inflections that are asked for here; `found` is also another word, so that it finds itself only.
fn irregular(word: &str, term: &str) -> bool {
    let family = |w: &str, base: &str, others: &[&str]| stem(w) == stem(base) || others.contains(&w);
    family(word, "woman", &["women"]) && family(term, "woman", &["women"])
        || family(word, "say", &["said"]) && family(term, "say", &["said"])
        || family(word, "find", &[]) && family(term, "find", &["found"])
}

fn alphabetic(word: &str) -> bool {
    word.chars().all(char::is_alphabetic)
}

fn inflects(word: &str) -> bool {
    alphabetic(word) && !FUNCTION_WORDS.split_whitespace().any(|function| function == word)
}

fn stem(word: &str) -> String {
    Stemmer::new(Algorithm::English).stem(word).into_owned()
}

fn pattern_fits(pattern: &[char], letters: &[char]) -> bool {
    match pattern.split_first() {
        None => letters.is_empty(),
        Some(('*', rest)) => (0..=letters.len()).any(|n| pattern_fits(rest, &letters[n..])),
        Some(('?', rest)) => !letters.is_empty() && pattern_fits(rest, &letters[1..]),
        Some((letter, rest)) => letters.first() == Some(letter) && pattern_fits(rest, &letters[1..]),
    }
}

/// Optimal string alignment: letters more, less, other, or two neighbours swapped, and no letter changed twice.
fn changes(a: &[char], b: &[char]) -> usize {
    let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            table[i][j] = match (i, j) {
                (0, _) => j,
                (_, 0) => i,
                _ => {
                    let other = usize::from(a[i - 1] != b[j - 1]);
                    let mut least = (table[i - 1][j] + 1).min(table[i][j - 1] + 1).min(table[i - 1][j - 1] + other);
                    if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                        least = least.min(table[i - 2][j - 2] + 1);
                    }
                    least
                }
            };
        }
    }
    table[a.len()][b.len()]
}

/// Whether letters are printed so.
pub fn printed(case: Case, letters: &str) -> bool {
    let upper = letters.chars().any(char::is_uppercase);
    let lower = letters.chars().any(char::is_lowercase);
    match case {
        Case::Any => true,
        Case::Some => upper,
        Case::All => upper && !lower,
        Case::None => !upper,
    }
}

#[test]
fn forms_stand_for_what_they_say() {
    let exact = |w: &str| Spelling::Exact(w.to_string());
    let inflected = |w: &str| Spelling::Inflected(w.to_string());
    let pattern = |w: &str| Spelling::Pattern(w.to_string());
    let regex = |w: &str| Spelling::Regex(w.to_string());
    let fuzzy = |w: &str, d| Spelling::Fuzzy(w.to_string(), d);
    let rows = [
        (exact("cat"), "cat", "cats"),
        (inflected("cats"), "cat", "catty"),
        (inflected("reporting"), "reported", "reportage"),
        (inflected("the"), "the", "thes"),
        (inflected("women"), "woman", "man"),
        (inflected("said"), "saying", "sad"),
        (inflected("found"), "founded", "find"),
        (inflected("finding"), "found", "founded"),
        (inflected("1200"), "1200", "1200s"),
        (inflected("mays"), "may", "mayor"),
        (Spelling::Prefix("re".to_string()), "report", "are"),
        (pattern("c*t"), "ct", "cats"),
        (pattern("c?t"), "cat", "ct"),
        (pattern("*"), "x", "-"),
        (regex("c.t|dog"), "cut", "dogs"),
        (regex("[cd]o?"), "co", "coo"),
        (fuzzy("cat", 1), "act", "tac"),
        (fuzzy("cat", 2), "tac", "dog"),
        (fuzzy("ca", 2), "acb", "abc"),
        (fuzzy("cafe", 1), "caf", "ca"),
    ];
    for (spelling, yes, no) in rows {
        assert!(fits(&spelling, yes), "{spelling:?} {yes}");
        assert!(no == "-" || !fits(&spelling, no), "{spelling:?} {no}");
    }
    let cases: Vec<String> = ["May", "may", "MAY", "1200", "U.S.", "al-Qaeda", "日", "日A"]
        .iter()
        .map(|w| {
            let mark = |case, letter| if printed(case, w) { letter } else { "-" };
            format!("{w} {}{}{}", mark(Case::Some, "s"), mark(Case::All, "a"), mark(Case::None, "n"))
        })
        .collect();
    assert_eq!(cases, ["May s--", "may --n", "MAY sa-", "1200 --n", "U.S. sa-", "al-Qaeda s--", "日 --n", "日A sa-"]);
}
