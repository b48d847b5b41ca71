//! People in news text: a table of short articles beside the people that must be found, and properties that hold for
//! any text at all.

use morgue::article::Article;
use morgue::enrich::people::find;
use morgue::mention::{Field, Person};
use proptest::prelude::*;

/// The mentions of one article as a reader would note them: `name: mention, mention`, those of the headline with `^`.
fn noted(article: &Article) -> Vec<String> {
    find(article).iter().map(|person| note(article, person)).collect()
}

fn note(article: &Article, person: &Person) -> String {
    let words: Vec<String> = person
        .mentions
        .iter()
        .map(|m| match m.field {
            Field::Headline => format!("^{}", &article.headline[m.start..m.end]),
            Field::Body => article.body[m.start..m.end].to_string(),
        })
        .collect();
    format!("{}: {}", person.name, words.join(", "))
}

fn article(headline: &str, body: &str) -> Article {
    Article { headline: headline.into(), body: body.into(), ..Article::default() }
}

#[test]
fn people_of_short_articles() {
    let table: &[(&str, &str, &[&str])] = &[
        // Full names, then surnames alone, with and without titles; possessives and commas stay outside.
        (
            "",
            "Helen Marsh, the mayor of Leeds, met Prime Minister Tomas Novak on Monday. Ms. Marsh said Novak's visit was short.",
            &["Helen Marsh: Helen Marsh, Marsh", "Tomas Novak: Tomas Novak, Novak"],
        ),
        // A bare surname in the headline belongs to the full name of the body.
        (
            "Okafor Rejects Plan for New Airport",
            "Grace Okafor, the transport minister, has turned down plans for a second airport near Lagos.",
            &["Grace Okafor: ^Okafor, Grace Okafor"],
        ),
        // Two people of one surname: the title decides, else the one mentioned last.
        (
            "",
            "Robert Lindqvist married Anna Lindqvist in 1990. Mr. Lindqvist is a baker. Lindqvist said bread is dear. \
             Mrs. Lindqvist laughed.",
            &["Robert Lindqvist: Robert Lindqvist, Lindqvist, Lindqvist", "Anna Lindqvist: Anna Lindqvist, Lindqvist"],
        ),
        // Particles, accents, apostrophes, hyphens, initials, suffixes, nicknames.
        ("", "Later José María de la Fuente spoke.", &["José María de la Fuente: José María de la Fuente"]),
        (
            "",
            "The treaty was signed by Hans-Jürgen von der Heide.",
            &["Hans-Jürgen von der Heide: Hans-Jürgen von der Heide"],
        ),
        (
            "",
            "It fell to Sean O'Malley and J. B. Carver Jr. to explain.",
            &["Sean O'Malley: Sean O'Malley", "J. B. Carver Jr.: J. B. Carver Jr."],
        ),
        (
            "",
            "The striker Park Joo-Won and the judge Khalid al-Rashidi were there.",
            &["Park Joo-Won: Park Joo-Won", "Khalid al-Rashidi: Khalid al-Rashidi"],
        ),
        ("", "Then William \"Buck\" Turner came in.", &["William \"Buck\" Turner: William \"Buck\" Turner"]),
        // A line break within a name.
        (
            "",
            "The envoy met Maria\n    Fernanda Castellanos twice.",
            &["Maria Fernanda Castellanos: Maria\n    Fernanda Castellanos"],
        ),
        // Middle initials come and go.
        ("", "Peter Hale wrote it. Peter J. Hale, 61, denied it.", &["Peter J. Hale: Peter Hale, Peter J. Hale"]),
        // Offices in front, in any length.
        (
            "",
            "British Trade and Industry Secretary Paul Harker told Treasury Secretary Simon Wells and Sen. Ruth Adler.",
            &["Paul Harker: Paul Harker", "Simon Wells: Simon Wells", "Ruth Adler: Ruth Adler"],
        ),
        ("", "Brandt Motor Co Chairman Donald Everly resigned.", &["Donald Everly: Donald Everly"]),
        // The man, not the thing named after him.
        ("", "The Reagan administration refused.", &["Reagan: Reagan"]),
        ("", "They landed at Reagan National Airport and drove to Ford Motor's plant.", &[]),
        ("", "Morgan Stanley and Dow Jones fell; Ernst & Young advised Eli Lilly.", &[]),
        (
            "",
            "Dudley Croft leads Croft Broadcasting Corp. Croft said its profit fell.",
            &["Dudley Croft: Dudley Croft"],
        ),
        ("", "Henley Group Inc <HENG> said it bought Warner Mills Ltd.", &[]),
        // Places, days, peoples, parties, prizes.
        ("", "In New York on Monday the Labour Party and the Nobel Prize Committee of Stanford University met.", &[]),
        ("", "Drug War at the National Palace. St. Louis and San Diego agreed in March.", &[]),
        ("", "US and NATO officials said the IMF and OPEC had met in Saudi Arabia.", &[]),
        // Without capitals or in nothing else a machine should keep quiet.
        ("", "finance minister marco lara told reporters in quito that oil was dear", &[]),
        ("", "FINANCE MINISTER SAYS OIL PRICE TOO LOW AND BAKER SHOPS TO CLOSE IN MAY", &[]),
        (
            "COFFEE AUCTIONS TO START SOON - PEREIRA",
            "The auctions will begin in May, said Jorge Pereira, president of the institute.",
            &["Jorge Pereira: ^PEREIRA, Jorge Pereira"],
        ),
        (
            "REAGAN SAYS GOVERNOR HARRIET BLOOM SHOULD PAY",
            "Blah blah blah.",
            &["REAGAN: ^REAGAN", "HARRIET BLOOM: ^HARRIET BLOOM"],
        ),
        ("", "", &[]),
    ];
    for (headline, body, expected) in table {
        assert_eq!(noted(&article(headline, body)), *expected, "in {headline:?} {body:?}");
    }
}

