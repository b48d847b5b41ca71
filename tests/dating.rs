//! When articles were published, and what may lie in the time that is asked for.

use serde_json::Value;

use crate::util::Scene;

/// Identifiers of the hits, in their order; those that only may satisfy the query with a question mark.
fn hits(scene: &Scene, arguments: &str) -> String {
    let outcome = scene.run(&format!("search --format json {arguments}"));
    let answer: Value = serde_json::from_str(&outcome.stdout()).unwrap();
    let hit = |hit: &Value| {
        let mark = if hit.get("possibly").is_some() { "?" } else { "" };
        format!("{}{mark}", hit["id"].as_str().unwrap())
    };
    answer["hits"].as_array().unwrap().iter().map(hit).collect::<Vec<_>>().join(" ")
}

fn indexed(files: &[(&str, &str)]) -> Scene {
    let scene = Scene::new();
    for (name, content) in files {
        scene.file(name, content);
    }
    let outcome = scene.run("index news");
    assert_eq!(outcome.code(), Some(0), "{outcome}");
    scene
}

#[test]
fn contradictions_are_found_and_told() {
    let scene = indexed(&[(
        "news/wire.jsonl",
        r#"{"id":"a","title":"Odd","text":"The mill burned.","date":"2024-12-02","url":"https://x.example/2019/05/03/odd"}
{"id":"b","title":"Even","text":"The mill burned.","date":"2024-12-02T23:30:00-05:00","url":"https://x.example/2024/12/03/even"}
{"id":"c","title":"Year","text":"The mill burned.","date":"2024","url":"https://x.example/2024/12/01/year"}
{"id":"d","title":"None","text":"The mill burned."}"#,
    )]);
    assert_eq!(hits(&scene, "date:suspect"), "a");
    assert_eq!(hits(&scene, "mill NOT date:suspect --sort newest"), "b c d");
    assert_eq!(hits(&scene, "mill --on 2024-12-01"), "c");
    assert_eq!(hits(&scene, "date:suspect --by-passage"), "a");
    let sentence =
        "dates of publication contradict each other: the metadata says 2024-12-02, its address says 2019-05-03";
    let shown = scene.run("show a").stdout();
    assert!(shown.ends_with(&format!("(doubt: {sentence})\n")), "{shown}");
    for command in ["show a --json", "inspect news --json"] {
        let printed = scene.run(command).stdout();
        let article: Value = serde_json::from_str(printed.lines().next().unwrap()).unwrap();
        assert_eq!(article["doubts"], serde_json::json!([sentence]), "{command}");
    }
    let account = scene.run("index news --full").to_string();
    assert!(account.contains("dates of publication contradict each other"), "{account}");
}

