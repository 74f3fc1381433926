//! Owns how the background program is found, comes up, and gives way to a newer one.

#[cfg(test)]
mod tests;

use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use lumbar_protocol::hello::Hello;
use lumbar_protocol::replace::Replace;
use lumbar_protocol::{PROTOCOL, VERSION, path};
use thiserror::Error;

use crate::client::http::{Client, NoAnswer};
use crate::clock::Clock;
use crate::life::process::{background_program, command};
use crate::life::profile::Profile;

/// What a program that came up says on its output, before the address.
pub(crate) const READY: &str = "ready ";

/// How long a start may take, a migration on a slow disk included.
const UP: Duration = Duration::from_secs(30);

/// How often one is started that finds the profile owned by another, which then ends.
const STARTS: u32 = 3;

/// How often it is looked whether one that begins or ends has come to it.
const LOOK: Duration = Duration::from_millis(20);

/// How long a running program may take to say hello, which waits for no disk.
const HELLO: Duration = Duration::from_secs(4);

/// How long one that owns the profile may take to be at its socket: it begins, ends, or opens it again.
const CALLED: Duration = Duration::from_secs(2);

/// How long the complaints of one that came up, or does not come up, are waited for.
const LAST_COMPLAINTS: Duration = Duration::from_millis(500);

/// The most that is read of them, in pieces of at most 1 KB.
const MOST_COMPLAINTS: usize = 16;

/// How long one that said on its output that it does not come up may take to end.
const ENDS: Duration = Duration::from_secs(4);

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
    /// One owns the profile, and nobody is at its address.
    #[error("nobody is at {0}")]
    NotThere(String),
    /// At its address there is a program of another user, to which nothing is said.
    #[error("a program of another user listens at {0}")]
    Foreign(String),
    /// It could not be started; its own words.
    #[error("{0}")]
    Refused(String),
    /// It could not be started at all.
    #[error("the background program cannot be started: {0}")]
    NotStarted(String),
}

/// The end of a wait by the clock: a look may take seconds of its own, so that sleeps alone are no measure.
struct Limit {
    clock: Clock,
    /// In its ticks.
    at: Duration,
}

impl Limit {
    fn after(patience: Duration) -> Self {
        let clock = Clock::system();
        let at = clock.now().ticks.saturating_add(patience);
        Self { clock, at }
    }

    fn left(&self) -> Duration {
        self.at.saturating_sub(self.clock.now().ticks)
    }

    fn is_over(&self) -> bool {
        self.left().is_zero()
    }
}

/// Finds the background program of a profile and makes sure that it can be talked to. One that owns the profile and is not
/// at its socket is called, and waited for for a moment.
///
/// # Errors
/// See [`LifeError`]; [`LifeError::NotRunning`] only where nobody owns the profile.
pub(crate) fn find(profile: &Profile) -> Result<Hello, LifeError> {
    let (mut called, limit) = (false, Limit::after(CALLED));
    loop {
        match greet(profile) {
            Err(LifeError::NotRunning | LifeError::NotThere(_)) => {}
            // Somebody was at the usual place before it; the program, where there is one, writes another down.
            Err(LifeError::Foreign(_)) if !profile.is_locked() => {}
            greeted => return greeted,
        }
        if !profile.is_locked() {
            return Err(LifeError::NotRunning);
        }
        if limit.is_over() {
            return Err(LifeError::NotThere(profile.address()));
        }
        if !called {
            called = call(profile);
        }
        thread::sleep(LOOK);
    }
}

/// Calls the program that owns the profile though nobody is at its socket: it opens the socket again. Tells whether there
/// was one to call.
#[cfg(target_os = "linux")]
fn call(profile: &Profile) -> bool {
    use rustix::process::{Signal, kill_process};
    profile.owner().is_some_and(|owner| kill_process(owner, Signal::USR1).is_ok())
}

/// Calls nobody: elsewhere the socket lies in the profile, or is a pipe, and does not go away before its program; and no
/// number of a process can be trusted to be that program's.
#[cfg(not(target_os = "linux"))]
fn call(_: &Profile) -> bool {
    true
}

