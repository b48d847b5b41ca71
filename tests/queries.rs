//! Query texts beside the reading that the program prints, and what it complains of; what holds for every text.

use std::path::Path;
use std::time::{Duration, Instant};

use morgue::query::parse::{Join, parse, plain};
use morgue::query::span::{Case, Form, Near, Reach, Span, Spelling};
use morgue::query::synonyms::Synonyms;
use morgue::query::{Called, Factor, Query, Scope, Text};
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
            ("a AND b c", "(a AND b) OR c"),
            ("a AND b -c", "NOT c AND a AND b"),
        ],
    );
}

#[test]
fn fields_were_alternatives_where_any_word_is_enough() {
    table(
        Join::Any,
        &[
            ("date:1987-03 wheat corn", "date:1987-03 AND (wheat OR corn)"),
            ("wheat date:1987-03 corn", "date:1987-03 AND (wheat OR corn)"),
            ("wheat AND date:1987-03 AND corn rye", "date:1987-03 AND ((wheat AND corn) OR rye)"),
            ("person:quill byline:bell length>9 a b", "people:quill AND byline:bell AND length:10.. AND (a OR b)"),
            ("headline:(a b)^2 c", "(headline:a OR headline:b)^2 AND c"),
            ("headline:a headline:b", "headline:a AND headline:b"),
            ("+a headline:b c", "+(a AND headline:b) c"),
            ("date:(1986 1987) a b", "(date:1986 OR date:1987) AND (a OR b)"),
            ("2of(a b c) atleast3(d) first9(e) * f", "2of(a b c) OR atleast3(d) OR first9(e) OR * OR f"),
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
            ("a*b", "a*b"),
            ("w?ter", "w?ter"),
            ("*gate *infla*", "*gate AND *infla*"),
            ("**po**l**", "*po*l*"),
            ("po?* p?*l", "po?* AND p?*l"),
            ("pol*?", "pol*"),
            (
                "3.5* 船* at&t*, *船",
                "3.5* AND 船* AND at&t* AND 船 | 17: a * by itself stands for no word; it is left out",
            ),
            ("\"a 3.5\"*", "\"a 3.5*\""),
            ("w?ter? oil?! ?", "w?ter AND oil"),
            ("pol! oil", "pol AND oil"),
            ("pol! w/3 oil", "pol* w/3 oil"),
            ("Is it over? Yes*", "is AND it AND over AND yes"),
            ("/colou?rs?/", "/colou?rs?/"),
            ("/Stra\u{df}e|\\W+/ headline:/(a|b)c/^2", "/strasse|\\W+/ AND headline:/(a|b)c/^2"),
            ("(/a.*/)", "/a.*/"),
            ("/a(/", "a | 0: this regular expression cannot be read (unclosed group); read as plain words"),
            ("/usr/lib/ a/b/ /", "usr_lib AND a_b"),
            ("flod~ corruptoin~ flod~2 flod~0", "flod~1 AND corruptoin~2 AND flod~2 AND \"flod\""),
            ("ab~", "\"ab\" | 0: a word this short has no like ones; read exactly"),
            ("flod~7", "flod~2 | 0: at most two letters may change; read as ~2"),
            ("roam~0.8 a~b ~", "roam~1 AND a_b"),
            ("\"flod~1 wom?n\"", "\"flod~1 wom?n\""),
            ("why?", "why"),
        ],
    );
}

