//! What a hit's score is made of, and the preference for newer articles: accounts that come to the score, orders that
//! change with dates, pages and segments that agree.

use morgue::corpus::corpora;
use morgue::date::{BadLength, days};
use morgue::filing::{FilingOptions, Manner, Progress, file_away};
use morgue::query::parse::{Join, parse};
use morgue::search::account::Account;
use morgue::search::{Archive, Page, Sort};

use crate::proof::search;
use crate::util::{Scene, cases};

/// Headline, body, and day of publication; no day is an undated article.
type News = (String, String, String);

/// An archive of these articles in so many files, named by their numbers.
fn archive(news: &[News], files: usize) -> (tempfile::TempDir, Archive) {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("news");
    std::fs::create_dir(&folder).unwrap();
    for file in 0..files {
        let mut lines = String::new();
        for (n, (headline, body, day)) in news.iter().enumerate().filter(|(n, _)| n % files == file) {
            let mut record = serde_json::json!({ "id": format!("{n:04}"), "title": headline, "text": body });
            if !day.is_empty() {
                record["date"] = day.as_str().into();
            }
            lines.push_str(&format!("{record}\n"));
        }
        std::fs::write(folder.join(format!("{file}.jsonl")), lines).unwrap();
    }
    let options = FilingOptions { threads: files.min(4), ..FilingOptions::default() };
    let place = dir.path().join("index");
    let corpora = corpora(&[folder]).unwrap();
    file_away(&corpora, &place, &options, &Manner::default(), &Progress::default()).unwrap();
    let archive = Archive::open(&place).unwrap();
    (dir, archive)
}

fn ids(archive: &Archive, query: &str, page: &Page) -> Vec<String> {
    search(archive, query, page).hits.into_iter().map(|hit| hit.filed.article.id).collect()
}

/// Articles of common and rare words, of all lengths and ages; every seventh undated.
fn mixed(many: u32) -> Vec<News> {
    let words = ["river", "rivers", "bridge", "mayor", "of", "Dutch", "Holland", "floods", "flood", "communism"];
    let mut state = 1666_u32;
    let mut dice = move |sides: u32| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) % sides
    };
    (0..many)
        .map(|n| {
            let mut word = || {
                // The first are the commonest.
                let at = dice(10) * dice(10) / 9;
                words[at as usize % words.len()]
            };
            let headline = format!("{} and {}", word(), word());
            let body: Vec<&str> = (0..8 + (n * 37) % 90).map(|_| word()).collect();
            let day = if n % 7 == 3 {
                String::new()
            } else {
                format!("{}-{:02}-{:02}", 2014 + n % 11, 1 + n % 12, 1 + n % 28)
            };
            (headline, format!("{}.", body.chunks(9).map(|c| c.join(" ")).collect::<Vec<_>>().join(". ")), day)
        })
        .collect()
}

const QUERIES: [&str; 12] = [
    "river",
    "river OR flood OR communist",
    "the river of Holland",
    "\"mayor of\" river^2",
    "headline:bridge (river OR flood)",
    "river w/5 bridge",
    "2of(dutch communism floods) -zebra",
    "flo* mayor",
    "river since:2020",
    "date:2015",
    "of",
    "+river dutch communism",
];

