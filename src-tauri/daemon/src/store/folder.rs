//! Owns the files of a profile: who may read them, which is the backup, and what happens to a damaged one.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::error::StoreError;
use super::files::{free_name, make_private, open_plain, write_whole};

/// The data file of a profile.
pub(super) const DATABASE: &str = "lumbar.db";
/// The newest backup and the one before it, newest first.
pub(super) const BACKUPS: [&str; 2] = ["lumbar.db.backup", "lumbar.db.backup-before"];
/// What SQLite keeps beside a data file.
const BESIDE: [&str; 2] = ["-wal", "-shm"];

/// Makes the folder, readable by its owner only. A folder that was there is closed to others only if it is empty or
/// Lumbar's: a profile named by mistake (`/tmp`, a home) keeps its permissions.
pub(super) fn prepare(dir: &Path) -> Result<(), StoreError> {
    let wrong = |e: io::Error| StoreError::Folder { path: dir.to_path_buf(), why: e.to_string() };
    match fs::metadata(dir) {
        Ok(found) if !found.is_dir() => Err(wrong(io::Error::new(io::ErrorKind::NotADirectory, "it is not a folder"))),
        Ok(_) => {
            if dir.join(DATABASE).exists() || fs::read_dir(dir).map_err(wrong)?.next().is_none() {
                close_folder(dir);
            }
            Ok(())
        }
        Err(e) if e.kind() == io::ErrorKind::NotFound => make_private(dir).map_err(wrong),
        Err(e) => Err(wrong(e)),
    }
}

/// Which folder a path led to, to be found out when another one lies there: it was moved away or replaced while its files
/// are still open, so what is written to them is not where the next start looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Identity(Option<(u64, u64)>);

impl Identity {
    /// The folder there now. Two calls of the system, no reading.
    #[cfg(unix)]
    pub(super) fn of(dir: &Path) -> Self {
        use std::os::unix::fs::MetadataExt;
        Self(fs::metadata(dir).ok().map(|there| (there.dev(), there.ino())))
    }

    /// Windows moves no folder that has open files in it.
    #[cfg(not(unix))]
    pub(super) fn of(_: &Path) -> Self {
        Self(None)
    }

    /// Makes sure that the same folder is still there.
    pub(super) fn still_at(self, dir: &Path) -> Result<(), StoreError> {
        if self == Self::of(dir) { Ok(()) } else { Err(StoreError::Moved { path: dir.to_path_buf() }) }
    }
}

/// Makes an empty file only its owner can read, or closes one that is there to others.
pub(super) fn create_private(path: &Path) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    open_plain(&mut options, path)?;
    close_file(path);
    Ok(())
}

/// Puts `from` in the place of `to` at once and for good.
pub(super) fn replace(from: &Path, to: &Path) -> io::Result<()> {
    sync_file(from)?;
    fs::rename(from, to)?;
    sync_folder(to)
}

/// Moves a damaged data file out of the way, with what SQLite keeps beside it. Nothing is ever deleted.
///
/// Returns where it is now: the first free `….damaged-N`.
pub(super) fn set_aside(path: &Path) -> io::Result<PathBuf> {
    let mut n = 1_u32;
    let aside = loop {
        let aside = suffixed(path, &format!(".damaged-{n}"));
        if !aside.exists() && !BESIDE.iter().any(|tail| suffixed(&aside, tail).exists()) {
            break aside;
        }
        n += 1;
    };
    fs::rename(path, &aside)?;
    for tail in BESIDE {
        match fs::rename(suffixed(path, tail), suffixed(&aside, tail)) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(e),
            Ok(()) | Err(_) => {}
        }
    }
    sync_folder(path)?;
    Ok(aside)
}

/// The stem of the copy of everything that is kept before an import.
pub(crate) const BEFORE_IMPORT: &str = "before-import";

/// What ends the name of a diary that is being read in, before a number.
pub(super) const STAGED: &str = ".import-";