#[test]
fn a_star_inside_a_phrase_was_dropped() {
    table(
        Join::All,
        &[
            ("\"jam* baker\"", "\"jam* baker\""),
            ("\"jam* bak*\"", "\"jam* bak*\""),
            ("\"jam*, bak*.\"", "\"jam* bak*\""),
            ("people:\"rea* bak*\"", "people:\"rea* bak*\""),
            ("headline:\"jam* bak*\"", "headline:\"jam* bak*\""),
            ("\"al-qa* men\"", "\"al qa* men\""),
            ("\"war * peace\"", "\"war\" pre/2 \"peace\""),
            ("\"war * * peace talks\"", "\"war\" pre/3 \"peace talks\""),
            ("\"* war\"", "\"war\" | 0: a * by itself stands for no word; it is left out"),
            ("\"j*m baker\"", "\"j*m baker\""),
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
            ("named:\"Edna Quíll\" named:ed*", "named:\"edna quill\" AND named:ed*"),
            ("spelled:\"J. R.  Quill*\"", "spelled:\"J. R. Quill*\""),
            ("spelled:O’Quill", "spelled:\"O’Quill\""),
            ("spelled:(quill marsh)", "spelled:\"quill\" AND spelled:\"marsh\""),
            (
                "spelled:/qu.*/",
                "named:/qu.*/ | 8: a regular expression is asked of the words of a name; read as named:",
            ),
            ("spelled:\"...\" a", "a"),
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
            ("date:0001..9999", "date:0001-01-01.."),
            (
                "date>2024 date>=2024-03 date<1990 date<=1990",
                "date:2025-01-01.. AND date:2024-03-01.. AND date:..1989-12-31 AND date:..1990-12-31",
            ),
            ("since:2024-03 before:2025", "date:2024-03-01.. AND date:..2024-12-31"),
            ("after:2019 until:2020", "date:2019-01-01.. AND date:..2020-12-31"),
            ("After: the flood", "after AND the AND flood"),
            ("mentions:1914..1918", "mentions:1914-01-01..1918-12-31"),
            (
                "length>500 wc<=300 LENGTH:300..500 length:..7",
                "length:501.. AND length:..300 AND length:300..500 AND length:..7",
            ),
            ("length:1,000", "length:1000"),
            ("length<0", "length-0 | 0: nothing lies beyond \"0\"; length<0 is read as plain words"),
            ("date>9999", "date-9999 | 0: nothing lies beyond \"9999\"; date>9999 is read as plain words"),
            ("length:long", "long | 7: \"long\" is no number of words; long is read as plain words"),
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
    assert_eq!(query, "what OR is OR the OR at&t OR profit OR not OR stated OR headline OR x OR y");
    assert_eq!(plain(" ... "), None);
}

#[test]
fn an_address_in_angle_brackets_was_read_without_end() {
    let address = parse("https://a.example/7", Join::All).query.unwrap().to_string();
    for text in [
        "<https://a.example/7>",
        "< https://a.example/7",
        ">https://a.example/7",
        "<<www.a.example https://a.example/7",
    ] {
        assert!(parse(text, Join::All).query.unwrap().to_string().ends_with(&address), "{text}");
    }
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

#[test]
fn near() {
    let distributed = "the AND in what must be near is distributed: each of its parts must be near";
    let dates = "a publication date stands nowhere in the text, so nothing is near it; read as AND";
    table(
        Join::All,
        &[
            ("a w/5 b", "a w/5 b"),
            ("a W/5 b", "a w/5 b"),
            ("a pre/5 b", "a pre/5 b"),
            ("a w/s b", "a w/s b"),
            ("a pre/p b", "a pre/p b"),
            ("a NOT w/5 b", "a NOT w/5 b"),
            ("a not w/5 b", "a NOT w/5 b"),
            ("a NOT pre/5 b", "a NOT pre/5 b"),
            ("a NOT w/s b NOT w/p c", "(a NOT w/s b) NOT w/p c"),
            ("\"a b\"~3", "\"a b\"~3"),
            ("\"a b\"~0", "\"a b\""),
            ("stem(\"a b\"~3)^2", "stem(\"a b\"~3)^2"),
            ("a w/5 b w/5 c", "(a w/5 b) w/5 c"),
            ("a w/5 b w/3 c w/5 d", "(a w/5 (b w/3 c)) w/5 d"),
            ("a w/p b w/s c w/9 d OR e", "a w/p (b w/s (c w/9 (d OR e)))"),
            ("a w/5 (b w/s c)", "a w/5 (b w/s c)"),
            ("pol* w/3 (\"x y\" OR z)", "pol* w/3 (\"x y\" OR z)"),
            ("person:\"Edna Quill\" w/s veto", "people:\"edna quill\" w/s veto"),
            ("mentions:1989 w/p Berlin", "mentions:1989 w/p berlin"),
            ("person:(quill w/p marsh)", "people:quill w/p people:marsh"),
            ("headline(person:quill w/3 veto)", "headline:(people:quill w/3 veto)"),
            ("headline:a w/5 b", "headline:(a w/5 b)"),
            ("a^2 w/5 b", "(a w/5 b)^2"),
            ("NOT a w/5 b", "NOT (a w/5 b)"),
            ("x -a w/5 b", "x AND NOT (a w/5 b)"),
            ("al-Qaeda w/5 x", "(al-qaeda OR alqaeda) w/5 x"),
            ("(a AND b) w/5 c", &format!("(a w/5 c) AND (b w/5 c) | 10: {distributed}")),
            ("a NOT w/5 (b AND c)", &format!("(a NOT w/5 b) OR (a NOT w/5 c) | 2: {distributed}")),
            ("(a AND NOT b) w/5 c", &format!("(a w/5 c) AND NOT (b w/5 c) | 14: {distributed}")),
            ("(headline:a OR b) w/5 c", "headline:(a w/5 c) OR (b w/5 c)"),
            ("date:2020 w/5 b", &format!("date:2020 AND b | 10: {dates}")),
            ("b NOT w/5 date:2020", &format!("b AND NOT date:2020 | 2: {dates}")),
            ("a w/5 NOT b", "a NOT w/5 b | 2: NOT behind a connector is read as NOT before it"),
            (
                "headline:a w/5 body:b",
                "headline:a AND body:b | 11: words of different fields cannot be near each other; read as AND",
            ),
            ("a w/0 b", "a w/1 b | 2: 0 is too small; read as 1"),
            ("a w/99999 b", "a w/9999 b | 2: \"99999\" is too big; read as 9999"),
            ("w/5 a", "a | 0: this w/5 joins nothing; it is left out"),
            ("a w/5", "a | 2: this w/5 joins nothing; it is left out"),
            ("a w/5 w/5 b", "a w/5 b | 2: this w/5 joins nothing; it is left out"),
            ("and w/5 or", "and w/5 or"),
        ],
    );
}

#[test]
fn functions_and_boosts() {
    table(
        Join::All,
        &[
            ("HEADLINE(flood OR river) Body(x)", "(headline:flood OR headline:river) AND body:x"),
            ("hlead(flood) lead:river", "lead:flood AND lead:river"),
            (
                "byline(bell) source(\"vale courier\") intitle:x",
                "byline:bell AND source:\"vale courier\" AND headline:x",
            ),
            ("atleast5(a OR b)", "atleast5(a OR b)"),
            ("atleast5 word", "atleast5(word)"),
            ("atleast5(headline:a w/3 b)", "atleast5(headline:(a w/3 b))"),
            ("atleast1(a) atleast5", "a AND atleast5"),
            ("first50(a w/5 b)", "first50(a w/5 b)"),
            ("a/F50/ \"b c\"/F5/", "first50(a) AND first5(\"b c\")"),
            (
                "first50(date:2020)",
                "date:2020 | 0: what stands nowhere in the text has no place and no count; read without this",
            ),
            (
                "allcaps(AIDS) caps(May w/3 June) nocaps(may)",
                "allcaps(aids) AND (caps(may) w/3 caps(june)) AND nocaps(may)",
            ),
            ("caps(al-Qaeda)", "caps(al_qaeda) OR caps(alqaeda)"),
            ("singular(cats) plural(\"dog house\")", "singular(cats) AND plural(\"dog house\")"),
            ("allcaps(singular(aids))", "allcaps(singular(aids))"),
            ("stem(\"drug cartels\")", "drug_cartels"),
            ("stem(\"jam* bak*\") stem(\"a b* c\")", "\"jam* bak*\" AND stem(\"a b* c\")"),
            ("2of(a b \"c d\")", "2of(a b \"c d\")"),
            ("2of(a a b)", "2of(a a b)"),
            ("1of(a b) 2of(a b)", "(a OR b) AND a AND b"),
            ("5of(a b)", "a AND b | 0: there are only 2 parts; read as all of them"),
            (
                "2of(a stem(\"and\") near5 w/2)",
                "2of(a stem(\"and\") stem(\"near5\")) | 24: this w/2 joins nothing; it is left out",
            ),
            ("foo(a b) date(s) Person(s)", "foo AND a AND b AND date AND s AND person"),
            ("a^2 b^0.5 \"c d\"^3", "a^2 AND b^0.5 AND \"c d\"^3"),
            ("(a b)^0.25 (c^2)^3 d^1", "(a AND b)^0.25 AND c^6 AND d"),
            ("headline:flood^2 *^3", "headline:flood^2 AND *^3"),
            ("a^5000", "a^1000 | 0: a boost is at most 1000; read so"),
            ("a^b ^2 ^", "a_b AND 2"),
        ],
    );
}

#[test]
fn operators_in_small_letters() {
    table(
        Join::All,
        &[
            ("war and peace", "war AND and AND peace"),
            ("to be or not to be", "to AND be AND or AND not"),
            ("\"a\" and \"b\" or \"c\"", "\"a\" AND (\"b\" OR \"c\")"),
            ("(a b) not (c d)", "a AND b AND NOT (c AND d)"),
            ("headline:a or headline:b", "headline:a OR headline:b"),
            ("oil or gas w/5 prices", "(oil OR gas) w/5 prices"),
            ("oil and not gas w/5 prices", "oil AND NOT (gas w/5 prices)"),
            ("CATS AND DOGS AND RAIN", "cats AND and AND dogs AND rain"),
            ("CATS AND DOGS", "cats AND dogs"),
            ("1914 AND 1918 AND 1945", "1914 AND 1918 AND 1945"),
            ("WHY NOT WIND OR SUN", "why AND (NOT wind OR sun)"),
        ],
    );
}

#[test]
fn connectors_of_other_systems() {
    let systems: &[(&str, &[(&str, &str)])] = &[
        (
            "Nexis",
            &[
                ("a w/sent b w/para c", "(a w/s b) w/p c"),
                ("a w/seg b", "a AND b"),
                ("a NOT w/seg b", "a AND NOT b"),
                ("HEADLINE(bribe!) AND LENGTH>500", "headline:bribe* AND length:501.."),
                ("ATLEAST5(oil) AND NOT gas", "atleast5(oil) AND NOT gas"),
                ("date=1987 a", "date:1987 AND a"),
                ("date aft 1987-06 and a*", "date:1987-07-01.. AND a*"),
                ("a AND DATE BEF 1987-06", "a AND date:..1987-05-31"),
                ("date after 1987, a date bef us", "date AND after AND 1987 AND a AND bef AND us"),
                (
                    "date=6/1/1987",
                    "6-1-1987 | 5: \"6/1/1987\" is not a date; write 2024, 2024-12, 2024-12-02 or 1980s; 6/1/1987 is read as plain words",
                ),
            ],
        ),
        (
            "Westlaw",
            &[
                ("a /5 b", "a w/5 b"),
                ("a /s b /p c", "(a w/s b) w/p c"),
                ("a +s b", "a pre/s b"),
                ("a +5 b", "a AND 5 AND b"),
                ("a +5 b /s c", "(a pre/5 b) w/s c"),
                ("a % b /3 c", "a AND NOT (b w/3 c)"),
                ("a % b", "a AND b"),
                ("open 24 /7 now", "open AND 24 AND 7 AND now"),
            ],
        ),
        (
            "Factiva",
            &[
                ("a near5 b", "a w/5 b"),
                ("a adj5 b", "a pre/5 b"),
                ("a SAME b", "a w/p b"),
                ("\"a\" same \"b\"", "\"a\" w/p \"b\""),
                ("the same b", "the AND same AND b"),
                ("word/F50/ and wc>500", "first50(word) AND length:501.."),
                ("atleast3 oil", "atleast3(oil)"),
            ],
        ),
        (
            "ProQuest",
            &[
                ("TI(a) ti(a) title(b) Headline(c)", "headline:a AND headline:b AND headline:c"),
                ("AU(a) AB(b)", "au AND a AND ab AND b"),
                ("a NEAR/5 b", "a w/5 b"),
                ("a N/5 b", "a w/5 b"),
                ("a P/5 b", "a pre/5 b"),
                ("n/a p/e", "n_a AND p_e"),
            ],
        ),
        (
            "Lucene",
            &[
                ("+a -b", "a AND NOT b"),
                (
                    "title:a^2 \"b c\"~4 d~",
                    "headline:a^2 AND \"b c\"~4 AND \"d\" | 18: a word this short has no like ones; read exactly",
                ),
                ("a && b || c", "a AND (b OR c)"),
                ("(a AND b)^2", "(a AND b)^2"),
            ],
        ),
        (
            "notmuch",
            &[
                ("a NEAR b", "a w/10 b"),
                ("a ADJ b", "a pre/1 b"),
                ("date:2019..2020 a*", "date:2019-01-01..2020-12-31 AND a*"),
            ],
        ),
        (
            "Google",
            &[
                ("intitle:a -b", "headline:a AND NOT b"),
                ("after:2019 a", "date:2019-01-01.. AND a"),
                ("\"a * b\"", "\"a\" pre/2 \"b\""),
                ("a | b", "a OR b | 2: | is read as OR"),
                ("a AROUND(5) b", "a w/5 b"),
                ("\"a\" around(12) (b OR c)", "\"a\" w/12 (b OR c)"),
                ("AROUND(5) a", "a | 0: this AROUND(5) joins nothing; it is left out"),
                ("around (5) people", "around AND 5 AND people"),
            ],
        ),
    ];
    for (_, rows) in systems {
        table(Join::All, rows);
    }
}

#[test]
fn what_readers_paste_is_words() {
    let rows = [
        ("coffee w/ milk", "coffee AND w AND milk"),
        ("Bush NOT w/ us", "bush AND not AND w AND us"),
        ("open 24/7, 9/11 and/or 100 km/h", "open AND 24-7 AND 9-11 AND and_or AND 100 AND km_h"),
        ("AT&T, C++ & 5+5", "at&t AND c AND 5-5"),
        ("War / peace — \u{2018}tis", "war AND peace AND tis"),
        ("<b>#tag @name</b> $5 50%", "b_tag AND name_b AND 5 AND 50"),
        ("near by, same old story", "near AND by AND same AND old AND story"),
        ("\u{1F600} ... !!! ^^ ~~", "nothing"),
        ("before(noon) after: hours", "before AND noon AND after AND hours"),
    ];
    table(Join::All, &rows);
}

#[test]
fn a_pasted_address_was_read_with_wildcards() {
    table(
        Join::All,
        &[
            ("https://example.com/a?id=7", "https-example-com-a-id-7"),
            ("https://example.com/~ann/b* x", "https-example-com-ann-b AND x"),
            ("www.example.com/a?b^2", "www-example-com-a-b-2"),
            ("WWW.Example.com/x~2", "www-example-com-x-2"),
            ("(see http://example.org/Foo_(bar)/F5/) x", "see AND http-example-org-foo-bar-f5 AND x"),
            ("http://example.org/(a)/b.*/ -http://x.org/?y", "http-example-org-a-b AND NOT http-x-org-y"),
            ("\"at https://example.com/a?id=7*\"", "\"at https example com a id 7\""),
            ("headline:https://example.com/a?b", "headline:https-example-com-a-b"),
        ],
    );
}

#[test]
fn anchors_of_a_regular_expression_were_refused_in_the_words_of_a_library() {
    let said = |word: &str, why: &str| {
        format!("{word} | 0: this regular expression cannot be read ({why}); read as plain words")
    };
    let anchors = "^, $ and \\b are not needed: it always matches the whole word";
    let lazy = "*? and +? are not needed: it always matches the whole word";
    let rows = [
        ("/^a/", said("a", anchors)),
        ("/(a+)+$/", said("a", anchors)),
        ("/\\ba/", said("ba", anchors)),
        ("/a+?/", said("a", lazy)),
    ];
    for (text, wanted) in rows {
        assert_eq!(read(text, Join::All), wanted, "{text}");
    }
}

#[test]
fn headlines_in_capitals_had_operators() {
    let rows = [
        // Words, and said so where something looks like an operator.
        (
            "COFFEE PRICES BAD NEWS FOR LATIN AMERICA -MINISTER",
            "coffee AND prices AND bad AND news AND for AND latin AND america AND minister",
            true,
        ),
        (
            "SAUDI ARABIA WILL NOT AGREE \"MAD\" OIL PRICE RISE",
            "saudi AND arabia AND will AND not AND agree AND \"mad\" AND oil AND price AND rise",
            true,
        ),
        (
            "(RPT) U.S. SAYS TIN DISPOSALS WILL NOT AFFECT ACCORD",
            "rpt AND us AND says AND tin AND disposals AND will AND not AND affect AND accord",
            true,
        ),
        (
            "U.S. CORN ACREAGE SEEN NEAR RECORD LOW",
            "us AND corn AND acreage AND seen AND near AND record AND low",
            true,
        ),
        ("AT&T SAYS IT WILL NOT CUT RATES", "at&t AND says AND it AND will AND not AND cut AND rates", true),
        ("OIL +GAS SAME PRICE ADJ RISE", "oil AND gas AND same AND price AND adj AND rise", true),
        ("CATS AND DOGS AND RAIN", "cats AND and AND dogs AND rain", true),
        ("\"MAD\" OIL AND GAS PRICES NOT LIKELY", "\"mad\" AND oil AND gas AND prices AND not AND likely", true),
        ("FED SAYS \"PRICES\" (AGAIN) TO RISE", "fed AND says AND \"prices\" AND again AND to AND rise", false),
        // Queries as typed.
        ("OIL NEAR PRICES", "oil w/10 prices", true),
        ("OIL OR GAS PRICES IN IRAN", "(oil OR gas) AND prices AND in AND iran", true),
        ("OIL PRICES IRAN AND NOT IRAQ", "oil AND prices AND iran AND NOT iraq", false),
        ("OIL W/5 PRICES SAUDI -IRAN", "(oil w/5 prices) AND saudi AND NOT iran", true),
        ("HEADLINE:OIL PRICES RISE NOT IRAN", "headline:oil AND prices AND rise AND NOT iran", false),
        ("OIL* PRICES RISE NOT IN IRAN", "oil* AND prices AND rise AND NOT in AND iran", false),
    ];
    for (text, wanted, shown) in rows {
        let parsed = parse(text, Join::All);
        assert_eq!((parsed.query.unwrap().to_string().as_str(), parsed.unobvious), (wanted, shown), "{text}");
        assert!(parsed.complaints.is_empty(), "{text}");
    }
}

#[test]
fn small_operators_beside_groups_phrases_and_fields_were_words() {
    let rows = [
        ("oil AND not gas", "oil AND NOT gas", true),
        ("first9(not NOT w/1 gas)", "first9(not NOT w/1 gas)", true),
        ("oil OR not gas", "oil OR NOT gas", true),
        ("(wheat or corn) and price", "(wheat OR corn) AND price", true),
        ("price (wheat or corn or rye)", "price AND (wheat OR corn OR rye)", true),
        ("\"oil\" or gas", "\"oil\" OR gas", true),
        ("gas or \"oil\"", "gas OR \"oil\"", true),
        ("headline:oil or gas", "headline:oil OR gas", true),
        ("gas or headline:oil", "gas OR headline:oil", true),
        ("oil* or gas*", "oil* OR gas*", true),
        ("flod~ and wom?n", "flod~1 AND wom?n", true),
        ("(oil and gas) or coal", "(oil AND gas) OR coal", true),
        ("(oil or gas) and not coal", "(oil OR gas) AND NOT coal", true),
        ("oil and -gas", "oil AND NOT gas", true),
        ("oil and not headline:gas", "oil AND NOT headline:gas", true),
        ("(not gas) oil", "NOT gas AND oil", true),
        ("\"crude oil\" and not gas", "\"crude oil\" AND NOT gas", true),
        (
            "(wheat and not corn) (price or cost) (export or import) (ship or rail)",
            "wheat AND NOT corn AND (price OR cost) AND (export OR import) AND (ship OR rail)",
            true,
        ),
        // Prose: nothing that an article with these words lacks may be asked for.
        ("oil and gas or coal", "oil AND and AND gas AND or AND coal", false),
        ("oil and not gas", "oil AND and AND not AND gas", false),
        ("oil not \"gas\"", "oil AND not AND \"gas\"", false),
        (
            "Saudis will not agree \"mad\" price rise and say so",
            "saudis AND will AND not AND agree AND \"mad\" AND price AND rise AND and AND say AND so",
            false,
        ),
        (
            "Oil price \"mad\" and not wise, says the Saudi minister of oil",
            "oil AND price AND \"mad\" AND not AND wise AND says AND the AND saudi AND minister AND of",
            true,
        ),
        (
            "John Smith (not his real name) tells the whole story to us",
            "john AND smith AND not AND his AND real AND name AND tells AND the AND whole AND story AND to AND us",
            false,
        ),
        // A word beside operators: the reading is shown.
        ("oil -gas and coal", "oil AND NOT gas AND and AND coal", true),
        ("headline:oil not gas", "headline:oil AND not AND gas", true),
    ];
    for (text, wanted, shown) in rows {
        let parsed = parse(text, Join::All);
        assert_eq!((parsed.query.unwrap().to_string().as_str(), parsed.unobvious), (wanted, shown), "{text}");
        assert!(parsed.complaints.is_empty(), "{text}");
    }
}

#[test]
fn capitals_near_a_byline_were_printed_so_that_reading_complained() {
    let capitals = "capitals are known of headline and body only; read in any case";
    table(
        Join::All,
        &[
            ("caps(may) w/5 byline:bell", &format!("byline:(may w/5 bell) | 10: {capitals}")),
            ("place:vale w/s (a OR allcaps(\"b c\"))", &format!("place:(vale w/s (a OR \"b c\")) | 11: {capitals}")),
            (
                "source:x NOT w/3 first9(nocaps(y) w/2 z)",
                &format!("source:(x NOT w/3 first9(y w/2 z)) | 9: {capitals}"),
            ),
            ("caps(may) w/5 headline:bell", "headline:(caps(may) w/5 bell)"),
            ("caps(may) byline:bell", "caps(may) AND byline:bell"),
            ("caps(byline:bell may)", &format!("byline:bell AND caps(may) | 5: {capitals}")),
        ],
    );
}

#[test]
fn a_hyphen_behind_a_phrase_or_a_group_was_a_not() {
    let rows = [
        ("\"Star Wars\"-style defence", "\"star wars\" AND style AND defence"),
        ("(CORRECTED)-Bankers Trust <BT> payout", "corrected AND bankers AND trust AND bt AND payout"),
        (
            "Sterling rebounds on Lawson \"target\"-denial",
            "sterling AND rebounds AND on AND lawson AND \"target\" AND denial",
        ),
        ("Senate (51)-49 vote", "senate AND 51 AND 49 AND vote"),
        ("\"a\"+b (c)-\"d\" \"e\"-(f)", "\"a\" AND b AND c AND \"d\" AND \"e\" AND f"),
        ("\"a\"^2-b \"c\"~3-d", "\"a\"^2 AND b AND \"c\" AND d"),
        (
            "-a +b (-c) headline:-d +-e \"f\" -g",
            "NOT a AND b AND NOT c AND NOT headline:d AND NOT e AND \"f\" AND NOT g",
        ),
        ("a|-b", "a OR NOT b"),
    ];
    for (text, wanted) in rows {
        assert_eq!(parse(text, Join::All).query.unwrap().to_string(), wanted, "{text}");
    }
}

#[test]
fn the_reading_is_shown_when_it_is_not_obvious() {
    let rows = [
        ("drug cartels", false),
        ("a w/5 b", false),
        ("a OR b", false),
        ("a OR b c", true),
        ("a w/5 b c", true),
        ("a w/5 b w/5 c", true),
        ("a NEAR b", true),
        ("a AROUND(5) b", true),
        ("date=1987", true),
        ("date:1987", false),
        ("date aft 1987", true),
        ("date>1987", false),
        ("\"a\" and \"b\"", true),
        ("Bush NOT w/ us", true),
        ("WHY NOT WIND OR SUN", true),
    ];
    for (text, shown) in rows {
        assert_eq!(parse(text, Join::All).unobvious, shown, "{text}");
    }
}

#[test]
fn rows_of_the_language_page_are_true() {
    let page = include_str!("../index-schema/query.md");
    let cell = |cell: &str| cell.trim().trim_matches('`').replace("\\|", "|");
    let mut rows = 0;
    for line in page.lines().filter(|line| line.starts_with("| `")) {
        let line = line.replace("\\|", "\u{1}");
        let cells: Vec<String> = line.split('|').map(|c| cell(c).replace('\u{1}', "|")).collect();
        let query = parse(&cells[1], Join::All).query.map_or("nothing".to_string(), |q| q.to_string());
        assert_eq!(query, cells[2], "{}", cells[1]);
        rows += 1;
    }
    assert!(rows > 80, "{rows} rows");
}

#[test]
fn simplified() {
    let word = |word: &str| Query::Text(Text { scope: Scope::Article, span: Span::word(Form::inflected(word)) });
    let (a, b) = (word("a"), word("b"));
    let not = |query: Query| Query::Not(Box::new(query));
    let boost = |query: Query, by| Query::Boost(Box::new(query), Factor(by));
    let any = Span::Any(vec![Span::word(Form::inflected("a")), Span::word(Form::inflected("b"))]);
    let rows = [
        (Query::And(vec![a.clone(), Query::And(vec![b.clone(), a.clone()])]), "a AND b"),
        (Query::Or(vec![Query::Or(vec![a.clone(), Query::Or(vec![b.clone()])]), a.clone()]), "a OR b"),
        (Query::Or(vec![a.clone(), a.clone()]), "a"),
        (not(not(a.clone())), "a"),
        (not(not(not(a.clone()))), "NOT a"),
        (boost(a.clone(), 1000), "a"),
        (boost(boost(a.clone(), 2000), 1500), "a^3"),
        (boost(boost(a.clone(), 2000), 500), "a"),
        (boost(boost(a.clone(), 1_000_000), 2000), "a^1000"),
        (boost(not(a.clone()), 2000), "NOT a"),
        (Query::Quorum(1, vec![a.clone(), b.clone()]), "a OR b"),
        (Query::Quorum(2, vec![a.clone(), b.clone()]), "a AND b"),
        (Query::Text(Text { scope: Scope::Headline, span: any }), "headline:a OR headline:b"),
        (Query::Prefer(Box::new(a.clone()), vec![a.clone(), b.clone(), b]), "+(a) b"),
        (Query::Prefer(Box::new(a.clone()), vec![a]), "a"),
    ];
    for (query, wanted) in rows {
        let once = query.clone().simplified();
        assert_eq!(once.to_string(), wanted, "{query}");
        assert_eq!(once.clone().simplified(), once, "{query}");
    }
}

#[test]
fn synonyms_widen_words() {
    let file = "# cars\ncar, automobile, motor car\n\nUK => Britain, United Kingdom\nflu,influenza\n";
    let synonyms = Synonyms::read(file, Path::new("synonyms.txt")).unwrap();
    let rows = [
        ("car", "car OR automobile OR \"motor car\""),
        ("cars", "cars OR automobile OR \"motor car\""),
        ("\"car\"", "\"car\""),
        ("stem(\"car\")", "car OR automobile OR \"motor car\""),
        ("caps(car) car*", "caps(car) AND car*"),
        ("red car", "red AND (car OR automobile OR \"motor car\")"),
        ("red motor car", "red AND ((motor AND (car OR automobile OR \"motor car\")) OR car OR automobile)"),
        ("motor-car", "motor_car OR car OR automobile OR motorcar"),
        ("flu w/5 uk", "(flu OR influenza) w/5 (uk OR britain OR \"united kingdom\")"),
        ("Britain", "britain"),
        ("headline:flu", "headline:flu OR headline:influenza"),
        ("atleast3(flu) -flu", "atleast3(flu OR influenza) AND NOT (flu OR influenza)"),
        ("first9(flu)^2", "first9(flu OR influenza)^2"),
        ("people:flu date:2020", "people:flu AND date:2020"),
    ];
    for (text, wanted) in rows {
        let query = parse(text, Join::All).query.unwrap().with_synonyms(&synonyms);
        assert_eq!(query.to_string(), wanted, "{text}");
        assert_eq!(parse(wanted, Join::All).query, Some(query), "{text}");
    }
    let any = parse("motor car", Join::Any).query.unwrap().with_synonyms(&synonyms);
    assert_eq!(any.to_string(), "car OR automobile OR motor OR \"motor car\"");
}

#[test]
fn faults_in_a_file_of_synonyms_are_named() {
    let rows = [
        ("a, b\nc", "s.txt, line 2: a word by itself stands for no other; write car, automobile or car => automobile"),
        ("a, , b", "s.txt, line 1: \"\" holds no word"),
        ("#\n\na => ...", "s.txt, line 3: \"...\" holds no word"),
        ("a => b => c", "s.txt, line 1: there are two => in it; write each on a line of its own"),
    ];
    for (file, wanted) in rows {
        assert_eq!(Synonyms::read(file, Path::new("s.txt")).unwrap_err().to_string(), wanted);
    }
    assert!(Synonyms::read("\u{FEFF}# nothing\r\n a,b \r\n", Path::new("s.txt")).is_ok());
}

#[test]
fn a_hostile_text_takes_no_longer_than_its_length_asks() {
    let pieces = [
        "(",
        "\"",
        "w/5 ",
        "a w/5 ",
        "a~",
        "^^^^",
        "a^2",
        "a^2 ",
        "a OR ",
        "a AND ",
        "NOT ",
        "-",
        "headline:",
        "a w/5 (",
        "/a(/ ",
        "/",
        "\\/(/",
        "first5(",
        "2of(a ",
        "(a b) w/5 ",
        "atleast5 ",
        "a or ",
        "* ",
        "\"a * ",
        "*?",
        "date:1.. ",
        "a% ",
        "caps(",
        ") ",
        "\"a\"~3^2 ",
        "x:a ",
        "(a b c d) w/9 (e f g) w/8 ",
        "<",
        "<a://",
    ];
    for piece in pieces {
        let text = piece.repeat(100_000 / piece.len());
        let begun = Instant::now();
        let parsed = parse(&text, Join::All);
        let simple = parsed.query.map(|query| query.simplified().to_string());
        // Even an unoptimised build on a busy machine reads some 100 KB a second.
        assert!(begun.elapsed() < Duration::from_secs(10), "{piece:?}: {:?}", begun.elapsed());
        assert!(simple.is_none_or(|text| text.len() < 2_000_000), "{piece:?}");
    }
    // Numbered words, so that none is said twice.
    let words: Vec<String> = (0..20_000).map(|n| format!("w{n}")).collect();
    for by in [" ", " OR ", " w/5 "] {
        let begun = Instant::now();
        assert!(parse(&words.join(by), Join::All).query.is_some());
        assert!(begun.elapsed() < Duration::from_secs(10), "{by:?}: {:?}", begun.elapsed());
    }
}

#[test]
fn proximity_deeper_than_sixteen_is_read_flat() {
    let chain = |n: usize| (0..n).map(|n| format!("a{n}")).collect::<Vec<_>>().join(" w/5 ");
    assert!(parse(&chain(17), Join::All).complaints.is_empty());
    let parsed = parse(&chain(18), Join::All);
    assert_eq!(parsed.complaints.len(), 1);
    assert_eq!(parsed.complaints[0].text, "proximity within proximity deeper than 16 is read as AND");
    assert!(parsed.query.unwrap().to_string().ends_with(" w/5 a16) AND a17"));
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
        " w/5 ",
        " pre/3 ",
        " NOT w/s ",
        " w/p ",
        " near5 ",
        " and ",
        " or ",
        " not ",
        " SAME ",
        " same ",
        " /s ",
        " +5 ",
        " % ",
        "atleast5 ",
        "atleast3(",
        "first9(",
        "2of(",
        "caps(",
        "allcaps(",
        "byline:",
        "place:",
        "plural(",
        "stem(",
        "lead(",
        "since:",
        "length:",
        "length>",
        "7..9",
        "wom?n",
        "*gate",
        "pol!",
        "/a.b*/",
        "/F5/",
        "river~",
        "~1",
        "~3",
        "^2",
        "^0.5",
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
    prop::collection::vec(piece, 0..18).prop_map(|pieces| pieces.concat())
}

fn forms() -> impl Strategy<Value = Vec<Form>> {
    let word = prop::sample::select(vec!["river", "and", "near5", "not", "same", "at&t", "3.5", "船", "obrien"]);
    let case = prop::sample::select(vec![Case::Any, Case::Any, Case::Some, Case::All, Case::None]);
    (prop::collection::vec((word, 0..4u8), 1..4), case, 0..4u8).prop_map(|(words, case, manner)| {
        let spelling = |(word, kind): (&str, u8)| match kind {
            0 => Spelling::Prefix(word.to_string()),
            1 if word.chars().all(char::is_alphabetic) => Spelling::Fuzzy(word.to_string(), 2),
            2 if word.is_ascii() && word.chars().all(char::is_alphabetic) => Spelling::Pattern(format!("{word}?x")),
            _ => match manner {
                0 => Spelling::Exact(word.to_string()),
                1 => Spelling::Inflected(word.to_string()),
                2 => Spelling::Singular(word.to_string()),
                _ => Spelling::Plural(word.to_string()),
            },
        };
        words.into_iter().map(|word| Form { spelling: spelling(word), case }).collect()
    })
}

fn spans() -> impl Strategy<Value = Span> {
    let leaf = prop_oneof![
        4 => forms().prop_map(Span::Words),
        1 => (forms(), 0..5u32).prop_map(|(forms, slop)| Span::Loose(forms, slop)),
        1 => prop::sample::select(vec!["quill", "not"]).prop_map(|name| Span::Person(Called::words(vec![Form::exact(name), Form::prefix("ed")]))),
    ];
    leaf.prop_recursive(4, 20, 3, |inner| {
        let reach = prop::sample::select(vec![Reach::Words(1), Reach::Words(30), Reach::Sentence, Reach::Paragraph]);
        let near = (inner.clone(), inner.clone(), reach, any::<bool>())
            .prop_map(|(first, second, reach, ordered)| Box::new(Near { first, second, reach, ordered }));
        prop_oneof![
            2 => near.clone().prop_map(Span::Near),
            1 => near.prop_map(Span::Apart),
            1 => (1..99u32, inner.clone()).prop_map(|(words, part)| Span::Opening(words, Box::new(part))),
            2 => prop::collection::vec(inner, 1..3).prop_map(Span::any),
        ]
    })
}

/// The words in any case: in a byline no other is known.
fn in_any_case(span: Span) -> Span {
    let each = |forms: Vec<Form>| forms.into_iter().map(|form| Form { case: Case::Any, ..form }).collect();
    let both = |near: Near| Near { first: in_any_case(near.first), second: in_any_case(near.second), ..near };
    match span {
        Span::Words(forms) => Span::Words(each(forms)),
        Span::Loose(forms, slop) => Span::Loose(each(forms), slop),
        Span::Any(parts) => Span::any(parts.into_iter().map(in_any_case).collect()),
        Span::Near(near) => Span::Near(Box::new(both(*near))),
        Span::Apart(near) => Span::Apart(Box::new(both(*near))),
        Span::Opening(words, part) => Span::Opening(words, Box::new(in_any_case(*part))),
        other => other,
    }
}

/// Trees that the language can express.
fn queries() -> impl Strategy<Value = Query> {
    use Scope::{Article, Body, Byline, Headline, Lead, Place, Source};
    let scope = prop::sample::select(vec![Article, Article, Article, Headline, Lead, Body, Byline, Place, Source]);
    let text = (scope, spans()).prop_map(|(scope, span)| match scope {
        Byline | Place | Source => Text { scope, span: in_any_case(span) },
        _ => Text { scope, span },
    });
    let text = text.boxed();
    let leaf = prop_oneof![
        6 => text.clone().prop_map(Query::from),
        1 => (2..9u32, text).prop_map(|(count, text)| Query::AtLeast(count, text)),
        1 => (0..9u64, prop::option::of(9..12u64)).prop_map(|(from, to)| Query::Length(from, to)),
        1 => Just(Query::Everything),
        1 => Just(Query::Published(None)),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let list = prop::collection::vec(inner.clone(), 1..4);
        prop_oneof![
            list.clone().prop_map(Query::And),
            list.clone().prop_map(Query::Or),
            (1..4u32, list).prop_map(|(count, parts)| Query::Quorum(count, parts)),
            inner.clone().prop_map(|query| Query::Not(Box::new(query))),
            (inner, 0..9000u32).prop_map(|(query, factor)| Query::Boost(Box::new(query), Factor(factor))),
        ]
    })
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

    #[test]
    fn a_tree_is_printed_so_that_it_is_read_as_itself(query in queries()) {
        let query = query.simplified();
        prop_assert_eq!(query.clone().simplified(), query.clone());
        let printed = query.to_string();
        let again = parse(&printed, Join::All);
        prop_assert_eq!(again.query.as_ref(), Some(&query), "{:?}", &printed);
        prop_assert!(again.complaints.is_empty(), "{:?}: {:?}", &printed, &again.complaints);
    }

    #[test]
    fn what_is_read_is_simple_already(text in texts()) {
        if let Some(query) = parse(&text, Join::All).query {
            prop_assert_eq!(query.clone().simplified(), query);
        }
    }
}
