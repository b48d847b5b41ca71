//! Sentences and passages: texts beside the stretches that are to be shown of them.

use std::ops::Range;

use morgue::search::passage::{self, Passage};
use morgue::search::proof::Mark;
use morgue::sentences::{Rules, around, lead, next, previous};
use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

fn english() -> &'static Rules {
    Rules::of(None)
}

/// All sentences of the text, walked from word to word.
fn sentences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(n) = text[at..].find(|c: char| !c.is_whitespace()) {
        let sentence = around(text, at + n..at + n, english());
        assert!(sentence.end > at + n, "{sentence:?} does not hold {}", at + n);
        at = sentence.end;
        found.push(&text[sentence]);
    }
    found
}

#[test]
fn sentences_as_newspapers_write_them() {
    // Sentences are parted by a bar; a bar is no part of the text.
    let table = [
        "The ship sank.| Nobody was hurt.| Was it old?| It was!",
        // Titles, initials, states, companies.
        "Mr. Bush met Sen. Dole and Gov. Sununu.| They ate.",
        "George W. Bush and J. K. Rowling met Gen. H. Norman Schwarzkopf.| Then they left.",
        "Alex. Brown Inc. sold shares.| He met Alex.| He paid.",
        "Apple Inc. Chairman John Smith resigned.| He was 61.",
        "He works for Apple Inc.| The company is large.",
        "She left the U.S. Senate in Jan. 1987 for the U.N. Security Council.| It was cold in the U.S.| The end.",
        "He lived in St. Louis, Mo., at No. 10 Main St.| It burned.",
        "The match, Smith vs. Jones, began at 5 p.m. Saturday.| They drew.",
        "It rose 5 pct.| The mark fell 0.3 pct.",
        "He said no.| Then he left.",
        "1. The first item.| 2. The second item.",
        // Stops that end nothing.
        "He waited ... and waited.| Nothing came.",
        "He waited ... Nothing came.| He left....| They came.",
        "See example.com for more.| It costs 3.50 dollars.",
        // Quotations.
        "\"Why?\" he asked.| \"Because!\" she said.",
        "\"We won. We are happy,\" he said.| They went home.",
        "“We won. We are happy,” he said.| They went home.",
        "He said: \"We won.\"| They went home.",
        // A quotation that the next paragraph goes on with.
        "\"We won.| We are happy.",
        // Capitals with blanks before the stops.
        "THE ALLIES MET .| THEY AGREED .| MR . SMITH OF THE U.S . ARMY LEFT .",
        "HE SPOKE OF HIS \" ERRORS . \"| LAST WEEK HE FELL .",
        // Lines wrapped, and what ends a paragraph.
        "The ship\nsank.| Nobody was\r\nhurt.",
        "The ship|\n\nNobody was hurt",
        "The ship|\r\n\r\nNobody was hurt",
        "The ship|\n \t\nNobody was hurt",
        "    The ship\nsank|\n    Nobody was\nhurt",
        "The ship|\n\tNobody was hurt",
        // Other scripts.
        "船沉了。|没有人受伤。|“真的吗？”|他问。",
        "Корабль затонул.| А. С. Пушкин не пострадал.",
        "जहाज डूब गया।| कोई घायल नहीं हुआ।",
        "Der Bürgermeister sagte: „Wir haben gewonnen.“| Er ging.",
        "",
    ];
    for line in table {
        let wanted: Vec<&str> = line.split('|').map(str::trim).filter(|s| !s.is_empty()).collect();
        let text = line.replace('|', "");
        assert_eq!(sentences(&text), wanted, "{text:?}");
    }
}

#[test]
fn a_paragraph_a_line_where_lines_are_long() {
    let long = format!("A {}line", "very ".repeat(30));
    assert_eq!(sentences(&format!("{long}\nAnother")), [long.as_str(), "Another"]);
    assert_eq!(sentences(&format!("Another\n{long}")), ["Another", long.as_str()]);
}

