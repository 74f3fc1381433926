//! Decides, as the guard: the program it watches is dead or hung, so it is started again; cannot it be, the guard alarms.

use std::io;
use std::path::Path;
use std::process::{Child, ExitCode, Stdio};
use std::thread;
use std::time::Duration;

use lumbar_ui::Ui;
use tokio::sync::mpsc::unbounded_channel;

use crate::client::http::{Client, NoAnswer};
use crate::clock::Clock;
use crate::desktop::notify::{Note, Notifier, Urgency};
use crate::desktop::sound::{Sound, SoundKind};
use crate::life::profile::Profile;
use crate::life::start;

/// How long a start may take.
const UP: Duration = Duration::from_secs(10);
/// How long it may take to say hello.
const HELLO: Duration = Duration::from_secs(2);
/// How often it is looked whether it is up.
const LOOK: Duration = Duration::from_millis(25);
/// Starts before the guard alarms by itself.
const TRIES: u32 = 2;
/// How long the guard of a life that was just up has to bring back the next one, after the last start failed.
const OTHERS: Duration = Duration::from_secs(2);
/// The alarm comes again after this many seconds, so many times (as the alarm for taking off).
const ALARMS: [(u64, u32); 2] = [(30, 10), (60, 15)];

/// What was heard on the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Heard {
    Beat,
    Off,
    /// It broke.
    End,
    /// Nothing, for as long as was waited.
    Nothing,
}

/// Why the watch ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// Nothing is on the body, or the program ended of its own will.
    Dismissed,
    /// The line broke.
    Dead,
    /// No beat came.
    Hung,
}

/// Watches until it is dismissed, or until the program is back.
pub(crate) fn run(profile: &Profile) -> ExitCode {
    // A key pressed in the terminal of the program must not end its guard as well.
    start::leave_terminal();
    let watched = start::parent();
    // Known from the start: after an upgrade the system no longer tells where the running program came from.
    let program = match std::env::current_exe() {
        Ok(program) => program,
        Err(why) => {
            tracing::error!("the guard does not know its own program: {why}");
            return ExitCode::FAILURE;
        }
    };
    let mut line = match Line::begin() {
        Ok(line) => line,
        Err(why) => {
            tracing::error!("the guard cannot listen: {why}");
            return ExitCode::FAILURE;
        }
    };
    match watch(|patience| line.hear(patience), super::patience(profile)) {
        Verdict::Dismissed => return ExitCode::SUCCESS,
        Verdict::Dead => {}
        Verdict::Hung => start::kill(watched),
    }
    let clock = Clock::system();
    // Somebody may lie on a pack: whatever the tries run into, the alarm waits for them no longer than for one start.
    let until = clock.now().ticks.saturating_add(UP);
    for _ in 0..TRIES {
        if bring_back(&program, profile, &clock, until) {
            return ExitCode::SUCCESS;
        }
    }
    // A life that came up and died between two looks has left a guard of its own.
    if comes_back(profile, &clock, until.min(clock.now().ticks.saturating_add(OTHERS)), LOOK) {
        return ExitCode::SUCCESS;
    }
    alarm(&program, profile, &clock)
}

/// The line to the program that is watched: what it writes, read as it comes.
#[derive(Debug)]
struct Line {
    read: Vec<u8>,
    #[cfg(windows)]
    pieces: std::sync::mpsc::Receiver<Vec<u8>>,
}

impl Line {
    #[cfg(unix)]
    #[expect(clippy::unnecessary_wraps, reason = "it can fail on other systems")]
    fn begin() -> io::Result<Self> {
        Ok(Self { read: Vec::new() })
    }

    /// A thread reads on the side, because a pipe knows no patience here.
    #[cfg(windows)]
    fn begin() -> io::Result<Self> {
        let (tell, pieces) = std::sync::mpsc::channel();
        let listener = move || {
            let mut piece = [0; 64];
            while let Ok(length @ 1..) = io::Read::read(&mut io::stdin(), &mut piece) {
                if tell.send(piece[..length].to_vec()).is_err() {
                    return;
                }
            }
        };
        thread::Builder::new().name("line".into()).stack_size(64 * 1024).spawn(listener)?;
        Ok(Self { read: Vec::new(), pieces })
    }

    /// The next word, waited for so long.
    fn hear(&mut self, patience: Duration) -> Heard {
        loop {
            if let Some(end) = self.read.iter().position(|byte| *byte == b'\n') {
                let word: Vec<u8> = self.read.drain(..=end).collect();
                match word.trim_ascii() {
                    b"beat" => return Heard::Beat,
                    b"off" => return Heard::Off,
                    // Whatever it is, the program lives.
                    _ => continue,
                }
            }
            match self.piece(patience) {
                Ok(Some(piece)) if piece.is_empty() => return Heard::End,
                Ok(Some(piece)) => self.read.extend(piece),
                Ok(None) => return Heard::Nothing,
                Err(_) => return Heard::End,
            }
        }
    }

    /// What comes next; empty at the end, `None` when nothing came. One thread that waits in the system is woken once for it.
    #[cfg(unix)]
    fn piece(&self, patience: Duration) -> io::Result<Option<Vec<u8>>> {
        use rustix::event::{PollFd, PollFlags, Timespec, poll};
        use rustix::io::retry_on_intr;
        let input = rustix::stdio::stdin();
        let patience = Timespec {
            tv_sec: i64::try_from(patience.as_secs()).unwrap_or(i64::MAX),
            tv_nsec: patience.subsec_nanos().into(),
        };
        let mut fds = [PollFd::new(&input, PollFlags::IN)];
        if retry_on_intr(|| poll(&mut fds, Some(&patience)))? == 0 {
            return Ok(None);
        }
        let mut piece = [0; 64];
        let length = retry_on_intr(|| rustix::io::read(input, &mut piece))?;
        Ok(Some(piece[..length].to_vec()))
    }

