//! Tables: CSV and TSV with a line of names. A table in, the whole list of records out; then what is broken, cut short,
//! wrongly named or hostile; then tables that grow from night to night.

use morgue::article::Article;
use morgue::date::Period;
use morgue::format::{FORMATS, FieldMap, Head, Piece, ReadOptions, recognise};
use proptest::prelude::*;

use crate::formats::{
    all, are_told, article, by_windows_and_whole, damaged, lines, on, read_in_windows, read_whole, records, skip, some,
};
use crate::util::Scene;

/// A table as a database exports it: line breaks, quotes and delimiters in quotes, a blank row, rows too short and too long.
const WIRE: &str = "\
id,Publication Date,title,content,author,publication,url,people
17,2024-12-02,\"Ferry strike \"\"over\"\"\",\"The strike ended, said Ida Holm.

It had lasted a month.\",Ann Lee,The Vale Courier,https://vale.example/17,Ida Holm; Bo Ek

18,02/03/2024,Rain,It rained.
19,2024-12-04,Snow,It snowed.,Cy Dee,The Vale Courier,,,surplus
,,,,,,,
20,2024-12-05,,,,,,
";

const FILES: &[(&str, &str, &[u8])] = &[
    ("csv", "wire.csv", WIRE.as_bytes()),
    (
        "csv-semicolon",
        "excel.csv",
        b"\xEF\xBB\xBFsep=;\r\nTitle;Text;Date\r\n\"A;b\";\"C\r\nd\";2024\r\n\r\nE;f;1999\r\n",
    ),
    ("tsv", "tabs.tsv", b"headline\tbody\tdate\nStorm\t\"It \"\"stormed\"\".\"\t2024-12\nRain\tIt rained.\t1999\n"),
    ("csv-bar", "bars.txt", b"headline|body|date\nStorm|It stormed.|2024-12\n"),
    ("csv", "macs.csv", b"headline,body\rStorm,It stormed.\rRain,\"It\rrained.\"\r"),
];

#[test]
fn a_table() {
    let first = Article {
        id: "17".into(),
        headline: "Ferry strike \"over\"".into(),
        body: "The strike ended, said Ida Holm.\n\nIt had lasted a month.".into(),
        published: on("2024-12-02"),
        source: some("The Vale Courier"),
        byline: some("Ann Lee"),
        url: some("https://vale.example/17"),
        people: all(&["Ida Holm", "Bo Ek"]),
        ..Article::default()
    };
    assert_eq!(
        records("wire.csv", WIRE.as_bytes()),
        [
            article(2, first),
            article(
                4,
                Article {
                    id: "18".into(),
                    headline: "Rain".into(),
                    body: "It rained.".into(),
                    published: Period::parse("2024-02-03/2024-03-02").ok(),
                    doubts: all(&[
                        "4 fields for 8 columns",
                        "day or month may come first: the metadata says 2024-02-03 or 2024-03-02",
                    ]),
                    ..Article::default()
                }
            ),
            article(
                5,
                Article {
                    id: "19".into(),
                    headline: "Snow".into(),
                    body: "It snowed.".into(),
                    published: on("2024-12-04"),
                    source: some("The Vale Courier"),
                    byline: some("Cy Dee"),
                    doubts: all(&["more fields than the 8 columns; those behind them were not read"]),
                    ..Article::default()
                }
            ),
            skip(7, "no headline and no body"),
        ]
    );
}

#[test]
fn delimiters_marks_and_line_ends() {
    let one = ["A;b | C\r\nd", "E | f"];
    for (name, expected) in [
        ("excel.csv", &one[..]),
        ("tabs.tsv", &["Storm | It \"stormed\".", "Rain | It rained."]),
        ("bars.txt", &["Storm | It stormed."]),
        ("macs.csv", &["Storm | It stormed.", "Rain | It\rrained."]),
    ] {
        let bytes = FILES.iter().find(|f| f.1 == name).unwrap().2;
        assert_eq!(lines(name, bytes), expected, "{name}");
    }
    // Rows are counted as a spreadsheet does, which does not show the line that names the delimiter.
    let numbers: Vec<u64> = records("excel.csv", FILES[1].2).iter().map(|r| r.number).collect();
    assert_eq!(numbers, [2, 4]);
}

