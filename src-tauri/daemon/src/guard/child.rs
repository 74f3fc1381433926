//! Decides, as the guard: the program it watches is dead or hung, so it is started again; where that fails, the guard alarms.
//!
//! Whatever may have to wait for a disk, a socket or a process is done by one thread, and the alarm comes from the other: no
//! wait is without an end.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::{Child, ExitCode, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use lumbar_engine::alert::{ALARM_REPEATS, alarm_again};
use lumbar_ui::Ui;
use tokio::sync::mpsc::unbounded_channel;

use super::line::{Heard, ProgramPipe};
use super::watched::Sign;
use crate::client::http::{Client, NoAnswer};
use crate::clock::Clock;
use crate::desktop::notify::{Note, Notifier, Urgency};
use crate::desktop::sound::{Sound, SoundKind};
use crate::life::process;
use crate::life::profile::Profile;
use crate::witness::{self, Found, Place, Record};

/// How long the tries may take before the guard alarms by itself; with what it takes to show that, no more than 10 s.
const UP: Duration = Duration::from_secs(7);
/// How long it may take to say hello.
const HELLO: Duration = Duration::from_secs(2);
/// How often it is looked whether it is up.
const LOOK: Duration = Duration::from_millis(25);
/// Starts before the guard alarms by itself.
const TRIES: u32 = 2;
/// How long the guard of a run that was just up has to bring back the next one, after the last start failed.
const OTHERS: Duration = Duration::from_secs(2);
/// How long to wait between two tries once the guard alarms, at first and at last: each loads a program from the disk.
const PAUSES: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(60));
/// How often it is looked in between whether somebody else has started it.
const LOOK_BETWEEN: Duration = Duration::from_secs(5);
/// After the last alarm the tries go on for this long.
const QUIET: Duration = Duration::from_secs(24 * 3600);

/// How long a program that has said nothing is listened to once more.
const ONCE_MORE: Duration = Duration::from_secs(1);

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

/// Watches until it is dismissed, or until the program is back. Without a beat for `patience`, or for a while after it had
/// promised one, it counts as hung.
pub(crate) fn run(profile: Profile, patience: Option<Duration>) -> ExitCode {
    // A key pressed in the terminal of the program must not end its guard as well.
    process::leave_terminal();
    let watched = process::parent();
    let _sign = Sign::of(&watched);
    // Known from the start: after an upgrade the system no longer tells where the running program came from.
    let program = match process::background_program() {
        Ok(program) => program,
        Err(why) => {
            tracing::error!("the guard does not know its own program: {why}");
            return ExitCode::FAILURE;
        }
    };
    let mut line = match ProgramPipe::begin() {
        Ok(line) => line,
        Err(why) => {
            tracing::error!("the guard cannot listen: {why}");
            return ExitCode::FAILURE;
        }
    };
    // From now on it mostly sleeps.
    lumbar_platform::give_back_memory();
    let (verdict, worn) = watch(|patience| line.hear(patience), patience.unwrap_or(super::PATIENCE));
    match verdict {
        Verdict::Dismissed => return ExitCode::SUCCESS,
        Verdict::Dead => {}
        Verdict::Hung => process::kill(watched),
    }
    let (tell, told) = mpsc::channel();
    let tries = Tries { program, profile, clock: Clock::system(), worn, started: None };
    if let Err(why) = thread::Builder::new().name("bring-back".into()).spawn(move || tries.go_on(&tell)) {
        tracing::error!("the program cannot be brought back: {why}");
    }
    // Somebody may lie on a pack: whatever the tries run into, the alarm waits for them no longer than this.
    match told.recv_timeout(UP) {
        Ok(Tried::Back) => ExitCode::SUCCESS,
        Ok(Tried::Failed) | Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => alarm(&told),
    }
}

/// Listens until something must be done; with it comes what was on at last. A program that sleeps until something is due
/// says when that is: hung, it is found out soon after its alarm should have come.
fn watch(mut hear: impl FnMut(Duration) -> Heard, patience: Duration) -> (Verdict, Option<Vec<u8>>) {
    let mut worn = None;
    let (mut wait, mut silent) = (patience, false);
    loop {
        match hear(wait) {
            Heard::Beat(again) => {
                silent = false;
                wait = again.saturating_add(super::late(patience)).min(patience);
            }
            Heard::Worn(record) => worn = Some(record),
            Heard::Off => return (Verdict::Dismissed, worn),
            Heard::End => return (Verdict::Dead, worn),
            // Both may have stood still together, as when the machine froze them: it is heard what it says first.
            Heard::Nothing if !silent => (silent, wait) = (true, ONCE_MORE),
            Heard::Nothing => return (Verdict::Hung, worn),
        }
    }
}

