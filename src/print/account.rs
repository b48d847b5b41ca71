//! Accounts of scores for people: what the words of a query weigh, and below each hit what its score is made of.
//!
//! Takes accounts, gives lines of at most 80 cells: numbers in columns on the left, what they belong to on the right. Numbers
//! are rounded to three digits to be read; JSON has them exact.

use std::fmt::Write;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::clean;
use crate::count::{counted, grouped};
use crate::search::account::{Account, Fresh, Weight};
use crate::search::reckoning::Counts;

/// Cells of a line.
const WIDTH: usize = 80;
/// Where the text of a hit's lines begins.
const TEXT: usize = 36;

/// What the parts of a query weigh: once before all hits, as it is the same for all.
pub fn weights(weights: &[Weight]) -> String {
    if weights.is_empty() {
        return String::new();
    }
    let mut out = String::from("  weight  rarity  bursts   articles      times\n");
    let row = |numbers: String, words: &str, depth: usize| {
        let numbers = format!("{numbers:<47}");
        let words = fit(&clean::line(words), WIDTH.saturating_sub(numbers.len() + 2 + depth));
        format!("{numbers}  {:depth$}{words}\n", "")
    };
    for weight in weights {
        let boosted = if weight.boost == 1.0 { String::new() } else { format!("  (boosted × {})", weight.boost) };
        let mut parts = weight.parts.as_slice();
        let mut whole = format!(" {:>7.3}", weight.weight);
        if let [part] = parts {
            match part.counted {
                Some(known) => {
                    let (articles, times) = (grouped(known.articles), grouped(known.occurrences));
                    let _ = write!(whole, " {:>7.3} {:>7.3} {articles:>10} {times:>10}", known.rarity, known.bursts);
                }
                None => whole.push_str("  a function word"),
            }
            parts = &[];
        }
        out.push_str(&row(whole, &format!("{}{boosted}", weight.words), 0));
        for part in parts {
            let numbers = match part.counted {
                Some(known) => {
                    let (articles, times) = (grouped(known.articles), grouped(known.occurrences));
                    let [weight, rarity, bursts] = [f64::from(part.weight), known.rarity, known.bursts];
                    format!(" {weight:>7.3} {rarity:>7.3} {bursts:>7.3} {articles:>10} {times:>10}")
                }
                None => format!(" {:>7.3}  a function word", part.weight),
            };
            out.push_str(&row(numbers, &part.word, 2));
        }
    }
    out
}

/// What the score of a hit is made of, to stand below it.
pub fn account(account: &Account) -> String {
    let mut out = format!("   score {:.3}", account.score());
    match account {
        Account::Second { parts, fresh } => {
            out.push_str(":\n     often    lead   first  weight\n");
            for part in parts {
                let share = &part.share;
                let numbers = [share.often, share.lead, share.first, f64::from(share.weight)];
                let numbers: String = numbers.iter().map(|number| format!(" {number:>7.3}")).collect();
                let mut found = Vec::new();
                for (place, counts) in [("headline", &share.headline), ("body", &share.body)] {
                    found.extend(forms(counts).map(|forms| format!("{place} {forms}")));
                }
                let found = if found.is_empty() { "not there".to_string() } else { found.join("; ") };
                named(&mut out, &format!("  {}", numbers.trim_end()), &part.words, &found);
            }
            if let Some((fresh, adds)) = fresh.as_ref().and_then(|fresh| Some((fresh, fresh.adds?))) {
                let numbers = format!("   {adds:>7.3}");
                let _ = writeln!(out, "{numbers:<TEXT$}{}", factor(fresh));
            }
        }
        Account::Behind { behind, fresh } => {
            out.push_str(": behind those that are looked at a second time\n");
            let _ = writeln!(
                out,
                "     {:.3} in the first look, where they have {:.3} or more, here {:.3}",
                behind.first_look, behind.least_first_look, behind.least_score
            );
            if let Some(fresh) = fresh {
                let _ = writeln!(out, "     counted into that: {}", factor(fresh));
            }
        }
        Account::Unranked => out.push_str(": nothing in the query is ranked, so the newest come first\n"),
        Account::Passage { leaves, near, length, fresh } => {
            if leaves.is_empty() {
                out.push_str(": what satisfied the query is not in the body\n");
                return out;
            }
            out.push_str(":\n      adds   times  weight\n");
            for leaf in leaves {
                let numbers = format!("   {:>7.3} {:>7} {:>7.3}", leaf.adds, leaf.times, leaf.weight);
                named(&mut out, &numbers, &leaf.words, "");
            }
            if *near > 0.0 {
                let numbers = format!("   {near:>7.3}");
                let _ = writeln!(out, "{numbers:<TEXT$}how near they stand");
            }
            if *length > 1.0 {
                let numbers = format!("   / {length:>5.3}");
                let _ = writeln!(out, "{numbers:<TEXT$}how long the sentence is");
            }
            if let Some(fresh) = fresh {
                let _ = writeln!(out, "{:TEXT$}{}", "", factor(fresh));
            }
        }
    }
    out
}

