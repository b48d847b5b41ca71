//! Articles in eleven languages: told apart, searched by the forms and words of each, shown by its sentences; and questions
//! however they are written.

use std::fmt::Write as _;

use morgue::article::Outcome;
use morgue::language::Stems;
use morgue::query::parse::{Join, parse};
use morgue::sentences::{Rules, starts};
use serde_json::Value;

use crate::formats::records;
use crate::util::Scene;

/// An article a language: tag, headline, body.
const ARTICLES: &[(&str, &str, &str)] = &[
    (
        "en",
        "Harbour to be rebuilt after floods",
        "The harbour board voted on Tuesday to rebuild the old quay after the floods of last winter. Engineers said the works \
         would take three years and cost 40 million pounds. Fishermen who moored there fear the new berths will be let.",
    ),
    (
        "es",
        "El puerto viejo será reconstruido",
        "El ayuntamiento aprobó ayer las obras del puerto viejo, que quedó dañado por una inundación. Según el Sr. Ibarra, las \
         canciones de los pescadores volverán a oírse en EE. UU. antes de tres años. ¿Quién lo duda? Nadie lo duda.",
    ),
    (
        "fr",
        "Le vieux port sera reconstruit",
        "Le conseil municipal a voté mardi la reconstruction du vieux port, annoncée par M. Dupont. « Les travaux dureront trois \
         ans. Nous les ferons », a-t-il dit. Les pêcheurs craignent que les journaux de l’Élysée n'en parlent plus.",
    ),
    (
        "de",
        "Alter Hafen wird wieder aufgebaut",
        "Der Stadtrat hat am 3. Oktober beschlossen, den alten Hafen nach dem Hochwasser wieder aufzubauen. Die Arbeiten an den \
         Häusern sollen nach Angaben von Dr. Weber z. B. drei Jahre dauern. Viele Fischer fürchten um ihre Boote.",
    ),
    (
        "it",
        "Il vecchio porto sarà ricostruito",
        "Il consiglio comunale ha votato martedì la ricostruzione del vecchio porto, danneggiato dalle alluvioni. Secondo il dott. \
         Bianchi i lavori dell’economia dureranno tre anni. I pescatori temono che le banchine vengano affittate.",
    ),
    (
        "pt",
        "O velho porto será reconstruído",
        "A câmara municipal aprovou na terça-feira a reconstrução do velho porto, danificado pelas inundações. Segundo o Sr. \
         Almeida, as obras vão durar três anos. Os pescadores receiam que as eleições mudem tudo.",
    ),
    (
        "nl",
        "Oude haven wordt herbouwd",
        "De gemeenteraad heeft dinsdag besloten de oude haven te herbouwen na de overstromingen. Volgens dhr. De Vries duren de \
         werkzaamheden drie jaar. Vissers vrezen dat de boten uit de stad verdwijnen.",
    ),
    (
        "ru",
        "Старый порт восстановят",
        "Городской совет во вторник одобрил восстановление старого порта, повреждённого наводнением 2021 г. По словам мэра А. С. \
         Волкова, работы продлятся три года, т. е. долго. Рыбаки опасаются, что городские газеты об этом промолчат.",
    ),
    (
        "zh",
        "旧港口将重建",
        "市议会星期二通过了重建旧港口的决定，该港口在去年冬天的洪水中受损。北京大学的工程师说，工程需要三年时间。渔民担心新闻不再报道。",
    ),
    (
        "ja",
        "旧港を再建へ",
        "市議会は火曜日、昨冬の洪水で被害を受けた旧港の再建を可決した。「工事には三年かかる。」と東京の大学の技術者は述べた。漁師たちはニュースを心配している。",
    ),
    (
        "ko",
        "옛 항구 재건",
        "시의회는 화요일 지난겨울 홍수로 피해를 입은 옛 항구를 재건하기로 의결했다. 서울에서 온 기술자들은 공사에 3년이 걸린다고 말했다. 어민들은 신문을 걱정하고 있다.",
    ),
];

