//! Owns the second process that watches this one while something is on the body; `child` is that process itself.

pub(crate) mod child;
mod line;
mod watched;

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use tokio::process::Command;

use crate::core::{Handle, Input};
use crate::life::process::command;
use crate::life::profile::Profile;
use crate::witness::Record;
#[cfg(any(target_os = "linux", windows))]
pub(crate) use watched::is_guarded;

/// "I am alive, and speak again within so many milliseconds", which follow.
pub(crate) const BEAT: &str = "beat ";
/// What is on, for the program that is started in this one's place; the record follows.
pub(crate) const WORN: &str = "worn ";
/// "Nothing is on the body any more" or "I end of my own will".
pub(crate) const OFF: &[u8] = b"off\n";

/// The longest that a program may say nothing. It is hung sooner than that where it had promised to speak sooner.
const PATIENCE: Duration = Duration::from_secs(75);
/// How late it may be.
const LATE: Duration = Duration::from_secs(15);
/// Sets another patience, in seconds; read for marked demo profiles only.
const PATIENCE_VARIABLE: &str = "LUMBAR_GUARD_PATIENCE";

/// How long to wait before the next guard is started, s, after so many have died with no beat between them.
const AGAIN: [u64; 5] = [0, 0, 0, 1, 2];
/// The same after all of these.
const AT_LAST: u64 = 5;

/// Keeps a guard while something is on the body.
#[derive(Debug)]
pub(crate) struct Guard {
    program: PathBuf,
    arguments: Vec<OsString>,
    wanted: bool,
    line: Option<File>,
    /// What is on, as it was told last.
    worn: Option<String>,
    /// Which guard the line leads to.
    number: u64,
    deaths: u32,
    patience: Duration,
}

/// The line that says when this program speaks again at the latest.
fn beat(again: Duration) -> String {
    format!("{BEAT}{}\n", again.as_millis())
}

