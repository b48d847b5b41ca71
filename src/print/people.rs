//! Persons of some articles for people and programs: a table in text, JSON or CSV. Takes counts, gives text; it counts
//! nothing itself.

use std::fmt::Write;

use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use super::clean;
use super::json::{ComplaintOut, VERSION, complaints_out, object};
use super::text::Look;
use crate::count::grouped;
use crate::date::{Iso, Period, Precision, day_of_number};
use crate::error::{Error, Result};
use crate::query::parse::Complaint;
use crate::search::company::{Company, Tie, Within};
use crate::search::crowd::{Appearance, Crowd, Days};
use crate::search::persons::Variant;

/// Other names that a line of text has at most.
const OTHERS: usize = 4;

/// A person as he is listed.
#[derive(Clone, Copy, Debug)]
pub struct Listed<'a> {
    /// His place in the crowd.
    pub place: usize,
    /// What is known of him.
    pub person: &'a Appearance,
    /// If he is listed beside somebody: places that name him, and the tie.
    pub tie: Option<(u64, Tie)>,
}

impl<'a> Listed<'a> {
    /// Everybody of a crowd.
    pub fn crowd(crowd: &'a Crowd) -> Vec<Listed<'a>> {
        (crowd.people.iter().enumerate()).map(|(place, person)| Listed { place, person, tie: None }).collect()
    }

    /// Everybody who is beside somebody.
    pub fn company(crowd: &'a Crowd, company: &Company) -> Vec<Listed<'a>> {
        let others = company.others.iter();
        let listed = others.filter_map(|(place, many, tie)| {
            Some(Listed { place: *place, person: crowd.people.get(*place)?, tie: Some((*many, *tie)) })
        });
        listed.collect()
    }

    /// The articles that name him, or the places that name him beside the other.
    pub fn times(&self) -> u64 {
        self.tie.map_or(self.person.articles, |(_, tie)| tie.together)
    }
}

/// What is printed.
pub struct Roll<'a> {
    /// As typed.
    pub query: &'a str,
    /// As read.
    pub read_as: String,
    /// What could not be read as it stood.
    pub complaints: &'a [Complaint],
    /// Articles in the index.
    pub searched: u64,
    /// Everybody.
    pub crowd: &'a Crowd,
    /// Persons that could be listed.
    pub persons: usize,
    /// How near is near.
    pub within: Within,
    /// Whom they are listed beside: the name as typed, what those are best called who bear it, and their company.
    pub beside: Option<(&'a str, Vec<&'a str>, &'a Company)>,
    /// Those that are listed.
    pub listed: &'a [Listed<'a>],
}

/// A word for how near.
pub fn within(within: Within) -> &'static str {
    match within {
        Within::Article => "article",
        Within::Paragraph => "paragraph",
        Within::Sentence => "sentence",
    }
}

/// When something was published, as precise as it is known; None if it is not.
pub fn days(days: Option<Days>) -> Option<String> {
    let (from, to) = days?;
    let (from, to) = day_of_number(from).zip(day_of_number(to))?;
    let whole = [Period::month(from.year(), from.month()), Period::year(from.year())].into_iter().flatten();
    let same = |period: &Period| (period.from, period.to) == (from, to);
    Some(match whole.into_iter().find(same) {
        _ if from == to => Iso(from).to_string(),
        Some(period) => period.to_string(),
        None => Period::between(from, to, Precision::Range)?.to_string(),
    })
}

/// `also Reagan 20, R. Reagan 3`: the other names, with the articles that hold each; empty if there are none.
pub fn others(name: &str, variants: &[Variant]) -> String {
    let others: Vec<&Variant> = variants.iter().filter(|variant| variant.name != name).collect();
    let shown = others.iter().take(OTHERS);
    let shown: Vec<String> =
        shown.map(|variant| format!("{} {}", clean::line(&variant.name), grouped(variant.articles))).collect();
    match others.len() {
        0 => String::new(),
        many if many > OTHERS => format!("also {} and {} more", shown.join(", "), many - OTHERS),
        _ => format!("also {}", shown.join(", ")),
    }
}

/// A line for each person, with a line of what the columns are; nothing if there is nobody.
pub fn text(roll: &Roll<'_>, look: Look) -> String {
    if roll.listed.is_empty() {
        return String::new();
    }
    let mut head: Vec<&str> = match roll.beside {
        Some(_) => vec!["together", "expected", "closeness"],
        None => Vec::new(),
    };
    head.extend(["articles", "first", "last"]);
    let mut rows = Vec::with_capacity(roll.listed.len());
    for Listed { person, tie, .. } in roll.listed {
        let mut cells = match tie {
            Some((_, tie)) => {
                vec![grouped(tie.together), format!("{:.1}", tie.expected), format!("{:.2}", tie.closeness)]
            }
            None => Vec::new(),
        };
        cells.push(grouped(person.articles));
        cells.extend([person.first, person.last].map(|end| days(end).unwrap_or_else(|| "undated".to_string())));
        rows.push(cells);
    }
    let wide = |at: usize| rows.iter().map(|cells| cells[at].width()).chain([head[at].width()]).max().unwrap_or(0);
    let widths: Vec<usize> = (0..head.len()).map(wide).collect();
    // Numbers stand to the right, days to the left.
    let numbers = head.len() - 2;
    let line = |cells: &[String]| {
        let cell = |(at, (cell, width)): (usize, (&String, &usize))| {
            let blanks = " ".repeat(width - cell.width());
            if at < numbers { format!("{blanks}{cell}") } else { format!("{cell}{blanks}") }
        };
        cells.iter().zip(&widths).enumerate().map(cell).collect::<Vec<_>>().join("  ")
    };
    let mut out = String::new();
    let head: Vec<String> = head.iter().map(|cell| (*cell).to_string()).collect();
    look.quiet(&mut out, &format!("{}  name", line(&head)));
    out.push('\n');
    for (Listed { person, .. }, cells) in roll.listed.iter().zip(&rows) {
        let _ = write!(out, "{}  ", line(cells));
        look.strong(&mut out, &clean::line(&person.name));
        let mut beside = Vec::new();
        beside.extend(Some(others(&person.name, &person.variants)).filter(|others| !others.is_empty()));
        beside.extend((person.undated > 0).then(|| format!("{} undated", grouped(person.undated))));
        if !beside.is_empty() {
            look.quiet(&mut out, &format!("  {}", beside.join("; ")));
        }
        out.push('\n');
    }
    out
}

