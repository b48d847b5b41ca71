//! `morgue status --coverage`: articles of known dates, and the table with its holes expected beside them.

use crate::util::Scene;

/// One article a line: source, date.
fn archive(articles: &[(&str, &str)]) -> Scene {
    let scene = Scene::new();
    let mut lines = String::new();
    for (n, (source, date)) in articles.iter().enumerate() {
        let mut article = serde_json::json!({ "title": format!("Notice {n}"), "text": "The weir is open." });
        for (name, value) in [("source", source), ("date", date)].into_iter().filter(|(_, value)| !value.is_empty()) {
            article[name] = (*value).into();
        }
        lines.push_str(&format!("{article}\n"));
    }
    scene.file("news/a.jsonl", lines);
    assert_eq!(scene.run("index news").code(), Some(0));
    scene
}

#[test]
fn holes_stand_out() {
    let scene = archive(&[
        ("The Vale Courier", "2021-03-04"),
        ("The Vale Courier", "2021-03-05"),
        ("The Vale Courier", "2021-06"),
        ("The Vale Courier", "2022"),
        ("The Vale Courier", "2023-01-31"),
        ("Northern Wire", "1911-05-01"),
        ("Northern Wire", "1911-06-30"),
        ("Northern Wire", "1914-01-01"),
        ("Northern Wire", "1916-02-01"),
        ("Northern\tWire", ""),
        ("", "1980-04-09"),
        ("", ""),
    ]);
    scene.run("status --coverage").is(r#"
year Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec year only  source
2021           2   ·   ·   1   ·   ·   ·   ·   ·   ·            The Vale Courier
2022   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·         1  The Vale Courier
2023   1                                                        The Vale Courier
1911                   1   1   ·   ·   ·   ·   ·   ·            Northern Wire
1912-1913 · no articles in 2 years  Northern Wire
1914   1   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·            Northern Wire
1915   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·            Northern Wire
1916   ·   1                                                    Northern Wire
1980               1                                            (none named)
undated:
         1  (none named)
         1  Northern Wire
4 holes, 74 months without articles; the longest 1911-07 to 1913-12, Northern Wire
= 0"#);
    scene.run("status --coverage --skipped").is(r#"
! error: the argument '--coverage' cannot be used with '--skipped'
! 
! Usage: morgue status --coverage
! 
! For more information, try '--help'.
= 2"#);
}

#[test]
fn nothing_but_undated_articles() {
    archive(&[("", ""), ("", "")]).run("status --coverage").is(r#"
undated:
         2  (none named)
no holes
= 0"#);
}

#[test]
fn dates_wider_than_a_year_and_large_counts() {
    let mut articles = vec![("Almanac", "2001-02-03"); 1000];
    articles.extend([("Almanac", "2001-01"), ("Almanac", "1980s")]);
    archive(&articles).run("status --coverage").is(r#"
year   Jan   Feb   Mar   Apr   May   Jun   Jul   Aug   Sep   Oct   Nov   Dec  source
2001     1 1,000                                                              Almanac
dated over several years:
         1  Almanac
no holes
= 0"#);
}
