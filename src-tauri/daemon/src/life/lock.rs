//! Owns the lock that decides which program is the one owner of a profile, and what its holder writes down.

use std::fs::File;
use std::io;
#[cfg(windows)]
use std::path::PathBuf;

/// Held by the one program that owns a profile; the system lets go of it however that program ends.
#[derive(Debug)]
pub(crate) struct Lock {
    pub(super) file: File,
    /// Where its holder is written down: nobody else can read a locked file there.
    #[cfg(windows)]
    pub(super) beside: PathBuf,
}

impl Lock {
    /// Writes down who owns the profile and where it listens, so that it is found from every environment and can be called
    /// when its socket is gone. Only for a process that listens to the call: to any other it is the end.
    ///
    /// # Errors
    /// The system's reason; then the usual place is looked at, and nobody is called.
    pub(crate) fn name_owner(&self, address: &str) -> io::Result<()> {
        self.write(&format!("{}\n{address}\n", std::process::id()))
    }

    /// Lets go of the profile, though this process has not ended yet.
    ///
    /// # Errors
    /// The system's reason.
    pub(crate) fn release(&self) -> io::Result<()> {
        self.file.unlock()
    }

    /// Takes that back: the next program in this process or with its number does not listen.
    ///
    /// # Errors
    /// The system's reason.
    pub(crate) fn name_nobody(&self) -> io::Result<()> {
        self.write("")
    }

    #[cfg(unix)]
    pub(super) fn write(&self, text: &str) -> io::Result<()> {
        use std::io::{Seek, Write};
        let mut file = &self.file;
        file.set_len(0)?;
        file.rewind()?;
        file.write_all(text.as_bytes())
    }

    #[cfg(windows)]
    pub(super) fn write(&self, text: &str) -> io::Result<()> {
        std::fs::write(&self.beside, text)
    }
}
