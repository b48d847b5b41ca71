//! The JSON output, read back through the grammar of `index-schema/output.md`: a field that is not described there, or
//! one that is missing, fails.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::util::{RIVER, Scene, WIRE};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "that it is there is what is tested")]
struct Answer {
    version: u32,
    query_id: Option<String>,
    query: String,
    read_as: String,
    complaints: Vec<Complaint>,
    relaxed: bool,
    total: u64,
    searched: u64,
    expanded: Option<Vec<Added>>,
    #[serde(default)]
    persons: Vec<Asked>,
    #[serde(default)]
    notes: Vec<String>,
    #[serde(default)]
    weights: Vec<Weight>,
    #[serde(default)]
    diagnosis: Vec<Clause>,
    #[serde(default)]
    suggestions: Vec<Suggestion>,
    hits: Vec<Hit>,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Asked {
    asked: String,
    names: Vec<Called>,
    widened: bool,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Called {
    name: String,
    articles: u64,
    other: bool,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Added {
    word: String,
    weight: f64,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Clause {
    clause: String,
    alone: u64,
    without: u64,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Suggestion {
    query: String,
    articles: u64,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Weight {
    words: String,
    weight: f64,
    boost: Option<f64>,
    parts: Vec<WordWeight>,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct WordWeight {
    word: String,
    weight: f64,
    rarity: Option<f64>,
    bursts: Option<f64>,
    articles: Option<u64>,
    occurrences: Option<u64>,
}

/// `explanation` of each kind.
#[derive(Debug, Deserialize)]
#[serde(tag = "kind", deny_unknown_fields)]
enum Explanation {
    #[serde(rename = "second look")]
    Second { parts: Vec<Part>, fresh: Option<Fresh> },
    #[serde(rename = "first look")]
    Behind { first_look: f32, least_first_look: f32, least_score: f32, fresh: Option<Fresh> },
    #[serde(rename = "unranked")]
    Unranked,
    #[serde(rename = "passage")]
    Passage { leaves: Vec<LeafShown>, near: f32, length: f32, fresh: Option<Fresh> },
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "that it is there is what is tested")]
struct Part {
    words: String,
    weight: f64,
    headline: Counts,
    body: Counts,
    often: f64,
    lead: f64,
    first: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "that it is there is what is tested")]
struct Counts {
    exact: u32,
    inflected: u32,
    nation: u32,
    kin: u32,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "that it is there is what is tested")]
struct LeafShown {
    words: String,
    weight: f32,
    times: u32,
    adds: f32,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "that it is there is what is tested")]
struct Fresh {
    factor: f32,
    days: Option<u64>,
    adds: Option<f64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Complaint {
    start: usize,
    end: usize,
    text: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "that it is there is what is tested")]
struct Hit {
    rank: usize,
    score: f32,
    explanation: Option<serde_json::Value>,
    id: String,
    path: String,
    record: u64,
    headline: String,
    headline_marks: Vec<[usize; 2]>,
    published: Option<String>,
    source: Option<String>,
    byline: Option<String>,
    place: Option<String>,
    section: Option<String>,
    language: Option<String>,
    url: Option<String>,
    people: Vec<String>,
    #[serde(default)]
    given_up: Vec<String>,
    #[serde(default)]
    #[allow(dead_code, reason = "that it may be there is what is tested")]
    possibly: bool,
    text_hash: String,
    passages: Vec<Passage>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "that it may be there is what is tested")]
struct Passage {
    field: String,
    start: usize,
    end: usize,
    sentence: usize,
    sentences: usize,
    paragraph: usize,
    #[serde(default)]
    page: Option<String>,
    #[serde(default)]
    last_page: Option<String>,
    #[serde(default)]
    block: Option<String>,
    text: String,
    marks: Vec<[usize; 2]>,
    score: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Saved {
    version: u32,
    name: String,
    query: String,
    read_as: String,
    complaints: Vec<Complaint>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Alert {
    version: u32,
    name: String,
    query: String,
    read_as: String,
    generation: u64,
    total: u64,
    hits: Vec<Hit>,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Article {
    id: String,
    path: String,
    record: u64,
    headline: String,
    body: String,
    published: Option<String>,
    source: Option<String>,
    byline: Option<String>,
    place: Option<String>,
    section: Option<String>,
    language: Option<String>,
    url: Option<String>,
    people: Vec<Person>,
    dates: Vec<Date>,
    #[serde(default)]
    sheets: Vec<Sheet>,
    #[serde(default)]
    doubts: Vec<String>,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Sheet {
    start: usize,
    page: String,
    #[serde(default)]
    block: Option<String>,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Person {
    name: String,
    mentions: Vec<Mention>,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Mention {
    field: String,
    start: usize,
    end: usize,
    text: String,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Date {
    field: String,
    start: usize,
    end: usize,
    text: String,
    from: String,
    to: String,
    precision: String,
    resolved: String,
    or: Option<Or>,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Or {
    from: String,
    to: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "that it is there is what is tested")]
struct Report {
    files: u64,
    passed_over: u64,
    articles: u64,
    skipped: u64,
    skipped_by_reason: std::collections::BTreeMap<String, u64>,
    doubts: std::collections::BTreeMap<String, u64>,
    bytes: u64,
    skipped_in_all: u64,
    records: u64,
    rebuilt: Option<String>,
    new_files: u64,
    changed_files: u64,
    revised_files: u64,
    grown_files: u64,
    moved_files: u64,
    touched_files: u64,
    same_files: u64,
    gone_files: u64,
    appeared: u64,
    changed: u64,
    moved: u64,
    vanished: u64,
    generation_before: u64,
    generation: u64,
    seconds: f64,
    mb_per_second: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "that it is there is what is tested")]
struct Status {
    version: u32,
    index: String,
    corpora: Vec<String>,
    articles: u64,
    files: u64,
    skipped: u64,
    records: u64,
    sources: Vec<Source>,
    languages: Vec<InLanguage>,
    undated: u64,
    first_day: Option<String>,
    last_day: Option<String>,
    bytes_read: u64,
    bytes_on_disk: u64,
    segments: usize,
    built: String,
    updated: String,
    generation: u64,
    program: String,
    schema: u32,
    readers: Vec<String>,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "that it is there is what is tested")]
struct InLanguage {
    language: Option<String>,
    articles: u64,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Source {
    source: Option<String>,
    articles: u64,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Skipped {
    path: String,
    record: Option<u64>,
    reason: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Coverage {
    version: u32,
    sources: Vec<SourceCoverage>,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct SourceCoverage {
    source: Option<String>,
    articles: u64,
    months: Vec<Month>,
    years: Vec<Year>,
    wider: u64,
    undated: u64,
    holes: Vec<Hole>,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Month {
    month: String,
    articles: u64,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Year {
    year: String,
    articles: u64,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Hole {
    first: String,
    last: String,
    months: u64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Config {
    version: u32,
    files: Vec<ConfigFile>,
    settings: Vec<Setting>,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct ConfigFile {
    path: String,
    role: String,
    there: bool,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Setting {
    key: String,
    value: serde_json::Value,
    from: String,
    at: Option<String>,
    line: Option<usize>,
}

/// The lines of a run, each one object.
#[track_caller]
fn lines<T: DeserializeOwned>(scene: &Scene, arguments: &str) -> Vec<T> {
    let outcome = scene.run(arguments);
    let read = |line: &str| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}\n{line}"));
    outcome.stdout().lines().map(read).collect()
}

fn mark<'a>(text: &'a str, from: usize, marks: &[[usize; 2]]) -> Vec<&'a str> {
    marks.iter().map(|[start, end]| &text[start - from..end - from]).collect()
}

#[test]
fn search_as_json() {
    let scene = Scene::with_news();
    let [answer] = lines::<Answer>(&scene, "search 'bridge policies' --format json").try_into().unwrap();
    assert_eq!((answer.version, answer.query.as_str(), answer.total, answer.searched), (1, "bridge policies", 1, 3));
    assert_eq!((answer.read_as.as_str(), answer.relaxed, answer.query_id), ("bridge AND policies", false, None));
    assert!(answer.complaints.is_empty());
    let [hit] = answer.hits.try_into().unwrap();
    assert_eq!((hit.rank, hit.id.as_str(), hit.path.as_str(), hit.record), (1, "w-1", "news/wire.jsonl", 1));
    assert_eq!(mark(&hit.headline, 0, &hit.headline_marks), ["bridge"]);
    assert_eq!((hit.published.as_deref(), hit.source.as_deref()), (Some("2022-06-01"), Some("Northern Wire")));
    assert_eq!((hit.byline, hit.place, hit.url, hit.people.len()), (None, None, None, 0));
    assert!(hit.score > 0.0);
    let marked: Vec<&str> = hit.passages.iter().flat_map(|p| mark(&p.text, p.start, &p.marks)).collect();
    assert_eq!(marked, ["bridge", "policies"]);
    for passage in &hit.passages {
        assert_eq!((passage.field.as_str(), passage.end - passage.start), ("body", passage.text.len()));
        assert!(passage.score > 0.0);
        assert_eq!((passage.sentence, passage.sentences, passage.paragraph), (1, 2, 1));
    }
    // SHA-256 of headline, newline, body, as `sha256sum` gives it.
    assert_eq!(hit.text_hash, "sha256:49d641446daf41a7f923604d35cc061cdb4fcbe7a10a3cf4584a0126dadc0f52");
}

/// Whoever reads the lines reckons up every score from what they tell, as index-schema/output.md says.
#[test]
fn explanations_as_json() {
    let scene = Scene::with_news();
    let (mut seconds, mut behind, mut passages, mut unranked) = (0, 0, 0, 0);
    let many: Vec<String> = (0..230)
        .map(|n| {
            format!(
                "{{\"id\":\"b-{n}\",\"text\":\"{}The bridge.\",\"date\":\"19{:02}\"}}\n",
                "word ".repeat(n),
                n % 100
            )
        })
        .collect();
    scene.file("news/many.jsonl", many.concat());
    assert_eq!(scene.run("index news").code(), Some(0));
    for options in ["", "--fresh=20y", "--by-passage", "--by-passage --fresh=20y"] {
        for query in ["'the bridge OR policies^2'", "'the bridge over'", "'date:2021'"] {
            let line = format!("search {query} -n 0 --format json --explain {options}");
            let [answer] = lines::<Answer>(&scene, &line).try_into().unwrap();
            for hit in &answer.hits {
                let told: Explanation = serde_json::from_value(hit.explanation.clone().unwrap()).unwrap();
                let fresh = match &told {
                    Explanation::Second { fresh, .. } | Explanation::Behind { fresh, .. } => fresh,
                    Explanation::Passage { fresh, .. } => fresh,
                    Explanation::Unranked => &None,
                };
                let ranked = !matches!(told, Explanation::Unranked);
                assert_eq!(fresh.is_some(), ranked && options.contains("fresh"), "{line}");
                let score = match &told {
                    Explanation::Second { parts, fresh } => {
                        seconds += 1;
                        let added = fresh.as_ref().map_or(0.0, |fresh| fresh.adds.unwrap());
                        (parts.iter().map(|p| p.often + p.lead + p.first).sum::<f64>() + added) as f32
                    }
                    Explanation::Behind { first_look, least_first_look, least_score, .. } => {
                        behind += 1;
                        (least_score * (first_look / least_first_look).min(1.0) * 4096.0).round() / 4096.0
                    }
                    Explanation::Unranked => {
                        unranked += 1;
                        0.0
                    }
                    Explanation::Passage { leaves, near, length, fresh } => {
                        passages += 1;
                        let sum: f32 = leaves.iter().map(|leaf| leaf.adds).sum();
                        (sum + near) / length * fresh.as_ref().map_or(1.0, |fresh| fresh.factor)
                    }
                };
                assert_eq!(score, hit.score, "{line}: {told:?}");
            }
            let function = answer.weights.iter().find(|weight| weight.words == "the");
            assert_eq!(function.map(|the| the.parts[0].rarity), (!query.contains("date")).then_some(None), "{line}");
        }
    }
    assert!(seconds > 400 && behind > 60 && passages > 400 && unranked > 0, "{seconds} {behind} {passages} {unranked}");
    let [plain] = lines::<Answer>(&scene, "search bridge --format json").try_into().unwrap();
    assert!(plain.weights.is_empty() && plain.hits.iter().all(|hit| hit.explanation.is_none()));
    let [boosted] = lines::<Answer>(&scene, "search bridge^2 --format json --explain").try_into().unwrap();
    let [weight] = &boosted.weights[..] else { panic!("{:?}", boosted.weights) };
    let (part, counted) = (&weight.parts[0], weight.parts[0].rarity.zip(weight.parts[0].bursts));
    assert_eq!((weight.boost, part.word.as_str(), part.articles), (Some(2.0), "bridge", Some(232)));
    assert!((weight.weight - 2.0 * part.weight).abs() < 1e-6 && part.occurrences > Some(232));
    assert!(counted.is_some_and(|(rarity, bursts)| (rarity * bursts - part.weight).abs() < 1e-6));
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "that it may be there is what is tested")]
struct Judged {
    version: u32,
    verdict: String,
    id: String,
    path: Option<String>,
    record: Option<u64>,
    field: String,
    start: Option<usize>,
    end: Option<usize>,
    text: Option<String>,
    text_hash: Option<String>,
    #[serde(default)]
    page: Option<String>,
    #[serde(default)]
    last_page: Option<String>,
    #[serde(default)]
    block: Option<String>,
    found: Vec<Quoted>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sought {
    version: u32,
    verdict: String,
    text: String,
    total: u64,
    found: Vec<Quoted>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "that it may be there is what is tested")]
struct Quoted {
    id: String,
    path: String,
    record: u64,
    headline: String,
    published: Option<String>,
    field: String,
    start: usize,
    end: usize,
    text: String,
    sentence: usize,
    paragraph: usize,
    #[serde(default)]
    page: Option<String>,
    #[serde(default)]
    last_page: Option<String>,
    #[serde(default)]
    block: Option<String>,
    text_hash: String,
}

#[test]
fn quotations_as_json() {
    let scene = Scene::with_news();
    let quote = "Toll policies were debated.";
    let [sought] = lines::<Sought>(&scene, &format!("verify-quote --json --text '{quote}'")).try_into().unwrap();
    assert_eq!((sought.version, sought.verdict.as_str(), sought.text.as_str(), sought.total), (1, "found", quote, 1));
    let [found] = sought.found.try_into().unwrap();
    assert_eq!((found.id.as_str(), found.path.as_str(), found.record), ("w-1", "news/wire.jsonl", 1));
    assert_eq!((found.headline.as_str(), found.published.as_deref()), ("Harbour bridge reopens", Some("2022-06-01")));
    assert_eq!((found.field.as_str(), found.start, found.end, found.text.as_str()), ("body", 38, 65, quote));
    assert_eq!((found.sentence, found.paragraph), (2, 1));
    let line = format!("verify-quote w-1 38 65 --json --hash {} --text 'Toll policies", found.text_hash);
    for (end, verdict, elsewhere) in
        [(" were debated.'", "proved", 0), (" debated.'", "misquoted", 0), ("'", "misquoted", 1)]
    {
        let [judged] = lines::<Judged>(&scene, &format!("{line}{end}")).try_into().unwrap();
        assert_eq!((judged.version, judged.verdict.as_str(), judged.found.len()), (1, verdict, elsewhere), "{end}");
        assert_eq!(
            (judged.id.as_str(), judged.path.as_deref(), judged.record),
            ("w-1", Some("news/wire.jsonl"), Some(1))
        );
        assert_eq!((judged.field.as_str(), judged.start, judged.end), ("body", Some(38), Some(65)));
        assert_eq!((judged.text.as_deref(), judged.text_hash.as_ref()), (Some(quote), Some(&found.text_hash)));
    }
}

#[test]
fn search_of_many_as_json() {
    let scene = Scene::with_news();
    scene.file("q.tsv", "7\t\"river\n8\triver zebra\n9\tzebra\n");
    let answers: Vec<Answer> = lines(&scene, "search --queries q.tsv --format json --by-passage");
    let ids: Vec<Option<&str>> = answers.iter().map(|a| a.query_id.as_deref()).collect();
    assert_eq!(ids, [Some("7"), Some("8"), Some("9")]);
    let complaint = &answers[0].complaints[0];
    assert_eq!((complaint.start, complaint.end), (0, 1));
    assert!(complaint.text.contains("never closed"));
    assert!(answers[1].relaxed);
    assert_eq!((answers[2].total, answers[2].hits.len()), (0, 0));
}

#[test]
fn inspect_and_show_tell_the_same() {
    let scene = Scene::with_news();
    let articles: Vec<Article> = lines(&scene, "inspect news");
    assert_eq!(articles.len(), 3);
    for article in &articles {
        let [shown] = lines::<Article>(&scene, &format!("show '{}' --json", article.id)).try_into().unwrap();
        assert_eq!(&shown, article);
        let text = |field: &str| if field == "headline" { &article.headline } else { &article.body };
        for m in article.people.iter().flat_map(|p| &p.mentions) {
            assert_eq!(&text(&m.field)[m.start..m.end], m.text);
        }
        for d in &article.dates {
            assert_eq!(text(&d.field)[d.start..d.end], d.text);
            assert!(d.from <= d.to && !d.precision.is_empty());
        }
    }
    let quill: Vec<&str> = articles.iter().flat_map(|a| &a.people).map(|p| p.name.as_str()).collect();
    assert_eq!(quill, ["Edna Quill"]);
    let thursday = &articles[1].dates[0];
    assert_eq!((thursday.text.as_str(), thursday.precision.as_str()), ("Thursday", "day"));
}

#[test]
fn index_and_status_as_json() {
    let scene = Scene::new();
    scene.file("news/river.md", RIVER).file("news/wire.jsonl", format!("{WIRE}{{broken\n{{\"title\":\"x\"}}\n"));
    let [report] = lines::<Report>(&scene, "index news --json").try_into().unwrap();
    assert_eq!((report.files, report.articles, report.skipped), (2, 4, 1), "{report:?}");
    assert_eq!(report.skipped_by_reason.into_iter().collect::<Vec<_>>(), [("not JSON".to_string(), 1)]);
    let [status] = lines::<Status>(&scene, "status --json").try_into().unwrap();
    assert_eq!((status.articles, status.files, status.skipped, status.undated), (4, 2, 1, 1));
    assert_eq!((status.records, report.records), (5, 5));
    assert_eq!((status.first_day.as_deref(), status.last_day.as_deref()), (Some("2021-03-04"), Some("2022-06-01")));
    let source = |name: Option<&str>, articles| Source { source: name.map(str::to_string), articles };
    assert_eq!(
        status.sources,
        [source(Some("The Vale Courier"), 2), source(None, 1), source(Some("Northern Wire"), 1)]
    );
    let [skipped] = lines::<Skipped>(&scene, "status --skipped --json").try_into().unwrap();
    assert_eq!((skipped.path.as_str(), skipped.record), ("news/wire.jsonl", Some(2)));
    assert!(skipped.reason.starts_with("not JSON"));
}

#[test]
fn coverage_as_json() {
    let scene = Scene::new();
    let line = |source: &str, date: &str| {
        format!("{{\"title\":\"x\",\"text\":\"y\",\"source\":\"{source}\",\"date\":\"{date}\"}}\n")
    };
    let dates = ["2021-03-04", "2021-03-05", "2021-06", "2022", "1980s", ""];
    scene.file("news/a.jsonl", dates.map(|date| line("Vale", date)).concat() + &line("", "1999-01-01"));
    assert_eq!(scene.run("index news").code(), Some(0));
    let [coverage] = lines::<Coverage>(&scene, "status --coverage --json").try_into().unwrap();
    let month = |month: &str, articles| Month { month: month.to_string(), articles };
    let vale = SourceCoverage {
        source: Some("Vale".to_string()),
        articles: 6,
        months: vec![month("2021-03", 2), month("2021-06", 1)],
        years: vec![Year { year: "2022".to_string(), articles: 1 }],
        wider: 1,
        undated: 1,
        holes: vec![Hole { first: "2021-04".to_string(), last: "2021-05".to_string(), months: 2 }],
    };
    let unnamed = SourceCoverage {
        source: None,
        articles: 1,
        months: vec![month("1999-01", 1)],
        years: vec![],
        wider: 0,
        undated: 0,
        holes: vec![],
    };
    assert_eq!((coverage.version, coverage.sources), (1, vec![vale, unnamed]));
}

#[test]
fn config_as_json() {
    let scene = Scene::with_news();
    scene.file(".morgue/morgue.toml", "\nlimit = 5\n");
    let [config] = lines::<Config>(&scene, "config --json --color never").try_into().unwrap();
    let path = |name: &str| scene.path(name).to_str().unwrap().to_string();
    assert_eq!(config.version, 1);
    assert_eq!(
        config.files,
        [
            ConfigFile { path: path(".morgue/morgue.toml"), role: "index".to_string(), there: true },
            ConfigFile { path: path(".config/morgue/morgue.toml"), role: "user".to_string(), there: false },
        ]
    );
    let setting = |key: &str, value: serde_json::Value, from: &str, at: Option<String>, line| Setting {
        key: key.to_string(),
        value,
        from: from.to_string(),
        at,
        line,
    };
    let (made, null) = (|| Some(path(".morgue")), serde_json::Value::Null);
    assert_eq!(
        config.settings,
        [
            setting("index", path(".morgue").into(), "found", None, None),
            setting("corpora", [path("news")].as_slice().into(), "index", made(), None),
            setting("include", serde_json::json!([]), "index", made(), None),
            setting("exclude", serde_json::json!([]), "index", made(), None),
            setting("hidden", false.into(), "index", made(), None),
            setting("follow", false.into(), "index", made(), None),
            setting("fields", serde_json::json!([]), "index", made(), None),
            setting("people", true.into(), "index", made(), None),
            setting("dates", true.into(), "index", made(), None),
            setting("day_month", "shown".into(), "index", made(), None),
            setting("threads", 0.into(), "default", None, None),
            setting("max_deletions", 30.into(), "default", None, None),
            setting("limit", 5.into(), "index file", Some(path(".morgue/morgue.toml")), Some(2)),
            setting("passages", 3.into(), "default", None, None),
            setting("fresh", 0.into(), "default", None, None),
            setting("color", "never".into(), "flag", None, None),
            setting("synonyms", serde_json::Value::Null, "default", None, None),
        ]
    );
    let nothing = Scene::new();
    let [config] = lines::<Config>(&nothing, "config --json").try_into().unwrap();
    assert_eq!(config.files.len(), 1);
    assert_eq!(config.settings[0], setting("index", null, "default", None, None));
}

#[test]
fn watchlist_and_alerts_as_json() {
    let scene = Scene::with_news();
    for arguments in ["bridges 'bridge OR (toll'", "none zebra", "walks 'headline:strike'"] {
        assert_eq!(scene.run(&format!("watchlist add {arguments}")).code(), Some(0));
    }
    let saved: Vec<Saved> = lines(&scene, "watchlist list --json");
    let told: Vec<_> =
        saved.iter().map(|s| (s.version, s.name.as_str(), s.query.as_str(), s.read_as.as_str())).collect();
    assert_eq!(
        told,
        [
            (1, "bridges", "bridge OR (toll", "bridge OR toll"),
            (1, "none", "zebra", "zebra"),
            (1, "walks", "headline:strike", "headline:strike"),
        ]
    );
    let complaint = &saved[0].complaints[0];
    assert_eq!((complaint.start, complaint.end, saved[1].complaints.len()), (10, 11, 0));

    let alerts: Vec<Alert> = lines(&scene, "alerts --format json");
    let told: Vec<_> = alerts.iter().map(|a| (a.version, a.name.as_str(), a.read_as.as_str(), a.total)).collect();
    assert_eq!(told, [(1, "bridges", "bridge OR toll", 2), (1, "walks", "headline:strike", 1)]);
    assert_eq!((alerts[0].query.as_str(), alerts[0].generation), ("bridge OR (toll", 1));
    // The same hit as a search gives; in one batch of all articles, even the score is the same.
    for alert in &alerts {
        let search = format!("search '{}' --format json --sort newest", alert.query);
        let [answer] = lines::<Answer>(&scene, &search).try_into().unwrap();
        assert_eq!(format!("{:?}", answer.hits), format!("{:?}", alert.hits));
    }
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Planned {
    action: String,
    path: Option<String>,
    from: Option<String>,
    why: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "that it is there is what is tested")]
struct New {
    version: u32,
    kind: String,
    what: Vec<String>,
    headline_before: Option<String>,
    rank: usize,
    score: f32,
    id: String,
    path: String,
    record: u64,
    headline: String,
    headline_marks: Vec<[usize; 2]>,
    published: Option<String>,
    source: Option<String>,
    byline: Option<String>,
    place: Option<String>,
    section: Option<String>,
    language: Option<String>,
    url: Option<String>,
    people: Vec<String>,
    text_hash: String,
    passages: Vec<Passage>,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Moved {
    version: u32,
    kind: String,
    id: String,
    path: String,
    record: u64,
    id_before: String,
    path_before: String,
    record_before: u64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "that it is there is what is tested")]
struct Verified {
    files: u64,
    bytes: u64,
    articles: u64,
    faults: Vec<String>,
    sources_same: Option<u64>,
    sources_changed: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "that it is there is what is tested")]
struct Tidied {
    bytes_before: u64,
    bytes_after: u64,
    segments_before: usize,
    segments_after: usize,
    journals: u64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "that it is there is what is tested")]
struct Copied {
    files: u64,
    bytes: u64,
    articles: u64,
    generation: u64,
}

#[test]
fn a_nightly_run_as_json() {
    let scene = Scene::with_news();
    scene.file("news/river.md", crate::util::RIVER.replace("three", "four"));
    std::fs::rename(scene.path("news/wire.jsonl"), scene.path("news/cable.jsonl")).unwrap();
    let planned: Vec<Planned> = lines(&scene, "index news --dry-run --json --quiet");
    let told: Vec<_> = planned.iter().map(|p| (p.action.as_str(), p.path.as_deref(), p.from.as_deref())).collect();
    let wanted = [("move", Some("news/cable.jsonl"), Some("news/wire.jsonl")), ("read", Some("news/river.md"), None)];
    assert_eq!(told, wanted);
    let [report] = lines::<Report>(&scene, "index news --json").try_into().unwrap();
    assert_eq!((report.changed_files, report.moved_files, report.changed, report.moved), (1, 1, 1, 1));
    assert_eq!((report.generation_before, report.generation, report.articles), (1, 2, 3));
    let [new] = lines::<New>(&scene, "new --json").try_into().unwrap();
    assert_eq!((new.kind.as_str(), new.what, new.record), ("changed", vec!["body".to_string()], 1));
    assert_eq!(new.headline_before.as_deref(), Some("River floods the lower town"));
    let moved = scene.run("new --json --moved zebra").stdout();
    let moved: Moved = serde_json::from_str(&moved).unwrap();
    assert_eq!((moved.path.as_str(), moved.path_before.as_str()), ("news/cable.jsonl", "news/wire.jsonl"));
    let [verified] = lines::<Verified>(&scene, "verify --sources --json").try_into().unwrap();
    assert_eq!((verified.articles, verified.faults.len(), verified.sources_same), (3, 0, Some(2)));
    let [copied] = lines::<Copied>(&scene, "backup copy --json").try_into().unwrap();
    assert_eq!((copied.articles, copied.generation), (3, 2));
    let [tidied] = lines::<Tidied>(&scene, "gc --keep-generations 1 --json").try_into().unwrap();
    assert_eq!(tidied.journals, 1);
    let [tidied] = lines::<Tidied>(&scene, "optimize --json").try_into().unwrap();
    assert_eq!(tidied.segments_after, 1);
}

#[test]
fn a_query_told_to_programs() {
    let scene = Scene::with_news();
    let answer = lines::<Query>(&scene, "query --json bridge").remove(0);
    assert_eq!((answer.version, answer.query.as_str(), answer.read_as.as_str()), (1, "bridge", "bridge"));
    assert_eq!((answer.total, answer.searched, answer.clauses.is_none()), (2, 3, true));
    let answer = lines::<Query>(&scene, "query --json --explain 'bridge OR bak*'").remove(0);
    let clauses = answer.clauses.unwrap();
    let lines: Vec<(usize, &str, &str, u64)> =
        clauses.iter().map(|c| (c.depth, c.kind.as_str(), c.reading.as_str(), c.articles)).collect();
    assert_eq!(lines, [(0, "any", "bridge OR bak*", 3), (1, "word", "bridge", 2), (1, "word", "bak*", 1)]);
    let stands = &clauses[2].words[0];
    assert_eq!((stands.word.as_str(), stands.all), ("bak*", 1));
    assert_eq!((stands.terms[0].term.as_str(), stands.terms[0].articles), ("bakers", 1));
    assert!(answer.milliseconds.is_some());
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "that it is there is what is tested")]
struct Query {
    version: u32,
    query: String,
    read_as: String,
    complaints: Vec<Complaint>,
    total: u64,
    searched: u64,
    #[serde(default)]
    persons: Vec<Asked>,
    #[serde(default)]
    notes: Vec<String>,
    languages: Option<Vec<String>>,
    clauses: Option<Vec<QueryClause>>,
    milliseconds: Option<Milliseconds>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct QueryClause {
    depth: usize,
    kind: String,
    reading: String,
    articles: u64,
    words: Vec<Stands>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stands {
    word: String,
    terms: Vec<Term>,
    all: usize,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Term {
    term: String,
    articles: u64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "that it is there is what is tested")]
struct Milliseconds {
    parse: f64,
    look_up: f64,
    r#match: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct People {
    version: u32,
    query: String,
    read_as: String,
    complaints: Vec<Complaint>,
    total: u64,
    naming: u64,
    searched: u64,
    persons: u64,
    with: Option<With>,
    people: Vec<Listed>,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct With {
    name: String,
    persons: Vec<String>,
    within: String,
    places: u64,
    naming: u64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Listed {
    name: String,
    articles: u64,
    first: Option<String>,
    last: Option<String>,
    undated: u64,
    variants: Vec<Variant>,
    places: Option<u64>,
    together: Option<u64>,
    expected: Option<f64>,
    g2: Option<f64>,
    closeness: Option<f64>,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Variant {
    name: String,
    articles: u64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Page {
    version: u32,
    asked: String,
    name: String,
    articles: u64,
    undated: u64,
    variants: Vec<Variant>,
    same: Vec<Same>,
    open: Vec<OpenName>,
    first: Option<End>,
    peak: Option<Peak>,
    last: Option<End>,
    timeline: Option<PageTimeline>,
    within: String,
    close: Vec<Listed>,
    passages: Vec<Hit>,
    others: Vec<Other>,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Same {
    name: String,
    parent: String,
    kinds: Vec<String>,
    why: String,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct OpenName {
    name: String,
    like: String,
    articles: u64,
    kinds: Vec<String>,
    doubt: String,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct End {
    published: Option<String>,
    id: String,
    path: String,
    record: u64,
    headline: String,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Peak {
    from: String,
    to: String,
    articles: u64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PageTimeline {
    by: String,
    wider: u64,
    units: Vec<PageUnit>,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct PageUnit {
    from: String,
    to: String,
    held: u64,
    articles: u64,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Other {
    number: usize,
    name: String,
    articles: u64,
}

#[test]
fn people_as_json() {
    let scene = Scene::with_news();
    scene.file(
        "news/more.jsonl",
        concat!(
            r#"{"id":"m-1","title":"Toll","text":"Mayor Edna Quill met Senator John Quill.","date":"2021-03-05"}"#,
            "\n",
            r#"{"id":"m-2","title":"Toll","text":"Senator John Quill swam."}"#
        ),
    );
    assert_eq!(scene.run("index news").code(), Some(0));
    let [people] = lines::<People>(&scene, "people '(mayor' --any --format json").try_into().unwrap();
    assert_eq!((people.version, people.query.as_str(), people.read_as.as_str()), (1, "(mayor", "mayor"));
    assert_eq!((people.complaints.len(), people.with, people.persons), (1, None, 2));
    assert_eq!((people.total, people.naming, people.searched), (2, 2, 5));
    let [edna, john] = people.people.try_into().unwrap();
    assert_eq!((edna.name.as_str(), edna.articles, edna.undated), ("Edna Quill", 2, 0));
    assert_eq!((edna.first.as_deref(), edna.last.as_deref()), (Some("2021-03-04"), Some("2021-03-05")));
    assert_eq!(edna.variants, [Variant { name: "Edna Quill".to_string(), articles: 2 }]);
    assert_eq!((john.places, john.together, john.expected, john.g2, john.closeness), (None, None, None, None, None));

    let line = "people --with edna --within sentence --format json";
    let [people] = lines::<People>(&scene, line).try_into().unwrap();
    let (name, persons, within) = ("edna".to_string(), vec!["Edna Quill".to_string()], "sentence".to_string());
    assert_eq!(people.with, Some(With { name, persons, within, places: 3, naming: 2 }));
    assert_eq!((people.persons, people.people.len()), (0, 0));

    let [page] = lines::<Page>(&scene, "person quill --number 2 --format json").try_into().unwrap();
    assert_eq!((page.version, page.asked.as_str(), page.name.as_str()), (1, "quill", "John Quill"));
    assert_eq!((page.articles, page.undated, page.variants.len(), page.within.as_str()), (2, 1, 1, "article"));
    let first = page.first.unwrap();
    assert_eq!((first.published.as_deref(), first.id.as_str(), first.record), (Some("2021-03-05"), "m-1", 1));
    assert_eq!((first.path.as_str(), first.headline.as_str()), ("news/more.jsonl", "Toll"));
    assert_eq!(page.last, Some(first));
    let day = "2021-03-05".to_string();
    assert_eq!(page.peak, Some(Peak { from: day.clone(), to: day.clone(), articles: 1 }));
    let timeline = page.timeline.unwrap();
    assert_eq!((timeline.by.as_str(), timeline.wider), ("day", 0));
    assert_eq!(timeline.units, [PageUnit { from: day.clone(), to: day, held: 1, articles: 1 }]);
    assert_eq!((page.close.len(), page.passages.len()), (0, 2));
    assert_eq!((page.same, page.open), (vec![], vec![]));
    assert_eq!(page.others, [Other { number: 1, name: "Edna Quill".to_string(), articles: 2 }]);

    let pair = r#"{"title":"Toll","text":"Mayor Helen Marsh met Senator Tomas Novak."}"#;
    let alone = r#"{"title":"Toll","text":"Mayor Grace Okafor swam."}"#;
    scene.file("news/pair.jsonl", [pair, pair, pair, alone, alone, alone].join("\n"));
    assert_eq!(scene.run("index news").code(), Some(0));
    let [people] = lines::<People>(&scene, "people --with marsh --format json").try_into().unwrap();
    let [novak] = people.people.try_into().unwrap();
    assert_eq!((novak.name.as_str(), novak.places, novak.together), ("Tomas Novak", Some(3), Some(3)));
    assert_eq!((novak.expected, novak.g2, novak.closeness), (Some(1.0), Some(11.457), Some(0.563)));
}
