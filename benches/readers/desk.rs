//! Invented articles as a database exports them, as a scan's text, and as documents of an office.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use crate::markup::escaped;
use crate::story::Story;

/// An export of Nexis with all of its documents.
pub fn nexis(stories: &[Story], _first: usize) -> Vec<u8> {
    let mut text = String::new();
    for (story, number) in stories.iter().zip(1..) {
        let _ = write!(
            text,
            "                               {number} of {} DOCUMENTS\n\n\n                                 The Lantern\n\n\
             \x20                         November 19, 2019 Tuesday\n\n{}\n\nBYLINE: Ann Lee\n\nSECTION: NEWS; Pg. 3\n\n\
             LENGTH: 400 words\n\nDATELINE: FALUN\n\n{}\n\nLOAD-DATE: November 20, 2019\n\nLANGUAGE: ENGLISH\n\n\n",
            stories.len(),
            story.headline,
            story.body
        );
    }
    text.into_bytes()
}

/// An export of Factiva.
pub fn factiva(stories: &[Story], first: usize) -> Vec<u8> {
    let mut text = String::new();
    for (story, number) in stories.iter().zip(first..) {
        let (lead, rest) = story.body.split_once("\n\n").unwrap_or((&story.body, "More."));
        let _ = write!(
            text,
            "HD  {}\nBY  Ann Lee\nWC  400 words\nPD  19 November 2019\nSN  The Lantern\nSC  LANT\nLA  English\nCY  Copyright 2019\n\n\
             LP  \n{lead}\n\nTD  \n{rest}\n\nAN  Document LANT000020191119e{number:08}\n\n",
            story.headline
        );
    }
    text.into_bytes()
}

/// An export of ProQuest.
pub fn proquest(stories: &[Story], first: usize) -> Vec<u8> {
    const RULE: &str = "____________________________________________________________\n\n";
    let mut text = RULE.to_string();
    for (story, number) in stories.iter().zip(1..) {
        let _ = write!(
            text,
            "Document {number} of {}\n\n{}\n\nAuthor: Lee, Ann\n\nPublication info: The Lantern ; Falun [Falun]19 Nov 2019: B.3.\n\n\
             Full text: {}\n\nTitle: {}\n\nPublication title: The Lantern\n\nPublication date: Nov 19, 2019\n\n\
             ProQuest document ID: {}\n\n{RULE}",
            stories.len(),
            story.headline,
            story.body,
            story.headline,
            first + number
        );
    }
    text.into_bytes()
}

/// The lines of a printed column.
fn lines(text: &str) -> Vec<String> {
    const WIDTH: usize = 40;
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.len() + word.len() < WIDTH => {
                line.push_str(if line.is_empty() { "" } else { " " });
                line.push_str(word);
            }
            _ => lines.push(word.to_string()),
        }
    }
    lines
}

/// A page of ALTO, as an OCR engine writes it: a block a paragraph, a string a word, places and certainties.
pub fn alto(story: &Story, number: usize) -> String {
    let mut page = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><alto xmlns=\"http://www.loc.gov/standards/alto/ns-v3#\"><Layout>\
         <Page ID=\"P{number}\" PHYSICAL_IMG_NR=\"1\"><PrintSpace>"
    );
    for (block, paragraph) in [&*story.headline].into_iter().chain(story.body.split("\n\n")).enumerate() {
        let _ = write!(page, "<TextBlock ID=\"TB.{block}\" HPOS=\"10\" VPOS=\"20\" WIDTH=\"400\" HEIGHT=\"90\">");
        for line in lines(paragraph) {
            page.push_str("<TextLine HPOS=\"10\" VPOS=\"20\" WIDTH=\"400\" HEIGHT=\"12\">");
            for word in line.split(' ') {
                let word = escaped(word).replace('"', "&quot;");
                let _ = write!(page, "<String HPOS=\"10\" VPOS=\"20\" WC=\"0.87\" CONTENT=\"{word}\"/><SP/>");
            }
            page.push_str("</TextLine>\n");
        }
        page.push_str("</TextBlock>");
    }
    page + "</PrintSpace></Page></Layout></alto>"
}

