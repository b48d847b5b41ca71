//! One invented article: sentences of function words and of words that keep to a topic, people who speak, dates.
//!
//! It reads like nothing, but it costs what news costs: about as many different words an article as newswire has (an
//! article stays with its topic, and words keep company), capitals, figures, possessives, hyphens, quotation marks.

use crate::dice::{Dice, fraction, mixed};
use crate::lexicon::{Lexicon, Person, capital};

/// Words of the mean article, before names and dates.
const MEAN: f64 = 478.0;

const VERBS: &[&str] = &["said", "said", "said", "told reporters", "added", "announced", "argued", "warned"];
const DAYS: &[&str] = &["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS: &[&str] = &[
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Headline and body.
pub struct Story {
    pub headline: String,
    pub body: String,
}

/// What a sentence has beside its words.
#[derive(Clone, Copy)]
enum Event<'a> {
    First(&'a Person),
    Later(&'a Person),
    Date,
}

/// Writes one article. `year` is when it is published, `curly` whether its source prints typographic quotes.
pub fn story(dice: &mut Dice, lexicon: &Lexicon, year: usize, curly: bool) -> Story {
    let words = dice.log_normal(MEAN, 0.6).clamp(40.0, 6000.0);
    let sentences = (words / 22.0).ceil() as usize;
    let events = events(dice, lexicon, words, sentences);
    let topic = (0..24).map(|_| lexicon.rank(dice.part())).collect();
    let mut teller = Teller { dice, lexicon, topic, last: 0, year, curly, body: String::new() };
    let headline = teller.headline(&events);
    let mut paragraph = teller.dice.between(1, 4);
    for (n, events) in events.iter().enumerate() {
        if n > 0 && paragraph == 0 {
            teller.body.push_str("\n\n");
            paragraph = teller.dice.between(1, 4);
        } else if n > 0 {
            teller.body.push(' ');
        }
        paragraph -= 1;
        teller.sentence(events);
    }
    Story { headline, body: teller.body }
}

/// About a person and a date in a hundred words, each in its sentence; whoever comes first comes whole.
fn events<'a>(dice: &mut Dice, lexicon: &'a Lexicon, words: f64, sentences: usize) -> Vec<Vec<Event<'a>>> {
    let mut events = vec![Vec::new(); sentences];
    let about = |dice: &mut Dice| (words / 100.0 * (0.5 + dice.part())).round() as usize;
    for _ in 0..about(dice) {
        let person = lexicon.person(dice);
        let mut at = dice.below(sentences);
        events[at].push(Event::First(person));
        while dice.percent(60.0) {
            at += dice.between(1, 4);
            if at >= sentences {
                break;
            }
            events[at].push(Event::Later(person));
        }
    }
    for _ in 0..about(dice) {
        events[dice.below(sentences)].push(Event::Date);
    }
    events
}

struct Teller<'a> {
    dice: &'a mut Dice,
    lexicon: &'a Lexicon,
    topic: Vec<usize>,
    last: usize,
    year: usize,
    curly: bool,
    body: String,
}

