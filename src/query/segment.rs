//! A run in a script without blanks -> the words that a reader sees in it.
//!
//! The index knows such scripts by their characters, so that every phrase is found and nothing is lost by a wrong cut.
//! Cutting is the question's matter: 北京大学新闻 asks for 北京大学 and for 新闻, wherever they stand; whoever means the
//! characters as they stand quotes them. Words are told by Unicode's dictionaries. Particles, which every text has, are
//! not asked for; a single character stays with the word behind it, mostly a name; so does a
//! number with its counter (3月). It never drops anything but particles and punctuation, and them only beside a word.

use std::ops::Range;
use std::sync::LazyLock;

use icu_segmenter::options::WordBreakInvariantOptions;
use icu_segmenter::{WordSegmenter, WordSegmenterBorrowed};

use crate::words::unspaced;

static WORDS: LazyLock<WordSegmenterBorrowed<'static>> =
    LazyLock::new(|| WordSegmenter::new_dictionary(WordBreakInvariantOptions::default()));

/// Characters that are cut at a time: no reader types more, and no dictionary is asked about a whole book.
const MOST: usize = 1000;

/// Chinese and Japanese particles and conjunctions of one or two characters.
const PARTICLES: [&str; 42] = [
    "的", "了", "在", "是", "和", "与", "與", "及", "或", "也", "就", "都", "而", "之", "着", "地", "得", "把", "被",
    "对", "の", "は", "が", "を", "に", "で", "と", "も", "へ", "や", "か", "な", "から", "まで", "より", "では",
    "には", "とは", "への", "での", "など", "だけ",
];

/// The words of a run; None if it is in no such script, or has signs of its own.
pub(super) fn words(run: &str) -> Option<Vec<Range<usize>>> {
    // Whoever ties characters with a sign, or asks for a pattern, wants them as they stand.
    let sign = |c: char| c.is_ascii() && !c.is_ascii_alphanumeric();
    if run.is_ascii() || !run.chars().any(unspaced) || run.contains(sign) {
        return None;
    }
    if run.chars().nth(MOST).is_some() {
        return None;
    }
    let mut words: Vec<Range<usize>> = Vec::new();
    for stretch in stretches(run) {
        let inner = run.get(stretch.clone()).unwrap_or_default();
        if !inner.starts_with(unspaced) {
            words.push(stretch);
            continue;
        }
        let mut from = 0;
        for to in WORDS.segment_str(inner).skip(1) {
            words.push(stretch.start + from..stretch.start + to);
            from = to;
        }
    }
    let text = |at: &Range<usize>| run.get(at.clone()).unwrap_or_default();
    words.retain(|at| text(at).contains(char::is_alphanumeric));
    let mut together: Vec<Range<usize>> = Vec::new();
    let mut grown = false;
    for at in words {
        match together.last_mut() {
            Some(last) if last.end == at.start && belong(text(last), text(&at), grown) => {
                last.end = at.end;
                grown = true;
            }
            _ => {
                together.push(at);
                grown = false;
            }
        }
    }
    let telling: Vec<Range<usize>> = together.iter().filter(|at| !is_particle(text(at))).cloned().collect();
    let kept = if telling.is_empty() { together } else { telling };
    (!kept.is_empty()).then_some(kept)
}

/// Stretches of scripts without blanks, and what stands between them.
fn stretches(run: &str) -> Vec<Range<usize>> {
    let mut found: Vec<(Range<usize>, bool)> = Vec::new();
    for (at, c) in run.char_indices() {
        let end = at + c.len_utf8();
        // A mark belongs to what it stands behind.
        let here = unspaced(c) || !c.is_alphanumeric() && !c.is_ascii() && found.last().is_some_and(|(_, wide)| *wide);
        match found.last_mut() {
            Some((last, wide)) if *wide == here => last.end = end,
            _ => found.push((at..end, here)),
        }
    }
    found.into_iter().map(|(at, _)| at).collect()
}

/// Whether two words side by side are one: single characters that are no particles, or a number and what is counted.
fn belong(before: &str, behind: &str, grown: bool) -> bool {
    let last = before.chars().next_back();
    let single = |word: &str| word.chars().count() == 1;
    let han = |word: &str, most: usize| word.chars().all(is_han) && word.chars().nth(most).is_none();
    let part = |word: &str| han(word, 1) && !is_particle(word);
    // A name that has grown already may grow on, character by character.
    let name = part(before) && han(behind, 2) && !is_particle(behind) || grown && han(before, 4) && part(behind);
    // 3月, and 10日 behind it.
    let digit = |c: Option<char>| c.is_some_and(char::is_numeric);
    let counted = digit(last) && single(behind) && behind.starts_with(is_han);
    let date = digit(before.chars().next()) && last.is_some_and(is_han) && digit(behind.chars().next());
    name || counted || date
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}' | '々')
}

fn is_particle(word: &str) -> bool {
    PARTICLES.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn runs_are_cut_as_readers_read_them() {
        let table: [(&str, &str); 20] = [
            ("北京大学新闻", "北京|大学|新闻"),
            ("北京大学的新闻", "北京|大学|新闻"),
            ("北京", "北京"),
            ("的", "的"),
            ("洪水，港口", "洪水|港口"),
            ("東京の大学", "東京|大学"),
            ("港の再建", "港|再建"),
            ("2024年3月", "2024年3月"),
            ("3月10日", "3月10日"),
            ("NHKニュース", "NHK|ニュース"),
            ("ニュース", "ニュース"),
            ("plain", "="),
            ("AT&T", "="),
            ("서울에서", "="),
            ("北京*", "="),
            ("北_京", "="),
            ("near5-船", "="),
            ("", "="),
            ("，。", "="),
            ("习近平主席", "习近平|主席"),
        ];
        for (run, expected) in table {
            let cut = words(run).map(|words| words.into_iter().map(|at| &run[at]).collect::<Vec<_>>().join("|"));
            assert_eq!(cut.as_deref().unwrap_or("="), expected, "{run}");
        }
        assert_eq!(words(&"北京大学".repeat(1000)), None);
    }
}
