//! `morgue search -i`: the terminal, the threads and the clock of the search [`screen`](crate::screen).
//!
//! Three threads: one reads keys, one asks the archive, and this one changes the state and draws. So no key waits for an
//! answer. The screen is drawn on standard error, and standard output is for what was chosen, so that
//! `morgue show "$(morgue search -i)"` works. However it ends, the terminal is put back as it was.

use std::ffi::OsString;
use std::io::{self, BufWriter, IsTerminal, Stderr};
use std::iter::once;
use std::panic::{self, AssertUnwindSafe};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use clap::Parser;
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::crossterm::cursor::Show;
use ratatui::crossterm::event::{
    self, DisableBracketedPaste, EnableBracketedPaste, Event as Input, KeyCode, KeyEvent, KeyEventKind, KeyModifiers,
};
use ratatui::crossterm::execute;
use ratatui::crossterm::terminal::{self, EnterAlternateScreen, LeaveAlternateScreen};

use super::args::{Cli, SearchArgs, SortArg};
use super::config::Said;
use super::opened::open;
use super::query::synonyms;
use super::question::conditions;
use super::{End, Out, Stop, signal};
use crate::config::{Color, Values};
use crate::error::{Error, Result};
use crate::index;
use crate::print::clean;
use crate::print::text::Look;
use crate::query::parse::Join;
use crate::screen::question::Manner;
use crate::screen::state::{Effect, Event, Job, Key, State};
use crate::screen::view;
use crate::screen::worker::work;
use crate::search::{Archive, Page, Sort};

/// An answer that is not there after so long is said to be on its way.
const LATE: Duration = Duration::from_millis(250);

pub(super) fn run(cli: &Cli, args: &SearchArgs, out: &mut Out) -> std::result::Result<End, Stop> {
    if !screen_possible() {
        let why =
            "search -i needs a terminal: keys come from standard input, and the screen is drawn on standard error";
        return Err(Error::Usage(why.to_string()).into());
    }
    let conditions = conditions(&args.conditions)?;
    let (archive, settings) = open(cli, args)?;
    let look = look(settings.color.value);
    let page = Page { sort: sort(args.sort), passages: settings.passages.value, ..Page::default() };
    let synonyms = synonyms(settings.synonyms.as_ref().map(|file| &*file.value))?.map(Arc::new);
    let manner = Manner { join: if args.any { Join::Any } else { Join::All }, strict: args.all, synonyms };
    let size = terminal::size().map_err(Error::Terminal)?;
    let (state, first) = State::new(&args.query.join(" "), conditions, manner, archive.articles(), size);
    match play(state, first, Arc::new(archive), page, look)? {
        Ending::Quit => {}
        Ending::Print(place) => out.line(&clean::name(&place))?,
        // The terminal is as it was by now, and the program ends as the signal says.
        Ending::Signal(signal) => signal::obey(signal)?,
    }
    Ok(End::Done)
}

fn sort(sort: SortArg) -> Sort {
    match sort {
        SortArg::Relevance => Sort::Relevance,
        SortArg::Newest => Sort::Newest,
        SortArg::Oldest => Sort::Oldest,
    }
}

fn screen_possible() -> bool {
    let dumb = std::env::var_os("TERM").is_some_and(|name| name == "dumb");
    io::stdin().is_terminal() && io::stderr().is_terminal() && !dumb
}

fn look(choice: Color) -> Look {
    let colour = match choice {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => anstream::AutoStream::choice(&io::stderr()) != anstream::ColorChoice::Never,
    };
    Look { colour }
}

/// What `morgue` without a subcommand is at a terminal, with an index at hand: the search screen. Else None.
pub(super) fn alone(arguments: &[OsString]) -> Option<Cli> {
    if !screen_possible() || !io::stdout().is_terminal() {
        return None;
    }
    let whole = arguments.iter().cloned().chain(["search", "--interactive"].map(OsString::from));
    let cli = super::in_environment(Cli::try_parse_from(whole).ok()?);
    let place = Said::new(&cli, Values::default()).ok()?.found().ok()??;
    // An index that is there but cannot be read gets its sentence.
    (!matches!(index::about_current(&place), Err(Error::NoIndex(_)))).then_some(cli)
}

/// How the screen ended.
enum Ending {
    Quit,
    Print(String),
    Signal(i32),
}

/// What this thread hears of.
enum Message {
    Input(Input),
    /// No more keys can be read.
    Deaf(io::Error),
    Answer(Result<Event>),
    /// The archive's thread ended by a panic.
    Fallen,
    Signal(i32),
}

fn play(mut state: State, first: Vec<Effect>, archive: Arc<Archive>, page: Page, look: Look) -> Result<Ending> {
    let (sender, messages) = mpsc::channel();
    let desk = Arc::new(Desk::default());
    let mut screen = Screen::open()?;
    listen(sender.clone())?;
    answer(archive, page, desk.clone(), sender);
    perform(first, &desk, &mut screen)?;
    loop {
        screen.terminal.draw(|frame| view::draw(frame, &state, look)).map_err(Error::Terminal)?;
        let Some(message) = next(&messages, state.waiting() && !state.late) else {
            state.on(Event::Late);
            continue;
        };
        // All that has come meanwhile is taken in before anything is drawn.
        for message in once(message).chain(messages.try_iter()) {
            let event = match message {
                Message::Input(input) => match translated(input) {
                    Some(event) => event,
                    None => continue,
                },
                Message::Answer(event) => event?,
                Message::Deaf(error) => return Err(Error::Terminal(error)),
                Message::Fallen => {
                    // Said as any other panic is, by whoever runs the command; but with the terminal put back.
                    drop(screen);
                    panic::resume_unwind(Box::new(()));
                }
                Message::Signal(signal) => return Ok(Ending::Signal(signal)),
            };
            if let Some(ending) = perform(state.on(event), &desk, &mut screen)? {
                return Ok(ending);
            }
        }
    }
}

