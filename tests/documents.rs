//! Word processors' files and printed pages: PDF, DOCX, ODT, RTF. Files are built here, so that all that stands in them is seen;
//! then what is broken, locked, empty, wrongly named or made to do harm.

use std::io::Write;

use morgue::article::{Article, Outcome, Sheet};
use morgue::format::{Head, recognise};
use proptest::prelude::*;

use crate::formats::{all, article, extension, on, records, some};
use crate::util::Scene;

/// A PDF of these objects, numbered from 1: catalog, pages, and what follows.
fn pdf(objects: &[String], trailer: &str) -> Vec<u8> {
    let mut out = b"%PDF-1.5\n".to_vec();
    let mut places = Vec::new();
    for (n, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.extend(format!("{} 0 obj\n{object}\nendobj\n", n + 1).bytes());
    }
    let table = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", places.len() + 1).bytes());
    places.iter().for_each(|place| out.extend(format!("{place:010} 00000 n \n").bytes()));
    let size = places.len() + 1;
    out.extend(format!("trailer\n<</Size {size}/Root 1 0 R{trailer}>>\nstartxref\n{table}\n%%EOF\n").bytes());
    out
}

fn stream(content: &str) -> String {
    format!("<</Length {}>>\nstream\n{content}\nendstream", content.len())
}

/// Pages with this content each, in Helvetica as F1.
fn pages(contents: &[&str], info: &str) -> Vec<u8> {
    let kids: String = (0..contents.len()).map(|n| format!("{} 0 R ", 5 + 2 * n)).collect();
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_string(),
        format!("<</Type/Pages/Count {}/Kids[{kids}]/Resources<</Font<</F1 3 0 R>>>>>>", contents.len()),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_string(),
        format!("<<{info}>>"),
    ];
    for (n, content) in contents.iter().enumerate() {
        objects.push(format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents {} 0 R>>", 6 + 2 * n));
        objects.push(stream(content));
    }
    pdf(&objects, "/Info 4 0 R")
}

/// Lines of a page: size, place from the left and from below, text.
fn shown(lines: &[(u32, u32, u32, &str)]) -> String {
    lines.iter().map(|(size, x, y, text)| format!("BT /F1 {size} Tf {x} {y} Td ({text}) Tj ET\n")).collect()
}

const TITLED: &str = "/Title(Microsoft Word - bridge.doc)/Author(jdoe)/CreationDate(D:20210601120000Z)";

fn printed() -> Vec<u8> {
    let first = shown(&[
        (8, 40, 780, "The Vale Courier"),
        (24, 40, 740, "Bridge closed"),
        (24, 40, 712, "after flood"),
        (10, 40, 680, "By Ann Lee"),
        (10, 40, 660, "May 3, 2021"),
        (10, 40, 630, "HARROW \\(VP\\) - The coun-"),
        (10, 40, 618, "cil met in Caf\\351 Orr on"),
        (10, 40, 606, "Monday."),
        (10, 300, 630, "In the next column"),
        (10, 300, 618, "it rained."),
    ]);
    pages(&[&first, &shown(&[(10, 40, 700, "On page two the sun shone.")])], TITLED)
}

#[test]
fn a_printed_article() {
    let body = "The Vale Courier\n\nBridge closed\nafter flood\n\nBy Ann Lee\n\nMay 3, 2021\n\nHARROW (VP) - The council\n\
                met in Café Orr on\nMonday.\n\nIn the next column\nit rained.\n\nOn page two the sun shone.";
    let sheet = |start, page: &str| Sheet { start, page: page.into(), block: String::new() };
    let expected = Article {
        headline: "Bridge closed after flood".into(),
        body: body.into(),
        published: on("2021-05-03"),
        sheets: vec![sheet(0, "1"), sheet(body.find("On page").unwrap(), "2")],
        ..Article::default()
    };
    assert_eq!(records("a.pdf", &printed()), [article(1, expected)]);
}

