//! Names as they are made in many parts of the world.
//!
//! Takes the list `world-names.txt` beside the lexicon's other lists, gives [`Human`]s: a whole name, what its bearer is called
//! afterwards, and the title that stands before it there. A part of the names has letters changed, so that no list helps.

use crate::dice::Dice;

/// Somebody.
#[derive(Clone, Default)]
pub struct Human {
    /// The whole name.
    pub full: String,
    /// What he is called once he is known.
    pub call: String,
    /// A given name.
    pub given: String,
    /// A title, which is no part of the name.
    pub title: String,
}

/// How names are made somewhere.
#[derive(Default)]
pub struct Culture {
    men: Vec<&'static str>,
    women: Vec<&'static str>,
    surnames: Vec<&'static str>,
    syllables: Vec<&'static str>,
    titles: Vec<&'static str>,
    forms: Vec<&'static str>,
    call: &'static str,
}

/// Reads the list.
pub fn cultures() -> Vec<Culture> {
    let mut cultures: Vec<Culture> = Vec::new();
    for line in include_str!("../../enrich/people/world-names.txt").lines() {
        if line.starts_with('[') {
            cultures.push(Culture::default());
        }
        let (Some(culture), Some((kind, rest))) = (cultures.last_mut(), line.split_once(' ')) else { continue };
        let words = rest.split(' ');
        match kind {
            "m" => culture.men.extend(words),
            "f" => culture.women.extend(words),
            "s" => culture.surnames.extend(words),
            "y" => culture.syllables.extend(words),
            "title" => culture.titles.extend(words),
            "form" => culture.forms.extend(rest.split('|')),
            "call" => culture.call = rest,
            _ => {}
        }
    }
    cultures
}

impl Culture {
    /// Somebody from there.
    pub fn human(&self, dice: &mut Dice) -> Human {
        let form = dice.pick(&self.forms).copied().unwrap_or("g s");
        let mut human = Human::default();
        let (mut words, mut surname) = (Vec::new(), None);
        for token in form.split(' ') {
            let word = self.word(token, dice, &mut human.given);
            if token.ends_with('s') {
                surname = Some(word.clone());
            }
            words.push(word);
        }
        human.full = words.join(" ");
        if dice.chance(40) {
            // "K. V. Rao" as "K.V. Rao".
            let (mut joined, mut last) = (String::new(), ' ');
            let mut letters = human.full.chars().peekable();
            while let Some(c) = letters.next() {
                let initial = last == '.' && c == ' ' && human.full.split(' ').filter(|w| w.ends_with('.')).count() > 1;
                let more =
                    letters.peek().is_some_and(|next| next.is_uppercase()) && letters.clone().nth(1) == Some('.');
                if !(initial && more) {
                    joined.push(c);
                }
                last = c;
            }
            human.full = joined;
        }
        let first = words.first().cloned().unwrap_or_default();
        let last = words.last().cloned().unwrap_or_default();
        human.call = match self.call {
            "1" if !self.syllables.is_empty() && form.starts_with('s') => first,
            "g" if form.starts_with(['g', 'f', 'm']) => first,
            "w" => human.full.clone(),
            _ => surname.unwrap_or(last),
        };
        if human.given.is_empty() {
            human.given = words.last().cloned().unwrap_or_default();
        }
        // "al-Dulaimi" is "Dulaimi" to some.
        if let Some((article, rest)) = human.call.split_once('-')
            && article.len() == 2
            && dice.chance(50)
        {
            human.call = rest.to_string();
        }
        human.title = dice.pick(&self.titles).map(|title| title.replace('=', " ")).unwrap_or_default();
        human
    }

    /// A word of a name: letters that stand alone are signs.
    fn word(&self, token: &str, dice: &mut Dice, given: &mut String) -> String {
        let token = token.strip_prefix('=').unwrap_or(token);
        let signs: Vec<char> = token.chars().collect();
        let mut word = String::new();
        for (at, &sign) in signs.iter().enumerate() {
            let letter = |at: Option<usize>| at.and_then(|at| signs.get(at)).is_some_and(|c| c.is_alphabetic());
            if letter(at.checked_sub(1)) || letter(Some(at + 1)) {
                word.push(sign);
                continue;
            }
            let men = dice.chance(70) || self.women.is_empty();
            match sign {
                'g' | 'm' | 'f' => {
                    let of = if (men || sign == 'm') && sign != 'f' { &self.men } else { &self.women };
                    let name = self.maybe_strange(of, 12, dice);
                    given.clone_from(&name);
                    word.push_str(&name);
                }
                's' => word.push_str(&self.maybe_strange(&self.surnames, 30, dice)),
                'i' => {
                    word.push(char::from(b'A' + dice.below(23) as u8));
                    if dice.chance(85) {
                        word.push('.');
                    }
                }
                'y' => word.push_str(&capitalised(&self.syllable(dice))),
                'Y' => word.push_str(&capitalised(&(self.syllable(dice) + &self.syllable(dice)))),
                'H' => {
                    let second = self.syllable(dice);
                    let second = if dice.chance(10) { capitalised(&second) } else { second };
                    word.push_str(&format!("{}-{second}", capitalised(&self.syllable(dice))));
                }
                other => word.push(other),
            }
        }
        word
    }

    fn syllable(&self, dice: &mut Dice) -> String {
        dice.pick(&self.syllables).map(|s| s.to_lowercase()).unwrap_or_default()
    }

    fn maybe_strange(&self, of: &[&'static str], percent: usize, dice: &mut Dice) -> String {
        let name = dice.pick(of).copied().unwrap_or("Ana");
        if self.syllables.is_empty() && dice.chance(percent) { strange(name, dice) } else { name.to_string() }
    }
}

/// "SMITH" as "Smith".
pub fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().map(|c| c.to_uppercase().collect::<String>()).unwrap_or_default();
    first + &letters.as_str().to_lowercase()
}

/// The name with some letters changed.
pub fn strange(name: &str, dice: &mut Dice) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    for _ in 0..2 {
        let at = 1 + dice.below(letters.len().saturating_sub(1));
        let Some(letter) = letters.get_mut(at) else { continue };
        let of: &[char] = if "aeiou".contains(*letter) {
            &['a', 'e', 'i', 'o', 'u']
        } else {
            &['b', 'd', 'g', 'k', 'l', 'm', 'n', 'r', 's', 't', 'v', 'z']
        };
        if letter.is_lowercase()
            && let Some(other) = dice.pick(of)
        {
            *letter = *other;
        }
    }
    letters.into_iter().collect()
}