#[test]
fn every_account_comes_to_the_score() {
    let (_dir, archive) = archive(&mixed(500), 4);
    let (mut behind, mut fresh_parts) = (0, 0);
    for query in QUERIES {
        for fresh in [None, Some(400)] {
            for by_passage in [false, true] {
                for (offset, limit) in [(0, 0), (190, 20)] {
                    let page = Page { limit, offset, fresh, by_passage, explain: true, ..Page::default() };
                    let told = search(&archive, query, &page);
                    let plain = search(&archive, query, &Page { explain: false, ..page });
                    assert_eq!(told.hits.len(), plain.hits.len());
                    for (n, (hit, plain)) in told.hits.iter().zip(&plain.hits).enumerate() {
                        let account = hit.account.as_ref().unwrap();
                        assert_eq!(account.score().to_bits(), hit.score.to_bits(), "{query} {page:?} {n}: {account:?}");
                        assert_eq!((hit.score, &hit.filed), (plain.score, &plain.filed), "asking changes nothing");
                        assert_eq!(plain.account, None);
                        match account {
                            Account::Second { parts, fresh } => {
                                assert!(!by_passage && n + offset < 200);
                                let sum: f64 = parts.iter().map(|p| p.share.often + p.share.lead + p.share.first).sum();
                                let added = fresh.and_then(|f| f.adds).unwrap_or(0.0);
                                fresh_parts += usize::from(added > 0.0);
                                assert_eq!((sum + added) as f32, hit.score);
                            }
                            Account::Behind { .. } => {
                                assert!(n + offset >= 200);
                                behind += 1;
                            }
                            Account::Unranked => assert!(query == "date:2015" && !by_passage),
                            Account::Passage { .. } => assert!(by_passage),
                        }
                    }
                }
            }
        }
    }
    assert!(behind > 100 && fresh_parts > 100, "an easy question proves nothing: {behind} {fresh_parts}");
}

#[test]
fn an_account_names_what_was_typed() {
    let mut news = mixed(120);
    news.push(("Quill".to_string(), "Mayor Edna Quill spoke of a river.".to_string(), String::new()));
    let (_dir, archive) = archive(&news, 1);
    let table: [(&str, &[&str], &[&str]); 7] = [
        ("the river of Holland", &["river", "holland"], &["river", "holland", "the", "of"]),
        ("\"mayor of\" river^2", &["\"mayor of\"", "river"], &["\"mayor of\"", "river"]),
        ("headline:bridge river", &["headline:bridge", "river"], &["headline:bridge", "river"]),
        ("river w/5 bridge -mayor", &["river w/5 bridge"], &["river w/5 bridge"]),
        ("people:quill OR river", &["people:quill", "river"], &["people:quill", "river"]),
        ("flo* date:2015", &["flo*"], &["flo*"]),
        ("of", &["of"], &["of"]),
    ];
    for (query, parts, weights) in table {
        let answer = search(&archive, query, &Page { limit: 1, explain: true, ..Page::default() });
        let names: Vec<&str> = answer.weights.iter().map(|w| w.words.as_str()).collect();
        if let Some(hit) = answer.hits.first() {
            let Some(Account::Second { parts: told, .. }) = &hit.account else { panic!("{query}: {:?}", hit.account) };
            assert_eq!(told.iter().map(|part| part.words.as_str()).collect::<Vec<_>>(), parts, "{query}");
        }
        assert_eq!(names, weights, "{query}");
    }
    // What a part weighs is what its words weigh, if it is one word or a phrase.
    for weight in search(&archive, "\"mayor of\" river^2 bridge", &Page { explain: true, ..Page::default() }).weights {
        let parts: f32 = weight.parts.iter().map(|part| part.weight).sum();
        assert_eq!(parts * weight.boost, weight.weight, "{weight:?}");
        for part in weight.parts {
            assert!(part.counted.is_some_and(|c| ((c.rarity * c.bursts) as f32) == part.weight) || part.weight == 0.0);
        }
    }
}

