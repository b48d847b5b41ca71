//! How texts are cut into words: every rule of `src/words.rs` as a table, and what must hold of any text.

use morgue::words::{LONGEST, Words};
use proptest::prelude::*;

/// `term@position`, in order.
fn read(text: &str) -> String {
    Words::new(text).map(|w| format!("{}@{}", w.term, w.position)).collect::<Vec<_>>().join(" ")
}

#[test]
fn words_are_read_as_a_reader_means_them() {
    let table = [
        ("Drug cartels, again.", "drug@0 cartels@1 again@2"),
        ("José MÜLLER, Łódź", "jose@0 muller@1 lodz@2"),
        ("Straße Æther", "strasse@0 aether@1"),
        ("Mexico's and Mexico’s", "mexico@0 and@1 mexico@2"),
        ("O'Brien O’Brien's", "obrien@0 brien@0 obrien@1 brien@1"),
        ("don't they'll", "dont@0 theyll@1"),
        ("d'études l'Élysée", "detudes@0 etudes@0 lelysee@1 elysee@1"),
        ("al-Qaeda's anti-war’s", "al@0 alqaeda@0 qaeda@1 anti@2 antiwar@2 war@3"),
        ("ΟΔΥΣΣΕΥΣ οδυσσευς Ὀδυσσεύς", "οδυσσευσ@0 οδυσσευσ@1 οδυσσευσ@2"),
        ("U.S. officials, U.N. and U.S.-led", "us@0 officials@1 un@2 and@3 us@4 led@5"),
        ("US", "us@0"),
        ("9 a.m. Monday", "9@0 am@1 monday@2"),
        ("AT&T: profit", "at&t@0 profit@1"),
        ("al-Qaeda", "al@0 alqaeda@0 qaeda@1"),
        ("anti-war", "anti@0 antiwar@0 war@1"),
        ("state-of-the-art", "state@0 of@1 the@2 art@3"),
        ("$1,234,567.89 and 3.5 pct", "1234567.89@0 and@1 3.5@2 pct@3"),
        ("1,200; 12,34", "1200@0 12@1 34@2"),
        ("1914-18 and 9/11", "1914@0 18@1 and@2 9@3 11@4"),
        ("2.12.2024", "2@0 12@1 2024@2"),
        ("end.Next", "end@0 next@1"),
        ("co\u{ad}operate zero\u{200b}width", "cooperate@0 zerowidth@1"),
        ("“Quoted” – words…", "quoted@0 words@1"),
        ("e\u{301}te\u{301}", "ete@0"),
        // However Unicode writes them: composed or not, full width or half.
        ("второй второи\u{306} второи", "второй@0 второй@1 второи@2"),
        ("한국 \u{1112}\u{1161}\u{11ab}\u{1100}\u{116e}\u{11a8}", "한국@0 한국@1"),
        ("Ｔｏｋｙｏ ２０２４", "tokyo@0 2024@1"),
        // Articles that lost their vowel.
        (
            "dell'arte Nell’anno jusqu'alors aujourd’hui",
            "dellarte@0 arte@0 nellanno@1 anno@1 jusqualors@2 alors@2 aujourdhui@3",
        ),
        ("東京都 tokyo", "東@0 京@1 都@2 tokyo@3"),
        ("Москва Ёлка", "москва@0 елка@1"),
        ("--- ... !!!", ""),
        ("", ""),
    ];
    for (text, expected) in table {
        assert_eq!(read(text), expected, "{text}");
    }
}

#[test]
fn kana_are_the_same_in_whatever_width_and_form() {
    let read = |text: &str| -> Vec<_> {
        Words::new(text)
            .map(|w| (w.term, &text[w.start..w.end]))
            .collect::<Vec<_>>()
            .into_iter()
            .map(|(t, s)| (t, s.to_string()))
            .collect()
    };
    let whole = read("ガ");
    for (text, printed) in [("カ\u{3099}", "カ\u{3099}"), ("ｶﾞ", "ｶﾞ")] {
        assert_eq!(read(text), [(whole[0].0.clone(), printed.to_string())], "{text}");
    }
    assert_ne!(read("カ")[0].0, whole[0].0, "another sound");
}

