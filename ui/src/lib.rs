//! Shows: pure functions from what is (the engine's view) to pages, alert texts, tray texts and lines for the terminal.
//!
//! Nothing here reads a clock, a file or a setting: a [`Scene`] brings all of it. The only state is the language.

mod alert;
mod aloud;
mod asset;
mod bad_routine;
mod charts;
mod embedded;
mod entry;
mod figure;
mod icon;
mod languages;
mod own_names;
mod pages;
mod period;
mod plan;
mod practice;
mod questions;
mod reach;
mod refusal;
mod routine_names;
mod say;
mod scene;
pub mod settings;
mod status;
mod tray;
mod ui;
mod undo;
mod why;

pub use alert::AlertText;
pub use asset::asset;
pub use pages::before::Waiting;
pub use pages::data::{DataAsk, DataDone, DataScene, DataWrong};
pub use pages::day::{DayScene, WrongEntry};
pub use pages::own_draft::OwnDraft;
pub use pages::own_routine_files::{FileAsk, FileSaid};
pub use pages::routine_draft::RoutineDraft;
pub use pages::routine_made::Made;
pub use pages::visit::VisitData;
pub use pages::visit::asked::{VisitAsked, VisitPart};
pub use period::Period;
pub use questions::Questions;
pub use reach::{Came, DesktopInfo, KeyState, KeysInfo, Quiet, ServerInfo, SoundInfo, Trial, VoiceInfo};
pub use scene::{Asked, ColdOrWarm, Filter, Notice, RetryForm, Scene, inside};
pub use settings::{Settings, Theme};
pub use tray::{TrayLabels, TrayTexts};
pub use ui::Ui;
pub use why::Why;

pub use languages::{Languages, writes_twelve_hours};
pub use lumbar_texts::Value;