fn greet(profile: &Profile) -> Result<Hello, LifeError> {
    match Client::of(profile).patient_for(HELLO).fetch(path::HELLO) {
        // It is ending, and takes nothing any more.
        Ok(answer) if answer.status == 503 => Err(LifeError::NotRunning),
        Ok(answer) if answer.status == 500 => {
            Err(LifeError::Refused(String::from_utf8_lossy(&answer.body).into_owned()))
        }
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
        // It is at its end: the last of its threads still holds the socket, which goes with it.
        Err(NoAnswer::Broken(why)) if hung_up(&why) => Err(LifeError::NotThere(profile.address())),
        Err(NoAnswer::Broken(_)) => Err(LifeError::Mute(format!("no answer at {}", profile.address()))),
        Err(NoAnswer::Foreign(address)) => Err(LifeError::Foreign(address)),
    }
}

/// Tells whether the other end closed the connection, where one that hangs would have kept it.
pub(crate) fn hung_up(why: &io::Error) -> bool {
    use io::ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionReset, UnexpectedEof};
    [BrokenPipe, ConnectionAborted, ConnectionReset, UnexpectedEof].contains(&why.kind())
}

/// Makes sure that the background program runs; starts it apart from this terminal if it does not. An older one is asked to
/// give way.
///
/// # Errors
/// See [`LifeError`].
pub(crate) fn up(profile: &Profile) -> Result<(), LifeError> {
    let mut asked = false;
    for _ in 0..STARTS {
        match find(profile) {
            Err(LifeError::NotRunning) => {}
            // It begins or ends, which a slow disk may hold up.
            Err(LifeError::NotThere(_)) => {
                if owner_answers(profile, UP)? {
                    return Ok(());
                }
            }
            found if !asked && is_older(&found) => {
                asked = true;
                match gives_way(profile, &found) {
                    Some(true) => return Ok(()),
                    Some(false) => {}
                    None => return found.map(|_| ()),
                }
            }
            found => return found.map(|_| ()),
        }
        if start(profile)? || owner_answers(profile, UP)? {
            return Ok(());
        }
    }
    Err(LifeError::NotRunning)
}

/// Tells whether an older program of this person runs.
fn is_older(found: &Result<Hello, LifeError>) -> bool {
    match found {
        Ok(hello) => !hello.demo && is_newer(VERSION, &hello.version),
        Err(LifeError::OtherProtocol { version, .. }) => is_newer(VERSION, version),
        Err(
            LifeError::NotRunning
            | LifeError::Mute(_)
            | LifeError::NotThere(_)
            | LifeError::Foreign(_)
            | LifeError::Refused(_)
            | LifeError::NotStarted(_),
        ) => false,
    }
}

fn is_newer(own: &str, other: &str) -> bool {
    let numbers = |version: &str| version.split('.').map(|part| part.parse::<u32>().ok()).collect::<Option<Vec<_>>>();
    matches!((numbers(own), numbers(other)), (Some(own), Some(other)) if own > other)
}

/// Asks the older program to give way to this one. Tells whether this one is there in its place, or nobody yet; `None` where
/// the older one stays, because something is on the body.
fn gives_way(profile: &Profile, older: &Result<Hello, LifeError>) -> Option<bool> {
    let program = background_program().ok()?;
    let replace = serde_json::json!(Replace { program });
    let patience = match Client::of(profile).patient_for(HELLO).post(path::REPLACE, &replace) {
        Ok(answer) if answer.status == 200 => UP,
        // What one of another protocol said is not understood; whether it ends is seen.
        Err(NoAnswer::OtherProtocol { .. }) if older.is_err() => CALLED,
        Ok(_)
        | Err(NoAnswer::NotRunning(_) | NoAnswer::Broken(_) | NoAnswer::Foreign(_) | NoAnswer::OtherProtocol { .. }) => {
            return None;
        }
    };
    let limit = Limit::after(patience);
    while profile.is_locked() {
        if greet(profile).is_ok_and(|hello| hello.version == VERSION) {
            return Some(true);
        }
        if limit.is_over() {
            return None;
        }
        thread::sleep(LOOK);
    }
    Some(false)
}

