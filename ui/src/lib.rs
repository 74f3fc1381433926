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

pub use alert::AlertText;
pub use asset::asset;
pub use scene::{ColdOrWarm, DesktopInfo, Filter, Notice, RetryForm, Scene, ServerInfo, SoundInfo, Theme, inside};
pub use text::Value;
pub use tray::{TrayLabels, TrayTexts};

use text::Texts;

/// The voice of Lumbar in one language.
#[derive(Debug)]
pub struct Ui {
    texts: Texts,
}

impl Ui {
    /// Speaks the language nearest to a locale name such as `de_AT.UTF-8`; English where there is none.
    pub fn new(locale: &str) -> Self {
        Self { texts: Texts::new(locale) }
    }

    /// The language spoken, as in `<html lang>`.
    pub fn language(&self) -> &str {
        self.texts.language()
    }

    /// Which way it is written, as in `<html dir>`.
    pub fn direction(&self) -> &'static str {
        self.texts.direction()
    }
}