#[test]
fn newer_articles_come_up_by_how_new_they_are() {
    let weir = |times: usize, day: &str| {
        ("News".to_string(), format!("The weir stood. {}", "A weir. ".repeat(times)), day.to_string())
    };
    // The last article is the newest; what matters is how much older the others are.
    let news = [
        weir(6, "2020-01-01"),
        weir(6, ""),
        weir(3, "2024-05-01"),
        weir(0, "2024-05-31"),
        ("News".to_string(), "Bread.".to_string(), "2024-06-30".to_string()),
    ];
    let (_dir, archive) = archive(&news, 2);
    let table: [(Option<u32>, [&str; 4]); 6] = [
        (None, ["0000", "0001", "0002", "0003"]),
        (Some(0), ["0000", "0001", "0002", "0003"]),
        // Nothing is new within a day, so that the oldest win by their words.
        (Some(1), ["0000", "0001", "0002", "0003"]),
        (Some(30), ["0002", "0003", "0000", "0001"]),
        (Some(60), ["0002", "0003", "0000", "0001"]),
        // Over a thousand years all dated ones are new; the undated one never is.
        (Some(365_000), ["0000", "0002", "0003", "0001"]),
    ];
    for (fresh, order) in table {
        for sort in [Sort::Relevance, Sort::Newest, Sort::Oldest] {
            let found = ids(&archive, "weir", &Page { fresh, sort, ..Page::default() });
            match sort {
                Sort::Relevance => assert_eq!(found, order, "{fresh:?}"),
                Sort::Newest => assert_eq!(found, ["0003", "0002", "0000", "0001"], "{fresh:?}"),
                Sort::Oldest => assert_eq!(found, ["0000", "0002", "0003", "0001"], "{fresh:?}"),
            }
        }
    }
}

#[test]
fn passages_of_newer_articles_come_up() {
    let one = |body: &str, day: &str| ("News".to_string(), body.to_string(), day.to_string());
    let news = [
        one("The weir and, far away from it, an old bridge of stone stood.", "2024-01-01"),
        one("A weir, a bridge.", "2001-01-01"),
        one("A weir, a bridge.", ""),
        one("Nothing. The weir.", "2024-01-01"),
    ];
    let (_dir, archive) = archive(&news, 2);
    let order = |fresh| ids(&archive, "weir OR bridge", &Page { by_passage: true, fresh, ..Page::default() });
    assert_eq!(order(None), ["0001", "0002", "0000", "0003"]);
    assert_eq!(order(Some(30)), ["0000", "0001", "0002", "0003"]);
}

/// 901 articles match, so many that most are passed over for the 200 that are looked at again; the newest comes late and
/// matches worst.
#[test]
fn the_newest_comes_up_from_behind_the_second_look() {
    let mut news: Vec<News> = (0..900)
        .map(|n| {
            ("News".to_string(), format!("The weir by the river stood in year {n}."), format!("19{:02}-05-06", n % 100))
        })
        .collect();
    news.insert(800, ("News".to_string(), format!("{}weir, river.", "word ".repeat(16)), "2024-06-30".to_string()));
    // A word that every article holds would weigh next to nothing.
    news.extend((0..900).map(|_| ("Bread".to_string(), "The bakers struck for a day.".to_string(), String::new())));
    for files in [1, 4] {
        let (_dir, archive) = archive(&news, files);
        for query in ["weir", "weir OR river", "weir river", "weir w/3 river", "+weir river"] {
            let plain = ids(&archive, query, &Page { limit: 0, ..Page::default() });
            let at = plain.iter().position(|id| id == "0800");
            assert!(
                plain.len() == 901 && at.is_some_and(|at| at > 200),
                "{query} in {files} files is an easy question: {at:?} of {}",
                plain.len()
            );
            let fresh = ids(&archive, query, &Page { limit: 1, fresh: Some(30), ..Page::default() });
            assert_eq!(fresh, ["0800"], "{query} in {files} files");
        }
    }
}

