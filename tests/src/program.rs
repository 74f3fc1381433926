//! Runs the real programs inside the environment of one test: commands to their end, a demo in the background.

use std::{
    env,
    fmt::Debug,
    io::{BufRead, BufReader, Read},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use lumbar_played_desktop::{Context, Notification, Outcome, Pid, Process, Trouble, Watched, patience};
use serde_json::Value;
use tokio::time::{sleep, timeout};

use crate::Http;

/// The `lumbar` binary: `LUMBAR_BIN`, else the one built beside the test.
pub fn lumbar_binary() -> Outcome<PathBuf> {
    binary("LUMBAR_BIN", "lumbar")
}

/// The `lumbar-window` binary: `LUMBAR_WINDOW_BIN`, else the one built beside the test.
pub fn window_binary() -> Outcome<PathBuf> {
    binary("LUMBAR_WINDOW_BIN", "lumbar-window")
}

/// The environment that every program of one test gets, and nothing beside it.
#[derive(Clone, Debug)]
pub(crate) struct Seat {
    variables: Vec<(String, String)>,
}

impl Seat {
    pub(crate) fn new(variables: Vec<(String, String)>) -> Self {
        Self { variables }
    }

    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.variables.retain(|(known, _)| known != name);
        self.variables.push((name.to_owned(), value.to_owned()));
    }

    pub(crate) fn unset(&mut self, name: &str) {
        self.variables.retain(|(known, _)| known != name);
    }

    pub(crate) fn command(&self, program: impl AsRef<Path>) -> Command {
        let mut command = Command::new(program.as_ref());
        command.env_clear().envs(self.variables.iter().map(|(name, value)| (name, value))).stdin(Stdio::null());
        command
    }

    pub(crate) async fn run(&self, program: impl AsRef<Path>, args: &[&str]) -> Outcome<Ran> {
        let mut command = self.command(program);
        command.args(args);
        let shown = shown(&command);
        let began = Instant::now();
        let mut command = tokio::process::Command::from(command);
        let output = timeout(patience(), command.kill_on_drop(true).output());
        let output = output.await.trying(format!("{shown} did not end"))?.trying(&shown)?;
        Ok(Ran {
            code: output.status.code(),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
            took: began.elapsed(),
            shown,
        })
    }

    pub(crate) async fn demo(&self, program: PathBuf, args: &[&str]) -> Outcome<Demo> {
        let mut command = self.command(program);
        command.arg("demo").args(args);
        Demo::start(self.clone(), command).await
    }
}

/// A program that has ended.
#[derive(Clone, Debug)]
pub struct Ran {
    /// The exit code; `None` where a signal ended it.
    pub code: Option<i32>,
    /// What it printed.
    pub out: String,
    /// What it printed as errors.
    pub err: String,
    /// How long it took from start to end.
    pub took: Duration,
    shown: String,
}

impl Ran {
    /// Fails unless it did what was asked (exit code 0).
    pub fn done(self) -> Outcome<Self> {
        self.with_code(0)
    }

    /// Fails unless it refused (exit code 1), and hands back the reason given.
    pub fn refused(self) -> Outcome<String> {
        Ok(self.with_code(1)?.err.trim().to_owned())
    }

    /// Fails unless it ended with this exit code.
    pub fn with_code(self, code: i32) -> Outcome<Self> {
        match self.code == Some(code) {
            true => Ok(self),
            false => Err(Trouble::new(format!(
                "{} ended with {:?} instead of {code}\n{}{}",
                self.shown, self.code, self.out, self.err
            ))),
        }
    }

    /// Its output as JSON.
    pub fn json(&self) -> Outcome<Value> {
        serde_json::from_str(&self.out).trying(format!("not JSON: {}", self.out))
    }
}

/// A private instance of Lumbar in a throw-away profile; dropping it ends it.
#[derive(Debug)]
pub struct Demo {
    /// The profile's folder as it printed it.
    pub profile: PathBuf,
    /// Its socket as it printed it.
    pub socket: String,
    seat: Seat,
    process: Process,
    printed: Arc<Watched<Vec<String>>>,
}

impl Demo {
    /// Waits until the disk knows which notifications stand. It learns that a moment after they are shown, for an alert waits
    /// for no disk; a crash in that moment leaves one standing with dead buttons, and nothing else.
    pub async fn expect_noted(&self, shown: &[Notification]) -> Outcome<()> {
        let file = self.profile.join("lumbar.db");
        let known = || {
            let data = rusqlite::Connection::open_with_flags(&file, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY)?;
            let mut rows = data.prepare("SELECT id FROM note")?;
            rows.query_map([], |row| row.get::<_, u32>(0))?.collect::<Result<Vec<_>, _>>()
        };
        let wait = async {
            while !known().is_ok_and(|known| shown.iter().all(|one| known.contains(&one.id))) {
                sleep(Duration::from_millis(5)).await;
            }
        };
        timeout(patience(), wait).await.trying("the notification that stands is not written down")
    }

