//! A page about one person, for people and programs. Takes what is known of him, gives text; it counts nothing itself.

use std::fmt::Write;

use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use super::clean;
use super::json::{HitOut, VERSION, hits_out, object};
use super::people::{Listed, ListedOut, VariantOut, days, within};
use super::text::{Look, origin, unnamed};
use super::timeline::{Drawing, label, unit};
use crate::count::{counted, grouped};
use crate::index::document::Filed;
use crate::persons::link::{Kind, Question};
use crate::search::company::Within;
use crate::search::crowd::{Appearance, Bearer};
use crate::search::persons::Identity;
use crate::search::portrait::Portrait;
use crate::search::timeline::{Dates, Timeline};

/// What is printed.
pub struct Page<'a> {
    /// The name as typed.
    pub asked: &'a str,
    /// The person.
    pub person: &'a Appearance,
    /// Who he is, with the reasons.
    pub identity: &'a Identity,
    /// Names that look like his and were left alone, the commonest first.
    pub open: &'a [Question],
    /// What is known of him.
    pub portrait: &'a Portrait,
    /// How near is close.
    pub within: Within,
    /// Who is close to him, the closest first.
    pub close: &'a [Listed<'a>],
    /// Who else is called so: their numbers among all who are, and how many articles name them.
    pub others: Vec<(usize, &'a Bearer, u64)>,
    /// Cells of a line.
    pub width: usize,
}

/// The unit with most articles, the first of several: its place and how many.
fn peak(timeline: &Timeline) -> Option<(usize, u64)> {
    let counts = &timeline.curves.first()?.articles;
    let most = counts.iter().enumerate().filter(|(_, many)| **many > 0);
    most.map(|(at, many)| (at, *many)).reduce(|best, next| if next.1 > best.1 { next } else { best })
}

/// The whole page.
pub fn text(page: &Page<'_>, look: Look) -> String {
    let Page { person, portrait, .. } = page;
    let mut out = String::new();
    look.strong(&mut out, &clean::line(&person.name));
    out.push('\n');
    let undated = match person.undated {
        0 => String::new(),
        undated => format!(", {} undated", grouped(undated)),
    };
    let _ = writeln!(out, "{}{undated}", counted(person.articles, "article"));
    let known: Vec<String> = (person.variants.iter())
        .map(|variant| format!("{} ({})", clean::line(&variant.name), grouped(variant.articles)))
        .collect();
    named(&mut out, &known, page.width);
    if let Some((first, last)) = &portrait.ends {
        end(&mut out, "first", first, look);
        if let Some(timeline) = &portrait.timeline
            && let Some((at, many)) = peak(timeline)
        {
            let at = label(timeline.unit, timeline.start + at as i64);
            let _ = writeln!(out, "peak    {at:<10}  {}", counted(many, "article"));
        }
        end(&mut out, "last", last, look);
    }
    if let Some(timeline) = &portrait.timeline {
        let queries = [person.name.clone()];
        let drawing = Drawing { timeline, queries: &queries, dates: Dates::Published, share: false, width: page.width };
        title(&mut out, &format!("Articles by {} of publication", unit(timeline.unit)), look);
        out.push_str(&drawing.bars());
    }
    who(&mut out, page, look);
    if !page.close.is_empty() {
        title(&mut out, &format!("Closest people, in the same {}", within(page.within)), look);
        close(&mut out, page.close, look);
    }
    if !portrait.passages.is_empty() {
        title(&mut out, "Passages", look);
        for (n, hit) in portrait.passages.iter().enumerate() {
            out.push_str(&look.hit(n + 1, hit));
        }
    }
    out
}

