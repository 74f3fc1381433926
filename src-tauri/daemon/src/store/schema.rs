//! Owns the tables. Migrations are appended and never edited: a released one has run on people's data.

use rusqlite_migration::{M, Migrations};

const STEPS: &[M<'_>] = &[
    M::up(
        "CREATE TABLE state (
         id INTEGER PRIMARY KEY CHECK (id = 1),
         saved TEXT NOT NULL
     ) STRICT;
     CREATE TABLE event (
         id INTEGER PRIMARY KEY,
         at INTEGER NOT NULL,
         session INTEGER,
         routine TEXT,
         what TEXT NOT NULL
     ) STRICT;
     CREATE INDEX event_at ON event (at);
     CREATE TABLE setting (
         key TEXT PRIMARY KEY,
         value TEXT NOT NULL
     ) STRICT, WITHOUT ROWID;
     CREATE TABLE note (
         tag TEXT PRIMARY KEY,
         id INTEGER NOT NULL,
         server TEXT NOT NULL
     ) STRICT, WITHOUT ROWID;",
    ),
    // Which step the state is from, and its checksum; see `row.rs`. NULL = it is from before there was one.
    M::up("ALTER TABLE state ADD COLUMN mark TEXT"),
    // The diary: a record for each session (`thermal`: something warm or cold; `counts`: something was really done), what
    // each day of them sums up to, and what a person says about days and weeks. Days are numbered from the year 1.
    M::up(
        "CREATE TABLE record (
         session INTEGER PRIMARY KEY,
         day INTEGER NOT NULL,
         began INTEGER NOT NULL,
         until INTEGER,
         thermal INTEGER NOT NULL,
         counts INTEGER NOT NULL,
         body TEXT NOT NULL
     ) STRICT;
     CREATE INDEX record_day ON record (day, began);
     CREATE INDEX record_began ON record (began);
     CREATE TABLE day_total (
         day INTEGER PRIMARY KEY,
         totals TEXT NOT NULL
     ) STRICT;
     CREATE TABLE day_note (
         day INTEGER PRIMARY KEY,
         text TEXT NOT NULL
     ) STRICT;
     CREATE TABLE week_answer (
         until INTEGER PRIMARY KEY,
         body TEXT NOT NULL
     ) STRICT;",
    ),
];

/// The way from any released schema to this one.
pub(super) const MIGRATIONS: Migrations<'_> = Migrations::from_slice(STEPS);

/// The newest schema this program knows.
pub(super) const KNOWN: u32 = STEPS.len() as u32;
