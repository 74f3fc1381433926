//! Owns reasons that are still to be said: the key of a text and what belongs into it, until it is known in which language.

use lumbar_texts::Value;

use crate::ui::Ui;

/// A reason; the program that finds it writes no words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Why {
    key: &'static str,
    args: Vec<(&'static str, String)>,
    /// The line of a file and the step of a routine that it is about, from 1.
    line: Option<usize>,
    step: Option<usize>,
    /// A length to fill in, s: how it is written is a matter of the language.
    length: Option<(&'static str, u32)>,
}

impl Why {
    /// The reason whose text has this key.
    pub fn new(key: &'static str) -> Self {
        Self { key, args: Vec::new(), line: None, step: None, length: None }
    }

    /// The same with something to fill in.
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.args.push((name, value.into()));
        self
    }

    /// The same with a length to fill in, s.
    pub(crate) fn lasting(self, name: &'static str, seconds: u32) -> Self {
        Self { length: Some((name, seconds)), ..self }
    }

    /// The same with where it is: the line of a file and the step of a routine, from 1.
    pub fn at(self, line: Option<usize>, step: Option<usize>) -> Self {
        Self { line, step, ..self }
    }

    /// The key, which outside clients can tell reasons apart by.
    pub fn key(&self) -> &'static str {
        self.key
    }
}

impl Ui {
    /// The words of a reason.
    pub fn why(&self, why: &Why) -> String {
        let length = why.length.map(|(name, seconds)| (name, Value::from(self.seconds(seconds))));
        let words = why.args.iter().map(|(name, value)| (*name, Value::from(value.as_str())));
        let args: Vec<(&str, Value<'_>)> = words.chain(length).collect();
        let what = self.text(why.key, &args);
        let key = match (why.line, why.step) {
            (None, None) => return what,
            (Some(_), None) => "why-line",
            (None, Some(_)) => "why-step",
            (Some(_), Some(_)) => "why-line-step",
        };
        let number = |at: Option<usize>| Value::from(at.unwrap_or(0));
        self.text(key, &[("line", number(why.line)), ("step", number(why.step)), ("what", what.into())])
    }
}
