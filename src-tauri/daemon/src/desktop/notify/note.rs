//! What a notification is, what comes back from it, and how it is described to the system.

use lumbar_texts::escape;
use tokio::sync::oneshot;

/// The key of a press on the notification itself rather than on a button.
pub(crate) const DEFAULT: &str = "default";

/// The name of the desktop entry, by which a server finds name and icon.
pub(crate) const DESKTOP_ENTRY: &str = "app.lumbar.Lumbar";

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
    /// What a press on the notification itself does, for servers that list it with the buttons; empty = the program's name.
    pub(crate) opens: String,
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
        Self {
            tag_key: tag_key.to_owned(),
            title,
            body,
            buttons: Vec::new(),
            opens: String::new(),
            urgency: Urgency::Normal,
            replaces: None,
            resident: false,
            serial: 0,
        }
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

/// Tells whether a server of this name says that it has buttons and draws none (seen with mako 1.7 and dunst 1.9: they are in a
/// menu that a person may not have).
pub(crate) fn draws_no_buttons(name: &str) -> bool {
    matches!(name, "mako" | "dunst")
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
#[cfg_attr(not(target_os = "linux"), allow(dead_code, reason = "other systems tell less"))]
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
        /// Lumbar has taken it back; otherwise a person put it away, it ran out, or the server closed it.
        taken_back: bool,
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

/// What the thread that talks to the desktop is asked for.
#[derive(Debug)]
#[cfg_attr(not(target_os = "linux"), allow(dead_code, reason = "other systems take nothing back"))]
pub(super) enum NotifierCommand {
    /// Shows it.
    Show(Note),
    /// Takes back what stands for the tag.
    Withdraw(String),
    /// Takes back all that have buttons.
    WithdrawButtons,
    /// Closes what an earlier run left.
    CloseStale(Vec<(String, NoteId)>),
    /// Answers when all before it was sent.
    Flush(oneshot::Sender<()>),
}

/// Describes a notification to every system in the same way; systems differ in what they make of it.
pub(super) fn describe(app_name: &str, note: &Note, caps: Caps) -> notify_rust::Notification {
    let mut described = notify_rust::Notification::new();
    described.appname(app_name).summary(&note.title);
    described.body(&if caps.body_markup { escape(&note.body) } else { note.body.clone() });
    if caps.buttons {
        for (key, label) in &note.buttons {
            described.action(key, label);
        }
    }
    described.timeout(match note.urgency {
        // Without buttons notify-osd makes a window of one that stays, with buttons of its own that do nothing.
        Urgency::Critical if caps.buttons => notify_rust::Timeout::Never,
        Urgency::Critical => notify_rust::Timeout::Default,
        Urgency::Low | Urgency::Normal => notify_rust::Timeout::Default,
    });
    described
}
