//! Which lines of a plain text are headlines.
//!
//! Marked ones: a line wholly in bold, or a Markdown heading of the first or second level. Unmarked ones: the first
//! line of a text, if it reads like a headline. Takes lines, gives headlines without their marks and without labels
//! such as "Secondary Article:"; it never looks at more than the line and the length of what follows, and never takes
//! so much away that nothing is left.

/// A line that opens an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Heading<'a> {
    /// The headline.
    pub(super) headline: &'a str,
    /// Whether it only says that an article follows ("Top Story"): a headline if there is no better one.
    pub(super) label: bool,
}

/// The headline that a line marks.
pub(super) fn marked(line: &str) -> Option<Heading<'_>> {
    let line = line.trim();
    if let Some(text) = line.strip_prefix("## ").or_else(|| line.strip_prefix("# ")) {
        let text = text.trim().trim_end_matches('#').trim_end();
        let text = bold(text).unwrap_or(text);
        return (!text.is_empty()).then(|| heading(text));
    }
    if let Some(text) = bold(line) {
        // "**Key points:**" heads a list, unless it is one of the labels.
        let found = heading(text);
        return (found.label || !text.ends_with(':')).then_some(found);
    }
    // "**Headline:** The words themselves"
    let (label, text) = line.strip_prefix("**")?.split_once("**")?;
    let label = label.strip_suffix(':').or_else(|| text.starts_with(':').then_some(label))?;
    let text = text.trim_start_matches(':').trim();
    (is_label(label) && !text.is_empty() && !text.contains("**")).then_some(Heading { headline: text, label: false })
}

/// The text of a line that is wholly bold.
fn bold(line: &str) -> Option<&str> {
    let text = line.strip_prefix("**")?.strip_suffix("**")?;
    let whole = !text.contains("**") && !text.trim().is_empty() && !text.starts_with('*');
    whole.then_some(text.trim())
}

fn heading(text: &str) -> Heading<'_> {
    let bare = text.trim_end_matches(':');
    if is_label(bare) {
        return Heading { headline: bare.trim_end(), label: true };
    }
    Heading { headline: without_label(text), label: false }
}

/// A headline without "Secondary Article:", "Headline:", "Story 3 -" at its head. A numbered article may be one of a
/// treaty ("Article 5: NATO Tested"), as a title may be one of a law, so these stay.
fn without_label(text: &str) -> &str {
    let numbered = |label: &str| {
        let of_law = ["article", "title", "item"].iter().any(|n| label.to_ascii_lowercase().starts_with(n));
        of_law && label.bytes().any(|b| b.is_ascii_digit())
    };
    let colon = text.split_once(':');
    let dash = [" - ", " – ", " — "].iter().find_map(|dash| text.split_once(dash));
    for (label, rest) in [colon, dash].into_iter().flatten() {
        if is_label(label) && !numbered(label) && !rest.trim().is_empty() {
            let rest = rest.trim();
            return bold(rest).unwrap_or(rest);
        }
    }
    text
}

/// Whether the words only say that an article follows: "Secondary Article", "Story 3", "Headline".
fn is_label(text: &str) -> bool {
    const NOUNS: [&str; 5] = ["article", "story", "headline", "title", "item"];
    const OTHERS: [&str; 18] = [
        "main",
        "primary",
        "secondary",
        "lead",
        "top",
        "first",
        "second",
        "third",
        "fourth",
        "related",
        "additional",
        "supporting",
        "news",
        "one",
        "two",
        "three",
        "no",
        "number",
    ];
    const LONGEST: usize = 4;
    let mut nouns = 0;
    let mut words = 0;
    for word in text.split([' ', '.', '#', '*', '_', '-']).filter(|w| !w.is_empty()) {
        words += 1;
        let is = |names: &[&str]| names.iter().any(|n| n.eq_ignore_ascii_case(word));
        if is(&NOUNS) {
            nouns += 1;
        } else if !(is(&OTHERS) || (word.len() <= 3 && word.bytes().all(|b| b.is_ascii_digit()))) {
            return false;
        }
    }
    nouns > 0 && words <= LONGEST
}

