//! Owns the guard's end of the line to the program it watches: what that says, and that it has ended.

use std::io;
use std::time::Duration;

/// What was heard on the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Heard {
    /// It lives, and speaks again within this time.
    Beat(Duration),
    /// What is on: a record of the witness.
    Worn(Vec<u8>),
    Off,
    /// It broke.
    End,
    /// Nothing, for as long as was waited.
    Nothing,
}

/// The line to the program that is watched: what it writes, read as it comes.
#[derive(Debug)]
pub(super) struct ProgramPipe {
    read: Vec<u8>,
    /// Closed by the end of the program's loop; see [`end_of_loop`].
    #[cfg(unix)]
    ended: Option<io::PipeReader>,
    #[cfg(windows)]
    pieces: std::sync::mpsc::Receiver<Vec<u8>>,
}

impl ProgramPipe {
    #[cfg(unix)]
    #[expect(clippy::unnecessary_wraps, reason = "it can fail on other systems")]
    pub(super) fn begin() -> io::Result<Self> {
        let ended = end_of_loop();
        if let Err(why) = &ended {
            tracing::warn!("a program that a disk keeps from dying is found out by its silence only: {why}");
        }
        Ok(Self { read: Vec::new(), ended: ended.ok() })
    }

    /// A thread reads on the side, because a pipe knows no patience here.
    #[cfg(windows)]
    pub(super) fn begin() -> io::Result<Self> {
        let (tell, pieces) = std::sync::mpsc::channel();
        let listener = move || {
            let mut piece = [0; 1024];
            while let Ok(length @ 1..) = io::Read::read(&mut io::stdin(), &mut piece) {
                if tell.send(piece[..length].to_vec()).is_err() {
                    return;
                }
            }
        };
        std::thread::Builder::new().name("line".into()).stack_size(64 * 1024).spawn(listener)?;
        Ok(Self { read: Vec::new(), pieces })
    }

    /// The next word, waited for so long.
    pub(super) fn hear(&mut self, patience: Duration) -> Heard {
        loop {
            if let Some(end) = self.read.iter().position(|byte| *byte == b'\n') {
                let word: Vec<u8> = self.read.drain(..=end).collect();
                match word.trim_ascii() {
                    b"off" => return Heard::Off,
                    other => {
                        if let Some(worn) = other.strip_prefix(super::WORN.as_bytes()) {
                            return Heard::Worn(worn.to_vec());
                        }
                        if let Some(again) = beat(other) {
                            return Heard::Beat(again);
                        }
                        // Whatever it is, the program lives.
                        continue;
                    }
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
        let mut fds = vec![PollFd::new(&input, PollFlags::IN)];
        fds.extend(self.ended.as_ref().map(|ended| PollFd::new(ended, PollFlags::IN)));
        if retry_on_intr(|| poll(&mut fds, Some(&patience)))? == 0 {
            return Ok(None);
        }
        // What it has said before its end is heard first.
        if fds[0].revents().is_empty() {
            return Ok(Some(Vec::new()));
        }
        let mut piece = [0; 1024];
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

/// When the program will speak again, if the word is a beat.
fn beat(word: &[u8]) -> Option<Duration> {
    let again = word.strip_prefix(super::BEAT.as_bytes())?;
    Some(Duration::from_millis(std::str::from_utf8(again).ok()?.parse().ok()?))
}

/// Is closed when the thread that started this process ends. A program that is killed while a disk holds one of its threads
/// goes on being there, with its line open, until that disk lets go; its loop is dead all the same.
#[cfg(target_os = "linux")]
fn end_of_loop() -> io::Result<io::PipeReader> {
    use rustix::process::{Signal, set_parent_process_death_signal};
    use tokio::signal::unix::{SignalKind, signal};
    let (ended, line) = io::pipe()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
    let wait = move || {
        let _open_until_then = line;
        runtime.block_on(async {
            let Ok(mut died) = signal(SignalKind::user_defined2()) else { return std::future::pending().await };
            match set_parent_process_death_signal(Some(Signal::USR2)) {
                Ok(()) => died.recv().await.unwrap_or_default(),
                Err(_) => std::future::pending().await,
            }
        });
    };
    std::thread::Builder::new().name("end-of-loop".into()).stack_size(128 * 1024).spawn(wait)?;
    Ok(ended)
}

/// Only Linux tells of it.
#[cfg(all(unix, not(target_os = "linux")))]
fn end_of_loop() -> io::Result<io::PipeReader> {
    Err(io::ErrorKind::Unsupported.into())
}
