//! `morgue people` and `morgue person`: articles whose persons are known, and what is told of them expected beside.

use std::collections::{BTreeMap, BTreeSet};

use morgue::index::document::Filed;
use morgue::mention::Field;
use morgue::query::Query;
use morgue::search::Archive;
use morgue::search::company::{Within, tie};
use morgue::sentences;

use crate::util::Scene;

/// One article a line: text, date.
fn archive(articles: &[(&str, &str)]) -> Scene {
    let scene = Scene::new();
    let mut lines = String::new();
    for (n, (text, date)) in articles.iter().enumerate() {
        let mut article = serde_json::json!({ "id": format!("v-{n}"), "title": format!("Notice {n}"), "text": text });
        if !date.is_empty() {
            article["date"] = (*date).into();
        }
        lines.push_str(&format!("{article}\n"));
    }
    scene.file("news/a.jsonl", lines);
    assert_eq!(scene.run("index news").code(), Some(0));
    scene
}

/// Everybody knows Edna Quill; Tomas Novak is rarely without Helen Marsh.
fn vale() -> Scene {
    archive(&[
        ("Mayor Edna Quill opened the weir.", "2021-03-04"),
        ("Mayor Edna Quill met Helen Marsh and Tomas Novak at the weir.", "2021-03-31"),
        ("Helen Marsh married Tomas Novak. They walked along the weir.\n\nMayor Edna Quill sent flowers.", "2021-04"),
        ("Mayor Edna Quill met Sean O'Malley. Helen Marsh spoke. Tomas Novak did not.", "2022"),
        ("Mayor EDNA QUILL rests.", ""),
        ("Mayor Edna Quill and Sean O'Malley rest.", "2022-05-01"),
        ("Mayor Edna Quill swam.", "2022-05-02"),
        ("Grace Okafor has nobody beside her.", "2022-05-03"),
        ("The weir is dry.", "2022-06-01"),
    ])
}

