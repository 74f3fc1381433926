//! Owns the row of the engine's state: its text, the step it is from, and the checksum that SQLite's pages lack.

use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, params};

use crate::store::files::fingerprint;
use crate::witness::Mark;

/// The engine's state as it lies in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) saved: String,
    /// The step it is from; `None` = from before there were marks.
    pub(super) mark: Option<Mark>,
}

impl Row {
    /// Reads it; a text that is not the one that was written is damage.
    pub(super) fn read(connection: &Connection) -> Result<Option<Self>, rusqlite::Error> {
        // A file that is only read may be from before there were marks.
        let marked = connection.column_exists(None::<&str>, "state", "mark")?;
        let columns = if marked {
            "SELECT saved, mark FROM state WHERE id = 1"
        } else {
            "SELECT saved, NULL FROM state WHERE id = 1"
        };
        let found =
            connection.query_row(columns, [], |row| Ok((row.get::<_, String>(0)?, row.get::<_, Option<String>>(1)?)));
        let Some((saved, mark)) = found.optional()? else { return Ok(None) };
        let mark = mark.map(|mark| parsed(&mark, &saved).ok_or_else(not_as_written)).transpose()?;
        Ok(Some(Self { saved, mark }))
    }

    /// Writes it in the place of the one before.
    pub(super) fn write(connection: &Connection, saved: &str, mark: Mark) -> Result<(), rusqlite::Error> {
        connection
            .prepare_cached(
                "INSERT INTO state (id, saved, mark) VALUES (1, ?1, ?2) ON CONFLICT (id) DO UPDATE SET saved = ?1, mark = ?2",
            )?
            .execute(params![saved, written(mark, saved)])?;
        Ok(())
    }
}

fn written(mark: Mark, saved: &str) -> String {
    let marked = format!("{:016x} {}", mark.lineage, mark.generation);
    let sum = fingerprint(format!("{marked} {saved}").as_bytes());
    format!("{marked} {sum:016x}")
}

fn parsed(text: &str, saved: &str) -> Option<Mark> {
    let mut parts = text.split(' ');
    let lineage = u64::from_str_radix(parts.next()?, 16).ok()?;
    let mark = Mark { lineage, generation: parts.next()?.parse().ok()? };
    (written(mark, saved) == text).then_some(mark)
}

fn not_as_written() -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(1, Type::Text, "the state is not what was written".into())
}

/// Tells whether an error is [`not_as_written`].
pub(super) fn is_damage(error: &rusqlite::Error) -> bool {
    matches!(
        error,
        rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::Utf8Error(..)
    )
}
