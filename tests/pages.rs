//! Saved pages: a page in, the whole article out, in the shapes that sites have; then pages that are none, that are broken,
//! and that are made to hurt.

use std::time::{Duration, Instant};

use morgue::article::{Article, Outcome};
use morgue::format::{Format, Head, Piece, ReadOptions, recognise};
use proptest::prelude::*;

use crate::formats::{all, on, some};
use crate::util::Scene;

fn read(name: &str, bytes: &[u8]) -> Outcome {
    let extension = name.rsplit_once('.').map_or("", |(_, e)| e);
    let head = Head { bytes: &bytes[..bytes.len().min(65_536)], extension, whole: bytes.len() <= 65_536 };
    let format = recognise(&head).unwrap();
    assert_eq!(format.name(), "html", "{name}");
    let records =
        format.read(&Piece { path: name, bytes, number: 1, first: true, ..Piece::default() }, &ReadOptions::default());
    let [record] = records.as_slice() else { panic!("{records:?}") };
    assert_eq!(record.number, 1);
    record.outcome.clone()
}

#[track_caller]
fn gives(page: &str, expected: Article) {
    assert_eq!(read("page.html", page.as_bytes()), Outcome::Article(Box::new(expected)));
}

#[track_caller]
fn skips(page: &str, reason: &str) {
    assert_eq!(read("page.html", page.as_bytes()), Outcome::Skip(reason.to_string()));
}

/// Four paragraphs, as they stand in a page and as they are read.
const STORY: &str = "<p>The ferries of Port Alma stayed in the harbour for a second week, and nobody on the quay could say when \
    they would sail again.</p>\n<p>“We have <a href='/soup'>soup</a>, and we have time,” said Rosaura Pinto, who cooks for the \
    crews of all three boats.</p>\n<p>The company offered four per cent on Monday &amp; the union laughed at it, loudly enough to \
    be heard on the other side of the water.</p>\n<p>Talks go on in the old customs house on Thursday morning, weather \
    permitting.</p>";
const TOLD: &str = "The ferries of Port Alma stayed in the harbour for a second week, and nobody on the quay could say when they \
    would sail again.\n\n“We have soup, and we have time,” said Rosaura Pinto, who cooks for the crews of all three \
    boats.\n\nThe company offered four per cent on Monday & the union laughed at it, loudly enough to be heard on the other side \
    of the water.\n\nTalks go on in the old customs house on Thursday morning, weather permitting.";

fn around(head: &str, story: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en-GB\"><head><meta charset=\"utf-8\">{head}</head><body>\n\
         <header><nav><ul><li><a href=\"/\">Home</a></li><li><a href=\"/sport\">Sport</a></li></ul></nav></header>\n\
         <main><article><h1>Ferries stay in harbour</h1>\n{story}\n</article></main>\n\
         <footer><p>Copyright 2024 The Vale Courier. All rights reserved.</p></footer></body></html>"
    )
}

fn plain() -> Article {
    Article {
        headline: "Ferries stay in harbour".into(),
        body: TOLD.into(),
        language: some("en-GB"),
        ..Article::default()
    }
}

#[test]
fn a_page_without_metadata() {
    gives(&around("", STORY), plain());
}

#[test]
fn an_article_in_json_ld() {
    let head = r#"<title>Ferries | The Vale Courier</title>
<link rel="canonical" href="https://vale.example/2024/12/03/ferries">
<script type="application/ld+json">
{"@context": "https://schema.org", "@type": "NewsArticle", "@id": "https://vale.example/2024/12/03/ferries#article",
 "identifier": "vale-17", "headline": "Ferries &amp; tugs stay
in harbour", "datePublished": "2024-12-03T23:30:00-08:00", "dateModified": "2024-12-09",
 "author": [{"@type": "Person", "name": "Ann Lee"}, {"@type": "Person", "name": "By Bo Ek"}], "articleSection": ["Business", "Sea"],
 "publisher": {"@type": "NewsMediaOrganization", "name": "The Vale Courier"}, "inLanguage": "en",
 "about": [{"@type": "Person", "name": "Ida Holm"}, {"@type": "Organization", "name": "Alma Lines"}, "Rosaura"],
 "mentions": {"@type": "Person", "name": "Cy Dee"}, "keywords": "Bo Ek, ferries",
 "contentLocation": {"@type": "Place", "name": "Port Alma"}, "isAccessibleForFree": "False"}
</script>"#;
    gives(
        &around(head, STORY),
        Article {
            id: "vale-17".into(),
            headline: "Ferries & tugs stay in harbour".into(),
            published: on("2024-12-03"),
            source: some("The Vale Courier"),
            byline: some("Ann Lee, Bo Ek"),
            place: some("Port Alma"),
            url: some("https://vale.example/2024/12/03/ferries"),
            section: some("Business"),
            people: all(&["Ida Holm", "Cy Dee"]),
            doubts: all(&["its source says that not all may read it; the text may be cut short"]),
            ..plain()
        },
    );
}