#[test]
fn neighbours_stay_in_the_paragraph() {
    let text = "One is here. Two is here.\nThree is here.\n\nFour is here.";
    assert_eq!(&text[lead(text, english())], "One is here.");
    let two = around(text, 14..14, english());
    assert_eq!(&text[two.clone()], "Two is here.");
    assert_eq!(next(text, &two, english()).map(|s| &text[s]), Some("Three is here."));
    assert_eq!(previous(text, &two, english()).map(|s| &text[s]), Some("One is here."));
    let four = around(text, text.len() - 3..text.len(), english());
    assert_eq!(&text[four.clone()], "Four is here.");
    assert_eq!((next(text, &four, english()), previous(text, &four, english())), (None, None));
    assert_eq!(&text[around(text, 14..30, english())], "Two is here.\nThree is here.");
    assert_eq!((lead("", english()), lead(" \n ", english())), (0..0, 3..3));
}

/// The text without brackets, and a mark for each word in them: `[word]`, leaf 0, or `[2:word]`, or `[d:word]`.
fn marked(text: &str) -> (String, Vec<Mark>) {
    let (mut body, mut marks) = (String::new(), Vec::new());
    for (n, part) in text.split('[').enumerate() {
        let Some((mark, rest)) = part.split_once(']').filter(|_| n > 0) else {
            body.push_str(part);
            continue;
        };
        let (leaf, word) = mark.split_once(':').unwrap_or(("0", mark));
        marks.push(Mark { at: body.len()..body.len() + word.len(), leaf: leaf.parse().ok() });
        body.push_str(word);
        body.push_str(rest);
    }
    (body, marks)
}

/// As `marked` reads it, without leaves, with an ellipsis where it is cut.
fn shown(body: &str, passage: &Passage) -> String {
    let mut line = String::from(if passage.cut_before { "…" } else { "" });
    let mut at = passage.at.start;
    for mark in &passage.marks {
        line += &format!("{}[{}]", &body[at..mark.start], &body[mark.clone()]);
        at = mark.end;
    }
    line + &body[at..passage.at.end] + if passage.cut_after { "…" } else { "" }
}

fn chosen(text: &str, most: usize) -> Vec<String> {
    let (body, marks) = marked(text);
    passage::choose(&body, english(), &marks, &[1.0, 2.0, 4.0], most, 0).iter().map(|p| shown(&body, p)).collect()
}

/// A sentence that needs no help from its neighbours.
fn padded(text: &str) -> String {
    format!(
        "{text} and this goes on for as long as it must so that the sentence is long enough to stand for itself alone."
    )
}

#[test]
fn the_best_first_then_what_is_missing() {
    let [a, b, c, d] =
        ["The [0:ship] is here", "A [0:ship], [0:ship]", "A [2:storm] rose", "A [1:port] in [0:sight]"].map(padded);
    let text = [&a, &b, &c, &d].map(String::as_str).join("\n\n");
    let plain = |text: &str| ["0:", "1:", "2:", "d:"].iter().fold(text.to_owned(), |t, leaf| t.replace(leaf, ""));
    let of = |wanted: &[&String]| wanted.iter().map(|s| plain(s)).collect::<Vec<_>>();
    assert_eq!(chosen(&text, 0), Vec::<String>::new());
    assert_eq!(chosen(&text, 1), of(&[&c]));
    assert_eq!(chosen(&text, 2), of(&[&c, &d]));
    assert_eq!(chosen(&text, 3), of(&[&b, &c, &d]));
    assert_eq!(chosen(&text, 9), of(&[&a, &b, &c, &d]));
    // Ties: the earliest. A date counts 1.
    let twins = [padded("The [d:May] ship"), padded("The [0:ship] is here")].join("\n\n");
    assert_eq!(chosen(&twins, 1), [plain(&padded("The [d:May] ship"))]);
}

