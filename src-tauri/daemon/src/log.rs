//! Owns the log: a file a day in the profile, a few kept, and with `-v` the terminal too. Codes only, never health.

use std::io::{self, IsTerminal};

use thiserror::Error;
use tracing::level_filters::LevelFilter;
use tracing_appender::rolling::{InitError, RollingFileAppender, Rotation};
use tracing_subscriber::Layer;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::profile::Profile;

/// How many days are kept.
const DAYS: usize = 5;

/// Why there is no log.
#[derive(Debug, Error)]
pub(crate) enum LogError {
    /// The folder cannot be written.
    #[error("the log cannot be written: {0}")]
    File(#[from] InitError),
}

/// Begins the log of the background program. `verbose`: 1 shows it on the terminal, 2 shows more.
///
/// Lines are written where they arise: no thread of its own that would wake up.
///
/// # Errors
/// When the file cannot be written; the terminal's log has begun all the same.
pub(crate) fn begin(profile: &Profile, verbose: u8) -> Result<(), LogError> {
    let file = RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix("lumbar")
        .filename_suffix("log")
        .max_log_files(DAYS)
        .build(profile.log());
    let (file, trouble) = match file {
        Ok(file) => (Some(file), None),
        Err(error) => (None, Some(error)),
    };
    let file = file.map(|file| {
        tracing_subscriber::fmt::layer()
            .with_ansi(false)
            .with_target(false)
            .with_writer(file)
            .with_filter(level(verbose))
    });
    tracing_subscriber::registry().with(file).with(terminal(verbose)).init();
    trouble.map_or(Ok(()), |error| Err(error.into()))
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
