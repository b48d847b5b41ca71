//! The format readers: a file of `tests/formats/` in, the whole list of records out. Then, on files and on noise: a
//! file read in pieces gives what it gives in one, and no bytes make a reader panic.

use morgue::article::{Article, Outcome, Record, Sheet};
use morgue::date::Period;
use morgue::format::{FORMATS, FieldMap, Fit, Format, Head, Piece, ReadOptions, recognise};
use proptest::prelude::*;

const FILES: [(&str, &str, &[u8]); 15] = [
    ("sgml", "wire.sgm", include_bytes!("formats/wire.sgm")),
    ("trec", "disks.trec", include_bytes!("formats/disks.trec")),
    ("trec", "pages.trecweb", include_bytes!("formats/pages.trecweb")),
    ("jsonl", "lines.jsonl", include_bytes!("formats/lines.jsonl")),
    ("jsonl", "odd.jsonl", include_bytes!("formats/odd.jsonl")),
    ("json", "array.json", include_bytes!("formats/array.json")),
    ("json", "envelope.json", include_bytes!("formats/envelope.json")),
    ("json", "single.json", include_bytes!("formats/single.json")),
    ("text", "2024-12-02-briefing.txt", include_bytes!("formats/2024-12-02-briefing.txt")),
    ("text", "front.md", include_bytes!("formats/front.md")),
    ("text", "header.txt", include_bytes!("formats/header.txt")),
    ("text", "plain.txt", include_bytes!("formats/plain.txt")),
    ("text", "prose.txt", include_bytes!("formats/prose.txt")),
    ("text", "latin1.txt", include_bytes!("formats/latin1.txt")),
    ("text", "blank.txt", include_bytes!("formats/blank.txt")),
];

/// Reads a fixture whole, as what it is recognised to be.
fn read(name: &str) -> Vec<Record> {
    let found = FILES.iter().find(|(_, file, _)| *file == name);
    found.map_or_else(Vec::new, |(format, file, bytes)| {
        let head = Head { bytes, extension: extension(file), whole: true };
        assert_eq!(recognise(&head).map(Format::name), Some(*format), "{file}");
        let format = recognise(&head).unwrap_or(FORMATS[0]);
        format.read(&Piece { path: file, bytes, number: 1, first: true, ..Piece::default() }, &options(file))
    })
}

pub fn extension(name: &str) -> &str {
    name.rsplit_once('.').map_or("", |(_, extension)| extension)
}

fn options(name: &str) -> ReadOptions {
    let specs: &[&str] = match name {
        "odd.jsonl" => &["headline=ttl", "body=payload.text", "byline=payload.by"],
        _ => &[],
    };
    ReadOptions { fields: FieldMap::parse(specs.iter().copied()).unwrap_or_default(), ..ReadOptions::default() }
}

pub fn article(number: u64, article: Article) -> Record {
    Record::new(number, Outcome::Article(Box::new(article)))
}

pub fn skip(number: u64, reason: &str) -> Record {
    Record::new(number, Outcome::Skip(reason.into()))
}

pub fn some(text: &str) -> Option<String> {
    Some(text.into())
}

pub fn all(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|t| (*t).to_string()).collect()
}

pub fn on(date: &str) -> Option<Period> {
    Period::parse(date).ok()
}