#[test]
fn hard_names() {
    let table: &[(&str, &str, &[&str])] = &[
        // Headlines in capitals: a surname the body has in full, a name nobody vouches for, and none at all.
        (
            "STRIKERS SHINE AS LINDQVIST SENDS UNITED TOP",
            "Anders Lindqvist scored twice on Saturday.",
            &["Anders Lindqvist: ^LINDQVIST, Anders Lindqvist"],
        ),
        (
            "PRESIDENT HARRIET BLOOM MEETS OTTO KERN IN LEEDS",
            "Blah blah blah.",
            &["HARRIET BLOOM: ^HARRIET BLOOM", "OTTO KERN: ^OTTO KERN"],
        ),
        ("LEEDS GOLD SHARES CLOSE HIGHER IN BRISK TRADE", "Blah blah blah.", &[]),
        // Initials, particles, suffixes, double surnames, hyphens, apostrophes.
        (
            "",
            "The novelist J. K. Marsh met the actor J.K. Simmons and F. Scott Harker.",
            &["J. K. Marsh: J. K. Marsh", "J.K. Simmons: J.K. Simmons", "F. Scott Harker: F. Scott Harker"],
        ),
        (
            "",
            "Carlos de la Cruz, Ludwig van der Heide, Omar bin Rashid and Khalid al-Rashidi signed it.",
            &[
                "Carlos de la Cruz: Carlos de la Cruz",
                "Ludwig van der Heide: Ludwig van der Heide",
                "Omar bin Rashid: Omar bin Rashid",
                "Khalid al-Rashidi: Khalid al-Rashidi",
            ],
        ),
        (
            "",
            "Sammy Carver Jr., Henry Marsh III and Martin Luther Hale, Jr. were named.",
            &[
                "Sammy Carver Jr.: Sammy Carver Jr.",
                "Henry Marsh III: Henry Marsh III",
                "Martin Luther Hale, Jr.: Martin Luther Hale, Jr.",
            ],
        ),
        (
            "",
            "Gabriel García Benítez spoke to Andrés Manuel Pinto Obregón. Pinto Obregón laughed.",
            &[
                "Gabriel García Benítez: Gabriel García Benítez",
                "Andrés Manuel Pinto Obregón: Andrés Manuel Pinto Obregón, Pinto Obregón",
            ],
        ),
        (
            "",
            "Jean-Paul Marchand, Kim Jong-su and Ann Smith-Jones came.",
            &["Jean-Paul Marchand: Jean-Paul Marchand", "Kim Jong-su: Kim Jong-su", "Ann Smith-Jones: Ann Smith-Jones"],
        ),
        (
            "",
            "Sean O'Malley met D'Angelo Carter. O'Malley's brother left.",
            &["Sean O'Malley: Sean O'Malley, O'Malley", "D'Angelo Carter: D'Angelo Carter"],
        ),
        // Particles with nothing behind the name: three words were asked for where two are left.
        ("", "It was Carlos de la Cruz", &["Carlos de la Cruz: Carlos de la Cruz"]),
        ("", "It was Charles de Gaulle", &["Charles de Gaulle: Charles de Gaulle"]),
        ("", "Mr. and Mrs. Smith live in Leeds.", &["Smith: Smith"]),
        // The man, not what is named after him.
        (
            "",
            "The Thatcher government and the Reagan administration refused.",
            &["Thatcher: Thatcher", "Reagan: Reagan"],
        ),
        ("", "They hurried from Reagan National Airport to see Ford Motor and Morgan Stanley.", &[]),
        ("", "Analysts at Harker Securities said Brandt Corp would buy Novak Industries.", &[]),
        // A name no list has, and then its surname.
        (
            "",
            "Police arrested Olu Adebayo in Lagos on Tuesday. Adebayo, 34, denied the charges.",
            &["Olu Adebayo: Olu Adebayo, Adebayo"],
        ),
        // Sport: surnames alone, tables, lists.
        (
            "",
            "Henriksen scored after 12 minutes and Okafor added a second from a pass by Brandt. Captain Harker was sent off.",
            &["Henriksen: Henriksen", "Okafor: Okafor", "Brandt: Brandt", "Harker: Harker"],
        ),
        (
            "",
            "1. Michael Brandt (Germany) 1:30.5\n2. Damon Harker (Britain) 1:31.0\n3. Jean Marchand (France) 1:31.2",
            &["Michael Brandt: Michael Brandt", "Damon Harker: Damon Harker", "Jean Marchand: Jean Marchand"],
        ),
        (
            "",
            "Those present were Maria Santos, Li Wei, Otto Kern, Fatima Al-Sayed and Bo Berg.",
            &[
                "Maria Santos: Maria Santos",
                "Li Wei: Li Wei",
                "Otto Kern: Otto Kern",
                "Fatima Al-Sayed: Fatima Al-Sayed",
                "Bo Berg: Bo Berg",
            ],
        ),
        ("", "Leeds 5 York 3", &[]),
        // A name broken over a line.
        (
            "",
            "The minister, Jorge Pereira, met Ines\nValdivieso on Monday. Valdivieso said Pereira had lied.",
            &["Jorge Pereira: Jorge Pereira, Pereira", "Ines Valdivieso: Ines\nValdivieso, Valdivieso"],
        ),
        // In another language the rules stay alone: nouns with capitals are no people.
        (
            "",
            "Am Montag haben die Vertreter der Gewerkschaften und der Betriebe in Leipzig einen Vertrag unterschrieben, den \
             Helmut Brandt lange nicht wollte, weil er die Rechte der Arbeiter nicht genug schützt, wie er noch am Abend vor \
             der Sitzung des Rates sagte.",
            &["Helmut Brandt: Helmut Brandt"],
        ),
    ];
    for (headline, body, expected) in table {
        assert_eq!(noted(&article(headline, body)), *expected, "in {headline:?} {body:?}");
    }
}