/// A page of hOCR, the same way.
pub fn hocr(story: &Story, _number: usize) -> String {
    let mut page =
        "<html><head><title>p</title><meta name=\"ocr-system\" content=\"x\"/></head><body><div class=\"ocr_page\" \
                    id=\"page_1\" title=\"ppageno 2\">"
            .to_string();
    for paragraph in [&*story.headline].into_iter().chain(story.body.split("\n\n")) {
        page.push_str("<div class=\"ocr_carea\"><p class=\"ocr_par\">");
        for line in lines(paragraph) {
            page.push_str("<span class=\"ocr_line\" title=\"bbox 10 20 400 12\">");
            for word in line.split(' ') {
                let _ = write!(page, "<span class=\"ocrx_word\" title=\"bbox 10 20 40 12\">{}</span> ", escaped(word));
            }
            page.push_str("</span>\n");
        }
        page.push_str("</p></div>");
    }
    page + "</div></body></html>"
}

/// A document in RTF.
pub fn rtf(story: &Story, _number: usize) -> String {
    let escaped = |text: &str| text.replace('\\', "\\\\").replace('{', "\\{").replace('}', "\\}");
    let body: String = story.body.split("\n\n").map(|p| format!("\\pard\\plain\\fs22 {}\\par\n", escaped(p))).collect();
    let mut text = String::new();
    for c in body.chars() {
        match u32::from(c) {
            0..0x80 => text.push(c),
            code => _ = write!(text, "\\u{code} ?"),
        }
    }
    format!("{{\\rtf1\\ansi\\ansicpg1252{{\\info{{\\title {}}}{{\\author Ann Lee}}}}{text}}}", escaped(&story.headline))
}

fn zipped(parts: &[(&str, String)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        // What an ODT is known by lies at its beginning as it is.
        let method =
            if *name == "mimetype" { zip::CompressionMethod::Stored } else { zip::CompressionMethod::Deflated };
        let options = zip::write::SimpleFileOptions::default().compression_method(method);
        let written = zip.start_file(*name, options);
        written.map_err(std::io::Error::other).and_then(|()| zip.write_all(text.as_bytes())).unwrap_or_default();
    }
    zip.finish().map(Cursor::into_inner).unwrap_or_default()
}

/// A document in DOCX.
pub fn docx(stories: &[Story], _first: usize) -> Vec<u8> {
    const TYPES: &str = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>";
    let story = &stories[0];
    let paragraph = |text: &str| format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", escaped(text));
    let text: String = story.body.split("\n\n").map(paragraph).collect();
    let document = format!(
        "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p><w:pPr>\
         <w:pStyle w:val=\"Title\"/></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>{text}</w:body></w:document>",
        escaped(&story.headline)
    );
    zipped(&[("[Content_Types].xml", TYPES.to_string()), ("word/document.xml", document)])
}

/// A document in ODT.
pub fn odt(stories: &[Story], _first: usize) -> Vec<u8> {
    let story = &stories[0];
    let text: String = story.body.split("\n\n").map(|p| format!("<text:p>{}</text:p>", escaped(p))).collect();
    let content = format!(
        "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body><office:text>\
         <text:h text:outline-level=\"1\">{}</text:h>{text}</office:text></office:body></office:document-content>",
        escaped(&story.headline)
    );
    zipped(&[("mimetype", "application/vnd.oasis.opendocument.text".to_string()), ("content.xml", content)])
}

/// A page of PDF whose text is drawn line by line, not compressed.
pub fn pdf(stories: &[Story], _first: usize) -> Vec<u8> {
    let story = &stories[0];
    let shown = |text: &str| {
        let ascii: String = text.chars().filter(char::is_ascii).collect();
        ascii.replace('\\', "\\\\").replace('(', "\\(").replace(')', "\\)")
    };
    let mut drawn = format!("BT /F1 18 Tf 72 720 Td ({}) Tj /F1 9 Tf 0 -30 Td ", shown(&story.headline));
    for paragraph in story.body.split("\n\n") {
        for line in lines(paragraph) {
            let _ = write!(drawn, "({}) Tj 0 -11 Td ", shown(&line));
        }
        drawn.push_str("0 -8 Td ");
    }
    drawn.push_str("ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_string(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_string(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_string(),
        format!("<< /Length {} >>\nstream\n{drawn}\nendstream", drawn.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_string(),
    ];
    let mut file = "%PDF-1.4\n".to_string();
    let mut places = Vec::new();
    for (object, number) in objects.iter().zip(1..) {
        places.push(file.len());
        let _ = write!(file, "{number} 0 obj\n{object}\nendobj\n");
    }
    let table = file.len();
    let _ = write!(file, "xref\n0 {}\n0000000000 65535 f \n", places.len() + 1);
    places.iter().for_each(|place| _ = writeln!(file, "{place:010} 00000 n "));
    let _ = write!(file, "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n", places.len() + 1);
    file.into_bytes()
}
