//! Knows where a notification server does other than the specification says. Each was seen on the server it names.

use super::note::ServerInfo;

/// What a server does in its own way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Quirks {
    /// One that takes the place of another has no buttons (GNOME Shell 43, while its banner is up), the buttons of the other
    /// (lxqt-notificationd 1.2, which can crash over it as well), or its look (MATE 1.26). The other is closed first, and the
    /// new one comes as if there had been none.
    pub(super) renews: bool,
    /// One stands on the screen and all others wait behind it, those of other programs as well; the one that stands stays there
    /// when it is closed, and one that went by itself is kept in a list of 20, after which no program can show any more
    /// (notification-daemon 3.20).
    pub(super) one_at_a_time: bool,
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
            one_at_a_time: is("Notification Daemon", "GNOME"),
        }
    }
}
