//! Owns the one way into the driver: everything that happens comes as an [`Input`], and faces hold a [`Handle`].

use std::sync::Arc;
use std::time::Duration;

use lumbar_engine::request::{Refused, Request};
use lumbar_protocol::clock::ClockMove;
use lumbar_protocol::window::{Opened, Opening, WindowOrder};
use tokio::sync::{mpsc, oneshot, watch};

use super::snapshot::Snapshot;
use crate::desktop::notify::NotifierEvent;
use crate::desktop::power::PowerEvent;
use crate::desktop::real::NoWindow;
use crate::desktop::tray::TrayEvent;
use crate::life::start::Stamp;
use crate::store::{News, StoreError};

/// Something that happened.
#[derive(Debug)]
pub(crate) enum Input {
    /// A face asks for something.
    Ask(Request, Reply<Result<(), Refused>>),
    /// Something was pressed where no answer is seen, such as a desktop entry: a refusal is told as a notification.
    Wish {
        /// What is asked for.
        request: Request,
        /// The desktop's proof that a person asked.
        activation: Option<String>,
        /// When it was taken.
        reply: Reply<()>,
    },
    /// A face wants to know what is.
    Look(Reply<Arc<Snapshot>>),
    /// Be still; nothing else changes.
    Silence,
    /// Ring once, so that the person hears how loud it is.
    SoundTest,
    /// The notification server did something.
    Notifier(NotifierEvent),
    /// The tray did something.
    Tray(TrayEvent),
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
    /// The program should end. Without `force` it stays while something is on the body.
    Quit {
        /// Also while something is on the body.
        force: bool,
        /// Whether it ends.
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
    /// Someone spoke to the program: see whether a newer one lies on the disk.
    LookForUpdate,
    /// What was found there.
    OnDisk(Option<Stamp>),
}

/// Where an answer goes.
pub(crate) type Reply<T> = oneshot::Sender<T>;

/// The clock of this profile is not moved by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the clock of this profile is not moved by hand")]
pub(crate) struct NoManualClock;

/// Something is on the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("something is on the body")]
pub(crate) struct OnBody;

/// The driver has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the program is ending")]
pub(crate) struct Ending;

/// The driver's inbox.
pub(crate) type Inbox = mpsc::UnboundedReceiver<Input>;

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

    /// Asks for something; the answer comes when it is saved.
    ///
    /// # Errors
    /// The outer one when the program is ending, the inner one when it is refused.
    pub(crate) async fn ask(&self, request: Request) -> Result<Result<(), Refused>, Ending> {
        self.call(|reply| Input::Ask(request, reply)).await
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
