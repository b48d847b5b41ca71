//! Exports of news databases: a file as its user saved it in, every document of it out; and the count of them against what the
//! file itself says. Then the same files broken, mixed, wrongly named, and in other wrappings.

use morgue::article::{Article, Record};
use morgue::format::{Format, Head, recognise};
use proptest::prelude::*;

use crate::formats::{all, are_told, article, by_windows_and_whole, damaged, lines, on, records, some};
use crate::util::Scene;

/// The old interface of LexisNexis: a heading over each document, everything in the middle of the line, labels in capitals.
const LEXIS: &str = "


Download Request: Selected Items: 1-2
Time Of Request: Friday, March 20, 2018  16:51:31


                               1 of 2 DOCUMENTS



                                The Vale Courier

                            August 12, 2010 Thursday
                              Late Edition - Final

Bridge closed after flood; engineers find
supports undermined

BYLINE: By ANN LEE

SECTION: Section A; Metropolitan Desk; Pg. 1

LENGTH: 24 words

DATELINE: HARROW, N.Y.

HIGHLIGHT: A village is cut off.

The council voted to close the old bridge
after engineers found that its supports were gone.

NOTE: Residents said no.

GRAPHIC: PHOTO: The bridge. (PHOTOGRAPH BY CY ORR)

LOAD-DATE: August 12, 2010

LANGUAGE: ENGLISH

PERSON: MICHAEL R BLOOMBERG (94%); ANN
HARROW (50%)

PUBLICATION-TYPE: Newspaper


                    Copyright 2010 The Vale Courier Company
                              All Rights Reserved

                               2 of 2 DOCUMENTS


                                 Berg-Zeitung

                           12. August 2010 Donnerstag

Brücke gesperrt

AUTOR: Von Jo Maier

RUBRIK: LOKALES; S. 3

LÄNGE: 6 Wörter

Die Brücke ist seit gestern gesperrt.

UPDATE: 13. August 2010

SPRACHE: GERMAN; DEUTSCH


                        Copyright 2010 Berg-Zeitung
                           Alle Rechte Vorbehalten
";

/// Nexis Uni: a cover with a list, the headline first, `Body` and `End of Document` alone on their lines.
const UNI: &str = "User Name: = ann
Date and Time: = Thursday, May 6, 2021 10:00:00 AM GMT

Documents (2)

1. Bridge closed after flood
Client/Matter: -None-

2. Rain
Client/Matter: -None-

| About LexisNexis | Privacy Policy | Terms & Conditions | Copyright © 2021 LexisNexis

Bridge closed after flood

The Vale Courier (Vale)

May 3, 2021 Monday

Edition 1; National Edition

Copyright 2021 Vale Newspapers Ltd All Rights Reserved

Section: NEWS; Pg. 6

Length: 14 words

Byline: Ann Lee

Highlight: A village is cut off.

Body


The council voted to close the bridge.

Byline: no label here.

Graphic


The bridge on Monday.

Classification


Language: ENGLISH

Person: BARACK OBAMA (94%)

Load-Date: May 3, 2021


End of Document

Rain

The Vale Courier (Vale)

Copyright 2021 Vale Newspapers Ltd All Rights Reserved

Length: 3 words

Body


It rained again.

Load-Date: May 4, 2021


End of Document
";

/// Factiva without indexing: lines tell what they are by their order.
const FACTIVA: &str = "Politics
Bridge closed after flood
By Ann Lee
15 words
4 December 2003
14:23
The Vale Courier
VALECO
English
(c) 2003 The Vale Courier

HARROW, Dec. 3 (VP) - The council voted to close the bridge.

IN the morning it rained.

Document VALECO0020031204dzc40002h

Regen
2 Wörter
4 Dezember 2003
Berg-Zeitung
BERGZ
Deutsch
(c) 2003 Berg-Zeitung

Es regnet.

Dokument BERGZ00020031204dzc400099

Search Summary
Text\tbridge
Results Found\t2,654
";

