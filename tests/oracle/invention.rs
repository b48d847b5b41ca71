//! Invented articles and queries: few words, said often and printed in many ways, so that what is asked is often there,
//! and often almost.
//!
//! Everything is drawn by proptest, so a case that fails is made small before it is shown.

use std::collections::HashSet;

use morgue::article::Article;
use morgue::date::Period;
use morgue::index::document::Filed;
use morgue::mention::{DateMention, Field, Mentions, Person, Place};
use morgue::query::{Called, Case, Factor, Form, Near, Query, Reach, Scope, Span, Spelling, Text};
use morgue::words::Words;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

/// Words as they are printed; the first are the commonest.
const PRINTED: &[(u32, &[&str])] = &[
    (8, &["cat", "Cat", "cats", "CATS", "cat's"]),
    (8, &["dog", "Dog", "dogs", "dog's"]),
    (6, &["the", "The", "of", "OF"]),
    (5, &["report", "reports", "Reported", "reporting"]),
    (4, &["war", "War", "wars", "anti-war", "Anti-War", "antiwar"]),
    (3, &["al-Qaeda", "al", "Qaeda", "AL-QAEDA", "AlQaeda"]),
    (3, &["May", "may", "MAY"]),
    (3, &["U.S.", "us", "US", "U.S"]),
    (2, &["AIDS", "aids", "Aids", "aid"]),
    (2, &["O'Brien", "d'études", "Études", "don't", "AT&T"]),
    (2, &["1,200", "1200", "1914-18", "3.5", "9/11"]),
    (2, &["Edna Quill", "Quill", "Mayor Edna Quill", "John Brown", "Mr. Brown"]),
    (2, &["9 November 1989", "May 2021", "in 1989", "the 1980s", "November 9, 1989"]),
    (1, &["state-of-the-art", "co-", "-", "…", "café", "CAFÉ", "日本"]),
];

/// Their terms.
const TERMS: &[(u32, &[&str])] = &[
    (9, &["cat", "cats", "dog", "dogs"]),
    (5, &["the", "of"]),
    (5, &["report", "reports", "reported", "reporting"]),
    (4, &["war", "wars", "antiwar", "anti"]),
    (3, &["al", "qaeda", "alqaeda"]),
    (3, &["may", "us"]),
    (2, &["aids", "aid", "obrien", "detudes", "etudes", "dont", "at&t"]),
    (2, &["1200", "1914", "18", "3.5", "9", "11"]),
    (2, &["edna", "quill", "mayor", "brown", "1989", "november"]),
    (1, &["state", "art", "cafe", "日", "本", "zebra"]),
];

/// What stands between two words: of a line, of a text.
const BETWEEN: &[(u32, &[&str])] = &[(12, &[" "]), (1, &[", ", " — ", "; ", "/", " (", "\u{201D} "])];
const BETWEEN_IN_BODY: &[(u32, &[&str])] = &[
    (16, &[" "]),
    (2, &[", ", " — ", "; ", "/", "-"]),
    (3, &[". ", "? ", ".\n", "! "]),
    (1, &["\n", "\n\n", ".\n\n", ".\n   ", " \n \n\n"]),
];

const NAMES: &[&str] =
    &["Edna Quill", "Quill", "John Brown-Smith", "Brown", "Cat O'Brien", "edna BROWN", "al-Qaeda May"];
const NAME_TERMS: &[&str] =
    &["edna", "quill", "john", "brown", "smith", "brownsmith", "cat", "obrien", "may", "al", "zebra"];
const PERIODS: &[&str] = &[
    "1989",
    "1989-11",
    "1989-11-09",
    "1980s",
    "2021",
    "2021-05",
    "1989-10-30..1989-11-09",
    "0001-01-01..1990",
    "2021-05-06",
];

