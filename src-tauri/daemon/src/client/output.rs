//! Prints lines on the terminal.

use std::io::{self, Write};

/// Says something on the error output; nobody may listen, which is no harm.
pub(crate) fn complain(sentence: &str) {
    let _ = writeln!(io::stderr(), "{sentence}");
}

/// Prints a line. That nobody reads any more is no harm; a full device, or one that refuses, is an error.
///
/// # Errors
/// When it could not be written.
pub(crate) fn print(line: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    unless_left(writeln!(out, "{line}").and_then(|()| out.flush()))
}

/// Takes it for done where the reader has gone.
pub(crate) fn unless_left(written: io::Result<()>) -> io::Result<()> {
    match written {
        Err(why) if why.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}
