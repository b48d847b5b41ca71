//! Crawls: records of every kind in, the whole list of what became of them out; then archives that are packed, cut short, that
//! lie about their lengths, and that are made to hurt.

use std::io::Write;
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
use morgue::article::{Article, Outcome, Record};
use morgue::format::{Head, Piece, ReadOptions, recognise};
use proptest::prelude::*;

use crate::formats::{all, on, some};
use crate::util::Scene;

const DAY: &str = "2024-12-03T10:00:00Z";
const TEXT: &str = "The ferries of Port Alma stayed in the harbour for a second week, and nobody on the quay could say when they would sail \
    again, not even Rosaura Pinto, who cooks for the crews of all three boats and hears everything first.";

fn page(headline: &str) -> String {
    format!(
        "<!doctype html><html><head><title>{headline}</title></head><body><article><h1>{headline}</h1><p>{TEXT}</p></article></body></html>"
    )
}

/// What becomes of such a page.
fn read_page(headline: &str, url: &str) -> Article {
    Article {
        id: url.into(),
        headline: headline.into(),
        body: TEXT.into(),
        published: on("2024-12-03"),
        url: some(url),
        doubts: all(&["dated by the day of its capture alone: 2024-12-03"]),
        ..Article::default()
    }
}

fn record(kind: &str, url: &str, content: &str, block: &[u8]) -> Vec<u8> {
    let mut out = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: {DAY}\r\nContent-Type: {content}\r\nContent-Length: {}\r\n\r\n",
        block.len()
    )
    .into_bytes();
    out.extend(block);
    out.extend(b"\r\n\r\n");
    out
}

fn http(header: &str, body: &[u8]) -> Vec<u8> {
    let mut out = format!("HTTP/1.1 {header}\r\n\r\n").into_bytes();
    out.extend(body);
    out
}

fn response(url: &str, header: &str, body: &[u8]) -> Vec<u8> {
    record("response", url, "application/http; msgtype=response", &http(header, body))
}

fn html(url: &str, headline: &str) -> Vec<u8> {
    response(url, "200 OK\r\nContent-Type: text/html; charset=utf-8", page(headline).as_bytes())
}

/// The records of an archive, cut into pieces of so many bytes as a large file is.
fn read_in(bytes: &[u8], window: usize) -> Vec<Record> {
    let format =
        recognise(&Head { bytes: &bytes[..bytes.len().min(65_536)], extension: "warc", whole: false }).unwrap();
    assert_eq!(format.name(), "warc");
    let (mut records, mut seen) = (Vec::new(), Default::default());
    let (mut at, mut number, mut wanted) = (0, 1, window);
    while at < bytes.len() {
        let end = (at + wanted).min(bytes.len());
        let cut = format.cut(&bytes[at..end], at == 0, end == bytes.len());
        if cut.bytes == 0 {
            wanted *= 2;
            continue;
        }
        let piece = &bytes[at..at + cut.bytes];
        let repeats = format.repeats(piece, number, at == 0, &mut seen);
        let piece = Piece {
            path: "crawl.warc",
            bytes: piece,
            number,
            offset: at as u64,
            first: at == 0,
            lead: b"",
            repeats: &repeats,
        };
        let read = format.read(&piece, &ReadOptions::default());
        assert_eq!(read.len() as u64, cut.records, "of the piece at {at}");
        records.extend(read);
        (at, number, wanted) = (at + cut.bytes, number + cut.records, window);
    }
    records
}

fn read(bytes: &[u8]) -> Vec<Record> {
    let whole = read_in(bytes, 1 << 20);
    assert_eq!(read_in(bytes, 700), whole, "in pieces");
    whole
}

fn skip(reason: &str) -> Outcome {
    Outcome::Skip(reason.into())
}

fn aside(reason: &str) -> Outcome {
    Outcome::Aside(reason.into())
}

fn is(article: Article) -> Outcome {
    Outcome::Article(Box::new(article))
}