fn archive() -> Scene {
    let scene = Scene::new();
    let mut lines = String::new();
    for (tag, headline, body) in ARTICLES {
        let line = serde_json::json!({ "id": tag, "title": headline, "text": body });
        let _ = writeln!(lines, "{line}");
    }
    scene.file("news/world.jsonl", lines);
    let outcome = scene.run("index news");
    assert_eq!(outcome.code(), Some(0), "{outcome}");
    scene
}

/// `id: [marks]` of each hit, best first, then by identifier; marks of headline and passages.
fn found(scene: &Scene, query: &str, options: &[&str]) -> String {
    let outcome = scene.with(["search", "--format", "json"].iter().chain(options).chain(&["--", query])).run();
    let Ok(answer) = serde_json::from_str::<Value>(outcome.stdout().lines().next().unwrap_or_default()) else {
        return format!("{outcome}");
    };
    let hits = answer["hits"].as_array().cloned().unwrap_or_else(|| vec![answer]);
    let mut told: Vec<String> = Vec::new();
    for hit in hits.iter().filter(|hit| hit["id"].is_string()) {
        let cut = |text: &Value, start: &Value, marks: &Value| -> Vec<String> {
            let text = text.as_str().unwrap_or_default();
            let start = start.as_u64().unwrap_or_default();
            let place = |m: &Value, n: usize| (m[n].as_u64().unwrap_or_default() - start) as usize;
            marks.as_array().into_iter().flatten().map(|m| text[place(m, 0)..place(m, 1)].to_string()).collect()
        };
        let mut marks = cut(&hit["headline"], &Value::Null, &hit["headline_marks"]);
        for passage in hit["passages"].as_array().into_iter().flatten() {
            marks.extend(cut(&passage["text"], &passage["start"], &passage["marks"]));
        }
        told.push(format!("{}: {}", hit["id"].as_str().unwrap_or_default(), marks.join(", ")));
    }
    told.sort();
    told.join("; ")
}

/// Of each row, what its two texts give is the second.
#[track_caller]
fn holds(table: &[(&str, &str)], give: impl Fn(&str, &str) -> String) {
    let wrong: Vec<String> = (table.iter())
        .map(|(asked, expected)| (asked, expected, give(asked, expected)))
        .filter(|(_, expected, got)| got != *expected)
        .map(|(asked, expected, got)| format!("{asked}\n  wanted {expected}\n  got    {got}"))
        .collect();
    assert_eq!(wrong.join("\n"), "");
}

#[test]
fn every_language_is_told_and_counted() {
    let scene = archive();
    let outcome = scene.run("status --json");
    let status: Value = serde_json::from_str(&outcome.stdout()).expect("status");
    let mut tags: Vec<&str> =
        status["languages"].as_array().expect("languages").iter().filter_map(|l| l["language"].as_str()).collect();
    tags.sort_unstable();
    let mut expected: Vec<&str> = ARTICLES.iter().map(|(tag, ..)| *tag).collect();
    expected.sort_unstable();
    assert_eq!(tags, expected);
}

