//! Owns how files and folders are made: for their owner alone, whole or not at all, never over another one.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io;
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
    let written = options.open(&fresh).and_then(|mut out| {
        out.write_all(content)?;
        out.sync_all()?;
        fs::rename(&fresh, file)
    });
    if written.is_err() {
        let _ = fs::remove_file(&fresh);
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
pub(crate) fn private_folder(folder: &Path) -> io::Result<()> {
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
            assert_eq!(private_folder(&inside).is_ok(), private, "{mode_above:o} {mode:o}");
        }
    }
}
