//! Owns the data of a profile: one SQLite file, its backups and its permissions. Nothing else touches them.
//!
//! One engine step is one transaction. Whatever happens to the disk, nothing is deleted, and what could not be saved is
//! kept and goes along with the next save.

mod backup;
mod connection;
mod diary;
mod entries;
mod error;
pub(crate) mod everything;
pub(crate) mod files;
pub(crate) mod folder;
mod found;
mod history;
mod notes;
mod opening;
pub(crate) mod own_routines;
mod prefs;
pub(crate) mod reader;
pub(crate) mod routine_files;
mod row;
mod schema;
mod spans;
pub(crate) mod staged;
#[cfg(test)]
mod tests;
pub(crate) mod writer;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDate, Utc};
#[cfg(test)]
use lumbar_engine::event::Event;
use rusqlite::{Connection, TransactionBehavior};

pub(crate) use backup::BackupJob;
pub(crate) use entries::Entry;
pub(crate) use error::StoreError;
pub(crate) use found::{Condition, News, Opened};
pub(crate) use prefs::{Preference, Prefs};

use crate::desktop::notify::NoteId;
use crate::witness::Mark;
use opening::{Access, Mended, backed_up, is_there, look, mend, read_unlocked};
use row::Row;

/// The names of states that are kept and not used: one that was there and could not be read in time, and one that makes no
/// sense to this program.
const UNREAD: &str = "state.unread";
const UNREADABLE: &str = "state.unreadable";

/// More events than this are not kept in memory while the disk refuses them.
const UNSAVED_KEPT: usize = 100_000;

/// The open data of a profile.
#[derive(Debug)]
pub(crate) struct Store {
    path: PathBuf,
    /// The folder the data was opened in.
    place: folder::Identity,
    access: Access,
    /// The step of the state that was found on opening.
    mark: Option<Mark>,
    /// The preferences in the file, where they are known to be.
    prefs: Option<Prefs>,
    /// Entries of saves that failed, oldest first.
    unsaved: Vec<Entry>,
    /// What stands on the notification server, where it cannot be written down.
    notes: BTreeMap<String, NoteId>,
    /// Set while the file may hold another state than the one that was begun with.
    unread: Option<BegunWith>,
    /// A state that makes no sense to this program: nothing is written over it until it is kept beside the data.
    keeps_first: Option<String>,
    news: Vec<News>,
}

/// What could be read of a file that could not be opened, which may be old or nothing.
#[derive(Debug)]
struct BegunWith {
    saved: Option<String>,
    prefs: Prefs,
}

