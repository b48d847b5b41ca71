//! Scans: ALTO, hOCR and plain text that an OCR wrote, in; bodies, pages and blocks out. Then the pages on their way through
//! an index to text, JSON, CSV and citations. Then what is broken, cut short, or meant to harm.

use morgue::article::{Article, Outcome, Record};
use morgue::format::{Head, Piece, ReadOptions, recognise};
use proptest::prelude::*;

use crate::util::Scene;

const A_PAGE: &str = "a page is one article: nothing in the file says where its articles begin";

fn read(path: &str, bytes: &[u8]) -> (&'static str, Vec<Record>) {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    let head = Head { bytes: &bytes[..bytes.len().min(65_536)], extension, whole: bytes.len() < 65_536 };
    let format = recognise(&head).unwrap();
    let piece = Piece { path, bytes, number: 1, first: true, lead: b"" };
    (format.name(), format.read(&piece, &ReadOptions::default()))
}

/// A record on one line: its body with the sheets where they begin (`{page/block}`), or why there is none.
fn shown(record: &Record) -> String {
    match &record.outcome {
        Outcome::Skip(reason) => format!("{}: skip {reason}", record.number),
        Outcome::Article(article) => format!("{}: {}", record.number, laid_out(article)),
    }
}

fn laid_out(article: &Article) -> String {
    let (mut out, mut at) = (String::new(), 0);
    for sheet in &article.sheets {
        out.push_str(&article.body[at..sheet.start]);
        out.push_str(&format!("{{{}/{}}}", sheet.page, sheet.block));
        at = sheet.start;
    }
    out.push_str(&article.body[at..]);
    out.replace('\n', "|")
}

#[track_caller]
fn gives(format: &str, path: &str, bytes: impl AsRef<[u8]>, expected: &[&str]) {
    let (name, records) = read(path, bytes.as_ref());
    let shown: Vec<String> = records.iter().map(shown).collect();
    assert_eq!((name, shown), (format, expected.iter().map(|s| s.to_string()).collect()), "{path}");
}

/// An ALTO page around blocks.
fn alto(page: &str, inside: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><alto><Layout><Page {page}><PrintSpace>{inside}</PrintSpace></Page></Layout></alto>"
    )
}

/// An ALTO block of lines, words apart by blanks; `-` at the end of a line is a hyphen.
fn block(id: &str, lines: &[&str]) -> String {
    let line = |line: &&str| {
        let (text, hyphen) = line.strip_suffix('-').map_or((*line, ""), |text| (text, "<HYP CONTENT=\"-\"/>"));
        let words: Vec<String> = text.split(' ').map(|word| format!("<String CONTENT=\"{word}\"/>")).collect();
        format!("<TextLine>{}{hyphen}</TextLine>", words.join("<SP/>"))
    };
    format!("<TextBlock ID=\"{id}\">{}</TextBlock>", lines.iter().map(line).collect::<String>())
}