/// One of these words, a group as often as its weight says.
fn drawn(groups: &'static [(u32, &'static [&'static str])]) -> impl Strategy<Value = &'static str> + Clone {
    // By hand, not by `prop_oneof`: the simplest word is then the first, whatever the group.
    let all: Vec<&'static str> = groups
        .iter()
        .flat_map(|(weight, words)| {
            let times = 24 * *weight as usize / words.len();
            words.iter().flat_map(move |word| std::iter::repeat_n(*word, times.max(1)))
        })
        .collect();
    (0..all.len()).prop_map(move |n| all[n])
}

fn period() -> impl Strategy<Value = Period> + Clone {
    select(PERIODS).prop_map(|text| Period::parse(text).unwrap())
}

/// Words with what stands behind each.
type Line = Vec<(&'static str, &'static str)>;

fn line(most: usize) -> impl Strategy<Value = Line> {
    vec((drawn(PRINTED), drawn(BETWEEN)), 0..=most)
}

fn written(line: &Line) -> String {
    let text: String = line.iter().flat_map(|(word, between)| [*word, *between]).collect();
    text.trim_end().to_string()
}

/// A mention: which text, which of its words, how many more, and how many bytes the ends are moved.
type Spot = (bool, prop::sample::Index, usize, (isize, isize));

fn spot() -> impl Strategy<Value = Spot> {
    let moved = || prop_oneof![8 => Just(0_isize), 1 => -2..=2_isize];
    (prop::bool::weighted(0.2), any::<prop::sample::Index>(), 0..3_usize, (moved(), moved()))
}

/// An article before its mentions are tied to bytes.
#[derive(Clone, Debug)]
pub struct Draft {
    headline: Line,
    body: Line,
    lines: [Option<Line>; 3],
    published: Option<Period>,
    people: Vec<(&'static str, Vec<Spot>)>,
    dates: Vec<(Period, Spot)>,
}

/// An article of up to 60 words.
pub fn draft() -> impl Strategy<Value = Draft> {
    let body = prop_oneof![
        3 => vec((drawn(PRINTED), drawn(BETWEEN_IN_BODY)), 0..=20),
        2 => vec((drawn(PRINTED), drawn(BETWEEN_IN_BODY)), 20..=60),
    ];
    let some_line = || option::weighted(0.8, line(5));
    let lines = [some_line(), some_line(), some_line()];
    let people = vec((select(NAMES), vec(spot(), 0..4)), 0..3);
    let dates = vec((period(), spot()), 0..3);
    (line(6), body, lines, option::of(period()), people, dates).prop_map(
        |(headline, body, lines, published, people, dates)| Draft { headline, body, lines, published, people, dates },
    )
}

impl Draft {
    /// As a line of JSON, without its mentions: the enricher will find what there is.
    pub fn json(&self, id: &str) -> String {
        let article = self.article(id);
        let record = serde_json::json!({
            "id": article.id, "title": article.headline, "text": article.body, "source": article.source,
            "byline": article.byline, "place": article.place,
            "date": article.published.map(|period| period.to_string()),
        });
        format!("{record}\n")
    }

    /// As it would lie in an index, with its invented mentions.
    pub fn filed(&self, id: &str) -> Filed {
        let article = self.article(id);
        let mut mentions = Mentions::default();
        // A word is of one mention of one person, as the enricher leaves it.
        let mut taken = HashSet::new();
        for (name, spots) in &self.people {
            let mut places: Vec<Place> = spots.iter().filter_map(|spot| placed(&article, spot)).collect();
            places.sort();
            places.dedup();
            places.retain(|place| {
                let text = if place.field == Field::Headline { &article.headline } else { &article.body };
                let touched = Words::new(text).filter(|w| w.start < place.end && place.start < w.end);
                let touched: Vec<_> = touched.map(|word| (place.field, word.position)).collect();
                let free = touched.iter().all(|word| !taken.contains(word));
                if free {
                    taken.extend(touched);
                }
                free
            });
            mentions.people.push(Person { name: (*name).to_string(), mentions: places });
        }
        for (period, spot) in &self.dates {
            let Some(place) = placed(&article, spot) else { continue };
            // Nor is a day printed inside another.
            let touches = |d: &DateMention| {
                let (a, b) = (d.place, place);
                a.field == b.field && a.start.saturating_sub(8) < b.end && b.start.saturating_sub(8) < a.end
            };
            if !mentions.dates.iter().any(touches) {
                mentions.dates.push(DateMention::new(place, *period));
            }
        }
        mentions.dates.sort_by_key(|date| date.place);
        Filed { article, path: format!("news/{id}.jsonl"), member: None, record: 1, mentions, generation: 1 }
    }

    fn article(&self, id: &str) -> Article {
        let [source, byline, place] = self.lines.each_ref().map(|line| line.as_ref().map(written));
        Article {
            id: id.to_string(),
            headline: written(&self.headline),
            body: written(&self.body),
            published: self.published,
            source,
            byline,
            place,
            ..Article::default()
        }
    }
}

/// The bytes of a spot in an article; None where there are none.
fn placed(article: &Article, (in_headline, index, more, moved): &Spot) -> Option<Place> {
    let field = if *in_headline { Field::Headline } else { Field::Body };
    let text = if *in_headline { &article.headline } else { &article.body };
    let words: Vec<_> = Words::new(text).collect();
    let first = index.index(words.len().max(1));
    let last = words.get(first + more).or(words.last())?;
    let on_letter = |at: usize, moved: isize| {
        let at = at.saturating_add_signed(moved).min(text.len());
        (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
    };
    let (start, end) = (on_letter(words.get(first)?.start, moved.0), on_letter(last.end, moved.1));
    (start < end).then_some(Place { field, start, end })
}

fn spelling() -> impl Strategy<Value = Spelling> {
    const PREFIXES: &[&str] = &["c", "re", "report", "a", "al", "wa", "1", "do", "ou"];
    const PATTERNS: &[&str] = &["*", "c?t", "c*", "*s", "*r*", "?og*", "a*a", "??", "t?e", "*ar", "x*", "?"];
    const REGEXES: &[&str] = &[
        "c.t",
        "cats?",
        "(cat|dog)s?",
        "[a-d].*",
        ".*[0-9].*",
        "re.*(s|ed|ing)",
        "[^c]og",
        "d.g+s*",
        "a(nti)?war",
        "wa",
    ];
    let word = || drawn(TERMS).prop_map(str::to_string);
    prop_oneof![
        4 => word().prop_map(Spelling::Exact),
        5 => word().prop_map(Spelling::Inflected),
        1 => select(PREFIXES).prop_map(|p| Spelling::Prefix(p.to_string())),
        1 => select(PATTERNS).prop_map(|p| Spelling::Pattern(p.to_string())),
        1 => select(REGEXES).prop_map(|p| Spelling::Regex(p.to_string())),
        1 => (word(), 1..=2_u8).prop_map(|(word, most)| Spelling::Fuzzy(word, most)),
        // A word misspelled.
        1 => (select(&["act", "dgo", "raport", "waar", "aisd", "edan"][..]), 1..=2_u8)
            .prop_map(|(word, most)| Spelling::Fuzzy(word.to_string(), most)),
    ]
}

fn case() -> impl Strategy<Value = Case> {
    prop_oneof![12 => Just(Case::Any), 1 => Just(Case::Some), 1 => Just(Case::All), 1 => Just(Case::None)]
}

fn form() -> impl Strategy<Value = Form> {
    (spelling(), case()).prop_map(|(spelling, case)| Form { spelling, case })
}

fn name_forms() -> impl Strategy<Value = Vec<Form>> {
    let spelling = prop_oneof![
        3 => select(NAME_TERMS).prop_map(|word| Spelling::Exact(word.to_string())),
        1 => select(NAME_TERMS).prop_map(|word| Spelling::Prefix(word[..2].to_string())),
        1 => spelling(),
    ];
    // Names are not inflected, and their capitals are not asked about.
    let form = spelling.prop_map(|spelling| match spelling {
        Spelling::Inflected(word) => Form::exact(word),
        spelling => Form { spelling, case: Case::Any },
    });
    vec(form, 1..=2)
}

fn reach() -> impl Strategy<Value = Reach> {
    prop_oneof![5 => (1..=8_u32).prop_map(Reach::Words), 2 => Just(Reach::Sentence), 1 => Just(Reach::Paragraph)]
}

/// A span of any kind, spans in it up to three deep.
pub fn span() -> impl Strategy<Value = Span> {
    let leaf = prop_oneof![
        8 => form().prop_map(Span::word),
        2 => vec(form(), 2..=3).prop_map(Span::Words),
        2 => (vec(form(), 2..=3), 0..=5_u32).prop_map(|(forms, slack)| Span::Loose(forms, slack)),
        1 => name_forms().prop_map(|forms| Span::Person(Called::words(forms))),
        1 => period().prop_map(Span::Date),
    ];
    leaf.prop_recursive(3, 8, 3, |part| {
        let near = || {
            (part.clone(), part.clone(), reach(), any::<bool>())
                .prop_map(|(first, second, reach, ordered)| Box::new(Near { first, second, reach, ordered }))
        };
        prop_oneof![
            2 => vec(part.clone(), 1..=3).prop_map(Span::Any),
            5 => near().prop_map(Span::Near),
            2 => near().prop_map(Span::Apart),
            1 => (1..=25_u32, part.clone()).prop_map(|(words, part)| Span::Opening(words, Box::new(part))),
        ]
    })
}

fn text() -> impl Strategy<Value = Text> {
    let scope = prop_oneof![
        6 => Just(Scope::Article),
        2 => Just(Scope::Lead),
        1 => Just(Scope::Headline),
        2 => Just(Scope::Body),
        1 => select(&[Scope::Source, Scope::Byline, Scope::Place, Scope::Section][..]),
    ];
    (scope, span()).prop_map(|(scope, span)| Text { scope, span })
}

/// A query of any kind, queries in it up to three deep.
pub fn query() -> impl Strategy<Value = Query> {
    let leaf = prop_oneof![
        14 => text().prop_map(Query::Text),
        3 => (1..=4_u32, text()).prop_map(|(least, text)| Query::AtLeast(least, text)),
        1 => name_forms().prop_map(|forms| Query::Person(Called::words(forms))),
        1 => option::weighted(0.8, period()).prop_map(Query::Published),
        1 => period().prop_map(Query::Mentions),
        1 => (0..=40_u64, option::of(0..=40_u64)).prop_map(|(least, more)| Query::Length(least, more.map(|m| least + m))),
        1 => Just(Query::Everything),
    ];
    leaf.prop_recursive(3, 6, 3, |part| {
        let boxed = || part.clone().prop_map(Box::new);
        prop_oneof![
            4 => vec(part.clone(), 1..=3).prop_map(Query::And),
            2 => vec(part.clone(), 1..=3).prop_map(Query::Or),
            1 => (1..=3_u32, vec(part.clone(), 3..=4)).prop_map(|(least, parts)| Query::Quorum(least, parts)),
            1 => (boxed(), vec(part.clone(), 1..=2)).prop_map(|(must, should)| Query::Prefer(must, should)),
            2 => boxed().prop_map(Query::Not),
            1 => (boxed(), select(&[500, 2000][..])).prop_map(|(part, by)| Query::Boost(part, Factor(by))),
        ]
    })
}