#[test]
fn words_of_each_language_are_found_by_their_forms() {
    let scene = archive();
    let table = [
        // What was asked in another form.
        ("flood", "en: floods, floods"),
        ("inundaciones", "es: inundación"),
        ("canción", "es: canciones"),
        ("annoncer", "fr: annoncée"),
        ("journal", "fr: journaux"),
        ("Haus", "de: Häusern"),
        ("Arbeit", "de: Arbeiten"),
        ("alluvione", "it: alluvioni"),
        ("economia", "it: economia"),
        ("eleição", "pt: eleições"),
        ("boot", "de: Boote; nl: boten"),
        ("overstroming", "nl: overstromingen"),
        ("газета", "ru: газеты"),
        ("наводнения", "ru: наводнением"),
        ("поврежденного", "ru: повреждённого"),
        ("서울", "ko: 서울에서"),
        ("신문", "ko: 신문을"),
        ("Élysée", "fr: Élysée"),
        // Without blanks: a phrase of characters, in the headline and in the text.
        ("港口", "zh: 港口, 港口, 港口"),
        ("\"北京大学\"", "zh: 北京大学"),
        ("北京大学新闻", "zh: 北京大学, 新闻"),
        ("\"北京大学新闻\"", ""),
        ("「北京大学」", "zh: 北京大学"),
        ("重建的港口", "zh: 港口, 重建, 重建, 港口, 港口"),
        ("東京のニュース", "ja: 東京, ニュース"),
        ("再建", "ja: 再建, 再建"),
        ("洪水", "ja: 洪水; zh: 洪水"),
        ("洪水 lang:ja", "ja: 洪水"),
        ("lang:german Hafen", "de: Hafen, Hafen"),
        ("lang:pt-BR porto", "pt: porto, porto"),
        ("porto lang:it OR puerto", "it: porto, porto"),
        ("language：日本語 （洪水 OR 港口）", "ja: 洪水"),
        // However Unicode writes it.
        ("re\u{301}construction", "fr: reconstruction"),
        ("старыи\u{306}", "ru: Старый, старого"),
        ("ﾆｭｰｽ", "ja: ニュース"),
        ("\u{1109}\u{1165}\u{110b}\u{116e}\u{11af}", "ko: 서울에서"),
    ];
    holds(&table, |query, _| found(&scene, query, &[]));
    assert_eq!(found(&scene, "porto", &["--lang", "italiano"]), "it: porto, porto");
    let outcome = scene.run("search --lang Klingonish porto");
    assert_eq!((outcome.code(), outcome.stderr().contains("names no language")), (Some(2), true), "{outcome}");
}

#[test]
fn a_form_of_one_language_finds_no_words_of_another() {
    let scene = Scene::new();
    let mut lines = String::new();
    for n in 0..9 {
        let text = format!(
            "The new bridge over the river was opened to the traffic of the town on day {n}, and it is a news item."
        );
        let _ = writeln!(lines, "{}", serde_json::json!({ "id": format!("en{n}"), "text": text }));
        let text =
            format!("Het nieuws van de brug over de rivier is dat ze op dag {n} voor het verkeer van de stad open is.");
        let _ = writeln!(lines, "{}", serde_json::json!({ "id": format!("nl{n}"), "text": text }));
    }
    // By the rules of Dutch, "news" is a form of "new".
    let dutch = Stems::of("nl").expect("Dutch");
    assert!(dutch.share(&dutch.of_word("news"), "new"));
    let _ = writeln!(
        lines,
        "{}",
        serde_json::json!({ "id": "new", "text": "The new quay is new to all of the people of the town, they said." })
    );
    scene.file("news/a.jsonl", lines);
    assert_eq!(scene.run("index news").code(), Some(0));
    let hits = found(&scene, "news", &["--limit", "30"]);
    assert!(hits.contains("en0: news") && !hits.contains("new: "), "{hits}");
}

/// The sentences of a text in a language, parted by bars.
fn parted(tag: &str, text: &str) -> String {
    let plain = text.replace('|', if matches!(tag, "zh" | "ja") { "" } else { " " });
    let starts: Vec<usize> = starts(&plain, Rules::of(Some(tag))).into_iter().map(|(start, _)| start).collect();
    let ends = starts.iter().skip(1).copied().chain([plain.len()]);
    starts.iter().zip(ends).map(|(start, end)| plain[*start..end].trim_end()).collect::<Vec<_>>().join("|")
}

