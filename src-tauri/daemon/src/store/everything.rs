//! Owns the whole diary as one thing: read from end to end at one moment, and replaced in one transaction.

use std::io;

use chrono::{DateTime, NaiveDate};
use lumbar_engine::Saved;
use lumbar_engine::diary::{SessionRecord, WeekAnswer};
use lumbar_engine::event::Event;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Params, Row as Found, params_from_iter};

use super::diary::day;
use super::error::StoreError;
use super::prefs::{self, Prefs};
use super::reader::Reader;
use super::staged::Staged;

/// What an import replaces and an export reads, apart from the state and the settings.
const TABLES: [(&str, &str, &str); 5] = [
    (
        "record",
        "SELECT session, day, began, until, thermal, counts, body FROM record ORDER BY session",
        "INSERT INTO record (session, day, began, until, thermal, counts, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    ),
    ("day_total", "SELECT day, totals FROM day_total", "INSERT INTO day_total (day, totals) VALUES (?1, ?2)"),
    ("day_note", "SELECT day, text FROM day_note", "INSERT INTO day_note (day, text) VALUES (?1, ?2)"),
    ("week_answer", "SELECT until, body FROM week_answer", "INSERT INTO week_answer (until, body) VALUES (?1, ?2)"),
    (
        "event",
        "SELECT at, session, routine, what FROM event ORDER BY id",
        "INSERT INTO event (at, session, routine, what) VALUES (?1, ?2, ?3, ?4)",
    ),
];

/// Replaces the whole diary, row by row, so that no length of it fills the memory.
pub(super) fn replace(step: &Connection, instead: Option<&Staged>) -> rusqlite::Result<()> {
    for (table, _, _) in TABLES {
        step.execute_batch(&format!("DELETE FROM {table}"))?;
    }
    let Some(staged) = instead else { return Ok(()) };
    let from = staged.open()?;
    for (_, read, write) in TABLES {
        let (mut read, mut write) = (from.prepare(read)?, step.prepare(write)?);
        let columns = read.column_count();
        let mut rows = read.query([])?;
        while let Some(row) = rows.next()? {
            let values: Vec<Value> = (0..columns).map(|column| row.get(column)).collect::<Result<_, _>>()?;
            write.execute(params_from_iter(values))?;
        }
    }
    Ok(())
}

/// Why something of it did not get to where it should.
#[derive(Debug)]
pub(crate) enum NotTold {
    /// The data cannot be read.
    Data(StoreError),
    /// What takes it cannot.
    Out(io::Error),
}

impl From<io::Error> for NotTold {
    fn from(why: io::Error) -> Self {
        Self::Out(why)
    }
}

/// The data as it is at one moment.
pub(crate) struct Everything<'a> {
    connection: &'a Connection,
    reader: &'a Reader,
}

impl Reader {
    /// Reads it all as it is at one moment, whatever is written meanwhile.
    ///
    /// # Errors
    /// As told by `what`, or the file cannot be read.
    pub(crate) fn everything<T>(&self, what: impl FnOnce(&Everything<'_>) -> Result<T, NotTold>) -> Result<T, NotTold> {
        let told = self.read(|connection| {
            let moment = connection.unchecked_transaction()?;
            Ok(what(&Everything { connection: &moment, reader: self }))
        });
        told.map_err(NotTold::Data)?
    }
}

impl Everything<'_> {
    /// The engine's state; `None` = nothing was ever saved.
    fn saved(&self) -> Result<Option<String>, NotTold> {
        let saved = self.connection.query_row("SELECT saved FROM state WHERE id = 1", [], |row| row.get(0));
        saved.optional().map_err(|error| self.data(&error))
    }

    /// The same as the engine has it.
    ///
    /// # Errors
    /// It cannot be read: then nothing of the person may be taken for all there is.
    pub(crate) fn saved_state(&self) -> Result<Option<Saved>, NotTold> {
        let read = |text: String| {
            serde_json::from_str(&text)
                .map_err(|why: serde_json::Error| NotTold::Data(self.reader.unreadable(&why.to_string())))
        };
        self.saved()?.map(read).transpose()
    }

