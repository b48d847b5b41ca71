//! The bench of dates: how many phrases of a published test suite of a date parser are read as it expects.
//!
//! ```text
//! cargo bench --bench dates -- [--data FILE]
//! ```
//! FILE is JSON Lines: `text`, `reference` (the day it is said on, or null), `expected` and perhaps `expected_end` (`year`,
//! `month`, perhaps `day`), `group`; unless told it is `../shared/data/dates/chrono-cases.jsonl`. Figures are read with the
//! month first, as that suite does. A phrase counts as right if a date found in it begins on the day expected or ends on
//! it, and has the end expected; "to the letter" means that it is that day and no longer. Nothing is asserted; what is not
//! right is listed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use morgue::article::Article;
use morgue::date::{Iso, Period};
use morgue::enrich::dates::find;
use morgue::order::DayMonth;
use serde_json::Value;

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let mut data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/dates/chrono-cases.jsonl");
    let mut arguments = std::env::args().skip(1);
    while let Some(name) = arguments.next() {
        match name.as_str() {
            // Cargo says so of itself.
            "--bench" => {}
            "--data" => data = PathBuf::from(arguments.next().ok_or("--data needs a value")?),
            _ => return Err(format!("unknown argument {name}").into()),
        }
    }
    if !data.is_file() {
        println!("not measured, {} is not there", data.display());
        return Ok(());
    }
    let (mut all, mut right, mut exact) = (0, 0, 0);
    let mut groups: BTreeMap<String, (u32, u32)> = BTreeMap::new();
    for line in std::fs::read_to_string(&data)?.lines() {
        let case: Value = serde_json::from_str(line)?;
        let text = case["text"].as_str().ok_or("a case without text")?;
        let article = Article {
            body: text.to_string(),
            published: case["reference"].as_str().and_then(|day| Period::parse(day).ok()),
            ..Article::default()
        };
        let found: Vec<Period> = find(&article, Some(DayMonth::MonthFirst)).iter().map(|date| date.period).collect();
        let (from, to) = (day(&case["expected"]), day(&case["expected_end"]));
        let from = from.ok_or("a case without a day")?;
        let begins = |period: &Period| Iso(period.from).to_string().starts_with(&from);
        let ends = |period: &Period, day: &str| Iso(period.to).to_string().starts_with(day);
        let good = match &to {
            Some(to) => found.iter().any(|period| begins(period) && ends(period, to)),
            None => found.iter().any(|period| begins(period) || ends(period, &from)),
        };
        let letter = found.iter().any(|period| begins(period) && ends(period, to.as_deref().unwrap_or(&from)));
        let group = groups.entry(case["group"].as_str().unwrap_or_default().to_string()).or_default();
        (all, right, exact) = (all + 1, right + u32::from(good), exact + u32::from(letter));
        (group.0, group.1) = (group.0 + 1, group.1 + u32::from(good));
        if !good {
            let found: Vec<String> = found.iter().map(Period::to_string).collect();
            println!("  {text:?} on {}: expected {from}, found {}", case["reference"], found.join(", "));
        }
    }
    for (group, (all, right)) in groups {
        println!("{group:<40} {right:>4} of {all}");
    }
    let share = f64::from(right) * 100.0 / f64::from(all.max(1));
    println!("right {right} of {all} ({share:.0} %), to the letter {exact}");
    Ok(())
}

/// `2024-12-02` or `2024-12`; None if nothing is expected.
fn day(expected: &Value) -> Option<String> {
    let month = format!("{:04}-{:02}", expected["year"].as_i64()?, expected["month"].as_i64()?);
    Some(expected["day"].as_i64().map_or(month.clone(), |day| format!("{month}-{day:02}")))
}
