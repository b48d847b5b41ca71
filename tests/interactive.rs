//! The search screen: keys and answers to its state, the state to what is seen, and the program on a real terminal.
//!
//! State and view are played without a terminal: what the screen asks of the archive is done at once, unless a test holds
//! it back. Expected screens are text; a second picture shows how each cell looks.

use std::io::{Read, Write};
use std::process::{Child, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use morgue::print::text::Look;
use morgue::query::Query;
use morgue::query::parse::period;
use morgue::screen::question::Manner;
use morgue::screen::state::{Effect, Event, Job, Key, State};
use morgue::screen::view;
use morgue::screen::worker::work;
use morgue::search::coverage::Slot;
use morgue::search::facets::Facets;
use morgue::search::{Archive, Page};
use proptest::prelude::*;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::style::{Color, Modifier};

use crate::util::{Scene, cases, skipped};

/// What archives hold that could break a screen: escape sequences, overrides of direction, wide characters, accents, tabs.
const ODD: &str = concat!(
    r#"{"id":"o-1","title":"Bridge\u001b[2J \u202Eof \u6f22\u5b57 and cafe\u0301s","text":"A bridge\tof \u6f22\u5b57\u6f22\u5b57 fell.\u0007 \u001b]0;owned\u0007 Edna Quill saw it. "#,
    r#"The town wept.\n\nA second bridge stands. Nobody crosses it, said Edna Quill.","date":"2022","source":"\u5317\u306e\u98a8"}"#,
    "\n",
    r#"{"id":"o-2","title":"Ferry bridge opened","text":"The ferry bridge is open, said Ann Bell.","date":"2022-06-20","source":"Northern Wire"}"#,
    "\n"
);

fn news() -> Scene {
    let scene = Scene::with_news();
    scene.file("news/odd.jsonl", ODD);
    assert_eq!(scene.run("index news").code(), Some(0));
    scene
}

/// The screen, played.
struct Player {
    archive: Archive,
    state: State,
    /// Jobs that are held back.
    held: Option<Vec<Job>>,
    /// How it ended, if it did.
    end: String,
}

impl Player {
    fn new(scene: &Scene, size: (u16, u16)) -> Player {
        Player::with(scene, size, "", Vec::new())
    }

    fn with(scene: &Scene, size: (u16, u16), text: &str, conditions: Vec<Query>) -> Player {
        let archive = Archive::open(&scene.path(".morgue")).unwrap();
        let (state, first) = State::new(text, conditions, Manner::default(), archive.articles(), size);
        let mut player = Player { archive, state, held: None, end: String::new() };
        player.perform(first);
        player
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Work(job) => match &mut self.held {
                    Some(held) => held.push(job),
                    None => self.work(&job),
                },
                Effect::Redraw => {}
                Effect::Quit => self.end = "quit".to_string(),
                Effect::Print(place) => self.end = format!("print {place}"),
            }
        }
    }

    fn work(&mut self, job: &Job) {
        let event = work(&self.archive, &Page::default(), job).unwrap();
        self.on(event);
    }

    fn on(&mut self, event: Event) {
        let effects = self.state.on(event);
        self.perform(effects);
    }

    /// Presses keys: letters as they stand, others by name, `<Enter>`, `<C-w>`.
    fn keys(&mut self, text: &str) -> &mut Player {
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let (key, length) = match rest.strip_prefix('<').and_then(|r| r.split_once('>')) {
                Some((name, _)) => (named(name), name.len() + 2),
                None => (Key::Char(c), c.len_utf8()),
            };
            self.on(Event::Key(key));
            rest = &rest[length..];
        }
        self
    }

    fn drawn(&self, look: Look) -> ratatui::buffer::Buffer {
        let mut terminal = Terminal::new(TestBackend::new(self.state.size.0, self.state.size.1)).unwrap();
        terminal.draw(|frame| view::draw(frame, &self.state, look)).unwrap();
        terminal.backend().buffer().clone()
    }

    /// The screen as text, without blanks at the ends of rows.
    fn screen(&self) -> String {
        picture(&self.drawn(Look { colour: false }), |cell| cell.symbol().to_string())
    }

    /// How the cells look: `b` bold, `u` bold and underlined, `r` reversed, `R` reversed and bold.
    fn styles(&self) -> String {
        picture(&self.drawn(Look { colour: false }), |cell| {
            assert_eq!((cell.fg, cell.bg), (Color::Reset, Color::Reset), "no colours were asked for");
            let has = |modifier| cell.modifier.contains(modifier);
            let bold = has(Modifier::BOLD);
            let letter = match (has(Modifier::REVERSED), bold, has(Modifier::UNDERLINED)) {
                (true, false, _) => 'r',
                (true, true, _) => 'R',
                (false, true, true) => 'u',
                (false, true, false) => 'b',
                (false, false, true) => '_',
                (false, false, false) => ' ',
            };
            letter.to_string()
        })
    }

    /// The state in a line: query with cursor, conditions, total and headlines with the selected one, where the keys go, end.
    fn summary(&self) -> String {
        let state = &self.state;
        let mut text = format!("{}|{}", state.line.before(), state.line.behind());
        for condition in &state.conditions {
            text.push_str(&format!(" [{condition}]"));
        }
        match &state.found {
            None => text.push_str(" -"),
            Some(found) => {
                text.push_str(&format!(" {}:", found.total));
                for (n, hit) in found.hits.iter().enumerate() {
                    let sign = if n == state.selected { ">" } else { "" };
                    text.push_str(&format!(" {sign}{}", hit.filed.article.id));
                }
                if !found.remark.is_empty() {
                    text.push_str(&format!(" ({})", found.remark));
                }
            }
        }
        if let Some(reading) = &state.reading {
            text.push_str(&format!(" reading {} {:?}", reading.filed.article.id, reading.current));
        }
        if state.in_pane {
            let entry = state.entries().get(state.entry).map_or("nothing", |entry| entry.label.as_str());
            text.push_str(&format!(" {} {entry}", state.kind.name()));
        }
        if state.help {
            text.push_str(" help");
        }
        if !self.end.is_empty() {
            text.push_str(&format!(" = {}", self.end));
        }
        text
    }
}