#[test]
fn an_article_in_a_graph_refers_to_its_author_and_publisher() {
    let head = r##"<script type='application/ld+json'>{"@context":"https://schema.org","@graph":[
{"@type":"WebSite","@id":"https://vale.example/#site","name":"The Vale Courier"},
{"@type":["Article","NewsArticle"],"headline":"Ferries stay","author":{"@id":"#ann"},"publisher":{"@id":"#org"},"datePublished":"2024-12-03",
 "mainEntityOfPage":{"@id":"https://vale.example/ferries"}},
{"@type":"Person","@id":"#ann","name":"Ann Lee"},{"@type":"Organization","@id":"#org","name":"Vale Media"}]}</script>
<script type="application/ld+json">{"@type":"BreadcrumbList","itemListElement":[{"@type":"ListItem","name":"Article"}]}</script>
<script type="application/ld+json">{"broken": </script><meta property="og:url" content="https://vale.example/ferries">"##;
    gives(
        &around(head, STORY),
        Article {
            id: "https://vale.example/ferries".into(),
            headline: "Ferries stay".into(),
            published: on("2024-12-03"),
            source: some("Vale Media"),
            byline: some("Ann Lee"),
            url: some("https://vale.example/ferries"),
            ..plain()
        },
    );
}

#[test]
fn json_ld_that_is_none() {
    let said = |script: &str| format!("<script type=\"application/ld+json\">{script}</script>");
    let dated = |headline: &str| Article { headline: headline.into(), published: on("2024-12-03"), ..plain() };
    for (script, expected) in [
        (
            "<!-- {\"@type\":\"NewsArticle\",\"headline\":\"Tied\tup\",\"datePublished\":\"2024-12-03\"}; -->",
            dated("Tied up"),
        ),
        (
            "//<![CDATA[\n[{\"@type\":\"Article\",\"name\":\"Tied up\",\"datePublished\":\"2024-12-03\"}]\n//]]>",
            dated("Tied up"),
        ),
        (
            "{\"@type\":\"NewsArticle\",\"headline\":\"Tied up\",\"datePublished\":\"2024-12-03\",}",
            dated("Ferries stay in harbour"),
        ),
        ("{\"@type\":\"MedicalWebPage\",\"headline\":\"Tied up\",\"datePublished\":\"2024-12-03\"}", dated("Tied up")),
        ("{\"@type\":[1,null],\"author\":[[]],\"about\":7}", plain()),
    ] {
        gives(&around(&said(script), STORY), expected);
    }
}

#[test]
fn open_graph_alone() {
    let head = r#"<meta property="og:title" content="Ferries stay - The Vale Courier"><meta property="og:site_name" content="The Vale Courier">
<meta property="article:published_time" content="2024-12-03T08:00:00Z"><meta property="article:author" content="https://social.example/ann">
<meta property="article:section" content="Sea"><meta property="og:url" content="https://vale.example/f?id=1&amp;x=2"><meta name="author" content="Ann Lee">"#;
    gives(
        &around(head, STORY),
        Article {
            id: "https://vale.example/f?id=1&x=2".into(),
            headline: "Ferries stay".into(),
            published: on("2024-12-03"),
            source: some("The Vale Courier"),
            byline: some("Ann Lee"),
            url: some("https://vale.example/f?id=1&x=2"),
            section: some("Sea"),
            ..plain()
        },
    );
}