/// The first line of a text and what follows it, if that line reads like a headline though nothing marks it.
pub(super) fn unmarked(text: &str) -> Option<(&str, &str)> {
    const LONGEST: usize = 150;
    let (line, rest) = text.split_once('\n')?;
    let headline = line.trim();
    let length = headline.chars().count();
    if headline.is_empty() || length > LONGEST || rest.trim().is_empty() || ends_like_a_sentence(headline) {
        return None;
    }
    let next = rest.lines().next().unwrap_or_default().trim();
    // Hard-wrapped prose has lines of one length; a headline stands out by a blank line or by being much shorter.
    let apart = next.is_empty() || next.chars().count() >= length * 2;
    apart.then_some((headline, rest))
}

fn ends_like_a_sentence(line: &str) -> bool {
    const ABBREVIATIONS: [&str; 14] =
        ["Inc", "Co", "Corp", "Ltd", "Jr", "Sr", "St", "Bros", "Dept", "Gov", "Sen", "Rep", "etc", "vs"];
    let line = line.trim_end_matches(['"', '\'', '”', '’', ')']);
    if line.ends_with([',', ';', ':', '-', '–', '—']) {
        return true;
    }
    let Some(line) = line.strip_suffix('.') else {
        return false;
    };
    let word = line.rsplit([' ', '\u{a0}']).next().unwrap_or_default();
    // "U.S.", "J." and the like end in a full stop wherever they stand.
    let initials = word.contains('.') || (word.len() == 1 && word.starts_with(char::is_uppercase));
    !(initials || ABBREVIATIONS.contains(&word))
}

/// The name in a line such as `By Jane Doe` or `*By Jane Doe, Staff Writer*`.
pub(super) fn byline(line: &str) -> Option<&str> {
    const LONGEST: usize = 100;
    let line = line.trim().trim_matches(['*', '_']);
    let (by, name) = line.split_once(char::is_whitespace)?;
    let name = name.trim();
    let named = name.starts_with(char::is_uppercase) && name.len() <= LONGEST && !ends_like_a_sentence(name);
    (matches!(by, "By" | "BY") && named).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_labels() {
        for (line, expected) in [
            ("**Rain Ends Drought**", Some("Rain Ends Drought")),
            ("**Secondary Article: Rain: An End**", Some("Rain: An End")),
            ("**Secondary Article:** Rain", Some("Rain")),
            ("# Article 2: Rain", Some("Article 2: Rain")),
            ("# Top Story: Rain", Some("Rain")),
            ("## **Lead Story - Rain**", Some("Rain")),
            ("**Article 5: NATO Tested**", Some("Article 5: NATO Tested")),
            ("## **Story 3 - Rain**", Some("Rain")),
            ("## Headline: Rain ##", Some("Rain")),
            ("**Article 1**", Some("label Article 1")),
            ("**Top Story:**", Some("label Top Story")),
            ("**Headline Two**", Some("label Headline Two")),
            ("**Toy Story 4 - A Review**", Some("Toy Story 4 - A Review")),
            ("**Key points:**", None),
            ("**Bold** words **here**", None),
            ("### Rain", None),
            ("#Rain", None),
            ("****", None),
            ("Rain", None),
        ] {
            let found = marked(line).map(|h| format!("{}{}", if h.label { "label " } else { "" }, h.headline));
            assert_eq!(found.as_deref(), expected, "{line}");
        }
    }

    #[test]
    fn unmarked_headlines() {
        for (text, expected) in [
            ("Rain Ends Drought\n\nIt rained.", Some("Rain Ends Drought")),
            ("Rain Ends Drought in U.S.\n\nIt rained.", Some("Rain Ends Drought in U.S.")),
            ("Short line\nA text that is a good deal longer than the line above it.", Some("Short line")),
            ("It rained.\n\nThen it stopped.", None),
            ("The river rose by a metre on\nTuesday and fell by two on\nFriday.", None),
            ("Just one line", None),
        ] {
            assert_eq!(unmarked(text).map(|(h, _)| h), expected, "{text}");
        }
    }

    #[test]
    fn bylines() {
        assert_eq!(byline("By Jane Doe"), Some("Jane Doe"));
        assert_eq!(byline("*By Jane Doe, Staff*"), Some("Jane Doe, Staff"));
        assert_eq!(byline("By Tuesday the river had risen."), None);
        assert_eq!(byline("By the way"), None);
    }
}
