//! Decides: what runs, what is asked, what is refused and what is said next. Told the time, never reads it.

pub mod alert;
pub mod command;
mod context;
mod engine;
pub mod event;
mod facts;
pub mod offer;
pub mod outbox;
pub mod person;
pub mod refusal;
pub mod routine;
pub mod rules;
mod session;
mod skin;
mod slots;
pub mod time;
mod timers;
mod unsure;
pub mod view;
mod view_of;
mod view_session;
pub mod words;

pub use engine::{Engine, SAVED_VERSION, Saved, Wake};
