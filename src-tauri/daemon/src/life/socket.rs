//! The port for the local socket: only its user can open it, and only here systems differ.

mod port;
#[cfg(test)]
#[cfg(unix)]
mod tests;
#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

pub(crate) use port::{NoConnection, Published};
#[cfg(unix)]
pub(crate) use unix::{connect, listen};
#[cfg(windows)]
pub(crate) use windows::{Connection, connect, listen};
