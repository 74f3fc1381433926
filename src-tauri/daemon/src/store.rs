//! Owns the data of a profile: one SQLite file, its backups and its permissions. Nothing else touches them.
//!
//! One engine step is one transaction. Whatever happens to the disk, nothing is deleted, and what could not be saved is
//! kept and goes along with the next save.

mod error;
mod folder;
mod schema;
mod settings;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};
use lumbar_engine::alert::Event;
use rusqlite::{Connection, OpenFlags, OptionalExtension, TransactionBehavior, params};

pub(crate) use error::StoreError;
pub(crate) use settings::Settings;

use crate::notify::NoteId;

/// Only a backup reads the file at the same time, which does not block; anything longer is somebody else's lock.
const BUSY: Duration = Duration::from_millis(500);
/// Files up to this size are checked whole on opening, bytes; larger ones before each backup.
const CHECKED_WHOLE: u64 = 4 << 20;
/// More events than this are not kept in memory while the disk refuses them.
const UNSAVED_KEPT: usize = 100_000;

/// The open data of a profile.
#[derive(Debug)]
pub(crate) struct Store {
    path: PathBuf,
    access: Access,
    /// Events of saves that failed, oldest first.
    unsaved: Vec<Event>,
    /// What stands on the notification server, where it cannot be written down.
    notes: BTreeMap<String, NoteId>,
}

#[derive(Debug)]
enum Access {
    /// Read and written.
    Open(Connection),
    /// Written by a newer version: only read.
    Newer { found: u32, connection: Connection },
    /// Could not be opened for writing; tried again with every save.
    Shut(StoreError),
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

impl Store {
    /// Opens the data in `dir`, makes it where there is none, mends it where it can be mended.
    ///
    /// # Errors
    /// The folder cannot be used, or nothing can be written to it and nothing was there.
    pub(crate) fn open(dir: &Path) -> Result<(Self, Opened), StoreError> {
        folder::prepare(dir)?;
        let path = dir.join(folder::DATABASE);
        let was_there = std::fs::metadata(&path).is_ok_and(|found| found.len() > 0);
        // Nobody makes a backup of nothing: a file that is empty or missing beside one was lost, which must be said.
        let lost = !was_there && folder::BACKUPS.iter().any(|name| dir.join(name).exists());
        let first = if lost {
            let why = if path.exists() { "it is empty" } else { "it is missing" };
            // What is set aside in its place is an empty file, with the log that may still lie beside it.
            folder::create_private(&path).map_err(|e| StoreError::from_io(&path, &e))?;
            Err(StoreError::Damaged { path: path.clone(), why: why.to_owned() })
        } else {
            connect(&path)
        };
        let (access, condition) = match first {
            Ok(access) => {
                let condition = match &access {
                    Access::Newer { found, .. } => Condition::NewerSchema { found: *found },
                    Access::Open(_) | Access::Shut(_) if was_there => Condition::Normal,
                    Access::Open(_) | Access::Shut(_) => Condition::Fresh,
                };
                (access, condition)
            }
            Err(StoreError::Damaged { why, .. }) => {
                tracing::error!("the data file {} is damaged: {why}", path.display());
                mend(dir, &path)?
            }
            Err(why) if was_there => (Access::Shut(why.clone()), Condition::CannotSave(why)),
            Err(why) => return Err(why),
        };
        let saved = match &access {
            Access::Open(connection) => read_saved(connection).map_err(|e| StoreError::from_sql(&path, &e))?,
            // Whatever a newer version left that can be read; the alarms in it are worth the try.
            Access::Newer { connection, .. } => read_saved(connection).unwrap_or_default(),
            Access::Shut(_) => read_unlocked(&path),
        };
        let store = Self { path, access, unsaved: Vec::new(), notes: BTreeMap::new() };
        Ok((store, Opened { saved, condition }))
    }