/// Factiva with indexing: codes before the lines.
const CODES: &str = "SE \tPolitics
HD \tBridge closed
\tafter flood
BY \tBy Ann Lee
WC \t20 words
PD \t4 December 2003
SN \tThe Vale Courier
SC \tVALECO
LA \tEnglish
CY \t(c) 2003
LP \tThe council voted.

A second paragraph.
TD \tIt rained.

IN the morning.
NS \tc13 : Regulation
AN \tDocument VALECO0020031204dzc40002h
";

/// ProQuest: rules between documents, what names the newspaper below the text.
const PROQUEST: &str = "____________________________________________________________

Document 1 of 2

Bridge closed after flood

Author: Lee, Ann

Publication info: The Vale Courier ; Vale, N.Y. [Vale, N.Y]02 Jan 2015: A.1.

https://library.example/login?url=https://www.proquest.com/docview/1/se-2?accountid=1

Abstract: None available.

Full text: The council voted.
It rained.

Subject: none, said the mayor

____________________________________________________________

Credit: Ann Lee

Subject: Bridges; Floods

People: Obama, Barack; Lee, Ann

Title: Bridge closed after flood

Publication title: The Vale Courier; Vale, N.Y.

Publication date: Jan 2, 2015

Section: A

Language of publication: English

ProQuest document ID: 2637391967

DocumentURL: https://library.example/login?url=https://www.proquest.com/docview/1/se-2?accountid=1

Database: U.S. Newsstream

____________________________________________________________

Document 2 of 2

Rain

Publication info: The Vale Courier ; Vale, N.Y. [Vale, N.Y]03 Jan 2015: A.1.

Abstract: It rained.

Publication title: The Vale Courier

ProQuest document ID: 2637391968

Database: U.S. Newsstream

____________________________________________________________

Contact us at: http://about.proquest.com/go/pqissupportcontact
Database copyright © 2022 ProQuest LLC. All rights reserved.
";

const FILES: &[(&str, &str, &[u8])] = &[
    ("nexis", "lexis.txt", LEXIS.as_bytes()),
    ("nexis", "uni.txt", UNI.as_bytes()),
    ("factiva", "factiva.txt", FACTIVA.as_bytes()),
    ("factiva", "codes.txt", CODES.as_bytes()),
    ("proquest", "proquest.txt", PROQUEST.as_bytes()),
];

fn lexis() -> [Record; 2] {
    let first = Article {
        headline: "Bridge closed after flood; engineers find supports undermined".into(),
        body: "A village is cut off.\n\nThe council voted to close the old bridge\nafter engineers found that its \
               supports were gone.\n\nNOTE: Residents said no.\n\nPHOTO: The bridge. (PHOTOGRAPH BY CY ORR)"
            .into(),
        published: on("2010-08-12"),
        source: some("The Vale Courier"),
        byline: some("ANN LEE"),
        place: some("HARROW, N.Y."),
        section: some("Section A; Metropolitan Desk; Pg. 1"),
        language: some("en"),
        people: all(&["MICHAEL R BLOOMBERG", "ANN HARROW"]),
        ..Article::default()
    };
    let second = Article {
        headline: "Brücke gesperrt".into(),
        body: "Die Brücke ist seit gestern gesperrt.".into(),
        published: on("2010-08-12"),
        source: some("Berg-Zeitung"),
        byline: some("Jo Maier"),
        section: some("LOKALES; S. 3"),
        language: some("de"),
        ..Article::default()
    };
    [article(1, first), article(2, second)]
}

#[test]
fn the_old_interface_of_lexisnexis() {
    assert_eq!(records("a.txt", LEXIS.as_bytes()), lexis());
}