/// Headline, body and doubts of a file, or the reason of its skip.
fn line(name: &str, bytes: &[u8]) -> String {
    let record = records(name, bytes).remove(0);
    match record.outcome {
        Outcome::Skip(reason) => format!("skip: {reason}"),
        Outcome::Article(a) => {
            let parts = [a.headline, a.body.replace('\n', "/"), a.doubts.join("; ")];
            parts.join(" | ").trim_end_matches([' ', '|']).to_string()
        }
    }
}

#[test]
fn headlines_and_dates_of_pdf() {
    let text =
        shown(&[(10, 40, 700, "Bridge closed after flood"), (10, 40, 670, "It rained for days, and the river rose.")]);
    let made = "dated by the day its file was made alone: 2021-06-01";
    for (info, expected) in [
        ("/Title(Bridge closed after flood)", "Bridge closed after flood | It rained for days, and the river rose."),
        ("/Title(Flood)", "Flood | Bridge closed after flood//It rained for days, and the river rose."),
        ("/Title(bridge.indd)", "Bridge closed after flood | It rained for days, and the river rose."),
        ("", "Bridge closed after flood | It rained for days, and the river rose."),
    ] {
        assert_eq!(line("a.pdf", &pages(&[&text], info)), expected, "{info}");
    }
    let dated = line("a.pdf", &pages(&[&text], "/CreationDate(D:20210601120000+02'00')"));
    assert_eq!(dated, format!("Bridge closed after flood | It rained for days, and the river rose. | {made}"));
}

#[test]
fn fonts_that_say_what_they_show_and_fonts_that_do_not() {
    let with = |font: &str, more: &[String], text: &str| {
        let mut objects = vec![
            "<</Type/Catalog/Pages 2 0 R>>".to_string(),
            "<</Type/Pages/Count 1/Kids[4 0 R]>>".to_string(),
            font.to_string(),
            "<</Type/Page/Parent 2 0 R/Resources<</Font<</F1 3 0 R>>>>/Contents 5 0 R>>".to_string(),
            stream(&format!("BT /F1 10 Tf 40 700 Td {text} Tj ET")),
        ];
        objects.extend(more.iter().cloned());
        line("a.pdf", &pdf(&objects, ""))
    };
    let map = stream(
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName /A def\n/CMapType 2 def\n\
         1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n2 beginbfchar\n<0001> <FB01>\n<0002> <65E5>\nendbfchar\n\
         endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend",
    );
    let wide = "<</Type/Font/Subtype/Type0/Encoding/Identity-H/DescendantFonts[<</DW 1000>>]";
    assert_eq!(with(&format!("{wide}/ToUnicode 6 0 R>>"), &[map.clone()], "<00010002>"), " | fi日");
    let unreadable =
        "skip: its fonts do not say which characters they show: run OCR first (for example ocrmypdf --force-ocr)";
    assert_eq!(with(&format!("{wide}>>"), &[], "<00010002>"), unreadable);
    let japanese = "<</Type/Font/Subtype/Type0/Encoding/90ms-RKSJ-H/DescendantFonts[<</DW 1000>>]>>";
    assert_eq!(with(japanese, &[], "<93fa967b>"), " | 日本");
    // Names of glyphs that only the font knows went before what it says itself.
    let own = "<</Type/Font/Subtype/Type1/Encoding<</Type/Encoding/Differences[1/g1/g2]>>/ToUnicode 6 0 R>>";
    let bytes = map.replace("<0000> <FFFF>", "<00> <FF>").replace("<0001>", "<01>").replace("<0002>", "<02>");
    let bytes = stream(bytes.split_once("stream\n").unwrap().1.rsplit_once("\nendstream").unwrap().0);
    assert_eq!(with(own, &[bytes], "<0102>"), " | fi日");
}

