//! The analyzers named in the schema, given to tantivy in one place.
//!
//! `words` hands on what [`crate::words`] reads and decides nothing of its own. Whoever
//! opens an index goes through [`register`], since tantivy stores only the names.

use tantivy::tokenizer::{RawTokenizer, TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager};

use super::layer::Layer;
use crate::words::Words;

/// Name of the analyzer that takes a value as one term.
pub const RAW: &str = "raw";
/// Name of the analyzer of running text.
pub const WORDS: &str = "words";
/// Name of the analyzer of layers.
pub const LAYER: &str = "layer";

/// All analyzers of the schema.
pub fn register() -> TokenizerManager {
    let manager = TokenizerManager::new();
    // Tantivy asks for this one on behalf of fields that are no text at all.
    manager.register("default", TextAnalyzer::from(RawTokenizer::default()));
    manager.register(RAW, TextAnalyzer::from(RawTokenizer::default()));
    manager.register(WORDS, TextAnalyzer::from(WordTokenizer));
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
struct WordTokenizer;

impl Tokenizer for WordTokenizer {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        WordStream { words: Words::new(text), token: Token::default() }
    }
}

/// The words of a text.
struct WordStream<'a> {
    words: Words<'a>,
    token: Token,
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        let Some((at, position)) = self.words.read_term(&mut self.token.text) else { return false };
        (self.token.offset_from, self.token.offset_to) = (at.start, at.end);
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
