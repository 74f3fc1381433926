//! Owns reasons that are still to be said: the key of a text and what belongs into it, until it is known in which language.

use lumbar_texts::Value;

use crate::ui::Ui;

/// A reason; the program that finds it writes no words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Why {
    key: &'static str,
    args: Vec<(&'static str, String)>,
}

impl Why {
    /// The reason whose text has this key.
    pub fn new(key: &'static str) -> Self {
        Self { key, args: Vec::new() }
    }

    /// The same with something to fill in.
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.args.push((name, value.into()));
        self
    }

    /// The key, which outside clients can tell reasons apart by.
    pub fn key(&self) -> &'static str {
        self.key
    }
}

impl Ui {
    /// The words of a reason.
    pub fn why(&self, why: &Why) -> String {
        let args: Vec<(&str, Value<'_>)> =
            why.args.iter().map(|(name, value)| (*name, value.as_str().into())).collect();
        self.text(why.key, &args)
    }
}