#[track_caller]
fn gives(bytes: &[u8], expected: Vec<Outcome>) {
    let records: Vec<Record> =
        expected.into_iter().zip(1..).map(|(outcome, number)| Record::new(number, outcome)).collect();
    assert_eq!(read(bytes), records);
}

#[test]
fn records_of_every_kind() {
    let archive = [
        record("warcinfo", "", "application/warc-fields", b"software: a crawler"),
        record("request", "https://vale.example/1", "application/http; msgtype=request", b"GET /1 HTTP/1.1\r\n\r\n"),
        html("https://vale.example/1", "Ferries stay"),
        record("metadata", "https://vale.example/1", "application/warc-fields", b"via: x"),
        record("revisit", "https://vale.example/2", "application/http; msgtype=response", b"HTTP/1.1 200 OK\r\n\r\n"),
        record("dns", "dns:vale.example", "text/dns", b"20241203\nvale.example. 1 IN A 192.0.2.1"),
        response("https://vale.example/a.png", "200 OK\r\nContent-Type: image/png", b"\x89PNG\r\n\x1a\n\x00\x00"),
        response("https://vale.example/gone", "404 Not Found\r\nContent-Type: text/html", page("Not found").as_bytes()),
        response("https://vale.example/moved", "301 Moved\r\nLocation: /1\r\nContent-Type: text/html", b""),
        response("https://vale.example/empty", "200 OK\r\nContent-Type: text/html", b"\r\n"),
        response("https://vale.example/odd", "200 OK\r\nContent-Type: text/html", b"%PDF-1.4\n\x00\x01"),
        record("resource", "https://vale.example/3", "text/html; charset=utf-8", page("Kept alone").as_bytes()),
        record("conversion", "https://vale.example/4", "text/plain", format!("A plain one\n\n{TEXT}\n").as_bytes()),
        response("https://vale.example/5", "200 OK", page("Nobody says what it is").as_bytes()),
        response("https://vale.example/6", "200 OK\r\nContent-Type: text/plain", page("Plain by name").as_bytes()),
        response("https://vale.example/7", "200 OK\r\nContent-Type: text/html", b"<html><title>Home</title>"),
        record("continuation", "https://vale.example/1", "application/http", b"x"),
        record("", "https://vale.example/1", "text/html", b"<p>x"),
    ]
    .concat();
    let url = |n: u32| format!("https://vale.example/{n}");
    let last = archive.len() - record("", "https://vale.example/1", "text/html", b"<p>x").len();
    let before = last - record("continuation", "https://vale.example/1", "application/http", b"x").len();
    gives(
        &archive,
        vec![
            aside("no page: a record of kind warcinfo"),
            aside("no page: a record of kind request"),
            is(read_page("Ferries stay", &url(1))),
            aside("no page: a record of kind metadata"),
            aside("captured before: revisit"),
            aside("no page: a record of kind dns"),
            aside("no page: image/png"),
            aside("no page: the server answered 404"),
            aside("no page: the server answered 301"),
            skip("empty"),
            aside("no page: text/html by name, but no text"),
            is(read_page("Kept alone", &url(3))),
            is(read_page("A plain one", &url(4))),
            is(read_page("Nobody says what it is", &url(5))),
            is(read_page("Plain by name", &url(6))),
            skip("no text"),
            skip(&format!("the rest of a record that another file begins: at byte {before}")),
            skip(&format!("a record that does not say what it is: at byte {last}")),
        ],
    );
}

#[test]
fn the_page_is_dated_by_its_own_words_first() {
    let dated =
        page("Ferries stay").replace("<title>", "<meta property=article:published_time content=2024-11-30><title>");
    let archive = [
        response("https://vale.example/a", "200 OK\r\nContent-Type: text/html", dated.as_bytes()),
        html("https://vale.example/2024/12/01/b", "Ferries stay"),
    ]
    .concat();
    let said = |url: &str, day: &str| Article { published: on(day), doubts: vec![], ..read_page("Ferries stay", url) };
    gives(
        &archive,
        vec![
            is(said("https://vale.example/a", "2024-11-30")),
            is(said("https://vale.example/2024/12/01/b", "2024-12-01")),
        ],
    );
}

