//! What the interfaces of the databases call the lines of a document, languages, and months, in the languages they are used in.
//!
//! Takes words, gives what they mean; knows no document. A name that is not here is text.

use super::super::published;
use crate::date::Period;
use crate::order::Reading;

/// What a labelled line holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    Headline,
    Byline,
    Section,
    Length,
    Place,
    /// Words above the text: a standfirst, an abstract.
    Highlight,
    Body,
    /// Captions.
    Graphic,
    Date,
    /// When the database took it in.
    Loaded,
    Source,
    Language,
    People,
    Id,
    Url,
    /// The abstract, where the text may follow.
    Abstract,
    /// What is read over.
    Other,
}

impl Label {
    /// Whether it stands above the text.
    pub(super) fn is_above(self) -> bool {
        use Label::{Body, Byline, Headline, Highlight, Length, Place, Section};
        matches!(self, Headline | Byline | Section | Length | Place | Highlight | Body)
    }
}

/// Labels of LexisNexis, upper case: `BYLINE: ` there, `Byline: ` in Nexis Uni.
const NEXIS: &[(Label, &[&str])] = &[
    (Label::Headline, &["HEADLINE", "ÜBERSCHRIFT", "TITRE", "TITULAR", "KOP", "TITOLO"]),
    (Label::Byline, &["BYLINE", "AUTOR", "AUTHOR", "AUTEUR", "AUTORE", "BYLINES"]),
    (Label::Section, &["SECTION", "RUBRIK", "RUBRIQUE", "SECCIÓN", "SECTIE", "RUBRIEK", "SEZIONE", "RESSORT"]),
    (Label::Length, &["LENGTH", "LÄNGE", "LONGUEUR", "LONGITUD", "EXTENSIÓN", "LENGTE", "LUNGHEZZA"]),
    (Label::Place, &["DATELINE"]),
    (Label::Highlight, &["HIGHLIGHT", "HIGHLIGHTS", "ENCART"]),
    (Label::Body, &["BODY", "TEXT", "TEXTE", "CUERPO"]),
    (Label::Graphic, &["GRAPHIC", "GRAPHICS", "GRAFIK", "GRAPHIQUE", "GRÁFICO", "GRAFIEK"]),
    (Label::Loaded, &["LOAD-DATE", "UPDATE", "LOADDATE", "DATE-CHARGEMENT", "FECHA-CARGA"]),
    (Label::Language, &["LANGUAGE", "SPRACHE", "LANGUE", "IDIOMA", "TAAL", "LINGUA"]),
    (Label::People, &["PERSON", "PERSONS", "PERSONEN", "PERSONNE", "PERSONA", "PERSOON"]),
    (Label::Id, &["ACC-NO", "ACCESSION-NO"]),
    (Label::Url, &["URL"]),
    (
        Label::Other,
        &[
            "PUBLICATION-TYPE",
            "TYPE-PUBLICATION",
            "TIPO-PUBLICACIÓN",
            "PUBLICATIETYPE",
            "JOURNAL-CODE",
            "ZEITUNGS-CODE",
            "PUB-TYPE",
            "DOCUMENT-TYPE",
            "DOC-TYPE",
            "SUBJECT",
            "SUBJECTS",
            "ORGANIZATION",
            "COMPANY",
            "TICKER",
            "INDUSTRY",
            "GEOGRAPHIC",
            "CITY",
            "STATE",
            "COUNTRY",
            "SERIES",
            "SIC",
            "NAME",
            "CORRECTION",
            "CORRECTION-DATE",
            "NOTES",
            "DISTRIBUTION",
            "FILE",
            "TYPE",
        ],
    ),
];