#[test]
fn meta_alone_as_older_pages_have_it() {
    let page = format!(
        "<HTML><HEAD><TITLE>Ferries stay in harbour</TITLE>\n<META NAME=\"DC.date.issued\" CONTENT=\"2003-12-03\"><META NAME=byl CONTENT='By ANN LEE'>\
         <META http-equiv='Content-Language' content='en_US'></HEAD><BODY BGCOLOR=white><CENTER><A HREF=/>Home</A></CENTER><H1><FONT SIZE=4>\
         Ferries stay in harbour</FONT></H1><TABLE><TR><TD>{STORY}</TABLE></BODY></HTML>"
    );
    gives(&page, Article { published: on("2003-12-03"), byline: some("ANN LEE"), language: some("en-US"), ..plain() });
}

#[test]
fn what_stands_around_the_text_is_left_out() {
    let cookies = "<div id=\"cookie-banner\" class=\"cookie-consent\" role=\"dialog\"><p>We use cookies to give you the best experience on our \
                   site. By going on you agree to them.</p><button>Accept all</button></div>";
    let advert = "<div class=\"ad-slot advertisement\"><p>Advertisement</p><a href=\"https://ads.example/\">Buy a boat today and pay next \
                  year</a></div>";
    let share = "<ul class=\"share-tools\"><li><a href=\"#\">Share on X</a></li><li><a href=\"#\">Email</a></li></ul>";
    let related = "<aside class=\"related-stories\"><h2>Read more</h2><ul><li><a href=\"/1\">Tugs tied up for a month</a></li><li><a \
                   href=\"/2\">Soup prices rise again</a></li></ul></aside>";
    let comments = "<section id=\"comments\" class=\"comments\"><h2>Comments</h2><div class=\"comment\"><p>I have said so for years and \
                    nobody ever listened to me about these boats.</p></div></section>";
    let newsletter = "<div class=\"newsletter-signup\"><p>Sign up for our newsletter</p></div>";
    let (first, rest) = STORY.split_at(STORY.find("</p>\n").unwrap() + 5);
    let story = format!("{cookies}{share}{first}{advert}{rest}{newsletter}{related}{comments}");
    gives(&around("", &story), plain());
}

#[test]
fn a_live_blog_is_one_article() {
    let post = |time: &str, text: &str| {
        format!(
            "<div class=\"live-post\"><h2>{time} A post of the day</h2><p>{text} The quay stayed empty all the same, as it had been for days.</p></div>"
        )
    };
    let story =
        [post("10:00", "The first boat left."), post("09:30", "The crews met."), post("09:00", "Soup was served.")]
            .concat();
    let head = r#"<script type="application/ld+json">{"@type":"LiveBlogPosting","headline":"Ferries: the day","coverageStartTime":"2024-12-03",
"datePublished":"2024-12-03","liveBlogUpdate":[{"@type":"BlogPosting","headline":"A post","datePublished":"2020-01-01"}]}</script>"#;
    let Outcome::Article(article) = read("live.html", around(head, &story).as_bytes()) else { panic!() };
    assert_eq!((article.headline.as_str(), article.published), ("Ferries: the day", on("2024-12-03")));
    for text in ["The first boat left.", "The crews met.", "Soup was served."] {
        assert!(article.body.contains(text), "{}", article.body);
    }
}

