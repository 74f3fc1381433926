//! Owns the one way into the driver: everything that happens comes as an [`Input`], and faces hold a [`Handle`].

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use lumbar_engine::command::Command;
use lumbar_engine::diary::SessionRecord;
use lumbar_engine::refusal::Refused;
use lumbar_engine::routine::catalogue::Catalogue;
use lumbar_engine::time::Now;
use lumbar_engine::{LastNumbers, Portable};
use lumbar_protocol::clock::ClockMove;
use lumbar_protocol::window::{Opened, Opening, WindowOrder};
use lumbar_ui::settings::Heard;
use lumbar_ui::{Notice, Quiet, Why};
use tokio::sync::{mpsc, oneshot, watch};

use super::front::Shown;
use super::snapshot::Snapshot;
use crate::desktop::keys::KeyAct;
use crate::desktop::notify::NotifierEvent;
use crate::desktop::power::PowerEvent;
use crate::desktop::tray::TrayEvent;
use crate::desktop::window::NoWindow;
use crate::store::staged::Staged;
use crate::store::{Entry, News, Preference, Prefs, StoreError};

/// Something that happened.
#[derive(Debug)]
pub(crate) enum Input {
    /// A face says something to the engine.
    Tell(Command, Reply<Result<Kept, Refused>>),
    /// Something was pressed where no answer is seen, such as a desktop entry: a refusal is told as a notification.
    Press {
        /// What it says to the engine.
        command: Command,
        /// The desktop's proof that a person asked.
        activation: Option<String>,
        /// When it was taken.
        reply: Reply<()>,
    },
    /// The person prefers something; answered as a press is.
    Prefer(Preference, Reply<Result<Kept, Refused>>),
    /// Something for the diary that the engine need not know; answered as a press is.
    Write(Entry, Reply<Result<Kept, Refused>>),
    /// All that was read from a file takes the place of what is here; answered as a press is.
    TakeIn(Box<Coming>, Reply<Result<Kept, Refused>>),
    /// Everything is deleted but what limits go by; answered as a press is.
    ForgetEverything(Reply<Result<Kept, Refused>>),
    /// A face wants to know whether the loop turns; no disk is waited for.
    Alive(Reply<()>),
    /// A face wants to know what is.
    Look(Reply<Arc<Snapshot>>),
    /// End all sound; nothing else changes.
    Silence,
    /// Ring once, so that the person hears how loud it is.
    SoundTest(Heard),
    /// Say something, so that the person hears how it sounds.
    VoiceTest,
    /// Say what is on, or this; answered with whether the voice is on.
    SayAloud(Option<String>, Reply<bool>),
    /// Send a notification whose button must come back.
    NotificationTest(Reply<()>),
    /// The time for its press is over; the number is that of the test.
    NotificationTestOver(u64),
    /// Whether "do not disturb" is on.
    Quiet(Quiet),
    /// The desktop writes times of day with am and pm, or does not.
    DesktopClock {
        /// With them.
        twelve_hours: bool,
    },
    /// The notification server did something.
    Notifier(NotifierEvent),
    /// The tray did something.
    Tray(TrayEvent),
    /// A key of the whole desktop was pressed.
    Key(KeyAct),
    /// The machine did something.
    Power(PowerEvent),
    /// A window asks what to do.
    WindowNext {
        /// The window's process.
        pid: u32,
        /// Dropped when the window goes or its time of holding is over.
        reply: Reply<WindowOrder>,
    },
    /// A window's time of holding is over; it will ask again.
    WindowReleased,
    /// The window went, by a person's hand or with its program.
    WindowGone,
    /// The page in the window says what it shows.
    Shows(Shown),
    /// The grace for a window that was released or started is over.
    WindowGraceOver(u64),
    /// The window that was started did not come up.
    WindowFailed(NoWindow),
    /// Someone wants to see the window.
    WindowOpen(Opening, Reply<Opened>),
    /// The program itself brings the window up.
    ShowWindow(Opening),
    /// A demo's clock is moved by hand.
    Clock(ClockMove, Reply<Result<(), NoManualClock>>),
    /// The program should end. Without `force` it stays where something would be lost by it.
    Quit {
        /// Whatever is lost.
        force: bool,
        /// Whether it ends.
        reply: Reply<Result<(), Stays>>,
    },
    /// A newer program wants to take the place of this one.
    Replace {
        /// What is started then.
        program: PathBuf,
        /// Whether it ends now; otherwise as soon as nothing is on the body.
        reply: Reply<Result<(), OnBody>>,
    },
    /// The system ends the session or the program: say so if something is on, save, end.
    SessionEnds,
    /// A save came to its end; the number of the step that was saved.
    Saved(u64, Result<(), StoreError>),
    /// Something became known of the data.
    Data(News),
    /// A guard ended; its number.
    GuardEnded(u64),
    /// The routine files are others, and these are the routines now; a notice for each that was not taken.
    Routines(Arc<Catalogue>, Vec<Notice>),
}

