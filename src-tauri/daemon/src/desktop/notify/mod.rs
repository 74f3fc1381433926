//! Owns the desktop notifications: what stands on the server, what the person pressed, and what the server can do.
//!
//! What a notification looks like is described once, as a notify-rust `Notification`, for every system. macOS and Windows
//! show it through notify-rust. On Linux it travels over one D-Bus connection of our own that stays open, because
//! notify-rust opens one for each notification, while GNOME answers only the connection that sent it, drops a program's
//! notifications when the first of its connections closes, and sends the activation token right before the press, which
//! notify-rust's way of listening can lose.

#[cfg(target_os = "linux")]
mod bus_link;
#[cfg(target_os = "linux")]
mod early;
mod note;
#[cfg(target_os = "linux")]
mod one_at_a_time;
#[cfg(target_os = "linux")]
mod quirks;
#[cfg(target_os = "linux")]
mod signals;
#[cfg(target_os = "linux")]
mod standing;

use std::time::Duration;

use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tokio::sync::oneshot;

#[cfg(target_os = "linux")]
pub(crate) use note::DESKTOP_ENTRY;
pub(crate) use note::{DEFAULT, Note, NoteId, NotifierEvent, Urgency, draws_no_buttons};

#[cfg(test)]
pub(crate) use note::{Caps, ServerInfo};

use note::NotifierCommand;

#[cfg(target_os = "linux")]
#[path = "linux.rs"]
mod imp;
#[cfg(not(target_os = "linux"))]
#[path = "other.rs"]
mod imp;

/// Enough for one connection and its small runtime.
const STACK: usize = 256 * 1024;

/// The way to the desktop's notifications. Dropping it ends its thread; what stands stays.
#[derive(Debug, Clone)]
pub(crate) struct Notifier {
    commands: UnboundedSender<NotifierCommand>,
}

impl Notifier {
    /// Starts the thread that talks to the desktop, whether there is one or not.
    pub(crate) fn start(app_name: &str, events: UnboundedSender<NotifierEvent>) -> Self {
        let (commands, received) = unbounded_channel();
        let app_name = app_name.to_owned();
        let failed = events.clone();
        let thread = std::thread::Builder::new().name("notify".to_owned()).stack_size(STACK);
        if let Err(why) = thread.spawn(move || imp::run(&app_name, received, events)) {
            tracing::error!("notifications cannot be shown: {why}");
            // Nobody may listen any more, which is no harm.
            let _ = failed.send(NotifierEvent::Bus { up: false });
        }
        Self { commands }
    }

    /// Shows a notification in the place of the one with the same tag. Returns at once; the event tells how it went.
    pub(crate) fn show(&self, note: Note) {
        self.send(NotifierCommand::Show(note));
    }

    /// Takes back what stands for the tag, if anything does.
    pub(crate) fn withdraw(&self, tag_key: &str) {
        self.send(NotifierCommand::Withdraw(tag_key.to_owned()));
    }

    /// Takes back all that stand with buttons: with the end of the program nobody hears them.
    pub(crate) fn withdraw_buttons(&self) {
        self.send(NotifierCommand::WithdrawButtons);
    }

    /// Closes notifications of an earlier run that nothing has taken the place of: their buttons are dead.
    /// Each is told as closed, by its tag.
    pub(crate) fn close_stale(&self, stale: Vec<(String, NoteId)>) {
        if !stale.is_empty() {
            self.send(NotifierCommand::CloseStale(stale));
        }
    }

    /// Waits until all that was asked for has been sent, at most `limit`: for the last words before the program ends.
    pub(crate) async fn flush(&self, limit: Duration) {
        let (done, told) = oneshot::channel();
        self.send(NotifierCommand::Flush(done));
        // Late or gone, there is nothing more to do about it.
        let _ = tokio::time::timeout(limit, told).await;
    }

    fn send(&self, command: NotifierCommand) {
        // The thread only ends with the program, or could not be started, which was said then.
        let _ = self.commands.send(command);
    }
}

/// Shows a notification from a program that has nothing else to do, and stays until it is gone or cannot be shown, at most
/// `limit`.
pub(crate) fn show_once(app_name: &str, note: Note, limit: Duration) {
    let (told, mut events) = unbounded_channel();
    let notifier = Notifier::start(app_name, told);
    notifier.show(note);
    let gone = async {
        while let Some(event) = events.recv().await {
            match event {
                NotifierEvent::Pressed { .. } | NotifierEvent::Closed { .. } | NotifierEvent::Failed { .. } => return,
                NotifierEvent::Shown { .. }
                | NotifierEvent::Server(_)
                | NotifierEvent::ServerGone
                | NotifierEvent::Bus { .. } => {}
            }
        }
    };
    match tokio::runtime::Builder::new_current_thread().enable_time().build() {
        // Nothing more can be done about one that is not seen.
        Ok(runtime) => drop(runtime.block_on(async { tokio::time::timeout(limit, gone).await })),
        Err(why) => tracing::error!("nothing can be waited for: {why}"),
    }
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests;
