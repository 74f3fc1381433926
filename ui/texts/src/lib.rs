//! Owns how a key becomes a sentence: which language is spoken, English behind it, texts read only when they are first said.
//!
//! Which files there are is said by the program that speaks: the pages bring all of them, the window its own few sentences.
//! Nothing here can fail or panic.

mod html;
mod pseudo;
mod shelf;
mod value;

pub use html::escape;
pub use value::Value;

use std::fmt;
use std::sync::Arc;

use pseudo::Pseudo;
use shelf::Shelf;

/// Languages by name, each with its Fluent files.
pub type Languages = &'static [(&'static str, &'static [&'static str])];

const ENGLISH: &str = "en";

/// The texts of one language, with English behind them.
pub struct Texts {
    all: Languages,
    language: String,
    direction: &'static str,
    chosen: Option<Shelf>,
    english: Arc<Shelf>,
}

impl fmt::Debug for Texts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Texts").field("language", &self.language).finish_non_exhaustive()
    }
}

impl Texts {
    /// Takes the language nearest to a locale name such as `de_AT.UTF-8`; English where there is none.
    pub fn new(all: Languages, locale: &str) -> Self {
        Self::with_english(all, locale, Arc::new(shelf(all, ENGLISH, None)))
    }

    /// Another language with the same English behind it.
    pub fn in_language(&self, locale: &str) -> Self {
        Self::with_english(self.all, locale, Arc::clone(&self.english))
    }

    fn with_english(all: Languages, locale: &str, english: Arc<Shelf>) -> Self {
        if let Some(pseudo) = Pseudo::of(locale) {
            let chosen = Some(shelf(all, ENGLISH, Some(pseudo)));
            return Self { all, language: pseudo.code().into(), direction: pseudo.direction(), chosen, english };
        }
        let language = nearest(all, locale).unwrap_or(ENGLISH);
        let chosen = (language != ENGLISH).then(|| shelf(all, language, None));
        Self { all, language: language.into(), direction: direction(language), chosen, english }
    }

    /// The language, as in `<html lang>`.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// Which way it is written, as in `<html dir>`.
    pub fn direction(&self) -> &'static str {
        self.direction
    }

    /// The text of a key (`routine-cold-15` or `routine-cold-15.lead`): in this language, else in English.
    pub fn find(&self, key: &str, args: &[(&str, Value<'_>)]) -> Option<String> {
        // Addresses and grades of sources are data, not words to be played with.
        let data = key.ends_with(".url") || key.ends_with(".grade");
        let chosen = if data { None } else { self.chosen.as_ref() };
        chosen.and_then(|shelf| shelf.format(key, args)).or_else(|| self.english.format(key, args))
    }

    /// The same; a missing one is the key itself.
    pub fn text(&self, key: &str, args: &[(&str, Value<'_>)]) -> String {
        self.find(key, args).unwrap_or_else(|| key.to_owned())
    }

    /// Tells whether there is a text at all.
    pub fn has(&self, key: &str) -> bool {
        self.find(key, &[]).is_some()
    }
}

/// Tells whether there are texts in the language of a locale name.
pub fn speaks(all: Languages, locale: &str) -> bool {
    Pseudo::of(locale).is_some() || nearest(all, locale).is_some()
}

fn shelf(all: Languages, language: &str, pseudo: Option<Pseudo>) -> Shelf {
    let files = all.iter().find(|(name, _)| *name == language).map_or(&[][..], |(_, files)| files);
    Shelf::new(language, files, pseudo)
}

/// `de_AT.UTF-8` speaks `de`, where there are texts in it.
fn nearest(all: Languages, locale: &str) -> Option<&'static str> {
    let plain = locale.split(['.', '@']).next().unwrap_or_default().replace('_', "-");
    let short = plain.split('-').next().unwrap_or_default();
    let named = |wanted: &str| all.iter().map(|(name, _)| *name).find(|name| name.eq_ignore_ascii_case(wanted));
    named(&plain).or_else(|| named(short))
}

fn direction(language: &str) -> &'static str {
    let rtl = ["ar", "fa", "he", "ur", "ps", "yi"];
    if rtl.iter().any(|l| language == *l || language.starts_with(&format!("{l}-"))) { "rtl" } else { "ltr" }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: Languages = &[("de", &["yes = Ja\n"]), ("en", &["yes = Yes\nno = No\n"]), ("pt-BR", &["yes = Sim\n"])];

    #[test]
    fn the_nearest_language_is_spoken_with_english_behind_it() {
        for (locale, language, yes) in [
            ("de_AT.UTF-8", "de", "Ja"),
            ("de", "de", "Ja"),
            ("pt-br", "pt-BR", "Sim"),
            ("pt-PT", "en", "Yes"),
            ("fr", "en", "Yes"),
            ("C", "en", "Yes"),
            ("", "en", "Yes"),
        ] {
            let texts = Texts::new(ALL, locale);
            assert_eq!((texts.language(), texts.text("yes", &[]).as_str()), (language, yes), "{locale}");
            assert_eq!(texts.text("no", &[]), "No");
            assert_eq!(texts.in_language("de").text("yes", &[]), "Ja");
            assert_eq!(speaks(ALL, locale), !matches!(locale, "pt-PT" | "fr" | "C" | ""), "{locale}");
        }
    }

    #[test]
    fn a_text_nobody_wrote_is_its_key() {
        assert_eq!(Texts::new(ALL, "de").text("maybe.not", &[]), "maybe.not");
        assert!(!Texts::new(ALL, "de").has("maybe"));
    }
}
