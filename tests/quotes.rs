//! `morgue verify-quote`: citations proved, changed, misquoted or gone; quotations found. And how a quotation is compared.

use morgue::article::Article;
use morgue::quote::{find, text_hash};

use crate::util::{RIVER, Scene};

#[test]
fn how_quotations_are_compared() {
    // Text, quotation, what of the text it is.
    let table: &[(&str, &str, &[&str])] = &[
        ("The ship sank.", "ship", &["ship"]),
        ("The ship, the ship.", "the ship", &["the ship"]),
        ("a b a b a", "a b", &["a b", "a b"]),
        ("The\n  ship\u{a0}sank.", " The ship  sank. ", &["The\n  ship\u{a0}sank."]),
        ("“We won,” he said. It’s true.", "\"We won,\" he said. It's", &["“We won,” he said. It’s"]),
        ("\"We won\"", "“We won„", &["\"We won\""]),
        ("« We won »", "\" We won \"", &[]),
        ("The Ship", "the ship", &[]),
        ("Ines and Inés", "Inés", &["Inés"]),
        ("The ship", " \n ", &[]),
        // What begins or ends inside a word is another word.
        ("An Iranian in Iran", "Iran", &["Iran"]),
        ("Iran's, “Iran”, (Iran) Iran-Contra Iran.", "Iran", &["Iran", "Iran", "Iran", "Iran", "Iran"]),
        ("of Iran and Iranians", "Iran and Iran", &[]),
        ("bana na na", "na na", &["na na"]),
        ("O’Brien said 1,200 in the U.S. of AT&T", "Brien", &["Brien"]),
        ("O’Brien said 1,200 in the U.S. of AT&T", "O'Brien said", &["O’Brien said"]),
        ("O’Brien said 1,200 in the U.S. of AT&T", "rien said", &[]),
        ("O’Brien said 1,200 in the U.S. of AT&T", "of AT", &[]),
        ("O’Brien said 1,200 in the U.S. of AT&T", "200 in", &[]),
        ("O’Brien said 1,200 in the U.S. of AT&T", "the U.S", &["the U.S"]),
        ("al-Qaeda, state-of-the-art", "Qaeda, state-of", &["Qaeda, state-of"]),
        ("東京の新聞", "京の", &["京の"]),
        ("well … then", "…", &["…"]),
        ("", "x", &[]),
    ];
    for (text, quotation, wanted) in table {
        let found: Vec<&str> = find(text, quotation).into_iter().map(|at| &text[at]).collect();
        assert_eq!(found, *wanted, "{quotation:?} in {text:?}");
    }
}

#[test]
fn the_hash_is_of_headline_newline_body() {
    let hash = |headline: &str, body: &str| {
        text_hash(&Article { headline: headline.to_string(), body: body.to_string(), ..Article::default() })
    };
    // printf 'abc\n' | sha256sum
    assert_eq!(hash("abc", ""), "sha256:edeaaff3f1774ad2888673770c6d64097e391bc362d7d6fb34982ddf0efd18cb");
    assert_ne!(hash("a", "b"), hash("", "a\nb"));
}

