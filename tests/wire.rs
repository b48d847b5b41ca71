//! The formats of the wires: files of `tests/formats/` in, every field of every record out. Then variants that are
//! broken, cut short, empty, wrongly labelled or meant to harm, and noise.

use morgue::article::{Outcome, Record};
use morgue::filing::roll::Roll;
use morgue::format::{FORMATS, Format, Head, Piece, ReadOptions, recognise};
use proptest::prelude::*;

use crate::util::Scene;

const FILES: [(&str, &str, &[u8]); 6] = [
    ("nitf", "wire.nitf", include_bytes!("formats/wire.nitf")),
    ("nitf", "times.xml", include_bytes!("formats/times.xml")),
    ("newsml-g2", "message.xml", include_bytes!("formats/message.xml")),
    ("newsml1", "agence.xml", include_bytes!("formats/agence.xml")),
    ("ninjs", "ninjs.json", include_bytes!("formats/ninjs.json")),
    ("ninjs-lines", "ninjs.jsonl", include_bytes!("formats/ninjs.jsonl")),
];

fn format(name: &str, bytes: &[u8]) -> &'static dyn Format {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    recognise(&Head { bytes: &bytes[..bytes.len().min(65_536)], extension, whole: bytes.len() < 65_536 }).unwrap()
}

fn records(name: &str, bytes: &[u8]) -> Vec<Record> {
    let piece = Piece { path: name, bytes, number: 1, first: true, ..Piece::default() };
    let mut records = format(name, bytes).read(&piece, &ReadOptions::default());
    let mut roll = Roll::default();
    roll.add_all(&records, name);
    roll.settle(&mut records, name);
    records
}

/// A record: its number, and each field that says something on a line of its own, line breaks as `\n`.
fn shown(record: &Record) -> String {
    let mut text = record.number.to_string();
    let mut add = |name: &str, value: &str| {
        if !value.is_empty() {
            text.push_str(&format!("\n  {name}: {}", value.replace('\n', "\\n").replace('\t', "\\t")));
        }
    };
    match &record.outcome {
        Outcome::Skip(reason) | Outcome::Aside(reason) => add("skip", reason),
        Outcome::Article(a) => {
            add("id", &a.id);
            add("headline", &a.headline);
            add("body", &a.body);
            add("published", &a.published.map(|p| p.to_string()).unwrap_or_default());
            for (name, value) in [("source", &a.source), ("byline", &a.byline), ("place", &a.place), ("url", &a.url)] {
                add(name, value.as_deref().unwrap_or_default());
            }
            add("people", &a.people.join("; "));
            a.doubts.iter().for_each(|doubt| add("doubt", doubt));
        }
    }
    text
}

#[track_caller]
fn gives(name: &str, expected: &str) {
    let (kind, _, bytes) = FILES.into_iter().find(|(_, file, _)| *file == name).unwrap();
    assert_eq!(format(name, bytes).name(), kind);
    let got = records(name, bytes).iter().map(shown).collect::<Vec<_>>().join("\n");
    assert_eq!(got, expected.trim());
}

#[test]
fn nitf() {
    gives(
        "wire.nitf",
        r"
1
  skip: superseded: by version 2
2
  id: nw-1002
  headline: Tugs & ferries tied up
  body: Strike enters second week\n\nThe tugs of Port Alma stayed tied up on Tuesday.\n\nWhat they want\n\n“Soup,” said Rosaura Pinto, cook.\n\nMore soup\n\nBetter soup\n\nTug\tCrew\n  Alma\t5\n\nSoup is a right.\n\nBo Ek contributed.\n\nA tug at rest.\n\nThe soup is fish.
  published: 2024-12-03
  source: Northern Wire
  byline: Ann Lee, Harbour Correspondent
  place: PORT ALMA, Altamar
  url: https://nw.example/1002
  people: Ida Holm; Rosaura Pinto
  doubt: date not readable: \x22yesterday\x22
3
  skip: killed by its source
4
  skip: killed by its source
5
  id: nw-1005
  headline: Kill: Bank closes
  body: OSLO, Dec. 4, 2024 (NW) -- Editors are asked to kill the story about the bank.
  published: 2024-12-04
  source: Northern Wire
  place: OSLO
"
        .replace("\\x22", "\"")
        .as_str(),
    );
}