#[test]
fn reuters() {
    let base = || Article { source: some("Reuters"), ..Article::default() };
    assert_eq!(
        read("wire.sgm"),
        [
            article(
                1,
                Article {
                    id: "11".into(),
                    headline: "NORTHLAKE TIN <NLT> REOPENS SHAFT".into(),
                    body: "Northlake & Sons said the shaft>\nwould reopen.\n    Output may reach 40 dlrs per load."
                        .into(),
                    published: on("1987-03-03"),
                    byline: some("Ada Ekberg, Reuters"),
                    place: some("FALUN, Sweden"),
                    people: all(&["ekberg", "van der berg"]),
                    ..base()
                }
            ),
            article(
                2,
                Article {
                    id: "12".into(),
                    headline: "NORTHLAKE TIN SAYS SHAFT SAFE".into(),
                    published: on("1987-03-03"),
                    ..base()
                }
            ),
            article(
                3,
                Article {
                    id: "13".into(),
                    body: " TIN KERB\n MAY7  12 UP 1".into(),
                    doubts: all(&["time of day not readable: \"605:17:00.00\"", "date not readable: \"31-FEB-1987\""]),
                    ..base()
                }
            ),
            article(
                4,
                Article {
                    id: "14".into(),
                    headline: "TIN TABLE".into(),
                    body: " MAR8  --     --LOW GRADE\n MAY7 284 1/2   UP 2".into(),
                    published: on("1987-03-04"),
                    doubts: all(&["note on the date: \"date added by an editor\""]),
                    ..base()
                }
            ),
            skip(5, "no title and no text"),
            article(
                6,
                Article {
                    id: "16".into(),
                    headline: "MINERS MEET".into(),
                    body: "A new pan- European union of miners met.".into(),
                    published: on("1987-03-04"),
                    place: some("ZüRICH"),
                    doubts: all(&["not UTF-8; read as windows-1252, which is a guess"]),
                    ..base()
                }
            ),
            article(
                7,
                Article {
                    id: "17".into(),
                    headline: "LAST WORD".into(),
                    body: "The tape broke off in the mid".into(),
                    published: on("1987-03-04"),
                    doubts: all(&["the record has no end; the file may be damaged here"]),
                    ..base()
                }
            ),
        ]
    );
}

#[test]
fn trec() {
    assert_eq!(
        read("disks.trec"),
        [
            article(
                1,
                Article {
                    id: "AP881108-0007".into(),
                    headline: "Mayor Opens Bridge / Eds: LEADS with 3 grafs".into(),
                    body: "   The mayor opened a bridge\non Monday.\n   It is long.\n\n   It is also wide.".into(),
                    published: on("1988-11-08"),
                    byline: some("IDA HOLM, Associated Press Writer"),
                    place: some("PORT ALMA"),
                    ..Article::default()
                }
            ),
            article(
                2,
                Article {
                    id: "WSJ_77".into(),
                    headline: "Grain Rises".into(),
                    body: "   Grain rose.\n\n   It rose by 3 < 4 & fell.".into(),
                    published: on("1987-03-24"),
                    source: some("THE LEDGER (L)"),
                    sheets: vec![Sheet { page: "B4".into(), ..Sheet::default() }],
                    ..Article::default()
                }
            ),
            article(
                3,
                Article {
                    id: "FT911-3".into(),
                    headline: "FT 14 MAY 91 / Tin: Up £2".into(),
                    body: "Tin rose.".into(),
                    published: on("1991"),
                    source: some("The Financial Paper"),
                    ..Article::default()
                }
            ),
            article(
                4,
                Article {
                    id: "LA010189-0002".into(),
                    headline: "RAIN ENDS DROUGHT".into(),
                    body: "It rained hard.\n\nIt stopped.".into(),
                    published: on("1989-01-01"),
                    ..Article::default()
                }
            ),
            article(
                5,
                Article {
                    id: "AFP_ENG_19940512.0001".into(),
                    headline: "Talks begin".into(),
                    body: "Talks began.\n\nThey went on.".into(),
                    published: on("1994-05-12"),
                    place: some("OSLO"),
                    ..Article::default()
                }
            ),
            article(
                6,
                Article {
                    id: "XX-1".into(),
                    body: "Whose date?".into(),
                    doubts: all(&["date not readable: \"01/02/03\""]),
                    ..Article::default()
                }
            ),
            skip(7, "no headline and no text"),
            article(
                8,
                Article {
                    id: "XX-3".into(),
                    headline: "Cut short".into(),
                    body: "The disk ends he".into(),
                    doubts: all(&["the record has no end; the file may be damaged here"]),
                    ..Article::default()
                }
            ),
        ]
    );
    assert_eq!(
        read("pages.trecweb"),
        [article(
            1,
            Article {
                id: "WEB-1".into(),
                headline: "A Page".into(),
                body: "One — two\nthree\n\nfour".into(),
                url: some("http://news.example/a"),
                ..Article::default()
            }
        )]
    );
}

