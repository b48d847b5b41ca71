//! What the program says beside the articles: what was given up where no article has all words, which clause is why
//! nothing was found, what else may be meant, which words other words or the best articles add, and how a query is read.

use crate::util::Scene;

/// Six articles about a river, its bridge, a ferry and Mikhail Gorbachev.
const PAPER: &str = concat!(
    r#"{"id":"a-1","title":"River rises","text":"The river rose under the bridge.","date":"2020-01-05","source":"The Vale Courier"}"#,
    "\n",
    r#"{"id":"a-2","title":"River falls","text":"The river fell. The bridge stands.","date":"2020-02-05","source":"The Vale Courier"}"#,
    "\n",
    r#"{"id":"a-3","title":"Ferry sold","text":"The ferry crossed the river once more, then it was sold.","date":"2021-03-05","source":"Northern Wire"}"#,
    "\n",
    r#"{"id":"a-4","title":"Zebra escapes","text":"A zebra left the zoo and crossed the bridge.","date":"2022-04-05","source":"Northern Wire"}"#,
    "\n",
    r#"{"id":"a-5","title":"Visitor from Moscow","text":"Mikhail Gorbachev came to the vale. Mr. Gorbachev praised the newspaper.","date":"1989-05-05","source":"Northern Wire"}"#,
    "\n",
    r#"{"id":"a-6","title":"Again the visitor","text":"Mikhail Gorbachev spoke in New York about the vale.","date":"1990-05-05","source":"Northern Wire"}"#,
    "\n",
);

fn scene() -> Scene {
    let scene = Scene::new();
    scene.file("news/paper.jsonl", PAPER);
    let outcome = scene.run("index news");
    assert_eq!(outcome.code(), Some(0), "{outcome}");
    scene
}

/// What is said on standard error, and the identifiers of the hits with what they lack.
fn said(scene: &Scene, arguments: &str) -> String {
    let outcome = scene.run(&format!("search {arguments}"));
    let mut text = String::new();
    for line in outcome.stdout().lines() {
        let line = line.trim();
        if line.contains(" · ") {
            text.push_str(&format!("{}\n", line.split(" · ").nth(2).unwrap()));
        } else if line.starts_with("without: ") {
            text.push_str(&format!("  {line}\n"));
        }
    }
    outcome.stderr().lines().for_each(|line| text.push_str(&format!("! {line}\n")));
    text + &format!("= {}", outcome.code().unwrap())
}

#[track_caller]
fn check(scene: &Scene, table: &[(&str, &str)]) {
    for (arguments, expected) in table {
        let got = said(scene, arguments);
        assert_eq!(got, *expected, "\nsearch {arguments}\n{got}");
    }
}

fn json(scene: &Scene, arguments: &str) -> serde_json::Value {
    let outcome = scene.run(&format!("search --format json {arguments}"));
    serde_json::from_str(outcome.stdout().lines().next().unwrap()).unwrap()
}

#[test]
fn where_no_article_has_all_words_it_is_said_which_was_given_up() {
    let scene = scene();
    check(
        &scene,
        &[
            // One given up, the same by all: said once.
            (
                "river bridge zoo",
                "a-4\n  without: river\na-2\n  without: zoo\na-1\n  without: zoo\n\
                 ! no article has all of: river AND bridge AND zoo; 2 articles have all but \"zoo\", 1 all but \"river\"\n\
                 ! 3 articles found (searched 6 articles from 1 file)\n= 0",
            ),
            (
                "river bridge unicorn",
                "a-2\na-1\n! no article has all of: river AND bridge AND unicorn; 2 articles have all but \"unicorn\"\n\
                 ! 2 articles found (searched 6 articles from 1 file)\n= 0",
            ),
        ],
    );
}
