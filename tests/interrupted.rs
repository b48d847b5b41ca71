//! Runs that do not end: stopped at every step to disk, by a full disk at every step, by `kill -9` at any moment.
//! Whatever happens, a search finds yesterday's index or today's, whole, and the next run completes the work and leaves
//! nothing behind. The stops are real: another process dies in the middle of the step, and no destructor runs.
//!
//! The long one: `cargo test --test all kill_storm -- --include-ignored`.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, ErrorKind};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use morgue::corpus::corpora;
use morgue::error::Error;
use morgue::filing::plan::Care;
use morgue::filing::{FilingOptions, Manner, Progress, Report, file_away};
use morgue::index::shelf::{Probe, Shelf, Step};
use morgue::index::{self, journal};
use morgue::query::Query;
use morgue::search::{Archive, Page};

use crate::nightly::answers;
use crate::util::{RIVER, Scene, WIRE};

/// Tells the other process what to do: `full|nightly`, the step to die at, the scene's folder.
const STOP: &str = "MORGUE_TEST_STOP";
/// More points than this are sampled, but for the last.
const MOST: u64 = 150;
/// The last points, where the commit is made, are all tried.
const LAST: u64 = 40;

fn news_into(scene: &Path, index: &str, full: bool, probe: Option<Probe>) -> morgue::error::Result<Report> {
    let care = Care { allow_empty: true, ..Care::default() };
    // A process that another test starts holds our lock for the moment between its fork and its exec.
    let manner = Manner { full, care, wait: Duration::from_secs(20), probe };
    let options = FilingOptions { threads: 1, ..FilingOptions::default() };
    let corpora = corpora(&[scene.join("news")])?;
    file_away(&corpora, &scene.join(index), &options, &manner, &Progress::default())
}

pub fn line(id: &str, text: &str) -> String {
    format!("{{\"id\":\"{id}\",\"title\":\"Headline {id}\",\"text\":\"{text}\",\"date\":\"2024-05-01\"}}\n")
}

/// What is to be interrupted.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Run {
    /// There was no index.
    First,
    /// Files are new, changed, moved, grown, gone.
    Nightly,
    /// The same, read anew.
    Full,
    /// The seventh night: ledger files are merged into one, and segments too.
    Merging,
}

/// The files and yesterday's index (in `before`), and what yesterday's and today's answers are.
struct Stage {
    scene: Scene,
    run: Run,
    yesterday: Option<Vec<String>>,
    today: Vec<String>,
    /// Steps that a run takes, and the number that it has.
    steps: u64,
    generation: u64,
}

impl Stage {
    fn set(run: Run) -> Stage {
        let scene = Scene::quick();
        let many = line("a", "The alpha.") + &line("b", "The beta.") + &line("c", "The river bridge.");
        scene.file("news/river.md", RIVER).file("news/wire.jsonl", WIRE).file("news/many.jsonl", &many);
        scene.file("news/gone.jsonl", line("g", "The bridge is gone.")).file("news/same.md", RIVER);
        scene.file(
            "news/sub/plain.txt",
            "A plain headline\n\nA plain text about the lower town, long enough for one.\n",
        );
        let mut yesterday = None;
        if run != Run::First {
            news_into(&scene.path(""), "before", false, None).unwrap();
            for night in 0..if run == Run::Merging { 6 } else { 0 } {
                scene.file(format!("news/night-{night}.jsonl"), line(&format!("n{night}"), "A flood at night."));
                news_into(&scene.path(""), "before", false, None).unwrap();
            }
            yesterday = Some(answers(&scene.path("before")));
        }
        scene.file("news/new.md", RIVER.replace("river", "brook"));
        scene.file("news/river.md", RIVER.replace("three feet", "four feet"));
        scene.file("news/many.jsonl", many + &line("d", "The delta.") + "{broken\n");
        std::fs::remove_file(scene.path("news/gone.jsonl")).unwrap();
        std::fs::create_dir(scene.path("news/old")).unwrap();
        std::fs::rename(scene.path("news/sub/plain.txt"), scene.path("news/old/plain.txt")).unwrap();
        news_into(&scene.path(""), "fresh", false, None).unwrap();
        let today = answers(&scene.path("fresh"));
        assert_ne!(yesterday.as_ref(), Some(&today));
        let mut stage = Stage { scene, run, yesterday, today, steps: 0, generation: 0 };
        stage.steps = stage.undisturbed();
        stage.generation = index::about_current(&stage.place()).unwrap().1.generation;
        stage
    }