#[test]
fn alto_pages() {
    let two = block("b1", &["The tugs of Port", "Alma lay still."]) + &block("b2", &["Soup is a right."]);
    gives(
        "alto",
        "a.xml",
        alto("PHYSICAL_IMG_NR=\"3\"", &two),
        &["1: {3/b1}The tugs of Port|Alma lay still.||{3/b2}Soup is a right."],
    );
    // Version 3 with a prefix, and a printed number, which counts before that of the image.
    let prefixed = "<a:alto xmlns:a='http://www.loc.gov/standards/alto/ns-v3#'><a:Layout>\
        <a:Page PHYSICAL_IMG_NR='12' PRINTED_IMG_NR='B2'><a:PrintSpace><a:TextBlock><a:TextLine>\
        <a:String CONTENT='Rain &amp; wind &quot;ends&quot;'><a:ALTERNATIVE>Ruin</a:ALTERNATIVE></a:String></a:TextLine>\
        </a:TextBlock></a:PrintSpace></a:Page></a:Layout></a:alto>";
    gives("alto", "a.xml", prefixed, &["1: {B2/}Rain & wind \"ends\""]);
    // No blanks are marked: there is one between all words.
    let unspaced = "<TextBlock><TextLine><String CONTENT='The'/><String CONTENT='tugs'/></TextLine></TextBlock>";
    gives("alto", "sun_0004.xml", alto("", unspaced), &["1: {4/}The tugs"]);
    // Where blanks are marked, words without one between them are one.
    let spaced = "<TextBlock><TextLine><String CONTENT='Tug'/><String CONTENT='boats'/><SP/><String CONTENT='lay'/>\
        </TextLine></TextBlock>";
    gives("alto", "alto.xml", alto("PHYSICAL_IMG_NR='0'", spaced), &["1: Tugboats lay"]);
    let latin = "<?xml version='1.0' encoding='ISO-8859-1'?><alto><Layout><Page ID='P7' PHYSICAL_IMG_NR='7'><TextBlock>\
        <TextLine><String CONTENT='caf\u{e9}'/></TextLine></TextBlock></Page></Layout></alto>";
    let latin: Vec<u8> = latin.chars().map(|c| c as u8).collect();
    gives("alto", "a.xml", latin, &["1: {7/}café"]);
    gives("alto", "a.xml", "<alto><Description/></alto>", &["1: skip no <Page> in the file"]);
    gives("alto", "a.xml", alto("PHYSICAL_IMG_NR='2'", ""), &["1: skip no text: on page 2"]);
}

#[test]
fn alto_of_several_pages_is_an_article_each() {
    let page =
        |n: u32| format!("<Page PHYSICAL_IMG_NR='{n}'>{}</Page>", block("b", &["Words of", &format!("page {n}")]));
    let all = format!("<alto><Layout>{}{}</Layout></alto>", page(1), page(2));
    gives("alto", "volume.xml", &all, &["1: {1/b}Words of|page 1", "2: {2/b}Words of|page 2"]);
    // The pieces of a large file give what the whole gives.
    let format = recognise(&Head { bytes: all.as_bytes(), extension: "xml", whole: true }).unwrap();
    let cut = format.cut(all.as_bytes(), true, false);
    assert_eq!((cut.records, &all[cut.bytes..cut.bytes + 6]), (1, "<Page "));
    let piece = |bytes, number, first| Piece { path: "volume.xml", bytes, number, first, lead: b"<alto><Layout>" };
    let (head, tail) = all.as_bytes().split_at(cut.bytes);
    let mut records = format.read(&piece(head, 1, true), &ReadOptions::default());
    records.extend(format.read(&piece(tail, 2, false), &ReadOptions::default()));
    assert_eq!(records, read("volume.xml", all.as_bytes()).1);
}

#[test]
fn alto_in_the_order_of_reading() {
    let [a, b, c] = ["a", "b", "c"].map(|id| block(id, &[id]));
    let order = |groups: &str, inside: &str| {
        format!("<alto><ReadingOrder>{groups}</ReadingOrder><Layout><Page>{inside}</Page></Layout></alto>")
    };
    let groups =
        "<OrderedGroup><ElementRef REF='c'/><UnorderedGroup><ElementRef REF='a'/></UnorderedGroup></OrderedGroup>";
    gives("alto", "a.xml", order(groups, &format!("{a}{b}{c}")), &["1: {/c}c||{/a}a||{/b}b"]);
    let composed = format!("<ComposedBlock ID='x'>{b}{c}</ComposedBlock>{a}");
    let groups = "<OrderedGroup><ElementRef REF='a'/><ElementRef REF='x'/></OrderedGroup>";
    gives("alto", "a.xml", order(groups, &composed), &["1: {/a}a||{/b}b||{/c}c"]);
    // Each block says which comes next; in a circle the file's order breaks it.
    let next = |id: &str, next: &str| block(id, &[id]).replace("<TextBlock ", &format!("<TextBlock IDNEXT='{next}' "));
    let chain = next("a", "c") + &next("b", "b") + &next("c", "d") + &next("d", "a") + &block("e", &["e"]);
    gives("alto", "a.xml", alto("", &chain), &["1: {/e}e||{/a}a||{/c}c||{/d}d||{/b}b"]);
    let margins = format!(
        "<alto><Layout><Page><LeftMargin>{a}</LeftMargin><PrintSpace>{b}</PrintSpace><TopMargin>{c}</TopMargin></Page>\
         </Layout></alto>"
    );
    gives("alto", "a.xml", margins, &["1: {/c}c||{/b}b||{/a}a"]);
}

