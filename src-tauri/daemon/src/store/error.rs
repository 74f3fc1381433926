//! Owns what can go wrong with the data, each as a sentence a person can act on.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;
use thiserror::Error;

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
    /// Sorts what SQLite said by what a person can do about it.
    pub(super) fn from_sql(path: &Path, error: &rusqlite::Error) -> Self {
        let path = path.to_path_buf();
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
