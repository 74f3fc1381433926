//! Owns what the practice turn is at, and what can be wanted of it.

use serde::{Deserialize, Serialize};

use crate::words::{Skin, Token, codes};

codes! {
    /// What the practice turn is at.
    PracticeAt {
        /// It waits for "it is on".
        Ready = "ready",
        /// The clock runs.
        On = "on",
        /// It asks about the skin.
        Skin = "skin",
        /// The bell rings until "it is off".
        TakeOff = "take-off",
        /// All of it was done.
        Done = "done",
    }
}

/// What is wanted of the practice turn. A token names the prompt that is answered, as everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "practice", rename_all = "kebab-case")]
pub enum PracticeWish {
    /// Begin, or begin again.
    Begin,
    /// "It is on".
    On {
        /// The prompt it answers.
        token: Option<Token>,
    },
    /// How the skin is.
    Skin {
        /// The prompt it answers.
        token: Option<Token>,
        /// What it is like.
        skin: Skin,
    },
    /// "It is off".
    Off {
        /// The prompt it answers.
        token: Option<Token>,
    },
    /// Enough of it.
    End,
}