/// Waits for another program that owns the profile and does not listen yet, or still ends; `false` when it let go of it.
fn owner_answers(profile: &Profile, patience: Duration) -> Result<bool, LifeError> {
    let limit = Limit::after(patience);
    while profile.is_locked() {
        match greet(profile) {
            Err(LifeError::NotRunning | LifeError::NotThere(_) | LifeError::Foreign(_)) => {}
            found => return found.map(|_| true),
        }
        if limit.is_over() {
            return Err(slow());
        }
        thread::sleep(LOOK);
    }
    Ok(false)
}

fn slow() -> LifeError {
    LifeError::Mute(format!("it did not come up within {} s", UP.as_secs()))
}

fn not_started(why: &dyn std::fmt::Display) -> LifeError {
    LifeError::NotStarted(why.to_string())
}

/// Starts one; `false` when another was quicker to own the profile.
fn start(profile: &Profile) -> Result<bool, LifeError> {
    let program = background_program().map_err(|why| not_started(&why))?;
    launch(&program, profile, &[])
}

/// Starts a program as the background program of a profile, and waits until it is up, or has said why not; `false` when
/// another was quicker to own the profile.
///
/// # Errors
/// [`LifeError::Refused`], [`LifeError::NotStarted`], or [`LifeError::Mute`] where it does neither in time.
pub(crate) fn launch(program: &Path, profile: &Profile, more: &[&str]) -> Result<bool, LifeError> {
    let mut child = command(program)
        .args(profile.arguments())
        .args(["run", "--detached"])
        .args(more)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|why| not_started(&why))?;
    let (output, complaints) = (child.stdout.take(), child.stderr.take());
    let (tell, told) = mpsc::channel();
    // Read on the side, because a pipe knows no patience.
    thread::spawn(move || {
        let mut line = String::new();
        let read = output.map_or(Ok(0), |output| BufReader::new(output).read_line(&mut line));
        let _ = tell.send(read.map(|_| line));
    });
    match told.recv_timeout(UP) {
        Ok(Ok(line)) if line.starts_with(READY) => {
            let said = said_within(LAST_COMPLAINTS, complaints);
            if !said.is_empty() {
                let _ = writeln!(io::stderr(), "{said}");
            }
            Ok(true)
        }
        Ok(_) => {
            let said = said_within(LAST_COMPLAINTS, complaints);
            if !said.is_empty() {
                return Err(LifeError::Refused(said));
            }
            match ended_within(ENDS, &mut child).map_err(|why| not_started(&why))? {
                Some(status) if status.success() => Ok(false),
                Some(status) => Err(not_started(&status)),
                None => Err(slow()),
            }
        }
        Err(_) => Err(slow()),
    }
}

/// What a program complains about, read until it closes its output or for so long: something it started may hold that open.
fn said_within(limit: Duration, complaints: Option<impl Read + Send + 'static>) -> String {
    let Some(mut complaints) = complaints else { return String::new() };
    let (tell, told) = mpsc::channel();
    thread::spawn(move || {
        let mut piece = [0; 1024];
        while let Ok(length @ 1..) = complaints.read(&mut piece) {
            if tell.send(piece[..length].to_vec()).is_err() {
                return;
            }
        }
    });
    let limit = Limit::after(limit);
    let pieces = std::iter::from_fn(|| told.recv_timeout(limit.left()).ok());
    let said: Vec<u8> = pieces.take(MOST_COMPLAINTS).flatten().collect();
    String::from_utf8_lossy(&said).trim().to_owned()
}

/// How a program has ended; `None` where it has not after so long.
fn ended_within(limit: Duration, child: &mut Child) -> io::Result<Option<ExitStatus>> {
    let limit = Limit::after(limit);
    loop {
        match child.try_wait()? {
            None if !limit.is_over() => thread::sleep(LOOK),
            ended => return Ok(ended),
        }
    }
}
