//! Many readers and one writer at once: every answer comes from one state of the archive, whole, and an archive that is
//! open does not change.
//!
//! A minute of it: `MORGUE_SOAK_SECONDS=60 cargo test --test all crowd`.

use std::collections::BTreeMap;
use std::sync::RwLock;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::SeqCst};
use std::time::{Duration, Instant};

use morgue::corpus::corpora;
use morgue::filing::plan::Care;
use morgue::filing::{FilingOptions, Manner, Progress, file_away};
use morgue::query::Query;
use morgue::query::parse::{Join, parse};
use morgue::search::{Archive, Page};

use crate::interrupted::{line, tidy};
use crate::util::Scene;

const READERS: usize = 8;

/// Identifier and text of every article.
type State = BTreeMap<String, String>;

fn held(archive: &Archive, query: &Query) -> State {
    let answer = archive.search(query, &Page { limit: 0, ..Page::default() }).unwrap();
    assert_eq!(answer.total as usize, answer.hits.len());
    answer.hits.into_iter().map(|hit| (hit.filed.article.id, hit.filed.article.body)).collect()
}

/// One article says which state it is, a few others change with it, the rest stay for many.
fn state(n: usize) -> State {
    let text = |m: usize, since: usize| match (m + since) % 3 {
        0 => format!("The lower town, told {since}."),
        1 => format!("The town lower down, told {since}."),
        _ => format!("The bridge, told {since}."),
    };
    let many = (0..12).filter(|m| !(m + n).is_multiple_of(7)).map(|m| (format!("a{m}"), text(m, (n + m) / 4)));
    many.chain([("state".to_string(), n.to_string())]).collect()
}

fn write(scene: &Scene, state: &State) {
    for m in 0..12 {
        let (path, id) = (scene.path(format!("news/{m}.jsonl")), format!("a{m}"));
        let now = state.get(&id).map(|text| line(&id, text));
        if std::fs::read_to_string(&path).ok() != now {
            let _ = std::fs::remove_file(&path);
            now.into_iter().for_each(|now| _ = scene.file(&path, now));
        }
    }
    scene.file("news/state.jsonl", line("state", &state["state"]));
}

#[test]
fn eight_readers_and_one_writer() {
    let seconds = std::env::var("MORGUE_SOAK_SECONDS").ok().and_then(|s| s.parse().ok()).unwrap_or(4);
    let scene = Scene::quick();
    let place = scene.path("ix");
    let corpus = || corpora(&[scene.path("news")]).unwrap();
    let night = |full: bool| {
        let care = Care { allow_empty: true, ..Care::default() };
        let manner = Manner { full, care, wait: Duration::from_secs(20), probe: None };
        let options = FilingOptions { threads: 1, ..FilingOptions::default() };
        file_away(&corpus(), &place, &options, &manner, &Progress::default()).unwrap();
    };
    let phrase = parse("\"lower town\"", Join::All).query.unwrap();
    let states = RwLock::new(vec![state(0)]);
    write(&scene, &state(0));
    night(false);
    let (over, answers) = (AtomicBool::new(false), AtomicU64::new(0));
    let began = Instant::now();
    let reading = |reader: usize| {
        let mut last = 0;
        while !over.load(SeqCst) {
            let archive = Archive::open(&place).unwrap();
            let now = held(&archive, &Query::Everything);
            let n: usize = now["state"].parse().unwrap();
            assert!(n >= last, "reader {reader}: state {n} after state {last}");
            last = n;
            let truth = states.read().unwrap()[n].clone();
            assert_eq!(now, truth, "reader {reader}: not one state");
            let with: State =
                truth.iter().filter(|(_, t)| t.contains("lower town")).map(|(i, t)| (i.clone(), t.clone())).collect();
            if reader.is_multiple_of(2) {
                std::thread::sleep(Duration::from_millis(20 * reader as u64));
            }
            // However many runs came between, this archive is what it was.
            assert_eq!(held(&archive, &phrase), with, "reader {reader}: a phrase in state {n}");
            assert_eq!(held(&archive, &Query::Everything), truth, "reader {reader}: it changed while it was open");
            assert_eq!(archive.about.counts.articles as usize, truth.len());
            answers.fetch_add(3, SeqCst);
        }
    };
    std::thread::scope(|scope| {
        for reader in 0..READERS {
            let reading = &reading;
            scope.spawn(move || reading(reader));
        }
        // Whatever happens here, the readers come to an end.
        let writing = scope.spawn(|| {
            for n in 1.. {
                if began.elapsed() >= Duration::from_secs(seconds) {
                    break;
                }
                // Told before it can be seen.
                states.write().unwrap().push(state(n));
                write(&scene, &state(n));
                night(n % 4 == 0);
            }
        });
        let wrote = writing.join();
        over.store(true, SeqCst);
        wrote.unwrap();
    });
    let states = states.into_inner().unwrap();
    assert_eq!(held(&Archive::open(&place).unwrap(), &Query::Everything), *states.last().unwrap());
    tidy(&place);
    let answers = answers.into_inner();
    println!("{} states, {answers} answers, {:?}", states.len(), began.elapsed());
    assert!(states.len() > 5 && answers > 50, "{} states, {answers} answers", states.len());
}