/// How late a beat may be, of a guard with this patience: [`LATE`], or half of a shorter patience.
fn late(patience: Duration) -> Duration {
    LATE.min(patience / 2)
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
        let patience = patience(profile);
        let mut arguments = profile.arguments();
        // The guard itself reads nothing of a disk.
        arguments.extend(["guard".into(), "--patience".into(), patience.as_secs().to_string().into()]);
        Self { program, arguments, wanted: false, line: None, worn: None, number: 0, deaths: 0, patience }
    }

    /// The longest time between two beats: each wakes both programs.
    pub(crate) fn pulse(&self) -> Duration {
        self.patience.saturating_sub(late(self.patience))
    }

    /// Tells whether beats are due.
    pub(crate) fn is_watching(&self) -> bool {
        self.wanted
    }

    /// Starts a guard, which hears of this program again within this time, or lets it go.
    pub(crate) fn watch(&mut self, on_body: bool, again: Duration, handle: &Handle) {
        if on_body == self.wanted {
            return;
        }
        self.wanted = on_body;
        self.deaths = 0;
        if on_body {
            self.start(again, handle);
        } else {
            self.let_go();
        }
    }

    /// Says that all is well, and when this program speaks again at the latest.
    pub(crate) fn beat(&mut self, again: Duration, handle: &Handle) {
        if self.line.is_some() {
            self.write(beat(again).as_bytes(), handle);
            if self.line.is_some() {
                self.deaths = 0;
            }
        }
    }

    /// Says what is on, and as before when this program speaks again at the latest.
    pub(crate) fn tell(&mut self, record: &Record, again: Duration, handle: &Handle) {
        let worn = format!("{WORN}{}\n", record.line());
        if self.line.is_some() {
            self.write(format!("{worn}{}", beat(again)).as_bytes(), handle);
        }
        self.worn = Some(worn);
    }

    /// A guard has ended, or could not be started: another takes its place, and hears again within this time.
    pub(crate) fn ended(&mut self, number: u64, again: Duration, handle: &Handle) {
        if number == self.number && self.wanted {
            self.line = None;
            self.deaths += 1;
            self.start(again, handle);
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

    /// Writes a line whole or not at all, and never waits: one that leaves so much unread is hung, and another takes its
    /// place. It finds the program alive when it goes on.
    fn write(&mut self, line: &[u8], handle: &Handle) {
        let Some(to) = &mut self.line else { return };
        if let Err(why) = to.write_all(line) {
            tracing::warn!("the guard does not listen: {why}");
            self.line = None;
            // The end of one that has died is told by the system as well, and means the same number.
            let number = self.number;
            handle.send(Input::GuardEnded(number));
        }
    }

    fn start(&mut self, again: Duration, handle: &Handle) {
        self.number += 1;
        match self.spawn(handle) {
            Ok(line) => {
                self.line = Some(line);
                let first = format!("{}{}", beat(again), self.worn.as_deref().unwrap_or_default());
                self.write(first.as_bytes(), handle);
            }
            Err(why) => {
                tracing::error!("the guard cannot be started: {why}");
                let (handle, number, pause) = (handle.clone(), self.number, self.pause());
                tokio::spawn(async move {
                    tokio::time::sleep(pause.max(Duration::from_secs(1))).await;
                    handle.send(Input::GuardEnded(number));
                });
            }
        }
    }

    /// How long the end of the present guard is waited with.
    fn pause(&self) -> Duration {
        let nth = usize::try_from(self.deaths).unwrap_or(usize::MAX);
        Duration::from_secs(AGAIN.get(nth).copied().unwrap_or(AT_LAST))
    }

    fn spawn(&self, handle: &Handle) -> io::Result<File> {
        let mut child = Command::from(command(&self.program))
            .args(&self.arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let line = child.stdin.take().ok_or_else(|| io::Error::other("no pipe"))?;
        let (handle, number, pause) = (handle.clone(), self.number, self.pause());
        tokio::spawn(async move {
            let _ = child.wait().await;
            tracing::warn!("guard {number} has ended");
            tokio::time::sleep(pause).await;
            handle.send(Input::GuardEnded(number));
        });
        #[cfg(unix)]
        {
            let line = File::from(line.into_owned_fd()?);
            // What is shorter than the system's limit for pipes (4096 bytes on Linux) is written whole or not at all.
            rustix::io::ioctl_fionbio(&line, true)?;
            Ok(line)
        }
        #[cfg(windows)]
        return line.into_owned_handle().map(File::from);
    }
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use lumbar_engine::time::{BootId, Now};

    use super::*;
    use crate::witness::{Mark, Record};

    const SOON: Duration = Duration::from_secs(1);

    fn played(script: &str) -> (tempfile::TempDir, Guard) {
        let folder = tempfile::tempdir().unwrap();
        let program = folder.path().join("program");
        // By another process, or a program started beside this test has it open for writing as well.
        let script = format!("#!/bin/sh\necho started >> {}/starts\n{script}\n", folder.path().display());
        let written = std::process::Command::new("sh")
            .args(["-c", "printf %s \"$1\" > \"$2\"", "sh", &script])
            .arg(&program)
            .status();
        assert!(written.unwrap().success());
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o700)).unwrap();
        let profile = Profile::find(Some(folder.path())).unwrap();
        (folder, Guard::new(program, &profile))
    }

    fn starts(folder: &tempfile::TempDir) -> usize {
        std::fs::read_to_string(folder.path().join("starts")).unwrap_or_default().lines().count()
    }

    #[test]
    fn a_guard_that_keeps_dying_is_started_at_once_and_then_after_growing_pauses() {
        let (_folder, mut guard) = played("");
        let pauses: Vec<u64> = (0..8)
            .map(|deaths| {
                guard.deaths = deaths;
                guard.pause().as_secs()
            })
            .collect();
        assert_eq!(pauses, [0, 0, 0, 1, 2, 5, 5, 5]);
    }

    #[tokio::test]
    async fn four_deaths_in_a_row_leave_nobody_unguarded_until_the_next_beat() {
        let (folder, mut guard) = played("exit 1");
        let now = Now { boot: BootId(1), ticks: Duration::ZERO, wall: chrono::DateTime::UNIX_EPOCH };
        let (handle, mut inbox, _rev) = crate::core::channel(now);
        guard.watch(true, SOON, &handle);
        while starts(&folder) < 5 {
            let Some(Input::GuardEnded(number)) = inbox.recv().await else { panic!("something else happened") };
            guard.ended(number, SOON, &handle);
        }
        assert!(guard.deaths >= 4);
    }

    #[tokio::test]
    async fn a_guard_that_reads_nothing_holds_nobody_up_and_another_takes_its_place() {
        let (folder, mut guard) = played("exec sleep 60");
        let now = Now { boot: BootId(1), ticks: Duration::ZERO, wall: chrono::DateTime::UNIX_EPOCH };
        let (handle, mut inbox, _rev) = crate::core::channel(now);
        guard.watch(true, SOON, &handle);
        let record = Record::new(Mark { lineage: 1, generation: 1 }, None);
        let first = guard.number;
        // A pipe takes 64 KB.
        for _ in 0..2000 {
            guard.tell(&record, SOON, &handle);
        }
        let Some(Input::GuardEnded(number)) = inbox.recv().await else { panic!("something else happened") };
        assert_eq!(number, first);
        guard.ended(number, SOON, &handle);
        assert!(guard.line.is_some() && guard.number == first + 1);
        while starts(&folder) < 2 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}
