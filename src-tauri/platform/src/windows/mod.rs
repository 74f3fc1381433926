//! What is behind unsafe calls on Windows alone: who owns a pipe, other processes, who holds this one's
//! streams, a message without a window of our own.

mod message;
mod process;
mod streams;
mod user;

pub use message::show_message;
pub use process::{Listed, Process, processes};
pub use streams::keep_streams;
pub use user::{owner_of, this_user};