#[test]
fn who_appears() {
    let scene = vale();
    scene.run("people").is(r#"
articles  first       last        name
       7  2021-03-04  2022-05-02  Edna Quill  also EDNA QUILL 1; 1 undated
       3  2021-03-31  2022        Helen Marsh
       3  2021-03-31  2022        Tomas Novak
       2  2022        2022-05-01  Sean O'Malley
       1  2022-05-03  2022-05-03  Grace Okafor
! 5 persons (9 articles found, 8 name somebody; searched 9 articles)
= 0"#);
    scene.run("people weir --since 2021-03-31 --until 2021-12-31 -n 2").is(r#"
articles  first       last     name
       2  2021-03-31  2021-04  Edna Quill
       2  2021-03-31  2021-04  Helen Marsh
! 3 persons, 1 to 2 shown (2 articles found, 2 name somebody; searched 9 articles)
= 0"#);
    scene.run("people 'weir zebra' --any --min 3").is(r#"
articles  first       last     name
       3  2021-03-04  2021-04  Edna Quill
! 1 person (4 articles found, 3 name somebody; searched 9 articles)
= 0"#);
    scene.run("people --person marsh --sort name").is(r#"
articles  first       last  name
       3  2021-03-31  2022  Edna Quill
       3  2021-03-31  2022  Helen Marsh
       1  2022        2022  Sean O'Malley
       3  2021-03-31  2022  Tomas Novak
! 4 persons (3 articles found, 3 name somebody; searched 9 articles)
= 0"#);
    scene.run("people --sort first -n 3").is(r#"
articles  first       last        name
       7  2021-03-04  2022-05-02  Edna Quill  also EDNA QUILL 1; 1 undated
       3  2021-03-31  2022        Helen Marsh
       3  2021-03-31  2022        Tomas Novak
! 5 persons, 1 to 3 shown (9 articles found, 8 name somebody; searched 9 articles)
= 0"#);
    scene.run("people --sort last -n 2").is(r#"
articles  first       last        name
       1  2022-05-03  2022-05-03  Grace Okafor
       7  2021-03-04  2022-05-02  Edna Quill  also EDNA QUILL 1; 1 undated
! 5 persons, 1 to 2 shown (9 articles found, 8 name somebody; searched 9 articles)
= 0"#);
    scene.run("people zebra").is(r#"
! nobody (0 articles found, 0 name somebody; searched 9 articles)
= 1"#);
}

/// The famous, who is beside everybody, comes behind who is rarely elsewhere.
#[test]
fn who_is_beside_whom() {
    let scene = vale();
    scene.run("people --with 'tomas novak'").is(
        r#"
together  expected  closeness  articles  first       last  name
       3       1.1       0.56         3  2021-03-31  2022  Helen Marsh
! 1 person beside tomas novak, 2 more no oftener than chance may have it (9 articles found, 8 name somebody; searched 9 articles)
= 0"#,
    );
    scene.run("people --with novak --within paragraph").is(
        r#"
together  expected  closeness  articles  first       last  name
       3       1.0       0.56         3  2021-03-31  2022  Helen Marsh
! 1 person beside novak, 2 more no oftener than chance may have it (9 articles found, 8 name somebody; searched 9 articles)
= 0"#,
    );
    scene.run("people --with novak --within sentence").is(
        r#"
! nobody beside novak, 2 more no oftener than chance may have it (9 articles found, 8 name somebody; searched 9 articles)
= 1"#,
    );
    scene.run("people --with quill").is(
        r#"
! nobody beside quill, 3 more no oftener than chance may have it (9 articles found, 8 name somebody; searched 9 articles)
= 1"#,
    );
    scene.run("people --with okafor").is(r#"
! nobody beside okafor (9 articles found, 8 name somebody; searched 9 articles)
= 1"#);
    scene.run("people --with novak --sort articles --min 2").is(
        r#"
together  expected  closeness  articles  first       last  name
       3       1.1       0.56         3  2021-03-31  2022  Helen Marsh
! 1 person beside novak, 1 more no oftener than chance may have it (9 articles found, 8 name somebody; searched 9 articles)
= 0"#,
    );
}

#[test]
fn a_name_that_fits_nobody_or_several() {
    let scene = vale();
    scene.run("people --with nowak").is(r#"
! nobody in this archive is called nowak; did you mean Tomas Novak (3)?
! nobody (9 articles found, 8 name somebody; searched 9 articles)
= 1"#);
    scene.run("people --with zzz").is(r#"
! nobody in this archive is called zzz
! nobody (9 articles found, 8 name somebody; searched 9 articles)
= 1"#);
    scene.run("person Nowak").is(r#"
! nobody in this archive is called Nowak; did you mean Tomas Novak (3)?
= 1"#);
    scene.run("person 'Helen Novak'").is(r#"
! nobody in this archive is called Helen Novak
= 1"#);
}

#[test]
fn what_cannot_be_done_is_refused() {
    let scene = vale();
    scene.run("people --with '*'").is(r#"
! morgue: --with "*" holds no name
= 2"#);
    scene.run("people --within sentence").is(r#"
! morgue: --within says how near --with and --graph look, and neither is said
= 2"#);
    scene.run("people --sort closeness").is(r#"
! morgue: --sort closeness needs --with: it tells how close persons are to one
= 2"#);
    scene.run("people --graph out.svg").is(r#"
! morgue: --graph out.svg: end it in .graphml or .xml for GraphML, .dot or .gv for Graphviz
= 2"#);
    scene.run("people --graph no/such.dot -n 1 --format csv").is(r#"
name,articles,first,last,undated,variants,places,together,expected,g2,closeness
Edna Quill,7,2021-03-04,2022-05-02,1,Edna Quill 6; EDNA QUILL 1,,,,,
! morgue: no/such.dot: cannot be written: No such file or directory (os error 2)
!   hint: check that its folder is there and may be written to
= 2"#);
    scene.run("people '\"'").is(r#"
! morgue: there is no word in the query """
= 2"#);
    scene.run("person '*'").is(r#"
! morgue: "*" holds no name
= 2"#);
    scene.run("person ' '").is(r#"
! morgue: "" holds no name
= 2"#);
    scene.run("person Quill --number 2").is(r#"
! morgue: --number 2: "Quill" fits 1 person
= 2"#);
    scene.run("person Quill --number 0").is(r#"
! morgue: --number 0: "Quill" fits 1 person
= 2"#);
}

#[test]
fn tables_and_objects() {
    let scene = vale();
    scene.run("people -n 2 --format csv").is(r#"
name,articles,first,last,undated,variants,places,together,expected,g2,closeness
Edna Quill,7,2021-03-04,2022-05-02,1,Edna Quill 6; EDNA QUILL 1,,,,,
Helen Marsh,3,2021-03-31,2022,0,Helen Marsh 3,,,,,
= 0"#);
    scene.run("people --with marsh -n 1 --format csv").is(r#"
name,articles,first,last,undated,variants,places,together,expected,g2,closeness
Tomas Novak,3,2021-03-31,2022,0,Tomas Novak 3,3,3,1.125,10.585,0.562
= 0"#);
    scene.run("people --with marsh -n 1 --format json").is(
        r#"
{"version":1,"query":"","read_as":"*","complaints":[],"total":9,"naming":8,"searched":9,"persons":1,"with":{"name":"marsh","persons":["Helen Marsh"],"within":"article","places":8,"naming":3},"people":[{"name":"Tomas Novak","articles":3,"first":"2021-03-31","last":"2022","undated":0,"variants":[{"name":"Tomas Novak","articles":3}],"places":3,"together":3,"expected":1.125,"g2":10.585,"closeness":0.563}]}
= 0"#,
    );
    scene.run("people 'the ( weir' -n 1 --format json").is(
        r#"
{"version":1,"query":"the ( weir","read_as":"the AND weir","complaints":[{"start":4,"end":5,"text":"this parenthesis is never closed; it is closed at the end"}],"total":4,"naming":3,"searched":9,"persons":3,"people":[{"name":"Edna Quill","articles":3,"first":"2021-03-04","last":"2021-04","undated":0,"variants":[{"name":"Edna Quill","articles":3}]}]}
! query, byte 4: this parenthesis is never closed; it is closed at the end
! read as: the AND weir
= 0"#,
    );
    scene.run("people zebra --format json").is(
        r#"
{"version":1,"query":"zebra","read_as":"zebra","complaints":[],"total":0,"naming":0,"searched":9,"persons":0,"people":[]}
= 1"#,
    );
}

#[test]
fn a_page_about_a_person() {
    let scene = vale();
    scene.run("person novak").is(r#"
Tomas Novak
3 articles
named   Tomas Novak (3)
first   2021-03-31  Notice 1
        2021-03-31 · v-1 · news/a.jsonl#2
peak    2021-03     1 article
last    2022        Notice 3
        2022 · v-3 · news/a.jsonl#4

Articles by month of publication
2021-03 1 ███████████████████████████████████████████████████████████ first peak
2021-04 1 ███████████████████████████████████████████████████████████

first 2021-03; peak 2021-03 (1); 1 not dated to one month

Closest people, in the same article
together  expected  closeness  articles  name
       3       1.1       0.56         3  Helen Marsh

Passages
1. Notice 1
   2021-03-31 · v-1 · news/a.jsonl#2
   People: Edna Quill, Helen Marsh, Tomas Novak
   Mayor Edna Quill met Helen Marsh and Tomas Novak at the weir.
2. Notice 3
   2022 · v-3 · news/a.jsonl#4
   People: Edna Quill, Sean O'Malley, Helen Marsh, Tomas Novak
   Mayor Edna Quill met Sean O'Malley. Helen Marsh spoke. Tomas Novak did not.
3. Notice 2
   2021-04 · v-2 · news/a.jsonl#3
   People: Helen Marsh, Tomas Novak, Edna Quill
   Helen Marsh married Tomas Novak. They walked along the weir.
= 0"#);
    scene.run("person quill --within sentence").is(r#"
Edna Quill
7 articles, 1 undated
named   Edna Quill (6), EDNA QUILL (1)
first   2021-03-04  Notice 0
        2021-03-04 · v-0 · news/a.jsonl#1
peak    2021-03     2 articles
last    2022-05-02  Notice 6
        2022-05-02 · v-6 · news/a.jsonl#7

Articles by month of publication
2021-03 2 ███████████████████████████████████████████████████████████ first peak
2021-04 1 █████████████████████████████▌
2021-05 · to 2022-04, 12 months: nothing held
2022-05 2 ███████████████████████████████████████████████████████████

first 2021-03; peak 2021-03 (2); 1 not dated to one month; 1 undated

Passages
1. Notice 6
   2022-05-02 · v-6 · news/a.jsonl#7
   People: Edna Quill
   Mayor Edna Quill swam.
2. Notice 4
   undated · v-4 · news/a.jsonl#5
   People: EDNA QUILL
   Mayor EDNA QUILL rests.
3. Notice 0
   2021-03-04 · v-0 · news/a.jsonl#1
   People: Edna Quill
   Mayor Edna Quill opened the weir.
4. Notice 5
   2022-05-01 · v-5 · news/a.jsonl#6
   People: Edna Quill, Sean O'Malley
   Mayor Edna Quill and Sean O'Malley rest.
5. Notice 1
   2021-03-31 · v-1 · news/a.jsonl#2
   People: Edna Quill, Helen Marsh, Tomas Novak
   Mayor Edna Quill met Helen Marsh and Tomas Novak at the weir.
= 0"#);
    scene.run("person Okafor --format json").is(
        r#"
{"version":1,"asked":"Okafor","name":"Grace Okafor","articles":1,"undated":0,"variants":[{"name":"Grace Okafor","articles":1}],"same":[],"open":[],"first":{"published":"2022-05-03","id":"v-7","path":"news/a.jsonl","record":8,"headline":"Notice 7"},"peak":{"from":"2022-05-03","to":"2022-05-03","articles":1},"last":{"published":"2022-05-03","id":"v-7","path":"news/a.jsonl","record":8,"headline":"Notice 7"},"timeline":{"by":"day","wider":0,"units":[{"from":"2022-05-03","to":"2022-05-03","held":1,"articles":1}]},"within":"article","close":[],"passages":[{"rank":1,"score":6.2998047,"id":"v-7","path":"news/a.jsonl","record":8,"headline":"Notice 7","headline_marks":[],"published":"2022-05-03","source":null,"byline":null,"place":null,"language":"en","url":null,"people":["Grace Okafor"],"text_hash":"sha256:90755419a6ed2deb6347c8ae12303793d41eb3c0bb654cfff25bcbc0af03f7c8","passages":[{"field":"body","start":0,"end":35,"sentence":1,"sentences":1,"paragraph":1,"text":"Grace Okafor has nobody beside her.","marks":[[0,12]],"score":4.3126454}]}],"others":[]}
= 0"#,
    );
}

#[test]
fn several_of_one_name_are_numbered() {
    let scene = archive(&[
        ("Mayor Edna Quill met John Quill.", "2021-03-04"),
        ("Senator John Quill met Edna Quill. John Quill smiled.", "2021-03-05"),
        ("Senator John Quill swam.", "2021-03-06"),
    ]);
    scene.run("person quill").is(r#"
John Quill
3 articles
named   John Quill (3)
first   2021-03-04  Notice 0
        2021-03-04 · v-0 · news/a.jsonl#1
peak    2021-03-04  1 article
last    2021-03-06  Notice 2
        2021-03-06 · v-2 · news/a.jsonl#3

Articles by day of publication
2021-03-04 1 ████████████████████████████████████████████████████████ first peak
2021-03-05 1 ████████████████████████████████████████████████████████
2021-03-06 1 ████████████████████████████████████████████████████████

first 2021-03-04; peak 2021-03-04 (1)

Passages
1. Notice 1
   2021-03-05 · v-1 · news/a.jsonl#2
   People: John Quill, Edna Quill
   Senator John Quill met Edna Quill. John Quill smiled.
2. Notice 2
   2021-03-06 · v-2 · news/a.jsonl#3
   People: John Quill
   Senator John Quill swam.
3. Notice 0
   2021-03-04 · v-0 · news/a.jsonl#1
   People: Edna Quill, John Quill
   Mayor Edna Quill met John Quill.
! quill fits 2 persons; this is number 1, say --number N for another:
!   1. John Quill (3 articles)
!   2. Edna Quill (2 articles)
= 0"#);
    scene.run("person quill --number 2").is(r#"
Edna Quill
2 articles
named   Edna Quill (2)
first   2021-03-04  Notice 0
        2021-03-04 · v-0 · news/a.jsonl#1
peak    2021-03-04  1 article
last    2021-03-05  Notice 1
        2021-03-05 · v-1 · news/a.jsonl#2

Articles by day of publication
2021-03-04 1 ████████████████████████████████████████████████████████ first peak
2021-03-05 1 ████████████████████████████████████████████████████████

first 2021-03-04; peak 2021-03-04 (1)

Passages
1. Notice 0
   2021-03-04 · v-0 · news/a.jsonl#1
   People: Edna Quill, John Quill
   Mayor Edna Quill met John Quill.
2. Notice 1
   2021-03-05 · v-1 · news/a.jsonl#2
   People: John Quill, Edna Quill
   Senator John Quill met Edna Quill. John Quill smiled.
! quill fits 2 persons; this is number 2, say --number N for another:
!   1. John Quill (3 articles)
!   2. Edna Quill (2 articles)
= 0"#);
    scene.run("people --with quill").is(r#"
! quill fits 2 persons, all of them are taken: John Quill (3), Edna Quill (2)
! nobody beside quill (3 articles found, 3 name somebody; searched 3 articles)
= 1"#);
}

/// Names that could end a string, an element or the line of a terminal.
#[test]
fn odd_names_stay_names() {
    let scene = Scene::new();
    let odd = r#"{"id":"o-1","title":"x","text":"Nothing.","people":["Zed \"Z\" <b>&\\N Quill","Wan\u001b[31m Red"]}
{"id":"o-2","title":"x","text":"Nothing.","people":["Zed \"Z\" <b>&\\N Quill","WAN\u001b[31m RED","\u202eNam Odd"]}"#;
    scene.file("news/a.jsonl", odd);
    assert_eq!(scene.run("index news").code(), Some(0));
    scene.run("people").is(r#"
articles  first    last     name
       2  undated  undated  WAN�[31m RED  also Wan�[31m Red 1; 2 undated
       2  undated  undated  Zed "Z" <b>&\N Quill  2 undated
       1  undated  undated  �Nam Odd  1 undated
! 3 persons (2 articles found, 2 name somebody; searched 2 articles)
= 0"#);
    scene.run("people --format csv --graph g.DOT -n 2").is(r#"
name,articles,first,last,undated,variants,places,together,expected,g2,closeness
WAN�[31m RED,2,,,2,WAN�[31m RED 1; Wan�[31m Red 1,,,,,
"Zed ""Z"" <b>&\N Quill",2,,,2,"Zed ""Z"" <b>&\N Quill 2",,,,,
= 0"#);
    scene.run("person zed").is(r#"
Zed "Z" <b>&\N Quill
2 articles, 2 undated
named   Zed "Z" <b>&\N Quill (2)

Passages
1. x
   undated · o-1 · news/a.jsonl#1
   People: Zed "Z" <b>&\N Quill, Wan�[31m Red
   Nothing.
2. x
   undated · o-2 · news/a.jsonl#2
   People: Zed "Z" <b>&\N Quill, WAN�[31m RED, �Nam Odd
   Nothing.
= 0"#);
    let graph = std::fs::read_to_string(scene.path("g.DOT")).unwrap();
    let wanted = r#"
graph persons {
  label="all articles: persons in the same article";
  n0 [label="WAN�[31m RED", articles=2];
  n1 [label="Zed \"Z\" <b>&\\N Quill", articles=2];
  n0 -- n1 [weight=2, together=2, expected=2.0, g2=0.0, closeness=0.0];
}
"#;
    assert_eq!(graph, wanted.trim_start());
    assert_eq!(scene.run("people --format csv --graph g.xml -n 2").code(), Some(0));
    let graph = std::fs::read_to_string(scene.path("g.xml")).unwrap();
    let wanted = r#"
<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
  <key id="name" for="node" attr.name="name" attr.type="string"/>
  <key id="articles" for="node" attr.name="articles" attr.type="long"/>
  <key id="first" for="node" attr.name="first" attr.type="string"/>
  <key id="last" for="node" attr.name="last" attr.type="string"/>
  <key id="together" for="edge" attr.name="together" attr.type="long"/>
  <key id="expected" for="edge" attr.name="expected" attr.type="double"/>
  <key id="g2" for="edge" attr.name="g2" attr.type="double"/>
  <key id="closeness" for="edge" attr.name="closeness" attr.type="double"/>
  <graph id="persons" edgedefault="undirected">
    <desc>all articles: persons in the same article</desc>
    <node id="n0">
      <data key="name">WAN�[31m RED</data>
      <data key="articles">2</data>
    </node>
    <node id="n1">
      <data key="name">Zed &quot;Z&quot; &lt;b&gt;&amp;\N Quill</data>
      <data key="articles">2</data>
    </node>
    <edge source="n0" target="n1">
      <data key="together">2</data>
      <data key="expected">2.0</data>
      <data key="g2">0.0</data>
      <data key="closeness">0.0</data>
    </edge>
  </graph>
</graphml>
"#;
    assert_eq!(graph, wanted.trim_start());
}

/// Articles that were taken out, and segments of several runs, make no difference.
#[test]
fn a_night_later_people_are_those_of_a_fresh_index() {
    let scene = vale();
    let other =
        r#"{"id":"n-1","title":"Novak","text":"Tomas Novak met Sean O'Malley. Edna Quill slept.","date":"2023"}"#;
    scene.file("news/b.jsonl", other.replace("Sean O'Malley", "Helen Marsh"));
    assert_eq!(scene.run("index news").code(), Some(0));
    scene.file("news/b.jsonl", other);
    scene.file("news/c.jsonl", other.replace("n-1", "n-2").replace("2023", "2020"));
    assert_eq!(scene.run("index news").code(), Some(0));
    assert_eq!(scene.run("index news --index fresh").code(), Some(0));
    for line in [
        "people --format json",
        "people --with novak --within paragraph --format json",
        "people --with 'sean malley' --within sentence --format json",
        "people --graph g.dot --within sentence --format csv",
        "person novak --within sentence",
    ] {
        let nightly = scene.run(line);
        let graph = std::fs::read_to_string(scene.path("g.dot")).unwrap_or_default();
        nightly.is(&scene.run(&format!("{line} --index fresh")).to_string());
        assert_eq!(graph, std::fs::read_to_string(scene.path("g.dot")).unwrap_or_default());
        assert!(!nightly.stdout().is_empty(), "{line}");
    }
}

/// Counts of places against what a reader of the articles counts, mention by mention.
#[test]
fn places_are_those_of_the_articles_as_they_are_read() {
    let scene = Scene::new();
    let sample = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-corpus");
    let index = scene.path("ix");
    let indexed = scene.with(["index".as_ref(), sample.as_os_str(), "--index".as_ref(), index.as_os_str()]).run();
    assert_eq!(indexed.code(), Some(3), "{indexed}");
    let archive = Archive::open(&index).unwrap();
    let crowd = archive.crowd(&Query::Everything).unwrap();
    let everybody: Vec<usize> = (0..crowd.people.len()).collect();
    let articles: Vec<Filed> = archive.articles_since(0).flat_map(Result::unwrap).collect();
    assert!(crowd.people.len() > 100 && articles.len() as u64 == crowd.total);
    for within in [Within::Article, Within::Paragraph, Within::Sentence] {
        let mut places: Vec<BTreeSet<String>> = Vec::new();
        articles.iter().for_each(|filed| read(&archive, filed, within, &mut places));
        let mut named: BTreeMap<&str, u64> = BTreeMap::new();
        places.iter().flatten().for_each(|name| *named.entry(name).or_default() += 1);
        let mut expected = BTreeMap::new();
        for place in &places {
            for (n, a) in place.iter().enumerate() {
                place.iter().skip(n + 1).for_each(|b| *expected.entry((a.as_str(), b.as_str())).or_insert(0) += 1);
            }
        }
        let ties = archive.ties(&crowd, &everybody, within).unwrap();
        assert!(ties.len() > 20, "{within:?}");
        let found: BTreeMap<(&str, &str), u64> = (ties.iter())
            .map(|(a, b, found)| {
                let (a, b) = (crowd.people[*a].name.as_str(), crowd.people[*b].name.as_str());
                assert_eq!(*found, tie(found.together, named[a], named[b], places.len() as u64), "{within:?} {a} {b}");
                (if a < b { (a, b) } else { (b, a) }, found.together)
            })
            .collect();
        assert_eq!(found, expected, "{within:?}");
        for person in &everybody {
            let company = archive.company(&crowd, &[*person], within).unwrap();
            let name = crowd.people[*person].name.as_str();
            let of = |pair: &(&str, &str)| pair.0 == name || pair.1 == name;
            assert_eq!(company.others.len(), expected.keys().filter(|pair| of(pair)).count(), "{within:?} {name}");
            assert_eq!((company.places, company.his), (places.len() as u64, named.get(name).copied().unwrap_or(0)));
        }
    }
}

/// Adds the places of an article that name somebody, each with the persons it names.
fn read(archive: &Archive, filed: &Filed, within: Within, places: &mut Vec<BTreeSet<String>>) {
    let starts = sentences::starts(&filed.article.body, sentences::Rules::of(filed.article.language.as_deref()));
    let starts: Vec<usize> = (starts.into_iter())
        .filter(|(_, paragraph)| within == Within::Sentence || *paragraph)
        .map(|(start, _)| start)
        .collect();
    let mut here: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
    for person in &filed.mentions.people {
        let name = archive.identity(&person.name).unwrap().name;
        if within == Within::Article {
            here.entry(0).or_default().insert(name);
            continue;
        }
        for mention in &person.mentions {
            let place = match mention.field {
                Field::Headline => 0,
                Field::Body => 1 + starts.partition_point(|start| *start <= mention.start),
            };
            here.entry(place).or_default().insert(name.clone());
        }
    }
    places.extend(here.into_values());
}
