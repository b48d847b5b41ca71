//! What language an article is in: what its source says, checked by what its text shows.
//!
//! Takes an article as a format read it, with whatever the source wrote for its language; leaves it with a primary tag, or
//! with none. Many systems declare the language of the newsroom's software, `en` above German text, so the text has the
//! last word where it speaks plainly; and that is said, as a doubt. It must never touch the text.

use super::detect::{detect, is_shown};
use super::{is_known, name, tag};
use crate::article::Article;

/// Settles the language of an article.
///
/// | source says | text shows | language | doubt |
/// |---|---|---|---|
/// | German | German, or nothing plainly | German | |
/// | German | English, plainly | English | yes |
/// | Welsh (which no text shows) | English | Welsh | |
/// | `gb` (no language that we have heard of) | English, plainly | English | yes |
/// | nothing usable | English | English | |
/// | nothing usable | nothing plainly | none | |
pub fn settle(article: &mut Article) {
    let declared = article.language.take().and_then(|written| tag(&written));
    let shown = detect(&article.headline, &article.body);
    article.language = match (declared, shown) {
        (Some(declared), Some(shown))
            if declared != shown.tag && shown.plainly && (is_shown(&declared) || !is_known(&declared)) =>
        {
            article.doubts.push(format!(
                "its source says it is in {}, but its text is in {}; taken as {1}",
                name(&declared),
                name(shown.tag)
            ));
            article.origins.guess("language", "the text");
            Some(shown.tag.to_string())
        }
        (Some(declared), _) => Some(declared),
        (None, None) => None,
        (None, Some(shown)) => {
            article.origins.guess("language", "the text");
            Some(shown.tag.to_string())
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_has_the_last_word_where_it_speaks_plainly() {
        let german = "Der Stadtrat hat am Dienstag beschlossen, den alten Hafen nach dem Hochwasser wieder aufzubauen. Die \
                      Arbeiten sollen nach Angaben der Behörde drei Jahre dauern und vierzig Millionen Euro kosten.";
        let short = "Hafen";
        let doubt = "its source says it is in English, but its text is in German; taken as German";
        // What is declared, the text, the language it has then, and the doubt.
        type Row<'a> = (Option<&'a str>, &'a str, Option<&'a str>, Option<&'a str>);
        let table: [Row<'_>; 9] = [
            (Some("en-US"), german, Some("de"), Some(doubt)),
            (Some("de-AT"), german, Some("de"), None),
            (Some("cy"), german, Some("cy"), None),
            (
                Some("gb"),
                german,
                Some("de"),
                Some("its source says it is in gb, but its text is in German; taken as German"),
            ),
            (Some("x-none"), german, Some("de"), None),
            (None, german, Some("de"), None),
            (Some("en"), short, Some("en"), None),
            (None, short, None, None),
            (None, "", None, None),
        ];
        for (declared, text, language, doubt) in table {
            let mut article =
                Article { body: text.to_string(), language: declared.map(str::to_string), ..Article::default() };
            settle(&mut article);
            let told = (article.language.as_deref(), article.doubts.first().map(String::as_str));
            assert_eq!(told, (language, doubt), "{declared:?} {text}");
        }
    }
}
