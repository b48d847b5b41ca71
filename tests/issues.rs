//! Issues of newspapers: METS and its pages of ALTO beside it, in; articles over pages, or pages that know their paper, out.
//! Then nights on which a page changes, and METS that are broken or meant to harm.

use crate::util::Scene;

/// An ALTO page of blocks, each a name and its lines.
fn page(number: u32, blocks: &[(&str, &[&str])]) -> String {
    let line = |line: &&str| {
        let words: Vec<String> = line.split(' ').map(|word| format!("<String CONTENT=\"{word}\"/>")).collect();
        format!("<TextLine>{}</TextLine>", words.join("<SP/>"))
    };
    let blocks = blocks.iter().map(|(id, lines)| {
        let lines: String = lines.iter().map(line).collect();
        format!("<TextBlock ID=\"{id}\">{lines}</TextBlock>")
    });
    let blocks: String = blocks.collect();
    format!("<alto><Layout><Page PHYSICAL_IMG_NR=\"{number}\"><PrintSpace>{blocks}</PrintSpace></Page></Layout></alto>")
}

/// A METS of two pages; `logical` is what stands in its map of articles.
fn mets(logical: &str) -> String {
    let logical = match logical {
        "" => String::new(),
        logical => format!("<structMap TYPE=\"LOGICAL\"><div TYPE=\"Newspaper\">{logical}</div></structMap>"),
    };
    format!(
        "<?xml version=\"1.0\"?>
<mets xmlns=\"http://www.loc.gov/METS/\" xmlns:mods=\"m\" xmlns:xlink=\"x\" LABEL=\"The Altamar Sun, 1921-02-10\">
<dmdSec ID=\"issue\"><mdWrap><xmlData><mods:mods>
<mods:originInfo><mods:dateIssued>1921-02-10</mods:dateIssued></mods:originInfo></mods:mods></xmlData></mdWrap></dmdSec>
<dmdSec ID=\"a2\"><mdWrap><xmlData><mods:mods><mods:titleInfo><mods:nonSort>The</mods:nonSort>
<mods:title>Soup Question</mods:title></mods:titleInfo><mods:name><mods:namePart>Ann Lee</mods:namePart></mods:name>
</mods:mods></xmlData></mdWrap></dmdSec>
<fileSec><fileGrp><file ID=\"i1\"><FLocat xlink:href=\"0001.tif\"/></file>
<file ID=\"f1\"><FLocat xlink:href=\"file://./0001.xml\"/></file>
<file ID=\"f2\"><FLocat xlink:href=\"./0002.xml\"/></file></fileGrp></fileSec>
<structMap TYPE=\"PHYSICAL\"><div TYPE=\"np:issue\" DMDID=\"issue\">
<div TYPE=\"np:page\" ORDERLABEL=\"A1\"><fptr FILEID=\"i1\"/><fptr FILEID=\"f1\"/></div>
<div TYPE=\"np:page\" ORDER=\"2\"><fptr><area FILEID=\"f2\"/></fptr></div></div></structMap>
{logical}</mets>"
    )
}

fn area(file: &str, block: &str) -> String {
    format!("<fptr><area FILEID=\"{file}\" BETYPE=\"IDREF\" BEGIN=\"{block}\"/></fptr>")
}

/// Two articles: one over both pages with its headline in a block, one of a block that describes itself.
fn articles() -> String {
    format!(
        "<div TYPE=\"ARTICLE\"><div TYPE=\"HEADING\">{}</div><div TYPE=\"BODY\"><div TYPE=\"PARAGRAPH\">{}</div>\
         <div TYPE=\"PARAGRAPH\">{}</div></div></div><div TYPE=\"Section\"><div TYPE=\"article\" DMDID=\"a2\">{}</div></div>",
        area("f1", "h"),
        area("f1", "b"),
        area("f2", "b"),
        area("f2", "c")
    )
}

