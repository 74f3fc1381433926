//! What a person takes along: everything as JSON, which can be read back, the diary as a table, the days ahead as a calendar.
//!
//! `export` says what is written, `json`, `csv` and `calendar` how, `file` into which file; `reading` reads everything back, `bad`
//! says why it is not taken. Command line and pages use the same. No running program is needed to write.

pub(crate) mod bad;
mod calendar;
mod csv;
mod documents;
pub(crate) mod export;
mod file;
mod format;
mod json;
pub(crate) mod reading;
mod routines;
mod sound;
#[cfg(test)]
mod tests;

pub(crate) use documents::suggested;
pub(crate) use export::{Kind, Written, export};
pub(crate) use routines::delete as delete_routines;