/// Which names are held to be his, and which are not, with the reasons.
fn who(out: &mut String, page: &Page<'_>, look: Look) {
    let same = page.identity.variants.iter().filter_map(|variant| Some((&variant.name, variant.because.as_ref()?)));
    // Letters and accents need no reason.
    let same: Vec<_> = same.filter(|(_, link)| link.kinds != [Kind::Words]).collect();
    if !same.is_empty() {
        title(out, "Held to be the same person", look);
        for (name, link) in same {
            let parent = clean::line(&link.parent);
            let _ = writeln!(out, "{} as {parent}: {}", clean::line(name), clean::line(&link.to_string()));
        }
    }
    if !page.open.is_empty() {
        title(out, "Left open (people.toml can say)", look);
        for question in page.open.iter().take(OPEN) {
            let kinds: Vec<String> = question.kinds.iter().map(ToString::to_string).collect();
            let (other, many) = (clean::line(&question.other), grouped(question.articles));
            let _ = writeln!(out, "{other} ({many}): {}; {}", kinds.join(", "), question.doubt);
        }
        if page.open.len() > OPEN {
            let _ = writeln!(out, "and {} more", grouped((page.open.len() - OPEN) as u64));
        }
    }
}

/// Names left open that a page shows; `--format json` has all.
const OPEN: usize = 10;

/// `named   Reagan (520), REAGAN (6)`, on as many lines as it takes.
fn named(out: &mut String, known: &[String], width: usize) {
    let mut line = "named ".to_string();
    for (n, name) in known.iter().enumerate() {
        let name = if n + 1 < known.len() { format!("{name},") } else { name.clone() };
        if n > 0 && line.width() + 1 + name.width() > width {
            let _ = writeln!(out, "{line}");
            line = " ".repeat(6);
        }
        let blanks = if line.len() == 6 { "  " } else { " " };
        let _ = write!(line, "{blanks}{name}");
    }
    let _ = writeln!(out, "{line}");
}

fn title(out: &mut String, text: &str, look: Look) {
    out.push('\n');
    look.strong(out, text);
    out.push('\n');
}

/// `first   2021-03-04  River floods the lower town`, and below it where that stands.
fn end(out: &mut String, name: &str, filed: &Filed, look: Look) {
    let published = filed.article.published.map_or_else(|| "undated".to_string(), |published| published.to_string());
    let headline = clean::line(&filed.article.headline);
    let headline = if headline.is_empty() { unnamed(&filed.article) } else { headline };
    let _ = write!(out, "{name:<8}{published:<10}  {headline}\n        ");
    look.quiet(out, &origin(filed));
    out.push('\n');
}

fn close(out: &mut String, close: &[Listed<'_>], look: Look) {
    let row = |listed: &Listed<'_>| {
        let (_, tie) = listed.tie?;
        Some([
            grouped(tie.together),
            format!("{:.1}", tie.expected),
            format!("{:.2}", tie.closeness),
            grouped(listed.person.articles),
        ])
    };
    let head = ["together", "expected", "closeness", "articles"];
    let rows: Vec<[String; 4]> = close.iter().filter_map(row).collect();
    let widths =
        [0, 1, 2, 3].map(|at: usize| rows.iter().map(|row| row[at].width()).fold(head[at].width(), usize::max));
    let line = |cells: [&str; 4]| {
        let cells: Vec<String> = cells.iter().zip(widths).map(|(cell, width)| format!("{cell:>width$}")).collect();
        cells.join("  ")
    };
    look.quiet(out, &format!("{}  name", line(head)));
    out.push('\n');
    for (listed, [together, expected, closeness, articles]) in close.iter().zip(&rows) {
        let _ =
            writeln!(out, "{}  {}", line([together, expected, closeness, articles]), clean::line(&listed.person.name));
    }
}

#[derive(Serialize)]
struct PageOut<'a> {
    version: u32,
    asked: &'a str,
    name: &'a str,
    articles: u64,
    undated: u64,
    variants: Vec<VariantOut<'a>>,
    same: Vec<SameOut<'a>>,
    open: Vec<OpenOut<'a>>,
    first: Option<EndOut<'a>>,
    peak: Option<PeakOut>,
    last: Option<EndOut<'a>>,
    timeline: Option<TimelineOut>,
    within: &'static str,
    close: Vec<ListedOut<'a>>,
    passages: Vec<HitOut<'a>>,
    others: Vec<OtherOut<'a>>,
}

