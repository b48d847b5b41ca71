//! The query language against its oracle: a slow, plain reader of articles, written from the definitions and from nothing
//! of the engine, must find the same articles and mark the same bytes.

mod asked;
mod census;
mod decided;
mod invention;
mod matcher;
mod reader;
mod spelling;

use std::ops::Range;
use std::sync::LazyLock;

use morgue::filing::{FilingOptions, Manner, Progress, file_away};
use morgue::index::About;
use morgue::index::document::Filed;
use morgue::query::Query;
use morgue::search::{Archive, Page, Sort};
use morgue::sentences::starts;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestCaseError};

use crate::util::{Scene, cases};
use invention::{Draft, draft, query};
use reader::{Marks, Reader};

/// `headline|body` with the marks in brackets; `-` for an article that does not satisfy the query.
fn shown(headline: &str, body: &str, marks: Option<&Marks>) -> String {
    let Some([in_headline, in_body]) = marks else { return "-".to_string() };
    format!("{}|{}", bracketed(headline, in_headline), bracketed(body, in_body))
}

fn bracketed(text: &str, marks: &[Range<usize>]) -> String {
    let mut out = String::new();
    let mut at = 0;
    for mark in marks {
        out.push_str(&format!("{}[{}]", &text[at..mark.start], &text[mark.clone()]));
        at = mark.end;
    }
    out + &text[at..]
}

