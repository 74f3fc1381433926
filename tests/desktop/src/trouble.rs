//! Says what went wrong in a test run, as one sentence with its causes; any error turns into it with `?`.

use std::{error::Error, fmt};

/// What a step of the harness gives back.
pub type Outcome<T> = Result<T, Trouble>;

/// A sentence about what went wrong. It is no `Error` itself, so that every `Error` can turn into it.
pub struct Trouble(String);

impl Trouble {
    /// Makes one from a sentence.
    pub fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }
}

impl<E: Error> From<E> for Trouble {
    fn from(error: E) -> Self {
        let mut text = error.to_string();
        let mut cause = error.source();
        while let Some(inner) = cause {
            text = format!("{text}: {inner}");
            cause = inner.source();
        }
        Self(text)
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// As displayed: a test that returns `Err` is printed with `Debug`, and its lines should stay readable.
impl fmt::Debug for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Adds what was being tried to an error.
pub trait Context<T> {
    /// Puts `tried` in front of the error.
    fn trying(self, tried: impl fmt::Display) -> Outcome<T>;
}

impl<T, E: Into<Trouble>> Context<T> for Result<T, E> {
    fn trying(self, tried: impl fmt::Display) -> Outcome<T> {
        self.map_err(|error| Trouble(format!("{tried}: {}", error.into())))
    }
}

impl<T> Context<T> for Option<T> {
    fn trying(self, tried: impl fmt::Display) -> Outcome<T> {
        self.ok_or_else(|| Trouble(tried.to_string()))
    }
}