/// The next message; None if it is long in coming and somebody waits for it.
fn next(messages: &Receiver<Message>, impatient: bool) -> Option<Message> {
    let deaf = || Message::Deaf(io::Error::other("nobody reads keys any more"));
    if !impatient {
        return Some(messages.recv().unwrap_or_else(|_| deaf()));
    }
    match messages.recv_timeout(LATE) {
        Ok(message) => Some(message),
        Err(RecvTimeoutError::Timeout) => None,
        Err(RecvTimeoutError::Disconnected) => Some(deaf()),
    }
}

fn perform(effects: Vec<Effect>, desk: &Desk, screen: &mut Screen) -> Result<Option<Ending>> {
    for effect in effects {
        match effect {
            Effect::Work(job) => desk.put(job),
            Effect::Redraw => screen.terminal.clear().map_err(Error::Terminal)?,
            Effect::Quit => return Ok(Some(Ending::Quit)),
            Effect::Print(place) => return Ok(Some(Ending::Print(place))),
        }
    }
    Ok(None)
}

/// Hears keys and signals, each in a thread of its own that ends with the process.
fn listen(sender: Sender<Message>) -> Result<()> {
    let told = sender.clone();
    signal::hear(move |signal| drop(told.send(Message::Signal(signal))))?;
    thread::spawn(move || {
        loop {
            let (message, last) = match event::read() {
                Ok(input) => (Message::Input(input), false),
                Err(error) => (Message::Deaf(error), true),
            };
            if sender.send(message).is_err() || last {
                break;
            }
        }
    });
    Ok(())
}

/// Does the jobs on the desk, newest first, in a thread that ends with the process.
fn answer(archive: Arc<Archive>, page: Page, desk: Arc<Desk>, sender: Sender<Message>) {
    thread::spawn(move || {
        loop {
            let job = desk.take();
            let done = panic::catch_unwind(AssertUnwindSafe(|| work(&archive, &page, &job)));
            let fallen = done.is_err();
            if sender.send(done.map_or(Message::Fallen, Message::Answer)).is_err() || fallen {
                break;
            }
        }
    });
}

/// Where jobs wait: of each kind the newest only.
#[derive(Default)]
struct Desk {
    waiting: Mutex<Waiting>,
    come: Condvar,
}

#[derive(Default)]
struct Waiting {
    ask: Option<Job>,
    mark: Option<Job>,
    advise: Option<Job>,
    count: Option<Job>,
}

impl Desk {
    fn put(&self, job: Job) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        match &job {
            Job::Ask { from, .. } => {
                if *from == 0 {
                    // Nobody asks any more what the last answer has in common, or why there was none.
                    (waiting.advise, waiting.count) = (None, None);
                }
                waiting.ask = Some(job);
            }
            Job::Mark { .. } => waiting.mark = Some(job),
            Job::Advise { .. } => waiting.advise = Some(job),
            Job::Count { .. } => waiting.count = Some(job),
        }
        self.come.notify_one();
    }

    /// Waits for a job; hits before marks before advice before counts.
    fn take(&self) -> Job {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            let Waiting { ask, mark, advise, count } = &mut *waiting;
            if let Some(job) = [ask, mark, advise, count].into_iter().find_map(Option::take) {
                return job;
            }
            waiting = self.come.wait(waiting).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// The terminal, taken over; given back when dropped.
struct Screen {
    terminal: Terminal<CrosstermBackend<BufWriter<Stderr>>>,
}

impl Screen {
    fn open() -> Result<Screen> {
        // Written in one go, so that no half of a frame is seen.
        let backend = CrosstermBackend::new(BufWriter::with_capacity(1 << 16, io::stderr()));
        let screen = Screen { terminal: Terminal::new(backend).map_err(Error::Terminal)? };
        terminal::enable_raw_mode()
            .and_then(|()| execute!(io::stderr(), EnterAlternateScreen, EnableBracketedPaste))
            .map_err(Error::Terminal)?;
        Ok(screen)
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        // If this fails there is no terminal any more.
        let _ = execute!(io::stderr(), DisableBracketedPaste, LeaveAlternateScreen, Show);
        let _ = terminal::disable_raw_mode();
    }
}

fn translated(input: Input) -> Option<Event> {
    match input {
        Input::Key(key) => pressed(key).map(Event::Key),
        Input::Paste(text) => Some(Event::Paste(text)),
        Input::Resize(width, height) => Some(Event::Size(width, height)),
        _ => None,
    }
}

fn pressed(key: KeyEvent) -> Option<Key> {
    if key.kind == KeyEventKind::Release {
        return None;
    }
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    Some(match key.code {
        KeyCode::Char(c) if control => Key::Ctrl(c.to_ascii_lowercase()),
        KeyCode::Char(_) if key.modifiers.contains(KeyModifiers::ALT) => return None,
        KeyCode::Char(c) => Key::Char(c),
        KeyCode::Enter => Key::Enter,
        KeyCode::Esc => Key::Esc,
        KeyCode::Tab => Key::Tab,
        KeyCode::BackTab => Key::BackTab,
        KeyCode::Backspace => Key::Backspace,
        KeyCode::Delete => Key::Delete,
        KeyCode::Left => Key::Left,
        KeyCode::Right => Key::Right,
        KeyCode::Up => Key::Up,
        KeyCode::Down => Key::Down,
        KeyCode::Home => Key::Home,
        KeyCode::End => Key::End,
        KeyCode::PageUp => Key::PageUp,
        KeyCode::PageDown => Key::PageDown,
        KeyCode::F(1) => Key::F1,
        _ => return None,
    })
}