#[test]
fn curly_and_straight_marks_make_no_other_words() {
    let straight = "\"It's O'Brien's,\" he said of 'l'amour'.";
    for curly in [
        "“It’s O’Brien’s,” he said of ‘l’amour’.",
        "„It‘s O‘Brien‘s,“ he said of ‚l’amour‘.",
        "«Itʼs OʼBrienʼs,» he said of 'l＇amour'.",
    ] {
        assert_eq!(read(curly), read(straight), "{curly}");
    }
}

#[test]
fn a_compound_is_marked_whole() {
    let words: Vec<_> = Words::new("the al-Qaeda's men").map(|w| (w.term, w.start, w.end)).collect();
    assert_eq!(words[1], ("al".to_string(), 4, 6));
    assert_eq!(words.last().unwrap(), &("men".to_string(), 15, 18));
}

#[test]
fn a_word_of_any_length_is_found_by_its_beginning() {
    let long = "x".repeat(100_000);
    let terms: Vec<_> = Words::new(&long).collect();
    assert_eq!((terms.len(), terms[0].term.len(), terms[0].end), (1, LONGEST, 100_000));
    let long = "é-".repeat(50_000);
    assert_eq!(Words::new(&long).count(), 50_000);
}

#[test]
fn phrases_crossed_the_ends_of_paragraphs() {
    let table = [
        ("oil.\n\nPrices", "oil@0 prices@2"),
        ("oil\r\n \r\n“Prices", "oil@0 prices@2"),
        ("oil.\n\n\n\nPrices", "oil@0 prices@2"),
        ("oil.\n    Prices", "oil@0 prices@2"),
        ("oil.”\n\tPrices", "oil@0 prices@2"),
        // A line wrapped, indented or not, parts nothing.
        ("oil\nprices", "oil@0 prices@1"),
        ("oil.\n Prices", "oil@0 prices@1"),
        ("oil\n    prices", "oil@0 prices@1"),
        ("\n\noil\n\n", "oil@0"),
    ];
    for (text, expected) in table {
        assert_eq!(read(text), expected, "{text:?}");
    }
}

#[test]
fn the_last_stop_of_an_acronym_was_left_unmarked() {
    let marked = |text: &str| Words::new(text).map(|w| text[w.start..w.end].to_string()).collect::<Vec<_>>();
    assert_eq!(marked("In the U.S. at 9 a.m."), ["In", "the", "U.S.", "at", "9", "a.m."]);
    assert_eq!(marked("U.S.-led, U.S, J. Smith, vitamin C."), ["U.S.", "led", "U.S", "J", "Smith", "vitamin", "C"]);
    assert_eq!(marked("the U.S.’s men"), ["the", "U.S.", "s", "men"]);
}

proptest! {
    #![proptest_config(crate::util::cases(1000))]

    #[test]
    fn ranges_lie_on_characters_and_positions_never_fall(text in "(\\PC|[a-z'’.,&-]|\\s){0,60}") {
        let mut last = 0;
        for word in Words::new(&text) {
            prop_assert!(!word.term.is_empty());
            prop_assert!(text.get(word.start..word.end).is_some_and(|t| !t.is_empty()), "{word:?}");
            prop_assert!(word.position >= last);
            last = word.position;
        }
    }

    #[test]
    fn no_ascii_letter_or_digit_is_lost(text in "[a-zA-Z0-9 ,.:;()-]{0,60}") {
        // Without apostrophes nothing is dropped: all letters are in the terms that do not repeat others.
        let mut next = 0;
        let mut kept = String::new();
        for word in Words::new(&text) {
            if word.position >= next {
                next = word.position + 1;
                kept.push_str(&word.term);
            }
        }
        let letters = |t: &str| t.chars().filter(|c| c.is_ascii_alphanumeric()).collect::<String>().to_lowercase();
        prop_assert_eq!(letters(&kept), letters(&text));
    }
}
