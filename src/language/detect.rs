//! Which language a text is in, by a sample of it.
//!
//! Takes headline and body; gives a tag, or None where the text does not speak plainly. `whichlang` guesses among the
//! sixteen languages it knows and always gives one, also for a table of prices or for Polish. So its guess must show: by the
//! function words of the language, or by its script. It must cost little, for it is asked of every article: where one word
//! in four of the first thirty-two is an English function word, nothing else is asked.
//!
//! Measured on 2 cores at 2.1 GHz, on a kilobyte of news: whichlang 17 µs, whatlang 136 to 210 µs, lingua over 2 ms (and
//! 80 MB of models). Of 3,976 English articles and tables of Reuters whichlang alone takes 158 for another language,
//! whatlang 368 (46 of them as reliable); of sentences of 25 letters in eight languages whichlang errs in 1 of 24, whatlang
//! in 6. With function words asked as here none of 3,976 is taken for another language, and 580, all of them tables or a line
//! or two of figures, for none.

use whichlang::Lang;

use super::function_words;
use super::list::List;

/// Bytes of a text that are looked at.
pub const SAMPLE: usize = 512;
/// Words that a text needs to show its language by function words, in one of so many of which it must have one.
const WORDS: usize = 6;
/// See [`WORDS`].
const ONE_IN: usize = 8;
/// Letters of a script that a text needs to show its language by them.
const LETTERS: usize = 8;
/// Words (or letters of a script) of a text that may contradict its source.
const PLAINLY: usize = 20;

/// What a text shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Its language.
    pub tag: &'static str,
    /// Whether there is enough of it to contradict what its source says.
    pub plainly: bool,
}

/// The languages that a text may show.
const SHOWN: [(Lang, &str); 16] = [
    (Lang::Ara, "ar"),
    (Lang::Cmn, "zh"),
    (Lang::Deu, "de"),
    (Lang::Eng, "en"),
    (Lang::Fra, "fr"),
    (Lang::Hin, "hi"),
    (Lang::Ita, "it"),
    (Lang::Jpn, "ja"),
    (Lang::Kor, "ko"),
    (Lang::Nld, "nl"),
    (Lang::Por, "pt"),
    (Lang::Rus, "ru"),
    (Lang::Spa, "es"),
    (Lang::Swe, "sv"),
    (Lang::Tur, "tr"),
    (Lang::Vie, "vi"),
];

/// Whether a text can show that it is in this language.
pub fn is_shown(tag: &str) -> bool {
    SHOWN.iter().any(|(_, shown)| *shown == tag)
}

/// The language of a text.
pub fn detect(headline: &str, body: &str) -> Option<Shown> {
    let sample = sample(body);
    // A body of a word or two says less than its headline.
    if sample.len() >= SAMPLE / 4 {
        return of(sample);
    }
    of(&format!("{headline}\n{sample}"))
}

/// So many bytes from the middle of a text, where no boilerplate stands.
fn sample(text: &str) -> &str {
    if text.len() <= SAMPLE {
        return text;
    }
    let middle = (text.len() - SAMPLE) / 2;
    let start = crate::sentences::ceil(text, middle);
    let end = crate::sentences::floor(text, middle + SAMPLE).max(start);
    let cut = text.get(start..end).unwrap_or_default();
    // Words cut in two would be other words.
    match (cut.find(' '), cut.rfind(' ')) {
        (Some(first), Some(last)) if first < last && last - first > SAMPLE / 2 => &cut[first..last],
        _ => cut,
    }
}

fn of(text: &str) -> Option<Shown> {
    // English, which most archives are, shows by its function words alone, and at a fraction of the cost.
    if let Some(list) = function_words::list("en") {
        let few = Counts::of(text, list, ENGLISH_WORDS);
        if few.words >= WORDS && few.english > 0 && few.found * 4 >= few.words {
            return Some(Shown { tag: "en", plainly: few.words >= PLAINLY });
        }
    }
    let guess = whichlang::detect_language(text);
    let tag = SHOWN.iter().find(|(lang, _)| *lang == guess).map(|(_, tag)| *tag)?;
    match (function_words::list(tag), script(tag)) {
        (Some(list), _) => by_words(text, tag, list),
        (None, Some(script)) => by_script(text, tag, script),
        (None, None) => None,
    }
}

