//! The bench of ranking: how good the order of articles is, and what each part of the ranking is worth.
//!
//! ```text
//! cargo bench --bench ranking -- [--data DIR]
//! ```
//! DIR holds `docs.jsonl`, `queries.tsv` (identifier TAB text) and `qrels.txt` (TREC format); unless told it is the TIME
//! collection of `../shared/data/retrieval/time`. The index lies in `target/tmp/ranking`. Every question is asked as
//! `--queries` with `--format trec` does, to a depth of 1,000. A row leaves one part out; the last puts in none, which
//! is BM25 over inflections. nDCG@10 (gain 1, discount log2(rank + 1)) and MAP are means over the questions that have a
//! relevant article.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

use morgue::corpus::corpora;
use morgue::filing::{FilingOptions, Manner, Progress, file_away};
use morgue::query::parse::plain;
use morgue::search::rank::{PARTS, Parts};
use morgue::search::{Archive, Page};

type Failure = Box<dyn std::error::Error>;
type Relevant = BTreeMap<String, HashSet<String>>;

fn main() -> Result<(), Failure> {
    let mut data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/retrieval/time");
    let mut arguments = std::env::args().skip(1);
    while let Some(name) = arguments.next() {
        match name.as_str() {
            // Cargo says so of itself.
            "--bench" => {}
            "--data" => data = PathBuf::from(arguments.next().ok_or("--data needs a value")?),
            _ => return Err(format!("unknown argument {name}").into()),
        }
    }
    if !data.is_dir() {
        println!("not measured, {} is not there", data.display());
        return Ok(());
    }
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("ranking");
    let articles = corpora(&[data.join("docs.jsonl")])?;
    file_away(&articles, &place, &FilingOptions::default(), &Manner::default(), &Progress::default())?;
    let archive = Archive::open(&place)?;
    let relevant = judgements(&std::fs::read_to_string(data.join("qrels.txt"))?);
    let questions = std::fs::read_to_string(data.join("queries.tsv"))?;
    let all = Parts::default();
    println!("{:<24} {:>8} {:>8}", "ranking", "nDCG@10", "MAP");
    let row = |name: &str, parts: Parts| -> Result<(), Failure> {
        let (ndcg, map) = quality(&archive, &questions, &relevant, parts)?;
        println!("{name:<24} {ndcg:>8.4} {map:>8.4}");
        Ok(())
    };
    row("all parts", all)?;
    for part in PARTS {
        row(&format!("without {part:?}"), all.without(part))?;
    }
    row("no part: BM25", Parts::PLAIN)
}

fn judgements(text: &str) -> Relevant {
    let mut relevant = Relevant::new();
    for line in text.lines() {
        if let [question, _, article, grade] = line.split_whitespace().collect::<Vec<_>>()[..]
            && grade.parse::<f64>().is_ok_and(|grade| grade > 0.0)
        {
            relevant.entry(question.to_string()).or_default().insert(article.to_string());
        }
    }
    relevant
}

/// nDCG@10 and mean average precision.
fn quality(archive: &Archive, questions: &str, relevant: &Relevant, parts: Parts) -> Result<(f64, f64), Failure> {
    let page = Page { limit: 1000, ranking: parts, ..Page::default() };
    let (mut ndcg, mut map) = (0.0, 0.0);
    for line in questions.lines() {
        let Some((id, text)) = line.split_once('\t') else { continue };
        let (Some(wanted), Some(query)) = (relevant.get(id.trim()), plain(text)) else { continue };
        let found = archive.identifiers(&query, &page)?;
        let gain = |rank: usize| 1.0 / (rank as f64 + 2.0).log2();
        let hits: Vec<usize> = (0..found.len()).filter(|n| wanted.contains(&found[*n].0)).collect();
        let best: f64 = (0..wanted.len().min(10)).map(gain).sum();
        ndcg += hits.iter().filter(|n| **n < 10).map(|n| gain(*n)).sum::<f64>() / best;
        let precision = hits.iter().enumerate().map(|(n, rank)| (n as f64 + 1.0) / (*rank as f64 + 1.0));
        map += precision.sum::<f64>() / wanted.len() as f64;
    }
    let asked = relevant.len().max(1) as f64;
    Ok((ndcg / asked, map / asked))
}
