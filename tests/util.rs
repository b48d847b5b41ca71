//! What the scenario tests share: a place of their own, the program run in it, and the whole outcome as one text.
//!
//! Nothing of the machine leaks in: the environment is cleared, HOME and the working folder are inside a temporary
//! folder. What differs from run to run (that folder, times, speeds, process numbers) is replaced by words in brackets.

use std::ffi::OsStr;
use std::io::Write;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use proptest::test_runner::{Config, RngSeed};

/// So many generated inputs a property: the same on every machine and every day, or a change could be refused for what
/// it did not do. To look for new ones, say how many and from which seed:
/// `PROPTEST_CASES=100000 PROPTEST_RNG_SEED=$RANDOM cargo test`.
pub fn cases(cases: u32) -> Config {
    let asked = Config { failure_persistence: None, ..Config::default() };
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { asked.cases } else { cases };
    let rng_seed = if asked.rng_seed == RngSeed::Random { RngSeed::Fixed(1666) } else { asked.rng_seed };
    Config { cases, rng_seed, ..asked }
}

/// A temporary folder that the program is run in.
pub struct Scene {
    dir: tempfile::TempDir,
    root: PathBuf,
}

impl Scene {
    /// An empty folder.
    pub fn new() -> Scene {
        let dir = tempfile::tempdir().unwrap();
        // The program prints canonical paths.
        let root = dir.path().canonicalize().unwrap();
        Scene { dir, root }
    }

    /// An empty folder in memory where there is such a thing: for tests of thousands of steps to disk.
    pub fn quick() -> Scene {
        let Ok(dir) = tempfile::tempdir_in("/dev/shm") else { return Scene::new() };
        let root = dir.path().canonicalize().unwrap();
        Scene { dir, root }
    }

    /// A folder with three articles in `news`, indexed into `.morgue`.
    pub fn with_news() -> Scene {
        let scene = Scene::new();
        scene.file("news/river.md", RIVER).file("news/wire.jsonl", WIRE);
        let outcome = scene.run("index news");
        assert_eq!(outcome.code(), Some(0), "{outcome}");
        scene
    }

    /// Writes a file, with its folders.
    pub fn file(&self, name: impl AsRef<Path>, content: impl AsRef<[u8]>) -> &Scene {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, content).unwrap();
        // An hour ago: a file changed just before it is read is compared by content the next time.
        let past = std::time::SystemTime::now() - std::time::Duration::from_secs(3600);
        std::fs::File::options().write(true).open(path).unwrap().set_modified(past).unwrap();
        self
    }

    /// A path in the folder.
    pub fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.root.join(name)
    }

    /// The folder of the only build in an index.
    pub fn build(&self, index: &str) -> PathBuf {
        let name = std::fs::read_to_string(self.path(index).join("CURRENT")).unwrap();
        self.path(index).join(name.trim())
    }

    /// Names in a folder, sorted.
    pub fn names(&self, folder: &str) -> Vec<String> {
        let entries = std::fs::read_dir(self.path(folder)).unwrap();
        let mut names: Vec<String> = entries.map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    /// Runs the program. Words are separated by blanks; single quotes keep blanks together.
    #[track_caller]
    pub fn run(&self, arguments: &str) -> Outcome {
        self.with(words(arguments)).run()
    }

    /// Prepares a run with these arguments.
    pub fn with<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Run<'_> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_morgue"));
        command.args(arguments).env_clear().env("HOME", self.dir.path()).current_dir(&self.root);
        Run { scene: self, command, input: Vec::new() }
    }
}

/// A run about to begin.
pub struct Run<'a> {
    scene: &'a Scene,
    pub command: Command,
    input: Vec<u8>,
}

impl Run<'_> {
    /// Sets a variable of the environment.
    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Runs in this folder below the scene's.
    pub fn cwd(mut self, folder: &str) -> Self {
        self.command.current_dir(self.scene.path(folder));
        self
    }

    /// Gives standard input.
    pub fn input(mut self, text: impl AsRef<[u8]>) -> Self {
        self.input = text.as_ref().to_vec();
        self
    }

    /// Runs to the end.
    pub fn run(mut self) -> Outcome {
        self.command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = self.command.spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let input = self.input;
        // A program that reads no input closes it.
        let writing = std::thread::spawn(move || drop(stdin.write_all(&input)));
        let output = child.wait_with_output().unwrap();
        writing.join().unwrap();
        Outcome { root: self.scene.root.clone(), output }
    }
}

