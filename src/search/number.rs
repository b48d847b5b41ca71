//! The singular and the plural of an English noun, for `singular(word)` and `plural(word)`.
//!
//! Takes a folded word in either number, gives the forms that may be meant; only those that the archive holds count. It
//! knows rules and the irregular nouns of news, and no meaning: the plural of `police` is `polices`, and harms nobody.

/// Nouns whose plural follows no rule: singular, plural.
const IRREGULAR: &[(&str, &str)] = &[
    ("man", "men"),
    ("woman", "women"),
    ("child", "children"),
    ("person", "people"),
    ("foot", "feet"),
    ("tooth", "teeth"),
    ("goose", "geese"),
    ("mouse", "mice"),
    ("ox", "oxen"),
    ("die", "dice"),
    ("crisis", "crises"),
    ("analysis", "analyses"),
    ("basis", "bases"),
    ("thesis", "theses"),
    ("hypothesis", "hypotheses"),
    ("oasis", "oases"),
    ("criterion", "criteria"),
    ("phenomenon", "phenomena"),
    ("medium", "media"),
    ("datum", "data"),
    ("stimulus", "stimuli"),
    ("nucleus", "nuclei"),
    ("alumnus", "alumni"),
    ("cactus", "cacti"),
    ("larva", "larvae"),
    ("knife", "knives"),
    ("wife", "wives"),
    ("life", "lives"),
    ("leaf", "leaves"),
    ("thief", "thieves"),
    ("wolf", "wolves"),
    ("half", "halves"),
    ("shelf", "shelves"),
    ("loaf", "loaves"),
    ("self", "selves"),
    ("calf", "calves"),
    ("scarf", "scarves"),
];

/// Nouns that are the same in both numbers.
const SAME: &[&str] = &["series", "species", "sheep", "deer", "aircraft", "fish", "means", "headquarters", "offspring"];

/// The singular forms that the word may mean: itself if it is singular already.
pub fn singular(word: &str) -> Vec<String> {
    if SAME.contains(&word) {
        return vec![word.to_string()];
    }
    if let Some((before, (one, _))) = irregular(word, |pair| pair.1) {
        return vec![format!("{before}{one}")];
    }
    if irregular(word, |pair| pair.0).is_some() || !is_plural(word) {
        return vec![word.to_string()];
    }
    let cut = |n: usize| word.get(..word.len() - n).unwrap_or(word).to_string();
    if word.ends_with("ies") && word.len() > 4 {
        return vec![cut(3) + "y", cut(1)];
    }
    if ["sses", "shes", "ches", "xes", "zes", "oes", "uses"].iter().any(|end| word.ends_with(end)) {
        return vec![cut(2), cut(1)];
    }
    vec![cut(1)]
}

/// The plural forms that the word may mean: itself if it is plural already.
pub fn plural(word: &str) -> Vec<String> {
    if SAME.contains(&word) || irregular(word, |pair| pair.1).is_some() {
        return vec![word.to_string()];
    }
    if let Some((before, (_, many))) = irregular(word, |pair| pair.0) {
        return vec![format!("{before}{many}")];
    }
    if is_plural(word) {
        return vec![word.to_string()];
    }
    let vowel_before = word.chars().rev().nth(1).is_some_and(|c| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u'));
    if word.ends_with('y') && !vowel_before && word.len() > 2 {
        return vec![format!("{}ies", &word[..word.len() - 1]), format!("{word}s")];
    }
    if ["s", "x", "z", "ch", "sh"].iter().any(|end| word.ends_with(end)) {
        return vec![format!("{word}es")];
    }
    if word.ends_with('o') {
        return vec![format!("{word}es"), format!("{word}s")];
    }
    vec![format!("{word}s")]
}

/// What stands before an irregular noun that the word ends in (`sports` of `sportsman`), and the pair.
fn irregular(
    word: &str,
    side: impl Fn(&(&'static str, &'static str)) -> &'static str,
) -> Option<(&str, &'static (&'static str, &'static str))> {
    let whole = IRREGULAR.iter().find(|pair| side(pair) == word).map(|pair| ("", pair));
    // Only people are made into compounds here: "german" is no man.
    let made = || {
        let pair = IRREGULAR[..3].iter().find(|pair| word.len() > side(pair).len() && word.ends_with(side(pair)))?;
        let before = word.strip_suffix(side(pair))?;
        let known = ["police", "spokes", "congress", "business", "states", "gun", "sports", "news", "grand", "chair"];
        known.contains(&before).then_some((before, pair))
    };
    whole.or_else(made)
}

/// Whether the word ends as plurals do.
fn is_plural(word: &str) -> bool {
    word.ends_with('s') && word.len() > 3 && !["ss", "us", "is"].iter().any(|end| word.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_numbers_of_a_noun() {
        for (one, many) in [
            ("bomb", "bombs"),
            ("policy", "policies"),
            ("box", "boxes"),
            ("church", "churches"),
            ("hero", "heroes"),
            ("day", "days"),
            ("woman", "women"),
            ("policeman", "policemen"),
            ("german", "germans"),
            ("crisis", "crises"),
            ("glass", "glasses"),
            ("bus", "buses"),
            ("knife", "knives"),
            ("series", "series"),
        ] {
            for word in [one, many] {
                assert!(singular(word).contains(&one.to_string()), "{word}: {:?}", singular(word));
                assert!(plural(word).contains(&many.to_string()), "{word}: {:?}", plural(word));
                if one != many {
                    assert!(!singular(word).contains(&many.to_string()), "{word}");
                    assert!(!plural(word).contains(&one.to_string()), "{word}");
                }
            }
        }
    }
}
