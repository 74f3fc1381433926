//! Decides: what runs, what is asked, what is refused and what is said next. Told the time, never reads it.
//!
//! A driver calls [`Engine::apply`] with what a person or the system says and [`Engine::advance`] when time has passed,
//! then drains [`Engine::poll_effect`], keeps [`Engine::saved`], shows [`Engine::view`] and sleeps until [`Engine::next_wake`].

pub mod alert;
pub mod catalogue;
pub mod gates;
pub mod request;
pub mod routine;
pub mod rules;
pub mod time;
pub mod view;