    /// Saves the engine's state and what happened, in one transaction that has reached the disk on return.
    ///
    /// # Errors
    /// Nothing was written. The events are kept and go along with the next save.
    pub(crate) fn save(&mut self, saved: &str, events: &[Event]) -> Result<(), StoreError> {
        self.unsaved.extend_from_slice(events);
        let written = self.write(|connection, unsaved| {
            let step = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            step.prepare_cached(
                "INSERT INTO state (id, saved) VALUES (1, ?1) ON CONFLICT (id) DO UPDATE SET saved = ?1",
            )?
            .execute([saved])?;
            for event in unsaved {
                let what = serde_json::to_string(&event.what).map_err(to_sql)?;
                step.prepare_cached("INSERT INTO event (at, session, routine, what) VALUES (?1, ?2, ?3, ?4)")?
                    .execute(params![
                        event.at.timestamp_millis(),
                        event.session.and_then(|n| i64::try_from(n).ok()),
                        event.routine,
                        what
                    ])?;
            }
            step.commit()
        });
        match written {
            Ok(()) => self.unsaved.clear(),
            Err(_) if self.unsaved.len() > UNSAVED_KEPT => {
                self.unsaved.drain(..self.unsaved.len() - UNSAVED_KEPT);
            }
            Err(_) => {}
        }
        written
    }

    /// How many events wait for a disk that takes them.
    pub(crate) fn unsaved(&self) -> usize {
        self.unsaved.len()
    }

    /// What happened from `from` up to before `to`, oldest first, at most `limit`. What this version does not know is
    /// passed over.
    ///
    /// # Errors
    /// The file cannot be read.
    #[cfg_attr(not(test), expect(dead_code, reason = "the History page reads it"))]
    pub(crate) fn events(&self, from: DateTime<Utc>, to: DateTime<Utc>, limit: u32) -> Result<Vec<Event>, StoreError> {
        let Some(connection) = self.readable() else { return Ok(Vec::new()) };
        let read = || {
            let mut rows = connection.prepare_cached(
                "SELECT at, session, routine, what FROM event WHERE at >= ?1 AND at < ?2 ORDER BY at, id LIMIT ?3",
            )?;
            let rows = rows.query_map(params![from.timestamp_millis(), to.timestamp_millis(), limit], |row| {
                let at: i64 = row.get(0)?;
                let session: Option<i64> = row.get(1)?;
                let what: String = row.get(3)?;
                Ok((at, session, row.get::<_, Option<String>>(2)?, what))
            })?;
            rows.collect::<Result<Vec<_>, _>>()
        };
        let rows = read().map_err(|e| self.sorted(&e))?;
        let events = rows.into_iter().filter_map(|(at, session, routine, what)| {
            Some(Event {
                at: DateTime::from_timestamp_millis(at)?,
                session: session.and_then(|n| u64::try_from(n).ok()),
                routine,
                what: serde_json::from_str(&what).ok()?,
            })
        });
        Ok(events.collect())
    }

    /// The notifications that stood when they were last written down, by tag.
    pub(crate) fn notification_ids(&self) -> BTreeMap<String, NoteId> {
        let mut ids = self.stored_notes().unwrap_or_default();
        ids.extend(self.notes.clone());
        ids
    }

    /// Writes down which notification stands for a tag; `None` = none does.
    ///
    /// # Errors
    /// It could not be written and is only remembered.
    pub(crate) fn set_notification_id(&mut self, tag: &str, id: Option<&NoteId>) -> Result<(), StoreError> {
        match id {
            Some(id) => self.notes.insert(tag.to_owned(), id.clone()),
            None => self.notes.remove(tag),
        };
        let written = self.write(|connection, _| {
            match id {
                Some(id) => connection
                    .prepare_cached("INSERT INTO note (tag, id, server) VALUES (?1, ?2, ?3) ON CONFLICT (tag) DO UPDATE SET id = ?2, server = ?3")?
                    .execute(params![tag, id.id, id.server])?,
                None => connection.prepare_cached("DELETE FROM note WHERE tag = ?1")?.execute([tag])?,
            };
            Ok(())
        });
        if written.is_ok() {
            self.notes.remove(tag);
        }
        written
    }

    /// The person's settings.
    ///
    /// # Errors
    /// The file cannot be read.
    pub(crate) fn settings(&self) -> Result<Settings, StoreError> {
        let Some(connection) = self.readable() else { return Ok(Settings::default()) };
        let read = || {
            let mut rows = connection.prepare_cached("SELECT key, value FROM setting")?;
            let rows = rows.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
            rows.collect::<Result<Vec<_>, _>>()
        };
        let rows = read().map_err(|e| self.sorted(&e))?;
        let values = rows.into_iter().filter_map(|(key, value)| Some((key, serde_json::from_str(&value).ok()?)));
        Ok(Settings::from_values(values.collect()))
    }