#[derive(Serialize)]
struct RollOut<'a> {
    version: u32,
    query: &'a str,
    read_as: &'a str,
    complaints: Vec<ComplaintOut<'a>>,
    total: u64,
    naming: u64,
    searched: u64,
    persons: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    with: Option<WithOut<'a>>,
    people: Vec<ListedOut<'a>>,
}

#[derive(Serialize)]
struct WithOut<'a> {
    name: &'a str,
    persons: &'a [&'a str],
    within: &'static str,
    places: u64,
    naming: u64,
}

/// A person in a list for programs.
#[derive(Serialize)]
pub struct ListedOut<'a> {
    name: &'a str,
    articles: u64,
    first: Option<String>,
    last: Option<String>,
    undated: u64,
    variants: Vec<VariantOut<'a>>,
    #[serde(flatten)]
    tie: Option<TieOut>,
}

/// A name of a person for programs.
#[derive(Serialize)]
pub struct VariantOut<'a> {
    name: &'a str,
    articles: u64,
}

#[derive(Serialize)]
struct TieOut {
    places: u64,
    together: u64,
    expected: f64,
    g2: f64,
    closeness: f64,
}

impl<'a> From<&'a Variant> for VariantOut<'a> {
    fn from(variant: &'a Variant) -> VariantOut<'a> {
        VariantOut { name: &variant.name, articles: variant.articles }
    }
}

impl<'a> From<&Listed<'a>> for ListedOut<'a> {
    fn from(listed: &Listed<'a>) -> ListedOut<'a> {
        let person = listed.person;
        ListedOut {
            name: &person.name,
            articles: person.articles,
            first: days(person.first),
            last: days(person.last),
            undated: person.undated,
            variants: person.variants.iter().map(VariantOut::from).collect(),
            tie: listed.tie.map(|(places, tie)| TieOut {
                places,
                together: tie.together,
                expected: thousandths(tie.expected),
                g2: thousandths(tie.g2),
                closeness: thousandths(tie.closeness),
            }),
        }
    }
}

/// Rounded: no processor's last digit is of interest.
pub fn thousandths(number: f64) -> f64 {
    // What is a little below 0 is no -0.0.
    (number * 1000.0).round() / 1000.0 + 0.0
}

/// One line.
pub fn json(roll: &Roll<'_>) -> String {
    object(&RollOut {
        version: VERSION,
        query: roll.query,
        read_as: &roll.read_as,
        complaints: complaints_out(roll.complaints),
        total: roll.crowd.total,
        naming: roll.crowd.naming,
        searched: roll.searched,
        persons: roll.persons,
        with: roll.beside.as_ref().map(|(name, persons, company)| WithOut {
            name,
            persons,
            within: within(roll.within),
            places: company.places,
            naming: company.his,
        }),
        people: roll.listed.iter().map(ListedOut::from).collect(),
    })
}

/// A table, one row a person.
///
/// # Errors
/// [`Error::Internal`].
pub fn csv(listed: &[Listed<'_>]) -> Result<String> {
    let failed = |error: csv::Error| Error::Internal(error.to_string());
    let mut writer = csv::Writer::from_writer(Vec::new());
    let columns = [
        "name",
        "articles",
        "first",
        "last",
        "undated",
        "variants",
        "places",
        "together",
        "expected",
        "g2",
        "closeness",
    ];
    writer.write_record(columns).map_err(failed)?;
    for Listed { person, tie, .. } in listed {
        let variants = person.variants.iter();
        let variants: Vec<String> =
            variants.map(|variant| format!("{} {}", clean::line(&variant.name), variant.articles)).collect();
        let tied = |cell: &dyn Fn(u64, &Tie) -> String| tie.map_or(String::new(), |(places, tie)| cell(places, &tie));
        let row = [
            clean::line(&person.name),
            person.articles.to_string(),
            days(person.first).unwrap_or_default(),
            days(person.last).unwrap_or_default(),
            person.undated.to_string(),
            variants.join("; "),
            tied(&|places, _| places.to_string()),
            tied(&|_, tie| tie.together.to_string()),
            tied(&|_, tie| format!("{:.3}", tie.expected)),
            tied(&|_, tie| format!("{:.3}", tie.g2)),
            tied(&|_, tie| format!("{:.3}", tie.closeness)),
        ];
        writer.write_record(row).map_err(failed)?;
    }
    let bytes = writer.into_inner().map_err(|error| Error::Internal(error.to_string()))?;
    String::from_utf8(bytes).map_err(|error| Error::Internal(error.to_string()))
}
