//! Made-up news of the kinds that the sets have none of: sport reports, score tables, rolls of names, wire headlines.
//!
//! Takes names and cities of the lists, gives [`Story`]s filled into patterns that were written for this project. A
//! pattern's signs stand for: `%F` a full name, `%S` the surname of somebody named before (else a new one), `%I`
//! initial and surname, `%G` a given name alone, `%C` a city, `%N` a country, `%T` a club, `%n` a number, `%t` a time,
//! `%a` a month.

use crate::copies::Copies;
use crate::gold::Story;

/// How many are told.
pub const COUNT: usize = 1000;

/// Lines of a table: one pattern, many times.
const ROWS: &[&str] = &[
    "%n. %F (%N) %t",
    "%n. %F (%N) %n points",
    "%n - %F (%N)",
    "%n %F (%T), %F (%T)",
    "%n. %F, %N, %n",
    "%F (%N) beat %F (%N) 6-3 6-%n",
    "%n-%F (%N) beat %F (%N) 7-5 6-%n",
    "%F, %N, beat %F, %N, 6-%n 6-2",
    "%F, %T, %n",
    "%S (%T) %n",
    "%n - %S (%T)",
    "%n %F",
    "%T %n %T %n",
    "%T %n (%S %n, %S %n) %T %n (%S %n). Halftime 1-0. Attendance %n,000",
    "Scorers: %T - %S (%nth minute), %S (%nth)",
    "%T - %S %n, %S %n.",
    "%T %n %n %n %n %n %n",
    "%C %n %T %n",
    "%S c %S b %S %n",
    "%S lbw b %S %n",
    "%S not out %n",
    "%I b %S %n",
    "%I run out %n",
    "%n. %I (%N) %n",
    "%n. %F (%N) Ferrari %t",
    "%n. %F (%N) Honda %n laps",
    "%T: %n-%F, %n-%F, %n-%F; %n-%F, %n-%F",
    "%N - %F, %F, %F, %F and %F",
    "%N: %F; %F, %F; %F, %F, %F.",
    "Umpires: %I and %I",
    "%C: %T %n %T %n",
    "At %C: %T beat %T by %n runs.",
    "%n. %F and %F (%N)",
    "%F %n",
    "%N's %F %n",
    "%C Airport %n %n",
    "%C Bank %n %n",
    "%C %n %n.%n",
];

/// Heads of tables and wire headlines; some of them in capitals.
const HEADS: &[&str] = &[
    "SOCCER - %S SENDS %T TOP",
    "SOCCER - %T HELD BY %T",
    "CRICKET - %N BEAT %N BY %n WICKETS",
    "CRICKET - %S HITS CENTURY AS %N REACH %n",
    "TENNIS - %S AND %S REACH %C FINAL",
    "TENNIS - RESULTS AT %C OPEN",
    "GOLF - %S LEADS IN %C",
    "BASEBALL - %C BEATS %C",
    "ATHLETICS - %S WINS 100 METRES IN %C",
    "RUGBY UNION - %N NAME %S FOR %N TEST",
    "%S SAYS %N MUST ACT",
    "%N'S %S TO VISIT %C",
    "%N PRESIDENT %S MEETS %S",
    "%N SHARES END LOWER",
    "%C MARKETS CLOSED FOR HOLIDAY",
    "FOCUS - %T BANK POSTS PROFIT",
    "POLICE HOLD %F IN %C",
    "%F DIES AT %n",
    "%N Says %S Should Resign",
    "%S Wins in %C as %S Falls",
    "%C to Host Summit",
    "Results of matches in the %N first division on Sunday:",
    "Leading scores after the second round at %C on Friday (%N unless stated):",
    "Leading goalscorers:",
    "Standings (played, won, drawn, lost, points):",
    "Squad:",
    "Men's singles, second round",
    "Women's 100 metres final",
    "First innings",
    "Bowling:",
    "Add results at the %C Grand Prix:",
    "%C 1996-08-%n",
    "%C, %a %n",
];

