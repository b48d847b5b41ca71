//! Finding dates in news text.
//!
//! Takes an [`Article`]; gives every date its headline and body mention, with the place and the days meant, in the
//! order of the text and without overlaps. It must never look at a clock, guess a date that text and publication do
//! not give, or fail, whatever the text.
//!
//! The work is done in three steps. A fast pass ([`glance`]) stops only at digits and at words that begin like a month,
//! a weekday or another word of the vocabulary ([`words`]). Where it stops, the phrase is read ([`calendar`] and
//! [`figures`] for dates as written, [`foreign`] for those of other languages, [`years`] for bare years and decades,
//! [`relative`] and [`distance`] for dates said by their distance) with a look at the words before and behind it, and
//! becomes a [`Saying`]: what is said, not yet which day that is. When the whole
//! article is read, [`settle`] gives each saying its days: from the day of publication, by the tense of the sentence
//! ([`tense`]), or from the date last spoken of ([`recall`]). A saying that cannot be settled is no mention.
//!
//! "Early", "mid", "late" and "the end of" are part of the phrase but do not narrow the days: they are not that exact.

mod calendar;
mod distance;
mod figures;
mod foreign;
mod glance;
mod holiday;
mod reader;
mod recall;
mod relative;
mod saying;
mod settle;
mod tense;
mod tongues;
mod words;
mod years;

use self::glance::Sight;
use self::reader::{Number, Reader};
use self::saying::{Said, Saying};
use self::settle::{Anchor, Settled};
use crate::article::Article;
use crate::mention::{DateMention, Field, Place, Resolved};
use crate::order::{self, DayMonth, Reading};

/// Finds the dates of one article, headline first. `day_month` is the order that was set for dates in figures.
pub fn find(article: &Article, day_month: Option<DayMonth>) -> Vec<DateMention> {
    let headline = read(&article.headline);
    let body = read(&article.body);
    // The headline is short: whether the text is a narrative shows in the body.
    let anchor = Anchor::new(article.published, if body.is_empty() { &headline } else { &body });
    let order = order(article, day_month, [&headline, &body]);
    let mut mentions = Vec::new();
    for (field, text, sayings) in [(Field::Headline, &article.headline, headline), (Field::Body, &article.body, body)] {
        for settled in settle::settle(Reader::new(text), &anchor, &sayings, order) {
            let Settled { start, end, period, or, resolved } = settled;
            mentions.push(DateMention { place: Place { field, start, end }, period, or, resolved });
        }
    }
    mentions
}

/// In which order the figures of an article stand, and how that is known.
fn order(article: &Article, set: Option<DayMonth>, sayings: [&[Saying]; 2]) -> Option<(DayMonth, Resolved)> {
    let figures = || sayings.into_iter().flatten().flat_map(|s| [Some(s.said), s.until]).flatten();
    let mut either = figures().filter_map(|said| match said {
        Said::Either(year, one, two) => Reading::new(one, two, year),
        _ => None,
    });
    let first = either.next()?;
    if let Some(set) = set {
        return Some((set, Resolved::Set));
    }
    let texts = [&article.headline, &article.body];
    let shown = texts.into_iter().find_map(|text| order::shown(text)).map(|order| (order, Resolved::Shown));
    let issue = || {
        let published = article.published.filter(|p| p.from == p.to)?;
        let mut ways = std::iter::once(first).chain(either).filter_map(|r| r.only(|day| day.from == published.from));
        let way = ways.next()?;
        ways.all(|other| other == way).then_some((way, Resolved::Issue))
    };
    let known = article.language.as_deref().is_some_and(order::writes_day_first);
    let language =
        || (known || order::day_first_language(&article.body)).then_some((DayMonth::DayFirst, Resolved::Language));
    shown.or_else(issue).or_else(language)
}

/// Reads all phrases of a text that speak of a date.
fn read(text: &str) -> Vec<Saying> {
    let bytes = text.as_bytes();
    let r = Reader::new(text);
    let mut sayings: Vec<Saying> = Vec::new();
    let mut i = 0;
    while let Some((at, sight)) = glance::glance(bytes, i) {
        let Some(first) = atom(r, at, sight) else {
            i = pass(r, at, sight);
            continue;
        };
        let floor = sayings.last().map_or(0, |s| s.end);
        let saying = qualified(r, range(r, relative::with_part(r, first)), floor);
        // A phrase that reaches back into the last one ("two days later" after "May 3, two") is left alone.
        i = saying.end.max(at + 1);
        if saying.start >= floor {
            sayings.push(saying);
        }
    }
    sayings
}

/// One date at a place.
fn atom(r: Reader, at: usize, sight: Sight) -> Option<Saying> {
    match sight {
        Sight::Digit => {
            let n = r.number(at)?;
            let before = r.before(at);
            if reader::letterlike(before) || (matches!(before, b'.' | b',') && r.before(at - 1).is_ascii_digit()) {
                return None;
            }
            figure(r, n)
        }
        Sight::Word => match r.word(at) {
            Some(word) => {
                holiday::read(r, word).or_else(|| calendar::month_first(r, word)).or_else(|| relative::phrase(r, word))
            }
            None => relative::letter_quarter(r, at),
        },
    }
}

