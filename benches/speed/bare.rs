//! Bare tantivy, to be measured against: headline and body, positions, stored text, the default tokenizer, no more.

use std::path::Path;

use tantivy::collector::{Count, TopDocs};
use tantivy::query::{BooleanQuery, Occur, PhraseQuery, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, STORED, Schema, TEXT};
use tantivy::{Index, IndexWriter, Result, Searcher, TantivyDocument, Term};

/// Bytes a writer thread gathers; the same as in `src/index/writer.rs`.
const BUDGET_PER_THREAD: usize = 64 << 20;

/// What is indexed of an article.
pub struct Text {
    pub headline: String,
    pub body: String,
}

/// How words are to stand in an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joined {
    All,
    Any,
    Phrase,
}

/// An index of nothing but texts.
pub struct Bare {
    searcher: Searcher,
    fields: [Field; 2],
}

impl Bare {
    /// Indexes texts into an empty folder: one loop, one commit, merges waited for.
    pub fn index(texts: &[Text], at: &Path, threads: usize) -> Result<()> {
        let mut schema = Schema::builder();
        let headline = schema.add_text_field("headline", TEXT | STORED);
        let body = schema.add_text_field("body", TEXT | STORED);
        let index = Index::create_in_dir(at, schema.build())?;
        let threads = threads.clamp(1, 8);
        let mut writer: IndexWriter = index.writer_with_num_threads(threads, BUDGET_PER_THREAD * threads)?;
        for text in texts {
            let mut document = TantivyDocument::new();
            document.add_text(headline, &text.headline);
            document.add_text(body, &text.body);
            writer.add_document(document)?;
        }
        writer.commit()?;
        writer.wait_merging_threads()
    }

    /// Opens what [`Bare::index`] made.
    pub fn open(at: &Path) -> Result<Bare> {
        let index = Index::open_in_dir(at)?;
        let fields = [index.schema().get_field("headline")?, index.schema().get_field("body")?];
        Ok(Bare { searcher: index.reader()?.searcher(), fields })
    }

    /// Articles with a word in their body.
    pub fn frequency(&self, word: &str) -> u64 {
        self.searcher.doc_freq(&Term::from_field_text(self.fields[1], word)).unwrap_or(0)
    }

    /// Articles that hold the words in headline or body, counted and the best ten found.
    pub fn search(&self, words: &[String], joined: Joined) -> Result<usize> {
        let term = |field, word: &String| Term::from_field_text(field, word);
        let in_fields = |query: &dyn Fn(Field) -> Box<dyn Query>| -> Box<dyn Query> {
            Box::new(BooleanQuery::new(self.fields.map(|field| (Occur::Should, query(field))).into()))
        };
        let word = |word: &String| {
            in_fields(&|field| Box::new(TermQuery::new(term(field, word), IndexRecordOption::WithFreqs)))
        };
        let query: Box<dyn Query> = match joined {
            _ if words.len() == 1 => word(&words[0]),
            Joined::All => Box::new(BooleanQuery::new(words.iter().map(|w| (Occur::Must, word(w))).collect())),
            Joined::Any => Box::new(BooleanQuery::new(words.iter().map(|w| (Occur::Should, word(w))).collect())),
            Joined::Phrase => {
                in_fields(&|field| Box::new(PhraseQuery::new(words.iter().map(|w| term(field, w)).collect::<Vec<_>>())))
            }
        };
        let (best, count) = self.searcher.search(&*query, &(TopDocs::with_limit(10).order_by_score(), Count))?;
        Ok(best.len() + count)
    }
}