/// `× 1.500: 30 days older than the newest`.
fn factor(fresh: &Fresh) -> String {
    let age = match fresh.days {
        None => "undated".to_string(),
        Some(0) => "as new as the newest".to_string(),
        Some(days) => format!("{} older than the newest", counted(days, "day")),
    };
    format!("× {:.3}: {age}", fresh.factor)
}

/// `2, 1 inflected`: what was counted; None if nothing was.
fn forms(counts: &Counts) -> Option<String> {
    let kinds =
        [(counts.exact, ""), (counts.inflected, " inflected"), (counts.nation, " nation"), (counts.kin, " akin")];
    let said: Vec<String> =
        kinds.iter().filter(|(count, _)| *count > 0).map(|(count, kind)| format!("{count}{kind}")).collect();
    (!said.is_empty()).then(|| said.join(", "))
}

/// A line of numbers with what they belong to; what was found comes on a line of its own where both do not fit.
fn named(out: &mut String, numbers: &str, words: &str, found: &str) {
    let room = WIDTH - TEXT;
    let words = fit(&clean::line(words), room);
    let both = if found.is_empty() { words.clone() } else { format!("{words}: {found}") };
    let _ = match both.width() <= room {
        true => writeln!(out, "{numbers:<TEXT$}{both}"),
        false => writeln!(out, "{numbers:<TEXT$}{words}"),
    };
    if both.width() > room {
        for line in wrapped(found, room - 2) {
            let _ = writeln!(out, "{:TEXT$}  {line}", "");
        }
    }
}

/// A text in lines of so many cells, parted at blanks.
fn wrapped(text: &str, cells: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut().filter(|line| line.width() + 1 + word.width() <= cells) {
            Some(line) => {
                line.push(' ');
                line.push_str(word);
            }
            None => lines.push(word.to_string()),
        }
    }
    lines
}

/// A text in so many cells; what does not fit is cut off.
fn fit(text: &str, cells: usize) -> String {
    if text.width() <= cells {
        return text.to_string();
    }
    let mut out = String::new();
    let mut used = 1;
    for c in text.chars() {
        used += c.width().unwrap_or(0);
        if used > cells {
            break;
        }
        out.push(c);
    }
    out.push('…');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::account::{Counted, Part, WordWeight};
    use crate::search::reckoning::Share;

    #[test]
    fn no_line_is_wider_than_a_terminal() {
        let counts = |n| Counts { exact: n, inflected: n, nation: n, kin: n };
        let share = Share { weight: 12.5, headline: counts(12), body: counts(345), often: 25.0, lead: 5.0, first: 2.5 };
        let long = "\"漢字 und sehr viele andere Wörter, die niemand in eine Zeile schreiben kann oder will\"";
        let fresh = Some(Fresh { factor: 1.5, days: Some(123_456), adds: Some(16.25) });
        let part = |words: &str, share| Part { words: words.to_string(), share };
        let parts = vec![
            part("short", Share { headline: Counts::default(), ..share }),
            part(long, share),
            part(long, Share::default()),
        ];
        let shown = account(&Account::Second { parts, fresh });
        let counted = Some(Counted { rarity: 10.0, bursts: 2.5, articles: 1_234_567, occurrences: 12_345_678 });
        let word = |word: &str, counted| WordWeight { word: word.to_string(), weight: 12.5, counted };
        let weight = |words: &str, parts| Weight { words: words.to_string(), weight: 12.5, boost: 2.0, parts };
        let table = weights(&[
            weight("short", vec![word("short", counted)]),
            weight(long, vec![word(long, counted), word("the", None)]),
        ]);
        for line in shown.lines().chain(table.lines()) {
            assert!(line.width() <= WIDTH, "{} cells: {line}", line.width());
        }
        let running = shown.split_whitespace().collect::<Vec<_>>().join(" ");
        let found = "headline 12, 12 inflected, 12 nation, 12 akin; body 345, 345 inflected, 345 nation, 345 akin";
        assert!(running.contains(found) && running.contains("123,456 days older than the newest"), "{shown}");
    }
}