/// How a run ended.
pub struct Outcome {
    root: PathBuf,
    pub output: Output,
}

impl Outcome {
    /// The exit code.
    pub fn code(&self) -> Option<i32> {
        self.output.status.code()
    }

    /// Standard output as it is.
    pub fn stdout(&self) -> String {
        String::from_utf8(self.output.stdout.clone()).expect("standard output is UTF-8")
    }

    /// Standard error as it is.
    pub fn stderr(&self) -> String {
        String::from_utf8(self.output.stderr.clone()).expect("standard error is UTF-8")
    }

    /// The whole of it is this: standard output, standard error with `! ` before each line, `= ` and the exit code.
    #[track_caller]
    pub fn is(&self, expected: &str) -> &Outcome {
        let (got, expected) = (self.to_string(), expected.trim_start_matches('\n'));
        if got.trim_end() != expected.trim_end() {
            panic!("expected:\n{expected}\n\ngot:\n{got}");
        }
        self
    }
}

impl std::fmt::Display for Outcome {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut text = self.stdout();
        if !text.is_empty() && !text.ends_with('\n') {
            text.push_str("[no line end]\n");
        }
        for line in self.stderr().lines() {
            text.push_str(&format!("! {line}\n"));
        }
        match self.output.status.code() {
            Some(code) => text.push_str(&format!("= {code}\n")),
            None => text.push_str(&format!("= signal {:?}\n", self.output.status.signal())),
        }
        // Colours are shown, so that the expected text in a test is text.
        f.write_str(&steady(&text.replace(self.root.to_str().unwrap(), "[DIR]").replace('\x1b', "\u{241B}")))
    }
}

/// Replaces what differs from run to run.
pub fn steady(text: &str) -> String {
    let mut text = text.to_string();
    let number = |c: char| c.is_ascii_digit() || c == '.' || c == '-' || c == 'e';
    let spans: [(&str, &str, &str); 11] = [
        ("indexed in ", " s (", "[TIME]"),
        ("file read in ", " s (", "[TIME]"),
        ("files read in ", " s (", "[TIME]"),
        ("looked through in ", " s (", "[TIME]"),
        ("MB, ", " MB/s)", "[SPEED]"),
        ("\"seconds\":", ",", "[TIME]"),
        ("\"mb_per_second\":", "}", "[SPEED]"),
        ("\"bytes_on_disk\":", ",", "[SIZE]"),
        ("size       ", " MB on disk", "[SIZE]"),
        ("process ", " since ", "[PID]"),
        ("target/", "/", "[TARGET]"),
    ];
    for (before, after, word) in spans {
        let mut from = 0;
        while let Some(at) = text[from..].find(before) {
            let start = from + at + before.len();
            let length = text[start..].find(|c| !number(c)).unwrap_or(text.len() - start);
            if length > 0 && text[start + length..].starts_with(after) {
                text.replace_range(start..start + length, word);
            }
            from = start;
        }
    }
    let shape = b"dddd-dd-ddTdd:dd:ddZ";
    let mut at = 0;
    while at + shape.len() <= text.len() {
        let fits = |(c, s): (&u8, &u8)| if *s == b'd' { c.is_ascii_digit() } else { c == s };
        if text.as_bytes()[at..].iter().zip(shape).all(fits) {
            text.replace_range(at..at + shape.len(), "[NOW]");
        }
        at += 1;
    }
    text
}

/// Splits at blanks, but not between single quotes.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '\'' => {
                quoted = !quoted;
                word.get_or_insert_default();
            }
            ' ' if !quoted => words.extend(word.take()),
            c => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

/// Says, where `cargo test -- --nocapture` shows it, that this machine cannot put the question.
pub fn skipped(test: &str, why: &str) {
    let _ = writeln!(std::io::stderr(), "NOT TESTED HERE: {test}: {why}");
}

/// Two articles as a briefing writes them.
pub const RIVER: &str = "\
Date: 2021-03-04
Source: The Vale Courier

**River floods the lower town**

The river rose three feet overnight and the lower town stood under water. Mayor Edna Quill said the bridge was safe.

**Bakers strike for a second day**

Bakers walked out again on Thursday. The strike leaves the town without bread.
";

/// An article of an agency, and a line that is none.
pub const WIRE: &str = concat!(
    r#"{"id":"w-1","title":"Harbour bridge reopens","text":"The bridge over the harbour reopened. Toll policies were debated.","date":"2022-06-01","source":"Northern Wire"}"#,
    "\n"
);