#[test]
fn nexis_uni() {
    let first = Article {
        headline: "Bridge closed after flood".into(),
        body: "A village is cut off.\n\nThe council voted to close the bridge.\n\nByline: no label here.\n\n\
               The bridge on Monday."
            .into(),
        published: on("2021-05-03"),
        source: some("The Vale Courier (Vale)"),
        byline: some("Ann Lee"),
        section: some("NEWS; Pg. 6"),
        language: some("en"),
        people: all(&["BARACK OBAMA"]),
        ..Article::default()
    };
    let second = Article {
        headline: "Rain".into(),
        source: some("The Vale Courier (Vale)"),
        body: "It rained again.".into(),
        published: on("2021-05-04"),
        doubts: all(&["dated by the day the database took it in"]),
        ..Article::default()
    };
    assert_eq!(records("a.txt", UNI.as_bytes()), [article(1, first), article(2, second)]);
}

#[test]
fn factiva_by_the_order_of_lines() {
    let first = Article {
        id: "VALECO0020031204dzc40002h".into(),
        headline: "Bridge closed after flood".into(),
        body: "HARROW, Dec. 3 (VP) - The council voted to close the bridge.\n\nIN the morning it rained.".into(),
        published: on("2003-12-04"),
        source: some("The Vale Courier"),
        byline: some("Ann Lee"),
        place: some("HARROW"),
        section: some("Politics"),
        language: some("en"),
        ..Article::default()
    };
    let second = Article {
        id: "BERGZ00020031204dzc400099".into(),
        headline: "Regen".into(),
        body: "Es regnet.".into(),
        published: on("2003-12-04"),
        source: some("Berg-Zeitung"),
        language: some("de"),
        ..Article::default()
    };
    assert_eq!(records("a.txt", FACTIVA.as_bytes()), [article(1, first), article(2, second)]);
}

fn coded() -> Article {
    Article {
        id: "VALECO0020031204dzc40002h".into(),
        headline: "Bridge closed after flood".into(),
        body: "The council voted.\n\nA second paragraph.\n\nIt rained.\n\nIN the morning.".into(),
        published: on("2003-12-04"),
        source: some("The Vale Courier"),
        byline: some("Ann Lee"),
        section: some("Politics"),
        language: some("en"),
        ..Article::default()
    }
}

#[test]
fn factiva_by_codes() {
    assert_eq!(records("a.txt", CODES.as_bytes()), [article(1, coded())]);
    // Where a table became text, one blank is left of the tab.
    assert_eq!(records("a.txt", CODES.replace(" \t", " ").as_bytes()), [article(1, coded())]);
}

#[test]
fn proquest() {
    let first = Article {
        id: "2637391967".into(),
        headline: "Bridge closed after flood".into(),
        body: "The council voted.\nIt rained.\n\nSubject: none, said the mayor\n\n\
               ____________________________________________________________\n\nCredit: Ann Lee"
            .into(),
        published: on("2015-01-02"),
        source: some("The Vale Courier"),
        byline: some("Lee, Ann"),
        section: some("A"),
        language: some("en"),
        url: some("https://www.proquest.com/docview/1/se-2?accountid=1"),
        people: all(&["Obama, Barack", "Lee, Ann"]),
        ..Article::default()
    };
    let second = Article {
        id: "2637391968".into(),
        headline: "Rain".into(),
        body: "It rained.".into(),
        published: on("2015-01-03"),
        source: some("The Vale Courier"),
        doubts: all(&["only an abstract stands for its text"]),
        ..Article::default()
    };
    assert_eq!(records("a.txt", PROQUEST.as_bytes()), [article(1, first), article(2, second)]);
}

#[test]
fn exports_are_told_by_their_marks() {
    are_told(&[
        ("txt", LEXIS, "nexis"),
        ("", UNI, "nexis"),
        ("doc", FACTIVA, "factiva"),
        ("csv", CODES, "factiva"),
        ("html", PROQUEST, "proquest"),
        // Prose that speaks of them.
        ("txt", "Of the find, only\n1 of 500 DOCUMENTS\nwas read.", "text"),
        ("txt", "It was the\nEnd of Document\nin the play.", "text"),
        ("txt", "Document 12\nFull text: none.", "text"),
    ]);
}