#[test]
fn sentences_of_each_language() {
    let table = [
        ("es", "El Sr. Ibarra llegó.|Habló de EE. UU. y de la Sra. Gil.|¿Quién vino?|¡Nadie!|Se fue."),
        ("es", "Vive en la Avda. Mayor núm. 5.|Es de D. Juan."),
        ("fr", "M. Dupont a parlé.|Mme Roux et MM. Petit et Blanc ont écouté.|Il est parti."),
        ("fr", "« Je viens. Je pars », dit-il.|« C’est fini. »|Il se tut."),
        ("fr", "César mourut en 44 av. J.-C. à Rome.|Voir l’art. 5 du texte."),
        ("de", "Am 3. Oktober kam Dr. Weber z. B. nach Bonn.|Er blieb bis zum 5. November.|Dann ging er."),
        ("de", "Das gilt u. a. für Prof. Dr. Klein, d. h. für alle.|Es war 1989.|Die Mauer fiel."),
        ("de", "„Wir kommen. Wir bleiben“, sagte er.|»Gut. Sehr gut.«|Sie ging."),
        ("de", "Er zahlte 5 Mio. Euro an die Fa. Krupp usw.|Das war viel."),
        ("it", "Il dott. Bianchi è arrivato.|L'on. Rossi e la sig.ra Verdi no.|Vedi art. 5 del testo."),
        ("pt", "O Sr. Almeida e a Dra. Sousa falaram.|Ver pág. 5 do texto.|Foi tudo."),
        ("nl", "Dhr. De Vries en mevr. Jansen kwamen.|Prof. dr. Bakker bleef, d.w.z. niet lang.|Hij ging."),
        ("ru", "В 2021 г. Волков уехал.|Он жил на ул. Ленина, т. е. рядом.|А. С. Пушкин жил там же."),
        ("ru", "Он купил хлеб, соль и т. д.|Потом ушёл.|«Иду. Жду», — сказал он."),
        ("zh", "市议会通过了决定。|工程需要三年！|谁知道？|“不知道。”|他说。"),
        ("ja", "「工事は三年かかる。」と述べた。|終わった。|「行く。」|彼は去った。"),
        ("ko", "그는 왔다.|그리고 갔다.|왜?|모른다."),
        ("pl", "Przyszedł 3. Maja.|Potem poszedł."),
        ("xx", "One came.|Two left!"),
    ];
    holds(&table, parted);
}

#[test]
fn index_and_passages_part_the_same_sentences() {
    let scene = archive();
    let table = [
        // Within one sentence by the rules of the language, and not within one.
        ("Oktober /s Hochwasser", "de: Oktober, Hochwasser"),
        ("Weber /s dauern", "de: Weber, dauern"),
        ("Hochwasser /s Fischer", ""),
        ("Ibarra /s años", "es: Ibarra, años"),
        ("Dupont /s mardi", "fr: mardi, Dupont"),
        ("Волкова /s долго", "ru: Волкова, долго"),
        ("工事 /s 述べた", "ja: 工事, 述べた"),
        ("港口 /s 工程师", ""),
    ];
    holds(&table, |query, _| found(&scene, query, &[]));
}

#[test]
fn questions_in_any_marks_read_alike() {
    let read = |text: &str| parse(text, Join::All).query.map(|query| query.to_string()).unwrap_or_default();
    for (text, plain) in [
        ("“drug cartels”", "\"drug cartels\""),
        ("„drug cartels“", "\"drug cartels\""),
        ("«drug cartels»", "\"drug cartels\""),
        ("「drug cartels」", "\"drug cartels\""),
        ("『drug cartels』", "\"drug cartels\""),
        ("＂drug cartels＂", "\"drug cartels\""),
        ("O’Brien’s", "O'Brien's"),
        ("headline：flood", "headline:flood"),
        ("（ferry OR bridge）　strike", "(ferry OR bridge) strike"),
        ("Ｆｌｏｏｄ　２０２４", "flood 2024"),
        ("cafe\u{301} re\u{301}gion", "café région"),
        ("co\u{ad}operate zero\u{200b}width", "cooperate zerowidth"),
        ("-北京新闻 港口", "-(\"北京\" \"新闻\") 港口"),
        ("北京新闻^2", "(\"北京\" \"新闻\")^2"),
    ] {
        assert_eq!(read(text), read(plain), "{text}");
    }
    // A name and a value are what they are.
    assert_eq!(read("lang:日本語"), "lang:ja");
    assert_eq!(read("lang:none"), "lang:none");
    let unknown = parse("lang:quux", Join::All);
    assert_eq!(unknown.complaints.len(), 1, "{unknown:?}");
}

