//! Owns what calls a person beside a notification, and a test of notifications while it waits: plain data.

use lumbar_engine::alert::{About, Alert, Sound};
use lumbar_ui::Trial;
use lumbar_ui::settings::Heard;
use tokio::time::Instant;

use crate::core::heard::heard;

/// What calls a person beside a notification.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) sound: Sound,
    pub(super) heard: Heard,
    pub(super) raise: bool,
    /// It says that the machine goes to sleep.
    pub(super) sleeps: bool,
    /// What is said aloud.
    pub(super) speech: Option<String>,
}

impl Call {
    pub(super) fn of(alert: &Alert, speech: Option<String>) -> Self {
        let sleeps = alert.about == About::GoingToSleep;
        Self { sound: alert.sound, heard: heard(alert), raise: alert.raise, sleeps, speech }
    }

    pub(super) fn is_any(&self) -> bool {
        self.sound != Sound::Silent || self.raise || self.speech.is_some()
    }
}

/// A test, and when it was sent.
#[derive(Debug)]
pub(super) struct Tried {
    pub(super) trial: Trial,
    pub(super) number: u64,
    pub(super) sent: Instant,
}