#[test]
fn what_a_file_claims_and_does_not_hold_is_said() {
    let numbered = |numbers: &[u32], of: u32| -> String {
        let document = |n: &u32| {
            format!(
                "          {n} of {of} DOCUMENTS\n\n   Courier\n\n   May {n}, 2010 Monday\n\nRain {n}\n\nLENGTH: 2 words\n\nIt rained.\n\nLOAD-DATE: May {n}, 2010\n\n"
            )
        };
        numbers.iter().map(document).collect()
    };
    let said = |text: &str| -> Vec<String> {
        records("a.txt", text.as_bytes())
            .into_iter()
            .filter(|r| r.number == 0)
            .map(|r| match r.outcome {
                morgue::article::Outcome::Skip(reason) => reason,
                morgue::article::Outcome::Article(_) => panic!("an article has a number"),
            })
            .collect()
    };
    assert_eq!(said(&numbered(&[1, 2, 3], 3)), [""; 0]);
    assert_eq!(said(&numbered(&[1, 3], 3)), ["the file says 3 documents, 2 were found: document 2 is missing"]);
    assert_eq!(
        said(&numbered(&[2, 5], 6)),
        ["the file says 6 documents, 2 were found: documents 1, 3 to 4 and 6 are missing"]
    );
    // Two exports one behind the other are counted each for itself.
    let two = numbered(&[1, 2], 2) + &numbered(&[1, 3], 3);
    assert_eq!(records("a.txt", two.as_bytes()).len(), 5);
    assert_eq!(said(&two), ["the file says 3 documents, 2 were found (another count in it): document 2 is missing"]);
    // A cover says only how many.
    let third = UNI.replace("Documents (2)", "Documents (1,003)");
    assert_eq!(said(&third), ["the file says 1003 documents, 2 were found"]);
}