/// A name held to be his, and why.
#[derive(Serialize)]
struct SameOut<'a> {
    name: &'a str,
    parent: &'a str,
    kinds: Vec<&'static str>,
    why: String,
}

/// A name left open, and why.
#[derive(Serialize)]
struct OpenOut<'a> {
    name: &'a str,
    like: &'a str,
    articles: u64,
    kinds: Vec<&'static str>,
    doubt: &'static str,
}

#[derive(Serialize)]
struct EndOut<'a> {
    published: Option<String>,
    id: &'a str,
    path: String,
    record: u64,
    headline: &'a str,
}

#[derive(Serialize)]
struct PeakOut {
    from: Option<String>,
    to: Option<String>,
    articles: u64,
}

#[derive(Serialize)]
struct TimelineOut {
    by: &'static str,
    wider: u64,
    units: Vec<UnitOut>,
}

#[derive(Serialize)]
struct UnitOut {
    from: Option<String>,
    to: Option<String>,
    held: u64,
    articles: u64,
}

#[derive(Serialize)]
struct OtherOut<'a> {
    number: usize,
    name: &'a str,
    articles: u64,
}

fn end_out(filed: &Filed) -> EndOut<'_> {
    EndOut {
        published: filed.article.published.map(|published| published.to_string()),
        id: &filed.article.id,
        path: filed.whole_path(),
        record: filed.record,
        headline: &filed.article.headline,
    }
}

/// First and last day of a unit.
fn span(timeline: &Timeline, at: usize) -> (Option<String>, Option<String>) {
    let (from, to) = timeline.unit.days(timeline.start + at as i64);
    (days(Some((from, from))), days(Some((to, to))))
}

/// One line.
pub fn json(page: &Page<'_>) -> String {
    let Page { person, portrait, .. } = page;
    let ends = portrait.ends.as_ref();
    let timeline = portrait.timeline.as_ref();
    let units = |timeline: &Timeline| {
        let curve = timeline.curves.first().cloned().unwrap_or_default();
        let unit_out = |(at, (held, articles)): (usize, (&u64, &u64))| {
            let (from, to) = span(timeline, at);
            UnitOut { from, to, held: *held, articles: *articles }
        };
        let units = timeline.held.iter().zip(&curve.articles).enumerate().map(unit_out).collect();
        TimelineOut { by: unit(timeline.unit), wider: curve.wider, units }
    };
    object(&PageOut {
        version: VERSION,
        asked: page.asked,
        name: &person.name,
        articles: person.articles,
        undated: person.undated,
        variants: person.variants.iter().map(VariantOut::from).collect(),
        same: (page.identity.variants.iter())
            .filter_map(|variant| {
                let link = variant.because.as_ref()?;
                let kinds = link.kinds.iter().map(|kind| kind.key()).collect();
                Some(SameOut { name: &variant.name, parent: &link.parent, kinds, why: link.to_string() })
            })
            .collect(),
        open: (page.open.iter())
            .map(|question| OpenOut {
                name: &question.other,
                like: &question.name,
                articles: question.articles,
                kinds: question.kinds.iter().map(|kind| kind.key()).collect(),
                doubt: question.doubt.key(),
            })
            .collect(),
        first: ends.map(|(first, _)| end_out(first)),
        peak: timeline.and_then(|timeline| {
            let (at, articles) = peak(timeline)?;
            let (from, to) = span(timeline, at);
            Some(PeakOut { from, to, articles })
        }),
        last: ends.map(|(_, last)| end_out(last)),
        timeline: timeline.map(units),
        within: within(page.within),
        close: page.close.iter().map(ListedOut::from).collect(),
        passages: hits_out(&portrait.passages),
        others: (page.others.iter())
            .map(|(number, bearer, articles)| OtherOut { number: *number, name: &bearer.name, articles: *articles })
            .collect(),
    })
}
