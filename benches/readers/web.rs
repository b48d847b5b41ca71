//! Pages as news sites send them: some 80 to 100 KB, most of it navigation, scripts, styles, links to other stories, comments.

use std::fmt::Write;

use crate::markup::{escaped, paragraphs};
use crate::story::Story;

/// A page about a story.
pub fn page(story: &Story, number: usize) -> String {
    let headline = escaped(&story.headline);
    let mut page = String::with_capacity(100_000);
    let mut add = |text: &str| page.push_str(text);
    add("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
    add(&format!(
        "<title>{headline} | The Lantern</title><meta property=\"og:title\" content=\"{headline}\"><meta property=\"og:site_name\" \
         content=\"The Lantern\"><meta property=\"og:type\" content=\"article\"><link rel=\"canonical\" \
         href=\"https://lantern.example/2019/11/19/story-{number}\"><script type=\"application/ld+json\">{}</script>",
        serde_json::json!({"@context": "https://schema.org", "@type": "NewsArticle", "headline": story.headline,
            "datePublished": "2019-11-19T10:00:00Z", "author": [{"@type": "Person", "name": "Ann Lee"}],
            "publisher": {"@type": "Organization", "name": "The Lantern"}})
    ));
    add("<style>");
    for n in 0..300 {
        add(&format!(".c-{n}__block{{display:flex;margin:{n}px auto;color:#{n:06x}}}\n"));
    }
    add("</style><script>");
    for n in 0..250 {
        add(&format!("window.q=window.q||[];q.push({{slot:'ad-{n}',sizes:[[300,250],[728,90]],lazy:{n}}});\n"));
    }
    add("</script></head><body class=\"story-page\"><header class=\"site-header\"><nav class=\"nav\"><ul>");
    for n in 0..80 {
        add(&format!(
            "<li class=\"nav__item\"><a class=\"nav__link\" href=\"/section/{n}\"><span>Section {n}</span></a></li>"
        ));
    }
    add("</ul></nav></header><main><div class=\"layout\"><article class=\"story\"><header><h1>");
    add(&headline);
    add(
        "</h1><p class=\"byline\">By <a href=\"/by/ann\">Ann Lee</a></p><time datetime=\"2019-11-19\">19 November 2019</time></header><div class=\"story-body\">",
    );
    add(&paragraphs(story));
    add("</div></article><aside class=\"related\"><h2>More on this story</h2>");
    for n in 0..60 {
        add(&card(n));
    }
    add("</aside><section id=\"comments\" class=\"comments\"><h2>Comments</h2>");
    for n in 0..40 {
        add(&format!(
            "<div class=\"comment\"><span class=\"user\">reader{n}</span><p>I have been saying so for years, and nobody listened to number {n}.</p></div>"
        ));
    }
    add("</section></div></main><footer class=\"site-footer\"><ul>");
    for n in 0..60 {
        add(&format!("<li><a href=\"/about/{n}\">About us {n}</a></li>"));
    }
    add("</ul><p>&copy; 2019 The Lantern. All rights reserved.</p></footer></body></html>\n");
    page
}

/// A link to another story, as sites draw it.
fn card(n: usize) -> String {
    let mut card =
        format!("<div class=\"card card--small\" data-id=\"{n}\"><a href=\"/2019/11/18/other-{n}\"><picture>");
    for width in [320, 640, 960, 1280] {
        let _ = write!(
            card,
            "<source media=\"(min-width:{width}px)\" srcset=\"https://img.lantern.example/{n}/{width}.webp {width}w\">"
        );
    }
    let _ = write!(
        card,
        "<img src=\"https://img.lantern.example/{n}.jpg\" alt=\"\"></picture><h3 class=\"card__title\">Another story of the day, number {n}</h3></a><span class=\"card__meta\">2 hours ago</span></div>"
    );
    card
}

/// The records that a crawler keeps of a page: its question and the answer.
pub fn capture(story: &Story, number: usize) -> String {
    let page = page(story, number);
    let answer = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n\r\n{page}",
        page.len()
    );
    let question = "GET / HTTP/1.1\r\nHost: lantern.example\r\n\r\n";
    [("request", question), ("response", answer.as_str())]
        .iter()
        .map(|(kind, block)| {
            format!(
                "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://lantern.example/{number}\r\nWARC-Date: 2019-11-20T00:00:00Z\r\n\
                 WARC-Record-ID: <urn:uuid:{kind}-{number}>\r\nContent-Type: application/http; msgtype={kind}\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n",
                block.len()
            )
        })
        .collect()
}
