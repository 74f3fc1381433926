//! Decides: what runs, what is asked, what is refused and what is said next. Told the time, never reads it.
//!
//! A driver calls [`Engine::apply`] with what a person or the system says and [`Engine::advance`] when time has passed,
//! then drains [`Engine::poll_effect`], keeps [`Engine::saved`], shows [`Engine::view`] and sleeps until [`Engine::next_wake`].

mod advance;
pub mod alert;
mod answers;
mod asked;
mod bed;

pub mod catalogue;
mod engine;
mod exposure;
mod facts;
pub mod gates;
mod permission;
pub mod request;
pub mod routine;
pub mod rules;
mod session;
mod skin;
pub mod time;
pub mod view;
mod view_of;
mod wishes;
mod worn;

pub use engine::{Engine, SAVED_VERSION, Saved, Wake};
pub use exposure::Exposure;
pub use worn::Worn;