#[test]
fn news_of_all_the_world_and_of_sport() {
    let table: &[(&str, &str, &[&str])] = &[
        // Numbers of players were taken for a part of their names.
        (
            "",
            "Wales: 15-Wayne Procter; 14-Gareth Thomason, 13-Allan Bateson (captain), 12-Leigh Daviston",
            &[
                "Wayne Procter: Wayne Procter",
                "Gareth Thomason: Gareth Thomason",
                "Allan Bateson: Allan Bateson",
                "Leigh Daviston: Leigh Daviston",
            ],
        ),
        (
            "",
            "Glamorgan first innings\nS. Prothero c Maynell b Giddick 14\nH. Morrow lbw b Drakeley 62\nR. Crofton run out 9\n\
             To bat: C. Metsell, S. Watkinson",
            &[
                "S. Prothero: S. Prothero",
                "Maynell: Maynell",
                "Giddick: Giddick",
                "H. Morrow: H. Morrow",
                "Drakeley: Drakeley",
                "R. Crofton: R. Crofton",
                "C. Metsell: C. Metsell",
                "S. Watkinson: S. Watkinson",
            ],
        ),
        (
            "SOCCER - VORHEES HAT-TRICK LIFTS HERTHA",
            "Striker Dirk Vorhees scored three times. Vorhees, signed from Feyenoord, headed in a corner.",
            &["Dirk Vorhees: ^VORHEES, Dirk Vorhees, Vorhees"],
        ),
        (
            "",
            "1 - Marek Stolar (Czech Republic) beat Jean-Luc Perrichon (France) 6-4 7-6 (7-3)\n\
             Todd Hallinan (U.S.) beat 3 - Arvid Lindqvist (Sweden) 3-6 6-3 6-2",
            &[
                "Marek Stolar: Marek Stolar",
                "Jean-Luc Perrichon: Jean-Luc Perrichon",
                "Todd Hallinan: Todd Hallinan",
                "Arvid Lindqvist: Arvid Lindqvist",
            ],
        ),
        // Names of three and four words were cut in two.
        (
            "",
            "Foreign Minister Hassan Marsudi met Bambang Hartono Wirawan, Conchita Carpio Moralde and Kojo Oppong Mensah in \
             Jakarta.",
            &[
                "Hassan Marsudi: Hassan Marsudi",
                "Bambang Hartono Wirawan: Bambang Hartono Wirawan",
                "Conchita Carpio Moralde: Conchita Carpio Moralde",
                "Kojo Oppong Mensah: Kojo Oppong Mensah",
            ],
        ),
        // Titles that only a part of the world has were taken for given names.
        (
            "",
            "U Tun Myat Kyaw and Daw Khin Thandar Win of the NLD were freed. Datuk Seri Zulkifli Hamdan, Shri Rameshwar Prasad \
             Tiwari and Alhaji Mustapha Gambo welcomed it.",
            &[
                "Tun Myat Kyaw: Tun Myat Kyaw",
                "Khin Thandar Win: Khin Thandar Win",
                "Zulkifli Hamdan: Zulkifli Hamdan",
                "Rameshwar Prasad Tiwari: Rameshwar Prasad Tiwari",
                "Mustapha Gambo: Mustapha Gambo",
            ],
        ),
        (
            "",
            "Sheikh Khalaf al-Dulaymi was shot dead in Ramadi, police Colonel Jabbar Hussein al-Obaidi said. Dulaymi was 61.",
            &[
                "Khalaf al-Dulaymi: Khalaf al-Dulaymi",
                "Jabbar Hussein al-Obaidi: Jabbar Hussein al-Obaidi",
                "Dulaymi: Dulaymi",
            ],
        ),
        // Surnames in front: Hu is the surname of one, Thanh what the other is called.
        (
            "",
            "North Korea's Jang Yong-chol may visit Kaesong, said Bae Soo-ah. Deputy Prime Minister Pham Duc Thanh received \
             Chinese Vice Premier Hu Chengdong on Monday. Thanh said Hu was late.",
            &[
                "Jang Yong-chol: Jang Yong-chol",
                "Bae Soo-ah: Bae Soo-ah",
                "Pham Duc Thanh: Pham Duc Thanh, Thanh",
                "Hu Chengdong: Hu Chengdong, Hu",
            ],
        ),
        // What a ticker follows was taken for a man in headlines in capitals.
        ("CARSON <CRN> CITES IMPACT OF STORE CLOSINGS", "The chain said so in a filing.", &[]),
        // Firms called after people, also as the seller of a bond.
        (
            "",
            "Moody's said it lowered its rating on the debt of Standard and Poor's. Underwriters are led by Goldman, Sachs and Co.",
            &[],
        ),
    ];
    for (headline, body, expected) in table {
        assert_eq!(noted(&article(headline, body)), *expected, "in {headline:?} {body:?}");
    }
}