/// What became of the tries to bring the program back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tried {
    /// It answers.
    Back,
    /// It cannot be started now; the tries go on.
    Failed,
}

/// Brings the program back, however long that takes.
#[derive(Debug)]
struct Tries {
    program: PathBuf,
    profile: Profile,
    clock: Clock,
    /// What is handed to the program that is started.
    worn: Option<Vec<u8>>,
    /// The one that was started last. Killed, it may still hold the profile until its disk lets go of it.
    started: Option<Child>,
}

impl Tries {
    fn go_on(mut self, tell: &Sender<Tried>) {
        let until = self.clock.now().ticks.saturating_add(UP);
        let mut back = (0..TRIES).any(|_| self.bring_back(until));
        // A run that came up and died between two looks has left a guard of its own.
        back = back || self.comes_back(until.min(self.clock.now().ticks.saturating_add(OTHERS)), LOOK);
        let mut tried = 0;
        while !back {
            if tell.send(Tried::Failed).is_err() {
                return;
            }
            let until = self.clock.now().ticks.saturating_add(UP);
            back = self.bring_back(until);
            if !back {
                let pause = pause_after(tried);
                tried += 1;
                back = self.comes_back(self.clock.now().ticks.saturating_add(pause), pause.min(LOOK_BETWEEN));
            }
        }
        // Nobody may wait for it any more, which is no harm.
        let _ = tell.send(Tried::Back);
    }

    /// Starts the program, unless somebody else has, and waits until it answers, or until these ticks.
    fn bring_back(&mut self, until: Duration) -> bool {
        if self.is_up(until) {
            return true;
        }
        if self.left(until).is_zero() || self.is_stuck() {
            return false;
        }
        let Ok(mut child) = self.start() else { return false };
        while !self.left(until).is_zero() {
            if self.is_up(until) {
                return true;
            }
            if failed(&mut child) {
                return false;
            }
            thread::sleep(LOOK);
        }
        // It is up to nobody's good: the next one would find the profile locked. Its end is not waited for.
        let _ = child.kill();
        self.started = Some(child);
        false
    }

    /// Starts it, with what is on in its input, and where the next start finds it.
    fn start(&self) -> io::Result<Child> {
        let worn = self.worn.as_deref().unwrap_or_default();
        self.write_down(worn);
        // Written before there is a reader: a record is shorter than what a pipe holds.
        let (input, mut line) = io::pipe()?;
        line.write_all(worn)?;
        drop(line);
        process::command(&self.program)
            .args(self.profile.arguments())
            .args(["run", "--detached", "--from-guard"])
            .stdin(Stdio::from(input))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
    }

    /// The runtime folder may have been taken away since the program wrote there.
    fn write_down(&self, worn: &[u8]) {
        let Some(record) = Record::read(worn) else { return };
        let path = self.profile.witness_elsewhere();
        if witness::look(path) == Found::Nothing
            && let Err(why) = Place::elsewhere(path.to_owned()).write(&record)
        {
            tracing::warn!("what is on is not written down: {why}");
        }
    }

    /// The one that was killed is still there: a disk that does not answer holds it, and would hold the next one as well.
    fn is_stuck(&mut self) -> bool {
        match self.started.as_mut().map(Child::try_wait) {
            Some(Ok(None)) => true,
            Some(Ok(Some(_)) | Err(_)) | None => {
                self.started = None;
                false
            }
        }
    }

    /// It is there and answers; a silent one is waited for no longer than until these ticks.
    fn is_up(&self, until: Duration) -> bool {
        let patience = self.left(until).clamp(LOOK, HELLO);
        let client = Client::of(&self.profile).patient_for(patience);
        match client.fetch(lumbar_protocol::path::HELLO) {
            // One that ends says so; what else one may say, such as that the clock is wrong, it is there to say.
            Ok(hello) => hello.status != 503,
            // One of another version is there as well.
            Err(NoAnswer::OtherProtocol { .. }) => true,
            Err(NoAnswer::NotRunning(_) | NoAnswer::Broken(_) | NoAnswer::Foreign(_)) => false,
        }
    }

