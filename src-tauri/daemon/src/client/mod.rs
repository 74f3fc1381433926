//! The command line: its words, what each command does, and HTTP over the socket.

pub(crate) mod cli;
pub(crate) mod commands;
mod data;
pub(crate) mod doctor;
pub(crate) mod http;
mod listing;
mod log;
pub(crate) mod output;
mod own_routines;
mod plan;
mod practice;
pub(crate) mod program;
mod questions;
mod settings;
mod span;
pub(crate) mod trouble;
mod up;
pub(crate) mod values;
mod watch;
pub(crate) mod words;
