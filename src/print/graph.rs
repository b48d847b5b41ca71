//! Who is beside whom as a graph that other programs draw: GraphML or Graphviz DOT. Takes persons and ties, gives text;
//! names are escaped, so that none can end a string or an element.

use std::borrow::Cow;
use std::fmt::Write;

use html_escape::encode_double_quoted_attribute as escaped;

use super::clean;
use super::people::{days, thousandths, within};
use crate::search::company::{Tie, Within};
use crate::search::crowd::Appearance;

/// A form of writing graphs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// GraphML.
    GraphMl,
    /// Graphviz.
    Dot,
}

/// What is written.
pub struct Graph<'a> {
    /// The query, as read, whose articles were looked through.
    pub query: String,
    /// How near is near.
    pub within: Within,
    /// The nodes.
    pub persons: Vec<&'a Appearance>,
    /// The edges, by the numbers of their persons.
    pub edges: Vec<(usize, usize, Tie)>,
}

/// The whole file.
pub fn text(graph: &Graph<'_>, form: Form) -> String {
    match form {
        Form::GraphMl => graph_ml(graph),
        Form::Dot => dot(graph),
    }
}

/// `oil: persons in the same article`.
fn title(graph: &Graph<'_>) -> String {
    format!("{}: persons in the same {}", clean::line(&graph.query), within(graph.within))
}

/// Text on one line, without the characters that XML does not know.
fn legal(text: &str) -> String {
    clean::line(text).chars().map(|c| if matches!(c, '\u{FFFE}' | '\u{FFFF}') { '\u{FFFD}' } else { c }).collect()
}

fn graph_ml(graph: &Graph<'_>) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n",
    );
    let keys = [
        ("name", "node", "string"),
        ("articles", "node", "long"),
        ("first", "node", "string"),
        ("last", "node", "string"),
        ("together", "edge", "long"),
        ("expected", "edge", "double"),
        ("g2", "edge", "double"),
        ("closeness", "edge", "double"),
    ];
    for (name, of, kind) in keys {
        let _ = writeln!(out, "  <key id=\"{name}\" for=\"{of}\" attr.name=\"{name}\" attr.type=\"{kind}\"/>");
    }
    let _ = writeln!(out, "  <graph id=\"persons\" edgedefault=\"undirected\">");
    let _ = writeln!(out, "    <desc>{}</desc>", escaped(&legal(&title(graph))));
    for (n, person) in graph.persons.iter().enumerate() {
        let _ = writeln!(out, "    <node id=\"n{n}\">");
        let _ = writeln!(out, "      <data key=\"name\">{}</data>", escaped(&legal(&person.name)));
        let _ = writeln!(out, "      <data key=\"articles\">{}</data>", person.articles);
        for (key, day) in [("first", days(person.first)), ("last", days(person.last))] {
            if let Some(day) = day {
                let _ = writeln!(out, "      <data key=\"{key}\">{day}</data>");
            }
        }
        out.push_str("    </node>\n");
    }
    for (a, b, tie) in &graph.edges {
        let _ = writeln!(out, "    <edge source=\"n{a}\" target=\"n{b}\">");
        let _ = writeln!(out, "      <data key=\"together\">{}</data>", tie.together);
        let _ = writeln!(out, "      <data key=\"expected\">{:?}</data>", thousandths(tie.expected));
        let _ = writeln!(out, "      <data key=\"g2\">{:?}</data>", thousandths(tie.g2));
        let _ = writeln!(out, "      <data key=\"closeness\">{:?}</data>", thousandths(tie.closeness));
        out.push_str("    </edge>\n");
    }
    out.push_str("  </graph>\n</graphml>\n");
    out
}

/// A string of DOT: a quote would end it, a backslash begins what Graphviz replaces.
fn quoted(text: &str) -> String {
    let text: Cow<'_, str> = clean::line(text).into();
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn dot(graph: &Graph<'_>) -> String {
    let mut out = format!("graph persons {{\n  label={};\n", quoted(&title(graph)));
    for (n, person) in graph.persons.iter().enumerate() {
        let _ = writeln!(out, "  n{n} [label={}, articles={}];", quoted(&person.name), person.articles);
    }
    for (a, b, tie) in &graph.edges {
        let _ = writeln!(
            out,
            "  n{a} -- n{b} [weight={}, together={}, expected={:?}, g2={:?}, closeness={:?}];",
            tie.together,
            tie.together,
            thousandths(tie.expected),
            thousandths(tie.g2),
            thousandths(tie.closeness)
        );
    }
    out.push_str("}\n");
    out
}