    /// What the person prefers.
    pub(crate) fn prefs(&self) -> Result<Prefs, NotTold> {
        prefs::read(self.connection).map_err(|error| self.data(&error))
    }

    /// Each record, oldest number first.
    pub(crate) fn records(&self, mut to: impl FnMut(SessionRecord) -> io::Result<()>) -> Result<(), NotTold> {
        self.each(
            "SELECT body FROM record ORDER BY session",
            |row| row.get::<_, String>(0),
            |body| {
                // What this version cannot read is passed over, as on the pages.
                serde_json::from_str(&body).map_or(Ok(()), &mut to)
            },
        )
    }

    /// Each record that counts, in the order in which they began.
    pub(crate) fn records_that_count(
        &self,
        mut to: impl FnMut(SessionRecord) -> io::Result<()>,
    ) -> Result<(), NotTold> {
        let query = "SELECT body FROM record WHERE counts ORDER BY began, session";
        self.each(query, |row| row.get::<_, String>(0), |body| serde_json::from_str(&body).map_or(Ok(()), &mut to))
    }

    /// Each note of a day.
    pub(crate) fn notes(&self, mut to: impl FnMut(NaiveDate, String) -> io::Result<()>) -> Result<(), NotTold> {
        let query = "SELECT day, text FROM day_note ORDER BY day";
        self.each(
            query,
            |row| Ok((row.get::<_, i32>(0)?, row.get::<_, String>(1)?)),
            |(of, text)| day(of).map_or(Ok(()), |of| to(of, text)),
        )
    }

    /// Each answer about a week.
    pub(crate) fn weeks(&self, mut to: impl FnMut(WeekAnswer) -> io::Result<()>) -> Result<(), NotTold> {
        let query = "SELECT body FROM week_answer ORDER BY until";
        self.each(query, |row| row.get::<_, String>(0), |body| serde_json::from_str(&body).map_or(Ok(()), &mut to))
    }

    /// All that happened, in the order in which it was written down.
    pub(crate) fn events(&self, mut to: impl FnMut(Event) -> io::Result<()>) -> Result<(), NotTold> {
        type Columns = (i64, Option<i64>, Option<String>, String);
        let columns = |row: &Found<'_>| Ok::<Columns, _>((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?));
        self.each(
            "SELECT at, session, routine, what FROM event ORDER BY id",
            columns,
            |(at, session, routine, what)| {
                let event = DateTime::from_timestamp_millis(at).zip(serde_json::from_str(&what).ok());
                let session = session.and_then(|number| u64::try_from(number).ok());
                event.map_or(Ok(()), |(at, what)| to(Event { at, session, routine, what }))
            },
        )
    }

    fn each<T>(
        &self,
        query: &str,
        read: impl Fn(&Found<'_>) -> rusqlite::Result<T>,
        mut to: impl FnMut(T) -> io::Result<()>,
    ) -> Result<(), NotTold> {
        each(self.connection, query, [], read, &mut to).map_err(|error| self.data(&error))?
    }

    fn data(&self, error: &rusqlite::Error) -> NotTold {
        NotTold::Data(self.reader.sorted(error))
    }
}

/// Hands on row by row; the inner error is of who takes them.
fn each<T>(
    connection: &Connection,
    query: &str,
    with: impl Params,
    read: impl Fn(&Found<'_>) -> rusqlite::Result<T>,
    to: &mut impl FnMut(T) -> io::Result<()>,
) -> rusqlite::Result<Result<(), NotTold>> {
    let mut query = connection.prepare(query)?;
    let mut rows = query.query(with)?;
    while let Some(row) = rows.next()? {
        if let Err(why) = to(read(row)?) {
            return Ok(Err(NotTold::Out(why)));
        }
    }
    Ok(Ok(()))
}
