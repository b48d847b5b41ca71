//! Dates found in sentences: a table of texts and what must be found in them, and properties that hold for any text.

use morgue::article::Article;
use morgue::date::Period;
use morgue::enrich::dates::find;
use morgue::mention::Field;
use morgue::order::DayMonth;
use proptest::prelude::*;

/// What is found in a body published on a day ("" for none), as "words = period" one after the other.
fn found(published: &str, body: &str) -> String {
    let article = Article { body: body.to_string(), published: Period::parse(published).ok(), ..Article::default() };
    let show = |m: &morgue::mention::DateMention| {
        format!("{} = {}", body[m.place.start..m.place.end].replace('\n', " "), m.period)
    };
    find(&article, None).iter().map(show).collect::<Vec<_>>().join("; ")
}

fn check(table: &[(&str, &str, &str)]) {
    let wrong: Vec<String> = table
        .iter()
        .map(|(published, body, want)| (published, body, want, found(published, body)))
        .filter(|(_, _, want, got)| *want != got)
        .map(|(published, body, want, got)| format!("{published:?} {body:?}\n  want {want}\n  got  {got}"))
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn as_written() {
    check(&[
        ("", "The harbour froze on December 2, 2024.", "December 2, 2024 = 2024-12-02"),
        ("", "It opened Dec. 2, 1987, and shut 3 Jan 1988.", "Dec. 2, 1987 = 1987-12-02; 3 Jan 1988 = 1988-01-03"),
        ("", "Signed the 2nd of May, 1907 in Riga", "2nd of May, 1907 = 1907-05-02"),
        ("", "on the Fourth of July 1976", "Fourth of July 1976 = 1976-07-04"),
        ("", "Monday, May 4, 1970", "Monday, May 4, 1970 = 1970-05-04"),
        ("", "2024-12-02 and 2024/12/03", "2024-12-02 = 2024-12-02; 2024/12/03 = 2024-12-03"),
        ("", "25/12/2024, 25.12.2024", "25/12/2024 = 2024-12-25; 25.12.2024 = 2024-12-25"),
        ("", "2024/13/01", "2024/13/01 = 2024-01-13"),
        ("", "26-FEB-1987 15:01", "26-FEB-1987 = 1987-02-26"),
        ("", "since March 1962", "March 1962 = 1962-03"),
        ("", "in February of 1962", "February of 1962 = 1962-02"),
        ("", "until mid-May 1962", "mid-May 1962 = 1962-05"),
        ("", "by the end of 1962", "the end of 1962 = 1962"),
        ("", "since the attacks of 9/11", "9/11 = 2001-09-11"),
        ("", "on Christmas Eve 1989", "Christmas Eve 1989 = 1989-12-24"),
        ("", "It fell on 3 March 88 AD.", "3 March 88 AD = 0088-03-03"),
        ("", "February 30, 2023", "2023 = 2023"),
    ]);
}

/// What is found in an article, with how it was resolved.
fn resolved(set: Option<DayMonth>, published: &str, body: &str) -> String {
    let article = Article { body: body.to_string(), published: Period::parse(published).ok(), ..Article::default() };
    let show = |m: &morgue::mention::DateMention| {
        format!("{} = {} ({})", &body[m.place.start..m.place.end], m.days(), m.resolved.as_str())
    };
    find(&article, set).iter().map(show).collect::<Vec<_>>().join("; ")
}

#[test]
fn figures_that_may_be_read_either_way() {
    let spanish = "La alcaldesa dijo que el puerto de la isla se cierra por la tormenta que viene: 3/5/2024.";
    for (set, published, body, want) in [
        (None, "", "on 12/02/2024", "12/02/2024 = 2024-12-02 or 2024-02-12 (ambiguous)"),
        (Some(DayMonth::DayFirst), "", "on 12/02/2024", "12/02/2024 = 2024-02-12 (order-set)"),
        (Some(DayMonth::MonthFirst), "", "on 12/02/2024", "12/02/2024 = 2024-12-02 (order-set)"),
        (Some(DayMonth::MonthFirst), "", "on 25/12/2024", "25/12/2024 = 2024-12-25 (written)"),
        (None, "", "5/5/2024", "5/5/2024 = 2024-05-05 (written)"),
        (
            None,
            "",
            "3/5/24, 4/6/24",
            "3/5/24 = 2024-03-05 or 2024-05-03 (ambiguous); 4/6/24 = 2024-04-06 or 2024-06-04 (ambiguous)",
        ),
        (
            None,
            "",
            "12/02/2024 and 25/12/2024",
            "12/02/2024 = 2024-02-12 (order-shown); 25/12/2024 = 2024-12-25 (written)",
        ),
        (
            None,
            "",
            "12/02/2024, 12/25/2024, 25/12/2024",
            "12/02/2024 = 2024-12-02 or 2024-02-12 (ambiguous); 12/25/2024 = 2024-12-25 (written); 25/12/2024 = 2024-12-25 (written)",
        ),
        (
            None,
            "2024-02-12",
            "12/02/2024, 1/3/2024",
            "12/02/2024 = 2024-02-12 (order-published); 1/3/2024 = 2024-03-01 (order-published)",
        ),
        (
            None,
            "2024-02-12",
            "12/02/2024, 2/12/2024",
            "12/02/2024 = 2024-12-02 or 2024-02-12 (ambiguous); 2/12/2024 = 2024-02-12 or 2024-12-02 (ambiguous)",
        ),
        (None, "", spanish, "3/5/2024 = 2024-05-03 (order-language)"),
        // 2015-11-03 was a Tuesday, 2015-03-11 a Wednesday.
        (None, "", "Tue 11/3/2015", "Tue 11/3/2015 = 2015-11-03 (written)"),
        (None, "", "Wed 11/3/2015", "Wed 11/3/2015 = 2015-03-11 (written)"),
        (
            None,
            "",
            "1/5/2024 - 2/5/2024",
            "1/5/2024 - 2/5/2024 = 2024-01-05/2024-02-05 or 2024-05-01/2024-05-02 (ambiguous)",
        ),
        (None, "", "9/1/2024 - 3/2/2024", "9/1/2024 - 3/2/2024 = 2024-01-09/2024-02-03 (written)"),
    ] {
        assert_eq!(resolved(set, published, body), want, "{set:?} {published} {body}");
    }
}

#[test]
fn how_a_date_was_resolved() {
    for (published, body, want) in [
        ("", "On May 3, 1987 it rained.", "May 3, 1987 = 1987-05-03 (written)"),
        ("1987-04-21", "It sank yesterday.", "yesterday = 1987-04-20 (published)"),
        ("1987-04-21", "He was hurt on December 2.", "December 2 = 1986-12-02 (published)"),
        ("", "It began in May 1914. On June 3 they left.", "May 1914 = 1914-05 (written); June 3 = 1914-06-03 (told)"),
        (
            "",
            "It began on May 3, 1914. Two days later they left.",
            "May 3, 1914 = 1914-05-03 (written); Two days later = 1914-05-05 (told)",
        ),
        ("", "from November 28 to January 3, 1987", "November 28 to January 3, 1987 = 1986-11-28/1987-01-03 (written)"),
    ] {
        assert_eq!(resolved(None, published, body), want, "{published} {body}");
    }
}

#[test]
fn stretches_from_and_to_the_day_of_publication() {
    let day = "1987-04-21";
    check(&[
        (day, "Prices rose in the past two weeks.", "the past two weeks = 1987-04-07/1987-04-21"),
        (day, "It will end within a month.", "within a month = 1987-04-21/1987-05-21"),
        (day, "The next 10 days will tell.", "The next 10 days = 1987-04-21/1987-05-01"),
        (day, "The talks will begin in five days.", "in five days = 1987-04-26"),
        (day, "The wall was built in five days. Within two weeks he was dead.", ""),
        (day, "He missed the last two days of the trial.", ""),
        (day, "today - next Friday", "today - next Friday = 1987-04-21/1987-04-24"),
        ("", "Prices rose in the past two weeks.", ""),
    ]);
}

#[test]
fn years_and_longer() {
    check(&[
        ("", "in 1987, since 1914, by 1990", "1987 = 1987; 1914 = 1914; 1990 = 1990"),
        ("", "the 1987 budget", "1987 = 1987"),
        ("", "the 1980s, the '80s and the 70s", "the 1980s = 1980s; the '80s = 1980s; the 70s = 1970s"),
        ("", "the war of 1914-18", "1914-18 = 1914-01-01/1918-12-31"),
        ("", "between 1914 and 1918", "1914 and 1918 = 1914-01-01/1918-12-31"),
        ("", "in the 1987/88 season", "1987/88 = 1987-01-01/1988-12-31"),
        ("", "in the 19th century", "the 19th century = 1800-01-01/1899-12-31"),
        ("", "The abbey fell in 1066. It was built in AD 700.", "1066 = 1066; AD 700 = 0700"),
        ("", "Rome fell in 390 BC to the Gauls. In September they left.", ""),
        (
            "",
            "first quarter of 1987, Q3 2012",
            "first quarter of 1987 = 1987-01-01/1987-03-31; Q3 2012 = 2012-07-01/2012-09-30",
        ),
        ("", "the second half of 1987", "the second half of 1987 = 1987-07-01/1987-12-31"),
        ("", "in the summer of 1963", "the summer of 1963 = 1963-06-01/1963-08-31"),
    ]);
}

#[test]
fn ranges() {
    check(&[
        ("", "May 3-5, 1987", "May 3-5, 1987 = 1987-05-03/1987-05-05"),
        ("", "3 to 5 May 1987", "3 to 5 May 1987 = 1987-05-03/1987-05-05"),
        ("", "from March to May 1987", "March to May 1987 = 1987-03-01/1987-05-31"),
        ("", "from Nov 28, 1986 to Jan 3, 1987", "Nov 28, 1986 to Jan 3, 1987 = 1986-11-28/1987-01-03"),
        ("", "from November 28 to January 3, 1987", "November 28 to January 3, 1987 = 1986-11-28/1987-01-03"),
    ]);
}

#[test]
fn from_the_day_of_publication() {
    // 1987-04-21 was a Tuesday.
    let day = "1987-04-21";
    check(&[
        (day, "He resigned today, not yesterday.", "today = 1987-04-21; yesterday = 1987-04-20"),
        (day, "Talks begin tomorrow.", "tomorrow = 1987-04-22"),
        (day, "The bank said on Friday it had failed.", "Friday = 1987-04-17"),
        (day, "The mayor fell ill Tuesday.", "Tuesday = 1987-04-21"),
        (day, "The council will meet on Friday.", "Friday = 1987-04-24"),
        (day, "Owners are to vote on Friday.", "Friday = 1987-04-24"),
        (day, "He met them the day before yesterday.", "the day before yesterday = 1987-04-19"),
        (day, "It sank last Tuesday.", "last Tuesday = 1987-04-14"),
        (day, "Friday next week", "Friday next week = 1987-05-01"),
        (day, "Prices rose last week and last month.", "last week = 1987-04-13/1987-04-19; last month = 1987-03"),
        (day, "a record for this year", "this year = 1987"),
        (day, "She came three days ago.", "three days ago = 1987-04-18"),
        (day, "They met over the weekend.", "the weekend = 1987-04-18/1987-04-19"),
        (day, "LONDON, April 20 - Gold fell.", "April 20 = 1987-04-20"),
        (day, "He was hurt on December 2.", "December 2 = 1986-12-02"),
        (day, "The law will take effect on September 1.", "September 1 = 1987-09-01"),
        (day, "Output fell in November.", "November = 1986-11"),
        (day, "a ship launched last summer", "last summer = 1986-06-01/1986-08-31"),
        (day, "profit in the fourth quarter fell", "the fourth quarter = 1986-10-01/1986-12-31"),
        ("1987-04", "Sales rose last month but he left yesterday.", "last month = 1987-03"),
        ("1987", "Sales rose last year, not last month.", "last year = 1986"),
        ("", "He left yesterday, on Monday, last year, on May 3.", ""),
    ]);
}

#[test]
fn last_and_next_before_a_month_were_not_heard() {
    let june = "1987-06-29";
    check(&[
        (june, "The coalition was formed last August.", "last August = 1986-08"),
        (june, "It was formed last June.", "last June = 1986-06"),
        (june, "It was formed last May.", "last May = 1987-05"),
        (june, "It was formed early last July.", "early last July = 1986-07"),
        (june, "It was formed this past March.", "this past March = 1987-03"),
        (june, "It was formed last Sept. 12.", "last Sept. 12 = 1986-09-12"),
        (june, "The week ended last June 28.", "last June 28 = 1987-06-28"),
        (june, "They sat from last August to March.", "last August to March = 1986-08-01/1987-03-31"),
        (
            june,
            "They meet next August, next June and next May 3.",
            "next August = 1987-08; next June = 1988-06; next May 3 = 1988-05-03",
        ),
        (
            june,
            "They met last Christmas and meet again next Christmas Eve.",
            "last Christmas = 1986-12-25; next Christmas Eve = 1987-12-24",
        ),
        ("2024-12-05", "It was sold last December.", "last December = 2023-12"),
        ("2024-12-05", "It opens next December.", "next December = 2025-12"),
        // A year that is stated stands; the last January of a war is not ours.
        (june, "They met last August 1985.", "August 1985 = 1985-08"),
        (june, "It was the last January of the war.", "January = 1987-01"),
        // Within an unknown month there is no last one.
        ("1987-06", "It was formed last August.", "last August = 1986-08"),
        ("1987", "It was formed last August.", ""),
        ("", "The war began in 1914. It was formed last August.", "1914 = 1914"),
    ]);
}

#[test]
fn the_past_tense_was_not_heard_before_months_and_days() {
    let day = "2024-12-05";
    check(&[
        (day, "He was hired in January. He died Dec. 24.", "January = 2024-01; Dec. 24 = 2023-12-24"),
        (day, "He has worked there since January.", "January = 2024-01"),
        (day, "They met on Jan. 5.", "Jan. 5 = 2024-01-05"),
        (day, "In January he was hired.", "January = 2024-01"),
        (day, "He had been seen in early January.", "early January = 2024-01"),
        (day, "Smith opened it in January.", "January = 2024-01"),
        // What is to come, also where it ends in a past form.
        (day, "They will meet on Jan. 5.", "Jan. 5 = 2025-01-05"),
        (day, "The talks will probably be held on Jan. 5.", "Jan. 5 = 2025-01-05"),
        (day, "He agreed to meet in January.", "January = 2025-01"),
        (day, "The vote is to be held in January.", "January = 2025-01"),
        (day, "The law will take effect on Sept. 1.", "Sept. 1 = 2025-09-01"),
        (day, "The vote will be held on Friday.", "Friday = 2024-12-06"),
        // Without a clear tense, the nearest: reports of plans, participles, goods named by a month.
        (day, "He said talks in January were likely.", "January = 2025-01"),
        (day, "They postponed the vote to Jan. 5.", "Jan. 5 = 2025-01-05"),
        (day, "It sold options on shares held Jan. 5.", "Jan. 5 = 2025-01-05"),
        (day, "Cattle rose in January futures.", "January = 2025-01"),
        (day, "The January meeting is his first.", "January = 2025-01"),
        // Clocks differ by a day.
        (day, "He died Dec. 6.", "Dec. 6 = 2024-12-06"),
    ]);
}

#[test]
fn counted_from_what_was_told() {
    // 1989-11-02 was a Thursday.
    let day = "1989-11-02";
    check(&[
        (
            day,
            "In the third quarter it earned 3 million dollars, against 2 million a year earlier.",
            "the third quarter = 1989-07-01/1989-09-30; a year earlier = 1988-07-01/1988-09-30",
        ),
        // Said of one figure after the other, always of the same month.
        (
            day,
            "Sales fell in September from a year earlier. Profit rose from a year earlier.",
            "September = 1989-09; a year earlier = 1988-09; a year earlier = 1988-09",
        ),
        (
            day,
            "Sales in September beat those of the same month last year.",
            "September = 1989-09; the same month last year = 1988-09",
        ),
        (
            day,
            "In the first quarter it lost more than in the year-earlier quarter.",
            "the first quarter = 1989-01-01/1989-03-31; the year-earlier quarter = 1988-01-01/1988-03-31",
        ),
        (day, "It fell in last year's third quarter.", "last year's third quarter = 1988-07-01/1988-09-30"),
        (day, "It fell in the 1988 fourth quarter.", "1988 fourth quarter = 1988-10-01/1988-12-31"),
        (day, "They will move by the end of the year.", "the end of the year = 1989"),
        (day, "It rained later in the week.", "later in the week = 1989-10-30/1989-11-05"),
        (day, "The index ended the day at 8,017.", "the day = 1989-11-02"),
        (day, "Prices rose on Monday, to end the day with a loss.", "Monday = 1989-10-30; the day = 1989-10-30"),
        (day, "For the day, it lost two points.", "the day = 1989-11-02"),
        (day, "His party carried the day. Order of the day: to close the day nursery.", ""),
        (day, "They meet in the week of Nov. 15.", "the week of Nov. 15 = 1989-11-13/1989-11-19"),
        (
            day,
            "It begins 2 days after tomorrow, two weeks before today.",
            "2 days after tomorrow = 1989-11-05; two weeks before today = 1989-10-19",
        ),
        (
            "",
            "The siege began on 7 May 1916. Four months earlier he had left. It held to the end of the year.",
            "7 May 1916 = 1916-05-07; Four months earlier = 1916-01; the end of the year = 1916",
        ),
        (
            "",
            "On 3 March 1918 it was signed. The day before, they had met.",
            "3 March 1918 = 1918-03-03; The day before = 1918-03-02",
        ),
        // What is counted from an event is not followed.
        (day, "He left the day before the vote, three years earlier than planned, at the end of the day.", ""),
        (day, "a year before the war and part of the week", ""),
    ]);
}

#[test]
fn stamps() {
    check(&[
        ("", "AP-NY-11-02-89 0725EST", "11-02-89 = 1989-11-02"),
        ("", "11-02-89 0725EST", "11-02-89 = 1989-11-02"),
        ("", "Filed 20241202, again on 19980213.", "20241202 = 2024-12-02; 19980213 = 1998-02-13"),
        ("", "It has 20241202 people, part 20241302, $19980213, no. #19980213, 1998-0213.", ""),
        ("", "scores of 11-02-89 and more", ""),
    ]);
}

#[test]
fn other_languages() {
    check(&[
        ("", "El 3 de mayo de 2024 y en junio de 2024", "3 de mayo de 2024 = 2024-05-03; junio de 2024 = 2024-06"),
        ("", "del 3 al 5 de mayo de 2024", "3 al 5 de mayo de 2024 = 2024-05-03/2024-05-05"),
        ("", "le 1er mai 2024, en août 2023", "1er mai 2024 = 2024-05-01; août 2023 = 2023-08"),
        ("", "LE 12 DÉCEMBRE 2023", "12 DÉCEMBRE 2023 = 2023-12-12"),
        ("", "am 3. Mai 2024, im März 2023", "3. Mai 2024 = 2024-05-03; März 2023 = 2023-03"),
        (
            "",
            "am 3. April 2024 und 3.-5. Juni 2024",
            "3. April 2024 = 2024-04-03; 3.-5. Juni 2024 = 2024-06-03/2024-06-05",
        ),
        ("", "em 3 de março de 2024", "3 de março de 2024 = 2024-03-03"),
        ("", "il 1º maggio 2024, nel marzo 2023", "1º maggio 2024 = 2024-05-01; marzo 2023 = 2023-03"),
        ("", "op 3 mei 2024, in maart 2023", "3 mei 2024 = 2024-05-03; maart 2023 = 2023-03"),
        ("", "en janv. 2024", "janv. 2024 = 2024-01"),
        // Without a year: the nearest.
        (
            "2024-05-10",
            "El 3 de mayo, le 4 juin, am 5. April, 3 maggio, 3 mei",
            "3 de mayo = 2024-05-03; 4 juin = 2024-06-04; 5. April = 2024-04-05; 3 maggio = 2024-05-03; 3 mei = 2024-05-03",
        ),
    ]);
}

#[test]
fn names_of_other_languages_that_are_no_months() {
    let day = "2024-05-10";
    let texts = [
        "The Mars rover and the Mayo Clinic",
        "Los mayores; la marche; il magazzino; mai; mars; mayo; marzo",
        "He came in 3. April Smith won.",
        "31 de abril, 30 de febrero",
        "Signora Maggio has 3 Marzo paintings.",
    ];
    check(&texts.map(|t| (day, t, "")));
}

#[test]
fn narrative() {
    check(&[
        (
            "",
            "The siege began in April 1916. On May 3 the walls fell. The next day the town burned.",
            "April 1916 = 1916-04; May 3 = 1916-05-03; The next day = 1916-05-04",
        ),
        (
            "2015-06-01",
            "She was arrested on March 3, 1986. On April 10 she was tried.",
            "March 3, 1986 = 1986-03-03; April 10 = 1986-04-10",
        ),
    ]);
}

#[test]
fn no_dates() {
    let day = "1987-04-21";
    let texts = [
        "In recent years the sea has risen.",
        "You may march with Mr May and April Smith.",
        "A MINISTER MAY RESIGN.",
        "It cost $1987 or 1987 dlrs, up 1,987 points at 1987.50.",
        "Some 1950 people and 1900 troops, 2000 GMT.",
        "Call 555-1987 about flight 1987.",
        "Orwell's \"1984\" sold well.",
        "We won 10/12 games, 3-2, in 12.30 minutes.",
        "An august body sat in the sun for a second.",
        "The spring in the fall of the house",
        "NBC's \"Today\" show",
        "every Monday, Black Friday",
        "He sat in his 80s chair.",
    ];
    check(&texts.map(|t| (day, t, "")));
}

#[test]
fn headline_first() {
    let article = Article {
        headline: "BUDGET 1988: WHAT IT SAYS".to_string(),
        body: "It was read on May 3, 1988.".to_string(),
        ..Article::default()
    };
    let places: Vec<_> = find(&article, None).iter().map(|m| (m.place.field, m.place.start)).collect();
    assert_eq!(places, [(Field::Headline, 7), (Field::Body, 15)]);
}

const FRAGMENTS: &[&str] = &[
    "May",
    "3",
    "-",
    "–",
    ",",
    " ",
    "\n",
    "1987",
    "'",
    "’",
    "80s",
    "Monday",
    "last",
    "the",
    "of",
    "to",
    "and",
    "BC",
    "AD",
    "0001",
    "9999",
    "31",
    "February",
    "29",
    "week",
    "year",
    "ago",
    "three",
    "Q3",
    "quarter",
    "first",
    "é",
    "“",
    "next",
    "day",
    "later",
    "/",
    ".",
    "12",
    "century",
    "20th",
    "weekend",
    "summer",
    "between",
    "will",
    "Dec",
    "st",
    "2199",
    "New",
    "Year",
    "s",
    "Christmas",
    "same",
    "99",
    "1",
    "month",
    "half",
    "\u{a0}",
    "日",
    "in",
    "99999999999",
];

fn sound(published: Option<Period>, body: &str) {
    let article = Article { headline: body.into(), body: body.into(), published, ..Article::default() };
    let mut last = (Field::Headline, 0);
    for m in find(&article, None) {
        let text = body.get(m.place.start..m.place.end);
        assert!(text.is_some_and(|t| !t.trim().is_empty()), "{:?} in {body:?}", m.place);
        assert!(m.period.from <= m.period.to && m.period.from.year() >= 1);
        assert!((m.place.field, m.place.start) >= last, "overlap in {body:?}");
        last = (m.place.field, m.place.end);
    }
}

proptest! {
    #![proptest_config(crate::util::cases(2000))]

    #[test]
    fn any_text(body in any::<String>()) {
        sound(Period::parse("1987-04-21").ok(), &body);
    }

    #[test]
    fn any_fragments(parts in prop::collection::vec(prop::sample::select(FRAGMENTS), 0..24), blank in any::<bool>(), year in 1i16..=9999) {
        let body = parts.join(if blank { " " } else { "" });
        sound(Period::ymd(year, 1, 1), &body);
        sound(Period::ymd(year, 12, 31), &body);
        sound(None, &body);
    }
}