#[test]
fn json_lines() {
    assert_eq!(
        read("lines.jsonl"),
        [
            article(
                1,
                Article {
                    id: "7".into(),
                    headline: "Lake über All".into(),
                    body: "One.\nTwo.".into(),
                    published: on("2024-12-02"),
                    source: some("The Paper"),
                    byline: some("Ann Lee, Bo Ek"),
                    place: some("LIMA"),
                    url: some("https://a.example/7"),
                    people: all(&["X Y", "Z"]),
                    doubts: vec![],
                    contradiction: None,
                    ..Article::default()
                }
            ),
            article(
                3,
                Article {
                    id: "65".into(),
                    headline: "Main".into(),
                    body: "P one.\n\nP two.\n\nP three.".into(),
                    published: on("2024-12-02"),
                    byline: some("Cy Dee"),
                    people: all(&["A B", "C D"]),
                    ..Article::default()
                }
            ),
            article(
                4,
                Article {
                    id: "d".into(),
                    headline: " kept as is ".into(),
                    body: "<p>a &amp; b</p>".into(),
                    published: on("2024-12-02"),
                    source: some("Post"),
                    ..Article::default()
                }
            ),
            skip(5, "not JSON: EOF while parsing an object at column 20"),
            skip(6, "not JSON: expected ident at column 2"),
            skip(7, "no headline and no body; fields found: when, n"),
            skip(8, "no headline and no body; fields found: none"),
            skip(9, "not a JSON object: invalid type: sequence, expected an object at column 1"),
            article(
                10,
                Article {
                    body: "Only text.".into(),
                    published: on("2024-02-03/2024-03-02"),
                    doubts: all(&["day or month may come first: the metadata says 2024-02-03 or 2024-03-02"]),
                    ..Article::default()
                }
            ),
            article(
                11,
                Article {
                    id: "e1".into(),
                    headline: "Wrapped".into(),
                    body: "In a dump.".into(),
                    published: on("2024-12-02"),
                    ..Article::default()
                }
            ),
            article(12, Article { headline: "Last line".into(), ..Article::default() }),
        ]
    );
    assert_eq!(
        read("odd.jsonl"),
        [
            article(
                1,
                Article {
                    headline: "Odd name".into(),
                    body: "Deep text.".into(),
                    byline: some("A, B"),
                    ..Article::default()
                }
            ),
            article(2, Article { headline: "Usual name".into(), body: "this then".into(), ..Article::default() }),
        ]
    );
}

#[test]
fn json_documents() {
    assert_eq!(
        read("array.json"),
        [
            article(
                1,
                Article {
                    id: "a-1".into(),
                    headline: "Braces } in ] strings, \"quoted\"".into(),
                    body: "Body {one}.".into(),
                    published: on("2024-12-02"),
                    source: some("The Paper"),
                    ..Article::default()
                }
            ),
            skip(2, "not JSON: expected `,` or `}` at column 20"),
            skip(3, "not JSON: expected value at column 1"),
            article(
                4,
                Article {
                    headline: "Second".into(),
                    body: "A.\n\nB.".into(),
                    published: on("2024-12"),
                    byline: some("E F"),
                    ..Article::default()
                }
            ),
        ]
    );
    assert_eq!(
        read("envelope.json"),
        [
            article(
                1,
                Article {
                    id: "n1".into(),
                    headline: "First".into(),
                    body: "One.".into(),
                    published: on("2024-12-02"),
                    url: some("https://n.example/1"),
                    ..Article::default()
                }
            ),
            article(2, Article { id: "n2".into(), headline: "Second".into(), ..Article::default() }),
        ]
    );
    assert_eq!(
        read("single.json"),
        [article(
            1,
            Article {
                headline: "One article".into(),
                body: "All of it.".into(),
                place: some("Lima"),
                doubts: all(&["date not readable: \"yesterday\""]),
                ..Article::default()
            }
        )]
    );
}