#[test]
fn pages_in_other_languages_and_encodings() {
    let story = "<p>Die Fähren von Port Alma blieben auch in der zweiten Woche im Hafen, und niemand am Kai wusste zu sagen, wann sie \
                 wieder auslaufen würden.</p><p>„Wir haben Suppe und wir haben Zeit“, sagte Rosaura Pinto, die für die Mannschaften kocht.</p>\
                 <p>Die Gespräche gehen am Donnerstag im alten Zollhaus weiter, wenn das Wetter es zulässt und alle kommen.</p>";
    let body = "Die Fähren von Port Alma blieben auch in der zweiten Woche im Hafen, und niemand am Kai wusste zu sagen, wann sie wieder \
                auslaufen würden.\n\n„Wir haben Suppe und wir haben Zeit“, sagte Rosaura Pinto, die für die Mannschaften kocht.\n\nDie \
                Gespräche gehen am Donnerstag im alten Zollhaus weiter, wenn das Wetter es zulässt und alle kommen.";
    let page = |meta: &str| {
        format!(
            "<html lang=de><head>{meta}<title>Fähren</title></head><body><article><h1>Fähren bleiben</h1>{story}</article></body></html>"
        )
    };
    let cases: [(&str, Option<&str>); 3] = [
        ("<meta charset=iso-8859-1>", None),
        ("<meta http-equiv=\"Content-Type\" content=\"text/html; charset=windows-1252\">", None),
        ("", Some("not UTF-8; read as windows-1252, which is a guess")),
    ];
    for (meta, doubt) in cases {
        let page = page(meta);
        let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(&page);
        let expected = Article {
            headline: "Fähren bleiben".into(),
            body: body.into(),
            language: some("de"),
            doubts: doubt.into_iter().map(str::to_string).collect(),
            ..Article::default()
        };
        assert_eq!(read("page.html", &bytes), Outcome::Article(Box::new(expected)), "{meta}");
    }
}

#[test]
fn markup_that_does_not_close_as_it_opened() {
    let broken = STORY.replace("</p>", "").replace("<p>“We", "<P><b><i>“We").replace("pinto", "</div></span>");
    gives(&around("", &broken), plain());
    let drawn = format!("<div><svg><path d='M0'><g>{STORY}");
    gives(&around("", &drawn), plain());
    gives(around("", STORY).split("</article>").next().unwrap(), plain());
}

#[test]
fn where_a_browser_saved_it_from() {
    let comments = [
        "<!-- saved from url=(0027)https://vale.example/ferries -->",
        "<!--\n Page saved with SingleFile \n url: https://vale.example/ferries \n saved date: Tue Dec 03 2024\n-->",
    ];
    for comment in comments {
        let url = "https://vale.example/ferries";
        gives(&format!("{comment}{}", around("", STORY)), Article { id: url.into(), url: some(url), ..plain() });
    }
}

#[test]
fn a_form_around_the_whole_page() {
    let page =
        around("", STORY).replace("<body>", "<body><form id=\"aspnetForm\">").replace("</body>", "</form></body>");
    gives(&page, plain());
}

#[test]
fn pages_that_are_no_article() {
    skips("<html><head><title>Nothing</title></head><body></body></html>", "no text");
    skips(
        "<html><head><meta http-equiv=refresh content='0; url=https://vale.example/new'></head><body></body></html>",
        "a redirect to https://vale.example/new",
    );
    skips(
        "<html><frameset cols='*'><frame src=a.html></frameset></html>",
        "a page of frames: its text is in other pages",
    );
    skips(
        "<!doctype html><div id=root></div><noscript>Please enable JavaScript to read the Courier.</noscript><script>go()</script>",
        "no text",
    );
    let links: String = (0..40).map(|n| format!("<div class=card><h3><a href=/{n}>Story of the day, number {n}, about the boats in harbour</a></h3></div>")).collect();
    skips(
        &format!(
            "<html><head><title>The Vale Courier</title><meta property=og:type content=website></head><body><main>{links}</main></body></html>"
        ),
        "a page of links",
    );
}

#[test]
fn an_article_that_is_only_told_about() {
    let head = "<meta property=og:type content=article><meta property=og:title content='A film of boats'><meta name=description \
                content='Boats leave the harbour, seen from above.'>";
    gives(
        &format!("<html><head>{head}</head><body><div id=player></div></body></html>"),
        Article {
            headline: "A film of boats".into(),
            body: "Boats leave the harbour, seen from above.".into(),
            doubts: all(&["no text of its own; what describes it stands for it"]),
            ..Article::default()
        },
    );
}

#[test]
fn the_text_of_a_page_that_a_script_would_have_drawn() {
    let body = TOLD.replace('\n', "\\n");
    let page = format!(
        "<html><head><script type=\"application/ld+json\">{{\"@type\":\"NewsArticle\",\"headline\":\"Ferries stay\",\"articleBody\":\"{body}\"}}</script></head>\
         <body><div id=app></div></body></html>"
    );
    gives(&page, Article { headline: "Ferries stay".into(), body: TOLD.into(), ..Article::default() });
}

