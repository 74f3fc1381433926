//! Decides how the data file is opened, whether it is sound, and what takes the place of a damaged one.

use std::path::{Path, PathBuf};

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use rusqlite::{Connection, OpenFlags};

use super::backup::BackupJob;
use super::connection::{BUSY, reader, whole};
use super::error::StoreError;
use super::prefs::{self, Prefs};
use super::row::Row;
use super::{folder, schema};

/// Files up to this size are checked whole on opening, bytes; larger ones before each backup.
const CHECKED_WHOLE: u64 = 4 << 20;

/// What would end the path in a URI, or be read as something else.
const NO_PATH: &AsciiSet = &CONTROLS.add(b'%').add(b'?').add(b'#');

/// How the file can be used.
#[derive(Debug)]
pub(super) enum Access {
    /// Read and written.
    Open(Connection),
    /// Written by a newer version: only read.
    Newer { found: u32, connection: Connection },
    /// Could not be opened for writing; tried again with every save.
    Shut(StoreError),
}

/// What took the place of a damaged file.
#[derive(Debug)]
pub(super) struct Mended {
    pub(super) access: Access,
    /// Where the damaged file is now.
    pub(super) set_aside: PathBuf,
    /// A sound backup, or nothing.
    pub(super) from_backup: bool,
}

/// Opens the file. One that is empty or missing beside a backup was lost: nobody makes a backup of nothing.
pub(super) fn look(path: &Path) -> Result<Access, StoreError> {
    let lost = !is_there(path) && folder::BACKUPS.iter().any(|name| path.with_file_name(name).exists());
    if lost {
        let why = if path.exists() { "it is empty" } else { "it is missing" };
        return Err(StoreError::Damaged { path: path.to_path_buf(), why: why.to_owned() });
    }
    connect(path)
}

/// Tells whether something was ever written to the file.
pub(super) fn is_there(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|found| found.len() > 0)
}

/// Sets the damaged file aside and goes on with the newest sound backup, or from nothing.
pub(super) fn mend(path: &Path) -> Result<Mended, StoreError> {
    let io = |e: std::io::Error| StoreError::from_io(path, &e);
    // What is set aside in the place of a missing one is an empty file, with the log that may still lie beside it.
    folder::create_private(path).map_err(io)?;
    let mut first = None;
    for name in folder::BACKUPS {
        let backup = path.with_file_name(name);
        if !sound(&backup) {
            continue;
        }
        // The copy comes first: a disk that has no room for it must not leave the profile without a data file.
        let copy = folder::copy(&backup, path).map_err(io)?;
        let set_aside = folder::set_aside(path).map_err(io)?;
        let set_aside = first.get_or_insert(set_aside).clone();
        folder::replace(&copy, path).map_err(io)?;
        match connect(path) {
            Ok(access) => return Ok(Mended { access, set_aside, from_backup: true }),
            Err(StoreError::Damaged { why, .. }) => {
                tracing::error!("the backup {} is damaged: {why}", backup.display())
            }
            Err(why) => return Err(why),
        }
    }
    let last = folder::set_aside(path).map_err(io)?;
    Ok(Mended { access: connect(path)?, set_aside: first.unwrap_or(last), from_backup: false })
}

/// What is read of a file that cannot be opened to be written: the state, and what the person prefers.
pub(super) type Glimpse = (Row, Prefs);

fn glimpse(connection: &Connection) -> rusqlite::Result<Option<Glimpse>> {
    let row = Row::read(connection)?;
    Ok(row.map(|row| (row, prefs::read(connection).unwrap_or_default())))
}

/// What is in the newest sound backup.
pub(super) fn backed_up(path: &Path) -> Option<Glimpse> {
    let sound = folder::BACKUPS.map(|name| path.with_file_name(name)).into_iter().find(|backup| sound(backup))?;
    reader(&sound).and_then(|connection| glimpse(&connection)).ok().flatten()
}

/// Opens the file, brings it to the newest schema and checks it.
pub(super) fn connect(path: &Path) -> Result<Access, StoreError> {
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
    Row::read(&connection).map_err(sql)?;
    Ok(Access::Open(connection))
}

/// Tells whether a backup can be read whole; it is not touched.
fn sound(backup: &Path) -> bool {
    std::fs::metadata(backup).is_ok_and(|found| found.len() > 0)
        && reader(backup).is_ok_and(|connection| whole(backup, &connection).is_ok() && Row::read(&connection).is_ok())
}

/// Reads a file on a disk that takes no lock and no log, as it was last written into the file itself or with what can be
/// read of its log.
pub(super) fn read_unlocked(path: &Path) -> Option<Glimpse> {
    let read = |connection: Result<Connection, rusqlite::Error>| connection.and_then(|c| glimpse(&c)).ok().flatten();
    read(reader(path)).or_else(|| {
        let name = utf8_percent_encode(&path.to_string_lossy(), NO_PATH).to_string();
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        read(Connection::open_with_flags(format!("file:{name}?immutable=1"), flags))
    })
}