impl Store {
    /// Opens the data in `dir`, makes it where there is none, mends it where it can be mended.
    ///
    /// # Errors
    /// The folder cannot be used, or nothing can be written to it and nothing sound was there.
    pub(crate) fn open(dir: &Path) -> Result<(Self, Opened), StoreError> {
        folder::prepare(dir)?;
        let path = dir.join(folder::DATABASE);
        let was_there = is_there(&path);
        let mut saved_before = None;
        let (access, condition) = match look(&path) {
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
                match mend(&path) {
                    Ok(Mended { access, set_aside, from_backup: true }) => {
                        (access, Condition::RestoredFromBackup { set_aside })
                    }
                    Ok(Mended { access, set_aside, from_backup: false }) => {
                        (access, Condition::StartedAnew { set_aside })
                    }
                    Err(why) => {
                        saved_before = backed_up(&path);
                        if saved_before.is_none() {
                            return Err(why);
                        }
                        (Access::Shut(why.clone()), Condition::CannotSave(why))
                    }
                }
            }
            Err(why) if was_there => (Access::Shut(why.clone()), Condition::CannotSave(why)),
            Err(why) => return Err(why),
        };
        let (row, prefs) = match &access {
            Access::Open(connection) => {
                (Row::read(connection).map_err(|e| StoreError::from_sql(&path, &e))?, Prefs::default())
            }
            // Whatever a newer version left that can be read; the alarms in it are worth the try.
            Access::Newer { connection, .. } => (Row::read(connection).unwrap_or_default(), Prefs::default()),
            // On a disk that has no room for a copy of the backup, the backup is what can be read.
            Access::Shut(_) => match saved_before.or_else(|| read_unlocked(&path)) {
                Some((row, prefs)) => (Some(row), prefs),
                None => (None, Prefs::default()),
            },
        };
        let (saved, mark) = row.map_or((None, None), |row| (Some(row.saved), row.mark));
        let unread = matches!(access, Access::Shut(_)).then(|| BegunWith { saved: saved.clone(), prefs });
        let store = Self {
            place: folder::Identity::of(dir),
            path,
            access,
            mark,
            prefs: None,
            unsaved: Vec::new(),
            notes: BTreeMap::new(),
            unread,
            keeps_first: None,
            news: Vec::new(),
        };
        Ok((store, Opened { saved, condition }))
    }

    /// The step of the state that was found on opening; `None` where there was none, or none that says so.
    pub(crate) fn mark(&self) -> Option<Mark> {
        self.mark
    }

    /// Saves the engine's state after the step of this mark and what happened, in one transaction that has reached the disk
    /// on return.
    ///
    /// # Errors
    /// Nothing was written. The events are kept and go along with the next save.
    pub(crate) fn save_step(
        &mut self,
        mark: Mark,
        saved: &str,
        prefs: &Prefs,
        entries: &[Entry],
    ) -> Result<(), StoreError> {
        self.unsaved.extend_from_slice(entries);
        let mut written = self.in_place().and_then(|()| self.write_step(mark, saved, prefs));
        if matches!(written, Err(StoreError::Damaged { .. })) {
            written = self.mend().and_then(|()| self.write_step(mark, saved, prefs));
        }
        match written {
            Ok(()) => {
                let wiped = self.unsaved.iter().any(|entry| matches!(entry, Entry::Everything(None)));
                self.unsaved.clear();
                if wiped {
                    self.wipe_copies();
                }
            }
            Err(_) if self.unsaved.len() > UNSAVED_KEPT => {
                self.unsaved.drain(..self.unsaved.len() - UNSAVED_KEPT);
            }
            Err(_) => {}
        }
        written
    }

    /// A state in a folder that was moved away would be confirmed and never found.
    fn in_place(&self) -> Result<(), StoreError> {
        self.path.parent().map_or(Ok(()), |dir| self.place.still_at(dir))
    }

    /// Saves a state as the next step.
    #[cfg(test)]
    pub(crate) fn save(&mut self, saved: &str, events: &[Event]) -> Result<(), StoreError> {
        let mark = self.mark.map_or(Mark { lineage: 1, generation: 1 }, |mark| mark.later(1));
        self.mark = Some(mark);
        let prefs = self.prefs().unwrap_or_default();
        let entries: Vec<Entry> = events.iter().cloned().map(Entry::from).collect();
        self.save_step(mark, saved, &prefs, &entries)
    }

    /// Folds the log into the file, as far as nobody reads it: with the log lost, nothing is.
    ///
    /// # Errors
    /// What is saved lies in the log alone, and is folded with the next save.
    pub(crate) fn fold(&self) -> Result<(), StoreError> {
        let Access::Open(connection) = &self.access else { return Ok(()) };
        connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(())).map_err(|e| self.sorted(&e))
    }

    /// Keeps a state that cannot be read beside the data. Where that fails now, it is tried again before the first save.
    ///
    /// # Errors
    /// It is still where it was, and nothing is saved until it is kept.
    pub(crate) fn keep_aside(&mut self, state: &str) -> Result<PathBuf, StoreError> {
        let kept = folder::keep_state(&self.path, UNREADABLE, state).map_err(|e| StoreError::from_io(&self.path, &e));
        if kept.is_err() {
            self.keeps_first = Some(state.to_owned());
        }
        kept
    }

    fn write_step(&mut self, mark: Mark, saved: &str, prefs: &Prefs) -> Result<(), StoreError> {
        if let Some(state) = self.keeps_first.take() {
            let file = self.keep_aside(&state)?;
            self.news.push(News::KeptAside { file });
        }
        let begun = self.unread.as_ref().map(|unread| unread.prefs.clone());
        self.open_again();
        if self.prefs.is_none() && self.readable().is_some() {
            self.prefs = self.prefs().ok();
        }
        let found = self.prefs.clone().unwrap_or_default();
        let chosen = match begun {
            Some(begun) if self.unread.is_none() => found.with_choices(&begun, prefs),
            Some(_) | None => prefs.clone(),
        };
        self.write(|connection, unsaved| {
            // What is deleted for good is written over.
            let wipes = unsaved.iter().any(|entry| matches!(entry, Entry::Everything(_)));
            connection.pragma_update(None, "secure_delete", wipes)?;
            let step = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            Row::write(&step, saved, mark)?;
            prefs::write(&step, &found, &chosen)?;
            entries::write(&step, unsaved)?;
            step.commit()
        })?;
        self.prefs = Some(chosen);
        Ok(())
    }

    /// Puts a sound file in the place of one that was found damaged since it was opened. What goes on is known to the
    /// caller alone and must be saved next.
    ///
    /// # Errors
    /// Nothing is open; it is tried again with the next save.
    pub(crate) fn mend(&mut self) -> Result<(), StoreError> {
        // The damaged file is closed before it is moved.
        let why = "it was found damaged".to_owned();
        self.access = Access::Shut(StoreError::Damaged { path: self.path.clone(), why });
        let Mended { access, set_aside, .. } = mend(&self.path)?;
        tracing::error!("the data file was damaged and is set aside as {}", set_aside.display());
        self.news.push(News::Mended { set_aside });
        // The backup may be older than the last choice.
        self.prefs = None;
        self.access = self.trust(access)?;
        Ok(())
    }

    /// What became known since the last time this was asked.
    pub(crate) fn news(&mut self) -> Vec<News> {
        std::mem::take(&mut self.news)
    }

    /// The highest number of a session in the diary; 0 where there is none, or it cannot be read.
    pub(crate) fn last_session(&self) -> u64 {
        self.readable().and_then(|connection| diary::last_session(connection).ok()).unwrap_or(0)
    }

    /// How many entries wait for a disk that takes them.
    pub(crate) fn unsaved(&self) -> usize {
        self.unsaved.len()
    }

    /// What the person prefers.
    ///
    /// # Errors
    /// The file cannot be read.
    pub(crate) fn prefs(&self) -> Result<Prefs, StoreError> {
        match self.readable() {
            Some(connection) => prefs::read(connection).map_err(|e| self.sorted(&e)),
            None => Ok(self.unread.as_ref().map(|unread| unread.prefs.clone()).unwrap_or_default()),
        }
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
        what: impl FnOnce(&mut Connection, &[Entry]) -> Result<(), rusqlite::Error>,
    ) -> Result<(), StoreError> {
        self.open_again();
        match &mut self.access {
            Access::Open(connection) => {
                what(connection, &self.unsaved).map_err(|e| StoreError::from_sql(&self.path, &e))
            }
            Access::Newer { found, .. } => Err(StoreError::NewerSchema { found: *found, known: schema::KNOWN }),
            Access::Shut(why) => Err(why.clone()),
        }
    }

    /// Tries once more to open what was shut.
    fn open_again(&mut self) {
        if let Access::Shut(_) = &self.access {
            self.access = match look(&self.path).and_then(|access| self.trust(access)) {
                Ok(access) => access,
                Err(why) => Access::Shut(why),
            };
        }
    }

    /// Keeps the state in a file that opens only now, before it is written over, unless it is the one that was begun with.
    fn trust(&mut self, access: Access) -> Result<Access, StoreError> {
        if let (Some(begun), Access::Open(connection)) = (&self.unread, &access) {
            let held = Row::read(connection).map_err(|e| self.sorted(&e))?.map(|row| row.saved);
            let found = prefs::read(connection).map_err(|e| self.sorted(&e))?;
            if let Some(held) = held.filter(|held| Some(held) != begun.saved.as_ref()) {
                let kept = folder::keep_state(&self.path, UNREAD, &held);
                let file = kept.map_err(|e| StoreError::from_io(&self.path, &e))?;
                tracing::error!("the state that could not be read at the start is kept as {}", file.display());
                self.news.push(News::KeptAside { file });
            }
            if found != begun.prefs {
                self.news.push(News::Preferences { begun: begun.prefs.clone(), found });
            }
            self.unread = None;
        }
        Ok(access)
    }

    /// After everything was deleted, no copy of it stays: in the log, in free pages, in backups, in files set aside.
    fn wipe_copies(&self) {
        if let Access::Open(connection) = &self.access {
            let folded = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
            // Without room for it the file only stays as long as it was.
            if let Err(why) = folded.and_then(|()| connection.execute_batch("VACUUM")) {
                tracing::warn!("the data file stays as long as it was: {why}");
            }
        }
        for file in folder::copies_in(self.path.parent().unwrap_or(Path::new("."))) {
            let removed = if file.is_dir() { std::fs::remove_dir_all(&file) } else { std::fs::remove_file(&file) };
            if let Err(why) = removed {
                tracing::error!("{} is not deleted: {why}", file.display());
            }
        }
    }

    fn readable(&self) -> Option<&Connection> {
        match &self.access {
            Access::Open(connection) | Access::Newer { connection, .. } => Some(connection),
            Access::Shut(_) => None,
        }
    }

    fn sorted(&self, error: &rusqlite::Error) -> StoreError {
        StoreError::from_sql(&self.path, error)
    }

    fn beside(&self, name: &str) -> PathBuf {
        self.path.with_file_name(name)
    }
}
