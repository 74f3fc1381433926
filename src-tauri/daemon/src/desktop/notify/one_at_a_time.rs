//! Decides which of several notifications stands where the server shows only one at a time, and keeps all others behind it
//! (notification-daemon 3.20): the newest that is to stay until it is answered. Else a question that nobody answers would keep
//! the alarm off the screen.

use super::bus_link::BusLink;
use super::imp::Desk;
use super::note::{NotifierEvent, Urgency};
use super::standing::Standing;

impl Desk {
    /// Takes off the screen what this one would wait behind. What is to stay comes back when there is room; the rest would
    /// have run out by itself.
    pub(super) fn make_room(&mut self, line: &mut BusLink, tag: &str) {
        if !line.quirks.one_at_a_time || !self.notes.get(tag).is_some_and(stays) {
            return;
        }
        let mut run_out = Vec::new();
        for (other, standing) in self.notes.iter_mut().filter(|(other, _)| other.as_str() != tag) {
            if let Some((id, owner)) = standing.shown.take()
                && line.owner.as_ref() == Some(&owner)
            {
                line.close(id);
            }
            // One without a number yet is closed when that comes, because no call stands for it any more.
            standing.call = None;
            match stays(standing) {
                true => standing.waits = true,
                false => run_out.push(other.clone()),
            }
        }
        for tag_key in run_out {
            self.notes.remove(&tag_key);
            self.tell(NotifierEvent::Closed { tag_key, taken_back: false });
        }
    }

    /// Tells whether the one of this tag waits until a newer one is gone.
    pub(super) fn waits(&self, line: &BusLink, tag: &str) -> bool {
        let Some(one) = self.notes.get(tag).filter(|one| line.quirks.one_at_a_time && one.waits) else { return false };
        let is_before = |other: &Standing| stays(other) && (!other.waits || other.note.serial > one.note.serial);
        self.notes.iter().any(|(other, standing)| other != tag && is_before(standing))
    }

    /// One is gone: what waited behind it may come.
    pub(super) fn made_room(&mut self) {
        if self.notes.values().any(|standing| standing.waits) {
            self.show_again();
        }
    }
}

fn stays(standing: &Standing) -> bool {
    standing.note.urgency == Urgency::Critical
}
