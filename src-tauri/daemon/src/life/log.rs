//! Owns the log: a file a day in the profile, a few kept, and with `-v` the terminal too. Codes only, never health.

use std::io::{self, IsTerminal};

use thiserror::Error;
use tracing::level_filters::LevelFilter;
use tracing_appender::non_blocking::{NonBlocking, NonBlockingBuilder, WorkerGuard};
use tracing_appender::rolling::{InitError, RollingFileAppender, Rotation};
use tracing_subscriber::Layer;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::life::profile::Profile;

/// How many days are kept.
const DAYS: usize = 5;
/// So many lines wait for a slow disk; what comes then is left out.
const LINES: usize = 1000;

/// Why there is no log.
#[derive(Debug, Error)]
pub(crate) enum LogError {
    /// The folder cannot be written.
    #[error("the log cannot be written: {0}")]
    File(#[from] InitError),
}

/// Begins the log of the background program. `verbose`: 1 shows it on the terminal, 2 shows more.
///
/// A thread writes the lines, so that a slow disk holds up no alert; between lines it sleeps. Dropping what is returned
/// waits for the last of them.
///
/// # Errors
/// When the file cannot be written; the terminal's log has begun all the same.
pub(crate) fn begin(profile: &Profile, verbose: u8) -> Result<WorkerGuard, LogError> {
    let file = RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix("lumbar")
        .filename_suffix("log")
        .max_log_files(DAYS)
        .build(profile.log());
    let (file, begun) = match file.map(written_aside) {
        Ok((file, last)) => (Some(file), Ok(last)),
        Err(error) => (None, Err(error.into())),
    };
    let file = file.map(|file| {
        tracing_subscriber::fmt::layer()
            .with_ansi(false)
            .with_target(false)
            .with_writer(file)
            .with_filter(level(verbose))
    });
    tracing_subscriber::registry().with(file).with(terminal(verbose)).init();
    begun
}

fn written_aside(out: impl io::Write + Send + 'static) -> (NonBlocking, WorkerGuard) {
    NonBlockingBuilder::default().lossy(true).buffered_lines_limit(LINES).thread_name("log").finish(out)
}

/// Begins a log on the terminal alone, for a command.
pub(crate) fn on_terminal(verbose: u8) {
    tracing_subscriber::registry().with(terminal(verbose)).init();
}

fn terminal<S>(verbose: u8) -> Option<impl Layer<S>>
where
    S: tracing::Subscriber + for<'a> tracing_subscriber::registry::LookupSpan<'a>,
{
    (verbose > 0).then(|| {
        let colours = io::stderr().is_terminal();
        tracing_subscriber::fmt::layer()
            .with_ansi(colours)
            .with_target(false)
            .with_writer(io::stderr)
            .with_filter(level(verbose))
    })
}

/// Other crates only where something is wrong: their finer lines hold what a person wrote or answered.
fn level(verbose: u8) -> Targets {
    let own = if verbose > 1 { LevelFilter::DEBUG } else { LevelFilter::INFO };
    Targets::new().with_default(LevelFilter::WARN).with_target("lumbar", own)
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::sync::mpsc;

    use super::*;

    /// A disk that takes a line for each leave it is given.
    struct Slow(mpsc::Receiver<()>, mpsc::Sender<Vec<u8>>);

    impl Write for Slow {
        fn write(&mut self, line: &[u8]) -> io::Result<usize> {
            let _ = self.0.recv();
            let _ = self.1.send(line.to_owned());
            Ok(line.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_slow_disk_holds_nobody_up_and_the_last_lines_are_waited_for() {
        let (leave, left) = mpsc::channel();
        let (written, lines) = mpsc::channel();
        let (mut log, last) = written_aside(Slow(left, written));
        for _ in 0..2 * LINES {
            log.write_all(b"line").unwrap();
        }
        drop(leave);
        drop(last);
        let lines = lines.try_iter().count();
        assert!((LINES..2 * LINES).contains(&lines), "{lines}");
    }
}
