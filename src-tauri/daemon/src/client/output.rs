//! Prints lines on the terminal.

use std::io::{self, Write};

/// Says something on the error output; nobody may listen, which is no harm.
pub(crate) fn complain(sentence: &str) {
    let _ = writeln!(io::stderr(), "{sentence}");
}

/// Prints a line; nobody may listen, which is no harm.
pub(crate) fn print(line: &str) {
    let mut out = io::stdout().lock();
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}
