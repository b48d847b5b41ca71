//! The nightly run as other programs write it down: a line of a crontab, or a service and a timer of systemd.
//!
//! Takes the paths of one index and the hour, gives text. It looks at no file and starts nothing. Each path is written so
//! that it is read back byte for byte; one that a form cannot express is an error that says so, never a line that means
//! something else.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use crate::error::{Error, Result};

/// An hour of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct At {
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
}

impl FromStr for At {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<At, String> {
        let part = |text: &str, most: u8| {
            let digits = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
            digits.then(|| text.parse().ok()).flatten().filter(|n| *n <= most)
        };
        text.split_once(':')
            .and_then(|(hour, minute)| Some(At { hour: part(hour, 23)?, minute: part(minute, 59)? }))
            .filter(|_| text.split(':').nth(1).is_some_and(|minute| minute.len() == 2))
            .ok_or_else(|| "write an hour and a minute, 00:00 to 23:59".to_string())
    }
}

/// What is to be run every night. All paths are absolute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// The program itself.
    pub program: PathBuf,
    /// The index.
    pub index: PathBuf,
    /// Options that the index was made with and that no file of settings says: `--exclude=drafts`.
    pub options: Vec<String>,
    /// What it is made of.
    pub corpora: Vec<PathBuf>,
    /// When.
    pub at: At,
    /// Who runs it: numbers of user and group; None where the system has none.
    pub owner: Option<(u32, u32)>,
}

impl Job {
    /// What follows `--quiet`: options, then corpora.
    fn last_words(&self) -> impl Iterator<Item = &Path> {
        self.options.iter().map(Path::new).chain(self.corpora.iter().map(PathBuf::as_path))
    }
}

/// Bytes of a command that every cron takes; some cut longer ones without a word.
const CRON_MOST: usize = 998;

/// The line of a crontab, without an end of line.
///
/// # Errors
/// [`Error::Unspeakable`] for a path that a crontab cannot express, [`Error::Usage`] if the line is longer than cron reads.
pub fn cron(job: &Job) -> Result<String> {
    let mut command = cron_word(&job.program)?;
    let _ = write!(command, " index --index {} --quiet", cron_word(&job.index)?);
    for word in job.last_words() {
        let _ = write!(command, " {}", cron_word(word)?);
    }
    if command.len() > CRON_MOST {
        return Err(Error::Usage(format!(
            "the command is {} bytes long and cron reads {CRON_MOST}; use --systemd, or shorter paths",
            command.len()
        )));
    }
    Ok(format!("{} {} * * * {command}", job.at.minute, job.at.hour))
}

/// A word for the shell, inside a crontab: there a bare % ends the command, whatever quotes stand around it.
fn cron_word(path: &Path) -> Result<String> {
    let text = speakable(path, "a crontab")?;
    if text.contains(['\n', '\r']) {
        return Err(unspeakable(path, "a crontab", "it holds a line break"));
    }
    if text.contains("\\\\") || text.contains("\\%") {
        return Err(unspeakable(
            path,
            "a crontab",
            "crons differ in how they read a backslash before another one or a %",
        ));
    }
    let word = if text.bytes().all(is_plain) { text.to_string() } else { format!("'{}'", text.replace('\'', r"'\''")) };
    Ok(word.replace('%', "\\%"))
}

/// A byte that means nothing but itself to shells and to systemd.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"/._-+,:=@".contains(&byte)
}

/// The service: one run, with no more rights than it needs. The text of the whole file.
///
/// # Errors
/// [`Error::Unspeakable`] for a path that systemd cannot express.
pub fn service(job: &Job) -> Result<String> {
    let program = program_word(&job.program)?;
    let index = unit_path(&job.index)?;
    let corpora = job.corpora.iter().map(|corpus| unit_path(corpus)).collect::<Result<Vec<_>>>()?.join(" ");
    let mut arguments = format!("index --index {} --quiet", unit_argument(&job.index)?);
    for word in job.last_words() {
        let _ = write!(arguments, " {}", unit_argument(word)?);
    }
    let mut text = String::new();
    text.push_str(EXIT_CODES);
    let _ = writeln!(text, "[Unit]\nDescription=News index {}", description(&job.index)?);
    let _ = writeln!(text, "RequiresMountsFor={index} {corpora}");
    text.push_str("\n[Service]\nType=oneshot\n");
    if let Some((user, group)) = job.owner {
        // The owner of the index: whoever else ran it would leave files that the owner cannot replace.
        let _ = writeln!(text, "User={user}\nGroup={group}");
    }
    let _ = writeln!(text, "ExecStart={program} {arguments}");
    text.push_str("SuccessExitStatus=3\nNice=19\nIOSchedulingClass=idle\n\n");
    text.push_str(HARDENED);
    // Root may read what belongs to others, as it may from a shell; nobody else has capabilities to begin with.
    let rights = if job.owner.is_some_and(|(user, _)| user == 0) { "CAP_DAC_READ_SEARCH" } else { "" };
    let _ = writeln!(text, "CapabilityBoundingSet={rights}");
    let (hidden, seen): (Vec<&Path>, Vec<&Path>) =
        job.corpora.iter().map(PathBuf::as_path).partition(|corpus| in_tmp(corpus));
    for corpus in seen {
        // With a -, a corpus that is not there is told by morgue, in a sentence.
        let _ = writeln!(text, "ReadOnlyPaths=-{}", unit_path(corpus)?);
    }
    // A private /tmp hides what others keep there; what the run needs of it is let in by name.
    for corpus in hidden {
        let _ = writeln!(text, "BindReadOnlyPaths={}", bound(corpus)?);
    }
    if in_tmp(&job.program) {
        let _ = writeln!(text, "BindReadOnlyPaths={}", bound(&job.program)?);
    }
    if in_tmp(&job.index) {
        let _ = writeln!(text, "BindPaths={}", bound(&job.index)?);
    }
    let _ = writeln!(text, "ReadWritePaths={index}");
    Ok(text)
}