#[test]
fn forms_and_turned_pages() {
    let form = |inner: &str, own: &str| {
        pdf(
            &[
                "<</Type/Catalog/Pages 2 0 R>>".to_string(),
                "<</Type/Pages/Count 1/Kids[4 0 R]>>".to_string(),
                "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_string(),
                "<</Type/Page/Parent 2 0 R/Resources<</Font<</F1 3 0 R>>/XObject<</X 6 0 R>>>>/Contents 5 0 R>>"
                    .to_string(),
                stream("q /X Do Q BT 0 10 -10 0 300 40 Tm /F1 1 Tf (turned) Tj 0 -1.2 TD (lines) Tj ET"),
                format!(
                    "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]{own}/Length {}>>\nstream\n{inner}\nendstream",
                    inner.len()
                ),
            ],
            "",
        )
    };
    let drawn = form("BT /F1 10 Tf 40 700 Td (In a form.) Tj ET", "");
    assert_eq!(line("a.pdf", &drawn), " | In a form.//turned/lines");
    // A form that draws itself is drawn a few times.
    let endless = form("BT /F1 10 Tf 40 700 Td (x) Tj ET /X Do /X Do", "");
    assert!(line("a.pdf", &endless).len() < 4000);
}

#[test]
fn pdf_without_text_locked_or_broken() {
    let scan = "skip: a scan without a text layer: run OCR first (for example ocrmypdf)";
    assert_eq!(line("a.pdf", &pages(&["q 600 0 0 800 0 0 cm Q"], "")), scan);
    let half = line("a.pdf", &pages(&["", &shown(&[(10, 40, 700, "Words.")])], ""));
    assert_eq!(half, " | Words. | 1 of 2 pages have no text layer");
    let whole = printed();
    let at = whole.windows(9).position(|w| w == b"startxref").unwrap();
    let moved = [&whole[..at], b"startxref\n7\n%%EOF\n"].concat();
    let repaired = "a damaged PDF: its table of contents was made anew";
    assert!(line("a.pdf", &moved).ends_with(repaired), "{}", line("a.pdf", &moved));
    // Cut anywhere, it ends as an article or with a reason.
    for end in (0..whole.len()).step_by(97) {
        if let Some(format) = recognise(&Head { bytes: &whole[..end], extension: "pdf", whole: true }) {
            assert!(format.name() == "text" || !line("a.pdf", &whole[..end]).is_empty());
        }
    }
    let locked = pdf(
        &["<</Type/Catalog/Pages 2 0 R>>".to_string(), "<</Type/Pages/Count 0/Kids[]>>".to_string()],
        "/Encrypt<</Filter/Standard/V 1/R 2/O(12345678901234567890123456789012)/U(12345678901234567890123456789012)/P -4>>\
         /ID[(a)(a)]",
    );
    assert_eq!(line("a.pdf", &locked), "skip: encrypted: it opens with a password only");
    assert_eq!(line("a.pdf", &pdf(&["<</Type/Catalog>>".to_string()], "")), "skip: a damaged PDF: no page was found");
}

#[test]
fn hostile_pdf() {
    let catalog = "<</Type/Catalog/Pages 2 0 R>>".to_string();
    let text = stream("BT ET");
    let deep = format!("{}x{}", "[".repeat(100_000), "]".repeat(100_000));
    let one = |object: &str| pdf(&[catalog.clone(), object.to_string(), text.clone()], "");
    for (what, bytes) in [
        ("a tree that is its own child", one("<</Type/Pages/Count 1/Kids[2 0 R]>>")),
        ("a million pages claimed", one("<</Type/Pages/Count 1000000/Kids[]>>")),
        (
            "one page a hundred thousand times",
            one(&format!("<</Type/Pages/Count 1/Kids[{}]>>", "3 0 R ".repeat(100_000))),
        ),
        ("arrays within arrays", one(&deep)),
        ("dictionaries within dictionaries", one(&"<</A".repeat(100_000))),
        ("an object that is its own", pdf(&[catalog.clone(), "2 0 R".to_string()], "")),
        ("a table that is before itself", {
            let mut bytes = one("<</Type/Pages/Count 0/Kids[]>>");
            let table = bytes.windows(5).position(|w| w == b"xref\n").unwrap();
            let end = bytes.windows(9).position(|w| w == b"/Root 1 0").unwrap();
            bytes.splice(end..end, format!("/Prev {table}").bytes());
            bytes
        }),
    ] {
        let began = std::time::Instant::now();
        assert!(line("a.pdf", &bytes).starts_with("skip: "), "{what}: {}", line("a.pdf", &bytes));
        assert!(began.elapsed().as_secs() < 20, "{what}");
    }
}

