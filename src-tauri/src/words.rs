//! Owns what the window says by itself, in the language of the system.

use std::sync::LazyLock;

use lumbar_texts::{Texts, Value};

include!(concat!(env!("OUT_DIR"), "/words.rs"));

static TEXTS: LazyLock<Texts> = LazyLock::new(|| Texts::new(LANGUAGES, &sys_locale::get_locale().unwrap_or_default()));

/// A sentence that is still to be said: the key of its text, and what belongs into it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Sentence {
    /// A text of the window.
    Key(&'static str),
    /// A text of the window with one thing to fill in.
    With(&'static str, &'static str, String),
    /// A sentence that the background program has said.
    Said(String),
}

impl Sentence {
    /// The words.
    pub(crate) fn words(&self) -> String {
        match self {
            Self::Key(key) => TEXTS.text(key, &[]),
            Self::With(key, name, value) => TEXTS.text(key, &[(name, Value::from(value.as_str()))]),
            Self::Said(words) => words.clone(),
        }
    }
}

/// A text of the window.
pub(crate) fn words(key: &'static str) -> String {
    TEXTS.text(key, &[])
}

/// The language for `<html lang>`, and which way it is written for `<html dir>`.
pub(crate) fn language() -> (&'static str, &'static str) {
    (TEXTS.language(), TEXTS.direction())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sentence_of_the_window_is_written() {
        let sources = std::fs::read_dir(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).unwrap();
        let mut seen = 0;
        for source in sources.map(|file| file.unwrap().path()).filter(|path| path.is_file()) {
            let source = std::fs::read_to_string(source).unwrap();
            for key in source
                .split('"')
                .filter(|word| word.len() > "window-".len() && word.starts_with("window-") && !word.contains(' '))
            {
                seen += 1;
                assert_ne!(words(key.to_owned().leak()), key);
            }
        }
        assert!(seen > 10, "{seen}");
    }
}
