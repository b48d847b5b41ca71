//! Cases decided by hand, from the words of `morgue::query::span`: a query, an article, and what is marked in it. Asked of
//! the oracle and of the engine alike.

use morgue::article::Article;
use morgue::date::Period;
use morgue::index::document::Filed;
use morgue::mention::{DateMention, Field, Mentions, Person, Place};
use morgue::query::{Called, Case, Form, Query, Scope, Span, Spelling};

use super::asked::*;

/// A query, an article as [`article`] reads it, and the article as [`shown`](super::shown) with its marks; `-` where the
/// article does not satisfy the query.
pub type Row = (Query, &'static str, &'static str);

/// The rows, in the order of the operators in the module they are decided by.
pub fn rows() -> Vec<Row> {
    let exact = |w: &str| Spelling::Exact(w.to_string());
    let inflected = |w: &str| Spelling::Inflected(w.to_string());
    vec![
        // Words.
        (text(words("cat dog")), "|a cat dog, cat a dog", "|a [cat dog], cat a dog"),
        (text(words("cat dog")), "a cat|dog", "-"),
        (text(words("cat dog")), "|a cat\n\ndog", "-"),
        (text(words("cat cat")), "|cat cat cat dog cat", "|[cat cat cat] dog cat"),
        (text(words("al dog")), "|al-Qaeda dog", "-"),
        (text(words("alqaeda qaeda")), "|al-Qaeda dog", "|[al-Qaeda] dog"),
        (text(words("al qaeda")), "|al-Qaeda dog", "|[al-Qaeda] dog"),
        (within(Scope::Headline, words("cat")), "cat|cat", "[cat]|cat"),
        (text(spelled(inflected("reports"), Case::None)), "Report|Reported, report", "Report|Reported, [report]"),
        (text(spelled(exact("us"), Case::All)), "|us Us US U.S.", "|us Us [US] [U.S.]"),
        // Letters without capitals are no capitals.
        (text(spelled(exact("日"), Case::All)), "|日本", "-"),
        (text(spelled(exact("日"), Case::Some)), "|日本", "-"),
        (text(spelled(exact("日"), Case::None)), "|日本", "|[日]本"),
        (text(spelled(Spelling::Fuzzy("us".to_string(), 2), Case::All)), "|日本 us US", "|日本 us [US]"),
        // Inflections that share no stem, and a form that is another word too.
        (text(spelled(inflected("women"), Case::Any)), "woman|man, women, womanish", "[woman]|man, [women], womanish"),
        (text(spelled(inflected("saying"), Case::Any)), "|say, said, says", "|[say], [said], [says]"),
        (text(spelled(inflected("find"), Case::Any)), "|found, founded, finds", "|[found], founded, [finds]"),
        (text(spelled(inflected("found"), Case::Any)), "|found, founded, finds", "|[found], [founded], finds"),
        (text(spelled(exact("al"), Case::None)), "|al-Qaeda al", "|al-Qaeda [al]"),
        (text(spelled(exact("qaeda"), Case::Some)), "|al-Qaeda qaeda", "|al-[Qaeda] qaeda"),
        // Loose: moved over is 1, swapped is 2, over a third word and swapped is 3.
        (text(loose("cat dog", 0)), "|cat dog cat", "|[cat] [dog] cat"),
        (text(loose("cat dog", 1)), "|dog cat x dog", "|dog [cat] x [dog]"),
        (text(loose("cat dog", 1)), "|dog cat", "-"),
        (text(loose("cat dog", 2)), "|dog cat", "|[dog] [cat]"),
        (text(loose("cat dog", 2)), "|dog x cat", "-"),
        (text(loose("cat dog", 3)), "|dog x cat", "|[dog] x [cat]"),
        (text(loose("cat cat", 1)), "|cat x cat", "|[cat] x [cat]"),
        (text(loose("cat cat", 5)), "|cat x", "-"),
        (text(loose("cat dog pig", 2)), "|cat x dog x pig", "|[cat] x [dog] x [pig]"),
        (text(loose("cat dog pig", 1)), "|cat x dog x pig", "-"),
        (text(loose("cat dog pig", 2)), "|cat pig dog", "|[cat] [pig] [dog]"),
        (text(loose("cat dog", 1)), "|cat\n\ndog", "|[cat]\n\n[dog]"),
        // Near, in words.
        (text(near(words("cat"), 1, words("dog"))), "|dog cat x dog", "|[dog] [cat] x dog"),
        (text(near(words("cat"), 2, words("dog"))), "|cat cat dog", "|[cat] [cat] [dog]"),
        (text(near(words("cat"), 2, words("dog"))), "|cat x x dog", "-"),
        (text(near(words("cat"), 2, words("dog"))), "|cat\n\ndog", "|[cat]\n\n[dog]"),
        (text(near(words("cat"), 1, words("dog"))), "|cat\n\ndog", "-"),
        (text(near(words("cat"), 1, words("cat"))), "|cat cat x cat", "|[cat] [cat] x cat"),
        (text(near(words("cat"), 3, words("cat"))), "|cat x", "-"),
        (text(before(words("cat"), 2, words("dog"))), "|dog cat x dog", "|dog [cat] x [dog]"),
        (text(before(words("cat"), 9, words("dog"))), "|dog cat", "-"),
        // Words behind the last of the earlier, not behind its first.
        (text(near(words("a b c"), 1, words("dog"))), "|a b c dog", "|[a b c] [dog]"),
        (text(near(words("al"), 1, words("dog"))), "|al-Qaeda x dog", "-"),
        (text(near(words("al"), 2, words("dog"))), "|al-Qaeda dog", "|[al]-Qaeda [dog]"),
        // Two that share a word make no pair.
        (text(near(words("cat dog"), 5, words("dog pig"))), "|cat dog pig", "-"),
        (text(near(words("cat dog"), 5, words("dog pig"))), "|cat dog x dog pig", "|[cat dog] x [dog pig]"),
        // The hull of a pair is what the next operator measures from.
        (text(near(near(words("a"), 3, words("b")), 1, words("c"))), "|a x b c", "|[a] x [b] [c]"),
        // Between the two words of a pair is as near as can be, but before or behind it is not.
        (text(near(near(words("a"), 3, words("b")), 9, words("c"))), "|a c b", "|[a] [c] [b]"),
        (text(before(near(words("a"), 3, words("b")), 9, words("c"))), "|a c b", "-"),
        (
            text(in_sentence(in_sentence(words("bank"), words("money")), words("england"))),
            "|The bank of England lost money. Bank and money.\n\nEngland.",
            "|The [bank] of [England] lost [money]. Bank and money.\n\nEngland.",
        ),
        (
            text(near(near(words("a"), 4, words("b")), 1, near(words("c"), 4, words("d")))),
            "|a c b d",
            "|[a] [c] [b] [d]",
        ),
        (text(near(near(words("a"), 4, words("b")), 1, near(words("b"), 4, words("c")))), "|a b c", "-"),
        (text(apart(words("c"), 1, near(words("a"), 3, words("b")))), "|a c b", "-"),
        // A word of a phrase is not near it.
        (text(near(words("a b c"), 5, words("b"))), "|a b c", "-"),
        (text(near(words("a b c"), 5, words("b"))), "|a b c x b", "|[a b c] x [b]"),
        (text(before(words("c"), 1, near(words("a"), 3, words("b")))), "|c a x b, a c b", "|[c] [a] x [b], a c b"),
        // A pair needs a nearest: the first cat's dog is the second, the second dog's cat is the first; both are pairs.
        (text(before(words("cat"), 9, words("dog"))), "|cat cat dog dog", "|[cat] [cat] [dog] [dog]"),
        (at_least(3, before(words("cat"), 9, words("dog"))), "|cat cat dog dog", "|[cat] [cat] [dog] [dog]"),
        (at_least(4, before(words("cat"), 9, words("dog"))), "|cat cat dog dog", "-"),
        // Near, in sentences and paragraphs.
        (
            text(in_sentence(words("cat"), words("dog"))),
            "|A cat. A dog. Dog and cat.",
            "|A cat. A dog. [Dog] and [cat].",
        ),
        (text(in_sentence(words("cat"), words("dog"))), "|The cat and\nthe dog.", "|The [cat] and\nthe [dog]."),
        (text(in_sentence(words("cat"), words("dog"))), "cat x dog|", "[cat] x [dog]|"),
        (text(in_sentence(words("cat dog"), words("x"))), "|A cat. Dog x. Cat dog x.", "|A cat. Dog x. [Cat dog] [x]."),
        (text(in_sentence(words("x"), words("cat dog"))), "|X cat. Dog.", "-"),
        (text(in_paragraph(words("cat"), words("dog"))), "|A cat. A dog.\n\nA dog.", "|A [cat]. A [dog].\n\nA dog."),
        (text(in_paragraph(words("cat"), words("dog"))), "|A cat.\n\nA dog.", "-"),
        // Apart.
        (text(apart(words("cat"), 2, words("dog"))), "|cat x dog x x cat", "|cat x dog x x [cat]"),
        (text(apart(words("cat"), 2, words("dog"))), "|dog cat", "-"),
        (text(not_before(words("cat"), 2, words("dog"))), "|dog cat", "|dog [cat]"),
        (text(apart(words("cat"), 2, words("zebra"))), "cat|cat", "[cat]|[cat]"),
        (text(not_in_sentence(words("cat"), words("dog"))), "|A cat. Dog, cat.", "|A [cat]. Dog, cat."),
        // What shares a word with it is no pair: the phrase stays though the word is in it.
        (text(apart(words("cat dog"), 9, words("dog"))), "|a cat dog", "|a [cat dog]"),
        (text(apart(words("cat"), 9, words("cat"))), "|a cat", "|a [cat]"),
        (text(apart(words("cat"), 9, words("cat"))), "|cat, cat", "-"),
        // Any: matches with the same bounds are one, and all that takes part is marked.
        (at_least(2, any([words("al"), words("alqaeda")])), "|al-Qaeda", "-"),
        (at_least(2, any([words("a b c"), near(words("a"), 9, words("c"))])), "|a b c", "-"),
        (text(any([words("al"), words("alqaeda")])), "|al-Qaeda", "|[al-Qaeda]"),
        (at_least(2, any([words("cat"), words("cat dog")])), "|cat dog", "|[cat dog]"),
        // Opening.
        (text(opening(2, words("dog"))), "|a dog dog", "|a [dog] dog"),
        (text(opening(2, words("dog pig"))), "|a dog pig", "-"),
        (text(opening(2, words("dog"))), "a dog|dog\n\ndog", "a [dog]|[dog]\n\ndog"),
        (text(opening(3, near(words("a"), 5, words("b")))), "|a x b a", "|[a] x [b] a"),
        (text(near(opening(1, words("a")), 5, words("b"))), "|a x b a", "|[a] x [b] a"),
        (within(Scope::Lead, words("dog")), "dog|a dog.\n\nA dog.", "[dog]|a [dog].\n\nA dog."),
        (within(Scope::Lead, near(words("cat"), 9, words("dog"))), "|a cat.\n\nA dog.", "-"),
        // What stands behind the first paragraph is no part of the lead, but it is near.
        (within(Scope::Lead, apart(words("cat"), 9, words("dog"))), "|a cat.\n\nA dog.", "-"),
        // At least.
        (at_least(3, words("cat")), "cat|cat dog cat", "[cat]|[cat] dog [cat]"),
        (at_least(3, words("cat")), "cat|cat dog", "-"),
        (at_least(2, near(words("cat"), 1, words("dog"))), "|cat dog cat", "|[cat] [dog] [cat]"),
        (at_least(2, words("cat cat")), "|cat cat cat", "|[cat cat cat]"),
        // Mentions.
        (text(person("edna")), "|Edna {Edna Quill:Quill}'s cat", "|Edna [Quill]'s cat"),
        (text(near(person("quill"), 1, words("cat"))), "|{Edna Quill:Edna Quill}'s cat", "|[Edna Quill]'s [cat]"),
        (text(near(person("quill"), 2, person("brown"))), "|{Edna Quill:Quill}, {Jo Brown:Jo B.}", "|[Quill], [Jo B.]"),
        (text(near(person("quill"), 9, words("edna"))), "|{Edna Quill:Edna Quill} x", "-"),
        (text(person("edna brown")), "|{Edna Quill:Quill}, {Jo Brown:Jo B.}", "-"),
        // A name that is like one of two letters is no beginning of a sentence.
        (text(in_paragraph(words("cat"), fuzzy_person("us", 2))), "|cat cat. War", "-"),
        (
            text(in_paragraph(words("cat"), fuzzy_person("us", 2))),
            "|{Gus Marsh:Gus} {Edna Quill:Quill} cat",
            "|[Gus] Quill [cat]",
        ),
        (within(Scope::Headline, person("quill")), "|{Edna Quill:Quill}", "-"),
        // Notes of the layer are no names, however few letters a misspelling may change.
        (
            text(Span::Person(Called::words(vec![Form {
                spelling: Spelling::Fuzzy("us".to_string(), 2),
                case: Case::Any,
            }]))),
            "|{Edna Quill:Quill}",
            "-",
        ),
        (text(opening(2, date("1989"))), "|in {1989-11:November 1989}", "-"),
        (text(opening(3, date("1989"))), "|in {1989-11:November 1989}", "|in [November 1989]"),
        (text(near(date("1989"), 1, words("cat"))), "|{1989:1989} cat {2021:2021} cat", "|[1989] [cat] 2021 cat"),
        (Query::Mentions(Period::year(1989).unwrap()), "{1989:1989}|{1980s:eighties}", "[1989]|eighties"),
        (Query::Person(Called::words(forms("quill edna"))), "{Edna Quill:Quill}|{Jo Brown:Brown}", "[Quill]|Brown"),
        // The article.
        (Query::Length(3, Some(4)), "a b|al-Qaeda", "a b|al-Qaeda"),
        (Query::Length(5, None), "a b|al-Qaeda", "-"),
        (Query::Length(2, Some(2)), "|a\n\nb", "|a\n\nb"),
        (Query::Or(vec![text(words("a")), Query::And(vec![text(words("b")), text(words("z"))])]), "|a b", "|[a] b"),
        (Query::And(vec![text(words("a")), not(text(words("z")))]), "|a b", "|[a] b"),
        (not(not(text(words("a")))), "|a b", "|a b"),
        (Query::Quorum(2, vec![text(words("a")), text(words("b")), text(words("z"))]), "|a b c", "|[a] [b] c"),
        (Query::Quorum(3, vec![text(words("a")), text(words("b")), text(words("z"))]), "|a b c", "-"),
        (Query::Prefer(Box::new(text(words("a"))), vec![text(words("b")), text(words("z"))]), "|a b", "|[a] [b]"),
        (Query::Prefer(Box::new(text(words("z"))), vec![text(words("b"))]), "|a b", "-"),
    ]
}