fn named(name: &str) -> Key {
    if let Some(letter) = name.strip_prefix("C-").and_then(|rest| rest.chars().next()) {
        return Key::Ctrl(letter);
    }
    let table = [
        ("Enter", Key::Enter),
        ("Esc", Key::Esc),
        ("Tab", Key::Tab),
        ("BackTab", Key::BackTab),
        ("Back", Key::Backspace),
        ("Del", Key::Delete),
        ("Left", Key::Left),
        ("Right", Key::Right),
        ("Up", Key::Up),
        ("Down", Key::Down),
        ("Home", Key::Home),
        ("End", Key::End),
        ("PgUp", Key::PageUp),
        ("PgDn", Key::PageDown),
        ("F1", Key::F1),
    ];
    table.iter().find(|(other, _)| *other == name).unwrap_or_else(|| panic!("no key is called {name}")).1
}

fn picture(buffer: &ratatui::buffer::Buffer, show: impl Fn(&ratatui::buffer::Cell) -> String) -> String {
    use unicode_width::UnicodeWidthStr;
    let mut text = String::new();
    for row in 0..buffer.area.height {
        let (mut line, mut covered) = (String::new(), 0);
        for column in 0..buffer.area.width {
            let cell = &buffer[(column, row)];
            // The second cell of a wide character is not drawn.
            if covered == 0 {
                line.push_str(&show(cell));
                covered = cell.symbol().width().max(1);
            }
            covered -= 1;
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

#[track_caller]
fn same(got: &str, wanted: &str) {
    let (got, wanted) = (got.trim_end(), wanted.trim_start_matches('\n').trim_end());
    if got != wanted {
        panic!("expected:\n{wanted}\n\ngot:\n{got}");
    }
}

#[test]
fn keys_and_what_they_do() {
    let scene = news();
    let table = [
        ("", "| -"),
        ("toll", "toll| 1: >w-1"),
        ("tol", "tol| 1: >w-1 (so far: tol*)"),
        ("toll zebra", "toll zebra| 1: >w-1"),
        ("+zebra toll", "+zebra toll| 0:"),
        ("toll zebra<C-w>", "toll | 1: >w-1"),
        ("zebra", "zebra| 0:"),
        ("(toll", "(toll| 1: >w-1 (read as: toll (this parenthesis is never closed; it is closed at the end))"),
        ("bridge<Down>", "bridge| 4: o-2 >w-1 o-1 news/river.md#1"),
        ("bridge<Down><Down><Down><Down><Down><Up>", "bridge| 4: o-2 w-1 >o-1 news/river.md#1"),
        ("bridge<PgDn>", "bridge| 4: o-2 w-1 o-1 >news/river.md#1"),
        ("bridge<PgDn><PgUp>", "bridge| 4: >o-2 w-1 o-1 news/river.md#1"),
        ("bridge<Down><C-w>", "| -"),
        ("bridge<Enter>", "bridge| 4: >o-2 w-1 o-1 news/river.md#1 reading o-2 None"),
        ("bridge<Enter>nn", "bridge| 4: >o-2 w-1 o-1 news/river.md#1 reading o-2 Some(1)"),
        ("bridge<Enter>N", "bridge| 4: >o-2 w-1 o-1 news/river.md#1 reading o-2 Some(1)"),
        ("bridge<Enter>q", "bridge| 4: >o-2 w-1 o-1 news/river.md#1"),
        ("bridge<Enter><Esc><Esc>", "bridge| 4: >o-2 w-1 o-1 news/river.md#1 = quit"),
        ("bridge<Enter>p", "bridge| 4: >o-2 w-1 o-1 news/river.md#1 reading o-2 None = print news/odd.jsonl#2"),
        ("bridge<Down><C-o>", "bridge| 4: o-2 >w-1 o-1 news/river.md#1 = print news/wire.jsonl#1"),
        ("<C-o><Enter>", "| -"),
        ("bridge<Tab>", "bridge| 4: >o-2 w-1 o-1 news/river.md#1 people Edna Quill"),
        ("bridge<Tab><Down><Down><Down><Down>", "bridge| 4: >o-2 w-1 o-1 news/river.md#1 people Ann Bell"),
        ("bridge<Tab><Tab>", "bridge| 4: >o-2 w-1 o-1 news/river.md#1 sources Northern Wire"),
        ("bridge<Tab><Tab><Tab>", "bridge| 4: >o-2 w-1 o-1 news/river.md#1 months 2022-06"),
        ("bridge<Tab><Tab><Tab><Tab>", "bridge| 4: >o-2 w-1 o-1 news/river.md#1"),
        ("bridge<BackTab>", "bridge| 4: >o-2 w-1 o-1 news/river.md#1 months 2022-06"),
        ("bridge<Tab><Enter>", "bridge| [people:\"edna quill\"] 2: >o-1 news/river.md#1 people Edna Quill"),
        ("bridge<Tab><Enter><Enter>", "bridge| 4: >o-2 w-1 o-1 news/river.md#1 people Edna Quill"),
        ("bridge<Tab><Enter><Esc><Back>", "bridg| [people:\"edna quill\"] 2: >o-1 news/river.md#1"),
        ("bridge<Tab><Enter><Esc><Home><Back>", "|bridge 4: >o-2 w-1 o-1 news/river.md#1"),
        (
            "bridge<Tab><Tab><Enter><Tab><Enter>",
            "bridge| [source:\"northern wire\"] [date:2022-06] 2: >o-2 w-1 months 2022-06",
        ),
        ("bridge<BackTab><Down><Enter>", "bridge| 4: >o-2 w-1 o-1 news/river.md#1 months 2022, no one month"),
        ("bridge<Tab>s", "bridges| 4: >o-2 w-1 o-1 news/river.md#1"),
        ("bridge<Tab><Esc>", "bridge| 4: >o-2 w-1 o-1 news/river.md#1"),
        ("?", "| - help"),
        ("?x", "| -"),
        ("a?", "a?| 2: >o-1 news/river.md#2"),
        ("bridge<Enter>?", "bridge| 4: >o-2 w-1 o-1 news/river.md#1 reading o-2 None help"),
        ("<F1><F1>", "| -"),
        ("bridge<C-c>", "bridge| 4: >o-2 w-1 o-1 news/river.md#1 = quit"),
        ("bridge<C-d>", "bridge| 4: >o-2 w-1 o-1 news/river.md#1 = quit"),
        ("bridge<Enter><C-d>", "bridge| 4: >o-2 w-1 o-1 news/river.md#1 reading o-2 None = quit"),
        ("<F1><C-c>", "| - help = quit"),
        ("<Esc>", "| - = quit"),
        ("bridge<Home>toll <End><Left><Del>", "toll bridg| 1: >w-1"),
        ("bridge<C-a><C-k>", "| -"),
        ("bridge toll<C-u>", "| -"),
    ];
    let mut wrong = String::new();
    for (keys, wanted) in table {
        let mut player = Player::new(&scene, (80, 24));
        let got = player.keys(keys).summary();
        if got != wanted {
            wrong.push_str(&format!("        (\"{keys}\", {got:?}),\n"));
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn a_query_and_conditions_may_be_there_from_the_beginning() {
    let scene = news();
    let since = Query::Published(Some(period("2022-06..").unwrap()));
    let player = Player::with(&scene, (80, 24), "bridge", vec![since.clone()]);
    same(&player.summary(), "bridge| [date:2022-06-01..] 2: >o-2 w-1");
    same(&Player::with(&scene, (80, 24), "", vec![since]).summary(), "| [date:2022-06-01..] 2: >o-2 w-1");
    same(&Player::with(&scene, (80, 24), "toll\u{1b}\npolicy", Vec::new()).summary(), "toll policy| 1: >w-1");
}

#[test]
fn late_answers_to_old_questions_are_dropped() {
    let scene = news();
    let mut player = Player::new(&scene, (80, 24));
    player.held = Some(Vec::new());
    player.keys("toll");
    let jobs = player.held.take().unwrap();
    assert_eq!((jobs.len(), player.summary().as_str()), (4, "toll| -"));
    player.on(Event::Late);
    assert!(player.screen().contains("searching…"));
    for job in &jobs[..3] {
        player.work(job);
    }
    assert_eq!(player.summary(), "toll| -");
    player.work(&jobs[3]);
    assert_eq!(player.summary(), "toll| 1: >w-1");
    assert!(!player.screen().contains("searching…"));
    // While the next answer is on its way the last one stays; Enter opens the best of the next, not of the last.
    player.held = Some(Vec::new());
    player.keys(" OR river<Enter>");
    assert_eq!(player.summary(), "toll OR river| 1: >w-1");
    let jobs = player.held.take().unwrap();
    player.work(jobs.last().unwrap());
    same(&player.summary(), "toll OR river| 2: >news/river.md#1 w-1 reading news/river.md#1 None");
    // Marks that come when the article is closed, and counts of another question, change nothing.
    player.held = Some(Vec::new());
    player.keys("<Esc><C-u>bridge<Tab>");
    let ask = player.held.take().unwrap().pop().unwrap();
    player.held = Some(Vec::new());
    player.work(&ask);
    let mut jobs = player.held.take().unwrap();
    assert!(matches!(jobs.as_slice(), [Job::Count { .. }]), "{jobs:?}");
    let count = jobs.remove(0);
    player.held = Some(Vec::new());
    player.keys("<Esc>x");
    player.work(&count);
    assert!(player.state.pane.is_none());
}

#[test]
fn more_hits_come_when_the_last_is_reached() {
    let scene = Scene::new();
    let line = |n: usize| {
        format!("{{\"id\":\"a{n}\",\"title\":\"Weir {n}\",\"text\":\"The weir.\",\"date\":\"2024-01-01\"}}\n")
    };
    scene.file("news/many.jsonl", (0..120).map(line).collect::<String>());
    assert_eq!(scene.run("index news").code(), Some(0));
    let mut player = Player::new(&scene, (80, 24));
    let there = |player: &Player| player.state.found.as_ref().map_or(0, |found| found.hits.len());
    player.keys("weir");
    assert_eq!(there(&player), 50);
    let downs = |player: &mut Player, n| {
        player.keys(&"<Down>".repeat(n));
    };
    downs(&mut player, 48);
    assert_eq!((there(&player), player.state.selected), (50, 48));
    downs(&mut player, 1);
    assert_eq!((there(&player), player.state.selected), (100, 49));
    downs(&mut player, 200);
    assert_eq!((there(&player), player.state.selected), (120, 119));
    let hits = &player.state.found.as_ref().unwrap().hits;
    let ids: std::collections::BTreeSet<&str> = hits.iter().map(|hit| hit.filed.article.id.as_str()).collect();
    assert_eq!(ids.len(), 120);
    assert!(player.screen().lines().any(|line| line.starts_with("> Weir")));
}

#[test]
fn facets_are_counted_over_all_that_was_found() {
    let scene = news();
    let archive = Archive::open(&scene.path(".morgue")).unwrap();
    let query = morgue::query::parse::parse("*", Default::default()).query.unwrap();
    let named = |name: &str, count| (name.to_string(), count);
    let wanted = Facets {
        total: 5,
        people: vec![named("Edna Quill", 2), named("Ann Bell", 1)],
        people_from: 5,
        sources: vec![
            (Some("Northern Wire".to_string()), 2),
            (Some("The Vale Courier".to_string()), 2),
            (Some("北の風".to_string()), 1),
        ],
        months: vec![(Slot::Month((2022, 6)), 2), (Slot::Year(2022), 1), (Slot::Month((2021, 3)), 2)],
    };
    assert_eq!(archive.facets(&query, 200).unwrap(), wanted);
    let few = archive.facets(&query, 1).unwrap();
    assert_eq!((few.total, few.people_from), (5, 1));
    let none = morgue::query::parse::parse("zebra", Default::default()).query.unwrap();
    assert_eq!(archive.facets(&none, 200).unwrap(), Default::default());
}

#[test]
fn people_were_counted_over_the_first_articles_by_date_instead_of_the_best() {
    let scene = Scene::new();
    // The best article is neither the newest nor the oldest, nor the first or last by its name.
    let articles = [
        (
            "a",
            "2024-03-01",
            "The ferry left late, said Ann Bell, and many other boats had left the harbour before it did.",
        ),
        ("b", "2024-02-01", "A ferry, a second ferry and a third ferry, said Edna Quill."),
        (
            "c",
            "2024-01-01",
            "The ferry came late, said Ivo Lund, and many other boats had come to the harbour before it did.",
        ),
    ];
    for (id, date, text) in articles {
        let line = format!("{{\"id\":\"{id}\",\"title\":\"News\",\"text\":\"{text}\",\"date\":\"{date}\"}}\n");
        scene.file(format!("news/{id}.jsonl"), line);
    }
    assert_eq!(scene.run("index news").code(), Some(0));
    let archive = Archive::open(&scene.path(".morgue")).unwrap();
    let query = morgue::query::parse::parse("ferry", Default::default()).query.unwrap();
    let facets = archive.facets(&query, 1).unwrap();
    let people: Vec<(&str, u64)> = facets.people.iter().map(|(name, count)| (name.as_str(), *count)).collect();
    assert_eq!((facets.total, facets.people_from, people), (3, 1, vec![("Edna Quill", 1)]));
}

#[test]
fn the_screen_of_hits() {
    let scene = news();
    let mut player = Player::new(&scene, (80, 24));
    same(
        &player.screen(),
        r#"
>                                                                     5 articles

  Type what to look for; every key searches. * finds everything.
  F1 shows the keys, Esc quits.



















Enter read · Tab people, sources, months · F1 keys · Esc quit"#,
    );
    player.keys("bridge");
    same(
        &player.screen(),
        r#"
> bridge                                                         4 of 5 articles

> Ferry bridge opened                           2022-06-20  Northern Wire
  Harbour bridge reopens                        2022-06-01  Northern Wire
  Bridge�[2J �of 漢字 and cafés                 2022        北の風
  River floods the lower town                   2021-03-04  The Vale Courier




── 1. 2022-06-20 · Northern Wire · o-2 · news/odd.jsonl#2 ──────────────────────
 Ferry bridge opened
 People: Ann Bell

 The ferry bridge is open, said Ann Bell.








Enter read · Tab people, sources, months · F1 keys · Esc quit"#,
    );
    same(
        &player.styles(),
        r#"
  bbbbbb

rrrrrrrrRRRRRRrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr
          uuuuuu
  uuuuuu






 bbbbbbuuuuuubbbbbbb


           uuuuuu"#,
    );
    player.keys("<Tab>");
    same(
        &player.screen(),
        r#"
> bridge                                                         4 of 5 articles

> Ferry bridge opened                 2022-06-20│ people  sources  months
  Harbour bridge reopens              2022-06-01│ of all 4
  Bridge�[2J �of 漢字 and cafés       2022      │   Edna Quill                 2
  River floods the lower town         2021-03-04│   Ann Bell                   1
                                                │
                                                │
                                                │
                                                │
── 1. 2022-06-20 · Northern Wire · o-2 · new… ──│
 Ferry bridge opened                            │
 People: Ann Bell                               │
                                                │
 The ferry bridge is open, said Ann Bell.       │
                                                │
                                                │
                                                │
                                                │
                                                │
                                                │
                                                │
                                                │
Enter narrow, widen · Tab next · Esc back · F1 keys"#,
    );
    player.keys("<Enter><Tab><Esc> (");
    same(
        &player.screen(),
        r#"
> bridge (                                                       2 of 5 articles
[people:"edna quill"] read as: bridge (this parenthesis is never closed; it is …
> Bridge�[2J �of 漢字 and cafés                 2022        北の風
  River floods the lower town                   2021-03-04  The Vale Courier






── 1. 2022 · 北の風 · o-1 · news/odd.jsonl#1 ───────────────────────────────────
 Bridge�[2J �of 漢字 and cafés
 People: Edna Quill

 A bridge of 漢字漢字 fell.� �]0;owned� Edna Quill saw it. The town wept.

 A second bridge stands. Nobody crosses it, said Edna Quill.






Enter read · Tab people, sources, months · F1 keys · Esc quit"#,
    );
}

#[test]
fn where_no_article_has_all_words_the_nearest_are_shown() {
    let scene = news();
    let mut player = Player::new(&scene, (80, 24));
    player.keys("ferry brigde ");
    let first = player.screen();
    // Each hit tells what it lacks, where they do not lack the same; what is said stands beside facets, too.
    player.keys("<C-u>bridge town toll unicorn <Tab><Tab>");
    let second = player.screen();
    same(
        &format!("{first}{second}"),
        r#"
> ferry brigde                                                   1 of 5 articles

  no article has all of: ferry AND brigde; 1 article has all but "brigde"
  did you mean: ferry AND bridge (1 article)
> Ferry bridge opened                           2022-06-20  Northern Wire






── 1. 2022-06-20 · Northern Wire · o-2 · news/odd.jsonl#2 ──────────────────────
 Ferry bridge opened
 People: Ann Bell

 The ferry bridge is open, said Ann Bell.







Enter read · Tab people, sources, months · F1 keys · Esc quit
> bridge town toll unicorn                                       5 of 5 articles

  no article has all of: bridge AND town AND    │ people  sources  months
  toll AND unicorn; 5 articles with any, at most│ of all 5
  2 of 4                                        │   Northern Wire              2
> Harbour bridge reopens              2022-06-01│   The Vale Courier           2
  River floods the lower town         2021-03-04│   北の風                     1
  Bridge�[2J �of 漢字 and cafés       2022      │
  Bakers strike for a second day      2021-03-04│
  Ferry bridge opened                 2022-06-20│
                                                │
                                                │
── 1. 2022-06-01 · Northern Wire · w-1 · new… ──│
 Harbour bridge reopens                         │
 without: town, unicorn                         │
                                                │
 The bridge over the harbour reopened. Toll     │
 policies were debated.                         │
                                                │
                                                │
                                                │
                                                │
                                                │
Enter narrow, widen · Tab next · Esc back · F1 keys"#,
    );
    // The article that is read is marked with what it has.
    player.keys("<Esc><Enter>");
    assert!(player.screen().contains(" highlights"), "{}", player.screen());
    // Facets are counted over the nearest.
    assert_eq!(player.state.pane.as_ref().map(|pane| pane.total), player.state.found.as_ref().map(|found| found.total));
}

#[test]
fn where_nothing_is_found_it_is_said_why_and_what_may_be_meant() {
    let scene = news();
    let said = |keys: &str, size: (u16, u16)| {
        let mut player = Player::new(&scene, size);
        player.keys(keys);
        let rows = player.state.said();
        let text = |row: &morgue::screen::rows::Row| row.iter().map(|piece| piece.text.as_str()).collect::<String>();
        (rows.iter().map(text).collect::<Vec<_>>(), player.state.found.as_ref().map_or(0, |found| found.total))
    };
    let table: &[(&str, &[&str], u64)] = &[
        ("bridge", &[], 4),
        ("bridge zebra", &["no article has all of: bridge AND zebra; 4 articles have all but \"zebra\""], 4),
        ("zebra", &["nothing found: \"zebra\" is in no article"], 0),
        ("brigde", &["nothing found: \"brigde\" is in no article", "did you mean: bridge (4 articles)"], 0),
        (
            "ferry brigde ",
            &[
                "no article has all of: ferry AND brigde; 1 article has all but \"brigde\"",
                "did you mean: ferry AND bridge (1 article)",
            ],
            1,
        ),
        ("bridge date:1999", &["nothing found: no article was published in 1999; without it 4"], 0),
        ("+zebra bridge", &["nothing found: \"zebra\" is in no article; without it 4"], 0),
    ];
    let mut wrong = String::new();
    for (keys, lines, total) in table {
        let got = said(keys, (80, 24));
        if got.0 != *lines || got.1 != *total {
            wrong.push_str(&format!("        ({keys:?}, &{:?}, {}),\n", got.0, got.1));
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    // What there is no room for is cut, and shows it.
    let (rows, _) = said("bridge zebra unicorn toll ", (40, 9));
    assert_eq!(rows, ["no article has all of: bridge AND", "zebra AND unicorn AND toll; 4 article…"]);
    // Before the advice comes, the least is said.
    let mut player = Player::new(&scene, (80, 24));
    player.keys("zebr");
    player.held = Some(Vec::new());
    player.keys("a");
    let ask = player.held.take().unwrap().pop().unwrap();
    player.held = Some(Vec::new());
    player.work(&ask);
    assert!(player.screen().lines().any(|line| line == "  nothing found"), "{}", player.screen());
    // Advice on an older question is dropped.
    let advise = player.held.take().unwrap().pop().unwrap();
    assert!(matches!(advise, Job::Advise { .. }), "{advise:?}");
    player.keys("<C-u>toll");
    player.work(&advise);
    assert_eq!(player.state.said(), Vec::<morgue::screen::rows::Row>::new());
}

#[test]
fn all_of_the_nearest_can_be_reached() {
    let scene = Scene::new();
    let line = |n: usize| {
        let other = ["lock", "quay", ""][n % 3];
        format!("{{\"id\":\"a{n}\",\"title\":\"Weir {n}\",\"text\":\"The weir {other}.\",\"date\":\"2024-01-01\"}}\n")
    };
    scene.file("news/many.jsonl", (0..150).map(line).collect::<String>());
    assert_eq!(scene.run("index news").code(), Some(0));
    let mut player = Player::new(&scene, (80, 24));
    player.keys("weir lock quay unicorn ");
    player.keys(&"<Down>".repeat(160));
    let found = player.state.found.as_ref().unwrap();
    let ids: std::collections::BTreeSet<&str> = found.hits.iter().map(|hit| hit.filed.article.id.as_str()).collect();
    assert_eq!((found.total, found.hits.len(), ids.len()), (150, 150, 150));
    // The most complete come first, on all pages.
    let lacks: Vec<usize> = found.hits.iter().map(|hit| hit.lacks.len()).collect();
    assert!(lacks.is_sorted() && lacks[99] == 2 && lacks[100] == 3, "{lacks:?}");
}

#[test]
fn words_that_stand_for_each_other() {
    let scene = news();
    scene.file("words", "span, bridge\n");
    let Some(mut pty) =
        Pty::new("words_that_stand_for_each_other", &scene, "morgue search -i --synonyms words toll span")
    else {
        return;
    };
    pty.sees("read as: toll AND (span OR bridge)");
    pty.sees("1 of ");
    pty.types("\x04");
    pty.ended("[ended 0]");
}

#[test]
fn the_screen_of_an_article() {
    let scene = news();
    let mut player = Player::new(&scene, (60, 14));
    player.keys("bridge source:北の風<Enter>");
    same(
        &player.screen(),
        r#"
 2022 · 北の風 · o-1 · news/odd.jsonl#1
 Bridge�[2J �of 漢字 and cafés

 A bridge    of 漢字漢字 fell.� �]0;owned� Edna Quill saw
 it. The town wept.

 A second bridge stands. Nobody crosses it, said Edna
 Quill.

 People: Edna Quill



100 % · 3 highlights · n N next, previous · Esc back · F1 k…"#,
    );
    player.keys("nn");
    same(
        &player.screen(),
        r#"
 2022 · 北の風 · o-1 · news/odd.jsonl#1
 Bridge�[2J �of 漢字 and cafés

 A bridge    of 漢字漢字 fell.� �]0;owned� Edna Quill saw
 it. The town wept.

 A second bridge stands. Nobody crosses it, said Edna
 Quill.

 People: Edna Quill



100 % · highlight 2 of 3 · n N next, previous · Esc back · …"#,
    );
    same(
        &player.styles(),
        r#"
rrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr
 uuuuuubbbbbbbbbbbbbbbbbbbbb

   RRRRRR


          uuuuuu"#,
    );
    player.on(Event::Size(24, 8));
    same(
        &player.screen(),
        r#"
 2022 · 北の風 · o-1 · …
 Bridge�[2J �of 漢字
 and cafés

 A bridge    of
 漢字漢字 fell.�
 �]0;owned� Edna Quill
46 % · highlight 2 of 3…"#,
    );
    player.keys("<Esc><F1>");
    player.on(Event::Size(80, 24));
    same(
        &player.screen(),
        r#"
 Keys

 any letter            search for what stands in the line
 Up Down PgUp PgDn     select a hit; Ctrl-P and Ctrl-N too
 Enter                 read the article
 Tab                   people, sources, months; then back to the hits
 Enter, in them        narrow by the selected one, or widen again
 Backspace             at the beginning of the line: take out the last condition
 Ctrl-W Ctrl-U Ctrl-K  delete a word, to the beginning, to the end
 Ctrl-O                quit and print the name of the article (path#record)
 Esc                   back; from the hits: quit
 Ctrl-C Ctrl-D         quit
 F1                    these keys; ? too, where nothing is typed

 n N                   in an article: next and previous highlight
 Space b j k g G       in an article: page on, back; line on, back; top; end
 p                     in an article: as Ctrl-O
 q                     in an article: as Esc

 Any key goes back."#,
    );
}

#[test]
fn colours_where_they_are_wanted() {
    let scene = news();
    let mut player = Player::new(&scene, (80, 24));
    player.keys("toll");
    let red = |colour| player.drawn(Look { colour }).content().iter().filter(|cell| cell.fg == Color::Red).count();
    assert_eq!((red(true), red(false)), (4, 0));
}

#[test]
fn a_small_terminal_shows_what_fits() {
    let scene = news();
    let mut player = Player::new(&scene, (20, 5));
    player.keys("bridge");
    same(
        &player.screen(),
        r#"
> bridge

> Ferry bridge open…
  Harbour bridge re…
Enter read · Tab pe…"#,
    );
    player.keys("<Tab>");
    same(
        &player.screen(),
        r#"
> bridge

people  sources  mon
  Edna Quill       2
Enter narrow, widen…"#,
    );
    player.keys("<Esc>");
    player.on(Event::Size(1, 1));
    same(&player.screen(), ">");
    for (width, height) in [(0, 0), (0, 9), (9, 0), (1, 1), (2, 2), (3, 3), (5, 4), (300, 2), (2, 300), (200, 60)] {
        let mut player = Player::new(&scene, (width, height));
        for keys in ["bridge", "<Tab>", "<Esc><Enter>", "n", "<F1>"] {
            player.keys(keys);
            player.screen();
        }
    }
}

#[test]
fn nothing_of_an_archive_moves_the_cursor() {
    let scene = news();
    let mut player = Player::new(&scene, (100, 30));
    for keys in ["edna", "<Tab>", "<Enter><Esc><Enter>", "<F1>"] {
        player.keys(keys);
        for cell in player.drawn(Look { colour: true }).content() {
            assert!(!cell.symbol().chars().any(morgue::print::clean::dangerous), "{:?}", cell.symbol());
        }
    }
}

#[test]
fn no_keys_and_no_size_stop_it() {
    let scene = news();
    let key = prop_oneof![
        6 => prop::sample::select("bridgetol qunp?*\"()-:漢\u{301}\u{1b}".chars().collect::<Vec<_>>()).prop_map(Key::Char),
        2 => prop::sample::select("wukhablpno".chars().collect::<Vec<_>>()).prop_map(Key::Ctrl),
        6 => prop::sample::select(vec![
            Key::Enter, Key::Esc, Key::Tab, Key::BackTab, Key::Backspace, Key::Delete, Key::Left, Key::Right, Key::Up,
            Key::Down, Key::Home, Key::End, Key::PageUp, Key::PageDown, Key::F1,
        ]),
    ];
    let event = prop_oneof![
        8 => key.prop_map(Event::Key),
        1 => (0..120u16, 0..40u16).prop_map(|(width, height)| Event::Size(width, height)),
        1 => "\\PC{0,12}".prop_map(Event::Paste),
        1 => Just(Event::Late),
    ];
    let size = (0..100u16, 0..30u16);
    let mut runner = proptest::test_runner::TestRunner::new(cases(48));
    let story = (size, prop::collection::vec(event, 0..40), any::<bool>());
    runner
        .run(&story, |(size, events, slow)| {
            let mut player = Player::new(&scene, size);
            player.held = slow.then(Vec::new);
            for event in events {
                player.on(event);
                player.screen();
            }
            let jobs = player.held.take().unwrap_or_default();
            jobs.iter().for_each(|job| player.work(job));
            player.screen();
            Ok(())
        })
        .unwrap();
}

#[test]
fn without_a_terminal_it_says_so() {
    let scene = Scene::with_news();
    scene.run("search -i river").is(r#"
! morgue: search -i needs a terminal: keys come from standard input, and the screen is drawn on standard error
= 2"#);
    scene.run("search -i river --synonyms none").is(r#"
! morgue: search -i needs a terminal: keys come from standard input, and the screen is drawn on standard error
= 2"#);
    scene.run("search -i river --count").is(r#"
! error: the argument '--interactive' cannot be used with '--count'
! 
! Usage: morgue search --interactive <QUERY>...
! 
! For more information, try '--help'.
= 2"#);
    // Alone it is the list of commands, as ever.
    assert!(scene.run("").stderr().contains("Usage: morgue"));
}

/// The program on a terminal of its own, 80 columns and 24 rows.
struct Pty {
    child: Child,
    seen: Arc<Mutex<Vec<u8>>>,
}

impl Pty {
    /// None, with the reason said, where there is nothing that makes a terminal.
    fn new(test: &str, scene: &Scene, command: &str) -> Option<Pty> {
        let version = std::process::Command::new("script").arg("--version").output();
        if !version.is_ok_and(|output| String::from_utf8_lossy(&output.stdout).contains("util-linux")) {
            skipped(test, "no script of util-linux, which makes a terminal");
            return None;
        }
        let command = format!("stty rows 24 cols 80; {}", command.replace("morgue", env!("CARGO_BIN_EXE_morgue")));
        let started = std::process::Command::new("script")
            .args(["-qec", &format!("{command}; echo \"[ended $?]\"; stty -a; echo [all]"), "/dev/null"])
            .env_clear()
            .env("HOME", scene.path(""))
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("TERM", "xterm-256color")
            .env("SHELL", "/bin/sh")
            .current_dir(scene.path(""))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let mut child = started.unwrap();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (mut output, shared) = (child.stdout.take().unwrap(), seen.clone());
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(n @ 1..) = output.read(&mut bytes) {
                shared.lock().unwrap().extend_from_slice(&bytes[..n]);
            }
        });
        Some(Pty { child, seen })
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.seen.lock().unwrap()).into_owned()
    }

    #[track_caller]
    fn sees(&self, wanted: &str) {
        let patience = Instant::now() + Duration::from_secs(30);
        while !self.text().contains(wanted) {
            assert!(Instant::now() < patience, "{wanted:?} was not seen in {:?}", self.text());
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    fn types(&mut self, keys: &str) {
        self.child.stdin.as_mut().unwrap().write_all(keys.as_bytes()).unwrap();
    }

    /// The terminal was given back: the old screen, a cursor, lines and echo. What was printed between the end and that.
    #[track_caller]
    fn ended(&mut self, wanted: &str) {
        self.sees("[all]");
        let text = self.text();
        let (screen, after) = text.rsplit_once("\x1b[?1049l").expect("the old screen is shown again");
        assert!(screen.contains("\x1b[?1049h"));
        assert!(after.contains("\x1b[?25h"), "the cursor is shown again: {after:?}");
        for flag in ["icanon", "echo", "isig", "opost"] {
            assert!(after.split_whitespace().any(|word| word == flag), "{flag}: {after}");
        }
        let shown = after.replace("\x1b[?25h", "").replace("\x1b[?2004l", "").replace('\r', "");
        let shown = shown.split("speed ").next().unwrap_or_default();
        assert_eq!(shown.trim(), wanted);
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn on_a_terminal() {
    let scene = news();
    let Some(mut pty) = Pty::new("on_a_terminal", &scene, "morgue search -i") else { return };
    pty.sees("Type what to look for");
    pty.types("toll");
    pty.sees("Harbour bridge reopens");
    pty.types("\x1b");
    pty.ended("[ended 0]");

    let Some(mut pty) = Pty::new("on_a_terminal", &scene, "morgue") else { return };
    pty.sees("Type what to look for");
    pty.types("\x04");
    pty.ended("[ended 0]");

    // What is chosen goes to standard output, also where that is no terminal.
    let Some(mut pty) = Pty::new("on_a_terminal", &scene, "x=$(morgue search -i toll --since 2022); echo \"<$x>\"")
    else {
        return;
    };
    pty.sees("Harbour bridge reopens");
    pty.types("\x0f");
    pty.ended("<news/wire.jsonl#1>\n[ended 0]");
}

#[test]
fn an_index_that_is_damaged_leaves_the_terminal_whole() {
    let scene = news();
    let build = scene.build(".morgue");
    let Some(mut pty) = Pty::new("an_index_that_is_damaged", &scene, "morgue search -i") else { return };
    pty.sees("Type what to look for");
    for entry in std::fs::read_dir(&build).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|name| name == "store") {
            let mut bytes = std::fs::read(&path).unwrap();
            bytes.iter_mut().for_each(|byte| *byte ^= 0x55);
            // In place: the program has the file open.
            std::fs::File::options().write(true).open(&path).unwrap().write_all(&bytes).unwrap();
        }
    }
    pty.types("toll");
    pty.sees("[all]");
    let text = pty.text();
    assert!(text.contains("the index is damaged"), "{text:?}");
    assert!(text.contains("[ended 2]"), "{text:?}");
    let after = text.rsplit_once("\x1b[?1049l").unwrap().1;
    assert!(after.split_whitespace().any(|word| word == "icanon"), "{after}");
}

#[test]
fn a_signal_leaves_the_terminal_whole() {
    let scene = news();
    let command = "sh -c 'echo $$ >pid; exec morgue search -i'";
    let Some(pty) = Pty::new("a_signal_leaves_the_terminal_whole", &scene, command) else { return };
    pty.sees("Type what to look for");
    let pid = std::fs::read_to_string(scene.path("pid")).unwrap();
    let told = std::process::Command::new("kill").args(["-TERM", pid.trim()]).status().unwrap();
    assert!(told.success());
    pty.sees("[all]");
    assert!(pty.text().contains("[ended 143]"), "{:?}", pty.text());
    let text = pty.text();
    let after = text.rsplit_once("\x1b[?1049l").unwrap().1;
    assert!(after.split_whitespace().any(|word| word == "icanon"), "{after}");
}