#[test]
fn marked_text() {
    assert_eq!(
        read("2024-12-02-briefing.txt"),
        [
            article(
                1,
                Article {
                    headline: "Harbour Opens After “Storm of the Century”".into(),
                    body: "The harbour opened again on Monday.\nShips left at noon.\n\n  The mayor spoke.".into(),
                    published: on("2024-12-02"),
                    ..Article::default()
                }
            ),
            article(
                2,
                Article {
                    headline: "What the Storm Left".into(),
                    body: "Sand, mostly.".into(),
                    published: on("2024-12-02"),
                    byline: some("Ida Holm"),
                    ..Article::default()
                }
            ),
        ]
    );
    assert_eq!(
        read("front.md"),
        [
            article(
                1,
                Article {
                    headline: "Harbour Opens".into(),
                    body: "LIMA (AP) -- The harbour opened.\r\n\r\n### What next\r\n\r\nNobody knows.".into(),
                    published: on("2024-12-02"),
                    source: some("The Paper"),
                    byline: some("Ann Lee, Staff"),
                    place: some("LIMA"),
                    people: all(&["Ida Holm", "Bo Ek"]),
                    ..Article::default()
                }
            ),
            article(
                2,
                Article {
                    headline: "Grain Rises".into(),
                    body: "Grain rose.".into(),
                    published: on("2024-12-03"),
                    source: some("Grain Weekly"),
                    people: all(&["Ida Holm", "Bo Ek"]),
                    ..Article::default()
                }
            ),
        ]
    );
}

#[test]
fn unmarked_text() {
    assert_eq!(
        read("header.txt"),
        [article(
            1,
            Article {
                id: "h-1".into(),
                headline: "Harbour Opens".into(),
                body: "The harbour opened.".into(),
                source: some("The Paper"),
                byline: some("Ann Lee"),
                place: some("PORT ALMA"),
                url: some("https://a.example/h"),
                published: on("2024-02-03/2024-03-02"),
                doubts: all(&["day or month may come first: the metadata says 2024-02-03 or 2024-03-02"]),
                section: some("Front"),
                ..Article::default()
            }
        )]
    );
    assert_eq!(
        read("plain.txt"),
        [article(
            1,
            Article {
                headline: "Harbour Opens in U.S.".into(),
                body: "PORT ALMA, Dec. 2, 2024 (AP) — The harbour opened\non Monday.".into(),
                published: on("2024-12-02"),
                place: some("PORT ALMA"),
                ..Article::default()
            }
        )]
    );
    let prose = "The harbour opened again on Monday after the storm had\npassed, and the first ships left at noon while \
                 people\nwatched from the quay.";
    assert_eq!(read("prose.txt"), [article(1, Article { body: prose.into(), ..Article::default() })]);
    assert_eq!(
        read("latin1.txt"),
        [article(
            1,
            Article {
                headline: "Hafen wieder geöffnet".into(),
                body: "Der Hafen öffnete am Montag wieder für größere Schiffe.".into(),
                doubts: all(&[
                    "not UTF-8; read as windows-1252, which is a guess",
                    "it contains NUL characters, which were left out"
                ]),
                ..Article::default()
            }
        )]
    );
    assert_eq!(read("blank.txt"), [skip(1, "empty")]);
}

