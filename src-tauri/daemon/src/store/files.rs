//! Owns how files and folders are made: for their owner alone, whole or not at all, never over another one.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// The first free `STEM-N` in a folder, so that nothing is written over.
pub(crate) fn free_name(folder: &Path, stem: &str) -> PathBuf {
    let mut n = 1_u64;
    loop {
        let file = folder.join(format!("{stem}-{n}"));
        if !file.exists() {
            return file;
        }
        n += 1;
    }
}

/// Opens a plain file as `options` say, and never waits: a FIFO has no other end here, and a device may never answer.
///
/// # Errors
/// The system's reason; [`io::ErrorKind::InvalidInput`] where something else than a file lies there.
pub(crate) fn open_plain(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
    #[cfg(unix)]
    {
        let flags = rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::NOCTTY;
        std::os::unix::fs::OpenOptionsExt::custom_flags(options, flags.bits().cast_signed());
    }
    let no_file = || io::Error::new(io::ErrorKind::InvalidInput, "it is not a plain file");
    match options.open(path) {
        Ok(file) if file.metadata()?.is_file() => Ok(file),
        Ok(_) => Err(no_file()),
        // Sockets, and FIFOs to write to, are not even opened.
        Err(_) if fs::metadata(path).is_ok_and(|there| !there.is_file()) => Err(no_file()),
        Err(why) => Err(why),
    }
}

/// Reads a plain file, at most `most` bytes of it and one more.
///
/// # Errors
/// As [`open_plain`].
pub(crate) fn read_plain(path: &Path, most: usize) -> io::Result<Vec<u8>> {
    let mut content = Vec::new();
    // By what is read rather than by the length it tells, which may grow.
    open_plain(OpenOptions::new().read(true), path)?.take(most as u64 + 1).read_to_end(&mut content)?;
    Ok(content)
}

/// Writes a whole file or leaves the old one, never half of it, readable by its owner alone.
///
/// # Errors
/// The system's reason.
pub(crate) fn write_whole(file: &Path, content: &[u8]) -> io::Result<()> {
    use std::io::Write;
    let fresh = file.with_extension(format!("{}.new", std::process::id()));
    let mut options = OpenOptions::new();
    options.create(true).truncate(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = open_plain(&mut options, &fresh).and_then(|mut out| {
        out.write_all(content)?;
        out.sync_all()?;
        fs::rename(&fresh, file)
    });
    if written.is_err() {
        let _ = fs::remove_file(&fresh);
    }
    written
}

/// Writes a new file whole, readable by its owner alone; one that is there stays as it is.
///
/// # Errors
/// The system's reason; [`io::ErrorKind::AlreadyExists`] where something lies there.
pub(crate) fn write_new(file: &Path, content: &[u8]) -> io::Result<()> {
    if fs::symlink_metadata(file).is_ok() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let whole = file.with_file_name(format!(".{name}.{}.whole", std::process::id()));
    // Left by an earlier one that was cut off; what somebody else put there is not written to.
    let _ = fs::remove_file(&whole);
    write_once(&whole, content)?;
    // A second name for the whole file is given only where there is none; not every disk can do that.
    let done = fs::hard_link(&whole, file);
    let _ = fs::remove_file(&whole);
    match done {
        Err(why) if matches!(why.kind(), io::ErrorKind::Unsupported | io::ErrorKind::PermissionDenied) => {
            write_once(file, content)
        }
        done => done,
    }
}

/// Writes a new file, and takes it away again where it could not be written whole.
fn write_once(file: &Path, content: &[u8]) -> io::Result<()> {
    use std::io::Write;
    let mut options = OpenOptions::new();
    options.create_new(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut out = open_plain(&mut options, file)?;
    let written = out.write_all(content).and_then(|()| out.sync_all());
    if written.is_err() {
        let _ = fs::remove_file(file);
    }
    written
}

/// Makes a folder for its owner alone; one that is there already is closed to others.
///
/// # Errors
/// When it cannot be made, is no folder, or is not ours.
pub(crate) fn make_private(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, PermissionsExt};
        let there = fs::metadata(folder)?;
        if there.uid() != own_user() {
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, "it belongs to another user"));
        }
        if there.permissions().mode() & 0o077 != 0 {
            fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
        }
    }
    Ok(())
}

/// Makes a folder for its owner alone, with those above it; one that is there already stays as it is.
///
/// # Errors
/// The system's reason.
#[cfg(unix)]
pub(crate) fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Makes sure that nobody else can put something in the place of what lies in a folder: it is a real folder, ours, closed to
/// others, and nobody else can rename it. Nothing is changed.
///
/// # Errors
/// What is wrong with it.
#[cfg(unix)]
pub(crate) fn check_private(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    let refused = |why: &str| Err(io::Error::new(io::ErrorKind::PermissionDenied, why));
    let there = fs::symlink_metadata(folder)?;
    if !there.is_dir() {
        return refused("it is not a real folder");
    }
    if there.uid() != own_user() {
        return refused("it belongs to another user");
    }
    if there.permissions().mode() & 0o077 != 0 {
        return refused("other users can look into it");
    }
    let Some(above) = folder.parent() else { return Ok(()) };
    let above = fs::metadata(above)?;
    let (owner, mode) = (above.uid(), above.permissions().mode());
    // Where each user has a group of their own, folders are open to it.
    let others = if above.gid() == rustix::process::getegid().as_raw() { 0o002 } else { 0o022 };
    // In a folder with the sticky bit, such as /tmp, only the owner renames.
    if (owner != own_user() && owner != 0) || (mode & others != 0 && mode & 0o1000 == 0) {
        return refused("other users can replace it");
    }
    Ok(())
}

