//! Words that are forms of one another, language by language: what a query word is widened to.
//!
//! Takes words as the index holds them (small letters, no accents); says which share a stem by the Snowball rules of a
//! language. The rules were written for accents, so the endings in which they matter get theirs back first. Korean hangs
//! its particles on the noun; they are taken off by a list. It knows no dictionary. English is [`crate::search`]'s own
//! matter, since it has irregular forms and a faster sieve.

use frostem::{Algorithm, Stemmer};

/// The rules of a language.
pub struct Stems {
    rules: Rules,
}

enum Rules {
    Snowball(Stemmer, &'static [(&'static str, &'static str)]),
    Particles,
}

/// Endings as they are without accents, and as the rules know them; the first that fits.
const SPANISH: &[(&str, &str)] = &[("cion", "ción"), ("sion", "sión"), ("logia", "logía"), ("logias", "logías")];
const FRENCH: &[(&str, &str)] =
    &[("ees", "ées"), ("ee", "ée"), ("ieres", "ières"), ("iere", "ière"), ("ite", "ité"), ("ites", "ités")];
/// The plurals of -ão and -al are not in the rules, so they are made singulars.
const PORTUGUESE: &[(&str, &str)] = &[
    ("coes", "ção"),
    ("cao", "ção"),
    ("soes", "são"),
    ("oes", "ão"),
    ("aes", "ão"),
    ("aos", "ão"),
    ("ao", "ão"),
    ("ais", "al"),
    ("eis", "el"),
    ("ois", "ol"),
];

/// Plurals in -s of words that end so are none to the rules.
const DUTCH: &[(&str, &str)] = &[("ens", "en"), ("ers", "er"), ("els", "el")];

impl Stems {
    /// The rules of a language by its tag; None if there are none.
    pub fn of(tag: &str) -> Option<Stems> {
        let none: &[(&str, &str)] = &[];
        let (algorithm, accents) = match tag {
            "ko" => return Some(Stems { rules: Rules::Particles }),
            "es" => (Algorithm::Spanish, SPANISH),
            "fr" => (Algorithm::French, FRENCH),
            "pt" => (Algorithm::Portuguese, PORTUGUESE),
            "de" => (Algorithm::German, none),
            "it" => (Algorithm::Italian, none),
            "nl" => (Algorithm::DutchPorter, DUTCH),
            "ru" => (Algorithm::Russian, none),
            "sv" => (Algorithm::Swedish, none),
            "da" => (Algorithm::Danish, none),
            "no" => (Algorithm::Norwegian, none),
            "ca" => (Algorithm::Catalan, none),
            _ => return None,
        };
        Some(Stems { rules: Rules::Snowball(Stemmer::new(algorithm), accents) })
    }

    /// What the forms of a word are told by: they have one of these.
    pub fn of_word(&self, word: &str) -> Vec<String> {
        match &self.rules {
            Rules::Snowball(stemmer, accents) => vec![stemmed(stemmer, accents, word)],
            Rules::Particles => std::iter::once(word).chain(without_particle(word)).map(str::to_string).collect(),
        }
    }

    /// Whether a term is a form of the word that has these stems.
    pub fn share(&self, stems: &[String], term: &str) -> bool {
        match &self.rules {
            Rules::Snowball(stemmer, accents) => stems.contains(&stemmed(stemmer, accents, term)),
            Rules::Particles => {
                let is = |base: &str| stems.iter().any(|stem| stem == base);
                is(term) || stems.iter().any(|stem| term.strip_prefix(stem.as_str()).is_some_and(is_particle))
            }
        }
    }

    /// What all forms of a word begin with. Snowball replaces endings; of the stem it may change the last letters.
    pub fn root<'a>(&self, word: &'a str, stems: &[String]) -> &'a str {
        let Some(stem) = stems.last() else { return word };
        let common = word.chars().zip(stem.chars()).take_while(|(a, b)| a == b).count();
        let keep = match &self.rules {
            Rules::Particles => common,
            // Dutch doubles vowels (maan, manen), others change a last consonant.
            Rules::Snowball(_, accents) => {
                let least = if std::ptr::eq(*accents, DUTCH) { 2 } else { 3 };
                common.min((stem.chars().count().saturating_sub(1)).max(least))
            }
        };
        word.char_indices().nth(keep.max(1)).map_or(word, |(at, _)| &word[..at])
    }
}

fn stemmed(stemmer: &Stemmer, accents: &[(&str, &str)], word: &str) -> String {
    let accented =
        accents.iter().find_map(|(plain, accented)| Some(format!("{}{accented}", word.strip_suffix(plain)?)));
    let stem = stemmer.stem(accented.as_deref().unwrap_or(word));
    // Accents that the rules leave in the stem would keep it from being the beginning of what is in the index.
    crate::words::folded(&stem)
}