/// Words counted to see that a text is English.
const ENGLISH_WORDS: usize = 32;

/// How many words there are, and how many of them are on a list.
#[derive(Default)]
struct Counts {
    words: usize,
    found: usize,
    /// Words that are those of English and of no other language here.
    english: usize,
}

impl Counts {
    /// Counts the first words of a text.
    fn of(text: &str, list: &List, most: usize) -> Counts {
        let mut counts = Counts::default();
        let mut folded = String::new();
        // Most letters are ASCII, and need no tables.
        let letter = |c: char| if c.is_ascii() { c.is_ascii_alphanumeric() } else { c.is_alphanumeric() };
        let words = text
            .split(|c| !letter(c))
            .filter(|word| !word.starts_with(|c: char| c.is_ascii_digit()) && !word.is_empty());
        for word in words.take(most) {
            counts.words += 1;
            counts.english += usize::from(word.eq_ignore_ascii_case("the") || word.eq_ignore_ascii_case("and"));
            let is = if word.is_ascii() {
                list.has(word)
            } else {
                folded.clear();
                word.chars().for_each(|c| crate::words::fold(c, &mut folded));
                list.has(&folded)
            };
            counts.found += usize::from(is);
        }
        counts
    }
}

/// Enough of the words must be function words of the language.
fn by_words(text: &str, tag: &'static str, list: &List) -> Option<Shown> {
    let Counts { words, found, .. } = Counts::of(text, list, usize::MAX);
    // Neighbours that share the script and half of the words, and letters that tell them apart.
    let other = match tag {
        "ru" => {
            text.contains(['і', 'ї', 'є', 'ґ', 'ў', 'ђ', 'ј', 'љ', 'њ', 'џ'])
                || words > 30 && !text.contains(['ы', 'э'])
        }
        "sv" => text.contains(['æ', 'ø', 'Æ', 'Ø']),
        _ => false,
    };
    let shown = words >= WORDS && found >= 2 && found * ONE_IN >= words && !other;
    shown.then_some(Shown { tag, plainly: words >= PLAINLY })
}

/// Half of the letters must be of a script that only this language has.
fn by_script(text: &str, tag: &'static str, script: fn(char) -> bool) -> Option<Shown> {
    let letters = text.chars().filter(|c| c.is_alphabetic());
    let (mut all, mut own) = (0, 0);
    for letter in letters {
        all += 1;
        own += usize::from(script(letter));
    }
    // Persian and Urdu have letters that Arabic has not.
    let other = tag == "ar" && text.contains(['پ', 'چ', 'ژ', 'گ', 'ک', 'ی', 'ے', 'ٹ']);
    let shown = own >= LETTERS && own * 2 >= all && !other;
    shown.then_some(Shown { tag, plainly: own >= PLAINLY })
}

