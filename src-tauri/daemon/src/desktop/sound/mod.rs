//! Owns Lumbar's own sounds: which one is heard now, and whether any can be.
//!
//! A sound is played by a short-lived child, the same program told to ring: the audio libraries, their threads and their
//! faults end with it, the background program stays as small as it was, and the device is open only while something is
//! heard. No sound card is no error; it is only said.

mod kind;
mod ring;
mod tune;

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ExitCode, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::life::process::command;

pub(crate) use kind::{Loudness, SoundKind, SoundState};

/// The word that makes the program ring instead of anything else: `lumbar ring alarm 100`, the number in per cent.
const WORD: &str = "ring";
/// The word behind it that lets the sound outlive who asked for it.
const TO_ITS_END: &str = "to-its-end";
/// The word that lets the alarm be loud from its beginning.
const AT_ONCE: &str = "at-once";
/// Beyond its own length a child is given this long to open the device and close it again.
const SLACK: Duration = Duration::from_secs(5);
/// Enough to wait for a child.
const STACK: usize = 64 * 1024;

/// The way to the loudspeaker. Clones share it.
#[derive(Debug, Clone)]
pub(crate) struct Sound {
    shared: Arc<Mutex<Shared>>,
    /// What is run to ring.
    player: Arc<PathBuf>,
}

#[derive(Debug)]
struct Shared {
    state: SoundState,
    /// The sound that should be heard now, from the moment it is asked for: its child may still be on its way up, and a
    /// softer one must not take its place then either.
    wanted: Option<Wanted>,
    /// The line of the child that plays it. Dropping it ends the child.
    line: Option<ChildStdin>,
    /// Counts the sounds, so that the end of one is not taken for the end of the next.
    number: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Wanted {
    number: u64,
    kind: SoundKind,
    loudness: Loudness,
}

impl Sound {
    /// Looks for a device without opening one.
    pub(crate) fn start() -> Self {
        let state = ring::glance();
        if let SoundState::None { why } = &state {
            tracing::info!("Lumbar's own sounds cannot be heard: {why}");
        }
        // The very program that runs, also after an upgrade has put another one in its place.
        let running = if cfg!(target_os = "linux") { Ok("/proc/self/exe".into()) } else { std::env::current_exe() };
        Self::with_player(running.unwrap_or_else(|_| "lumbar".into()), state)
    }

    fn with_player(player: PathBuf, state: SoundState) -> Self {
        Self {
            shared: Arc::new(Mutex::new(Shared { state, wanted: None, line: None, number: 0 })),
            player: Arc::new(player),
        }
    }

    /// Plays a sound as loud as it can be.
    pub(crate) fn play(&self, kind: SoundKind) {
        self.play_at(kind, Loudness::FULL);
    }

    /// Plays a sound. One that insists more takes the place of one that insists less, never the other way.
    pub(crate) fn play_at(&self, kind: SoundKind, loudness: Loudness) {
        let wanted = {
            let mut shared = self.shared();
            if shared.wanted.is_some_and(|wanted| wanted.kind > kind) {
                return;
            }
            shared.number += 1;
            let wanted = Wanted { number: shared.number, kind, loudness };
            shared.line = None;
            shared.wanted = Some(wanted);
            wanted
        };
        let sound = self.clone();
        let thread = std::thread::Builder::new().name("sound".to_owned()).stack_size(STACK);
        if let Err(why) = thread.spawn(move || sound.attend(wanted)) {
            self.over(wanted);
            self.shared().state = SoundState::None { why: why.to_string() };
        }
    }

