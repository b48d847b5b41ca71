//! Trains the model of people's names: `train-people DATA_DIR OUT`.
//!
//! Takes a folder with `people/*.jsonl` (an article a line: `body`, and `people` with byte ranges `start`, `end`) and
//! `gazetteers/`, gives the file that the program builds in as `src/enrich/people/people.model`. The same data give the
//! same file, byte for byte. It learns only from the sets it names; on those kept for measuring it prints how well
//! rules and model do.

mod copies;
mod dice;
mod gold;
mod lesson;
mod perceptron;
mod score;
mod table;
mod tales;
mod world;

use std::path::Path;
use std::process::ExitCode;

use copies::Copies;
use gold::Story;
use lesson::Lessons;
use morgue::enrich::people::model::Model;
use tales::Patterns;

/// A set: its file, how much an error in it weighs, and how many copies with other names are made of it.
const SETS: [(&str, i32, usize); 7] = [
    ("gum-news", 2, 2),
    ("gum-interview", 2, 1),
    ("wikigold", 2, 2),
    ("meantime", 2, 1),
    ("uner-en-ewt-train", 2, 1),
    ("wnut17-train", 1, 0),
    ("btc", 1, 0),
];

/// Sets that nothing is learned from.
const KEPT: [&str; 5] = ["uner-en-pud-news", "uner-en-ewt-dev", "uner-en-ewt-test", "wnut17-dev", "wnut17-test"];

const USAGE: &str =
    "usage: train-people DATA_DIR OUT [--half]\n--half leaves every second article of gum-news out, to measure on";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (data, out, half) = match arguments.as_slice() {
        [data, out] => (data, out, false),
        [data, out, option] if option == "--half" => (data, out, true),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match train(Path::new(data), Path::new(out), half) {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("train-people: {reason}");
            ExitCode::from(2)
        }
    }
}

fn train(data: &Path, out: &Path, half: bool) -> Result<(), String> {
    let mut copies = Copies::read(&data.join("gazetteers"))?;
    let mut lessons = Lessons::default();
    for (set, weight, renamed) in SETS {
        let stories = gold::read(&data.join("people").join(format!("{set}.jsonl")))?;
        for (number, story) in stories.iter().enumerate() {
            if half && set == "gum-news" && number % 2 == 1 {
                continue;
            }
            lessons.take(story, weight);
            lessons.take(&copies::loud(story), 1);
            lessons.take(&copies::headlined(story), weight);
            lessons.take(&copies.wrapped(story), 1);
            for _ in 0..renamed {
                lessons.take(&copies.renamed(story), weight);
                lessons.take(&copies.abroad(story), weight);
            }
        }
    }
    let patterns = Patterns::read();
    for _ in 0..tales::COUNT {
        lessons.take(&tales::tell(&mut copies, &patterns), 1);
    }
    eprintln!("{}", lessons.account());
    let (features, examples) = lessons.count();
    let weights = perceptron::train(features.len(), &examples);
    let bytes = table::bytes(&features, &weights);
    std::fs::write(out, &bytes).map_err(|error| format!("{}: {error}", out.display()))?;
    let model = Model::read(bytes.leak()).ok_or("the model cannot be read")?;
    if half {
        let stories = gold::read(&data.join("people/gum-news.jsonl"))?;
        let other: Vec<&Story> = stories.iter().skip(1).step_by(2).collect();
        print("gum-news, other half", &other, &model);
    }
    for set in KEPT {
        let stories = gold::read(&data.join("people").join(format!("{set}.jsonl")))?;
        print(set, &stories.iter().collect::<Vec<_>>(), &model);
    }
    Ok(())
}

fn print(set: &str, stories: &[&Story], model: &Model) {
    println!("{set:<22} rules alone  {}", score::line(stories, None));
    println!("{set:<22} with model   {}", score::line(stories, Some(model)));
}