#[test]
fn alto_words_divided_at_line_ends() {
    let part = |n: u8, content: &str, whole: &str| {
        format!("<String CONTENT='{content}' SUBS_TYPE='HypPart{n}' SUBS_CONTENT='{whole}'/>")
    };
    for (lines, expected) in [
        // The source gives the whole word, whatever its hyphen.
        (format!("{}<HYP CONTENT='-'/>\n{}", part(1, "anti", "anti-war"), part(2, "war", "anti-war")), "anti-war"),
        (format!("{}<HYP/>\n{}", part(1, "co", "cooperation"), part(2, "operation,", "cooperation")), "cooperation,"),
        (format!("{}\n<String CONTENT='x'/>", part(1, "co", "cooperation")), "cooperation|x"),
        (format!("<String CONTENT='x'/>\n{}", part(2, "operation", "cooperation")), "x|operation"),
        // It only gives the hyphen.
        ("<String CONTENT='co'/><HYP CONTENT='-'/>\n<String CONTENT='operation'/>".to_string(), "cooperation"),
        ("<String CONTENT='co'/><HYP CONTENT='\u{ad}'/>\n<String CONTENT='operation'/>".to_string(), "cooperation"),
        ("<String CONTENT='Anglo'/><HYP/>\n<String CONTENT='Saxon'/>".to_string(), "Anglo-Saxon"),
        // Not even that.
        ("<String CONTENT='co-'/>\n<String CONTENT='operation'/>".to_string(), "cooperation"),
        ("<String CONTENT='St' SUBS_TYPE='Abbreviation' SUBS_CONTENT='Saint'/>\n".to_string(), "St"),
    ] {
        let lines: String = lines.split('\n').map(|line| format!("<TextLine>{line}</TextLine>")).collect();
        let page = alto("PHYSICAL_IMG_NR='1'", &format!("<TextBlock ID='b'>{lines}</TextBlock>"));
        gives("alto", "a.xml", page, &[format!("1: {{1/b}}{expected}").as_str()]);
    }
    // Across blocks and pages too, where the source says so.
    let one = format!("<TextBlock ID='a'><TextLine>{}</TextLine></TextBlock>", part(1, "co", "cooperation"));
    let two = format!(
        "<TextBlock ID='b'><TextLine>{}<SP/><String CONTENT='ends'/></TextLine></TextBlock>",
        part(2, "operation", "cooperation")
    );
    gives("alto", "a.xml", alto("", &(one + &two)), &["1: {/a}cooperation||{/b}ends"]);
}

#[test]
fn what_a_page_says_beside_its_text() {
    let page = alto("PHYSICAL_IMG_NR='8'", &block("b", &["Rain."]).replace("<TextBlock", "<TextBlock LANG='es'"));
    let (_, records) = read("sun/1921-02-10/ed-1/seq-8/ocr.xml", page.as_bytes());
    let Outcome::Article(article) = &records[0].outcome else { panic!("{records:?}") };
    assert_eq!(article.published.unwrap().to_string(), "1921-02-10");
    assert_eq!((article.headline.as_str(), article.language.as_deref()), ("", Some("es")));
    assert_eq!(article.doubts, [A_PAGE]);
}

/// An hOCR document of pages.
fn hocr(pages: &[String]) -> String {
    let head =
        "<meta http-equiv='Content-Type' content='text/html; charset=utf-8'/><meta name='ocr-system' content='t'/>";
    format!("<!DOCTYPE html>\n<html><head><title>t</title>{head}</head><body>{}</body></html>", pages.concat())
}

fn page(title: &str, inside: &str) -> String {
    format!("<div class='ocr_page' id='page_1' title='{title}'>{inside}</div>\n")
}

