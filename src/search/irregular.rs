//! English words whose inflections share no stem: `woman` and `women`, `say` and `said`.
//!
//! Takes a folded word; gives the families it belongs to. Of a family each member finds all others, and whatever has the
//! stem of its first member (`said` finds `saying`). A form that is a common word of its own is found by its family, but
//! finds only itself: `find` finds `found`, who asks for `found` means perhaps `founded`. Where a form nearly always is
//! that other word (`ground`, `fed`, `lay`, `bound`, `wound`, `bore`), it is in no family. It knows no dictionary.

use std::collections::HashMap;
use std::sync::LazyLock;

use frostem::{Algorithm, Stemmer};

/// A family a line, the form that rules inflect first; what has a `>` finds only itself.
const FAMILIES: &str = "
man men
woman women
child children
foot feet
tooth teeth
goose geese
mouse mice
louse lice
ox oxen
policeman policemen
policewoman policewomen
spokesman spokesmen
spokeswoman spokeswomen
congressman congressmen
congresswoman congresswomen
businessman businessmen
businesswoman businesswomen
chairman chairmen
chairwoman chairwomen
gunman gunmen
fireman firemen
fisherman fishermen
salesman salesmen
statesman statesmen
sportsman sportsmen
newsman newsmen
workman workmen
serviceman servicemen
countryman countrymen
craftsman craftsmen
clergyman clergymen
gentleman gentlemen
frenchman frenchmen
englishman englishmen
irishman irishmen
grandchild grandchildren
schoolchild schoolchildren
wife wives
housewife housewives
knife knives
life >lives
half halves
leaf >leaves
thief thieves
wolf wolves
shelf >shelves
loaf loaves
calf calves
scarf scarves
hoof hooves
crisis crises
analysis analyses
thesis theses
hypothesis hypotheses
diagnosis diagnoses
prognosis prognoses
synthesis syntheses
emphasis emphases
oasis oases
index indices
appendix appendices
matrix matrices
vertex vertices
criterion criteria
phenomenon phenomena
bacterium bacteria
curriculum curricula
memorandum memoranda
referendum referenda
stratum strata
stimulus stimuli
nucleus nuclei
fungus fungi
cactus cacti
radius radii
alumnus alumni
formula formulae
larva larvae
antenna antennae
arise arose arisen
awake awoke awoken
beat beaten
become became
befall befell befallen
begin began begun
behold beheld
bend >bent
bite >bit bitten
bleed bled
blow blew blown
break broke broken
breed bred
bring brought
build built
burn burnt
buy bought
catch caught
choose chose chosen
cling clung
come came
creep crept
deal dealt
dig dug
draw drew drawn
dream dreamt
drink drank >drunk
drive drove driven
dwell dwelt
eat ate eaten
fall >fell fallen
feel >felt
fight fought
find >found
flee fled
fling flung
fly flew flown
forbid forbade forbidden
foresee foresaw foreseen
foretell foretold
forget forgot forgotten
forgive forgave forgiven
freeze froze frozen
get got gotten
give gave given
go went gone
grow grew grown
hang hung
hear heard
hide hid hidden
hold held
keep kept
kneel knelt
know knew known
lay laid
lead led
leap leapt
learn learnt
leave >left
lend >lent
lie lain
light >lit
lose >lost
make made
mean meant
meet met
mislead misled
mistake mistook mistaken
misunderstand misunderstood
outgrow outgrew outgrown
overcome overcame
override overrode overridden
overrun overran
oversee oversaw overseen
overtake overtook overtaken
overthrow overthrew overthrown
partake partook partaken
pay paid
prove proven
rebuild rebuilt
repay repaid
resell resold
retake retook retaken
rewrite rewrote rewritten
ride rode ridden
ring rang >rung
rise >rose risen
run ran
say said
see >saw seen
seek sought
sell sold
send sent
shake shook shaken
shine shone
shoot >shot
show shown
shrink shrank shrunk
sing sang >sung
sink sank sunk
sit sat
slay >slew slain
sleep slept
slide slid
speak spoke spoken
speed sped
spell >spelt
spend spent
spill spilt
spin spun
spring sprang sprung
stand stood
steal stole stolen
stick stuck
sting stung
strike struck stricken
string strung
strive strove striven
swear swore sworn
sweep swept
swell swollen
swim swam swum
swing swung
take took taken
teach taught
tear tore torn
tell told
think >thought
throw threw thrown
tread trod trodden
undergo underwent undergone
understand understood
undertake undertook undertaken
undo undid undone
uphold upheld
wake woke woken
wear wore worn
weave wove woven
weep wept
win >won
withdraw withdrew withdrawn
withhold withheld
withstand withstood
write wrote written
";

/// Words that inflect each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Family {
    /// Its first member: whatever has the same stem belongs to the family.
    pub base: &'static str,
    /// The other members.
    pub others: Vec<&'static str>,
}

struct Table {
    families: Vec<Family>,
    /// Numbers of families, by the words that find all of them, and by the stems of their bases.
    by_word: HashMap<&'static str, Vec<usize>>,
    by_stem: HashMap<String, Vec<usize>>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let stemmer = Stemmer::new(Algorithm::English);
    let mut table = Table { families: Vec::new(), by_word: HashMap::new(), by_stem: HashMap::new() };
    for line in FAMILIES.lines() {
        let mut words = line.split(' ').filter(|word| !word.is_empty());
        let Some(base) = words.next() else { continue };
        let number = table.families.len();
        table.by_stem.entry(stemmer.stem(base).into_owned()).or_default().push(number);
        let mut others = Vec::new();
        for word in words {
            if !word.starts_with('>') {
                table.by_word.entry(word).or_default().push(number);
            }
            others.push(word.trim_start_matches('>'));
        }
        table.families.push(Family { base, others });
    }
    table
});

/// The families of a word that has this stem.
pub fn families(word: &str, stem: &str) -> impl Iterator<Item = &'static Family> {
    let by_word = TABLE.by_word.get(word).into_iter().flatten();
    let by_stem = TABLE.by_stem.get(stem).into_iter().flatten();
    let mut numbers: Vec<usize> = by_word.chain(by_stem).copied().collect();
    numbers.dedup();
    numbers.into_iter().filter_map(|number| TABLE.families.get(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_by_any_member_or_what_has_the_stem_of_the_first() {
        let stemmer = Stemmer::new(Algorithm::English);
        let of =
            |word: &str| families(word, &stemmer.stem(word)).map(|family| family.base).collect::<Vec<_>>().join(" ");
        for (word, base) in [
            ("woman", "woman"),
            ("women", "woman"),
            ("saying", "say"),
            ("said", "say"),
            ("sold", "sell"),
            ("risen", "rise"),
            ("rose", ""),
            ("found", ""),
            ("find", "find"),
            ("finds", "find"),
            ("left", ""),
            ("lives", ""),
            ("indices", "index"),
            ("indicate", ""),
            ("german", ""),
            ("ground", ""),
        ] {
            assert_eq!(of(word), base, "{word}");
        }
    }

    #[test]
    fn no_form_is_in_two_families() {
        let mut seen = std::collections::HashSet::new();
        for family in &TABLE.families {
            for word in family.others.iter().chain([&family.base]) {
                assert!(seen.insert(*word), "{word}");
            }
        }
    }
}
