//! Owns the form of a file with everything in it: its name, version, and the order of its parts.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What the file says it is.
pub(super) const FORMAT: &str = "lumbar-everything";
/// The version that is written and read. A newer one is refused whole.
pub(super) const VERSION: u64 = 1;
/// The longest name of a routine file, characters.
pub(super) const FILE_NAME_MOST: usize = 80;

/// One setting: its value, or the text where that is no value of it (damaged, or of a newer version).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SettingLine {
    pub(super) key: String,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "there")]
    pub(super) value: Option<Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) text: Option<String>,
}

/// `null` is a value as well.
fn there<'de, D: serde::Deserializer<'de>>(json: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(json).map(Some)
}

/// One routine of the person's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RoutineLine {
    pub(super) file: String,
    pub(super) text: String,
}

impl RoutineLine {
    /// Tells whether a routine file may be called so: a plain name, in its folder.
    pub(super) fn may_be_called(file: &str) -> bool {
        let plain = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_' | '.' | ' ');
        !file.starts_with(['.', ' ']) && file.ends_with(".toml") && file.chars().all(plain)
    }

    /// Tells whether it would be this file: on some systems two names that differ in capitals alone are one.
    pub(super) fn is_called(&self, file: &str) -> bool {
        self.file.to_lowercase() == file.to_lowercase()
    }
}

/// The note of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NoteLine {
    pub(super) day: chrono::NaiveDate,
    pub(super) note: String,
}

/// How many of each there are, at the end: a file that was cut off or joined from two says so itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Counts {
    pub(crate) settings: usize,
    pub(crate) routines: usize,
    pub(crate) notes: usize,
    pub(crate) weeks: usize,
    pub(crate) sessions: usize,
    pub(crate) events: usize,
}
