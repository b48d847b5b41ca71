//! One invented article as a JSON object, with the fields that a news archive has.

use serde_json::{Value, json};

use crate::dice::Dice;
use crate::lexicon::Lexicon;
use crate::story::story;

const SOURCES: &[(&str, bool)] = &[
    ("The Daily Lantern", false),
    ("Harbour Post", true),
    ("Northern Wire", false),
    ("The Evening Ledger", false),
    ("Capital Courier", true),
    ("Coastal Times", false),
];

/// An article with this number in its identifier; everything else is left to the dice.
pub fn article(dice: &mut Dice, lexicon: &Lexicon, number: usize) -> Value {
    let (source, curly) = *dice.one(SOURCES);
    let (year, month, day) = (dice.between(1995, 2024), dice.between(1, 12), dice.between(1, 28));
    let story = story(dice, lexicon, year, curly);
    let person = lexicon.person(dice);
    json!({
        "id": format!("gen-{number:07}"),
        "source": source,
        "published": format!("{year}-{month:02}-{day:02}"),
        "headline": story.headline,
        "byline": format!("By {} {}", person.given, person.surname),
        "body": story.body,
    })
}