#[test]
fn a_preference_knows_no_segments_and_pages_fit_together() {
    let news = mixed(900);
    let (_one, single) = archive(&news, 1);
    let (_four, several) = archive(&news, 8);
    assert!(several.segments() > 1, "one segment proves nothing");
    for query in QUERIES {
        for by_passage in [false, true] {
            for half_life in [7, 200, 3000] {
                let page = Page { fresh: Some(half_life), by_passage, explain: true, passages: 0, ..Page::default() };
                let all = search(&single, query, &Page { limit: 0, ..page });
                let other = search(&several, query, &Page { limit: 0, ..page });
                assert_eq!(all.weights, other.weights);
                let told = |answer: &morgue::search::Answer| {
                    let hits = answer.hits.iter();
                    hits.map(|h| (h.filed.article.id.clone(), h.score, h.account.clone())).collect::<Vec<_>>()
                };
                let all = told(&all);
                assert!(all == told(&other), "{query} {half_life} {by_passage}");
                // A page is looked for with a bound on what may still come up; the whole list is not.
                let mut at = 0;
                for limit in [3, 7, 100, 95, 60, 200] {
                    let here = told(&search(&several, query, &Page { limit, offset: at, ..page }));
                    let end = all.len().min(at + limit);
                    assert!(here == all[all.len().min(at)..end], "{query} {half_life} {by_passage}: {limit} from {at}");
                    at += limit;
                }
                if !by_passage {
                    let asked = parse(query, Join::All).query.unwrap();
                    let run = several.identifiers(&asked, &Page { limit: 250, ..page }).unwrap();
                    let wanted: Vec<(String, f32)> =
                        all.iter().take(250).map(|(id, score, _)| (id.clone(), *score)).collect();
                    assert_eq!(run, wanted, "{query} {half_life}");
                }
            }
        }
    }
}

#[test]
fn an_archive_without_dates_has_no_newest() {
    let news = ["The weir stood.", "A weir: the weir."].map(|body| (String::new(), body.to_string(), String::new()));
    let (_dir, archive) = archive(&news, 1);
    for by_passage in [false, true] {
        let page = Page { by_passage, ..Page::default() };
        let fresh = search(&archive, "weir", &Page { fresh: Some(30), ..page });
        assert_eq!(fresh, search(&archive, "weir", &page));
        let told = search(&archive, "weir", &Page { fresh: Some(30), explain: true, ..page });
        let plain = search(&archive, "weir", &Page { explain: true, ..page });
        assert_eq!(told, plain, "no factor is told where none counts");
    }
}

#[test]
fn lengths_of_time() {
    let shape = |text: &str| Err(BadLength::Shape(text.to_string()));
    let long = |text: &str| Err(BadLength::Long(text.to_string()));
    let table = [
        ("7d", Ok(7)),
        ("6w", Ok(42)),
        ("3m", Ok(90)),
        ("1y", Ok(365)),
        ("30", Ok(30)),
        ("0", Ok(0)),
        ("007D", Ok(7)),
        (" 2W ", Ok(14)),
        ("1000y", Ok(365_000)),
        ("1001y", long("1001y")),
        ("99999999999999999999d", long("99999999999999999999d")),
        ("4294967295w", long("4294967295w")),
        ("", shape("")),
        ("d", shape("d")),
        ("-7d", shape("-7d")),
        ("+7d", shape("+7d")),
        ("1.5m", shape("1.5m")),
        ("7 d", shape("7 d")),
        ("7dd", shape("7dd")),
        ("7h", shape("7h")),
        ("\u{663}d", shape("\u{663}d")),
        ("7день", shape("7день")),
    ];
    for (text, wanted) in table {
        assert_eq!(days(text), wanted, "{text:?}");
    }
}

proptest::proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn no_text_breaks_the_reading_of_a_length(text in "\\PC{0,6}") {
        if let Ok(days) = days(&text) {
            proptest::prop_assert!(days <= 365_000);
        }
    }
}

fn weirs() -> Scene {
    let scene = Scene::new();
    scene.file(
        "news/weir.md",
        "\
Date: 2024-06-30

**Weirs of the Vale**

The weir was built by Dutch masons. Weirs need masons, a mason said.

**Bread**

The weir-keeper bakes bread for the Netherlands.
",
    );
    scene.file(
        "news/old.md",
        "Date: 2024-05-31\n\n**A weir, a weir**\n\nThe weir fell. It was the weir of the Dutch.\n",
    );
    assert_eq!(scene.run("index news").code(), Some(0));
    scene
}