#[test]
fn hocr_pages() {
    let line = |words: &str| {
        let words: Vec<String> = words.split(' ').map(|w| format!("<span class='ocrx_word'>{w}</span>")).collect();
        format!("<span class='ocr_line' title='bbox 0 0 9 9'>{}</span>\n", words.join(" "))
    };
    let tesseract = format!(
        "<div class='ocr_carea' id='block_1_1'><p class='ocr_par' lang='eng'>{}{}</p><p class='ocr_par'>{}</p></div>\
         <div class='ocr_carea' id='block_1_2'>{}</div>",
        line("The tugs of co-"),
        line("operation lay"),
        line("still."),
        line("Soup")
    );
    let text = "The tugs of cooperation|lay||still.||";
    gives(
        "hocr",
        "sun-8.html",
        hocr(&[page("image \"x.tif\"; bbox 0 0 9 9; ppageno 0", &tesseract)]),
        &[format!("1: {{8/block_1_1}}{text}{{8/block_1_2}}Soup").as_str()],
    );
    // Counted from 0 by the first page of the file, and from 1 by the reader.
    let short = |n: u32| page(&format!("bbox 0 0 1 1;ppageno {n}"), &line(&format!("word {n}")));
    gives("hocr", "book.hocr", hocr(&[short(0), short(1)]), &["1: {1/}word 0", "2: {2/}word 1"]);
    gives("hocr", "book.hocr", hocr(&[short(1), short(2)]), &["1: {1/}word 1", "2: {2/}word 2"]);
    gives("hocr", "b.html", hocr(&[page("ppageno 0; lpageno A1", &line("one"))]), &["1: {A1/}one"]);
    gives("hocr", "b.html", hocr(&[page("x_source bsb1_00007", &line("one"))]), &["1: {7/}one"]);
    gives("hocr", "b.html", hocr(&[page("ppageno 3", "")]), &["1: skip no text: on page 3"]);
    gives("hocr", "b.html", hocr(&[]), &["1: skip no element of class ocr_page in the file"]);
}

#[test]
fn hocr_whose_markup_is_broken() {
    for (inside, expected) in [
        // Words without blanks between them, or of nothing.
        ("<span class='ocr_line'><span class='ocrx_word'>a</span><span class='ocrx_word'>b</span></span>", "a b"),
        ("<span class='ocr_line'><span class='ocrx_word'/> <span class='ocrx_word'>b</span></span>", "b"),
        ("<span class='ocr_line'><span class='ocrx_word'>a<em>b</em></span></span>", "ab"),
        // Readings between which the OCR could not choose.
        (
            "<span class='ocrx_word'><span class='alternatives'><ins class='alt'>III</ins><del class='alt'>U</del></span>\
             </span><span class='ocrx_word'>b</span>",
            "III b",
        ),
        ("<span class='ocrx_word'>a<del>U</span><span class='ocrx_word'>b</span>", "a b"),
        // Text that looks like markup.
        ("<span class='ocrx_word'>!'<!--,,,></span> <span class='ocrx_word'>b</span>", "!'<!--,,,> b"),
        ("<span class='ocrx_word'><?«?>i<5t»</span> <span class='ocrx_word'>b</span>", "<?«?>i<5t» b"),
        ("<span class='ocrx_word'>dt&HiFi;&amp;&shy;x</span>", "dt&HiFi;&x"),
        ("<!-- a note --><span class='ocrx_word'>b</span>", "b"),
        // Closing tags that are missing, or too many.
        ("<p class='ocr_par'><span class='ocr_line'>a<span class='ocr_line'>b<p class='ocr_par'>c", "a|b||c"),
        ("</div></p><span class='ocr_line'>a</span></span></div></p>", "a"),
        // No lines are marked.
        ("<p>One line<br>and another.</p><p>Two</p>", "One line|and another.||Two"),
        ("<span class='ocr_line'>a</span><script>var x = '<p>';</script>", "a"),
    ] {
        gives("hocr", "a.html", hocr(&[page("ppageno 2", inside)]), &[format!("1: {{2/}}{expected}").as_str()]);
    }
}

