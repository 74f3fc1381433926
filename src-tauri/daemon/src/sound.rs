//! Owns Lumbar's own sounds: which one is heard now, and whether any can be.
//!
//! A sound is played by a short-lived child, the same program told to ring: the audio libraries, their threads and their
//! faults end with it, the background program stays as small as it was, and the device is open only while something is
//! heard. No sound card is no error; it is only said.

mod ring;
mod tune;

use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdin, Command, ExitCode, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The word that makes the program ring instead of anything else: `lumbar ring alarm`.
const WORD: &str = "ring";
/// Beyond its own length a child is given this long to open the device and close it again.
const SLACK: Duration = Duration::from_secs(5);
/// Enough to wait for a child.
const STACK: usize = 64 * 1024;

/// What can be heard, from the softest to the one that insists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum SoundKind {
    /// One soft tone.
    Gentle,
    /// The bell.
    Bell,
    /// The take-off alarm: rises, and goes on for 25 s or until it is silenced.
    Alarm,
}

impl SoundKind {
    const ALL: [Self; 3] = [Self::Gentle, Self::Bell, Self::Alarm];

    fn code(self) -> &'static str {
        match self {
            Self::Gentle => "gentle",
            Self::Bell => "bell",
            Self::Alarm => "alarm",
        }
    }
}

/// Whether sound can be heard, as far as is known without opening a device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum SoundState {
    /// There is a device; its name once something was played on it.
    Ready {
        /// The device, empty while none was opened yet.
        device: String,
    },
    /// There is none, or it could not be opened.
    None {
        /// Why, as a sentence's end.
        why: String,
    },
}

/// The way to the loudspeaker. Clones share it.
#[derive(Debug, Clone)]
pub(crate) struct Sound {
    shared: Arc<Mutex<Shared>>,
}

#[derive(Debug)]
struct Shared {
    state: SoundState,
    /// What is heard now. Dropping its line ends it.
    playing: Option<Playing>,
    /// Counts the sounds, so that the end of one is not taken for the end of the next.
    number: u64,
}

#[derive(Debug)]
struct Playing {
    number: u64,
    kind: SoundKind,
    _line: ChildStdin,
}

impl Sound {
    /// Looks for a device without opening one.
    pub(crate) fn start() -> Self {
        let state = ring::glance();
        if let SoundState::None { why } = &state {
            tracing::info!("Lumbar's own sounds cannot be heard: {why}");
        }
        Self { shared: Arc::new(Mutex::new(Shared { state, playing: None, number: 0 })) }
    }

    /// Plays a sound. A louder one takes the place of a softer one, a softer one does not disturb a louder one.
    pub(crate) fn play(&self, kind: SoundKind) {
        let number = {
            let mut shared = self.shared();
            if shared.playing.as_ref().is_some_and(|playing| playing.kind > kind) {
                return;
            }
            shared.playing = None;
            shared.number += 1;
            shared.number
        };
        let sound = self.clone();
        let thread = std::thread::Builder::new().name("sound".to_owned()).stack_size(STACK);
        if let Err(why) = thread.spawn(move || sound.attend(kind, number)) {
            self.shared().state = SoundState::None { why: why.to_string() };
        }
    }

    /// Ends what is heard, at once.
    pub(crate) fn silence(&self) {
        let mut shared = self.shared();
        shared.playing = None;
        // A child that is just being started belongs to a number that is no longer the last.
        shared.number += 1;
    }

    /// Whether sound can be heard, as far as is known.
    pub(crate) fn state(&self) -> SoundState {
        self.shared().state.clone()
    }

    /// Starts the child that rings, and stays with it until it has ended.
    fn attend(&self, kind: SoundKind, number: u64) {
        let state = match ringing(kind) {
            Ok((child, line)) => {
                {
                    let mut shared = self.shared();
                    if shared.number == number {
                        shared.playing = Some(Playing { number, kind, _line: line });
                    }
                }
                self.listen(child, kind)
            }
            Err(why) => Some(SoundState::None { why: format!("the player could not be started ({why})") }),
        };
        let mut shared = self.shared();
        if shared.playing.as_ref().is_some_and(|playing| playing.number == number) {
            shared.playing = None;
        }
        if let Some(state) = state {
            if let SoundState::None { why } = &state
                && shared.state != state
            {
                tracing::warn!("Lumbar's own sounds cannot be heard: {why}");
            }
            shared.state = state;
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
            (None, Ok(status)) => Some(SoundState::None { why: format!("the player said nothing and ended ({status})") }),
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
    Some(ring::ring(kind))
}

fn ringing(kind: SoundKind) -> std::io::Result<(Child, ChildStdin)> {
    // The very program that runs, also after an upgrade has put another one in its place.
    let program = if cfg!(target_os = "linux") { "/proc/self/exe".into() } else { std::env::current_exe()? };
    let mut child = Command::new(program)
        .args([WORD, kind.code()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        // Audio libraries write to it as they please.
        .stderr(Stdio::null())
        .spawn()?;
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
        assert!(SoundKind::Gentle < SoundKind::Bell && SoundKind::Bell < SoundKind::Alarm);
    }

    #[test]
    fn nothing_playing_can_be_silenced() {
        let sound = Sound::start();
        sound.silence();
        assert!(sound.shared().playing.is_none());
    }
}
