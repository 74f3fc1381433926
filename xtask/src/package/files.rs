//! Makes folders and files, with a sentence where that fails.

use std::{fs, path::Path};

use crate::shell::Done;

pub(super) fn make(folder: &Path) -> Done {
    fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))
}

/// Makes a folder empty.
pub(super) fn clear(folder: &Path) -> Done {
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    make(folder)
}

pub(super) fn read(file: &Path) -> Done<Vec<u8>> {
    fs::read(file).map_err(|error| format!("{}: {error}", file.display()))
}

/// Writes a file with the folders above it, readable by all; `mode` counts on Unix.
pub(super) fn write(to: &Path, bytes: &[u8], mode: u32) -> Done {
    make(to.parent().unwrap_or(to))?;
    let wrong = |error| format!("{}: {error}", to.display());
    fs::write(to, bytes).map_err(wrong)?;
    #[cfg(unix)]
    fs::set_permissions(to, std::os::unix::fs::PermissionsExt::from_mode(mode)).map_err(wrong)?;
    #[cfg(not(unix))]
    let _ = mode;
    Ok(())
}
