//! Owns the texts: which language is spoken, and how a key becomes a sentence. Nothing here can fail or panic.

use std::fmt;

use crate::pseudo::Pseudo;
use crate::shelf::Shelf;
use crate::value::Value;

include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

const ENGLISH: &str = "en";

/// The voice of Lumbar in one language.
#[derive(Debug)]
pub struct Ui {
    pub(crate) texts: Texts,
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

/// The texts of one language, with English behind them.
pub(crate) struct Texts {
    language: String,
    direction: &'static str,
    chosen: Option<Shelf>,
    english: Shelf,
}

impl fmt::Debug for Texts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Texts").field("language", &self.language).finish_non_exhaustive()
    }
}

impl Texts {
    /// Takes the language nearest to a locale name such as `de_AT.UTF-8`; English where there is none.
    pub(crate) fn new(locale: &str) -> Self {
        let english = shelf(ENGLISH, None);
        if let Some(pseudo) = Pseudo::of(locale) {
            let chosen = Some(shelf(ENGLISH, Some(pseudo)));
            return Self { language: pseudo.code().into(), direction: pseudo.direction(), chosen, english };
        }
        let language = nearest(locale);
        let chosen = (language != ENGLISH).then(|| shelf(language, None));
        Self { language: language.into(), direction: direction(language), chosen, english }
    }

    /// The language for `<html lang>`.
    pub(crate) fn language(&self) -> &str {
        &self.language
    }

    /// The direction for `<html dir>`.
    pub(crate) fn direction(&self) -> &'static str {
        self.direction
    }

    /// The text of a key (`routine-cold-15` or `routine-cold-15.lead`): in the chosen language, else in English.
    pub(crate) fn find(&self, key: &str, args: &[(&str, Value<'_>)]) -> Option<String> {
        // Addresses and grades of sources are data, not words to be played with.
        let data = key.ends_with(".url") || key.ends_with(".grade");
        let chosen = if data { None } else { self.chosen.as_ref() };
        chosen.and_then(|shelf| shelf.format(key, args)).or_else(|| self.english.format(key, args))
    }

    /// Tells whether there is a text at all.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.find(key, &[]).is_some()
    }
}

fn shelf(language: &str, pseudo: Option<Pseudo>) -> Shelf {
    let files = LANGUAGES.iter().find(|(name, _)| *name == language).map_or(&[][..], |(_, files)| files);
    Shelf::new(language, files, pseudo)
}

/// `de_AT.UTF-8` speaks `de`, where there are texts in it.
fn nearest(locale: &str) -> &'static str {
    let plain = locale.split(['.', '@']).next().unwrap_or_default().replace('_', "-");
    let short = plain.split('-').next().unwrap_or_default();
    let named = |wanted: &str| LANGUAGES.iter().map(|(name, _)| *name).find(|name| name.eq_ignore_ascii_case(wanted));
    named(&plain).or_else(|| named(short)).unwrap_or(ENGLISH)
}

fn direction(language: &str) -> &'static str {
    let rtl = ["ar", "fa", "he", "ur", "ps", "yi"];
    if rtl.iter().any(|l| language == *l || language.starts_with(&format!("{l}-"))) { "rtl" } else { "ltr" }
}
