//! Owns the making of a backup.

use std::path::PathBuf;

use super::connection::{reader, whole};
use super::error::StoreError;
use super::folder;

/// Makes one backup, with a connection of its own.
#[derive(Debug, Clone)]
pub(crate) struct BackupJob {
    pub(super) path: PathBuf,
}

impl BackupJob {
    /// Checks the whole file, copies it as it stands at this moment, and puts the copy in the place of the newest backup,
    /// which becomes the one before.
    ///
    /// # Errors
    /// The file is damaged or the copy could not be written; the earlier backups stand.
    pub(crate) fn run(self) -> Result<PathBuf, StoreError> {
        let [newest, before] = folder::BACKUPS.map(|name| self.path.with_file_name(name));
        let new = folder::suffixed(&newest, ".new");
        let sql = |e: rusqlite::Error| StoreError::from_sql(&self.path, &e);
        let io = |e: std::io::Error| StoreError::from_io(&newest, &e);
        let connection = reader(&self.path).map_err(sql)?;
        whole(&self.path, &connection)?;
        match std::fs::remove_file(&new) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => return Err(io(e)),
            Ok(()) | Err(_) => {}
        }
        folder::create_private(&new).map_err(io)?;
        // A copy into an empty file is allowed, and the file keeps the permissions it was made with.
        if let Err(why) = connection.execute("VACUUM INTO ?1", [new.to_string_lossy()]) {
            // Half a copy is of no use to anyone; what it was copied from stands.
            let _ = std::fs::remove_file(&new);
            return Err(sql(why));
        }
        if newest.exists() {
            folder::replace(&newest, &before).map_err(io)?;
        }
        folder::replace(&new, &newest).map_err(io)?;
        Ok(newest)
    }
}