#[test]
fn nitf_of_the_annotated_corpus() {
    gives(
        "times.xml",
        r"
1
  id: 700123
  headline: Rain Ends Long Drought
  body: It rained.\n\nIt poured.\n\nCorrection: It drizzled.
  published: 1994-03-09
  source: The Altamar Times
  byline: ANN LEE
  place: PORT ALMA
  url: http://archive.example/full?res=700123
  people: HOLM, IDA (MAYOR); Holm, Ida
",
    );
}

#[test]
fn newsml_g2() {
    gives(
        "message.xml",
        r"
1
  skip: a package without text of its own: it names 2 items
2
  skip: superseded: by version 2
3
  id: urn:news:1
  headline: Budget passes at last
  body: By one vote\n\nThe budget passed, said Bo Ek.\n\nBy one vote.
  published: 2024-12-04
  source: Northern Wire
  byline: Ann Lee
  place: PORT ALMA, Altamar
  people: Ida Holm; Rosaura Pinto; Cathal O'Brien; Bo Ek
4
  id: https://news.example/2
  headline: Ferries sail
  body: PORT ALMA (ALT) - The ferries sailed.\nAll of them.\n\nAlma  5\nBela  7
  published: 2024-12-05
  source: ALT
  byline: Ann Lee
  place: PORT ALMA
  url: https://news.example/2
5
  skip: killed by its source
6
  skip: withheld by its source
7
  skip: killed by its source: with version 2
8
  id: urn:news:5
  body: Soup was served.\n\nIt was hot & thick.
  source: http://alt.example
9
  id: urn:news:6
  headline: A tug
  body: A tug at rest.
  doubt: no text of its own; what describes it stands for it
10
  skip: no headline and no text: ninat:composite
11
  skip: no news: a conceptItem
",
    );
}

#[test]
fn newsml_1() {
    gives(
        "agence.xml",
        r"
1
  id: urn:newsml:agence.example:20021101:TX1:2
  headline: Grève au port
  body: Les remorqueurs restent à quai\n\nL'été fut long.\n\nL'automne aussi.\n\nUn remorqueur.
  published: 2002-11-01
  source: ALT
  byline: Par Ann Lee
  place: PORT ALMA
  people: Ida Holm
2
  skip: superseded: by version 2
3
  id: urn:newsml:agence.example:20021102:TX2
  body: Soupe & pain.\n\nRien d'autre. <NewsItem> n'en est pas un.
  published: 2002-11-02
  source: Agence
4
  skip: killed by its source
5
  skip: changes to parts of another item, which are not read
6
  skip: a package without text of its own: it names 2 items
7
  skip: no headline and no text
8
  body: Pain\n\nDu pain frais.
",
    );
}

#[test]
fn ninjs() {
    gives(
        "ninjs.json",
        r"
1
  skip: superseded: by version 1.10
2
  id: https://news.example/1
  headline: Tugs & ferries tied up
  body: The tugs stayed.\n\nThe ferries too.
  published: 2024-12-03
  source: Northern Wire
  byline: Ann Lee
  place: Port Alma
  url: https://news.example/1
  people: Ida Holm
3
  skip: killed by its source
4
  id: urn:x:3
  headline: Soup is served
  body: One line.\n\nTwo.
  published: 2024-12-04
  source: Altamar Press
  byline: Bo Ek
  people: Rosaura Pinto
5
  id: urn:x:4
  headline: Bread
  body: Bread rose.\n\nIt fell, said Cy Dee.
  published: 2024-12-05
  source: Bakers' Wire
  place: Lima
  people: Cy Dee
6
  id: urn:x:5
  headline: Only told
  body: What it is about.
  doubt: no text of its own; what describes it stands for it
7
  skip: no headline and no text: picture
8
  headline: No ninjs
  body: But news.
9
  skip: not JSON: expected `,` or `}` at line 2 column 1
10
  skip: the array has no end; the file may be cut short here
",
    );
    gives(
        "ninjs.jsonl",
        r"
1
  skip: superseded: by version 2
3
  id: urn:l:1
  headline: One
  body: Second.
  published: 2024-12-02
4
  skip: not JSON: EOF while parsing a value at column 34
5
  skip: withheld by its source
",
    );
}