#[test]
fn the_fewest_sentences_that_show_everything() {
    // The best alone shows the middle; with it three would be needed.
    let [middle, left, right] =
        ["A [1:port], [1:port] and [2:storm]", "A [0:ship] in [1:port]", "A [2:storm] by [3:night]"].map(padded);
    let text = [middle.as_str(), &left, &right].join("\n\n");
    let (body, marks) = marked(&text);
    let chosen = |most| {
        let passages = passage::choose(&body, english(), &marks, &[1.0, 1.0, 1.0, 1.0], most, 0);
        passages.iter().map(|p| shown(&body, p)).collect::<Vec<_>>()
    };
    let plain = |s: &str| ["0:", "1:", "2:", "3:"].iter().fold(s.to_string(), |s, leaf| s.replace(leaf, ""));
    let of = |wanted: &[&String]| wanted.iter().map(|s| plain(s)).collect::<Vec<_>>();
    assert_eq!(chosen(1), of(&[&middle]));
    assert_eq!(chosen(2), of(&[&left, &right]));
    assert_eq!(chosen(3), of(&[&middle, &left, &right]));
}

#[test]
fn context_as_of_grep() {
    let text = "One is here. Two is here.\n\nThree [ship] is. Four is here. Five is here.\n\nSix is here. \
                Seven [ship] is. Eight is here.";
    let (body, marks) = marked(text);
    let table: &[(usize, &[&str])] = &[
        (1, &["Two is here.\n\nThree [ship] is. Four is here.", "Six is here. Seven [ship] is. Eight is here."]),
        (
            2,
            &["One is here. Two is here.\n\nThree [ship] is. Four is here. Five is here.\n\nSix is here. \
               Seven [ship] is. Eight is here."],
        ),
        (
            9,
            &["One is here. Two is here.\n\nThree [ship] is. Four is here. Five is here.\n\nSix is here. \
               Seven [ship] is. Eight is here."],
        ),
    ];
    for (context, wanted) in table {
        let extended = |p: &Passage| shown(&body, p);
        let found = passage::choose(&body, english(), &marks, &[1.0], 3, *context);
        // Short ones have been helped out before, so the table is of single sentences.
        let single = passage::at(&body, english(), &marks, &[1.0], &marks[0].at, *context).map(|p| extended(&p));
        assert!(found.len() <= wanted.len(), "{context}: {:?}", found.iter().map(extended).collect::<Vec<_>>());
        assert!(single.is_some_and(|single| wanted[0].starts_with(&single)), "{context}");
    }
    let at = |context| passage::at(&body, english(), &marks, &[1.0], &marks[0].at, context).map(|p| shown(&body, &p));
    assert_eq!(at(0).as_deref(), Some("Three [ship] is."));
    assert_eq!(at(1).as_deref(), Some(table[0].1[0]));
    assert_eq!(at(9).as_deref(), Some(table[2].1[0]));
    // A neighbour without end is shown as far as a passage is, and nothing beyond it.
    let long = format!("Before. {}\n\nThe [ship] sank.", "word ".repeat(400));
    let (body, marks) = marked(&long);
    let [cut] = &passage::choose(&body, english(), &marks, &[1.0], 1, 5)[..] else { panic!() };
    assert!(cut.cut_before && !cut.cut_after && (300..500).contains(&cut.at.len()), "{cut:?}");
    // Nothing found: the lead with what follows.
    let [lead] = &passage::choose(text, english(), &[], &[], 1, 1)[..] else { panic!() };
    assert_eq!(&text[lead.at.clone()], "One is here. Two is here.\n\nThree [ship] is.");
}

#[test]
fn numbers_of_sentences_and_paragraphs() {
    let text = padded("One")
        + " "
        + &padded("Two [ship]")
        + "\n\n"
        + &padded("Three")
        + "\n\n* * *\n\n"
        + &padded("Four [0:ship]");
    let (body, marks) = marked(&text);
    let numbers = |context| {
        let passages = passage::choose(&body, english(), &marks, &[1.0], 3, context);
        passages.iter().map(|p| (p.sentence, p.sentences, p.paragraph)).collect::<Vec<_>>()
    };
    // What holds no word is a sentence and a paragraph all the same, as it can be shown.
    assert_eq!(numbers(0), [(2, 1, 1), (5, 1, 4)]);
    assert_eq!(numbers(1), [(1, 5, 1)]);
}

