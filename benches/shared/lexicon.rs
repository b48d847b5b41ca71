//! The words of the generated news: real function words at real frequencies, invented words for all the rest, people.

use std::collections::HashSet;

use crate::dice::{Dice, zipf};

/// Invented words.
const WORDS: usize = 200_000;
/// Ranks about as frequent as the first: the commonest content words of news stand at some 0.3 % each.
const FLAT: f64 = 40.0;
/// People who are in the news, by Zipf's law too.
const PEOPLE: usize = 20_000;

/// The commonest function words of English with how often they come in ten thousand words of news.
const FUNCTION: &str = "the 590 of 285 to 265 and 250 a 225 in 205 that 105 for 95 is 85 on 78 was 74 said 70 with 68 \
    he 66 it 66 as 58 at 54 by 54 his 46 be 46 from 45 are 42 have 42 has 40 an 36 not 36 this 33 but 33 they 32 who 31 \
    had 30 will 29 i 28 were 27 their 26 we 24 its 24 or 24 which 22 been 22 would 22 you 20 more 20 one 20 about 19 \
    after 18 her 18 she 17 when 16 all 16 up 15 two 15 also 15 new 15 out 14 there 14 people 14 than 14 last 13 year 13 \
    first 12 if 12 some 12 can 12 what 12 could 11 over 11 into 11 so 11 other 11 time 11 no 10 government 10 years 10 \
    percent 10 him 9 state 9 only 9 them 9 just 8 most 8 our 8 while 8 before 8 do 8 where 8 because 8 against 8 may 7 \
    many 7 like 7 between 7 made 7 back 7 now 7 during 7 three 7 through 6 any 6 down 6 still 6 then 6 even 6 my 6 such 6 \
    being 6 those 5 since 5 how 5 under 5 these 5 make 5 off 5 should 5 well 5 both 5 another 5 much 5 did 4 says 4 your 4 \
    week 4 get 4 day 4 according 4 million 4 until 4 me 4 us 4 very 4 around 4 world 4 going 4 next 4 including 4 does 3 \
    four 3 home 3 without 3 way 3 among 3 several 3 later 3 each 3 too 3 own 3 here 3 take 3 same 3 however 3 within 2 \
    though 2 never 2 every 2 few 2 yet 2";

const GIVEN: &[&str] = &[
    "James",
    "Mary",
    "John",
    "Patricia",
    "Robert",
    "Jennifer",
    "Michael",
    "Linda",
    "William",
    "Elizabeth",
    "David",
    "Barbara",
    "Richard",
    "Susan",
    "Joseph",
    "Jessica",
    "Thomas",
    "Sarah",
    "Charles",
    "Karen",
    "Daniel",
    "Nancy",
    "Matthew",
    "Lisa",
    "Anthony",
    "Margaret",
    "Paul",
    "Betty",
    "Mark",
    "Sandra",
    "George",
    "Ashley",
    "Steven",
    "Dorothy",
    "Edward",
    "Kimberly",
    "Brian",
    "Emily",
    "Ronald",
    "Donna",
    "Kevin",
    "Michelle",
    "Jason",
    "Carol",
    "Jeffrey",
    "Amanda",
    "Frank",
    "Melissa",
    "Gary",
    "Deborah",
    "Eric",
    "Stephanie",
    "Jonathan",
    "Rebecca",
    "Peter",
    "Laura",
    "Carlos",
    "Maria",
    "Pedro",
    "Ana",
    "Ahmed",
    "Fatima",
    "Ivan",
    "Olga",
    "Hans",
    "Ingrid",
    "Pierre",
    "Claire",
    "Giovanni",
    "Lucia",
];

/// A person of the news.
pub struct Person {
    /// Given name.
    pub given: &'static str,
    /// Surname.
    pub surname: String,
    /// Office written before the name, if any.
    pub office: Option<&'static str>,
    /// `Mr.` or the like, for later mentions.
    pub honorific: &'static str,
}