    fn place(&self) -> PathBuf {
        self.scene.path("ix")
    }

    /// Puts yesterday's index in its place.
    fn reset(&self) {
        let _ = std::fs::remove_dir_all(self.place());
        if self.yesterday.is_some() {
            copy(&self.scene.path("before"), &self.place());
        }
    }

    fn go(&self, probe: Option<Probe>) -> morgue::error::Result<Report> {
        news_into(&self.scene.path(""), "ix", self.run == Run::Full, probe)
    }

    /// The run that nothing stops does what the scenario is about; gives the steps it takes.
    fn undisturbed(&self) -> u64 {
        self.reset();
        let parts = || {
            let opened = index::open(&self.place()).unwrap();
            (opened.about.ledger.clone(), opened.reader.searcher().segment_readers().len())
        };
        let before = self.yesterday.is_some().then(parts);
        let steps = Arc::new(AtomicU64::new(0));
        let counted = Arc::clone(&steps);
        let count: Probe = Arc::new(move |_, _| {
            counted.fetch_add(1, SeqCst);
            Ok(())
        });
        let report = self.go(Some(count)).unwrap();
        assert_eq!(answers(&self.place()), self.today);
        tidy(&self.place());
        let done = [report.new_files, report.changed_files, report.grown_files, report.moved_files, report.gone_files];
        if matches!(self.run, Run::Nightly | Run::Merging) {
            assert_eq!(done, [1; 5]);
        }
        if self.run == Run::Merging {
            let (before, after) = (before.unwrap(), parts());
            assert!(after.0.len() <= before.0.len() && before.0.iter().any(|l| !after.0.contains(l)), "{before:?}");
            assert!(after.1 < before.1, "{before:?} {after:?}");
        }
        steps.load(SeqCst)
    }

    /// Steps to stop at; one beyond the last that was counted, since threads may take theirs in another order.
    fn points(&self) -> Vec<u64> {
        let all = 1..=self.steps;
        let stride = self.steps.saturating_sub(LAST).div_ceil(MOST - LAST).max(1);
        all.filter(|n| n % stride == 0 || n + LAST > self.steps).collect()
    }

    /// Today's index or yesterday's, and nothing else; tells which.
    fn whole(&self, when: &str) -> State {
        if self.yesterday.is_none()
            && let Err(error) = Archive::open(&self.place())
        {
            assert!(matches!(error, Error::NoIndex(_)), "{when}: {error}");
            return State::Yesterday;
        }
        agree(&self.place());
        let now = answers(&self.place());
        if now == self.today {
            return State::Today;
        }
        let yesterday = self.yesterday.as_ref().unwrap_or_else(|| panic!("{when}: half an index: {now:#?}"));
        assert_eq!(&now, yesterday, "{when}: neither yesterday's index nor today's");
        State::Yesterday
    }

    /// The next run completes the work.
    fn completes(&self, when: &str) {
        self.go(None).unwrap_or_else(|e| panic!("{when}: the next run: {e}"));
        assert!(self.whole(when) == State::Today, "{when}: the next run did not complete the work");
        tidy(&self.place());
        let generation = index::about_current(&self.place()).unwrap().1.generation;
        // A run that came to nothing has no number, nor has one that reads all anew and finds it the same.
        assert_eq!(generation, self.generation, "{when}");
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum State {
    Yesterday,
    Today,
}

pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let from = entry.unwrap().path();
        let to = to.join(from.file_name().unwrap());
        if from.is_dir() {
            copy(&from, &to);
        } else {
            std::fs::copy(&from, &to).unwrap();
        }
    }
}

fn names(folder: &Path) -> BTreeSet<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect()
}

/// The ledger counts for every file the articles that the index has of it, and each is found by its place.
pub fn agree(place: &Path) {
    let archive = Archive::open(place).unwrap();
    let everything = archive.search(&Query::Everything, &Page { limit: 0, ..Page::default() }).unwrap();
    let mut found: BTreeMap<String, u64> = BTreeMap::new();
    for hit in &everything.hits {
        *found.entry(hit.filed.path.clone()).or_default() += 1;
        assert_eq!(archive.article(&hit.filed.place()).unwrap(), hit.filed);
    }
    let ledger = index::open_ledger(place, &archive.build, &archive.about).unwrap();
    let lines = ledger.lines().map(|line| line.map(|l| (l.path.to_string(), l.articles())).unwrap());
    assert_eq!(lines.filter(|l| l.1 > 0).collect::<BTreeMap<_, _>>(), found);
}