#[test]
fn what_hocr_says_of_its_pages() {
    let meta = "<html lang='en'><head><meta name='DC.date' content='1894-03-02'/><meta name='DC.title' content='The Sun'/></head>";
    let text =
        format!("{meta}<body><div class='ocr_page' title='ppageno 1; ocrp_lang de'><p class='ocr_par'>Regen</p></div>");
    let (name, records) = read("a.html", text.as_bytes());
    let Outcome::Article(article) = &records[0].outcome else { panic!("{records:?}") };
    let published = article.published.map(|p| p.to_string());
    assert_eq!((name, published.as_deref(), article.source.as_deref()), ("hocr", Some("1894-03-02"), Some("The Sun")));
    assert_eq!((article.language.as_deref(), article.doubts.as_slice()), (Some("de"), &[A_PAGE.to_string()][..]));
    // A page of the web that speaks of the format is none of it.
    let text = b"<!doctype html><html><body><p>Use class='ocr_page' for pages.</p></body></html>";
    assert_ne!(read("a.html", text).0, "hocr");
}

#[test]
fn pieces_of_a_large_hocr_give_what_the_whole_gives() {
    let pages: Vec<String> = (0..9).map(|n| page(&format!("ppageno {n}"), &format!("<p>word {n}</p>"))).collect();
    let all = hocr(&pages).into_bytes();
    let format = recognise(&Head { bytes: &all, extension: "hocr", whole: true }).unwrap();
    let lead = &all[..format.lead(&all)];
    let (mut records, mut at, mut size, mut number) = (Vec::new(), 0, 60, 1);
    while at < all.len() {
        let end = (at + size).min(all.len());
        let cut = format.cut(&all[at..end], at == 0, end == all.len());
        if cut.bytes == 0 {
            size += 60;
            continue;
        }
        let piece = Piece { path: "a.hocr", bytes: &all[at..at + cut.bytes], number, first: at == 0, lead };
        let read = format.read(&piece, &ReadOptions::default());
        assert_eq!(read.len() as u64, cut.records);
        records.extend(read);
        (at, number) = (at + cut.bytes, number + cut.records);
    }
    assert_eq!(records, read("a.hocr", &all).1);
    assert_eq!(records.len(), 9);
}

#[test]
fn plain_text_that_an_ocr_wrote() {
    let column = "the stom-\nach of the\nmayor was up-\nset by the oy-\nsters of the ban-\nquet, he said\n";
    let joined = "the stomach|of the|mayor was upset|by the oysters|of the banquet,|he said";
    gives("text", "a.txt", column, &[&format!("1: {joined}")]);
    gives("text", "1921-02-10/seq-8/ocr.txt", column, &[&format!("1: {{8/}}{joined}")]);
    gives("text", "a.txt", format!("{column}\x0c{column}\x0c"), &[&format!("1: {{1/}}{joined}|{{2/}}{joined}")]);
    gives("text", "a.txt", "It rained all day.\n\x0c\x0cIt poured.\n", &["1: {1/}It rained all day.||{3/}It poured."]);
    // Other texts keep their lines, and their hyphens.
    let prose =
        "A text of many lines, of which one ends in the middle of a long-\nterm plan.\nIt rained.\nIt poured.\n";
    gives("text", "a.txt", prose, &[&format!("1: {}", prose.trim_end().replace('\n', "|"))]);
    // A header and marked headlines work as they do elsewhere.
    let two = "Source: The Sun\n\n# Rain\n\nIt rained.\n\x0c\nIt poured.\n\n# Wind\n\nIt blew.\n\x0cAnd blew.\n";
    gives("text", "a.txt", two, &["1: {1/}It rained.||{2/}It poured.", "2: {2/}It blew.||{3/}And blew."]);
}

