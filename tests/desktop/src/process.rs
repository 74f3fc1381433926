//! Owns programs that a test started, ends them by their id, and sends signals to any process of the test.

use std::{
    fmt, fs,
    process::{Child, Command, ExitStatus, Stdio},
    time::Duration,
};

use rustix::process::{Signal, kill_process, test_kill_process};
use tokio::time::{sleep, timeout};

use crate::{Context, Outcome, Trouble, watched::patience};

/// The variable that marks every process of one test, also those that detached or were started by another.
pub(crate) const MARK: &str = "LUMBAR_TEST_DESK";

/// How often a process is looked at while its end is waited for.
const GLANCE: Duration = Duration::from_millis(5);

/// The id of a process of this test, started by it or by one of its programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pid(u32);

impl Pid {
    /// Takes an id as printed or reported by a program.
    pub fn new(id: u32) -> Self {
        Self(id)
    }

    /// All processes that carry the mark of the test in `root`, in the order of their ids.
    pub fn all_of(root: &str) -> Vec<Self> {
        let mark = format!("{MARK}={root}");
        let Ok(entries) = fs::read_dir("/proc") else { return Vec::new() };
        let mut found: Vec<Self> = entries
            .flatten()
            .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
            .map(Self)
            .filter(|pid| {
                let environ = fs::read(format!("/proc/{pid}/environ")).unwrap_or_default();
                environ.split(|byte| *byte == 0).any(|variable| variable == mark.as_bytes())
            })
            .filter(|pid| pid.is_alive())
            .collect();
        found.sort_unstable();
        found
    }

    /// Ends it at once, as a crash or the kernel would (SIGKILL).
    pub fn kill(self) -> Outcome<()> {
        self.signal(Signal::KILL)
    }

    /// Freezes it (SIGSTOP).
    pub fn freeze(self) -> Outcome<()> {
        self.signal(Signal::STOP)
    }

    /// Lets it go on after `freeze` (SIGCONT).
    pub fn thaw(self) -> Outcome<()> {
        self.signal(Signal::CONT)
    }

    /// Asks it to end, as the end of a session does (SIGTERM).
    pub fn terminate(self) -> Outcome<()> {
        self.signal(Signal::TERM)
    }

    /// Whether it runs; one that ended and was not yet collected does not.
    pub fn is_alive(self) -> bool {
        self.rustix().is_some_and(|pid| test_kill_process(pid).is_ok()) && self.state() != Some('Z')
    }

    /// Its command line, with spaces between the words.
    pub fn command_line(self) -> String {
        let bytes = fs::read(format!("/proc/{self}/cmdline")).unwrap_or_default();
        String::from_utf8_lossy(&bytes).trim_end_matches('\0').replace('\0', " ")
    }

    /// The file name of its executable.
    pub fn program(self) -> String {
        let path = fs::read_link(format!("/proc/{self}/exe")).unwrap_or_default();
        path.file_name().unwrap_or_default().to_string_lossy().trim_end_matches(" (deleted)").to_owned()
    }

    /// Waits until it has ended, whoever its parent is.
    pub async fn wait_gone(self) -> Outcome<()> {
        let gone = async {
            while self.is_alive() {
                sleep(GLANCE).await;
            }
        };
        timeout(patience(), gone).await.trying(format!("process {self} did not end"))
    }

    /// The one-letter state of the kernel, such as `T` for frozen.
    pub fn state(self) -> Option<char> {
        let stat = fs::read_to_string(format!("/proc/{self}/stat")).ok()?;
        stat.rsplit_once(')')?.1.trim_start().chars().next()
    }

    fn signal(self, signal: Signal) -> Outcome<()> {
        let pid = self.rustix().trying(format!("{self} is no process id"))?;
        kill_process(pid, signal).trying(format!("signal to process {self}"))
    }

    fn rustix(self) -> Option<rustix::process::Pid> {
        rustix::process::Pid::from_raw(i32::try_from(self.0).ok()?)
    }
}

impl fmt::Display for Pid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A program that this test started; dropping it ends it.
#[derive(Debug)]
pub struct Process {
    child: Child,
    name: String,
}

impl Process {
    /// Starts it, without a terminal to read from.
    pub fn spawn(command: &mut Command) -> Outcome<Self> {
        let name = command.get_program().to_string_lossy().into_owned();
        let child = command.stdin(Stdio::null()).spawn().trying(format!("cannot start {name}"))?;
        Ok(Self { child, name })
    }

    /// Its process id.
    pub fn pid(&self) -> Pid {
        Pid(self.child.id())
    }

    /// How it ended, where it has.
    pub fn ended(&mut self) -> Outcome<Option<ExitStatus>> {
        Ok(self.child.try_wait()?)
    }

    /// Waits for its end.
    pub async fn wait(&mut self) -> Outcome<ExitStatus> {
        let deadline = std::time::Instant::now() + patience();
        loop {
            if let Some(status) = self.child.try_wait()? {
                return Ok(status);
            }
            if std::time::Instant::now() > deadline {
                return Err(Trouble::new(format!("{} (process {}) did not end", self.name, self.pid())));
            }
            sleep(GLANCE).await;
        }
    }

    /// The child itself, for its pipes.
    pub fn child(&mut self) -> &mut Child {
        &mut self.child
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Both fail only for a process that ended already, which is what is wanted.
        let _ended = self.child.kill();
        let _collected = self.child.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_frozen_process_is_seen_as_frozen_and_a_killed_one_as_gone() {
        let mut sleeper = Process::spawn(Command::new("sleep").arg("1000")).unwrap();
        let pid = sleeper.pid();
        assert!(pid.is_alive());
        pid.freeze().unwrap();
        while pid.state() != Some('T') {
            sleep(GLANCE).await;
        }
        pid.thaw().unwrap();
        pid.kill().unwrap();
        pid.wait_gone().await.unwrap();
        assert!(!sleeper.wait().await.unwrap().success());
    }
}