/// Nothing lies in an index but what its commit names.
pub fn tidy(place: &Path) {
    let opened = index::open_whole(place).unwrap();
    let build = opened.build.file_name().unwrap().to_string_lossy().into_owned();
    let in_place = ["CURRENT", "journal", "lock", &build].map(str::to_string);
    assert_eq!(names(place), BTreeSet::from(in_place));
    let mut wanted: BTreeSet<String> = opened.about.ledger.iter().cloned().collect();
    wanted.extend([".managed.json", "meta.json", ".tantivy-meta.lock", ".tantivy-writer.lock"].map(str::to_string));
    for segment in opened.reader.searcher().segment_readers() {
        let name = segment.segment_id().uuid_string();
        wanted.extend(["store", "idx", "pos", "term", "fast", "fieldnorm"].map(|e| format!("{name}.{e}")));
        let gone = segment.has_deletes().then(|| segment.delete_opstamp()).flatten();
        wanted.extend(gone.map(|opstamp| format!("{name}.{opstamp}.del")));
    }
    assert_eq!(names(&opened.build), wanted);
    let generations: Vec<u64> = (1..=opened.about.generation).collect();
    assert_eq!(journal::numbers(place), generations);
}

// ---- stopped at every step

/// Not a test: what the other process does, when one of the tests below starts it.
#[test]
fn stopped_here() {
    let Ok(told) = std::env::var(STOP) else { return };
    let mut told = told.splitn(3, ' ');
    let (full, at, scene) = (told.next().unwrap() == "full", told.next().unwrap(), told.next().unwrap());
    let (at, scene): (u64, PathBuf) = (at.parse().unwrap(), scene.into());
    let seen = Mutex::new((0, BTreeSet::new(), BTreeSet::new()));
    let note = scene.join("unfinished");
    let probe: Probe = Arc::new(move |step, path| {
        let mut seen = seen.lock().unwrap();
        let (count, unsynced, unnamed) = &mut *seen;
        *count += 1;
        if *count == at {
            let lines = |what, paths: &BTreeSet<PathBuf>| -> String {
                paths.iter().map(|p| format!("{what} {}\n", p.display())).collect()
            };
            std::fs::write(&note, lines("unsynced", unsynced) + &lines("unnamed", unnamed)).unwrap();
            std::process::abort();
        }
        match step {
            Step::Create => {
                unsynced.insert(path.to_path_buf());
                unnamed.insert(path.to_path_buf());
            }
            Step::Write => _ = unsynced.insert(path.to_path_buf()),
            Step::Sync => _ = unsynced.remove(path),
            Step::Rename => {
                let mut fresh = path.as_os_str().to_owned();
                fresh.push(".new");
                unnamed.remove(Path::new(&fresh));
            }
            Step::SyncFolder => unnamed.retain(|file| file.parent() != Some(path)),
            Step::Delete => {}
        }
        Ok(())
    });
    news_into(&scene, "ix", full, Some(probe)).unwrap();
}

/// Runs in another process that dies at a step; false if it ended by itself.
fn stopped(stage: &Stage, at: u64) -> bool {
    let run = if stage.run == Run::Full { "full" } else { "nightly" };
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "interrupted::stopped_here", "--test-threads", "1"])
        .env(STOP, format!("{run} {at} {}", stage.scene.path("").display()))
        .output()
        .unwrap();
    if output.status.success() {
        return false;
    }
    assert_eq!(output.status.signal(), Some(6), "{}", String::from_utf8_lossy(&output.stdout));
    true
}

/// What a power cut may take: bytes that were not made lasting, and files whose names were not.
fn power_cut(scene: &Scene) {
    for line in std::fs::read_to_string(scene.path("unfinished")).unwrap().lines() {
        let (what, path) = line.split_once(' ').unwrap();
        if what == "unnamed" {
            let _ = std::fs::remove_file(path);
        } else if let Ok(file) = std::fs::File::options().write(true).open(path) {
            file.set_len(file.metadata().unwrap().len() / 2).unwrap();
        }
    }
}

