//! Owns how the background program comes up, is found, gives way to a newer one, and how processes are told apart.

use std::fs;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, SystemTime};

use lumbar_protocol::hello::Hello;
use lumbar_protocol::{PROTOCOL, path};
use thiserror::Error;

use crate::client::http::{Client, NoAnswer};
use crate::life::profile::Profile;
#[cfg(unix)]
use crate::life::socket;

/// What a program that came up says on its output, before the address.
pub(crate) const READY: &str = "ready ";

/// How long a start may take, a migration on a slow disk included.
const UP: Duration = Duration::from_secs(30);

/// How often one is started that finds the profile owned by another, which then ends.
const STARTS: u32 = 3;

/// How often it is looked whether one that begins or ends has come to it.
const LOOK: Duration = Duration::from_millis(20);

/// How long a running program may take to say hello.
const HELLO: Duration = Duration::from_secs(5);

/// How long one whose socket was gone may take to open it again.
#[cfg(target_os = "linux")]
const CALLED: Duration = Duration::from_secs(2);

/// How long a newer program may take to say which it is.
const TRIED: Duration = Duration::from_secs(5);

/// Why there is no background program to talk to.
#[derive(Debug, Error)]
pub(crate) enum LifeError {
    /// None runs.
    #[error("the background program is not running")]
    NotRunning,
    /// One runs and speaks another protocol.
    #[error("the background program speaks protocol {protocol}, this one {PROTOCOL}")]
    OtherProtocol {
        /// Its protocol.
        protocol: u64,
        /// Its version.
        version: String,
    },
    /// One runs and does not answer.
    #[error("the background program does not answer: {0}")]
    Mute(String),
    /// It could not be started; its own words.
    #[error("{0}")]
    Refused(String),
    /// It could not be started at all.
    #[error("the background program cannot be started: {0}")]
    NotStarted(String),
}

/// Finds the background program of a profile and makes sure that it can be talked to.
///
/// # Errors
/// See [`LifeError`].
pub(crate) fn find(profile: &Profile) -> Result<Hello, LifeError> {
    match greet(profile) {
        Err(LifeError::NotRunning) => {
            call(profile)?;
            greet(profile)
        }
        greeted => greeted,
    }
}

/// Calls a program that owns the profile though nobody is at its socket: it opens the socket again.
///
/// # Errors
/// [`LifeError::NotRunning`] when there is none to call, [`LifeError::Mute`] when it does not hear.
#[cfg(target_os = "linux")]
pub(crate) fn call(profile: &Profile) -> Result<(), LifeError> {
    use rustix::process::{Signal, kill_process};
    let owner = profile.owner().ok_or(LifeError::NotRunning)?;
    kill_process(owner, Signal::USR1).map_err(|_| LifeError::NotRunning)?;
    let mut left = CALLED;
    while socket::connect(profile.address(), HELLO).is_err() {
        if left.is_zero() {
            return Err(LifeError::Mute(format!("nobody is at {}", profile.address())));
        }
        thread::sleep(LOOK);
        left = left.saturating_sub(LOOK);
    }
    Ok(())
}

/// Calls nobody: elsewhere the socket lies in the profile, or is a pipe, and does not go away before its program; and no
/// number of a process can be trusted to be that program's.
///
/// # Errors
/// Always.
#[cfg(not(target_os = "linux"))]
pub(crate) fn call(_: &Profile) -> Result<(), LifeError> {
    Err(LifeError::NotRunning)
}

fn greet(profile: &Profile) -> Result<Hello, LifeError> {
    match Client::at(profile.address()).patient_for(HELLO).fetch(path::HELLO) {
        // It is ending, and takes nothing any more.
        Ok(answer) if answer.status == 503 => Err(LifeError::NotRunning),
        Ok(answer) => {
            let hello: Hello = answer.json().map_err(|error| LifeError::Mute(error.to_string()))?;
            if hello.protocol == PROTOCOL {
                Ok(hello)
            } else {
                Err(LifeError::OtherProtocol { protocol: hello.protocol, version: hello.version })
            }
        }
        Err(NoAnswer::NotRunning(_)) => Err(LifeError::NotRunning),
        Err(NoAnswer::OtherProtocol { protocol, version }) => Err(LifeError::OtherProtocol { protocol, version }),
        Err(NoAnswer::Broken(why)) => Err(LifeError::Mute(why.to_string())),
    }
}

