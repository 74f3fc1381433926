//! Owns the voice of Lumbar in one language.

use std::sync::atomic::{AtomicBool, Ordering};

use chrono::Weekday;
use lumbar_texts::Texts;

use crate::embedded::LANGUAGES;
use crate::own_names::OwnNames;
use crate::period::week_starts;

/// The voice of Lumbar in one language.
#[derive(Debug)]
pub struct Ui {
    pub(crate) texts: Texts,
    pub(crate) own: OwnNames,
    /// The day a week begins with.
    pub(crate) week_starts: Weekday,
    /// Times of day are written with am and pm.
    pub(crate) twelve_hours: AtomicBool,
}

impl Ui {
    /// Speaks the language nearest to a locale name such as `de_AT.UTF-8`; English where there is none.
    pub fn new(locale: &str) -> Self {
        Self {
            texts: Texts::new(LANGUAGES, locale),
            own: OwnNames::default(),
            week_starts: week_starts(locale).unwrap_or(Weekday::Mon),
            twelve_hours: AtomicBool::new(false),
        }
    }

    /// Writes times of day with am and pm, or no longer. A command learns which from the program that it asks.
    pub fn write_twelve_hours(&self, yes: bool) {
        self.twelve_hours.store(yes, Ordering::Relaxed);
    }

    /// Tells whether times of day are written with am and pm.
    pub fn twelve_hours(&self) -> bool {
        self.twelve_hours.load(Ordering::Relaxed)
    }

    /// The language spoken, as in `<html lang>`.
    pub fn language(&self) -> &str {
        self.texts.language()
    }

    /// Which way it is written, as in `<html dir>`.
    pub fn direction(&self) -> &'static str {
        self.texts.direction()
    }

    /// The day a week begins with, by the land in the locale name; Monday where it names none.
    pub fn week_starts(&self) -> Weekday {
        self.week_starts
    }
}