#[test]
fn content_is_recognised_before_names() {
    let long = format!("{{\"title\":\"{}", "x".repeat(66_000));
    let envelope = format!("{{\"count\":2,\"articles\":[{{\"body\":\"{}", "x".repeat(66_000));
    for (extension, text, expected) in [
        ("txt", "{\"title\":\"a\"}\n{\"title\":\"b\"}\n", Some("jsonl")),
        ("json", "{\"title\":\"a\"}\n{\"title\":\"b\"}\n", Some("jsonl")),
        ("jsonl", "broken\n{\"title\":\"b\"}\n", Some("jsonl")),
        ("jsonl", "[\n {\"title\": \"b\"}\n]", Some("json")),
        ("json", "{\"articles\":[{\"title\":\"a\"}]}", Some("json")),
        ("txt", "{\n \"title\": \"a\"\n}", Some("json")),
        ("data", &long, Some("jsonl")),
        ("json", &long, Some("json")),
        ("dat", &envelope, Some("json")),
        ("txt", "<DOC>\n<DOCNO>1</DOCNO>\n", Some("trec")),
        ("txt", "We quote:\n<DOC>\n<DOCNO>1</DOCNO>\n", Some("text")),
        ("txt", "<!DOCTYPE lewis SYSTEM \"lewis.dtd\">\n<REUTERS NEWID=\"1\">", Some("sgml")),
        ("txt", "A file begins with\n<REUTERS NEWID=\"1\">\n", Some("text")),
        ("json", "Just words.", Some("text")),
        ("txt", "A stray \0 in a text that is otherwise quite fine.", Some("text")),
        ("txt", "%PDF-1.4\nwords", Some("pdf")),
        ("txt", "\u{1}\u{2}\u{3}\0\0\0 binary", None),
    ] {
        let head = Head { bytes: text.as_bytes(), extension, whole: text.len() < 65_536 };
        assert_eq!(recognise(&head).map(Format::name), expected, "{extension}: {}", &text[..text.len().min(60)]);
    }
}

/// Reads bytes as what they are recognised to be.
pub fn records(name: &str, bytes: &[u8]) -> Vec<Record> {
    let format = recognise(&Head { bytes, extension: extension(name), whole: true }).unwrap();
    format.read(&Piece { path: name, bytes, number: 1, first: true, ..Piece::default() }, &ReadOptions::default())
}

/// Each record as one line: headline | body | place | doubts, or the reason of its skip.
pub fn lines(name: &str, bytes: &[u8]) -> Vec<String> {
    let line = |record: Record| match record.outcome {
        Outcome::Skip(reason) | Outcome::Aside(reason) => format!("skip: {reason}"),
        Outcome::Article(a) => {
            let place = a.place.unwrap_or_default();
            let parts = [a.headline, a.body, place, a.doubts.join("; ")];
            parts.join(" | ").trim_end_matches([' ', '|']).to_string()
        }
    };
    records(name, bytes).into_iter().map(line).collect()
}

#[test]
fn one_bad_byte_made_another_encoding_of_a_whole_file() {
    let doubt = "UTF-8 but for some bytes; those read as windows-1252, which is a guess";
    assert_eq!(
        lines("a.md", b"# Caf\xC3\xA9 One\n\nA na\xEFve caf\xC3\xA9.\n\n# Two\n\nPlain."),
        [format!("Café One | A naïve café. |  | {doubt}"), format!("Two | Plain. |  | {doubt}")]
    );
    assert_eq!(lines("a.txt", "Ein größeres Haus “dort”.\n".repeat(9).as_bytes())[0].matches("größeres").count(), 9);
    // What is another encoding stays one, whatever stray sequence looks like UTF-8.
    let latin = b"Gr\xF6\xDFe, \xC4rger, \xD6\x94 und \xFCbel: sch\xF6n f\xFCr K\xF6ln.";
    assert!(lines("a.txt", latin)[0].ends_with("not UTF-8; read as windows-1252, which is a guess"));
}

#[test]
fn the_places_an_agency_filed_a_story_under_were_dropped() {
    let story = |places: &str, dateline: &str| {
        let text = format!("{dateline}<BODY>Coffee rose.</BODY>");
        format!(
            "<REUTERS NEWID=\"1\">\n<PLACES>{places}</PLACES>\n<TEXT><TITLE>COFFEE</TITLE>{text}</TEXT>\n</REUTERS>\n"
        )
    };
    let dateline = "<DATELINE>    SAO PAULO, March 3 - </DATELINE>";
    let text = story("<D>brazil</D><D>usa</D>", dateline) + &story("<D>brazil</D>", "") + &story("", dateline);
    assert_eq!(
        lines("a.sgm", text.as_bytes()),
        [
            "COFFEE | Coffee rose. | SAO PAULO; brazil, usa",
            "COFFEE | Coffee rose. | brazil",
            "COFFEE | Coffee rose. | SAO PAULO"
        ]
    );
}

