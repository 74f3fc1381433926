//! The command line: its words, what each command does, and HTTP over the socket.

pub(crate) mod cli;
pub(crate) mod commands;
pub(crate) mod http;
mod span;
