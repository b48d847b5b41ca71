//! Highlights are exactly what satisfied the query, and answers do not depend on threads or segments. Small indexes,
//! built through the library.

use morgue::corpus::corpora;
use morgue::filing::{FilingOptions, Manner, Progress, file_away};
use morgue::query::parse::{Join, parse};
use morgue::search::{Answer, Archive, Hit, Page, Sort};

/// An archive of these `(headline, body)` pairs, each file one article named after its number.
pub fn archive(articles: &[(&str, &str)], threads: usize) -> (tempfile::TempDir, Archive) {
    let dir = tempfile::tempdir().unwrap();
    let news = dir.path().join("news");
    std::fs::create_dir(&news).unwrap();
    for (n, (headline, body)) in articles.iter().enumerate() {
        let record =
            serde_json::json!({ "id": format!("{n:03}"), "title": headline, "text": body, "date": "2020-05-06" });
        std::fs::write(news.join(format!("{n:03}.jsonl")), record.to_string()).unwrap();
    }
    let corpora = corpora(&[news]).unwrap();
    let place = dir.path().join("index");
    let options = FilingOptions { threads, ..FilingOptions::default() };
    file_away(&corpora, &place, &options, &Manner::default(), &Progress::default()).unwrap();
    let archive = Archive::open(&place).unwrap();
    (dir, archive)
}

pub fn search(archive: &Archive, query: &str, page: &Page) -> Answer {
    archive.search(&parse(query, Join::All).query.unwrap(), page).unwrap()
}

/// Text with its marks in brackets.
fn marked(text: &str, from: usize, marks: &[std::ops::Range<usize>]) -> String {
    let mut out = String::new();
    let mut at = 0;
    for mark in marks {
        out.push_str(&text[at..mark.start - from]);
        out.push_str(&format!("[{}]", &text[mark.start - from..mark.end - from]));
        at = mark.end - from;
    }
    out + &text[at..]
}

/// The whole of a hit's article with its marks.
fn shown(archive: &Archive, query: &str, hit: &Hit) -> String {
    let query = parse(query, Join::All).query.unwrap();
    let [headline, body] = archive.marks(&query, &hit.filed).unwrap().expect("a hit satisfies its query");
    // What stands in the passages is what stands in the article.
    for passage in &hit.passages {
        let inside: Vec<_> = body.iter().filter(|m| passage.at.contains(&m.start)).cloned().collect();
        assert_eq!(passage.marks, inside);
    }
    assert_eq!(hit.headline, headline);
    let article = &hit.filed.article;
    format!("{}: {}", marked(&article.headline, 0, &headline), marked(&article.body, 0, &body))
}