    /// Plays the last sound of a program that ends, in the place of what is heard: on return its child has been started, and
    /// nothing of this program holds it.
    pub(crate) fn play_out(&self, kind: SoundKind) {
        self.silence();
        let mut command = command(&*self.player);
        command.args([WORD, kind.code(), &Loudness::FULL.percent.to_string(), TO_ITS_END]);
        // What ends the program may be meant for all that was started from the same terminal.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let waits = child.and_then(|mut child| {
            // Should the program live on after all, somebody has to take note of the child's end.
            std::thread::Builder::new().name("last-sound".to_owned()).stack_size(STACK).spawn(move || child.wait())
        });
        if let Err(why) = waits {
            tracing::warn!("the last sound could not be played: {why}");
        }
    }

    /// Ends what is heard, at once. A child that is just being started finds that nobody wants it any more.
    pub(crate) fn silence(&self) {
        let mut shared = self.shared();
        shared.wanted = None;
        shared.line = None;
    }

    /// Whether sound can be heard, as far as is known.
    pub(crate) fn state(&self) -> SoundState {
        self.shared().state.clone()
    }

    /// Starts the child that rings, and stays with it until it has ended.
    fn attend(&self, wanted: Wanted) {
        let state = match ringing(&self.player, wanted) {
            Ok((child, line)) => {
                self.hold(wanted, line);
                self.listen(child, wanted.kind)
            }
            Err(why) => Some(SoundState::None { why: format!("the player could not be started ({why})") }),
        };
        self.over(wanted);
        let mut shared = self.shared();
        if let Some(state) = state {
            if let SoundState::None { why } = &state
                && shared.state != state
            {
                tracing::warn!("Lumbar's own sounds cannot be heard: {why}");
            }
            shared.state = state;
        }
    }

    /// Keeps the line of a child that should play; cuts it where it was silenced before it began.
    fn hold(&self, wanted: Wanted, line: ChildStdin) {
        let mut shared = self.shared();
        if shared.wanted == Some(wanted) {
            shared.line = Some(line);
        }
    }

    /// This sound has ended or could not begin; another one may be wanted by now.
    fn over(&self, wanted: Wanted) {
        let mut shared = self.shared();
        if shared.wanted == Some(wanted) {
            shared.wanted = None;
            shared.line = None;
        }
    }

    /// Takes what the child says of the device, and sees to it that the child ends.
    fn listen(&self, mut child: Child, kind: SoundKind) -> Option<SoundState> {
        let out = child.stdout.take();
        let watch = Arc::new(Mutex::new(child));
        // A player that hangs in an audio library is ended; one thread reads, the other counts.
        let (ended, told) = std::sync::mpsc::channel::<()>();
        let late = Arc::clone(&watch);
        let guard = std::thread::Builder::new().name("sound-end".to_owned()).stack_size(STACK).spawn(move || {
            let limit = tune::length(kind) + SLACK;
            if told.recv_timeout(limit) == Err(std::sync::mpsc::RecvTimeoutError::Timeout) {
                // It may have ended by itself in this moment, which is what is wanted.
                let _ = late.lock().unwrap_or_else(PoisonError::into_inner).kill();
            }
        });
        let mut said = None;
        for line in out.map(|out| BufReader::new(out).lines()).into_iter().flatten().map_while(Result::ok) {
            if let Some(state) = ring::understood(&line) {
                self.shared().state = state.clone();
                said = Some(state);
            }
        }
        drop(ended);
        if let Ok(guard) = guard {
            // It only waits and kills.
            let _ = guard.join();
        }
        let status = watch.lock().unwrap_or_else(PoisonError::into_inner).wait();
        match (said, status) {
            (Some(state), _) => Some(state),
            (None, Ok(status)) => {
                Some(SoundState::None { why: format!("the player said nothing and ended ({status})") })
            }
            (None, Err(why)) => Some(SoundState::None { why: why.to_string() }),
        }
    }

    fn shared(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Rings and returns the exit code if the program was started to ring; to be asked before anything else in `main`.
pub(crate) fn rung() -> Option<ExitCode> {
    let mut words = std::env::args().skip(1);
    if words.next().as_deref() != Some(WORD) {
        return None;
    }
    let kind = words.next()?;
    let kind = SoundKind::ALL.into_iter().find(|known| known.code() == kind)?;
    let rest: Vec<String> = words.collect();
    let says = |word: &str| rest.iter().any(|said| said == word);
    let percent = rest.iter().find_map(|said| said.parse().ok()).unwrap_or(Loudness::FULL.percent);
    Some(ring::ring(kind, Loudness { percent, rises: !says(AT_ONCE) }, says(TO_ITS_END)))
}

fn ringing(player: &Path, wanted: Wanted) -> std::io::Result<(Child, ChildStdin)> {
    let mut command = command(player);
    // Audio libraries write to the error output as they please.
    command.args([WORD, wanted.kind.code(), &wanted.loudness.percent.to_string()]);
    command.args((!wanted.loudness.rises).then_some(AT_ONCE));
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut tries = 0;
    let mut child = loop {
        match command.spawn() {
            // It is being put in its place by an upgrade.
            Err(busy) if busy.kind() == std::io::ErrorKind::ExecutableFileBusy && tries < 20 => {
                tries += 1;
                std::thread::sleep(Duration::from_millis(25));
            }
            spawned => break spawned?,
        }
    };
    let line = child.stdin.take().ok_or_else(|| std::io::Error::other("no line to it"))?;
    Ok((child, line))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sound_has_its_own_word_and_they_rise_in_what_they_insist_on() {
        let codes: std::collections::BTreeSet<_> = SoundKind::ALL.iter().map(|kind| kind.code()).collect();
        assert_eq!(codes.len(), SoundKind::ALL.len());
        assert!(SoundKind::ALL.is_sorted());
        assert!(SoundKind::Gentle < SoundKind::Bell && SoundKind::Bell < SoundKind::Alarm);
    }

    #[cfg(unix)]
    mod with_a_player {
        use std::os::unix::fs::PermissionsExt;

        use super::*;

        struct Player {
            sound: Sound,
            folder: tempfile::TempDir,
        }

        impl Player {
            /// A player that runs this script; its notes go to `$N`.
            fn new(script: &str) -> Self {
                let folder = tempfile::tempdir().unwrap();
                let path = folder.path().join("player");
                let notes = folder.path().join("notes");
                std::fs::write(&path, format!("#!/bin/sh\nN={}\n{script}\n", notes.display())).unwrap();
                std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o700)).unwrap();
                let state = SoundState::Ready { device: String::new() };
                Self { sound: Sound::with_player(path, state), folder }
            }

            fn notes(&self) -> String {
                std::fs::read_to_string(self.folder.path().join("notes")).unwrap_or_default()
            }

            fn until(&self, what: &str, holds: impl Fn(&Self) -> bool) {
                for _ in 0..20_000 {
                    if holds(self) {
                        return;
                    }
                    std::thread::sleep(Duration::from_millis(1));
                }
                panic!("it never came to be that {what}; notes: {}, state: {:?}", self.notes(), self.sound.state());
            }
        }

        /// Says that it plays, and plays until its line is cut.
        const RINGS: &str = r#"echo "on $1 $2" >>$N; echo "noise of a library"; echo "ready Speaker"; cat >/dev/null; echo "off $2" >>$N"#;

        #[test]
        fn a_sound_plays_until_it_is_silenced_and_its_device_is_known_then() {
            let player = Player::new(RINGS);
            player.sound.play(SoundKind::Alarm);
            player.until("it plays", |p| p.sound.state() == SoundState::Ready { device: "Speaker".to_owned() });
            assert_eq!(player.notes(), "on ring alarm\n");
            player.sound.silence();
            player.until("it is silent", |p| p.notes().ends_with("off alarm\n"));
        }

        #[test]
        fn the_player_is_told_how_loud_it_is_and_whether_it_rises() {
            let player = Player::new(r#"echo "on $*" >>$N; echo "ready"; cat >/dev/null"#);
            player.sound.play_at(SoundKind::Tick, Loudness { percent: 25, rises: true });
            player.until("it ticks", |p| p.notes() == "on ring tick 25\n");
            player.sound.play_at(SoundKind::Alarm, Loudness { percent: 50, rises: false });
            player.until("it rings", |p| p.notes().ends_with("on ring alarm 50 at-once\n"));
            player.sound.silence();
        }

        #[test]
        fn silence_where_nothing_plays_keeps_no_later_sound_from_playing() {
            let player = Player::new(RINGS);
            player.sound.silence();
            player.sound.play(SoundKind::Alarm);
            player.until("it plays", |p| p.notes() == "on ring alarm\n");
            player.sound.silence();
            player.until("it is silent", |p| p.notes().ends_with("off alarm\n"));
            player.sound.silence();
            assert_eq!(player.notes(), "on ring alarm\noff alarm\n");
        }

        #[test]
        fn a_louder_sound_takes_the_place_of_a_softer_one_and_not_the_other_way() {
            let player = Player::new(RINGS);
            player.sound.play(SoundKind::Gentle);
            player.until("the first plays", |p| p.sound.shared().line.is_some());
            player.sound.play(SoundKind::Alarm);
            player
                .until("the second plays", |p| p.notes().contains("off gentle") && p.notes().contains("on ring alarm"));
            player.until("it is known", |p| p.sound.shared().line.is_some());
            player.sound.play(SoundKind::Bell);
            player.sound.play(SoundKind::Alarm);
            player.until("the alarm begins again", |p| p.notes().matches("on ring alarm").count() == 2);
            assert!(!player.notes().contains("bell"));
            player.sound.silence();
        }

        #[test]
        fn a_softer_sound_does_not_cut_off_an_alarm_whose_player_is_still_on_its_way_up() {
            let player = Player::new(RINGS);
            player.sound.play(SoundKind::Alarm);
            player.sound.play(SoundKind::Bell);
            player.sound.play(SoundKind::Gentle);
            player.until("the alarm plays", |p| p.sound.shared().line.is_some());
            player.until("it is heard", |p| p.notes() == "on ring alarm\n");
            player.sound.silence();
            player.until("it is silent", |p| p.notes() == "on ring alarm\noff alarm\n");
        }

        #[test]
        fn the_last_sound_takes_the_place_of_another_and_nothing_of_the_program_holds_it() {
            let player = Player::new(r#"echo "on $2 $4" >>$N; cat >/dev/null; echo "off $2" >>$N"#);
            player.sound.play(SoundKind::Alarm);
            player.until("the alarm plays", |p| p.notes() == "on alarm \n");
            player.sound.play_out(SoundKind::Bell);
            player.until("all have ended", |p| p.notes().contains("off alarm") && p.notes().contains("off bell"));
            assert!(player.notes().contains("on bell to-its-end\n"), "{}", player.notes());
        }

        #[test]
        fn silence_right_after_the_start_is_silence() {
            let player = Player::new(RINGS);
            for _ in 0..5 {
                player.sound.play(SoundKind::Alarm);
                player.sound.silence();
            }
            // Softer than an alarm: it comes up only if none of them goes on, and after the players of all of them.
            player.sound.play(SoundKind::Gentle);
            player.until("the next sound plays", |p| p.notes().contains("on ring gentle"));
            let alarms = |sign: &str| player.notes().matches(&format!("{sign} alarm")).count();
            player.sound.silence();
            // A player of an alarm may be so late that it says its two lines after those of the gentle sound.
            let silent = |p: &Player| p.notes().contains("off gentle\n") && alarms("on ring") == alarms("off");
            player.until("it is silent", silent);
        }

        #[test]
        fn a_player_that_fails_is_told_and_tried_again() {
            for (script, why) in [
                ("echo 'none no sound card'; exit 1", "no sound card"),
                ("exit 3", "said nothing"),
                ("kill -9 $$", "said nothing"),
            ] {
                let player = Player::new(script);
                player.sound.play(SoundKind::Bell);
                player
                    .until("it is told", |p| matches!(p.sound.state(), SoundState::None { why: w } if w.contains(why)));
                player.until("nothing plays", |p| p.sound.shared().wanted.is_none());
            }
            let missing = Sound::with_player("/nowhere/at/all".into(), SoundState::Ready { device: String::new() });
            missing.play(SoundKind::Bell);
            let player = Player { sound: missing, folder: tempfile::tempdir().unwrap() };
            player.until(
                "it is told",
                |p| matches!(p.sound.state(), SoundState::None { why } if why.contains("could not be started")),
            );
        }
    }
}
