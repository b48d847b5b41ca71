//! Query texts beside the reading that the program prints, and what it complains of; what holds for every text.

use morgue::query::parse::{Join, parse, plain};
use proptest::prelude::*;

/// Reading and complaints as one line: `reading | byte: complaint | ...`.
fn read(text: &str, join: Join) -> String {
    let parsed = parse(text, join);
    let mut line = parsed.query.map_or("nothing".to_string(), |q| q.to_string());
    for complaint in parsed.complaints {
        line.push_str(&format!(" | {}: {}", complaint.at.start, complaint.text));
    }
    line
}

fn table(join: Join, rows: &[(&str, &str)]) {
    let got: Vec<(&str, String)> = rows.iter().map(|(text, _)| (*text, read(text, join))).collect();
    let wrong: Vec<String> = (got.iter().zip(rows))
        .filter(|((_, got), (_, wanted))| got != wanted)
        .map(|((text, got), (_, wanted))| format!("{text:?}\n  wanted {wanted}\n  got    {got}"))
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn words_phrases_and_operators() {
    table(
        Join::All,
        &[
            ("drug cartels", "drug AND cartels"),
            ("Drug CARTELS drug", "drug AND cartels"),
            ("\"drug cartels\"", "\"drug cartels\""),
            ("“drug cartels”", "\"drug cartels\""),
            ("«drug cartels» trial", "\"drug cartels\" AND trial"),
            ("a AND b", "a AND b"),
            ("a && b || c", "a AND (b OR c)"),
            ("a OR b c", "(a OR b) AND c"),
            ("a b OR c", "a AND (b OR c)"),
            ("(a b) OR c", "(a AND b) OR c"),
            ("a OR (b AND (c OR d))", "a OR (b AND (c OR d))"),
            ("a NOT b", "a AND NOT b"),
            ("a -b", "a AND NOT b"),
            ("a AND NOT (b c)", "a AND NOT (b AND c)"),
            ("NOT NOT a", "a"),
            ("NOT a", "NOT a"),
            ("+a -\"b c\"", "a AND NOT \"b c\""),
            ("and or not", "and AND or AND not"),
            ("the of and", "the AND of AND and"),
            ("*", "*"),
        ],
    );
}

#[test]
fn any_word_is_enough() {
    table(
        Join::Any,
        &[
            ("drug cartels", "drug OR cartels"),
            ("a AND b", "a AND b"),
            ("\"a b\" c", "\"a b\" OR c"),
            ("+a b c", "+(a) b c"),
            ("a b -c", "NOT c AND (a OR b)"),
        ],
    );
}

#[test]
fn prefixes() {
    table(
        Join::All,
        &[
            ("pol*", "pol*"),
            ("headline:pol*", "headline:pol*"),
            ("\"prime min*\"", "\"prime min*\""),
            ("people:shein*", "people:shein*"),
            ("a*b", "a_b | 0: only a * at the end of a word stands for more letters; read without it"),
            ("w?ter", "w_ter | 0: only a * at the end of a word stands for more letters; read without it"),
            ("why?", "why"),
        ],
    );
}

#[test]
fn a_star_inside_a_phrase_was_dropped() {
    let odd = "only a * at the end of a word stands for more letters; read without it";
    table(
        Join::All,
        &[
            ("\"jam* baker\"", "\"jam* baker\""),
            ("\"jam* bak*\"", "\"jam* bak*\""),
            ("\"jam*, bak*.\"", "\"jam* bak*\""),
            ("people:\"rea* bak*\"", "people:\"rea* bak*\""),
            ("headline:\"jam* bak*\"", "headline:\"jam* bak*\""),
            ("\"al-qa* men\"", "\"al qa* men\""),
            ("\"war * peace\"", &format!("\"war peace\" | 0: {odd}")),
            ("\"j*m baker\"", &format!("\"j m baker\" | 0: {odd}")),
        ],
    );
}

#[test]
fn signs_of_other_languages_were_read_over_in_silence() {
    let not = "this ! is read over; to leave out what holds a word write -word";
    table(
        Join::All,
        &[
            ("oil | prices", "oil OR prices | 4: | is read as OR"),
            ("oil|prices", "oil OR prices | 3: | is read as OR"),
            ("oil || prices", "oil OR prices"),
            ("oil |", "oil | 4: | is read as OR | 4: this OR joins nothing; it is left out"),
            ("!oil prices", &format!("oil AND prices | 0: {not}")),
            ("prices !(oil)", &format!("prices AND oil | 7: {not}")),
            ("prices! oil", "prices AND oil"),
        ],
    );
}

#[test]
fn one_complaint_was_made_for_each_of_thirty_thousand_parentheses() {
    let said = |text: &str| -> Vec<String> { parse(text, Join::All).complaints.into_iter().map(|c| c.text).collect() };
    let open = "this parenthesis is never closed; it is closed at the end";
    let deep = "parentheses this deep are left out";
    assert_eq!(
        said(&"(".repeat(30_000)),
        [open, open, &format!("{open} (and 61 more like it)"), deep, deep, &format!("{deep} (and 29933 more like it)")]
    );
    let none = |n: usize| format!("there is no field \"f{}\"; read as plain words", "x".repeat(n));
    let fields: Vec<String> = (0..5).map(|n| format!("f{}:a", "x".repeat(n))).collect();
    assert_eq!(said(&fields.join(" ")), [none(0), none(1), none(2) + " (and 2 more like it)"]);
    let dates: Vec<String> = (10..60).map(|day| format!("date:2023-02-{day}")).collect();
    let complaints = said(&dates.join(" "));
    assert_eq!(complaints.len(), 12);
    assert!(complaints[11].ends_with("; 19 other complaints are left out"), "{}", complaints[11]);
    // What is repeated of the query is short.
    let [long] = &said(&format!("{}:a", "x".repeat(5000)))[..] else { panic!() };
    assert_eq!(long.len(), "there is no field \"\"; read as plain words".len() + 80 + '…'.len_utf8());
    let [long] = &said(&format!("date:{}", "9".repeat(5000)))[..] else { panic!() };
    assert!(long.len() < 250, "{long}");
}

#[test]
fn compounds_and_names() {
    table(
        Join::All,
        &[
            ("O'Brien", "obrien"),
            ("AT&T: profit", "at&t AND profit"),
            ("U.S. economy", "us AND economy"),
            ("al-Qaeda", "al-qaeda OR alqaeda"),
            ("state-of-the-art", "state-of-the-art"),
            ("José Müller's", "jose AND muller"),
            ("1,200 3.5", "1200 AND 3.5"),
            ("http://example.com/a", "http-example-com-a"),
        ],
    );
}

#[test]
fn fields() {
    table(
        Join::All,
        &[
            ("headline:flood", "headline:flood"),
            ("title:flood TEXT:river", "headline:flood AND body:river"),
            ("headline:(flood OR river)", "headline:flood OR headline:river"),
            ("headline:\"river floods\"", "headline:\"river floods\""),
            ("-headline:flood a", "NOT headline:flood AND a"),
            ("people:\"Edna Quill\"", "people:\"edna quill\""),
            ("person:quill", "people:quill"),
            ("source:courier byline:bell author:bell place:vale", "source:courier AND byline:bell AND place:vale"),
            ("foo:bar", "foo AND bar | 0: there is no field \"foo\"; read as plain words"),
            (
                "headline: flood",
                "headline AND flood | 0: \"headline:\" with a blank behind it is read as a plain word; for the field \
                 write headline:word",
            ),
            ("10:30", "10-30"),
        ],
    );
}

#[test]
fn dates() {
    table(
        Join::All,
        &[
            ("date:2024", "date:2024"),
            ("date:2024-12", "date:2024-12"),
            ("published:2024-12-02", "date:2024-12-02"),
            ("date:2024-12..2025", "date:2024-12-01..2025-12-31"),
            ("date:..1914", "date:..1914-12-31"),
            ("date:1918..", "date:1918-01-01.."),
            ("date:1980s", "date:1980s"),
            ("date:none", "date:none"),
            ("mentions:1989-11", "mentions:1989-11"),
            ("date:(2023 OR 2024)", "date:2023 OR date:2024"),
            (
                "date:2023-02-30",
                "2023-02-30 | 5: \"2023-02-30\" is not in the calendar; 2023-02-30 is read as plain words",
            ),
        ],
    );
}

#[test]
fn what_does_not_close_or_join() {
    let open = "this parenthesis is never closed; it is closed at the end";
    table(
        Join::All,
        &[
            ("", "nothing"),
            (" \t\n", "nothing"),
            ("... !", "nothing"),
            ("\"a b", "a AND b | 0: this quotation mark is never closed; what follows is read as plain words"),
            ("(a", &format!("a | 0: {open}")),
            ("((a)", &format!("a | 0: {open}")),
            ("a)", "a | 1: this parenthesis closes nothing; it is left out"),
            ("()", "nothing"),
            ("AND a", "a | 0: this AND joins nothing; it is left out"),
            ("a OR", "a | 2: this OR joins nothing; it is left out"),
            ("OR a", "a | 0: this OR joins nothing; it is left out"),
            ("a NOT", "a | 2: this NOT excludes nothing; it is left out"),
            ("a AND AND b", "a AND b | 2: this AND joins nothing; it is left out"),
        ],
    );
}

#[test]
fn plain_words_know_no_operators() {
    let query = plain("What is the AT&T (profit) NOT \"stated\" headline:x -y?").unwrap().to_string();
    assert_eq!(query, "what OR is OR the OR at&t OR profit OR not OR stated OR headline_x OR y");
    assert_eq!(plain(" ... "), None);
}

#[test]
fn parentheses_a_thousand_deep() {
    let text = format!("{}a{}", "(".repeat(1000), ")".repeat(1000));
    assert_eq!(parse(&text, Join::All).query.unwrap().to_string(), "a");
    let text = format!("{}a", "NOT ".repeat(100_000));
    assert_eq!(parse(&text, Join::All).query.unwrap().to_string(), "a");
    let text = "headline:".repeat(10_000) + "a";
    assert!(parse(&text, Join::All).query.is_some());
    let text = "headline:-".repeat(10_000) + "a";
    assert!(parse(&text, Join::All).query.is_some());
}

/// Texts made of what the language is made of.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a",
        "river",
        "Bells'",
        "al-Qaeda",
        "O'Brien",
        "U.S.",
        "AT&T",
        "3.5",
        "d'été",
        "x*",
        "*",
        "?",
        "\"",
        "“",
        "(",
        ")",
        "AND",
        "OR",
        "NOT",
        "+",
        "-",
        "&&",
        "||",
        ":",
        "headline:",
        "people:",
        "date:",
        "mentions:",
        "source:",
        "foo:",
        "2024",
        "2024-12-02..",
        "1980s",
        "none",
        ".",
        ",",
        "船",
        "ß",
        "\u{200B}",
        "\u{0301}",
        " ",
        " ",
        " ",
        " ",
    ]);
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(crate::util::cases(600))]

    #[test]
    fn any_text_is_read(text in any::<String>()) {
        for join in [Join::All, Join::Any] {
            let parsed = parse(&text, join);
            for complaint in parsed.complaints {
                prop_assert!(text.get(complaint.at).is_some());
            }
        }
        let _ = plain(&text);
    }

    #[test]
    fn any_mixture_of_operators_is_read(text in texts()) {
        for join in [Join::All, Join::Any] {
            for complaint in parse(&text, join).complaints {
                prop_assert!(text.get(complaint.at).is_some());
            }
        }
    }

    #[test]
    fn the_printed_form_reads_as_the_same_query(text in texts()) {
        let parsed = parse(&text, Join::All);
        if let Some(query) = parsed.query && parsed.complaints.is_empty() {
            let printed = query.to_string();
            let again = parse(&printed, Join::All);
            prop_assert_eq!(again.query.as_ref(), Some(&query), "{:?} prints as {:?}", &text, &printed);
            prop_assert!(again.complaints.is_empty(), "{:?}: {:?}", &printed, &again.complaints);
        }
    }
}