/// The nearest folder there is, from `path` upwards, where it is another user's and not open to this one. To root all are open:
/// what root wrote there, that user could no longer read.
#[cfg(unix)]
pub(crate) fn of_another_user(path: &Path) -> Option<&Path> {
    use std::os::unix::fs::MetadataExt;
    let (folder, owner) = path.ancestors().find_map(|folder| Some((folder, fs::metadata(folder).ok()?.uid())))?;
    let open = || rustix::fs::access(folder, rustix::fs::Access::WRITE_OK).is_ok();
    (owner != own_user() && owner != 0 && (own_user() == 0 || !open())).then_some(folder)
}

/// What the system says of a failure, without its number.
pub(crate) fn said_by_system(why: &impl std::fmt::Display) -> String {
    let said = why.to_string();
    said.split(" (os error").next().unwrap_or_default().to_owned()
}

/// The number of the user that this program runs as.
#[cfg(unix)]
pub(crate) fn own_user() -> u32 {
    rustix::process::geteuid().as_raw()
}

/// Lets every file this process makes from now on be its owner's alone: logs and clocks say when a person was unwell.
pub(crate) fn keep_private() {
    #[cfg(unix)]
    rustix::process::umask(rustix::fs::Mode::from_raw_mode(0o077));
}

/// FNV-1a: the same for every build, unlike the standard library's hash.
pub(crate) fn fingerprint(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn what_is_no_plain_file_is_neither_read_nor_written_and_nobody_waits_for_it() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let fifo = std::process::Command::new("mkfifo").arg(at("fifo")).status().unwrap();
        assert!(fifo.success());
        let _socket = std::os::unix::net::UnixListener::bind(at("socket")).unwrap();
        fs::create_dir(at("folder")).unwrap();
        std::os::unix::fs::symlink("/dev/zero", at("device")).unwrap();
        for name in ["fifo", "socket", "folder", "device"] {
            let read = read_plain(&at(name), 10).unwrap_err();
            let written = open_plain(OpenOptions::new().append(true).create(true), &at(name)).unwrap_err();
            assert_eq!([read.kind(), written.kind()], [io::ErrorKind::InvalidInput; 2], "{name}");
        }
        write_whole(&at("plain"), b"0123456789").unwrap();
        assert_eq!(read_plain(&at("plain"), 10).unwrap(), b"0123456789");
        assert_eq!(read_plain(&at("plain"), 3).unwrap().len(), 4, "that there is more is seen");
        assert_eq!(read_plain(&at("none"), 3).unwrap_err().kind(), io::ErrorKind::NotFound);
    }

    #[test]
    fn a_new_file_is_written_whole_and_never_over_another_one() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        write_new(&at("new.toml"), b"one").unwrap();
        assert_eq!(fs::metadata(at("new.toml")).unwrap().permissions().mode() & 0o777, 0o600);
        std::os::unix::fs::symlink("nowhere", at("link.toml")).unwrap();
        fs::create_dir(at("folder.toml")).unwrap();
        for name in ["new.toml", "link.toml", "folder.toml"] {
            assert_eq!(write_new(&at(name), b"two").unwrap_err().kind(), io::ErrorKind::AlreadyExists, "{name}");
            assert!(write_once(&at(name), b"two").is_err(), "{name}");
        }
        assert_eq!(fs::read(at("new.toml")).unwrap(), b"one");
        write_once(&at("once.toml"), b"three").unwrap();
        assert_eq!(write_new(&at("none/new.toml"), b"x").unwrap_err().kind(), io::ErrorKind::NotFound);
        let mut left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|one| one.unwrap().file_name()).collect();
        left.sort();
        assert_eq!(left, ["folder.toml", "link.toml", "new.toml", "once.toml"], "nothing else is left");
    }

    #[test]
    fn a_folder_counts_as_private_only_where_nobody_else_can_replace_it() {
        let folder = tempfile::tempdir().unwrap();
        let above = folder.path().join("above");
        let inside = above.join("inside");
        make_folder(&inside).unwrap();
        for (mode_above, mode, private) in [
            (0o700, 0o700, true),
            (0o755, 0o700, true),
            (0o1777, 0o700, true),
            (0o777, 0o700, false),
            (0o775, 0o700, true),
            (0o702, 0o700, false),
            (0o700, 0o750, false),
            (0o700, 0o701, false),
        ] {
            fs::set_permissions(&above, fs::Permissions::from_mode(mode_above)).unwrap();
            fs::set_permissions(&inside, fs::Permissions::from_mode(mode)).unwrap();
            assert_eq!(check_private(&inside).is_ok(), private, "{mode_above:o} {mode:o}");
        }
    }
}