#[test]
fn tables_are_told_by_their_names() {
    are_told(&[
        ("csv", "date,headline,body\n2024,Storm,It stormed.\n", "csv"),
        ("csv", "date;headline;body\n2024;Storm;It stormed, and rained, and snowed.\n", "csv-semicolon"),
        ("csv", "date\theadline\n2024\tStorm\n", "tsv"),
        ("tsv", "date,headline\n2024,Storm\n", "csv"),
        ("csv", "sep=|\nheadline|date\nA|2024", "csv-bar"),
        // Wrong names of files.
        ("txt", "date,headline,body\n2024,Storm,\"It stormed.\nIt rained.\"\n", "csv"),
        ("json", "\"title\",\"text\"\n\"Storm\",\"It stormed.\"\n", "csv"),
        ("html", "title;text\nStorm;It stormed.\n", "csv-semicolon"),
        ("", "\u{feff}title\ttext\nStorm\tIt stormed.\n", "tsv"),
        ("txt", ",id,title,publication,author,date,year,month,url,content\n0,17,A,B,C,2024,2024,12,,D\n", "csv"),
        // A column alone is told by the name of the file; so are names that nobody knows.
        ("csv", "text\nIt stormed.\n", "csv"),
        ("txt", "text\nIt stormed.\n", "text"),
        ("csv", "titel,inhalt\nSturm,Es stürmte.\n", "csv"),
        ("txt", "titel,inhalt\nSturm,Es stürmte.\n", "text"),
        // Prose and others' tables.
        ("csv", "It stormed, said the mayor.\nThen it stopped.\n", "text"),
        ("txt", "Title, text and all\nwere lost.\n", "text"),
        ("txt", "Story, content\nwere all he had, he said, and left.\n", "text"),
        ("md", "| title | text | date |\n|---|---|---|\n| a | b | c |\n", "text"),
        ("csv", "{\"title\":\"a\",\"text\":\"b\"}\n", "jsonl"),
        ("csv", "<DOC>\n<DOCNO>1</DOCNO>\n", "trec"),
    ]);
}

#[test]
fn a_users_own_columns() {
    let text = "nr,Titel,Inhalt,meta.autor\n1,Sturm,Es stürmte.,Ann Lee\n";
    let read = |specs: &[&str]| {
        let options = ReadOptions { fields: FieldMap::parse(specs.iter().copied()).unwrap(), ..ReadOptions::default() };
        let piece = Piece { path: "a.csv", bytes: text.as_bytes(), number: 1, first: true, ..Piece::default() };
        let head = Head { bytes: text.as_bytes(), extension: "csv", whole: true };
        recognise(&head).unwrap().read(&piece, &options)
    };
    assert_eq!(
        read(&[]),
        [skip(1, "no column of headlines or of text: the columns are nr, Titel, Inhalt, meta.autor")]
    );
    let expected = Article {
        id: "1".into(),
        headline: "Sturm".into(),
        body: "Es stürmte.".into(),
        byline: some("Ann Lee"),
        ..Article::default()
    };
    assert_eq!(read(&["headline=titel", "body=Inhalt", "byline=meta.autor", "id=nr"]), [article(2, expected)]);
}

#[test]
fn what_is_broken() {
    let torn = "a quote is not closed within 16 MiB; the row was ended with its first line";
    let short = "2 fields for 3 columns";
    for (text, expected) in [
        ("title,text,date\n", &["skip: no rows under the line of names"][..]),
        ("title,text,date\n\n \n", &["skip: no rows under the line of names"]),
        ("title,text,date", &["skip: no rows under the line of names"]),
        ("title,text,date\nA,\"b\nC,d,2024\n", &[&format!("A | b |  | {torn}; {short}"), "C | d"]),
        ("title,text,date\nA,\"b", &[&format!("A | b |  | {torn}; {short}")]),
        ("title,text,date\nA,b", &[&format!("A | b |  | {short}")]),
        ("title,text,date\nA,b \"c\" d,2024\n", &["A | b \"c\" d"]),
        ("title,text,date\nA,\"b\" c,2024\n", &["A | b c"]),
        ("title,text,date\nA\0,b,2024\n", &["A\0 | b"]),
        ("title,text,date\n\"\",\"\",2024\n", &["skip: no headline and no body"]),
        ("title,title,text\nA,B,c\n", &["A | c"]),
        ("title,text,date\nA,b,2024,,,\n", &["A | b"]),
    ] {
        assert_eq!(lines("a.csv", text.as_bytes()), expected, "{text}");
    }
    assert_eq!(
        lines("a.csv", b"title,text\nA,Gr\xF6\xDFe\nB,Gr\xC3\xB6\xC3\x9Fe\n"),
        ["A | Größe |  | not UTF-8; read as windows-1252, which is a guess", "B | Größe"]
    );
}

