//! Finds people in the headline and body of an article.
//!
//! Takes an [`Article`], gives its [`Person`]s, each once with every place that names him. It claims what the words on
//! the page support and must never panic, guess from a clock or a locale, or mark a title, a possessive or a firm as a
//! man.
//!
//! The way of a name: a text is cut into words (`word`); capitalised runs of them into candidates (`candidate`), helped
//! by what words are known to be (`lexicon`, in `marks` and of words folded by `fold`); each candidate is weighed
//! (`evidence`) with its `neighbours`; the article as a whole decides which are people and which are the same one
//! (`cast`, by `name`, with a `directory`); texts in capitals throughout get only names that are vouched for elsewhere
//! (`capitals`). That is what the rules find. A trained `model` then looks at the same words ([`page`]), with what the
//! rules decided among its reasons (`features`), and has the last word in English (`choice`); from what it names the
//! cast is made once more. The names the source itself lists (`metadata`) vouch for theirs; those without a place in
//! the text come last.
//!
//! What is public beyond [`find`] is for the program that trains the model.

pub mod candidate;
mod capitals;
mod cast;
mod choice;
mod directory;
pub mod evidence;
pub mod features;
pub mod fold;
pub mod lexicon;
pub mod marks;
mod metadata;
pub mod model;
mod name;
mod neighbours;
pub mod page;
pub mod word;

use crate::article::Article;
use crate::mention::{Field, Person};

use cast::{Cast, Sheet};
use evidence::Bench;
use features::Eye;
use lexicon::{Lexicon, lexicon};
use metadata::Listed;
use model::Model;
use page::{Page, Usage};
use word::Word;

/// Finds the people of an article, in the order of their first mention; those only its metadata names come last.
pub fn find(article: &Article) -> Vec<Person> {
    find_with(article, model::built_in())
}

/// The same with a model of one's own, or with the rules alone.
pub fn find_with(article: &Article, model: Option<&Model>) -> Vec<Person> {
    let lexicon = lexicon();
    let fields = fields(article);
    let words = fields.map(|(_, text)| word::scan(text, lexicon));
    let listed = metadata::listed(&article.people, lexicon);
    let (plain, mut persons) = by_rules(&fields, &words, &listed, lexicon);
    if let Some(model) = model {
        let pages = pages(&fields, &words, &plain, &persons);
        // The model learnt from English.
        let foreign = article.language.as_deref().is_some_and(|tag| tag != "en");
        if !foreign && !pages.iter().any(choice::foreign) {
            let sheets = choice::choose(model, &fields.map(|(field, _)| field), &pages, &plain, &listed, lexicon);
            persons = Cast::of(&sheets, &listed).into_persons();
        }
    }
    metadata::merge(&mut persons, listed);
    persons
}

fn fields(article: &Article) -> [(Field, &str); 2] {
    [(Field::Headline, article.headline.as_str()), (Field::Body, article.body.as_str())]
}

/// What the rules alone find: the fields in ordinary writing with their candidates, and the people.
fn by_rules<'a>(
    fields: &[(Field, &'a str); 2],
    words: &'a [Vec<Word>; 2],
    listed: &[Listed],
    lexicon: &'static Lexicon,
) -> (Vec<Sheet<'a>>, Vec<Person>) {
    let (mut plain, mut shouted) = (Vec::with_capacity(2), Vec::new());
    for (&(field, text), words) in fields.iter().zip(words) {
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
    let mut cast = Cast::of(&plain, listed);
    capitals::read(&shouted, &plain, listed, &mut cast);
    (plain, cast.into_persons())
}

/// The fields as the model sees them.
fn pages<'a>(
    fields: &[(Field, &'a str); 2],
    words: &'a [Vec<Word>; 2],
    plain: &[Sheet<'_>],
    persons: &[Person],
) -> Vec<Page<'a>> {
    let page = |(&(field, text), words): (&(Field, &'a str), &'a Vec<Word>)| {
        let mentions = persons.iter().flat_map(|p| &p.mentions).filter(|m| m.field == field);
        let names: Vec<_> = mentions.map(|m| m.start..m.end).collect();
        let sheet = plain.iter().find(|sheet| sheet.field == field);
        Page::new(text, words, &names, sheet.map_or(&[], |sheet| sheet.candidates.as_slice()))
    };
    fields.iter().zip(words).map(page).collect()
}

/// Shows the headline and body of an article as the model sees them; what a model is trained on.
pub fn show(article: &Article, mut see: impl FnMut(Field, &Eye<'_>)) {
    let lexicon = lexicon();
    let fields = fields(article);
    let words = fields.map(|(_, text)| word::scan(text, lexicon));
    let (plain, persons) = by_rules(&fields, &words, &[], lexicon);
    let pages = pages(&fields, &words, &plain, &persons);
    let usage = Usage::of(&pages);
    for ((field, _), page) in fields.into_iter().zip(&pages) {
        see(field, &Eye { page, usage: &usage, lexicon });
    }
}