fn pages(scene: &Scene) {
    scene.file(
        "news/sun/0001.xml",
        page(1, &[("m", &["THE ALTAMAR SUN"]), ("h", &["Tugs Lie", "Still"]), ("b", &["The tugs lay still"])]),
    );
    scene.file("news/sun/0002.xml", page(2, &[("b", &["and the ferries too."]), ("c", &["Soup is a right."])]));
}

/// The archive's articles as `place: headline | source | published | body` with the pages in it.
fn shown(scene: &Scene) -> Vec<String> {
    let out = scene.run("search --format json --limit 0 '*'").stdout();
    let answer: serde_json::Value = serde_json::from_str(&out).unwrap();
    let mut shown = Vec::new();
    for hit in answer["hits"].as_array().unwrap() {
        let place = format!("{}#{}", hit["path"].as_str().unwrap(), hit["record"]);
        let out = scene.run(&format!("show --json {place}")).stdout();
        let article: serde_json::Value = serde_json::from_str(&out).unwrap();
        let text = |name: &str| article[name].as_str().unwrap_or("-").to_string();
        let body = text("body");
        let (mut paged, mut at) = (String::new(), 0);
        for sheet in article["sheets"].as_array().unwrap_or(&Vec::new()) {
            let start = sheet["start"].as_u64().unwrap() as usize;
            paged.push_str(&body[at..start]);
            paged.push_str(&format!(
                "{{{}/{}}}",
                sheet["page"].as_str().unwrap(),
                sheet["block"].as_str().unwrap_or("")
            ));
            at = start;
        }
        paged.push_str(&body[at..]);
        let line = [place, text("headline"), text("byline"), text("source"), text("published"), paged].join(" | ");
        shown.push(line.replace('\n', "|"));
    }
    shown.sort();
    shown
}

#[test]
fn articles_of_an_issue() {
    let scene = Scene::new();
    pages(&scene);
    scene.file("news/sun/mets.xml", mets(&articles()));
    let outcome = scene.run("index news");
    assert_eq!(outcome.code(), Some(0), "{outcome}");
    let sun = "The Altamar Sun | 1921-02-10";
    assert_eq!(
        shown(&scene),
        [
            format!(
                "news/sun/mets.xml#1 | Tugs Lie Still | - | {sun} | {{A1/b}}The tugs lay still|{{2/b}}and the ferries too."
            ),
            format!("news/sun/mets.xml#2 | The Soup Question | Ann Lee | {sun} | {{2/c}}Soup is a right."),
            format!("news/sun/mets.xml#3 |  | - | {sun} | {{A1/m}}THE ALTAMAR SUN"),
        ]
    );
    let out = scene.run("index news --list-skipped").stdout();
    assert!(out.contains("news/sun/0001.xml: page: of mets.xml"), "{out}");
}

#[test]
fn pages_of_an_issue_whose_articles_nobody_marked() {
    let scene = Scene::new();
    pages(&scene);
    scene.file("news/sun/sun_mets.xml", mets(""));
    let outcome = scene.run("index news");
    assert_eq!(outcome.code(), Some(0), "{outcome}");
    let sun = " | - | The Altamar Sun | 1921-02-10 | ";
    assert_eq!(
        shown(&scene),
        [
            format!(
                "news/sun/0001.xml#1 | {sun}{{A1/m}}THE ALTAMAR SUN||{{A1/h}}Tugs Lie|Still||{{A1/b}}The tugs lay still"
            ),
            format!("news/sun/0002.xml#1 | {sun}{{2/b}}and the ferries too.||{{2/c}}Soup is a right."),
        ]
    );
}