#[test]
fn an_export_that_is_not_whole_is_said_aloud() {
    let scene = Scene::new();
    scene.file("news/whole.txt", LEXIS);
    scene.file(
        "news/part.txt",
        LEXIS.replace("1 of 2 DOCUMENTS", "1 of 9 DOCUMENTS").replace("2 of 2 DOC", "4 of 9 DOC"),
    );
    scene.run("index --quiet news").is("
! warning: news/part.txt: the file says 9 documents, 2 were found: documents 2 to 3 and 5 to 9 are missing
= 3");
    scene.run("status --skipped").is("
news/part.txt: the file says 9 documents, 2 were found: documents 2 to 3 and 5 to 9 are missing
= 0");
    scene.run("status --skipped --json").is(r#"
{"path":"news/part.txt","record":null,"reason":"the file says 9 documents, 2 were found: documents 2 to 3 and 5 to 9 are missing"}
= 0"#);
    assert_eq!(scene.run("search bridge --count").stdout(), "2\n");
}

/// A file of lines as a page, as its users save that: each line a paragraph.
fn page(text: &str) -> String {
    let paragraph =
        |line: &str| format!("<p>{}</p>\n", line.replace('&', "&amp;").replace('<', "&lt;").replace('\t', "</td><td>"));
    let paragraphs: String = text.lines().map(paragraph).collect();
    format!("<!DOCTYPE html>\n<html><head><title>Export</title></head><body>{paragraphs}</body></html>")
}

/// The same as RTF.
fn rtf(text: &str) -> String {
    let character = |c: char| match c {
        '\n' => "\\par\n".to_string(),
        '\t' => "\\tab ".to_string(),
        '\\' | '{' | '}' => format!("\\{c}"),
        c if c.is_ascii() => c.to_string(),
        c => format!("\\u{}?", c as u32 as i32),
    };
    let text: String = text.chars().map(character).collect();
    format!("{{\\rtf1\\ansi\\ansicpg1252{{\\fonttbl{{\\f0 Arial;}}}}\\f0 {text}}}")
}

#[test]
fn other_wrappings_give_the_same_articles() {
    let headlines = |name: &str, bytes: &str| -> Vec<String> {
        lines(name, bytes.as_bytes()).iter().map(|l| l.split(" | ").next().unwrap_or_default().to_string()).collect()
    };
    for (_, name, bytes) in FILES.iter().filter(|(_, name, _)| *name != "lexis.txt") {
        let text = std::str::from_utf8(bytes).unwrap();
        let expected = headlines(name, text);
        let dos = text.replace('\n', "\r\n");
        for (ending, wrapped) in [("html", page(text)), ("rtf", rtf(text)), ("TXT", dos)] {
            assert_eq!(headlines(&format!("a.{ending}"), &wrapped), expected, "{name} as {ending}");
        }
    }
    let head =
        |text: &str| recognise(&Head { bytes: text.as_bytes(), extension: "html", whole: true }).map(Format::name);
    assert_eq!(
        (head(&page(UNI)), head(&page(FACTIVA)), head(&page(PROQUEST))),
        (Some("nexis"), Some("factiva"), Some("proquest"))
    );
}

#[test]
fn on_pages_of_proquest_nothing_parts_documents_but_their_last_line() {
    let bare = PROQUEST.replace("____________________________________________________________\n", "");
    let bare: String =
        bare.lines().filter(|line| !line.starts_with("Document ")).map(|line| format!("{line}\n")).collect();
    assert_eq!(lines("a.html", page(&bare).as_bytes()).len(), 2);
}

#[test]
fn documents_that_are_cut_off_say_so() {
    let doubt = "it has not the lines that end a document in this export: it may be cut off";
    for (_, name, bytes) in FILES {
        let text = std::str::from_utf8(bytes).unwrap();
        // Within the text of the last document.
        let at = ["seit gestern", "rained again", "Es regnet", "A second", "Abstract: It"]
            .iter()
            .find_map(|words| text.rfind(words).map(|at| at + words.len()))
            .unwrap();
        let found = lines(name, &bytes[..at]);
        let last = found.last().unwrap();
        assert!(last.contains(doubt), "{name}: {last}");
    }
    // A text that is far shorter than its header says.
    let short = LEXIS.replace("LENGTH: 24 words", "LENGTH: 543 words");
    assert!(lines("a.txt", short.as_bytes())[0].ends_with("its text has 32 words, and says it has 543"));
}

#[test]
fn what_stands_in_a_text_parts_no_document() {
    let quoted = LEXIS.replace("NOTE: Residents said no.", "3 of 7 DOCUMENTS\n\nwere read.");
    assert_eq!(records("a.txt", quoted.as_bytes()).len(), 2);
    let empty = "                 1 of 1 DOCUMENTS\n\nLENGTH: 0 words\n";
    assert_eq!(lines("a.txt", empty.as_bytes()), ["skip: a document without headline and text"]);
}

#[test]
fn what_is_hostile_costs_its_bytes() {
    for text in [
        "1 of 2 DOCUMENTS\nLENGTH: 1 words\n".repeat(50_000),
        format!("{LEXIS}{}", "PERSON: A (1%)\n".repeat(200_000)),
        format!("{UNI}{}", "End of Document\n".repeat(100_000)),
        format!("{PROQUEST}{}", "____________________\n\nSubject: x\n\n".repeat(50_000)),
        format!("{FACTIVA}{}", "Document VALECO0020031204dzc40002h\n".repeat(50_000)),
        format!("{CODES}{}", "HD x\n".repeat(200_000)),
    ] {
        let began = std::time::Instant::now();
        assert!(!records("a.txt", text.as_bytes()).is_empty());
        assert!(began.elapsed().as_secs() < 20, "{}", &text[..60]);
    }
}

proptest! {
    #![proptest_config(crate::util::cases(300))]

    #[test]
    fn pieces_give_what_the_whole_gives((file, bytes) in damaged(FILES), sizes in prop::collection::vec(1usize..400, 1..8)) {
        let (pieces, whole) = by_windows_and_whole(FILES[file], &bytes, &sizes);
        prop_assert_eq!(pieces, whole);
    }
}
