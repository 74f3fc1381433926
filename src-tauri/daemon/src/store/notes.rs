//! Which notifications stand, kept so that those of an earlier run can be taken back.

use std::collections::BTreeMap;

use rusqlite::params;

use super::{Store, StoreError};
use crate::desktop::notify::NoteId;

impl Store {
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

    fn stored_notes(&self) -> Option<BTreeMap<String, NoteId>> {
        let mut rows = self.readable()?.prepare_cached("SELECT tag, id, server FROM note").ok()?;
        let rows = rows.query_map([], |row| Ok((row.get(0)?, NoteId { id: row.get(1)?, server: row.get(2)? }))).ok()?;
        rows.collect::<Result<_, _>>().ok()
    }
}
