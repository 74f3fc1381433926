//! Owns the log: a file a day in the profile, a few kept, and with `-v` the terminal too. Codes only, never health.

use std::io::{self, IsTerminal};

use thiserror::Error;
use tracing::level_filters::LevelFilter;
use tracing_appender::non_blocking::{NonBlocking, NonBlockingBuilder, WorkerGuard};
use tracing_appender::rolling::{InitError, RollingFileAppender, Rotation};
use tracing_subscriber::Layer;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::life::profile::Profile;

/// How many days are kept.
const DAYS: usize = 5;
/// So many lines wait for a slow disk; what comes then is left out.
const LINES: usize = 1000;
/// The longest line, bytes: what a client or a bus sent may be part of one.
const LONGEST_LINE: usize = 1024;

/// The names of the files: prefix, day, suffix.
pub(crate) const PREFIX: &str = "lumbar";
pub(crate) const SUFFIX: &str = "log";

/// Why there is no log.
#[derive(Debug, Error)]
pub(crate) enum LogError {
    /// The folder cannot be written.
    #[error("the log cannot be written: {0}")]
    File(#[from] InitError),
}

/// The log; dropping it waits for the last lines, a second at most for each reader that takes none.
#[derive(Debug)]
pub(crate) struct Begun {
    _last: Vec<WorkerGuard>,
}

/// Begins the log of the background program. `verbose`: 1 shows it on the terminal, 2 shows more.
///
/// A thread writes the lines, so that a slow disk holds up no alert; between lines it sleeps. Dropping what is returned
/// waits for the last of them.
///
/// Tells also why there is no file, where it cannot be written; the terminal's log has begun all the same.
pub(crate) fn begin(profile: &Profile, verbose: u8) -> (Begun, Option<LogError>) {
    let file = RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix(PREFIX)
        .filename_suffix(SUFFIX)
        .max_log_files(DAYS)
        .build(profile.log());
    let (file, mut last, no_file) = match file.map(written_aside) {
        Ok((file, last)) => (Some(file), vec![last], None),
        Err(error) => (None, Vec::new(), Some(error.into())),
    };
    // A terminal that was stopped (Ctrl+S) takes nothing, and what writes to it waits.
    let shown = (verbose > 0).then(|| written_aside(io::stderr()));
    let shown = shown.map(|(shown, last_shown)| {
        last.push(last_shown);
        shown
    });
    let file = file.map(|file| {
        tracing_subscriber::fmt::layer()
            .with_ansi(false)
            .with_target(false)
            .with_writer(move || Lines(file.clone()))
            .with_filter(level(verbose))
    });
    let shown = shown.map(|shown| terminal(verbose, move || shown.clone()));
    tracing_subscriber::registry().with(file).with(shown).init();
    (Begun { _last: last }, no_file)
}

fn written_aside(out: impl io::Write + Send + 'static) -> (NonBlocking, WorkerGuard) {
    NonBlockingBuilder::default().lossy(true).buffered_lines_limit(LINES).thread_name("log").finish(out)
}

/// Text as one line of the log: without control characters that could forge another, at most [`LONGEST_LINE`] long.
pub(crate) fn bounded(text: &str) -> String {
    let mut line = String::new();
    for c in text.chars() {
        let before = line.len();
        if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') {
            line.extend(c.escape_default());
        } else {
            line.push(c);
        }
        if line.len() > LONGEST_LINE {
            line.truncate(before);
            line.push('…');
            break;
        }
    }
    line
}

/// Writes each event as one bounded line, whatever its fields hold: the formatter hands over an event at a time.
#[derive(Debug, Clone)]
struct Lines<W>(W);

impl<W: io::Write> io::Write for Lines<W> {
    fn write(&mut self, event: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(event);
        let line = format!("{}\n", bounded(text.strip_suffix('\n').unwrap_or(&text)));
        self.0.write_all(line.as_bytes())?;
        Ok(event.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// Begins a log on the terminal alone, for a command.
pub(crate) fn on_terminal(verbose: u8) {
    // A command has nothing to do that its terminal could hold up for anybody else.
    let shown = (verbose > 0).then(|| terminal(verbose, io::stderr));
    tracing_subscriber::registry().with(shown).init();
}

fn terminal<S, W>(verbose: u8, out: W) -> impl Layer<S>
where
    S: tracing::Subscriber + for<'a> tracing_subscriber::registry::LookupSpan<'a>,
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let colours = io::stderr().is_terminal();
    tracing_subscriber::fmt::layer().with_ansi(colours).with_target(false).with_writer(out).with_filter(level(verbose))
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
    fn an_event_is_one_line_of_bounded_length_whatever_is_in_it() {
        for (text, line) in [
            ("plain", "plain"),
            ("a\nERROR forged\r\u{1b}[31m", "a\\nERROR forged\\r\\u{1b}[31m"),
            ("\0\u{2028}ü", "\\u{0}\\u{2028}ü"),
        ] {
            assert_eq!(bounded(text), line);
        }
        for long in ["ü".repeat(LONGEST_LINE), "\0".repeat(1 << 20), "x".repeat(LONGEST_LINE + 1)] {
            let line = bounded(&long);
            assert!(line.len() <= LONGEST_LINE + '…'.len_utf8() && line.ends_with('…'), "{}", line.len());
        }
        let mut out = Lines(Vec::new());
        out.write_all(b"one\ntwo\n").unwrap();
        out.write_all(b"three\n").unwrap();
        assert_eq!(out.0, b"one\\ntwo\nthree\n");
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