/// A date that begins with a figure.
fn figure(r: Reader, n: Number) -> Option<Saying> {
    if n.width() > 4 {
        return figures::compact(r, n);
    }
    let money = matches!(r.before(n.start), b'$' | b'#' | b'/') || (r.before(n.start) == b'-' && n.width() < 4);
    // "AP-NY-11-02-89 0725EST".
    let slug = r.before(n.start) == b'-' && r.before(n.start - 1).is_ascii_uppercase() && r.at(n.end) == b'-';
    let money = money && !(slug && n.width() == 2 && figures::read(r, n).is_some());
    if let Some(saying) = nine_eleven(r, n) {
        return Some(saying);
    }
    let day = || figures::read(r, n).or_else(|| calendar::day_first(r, n)).or_else(|| foreign::day_first(r, n));
    if !money && let Some(saying) = day() {
        return Some(saying);
    }
    if !money
        && n.width() == 4
        && (1000..=2199).contains(&n.value)
        && let Some(saying) = calendar::year_month(r, n).or_else(|| foreign::month_before(r, n))
    {
        return Some(saying);
    }
    years::number(r, n)
}

/// "9/11", the day that is named by its figures.
fn nine_eleven(r: Reader, n: Number) -> Option<Saying> {
    let alone = r.has(n.start, b"9/11") && !r.goes_on(n.start + 4) && r.at(n.start + 4) != b'/';
    let clear = !matches!(r.before(n.start), b'/' | b'-' | b'$' | b'.') && r.number_before(n.start).is_none();
    let said = Said::Day(saying::Year::Stated(2001), 9, 11, None);
    (alone && clear).then(|| Saying::new(n.start, n.start + 4, said))
}

/// Where to look on when there is no date at a place.
fn pass(r: Reader, at: usize, sight: Sight) -> usize {
    match sight {
        Sight::Word => glance::skip_word(r.bytes(), at),
        // Over the whole of "1,200.50", "12:30", "555-1987" and "1987A".
        Sight::Digit => {
            let mut i = at;
            while r.at(i).is_ascii_digit()
                || reader::letterlike(r.at(i)) && r.at(i) != 0xE2
                || (matches!(r.at(i), b'.' | b',' | b':' | b'/') && r.at(i + 1).is_ascii_digit())
                || r.at(i) >= 0x80 && r.at(i) < 0xC0 && i > at
            {
                i += 1;
            }
            i.max(at + 1)
        }
    }
}

/// Joins a date and the one after a dash, "to" or "and" to a range.
fn range(r: Reader, first: Saying) -> Saying {
    let before = r.word_before(first.start);
    let between = before.is_some_and(|w| w.is("between"));
    let Some(after) = calendar::joined(r, first.end, between) else { return first };
    let second = match r.number(after) {
        Some(n) => figures::read(r, n).or_else(|| calendar::day_first(r, n)),
        // "next Friday" is read at its second word.
        None => r.word(after).and_then(|w| {
            let turned = w.any(&["next", "last", "this"]).then(|| r.next_word(w.end)).flatten();
            calendar::month_first(r, w).or_else(|| relative::phrase(r, turned.unwrap_or(w)))
        }),
    };
    let Some(second) = second else { return first };
    // "today - next Friday": only a dash says that these belong together.
    let dash = r.dash(first.end) == Some(after);
    let same = matches!(
        (first.said, second.said),
        (Said::Shift(_, words::Unit::Day), Said::Weekday(..) | Said::Day(..)) if dash
    ) || matches!(
        (first.said, second.said),
        (Said::Day(..) | Said::Either(..), Said::Day(..) | Said::Either(..))
            | (Said::Month(..), Said::Month(..))
            | (Said::Weekday(..), Said::Weekday(..))
    );
    // "moved the vote from May 3 to June 1" cannot be told from a range; "rose on May 3 to its June high" can.
    if same && second.start == after && second.end > first.end {
        Saying { end: second.end, until: Some(second.said), ..first }
    } else {
        first
    }
}

/// Takes "early", "mid-", "the end of", "late in" into the phrase.
fn qualified(r: Reader, saying: Saying, floor: usize) -> Saying {
    let wider = distance::week_of(r, distance::same_part(r, saying));
    if wider.start < saying.start && wider.start >= floor {
        return wider;
    }
    // "to end the day", "it will end within a month": a verb.
    if matches!(saying.said, Said::Present(words::Unit::Day) | Said::Stretch(..) | Said::Ahead(..)) {
        return saying;
    }
    let reach = |start: usize| if start >= floor { start } else { saying.start };
    let the = r.word_before(saying.start).filter(|w| w.is("the"));
    let decade = matches!(saying.said, Said::Decade(_) | Said::Century(_));
    let mut start = if decade { the.map_or(saying.start, |w| w.start) } else { saying.start };
    let inner = the.map_or(saying.start, |w| w.start);
    if let Some(w) = r.word_before_hyphen(saying.start).filter(|w| w.any(&["early", "late", "mid", "end"])) {
        start = r.with_the(w.start);
    } else if let Some(of) = r.word_before(inner).filter(|w| w.any(&["of", "in"]))
        && let Some(edge) = r.word_before(of.start)
    {
        let edges = ["end", "beginning", "start", "middle", "close", "turn"];
        if of.is("of") && edge.any(&edges) {
            start = r.with_the(edge.start);
        } else if of.is("in") && edge.any(&["early", "late"]) {
            start = edge.start;
        }
    }
    Saying { start: reach(start), ..saying }
}
