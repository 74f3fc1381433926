//! What the background program says about itself.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// The answer to [`crate::path::HELLO`]. Fields that an older program does not send read as empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    /// Its version.
    #[serde(default)]
    pub version: String,
    /// The conversation it speaks.
    pub protocol: u64,
    /// Its process.
    #[serde(default)]
    pub pid: u32,
    /// The folder of its profile.
    #[serde(default)]
    pub profile: PathBuf,
    /// The profile is a demo's.
    #[serde(default)]
    pub demo: bool,
}