#[test]
fn scores() {
    let score = |text: &str| {
        let (body, marks) = marked(text);
        passage::all(&body, english(), &marks, &[1.0, 2.0, 4.0]).iter().map(|p| p.score).collect::<Vec<_>>()
    };
    assert_eq!(score("A [0:a]. The [d:b]. The [2:c]. None."), [1.0, 1.0, 4.0]);
    let [twice] = score("An [1:a] and an [1:a].")[..] else { panic!() };
    assert!(twice > 2.0 && twice < 2.5, "{twice}");
    let [near] = score("An [1:a] [2:b] and so on and on and on and on.")[..] else { panic!() };
    let [far] = score("An [1:a] and so on and on and on and on [2:b].")[..] else { panic!() };
    assert!(near > far && far > 6.0 && near < 8.0, "{near} {far}");
    // Of two that show the same, the shorter.
    let ship = |words: usize| format!("The [1:ship] {}sank.", "and so on ".repeat(words / 3));
    let [short, long] = score(&format!("{}\n\n{}", ship(30), ship(90)))[..] else { panic!() };
    assert!(short > long && long > 1.7, "{short} {long}");
    assert_eq!(score("Nothing here."), Vec::<f32>::new());
}

#[test]
fn short_ones_are_extended_and_neighbours_joined() {
    let long = padded("A second one");
    let table: &[(&str, &[&str])] = &[
        ("The [ship] sank. Nobody was hurt.", &["The [ship] sank. Nobody was hurt."]),
        ("Nobody was hurt. The [ship] sank.", &["Nobody was hurt. The [ship] sank."]),
        ("The [ship] sank.\n\nNobody was hurt.", &["The [ship] sank."]),
        ("The [ship] sank. The [1:port] burned.", &["The [ship] sank. The [port] burned."]),
        ("The [ship] sank.\n\nThe [1:port] burned.", &["The [ship] sank.", "The [port] burned."]),
        ("The [ship][1:board] sank. It was [2:old].", &["The [shipboard] sank. It was [old]."]),
        // No marks.
        (" The ship sank. Nobody was hurt.", &["The ship sank. Nobody was hurt."]),
        ("", &[]),
        (" \n ", &[]),
    ];
    for (text, wanted) in table {
        assert_eq!(chosen(text, 3), *wanted, "{text:?}");
    }
    assert_eq!(chosen(&format!("The [ship] sank. {long} {long}"), 1), [format!("The [ship] sank. {long}")]);
    assert_eq!(
        chosen(&format!("{long} The [ship] sank. {}", long.repeat(3).replace('.', ",")), 1),
        [format!("{long} The [ship] sank.")]
    );
    // A mark across sentences joins them.
    let (body, marks) = marked("It was old. The [ship sank. Nobody] was hurt. It rained.");
    let all: Vec<_> = passage::all(&body, english(), &marks, &[1.0]).iter().map(|p| shown(&body, p)).collect();
    assert_eq!(all, ["The [ship sank. Nobody] was hurt."]);
}

#[test]
fn what_is_too_long_is_cut_between_words() {
    let (before, after) = ("before ".repeat(200), " after".repeat(200));
    let [both] = &chosen(&format!("{before}[ship]{after}"), 3)[..] else { panic!() };
    assert!(both.starts_with("…before") && both.contains(" [ship] ") && both.ends_with("after…"), "{both}");
    assert!((350..420).contains(&both.len()), "{}", both.len());
    let [first] = &chosen(&format!("The [ship]{after}"), 3)[..] else { panic!() };
    assert!(first.starts_with("The [ship] after") && first.ends_with(" after…") && first.len() > 350, "{first}");
    let [last] = &chosen(&format!("{before}[ship]."), 3)[..] else { panic!() };
    assert!(last.starts_with("…before ") && last.ends_with(" [ship].") && last.len() > 350, "{last}");
    // Far apart: the heaviest.
    let [heavy] = &chosen(&format!("The [ship]{after} [2:storm] [port]{after} [1:sea]"), 3)[..] else { panic!() };
    assert!(heavy.contains("[storm] [port]") && !heavy.contains("ship") && !heavy.contains("sea"), "{heavy}");
    // No white space: between words as Unicode sees them; one that never ends is cut anywhere.
    let han = "船沉了".repeat(300);
    let [cut] = &chosen(&format!("{han}[沉]{han}"), 1)[..] else { panic!() };
    assert!(cut.contains("[沉]") && cut.starts_with('…') && cut.ends_with('…') && cut.len() > 300, "{cut}");
    let [cut] = &chosen(&"x".repeat(9000), 1)[..] else { panic!() };
    assert!(cut.ends_with("x…") && cut.len() < 410, "{cut}");
}

