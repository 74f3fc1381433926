//! Owns the second process that watches this one while something is on the body; `child` is that process itself.

pub(crate) mod child;

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use tokio::process::Command;

use crate::core::{Handle, Input};
use crate::life::profile::Profile;

/// "I am alive."
pub(crate) const BEAT: &[u8] = b"beat\n";
/// "Nothing is on the body any more" or "I end of my own will".
pub(crate) const OFF: &[u8] = b"off\n";

/// Without a beat for this long the program is hung.
const PATIENCE: Duration = Duration::from_secs(60);
/// How late a beat may be.
const LATE: Duration = Duration::from_secs(15);
/// Sets another patience, in seconds; read for marked demo profiles only.
const PATIENCE_VARIABLE: &str = "LUMBAR_GUARD_PATIENCE";

/// A guard that keeps dying is started again at once this often, and then with every beat.
const AT_ONCE: u32 = 3;

/// Keeps a guard while something is on the body.
#[derive(Debug)]
pub(crate) struct Guard {
    program: PathBuf,
    arguments: Vec<OsString>,
    wanted: bool,
    line: Option<File>,
    /// Which guard the line leads to.
    number: u64,
    deaths: u32,
    patience: Duration,
}

/// Without a beat for this long the guard of a profile takes its program for hung.
pub(crate) fn patience(profile: &Profile) -> Duration {
    let demo = matches!(profile.demo(), Ok(Some(_)));
    let set = demo.then(|| std::env::var(PATIENCE_VARIABLE).ok()?.parse::<u64>().ok()).flatten();
    set.filter(|seconds| *seconds > 0).map_or(PATIENCE, Duration::from_secs)
}

impl Guard {
    /// Will start `program` as the guard of this profile.
    pub(crate) fn new(program: PathBuf, profile: &Profile) -> Self {
        let mut arguments = profile.arguments();
        arguments.push("guard".into());
        let patience = patience(profile);
        Self { program, arguments, wanted: false, line: None, number: 0, deaths: 0, patience }
    }

    /// The time between two beats: each wakes both programs, and may come late by [`LATE`], or half a shorter patience.
    pub(crate) fn pulse(&self) -> Duration {
        self.patience.saturating_sub(LATE).max(self.patience / 2)
    }

    /// Tells whether beats are due.
    pub(crate) fn is_watching(&self) -> bool {
        self.wanted
    }

    /// Starts a guard, or lets it go.
    pub(crate) fn watch(&mut self, on_body: bool, handle: &Handle) {
        if on_body == self.wanted {
            return;
        }
        self.wanted = on_body;
        self.deaths = 0;
        if on_body {
            self.start(handle);
        } else {
            self.let_go();
        }
    }

    /// Says that all is well; a guard that is missing is started.
    pub(crate) fn beat(&mut self, handle: &Handle) {
        match &mut self.line {
            Some(line) => {
                if let Err(why) = line.write_all(BEAT) {
                    // Its end is told by the system as well; the next beat starts another.
                    tracing::warn!("the guard does not listen: {why}");
                    self.line = None;
                }
            }
            None if self.wanted => {
                self.deaths = 0;
                self.start(handle);
            }
            None => {}
        }
    }

    /// A guard has ended: the present one is replaced.
    pub(crate) fn ended(&mut self, number: u64, handle: &Handle) {
        if number != self.number || !self.wanted {
            return;
        }
        self.line = None;
        self.deaths += 1;
        tracing::warn!("the guard has ended");
        if self.deaths <= AT_ONCE {
            self.start(handle);
        }
    }

    /// Lets the guard end with this program.
    pub(crate) fn dismiss(mut self) {
        self.let_go();
    }

    fn let_go(&mut self) {
        if let Some(mut line) = self.line.take()
            && let Err(why) = line.write_all(OFF)
        {
            tracing::debug!("the guard had gone before: {why}");
        }
    }

    fn start(&mut self, handle: &Handle) {
        self.number += 1;
        match self.spawn(handle) {
            Ok(line) => self.line = Some(line),
            Err(why) => tracing::error!("the guard cannot be started: {why}"),
        }
        self.beat_first();
    }

    fn beat_first(&mut self) {
        if let Some(line) = &mut self.line {
            // A guard that dies this early is told by the system.
            let _ = line.write_all(BEAT);
        }
    }

    fn spawn(&self, handle: &Handle) -> io::Result<File> {
        let mut child = Command::new(&self.program)
            .args(&self.arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let line = child.stdin.take().ok_or_else(|| io::Error::other("no pipe"))?;
        let (handle, number) = (handle.clone(), self.number);
        tokio::spawn(async move {
            let _ = child.wait().await;
            handle.send(Input::GuardEnded(number));
        });
        // A few bytes every half minute never fill the pipe, so writing to it does not wait.
        #[cfg(unix)]
        return line.into_owned_fd().map(File::from);
        #[cfg(windows)]
        return line.into_owned_handle().map(File::from);
    }
}
