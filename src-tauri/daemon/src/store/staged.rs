//! Owns a diary that is read in from a file and not yet anybody's: in a data file of its own, gone when it is dropped.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, NaiveDate, Utc};
use lumbar_engine::LastNumbers;
use lumbar_engine::diary::{SessionRecord, WeekAnswer};
use lumbar_engine::event::Event;
use rusqlite::{Connection, OpenFlags, OptionalExtension, params};

use super::diary::{day_of, json, keep, number, sum_up, write_event};
use super::error::StoreError;
use super::{folder, schema};

/// How many were begun since the program started.
static BEGUN: AtomicU64 = AtomicU64::new(0);

/// A diary that waits to be taken.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Staged {
    path: PathBuf,
}

impl Drop for Staged {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}

impl Staged {
    /// Opens it to be read.
    pub(super) fn open(&self) -> rusqlite::Result<Connection> {
        Connection::open_with_flags(&self.path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)
    }

    /// The records that began at this moment or later, oldest first, at most so many.
    pub(crate) fn since(&self, from: DateTime<Utc>, most: u32) -> Result<Vec<SessionRecord>, StoreError> {
        let read = || {
            let query = "SELECT body FROM record WHERE began >= ?1 ORDER BY began, session LIMIT ?2";
            super::history::records(&self.open()?, query, params![from.timestamp(), most])
        };
        read().map_err(|error| StoreError::from_sql(&self.path, &error))
    }
}

/// One that is being filled.
pub(crate) struct Staging {
    // Closed before its file is deleted, which must be so on Windows.
    connection: Connection,
    staged: Staged,
    last: LastNumbers,
}

impl Staging {
    /// Begins an empty one beside the data.
    ///
    /// # Errors
    /// Nothing can be written there.
    pub(crate) fn begin(folder: &Path) -> Result<Self, StoreError> {
        let stem = format!("{}{}", folder::DATABASE, folder::STAGED);
        // One that was read in before may still wait for a slow disk, under a name of its own.
        let own = format!("{stem}{}-", std::process::id());
        let path = folder.join(format!("{own}{}", BEGUN.fetch_add(1, Ordering::Relaxed)));
        let sql = |error: rusqlite::Error| StoreError::from_sql(&path, &error);
        let io = |error: std::io::Error| StoreError::from_io(&path, &error);
        // What earlier programs left that were killed, one with the same number among them.
        let is_left = |name: &str| name.starts_with(&stem) && !name.starts_with(&own);
        for left in std::fs::read_dir(folder).map_err(io)?.flatten() {
            if left.file_name().to_str().is_some_and(is_left) || left.path() == path {
                std::fs::remove_file(left.path()).map_err(io)?;
            }
        }
        folder::create_private(&path).map_err(io)?;
        let staged = Staged { path: path.clone() };
        let mut connection = Connection::open(&path).map_err(sql)?;
        // It is thrown away if anything goes wrong.
        for (name, value) in [("journal_mode", "off"), ("synchronous", "off"), ("cache_size", "-512")] {
            connection.pragma_update(None, name, value).map_err(sql)?;
        }
        let migrated = schema::MIGRATIONS.to_latest(&mut connection);
        migrated.map_err(|why| StoreError::Other { path: path.clone(), why: why.to_string() })?;
        connection.execute_batch("BEGIN").map_err(sql)?;
        Ok(Self { staged, connection, last: LastNumbers::default() })
    }

    /// Adds a record; `false` = there is one of this session already.
    pub(crate) fn record(&mut self, record: &SessionRecord) -> Result<bool, StoreError> {
        let exposures = record.exposures.iter().map(|exposure| exposure.exposure).max();
        self.last.session = self.last.session.max(record.session);
        self.last.exposure = self.last.exposure.max(exposures.unwrap_or(0));
        self.unless_there(|to| day_of(to, record.session).map(|day| day.is_some()), |to| keep(to, record))
    }

    /// Adds the note of a day; `false` = that has one already.
    pub(crate) fn note(&mut self, day: NaiveDate, text: &str) -> Result<bool, StoreError> {
        self.unless_there(
            |to| there(to, "SELECT 1 FROM day_note WHERE day = ?1", number(day)),
            |to| to.execute("INSERT INTO day_note (day, text) VALUES (?1, ?2)", params![number(day), text]).map(drop),
        )
    }

    /// Adds an answer about a week; `false` = that has one already.
    pub(crate) fn week(&mut self, answer: &WeekAnswer) -> Result<bool, StoreError> {
        let of = number(answer.until);
        self.unless_there(
            |to| there(to, "SELECT 1 FROM week_answer WHERE until = ?1", of),
            |to| {
                to.execute("INSERT INTO week_answer (until, body) VALUES (?1, ?2)", params![of, json(answer)?])
                    .map(drop)
            },
        )
    }

    /// Adds what happened.
    pub(crate) fn event(&mut self, event: &Event) -> Result<(), StoreError> {
        self.last.session = self.last.session.max(event.session.unwrap_or(0));
        write_event(&self.connection, event).map_err(|error| self.sorted(&error))
    }

    /// Sums up its days and ends it; gives the highest numbers in it as well.
    pub(crate) fn end(self) -> Result<(Staged, LastNumbers), StoreError> {
        let sum = || {
            let mut days = self.connection.prepare("SELECT DISTINCT day FROM record")?;
            let days: Vec<i32> = days.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
            days.into_iter().try_for_each(|day| sum_up(&self.connection, day))?;
            self.connection.execute_batch("COMMIT")
        };
        sum().map_err(|error| self.sorted(&error))?;
        let Self { staged, connection, last } = self;
        drop(connection);
        Ok((staged, last))
    }

    fn unless_there(
        &self,
        is_there: impl Fn(&Connection) -> rusqlite::Result<bool>,
        add: impl Fn(&Connection) -> rusqlite::Result<()>,
    ) -> Result<bool, StoreError> {
        let added = is_there(&self.connection).and_then(|there| {
            if !there {
                add(&self.connection)?;
            }
            Ok(!there)
        });
        added.map_err(|error| self.sorted(&error))
    }

    fn sorted(&self, error: &rusqlite::Error) -> StoreError {
        StoreError::from_sql(&self.staged.path, error)
    }
}

fn there(to: &Connection, query: &str, of: i32) -> rusqlite::Result<bool> {
    let found = to.prepare_cached(query)?.query_row([of], |row| row.get::<_, i64>(0)).optional()?;
    Ok(found.is_some())
}