#[test]
fn what_is_hostile() {
    // A row of nothing but delimiters, a field of many doubled quotes, names without end.
    let wide = format!("title,text\nA,b{}\n", ",".repeat(1 << 20));
    assert_eq!(lines("a.csv", wide.as_bytes()), ["A | b"]);
    let quotes = format!("title,text\nA,\"{}\"\n", "\"\"".repeat(1 << 20));
    assert_eq!(records("a.csv", quotes.as_bytes()).len(), 1);
    let names = format!("title,text,{}\nA,b\n", vec!["x"; 30_000].join(","));
    assert_eq!(lines("a.csv", names.as_bytes()), ["A | b |  | 2 fields for 30002 columns"]);
    let blank = format!("title,text\n{}A,b\n", "\n".repeat(1 << 20));
    assert_eq!(records("a.csv", blank.as_bytes())[0].number, (1 << 20) + 2);
}

/// A row that is longer than a piece, and a quote that is never closed in a file of many pieces.
#[test]
fn long_files_are_read_in_pieces() {
    let scene = Scene::new();
    let mut text = String::from("id,title,text\n");
    for n in 0..30_000 {
        text.push_str(&format!("{n},Storm {n},\"It stormed\nfor the {n}th time, \"\"it\"\" did.\"\n"));
    }
    text.push_str(&format!("long,Long,\"{}\"\n", "It stormed.\n".repeat(300_000)));
    text.push_str("torn,Torn,\"It broke off\n");
    text.push_str(&format!("0,Rain,{}\n", "It rained. ".repeat(100)).repeat(20_000));
    text.push_str("last,Last,\"It\nended.\"\n");
    scene.file("news/a.csv", text);
    scene.run("index news --no-people --no-dates").is(r#"
50,003 articles from 1 file indexed in [TIME] s (27.7 MB, [SPEED] MB/s) into [DIR]/.morgue
indexed, but with a doubt:
       1  a quote is not closed within 16 MiB; the row was ended with its first line
= 0"#);
}

#[test]
fn tables_that_grew_are_not_read_twice() {
    let scene = Scene::new();
    let start = "id,title,text\n1,Storm,It stormed.\n2,Rain,\"It\nrained.\"\n";
    scene.file("news/a.csv", start).file("news/b.csv", "id,title,text\n").file("news/c.csv", "title,text\nA,\"b\n");
    scene.run("index news --quiet");
    // The second table had no rows, and the third ended inside a field: these are read from their beginning.
    scene.file("news/a.csv", format!("{start}3,Snow,It snowed.\n"));
    scene.file("news/b.csv", "id,title,text\n4,Hail,It hailed.\n");
    scene.file("news/c.csv", "title,text\nA,\"b\nc\"\n");
    scene.run("index news --dry-run").is(r#"
append news/a.csv: only grew
read news/b.csv: size changed
read news/c.csv: size changed
! 3 files to do, 0 as they were; nothing was changed
= 0"#);
    scene.run("index news").is(r#"
3 articles from 3 files read in [TIME] s (0.0 MB, [SPEED] MB/s); now 5 articles from 3 files (generation 2, [DIR]/.morgue)
articles: 2 new, 1 changed
files:    2 changed, 1 grown
= 0"#);
}

proptest! {
    #![proptest_config(crate::util::cases(400))]

    #[test]
    fn pieces_give_what_the_whole_gives(
        (file, bytes) in damaged(FILES),
        sizes in prop::collection::vec(1usize..300, 1..8),
    ) {
        let (windows, whole) = by_windows_and_whole(FILES[file], &bytes, &sizes);
        prop_assert_eq!(windows, whole);
    }

    #[test]
    fn quotes_delimiters_and_line_ends_in_any_order(
        text in "(title,text\n)?[a,;\"\r\n\t|=]{0,60}",
        sizes in prop::collection::vec(1usize..30, 1..8),
    ) {
        for format in FORMATS.iter().copied().filter(|f| f.name().starts_with("csv")) {
            let bytes = text.as_bytes();
            prop_assert_eq!(read_in_windows(format, "", bytes, &sizes), read_whole(format, "", bytes));
        }
    }
}