#[test]
fn a_header_that_began_with_an_unknown_key_was_text() {
    assert_eq!(
        lines("a.txt", b"Edition: late\nDate: 2024-12-02\nHeadline: Storm\n\nIt stormed."),
        ["Storm | It stormed."]
    );
    assert_eq!(records("a.txt", b"Edition: late\nDate: 2024-12-02\n\nIt stormed.").len(), 1);
    let prose = "Note: this happened\nDate: unknown to all who were there\nand nobody asked.";
    assert_eq!(lines("a.txt", prose.as_bytes()), [format!(" | {prose}")]);
}

#[test]
fn headlines_that_look_like_labels_lost_their_text() {
    let briefing = "**Article 5: NATO Tested**\n\nOne.\n\n**Story One**\n\nTwo.\n\n**Top Story**\n\n**Rain Ends**\n\n\
                    Three.\n\n**Secondary Article: X**\n\nFour.\n\n**Headline Two**\n\nThe Words Themselves\n\nFive.";
    assert_eq!(
        lines("a.md", briefing.as_bytes()),
        [
            "Article 5: NATO Tested | One.",
            "Story One | Two.",
            "Rain Ends | Three.",
            "X | Four.",
            "The Words Themselves | Five."
        ]
    );
    assert_eq!(lines("a.md", b"**Story One**\n"), ["Story One"]);
}

#[test]
fn arrays_that_are_empty_or_cut_short_were_not_accounted_for() {
    let open = "skip: the array has no end; the file may be cut short here";
    for (text, expected) in [
        ("[]", &["skip: no records: the array is empty"][..]),
        (" [ ]\n", &["skip: no records: the array is empty"]),
        ("[", &[open]),
        ("[{\"text\":\"A.\"},{\"text\":\"B.\"}", &[" | A.", " | B.", open]),
        ("[{\"text\":\"A.\"},\n", &[" | A.", open]),
        ("[{\"text\":\"A.\"}]\n", &[" | A."]),
        ("{\"articles\":[{\"text\":\"A.\"}]}", &[" | A."]),
        ("{\"articles\":[{\"text\":\"A.\"},{\"text\":\"B.\"}\n", &[" | A.", " | B.", open]),
        ("null", &["skip: not a JSON object: invalid type: null, expected an object at column 4"]),
    ] {
        assert_eq!(lines("a.json", text.as_bytes()), expected, "{text}");
        assert_eq!(read_in_windows(json(), "a.json", text.as_bytes(), &[1]), records("a.json", text.as_bytes()));
    }
}

#[test]
fn records_that_are_nearly_json_were_dropped() {
    let doubt = "not quite JSON; characters and numbers that JSON forbids were mended";
    let text = "{\"text\":\"A \\ud83d.\"}\n{\"text\":\"B \u{0}\u{7}.\"}\n{\"text\":\"C.\",\"n\":1e999,\"id\":-1e999}\n\
                {\"text\":\"D \\ud83d\\ude00.\"}\n{\"text\":\"E \\x.\u{1}\"}\n";
    assert_eq!(
        lines("a.jsonl", text.as_bytes()),
        [
            format!(" | A \u{FFFD}. |  | {doubt}"),
            format!(" | B \u{0}\u{7}. |  | {doubt}"),
            format!(" | C. |  | {doubt}"),
            " | D 😀.".to_string(),
            "skip: not JSON: invalid escape at column 13".to_string(),
        ]
    );
    // The first line tells what the file is, even where its name does not.
    assert_eq!(lines("a.dat", text.as_bytes()).len(), 5);
    assert_eq!(lines("a.json", b"[{\"text\":\"A\nB.\"}]"), [format!(" | A\nB. |  | {doubt}")]);
}