/// The timer of the service of the same name. The text of the whole file.
///
/// # Errors
/// [`Error::Unspeakable`] for a path that systemd cannot express.
pub fn timer(job: &Job) -> Result<String> {
    Ok(format!(
        "# A night missed because the machine was off is made up for at the next start (Persistent).\n\
         [Unit]\nDescription=News index {}, every night\n\n\
         [Timer]\nOnCalendar=*-*-* {:02}:{:02}:00\nRandomizedDelaySec=15min\nPersistent=true\n\n\
         [Install]\nWantedBy=timers.target\n",
        description(&job.index)?,
        job.at.hour,
        job.at.minute
    ))
}

const EXIT_CODES: &str = "\
# How the run ends: 0 done; 3 done, but some files or records were skipped (a success here; `morgue status --skipped`
# names them); 75 another process was writing the index (try again; the next night does); 2 failed.
";

const HARDENED: &str = "\
# It needs no network, no devices and no rights; it reads the corpora and writes the index, nothing else.
NoNewPrivileges=yes
PrivateNetwork=yes
PrivateTmp=yes
PrivateDevices=yes
ProtectSystem=strict
ProtectHome=read-only
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
LockPersonality=yes
MemoryDenyWriteExecute=yes
RestrictAddressFamilies=none
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
";

fn in_tmp(path: &Path) -> bool {
    path.starts_with("/tmp") || path.starts_with("/var/tmp")
}

/// The program to start: systemd takes it as it stands ($ means nothing there), but not with quotes or backslashes.
fn program_word(path: &Path) -> Result<String> {
    let text = unit_text(path)?;
    if text.contains(['"', '\'', '\\']) {
        return Err(unspeakable(path, "a unit of systemd", "a program's path may hold no quote and no backslash"));
    }
    Ok(if text.bytes().all(is_plain) { text } else { format!("\"{text}\"") })
}

/// An argument of the command: quoted as in C; a lone $ would be a variable.
fn unit_argument(path: &Path) -> Result<String> {
    let text = unit_text(path)?;
    Ok(if text.bytes().all(|b| is_plain(b) || b == b'%') { text } else { quoted(&text.replace('$', "$$")) })
}

/// A path in a list of paths: quoted alike, but a $ is itself.
fn unit_path(path: &Path) -> Result<String> {
    let text = unit_text(path)?;
    Ok(if text.bytes().all(|b| is_plain(b) || b == b'%') { text } else { quoted(&text) })
}

/// A path in a list of pairs of paths, where a bare : parts the two.
fn bound(path: &Path) -> Result<String> {
    Ok(quoted(&unit_text(path)?))
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A path in a sentence; nothing is quoted there.
fn description(path: &Path) -> Result<String> {
    Ok(unit_text(path)?.trim_end_matches('\\').to_string())
}

/// What every part of a unit asks of a path: one line of text, each % doubled.
fn unit_text(path: &Path) -> Result<String> {
    let text = speakable(path, "a unit of systemd")?;
    if text.contains(char::is_control) {
        return Err(unspeakable(path, "a unit of systemd", "it holds a line break or another control character"));
    }
    Ok(text.replace('%', "%%"))
}

fn speakable<'a>(path: &'a Path, form: &'static str) -> Result<&'a str> {
    path.to_str().ok_or_else(|| unspeakable(path, form, "it is not UTF-8"))
}

fn unspeakable(path: &Path, form: &'static str, why: &'static str) -> Error {
    Error::Unspeakable { path: path.to_path_buf(), form, why }
}