#[test]
fn what_is_not_ranked_is_not_explained() {
    let scene = weirs();
    let table = [
        (
            "--explain --sort newest",
            "morgue: --explain tells what articles are ranked by; with --sort newest they are not ranked",
        ),
        (
            "--explain --sort oldest",
            "morgue: --explain tells what articles are ranked by; with --sort oldest they are not ranked",
        ),
        ("--explain --format csv", "morgue: --explain has no place in --format csv; use text or json"),
        ("--explain --format trec", "morgue: --explain has no place in --format trec; use text or json"),
        ("--explain --count", "error: the argument '--explain' cannot be used with '--count'"),
        ("--explain -l", "error: the argument '--explain' cannot be used with '--files-with-matches'"),
        ("--explain -i", "error: the argument '--explain' cannot be used with '--interactive'"),
        (
            "--fresh --sort newest",
            "morgue: --fresh ranks newer articles higher; with --sort newest they are not ranked",
        ),
        (
            "--fresh --by-passage --sort newest",
            "morgue: --fresh ranks newer articles higher; with --sort newest they are not ranked",
        ),
        (
            "--fresh=7d --sort oldest",
            "morgue: --fresh ranks newer articles higher; with --sort oldest they are not ranked",
        ),
        ("--fresh --count", "error: the argument '--fresh[=<HALF_LIFE>]' cannot be used with '--count'"),
        ("--fresh -i", "error: the argument '--fresh[=<HALF_LIFE>]' cannot be used with '--interactive'"),
        ("--fresh=", "morgue: --fresh: \"\" is not a length of time"),
        ("--fresh=7h --sort newest", "morgue: --fresh: \"7h\""),
        ("--fresh=7h", "morgue: --fresh: \"7h\" is not a length of time; write 7d, 6w, 3m, 1y or a number of days"),
        ("--fresh=-1", "morgue: --fresh: \"-1\" is not a length of time; write 7d, 6w, 3m, 1y or a number of days"),
        ("--fresh=2000y", "morgue: --fresh: \"2000y\" is more than a thousand years"),
    ];
    for (options, said) in table {
        let outcome = scene.run(&format!("search weir {options}"));
        assert_eq!((outcome.code(), outcome.stdout().as_str()), (Some(2), ""), "{options}");
        assert!(outcome.stderr().starts_with(said), "{options}: {}", outcome.stderr());
    }
    for options in
        ["--by-passage --sort newest --explain", "--by-passage --sort oldest --fresh=0", "--fresh=0 --explain"]
    {
        assert_eq!(scene.run(&format!("search weir {options}")).code(), Some(0), "{options}");
    }
}

#[test]
fn a_file_may_ask_for_newer_articles() {
    let scene = weirs();
    let order = |options: &str| {
        let run = scene.run(&format!("search weir --format trec {options}")).stdout();
        run.lines().map(|line| line.split(' ').nth(2).unwrap().to_string()).collect::<Vec<_>>()
    };
    let (old, new) = ("news/old.md#1", "news/weir.md#1");
    assert_eq!(order("")[0], old);
    assert_eq!(order("--fresh=1d")[0], new);
    scene.file(".morgue/morgue.toml", "fresh = \"1d\"\n");
    assert_eq!((&*order("")[0], &*order("--fresh=0")[0], &*order("--fresh=1000y")[0]), (new, old, old));
    // A list by date is not ranked, so that the file says nothing about it.
    let oldest = |fresh: &str| scene.run(&format!("search weir --sort oldest --format trec {fresh}")).to_string();
    assert_eq!(oldest(""), oldest("--fresh=0"));
}