#[test]
fn pages_that_other_formats_name() {
    for (path, text) in [
        ("a.json", r#"{"headline": "Rain", "body": "It rained.", "page": "A1"}"#),
        ("a.jsonl", "{\"headline\": \"Rain\", \"body\": \"It rained.\", \"print_page\": \"Pg. A1\"}\n"),
        ("a.csv", "headline,body,page\nRain,It rained.,A1\n"),
        ("a.md", "Headline: Rain\nPage: A1\n\nIt rained."),
        ("a.sgml", "<DOC><DOCNO>1</DOCNO><SO>THE SUN (J), PAGE A1</SO><TEXT>It rained.</TEXT></DOC>"),
        ("b.sgml", "<DOC><DOCNO>1</DOCNO><PAGE>London Page A1</PAGE><TEXT>It rained.</TEXT></DOC>"),
        (
            "a.xml",
            "<nitf><head><meta name='print_page_number' content='A1'/></head><body><body.content><p>It rained.</p>\
             </body.content></body></nitf>",
        ),
    ] {
        let (_, records) = read(path, text.as_bytes());
        assert!(records.iter().map(shown).any(|record| record.ends_with("{A1/}It rained.")), "{path}: {records:?}");
    }
    let (_, records) =
        read("a.json", br#"{"headline": "Rain", "body": "It rained.", "page": "https://sun.example/1"}"#);
    assert_eq!(records.iter().map(shown).collect::<Vec<_>>(), ["1: It rained."]);
}

/// An archive of a page of ALTO, and of a text of three pages.
fn archive() -> Scene {
    let scene = Scene::new();
    let blocks = block("b1", &["The tugs of Port", "Alma lay still."]) + &block("b2", &["Soup is a right."]);
    scene.file("news/sun/1921-02-10/seq-8.xml", alto("PHYSICAL_IMG_NR='8'", &blocks));
    scene.file(
        "news/1922-01-05.txt",
        "The Harbour\n\nTugs rested on Monday\n\x0cand on Tuesday.\n\nNobody fished.\n\x0cThe fog ate the lighthouse.\n",
    );
    let outcome = scene.run("index news");
    assert_eq!(outcome.code(), Some(0), "{outcome}");
    scene
}

#[test]
fn a_passage_says_its_page() {
    let scene = archive();
    let out = scene.run("search tugs").stdout();
    assert!(out.contains("(page 8)\n   1921-02-10 · page 8 · news/sun/1921-02-10/seq-8.xml#1\n"), "{out}");
    assert!(out.contains("   Tugs rested on Monday and on Tuesday. (pages 1–2)\n"), "{out}");
    let out = scene.run("search lighthouse").stdout();
    assert!(out.contains("   The fog ate the lighthouse. (page 3)\n"), "{out}");
}

#[test]
fn pages_for_programs() {
    let scene = archive();
    let field = |query: &str, name: &str| {
        let out = scene.run(&format!("search --format json {query}")).stdout();
        let answer: serde_json::Value = serde_json::from_str(&out).unwrap();
        answer["hits"][0]["passages"][0][name].as_str().unwrap_or("-").to_string()
    };
    for (query, expected) in [
        ("soup", ["8", "-", "b2"]),
        ("'tugs AND still'", ["8", "-", "b1"]),
        ("monday", ["1", "2", "-"]),
        ("lighthouse", ["3", "-", "-"]),
    ] {
        assert_eq!(["page", "last_page", "block"].map(|name| field(query, name)), expected, "{query}");
    }
    let csv = scene.run("search --format csv monday").stdout();
    assert!(csv.lines().next().unwrap().ends_with(",passages,pages"), "{csv}");
    assert!(csv.contains(",1–2\n") || csv.contains(",1–2\r\n"), "{csv}");
    let shown = scene.run("show --json news/1922-01-05.txt#1").stdout();
    assert!(shown.contains(r#""sheets":[{"start":0,"page":"1"},{"start":22,"page":"2"}"#), "{shown}");
}

#[test]
fn pages_in_an_article_that_is_shown() {
    let scene = archive();
    let out = scene.run("show news/1922-01-05.txt#1").stdout();
    let body = "[page 1]\nTugs rested on Monday\n[page 2]\nand on Tuesday.\n\nNobody fished.\n\n[page 3]\nThe fog ate";
    assert!(out.contains(body), "{out}");
    let out = scene.run("show news/sun/1921-02-10/seq-8.xml#1").stdout();
    assert!(out.starts_with("1921-02-10 · page 8 · news/sun/") && !out.contains("[page"), "{out}");
}

#[test]
fn a_citation_names_the_page() {
    let scene = archive();
    let out = scene.run("verify-quote --text 'ate the lighthouse'").stdout();
    assert!(out.contains(", page 3: ate the lighthouse"), "{out}");
    let out = scene.run("verify-quote --json --text 'Soup is a right'").stdout();
    assert!(out.contains(r#""page":"8","block":"b2""#), "{out}");
}

#[test]
fn a_page_can_be_asked_for() {
    let scene = archive();
    for (query, code) in [("page:8", 0), ("page:8 tugs", 0), ("page:2", 0), ("page:7", 1)] {
        let outcome = scene.run(&format!("search '{query}'"));
        assert_eq!(outcome.code(), Some(code), "{query}: {outcome}");
    }
}

#[test]
fn what_is_hostile_costs_its_bytes() {
    let entities = "<!DOCTYPE alto [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'>]>";
    let bomb = alto("", "<TextBlock><TextLine><String CONTENT='&b; and'/></TextLine></TextBlock>");
    let bomb = bomb.replace("<alto>", &format!("{entities}<alto>"));
    gives("alto", "a.xml", bomb, &["1: &b; and"]);
    let deep = alto("", &"<ComposedBlock>".repeat(5000));
    gives("alto", "a.xml", deep, &["1: skip elements nest deeper than 256"]);
    let huge = alto("", &format!("<TextBlock ID='{}'/>{}", "x".repeat(4 << 20), block("b", &["One"])));
    gives("alto", "a.xml", huge, &["1: {/b}One"]);
    let many: String = (0..200_000).map(|n| format!("<TextBlock ID='b{n}' IDNEXT='b{}'/>", n / 2)).collect();
    gives("alto", "a.xml", alto("", &(many + &block("b", &["One"]))), &["1: {/b}One"]);
    let cut = alto("PHYSICAL_IMG_NR='1'", &block("b", &["The tugs", "lay still."]));
    for end in 0..cut.len() {
        let (name, records) = read("a.xml", &cut.as_bytes()[..end.max(1)]);
        assert!(!records.is_empty(), "{name} {end}");
    }
    let many = hocr(&["<div class='ocr_page'><!-- ".repeat(20_000)]);
    assert_eq!(read("a.html", many.as_bytes()).1.len(), 20_000);
    assert_eq!(read("a.html", hocr(&[page("", &"<!-- ".repeat(100_000))]).as_bytes()).1.len(), 1);
    let lines = "<span class='ocr_line'>co-<span class='ocr_line'>operation".repeat(50_000);
    assert_eq!(read("a.html", hocr(&[page("", &lines)]).as_bytes()).1.len(), 1);
    let langs: String = (0..50_000).map(|n| format!("<p class='ocr_par' lang='x{n}'>a")).collect();
    assert_eq!(read("a.html", hocr(&[page("", &langs)]).as_bytes()).1.len(), 1);
}

proptest! {
    #![proptest_config(crate::util::cases(200))]

    #[test]
    fn no_noise_harms(bytes in "(<(alto|Page|TextBlock|TextLine|String CONTENT=|/Page|!--|div class='ocr_page'|span class='ocr_line')[ >]?|[a-z-]{1,6}|\n|\x0c|\u{ad}|&[a-z]{2};| ){0,60}") {
        for path in ["a.xml", "a.html", "a.txt"] {
            for root in ["<alto>", "<div class='ocr_page'>", ""] {
                let text = format!("{root}{bytes}");
                if text.is_empty() {
                    continue;
                }
                for record in read(path, text.as_bytes()).1 {
                    let Outcome::Article(article) = record.outcome else { continue };
                    for pair in article.sheets.windows(2) {
                        prop_assert!(pair[0].start < pair[1].start);
                    }
                    for sheet in &article.sheets {
                        prop_assert!(article.body.is_char_boundary(sheet.start) && sheet.start <= article.body.len());
                    }
                }
            }
        }
    }
}
