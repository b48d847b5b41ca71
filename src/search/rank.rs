//! The second look at the best articles: what the words are worth, and where they stand.
//!
//! Takes the words of a query as counted in the archive; gives what each weighs, and the constants of the score, which is
//! reckoned up for some hundred candidates by [`reckoning`](super::reckoning). It reads no index and no text, knows no file and
//! no clock, and gives equal weights for equal values. It must never be asked to compare articles of two queries: a
//! score means nothing by itself.
//!
//! # The formula
//!
//! A word w of the query weighs
//!
//! ```text
//! W(w) = rarity(w)^1.2 × mean(w)^0.4 × times(w)^0.5        (function words: 0)
//! rarity(w) = ln(1 + (N - n + 0.5) / (n + 0.5))             mean(w) = occurrences(w) / n
//! ```
//!
//! with N articles in the archive, n of them holding w. An article of length L (A on average) scores
//!
//! ```text
//! S = Σ W(w) × (k1 + 1) f / (f + k1 (1 - b + b L / A))      k1 = 1.0, b = 0.6
//!   + 0.2 × Σ W(w) × 2 l / (l + 1)                          l: of the first 50 words and the headline
//!   + 0.2 × Σ W(w) × 20 / (20 + p)                          p: words before the first occurrence
//! ```
//!
//! where f counts an occurrence as 1 if it is the very form that was asked for, as 0.6 if it is another inflection or
//! names the same nation (`Malaysian` for `Malaysia`), as 0.3 if it only begins alike (`communism` for
//! `communist`); one in the headline counts half as much again. Each part of each word is rounded to a multiple of 2^-12.
//! Where newer articles are preferred, S is multiplied with the factor of [`fresh`](super::fresh).
//!
//! # Where it comes from
//!
//! | part | source |
//! |---|---|
//! | saturation, length | BM25: Robertson, Walker et al., Okapi at TREC-3 (1994) |
//! | `mean` | Kwok, A new method of weighting query terms for ad-hoc retrieval (SIGIR 1996): content words come in bursts |
//! | power of rarity | Fang and Zhai, axiomatic retrieval (SIGIR 2005), whose weight too is a power of N / n; the 1.2 is ours |
//! | power of times | Okapi's k3, Robertson et al. (1994): a word said twice is not asked for twice |
//! | forms | weighted query-term variants as in Krovetz (SIGIR 1993) and in structured queries, Pirkola (SIGIR 1998) |
//! | beginnings alike | stems of n letters: McNamee and Mayfield, Character n-gram tokenization (2004) |
//! | headline counted into f | BM25F: Robertson, Zaragoza and Taylor (CIKM 2004) |
//! | lead, first occurrence | news is written as an inverted pyramid; Troy and Zhang, chronological term rank (SIGIR 2007) |
//!
//! The constants were chosen for the mean over eight collections and sit on flat optima: the next step to either side
//! (about a fifth) moves that mean by less than one per cent of nDCG@10.

/// What an occurrence is to the word that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// The word as the query has it.
    Exact,
    /// Another inflection of it.
    Inflected,
    /// Another name of the same nation, or an inflection of one.
    Nation,
    /// A word that only begins alike.
    Kin,
}

/// Letters of the stem that a kindred word shares; shorter stems have no kin.
pub const KIN_LETTERS: usize = 6;

/// A word of the query, and what is known of it in the archive. Its forms are counted together; kin are not counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QueryWord {
    /// How often the query says it.
    pub times: u32,
    /// Articles that hold it.
    pub articles: u64,
    /// Its occurrences in all of them.
    pub occurrences: u64,
    /// Whether it is a function word (`the`, `of`). `us` is none: it is what `U.S.` is folded to.
    pub function: bool,
}

/// A place where a query word stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// Number of the word in its field, from 0.
    pub position: u32,
    /// In which form.
    pub form: Form,
}

/// All places of one query word in one article, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// In the headline.
    pub headline: Vec<Occurrence>,
    /// In the body.
    pub body: Vec<Occurrence>,
}

/// An article that the first look found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Candidate {
    /// Words in headline and body.
    pub length: u32,
    /// One entry a word of the query, in the query's order.
    pub words: Vec<Found>,
}

/// A part of the ranking that can be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Rare words weigh more than BM25 gives them.
    Rarity,
    /// Words that come in bursts weigh more.
    Bursts,
    /// A word that is repeated in the query is not asked for as often.
    Repeats,
    /// Function words weigh nothing.
    Function,
    /// Other inflections count for less than the word itself.
    Inflections,
    /// Other names of a nation count.
    Nations,
    /// Words that begin alike count a little.
    Kin,
    /// The headline counts more.
    Headline,
    /// The lead counts again.
    Lead,
    /// An early first occurrence counts.
    First,
}

