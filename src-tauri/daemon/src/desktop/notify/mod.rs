//! Owns the desktop notifications: what stands on the server, what the person pressed, and what the server can do.
//!
//! What a notification looks like is described once, as a notify-rust `Notification`, for every system. macOS and Windows
//! show it through notify-rust. On Linux it travels over one D-Bus connection of our own that stays open, because
//! notify-rust opens one for each notification, while GNOME answers only the connection that sent it, drops a program's
//! notifications when the first of its connections closes, and sends the activation token right before the press, which
//! notify-rust's way of listening can lose.

use std::time::Duration;

use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tokio::sync::oneshot;

#[cfg(target_os = "linux")]
#[path = "linux.rs"]
mod imp;
#[cfg(not(target_os = "linux"))]
#[path = "other.rs"]
mod imp;

/// The key of a press on the notification itself rather than on a button.
pub(crate) const DEFAULT: &str = "default";

/// The name of the desktop entry, by which a server finds name and icon.
pub(crate) const DESKTOP_ENTRY: &str = "app.lumbar.Lumbar";

/// Enough for one connection and its small runtime.
const STACK: usize = 256 * 1024;

/// One notification. A later one with the same `tag_key` takes its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Note {
    /// What it is about; one at a time stands for each.
    pub(crate) tag_key: String,
    /// Plain text.
    pub(crate) title: String,
    /// Plain text; escaped here where the server reads markup.
    pub(crate) body: String,
    /// Key and label, the main one first. Left out where the server has no buttons.
    pub(crate) buttons: Vec<(String, String)>,
    /// How much it insists; a critical one stays until it is answered.
    pub(crate) urgency: Urgency,
    /// The one it takes the place of, where that is from an earlier run of the program.
    pub(crate) replaces: Option<NoteId>,
    /// A press does not close it.
    pub(crate) resident: bool,
    /// Which showing of the program's this is; [`NotifierEvent::Shown`] names it.
    pub(crate) serial: u64,
}

impl Note {
    /// One that only says something.
    pub(crate) fn plain(tag_key: &str, title: String, body: String) -> Self {
        let (buttons, urgency) = (Vec::new(), Urgency::Normal);
        Self { tag_key: tag_key.to_owned(), title, body, buttons, urgency, replaces: None, resident: false, serial: 0 }
    }
}

/// How much a notification insists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Urgency {
    /// May pass by.
    Low,
    /// Is seen.
    Normal,
    /// Stays until it is answered.
    Critical,
}

/// Names a notification on the server that gave the number: another run of the server gives the same numbers to others.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct NoteId {
    /// The server's number for it.
    pub(crate) id: u32,
    /// Which run of which server on which bus.
    pub(crate) server: String,
}

/// What a notification server said of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ServerInfo {
    /// Its name.
    pub(crate) name: String,
    /// Who makes it.
    pub(crate) vendor: String,
    /// Its version.
    pub(crate) version: String,
    /// The version of the specification it follows.
    pub(crate) spec: String,
    /// What it can do.
    pub(crate) caps: Caps,
}

/// What the system can do with a notification.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Caps {
    /// A later one takes the place of an earlier one.
    pub(crate) replace: bool,
    /// One can be taken back.
    pub(crate) withdraw: bool,
    /// They have numbers that outlive the program.
    pub(crate) ids: bool,
    /// Buttons are shown.
    pub(crate) buttons: bool,
    /// The body is read as markup.
    pub(crate) body_markup: bool,
    /// They are kept until the person has seen them.
    pub(crate) persistence: bool,
    /// It can play sounds (Lumbar plays its own).
    pub(crate) sound: bool,
}

/// What comes back from the desktop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NotifierEvent {
    /// A button was pressed, or ([`DEFAULT`]) the notification itself.
    Pressed {
        /// Which notification.
        tag_key: String,
        /// Which button.
        key: String,
        /// What lets a window come to the front because of this press.
        activation: Option<String>,
    },
    /// It no longer stands.
    Closed {
        /// Which.
        tag_key: String,
        /// The person put it away without a press; otherwise it ran out or the server closed it.
        by_person: bool,
    },
    /// It stands.
    Shown {
        /// Which.
        tag_key: String,
        /// Its number, to be written down.
        id: NoteId,
        /// Which showing of it.
        serial: u64,
    },
    /// It could not be shown. Shown as soon as a server comes, unless it is withdrawn before.
    Failed {
        /// Which.
        tag_key: String,
        /// What the system said.
        why: String,
    },
    /// A server is there, or another one.
    Server(ServerInfo),
    /// The server went away; what stood comes again with the next one.
    ServerGone,
    /// The session bus was lost (the person logged out) or is there again.
    Bus {
        /// Whether it is there.
        up: bool,
    },
}

/// The way to the desktop's notifications. Dropping it ends its thread; what stands stays.
#[derive(Debug, Clone)]
pub(crate) struct Notifier {
    commands: UnboundedSender<Command>,
}

#[derive(Debug)]
enum Command {
    Show(Note),
    Withdraw(String),
    CloseStale(Vec<NoteId>),
    Flush(oneshot::Sender<()>),
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
        self.send(Command::Show(note));
    }

    /// Takes back what stands for the tag, if anything does.
    pub(crate) fn withdraw(&self, tag_key: &str) {
        self.send(Command::Withdraw(tag_key.to_owned()));
    }

    /// Closes notifications of an earlier run that nothing has taken the place of: their buttons are dead.
    pub(crate) fn close_stale(&self, ids: Vec<NoteId>) {
        if !ids.is_empty() {
            self.send(Command::CloseStale(ids));
        }
    }

    /// Waits until all that was asked for has been sent, at most `limit`: for the last words before the program ends.
    pub(crate) async fn flush(&self, limit: Duration) {
        let (done, told) = oneshot::channel();
        self.send(Command::Flush(done));
        // Late or gone, there is nothing more to do about it.
        let _ = tokio::time::timeout(limit, told).await;
    }

    fn send(&self, command: Command) {
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

/// Describes a notification to every system in the same way; systems differ in what they make of it.
fn describe(app_name: &str, note: &Note, caps: Caps) -> notify_rust::Notification {
    let mut described = notify_rust::Notification::new();
    described.appname(app_name).summary(&note.title);
    described.body(&if caps.body_markup { escaped(&note.body) } else { note.body.clone() });
    if caps.buttons {
        for (key, label) in &note.buttons {
            described.action(key, label);
        }
    }
    described.timeout(match note.urgency {
        Urgency::Critical => notify_rust::Timeout::Never,
        Urgency::Low | Urgency::Normal => notify_rust::Timeout::Default,
    });
    described
}

/// Text as markup that reads like the text.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
#[cfg(target_os = "linux")]
pub(crate) mod testbus;
#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests;