#[test]
fn an_answer_is_proved_and_after_a_change_is_not() {
    let scene = Scene::with_news();
    let answer = scene.run("search 'bridge harbour reopened safe' --any --format json").stdout();
    let prove = |input: &str| scene.with(["verify-quote"]).input(input).run();
    let whole = r#"
proved: w-1, body 0-65: The bridge over the harbour reopened. Toll policies were debated.
proved: news/river.md#1, body 0-116: The river rose three feet overnight and the lower town stood under water. Mayor Edna Quill said the bridge was safe.
! 2 of 2 quotations proved (in 3 articles)
= 0"#;
    prove(&answer).is(whole);
    // A hit by itself, and one without passages.
    let hits: serde_json::Value = serde_json::from_str(&answer).unwrap();
    let mut hit = hits["hits"][0].clone();
    assert_eq!(prove(&hit.to_string()).code(), Some(0));
    hit["passages"] = serde_json::json!([]);
    prove(&hit.to_string()).is("proved: w-1\n! 1 of 1 quotation proved (in 3 articles)\n= 0");
    scene.file("news/river.md", RIVER.replace("three feet", "four feet"));
    assert_eq!(scene.run("index news --quiet --checksum").code(), Some(0));
    prove(&answer).is(r#"
proved: w-1, body 0-65: The bridge over the harbour reopened. Toll policies were debated.
changed: news/river.md#1, body 0-116: The river rose three feet overnight and the lower town stood under water. Mayor Edna Quill said the bridge was safe.
   the article has another text now; the words are found nowhere
! 1 of 2 quotations proved (in 3 articles)
= 1"#);
}

#[test]
fn citations_by_hand() {
    let scene = Scene::with_news();
    scene.run("verify-quote w-1 0 22 --headline --text 'Harbour bridge reopens'").is(r#"
proved: w-1, headline 0-22: Harbour bridge reopens
! 1 of 1 quotation proved (in 3 articles)
= 0"#);
    scene.run("verify-quote w-1 0 10 --text 'Toll policies were'").is(r#"
misquoted: w-1, body 0-10: Toll policies were
   these words do not stand there
   found: 2022-06-01 · Northern Wire · w-1 · news/wire.jsonl#1
      body 38-56, sentence 2, paragraph 1: Toll policies were
! 0 of 1 quotation proved (in 3 articles)
= 1"#);
    scene.run("verify-quote gone-1 0 10 --text 'Toll policies were'").is(r#"
gone: gone-1, body 0-10: Toll policies were
   there is no such article now
   found: 2022-06-01 · Northern Wire · w-1 · news/wire.jsonl#1
      body 38-56, sentence 2, paragraph 1: Toll policies were
! 0 of 1 quotation proved (in 3 articles)
= 1"#);
    scene.run("verify-quote w-1 0 999 --hash abc").is(r#"
changed: w-1, body 0-999
   the article has another text now
! 0 of 1 quotation proved (in 3 articles)
= 1"#);
    // Inside a character, beyond the end: no words stand there.
    scene.run("verify-quote w-1 60 999 --text 'debated.'").is(r#"
misquoted: w-1, body 60-999: debated.
   these words do not stand there
   found: 2022-06-01 · Northern Wire · w-1 · news/wire.jsonl#1
      body 57-65, sentence 2, paragraph 1: debated.
! 0 of 1 quotation proved (in 3 articles)
= 1"#);
}

#[test]
fn quotations_are_found() {
    let scene = Scene::with_news();
    let find = |quote: &str| scene.with(["verify-quote", "--text", quote]).run();
    find("The bridge over\nthe harbour  reopened.").is(r#"
1. Harbour bridge reopens
   2022-06-01 · Northern Wire · w-1 · news/wire.jsonl#1
   body 0-37, sentence 1, paragraph 1: The bridge over the harbour reopened.
! found in 1 article (searched 3 articles)
= 0"#);
    // Cut inside the first and the last word.
    find("ridge over the harbour reo").is("! found in no article (searched 3 articles)\n= 1");
    find("the bridge over the harbour").is("! found in no article (searched 3 articles)\n= 1");
    scene.run("verify-quote --in w-1 --text 'the bridge was safe'").is("! not found in this article\n= 1");
}

#[test]
fn wrong_use_is_said() {
    let scene = Scene::with_news();
    for (input, wanted) in [
        ("{\"x\":1}", "! morgue: standard input, object 1: no hit and no answer with text_hash\n= 2"),
        ("", "! morgue: standard input: no hit in it\n= 2"),
    ] {
        scene.with(["verify-quote"]).input(input).run().is(wanted);
    }
    scene
        .run("verify-quote w-1 0 10")
        .is("! morgue: say what is to be proved: --hash HASH, --text QUOTE, or both\n= 2");
    scene.run("verify-quote w-1 10 10 --text x").is("! morgue: END must lie behind START\n= 2");
    scene.run("verify-quote --text '. .'").is("! morgue: there is no word in the quotation \". .\"\n= 2");
}

#[test]
fn a_quotation_was_found_inside_other_words() {
    let scene = Scene::new();
    scene.file("news/a.md", "The Iranian said nothing of state-of-the-art ships.");
    scene.file("news/b.md", "Iran's envoy left.");
    assert_eq!(scene.run("index news --quiet").code(), Some(0));
    let found = |text: &str, of: &[&str]| scene.with([&["verify-quote", "--text", text], of].concat()).run().code();
    for (text, a, b) in [
        ("Iran", 1, 0),
        ("ranian said nothing of state-of-the-art", 1, 1),
        ("Iranian said nothing of state-of-the-ar", 1, 1),
        ("Iranian said nothing of state-of", 0, 1),
        ("art ships.", 0, 1),
        ("Iran's env", 1, 1),
    ] {
        assert_eq!(found(text, &["--in", "news/a.md#1"]), Some(a), "{text} in a");
        assert_eq!(found(text, &["--in", "news/b.md#1"]), Some(b), "{text} in b");
        assert_eq!(found(text, &[]), Some(a.min(b)), "{text} in all");
    }
}