#[test]
fn an_ordinary_long_sentence_was_cut() {
    let clause = "and the council, which had met behind closed doors for the better part of the week, said nothing, ";
    let sentence = format!("The [ship] sank on Tuesday, {}and nobody asked.", clause.repeat(8));
    assert_eq!(chosen(&sentence, 1), [sentence.as_str()]);
    let [cut] = &chosen(&sentence.replace("asked.", &clause.repeat(8)), 1)[..] else { panic!() };
    assert!(cut.len() < 420 && cut.ends_with('…'), "{cut}");
    // A table is no sentence, nor is a line that never stops.
    let table = format!("The [ship] {}.", "MAY 12.5 up 3   ".repeat(50));
    let [cut] = &chosen(&table, 1)[..] else { panic!() };
    assert!(cut.len() < 420 && cut.ends_with('…'), "{cut}");
    let [cut] = &chosen(sentence.trim_end_matches('.'), 1)[..] else { panic!() };
    assert!(cut.len() < 420 && cut.ends_with('…'), "{cut}");
}

#[test]
fn the_first_and_the_last_word_of_a_body_were_cut_at_a_mark_inside_them() {
    let sea = " sea".repeat(96);
    let [first] = &chosen(&format!("air[ship]s{sea} a[ship]{sea}{sea}"), 1)[..] else { panic!() };
    assert!(first.starts_with("air[ship]s sea"), "{first}");
    let [last] = &chosen(&format!("sea{sea}{sea} [ship]a{sea} air[ship]s"), 1)[..] else { panic!() };
    assert!(last.ends_with("sea air[ship]s"), "{last}");
}

#[test]
fn a_line_without_end_is_read_around_its_marks_only() {
    let mut body = "word ".repeat(400_000);
    body.push_str("ship ");
    body.push_str(&"word ".repeat(400_000));
    let marks = [Mark { at: 2_000_000..2_000_004, leaf: Some(0) }];
    let [passage] = &passage::choose(&body, english(), &marks, &[1.0], 3, 0)[..] else { panic!() };
    assert_eq!(
        (passage.cut_before, passage.cut_after, passage.marks.as_slice()),
        (true, true, &[marks[0].at.clone()][..])
    );
    assert!(passage.at.len() <= 400 && &body[passage.marks[0].clone()] == "ship");
    assert!(around(&body, 2_000_000..2_000_004, english()).len() < 8300);
}

/// Texts with what matters to sentences more often than chance would have it.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-zA-Z]{1,9}".prop_map(|w| w + " "),
        1 => prop::sample::select(vec![". ", "? ", ".", "\"", "” ", "“", "\n", "\n\n", "\n    ", "\r\n", "Mr. ", "U.S. ", "。", "… ", "... ", "\t", "é", "漢字"]).prop_map(str::to_owned),
        1 => "\\PC{0,12}",
        1 => any::<String>(),
    ];
    prop_oneof![9 => prop::collection::vec(piece, 0..300).prop_map(|p| p.concat()), 1 => "[a-z漢é]{0,3000}"]
}

fn with_marks() -> impl Strategy<Value = (String, Vec<Mark>)> {
    let mark = (any::<prop::sample::Index>(), 0..12usize, prop::option::of(0..5usize));
    (text(), prop::collection::vec(mark, 0..30), 0..40usize).prop_map(|(body, picks, longest)| {
        let places: Vec<usize> = body.char_indices().map(|(n, _)| n).chain([body.len()]).collect();
        let mut marks: Vec<Mark> = (picks.into_iter().enumerate())
            .map(|(k, (index, len, leaf))| {
                let first = index.index(places.len());
                let last = (first + if k == 0 { len * longest } else { len }).min(places.len() - 1);
                Mark { at: places[first]..places[last], leaf }
            })
            .collect();
        marks.sort_by_key(|m| m.at.start);
        (body, marks)
    })
}