/// The only article, marked for each query; `-` if it is not found.
fn table(headline: &str, body: &str, rows: &[(&str, &str)]) {
    let (_dir, archive) = archive(&[(headline, body)], 1);
    let mut wrong = String::new();
    for (query, wanted) in rows {
        let answer = search(&archive, query, &Page::default());
        let got = answer.hits.first().map_or("-".to_string(), |hit| shown(&archive, query, hit));
        if got != *wanted {
            wrong.push_str(&format!("\n{query}\n  wanted {wanted}\n  got    {got}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn only_what_satisfied_the_query() {
    table(
        "Drug cartels fight",
        "The drug trade and cartels grow. Drug cartels are new. A cartel rules.",
        &[
            (
                "drug",
                "[Drug] cartels fight: The [drug] trade and cartels grow. [Drug] cartels are new. A cartel rules.",
            ),
            (
                "\"drug cartels\"",
                "[Drug cartels] fight: The drug trade and cartels grow. [Drug cartels] are new. A cartel rules.",
            ),
            (
                "body:\"drug cartels\"",
                "Drug cartels fight: The drug trade and cartels grow. [Drug cartels] are new. A cartel rules.",
            ),
            (
                "headline:drug",
                "[Drug] cartels fight: The drug trade and cartels grow. Drug cartels are new. A cartel rules.",
            ),
            (
                "\"cartel\"",
                "Drug cartels fight: The drug trade and cartels grow. Drug cartels are new. A [cartel] rules.",
            ),
            (
                "trade -zebra",
                "Drug cartels fight: The drug [trade] and cartels grow. Drug cartels are new. A cartel rules.",
            ),
            ("trade -rules", "-"),
            ("\"trade drug\"", "-"),
            (
                "car*",
                "Drug [cartels] fight: The drug trade and [cartels] grow. Drug [cartels] are new. A [cartel] rules.",
            ),
            (
                "trade OR (rules AND zebra)",
                "Drug cartels fight: The drug [trade] and cartels grow. Drug cartels are new. A cartel rules.",
            ),
            (
                "trade OR (rules AND NOT zebra)",
                "Drug cartels fight: The drug [trade] and cartels grow. Drug cartels are new. A cartel [rules].",
            ),
            ("NOT zebra", "Drug cartels fight: The drug trade and cartels grow. Drug cartels are new. A cartel rules."),
        ],
    );
}

#[test]
fn inflections_accents_case_and_possessives() {
    table(
        "JOSÉ returns",
        "José's policies shocked the café. O\u{2019}Brien left the U.S. with José.",
        &[
            ("policy", "JOSÉ returns: José's [policies] shocked the café. O\u{2019}Brien left the U.S. with José."),
            ("jose", "[JOSÉ] returns: [José]'s policies shocked the café. O\u{2019}Brien left the U.S. with [José]."),
            ("CAFE", "JOSÉ returns: José's policies shocked the [café]. O\u{2019}Brien left the U.S. with José."),
            ("o'brien", "JOSÉ returns: José's policies shocked the café. [O\u{2019}Brien] left the U.S. with José."),
            ("us", "JOSÉ returns: José's policies shocked the café. O\u{2019}Brien left the [U.S.] with José."),
            ("\"policy\"", "-"),
        ],
    );
}

#[test]
fn a_person_is_marked_where_mentioned() {
    table(
        "Town votes",
        "The hall was full. Mayor Edna Quill spoke at length. Rain fell. Later Quill left the hall.",
        &[
            (
                "people:\"edna quill\"",
                "Town votes: The hall was full. Mayor [Edna Quill] spoke at length. Rain fell. Later [Quill] left the hall.",
            ),
            (
                "people:quill rain",
                "Town votes: The hall was full. Mayor [Edna Quill] spoke at length. [Rain] fell. Later [Quill] left the hall.",
            ),
            ("people:hall", "-"),
        ],
    );
}

#[test]
fn a_hit_by_name_alone_shows_the_passage_where_the_person_stands() {
    let filler = "The weather stayed cold and the market was quiet for most of the long week. ".repeat(30);
    let body = format!("{filler}\n\nMayor Edna Quill opened the bridge.\n\n{filler}");
    let (_dir, archive) = archive(&[("Town news", &body)], 1);
    let hits = search(&archive, "people:quill", &Page::default()).hits;
    let passages: Vec<String> =
        hits[0].passages.iter().map(|p| marked(&body[p.at.clone()], p.at.start, &p.marks)).collect();
    assert_eq!(passages.len(), 1, "{passages:?}");
    assert!(passages[0].contains("Mayor [Edna Quill] opened the bridge."), "{passages:?}");
}

#[test]
fn a_date_is_marked_where_mentioned() {
    table(
        "Anniversary",
        "They met on 9 November 1989. Nothing else happened.",
        &[
            ("mentions:1989-11", "Anniversary: They met on [9 November 1989]. Nothing else happened."),
            ("mentions:1990", "-"),
        ],
    );
}

/// Many articles of few words, so that scores tie.
pub fn many() -> Vec<(String, String)> {
    let words = ["river", "bridge", "mayor", "strike", "bread", "harbour", "flood"];
    (0..120)
        .map(|n| {
            let word = |k: usize| words[(n * 7 + k * k + n / 3) % words.len()];
            (
                format!("{} and {}", word(0), word(1)),
                format!("The {} near the {}. A {} came.", word(2), word(3), word(4)),
            )
        })
        .collect()
}

#[test]
fn threads_and_segments_change_nothing() {
    let many = many();
    let articles: Vec<(&str, &str)> = many.iter().map(|(h, b)| (h.as_str(), b.as_str())).collect();
    let (_one, single) = archive(&articles, 1);
    let (_four, several) = archive(&articles, 4);
    assert!(several.segments() > 1, "one segment proves nothing");
    for query in
        ["river", "river OR bread", "\"the river\"", "flo* -mayor", "headline:bridge the", "harbour mayor", "*"]
    {
        for sort in [Sort::Relevance, Sort::Newest, Sort::Oldest] {
            for by_passage in [false, true] {
                let page = Page { limit: 25, offset: 3, sort, by_passage, ..Page::default() };
                let answers = [&single, &several].map(|archive| search(archive, query, &page));
                let ids =
                    answers.each_ref().map(|a| a.hits.iter().map(|h| h.filed.article.id.as_str()).collect::<Vec<_>>());
                assert_eq!(ids[0], ids[1], "{query} {sort:?} {by_passage}");
                assert_eq!(answers[0], answers[1], "{query} {sort:?} {by_passage}");
            }
        }
    }
}

#[test]
fn ties_are_broken_by_name_and_pages_fit_together() {
    let same = vec![("Weir", "The weir stood."); 40];
    let (_dir, archive) = archive(&same, 4);
    let wanted: Vec<String> = (0..40).map(|n| format!("{n:03}")).collect();
    for sort in [Sort::Relevance, Sort::Newest, Sort::Oldest] {
        let mut ids = Vec::new();
        for offset in (0..40).step_by(7) {
            let page = Page { limit: 7, offset, sort, ..Page::default() };
            ids.extend(search(&archive, "weir", &page).hits.into_iter().map(|h| h.filed.article.id));
        }
        assert_eq!(ids, wanted, "{sort:?}");
        let all = search(&archive, "weir", &Page { limit: 0, sort, ..Page::default() });
        assert_eq!(all.hits.len(), 40);
    }
    let past = search(&archive, "weir", &Page { offset: 1000, ..Page::default() });
    assert_eq!((past.total, past.hits.len()), (40, 0));
}
