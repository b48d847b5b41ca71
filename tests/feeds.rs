//! Feeds: a document in, the whole list of records out; then what is broken, wrongly named or hostile; then feeds that are
//! renewed from night to night.

use morgue::article::Article;
use proptest::prelude::*;

use crate::formats::{all, are_told, article, by_windows_and_whole, damaged, lines, on, records, skip, some};
use crate::util::Scene;

const RSS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>The Vale Courier</title><link>https://vale.example/</link>
<image><title>Logo</title><link>x</link></image>
<item>
  <title>Ferry strike &amp;amp; storm &lt;b&gt;end&lt;/b&gt;</title>
  <link>https://vale.example/17</link>
  <guid isPermaLink="false">vale-17</guid>
  <pubDate>Mon, 02 Dec 2024 23:30:00 -0800</pubDate>
  <dc:creator>Ann Lee</dc:creator><dc:creator>Bo Ek</dc:creator>
  <category>Ida Holm</category>
  <description>Short.</description>
  <content:encoded><![CDATA[<p>The strike ended, said Ida&nbsp;Holm.</p><script>x()</script><p>It <i>had</i> lasted
  a month.</p>]]></content:encoded>
</item>
<item>
  <title>Rain</title><guid>https://vale.example/18</guid><pubDate>3 Dec 99 12:00 GMT</pubDate>
  <author>cy@vale.example (Cy Dee)</author><source url="x">The Hill Post</source>
  <description>It rained.

It rained again: 3 &lt; 4.</description>
</item>
<item><guid>19</guid></item>
</channel></rss>
"#;

const ATOM: &str = r#"<?xml version="1.0"?>
<!-- made by hand -->
<feed xmlns="http://www.w3.org/2005/Atom">
  <title type="html">Harbour &amp;amp; Hill</title><author><name>Dee Fox</name><email>d@x.example</email></author>
  <entry>
    <id>tag:vale.example,2024:1</id><title type="text">A &lt;b&gt; tag</title>
    <link rel="self" href="https://vale.example/self"/><link href="https://vale.example/1?a=b&amp;c=d"/>
    <updated>2024-12-05T01:00:00Z</updated><published>2024-12-02T23:30:00-08:00</published>
    <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One &amp; two.</p><p>Three<br/>four.</p></div></content>
    <summary>Short.</summary>
  </entry>
  <entry>
    <id>2</id><title>Elsewhere</title><content src="https://vale.example/2.txt" type="text/plain"/><summary>Short.</summary>
    <author><name>Ann Lee</name></author><source><id>x</id><title>The Hill Post</title><updated>1999</updated></source>
    <updated>2024-12-03</updated>
  </entry>
</feed>
"#;

const RDF: &[u8] = b"<?xml version=\"1.0\" encoding=\"iso-8859-1\"?>
<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"http://purl.org/rss/1.0/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">
<channel rdf:about=\"x\"><title>Die Gr\xF6\xDFe</title><items><rdf:Seq><rdf:li rdf:resource=\"https://vale.example/1\"/></rdf:Seq></items></channel>
<item rdf:about=\"https://vale.example/1\"><title>F\xE4hren</title><link>https://vale.example/1</link><description>Es st&#252;rmte.</description><dc:date>2024-12-02T10:00:00+01:00</dc:date></item>
</rdf:RDF>
";

const JSON: &str = r#"{
  "version": "https:\/\/jsonfeed.org\/version\/1.1", "title": "The Vale Courier", "authors": [{"name": "Ann Lee"}],
  "items": [
    {"id": "1", "url": "https://vale.example/1", "title": "Storm", "content_html": "<p>It stormed.<p>It rained.",
     "content_text": "no", "summary": "no", "date_published": "2024-12-02T23:30:00-08:00", "tags": ["Ida Holm"]},
    {"id": 2, "content_text": "Only <text>.", "author": {"name": "Bo Ek"}},
    {"id": "3"}
  ]
}"#;

const FILES: &[(&str, &str, &[u8])] = &[
    ("feed", "a.xml", RSS.as_bytes()),
    ("feed", "b.atom", ATOM.as_bytes()),
    ("feed", "c.rdf", RDF),
    ("jsonfeed", "d.json", JSON.as_bytes()),
];

#[test]
fn rss() {
    let first = Article {
        id: "vale-17".into(),
        headline: "Ferry strike & storm end".into(),
        body: "The strike ended, said Ida Holm.\n\nIt had lasted a month.".into(),
        published: on("2024-12-02"),
        source: some("The Vale Courier"),
        byline: some("Ann Lee, Bo Ek"),
        url: some("https://vale.example/17"),
        ..Article::default()
    };
    let second = Article {
        id: "https://vale.example/18".into(),
        headline: "Rain".into(),
        body: "It rained.\n\nIt rained again: 3 < 4.".into(),
        published: on("1999-12-03"),
        source: some("The Hill Post"),
        byline: some("Cy Dee"),
        url: some("https://vale.example/18"),
        ..Article::default()
    };
    assert_eq!(
        records("a.xml", RSS.as_bytes()),
        [article(1, first), article(2, second), skip(3, "no title and no text")]
    );
}