/// Sentences.
const SENTENCES: &[&str] = &[
    "%C, %a %n (Reuter) - %S scored twice as %T beat %T 2-1 on Saturday.",
    "%F scored after %n minutes and %S added a second from a pass by %S.",
    "%S was booked for a foul on %S and went off at half-time.",
    "Goalkeeper %S saved from %S but %S put the rebound in.",
    "%S beat %S in straight sets and now meets %S of %N.",
    "Top seed %F of %N lost to unseeded %F.",
    "Second-placed %S, riding for %T, finished %n seconds behind.",
    "\"We played well,\" said coach %S.",
    "\"It is a good result,\" %S said.",
    "%S, who won here last year, dropped out with an injury.",
    "%T moved up to second, a point behind leaders %T.",
    "%T coach %F dropped %S and %S.",
    "%N captain %S won the toss and chose to bat.",
    "%S took %n for 32 as %N were all out for 212.",
    "%S and %S put on %n for the fourth wicket.",
    "%S fouled %S in the area and %S converted the penalty.",
    "%T signed %N striker %F from %T for an undisclosed fee.",
    "Former %T midfielder %F, %n, has joined %T.",
    "%F, the %N foreign minister, arrived in %C on Monday.",
    "%N President %F met %S in %C.",
    "%S's lawyer, %F, denied the charges.",
    "%F told Reuters that %N would not sign.",
    "Police in %C arrested %F and %F.",
    "Analyst %F at %C Securities said the rise was small.",
    "%S's party holds %n seats; %S leads the opposition.",
    "%C police chief %F said %n people died.",
    "%N's %S won the bronze.",
    "In %C, %T lost at home to %T.",
    "%C was quiet on Sunday, residents said.",
    "%N and %N signed the accord in %C.",
    "Shares in %T rose; %C Bank fell.",
    "The %S government has survived.",
    "%S supporters marched through %C.",
    "%G, a mother of two, fled %C with her son %G.",
    "Mr and Mrs %S live in %C.",
    "Judge %S ordered %F to pay.",
    "The winner, %S, thanked his trainer %F.",
    "-- %F, %C newsroom",
    "By %F",
    "(%F, %C)",
    "%S, %S and %S all reached the last eight.",
    "%S then beat %S, while %S retired hurt.",
    "Besides %S, the visitors lost %S and %S.",
    "For %T, %S was the best man; for %T, %S.",
    "Last year %S earned more than %S.",
    "After %S left, %S took over.",
    "Neither %S nor %S would comment.",
    "%S: %n runs; %S: %n.",
];

const COUNTRIES: &[&str] = &[
    "Germany",
    "France",
    "Spain",
    "Italy",
    "Russia",
    "Ukraine",
    "Kenya",
    "Nigeria",
    "Morocco",
    "Algeria",
    "Brazil",
    "Argentina",
    "Australia",
    "Britain",
    "England",
    "Scotland",
    "Ireland",
    "Sweden",
    "Norway",
    "Finland",
    "Poland",
    "Romania",
    "Bulgaria",
    "Japan",
    "China",
    "South Korea",
    "India",
    "Pakistan",
    "Sri Lanka",
    "Bangladesh",
    "South Africa",
    "Zimbabwe",
    "Jamaica",
    "Cuba",
    "U.S.",
    "United States",
    "Canada",
    "Mexico",
    "Netherlands",
    "Belgium",
    "Switzerland",
    "Austria",
    "Czech Republic",
    "Croatia",
    "Iran",
    "Iraq",
    "Israel",
    "Egypt",
    "Turkey",
    "Indonesia",
    "Malaysia",
    "Thailand",
    "Vietnam",
    "Philippines",
    "New Zealand",
    "Portugal",
    "Greece",
];

const CLUBS: &[&str] = &[
    "%",
    "%",
    "%",
    "% United",
    "% City",
    "FC %",
    "% Rovers",
    "Sporting %",
    "Dynamo %",
    "Real %",
    "Lokomotiv %",
    "% Wanderers",
    "AC %",
    "Ajax",
    "Arsenal",
    "Chelsea",
    "Liverpool",
    "Juventus",
    "Lazio",
    "Everton",
    "Benfica",
    "Celtic",
    "Feyenoord",
    "Yankees",
    "Red Sox",
    "Dodgers",
    "Padres",
    "Cowboys",
    "Lakers",
    "Bulls",
    "Essex",
    "Surrey",
    "Kent",
    "Yorkshire",
    "Lancashire",
    "Middlesex",
];