#[test]
fn the_oracle_decides_as_we_do() {
    let mut wrong = String::new();
    for (query, written, wanted) in decided::rows() {
        let filed = decided::article(written);
        let marks = Reader::new(&filed, &starts).judge(&query);
        let got = shown(&filed.article.headline, &filed.article.body, marks.as_ref());
        if got != wanted {
            wrong.push_str(&format!("\n{query}\n  in     {written}\n  wanted {wanted}\n  got    {got}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// The same rows, asked of the engine.
#[test]
fn the_engine_decides_as_we_do() {
    let mut wrong = String::new();
    for (query, written, wanted) in decided::rows() {
        let filed = decided::article(written);
        let archive = Archive::of(vec![filed.clone()], &ABOUT).unwrap();
        let found = archive.count(&query).unwrap() == 1;
        let marks = archive.marks(&query, &filed).unwrap();
        let got = shown(&filed.article.headline, &filed.article.body, marks.as_ref());
        if got != wanted || found != marks.is_some() {
            let found = if found { "found" } else { "not found" };
            wrong.push_str(&format!("\n{query}\n  in     {written}\n  wanted {wanted}\n  got    {got} ({found})"));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// What made an index that articles in memory are said to be meant for.
static ABOUT: LazyLock<About> = LazyLock::new(|| {
    let scene = Scene::quick();
    scene.file("news/one.jsonl", "{\"id\":\"one\",\"text\":\"One.\"}\n");
    night(&scene, 1);
    Archive::open(&scene.path("ix")).unwrap().about
});

fn night(scene: &Scene, threads: usize) {
    let corpora = morgue::corpus::corpora(&[scene.path("news")]).unwrap();
    let care = morgue::filing::plan::Care { allow_empty: true, ..Default::default() };
    let manner = Manner { care, wait: std::time::Duration::from_secs(20), ..Manner::default() };
    let options = FilingOptions { threads, ..FilingOptions::default() };
    file_away(&corpora, &scene.path("ix"), &options, &manner, &Progress::default()).unwrap();
}

/// Asks the queries of archive and oracle; an error shows the first article of the first query that they disagree about.
fn compare(archive: &Archive, articles: &[Filed], queries: &[Query]) -> Result<(), TestCaseError> {
    let readers: Vec<Reader> = articles.iter().map(|filed| Reader::new(filed, &starts)).collect();
    let failed = |query: &Query, what: &str| TestCaseError::fail(format!("{what}\n{query}\n{query:?}"));
    for query in queries {
        let page = Page { limit: 0, sort: Sort::Newest, ..Page::default() };
        let found = archive.identifiers(query, &page).map_err(|e| failed(query, &e.to_string()))?;
        let mut wanted = 0;
        for (reader, filed) in readers.iter().zip(articles) {
            let article = &filed.article;
            let show = |marks: Option<&Marks>| shown(&article.headline, &article.body, marks);
            let judged = reader.judge(query);
            wanted += usize::from(judged.is_some());
            let is_found = found.iter().any(|(id, _)| *id == article.id);
            let disagreement = |got: &str| {
                let whole = shown(&article.headline, &article.body, Some(&Marks::default()));
                let what = format!("wanted {}\n  got    {got}\n  in     {whole}\n  {filed:?}", show(judged.as_ref()));
                Err(failed(query, &what))
            };
            match (&judged, is_found) {
                (None, false) => {}
                (Some(_), false) => return disagreement("- (not found)"),
                (None, true) => return disagreement("(found)"),
                (Some(wanted), true) => {
                    let marks = archive.marks(query, filed).map_err(|e| failed(query, &e.to_string()))?;
                    if marks.as_ref() != Some(wanted) {
                        return disagreement(&show(marks.as_ref()));
                    }
                }
            }
        }
        let counted = archive.count(query).map_err(|e| failed(query, &e.to_string()))?;
        if (found.len(), counted) != (wanted, wanted as u64) {
            return Err(failed(query, &format!("{wanted} wanted, {} found, {counted} counted", found.len())));
        }
    }
    Ok(())
}

/// As [`cases`], and a case that fails may be made smaller as long as that takes less than two minutes.
fn patiently(most: u32) -> Config {
    Config { max_shrink_iters: 50_000, max_shrink_time: 120_000, ..cases(most) }
}

fn id(number: usize) -> String {
    format!("{number:03}")
}

proptest! {
    #![proptest_config(patiently(30))]

    /// With mentions wherever they may be, also where no reader of ours would find any.
    #[test]
    fn few_articles_in_memory(drafts in vec(draft(), 1..=20), queries in vec(query(), 1..=180)) {
        let articles: Vec<Filed> = drafts.iter().enumerate().map(|(n, draft)| draft.filed(&id(n))).collect();
        let archive = Archive::of(articles.clone(), &ABOUT).unwrap();
        compare(&archive, &articles, &queries)?;
    }
}

/// What becomes of a file in a night: nothing, its article is another, it is gone.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Fate {
    Stays,
    Changes,
    Goes,
}

/// Files of each night, with what becomes of them in the next.
type Nights = Vec<Vec<(Draft, Draft, Fate)>>;

fn nights() -> impl Strategy<Value = Nights> {
    let fate = prop_oneof![8 => Just(Fate::Stays), 1 => Just(Fate::Changes), 1 => Just(Fate::Goes)];
    vec(vec((draft(), draft(), fate), 1..=8), 2..=4)
}

/// Files articles night after night, each a segment of its own, unless so many of one have gone that they are merged.
fn filed_away(scene: &Scene, nights: &Nights) -> (Archive, Vec<Filed>) {
    let name = |night: usize, n: usize| format!("news/{}.jsonl", id(night * 100 + n));
    for (number, files) in nights.iter().enumerate() {
        for (n, (draft, ..)) in files.iter().enumerate() {
            scene.file(name(number, n), draft.json(&id(number * 100 + n)));
        }
        for (before, files) in nights[..number].iter().enumerate().filter(|(before, _)| before + 1 == number) {
            for (n, (_, next, fate)) in files.iter().enumerate() {
                match fate {
                    Fate::Stays => {}
                    Fate::Changes => _ = scene.file(name(before, n), next.json(&id(before * 100 + n))),
                    Fate::Goes => std::fs::remove_file(scene.path(name(before, n))).unwrap(),
                }
            }
        }
        night(scene, 1);
    }
    let archive = Archive::open(&scene.path("ix")).unwrap();
    let articles: Vec<Filed> = archive.articles_since(0).flat_map(|batch| batch.unwrap()).collect();
    (archive, articles)
}

proptest! {
    #![proptest_config(patiently(12))]

    /// Through the whole of the first flow, with the mentions that it finds.
    #[test]
    fn an_archive_of_several_nights(nights in nights(), queries in vec(query(), 1..=180)) {
        let scene = Scene::quick();
        let (archive, articles) = filed_away(&scene, &nights);
        compare(&archive, &articles, &queries)?;
    }
}

/// The property above is about removed articles in several segments, so there must be some.
#[test]
fn nights_leave_several_segments_with_removed_articles() {
    let mut runner = proptest::test_runner::TestRunner::new(cases(1));
    let drawn = (0..8).map(|_| nights().new_tree(&mut runner).unwrap().current());
    let told: Vec<(usize, usize, usize)> = drawn
        .map(|nights| {
            let scene = Scene::quick();
            let (archive, _) = filed_away(&scene, &nights);
            let earlier = nights[..nights.len() - 1].iter().flatten();
            (nights.len(), archive.segments(), earlier.filter(|(.., fate)| *fate != Fate::Stays).count())
        })
        .collect();
    let several = told.iter().filter(|(_, segments, removed)| *segments > 1 && *removed > 0).count();
    assert!(several > 2, "nights, segments, removed: {told:?}");
}
