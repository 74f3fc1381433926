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
    /// The sound whose child said that.
    told_by: u64,
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
            shared: Arc::new(Mutex::new(Shared { state, told_by: 0, wanted: None, line: None, number: 0 })),
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
            self.learn(wanted, SoundState::None { why: why.to_string() });
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
                self.listen(child, wanted)
            }
            Err(why) => Some(SoundState::None { why: format!("the player could not be started ({why})") }),
        };
        self.over(wanted);
        if let Some(state) = state {
            self.learn(wanted, state);
        }
    }

    /// Takes what came of this sound, unless a later one has told already.
    fn learn(&self, of: Wanted, state: SoundState) {
        let mut shared = self.shared();
        if of.number < shared.told_by {
            return;
        }
        if let SoundState::None { why } = &state
            && shared.state != state
        {
            tracing::warn!("Lumbar's own sounds cannot be heard: {why}");
        }
        (shared.told_by, shared.state) = (of.number, state);
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
    fn listen(&self, mut child: Child, wanted: Wanted) -> Option<SoundState> {
        let out = child.stdout.take();
        let watch = Arc::new(Mutex::new(child));
        // A player that hangs in an audio library is ended; one thread reads, the other counts.
        let (ended, told) = std::sync::mpsc::channel::<()>();
        let late = Arc::clone(&watch);
        let guard = std::thread::Builder::new().name("sound-end".to_owned()).stack_size(STACK).spawn(move || {
            let limit = tune::length(wanted.kind) + SLACK;
            if told.recv_timeout(limit) == Err(std::sync::mpsc::RecvTimeoutError::Timeout) {
                // It may have ended by itself in this moment, which is what is wanted.
                let _ = late.lock().unwrap_or_else(PoisonError::into_inner).kill();
            }
        });
        let mut said = None;
        for line in out.map(|out| BufReader::new(out).lines()).into_iter().flatten().map_while(Result::ok) {
            if let Some(state) = ring::understood(&line) {
                self.learn(wanted, state.clone());
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
mod tests;
