//! The built `morgue` as a child process: how long it takes, and how much memory at most.

use std::ffi::OsStr;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Memory at most, in million bytes; 0 where the system does not tell.
#[derive(Clone, Copy, Debug, Default)]
pub struct Peak {
    /// All resident pages, those of mapped files included.
    pub resident: f64,
    /// Pages of its own, as sampled.
    pub own: f64,
}

fn morgue(arguments: &[&OsStr]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_morgue"));
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// Runs it to its end and gives the time from start to end.
pub fn run(arguments: &[&OsStr]) -> std::io::Result<Duration> {
    let began = Instant::now();
    morgue(arguments).status()?;
    Ok(began.elapsed())
}

/// Runs it to its end under watch: the time, and the memory it had at most.
pub fn watched(arguments: &[&OsStr]) -> std::io::Result<(Duration, Peak)> {
    let began = Instant::now();
    let mut child = morgue(arguments).spawn()?;
    let status = format!("/proc/{}/status", child.id());
    let mut peak = Peak::default();
    while child.try_wait()?.is_none() {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        peak.resident = peak.resident.max(entry(&text, "VmHWM:"));
        peak.own = peak.own.max(entry(&text, "RssAnon:"));
        std::thread::sleep(Duration::from_millis(5));
    }
    Ok((began.elapsed(), peak))
}

/// An entry of a status file, which counts in kibibytes, in million bytes.
fn entry(status: &str, name: &str) -> f64 {
    let value = status.lines().find_map(|line| line.strip_prefix(name)?.trim().strip_suffix("kB")?.trim().parse().ok());
    value.map_or(0.0, |kib: f64| kib * 1024.0 / 1e6)
}