/// Makes sure that the background program runs; starts it apart from this terminal if it does not.
///
/// # Errors
/// See [`LifeError`].
pub(crate) fn up(profile: &Profile) -> Result<(), LifeError> {
    for _ in 0..STARTS {
        match find(profile) {
            Err(LifeError::NotRunning) => {}
            found => return found.map(|_| ()),
        }
        if start(profile)? || owner_answers(profile, UP)? {
            return Ok(());
        }
    }
    Err(LifeError::NotRunning)
}

/// Waits for another program that owns the profile and does not listen yet, or still ends; `false` when it let go of it.
fn owner_answers(profile: &Profile, patience: Duration) -> Result<bool, LifeError> {
    let mut left = patience;
    loop {
        match find(profile) {
            Err(LifeError::NotRunning) => {}
            found => return found.map(|_| true),
        }
        if !profile.is_owned() {
            return Ok(false);
        }
        if left.is_zero() {
            return Err(slow());
        }
        thread::sleep(LOOK);
        left = left.saturating_sub(LOOK);
    }
}

fn slow() -> LifeError {
    LifeError::Mute(format!("it did not come up within {} s", UP.as_secs()))
}

/// Starts one; `false` when another was quicker to own the profile.
fn start(profile: &Profile) -> Result<bool, LifeError> {
    let not_started = |why: &dyn std::fmt::Display| LifeError::NotStarted(why.to_string());
    let program = std::env::current_exe().map_err(|why| not_started(&why))?;
    let mut child = Command::new(program)
        .args(profile.arguments())
        .args(["run", "--detached"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|why| not_started(&why))?;
    let (output, mut complaints) = (child.stdout.take(), child.stderr.take());
    let (tell, told) = mpsc::channel();
    // Read on the side, because a pipe knows no patience.
    thread::spawn(move || {
        let mut line = String::new();
        let read = output.map_or(Ok(0), |output| BufReader::new(output).read_line(&mut line));
        let _ = tell.send(read.map(|_| line));
    });
    match told.recv_timeout(UP) {
        Ok(Ok(line)) if line.starts_with(READY) => Ok(true),
        Ok(_) => {
            let mut said = String::new();
            if let Some(complaints) = &mut complaints {
                let _ = complaints.read_to_string(&mut said);
            }
            let status = child.wait().map_err(|why| not_started(&why))?;
            match said.trim() {
                "" if status.success() => Ok(false),
                "" => Err(not_started(&status)),
                said => Err(LifeError::Refused(said.to_owned())),
            }
        }
        Err(_) => Err(slow()),
    }
}

/// A file that has not changed for this long is whole; a package is copied in pieces.
pub(crate) const WHOLE: Duration = Duration::from_secs(1);

/// Knows the program on the disk, and whether another one lies there now.
#[derive(Debug, Clone)]
pub(crate) struct Update {
    program: PathBuf,
    known: Option<Stamp>,
    /// Another one, as it was at the last look.
    other: Option<Stamp>,
    /// A look is under way.
    looking: bool,
    wanted: bool,
}

/// Tells one program on the disk from another.
pub(crate) type Stamp = (u64, Option<SystemTime>);

impl Update {
    /// Remembers the program as it is now.
    pub(crate) fn of(program: &Path) -> Self {
        Self { program: program.to_owned(), known: stamp(program), other: None, looking: false, wanted: false }
    }

    /// A look at what lies there, to be taken where a disk may be waited for.
    /// One at a time: two of the same moment would find the same.
    pub(crate) fn look(&mut self) -> Option<impl FnOnce() -> Option<Stamp> + use<>> {
        let program = self.program.clone();
        (!std::mem::replace(&mut self.looking, true)).then_some(move || stamp(&program))
    }

    /// Takes in what a look has found; `true` when it should be looked at again after [`WHOLE`], for another program counts
    /// only when two looks find the same.
    pub(crate) fn found(&mut self, now: Option<Stamp>) -> bool {
        self.looking = false;
        // While a package is being replaced there may be none for a moment.
        let other = now.filter(|now| Some(*now) != self.known);
        let before = std::mem::replace(&mut self.other, other);
        self.wanted = self.wanted || (other.is_some() && other == before);
        other.is_some() && !self.wanted
    }

    /// Tells whether the program should go on as the one on the disk.
    pub(crate) fn is_wanted(&self) -> bool {
        self.wanted
    }
}

fn stamp(program: &Path) -> Option<Stamp> {
    let there = fs::metadata(program).ok()?;
    Some((there.len(), there.modified().ok()))
}

/// Goes on as the program on the disk, in this process; returns only when that fails.
#[cfg(unix)]
pub(crate) fn become_newer(program: &Path, profile: &Profile) -> io::Error {
    use std::os::unix::process::CommandExt;
    Command::new(program).args(profile.arguments()).args(["run", "--detached"]).exec()
}

/// Starts the program on the disk; this one ends, which lets go of the profile's lock.
#[cfg(windows)]
pub(crate) fn become_newer(program: &Path, profile: &Profile) -> io::Error {
    let started = Command::new(program).args(profile.arguments()).args(["run", "--detached"]).spawn();
    match started {
        Ok(_) => std::process::exit(0),
        Err(why) => why,
    }
}

/// Lets the program on the disk say which it is: one that is broken, or lacks a library, would end this process for good.
/// Waits for it; not for the program's loop.
///
/// # Errors
/// Why it does not work.
pub(crate) fn try_out(program: &Path) -> io::Result<()> {
    let mut command = Command::new(program);
    let mut child =
        command.arg("--version").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    let mut left = TRIED;
    loop {
        match child.try_wait()? {
            Some(status) if status.success() => return Ok(()),
            Some(status) => return Err(io::Error::other(format!("it does not work: {status}"))),
            None if left.is_zero() => {
                child.kill()?;
                child.wait()?;
                return Err(io::ErrorKind::TimedOut.into());
            }
            None => thread::sleep(LOOK),
        }
        left = left.saturating_sub(LOOK);
    }
}

/// Starts a session of its own, so that closing a terminal ends nothing.
pub(crate) fn leave_terminal() {
    #[cfg(unix)]
    if let Err(why) = rustix::process::setsid() {
        // It is the first of a session already.
        tracing::debug!("no session of its own: {why}");
    }
}

/// Lets go of the output of whoever started this program. Nobody reads there any more, and a library that complains into
/// a broken pipe ends the program.
pub(crate) fn leave_output() {
    #[cfg(unix)]
    if let Err(why) = into_nothing() {
        tracing::warn!("the output of whoever started this stays: {why}");
    }
}

#[cfg(unix)]
fn into_nothing() -> std::io::Result<()> {
    let nothing = fs::OpenOptions::new().write(true).open("/dev/null")?;
    rustix::stdio::dup2_stdout(&nothing)?;
    rustix::stdio::dup2_stderr(&nothing)?;
    Ok(())
}

/// The process that started this one.
#[cfg(unix)]
pub(crate) type Process = Option<rustix::process::Pid>;
/// The process that started this one; it can be neither asked for nor ended here without unsafe code.
#[cfg(windows)]
pub(crate) type Process = ();

/// The process that started this one.
pub(crate) fn parent() -> Process {
    #[cfg(unix)]
    return rustix::process::getppid();
}

/// Ends a process that does not answer, without asking it.
#[cfg(unix)]
pub(crate) fn kill(process: Process) {
    if let Some(pid) = process
        && let Err(why) = rustix::process::kill_process(pid, rustix::process::Signal::KILL)
    {
        tracing::warn!("the hung program could not be ended: {why}");
    }
}

/// Ends a process that does not answer. Not done on Windows: a second start finds the pipe taken, and the guard alarms.
#[cfg(windows)]
pub(crate) fn kill((): Process) {}

/// The language of the person, as the system names it.
pub(crate) fn locale() -> String {
    sys_locale::get_locale().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_at_the_socket_means_not_running() {
        let folder = tempfile::tempdir().unwrap();
        let profile = Profile::find(Some(folder.path())).unwrap();
        assert!(matches!(find(&profile), Err(LifeError::NotRunning)));
    }

    #[test]
    fn one_that_owns_the_profile_and_does_not_listen_yet_is_waited_for_until_it_lets_go() {
        let folder = tempfile::tempdir().unwrap();
        let profile = Profile::find(Some(folder.path())).unwrap();
        drop(profile.lock().unwrap());
        assert!(matches!(owner_answers(&profile, LOOK), Ok(false)));
        let lock = profile.lock().unwrap().unwrap();
        assert!(matches!(owner_answers(&profile, 2 * LOOK), Err(LifeError::Mute(_))));
        let waiting = profile.clone();
        let waiting = thread::spawn(move || owner_answers(&waiting, UP));
        thread::sleep(2 * LOOK);
        drop(lock);
        assert!(matches!(waiting.join().unwrap(), Ok(false)));
    }

    #[cfg(unix)]
    #[test]
    fn one_that_is_slow_to_listen_is_found_as_soon_as_it_does() {
        use std::io::Write;
        use std::os::unix::net::UnixListener;
        let folder = tempfile::tempdir().unwrap();
        let profile = Profile::find(Some(folder.path())).unwrap();
        let _lock = profile.lock().unwrap().unwrap();
        let waiting = profile.clone();
        let waiting = thread::spawn(move || owner_answers(&waiting, UP));
        thread::sleep(2 * LOOK);
        let (mut asked, _) = UnixListener::bind(profile.address()).unwrap().accept().unwrap();
        let _ = asked.read(&mut [0; 1024]).unwrap();
        let hello = format!("{{\"protocol\":{PROTOCOL}}}");
        write!(asked, "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{hello}", hello.len()).unwrap();
        assert!(matches!(waiting.join().unwrap(), Ok(true)));
    }

    #[test]
    fn another_program_on_the_disk_is_noticed_and_a_missing_one_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let program = folder.path().join("lumbar");
        fs::write(&program, "one").unwrap();
        let mut update = Update::of(&program);
        let look = |update: &mut Update| {
            let look = update.look().unwrap();
            assert!(update.look().is_none(), "one at a time");
            let found = look();
            update.found(found)
        };
        assert!(!look(&mut update) && !update.is_wanted());
        fs::remove_file(&program).unwrap();
        assert!(!look(&mut update) && !update.is_wanted());
        // It is copied piece by piece.
        for piece in ["two", "two, longer"] {
            fs::write(&program, piece).unwrap();
            assert!(look(&mut update) && !update.is_wanted(), "{piece}");
        }
        assert!(!look(&mut update) && update.is_wanted());
        fs::write(&program, "one").unwrap();
        assert!(!look(&mut update) && update.is_wanted(), "it is only asked once");
    }

    #[cfg(unix)]
    #[test]
    fn a_newer_program_that_does_not_work_is_not_gone_on_as() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let program = folder.path().join("lumbar");
        assert!(try_out(&program).is_err(), "there is none");
        for (content, mode) in [("#!/bin/sh\nexit 0\n", 0o600), ("\u{7f}ELF", 0o700), ("#!/bin/sh\nexit 1\n", 0o700)] {
            fs::write(&program, content).unwrap();
            fs::set_permissions(&program, fs::Permissions::from_mode(mode)).unwrap();
            assert!(try_out(&program).is_err(), "{content}");
        }
        assert!(try_out(Path::new("true")).is_ok());
    }
}
