//! The command; all it does is in [`morgue::cli`].

fn main() -> std::process::ExitCode {
    morgue::cli::run(std::env::args_os())
}
