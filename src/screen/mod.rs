//! Search as you type, on a whole terminal: what `morgue search -i` shows and does, without a terminal in it.
//!
//! ```text
//! Event (key, size, answer) -> State -> Effect (job for the archive, quit, print)
//! State -> view -> frame
//! Job + Archive -> worker -> Event
//! ```
//! [`State`](state::State) is a value that events change; it reads no key, knows no clock, no thread and no archive. The
//! terminal, the threads and the clock are those of `cli/interactive.rs`. Whatever comes from an archive is made safe
//! ([`clean`](crate::print::clean)) and measured in cells before it is shown.

pub mod facets;
pub mod found;
pub mod keys;
pub mod layout;
pub mod line;
pub mod question;
pub mod reading;
pub mod rows;
pub mod state;
pub mod view;
pub mod worker;