    /// Waits until these ticks, unless somebody else brings the program back; looks every `pulse`.
    fn comes_back(&self, until: Duration, pulse: Duration) -> bool {
        while !self.left(until).is_zero() {
            thread::sleep(self.left(until).min(pulse));
            if self.is_up(until) {
                return true;
            }
        }
        false
    }

    /// What is left until these ticks, the time that a look took included.
    fn left(&self, until: Duration) -> Duration {
        until.saturating_sub(self.clock.now().ticks)
    }
}

/// The pause after so many tries beside the alarm: the first ten come soon, for most that goes away does so soon.
fn pause_after(tried: u32) -> Duration {
    PAUSES.0.saturating_mul(1 << tried.saturating_sub(9).min(6)).min(PAUSES.1)
}

/// It ended with a failure. An end without one means that somebody else is starting the program at this moment.
fn failed(child: &mut Child) -> bool {
    matches!(child.try_wait(), Ok(Some(status)) if !status.success())
}

/// Alarms in the program's place until it is back.
fn alarm(told: &Receiver<Tried>) -> ExitCode {
    let ui = Ui::new(&process::locale());
    let (events, _unheard) = unbounded_channel();
    let notifier = Notifier::start("Lumbar", events);
    let sound = Sound::start();
    let (title, body) = (ui.text("program-guard-alarm", &[]), ui.text("program-guard-alarm.body", &[]));
    let note = Note { urgency: Urgency::Critical, ..Note::plain("guard", title, body) };
    let clock = Clock::system();
    // As often as the alarm for taking off.
    for pause in (1..=ALARM_REPEATS).map(|nth| alarm_again(nth) - alarm_again(nth - 1)) {
        notifier.show(note.clone());
        sound.play(SoundKind::Alarm);
        if is_back(told, &clock, pause) {
            notifier.withdraw("guard");
            sound.silence();
            // The thread that takes it back needs a moment of this process's life.
            thread::sleep(Duration::from_millis(500));
            return ExitCode::SUCCESS;
        }
    }
    if is_back(told, &clock, QUIET) {
        notifier.withdraw("guard");
        thread::sleep(Duration::from_millis(500));
        return ExitCode::SUCCESS;
    }
    ExitCode::FAILURE
}

