//! What a run says it saw: every file, member and record of a mixed archive is an article, or is listed with its reason.

use crate::containers::zip;
use crate::util::Scene;

/// A record of every fate, in as many formats as it takes.
fn mixed() -> Scene {
    let scene = Scene::new();
    scene
        .file("news/lines.jsonl", "{\"id\":\"1\",\"title\":\"Tin falls\",\"text\":\"Tin fell.\"}\nnot json\n{\"title\":\"\",\"text\":\"\"}\n")
        .file("news/table.csv", include_bytes!("../fuzz/seeds/csv/a.csv"))
        .file("news/list.mbox", include_bytes!("../fuzz/seeds/mbox/a.mbox"))
        .file("news/crawl.warc", include_bytes!("../fuzz/seeds/warc/crawl.warc"))
        .file("news/nexis.txt", include_bytes!("../fuzz/seeds/nexis/a.txt"))
        .file("news/feed.xml", include_bytes!("../fuzz/seeds/feed/a.xml"))
        .file("news/storm.txt", "The storm came at noon, and it took the roof of the fish market with it.")
        .file("news/storm.json", "{\"title\":\"Storm\",\"date\":\"2021-12-02\"}")
        .file("news/empty.txt", "")
        .file("news/noise.bin", [0u8, 159, 146, 150, 0, 1, 2, 3, 255, 254].repeat(20))
        .file("news/killed.xml", "<nitf><head><docdata management-status=\"canceled\"><doc-id id-string=\"k\"/></docdata></head><body><body.head><hedline><hl1>Tin</hl1></hedline></body.head><body.content><p>Killed.</p></body.content></body></nitf>")
        .file("news/dump.zip", zip(&[("a.txt", b"Tin Falls\n\nTin fell on Monday."), ("b.png", b"\x89PNG\r\n\x1a\n\0\0\0\0"), (".c", b"x")]));
    scene
}

/// Articles, skipped and records as `status` has them; and how many skips it lists.
fn totals(scene: &Scene) -> (u64, u64, u64, u64) {
    let status: serde_json::Value = serde_json::from_str(&scene.run("status --json").stdout()).unwrap();
    let number = |name: &str| status[name].as_u64().unwrap();
    let listed = scene.run("status --skipped --json").stdout();
    let listed = listed.lines().map(|line| {
        let skip: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(
            skip["path"].as_str().unwrap().starts_with("news/") && !skip["reason"].as_str().unwrap().is_empty(),
            "{line}"
        );
        1 + skip["more"].as_u64().unwrap_or(0)
    });
    (number("articles"), number("skipped"), number("records"), listed.sum())
}

#[test]
fn articles_and_skips_are_all_the_records_seen() {
    let scene = mixed();
    scene.run("index news");
    assert_eq!(totals(&scene), (14, 10, 24, 10));
    // And night after night.
    scene.file("news/lines.jsonl", "{\"id\":\"1\",\"title\":\"Tin falls\",\"text\":\"Tin fell.\"}\nnot json\nnor this\n{\"id\":\"2\",\"title\":\"Two\",\"text\":\"More.\"}\n");
    std::fs::remove_file(scene.path("news/dump.zip")).unwrap();
    std::fs::remove_file(scene.path("news/storm.txt")).unwrap();
    scene.run("index news");
    let (articles, skipped, records, listed) = totals(&scene);
    assert_eq!((articles + skipped, skipped), (records, listed));
    scene.run("index --full news");
    assert_eq!(totals(&scene), (articles, skipped, records, listed));
}