/// Every part, in the order of a table.
pub const PARTS: [Part; 10] = [
    Part::Rarity,
    Part::Bursts,
    Part::Repeats,
    Part::Function,
    Part::Inflections,
    Part::Nations,
    Part::Kin,
    Part::Headline,
    Part::Lead,
    Part::First,
];

/// How much of each part goes into a score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parts {
    /// BM25's k1. From 0.8 to 1.5 nothing changes much.
    pub saturation: f32,
    /// BM25's b. From 0.5 to 0.75 nothing changes much.
    pub length: f32,
    /// Power of the inverse document frequency; 1 is BM25.
    pub rarity: f32,
    /// Power of the mean frequency in the articles that hold the word; 0 is BM25.
    pub bursts: f32,
    /// Power of the frequency in the query; 1 is BM25 without k3.
    pub repeats: f32,
    /// Weight of a function word; 1 is BM25.
    pub function: f32,
    /// What another inflection counts; 1 is a stemmed index.
    pub inflected: f32,
    /// What another name of the nation counts; 0 is none.
    pub nation: f32,
    /// What a word that begins alike counts; 0 is none.
    pub kin: f32,
    /// What an occurrence in the headline counts more; 0 is one field.
    pub headline: f32,
    /// Weight of the lead; 0 is none.
    pub lead: f32,
    /// Weight of the first occurrence; 0 is none.
    pub first: f32,
}

impl Default for Parts {
    fn default() -> Parts {
        Parts {
            saturation: 1.0,
            length: 0.6,
            rarity: 1.2,
            bursts: 0.4,
            repeats: 0.5,
            function: 0.0,
            inflected: 0.6,
            nation: 0.6,
            kin: 0.3,
            headline: 0.5,
            lead: 0.2,
            first: 0.2,
        }
    }
}

impl Parts {
    /// BM25 and nothing else, over stems.
    pub const PLAIN: Parts = Parts {
        saturation: 1.0,
        length: 0.6,
        rarity: 1.0,
        bursts: 0.0,
        repeats: 1.0,
        function: 1.0,
        inflected: 1.0,
        nation: 0.0,
        kin: 0.0,
        headline: 0.0,
        lead: 0.0,
        first: 0.0,
    };

    /// The same with one part as it is in `other`.
    #[must_use]
    pub fn with(mut self, part: Part, other: &Parts) -> Parts {
        match part {
            Part::Rarity => self.rarity = other.rarity,
            Part::Bursts => self.bursts = other.bursts,
            Part::Repeats => self.repeats = other.repeats,
            Part::Function => self.function = other.function,
            Part::Inflections => self.inflected = other.inflected,
            Part::Nations => self.nation = other.nation,
            Part::Kin => self.kin = other.kin,
            Part::Headline => self.headline = other.headline,
            Part::Lead => self.lead = other.lead,
            Part::First => self.first = other.first,
        }
        self
    }

    /// The same without one part.
    #[must_use]
    pub fn without(self, part: Part) -> Parts {
        self.with(part, &Parts::PLAIN)
    }

    /// What an occurrence in this form counts.
    pub fn form(&self, form: Form) -> f64 {
        f64::from(match form {
            Form::Exact => 1.0,
            Form::Inflected => self.inflected,
            Form::Nation => self.nation,
            Form::Kin => self.kin,
        })
    }
}

/// Words of the body that are its lead: a wire story's first paragraph or two.
pub const LEAD_WORDS: u32 = 50;

/// What the weight of a word is made of; their product is its weight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weighed {
    /// How rare it is.
    pub rarity: f64,
    /// How much it comes in bursts.
    pub bursts: f64,
    /// How often the query says it.
    pub repeats: f64,
    /// 1, or what a function word counts.
    pub function: f64,
}

impl Weighed {
    /// The weight.
    pub fn weight(&self) -> f32 {
        (self.function * (self.rarity * self.bursts) * self.repeats) as f32
    }
}

