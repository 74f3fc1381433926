//! Opens the data file to be read alone, and checks it.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use super::error::StoreError;

/// Only a backup reads the file at the same time, which does not block; anything longer is somebody else's lock.
pub(super) const BUSY: Duration = Duration::from_millis(500);

/// A connection that only reads.
pub(super) fn reader(path: &Path) -> Result<Connection, rusqlite::Error> {
    let connection =
        Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(BUSY)?;
    connection.pragma_update(None, "cache_size", -256)?;
    Ok(connection)
}

/// Checks every page.
pub(super) fn whole(path: &Path, connection: &Connection) -> Result<(), StoreError> {
    let said: String = connection
        .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))
        .map_err(|e| StoreError::from_sql(path, &e))?;
    if said == "ok" { Ok(()) } else { Err(StoreError::Damaged { path: path.to_path_buf(), why: said }) }
}