#[test]
fn certain_hits_come_before_possible_ones() {
    let mills = "mill ".repeat(20);
    let wire = [
        format!(r#"{{"id":"loose","title":"{mills}","text":"{mills} burned.","date":"2024"}}"#),
        r#"{"id":"sure","title":"Fire","text":"Of all that stood there a mill of wood burned last.","date":"2024-06-03"}"#
            .to_string(),
        format!(r#"{{"id":"looser","title":"Old","text":"{mills} burned. It was long ago in some year.","date":"2024"}}"#),
    ];
    let scene = indexed(&[("news/wire.jsonl", &wire.join("\n"))]);
    for (arguments, found) in [
        ("mill", "loose looser sure"),
        ("mill --on 2024-06", "sure"),
        ("mill --on 2024-06 --possibly", "sure loose? looser?"),
        ("mill date:~2024-06", "sure loose? looser?"),
        ("mill date:~2024-06 -n 1", "sure"),
        ("mill date:~2024-06 -n 1 --offset 1", "loose?"),
        ("mill date:~2024-06 --sort newest", "sure loose? looser?"),
        ("mill date:~2024-06 --sort oldest", "loose? looser? sure"),
        ("mill date:~2024-06 --by-passage -n 1", "sure"),
        ("mill NOT date:~2024-06", ""),
        ("mill date:~2024", "loose looser sure"),
    ] {
        assert_eq!(hits(&scene, arguments), found, "{arguments}");
    }
    // In a run the scores tell the order.
    let run = scene.run("search mill date:~2024-06 --format trec").stdout();
    let rows: Vec<Vec<&str>> = run.lines().map(|line| line.split_whitespace().collect()).collect();
    let scores: Vec<f32> = rows.iter().map(|row| row[4].parse().unwrap()).collect();
    assert_eq!(rows.iter().map(|row| row[2]).collect::<Vec<_>>(), ["sure", "loose", "looser"]);
    assert!(scores[0] > scores[1] && scores[1] >= scores[2], "{scores:?}");
}

#[test]
fn a_mention_of_two_readings_is_found_for_sure_only_where_both_lie() {
    let scene = indexed(&[(
        "news/wire.jsonl",
        r#"{"id":"a","title":"Fire","text":"The mill burned on 03/05/1987.","date":"2024-06-03"}
{"id":"b","title":"Fire","text":"The mill burned on 03/05/1987 and on 25/12/1988.","date":"2024-06-03"}"#,
    )]);
    for (arguments, found) in [
        ("mentions:1987", "a b"),
        ("mentions:1987-03", ""),
        ("mentions:1987-05", "b"),
        ("mentions:~1987-05 --sort oldest", "a? b"),
        ("mentions:~1987-03", "a?"),
        ("mentions:~1987-04", ""),
        ("mentions:~1987-03 --by-passage", "a?"),
        ("mentions:1987-03-01..1987-05-31 --by-passage", "a b"),
    ] {
        assert_eq!(hits(&scene, arguments), found, "{arguments}");
    }
    let shown: Value = serde_json::from_str(&scene.run("show a --json").stdout()).unwrap();
    let date = serde_json::json!({
        "field": "body", "start": 19, "end": 29, "text": "03/05/1987", "precision": "day", "resolved": "ambiguous",
        "from": "1987-03-05", "to": "1987-03-05", "or": {"from": "1987-05-03", "to": "1987-05-03"},
    });
    assert_eq!(shown["dates"], serde_json::json!([date]));
}

#[test]
fn the_order_of_day_and_month_is_set_for_an_index() {
    let scene = indexed(&[(
        "news/wire.jsonl",
        r#"{"id":"a","title":"Fire","text":"The mill burned on 03/05/1987.","date":"02/06/2024"}"#,
    )]);
    let published = |scene: &Scene| {
        let shown: Value = serde_json::from_str(&scene.run("show a --json").stdout()).unwrap();
        format!("{} {}", shown["published"].as_str().unwrap(), shown["dates"][0]["from"].as_str().unwrap())
    };
    assert_eq!(published(&scene), "2024-02-06/2024-06-02 1987-03-05");
    let outcome = scene.run("index news --day-month day-first");
    assert!(outcome.to_string().contains("the order of day and month in figures changed"), "{outcome}");
    assert_eq!(published(&scene), "2024-06-02 1987-05-03");
    scene.file(".morgue/morgue.toml", "day_month = \"month-first\"\n");
    assert_eq!(scene.run("index news").code(), Some(0));
    assert_eq!(published(&scene), "2024-02-06 1987-03-05");
    // As it was made, so it is made again.
    std::fs::remove_file(scene.path(".morgue/morgue.toml")).unwrap();
    assert_eq!(scene.run("index").code(), Some(0));
    assert_eq!(published(&scene), "2024-02-06 1987-03-05");
    assert!(scene.run("schedule --cron").stdout().contains("--day-month=month-first"));
    scene.file(".morgue/morgue.toml", "day_month = \"american\"\n");
    let outcome = scene.run("search mill");
    assert_eq!(outcome.code(), Some(2));
    assert!(outcome.to_string().contains("day_month: there is no \"american\""), "{outcome}");
}

#[test]
fn a_file_that_moves_to_a_folder_of_another_day_is_read_again() {
    let scene = indexed(&[("news/2024-12-02/fire.txt", "The mill burned."), ("news/wire.jsonl", r#"{"text":"mill"}"#)]);
    let found = |arguments: &str| scene.run(&format!("search --count {arguments}")).stdout().trim().to_string();
    assert_eq!(found("mill --on 2024-12-02"), "1");
    std::fs::create_dir_all(scene.path("news/2024/12/03")).unwrap();
    std::fs::rename(scene.path("news/2024-12-02/fire.txt"), scene.path("news/2024/12/03/fire.txt")).unwrap();
    std::fs::rename(scene.path("news/wire.jsonl"), scene.path("news/2024-12-04.jsonl")).unwrap();
    assert_eq!(scene.run("index news --max-deletions 100").code(), Some(0));
    assert_eq!((found("mill --on 2024-12-02").as_str(), found("mill --on 2024-12-03").as_str()), ("0", "1"));
    assert_eq!(found("mill --on 2024-12-04"), "1");
}