fn packed<W>(encoder: impl Fn(Vec<u8>) -> W, finish: impl Fn(W) -> std::io::Result<Vec<u8>>, bytes: &[u8]) -> Vec<u8>
where
    W: Write,
{
    let mut encoder = encoder(Vec::new());
    encoder.write_all(bytes).unwrap();
    finish(encoder).unwrap()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    packed(|out| GzEncoder::new(out, Compression::fast()), GzEncoder::finish, bytes)
}

fn chunked(bytes: &[u8], size: usize) -> Vec<u8> {
    let mut out = Vec::new();
    for chunk in bytes.chunks(size) {
        out.extend(format!("{:x};name=value\r\n", chunk.len()).bytes());
        out.extend(chunk);
        out.extend(b"\r\n");
    }
    out.extend(b"0\r\n\r\n");
    out
}

#[test]
fn what_a_server_packs_is_unpacked() {
    let text = page("Ferries stay");
    let zlib = packed(|out| ZlibEncoder::new(out, Compression::fast()), ZlibEncoder::finish, text.as_bytes());
    let deflate = packed(|out| DeflateEncoder::new(out, Compression::fast()), DeflateEncoder::finish, text.as_bytes());
    let gz = gzip(text.as_bytes());
    let whole = read_page("Ferries stay", "https://vale.example/1");
    let plain = || whole.clone();
    let damaged_chunks = "the chunks that it was sent in are damaged; read as far as they go";
    let doubtful = |doubt: &str| Article { doubts: [all(&[doubt]), whole.doubts.clone()].concat(), ..whole.clone() };
    let mut cut = chunked(text.as_bytes(), 100);
    cut.truncate(cut.len() - 30);
    let cases: Vec<(&str, Vec<u8>, Article)> = vec![
        ("Transfer-Encoding: chunked", chunked(text.as_bytes(), 7), plain()),
        ("Transfer-Encoding: chunked", text.clone().into_bytes(), plain()),
        ("Transfer-Encoding: chunked", cut, doubtful(damaged_chunks)),
        ("Transfer-Encoding: chunked\r\nContent-Encoding: gzip", chunked(&gz, 50), plain()),
        ("Content-Encoding: gzip", gz.clone(), plain()),
        ("content-encoding: X-GZIP", gz.clone(), plain()),
        ("Content-Encoding: gzip", text.clone().into_bytes(), plain()),
        ("Content-Encoding: gzip, gzip", gzip(&gz), plain()),
        (
            "Content-Encoding: gzip",
            gz[..gz.len() - 8].to_vec(),
            doubtful("its gzip compression is damaged; read as far as it goes"),
        ),
        ("Content-Encoding: deflate", zlib, plain()),
        ("Content-Encoding: deflate", deflate, plain()),
        ("Content-Encoding: nonsense", text.clone().into_bytes(), plain()),
        ("Bad header line\r\nX : y", text.clone().into_bytes(), plain()),
    ];
    for (header, body, expected) in cases {
        let answer =
            response("https://vale.example/1", &format!("200 OK\r\nContent-Type: text/html\r\n{header}"), &body);
        let records = read(&answer);
        assert_eq!(records[0].outcome, is(expected), "{header}");
    }
}

#[test]
fn the_servers_word_for_the_encoding_counts() {
    let text = page("Fähren bleiben").replace("<head>", "<head><meta charset=koi8-r>");
    let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(&text);
    let archive =
        response("https://vale.example/1", "200 OK\r\nContent-Type: text/html; charset=\"ISO-8859-1\"", &bytes);
    gives(&archive, vec![is(read_page("Fähren bleiben", "https://vale.example/1"))]);
}