/// All copies of the data in its folder, whole or in part: backups, what was set aside or kept, copies before an import, and
/// what an import left that was cut off. Some are folders.
pub(super) fn copies_in(folder: &Path) -> Vec<PathBuf> {
    let is_copy = |name: &str| {
        BACKUPS.iter().any(|backup| name.starts_with(backup))
            || name.starts_with(&format!("{DATABASE}.damaged-"))
            || name.starts_with("state.un")
            || name.starts_with(BEFORE_IMPORT)
            || name.starts_with(&format!("{DATABASE}{STAGED}"))
            || name.starts_with("routines.before")
            || name.starts_with("routines.coming")
    };
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.filter(|entry| entry.file_name().to_str().is_some_and(is_copy)).map(|entry| entry.path()).collect()
}

/// Writes a state that will not be used beside the data file; never over another one.
///
/// Returns where it is: the first free `NAME-N`.
pub(super) fn keep_state(path: &Path, name: &str, saved: &str) -> io::Result<PathBuf> {
    let file = free_name(path.parent().unwrap_or(Path::new(".")), name);
    write_whole(&file, saved.as_bytes())?;
    sync_folder(&file)?;
    Ok(file)
}

/// Writes a copy of a backup beside the data file, whose place it can then take; the backup stays.
pub(super) fn copy(backup: &Path, to: &Path) -> io::Result<PathBuf> {
    let new = suffixed(to, ".restored");
    // Left by an earlier attempt that was cut off; the backup it was a copy of is still there.
    match fs::remove_file(&new) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(e),
        Ok(()) | Err(_) => {}
    }
    create_private(&new)?;
    fs::copy(backup, &new)?;
    close_file(&new);
    sync_file(&new)?;
    Ok(new)
}

/// Tells whether SQLite's own header says that the file was longer than it is.
///
/// The length in the header counts only where the file was closed by a version that keeps it, which every one does that
/// Lumbar ever shipped; a log beside it may hold the missing pages.
pub(super) fn cut_short(path: &Path) -> io::Result<bool> {
    use std::io::Read;
    let mut header = [0_u8; 100];
    let mut file = open_plain(fs::OpenOptions::new().read(true), path)?;
    let length = file.metadata()?.len();
    if length == 0 || fs::metadata(suffixed(path, "-wal")).is_ok_and(|wal| wal.len() > 0) {
        return Ok(false);
    }
    if file.read_exact(&mut header).is_err() {
        return Ok(true);
    }
    let page = match u16::from_be_bytes([header[16], header[17]]) {
        1 => 65_536,
        size => u64::from(size),
    };
    let pages = u64::from(u32::from_be_bytes([header[28], header[29], header[30], header[31]]));
    Ok(pages.saturating_mul(page) > length)
}

/// The path with something behind its name.
pub(super) fn suffixed(path: &Path, tail: &str) -> PathBuf {
    let mut name = path.as_os_str().to_os_string();
    name.push(tail);
    name.into()
}

/// Best effort: a foreign owner's file can be used and not changed.
#[cfg(unix)]
fn close_file(path: &Path) {
    set_mode(path, 0o600);
}

#[cfg(unix)]
fn close_folder(path: &Path) {
    set_mode(path, 0o700);
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    let closed = fs::metadata(path).is_ok_and(|found| found.permissions().mode() & 0o077 == 0);
    if !closed && let Err(why) = fs::set_permissions(path, fs::Permissions::from_mode(mode)) {
        tracing::warn!("{} could not be closed to other users: {why}", path.display());
    }
}

/// Windows: a profile lies in the user's own folder and inherits who may read it.
#[cfg(not(unix))]
fn close_file(_path: &Path) {}

#[cfg(not(unix))]
fn close_folder(_path: &Path) {}

/// Makes what was written last. Windows does so only for a file that was opened to be written.
fn sync_file(path: &Path) -> io::Result<()> {
    fs::OpenOptions::new().write(true).open(path)?.sync_all()
}

/// Makes a rename last.
#[cfg(unix)]
fn sync_folder(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), |dir| fs::File::open(dir)?.sync_all())
}

/// Windows has no such call for folders.
#[cfg(not(unix))]
fn sync_folder(_path: &Path) -> io::Result<()> {
    Ok(())
}
