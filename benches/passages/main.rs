//! The bench of passages: does `--by-passage` find the right one, and do the passages of an article show what was asked?
//!
//! ```text
//! cargo bench --bench passages -- [--data DIR] [--questions N]
//! ```
//! The data are those of `../shared/data` unless told. Indexes lie in `target/tmp/passages`.
//!
//! - **Headlines.** Every headline of Reuters-21578 with at least four words, whose article has a body of two sentences
//!   or more, is a question (words joined by OR); of these, N (1,000) at even distances are asked. The
//!   articles are indexed *without* their headlines. The right answer is a passage of the headline's own article. Beside it
//!   stands the ranking of articles, whose first passage is then shown. Articles with the same body count as one.
//! - **Questions.** Every question of TIME with each of the articles judged relevant: which share of what the question
//!   asks, by rarity, does the one passage hold that is shown of the article? It is counted on the very words
//!   (no inflections), by a counter of this bench's own; function words are left out by their frequency (in more than a third of the articles).
//!   Beside it stand the first sentence of the article, and the best sentence there is by that count.

#[path = "../shared/table.rs"]
#[allow(dead_code, reason = "nothing here has an aim")]
mod table;

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::time::Instant;

use morgue::corpus::corpora;
use morgue::filing::{FilingOptions, Manner, Progress, file_away};
use morgue::index::document::Filed;
use morgue::query::parse::plain;
use morgue::search::{Archive, Page};
use morgue::sentences::{Rules, starts};
use morgue::words::Words;

use table::Table;

type Failure = Box<dyn std::error::Error>;

/// Hits looked through for the right one.
const DEPTH: usize = 10;

fn main() -> Result<(), Failure> {
    let mut data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let mut questions = 1000;
    let mut arguments = std::env::args().skip(1);
    while let Some(name) = arguments.next() {
        let mut value = || arguments.next().ok_or_else(|| format!("{name} needs a value"));
        match name.as_str() {
            // Cargo says so of itself.
            "--bench" => {}
            "--data" => data = PathBuf::from(value()?),
            "--questions" => questions = value()?.parse()?,
            _ => return Err(format!("unknown argument {name}").into()),
        }
    }
    let below = Path::new(env!("CARGO_TARGET_TMPDIR")).join("passages");
    let mut table = Table::default();
    let (reuters, time) = (data.join("archives/reuters21578"), data.join("retrieval/time"));
    for (path, measured) in [(&reuters, "headlines"), (&time, "questions")] {
        if !path.is_dir() {
            println!("{measured}: not measured, {} is not there", path.display());
        }
    }
    if reuters.is_dir() {
        headlines(&reuters, &below, questions, &mut table)?;
    }
    if time.is_dir() {
        relevant(&time, &below, &mut table)?;
    }
    table.print();
    Ok(())
}

/// Indexes a corpus anew.
fn archive(corpus: &Path, place: &Path) -> Result<Archive, Failure> {
    let _ = std::fs::remove_dir_all(place);
    let options = FilingOptions::default();
    file_away(&corpora(&[corpus.to_path_buf()])?, place, &options, &Manner::default(), &Progress::default())?;
    Ok(Archive::open(place)?)
}

fn headlines(reuters: &Path, below: &Path, wanted: usize, table: &mut Table) -> Result<(), Failure> {
    let mut articles: Vec<Filed> = Vec::new();
    for batch in archive(reuters, &below.join("reuters"))?.articles_since(0) {
        articles.extend(batch?);
    }
    articles.sort_by(|a, b| (&a.path, a.record).cmp(&(&b.path, b.record)));
    let corpus = below.join("headless");
    let _ = std::fs::remove_dir_all(&corpus);
    std::fs::create_dir_all(&corpus)?;
    let line = |(n, filed): (usize, &Filed)| {
        serde_json::json!({ "id": n.to_string(), "title": "", "text": filed.article.body }).to_string() + "\n"
    };
    let bodies = articles.iter().enumerate().filter(|(_, filed)| !filed.article.body.trim().is_empty());
    std::fs::write(corpus.join("reuters.jsonl"), bodies.map(line).collect::<String>())?;
    let archive = archive(&corpus, &below.join("headless.morgue"))?;

    let asks = |filed: &Filed| {
        Words::new(&filed.article.headline).count() >= 4 && starts(&filed.article.body, Rules::of(None)).len() >= 2
    };
    let able: Vec<&Filed> = articles.iter().filter(|filed| asks(filed)).collect();
    let asked: Vec<&Filed> = able.iter().copied().step_by((able.len() / wanted.max(1)).max(1)).take(wanted).collect();
    let (mut passages, mut whole) = (Ranks::default(), Ranks::default());
    for filed in &asked {
        let Some(query) = plain(&filed.article.headline) else { continue };
        for (by_passage, ranks) in [(true, &mut passages), (false, &mut whole)] {
            let page = Page { limit: DEPTH, passages: 1, by_passage, ..Page::default() };
            let began = Instant::now();
            let hits = archive.search(&query, &page)?.hits;
            ranks.seconds.push(began.elapsed().as_secs_f64());
            let mut seen: Vec<&str> = Vec::new();
            let right = hits.iter().position(|hit| hit.filed.article.body == filed.article.body);
            // Passages of one article count once, as its article does in the other ranking.
            if let Some(right) = right {
                seen.extend(hits[..right].iter().map(|hit| hit.filed.article.body.as_str()));
                seen.sort_unstable();
                seen.dedup();
                ranks.found.push(seen.len() + 1);
                ranks.lead += u64::from(hits[right].passages.first().is_some_and(|p| p.paragraph == 1));
            }
        }
    }
    table.part(format!(
        "{} headlines of {} that could be asked, {} articles",
        asked.len(),
        able.len(),
        archive.articles()
    ));
    passages.print("best passages", asked.len(), table);
    whole.print("articles, their best passage", asked.len(), table);
    Ok(())
}