#[test]
fn the_same_capture_twice_is_one_article() {
    let one = html("https://vale.example/1", "Ferries stay");
    let other = html("https://vale.example/2", "Ferries stay");
    let later = html("https://vale.example/1", "Ferries sail");
    let again = response(
        "https://vale.example/1",
        "200 OK\r\nDate: now\r\nContent-Type: text/html; charset=utf-8",
        page("Ferries stay").as_bytes(),
    );
    let twice = || aside("captured twice, word for word");
    gives(
        &[one.as_slice(), &other, &one, &later, &again].concat(),
        vec![
            is(read_page("Ferries stay", "https://vale.example/1")),
            is(read_page("Ferries stay", "https://vale.example/2")),
            twice(),
            is(read_page("Ferries sail", "https://vale.example/1")),
            twice(),
        ],
    );
}

#[test]
fn a_wrong_length_costs_no_neighbour() {
    let good = html("https://vale.example/1", "One");
    let with = |said: &str| {
        let record = String::from_utf8(html("https://vale.example/2", "Two")).unwrap();
        let at = record.find("Content-Length: ").unwrap() + 16;
        let end = at + record[at..].find("\r\n").unwrap();
        format!("{}{said}{}", &record[..at], &record[end..]).into_bytes()
    };
    let wrong = "its record has another length than it says, and was read to where it ends";
    let two = |doubt: &str| {
        let read = read_page("Two", "https://vale.example/2");
        Article { doubts: [read.doubts.clone(), all(&[doubt])].concat(), ..read }
    };
    for said in ["3", "999", "99999999999999999999", "-1", "", "nonsense"] {
        gives(
            &[good.as_slice(), &with(said), &html("https://vale.example/3", "Three")].concat(),
            vec![
                is(read_page("One", "https://vale.example/1")),
                is(two(wrong)),
                is(read_page("Three", "https://vale.example/3")),
            ],
        );
    }
    let short = &with("99999")[..with("99999").len() - 20];
    gives(&[good.as_slice(), short].concat(), vec![is(read_page("One", "https://vale.example/1")), is(two(wrong))]);
}

#[test]
fn bytes_between_records_are_told() {
    let good = html("https://vale.example/1", "One");
    let archive = [b"garbage\n".as_slice(), &good].concat();
    gives(
        &archive,
        vec![skip("bytes that belong to no record: at byte 0"), is(read_page("One", "https://vale.example/1"))],
    );
    let archive = [good.as_slice(), b"WARC/1.0\r\nWARC-Type: resp"].concat();
    gives(
        &archive,
        vec![
            is(read_page("One", "https://vale.example/1")),
            skip(&format!("a record whose header has no end: at byte {}", good.len())),
        ],
    );
}

#[test]
fn an_arc() {
    let line = |url: &str, kind: &str, block: &[u8]| {
        let mut out = format!("{url} 192.0.2.1 20241203050221 {kind} {}\n", block.len()).into_bytes();
        out.extend(block);
        out.extend(b"\n");
        out
    };
    let answer = http("200 OK\r\nContent-Type: text/html", page("Ferries stay").as_bytes());
    let archive = [
        line(
            "filedesc://vale.arc",
            "text/plain",
            b"1 0 Crawler\nURL IP-address Archive-date Content-type Archive-length\n",
        ),
        line("dns:vale.example", "text/dns", b"20241203\nx"),
        line("https://vale.example/1", "text/html", &answer),
        line("https://vale.example/a.gif", "image/gif", &http("200 OK\r\nContent-Type: image/gif", b"GIF89a")),
    ]
    .concat();
    gives(
        &archive,
        vec![
            aside("no page: a record of kind filedesc"),
            aside("no page: a record of kind dns"),
            is(read_page("Ferries stay", "https://vale.example/1")),
            aside("no page: image/gif"),
        ],
    );
}