/// Particles that Korean hangs on nouns, the longest first.
const PARTICLES: &[&str] = &[
    "에서부터",
    "으로부터",
    "에게서는",
    "이라고는",
    "에서는",
    "에서도",
    "에서의",
    "에게서",
    "으로는",
    "으로도",
    "으로서",
    "으로써",
    "이라고",
    "이라는",
    "까지는",
    "까지도",
    "부터는",
    "입니다",
    "에게는",
    "에게도",
    "들에게",
    "에서",
    "에게",
    "에는",
    "에도",
    "으로",
    "로서",
    "로써",
    "로는",
    "라고",
    "라는",
    "까지",
    "부터",
    "보다",
    "처럼",
    "마다",
    "조차",
    "밖에",
    "께서",
    "한테",
    "이나",
    "이며",
    "이고",
    "이다",
    "와의",
    "과의",
    "들은",
    "들이",
    "들을",
    "들의",
    "들도",
    "은",
    "는",
    "이",
    "가",
    "을",
    "를",
    "의",
    "에",
    "로",
    "와",
    "과",
    "도",
    "만",
    "나",
    "들",
    "께",
    "며",
];

fn is_particle(ending: &str) -> bool {
    PARTICLES.contains(&ending)
}

/// The noun that a particle hangs on, of two syllables at least.
fn without_particle(word: &str) -> Option<&str> {
    let hangul = |word: &str| word.chars().all(|c| matches!(c, '\u{AC00}'..='\u{D7A3}'));
    let noun = PARTICLES.iter().find_map(|particle| word.strip_suffix(particle))?;
    (noun.chars().count() >= 2 && hangul(word)).then_some(noun)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::folded;

    #[test]
    fn forms_share_a_stem_and_begin_with_its_root() {
        let table: [(&str, &[&str]); 40] = [
            ("es", &["canción", "canciones"]),
            ("es", &["inundación", "inundaciones"]),
            ("es", &["vivienda", "viviendas"]),
            ("es", &["pescador", "pescadores", "pescadora"]),
            ("es", &["hablar", "habló", "hablaron", "hablará"]),
            ("es", &["elección", "elecciones"]),
            ("fr", &["élection", "élections"]),
            ("fr", &["annoncé", "annoncée", "annoncées", "annoncer", "annonce"]),
            ("fr", &["général", "générale", "généraux"]),
            ("fr", &["régulier", "régulière", "réguliers"]),
            ("fr", &["inondation", "inondations"]),
            ("fr", &["journal", "journaux"]),
            ("de", &["Haus", "Häuser", "Häusern", "Hauses"]),
            ("de", &["Arbeit", "Arbeiten"]),
            ("de", &["Wahl", "Wahlen"]),
            ("de", &["Stadt", "Städte", "Städten"]),
            ("de", &["Minister", "Ministern", "Ministers"]),
            ("it", &["alluvione", "alluvioni"]),
            ("it", &["elezione", "elezioni"]),
            ("it", &["porto", "porti"]),
            ("it", &["pescatore", "pescatori"]),
            ("pt", &["eleição", "eleições"]),
            ("pt", &["inundação", "inundações"]),
            ("pt", &["pescador", "pescadores"]),
            ("pt", &["nacional", "nacionais"]),
            ("pt", &["mão", "mãos"]),
            ("nl", &["boot", "boten"]),
            ("nl", &["haven", "havens"]),
            ("nl", &["verkiezing", "verkiezingen"]),
            ("nl", &["maan", "manen"]),
            ("ru", &["газета", "газеты", "газету", "газетами"]),
            ("ru", &["старый", "старого", "старом"]),
            ("ru", &["наводнение", "наводнения", "наводнением"]),
            ("ru", &["выборы", "выборов", "выборах"]),
            ("sv", &["hamn", "hamnen", "hamnar"]),
            ("da", &["havn", "havnen", "havne"]),
            ("no", &["avis", "aviser", "avisen"]),
            ("ca", &["obra", "obres"]),
            ("ko", &["서울", "서울에서", "서울의", "서울로"]),
            ("ko", &["기술자", "기술자들은", "기술자가"]),
        ];
        let mut wrong = Vec::new();
        for (tag, family) in table {
            let stems = Stems::of(tag).expect(tag);
            let family: Vec<String> = family.iter().map(|word| folded(word)).collect();
            for word in &family {
                let asked = stems.of_word(word);
                for other in &family {
                    let found = stems.share(&asked, other) && other.starts_with(stems.root(word, &asked));
                    if !found && word != other {
                        wrong.push(format!("{tag}: {other} by {word} ({asked:?}, {})", stems.root(word, &asked)));
                    }
                }
            }
        }
        assert_eq!(wrong, Vec::<String>::new());
    }

    #[test]
    fn other_words_share_none() {
        let table = [
            ("es", "puerto", "puente"),
            ("de", "Hafen", "Haft"),
            ("fr", "port", "peur"),
            ("ru", "порт", "портрет"),
            ("ko", "서울", "서울대학교"),
        ];
        for (tag, word, other) in table {
            let stems = Stems::of(tag).expect(tag);
            assert!(!stems.share(&stems.of_word(&folded(word)), &folded(other)), "{tag}: {word} {other}");
        }
        assert!(Stems::of("zh").is_none() && Stems::of("xx").is_none());
    }
}
