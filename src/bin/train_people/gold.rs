//! Annotated articles.
//!
//! Takes a file with one JSON article a line, gives [`Story`]s: text and the byte ranges of its names, titles in front cut
//! off ("Mr. Smith" is "Smith").

use std::ops::Range;
use std::path::Path;

use morgue::enrich::people::fold::Folded;
use morgue::enrich::people::lexicon::lexicon;
use serde_json::Value;

/// An article with its names.
#[derive(Clone, Default)]
pub struct Story {
    /// The text.
    pub body: String,
    /// Byte ranges of names, in reading order.
    pub names: Vec<Range<usize>>,
}

/// Reads a set.
pub fn read(path: &Path) -> Result<Vec<Story>, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let story = |(number, line): (usize, &str)| {
        let bad = || format!("{}:{}: no annotated article", path.display(), number + 1);
        let value: Value = serde_json::from_str(line).map_err(|_| bad())?;
        let body = value.get("body").and_then(Value::as_str).ok_or_else(bad)?;
        let people = value.get("people").and_then(Value::as_array).ok_or_else(bad)?;
        let mut names = Vec::with_capacity(people.len());
        for person in people {
            let place = |key: &str| person.get(key).and_then(Value::as_u64).map(|n| n as usize);
            let (start, end) = place("start").zip(place("end")).ok_or_else(bad)?;
            let name = body.get(start..end).ok_or_else(bad)?;
            names.push(start + titles(name)..end);
        }
        names.sort_by_key(|name| name.start);
        Ok(Story { body: body.to_string(), names })
    };
    text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).map(story).collect()
}

/// Bytes of the titles in front of a name.
fn titles(name: &str) -> usize {
    let mut cut = 0;
    while let Some((first, rest)) = name.get(cut..).and_then(|rest| rest.split_once(' ')) {
        let marks = lexicon().exact(&Folded::of(first));
        if rest.trim().is_empty()
            || !marks.title()
            || marks.name() && !first.ends_with('.') && !first.starts_with("King")
        {
            break;
        }
        cut += first.len() + 1;
    }
    cut
}
