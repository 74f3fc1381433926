//! Shows: pure functions from what is (the engine's view) to pages, alert texts, tray texts and lines for the terminal.
//!
//! Nothing here reads a clock, a file or a setting: a [`Scene`] brings all of it. The only state is the language.

mod alert;
mod asset;
mod figure;
mod icon;
mod pages;
mod pseudo;
mod refusal;
mod say;
mod scene;
mod shelf;
mod status;
mod text;
mod tray;
mod value;

pub use alert::AlertText;
pub use asset::asset;
pub use scene::{ColdOrWarm, DesktopInfo, Filter, Notice, RetryForm, Scene, ServerInfo, SoundInfo, Theme, inside};
pub use text::Ui;
pub use tray::{TrayLabels, TrayTexts};

pub use value::Value;