    async fn start(seat: Seat, mut command: Command) -> Outcome<Self> {
        let shown = shown(&command);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut process = Process::spawn(&mut command)?;
        let printed = Arc::new(Watched::new(Vec::new()));
        gather(process.child().stdout.take(), &printed, true);
        gather(process.child().stderr.take(), &printed, false);
        let after = |lines: &[String], name: &str| {
            lines.iter().find_map(|line| line.strip_prefix(name).map(|rest| rest.trim().to_owned()))
        };
        // An empty line stands for the end of its output: a program that ended will name nothing more.
        let announced = printed
            .until(|lines: &mut Vec<String>| {
                let both = after(lines, "profile:").zip(after(lines, "socket:"));
                (both.is_some() || lines.iter().any(String::is_empty)).then_some(both)
            })
            .await
            .flatten();
        let said = printed.read(|lines| lines.join("\n"));
        let (profile, socket) = announced.trying(format!("{shown} named no profile and socket; it said:\n{said}"))?;
        Ok(Self { profile: profile.into(), socket, seat, process, printed })
    }

    /// Runs `lumbar --profile DIR` with these words, to its end.
    pub async fn run(&self, args: &[&str]) -> Outcome<Ran> {
        let profile = self.profile.display().to_string();
        let all: Vec<&str> = ["--profile", &profile].into_iter().chain(args.iter().copied()).collect();
        self.seat.run(lumbar_binary()?, &all).await
    }

    /// Runs a command that must be done, and hands back what it printed.
    pub async fn done(&self, args: &[&str]) -> Outcome<String> {
        Ok(self.run(args).await?.done()?.out)
    }

    /// Runs a command that must be refused, and hands back the reason.
    pub async fn refused(&self, args: &[&str]) -> Outcome<String> {
        self.run(args).await?.refused()
    }

    /// `lumbar status --json`.
    pub async fn status(&self) -> Outcome<Value> {
        self.run(&["status", "--json"]).await?.done()?.json()
    }

    /// Waits until the status fits and hands it back.
    pub async fn expect_status(&self, fits: impl Fn(&Value) -> bool) -> Outcome<Value> {
        let deadline = Instant::now() + patience();
        loop {
            // Not running is a state like others here: a killed daemon is on its way back.
            let status = self.look().await;
            match status {
                Ok(status) if fits(&status) => return Ok(status),
                other if Instant::now() > deadline => {
                    return Err(Trouble::new(format!("the status stays {other:?}")));
                }
                _ => tokio::time::sleep(Duration::from_millis(20)).await,
            }
        }
    }

    /// The same object over the socket, which is quicker than a run of the command.
    pub async fn look(&self) -> Outcome<Value> {
        self.http().json("/api/v1/status").await
    }

    /// Lets so many seconds pass on a manual clock, deadline by deadline, over the socket.
    pub async fn pass(&self, seconds: u64) -> Outcome<()> {
        let by = serde_json::json!({ "do": "advance", "seconds": seconds });
        self.http().post_json("/api/v1/clock", &by).await?.with_status(200).map(|_answer| ())
    }

    /// The phase of what warms or cools, such as `ready`; `None` where there is nothing.
    pub async fn phase(&self) -> Outcome<Option<String>> {
        let status = self.status().await?;
        Ok(status.pointer("/thermal/phase").and_then(Value::as_str).map(str::to_owned))
    }

    /// Moves a manual clock to the next deadline.
    pub async fn clock_next(&self) -> Outcome<String> {
        self.done(&["clock", "next"]).await
    }

    /// Moves a manual clock on by a span such as `5m`.
    pub async fn clock_advance(&self, span: &str) -> Outcome<String> {
        self.done(&["clock", "advance", span]).await
    }

    /// Lets a manual clock's machine sleep for a span: time passes and nothing happens in between.
    pub async fn clock_sleep(&self, span: &str) -> Outcome<String> {
        self.done(&["clock", "sleep", span]).await
    }

    /// Steps the wall of a manual clock by a span such as `-3h`; its ticks stay.
    pub async fn clock_step_wall(&self, span: &str) -> Outcome<String> {
        self.done(&["clock", "step-wall", span]).await
    }