fn script(tag: &str) -> Option<fn(char) -> bool> {
    let han = |c: char| matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}');
    Some(match tag {
        "zh" => han,
        "ja" => |c: char| matches!(c, '\u{3041}'..='\u{30FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'),
        "ko" => |c: char| matches!(c, '\u{AC00}'..='\u{D7A3}' | '\u{1100}'..='\u{11FF}' | '\u{3130}'..='\u{318F}'),
        "ar" => |c: char| matches!(c, '\u{0600}'..='\u{06FF}' | '\u{0750}'..='\u{077F}'),
        "hi" => |c: char| matches!(c, '\u{0900}'..='\u{097F}'),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_of_news() {
        let table: [(&str, Option<&str>); 30] = [
            ("The harbour board voted on Tuesday to rebuild the old quay after the floods.", Some("en")),
            ("El ayuntamiento aprobó ayer las obras del puerto viejo, que quedó dañado.", Some("es")),
            ("Le conseil municipal a voté mardi la reconstruction du vieux port.", Some("fr")),
            ("Der Stadtrat hat am Dienstag beschlossen, den alten Hafen wieder aufzubauen.", Some("de")),
            ("Il consiglio comunale ha votato martedì la ricostruzione del vecchio porto.", Some("it")),
            ("A câmara municipal aprovou na terça-feira a reconstrução do velho porto.", Some("pt")),
            ("De gemeenteraad heeft dinsdag besloten de oude haven te herbouwen.", Some("nl")),
            ("Городской совет во вторник одобрил восстановление старого порта на реке.", Some("ru")),
            ("Kommunfullmäktige beslutade på tisdagen att bygga upp den gamla hamnen.", Some("sv")),
            (
                "Belediye meclisi salı günü eski limanın yeniden inşası için bir karar aldı ve bu karar çok sevindirdi.",
                Some("tr"),
            ),
            ("市议会星期二通过了重建旧港口的决定。", Some("zh")),
            ("市議會星期二通過了重建舊港口的決定。", Some("zh")),
            ("市議会は火曜日、旧港の再建を可決した。", Some("ja")),
            ("시의회는 화요일 옛 항구를 재건하기로 의결했다.", Some("ko")),
            ("وافق مجلس المدينة يوم الثلاثاء على إعادة بناء الميناء القديم.", Some("ar")),
            ("नगर परिषद ने मंगलवार को पुराने बंदरगाह के पुनर्निर्माण को मंजूरी दी।", Some("hi")),
            // Capitals, as the wires printed.
            ("THE HARBOUR BOARD VOTED ON TUESDAY TO REBUILD THE OLD QUAY AFTER THE FLOODS.", Some("en")),
            // Whatever has no words shows nothing.
            ("", None),
            ("Hafen", None),
            ("Shr 45 cts vs 58 cts Net 1.1 mln vs 829,000 Sales 7.9 mln vs 9.4 mln Avg shrs", None),
            ("Qtly div 35 cts vs 35 cts prior Payable March 31 Record March nine", None),
            ("2.62 2.63 -- -- -- Evansville -- -- 2.99 -- --", None),
            ("http://example.com/a?b=c #tag @name", None),
            // Languages that are not known, close to such as are.
            ("Rada miejska we wtorek uchwaliła odbudowę starego portu zniszczonego przez powódź.", None),
            ("Byrådet besluttede tirsdag at genopbygge den gamle havn efter vinterens oversvømmelser.", None),
            ("Міська рада у вівторок схвалила відбудову старого порту, пошкодженого повінню.", None),
            ("Градският съвет одобри във вторник възстановяването на старото пристанище.", None),
            ("شورای شهر روز سه‌شنبه بازسازی بندر قدیمی را تصویب کرد.", None),
            ("Az önkormányzat kedden megszavazta a régi kikötő újjáépítését a téli árvíz után.", None),
            ("Kaupunginvaltuusto päätti tiistaina rakentaa vanhan sataman uudelleen tulvien jälkeen.", None),
        ];
        let wrong: Vec<String> = (table.iter())
            .filter(|(text, expected)| detect("", text).map(|shown| shown.tag) != *expected)
            .map(|(text, expected)| format!("{text}: {:?}, not {expected:?}", detect("", text)))
            .collect();
        assert_eq!(wrong, Vec::<String>::new());
    }

    #[test]
    fn the_middle_is_looked_at() {
        let boilerplate = "This message was sent to all of the subscribers of the list and to nobody else. ".repeat(4);
        let german = "Der Stadtrat hat am Dienstag beschlossen, den alten Hafen wieder aufzubauen. ".repeat(20);
        let text = format!("{boilerplate}{german}{boilerplate}");
        assert_eq!(detect("The headline of it", &text), Some(Shown { tag: "de", plainly: true }));
        assert_eq!(
            detect("Der Stadtrat will den Hafen wieder bauen", "sda"),
            Some(Shown { tag: "de", plainly: false })
        );
        for length in 0..40 {
            let wide = "港".repeat(SAMPLE + length);
            assert_eq!(sample(&wide).len().div_ceil(3) * 3, sample(&wide).len());
        }
    }
}