#[test]
fn texts_are_kept_composed() {
    let scene = Scene::new();
    let line = serde_json::json!({ "id": "nfd", "title": "Cafe\u{301} Jose\u{301}", "text": "Второи\u{306} день в Cafe\u{301}." });
    scene.file("news/a.jsonl", format!("{line}\n"));
    assert_eq!(scene.run("index news").code(), Some(0));
    let shown: Value = serde_json::from_str(&scene.run("show --json nfd").stdout()).expect("an article");
    assert_eq!((&shown["headline"], &shown["body"]), (&Value::from("Café José"), &Value::from("Второй день в Café.")));
    for query in ["второй", "café", "cafe", "cafe\u{301}"] {
        assert!(found(&scene, query, &[]).starts_with("nfd: "), "{query}");
    }
}

#[test]
fn what_a_source_says_of_section_and_language() {
    let scene = Scene::new();
    let german = ARTICLES[3].2;
    let rows = [
        serde_json::json!({ "id": "a", "text": german, "language": "en-US", "section": "Politics & Policy" }),
        serde_json::json!({ "id": "b", "text": "Kurz.", "lang": "German", "desk": "Sports Desk" }),
        serde_json::json!({ "id": "c", "text": "Short.", "category": "Sport" }),
        serde_json::json!({ "id": "d", "text": "Byr iawn.", "language": "cy", "sections": ["News", "Wales"] }),
    ];
    scene.file("news/a.jsonl", rows.map(|row| format!("{row}\n")).concat());
    scene.file("news/b.txt", "Headline: Tides\nSection: Weather\nLanguage: fr\n\nMarée haute à midi.\n");
    let outcome = scene.run("index news");
    assert_eq!(outcome.code(), Some(0), "{outcome}");
    let table = [
        ("section:sports", "b: ; c: "),
        ("section:\"politics & policy\"", "a: "),
        ("section:wales", "d: "),
        ("lang:de", "a: ; b: "),
        ("lang:welsh", "d: "),
        ("lang:none", "c: "),
        ("section:weather lang:french", "news/b.txt#1: "),
    ];
    holds(&table, |query, _| found(&scene, query, &[]));
    let shown: Value = serde_json::from_str(&scene.run("show --json b").stdout()).expect("an article");
    assert_eq!((&shown["section"], &shown["language"]), (&Value::from("Sports Desk"), &Value::from("de")));
    let inspected = scene.run("inspect news/a.jsonl").to_string();
    assert!(
        inspected.contains("its source says it is in English, but its text is in German; taken as German"),
        "{inspected}"
    );
}