#[test]
fn the_line_ends_of_old_macs_made_one_headline_of_a_file() {
    assert_eq!(lines("a.txt", b"Storm\r\rIt stormed.\rIt rained."), ["Storm | It stormed.\nIt rained."]);
    assert_eq!(
        lines("a.md", b"# Storm\rIt stormed.\r# Rain\rIt rained."),
        ["Storm | It stormed.", "Rain | It rained."]
    );
    assert_eq!(
        lines("a.txt", b"Storm\r\n\r\nIt stormed.\r\nIt\r\r\nrained."),
        ["Storm | It stormed.\r\nIt\r\r\nrained."]
    );
}

#[test]
fn a_short_text_with_two_nuls_was_called_binary() {
    let doubt = "it contains NUL characters, which were left out";
    assert_eq!(lines("a.txt", b"It stormed\0 and rained\0 on"), [format!(" | It stormed and rained on |  | {doubt}")]);
}

/// The reader of JSON documents.
fn json() -> &'static dyn Format {
    FORMATS.iter().copied().find(|f| f.name() == "json").unwrap()
}

/// Reads as the pipeline does: a window that grows until the format can cut it.
pub fn read_in_windows(format: &dyn Format, name: &str, bytes: &[u8], sizes: &[usize]) -> Vec<Record> {
    let mut records = Vec::new();
    let (mut at, mut number) = (0, 1);
    let lead = &bytes[..format.lead(bytes)];
    let mut sizes = sizes.iter().cycle();
    if bytes.is_empty() {
        return read_whole(format, name, bytes);
    }
    while at < bytes.len() {
        let mut size = sizes.next().copied().unwrap_or(1).max(1);
        let (cut, window) = loop {
            let window = &bytes[at..(at + size).min(bytes.len())];
            let cut = format.cut(window, at == 0, at + window.len() == bytes.len());
            assert!(cut.bytes <= window.len());
            if cut.bytes > 0 {
                break (cut, window);
            }
            size *= 2;
        };
        let piece = Piece { path: name, bytes: &window[..cut.bytes], number, first: at == 0, lead, ..Piece::default() };
        records.extend(format.read(&piece, &options(name)));
        at += cut.bytes;
        number += cut.records;
    }
    records
}

/// Whether each of some files is recognised as what it is: extension, text, and the name of the format.
#[track_caller]
pub fn are_told(rows: &[(&str, &str, &str)]) {
    for (extension, text, expected) in rows {
        let head = Head { bytes: text.as_bytes(), extension, whole: true };
        assert_eq!(recognise(&head).map(Format::name), Some(*expected), "{extension}: {}", &text[..text.len().min(60)]);
    }
}

/// What a format reads from a damaged file window by window, and what from the whole; it is also looked at by all others.
pub fn by_windows_and_whole(
    (format, name, _): (&str, &str, &[u8]),
    bytes: &[u8],
    sizes: &[usize],
) -> (Vec<Record>, Vec<Record>) {
    let format = FORMATS.iter().copied().find(|f| f.name() == format).unwrap();
    let _ = recognise(&Head { bytes, extension: extension(name), whole: false });
    (read_in_windows(format, name, bytes, sizes), read_whole(format, name, bytes))
}

pub fn read_whole(format: &dyn Format, name: &str, bytes: &[u8]) -> Vec<Record> {
    format.read(&Piece { path: name, bytes, number: 1, first: true, ..Piece::default() }, &options(name))
}

/// Bytes made of the fixtures: some overwritten, some cut out, sometimes two files in one.
pub fn damaged(files: &'static [(&str, &str, &[u8])]) -> impl Strategy<Value = (usize, Vec<u8>)> {
    let edit = (any::<prop::sample::Index>(), 0usize..12, prop::collection::vec(any::<u8>(), 0..6));
    (0..files.len(), prop::collection::vec(edit, 0..6)).prop_map(|(file, edits)| {
        let mut bytes = files[file].2.to_vec();
        for (at, removed, added) in edits {
            if !bytes.is_empty() {
                let start = at.index(bytes.len());
                let end = (start + removed).min(bytes.len());
                bytes.splice(start..end, added);
            }
        }
        (file, bytes)
    })
}