#[test]
fn a_page_that_changes_changes_its_articles() {
    let scene = Scene::new();
    pages(&scene);
    scene.file("news/sun/mets.xml", mets(&articles()));
    scene.file("news/other/0001.xml", page(1, &[("b", &["Nobody fished."])]));
    scene.run("index news");
    let new = |scene: &Scene| {
        scene.run("index news");
        scene.run("new").stdout()
    };
    scene.file("news/sun/0002.xml", page(2, &[("b", &["and the ferries as well."]), ("c", &["Soup is a right."])]));
    let out = new(&scene);
    assert!(out.contains("Tugs Lie Still") && !out.contains("Soup") && !out.contains("fished"), "{out}");
    assert!(shown(&scene)[1].ends_with("ferries as well."), "{:?}", shown(&scene));
    // The METS goes: the pages are articles. It comes again: they are its own.
    std::fs::remove_file(scene.path("news/sun/mets.xml")).unwrap();
    scene.run("index news --max-deletions 100");
    let places =
        |scene: &Scene| shown(scene).iter().map(|line| line.split(' ').next().unwrap().to_string()).collect::<Vec<_>>();
    assert_eq!(places(&scene), ["news/other/0001.xml#1", "news/sun/0001.xml#1", "news/sun/0002.xml#1"]);
    scene.file("news/sun/mets.xml", mets(&articles()));
    scene.run("index news --max-deletions 100");
    let own = ["news/sun/mets.xml#1", "news/sun/mets.xml#2", "news/sun/mets.xml#3"];
    assert_eq!(places(&scene)[1..], own);
    let out = scene.run("index news").stdout();
    assert!(out.contains("up to date") || out.contains("nothing"), "{out}");
}

#[test]
fn pages_in_a_folder_below() {
    let scene = Scene::new();
    scene.file("news/sun/alto/0001.xml", page(1, &[("b", &["The tugs lay still"])]));
    let articles = format!("<div TYPE=\"ARTICLE\" LABEL=\"Tugs\">{}</div>", area("f1", "b"));
    scene.file("news/sun/mets.xml", mets(&articles).replace("file://./0001.xml", "file://./alto/0001.xml"));
    let outcome = scene.run("index news");
    assert_eq!(outcome.code(), Some(0), "{outcome}");
    let shown = shown(&scene);
    assert_eq!(shown, ["news/sun/mets.xml#1 | Tugs | - | The Altamar Sun | 1921-02-10 | {A1/b}The tugs lay still"]);
}

#[test]
fn a_mets_that_is_broken_or_meant_to_harm() {
    for (logical, expected) in [
        // A page or a block that is not there.
        (
            format!("<div TYPE='ARTICLE' LABEL='Rain'>{}{}</div>", area("f1", "b"), area("f2", "b")),
            "a page of it is not there: 0002.xml",
        ),
        (format!("<div TYPE='ARTICLE' LABEL='Rain'>{}</div>", area("f1", "nowhere")), "1 block of it not on its pages"),
        (
            format!("<div TYPE='ARTICLE' LABEL='Rain'>{}{}</div>", area("f1", "b"), area("f9", "b")),
            "it names files that are no pages: f9",
        ),
        ("<div TYPE='ARTICLE'/>".to_string(), "no headline and no text"),
        // Every article the whole page.
        ("<div TYPE='ARTICLE' LABEL='Rain'><fptr FILEID='f1'/></div>".repeat(40), "in 16 articles and more"),
        ("<div TYPE='ARTICLE' LABEL='Rain'>".repeat(300), "elements nest deeper than 256"),
    ] {
        let scene = Scene::new();
        scene.file("news/sun/0001.xml", page(1, &[("b", &["It rained."])]));
        scene.file("news/sun/mets.xml", mets(&logical));
        let out = scene.run("inspect --json news/sun/mets.xml");
        let told = format!("{}{}", out.stdout(), out.stderr());
        assert!(told.contains(expected), "{expected}: {told}");
    }
    // Files outside of the corpus are not read.
    let scene = Scene::new();
    scene.file("secret.xml", page(1, &[("b", &["Nobody may read this."])]));
    let one = format!("<div TYPE='ARTICLE' LABEL='Rain'>{}</div>", area("f1", "b"));
    for href in
        ["file://../../secret.xml", "../../secret.xml", "/secret.xml", "a/../../../secret.xml", "%2e%2e/../secret.xml"]
    {
        scene.file("news/sun/mets.xml", mets(&one).replace("file://./0001.xml", href));
        let out = scene.run("inspect --json news/sun/mets.xml");
        assert!(!out.stdout().contains("Nobody may"), "{href}: {out}");
    }
}
