//! What was found of the data on opening, and what became known of it since.

use std::path::PathBuf;

use super::error::StoreError;
use super::prefs::Prefs;

/// What became known of the data since it was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum News {
    /// A state that could not be read at opening can be read now; what was begun with instead goes on.
    KeptAside {
        /// Where that state is now.
        file: PathBuf,
    },
    /// The preferences could not be read for certain at opening, and are others.
    Preferences {
        /// What was begun with.
        begun: Prefs,
        /// What was found.
        found: Prefs,
    },
    /// The file was damaged; what goes on is saved in a sound one.
    Mended {
        /// Where the damaged file is now.
        set_aside: PathBuf,
    },
}

/// What was found on opening.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Opened {
    /// The engine's state, if one was ever saved.
    pub(crate) saved: Option<String>,
    /// How the data stands.
    pub(crate) condition: Condition,
}

/// How the data stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Condition {
    /// A profile that was never used.
    Fresh,
    /// As it was left.
    Normal,
    /// The file was damaged: the latest sound backup is used.
    RestoredFromBackup {
        /// Where the damaged file is now.
        set_aside: PathBuf,
    },
    /// The file was damaged and there was no sound backup.
    StartedAnew {
        /// Where the damaged file is now.
        set_aside: PathBuf,
    },
    /// A newer version wrote it: alarms are kept, nothing new starts, nothing is saved.
    NewerSchema {
        /// The schema of the file.
        found: u32,
    },
    /// It can be read and not written: what happens is kept in memory and saved as soon as that can be.
    CannotSave(StoreError),
}