#[test]
fn pages_are_known_by_their_beginning() {
    let named = |bytes: &[u8], extension: &str| recognise(&Head { bytes, extension, whole: true }).map(Format::name);
    for (bytes, extension, expected) in [
        ("<!-- saved from url=(0022)https://vale.example/ -->\n<html><p>It rained.", "txt", "html"),
        ("\u{feff}\n <!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01//EN\"><p>It rained.", "", "html"),
        ("<?xml version='1.0'?><!DOCTYPE html><html xmlns='http://www.w3.org/1999/xhtml'><p>It rained.", "xml", "html"),
        ("<p>It rained.", "html", "html"),
        ("<p>It rained.", "txt", "text"),
        ("<html><div class='ocr_page'>", "html", "hocr"),
        ("<doc><docno>1</docno></doc>", "html", "trec"),
        ("It rained.", "html", "text"),
        ("<header>", "", "html"),
    ] {
        assert_eq!(named(bytes.as_bytes(), extension), Some(expected), "{bytes}");
    }
}

#[test]
fn a_page_saved_with_its_folder_is_one_article() {
    let scene = Scene::new();
    scene.file("news/rain.html", around("", STORY));
    scene.file("news/rain_files/advert.html", around("", STORY));
    scene.file("news/court_files/plea.html", around("", STORY));
    let told = scene.run("index news");
    assert!(told.stdout().contains("2 articles"), "{}", told.stdout());
}

#[test]
fn what_is_hostile_costs_its_bytes() {
    let began = Instant::now();
    let attributes: String = (0..100_000).map(|n| format!(" a{n}=x")).collect();
    for page in [
        format!("<html><body>{}<p>It rained.", "<div>".repeat(100_000)),
        format!("<html>{STORY}<p{attributes}>It rained."),
        format!("<html>{STORY}<p class=\"{}\">It rained.", "x ".repeat(2 << 20)),
        format!("<html><!--{}-->{STORY}", "- ".repeat(2 << 20)),
        format!("<html>{}", "<p><font color=a><b>word <a href=x>".repeat(60_000)),
        format!("<html>{}", "<table><tr><td>a".repeat(60_000)),
        format!("<html>{}", "<ul><li>a".repeat(60_000)),
        format!("<html>{}", "<svg><script>".repeat(60_000)),
        format!("<html>{}", "<p>It rained, and it went on to rain.</p>".repeat(100_000)),
        format!("<html>{}", "<div><a href=x>It rained</a></div>".repeat(100_000)),
        format!(
            "<html><head>{}",
            "<meta property=og:title content=x><script type=application/ld+json>[[".repeat(50_000)
        ),
        format!("<html><script type=application/ld+json>{}</script>{STORY}", "[{\"@graph\":".repeat(100_000)),
        "<html><".repeat(300_000),
    ] {
        let one = Instant::now();
        let _ = read("hostile.html", page.as_bytes());
        eprintln!("{:?} {}", one.elapsed(), &page[..60]);
    }
    assert!(began.elapsed() < Duration::from_secs(60), "{:?}", began.elapsed());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    #[test]
    fn no_markup_makes_the_reader_fail(parts in prop::collection::vec(prop::sample::select(vec![
        "<p>", "</p>", "<div class=\"x\">", "</div>", "<table>", "<tr>", "<td>", "</table>", "<b>", "</b>", "<a href=x>", "</a>", "<li>", "<ul>",
        "</ul>", "<svg>", "</svg>", "<script type=application/ld+json>", "{\"@type\":\"Article\",\"headline\":[]}", "</script>", "<!--", "-->",
        "<title>", "</title>", "<h1>", "</h1>", "text & more ", "é\u{0}", "<frameset>", "<select><option>", "<textarea>", "<time datetime=2024>",
        "<meta name=date content=x>", "<br", "=\"", "<noscript>",
    ]), 0..60)) {
        read("page.html", format!("<html>{}", parts.concat()).as_bytes());
    }
}