#[test]
fn content_tells_the_wires_whatever_their_names() {
    for (kind, file, bytes) in FILES {
        for name in ["a.txt", "a.csv", "a.html", "a.xml", "a", "a.py", "a.md"] {
            assert_eq!(format(name, bytes).name(), kind, "{file} as {name}");
        }
    }
    for (name, text, expected) in [
        ("a.xml", "<?xml version=\"1.0\"?><article><title>x</title></article>", "foreign"),
        ("a.xml", "<!-- <nitf> --><rss><channel/></rss>", "feed"),
        ("a.xml", "<set><nitf><body/></nitf></set>", "nitf"),
        ("a.txt", "Prose about <nitf> and <newsItem>.", "text"),
        ("a.nitf", "{\"uri\":\"x\",\"headline\":\"h\",\"web_url\":\"y\"}", "jsonl"),
        ("a.json", "{\"items\":[{\"uri\":\"x\",\"pubstatus\":\"usable\",\"headline\":\"h\"}]}", "ninjs"),
        ("a.json", "{\"uri\":\"x\",\"headline\":\"h\",\"body_text\":\"b\"}", "ninjs-lines"),
        ("a.xml", "<?xml version=\"1.0\"?><nitf", "nitf"),
        ("a.xml", "\u{feff}<!DOCTYPE NewsML [<!ENTITY a \"<nitf>\">]><NewsML/>", "newsml1"),
    ] {
        assert_eq!(format(name, text.as_bytes()).name(), expected, "{text}");
    }
}

/// Each record as one line: headline | body | doubts, or the reason of its skip.
fn lines(bytes: &[u8]) -> Vec<String> {
    let line = |record: Record| match record.outcome {
        Outcome::Skip(reason) | Outcome::Aside(reason) => format!("skip: {reason}"),
        Outcome::Article(a) => {
            let parts = [a.headline, a.body.replace('\n', "\\n"), a.doubts.join("; ")];
            parts.join(" | ").trim_end_matches([' ', '|']).to_string()
        }
    };
    records("a.xml", bytes).into_iter().map(line).collect()
}

/// A document of NITF with these declarations, headline and text.
fn document(prologue: &str, headline: &str, text: &str) -> String {
    let head = format!("<body.head><hedline><hl1>{headline}</hl1></hedline></body.head>");
    format!("{prologue}<nitf><body>{head}<body.content>{text}</body.content></body></nitf>")
}

#[test]
fn broken_xml() {
    let nitf = document("", "Rain", "<p>It rained.</p><p>It poured.</p>");
    for (given, expected) in [
        (nitf.as_str(), "Rain | It rained.\\n\\nIt poured."),
        (
            &nitf[..nitf.len() - 30],
            "Rain | It rained.\\n\\nIt poured. | broken XML: at byte 113, a tag, comment or the like has no end; read up to there",
        ),
        (&nitf[..100], "Rain | It rained. | broken XML: at byte 100, it has no end; read up to there"),
        (&nitf[..38], "skip: broken XML: at byte 38, it has no end"),
        (&nitf[..3], "skip: not read yet: XML"),
        ("<nitf", "skip: no <nitf> document in the file"),
        ("<nitf/>", "skip: no headline and no text"),
        ("<nitf><body><body.content><p>It rained.", "skip: broken XML: at byte 39, it has no end"),
        (
            "<nitf><body><body.head><hl1>Rain</hl1></body.head><body.content><p>It <b>rained</p></body.content></body></nitf>",
            "Rain | It rained | broken XML: at byte 79, </p> stands where </b> should; read up to there",
        ),
        (
            "<nitf><body><body.content><p a=1>Attributes <b c>of</b> no kind</p></body.content></body></nitf>",
            " | Attributes of no kind",
        ),
        ("<nitf><body><body.content><p>AT&T & more &amp; &</p></body.content></body></nitf>", " | AT&T & more & &"),
        ("<newsMessage><itemSet/></newsMessage>", "skip: no item in the message"),
        (
            "<newsItem guid='a'><contentMeta><headline>Rain</headline>",
            "Rain | | broken XML: at byte 57, it has no end; read up to there",
        ),
        ("<newsItem guid='a'><contentMeta><headline>Rai", "skip: broken XML: at byte 45, it has no end"),
        ("<NewsML/>", "skip: no <NewsItem> in the file"),
        ("<NewsML><NewsItem><NewsComponent><NewsLines><HeadLine>Rain", "skip: broken XML: at byte 58, it has no end"),
    ] {
        let expected = expected.replace(" | | ", " |  | ");
        assert_eq!(lines(given.as_bytes()), [expected], "{given}");
    }
    // A broken document costs itself and not its neighbour.
    let two = format!("{}{nitf}", &nitf[..38]);
    assert_eq!(
        lines(two.as_bytes()),
        ["skip: broken XML: at byte 38, it has no end", "Rain | It rained.\\n\\nIt poured."]
    );
}

