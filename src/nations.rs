//! The names of a nation: the country, its adjective, its people.
//!
//! Takes a folded word, gives the other words for the same nation. No stemmer knows that `Malaysian` is of `Malaysia`,
//! let alone that `Dutch` is of the Netherlands, and news asks for one and writes the other. It must never hold a word
//! that is read as something else as a rule (Georgia, Polish poles, English), nor what needs two words (South Africa).

/// One nation a line.
const NATIONS: &str = "\
afghanistan afghan\n\
africa african\n\
albania albanian\n\
algeria algerian\n\
angola angolan\n\
argentina argentine argentinian\n\
asia asian\n\
australia australian aussie\n\
austria austrian\n\
bangladesh bangladeshi\n\
belgium belgian\n\
bolivia bolivian\n\
brazil brazilian\n\
britain british briton\n\
bulgaria bulgarian\n\
burma burmese\n\
cambodia cambodian\n\
cameroon cameroonian\n\
canada canadian\n\
chad chadian\n\
chile chilean\n\
china chinese\n\
colombia colombian\n\
congo congolese\n\
croatia croatian croat\n\
cuba cuban\n\
cyprus cypriot\n\
czechoslovakia czech czechoslovak\n\
denmark danish dane\n\
ecuador ecuadorean ecuadorian\n\
egypt egyptian\n\
estonia estonian\n\
ethiopia ethiopian\n\
europe european\n\
finland finnish finn\n\
france french frenchman frenchmen\n\
germany german\n\
ghana ghanaian\n\
greece greek\n\
guatemala guatemalan\n\
haiti haitian\n\
honduras honduran\n\
hungary hungarian\n\
iceland icelandic\n\
india indian\n\
indonesia indonesian\n\
iran iranian\n\
iraq iraqi\n\
ireland irish irishman irishmen\n\
israel israeli\n\
italy italian\n\
jamaica jamaican\n\
japan japanese\n\
jordan jordanian\n\
kenya kenyan\n\
korea korean\n\
kuwait kuwaiti\n\
laos laotian\n\
latvia latvian\n\
lebanon lebanese\n\
liberia liberian\n\
libya libyan\n\
lithuania lithuanian\n\
luxembourg luxembourger\n\
malaya malayan\n\
malaysia malaysian\n\
mexico mexican\n\
mongolia mongolian\n\
morocco moroccan\n\
mozambique mozambican\n\
nepal nepalese nepali\n\
netherlands holland dutch\n\
nicaragua nicaraguan\n\
nigeria nigerian\n\
norway norwegian\n\
pakistan pakistani\n\
palestine palestinian\n\
panama panamanian\n\
paraguay paraguayan\n\
peru peruvian\n\
philippines filipino philippine\n\
poland polish\n\
portugal portuguese\n\
romania romanian rumania rumanian\n\
russia russian\n\
rwanda rwandan\n\
scotland scottish scot\n\
serbia serbian serb\n\
singapore singaporean\n\
slovakia slovak\n\
slovenia slovenian slovene\n\
somalia somali\n\
spain spanish spaniard\n\
sudan sudanese\n\
sweden swedish swede\n\
switzerland swiss\n\
syria syrian\n\
taiwan taiwanese\n\
tanzania tanzanian\n\
thailand thai\n\
tibet tibetan\n\
tunisia tunisian\n\
turkey turkish turk\n\
uganda ugandan\n\
ukraine ukrainian\n\
uruguay uruguayan\n\
venezuela venezuelan\n\
vietnam vietnamese\n\
wales welsh\n\
yemen yemeni\n\
yugoslavia yugoslav\n\
zambia zambian\n\
zimbabwe zimbabwean\n\
";

/// The other words for the nation that a folded word names, most usual first; none if it names no nation. A plural
/// (`russians`) is read as its singular; plurals of what is given are left to the inflections.
pub fn others(word: &str) -> Vec<&'static str> {
    let find = |wanted: &str| {
        NATIONS.lines().find(|line| line.split(' ').any(|name| name == wanted)).map(|l| (l, wanted.len()))
    };
    let found = find(word).or_else(|| find(word.strip_suffix('s')?));
    found.map_or_else(Vec::new, |(line, length)| line.split(' ').filter(|name| *name != &word[..length]).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_one_nation() {
        let table: [(&str, &[&str]); 8] = [
            ("malaysia", &["malaysian"]),
            ("malaysians", &["malaysia"]),
            ("dutch", &["netherlands", "holland"]),
            ("netherlands", &["holland", "dutch"]),
            ("british", &["britain", "briton"]),
            ("swiss", &["switzerland"]),
            ("georgia", &[]),
            ("s", &[]),
        ];
        for (word, wanted) in table {
            assert_eq!(others(word), wanted, "{word}");
        }
    }

    #[test]
    fn no_word_names_two_nations() {
        let mut names: Vec<&str> = NATIONS.lines().flat_map(|line| line.split(' ')).collect();
        assert!(names.iter().all(|name| name.bytes().all(|b| b.is_ascii_lowercase()) && !name.is_empty()));
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
    }
}