/// Labels of ProQuest, without blanks: some exports lose them (`DocumentURL`).
const PROQUEST: &[(Label, &[&str])] = &[
    (Label::Headline, &["TITLE", "TITEL", "TITRE", "TÍTULO"]),
    (Label::Byline, &["AUTHOR", "AUTHORS", "AUTOR", "AUTEUR"]),
    (Label::Section, &["SECTION", "COLUMN", "SECCIÓN"]),
    (Label::Place, &["DATELINE"]),
    (Label::Body, &["FULLTEXT", "FULLTEXTFULLTEXT", "VOLLTEXT", "TEXTOCOMPLETO", "TEXTEINTÉGRAL"]),
    (Label::Abstract, &["ABSTRACT", "ZUSAMMENFASSUNG", "RESUMEN", "RÉSUMÉ", "ABSTRACT(SUMMARY)"]),
    (Label::Source, &["PUBLICATIONTITLE", "PUBLICATION", "TÍTULODEPUBLICACIÓN"]),
    (Label::Date, &["PUBLICATIONDATE", "FECHADEPUBLICACIÓN"]),
    (Label::Language, &["LANGUAGEOFPUBLICATION", "LANGUAGE", "IDIOMADELAPUBLICACIÓN"]),
    (Label::People, &["PEOPLE", "PERSON", "PERSONAS"]),
    (Label::Id, &["PROQUESTDOCUMENTID", "DOCUMENTID"]),
    (Label::Url, &["DOCUMENTURL", "URL"]),
    (
        Label::Other,
        &[
            "PUBLICATIONINFO",
            "LINKS",
            "SUBJECT",
            "SUBJECTS",
            "BUSINESSINDEXINGTERM",
            "COMPANY/ORGANIZATION",
            "COMPANY",
            "LOCATION",
            "CLASSIFICATION",
            "IDENTIFIER/KEYWORD",
            "KEYWORD",
            "ALTERNATETITLE",
            "VOLUME",
            "ISSUE",
            "FIRSTPAGE",
            "PAGES",
            "PAGE",
            "NUMBEROFPAGES",
            "PUBLICATIONYEAR",
            "DATE",
            "YEAR",
            "SUPPLEMENT",
            "EDITION",
            "PUBLISHER",
            "PLACEOFPUBLICATION",
            "COUNTRYOFPUBLICATION",
            "PUBLICATIONSUBJECT",
            "JOURNALSUBJECT",
            "ISSN",
            "E-ISSN",
            "EISSN",
            "CODEN",
            "DOI",
            "SOURCETYPE",
            "DOCUMENTTYPE",
            "DOCUMENTFEATURE",
            "ACCESSIONNUMBER",
            "COPYRIGHT",
            "LASTUPDATED",
            "LASTUPDATE",
            "DATABASE",
            "SOURCEATTRIBUTION",
            "CREDIT/LASTUPDATED",
            "NAICS",
        ],
    ),
];

/// `BYLINE: Jane Doe` of LexisNexis; `anycase` also `Byline: Jane Doe`.
pub(super) fn nexis(line: &str, anycase: bool) -> Option<(Label, &str)> {
    labelled(line, NEXIS, |name| {
        let upper = name.to_uppercase();
        (anycase || upper == name).then_some(upper)
    })
}

/// `Publication title: The Vale Courier` of ProQuest.
pub(super) fn proquest(line: &str) -> Option<(Label, &str)> {
    labelled(line, PROQUEST, |name| {
        Some(name.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_uppercase())
    })
}

/// Whether it is ProQuest's label of what closes a document.
pub(super) fn is_last_of_proquest(line: &str) -> bool {
    line.trim_start().get(..9).is_some_and(|l| l.eq_ignore_ascii_case("database:"))
}

fn labelled<'a>(
    line: &'a str,
    table: &[(Label, &[&str])],
    fold: impl Fn(&str) -> Option<String>,
) -> Option<(Label, &'a str)> {
    const LONGEST: usize = 40;
    let line = line.trim();
    let colon = line.bytes().take(LONGEST).position(|b| b == b':')?;
    let name = fold(line.get(..colon)?.trim_end())?;
    let value = line.get(colon + 1..)?.trim();
    table.iter().find(|(_, names)| names.contains(&name.as_str())).map(|(label, _)| (*label, value))
}

/// The tag of a language that is named in English, or in itself: `ENGLISH`, `Deutsch`, `GERMAN; DEUTSCH`.
pub(super) fn language(name: &str) -> Option<String> {
    const NAMES: &[(&str, &[&str])] = &[
        ("en", &["english", "englisch", "anglais", "inglés", "engels", "inglese", "inglês"]),
        ("de", &["german", "deutsch", "allemand", "alemán", "duits", "tedesco"]),
        ("fr", &["french", "français", "französisch", "francés", "frans", "francese"]),
        ("es", &["spanish", "español", "spanisch", "espagnol", "spaans", "spagnolo"]),
        ("it", &["italian", "italiano", "italienisch", "italien", "italiaans"]),
        ("nl", &["dutch", "nederlands", "niederländisch", "néerlandais", "holandés"]),
        ("pt", &["portuguese", "português", "portugiesisch", "portugais", "portugués", "portugees"]),
        ("ru", &["russian", "русский", "russisch", "russe", "ruso"]),
        ("pl", &["polish", "polski", "polnisch"]),
        ("sv", &["swedish", "svenska", "schwedisch"]),
        ("da", &["danish", "dansk", "dänisch"]),
        ("no", &["norwegian", "norsk", "norwegisch"]),
        ("fi", &["finnish", "suomi"]),
        ("cs", &["czech", "čeština"]),
        ("hu", &["hungarian", "magyar"]),
        ("tr", &["turkish", "türkçe"]),
        ("ar", &["arabic", "العربية"]),
        ("zh", &["chinese", "中文", "chinese - traditional", "chinese - simplified"]),
        ("ja", &["japanese", "日本語"]),
        ("ko", &["korean", "한국어"]),
        ("id", &["indonesian", "bahasa indonesia"]),
        ("ms", &["malay", "bahasa malaysia"]),
        ("uk", &["ukrainian"]),
        ("ro", &["romanian"]),
        ("el", &["greek"]),
        ("he", &["hebrew"]),
    ];
    let name = name.split([';', ',', '(']).next().unwrap_or_default().trim().to_lowercase();
    NAMES.iter().find(|(_, names)| names.contains(&name.as_str())).map(|(tag, _)| (*tag).to_string())
}