#[test]
fn wrong_labels() {
    let declared = |encoding: &str| format!("<?xml version=\"1.0\" encoding='{encoding}'?>");
    let latin = |prologue: &str| {
        let text = document(prologue, "Café", "<p>Thé vert à Málaga.</p>");
        encoding_rs::WINDOWS_1252.encode(&text).0.into_owned()
    };
    let utf8 = |prologue: &str| document(prologue, "Café", "<p>Thé vert à Málaga.</p>").into_bytes();
    let plain = "Café | Thé vert à Málaga.";
    let guessed = format!("{plain} | not UTF-8; read as windows-1252, which is a guess");
    for (bytes, expected) in [
        (latin(&declared("ISO-8859-1")), plain.to_string()),
        (latin(&declared("windows-1252")), plain.to_string()),
        (latin(&declared("UTF-8")), guessed.clone()),
        (latin(""), guessed.clone()),
        (latin(&declared("klingon")), guessed),
        (utf8(&declared("klingon")), format!("{plain} | encoding not known: \"klingon\"")),
        (utf8(&declared("iso-8859-1")), format!("{plain} | declared as iso-8859-1, which it is not; read as UTF-8")),
        (utf8(&declared("UTF-16")), plain.to_string()),
        (utf8("\u{feff}"), plain.to_string()),
    ] {
        assert_eq!(lines(&bytes), [expected], "{}", String::from_utf8_lossy(&bytes));
    }
    // Documents one behind the other, each in its own encoding.
    let both = [latin(&declared("ISO-8859-1")), utf8(&declared("UTF-8"))].concat();
    assert_eq!(lines(&both), [plain, plain]);
}

#[test]
fn hostile_xml() {
    let laughs: String =
        (1..10).map(|n| format!("<!ENTITY l{n} \"{}\">", format!("&l{};", n - 1).repeat(10))).collect();
    let laughs = format!("<!DOCTYPE nitf [<!ENTITY l0 \"ha\">{laughs}]>");
    let unknown = "entity not known, left as it stands: &l9;";
    assert_eq!(lines(document(&laughs, "Ha", "<p>&l9;</p>").as_bytes()), [format!("Ha | &l9; | {unknown}")]);
    let outside = "<!DOCTYPE nitf [<!ENTITY f SYSTEM \"file:///etc/passwd\">]>";
    let unknown = "entity not known, left as it stands: &f;";
    assert_eq!(lines(document(outside, "F", "<p>&f;</p>").as_bytes()), [format!("F | &f; | {unknown}")]);
    let html = "entity not declared, read as in HTML: &eacute;";
    assert_eq!(lines(document("", "F", "<p>caf&eacute;</p>").as_bytes()), [format!("F | café | {html}")]);

    let deep = |depth: usize| document("", "Deep", &format!("{}x{}", "<b>".repeat(depth), "</b>".repeat(depth)));
    assert_eq!(lines(deep(200).as_bytes()), ["Deep | x"]);
    assert_eq!(lines(deep(100_000).as_bytes()), ["skip: elements nest deeper than 256"]);
    let captions = format!("{}x{}", "<fn><media-caption>".repeat(100), "</media-caption></fn>".repeat(100));
    assert_eq!(lines(document("", "Notes", &captions).as_bytes()), ["Notes | x"]);

    let long = "x".repeat(3_000_000);
    assert_eq!(lines(document("", "Long", &format!("<p class=\"{long}\">y</p>")).as_bytes()), ["Long | y"]);
    let many: String = (0..100_000).map(|n| format!(" a{n}=\"b\"")).collect();
    let blocks = format!("<block{many} class=\"full_text\"><p>y</p></block>");
    assert_eq!(lines(document("", "Many", &blocks).as_bytes()), ["Many | y"]);
    let name = format!("<{long}>y</{long}>");
    assert_eq!(lines(document("", "Name", &name).as_bytes()), ["Name | y"]);
    let empty = "<p/>".repeat(300_000);
    assert_eq!(lines(document("", "Empty", &empty).as_bytes()), ["Empty"]);

    let hidden = document("", "Rain", "<p>One.</p><!-- <nitf> --><![CDATA[ <nitf> ]]><?x <nitf> ?>");
    assert_eq!(lines(hidden.as_bytes()), ["Rain | One.\\n\\n<nitf>"]);
    let deep = format!("{{\"uri\":\"x\",\"pubstatus\":\"usable\",\"a\":{}{}}}", "[".repeat(9000), "]".repeat(9000));
    assert!(lines(deep.as_bytes())[0].starts_with("skip: "), "{:?}", lines(deep.as_bytes()));
    let page = format!("{}x", "<div>".repeat(5000));
    let deep = format!("{{\"uri\":\"x\",\"pubstatus\":\"usable\",\"body_xhtml\":\"{page}\"}}");
    assert_eq!(lines(deep.as_bytes()), [" | x"]);
}

