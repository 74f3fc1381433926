//! Knows where a notification server does other than the specification says. Each was seen on the server it names.

use super::note::ServerInfo;

/// What a server does in its own way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Quirks {
    /// One that takes the place of another has no buttons (GNOME Shell 43, while its banner is up), the buttons of the other
    /// (lxqt-notificationd 1.2, which can crash over it as well), or its look (MATE 1.26). The other is closed first, and the
    /// new one comes as if there had been none.
    pub(super) renews: bool,
    /// A critical one that is closed stays on the screen, and what comes after waits behind it (notification-daemon 3.20). It
    /// is replaced by one that goes by itself.
    pub(super) keeps_closed: bool,
    /// Buttons share a narrow line, and a press on the notification itself is one of them: with three, each is cut to
    /// "It is …" (lxqt-notificationd 1.2). That one is left out where there are others.
    pub(super) crowds: bool,
}

impl Quirks {
    pub(super) fn of(server: &ServerInfo) -> Self {
        let is = |name: &str, vendor: &str| server.name == name && server.vendor == vendor;
        Self {
            renews: server.name == "gnome-shell"
                || server.name == "lxqt-notificationd"
                || is("Notification Daemon", "MATE"),
            crowds: server.name == "lxqt-notificationd",
            keeps_closed: is("Notification Daemon", "GNOME"),
        }
    }
}
