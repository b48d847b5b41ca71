//! The fields of the index, built from `index-schema/schema.toml`, which is compiled in.
//!
//! Takes the declaration, gives the tantivy schema and the handles of its fields. Nothing else in the program says what
//! a field is. The handles are visible inside the index, the lowering of queries and the search, nowhere else.

use std::sync::LazyLock;

use serde::Deserialize;
use tantivy::schema::{BytesOptions, Field, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions};

use super::analyzer;

/// The declaration, word for word.
pub const DECLARATION: &str = include_str!("../../index-schema/schema.toml");

/// The declared schema.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Declaration {
    /// Version of the schema; an index of another version is refused.
    pub version: u32,
    /// What changed with each version.
    pub history: Vec<Change>,
    /// The fields.
    pub field: Vec<Declared>,
}

/// One line of the schema's history.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// Version it came with.
    pub version: u32,
    /// What changed.
    pub change: String,
}

/// One declared field.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Declared {
    /// Name in the index.
    pub name: String,
    /// What it holds.
    #[serde(rename = "type")]
    pub kind: Kind,
    /// How text is cut into terms; only for `text`.
    #[serde(default)]
    pub analysis: Option<String>,
    /// Factor of the BM25 score of a match in this field.
    #[serde(default)]
    pub weight: f32,
    /// Whether hits give it back.
    #[serde(default)]
    pub stored: bool,
    /// Whether it is kept as a column.
    #[serde(default)]
    pub column: bool,
    /// What it is for.
    pub purpose: String,
}

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Analysed words.
    Text,
    /// One raw term.
    Key,
    /// A day number.
    Day,
    /// A whole number.
    Number,
    /// Opaque bytes.
    Bytes,
}

/// The handles of all fields.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "each is described in index-schema/schema.toml")]
pub struct Fields {
    pub id: Field,
    pub path: Field,
    pub record: Field,
    pub member: Field,
    pub headline: Field,
    pub body: Field,
    pub headline_layer: Field,
    pub body_layer: Field,
    pub words: Field,
    pub people: Field,
    pub person: Field,
    pub name_words: Field,
    pub dates: Field,
    pub published: Field,
    pub published_from: Field,
    pub published_to: Field,
    pub date_doubt: Field,
    pub source: Field,
    pub byline: Field,
    pub place: Field,
    pub section: Field,
    pub language: Field,
    pub url: Field,
    pub mentions: Field,
    pub sheets: Field,
    pub pages: Field,
    pub generation: Field,
    pub digest: Field,
}

/// Declaration, tantivy schema, handles and weights, made once.
pub struct Built {
    /// What was declared.
    pub declaration: Declaration,
    /// What tantivy is given.
    pub schema: Schema,
    /// Its handles.
    pub fields: Fields,
}

static BUILT: LazyLock<Result<Built, String>> = LazyLock::new(build);

/// The schema of this program.
///
/// # Errors
/// A sentence, if the compiled-in declaration is unusable (a test keeps that from happening).
pub fn built() -> Result<&'static Built, &'static str> {
    BUILT.as_ref().map_err(String::as_str)
}

impl Built {
    /// Weight of a field in ranking.
    pub fn weight(&self, field: Field) -> f32 {
        let name = self.schema.get_field_name(field);
        self.declaration.field.iter().find(|f| f.name == name).map_or(0.0, |f| f.weight)
    }
}

fn build() -> Result<Built, String> {
    let declaration: Declaration = toml::from_str(DECLARATION).map_err(|e| format!("index-schema/schema.toml: {e}"))?;
    let mut builder = Schema::builder();
    for field in &declaration.field {
        match field.kind {
            Kind::Text => {
                let analysis = field.analysis.as_deref().ok_or_else(|| format!("{}: no analysis", field.name))?;
                let indexing = TextFieldIndexing::default()
                    .set_tokenizer(analysis)
                    .set_fieldnorms(analysis != analyzer::LAYER)
                    .set_index_option(IndexRecordOption::WithFreqsAndPositions);
                let mut options = TextOptions::default().set_indexing_options(indexing);
                if field.stored {
                    options = options.set_stored();
                }
                if field.column {
                    options = options.set_fast(analyzer::RAW);
                }
                builder.add_text_field(&field.name, options);
            }
            Kind::Key => {
                let indexing = TextFieldIndexing::default()
                    .set_tokenizer(analyzer::RAW)
                    .set_fieldnorms(false)
                    .set_index_option(IndexRecordOption::Basic);
                let mut options = TextOptions::default().set_indexing_options(indexing);
                if field.stored {
                    options = options.set_stored();
                }
                if field.column {
                    options = options.set_fast(analyzer::RAW);
                }
                builder.add_text_field(&field.name, options);
            }
            Kind::Day | Kind::Number => {
                let mut options = NumericOptions::default();
                if field.stored {
                    options = options.set_stored();
                }
                if field.column {
                    options = options.set_fast();
                }
                if field.kind == Kind::Day {
                    builder.add_i64_field(&field.name, options);
                } else {
                    builder.add_u64_field(&field.name, options);
                }
            }
            Kind::Bytes => {
                builder.add_bytes_field(&field.name, BytesOptions::default().set_stored());
            }
        }
    }
    let schema = builder.build();
    let get = |name: &str| schema.get_field(name).map_err(|_| format!("index-schema/schema.toml declares no {name}"));
    let fields = Fields {
        id: get("id")?,
        path: get("path")?,
        record: get("record")?,
        member: get("member")?,
        headline: get("headline")?,
        body: get("body")?,
        headline_layer: get("headline_layer")?,
        body_layer: get("body_layer")?,
        words: get("words")?,
        people: get("people")?,
        person: get("person")?,
        name_words: get("name_words")?,
        dates: get("dates")?,
        published: get("published")?,
        published_from: get("published_from")?,
        published_to: get("published_to")?,
        date_doubt: get("date_doubt")?,
        source: get("source")?,
        byline: get("byline")?,
        place: get("place")?,
        section: get("section")?,
        language: get("language")?,
        url: get("url")?,
        mentions: get("mentions")?,
        sheets: get("sheets")?,
        pages: get("pages")?,
        generation: get("generation")?,
        digest: get("digest")?,
    };
    Ok(Built { declaration, schema, fields })
}
