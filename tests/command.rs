//! Every subcommand and option as a user meets them: the whole outcome of a run, expected beside it.

use crate::util::{RIVER, Scene, WIRE};

/// Three articles with colours forced off by nobody.
fn news() -> Scene {
    Scene::with_news()
}

#[test]
fn index_says_what_it_did() {
    let scene = Scene::new();
    scene
        .file("news/river.md", RIVER)
        .file("news/wire.jsonl", format!("{WIRE}{{broken\n"))
        .file("news/.hidden.md", RIVER);
    scene.run("index news").is(r#"
3 articles from 2 files indexed in [TIME] s (0.0 MB, [SPEED] MB/s) into [DIR]/.morgue
1 skipped (`morgue status --skipped` names them):
       1  not JSON
1 hidden or left-out files and folders passed over
= 3"#);
    scene.run("index news --json").is(r#"
{"files":2,"passed_over":1,"articles":3,"skipped":0,"skipped_by_reason":{},"skipped_in_all":1,"records":4,"doubts":{},"rebuilt":null,"new_files":0,"changed_files":0,"revised_files":0,"grown_files":0,"moved_files":0,"touched_files":0,"same_files":2,"gone_files":0,"appeared":0,"changed":0,"moved":0,"vanished":0,"generation_before":1,"generation":1,"bytes":0,"seconds":[TIME],"mb_per_second":[SPEED]}
= 0"#);
    scene.run("index news --full --json").is(r#"
{"files":2,"passed_over":1,"articles":3,"skipped":1,"skipped_by_reason":{"not JSON":1},"skipped_in_all":1,"records":4,"doubts":{},"rebuilt":"--full was asked for","new_files":2,"changed_files":0,"revised_files":0,"grown_files":0,"moved_files":0,"touched_files":0,"same_files":0,"gone_files":0,"appeared":0,"changed":0,"moved":0,"vanished":0,"generation_before":1,"generation":1,"bytes":483,"seconds":[TIME],"mb_per_second":[SPEED]}
= 3"#);
    scene.run("index news --quiet").is("= 0");
}

#[test]
fn index_options() {
    let scene = Scene::new();
    scene.file("news/river.md", RIVER).file("news/old/wire.jsonl", WIRE).file("news/.git/x.md", RIVER);
    scene.file(
        "odd/a.jsonl",
        "{\"ttl\":\"Odd names\",\"payload\":{\"words\":\"The weir, said Ann Bell on 2 May 1999.\"}}\n",
    );
    scene.run("index news --include '*.md'").is(r#"
2 articles from 1 file indexed in [TIME] s (0.0 MB, [SPEED] MB/s) into [DIR]/.morgue
2 hidden or left-out files and folders passed over
= 0"#);
    scene.run("index news --exclude old").is(r#"
nothing new: 2 articles from 1 file, looked through in [TIME] s (generation 1, [DIR]/.morgue)
2 hidden or left-out files and folders passed over
= 0"#);
    scene.run("index news --include '[' ").is(r#"
! morgue: "[" is no usable glob: unclosed character class; missing ']'
= 2"#);
    scene
        .run("index odd --replace --field headline=ttl --field body=payload.words --no-people --no-dates --threads 1")
        .is(r#"
everything is read anew: it held other corpora
1 article from 1 file indexed in [TIME] s (0.0 MB, [SPEED] MB/s) into [DIR]/.morgue
articles: 1 new
= 0"#);
    scene.run("search weir --format json").is(r#"
{"version":1,"query":"weir","read_as":"weir","complaints":[],"relaxed":false,"total":1,"searched":1,"hits":[{"rank":1,"score":0.31176758,"id":"odd/a.jsonl#1","path":"odd/a.jsonl","record":1,"headline":"Odd names","headline_marks":[],"published":null,"source":null,"byline":null,"place":null,"language":"en","url":null,"people":[],"text_hash":"sha256:04ae64847f043eec925c52b679791087516d81890b5a6c4c42508903541b4535","passages":[{"field":"body","start":0,"end":38,"sentence":1,"sentences":1,"paragraph":1,"text":"The weir, said Ann Bell on 2 May 1999.","marks":[[4,8]],"score":0.22423084}]}]}
= 0"#);
    scene.run("index odd --field nonsense").is(r#"
! morgue: "nonsense" is no field mapping; write the part of the article, =, and your field: headline=ttl
= 2"#);
    scene.run("index news odd --replace").is(r#"
everything is read anew: it held other corpora
3 articles from 3 files indexed in [TIME] s (0.0 MB, [SPEED] MB/s) into [DIR]/.morgue
articles: 3 new
1 skipped (`morgue status --skipped` names them):
       1  no headline and no body; fields found
1 hidden or left-out files and folders passed over
= 3"#);
}

#[test]
fn where_the_index_lies() {
    let scene = Scene::new();
    scene.file("deep/news/river.md", RIVER);
    scene.with(["index", "news"]).cwd("deep").run().is(r#"
2 articles from 1 file indexed in [TIME] s (0.0 MB, [SPEED] MB/s) into [DIR]/deep/.morgue
= 0"#);
    assert_eq!(scene.names("deep"), [".morgue", "news"]);
    // Found upward from below.
    scene.with(["search", "--count", "river"]).cwd("deep/news").run().is("1\n= 0");
    scene.with(["index", "deep/news"]).env("MORGUE_INDEX", scene.path("named")).run().is(r#"
2 articles from 1 file indexed in [TIME] s (0.0 MB, [SPEED] MB/s) into [DIR]/named
= 0"#);
    scene.with(["search", "--count", "river"]).env("MORGUE_INDEX", scene.path("named")).run().is("1\n= 0");
    // Set to nothing, it is not set.
    scene.with(["search", "--count", "river"]).env("MORGUE_INDEX", "").cwd("deep").run().is("1\n= 0");
    scene.with(["search", "--count", "river", "--index", "nowhere"]).env("MORGUE_INDEX", "named").run().is(r#"
! morgue: there is no index at nowhere
!   hint: make one with `morgue index CORPUS`, or name one with --index DIR or MORGUE_INDEX
= 2"#);
}

#[test]
fn search_text() {
    let scene = news();
    scene.run("search bridge").is(r#"
1. Harbour bridge reopens
   2022-06-01 · Northern Wire · w-1 · news/wire.jsonl#1
   The bridge over the harbour reopened. Toll policies were debated.

2. River floods the lower town
   2021-03-04 · The Vale Courier · news/river.md#1
   People: Edna Quill
   The river rose three feet overnight and the lower town stood under water. Mayor Edna Quill said the bridge was safe.
! 2 articles found (searched 3 articles from 2 files)
= 0"#);
    scene.run("search bridge -n 1").is(r#"
1. Harbour bridge reopens
   2022-06-01 · Northern Wire · w-1 · news/wire.jsonl#1
   The bridge over the harbour reopened. Toll policies were debated.
! 2 articles found, 1 to 1 shown (searched 3 articles from 2 files)
= 0"#);
    scene.run("search bridge --offset 1").is(r#"
2. River floods the lower town
   2021-03-04 · The Vale Courier · news/river.md#1
   People: Edna Quill
   The river rose three feet overnight and the lower town stood under water. Mayor Edna Quill said the bridge was safe.
! 2 articles found, 2 to 2 shown (searched 3 articles from 2 files)
= 0"#);
    scene.run("search bridge --offset 9").is(r#"
! 2 articles found, none shown from 10 on (searched 3 articles from 2 files)
= 0"#);
    scene.run("search bridge --offset 18446744073709551615").is(r#"
! 2 articles found, none shown from 18446744073709551615 on (searched 3 articles from 2 files)
= 0"#);
    scene.run("search bridge --by-passage --offset 18446744073709551615").is(r#"
! 2 articles found, none shown from 18446744073709551615 on (searched 3 articles from 2 files)
= 0"#);
    scene.run("search bridge -n 0 --passages 0").is(r#"
1. Harbour bridge reopens
   2022-06-01 · Northern Wire · w-1 · news/wire.jsonl#1

2. River floods the lower town
   2021-03-04 · The Vale Courier · news/river.md#1
   People: Edna Quill
! 2 articles found (searched 3 articles from 2 files)
= 0"#);
    scene.run("search strike bread --by-passage --passages 1").is(r#"
1. Bakers strike for a second day
   2021-03-04 · The Vale Courier · news/river.md#2
   The strike leaves the town without bread.
! 1 article found; passages 1 to 1 (searched 3 articles from 2 files)
= 0"#);
    scene.run("search zebra").is(r#"
! nothing found: "zebra" is in no article (searched 3 articles from 2 files)
= 1"#);
    scene.run("search river policies").is(r#"
1. River floods the lower town
   2021-03-04 · The Vale Courier · news/river.md#1
   People: Edna Quill
   without: policies
   The river rose three feet overnight and the lower town stood under water. Mayor Edna Quill said the bridge was safe.

2. Harbour bridge reopens
   2022-06-01 · Northern Wire · w-1 · news/wire.jsonl#1
   without: river
   The bridge over the harbour reopened. Toll policies were debated.
! no article has all of: river AND policies; 1 article has all but "river", 1 all but "policies"
! 2 articles found (searched 3 articles from 2 files)
= 0"#);
    scene.run("search river policies --all").is(r#"
! the one article with the rest does not have "river" (1 alone)
! the one article with the rest does not have "policies" (1 alone)
! nothing found (searched 3 articles from 2 files)
= 1"#);
    scene.run("search river policies --any -n 1").is(r#"
1. River floods the lower town
   2021-03-04 · The Vale Courier · news/river.md#1
   People: Edna Quill
   The river rose three feet overnight and the lower town stood under water. Mayor Edna Quill said the bridge was safe.
! 2 articles found, 1 to 1 shown (searched 3 articles from 2 files)
= 0"#);
    scene.run("search bridge --color always -n 1").is(r#"
1. ␛[1mHarbour ␛[0m␛[1m␛[31mbridge␛[0m␛[1m reopens␛[0m
   ␛[2m2022-06-01 · Northern Wire · w-1 · news/wire.jsonl#1␛[0m
   The ␛[1m␛[31mbridge␛[0m over the harbour reopened. Toll policies were debated.
! 2 articles found, 1 to 1 shown (searched 3 articles from 2 files)
= 0"#);
    scene.with(["search", "bridge", "-n", "1"]).env("NO_COLOR", "1").env("CLICOLOR_FORCE", "1").run().is(r#"
1. Harbour bridge reopens
   2022-06-01 · Northern Wire · w-1 · news/wire.jsonl#1
   The bridge over the harbour reopened. Toll policies were debated.
! 2 articles found, 1 to 1 shown (searched 3 articles from 2 files)
= 0"#);
}

#[test]
fn search_conditions() {
    let scene = news();
    let count = |arguments: &str, wanted: u64| {
        let code = i32::from(wanted == 0);
        scene.run(&format!("search --count {arguments}")).is(&format!("{wanted}\n= {code}"));
    };
    count("'*'", 3);
    count("bridge --since 2022", 1);
    count("bridge --until 2021", 1);
    count("bridge --since 2021-03-04 --until 2022-06-01", 2);
    count("bridge --since 2021-03-05 --until 2022-05", 0);
    count("bridge --on 2021-03", 1);
    count("--on 2021-03-04", 2);
    count("--person quill", 1);
    count("--person 'edna quill'", 1);
    count("--person 'edna bell'", 0);
    count("--person QUILL bridge", 1);
    count("--source courier", 2);
    count("--source 'northern wire' bridge", 1);
    count("--mentions 2021-03", 1);
    count("'date:2021..2022 -river'", 2);
    count("headline:bridge", 1);
    count("policy", 1);
    count("'\"policy\"'", 0);
    scene.run("search --person ... bridge").is(r#"
! morgue: --person "..." holds no name
= 2"#);
    scene.run("search --source '' bridge").is(r#"
! morgue: --source "" holds no name
= 2"#);
}

#[test]
fn search_order() {
    let scene = news();
    let order = |arguments: &str| {
        let run = scene.run(&format!("search the --format trec {arguments}"));
        let ids: Vec<String> = run.stdout().lines().map(|l| l.split(' ').nth(2).unwrap().to_string()).collect();
        ids
    };
    assert_eq!(order("--sort newest"), ["w-1", "news/river.md#1", "news/river.md#2"]);
    assert_eq!(order("--sort oldest"), ["news/river.md#1", "news/river.md#2", "w-1"]);
    assert_eq!(order("--sort oldest -n 1 --offset 1"), ["news/river.md#2"]);
}

#[test]
fn search_forms() {
    let scene = news();
    scene.run("search bridge -l").is(r#"
news/river.md
news/wire.jsonl
= 0"#);
    scene.run("search zebra -l").is(r#"
= 1"#);
    scene.run("search zebra --count").is(r#"
0
= 1"#);
    scene.run("search zebra --format json").is(r#"
{"version":1,"query":"zebra","read_as":"zebra","complaints":[],"relaxed":false,"total":0,"searched":3,"diagnosis":[{"clause":"zebra","alone":0,"without":3}],"hits":[]}
= 1"#);
    scene.run("search bridge --format csv").is(r#"
query,rank,score,id,headline,published,source,byline,place,section,language,path,people,passages,pages
bridge,1,0.9412,w-1,Harbour bridge reopens,2022-06-01,Northern Wire,,,,en,news/wire.jsonl#1,,The bridge over the harbour reopened. Toll policies were debated.,
bridge,2,0.5757,news/river.md#1,River floods the lower town,2021-03-04,The Vale Courier,,,,en,news/river.md#1,Edna Quill,The river rose three feet overnight and the lower town stood under water. Mayor Edna Quill said the bridge was safe.,
= 0"#);
    scene.run("search zebra --format csv").is(r#"
query,rank,score,id,headline,published,source,byline,place,section,language,path,people,passages,pages
= 1"#);
    scene.run("search bridge --format trec").is(r#"
1 Q0 w-1 1 0.941162 morgue
1 Q0 news/river.md#1 2 0.575684 morgue
= 0"#);
    scene.run("search bridge --format trec --by-passage").is(r#"
1 Q0 w-1 1 0.475289 morgue
1 Q0 news/river.md#1 2 0.475289 morgue
= 0"#);
    scene.run("search bridge --format xml").is(r#"
! error: invalid value 'xml' for '--format <FORMAT>'
!   [possible values: text, json, csv, trec]
! 
! For more information, try '--help'.
= 2"#);
    scene.run("search bridge --count -l").is(r#"
! error: the argument '--count' cannot be used with '--files-with-matches'
! 
! Usage: morgue search --count <QUERY>...
! 
! For more information, try '--help'.
= 2"#);
}

#[test]
fn search_many() {
    let scene = news();
    scene.file("q.tsv", "7\triver\n8\tzebra\n9\t\"harbour bridge\"\n");
    scene.run("search --queries q.tsv").is(r#"
== 7: river
1. River floods the lower town
   2021-03-04 · The Vale Courier · news/river.md#1
   People: Edna Quill
   The river rose three feet overnight and the lower town stood under water. Mayor Edna Quill said the bridge was safe.
== 8: zebra
== 9: "harbour bridge"
1. Harbour bridge reopens
   2022-06-01 · Northern Wire · w-1 · news/wire.jsonl#1
   The bridge over the harbour reopened. Toll policies were debated.
! 1 article found (searched 3 articles from 2 files)
! nothing found: "zebra" is in no article (searched 3 articles from 2 files)
! 1 article found (searched 3 articles from 2 files)
= 0"#);
    scene.run("search --queries q.tsv --format csv").is(r#"
query,rank,score,id,headline,published,source,byline,place,section,language,path,people,passages,pages
7,1,2.3406,news/river.md#1,River floods the lower town,2021-03-04,The Vale Courier,,,,en,news/river.md#1,Edna Quill,The river rose three feet overnight and the lower town stood under water. Mayor Edna Quill said the bridge was safe.,
9,1,3.0037,w-1,Harbour bridge reopens,2022-06-01,Northern Wire,,,,en,news/wire.jsonl#1,,The bridge over the harbour reopened. Toll policies were debated.,
= 0"#);
    scene.with(["search", "--queries", "-", "--count"]).input("x\tbridge\n").run().is("x\t2\n= 0");
    scene.run("search --queries q.tsv river").is(r#"
! error: the argument '--queries <FILE>' cannot be used with '[QUERY]...'
! 
! Usage: morgue search --queries <FILE> [QUERY]...
! 
! For more information, try '--help'.
= 2"#);
}

#[test]
fn a_phrase_was_found_across_paragraphs() {
    let scene = Scene::new();
    scene.file("news/a.txt", "He spoke of oil.\n    Prices fell that day, and nobody asked why they did so.\n");
    scene.file("news/b.txt", "On that day he spoke at some length of oil\nprices, and nobody asked him why.\n");
    assert_eq!(scene.run("index news").code(), Some(0));
    scene.run("search '\"oil prices\"' --color always").is(r#"
1. ␛[1m(no headline)␛[0m
   ␛[2mundated · news/b.txt#1␛[0m
   On that day he spoke at some length of ␛[1m␛[31moil prices␛[0m, and nobody asked him why.
! 1 article found (searched 2 articles from 2 files)
= 0"#);
}

#[test]
fn a_run_named_two_articles_alike() {
    let scene = Scene::new();
    let twin = "{\"id\":\"7\",\"text\":\"The ferry sank. It was an old ferry.\\n\\nNo ferry came.\"}\n";
    let lone = "{\"id\":\"8\",\"text\":\"A ferry.\"}\n";
    scene.file("news/a.jsonl", [twin, lone].concat()).file("news/b.jsonl", twin);
    assert_eq!(scene.run("index news").code(), Some(0));
    let names = |arguments: &str| {
        let outcome = scene.run(arguments);
        let mut names: Vec<String> =
            outcome.stdout().lines().map(|l| l.split(' ').skip(2).take(2).collect::<Vec<_>>().join(" ")).collect();
        names.sort();
        names.join(", ")
    };
    assert_eq!(names("search ferry --format trec"), "8 3, news/a.jsonl#1 1, news/b.jsonl#1 2");
    // A run knows articles only: of the passages of one the best counts.
    assert_eq!(names("search ferry --format trec --by-passage"), "8 3, news/a.jsonl#1 1, news/b.jsonl#1 2");
    assert_eq!(names("search ferry --format trec -n 1"), "7 1");
}

#[test]
fn search_makes_and_renews_the_index() {
    let scene = Scene::new();
    scene.file("news/river.md", RIVER);
    scene.run("search --corpus news --count river").is(r#"
1
! there is no index at [DIR]/.morgue; indexing
! 2 articles from 1 file indexed in [TIME] s (0.0 MB, [SPEED] MB/s) into [DIR]/.morgue
= 0"#);
    scene.run("search --corpus news --count river").is("1\n= 0");
    scene.file("news/more.md", RIVER);
    scene.run("search --corpus news --count river").is(r#"
2
! news/more.md is new, changed or gone since the index was made; indexing
! 2 articles from 1 file read in [TIME] s (0.0 MB, [SPEED] MB/s); now 4 articles from 2 files (generation 2, [DIR]/.morgue)
! articles: 2 new
! files:    1 new
= 0"#);
    std::fs::remove_file(scene.path("news/more.md")).unwrap();
    scene.run("search --corpus news --count river").is(r#"
1
! news/more.md is new, changed or gone since the index was made; indexing
! 0 articles from 0 files read in [TIME] s (0.0 MB, [SPEED] MB/s); now 2 articles from 1 file (generation 3, [DIR]/.morgue)
! articles: 2 gone
! files:    1 gone
= 0"#);
    // Options of the index are kept when it is renewed.
    assert_eq!(scene.run("index news --no-people").code(), Some(0));
    scene.run("search --corpus news --count --person quill").is("0\n= 1");
}

#[test]
fn show_an_article() {
    let scene = news();
    scene.run("show w-1").is(r#"
Harbour bridge reopens
2022-06-01 · Northern Wire · w-1 · news/wire.jsonl#1

The bridge over the harbour reopened. Toll policies were debated.
= 0"#);
    scene.run("show news/wire.jsonl#1 --highlight 'bridge OR zebra' --color always").is(r#"
␛[1mHarbour ␛[0m␛[1m␛[31mbridge␛[0m␛[1m reopens␛[0m
2022-06-01 · Northern Wire · w-1 · news/wire.jsonl#1

The ␛[1m␛[31mbridge␛[0m over the harbour reopened. Toll policies were debated.
= 0"#);
    scene.run("show w-1 --highlight zebra").is(r#"
Harbour bridge reopens
2022-06-01 · Northern Wire · w-1 · news/wire.jsonl#1

The bridge over the harbour reopened. Toll policies were debated.
! this article does not satisfy zebra; nothing is marked
= 0"#);
    scene.run("show w-1 --highlight ...").is(r#"
! morgue: there is no word in the query "..."
= 2"#);
    scene.run("show news/river.md#1 --json").is(r#"
{"id":"news/river.md#1","path":"news/river.md","record":1,"headline":"River floods the lower town","body":"The river rose three feet overnight and the lower town stood under water. Mayor Edna Quill said the bridge was safe.","published":"2021-03-04","source":"The Vale Courier","byline":null,"place":null,"language":"en","url":null,"people":[{"name":"Edna Quill","mentions":[{"field":"body","start":80,"end":90,"text":"Edna Quill"}]}],"dates":[]}
= 0"#);
    scene.file("news/again.jsonl", WIRE);
    assert_eq!(scene.run("index news").code(), Some(0));
    scene.run("show w-1").is(r#"
! morgue: 2 articles are called "w-1": news/again.jsonl#1, news/wire.jsonl#1
!   hint: use one of the longer names
= 2"#);
}

#[test]
fn a_page_to_check_people_and_dates_on() {
    let scene = Scene::new();
    scene.file(
        "news/a.json",
        r#"{"id":"a","title":"Edna Quill <resigns> & goes","date":"2021-03-05","source":"The \"Vale\"","people":["Jo Brown"],
        "text":"Edna Quill left on 4 March 2021.\n\nMrs. Quill said: <script>alert(1)</script>\u001b[31m"}"#,
    );
    let outcome = scene.run("inspect news --format html");
    assert_eq!(outcome.code(), Some(0), "{outcome}");
    let page = outcome.stdout();
    assert!(page.starts_with("<!doctype html>\n") && page.ends_with("</article>\n</body>\n</html>\n"), "{page}");
    let article = &page[page.find("<article>").unwrap()..page.find("</body>").unwrap()];
    assert_eq!(
        article,
        r#"<article>
<h2><mark class="person" title="Edna Quill">Edna Quill</mark> &lt;resigns&gt; &amp; goes</h2>
<p class="told">2021-03-05 · The &quot;Vale&quot; · news/a.json#1</p>
<p class="text"><mark class="person" title="Edna Quill">Edna Quill</mark> left on <mark class="date" title="2021-03-04 (written)">4 March 2021</mark>.

Mrs. <mark class="person" title="Edna Quill">Quill</mark> said: &lt;script&gt;alert(1)&lt;/script&gt;�[31m</p>
<ul class="told">
<li>Edna Quill: 3 mentions</li>
<li>Jo Brown: named by the metadata only</li>
<li>speaks of 2021-03-04</li>
</ul>
</article>
"#
    );
    scene.run("inspect news --json --format html").is(r#"
! error: the argument '--json' cannot be used with '--format <FORMAT>'
! 
! Usage: morgue inspect --json <PATH>...
! 
! For more information, try '--help'.
= 2"#);
}

#[test]
fn inspect_files() {
    let scene = Scene::new();
    scene.file("news/river.md", RIVER).file("news/wire.jsonl", format!("{WIRE}{{broken\n"));
    scene.run("inspect news").is(r#"
{"id":"news/river.md#1","path":"news/river.md","record":1,"headline":"River floods the lower town","body":"The river rose three feet overnight and the lower town stood under water. Mayor Edna Quill said the bridge was safe.","published":"2021-03-04","source":"The Vale Courier","byline":null,"place":null,"language":"en","url":null,"people":[{"name":"Edna Quill","mentions":[{"field":"body","start":80,"end":90,"text":"Edna Quill"}]}],"dates":[]}
{"id":"news/river.md#2","path":"news/river.md","record":2,"headline":"Bakers strike for a second day","body":"Bakers walked out again on Thursday. The strike leaves the town without bread.","published":"2021-03-04","source":"The Vale Courier","byline":null,"place":null,"language":"en","url":null,"people":[],"dates":[{"field":"body","start":27,"end":35,"text":"Thursday","from":"2021-03-04","to":"2021-03-04","precision":"day","resolved":"published"}]}
{"id":"w-1","path":"news/wire.jsonl","record":1,"headline":"Harbour bridge reopens","body":"The bridge over the harbour reopened. Toll policies were debated.","published":"2022-06-01","source":"Northern Wire","byline":null,"place":null,"language":"en","url":null,"people":[],"dates":[]}
! news/wire.jsonl#2: skipped: not JSON: key must be a string at column 2
= 0"#);
    scene.run("inspect news/wire.jsonl news/river.md --no-people --no-dates").is(r#"
{"id":"w-1","path":"news/wire.jsonl","record":1,"headline":"Harbour bridge reopens","body":"The bridge over the harbour reopened. Toll policies were debated.","published":"2022-06-01","source":"Northern Wire","byline":null,"place":null,"language":"en","url":null,"people":[],"dates":[]}
{"id":"news/river.md#1","path":"news/river.md","record":1,"headline":"River floods the lower town","body":"The river rose three feet overnight and the lower town stood under water. Mayor Edna Quill said the bridge was safe.","published":"2021-03-04","source":"The Vale Courier","byline":null,"place":null,"language":"en","url":null,"people":[],"dates":[]}
{"id":"news/river.md#2","path":"news/river.md","record":2,"headline":"Bakers strike for a second day","body":"Bakers walked out again on Thursday. The strike leaves the town without bread.","published":"2021-03-04","source":"The Vale Courier","byline":null,"place":null,"language":"en","url":null,"people":[],"dates":[]}
! news/wire.jsonl#2: skipped: not JSON: key must be a string at column 2
= 0"#);
    assert_eq!(scene.names("."), ["news"]);
}

#[test]
fn status_of_an_index() {
    let scene = news();
    let outcome = scene.run("status");
    let schema = outcome.stdout().lines().find(|l| l.starts_with("built")).unwrap().to_string();
    assert!(schema.contains(" by morgue ") && schema.contains(", schema "), "{schema}");
    let rest: String =
        outcome.to_string().lines().filter(|l| !l.starts_with("built")).map(|l| format!("{l}\n")).collect();
    assert_eq!(
        rest,
        "index      [DIR]/.morgue\ncorpus     [DIR]/news\narticles   3 from 2 files\nskipped    0\n\
         published  2021-03-04 to 2022-06-01, 0 undated\nsize       [SIZE] MB on disk, made from 0.0 MB\n\
         updated    [NOW], generation 1\nlanguages  English 3\nsources    2\n         2  The Vale Courier\n         1  Northern Wire\n= 0\n"
    );
    scene.run("status --skipped").is("= 0");
    scene.file("news/bad.jsonl", "{\"title\":\"x\",\"text\":\"y\"}\n{broken\n[]\n");
    assert_eq!(scene.run("index news").code(), Some(3));
    scene.run("status --skipped").is(r#"
news/bad.jsonl#2: not JSON: key must be a string at column 2
news/bad.jsonl#3: not a JSON object: invalid type: sequence, expected an object at column 2
= 0"#);
    scene.run("status --skipped --json").is(r#"
{"path":"news/bad.jsonl","record":2,"reason":"not JSON: key must be a string at column 2"}
{"path":"news/bad.jsonl","record":3,"reason":"not a JSON object: invalid type: sequence, expected an object at column 2"}
= 0"#);
}

#[test]
fn completions_and_manual() {
    let scene = Scene::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let outcome = scene.run(&format!("completions {shell}"));
        assert_eq!((outcome.code(), outcome.stderr().as_str()), (Some(0), ""));
        assert!(outcome.stdout().contains("inspect"), "{shell}");
    }
    for page in ["man", "man search"] {
        let outcome = scene.run(page);
        assert_eq!((outcome.code(), outcome.stderr().as_str()), (Some(0), ""));
        assert!(outcome.stdout().contains(".SH SYNOPSIS"), "{outcome}");
    }
    scene.run("man nonsense").is(r#"
! morgue: there is no command "nonsense"
= 2"#);
    scene.run("completions tcsh").is(r#"
! error: invalid value 'tcsh' for '<SHELL>'
!   [possible values: bash, elvish, fish, powershell, zsh]
! 
!   tip: a similar value exists: 'zsh'
! 
! For more information, try '--help'.
= 2"#);
}

#[test]
fn help_and_wrong_use() {
    let scene = Scene::new();
    let version = scene.run("--version");
    assert_eq!((version.code(), version.stderr().as_str()), (Some(0), ""));
    assert!(version.stdout().starts_with("morgue "));
    for help in ["--help", "help search", "search --help", "index -h"] {
        let outcome = scene.run(help);
        assert_eq!((outcome.code(), outcome.stderr().as_str()), (Some(0), ""), "{outcome}");
    }
    assert_eq!(scene.run("").code(), Some(2));
    scene.run("serch x").is(r#"
! error: unrecognized subcommand 'serch'
! 
!   tip: a similar subcommand exists: 'search'
! 
! Usage: morgue [OPTIONS] <COMMAND>
! 
! For more information, try '--help'.
= 2"#);
    scene.run("search --limit many x").is(r#"
! error: invalid value 'many' for '--limit <N>': invalid digit found in string
! 
! For more information, try '--help'.
= 2"#);
    scene.run("search --any --all x").is(r#"
! error: the argument '--any' cannot be used with '--all'
! 
! Usage: morgue search --any <QUERY>...
! 
! For more information, try '--help'.
= 2"#);
}
