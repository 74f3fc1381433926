//! Owns the voice of Lumbar in one language, and what is embedded in the program: texts, pictures, style.

use lumbar_texts::Texts;

include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// The voice of Lumbar in one language.
#[derive(Debug)]
pub struct Ui {
    pub(crate) texts: Texts,
}

impl Ui {
    /// Speaks the language nearest to a locale name such as `de_AT.UTF-8`; English where there is none.
    pub fn new(locale: &str) -> Self {
        Self { texts: Texts::new(LANGUAGES, locale) }
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