/// All words and people.
pub struct Lexicon {
    function: Vec<(&'static str, f64)>,
    words: Vec<String>,
    people: Vec<Person>,
}

/// How two words in a hundred are written with a capital everywhere: places, firms.
fn proper(rank: usize) -> bool {
    crate::dice::mixed(rank as u64).is_multiple_of(17)
}

impl Lexicon {
    /// Makes them up.
    pub fn new() -> Lexicon {
        let mut dice = Dice::new(1);
        let pairs: Vec<&'static str> = FUNCTION.split_whitespace().collect();
        let mut sum = 0.0;
        let mut function = Vec::with_capacity(pairs.len() / 2);
        for pair in pairs.chunks_exact(2) {
            sum += pair[1].parse::<f64>().unwrap_or(1.0);
            function.push((pair[0], sum));
        }
        function.iter_mut().for_each(|(_, upto)| *upto /= sum);
        let mut known: HashSet<String> = function.iter().map(|(word, _)| (*word).to_string()).collect();
        let mut words: Vec<String> = Vec::with_capacity(WORDS);
        while words.len() < WORDS {
            // Every other word is an inflection or a derivation of an earlier one.
            let mut word = if words.len() > 500 && dice.percent(50.0) {
                let base = &words[zipf(dice.part(), words.len(), 2000.0)];
                format!(
                    "{base}{}",
                    dice.one(&["s", "s", "ed", "ing", "er", "ers", "ly", "ness", "ation", "al", "able"])
                )
            } else {
                let syllables = match words.len() {
                    ..300 => dice.between(1, 2),
                    300..8_000 => dice.between(1, 3),
                    _ => dice.between(2, 3),
                };
                invented(&mut dice, syllables)
            };
            if proper(words.len()) {
                word = capital(&word);
            }
            if word.len() <= 18 && known.insert(word.to_ascii_lowercase()) {
                words.push(word);
            }
        }
        let people = (0..PEOPLE)
            .map(|_| {
                let syllables = dice.between(2, 3);
                let given = dice.below(GIVEN.len());
                Person {
                    given: GIVEN[given],
                    surname: capital(&invented(&mut dice, syllables)),
                    office: dice.percent(40.0).then(|| {
                        *dice.one(&[
                            "President",
                            "Minister",
                            "Senator",
                            "General",
                            "Professor",
                            "Judge",
                            "Mayor",
                            "Dr.",
                        ])
                    }),
                    honorific: if given.is_multiple_of(2) { "Mr." } else { "Ms." },
                }
            })
            .collect();
        Lexicon { function, words, people }
    }

    /// A function word.
    pub fn function(&self, dice: &mut Dice) -> &'static str {
        let part = dice.part();
        self.function[self.function.partition_point(|(_, upto)| *upto <= part).min(self.function.len() - 1)].0
    }

    /// The rank of a content word.
    pub fn rank(&self, part: f64) -> usize {
        zipf(part, self.words.len(), FLAT)
    }

    /// The content word of a rank.
    pub fn word(&self, rank: usize) -> &str {
        &self.words[rank]
    }

    /// Somebody.
    pub fn person(&self, dice: &mut Dice) -> &Person {
        &self.people[zipf(dice.part(), self.people.len(), 10.0)]
    }
}

fn invented(dice: &mut Dice, syllables: usize) -> String {
    const ONSETS: &[&str] = &[
        "b", "c", "d", "f", "g", "h", "l", "m", "n", "p", "r", "s", "t", "v", "w", "b", "c", "d", "m", "n", "p", "r",
        "s", "t", "br", "cl", "cr", "dr", "fl", "gr", "pl", "pr", "st", "tr", "sh", "ch", "th", "sp", "qu", "j", "k",
    ];
    const VOWELS: &[&str] = &["a", "e", "i", "o", "u", "a", "e", "i", "o", "e", "ai", "ea", "ou"];
    const CODAS: &[&str] = &["", "", "", "", "", "n", "r", "s", "t", "l", "m", "nd", "nt", "st", "ck"];
    let mut word = String::new();
    for _ in 0..syllables {
        word.push_str(dice.one::<&str>(ONSETS));
        word.push_str(dice.one::<&str>(VOWELS));
        word.push_str(dice.one::<&str>(CODAS));
    }
    word
}

/// With a capital first letter.
pub fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