/// What was read from a file and found sound.
#[derive(Debug)]
pub(crate) struct Coming {
    /// What the engine takes.
    pub(crate) portable: Portable,
    /// The sessions of the last days.
    pub(crate) recent: Vec<SessionRecord>,
    /// The highest numbers in the diary.
    pub(crate) last: LastNumbers,
    /// What the person prefers.
    pub(crate) prefs: Prefs,
    /// The diary.
    pub(crate) diary: Arc<Staged>,
}

/// Where an answer goes.
pub(crate) type Reply<T> = oneshot::Sender<T>;

/// Where what a press changed is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kept {
    /// It has reached the disk.
    OnDisk,
    /// The disk has not taken it, or not yet: it counts, and is lost if the program is. It is tried again.
    InMemory,
}

/// The clock of this profile is not moved by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the clock of this profile is not moved by hand")]
pub(crate) struct NoManualClock;

/// Something is on the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("something is on the body")]
pub(crate) struct OnBody;

/// Why the program does not end just because it is asked to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Stays {
    /// Something is on the body.
    OnBody,
    /// The disk does not take what was pressed.
    Unsaved(Why),
}

/// The driver has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the program is ending")]
pub(crate) struct Ending;

/// The driver's inbox.
pub(crate) type Inbox = mpsc::UnboundedReceiver<Input>;

/// The channel into a driver that is yet to begin at `now`, so that ports can be given its handle.
pub(crate) fn channel(now: Now) -> (Handle, Inbox, watch::Sender<u64>) {
    let (send, inbox) = mpsc::unbounded_channel();
    let rev = watch::Sender::new(first_revision(now));
    (Handle::new(send, rev.subscribe()), inbox, rev)
}

/// Every run of the program counts from elsewhere, so that a page left open sees that something changed. Scripts read numbers
/// below 2^53 only.
pub(super) fn first_revision(now: Now) -> u64 {
    let since = u64::try_from(now.wall.timestamp_millis()).unwrap_or(0);
    (since * 1000 + u64::from(std::process::id()) * 1_000_000) % (1 << 52)
}

/// Reaches the driver from anywhere.
#[derive(Debug, Clone)]
pub(crate) struct Handle {
    inbox: mpsc::UnboundedSender<Input>,
    rev: watch::Receiver<u64>,
}

impl Handle {
    pub(super) fn new(inbox: mpsc::UnboundedSender<Input>, rev: watch::Receiver<u64>) -> Self {
        Self { inbox, rev }
    }

    /// Puts something into the inbox; once the driver has ended nobody reads it.
    pub(crate) fn send(&self, input: Input) {
        let _ = self.inbox.send(input);
    }

    /// Whether nobody else can send any more, the threads of the driver included.
    #[cfg(test)]
    pub(crate) fn is_only_one(&self) -> bool {
        self.inbox.strong_count() == 1
    }

    /// Says something to the engine; the answer comes when it is saved, or when it is plain that the disk does not take it.
    ///
    /// # Errors
    /// The outer one when the program is ending, the inner one when it is refused.
    pub(crate) async fn tell(&self, command: impl Into<Command>) -> Result<Result<Kept, Refused>, Ending> {
        let command = command.into();
        self.call(|reply| Input::Tell(command, reply)).await
    }

    /// Looks at what is now.
    ///
    /// # Errors
    /// When the program is ending.
    pub(crate) async fn look(&self) -> Result<Arc<Snapshot>, Ending> {
        self.call(Input::Look).await
    }

    /// Sends an input that is answered.
    ///
    /// # Errors
    /// When the program is ending.
    pub(crate) async fn call<T>(&self, input: impl FnOnce(Reply<T>) -> Input) -> Result<T, Ending> {
        let (reply, answer) = oneshot::channel();
        self.send(input(reply));
        answer.await.map_err(|_| Ending)
    }

    /// Waits until the revision is another one than `known`, at most `patience`, and tells it.
    ///
    /// Another one, not a later one: after a restart the count begins elsewhere.
    ///
    /// # Errors
    /// When the program is ending.
    pub(crate) async fn changed(&self, known: u64, patience: Duration) -> Result<u64, Ending> {
        let mut rev = self.rev.clone();
        let waited = tokio::time::timeout(patience, rev.wait_for(|rev| *rev != known)).await;
        match waited {
            Ok(Ok(rev)) => Ok(*rev),
            Ok(Err(_)) => Err(Ending),
            Err(_) => Ok(known),
        }
    }
}