impl<'a> Teller<'a> {
    fn content(&mut self) -> &'a str {
        let throw = self.dice.part();
        self.last = if throw < 0.2 {
            // Words keep company: each has a few that like to follow it.
            let company = mixed((self.last as u64) << 2 | self.dice.next() & 3);
            self.lexicon.rank(fraction(company))
        } else if throw < 0.55 {
            let place = self.dice.part();
            self.topic[(place * place * self.topic.len() as f64) as usize]
        } else {
            self.lexicon.rank(self.dice.part())
        };
        self.lexicon.word(self.last)
    }

    fn headline(&mut self, events: &[Vec<Event<'a>>]) -> String {
        let mut words = Vec::new();
        let person = events.iter().flatten().find_map(|e| if let Event::First(p) = e { Some(p) } else { None });
        if let Some(person) = person.filter(|_| self.dice.percent(30.0)) {
            words.push(person.surname.clone());
        }
        let wanted = self.dice.between(6, 10);
        while words.len() < wanted {
            let word = if self.dice.percent(25.0) { self.lexicon.function(self.dice) } else { self.content() };
            words.push(if words.is_empty() { capital(word) } else { word.to_string() });
        }
        words.join(" ")
    }

    fn sentence(&mut self, events: &[Event<'a>]) {
        let begin = self.body.len();
        let quoted = !events.is_empty() && self.dice.percent(30.0);
        let (mut ends, mut starts) = (Vec::new(), Vec::new());
        for event in events {
            if quoted || self.dice.percent(50.0) { ends.push(*event) } else { starts.push(*event) }
        }
        starts.truncate(2);
        for event in starts {
            let text = self.clause(event, true);
            self.body.push_str(&text);
            self.body.push(' ');
        }
        if quoted {
            self.body.push(if self.curly { '\u{201C}' } else { '"' });
        }
        for n in 0..self.dice.between(8, 30) {
            if n > 0 {
                self.body.push_str(if self.dice.percent(5.0) { ", " } else { " " });
            }
            self.word();
        }
        if quoted {
            self.body.push(',');
            self.body.push(if self.curly { '\u{201D}' } else { '"' });
        }
        for (n, event) in ends.into_iter().enumerate() {
            let text = self.clause(event, false);
            self.body.push_str(if n > 0 { ", " } else { " " });
            self.body.push_str(&text);
        }
        self.body.push('.');
        let opening = self.body[begin..].chars().next().map_or(0, |c| if c.is_alphabetic() { 0 } else { c.len_utf8() });
        let first = begin + opening;
        if let Some(letter) = self.body.get(first..first + 1) {
            let letter = letter.to_ascii_uppercase();
            self.body.replace_range(first..first + 1, &letter);
        }
    }

    fn word(&mut self) {
        let throw = self.dice.part();
        if throw < 0.47 {
            self.body.push_str(self.lexicon.function(self.dice));
        } else if throw < 0.49 {
            let figure = match self.dice.below(4) {
                0 => format!("{},{:03}", self.dice.between(1, 900), self.dice.below(1000)),
                1 => format!("{}.{}", self.dice.below(100), self.dice.below(10)),
                2 => format!("${} million", self.dice.between(1, 900)),
                _ => self.dice.between(1, 99).to_string(),
            };
            self.body.push_str(&figure);
        } else {
            let word = self.content();
            self.body.push_str(word);
            if throw > 0.99 {
                // Real compounds are made of few second halves, so that they come again.
                self.body.push_str(self.dice.one::<&str>(&["-based", "-led", "-backed", "-related", "-like", "-wide"]));
            } else if throw > 0.975 {
                self.body.push_str(if self.curly { "\u{2019}s" } else { "'s" });
            }
        }
    }

    /// Who spoke or when it was, as the beginning or the end of a sentence.
    fn clause(&mut self, event: Event<'a>, begins: bool) -> String {
        let verb = *self.dice.one(VERBS);
        match event {
            Event::First(Person { given, surname, office, .. }) => {
                let name = match office {
                    Some(office) => format!("{office} {given} {surname}"),
                    None => format!("{given} {surname}"),
                };
                match (begins, self.dice.below(3)) {
                    (true, 0) => format!("{name}, the {} of the {},", self.content(), self.content()),
                    (true, _) => format!("{name} {verb} that"),
                    (false, 0) => format!("according to {name}"),
                    (false, _) => format!("{name} {verb}"),
                }
            }
            Event::Later(Person { surname, honorific, .. }) => {
                let title = if self.dice.percent(40.0) { format!("{honorific} ") } else { String::new() };
                format!("{title}{surname} {verb}{}", if begins { " that" } else { "" })
            }
            Event::Date => {
                let date = self.date();
                if begins { format!("{},", capital(&date)) } else { date }
            }
        }
    }

    fn date(&mut self) -> String {
        let day = self.dice.between(1, 28);
        let month = *self.dice.one(MONTHS);
        match self.dice.below(10) {
            0..4 => format!("on {}", self.dice.one(DAYS)),
            4 => format!("on {month} {day}, {}", self.year - self.dice.below(3)),
            5 => format!("on {month} {day}"),
            6 => format!("in {}", self.year - self.dice.below(20)),
            7 => format!("in {month} {}", self.year - self.dice.below(2)),
            8 => "last month".to_string(),
            _ => format!("{} weeks ago", self.dice.one(&["two", "three", "four"])),
        }
    }
}