#[test]
fn names_of_the_metadata_join_those_of_the_text() {
    let table: &[(&[&str], &[&str])] = &[
        (&["ilse brandauer"], &["Ilse Brandauer: Ilse Brandauer"]),
        (&["BRANDAUER"], &["Ilse Brandauer: Ilse Brandauer"]),
        (&["Brandauer, Ilse"], &["Ilse Brandauer: Ilse Brandauer"]),
        (&["ilse-brandauer", "  Otto \n Kern "], &["Ilse Brandauer: Ilse Brandauer", "Otto Kern: "]),
        (&["kern", "kern", ""], &["Ilse Brandauer: Ilse Brandauer", "Kern: "]),
    ];
    for (people, expected) in table {
        let mut found = article("", "The singer Ilse Brandauer left.");
        found.people = people.iter().map(|p| (*p).to_string()).collect();
        assert_eq!(noted(&found), *expected, "with {people:?}");
    }
}

/// What is found in an article whose metadata lists these people.
fn noted_with(people: &[&str], headline: &str, body: &str) -> Vec<String> {
    let people = people.iter().map(|p| (*p).to_string()).collect();
    noted(&Article { people, ..article(headline, body) })
}

#[test]
fn slugs_were_shown_raw_and_not_tied_to_headlines_in_capitals() {
    let table: &[(&[&str], &str, &str, &[&str])] = &[
        (&["volcker"], "VOLCKER SAYS DOLLAR MAY FALL", "Blah blah blah.", &["Volcker: ^VOLCKER"]),
        (&["james-baker"], "BAKER HOPES RISE WILL BE BRIEF", "", &["James Baker: ^BAKER"]),
        (&["james-baker"], "AIDE SAYS JAMES BAKER TO RESIGN", "", &["James Baker: ^JAMES BAKER"]),
        // Which Baker? The one whose given name stands there, and no other.
        (
            &["james-baker", "howard-baker"],
            "AIDE SAYS HOWARD BAKER TO RESIGN",
            "",
            &["Howard Baker: ^HOWARD BAKER", "James Baker: "],
        ),
        (&["james-baker"], "AIDE SAYS HOWARD BAKER TO RESIGN", "", &["HOWARD BAKER: ^HOWARD BAKER", "James Baker: "]),
        // A place, a nation or a house needs more than the list.
        (&["jack-london"], "LONDON GOLD CLOSES HIGHER IN BRISK TRADE", "", &["Jack London: "]),
        // Capitals in a text that has others, and ordinary writing that had no voucher but the list.
        (&["tatchell"], "", "Blah blah. TATCHELL: the plan is dead.", &["Tatchell: TATCHELL"]),
        (&["tatchell"], "", "The plan of old Tatchell is dead.", &["Tatchell: Tatchell"]),
        (
            &["tamura"],
            "",
            "The head of Trade and Industry, Hajime Tamura, will go. Tamura is old.",
            &["Hajime Tamura: Hajime Tamura, Tamura"],
        ),
        // Slugs without a place are written like names; names that are none are left as they are.
        (
            &["charles-de-gaulle", "sean o'leary", "jean-paul mcdonald", "henry-viii", "de-clercq", "KERN"],
            "",
            "Blah blah.",
            &["Charles de Gaulle: ", "Sean O'Leary: ", "Jean-Paul McDonald: ", "Henry Viii: ", "De Clercq: ", "KERN: "],
        ),
    ];
    for (people, headline, body, expected) in table {
        assert_eq!(noted_with(people, headline, body), *expected, "with {people:?} in {headline:?} {body:?}");
    }
}

