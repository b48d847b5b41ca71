//! Signals that end a program: heard, so that the terminal can be put back first, then obeyed. Where there are none, silence.

use crate::error::Result;

/// Calls with the number of each signal that asks for the end, from a thread of its own.
///
/// # Errors
/// [`Error::Terminal`](crate::error::Error::Terminal) if the system does not let signals be heard.
#[cfg(unix)]
pub(super) fn hear(mut told: impl FnMut(i32) + Send + 'static) -> Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let signals = signal_hook::iterator::Signals::new([SIGTERM, SIGHUP, SIGINT]);
    let mut signals = signals.map_err(crate::error::Error::Terminal)?;
    std::thread::spawn(move || signals.forever().for_each(&mut told));
    Ok(())
}

/// Ends the process as the signal would have.
///
/// # Errors
/// [`Error::Terminal`](crate::error::Error::Terminal) if it lives on.
#[cfg(unix)]
pub(super) fn obey(signal: i32) -> Result<()> {
    signal_hook::low_level::emulate_default_handler(signal).map_err(crate::error::Error::Terminal)
}

#[cfg(not(unix))]
pub(super) fn hear(_: impl FnMut(i32) + Send + 'static) -> Result<()> {
    Ok(())
}

#[cfg(not(unix))]
pub(super) fn obey(_: i32) -> Result<()> {
    Ok(())
}