#[test]
fn explained_to_people() {
    let scene = weirs();
    scene.run(r#"search 'the weir OR "Dutch masons" OR mason^2' --explain --fresh=30d --passages 0 -n 2"#).is(r#"
  weight  rarity  bursts   articles      times
   0.132   0.089   1.480          3          8   weir
   1.693                                         "dutch masons"
   0.404   0.404   1.000          2          2     dutch
   1.289   0.977   1.320          1          2     masons
   3.032   0.977   1.552          1          3   mason (boosted × 2)
   0.000  a function word                        the

1. Weirs of the Vale
   2024-06-30 · news/weir.md#1
   score 15.365:
     often    lead   first  weight
     0.180   0.036   0.026   0.132  weir
                                      headline 1 inflected; body 1, 1 inflected
     1.564   0.339   0.271   1.693  "dutch masons": body 1
     3.965   0.834   0.467   3.032  mason: body 1, 2 inflected
     7.682                          × 2.000: as new as the newest

2. A weir, a weir
   2024-05-31 · news/old.md#1
   score 0.432:
     often    lead   first  weight
     0.219   0.042   0.026   0.132  weir: headline 2; body 2
     0.000   0.000   0.000   1.693  "dutch masons": not there
     0.000   0.000   0.000   3.032  mason: not there
     0.144                          × 1.500: 30 days older than the newest
! read as: the AND (weir OR "dutch masons" OR mason^2)
! 3 articles found, 1 to 2 shown (searched 3 articles from 2 files)
= 0"#);
    scene.run(r#"search weir --explain --by-passage -n 1"#).is(r#"
  weight  rarity  bursts   articles      times
   0.132   0.089   1.480          3          8   weir

1. Weirs of the Vale
   2024-06-30 · news/weir.md#1
   The weir was built by Dutch masons.
   score 0.132:
      adds   times  weight
     0.132       1   0.132          weir
! 3 articles found; passages 1 to 1 (searched 3 articles from 2 files)
= 0"#);
    scene.run(r#"search '"a weir" (netherlands OR keeper~)' --explain --by-passage --fresh"#).is(
        r#"
  weight  rarity  bursts   articles      times
   0.118                                         "a weir"
   0.000  a function word                          a
   0.118   0.089   1.320          3          6     weir
   0.089   0.089   1.000          3          3   netherlands
   0.977   0.977   1.000          1          1   keeper~2

1. Bread
   2024-06-30 · news/weir.md#2
   without: "a weir"
   The weir-keeper bakes bread for the Netherlands.
   score 2.285:
      adds   times  weight
     0.977       1   0.977          keeper~2
     0.089       1   0.089          netherlands
     0.076                          how near they stand
                                    × 2.000: as new as the newest

2. A weir, a weir
   2024-05-31 · news/old.md#1
   without: netherlands OR keeper~2
   The weir fell. It was the weir of the Dutch.
   score 0.000: what satisfied the query is not in the body
! read as: "a weir" AND (netherlands OR keeper~2)
! no article has all of: "a weir" AND (netherlands OR keeper~2); 1 article has all but "a weir", 1 all but netherlands OR keeper~2
! 2 articles found; passages 1 to 2 (searched 3 articles from 2 files)
= 0"#,
    );
    scene.run(r#"search date:2024-06 --explain --passages 0 -n 1"#).is(r#"
1. Weirs of the Vale
   2024-06-30 · news/weir.md#1
   score 0.000: nothing in the query is ranked, so the newest come first
! 2 articles found, 1 to 1 shown (searched 3 articles from 2 files)
= 0"#);
    scene.run(r#"search headline:weir w/9 vale --explain --passages 0"#).is(r#"
  weight  rarity  bursts   articles      times
   1.452                                         headline:(weir w/9 vale)
   0.475   0.404   1.176          2          3     weir
   0.977   0.977   1.000          1          1     vale

1. Weirs of the Vale
   2024-06-30 · news/weir.md#1
   score 2.216:
     often    lead   first  weight
     1.635   0.291   0.291   1.452  headline:(weir w/9 vale): headline 1
! 1 article found (searched 3 articles from 2 files)
= 0"#);
    scene.run(r#"search zebra --explain"#).is(r#"
! nothing found: "zebra" is in no article (searched 3 articles from 2 files)
= 1"#);
}
