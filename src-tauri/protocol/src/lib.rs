//! Decides what the background program, the window, the command line and the tests say to each other over the local socket.
//!
//! Plain data: addresses, headers and the JSON bodies that more than one of them reads or writes. What is said about a session
//! is the engine's own (`lumbar-engine`), which the window never sees.

pub mod clock;
pub mod header;
pub mod hello;
pub mod path;
pub mod replace;
pub mod window;

/// The version of the conversation. A change that an older program would misread raises it.
pub const PROTOCOL: u64 = 1;

/// Lumbar's version; all its programs are built from one workspace.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
