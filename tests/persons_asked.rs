//! `person:`, `named:` and `spelled:`: which articles they find, what is highlighted, and what is said of the names taken.

use crate::util::Scene;

/// Five articles; one person under two spellings and a namesake's street.
const NEWS: &str = r#"{"id": "a", "headline": "Council", "body": "Mayor Inés Valdivieso spoke. Mrs. Valdivieso left early."}
{"id": "b", "headline": "MAYOR RESIGNS", "body": "Ines Valdivieso resigned on Friday, an aide of Mr. Tom Marsh said."}
{"id": "c", "headline": "Roads", "body": "Valdivieso Street was dug up again. Mr. Tom Marsh, a plumber, was angry."}
{"id": "d", "headline": "Letters", "body": "Mr. Carlos Valdivieso, a baker, wrote to us about bread."}
{"id": "e", "headline": "Sport", "body": "Nobody played."}
"#;

fn scene() -> Scene {
    let scene = Scene::new();
    scene.file("news/all.jsonl", NEWS);
    assert_eq!(scene.run("index news").code(), Some(0));
    scene
}

/// Query, identifiers of what it finds, and the names told.
const ASKED: &[(&str, &str, &str)] = &[
    ("person:\"ines valdivieso\"", "a b", "Ines Valdivieso 1, Inés Valdivieso 1"),
    ("person:valdivieso", "a b d", "Carlos Valdivieso 1, Ines Valdivieso 1, Inés Valdivieso 1"),
    ("named:\"ines valdivieso\"", "a b", ""),
    ("spelled:\"Ines Valdivieso\"", "b", ""),
    ("spelled:\"Inés  Valdivieso\"", "a", ""),
    ("spelled:\"inés valdivieso\"", "", ""),
    ("spelled:Valdivieso", "", ""),
    ("named:val*", "a b d", ""),
    ("person:(valdivieso w/s marsh)", "b", "Carlos Valdivieso 1, Ines Valdivieso 1, Inés Valdivieso 1; Tom Marsh 2"),
    ("person:marsh -person:valdivieso", "c", "Tom Marsh 2"),
    ("named:\"marsh tom\" date:none", "b c", ""),
];

#[test]
fn a_name_is_found_at_the_level_asked() {
    let scene = scene();
    for (query, ids, names) in ASKED {
        let outcome = scene.with(["search", "--all", "--format", "json", query]).run();
        let answer: serde_json::Value = serde_json::from_str(&outcome.stdout()).unwrap();
        let of = |list: &serde_json::Value, key: &str| -> Vec<String> {
            list.as_array().into_iter().flatten().map(|one| one[key].to_string().replace('"', "")).collect()
        };
        let mut found = of(&answer["hits"], "id");
        found.sort();
        let told = answer["persons"].as_array().into_iter().flatten().map(|asked| {
            let (names, articles) = (of(&asked["names"], "name"), of(&asked["names"], "articles"));
            names
                .iter()
                .zip(articles)
                .map(|(name, articles)| format!("{name} {articles}"))
                .collect::<Vec<_>>()
                .join(", ")
        });
        let told = told.collect::<Vec<_>>().join("; ");
        assert_eq!((found.join(" "), told), ((*ids).to_string(), (*names).to_string()), "{query}");
    }
}

#[test]
fn every_mention_of_the_person_is_marked_and_nothing_else() {
    scene().run("search --color always 'person:\"ines valdivieso\"'").is("
1. ␛[1mCouncil␛[0m
   ␛[2mundated · a · news/all.jsonl#1␛[0m
   ␛[2mPeople: Inés Valdivieso␛[0m
   Mayor ␛[1m␛[31mInés Valdivieso␛[0m spoke. Mrs. ␛[1m␛[31mValdivieso␛[0m left early.

2. ␛[1mMAYOR RESIGNS␛[0m
   ␛[2mundated · b · news/all.jsonl#2␛[0m
   ␛[2mPeople: Ines Valdivieso, Tom Marsh␛[0m
   ␛[1m␛[31mInes Valdivieso␛[0m resigned on Friday, an aide of Mr. Tom Marsh said.
! people:\"ines valdivieso\" is found as Ines Valdivieso (1), Inés Valdivieso (1)
! 2 articles found (searched 5 articles from 1 file)
= 0
");
}