/// Whether a text may be cut here: at white space, between words, or in a word longer than any.
fn between_words(body: &str, at: usize) -> bool {
    let blank = body[..at].ends_with(char::is_whitespace) || body[at..].starts_with(char::is_whitespace);
    let mut words = body.split_word_bound_indices();
    blank || at == body.len() || words.any(|(n, word)| n == at || (n < at && at < n + word.len() && word.len() > 190))
}

fn check(body: &str, marks: &[Mark], passages: &[Passage], most: usize, context: usize) -> Result<(), TestCaseError> {
    prop_assert!(passages.len() <= most);
    prop_assert!(passages.windows(2).all(|p| p[0].at.end <= p[1].at.start));
    for Passage { at, marks: inside, cut_before, cut_after, score, sentence, sentences, paragraph } in passages {
        prop_assert!((1..=*sentence).contains(paragraph) && *sentences >= 1);
        let Some(held) = body.get(at.clone()) else { return Err(TestCaseError::fail(format!("{at:?}"))) };
        prop_assert!(!held.is_empty() && held.trim() == held);
        prop_assert!(inside.iter().all(|m| body.get(m.clone()).is_some() && at.start <= m.start && m.end <= at.end));
        prop_assert!(inside.windows(2).all(|m| m[0].end < m[1].start));
        prop_assert!(score.is_finite() && *score >= 0.0);
        for Mark { at: mark, .. } in marks {
            let blank = body[mark.clone()].trim().is_empty();
            let whole = at.start <= mark.start && mark.end <= at.end;
            let start = mark.end - body[mark.clone()].trim_start().len();
            let trimmed: Range<usize> = start..start + body[mark.clone()].trim().len();
            prop_assert!(blank || !whole || inside.iter().any(|m| m.start <= trimmed.start && trimmed.end <= m.end));
            let partly = trimmed.start < at.end && at.start < trimmed.end;
            prop_assert!(
                blank
                    || whole
                    || !partly
                    || *cut_before
                    || *cut_after
                    || context > 0
                    || trimmed.start >= at.start && trimmed.end <= at.end
            );
        }
        prop_assert!(!*cut_before || between_words(body, at.start), "{:?}", &body[at.clone()]);
        prop_assert!(!*cut_after || between_words(body, at.end), "{:?}", &body[at.clone()]);
    }
    Ok(())
}

proptest! {
    #![proptest_config(crate::util::cases(300))]

    #[test]
    fn passages_of_any_text((body, marks) in with_marks(), most in 0..6usize, context in 0..3usize) {
        let weights = [1.0, 2.0, 3.0, 0.5];
        let shown = passage::choose(&body, english(), &marks, &weights, most, context);
        check(&body, &marks, &shown, most, context)?;
        prop_assert_eq!(shown.is_empty(), most == 0 || body.trim().is_empty());
        let all = passage::all(&body, english(), &marks, &weights);
        check(&body, &marks, &all, usize::MAX, 0)?;
        let any = marks.iter().any(|m| !body[m.at.clone()].trim().is_empty());
        prop_assert_eq!(all.is_empty(), !any);
        prop_assert!(all.iter().all(|p| !p.marks.is_empty()));
    }

    #[test]
    fn sentences_of_any_text((body, marks) in with_marks()) {
        for Mark { at, .. } in marks {
            let sentence = around(&body, at.clone(), english());
            prop_assert_eq!(body[sentence.clone()].trim(), &body[sentence.clone()]);
            let word = body[at.clone()].trim();
            let start = at.end - body[at.clone()].trim_start().len();
            prop_assert!(word.is_empty() || (sentence.start <= start && start + word.len() <= sentence.end));
            let (before, after) = (previous(&body, &sentence, english()), next(&body, &sentence, english()));
            prop_assert!(before.is_none_or(|s| s.end <= sentence.start && body.get(s.clone()).is_some_and(|s| !s.is_empty())));
            prop_assert!(after.is_none_or(|s| s.start >= sentence.end && body.get(s.clone()).is_some_and(|s| !s.is_empty())));
        }
        let first = lead(&body, english());
        prop_assert!(body[..first.start].trim().is_empty());
    }
}
