//! What is behind unsafe calls on Windows alone: who owns a pipe, other processes, who holds this one's
//! streams, names that a program holds, a message without a window of our own.

mod message;
mod presence;
mod process;
mod streams;
mod user;

pub use message::show_message;
pub use presence::{Presence, is_held};
pub use process::{Listed, Process, processes};
pub use streams::keep_streams;
pub use user::{owner_of, this_user};

/// A text as the system takes it: with a zero at its end.
fn wide(text: &str) -> Vec<u16> {
    text.encode_utf16().chain([0]).collect()
}
