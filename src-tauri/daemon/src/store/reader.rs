//! Reads the history beside the thread that writes, by a read-only connection of its own: a long read holds up no press.

use std::path::{Path, PathBuf};

#[cfg(test)]
use chrono::{DateTime, Utc};
#[cfg(test)]
use lumbar_engine::event::Event;
use rusqlite::Connection;
#[cfg(test)]
use rusqlite::params;

use super::connection::reader;
use super::error::StoreError;
use super::folder::DATABASE;

/// Reads the data file of a profile. It is opened for each read, so that one that was set aside is never read on.
#[derive(Debug, Clone)]
pub(crate) struct Reader {
    path: PathBuf,
}

impl Reader {
    /// Will read the data in this folder.
    pub(crate) fn of(folder: &Path) -> Self {
        Self { path: folder.join(DATABASE) }
    }

    /// Reads with a connection of its own.
    pub(super) fn read<T>(&self, what: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, StoreError> {
        reader(&self.path)
            .and_then(|connection| what(&connection))
            .map_err(|error| StoreError::from_sql(&self.path, &error))
    }

    /// What stands in the data file is not what Lumbar writes.
    pub(super) fn unreadable(&self, why: &str) -> StoreError {
        StoreError::Other { path: self.path.clone(), why: why.to_owned() }
    }

    pub(super) fn sorted(&self, error: &rusqlite::Error) -> StoreError {
        StoreError::from_sql(&self.path, error)
    }

    /// What happened from `from` up to before `to`, oldest first, at most `limit`. What this version does not know is
    /// passed over.
    ///
    /// # Errors
    /// The file cannot be read.
    #[cfg(test)]
    pub(crate) fn events(&self, from: DateTime<Utc>, to: DateTime<Utc>, limit: u32) -> Result<Vec<Event>, StoreError> {
        let rows = self.read(|connection| rows(connection, from, to, limit))?;
        let events = rows.into_iter().filter_map(|(at, session, routine, what)| {
            Some(Event {
                at: DateTime::from_timestamp_millis(at)?,
                session: session.and_then(|number| u64::try_from(number).ok()),
                routine,
                what: serde_json::from_str(&what).ok()?,
            })
        });
        Ok(events.collect())
    }
}

#[cfg(test)]
/// Moment (ms), session, routine and JSON of each event.
type Row = (i64, Option<i64>, Option<String>, String);

#[cfg(test)]
fn rows(connection: &Connection, from: DateTime<Utc>, to: DateTime<Utc>, limit: u32) -> rusqlite::Result<Vec<Row>> {
    let mut query = connection
        .prepare("SELECT at, session, routine, what FROM event WHERE at >= ?1 AND at < ?2 ORDER BY at, id LIMIT ?3")?;
    let rows = query.query_map(params![from.timestamp_millis(), to.timestamp_millis(), limit], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
    })?;
    rows.collect()
}