fn stopped_everywhere(run: Run) {
    let stage = Stage::set(run);
    let began = Instant::now();
    let mut points = stage.points();
    let mut met = [0; 2];
    let mut n = 0;
    loop {
        let at = points.get(n).copied().unwrap_or_else(|| points.last().unwrap() + 1);
        stage.reset();
        let died = stopped(&stage, at);
        if !died {
            break;
        }
        if n == points.len() {
            points.push(at);
        }
        let when = format!("{run:?} stopped at step {at} of {}", stage.steps);
        println!("{when}");
        let state = stage.whole(&when);
        met[state as usize] += 1;
        // Every second time the machine lost its power too.
        if at % 2 == 0 {
            power_cut(&stage.scene);
            assert_eq!(stage.whole(&format!("{when}, and a power cut")), state);
        }
        stage.completes(&when);
        n += 1;
    }
    assert!(stage.whole("a run that ended by itself") == State::Today);
    tidy(&stage.place());
    assert!(met[0] > 20 && met[1] > 0, "stops before and after the commit: {met:?}");
    println!("{run:?}: {n} points of {} steps, {met:?}, {:?}", stage.steps, began.elapsed());
}

#[test]
fn a_first_build_stopped_at_every_step() {
    stopped_everywhere(Run::First);
}

#[test]
fn a_nightly_run_stopped_at_every_step() {
    stopped_everywhere(Run::Nightly);
}

#[test]
fn a_full_rebuild_stopped_at_every_step() {
    stopped_everywhere(Run::Full);
}

#[test]
fn a_run_that_merges_stopped_at_every_step() {
    stopped_everywhere(Run::Merging);
}

// ---- a full disk at every step

/// As the system says it: no space left on device.
fn no_space() -> io::Error {
    io::Error::from_raw_os_error(28)
}

fn full_everywhere(run: Run) {
    let stage = Stage::set(run);
    let began = Instant::now();
    let points = stage.points();
    let mut met = [0; 2];
    for at in &points {
        let when = format!("{run:?}, disk full from step {at} of {}", stage.steps);
        println!("{when}");
        stage.reset();
        let (count, committed) = (AtomicU64::new(0), Arc::new(AtomicBool::new(false)));
        let (at, seen) = (*at, Arc::clone(&committed));
        let commit = if matches!(run, Run::First | Run::Full) { "CURRENT" } else { "meta.json" };
        let probe: Probe = Arc::new(move |step, path| {
            // Deleting needs no space.
            if count.fetch_add(1, SeqCst) + 1 >= at && step != Step::Delete {
                return Err(no_space());
            }
            if step == Step::Rename && path.ends_with(commit) {
                seen.store(true, SeqCst);
            }
            Ok(())
        });
        let result = stage.go(Some(probe));
        let state = stage.whole(&when);
        met[state as usize] += 1;
        match &result {
            Ok(_) => assert!(state == State::Today, "{when}: said to be done"),
            Err(Error::Write { cause, .. }) if cause.kind() == ErrorKind::StorageFull => {
                assert!(state == State::Yesterday || committed.load(SeqCst), "{when}: an error, and a commit");
            }
            Err(other) => panic!("{when}: {other:?}"),
        }
        if result.is_err() && state == State::Yesterday && stage.yesterday.is_some() {
            // What was half written would keep the disk full.
            tidy(&stage.place());
        }
        stage.completes(&when);
    }
    assert!(met[0] > 20, "{met:?}");
    println!("{run:?}: {} points of {} steps, {met:?}, {:?}", points.len(), stage.steps, began.elapsed());
}

#[test]
fn a_first_build_on_a_full_disk() {
    full_everywhere(Run::First);
}

#[test]
fn a_nightly_run_on_a_full_disk() {
    full_everywhere(Run::Nightly);
}

#[test]
fn a_full_rebuild_on_a_full_disk() {
    full_everywhere(Run::Full);
}

#[test]
fn a_run_that_merges_on_a_full_disk() {
    full_everywhere(Run::Merging);
}

// ---- killed at any moment

