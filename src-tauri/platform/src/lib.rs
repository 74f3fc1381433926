//! The few calls of the system that need `unsafe`, each behind a safe function with a SAFETY line for each block. What decides
//! when to make them stands elsewhere; nothing here keeps a state.

#![cfg_attr(test, allow(clippy::disallowed_methods, reason = "a console may show while tests run"))]

mod memory;
#[cfg(windows)]
pub mod windows;

pub use memory::{give_back_memory, use_one_heap};