/// The day, month or year that a line names, in the languages of the interfaces: `August 12, 2010 Thursday`,
/// `12. August 2010 Donnerstag`, `12 août 2010 jeudi`, `12 de agosto de 2010`.
pub(super) fn day(line: &str) -> Option<Period> {
    const LONGEST: usize = 80;
    let line = line.trim();
    if line.len() > LONGEST || !line.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    published::read(line).and_then(Reading::certain).or_else(|| foreign(line))
}

/// As [`day`], where only a date that is one to the day counts, or a month.
pub(super) fn dated_line(line: &str) -> Option<Period> {
    line.contains(char::is_alphabetic).then(|| day(line)).flatten()
}

fn foreign(line: &str) -> Option<Period> {
    let lower = line.to_lowercase();
    let words = lower.split([' ', ',', '.', '\u{a0}']).filter(|w| !w.is_empty() && !matches!(*w, "de" | "del" | "den"));
    let words: Vec<&str> =
        words.skip_while(|w| !w.starts_with(|c: char| c.is_ascii_digit()) && month(w).is_none()).collect();
    let year = |word: &&str| (word.len() == 4).then(|| word.parse::<i16>().ok()).flatten();
    match *words.as_slice() {
        [one, two, three, ..] => {
            let day = one.trim_end_matches("er").trim_end_matches('º');
            let day = (day.len() <= 2).then(|| day.parse::<i8>().ok()).flatten();
            match (day, month(two)) {
                (Some(day), Some(month)) => Period::ymd(year(&three)?, month, day),
                _ => None,
            }
        }
        [one, two] => Period::month(year(&two)?, month(one)?),
        _ => None,
    }
}

/// The number of a month, in German, French, Spanish, Italian, Dutch or Portuguese.
fn month(word: &str) -> Option<i8> {
    const MONTHS: [&[&str]; 12] = [
        &["januar", "jänner", "janvier", "enero", "gennaio", "januari", "janeiro"],
        &["februar", "février", "febrero", "febbraio", "februari", "fevereiro"],
        &["märz", "mars", "marzo", "maart", "março"],
        &["april", "avril", "abril", "aprile"],
        &["mai", "mayo", "maggio", "mei", "maio"],
        &["juni", "juin", "junio", "giugno", "junho"],
        &["juli", "juillet", "julio", "luglio", "julho"],
        &["august", "août", "agosto", "augustus"],
        &["september", "septembre", "septiembre", "settembre", "setembro"],
        &["oktober", "octobre", "octubre", "ottobre", "outubro"],
        &["november", "novembre", "noviembre", "novembro"],
        &["dezember", "décembre", "diciembre", "dicembre", "december", "dezembro"],
    ];
    let found = MONTHS.iter().position(|names| names.contains(&word))?;
    i8::try_from(found + 1).ok()
}

/// Names out of an index of people: `MICHAEL R BLOOMBERG (94%); BARACK OBAMA (50%)` without how sure the machine was.
pub(super) fn people(value: &str) -> Vec<String> {
    let bare = |name: &str| {
        let name = name.trim();
        let sure = name.rsplit_once('(').filter(|(_, sure)| {
            sure.strip_suffix("%)").is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
        });
        sure.map_or(name, |(name, _)| name).trim().to_string()
    };
    value.split(';').map(bare).filter(|name| !name.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_in_the_languages_of_the_interfaces() {
        for (line, expected) in [
            ("August 12, 2010 Thursday", "2010-08-12"),
            ("August 12, 2010 Thursday 12:30 PM GMT", "2010-08-12"),
            ("January 11, 2010 Monday\u{a0}", "2010-01-11"),
            ("4 Dezember 2003", "2003-12-04"),
            ("12. August 2010 Donnerstag", "2010-08-12"),
            ("Donnerstag 12. August 2010", "2010-08-12"),
            ("1er août 2010 dimanche", "2010-08-01"),
            ("jeudi 12 août 2010", "2010-08-12"),
            ("12 de agosto de 2010 jueves", "2010-08-12"),
            ("12 augustus 2010 donderdag 10:12 AM GMT", "2010-08-12"),
            ("März 2010", "2010-03"),
            ("August 2010", "2010-08"),
            ("The Vale Courier", "none"),
            ("Edition 1; Scotland", "none"),
            ("99 luglio 2010", "none"),
        ] {
            assert_eq!(dated_line(line).map_or("none".into(), |p| p.to_string()), expected, "{line}");
        }
    }

    #[test]
    fn people_without_percentages() {
        let names = people("MICHAEL R BLOOMBERG (94%); Ann Lee (Vale); ; B (x%)");
        assert_eq!(names, ["MICHAEL R BLOOMBERG", "Ann Lee (Vale)", "B (x%)"]);
    }
}