fn fuzzy_person(word: &str, changes: u8) -> Span {
    Span::Person(Called::words(vec![Form { spelling: Spelling::Fuzzy(word.to_string(), changes), case: Case::Any }]))
}

/// `headline|body` -> the article, with mentions written `{full name:text}` and `{date:text}`.
pub fn article(written: &str) -> Filed {
    let (headline, body) = written.split_once('|').unwrap();
    let mut mentions = Mentions::default();
    let headline = read(headline, Field::Headline, &mut mentions);
    let body = read(body, Field::Body, &mut mentions);
    let article = Article { id: "row".to_string(), headline, body, ..Article::default() };
    Filed { article, path: "rows/row.jsonl".to_string(), member: None, record: 1, mentions, generation: 1 }
}

fn read(written: &str, field: Field, mentions: &mut Mentions) -> String {
    let mut text = String::new();
    for piece in written.split_inclusive(['{', '}']) {
        let Some((named, printed)) = piece.strip_suffix('}').and_then(|mention| mention.split_once(':')) else {
            text.push_str(piece.trim_end_matches('{'));
            continue;
        };
        let start = text.len();
        text.push_str(printed);
        let place = Place { field, start, end: text.len() };
        match Period::parse(named) {
            Ok(period) => mentions.dates.push(DateMention::new(place, period)),
            Err(_) => mentions.people.push(Person { name: named.to_string(), mentions: vec![place] }),
        }
    }
    text
}