/// No clock is asked: the inputs are so large that the test took minutes before.
#[test]
fn many_names_took_time_by_their_square() {
    let people: Vec<String> = (0..20_000).map(|i| format!("Given{i} Name{}", i % 7)).collect();
    let found = find(&Article { people, ..article("x", "Blah blah.") });
    assert_eq!(found.len(), 20_000);

    // Without the i of "-ism" and "-ity", which are the ends of no name.
    let given = |i: usize| -> String {
        let letter = |n: usize| char::from(b"abcdefghjklmnopqrstuvwxyz"[n % 25]);
        format!("Gev{}{}{}{}", letter(i / 15_625), letter(i / 625), letter(i / 25), letter(i))
    };
    let body: String = (0..80_000).map(|i| format!("Mr. {} Smith said hello. ", given(i))).collect();
    let found = find(&article("", &body));
    assert_eq!(found.len(), 80_000);
    assert!(found.iter().all(|person| person.mentions.len() == 1));

    // Bare surnames after so many still go to the one mentioned last; a full name far down the roll is found again.
    let (far, last) = (format!("{} Smith", given(79_000)), format!("{} Smith", given(79_999)));
    let body = format!("{body}Smith said yes. Mr. {far} said no. Smith said nothing.");
    let found = find(&article("", &body));
    let several: Vec<(&str, usize)> =
        found.iter().filter(|p| p.mentions.len() > 1).map(|p| (p.name.as_str(), p.mentions.len())).collect();
    assert_eq!(several, [(far.as_str(), 3), (last.as_str(), 2)]);
}