    /// Writes the settings down as a whole: what is not in them is taken away.
    ///
    /// # Errors
    /// Nothing was changed.
    #[cfg_attr(not(test), expect(dead_code, reason = "the Settings page writes them"))]
    pub(crate) fn set_settings(&mut self, settings: &Settings) -> Result<(), StoreError> {
        self.write(|connection, _| {
            let step = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            step.execute("DELETE FROM setting", [])?;
            for (key, value) in settings.values() {
                step.prepare_cached("INSERT INTO setting (key, value) VALUES (?1, ?2)")?
                    .execute(params![key, value.to_string()])?;
            }
            step.commit()
        })
    }

    /// Tells whether the newest backup is of another day than `today` (or there is none).
    pub(crate) fn backup_due(&self, today: NaiveDate) -> bool {
        let newest = std::fs::metadata(self.beside(folder::BACKUPS[0])).and_then(|found| found.modified());
        !matches!(newest, Ok(at) if DateTime::<Utc>::from(at).date_naive() == today)
    }

    /// What makes a backup; can be sent to another thread, so that a long history holds nobody up.
    pub(crate) fn backup_job(&self) -> BackupJob {
        BackupJob { path: self.path.clone() }
    }

    /// Makes a backup now. See [`BackupJob::run`].
    ///
    /// # Errors
    /// The file is damaged or the backup could not be written; the earlier backups stand.
    #[cfg(test)]
    pub(crate) fn backup(&self) -> Result<PathBuf, StoreError> {
        self.backup_job().run()
    }

    /// Writes with what access there is; tries to open again where it was shut.
    fn write(
        &mut self,
        what: impl FnOnce(&mut Connection, &[Event]) -> Result<(), rusqlite::Error>,
    ) -> Result<(), StoreError> {
        if let Access::Shut(_) = &self.access {
            self.access = match connect(&self.path) {
                Ok(access) => access,
                Err(why) => Access::Shut(why),
            };
        }
        match &mut self.access {
            Access::Open(connection) => {
                what(connection, &self.unsaved).map_err(|e| StoreError::from_sql(&self.path, &e))
            }
            Access::Newer { found, .. } => Err(StoreError::NewerSchema { found: *found, known: schema::KNOWN }),
            Access::Shut(why) => Err(why.clone()),
        }
    }

    fn readable(&self) -> Option<&Connection> {
        match &self.access {
            Access::Open(connection) | Access::Newer { connection, .. } => Some(connection),
            Access::Shut(_) => None,
        }
    }

    fn stored_notes(&self) -> Option<BTreeMap<String, NoteId>> {
        let mut rows = self.readable()?.prepare_cached("SELECT tag, id, server FROM note").ok()?;
        let rows = rows.query_map([], |row| Ok((row.get(0)?, NoteId { id: row.get(1)?, server: row.get(2)? }))).ok()?;
        rows.collect::<Result<_, _>>().ok()
    }

    fn sorted(&self, error: &rusqlite::Error) -> StoreError {
        StoreError::from_sql(&self.path, error)
    }

