//! Questions drawn from the corpus's own text, by how frequent their words are.

use morgue::query::Query;
use morgue::query::parse::{Join, parse, plain};
use morgue::words::Words;

use crate::bare::{Bare, Joined, Text};
use crate::dice::Dice;

/// A question, in the language of `morgue` and as the words that bare tantivy is asked for.
pub struct Question {
    /// As typed.
    pub text: String,
    /// As read.
    pub query: Query,
    /// The plain AND of the same words, for queries that say how near they must be.
    pub plain: Option<Query>,
    /// Words, and how they are to stand; None if bare tantivy has no such query.
    pub bare: Option<(Vec<String>, Joined)>,
}

/// Kinds of question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    TwoWords,
    Phrase,
    Rare,
    Common,
    Prefix,
    Sentence,
    Near,
    InSentence,
    InParagraph,
}

impl Kind {
    /// All of them.
    pub const ALL: [Kind; 9] = [
        Kind::TwoWords,
        Kind::Phrase,
        Kind::Rare,
        Kind::Common,
        Kind::Prefix,
        Kind::Sentence,
        Kind::Near,
        Kind::InSentence,
        Kind::InParagraph,
    ];

    /// As the table names it.
    pub fn name(self) -> &'static str {
        match self {
            Kind::TwoWords => "two words",
            Kind::Phrase => "phrase",
            Kind::Rare => "rare word",
            Kind::Common => "common word",
            Kind::Prefix => "prefix",
            Kind::Sentence => "8-15 words, any",
            Kind::Near => "w/5",
            Kind::InSentence => "w/s",
            Kind::InParagraph => "w/p",
        }
    }

    /// Bodies in which a word of such a question occurs, as parts of all articles: at least and at most.
    fn band(self) -> (f64, f64) {
        match self {
            Kind::TwoWords | Kind::Prefix => (0.001, 0.03),
            Kind::Near | Kind::InSentence | Kind::InParagraph => (0.005, 0.3),
            Kind::Phrase => (0.0, 0.9),
            Kind::Rare => (0.0, 0.0002),
            Kind::Common => (0.05, 0.5),
            Kind::Sentence => (0.0, 1.0),
        }
    }
}

/// So many questions of a kind. Every word stands in the corpus, and the words of one question in one article.
pub fn questions(kind: Kind, wanted: usize, texts: &[Text], bare: &Bare, dice: &mut Dice) -> Vec<Question> {
    let (least, most) = kind.band();
    let articles = texts.len() as f64;
    let fits = |word: &str| {
        let part = bare.frequency(word) as f64 / articles;
        part > 0.0 && part >= least && part <= most.max(3.0 / articles)
    };
    let mut found = Vec::new();
    for _ in 0..200 * wanted {
        if found.len() == wanted {
            break;
        }
        let words: Vec<String> = Words::new(&dice.one(texts).body).map(|w| w.term).collect();
        let at = dice.below(words.len());
        let rest = &words[at..];
        let letters = |word: &&String| word.bytes().all(|b| b.is_ascii_lowercase()) && fits(word);
        let length = match kind {
            Kind::TwoWords | Kind::Near | Kind::InSentence | Kind::InParagraph => 2,
            Kind::Phrase => dice.between(2, 3),
            Kind::Sentence => dice.between(8, 15),
            _ => 1,
        };
        let chosen: Vec<String> = match kind {
            Kind::Phrase | Kind::Sentence => rest.iter().take(length).take_while(letters).cloned().collect(),
            Kind::Near => rest.iter().take(5).filter(letters).take(length).cloned().collect(),
            _ => rest.iter().filter(letters).take(length).cloned().collect(),
        };
        if chosen.len() < length {
            continue;
        }
        let text = match kind {
            Kind::Phrase => format!("\"{}\"", chosen.join(" ")),
            Kind::Prefix => format!("{}*", chosen[0].get(..4).unwrap_or(&chosen[0])),
            Kind::Near => chosen.join(" w/5 "),
            Kind::InSentence => chosen.join(" w/s "),
            Kind::InParagraph => chosen.join(" w/p "),
            _ => chosen.join(" "),
        };
        let query = if kind == Kind::Sentence { plain(&text) } else { parse(&text, Join::All).query };
        let joined = match kind {
            Kind::Phrase => Joined::Phrase,
            Kind::Sentence => Joined::Any,
            _ => Joined::All,
        };
        if let Some(query) = query {
            let near = matches!(kind, Kind::Near | Kind::InSentence | Kind::InParagraph);
            let plain = near.then(|| parse(&chosen.join(" "), Join::All).query).flatten();
            let bare = (kind != Kind::Prefix && !near).then_some((chosen, joined));
            found.push(Question { text, query, plain, bare });
        }
    }
    found
}