/// Changes some files; what the archive holds then: place of each article, and its text.
fn churn(scene: &Scene, seed: &mut u32, files: &mut BTreeMap<String, Vec<String>>) {
    let mut roll = |below: usize| {
        *seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (*seed >> 8) as usize % below
    };
    for _ in 0..=roll(3) {
        let name = format!("news/{}/{}.jsonl", ["a", "b"][roll(2)], roll(8));
        let text = format!("Report {} of the river.", roll(1_000_000));
        match roll(6) {
            0 => _ = files.remove(&name),
            1 | 2 => files.entry(name).or_default().push(text),
            3 if files.contains_key(&name) => {
                let moved = files.remove(&name).unwrap();
                files.insert(format!("news/c/{}.jsonl", roll(8)), moved);
            }
            _ => _ = files.insert(name, vec![text; 1 + roll(3)]),
        }
    }
    let _ = std::fs::remove_dir_all(scene.path("news"));
    scene.file("news/always.jsonl", line("always", "The constant."));
    for (name, texts) in files {
        let lines = texts.iter().map(|text| format!("{{\"title\":\"A report\",\"text\":\"{text}\"}}\n"));
        scene.file(name, lines.collect::<String>());
    }
}

type Articles = BTreeMap<String, String>;

fn wanted(files: &BTreeMap<String, Vec<String>>) -> Articles {
    let texts = files.iter().flat_map(|(name, texts)| {
        texts.iter().zip(1..).map(move |(text, record)| (format!("{name}#{record}"), text.clone()))
    });
    texts.chain([("news/always.jsonl#1".to_string(), "The constant.".to_string())]).collect()
}

fn held(place: &Path) -> Articles {
    let archive = Archive::open(place).unwrap();
    let all = archive.search(&Query::Everything, &Page { limit: 0, ..Page::default() }).unwrap();
    agree(place);
    assert_eq!(all.total, archive.about.counts.articles, "the count of the commit: {:?}", archive.about);
    all.hits.into_iter().map(|hit| (hit.filed.place(), hit.filed.article.body)).collect()
}

fn storm(kills: u64) {
    let scene = Scene::quick();
    let place = scene.path("ix");
    let (mut seed, mut files) = (2026, BTreeMap::new());
    churn(&scene, &mut seed, &mut files);
    let began = Instant::now();
    assert_eq!(scene.run("index news --index ix --allow-empty").code(), Some(0));
    let usual = began.elapsed();
    let mut now = held(&place);
    let (mut killed, mut ended, mut took) = (0, 0, 0);
    while killed < kills {
        churn(&scene, &mut seed, &mut files);
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let full = if seed >> 29 == 0 { "--full" } else { "--quiet" };
        let mut run = scene.with(["index", "news", "--index", "ix", "--allow-empty", "--wait=20", full]);
        let mut child = run.command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(usual.mul_f64(f64::from(seed >> 8) / f64::from(1 << 24) * 1.1));
        child.kill().unwrap();
        match child.wait().unwrap().signal() {
            Some(9) => killed += 1,
            _ => ended += 1,
        }
        let (then, wanted) = (held(&place), wanted(&files));
        assert!(then == now || then == wanted, "after {killed} kills: neither the old index nor the new:\n{then:#?}");
        took += u64::from(then == wanted);
        now = then;
    }
    let outcome = scene.run("index news --index ix --allow-empty --wait=20");
    assert_eq!(outcome.code(), Some(0), "{outcome}");
    assert_eq!(held(&place), wanted(&files));
    news_into(&scene.path(""), "fresh", false, None).unwrap();
    assert_eq!(answers(&place), answers(&scene.path("fresh")));
    agree(&place);
    tidy(&place);
    println!("{killed} killed, {ended} had ended, {took} were committed, {:?}", began.elapsed());
}

#[test]
fn kill_storm() {
    storm(200);
}

#[test]
#[ignore = "kills the program a thousand times"]
fn kill_storm_of_a_thousand() {
    storm(1000);
}

/// What is written to a build that nothing came of can be read by nobody.
#[test]
fn a_probe_sees_every_kind_of_step() {
    let stage = Stage::set(Run::Merging);
    stage.reset();
    let steps = Arc::new(Mutex::new(BTreeSet::new()));
    let seen = Arc::clone(&steps);
    let probe: Probe = Arc::new(move |step, _| {
        seen.lock().unwrap().insert(step);
        Ok(())
    });
    stage.go(Some(probe)).unwrap();
    let all = [Step::Create, Step::Write, Step::Sync, Step::Rename, Step::Delete, Step::SyncFolder];
    assert_eq!(*steps.lock().unwrap(), BTreeSet::from(all));
    let failing: Probe = Arc::new(|_, _| Err(no_space()));
    let shelf = Shelf::open(&stage.scene.path("news"), Some(failing)).unwrap();
    assert_eq!(shelf.keep("x", |_| Ok(())).unwrap_err().kind(), ErrorKind::StorageFull);
}
