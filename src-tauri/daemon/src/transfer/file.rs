//! Owns how a file is written that a person named: whole or not at all, never over another one, for its owner alone.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// A file that is being written under another name, and gets its own when it is whole.
#[derive(Debug)]
pub(super) struct NewFile {
    target: PathBuf,
    fresh: PathBuf,
    out: Option<BufWriter<File>>,
}

impl NewFile {
    /// Takes the name, so that nobody else does.
    ///
    /// # Errors
    /// There is such a file ([`io::ErrorKind::AlreadyExists`]), or the system's reason.
    pub(super) fn begin(target: &Path) -> io::Result<Self> {
        let name = target.file_name().ok_or(io::ErrorKind::InvalidInput)?;
        let mut hidden = std::ffi::OsString::from(".");
        hidden.push(name);
        hidden.push(format!(".{}.new", std::process::id()));
        let fresh = target.with_file_name(hidden);
        // Another program that looks sees an empty file, and later a whole one.
        options().open(target)?;
        match options().open(&fresh) {
            Ok(file) => {
                Ok(Self { target: target.to_owned(), fresh, out: Some(BufWriter::with_capacity(64 * 1024, file)) })
            }
            Err(why) => {
                let _ = fs::remove_file(target);
                Err(why)
            }
        }
    }

    /// Puts the whole file under its name.
    ///
    /// # Errors
    /// The system's reason; then there is no file.
    pub(super) fn end(mut self) -> io::Result<()> {
        let Some(out) = &mut self.out else { return Ok(()) };
        out.flush()?;
        out.get_ref().sync_all()?;
        self.out = None;
        let renamed = fs::rename(&self.fresh, &self.target);
        if renamed.is_err() {
            let _ = fs::remove_file(&self.fresh);
            let _ = fs::remove_file(&self.target);
        }
        renamed
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.as_mut().map_or(Err(io::ErrorKind::BrokenPipe.into()), |out| out.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.as_mut().map_or(Ok(()), BufWriter::flush)
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        if let Some(out) = self.out.take() {
            // What is still to be written is not.
            drop(out.into_parts());
            let _ = fs::remove_file(&self.fresh);
            let _ = fs::remove_file(&self.target);
        }
    }
}

fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}