proptest! {
    #![proptest_config(crate::util::cases(400))]

    #[test]
    fn pieces_give_what_the_whole_gives(
        (file, bytes) in damaged(&FILES),
        sizes in prop::collection::vec(1usize..400, 1..8),
    ) {
        for format in FORMATS {
            // Only the format at home in the file: text of another one would be one piece anyway.
            if format.name() == FILES[file].0 {
                let name = FILES[file].1;
                prop_assert_eq!(read_in_windows(*format, name, &bytes, &sizes), read_whole(*format, name, &bytes));
            }
        }
    }

    #[test]
    fn no_bytes_make_a_reader_panic((file, mut bytes) in damaged(&FILES), noise in prop::collection::vec(any::<u8>(), 0..200)) {
        let half = bytes.len() / 2;
        bytes.splice(half..half, noise.iter().copied());
        for bytes in [&bytes, &noise] {
            let head = Head { bytes, extension: extension(FILES[file].1), whole: true };
            prop_assert!(FORMATS.iter().all(|f| f.recognise(&head) <= Fit::Sure));
            for format in FORMATS {
                for first in [false, true] {
                    let cut = format.cut(bytes, first, true);
                    prop_assert_eq!(cut.bytes, bytes.len());
                    let lead = &bytes[..format.lead(bytes)];
                    let piece = Piece { path: "", bytes, number: 1, first, lead, ..Piece::default() };
                    let records = format.read(&piece, &options("odd.jsonl"));
                    // 0 tells of the file as a whole.
                    prop_assert!(records.iter().all(|r| r.number <= cut.records));
                }
            }
        }
    }
}

#[test]
fn one_file_of_several_encodings_gives_all_its_articles_with_the_doubtful_ones_marked() {
    let line = |text: &str| format!("{{\"title\":\"{text}\",\"text\":\"{text}\"}}\n");
    let reports = [
        ("utf-8", "Le maire n’était pas prêt à céder."),
        ("macintosh", "Le maire de Besançon n’était pas prêt à céder l’hôtel."),
        ("windows-1252", "Le maire de Besançon n’était pas prêt à céder l’hôtel."),
        ("windows-1251", "Правительство приняло новый закон о дорогах."),
        ("Shift_JIS", "政府は道路に関する新しい法律を承認した。"),
        ("gb18030", "政府通过了关于公路的新法律，总理承诺也将为学校拨款。"),
        ("utf-8", "Nothing but ASCII."),
    ];
    let mut bytes = Vec::new();
    for (label, text) in reports {
        let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).unwrap_or(encoding_rs::UTF_8);
        bytes.extend_from_slice(&encoding.encode(&line(text)).0);
    }
    let read = read_whole(FORMATS.iter().copied().find(|f| f.name() == "jsonl").unwrap(), "mixed.jsonl", &bytes);
    let said: Vec<(u64, String, Vec<String>)> = read
        .into_iter()
        .filter_map(|record| match record.outcome {
            Outcome::Article(article) => Some((record.number, article.headline, article.doubts)),
            Outcome::Skip(_) | Outcome::Aside(_) => None,
        })
        .collect();
    let expected: Vec<(u64, String, Vec<String>)> = (1..)
        .zip(reports)
        .map(|(number, (label, text))| {
            // GBK is what the web calls it; gb18030 is the same and more.
            let label = if label == "gb18030" { "GBK" } else { label };
            let doubt = (label != "utf-8").then(|| format!("not UTF-8; read as {label}, which is a guess"));
            (number, text.to_string(), doubt.into_iter().collect())
        })
        .collect();
    assert_eq!(said, expected);
}
