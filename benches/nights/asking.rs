//! Questions drawn from the articles of a tree, and the two ways they are used: how long an answer takes, and whether two
//! archives give the same.

use morgue::query::Query;
use morgue::query::parse::{Join, parse, plain};
use morgue::search::{Archive, Page};
use morgue::words::Words;

use crate::Failure;
use crate::clock::{median, timed};
use crate::dice::Dice;
use crate::tree::Tree;

/// Times each question is asked; the median counts.
const TIMES: usize = 3;

/// A question, as typed and as read.
pub struct Question {
    text: String,
    query: Query,
}

/// So many questions: one word, two, a phrase, a prefix, a person, ten words joined by OR. Their words stand in files of
/// these numbers.
pub fn questions(tree: &Tree, numbers: &[usize], wanted: usize, dice: &mut Dice) -> Result<Vec<Question>, Failure> {
    let mut found = Vec::with_capacity(wanted);
    while found.len() < wanted {
        let article = tree.read(*dice.one(numbers))?;
        let body = article["body"].as_str().unwrap_or_default();
        let words: Vec<String> = Words::new(body).map(|w| w.term).collect();
        let plain_words = |w: &&String| w.len() > 3 && w.bytes().all(|b| b.is_ascii_lowercase());
        let rest: Vec<&String> = words.iter().skip(dice.below(words.len())).collect();
        let content: Vec<&String> = rest.iter().copied().filter(plain_words).collect();
        let ([first, second, ..], [left, right, ..]) = (content.as_slice(), rest.as_slice()) else { continue };
        let person = tree.lexicon.person(dice);
        let text = match found.len() % 6 {
            0 => (*first).clone(),
            1 => format!("{first} {second}"),
            2 => format!("\"{left} {right}\""),
            3 => format!("{}*", first.get(..4).unwrap_or(first)),
            4 => format!("people:\"{} {}\"", person.given, person.surname),
            _ => rest.iter().take(10).map(|w| w.as_str()).collect::<Vec<_>>().join(" "),
        };
        let query = if found.len() % 6 == 5 { plain(&text) } else { parse(&text, Join::All).query };
        if let Some(query) = query {
            found.push(Question { text, query });
        }
    }
    Ok(found)
}

/// Milliseconds that the median question takes, ten hits with passages.
pub fn asked(archive: &Archive, questions: &[Question]) -> Result<f64, Failure> {
    let mut times = Vec::with_capacity(questions.len());
    for question in questions {
        let mut rounds = Vec::with_capacity(TIMES);
        for _ in 0..TIMES {
            let (answer, took) = timed(|| archive.search(&question.query, &Page::default()));
            std::hint::black_box(answer?);
            rounds.push(took.wall * 1e3);
        }
        times.push(median(&rounds));
    }
    Ok(median(&times))
}

/// Holds all answers of two archives against each other: every article of every answer, in its order, with its score to
/// the last bit; and the best twenty whole, with passages and marks. Gives the number of articles that were compared.
pub fn compared(one: &Archive, other: &Archive, questions: &[Question]) -> Result<usize, Failure> {
    if one.articles() != other.articles() || one.sources()? != other.sources()? || one.span()? != other.span()? {
        return Err("the archives do not hold the same articles".into());
    }
    let mut articles = 0;
    for Question { text, query } in questions {
        let all = Page { limit: 0, ..Page::default() };
        let exact = |archive: &Archive| -> Result<Vec<(String, u32)>, Failure> {
            Ok(archive.identifiers(query, &all)?.into_iter().map(|(id, score)| (id, score.to_bits())).collect())
        };
        let best = Page { limit: 20, ..Page::default() };
        let found = exact(one)?;
        if found != exact(other)? || one.search(query, &best)? != other.search(query, &best)? {
            return Err(format!("the answers to {text} differ").into());
        }
        articles += found.len();
    }
    Ok(articles)
}