/// What each word of a query weighs, in the query's order; the first look may use the same weights. `articles` is the
/// number of articles in the archive. A query of nothing but function words is asked as it stands.
pub fn weights(query: &[QueryWord], articles: u64, parts: &Parts) -> Vec<Weighed> {
    let empty = query.iter().all(|word| word.function);
    let weigh = |word: &QueryWord| {
        let all = articles.max(1) as f64;
        let holding = (word.articles.max(1) as f64).min(all);
        let rarity = (1.0 + (all - holding + 0.5) / (holding + 0.5)).ln();
        let mean = (word.occurrences as f64 / holding).max(1.0);
        let function = if word.function && !empty { f64::from(parts.function) } else { 1.0 };
        let times = f64::from(word.times.max(1));
        let (rarity, bursts) = (rarity.powf(parts.rarity.into()), mean.powf(parts.bursts.into()));
        Weighed { rarity, bursts, repeats: times.powf(parts.repeats.into()), function }
    };
    query.iter().map(weigh).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::reckoning::reckon;

    fn weights(query: &[QueryWord], articles: u64, parts: &Parts) -> Vec<f32> {
        super::weights(query, articles, parts).iter().map(Weighed::weight).collect()
    }

    fn word(times: u32, articles: u64, occurrences: u64) -> QueryWord {
        QueryWord { times, articles, occurrences, function: false }
    }

    fn at(positions: &[u32], form: Form) -> Vec<Occurrence> {
        positions.iter().map(|position| Occurrence { position: *position, form }).collect()
    }

    fn article(headline: &[u32], body: &[u32], form: Form) -> Candidate {
        Candidate { length: 100, words: vec![Found { headline: at(headline, form), body: at(body, form) }] }
    }

    /// Scores articles of a hundred words, the mean, for one word of weight 1.
    fn scores(candidates: &[Candidate], parts: &Parts) -> Vec<f32> {
        candidates.iter().map(|candidate| reckon(&[1.0], candidate, 100.0, parts, 1.0).score()).collect()
    }

    #[test]
    fn plain_is_bm25() {
        let weights = weights(&[word(2, 10, 30), word(1, 1000, 1000)], 1000, &Parts::PLAIN);
        let idf = |n: f32| (1.0 + (1000.0 - n + 0.5) / (n + 0.5)).ln();
        assert!((weights[0] - 2.0 * idf(10.0)).abs() < 1e-4 && (weights[1] - idf(1000.0)).abs() < 1e-4, "{weights:?}");
        let found = scores(&[article(&[], &[3, 90], Form::Inflected), article(&[0], &[], Form::Exact)], &Parts::PLAIN);
        assert_eq!(found, [5461.0 / 4096.0, 1.0]);
    }

    #[test]
    fn what_a_word_weighs() {
        let function = QueryWord { function: true, ..word(1, 900, 5000) };
        let table = [
            ("rarer", word(1, 10, 10), word(1, 100, 100)),
            ("in bursts", word(1, 10, 30), word(1, 10, 10)),
            ("said twice", word(2, 10, 10), word(1, 10, 10)),
            ("no function word", word(1, 1000, 1000), function),
        ];
        for (why, more, less) in table {
            let found = weights(&[more, less], 1000, &Parts::default());
            assert!(found[0] > found[1], "{why}: {found:?}");
        }
        let twice = weights(&[word(2, 10, 10), word(1, 10, 10)], 1000, &Parts::default());
        assert!(twice[0] < 2.0 * twice[1], "{twice:?}");
        assert!(weights(&[function], 1000, &Parts::default())[0] > 0.0, "nothing else was asked");
        assert!(weights(&[word(0, 0, 0)], 0, &Parts::default())[0].is_finite());
    }

    #[test]
    fn each_part_orders_two_articles_and_nothing_does_without_it() {
        let exact = Form::Exact;
        let table = [
            (Part::Inflections, article(&[], &[60], exact), article(&[], &[60], Form::Inflected)),
            (Part::Nations, article(&[], &[60], Form::Nation), article(&[], &[], exact)),
            (Part::Kin, article(&[], &[60], Form::Kin), article(&[], &[], exact)),
            (Part::Headline, article(&[4], &[], exact), article(&[], &[0], exact)),
            (Part::Lead, article(&[], &[49], exact), article(&[], &[50], exact)),
            (Part::First, article(&[], &[60], exact), article(&[], &[61], exact)),
        ];
        for (part, better, worse) in table {
            let only = Parts::PLAIN.with(part, &Parts::default());
            let both = [better, worse];
            let with = scores(&both, &only);
            assert!(with[0] > with[1], "{part:?}: {with:?}");
            let without = scores(&both, &only.without(part));
            assert_eq!(without[0], without[1], "{part:?}");
        }
    }

    #[test]
    fn a_form_that_is_switched_off_was_not_found() {
        let parts = Parts { kin: 0.0, ..Parts::default() };
        let mut mixed = article(&[], &[0], Form::Kin);
        mixed.words[0].body.extend(at(&[80], Form::Exact));
        assert_eq!(scores(&[mixed], &parts), scores(&[article(&[], &[80], Form::Exact)], &parts));
    }

    #[test]
    fn long_articles_need_more() {
        let short = article(&[], &[60], Form::Exact);
        let long = Candidate { length: 1000, ..short.clone() };
        let found = scores(&[short, long], &Parts::default());
        assert!(found[0] > found[1], "{found:?}");
    }

    #[test]
    fn without_any_part_it_is_plain() {
        let all = PARTS.iter().fold(Parts::default(), |parts, part| parts.without(*part));
        assert_eq!(all, Parts::PLAIN);
    }

    #[test]
    fn scores_are_multiples_of_a_step() {
        for candidate in [article(&[1], &[0, 7, 300], Form::Exact), Candidate::default()] {
            let score = scores(&[candidate], &Parts::default())[0];
            assert_eq!((score * 4096.0).fract(), 0.0);
        }
    }
}