#[test]
fn a_crawl_is_indexed_and_everything_in_it_counted() {
    let scene = Scene::new();
    let one = html("https://vale.example/1", "Ferries stay");
    let picture = response("https://vale.example/a.png", "200 OK\r\nContent-Type: image/png", b"\x89PNG");
    let records = [one.clone(), picture.clone(), one.clone(), picture.clone(), picture];
    // One member a record, as crawlers write it.
    let packed: Vec<u8> = records.iter().flat_map(|record| gzip(record)).collect();
    scene.file("news/crawl.warc.gz", packed);
    scene.run("index news --no-people").is(r#"
1 article from 1 file indexed in [TIME] s (0.0 MB, [SPEED] MB/s) into [DIR]/.morgue
4 skipped (`morgue status --skipped` names them):
       3  captured twice, word for word
       1  no page
indexed, but with a doubt:
       1  dated by the day of its capture alone
= 3"#);
    scene.run("status --skipped").is(r#"
news/crawl.warc.gz#2: no page: image/png
news/crawl.warc.gz#3: captured twice, word for word (and 2 more)
= 0"#);
    scene.run("status --skipped --json").is(r#"
{"path":"news/crawl.warc.gz","record":2,"reason":"no page: image/png"}
{"path":"news/crawl.warc.gz","record":3,"reason":"captured twice, word for word","more":2}
= 0"#);
}

#[test]
fn what_is_hostile_costs_its_bytes() {
    let began = Instant::now();
    let liar = "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 999999999999\r\n\r\nx\r\n".repeat(100_000);
    assert_eq!(read_in(liar.as_bytes(), 1 << 20).len(), 100_000);
    let bomb = gzip(&vec![b' '; 200 << 20]);
    let bomb = response("https://vale.example/1", "200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip", &bomb);
    assert_eq!(read_in(&bomb, 1 << 20)[0].outcome, skip("larger than any page"));
    let chunks = "1\r\nx\r\n".repeat(500_000);
    let chunks = response(
        "https://vale.example/1",
        "200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked",
        chunks.as_bytes(),
    );
    assert_eq!(read_in(&chunks, 1 << 20).len(), 1);
    let endless = format!("WARC/1.0\r\n{}", "a: b\r\n".repeat(500_000));
    assert_eq!(read_in(endless.as_bytes(), 1 << 20).len(), 1);
    let film = record("response", "https://vale.example/film", "application/http", &vec![b'x'; 80 << 20]);
    let archive = [film, html("https://vale.example/1", "One")].concat();
    assert_eq!(
        read_in(&archive, 1 << 20).iter().map(|r| &r.outcome).collect::<Vec<_>>(),
        [&skip("a record longer than any page: at byte 0"), &is(read_page("One", "https://vale.example/1"))]
    );
    assert!(began.elapsed() < Duration::from_secs(60), "{:?}", began.elapsed());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    #[test]
    fn no_bytes_make_the_reader_fail(parts in prop::collection::vec(prop::sample::select(vec![
        "WARC/1.0\r\n", "WARC/1.1\n", "WARC-Type: response\r\n", "Content-Length: 5\r\n", "Content-Length: 100\r\n", "\r\n", "\n",
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", "<html><p>x", "http://a/ 1.1.1.1 20240101000000 text/html 10\n", "5\r\n", "é",
        "WARC-Type: revisit\r\n", "WARC/", "\u{0}",
    ]), 0..40)) {
        read(format!("WARC/1.0\r\n{}", parts.concat()).as_bytes());
    }
}

/// A byte that went bad in the middle of a packed crawl had cost all that lay behind it.
#[test]
fn a_damaged_record_of_a_packed_crawl_costs_itself() {
    let member = |name: &str| gzip(&html(&format!("https://vale.example/{name}"), &format!("Headline {name}")));
    let members: Vec<Vec<u8>> = ["one", "two", "three"].map(member).to_vec();
    let middle = members[0].len() + members[1].len() / 2;
    let mut crawl = members.concat();
    // Half a block of the disk.
    crawl[middle..middle + 40].fill(0xFF);
    let scene = Scene::new();
    scene.file("news/crawl.warc.gz", crawl);
    scene.run("index news --quiet").is("= 3");
    scene.run("search headline:headline -l --sort oldest").is("news/crawl.warc.gz\n= 0\n");
    scene.run("search headline:headline --count").is("2\n= 0\n");
    scene
        .run("status --skipped")
        .is("news/crawl.warc.gz: gzip data is damaged before byte 979; what could be read behind that was read\n= 0");
}