fn zip(members: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in members {
        // The first of an ODT is stored as it is.
        let method =
            if *name == "mimetype" { zip::CompressionMethod::Stored } else { zip::CompressionMethod::Deflated };
        writer.start_file(*name, zip::write::SimpleFileOptions::default().compression_method(method)).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const TYPES: (&str, &str) = ("[Content_Types].xml", "<Types/>");
const STYLES: (&str, &str) = (
    "word/styles.xml",
    r#"<w:styles><w:style w:styleId="Titel"><w:name w:val="Title"/></w:style><w:style w:styleId="N"><w:name w:val="Normal"/></w:style></w:styles>"#,
);
const CORE: (&str, &str) = (
    "docProps/core.xml",
    r#"<cp:coreProperties><dc:title></dc:title><dc:creator>Bo Ek</dc:creator><dcterms:created>2021-06-01T10:00:00Z</dcterms:created></cp:coreProperties>"#,
);

/// A DOCX whose body is this.
fn docx(body: &str) -> Vec<u8> {
    let document = format!(r#"<?xml version="1.0"?><w:document xmlns:w="w"><w:body>{body}</w:body></w:document>"#);
    zip(&[
        TYPES,
        STYLES,
        ("word/document.xml", &document),
        ("word/header1.xml", "<w:hdr><w:p><w:r><w:t>The Vale Courier, May 3, 2021</w:t></w:r></w:p></w:hdr>"),
        (
            "word/footnotes.xml",
            r#"<w:footnotes><w:footnote w:type="separator"><w:p><w:r><w:t>___</w:t></w:r></w:p></w:footnote><w:footnote w:id="1"><w:p><w:r><w:t>A note.</w:t></w:r></w:p></w:footnote></w:footnotes>"#,
        ),
        CORE,
    ])
}

fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

#[test]
fn a_document_of_word() {
    let title = r#"<w:p><w:pPr><w:pStyle w:val="Titel"/></w:pPr><w:r><w:t>Bridge closed </w:t></w:r><w:r><w:t>after flood</w:t></w:r></w:p>"#;
    let changed = r#"<w:p><w:r><w:t xml:space="preserve">The council &amp; </w:t></w:r><w:del><w:r><w:delText>mayor</w:delText><w:t>mayor</w:t></w:r></w:del><w:ins><w:r><w:t>Ann</w:t></w:r></w:ins><w:r><w:tab/><w:t>met.</w:t><w:br/><w:t>Then</w:t></w:r></w:p>"#;
    let boxed = r#"<w:p><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>Boxed.</w:t></w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r><w:t>Boxed.</w:t></w:r></w:p></w:txbxContent></mc:Fallback></mc:AlternateContent><w:r><w:t>Around.</w:t></w:r></w:p>"#;
    let cell = |text: &str| format!("<w:tc>{}{}</w:tc>", p(text), p("more"));
    let table =
        format!("<w:tbl><w:tr>{}{}</w:tr><w:tr>{}{}</w:tr></w:tbl>", cell("a"), cell("b"), cell("c"), cell("d"));
    let body = format!("{title}{}{changed}{boxed}{table}{}", p("By Ann Lee"), p("End."));
    let expected = Article {
        headline: "Bridge closed after flood".into(),
        body: "The council & Ann\tmet.\nThen\n\nBoxed.\n\nAround.\n\na more\tb more\nc more\td more\n\nEnd.\n\nA note."
            .into(),
        published: on("2021-05-03"),
        byline: some("Ann Lee"),
        ..Article::default()
    };
    assert_eq!(records("a.docx", &docx(&body)), [article(1, expected)]);
}

fn odt(content: &str, meta: &str) -> Vec<u8> {
    zip(&[
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("content.xml", &format!("<office:document-content>{content}</office:document-content>")),
        ("meta.xml", &format!("<office:document-meta><office:meta>{meta}</office:meta></office:document-meta>")),
    ])
}

#[test]
fn a_document_of_opendocument() {
    let content = r#"<office:automatic-styles><style:style style:name="P1" style:parent-style-name="Title"/></office:automatic-styles>
        <office:body><office:text><text:tracked-changes><text:p>Deleted.</text:p></text:tracked-changes>
        <text:p text:style-name="P1">Bridge
           closed</text:p><text:p>May 3, 2021</text:p>
        <text:p>The<text:s text:c="2"/>council<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>A note.</text:p></text:note-body></text:note> met.<office:annotation><text:p>No.</text:p></office:annotation></text:p>
        <table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell><text:p>b</text:p></table:table-cell></table:table-row></table:table>
        </office:text></office:body>"#;
    let expected = Article {
        headline: "Bridge closed".into(),
        body: "May 3, 2021\n\nThe  council met.\n\na\tb\n\nA note.".into(),
        published: on("2021-05-03"),
        byline: some("Ann Lee"),
        ..Article::default()
    };
    let meta =
        "<meta:initial-creator>Ann Lee</meta:initial-creator><meta:creation-date>2021-06-01</meta:creation-date>";
    assert_eq!(records("a.odt", &odt(content, meta)), [article(1, expected)]);
}

#[test]
fn a_document_in_rtf() {
    let text = b"{\\rtf1\\ansi{\\info{\\title Bridge closed}{\\author Ann Lee}{\\creatim\\yr2021\\mo6\\dy1}}Bridge closed\\par It rained.\\par}";
    let expected = Article {
        headline: "Bridge closed".into(),
        body: "It rained.".into(),
        published: on("2021-06-01"),
        byline: some("Ann Lee"),
        doubts: all(&["dated by the day its file was made alone: 2021-06-01"]),
        ..Article::default()
    };
    assert_eq!(records("a.doc", text), [article(1, expected)]);
    assert_eq!(line("a.rtf", b"{\\rtf1\\ansi {\\pict 00}}"), "skip: no text in it");
}

#[test]
fn broken_parts_give_what_stands_before_the_break() {
    for (name, bytes, expected) in [
        (
            "a.docx",
            zip(&[TYPES, ("word/document.xml", &format!("<w:d>{}<w:p><w:r><w:t>Cut sh", p("One.")))]),
            " | One.//Cut sh | its XML has no end; read up to there",
        ),
        (
            "a.docx",
            zip(&[TYPES, ("word/document.xml", &format!("<w:d>{}</w:x>", p("One.")))]),
            " | One. | broken XML: ill-formed document: expected `</w:d>`, but `</w:x>` was found; read up to there",
        ),
        ("a.docx", zip(&[TYPES, ("word/styles.xml", "<x/>")]), "skip: a DOCX without its document"),
        ("a.docx", zip(&[TYPES, ("word/document.xml", "<w:d/>")]), "skip: no text in it"),
        ("a.odt", odt("<office:body><text:p>One.", ""), " | One. | broken XML: ill-formed document"),
    ] {
        let found = line(name, &bytes);
        assert!(found.starts_with(&expected[..expected.len().min(30)]), "{name}: {found}");
    }
    let deep = format!("<w:d>{}{}", "<w:tbl><w:tr><w:tc>".repeat(100_000), p("Deep."));
    assert!(line("a.docx", &zip(&[TYPES, ("word/document.xml", &deep)])).contains("Deep."));
    let laughs =
        "<!DOCTYPE d [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]><w:d><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:d>";
    assert_eq!(line("a.docx", &zip(&[TYPES, ("word/document.xml", laughs)])), " | &b;");
}

#[test]
fn documents_are_files_of_their_own_in_containers_too() {
    let scene = Scene::new();
    let word = docx(&p("It rained on the bridge."));
    scene.file("news/a.docx", &word);
    scene.file("news/b.pdf", printed());
    scene.file("news/wrong.txt", odt("<office:body><text:p>The bridge stood.</text:p></office:body>", ""));
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in [("in/c.docx", &word), ("in/d.pdf", &printed())] {
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    scene.file("news/box.zip", writer.finish().unwrap().into_inner());
    assert_eq!(scene.run("index news").code(), Some(0), "{}", scene.run("status --skipped").stdout());
    assert_eq!(scene.run("search bridge --count").stdout(), "5\n");
    // What is as it was is not read again.
    assert!(scene.run("index news").stdout().starts_with("nothing new"));
    assert!(scene.run("show news/box.zip/in/c.docx#1").stdout().contains("It rained on the bridge."));
}

#[test]
fn what_is_no_text_is_skipped_by_name() {
    let scene = Scene::new();
    scene.file("news/a.xlsx", zip(&[TYPES, ("xl/workbook.xml", "<x/>")]));
    scene.file("news/b.pptx", zip(&[TYPES, ("ppt/presentation.xml", "<x/>")]));
    scene.file("news/c.epub", zip(&[("mimetype", "application/epub+zip"), ("a.xhtml", "<p>x</p>")]));
    scene.file(
        "news/d.ods",
        zip(&[("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", "<x/>")]),
    );
    scene.file("news/e.doc", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0\0\0");
    scene.file("news/f.mdb", b"\0\x01\0\0Standard Jet DB\0");
    scene.file("news/g.docx", docx(&p(&"rain ".repeat(8 << 20))));
    scene.file("news/h.pdf", pages(&["q Q"], ""));
    scene.file("news/i.rtf", "{\\rtf1 It rained.}");
    assert_eq!(scene.run("index news --unpack-ratio 50").code(), Some(3));
    scene.run("status --skipped").is("
news/a.xlsx: not read yet: a spreadsheet (XLSX); save its sheets as CSV
news/b.pptx: not read yet: slides (PPTX)
news/c.epub: not read yet: an e-book (EPUB)
news/d.ods: not read yet: a spreadsheet (ODS); save its sheets as CSV
news/e.doc#1: not read yet: an old office document (.doc, .xls, .ppt) or an encrypted one; save it as DOCX
news/f.mdb#1: not read yet: an Access database; export its articles to CSV
news/g.docx: it unpacks to more than 50 times its size; nothing behind 16 MB is read (--unpack-ratio)
news/h.pdf#1: a scan without a text layer: run OCR first (for example ocrmypdf)
= 0");
}

proptest! {
    #![proptest_config(crate::util::cases(200))]

    #[test]
    fn no_bytes_make_a_reader_stumble(
        kind in 0usize..4,
        edits in prop::collection::vec((any::<prop::sample::Index>(), 0usize..9, prop::collection::vec(any::<u8>(), 0..6)), 0..6),
    ) {
        let (name, mut bytes) = match kind {
            0 => ("a.pdf", printed()),
            1 => ("a.docx", docx(&p("It rained."))),
            2 => ("a.odt", odt("<office:body><text:p>One.</text:p></office:body>", "")),
            _ => ("a.rtf", b"{\\rtf1\\ansi{\\fonttbl{\\f0\\fcharset204 A;}}\\uc1 It\\'e9 \\u8220? {\\*\\x y}\\par\\bin3 }}}z}".to_vec()),
        };
        for (at, removed, added) in edits {
            let start = at.index(bytes.len().max(1)).min(bytes.len());
            let end = (start + removed).min(bytes.len());
            bytes.splice(start..end, added);
        }
        if let Some(format) = recognise(&Head { bytes: &bytes, extension: extension(name), whole: true }) {
            let found = records(name, &bytes);
            prop_assert!(!found.is_empty() || format.name() != "pdf");
            for record in found {
                if let Outcome::Skip(reason) = record.outcome {
                    prop_assert!(!reason.contains("stumbled"), "{}", reason);
                }
            }
        }
    }
}