#[test]
fn corrections_and_kills_of_nitf() {
    let told = |id: &str, docdata: &str, text: &str| {
        let head = format!("<head><docdata><doc-id id-string=\"{id}\"/>{docdata}</docdata></head>");
        format!("<nitf>{head}<body><body.content><p>{text}</p></body.content></body></nitf>\n")
    };
    for (documents, expected) in [
        (
            told("a", "", "Five tugs.") + &told("b", "<correction id-string=\"a\" info=\"six\"/>", "Six tugs."),
            &["skip: superseded: by another item, which corrects it", " | Six tugs."][..],
        ),
        (told("a", "<correction id-string=\"a\"/>", "Six tugs."), &[" | Six tugs."]),
        (
            told("b", "<correction id-string=\"a\"/>", "Six.")
                + &told("a", "<du-key key=\"TUGS\" version=\"1\"/>", "Five."),
            &[" | Six.", "skip: superseded: by another item, which corrects it"],
        ),
        (
            told("a", "", "Five.") + &told("a", "<ed-msg msg-type=\"KILL\" info=\"wrong\"/>", "Kill it."),
            &["skip: killed by its source", "skip: killed by its source"],
        ),
        (told("a", "<ed-msg msg-type=\"advisory\"/>", "Five.") + &told("b", "", "Six."), &[" | Five.", " | Six."]),
    ] {
        assert_eq!(lines(documents.as_bytes()), expected, "{documents}");
    }
}

