//! Decides, as the guard: the program it watches is dead or hung, so it is started again; cannot it be, the guard alarms.

use std::io::{self, BufRead};
use std::path::Path;
use std::process::{Child, ExitCode, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use lumbar_ui::Ui;
use tokio::sync::mpsc::unbounded_channel;

use crate::client::Client;
use crate::life;
use crate::notify::{Note, Notifier, Urgency};
use crate::profile::Profile;
use crate::sound::{Sound, SoundKind};

/// How long a start may take.
const UP: Duration = Duration::from_secs(10);
/// How long it may take to say hello.
const HELLO: Duration = Duration::from_secs(2);
/// How often it is looked whether it is up.
const LOOK: Duration = Duration::from_millis(25);
/// Starts before the guard alarms by itself.
const TRIES: u32 = 2;
/// The alarm comes again after this many seconds, so many times (as the alarm for taking off).
const ALARMS: [(u64, u32); 2] = [(30, 10), (60, 15)];

/// What was heard on the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Heard {
    Beat,
    Off,
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
    life::leave_terminal();
    let watched = life::parent();
    // Known from the start: after an upgrade the system no longer tells where the running program came from.
    let program = match std::env::current_exe() {
        Ok(program) => program,
        Err(why) => {
            tracing::error!("the guard does not know its own program: {why}");
            return ExitCode::FAILURE;
        }
    };
    let (tell, heard) = mpsc::channel();
    let listener = thread::Builder::new().name("line".into()).stack_size(64 * 1024).spawn(move || listen(&tell));
    if let Err(why) = listener {
        tracing::error!("the guard cannot listen: {why}");
        return ExitCode::FAILURE;
    }
    match watch(&heard, super::patience(profile)) {
        Verdict::Dismissed => return ExitCode::SUCCESS,
        Verdict::Dead => {}
        Verdict::Hung => life::kill(watched),
    }
    for _ in 0..TRIES {
        if bring_back(&program, profile) {
            return ExitCode::SUCCESS;
        }
    }
    alarm(&program, profile)
}

fn listen(tell: &mpsc::Sender<Heard>) {
    for line in io::stdin().lock().lines() {
        let heard = match line.as_deref().map(str::trim) {
            Ok("beat") => Heard::Beat,
            Ok("off") => Heard::Off,
            Ok(_) => continue,
            Err(_) => return,
        };
        if tell.send(heard).is_err() {
            return;
        }
    }
}

fn watch(heard: &Receiver<Heard>, patience: Duration) -> Verdict {
    loop {
        match heard.recv_timeout(patience) {
            Ok(Heard::Beat) => {}
            Ok(Heard::Off) => return Verdict::Dismissed,
            Err(RecvTimeoutError::Disconnected) => return Verdict::Dead,
            Err(RecvTimeoutError::Timeout) => return Verdict::Hung,
        }
    }
}

/// Starts the program, unless somebody else has, and waits until it answers.
fn bring_back(program: &Path, profile: &Profile) -> bool {
    if is_up(profile) {
        return true;
    }
    let started = std::process::Command::new(program)
        .args(profile.arguments())
        .args(["run", "--detached"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let Ok(mut child) = started else { return false };
    let mut left = UP;
    while !left.is_zero() {
        if is_up(profile) {
            return true;
        }
        if failed(&mut child) {
            return false;
        }
        thread::sleep(LOOK);
        left = left.saturating_sub(LOOK);
    }
    // It is up to nobody's good: the next one would find the profile locked.
    let _ = child.kill();
    let _ = child.wait();
    false
}

/// It is there and answers.
fn is_up(profile: &Profile) -> bool {
    let client = Client::at(profile.address()).patient_for(HELLO);
    client.fetch("/api/v1/hello").is_ok_and(|hello| hello.status == 200)
}

/// It ended with a failure. An end without one means that somebody else is starting the program at this moment.
fn failed(child: &mut Child) -> bool {
    matches!(child.try_wait(), Ok(Some(status)) if !status.success())
}

/// Alarms in the program's place, and goes on trying to bring it back.
fn alarm(program: &Path, profile: &Profile) -> ExitCode {
    let ui = Ui::new(&life::locale());
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
    };
    for (seconds, times) in ALARMS {
        for _ in 0..times {
            notifier.show(note.clone());
            sound.play(SoundKind::Alarm);
            if back_within(seconds, profile) || bring_back(program, profile) {
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

/// Waits, unless somebody else brings the program back.
fn back_within(seconds: u64, profile: &Profile) -> bool {
    (0..seconds).any(|_| {
        thread::sleep(Duration::from_secs(1));
        is_up(profile)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn silence_is_hung_a_broken_line_is_dead_and_off_is_neither() {
        const LONG: Duration = Duration::from_secs(60);
        let short = Duration::from_millis(1);
        let (tell, heard) = mpsc::channel();
        assert_eq!(watch(&heard, short), Verdict::Hung);
        tell.send(Heard::Beat).unwrap();
        tell.send(Heard::Off).unwrap();
        assert_eq!(watch(&heard, LONG), Verdict::Dismissed);
        tell.send(Heard::Beat).unwrap();
        drop(tell);
        assert_eq!(watch(&heard, LONG), Verdict::Dead);
    }
}
