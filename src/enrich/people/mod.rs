//! Finds people in the headline and body of an article.
//!
//! Takes an [`Article`], gives its [`Person`]s, each once with every place that names him. It claims what the words on the
//! page support and must never panic, guess from a clock or a locale, or mark a title, a possessive or a firm as a man.
//!
//! The way of a name: a text is cut into words (`word`); capitalised runs of them into candidates (`candidate`), helped by
//! what words are known to be (`lexicon`, in `marks` and of words folded by `fold`); each candidate is weighed (`evidence`)
//! with its `neighbours`; the article as a whole decides which are people and which are the same one (`cast`, by `name`, with a
//! `directory`); texts in capitals throughout get only names that are vouched for elsewhere (`capitals`). The names the
//! source itself lists (`metadata`) vouch for theirs; those without a place in the text come last.

mod candidate;
mod capitals;
mod cast;
mod directory;
mod evidence;
mod fold;
mod lexicon;
mod marks;
mod metadata;
mod name;
mod neighbours;
mod word;

use crate::article::Article;
use crate::mention::{Field, Person};

use cast::{Cast, Sheet};
use evidence::Bench;
use lexicon::lexicon;

/// Finds the people of an article, in the order of their first mention; those only its metadata names come last.
pub fn find(article: &Article) -> Vec<Person> {
    let lexicon = lexicon();
    let fields = [(Field::Headline, article.headline.as_str()), (Field::Body, article.body.as_str())];
    let words = fields.map(|(_, text)| word::scan(text, lexicon));
    let (mut plain, mut shouted) = (Vec::with_capacity(2), Vec::new());
    for ((field, text), words) in fields.into_iter().zip(&words) {
        let bench = Bench { text, words, lexicon };
        if capitals::shouted(words) {
            shouted.push(Sheet { field, bench, candidates: Vec::new() });
            continue;
        }
        let found = candidate::candidates(text, words, lexicon);
        let mut candidates: Vec<_> = found.into_iter().map(|candidate| (candidate, bench.weigh(&candidate))).collect();
        bench.weigh_lists(&mut candidates);
        plain.push(Sheet { field, bench, candidates });
    }
    let listed = metadata::listed(&article.people, lexicon);
    let mut cast = Cast::of(&plain, &listed);
    capitals::read(&shouted, &plain, &listed, &mut cast);
    let mut persons = cast.into_persons();
    metadata::merge(&mut persons, listed);
    persons
}
