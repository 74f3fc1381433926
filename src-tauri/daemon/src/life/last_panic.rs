//! Owns the trace of a panic: written at once to the log and to a small file, and told by the next run.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::panic::PanicHookInfo;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use crate::clock::Clock;
use crate::life::log;
use crate::store::files::{open_plain, read_plain};

/// The file that says when, where and why the program panicked last.
const FILE: &str = "last-panic";

/// The largest such file that is read, bytes; the hook writes far less.
const LARGEST: usize = 4096;

/// Leaves a trace of every panic in `folder`, before a release build aborts. Nothing else would: the thread that writes the
/// log is gone by then, and the output of a detached program leads nowhere.
pub(crate) fn leave_traces(folder: &Path) {
    let folder = folder.to_owned();
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        record(&folder, Clock::system().now().wall, &place(info), message(info));
        before(info);
    }));
}

/// When the last run ended by a panic, if it did; told once.
pub(crate) fn take(folder: &Path) -> Option<DateTime<Utc>> {
    let file = folder.join(FILE);
    let text = read_plain(&file, LARGEST).ok()?;
    let _ = fs::remove_file(&file);
    let text = String::from_utf8_lossy(text.get(..LARGEST).unwrap_or(&text)).into_owned();
    DateTime::parse_from_rfc3339(text.split_whitespace().next()?).ok().map(|at| at.to_utc())
}

/// Writes both, without any part that could itself panic; what cannot be written is lost.
fn record(folder: &Path, at: DateTime<Utc>, place: &str, message: &str) {
    let line = log::bounded(&format!("{} ERROR panicked at {place}: {message}", at.to_rfc3339()));
    let _ = append(&log_of(folder, at), &line);
    let _ = fs::remove_file(folder.join(FILE));
    let _ = append(&folder.join(FILE), &line);
}

fn append(file: &Path, line: &str) -> std::io::Result<()> {
    let mut out = open_plain(OpenOptions::new().create(true).append(true), file)?;
    writeln!(out, "{line}")?;
    out.sync_data()
}

/// The day's log file, as [`log::begin`] names it.
fn log_of(folder: &Path, at: DateTime<Utc>) -> PathBuf {
    folder.join(format!("{}.{}.{}", log::PREFIX, at.format("%Y-%m-%d"), log::SUFFIX))
}

fn place(info: &PanicHookInfo<'_>) -> String {
    info.location().map(|at| format!("{}:{}", at.file(), at.line())).unwrap_or_default()
}

fn message<'a>(info: &'a PanicHookInfo<'_>) -> &'a str {
    let payload = info.payload();
    payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_in_the_log_and_told_once_by_the_next_run() {
        let folder = tempfile::tempdir().unwrap();
        let at = DateTime::from_timestamp(1_700_000_000, 0).unwrap();
        assert_eq!(take(folder.path()), None);
        record(folder.path(), at, "driver.rs:7", "index 3 is out\nof bounds");
        record(folder.path(), at, "driver.rs:7", "and again");
        let log = fs::read_to_string(folder.path().join("lumbar.2023-11-14.log")).unwrap();
        assert_eq!(log.lines().count(), 2, "{log}");
        assert!(log.contains("panicked at driver.rs:7: index 3 is out\\nof bounds"), "{log}");
        assert_eq!(take(folder.path()), Some(at));
        assert_eq!(take(folder.path()), None);
        fs::write(folder.path().join(FILE), "not what the hook writes").unwrap();
        assert_eq!(take(folder.path()), None);
    }

    #[test]
    fn a_folder_that_cannot_be_written_makes_a_panic_no_worse() {
        record(Path::new("/nowhere/at/all"), DateTime::UNIX_EPOCH, "x.rs:1", &"x".repeat(100_000));
    }
}