/// Bits of text that names are made of and spoilt by.
fn fragments() -> impl Strategy<Value = String> {
    const BITS: &[&str] = &[
        "Mr. ",
        "Maria ",
        "O'Brien",
        "O\u{2019}Brien's ",
        "de la ",
        "al-",
        "van ",
        "J. ",
        "J.K.",
        "Jr.",
        ", Jr. ",
        "III ",
        "& ",
        "\n",
        "\n   ",
        "\n\n",
        "said ",
        "the ",
        "Inc ",
        "<IBM>",
        "É",
        "\u{301}",
        "ß",
        "İ",
        "ﬁ",
        "\"",
        "\u{201c}Bob\u{201d} ",
        "'s ",
        "\u{2019}s",
        "-",
        "REAGAN ",
        "Reagan",
        "President ",
        "New York ",
        "St. ",
        "St",
        "日本 ",
        "Smith ",
        "52, ",
        "\u{a0}",
        "\u{200b}",
        ". ",
        "@",
        "May ",
        "I ",
        "McDonald",
    ];
    proptest::collection::vec(proptest::sample::select(BITS), 0..40).prop_map(|parts| parts.concat())
}

fn check(article: &Article) {
    let people = find(article);
    let mut places = Vec::new();
    let mut unnamed = false;
    for person in &people {
        assert!(!person.name.is_empty() && !person.name.contains(['\n', '\r']), "{person:?}");
        assert!(person.mentions.is_sorted(), "{person:?}");
        assert!(!unnamed || person.mentions.is_empty(), "people of the metadata come last");
        unnamed |= person.mentions.is_empty();
        for place in &person.mentions {
            let text = if place.field == Field::Headline { &article.headline } else { &article.body };
            let mention = text.get(place.start..place.end).expect("a range on character boundaries");
            assert!(!mention.trim().is_empty() && mention.trim() == mention, "{mention:?}");
            places.push(*place);
        }
    }
    places.sort();
    assert!(places.windows(2).all(|w| w[0].field != w[1].field || w[0].end <= w[1].start), "{places:?}");
    assert!(people.iter().filter_map(|p| p.mentions.first()).is_sorted());
    assert_eq!(people, find(article));
}

proptest! {
    #![proptest_config(crate::util::cases(256))]

    #[test]
    fn any_text_is_survived(headline in any::<String>(), body in any::<String>(), listed in any::<Vec<String>>()) {
        check(&Article { headline, body, people: listed, ..Article::default() });
    }

    #[test]
    fn ranges_are_sound(headline in fragments(), body in fragments(), listed in fragments()) {
        check(&Article { headline, body, people: vec![listed], ..Article::default() });
    }
}
