//! The formats, and how invented articles are written down in each: one line a format in [`FORMS`].

use serde_json::json;

use crate::desk;
use crate::markup::{escaped, paragraphs};
use crate::story::Story;
use crate::web;

/// A format as a sample is written in it.
pub struct Form {
    /// What its reader is called.
    pub name: &'static str,
    /// Of its files.
    pub extension: &'static str,
    /// Articles a file.
    pub a_file: usize,
    /// Writes a file; the number is that of its first article.
    pub write: fn(&[Story], usize) -> Vec<u8>,
}

/// All of them.
pub const FORMS: &[Form] = &[
    Form {
        name: "jsonl",
        extension: "jsonl",
        a_file: 2000,
        write: |s, n| each(s, n, |s, n| format!("{}\n", object(s, n))),
    },
    Form { name: "json", extension: "json", a_file: 2000, write: |s, n| listed(s, n, "[", object, "]") },
    Form { name: "ninjs", extension: "json", a_file: 500, write: |s, n| listed(s, n, "[", ninjs, "]") },
    Form {
        name: "ninjs-lines",
        extension: "jsonl",
        a_file: 2000,
        write: |s, n| each(s, n, |s, n| format!("{}\n", ninjs(s, n))),
    },
    Form {
        name: "jsonfeed",
        extension: "json",
        a_file: 50,
        write: |s, n| {
            listed(s, n, r#"{"version":"https://jsonfeed.org/version/1.1","title":"T","items":["#, entry, "]}")
        },
    },
    Form {
        name: "csv",
        extension: "csv",
        a_file: 2000,
        write: |s, n| around("id,date,headline,byline,body\n", s, n, row, ""),
    },
    Form {
        name: "sgml",
        extension: "sgm",
        a_file: 1000,
        write: |s, n| around("<!DOCTYPE lewis SYSTEM \"lewis.dtd\">\n", s, n, sgml, ""),
    },
    Form { name: "trec", extension: "trec", a_file: 1000, write: |s, n| each(s, n, trec) },
    Form {
        name: "nitf",
        extension: "xml",
        a_file: 1,
        write: |s, n| each(s, n, |s, n| format!("<?xml version=\"1.0\"?>\n{}", nitf(s, n))),
    },
    Form {
        name: "newsml-g2",
        extension: "xml",
        a_file: 20,
        write: |s, n| around(G2, s, n, g2, "</itemSet></newsMessage>"),
    },
    Form { name: "newsml1", extension: "xml", a_file: 20, write: |s, n| around(NEWSML, s, n, newsml, "</NewsML>") },
    Form { name: "feed", extension: "xml", a_file: 50, write: |s, n| around(RSS, s, n, item, "</channel></rss>") },
    Form { name: "mail", extension: "eml", a_file: 1, write: |s, n| each(s, n, mail) },
    Form {
        name: "mbox",
        extension: "mbox",
        a_file: 1000,
        write: |s, n| each(s, n, |s, n| format!("From a@b.example Mon Dec  2 10:00:00 2019\n{}\n", mail(s, n))),
    },
    Form {
        name: "text",
        extension: "md",
        a_file: 20,
        write: |s, n| each(s, n, |s, _| format!("# {}\n\n{}\n\n", s.headline, s.body)),
    },
    Form { name: "alto", extension: "xml", a_file: 1, write: |s, n| each(s, n, desk::alto) },
    Form { name: "hocr", extension: "hocr", a_file: 1, write: |s, n| each(s, n, desk::hocr) },
    Form { name: "nexis", extension: "txt", a_file: 100, write: desk::nexis },
    Form { name: "factiva", extension: "txt", a_file: 100, write: desk::factiva },
    Form { name: "proquest", extension: "txt", a_file: 100, write: desk::proquest },
    Form { name: "rtf", extension: "rtf", a_file: 1, write: |s, n| each(s, n, desk::rtf) },
    Form { name: "docx", extension: "docx", a_file: 1, write: desk::docx },
    Form { name: "odt", extension: "odt", a_file: 1, write: desk::odt },
    Form { name: "pdf", extension: "pdf", a_file: 1, write: desk::pdf },
    Form { name: "html", extension: "html", a_file: 1, write: |s, n| each(s, n, web::page) },
    Form { name: "warc", extension: "warc", a_file: 200, write: |s, n| each(s, n, web::capture) },
];

const G2: &str = r#"<?xml version="1.0"?><newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>"#;
const NEWSML: &str = r#"<?xml version="1.0"?><NewsML Version="1.2">"#;
const RSS: &str = r#"<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>T</title>"#;

fn around(head: &str, stories: &[Story], first: usize, write: fn(&Story, usize) -> String, foot: &str) -> Vec<u8> {
    let mut file = head.as_bytes().to_vec();
    file.extend(each(stories, first, write));
    file.extend(foot.as_bytes());
    file
}

fn each(stories: &[Story], first: usize, write: fn(&Story, usize) -> String) -> Vec<u8> {
    stories.iter().zip(first..).flat_map(|(story, number)| write(story, number).into_bytes()).collect()
}

fn listed(stories: &[Story], first: usize, head: &str, write: fn(&Story, usize) -> String, foot: &str) -> Vec<u8> {
    let items: Vec<String> = stories.iter().zip(first..).map(|(story, number)| write(story, number)).collect();
    format!("{head}{}{foot}", items.join(",\n")).into_bytes()
}

fn object(story: &Story, number: usize) -> String {
    json!({"id": format!("gen-{number}"), "source": "The Lantern", "published": "2019-11-19", "headline": story.headline,
        "byline": "By Ann Lee", "body": story.body})
    .to_string()
}

fn ninjs(story: &Story, number: usize) -> String {
    json!({"uri": format!("urn:gen:{number}"), "type": "text", "version": "1", "versioncreated": "2019-11-19T10:00:00Z",
        "pubstatus": "usable", "headline": story.headline, "byline": "Ann Lee", "body_xhtml": paragraphs(story)})
    .to_string()
}

fn entry(story: &Story, number: usize) -> String {
    json!({"id": number.to_string(), "url": format!("https://vale.example/{number}"), "title": story.headline,
        "content_html": paragraphs(story), "date_published": "2019-11-19T10:00:00Z"})
    .to_string()
}

fn row(story: &Story, number: usize) -> String {
    let quoted = |text: &str| text.replace('"', "\"\"");
    format!("{number},2019-11-19,\"{}\",Ann Lee,\"{}\"\n", quoted(&story.headline), quoted(&story.body))
}

fn sgml(story: &Story, number: usize) -> String {
    format!(
        "<REUTERS TOPICS=\"NO\" LEWISSPLIT=\"TRAIN\" OLDID=\"{number}\" NEWID=\"{number}\">\n<DATE>19-NOV-1987 09:15:05.40</DATE>\n\
         <TEXT>&#2;\n<TITLE>{}</TITLE>\n<DATELINE>    FALUN, Nov 19 - </DATELINE><BODY>{}\n Reuter\n&#3;</BODY></TEXT>\n</REUTERS>\n",
        escaped(&story.headline),
        escaped(&story.body)
    )
}

fn trec(story: &Story, number: usize) -> String {
    format!(
        "<DOC>\n<DOCNO> LA111919-{number:04} </DOCNO>\n<HEADLINE>\n{}\n</HEADLINE>\n<TEXT>\n{}\n</TEXT>\n</DOC>\n",
        escaped(&story.headline),
        escaped(&story.body)
    )
}

fn nitf(story: &Story, number: usize) -> String {
    format!(
        "<nitf><head><docdata><doc-id id-string=\"gen-{number}\"/><date.issue norm=\"20191119T100000Z\"/></docdata></head><body>\
         <body.head><hedline><hl1>{}</hl1></hedline><byline>By Ann Lee</byline></body.head><body.content>{}</body.content></body></nitf>",
        escaped(&story.headline),
        paragraphs(story)
    )
}

fn g2(story: &Story, number: usize) -> String {
    format!(
        "<newsItem guid=\"urn:gen:{number}\" version=\"1\"><itemMeta><itemClass qcode=\"ninat:text\"/>\
         <versionCreated>2019-11-19T10:00:00Z</versionCreated><pubStatus qcode=\"stat:usable\"/></itemMeta><contentMeta>\
         <headline>{}</headline></contentMeta><contentSet><inlineXML contenttype=\"application/nitf+xml\">{}</inlineXML></contentSet></newsItem>\n",
        escaped(&story.headline),
        nitf(story, number)
    )
}

fn newsml(story: &Story, number: usize) -> String {
    format!(
        "<NewsItem><Identification><NewsIdentifier><ProviderId>gen.example</ProviderId><DateId>20191119</DateId><NewsItemId>G{number}\
         </NewsItemId><RevisionId PreviousRevision=\"0\" Update=\"N\">1</RevisionId></NewsIdentifier></Identification><NewsManagement>\
         <ThisRevisionCreated>20191119T100000Z</ThisRevisionCreated><Status FormalName=\"Usable\"/></NewsManagement><NewsComponent>\
         <NewsLines><HeadLine>{}</HeadLine></NewsLines><ContentItem><MediaType FormalName=\"Text\"/><DataContent>{}</DataContent>\
         </ContentItem></NewsComponent></NewsItem>\n",
        escaped(&story.headline),
        paragraphs(story)
    )
}

fn item(story: &Story, number: usize) -> String {
    format!(
        "<item><title>{}</title><guid>https://vale.example/{number}</guid><pubDate>Tue, 19 Nov 2019 10:00:00 GMT</pubDate>\
         <content:encoded><![CDATA[{}]]></content:encoded></item>\n",
        escaped(&story.headline),
        paragraphs(story)
    )
}

fn mail(story: &Story, number: usize) -> String {
    format!(
        "From: Ann Lee <ann@vale.example>\nDate: Tue, 19 Nov 2019 10:00:00 +0000\nMessage-ID: <{number}@vale.example>\nSubject: {}\n\
         Content-Type: text/plain; charset=utf-8\n\n{}\n",
        story.headline, story.body
    )
}
