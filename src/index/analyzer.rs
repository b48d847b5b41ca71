//! The analyzers named in the schema, given to tantivy in one place.
//!
//! `words` and `names` hand on what [`crate::words`] reads; they decide nothing of their own but positions. Whoever
//! opens an index goes through [`register`], since tantivy stores only the names.

use tantivy::tokenizer::{RawTokenizer, TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager};

use super::layer::Layer;
use crate::words::Words;

/// Name of the analyzer that takes a value as one term.
pub const RAW: &str = "raw";
/// Name of the analyzer of running text.
pub const WORDS: &str = "words";
/// Name of the analyzer of lists of names, one a line.
pub const NAMES: &str = "names";

/// Name of the analyzer of layers.
pub const LAYER: &str = "layer";

/// Positions that one name may fill; a longer one goes on into the next block.
pub const NAME_BLOCK: usize = 16;

/// All analyzers of the schema.
pub fn register() -> TokenizerManager {
    let manager = TokenizerManager::new();
    // Tantivy asks for this one on behalf of fields that are no text at all.
    manager.register("default", TextAnalyzer::from(RawTokenizer::default()));
    manager.register(RAW, TextAnalyzer::from(RawTokenizer::default()));
    manager.register(WORDS, TextAnalyzer::from(WordTokenizer { names: false }));
    manager.register(NAMES, TextAnalyzer::from(WordTokenizer { names: true }));
    manager.register(LAYER, TextAnalyzer::from(LayerTokenizer));
    manager
}

/// Reads what [`super::layer`] wrote.
#[derive(Clone)]
struct LayerTokenizer;

impl Tokenizer for LayerTokenizer {
    type TokenStream<'a> = LayerStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> LayerStream<'a> {
        LayerStream { notes: Layer::new(text), token: Token::default() }
    }
}

/// The notes of a layer, one after the other.
struct LayerStream<'a> {
    notes: Layer<'a>,
    token: Token,
}

impl TokenStream for LayerStream<'_> {
    fn advance(&mut self) -> bool {
        let Some((term, position)) = self.notes.next() else { return false };
        if self.token.text != term {
            self.token.text.clear();
            self.token.text.push_str(term);
        }
        self.token.position = position;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

/// Adapts [`Words`] to tantivy.
#[derive(Clone)]
struct WordTokenizer {
    names: bool,
}

impl Tokenizer for WordTokenizer {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        let (line, rest) = if self.names { split_line(text) } else { (text, None) };
        WordStream { words: Words::new(line), rest, base: 0, token: Token::default() }
    }
}

fn split_line(text: &str) -> (&str, Option<&str>) {
    match text.split_once('\n') {
        Some((line, rest)) => (line, Some(rest)),
        None => (text, None),
    }
}

/// Words of the current line; then, for names, those of the next, a block of positions further on.
struct WordStream<'a> {
    words: Words<'a>,
    rest: Option<&'a str>,
    base: usize,
    token: Token,
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        loop {
            if let Some((at, position)) = self.words.read_term(&mut self.token.text) {
                (self.token.offset_from, self.token.offset_to) = (at.start, at.end);
                self.token.position = self.base + position;
                return true;
            }
            let Some(rest) = self.rest else { return false };
            let (line, rest) = split_line(rest);
            let filled = self.token.position.wrapping_add(1).max(self.base + 1);
            self.base = filled.div_ceil(NAME_BLOCK) * NAME_BLOCK;
            self.words = Words::new(line);
            self.rest = rest;
        }
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