    #[cfg(windows)]
    fn piece(&self, patience: Duration) -> io::Result<Option<Vec<u8>>> {
        use std::sync::mpsc::RecvTimeoutError;
        match self.pieces.recv_timeout(patience) {
            Ok(piece) => Ok(Some(piece)),
            Err(RecvTimeoutError::Disconnected) => Ok(Some(Vec::new())),
            Err(RecvTimeoutError::Timeout) => Ok(None),
        }
    }
}

fn watch(mut hear: impl FnMut(Duration) -> Heard, patience: Duration) -> Verdict {
    loop {
        match hear(patience) {
            Heard::Beat => {}
            Heard::Off => return Verdict::Dismissed,
            Heard::End => return Verdict::Dead,
            Heard::Nothing => return Verdict::Hung,
        }
    }
}

/// Starts the program, unless somebody else has, and waits until it answers, or until these ticks.
fn bring_back(program: &Path, profile: &Profile, clock: &Clock, until: Duration) -> bool {
    if is_up(profile, clock, until) {
        return true;
    }
    if left(clock, until).is_zero() {
        return false;
    }
    let started = std::process::Command::new(program)
        .args(profile.arguments())
        .args(["run", "--detached"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let Ok(mut child) = started else { return false };
    while !left(clock, until).is_zero() {
        if is_up(profile, clock, until) {
            return true;
        }
        if failed(&mut child) {
            return false;
        }
        thread::sleep(LOOK);
    }
    // It is up to nobody's good: the next one would find the profile locked.
    let _ = child.kill();
    let _ = child.wait();
    false
}

/// It is there and answers; a silent one is waited for no longer than until these ticks.
fn is_up(profile: &Profile, clock: &Clock, until: Duration) -> bool {
    let patience = left(clock, until).clamp(LOOK, HELLO);
    let client = Client::at(profile.address()).patient_for(patience);
    match client.fetch(lumbar_protocol::path::HELLO) {
        Ok(hello) => hello.status == 200,
        // One of another version is there as well.
        Err(NoAnswer::OtherProtocol { .. }) => true,
        Err(NoAnswer::NotRunning(_) | NoAnswer::Broken(_)) => false,
    }
}

/// What is left until these ticks, the time that a look took included.
fn left(clock: &Clock, until: Duration) -> Duration {
    until.saturating_sub(clock.now().ticks)
}

/// It ended with a failure. An end without one means that somebody else is starting the program at this moment.
fn failed(child: &mut Child) -> bool {
    matches!(child.try_wait(), Ok(Some(status)) if !status.success())
}

/// Alarms in the program's place, and goes on trying to bring it back.
fn alarm(program: &Path, profile: &Profile, clock: &Clock) -> ExitCode {
    let ui = Ui::new(&start::locale());
    let (events, _unheard) = unbounded_channel();
    let notifier = Notifier::start("Lumbar", events);
    let sound = Sound::start();
    let note = Note {
        tag_key: "guard".into(),
        title: ui.text("program-guard-alarm", &[]),
        body: ui.text("program-guard-alarm.body", &[]),
        buttons: Vec::new(),
        urgency: Urgency::Critical,
        replaces: None,
        resident: false,
        serial: 0,
    };
    for (seconds, times) in ALARMS {
        for _ in 0..times {
            notifier.show(note.clone());
            sound.play(SoundKind::Alarm);
            let until = clock.now().ticks.saturating_add(Duration::from_secs(seconds));
            if bring_back(program, profile, clock, until) || comes_back(profile, clock, until, Duration::from_secs(1)) {
                notifier.withdraw("guard");
                sound.silence();
                // The thread that takes it back needs a moment of this process's life.
                thread::sleep(Duration::from_millis(500));
                return ExitCode::SUCCESS;
            }
        }
    }
    ExitCode::FAILURE
}

/// Waits until these ticks, unless somebody else brings the program back; looks every `pulse`.
fn comes_back(profile: &Profile, clock: &Clock, until: Duration, pulse: Duration) -> bool {
    while !left(clock, until).is_zero() {
        thread::sleep(left(clock, until).min(pulse));
        if is_up(profile, clock, until) {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn silence_is_hung_a_broken_line_is_dead_and_off_is_neither() {
        for (last, verdict) in
            [(Heard::Nothing, Verdict::Hung), (Heard::End, Verdict::Dead), (Heard::Off, Verdict::Dismissed)]
        {
            let mut heard = vec![last, Heard::Beat, Heard::Beat];
            assert_eq!(watch(|_| heard.pop().unwrap(), Duration::ZERO), verdict);
            assert!(heard.is_empty());
        }
    }

    /// A program that takes every call and answers none: each look at it lasts as long as it is waited for.
    #[cfg(unix)]
    #[test]
    fn a_program_that_only_listens_is_waited_for_no_longer_than_until_the_alarm() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let profile = Profile::find(Some(folder.path())).unwrap();
        std::fs::create_dir_all(Path::new(profile.address()).parent().unwrap()).unwrap();
        let _mute = std::os::unix::net::UnixListener::bind(profile.address()).unwrap();
        let program = folder.path().join("program");
        std::fs::write(&program, "#!/bin/sh\nexec sleep 60\n").unwrap();
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o700)).unwrap();
        let clock = Clock::system();
        let began = clock.now().ticks;
        assert!(!bring_back(&program, &profile, &clock, began + Duration::from_secs(3)));
        // Looks of 2 s between waits of 25 ms would make minutes of these 3 s.
        assert!(clock.now().ticks - began < Duration::from_secs(30));
    }
}