/// Where the right answers stood.
#[derive(Default)]
struct Ranks {
    found: Vec<usize>,
    /// Those from the first paragraph.
    lead: u64,
    seconds: Vec<f64>,
}

impl Ranks {
    fn print(mut self, what: &str, asked: usize, table: &mut Table) {
        let share = |n: usize| format!("{:.3}", n as f64 / asked.max(1) as f64);
        let mrr = self.found.iter().map(|rank| 1.0 / *rank as f64).sum::<f64>() / asked.max(1) as f64;
        table.line(format!("{what}: mean reciprocal rank, first {DEPTH}"), format!("{mrr:.3}"));
        table.line(format!("{what}: the first is right"), share(self.found.iter().filter(|rank| **rank == 1).count()));
        table.line(format!("{what}: right among {DEPTH}"), share(self.found.len()));
        let lead = self.lead as f64 / self.found.len().max(1) as f64;
        table.line(format!("{what}: of these from the first paragraph"), format!("{lead:.3}"));
        self.seconds.sort_by(f64::total_cmp);
        let median = self.seconds.get(self.seconds.len() / 2).copied().unwrap_or(0.0);
        table.line(format!("{what}: median query"), format!("{:.1} ms", median * 1000.0));
    }
}

fn relevant(time: &Path, below: &Path, table: &mut Table) -> Result<(), Failure> {
    let archive = archive(&time.join("docs.jsonl"), &below.join("time.morgue"))?;
    let mut frequency: HashMap<String, usize> = HashMap::new();
    for batch in archive.articles_since(0) {
        for filed in batch? {
            for word in words(&filed.article.body) {
                *frequency.entry(word).or_default() += 1;
            }
        }
    }
    let articles = archive.articles() as f64;
    let rarity = |word: &str| -> f64 {
        match frequency.get(word) {
            Some(n) if (*n as f64) < articles / 3.0 => (articles / *n as f64).ln(),
            _ => 0.0,
        }
    };
    let judged = std::fs::read_to_string(time.join("qrels.txt"))?;
    let mut relevant: HashMap<&str, HashSet<&str>> = HashMap::new();
    for line in judged.lines() {
        if let [question, _, article, "1"] = line.split_whitespace().collect::<Vec<_>>()[..] {
            relevant.entry(question).or_default().insert(article);
        }
    }
    let (mut pairs, mut shown, mut lead, mut best) = (0_u32, 0.0, 0.0, 0.0);
    for line in std::fs::read_to_string(time.join("queries.tsv"))?.lines() {
        let Some((id, text)) = line.split_once('\t') else { continue };
        let (Some(query), Some(relevant)) = (plain(text), relevant.get(id)) else { continue };
        let asked = words(text);
        let held = |text: &str| -> f64 { words(text).intersection(&asked).map(|word| rarity(word)).sum() };
        let page = Page { limit: 0, passages: 1, ..Page::default() };
        for hit in archive.search(&query, &page)?.hits {
            let body = &hit.filed.article.body;
            let all = held(body);
            if !relevant.contains(hit.filed.article.id.as_str()) || all == 0.0 {
                continue;
            }
            let mut starts: Vec<usize> = starts(body, Rules::of(None)).into_iter().map(|(start, _)| start).collect();
            starts.push(body.len());
            let sentence = |n: usize| starts.get(n).zip(starts.get(n + 1)).map_or("", |(a, b)| &body[*a..*b]);
            pairs += 1;
            shown += hit.passages.first().map_or(0.0, |p| held(&body[p.at.clone()])) / all;
            lead += held(sentence(0)) / all;
            best += (0..starts.len()).map(|n| held(sentence(n))).fold(0.0, f64::max) / all;
        }
    }
    table.part(format!(
        "{pairs} questions with an article judged relevant: share of the rarity in the article that one passage holds"
    ));
    for (what, sum) in
        [("the passage shown", shown), ("the first sentence", lead), ("the best sentence by that count", best)]
    {
        table.line(what, format!("{:.3}", sum / f64::from(pairs.max(1))));
    }
    Ok(())
}

fn words(text: &str) -> HashSet<String> {
    Words::new(text).map(|word| word.term).collect()
}
