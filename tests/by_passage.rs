//! `--by-passage`: all passages of an archive ranked from positions, held against the texts themselves.

use std::collections::BTreeSet;

use morgue::query::parse::{Join, parse};
use morgue::search::passage;
use morgue::search::proof::Mark;
use morgue::search::{Archive, Page, Sort};
use morgue::sentences::Rules;

use crate::proof::{archive, many, search};

/// Identifier, range and text of the passages found, best first.
fn ranked(archive: &Archive, query: &str, page: Page) -> Vec<(String, std::ops::Range<usize>, String)> {
    let answer = search(archive, query, &Page { by_passage: true, ..page });
    let passage = |hit: &morgue::search::Hit| {
        let [passage] = &hit.passages[..] else { return (hit.filed.article.id.clone(), 0..0, String::new()) };
        (hit.filed.article.id.clone(), passage.at.clone(), hit.filed.article.body[passage.at.clone()].to_string())
    };
    answer.hits.iter().map(passage).collect()
}

#[test]
fn the_best_passage_of_the_worst_article_comes_first() {
    let long = "Nothing of note was said by anybody all that day. ".repeat(60);
    let hidden = format!("{long}\n\nThe ferry strike ended at the harbour.\n\n{long}");
    let mut articles =
        vec![("Ferry strike harbour", "The ferry lay still. The strike went on. The harbour was shut."); 300];
    articles.push(("Weather", &hidden));
    let (_dir, archive) = archive(&articles, 2);
    let query = "ferry strike harbour";
    let best = search(&archive, query, &Page { limit: 300, ..Page::default() });
    assert!(best.hits.iter().all(|hit| hit.filed.article.headline != "Weather"), "an easy question proves nothing");
    let found = ranked(&archive, query, Page { limit: 2, ..Page::default() });
    assert_eq!(
        found[0],
        (
            "300".to_string(),
            hidden.find("The ferry").unwrap()..hidden.find("harbour.").unwrap() + 8,
            "The ferry strike ended at the harbour.".to_string()
        )
    );
    assert_eq!(found[1].0, "000");
}

/// Articles with people, days, phrases over sentences, and headlines that alone satisfy a query.
fn news() -> Vec<(String, String)> {
    let mut news = many();
    for n in 0..12 {
        let body = format!(
            "Mayor Edna Quill spoke on May {}, 2020 of the river. She left.\n\nThe harbour of Tolmouth: the river rose. Mr. Quill {}",
            n + 1,
            ["was away.", "saw the bridge; the bread was gone by June 1989.", "? The end of the river and the harbour"]
                [n % 3]
        );
        news.push((["Quill speaks", "The river", "Harbour mayor"][n % 3].to_string(), body));
    }
    news.push(("River".to_string(), String::new()));
    news
}

#[test]
fn positions_find_the_sentences_that_the_texts_hold() {
    let news = news();
    let articles: Vec<(&str, &str)> = news.iter().map(|(h, b)| (h.as_str(), b.as_str())).collect();
    let (_dir, archive) = archive(&articles, 4);
    for query in [
        "river",
        "river OR bread",
        "\"the river\"",
        "harbour -quill",
        "people:quill river",
        "people:\"edna quill\"",
        "mentions:1989 OR bread",
        "mentions:2020-05 river",
        "headline:river harbour",
        "river NEAR/3 harbour",
        "date:2020 bridge",
        "(bread AND quill) OR (zebra AND river)",
        "flo* harbour",
        "*",
    ] {
        let asked = parse(query, Join::All).query.unwrap();
        let all = Page { limit: 0, ..Page::default() };
        let mut wanted = BTreeSet::new();
        for hit in search(&archive, query, &all).hits {
            let [_, body] = archive.marks(&asked, &hit.filed).unwrap().unwrap();
            let marks: Vec<Mark> = body.into_iter().map(|at| Mark { at, leaf: Some(0) }).collect();
            let text = &hit.filed.article.body;
            let rules = Rules::of(hit.filed.article.language.as_deref());
            let mut passages = passage::all(text, rules, &marks, &[1.0]);
            if passages.is_empty() {
                passages = passage::choose(text, rules, &[], &[], 1, 0);
            }
            let places = passages.iter().map(|p| p.at.clone()).chain(passages.is_empty().then_some(0..0));
            wanted.extend(places.map(|at| (hit.filed.article.id.clone(), at.start, at.end)));
        }
        let every = ranked(&archive, query, all);
        let found: BTreeSet<_> = every.iter().map(|(id, at, _)| (id.clone(), at.start, at.end)).collect();
        assert_eq!(found.len(), every.len(), "{query}: a passage twice");
        assert_eq!(found, wanted, "{query}");
        // What is passed over unread changes nothing.
        for (limit, offset) in [(1, 0), (3, 0), (10, 2), (25, 40)] {
            let page = ranked(&archive, query, Page { limit, offset, ..Page::default() });
            let part = every.iter().skip(offset).take(limit).cloned().collect::<Vec<_>>();
            assert_eq!(page, part, "{query} {limit} {offset}");
        }
    }
}

