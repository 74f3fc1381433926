//! How the manual clock of a demo is moved.

use serde::{Deserialize, Serialize};

/// The body of [`crate::path::CLOCK`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
pub enum ClockMove {
    /// To the next deadline.
    Next,
    /// On by so many seconds.
    Advance {
        /// How many.
        seconds: u64,
    },
    /// On by so many seconds in which nothing happens, as while the machine sleeps.
    Sleep {
        /// How many.
        seconds: u64,
    },
    /// The wall alone, by so many seconds.
    StepWall {
        /// How many; earlier is negative.
        seconds: i64,
    },
}