#[test]
fn killed_items_are_counted_and_not_found() {
    let scene = Scene::new();
    for (_, name, bytes) in FILES {
        scene.file(format!("news/{name}.txt"), bytes);
    }
    let wide: Vec<u8> = document("<?xml version=\"1.0\" encoding=\"UTF-16\"?>", "Größe", "<p>Wide.</p>")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    scene.file("news/wide.xml", [&[0xFF, 0xFE][..], &wide].concat());
    scene.run("index news").is(r#"
17 articles from 7 files indexed in [TIME] s (0.0 MB, [SPEED] MB/s) into [DIR]/.morgue
23 skipped (`morgue status --skipped` names them):
       2  a package without text of its own
       1  changes to parts of another item, which are not read
       6  killed by its source
       3  no headline and no text
       1  no news
       2  not JSON
       5  superseded
       1  the array has no end; the file may be cut short here
       2  withheld by its source
indexed, but with a doubt:
       1  date not readable
       2  no text of its own; what describes it stands for it
= 3"#);
    scene.run("search --count resigns").is("0\n= 1");
    scene.run("search --count 'headline:Größe'").is("1\n= 0");
    scene.run("search --count person:pinto").is("3\n= 0");
}

fn read_in_windows(format: &dyn Format, name: &str, bytes: &[u8], size: usize) -> Vec<Record> {
    let mut records = Vec::new();
    let (mut at, mut number, mut wanted) = (0, 1, size);
    while at < bytes.len() {
        let window = &bytes[at..(at + wanted).min(bytes.len())];
        let cut = format.cut(window, at == 0, at + window.len() == bytes.len());
        if cut.bytes == 0 {
            wanted *= 2;
            continue;
        }
        let (piece, offset) = (&window[..cut.bytes], at as u64);
        let piece = Piece { path: name, bytes: piece, number, offset, first: at == 0, ..Piece::default() };
        records.extend(format.read(&piece, &ReadOptions::default()));
        (at, number, wanted) = (at + cut.bytes, number + cut.records, size);
    }
    records
}

/// Bytes made of the fixtures: some overwritten, some cut out.
fn damaged() -> impl Strategy<Value = (usize, Vec<u8>)> {
    let edit = (any::<prop::sample::Index>(), 0usize..40, prop::collection::vec(any::<u8>(), 0..6));
    (0..FILES.len(), prop::collection::vec(edit, 0..6)).prop_map(|(file, edits)| {
        let mut bytes = FILES[file].2.to_vec();
        for (at, removed, added) in edits {
            let start = at.index(bytes.len().max(1)).min(bytes.len());
            let end = (start + removed).min(bytes.len());
            bytes.splice(start..end, added);
        }
        (file, bytes)
    })
}

/// Markup of the names that readers know, in any order, closed or not.
fn markup() -> impl Strategy<Value = String> {
    let name = prop::sample::select(vec![
        "nitf",
        "newsItem",
        "NewsItem",
        "body",
        "body.content",
        "p",
        "table",
        "tr",
        "td",
        "pre",
        "fn",
        "hl1",
        "br",
        "contentSet",
        "inlineXML",
        "NewsComponent",
        "ContentItem",
        "DataContent",
        "person",
        "contentMeta",
        "headline",
    ]);
    let part = prop_oneof![
        name.clone().prop_map(|n| format!("<{n}>")),
        name.clone().prop_map(|n| format!("</{n}>")),
        name.prop_map(|n| format!("<{n} a=\"1\"/>")),
        prop::sample::select(vec!["text", " ", "\n", "&amp;", "&x;", "&", "<", "<!--", "-->", "<![CDATA[", "]]>", "é"])
            .prop_map(str::to_string),
    ];
    prop::collection::vec(part, 0..60).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(crate::util::cases(300))]

    #[test]
    fn every_record_is_accounted_for((file, bytes) in damaged(), soup in markup(), size in 1usize..400) {
        for bytes in [&bytes[..], soup.as_bytes()] {
            for format in FORMATS.iter().filter(|f| f.name().starts_with('n')) {
                let name = FILES[file].1;
                let cut = format.cut(bytes, true, true);
                prop_assert_eq!(cut.bytes, bytes.len());
                let whole = format.read(&Piece { path: name, bytes, number: 1, first: true, ..Piece::default() }, &ReadOptions::default());
                prop_assert!(whole.iter().all(|r| r.number >= 1 && r.number <= cut.records));
                let paragraphs = whole.iter().filter_map(|r| match &r.outcome {
                    Outcome::Article(a) => Some(a.body.len()),
                    Outcome::Skip(_) | Outcome::Aside(_) => None,
                });
                // Nothing is made of nothing: references shrink, and a paragraph costs two bytes.
                prop_assert!(paragraphs.sum::<usize>() <= 4 * bytes.len());
                if !bytes.is_empty() {
                    prop_assert_eq!(read_in_windows(*format, name, bytes, size), whole);
                }
            }
        }
    }
}

/// A wire that sends newer versions every night would have said every night that something was lost.
#[test]
fn a_newer_version_is_no_loss() {
    let sent = |version: u64, headline: &str| {
        format!("{{\"uri\":\"u\",\"version\":\"{version}\",\"pubstatus\":\"usable\",\"headline\":\"{headline}\"}}\n")
    };
    let scene = Scene::new();
    scene.file("news/a.json", sent(1, "Five tugs sank"));
    scene.run("index news --quiet").is("= 0");
    scene.file("news/b.json", sent(2, "Six tugs sank"));
    scene.run("index news").is(r#"
1 article from 2 files read in [TIME] s (0.0 MB, [SPEED] MB/s); now 1 article from 2 files (generation 2, [DIR]/.morgue)
articles: 1 changed
files:    1 new, 1 revised
1 skipped (`morgue status --skipped` names them):
       1  superseded
= 0"#);
    scene.run("search tugs --count").is("1\n= 0");
    scene.run("new").is(r#"
changed (headline)
1. Six tugs sank
   undated · u · news/b.json#1
   was: Five tugs sank
! 0 new, 1 changed, 0 vanished, 1 moved since generation 1 (now 2)
= 0"#);
}