#[test]
fn one_notion_of_a_good_passage() {
    // Function words count nothing, the closer and the shorter wins; the same passage is the best of its article.
    let body = "The ferry of the harbour and of the town and of the coast was the one of which all spoke as the strike began.\n\n\
                The strike on the ferry ended.\n\nThe one of which all spoke was the one of the town and of the coast.";
    let (_dir, archive) =
        archive(&[("", body), ("", "The ferry was of the town."), ("", "It was the one of the coast.")], 1);
    let wanted = "The strike on the ferry ended.";
    let texts =
        |page| ranked(&archive, "the ferry strike", page).into_iter().map(|(_, _, text)| text).collect::<Vec<_>>();
    assert_eq!(texts(Page::default())[0], wanted);
    assert_eq!(texts(Page::default()).len(), 2, "what shows function words only is no passage");
    let [hit] = &search(&archive, "the ferry strike", &Page { passages: 1, ..Page::default() }).hits[..] else {
        panic!()
    };
    // A short one is helped out where it can be; here it stands alone.
    assert_eq!(&body[hit.passages[0].at.clone()], wanted);
    let both = texts(Page { context: 1, ..Page::default() });
    assert_eq!(both[0], body);
}

#[test]
fn ties_go_by_day_then_by_name() {
    let same = vec![("Weir", "The weir stood. The weir fell."); 9];
    let (_dir, archive) = archive(&same, 4);
    let wanted: Vec<(String, usize)> = (0..9).flat_map(|n| [(format!("{n:03}"), 0), (format!("{n:03}"), 16)]).collect();
    for sort in [Sort::Relevance, Sort::Newest, Sort::Oldest] {
        let found = ranked(&archive, "weir", Page { limit: 0, sort, ..Page::default() });
        assert_eq!(found.into_iter().map(|(id, at, _)| (id, at.start)).collect::<Vec<_>>(), wanted, "{sort:?}");
    }
}

#[test]
fn passages_went_by_worth_though_dates_were_asked_for() {
    let scene = crate::util::Scene::new();
    let records = [
        ("a", "2020-05-06", "The weir stood. The weir by the weir fell at the lock."),
        ("b", "2024-01-02", "Nobody went to the weir."),
        ("c", "", "The weir and the lock. A weir, a lock, a weir."),
        ("d", "1990", "There was a lock at the weir."),
    ];
    let lines = records.map(|(id, date, text)| serde_json::json!({"id": id, "date": date, "text": text}).to_string());
    scene.file("news/w.jsonl", lines.join("\n"));
    scene.run("index news");
    let order = |options: &str| -> String {
        let run = scene.run(&format!("search --format json --by-passage weir OR lock {options}"));
        let answer: serde_json::Value = serde_json::from_str(run.stdout().trim()).unwrap();
        let hits = answer["hits"].as_array().unwrap();
        hits.iter().map(|hit| format!("{}{} ", hit["id"].as_str().unwrap(), hit["passages"][0]["start"])).collect()
    };
    for (options, expected) in [
        ("--sort newest", "b0 a16 a0 d0 c23 c0 "),
        ("--sort oldest", "d0 a16 a0 b0 c23 c0 "),
        ("--sort newest -n 3", "b0 a16 a0 "),
        ("--sort oldest -n 2", "d0 a16 "),
        ("--sort newest -n 2 --offset 3", "d0 c23 "),
    ] {
        assert_eq!(order(options), expected, "{options}");
    }
}