/// What formats know: a document, and section and language of its first article as its source writes them.
#[test]
fn formats_name_section_and_language() {
    const NITF: &str = "<nitf xml:lang=\"en-GB\"><head>HEAD</head><body xml:lang=\"fr\"><body.head><hedline><hl1>T</hl1></hedline></body.head><body.content><p>X.</p></body.content></body></nitf>";
    let nitf = |head: &str| NITF.replace("HEAD", head);
    let g2 = |meta: &str| {
        format!(
            "<newsItem xmlns=\"http://iptc.org/std/nar/2006-10-01/\" guid=\"a\" version=\"1\" xml:lang=\"en\"><itemMeta><itemClass qcode=\"ninat:text\"/></itemMeta>\
             <contentMeta><headline>T</headline>{meta}</contentMeta><contentSet><inlineData contenttype=\"text/plain\">X.</inlineData></contentSet></newsItem>"
        )
    };
    let table: Vec<(&str, String, Option<&str>, Option<&str>)> = vec![
        ("a.xml", nitf(""), None, Some("fr")),
        ("a.xml", nitf("<pubdata name=\"P\" position.section=\"B\"/>"), Some("B"), Some("fr")),
        ("a.xml", nitf("<meta name=\"dsk\" content=\"Sports Desk\"/>"), Some("Sports Desk"), Some("fr")),
        ("a.xml", nitf("<meta name=\"online_sections\" content=\"World; Sports\"/><meta name=\"dsk\" content=\"x\"/>"), Some("World; Sports"), Some("fr")),
        ("a.xml", nitf("<docdata><series series.name=\"Tides\"/></docdata>"), Some("Tides"), Some("fr")),
        ("a.xml", g2(""), None, Some("en")),
        ("a.xml", g2("<language tag=\"de\"/><subject type=\"dpatype:department\" qcode=\"dpacat:pl\"><name>Politik</name></subject>"), Some("Politik"), Some("de")),
        ("a.xml", g2("<subject qcode=\"section:sport\"/><genre qcode=\"genre:Feature\"/>"), Some("sport"), Some("en")),
        ("a.xml", g2("<subject type=\"cpnat:abstract\" qcode=\"medtop:1\"><name>rain</name></subject>"), None, Some("en")),
        (
            "a.xml",
            "<NewsML><NewsItem><Identification><NewsIdentifier><NewsItemId>n</NewsItemId></NewsIdentifier></Identification><NewsManagement/>\
             <NewsComponent><NewsLines><HeadLine>T</HeadLine></NewsLines><DescriptiveMetadata><Language FormalName=\"es\"/><Property FormalName=\"Section\" Value=\"Deportes\"/></DescriptiveMetadata>\
             <ContentItem><DataContent><p>X.</p></DataContent></ContentItem></NewsComponent></NewsItem></NewsML>".to_string(),
            Some("Deportes"),
            Some("es"),
        ),
        (
            "a.json",
            r#"{"uri":"u","type":"text","versioncreated":"2024-01-02T00:00:00Z","headline":"T","body_text":"X.","language":"fi","sections":[{"name":"Kotimaa"},{"name":"Talous"}]}"#.to_string(),
            Some("Kotimaa; Talous"),
            Some("fi"),
        ),
        ("a.csv", "id,title,text,section,lang\n1,T,X.,Sport,nl\n".to_string(), Some("Sport"), Some("nl")),
        (
            "a.eml",
            "From: a@b.example\r\nTo: c@d.example\r\nReceived: x\r\nSubject: T\r\nMIME-Version: 1.0\r\nContent-Language: de-AT\r\nContent-Type: text/plain\r\n\r\nX.\r\n".to_string(),
            None,
            Some("de-AT"),
        ),
        (
            "a.xml",
            "<rss version=\"2.0\" xmlns:prism=\"p\"><channel><title>C</title><language>pt-br</language><item><title>T</title><category>Ida Holm</category><prism:section>Mundo</prism:section><description>X.</description></item></channel></rss>".to_string(),
            Some("Mundo"),
            Some("pt-br"),
        ),
        (
            "a.xml",
            "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\"><title>C</title><entry xml:lang=\"it\"><title>T</title><content>X.</content></entry></feed>".to_string(),
            None,
            Some("it"),
        ),
        (
            "a.json",
            r#"{"version":"https://jsonfeed.org/version/1.1","title":"C","language":"sv","items":[{"id":"1","title":"T","content_text":"X."}]}"#.to_string(),
            None,
            Some("sv"),
        ),
        ("a.trec", "<DOC>\n<DOCNO> A-1 </DOCNO>\n<SECTION><P>Part A; Page 1</P></SECTION>\n<LANGUAGE>Spanish</LANGUAGE>\n<TEXT>X.</TEXT>\n</DOC>\n".to_string(), Some("Part A; Page 1"), Some("Spanish")),
        ("a.txt", "Headline: T\nSection: City\nLanguage: de\n\nX.\n".to_string(), Some("City"), Some("de")),
    ];
    let mut wrong = Vec::new();
    for (name, text, section, language) in table {
        match records(name, text.as_bytes()).into_iter().next().map(|record| record.outcome) {
            Some(Outcome::Article(a)) if (a.section.as_deref(), a.language.as_deref()) == (section, language) => {}
            Some(Outcome::Article(a)) => wrong.push(format!("{text}\n  {:?} {:?}", a.section, a.language)),
            other => wrong.push(format!("{text}\n  {other:?}")),
        }
    }
    assert_eq!(wrong.join("\n"), "");
}