const MONTHS: &[&str] = &["Aug", "Sept", "Dec", "Jan", "March", "June"];

/// One story.
pub fn tell(copies: &mut Copies) -> Story {
    let mut tale = Tale { copies, story: Story::default(), cast: Vec::new() };
    let kinds = 1 + tale.copies.dice.below(4);
    for _ in 0..kinds {
        if tale.copies.dice.chance(70) {
            let head = tale.copies.dice.pick(HEADS).copied().unwrap_or_default();
            tale.fill(head);
            tale.story.body.push_str("\n\n");
        }
        if tale.copies.dice.chance(50) {
            let row = tale.copies.dice.pick(ROWS).copied().unwrap_or_default();
            for _ in 0..2 + tale.copies.dice.below(6) {
                tale.fill(row);
                tale.story.body.push('\n');
            }
        } else {
            for _ in 0..2 + tale.copies.dice.below(5) {
                let sentence = tale.copies.dice.pick(SENTENCES).copied().unwrap_or_default();
                tale.fill(sentence);
                tale.story.body.push(' ');
            }
        }
        tale.story.body.push_str("\n\n");
    }
    tale.story
}

struct Tale<'a> {
    copies: &'a mut Copies,
    story: Story,
    /// Surnames of those named so far.
    cast: Vec<String>,
}

impl Tale<'_> {
    fn fill(&mut self, pattern: &str) {
        let begins = self.story.body.len();
        let loud = pattern
            .split(' ')
            .filter(|w| !w.starts_with('%') && w.len() > 2)
            .all(|w| !w.chars().any(char::is_lowercase))
            && pattern.contains(char::is_uppercase)
            && pattern.split(' ').any(|w| w.len() > 3 && !w.contains('%'));
        let mut signs = pattern.chars();
        while let Some(c) = signs.next() {
            if c != '%' {
                self.story.body.push(c);
                continue;
            }
            let (text, person) = self.sign(signs.next().unwrap_or(' '));
            let text = if loud { text.to_uppercase() } else { text };
            let start = self.story.body.len();
            self.story.body.push_str(&text);
            if person {
                self.story.names.push(start..self.story.body.len());
            }
        }
        debug_assert!(self.story.body.len() >= begins);
    }

    fn sign(&mut self, sign: char) -> (String, bool) {
        let number = self.copies.dice.below(90);
        match sign {
            'F' => {
                let (given, surname) = self.copies.name();
                self.cast.push(surname.clone());
                (format!("{given} {surname}"), true)
            }
            'S' => {
                let known = if self.copies.dice.chance(50) { self.copies.dice.pick(&self.cast).cloned() } else { None };
                let surname = known.unwrap_or_else(|| self.copies.name().1);
                self.cast.push(surname.clone());
                (surname, true)
            }
            'I' => {
                let (given, surname) = self.copies.name();
                let initial = given.chars().next().unwrap_or('A');
                let dot = if self.copies.dice.chance(70) { "." } else { "" };
                (format!("{initial}{dot} {surname}"), true)
            }
            'G' => (self.copies.name().0, true),
            'C' => (self.city(), false),
            'N' => (self.copies.dice.pick(COUNTRIES).copied().unwrap_or_default().to_string(), false),
            'T' => {
                let city = self.city();
                (self.copies.dice.pick(CLUBS).copied().unwrap_or_default().replace('%', &city), false)
            }
            'a' => (self.copies.dice.pick(MONTHS).copied().unwrap_or_default().to_string(), false),
            't' => (format!("{}:{:02}.{}", 1 + number / 20, number % 60, number % 10), false),
            _ => ((1 + number).to_string(), false),
        }
    }

    fn city(&mut self) -> String {
        self.copies.dice.pick(&self.copies.cities).cloned().unwrap_or_default()
    }
}