#[test]
fn atom() {
    let first = Article {
        id: "tag:vale.example,2024:1".into(),
        headline: "A <b> tag".into(),
        body: "One & two.\n\nThree\nfour.".into(),
        published: on("2024-12-02"),
        source: some("Harbour & Hill"),
        byline: some("Dee Fox"),
        url: some("https://vale.example/1?a=b&c=d"),
        ..Article::default()
    };
    let second = Article {
        id: "2".into(),
        headline: "Elsewhere".into(),
        body: "Short.".into(),
        published: on("2024-12-03"),
        source: some("The Hill Post"),
        byline: some("Ann Lee"),
        doubts: all(&["its text is not in the feed, only its summary if it has one"]),
        ..Article::default()
    };
    assert_eq!(records("b.atom", ATOM.as_bytes()), [article(1, first), article(2, second)]);
    // Under a prefix, and an entry that stands alone.
    let prefixed = "<a:feed xmlns:a=\"http://www.w3.org/2005/Atom\"><a:title>T</a:title><a:entry><a:id>1</a:id><a:title>\
                    Storm</a:title><a:summary>It stormed.</a:summary></a:entry></a:feed>";
    assert_eq!(lines("a.xml", prefixed.as_bytes()), ["Storm | It stormed."]);
    let alone = "<entry xmlns=\"http://www.w3.org/2005/Atom\"><id>1</id><title>Storm</title></entry>";
    assert_eq!(lines("a.xml", alone.as_bytes()), ["Storm"]);
}

#[test]
fn rdf() {
    let expected = Article {
        id: "https://vale.example/1".into(),
        headline: "Fähren".into(),
        body: "Es stürmte.".into(),
        published: on("2024-12-02"),
        source: some("Die Größe"),
        url: some("https://vale.example/1"),
        ..Article::default()
    };
    assert_eq!(records("c.rdf", RDF), [article(1, expected)]);
}

#[test]
fn json_feed() {
    let first = Article {
        id: "1".into(),
        headline: "Storm".into(),
        body: "It stormed.\n\nIt rained.".into(),
        published: on("2024-12-02"),
        source: some("The Vale Courier"),
        byline: some("Ann Lee"),
        url: some("https://vale.example/1"),
        ..Article::default()
    };
    let second = Article {
        id: "2".into(),
        body: "Only <text>.".into(),
        source: some("The Vale Courier"),
        byline: some("Bo Ek"),
        ..Article::default()
    };
    assert_eq!(
        records("d.json", JSON.as_bytes()),
        [article(1, first), article(2, second), skip(3, "no title and no text")]
    );
}

#[test]
fn feeds_are_told_by_their_root() {
    are_told(&[
        ("xml", RSS, "feed"),
        ("txt", RSS, "feed"),
        ("html", ATOM, "feed"),
        ("json", ATOM, "feed"),
        ("rss", "\u{feff}\n<rss version=\"0.91\"><channel></channel></rss>", "feed"),
        ("xml", "<?xml version=\"1.0\"?><!DOCTYPE rss SYSTEM \"x\"><rss>", "feed"),
        ("json", JSON, "jsonfeed"),
        ("txt", JSON, "jsonfeed"),
        ("xml", "<?xml version=\"1.0\"?><nitf><body>x</body></nitf>", "nitf"),
        ("xml", "<?xml version=\"1.0\"?><feed xmlns=\"urn:other\"><entry/></feed>", "foreign"),
        ("rss", "It stormed.", "text"),
        ("json", "{\"version\":\"1\",\"items\":[{\"title\":\"A\"}]}", "json"),
    ]);
}

/// An RSS feed of these items.
fn rss_of(items: &str) -> String {
    format!("<rss version=\"2.0\"><channel><title>V</title>{items}</channel></rss>")
}

