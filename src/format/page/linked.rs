//! JSON-LD of a page -> the article that it describes.
//!
//! Takes the texts of the scripts as they stand; finds the node that is the article (in a graph, in a list, or alone) and
//! answers for its fields, following references within the page. Broken JSON is mended as far as it is plain what was
//! meant, else left; how deep it is read is bounded. It guesses nothing: what is no field of the article is not read.

use std::collections::HashMap;

use serde_json::{Map, Value};

use crate::format::mended::mended;

type Node = Map<String, Value>;

/// How deep lists, graphs and main entities are entered.
const DEEPEST: usize = 6;
/// Nodes that are looked at.
const MOST: usize = 2_000;

/// What the scripts of a page describe.
#[derive(Debug, Default)]
pub(super) struct Linked<'a> {
    documents: Vec<Value>,
    /// Texts that are no JSON.
    broken: Vec<&'a str>,
}

/// The article among it.
#[derive(Clone, Debug)]
pub(super) struct Described<'a> {
    node: &'a Node,
    by_id: HashMap<&'a str, &'a Node>,
}

impl<'a> Linked<'a> {
    /// Reads the texts of the scripts.
    pub(super) fn read(scripts: &'a [String]) -> Linked<'a> {
        let mut linked = Linked::default();
        for script in scripts {
            let (values, whole) = values(script);
            linked.documents.extend(values);
            linked.broken.extend(Some(script.as_str()).filter(|_| !whole));
        }
        linked
    }

    /// The first day of publication in what is no JSON (a comma too many, a quotation mark too few).
    pub(super) fn left_date(&self) -> Option<&'a str> {
        self.broken.iter().find_map(|script| {
            let (_, rest) = script.split_once("\"datePublished\"")?;
            let value = rest.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
            value.split_once('"').map(|(value, _)| value)
        })
    }

    /// The node of the article, else the first that is dated; `address` is the page's, which tells it from others.
    pub(super) fn article(&self, address: Option<&str>) -> Option<Described<'_>> {
        let mut nodes = Vec::new();
        self.documents.iter().for_each(|document| collect(document, DEEPEST, &mut nodes));
        let mut articles = nodes.iter().copied().filter(|node| is_article(node)).peekable();
        let dated = || nodes.iter().copied().find(|node| node.contains_key("datePublished"));
        let first = articles.peek().copied().or_else(dated)?;
        let same = |node: &&Node| {
            let at = |name: &str| node.get(name).and_then(address_of);
            address.is_some() && ["url", "mainEntityOfPage", "@id"].iter().any(|name| at(name) == address)
        };
        let node = articles.find(same).unwrap_or(first);
        let by_id = nodes.iter().filter(|n| n.len() > 1).filter_map(|n| Some((n.get("@id")?.as_str()?, *n))).collect();
        Some(Described { node, by_id })
    }
}

/// The JSON values of a script, however it is wrapped, and whether that was all of it.
fn values(script: &str) -> (Vec<Value>, bool) {
    let text = script.trim().trim_start_matches('\u{feff}');
    let opened = ["<!--", "//<![CDATA[", "/*<![CDATA[*/", "<![CDATA["];
    let text = opened.iter().fold(text, |t, w| t.strip_prefix(w).unwrap_or(t));
    let closed = ["-->", "//]]>", "/*]]>*/", "]]>"];
    let text = closed.iter().fold(text.trim(), |t, w| t.strip_suffix(w).unwrap_or(t).trim_end());
    let read = |text: &str| {
        let mut values = Vec::new();
        for value in serde_json::Deserializer::from_str(text.trim().trim_end_matches(';')).into_iter() {
            match value {
                Ok(value) => values.push(value),
                Err(_) => return (values, false),
            }
        }
        (values, true)
    };
    let plain = read(text);
    if plain.1 {
        return plain;
    }
    mended(text).map(|text| read(&text)).filter(|mended| mended.1 || mended.0.len() > plain.0.len()).unwrap_or(plain)
}

fn collect<'a>(value: &'a Value, deep: usize, nodes: &mut Vec<&'a Node>) {
    let Some(deep) = deep.checked_sub(1).filter(|_| nodes.len() < MOST) else { return };
    match value {
        Value::Array(values) => values.iter().for_each(|value| collect(value, deep, nodes)),
        Value::Object(node) => {
            nodes.push(node);
            for name in ["@graph", "mainEntity", "mainEntityOfPage"] {
                if let Some(inner) = node.get(name).filter(|v| v.is_object() || v.is_array()) {
                    collect(inner, deep, nodes);
                }
            }
        }
        _ => {}
    }
}

fn types(node: &Node) -> impl Iterator<Item = &str> {
    each(node.get("@type")).filter_map(Value::as_str).map(|name| name.rsplit(['/', ':']).next().unwrap_or(name))
}

fn is_article(node: &Node) -> bool {
    types(node)
        .any(|name| name.ends_with("Article") || name.ends_with("Posting") || name == "Report" || name == "Review")
}

fn each(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    let (list, one) = match value {
        Some(Value::Array(values)) => (values.as_slice(), None),
        other => (&[][..], other),
    };
    list.iter().chain(one)
}

/// The address that a value is or names.
fn address_of(value: &Value) -> Option<&str> {
    match value {
        Value::String(text) => Some(text.as_str()),
        Value::Object(node) => node.get("@id").or_else(|| node.get("url")).and_then(Value::as_str),
        _ => None,
    }
}

impl<'a> Described<'a> {
    /// A field that is a text or a number.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        self.texts(name).into_iter().next()
    }

    /// All texts of a field.
    pub(super) fn texts(&self, name: &str) -> Vec<String> {
        let text = |value: &Value| match value {
            Value::String(text) => Some(text.trim().to_string()),
            Value::Number(number) => Some(number.to_string()),
            Value::Object(node) => {
                node.get("@value").or_else(|| node.get("value")).and_then(Value::as_str).map(str::to_string)
            }
            _ => None,
        };
        each(self.node.get(name)).filter_map(text).filter(|text| !text.is_empty()).collect()
    }

    /// The names of what a field refers to; only those of a type, if one is asked for.
    pub(super) fn names(&self, field: &str, kind: Option<&str>) -> Vec<String> {
        let mut names = Vec::new();
        for value in each(self.node.get(field)) {
            let node = match value {
                Value::String(name) if kind.is_none() => {
                    names.extend(Some(name.trim().to_string()).filter(|n| !n.is_empty()));
                    continue;
                }
                Value::Object(node) if node.contains_key("name") => node,
                Value::Object(node) => {
                    match node.get("@id").and_then(Value::as_str).and_then(|id| self.by_id.get(id).copied()) {
                        Some(node) => node,
                        None => continue,
                    }
                }
                _ => continue,
            };
            if kind.is_none_or(|kind| types(node).any(|name| name == kind)) {
                names.extend(
                    each(node.get("name"))
                        .filter_map(Value::as_str)
                        .map(|n| n.trim().to_string())
                        .filter(|n| !n.is_empty()),
                );
            }
        }
        names
    }

    /// Whether it is an article by its type.
    pub(super) fn is_article(&self) -> bool {
        is_article(self.node)
    }

    /// Whether the source says that not all may read the text.
    pub(super) fn is_paid(&self) -> bool {
        self.node.get("isAccessibleForFree").is_some_and(|free| match free {
            Value::Bool(free) => !free,
            Value::String(free) => free.rsplit('/').next().unwrap_or_default().eq_ignore_ascii_case("false"),
            _ => false,
        })
    }
}
