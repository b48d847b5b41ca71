//! How fast a night's articles are held against many saved searches: all at once, and as that many full searches.

use std::path::Path;
use std::time::Instant;

use morgue::alerts::watch;
use morgue::alerts::watchlist::SavedSearch;
use morgue::search::{Archive, Page};
use rayon::prelude::*;

use crate::dice::Dice;
use crate::indexing::Bench;
use crate::lexicon::Lexicon;
use crate::table::Table;

type Failure = Box<dyn std::error::Error>;

/// Saved searches.
const SEARCHES: usize = 1_000;
/// Words as common as the first so many are not worth watching for.
const COMMON: usize = 300;
/// Articles of a night.
const NIGHT: usize = 10_000;

/// Measures alerts: the night is a corpus of its own, `whole` the archive that full searches go through.
pub fn alerts(whole: &Bench, below: &Path, seed: u64, table: &mut Table) -> Result<(), Failure> {
    let night = Bench::new(&crate::corpus::generated(below, NIGHT, seed + 1)?, below)?;
    night.indexed()?;
    whole.indexed()?;
    let (night, whole) = (Archive::open(&night.whole)?, Archive::open(&whole.whole)?);
    let searches = saved(seed)?;
    table.part(format!(
        "ALERTS: {} saved searches, {} new articles, an archive of {}",
        searches.len(),
        night.articles(),
        whole.articles()
    ));
    let page = Page::default();

    let began = Instant::now();
    let alerts = watch(&searches, night.articles_since(0), &night, page.passages)?;
    let at_once = began.elapsed().as_secs_f64();
    let hits: usize = alerts.each.iter().map(|alert| alert.sightings.len()).sum();
    table.line("all at once", format!("{at_once:.2} s: {} matched, {hits} hits", alerts.found().count()));

    let began = Instant::now();
    for batch in night.articles_since(0) {
        std::hint::black_box(night.part(batch?)?);
    }
    table.line("of which reading and indexing the new", format!("{:.2} s", began.elapsed().as_secs_f64()));

    // The same cores, and the ten best hits only: what the searches would cost at the least.
    let began = Instant::now();
    searches.par_iter().try_for_each(|search| whole.search(&search.query, &page).map(|_| ()))?;
    let full = began.elapsed().as_secs_f64();
    table.line("full searches, ten hits each", format!("{full:.2} s"));
    table.line("full searches : all at once", format!("{:.2}", full / at_once));

    // All hits: what would have to be looked through for those that are new.
    let all = Page { limit: 0, ..page };
    let began = Instant::now();
    let counts = searches.par_iter().map(|search| whole.search(&search.query, &all).map(|answer| answer.hits.len()));
    let hits = counts.collect::<Result<Vec<usize>, _>>()?.iter().sum::<usize>();
    let full = began.elapsed().as_secs_f64();
    table.line("full searches, all hits", format!("{full:.2} s: {hits} hits"));
    table.line("full searches, all hits : all at once", format!("{:.2}", full / at_once));
    Ok(())
}

/// What an editor would save: people, words that go together, phrases, alternatives. Made of the words of the corpus.
fn saved(seed: u64) -> Result<Vec<SavedSearch>, Failure> {
    let lexicon = Lexicon::new();
    let mut dice = Dice::new(seed);
    let mut searches = Vec::with_capacity(SEARCHES);
    for n in 0..SEARCHES {
        let mut word = || lexicon.word(lexicon.rank(dice.part()).max(COMMON)).to_string();
        let (a, b, c) = (word(), word(), word());
        let person = lexicon.person(&mut dice);
        let text = match n % 8 {
            0 | 1 => format!("people:\"{} {}\"", person.given, person.surname),
            2 => format!("{a} AND {b}"),
            3 => format!("{a} OR {b} {c}"),
            4 => format!("\"{a} {b}\""),
            5 => format!("headline:{a}"),
            6 => format!("people:{} {a}", person.surname),
            _ => format!("{a} {b} -{c}"),
        };
        searches.push(SavedSearch::new(&format!("search {n}"), &text)?);
    }
    Ok(searches)
}
