//! How an older background program is asked to give way.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// The body of [`crate::path::REPLACE`], which every version understands, whatever else the two programs speak.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replace {
    /// What is started in its place, as soon as nothing is on the body.
    pub program: PathBuf,
}