#[test]
fn what_is_broken() {
    let torn = "the feed breaks off in this entry";
    let damaged = "the feed is not well-formed here; what it lost is not known";
    let item = "<item><title>B</title></item>";
    for (text, expected) in [
        ("<rss>".to_string(), vec!["skip: no entries: the feed is empty".to_string()]),
        (rss_of(""), vec!["skip: no entries: the feed is empty".to_string()]),
        (
            "<rss><channel><item><title>A</title><description>It bro".to_string(),
            vec![format!("A | It bro |  | {torn}")],
        ),
        (
            rss_of(&format!("<item><title>A</title>{item}")),
            vec!["A |  |  | the entry has no end; the feed may be damaged here".to_string(), "B".to_string()],
        ),
        (
            rss_of(&format!("<item><title>A</title><!-- </item>{item}")),
            vec![format!("A |  |  | {damaged}"), "B".into()],
        ),
        (
            rss_of(&format!("<item><title>A</item>{item}")),
            vec!["A |  |  | an element of the entry has no end".into(), "B".into()],
        ),
        // HTML that was not escaped, and ampersands that were not.
        (
            rss_of("<item><description>One<br>two & three<p>four</description></item>"),
            vec![" | One\ntwo & three\n\nfour".into()],
        ),
        (rss_of("<item><title>A</title></b></i></item>"), vec!["A".into()]),
        (
            rss_of("<item><title>A</title><pubDate>soon</pubDate></item>"),
            vec!["A |  |  | date not readable: \"soon\"".into()],
        ),
    ] {
        assert_eq!(lines("a.xml", text.as_bytes()), expected, "{text}");
    }
    assert_eq!(
        lines("a.json", &JSON.as_bytes()[..200]),
        ["skip: not JSON: EOF while parsing a string at line 4 column 69"]
    );
}

#[test]
fn what_is_hostile() {
    let mut lol = String::from("<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY a0 \"lol\">");
    for n in 1..10 {
        lol.push_str(&format!("<!ENTITY a{n} \"{}\">", format!("&a{};", n - 1).repeat(10)));
    }
    lol.push_str("<!ENTITY f SYSTEM \"file:///etc/passwd\">]>");
    lol.push_str(&rss_of("<item><title>A &a9; &f;</title></item>"));
    assert_eq!(lines("a.xml", lol.as_bytes()), ["A &a9; &f;"]);

    let deep = rss_of(&format!("<item><title>A</title>{}", "<x>".repeat(500_000)));
    assert_eq!(records("a.xml", deep.as_bytes()).len(), 1);
    let deep = rss_of(&format!("<item><description>A{}", "<x>".repeat(500_000)));
    assert_eq!(records("a.xml", deep.as_bytes()).len(), 1);
    let wide = rss_of(&format!("<item a=\"{}\"><title>A</title></item>", "x".repeat(5 << 20)));
    assert_eq!(lines("a.xml", wide.as_bytes()), ["A"]);
    let attributes: String = (0..200_000).map(|n| format!(" a{n}='x'")).collect();
    assert_eq!(lines("a.xml", rss_of(&format!("<item><link{attributes}/><title>A</title></item>")).as_bytes()), ["A"]);
    // Each of these entries runs to the end of the file.
    let open = rss_of(&"<item><title>A</title><!-- ".repeat(50_000));
    assert!(records("a.xml", open.as_bytes()).len() <= 102);
    let empty = rss_of(&"<item/>".repeat(100_000));
    assert_eq!(records("a.xml", empty.as_bytes()).len(), 100_000);
    let json = format!("{{\"version\":\"https://jsonfeed.org/version/1\",\"items\":{}", "[".repeat(100_000));
    assert_eq!(lines("a.json", json.as_bytes()), ["skip: not JSON: recursion limit exceeded at line 1 column 179"]);
}

/// A feed shows its newest entries, so that tomorrow's has lost some, gained some and moved the others.
#[test]
fn a_guessed_encoding_of_a_feed_left_no_doubt() {
    let feed = b"<rss version=\"2.0\"><channel><title>V</title><item><title>Caf\xE9</title></item></channel></rss>";
    let expected = Article {
        headline: "Caf\u{e9}".into(),
        source: some("V"),
        doubts: all(&["not UTF-8; read as windows-1252, which is a guess"]),
        ..Article::default()
    };
    assert_eq!(records("a.xml", feed), [article(1, expected)]);
}

#[test]
fn feeds_that_were_renewed_are_not_read_twice() {
    let scene = Scene::new();
    let item = |n: u32, text: &str| {
        format!("<item><guid>{n}</guid><title>Storm {n}</title><description>{text}</description></item>")
    };
    let feed = |items: &[String]| rss_of(&items.concat());
    let (one, two, three) = (item(1, "It stormed."), item(2, "It rained."), item(3, "It hailed."));
    scene.file("news/a.xml", feed(&[two.clone(), one.clone()]));
    scene.run("index news --quiet");
    scene.file("news/a.xml", feed(&[three, two, item(1, "It stormed on.")]));
    scene.run("index news").is(r#"
2 articles from 1 file read in [TIME] s (0.0 MB, [SPEED] MB/s); now 3 articles from 1 file (generation 2, [DIR]/.morgue)
articles: 1 new, 1 changed
files:    1 changed
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
}