/// Waits until the program is back, at most for so long.
fn is_back(told: &Receiver<Tried>, clock: &Clock, patience: Duration) -> bool {
    let until = clock.now().ticks.saturating_add(patience);
    loop {
        let left = until.saturating_sub(clock.now().ticks);
        match told.recv_timeout(left) {
            Ok(Tried::Back) => return true,
            Ok(Tried::Failed) => {}
            Err(RecvTimeoutError::Timeout) => return false,
            // No thread tries; the alarm goes on as often as it does.
            Err(RecvTimeoutError::Disconnected) => {
                thread::sleep(left);
                return false;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #[cfg(unix)]
    use std::path::Path;

    use super::*;

    const SOON: Duration = Duration::from_secs(1);

    #[test]
    fn one_that_promised_to_speak_soon_is_waited_for_so_long_and_a_little() {
        let patience = Duration::from_secs(75);
        let mut said = vec![
            Heard::Nothing,
            Heard::Nothing,
            Heard::Beat(Duration::from_secs(900)),
            Heard::Beat(Duration::from_secs(60)),
            Heard::Beat(Duration::from_secs(20)),
        ];
        let mut waits = Vec::new();
        let hear = |wait: Duration| {
            waits.push(wait.as_secs());
            said.pop().unwrap()
        };
        assert_eq!(watch(hear, patience).0, Verdict::Hung);
        assert_eq!(waits, [75, 35, 75, 75, 1]);
    }

    #[test]
    fn one_that_stood_still_together_with_its_guard_is_not_hung() {
        let mut said = vec![Heard::Off, Heard::Nothing, Heard::Beat(SOON), Heard::Nothing, Heard::Beat(SOON)];
        assert_eq!(watch(|_| said.pop().unwrap(), Duration::from_secs(75)).0, Verdict::Dismissed);
    }

    #[test]
    fn silence_is_hung_a_broken_line_is_dead_and_off_is_neither() {
        for (last, verdict) in [
            (vec![Heard::Nothing, Heard::Nothing], Verdict::Hung),
            (vec![Heard::End], Verdict::Dead),
            (vec![Heard::Off], Verdict::Dismissed),
        ] {
            let mut heard = [last, vec![Heard::Beat(SOON), Heard::Beat(SOON)]].concat();
            assert_eq!(watch(|_| heard.pop().unwrap(), Duration::ZERO), (verdict, None));
            assert!(heard.is_empty());
        }
    }

    #[test]
    fn what_was_on_at_last_is_remembered() {
        let worn = |text: &str| Heard::Worn(text.as_bytes().to_vec());
        let mut heard = vec![Heard::End, Heard::Beat(SOON), worn("two"), Heard::Beat(SOON), worn("one")];
        assert_eq!(watch(|_| heard.pop().unwrap(), Duration::ZERO), (Verdict::Dead, Some(b"two".to_vec())));
    }

    #[test]
    fn a_disk_or_a_process_that_never_lets_go_of_the_tries_does_not_hold_up_the_alarm() {
        let (tell, told) = mpsc::channel();
        let clock = Clock::system();
        // The thread that tries has not said a word.
        assert!(!is_back(&told, &clock, Duration::from_millis(20)));
        tell.send(Tried::Failed).unwrap();
        assert!(!is_back(&told, &clock, Duration::from_millis(20)));
        tell.send(Tried::Back).unwrap();
        assert!(is_back(&told, &clock, Duration::from_secs(60)));
        drop(tell);
        assert!(!is_back(&told, &clock, Duration::from_millis(20)), "nobody tries");
    }

    #[test]
    fn the_tries_of_a_day_come_soon_at_first_and_then_no_more_than_once_a_minute() {
        let pauses: Vec<u64> = (0..20).map(|tried| pause_after(tried).as_secs()).collect();
        assert_eq!(pauses, [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 4, 8, 16, 32, 60, 60, 60, 60, 60]);
        assert_eq!(pause_after(u32::MAX), PAUSES.1);
    }

    #[cfg(unix)]
    #[test]
    fn a_program_that_answers_anything_but_its_end_is_there() {
        let folder = tempfile::tempdir().unwrap();
        let profile = Profile::find(Some(folder.path())).unwrap();
        std::fs::create_dir_all(Path::new(&profile.address()).parent().unwrap()).unwrap();
        let listener = std::os::unix::net::UnixListener::bind(profile.address()).unwrap();
        let clock = Clock::system();
        let until = clock.now().ticks + Duration::from_secs(60);
        let tries = Tries { program: "program".into(), profile, clock, worn: None, started: None };
        // 500: its clock stands before 1970, which the pages do not bear and the alarms do.
        for (status, there) in [(200, true), (500, true), (503, false)] {
            std::thread::scope(|scope| {
                scope.spawn(|| {
                    let (mut asked, _) = listener.accept().unwrap();
                    let _ = io::Read::read(&mut asked, &mut [0; 1024]).unwrap();
                    write!(asked, "HTTP/1.1 {status} Said\r\ncontent-length: 0\r\n\r\n").unwrap();
                });
                assert_eq!(tries.is_up(until), there, "{status}");
            });
        }
    }

    /// A program that takes every call and answers none: each look at it lasts as long as it is waited for.
    #[cfg(unix)]
    #[test]
    fn a_program_that_only_listens_is_waited_for_no_longer_than_until_the_alarm() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let profile = Profile::find(Some(folder.path())).unwrap();
        std::fs::create_dir_all(Path::new(&profile.address()).parent().unwrap()).unwrap();
        let _mute = std::os::unix::net::UnixListener::bind(profile.address()).unwrap();
        let program = folder.path().join("program");
        std::fs::write(&program, "#!/bin/sh\nexec sleep 60\n").unwrap();
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o700)).unwrap();
        let clock = Clock::system();
        let began = clock.now().ticks;
        let mut tries = Tries { program, profile, clock: clock.clone(), worn: None, started: None };
        assert!(!tries.bring_back(began + Duration::from_secs(3)));
        // Looks of 2 s between waits of 25 ms would make minutes of these 3 s.
        assert!(clock.now().ticks - began < Duration::from_secs(30));
        assert!(tries.started.is_some(), "its end is not waited for");
    }
}
