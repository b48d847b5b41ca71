//! People named by an article's metadata, joined to those found in its text.
//!
//! Takes the names a source lists ("claudia sheinbaum", "dauster", "Sheinbaum, Claudia", "james-baker"), gives the
//! persons with those added that the text does not name. The text's own writing of a name is kept.

use super::fold::Folded;
use super::name::on_one_line;
use crate::mention::Person;

/// Joins the names of the metadata to the persons of the text.
pub fn merge(persons: &mut Vec<Person>, listed: &[String]) {
    for name in listed {
        let name = on_one_line(name);
        let words = keys(&name);
        if words.is_empty() || persons.iter().any(|person| same(&words, &keys(&person.name))) {
            continue;
        }
        persons.push(Person { name, mentions: Vec::new() });
    }
}

/// The folded words of a name in reading order: "Sheinbaum, Claudia" as "Claudia Sheinbaum".
fn keys(name: &str) -> Vec<u64> {
    let fold = |part: &str| -> Vec<u64> {
        let word = |c: char| c.is_whitespace() || matches!(c, '-' | ',' | '_');
        part.split(word).map(Folded::of).filter(|f| !f.bytes().is_empty()).map(|f| f.key()).collect()
    };
    let suffix = |f: &u64| ["jr", "sr", "ii", "iii", "iv"].iter().any(|s| Folded::of(s).key() == *f);
    let mut words = match name.split_once(',') {
        Some((last, first)) => {
            let (mut first, last) = (fold(first), fold(last));
            first.extend(last);
            first
        }
        None => fold(name),
    };
    words.retain(|w| !suffix(w));
    words
}

/// Equal, or all words of one within the other with the same surname at the end.
fn same(a: &[u64], b: &[u64]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    !short.is_empty() && short.last() == long.last() && short.iter().all(|word| long.contains(word))
}
