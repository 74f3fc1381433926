//! How the background program is asked to end.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// The body of [`crate::path::QUIT`], which every version understands: whatever else the two programs speak.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quit {
    /// Also while something is on the body.
    #[serde(default)]
    pub force: bool,
    /// The program that takes its place. While something is on the body it waits for that.
    #[serde(default)]
    pub successor: Option<PathBuf>,
}
