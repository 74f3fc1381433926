//! Owns what can go wrong with the data. What a person is told of it is a text; the words here are for the log.

use std::path::{Path, PathBuf};

use lumbar_ui::Why;
use rusqlite::ErrorCode;
use thiserror::Error;

use super::row;

/// Why the data could not be opened, read or saved.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub(crate) enum StoreError {
    /// The profile folder cannot be made or entered.
    #[error("the profile folder {} cannot be used: {why}", .path.display())]
    Folder {
        /// Which.
        path: PathBuf,
        /// What the system said.
        why: String,
    },
    /// The folder or file is there but nothing can be written.
    #[error("nothing can be written to {}: check who may write to it", .path.display())]
    NotWritable {
        /// Which.
        path: PathBuf,
    },
    /// No space is left.
    #[error("{} could not be saved: the disk is full", .path.display())]
    Full {
        /// Which.
        path: PathBuf,
    },
    /// The file is not what was written to it.
    #[error("the data file {} is damaged: {why}", .path.display())]
    Damaged {
        /// Which.
        path: PathBuf,
        /// What was found.
        why: String,
    },
    /// A newer version wrote the file; it is only read.
    #[error("the data was written by a newer version of Lumbar (schema {found}, this version knows {known})")]
    NewerSchema {
        /// The schema of the file.
        found: u32,
        /// The newest this program knows.
        known: u32,
    },
    /// Another program holds the file.
    #[error("the data file {} is held by another program", .path.display())]
    Busy {
        /// Which.
        path: PathBuf,
    },
    /// The folder was moved away or replaced while the program ran.
    #[error("the profile folder {} was moved or replaced: put it back", .path.display())]
    Moved {
        /// Where it was.
        path: PathBuf,
    },
    /// Anything else the disk or the database said.
    #[error("the data file {} could not be used: {why}", .path.display())]
    Other {
        /// Which.
        path: PathBuf,
        /// What was said.
        why: String,
    },
}

impl StoreError {
    /// What a person is told.
    pub(crate) fn why(&self) -> Why {
        let named = |key, path: &Path| Why::new(key).with("path", path.display().to_string());
        match self {
            Self::Folder { path, why } => named("data-folder", path).with("why", why),
            Self::NotWritable { path } => named("data-not-writable", path),
            Self::Full { .. } => Why::new("data-full"),
            Self::Damaged { path, .. } => named("data-damaged", path),
            Self::NewerSchema { .. } => Why::new("data-newer"),
            Self::Busy { path } => named("data-busy", path),
            Self::Moved { path } => named("data-moved", path),
            Self::Other { path, why } => named("data-other", path).with("why", why),
        }
    }

    /// Sorts what SQLite said by what a person can do about it.
    pub(super) fn from_sql(path: &Path, error: &rusqlite::Error) -> Self {
        let path = path.to_path_buf();
        if row::is_damage(error) {
            return Self::Damaged { path, why: error.to_string() };
        }
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full { path },
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => {
                Self::NotWritable { path }
            }
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                Self::Damaged { path, why: error.to_string() }
            }
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy { path },
            Some(_) | None => Self::Other { path, why: error.to_string() },
        }
    }

    /// Sorts what the file system said.
    pub(super) fn from_io(path: &Path, error: &std::io::Error) -> Self {
        use std::io::ErrorKind;
        let path = path.to_path_buf();
        // A sum of guards: the kinds of I/O errors grow with the standard library.
        let kind = error.kind();
        if kind == ErrorKind::StorageFull || kind == ErrorKind::QuotaExceeded {
            Self::Full { path }
        } else if kind == ErrorKind::PermissionDenied || kind == ErrorKind::ReadOnlyFilesystem {
            Self::NotWritable { path }
        } else {
            Self::Other { path, why: error.to_string() }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_has_its_text() {
        let path = || PathBuf::from("/x/lumbar.db");
        let why = || "x".to_owned();
        let ui = lumbar_ui::Ui::new("en");
        for error in [
            StoreError::Folder { path: path(), why: why() },
            StoreError::NotWritable { path: path() },
            StoreError::Full { path: path() },
            StoreError::Damaged { path: path(), why: why() },
            StoreError::NewerSchema { found: 9, known: 1 },
            StoreError::Busy { path: path() },
            StoreError::Moved { path: path() },
            StoreError::Other { path: path(), why: why() },
        ] {
            let said = ui.why(&error.why());
            assert!(ui.has_text(error.why().key()) && !said.contains("{$"), "{error:?}: {said}");
        }
    }
}