    fn beside(&self, name: &str) -> PathBuf {
        self.path.with_file_name(name)
    }
}

/// Makes one backup, with a connection of its own.
#[derive(Debug, Clone)]
pub(crate) struct BackupJob {
    path: PathBuf,
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

/// Opens the file, brings it to the newest schema and checks it.
fn connect(path: &Path) -> Result<Access, StoreError> {
    let sql = |e: rusqlite::Error| StoreError::from_sql(path, &e);
    let io = |e: std::io::Error| StoreError::from_io(path, &e);
    folder::create_private(path).map_err(io)?;
    if folder::cut_short(path).map_err(io)? {
        return Err(StoreError::Damaged { path: path.to_path_buf(), why: "it is cut short".to_owned() });
    }
    let mut connection =
        Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)
            .map_err(sql)?;
    connection.busy_timeout(BUSY).map_err(sql)?;
    let found: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(sql)?;
    let found = u32::try_from(found).map_err(|_| StoreError::Damaged {
        path: path.to_path_buf(),
        why: format!("its schema is numbered {found}"),
    })?;
    if found > schema::KNOWN {
        drop(connection);
        let connection = reader(path).map_err(sql)?;
        return Ok(Access::Newer { found, connection });
    }
    // The cache is small because what is asked for often fits: one row of state, a day of events.
    connection.pragma_update(None, "cache_size", -256).map_err(sql)?;
    connection.pragma_update(None, "journal_mode", "wal").map_err(sql)?;
    connection.pragma_update(None, "synchronous", "full").map_err(sql)?;
    if 0 < found && found < schema::KNOWN {
        BackupJob { path: path.to_path_buf() }.run()?;
    }
    schema::MIGRATIONS.to_latest(&mut connection).map_err(|e| {
        if let rusqlite_migration::Error::RusqliteError { err, .. } = e {
            sql(err)
        } else {
            StoreError::Other { path: path.to_path_buf(), why: e.to_string() }
        }
    })?;
    if std::fs::metadata(path).map_err(io)?.len() <= CHECKED_WHOLE {
        whole(path, &connection)?;
    }
    read_saved(&connection).map_err(sql)?;
    Ok(Access::Open(connection))
}

/// Sets the damaged file aside and goes on with the newest sound backup, or anew.
fn mend(dir: &Path, path: &Path) -> Result<(Access, Condition), StoreError> {
    let io = |e: std::io::Error| StoreError::from_io(path, &e);
    let mut first = None;
    for name in folder::BACKUPS {
        let backup = dir.join(name);
        if !sound(&backup) {
            continue;
        }
        // The copy comes first: a disk that has no room for it must not leave the profile without a data file.
        let copy = folder::copy(&backup, path).map_err(io)?;
        let set_aside = folder::set_aside(path).map_err(io)?;
        let set_aside = first.get_or_insert(set_aside).clone();
        folder::replace(&copy, path).map_err(io)?;
        match connect(path) {
            Ok(access) => return Ok((access, Condition::RestoredFromBackup { set_aside })),
            Err(StoreError::Damaged { why, .. }) => {
                tracing::error!("the backup {} is damaged: {why}", backup.display())
            }
            Err(why) => return Err(why),
        }
    }
    let last = folder::set_aside(path).map_err(io)?;
    Ok((connect(path)?, Condition::StartedAnew { set_aside: first.unwrap_or(last) }))
}

/// Tells whether a backup can be read whole; it is not touched.
fn sound(backup: &Path) -> bool {
    std::fs::metadata(backup).is_ok_and(|found| found.len() > 0)
        && reader(backup).is_ok_and(|connection| whole(backup, &connection).is_ok())
}

fn reader(path: &Path) -> Result<Connection, rusqlite::Error> {
    let connection =
        Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(BUSY)?;
    connection.pragma_update(None, "cache_size", -256)?;
    Ok(connection)
}

/// Checks every page.
fn whole(path: &Path, connection: &Connection) -> Result<(), StoreError> {
    let said: String = connection
        .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))
        .map_err(|e| StoreError::from_sql(path, &e))?;
    if said == "ok" { Ok(()) } else { Err(StoreError::Damaged { path: path.to_path_buf(), why: said }) }
}

fn read_saved(connection: &Connection) -> Result<Option<String>, rusqlite::Error> {
    connection.query_row("SELECT saved FROM state WHERE id = 1", [], |row| row.get(0)).optional()
}

/// Reads the state of a file on a disk that takes no lock and no log, as it was last written into the file itself or
/// with what can be read of its log.
fn read_unlocked(path: &Path) -> Option<String> {
    let read = |connection: Result<Connection, rusqlite::Error>| connection.and_then(|c| read_saved(&c)).ok().flatten();
    read(reader(path)).or_else(|| {
        let name = path.to_string_lossy().replace('%', "%25").replace('?', "%3f").replace('#', "%23");
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        read(Connection::open_with_flags(format!("file:{name}?immutable=1"), flags))
    })
}

fn to_sql(error: serde_json::Error) -> rusqlite::Error {
    rusqlite::Error::ToSqlConversionFailure(Box::new(error))
}
