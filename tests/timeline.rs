//! `morgue timeline`: articles of known dates, and what is drawn expected beside them.

use crate::util::Scene;

/// One article a line: text, date.
fn archive(articles: &[(&str, &str)]) -> Scene {
    let scene = Scene::new();
    let mut lines = String::new();
    for (n, (text, date)) in articles.iter().enumerate() {
        let mut article = serde_json::json!({ "title": format!("Notice {n}"), "text": text });
        if !date.is_empty() {
            article["date"] = (*date).into();
        }
        lines.push_str(&format!("{article}\n"));
    }
    scene.file("news/a.jsonl", lines);
    assert_eq!(scene.run("index news").code(), Some(0));
    scene
}

fn vale() -> Scene {
    archive(&[
        ("The weir is open.", "2021-03-04"),
        ("The weir is shut.", "2021-03-31"),
        ("A ferry sank.", "2021-03-31"),
        ("The weir and the ferry.", "2021-04-01"),
        ("The mayor.", "2021-06-30"),
        ("The weir again.", "2022-01-01"),
        ("The weir, some day.", "2021"),
        ("The weir, undated.", ""),
    ])
}

#[test]
fn bars_beside_what_is_held() {
    let scene = vale();
    scene.run("timeline weir --by month").is(r#"
weir: 6 articles
articles by month of publication

2021-03 2 ███████████████████████████████████████████████████████████ first peak
2021-04 1 █████████████████████████████▌
2021-05 · to 2021-12, 8 months: none of 1 article, nothing held in 7
2022-01 1 █████████████████████████████▌

first 2021-03; peak 2021-03 (2); 1 not dated to one month; 1 undated
= 0"#);
    scene.run("timeline weir ferry --by month --share").is(r#"
a  weir: 6 articles
b  ferry: 2 articles
per cent of the articles held, by month of publication

2021-03 a  66.7 % ██████████████████████████████████ first
        b  33.3 % █████████████████ first
2021-04 a 100.0 % ███████████████████████████████████████████████████ peak
        b 100.0 % ███████████████████████████████████████████████████ peak
2021-05 · to 2021-12, 8 months: none of 1 article, nothing held in 7
2022-01 a 100.0 % ███████████████████████████████████████████████████
        b   0.0 %

a  first 2021-03; peak 2021-04 (100.0 %); 1 not dated to one month; 1 undated
b  first 2021-03; peak 2021-04 (100.0 %)
= 0"#);
}

#[test]
fn all_articles_by_year() {
    vale().run("timeline --by year").is(r#"
all articles: 8 articles
articles by year of publication

2021 6 ██████████████████████████████████████████████████████████████ first peak
2022 1 ██████████▍

first 2021; peak 2021 (6); 1 undated
= 0"#);
}

#[test]
fn numbers_for_programs() {
    let scene = vale();
    scene.run("timeline ferry weir --by year --format csv").is(r#"
query,from,to,articles,held,share
ferry,2021-01-01,2021-12-31,2,6,0.333333
ferry,2022-01-01,2022-12-31,0,1,0.000000
weir,2021-01-01,2021-12-31,4,6,0.666667
weir,2022-01-01,2022-12-31,1,1,1.000000
= 0"#);
    scene.run("timeline ferry --by month --format json").is(r#"
{"version":1,"by":"month","dates":"published","searched":8,"queries":[{"query":"ferry","read_as":"ferry","total":2,"wider":0,"undated":0,"first":"2021-03-01","peak":"2021-03-01"}],"units":[{"from":"2021-03-01","to":"2021-03-31","held":3,"articles":[1]},{"from":"2021-04-01","to":"2021-04-30","held":1,"articles":[1]}]}
= 0"#);
    scene.run("timeline zebra --format json").is(r#"
{"version":1,"by":null,"dates":"published","searched":8,"queries":[{"query":"zebra","read_as":"zebra","total":0,"wider":0,"undated":0,"first":null,"peak":null}],"units":[]}
= 1"#);
}

#[test]
fn an_article_counts_once_in_a_unit_that_it_speaks_of() {
    let scene = archive(&[
        ("The weir was built on 3 May 1989 and broke on 4 May 1989.", "2021-03-04"),
        ("The weir of May 1989 and of the 1980s.", "2021-03-04"),
        ("The weir in 1990.", ""),
        ("The weir.", ""),
    ]);
    scene.run("timeline weir --mentioned --by month --format json").is(r#"
{"version":1,"by":"month","dates":"mentioned","searched":4,"queries":[{"query":"weir","read_as":"weir","total":4,"wider":1,"undated":1,"first":"1989-05-01","peak":"1989-05-01"}],"units":[{"from":"1989-05-01","to":"1989-05-31","held":2,"articles":[2]}]}
= 0"#);
}

#[test]
fn a_query_in_a_picture_is_text() {
    let scene = vale();
    assert_eq!(scene.run("timeline 'weir <script>\"&' ferry --svg out.svg --by month").code(), Some(0));
    let picture = std::fs::read_to_string(scene.path("out.svg")).unwrap();
    assert!(picture.starts_with("<svg ") && picture.ends_with("</svg>\n"), "{picture}");
    assert!(
        picture.contains("weir &lt;script&gt;&quot;&amp;: 0 articles") && !picture.contains("<script"),
        "{picture}"
    );
    assert_eq!(picture.matches("<polyline").count(), 2, "{picture}");
    // April to December are eight months without anything, but one.
    assert_eq!(picture.matches("fill=\"#eee\"").count(), 0, "{picture}");
    scene.run("timeline weir --svg no/such/folder.svg --by year --format csv").is(r#"
query,from,to,articles,held,share
weir,2021-01-01,2021-12-31,4,6,0.666667
weir,2022-01-01,2022-12-31,1,1,1.000000
! morgue: no/such/folder.svg: cannot be written: No such file or directory (os error 2)
!   hint: check that its folder is there and may be written to
= 2"#);
}

#[test]
fn what_has_no_date_cannot_be_drawn() {
    let scene = archive(&[("The weir.", ""), ("The weir.", "2021")]);
    scene.run("timeline weir --by day").is(r#"
! nothing that satisfies the query has a date to draw
= 1"#);
    scene.run("timeline weir").is(r#"
weir: 2 articles
articles by year of publication

2021 1 ██████████████████████████████████████████████████████████████ first peak

first 2021; peak 2021 (1); 1 undated
= 0"#);
}