    /// Its pages and JSON over the socket.
    pub fn http(&self) -> Http {
        Http::at(&self.socket)
    }

    /// The process that this test started.
    pub fn pid(&self) -> Pid {
        self.process.pid()
    }

    /// The process that answers now: another one after a crash and a restart by the guard.
    pub async fn answering_pid(&self) -> Outcome<Pid> {
        let hello = self.http().json("/api/v1/hello").await?;
        let pid = hello.get("pid").and_then(Value::as_u64).and_then(|pid| u32::try_from(pid).ok());
        pid.map(Pid::new).trying(format!("no process id in {hello}"))
    }

    /// Ends the started process as a crash would, and waits until it is gone.
    pub async fn kill(&mut self) -> Outcome<()> {
        self.process.pid().kill()?;
        self.process.wait().await.map(|_status| ())
    }

    /// Waits for the end of the started process and hands back its exit code.
    pub async fn wait(&mut self) -> Outcome<Option<i32>> {
        Ok(self.process.wait().await?.code())
    }

    /// Starts the background program again on the same profile, after `kill` or `quit`, with the same environment.
    pub async fn restart(&mut self, args: &[&str]) -> Outcome<()> {
        let mut command = self.seat.command(lumbar_binary()?);
        command.arg("demo").args(args).arg("--profile").arg(&self.profile);
        *self = Self::start(self.seat.clone(), command).await?;
        Ok(())
    }

    /// Fails if anything of it has panicked: in its output, or in a log of its profile.
    pub fn expect_no_panic(&self) -> Outcome<()> {
        let mut said = self.printed();
        if let Ok(logs) = std::fs::read_dir(self.profile.join("log")) {
            said.extend(logs.flatten().filter_map(|log| std::fs::read_to_string(log.path()).ok()));
        }
        match said.iter().find(|text| text.contains("panicked")) {
            Some(text) => Err(Trouble::new(format!("it panicked: {text}"))),
            None => Ok(()),
        }
    }

    /// All it has printed so far, errors among it.
    pub fn printed(&self) -> Vec<String> {
        self.printed.read(|lines| lines.iter().filter(|line| !line.is_empty()).cloned().collect())
    }

    /// Waits until it prints a line that fits.
    pub async fn expect_line(&self, fits: impl Fn(&str) -> bool) -> Outcome<String> {
        let pick = |lines: &mut Vec<String>| lines.iter().find(|line| fits(line)).cloned();
        self.printed.until(pick).await.trying(format!("it printed only:\n{}", self.printed().join("\n")))
    }
}

/// Reads lines on a thread of its own, for a pipe that nobody reads stops the program that writes.
fn gather(pipe: Option<impl Read + Send + 'static>, into: &Arc<Watched<Vec<String>>>, marks_end: bool) {
    let Some(pipe) = pipe else { return };
    let into = Arc::clone(into);
    thread::spawn(move || {
        for line in BufReader::new(pipe).lines().map_while(Result::ok).filter(|line| !line.is_empty()) {
            into.change(|lines| lines.push(line));
        }
        if marks_end {
            into.change(|lines| lines.push(String::new()));
        }
    });
}

/// Its words, without the environment.
fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or_default();
    let words = std::iter::once(program).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

fn binary(variable: &str, name: &str) -> Outcome<PathBuf> {
    if let Some(path) = env::var_os(variable) {
        return Ok(path.into());
    }
    // The test lies in target/PROFILE/deps, a binary of this package in target/PROFILE.
    let here = env::current_exe()?;
    let beside = here.ancestors().skip(1).take(2).map(|folder| folder.join(name)).find(|path| path.is_file());
    beside.trying(format!("{name} is not built: `cargo build -p {name}`, or name it in {variable}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_program_sees_only_the_environment_of_its_test() {
        let seat = Seat::new(vec![("ONLY".into(), "this".into())]);
        let ran = seat.run("/usr/bin/env", &[]).await.unwrap().done().unwrap();
        assert_eq!(ran.out, "ONLY=this\n");
    }

    #[tokio::test]
    async fn a_refusal_is_told_apart_from_a_failure_and_gives_its_reason() {
        let seat = Seat::new(vec![("PATH".into(), "/usr/bin:/bin".into())]);
        let refused = seat.run("sh", &["-c", "echo nothing is running >&2; exit 1"]).await.unwrap();
        assert_eq!(refused.clone().refused().unwrap(), "nothing is running");
        assert!(refused.done().is_err());
        assert!(seat.run("sh", &["-c", "exit 3"]).await.unwrap().with_code(3).is_ok());
    }
}
