//! What should stand on the notification server, and what is known of it there.

use zbus::message::Sequence;

use super::note::{Caps, Note};

pub(super) struct Standing {
    pub(super) note: Note,
    /// The last call to show it, as long as that has not failed.
    pub(super) call: Option<Call>,
    /// Its number and the server's name on the bus, once it, or one of the same tag before it, has been shown there.
    pub(super) shown: Option<(u32, String)>,
    /// The server's answer to it: what the bus brought before that is about the one it took the place of.
    pub(super) answered: Option<Sequence>,
    pub(super) pressed: bool,
    /// It was told that it could not be shown.
    pub(super) failed: bool,
    /// It was taken off the screen for a newer one, where the server shows one at a time.
    pub(super) waits: bool,
}

/// A call to show a notification.
pub(super) struct Call {
    pub(super) number: u64,
    /// Who had the server's name on the bus.
    pub(super) owner: Option<String>,
    /// What was known of the server.
    pub(super) caps: Caps,
}

impl Standing {
    pub(super) fn of(note: Note) -> Self {
        Self { note, call: None, shown: None, answered: None, pressed: false, failed: false, waits: false }
    }

    /// The server shows it, or one of the same tag before it, under this number.
    pub(super) fn is_shown_as(&self, id: u32) -> bool {
        self.shown.as_ref().is_some_and(|(number, _)| *number == id)
    }

    /// The server has been asked to show it and has not answered.
    pub(super) fn is_asked(&self) -> bool {
        self.call.is_some() && self.answered.is_none()
    }

    /// It is neither shown nor about to be, as the server that is there now would show it.
    pub(super) fn is_missing(&self, owner: Option<&String>, caps: Caps) -> bool {
        match &self.call {
            None => true,
            Some(call) if call.caps != caps => true,
            // A call may have started the server that was not there before.
            Some(call) if self.is_asked() => call.owner.is_some() && call.owner.as_ref() != owner,
            Some(_) => self.shown.as_ref().is_none_or(|(_, by)| owner != Some(by)),
        }
    }
}
